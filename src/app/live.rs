//! What is said of a field while it is typed: how a value will be read, what a text lacks.

use std::ops::Range;

use super::Cx;
use super::edit::Editing;
use crate::domain::check::smart;
use crate::domain::command::{At, IndicatorField, ProjectField, ReadingField};
use crate::domain::notation::{self, Actual, Doubt, Target};
use crate::domain::project::RowKey;
use crate::domain::scoring;
use crate::lang::{evaluation, reading};

/// How the value of an open line will be read: `≥ 95 %`.
pub fn reading(editing: &Editing, cx: &Cx<'_>) -> Option<String> {
    let text = editing.text();
    let language = cx.language();
    let open = cx.open?;
    if let At::Indicator(_, id, IndicatorField::BandScore) = &editing.at {
        return band_points(id, cx);
    }
    if text.trim().is_empty() {
        return None;
    }
    match &editing.at {
        At::Indicator(_, id, IndicatorField::Target) => {
            let read = notation::target(&text);
            let row = open.project.indicator(id);
            let cost = row.is_some_and(|row| open.policy.is_cost(&row.level1, &row.level2));
            Some(reading::target(&read.value, &read.doubts, cost, language))
        }
        At::Indicator(_, id, IndicatorField::Actual) => Some(actual(&target_of(id, cx), &text, cx)),
        At::Reading(_, RowKey::Indicator(id), ReadingField::Actual | ReadingField::Forecast) => {
            Some(actual(&target_of(id, cx), &text, cx))
        }
        _ => None,
    }
}

/// The points that the chosen band of a row allows.
fn band_points(id: &str, cx: &Cx<'_>) -> Option<String> {
    let open = cx.open?;
    let row = open.project.indicator(id)?;
    let band = row.band?;
    let (low, high, closed) = scoring::band_interval(band, row.weight.or_zero(), &open.policy);
    Some(evaluation::interval(band, low, high, closed, cx.language()))
}

fn target_of(id: &str, cx: &Cx<'_>) -> Target {
    let row = cx.open.and_then(|open| open.project.indicator(id));
    row.map_or(Target::None, |row| notation::target(&row.target).value)
}

fn actual(target: &Target, text: &str, cx: &Cx<'_>) -> String {
    let read: notation::Reading<Actual> = notation::actual(text, target);
    let doubts: &[Doubt] = &read.doubts;
    reading::actual(&read.value, doubts, cx.language())
}

/// What a text lacks while it is typed.
pub fn notes(editing: &Editing, cx: &Cx<'_>) -> Vec<String> {
    weak(editing, cx)
        .iter()
        .map(|weak| reading::weakness(weak.weakness, cx.language()).to_owned())
        .fold(Vec::new(), |mut notes, note| {
            if !notes.contains(&note) {
                notes.push(note);
            }
            notes
        })
}

/// The characters of a text that are too vague.
pub fn marks(editing: &Editing, cx: &Cx<'_>) -> Vec<Range<usize>> {
    weak(editing, cx)
        .iter()
        .filter(|weak| weak.end > weak.start)
        .map(|weak| weak.start..weak.end)
        .collect()
}

fn weak(editing: &Editing, cx: &Cx<'_>) -> Vec<smart::Weak> {
    let Some(open) = cx.open else {
        return Vec::new();
    };
    match editing.at {
        At::Project(ProjectField::Goal | ProjectField::MultiYearGoal) => {
            smart::goal_text(&editing.text(), open.project.year, &open.policy.checks)
        }
        _ => Vec::new(),
    }
}
