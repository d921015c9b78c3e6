//! What changed between two texts, in words: long texts are compared so that only the change shows.
//!
//! The history calls it for every pair of texts. A Chinese character is a word of its own, letters
//! and digits make words. It is pure, and texts of any length end in bounded work.

/// A run of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// The same in both.
    Same(String),
    /// Only in the old text.
    Old(String),
    /// Only in the new text.
    New(String),
    /// Words in between that are the same and left out.
    Gap,
}

/// Words that are kept beside a change, so that one knows where it is.
const BESIDE: usize = 8;

/// Common runs of fewer words between two changes are told as changed: islands tell nothing.
const ISLAND: usize = 2;

/// Beyond so many pairs of words the middle is told as one change.
const MOST: usize = 400_000;

/// What changed from `old` to `new`: changes with a few words around them.
pub fn between(old: &str, new: &str) -> Vec<Piece> {
    let (old, new) = (words(old), words(new));
    let before = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let after = old
        .iter()
        .skip(before)
        .rev()
        .zip(new.iter().skip(before).rev())
        .take_while(|(a, b)| a == b)
        .count();
    let middle = |all: &[&str]| -> Vec<String> {
        let until = all.len().saturating_sub(after);
        let part = all.get(before..until).unwrap_or(&[]);
        part.iter().map(|word| (*word).to_owned()).collect()
    };
    let mut runs = vec![(Kind::Same, owned(old.get(..before)))];
    runs.extend(compare(&middle(&old), &middle(&new)));
    let tail = old.get(old.len().saturating_sub(after)..);
    runs.push((Kind::Same, owned(tail)));
    shorten(&join(runs))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Same,
    Old,
    New,
}

type Run = (Kind, Vec<String>);

fn owned(words: Option<&[&str]>) -> Vec<String> {
    let words = words.unwrap_or(&[]);
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// Letters and digits stay together; everything else is a word of its own.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let whole = |one: char| one.is_ascii_alphanumeric() || one == '.';
        let length = if whole(first) {
            rest.find(|one| !whole(one)).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let Some((word, beyond)) = rest.split_at_checked(length) else {
            break;
        };
        words.push(word);
        rest = beyond;
    }
    words
}

/// The longest common sequence of words, as runs.
fn compare(old: &[String], new: &[String]) -> Vec<Run> {
    let all = |kind, words: &[String]| (kind, words.to_vec());
    if old.len().saturating_mul(new.len()) > MOST || old.is_empty() || new.is_empty() {
        return vec![all(Kind::Old, old), all(Kind::New, new)];
    }
    let wide = new.len() + 1;
    let mut common = vec![0_u32; (old.len() + 1) * wide];
    let at = |i: usize, j: usize| i * wide + j;
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            let value = if old.get(i) == new.get(j) {
                cell(&common, at(i + 1, j + 1)) + 1
            } else {
                cell(&common, at(i + 1, j)).max(cell(&common, at(i, j + 1)))
            };
            if let Some(place) = common.get_mut(at(i, j)) {
                *place = value;
            }
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut runs: Vec<Run> = Vec::new();
    while i < old.len() || j < new.len() {
        let (kind, word) = match (old.get(i), new.get(j)) {
            (Some(a), Some(b)) if a == b => (Kind::Same, a),
            (Some(a), b)
                if b.is_none() || cell(&common, at(i + 1, j)) >= cell(&common, at(i, j + 1)) =>
            {
                (Kind::Old, a)
            }
            (_, Some(b)) => (Kind::New, b),
            (_, None) => break,
        };
        i += usize::from(kind != Kind::New);
        j += usize::from(kind != Kind::Old);
        runs.push((kind, vec![word.clone()]));
    }
    runs
}

fn cell(common: &[u32], at: usize) -> u32 {
    common.get(at).copied().unwrap_or(0)
}

