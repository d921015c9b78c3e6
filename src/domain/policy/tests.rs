use super::*;
use crate::data::policy_files;

fn shipped() -> Policies {
    Policies::parse(policy_files()).expect("shipped policies")
}

fn decimal(text: &str) -> Decimal {
    text.parse().expect("decimal")
}

#[test]
fn every_named_policy_is_shipped_and_says_what_it_must() {
    let policies = shipped();
    let names: Vec<&str> = policies.names().collect();
    assert_eq!(names.first(), Some(&DEFAULT));
    for name in [
        "national-2021-nocost",
        "national-2020",
        "ratio-reverse",
        "strict",
        "local-20-80",
        "province-caps",
        "school",
        "company",
    ] {
        assert!(names.contains(&name), "{name}");
    }
    let get = |name: &str| policies.get(name).expect("policy");
    assert_eq!(get("ratio-reverse").reverse.formula, ReverseFormula::Ratio);
    assert_eq!(get("strict").date.late, LateRule::Zero);
    assert_eq!(get("strict").equal.formula, EqualFormula::Sym);
    assert_eq!(get("local-20-80").execution.points, Decimal::from(20));
    assert_eq!(get("local-20-80").frame_total(), Decimal::from(80));
    assert_eq!(
        get("local-20-80").qualitative.partial_from,
        Decimal::new(5, 1)
    );
    assert_eq!(
        get("national-2020").frame.parent(Level2::Cost),
        Some(Level1::Output)
    );
    assert_eq!(get("school").chain().steps.len(), 2);
    assert_eq!(get("company").chain().steps.len(), 1);
}

#[test]
fn without_satisfaction_its_ten_points_go_to_benefit() {
    let policies = shipped();
    let weights = |name: &str, satisfaction| -> Vec<String> {
        policies.get(name).map_or(vec![], |policy| {
            policy
                .frame
                .weights(satisfaction)
                .into_iter()
                .filter_map(|(_, weight)| weight.map(|weight| weight.to_string()))
                .collect()
        })
    };
    let name = "national-2021-cost";
    assert_eq!(
        weights(name, Satisfaction::Present),
        ["20", "40", "20", "10"]
    );
    assert_eq!(weights(name, Satisfaction::Absent), ["20", "40", "30", "0"]);
    let name = "national-2021-nocost";
    assert_eq!(weights(name, Satisfaction::Absent), ["50", "40", "0"]);
    assert!(weights("local-20-80", Satisfaction::Present).is_empty());
}

#[test]
fn level_texts_of_real_forms_are_understood() {
    let policies = shipped();
    let policy = policies.get(DEFAULT).expect("default");
    for (text, level) in [
        ("产出指标", Level1::Output),
        ("产出指标(40-50)分", Level1::Output),
        ("产出指标（50分）", Level1::Output),
        ("项目完成指标", Level1::Output),
        ("项目产出(30分)", Level1::Output),
        ("效果指标", Level1::Benefit),
        ("项目效益", Level1::Benefit),
        ("成本指标(0-20)分", Level1::Cost),
        ("满 意 度 指标", Level1::Satisfaction),
        ("项目决策(10分)", Level1::Other),
        ("", Level1::Other),
    ] {
        assert_eq!(policy.level1(text), level, "{text}");
    }
    for (text, level) in [
        ("数量指标(10分)", Level2::Quantity),
        ("产出数量", Level2::Quantity),
        ("可持续性发展影响指标", Level2::SustainableImpact),
        ("社会公众或服务对象满意度指标", Level2::ServiceSatisfaction),
        ("环境效益", Level2::EcologicalBenefit),
        ("生态环境成本指标", Level2::EcologicalCost),
        ("产出成本", Level2::Cost),
        ("具体指标", Level2::Other),
    ] {
        assert_eq!(policy.level2(text), level, "{text}");
    }
    assert!(policy.is_cost("产出指标", "成本指标(10分)"));
    assert!(policy.is_cost("项目成本指标", ""));
    assert!(policy.is_cost("", "运行维护成本指标"));
    assert!(!policy.is_cost("产出指标", "成本控制指标"));
}

#[test]
fn edges_of_grades_and_conclusions_fall_into_one_band() {
    let policies = shipped();
    let policy = policies.get(DEFAULT).expect("default");
    let grade = |total: &str| policy.grades.grade(decimal(total)).map(Grade::code);
    assert_eq!(grade("89.995"), Some("优"));
    assert_eq!(grade("89.994"), Some("良"));
    assert_eq!(grade("59.99"), Some("差"));
    assert_eq!(grade("-3"), Some("差"));
    let conclusion = |score: &str| policy.ex_ante.conclusion(decimal(score));
    assert_eq!(conclusion("89.5"), Some(ExAnteConclusion::Adjust));
    assert_eq!(conclusion("69.99"), Some(ExAnteConclusion::Reject));
    let raw = GradeRule {
        on: GradeOn::Raw,
        ..policy.grades.clone()
    };
    assert_eq!(raw.grade(decimal("89.995")), Some(Grade::Good));
}

