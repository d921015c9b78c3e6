//! The signs of a cell, as symbols and as words, and what they say together.
//!
//! The readers of numbers and dates ask where signs stand and which of them belong to the value.
//! A sign that stands where none can stand is not counted, and that it was lost is told.

use super::Sign;
use super::text::{find, is_bracket, is_sign, longest_at, stands_at};

/// How a sign relates to its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Directly before it.
    Beside,
    /// Before it, with naming words allowed between.
    Ahead,
    /// After it: 以上, 以内.
    Behind,
}

/// A sign found in a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub(super) start: usize,
    pub(super) end: usize,
    /// `None` where the signs contradict or deny each other.
    pub(super) sign: Option<Sign>,
    pub(super) place: Place,
    pub(super) symbol: bool,
}

/// What all signs of a value say together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// There is none.
    Unsigned,
    /// They agree.
    Signed(Sign),
    /// They contradict each other.
    Opposite,
}

const NEGATIONS: [&str; 11] = [
    "不得",
    "不能",
    "不应",
    "不可",
    "不宜",
    "不允许",
    "不许",
    "没有",
    "不",
    "未",
    "没",
];
const UP: [&str; 4] = ["超过", "高于", "大于", "多于"];
const DOWN: [&str; 3] = ["低于", "少于", "小于"];

/// Every sign of the text, in order.
pub(super) fn scan(chars: &[char]) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if let Some(sign) = symbol_at(chars, at).or_else(|| word_at(chars, at)) {
            at = sign.end;
            found.push(sign);
        } else {
            at += 1;
        }
    }
    found
}

fn symbol_at(chars: &[char], start: usize) -> Option<Found> {
    if !is_sign(*chars.get(start)?) {
        return None;
    }
    let (mut up, mut down, mut equal) = (false, false, false);
    let mut end = start;
    while let Some(&c) = chars.get(end) {
        match c {
            '≥' => (up, equal) = (true, true),
            '≤' => (down, equal) = (true, true),
            '>' => up = true,
            '<' => down = true,
            '=' => equal = true,
            '/' if stands_at(chars, end + 1, "=") || stands_at(chars, end + 1, " =") => {}
            ' ' if chars.get(end + 1).copied().is_some_and(is_sign) => {}
            _ => break,
        }
        end += 1;
    }
    let sign = match (up, down, equal) {
        (true, false, true) => Some(Sign::AtLeast),
        (true, false, false) => Some(Sign::MoreThan),
        (false, true, true) => Some(Sign::AtMost),
        (false, true, false) => Some(Sign::LessThan),
        (false, false, true) => Some(Sign::Equal),
        _ => None,
    };
    Some(Found {
        start,
        end,
        sign,
        place: Place::Beside,
        symbol: true,
    })
}

fn word_at(chars: &[char], start: usize) -> Option<Found> {
    let found = |length: usize, sign: Option<Sign>, place: Place| {
        Some(Found {
            start,
            end: start + length,
            sign,
            place,
            symbol: false,
        })
    };
    if let Some(length) = longest_at(chars, start, &["大于或等于", "大于等于"]) {
        return found(length, Some(Sign::AtLeast), Place::Beside);
    }
    if let Some(length) = longest_at(chars, start, &["小于或等于", "小于等于"]) {
        return found(length, Some(Sign::AtMost), Place::Beside);
    }
    if let Some(negation) = longest_at(chars, start, &NEGATIONS) {
        let base = start + negation;
        if let Some(length) = longest_at(chars, base, &UP).or(longest_at(chars, base, &["超"])) {
            return found(negation + length, Some(Sign::AtMost), Place::Ahead);
        }
        if let Some(length) = longest_at(chars, base, &DOWN) {
            return found(negation + length, Some(Sign::AtLeast), Place::Ahead);
        }
        if let Some(length) = longest_at(chars, base, &["达到", "等于", "达"]) {
            return found(negation + length, None, Place::Beside);
        }
        return None;
    }
    if let Some(length) = longest_at(chars, start, &UP) {
        return found(length, Some(Sign::MoreThan), Place::Beside);
    }
    if let Some(length) = longest_at(chars, start, &DOWN) {
        return found(length, Some(Sign::LessThan), Place::Beside);
    }
    if let Some(length) = longest_at(chars, start, &["等于"]) {
        return found(length, Some(Sign::Equal), Place::Beside);
    }
    if let Some(length) = longest_at(chars, start, &["至少", "最少"]) {
        return found(length, Some(Sign::AtLeast), Place::Ahead);
    }
    if let Some(length) = longest_at(chars, start, &["至多", "最多"]) {
        return found(length, Some(Sign::AtMost), Place::Ahead);
    }
    if let Some(length) = longest_at(chars, start, &["最低", "达到", "达"]) {
        return found(length, Some(Sign::AtLeast), Place::Beside);
    }
    if let Some(length) = longest_at(chars, start, &["最高"]) {
        return found(length, Some(Sign::AtMost), Place::Beside);
    }
    behind_at(chars, start)
}

