//! Each check on a project with exactly its fault, and a clean project that no check minds.

#![allow(clippy::unwrap_used)]

use wenxiao::domain::check::{
    Check as C, Context, Finding, Purpose, Stage, audit, audit_open_first, errors, open_findings,
};
use wenxiao::domain::command::{At, Block, IndicatorField as F, ProjectField as P};
use wenxiao::domain::monitoring::timeline;
use wenxiao::domain::notation::Band;
use wenxiao::domain::policy::{DEFAULT, Policies, Policy};
use wenxiao::domain::project::{
    Attribute, Cause, Disposal, Fund, Indicator, MonthForm, MonthReading, Outlook, Period,
    PlanLine, Project, ProjectId, RowKey,
};
use wenxiao::domain::status::Status;
use wenxiao::lang::{Language, check::sentence};

fn policy() -> Policy {
    let policies = Policies::parse(wenxiao::data::policy_files()).unwrap();
    policies.get(DEFAULT).unwrap().clone()
}

fn row(id: &str, level1: &str, level2: &str, name: &str, target: &str, weight: &str) -> Indicator {
    Indicator {
        id: id.into(),
        level1: level1.into(),
        level2: level2.into(),
        name: name.into(),
        target: target.into(),
        weight: weight.into(),
        basis: "计划标准".into(),
        evidence_required: "验收单".into(),
        goal_link: "加固水库".into(),
        ..Indicator::default()
    }
}

/// A goal that no check minds.
fn goal() -> Project {
    Project {
        id: ProjectId(1),
        code: "K1".into(),
        year: Some(2026),
        name: "小型水库除险加固".into(),
        unit: "云岭县水利站".into(),
        goal: "2026年11月底前完成12座小型水库除险加固，验收合格率达到95%，保护下游3000亩农田。"
            .into(),
        funds: vec![Fund {
            id: "f1".into(),
            source: "财政拨款".into(),
            initial: "200".into(),
            adjusted: "200".into(),
            ..Fund::default()
        }],
        indicators: vec![
            row(
                "c",
                "成本指标",
                "经济成本指标",
                "项目总成本",
                "≤200万元",
                "20",
            ),
            row("q", "产出指标", "数量指标", "加固水库", "≥12座", "20"),
            row("z", "产出指标", "质量指标", "验收合格率", "≥95%", "10"),
            row(
                "t",
                "产出指标",
                "时效指标",
                "完工时间",
                "2026年11月30日前",
                "10",
            ),
            row("b", "效益指标", "社会效益指标", "保护农田", "≥3000亩", "20"),
            row(
                "s",
                "满意度指标",
                "服务对象满意度指标",
                "群众满意度",
                "≥90%",
                "10",
            ),
        ],
        ..Project::default()
    }
}

fn at<'a>(project: &'a mut Project, id: &str) -> &'a mut Indicator {
    project
        .indicators
        .iter_mut()
        .find(|row| row.id == id)
        .unwrap()
}

/// The same project after the year, evaluated without a fault.
fn sheet() -> Project {
    let mut project = goal();
    project.funds[0].executed = "193.35".into();
    project.evaluation.execution_reason = "招标节约".into();
    let results = [
        ("c", "187.35万元", ""),
        ("q", "12座", ""),
        ("z", "93.1%", "两座因汛期返工，已补验"),
        ("t", "2026年11月20日", ""),
        ("b", "3100亩", ""),
        ("s", "92%", ""),
    ];
    for (id, actual, reason) in results {
        let row = at(&mut project, id);
        row.actual = actual.into();
        row.reason = reason.into();
        row.evidence = "验收单".into();
    }
    project
}

/// The same sheet as a paper form that prints the right scores.
fn paper() -> Project {
    let mut project = sheet();
    for (id, score) in [
        ("c", "20"),
        ("q", "20"),
        ("z", "9.8"),
        ("t", "10"),
        ("b", "20"),
        ("s", "10"),
    ] {
        at(&mut project, id).printed_score = score.into();
    }
    let printed = &mut project.printed;
    printed.execution_rate = Some("96.68%".into());
    printed.execution_weight = Some("10".into());
    printed.execution_score = Some("9.67".into());
    printed.total = Some("99.47".into());
    printed.grade = Some("优".into());
    project
}

fn reading(id: RowKey, actual: &str) -> MonthReading {
    MonthReading {
        id,
        actual: actual.into(),
        outlook: Some(Outlook::Certain),
        ..MonthReading::default()
    }
}

fn key(id: &str) -> RowKey {
    RowKey::Indicator(id.into())
}

fn july(q: &str, money: &str) -> MonthForm {
    let mut readings = vec![reading(RowKey::Fund("f1".into()), money)];
    for (id, actual) in [
        ("c", "120万元"),
        ("q", q),
        ("z", "95%"),
        ("t", "2026年11月30日"),
        ("b", "1800亩"),
        ("s", "92%"),
    ] {
        readings.push(reading(key(id), actual));
    }
    MonthForm {
        readings,
        ..MonthForm::default()
    }
}

/// The same project in July, on its way.
fn monitored() -> Project {
    let mut project = goal();
    project.monitoring.months.insert(7, july("7座", "120"));
    project
}

fn change(mut project: Project, edit: impl FnOnce(&mut Project)) -> Project {
    edit(&mut project);
    project
}

fn july_row<'a>(project: &'a mut Project, row: &RowKey) -> &'a mut MonthReading {
    let form = project.monitoring.months.get_mut(&7).unwrap();
    if !form.readings.iter().any(|reading| reading.id == *row) {
        form.readings.push(MonthReading {
            id: row.clone(),
            ..MonthReading::default()
        });
    }
    form.readings
        .iter_mut()
        .find(|reading| reading.id == *row)
        .unwrap()
}

fn found(project: &Project) -> Vec<Finding> {
    audit(project, &policy(), &Context::default())
}

fn ids(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.check.id()).collect()
}

#[test]
fn a_clean_project_has_no_findings_in_any_stage() {
    for (name, project) in [
        ("goal", goal()),
        ("sheet", sheet()),
        ("paper", paper()),
        ("monitored", monitored()),
    ] {
        let findings = found(&project);
        let said: Vec<String> = findings
            .iter()
            .map(|finding| format!("{} {}", finding.check.id(), sentence(finding, Language::En)))
            .collect();
        assert!(findings.is_empty(), "{name}: {said:#?}");
    }
}

