//! S-01 to S-36: the self-evaluation sheet.
//!
//! Called by [`super::audit`]. A form that came from paper prints scores of its own, which are
//! audited against the rules; a form of the store shows the computed scores, so that nothing of it
//! can differ from them. Rows without a weight get one finding and are left out of all sums.
//!
//! Here stands in which order the sheet is looked at; what is asked lies in the files of the
//! folder, by what it is about.

mod money;
mod plausible;
mod score;
mod sums;
mod written;

use rust_decimal::Decimal;

use super::facts::Facts;
use super::{Context, Findings, Purpose};
use crate::domain::notation::{Target, target};
use crate::domain::number::round_to;
use crate::domain::project::Project;
use money::{execution, filled_money};
use plausible::{
    acceptance, equal_everywhere, evidence, output_and_money, perfection, reasons, satisfaction,
};
use score::{not_applicable, scored_row};
use sums::{total, weights};
use written::{approved, date, filled_row, readings};

/// True where any actual, printed score or executed amount is there.
pub(super) fn begun(project: &Project) -> bool {
    let printed = &project.printed;
    project
        .indicators
        .iter()
        .any(|row| !row.actual.trim().is_empty() || !row.printed_score.is_blank())
        || project.funds.iter().any(|fund| !fund.executed.is_blank())
        || printed.total.is_some()
        || printed.execution_score.is_some()
}

pub(super) fn check(facts: &Facts<'_>, context: &Context<'_>, found: &mut Findings<'_>) {
    weights(facts, found);
    execution(facts, found);
    if context.purpose != Purpose::Look {
        filled_money(facts, found);
    }
    for row in &facts.rows {
        if row.indicator.not_applicable {
            not_applicable(row, found);
            continue;
        }
        if row.is_unused() {
            continue;
        }
        scored_row(facts, row, found);
        filled_row(facts, context.purpose, row, found);
        date(facts, row, found);
        readings(row, &facts.policy.checks.words, found);
        approved(context, row, found);
    }
    total(facts, found);
    perfection(facts, context, found);
    output_and_money(facts, found);
    satisfaction(facts, found);
    evidence(facts, found);
    equal_everywhere(facts, found);
    acceptance(facts, found);
    reasons(facts, found);
}

/// S-31, S-32, S-34: what is doubtful in a target, whether or not anything was reached.
pub(super) fn check_targets(facts: &Facts<'_>, found: &mut Findings<'_>) {
    for row in facts.applicable() {
        readings(row, &facts.policy.checks.words, found);
    }
}

/// True for a cell that says nothing: empty, `/`, 无, `-`; a scale or a placeholder left in says
/// something, and nothing that agrees.
fn is_none(text: &str) -> bool {
    let read = target(text);
    matches!(read.value, Target::None) && read.doubts.is_empty()
}

fn percent(rate: Decimal, places: u32) -> String {
    let percent = rate.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(rate);
    format!("{}%", round_to(percent, places))
}
