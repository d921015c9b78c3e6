use proptest::prelude::*;

use super::*;
use crate::data::policy_files;
use crate::domain::number::Written;
use crate::domain::policy::{
    DEFAULT, EqualFormula, GradeOn, LateRule, Policies, SatisfactionBand, SatisfactionFormula,
};
use crate::domain::project::{Fund, Indicator, Period};

fn policy(name: &str) -> Policy {
    let policies = Policies::parse(policy_files()).expect("shipped policies");
    policies.get(name).expect("policy").clone()
}

fn decimal(text: &str) -> Decimal {
    text.parse().expect("decimal")
}

fn fund(adjusted: &str, executed: &str) -> Fund {
    Fund {
        id: "1".into(),
        source: "财政拨款".into(),
        initial: adjusted.into(),
        adjusted: adjusted.into(),
        executed: executed.into(),
    }
}

fn row(id: &str, level1: &str, target: &str, actual: &str, weight: &str) -> Indicator {
    Indicator {
        id: id.into(),
        level1: level1.into(),
        level2: "数量指标".into(),
        name: "指标".into(),
        target: target.into(),
        actual: actual.into(),
        weight: weight.into(),
        ..Indicator::default()
    }
}

fn project(indicators: Vec<Indicator>) -> Project {
    Project {
        year: Some(2025),
        funds: vec![fund("200", "200")],
        indicators,
        ..Project::default()
    }
}

fn scored_row(indicator: Indicator, policy: &Policy) -> RowScore {
    let scored = score(&project(vec![indicator]), policy);
    scored.rows.first().cloned().expect("a row")
}

fn points(target: &str, actual: &str, weight: &str, policy: &Policy) -> String {
    let row = scored_row(row("1", "产出指标", target, actual, weight), policy);
    row.score.map_or("-".into(), |score| score.to_string())
}

#[test]
fn numbers_are_scored_as_worked_out_by_hand() {
    let default = policy(DEFAULT);
    for (example, target, actual, weight, expected) in [
        ("6 positive missed", "≥600人次", "552", "10", "9.20"),
        ("7 positive equal", "≥12期", "12", "10", "10.00"),
        ("8 a rate", "≥95%", "93.1%", "10", "9.80"),
        ("9 nothing done", "≥3个", "0", "8", "0.00"),
        ("10 far more is no bonus", "≥9个", "20", "8", "8.00"),
        ("11 at the threshold", "≥10", "13.0", "8", "8.00"),
        ("12 below the threshold", "≥10", "12.99", "8", "8.00"),
        ("13 reverse linear", "≤5次", "6", "10", "8.00"),
        ("14 reverse linear", "≤160万元", "172.5", "15", "13.83"),
        ("15 at twice the target", "≤160", "320", "15", "0.00"),
        ("16 beyond twice the target", "≤160", "386", "15", "0.00"),
        ("17 inside the limit", "≤800元", "745", "10", "10.00"),
        ("18 equality missed", "=3次", "2", "6", "4.00"),
        ("19 equality exceeded", "=3次", "4", "6", "6.00"),
        ("20 no accident", "=0起", "0", "10", "10.00"),
        ("20 one accident", "=0起", "1", "10", "0.00"),
        ("23 a no", "是", "否", "5", "0.00"),
        ("26 above the range", "800-1000", "1100", "10", "9.00"),
        ("27 inside the range", "800-1000", "900", "10", "10.00"),
        ("below the range", "800-1000", "400", "10", "5.00"),
        ("33 a negative growth", "≥5%", "-2%", "8", "0.00"),
        ("more than, equal", ">3", "3", "8", "8.00"),
        ("less than, equal", "<3", "3", "8", "8.00"),
        ("plain is a lower bound", "600", "552", "10", "9.20"),
        ("plain 0 is an equality", "0起", "1", "10", "0.00"),
        ("at least 0", "≥0", "0", "8", "8.00"),
        ("at least a negative", "≥-5", "-6", "8", "0.00"),
        ("at most 0, missed", "≤0", "1", "8", "0.00"),
        ("equal to a negative", "=-3", "-3", "8", "8.00"),
        ("magnitudes of money", "≥90万元", "855000元", "10", "9.50"),
        ("an exact half goes up", "≥3", "1", "0.015", "0.01"),
        ("half a cent goes up", "≥200", "1", "1", "0.01"),
    ] {
        assert_eq!(
            points(target, actual, weight, &default),
            expected,
            "{example}"
        );
    }
}