/// A check, the project with its fault, and the row it points to (`""` for the form).
type Case = (C, Project, &'static str);

fn goal_cases() -> Vec<Case> {
    let with = |edit: fn(&mut Project)| change(goal(), edit);
    vec![
        (C::G01, with(|p| at(p, "s").weight = "9".into()), ""),
        (
            C::G02,
            with(|p| {
                at(p, "s").weight = "9".into();
                at(p, "b").weight = "21".into();
            }),
            "",
        ),
        (
            C::G03,
            with(|p| at(p, "q").level2 = "数量指标(10分)".into()),
            "",
        ),
        (C::G04, with(|p| at(p, "q").weight = "0".into()), "q"),
        (C::G04, with(|p| at(p, "q").weight = "".into()), "q"),
        (C::G05, with(|p| at(p, "q").level2 = String::new()), "q"),
        (C::G05, with(|p| at(p, "q").target = "/".into()), "q"),
        (
            C::G06,
            with(|p| at(p, "q").level2 = "社会效益指标".into()),
            "q",
        ),
        (C::G07, with(|p| at(p, "q").target = "≥**座".into()), "q"),
        (C::G08, with(|p| at(p, "q").target = "≥12".into()), "q"),
        (
            C::G09,
            with(|p| at(p, "q").target = "全部 完工".into()),
            "q",
        ),
        (C::G10, with(|p| at(p, "z").level2 = "时效指标".into()), ""),
        (C::G11, with(|p| at(p, "b").level1 = "产出指标".into()), ""),
        (
            C::G12,
            with(|p| p.indicators.retain(|row| row.id != "s")),
            "",
        ),
        (
            C::G13,
            with(|p| p.indicators.retain(|row| row.id != "c")),
            "",
        ),
        (C::G14, with(|p| at(p, "c").target = "≥200万元".into()), "c"),
        (C::G15, with(|p| at(p, "b").target = "效果明显".into()), "b"),
        (
            C::G16,
            with(|p| {
                for id in ["q", "z", "b"] {
                    at(p, id).target = "符合《规程》".into();
                }
            }),
            "",
        ),
        (C::G17, with(|p| at(p, "b").name = " 加固水库".into()), "b"),
        (C::G18, with(|p| at(p, "q").target = "≥0座".into()), "q"),
        (C::G18, with(|p| at(p, "z").target = "≥290%".into()), "z"),
        (C::G18, with(|p| at(p, "c").target = "≤-1万元".into()), "c"),
        (C::G19, with(|p| at(p, "q").name = "资金支付率".into()), "q"),
        (C::G20, with(|p| at(p, "q").last_year = "14座".into()), "q"),
        (
            C::G20,
            with(|p| at(p, "c").last_year = "150万元".into()),
            "c",
        ),
        (
            C::G21,
            with(|p| {
                p.funds.push(Fund {
                    id: "f2".into(),
                    source: "合计".into(),
                    initial: "210".into(),
                    adjusted: "200".into(),
                    ..Fund::default()
                });
            }),
            "",
        ),
        (C::G22, with(|p| p.multi_year.total = "150".into()), ""),
        (
            C::G22,
            with(|p| {
                p.period = Some(Period {
                    start: "2026-12-01".parse().ok(),
                    end: "2026-11-30".parse().ok(),
                });
            }),
            "",
        ),
        (C::G23, with(|p| p.goal = "完成12座".into()), ""),
        (C::G24, with(|p| at(p, "q").goal_link = String::new()), "q"),
        (
            C::G24,
            with(|p| p.goal = p.goal.replace("12座", "17座")),
            "",
        ),
        (C::G25, with(|p| p.name = "水".repeat(91)), ""),
        (C::G26, with(|p| at(p, "c").target = "≤260万元".into()), "c"),
        (C::G26, with(|p| at(p, "c").target = "≤90万元".into()), "c"),
        (C::G27, with(|p| at(p, "s").target = "≥70%".into()), "s"),
        (C::G27, with(|p| at(p, "s").target = "=100%".into()), "s"),
        (
            C::G28,
            with(|p| at(p, "t").target = "2027年3月底前".into()),
            "t",
        ),
        (C::G29, with(|p| at(p, "q").basis = String::new()), "q"),
        (
            C::G30,
            with(|p| {
                p.about.attribute = Some(Attribute::New);
                p.funds[0].adjusted = "600".into();
            }),
            "",
        ),
        (C::G30, with(|p| p.about.ex_ante = "不予支持".into()), ""),
    ]
}

fn sheet_cases() -> Vec<Case> {
    let stored = |edit: fn(&mut Project)| change(sheet(), edit);
    let printed = |edit: fn(&mut Project)| change(paper(), edit);
    vec![
        (C::S01, stored(|p| at(p, "s").weight = "12".into()), ""),
        (
            C::S02,
            printed(|p| at(p, "q").printed_score = "21".into()),
            "q",
        ),
        (
            C::S03,
            printed(|p| at(p, "z").printed_score = "10".into()),
            "z",
        ),
        (
            C::S03,
            printed(|p| at(p, "q").printed_score = "18".into()),
            "q",
        ),
        (C::S04, printed(|p| p.printed.total = Some("99".into())), ""),
        (
            C::S05,
            printed(|p| p.printed.execution_score = Some("10".into())),
            "",
        ),
        (
            C::S05,
            printed(|p| p.printed.execution_weight = Some("20".into())),
            "",
        ),
        (
            C::S06,
            printed(|p| p.printed.execution_rate = Some("0".into())),
            "",
        ),
        (C::S07, stored(|p| at(p, "z").reason = String::new()), "z"),
        (C::S08, stored(|p| at(p, "b").actual = "3900亩".into()), "b"),
        (
            C::S09,
            printed(|p| {
                let row = at(p, "b");
                row.target = "效果符合《规程》".into();
                row.actual = "部分达成".into();
                row.printed_score = "16".into();
                row.reason = "雨".into();
            }),
            "b",
        ),
        (C::S10, stored(|p| at(p, "q").actual = String::new()), "q"),
        (C::S10, stored(|p| at(p, "q").actual = "若干".into()), "q"),
        (C::S13, stored(|p| p.funds[0].executed = "0.1".into()), "q"),
        (
            C::S12,
            change(stored(|p| at(p, "z").actual = "96%".into()), |_| {}),
            "",
        ),
        (
            C::S14,
            stored(|p| {
                p.funds[0].executed = "199".into();
                for id in ["q", "z"] {
                    at(p, id).actual = if id == "q" {
                        "1座".into()
                    } else {
                        "5%".into()
                    };
                    at(p, id).reason = "雨".into();
                }
            }),
            "",
        ),
        (C::S15, stored(|p| p.funds[0].executed = "150".into()), ""),
        (C::S16, stored(|p| at(p, "s").evidence = String::new()), "s"),
        (
            C::S16,
            stored(|p| at(p, "s").reason = "有3起投诉".into()),
            "s",
        ),
        (C::S17, stored(|p| at(p, "q").evidence = String::new()), "q"),
        (C::S18, printed(|p| p.printed.grade = Some("良".into())), ""),
        (
            C::S19,
            printed(|p| at(p, "c").actual = "260万元".into()),
            "c",
        ),
        (
            C::S20,
            stored(|p| {
                for id in ["c", "z", "b", "s"] {
                    at(p, id).actual = at(p, id).target.trim_start_matches(['≤', '≥']).into();
                }
            }),
            "",
        ),
        (
            C::S21,
            stored(|p| at(p, "z").reason = "两座尚未验收".into()),
            "z",
        ),
        (
            C::S22,
            stored(|p| at(p, "t").actual = "2027年1月16日".into()),
            "t",
        ),
        (
            C::S22,
            stored(|p| {
                p.monitoring.months.insert(
                    12,
                    MonthForm {
                        readings: vec![reading(key("t"), "2026年12月3日")],
                        ..MonthForm::default()
                    },
                );
            }),
            "t",
        ),
        (C::S23, stored(|p| at(p, "b").not_applicable = true), "b"),
        (C::S24, stored(|p| p.funds[0].executed = "100".into()), ""),
        (
            C::S25,
            stored(|p| {
                for id in ["q", "z", "b"] {
                    at(p, id).reason = "受汛期影响".into();
                }
            }),
            "",
        ),
        (
            C::S26,
            stored(|p| at(p, "z").reason = "按规则扣30%".into()),
            "z",
        ),
        (
            C::S27,
            printed(|p| p.printed.execution_rate = Some("96.69%".into())),
            "",
        ),
        (
            C::S28,
            printed(|p| {
                at(p, "z").weight = "9.8".into();
                at(p, "z").printed_score = "9.8".into();
            }),
            "z",
        ),
        (C::S29, stored(|p| at(p, "s").actual = "≥92%".into()), "s"),
        (C::S30, stored(|p| at(p, "b").actual = "3100户".into()), "b"),
        (C::S31, stored(|p| at(p, "s").actual = "290%".into()), "s"),
        (
            C::S31,
            stored(|p| at(p, "z").target = "%=99百分比".into()),
            "z",
        ),
        (
            C::S32,
            stored(|p| at(p, "q").target = "004 >= 12 座".into()),
            "q",
        ),
        (
            C::S33,
            stored(|p| at(p, "q").actual = "达成预期指标".into()),
            "q",
        ),
        (C::S33, stored(|p| at(p, "t").actual = "12座".into()), "t"),
        (
            C::S34,
            stored(|p| at(p, "b").target = "优良中低差".into()),
            "b",
        ),
        (
            C::S34,
            stored(|p| at(p, "b").name = "保护农田(≥**亩)".into()),
            "b",
        ),
        (C::S35, stored(|p| at(p, "b").weight = "".into()), "b"),
        (C::S36, stored(|p| p.funds[0].executed = "203".into()), ""),
    ]
}

fn monitoring_cases() -> Vec<Case> {
    let with = |edit: fn(&mut Project)| change(monitored(), edit);
    vec![
        (
            C::M01,
            with(|p| july_row(p, &key("q")).actual = "".into()),
            "q",
        ),
        (
            C::M02,
            with(|p| july_row(p, &key("q")).actual = "5座".into()),
            "q",
        ),
        (
            C::M03,
            with(|p| july_row(p, &key("q")).cause = Some(Cause::Staff)),
            "q",
        ),
        (
            C::M04,
            with(|p| july_row(p, &key("q")).outlook = Some(Outlook::Possible)),
            "q",
        ),
        (
            C::M05,
            with(|p| {
                let reading = july_row(p, &key("q"));
                reading.outlook = Some(Outlook::Impossible);
                reading.cause = Some(Cause::Staff);
                reading.cause_text = "缺人".into();
                reading.forecast = "9座".into();
            }),
            "q",
        ),
        (
            C::M06,
            with(|p| july_row(p, &RowKey::Fund("f1".into())).actual = "80".into()),
            "",
        ),
        (
            C::M07,
            with(|p| july_row(p, &RowKey::Fund("f1".into())).actual = "190".into()),
            "",
        ),
        (
            C::M08,
            with(|p| july_row(p, &key("c")).actual = "260万元".into()),
            "c",
        ),
        (
            C::M09,
            with(|p| {
                p.monitoring.months.insert(6, july("8座", "100"));
            }),
            "q",
        ),
        (
            C::M10,
            with(|p| july_row(p, &RowKey::Fund("f1".into())).actual = "210".into()),
            "",
        ),
        (
            C::M10,
            with(|p| july_row(p, &RowKey::Execution).forecast = "100".into()),
            "",
        ),
        (
            C::M11,
            with(|p| july_row(p, &key("q")).actual = "16座".into()),
            "q",
        ),
        (
            C::M12,
            with(|p| {
                p.documents.goal.version = 1;
                p.documents.monitoring.entry(7).or_default().status = Status::UnitAudit;
            }),
            "",
        ),
        (
            C::M13,
            with(|p| july_row(p, &RowKey::Fund("f1".into())).actual = "0".into()),
            "",
        ),
        (
            C::M14,
            with(|p| {
                for (month, money) in [(5, "20"), (6, "30"), (7, "40")] {
                    p.monitoring.months.insert(month, july("7座", money));
                }
            }),
            "",
        ),
    ]
}

#[test]
fn every_fault_is_found_at_its_place() {
    let mut tried = std::collections::BTreeSet::new();
    for (check, project, id) in [goal_cases(), sheet_cases(), monitoring_cases()].concat() {
        let findings = found(&project);
        let hit = findings.iter().find(|finding| {
            finding.check == check && finding.indicator.as_deref().unwrap_or_default() == id
        });
        assert!(
            hit.is_some(),
            "{} on {id:?}: {:?}",
            check.id(),
            ids(&findings)
        );
        let hit = hit.unwrap();
        assert_eq!(hit.project, "K1");
        for language in [Language::Zh, Language::En] {
            assert!(sentence(hit, language).chars().count() > 10);
        }
        tried.insert(check);
    }
    // Those that need other documents have tests of their own below.
    let alone: Vec<&str> = C::ALL
        .iter()
        .filter(|check| !tried.contains(check))
        .map(|check| check.id())
        .collect();
    assert_eq!(alone, ["G-31", "S-11", "V-01", "V-02"]);
}

#[test]
fn a_copied_form_is_told_with_its_model() {
    let other = change(goal(), |p| {
        p.id = ProjectId(2);
        p.code = "K2".into();
    });
    let context = Context {
        siblings: &[&other],
        ..Context::default()
    };
    let findings = audit(&goal(), &policy(), &context);
    assert_eq!(ids(&findings), ["G-31"]);
    assert!(sentence(&findings[0], Language::Zh).contains("K2"));
}

#[test]
fn a_target_that_is_not_the_approved_one_is_told() {
    let before = goal();
    let now = change(sheet(), |p| at(p, "q").target = "≥10座".into());
    let context = Context {
        approved: Some(&before),
        stage: Some(Stage::SelfEvaluation),
        ..Context::default()
    };
    let findings = audit(&now, &policy(), &context);
    let told = findings
        .iter()
        .find(|finding| finding.check == C::S11)
        .unwrap();
    assert_eq!(told.expected.as_deref(), Some("≥12座"));
    assert_eq!(
        told.place,
        At::Indicator(Block::Annual, "q".into(), F::Target)
    );
}

#[test]
fn a_stage_asks_only_its_own_checks() {
    let project = change(sheet(), |p| {
        at(p, "q").weight = "0".into();
        at(p, "z").reason = String::new();
    });
    for (stage, letter) in [(Stage::Goal, 'G'), (Stage::SelfEvaluation, 'S')] {
        let context = Context {
            stage: Some(stage),
            ..Context::default()
        };
        let findings = audit(&project, &policy(), &context);
        assert!(!findings.is_empty());
        assert!(ids(&findings).iter().all(|id| id.starts_with(letter)));
    }
}

#[test]
fn a_goal_without_results_is_not_asked_for_them_until_it_is_sent() {
    let look = Context {
        stage: Some(Stage::SelfEvaluation),
        ..Context::default()
    };
    assert_eq!(audit(&goal(), &policy(), &look), []);
    let send = Context {
        purpose: Purpose::Send,
        ..look
    };
    let findings = audit(&goal(), &policy(), &send);
    assert_eq!(
        errors(&findings)
            .filter(|finding| finding.check == C::S10)
            .count(),
        6
    );
}

#[test]
fn a_row_without_a_weight_gets_one_finding_and_no_sum_is_taken() {
    let project = change(paper(), |p| {
        at(p, "z").weight = "".into();
        at(p, "z").reason = String::new();
        at(p, "z").printed_score = "10".into();
    });
    assert_eq!(ids(&found(&project)), ["S-35"]);
}

#[test]
fn a_paper_form_without_a_column_is_told_once() {
    let project = change(goal(), |p| {
        for row in &mut p.indicators {
            row.basis = String::new();
            row.evidence_required = String::new();
            row.goal_link = String::new();
        }
    });
    assert_eq!(ids(&found(&project)), ["G-24", "G-29"]);
}

#[test]
fn points_of_a_level_on_the_form_come_before_the_policy() {
    let project = change(goal(), |p| {
        for id in ["q", "z", "t"] {
            at(p, id).level1 = "产出指标（50分）".into();
        }
        at(p, "q").weight = "30".into();
        at(p, "c").weight = "10".into();
        at(p, "c").level1 = "成本指标(0-20)分".into();
    });
    assert_eq!(found(&project), []);
}

#[test]
fn a_plan_makes_the_light_and_not_the_calendar() {
    let project = change(monitored(), |p| {
        july_row(p, &key("q")).actual = "3座".into();
        p.monitoring.plan.push(PlanLine {
            id: key("q"),
            months: [(7, "3".into())].into(),
        });
    });
    assert!(!ids(&found(&project)).contains(&"M-02"));
}

/// The ids of what is found in the monitoring of one month, or of the one that is looked at.
fn monitoring_ids(project: &Project, month: Option<u8>, purpose: Purpose) -> Vec<&'static str> {
    let context = Context {
        stage: Some(Stage::Monitoring),
        month,
        purpose,
        ..Context::default()
    };
    ids(&audit(project, &policy(), &context))
}

