use super::*;
use crate::domain::policy::Policies;
use crate::domain::project::{
    Cause, Fund, Indicator, MonthForm, MonthReading, Outlook, Period, PlanLine,
};
use crate::domain::status::{Act, Document, Signature, Status};
use proptest::prelude::*;

fn policy() -> Policy {
    Policies::parse(crate::data::policy_files())
        .unwrap()
        .get(crate::domain::policy::DEFAULT)
        .unwrap()
        .clone()
}

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn project(target: &str) -> Project {
    Project {
        year: Some(2026),
        funds: vec![Fund {
            id: "1".into(),
            source: "财政拨款".into(),
            initial: "200".into(),
            ..Fund::default()
        }],
        indicators: vec![Indicator {
            id: "1".into(),
            level1: "产出指标".into(),
            level2: "数量指标".into(),
            target: target.into(),
            weight: "10".into(),
            ..Indicator::default()
        }],
        ..Project::default()
    }
}

fn key() -> RowKey {
    RowKey::Indicator("1".into())
}

fn read(project: &mut Project, month: u8, key: RowKey, actual: &str) {
    let form = project.monitoring.months.entry(month).or_default();
    form.readings.push(MonthReading {
        id: key,
        actual: actual.into(),
        ..MonthReading::default()
    });
}

fn plan(project: &mut Project, key: RowKey, months: &[(u8, &str)]) {
    project.monitoring.plan.push(PlanLine {
        id: key,
        months: months
            .iter()
            .map(|(month, value)| (*month, (*value).into()))
            .collect(),
    });
}

/// The cell of the only indicator, read in one month.
fn cell(target: &str, month: u8, actual: &str) -> Cell {
    cell_under(&policy(), target, month, actual)
}

fn cell_under(policy: &Policy, target: &str, month: u8, actual: &str) -> Cell {
    let mut project = project(target);
    read(&mut project, month, key(), actual);
    let timeline = timeline(&project, policy, month);
    timeline.row(&key()).unwrap().cell(month).unwrap().clone()
}

fn cell_of(project: &Project, month: u8) -> Cell {
    let timeline = timeline(project, &policy(), month);
    timeline.row(&key()).unwrap().cell(month).unwrap().clone()
}

#[test]
fn example_36_a_quantity_behind_time_is_yellow() {
    let cell = cell("≥1200人次", 7, "500");
    assert_eq!(
        cell.index.map(crate::domain::number::round2),
        Some(dec("71.43"))
    );
    assert_eq!(cell.light, Some(Light::Yellow));
}

#[test]
fn example_37_execution_of_45_percent_in_july_is_yellow() {
    let mut project = project("");
    read(&mut project, 7, RowKey::Fund("1".into()), "90");
    let timeline = timeline(&project, &policy(), 7);
    let cell = timeline.rows[0].cell(7).unwrap();
    assert_eq!(
        cell.index.map(crate::domain::number::round2),
        Some(dec("77.14"))
    );
    assert_eq!(timeline.money_light, Some(Light::Yellow));
    assert_eq!(timeline.warnings, []);
}

#[test]
fn example_37_less_than_the_milestone_of_june_warns_until_august() {
    let warned = |reached, month| milestone_warning(dec(reached), &policy(), month);
    let june = Warning::Milestone {
        month: 6,
        demanded: 40.into(),
        reached: 38.into(),
    };
    assert_eq!(warned("38", 6), Some(june.clone()));
    assert_eq!(warned("38", 7), Some(june));
    assert_eq!(warned("40", 7), None);
    assert_eq!(warned("0", 3), None);
}

#[test]
fn example_38_fourteen_points_between_goal_and_money_warn() {
    assert!(matches!(
        gap_warning(52.into(), 38.into(), &policy()),
        Some(Warning::Gap { points, .. }) if points == Decimal::from(14)
    ));
    assert_eq!(gap_warning(48.into(), 38.into(), &policy()), None);
}

#[test]
fn the_edges_of_k_are_met_exactly() {
    let light = |actual: &str| cell("≥1200个", 7, actual).light;
    assert_eq!(light("419.99"), Some(Light::Red));
    assert_eq!(light("420"), Some(Light::Yellow));
    assert_eq!(light("560"), Some(Light::Green));
    assert_eq!(light("840"), Some(Light::Blue));
}