#[test]
fn each_setting_of_the_rules_changes_what_it_is_for() {
    let ratio = policy("ratio-reverse");
    assert_eq!(points("≤5次", "6", "10", &ratio), "8.33", "13");
    assert_eq!(points("≤160", "172.5", "15", &ratio), "13.91", "14");
    assert_eq!(points("≤160", "386", "15", &ratio), "6.22", "16");
    let strict = policy("strict");
    assert_eq!(points("≤5次", "6", "10", &strict), "0.00");
    assert_eq!(points("=3次", "4", "6", &strict), "4.00", "19");
    assert_eq!(points("=3次", "2", "6", &strict), "4.00");
    assert_eq!(points("=3次", "7", "6", &strict), "0.00");
    assert_eq!(points("=0", "-1", "6", &strict), "0.00");
    assert_eq!(points("=0", "-1", "6", &policy(DEFAULT)), "6.00");
    let mut flag = policy(DEFAULT);
    flag.equal.formula = EqualFormula::Flag;
    let over = scored_row(row("1", "产出", "=3次", "4", "6"), &flag);
    assert_eq!((over.score, over.flagged), (Some(decimal("6.00")), true));
    let mut open = policy(DEFAULT);
    open.positive.strict_gt = true;
    assert_eq!(points(">3", "3", "8", &open), "0.00");
    assert_eq!(points("<3", "3", "8", &open), "0.00");
    assert_eq!(points("≥3", "3", "8", &open), "8.00");
}

#[test]
fn a_number_without_a_sign_is_an_upper_limit_under_cost() {
    let default = policy(DEFAULT);
    let cost = Indicator {
        level2: "成本指标(10分)".into(),
        ..row("1", "产出指标", "5亿元", "60000万元", "10")
    };
    let scored = scored_row(cost, &default);
    assert_eq!(scored.rule, Rule::Reverse);
    assert_eq!(scored.score, Some(decimal("8.00")));
    assert!(scored.row.notes.contains(&Note::UnitConverted));
}

#[test]
fn reaching_far_more_is_explained_and_may_cost_points() {
    let over = |actual: &str, name: &str| {
        let row = scored_row(row("1", "产出", "≥10", actual, "8"), &policy(name));
        (row.over, row.score.map(|score| score.to_string()))
    };
    assert_eq!(over("13.0", DEFAULT), (Over::Explain, Some("8.00".into())));
    assert_eq!(over("12.99", DEFAULT), (Over::No, Some("8.00".into())));
    let (less, score) = over("13", "province-caps");
    assert_eq!(less, Over::Deduct(Decimal::TWO));
    assert_eq!(score, Some("6.00".into()));
    let (_, score) = (over("13", "province-caps"), {
        let row = scored_row(
            row("1", "产出", "≥10", "13", "1.5"),
            &policy("province-caps"),
        );
        row.score
    });
    assert_eq!(score, Some(decimal("0.00")), "not below 0");
    let range = scored_row(row("1", "产出", "1-2", "9", "8"), &policy("province-caps"));
    assert_eq!(range.over, Over::No, "only for more-is-better");
}

