//! G-07 to G-09, G-14, G-15, G-18 to G-20, G-27, G-28: the target of a row.
//!
//! How it is written, and whether what it says makes sense for that row alone.

use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization;

use crate::domain::check::facts::{Facts, Row};
use crate::domain::check::list::Check as C;
use crate::domain::check::{Detail, Findings, smart};
use crate::domain::command::IndicatorField as F;
use crate::domain::notation::{Target, target};
use crate::domain::policy::{CheckWords, Level2};
use crate::domain::project::Indicator;
use crate::domain::unit;

/// G-07, G-08, G-09: the shape of the target.
pub(super) fn target_form(row: &Row<'_>, found: &mut Findings<'_>) {
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

/// What is better.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    /// More.
    Up,
    /// Less.
    Down,
}

/// Whether more or less is better; `None` where it is neither.
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
pub(in crate::domain::check) fn is_growth(indicator: &Indicator, words: &CheckWords) -> bool {
    indicator.growth_rate
        || smart::names_one(&indicator.name, &words.growth)
        || smart::names_one(&indicator.target, &words.growth)
}

/// G-14, G-15, G-18, G-19, G-20, G-27, G-28: the sense of the target.
pub(super) fn target_sense(facts: &Facts<'_>, row: &Row<'_>, found: &mut Findings<'_>) {
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
    impossible(row, &rules.words, found);
    if let Some(quantity) = row.target().quantity()
        && row.score.row.satisfaction
        && matches!(quantity.unit.as_str(), "%" | "")
        && (quantity.value < rules.satisfaction_target_from
            || quantity.value >= rules.satisfaction_target_below)
    {
        found.row(C::G27, row, F::Target).found(text);
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
fn impossible(row: &Row<'_>, words: &CheckWords, found: &mut Findings<'_>) {
    let (low, high, unit) = match row.target() {
        Target::Range { low, high, unit } => (*low, *high, unit),
        target => match target.quantity() {
            Some(quantity) => (quantity.value, quantity.value, &quantity.unit),
            None => return,
        },
    };
    let negative = low < Decimal::ZERO;
    let meaningless =
        matches!(row.target(), Target::AtLeast(_) | Target::MoreThan(_)) && low <= Decimal::ZERO;
    let no_share = unit == "%" && (negative || high > Decimal::ONE_HUNDRED);
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
