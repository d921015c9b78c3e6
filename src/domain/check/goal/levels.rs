//! G-01 to G-04, G-06, G-10 to G-13: the levels of the indicators and the weights on them.
//!
//! The frame of the policy says which levels a form must have, which belong together and what
//! each weighs.

use rust_decimal::Decimal;

use super::MissingWeights;
use super::cells::whole_columns;
use crate::domain::check::facts::{EPS, Facts, Row, differ, level_points, sum};
use crate::domain::check::list::Check as C;
use crate::domain::check::{Detail, Findings, Subject};
use crate::domain::command::{At, Block, IndicatorField as F, ProjectField as P};
use crate::domain::policy::{Level1, Level2, Satisfaction};

/// G-01 to G-04.
pub(super) fn weights(facts: &Facts<'_>, missing: MissingWeights, found: &mut Findings<'_>) {
    let total = facts.weight_sum();
    let expected = facts.policy.frame_total();
    let told = missing == MissingWeights::ToldElsewhere && facts.without_weight().next().is_some();
    if !told && differ(total, expected, EPS) {
        let place = match facts.rows.first() {
            Some(row) => At::Indicator(Block::Annual, row.indicator.id.clone(), F::Weight),
            None => At::Project(P::Goal),
        };
        found
            .add(C::G01, place, Subject::Form)
            .expected(expected.normalize())
            .found(total.normalize());
    }
    if !facts.has_weights() {
        // A form without any weight is told once, by the sum.
        return;
    }
    for row in facts.applicable() {
        let wrong = match row.weight() {
            Some(weight) => weight <= Decimal::ZERO,
            None => missing == MissingWeights::ToldHere,
        };
        if wrong {
            let said = found.row(C::G04, row, F::Weight);
            if row.indicator.weight.is_blank() {
                said.detail(Detail::Empty);
            } else {
                said.found(row.indicator.weight.as_str());
            }
        }
    }
    level_weights(facts, found);
}

fn level_weights(facts: &Facts<'_>, found: &mut Findings<'_>) {
    let has_satisfaction = facts.rows.iter().any(|row| facts.asks_satisfaction(row));
    let satisfaction = if has_satisfaction {
        Satisfaction::Present
    } else {
        Satisfaction::Absent
    };
    let levels = groups(facts);
    for (level, rows) in &levels {
        let kind = facts.policy.level1(level);
        let by_policy = facts.policy.frame.weight(kind, satisfaction);
        let due = level_points(level, by_policy);
        level_sum(C::G02, level, rows, due, found);
    }
    for (level, rows) in levels {
        for (part, rows) in subgroups(facts, &rows) {
            let kind = facts.policy.level2(part);
            let own = facts.policy.frame.level(facts.policy.level1(level));
            let fixed = own.and_then(|frame| {
                let part = frame.parts.iter().find(|part| part.level2 == kind)?;
                part.weight
            });
            level_sum(C::G03, part, &rows, level_points(part, fixed), found);
        }
    }
}