fn behind_at(chars: &[char], start: usize) -> Option<Found> {
    let (length, sign) = if let Some(length) = longest_at(
        chars,
        start,
        &["含以上", "及其以上", "及以上", "或以上", "以上"],
    ) {
        (length, Sign::AtLeast)
    } else if let Some(length) = longest_at(
        chars,
        start,
        &["含以下", "及其以下", "及以下", "或以下", "以下"],
    ) {
        (length, Sign::AtMost)
    } else if let Some(length) = longest_at(chars, start, &["以内", "之内"]) {
        (length, Sign::AtMost)
    } else if stands_at(chars, start, "内") && !begins_a_noun_with_inside(chars, start) {
        (1, Sign::AtMost)
    } else {
        return None;
    };
    Some(Found {
        start,
        end: start + length,
        sign: Some(sign),
        place: Place::Behind,
        symbol: false,
    })
}

/// 内部, 内容, 内科: nouns, not the bound 内.
fn begins_a_noun_with_inside(chars: &[char], at: usize) -> bool {
    const AFTER: &str = "部容科地外涝陆网控存置设饰镜河湖海源审生阁分侧层墙径销需";
    chars.get(at + 1).is_some_and(|&c| AFTER.contains(c))
}

/// Whether a sign may stand here: at the start, after a blank, colon, bracket or word.
pub(super) fn may_stand(chars: &[char], start: usize) -> bool {
    let Some(before) = start.checked_sub(1).and_then(|at| chars.get(at)) else {
        return true;
    };
    matches!(before, ' ' | ':') || is_bracket(*before) || before.is_alphabetic()
}

/// Whether nothing but fillers and other signs stands between a sign and its value.
pub(super) fn leads_to(chars: &[char], from: usize, to: usize, signs: &[Found]) -> bool {
    let mut at = from;
    while at < to {
        if let Some(next) = signs
            .iter()
            .find(|sign| sign.start == at && sign.place != Place::Behind)
        {
            at = next.end;
            continue;
        }
        let Some(&c) = chars.get(at) else {
            return false;
        };
        if !(matches!(c, ' ' | ':' | '+' | '了' | '到' | '为' | '在' | '是') || is_bracket(c))
        {
            return false;
        }
        at += 1;
    }
    at == to
}

/// The signs of the value that stands from `start` to `end` (its unit included); a symbol that
/// does not belong to it is reported as lost.
pub(super) fn judge(chars: &[char], signs: &[Found], start: usize, end: usize) -> (Verdict, bool) {
    let mut lost = false;
    let mut verdict = Verdict::Unsigned;
    for sign in signs {
        let belongs = match sign.place {
            Place::Beside => {
                sign.end <= start
                    && may_stand(chars, sign.start)
                    && leads_to(chars, sign.end, start, signs)
            }
            Place::Ahead => sign.end <= start && may_stand(chars, sign.start),
            Place::Behind => sign.start >= end && bounds_from_behind(chars, sign, end),
        };
        if belongs {
            verdict = joined(verdict, sign.sign);
        } else if sign.symbol {
            lost = true;
        }
    }
    (verdict, lost)
}

/// A bound after the value: directly after it, or after its noun where the text ends.
fn bounds_from_behind(chars: &[char], sign: &Found, end: usize) -> bool {
    let between = chars.get(end..sign.start).unwrap_or_default();
    if between
        .iter()
        .all(|&c| c == ' ' || is_bracket(c) || c == '及' || c == '含')
    {
        return true;
    }
    let single = sign.end - sign.start == 1;
    let rest = chars.get(sign.end..).unwrap_or_default();
    !single && !rest.iter().any(|c| c.is_alphanumeric()) && find(between, "规模").is_none()
}

fn joined(verdict: Verdict, sign: Option<Sign>) -> Verdict {
    use Sign::{AtLeast, AtMost, LessThan, MoreThan};
    let Some(sign) = sign else {
        return Verdict::Opposite;
    };
    match verdict {
        Verdict::Unsigned => Verdict::Signed(sign),
        Verdict::Opposite => Verdict::Opposite,
        Verdict::Signed(before) if before == sign => Verdict::Signed(sign),
        Verdict::Signed(before) => match (before, sign) {
            (AtLeast, MoreThan) | (MoreThan, AtLeast) => Verdict::Signed(AtLeast),
            (AtMost, LessThan) | (LessThan, AtMost) => Verdict::Signed(AtMost),
            _ => Verdict::Opposite,
        },
    }
}

/// A symbol or a word that compares and nothing else; 达 and 最高 can be plain words.
pub(super) fn symbol_or_comparison(chars: &[char], sign: &Found) -> bool {
    let plain_word = matches!(chars.get(sign.start), Some('达' | '最'));
    sign.symbol || (sign.place != Place::Behind && sign.sign.is_some() && !plain_word)
}