#[test]
fn a_rate_that_is_due_in_december_is_not_missing_in_july() {
    let blank = |id: &'static str| {
        change(monitored(), move |p| {
            july_row(p, &key(id)).actual = "".into();
        })
    };
    // 合格率, 满意度, 完成时间
    for id in ["z", "s", "t"] {
        assert_eq!(ids(&found(&blank(id))), [""; 0], "{id}");
        assert_eq!(
            monitoring_ids(&blank(id), Some(7), Purpose::Send),
            [""; 0],
            "{id}"
        );
    }
    assert_eq!(ids(&found(&blank("q"))), ["M-01"]);
    let planned = change(blank("z"), |p| {
        p.monitoring.plan.push(PlanLine {
            id: key("z"),
            months: [(6, "95".into())].into(),
        });
    });
    assert_eq!(ids(&found(&planned)), ["M-01"]);
}

#[test]
fn a_month_that_is_over_is_asked_for_contradictions_only() {
    let early = |edit: fn(&mut MonthForm)| {
        change(monitored(), move |p| {
            let mut form = july("1座", "20");
            edit(&mut form);
            p.monitoring.months.insert(3, form);
        })
    };
    let blank = early(|form| form.readings[2].actual = "".into());
    assert_eq!(ids(&found(&blank)), [""; 0]);
    let unsaid = early(|form| form.readings[0].cause = Some(Cause::Funding));
    assert_eq!(
        ids(&found(&unsaid)),
        [""; 0],
        "a source is not asked for it"
    );
    let unsaid = early(|form| {
        form.readings[2].actual = "3座".into();
        form.readings[2].cause = Some(Cause::Funding);
    });
    assert_eq!(ids(&found(&unsaid)), ["M-03"]);
}

