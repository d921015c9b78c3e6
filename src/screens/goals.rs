//! 绩效目标: the goal's text and the indicators under it, each cell edited where it stands.
//!
//! The sums of the weights follow what is typed, and every row shows what the checks say of it. The
//! screen keeps the block, the cursor and what it read of the project at the last refresh; all
//! writing goes through commands.

mod menus;
mod side;
mod tree;
mod why;

#[cfg(test)]
pub(super) mod harness;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use crate::app::action::Action;
use crate::app::overlay::{Answer, Ask, Overlay, Pick, Prompt, Question};
use crate::app::{Cx, Off, Request};
use crate::domain::check::{Stage, smart};
use crate::domain::command::{At, Block, Command, Edit, IndicatorField, ProjectField};
use crate::domain::notation::Band;
use crate::domain::number::Written;
use crate::domain::project::{Indicator, Project};
use crate::domain::refusal::Refusal;
use crate::domain::role;
use crate::domain::status::DocumentKind;
use crate::lang::goals::{GoalsText, Standing};
use crate::lang::policy::level1 as level_word;
use crate::lang::projects::ProjectsText;
use crate::lang::{Language, goals as words, reading, terms};
use crate::screens::Screen;
use crate::screens::form::{Form, FormOf};
use crate::screens::history::History;
use crate::screens::notes::{self, Note};
use crate::text;
use crate::widgets::table::{self, Cell, Drawn, Focus, Span, Step, Table, TableState};
use crate::widgets::{draw, frame, list};

pub(super) use menus::levels;
use tree::{Line, Run, Tree};
pub(super) use why::{target as why_target, weights as why_weights};

/// The cells of a row that the cursor stands on, from left to right.
const CELLS: [IndicatorField; 7] = [
    IndicatorField::Level1,
    IndicatorField::Level2,
    IndicatorField::Name,
    IndicatorField::Target,
    IndicatorField::Weight,
    IndicatorField::LastYear,
    IndicatorField::YearBefore,
];

/// The cell of the name.
const NAME: usize = 2;
/// The cell of the target.
const TARGET: usize = 3;
/// The cell of the weight.
const WEIGHT: usize = 4;

/// What the cursor stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Where {
    /// The text of the goal.
    Goal,
    /// The indicators.
    #[default]
    Tree,
}

/// A finding with where it is on this screen.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Found {
    /// Which note.
    note: usize,
    /// The line of the tree; none is the goal.
    line: Option<usize>,
    /// The cell.
    cell: usize,
}

/// 绩效目标
#[derive(Debug, Clone)]
pub struct Goals {
    block: Block,
    on: Where,
    table: TableState,
    cell: usize,
    /// The indicator under the cursor, so that the cursor stays on it when rows move.
    id: Option<String>,
    tree: Tree,
    notes: Vec<Note>,
    found: Vec<Found>,
    /// The finding that was jumped to last.
    at_finding: Option<usize>,
    weak: Vec<smart::Weak>,
}

impl Default for Goals {
    fn default() -> Self {
        Self {
            block: Block::Annual,
            on: Where::Tree,
            table: TableState::default(),
            cell: NAME,
            id: None,
            tree: Tree::default(),
            notes: Vec::new(),
            found: Vec::new(),
            at_finding: None,
            weak: Vec::new(),
        }
    }
}

/// Where the parts of the screen are.
#[derive(Debug, Clone, Copy)]
struct Areas {
    goal: Rect,
    table: Rect,
    total: Rect,
    note: Rect,
    side: Option<Rect>,
}

