//! Numbers in a cell: one with its sign and unit, or two that are a range.
//!
//! Called by the cell reader once placeholders and dates are ruled out. It reads only what is
//! certain: anything else is no number, and the cell stays text.

use rust_decimal::Decimal;

use super::measure::{after_prefixes, is_power, known_measure_end, per, unit_at};
use super::sign::{Found, Place, Verdict, judge};
use super::text::{
    after_joiners, is_bracket, is_joiner, is_numeral, is_sign, longest_at, stands_at,
};
use super::{Quantity, Sign, Target};

/// A number in the text; `start` includes its minus.
#[derive(Debug, Clone, Copy)]
struct Number {
    start: usize,
    end: usize,
    value: Decimal,
}

/// A number target and whether its sign was lost.
pub(super) struct Numeric {
    pub(super) target: Target,
    pub(super) sign_lost: bool,
}

/// A target from a sign and a quantity.
pub(super) const fn signed(sign: Option<Sign>, quantity: Quantity) -> Target {
    match sign {
        None => Target::Plain(quantity),
        Some(Sign::AtLeast) => Target::AtLeast(quantity),
        Some(Sign::MoreThan) => Target::MoreThan(quantity),
        Some(Sign::Equal) => Target::Equal(quantity),
        Some(Sign::LessThan) => Target::LessThan(quantity),
        Some(Sign::AtMost) => Target::AtMost(quantity),
    }
}

/// The number or the range that the text says, if it says exactly one.
pub(super) fn read(chars: &[char], signs: &[Found]) -> Option<Numeric> {
    match scan(chars)?.as_slice() {
        [only] => one(chars, signs, *only),
        [low, high] => range(chars, signs, *low, *high),
        _ => None,
    }
}

fn one(chars: &[char], signs: &[Found], number: Number) -> Option<Numeric> {
    let head = Head::before(chars, number.start)?;
    let mut unit = unit_at(chars, number.end);
    if head.percent {
        if !matches!(unit.text.as_str(), "" | "%") {
            unit.end = number.end;
        }
        unit.text = String::from("%");
    }
    let day_alone = matches!(unit.text.as_str(), "日" | "号");
    if day_alone && longest_at(chars, unit.end, &["前", "之前", "以前"]).is_some() {
        return None;
    }
    if has_half_or_numeral_after(chars, number.end, unit.end) {
        return None;
    }
    let (verdict, lost) = judge(chars, signs, head.start, unit.end);
    let sign = match verdict {
        Verdict::Unsigned => None,
        Verdict::Signed(sign) => Some(sign),
        Verdict::Opposite => return None,
    };
    // 1次以上/月: the bound stands inside of the unit.
    let behind = |sign: &&Found| sign.place == Place::Behind && sign.start == unit.end;
    if let Some(bound) = signs.iter().find(behind) {
        per(chars, bound.end, &mut unit.text);
    }
    let quantity = Quantity {
        value: number.value,
        unit: unit.text,
    };
    Some(Numeric {
        target: signed(sign, quantity),
        sign_lost: lost || head.misread,
    })
}

fn range(chars: &[char], signs: &[Found], low: Number, high: Number) -> Option<Numeric> {
    let head = Head::before(chars, low.start)?;
    let first = unit_at(chars, low.end);
    let joined = after_joiners(chars, first.end);
    if head.percent || head.misread || joined == first.end {
        return None;
    }
    // A minus of the second number is a joiner to the eye: `18-22` against `-5--2`.
    if joined != high.start && !(joined > high.start && joined < high.end) {
        return None;
    }
    let second = unit_at(chars, high.end);
    // 80提升至90 are two states of one thing, and no bounds.
    let measured = first.text.is_empty()
        || first.text == second.text
        || known_measure_end(chars, low.end).is_some();
    let more = has_half_or_numeral_after(chars, low.end, first.end)
        || has_half_or_numeral_after(chars, high.end, second.end);
    if more || !measured || low.value > high.value {
        return None;
    }
    let one_unit = first.text.is_empty()
        || second.text.is_empty()
        || first.text == second.text
        || is_bare_prefix_of(&first.text, &second.text);
    if !one_unit || !range_allows(chars, signs, head.start, second.end) {
        return None;
    }
    // 3-5个工作日内 is no upper limit any more: the sign is told, not guessed.
    let bounded = |sign: &Found| chars.get(sign.start) != Some(&'达');
    let sign_lost = signs.iter().any(bounded);
    let unit = if second.text.is_empty() {
        first.text
    } else {
        second.text
    };
    let target = Target::Range {
        low: low.value,
        high: high.value,
        unit,
    };
    Some(Numeric { target, sign_lost })
}

/// `3万-5万元`: the first unit is the magnitude of the second.
fn is_bare_prefix_of(first: &str, second: &str) -> bool {
    second.starts_with(first)
        && first
            .chars()
            .all(|c| matches!(c, '十' | '百' | '千' | '万' | '亿'))
}

/// A range carries its own two bounds: 达到 or 以内 may stand beside it, a comparison may not.
fn range_allows(chars: &[char], signs: &[Found], start: usize, end: usize) -> bool {
    let mut beside = 0;
    for sign in signs {
        let reached = chars.get(sign.start) == Some(&'达');
        if sign.symbol || (sign.place != Place::Behind && !reached && sign.end <= start) {
            return false;
        }
        if sign.end <= start || sign.start >= end {
            beside += 1;
        }
    }
    beside <= 1
}

