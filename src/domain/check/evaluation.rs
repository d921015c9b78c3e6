//! V-01 and V-02: the frame that 部门评价 and 财政评价 judge by.
//!
//! Called by [`super::audit`] where the evaluation is asked for, or a form is looked at without asking
//! for anything.

use rust_decimal::Decimal;

use super::facts::{Facts, Row, sum};
use super::list::Check as C;
use super::{Findings, Subject};
use crate::domain::command::{At, Block, IndicatorField, ProjectField};
use crate::domain::number::round_to;
use crate::domain::policy::{GradeBand, Level1};

pub(super) fn check(facts: &Facts<'_>, found: &mut Findings<'_>) {
    weights(facts, found);
    bands(&facts.policy.grades.bands, found);
}

/// V-01
fn weights(facts: &Facts<'_>, found: &mut Findings<'_>) {
    let nowhere = |row: &Row<'_>| {
        row.indicator.level1.trim().is_empty() && facts.belongs(row) == Level1::Other
    };
    // Without a weight or a level nobody can say what the others make up.
    if facts.without_weight().next().is_some() || facts.rows.iter().any(nowhere) {
        return;
    }
    let all = facts.weight_sum();
    let results = facts
        .rows
        .iter()
        .filter(|row| matches!(facts.belongs(row), Level1::Output | Level1::Benefit));
    let part = sum(results.filter_map(Row::weight));
    let demanded = facts.policy.checks.result_share;
    let Some(share) = part.checked_div(all) else {
        return;
    };
    if all > Decimal::ZERO && share < demanded {
        let place = match facts.rows.first() {
            Some(row) => {
                let id = row.indicator.id.clone();
                At::Indicator(Block::Annual, id, IndicatorField::Weight)
            }
            None => At::Project(ProjectField::Goal),
        };
        found
            .add(C::V01, place, Subject::Form)
            .expected(format!("≥{}", percent(demanded)))
            .found(percent(share));
    }
}

/// V-02: half-open bands leave nothing out if they fall from the best to the poorest, down to 0.
fn bands(bands: &[GradeBand], found: &mut Findings<'_>) {
    let overlap = bands.windows(2).any(|pair| match pair {
        [above, below] => above.from <= below.from || above.grade <= below.grade,
        _ => false,
    });
    let gap = bands.last().is_none_or(|last| last.from > Decimal::ZERO);
    if overlap || gap {
        let shown: Vec<String> = bands
            .iter()
            .map(|band| format!("≥{}", band.from.normalize()))
            .collect();
        found
            .add(C::V02, At::Project(ProjectField::Policy), Subject::Form)
            .expected("0–100")
            .found(shown.join(" "));
    }
}

fn percent(part: Decimal) -> String {
    let part = part.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(part);
    format!("{}%", round_to(part, 2))
}
