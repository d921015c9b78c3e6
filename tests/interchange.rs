//! The interchange format from outside: what a user's file gives, and that nothing is lost on the way.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use proptest::prelude::*;
use wenxiao::domain::notation::Band;
use wenxiao::domain::number::Written;
use wenxiao::domain::project::{
    About, Attribute, Category, Cause, Disposal, Evaluation, Fund, Indicator, MoneyUnit,
    Monitoring, MonthForm, MonthReading, MultiYear, Nature, Outlook, Period, PlanLine, Printed,
    Project, RowKey,
};
use wenxiao::domain::role::Role;
use wenxiao::domain::status::{Act, Signature, Status};
use wenxiao::exchange::json::{
    Arrival, Expected, Fault, List, ReadError, WriteOptions, read, read_as, write,
};

fn written(projects: &[Project]) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(projects, &WriteOptions::default(), &mut bytes).unwrap();
    bytes
}

fn one(project: &str) -> Result<Project, ReadError> {
    let text = format!(r#"{{"format": "wenxiao/1", "projects": [{project}]}}"#);
    read(text.as_bytes()).map(|file| file.projects[0].clone())
}

#[test]
fn every_form_of_paper_survives_export_and_import() {
    let file = read(include_bytes!("data/forms.json")).unwrap();
    assert_eq!(file.projects.len(), 12);
    assert_eq!(file.projects[6].year, None);
    assert_eq!(file.projects[6].funds[0].adjusted.as_str(), "1,280.55");
    assert_eq!(file.projects[0].extra["kind"], "target");
    let again = read(&written(&file.projects)).unwrap();
    assert_eq!(again.projects, file.projects);
}

#[test]
fn towers_of_marks_are_capped_like_everywhere() {
    let project = one("{\"name\": \" 水库\u{335}\u{336}\u{337}\u{338}\u{202e} \"}").unwrap();
    assert_eq!(project.name, "水库\u{335}\u{336}");
}

#[test]
fn numbers_are_never_floats() {
    let project = one(
        r#"{"funds": [{"source": "合计", "initial": 0.1, "adjusted": 89.974,
            "executed": 12345678901234567890.12}],
            "indicators": [{"target": 50, "weight": 1e1, "actual": null}],
            "note": {"deep": [0.1, 12345678901234567890.12]}}"#,
    )
    .unwrap();
    let fund = &project.funds[0];
    assert_eq!(fund.initial.as_str(), "0.1");
    assert_eq!(fund.adjusted.as_str(), "89.974");
    assert_eq!(fund.executed.as_str(), "12345678901234567890.12");
    let row = &project.indicators[0];
    assert_eq!(
        (
            row.target.as_str(),
            row.weight.as_str(),
            row.actual.as_str()
        ),
        ("50", "10", "")
    );
    assert_eq!(project.extra["note"]["deep"][1], "12345678901234567890.12");
}

#[test]
fn what_is_absent_is_made_or_stays_empty() {
    let text = r#"{"projects": [{"name": "甲"}, {"code": null, "indicators": [{"id": "1"}, {}, {"id": ""}]}],
        "policy": "strict", "format": "wenxiao/1"}"#;
    let file = read(text.as_bytes()).unwrap();
    assert_eq!(file.policy.as_deref(), Some("strict"));
    assert_eq!(file.projects[0].code, "#1");
    assert_eq!(
        (file.projects[1].code.as_str(), file.projects[1].year),
        ("#2", None)
    );
    let ids: Vec<&str> = file.projects[1]
        .indicators
        .iter()
        .map(|row| row.id.as_str())
        .collect();
    assert_eq!(ids, ["1", "2", "3"]);
}

