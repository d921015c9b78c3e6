//! 绩效目标: the goal's text and the indicators under it, each cell edited where it stands.
//!
//! The sums of the weights follow what is typed, and every row shows what the checks say of it. The
//! screen keeps the block, the cursor and what it read of the project at the last refresh; all
//! writing goes through commands.

mod menus;
mod side;
mod tree;
mod view;
mod why;

#[cfg(test)]
pub(super) mod harness;
#[cfg(test)]
mod tests;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::action::Action;
use crate::app::overlay::{Answer, Overlay, Pick, Question};
use crate::app::{Cx, Off, Request};
use crate::domain::check::{Stage, smart};
use crate::domain::command::{At, Block, Command, Edit, IndicatorField, ProjectField};
use crate::domain::notation::Band;
use crate::domain::number::Written;
use crate::domain::project::{Indicator, Project};
use crate::domain::refusal::Refusal;
use crate::domain::role;
use crate::domain::status::DocumentKind;
use crate::lang::Language;
use crate::lang::goals::GoalsText;
use crate::lang::policy::level1 as level_word;
use crate::screens::Screen;
use crate::screens::form::{Form, FormOf};
use crate::screens::history::History;
use crate::screens::notes::{self, Note, Pane};
use crate::screens::project;
use crate::text;
use crate::widgets::table::{self, Step, TableState};
use crate::widgets::{draw, frame};

pub(super) use menus::levels;
use tree::{Line, Tree};
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
    /// A row that was given to the store; the cursor goes to it when it comes.
    awaited: Option<String>,
    tree: Tree,
    notes: Vec<Note>,
    found: Vec<Found>,
    /// The finding that was jumped to last.
    at_finding: Option<usize>,
    weak: Vec<smart::Weak>,
    /// The goal, wrapped for the terminal as it is.
    goal: Vec<String>,
    /// What the side pane says of the place under the cursor.
    side: Pane,
    /// What is said of it below the table, where there is no side pane.
    note: Pane,
}

