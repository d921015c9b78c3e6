//! A field of one line: its text, its caret, and how it is drawn.
//!
//! Forms, filters and boxes hold a [`Line`] and hand it the keys they do not take themselves. The
//! caret stands between grapheme clusters, the text is cleaned as it comes in, and the caret's place
//! on the screen is returned so that the terminal's own cursor, and with it the window of an input
//! method, stands there. A field never refuses text for being too long; whoever reads it judges.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use unicode_segmentation::UnicodeSegmentation;

use crate::app::key::{Key, KeyCode};
use crate::text::{self, Lines};
use crate::theme::Look;

use super::draw::{cells, put, row, tint};
use super::words;

/// Columns from which on a field marks that there is more on a side.
const ROOM_FOR_MARKS: usize = 8;

/// What a key did to a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The text is another one now.
    Changed,
    /// Only the caret or the selection moved, or the key had nothing to do but belongs to a field.
    Kept,
    /// The key is not a field's.
    Ignored,
}

/// The text of a one-line field and the caret in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    text: String,
    /// In bytes, always between two clusters.
    caret: usize,
    selected: bool,
}

impl Line {
    /// A field with a text and the caret at its end.
    pub fn new(text: &str) -> Self {
        let text = text::clean(text, Lines::One).into_owned();
        Self {
            caret: text.len(),
            text,
            selected: false,
        }
    }

