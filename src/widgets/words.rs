//! Where a word begins and ends, for the keys that move and delete by words.
//!
//! Used by the one-line and the many-line editor alike. Words are runs of one class of character;
//! Chinese has no blanks between words, so a run of Chinese is walked two characters at a time, the
//! commonest length of a word: one key must never take away a whole sentence.

/// Classes of characters; a word is a run of one class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Blank,
    Chinese,
    Word,
    Mark,
}

/// Characters of a Chinese run that one key takes.
const CHINESE_STEP: usize = 2;

fn class(cluster: &str) -> Class {
    let Some(first) = cluster.chars().next() else {
        return Class::Blank;
    };
    match first {
        _ if first.is_whitespace() => Class::Blank,
        '\u{2E80}'..='\u{2FDF}'
        | '\u{3005}'..='\u{3007}'
        | '\u{3040}'..='\u{30FF}'
        | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}' => Class::Chinese,
        '_' => Class::Word,
        _ if first.is_alphanumeric() => Class::Word,
        _ => Class::Mark,
    }
}

/// How many clusters a step by one word takes, walking along `clusters`: the blanks in front, then
/// one word. Walking left hands them in reverse.
pub fn step<'a>(clusters: impl Iterator<Item = &'a str>) -> usize {
    let mut taken = 0;
    let mut run = 0;
    let mut word = None;
    for cluster in clusters {
        let class = class(cluster);
        match word {
            None if class == Class::Blank => {}
            None => word = Some(class),
            Some(word) if word != class || (word == Class::Chinese && run == CHINESE_STEP) => break,
            Some(_) => {}
        }
        if word.is_some() {
            run += 1;
        }
        taken += 1;
    }
    taken
}

#[cfg(test)]
mod tests {
    use unicode_segmentation::UnicodeSegmentation;

    use super::*;

    fn right(text: &str) -> usize {
        step(text.graphemes(true))
    }

    fn left(text: &str) -> usize {
        step(text.graphemes(true).rev())
    }

    #[test]
    fn a_word_is_a_run_of_one_class() {
        assert_eq!(right("budget 2026"), 6);
        assert_eq!(left("budget 2026"), 4);
        assert_eq!(left("12.40"), 2);
        assert_eq!(left("budget   "), 9);
        assert_eq!(right("《预算法》"), 1);
        assert_eq!(left("abc预"), 1);
        assert_eq!(right(""), 0);
        assert_eq!(right("   "), 3);
    }

    #[test]
    fn chinese_is_walked_two_characters_at_a_time() {
        assert_eq!(left("预算绩效管理"), 2);
        assert_eq!(right("预算绩效管理"), 2);
        assert_eq!(left("，法"), 1);
        assert_eq!(left("完成 加固水库 "), 3);
    }
}
