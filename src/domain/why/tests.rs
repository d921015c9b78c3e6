use proptest::prelude::*;

use super::*;
use crate::data::policy_files;
use crate::domain::policy::{
    DEFAULT, ExecutionFormula, Policies, SatisfactionBand, SatisfactionFormula,
};
use crate::domain::project::{Fund, Indicator, Project};
use crate::domain::scoring::score;

fn policies() -> Policies {
    Policies::parse(policy_files()).expect("shipped policies")
}

fn policy(name: &str) -> Policy {
    policies().get(name).expect("policy").clone()
}

fn decimal(text: &str) -> Decimal {
    text.parse().expect("decimal")
}

fn indicator(target: &str, actual: &str, weight: &str) -> Indicator {
    Indicator {
        id: "1".into(),
        level1: "产出指标".into(),
        name: "指标".into(),
        target: target.into(),
        actual: actual.into(),
        weight: weight.into(),
        ..Indicator::default()
    }
}

fn project(indicators: Vec<Indicator>, adjusted: &str, executed: &str) -> Project {
    Project {
        year: Some(2025),
        funds: vec![Fund {
            adjusted: adjusted.into(),
            executed: executed.into(),
            ..Fund::default()
        }],
        indicators,
        ..Project::default()
    }
}

fn line(indicator: Indicator, policy: &Policy) -> String {
    let scored = score(&project(vec![indicator], "1", "1"), policy);
    let why = row(&scored.rows[0], policy);
    assert_eq!(recompute(&why), scored.rows[0].score, "{}", why.arithmetic);
    why.arithmetic
}

#[test]
fn a_row_is_explained_by_the_line_that_a_person_would_write() {
    let default = policy(DEFAULT);
    for (target, actual, weight, expected) in [
        ("≥600人次", "552", "10", "552 ÷ 600 × 10 = 9.20"),
        ("≥10", "14", "8", "14 ≥ 10 → 8.00"),
        ("≥5%", "-2%", "8", "-2 < 0 → 0.00"),
        ("≤800元", "745", "10", "745 ≤ 800 → 10.00"),
        ("≤5", "6", "10", "(1 − (6 − 5) ÷ 5) × 10 = 8.00"),
        ("≤160", "386", "15", "386 ≥ 2 × 160 → 0.00"),
        ("=0", "1", "10", "1 > 0 → 0.00"),
        ("800-1000", "900", "10", "800 ≤ 900 ≤ 1000 → 10.00"),
        ("800-1000", "400", "10", "400 ÷ 800 × 10 = 5.00"),
        ("是", "否", "5", "0 ≠ 1 → 0.00"),
        ("≥3", "", "5", "∅ → 0.00"),
        ("≥3", "很多", "5", "? → 0.00"),
        ("效果明显", "部分达成", "12", "0.7 × 12 = 8.40"),
        ("≥1", "1", "5.555", "1 ≥ 1 → 5.555 = 5.56"),
        (
            "2025年8月31日前",
            "2025年8月20日",
            "15",
            "2025-08-20 ≤ 2025-08-31 → 15.00",
        ),
        (
            "2025年8月31日前",
            "2025年9月20日",
            "15",
            "(1 − 20 ÷ 242) × 15 = 13.76",
        ),
    ] {
        assert_eq!(line(indicator(target, actual, weight), &default), expected);
    }
    let ratio = policy("ratio-reverse");
    assert_eq!(
        line(indicator("≤160", "386", "15"), &ratio),
        "160 ÷ 386 × 15 = 6.22"
    );
    let strict = policy("strict");
    assert_eq!(
        line(indicator("=3", "4", "6"), &strict),
        "(1 − |4 − 3| ÷ 3) × 6 = 4.00"
    );
    assert_eq!(line(indicator("≤5", "6", "10"), &strict), "6 > 5 → 0.00");
}

