//! A form: fields over places of the open project, grouped, each edited where it stands.
//!
//! The head of the project, the money by source, every attribute of an indicator and one row of a
//! month's form are all this one screen. It keeps what it is a form of and the cursor; everything
//! written goes through commands.

mod fields;
mod money;

#[cfg(test)]
mod tests;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use rust_decimal::Decimal;

use crate::app::action::Action;
use crate::app::edit;
use crate::app::open::Open;
use crate::app::overlay::{Answer, Item, Menu, Overlay, Pick, Question, WhyBox};
use crate::app::{Cx, Off, Request};
use crate::domain::command::{At, Block, Command, Edit, FundField, IndicatorField, ReadingField};
use crate::domain::project::{Fund, Project, RowKey};
use crate::domain::refusal::Refusal;
use crate::lang::form::FormText;
use crate::lang::numbers::percent;
use crate::lang::terms;
use crate::screens::Screen;
use crate::screens::goals::{command_then_edit, refused, why_target, why_weights};
use crate::screens::history::History;
use crate::screens::notes::{self, Note, Pane, plain};
use crate::screens::project;
use crate::widgets::table::{self, Cell, Drawn, Focus, Span, Step, Table, TableState};
use crate::widgets::{draw, frame, list};

use fields::{Field, Line};
use money::{amount, amount_cell, fund_columns, rate, total_cell, why_money, why_month};

/// What a form shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum FormOf {
    /// Head and declaration of the project.
    #[default]
    Head,
    /// Money by source.
    Funds,
    /// Every attribute of an indicator.
    Indicator(Block, String),
    /// One row of a month's form.
    Reading(u8, RowKey),
}

/// The cells of a source, from left to right.
const FUND: [FundField; 4] = [
    FundField::Source,
    FundField::Initial,
    FundField::Adjusted,
    FundField::Executed,
];

/// A form of fields.
#[derive(Debug, Clone, Default)]
pub struct Form {
    of: FormOf,
    table: TableState,
    column: usize,
    lines: Vec<Line>,
    notes: Vec<Note>,
    /// The place under the cursor, so that the cursor stays on it when lines come and go.
    place: Option<At>,
    /// A source that was given to the store; the cursor goes to it when it comes.
    awaited: Option<String>,
    /// What the side pane says of the place under the cursor.
    side: Pane,
    /// What is said of it below the fields, where there is no side pane.
    note: Pane,
}

/// Where the parts of the screen are.
#[derive(Debug, Clone, Copy)]
struct Areas {
    context: Rect,
    table: Rect,
    note: Rect,
    side: Option<Rect>,
}

impl Form {
    /// A form with the cursor on its first field.
    pub fn new(of: FormOf) -> Self {
        // One comes to the money for its amounts; the sources have their names already.
        let column = usize::from(of == FormOf::Funds);
        Self {
            of,
            column,
            ..Self::default()
        }
    }

    /// A form with the cursor on a place, so that a finding leads to where it is mended.
    pub fn at(of: FormOf, place: At) -> Self {
        let column = match &place {
            At::Fund(_, field) => FUND.iter().position(|cell| cell == field).unwrap_or(0),
            _ => 0,
        };
        Self {
            of,
            column,
            place: Some(place),
            ..Self::default()
        }
    }

    /// What it shows.
    pub fn of(&self) -> &FormOf {
        &self.of
    }

    fn areas(&self, work: Rect) -> Areas {
        let (left, side) = match notes::side(work) {
            Some((left, side)) => (left, Some(side)),
            None => (work, None),
        };
        let high = left.height;
        let context = u16::from(matches!(self.of, FormOf::Reading(..)) && high > 5);
        let note = match (high, side) {
            (14.., None) => 3,
            (8.., None) => 1,
            _ => 0,
        };
        let rest = high - context - note;
        let part = |y: u16, height: u16| Rect { y, height, ..left };
        Areas {
            context: part(left.y, context),
            table: part(left.y + context, rest),
            note: part(left.y + context + rest, note),
            side,
        }
    }

    fn page(&self, cx: &Cx<'_>) -> usize {
        table::page(self.areas(work(cx)).table).max(1)
    }

    /// Wraps what is said of the place under the cursor.
    fn prepare(&mut self, cx: &Cx<'_>) {
        let areas = self.areas(work(cx));
        self.side = areas
            .side
            .map(|side| self.side_pane(cx, side.width))
            .unwrap_or_default();
        self.note = self.note_pane(cx, draw::inset(areas.note, 2).width);
    }