#[test]
fn a_late_day_costs_by_planned_days_or_as_the_policy_says() {
    let late = |done: &str, policy: &Policy| {
        let mut project = project(vec![row("1", "产出", "2025年8月31日前完成", done, "15")]);
        project.period = Some(Period {
            start: NaiveDate::from_ymd_opt(2025, 3, 1),
            end: NaiveDate::from_ymd_opt(2025, 12, 31),
        });
        let scored = score(&project, policy);
        scored.rows[0].score.map(|score| score.to_string())
    };
    let mut rule = policy(DEFAULT);
    assert_eq!(late("2025年9月20日", &rule).as_deref(), Some("13.36"), "24");
    assert_eq!(late("2026年1月16日", &rule).as_deref(), Some("3.69"), "25");
    assert_eq!(late("2025年8月31日", &rule).as_deref(), Some("15.00"));
    assert_eq!(late("2027年1月16日", &rule).as_deref(), Some("0.00"));
    rule.date.late = LateRule::Part {
        lost: decimal("0.3"),
    };
    assert_eq!(late("2026年1月16日", &rule).as_deref(), Some("10.50"), "25");
    rule.date.late = LateRule::Zero;
    assert_eq!(late("2026年1月16日", &rule).as_deref(), Some("0.00"), "25");
    rule.date.late = LateRule::Period {
        percent: Decimal::TEN,
        days: 30,
    };
    assert_eq!(late("2025年9月30日", &rule).as_deref(), Some("13.50"));
    assert_eq!(late("2025年10月1日", &rule).as_deref(), Some("12.00"));
}

#[test]
fn a_day_without_a_year_is_of_the_projects_year_or_unreadable() {
    let default = policy(DEFAULT);
    let mut sheet = project(vec![row("1", "产出", "12月底前", "12月20日", "10")]);
    assert_eq!(score(&sheet, &default).rows[0].rule, Rule::Date);
    sheet.year = None;
    let scored = score(&sheet, &default);
    assert_eq!(scored.rows[0].rule, Rule::Unreadable);
    assert!(scored.rows[0].row.notes.contains(&Note::YearMissing));
    assert_eq!(scored.rows[0].score, Some(decimal("0.00")));
}

fn banded(target: &str, actual: &str, band: Option<Band>, points: &str) -> RowScore {
    let indicator = Indicator {
        band,
        band_score: points.into(),
        ..row("1", "效益指标", target, actual, "10")
    };
    scored_row(indicator, &policy(DEFAULT))
}

#[test]
fn a_band_decides_and_points_outside_it_are_nothing() {
    let score = |row: RowScore| row.score.map(|score| score.to_string()).unwrap_or_default();
    let partial = Some(Band::Partial);
    let text = "效果明显";
    assert_eq!(score(banded(text, "", partial, "")), "7.00", "21 default");
    assert_eq!(score(banded(text, "", partial, "7.99")), "7.99", "21");
    let outside = banded(text, "", partial, "8.00");
    assert!(outside.outside_band(), "21");
    assert_eq!(score(outside), "0.00");
    assert_eq!(score(banded(text, "", partial, "6")), "6.00");
    assert_eq!(score(banded(text, "", Some(Band::Met), "10")), "10.00");
    assert_eq!(score(banded(text, "", Some(Band::Met), "7.99")), "0.00");
    assert_eq!(score(banded(text, "", Some(Band::Unmet), "5.99")), "5.99");
    assert_eq!(score(banded(text, "", Some(Band::Unmet), "6")), "0.00");
    assert_eq!(score(banded(text, "", partial, "7.123")), "0.00");
    assert_eq!(score(banded(text, "部分达成", None, "")), "7.00");
    assert_eq!(score(banded(text, "", None, "")), "0.00");
    assert_eq!(banded(text, "", None, "").rule, Rule::Qualitative);
}

#[test]
fn the_bounds_of_an_odd_weight_are_rounded() {
    let default = policy(DEFAULT);
    let interval = |band| band_interval(band, decimal("5.5"), &default);
    assert_eq!(interval(Band::Met), (decimal("4.40"), decimal("5.5"), true));
    assert_eq!(
        interval(Band::Partial),
        (decimal("3.30"), decimal("4.40"), false)
    );
    assert_eq!(
        interval(Band::Unmet),
        (Decimal::ZERO, decimal("3.30"), false)
    );
}

