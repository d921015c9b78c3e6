//! Columns, not bytes: the only file that counts how wide text is on a terminal.
//!
//! Widgets cut, pad and wrap with these functions, the writer asks which clusters terminals disagree
//! about, and everything that brings text in from outside cleans it here before it is stored.
//! Widths are counted per grapheme cluster, with the narrow reading of ambiguous characters, exactly
//! as ratatui lays them out. Nothing here ever cuts a cluster or half a wide character, and no mark it
//! adds is of ambiguous width.

use std::borrow::Cow;

use ratatui::buffer::CellWidth;
use textwrap::WordSeparator;
use unicode_normalization::{UnicodeNormalization, is_nfc};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// How many combining marks one base character may carry.
const MARKS_PER_BASE: usize = 2;

/// The mark that says "something was cut here" where there is room for it.
const CUT: &str = "..";

/// The same in one column.
const NARROW_CUT: &str = "~";

/// Columns from which on the two-column mark is used.
const ROOM_FOR_CUT: usize = 4;

/// Columns that `text` takes on a terminal.
pub fn width(text: &str) -> usize {
    if is_plain(text) {
        return text.len();
    }
    text.graphemes(true).map(cluster_width).sum()
}

/// Columns of one grapheme cluster; control characters take none, as they are never drawn.
pub fn cluster_width(cluster: &str) -> usize {
    if cluster.chars().any(char::is_control) {
        return 0;
    }
    usize::from(cluster.cell_width())
}

/// Whether terminals may disagree about the columns of this cluster, so that whoever writes it must
/// not trust the cursor afterwards.
pub fn is_uncertain(cluster: &str) -> bool {
    let mut chars = cluster.chars();
    let Some(first) = chars.next() else {
        return true;
    };
    if chars.next().is_some() {
        return true;
    }
    if first.is_ascii() || matches!(first, '\u{4E00}'..='\u{9FFF}') {
        return false;
    }
    matches!(first, '\u{1F000}'..='\u{1FBFF}' | '\u{FF9E}' | '\u{FF9F}')
        || is_private(first)
        || cluster.width() != cluster.width_cjk()
}

/// Whether the cluster is a single character that some terminals draw in one column and some in two.
pub fn is_ambiguous(cluster: &str) -> bool {
    let mut chars = cluster.chars();
    chars.next().is_some_and(|c| !is_private(c))
        && chars.next().is_none()
        && cluster.width() == 1
        && cluster.width_cjk() == 2
}

/// `text` in at most `columns`, cut at its end and marked when it is longer.
pub fn fit(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    let mark = mark(columns);
    Cow::Owned(format!("{}{mark}", head(text, columns - mark.len())))
}

/// `text` in at most `columns`, cut in its middle and marked: for names that differ at their ends.
pub fn fit_middle(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    let mark = mark(columns);
    let room = columns - mark.len();
    let left = head(text, room.div_ceil(2));
    let right = tail(text, room - width(left));
    Cow::Owned(format!("{left}{mark}{right}"))
}

/// The longest beginning of `text` that takes at most `columns`, unmarked.
pub fn head(text: &str, columns: usize) -> &str {
    let mut taken = 0;
    for (start, cluster) in text.grapheme_indices(true) {
        taken += cluster_width(cluster);
        if taken > columns {
            return text.split_at_checked(start).map_or("", |(left, _)| left);
        }
    }
    text
}

/// The longest end of `text` that takes at most `columns`, unmarked.
pub fn tail(text: &str, columns: usize) -> &str {
    let mut taken = 0;
    for (start, cluster) in text.grapheme_indices(true).rev() {
        taken += cluster_width(cluster);
        if taken > columns {
            let after = start + cluster.len();
            return text.split_at_checked(after).map_or("", |(_, right)| right);
        }
    }
    text
}

/// `text` in exactly `columns`, blanks on the right: names, codes, words.
pub fn pad_right(text: &str, columns: usize) -> String {
    let fitted = fit(text, columns);
    let blanks = columns - width(&fitted);
    format!("{fitted}{}", " ".repeat(blanks))
}

/// `text` in exactly `columns`, blanks on the left: numbers.
pub fn pad_left(text: &str, columns: usize) -> String {
    let fitted = fit(text, columns);
    let blanks = columns - width(&fitted);
    format!("{}{fitted}", " ".repeat(blanks))
}

/// `text` in exactly `columns`, blanks on both sides: titles.
pub fn pad_both(text: &str, columns: usize) -> String {
    let fitted = fit(text, columns);
    let blanks = columns - width(&fitted);
    let left = blanks / 2;
    format!("{}{fitted}{}", " ".repeat(left), " ".repeat(blanks - left))
}

