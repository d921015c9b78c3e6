//! S-05, S-06, S-24, S-27, S-36: the money of the sheet, its rate and the points for it.
//!
//! What the rows say beside the money is asked in `plausible`; here the money is held against
//! itself: the printed rate and points against the amounts, the amounts against the budget.

use rust_decimal::Decimal;

use super::{is_none, percent};
use crate::domain::check::facts::{
    CENT, COLUMNS, EPS, Facts, differ, folded, is_no_number, points,
};
use crate::domain::check::goal::total_identity;
use crate::domain::check::list::Check as C;
use crate::domain::check::{Detail, Findings, Subject};
use crate::domain::command::{At, FundField, ProjectField as P};
use crate::domain::number::{decimal, round_to, round2};
use crate::domain::row::{has_adjusted, lacks_adjusted};

/// S-05, S-06, S-24, S-27, S-36
pub(super) fn execution(facts: &Facts<'_>, found: &mut Findings<'_>) {
    let project = facts.project;
    let printed = &project.printed;
    let place = At::Project(P::ExecutionReason);
    let due = facts.policy.execution.points;
    if let Some(text) = &printed.execution_weight
        && !is_none(text)
        && points(text.trim_end_matches('%')).is_none_or(|weight| differ(weight, due, EPS))
    {
        found
            .add(C::S05, place.clone(), Subject::Money)
            .detail(Detail::ExecutionWeight)
            .expected(due.normalize())
            .found(text);
    }
    let rate = facts.execution_rate();
    if let Some(text) = &printed.execution_score
        && !is_none(text)
        && rate.is_some()
        && let Some(score) = facts.scored.execution.score
        && points(text).is_none_or(|said| differ(said, score, CENT))
    {
        found
            .add(C::S05, place.clone(), Subject::Money)
            .expected(score)
            .found(text);
    }
    total_identity(facts, C::S06, &COLUMNS, found);
    if let (Some(text), Some(rate)) = (&printed.execution_rate, rate) {
        printed_rate(text, rate, &place, found);
    }
    if facts.has_no_budget() {
        without_budget(facts, &place, found);
    }
    overspent(facts, found);
    let low = facts.policy.checks.low_execution;
    if rate.is_some_and(|rate| rate < low) && project.evaluation.improvement.trim().is_empty() {
        found
            .add(C::S24, At::Project(P::Improvement), Subject::Money)
            .expected(format!("≥{}", percent(low, 2)))
            .found(percent(rate.unwrap_or_default(), 2));
    }
}

/// S-06, S-07: what those who fill the sheet in still owe its money: the budget that the rate is of, and
/// why points of it were lost.
pub(super) fn filled_money(facts: &Facts<'_>, found: &mut Findings<'_>) {
    let project = facts.project;
    if let Some(first) = project.funds.first()
        && lacks_adjusted(project)
    {
        let place = At::Fund(first.id.clone(), FundField::Adjusted);
        found
            .add(C::S06, place, Subject::Money)
            .detail(Detail::NoAdjusted);
    }
    let execution = &facts.scored.execution;
    if let Some(score) = execution.lost()
        && project.evaluation.execution_reason.trim().is_empty()
    {
        found
            .add(C::S07, At::Project(P::ExecutionReason), Subject::Money)
            .expected(execution.points.normalize())
            .found(score);
    }
}

/// S-05, S-27: a rate and a score where there is nothing to be a rate of.
fn without_budget(facts: &Facts<'_>, place: &At, found: &mut Findings<'_>) {
    let printed = &facts.project.printed;
    let cells = [
        (C::S05, &printed.execution_score),
        (C::S27, &printed.execution_rate),
    ];
    for (check, text) in cells {
        let Some(text) = text else { continue };
        let said = folded(text);
        if points(said.trim_end_matches('%')).is_some_and(|said| !said.is_zero()) {
            found
                .add(check, place.clone(), Subject::Money)
                .detail(Detail::NoBudget)
                .found(text);
        }
    }
}

/// S-06 (a rate of 0 where money was spent) and S-27.
fn printed_rate(text: &str, rate: Decimal, place: &At, found: &mut Findings<'_>) {
    let text = text.trim();
    let folded = folded(text);
    let (number, is_percent) = match folded.strip_suffix('%') {
        Some(number) => (number, true),
        None => (folded.as_str(), false),
    };
    if is_none(text) {
        return;
    }
    let Some(said) = decimal(number) else {
        found
            .add(C::S27, place.clone(), Subject::Money)
            .expected(percent(rate, 2))
            .found(text);
        return;
    };
    if said.is_zero() && rate > Decimal::ZERO && round2(rate) > Decimal::ZERO {
        found
            .add(C::S06, place.clone(), Subject::Money)
            .expected(percent(rate, 2))
            .found(text);
    }
    let rounds_to =
        |value: Option<Decimal>| value.is_some_and(|value| round_to(value, said.scale()) == said);
    let as_percent = rounds_to(rate.checked_mul(Decimal::ONE_HUNDRED));
    let as_rate = !is_percent && rounds_to(Some(rate));
    if !as_percent && !as_rate {
        found
            .add(C::S27, place.clone(), Subject::Money)
            .expected(percent(rate, said.scale().max(2)))
            .found(text);
    }
}

/// S-36
fn overspent(facts: &Facts<'_>, found: &mut Findings<'_>) {
    let funds = &facts.project.funds;
    let mut by_source = false;
    for fund in funds {
        let (Some(adjusted), Some(executed)) = (fund.adjusted.decimal(), fund.executed.decimal())
        else {
            continue;
        };
        if executed > adjusted && differ(executed, adjusted, Decimal::ZERO) {
            by_source = true;
            let place = At::Fund(fund.id.clone(), FundField::Executed);
            found
                .add(C::S36, place, Subject::Fund(fund.source.clone()))
                .expected(format!("≤{}", adjusted.normalize()))
                .found(fund.executed.as_str());
        }
    }
    let totals = facts.project.totals();
    let unread = funds
        .iter()
        .any(|fund| is_no_number(&fund.adjusted) || is_no_number(&fund.executed));
    if !by_source && has_adjusted(facts.project) && !unread && totals.executed > totals.adjusted {
        found
            .add(C::S36, At::Project(P::ExecutionReason), Subject::Money)
            .expected(format!("≤{}", totals.adjusted.normalize()))
            .found(totals.executed.normalize());
    }
}
