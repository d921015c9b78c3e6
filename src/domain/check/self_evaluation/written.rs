//! S-10, S-11, S-22, S-29 to S-34: how target and actual of a row are written.
//!
//! What can't be read, was copied, has the wrong unit or the wrong day, or differs from the goal
//! that was approved. No points are looked at here.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::domain::check::facts::{Facts, Row, folded, is_template};
use crate::domain::check::goal::is_growth;
use crate::domain::check::list::Check as C;
use crate::domain::check::{Context, Detail, Findings, Purpose};
use crate::domain::command::IndicatorField as F;
use crate::domain::notation::{Actual, Deadline, Doubt, Target, actual, target};
use crate::domain::policy::CheckWords;
use crate::domain::project::RowKey;
use crate::domain::scoring::{Note, Rule};

/// S-10, S-33
pub(super) fn filled_row(
    facts: &Facts<'_>,
    purpose: Purpose,
    row: &Row<'_>,
    found: &mut Findings<'_>,
) {
    let text = row.indicator.actual.trim();
    let has_target = !matches!(row.target(), Target::None);
    let banded = row.indicator.band.is_some() && row.score.rule == Rule::Qualitative;
    let nothing = matches!(row.score.row.actual, Actual::None);
    let numeric = row.target().quantity().is_some();
    // Of words and days the check does not speak; who fills the form in is told of them too.
    let asked = numeric || (has_target && purpose != Purpose::Look);
    if nothing && asked && !banded {
        found
            .row(C::S10, row, F::Actual)
            .detail(Detail::Empty)
            .found(text);
    } else if numeric && !nothing && !matches!(row.score.row.actual, Actual::Number { .. }) {
        found
            .row(C::S10, row, F::Actual)
            .expected(row.indicator.target.trim())
            .found(text);
    }
    let words = row.score.row.notes.contains(&Note::WordsForNumber);
    let unread = row.score.rule == Rule::Unreadable && (!nothing || facts.paper || !has_target);
    if !words && !unread {
        return;
    }
    let said = found.row(C::S33, row, F::Actual);
    if words {
        said.detail(Detail::InWords)
            .expected(row.indicator.target.trim())
            .found(text);
    } else if row.score.row.notes.contains(&Note::YearMissing) {
        said.detail(Detail::NoYear).found(text);
    } else if has_target {
        said.expected(row.indicator.target.trim()).found(text);
    } else {
        said.detail(Detail::Missing(vec![F::Target])).found(text);
    }
}

/// S-29, S-30, S-31, S-32, S-34: how target and actual are written.
pub(super) fn readings(row: &Row<'_>, words: &CheckWords, found: &mut Findings<'_>) {
    let indicator = row.indicator;
    let (target, actual) = (indicator.target.trim(), indicator.actual.trim());
    let notes = &row.score.row.notes;
    let repeated = |note: &Note| matches!(note, Note::TextRepeated | Note::SignRepeated);
    if notes.iter().any(repeated) || is_copied(row) {
        found
            .row(C::S29, row, F::Actual)
            .expected(target)
            .found(actual);
    }
    let units = [
        (Note::UnitsDiffer, Detail::Plain),
        (Note::FractionForPercent, Detail::FractionForPercent),
        (Note::PrefixTaken, Detail::PrefixTaken),
    ];
    let doubt = units.into_iter().find(|(note, _)| notes.contains(note));
    if let Some((_, detail)) = doubt {
        found
            .row(C::S30, row, F::Actual)
            .detail(detail)
            .expected(target)
            .found(actual);
    }
    rate_above_all(row, words, found);
    for (field, text, doubts) in [
        (F::Target, target, doubts(notes, Side::Target)),
        (F::Actual, actual, doubts(notes, Side::Actual)),
    ] {
        for doubt in doubts {
            let (check, detail) = match doubt {
                Doubt::SignLost => (C::S31, Detail::Plain),
                Doubt::Denied => (C::S31, Detail::Denied),
                Doubt::LeakedCode => (C::S32, Detail::Plain),
                Doubt::Placeholder | Doubt::Scale => (C::S34, Detail::Plain),
            };
            found.row(check, row, field).detail(detail).found(text);
        }
    }
    if has_template(&indicator.name) {
        found
            .row(C::S34, row, F::Name)
            .detail(Detail::InName)
            .found(indicator.name.trim());
    }
}

