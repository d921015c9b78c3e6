use rust_decimal::Decimal;

use super::*;
use crate::domain::refusal::{BadValue, Refusal};

const RULES: EditRules = EditRules {
    met_from: Decimal::from_parts(8, 0, 0, false, 1),
    partial_from: Decimal::from_parts(6, 0, 0, false, 1),
};

fn project() -> Project {
    Project {
        name: "水库除险加固".into(),
        year: Some(2026),
        indicators: vec![Indicator {
            id: "1".into(),
            weight: "10".into(),
            ..Indicator::default()
        }],
        ..Project::default()
    }
}

fn set(field: IndicatorField, value: &str) -> Edit {
    Edit::Set {
        at: At::Indicator(Block::Annual, "1".into(), field),
        value: value.into(),
    }
}

#[test]
fn points_outside_the_band_are_refused_and_at_its_edge_kept() {
    let banded = edit(&project(), &[set(IndicatorField::Band, "partial")], &RULES).unwrap();
    assert!(edit(&banded, &[set(IndicatorField::BandScore, "8.00")], &RULES).is_err());
    let kept = edit(&banded, &[set(IndicatorField::BandScore, "7.99")], &RULES).unwrap();
    assert_eq!(kept.indicators[0].band_score.as_str(), "7.99");
    assert!(edit(&kept, &[set(IndicatorField::BandScore, "6.005")], &RULES).is_err());
}

#[test]
fn one_bad_edit_leaves_the_project_as_it_was() {
    let edits = [
        set(IndicatorField::Name, "座数"),
        set(IndicatorField::Weight, "十"),
    ];
    assert!(matches!(
        edit(&project(), &edits, &RULES),
        Err(Refusal::BadValue {
            why: BadValue::NotANumber,
            ..
        })
    ));
}

#[test]
fn a_full_width_amount_is_stored_as_the_number_that_it_is() {
    let edits = [set(IndicatorField::Weight, "１２．５")];
    assert_eq!(
        edit(&project(), &edits, &RULES).unwrap().indicators[0]
            .weight
            .as_str(),
        "12.5"
    );
}

#[test]
fn an_emptied_reading_leaves_no_trace() {
    let at = At::Reading(7, RowKey::Indicator("1".into()), ReadingField::Actual);
    let write = Edit::Set {
        at: at.clone(),
        value: "2 座".into(),
    };
    let clear = Edit::Set {
        at,
        value: String::new(),
    };
    let written = edit(&project(), &[write], &RULES).unwrap();
    assert_eq!(written.last_reading_month(), Some(7));
    assert_eq!(edit(&written, &[clear], &RULES).unwrap(), project());
}

#[test]
fn a_row_that_goes_takes_its_plan_and_readings_with_it() {
    let key = RowKey::Indicator("1".into());
    let edits = [
        Edit::Set {
            at: At::Plan(key.clone(), 3),
            value: "4".into(),
        },
        Edit::Set {
            at: At::Reading(3, key, ReadingField::Actual),
            value: "3".into(),
        },
        Edit::RemoveIndicator {
            block: Block::Annual,
            id: "1".into(),
        },
    ];
    let next = edit(&project(), &edits, &RULES).unwrap();
    assert!(next.monitoring.plan.is_empty() && next.indicators.is_empty());
    assert!(
        next.monitoring
            .months
            .values()
            .all(|form| form.readings.is_empty())
    );
}

#[test]
fn invisible_characters_are_refused_with_their_place() {
    let edits = [set(IndicatorField::Name, "座\u{202E}数")];
    assert!(matches!(
        edit(&project(), &edits, &RULES),
        Err(Refusal::BadValue {
            why: BadValue::Invisible { position: 2 },
            ..
        })
    ));
}
