//! 绩效评价: the self-evaluation sheet as on paper, scored while one types.
//!
//! It keeps a cursor (line and column) and the order of lines that follows from the open project;
//! what is shown is read from the project each time. Edits go through the open field or a command;
//! a policy that is tried on changes this view alone and is taken off on leaving it.

mod cells;
mod explain;
mod sheet;
#[cfg(test)]
mod tests;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use self::cells::{Cells, Column, Texts};
use self::sheet::{Entry, Line, Shown};
use crate::app::action::Action;
use crate::app::open::Open;
use crate::app::overlay::{Item, Menu, Overlay, Pick, WhyBox};
use crate::app::{Cx, Off, Request, edit};
use crate::domain::command::{At, Block, Command, Edit, FundField, IndicatorField, ProjectField};
use crate::domain::notation::Target;
use crate::domain::scoring::Task;
use crate::domain::status::DocumentKind;
use crate::domain::{role, row, why};
use crate::lang::evaluation::{self as text, EvaluationText};
use crate::lang::goals::GoalsText;
use crate::lang::{policy, terms};
use crate::screens::form::{Form, FormOf};
use crate::screens::{Screen, history, notes, project};
use crate::widgets::frame;
use crate::widgets::list;
use crate::widgets::table::{self, Drawn, Focus, Step, Table, TableState};

/// From this width of the terminal on a pane stands at the side.
const WIDE: u16 = 110;

/// 绩效评价: the self-evaluation sheet.
#[derive(Debug, Clone, Default)]
pub struct EvaluationScreen {
    lines: Vec<Entry>,
    table: TableState,
    column: Column,
    /// The line to go to once the lines are known: a finding leads to it.
    wanted: Option<Line>,
    /// The finding that one came to with `n`.
    at_finding: Option<usize>,
}

/// Where the parts of the work area are; a part without rows is not drawn.
#[derive(Debug, Clone, Copy)]
struct Parts {
    table: Rect,
    pane: Rect,
    side: Rect,
    foot: Rect,
}

impl Parts {
    fn of(area: Rect, terminal: u16) -> Self {
        let nothing = Rect {
            width: 0,
            height: 0,
            ..area
        };
        let foot_rows = u16::from(area.height >= 5);
        let body = Rect {
            height: area.height - foot_rows,
            ..area
        };
        let foot = Rect {
            y: body.bottom(),
            height: foot_rows,
            ..area
        };
        if terminal >= WIDE {
            let wide = (area.width / 3).saturating_sub(2).clamp(36, 72);
            let wide = wide.min(area.width / 2);
            let table = Rect {
                width: body.width - wide - 2,
                ..body
            };
            let side = Rect {
                x: table.right() + 2,
                width: wide,
                ..body
            };
            return Self {
                table,
                pane: nothing,
                side,
                foot,
            };
        }
        let pane_rows = match body.height {
            0..8 => 0,
            8..12 => 2,
            12..30 => 4,
            _ => 8,
        };
        let table = Rect {
            height: body.height - pane_rows,
            ..body
        };
        let pane = Rect {
            y: table.bottom(),
            height: pane_rows,
            ..body
        };
        Self {
            table,
            pane,
            side: nothing,
            foot,
        }
    }
}

impl EvaluationScreen {
    /// The sheet with the cursor on a place, so that a finding leads to where it is mended.
    pub fn on(at: &At) -> Self {
        use crate::domain::command::{IndicatorField as I, ProjectField as P};
        let (line, column) = match at {
            At::Project(P::ExecutionReason) => (Line::Execution, Column::Reason),
            At::Project(P::Improvement) => (Line::Improvement, Column::Target),
            At::Project(P::FilledBy) => (Line::FilledBy, Column::Target),
            At::Fund(id, _) => (Line::Fund(id.clone()), Column::Actual),
            At::Indicator(_, id, field) => (
                Line::Row(id.clone()),
                match field {
                    I::Band | I::NotApplicable => Column::Band,
                    I::BandScore => Column::Score,
                    I::Deduction => Column::Deduction,
                    I::Reason => Column::Reason,
                    I::Evidence => Column::Evidence,
                    _ => Column::Actual,
                },
            ),
            _ => (Line::Goal, Column::Target),
        };
        Self {
            column,
            wanted: Some(line),
            ..Self::default()
        }
    }