    // ---- what is under the cursor --------------------------------------------------------------

    fn line(&self) -> Option<&Line> {
        self.lines.get(self.table.cursor(self.lines.len())?)
    }

    fn field(&self) -> Option<&Field> {
        match self.line() {
            Some(Line::Field(field)) => Some(field),
            _ => None,
        }
    }

    fn current(&self, cx: &Cx<'_>) -> Option<At> {
        match self.line()? {
            Line::Field(field) => Some(field.at.clone()),
            Line::Fund(at) => {
                let fund = cx.open?.project.funds.get(*at)?;
                Some(At::Fund(fund.id.clone(), *FUND.get(self.column)?))
            }
            Line::Group(_) | Line::Total => None,
        }
    }

    fn fund<'a>(&self, cx: &Cx<'a>) -> Option<&'a Fund> {
        match self.line() {
            Some(Line::Fund(at)) => cx.open?.project.funds.get(*at),
            _ => None,
        }
    }

    fn is_total(&self) -> bool {
        matches!(self.line(), Some(Line::Total))
    }

    /// The store or the project has changed.
    pub fn refresh(&mut self, cx: &Cx<'_>) {
        let Some(open) = cx.open else { return };
        self.lines = fields::lines(&self.of, open, cx);
        self.notes = notes::of(open, cx.language(), |_| true);
        let come = self.awaited.as_ref().and_then(|id| {
            let at = open.project.funds.iter().position(|fund| fund.id == *id);
            self.lines
                .iter()
                .position(|line| at.map(Line::Fund).as_ref() == Some(line))
        });
        let kept = self.place.as_ref().and_then(|place| {
            self.lines.iter().position(|line| match (line, place) {
                (Line::Field(field), place) => field.at == *place,
                (Line::Fund(at), At::Fund(id, _)) => open
                    .project
                    .funds
                    .get(*at)
                    .is_some_and(|fund| fund.id == *id),
                _ => false,
            })
        });
        if come.is_some() {
            self.awaited = None;
        }
        let wanted = come
            .or(kept)
            .unwrap_or_else(|| self.table.cursor(self.lines.len()).unwrap_or(0));
        self.go_to(wanted, Step::Down, cx);
    }

    // ---- moving --------------------------------------------------------------------------------

    fn go_to(&mut self, wanted: usize, step: Step, cx: &Cx<'_>) {
        let mut wanted = wanted.min(self.lines.len().saturating_sub(1));
        if matches!(self.lines.get(wanted), Some(Line::Group(_))) {
            let up = matches!(step, Step::Up | Step::PageUp);
            wanted = if up && wanted > 0 {
                wanted - 1
            } else {
                wanted + 1
            };
        }
        let page = self.page(cx);
        // The head of a group stays in sight above its first field.
        if page > 1
            && let Some(above) = wanted.checked_sub(1)
            && matches!(self.lines.get(above), Some(Line::Group(_)))
        {
            self.table.go_to(above, self.lines.len(), page);
        }
        self.table.go_to(wanted, self.lines.len(), page);
        self.place = self.current(cx);
        self.prepare(cx);
    }

    fn step(&mut self, step: Step, cx: &Cx<'_>) -> Vec<Request> {
        self.awaited = None;
        let mut moved = self.table;
        moved.step(step, self.lines.len(), self.page(cx));
        let wanted = moved.cursor(self.lines.len()).unwrap_or(0);
        self.go_to(wanted, step, cx);
        Vec::new()
    }

    fn sideways(&mut self, forward: bool, cx: &Cx<'_>) {
        if self.of != FormOf::Funds {
            return;
        }
        self.column = if forward {
            (self.column + 1).min(FUND.len() - 1)
        } else {
            self.column.saturating_sub(1)
        };
        self.place = self.current(cx);
        self.prepare(cx);
    }

    fn tab(&mut self, forward: bool, cx: &Cx<'_>) -> Vec<Request> {
        let funds = self.of == FormOf::Funds;
        let last = FUND.len() - 1;
        let first = usize::from(self.has_source(cx));
        match (funds, forward, self.column) {
            (true, true, column) if column < last => self.sideways(true, cx),
            (true, false, column) if column > first => self.sideways(false, cx),
            (_, true, _) => {
                self.step(Step::Down, cx);
                if funds {
                    self.column = usize::from(self.has_source(cx));
                    self.place = self.current(cx);
                    self.prepare(cx);
                }
            }
            (_, false, _) => {
                self.column = if funds { last } else { 0 };
                return self.step(Step::Up, cx);
            }
        }
        Vec::new()
    }

    /// True on a source of money that has its name: going from amount to amount passes it over.
    fn has_source(&self, cx: &Cx<'_>) -> bool {
        let fund = match self.line() {
            Some(Line::Fund(at)) => cx.open.and_then(|open| open.project.funds.get(*at)),
            _ => None,
        };
        fund.is_some_and(|fund| !fund.source.trim().is_empty())
    }

    // ---- acting --------------------------------------------------------------------------------

    /// Carries out an action.
    pub fn act(&mut self, action: Action, cx: &Cx<'_>) -> Vec<Request> {
        match action {
            Action::Step(step) => self.step(step, cx),
            Action::Left | Action::Right => {
                self.sideways(action == Action::Right, cx);
                Vec::new()
            }
            Action::Next => self.tab(true, cx),
            Action::Previous => self.tab(false, cx),
            Action::Enter => self.enter(cx),
            Action::Add => self.add(cx),
            Action::Delete => self.ask_delete(cx),
            Action::Why => self
                .why(cx)
                .map(|why| Request::Overlay(Box::new(Overlay::Why(why))))
                .into_iter()
                .collect(),
            Action::History => vec![Request::Go(Screen::History(History::of(self.current(cx))))],
            Action::Export => project::export(cx),
            _ => Vec::new(),
        }
    }

    fn enter(&self, cx: &Cx<'_>) -> Vec<Request> {
        self.current(cx).map(Request::Edit).into_iter().collect()
    }

    fn add(&mut self, cx: &Cx<'_>) -> Vec<Request> {
        let Some(open) = cx.open else {
            return Vec::new();
        };
        let taken = open.project.funds.iter().map(|fund| fund.id.as_str());
        let fund = Fund {
            id: Project::free_id("f", taken),
            ..Fund::default()
        };
        self.column = 0;
        self.awaited = Some(fund.id.clone());
        let at = At::Fund(fund.id.clone(), FundField::Source);
        command_then_edit(cx, vec![Edit::AddFund(fund)], at)
    }

    fn ask_delete(&self, cx: &Cx<'_>) -> Vec<Request> {
        let text = FormText::of(cx.language());
        let (Some(open), Some(fund)) = (cx.open, self.fund(cx)) else {
            return Vec::new();
        };
        let name = if fund.source.is_empty() {
            text.no_source
        } else {
            &fund.source
        };
        let lines = vec![name.to_owned(), text.delete_note.to_owned()];
        let command = Command::Edit {
            project: open.id(),
            edits: vec![Edit::RemoveFund {
                id: fund.id.clone(),
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

    /// Why an action is off.
    pub fn off(&self, action: Action, cx: &Cx<'_>) -> Option<Off> {
        match action {
            Action::Enter if self.is_total() => Some(Off::Computed),
            Action::Enter if self.field().is_some_and(|field| field.computed) => {
                Some(Off::Computed)
            }
            Action::Enter => match self.current(cx) {
                None => Some(Off::NoRow),
                Some(at) => withdrawn(&at, cx).or_else(|| {
                    let value = String::new();
                    refused(&Edit::Set { at, value }, cx)
                }),
            },
            Action::Add | Action::Delete if self.of != FormOf::Funds => Some(Off::NoRows),
            Action::Delete if self.is_total() => Some(Off::Computed),
            Action::Delete if self.fund(cx).is_none() => Some(Off::NoRow),
            Action::Add | Action::Delete => refused(&Edit::RemoveFund { id: String::new() }, cx),
            Action::Why if !self.has_why() => Some(Off::NothingHere),
            _ => None,
        }
    }

    /// The place that is edited after this one, or before it.
    pub fn next_place(&mut self, at: &At, forward: bool, cx: &Cx<'_>) -> Option<At> {
        if self.current(cx).as_ref() != Some(at) {
            return None;
        }
        self.tab(forward, cx);
        self.current(cx).filter(|next| next != at)
    }

    /// Where a place is drawn.
    pub fn place_of(&self, at: &At, cx: &Cx<'_>, area: Rect) -> Option<Rect> {
        if self.current(cx).as_ref() != Some(at) {
            return None;
        }
        let table = self.areas(area).table;
        let mut scratch = Buffer::empty(table);
        self.view_table(cx, table, &mut scratch).cell
    }

    // ---- where numbers come from ---------------------------------------------------------------

    /// True where [`Self::why`] has an answer; asked for the footer with every frame.
    fn has_why(&self) -> bool {
        match self.line() {
            Some(Line::Total | Line::Fund(_)) => self.column > 0,
            Some(Line::Field(field)) => match &field.at {
                At::Indicator(_, _, IndicatorField::Target | IndicatorField::Weight) => true,
                At::Reading(_, RowKey::Execution, ReadingField::Actual) => field.computed,
                _ => false,
            },
            Some(Line::Group(_)) | None => false,
        }
    }

    fn why(&self, cx: &Cx<'_>) -> Option<WhyBox> {
        let open = cx.open?;
        match self.line()? {
            Line::Total => why_money(&open.project, None, self.column, cx),
            Line::Fund(at) => why_money(&open.project, Some(*at), self.column, cx),
            Line::Field(field) => match &field.at {
                At::Indicator(block, id, IndicatorField::Target) => {
                    let row = match block {
                        Block::Annual => &open.project.indicators,
                        Block::MultiYear => &open.project.multi_year.indicators,
                    }
                    .iter()
                    .find(|row| row.id == *id)?;
                    why_target(row, cx)
                }
                At::Indicator(block, _, IndicatorField::Weight) => why_weights(*block, cx),
                At::Reading(month, RowKey::Execution, ReadingField::Actual) if field.computed => {
                    Some(why_month(*month, field, cx))
                }
                _ => None,
            },
            Line::Group(_) => None,
        }
    }

    // ---- drawing -------------------------------------------------------------------------------

    /// The titled rule.
    pub fn title(&self, cx: &Cx<'_>) -> Vec<String> {
        let text = FormText::of(cx.language());
        let project = cx.open.map(|open| &*open.project);
        match &self.of {
            FormOf::Head => vec![text.head.to_owned()],
            FormOf::Funds => vec![text.funds.to_owned()],
            FormOf::Indicator(_, id) => {
                let key = RowKey::Indicator(id.clone());
                let mut parts = vec![text.indicator.to_owned()];
                parts.extend(project.map(|project| row_name(project, &key, text)));
                parts
            }
            FormOf::Reading(month, key) => {
                let mut parts = vec![text.reading.to_owned(), terms::month(*month, cx.language())];
                parts.extend(project.map(|project| row_name(project, key, text)));
                parts
            }
        }
    }

    /// Draws the screen.
    pub fn view(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let text = FormText::of(cx.language());
        let open = cx.open?;
        let areas = self.areas(area);
        if self.lines.is_empty() {
            let (what, first) = match self.of {
                FormOf::Funds => (text.no_funds, text.no_funds_first),
                _ => (text.gone, text.gone_first),
            };
            list::empty(area, buffer, &cx.me.look, what, first);
            return None;
        }
        self.view_context(cx, open, areas.context, buffer);
        let drawn = self.view_table(cx, areas.table, buffer);
        let look = &cx.me.look;
        self.note.view(draw::inset(areas.note, 2), buffer, look);
        if let Some(side) = areas.side {
            self.side.view(side, buffer, look);
        }
        drawn.focus
    }

    /// Above a row of a month's form: what was to be reached, what was, and its light.
    fn view_context(&self, cx: &Cx<'_>, open: &Open, area: Rect, buffer: &mut Buffer) {
        let FormOf::Reading(month, key) = &self.of else {
            return;
        };
        let Some(row) = open.timeline.row(key) else {
            return;
        };
        let Some(cell) = row.cell(*month) else { return };
        let theme = &cx.me.look.theme;
        let text = FormText::of(cx.language());
        let [target, plan, actual] = text.context;
        let share = |value: Option<Decimal>| {
            let unit = if row.is_money() { "%" } else { "" };
            value.map(|value| format!("{}{unit}", value.round_dp(2).normalize()))
        };
        let mut x = area.x + 2.min(area.width);
        let parts = [
            (
                target,
                Some(row.target.clone()).filter(|text| !text.is_empty()),
            ),
            (plan, share(cell.planned)),
            (actual, share(cell.actual)),
        ];
        for (label, value) in parts {
            if let Some(value) = value {
                x = draw::put(buffer, area, x, area.y, &format!("{label} "), theme.dim);
                x = draw::put(buffer, area, x, area.y, &value, Style::new()) + 3;
            }
        }
        if let Some(light) = cell.light {
            let style = crate::screens::marks::light_style(Some(light), theme);
            let word = terms::light(light, cx.language());
            draw::put(buffer, area, x, area.y, word, style);
        }
    }

    fn view_table(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Drawn {
        if self.lines.is_empty() {
            return Drawn::default();
        }
        let (columns, name) = match self.of {
            FormOf::Funds => (fund_columns(cx), self.column),
            _ => (self.field_columns(cx, area), 1),
        };
        let table = Table {
            columns: &columns,
            rows: self.lines.len(),
            name,
            focus: Focus::Here,
        };
        table.view(
            area,
            buffer,
            &cx.me.look,
            &self.table,
            |line, column| match self.lines.get(line) {
                Some(Line::Group(name)) => {
                    Cell::styled(*name, cx.me.look.theme.title).spanning(Span::Rest)
                }
                Some(Line::Field(field)) => self.field_cell(cx, field, column),
                Some(Line::Fund(at)) => self.fund_cell(cx, *at, column),
                Some(Line::Total) => total_cell(cx, column),
                None => Cell::new(""),
            },
        )
    }

    fn field_columns(&self, cx: &Cx<'_>, area: Rect) -> Vec<table::Column<'static>> {
        use table::Column as C;
        let [label, value, checks] = FormText::of(cx.language()).columns;
        let widest = self.lines.iter().filter_map(|line| match line {
            Line::Field(field) => Some(draw::columns(field.label) + 2),
            _ => None,
        });
        let label_width = widest.max().unwrap_or(8).min(area.width / 3).max(8);
        let marks = match self.of {
            FormOf::Reading(..) => cx.say(16, 20),
            _ => 9,
        };
        let room = area.width.saturating_sub(label_width + marks + 6).max(16);
        vec![
            C::text(label, label_width),
            C::text(value, room),
            C::text(checks, marks).hides(1),
        ]
    }

    fn field_cell<'a>(&self, cx: &Cx<'_>, field: &'a Field, column: usize) -> Cell<'a> {
        let text = FormText::of(cx.language());
        let theme = &cx.me.look.theme;
        match column {
            0 => Cell::styled(field.label, theme.dim).led_by("  "),
            1 if field.value.is_empty() => Cell::styled("-", theme.dim),
            1 if field.computed => {
                Cell::styled(format!("{} {}", field.value, text.computed), theme.number)
            }
            1 => match field.length {
                Some(length) => Cell::new(format!("{} {}", (text.length)(length), field.first)),
                None => Cell::new(field.first.as_str()),
            },
            _ => self.mark_cell(cx, field),
        }
    }

    fn mark_cell<'a>(&self, cx: &Cx<'_>, field: &Field) -> Cell<'a> {
        let text = FormText::of(cx.language());
        let theme = &cx.me.look.theme;
        let [missing, done] = text.duty;
        let mark = notes::mark(self.notes_at(&field.at));
        match (&field.duty, mark) {
            (Some((_, false)), mark) => {
                let id = mark.map(|(mark, _)| format!(" {mark}")).unwrap_or_default();
                Cell::styled(format!("{missing}{id}"), theme.error)
            }
            (Some((_, true)), None) => Cell::styled(done, theme.good),
            (_, Some((mark, severity))) => Cell::styled(mark, notes::style(severity, theme)),
            (None, None) => Cell::new(""),
        }
    }

    fn notes_at<'a>(&'a self, at: &'a At) -> impl Iterator<Item = &'a Note> {
        self.notes.iter().filter(move |note| note.place == *at)
    }

    fn fund_cell<'a>(&self, cx: &Cx<'a>, at: usize, column: usize) -> Cell<'a> {
        let text = FormText::of(cx.language());
        let theme = &cx.me.look.theme;
        let Some(fund) = cx.open.and_then(|open| open.project.funds.get(at)) else {
            return Cell::new("");
        };
        match FUND.get(column) {
            Some(FundField::Source) if fund.source.is_empty() => {
                Cell::styled(text.no_source, theme.warning)
            }
            Some(FundField::Source) => {
                let meaning = terms::meaning(&fund.source, cx.language());
                Cell::new(terms::explained(&fund.source, meaning))
            }
            Some(field) => amount_cell(amount(fund, *field), cx),
            None => {
                let marks = notes::mark(
                    self.notes
                        .iter()
                        .filter(|note| matches!(&note.place, At::Fund(id, _) if *id == fund.id)),
                );
                match marks {
                    Some((mark, severity)) => Cell::styled(mark, notes::style(severity, theme)),
                    None => Cell::new(""),
                }
            }
        }
    }

    /// Below the fields, where there is no side pane: what the field under the cursor is asked.
    fn note_pane(&self, cx: &Cx<'_>, width: u16) -> Pane {
        let mut pane = Pane::new(width);
        if let Some(line) = self.duty_line(cx) {
            pane.text("", &line, |theme| theme.info);
        }
        pane.notes(self.notes_here(cx).into_iter());
        if pane.is_empty()
            && let Some(field) = self.field().filter(|field| field.length.is_some())
        {
            pane.text("", &field.value, |theme| theme.dim);
        }
        pane
    }

    fn notes_here(&self, cx: &Cx<'_>) -> Vec<&Note> {
        let fund = self.fund(cx).map(|fund| fund.id.as_str());
        let at = self.current(cx);
        let total = self.is_total();
        let here = |note: &&Note| match &note.place {
            // A source shows what is said of any of its cells, the total what is said of all.
            At::Fund(id, _) => total || fund == Some(id.as_str()),
            place => at.as_ref() == Some(place),
        };
        self.notes.iter().filter(here).collect()
    }

    fn duty_line(&self, cx: &Cx<'_>) -> Option<String> {
        let text = FormText::of(cx.language());
        let [missing, done] = text.duty;
        let (because, is_done) = self.field()?.duty.as_ref()?;
        let word = if *is_done { done } else { missing };
        Some(format!("{word}: {because}"))
    }

    fn side_pane(&self, cx: &Cx<'_>, width: u16) -> Pane {
        let text = FormText::of(cx.language());
        let mut pane = Pane::new(width);
        if let Some(field) = self.field() {
            pane.title(field.label);
            if let Some(line) = self.duty_line(cx) {
                pane.text("", &line, |theme| theme.info);
            }
            pane.text("", &field.value, plain);
        } else if let Some(fund) = self.fund(cx) {
            pane.title(&fund.source);
        } else {
            pane.title(text.total);
        }
        if self.of == FormOf::Funds
            && let Some(rate) = cx.open.and_then(|open| rate(&open.project))
        {
            let words = format!("{} {}", text.rate, percent(rate));
            pane.text("", &words, |theme| theme.number);
        }
        let here = self.notes_here(cx);
        if !here.is_empty() {
            pane.title(text.checks);
            pane.notes(here.into_iter());
        }
        pane
    }
}

/// The work area of the terminal.
fn work(cx: &Cx<'_>) -> Rect {
    frame::zones(Rect::new(0, 0, cx.size.0, cx.size.1)).work
}

// ---- names and menus -----------------------------------------------------------------------------

fn row_name(project: &Project, key: &RowKey, text: &FormText) -> String {
    let name = match key {
        RowKey::Execution => Some(text.execution),
        RowKey::Fund(id) => project
            .funds
            .iter()
            .find(|fund| fund.id == *id)
            .map(|fund| fund.source.as_str()),
        RowKey::Indicator(id) => project
            .indicators
            .iter()
            .chain(&project.multi_year.indicators)
            .find(|row| row.id == *id)
            .map(|row| row.name.as_str()),
    };
    name.unwrap_or_default().to_owned()
}

/// The policies that a project may be judged by; the store's default first.
pub(super) fn policies(at: &At, cx: &Cx<'_>) -> Option<Menu> {
    let text = FormText::of(cx.language());
    let now = edit::value(&cx.open?.project, at);
    let title = |policy: &crate::domain::policy::Policy| {
        cx.say(policy.title.zh.clone(), policy.title.en.clone())
    };
    let item = |label: String, detail: String, name: &str| Item {
        label,
        detail,
        off: None,
        pick: Pick::Word(at.clone(), name.to_owned()),
    };
    let mut items = vec![item(
        text.default_policy.to_owned(),
        title(&cx.world.policy),
        "",
    )];
    for policy in cx.world.policies.all() {
        items.push(item(title(policy), policy.name.clone(), &policy.name));
    }
    let current = items
        .iter()
        .position(|item| item.detail == now)
        .unwrap_or(0);
    Some(Menu::new(text.policy_title, items).at(current))
}

/// An indicator that an adjustment withdrew is locked.
fn withdrawn(at: &At, cx: &Cx<'_>) -> Option<Off> {
    let At::Indicator(block, id, _) = at else {
        return None;
    };
    let open = cx.open?;
    let rows = match block {
        Block::Annual => &open.project.indicators,
        Block::MultiYear => &open.project.multi_year.indicators,
    };
    let locked = rows.iter().any(|row| row.id == *id && row.withdrawn);
    locked.then(|| {
        Off::Refused(Refusal::Withdrawn {
            indicator: id.clone(),
        })
    })
}
