//! S-12 to S-17, S-20, S-21, S-25: what is hard to believe about the sheet.
//!
//! Every cell may be right for itself, and still they do not go together: full points beside money
//! that was not spent, actuals that all equal their targets, satisfaction without evidence, one
//! reason for many rows.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::percent;
use crate::domain::check::facts::{Facts, Row, points, sum};
use crate::domain::check::list::Check as C;
use crate::domain::check::{Context, Detail, Findings, Subject};
use crate::domain::command::{At, Block, IndicatorField as F, ProjectField as P};
use crate::domain::notation::Actual;
use crate::domain::policy::{Level1, Level2};
use crate::domain::project::Project;
use crate::domain::scoring::{Task, score};

/// Points of the applicable rows as shown, where every row has them.
fn shown_points(facts: &Facts<'_>) -> Option<Vec<(Decimal, Decimal)>> {
    let rows: Option<Vec<(Decimal, Decimal)>> = facts
        .applicable()
        .filter(|row| !row.is_unused())
        .map(|row| Some((row.shown_score(facts.paper)?, row.weight()?)))
        .collect();
    rows.filter(|rows| !rows.is_empty())
}

/// S-12, S-15
pub(super) fn perfection(facts: &Facts<'_>, context: &Context<'_>, found: &mut Findings<'_>) {
    let place = At::Project(P::Improvement);
    if let (Some(rate), Some(rows)) = (facts.execution_rate(), shown_points(facts)) {
        let full = rows.iter().all(|(score, weight)| score >= weight);
        if full && rate < Decimal::ONE {
            found
                .add(C::S12, place.clone(), Subject::Form)
                .found(percent(rate, 2));
        }
        consistency(facts, rate, &rows, found);
    }
    if facts.has_no_budget() {
        let said = found.add(C::S15, place.clone(), Subject::Form);
        said.detail(Detail::NoBudget);
    }
    let full_total = |project: &Project| {
        let printed = project.printed.total.as_deref().and_then(points);
        printed.or_else(|| score(project, facts.policy).total) == Some(Decimal::ONE_HUNDRED)
    };
    if !context.siblings.is_empty()
        && full_total(facts.project)
        && context.siblings.iter().all(|sibling| full_total(sibling))
    {
        found
            .add(C::S12, place, Subject::Form)
            .detail(Detail::WholeUnit)
            .found(context.siblings.len() + 1);
    }
}

/// S-15: the points run ahead of the money (W12).
fn consistency(
    facts: &Facts<'_>,
    rate: Decimal,
    rows: &[(Decimal, Decimal)],
    found: &mut Findings<'_>,
) {
    let points = sum(rows.iter().map(|(score, _)| *score));
    let Some(share) = points.checked_div(facts.policy.frame_total()) else {
        return;
    };
    let lights = &facts.policy.lights;
    let gap = share
        .checked_sub(rate)
        .and_then(|gap| gap.checked_div(share))
        .unwrap_or_default();
    let place = At::Project(P::Improvement);
    if gap > lights.consistency_gap {
        found
            .add(C::S15, place, Subject::Form)
            .detail(Detail::Beside(percent(share, 2), percent(rate, 2)))
            .found(percent(rate, 2));
    } else if Decimal::ONE
        .checked_sub(rate)
        .is_some_and(|unspent| unspent > lights.unspent_part)
    {
        found
            .add(C::S15, place, Subject::Form)
            .detail(Detail::Unspent)
            .found(percent(rate, 2));
    }
}

/// S-13, S-14
pub(super) fn output_and_money(facts: &Facts<'_>, found: &mut Findings<'_>) {
    let Some(rate) = facts.execution_rate() else {
        return;
    };
    let rules = &facts.policy.checks;
    if rate < rules.tiny_execution {
        let reached = facts
            .applicable()
            .find(|row| row.level2() == Level2::Quantity && has_reached(row));
        if let Some(row) = reached {
            found
                .row(C::S13, row, F::Actual)
                .detail(Detail::Beside(
                    percent(rate, 2),
                    row.indicator.actual.trim().to_owned(),
                ))
                .found(row.indicator.actual.trim());
        }
    }
    if rate < rules.high_execution {
        return;
    }
    let output: Vec<&Row<'_>> = facts
        .applicable()
        .filter(|row| row.level1() == Level1::Output && row.weight().is_some())
        .collect();
    let filled = output
        .iter()
        .any(|row| row.printed.is_some() || !row.indicator.actual.trim().is_empty());
    let weights = sum(output.iter().filter_map(|row| row.weight()));
    let points = sum(output.iter().filter_map(|row| row.shown_score(facts.paper)));
    let complete = output
        .iter()
        .all(|row| row.shown_score(facts.paper).is_some());
    if let Some(share) = points.checked_div(weights)
        && filled
        && complete
        && share < rules.low_output_share
        && let Some(first) = output.first()
    {
        let place = At::Indicator(Block::Annual, first.indicator.id.clone(), F::Actual);
        found
            .add(
                C::S14,
                place,
                Subject::Level(first.indicator.level1.clone()),
            )
            .detail(Detail::Beside(percent(rate, 2), percent(share, 2)))
            .found(percent(share, 2));
    }
}