    /// The store or the project has changed: lay the lines out again, the cursor on the same one.
    pub fn refresh(&mut self, cx: &Cx<'_>) {
        let Some(open) = cx.open else {
            self.lines.clear();
            return;
        };
        let keep = self
            .wanted
            .take()
            .or_else(|| self.current().map(|entry| entry.line.clone()));
        self.lines = sheet::lines(open);
        let indicator = |entry: &Entry| matches!(entry.line, Line::Row(_));
        let at = match keep {
            Some(line) => self.line_of(&line),
            // One comes here to fill in: the first indicator.
            None => self.lines.iter().position(indicator),
        };
        let at = at.or_else(|| self.table.cursor(self.lines.len()));
        self.table
            .go_to(at.unwrap_or(0), self.lines.len(), page(cx));
    }

    fn line_of(&self, line: &Line) -> Option<usize> {
        self.lines.iter().position(|entry| entry.line == *line)
    }

    fn current(&self) -> Option<&Entry> {
        self.lines.get(self.table.cursor(self.lines.len())?)
    }

    /// The column of the cursor in a line: not every line has all of them.
    fn column_in(&self, entry: &Entry) -> Column {
        match (&entry.line, self.column) {
            (Line::Goal | Line::Improvement | Line::FilledBy, _) => Column::Target,
            (Line::Level(_) | Line::Raw | Line::Total, _)
            | (Line::Execution, Column::Band | Column::Deduction) => Column::Score,
            (Line::Fund(_), column) if column != Column::Target => Column::Actual,
            (Line::Execution, Column::Evidence) => Column::Reason,
            (_, column) => column,
        }
    }

    /// The place of the project under the cursor; `None` where the cell is computed.
    fn place(&self, open: &Open) -> Option<At> {
        let entry = self.current()?;
        place(entry, self.column_in(entry), open)
    }

    // ---- acting --------------------------------------------------------------------------------

    /// Carries out an action.
    pub fn act(&mut self, action: Action, cx: &Cx<'_>) -> Vec<Request> {
        let Some(open) = cx.open else {
            return Vec::new();
        };
        match action {
            Action::Step(step) => self.step(step, cx),
            Action::Left | Action::Previous => self.sideways(Side::Left),
            Action::Right | Action::Next => self.sideways(Side::Right),
            Action::Enter => self.place(open).map(Request::Edit).into_iter().collect(),
            Action::Reason => self.reason().map(Request::Edit).into_iter().collect(),
            Action::NextFinding => self.next_finding(true, open, cx),
            Action::PreviousFinding => self.next_finding(false, open, cx),
            Action::NotApplicable => self.toggle(open).into_iter().collect(),
            Action::Details => self.details().into_iter().collect(),
            Action::Funds => vec![Request::Go(self.funds())],
            Action::Move => vec![Request::Documents(DocumentKind::SelfEvaluation)],
            Action::History => vec![Request::Go(Screen::History(history::History::of(
                self.place(open),
            )))],
            Action::Why => self.why(open, cx).into_iter().collect(),
            Action::Grade => vec![grade(open, cx)],
            Action::Policy => vec![overlay(Overlay::Menu(policies(open, cx)))],
            Action::Export => project::export(cx),
            _ => Vec::new(),
        }
    }

    fn step(&mut self, step: Step, cx: &Cx<'_>) -> Vec<Request> {
        self.table.step(step, self.lines.len(), page(cx));
        Vec::new()
    }

