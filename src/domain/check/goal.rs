//! G-01 to G-31: the declaration of the goal.
//!
//! Called by [`super::audit`]. A column that a form leaves empty as a whole is told once and not
//! row by row, because many paper forms have no such column.

use std::collections::HashMap;

use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization;

use super::facts::{
    COLUMNS, Column, EPS, Facts, Row, differ, folded, is_no_number, level_points, sum, total_row,
};
use super::list::Check as C;
use super::smart::{self, KeyNumber};
use super::{Context, Detail, Findings, Subject};
use crate::domain::command::{At, Block, IndicatorField as F, ProjectField as P, form_bytes};
use crate::domain::notation::{Quantity, Target, target};
use crate::domain::number::round_to;
use crate::domain::policy::{CheckWords, Level1, Level2, Satisfaction};
use crate::domain::project::{Attribute, Indicator};
use crate::domain::unit;

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

/// G-01 to G-04.
fn weights(facts: &Facts<'_>, missing: MissingWeights, found: &mut Findings<'_>) {
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
    let Some(first) = rows.first().filter(|_| complete) else {
        return;
    };
    let total = sum(rows.iter().filter_map(|row| row.weight()));
    if differ(total, due, EPS) {
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

/// The level 1 of a row; where it is not written, the one that its level 2 belongs to.
fn belongs(facts: &Facts<'_>, row: &Row<'_>) -> Level1 {
    if row.indicator.level1.trim().is_empty() {
        facts.policy.frame.parent(row.level2()).unwrap_or_default()
    } else {
        row.level1()
    }
}

/// G-10 to G-13: what a form must have.
fn frame(facts: &Facts<'_>, found: &mut Findings<'_>) {
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
            kind => rows.any(|row| belongs(facts, row) == kind),
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

/// A column of the indicator table.
type TextColumn = (F, fn(&Indicator) -> &str);

/// Columns of a form with at least three rows that no row fills in.
fn whole_columns(facts: &Facts<'_>) -> Vec<F> {
    let columns: [TextColumn; 3] = [
        (F::Level1, |indicator| &indicator.level1),
        (F::Level2, |indicator| &indicator.level2),
        (F::Name, |indicator| &indicator.name),
    ];
    if facts.applicable().count() < 3 {
        return Vec::new();
    }
    columns
        .iter()
        .filter(|(_, text)| {
            facts
                .applicable()
                .all(|row| text(row.indicator).trim().is_empty())
        })
        .map(|(field, _)| *field)
        .collect()
}

/// G-05
fn presence(facts: &Facts<'_>, found: &mut Findings<'_>) {
    let whole = whole_columns(facts);
    if let (Some(field), Some(first)) = (whole.first(), facts.applicable().next()) {
        let place = At::Indicator(Block::Annual, first.indicator.id.clone(), *field);
        let said = found.add(C::G05, place, Subject::Form);
        said.detail(Detail::WholeColumns(whole.clone()));
    }
    for row in facts.applicable() {
        let indicator = row.indicator;
        let cells = [
            (F::Level1, indicator.level1.as_str()),
            (F::Level2, indicator.level2.as_str()),
            (F::Name, indicator.name.as_str()),
            (F::Target, indicator.target.as_str()),
        ];
        let missing: Vec<F> = cells
            .iter()
            .filter(|(field, text)| match field {
                F::Target => {
                    matches!(row.target(), Target::None)
                        && !super::facts::is_template(text)
                        && !has_doubt(text)
                }
                _ => text.trim().is_empty() && !whole.contains(field),
            })
            .map(|(field, _)| *field)
            .collect();
        if let Some(first) = missing.first().copied() {
            found
                .row(C::G05, row, first)
                .detail(Detail::Missing(missing));
        }
    }
}

fn has_doubt(text: &str) -> bool {
    !target(text).doubts.is_empty()
}

/// G-06
fn level_pair(facts: &Facts<'_>, row: &Row<'_>, found: &mut Findings<'_>) {
    if row.indicator.level1.trim().is_empty() {
        return;
    }
    let Some(parent) = facts.policy.frame.parent(row.level2()) else {
        let framed = facts.policy.frame.level(row.level1()).is_some();
        let written = !row.indicator.level2.trim().is_empty();
        if framed && written && row.level2() == Level2::Other {
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

/// G-07, G-08, G-09: the shape of the target.
fn target_form(row: &Row<'_>, found: &mut Findings<'_>) {
    let text = row.indicator.target.trim();
    match row.target() {
        Target::Qualitative(said) => {
            if starts_with_sign(text) {
                found.row(C::G07, row, F::Target).found(text);
            } else if said
                .chars()
                .any(|c| matches!(c, ' ' | '\u{3000}' | '*' | '_' | '-'))
                || matches!(said.as_str(), "null" | "NULL" | "定性")
            {
                found.row(C::G09, row, F::Target).found(text);
            }
        }
        Target::None => {
            if starts_with_sign(text) {
                found.row(C::G07, row, F::Target).found(text);
            }
        }
        other => {
            if let Some(quantity) = other.quantity()
                && quantity.unit.is_empty()
            {
                found.row(C::G08, row, F::Target).found(text);
            }
        }
    }
}

fn starts_with_sign(text: &str) -> bool {
    text.nfkc()
        .next()
        .is_some_and(|c| matches!(c, '≥' | '≤' | '<' | '>' | '=' | '≧' | '≦' | '═' | '≮' | '≯'))
}

/// Whether more is better: `None` where it is neither.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Up,
    Down,
}

fn direction(row: &Row<'_>) -> Option<Direction> {
    match row.target() {
        Target::AtLeast(_) | Target::MoreThan(_) => Some(Direction::Up),
        Target::AtMost(_) | Target::LessThan(_) => Some(Direction::Down),
        Target::Plain(_) if row.score.row.cost => Some(Direction::Down),
        Target::Plain(quantity) if quantity.value > Decimal::ZERO => Some(Direction::Up),
        _ => None,
    }
}

/// True for a growth rate, which may lie outside 0 to 100 %.
pub(super) fn is_growth(indicator: &Indicator, words: &CheckWords) -> bool {
    indicator.growth_rate
        || smart::names_one(&indicator.name, &words.growth)
        || smart::names_one(&indicator.target, &words.growth)
}

/// G-14, G-15, G-18, G-19, G-20, G-27, G-28: the sense of the target.
fn target_sense(facts: &Facts<'_>, row: &Row<'_>, found: &mut Findings<'_>) {
    let indicator = row.indicator;
    let text = indicator.target.trim();
    let rules = &facts.policy.checks;
    if row.score.row.cost && matches!(row.target(), Target::AtLeast(_) | Target::MoreThan(_)) {
        found.row(C::G14, row, F::Target).found(text);
    }
    if let Target::Qualitative(said) = row.target()
        && let Some(words) = vague(&indicator.name, said, &rules.words)
    {
        found
            .row(C::G15, row, F::Target)
            .detail(Detail::Words(words))
            .found(text);
    }
    if let Some(quantity) = row.target().quantity() {
        impossible(row, quantity, &rules.words, found);
        if row.score.row.satisfaction
            && matches!(quantity.unit.as_str(), "%" | "")
            && (quantity.value < rules.satisfaction_target_from
                || quantity.value >= rules.satisfaction_target_below)
        {
            found.row(C::G27, row, F::Target).found(text);
        }
    }
    if row.level2() == Level2::Quantity && is_input(&indicator.name, &rules.words) {
        found.row(C::G19, row, F::Name).found(&indicator.name);
    }
    easier(row, found);
    deadline(facts, row, found);
}

/// The vague words of a qualitative row that nothing binds.
fn vague(name: &str, target: &str, words: &CheckWords) -> Option<Vec<String>> {
    if name.nfkc().any(|c| c.is_ascii_digit()) {
        return None;
    }
    // 及时性 and 有效率 name what is measured and promise nothing.
    let mut plain = name.to_owned();
    for word in &words.vague {
        for measure in &words.measures {
            plain = plain.replace(&format!("{word}{measure}"), "");
        }
    }
    smart::only_vague(target, words)
        .or_else(|| smart::only_vague(&plain, words).filter(|_| !smart::is_bound(target, words)))
}

/// G-18
fn impossible(row: &Row<'_>, quantity: &Quantity, words: &CheckWords, found: &mut Findings<'_>) {
    let value = quantity.value;
    let negative = value < Decimal::ZERO;
    let meaningless =
        matches!(row.target(), Target::AtLeast(_) | Target::MoreThan(_)) && value <= Decimal::ZERO;
    let no_share = quantity.unit == "%" && (negative || value > Decimal::ONE_HUNDRED);
    let below_nothing = matches!(row.target(), Target::AtMost(_) | Target::LessThan(_)) && negative;
    let growth = is_growth(row.indicator, words);
    if !growth && (meaningless || no_share || below_nothing) {
        found
            .row(C::G18, row, F::Target)
            .found(row.indicator.target.trim());
    }
}

/// Money that goes in, told as if it came out.
fn is_input(name: &str, words: &CheckWords) -> bool {
    let money = words.money.iter();
    let after = money
        .filter_map(|word| name.split_once(word).map(|(_, after)| after))
        .max_by_key(|after| after.len());
    after.is_some_and(|after| smart::names_one(after, &words.spending))
}

/// G-20
fn easier(row: &Row<'_>, found: &mut Findings<'_>) {
    let last = target(&row.indicator.last_year);
    let (Some(now), Some(then), Some(direction)) = (
        row.target().quantity(),
        last.value.quantity(),
        direction(row),
    ) else {
        return;
    };
    let aligned = unit::align(now, then);
    let easier = match direction {
        Direction::Up => aligned.target < aligned.actual,
        Direction::Down => aligned.target > aligned.actual,
    };
    if easier && aligned.relation != unit::UnitRelation::Different {
        let said = found.row(C::G20, row, F::Target);
        let said = match direction {
            Direction::Up => said,
            Direction::Down => said.detail(Detail::Higher),
        };
        said.expected(row.indicator.last_year.trim())
            .found(row.indicator.target.trim());
    }
}

/// G-28
fn deadline(facts: &Facts<'_>, row: &Row<'_>, found: &mut Findings<'_>) {
    let Target::ByDate(deadline) = row.target() else {
        return;
    };
    let project = facts.project;
    let Some(day) = deadline.resolve(project.year) else {
        return;
    };
    let year = project.year.and_then(|year| {
        let first = chrono::NaiveDate::from_ymd_opt(year, 1, 1)?;
        Some((first, chrono::NaiveDate::from_ymd_opt(year, 12, 31)?))
    });
    let start = project.start().or(year.map(|(first, _)| first));
    let end = project.end().or(year.map(|(_, last)| last));
    let Some((start, end)) = start.zip(end) else {
        return;
    };
    // A period that ends before it starts is told by itself.
    if start <= end && (day < start || day > end) {
        found
            .row(C::G28, row, F::Target)
            .expected(format!("{start}~{end}"))
            .found(day);
    }
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

/// Where a cell of money is no number, and where a printed total row is not the sum of its parts.
pub(super) fn total_identity(
    facts: &Facts<'_>,
    check: C,
    columns: &[Column],
    found: &mut Findings<'_>,
) {
    let funds = &facts.project.funds;
    for (field, cell) in columns {
        let unread = funds.iter().filter(|fund| is_no_number(cell(fund)));
        let mut readable = true;
        for fund in unread {
            readable = false;
            let place = At::Fund(fund.id.clone(), *field);
            found
                .add(check, place, Subject::Fund(fund.source.clone()))
                .detail(Detail::NoNumber)
                .found(cell(fund).as_str());
        }
        let Some(total) = total_row(funds).filter(|_| readable) else {
            continue;
        };
        let (printed, parts) = (cell(total), facts.money(*cell));
        if !printed.is_blank() && differ(printed.or_zero(), parts, EPS) {
            let place = At::Fund(total.id.clone(), *field);
            found
                .add(check, place, Subject::Fund(total.source.clone()))
                .expected(parts.normalize())
                .found(printed.as_str());
        }
    }
}

/// G-21, G-22
fn money(facts: &Facts<'_>, found: &mut Findings<'_>) {
    let project = facts.project;
    total_identity(facts, C::G21, COLUMNS.get(..2).unwrap_or_default(), found);
    let multi_year = &project.multi_year;
    let total = multi_year.total.decimal();
    if let Some(total) = total
        && !(multi_year.fiscal.is_blank() && multi_year.other.is_blank())
    {
        let parts = sum([multi_year.fiscal.or_zero(), multi_year.other.or_zero()].into_iter());
        if differ(total, parts, EPS) {
            found
                .add(C::G21, At::Project(P::MultiYearTotal), Subject::Money)
                .expected(parts.normalize())
                .found(multi_year.total.as_str());
        }
    }
    let days = project.start().zip(project.end());
    if let Some((start, end)) = days
        && start > end
    {
        found
            .form(C::G22, P::PeriodEnd)
            .detail(Detail::Reversed)
            .expected(format!("≥{start}"))
            .found(end);
    }
    let (Some(total), Some(annual)) = (total, facts.annual_amount()) else {
        return;
    };
    let one_year = days.is_some_and(|(start, end)| {
        use chrono::Datelike;
        start.year() == end.year()
    });
    let short = total < annual && differ(total, annual, EPS);
    if short || (one_year && differ(total, annual, EPS)) {
        let least = if one_year { "" } else { "≥" };
        found
            .add(C::G22, At::Project(P::MultiYearTotal), Subject::Money)
            .expected(format!("{least}{}", annual.normalize()))
            .found(multi_year.total.as_str());
    }
}

/// G-26
fn cost_total(facts: &Facts<'_>, found: &mut Findings<'_>) {
    // A budget that was adjusted during the year is right before and after.
    let shown = [
        facts.money(|fund| &fund.initial),
        facts.money(|fund| &fund.adjusted),
    ];
    let shown = || shown.iter().filter(|amount| **amount > Decimal::ZERO);
    let (Some(most), Some(least)) = (shown().max(), shown().min()) else {
        return;
    };
    let annual = facts.project.money_unit.in_ten_thousand(*most);
    let lowest = facts.project.money_unit.in_ten_thousand(*least);
    let is_total = |row: &&Row<'_>| {
        matches!(row.level2(), Level2::EconomicCost | Level2::Cost)
            && !smart::names_one(&row.indicator.name, &facts.policy.checks.words.unit_cost)
    };
    let amounts: Vec<(&Row<'_>, Decimal)> = facts
        .applicable()
        .filter(is_total)
        .filter_map(|row| Some((row, in_ten_thousand(row.target().quantity()?)?)))
        .collect();
    let Some((first, _)) = amounts.first() else {
        return;
    };
    let total = sum(amounts.iter().map(|(_, amount)| *amount));
    let least = lowest
        .checked_mul(facts.policy.checks.cost_target_from)
        .unwrap_or_default();
    if (total > annual && differ(total, annual, EPS)) || total < least {
        found
            .row(C::G26, first, F::Target)
            .expected(format!("{}~{}", least.normalize(), annual.normalize()))
            .found(total.normalize());
    }
}

/// An amount of money in 万元; `None` for anything else, a price per something included.
fn in_ten_thousand(quantity: &Quantity) -> Option<Decimal> {
    let parts = quantity.parts();
    if !parts.per.is_empty() || parts.base != "元" || parts.exponent > 12 {
        return None;
    }
    let factor = Decimal::from(10_u64.checked_pow(parts.exponent)?);
    quantity
        .value
        .checked_mul(factor)?
        .checked_div(Decimal::from(10_000))
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
        let yuan = facts.project.money_unit.in_ten_thousand(amount);
        known.push(amount);
        known.extend(yuan.checked_mul(Decimal::from(10_000)));
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

/// G-29
fn sources(facts: &Facts<'_>, found: &mut Findings<'_>) {
    let rows: Vec<&Row<'_>> = facts.applicable().filter(|row| !row.is_unused()).collect();
    let Some(first) = rows.first() else { return };
    let columns: [TextColumn; 2] = [
        (F::Basis, |indicator| &indicator.basis),
        (F::EvidenceRequired, |indicator| {
            &indicator.evidence_required
        }),
    ];
    let whole: Vec<F> = columns
        .iter()
        .filter(|(_, text)| rows.iter().all(|row| text(row.indicator).trim().is_empty()))
        .map(|(field, _)| *field)
        .collect();
    if let Some(field) = whole.first().copied() {
        let place = At::Indicator(Block::Annual, first.indicator.id.clone(), field);
        let said = found.add(C::G29, place, Subject::Form);
        said.detail(Detail::WholeColumns(whole.clone()));
    }
    for row in rows {
        let missing: Vec<F> = columns
            .iter()
            .filter(|(field, text)| !whole.contains(field) && text(row.indicator).trim().is_empty())
            .map(|(field, _)| *field)
            .collect();
        if let Some(field) = missing.first().copied() {
            found
                .row(C::G29, row, field)
                .detail(Detail::Missing(missing));
        }
    }
}

/// G-25
fn lengths(facts: &Facts<'_>, found: &mut Findings<'_>) {
    let project = facts.project;
    let limits = &facts.policy.checks.text;
    let about = &project.about;
    let texts = [
        (P::Name, &project.name, limits.name),
        (P::Code, &project.code, limits.code),
        (P::Goal, &project.goal, limits.goal),
        (
            P::MultiYearGoal,
            &project.multi_year.goal,
            limits.multi_year_goal,
        ),
        (P::Overview, &about.overview, limits.about),
        (P::Basis, &about.basis, limits.about),
        (P::Necessity, &about.necessity, limits.about),
        (P::Feasibility, &about.feasibility, limits.about),
        (P::Schedule, &about.schedule, limits.about),
        (P::Safeguards, &about.safeguards, limits.about),
    ];
    for (field, text, limit) in texts {
        let bytes = form_bytes(text);
        if bytes > limit {
            let said = found.form(C::G25, field);
            said.expected(format!("≤{limit}")).found(bytes);
        }
    }
    for row in &facts.rows {
        let indicator = row.indicator;
        let texts = [
            (F::Name, &indicator.name),
            (F::Explanation, &indicator.explanation),
            (F::Standard, &indicator.standard),
            (F::Formula, &indicator.formula),
        ];
        for (field, text) in texts {
            let bytes = form_bytes(text);
            if bytes > limits.indicator_text {
                let said = found.row(C::G25, row, field);
                said.expected(format!("≤{}", limits.indicator_text))
                    .found(bytes);
            }
        }
    }
}

/// G-30
fn ex_ante(facts: &Facts<'_>, found: &mut Findings<'_>) {
    let about = &facts.project.about;
    let conclusion = about.ex_ante.trim();
    if conclusion.contains("不予支持") {
        let said = found.form(C::G30, P::ExAnte);
        said.detail(Detail::NotSupported).found(conclusion);
        return;
    }
    let threshold = facts.policy.checks.ex_ante_threshold;
    let amount = facts
        .annual_amount()
        .map(|amount| facts.project.money_unit.in_ten_thousand(amount));
    let large = amount.is_some_and(|amount| amount >= threshold);
    if about.attribute == Some(Attribute::New) && large && conclusion.is_empty() {
        let said = found.form(C::G30, P::ExAnte);
        let amount = amount.unwrap_or_default().normalize().to_string();
        said.detail(Detail::Beside(
            amount.clone(),
            threshold.normalize().to_string(),
        ))
        .found(amount);
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
