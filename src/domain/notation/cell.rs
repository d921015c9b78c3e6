//! One cell, read in order: nothing, yes or no, a scale, a placeholder, a date, a number, text.
//!
//! Called by `target` and `actual`. Each step either decides or passes on; a text that nobody
//! claims is qualitative, as written.

use super::date::{Dated, read as read_date};
use super::measure::{after_prefixes, known_measure_end, unit_at};
use super::number::read as read_number;
use super::sign::{Found, scan, symbol_or_comparison};
use super::text::{
    find, is, is_bracket, is_numeral, is_sign, longest_at, opens, plain, stands_at,
    without_final_punctuation,
};
use super::{Doubt, Expects, Reading, Target};

/// The reading of a cell.
pub(super) fn read(text: &str, expects: Expects) -> Reading<Target> {
    let chars = plain(text);
    let bare = without_final_punctuation(&chars);
    if is_nothing(bare) {
        return sure(Target::None);
    }
    if let Some(rest) = chars.strip_prefix(&['定', '性']) {
        return read_qualitative(text, rest, expects);
    }
    if is(bare, "是") || is(bare, "否") {
        return sure(Target::YesNo(is(bare, "是")));
    }
    if is_scale(bare) {
        return Reading {
            value: Target::None,
            doubts: vec![Doubt::Scale],
        };
    }
    if is_placeholder(bare) {
        return Reading {
            value: Target::None,
            doubts: vec![Doubt::Placeholder],
        };
    }
    read_value(text, &chars, expects)
}

const fn sure(value: Target) -> Reading<Target> {
    Reading {
        value,
        doubts: Vec::new(),
    }
}

fn text_of(text: &str) -> Target {
    Target::Qualitative(text.trim().to_owned())
}

/// 定性 makes everything qualitative that says anything at all.
fn read_qualitative(text: &str, rest: &[char], expects: Expects) -> Reading<Target> {
    if rest.is_empty() {
        return sure(text_of(text));
    }
    let said = text.trim().strip_prefix("定性").unwrap_or(text);
    let said = said.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：'));
    let inner = read(said, expects);
    if inner.value == Target::None {
        return inner;
    }
    sure(text_of(said))
}

fn is_nothing(bare: &[char]) -> bool {
    is(bare, "无")
        || bare
            .iter()
            .all(|c| matches!(c, '/' | '-' | '–' | '—' | '\\'))
}

fn read_value(text: &str, chars: &[char], expects: Expects) -> Reading<Target> {
    let mut doubts = Vec::new();
    let dated = || find(chars, "年").or(find(chars, "季")).is_some();
    if is_an_error(chars) || !(chars.iter().any(char::is_ascii_digit) || dated()) {
        return sure(text_of(text));
    }
    let chars = without_idle_brackets(without_final_punctuation(chars));
    let chars = without_leaked_code(&chars, &mut doubts);
    let signs = scan(chars);
    if has_condition(chars, &signs) {
        return Reading {
            value: text_of(text),
            doubts,
        };
    }
    let value = match read_date(chars, &signs, expects) {
        Dated::By(deadline) => Target::ByDate(deadline),
        Dated::Unclear => text_of(text),
        Dated::No => match read_number(chars, &signs) {
            None => text_of(text),
            Some(numeric) => {
                if numeric.sign_lost {
                    doubts.push(Doubt::SignLost);
                }
                numeric.target
            }
        },
    };
    Reading { value, doubts }
}

/// `#DIV/0!`: what a spreadsheet shows where it has no value.
fn is_an_error(chars: &[char]) -> bool {
    matches!(chars, ['#', letter, ..] if letter.is_ascii_uppercase())
}

/// `004 >= 20`: a code of the system that printed the form.
fn without_leaked_code<'a>(chars: &'a [char], doubts: &mut Vec<Doubt>) -> &'a [char] {
    let digits = chars.iter().take_while(|c| c.is_ascii_digit()).count();
    let length = match chars.first() {
        Some('①'..='⑳') => 1,
        Some('0') if (2..=4).contains(&digits) => digits,
        _ => return chars,
    };
    let rest = chars.get(length..).unwrap_or_default();
    let rest = rest.strip_prefix(&[' ']).unwrap_or(rest);
    if scan(rest)
        .first()
        .is_none_or(|sign| sign.start != 0 || !symbol_or_comparison(rest, sign))
    {
        return chars;
    }
    doubts.push(Doubt::LeakedCode);
    rest
}