    /// The finding behind the cursor's line, or the one before it; round at the ends.
    fn next_finding(&mut self, forward: bool, open: &Open, cx: &Cx<'_>) -> Vec<Request> {
        let all: Vec<(usize, usize)> = self
            .lines
            .iter()
            .enumerate()
            .flat_map(|(line, entry)| entry.findings.iter().map(move |found| (line, *found)))
            .collect();
        let count = all.len();
        let line = self.table.cursor(self.lines.len()).unwrap_or(0);
        let standing = self
            .at_finding
            .filter(|at| all.get(*at).is_some_and(|(of, _)| *of == line));
        let next = match (standing, forward) {
            (_, _) if count == 0 => None,
            (Some(at), true) => Some((at + 1) % count),
            (Some(at), false) => Some((at + count - 1) % count),
            (None, true) => Some(all.iter().position(|(of, _)| *of >= line).unwrap_or(0)),
            (None, false) => all
                .iter()
                .rposition(|(of, _)| *of <= line)
                .or(Some(count - 1)),
        };
        let found = next.and_then(|next| Some((next, *all.get(next)?)));
        let Some((number, (line, finding))) = found else {
            return vec![Request::note(GoalsText::of(cx.language()).no_findings)];
        };
        let Some(finding) = open.findings.get(finding) else {
            return Vec::new();
        };
        self.at_finding = Some(number);
        self.column = Self::on(&finding.place).column;
        self.table.go_to(line, self.lines.len(), page(cx));
        let sentence = notes::line(finding, cx.language());
        let said = (GoalsText::of(cx.language()).finding)(number + 1, count, &sentence);
        vec![Request::note(said)]
    }

    fn sideways(&mut self, side: Side) -> Vec<Request> {
        let Some(entry) = self.current() else {
            return Vec::new();
        };
        let now = self.column_in(entry);
        let reach: Vec<Column> = Column::REACHED
            .into_iter()
            .filter(|column| {
                let alone = Self {
                    column: *column,
                    ..Self::default()
                };
                alone.column_in(entry) == *column
            })
            .collect();
        let at = reach.iter().position(|column| *column == now).unwrap_or(0);
        let next = match side {
            Side::Left => at.checked_sub(1),
            Side::Right => Some(at + 1),
        };
        if let Some(column) = next.and_then(|next| reach.get(next)) {
            self.column = *column;
        }
        Vec::new()
    }

    fn reason(&self) -> Option<At> {
        match &self.current()?.line {
            Line::Row(id) => Some(result(id, IndicatorField::Reason)),
            Line::Execution | Line::Fund(_) => Some(At::Project(ProjectField::ExecutionReason)),
            Line::Improvement | Line::Total | Line::Raw => {
                Some(At::Project(ProjectField::Improvement))
            }
            _ => None,
        }
    }

    fn toggle(&self, open: &Open) -> Option<Request> {
        let edits = vec![self.toggled(open)?];
        let project = open.id();
        Some(Request::Command(Command::Edit { project, edits }))
    }

    fn toggled(&self, open: &Open) -> Option<Edit> {
        let Line::Row(id) = &self.current()?.line else {
            return None;
        };
        let now = open.project.indicator(id)?.not_applicable;
        Some(Edit::Set {
            at: result(id, IndicatorField::NotApplicable),
            value: (!now).to_string(),
        })
    }

    fn details(&self) -> Option<Request> {
        match &self.current()?.line {
            Line::Row(id) => {
                let of = FormOf::Indicator(Block::Annual, id.clone());
                Some(Request::Go(Screen::Form(Form::new(of))))
            }
            _ => None,
        }
    }

    /// The form of the money, on the source under the cursor.
    fn funds(&self) -> Screen {
        Screen::Form(match self.current().map(|entry| &entry.line) {
            Some(Line::Fund(id)) => {
                let field = match self.column {
                    Column::Target => FundField::Adjusted,
                    _ => FundField::Executed,
                };
                Form::at(FormOf::Funds, At::Fund(id.clone(), field))
            }
            _ => Form::new(FormOf::Funds),
        })
    }

    fn why(&self, open: &Open, cx: &Cx<'_>) -> Option<Request> {
        let entry = self.current()?;
        let lines = explain::whole(entry, open, &open.scored, cx.language());
        if lines.is_empty() {
            return None;
        }
        let number = sheet::score(entry, &open.scored).map_or_else(|| "-".to_owned(), why::fixed);
        let title = (EvaluationText::of(cx.language()).why)(&number);
        Some(overlay(Overlay::Why(WhyBox::new(title, lines))))
    }

