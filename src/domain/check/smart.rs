//! A goal's text while it is typed: specific, measurable, and bound to a time.
//!
//! The goal editor underlines what is found here, and G-15, G-23 and G-24 use the same words. Places
//! are counted in characters. It judges words, not intentions: whether a goal is worth reaching is
//! left to people.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::domain::number::decimal;
use crate::domain::policy::{CheckRule, CheckWords};

/// What is weak in a goal's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weakness {
    /// Specific: shorter than a goal can be.
    TooShort,
    /// Measurable: no number at all.
    NoNumber,
    /// Measurable: a vague word in a clause without number, list or standard.
    Vague,
    /// Achievable: a promise without limits.
    Absolute,
    /// Time: no time is named.
    NoTime,
    /// Time: another year than the project's, and no earlier one is compared with.
    OtherYear,
}

/// A weakness with its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Weak {
    /// What.
    pub weakness: Weakness,
    /// First character, from 0.
    pub start: usize,
    /// Behind the last character; equal to `start` where the whole text is meant.
    pub end: usize,
}

/// What is weak in a goal's text, in the order of the text; an empty text has no words to judge.
pub fn goal_text(text: &str, year: Option<i32>, rule: &CheckRule) -> Vec<Weak> {
    let chars: Vec<char> = text.chars().collect();
    let mut weak = Vec::new();
    let written = chars.iter().filter(|c| !c.is_whitespace()).count();
    if written == 0 {
        return weak;
    }
    let words = &rule.words;
    let whole = |weakness| Weak {
        weakness,
        start: 0,
        end: 0,
    };
    if written < rule.goal_min_chars {
        weak.push(whole(Weakness::TooShort));
    }
    if !has_number(text) {
        weak.push(whole(Weakness::NoNumber));
    }
    if !names_one(text, &words.times) {
        weak.push(whole(Weakness::NoTime));
    }
    for (start, end) in clauses(&chars) {
        let clause: String = chars.get(start..end).unwrap_or_default().iter().collect();
        let mut mark = |found, weakness| places(&chars, start, end, found, weakness, &mut weak);
        if !is_bound(&clause, words) {
            mark(&words.vague, Weakness::Vague);
        }
        mark(&words.absolute, Weakness::Absolute);
    }
    if let Some(year) = year {
        other_years(&chars, year, &mut weak);
    }
    weak.sort_by_key(|weak| (weak.start, weak.end));
    weak
}

/// True where vague words are all that a text offers: no number, list or standard beside them.
pub fn only_vague(text: &str, words: &CheckWords) -> Option<Vec<String>> {
    if is_bound(text, words) {
        return None;
    }
    let vague = words.vague.iter();
    let found: Vec<_> = vague.filter(|word| text.contains(*word)).cloned().collect();
    (!found.is_empty()).then_some(found)
}

/// A number of a text that could be a target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyNumber {
    /// As written, without separators.
    pub text: String,
    value: Decimal,
    /// With its magnitude: 0.3万 is 3000.
    whole: Option<Decimal>,
}

impl KeyNumber {
    /// What it may be compared by: as written, and with its magnitude.
    pub(super) fn values(&self) -> impl Iterator<Item = Decimal> + use<> {
        [Some(self.value), self.whole].into_iter().flatten()
    }
}

/// The numbers of a text that could be a target: days, document numbers and the numbers of a list
/// left out.
pub fn key_numbers(text: &str) -> Vec<KeyNumber> {
    // ①, ⑴ and ⒈ would become plain digits.
    let text = text.replace(|c: char| ('\u{2460}'..='\u{249B}').contains(&c), "\n");
    let folded: Vec<char> = text.nfkc().collect();
    let mut numbers: Vec<KeyNumber> = Vec::new();
    let mut at = 0;
    while at < folded.len() {
        if !folded.get(at).is_some_and(char::is_ascii_digit) {
            at += 1;
            continue;
        }
        let start = at;
        at = digits_end(&folded, at);
        let written = folded.get(start..at).unwrap_or_default();
        let number: String = written.iter().filter(|c| **c != ',').collect();
        let number = number.trim_end_matches('.');
        let new = !numbers.iter().any(|known| known.text == number);
        if new
            && !names_a_place(&folded, start, at)
            && let Some(value) = decimal(number)
        {
            numbers.push(KeyNumber {
                text: number.to_owned(),
                value,
                whole: magnitude(&folded, at).and_then(|factor| value.checked_mul(factor)),
            });
        }
    }
    numbers
}