#[test]
fn a_form_that_nobody_began_is_missed_only_when_it_is_sent() {
    assert_eq!(monitoring_ids(&goal(), Some(7), Purpose::Look), [""; 0]);
    let missed = monitoring_ids(&goal(), Some(7), Purpose::Send);
    // The money, the quantity, the benefit and the cost; what is due later is not missed.
    assert!(missed.iter().all(|id| *id == "M-01"), "{missed:?}");
    assert!((2..6).contains(&missed.len()), "{missed:?}");
}

#[test]
fn a_gap_names_both_rates_as_the_timeline_has_them() {
    let project = change(monitored(), |p| {
        july_row(p, &RowKey::Fund("f1".into())).actual = "190".into();
    });
    let findings = found(&project);
    let gap = findings.iter().find(|finding| finding.check == C::M07);
    let timeline = timeline(&project, &policy(), 7);
    let text = sentence(gap.unwrap(), Language::Zh);
    for part in [timeline.goal_rate, timeline.execution_rate, timeline.gap] {
        let part = part.unwrap().round_dp(2).normalize().to_string();
        assert!(text.contains(&part), "{text} lacks {part}");
    }
}

#[test]
fn a_row_of_warnings_is_told_once() {
    let project = change(monitored(), |p| {
        for (month, money) in [(4, "20"), (5, "20"), (6, "30"), (7, "40")] {
            p.monitoring.months.insert(month, july("7座", money));
        }
    });
    let told = ids(&found(&project));
    assert_eq!(told.iter().filter(|id| **id == "M-14").count(), 1);
    assert_eq!(told.iter().filter(|id| **id == "M-06").count(), 1);
}

#[test]
fn an_impossible_goal_with_measures_and_disposal_is_in_order() {
    let project = change(monitored(), |p| {
        let reading = july_row(p, &key("q"));
        reading.actual = "5座".into();
        reading.outlook = Some(Outlook::Impossible);
        reading.cause = Some(Cause::Staff);
        reading.cause_text = "缺人".into();
        reading.forecast = "9座".into();
        reading.measures = "调整目标".into();
        p.monitoring.months.get_mut(&7).unwrap().disposal = Some(Disposal::AdjustGoal);
    });
    assert!(errors(&found(&project)).next().is_none());
}

#[test]
fn an_evaluation_wants_the_weight_on_results_and_grades_without_a_gap() {
    let evaluated = |project: &Project, policy: &Policy| {
        let context = Context {
            stage: Some(Stage::Evaluation),
            ..Context::default()
        };
        audit(project, policy, &context)
    };
    let ids_of = |project: &Project, policy: &Policy| ids(&evaluated(project, policy));
    assert_eq!(ids_of(&goal(), &policy()), [""; 0]);
    // Points move from the quantity to the cost: 40.5 ÷ 90 is left.
    let light = change(goal(), |p| {
        at(p, "q").weight = "0.5".into();
        at(p, "c").weight = "39.5".into();
    });
    let findings = evaluated(&light, &policy());
    assert_eq!(ids(&findings), ["V-01"]);
    let text = sentence(&findings[0], Language::Zh);
    assert!(text.contains("≥60%") && text.contains("45%"), "{text}");
    let mut gap = policy();
    gap.grades.bands.pop();
    assert_eq!(ids_of(&goal(), &gap), ["V-02"]);
    let mut overlap = policy();
    overlap.grades.bands[1].from = 95.into();
    assert_eq!(ids_of(&goal(), &overlap), ["V-02"]);
}

/// The ids of what is still to be worked on.
fn open_ids(project: &Project) -> Vec<&'static str> {
    ids(&open_findings(project, &policy()))
}

#[test]
fn an_approved_goal_and_a_final_form_leave_nothing_to_work_on() {
    let with = |edit: fn(&mut Project)| {
        change(monitored(), move |p| {
            at(p, "c").target = "≥200万元".into();
            july_row(p, &key("q")).actual = "".into();
            edit(p);
        })
    };
    assert_eq!(open_ids(&with(|_| ())), ["G-14", "M-01"]);
    let approved = with(|p| p.documents.goal.status = Status::Approved);
    assert_eq!(open_ids(&approved), ["M-01"]);
    let audited = with(|p| {
        p.documents.goal.status = Status::Returned;
        p.documents.monitoring.entry(7).or_default().status = Status::FinanceAudit;
    });
    assert_eq!(open_ids(&audited), ["G-14", "M-01"]);
    let done = with(|p| {
        p.documents.goal.status = Status::Approved;
        p.documents.monitoring.entry(7).or_default().status = Status::Final;
    });
    assert_eq!(open_ids(&done), [""; 0]);
    // All of it is still told.
    assert_eq!(ids(&found(&done)), ["G-14", "M-01"]);
    let goal_done = with(|p| p.documents.goal.status = Status::Approved);
    assert_eq!(
        ids(&audit_open_first(&goal_done, &policy()).0),
        ["M-01", "G-14"]
    );
}

#[test]
fn a_sheet_is_worked_on_until_it_is_final_and_a_published_one_counts_for_good() {
    let faulty = change(sheet(), |p| {
        p.documents.goal.status = Status::Approved;
        at(p, "z").reason = String::new();
    });
    assert_eq!(open_ids(&faulty), ["S-07"]);
    let done = |mut project: Project| {
        project.documents.self_evaluation.status = Status::Final;
        project
    };
    assert_eq!(open_ids(&done(faulty)), [""; 0]);
    let published = change(paper(), |p| {
        p.documents.goal.status = Status::Approved;
        at(p, "z").printed_score = "10".into();
    });
    assert!(open_ids(&done(published)).contains(&"S-03"));
}

#[test]
fn a_printed_rate_agrees_as_it_is_rounded() {
    for (text, agrees) in [
        ("96.68%", true),
        ("97%", true),
        ("96.675", true),
        ("0.97", true),
        ("0.9668", true),
        ("96.6%", false),
        ("0.9668%", false),
        ("95", false),
    ] {
        let project = change(paper(), |p| p.printed.execution_rate = Some(text.into()));
        assert_eq!(!ids(&found(&project)).contains(&"S-27"), agrees, "{text}");
    }
}