    /// Why an action is off.
    pub fn off(&self, action: Action, cx: &Cx<'_>) -> Option<Off> {
        let Some(open) = cx.open else {
            return Some(Off::NoProject);
        };
        let entry = self.current();
        match action {
            Action::Enter => match self.place(open) {
                Some(at) => may_set(at, open, cx),
                None => Some(Off::Computed),
            },
            Action::Reason => match self.reason() {
                Some(at) => may_set(at, open, cx),
                None => Some(Off::NoRow),
            },
            Action::NotApplicable => match self.toggled(open) {
                Some(edit) => may_edit(&edit, open, cx),
                None => Some(Off::NoRow),
            },
            Action::Details => match entry.map(|entry| &entry.line) {
                Some(Line::Row(_)) => None,
                _ => Some(Off::NoRow),
            },
            Action::Why => match entry.map(|entry| &entry.line) {
                Some(Line::Goal | Line::Improvement | Line::FilledBy) | None => {
                    Some(Off::NothingHere)
                }
                Some(_) => None,
            },
            Action::Move if open.as_of.is_some() => Some(Off::AsOf),
            Action::Move if open.tried.is_some() => Some(Off::Tried),
            _ => None,
        }
    }

    /// A line of one of this screen's menus; the program carries out what they offer.
    pub fn picked(&mut self, _pick: &Pick, _cx: &Cx<'_>) -> Vec<Request> {
        Vec::new()
    }

    // ---- editing where it stands ---------------------------------------------------------------

    /// Where a place is drawn.
    pub fn place_of(&self, at: &At, cx: &Cx<'_>, area: Rect) -> Option<Rect> {
        let open = cx.open?;
        if self.place(open).as_ref() != Some(at) {
            return None;
        }
        let parts = Parts::of(area, cx.size.0);
        // The layout depends on the numbers that are seen; drawn aside, it tells where the cell is.
        let mut aside = Buffer::empty(parts.table);
        let stored = Shown {
            scored: std::borrow::Cow::Borrowed(&open.scored),
            unsaved: false,
            refusal: None,
        };
        self.view_table(cx, open, &stored, parts.table, &mut aside)
            .cell
    }

    /// The place that is edited after this one: the next cell that waits to be filled in, else the
    /// next in order. Backwards it is the one before in order.
    pub fn next_place(&mut self, at: &At, forward: bool, cx: &Cx<'_>) -> Option<At> {
        let open = cx.open?;
        let places = self.to_fill(open);
        let here = places.iter().position(|place| place.at == *at);
        let here = here.or_else(|| {
            // Points of a band, a deduction: the cell to fill of the same line.
            let line = self.table.cursor(self.lines.len())?;
            places.iter().rposition(|place| place.line <= line)
        });
        let after = here.map_or(0, |here| here + 1);
        let rest = || places.iter().skip(after);
        let next = if forward {
            rest().find(|place| place.waits).or_else(|| rest().next())
        } else {
            here.and_then(|here| places.get(here.checked_sub(1)?))
        }?;
        self.table.go_to(next.line, self.lines.len(), page(cx));
        self.column = next.column;
        Some(next.at.clone())
    }

    /// The cells that a person fills in, from top to bottom.
    fn to_fill(&self, open: &Open) -> Vec<ToFill> {
        let mut places = Vec::new();
        for (line, entry) in self.lines.iter().enumerate() {
            let columns: &[Column] = match &entry.line {
                Line::Goal | Line::FilledBy | Line::Fund(_) => &[Column::Target, Column::Actual],
                Line::Execution if open.project.funds.len() == 1 => {
                    &[Column::Target, Column::Actual]
                }
                Line::Row(_) if is_qualitative(entry, open) => &[Column::Band],
                Line::Row(_) => &[Column::Actual],
                _ => &[],
            };
            for column in columns {
                let alone = Self {
                    column: *column,
                    ..Self::default()
                };
                if alone.column_in(entry) != *column {
                    continue;
                }
                let Some(at) = place(entry, *column, open) else {
                    continue;
                };
                let row = sheet::row(entry, &open.scored);
                let empty = || edit::value(&open.project, &at).trim().is_empty();
                let waits = match (row, &at) {
                    (Some(row), _) => matches!(row.row.task, Task::Empty(_)),
                    // A source that was not used waits for nothing.
                    (None, At::Fund(id, _)) => empty() && is_in_use(id, open),
                    (None, _) => empty(),
                };
                let waits = waits && !matches!(entry.line, Line::Goal);
                places.push(ToFill {
                    at,
                    line,
                    column: *column,
                    waits,
                });
            }
        }
        places
    }

