//! Numbers of the field: decimals, the one rounding rule, and cells that keep what was written.
//!
//! Every amount, weight and score in wenxiao goes through here. Nothing in this module is a float,
//! and a cell never loses the text that a person typed.

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// Rounds half up (away from zero) to two decimals: the rounding of scores, rates and totals.
pub fn round2(value: Decimal) -> Decimal {
    let mut rounded = value.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    rounded.rescale(2);
    rounded
}

/// Rounds half up to at most `places` decimals and drops trailing zeros.
pub fn round_to(value: Decimal, places: u32) -> Decimal {
    value
        .round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
        .normalize()
}

/// A cell as a person wrote it. What cannot be read as a decimal stays what it is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Written(pub String);

impl Written {
    /// The text, as it was typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// True where nothing but blanks was written.
    pub fn is_blank(&self) -> bool {
        self.0.trim().is_empty()
    }

    /// The decimal that the cell holds, if it holds exactly one: full-width digits are read,
    /// thousands separators and blanks are dropped, nothing else is.
    pub fn decimal(&self) -> Option<Decimal> {
        decimal(&self.0)
    }

    /// The decimal, or zero where there is none.
    pub fn or_zero(&self) -> Decimal {
        self.decimal().unwrap_or_default()
    }
}

impl From<&str> for Written {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for Written {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<Decimal> for Written {
    fn from(value: Decimal) -> Self {
        Self(value.to_string())
    }
}

/// Reads `text` as one plain decimal, see [`Written::decimal`].
pub fn decimal(text: &str) -> Option<Decimal> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return None;
    }
    if trimmed.is_ascii() {
        return plain(trimmed);
    }
    let folded: String = trimmed.nfkc().collect();
    plain(folded.trim())
}

fn plain(text: &str) -> Option<Decimal> {
    let mut digits = String::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        match character {
            '0'..='9' | '.' => digits.push(character),
            '-' | '+' if at == 0 => digits.push(character),
            ',' | ' ' if at > 0 => {}
            _ => return None,
        }
    }
    Decimal::from_str_exact(&digits).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_cent_rounds_up() {
        assert_eq!(round2(Decimal::new(89_995, 3)).to_string(), "90.00");
        assert_eq!(round2(Decimal::new(-5, 3)).to_string(), "-0.01");
        assert_eq!(round2(Decimal::from(7)).to_string(), "7.00");
    }

    #[test]
    fn a_cell_reads_full_width_and_thousands_and_nothing_else() {
        assert_eq!(
            decimal("１，２３４．５０").map(|d| d.to_string()),
            Some("1234.50".to_owned())
        );
        assert_eq!(
            decimal(" 9,431 ").map(|d| d.to_string()),
            Some("9431".to_owned())
        );
        for bad in ["", "  ", "10分", "1-2", "一百", "95%", "1e5", "."] {
            assert_eq!(decimal(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_number_beyond_28_digits_is_no_decimal_and_no_panic() {
        assert_eq!(decimal("123456789012345678901234567890123"), None);
    }
}
