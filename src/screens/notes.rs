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

/// A finding in one line, as [`Note::line`] says it.
pub(super) fn line(finding: &Finding, language: Language) -> String {
    let (letter, check) = (letter(finding.severity), finding.check.id());
    format!("{letter} {check} {}", check::sentence(finding, language))
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

/// The style of a severity, to be looked up when it is drawn: the theme may change meanwhile.
fn ink(severity: Severity) -> Ink {
    match severity {
        Severity::Error => |theme| theme.error,
        Severity::Warning => |theme| theme.warning,
        Severity::Info => |theme| theme.info,
    }
}

/// Which style of a theme.
pub(super) type Ink = fn(&Theme) -> Style;

/// Text as it is written.
pub(super) fn plain(_: &Theme) -> Style {
    Style::new()
}

/// Wrapped text with titled rules: the side pane, or the lines below a table.
///
/// Wrapping costs more than all else of a frame, so it is done when the cursor or the project moves
/// and only looked up while drawing.
#[derive(Debug, Clone, Default)]
pub(super) struct Pane {
    width: u16,
    lines: Vec<PaneLine>,
}

#[derive(Debug, Clone)]
enum PaneLine {
    Title(String),
    Blank,
    Text {
        label: String,
        indent: u16,
        text: String,
        ink: Ink,
    },
}

impl Pane {
    /// An empty pane of so many columns.
    pub fn new(width: u16) -> Self {
        Self {
            width,
            lines: Vec::new(),
        }
    }

    /// A titled rule; a blank line above it where it is not the first.
    pub fn title(&mut self, title: &str) {
        if !self.lines.is_empty() {
            self.lines.push(PaneLine::Blank);
        }
        self.lines.push(PaneLine::Title(title.to_owned()));
    }

    /// A text, wrapped, with what goes before its first line; further lines are as far in. A label
    /// that would take more than half of the pane has a line of its own.
    pub fn text(&mut self, label: &str, words: &str, ink: Ink) {
        const BELOW: u16 = 2;
        let beside = draw::columns(label) <= self.width / 2;
        if !beside {
            self.lines.push(PaneLine::Text {
                label: label.to_owned(),
                indent: BELOW,
                text: String::new(),
                ink,
            });
        }
        let (label, indent) = if beside {
            (label, draw::columns(label))
        } else {
            ("", BELOW)
        };
        let room = usize::from(self.width.saturating_sub(indent)).max(2);
        for (index, text) in text::wrap(words, room).into_iter().enumerate() {
            let label = if index == 0 { label } else { "" };
            self.lines.push(PaneLine::Text {
                label: label.to_owned(),
                indent,
                text,
                ink,
            });
        }
    }

    /// Some notes, each with its mark.
    pub fn notes<'n>(&mut self, notes: impl Iterator<Item = &'n Note>) {
        for note in notes {
            let mark = format!("{} {} ", letter(note.severity), note.check);
            self.text(&mark, &note.sentence, ink(note.severity));
        }
    }

    /// True where nothing was put into it.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Draws what fits; a cut text ends in an ellipsis.
    pub fn view(&self, area: Rect, buffer: &mut Buffer, look: &Look) {
        for (index, line) in self.lines.iter().take(usize::from(area.height)).enumerate() {
            let row = draw::row(area, draw::cells(index));
            let cut = index + 1 == usize::from(area.height) && index + 1 < self.lines.len();
            match line {
                PaneLine::Blank => {}
                PaneLine::Title(title) => frame::titled_rule(row, buffer, look, &[title], ""),
                PaneLine::Text {
                    label,
                    indent,
                    text,
                    ink,
                } => {
                    let theme = &look.theme;
                    draw::put(buffer, row, row.x, row.y, label, theme.dim);
                    let room = usize::from(row.width.saturating_sub(*indent));
                    let shown = if cut {
                        text::fit(&format!("{text}......"), room).into_owned()
                    } else {
                        text.clone()
                    };
                    draw::put(buffer, row, row.x + indent, row.y, &shown, ink(theme));
                }
            }
        }
    }
}

/// Columns of the side pane on a work area so wide; none where there is no room for one.
pub(super) fn side(work: Rect) -> Option<(Rect, Rect)> {
    // A terminal of 110 columns has two less for the work.
    if work.width < 108 {
        return None;
    }
    // What stands at the left is laid out for eighty columns; the rest is the pane's.
    let pane = (work.width.saturating_sub(80) / 2)
        .max(work.width.saturating_sub(80).min(44))
        .clamp(34, 72);
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
    fn a_long_label_never_runs_into_its_text() {
        use crate::theme::{Borders, ThemeName};
        let mut pane = Pane::new(30);
        pane.text("How the value is found: ", "情况说明法", plain);
        pane.text("Origin: ", "部门自设", plain);
        let area = Rect::new(0, 0, 30, 3);
        let mut buffer = Buffer::empty(area);
        pane.view(
            area,
            &mut buffer,
            &Look::new(ThemeName::Mono, Borders::ASCII),
        );
        let shown = crate::widgets::testing::picture(&buffer);
        assert_eq!(
            shown,
            "How the value is found:\n  情况说明法\nOrigin: 部门自设"
        );
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
