//! What is wrong with the months themselves: missing, twice, ahead of time, changed afterwards.
//!
//! The timeline shows these in the head of the month. Nothing is repaired here: a fault is told,
//! and people mend it.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use super::super::project::{Project, RowKey};
use super::super::status::Act;

/// One fault of one month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// 1–12
    pub month: u8,
    /// Which row; `None` is the form as a whole.
    pub row: Option<RowKey>,
    /// What is wrong.
    pub kind: FaultKind,
}

/// What is wrong with a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// A later month was read, this one was not.
    Missing,
    /// Two readings of one row.
    Twice,
    /// It was read before it began.
    Future,
    /// The form was reopened after its final audit.
    Revised,
    /// The goal has a newer version than the one that the form was filled in against (M-12).
    OldGoal,
    /// A cumulative value is lower than in the month before (M-09).
    Fell,
    /// No month of a year: not 1–12.
    NoMonth,
}

/// The month that runs in the project's year on a day: 0 before the year, 12 after it.
pub fn present_month(year: Option<i32>, today: NaiveDate) -> u8 {
    match year {
        Some(year) if today.year() < year => 0,
        Some(year) if today.year() == year => u8::try_from(today.month()).unwrap_or(12),
        _ => 12,
    }
}

/// The faults of a project's months; `present` is the month that runs, see [`present_month`].
pub fn faults(project: &Project, present: u8) -> Vec<Fault> {
    let months = &project.monitoring.months;
    let mut faults = Vec::new();
    let mut fault = |month, row, kind| faults.push(Fault { month, row, kind });
    let read: BTreeSet<u8> = months
        .iter()
        .filter(|(_, form)| {
            form.readings
                .iter()
                .any(|reading| !reading.actual.is_blank())
        })
        .map(|(month, _)| *month)
        .collect();
    let first = read.first().copied().unwrap_or(1);
    let last = read.last().copied().unwrap_or(0);
    for month in (first..=last.min(12)).filter(|month| !read.contains(month)) {
        fault(month, None, FaultKind::Missing);
    }
    for (month, form) in months {
        if !(1..=12).contains(month) {
            fault(*month, None, FaultKind::NoMonth);
        } else if *month > present && read.contains(month) {
            fault(*month, None, FaultKind::Future);
        }
        let mut seen = BTreeSet::new();
        for reading in &form.readings {
            if !seen.insert(&reading.id) {
                fault(*month, Some(reading.id.clone()), FaultKind::Twice);
            }
        }
        if let Some(document) = project.documents.monitoring.get(month) {
            let acts = || document.signatures.iter().map(|signature| signature.act);
            if acts().any(|act| act == Act::Reopen) {
                fault(*month, None, FaultKind::Revised);
            }
            if acts().any(|act| act == Act::Submit)
                && form.goal_version < project.documents.goal.version
            {
                fault(*month, None, FaultKind::OldGoal);
            }
        }
    }
    for key in keys(project) {
        let mut before = None;
        for month in 1..=12 {
            let value = project
                .reading(month, &key)
                .and_then(|reading| reading.actual.decimal());
            if let (Some(before), Some(value)) = (before, value)
                && value < before
            {
                fault(month, Some(key.clone()), FaultKind::Fell);
            }
            before = value.or(before);
        }
    }
    faults.sort_by(|one, other| (one.month, &one.row).cmp(&(other.month, &other.row)));
    faults
}

/// The rows of money, whose readings are plain cumulative amounts.
fn keys(project: &Project) -> Vec<RowKey> {
    std::iter::once(RowKey::Execution)
        .chain(
            project
                .funds
                .iter()
                .map(|fund| RowKey::Fund(fund.id.clone())),
        )
        .collect()
}