fn areas(work: Rect) -> Areas {
    let (left, side) = match notes::side(work) {
        Some((left, side)) => (left, Some(side)),
        None => (work, None),
    };
    let high = left.height;
    let goal = match high {
        28.. => 6,
        16.. => 4,
        11.. => 3,
        8.. => 2,
        _ => high.min(1),
    };
    let note = match (high, side) {
        (_, Some(_)) => 0,
        (18.., None) => 2,
        (10.., None) => 1,
        _ => 0,
    };
    let total = u16::from(high > 4);
    let part = |y: u16, height: u16| Rect { y, height, ..left };
    let rest = high - goal - total - note;
    Areas {
        goal: part(left.y, goal),
        table: part(left.y + goal, rest),
        total: part(left.y + goal + rest, total),
        note: part(left.y + goal + rest + total, note),
        side,
    }
}

fn page(cx: &Cx<'_>) -> usize {
    let zones = frame::zones(Rect::new(0, 0, cx.size.0, cx.size.1));
    table::page(areas(zones.work).table).max(1)
}

impl Goals {
    /// The goal screen with the cursor on a place, so that a finding leads to where it is mended.
    pub fn on(at: &At) -> Self {
        let mut goals = Self::default();
        match at {
            At::Indicator(block, id, field) => {
                goals.block = *block;
                goals.id = Some(id.clone());
                goals.cell = CELLS.iter().position(|cell| cell == field).unwrap_or(NAME);
            }
            At::Project(ProjectField::MultiYearGoal) => {
                goals.block = Block::MultiYear;
                goals.on = Where::Goal;
            }
            At::Project(ProjectField::Goal) => goals.on = Where::Goal,
            _ => {}
        }
        goals
    }

    // ---- what is under the cursor --------------------------------------------------------------

    fn goal_field(&self) -> ProjectField {
        match self.block {
            Block::Annual => ProjectField::Goal,
            Block::MultiYear => ProjectField::MultiYearGoal,
        }
    }

