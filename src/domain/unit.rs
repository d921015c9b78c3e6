//! Two quantities on one scale: magnitudes, missing units, and units that do not match.
//!
//! Scoring and the checks ask [`align`] before they compare a target with an actual. It never
//! guesses: what is no magnitude of the same unit is compared as written and told as different.

use rust_decimal::Decimal;

use super::notation::Quantity;

/// How the units of two quantities relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitRelation {
    /// They are written alike.
    Same,
    /// They are magnitudes of one unit: 元 and 万元.
    Magnitude,
    /// One of them is missing, wholly or but for its magnitude, and takes the other's.
    MissingOne,
    /// They have nothing to do with each other; the values are as written.
    Different,
}

/// A target and an actual that can be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Aligned {
    /// The target's value.
    pub target: Decimal,
    /// The actual's value, on the target's scale.
    pub actual: Decimal,
    /// How the two units relate.
    pub relation: UnitRelation,
}

/// A unit taken apart: `万元/人` is 10 to the 4th, 元, and `/人`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts<'a> {
    /// The power of ten of all prefixes.
    pub exponent: u32,
    /// The measure without prefixes; empty where there is none.
    pub base: &'a str,
    /// The per-unit with its slash; empty where there is none.
    pub per: &'a str,
}

/// The magnitude, base and per-unit of a quantity's unit.
pub fn units_of(quantity: &Quantity) -> Parts<'_> {
    parts(&quantity.unit)
}

/// The magnitude, base and per-unit of a unit.
pub fn parts(unit: &str) -> Parts<'_> {
    let (numerator, per) = unit
        .find('/')
        .and_then(|slash| unit.split_at_checked(slash))
        .unwrap_or((unit, ""));
    let mut exponent: u32 = 0;
    let mut base = numerator;
    while !base.starts_with("百分") {
        let mut chars = base.chars();
        let power = match chars.next() {
            Some('十') => 1,
            Some('百') => 2,
            Some('千') => 3,
            Some('万') => 4,
            Some('亿') => 8,
            _ => break,
        };
        exponent = exponent.saturating_add(power);
        base = chars.as_str();
    }
    Parts {
        exponent,
        base,
        per,
    }
}

impl Parts<'_> {
    /// The unit in its base measure: 公里 in 米, 吨 and 千克 in 公斤.
    const fn reduced(self, base: &'static str, exponent: u32) -> Self {
        Self {
            exponent: self.exponent.saturating_add(exponent),
            base,
            ..self
        }
    }

    fn is_missing(&self) -> bool {
        self.base.is_empty() && self.per.is_empty()
    }
}

