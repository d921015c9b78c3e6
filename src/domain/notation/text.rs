//! A cell's text made plain for reading: one spelling a sign, half-width digits, no idle blanks.
//!
//! The readers of numbers and dates work on the characters this module gives. It must never
//! change what a cell is shown or stored as: units and qualitative texts keep their own spelling,
//! so `℃` and `㎡` stay what they are.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::decompose_compatible;

/// The characters of a cell, ready to be read.
///
/// A blank is kept only where it tells something: between two digits, and before a sign.
pub(super) fn plain(text: &str) -> Vec<char> {
    // A spreadsheet's mark that a cell is text.
    let text = text.trim_start().trim_start_matches('\'');
    let mut marked = Vec::with_capacity(text.len() / 2 + 4);
    if text.contains('\u{338}') {
        text.nfc().for_each(|c| push_plain(c, &mut marked));
    } else {
        text.chars().for_each(|c| push_plain(c, &mut marked));
    }
    without_idle_blanks(&marked)
}

/// One character in its plain spelling; zero-width characters vanish.
fn push_plain(c: char, out: &mut Vec<char>) {
    match c {
        '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}' => {}
        '≧' | '⩾' | '≮' => out.push('≥'),
        '≦' | '⩽' | '≯' => out.push('≤'),
        '═' => out.push('='),
        '‐' | '‑' | '‒' | '−' => out.push('-'),
        '―' | '─' => out.push('—'),
        '〜' | '∼' => out.push('~'),
        '∶' => out.push(':'),
        '∕' | '⁄' => out.push('/'),
        '\u{FF01}'..='\u{FFEF}'
        | '\u{FE50}'..='\u{FE6F}'
        | '\u{2E80}'..='\u{2FDF}'
        | '\u{F900}'..='\u{FAFF}' => decompose_compatible(c, |plain| out.push(plain)),
        c if c.is_whitespace() || c.is_control() => out.push(' '),
        c => out.push(c),
    }
}

fn without_idle_blanks(marked: &[char]) -> Vec<char> {
    let mut out: Vec<char> = Vec::with_capacity(marked.len());
    let mut blank = false;
    for &c in marked {
        if c == ' ' {
            blank = true;
            continue;
        }
        if blank && let Some(&before) = out.last() {
            let digits = before.is_ascii_digit() && c.is_ascii_digit();
            if digits || (is_sign(c) && !is_sign(before)) {
                out.push(' ');
            }
        }
        blank = false;
        out.push(c);
    }
    out
}

/// A comparison sign in its plain spelling.
pub(super) const fn is_sign(c: char) -> bool {
    matches!(c, '≥' | '≤' | '>' | '<' | '=')
}

/// An opening or closing bracket or quotation mark.
pub(super) const fn is_bracket(c: char) -> bool {
    opens(c).is_some() || matches!(c, ')' | ']' | '}' | '】' | '〕' | '」' | '』' | '”' | '’')
}

/// The closing partner of an opening bracket.
pub(super) const fn opens(c: char) -> Option<char> {
    match c {
        '(' => Some(')'),
        '[' => Some(']'),
        '{' => Some('}'),
        '【' => Some('】'),
        '〔' => Some('〕'),
        '「' => Some('」'),
        '『' => Some('』'),
        '“' => Some('”'),
        '‘' => Some('’'),
        _ => None,
    }
}

/// What may stand between the two ends of a range or a span.
pub(super) const fn is_joiner(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '~' | '至' | '到')
}

/// The first place at or after `from` that is no joiner.
pub(super) fn after_joiners(chars: &[char], from: usize) -> usize {
    let mut at = from;
    while chars.get(at).copied().is_some_and(is_joiner) {
        at += 1;
    }
    at
}

/// A Chinese digit or magnitude.
pub(super) const fn is_numeral(c: char) -> bool {
    matches!(
        c,
        '〇' | '零'
            | '一'
            | '二'
            | '两'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
            | '百'
            | '千'
            | '万'
            | '亿'
    )
}

/// Whether `word` stands at `at`.
pub(super) fn stands_at(chars: &[char], at: usize, word: &str) -> bool {
    let mut rest = chars.get(at..).unwrap_or_default().iter();
    word.chars().all(|c| rest.next() == Some(&c))
}

/// The length in characters of the longest of `words` that stands at `at`.
pub(super) fn longest_at(chars: &[char], at: usize, words: &[&str]) -> Option<usize> {
    let mut first = [0; 4];
    let first = chars.get(at)?.encode_utf8(&mut first).as_bytes();
    let lead = first.first();
    // Nearly all words are passed over by one byte: lists are long, and asked at each character.
    let may_stand =
        |word: &str| word.as_bytes().first() == lead && word.as_bytes().starts_with(first);
    words
        .iter()
        .filter(|word| may_stand(word) && stands_at(chars, at, word))
        .map(|word| word.chars().count())
        .max()
}

/// The first place where `word` stands.
pub(super) fn find(chars: &[char], word: &str) -> Option<usize> {
    (0..chars.len()).find(|&at| stands_at(chars, at, word))
}

/// Whether the characters are exactly `word`.
pub(super) fn is(chars: &[char], word: &str) -> bool {
    chars.iter().copied().eq(word.chars())
}

/// The characters without punctuation that only ends the text.
pub(super) fn without_final_punctuation(chars: &[char]) -> &[char] {
    let mut kept = chars;
    while let Some((&last, before)) = kept.split_last() {
        if !matches!(last, '。' | '.' | ';' | ',' | '!' | '、' | '…' | ' ') {
            break;
        }
        kept = before;
    }
    kept
}

/// The run of digits that starts at `at`: its value and its end. Longer than eight is none.
pub(super) fn digits_at(chars: &[char], at: usize) -> Option<(u32, usize)> {
    let mut end = at;
    let mut value = 0u32;
    while let Some(digit) = chars.get(end).and_then(|c| c.to_digit(10)) {
        value = value.checked_mul(10)?.checked_add(digit)?;
        end += 1;
    }
    (end > at && end - at <= 8).then_some((value, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        plain(text).into_iter().collect()
    }

    #[test]
    fn full_width_and_rare_spellings_become_plain() {
        assert_eq!(read("≧ ９５．５ ％"), "≥95.5%");
        assert_eq!(read("﹦１００﹪"), "=100%");
        assert_eq!(read("≮3≯5═1"), "≥3≤5=1");
        assert_eq!(read("2022⽉"), "2022月");
        assert_eq!(read("<\u{338}5"), "≥5");
    }

    #[test]
    fn units_keep_their_own_characters() {
        assert_eq!(read("18 ℃ / ㎡"), "18℃/㎡");
    }

    #[test]
    fn a_blank_stays_only_where_it_tells_something() {
        assert_eq!(read(" 004  >= 20 次 "), "004 >=20次");
        assert_eq!(read("1 000 人"), "1 000人");
        assert_eq!(read("> - 1.9 %"), ">-1.9%");
        assert_eq!(read("\t\u{200b}\u{3000}"), "");
    }
}