#[test]
fn a_survey_becomes_a_rate_by_the_levels_of_the_policy() {
    let policies = shipped();
    let rule = &policies.get(DEFAULT).expect("default").satisfaction;
    let counts = [120, 60, 15, 4, 1];
    assert_eq!(rule.composite(&counts), Some(decimal("89.1")));
    let quarters = SatisfactionRule {
        likert: [100, 75, 50, 25, 0].map(Decimal::from).to_vec(),
        ..rule.clone()
    };
    assert_eq!(quarters.composite(&counts), Some(decimal("86.75")));
    assert_eq!(rule.composite(&[0; 5]), None);
    assert_eq!(rule.composite(&[1, 2]), None);
}

#[test]
fn a_recheck_takes_off_a_part_of_the_weight() {
    let policies = shipped();
    let review = &policies.get(DEFAULT).expect("default").review;
    let rescore = |score: &str, fault| review.rescore(decimal(score), decimal("20"), fault);
    let medium = rescore("20", ReviewFault::PartlyUnverifiable);
    assert_eq!(medium, Some(decimal("8.00")), "32");
    let late = rescore("20", ReviewFault::PartlyLate);
    assert_eq!(late, Some(decimal("14.00")));
    let nothing = rescore("15", ReviewFault::NoEvidence);
    assert_eq!(nothing, Some(decimal("0.00")));
}

#[test]
fn a_cut_of_twenty_percent_leaves_four_hundred_of_five() {
    let policies = shipped();
    let mut linkage = policies.get(DEFAULT).expect("default").linkage.clone();
    assert_eq!(linkage.next_amount(decimal("500"), Grade::Medium), None);
    linkage.grades[2].adjustment = Some(decimal("-0.2"));
    assert_eq!(
        linkage.next_amount(decimal("500"), Grade::Medium),
        Some(decimal("400.00"))
    );
}

#[test]
fn a_document_is_cited_only_where_it_is_certain() {
    let sure = [
        ("财预〔2020〕10号", None),
        ("财预〔2020〕10号", Some(15)),
        ("财预〔2020〕10号", Some(18)),
        ("财预〔2020〕10号", Some(27)),
        ("财预〔2021〕101号", None),
        ("财预〔2019〕136号", None),
        ("中发〔2018〕34号", None),
    ];
    for policy in shipped().all() {
        let value = serde_json::to_value(policy).expect("json");
        let mut stack = vec![&value];
        while let Some(value) = stack.pop() {
            if let Some(document) = value.get("document") {
                let number = document["number"].as_str().unwrap_or_default();
                let article = document.get("article").and_then(serde_json::Value::as_u64);
                assert!(
                    sure.contains(&(number, article.map(|article| article as u16))),
                    "{}: {number} {article:?}",
                    policy.name
                );
            }
            match value {
                serde_json::Value::Object(map) => stack.extend(map.values()),
                serde_json::Value::Array(list) => stack.extend(list),
                _ => {}
            }
        }
    }
}

fn broken(change: impl Fn(&str) -> String) -> PolicyError {
    let (name, text) = policy_files()[0];
    let text = change(text);
    Policies::parse(&[(name, &text)]).expect_err("refused")
}

#[test]
fn what_being_late_costs_may_be_any_part_of_the_weight() {
    let (name, text) = policy_files()[0];
    for (late, lost) in [
        ("\"minus30\"", "0.3"),
        ("{ part = { lost = \"0.25\" } }", "0.25"),
    ] {
        let text = text.replace("late = \"days\"", &format!("late = {late}"));
        let policies = Policies::parse(&[(name, &text)]).expect("a policy");
        let lost = decimal(lost);
        assert_eq!(policies.all()[0].date.late, LateRule::Part { lost });
    }
    let error = broken(|text| text.replace("late = \"days\"", "late = { part = { lost = 30 } }"));
    assert_eq!(error.key, "date.late");
}

#[test]
fn a_broken_file_is_refused_with_its_key() {
    let error = broken(|text| text.replace("partial_from = \"0.6\"\n", ""));
    assert_eq!(error.key, "qualitative");
    assert!(matches!(error.fault, PolicyFault::Value(_)), "{error:?}");
    let error = broken(|text| text.replace("\"lin2t\"", "\"lin3t\""));
    assert_eq!(error.key, "reverse.formula");
    let error = broken(|text| text.replace("\"0.6\"\nmet", "0.6\nmet"));
    assert_eq!(
        (error.key.as_str(), error.fault),
        ("qualitative.partial_from", PolicyFault::Float)
    );
    let error = broken(|text| text.replace("weight = 40", "weight = 45"));
    assert!(matches!(error.fault, PolicyFault::WeightSum { .. }));
    let error =
        broken(|text| text.replace("grade = \"优\", from = 90", "grade = \"优\", from = 70"));
    assert_eq!(error.key, "grades.bands");
    let error = broken(|text| text.replace("[frame]", "[frame"));
    assert!(matches!(error.fault, PolicyFault::Syntax(_)));
    assert_eq!(error.file, "national-2021-cost.toml");
}

#[test]
fn a_base_that_is_missing_or_leads_back_is_refused() {
    let error = Policies::parse(&[("a.toml", "name = \"a\"\nbase = \"b\"")]).expect_err("no");
    assert_eq!(error.fault, PolicyFault::NoBase("b".into()));
    let error = Policies::parse(&[
        ("a.toml", "name = \"a\"\nbase = \"b\""),
        ("b.toml", "name = \"b\"\nbase = \"a\""),
    ])
    .expect_err("no");
    assert_eq!(error.fault, PolicyFault::BaseCycle);
}