fn digits_end(chars: &[char], at: usize) -> usize {
    let rest = chars.get(at..).unwrap_or_default().iter();
    at + rest
        .take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
        .count()
}

/// The factor of the 万 or 亿 that stands at `at`.
fn magnitude(chars: &[char], at: usize) -> Option<Decimal> {
    let factor: i64 = match chars.get(at)? {
        '千' => 1_000,
        '万' => 10_000,
        '亿' => 100_000_000,
        _ => return None,
    };
    Some(Decimal::from(factor))
}

/// A number that stands for a time, a document or a place in a list, and for no amount.
fn names_a_place(chars: &[char], start: usize, end: usize) -> bool {
    const TIME: [char; 4] = ['年', '月', '日', '季'];
    let before = start.checked_sub(1).and_then(|at| chars.get(at)).copied();
    let next = chars.get(end).copied();
    // 1-11月, 2025—2027年
    let joined = next.is_some_and(|c| matches!(c, '-' | '–' | '—' | '~' | '至' | '到'));
    let last = joined.then(|| digits_end(chars, end + 1));
    let spans = last
        .filter(|last| *last > end + 1)
        .and_then(|last| chars.get(last))
        .is_some_and(|c| TIME.contains(c));
    let time = next.is_some_and(|c| TIME.contains(&c));
    let document = matches!(next, Some('号' | '〕')) || matches!(before, Some('第' | '〔'));
    // `1.完成…` and `1、完成…` at the beginning of a clause, 目标1:
    let begins = before.is_none_or(|c| c.is_whitespace() || ",;。:(、".contains(c));
    let dotted = chars.get(end - 1) == Some(&'.') && next.is_some();
    let listed = matches!(next, Some('、' | ')' | ':')) || (begins && dotted);
    spans || time || document || listed
}

fn has_number(text: &str) -> bool {
    text.nfkc().any(|c| c.is_ascii_digit())
        || text
            .chars()
            .any(|c| "一二三四五六七八九十百千万亿两".contains(c))
            && ["个", "次", "座", "项", "人", "户", "公里", "成", "倍"]
                .iter()
                .any(|unit| {
                    "一二三四五六七八九十百千万亿两"
                        .chars()
                        .any(|digit| text.contains(&format!("{digit}{unit}")))
                })
}

/// True where a number, a list or a standard binds the words of a text.
pub(super) fn is_bound(text: &str, words: &CheckWords) -> bool {
    has_number(text) || text.contains('、') || names_one(text, &words.standards)
}

/// True where a text contains one of the words.
pub(super) fn names_one(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| text.contains(word))
}

fn clauses(chars: &[char]) -> Vec<(usize, usize)> {
    let mut clauses = Vec::new();
    let mut start = 0;
    for (at, character) in chars.iter().enumerate() {
        if matches!(character, '，' | ',' | '；' | ';' | '。' | '\n') {
            clauses.push((start, at));
            start = at + 1;
        }
    }
    clauses.push((start, chars.len()));
    clauses
}

fn places(
    chars: &[char],
    from: usize,
    to: usize,
    words: &[String],
    weakness: Weakness,
    weak: &mut Vec<Weak>,
) {
    for at in from..to {
        for word in words {
            let end = at + word.chars().count();
            let here = chars.get(at..end.min(to)).unwrap_or_default();
            if end <= to && here.iter().copied().eq(word.chars()) {
                weak.push(Weak {
                    weakness,
                    start: at,
                    end,
                });
            }
        }
    }
}