#[test]
fn seasonal_work_is_measured_by_its_plan_and_not_by_time() {
    let mut project = project("≥16座");
    plan(&mut project, key(), &[(3, "1"), (6, "6"), (12, "16")]);
    read(&mut project, 2, key(), "0");
    read(&mut project, 4, key(), "1");
    read(&mut project, 6, key(), "5");
    assert_eq!(cell_of(&project, 2).due, Due::NotYet);
    assert_eq!(cell_of(&project, 4).index, Some(100.into()));
    let june = cell_of(&project, 6);
    assert_eq!(june.light, Some(Light::Green));
    assert_eq!(
        june.variance
            .map(|variance| (variance.unit, variance.standing)),
        Some((VarianceUnit::Percent, Standing::Worse))
    );
}

#[test]
fn a_rate_is_not_due_before_its_plan() {
    let mut project = project("≥95%");
    plan(&mut project, key(), &[(11, "95")]);
    read(&mut project, 7, key(), "20%");
    read(&mut project, 11, key(), "93.1%");
    assert_eq!(cell_of(&project, 7).due, Due::NotYet);
    assert_eq!(cell_of(&project, 7).light, None);
    let november = cell_of(&project, 11);
    assert_eq!(november.index, Some(98.into()));
    assert_eq!(november.light, Some(Light::Green));
}

#[test]
fn a_rate_without_a_plan_is_due_when_the_project_ends() {
    let mut project = project("≥95%");
    project.period = Some(Period {
        start: "2026-01-01".parse().ok(),
        end: "2026-09-30".parse().ok(),
    });
    read(&mut project, 8, key(), "10%");
    read(&mut project, 9, key(), "10%");
    assert_eq!(cell_of(&project, 8).light, None);
    assert_eq!(cell_of(&project, 9).light, Some(Light::Red));
}

#[test]
fn a_ceiling_is_green_inside_and_red_outside_with_no_yellow() {
    assert_eq!(cell("≤200万元", 3, "200").light, Some(Light::Green));
    assert_eq!(cell("≤200万元", 3, "200.01").light, Some(Light::Red));
    assert_eq!(cell("≤200万元", 3, "1,990,000元").light, Some(Light::Green));
}

#[test]
fn nothing_may_happen_under_a_target_of_zero() {
    assert_eq!(cell("=0起", 5, "0").light, Some(Light::Green));
    assert_eq!(cell("=0起", 5, "1起").light, Some(Light::Red));
}

#[test]
fn words_show_the_light_of_their_band() {
    let light = |actual: &str| cell("明显提升", 5, actual).light;
    assert_eq!(light("达成目标"), Some(Light::Green));
    assert_eq!(light("部分达成目标并具有一定效果"), Some(Light::Yellow));
    assert_eq!(light("未达成目标且效果较差"), Some(Light::Red));
    assert_eq!(light("正在推进"), None);
    assert_eq!(light("明显提升。"), Some(Light::Green));
}

#[test]
fn a_deadline_is_looked_at_when_it_has_come() {
    assert_eq!(cell("11月30日前", 7, "未完成").light, None);
    assert_eq!(
        cell("11月30日前", 7, "2026-07-02").light,
        Some(Light::Green)
    );
    assert_eq!(cell("6月30日前", 7, "未完成").light, Some(Light::Red));
    let late = cell("6月30日前", 7, "2026-07-20");
    assert_eq!(late.light, Some(Light::Red));
    assert_eq!(
        late.variance.map(|variance| variance.value),
        Some(20.into())
    );
}

#[test]
fn the_worst_indicator_lights_the_goal_and_the_worse_of_both_the_project() {
    let mut project = project("≥1200人次");
    project.indicators.push(Indicator {
        id: "2".into(),
        target: "≥12期".into(),
        weight: "10".into(),
        ..Indicator::default()
    });
    read(&mut project, 6, RowKey::Fund("1".into()), "20");
    read(&mut project, 6, key(), "700");
    read(&mut project, 6, RowKey::Indicator("2".into()), "4");
    let timeline = timeline(&project, &policy(), 6);
    assert_eq!(timeline.goal_light, Some(Light::Yellow));
    assert_eq!(timeline.money_light, Some(Light::Red));
    assert_eq!(timeline.light, Some(Light::Red));
    assert_eq!(light(&project, &policy()), Some(Light::Red));
    assert_eq!(timeline.execution_rate, Some(10.into()));
    assert!(timeline.gap.unwrap() > 30.into());
}