/// Numbers of one column, padded to one width with their decimal points below each other. A value
/// without a point ends where the others have theirs.
pub fn align_decimals<S: AsRef<str>>(values: &[S]) -> Vec<String> {
    let parts: Vec<(&str, &str)> = values
        .iter()
        .map(|value| at_point(value.as_ref()))
        .collect();
    let whole = parts.iter().map(|(left, _)| width(left)).max().unwrap_or(0);
    let fraction = parts
        .iter()
        .map(|(_, right)| width(right))
        .max()
        .unwrap_or(0);
    parts
        .into_iter()
        .map(|(left, right)| format!("{}{}", pad_left(left, whole), pad_right(right, fraction)))
        .collect()
}

/// Paragraphs broken into lines of at most `columns`. Lines break where the Unicode rules allow it, so
/// that none begins with `，》”` or ends with `《“`; what cannot be broken is cut between clusters.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    text.split('\n')
        .flat_map(|paragraph| wrap_paragraph(paragraph, columns.max(2)))
        .collect()
}

/// The pieces of a text that stand together on a line, each with the blanks behind it.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    WordSeparator::UnicodeBreakProperties
        .find_words(text)
        .map_while(move |word| {
            let length = word.word.len() + word.whitespace.len();
            let (piece, behind) = rest.split_at_checked(length)?;
            rest = behind;
            Some(piece)
        })
}

fn wrap_paragraph(paragraph: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut blanks = String::new();
    for word in WordSeparator::UnicodeBreakProperties.find_words(paragraph) {
        if width(&line) + width(&blanks) + width(word.word) > columns {
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            // Blanks between two lines go, and so do those that would fill one.
            blanks.clear();
        }
        line.push_str(&std::mem::take(&mut blanks));
        let mut rest = word.word;
        while width(&line) + width(rest) > columns {
            let taken = head(rest, columns.saturating_sub(width(&line)));
            rest = rest.strip_prefix(taken).unwrap_or_default();
            line.push_str(taken);
            if taken.is_empty() && line.is_empty() {
                // A single cluster wider than the line: it has to stand somewhere.
                line.push_str(std::mem::take(&mut rest));
            }
            lines.push(std::mem::take(&mut line));
        }
        line.push_str(rest);
        blanks.push_str(word.whitespace);
    }
    lines.push(line);
    lines
}

/// Whether a text may have line breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lines {
    /// Names, codes, one-line fields: breaks and tabs become blanks.
    One,
    /// Notes and explanations: line feeds stay.
    Many,
}

/// Text from outside (a field, an import, another user) as it may be stored: composed (NFC), without
/// control characters, direction controls, invisible characters, tags, and with at most two combining
/// marks on a character.
pub fn clean(text: &str, lines: Lines) -> Cow<'_, str> {
    if is_clean(text, lines) {
        return Cow::Borrowed(text);
    }
    let mut cleaned = String::with_capacity(text.len());
    let mut marks = 0;
    let mut after_return = false;
    for c in text.nfc() {
        let second_half = c == '\n' && after_return;
        after_return = c == '\r';
        if second_half {
            continue;
        }
        match c {
            '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' => match lines {
                Lines::One => cleaned.push(' '),
                Lines::Many => cleaned.push('\n'),
            },
            '\t' => cleaned.push(' '),
            _ if is_forbidden(c) => {}
            _ => {
                marks = if is_mark(c) { marks + 1 } else { 0 };
                if marks <= MARKS_PER_BASE {
                    cleaned.push(c);
                }
            }
        }
    }
    // What was taken out may have stood between a base and its mark.
    if is_nfc(&cleaned) {
        Cow::Owned(cleaned)
    } else {
        Cow::Owned(cleaned.nfc().collect())
    }
}

/// Stored text as it may be drawn, logged or exported on one line: what must not reach a terminal is
/// made visible (`\x1b`, `<U+202E>`) instead of vanishing, so that two different names never look the
/// same; line breaks and tabs become blanks.
pub fn shown(text: &str) -> Cow<'_, str> {
    if is_plain(text) || is_clean_shown(text) {
        return Cow::Borrowed(text);
    }
    let mut drawn = String::with_capacity(text.len());
    let mut marks = 0;
    for c in text.chars() {
        marks = if is_mark(c) { marks + 1 } else { 0 };
        match c {
            '\n' | '\t' => drawn.push(' '),
            '\0'..='\u{1F}' | '\u{7F}' => drawn.push_str(&format!("\\x{:02x}", u32::from(c))),
            _ if is_forbidden(c) => drawn.push_str(&format!("<U+{:04X}>", u32::from(c))),
            _ if is_private(c) => drawn.push('\u{25AF}'),
            _ if marks > MARKS_PER_BASE => {}
            _ => drawn.push(c),
        }
    }
    Cow::Owned(drawn)
}