    /// A field whose whole text is selected: the first character typed replaces it.
    pub fn selected(text: &str) -> Self {
        let line = Self::new(text);
        Self {
            selected: !line.text.is_empty(),
            ..line
        }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Whether all of the text is selected.
    pub fn is_selected(&self) -> bool {
        self.selected
    }

    /// Clusters in front of the caret.
    pub fn caret(&self) -> usize {
        self.before().graphemes(true).count()
    }

    /// Another text, the caret at its end.
    pub fn set(&mut self, text: &str) {
        *self = Self::new(text);
    }

    /// Selects the whole text.
    pub fn select_all(&mut self) {
        self.selected = !self.text.is_empty();
        self.caret = self.text.len();
    }

    /// Inserts typed or pasted text at the caret, in place of what is selected; line breaks become
    /// blanks, except at the ends of what is pasted.
    pub fn insert(&mut self, inserted: &str) -> Outcome {
        let inserted = inserted.trim_matches(['\n', '\r']);
        if inserted.is_empty() {
            return Outcome::Kept;
        }
        let (before, after) = if self.selected {
            ("", "")
        } else {
            self.halves()
        };
        let left = text::clean(&format!("{before}{inserted}"), Lines::One).into_owned();
        let whole = text::clean(&format!("{left}{after}"), Lines::One).into_owned();
        self.replace(whole, left.len())
    }

    /// A key: movement, deletion or a character.
    pub fn input(&mut self, key: Key) -> Outcome {
        if let Some(typed) = key.typed() {
            return self.insert(typed.encode_utf8(&mut [0; 4]));
        }
        let by_word = key.ctrl || key.alt;
        match key.code {
            KeyCode::Left if by_word => self.move_to(self.word_left()),
            KeyCode::Right if by_word => self.move_to(self.word_right()),
            KeyCode::Left if self.selected => self.move_to(0),
            KeyCode::Right if self.selected => self.move_to(self.text.len()),
            KeyCode::Left => self.move_to(self.left()),
            KeyCode::Right => self.move_to(self.right()),
            KeyCode::Home => self.move_to(0),
            KeyCode::End => self.move_to(self.text.len()),
            KeyCode::Backspace if by_word => self.delete(self.word_left(), self.caret),
            KeyCode::Delete if by_word => self.delete(self.caret, self.word_right()),
            KeyCode::Backspace => self.delete(self.left(), self.caret),
            KeyCode::Delete => self.delete(self.caret, self.right()),
            KeyCode::Char(c) if key.ctrl && !key.alt => self.control(c),
            KeyCode::Char('b') if key.alt => self.move_to(self.word_left()),
            KeyCode::Char('f') if key.alt => self.move_to(self.word_right()),
            KeyCode::Char('d') if key.alt => self.delete(self.caret, self.word_right()),
            _ => Outcome::Ignored,
        }
    }

    fn control(&mut self, c: char) -> Outcome {
        match c {
            'a' => self.move_to(0),
            'e' => self.move_to(self.text.len()),
            'b' => self.move_to(self.left()),
            'f' => self.move_to(self.right()),
            // What many terminals send for the key that rubs out.
            'h' => self.delete(self.left(), self.caret),
            'w' => self.delete(self.word_left(), self.caret),
            'd' => self.delete(self.caret, self.right()),
            'u' => self.delete(0, self.caret),
            'k' => self.delete(self.caret, self.text.len()),
            _ => Outcome::Ignored,
        }
    }

    fn halves(&self) -> (&str, &str) {
        self.text
            .split_at_checked(self.caret)
            .unwrap_or((&self.text, ""))
    }

    fn before(&self) -> &str {
        self.halves().0
    }

    /// The text behind the caret.
    pub fn after(&self) -> &str {
        self.halves().1
    }

    fn left(&self) -> usize {
        self.caret
            - self
                .before()
                .graphemes(true)
                .next_back()
                .map_or(0, str::len)
    }

    fn right(&self) -> usize {
        self.caret + self.after().graphemes(true).next().map_or(0, str::len)
    }

    fn word_left(&self) -> usize {
        let steps = words::step(self.before().graphemes(true).rev());
        let taken: usize = self
            .before()
            .graphemes(true)
            .rev()
            .take(steps)
            .map(str::len)
            .sum();
        self.caret - taken
    }

    fn word_right(&self) -> usize {
        let steps = words::step(self.after().graphemes(true));
        let taken: usize = self.after().graphemes(true).take(steps).map(str::len).sum();
        self.caret + taken
    }

    fn move_to(&mut self, caret: usize) -> Outcome {
        self.caret = caret;
        self.selected = false;
        Outcome::Kept
    }

    fn delete(&mut self, from: usize, to: usize) -> Outcome {
        let (from, to) = if self.selected {
            (0, self.text.len())
        } else {
            (from, to)
        };
        let left = self.text.get(..from).unwrap_or_default();
        let right = self.text.get(to..).unwrap_or_default();
        let whole = text::clean(&format!("{left}{right}"), Lines::One).into_owned();
        self.replace(whole, from)
    }

    fn replace(&mut self, text: String, caret: usize) -> Outcome {
        let outcome = if text == self.text {
            Outcome::Kept
        } else {
            Outcome::Changed
        };
        // What was joined may have become one cluster: the caret moves behind it.
        self.caret = text
            .grapheme_indices(true)
            .map(|(start, _)| start)
            .find(|start| *start >= caret)
            .unwrap_or(text.len());
        self.text = text;
        self.selected = false;
        outcome
    }

    /// Draws the field on the first row of an area and returns where its caret stands. A text longer
    /// than the field is shown around the caret, with marks where there is more.
    pub fn view(&self, area: Rect, buf: &mut Buffer, look: &Look, hint: &str) -> Option<Position> {
        let field = row(area, 0);
        if field.is_empty() {
            return None;
        }
        tint(buf, field, look.theme.input);
        if self.is_empty() {
            let fitted = text::fit(hint, usize::from(field.width));
            put(
                buf,
                field,
                field.x,
                field.y,
                &fitted,
                look.theme.placeholder,
            );
            return Some(field.as_position());
        }
        let width = usize::from(field.width);
        let ahead = text::width(self.before());
        let all = text::width(&self.text);
        let offset = offset(ahead, all, width);
        let style = if self.selected {
            look.theme.selection
        } else {
            look.theme.input
        };
        draw_from(buf, field, &self.text, offset, style);
        let marks = look.theme.placeholder;
        if offset > 0 && width >= ROOM_FOR_MARKS {
            put(buf, field, field.x, field.y, look.borders.left, marks);
        }
        if all > offset + width && width >= ROOM_FOR_MARKS {
            put(
                buf,
                field,
                field.right() - 1,
                field.y,
                look.borders.right,
                marks,
            );
        }
        Some(Position {
            x: field.x + cells(ahead - offset).min(field.width - 1),
            y: field.y,
        })
    }
}

/// The first column shown: moves on by half a field, so that the text stands still while one types
/// and the caret never leaves. A column on either side is kept for the marks.
fn offset(caret: usize, all: usize, width: usize) -> usize {
    if all < width || width == 0 {
        return 0;
    }
    if width < ROOM_FOR_MARKS {
        return (caret + 1).saturating_sub(width);
    }
    let half = width / 2;
    // The character at the caret and the mark behind it take up to three columns.
    let beyond = (caret + 3).saturating_sub(width);
    beyond.div_ceil(half) * half
}

fn draw_from(
    buf: &mut Buffer,
    field: Rect,
    text: &str,
    offset: usize,
    style: ratatui::style::Style,
) {
    let mut column = 0;
    for cluster in text.graphemes(true) {
        let wide = text::cluster_width(cluster);
        // A wide character cut by the left edge leaves its column blank.
        if column >= offset {
            let x = field.x.saturating_add(cells(column - offset));
            if x >= field.right() {
                return;
            }
            put(buf, field, x, field.y, cluster, style);
        }
        column += wide;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::widgets::testing::{at_all_sizes, drawn, look, picture, shown};

    fn typed(text: &str) -> Line {
        let mut line = Line::default();
        for c in text.chars() {
            assert_eq!(line.input(Key::char(c)), Outcome::Changed);
        }
        line
    }

    fn press(line: &mut Line, code: KeyCode) -> Outcome {
        line.input(Key::new(code))
    }

    #[test]
    fn what_is_typed_stands_at_the_caret() {
        let mut line = typed("水库");
        press(&mut line, KeyCode::Home);
        line.input(Key::char('修'));
        press(&mut line, KeyCode::Right);
        line.input(Key::char('x'));
        assert_eq!(line.text(), "修水x库");
        assert_eq!(line.caret(), 3);
    }

    #[test]
    fn deleting_takes_whole_characters() {
        let mut line = Line::new("加固e\u{332}水");
        press(&mut line, KeyCode::Backspace);
        press(&mut line, KeyCode::Backspace);
        assert_eq!(line.text(), "加固");
        press(&mut line, KeyCode::Home);
        press(&mut line, KeyCode::Delete);
        assert_eq!(line.text(), "固");
        assert_eq!(press(&mut line, KeyCode::Backspace), Outcome::Kept);
    }

    #[test]
    fn one_key_deletes_a_word_not_a_sentence() {
        let mut line = Line::new("完成预算绩效管理");
        line.input(Key::ctrl('w'));
        assert_eq!(line.text(), "完成预算绩效");
        press(&mut line, KeyCode::Home);
        line.input(Key::alt('d'));
        assert_eq!(line.text(), "预算绩效");
        line.input(Key {
            alt: true,
            ..Key::new(KeyCode::Right)
        });
        assert_eq!(line.caret(), 2);
        line.input(Key::ctrl('u'));
        assert_eq!(line.text(), "绩效");
        line.input(Key::ctrl('k'));
        assert!(line.is_empty());
    }

    #[test]
    fn pasted_lines_become_one() {
        let mut line = Line::new("甲乙");
        press(&mut line, KeyCode::Left);
        assert_eq!(line.insert("一\n二\u{202E}\n"), Outcome::Changed);
        assert_eq!(line.text(), "甲一 二乙");
        assert_eq!(line.caret(), 4);
        assert_eq!(line.insert("\n"), Outcome::Kept);
    }

    #[test]
    fn typing_replaces_what_is_selected() {
        let mut line = Line::selected("12.40");
        line.input(Key::char('8'));
        assert_eq!(line.text(), "8");
        line.select_all();
        press(&mut line, KeyCode::Left);
        assert_eq!((line.caret(), line.is_selected()), (0, false));
        line.select_all();
        press(&mut line, KeyCode::Backspace);
        assert!(line.is_empty());
        line.select_all();
        assert!(!line.is_selected());
    }

    #[test]
    fn commands_are_left_to_the_screen() {
        let mut line = typed("a");
        for key in [
            Key::ctrl('p'),
            Key::ctrl('q'),
            Key::new(KeyCode::Enter),
            Key::new(KeyCode::Esc),
        ] {
            assert_eq!(line.input(key), Outcome::Ignored);
        }
        assert_eq!(line.text(), "a");
    }

    #[test]
    fn the_text_around_the_caret_is_shown() {
        let mut line = Line::new("小型水库除险加固工程二期配套项目");
        let at = |line: &Line| drawn(14, 1, |area, buf| line.view(area, buf, &look(), ""));
        let (buf, caret) = at(&line);
        assert_eq!(picture(&buf), "<期配套项目");
        assert_eq!(caret, Some(Position { x: 11, y: 0 }));
        press(&mut line, KeyCode::Home);
        let (buf, caret) = at(&line);
        assert_eq!(picture(&buf), "小型水库除险 >");
        assert_eq!(caret, Some(Position { x: 0, y: 0 }));
    }

    #[test]
    fn an_empty_field_says_what_belongs_there() {
        let line = Line::default();
        let view = |width| shown(width, 1, |a, b| line.view(a, b, &look(), "项目名称或编码"));
        assert_eq!(view(20), "项目名称或编码");
        assert_eq!(view(8), "项目名..");
    }

    fn key() -> impl Strategy<Value = Key> {
        let code = prop_oneof![
            4 => any::<char>().prop_map(KeyCode::Char),
            8 => "[a-z 预算，\u{301}\u{1F3FD}👍\u{200D}]".prop_map(|s| {
                KeyCode::Char(s.chars().next().unwrap_or('x'))
            }),
            1 => Just(KeyCode::Left),
            1 => Just(KeyCode::Right),
            1 => Just(KeyCode::Home),
            1 => Just(KeyCode::End),
            1 => Just(KeyCode::Backspace),
            1 => Just(KeyCode::Delete),
            1 => Just(KeyCode::Enter),
        ];
        let modifier = prop::bool::weighted(0.2);
        (code, modifier, modifier).prop_map(|(code, ctrl, alt)| Key {
            ctrl,
            alt,
            ..Key::new(code)
        })
    }

    proptest! {
        #[test]
        fn whatever_is_pressed_the_caret_stays_inside(
            keys in prop::collection::vec(key(), 0..60),
            paste in any::<String>(),
            width in 0_u16..40,
        ) {
            let mut line = Line::default();
            for (index, key) in keys.into_iter().enumerate() {
                if index == 7 {
                    line.insert(&paste);
                }
                line.input(key);
                prop_assert_eq!(&text::clean(line.text(), Lines::One), line.text());
                prop_assert!(line.caret <= line.text.len());
                let on_boundary = line.caret == line.text.len()
                    || line.text.grapheme_indices(true).any(|(start, _)| start == line.caret);
                prop_assert!(on_boundary);
            }
            let (_, caret) = drawn(width, 1, |area, buf| line.view(area, buf, &look(), "hint"));
            prop_assert_eq!(caret.is_some(), width > 0);
            prop_assert!(caret.is_none_or(|caret| caret.x < width));
        }
    }

    #[test]
    fn a_field_of_any_size_can_be_drawn() {
        let line = Line::new("小型水库除险加固工程 phase two 二期配套项目");
        at_all_sizes(|area, buf| line.view(area, buf, &look(), "名称"));
    }
}
