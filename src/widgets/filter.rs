//! The filter of a list: a line that opens in the title, narrows what is shown with every letter,
//! and stays in force when one moves on.
//!
//! The list says what its filter finds; this says which keys are the filter's.

use super::line::{Line, Outcome};
use crate::app::key::{Key, KeyCode};
use crate::text;

/// What a key was to a filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// It says something else now: look again.
    Changed,
    /// It was the filter's, and what it says is the same.
    Taken,
    /// It belongs to somebody else.
    Passed,
}

/// A filter as a title shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// `筛选: 水库_`
    pub text: String,
    /// Columns from the end of the text back to the caret, while it is being typed in.
    pub caret_from_end: Option<usize>,
}

/// A filter line and whether it is being typed in.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    line: Line,
    open: bool,
}

impl Filter {
    /// Opens the line for typing.
    pub fn open(&mut self) {
        self.open = true;
    }

    /// True while it is being typed in.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// What is looked for.
    pub fn text(&self) -> &str {
        self.line.text()
    }

    /// True where nothing is looked for.
    pub fn is_empty(&self) -> bool {
        self.line.is_empty()
    }

    /// A key. The first Esc closes the line and takes the filter away; moving in the list is what
    /// one does next, so it closes the line and is passed on.
    pub fn key(&mut self, key: Key) -> Heard {
        match key.code {
            KeyCode::Esc if self.open || !self.is_empty() => {
                self.open = false;
                let changed = !self.is_empty();
                self.line = Line::new("");
                if changed {
                    Heard::Changed
                } else {
                    Heard::Taken
                }
            }
            _ if !self.open => Heard::Passed,
            KeyCode::Enter | KeyCode::Tab => {
                self.open = false;
                Heard::Taken
            }
            KeyCode::Up | KeyCode::Down | KeyCode::PageUp | KeyCode::PageDown => {
                self.open = false;
                Heard::Passed
            }
            _ => match self.line.input(key) {
                Outcome::Changed => Heard::Changed,
                Outcome::Kept => Heard::Taken,
                Outcome::Ignored => Heard::Passed,
            },
        }
    }

    /// Pasted text; it is taken only while the line is open.
    pub fn paste(&mut self, pasted: &str) -> Heard {
        if !self.open {
            return Heard::Passed;
        }
        self.line.insert(pasted);
        Heard::Changed
    }

    /// The part of a title that shows it; none while it is closed and empty.
    pub fn shown(&self, word: &str) -> Option<Shown> {
        if !self.open && self.is_empty() {
            return None;
        }
        let mark = if self.open { "_" } else { "" };
        let behind = text::width(self.line.after()) + text::width(mark);
        Some(Shown {
            text: format!("{word}: {}{mark}", self.text()),
            caret_from_end: self.open.then_some(behind),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> Filter {
        let mut filter = Filter::default();
        filter.open();
        for letter in text.chars() {
            assert_eq!(filter.key(Key::char(letter)), Heard::Changed);
        }
        filter
    }

    #[test]
    fn a_closed_line_passes_every_key_and_paste_on() {
        let mut filter = Filter::default();
        assert_eq!(filter.key(Key::char('q')), Heard::Passed);
        assert_eq!(filter.key(Key::new(KeyCode::Esc)), Heard::Passed);
        assert_eq!(filter.paste("水"), Heard::Passed);
        assert!(filter.shown("筛选").is_none());
    }

    #[test]
    fn it_stays_in_force_when_one_moves_on_and_esc_takes_it_away() {
        let mut filter = typed("水库");
        assert_eq!(filter.key(Key::new(KeyCode::Down)), Heard::Passed);
        assert_eq!(filter.shown("筛选").unwrap().text, "筛选: 水库");
        assert_eq!(filter.key(Key::new(KeyCode::Esc)), Heard::Changed);
        assert!(filter.is_empty());
    }

    #[test]
    fn the_caret_stands_where_the_next_letter_goes() {
        let mut filter = typed("水库");
        assert_eq!(filter.shown("筛选").unwrap().caret_from_end, Some(1));
        assert_eq!(filter.key(Key::new(KeyCode::Left)), Heard::Taken);
        let shown = filter.shown("筛选").unwrap();
        assert_eq!(
            (shown.text.as_str(), shown.caret_from_end),
            ("筛选: 水库_", Some(3))
        );
    }
}
