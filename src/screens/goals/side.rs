//! The side pane of the goals screen: every attribute of the row under the cursor and its findings.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{Goals, Where};
use crate::app::Cx;
use crate::app::edit;
use crate::domain::command::IndicatorField as F;
use crate::lang::goals::GoalsText;
use crate::lang::terms;
use crate::screens::notes::Pane;

/// What the pane tells of a row, in this order.
const ATTRIBUTES: [F; 11] = [
    F::Explanation,
    F::Basis,
    F::Formula,
    F::Standard,
    F::EvidenceRequired,
    F::LastYear,
    F::YearBefore,
    F::Method,
    F::DataSource,
    F::Origin,
    F::GoalLink,
];

impl Goals {
    pub(super) fn view_side(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) {
        let words = GoalsText::of(cx.language());
        let mut pane = Pane::new(area, buffer, &cx.me.look);
        if self.on == Where::Goal {
            self.goal_side(cx, &mut pane, words);
            return;
        }
        let (Some(at), Some(row)) = (self.row(), self.current(cx)) else {
            return;
        };
        let language = cx.language();
        let theme = cx.me.look.theme;
        pane.title(&(words.side)(at + 1));
        pane.text("", &format!("{}  {}", row.level1, row.level2), theme.dim);
        pane.text("", &row.name, theme.title);
        if let Some(shown) = self.tree.rows.get(at) {
            pane.text("", &shown.sentence, theme.info);
        }
        let mut empty = Vec::new();
        for field in ATTRIBUTES {
            let value = edit::indicator_value(row, field);
            let label = terms::indicator_field(field, language);
            if value.trim().is_empty() {
                empty.push(label);
            } else {
                pane.text(&format!("{label}: "), &value, Style::new());
            }
        }
        let mut notes = self.notes_of(&row.id).peekable();
        if notes.peek().is_some() {
            pane.title(words.checks);
            pane.notes(notes);
        }
        if !empty.is_empty() {
            pane.title(words.unwritten);
            pane.text("", &empty.join("  "), theme.dim);
        }
    }

    fn goal_side(&self, cx: &Cx<'_>, pane: &mut Pane<'_>, words: &GoalsText) {
        let Some(open) = cx.open else { return };
        let theme = cx.me.look.theme;
        pane.title(words.goal(self.block));
        let goal = self.goal_text(&open.project);
        if goal.trim().is_empty() {
            pane.text("", words.no_goal, theme.warning);
        } else {
            pane.text("", goal, Style::new());
        }
        let weak = self.weaknesses(cx.language());
        if !weak.is_empty() {
            pane.title("SMART");
            for word in weak {
                pane.text("", word, theme.warning);
            }
        }
        let mut notes = self.goal_notes().peekable();
        if notes.peek().is_some() {
            pane.title(words.checks);
            pane.notes(notes);
        }
    }
}