#[test]
fn what_is_taken_off_stands_in_the_line_and_in_the_facts() {
    let caps = policy("province-caps");
    let taken = Indicator {
        deduction: "1.50".into(),
        ..indicator("≥10", "14", "8")
    };
    assert_eq!(
        line(taken.clone(), &caps),
        "14 ≥ 10 → 8.00; 8.00 − 2 = 6.00; 6.00 − 1.5 = 4.50"
    );
    let scored = score(&project(vec![taken], "1", "1"), &caps);
    let facts = row(&scored.rows[0], &caps).facts;
    assert!(
        facts
            .iter()
            .any(|fact| matches!(fact, Fact::OverDeducted { .. }))
    );
    assert!(
        facts
            .iter()
            .any(|fact| matches!(fact, Fact::Deducted { .. }))
    );
    assert!(facts.contains(&Fact::ReasonNeeded));
    let all = Indicator {
        deduction: "12".into(),
        ..indicator("≥600", "552", "10")
    };
    assert_eq!(
        line(all, &caps),
        "552 ÷ 600 × 10 = 9.20; 9.20 − 12 < 0 → 0.00"
    );
}

#[test]
fn chosen_points_are_shown_in_their_interval() {
    let default = policy(DEFAULT);
    let chosen = |points: &str| Indicator {
        band: Some(Band::Partial),
        band_score: points.into(),
        ..indicator("效果明显", "", "10")
    };
    assert_eq!(line(chosen("7.99"), &default), "7.99 ∈ [6, 8) → 7.99");
    assert_eq!(line(chosen("8"), &default), "8 ∉ [6, 8) → 0.00");
    assert_eq!(line(chosen("多"), &default), "? ∉ [6, 8) → 0.00");
}

#[test]
fn the_total_explains_what_did_not_apply_and_what_caps_it() {
    let caps = policy("province-caps");
    let away = Indicator {
        id: "2".into(),
        not_applicable: true,
        ..indicator("≥1", "1", "8")
    };
    let scored = score(
        &project(vec![indicator("≥1", "1", "82"), away], "100", "75"),
        &caps,
    );
    let why = total(&scored, &caps);
    assert_eq!(
        why.arithmetic,
        "89.50 ÷ 92 × 100 = 97.28; 97.28 > 89 → 89.00"
    );
    assert_eq!(recompute(&why), Some(decimal("89.00")));
    assert_eq!(why.parts[0].arithmetic, "7.50 + 82.00 = 89.50");
    let money = &why.parts[0].parts[0];
    assert_eq!(money.arithmetic, "75 ÷ 100 × 10 = 7.50");
    assert_eq!(money.parts[0].arithmetic, "75 ÷ 100 = 0.75");
    let grade = grade(&scored, &caps);
    assert_eq!(grade.arithmetic, "80 ≤ 89.00 < 90");
    let next = to_next_grade(&scored, &caps).expect("a better grade");
    assert!(next.held_by_cap);
    assert_eq!(next.missing, decimal("1.00"));
    assert_eq!(next.improvements.len(), 1);
    assert_eq!(next.improvements[0].subject, Subject::Execution);
    assert_eq!(next.improvements[0].available, decimal("2.72"));
}

#[test]
fn nothing_is_above_the_best_grade() {
    let default = policy(DEFAULT);
    let scored = score(
        &project(vec![indicator("≥1", "1", "90")], "1", "1"),
        &default,
    );
    assert_eq!(to_next_grade(&scored, &default), None);
    assert_eq!(grade(&scored, &default).arithmetic, "100.00 ≥ 90");
}

#[test]
fn a_line_that_lies_is_found_out() {
    let default = policy(DEFAULT);
    let scored = score(
        &project(vec![indicator("≥600", "552", "10")], "1", "1"),
        &default,
    );
    let honest = row(&scored.rows[0], &default);
    for lie in [
        "552 ÷ 600 × 10 = 9.21",
        "552 ≥ 600 → 10.00",
        "8 ∈ [6, 8) → 8.00",
        "552 ÷ 0 = 1",
        "552 ÷ 600",
        "",
    ] {
        let why = Why {
            arithmetic: lie.to_owned(),
            ..honest.clone()
        };
        assert_eq!(recompute(&why), None, "{lie}");
    }
}