fn level_sum(
    check: C,
    level: &str,
    rows: &[&Row<'_>],
    due: Option<Decimal>,
    found: &mut Findings<'_>,
) {
    let Some(due) = due else { return };
    let complete = rows
        .iter()
        .all(|row| row.weight().is_some() || row.indicator.not_applicable);
    let Some(first) = rows.first() else {
        return;
    };
    let total = sum(rows.iter().filter_map(|row| row.weight()));
    // What is more than the frame already stays so, whatever weight is still missing.
    let known = complete || total > due;
    if known && differ(total, due, EPS) {
        let place = At::Indicator(Block::Annual, first.indicator.id.clone(), F::Weight);
        found
            .add(check, place, Subject::Level(level.to_owned()))
            .expected(due.normalize())
            .found(total.normalize());
    }
}

type Group<'f, 'a> = (&'a str, Vec<&'f Row<'a>>);

/// Rows by their level 1, in the order of the form, whichever of its names each row writes; a row
/// that does not write it goes with those of the level that its level 2 belongs to.
fn groups<'f, 'a>(facts: &'f Facts<'a>) -> Vec<Group<'f, 'a>> {
    let mut groups: Vec<Group<'f, 'a>> = Vec::new();
    for row in &facts.rows {
        let same = |one: &str, other: &str| facts.policy.same_level1(one, other);
        push(&mut groups, row.indicator.level1.trim(), row, &same);
    }
    let blank = |row: &&Row<'_>| row.indicator.level1.trim().is_empty();
    for row in facts.rows.iter().filter(blank) {
        let parent = facts.policy.frame.parent(row.level2());
        let group = groups
            .iter_mut()
            .find(|(level, _)| Some(facts.policy.level1(level)) == parent);
        if let Some((_, rows)) = group {
            rows.push(row);
        }
    }
    groups
}

fn subgroups<'f, 'a>(facts: &Facts<'a>, rows: &[&'f Row<'a>]) -> Vec<Group<'f, 'a>> {
    let mut groups: Vec<Group<'f, 'a>> = Vec::new();
    for row in rows {
        let same = |one: &str, other: &str| facts.policy.same_level2(one, other);
        push(&mut groups, row.indicator.level2.trim(), row, &same);
    }
    groups
}

fn push<'f, 'a>(
    groups: &mut Vec<Group<'f, 'a>>,
    level: &'a str,
    row: &'f Row<'a>,
    is_same: &dyn Fn(&str, &str) -> bool,
) {
    if level.is_empty() {
        return;
    }
    // Two texts with points of their own are two groups, whatever level they name.
    let own = level_points(level, None);
    let here = |(other, _): &&mut Group<'f, 'a>| {
        let apart = own.is_some() && level_points(other, None).is_some_and(|its| Some(its) != own);
        is_same(other, level) && !apart
    };
    match groups.iter_mut().find(here) {
        Some((name, rows)) => {
            if level_points(name, None).is_none() && own.is_some() {
                *name = level;
            }
            rows.push(row);
        }
        None => groups.push((level, vec![row])),
    }
}

/// G-10 to G-13: what a form must have.
pub(super) fn frame(facts: &Facts<'_>, found: &mut Findings<'_>) {
    let levels = whole_columns(facts);
    if levels.contains(&F::Level1) && levels.contains(&F::Level2) {
        // Without levels nobody can say which are missing; G-05 tells that there are none.
        return;
    }
    for level in &facts.policy.frame.levels {
        let mut rows = facts.rows.iter();
        let present = match level.level {
            Level1::Cost => rows.any(|row| row.score.row.cost),
            Level1::Satisfaction => rows.any(|row| facts.asks_satisfaction(row)),
            kind => rows.any(|row| facts.belongs(row) == kind),
        };
        for part in level.parts.iter().filter(|part| part.required) {
            if !facts.rows.iter().any(|row| row.level2() == part.level2) {
                let said = found.form(C::G10, P::Goal);
                said.detail(Detail::Level2(part.level2));
            }
        }
        if present {
            continue;
        }
        let check = match level.level {
            Level1::Satisfaction => Some(C::G12),
            Level1::Cost => facts
                .annual_amount()
                .is_some_and(|amount| amount > Decimal::ZERO)
                .then_some(C::G13),
            _ if level.required => Some(C::G11),
            _ => None,
        };
        if let Some(check) = check {
            let said = found.form(check, P::Goal);
            said.detail(Detail::Level1(level.level));
        }
    }
}

/// G-06
pub(super) fn level_pair(facts: &Facts<'_>, row: &Row<'_>, found: &mut Findings<'_>) {
    if row.indicator.level1.trim().is_empty() {
        return;
    }
    let Some(parent) = facts.policy.frame.parent(row.level2()) else {
        let framed = facts.policy.frame.level(row.level1()).is_some();
        let written = !row.indicator.level2.trim().is_empty();
        if !framed && written {
            found
                .row(C::G06, row, F::Level1)
                .detail(Detail::UnknownLevel1)
                .found(&row.indicator.level1);
        } else if written && row.level2() == Level2::Other {
            found
                .row(C::G06, row, F::Level2)
                .detail(Detail::UnknownLevel2(row.level1()))
                .found(&row.indicator.level2);
        }
        return;
    };
    if parent != row.level1() {
        found
            .row(C::G06, row, F::Level2)
            .detail(Detail::Level1(parent))
            .found(&row.indicator.level1);
    }
}