#[test]
fn words_numbers_and_bands_meet_as_the_contract_says() {
    let has = |row: &RowScore, note| row.row.notes.contains(&note);
    let repeated = banded("效果明显", " 效果明显。", None, "");
    assert_eq!(repeated.score, Some(decimal("10.00")));
    assert!(has(&repeated, Note::TextRepeated));
    let yes = banded("效果明显", "是", None, "");
    assert_eq!(yes.score, Some(decimal("10.00")));
    let no = banded("效果明显", "否", None, "");
    assert_eq!(no.score, Some(decimal("0.00")));
    assert_eq!(no.rule, Rule::Qualitative);
    let words = banded("≥50个", "基本完成", None, "");
    assert_eq!(words.rule, Rule::Qualitative);
    assert!(has(&words, Note::WordsForNumber));
    let ignored = banded("≥50个", "50个", Some(Band::Unmet), "");
    assert_eq!(ignored.score, Some(decimal("10.00")));
    assert!(has(&ignored, Note::BandIgnored));
    let differs = banded("效果明显", "部分达成", Some(Band::Met), "");
    assert_eq!(differs.score, Some(decimal("10.00")));
    assert!(has(&differs, Note::BandDiffers));
    for (target, actual) in [
        ("效果明显", "培训了很多人"),
        ("≥50个", "是"),
        ("/", "50"),
        ("是", "3次"),
        ("≥50个", "很多"),
    ] {
        let row = banded(target, actual, None, "");
        assert_eq!(row.rule, Rule::Unreadable, "{target} {actual}");
        assert_eq!(row.score, Some(decimal("0.00")));
    }
    for (target, rule) in [
        ("≥50个", Rule::Positive),
        ("≤50个", Rule::Reverse),
        ("0起", Rule::Equal),
        ("1-3次", Rule::Range),
        ("12月底前", Rule::Date),
        ("是", Rule::YesNo),
        ("", Rule::Unreadable),
    ] {
        for actual in ["", "/", "无", "-"] {
            let row = banded(target, actual, Some(Band::Met), "");
            assert_eq!(row.rule, rule, "{target} {actual}");
            assert_eq!(row.score, Some(decimal("0.00")));
        }
    }
    let fraction = banded("≥95%", "0.98", None, "");
    assert_eq!(fraction.score, Some(decimal("0.10")));
    assert!(has(&fraction, Note::FractionForPercent));
    assert!(has(&banded("≥5人", "5次", None, ""), Note::UnitsDiffer));
}

#[test]
fn money_earns_ten_points_by_the_unrounded_rate() {
    let execution = |adjusted: &str, executed: &str, policy: &Policy| {
        let mut project = project(vec![]);
        project.funds = vec![fund(adjusted, executed)];
        score(&project, policy).execution
    };
    let default = policy(DEFAULT);
    let points = |adjusted: &str, executed: &str| {
        let score = execution(adjusted, executed, &default).score;
        score.map_or("n/a".into(), |score| score.to_string())
    };
    assert_eq!(points("200.00", "187.35"), "9.37", "1");
    assert_eq!(points("200", "203"), "10.00", "2");
    assert_eq!(points("0", "0"), "n/a", "3");
    assert_eq!(points("132.81", "0.10"), "0.01", "4");
    assert_eq!(points("90", "-3"), "0.00");
    let rate = execution("200", "187.35", &default).printed_rate();
    assert_eq!(
        rate.map(|rate| rate.to_string()).as_deref(),
        Some("0.93675")
    );
    let mut zero = policy(DEFAULT);
    zero.execution.zero_budget = ZeroBudget::Zero;
    assert_eq!(execution("0", "0", &zero).score, Some(decimal("0.00")), "3");
    let local = policy("local-20-80");
    assert_eq!(execution("100", "50", &local).score, Some(decimal("10.00")));
    let mut banded = policy(DEFAULT);
    banded.execution.formula = ExecutionFormula::Banded {
        full_from: decimal("0.9"),
        lost_per_point: Decimal::ONE,
    };
    assert_eq!(
        execution("100", "92", &banded).score,
        Some(decimal("10.00"))
    );
    assert_eq!(execution("100", "87", &banded).score, Some(decimal("7.00")));
    assert_eq!(execution("100", "7", &banded).score, Some(decimal("0.00")));
    banded.execution.formula = ExecutionFormula::Floor {
        pass: decimal("0.6"),
    };
    assert_eq!(execution("100", "59", &banded).score, Some(decimal("0.00")));
    assert_eq!(execution("100", "60", &banded).score, Some(decimal("6.00")));
}

