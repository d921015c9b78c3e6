//! G-01 to G-31: the declaration of the goal.
//!
//! Called by [`super::audit`]. A column that a form leaves empty as a whole is told once and not
//! row by row, because many paper forms have no such column.
//!
//! Here stands in which order the form is looked at, and what is asked of its goal and of all rows
//! together; levels, cells, targets and money have files of their own.

mod cells;
mod levels;
mod money;
mod target;

use std::collections::HashMap;

use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization;

use super::facts::{Facts, Row, folded};
use super::list::Check as C;
use super::smart::{self, KeyNumber};
use super::{Context, Detail, Findings, Subject};
use crate::domain::command::{At, Block, IndicatorField as F, ProjectField as P};
use crate::domain::number::round_to;
use crate::domain::project::Indicator;
use cells::{lengths, multi_year_presence, presence, sources};
use levels::{frame, level_pair, weights};
use money::{cost_total, ex_ante, money};
use target::{target_form, target_sense};

pub(super) use money::total_identity;
pub(super) use target::is_growth;

/// Whether the same audit tells missing weights as S-35.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum MissingWeights {
    /// S-35 names them: no sum is taken here.
    ToldElsewhere,
    /// They are told here, as G-04.
    ToldHere,
}

pub(super) fn check(
    facts: &Facts<'_>,
    context: &Context<'_>,
    missing: MissingWeights,
    found: &mut Findings<'_>,
) {
    weights(facts, missing, found);
    frame(facts, found);
    presence(facts, found);
    multi_year_presence(facts, found);
    for row in facts.applicable() {
        // 无 and / say that a row is not used; nothing more is asked of it.
        if row.is_unused() {
            continue;
        }
        level_pair(facts, row, found);
        target_form(row, found);
        target_sense(facts, row, found);
    }
    shares(facts, found);
    duplicates(facts, found);
    money(facts, found);
    cost_total(facts, found);
    goal_text(facts, found);
    links(facts, found);
    sources(facts, found);
    lengths(facts, found);
    ex_ante(facts, found);
    copies(facts, context, found);
}

/// G-16
fn shares(facts: &Facts<'_>, found: &mut Findings<'_>) {
    let rows: Vec<&Row<'_>> = facts.applicable().filter(|row| !row.is_unused()).collect();
    if rows.is_empty() {
        return;
    }
    let quantitative = rows.iter().filter(|row| row.is_quantitative()).count();
    let share = Decimal::from(quantitative) / Decimal::from(rows.len());
    let least = facts.policy.checks.min_quantitative_share;
    if share < least {
        let percent = |part: Decimal| format!("{}%", round_to(part * Decimal::ONE_HUNDRED, 1));
        found
            .form(C::G16, P::Goal)
            .expected(format!("≥{}", percent(least)))
            .found(percent(share));
    }
}

/// G-17
fn duplicates(facts: &Facts<'_>, found: &mut Findings<'_>) {
    let mut seen: HashMap<String, &Row<'_>> = HashMap::new();
    for row in facts.applicable() {
        let name = folded(&row.indicator.name);
        if name.is_empty() || row.is_unused() {
            continue;
        }
        if let Some(first) = seen.get(&name) {
            found.row(C::G17, row, F::Name).detail(Detail::SameAs {
                number: first.number,
                name: first.indicator.name.clone(),
            });
        } else {
            seen.insert(name, row);
        }
    }
}

/// G-23
fn goal_text(facts: &Facts<'_>, found: &mut Findings<'_>) {
    let goal = facts.project.goal.trim();
    let length = goal.chars().filter(|c| !c.is_whitespace()).count();
    let least = facts.policy.checks.goal_min_chars;
    let has_digit = goal.nfkc().any(|c| c.is_ascii_digit());
    if has_digit && length >= least {
        return;
    }
    let said = found.form(C::G23, P::Goal);
    if length == 0 {
        said.detail(Detail::Empty);
    } else if length < least {
        said.expected(format!("≥{least}")).found(length);
    }
}

/// G-24
fn links(facts: &Facts<'_>, found: &mut Findings<'_>) {
    if facts.project.goal.trim().is_empty() {
        return;
    }
    let rows: Vec<&Row<'_>> = facts.applicable().filter(|row| !row.is_unused()).collect();
    let unlinked: Vec<&&Row<'_>> = rows
        .iter()
        .filter(|row| row.indicator.goal_link.trim().is_empty())
        .collect();
    if !rows.is_empty() && unlinked.len() == rows.len() {
        let place = match rows.first() {
            Some(row) => At::Indicator(Block::Annual, row.indicator.id.clone(), F::GoalLink),
            None => At::Project(P::Goal),
        };
        let said = found.add(C::G24, place, Subject::Form);
        said.detail(Detail::WholeColumn);
    } else {
        for row in unlinked {
            found.row(C::G24, row, F::GoalLink);
        }
    }
    let mut known: Vec<Decimal> = Vec::new();
    for row in &rows {
        for text in [&row.indicator.target, &row.indicator.name] {
            known.extend(smart::key_numbers(text).iter().flat_map(KeyNumber::values));
        }
    }
    if let Some(amount) = facts.annual_amount() {
        let in_ten_thousand = facts.project.money_unit.in_ten_thousand(amount);
        known.push(amount);
        known.extend(in_ten_thousand.checked_mul(Decimal::from(10_000)));
    }
    let lost: Vec<String> = smart::key_numbers(&facts.project.goal)
        .into_iter()
        .filter(|number| !number.values().any(|value| known.contains(&value)))
        .map(|number| number.text)
        .collect();
    if !rows.is_empty() && !lost.is_empty() {
        let said = found.form(C::G24, P::Goal);
        said.detail(Detail::GoalNumbers(lost));
    }
}

/// G-31
fn copies(facts: &Facts<'_>, context: &Context<'_>, found: &mut Findings<'_>) {
    let own: Vec<String> = names(facts.rows.iter().map(|row| row.indicator));
    if own.is_empty() {
        return;
    }
    let least = facts.policy.checks.copied_share;
    for sibling in context.siblings {
        if sibling.id == facts.project.id && sibling.code == facts.project.code {
            continue;
        }
        let other = names(sibling.live_indicators());
        let same = own.iter().filter(|name| other.contains(name)).count();
        let share = Decimal::from(same) / Decimal::from(own.len());
        if share >= least {
            let said = found.form(C::G31, P::Goal);
            said.detail(Detail::Project {
                code: sibling.code.clone(),
                name: sibling.name.clone(),
            })
            .found(format!("{same}/{}", own.len()));
            return;
        }
    }
}

fn names<'i>(rows: impl Iterator<Item = &'i Indicator>) -> Vec<String> {
    rows.map(|row| folded(&row.name))
        .filter(|name| !name.is_empty())
        .collect()
}