/// The program's own words in ASCII glyphs, for terminals that draw arrows and signs of arithmetic two
/// columns wide or not at all. Letters of any language stay; data does not come here.
pub fn plain_glyphs(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| plain_glyph(c).is_some()) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match plain_glyph(c) {
            Some(ascii) => plain.push_str(ascii),
            None => plain.push(c),
        }
    }
    Cow::Owned(plain)
}

fn plain_glyph(c: char) -> Option<&'static str> {
    Some(match c {
        '→' => "->",
        '≥' => ">=",
        '≤' => "<=",
        '×' => "*",
        '÷' => "/",
        '±' => "+-",
        '∅' | '−' | '·' | '─' => "-",
        '∈' => "in",
        '∉' => "not in",
        '…' => "..",
        '✓' => "v",
        '✗' => "x",
        '│' | '├' | '┤' => "|",
        '└' => "`",
        _ => return None,
    })
}

/// Whether a character may never be stored nor sent to a terminal as it is.
pub fn is_forbidden(c: char) -> bool {
    matches!(c,
        '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}'
        | '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{FFFE}' | '\u{FFFF}' | '\u{FDD0}'..='\u{FDEF}'
        | '\u{E0000}'..='\u{E007F}')
        || u32::from(c) & 0xFFFE == 0xFFFE
}

fn mark(columns: usize) -> &'static str {
    match columns {
        0 => "",
        _ if columns < ROOM_FOR_CUT => NARROW_CUT,
        _ => CUT,
    }
}

fn at_point(value: &str) -> (&str, &str) {
    value
        .find('.')
        .and_then(|point| value.split_at_checked(point))
        .unwrap_or((value, ""))
}

/// Printable ASCII alone: one byte is one column.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| (b' '..=b'~').contains(&byte))
}

fn is_clean(text: &str, lines: Lines) -> bool {
    if is_plain(text) {
        return true;
    }
    let mut marks = 0;
    let allowed = text.chars().all(|c| {
        marks = if is_mark(c) { marks + 1 } else { 0 };
        marks <= MARKS_PER_BASE && (!is_forbidden(c) || (c == '\n' && lines == Lines::Many))
    });
    allowed && is_nfc(text)
}

fn is_clean_shown(text: &str) -> bool {
    let mut marks = 0;
    text.chars().all(|c| {
        marks = if is_mark(c) { marks + 1 } else { 0 };
        marks <= MARKS_PER_BASE && !is_forbidden(c) && !is_private(c)
    })
}

fn is_mark(c: char) -> bool {
    !c.is_ascii() && unicode_normalization::char::is_combining_mark(c)
}

fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{FFFFD}' | '\u{100000}'..='\u{10FFFD}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    #[test]
    fn chinese_counts_two_columns_and_ambiguous_marks_one() {
        assert_eq!(width("预算绩效 2026"), 13);
        assert_eq!(width("①×±“”…"), 6);
        assert_eq!(width("e\u{301}"), 1);
        assert_eq!(width(""), 0);
    }

    #[test]
    fn only_what_terminals_disagree_about_is_uncertain() {
        for cluster in ["a", "预", "，", "《", "１", "￥", "-", "|"] {
            assert!(!is_uncertain(cluster), "{cluster}");
        }
        for cluster in ["①", "“", "—", "─", "×", "e\u{301}", "👍", "\u{E000}"] {
            assert!(is_uncertain(cluster), "{cluster}");
        }
    }

    #[test]
    fn a_long_name_is_cut_at_its_end_with_a_mark_and_never_in_half() {
        assert_eq!(fit("预算绩效管理", 12), "预算绩效管理");
        assert_eq!(fit("预算绩效管理", 11), "预算绩效..");
        assert_eq!(fit("预算绩效管理", 10), "预算绩效..");
        assert_eq!(fit("预算绩效管理", 9), "预算绩..");
        assert_eq!(fit("预算绩效管理", 3), "预~");
        assert_eq!(fit("预算绩效管理", 2), "~");
        assert_eq!(fit("预算", 1), "~");
        assert_eq!(fit("预算", 0), "");
    }

    #[test]
    fn names_that_differ_at_the_end_are_cut_in_the_middle() {
        assert_eq!(fit_middle("农村道路改造一期工程", 12), "农村..期工程");
        assert_eq!(fit_middle("2026-水利-0021", 10), "2026..0021");
        assert_eq!(fit_middle("短名", 10), "短名");
    }

    #[test]
    fn padding_fills_to_the_column() {
        assert_eq!(pad_right("预算", 6), "预算  ");
        assert_eq!(pad_left("12.40", 8), "   12.40");
        assert_eq!(pad_both("问效", 7), " 问效  ");
        assert_eq!(pad_right("预算绩效", 5), "预.. ");
    }

    #[test]
    fn numbers_stand_on_their_points() {
        assert_eq!(
            align_decimals(&["1,280.00", "5", "12.4", "-"]),
            ["1,280.00", "    5   ", "   12.4 ", "    -   "]
        );
    }

    #[test]
    fn no_line_begins_with_closing_punctuation() {
        let text = "根据《预算法》要求，“绩效目标”应当细化、量化（含成本指标）。";
        for columns in 6..40 {
            let lines = wrap(text, columns);
            assert_eq!(lines.concat(), text);
            for line in &lines {
                assert!(width(line) <= columns, "{columns}: {line}");
                assert!(
                    !line.starts_with(['》', '，', '。', '、', '）', '”']),
                    "{columns}: {line}"
                );
                assert!(!line.ends_with(['《', '（']), "{columns}: {line}");
            }
        }
    }

    #[test]
    fn wrapping_keeps_paragraphs_and_cuts_what_cannot_break() {
        assert_eq!(wrap("一\n\n二", 10), ["一", "", "二"]);
        assert_eq!(wrap("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(
            wrap("budget and performance", 10),
            ["budget and", "performanc", "e"]
        );
        assert_eq!(wrap("", 10), [""]);
        assert_eq!(wrap("预算", 0), ["预", "算"]);
        assert_eq!(wrap("   预", 2), ["预"]);
    }

    #[test]
    fn text_from_outside_loses_what_could_deceive() {
        assert_eq!(clean("\u{1b}[31m红\u{7}", Lines::One), "[31m红");
        assert_eq!(clean("A\u{202E}cba\u{2066}", Lines::One), "Acba");
        assert_eq!(clean("水\u{200B}库\u{FEFF}\u{E0041}", Lines::One), "水库");
        assert_eq!(clean("一\r\n二\u{2028}三\t四", Lines::One), "一 二 三 四");
        assert_eq!(
            clean("一\r\n二\u{2028}三\t四", Lines::Many),
            "一\n二\n三 四"
        );
        assert_eq!(
            clean("a\u{335}\u{336}\u{337}\u{338}", Lines::One),
            "a\u{335}\u{336}"
        );
        assert_eq!(clean("e\u{301}", Lines::One), "é");
        assert!(matches!(
            clean("预算绩效 2026", Lines::One),
            Cow::Borrowed(_)
        ));
    }

    #[test]
    fn arithmetic_can_be_read_in_ascii() {
        assert_eq!(
            plain_glyphs("14 ÷ 15 × 10 − 0 ≥ 9.33 → 9.33 …"),
            "14 / 15 * 10 - 0 >= 9.33 -> 9.33 .."
        );
        assert_eq!(plain_glyphs("∅ → 0"), "- -> 0");
        assert!(matches!(plain_glyphs("完成值 9"), Cow::Borrowed(_)));
    }

    #[test]
    fn what_must_not_be_drawn_is_made_visible() {
        assert_eq!(shown("a\u{1b}b\u{202E}c\nd"), "a\\x1bb<U+202E>c d");
        assert_eq!(shown("\u{9b}"), "<U+009B>");
        assert_eq!(shown("\u{E000}"), "\u{25AF}");
        assert!(matches!(shown("预算 2026"), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn width_is_what_ratatui_draws(text in "[ -~预算绩效①×ｶﾞé\u{301}“”👍🏽\u{200d}，。]{0,30}") {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 200, 1));
            let (end, _) = buffer.set_stringn(0, 0, &text, usize::MAX, Style::new());
            prop_assert_eq!(width(&text), usize::from(end));
        }

        #[test]
        fn cutting_never_exceeds_its_columns(text in "\\PC{0,40}", columns in 0_usize..30) {
            prop_assert!(width(&fit(&text, columns)) <= columns);
            prop_assert!(width(&fit_middle(&text, columns)) <= columns);
            prop_assert_eq!(width(&pad_right(&text, columns)), columns);
            prop_assert_eq!(width(&pad_left(&text, columns)), columns);
        }

        #[test]
        fn wrapped_lines_fit_and_lose_only_blanks(text in "[a-z 预算，。《》“”\n]{0,80}", columns in 2_usize..30) {
            let lines = wrap(&text, columns);
            for line in &lines {
                prop_assert!(width(line) <= columns, "{:?}", line);
            }
            let dense = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(dense(&lines.concat()), dense(&text));
        }

        #[test]
        fn cleaning_is_final_and_leaves_nothing_forbidden(text in any::<String>()) {
            let once = clean(&text, Lines::Many).into_owned();
            prop_assert_eq!(&clean(&once, Lines::Many), &once);
            prop_assert!(!once.chars().any(|c| is_forbidden(c) && c != '\n'));
            prop_assert!(!shown(&text).chars().any(is_forbidden));
        }
    }
}
