//! How the goals screen looks: the goal above, the tree of indicators, the total, and what is said of
//! the place under the cursor.
//!
//! Drawing looks up what the last refresh read; it reads, wraps and checks nothing itself, but for
//! the sums of the weights, which follow what is typed.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use rust_decimal::Decimal;

use super::tree::{self, Line, Run};
use super::{Goals, TARGET, Where};
use crate::app::Cx;
use crate::domain::command::At;
use crate::domain::policy::{Level1, Level2};
use crate::domain::project::Indicator;
use crate::domain::status::DocumentKind;
use crate::lang::goals::{self as words, GoalsText, Standing};
use crate::lang::policy::{level1 as level_word, level1_written, level2_written, short};
use crate::lang::{Language, reading, terms};
use crate::screens::notes::{self, Note, Pane};
use crate::widgets::table::{self, Cell, Drawn, Focus, Span, Table};
use crate::widgets::{draw, list};

impl Goals {
    /// The titled rule.
    pub fn title(&self, cx: &Cx<'_>) -> Vec<String> {
        let text = GoalsText::of(cx.language());
        let mut parts = vec![text.title.to_owned(), text.block(self.block).to_owned()];
        if let Some(open) = cx.open {
            let goal = open.project.documents.get(DocumentKind::Goal);
            parts.push(terms::standing(&goal, cx.language()));
        }
        parts.push((text.count)(self.indicators(cx).len()));
        parts.push(notes::count(self.shown_notes()));
        parts.retain(|part| !part.is_empty());
        parts
    }

    /// The notes of this block.
    pub(super) fn shown_notes(&self) -> impl Iterator<Item = &Note> {
        self.found
            .iter()
            .filter_map(|found| self.notes.get(found.note))
    }

    /// Draws the screen.
    pub fn view(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let open = cx.open?;
        let areas = self.areas(area);
        let goal = self.view_goal(cx, self.goal_text(&open.project), areas.goal, buffer);
        let drawn = self.view_table(cx, areas.table, buffer);
        self.view_total(cx, areas.total, buffer);
        let look = &cx.me.look;
        self.note.view(draw::inset(areas.note, 2), buffer, look);
        if let Some(side) = areas.side {
            self.side.view(side, buffer, look);
        }
        match self.on {
            Where::Goal => goal,
            Where::Tree => drawn.focus,
        }
    }

    pub(super) fn view_goal(
        &self,
        cx: &Cx<'_>,
        goal: &str,
        area: Rect,
        buffer: &mut Buffer,
    ) -> Option<Position> {
        if area.height == 0 {
            return None;
        }
        let words = GoalsText::of(cx.language());
        let theme = &cx.me.look.theme;
        let head = draw::row(area, 0);
        let focused = self.on == Where::Goal;
        if focused {
            let marker = cx.me.look.borders.marker;
            draw::put(buffer, head, head.x, head.y, marker, theme.marker);
        }
        let style = if focused {
            theme.title.patch(theme.focus)
        } else {
            theme.title
        };
        let x = head.x + 2.min(head.width);
        let mut at = draw::put(buffer, head, x, head.y, words.goal(self.block), style);
        let length = goal.chars().filter(|c| !c.is_whitespace()).count();
        if length > 0 {
            let count = (words.length)(length);
            at = draw::put(buffer, head, at + 2, head.y, &count, theme.dim);
            let (say, style) = match self.weaknesses(cx.language()).len() {
                0 => (words.strong.to_owned(), theme.good),
                count => ((words.weak)(count), theme.warning),
            };
            at = draw::put(buffer, head, at + 2, head.y, &say, style);
        }
        let room = draw::inset(draw::below(area, 1), 2);
        if length == 0 {
            let row = draw::row(room, 0);
            draw::put(buffer, row, row.x, row.y, words.no_goal, theme.warning);
        } else {
            let lines = &self.goal;
            let hidden = lines.len().saturating_sub(usize::from(room.height));
            for (index, line) in lines.iter().take(usize::from(room.height)).enumerate() {
                let row = draw::row(room, draw::cells(index));
                draw::put(buffer, row, row.x, row.y, line, Style::new());
            }
            if hidden > 0 {
                let more = (words.more_lines)(hidden);
                draw::put(buffer, head, at + 2, head.y, &more, theme.dim);
            }
        }
        Some(Position::new(x.min(area.right().saturating_sub(1)), area.y))
    }