#[test]
fn every_paper_form_is_audited_without_a_failure() {
    let bytes = include_bytes!("data/forms.json");
    let file = wenxiao::exchange::json::read(bytes).unwrap();
    let of = |code: &str| {
        let project = file
            .projects
            .iter()
            .find(|project| project.code == code)
            .unwrap();
        ids(&found(project))
    };
    assert!(of("X02").contains(&"S-31"));
    assert!(of("X04").contains(&"S-03"));
    assert!(of("X06").contains(&"S-36") && of("X06").contains(&"S-32"));
    assert!(of("X08").contains(&"S-34") && of("X08").contains(&"G-07"));
    assert!(of("X09").contains(&"S-19") && of("X09").contains(&"S-18"));
    assert!(of("X12").contains(&"S-35") && !of("X12").contains(&"S-01"));
    let place = At::Project(P::Improvement);
    let total = found(file.projects.iter().find(|p| p.code == "X05").unwrap());
    assert!(
        total
            .iter()
            .all(|finding| finding.check != C::S04 || finding.place == place)
    );
}

/// Whether a check speaks, and what it says.
fn told(project: &Project, check: C) -> Vec<Finding> {
    let mut findings = found(project);
    findings.retain(|finding| finding.check == check);
    findings
}

fn tells(project: &Project, check: C) -> bool {
    !told(project, check).is_empty()
}

/// What the first finding of a check says.
fn words(project: &Project, check: C, language: Language) -> String {
    let findings = told(project, check);
    findings
        .first()
        .map_or_else(String::new, |finding| sentence(finding, language))
}

#[test]
fn a_satisfaction_row_counts_as_one_whatever_its_target_is() {
    for target in ["满意", "≥90分", "投诉≤3次", "是", ""] {
        let project = change(goal(), |p| at(p, "s").target = target.into());
        for check in [C::G12, C::G02] {
            assert!(!tells(&project, check), "{} on {target}", check.id());
        }
    }
    let unasked = change(sheet(), |p| {
        let row = at(p, "s");
        row.target = "满意".into();
        row.actual = "满意".into();
        row.evidence = String::new();
    });
    assert!(tells(&unasked, C::S16));
}

#[test]
fn the_total_is_that_of_the_whole_rule() {
    let away = change(paper(), |p| {
        let row = at(p, "z");
        row.not_applicable = true;
        row.printed_score = "".into();
        p.printed.total = Some("99.63".into());
    });
    // 89.67 of 90.
    assert!(!tells(&away, C::S04));
    assert!(tells(
        &change(away, |p| p.printed.total = Some("98".into())),
        C::S04
    ));
    let unspent = change(paper(), |p| {
        p.funds[0].adjusted = "0".into();
        p.funds[0].executed = "0".into();
        p.printed.execution_rate = None;
        p.printed.execution_score = None;
        p.printed.total = Some("99.78".into());
    });
    assert!(!tells(&unspent, C::S04));
}

#[test]
fn the_total_is_capped_where_the_policy_caps_it() {
    let policies = Policies::parse(wenxiao::data::policy_files()).unwrap();
    let caps = policies.get("province-caps").unwrap();
    let ids = |total: &str| {
        let project = change(paper(), |p| {
            p.funds[0].executed = "150".into();
            p.printed.execution_score = Some("7.5".into());
            p.printed.execution_rate = Some("75%".into());
            p.printed.total = Some(total.into());
            p.printed.grade = None;
        });
        ids(&audit(&project, caps, &Context::default()))
    };
    assert!(!ids("89").contains(&"S-04"));
    assert!(ids("97.3").contains(&"S-04"));
}

#[test]
fn only_what_was_taken_off_is_compared_with_the_deduction() {
    // 0.2 of 10 points were lost.
    for (reason, tells_it) in [
        ("完成率93.1%，扣0.2分", false),
        ("目标95%，扣0.2分", false),
        ("因资金减少40%，部分未实施", false),
        ("缩减经费20%", false),
        ("由80%-90%不等", false),
        ("按规则扣2%", false),
        ("仅完成70%，扣30%", true),
        ("扣除 30 %", true),
        ("扣减分值的30％", true),
        ("按30%的比例扣分", true),
        ("－30%", true),
        ("逾期（-30%）", true),
    ] {
        let project = change(paper(), |p| at(p, "z").reason = reason.into());
        assert_eq!(tells(&project, C::S26), tells_it, "{reason}");
    }
}

#[test]
fn a_goal_in_numbered_points_has_no_lost_numbers() {
    for text in [
        "1.完成12座小型水库除险加固；2.验收合格率达到95%；3.保护下游3000亩农田。",
        "目标1：完成12座小型水库除险加固，目标2：保护下游0.3万亩农田。",
        "按照农发〔2026〕13号，2026年1-11月完成12座小型水库除险加固。",
        "投入资金2000000元，完成12座小型水库除险加固，保护农田。",
    ] {
        let project = change(goal(), |p| p.goal = text.into());
        assert!(!tells(&project, C::G24), "{text}");
    }
}

#[test]
fn money_told_as_a_whole_may_not_exceed_the_budget_either() {
    let project = change(monitored(), |p| {
        july_row(p, &RowKey::Fund("f1".into())).actual = "".into();
        july_row(p, &RowKey::Execution).actual = "201".into();
    });
    assert!(tells(&project, C::M10));
    let inside = change(project, |p| {
        july_row(p, &RowKey::Execution).actual = "200".into();
    });
    assert!(!tells(&inside, C::M10));
}

#[test]
fn without_a_budget_there_is_no_rate_and_no_score_of_it() {
    let project = change(paper(), |p| {
        p.funds[0].adjusted = "0".into();
        p.funds[0].executed = "0".into();
        p.printed.execution_score = Some("10".into());
        p.printed.execution_rate = Some("100%".into());
    });
    for check in [C::S15, C::S05, C::S27] {
        let text = words(&project, check, Language::Zh);
        assert!(text.contains("全年预算为 0"), "{} {text}", check.id());
    }
    let silent = change(project, |p| {
        p.printed.execution_score = Some("0".into());
        p.printed.execution_rate = Some("0%".into());
    });
    assert!(!tells(&silent, C::S05) && !tells(&silent, C::S27));
}

#[test]
fn actuals_that_equal_their_targets_are_a_part_of_all_that_could() {
    let copied = |ids: &'static [&'static str]| {
        change(sheet(), move |p| {
            for id in ids {
                at(p, id).actual = at(p, id).target.trim_start_matches(['≤', '≥']).into();
            }
        })
    };
    // 5 of 6; 3 of 6, although the other three hold nothing.
    assert!(tells(&copied(&["c", "q", "z", "b", "s"]), C::S20));
    let half = change(copied(&["c", "q", "z"]), |p| {
        for id in ["t", "b", "s"] {
            at(p, id).actual = String::new();
        }
    });
    assert!(!tells(&half, C::S20));
    let few = change(copied(&["c", "q"]), |p| {
        p.indicators.retain(|row| row.id == "c" || row.id == "q");
    });
    assert!(tells(&few, C::S20));
}

#[test]
fn a_deadline_or_a_range_that_is_copied_is_told() {
    for text in ["2026年11月底前", "12月底前完成", "18-22℃", "已完成"] {
        let project = change(sheet(), |p| {
            at(p, "t").target = text.into();
            at(p, "t").actual = format!(" {text}");
        });
        assert!(tells(&project, C::S29), "{text}");
    }
    for text in ["50个", "是"] {
        let project = change(sheet(), |p| {
            at(p, "t").target = text.into();
            at(p, "t").actual = text.into();
        });
        assert!(!tells(&project, C::S29), "{text}");
    }
}

#[test]
fn a_number_in_words_is_no_placeholder() {
    for text in ["≥九十座", "≤十万元", "≥若干", "≥三次"] {
        let project = change(goal(), |p| at(p, "q").target = text.into());
        assert!(!tells(&project, C::S34), "{text}");
        assert!(tells(&project, C::G07), "{text}");
    }
}