#[test]
fn the_sum_of_the_sources_counts_and_a_blank_cell_is_zero() {
    let mut project = project(vec![]);
    project.funds = vec![fund("90", "89.974"), fund("0", ""), fund("", "0")];
    let execution = score(&project, &policy(DEFAULT)).execution;
    assert_eq!(execution.score, Some(decimal("10.00")), "5");
    assert_eq!(execution.printed_rate(), Some(decimal("0.999711")));
}

#[test]
fn satisfaction_is_scored_linear_or_by_bands() {
    let satisfied = |policy: &Policy, actual: &str| {
        let indicator = Indicator {
            level2: "服务对象满意度指标".into(),
            ..row("1", "满意度指标", "≥90%", actual, "10")
        };
        scored_row(indicator, policy).score
    };
    let mut rule = policy(DEFAULT);
    for (rate, expected) in [
        ("89.10", "9.90"),
        ("86.75", "9.64"),
        ("90.0", "10.00"),
        ("89.4", "9.93"),
    ] {
        assert_eq!(satisfied(&rule, rate), Some(decimal(expected)), "28");
    }
    let band = |from: &str, part: &str| SatisfactionBand {
        from: decimal(from),
        part: decimal(part),
    };
    rule.satisfaction.formula =
        SatisfactionFormula::Banded(vec![band("90", "1"), band("80", "0.8"), band("60", "0.5")]);
    for (rate, expected) in [("89.10", "8.00"), ("60", "5.00"), ("59.9", "0.00")] {
        assert_eq!(satisfied(&rule, rate), Some(decimal(expected)), "29");
    }
}

#[test]
fn what_does_not_apply_leaves_the_frame_and_the_rest_makes_a_hundred() {
    let away = Indicator {
        not_applicable: true,
        ..row("na", "效益", "≥1", "1", "8")
    };
    let mut sheet = project(vec![
        row("1", "产出", "≥100", "100", "50"),
        row("2", "产出", "≥32", "23.2", "32"),
        away,
    ]);
    let scored = score(&sheet, &policy(DEFAULT));
    assert_eq!(scored.raw, Some(decimal("83.20")), "30");
    assert_eq!(scored.applicable_weight, Some(decimal("92")));
    assert_eq!(scored.total, Some(decimal("90.43")), "30");
    assert_eq!(scored.grade, Some(Grade::Excellent));
    assert_eq!(scored.rows[2].score, None);
    assert_eq!(scored.rows[2].rule, Rule::NotApplicable);
    sheet.funds.clear();
    let scored = score(&sheet, &policy(DEFAULT));
    assert_eq!(
        scored.total,
        Some(decimal("89.27")),
        "money does not apply either"
    );
    sheet.indicators[1].weight = Written::default();
    let scored = score(&sheet, &policy(DEFAULT));
    assert_eq!((scored.total, scored.grade), (None, None));
    assert_eq!(scored.no_total, Some(NoTotal::WeightMissing));
    assert_eq!(scored.raw, Some(decimal("50.00")));
    sheet.indicators.clear();
    let scored = score(&sheet, &policy(DEFAULT));
    assert_eq!(scored.no_total, Some(NoTotal::NothingApplies));
}

#[test]
fn a_person_may_take_points_off_but_not_below_zero() {
    let off = |points: &str| {
        let indicator = Indicator {
            deduction: points.into(),
            ..row("1", "产出", "≥600", "552", "10")
        };
        scored_row(indicator, &policy(DEFAULT)).score
    };
    assert_eq!(off("1.50"), Some(decimal("7.70")), "31");
    assert_eq!(off("12"), Some(decimal("0.00")), "31");
    assert_eq!(off(""), Some(decimal("9.20")));
}

#[test]
fn a_withdrawn_row_is_skipped() {
    let withdrawn = Indicator {
        withdrawn: true,
        ..row("1", "产出", "≥1", "0", "")
    };
    let scored = score(&project(vec![withdrawn]), &policy(DEFAULT));
    assert!(scored.rows.is_empty());
    assert_eq!(scored.total, Some(decimal("10.00")));
}