/// Runs of one kind become one; islands of a word or two between changes become part of them.
fn join(runs: Vec<Run>) -> Vec<Run> {
    let mut joined: Vec<Run> = Vec::new();
    let mut old: Vec<String> = Vec::new();
    let mut new: Vec<String> = Vec::new();
    let mut same: Vec<String> = Vec::new();
    let flush = |joined: &mut Vec<Run>, old: &mut Vec<String>, new: &mut Vec<String>| {
        for (kind, words) in [(Kind::Old, old), (Kind::New, new)] {
            if !words.is_empty() {
                joined.push((kind, std::mem::take(words)));
            }
        }
    };
    for (kind, words) in runs {
        if words.is_empty() {
            continue;
        }
        if kind == Kind::Same {
            same.extend(words);
            continue;
        }
        if !same.is_empty() {
            let changed = !old.is_empty() || !new.is_empty();
            if changed && same.len() < ISLAND {
                old.extend(same.iter().cloned());
                new.append(&mut same);
            } else {
                flush(&mut joined, &mut old, &mut new);
                joined.push((Kind::Same, std::mem::take(&mut same)));
            }
        }
        match kind {
            Kind::Old => old.extend(words),
            _ => new.extend(words),
        }
    }
    flush(&mut joined, &mut old, &mut new);
    if !same.is_empty() {
        joined.push((Kind::Same, same));
    }
    joined
}

/// Keeps a few words beside each change and leaves the rest out.
fn shorten(runs: &[Run]) -> Vec<Piece> {
    let last = runs.len().saturating_sub(1);
    let mut pieces = Vec::new();
    for (at, (kind, words)) in runs.iter().enumerate() {
        let text = |words: &[String]| words.concat();
        match kind {
            Kind::Old => pieces.push(Piece::Old(text(words))),
            Kind::New => pieces.push(Piece::New(text(words))),
            Kind::Same => {
                let head = if at == 0 { 0 } else { BESIDE };
                let tail = if at == last { 0 } else { BESIDE };
                let (first, rest) = words.split_at(head.min(words.len()));
                let (hidden, end) = rest.split_at(rest.len().saturating_sub(tail));
                if !first.is_empty() {
                    pieces.push(Piece::Same(text(first)));
                }
                if !hidden.is_empty() {
                    pieces.push(Piece::Gap);
                }
                if !end.is_empty() {
                    pieces.push(Piece::Same(text(end)));
                }
            }
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(old: &str, new: &str) -> String {
        between(old, new)
            .into_iter()
            .map(|piece| match piece {
                Piece::Same(text) => text,
                Piece::Old(text) => format!("[-{text}-]"),
                Piece::New(text) => format!("[+{text}+]"),
                Piece::Gap => "…".to_owned(),
            })
            .collect()
    }

    #[test]
    fn only_the_change_shows_with_a_few_words_around_it() {
        assert_eq!(
            shown(
                "到2026年底, 完成14座小型水库除险加固, 保障下游群众生命财产安全。",
                "到2026年底, 完成16座小型水库除险加固, 保障下游群众生命财产安全。",
            ),
            "到2026年底, 完成[-14-][+16+]座小型水库除险加…"
        );
    }

    #[test]
    fn two_far_changes_are_told_apart_and_islands_are_not() {
        assert_eq!(
            shown(
                "abc 甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未 1",
                "abd 甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未 2"
            ),
            "[-abc-][+abd+] 甲乙丙丁戊己庚…丑寅卯辰巳午未 [-1-][+2+]"
        );
        assert_eq!(shown("一二三", "四二五"), "[-一二三-][+四二五+]");
    }

    #[test]
    fn whole_texts_come_and_go() {
        assert_eq!(shown("", "新写的"), "[+新写的+]");
        assert_eq!(shown("旧的", ""), "[-旧的-]");
        assert_eq!(shown("一样", "一样"), "…");
    }

    #[test]
    fn very_long_texts_end_in_bounded_work() {
        let old = "甲乙".repeat(20_000);
        let new = "丙丁".repeat(20_000);
        assert_eq!(between(&old, &new).len(), 2);
    }
}
