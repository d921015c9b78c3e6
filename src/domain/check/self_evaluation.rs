//! S-01 to S-36: the self-evaluation sheet.
//!
//! Called by [`super::audit`]. A form that came from paper prints scores of its own, which are
//! audited against the rules; a form of the store shows the computed scores, so that nothing of it
//! can differ from them. Rows without a weight get one finding and are left out of all sums.

use std::collections::HashMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::facts::{CENT, COLUMNS, EPS, Facts, Row, differ, folded, is_template, points, sum};
use super::goal::{is_growth, total_identity};
use super::list::Check as C;
use super::{Context, Detail, Findings, Purpose, Subject};
use crate::domain::command::{At, Block, FundField, IndicatorField as F, ProjectField as P};
use crate::domain::notation::{Actual, Band, Deadline, Doubt, Target, actual, target};
use crate::domain::number::{decimal, round_to, round2};
use crate::domain::policy::{CheckWords, Grade, Level1, Level2};
use crate::domain::project::{Project, RowKey};
use crate::domain::scoring::{Note, Over, Rule, Task, score};

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

/// S-01, S-28, S-35
fn weights(facts: &Facts<'_>, found: &mut Findings<'_>) {
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

/// S-05, S-06, S-24, S-27, S-36
fn execution(facts: &Facts<'_>, found: &mut Findings<'_>) {
    let project = facts.project;
    let printed = &project.printed;
    let place = At::Project(P::ExecutionReason);
    let due = facts.policy.execution.points;
    if let Some(text) = &printed.execution_weight
        && points(text).is_some_and(|weight| differ(weight, due, EPS))
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

fn percent(rate: Decimal, places: u32) -> String {
    let percent = rate.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(rate);
    format!("{}%", round_to(percent, places))
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
    let shown = funds.iter().any(|fund| !fund.adjusted.is_blank());
    if !by_source && shown && totals.executed > totals.adjusted {
        found
            .add(C::S36, At::Project(P::ExecutionReason), Subject::Money)
            .expected(format!("≤{}", totals.adjusted.normalize()))
            .found(totals.executed.normalize());
    }
}

/// S-23
fn not_applicable(row: &Row<'_>, found: &mut Findings<'_>) {
    let scored = row.printed.is_some() || row.indicator.band_score.decimal().is_some();
    if scored {
        found
            .row(C::S23, row, F::NotApplicable)
            .found(row.indicator.printed_score.as_str());
    } else if row.reason().is_empty() {
        found.row(C::S23, row, F::Reason).detail(Detail::Empty);
    }
}

/// S-02, S-03, S-07, S-08, S-09, S-19, S-26: what a row got.
fn scored_row(facts: &Facts<'_>, row: &Row<'_>, found: &mut Findings<'_>) {
    let indicator = row.indicator;
    let reason = row.reason();
    if !matches!(row.score.over, Over::No) && reason.is_empty() {
        found
            .row(C::S08, row, F::Reason)
            .expected(indicator.target.trim())
            .found(indicator.actual.trim());
    }
    let Some(weight) = row.weight() else { return };
    band(facts, row, weight, found);
    printed_words(row, found);
    if let Some(printed) = row.printed {
        if printed > weight && differ(printed, weight, EPS) {
            found
                .row(C::S02, row, F::Weight)
                .expected(format!("≤{}", weight.normalize()))
                .found(indicator.printed_score.as_str());
        }
        let automatic = !matches!(
            row.score.rule,
            Rule::Qualitative | Rule::Unreadable | Rule::NotApplicable
        );
        if let Some(score) = row.score.score.filter(|_| automatic)
            && differ(printed, score, CENT)
        {
            found
                .row(C::S03, row, F::Actual)
                .expected(score)
                .found(indicator.printed_score.as_str());
            if row.score.row.cost
                && printed > score
                && matches!(row.score.row.task, Task::Reverse(..))
            {
                found
                    .row(C::S19, row, F::Actual)
                    .expected(score)
                    .found(indicator.printed_score.as_str());
            }
        }
    }
    let shown = row.shown_score(facts.paper);
    let lost = shown.is_some_and(|score| score < weight && differ(score, weight, Decimal::ZERO));
    if lost && reason.is_empty() {
        found
            .row(C::S07, row, F::Reason)
            .expected(weight.normalize())
            .found(shown.unwrap_or_default().normalize());
    }
    if let Some(score) = shown {
        deduction_note(facts, row, weight, score, found);
    }
}

/// S-03, and S-09 for a row that a band scores: a printed score that is no number agrees with none.
fn printed_words(row: &Row<'_>, found: &mut Findings<'_>) {
    let text = row.indicator.printed_score.as_str();
    if row.printed.is_some() || is_none(text) {
        return;
    }
    let check = match row.score.rule {
        Rule::NotApplicable | Rule::Unreadable => return,
        Rule::Qualitative => C::S09,
        _ => C::S03,
    };
    let said = found.row(check, row, F::Actual).found(text);
    if let Some(score) = row.score.score {
        said.expected(score);
    }
}

/// True for a cell that says nothing: empty, `/`, 无, `-`; a scale or a placeholder left in says
/// something, and nothing that agrees.
fn is_none(text: &str) -> bool {
    let read = target(text);
    matches!(read.value, Target::None) && read.doubts.is_empty()
}

/// S-09 and what was noticed about bands.
fn band(facts: &Facts<'_>, row: &Row<'_>, weight: Decimal, found: &mut Findings<'_>) {
    for note in &row.score.row.notes {
        let detail = match note {
            Note::BandIgnored => Detail::BandIgnored,
            Note::BandDiffers => Detail::BandDiffers,
            _ => continue,
        };
        found
            .row(C::S09, row, F::Band)
            .detail(detail)
            .found(row.indicator.actual.trim());
    }
    let Task::Qualitative { band, .. } = row.score.row.task else {
        return;
    };
    let rule = &facts.policy.qualitative;
    let part = |fraction: Decimal| round2(weight.checked_mul(fraction).unwrap_or_default());
    let (met, partial) = (part(rule.met_from), part(rule.partial_from));
    let inside = |points: Decimal| match band {
        Band::Met => points >= met && points <= weight,
        Band::Partial => points >= partial && points < met,
        Band::Unmet => points >= Decimal::ZERO && points < partial,
    };
    let bounds = match band {
        Band::Met => format!("[{met}, {}]", round2(weight)),
        Band::Partial => format!("[{partial}, {met})"),
        Band::Unmet => format!("[0.00, {partial})"),
    };
    let (outside, text) = match row.printed {
        Some(printed) => (!inside(printed), row.indicator.printed_score.as_str()),
        None => (row.score.outside_band(), row.indicator.band_score.as_str()),
    };
    let outside = outside || row.score.outside_band();
    if outside {
        let text = if row.score.outside_band() {
            row.indicator.band_score.as_str()
        } else {
            text
        };
        found
            .row(C::S09, row, F::BandScore)
            .expected(bounds)
            .found(text);
    }
}

/// S-26
fn deduction_note(
    facts: &Facts<'_>,
    row: &Row<'_>,
    weight: Decimal,
    score: Decimal,
    found: &mut Findings<'_>,
) {
    let Some(noted) = noted_percent(&row.indicator.reason) else {
        return;
    };
    let Some(real) = weight
        .checked_sub(score)
        .and_then(|lost| lost.checked_mul(Decimal::ONE_HUNDRED))
        .and_then(|lost| lost.checked_div(weight))
    else {
        return;
    };
    if differ(noted, real, facts.policy.checks.deduction_note_gap) {
        found
            .row(C::S26, row, F::Reason)
            .expected(format!("{}%", round2(real).normalize()))
            .found(format!("{}%", noted.normalize()));
    }
}

/// The percentage that a remark says was taken off: `扣30%`, `−30%`, `按30%扣分`.
fn noted_percent(reason: &str) -> Option<Decimal> {
    folded(reason)
        .replace(['−', '–', '－'], "-")
        .split([',', ';', '。', '、'])
        .find_map(percent_taken_off)
}

/// The same in one clause; what was reached or lowered stands in other percentages.
fn percent_taken_off(clause: &str) -> Option<Decimal> {
    clause.match_indices('%').find_map(|(end, _)| {
        let (head, after) = clause.split_at_checked(end)?;
        let before = head.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
        let number = head.get(before.len()..)?;
        (is_taken_off(before) || is_leading_minus(before) || is_by(before, after))
            .then(|| decimal(number))
            .flatten()
    })
}

/// `扣`, `扣减`, `扣除分值的`, directly before the number.
fn is_taken_off(before: &str) -> bool {
    const BETWEEN: [&str; 10] = [
        "的", "该项", "本项", "分值", "权重", "分", "减", "除", "去", "了",
    ];
    let mut before = before;
    while let Some(shorter) = BETWEEN.iter().find_map(|word| before.strip_suffix(word)) {
        before = shorter;
    }
    before.ends_with('扣')
}

fn is_leading_minus(before: &str) -> bool {
    before
        .strip_suffix('-')
        .is_some_and(|before| before.is_empty() || before.ends_with(['(', ':', '扣', '分']))
}

/// `按30%扣`, `按30%的比例扣`.
fn is_by(before: &str, after: &str) -> bool {
    let after = after.trim_start_matches(['%', '的']);
    let after = after.trim_start_matches("比例").trim_start_matches("标准");
    (before.ends_with('按') || before.ends_with("按照")) && after.starts_with('扣')
}

/// S-10, S-33
fn filled_row(facts: &Facts<'_>, purpose: Purpose, row: &Row<'_>, found: &mut Findings<'_>) {
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
    if has_target {
        said.expected(row.indicator.target.trim()).found(text);
    } else {
        said.detail(Detail::Missing(vec![F::Target])).found(text);
    }
}

/// S-29, S-30, S-31, S-32, S-34: how target and actual are written.
fn readings(row: &Row<'_>, words: &CheckWords, found: &mut Findings<'_>) {
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
            let check = match doubt {
                Doubt::SignLost => C::S31,
                Doubt::LeakedCode => C::S32,
                Doubt::Placeholder | Doubt::Scale => C::S34,
            };
            found.row(check, row, field).found(text);
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
fn approved(context: &Context<'_>, row: &Row<'_>, found: &mut Findings<'_>) {
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

/// S-04, S-18
fn total(facts: &Facts<'_>, found: &mut Findings<'_>) {
    let printed = &facts.project.printed;
    let place = At::Project(P::Improvement);
    let said = printed.total.as_deref().and_then(points);
    let complete = facts.without_weight().next().is_none()
        && facts
            .rows
            .iter()
            .all(|row| row.indicator.not_applicable || row.printed.is_some() || row.is_unused());
    if let (Some(text), true) = (&printed.total, complete && !facts.rows.is_empty())
        && !is_none(text)
    {
        let due = totals(facts);
        let differs = |said: Decimal| due.iter().all(|due| differ(said, *due, CENT));
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

/// The totals that the printed scores can make, the one by the rules first: what does not apply
/// taken out and the rest brought back to 100, then the cap by execution rate.
fn totals(facts: &Facts<'_>) -> Vec<Decimal> {
    let execution = &facts.scored.execution;
    let rows = sum(facts.applicable().filter_map(|row| row.printed));
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
    totals.extend(sums);
    totals.into_iter().map(capped).collect()
}

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
fn perfection(facts: &Facts<'_>, context: &Context<'_>, found: &mut Findings<'_>) {
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
fn output_and_money(facts: &Facts<'_>, found: &mut Findings<'_>) {
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
fn satisfaction(facts: &Facts<'_>, found: &mut Findings<'_>) {
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
fn evidence(facts: &Facts<'_>, found: &mut Findings<'_>) {
    for row in facts.applicable() {
        let required = row.indicator.evidence_required.trim();
        if !required.is_empty() && row.indicator.evidence.trim().is_empty() {
            found.row(C::S17, row, F::Evidence).expected(required);
        }
    }
}

/// S-20
fn equal_everywhere(facts: &Facts<'_>, found: &mut Findings<'_>) {
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
fn acceptance(facts: &Facts<'_>, found: &mut Findings<'_>) {
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

/// S-22
fn date(facts: &Facts<'_>, row: &Row<'_>, found: &mut Findings<'_>) {
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

/// S-25
fn reasons(facts: &Facts<'_>, found: &mut Findings<'_>) {
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