#[test]
fn growth_may_be_told_in_the_target() {
    for text in ["增长率≥120%", "增长150%"] {
        let project = change(sheet(), |p| {
            at(p, "b").target = text.into();
            at(p, "b").actual = "160%".into();
        });
        assert!(
            !tells(&project, C::G18) && !tells(&project, C::S31),
            "{text}"
        );
    }
}

#[test]
fn a_total_beside_its_parts_is_not_money_of_its_own() {
    let project = change(goal(), |p| {
        let fund = |id: &str, source: &str, amount: &str| Fund {
            id: id.into(),
            source: source.into(),
            initial: amount.into(),
            adjusted: amount.into(),
            ..Fund::default()
        };
        p.funds = vec![
            fund("f0", "合计", "200"),
            fund("f1", "财政拨款", "150"),
            fund("f2", "其他资金", "50"),
        ];
    });
    assert_eq!(found(&project), []);
    let over = change(project, |p| at(p, "c").target = "≤210万元".into());
    let text = words(&over, C::G26, Language::Zh);
    assert!(
        text.contains("100~200万元") && text.contains("210万元"),
        "{text}"
    );
    let text = words(&over, C::G26, Language::En);
    assert!(
        text.contains("210 10k yuan") && !text.contains('万'),
        "{text}"
    );
}

#[test]
fn a_cell_of_money_that_is_no_number_is_told_and_nothing_is_reckoned_from_it() {
    let project = change(paper(), |p| {
        p.funds[0].adjusted = "200万元".into();
        p.funds[0].executed = "1,5".into();
    });
    let told: Vec<Finding> = found(&project);
    let money: Vec<&Finding> = told.iter().filter(|f| f.check == C::S06).collect();
    assert_eq!(money.len(), 2, "{:?}", ids(&told));
    for (finding, column) in money.iter().zip(["全年预算数", "全年执行数"]) {
        let text = sentence(finding, Language::Zh);
        assert!(
            text.starts_with(&format!("资金“财政拨款”{column}：不是数字（现为 ")),
            "{text}"
        );
        assert!(finding.severity == wenxiao::domain::check::Severity::Error);
    }
    let text = sentence(money[0], Language::En);
    assert!(
        text.contains("adjusted budget: this is no number"),
        "{text}"
    );
    for check in [C::S05, C::S12, C::S13, C::S15, C::S24, C::S27] {
        assert!(!tells(&project, check), "{}", check.id());
    }
}

#[test]
fn a_column_of_money_is_named_where_the_total_is_wrong() {
    let project = change(sheet(), |p| {
        let total = Fund {
            id: "f0".into(),
            source: "合计".into(),
            initial: "210".into(),
            adjusted: "210".into(),
            executed: "200".into(),
        };
        p.funds.push(total);
    });
    let said: Vec<String> = told(&project, C::S06)
        .iter()
        .map(|finding| sentence(finding, Language::Zh))
        .collect();
    assert_eq!(said.len(), 3);
    for (text, column) in said.iter().zip(["年初预算数", "全年预算数", "全年执行数"])
    {
        assert!(text.contains(column), "{text}");
    }
}

#[test]
fn a_text_that_is_too_long_is_named() {
    let project = change(goal(), |p| {
        p.name = "水".repeat(91);
        at(p, "q").explanation = "水".repeat(1001);
    });
    let said: Vec<String> = told(&project, C::G25)
        .iter()
        .map(|finding| sentence(finding, Language::Zh))
        .collect();
    assert!(said[0].contains("项目名称超长"), "{}", said[0]);
    assert!(said[1].contains("指标解释超长"), "{}", said[1]);
}

#[test]
fn no_sentence_says_the_opposite_of_what_is_meant() {
    let large = change(goal(), |p| {
        p.about.attribute = Some(Attribute::New);
        p.funds[0].adjusted = "600".into();
        p.funds[0].initial = "600".into();
    });
    let text = words(&large, C::G30, Language::Zh);
    assert!(text.contains("年度资金 600万元，500万元起须评估"), "{text}");
    assert!(!words(&large, C::G30, Language::En).contains('万'));
    let idle = change(sheet(), |p| p.funds[0].executed = "0.1".into());
    let text = words(&idle, C::S13, Language::Zh);
    assert!(text.contains("执行率 0.05%，完成值 12座"), "{text}");
    let behind = change(sheet(), |p| p.funds[0].executed = "150".into());
    let text = words(&behind, C::S15, Language::Zh);
    assert!(text.contains("得分率 99.78%，执行率 75%"), "{text}");
    let cost = change(goal(), |p| at(p, "c").last_year = "190万元".into());
    let text = words(&cost, C::G20, Language::Zh);
    assert!(text.contains("高于上年") && text.contains("降低"), "{text}");
    let full = change(goal(), |p| at(p, "s").target = "=100%".into());
    let text = words(&full, C::G27, Language::Zh);
    assert!(text.contains("不到 100%"), "{text}");
    let unasked = change(sheet(), |p| at(p, "q").target = "≥**座".into());
    let text = words(&unasked, C::S33, Language::Zh);
    assert!(
        text.contains("填写指标值") && !text.contains("应为"),
        "{text}"
    );
}

#[test]
fn nothing_is_no_reason() {
    for text in ["无", "/", "-"] {
        let project = change(sheet(), |p| at(p, "z").reason = text.into());
        assert!(tells(&project, C::S07), "{text}");
    }
    let project = change(sheet(), |p| {
        for row in &mut p.indicators {
            row.reason = "无".into();
        }
    });
    assert!(!tells(&project, C::S25));
}

#[test]
fn a_check_has_one_weight_wherever_it_speaks() {
    let project = change(paper(), |p| {
        p.printed.execution_weight = Some("20".into());
        at(p, "q").band = Some(wenxiao::domain::notation::Band::Met);
    });
    for check in [C::S05, C::S09] {
        for finding in told(&project, check) {
            assert_eq!(finding.severity, check.severity(), "{}", check.id());
        }
        assert!(tells(&project, check));
    }
}

#[test]
fn what_is_empty_is_neither_expected_nor_found() {
    let project = change(sheet(), |p| {
        at(p, "q").actual = String::new();
        at(p, "b").weight = "".into();
    });
    for finding in found(&project) {
        assert_ne!(
            finding.expected.as_deref(),
            Some(""),
            "{}",
            finding.check.id()
        );
        assert_ne!(finding.found.as_deref(), Some(""), "{}", finding.check.id());
    }
}

#[test]
fn an_empty_day_is_missed_by_those_who_fill_the_form_in() {
    let project = change(sheet(), |p| at(p, "t").actual = String::new());
    assert!(!tells(&project, C::S10));
    assert!(tells(&project, C::S07));
    let mended = change(project, |p| p.documents.goal.status = Status::Approved);
    assert!(open_ids(&mended).contains(&"S-10"));
}

#[test]
fn small_faults_are_told_by_their_own_name() {
    let beyond = change(goal(), |p| at(p, "z").target = "90~120%".into());
    assert!(tells(&beyond, C::G18));
    let blank = change(goal(), |p| at(p, "q").weight = "".into());
    assert!(words(&blank, C::G04, Language::Zh).contains("没有分值"));
    let named = change(goal(), |p| at(p, "b").name = "农机(≥台)".into());
    assert!(tells(&named, C::S34));
    let bare = change(goal(), |p| at(p, "q").target = "定性".into());
    assert!(tells(&bare, C::G09));
    let reversed = change(goal(), |p| {
        p.period = Some(Period {
            start: "2026-12-01".parse().ok(),
            end: "2026-01-01".parse().ok(),
        });
    });
    assert!(tells(&reversed, C::G22) && !tells(&reversed, C::G28));
    let unaccepted = change(sheet(), |p| at(p, "q").reason = "工程未验收".into());
    assert!(tells(&unaccepted, C::S21));
    let levels = change(goal(), |p| {
        at(p, "q").level1 = "一、产出指标".into();
        at(p, "q").level2 = "1.数量指标".into();
    });
    for check in [C::G06, C::G10, C::G11] {
        assert!(!tells(&levels, check), "{}", check.id());
    }
    let unlevelled = change(goal(), |p| at(p, "q").level1 = String::new());
    assert_eq!(ids(&found(&unlevelled)), ["G-05"]);
    let long = change(goal(), |p| at(p, "q").name = "水".repeat(1001));
    assert!(words(&long, C::G25, Language::Zh).contains("…”"));
}