/// What stands directly before a number and belongs to it.
struct Head {
    start: usize,
    percent: bool,
    /// 二 printed for `=`.
    misread: bool,
}

impl Head {
    /// `None` where the number cannot be read at all: `三5`, `3分之1`.
    fn before(chars: &[char], start: usize) -> Option<Self> {
        let at = |back: usize| {
            start
                .checked_sub(back)
                .and_then(|at| chars.get(at))
                .copied()
        };
        if at(1) == Some('之') && at(2) == Some('分') {
            let percent = at(3) == Some('百') && !at(4).is_some_and(is_numeral);
            return percent.then(|| Self {
                start: start - 3,
                percent: true,
                misread: false,
            });
        }
        let free = at(2).is_none_or(|c| matches!(c, ' ' | ':') || is_bracket(c));
        match at(1) {
            Some('二' | 'ニ' | '?' | '□' | '\u{FFFD}') if free => Some(Self {
                start: start - 1,
                percent: false,
                misread: true,
            }),
            Some('一') if at(2).is_some_and(|c| "统唯单".contains(c)) => {
                Some(Self::plain(start))
            }
            Some(c)
                if is_numeral(c)
                    || ends_a_code(chars, start)
                    || c == '分' && at(2) == Some('百') =>
            {
                None
            }
            _ => Some(Self::plain(start)),
        }
    }

    const fn plain(start: usize) -> Self {
        Self {
            start,
            percent: false,
            misread: false,
        }
    }
}

/// `A4`, `PM2.5`: the digits belong to a name. A longer word, as in `GDP500亿元`, names the thing.
fn ends_a_code(chars: &[char], start: usize) -> bool {
    let letters = chars.get(..start).unwrap_or_default().iter().rev();
    matches!(
        letters.take_while(|c| c.is_ascii_alphabetic()).count(),
        1 | 2
    )
}

/// `1年半`, `1万五`: more than the digits say.
fn has_half_or_numeral_after(chars: &[char], number_end: usize, unit_end: usize) -> bool {
    let prefixed = after_prefixes(chars, number_end);
    let after_prefix = chars.get(prefixed).copied();
    (prefixed > number_end && after_prefix.is_some_and(|c| "一二三四五六七八九零半".contains(c)))
        || chars.get(unit_end) == Some(&'半')
        || stands_at(chars, number_end, "个半")
        || stands_at(chars, unit_end, "分之")
        || stands_at(chars, number_end, "分之")
}

/// Every number of the text; `None` if one of them cannot be read.
fn scan(chars: &[char]) -> Option<Vec<Number>> {
    let mut numbers = Vec::new();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let starts = c.is_ascii_digit() || (c == '.' && digit(chars, at + 1));
        if !starts || is_power(chars, at) {
            at += 1;
        } else {
            let number = number_at(chars, at, numbers.is_empty())?;
            at = number.end;
            numbers.push(number);
        }
    }
    Some(numbers)
}

fn digit(chars: &[char], at: usize) -> bool {
    chars.get(at).is_some_and(char::is_ascii_digit)
}

fn number_at(chars: &[char], from: usize, first: bool) -> Option<Number> {
    let mut text = String::new();
    let minus = has_minus(chars, from, first);
    if minus {
        text.push('-');
    }
    let mut end = push_digits(chars, from, &mut text);
    if end - from <= 3 {
        while chars.get(end) == Some(&',') && is_thousand(chars, end + 1) {
            end = push_digits(chars, end + 1, &mut text);
        }
    }
    if chars.get(end) == Some(&'.') && digit(chars, end + 1) {
        if end == from {
            text.push('0');
        }
        text.push('.');
        end = push_digits(chars, end + 1, &mut text);
        if chars.get(end) == Some(&'.') && digit(chars, end + 1) {
            return None;
        }
    }
    if chars.get(end) == Some(&'.') && known_measure_end(chars, end + 1) == Some(chars.len()) {
        end += 1;
    }
    let value = Decimal::from_str_exact(&text).ok()?;
    Some(Number {
        start: if minus { from - 1 } else { from },
        end,
        value,
    })
}

fn push_digits(chars: &[char], from: usize, text: &mut String) -> usize {
    let run = chars
        .get(from..)
        .unwrap_or_default()
        .iter()
        .take_while(|c| c.is_ascii_digit());
    let before = text.len();
    text.extend(run);
    from + (text.len() - before)
}

/// Exactly three digits.
fn is_thousand(chars: &[char], at: usize) -> bool {
    (0..3).all(|offset| digit(chars, at + offset)) && !digit(chars, at + 3)
}

/// A dash before a number is its minus, unless it joins it to something before.
fn has_minus(chars: &[char], from: usize, first: bool) -> bool {
    let Some(dash) = from.checked_sub(1) else {
        return false;
    };
    if chars.get(dash) == Some(&'负') {
        // 自负5%: borne by somebody, not below zero.
        let borne = dash.checked_sub(1).and_then(|at| chars.get(at));
        return !borne.is_some_and(|c| "自担承抱".contains(*c));
    }
    if !matches!(chars.get(dash), Some('-' | '–')) {
        return false;
    }
    let Some(&before) = dash.checked_sub(1).and_then(|at| chars.get(at)) else {
        return true;
    };
    is_sign(before)
        || is_joiner(before)
        || is_bracket(before)
        || matches!(before, ':' | ' ')
        || (first && before.is_alphabetic() && !before.is_ascii())
}