    /// What the goal's text lacks, each once.
    pub(super) fn weaknesses(&self, language: Language) -> Vec<&'static str> {
        let mut said: Vec<&'static str> = Vec::new();
        for weak in &self.weak {
            let word = reading::weakness(weak.weakness, language);
            if !said.contains(&word) {
                said.push(word);
            }
        }
        said
    }

    pub(super) fn view_table(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Drawn {
        let text = GoalsText::of(cx.language());
        let look = &cx.me.look;
        let indicators = self.indicators(cx);
        let lines = draw::cells(self.tree.lines.len());
        if indicators.is_empty() {
            // The levels that the frame wants stand above, what to do first below them.
            let below = if lines == 0 { 0 } else { lines + 1 };
            let rest = draw::below(area, below);
            list::empty(rest, buffer, look, text.empty, text.empty_first);
        }
        if lines == 0 {
            return Drawn::default();
        }
        let columns = self.columns(text, area.width);
        let table = Table {
            columns: &columns,
            rows: self.tree.lines.len(),
            name: self.cell,
            focus: match self.on {
                Where::Tree => Focus::Here,
                Where::Goal => Focus::Away,
            },
        };
        table.view(area, buffer, look, &self.table, |line, column| {
            self.cell_of(cx, indicators, line, column)
        })
    }

    fn columns(&self, text: &GoalsText, wide: u16) -> Vec<table::Column<'static>> {
        use table::Column as C;
        let [one, two, name, target, weight, last, before, checks] = text.columns;
        let mut columns = vec![
            C::text(one, 6).hides(4),
            C::text(two, 14).hides(3),
            C::name(name, 22, 48),
            // Cut at its end: in the middle a number would become another one.
            C::text(target, if wide < 90 { 14 } else { 18 }),
            C::decimal(weight, 5),
            C::name(last, 9, 20).hides(5),
            C::name(before, 9, 20).hides(6),
            C::text(checks, 9).hides(2),
        ];
        // The column of the cursor is never the one that hides.
        if let Some(column) = columns.get_mut(self.cell) {
            column.priority = 0;
        }
        columns
    }

    fn cell_of<'a>(
        &self,
        cx: &Cx<'a>,
        indicators: &'a [Indicator],
        line: usize,
        column: usize,
    ) -> Cell<'a> {
        match self.tree.lines.get(line) {
            Some(Line::Head(group, run)) => self.head_cell(cx, indicators, *group, *run),
            Some(Line::Missing(at)) => self.missing_cell(cx, *at),
            Some(Line::Row(at)) => match indicators.get(*at) {
                Some(row) => self.row_cell(cx, row, *at, line, column),
                None => Cell::new(""),
            },
            None => Cell::new(""),
        }
    }

    fn head_cell<'a>(
        &self,
        cx: &Cx<'a>,
        indicators: &[Indicator],
        group: usize,
        run: Run,
    ) -> Cell<'a> {
        let text = GoalsText::of(cx.language());
        let theme = &cx.me.look.theme;
        let Some(group) = self.tree.groups.get(group) else {
            return Cell::new("");
        };
        let language = cx.language();
        let name = if group.text.is_empty() {
            text.no_level
        } else {
            level1_written(&group.text, group.level, language)
        };
        if run == Run::Again {
            let again = format!("{name} {}", text.again);
            return Cell::styled(again, theme.dim).spanning(Span::Rest);
        }
        let sum = |rows: &[usize]| tree::sum(indicators, rows, self.block, cx);
        let own = sum(&group.rows);
        let mut words = format!("{name}  {}", words::sum(own, group.due, cx.language()));
        for part in group.parts.iter().filter(|part| !part.text.is_empty()) {
            let own = words::sum(sum(&part.rows), part.due, cx.language());
            let name = level2_written(short(&part.text), part.level, language);
            words.push_str(&format!("   {name} {own}"));
        }
        let style = if Standing::of(own, group.due).is_wrong() {
            theme.warning
        } else {
            theme.title
        };
        Cell::styled(words, style).spanning(Span::Rest)
    }

    fn missing_cell<'a>(&self, cx: &Cx<'a>, at: usize) -> Cell<'a> {
        let text = GoalsText::of(cx.language());
        let Some(missing) = self.tree.missing.get(at) else {
            return Cell::new("");
        };
        let name = level_word(missing.level, cx.language());
        let due = missing.due.filter(|due| !due.is_zero());
        let sum = due.map(|due| words::sum(Decimal::ZERO, Some(due), cx.language()));
        let words = match sum {
            Some(sum) => format!("{name}  {sum}   {}", text.missing),
            None => format!("{name}  {}", text.missing),
        };
        Cell::styled(words, cx.me.look.theme.warning).spanning(Span::Rest)
    }

    fn row_cell<'a>(
        &self,
        cx: &Cx<'a>,
        row: &'a Indicator,
        at: usize,
        line: usize,
        column: usize,
    ) -> Cell<'a> {
        let text = GoalsText::of(cx.language());
        let theme = &cx.me.look.theme;
        let here = self.on == Where::Tree && self.table.cursor(self.tree.lines.len()) == Some(line);
        let off = row.withdrawn || row.not_applicable;
        let plain = if off { theme.dim } else { Style::new() };
        match column {
            // A level is said where it begins, and on the row under the cursor.
            0 if here => {
                let level = cx
                    .open
                    .map_or(Level1::Other, |open| open.policy.level1(&row.level1));
                let word = level1_written(short(&row.level1), level, cx.language());
                Cell::styled(word.to_owned(), theme.dim)
            }
            1 if here || self.begins(cx, line, row) => {
                let level = cx
                    .open
                    .map_or(Level2::Other, |open| open.policy.level2(&row.level2));
                let word = level2_written(short(&row.level2), level, cx.language());
                Cell::styled(word.to_owned(), theme.dim)
            }
            0 | 1 => Cell::new(""),
            2 if row.name.is_empty() => Cell::styled(text.no_name, theme.warning),
            2 if row.withdrawn => Cell::styled(format!("[{}] {}", text.withdrawn, row.name), plain),
            2 if row.not_applicable => {
                Cell::styled(format!("[{}] {}", text.not_applicable, row.name), plain)
            }
            2 => Cell::styled(row.name.as_str(), plain),
            3 => self.target_cell(cx, row, at, plain),
            4 => match row.weight.decimal() {
                Some(weight) => Cell::styled(weight.normalize().to_string(), plain),
                None if row.weight.is_blank() => Cell::styled("-", theme.dim),
                None => Cell::styled(row.weight.as_str(), theme.error),
            },
            5 => Cell::styled(row.last_year.as_str(), theme.dim),
            6 => Cell::styled(row.year_before.as_str(), theme.dim),
            _ => match notes::mark(self.notes_of(&row.id)) {
                Some((mark, severity)) => Cell::styled(mark, notes::style(severity, theme)),
                None => Cell::new(""),
            },
        }
    }

    fn begins(&self, cx: &Cx<'_>, line: usize, row: &Indicator) -> bool {
        let above = line.checked_sub(1).and_then(|at| self.tree.lines.get(at));
        match above {
            Some(Line::Row(at)) => self
                .indicators(cx)
                .get(*at)
                .is_none_or(|above| above.level2 != row.level2),
            _ => true,
        }
    }

    fn target_cell<'a>(
        &self,
        cx: &Cx<'a>,
        row: &'a Indicator,
        at: usize,
        plain: Style,
    ) -> Cell<'a> {
        let text = GoalsText::of(cx.language());
        let theme = &cx.me.look.theme;
        let Some(shown) = self.tree.rows.get(at) else {
            return Cell::new(row.target.as_str());
        };
        let cell: Cow<'a, str> = if !shown.cell.is_empty() {
            Cow::Owned(shown.cell.clone())
        } else if row.target.trim().is_empty() {
            return Cell::styled(text.no_target, theme.warning);
        } else {
            // What can't be read is shown as it was written.
            Cow::Borrowed(row.target.as_str())
        };
        if shown.doubts.is_empty() && !shown.cell.is_empty() {
            Cell::styled(cell, plain)
        } else {
            Cell::styled(cell, plain.patch(theme.warning)).led_by("? ")
        }
    }

    fn view_total(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) {
        let text = GoalsText::of(cx.language());
        let theme = &cx.me.look.theme;
        let indicators = self.indicators(cx);
        if area.height == 0 || indicators.is_empty() {
            return;
        }
        let total = tree::total(indicators, self.block, cx);
        let wrong = Standing::of(total, self.tree.due).is_wrong();
        let style = if wrong { theme.error } else { theme.number };
        let words = format!(
            "{} {}",
            text.total,
            words::sum(total, self.tree.due, cx.language())
        );
        let x = area.x + 2.min(area.width);
        let at = draw::put(buffer, area, x, area.y, &words, style);
        let (part, all) = self.tree.quantitative;
        let share = (text.quantitative)(part, all);
        let at = draw::put(buffer, area, at + 3, area.y, &share, theme.dim);
        let count = notes::count(self.shown_notes());
        let count = if count.is_empty() {
            text.no_findings.to_owned()
        } else {
            format!("{} {count}", text.checks)
        };
        draw::put(buffer, area, at + 3, area.y, &count, theme.dim);
    }

    /// Below the total, where there is no side pane: the finding or the reading at the cursor.
    pub(super) fn note_pane(&self, cx: &Cx<'_>, width: u16) -> Pane {
        let mut pane = Pane::new(width);
        match self.note_here(cx) {
            Some(note) => pane.notes(std::iter::once(note)),
            None => pane.text("", &self.reading_here(cx), |theme| theme.dim),
        }
        pane
    }

    /// The finding that was jumped to, else one of this cell, else one of this row.
    fn note_here(&self, cx: &Cx<'_>) -> Option<&Note> {
        let at = self.place(cx)?;
        let jumped = self
            .at_finding
            .and_then(|found| self.notes.get(self.found.get(found)?.note))
            .filter(|note| note.place == at);
        let cell = || self.notes.iter().find(|note| note.place == at);
        let row = || match &at {
            At::Indicator(_, id, _) => {
                let id = id.clone();
                self.notes.iter().find(|note| {
                    matches!(&note.place, At::Indicator(block, of, _) if *block == self.block && *of == id)
                })
            }
            _ => None,
        };
        jumped.or_else(cell).or_else(row)
    }

    fn reading_here(&self, cx: &Cx<'_>) -> String {
        if self.on == Where::Goal {
            return self.weaknesses(cx.language()).join("  ");
        }
        match (self.row(), self.cell) {
            (Some(at), TARGET) => {
                let read = self.tree.rows.get(at).map(|row| row.sentence.clone());
                let mut said: Vec<String> = read.into_iter().collect();
                // The years before stand beside the target, also where their columns hide.
                let [.., last, before, _] = GoalsText::of(cx.language()).columns;
                if let Some(row) = self.current(cx) {
                    let years = [(last, &row.last_year), (before, &row.year_before)];
                    let written = years.iter().filter(|(_, value)| !value.trim().is_empty());
                    said.extend(written.map(|(year, value)| format!("{year} {value}")));
                }
                said.join("   ")
            }
            (Some(_), _) => self
                .current(cx)
                .map(|row| row.explanation.clone())
                .unwrap_or_default(),
            _ => String::new(),
        }
    }
}
