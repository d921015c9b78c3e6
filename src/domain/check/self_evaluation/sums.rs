//! S-01, S-04, S-18, S-28, S-35: weights and points added up, and the grade that follows.

use rust_decimal::Decimal;

use super::is_none;
use crate::domain::check::facts::{CENT, EPS, Facts, Row, differ, points, sum};
use crate::domain::check::list::Check as C;
use crate::domain::check::{Findings, Subject};
use crate::domain::command::{At, Block, IndicatorField as F, ProjectField as P};
use crate::domain::notation::Actual;
use crate::domain::number::round2;
use crate::domain::policy::Grade;
use crate::domain::scoring::Rule;

/// S-01, S-28, S-35
pub(super) fn weights(facts: &Facts<'_>, found: &mut Findings<'_>) {
    if !facts.scores() {
        return;
    }
    let mut missing = false;
    for row in facts.without_weight() {
        missing = true;
        found
            .row(C::S35, row, F::Weight)
            .found(row.indicator.weight.as_str());
    }
    let Some(first) = facts.rows.first().filter(|_| !missing) else {
        return;
    };
    let total = facts
        .weight_sum()
        .checked_add(facts.policy.execution.points)
        .unwrap_or_default();
    let place = At::Indicator(Block::Annual, first.indicator.id.clone(), F::Weight);
    if differ(total, Decimal::ONE_HUNDRED, EPS) {
        found
            .add(C::S01, place, Subject::Form)
            .expected(Decimal::ONE_HUNDRED)
            .found(total.normalize());
    }
    if total < Decimal::ONE_HUNDRED && differ(total, Decimal::ONE_HUNDRED, EPS) {
        for row in facts.applicable() {
            if row.score.lost()
                && row.weight().is_some_and(|weight| weight > Decimal::ZERO)
                && row.printed.is_some()
                && row.printed == row.weight()
            {
                found
                    .row(C::S28, row, F::Weight)
                    .found(row.indicator.weight.as_str());
            }
        }
    }
}

/// S-04, S-18
pub(super) fn total(facts: &Facts<'_>, found: &mut Findings<'_>) {
    let printed = &facts.project.printed;
    let place = At::Project(P::Improvement);
    let said = printed.total.as_deref().and_then(points);
    let complete = facts.without_weight().next().is_none()
        && facts
            .applicable()
            .all(|row| row_score(row).is_some() || row.is_unused());
    if let Some(text) = printed.total.as_ref().filter(|text| !is_none(text))
        && !facts.rows.is_empty()
    {
        let due = totals(facts);
        let differs = |said: Decimal| complete && due.iter().all(|due| differ(said, *due, CENT));
        if said.is_none_or(differs) {
            let expected = due.first().copied().unwrap_or_default();
            found
                .add(C::S04, place.clone(), Subject::Form)
                .expected(round2(expected))
                .found(text);
        }
    }
    let Some(text) = &printed.grade else { return };
    let total = said.or(facts.scored.total);
    let due = total.and_then(|total| facts.policy.grades.grade(total));
    // 优秀 and 良好 are the grades' other names; what names none of them agrees with none.
    let word = text
        .chars()
        .find(|c| matches!(c, '优' | '良' | '中' | '差'));
    let agrees = |due: &Grade| word.is_some_and(|word| due.code().starts_with(word));
    if let Some(due) = due.filter(|due| !agrees(due))
        && !is_none(text)
    {
        found
            .add(C::S18, place, Subject::Form)
            .expected(due.code())
            .found(text);
    }
}

/// The points of a row on paper; where none are printed, those that the rule gives for what is filled in.
fn row_score(row: &Row<'_>) -> Option<Decimal> {
    let filled =
        !matches!(row.score.row.actual, Actual::None) && row.score.rule != Rule::Unreadable;
    row.printed.or(row.score.score.filter(|_| filled))
}

/// The totals that the scores of the form can make, the one by the rules first: what does not apply
/// taken out and the rest brought back to 100, then the cap by execution rate.
fn totals(facts: &Facts<'_>) -> Vec<Decimal> {
    let execution = &facts.scored.execution;
    let rows = sum(facts.applicable().filter_map(row_score));
    let with = |score: Decimal| rows.checked_add(score).unwrap_or(rows);
    let printed = facts.project.printed.execution_score.as_deref();
    let sums = match printed.and_then(points) {
        Some(score) => vec![with(score)],
        // A form that shows no score of the execution may count it or not.
        None => vec![with(execution.score.unwrap_or_default()), rows],
    };
    let whole = |raw: &Decimal| {
        let weights = facts.scored.applicable_weight?;
        let hundredfold = raw.checked_mul(Decimal::ONE_HUNDRED)?;
        hundredfold.checked_div(weights).map(round2)
    };
    let capped = |total: Decimal| {
        let rate = facts.execution_rate();
        let cap = rate.and_then(|rate| facts.policy.caps.as_ref()?.at(rate));
        cap.map_or(total, |cap| total.min(cap.at_most))
    };
    let mut totals: Vec<Decimal> = Vec::new();
    if facts.scored.renormalised {
        totals.extend(sums.iter().filter_map(whole));
    }
    // A row that does not apply is brought back to 100. Of an execution that can't be scored from what
    // the form shows the paper may know more.
    let row_left_out = facts.rows.iter().any(|row| row.indicator.not_applicable);
    if !(row_left_out && execution.applicable()) {
        totals.extend(sums);
    }
    totals.into_iter().map(capped).collect()
}
