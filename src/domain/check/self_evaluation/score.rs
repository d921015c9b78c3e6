//! S-02, S-03, S-07, S-08, S-09, S-19, S-23, S-26: the points that a row got.
//!
//! Printed points are held against the rules, points that were taken off against the reason that
//! is given for them. Each row is looked at alone.

use rust_decimal::Decimal;

use super::is_none;
use crate::domain::check::facts::{CENT, EPS, Facts, Row, differ, folded};
use crate::domain::check::list::Check as C;
use crate::domain::check::{Detail, Findings};
use crate::domain::command::IndicatorField as F;
use crate::domain::notation::{Actual, Band};
use crate::domain::number::{decimal, round2};
use crate::domain::scoring::{Note, Over, Rule, Task};

/// S-23
pub(super) fn not_applicable(row: &Row<'_>, found: &mut Findings<'_>) {
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
pub(super) fn scored_row(facts: &Facts<'_>, row: &Row<'_>, found: &mut Findings<'_>) {
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
        // What a band gives is chosen by a person; where nothing at all is filled in the rule gives 0.
        let nothing = matches!(row.score.row.actual, Actual::None) && indicator.band.is_none();
        let automatic = match row.score.rule {
            Rule::Qualitative => nothing,
            Rule::Unreadable | Rule::NotApplicable => false,
            _ => true,
        };
        if let Some(score) = row.score.score.filter(|_| automatic)
            && differ(printed, score, CENT)
        {
            let detail = if nothing {
                Detail::Empty
            } else {
                Detail::Plain
            };
            found
                .row(C::S03, row, F::Actual)
                .detail(detail)
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