#[test]
fn the_worked_examples_of_the_field_guide_are_told() {
    // 2: 200 and 203
    let over = change(sheet(), |p| p.funds[0].executed = "203".into());
    assert!(tells(&over, C::S36));
    // 4: 132.81 and 0.10
    let tiny = change(sheet(), |p| {
        p.funds[0].adjusted = "132.81".into();
        p.funds[0].executed = "0.10".into();
    });
    assert!(tells(&tiny, C::S13));
    // 6: 600 and 552
    let missed = change(sheet(), |p| {
        at(p, "q").target = "≥600人次".into();
        at(p, "q").actual = "552".into();
    });
    assert!(tells(&missed, C::S07));
    // 10, 11, 12
    for (target, actual, explained) in [
        ("≥9", "20", true),
        ("≥10", "13.0", true),
        ("≥10", "12.99", false),
    ] {
        let project = change(sheet(), |p| {
            at(p, "q").target = target.into();
            at(p, "q").actual = actual.into();
        });
        assert_eq!(tells(&project, C::S08), explained, "{target} {actual}");
    }
    // 39: S 88.5 of 90 and 82 %: (0.98333 − 0.82) ÷ 0.98333 is 16.6 %, more than 5 %.
    let ahead = change(paper(), |p| {
        p.funds[0].executed = "164".into();
        at(p, "z").printed_score = "8.5".into();
    });
    let text = words(&ahead, C::S15, Language::Zh);
    assert!(text.contains("得分率 98.33%，执行率 82%"), "{text}");
    // 5 % is the bound: at 0.98333 × 0.95 = 93.4167 % nothing is told.
    let near = change(paper(), |p| {
        p.funds[0].executed = "186.84".into();
        at(p, "z").printed_score = "8.5".into();
    });
    assert!(!tells(&near, C::S15));
}

#[test]
fn j2_weights_scores_above_them_and_negatives_are_told() {
    for (weight, sum) in [("9.99", true), ("10.004", false), ("10.006", true)] {
        let project = change(sheet(), |p| at(p, "s").weight = weight.into());
        assert_eq!(tells(&project, C::S01), sum, "{weight}");
    }
    for (printed, above) in [("20.005", false), ("20.006", true), ("21", true)] {
        let project = change(paper(), |p| at(p, "q").printed_score = printed.into());
        assert_eq!(tells(&project, C::S02), above, "{printed}");
    }
    let negative = change(goal(), |p| at(p, "q").weight = "-20".into());
    assert!(tells(&negative, C::G04));
    let negative = change(paper(), |p| at(p, "z").printed_score = "-9.8".into());
    assert!(tells(&negative, C::S03) && tells(&negative, C::S04));
}

#[test]
fn a_level_by_another_of_its_names_is_the_same_level() {
    let same = change(goal(), |project| {
        at(project, "z").level1 = "项目完成指标".into();
        at(project, "t").level1 = "产出指标（40分）".into();
        at(project, "t").level2 = "产出时效".into();
    });
    assert_eq!(ids(&found(&same)), Vec::<&str>::new());
    // Texts with points of their own stay apart, and so do kinds of one level.
    let apart = change(goal(), |project| {
        at(project, "s").level1 = "学生满意度指标（5分）".into();
        at(project, "s").weight = "5".into();
        let parents = row(
            "p",
            "家长满意度指标（5分）",
            "服务对象满意度指标",
            "家长满意度",
            "≥90%",
            "5",
        );
        project.indicators.push(parents);
    });
    assert!(!tells(&apart, C::G02), "{:?}", told(&apart, C::G02));
    let heavy = change(same, |project| at(project, "z").weight = "12".into());
    let said = words(&heavy, C::G02, Language::Zh);
    assert!(said.contains("应为 40，现为 42"), "{said}");
    // A weight that is still missing can't make it less.
    let unfinished = change(heavy, |project| at(project, "q").weight = "".into());
    assert!(
        !tells(&unfinished, C::G02),
        "what is below may still become right"
    );
    let beyond = change(unfinished, |project| at(project, "z").weight = "41".into());
    assert!(
        tells(&beyond, C::G02) && tells(&beyond, C::G04),
        "{:?}",
        told(&beyond, C::G02)
    );
}

#[test]
fn a_second_level_that_the_frame_does_not_know_is_told() {
    let odd = change(goal(), |project| {
        at(project, "t").level2 = "形象指标".into();
    });
    let said = words(&odd, C::G06, Language::Zh);
    assert!(said.contains("没有这个二级指标"), "{said}");
    assert!(words(&odd, C::G06, Language::En).contains("no such level 2"));
}

#[test]
fn a_printed_cell_that_is_no_number_agrees_with_none() {
    let odd = change(paper(), |project| {
        at(project, "q").printed_score = "满分".into();
        project.printed.total = Some("优秀".into());
        project.printed.execution_score = Some("不详".into());
        project.printed.execution_rate = Some("很好".into());
        project.printed.grade = Some("合格".into());
    });
    for check in [C::S03, C::S05, C::S18, C::S27] {
        assert!(tells(&odd, check), "{check:?}: {:?}", ids(&found(&odd)));
    }
    let total = change(paper(), |project| {
        project.printed.total = Some("满分".into());
    });
    assert!(tells(&total, C::S04));
    // What is not filled in is not wrong.
    let open = change(paper(), |project| {
        at(project, "q").printed_score = "/".into();
        project.printed.total = Some("-".into());
        project.printed.execution_rate = Some(String::new());
        project.printed.grade = Some("无".into());
    });
    for check in [C::S03, C::S04, C::S18, C::S27] {
        assert!(!tells(&open, check), "{check:?}");
    }
}

#[test]
fn a_magnitude_that_a_bare_number_took_with_the_unit_is_told_where_it_is_unlikely() {
    let with = |target: &str, actual: &str| {
        let project = change(sheet(), |project| {
            at(project, "b").target = target.into();
            at(project, "b").actual = actual.into();
        });
        tells(&project, C::S30)
    };
    assert!(with("≥5万人", "50000"));
    assert!(with("≥50000", "5万"));
    assert!(!with("≥5万人", "5.2"));
    assert!(!with("≥5万人", "0.4"));
    assert!(!with("≥3000亩", "3100"));
    assert!(!with("≥50000人", "5万"));
    assert!(!with("≥1亿元", "24000万"));
    assert!(!with("≥5万人", "0"));
}

#[test]
fn a_sign_beside_a_range_is_told_and_not_guessed() {
    let with = |target: &str| {
        let project = change(goal(), |project| at(project, "t").target = target.into());
        tells(&project, C::S31)
    };
    assert!(with("3-5个工作日内"));
    assert!(!with("3-5个工作日"));
    assert!(!with("达到3-5个工作日"));
}

#[test]
fn money_spent_on_a_draft_of_the_goal_leaves_its_checks_alone() {
    let draft = change(goal(), |project| {
        project.funds[0].executed = "60".into();
        at(project, "z").weight = "".into();
    });
    let open = open_ids(&draft);
    assert!(open.contains(&"G-01") && open.contains(&"G-04"), "{open:?}");
    let of_the_sheet = |id: &&&str| id.starts_with("S-");
    assert_eq!(open.iter().filter(of_the_sheet).count(), 0, "{open:?}");
    // Whoever only reads the file gets all that its data allow.
    assert!(ids(&found(&draft)).contains(&"S-35"));
}

