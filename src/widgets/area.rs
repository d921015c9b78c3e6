//! A field of many lines: goals, notes, reasons.
//!
//! The text lives in a `tui_textarea::TextArea`, which wraps, undoes and moves by drawn rows; around
//! it stand what it lacks: word keys that know Chinese, cleaned input, ranges drawn in another style
//! (vague words), how much of the allowed length is used, and the caret's place for the terminal's
//! own cursor. It never refuses text for being too long: it says so.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::widgets::Widget;
use tui_textarea::{CursorMove, TextArea, WrapMode};

use crate::app::key::{Key, KeyCode};
use crate::text::{self, Lines};
use crate::theme::Look;

use super::draw::{cells, columns, put, row, tint};
use super::line::Outcome;
use super::words;

/// Steps of undo that are kept while a field is open.
const UNDO_STEPS: usize = 500;

/// The text of a many-line field and the caret in it.
#[derive(Debug, Clone)]
pub struct Area {
    inner: TextArea<'static>,
}

/// How much of what is allowed is used, in the measure of the one who allows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Length {
    /// Used.
    pub used: usize,
    /// Allowed.
    pub limit: usize,
}

/// What is drawn with the text.
#[derive(Debug, Clone, Copy, Default)]
pub struct Dressing<'a> {
    /// What an empty field asks for.
    pub hint: &'a str,
    /// Ranges of characters, counted over the whole text with one for each line break.
    pub marked: &'a [(Range<usize>, Style)],
    /// Shown in the last row when given.
    pub length: Option<Length>,
}

impl Default for Area {
    fn default() -> Self {
        Self::new("")
    }
}

impl Area {
    /// A field with a text and the caret at its end.
    pub fn new(text: &str) -> Self {
        let cleaned = text::clean(text, Lines::Many);
        let mut inner = TextArea::new(cleaned.split('\n').map(str::to_owned).collect());
        inner.set_wrap_mode(WrapMode::WordOrGlyph);
        inner.set_max_histories(UNDO_STEPS);
        inner.set_cursor_style(Style::new());
        inner.set_cursor_line_style(Style::new());
        inner.move_cursor(CursorMove::Bottom);
        inner.move_cursor(CursorMove::End);
        Self { inner }
    }

    /// The text, lines divided by `\n`.
    pub fn text(&self) -> String {
        self.inner.lines().join("\n")
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.inner.is_empty()
    }

    /// Characters in front of the caret, with one for each line break.
    pub fn caret(&self) -> usize {
        let cursor = self.inner.cursor();
        self.start_of(cursor.0) + cursor.1
    }

    /// Puts the caret behind so many characters, counted like [`Area::caret`].
    pub fn go_to(&mut self, wanted: usize) {
        let mut left = wanted;
        for (line, text) in self.inner.lines().iter().enumerate() {
            let length = text.chars().count();
            if left <= length {
                self.jump(line, left);
                return;
            }
            left -= length + 1;
        }
        self.inner.move_cursor(CursorMove::Bottom);
        self.inner.move_cursor(CursorMove::End);
    }

    /// Inserts typed or pasted text at the caret, as one step of undo.
    pub fn insert(&mut self, inserted: &str) -> Outcome {
        let cleaned = text::clean(inserted, Lines::Many);
        changed(!cleaned.is_empty() && self.inner.insert_str(cleaned))
    }

    /// Takes back the last change.
    pub fn undo(&mut self) -> Outcome {
        changed(self.inner.undo())
    }

    /// Makes the last change that was taken back again.
    pub fn redo(&mut self) -> Outcome {
        changed(self.inner.redo())
    }