    // ---- drawing -------------------------------------------------------------------------------

    /// The titled rule.
    pub fn title(&self, cx: &Cx<'_>) -> Vec<String> {
        let language = cx.language();
        let mut parts = vec![EvaluationText::of(language).title.to_owned()];
        if let Some(open) = cx.open {
            let sheet = open.project.documents.get(DocumentKind::SelfEvaluation);
            parts.push(terms::standing(&sheet, language));
            parts.push(
                language
                    .pick(&open.policy.title.zh, &open.policy.title.en)
                    .clone(),
            );
        }
        parts
    }

    /// Draws the screen.
    pub fn view(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let open = cx.open?;
        let text = EvaluationText::of(cx.language());
        if open.scored.rows.is_empty() && open.project.funds.is_empty() {
            list::empty(area, buffer, &cx.me.look, text.empty, text.empty_first);
            return None;
        }
        let parts = Parts::of(area, cx.size.0);
        let shown = sheet::shown(open, cx);
        let drawn = self.view_table(cx, open, &shown, parts.table, buffer);
        if let Some(entry) = self.current() {
            explain::pane(entry, open, &shown, cx, parts.pane, buffer);
            explain::side(entry, open, &shown, cx, parts.side, buffer);
        }
        explain::foot(open, &shown, cx, parts.foot, buffer);
        drawn.focus
    }

    fn view_table<'a>(
        &self,
        cx: &Cx<'a>,
        open: &'a Open,
        shown: &Shown<'_>,
        area: Rect,
        buffer: &mut Buffer,
    ) -> Drawn {
        let focus = self
            .current()
            .map_or(Column::Actual, |entry| self.column_in(entry));
        let money = cells::Money::of(open);
        let texts = Texts::of(area.width);
        let columns = cells::columns(open, focus, &money, texts, cx.language());
        let heads: Vec<table::Column<'_>> = columns.iter().map(|(_, head)| head.clone()).collect();
        let name = columns
            .iter()
            .position(|(column, _)| *column == focus)
            .unwrap_or(0);
        let table = Table {
            columns: &heads,
            rows: self.lines.len(),
            name,
            focus: Focus::Here,
        };
        let made = Cells {
            open,
            scored: &shown.scored,
            money: &money,
            texts,
            cx,
        };
        table.view(
            area,
            buffer,
            &cx.me.look,
            &self.table,
            |line, column| match (self.lines.get(line), columns.get(column)) {
                (Some(entry), Some((column, _))) => made.cell(entry, *column),
                _ => table::Cell::new(""),
            },
        )
    }
}