/// The text without brackets that hold neither a digit nor a condition nor a sign.
fn without_idle_brackets(chars: &[char]) -> Vec<char> {
    let mut out: Vec<char> = Vec::with_capacity(chars.len());
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        if out.last() != Some(&'/')
            && let Some(close) = opens(c)
            && let Some(length) = chars
                .get(at..)
                .and_then(|rest| rest.iter().position(|&c| c == close))
            && is_idle(chars.get(at + 1..at + length).unwrap_or_default())
        {
            at += length + 1;
            let digits = out.last().is_some_and(char::is_ascii_digit)
                && chars.get(at).is_some_and(char::is_ascii_digit);
            if digits {
                out.push(' ');
            }
            continue;
        }
        out.push(c);
        at += 1;
    }
    out
}

fn is_idle(inside: &[char]) -> bool {
    let signs = scan(inside);
    let only_a_sign = matches!(signs.as_slice(), [sign] if sign.start == 0 && sign.end == inside.len()
        && symbol_or_comparison(inside, sign));
    !inside.iter().any(char::is_ascii_digit) && !only_a_sign && !has_condition(inside, &signs)
}

const CONDITIONS: [&str; 23] = [
    "按",
    "依",
    "根据",
    "如",
    "若",
    "每",
    "各",
    "且",
    "或",
    "并",
    "后",
    "约",
    "左右",
    "近",
    "余",
    "多",
    "较上年",
    "同比",
    "除",
    "≈",
    "±",
    "≠",
    "正负",
];

/// Nouns that contain the character of a condition and are none.
const NOUNS: [&str; 54] = [
    "节约",
    "预约",
    "契约",
    "签约",
    "违约",
    "履约",
    "合约",
    "续约",
    "制约",
    "集约",
    "近视",
    "后勤",
    "后续",
    "后期",
    "售后",
    "产后",
    "术后",
    "灾后",
    "课后",
    "产前产后",
    "除险",
    "除尘",
    "除草",
    "消除",
    "拆除",
    "清除",
    "解除",
    "扫除",
    "免除",
    "根除",
    "删除",
    "排除",
    "扣除",
    "多部门",
    "多渠道",
    "多层次",
    "多媒体",
    "多功能",
    "多元",
    "多样",
    "并网",
    "合并",
    "并发症",
    "业余",
    "剩余",
    "余额",
    "结余",
    "富余",
    "盈余",
    "依从",
    "余热",
    "余量",
    "后备",
    "多式",
];

/// A condition that a number does not carry, or a further clause.
fn has_condition(chars: &[char], signs: &[Found]) -> bool {
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        if let Some(sign) = signs.iter().find(|sign| sign.start == at) {
            at = sign.end;
        } else if let Some(length) = longest_at(chars, at, &NOUNS) {
            at += length;
        } else if longest_at(chars, at, &CONDITIONS).is_some()
            || names_the_next_period(chars, at)
            || (ends_a_clause(c) && says_on(chars, at))
        {
            return true;
        } else {
            at += 1;
        }
    }
    false
}

/// 次年, 次月; not the 次 of `3次年度会议`.
fn names_the_next_period(chars: &[char], at: usize) -> bool {
    let counted = at
        .checked_sub(1)
        .and_then(|at| chars.get(at))
        .is_some_and(|c| {
            c.is_ascii_digit()
                || longest_at(&[*c], 0, &["人", "户", "场", "批", "万", "千"]).is_some()
        });
    !counted && longest_at(chars, at, &["次年", "次月"]).is_some()
}

const fn ends_a_clause(c: char) -> bool {
    matches!(c, ',' | ';' | '。')
}

/// Whether a clause follows; a comma between thousands is none.
fn says_on(chars: &[char], at: usize) -> bool {
    let digit = |at: Option<usize>| {
        at.and_then(|at| chars.get(at))
            .is_some_and(char::is_ascii_digit)
    };
    let thousands = chars.get(at) == Some(&',')
        && digit(at.checked_sub(1))
        && (1..=3).all(|offset| digit(Some(at + offset)))
        && !digit(Some(at + 4));
    !thousands
        && chars
            .get(at + 1..)
            .unwrap_or_default()
            .iter()
            .any(|c| !is_bracket(*c) && *c != ' ')
}

/// A scale printed where one of its words was wanted.
fn is_scale(bare: &[char]) -> bool {
    let mut words = bare;
    for label in ["正向", "反向"] {
        if stands_at(words, 0, label) {
            words = words.get(2..).unwrap_or_default();
        }
    }
    let words: Vec<char> = words
        .iter()
        .copied()
        .filter(|&c| !is_bracket(c) && c != ' ')
        .collect();
    let run = words.len() >= 3 && words.iter().all(|c| "优良中低差好高劣".contains(*c));
    run || are_joined_grades(&words)
}

fn are_joined_grades(words: &[char]) -> bool {
    const JOINTS: &str = "/、,或□☐";
    let words: Vec<&[char]> = words
        .split(|c| JOINTS.contains(*c))
        .filter(|word| !word.is_empty())
        .collect();
    words.len() >= 2
        && words
            .iter()
            .all(|word| is_grade(word) || has_opposite(word, &words))
}