fn other_years(chars: &[char], year: i32, weak: &mut Vec<Weak>) {
    for at in 0..chars.len() {
        let digits = chars.get(at..at + 4).unwrap_or_default();
        let named: String = digits.iter().collect();
        let is_year = chars.get(at + 4) == Some(&'年')
            && digits.len() == 4
            && !at
                .checked_sub(1)
                .and_then(|before| chars.get(before))
                .is_some_and(char::is_ascii_digit);
        let Some(other) = named.parse::<i32>().ok().filter(|_| is_year) else {
            continue;
        };
        // "比2025年增长" compares with an earlier year and is right.
        let compares = chars
            .get(at.saturating_sub(3)..at)
            .unwrap_or_default()
            .iter()
            .any(|c| matches!(c, '比' | '较' | '与' | '在'));
        if other != year && !compares {
            weak.push(Weak {
                weakness: Weakness::OtherYear,
                start: at,
                end: at + 5,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::policy::{DEFAULT, Policies};

    fn rule() -> CheckRule {
        let policies = Policies::parse(crate::data::policy_files()).unwrap();
        policies.get(DEFAULT).unwrap().checks.clone()
    }

    fn found(text: &str) -> Vec<Weakness> {
        goal_text(text, Some(2026), &rule())
            .into_iter()
            .map(|weak| weak.weakness)
            .collect()
    }

    #[test]
    fn a_goal_with_number_time_and_standard_is_left_alone() {
        let text =
            "2026年11月底前完成12座小型水库除险加固，验收合格率100%，有效保护下游3000亩农田。";
        assert_eq!(found(text), []);
    }

    #[test]
    fn a_vague_clause_is_marked_where_it_stands() {
        let text = "年内培训600人次，明显提升服务水平，工作扎实推进";
        let weak = goal_text(text, Some(2026), &rule());
        let marked: Vec<String> = weak
            .iter()
            .map(|weak| {
                text.chars()
                    .skip(weak.start)
                    .take(weak.end - weak.start)
                    .collect()
            })
            .collect();
        assert_eq!(marked, ["明显", "提升"]);
    }

    #[test]
    fn what_is_vague_is_said_by_the_policy() {
        let words = CheckWords {
            vague: vec!["扎实".to_owned()],
            standards: vec!["手册".to_owned()],
            ..rule().words
        };
        assert_eq!(only_vague("明显提升", &words), None);
        assert_eq!(
            only_vague("扎实推进", &words),
            Some(vec!["扎实".to_owned()])
        );
        assert_eq!(only_vague("按手册扎实推进", &words), None);
    }

    #[test]
    fn short_countless_and_timeless_goals_are_told() {
        assert_eq!(
            found("加强管理"),
            [
                Weakness::TooShort,
                Weakness::NoNumber,
                Weakness::NoTime,
                Weakness::Vague
            ]
        );
        assert_eq!(found(" \n"), []);
    }

    #[test]
    fn another_year_is_told_unless_it_is_compared_with() {
        let text = "2024年完成12座水库除险加固，合格率达到100%以上。";
        assert_eq!(found(text), [Weakness::OtherYear]);
        let text = "本年度完成12座水库除险加固，比2025年增加3座，合格率100%。";
        assert_eq!(found(text), []);
    }

    #[test]
    fn numbers_of_time_of_documents_and_of_a_list_are_no_key_numbers() {
        for (text, expected) in [
            ("2026年11月完成１２座、1,200米，第3批", vec!["12", "1200"]),
            (
                "1.完成12座；2.合格率95.5%；\n3.保护农田",
                vec!["12", "95.5"],
            ),
            ("目标1：完成12座。目标2：培训", vec!["12"]),
            ("①完成12座②培训③巡查⑴管护", vec!["12"]),
            ("2026年1-11月完成12座，2025—2027年管护", vec!["12"]),
            ("按农发〔2025〕13号完成12座", vec!["12"]),
            ("3-5次巡查", vec!["3", "5"]),
        ] {
            let numbers = key_numbers(text);
            let texts: Vec<&str> = numbers.iter().map(|n| n.text.as_str()).collect();
            assert_eq!(texts, expected, "{text}");
        }
        let numbers = key_numbers("保护0.3万亩");
        let values: Vec<Decimal> = numbers.iter().flat_map(KeyNumber::values).collect();
        assert!(values.contains(&Decimal::from(3000)));
    }
}