    /// A key: movement, deletion, undo, a line break or a character.
    pub fn input(&mut self, key: Key) -> Outcome {
        if let Some(typed) = key.typed() {
            return self.insert(typed.encode_utf8(&mut [0; 4]));
        }
        if key.ctrl || key.alt {
            return self.chord(key);
        }
        let motion = match key.code {
            KeyCode::Enter => {
                self.inner.insert_newline();
                return Outcome::Changed;
            }
            KeyCode::Backspace => return changed(self.inner.delete_char()),
            KeyCode::Delete => return changed(self.inner.delete_next_char()),
            KeyCode::Left => CursorMove::Back,
            KeyCode::Right => CursorMove::Forward,
            KeyCode::Up => CursorMove::Up,
            KeyCode::Down => CursorMove::Down,
            KeyCode::Home => CursorMove::Head,
            KeyCode::End => CursorMove::End,
            KeyCode::PageUp => return self.page(CursorMove::Up),
            KeyCode::PageDown => return self.page(CursorMove::Down),
            _ => return Outcome::Ignored,
        };
        self.moved(motion)
    }

    fn chord(&mut self, key: Key) -> Outcome {
        match key.code {
            KeyCode::Left => self.word_left(),
            KeyCode::Right => self.word_right(),
            KeyCode::Backspace => self.delete_word_left(),
            KeyCode::Delete => self.delete_word_right(),
            KeyCode::Home => self.moved(CursorMove::Top),
            KeyCode::End => {
                self.moved(CursorMove::Bottom);
                self.moved(CursorMove::End)
            }
            KeyCode::Char(c) if key.ctrl && !key.alt => self.control(c),
            KeyCode::Char('b') if key.alt => self.word_left(),
            KeyCode::Char('f') if key.alt => self.word_right(),
            KeyCode::Char('d') if key.alt => self.delete_word_right(),
            _ => Outcome::Ignored,
        }
    }

    fn control(&mut self, c: char) -> Outcome {
        match c {
            'w' => self.delete_word_left(),
            // A terminal has no other undo that every keyboard can type; Ctrl-R is its way back.
            'z' => self.undo(),
            'y' | 'r' => self.redo(),
            'a' => self.moved(CursorMove::Head),
            'e' => self.moved(CursorMove::End),
            'b' => self.moved(CursorMove::Back),
            'f' => self.moved(CursorMove::Forward),
            'h' => changed(self.inner.delete_char()),
            'd' => changed(self.inner.delete_next_char()),
            'u' => changed(self.inner.delete_line_by_head()),
            'k' => changed(self.inner.delete_line_by_end()),
            // Ctrl-J is what many terminals send for Ctrl-Enter.
            'j' => {
                self.inner.insert_newline();
                Outcome::Changed
            }
            _ => Outcome::Ignored,
        }
    }

    fn moved(&mut self, motion: CursorMove) -> Outcome {
        self.inner.move_cursor(motion);
        Outcome::Kept
    }

    fn page(&mut self, motion: CursorMove) -> Outcome {
        const ROWS: usize = 8;
        for _ in 0..ROWS {
            self.inner.move_cursor(motion);
        }
        Outcome::Kept
    }

    fn jump(&mut self, line: usize, character: usize) {
        self.inner
            .move_cursor(CursorMove::Jump(cells(line), cells(character)));
    }

    fn start_of(&self, line: usize) -> usize {
        self.inner
            .lines()
            .iter()
            .take(line)
            .map(|text| text.chars().count() + 1)
            .sum()
    }

    /// Characters of the word left of the caret; none at the beginning of a line.
    fn left_length(&self) -> usize {
        let cursor = self.inner.cursor();
        let before: Vec<String> = self.characters().take(cursor.1).collect();
        words::step(before.iter().rev().map(String::as_str))
    }

    fn right_length(&self) -> usize {
        let cursor = self.inner.cursor();
        let after: Vec<String> = self.characters().skip(cursor.1).collect();
        words::step(after.iter().map(String::as_str))
    }

    fn characters(&self) -> impl Iterator<Item = String> {
        let line = self.inner.lines().get(self.inner.cursor().0);
        line.map(String::as_str)
            .unwrap_or_default()
            .chars()
            .map(String::from)
    }

    fn word_left(&mut self) -> Outcome {
        let steps = self.left_length();
        self.repeat(CursorMove::Back, steps)
    }

    fn word_right(&mut self) -> Outcome {
        let steps = self.right_length();
        self.repeat(CursorMove::Forward, steps)
    }