fn is_grade(word: &[char]) -> bool {
    const DEGREES: [&str; 10] = [
        "非常", "比较", "基本", "十分", "不", "很", "较", "最", "极", "特别",
    ];
    const GRADES: [&str; 20] = [
        "优", "良", "中", "低", "差", "好", "高", "劣", "优秀", "优良", "良好", "中等", "一般",
        "合格", "及格", "满意", "是", "否", "有", "无",
    ];
    let rest = longest_at(word, 0, &DEGREES).and_then(|length| word.get(length..));
    GRADES
        .iter()
        .any(|grade| is(word, grade) || rest.is_some_and(|rest| is(rest, grade)))
}

/// 达标 beside 未达标: the two ends of a scale.
fn has_opposite(word: &[char], words: &[&[char]]) -> bool {
    let denies =
        |a: &[char], b: &[char]| matches!(a.split_first(), Some(('不' | '未', rest)) if rest == b);
    words
        .iter()
        .any(|other| denies(word, other) || denies(other, word))
}

/// A mark where the number belongs, a mark alone, or a sign alone.
fn is_placeholder(bare: &[char]) -> bool {
    is_sign_alone(bare)
        || marks(bare)
            .iter()
            .any(|&(start, end)| holds_a_number(bare, start, end))
}

fn is_sign_alone(bare: &[char]) -> bool {
    let rest = match bare.get(..2) {
        Some(['正' | '反', '向']) => bare.get(2..).unwrap_or_default(),
        _ => bare,
    };
    let rest = rest.strip_prefix(&[' ']).unwrap_or(rest);
    let signs = scan(rest);
    let Some(sign) = signs.first() else {
        return false;
    };
    let left = rest.get(sign.end..).unwrap_or_default();
    if sign.start != 0 || !symbol_or_comparison(rest, sign) {
        return false;
    }
    left.is_empty() || (sign.symbol && is_one_unit(left))
}

/// A measure word and nothing else: no number in words (三次, 十个), no grade (优, A), no noun (预算).
fn is_one_unit(left: &[char]) -> bool {
    let number = left.get(..after_prefixes(left, 0)).unwrap_or_default();
    let in_words = number.iter().any(|c| !matches!(c, '万' | '亿'));
    let grade = matches!(left, [one] if one.is_ascii_uppercase());
    let numeral = number.is_empty() && left.first().copied().is_some_and(is_digit_in_words);
    let unit = unit_at(left, 0);
    let known = known_measure_end(left, 0).is_some() || unit.text == "%";
    known && unit.end == left.len() && !in_words && !grade && !numeral
}

/// A Chinese digit, which no unit begins with.
fn is_digit_in_words(c: char) -> bool {
    is_numeral(c) && !matches!(c, '百' | '千' | '万' | '亿')
}

const fn is_mark(c: char) -> bool {
    matches!(c, '*' | 'x' | 'X' | '×' | '_' | '○' | '◯')
}

fn marks(bare: &[char]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < bare.len() {
        let length = bare.iter().skip(at).take_while(|&&c| is_mark(c)).count();
        if length > 0 {
            found.push((at, at + length));
        }
        at += length.max(1);
    }
    found
}

fn holds_a_number(bare: &[char], start: usize, end: usize) -> bool {
    let before = start.checked_sub(1).and_then(|at| bare.get(at)).copied();
    let after = bare.get(end).copied();
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    if latin(before) || latin(after) {
        return false;
    }
    if start == 0 && end == bare.len() {
        return true;
    }
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let several = end - start >= 2 || matches!(bare.get(start), Some('○' | '◯'));
    let counted = after.is_none_or(|c| !c.is_alphabetic())
        || (known_measure_end(bare, end).is_some() && !stands_at(bare, end, "项目"))
        || longest_at(
            bare,
            end,
            &["以上", "以下", "以内", "及以", "内", "日", "号"],
        )
        .is_some();
    // 90%≤x≤98%: the thing itself, between its two bounds.
    if before.is_some_and(is_sign) && after.is_some_and(is_sign) {
        return false;
    }
    if before.is_some_and(|c| is_sign(c) || c == ' ') {
        return true;
    }
    if several {
        return digit(before) || digit(after) || (counted && !is_chinese_year(bare, start, end));
    }
    if digit(before) {
        return matches!(bare.get(start), Some('x' | 'X')) && after == Some('年');
    }
    counted && !bare.iter().any(char::is_ascii_digit)
}

/// 二○二二: the circle is a zero here.
fn is_chinese_year(bare: &[char], start: usize, end: usize) -> bool {
    let numeral = |at: Option<usize>| {
        at.and_then(|at| bare.get(at))
            .copied()
            .is_some_and(super::text::is_numeral)
    };
    numeral(start.checked_sub(1)) && numeral(Some(end))
}