#[test]
fn a_file_that_is_none_of_ours_is_refused() {
    let refused = |text: &str| read(text.as_bytes()).unwrap_err();
    assert_eq!(
        refused(r#"{"format": "wenxiao-score/1", "projects": [3]}"#),
        ReadError::WrongFormat {
            found: Some("wenxiao-score/1".into())
        }
    );
    assert_eq!(
        refused(r#"{"projects": [{"name": {}}]}"#),
        ReadError::WrongFormat { found: None }
    );
    assert_eq!(refused(r#"{"format": "wenxiao/1"}"#), ReadError::NoProjects);
    assert_eq!(
        refused(r#"{"format": "wenxiao/1", "projects": {}}"#),
        ReadError::NoProjects
    );
    assert_eq!(refused("[]"), ReadError::NoObject);
    assert!(matches!(
        refused("项目,年度"),
        ReadError::Syntax {
            line: 1,
            column: 1,
            ..
        }
    ));
    assert!(matches!(
        refused("{\"format\": \"wenxiao/1\",\n \"projects\": [}"),
        ReadError::Syntax {
            fault: Fault::Unexpected('}'),
            line: 2,
            column: 15,
            ..
        }
    ));
    assert!(matches!(
        refused(""),
        ReadError::Syntax {
            fault: Fault::EndsEarly,
            ..
        }
    ));
}

#[test]
fn a_wrong_cell_is_named_with_project_row_and_key() {
    let text = r#"{"format": "wenxiao/1", "projects": [{}, {"code": "K7",
        "indicators": [{"id": "a"}, {"id": "b", "target": {"value": 5}}]}]}"#;
    let ReadError::Shape {
        place,
        expected: Expected::Cell,
        ..
    } = read(text.as_bytes()).unwrap_err()
    else {
        panic!("another error");
    };
    let row = place.row.unwrap();
    assert_eq!(
        (place.project, place.code.as_str(), place.key.as_str()),
        (Some(2), "K7", "target")
    );
    assert_eq!(
        (row.list, row.number, row.id.as_str()),
        (List::Indicators, 2, "b")
    );
    for bad in [
        r#"{"name": ["甲"]}"#,
        r#"{"funds": [7]}"#,
        r#"{"indicators": "无"}"#,
        r#"{"year": "明年"}"#,
        r#"{"money_unit": "美元"}"#,
        r#"{"period": {"start": "2025-02-30", "end": "2025-12-31"}}"#,
        r#"{"about": {"attribute": "旧"}}"#,
        r#"{"indicators": [{"band": "good"}]}"#,
        r#"{"indicators": [{"applicable": 1}]}"#,
        r#"{"monitoring": {"months": {"13": {}}}}"#,
        r#"{"name": "甲", "name": "乙"}"#,
    ] {
        assert!(one(bad).is_err(), "{bad}");
    }
}

#[test]
fn half_a_period_stays_half_and_nothing_is_invented() {
    let day = |text: &str| text.parse().ok();
    for (text, start, end) in [
        (r#"{"start": "2025-03-01"}"#, day("2025-03-01"), None),
        (
            r#"{"start": null, "end": "2025-09-30"}"#,
            None,
            day("2025-09-30"),
        ),
    ] {
        let period = one(&format!(r#"{{"period": {text}}}"#)).unwrap().period;
        let period = period.expect("a period");
        assert_eq!((period.start, period.end), (start, end));
    }
    assert_eq!(one(r#"{"period": {"start": ""}}"#).unwrap().period, None);
}

#[test]
fn a_row_of_the_monitoring_form_is_taken_for_no_other() {
    let plan = |row: &str| one(&format!(r#"{{"monitoring": {{"plan": [{row}]}}}}"#));
    let month = |rows: &str| {
        one(&format!(
            r#"{{"monitoring": {{"months": {{"3": {{"readings": [{rows}]}}}}}}}}"#
        ))
    };
    for row in ["execution", "fund:f1", "indicator:1", "indicator:a:b"] {
        assert!(plan(&format!(r#"{{"row": "{row}"}}"#)).is_ok(), "{row}");
    }
    for row in [
        "资金",
        "Indicator:1",
        "fund",
        "fund:",
        "indicator:",
        "Execution",
        "",
    ] {
        let wrong = format!(r#"{{"row": "{row}", "actual": "1"}}"#);
        for error in [plan(&wrong), month(&wrong)] {
            assert!(
                matches!(
                    &error,
                    Err(ReadError::Value { place, expected: Expected::OneOf(_), .. })
                        if place.key.ends_with("row")
                ),
                "{row}: {error:?}"
            );
        }
    }
    assert!(month(r#"{"actual": "1"}"#).is_err());
    let twice = r#"{"row": "indicator:1"}, {"row": "execution"}, {"row": "indicator:1"}"#;
    for error in [plan(twice), month(twice)] {
        assert!(matches!(
            error,
            Err(ReadError::DuplicateId { rows: (1, 3), .. })
        ));
    }
    for month in ["05", " 5", "+5", "0", "13", "五"] {
        let text = format!(r#"{{"monitoring": {{"months": {{"{month}": {{}}}}}}}}"#);
        assert!(one(&text).is_err(), "{month}");
    }
}

#[test]
fn a_key_of_the_head_is_written_once_and_a_project_is_an_object() {
    for text in [
        r#"{"format": "wenxiao/1", "format": "wenxiao/1", "projects": []}"#,
        r#"{"format": "wenxiao/1", "policy": "a", "policy": "b", "projects": []}"#,
        r#"{"format": "wenxiao/1", "x": 1, "x": 2, "projects": []}"#,
        r#"{"format": "wenxiao/1", "projects": [null]}"#,
    ] {
        assert!(read(text.as_bytes()).is_err(), "{text}");
    }
    assert_eq!(one(r#"{"year": 2025.0}"#).unwrap().year, Some(2025));
}

#[test]
fn i10_every_project_that_is_wrong_is_told() {
    let text = r#"{"format": "wenxiao/1", "projects": [
        {"code": "A", "year": "x"}, {"code": "B"}, {"code": "C", "funds": 7}]}"#;
    let Err(ReadError::Several(errors)) = read(text.as_bytes()) else {
        panic!("one error only");
    };
    let places: Vec<_> = errors
        .iter()
        .map(|error| match error {
            ReadError::Value { place, .. } | ReadError::Shape { place, .. } => {
                (place.project, place.code.as_str())
            }
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(places, [(Some(1), "A"), (Some(3), "C")]);
}

#[test]
fn two_rows_with_one_id_are_named_both() {
    let error = one(r#"{"indicators": [{"id": "a"}, {}, {"id": "a"}]}"#).unwrap_err();
    assert!(matches!(error, ReadError::DuplicateId { rows: (1, 3), .. }));
}

#[test]
fn a_byte_order_mark_passes_and_a_broken_byte_is_named() {
    let mut bytes = b"\xEF\xBB\xBF{\"format\":\"wenxiao/1\",\"projects\":[]}".to_vec();
    assert!(read(&bytes).is_ok());
    bytes.insert(20, 0xC4);
    assert_eq!(read(&bytes), Err(ReadError::NotUtf8 { byte: 20 }));
}

#[test]
fn what_would_hide_in_a_text_is_dropped() {
    let project = one(
        r#"{"name": " 水库\u202e除险\u200b加固\u001b[31m ", "goal": "一、\r\n二、\u0007 \n",
            "indicators": [{"name": "座\n数", "target": "≥5\t座"}]}"#,
    )
    .unwrap();
    assert_eq!(project.name, "水库除险加固[31m");
    assert_eq!(project.goal, "一、\n二、");
    assert_eq!(project.indicators[0].name, "座 数");
    assert_eq!(project.indicators[0].target, "≥5 座");
}

#[test]
fn an_import_arrives_as_a_draft_and_a_backup_as_it_was() {
    let project = full();
    let bytes = written(std::slice::from_ref(&project));
    assert_eq!(
        read_as(&bytes, Arrival::AsWritten).unwrap().projects,
        std::slice::from_ref(&project)
    );
    let draft = read(&bytes).unwrap().projects.remove(0);
    assert_eq!(draft.documents.goal.status, Status::Draft);
    assert!(draft.documents.goal.signatures.is_empty());
    assert_eq!(draft.monitoring.months[&7].goal_version, 0);
    assert_eq!(draft.indicators, project.indicators);
}

/// Every property of the schema is one that the writer can write, and the other way round.
#[test]
fn the_schema_names_exactly_what_is_written() {
    let schema: serde_json::Value =
        serde_json::from_str(include_str!("../data/schema/wenxiao-1.schema.json")).unwrap();
    let mut named = Vec::new();
    schema_names(&schema, &schema, "", &mut named);
    let mut produced = Vec::new();
    let mut bytes = Vec::new();
    let options = WriteOptions {
        policy: Some("strict".into()),
    };
    write([&full()], &options, &mut bytes).unwrap();
    value_names(&serde_json::from_slice(&bytes).unwrap(), "", &mut produced);
    for names in [&mut named, &mut produced] {
        names.sort();
        names.dedup();
    }
    assert_eq!(named, produced);
}

fn schema_names(
    root: &serde_json::Value,
    at: &serde_json::Value,
    path: &str,
    names: &mut Vec<String>,
) {
    if let Some(name) = at["$ref"].as_str() {
        let target = root.pointer(name.trim_start_matches('#')).expect(name);
        return schema_names(root, target, path, names);
    }
    for (key, inner) in at["properties"].as_object().into_iter().flatten() {
        let path = format!("{path}.{key}");
        schema_names(root, inner, &path, names);
        names.push(path);
    }
    for inner in [&at["items"], &at["patternProperties"]["^([1-9]|1[0-2])$"]] {
        if inner.is_object() {
            schema_names(root, inner, &format!("{path}[]"), names);
        }
    }
}

fn value_names(at: &serde_json::Value, path: &str, names: &mut Vec<String>) {
    match at {
        serde_json::Value::Object(map) => {
            for (key, value) in map {
                if key.parse::<u8>().is_ok() {
                    value_names(value, &format!("{path}[]"), names);
                } else {
                    let path = format!("{path}.{key}");
                    value_names(value, &path, names);
                    names.push(path);
                }
            }
        }
        serde_json::Value::Array(list) => {
            for value in list {
                value_names(value, &format!("{path}[]"), names);
            }
        }
        _ => {}
    }
}

fn row(id: &str) -> Indicator {
    Indicator {
        id: id.into(),
        level1: "产出指标".into(),
        level2: "数量指标".into(),
        name: "座数".into(),
        target: "≥5座".into(),
        weight: "10".into(),
        actual: "5".into(),
        band: Some(Band::Partial),
        band_score: "7".into(),
        not_applicable: true,
        deduction: "0.5".into(),
        reason: "雨\n雪".into(),
        evidence: "验收单".into(),
        printed_score: "9".into(),
        withdrawn: true,
        explanation: "甲".into(),
        standard: "乙".into(),
        formula: "丙".into(),
        origin: "部门自设".into(),
        basis: "计划标准".into(),
        last_year: "4".into(),
        year_before: "3".into(),
        method: "直接证明法".into(),
        data_source: "部门业务记录".into(),
        evidence_required: "验收单".into(),
        goal_link: "加固".into(),
        growth_rate: true,
    }
}

fn full() -> Project {
    let date = |month, day| chrono::NaiveDate::from_ymd_opt(2026, month, day).unwrap();
    let mut project = Project {
        code: "K1".into(),
        year: Some(2026),
        name: "水库除险加固".into(),
        unit: "云岭县水利站".into(),
        department: "云岭县水利局".into(),
        policy: Some("strict".into()),
        money_unit: MoneyUnit::Yuan,
        period: Some(Period {
            start: Some(date(3, 1)),
            end: Some(date(8, 31)),
        }),
        about: About {
            attribute: Some(Attribute::New),
            category: Some(Category::Specific),
            nature: Some(Nature::Staged),
            leader: "甲".into(),
            phone: "1".into(),
            overview: "乙".into(),
            basis: "丙".into(),
            necessity: "丁".into(),
            feasibility: "戊".into(),
            schedule: "己".into(),
            safeguards: "庚".into(),
            ex_ante: "予以支持".into(),
        },
        funds: vec![Fund {
            id: "f1".into(),
            source: "财政拨款".into(),
            initial: "90".into(),
            adjusted: "89.974".into(),
            executed: "0".into(),
        }],
        goal: "加固5座".into(),
        achieved: "完成".into(),
        indicators: vec![row("1"), row("2")],
        multi_year: MultiYear {
            total: "300".into(),
            fiscal: "200".into(),
            other: "100".into(),
            goal: "三年".into(),
            indicators: vec![row("1")],
        },
        monitoring: Monitoring {
            plan: vec![PlanLine {
                id: RowKey::Indicator("1".into()),
                months: [(7, Written::from("3"))].into(),
            }],
            ..Monitoring::default()
        },
        evaluation: Evaluation {
            execution_reason: "甲".into(),
            improvement: "乙".into(),
            filled_by: "丙".into(),
        },
        printed: Printed {
            execution_rate: Some("93.7%".into()),
            execution_weight: Some("10".into()),
            execution_score: Some("9.37".into()),
            total: Some("98".into()),
            grade: Some("优".into()),
        },
        ..Project::default()
    };
    let reading = MonthReading {
        id: RowKey::Fund("f1".into()),
        actual: "3".into(),
        cause: Some(Cause::Funding),
        cause_text: "迟".into(),
        outlook: Some(Outlook::Possible),
        forecast: "5".into(),
        measures: "催".into(),
    };
    let form = MonthForm {
        readings: vec![reading],
        disposal: Some(Disposal::Continue),
        goal_version: 1,
    };
    project.monitoring.months.insert(7, form);
    let signature = Signature {
        act: Act::Submit,
        person: "li".into(),
        role: Role::Unit,
        at: 1_750_000_000_000,
        from: Status::Draft,
        to: Status::UnitAudit,
        comment: "请审".into(),
    };
    project.documents.goal.status = Status::UnitAudit;
    project.documents.goal.version = 1;
    project.documents.goal.signatures.push(signature);
    let goal = project.documents.goal.clone();
    project.documents.self_evaluation = goal.clone();
    project.documents.monitoring.insert(7, goal);
    project
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "[0-9]{1,20}(\\.[0-9]{1,8})?",
        "[≥≤=]?[0-9]{1,4}(个|%|万元)?",
        "[\u{4e00}-\u{4e80}\"\\\\/{}A-Za-z]{1,12}",
    ]
}

prop_compose! {
    fn some_row()(cells in prop::collection::vec(cell(), 12), flags in any::<[bool; 3]>(),
                  band in prop::option::of(prop_oneof![Just(Band::Met), Just(Band::Partial), Just(Band::Unmet)]))
        -> Indicator
    {
        let cell = |at: usize| cells[at].clone();
        Indicator {
            level1: cell(0), level2: cell(1), name: cell(2), target: cell(3), actual: cell(4),
            weight: Written(cell(5)), band, band_score: Written(cell(6)), not_applicable: flags[0],
            withdrawn: flags[1], growth_rate: flags[2], reason: cell(7), printed_score: Written(cell(8)),
            last_year: cell(9), standard: cell(10), goal_link: cell(11), ..Indicator::default()
        }
    }
}

prop_compose! {
    fn some_project()(rows in prop::collection::vec(some_row(), 0..6), wide in prop::collection::vec(some_row(), 0..3),
                      money in prop::collection::vec(prop::collection::vec(cell(), 4), 0..4),
                      cells in prop::collection::vec(cell(), 8), year in prop::option::of(1990_i32..2100),
                      months in prop::collection::btree_map(1_u8..=12, (cell(), cell()), 0..4))
        -> Project
    {
        let cell = |at: usize| cells[at].clone();
        let number = |mut rows: Vec<Indicator>| {
            for (at, row) in rows.iter_mut().enumerate() {
                row.id = (at + 1).to_string();
            }
            rows
        };
        let mut project = Project {
            code: format!("K{}", cell(0).replace(['"', '\\'], "")), name: cell(1), year, unit: cell(2), goal: cell(3),
            achieved: cell(4), indicators: number(rows), ..Project::default()
        };
        project.multi_year.indicators = number(wide);
        project.about.overview = cell(5);
        project.printed.total = Some(cell(6)).filter(|text| !text.is_empty());
        project.evaluation.improvement = cell(7);
        for (at, money) in money.into_iter().enumerate() {
            let [source, initial, adjusted, executed] = <[String; 4]>::try_from(money).unwrap();
            project.funds.push(Fund {
                id: format!("f{}", at + 1), source, initial: Written(initial),
                adjusted: Written(adjusted), executed: Written(executed),
            });
        }
        for (month, (actual, measures)) in months {
            let reading = MonthReading { actual: Written(actual), measures, ..MonthReading::default() };
            project.monitoring.months.insert(month, MonthForm { readings: vec![reading], ..MonthForm::default() });
        }
        project
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn export_and_import_give_the_same_projects(projects in prop::collection::vec(some_project(), 0..4)) {
        let bytes = written(&projects);
        prop_assert_eq!(&read(&bytes).unwrap().projects, &projects);
        prop_assert_eq!(written(&read(&bytes).unwrap().projects), bytes);
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), cut in 0_usize..4000) {
        let _ = read(&bytes);
        let form = include_bytes!("data/forms.json");
        prop_assert!(read(&form[..cut.min(form.len() - 2)]).is_err());
    }
}