/// A cell that a person fills in.
struct ToFill {
    at: At,
    line: usize,
    column: Column,
    waits: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

fn result(id: &str, field: IndicatorField) -> At {
    At::Indicator(Block::Annual, id.to_owned(), field)
}

/// The place of the project that a cell shows; `None` where it is computed.
fn place(entry: &Entry, column: Column, open: &Open) -> Option<At> {
    use IndicatorField as F;
    let fund = |id: &str, column: Column| match column {
        Column::Target => Some(At::Fund(id.to_owned(), FundField::Adjusted)),
        Column::Actual => Some(At::Fund(id.to_owned(), FundField::Executed)),
        _ => None,
    };
    match (&entry.line, column) {
        (Line::Goal, _) => Some(At::Project(ProjectField::Achieved)),
        (Line::Improvement, _) => Some(At::Project(ProjectField::Improvement)),
        (Line::FilledBy, _) => Some(At::Project(ProjectField::FilledBy)),
        (Line::Execution, Column::Reason) => Some(At::Project(ProjectField::ExecutionReason)),
        (Line::Execution, column) => match open.project.funds.as_slice() {
            [only] => fund(&only.id, column),
            _ => None,
        },
        (Line::Fund(id), column) => fund(id, column),
        (Line::Row(id), column) => {
            let field = match column {
                Column::Target => F::Target,
                Column::Actual => F::Actual,
                Column::Band => F::Band,
                Column::Deduction => F::Deduction,
                Column::Reason => F::Reason,
                Column::Evidence => F::Evidence,
                // Points are chosen inside a band; without one the band comes first.
                Column::Score if open.project.indicator(id)?.band.is_some() => F::BandScore,
                Column::Score if is_qualitative(entry, open) => F::Band,
                _ => return None,
            };
            Some(result(id, field))
        }
        _ => None,
    }
}

/// Money of this source is written anywhere.
fn is_in_use(id: &str, open: &Open) -> bool {
    let mut funds = open.project.funds.iter();
    funds.find(|fund| fund.id == id).is_some_and(|fund| {
        [&fund.initial, &fund.adjusted, &fund.executed]
            .iter()
            .any(|cell| cell.decimal().is_some_and(|amount| !amount.is_zero()))
    })
}

/// True for a row that is scored by a band.
fn is_qualitative(entry: &Entry, open: &Open) -> bool {
    let row = sheet::row(entry, &open.scored);
    row.is_some_and(|row| {
        matches!(row.row.task, Task::Qualitative { .. })
            || matches!(row.row.target, Target::Qualitative(_))
    })
}

fn may_set(at: At, open: &Open, cx: &Cx<'_>) -> Option<Off> {
    let value = edit::value(&open.project, &at);
    may_edit(&Edit::Set { at, value }, open, cx)
}

fn may_edit(edit: &Edit, open: &Open, cx: &Cx<'_>) -> Option<Off> {
    if open.as_of.is_some() {
        return Some(Off::AsOf);
    }
    if cx.world.store.read_only.is_some() {
        return Some(Off::ReadOnly);
    }
    if open.tried.is_some() {
        return Some(Off::Tried);
    }
    role::may_edit(&cx.me.actor(), edit, &open.project, open.policy.chain())
        .err()
        .map(Off::Refused)
}

fn overlay(overlay: Overlay) -> Request {
    Request::Overlay(Box::new(overlay))
}

/// What would change the grade, as a box; a note where nothing would.
fn grade(open: &Open, cx: &Cx<'_>) -> Request {
    let text = EvaluationText::of(cx.language());
    let Some(next) = why::to_next_grade(&open.scored, &open.policy) else {
        let note = match open.scored.no_total {
            Some(none) => crate::lang::why::no_total(none, cx.language()),
            None => text.best,
        };
        return Request::note(note);
    };
    overlay(Overlay::Why(WhyBox::new(
        text.grade_title,
        explain::next_grade(&next, open, cx.language()),
    )))
}

/// Every policy with the total that it would give, the project's own first.
fn policies(open: &Open, cx: &Cx<'_>) -> Menu {
    let language = cx.language();
    let text = EvaluationText::of(language);
    let own = open.project.policy.as_deref();
    let own = own.filter(|name| cx.world.policies.get(name).is_some());
    let own = own.unwrap_or(&cx.world.policy.name);
    let mut items: Vec<Item> = Vec::new();
    for one in cx.world.policies.all() {
        let scored = row::shown_score(&open.project, one);
        let grade = scored
            .grade
            .map_or("", |grade| policy::grade(grade, language));
        let title = language.pick(&one.title.zh, &one.title.en);
        let is_own = one.name == own;
        let item = Item {
            label: if is_own {
                (text.own_policy)(title)
            } else {
                title.clone()
            },
            detail: text::total(scored.total, grade, language),
            off: None,
            pick: Pick::Policy((!is_own).then(|| one.name.clone())),
        };
        items.insert(if is_own { 0 } else { items.len() }, item);
    }
    Menu::new(text.policy_title, items)
}

/// Rows of data that fit; the head of the table takes one.
fn page(cx: &Cx<'_>) -> usize {
    let zones = frame::zones(Rect::new(0, 0, cx.size.0, cx.size.1));
    table::page(Parts::of(zones.work, cx.size.0).table).max(1)
}