    fn repeat(&mut self, motion: CursorMove, steps: usize) -> Outcome {
        // At the edge of a line the key goes on to the next.
        for _ in 0..steps.max(1) {
            self.inner.move_cursor(motion);
        }
        Outcome::Kept
    }

    fn delete_word_left(&mut self) -> Outcome {
        let steps = self.left_length();
        if steps == 0 {
            return changed(self.inner.delete_char());
        }
        self.repeat(CursorMove::Back, steps);
        changed(self.inner.delete_str(steps))
    }

    fn delete_word_right(&mut self) -> Outcome {
        let steps = self.right_length();
        if steps == 0 {
            return changed(self.inner.delete_next_char());
        }
        changed(self.inner.delete_str(steps))
    }

    /// Draws the field and returns where its caret stands.
    pub fn view(
        &self,
        area: Rect,
        buf: &mut Buffer,
        look: &Look,
        dressing: &Dressing,
    ) -> Option<Position> {
        let area = area.intersection(buf.area);
        if area.is_empty() {
            return None;
        }
        tint(buf, area, look.theme.input);
        let body = body(area, dressing);
        (&self.inner).render(body, buf);
        mend(buf, body);
        if self.is_empty() {
            hint(body, buf, look, dressing.hint);
        }
        let (top, _) = self.inner.scroll_offset();
        self.mark(body, buf, usize::from(top), dressing.marked);
        if let Some(length) = dressing.length {
            draw_length(row(area, area.height - 1), buf, look, length);
        }
        let caret = self.inner.screen_cursor();
        let x = body
            .x
            .saturating_add(cells(caret.col))
            .min(area.right() - 1);
        let y = body
            .y
            .saturating_add(cells(caret.row.saturating_sub(usize::from(top))));
        Some(Position {
            x,
            y: y.min(body.bottom().saturating_sub(1)),
        })
    }

    /// Lays the styles of marked ranges over the characters that are seen.
    fn mark(&self, body: Rect, buf: &mut Buffer, top: usize, marked: &[(Range<usize>, Style)]) {
        if marked.is_empty() {
            return;
        }
        let mut starts = Vec::with_capacity(self.inner.lines().len());
        let mut start = 0;
        for line in self.inner.lines() {
            starts.push(start);
            start += line.chars().count() + 1;
        }
        for (line, y) in (body.top()..body.bottom()).enumerate() {
            let mut x = body.x;
            while x < body.right() {
                let wide = columns(buf[(x, y)].symbol()).max(1);
                if buf[(x, y)].symbol() != " " {
                    let place = self
                        .inner
                        .screen_to_data(top + line, usize::from(x - body.x));
                    let at = starts
                        .get(place.0)
                        .map_or(usize::MAX, |start| start + place.1);
                    for (_, style) in marked.iter().filter(|(range, _)| range.contains(&at)) {
                        tint(
                            buf,
                            Rect {
                                x,
                                y,
                                width: wide,
                                height: 1,
                            },
                            *style,
                        );
                    }
                }
                x += wide;
            }
        }
    }
}

fn changed(changed: bool) -> Outcome {
    if changed {
        Outcome::Changed
    } else {
        Outcome::Kept
    }
}

/// Where the text goes: a column is kept at the right for the caret behind a full row, and the last
/// row for the length.
fn body(area: Rect, dressing: &Dressing) -> Rect {
    let width = if area.width > 2 {
        area.width - 1
    } else {
        area.width
    };
    let length = u16::from(dressing.length.is_some() && area.height > 1);
    Rect {
        width,
        height: area.height - length,
        ..area
    }
}

fn hint(body: Rect, buf: &mut Buffer, look: &Look, hint: &str) {
    for (index, line) in text::wrap(hint, usize::from(body.width)).iter().enumerate() {
        let place = row(body, cells(index));
        put(buf, place, place.x, place.y, line, look.theme.placeholder);
    }
}