#[test]
fn a_warned_row_demands_a_cause_and_a_cause_demands_words() {
    let mut project = project("≥1200人次");
    read(&mut project, 6, RowKey::Fund("1".into()), "100");
    read(&mut project, 6, key(), "100");
    let demands = |project: &Project| -> Vec<(Demand, bool)> {
        timeline(project, &policy(), 6)
            .duties
            .into_iter()
            .filter(|duty| duty.row == key())
            .map(|duty| (duty.demand, duty.done))
            .collect()
    };
    assert_eq!(
        demands(&project),
        [(Demand::Actual, true), (Demand::Cause, false)]
    );
    let reading = &mut project.monitoring.months.get_mut(&6).unwrap().readings[1];
    reading.cause = Some(Cause::Funding);
    reading.outlook = Some(Outlook::Impossible);
    assert_eq!(
        demands(&project),
        [
            (Demand::Actual, true),
            (Demand::Cause, true),
            (Demand::Forecast, false),
            (Demand::Measures, false),
            (Demand::Disposal, false),
            (Demand::CauseText, false),
        ]
    );
}

#[test]
fn a_form_that_nobody_began_demands_nothing() {
    assert_eq!(timeline(&project("≥5个"), &policy(), 3).duties, []);
}

#[test]
fn three_warned_forms_in_a_row_escalate() {
    let mut project = project("");
    for month in [2, 3, 5] {
        read(&mut project, month, RowKey::Fund("1".into()), "1");
    }
    let repeated = |month| {
        timeline(&project, &policy(), month)
            .warnings
            .contains(&Warning::Repeated { forms: 3 })
    };
    assert!(!repeated(3));
    assert!(repeated(5));
}

#[test]
fn no_execution_from_april_on_is_a_warning_of_its_own() {
    let mut project = project("");
    read(&mut project, 3, RowKey::Fund("1".into()), "0");
    read(&mut project, 4, RowKey::Fund("1".into()), "0");
    let idle = |month| {
        timeline(&project, &policy(), month)
            .warnings
            .contains(&Warning::Idle { month })
    };
    assert!(!idle(3));
    assert!(idle(4));
}

#[test]
fn without_a_budget_there_is_no_rate_and_no_light() {
    let mut project = project("");
    project.funds[0].initial = "0".into();
    read(&mut project, 3, RowKey::Fund("1".into()), "5");
    let timeline = timeline(&project, &policy(), 3);
    assert_eq!(timeline.execution_rate, None);
    assert_eq!(timeline.money_light, None);
}

#[test]
fn the_plans_of_the_sources_make_the_plan_of_the_money() {
    let mut project = project("");
    project.funds.push(Fund {
        id: "2".into(),
        initial: "200".into(),
        ..Fund::default()
    });
    plan(&mut project, RowKey::Fund("1".into()), &[(3, "50")]);
    plan(
        &mut project,
        RowKey::Fund("2".into()),
        &[(2, "30"), (6, "90")],
    );
    let timeline = timeline(&project, &policy(), 6);
    let planned = |month| timeline.rows[0].cell(month).unwrap().planned;
    assert_eq!(planned(2), Some(dec("7.5")));
    assert_eq!(planned(4), Some(20.into()));
    assert_eq!(planned(6), Some(35.into()));
}

#[test]
fn three_months_show_where_december_will_be() {
    let mut project = project("≥16座");
    plan(&mut project, key(), &[(3, "1"), (12, "16")]);
    for (month, actual) in [
        (1, "0"),
        (2, "0"),
        (3, "0"),
        (4, "1"),
        (5, "2"),
        (6, "2"),
        (7, "4"),
    ] {
        read(&mut project, month, key(), actual);
    }
    let timeline = timeline(&project, &policy(), 7);
    let row = timeline.row(&key()).unwrap();
    let found = projection(row, 7).unwrap();
    assert_eq!(found.method, Method::ThreeMonthTrend);
    assert_eq!(found.december, dec("9"));
    assert_eq!((found.low, found.high), (4.into(), 14.into()));
    assert_eq!(found.path.first(), Some(&(8, 5.into())));
    let linear = projection_by(row, 7, Method::Linear).unwrap();
    assert_eq!(crate::domain::number::round2(linear.december), dec("6.86"));
    assert!(projection_by(row, 7, Method::Plan).is_some());
}

#[test]
fn too_few_readings_project_nothing() {
    let mut project = project("≥16座");
    read(&mut project, 3, key(), "4");
    let found = |project: &Project| {
        let timeline = timeline(project, &policy(), 12);
        projection(timeline.row(&key()).unwrap(), 12)
    };
    assert_eq!(found(&project), None);
    read(&mut project, 4, key(), "6");
    assert_eq!(
        found(&project).map(|found| found.method),
        Some(Method::Linear)
    );
    read(&mut project, 12, key(), "16");
    assert_eq!(found(&project), None);
}

