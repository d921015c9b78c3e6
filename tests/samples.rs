//! The sample county is sound where it is not marked as faulty, so that every finding of the
//! program in it is one that was meant.

// What a helper of a test unwraps is what the test is about.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::str::FromStr;

use rust_decimal::Decimal;
use toml::{Table, Value};

const COUNTY: &str = include_str!("../data/samples/county.toml");

const STAGES: [&str; 10] = [
    "draft",
    "returned",
    "unit-audit",
    "department-audit",
    "finance-audit",
    "final",
    "approved",
    "monitoring",
    "self-evaluation",
    "result",
];

fn county() -> Table {
    COUNTY.parse().unwrap()
}

fn tables<'t>(table: &'t Table, key: &str) -> Vec<&'t Table> {
    let rows = table.get(key).and_then(Value::as_array).unwrap();
    rows.iter().map(|row| row.as_table().unwrap()).collect()
}

fn text<'t>(table: &'t Table, key: &str) -> &'t str {
    table.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn decimal(text: &str) -> Decimal {
    Decimal::from_str(text).unwrap()
}

fn amounts(table: &Table, key: &str) -> Vec<Decimal> {
    let Some(values) = table.get(key).and_then(Value::as_array) else {
        return Vec::new();
    };
    values
        .iter()
        .map(|value| decimal(value.as_str().unwrap()))
        .collect()
}

fn funds(project: &Table, column: &str) -> Decimal {
    tables(project, "funds")
        .iter()
        .map(|row| decimal(text(row, column)))
        .sum()
}

fn year(project: &Table) -> i64 {
    project.get("year").and_then(Value::as_integer).unwrap()
}

#[test]
fn the_county_has_departments_persons_and_projects_of_two_years_in_every_stage() {
    let county = county();
    assert_eq!(tables(&county, "department").len(), 12);
    let projects = tables(&county, "project");
    assert!(projects.iter().filter(|p| year(p) == 2026).count() >= 30);
    assert!(projects.iter().filter(|p| year(p) == 2025).count() >= 15);
    let stages: BTreeSet<&str> = projects.iter().map(|p| text(p, "stage")).collect();
    assert_eq!(stages, BTreeSet::from(STAGES));
    let codes: HashSet<&str> = projects.iter().map(|p| text(p, "code")).collect();
    assert_eq!(codes.len(), projects.len());
}

#[test]
fn every_unit_has_a_filler_and_a_head_and_every_department_its_officer() {
    let county = county();
    let persons = tables(&county, "person");
    let has = |role: &str, scope: &str| {
        persons
            .iter()
            .any(|p| text(p, "role") == role && text(p, "scope") == scope)
    };
    for project in tables(&county, "project") {
        assert!(
            has("unit", text(project, "unit")),
            "{}",
            text(project, "code")
        );
        assert!(
            has("unit-lead", text(project, "unit")),
            "{}",
            text(project, "code")
        );
        assert!(
            has("department", text(project, "department")),
            "{}",
            text(project, "code")
        );
    }
    for role in ["performance", "budget", "auditor", "admin"] {
        assert!(has(role, ""), "{role}");
    }
    let looked_after: HashSet<&str> = persons
        .iter()
        .filter(|p| text(p, "role") == "finance")
        .flat_map(|p| text(p, "scope").split('、'))
        .collect();
    for department in tables(&county, "department") {
        assert!(looked_after.contains(text(department, "name")));
    }
    let names: HashSet<&str> = persons.iter().map(|p| text(p, "name")).collect();
    assert_eq!(names.len(), persons.len());
}

