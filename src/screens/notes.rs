//! Findings beside the places that they are about: a short mark in a column, the sentence below or in
//! the side pane.
//!
//! The goals screen and the forms make their notes when the project changes and only look them up
//! while they draw. A note never decides anything; it repeats what the checks found.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::open::Open;
use crate::domain::check::{Finding, Severity};
use crate::domain::command::At;
use crate::lang::{Language, check};
use crate::text;
use crate::theme::{Look, Theme};
use crate::widgets::draw;
use crate::widgets::frame;

/// A finding in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Note {
    /// Where to mend it.
    pub place: At,
    /// How much it weighs.
    pub severity: Severity,
    /// The id of the check.
    pub check: &'static str,
    /// What is wrong, and how to mend it.
    pub sentence: String,
}

impl Note {
    /// The mark, the check and the sentence: `E G-08 指标 2：...`.
    pub fn line(&self) -> String {
        format!("{} {} {}", letter(self.severity), self.check, self.sentence)
    }
}

/// The findings that `wanted` takes, in the order of the checks.
pub(super) fn of(open: &Open, language: Language, wanted: impl Fn(&Finding) -> bool) -> Vec<Note> {
    open.findings
        .iter()
        .filter(|finding| wanted(finding))
        .map(|finding| Note {
            place: finding.place.clone(),
            severity: finding.severity,
            check: finding.check.id(),
            sentence: check::sentence(finding, language),
        })
        .collect()
}

/// The letter of a severity, which stands wherever its colour does.
pub(super) fn letter(severity: Severity) -> char {
    match severity {
        Severity::Error => 'E',
        Severity::Warning => 'W',
        Severity::Info => 'I',
    }
}

/// The style of a severity.
pub(super) fn style(severity: Severity, theme: &Theme) -> Style {
    match severity {
        Severity::Error => theme.error,
        Severity::Warning => theme.warning,
        Severity::Info => theme.info,
    }
}

/// The gravest of some notes and how many more there are: `E G-08 +2`.
pub(super) fn mark<'n>(notes: impl Iterator<Item = &'n Note>) -> Option<(String, Severity)> {
    let mut gravest: Option<&Note> = None;
    let mut count = 0_usize;
    for note in notes {
        count += 1;
        if gravest.is_none_or(|other| note.severity < other.severity) {
            gravest = Some(note);
        }
    }
    let note = gravest?;
    let more = if count > 1 {
        format!(" +{}", count - 1)
    } else {
        String::new()
    };
    let mark = format!("{} {}{more}", letter(note.severity), note.check);
    Some((mark, note.severity))
}

/// How many errors and warnings: `E2 W5`; empty where there are none.
pub(super) fn count<'n>(notes: impl Iterator<Item = &'n Note>) -> String {
    let (mut errors, mut warnings) = (0_usize, 0_usize);
    for note in notes {
        match note.severity {
            Severity::Error => errors += 1,
            Severity::Warning => warnings += 1,
            Severity::Info => {}
        }
    }
    match (errors, warnings) {
        (0, 0) => String::new(),
        (errors, 0) => format!("E{errors}"),
        (0, warnings) => format!("W{warnings}"),
        (errors, warnings) => format!("E{errors} W{warnings}"),
    }
}

/// A pane at the side: titled rules and wrapped lines under them, as far as there is room.
pub(super) struct Pane<'b> {
    area: Rect,
    buffer: &'b mut Buffer,
    look: Look,
    line: u16,
}

impl<'b> Pane<'b> {
    /// An empty pane.
    pub fn new(area: Rect, buffer: &'b mut Buffer, look: &Look) -> Self {
        Self {
            area,
            buffer,
            look: *look,
            line: 0,
        }
    }

    /// A titled rule; a blank line above it where it is not the first.
    pub fn title(&mut self, title: &str) {
        if self.line > 0 {
            self.line = self.line.saturating_add(1);
        }
        let row = draw::row(self.area, self.line);
        if row.height > 0 {
            frame::titled_rule(row, self.buffer, &self.look, &[title], "");
        }
        self.line = self.line.saturating_add(1);
    }

    /// A text, wrapped, with what goes before its first line; further lines are as far in.
    pub fn text(&mut self, label: &str, words: &str, style: Style) {
        let indent = draw::columns(label).min(self.area.width / 2);
        let room = usize::from(self.area.width.saturating_sub(indent)).max(2);
        for (index, wrapped) in text::wrap(words, room).iter().enumerate() {
            let row = draw::row(self.area, self.line);
            if row.height == 0 {
                return;
            }
            if index == 0 {
                let theme = self.look.theme;
                draw::put(self.buffer, row, row.x, row.y, label, theme.dim);
            }
            draw::put(self.buffer, row, row.x + indent, row.y, wrapped, style);
            self.line = self.line.saturating_add(1);
        }
    }

    /// Some notes, each with its mark.
    pub fn notes<'n>(&mut self, notes: impl Iterator<Item = &'n Note>) {
        for note in notes {
            let mark = format!("{} {} ", letter(note.severity), note.check);
            let style = style(note.severity, &self.look.theme);
            self.text(&mark, &note.sentence, style);
        }
    }
}

/// Columns of the side pane on a work area so wide; none where there is no room for one.
pub(super) fn side(work: Rect) -> Option<(Rect, Rect)> {
    // A terminal of 110 columns has two less for the work.
    if work.width < 108 {
        return None;
    }
    let pane = (work.width * 2 / 5).clamp(36, 72);
    let left = Rect {
        width: work.width - pane - 2,
        ..work
    };
    let right = Rect {
        x: left.right() + 2,
        width: pane,
        ..work
    };
    Some((left, right))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::command::ProjectField;

    fn note(severity: Severity, check: &'static str) -> Note {
        Note {
            place: At::Project(ProjectField::Goal),
            severity,
            check,
            sentence: String::new(),
        }
    }

    #[test]
    fn the_gravest_finding_is_shown_and_the_others_are_counted() {
        let notes = [
            note(Severity::Warning, "G-20"),
            note(Severity::Error, "G-08"),
            note(Severity::Info, "S-32"),
        ];
        let (mark, severity) = mark(notes.iter()).unwrap();
        assert_eq!(mark, "E G-08 +2");
        assert_eq!(severity, Severity::Error);
        assert_eq!(count(notes.iter()), "E1 W1");
        assert_eq!(super::mark([].iter()), None);
    }

    #[test]
    fn the_side_pane_opens_at_a_hundred_and_ten_columns() {
        let work = |columns: u16| Rect::new(1, 3, columns - 2, 19);
        assert!(side(work(109)).is_none());
        let (left, right) = side(work(110)).unwrap();
        assert_eq!(left.width + 2 + right.width, 108);
        assert!(left.width >= 60);
    }
}