#[test]
fn a_projection_of_money_stops_at_the_budget() {
    let mut project = project("");
    for (month, actual) in [(3, "20"), (4, "80"), (5, "120"), (6, "180")] {
        read(&mut project, month, RowKey::Fund("1".into()), actual);
    }
    let timeline = timeline(&project, &policy(), 6);
    let found = projection(&timeline.rows[0], 6).unwrap();
    assert_eq!(found.december, 100.into());
}

fn kinds(project: &Project, present: u8) -> Vec<(u8, FaultKind)> {
    faults(project, present)
        .into_iter()
        .map(|fault| (fault.month, fault.kind))
        .collect()
}

#[test]
fn j4_months_missing_twice_ahead_and_revised_are_flagged() {
    let mut project = project("");
    let fund = || RowKey::Fund("1".into());
    read(&mut project, 2, fund(), "10");
    read(&mut project, 4, fund(), "20");
    read(&mut project, 4, fund(), "20");
    read(&mut project, 8, fund(), "30");
    project.monitoring.months.insert(13, MonthForm::default());
    let signature = |act| Signature {
        act,
        person: "p".into(),
        role: crate::domain::role::Role::Finance,
        at: 0,
        from: Status::Final,
        to: Status::FinanceAudit,
        comment: String::new(),
    };
    project.documents.monitoring.insert(
        2,
        Document {
            signatures: vec![signature(Act::Submit), signature(Act::Reopen)],
            ..Document::default()
        },
    );
    project.documents.goal.version = 1;
    assert_eq!(
        kinds(&project, 7),
        [
            (2, FaultKind::Revised),
            (2, FaultKind::OldGoal),
            (3, FaultKind::Missing),
            (4, FaultKind::Twice),
            (5, FaultKind::Missing),
            (6, FaultKind::Missing),
            (7, FaultKind::Missing),
            (8, FaultKind::Future),
            (13, FaultKind::NoMonth),
        ]
    );
}

#[test]
fn j4_money_that_came_back_is_flagged() {
    let mut project = project("");
    read(&mut project, 2, RowKey::Fund("1".into()), "10");
    read(&mut project, 3, RowKey::Fund("1".into()), "9");
    assert_eq!(kinds(&project, 12), [(3, FaultKind::Fell)]);
}

#[test]
fn the_running_month_depends_on_the_year() {
    let day = "2026-07-20".parse().unwrap();
    assert_eq!(present_month(Some(2026), day), 7);
    assert_eq!(present_month(Some(2025), day), 12);
    assert_eq!(present_month(Some(2027), day), 0);
}

#[test]
fn every_number_of_a_month_says_how_it_came_about() {
    let policy = policy();
    let mut project = project("≥1200人次");
    for (month, money, actual) in [
        (4, "30", "200"),
        (5, "40", "300"),
        (6, "60", "400"),
        (7, "90", "500"),
    ] {
        read(&mut project, month, RowKey::Fund("1".into()), money);
        read(&mut project, month, key(), actual);
    }
    let timeline = timeline(&project, &policy, 7);
    let row = timeline.row(&key()).unwrap();
    let light = why::row_light(row, 7, &policy);
    assert_eq!(light.value, why::Value::Light(Light::Yellow));
    assert_eq!(
        light.parts[0].arithmetic,
        "500 ÷ (1200 × 7 ÷ 12) × 100 = 71.43"
    );
    assert_eq!(
        light.parts[1].arithmetic,
        "(500 − 700) ÷ 700 × 100 = -28.57"
    );
    let bounds = why::Fact::Bounds {
        light: Light::Yellow,
        from: Some(60.into()),
        below: Some(80.into()),
    };
    assert!(light.facts.contains(&bounds));
    let money = why::row_light(&timeline.rows[0], 7, &policy);
    assert_eq!(
        money.parts[0].arithmetic,
        "90 ÷ 200 ÷ (7 ÷ 12) × 100 = 77.14"
    );
    assert_eq!(money.parts[1].arithmetic, "45.00 − 58.33 = -13.33");
    assert_eq!(
        why::rate(&timeline.rows[0], 7).arithmetic,
        "90 ÷ 200 × 100 = 45.00"
    );
    let gap = why::gap(&timeline, &policy);
    assert_eq!(gap.arithmetic, "|41.6667 − 45| = 3.33");
    assert_eq!(gap.parts[0].arithmetic, "(10 × 41.6667) ÷ (10) = 41.67");
    let december = projection(row, 7);
    assert_eq!(
        why::projection(row, december.as_ref()).arithmetic,
        "500 + (100 + 100 + 100) ÷ 3 × 5 = 1000.00"
    );
    let whole = why::project_light(&timeline, &policy);
    assert_eq!(whole.parts.len(), 2);
    assert_eq!(whole.parts[1].parts.len(), 1);
    let blank = why::row_light(row, 8, &policy);
    assert_eq!(blank.value, why::Value::Nothing(why::Missing::Reading));
}

