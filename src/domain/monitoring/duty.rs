//! What the monitoring form of a month demands beside its numbers (domain.md 4.4, M-01 to M-05).
//!
//! The form shows these beside the rows and the checks block sending while one is open. A duty
//! never vanishes when it is done, so that a reader sees what was demanded and why.

use super::super::policy::Policy;
use super::super::project::{MonthReading, Outlook, Project, RowKey};
use super::{Due, Light, Measure, TimelineRow};

/// One thing that a row of the form demands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// Which row.
    pub row: RowKey,
    /// What is to be written.
    pub demand: Demand,
    /// What makes it a duty.
    pub because: Because,
    /// Was it written?
    pub done: bool,
}

/// What is to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Demand {
    /// 完成值 (M-01)
    Actual,
    /// 偏差原因 class (M-02, M-04)
    Cause,
    /// 原因说明 (M-03)
    CauseText,
    /// 全年预计完成 (M-04)
    Forecast,
    /// 措施 (M-05)
    Measures,
    /// 处置 of the month (M-05)
    Disposal,
}

/// What makes a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Because {
    /// A row that is due has to be filled in.
    Due,
    /// The light of the row.
    Light(Light),
    /// A class was chosen, so it wants words.
    CauseChosen,
    /// The outlook that was chosen.
    Outlook(Outlook),
}

/// The duties of a month's form, row by row; a form that nobody began demands nothing yet.
pub(super) fn duties(
    project: &Project,
    rows: &[TimelineRow],
    policy: &Policy,
    month: u8,
) -> Vec<Duty> {
    let begun = project
        .monitoring
        .months
        .get(&month)
        .is_some_and(|form| !form.readings.is_empty());
    if !begun {
        return Vec::new();
    }
    rows.iter()
        .flat_map(|row| of_row(project, row, policy, month))
        .collect()
}

fn of_row(project: &Project, row: &TimelineRow, policy: &Policy, month: u8) -> Vec<Duty> {
    let empty = MonthReading::default();
    let reading = project.reading(month, &row.key).unwrap_or(&empty);
    let Some(cell) = row.cell(month) else {
        return Vec::new();
    };
    let mut duties = Vec::new();
    let mut demand = |demand: Demand, because: Because, done: bool| {
        let twice = duties
            .iter()
            .any(|duty: &Duty| duty.demand == demand && duty.row == row.key);
        if !twice {
            duties.push(Duty {
                row: row.key.clone(),
                demand,
                because,
                done,
            });
        }
    };
    let filled = if row.key == RowKey::Execution {
        cell.amount.is_some()
    } else {
        !reading.actual.is_blank()
    };
    // What is asked is the money as a whole; a source without money has nothing to tell.
    let asked = row.measure != Measure::Unreadable && !matches!(row.key, RowKey::Fund(_));
    if cell.due == Due::Due && asked {
        demand(Demand::Actual, Because::Due, filled);
    }
    // A source alone shows its light; the cause is asked once, for the money as a whole.
    let light = cell.light.filter(|light| {
        policy.monitoring.explain_lights.contains(light) && !matches!(row.key, RowKey::Fund(_))
    });
    let cause = reading.cause.is_some();
    if let Some(light) = light {
        demand(Demand::Cause, Because::Light(light), cause);
    }
    if let Some(outlook @ (Outlook::Possible | Outlook::Impossible)) = reading.outlook {
        let because = Because::Outlook(outlook);
        demand(Demand::Cause, because, cause);
        demand(Demand::Forecast, because, !reading.forecast.is_blank());
        if outlook == Outlook::Impossible {
            let disposal = project
                .monitoring
                .months
                .get(&month)
                .is_some_and(|form| form.disposal.is_some());
            demand(
                Demand::Measures,
                because,
                !reading.measures.trim().is_empty(),
            );
            demand(Demand::Disposal, because, disposal);
        }
    }
    if cause {
        demand(
            Demand::CauseText,
            Because::CauseChosen,
            !reading.cause_text.trim().is_empty(),
        );
    }
    duties
}