/// What is no number, word for word: the deadline, the range or the text that was asked for.
fn is_copied(row: &Row<'_>) -> bool {
    let text = folded(&row.indicator.target);
    let worded = !matches!(row.target(), Target::YesNo(_) | Target::None);
    worded
        && row.target().quantity().is_none()
        && !text.is_empty()
        && text == folded(&row.indicator.actual)
}

/// A placeholder in the name: `(≥**亩)`, `(≥台)`.
fn has_template(name: &str) -> bool {
    let bracketed = name.split(['(', '（']).skip(1);
    let mut inside = bracketed.filter_map(|rest| rest.split([')', '）']).next());
    is_template(name) || inside.any(|text| target(text).doubts.contains(&Doubt::Placeholder))
}

#[derive(Clone, Copy)]
enum Side {
    Target,
    Actual,
}

fn doubts(notes: &[Note], side: Side) -> Vec<Doubt> {
    notes
        .iter()
        .filter_map(|note| match (side, note) {
            (Side::Target, Note::Target(doubt)) | (Side::Actual, Note::Actual(doubt)) => {
                Some(*doubt)
            }
            _ => None,
        })
        .collect()
}

/// S-31 on a rate above 100 %.
fn rate_above_all(row: &Row<'_>, words: &CheckWords, found: &mut Findings<'_>) {
    if is_growth(row.indicator, words) {
        return;
    }
    let Some(wanted) = row.target().quantity() else {
        return;
    };
    if wanted.unit == "%" && wanted.value > Decimal::ONE_HUNDRED {
        found
            .row(C::S31, row, F::Target)
            .expected("≤100%")
            .found(row.indicator.target.trim());
    }
    let Actual::Number { quantity, .. } = &row.score.row.actual else {
        return;
    };
    let is_rate = quantity.unit == "%" || (quantity.unit.is_empty() && wanted.unit == "%");
    if is_rate && quantity.value > Decimal::ONE_HUNDRED {
        found
            .row(C::S31, row, F::Actual)
            .expected("≤100%")
            .found(row.indicator.actual.trim());
    }
}

/// S-11
pub(super) fn approved(context: &Context<'_>, row: &Row<'_>, found: &mut Findings<'_>) {
    let Some(before) = context
        .approved
        .and_then(|project| project.indicator(&row.indicator.id))
    else {
        return;
    };
    if before.target.trim() != row.indicator.target.trim() {
        found
            .row(C::S11, row, F::Target)
            .expected(before.target.trim())
            .found(row.indicator.target.trim());
    }
}

/// S-22
pub(super) fn date(facts: &Facts<'_>, row: &Row<'_>, found: &mut Findings<'_>) {
    let Actual::Date(day) = row.score.row.actual else {
        return;
    };
    let project = facts.project;
    let Some(day) = day.resolve(project.year) else {
        return;
    };
    let last = project
        .year
        .and_then(|year| NaiveDate::from_ymd_opt(year, 12, 31));
    let year_begins = || NaiveDate::from_ymd_opt(project.year?, 1, 1);
    let first = project.start().or_else(year_begins);
    let bound = match (first, last) {
        (_, Some(last)) if day > last => Some(format!("≤{last}")),
        (Some(first), _) if day < first => Some(format!("≥{first}")),
        _ => None,
    };
    if let Some(bound) = bound {
        found.row(C::S22, row, F::Actual).expected(bound).found(day);
        return;
    }
    let read = last_read_day(facts, row).and_then(|read| read.resolve(project.year));
    if let Some(read) = read.filter(|read| *read != day) {
        found
            .row(C::S22, row, F::Actual)
            .detail(Detail::DiffersFromMonitoring)
            .expected(read)
            .found(day);
    }
}

fn last_read_day(facts: &Facts<'_>, row: &Row<'_>) -> Option<Deadline> {
    let key = RowKey::Indicator(row.indicator.id.clone());
    let months = facts.project.monitoring.months.values().rev();
    months
        .flat_map(|form| &form.readings)
        .filter(|reading| reading.id == key)
        .find_map(
            |reading| match actual(reading.actual.as_str(), row.target()).value {
                Actual::Date(day) => Some(day),
                _ => None,
            },
        )
}