/// Decimals as nasty as they come: J1.
fn any_decimal() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("0".to_owned()),
        Just("-0.01".to_owned()),
        Just("100.01".to_owned()),
        Just("1000000000000000".to_owned()),
        Just("79228162514264337593543950335".to_owned()),
        Just("-79228162514264337593543950335".to_owned()),
        Just("0.0000000000000000000000000001".to_owned()),
        Just(String::new()),
        (any::<i64>(), 0_u32..28)
            .prop_map(|(digits, scale)| Decimal::new(digits, scale).to_string()),
    ]
}

#[test]
fn j1_no_number_makes_the_timeline_panic() {
    let policy = policy();
    let sign = prop_oneof![Just("≥"), Just("≤"), Just("="), Just(">"), Just("")];
    let unit = prop_oneof![Just("个"), Just("%"), Just("万元"), Just("")];
    let months = proptest::collection::vec((any_decimal(), any_decimal(), any_decimal()), 0..8);
    proptest!(|(
        (budget, target, weight) in (any_decimal(), any_decimal(), any_decimal()),
        (sign, unit, months) in (sign, unit, months),
    )| {
        let mut project = project(&format!("{sign}{target}{unit}"));
        project.funds[0].initial = budget.into();
        project.indicators[0].weight = weight.into();
        let mut line = Vec::new();
        for (at, (money, actual, planned)) in months.iter().enumerate() {
            let month = u8::try_from(at).unwrap() + 1;
            read(&mut project, month, RowKey::Fund("1".into()), money);
            read(&mut project, month, key(), actual);
            line.push((month, planned.as_str()));
        }
        plan(&mut project, key(), &line);
        for month in [0, 1, 7, 12, 255] {
            let timeline = timeline(&project, &policy, month);
            for row in &timeline.rows {
                for method in Method::ALL {
                    let _ = projection_by(row, month, method);
                }
            }
            let _ = faults(&project, month);
        }
    });
}

#[test]
fn more_done_never_lights_worse() {
    let policy = policy();
    proptest!(|(done in 0_i64..3000, more in 0_i64..500, month in 1_u8..=12)| {
        let light = |done: i64| cell_under(&policy, "≥1200个", month, &done.to_string()).light;
        prop_assert!(light(done + more) >= light(done));
    });
}

#[test]
fn a_projection_lies_between_its_bounds() {
    let policy = policy();
    proptest!(|(steps in proptest::collection::vec(0_i64..400, 2..9))| {
        let mut project = project("≥1200个");
        let mut sum = 0;
        for (at, step) in steps.iter().enumerate() {
            sum += step;
            read(&mut project, u8::try_from(at).unwrap() + 1, key(), &sum.to_string());
        }
        let timeline = timeline(&project, &policy, 12);
        for method in [Method::ThreeMonthTrend, Method::Linear] {
            if let Some(found) = projection_by(timeline.row(&key()).unwrap(), 12, method) {
                prop_assert!(found.low <= found.december && found.december <= found.high);
                prop_assert!(found.base <= found.december);
            }
        }
    });
}

#[test]
fn a_projection_that_ends_at_the_budget_says_so_and_its_sum_can_be_had_from_what_is_shown() {
    let row = |actuals: &[&str]| {
        let mut project = project("≥100人次");
        for (month, actual) in (1..).zip(actuals) {
            read(&mut project, month, RowKey::Execution, actual);
        }
        let at = u8::try_from(actuals.len()).expect("a month");
        let seen = timeline(&project, &policy(), at);
        let row = seen.row(&RowKey::Execution).expect("money").clone();
        let found = projection(&row, at);
        super::why::projection(&row, found.as_ref())
    };
    let bounded = row(&["30", "70", "110", "150"]);
    assert!(
        bounded.arithmetic.ends_with("→ 100.00"),
        "{}",
        bounded.arithmetic
    );
    assert!(bounded.facts.contains(&super::why::Fact::Bounded));
    let free = row(&["3", "7", "11", "15"]);
    assert!(!free.arithmetic.contains('→'), "{}", free.arithmetic);
    let over: Vec<&str> = ["10"; 12].to_vec();
    assert_eq!(
        row(&over).value,
        super::why::Value::Nothing(super::why::Missing::YearOver)
    );
}