#[test]
fn low_execution_caps_the_total_where_a_province_says_so() {
    let caps = policy("province-caps");
    let total = |executed: &str| {
        let mut sheet = project(vec![row("1", "产出", "≥1", "1", "90")]);
        sheet.funds = vec![fund("100", executed)];
        let scored = score(&sheet, &caps);
        (scored.total.map(|total| total.to_string()), scored.grade)
    };
    let expect = |total: &str, grade| (Some(total.to_owned()), Some(grade));
    assert_eq!(total("80"), expect("98.00", Grade::Excellent));
    assert_eq!(total("79.99"), expect("89.00", Grade::Good));
    assert_eq!(total("70"), expect("89.00", Grade::Good));
    assert_eq!(total("69.99"), expect("79.00", Grade::Medium));
    assert_eq!(total("50"), expect("69.00", Grade::Medium));
    assert_eq!(total("0"), expect("59.00", Grade::Poor));
}

#[test]
fn the_whole_form_of_the_field_guide_makes_94_67() {
    let cost = Indicator {
        level2: "经济成本指标".into(),
        ..row("1", "成本指标", "≤200万元", "187.35", "20")
    };
    let partial = Indicator {
        band: Some(Band::Partial),
        ..row("6", "效益指标", "有效提升", "", "12")
    };
    let mut sheet = project(vec![
        cost,
        row("2", "产出指标", "≥12期", "12", "10"),
        row("3", "产出指标", "≥600人次", "552", "10"),
        row("4", "产出指标", "≥95%", "93.1", "10"),
        row("5", "产出指标", "11月30日前完成", "2025年11月20日", "10"),
        partial,
        row("7", "效益指标", "≥10", "14", "8"),
        row("8", "满意度指标", "≥90%", "89.10", "10"),
    ]);
    sheet.funds = vec![fund("200", "187.35")];
    let scored = score(&sheet, &policy(DEFAULT));
    let scores: Vec<String> = scored
        .rows
        .iter()
        .filter_map(|row| row.score.map(|score| score.to_string()))
        .collect();
    assert_eq!(
        scores,
        [
            "20.00", "10.00", "9.20", "9.80", "10.00", "8.40", "8.00", "9.90"
        ]
    );
    assert_eq!(scored.execution.score, Some(decimal("9.37")));
    assert_eq!(scored.raw, Some(decimal("94.67")));
    assert_eq!(scored.total, Some(decimal("94.67")));
    assert_eq!(scored.grade, Some(Grade::Excellent));
    assert_eq!(scored.rows[6].over, Over::Explain);
}

#[test]
fn a_total_before_rounding_may_be_graded_where_a_policy_says_so() {
    let away = Indicator {
        not_applicable: true,
        ..row("na", "效益", "≥1", "1", "1")
    };
    // 10 + 72.00 of 90.001: 91.110098…, which is 91.11 rounded and a little less than 91.1101.
    let sheet = project(vec![row("1", "产出", "≥80001", "71996", "80.001"), away]);
    let mut rule = policy(DEFAULT);
    let scored = score(&sheet, &rule);
    assert_eq!(scored.total, Some(decimal("91.11")));
    rule.grades.bands[0].from = decimal("91.112");
    assert_eq!(score(&sheet, &rule).grade, Some(Grade::Good));
    rule.grades.bands[0].from = decimal("91.11005");
    assert_eq!(score(&sheet, &rule).grade, Some(Grade::Good), "rounded");
    rule.grades.on = GradeOn::Raw;
    let exact = score(&sheet, &rule);
    assert_eq!(exact.total, Some(decimal("91.11")));
    assert_eq!(exact.grade, Some(Grade::Excellent), "as it is");
}

