//! Numbers as people read them: two decimals for money with thousands separators, one for rates; and
//! counts with their nouns.

use rust_decimal::{Decimal, RoundingStrategy};

use super::Language;
use crate::domain::number::round_to;

/// An amount with two decimals and thousands separators: `1,280.00`.
pub fn money(amount: Decimal) -> String {
    grouped(amount, 2)
}

/// What is left of a total as it is shown once its parts as they are shown were taken from it, if
/// anything: rounded parts need not add up to a rounded total.
pub fn rounding_gap(parts: impl Iterator<Item = Decimal>, total: Decimal) -> Option<Decimal> {
    let shown = |amount| round_to(amount, 2);
    let sum = parts
        .map(shown)
        .try_fold(Decimal::ZERO, Decimal::checked_add)?;
    shown(total).checked_sub(sum).filter(|gap| !gap.is_zero())
}

/// A share as a percentage with one decimal: `0.41234` is `41.2%`.
pub fn percent(share: Decimal) -> String {
    let hundredfold = share.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(share);
    format!("{}%", grouped(hundredfold, 1))
}

/// A decimal with so many places and thousands separators.
pub fn grouped(value: Decimal, places: u32) -> String {
    let mut rounded = value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
    rounded.rescale(places);
    let text = rounded.abs().to_string();
    let (whole, rest) = text
        .split_once('.')
        .map_or((text.as_str(), None), |(a, b)| (a, Some(b)));
    let digits: Vec<char> = whole.chars().collect();
    let mut shown = String::new();
    if rounded.is_sign_negative() && !rounded.is_zero() {
        shown.push('-');
    }
    for (at, digit) in digits.iter().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(*digit);
    }
    if let Some(rest) = rest {
        shown.push('.');
        shown.push_str(rest);
    }
    shown
}

/// A number with at most so many decimals, trailing zeros dropped.
pub fn number(value: Decimal, places: u32) -> String {
    let rounded = round_to(value, places);
    grouped(rounded, rounded.scale())
}

/// A count with its noun: `3 个项目`, `1 project`, `3 projects`.
pub fn counted(count: usize, zh: &str, en: (&str, &str), language: Language) -> String {
    match language {
        Language::Zh => format!("{count} {zh}"),
        Language::En => format!("{count} {}", if count == 1 { en.0 } else { en.1 }),
    }
}

/// Projects, counted.
pub fn projects(count: usize, language: Language) -> String {
    counted(count, "个项目", ("project", "projects"), language)
}

/// Entries of a journal, counted.
pub fn entries(count: usize, language: Language) -> String {
    counted(count, "条记录", ("entry", "entries"), language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_has_two_decimals_and_separators() {
        assert_eq!(money(Decimal::new(1_234_567_895, 3)), "1,234,567.90");
        assert_eq!(money(Decimal::from(-950)), "-950.00");
        assert_eq!(money(Decimal::new(-1, 3)), "0.00");
    }

    #[test]
    fn a_share_is_shown_as_a_percentage() {
        assert_eq!(percent(Decimal::new(41_234, 5)), "41.2%");
        assert_eq!(percent(Decimal::ONE), "100.0%");
    }
}