impl Default for Goals {
    fn default() -> Self {
        Self {
            block: Block::Annual,
            on: Where::Tree,
            table: TableState::default(),
            cell: NAME,
            id: None,
            awaited: None,
            tree: Tree::default(),
            notes: Vec::new(),
            found: Vec::new(),
            at_finding: None,
            weak: Vec::new(),
            goal: Vec::new(),
            side: Pane::default(),
            note: Pane::default(),
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

/// The parts of a work area; the goal takes what its lines need, up to a few.
fn areas(work: Rect, goal: usize) -> Areas {
    let (left, side) = match notes::side(work) {
        Some((left, side)) => (left, Some(side)),
        None => (work, None),
    };
    let high = left.height;
    let most = match high {
        28.. => 6,
        16.. => 4,
        11.. => 3,
        8.. => 2,
        _ => high.min(1),
    };
    let goal = most.min(draw::cells(goal.max(1)).saturating_add(1));
    let note = match (high, side) {
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

/// The work area of the terminal.
fn work(cx: &Cx<'_>) -> Rect {
    frame::zones(Rect::new(0, 0, cx.size.0, cx.size.1)).work
}

/// The goal as it is wrapped under its head.
fn goal_lines(goal: &str, area: Rect) -> Vec<String> {
    if goal.trim().is_empty() {
        return Vec::new();
    }
    text::wrap(goal, usize::from(draw::inset(area, 2).width).max(2))
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

    fn areas(&self, work: Rect) -> Areas {
        areas(work, self.goal.len())
    }

    fn page(&self, cx: &Cx<'_>) -> usize {
        table::page(self.areas(work(cx)).table).max(1)
    }

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
                let doubtful = *field == IndicatorField::Target
                    && finding.check.stage() == Stage::SelfEvaluation;
                finding.check.stage() == Stage::Goal || doubtful
            }
            _ => false,
        });
        let goal = self.goal_text(&open.project);
        let left = areas(work(cx), 1).goal;
        self.goal = goal_lines(goal, left);
        self.weak = smart::goal_text(goal, open.project.year, &open.policy.checks);
        self.keep_cursor(cx);
        self.find(cx);
        self.prepare(cx);
    }

    /// Wraps what is said of the place under the cursor.
    fn prepare(&mut self, cx: &Cx<'_>) {
        let areas = self.areas(work(cx));
        self.side = areas
            .side
            .map(|side| self.side(cx, side.width))
            .unwrap_or_default();
        self.note = if areas.note.height > 0 {
            self.note_pane(cx, draw::inset(areas.note, 2).width)
        } else {
            Pane::default()
        };
    }

    /// The line of the row with an id.
    fn line_of(&self, id: &str, cx: &Cx<'_>) -> Option<usize> {
        let row = self.indicators(cx).iter().position(|row| row.id == id)?;
        let wanted = Line::Row(row);
        self.tree.lines.iter().position(|line| *line == wanted)
    }

    fn keep_cursor(&mut self, cx: &Cx<'_>) {
        let of = |id: &Option<String>| id.as_ref().and_then(|id| self.line_of(id, cx));
        let come = of(&self.awaited);
        let kept = come.or_else(|| of(&self.id));
        if come.is_some() {
            self.awaited = None;
        }
        let wanted = kept.unwrap_or_else(|| self.table.cursor(self.tree.lines.len()).unwrap_or(0));
        self.go_to(wanted, Step::Down, cx);
        if self.tree.lines.is_empty() {
            self.on = Where::Goal;
        }
    }

    fn find(&mut self, cx: &Cx<'_>) {
        let mut found: Vec<Found> = Vec::new();
        for (at, note) in self.notes.iter().enumerate() {
            let place = match &note.place {
                At::Project(field) if *field == self.goal_field() => Some((None, 0)),
                At::Indicator(block, id, field) if *block == self.block => {
                    let line = self.line_of(id, cx);
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
        let page = self.page(cx);
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
        self.awaited = None;
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
        moved.step(step, self.tree.lines.len(), self.page(cx));
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
        let requests = self.carry_out(action, cx);
        self.prepare(cx);
        requests
    }

    fn carry_out(&mut self, action: Action, cx: &Cx<'_>) -> Vec<Request> {
        let text = GoalsText::of(cx.language());
        match action {
            Action::Step(step) => self.step(step, cx),
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
            Action::History => vec![Request::Go(Screen::History(History::of(self.place(cx))))],
            Action::Export => project::export(cx),
            _ => Vec::new(),
        }
    }

    fn enter(&mut self, cx: &Cx<'_>) -> Vec<Request> {
        if self.on == Where::Tree && matches!(self.line(), Some(Line::Missing(_))) {
            return self.add(cx);
        }
        self.place(cx).map(Request::Edit).into_iter().collect()
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
        command(cx, vec![self.insertion(row, position)])
    }

    /// The edit that inserts a row; the cursor goes to it once it is there.
    fn insertion(&mut self, row: Indicator, position: usize) -> Edit {
        self.on = Where::Tree;
        self.awaited = Some(row.id.clone());
        Edit::AddIndicator {
            block: self.block,
            indicator: Box::new(row),
            position,
        }
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
        let name = At::Indicator(self.block, row.id.clone(), IndicatorField::Name);
        command_then_edit(cx, vec![self.insertion(row, position)], name)
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

    /// The place that is edited after this one, or before it.
    pub fn next_place(&mut self, at: &At, forward: bool, cx: &Cx<'_>) -> Option<At> {
        let At::Indicator(block, id, field) = at else {
            return None;
        };
        let cell = CELLS.iter().position(|cell| cell == field)?;
        let row = self.indicators(cx).iter().position(|row| row.id == *id)?;
        let (row, cell) = match cell {
            5 | 6 if !forward => (row.checked_sub(1)?, cell),
            0 if !forward => (row.checked_sub(1)?, WEIGHT),
            _ if !forward => (row, cell - 1),
            // The levels of a row come from the row above it: after the weight comes the next name.
            WEIGHT => (row + 1, NAME),
            5 | 6 => (row + 1, cell),
            _ => (row, cell + 1),
        };
        let next = self.indicators(cx).get(row)?;
        self.cell = cell;
        let line = self.line_of(&next.id, cx)?;
        self.go_to(line, Step::Down, cx);
        self.prepare(cx);
        Some(At::Indicator(*block, next.id.clone(), self.field()))
    }

    /// Where a place is drawn.
    pub fn place_of(&self, at: &At, cx: &Cx<'_>, area: Rect) -> Option<Rect> {
        if self.place(cx).as_ref() != Some(at) || self.on == Where::Goal {
            return None;
        }
        let table = self.areas(area).table;
        let mut scratch = Buffer::empty(table);
        self.view_table(cx, table, &mut scratch).cell
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

/// The same, and the editor opens on a place that it makes.
pub(super) fn command_then_edit(cx: &Cx<'_>, edits: Vec<Edit>, at: At) -> Vec<Request> {
    let Some(open) = cx.open else {
        return Vec::new();
    };
    let project = open.id();
    let command = Command::Edit { project, edits };
    vec![Request::CommandThenEdit(command, at)]
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