#[test]
fn j1_money_and_rates_at_their_edges_are_exact() {
    let rate = |adjusted: &str, executed: &str| {
        let mut sheet = project(vec![]);
        sheet.funds = vec![fund(adjusted, executed)];
        let execution = score(&sheet, &policy(DEFAULT)).execution;
        let shown = |value: Option<Decimal>| value.map_or("-".into(), |v| v.to_string());
        (shown(execution.printed_rate()), shown(execution.score))
    };
    for (adjusted, executed, printed, points) in [
        ("0", "5", "-", "-"),
        ("-0.01", "0", "-", "-"),
        ("100", "0", "0", "0.00"),
        ("100", "-0.01", "-0.0001", "0.00"),
        ("100", "100", "1", "10.00"),
        ("100", "100.01", "1.0001", "10.00"),
        ("1000000000000000", "1", "0", "0.00"),
        ("1000000000000000", "999999999999999.99", "1", "10.00"),
        ("0.01", "1000000000000000", "100000000000000000", "10.00"),
    ] {
        let expected = (printed.to_owned(), points.to_owned());
        assert_eq!(
            rate(adjusted, executed),
            expected,
            "{executed} of {adjusted}"
        );
    }
    for (target, actual, expected) in [
        ("=0", "0", "10.00"),
        ("≤0", "-0.01", "10.00"),
        ("≥0", "-0.01", "0.00"),
        ("≥100%", "100.01%", "10.00"),
        ("≤100%", "100.01%", "10.00"),
        ("≤100%", "100.1%", "9.99"),
    ] {
        let points = points(target, actual, "10", &policy(DEFAULT));
        assert_eq!(points, expected, "{actual} for {target}");
    }
}

#[test]
fn j2_half_a_cent_goes_up_in_every_rule() {
    let default = policy(DEFAULT);
    for (level, target, actual, weight, expected) in [
        ("产出", "≥1000", "1", "5", "0.01"),
        ("产出", "≥1000", "1", "4.99", "0.00"),
        ("产出", "≤1000", "1001", "5", "5.00"),
        ("产出", "≤200", "201", "1", "1.00"),
        ("产出", "=2000", "1", "10", "0.01"),
        ("产出", "200-300", "1", "1", "0.01"),
        ("产出", "≥2", "1", "0.01", "0.01"),
        ("效益", "效果明显", "部分达成", "0.75", "0.53"),
    ] {
        let scored = scored_row(row("1", level, target, actual, weight), &default);
        let score = scored.score.map(|score| score.to_string());
        assert_eq!(score.as_deref(), Some(expected), "{actual} for {target}");
    }
    // 0.5 ÷ 1000 of 10 points is half a cent.
    let mut sheet = project(vec![]);
    sheet.funds = vec![fund("1000", "0.5")];
    let execution = score(&sheet, &default).execution;
    assert_eq!(execution.score, Some(decimal("0.01")));
}

#[test]
fn j2_weights_that_do_not_make_a_hundred_are_added_as_they_are() {
    let total = |weights: [&str; 2]| {
        let rows = weights.iter().enumerate();
        let rows = rows.map(|(at, weight)| row(&at.to_string(), "产出", "≥1", "1", weight));
        score(&project(rows.collect()), &policy(DEFAULT))
            .total
            .map(|total| total.to_string())
    };
    assert_eq!(total(["50", "40"]).as_deref(), Some("100.00"));
    assert_eq!(total(["60", "40"]).as_deref(), Some("110.00"));
    assert_eq!(total(["50", "39.99"]).as_deref(), Some("99.99"));
    assert_eq!(total(["50", "1,5"]), None, "no decimal");
}

#[test]
fn values_of_28_digits_are_scored_or_refused_and_never_a_panic() {
    let huge = "9999999999999999999999999999";
    for name in [DEFAULT, "ratio-reverse", "strict", "province-caps"] {
        let policy = policy(name);
        for target in ["≥", "≤", "=", ">", "<", "", "1-"] {
            for actual in [
                huge,
                "-9999999999999999999999999999",
                "0.0000000000000000000000000001",
            ] {
                for weight in ["10", huge, "-10", "0"] {
                    let target = format!("{target}{huge}");
                    let mut sheet = project(vec![
                        row("1", "产出", &target, actual, weight),
                        row(
                            "2",
                            "产出",
                            "≥0.0000000000000000000000000001",
                            actual,
                            weight,
                        ),
                        row("3", "成本", actual, huge, weight),
                        row(
                            "4",
                            "产出",
                            "=-9999999999999999999999999999",
                            actual,
                            weight,
                        ),
                    ]);
                    sheet.funds = vec![fund(huge, huge), fund(huge, actual)];
                    let scored = score(&sheet, &policy);
                    assert_eq!(scored.rows.len(), 4);
                    let why = crate::domain::why::grade(&scored, &policy);
                    assert_eq!(why.parts.len(), 1);
                }
            }
        }
    }
}

