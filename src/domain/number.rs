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
    /// a comma or a blank between thousands is dropped, nothing else is.
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
    let (negative, number) = match text.strip_prefix(['-', '+']) {
        Some(number) => (text.starts_with('-'), number.trim_start()),
        None => (false, text),
    };
    let (whole, cents) = number.split_once('.').unwrap_or((number, ""));
    let are_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let mut groups = whole.split([',', ' ']);
    let first = groups.next().filter(|first| are_digits(first))?;
    let mut digits = String::with_capacity(text.len());
    digits.push_str(first);
    for group in groups {
        if group.len() != 3 || !are_digits(group) || !(1..=3).contains(&first.len()) {
            return None;
        }
        digits.push_str(group);
    }
    if !are_digits(cents) || (whole.is_empty() && cents.is_empty()) {
        return None;
    }
    if !cents.is_empty() {
        digits.push('.');
        digits.push_str(cents);
    }
    let value = Decimal::from_str_exact(&digits).ok()?;
    Some(if negative { -value } else { value })
}

/// A sum of many decimals, exact and quick: what has the same scale is added as whole numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sum {
    /// Σ of the digits of each scale, by the scale.
    digits: Vec<i128>,
    too_long: bool,
}

impl Sum {
    /// Adds a number.
    pub fn add(&mut self, value: Decimal) {
        self.add_digits(value.scale() as usize, value.mantissa());
    }

    /// Adds what another sum holds.
    pub fn add_sum(&mut self, other: &Self) {
        for (scale, digits) in other.digits.iter().enumerate() {
            self.add_digits(scale, *digits);
        }
        self.too_long |= other.too_long;
    }

    fn add_digits(&mut self, scale: usize, more: i128) {
        if self.digits.len() <= scale {
            self.digits.resize(scale + 1, 0);
        }
        if let Some(digits) = self.digits.get_mut(scale) {
            match digits.checked_add(more) {
                Some(sum) => *digits = sum,
                None => self.too_long = true,
            }
        }
    }

    /// True while nothing was added.
    pub fn is_empty(&self) -> bool {
        self.digits.is_empty()
    }

    /// The sum; `None` where it is longer than a decimal can be.
    pub fn total(&self) -> Option<Decimal> {
        let parts = (0_u32..).zip(&self.digits);
        parts
            .map(|(scale, digits)| Decimal::try_from_i128_with_scale(*digits, scale).ok())
            .try_fold(Decimal::ZERO, |sum, part| sum.checked_add(part?))
            .filter(|_| !self.too_long)
    }
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
        for (text, value) in [
            ("-1,234,567.5", "-1234567.5"),
            ("1 000", "1000"),
            ("+5", "5"),
        ] {
            assert_eq!(decimal(text).map(|d| d.to_string()).as_deref(), Some(value));
        }
        for bad in [
            "", "  ", "10分", "1-2", "一百", "95%", "1e5", ".", "-", "1,5", "7,0", "1 0",
            "1.0,000", "1234,567", ",500", "1--2", "- -2",
        ] {
            assert_eq!(decimal(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_sum_of_many_is_exact_whatever_their_scales() {
        let mut sum = Sum::default();
        for text in ["0.1", "0.20", "1280", "-0.005", "3"] {
            sum.add(decimal(text).unwrap());
        }
        assert_eq!(sum.total(), decimal("1283.295"));
        let mut other = Sum::default();
        other.add(Decimal::new(5, 1));
        other.add_sum(&sum);
        let both = sum.total().map(|total| total + Decimal::new(5, 1));
        assert_eq!(other.total(), both);
        assert_eq!(Sum::default().total(), Some(Decimal::ZERO));
    }

    #[test]
    fn a_sum_longer_than_a_decimal_is_none_and_no_wrong_number() {
        let mut sum = Sum::default();
        sum.add(Decimal::MAX);
        sum.add(Decimal::MAX);
        assert_eq!(sum.total(), None);
        sum.add(Decimal::MIN);
        assert_eq!(sum.total(), Some(Decimal::MAX));
    }

    #[test]
    fn a_number_beyond_28_digits_is_no_decimal_and_no_panic() {
        assert_eq!(decimal("123456789012345678901234567890123"), None);
    }
}