/// The second halves of wide characters lost their style in drawing.
fn mend(buf: &mut Buffer, body: Rect) {
    for y in body.top()..body.bottom() {
        let mut x = body.x;
        while x < body.right() {
            let wide = columns(buf[(x, y)].symbol()).max(1);
            let style = buf[(x, y)].style();
            tint(
                buf,
                Rect {
                    x,
                    y,
                    width: wide,
                    height: 1,
                },
                style,
            );
            x += wide;
        }
    }
}

fn draw_length(line: Rect, buf: &mut Buffer, look: &Look, length: Length) {
    let over = length.used > length.limit;
    // The sign says it where there is no colour.
    let sign = if over { "! " } else { "" };
    let style = if over {
        look.theme.error
    } else {
        look.theme.placeholder
    };
    let words = format!("{sign}{}/{}", length.used, length.limit);
    super::draw::put_right(buf, line, line.y, &words, style);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::style::Modifier;

    use super::*;
    use crate::widgets::testing::{at_all_sizes, drawn, look, picture};

    const GOAL: &str = "完成16座小型水库除险加固，保障下游3.2万人防洪安全。\n显著提升群众安全感。";

    fn press(area: &mut Area, keys: &[Key]) {
        for key in keys {
            assert_ne!(area.input(*key), Outcome::Ignored, "{key:?}");
        }
    }

    #[test]
    fn a_goal_is_written_and_taken_back() {
        let mut area = Area::default();
        for c in "甲乙".chars() {
            area.input(Key::char(c));
        }
        press(&mut area, &[Key::new(KeyCode::Enter), Key::char('丙')]);
        assert_eq!(area.text(), "甲乙\n丙");
        press(&mut area, &[Key::ctrl('z'), Key::ctrl('z')]);
        assert_eq!(area.text(), "甲乙");
        press(&mut area, &[Key::ctrl('y')]);
        assert_eq!(area.text(), "甲乙\n");
        area.insert("一\r\n二\u{202E}\u{7}");
        assert_eq!(area.text(), "甲乙\n一\n二");
        area.undo();
        assert_eq!(area.text(), "甲乙\n");
        assert_eq!(area.input(Key::ctrl('p')), Outcome::Ignored);
        assert_eq!(area.input(Key::new(KeyCode::Esc)), Outcome::Ignored);
    }

    #[test]
    fn one_key_deletes_a_word_not_a_sentence() {
        let mut area = Area::new("预算绩效管理，and budget");
        press(&mut area, &[Key::ctrl('w'), Key::ctrl('w')]);
        assert_eq!(area.text(), "预算绩效管理，");
        press(&mut area, &[Key::ctrl('w'), Key::ctrl('w')]);
        assert_eq!(area.text(), "预算绩效");
        press(&mut area, &[Key::new(KeyCode::Home), Key::alt('d')]);
        assert_eq!(area.text(), "绩效");
        press(&mut area, &[Key::ctrl('z')]);
        assert_eq!(area.text(), "预算绩效");
    }

    #[test]
    fn words_end_at_line_ends_and_the_keys_go_on() {
        let mut area = Area::new("一二\n三四");
        press(&mut area, &[Key::ctrl('w'), Key::ctrl('w')]);
        assert_eq!(area.text(), "一二");
        assert_eq!(area.caret(), 2);
    }

    #[test]
    fn long_lines_wrap_and_the_caret_follows() {
        for width in [12, 30, 60, 300] {
            let area = Area::new(GOAL);
            let length = Some(Length {
                used: 76,
                limit: 60,
            });
            let dressing = Dressing {
                length,
                ..Dressing::default()
            };
            let (buf, caret) = drawn(width, 7, |rect, buf| {
                area.view(rect, buf, &look(), &dressing)
            });
            let caret = caret.unwrap();
            insta::assert_snapshot!(
                format!("goal_{width}"),
                format!("{}\ncaret {caret}", picture(&buf))
            );
        }
    }

    #[test]
    fn the_caret_after_a_full_row_has_a_place() {
        let area = Area::new("预算绩效");
        let (_, caret) = drawn(9, 2, |rect, buf| {
            area.view(rect, buf, &look(), &Dressing::default())
        });
        assert_eq!(caret, Some(Position { x: 8, y: 0 }));
    }

    #[test]
    fn vague_words_are_marked_wherever_they_wrap() {
        let area = Area::new(GOAL);
        let vague = Style::new().add_modifier(Modifier::UNDERLINED);
        let from = GOAL.chars().position(|c| c == '显').unwrap();
        let ranges = [(from..from + 4, vague)];
        let dressing = Dressing {
            marked: &ranges,
            ..Dressing::default()
        };
        for width in 5..60 {
            let (buf, _) = drawn(width, 30, |rect, buf| {
                area.view(rect, buf, &look(), &dressing)
            });
            let mut marked = String::new();
            for cell in &buf.content {
                if cell.modifier.contains(Modifier::UNDERLINED) && cell.symbol() != " " {
                    marked.push_str(cell.symbol());
                }
            }
            assert_eq!(marked, "显著提升", "{width}");
        }
    }

    #[test]
    fn the_paper_of_a_field_has_no_holes() {
        let area = Area::new(GOAL);
        let (buf, _) = drawn(20, 6, |rect, buf| {
            area.view(rect, buf, &look(), &Dressing::default())
        });
        for cell in &buf.content {
            assert_eq!(Some(cell.bg), look().theme.input.bg);
        }
    }

    #[test]
    fn an_empty_field_asks() {
        let area = Area::default();
        let dressing = Dressing {
            hint: "写明做什么、为谁、做到什么程度、何时完成。",
            ..Dressing::default()
        };
        let (buf, caret) = drawn(20, 4, |rect, buf| area.view(rect, buf, &look(), &dressing));
        insta::assert_snapshot!(picture(&buf));
        assert_eq!(caret, Some(Position { x: 0, y: 0 }));
    }

    #[test]
    fn the_caret_can_be_put_anywhere() {
        let mut area = Area::new("一二\n三");
        for (wanted, found) in [(0, 0), (2, 2), (3, 3), (4, 4), (99, 4)] {
            area.go_to(wanted);
            assert_eq!(area.caret(), found);
        }
    }

    #[test]
    fn a_field_of_any_size_can_be_drawn() {
        let area = Area::new(&GOAL.repeat(30));
        let ranges = [(3..8, Style::new())];
        let length = Some(Length {
            used: 3,
            limit: 500,
        });
        let dressing = Dressing {
            hint: "写",
            marked: &ranges,
            length,
        };
        at_all_sizes(|rect, buf| area.view(rect, buf, &look(), &dressing));
        at_all_sizes(|rect, buf| Area::default().view(rect, buf, &look(), &dressing));
    }

    proptest! {
        #[test]
        fn whatever_is_pressed_the_caret_stays_inside(
            keys in prop::collection::vec((0_usize..18, any::<char>()), 0..60),
            width in 1_u16..40,
            height in 1_u16..10,
        ) {
            let mut area = Area::new("预算 budget\n绩效");
            for (kind, c) in keys {
                let key = match kind {
                    0 => Key::new(KeyCode::Left),
                    1 => Key::new(KeyCode::Right),
                    2 => Key::new(KeyCode::Up),
                    3 => Key::new(KeyCode::Down),
                    4 => Key::new(KeyCode::Enter),
                    5 => Key::new(KeyCode::Backspace),
                    6 => Key::new(KeyCode::PageUp),
                    7 => Key::ctrl('w'),
                    8 => Key::alt('d'),
                    9 => Key::ctrl('z'),
                    10 => Key::ctrl('y'),
                    11 => Key::ctrl('u'),
                    12 => Key::alt('b'),
                    13 => Key::alt('f'),
                    _ => Key::char(c),
                };
                area.input(key);
                let (_, caret) =
                    drawn(width, height, |rect, buf| area.view(rect, buf, &look(), &Dressing::default()));
                prop_assert!(caret.is_some_and(|caret| caret.x < width && caret.y < height));
                prop_assert!(!area.text().chars().any(|c| text::is_forbidden(c) && c != '\n'));
                prop_assert!(area.caret() <= area.text().chars().count());
            }
        }
    }
}