/// A number that reaches its target.
fn has_reached(row: &Row<'_>) -> bool {
    match row.score.row.task {
        Task::Positive(pair, _) | Task::Equal(pair) => pair.actual >= pair.target,
        _ => false,
    }
}

/// S-16
pub(super) fn satisfaction(facts: &Facts<'_>, found: &mut Findings<'_>) {
    let no_column = facts
        .rows
        .iter()
        .all(|row| row.indicator.evidence.trim().is_empty());
    let words = &facts.policy.checks.words;
    let mut told = false;
    for row in facts
        .applicable()
        .filter(|row| facts.asks_satisfaction(row))
    {
        let indicator = row.indicator;
        if matches!(row.score.row.actual, Actual::None) {
            continue;
        }
        let complaint = words
            .complaints
            .iter()
            .find(|word| indicator.actual.contains(*word) || indicator.reason.contains(*word));
        if let Some(word) = complaint {
            found
                .row(C::S16, row, F::Actual)
                .detail(Detail::Words(vec![word.clone()]))
                .found(indicator.actual.trim());
        } else if indicator.evidence.trim().is_empty() && !(no_column && told) {
            // A form without the column is told once.
            told = true;
            found
                .row(C::S16, row, F::Evidence)
                .found(indicator.actual.trim());
        }
    }
}

/// S-17
pub(super) fn evidence(facts: &Facts<'_>, found: &mut Findings<'_>) {
    for row in facts.applicable() {
        let required = row.indicator.evidence_required.trim();
        if !required.is_empty() && row.indicator.evidence.trim().is_empty() {
            found.row(C::S17, row, F::Evidence).expected(required);
        }
    }
}

/// S-20
pub(super) fn equal_everywhere(facts: &Facts<'_>, found: &mut Findings<'_>) {
    let rows = || facts.applicable().filter(|row| !row.is_unused());
    let asked = rows().filter(|row| row.is_quantitative()).count();
    let equal = rows().filter(|row| is_equal(row)).count();
    let share = Decimal::from(equal).checked_div(Decimal::from(asked));
    if share.is_some_and(|share| share >= facts.policy.checks.equal_actual_share) {
        found
            .form(C::S20, P::Achieved)
            .found(format!("{equal}/{asked}"));
    }
}

/// The actual is the target, no more and no less.
fn is_equal(row: &Row<'_>) -> bool {
    match row.score.row.task {
        Task::Positive(pair, _) | Task::Reverse(pair, _) | Task::Equal(pair) => {
            pair.target == pair.actual
        }
        Task::Date { deadline, done, .. } => deadline == done,
        Task::YesNo { expected, actual } => expected == actual,
        _ => false,
    }
}

/// S-21
pub(super) fn acceptance(facts: &Facts<'_>, found: &mut Findings<'_>) {
    let is_full = |row: &Row<'_>| {
        row.level2() == Level2::Quantity
            && row.weight().is_some_and(|weight| {
                row.shown_score(facts.paper)
                    .is_some_and(|score| score >= weight)
            })
    };
    if !facts.applicable().any(is_full) {
        return;
    }
    let unfinished = |text: &str| {
        let words = &facts.policy.checks.words.unfinished;
        words.iter().find(|word| text.contains(*word)).cloned()
    };
    for row in facts.applicable() {
        let indicator = row.indicator;
        let quality = row.level2() == Level2::Quality;
        if !quality && !is_full(row) {
            continue;
        }
        let zero = quality
            && matches!(&row.score.row.actual,
                Actual::Number { quantity, .. } if quantity.value.is_zero());
        let word = unfinished(&indicator.actual).or_else(|| unfinished(&indicator.reason));
        if let Some(word) = word {
            let said = found.row(C::S21, row, F::Actual);
            said.detail(Detail::Words(vec![word]))
                .found(indicator.actual.trim());
        } else if zero && row.score.lost() {
            found
                .row(C::S21, row, F::Actual)
                .found(indicator.actual.trim());
        }
    }
    if let Some(word) = unfinished(&facts.project.achieved) {
        let said = found.form(C::S21, P::Achieved);
        said.detail(Detail::Words(vec![word]));
    }
}

/// S-25
pub(super) fn reasons(facts: &Facts<'_>, found: &mut Findings<'_>) {
    let mut rows: HashMap<&str, Vec<&Row<'_>>> = HashMap::new();
    for row in facts.applicable() {
        let reason = row.reason();
        if !reason.is_empty() {
            rows.entry(reason).or_default().push(row);
        }
    }
    let mut repeated: Vec<(&str, Vec<&Row<'_>>)> = rows
        .into_iter()
        .filter(|(_, rows)| rows.len() >= facts.policy.checks.repeated_reasons)
        .collect();
    repeated.sort_by_key(|(_, rows)| rows.first().map(|row| row.number));
    for (reason, rows) in repeated {
        if let Some(first) = rows.first() {
            let place = At::Indicator(Block::Annual, first.indicator.id.clone(), F::Reason);
            let said = found.add(C::S25, place, Subject::Form);
            said.detail(Detail::Rows(rows.iter().map(|row| row.number).collect()))
                .found(reason);
        }
    }
}