fn number() -> impl Strategy<Value = Decimal> {
    (-2_000_000_i64..20_000_000, 0_u32..4).prop_map(|(n, scale)| Decimal::new(n, scale))
}

fn positive_number() -> impl Strategy<Value = Decimal> {
    (1_i64..20_000_000, 0_u32..4).prop_map(|(n, scale)| Decimal::new(n, scale))
}

fn any_policy() -> impl Strategy<Value = Policy> {
    prop::sample::select(
        Policies::parse(policy_files())
            .expect("policies")
            .all()
            .to_vec(),
    )
}

fn any_cells() -> impl Strategy<Value = (String, String)> {
    let sign = prop::sample::select(vec!["≥", ">", "=", "<", "≤", ""]);
    prop_oneof![
        (sign, number(), number()).prop_map(|(sign, t, a)| (format!("{sign}{t}"), a.to_string())),
        prop::sample::select(vec![
            ("效果明显", "部分达成"),
            ("效果明显", "已完成"),
            ("12月底前", "2026年2月1日"),
            ("是", "是"),
            ("3-5次", "9次"),
            ("≥3", ""),
            ("", "3"),
        ])
        .prop_map(|(t, a)| (t.to_owned(), a.to_owned())),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_total_stays_between_nothing_and_the_weights(
        rows in prop::collection::vec((any_cells(), 1_u32..3000), 1..12),
        adjusted in positive_number(),
        executed in number(),
        policy in any_policy(),
    ) {
        let rows = rows.iter().enumerate().map(|(at, ((target, actual), weight))| {
            let weight = Decimal::new(i64::from(*weight), 2).to_string();
            row(&at.to_string(), "产出指标", target, actual, &weight)
        });
        let mut sheet = project(rows.collect());
        sheet.funds = vec![fund(&adjusted.to_string(), &executed.to_string())];
        let scored = score(&sheet, &policy);
        let total = scored.total.expect("a total");
        prop_assert!(total >= Decimal::ZERO);
        prop_assert!(total <= scored.applicable_weight.expect("weights"));
        for row in &scored.rows {
            let score = row.score.expect("applies");
            prop_assert!(score >= Decimal::ZERO && score <= row.weight());
        }
    }

    #[test]
    fn more_is_never_worse_where_more_is_better(
        target in positive_number(), a in number(), b in number(), policy in any_policy(),
    ) {
        let (low, high) = (a.min(b), a.max(b));
        let points = |actual: Decimal| {
            let cells = row("1", "产出", &format!("≥{target}"), &actual.to_string(), "10");
            scored_row(cells, &policy).by_rule
        };
        prop_assert!(points(low) <= points(high));
    }

    #[test]
    fn less_is_never_worse_under_a_limit(
        target in positive_number(), a in number(), b in number(), policy in any_policy(),
    ) {
        let (low, high) = (a.min(b), a.max(b));
        let points = |actual: Decimal| {
            let cells = row("1", "产出", &format!("≤{target}"), &actual.to_string(), "10");
            scored_row(cells, &policy).score
        };
        prop_assert!(points(low) >= points(high));
    }

    #[test]
    fn a_row_that_does_not_apply_changes_nothing_when_all_else_is_full(
        weights in prop::collection::vec(1_u32..4000, 1..8), away in 1_u32..4000,
    ) {
        let weight = |weight: u32| Decimal::new(i64::from(weight), 2).to_string();
        let mut rows: Vec<Indicator> = weights
            .iter()
            .enumerate()
            .map(|(at, points)| row(&at.to_string(), "产出", "≥1", "1", &weight(*points)))
            .collect();
        rows.push(Indicator { not_applicable: true, ..row("na", "产出", "≥1", "0", &weight(away)) });
        let scored = score(&project(rows), &policy(DEFAULT));
        prop_assert_eq!(scored.total, Some(decimal("100.00")));
    }
}
