//! The side pane of the goals screen: every attribute of the row under the cursor and its findings.

use super::{Goals, Where};
use crate::app::Cx;
use crate::app::edit;
use crate::domain::command::IndicatorField as F;
use crate::lang::goals::GoalsText;
use crate::lang::policy::{level1_written, level2_written};
use crate::lang::terms;
use crate::screens::notes::{Pane, plain};

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
    /// What stands in the side pane, wrapped for so many columns.
    pub(super) fn side(&self, cx: &Cx<'_>, width: u16) -> Pane {
        let mut pane = Pane::new(width);
        match self.on {
            Where::Goal => self.goal_side(cx, &mut pane),
            Where::Tree => self.row_side(cx, &mut pane),
        }
        pane
    }

    fn row_side(&self, cx: &Cx<'_>, pane: &mut Pane) {
        let words = GoalsText::of(cx.language());
        let (Some(at), Some(row)) = (self.row(), self.current(cx)) else {
            return;
        };
        let language = cx.language();
        pane.title(&(words.side)(at + 1));
        let levels = cx.open.map(|open| {
            let policy = &open.policy;
            let level1 = level1_written(&row.level1, policy.level1(&row.level1), language);
            let level2 = level2_written(&row.level2, policy.level2(&row.level2), language);
            format!("{level1}  {level2}")
        });
        pane.text("", &levels.unwrap_or_default(), |theme| theme.dim);
        pane.text("", &row.name, |theme| theme.title);
        if let Some(shown) = self.tree.rows.get(at) {
            pane.text("", &shown.sentence, |theme| theme.info);
        }
        let mut empty = Vec::new();
        for field in ATTRIBUTES {
            let value = edit::indicator_value(row, field);
            let label = terms::indicator_field(field, language);
            if value.trim().is_empty() {
                empty.push(label);
            } else {
                let shown = terms::explained(&value, terms::meaning(&value, language));
                pane.text(&format!("{label}: "), &shown, plain);
            }
        }
        let mut notes = self.notes_of(&row.id).peekable();
        if notes.peek().is_some() {
            pane.title(words.checks);
            pane.notes(notes);
        }
        if !empty.is_empty() {
            pane.title(words.unwritten);
            pane.text("", &empty.join("  "), |theme| theme.dim);
        }
    }

    fn goal_side(&self, cx: &Cx<'_>, pane: &mut Pane) {
        let Some(open) = cx.open else { return };
        let words = GoalsText::of(cx.language());
        pane.title(words.goal(self.block));
        let goal = self.goal_text(&open.project);
        if goal.trim().is_empty() {
            pane.text("", words.no_goal, |theme| theme.warning);
        } else {
            pane.text("", goal, plain);
        }
        let weak = self.weaknesses(cx.language());
        if !weak.is_empty() {
            pane.title("SMART");
            for word in weak {
                pane.text("", word, |theme| theme.warning);
            }
        }
        let mut notes = self.goal_notes().peekable();
        if notes.peek().is_some() {
            pane.title(words.checks);
            pane.notes(notes);
        }
    }
}
