//! The side pane: what the row under the cursor demands, what the checks found, and what the
//! project as a whole is warned of.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::Pen;
use crate::domain::check::{Check, Severity};
use crate::domain::command::At;
use crate::domain::monitoring::Warning;
use crate::lang::monitoring as field;
use crate::lang::monitoring_screen as words;
use crate::lang::numbers::number;
use crate::lang::policy::{level1_written, level2_written};
use crate::screens::monitoring::seen::Line;
use crate::screens::notes::Note;
use crate::text;
use crate::widgets::draw::{self, put};
use crate::widgets::frame::titled_rule;

impl Pen<'_> {
    pub(super) fn side(&self, line: &Line, area: Rect, buffer: &mut Buffer) {
        if area.is_empty() {
            return;
        }
        titled_rule(area, buffer, self.look, &[self.said.side_row], "");
        let inside = draw::inset(draw::below(area, 1), 1);
        let mut y = inside.y;
        for (text, style) in self.side_lines(line) {
            for wrapped in text::wrap(&text, usize::from(inside.width)) {
                if y >= inside.bottom() {
                    return;
                }
                put(buffer, inside, inside.x, y, &wrapped, style);
                y += 1;
            }
        }
    }

    fn side_lines(&self, line: &Line) -> Vec<(String, Style)> {
        let (theme, said, language) = (self.theme(), self.said, self.cx.language());
        let mut lines = Vec::new();
        if let Some(row) = self.seen.row(line).filter(|row| !row.is_money()) {
            let (one, two) = &row.levels;
            let policy = &self.open.policy;
            let one = level1_written(one, policy.level1(one), language);
            let two = level2_written(two, policy.level2(two), language);
            let weight = number(row.weight, 2);
            lines.push((
                format!("{one} > {two}   {} {weight}   {}", said.weight, row.target),
                theme.dim,
            ));
        }
        let duties = self.duties(line);
        if !duties.is_empty() {
            lines.push((said.side_duties.to_owned(), theme.title));
        }
        for duty in duties {
            let [done, open] = said.duty_marks;
            let (mark, style) = if duty.done {
                (done, theme.dim)
            } else {
                (open, theme.error)
            };
            let because = field::because(duty.because, language);
            let demand = field::demand(duty.demand, language);
            lines.push((format!("{mark} {demand} ({because})"), style));
        }
        let notes: Vec<&Note> = self.notes(line).collect();
        if !notes.is_empty() {
            lines.push((said.side_findings.to_owned(), theme.title));
        }
        for note in &notes {
            let style = match note.severity {
                Severity::Error => theme.error,
                Severity::Warning => theme.warning,
                Severity::Info => theme.info,
            };
            lines.push((note.line(), style));
        }
        lines.push((said.side_project.to_owned(), theme.title));
        lines.extend(self.project_lines(&notes));
        lines
    }

    /// What the checks found in the row and in the month as a whole.
    fn notes<'a>(&'a self, line: &'a Line) -> impl Iterator<Item = &'a Note> {
        let keys = line.keys();
        self.seen
            .notes
            .iter()
            .filter(move |note| match &note.place {
                At::Reading(_, key, _) => keys.contains(&key),
                _ => true,
            })
    }

    /// Goal and money, the warnings that no finding tells already, the faults, the deadline.
    fn project_lines(&self, notes: &[&Note]) -> Vec<(String, Style)> {
        let (theme, said, language) = (self.theme(), self.said, self.cx.language());
        let timeline = &self.seen.timeline;
        let mut lines = Vec::new();
        if let (Some(goal), Some(cash), Some(gap)) =
            (timeline.goal_rate, timeline.execution_rate, timeline.gap)
        {
            let text = (said.gap)(&words::rate(goal), &words::rate(cash), &number(gap, 1));
            lines.push((text, theme.normal));
        }
        let told = |warning: &Warning| {
            let check = match warning {
                Warning::Idle { .. } => Check::M13,
                Warning::Repeated { .. } => Check::M14,
                Warning::Milestone { .. } | Warning::Gap { .. } => return false,
            };
            notes.iter().any(|note| note.check == check.id())
        };
        for warning in timeline.warnings.iter().filter(|warning| !told(warning)) {
            lines.push((field::warning(warning, language), theme.warning));
        }
        let month = self.screen.month();
        for fault in self.seen.faults_of(month) {
            let text = self.seen.fault_text(fault, language);
            lines.push((text, theme.warning));
        }
        let forms = &self.open.policy.monitoring.forms;
        match forms.iter().find(|form| form.month == month) {
            Some(form) => lines.push(((said.form_due)(form.due_month, form.due_day), theme.dim)),
            None => lines.push((said.no_form.to_owned(), theme.dim)),
        }
        lines
    }
}