fn by_length(parts: Parts<'_>) -> Parts<'_> {
    match parts.base {
        "公里" => parts.reduced("米", 3),
        "吨" => parts.reduced("公斤", 3),
        _ => parts,
    }
}

/// 千克 is another name of 公斤; only asked where one side is written in 公斤 or 吨.
fn by_weight(parts: Parts<'_>) -> Parts<'_> {
    if parts.base == "克" && parts.exponent >= 3 {
        return Parts {
            exponent: parts.exponent - 3,
            base: "公斤",
            ..parts
        };
    }
    parts
}

/// The power of ten of both units where they are magnitudes of one, and how they relate.
fn relate(target: &str, actual: &str) -> (u32, u32, UnitRelation) {
    if target == actual {
        return (0, 0, UnitRelation::Same);
    }
    if target.is_empty() || actual.is_empty() {
        return (0, 0, UnitRelation::MissingOne);
    }
    let (t, a) = (by_length(parts(target)), by_length(parts(actual)));
    if t.base == a.base && t.per == a.per {
        return (t.exponent, a.exponent, UnitRelation::Magnitude);
    }
    if t.is_missing() {
        return (t.exponent, parts(actual).exponent, UnitRelation::MissingOne);
    }
    if a.is_missing() {
        return (parts(target).exponent, a.exponent, UnitRelation::MissingOne);
    }
    let (t, a) = (by_weight(t), by_weight(a));
    if t.base == a.base && t.per == a.per {
        return (t.exponent, a.exponent, UnitRelation::Magnitude);
    }
    (0, 0, UnitRelation::Different)
}

/// Puts a target and an actual on one scale, the target's where the digits allow it.
pub fn align(target: &Quantity, actual: &Quantity) -> Aligned {
    let (t, a, relation) = relate(&target.unit, &actual.unit);
    let as_written = |relation| Aligned {
        target: target.value,
        actual: actual.value,
        relation,
    };
    if t == a {
        return as_written(relation);
    }
    let scaled = if a > t {
        raised(actual.value, a - t).map(|actual| (target.value, actual))
    } else {
        lowered(actual.value, t - a)
            .map(|actual| (target.value, actual))
            .or_else(|| raised(target.value, t - a).map(|target| (target, actual.value)))
    };
    match scaled {
        Some((target, actual)) => Aligned {
            target,
            actual,
            relation,
        },
        // Beyond 28 digits nothing exact can be said: as written, and reported.
        None => as_written(UnitRelation::Different),
    }
}

fn raised(value: Decimal, exponent: u32) -> Option<Decimal> {
    let factor = 10i128.checked_pow(exponent)?;
    let raised = value.checked_mul(Decimal::try_from_i128_with_scale(factor, 0).ok()?)?;
    Some(raised.normalize())
}

/// The value divided by a power of ten, if no digit is lost.
fn lowered(value: Decimal, exponent: u32) -> Option<Decimal> {
    let value = value.normalize();
    let scale = value.scale().checked_add(exponent)?;
    Decimal::try_from_i128_with_scale(value.mantissa(), scale)
        .ok()
        .map(|lowered| lowered.normalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantity(value: &str, unit: &str) -> Quantity {
        Quantity {
            value: value.parse().unwrap(),
            unit: unit.to_owned(),
        }
    }

    fn aligned(target: (&str, &str), actual: (&str, &str)) -> (String, String, UnitRelation) {
        let aligned = align(&quantity(target.0, target.1), &quantity(actual.0, actual.1));
        (
            aligned.target.to_string(),
            aligned.actual.to_string(),
            aligned.relation,
        )
    }

    #[test]
    fn units_compare_as_the_contract_says() {
        use UnitRelation::{Different, Magnitude, MissingOne, Same};
        for (target, actual, expected, relation) in [
            (("90", "万元"), ("85.5", "万元"), ("90", "85.5"), Same),
            (("90", "万元"), ("855000", "元"), ("90", "85.5"), Magnitude),
            (("1", "亿元"), ("24000", "万元"), ("1", "2.4"), Magnitude),
            (("1", "亿元"), ("24", "亿"), ("1", "24"), MissingOne),
            (("1", "亿元"), ("24000", "万"), ("1", "2.4"), MissingOne),
            (("150", "万"), ("1.5", "百万"), ("150", "150"), Magnitude),
            (("150", "万"), ("150", ""), ("150", "150"), MissingOne),
            (("150", "万"), ("1500000", "元"), ("150", "150"), MissingOne),
            (("95", "%"), ("0.98", ""), ("95", "0.98"), MissingOne),
            (("3", ""), ("5", "万人"), ("3", "5"), MissingOne),
            (("2", "千米"), ("1500", "米"), ("2", "1.5"), Magnitude),
            (("2", "公里"), ("1500", "米"), ("2", "1.5"), Magnitude),
            (("2", "公里"), ("3", "千米"), ("2", "3"), Magnitude),
            (("2", "吨"), ("1500", "公斤"), ("2", "1.5"), Magnitude),
            (("2", "吨"), ("1500", "千克"), ("2", "1.5"), Magnitude),
            (("2", "千克"), ("1500", "克"), ("2", "1.5"), Magnitude),
            (("1", "万亿元"), ("20000", "亿元"), ("1", "2"), Magnitude),
            (("1", "千万元"), ("1000", "万元"), ("1", "1"), Magnitude),
            (
                ("0.3", "万元/人"),
                ("2600", "元/人"),
                ("0.3", "0.26"),
                Magnitude,
            ),
            (("1", "元/人"), ("1", "元/户"), ("1", "1"), Different),
            (("1", "%"), ("1", "百分点"), ("1", "1"), Different),
            (("5", "人"), ("5", "次"), ("5", "5"), Different),
        ] {
            let (t, a, r) = aligned(target, actual);
            assert_eq!(
                (t.as_str(), a.as_str(), r),
                (expected.0, expected.1, relation),
                "{target:?} {actual:?}"
            );
        }
    }

    #[test]
    fn percent_words_contain_no_prefix() {
        assert_eq!(
            parts("百分点"),
            Parts {
                exponent: 0,
                base: "百分点",
                per: ""
            }
        );
        assert_eq!(
            parts("百万人次/月"),
            Parts {
                exponent: 6,
                base: "人次",
                per: "/月"
            }
        );
    }

    #[test]
    fn huge_values_are_compared_as_written() {
        let (target, actual, relation) =
            aligned(("1", "元"), ("79228162514264337593543950335", "万亿元"));
        assert_eq!(
            (target.as_str(), actual.as_str()),
            ("1", "79228162514264337593543950335")
        );
        assert_eq!(relation, UnitRelation::Different);
    }
}