#[test]
fn the_money_of_every_project_adds_up() {
    for project in tables(&county(), "project") {
        let code = text(project, "code");
        let plan = amounts(project, "plan");
        assert_eq!(plan.len(), 12, "{code}");
        assert_eq!(
            plan.iter().sum::<Decimal>(),
            funds(project, "initial"),
            "{code}"
        );
        assert!(plan.iter().all(|month| *month >= Decimal::ZERO), "{code}");
        assert!(
            decimal(text(project, "total")) >= funds(project, "initial"),
            "{code}"
        );
        assert!(
            funds(project, "executed") <= funds(project, "adjusted"),
            "{code}"
        );
        if text(project, "stage") == "monitoring" {
            let paid = amounts(project, "paid");
            assert_eq!(paid.len(), 6, "{code}");
            assert_eq!(
                paid.iter().sum::<Decimal>(),
                funds(project, "executed"),
                "{code}"
            );
        }
        for row in tables(project, "funds") {
            let (executed, adjusted) = (text(row, "executed"), text(row, "adjusted"));
            assert!(decimal(executed) <= decimal(adjusted), "{code}");
        }
    }
}

#[test]
fn weights_follow_the_frame_where_no_fault_is_marked() {
    for project in tables(&county(), "project") {
        let code = text(project, "code");
        let mut frame: BTreeMap<&str, Decimal> = BTreeMap::new();
        let indicators = tables(project, "indicator");
        assert!((5..=9).contains(&indicators.len()), "{code}");
        for indicator in &indicators {
            *frame.entry(text(indicator, "level1")).or_default() +=
                decimal(text(indicator, "weight"));
        }
        let cost = frame.get("成本指标").copied().unwrap_or_default();
        let expected = if text(project, "policy") == "national-2021-cost" {
            [
                (cost, 20),
                (frame["产出指标"], 40),
                (frame["满意度指标"], 10),
            ]
        } else {
            [
                (cost, 0),
                (frame["产出指标"], 50),
                (frame["满意度指标"], 10),
            ]
        };
        let fits = expected
            .iter()
            .all(|(have, want)| *have == Decimal::from(*want))
            && frame.values().sum::<Decimal>() == Decimal::from(90);
        let fault = text(project, "fault");
        assert_eq!(
            fits,
            !["weights-95", "no-benefit"].contains(&fault),
            "{code}"
        );
    }
}

#[test]
fn only_the_projects_that_say_so_have_a_cost_that_must_rise_or_a_name_twice() {
    for project in tables(&county(), "project") {
        let code = text(project, "code");
        let indicators = tables(project, "indicator");
        let rising = indicators
            .iter()
            .any(|i| text(i, "level1") == "成本指标" && text(i, "target").starts_with('≥'));
        assert_eq!(rising, text(project, "fault") == "cost-at-least", "{code}");
        let names: HashSet<&str> = indicators.iter().map(|i| text(i, "name")).collect();
        let twice = names.len() < indicators.len();
        assert_eq!(
            twice,
            text(project, "fault") == "duplicate-indicator",
            "{code}"
        );
    }
}

#[test]
fn the_faults_of_real_forms_are_there_once_each() {
    let county = county();
    let projects = tables(&county, "project");
    let faults: Vec<&str> = projects
        .iter()
        .map(|p| text(p, "fault"))
        .filter(|f| !f.is_empty())
        .collect();
    let kinds: HashSet<&&str> = faults.iter().collect();
    assert_eq!(kinds.len(), faults.len());
    assert!(faults.len() >= 15);
    assert!(
        projects.len() > faults.len() + 15,
        "most projects are sound"
    );
}

#[test]
fn past_projects_have_actuals_and_current_ones_have_readings() {
    for project in tables(&county(), "project") {
        let code = text(project, "code");
        for indicator in tables(project, "indicator") {
            match text(project, "stage") {
                "result" => {
                    assert!(!text(indicator, "actual").is_empty(), "{code}");
                    let printed = decimal(text(indicator, "printed_score"));
                    assert!(printed <= decimal(text(indicator, "weight")), "{code}");
                }
                "self-evaluation" => assert!(!text(indicator, "actual").is_empty(), "{code}"),
                "monitoring" => {
                    let readings = indicator.get("readings").and_then(Value::as_array);
                    assert_eq!(readings.map(Vec::len), Some(6), "{code}");
                }
                _ => assert!(indicator.get("readings").is_none(), "{code}"),
            }
        }
    }
}