#[test]
fn a_printed_total_is_held_against_the_rules_where_rows_print_no_score() {
    let only_total = |total: &str| {
        change(sheet(), |p| {
            p.printed.total = Some(total.into());
            p.printed.grade = None;
        })
    };
    // 89.80 of the rows and 9.67 of the money.
    assert!(!tells(&only_total("99.47"), C::S04));
    assert!(tells(&only_total("60"), C::S04));
    assert!(tells(&only_total("abc"), C::S04));
    let unprinted = change(paper(), |p| {
        at(p, "z").printed_score = "".into();
        p.printed.total = Some("95".into());
    });
    assert!(tells(&unprinted, C::S04));
    // What a row without a score and without an actual got, the paper alone knows.
    let unknown = change(unprinted, |p| at(p, "z").actual = String::new());
    assert!(!tells(&unknown, C::S04));
}

#[test]
fn a_total_that_was_not_brought_back_to_100_is_told() {
    let away = change(paper(), |p| {
        let row = at(p, "z");
        row.not_applicable = true;
        row.printed_score = "".into();
        p.printed.total = Some("89.67".into());
        p.printed.grade = Some("良".into());
    });
    assert!(tells(&away, C::S04));
}

#[test]
fn points_for_a_row_without_an_actual_are_told_also_where_words_were_asked_for() {
    let given = change(paper(), |p| {
        let row = at(p, "b");
        row.target = "符合甲等标准".into();
        row.actual = String::new();
    });
    assert!(words(&given, C::S03, Language::Zh).contains("没有填写完成值，却有得分"));
    let banded = change(given, |p| at(p, "b").band = Some(Band::Met));
    assert!(!tells(&banded, C::S03));
}

#[test]
fn a_level_that_the_frame_does_not_know_is_told() {
    let other = change(goal(), |p| {
        at(p, "q").level1 = "管理指标".into();
        at(p, "q").level2 = "制度建设".into();
    });
    assert!(words(&other, C::G06, Language::Zh).contains("没有这个一级指标"));
    let policies = Policies::parse(wenxiao::data::policy_files()).unwrap();
    let no_cost = policies.get("national-2021-nocost").unwrap();
    let found = audit(&goal(), no_cost, &Context::default());
    assert!(found.iter().any(|finding| finding.check == C::G06));
}

#[test]
fn blank_parts_of_a_money_table_are_no_zeros_and_a_total_is_known_by_its_names() {
    let fund = |id: &str, source: &str, amount: &str| Fund {
        id: id.into(),
        source: source.into(),
        initial: amount.into(),
        adjusted: amount.into(),
        executed: amount.into(),
    };
    let with = |source: &str, part: &str| {
        change(sheet(), |p| {
            p.funds = vec![fund("t", source, "200"), fund("a", "财政拨款", part)];
        })
    };
    assert!(!tells(&with("合计", ""), C::S06) && !tells(&with("合计", ""), C::G21));
    for source in ["合计", "年度资金总额：", "年度资金总额（万元）", "共计"] {
        assert!(tells(&with(source, "190"), C::S06), "{source}");
        assert!(!tells(&with(source, "200"), C::S06), "{source}");
    }
    // An amount that is no number is told as that, and nothing is measured by it.
    let unread = change(sheet(), |p| p.funds[0].adjusted = "100万元".into());
    assert!(tells(&unread, C::S06) && !tells(&unread, C::S36));
    let unread = change(paper(), |p| {
        p.printed.execution_weight = Some("十分".into());
    });
    assert!(tells(&unread, C::S05));
}

#[test]
fn words_for_a_number_and_a_day_without_a_year_are_told_as_what_they_are() {
    let in_words = change(sheet(), |p| at(p, "q").actual = "已完成".into());
    assert!(words(&in_words, C::S33, Language::Zh).contains("按档次计分"));
    let no_year = change(sheet(), |p| {
        p.year = None;
        at(p, "t").target = "11月30日前".into();
        at(p, "t").actual = "11月20日".into();
    });
    assert!(words(&no_year, C::S33, Language::Zh).contains("填写项目的年度"));
    let denied = change(sheet(), |p| at(p, "q").actual = "12座未完成".into());
    assert!(words(&denied, C::S31, Language::Zh).contains("只写实际完成"));
    let fraction = change(sheet(), |p| at(p, "z").target = "≥0.95".into());
    assert!(tells(&fraction, C::S30));
}

#[test]
fn the_weights_of_an_evaluation_are_told_where_a_form_is_looked_at_and_not_where_it_is_filled_in() {
    let cost = change(goal(), |p| {
        at(p, "c").weight = "50".into();
        at(p, "q").weight = "10".into();
        at(p, "z").weight = "5".into();
        at(p, "t").weight = "5".into();
        at(p, "b").weight = "10".into();
    });
    assert!(tells(&cost, C::V01));
    assert!(!open_ids(&cost).contains(&"V-01"));
    // Without levels nobody can say.
    let nowhere = change(cost, |p| {
        at(p, "q").level1 = String::new();
        at(p, "q").level2 = String::new();
    });
    assert!(!tells(&nowhere, C::V01));
}

#[test]
fn what_a_paper_form_prints_keeps_no_sheet_from_being_sent() {
    use wenxiao::domain::check::{Severity, blocking};
    use wenxiao::domain::status::DocumentKind;
    let wrong = change(paper(), |p| {
        at(p, "c").actual = "386万元".into();
        at(p, "c").reason = "材料涨价".into();
        p.printed.grade = Some("中".into());
    });
    let sent = blocking(&wrong, DocumentKind::SelfEvaluation, &policy());
    assert_eq!(sent, Vec::<String>::new());
    let findings = open_findings(&wrong, &policy());
    let of = |check: C| {
        findings
            .iter()
            .find(|finding| finding.check == check)
            .unwrap()
    };
    for check in [C::S03, C::S18] {
        assert_eq!(
            (of(check).severity, of(check).on_paper),
            (Severity::Warning, true)
        );
        assert!(sentence(of(check), Language::Zh).contains("不影响送审"));
    }
    // Looked at as it was published, it is wrong.
    assert_eq!(told(&wrong, C::S03)[0].severity, Severity::Error);
    // The reason is asked for by what the sheet scores, not by what the paper printed.
    let unexplained = change(wrong, |p| at(p, "c").reason = String::new());
    let sent = blocking(&unexplained, DocumentKind::SelfEvaluation, &policy());
    assert_eq!(sent, ["S-07"]);
    // A row of a paper form can be taken out.
    let away = change(paper(), |p| {
        let row = at(p, "q");
        row.not_applicable = true;
        row.reason = "并入他项".into();
    });
    assert_eq!(
        blocking(&away, DocumentKind::SelfEvaluation, &policy()),
        Vec::<String>::new()
    );
}

#[test]
fn an_indicator_of_the_whole_period_is_to_be_finished_and_a_sheet_owes_its_budget_and_its_reason() {
    use wenxiao::domain::check::blocking;
    use wenxiao::domain::status::DocumentKind;
    let begun = change(goal(), |p| {
        p.multi_year.indicators = vec![row("m", "", "", "累计加固水库", "", "")];
    });
    assert!(words(&begun, C::G05, Language::Zh).contains("一级指标"));
    let sent = |project: &Project| blocking(project, DocumentKind::SelfEvaluation, &policy());
    assert_eq!(sent(&sheet()), Vec::<String>::new());
    // 193.35 of 200 loses points, and nobody says why.
    let unexplained = change(sheet(), |p| p.evaluation.execution_reason = String::new());
    assert_eq!(sent(&unexplained), ["S-07"]);
    let no_budget = change(sheet(), |p| p.funds[0].adjusted = "".into());
    assert!(sent(&no_budget).contains(&"S-06".to_owned()));
    // A published form that shows no budget owes none.
    assert!(!words(&no_budget, C::S06, Language::Zh).contains("全年预算数"));
}