    fn goal_text<'a>(&self, project: &'a Project) -> &'a str {
        match self.block {
            Block::Annual => &project.goal,
            Block::MultiYear => &project.multi_year.goal,
        }
    }

    fn line(&self) -> Option<Line> {
        let at = self.table.cursor(self.tree.lines.len())?;
        self.tree.lines.get(at).copied()
    }

    /// The place of the row under the cursor in its block.
    fn row(&self) -> Option<usize> {
        match (self.on, self.line()) {
            (Where::Tree, Some(Line::Row(at))) => Some(at),
            _ => None,
        }
    }

    fn indicators<'a>(&self, cx: &Cx<'a>) -> &'a [Indicator] {
        cx.open
            .map_or(&[], |open| tree::rows(&open.project, self.block))
    }

    fn current<'a>(&self, cx: &Cx<'a>) -> Option<&'a Indicator> {
        self.indicators(cx).get(self.row()?)
    }

    fn field(&self) -> IndicatorField {
        CELLS
            .get(self.cell)
            .copied()
            .unwrap_or(IndicatorField::Name)
    }

    /// The place that Enter edits.
    fn place(&self, cx: &Cx<'_>) -> Option<At> {
        match self.on {
            Where::Goal => Some(At::Project(self.goal_field())),
            Where::Tree => {
                let id = self.current(cx)?.id.clone();
                Some(At::Indicator(self.block, id, self.field()))
            }
        }
    }

    fn notes_of<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Note> {
        self.notes.iter().filter(move |note| {
            matches!(&note.place, At::Indicator(block, of, _) if *block == self.block && of == id)
        })
    }

    fn goal_notes(&self) -> impl Iterator<Item = &Note> {
        let place = At::Project(self.goal_field());
        self.notes.iter().filter(move |note| note.place == place)
    }

    // ---- what follows from the project ---------------------------------------------------------

    /// The store or the project has changed.
    pub fn refresh(&mut self, cx: &Cx<'_>) {
        let Some(open) = cx.open else { return };
        self.tree = Tree::of(open, self.block, cx);
        self.notes = notes::of(open, cx.language(), |finding| match &finding.place {
            At::Project(ProjectField::Goal | ProjectField::MultiYearGoal) => {
                finding.check.stage() == Stage::Goal
            }
            At::Indicator(_, _, field) => {
                !field.is_result() && finding.check.stage() != Stage::Monitoring
            }
            _ => false,
        });
        let goal = self.goal_text(&open.project);
        self.weak = smart::goal_text(goal, open.project.year, &open.policy.checks);
        self.keep_cursor(cx);
        self.find(cx);
    }

    fn keep_cursor(&mut self, cx: &Cx<'_>) {
        let indicators = self.indicators(cx);
        let kept = self.id.as_ref().and_then(|id| {
            self.tree.lines.iter().position(|line| {
                matches!(line, Line::Row(at) if indicators.get(*at).is_some_and(|row| row.id == *id))
            })
        });
        let wanted = kept.unwrap_or_else(|| self.table.cursor(self.tree.lines.len()).unwrap_or(0));
        self.go_to(wanted, Step::Down, cx);
        if self.tree.lines.is_empty() {
            self.on = Where::Goal;
        }
    }

    fn find(&mut self, cx: &Cx<'_>) {
        let indicators = self.indicators(cx);
        let mut found: Vec<Found> = Vec::new();
        for (at, note) in self.notes.iter().enumerate() {
            let place = match &note.place {
                At::Project(field) if *field == self.goal_field() => Some((None, 0)),
                At::Indicator(block, id, field) if *block == self.block => {
                    let line = self.tree.lines.iter().position(|line| {
                        matches!(line, Line::Row(at) if indicators.get(*at).is_some_and(|row| row.id == *id))
                    });
                    let cell = CELLS.iter().position(|cell| cell == field);
                    line.map(|line| (Some(line), cell.unwrap_or(NAME)))
                }
                _ => None,
            };
            if let Some((line, cell)) = place {
                found.push(Found {
                    note: at,
                    line,
                    cell,
                });
            }
        }
        found.sort_by_key(|found| (found.line, found.cell));
        self.found = found;
        self.at_finding = self.at_finding.filter(|at| *at < self.found.len());
    }

    // ---- moving --------------------------------------------------------------------------------

    /// Puts the cursor on a line; a head is stepped over.
    fn go_to(&mut self, wanted: usize, step: Step, cx: &Cx<'_>) {
        let lines = &self.tree.lines;
        let last = lines.len().saturating_sub(1);
        let mut wanted = wanted.min(last);
        if matches!(lines.get(wanted), Some(Line::Head(..))) {
            let up = matches!(step, Step::Up | Step::PageUp);
            wanted = if up && wanted > 0 {
                wanted - 1
            } else {
                wanted + 1
            };
        }
        let page = page(cx);
        // The head of the first row of a group stays in sight where there is room for it.
        if page > 1
            && let Some(above) = wanted.checked_sub(1)
            && matches!(lines.get(above), Some(Line::Head(..)))
        {
            self.table.go_to(above, lines.len(), page);
        }
        self.table.go_to(wanted, lines.len(), page);
        let id = match self.line() {
            Some(Line::Row(at)) => self.indicators(cx).get(at).map(|row| row.id.clone()),
            _ => None,
        };
        self.id = id;
    }

    fn step(&mut self, step: Step, cx: &Cx<'_>) -> Vec<Request> {
        if self.tree.lines.is_empty() {
            self.on = Where::Goal;
            return Vec::new();
        }
        if self.on == Where::Goal {
            if matches!(step, Step::Down | Step::PageDown | Step::Last) {
                self.on = Where::Tree;
                let wanted = if step == Step::Last { usize::MAX } else { 0 };
                self.go_to(wanted, Step::Down, cx);
            }
            return Vec::new();
        }
        let before = self.table.cursor(self.tree.lines.len());
        let mut moved = self.table;
        moved.step(step, self.tree.lines.len(), page(cx));
        let wanted = moved.cursor(self.tree.lines.len()).unwrap_or(0);
        let above_all = wanted == 0 && matches!(self.tree.lines.first(), Some(Line::Head(..)));
        if step == Step::Up && (before == Some(0) || above_all) {
            self.on = Where::Goal;
            return Vec::new();
        }
        self.go_to(wanted, step, cx);
        Vec::new()
    }

    fn sideways(&mut self, forward: bool, cx: &Cx<'_>) {
        if self.on == Where::Goal {
            return;
        }
        self.cell = if forward {
            (self.cell + 1).min(CELLS.len() - 1)
        } else {
            self.cell.saturating_sub(1)
        };
        self.go_to(
            self.table.cursor(self.tree.lines.len()).unwrap_or(0),
            Step::Down,
            cx,
        );
    }

    /// Tab goes on to the next row behind the last cell, Shift-Tab back.
    fn tab(&mut self, forward: bool, cx: &Cx<'_>) -> Vec<Request> {
        if self.on == Where::Goal {
            return self.step(if forward { Step::Down } else { Step::Up }, cx);
        }
        let at = self.table.cursor(self.tree.lines.len()).unwrap_or(0);
        if forward && self.cell >= WEIGHT {
            self.cell = 0;
            return self.step(Step::Down, cx);
        }
        if !forward && self.cell == 0 {
            self.cell = WEIGHT;
            return self.step(Step::Up, cx);
        }
        self.sideways(forward, cx);
        self.go_to(at, Step::Down, cx);
        Vec::new()
    }

    /// The next finding behind the cursor, or the one before it; round at the ends.
    fn jump(&mut self, forward: bool, cx: &Cx<'_>) -> Vec<Request> {
        let text = GoalsText::of(cx.language());
        let count = self.found.len();
        if count == 0 {
            return vec![Request::note(text.no_findings)];
        }
        let line = (self.on == Where::Tree)
            .then(|| self.table.cursor(self.tree.lines.len()))
            .flatten();
        let here = (line, if line.is_some() { self.cell } else { 0 });
        let key = |found: &Found| (found.line, found.cell);
        let standing = self
            .at_finding
            .filter(|at| self.found.get(*at).is_some_and(|found| key(found) == here));
        let next = match (standing, forward) {
            (Some(at), true) => (at + 1) % count,
            (Some(at), false) => (at + count - 1) % count,
            (None, true) => self
                .found
                .iter()
                .position(|found| key(found) >= here)
                .unwrap_or(0),
            (None, false) => self
                .found
                .iter()
                .rposition(|found| key(found) <= here)
                .unwrap_or(count - 1),
        };
        let Some(found) = self.found.get(next).cloned() else {
            return Vec::new();
        };
        match found.line {
            None => self.on = Where::Goal,
            Some(line) => {
                self.on = Where::Tree;
                self.cell = found.cell;
                self.go_to(line, Step::Down, cx);
            }
        }
        self.at_finding = Some(next);
        let sentence = self.notes.get(found.note).map(Note::line);
        let sentence = sentence.unwrap_or_default();
        vec![Request::note((text.finding)(next + 1, count, &sentence))]
    }

    // ---- acting --------------------------------------------------------------------------------

    /// Carries out an action.
    pub fn act(&mut self, action: Action, cx: &Cx<'_>) -> Vec<Request> {
        let text = GoalsText::of(cx.language());
        match action {
            Action::Up => self.step(Step::Up, cx),
            Action::Down => self.step(Step::Down, cx),
            Action::PageUp => self.step(Step::PageUp, cx),
            Action::PageDown => self.step(Step::PageDown, cx),
            Action::First => self.step(Step::First, cx),
            Action::Last => self.step(Step::Last, cx),
            Action::Left | Action::Right => {
                self.sideways(action == Action::Right, cx);
                Vec::new()
            }
            Action::Next => self.tab(true, cx),
            Action::Previous => self.tab(false, cx),
            Action::Enter => self.enter(cx),
            Action::GoalText => {
                self.on = Where::Goal;
                vec![Request::Edit(At::Project(self.goal_field()))]
            }
            Action::Add => self.add(cx),
            Action::Library => vec![menus::library(cx, self.indicators(cx), text)],
            Action::Copy => self.copy(cx),
            Action::RowUp => self.shift(Step::Up, text, cx),
            Action::RowDown => self.shift(Step::Down, text, cx),
            Action::Details => self.details(cx),
            Action::Block => {
                self.block = match self.block {
                    Block::Annual => Block::MultiYear,
                    Block::MultiYear => Block::Annual,
                };
                self.on = Where::Tree;
                self.id = None;
                self.table = TableState::default();
                self.at_finding = None;
                self.refresh(cx);
                Vec::new()
            }
            Action::Delete => self.ask_delete(text, cx),
            Action::NextFinding => self.jump(true, cx),
            Action::PreviousFinding => self.jump(false, cx),
            Action::Move => vec![Request::Documents(DocumentKind::Goal)],
            Action::Why => self.why(cx),
            Action::History => vec![Request::Go(Screen::History(History::default()))],
            Action::Export => export(cx),
            _ => Vec::new(),
        }
    }

    fn enter(&mut self, cx: &Cx<'_>) -> Vec<Request> {
        if self.on == Where::Tree && matches!(self.line(), Some(Line::Missing(_))) {
            return self.add(cx);
        }
        let Some(at) = self.place(cx) else {
            return Vec::new();
        };
        match levels(&at, cx) {
            Some(menu) => vec![Request::Overlay(Box::new(Overlay::Menu(menu)))],
            None => vec![Request::Edit(at)],
        }
    }

    fn details(&self, cx: &Cx<'_>) -> Vec<Request> {
        let row = self.current(cx);
        row.map(|row| {
            let of = FormOf::Indicator(self.block, row.id.clone());
            Request::Go(Screen::Form(Form::new(of)))
        })
        .into_iter()
        .collect()
    }

    fn why(&self, cx: &Cx<'_>) -> Vec<Request> {
        let why = match (self.on, self.current(cx), self.field()) {
            (Where::Goal, ..) => why::goal(self.block, &self.weak, cx),
            (_, Some(row), IndicatorField::Target) => why::target(row, cx),
            _ => why::weights(self.block, cx),
        };
        why.map(|why| Request::Overlay(Box::new(Overlay::Why(why))))
            .into_iter()
            .collect()
    }

    // ---- rows ----------------------------------------------------------------------------------

    fn free_id(&self, cx: &Cx<'_>) -> String {
        let taken = self.indicators(cx).iter().map(|row| row.id.as_str());
        Project::free_id("i", taken)
    }

    fn insert(&mut self, row: Indicator, position: usize, cx: &Cx<'_>) -> Vec<Request> {
        self.on = Where::Tree;
        self.id = Some(row.id.clone());
        let indicator = Box::new(row);
        let block = self.block;
        command(
            cx,
            vec![Edit::AddIndicator {
                block,
                indicator,
                position,
            }],
        )
    }

    fn add(&mut self, cx: &Cx<'_>) -> Vec<Request> {
        let indicators = self.indicators(cx);
        let (level1, level2, position) = match (self.on, self.line()) {
            (Where::Tree, Some(Line::Missing(at))) => {
                let level = self.tree.missing.get(at).map(|missing| missing.level);
                let name = level.map_or("", |level| level_word(level, Language::Zh));
                (name.to_owned(), String::new(), indicators.len())
            }
            (_, Some(Line::Row(at))) => match indicators.get(at) {
                Some(row) => (row.level1.clone(), row.level2.clone(), at + 1),
                None => (String::new(), String::new(), indicators.len()),
            },
            _ => (String::new(), String::new(), indicators.len()),
        };
        let row = Indicator {
            id: self.free_id(cx),
            level1,
            level2,
            ..Indicator::default()
        };
        self.cell = NAME;
        self.insert(row, position, cx)
    }

    fn copy(&mut self, cx: &Cx<'_>) -> Vec<Request> {
        let (Some(at), Some(row)) = (self.row(), self.current(cx)) else {
            return Vec::new();
        };
        let copy = Indicator {
            id: self.free_id(cx),
            ..without_result(row)
        };
        self.cell = NAME;
        self.insert(copy, at + 1, cx)
    }

    fn shift(&mut self, step: Step, text: &GoalsText, cx: &Cx<'_>) -> Vec<Request> {
        let (Some(at), Some(row)) = (self.row(), self.current(cx)) else {
            return Vec::new();
        };
        let position = match step {
            Step::Up => at.checked_sub(1),
            _ => Some(at + 1).filter(|to| *to < self.indicators(cx).len()),
        };
        match position {
            None => vec![Request::note(text.no_further)],
            Some(position) => {
                let (block, id) = (self.block, row.id.clone());
                command(
                    cx,
                    vec![Edit::MoveIndicator {
                        block,
                        id,
                        position,
                    }],
                )
            }
        }
    }

    fn ask_delete(&self, text: &GoalsText, cx: &Cx<'_>) -> Vec<Request> {
        let (Some(open), Some(row)) = (cx.open, self.current(cx)) else {
            return Vec::new();
        };
        let name = if row.name.is_empty() {
            text.no_name
        } else {
            &row.name
        };
        let lines = vec![
            format!("{} {}  {}  {}", row.level1, row.level2, name, row.target),
            text.delete_note.to_owned(),
        ];
        let command = Command::Edit {
            project: open.id(),
            edits: vec![Edit::RemoveIndicator {
                block: self.block,
                id: row.id.clone(),
            }],
        };
        vec![Request::Overlay(Box::new(Overlay::Question(
            Question::new(
                text.delete_title,
                lines,
                text.cancel,
                vec![(text.delete.to_owned(), Answer::Command(Box::new(command)))],
            ),
        )))]
    }

    /// A line of one of this screen's menus.
    pub fn picked(&mut self, pick: &Pick, cx: &Cx<'_>) -> Vec<Request> {
        let (Pick::Entry(id), Some(open)) = (pick, cx.open) else {
            return Vec::new();
        };
        let Some(entry) = cx.world.library.entry(id) else {
            return Vec::new();
        };
        let row = Indicator {
            id: self.free_id(cx),
            ..menus::indicator(entry, &open.policy)
        };
        let position = menus::position(&row, self.indicators(cx));
        self.cell = WEIGHT;
        self.insert(row, position, cx)
    }

    /// Why an action is off.
    pub fn off(&self, action: Action, cx: &Cx<'_>) -> Option<Off> {
        let open = cx.open?;
        let on_row = self.row().is_some();
        match action {
            Action::Copy | Action::RowUp | Action::RowDown | Action::Delete | Action::Details
                if !on_row =>
            {
                Some(Off::NoRow)
            }
            Action::Enter => match self.place(cx) {
                Some(At::Indicator(_, id, _))
                    if self.current(cx).is_some_and(|row| row.withdrawn) =>
                {
                    Some(Off::Refused(Refusal::Withdrawn { indicator: id }))
                }
                Some(at) => refused(
                    &Edit::Set {
                        at,
                        value: String::new(),
                    },
                    cx,
                ),
                None => refused(&self.any_row(), cx),
            },
            Action::GoalText => refused(
                &Edit::Set {
                    at: At::Project(self.goal_field()),
                    value: String::new(),
                },
                cx,
            ),
            Action::Add
            | Action::Library
            | Action::Copy
            | Action::RowUp
            | Action::RowDown
            | Action::Delete => refused(&self.any_row(), cx),
            Action::Block if open.as_of.is_some() => None,
            _ => None,
        }
    }

    /// An edit of the list of rows, to ask whether the acting person may make one.
    fn any_row(&self) -> Edit {
        Edit::RemoveIndicator {
            block: self.block,
            id: String::new(),
        }
    }

    /// The place that is edited after this one.
    pub fn next_place(&mut self, at: &At, cx: &Cx<'_>) -> Option<At> {
        let At::Indicator(block, id, field) = at else {
            return None;
        };
        let cell = CELLS.iter().position(|cell| cell == field)?;
        let row = self.indicators(cx).iter().position(|row| row.id == *id)?;
        let (row, cell) = match cell {
            // The levels of a row come from the row above it: after the weight comes the next name.
            WEIGHT => (row + 1, NAME),
            5 | 6 => (row + 1, cell),
            _ => (row, cell + 1),
        };
        let next = self.indicators(cx).get(row)?;
        self.cell = cell;
        let line = self
            .tree
            .lines
            .iter()
            .position(|line| *line == Line::Row(row))?;
        self.go_to(line, Step::Down, cx);
        Some(At::Indicator(*block, next.id.clone(), self.field()))
    }

    /// Where a place is drawn.
    pub fn place_of(&self, at: &At, cx: &Cx<'_>, area: Rect) -> Option<Rect> {
        if self.place(cx).as_ref() != Some(at) || self.on == Where::Goal {
            return None;
        }
        let table = areas(area).table;
        let mut scratch = Buffer::empty(table);
        self.view_table(cx, table, &mut scratch).cell
    }

    // ---- drawing -------------------------------------------------------------------------------

    /// The titled rule.
    pub fn title(&self, cx: &Cx<'_>) -> Vec<String> {
        let text = GoalsText::of(cx.language());
        let mut parts = vec![text.title.to_owned(), text.block(self.block).to_owned()];
        if let Some(open) = cx.open {
            let status = open.project.documents.status(DocumentKind::Goal);
            parts.push(terms::status(status, cx.language()).to_owned());
        }
        parts.push((text.count)(self.indicators(cx).len()));
        parts.push(notes::count(self.shown_notes()));
        parts.retain(|part| !part.is_empty());
        parts
    }

    /// The notes of this block.
    fn shown_notes(&self) -> impl Iterator<Item = &Note> {
        self.found
            .iter()
            .filter_map(|found| self.notes.get(found.note))
    }

    /// Draws the screen.
    pub fn view(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let open = cx.open?;
        let areas = areas(area);
        let goal = self.view_goal(cx, self.goal_text(&open.project), areas.goal, buffer);
        let drawn = self.view_table(cx, areas.table, buffer);
        self.view_total(cx, areas.total, buffer);
        self.view_note(cx, areas.note, buffer);
        if let Some(side) = areas.side {
            self.view_side(cx, side, buffer);
        }
        match self.on {
            Where::Goal => goal,
            Where::Tree => drawn.focus,
        }
    }

    fn view_goal(
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
            let lines = text::wrap(goal, usize::from(room.width).max(2));
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
    fn weaknesses(&self, language: Language) -> Vec<&'static str> {
        let mut said: Vec<&'static str> = Vec::new();
        for weak in &self.weak {
            let word = reading::weakness(weak.weakness, language);
            if !said.contains(&word) {
                said.push(word);
            }
        }
        said
    }

    fn view_table(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Drawn {
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
        let columns = self.columns(text);
        let table = Table {
            columns: &columns,
            rows: self.tree.lines.len(),
            name: self.cell,
            focus: match self.on {
                Where::Tree => Focus::Here,
                Where::Goal => Focus::Elsewhere,
            },
        };
        table.view(area, buffer, look, &self.table, |line, column| {
            self.cell_of(cx, indicators, line, column)
        })
    }

    fn columns(&self, text: &GoalsText) -> Vec<table::Column<'static>> {
        use table::Column as C;
        let [one, two, name, target, weight, last, before, checks] = text.columns;
        let mut columns = vec![
            C::text(one, 6).hides(4),
            C::text(two, 12).hides(3),
            C::name(name, 16, 48),
            C::name(target, 12, 20),
            C::decimal(weight, 5),
            C::name(last, 9, 12).hides(5),
            C::name(before, 9, 12).hides(6),
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
        let name = if group.text.is_empty() {
            text.no_level
        } else {
            &group.text
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
            words.push_str(&format!("   {} {own}", short(&part.text)));
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
        let name = level_word(missing.level, Language::Zh);
        let due = missing.due.filter(|due| !due.is_zero());
        let sum = due.map(|due| words::sum(rust_decimal::Decimal::ZERO, Some(due), cx.language()));
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
            0 if here => Cell::styled(short(&row.level1).to_owned(), theme.dim),
            0 => Cell::new(""),
            1 if here || self.begins(cx, line, row) => {
                Cell::styled(short(&row.level2).to_owned(), theme.dim)
            }
            1 => Cell::new(""),
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
    fn view_note(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) {
        if area.height == 0 {
            return;
        }
        let theme = &cx.me.look.theme;
        let (said, style) = match self.note_here(cx) {
            Some(note) => (note.line(), notes::style(note.severity, theme)),
            None => (self.reading_here(cx), theme.dim),
        };
        let room = draw::inset(area, 2);
        let lines = text::wrap(&said, usize::from(room.width).max(2));
        let shown = lines.len().min(usize::from(room.height));
        for (index, line) in lines.iter().take(shown).enumerate() {
            let row = draw::row(room, draw::cells(index));
            let cut = index + 1 == shown && lines.len() > shown;
            let line = if cut {
                Cow::Owned(format!("{line}…"))
            } else {
                Cow::Borrowed(line.as_str())
            };
            let line = text::fit(&line, usize::from(row.width));
            draw::put(buffer, row, row.x, row.y, &line, style);
        }
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
            (Some(at), TARGET) => self
                .tree
                .rows
                .get(at)
                .map(|row| row.sentence.clone())
                .unwrap_or_default(),
            (Some(_), _) => self
                .current(cx)
                .map(|row| row.explanation.clone())
                .unwrap_or_default(),
            _ => String::new(),
        }
    }
}

/// A level without the word that all of them end in.
fn short(level: &str) -> &str {
    let level = level.trim();
    match level.strip_suffix("指标") {
        Some(rest) if !rest.is_empty() => rest,
        _ => level,
    }
}

/// What a row defines, without what was reached of it.
fn without_result(row: &Indicator) -> Indicator {
    Indicator {
        actual: String::new(),
        band: None::<Band>,
        band_score: Written::default(),
        not_applicable: false,
        deduction: Written::default(),
        reason: String::new(),
        evidence: String::new(),
        printed_score: Written::default(),
        withdrawn: false,
        ..row.clone()
    }
}

/// A command of edits of the open project.
pub(super) fn command(cx: &Cx<'_>, edits: Vec<Edit>) -> Vec<Request> {
    cx.open
        .map(|open| {
            Request::Command(Command::Edit {
                project: open.id(),
                edits,
            })
        })
        .into_iter()
        .collect()
}

/// Why the acting person can't make an edit now, if so.
pub(super) fn refused(edit: &Edit, cx: &Cx<'_>) -> Option<Off> {
    let open = cx.open?;
    if open.as_of.is_some() {
        return Some(Off::AsOf);
    }
    if cx.world.store.read_only.is_some() {
        return Some(Off::ReadOnly);
    }
    role::may_edit(&cx.me.actor(), edit, &open.project, open.policy.chain())
        .err()
        .map(Off::Refused)
}

/// Asks where the open project is to be exported to.
pub(super) fn export(cx: &Cx<'_>) -> Vec<Request> {
    let Some(open) = cx.open else {
        return Vec::new();
    };
    let title = (ProjectsText::of(cx.language()).export_title)(1);
    let path = format!("wenxiao-{}.json", cx.world.today);
    let prompt = Prompt::new(title, "", &path, Ask::ExportPath(vec![open.id()]));
    vec![Request::Overlay(Box::new(Overlay::Prompt(prompt)))]
}