fn number() -> impl Strategy<Value = Decimal> {
    (-2_000_000_i64..20_000_000, 0_u32..4).prop_map(|(n, scale)| Decimal::new(n, scale))
}

fn any_policy() -> impl Strategy<Value = Policy> {
    let mut all = policies().all().to_vec();
    let mut banded = policy(DEFAULT);
    banded.satisfaction.formula = SatisfactionFormula::Banded(vec![SatisfactionBand {
        from: Decimal::from(80),
        part: Decimal::new(8, 1),
    }]);
    banded.execution.formula = ExecutionFormula::Banded {
        full_from: Decimal::new(9, 1),
        lost_per_point: Decimal::ONE,
    };
    banded.date.late = LateRule::Period {
        percent: Decimal::TEN,
        days: 30,
    };
    all.push(banded.clone());
    banded.execution.formula = ExecutionFormula::Floor {
        pass: Decimal::new(6, 1),
    };
    banded.date.late = LateRule::Part {
        lost: Decimal::new(3, 1),
    };
    banded.equal.formula = EqualFormula::Flag;
    banded.positive.strict_gt = true;
    banded.execution.zero_budget = crate::domain::policy::ZeroBudget::Zero;
    all.push(banded);
    prop::sample::select(all)
}

fn any_row() -> impl Strategy<Value = Indicator> {
    let sign = prop::sample::select(vec!["≥", ">", "=", "<", "≤", ""]);
    let level = prop::sample::select(vec!["产出指标", "成本指标", "满意度指标"]);
    let numbers = (sign, number(), number(), any::<bool>()).prop_map(|(sign, t, a, same)| {
        let actual = if same { t } else { a };
        (format!("{sign}{t}%"), format!("{actual}%"))
    });
    let others = prop::sample::select(vec![
        ("效果明显", "部分达成"),
        ("效果明显", "已完成"),
        ("效果明显", "不好说"),
        ("12月底前", "2026年2月1日"),
        ("12月底前", "2027年2月1日"),
        ("3月底前", "3月1日"),
        ("是", "是"),
        ("否", "是"),
        ("3-5次", "9次"),
        ("3-5次", "2次"),
        ("3-5次", "4次"),
        ("3-5万元", "40000元"),
        ("≥3万元", "23333元"),
        ("≥3", ""),
        ("", "3"),
    ]);
    let cells = prop_oneof![
        3 => numbers,
        1 => others.prop_map(|(t, a)| (t.to_owned(), a.to_owned())),
    ];
    let points = prop_oneof![
        Just(String::new()),
        (0_u32..1500).prop_map(|n| Decimal::new(i64::from(n), 2).to_string())
    ];
    let weight = (0_i64..40_000, 0_u32..4).prop_map(|(n, scale)| Decimal::new(n, scale));
    (cells, level, weight, points.clone(), points, 0_u8..12).prop_map(
        |((target, actual), level, weight, band_score, deduction, dice)| Indicator {
            level1: level.into(),
            band_score: band_score.into(),
            deduction: if dice == 1 {
                deduction.into()
            } else {
                "".into()
            },
            not_applicable: dice == 0,
            ..indicator(&target, &actual, &weight.to_string())
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn every_explanation_recomputes_its_value(
        rows in prop::collection::vec(any_row(), 0..8),
        adjusted in number(),
        executed in number(),
        policy in any_policy(),
    ) {
        let project = project(rows, &adjusted.to_string(), &executed.to_string());
        let scored = score(&project, &policy);
        let mut open = vec![total(&scored, &policy)];
        while let Some(why) = open.pop() {
            let expected = match why.value {
                Value::Points { points, .. } => Some(points),
                Value::Rate(rate) => Some(rate),
                Value::Grade(_) | Value::Nothing => None,
            };
            prop_assert_eq!(recompute(&why), expected, "{}", why.arithmetic);
            open.extend(why.parts);
        }
    }
}
