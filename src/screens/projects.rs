//! 项目库: the list of projects, through a hundred thousand rows without a pause.
//!
//! It keeps the person's choices (year, filter, order, grouping, marks, cursor) and the order of
//! row numbers that follows from them; rows themselves are read where they lie, only those on the
//! screen.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use rust_decimal::Decimal;

use crate::app::action::Action;
use crate::app::key::{Key, KeyCode};
use crate::app::overlay::{Answer, Ask, Item, Menu, Overlay, Pick, Prompt, Question};
use crate::app::{Cx, Off, Request};
use crate::domain::command::Command;
use crate::domain::number::round2;
use crate::domain::pinyin::Pattern;
use crate::domain::project::ProjectId;
use crate::domain::role::{Role, Scope};
use crate::domain::row::Stage;
use crate::domain::rows::RowRef;
use crate::domain::status::{Act, DocumentKind};
use crate::lang::numbers::{money, percent};
use crate::lang::projects::ProjectsText;
use crate::lang::{Language, terms};
use crate::screens::{Screen, evaluation, goals, history, monitoring, project};
use crate::theme::Theme;
use crate::widgets::line::{Line, Outcome};
use crate::widgets::table::{self, Cell, Span, Step, Table, TableState};
use crate::widgets::{draw, list};

/// A column of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// 编码
    Code,
    /// 项目
    Name,
    /// 单位
    Unit,
    /// 阶段
    Stage,
    /// 预算
    Budget,
    /// 执行率
    Rate,
    /// 序时
    Time,
    /// 灯
    Light,
    /// 得分
    Score,
    /// 等级
    Grade,
    /// 检查发现
    Findings,
}

impl Column {
    /// All columns, from left to right.
    pub const ALL: [Self; 11] = [
        Self::Code,
        Self::Name,
        Self::Unit,
        Self::Stage,
        Self::Budget,
        Self::Rate,
        Self::Time,
        Self::Light,
        Self::Score,
        Self::Grade,
        Self::Findings,
    ];
}

impl Column {
    fn word(self, text: &ProjectsText) -> &'static str {
        text.columns.get(self as usize).copied().unwrap_or("")
    }
}

/// How the list is grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Group {
    /// Not at all.
    #[default]
    None,
    /// By 主管部门.
    Department,
    /// By stage of the loop.
    Stage,
}

impl Group {
    fn word(self, text: &ProjectsText) -> &'static str {
        text.groups.get(self as usize).copied().unwrap_or("")
    }
}

/// Which years are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum YearShown {
    /// The year of the store's date.
    #[default]
    Current,
    /// One year; `None` is 年度未写.
    One(Option<i32>),
    /// All years.
    All,
}

/// A line of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    /// The head of a group: its place in `groups`.
    Head(usize),
    /// A row, by its number in the store's list.
    Row(u32),
}

/// What the list says of all rows that it shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Rows shown.
    pub shown: usize,
    /// Rows of the year that the person may see.
    pub of: usize,
    /// Σ budget of those shown, 万元.
    pub budget: Decimal,
    /// Σ executed of those shown, 万元.
    pub executed: Decimal,
    /// Rows shown of which an execution is known.
    pub read: usize,
}

impl Summary {
    /// Σ executed ÷ Σ budget; `None` while nothing was read.
    pub fn rate(&self) -> Option<Decimal> {
        let rate = self.executed.checked_div(self.budget);
        rate.filter(|_| self.read > 0)
    }

    fn add(&mut self, row: &RowRef<'_>) {
        self.shown += 1;
        self.read += usize::from(is_read(row));
        self.budget = self.budget.checked_add(row.budget()).unwrap_or(self.budget);
        self.executed = self
            .executed
            .checked_add(row.executed())
            .unwrap_or(self.executed);
    }
}

/// 项目库
#[derive(Debug, Clone, Default)]
pub struct Projects {
    year: YearShown,
    filter: Line,
    filtering: bool,
    sort: Option<Column>,
    descending: bool,
    group: Group,
    table: TableState,
    lines: Vec<Shown>,
    groups: Vec<(String, Summary)>,
    summary: Summary,
    /// The year that the lines are of: found once, not in every frame.
    in_year: YearShown,
    /// What `lines` was computed for, so that one more letter only looks through what is shown.
    computed: Option<(u64, String)>,
    /// What the last computing rested on beside the choices: moving between screens changes none
    /// of it, and a hundred thousand rows are not looked through again.
    basis: Option<Basis>,
}

/// What the list rests on beside the person's choices.
#[derive(Debug, Clone, PartialEq)]
struct Basis {
    rows: u64,
    today: chrono::NaiveDate,
    role: Role,
    scope: Scope,
    language: Language,
}

impl Basis {
    fn of(cx: &Cx<'_>) -> Self {
        Self {
            rows: cx.world.store.rows.stamp(),
            today: cx.world.today,
            role: cx.me.grant.role,
            scope: cx.me.grant.scope.clone(),
            language: cx.language(),
        }
    }
}

impl Projects {
    /// Computes what is shown, if the store or who looks is another one than before.
    pub fn refresh(&mut self, cx: &Cx<'_>) {
        let basis = Basis::of(cx);
        if self.basis.as_ref() == Some(&basis) {
            self.put_cursor_on(self.current(cx).map(|row| row.id()), cx);
        } else {
            self.basis = Some(basis);
            self.recompute(cx);
        }
    }

    /// Computes the order of lines that follows from the choices.
    fn recompute(&mut self, cx: &Cx<'_>) {
        let keep = self.current(cx).map(|row| row.id());
        self.computed = None;
        self.compute(cx);
        self.put_cursor_on(keep, cx);
    }

    fn compute(&mut self, cx: &Cx<'_>) {
        let rows = &cx.world.store.rows;
        let actor = cx.me.actor();
        let year = self.year(cx);
        self.in_year = year;
        let query = self.filter.text().to_owned();
        let pattern = Pattern::new(&query);
        let stamp = rows.stamp();
        let narrower = self.computed.take().is_some_and(|(of, before)| {
            of == stamp && !before.is_empty() && query.starts_with(&before)
        });
        let mut unit = Memory::default();
        let mut department = Memory::default();
        let mut seen = Memory::default();
        let mut fits = |row: &RowRef<'_>| {
            let named = |name: &str| pattern.matches(name).is_some();
            pattern.is_empty()
                || named(row.name())
                || named(row.code())
                || unit.of(row.unit(), named)
                || department.of(row.department(), named)
        };
        let mut found: Vec<u32> = Vec::new();
        if narrower {
            found.extend(self.lines.iter().filter_map(|line| match line {
                Shown::Row(at) => Some(*at),
                Shown::Head(_) => None,
            }));
            found.retain(|at| rows.get(*at as usize).is_some_and(|row| fits(&row)));
        } else {
            self.summary.of = 0;
            for (at, row) in (0_u32..).zip(rows.iter()) {
                let in_year = match year {
                    YearShown::One(year) => row.year() == year,
                    YearShown::Current | YearShown::All => true,
                };
                let key = (row.department(), row.unit());
                if in_year && seen.pair(key, |(department, unit)| actor.sees(department, unit)) {
                    self.summary.of += 1;
                    if fits(&row) {
                        found.push(at);
                    }
                }
            }
        }
        let mut summary = Summary {
            of: self.summary.of,
            ..Summary::default()
        };
        for at in &found {
            if let Some(row) = rows.get(*at as usize) {
                summary.add(&row);
            }
        }
        self.summary = summary;
        if !narrower || self.group != Group::None {
            self.sort(&mut found, cx);
        }
        self.lay_out(found, cx);
        self.computed = Some((stamp, query));
    }

    fn sort(&self, found: &mut [u32], cx: &Cx<'_>) {
        let rows = &cx.world.store.rows;
        let Some(column) = self.sort else {
            if self.descending {
                found.reverse();
            }
            return;
        };
        let mut keyed: Vec<(SortKey<'_>, u32)> = found
            .iter()
            .filter_map(|at| {
                rows.get(*at as usize)
                    .map(|row| (SortKey::of(&row, column), *at))
            })
            .collect();
        // Rows without a value stay last in either direction.
        keyed.sort_by(|(a, x), (b, y)| {
            let by_value = a.compare(b, self.descending);
            by_value.then_with(|| x.cmp(y))
        });
        for (place, (_, at)) in found.iter_mut().zip(keyed) {
            *place = at;
        }
    }

    fn lay_out(&mut self, found: Vec<u32>, cx: &Cx<'_>) {
        self.groups.clear();
        if self.group == Group::None {
            self.lines = found.into_iter().map(Shown::Row).collect();
            return;
        }
        let rows = &cx.world.store.rows;
        let mut by_group: BTreeMap<(usize, String), Vec<u32>> = BTreeMap::new();
        for at in found {
            let Some(row) = rows.get(at as usize) else {
                continue;
            };
            let key = match self.group {
                Group::Stage => {
                    let stage = row.stage();
                    let order = Stage::ALL.iter().position(|other| *other == stage);
                    (
                        order.unwrap_or(0),
                        terms::stage(stage, cx.language()).to_owned(),
                    )
                }
                _ => (0, row.department().to_owned()),
            };
            by_group.entry(key).or_default().push(at);
        }
        self.lines = Vec::new();
        for ((_, name), members) in by_group {
            let mut summary = Summary::default();
            members
                .iter()
                .filter_map(|at| rows.get(*at as usize))
                .for_each(|row| summary.add(&row));
            self.lines.push(Shown::Head(self.groups.len()));
            self.groups.push((name, summary));
            self.lines.extend(members.into_iter().map(Shown::Row));
        }
    }

    fn put_cursor_on(&mut self, keep: Option<ProjectId>, cx: &Cx<'_>) {
        let page = page(cx);
        let rows = &cx.world.store.rows;
        let place = keep.and_then(|id| {
            self.lines.iter().position(|line| match line {
                Shown::Row(at) => rows.get(*at as usize).is_some_and(|row| row.id() == id),
                Shown::Head(_) => false,
            })
        });
        let at = place.unwrap_or_else(|| self.table.cursor(self.lines.len()).unwrap_or(0));
        self.table.go_to(at, self.lines.len(), page);
        self.off_head(1);
    }

    /// The cursor never rests on the head of a group.
    fn off_head(&mut self, direction: isize) {
        let Some(at) = self.table.cursor(self.lines.len()) else {
            return;
        };
        if matches!(self.lines.get(at), Some(Shown::Head(_))) {
            let next = if direction < 0 && at > 0 {
                at - 1
            } else {
                at + 1
            };
            self.table.go_to(next, self.lines.len(), 1);
        }
    }

    /// The year that is chosen, found in the store: one of them, or all.
    fn year(&self, cx: &Cx<'_>) -> YearShown {
        use chrono::Datelike;
        if self.year != YearShown::Current {
            return self.year;
        }
        let now = Some(cx.world.today.year());
        let rows = &cx.world.store.rows;
        // A store without projects of this year shows what it has.
        if rows.is_empty() || rows.iter().any(|row| row.year() == now) {
            YearShown::One(now)
        } else {
            YearShown::All
        }
    }

    /// The row under the cursor.
    pub fn current<'a>(&self, cx: &Cx<'a>) -> Option<RowRef<'a>> {
        let at = self.table.cursor(self.lines.len())?;
        match self.lines.get(at)? {
            Shown::Row(at) => cx.world.store.rows.get(*at as usize),
            Shown::Head(_) => None,
        }
    }

    /// The projects shown, in the order of the list.
    pub fn shown(&self, cx: &Cx<'_>) -> Vec<ProjectId> {
        let rows = &cx.world.store.rows;
        self.lines
            .iter()
            .filter_map(|line| match line {
                Shown::Row(at) => rows.get(*at as usize).map(|row| row.id()),
                Shown::Head(_) => None,
            })
            .collect()
    }

    /// What the list says of all rows shown.
    pub fn summary(&self) -> &Summary {
        &self.summary
    }

    /// Carries out an action.
    pub fn act(&mut self, action: Action, cx: &Cx<'_>) -> Vec<Request> {
        let text = ProjectsText::of(cx.language());
        match action {
            Action::Up => self.step(Step::Up, cx),
            Action::Down => self.step(Step::Down, cx),
            Action::PageUp => self.step(Step::PageUp, cx),
            Action::PageDown => self.step(Step::PageDown, cx),
            Action::First => self.step(Step::First, cx),
            Action::Last => self.step(Step::Last, cx),
            Action::Enter => self.open(Screen::Project(project::ProjectScreen::default()), cx),
            Action::Link(1) => self.open(Screen::Goals(goals::Goals::default()), cx),
            Action::Link(3) => self.open(
                Screen::Monitoring(monitoring::MonitoringScreen::default()),
                cx,
            ),
            Action::Link(4) => self.open(
                Screen::Evaluation(evaluation::EvaluationScreen::default()),
                cx,
            ),
            Action::Why => self.open(Screen::Project(project::ProjectScreen::asking_why()), cx),
            Action::History => self.open(Screen::History(history::History::default()), cx),
            Action::Filter => {
                self.filtering = true;
                Vec::new()
            }
            Action::Back => {
                if !self.filter.is_empty() {
                    self.filter = Line::new("");
                    self.recompute(cx);
                }
                Vec::new()
            }
            Action::Sort => vec![menu(self.sort_menu(text))],
            Action::SortReverse => {
                self.descending = !self.descending;
                self.recompute(cx);
                Vec::new()
            }
            Action::Group => vec![menu(self.group_menu(text))],
            Action::Year => vec![menu(self.year_menu(text, cx))],
            Action::Mark => self.mark(cx),
            Action::MarkAll => self.mark_all(cx),
            Action::Bulk => vec![menu(bulk_menu(text, cx))],
            Action::New => vec![prompt(Prompt::new(
                text.new_title,
                text.new_hint,
                "",
                Ask::ProjectName,
            ))],
            Action::Import => {
                vec![prompt(Prompt::new(
                    text.import_title,
                    text.import_hint,
                    "",
                    Ask::ImportPath,
                ))]
            }
            Action::Export => {
                let chosen = if cx.marks.is_empty() {
                    self.shown(cx)
                } else {
                    self.shown(cx)
                        .into_iter()
                        .filter(|id| cx.marks.contains(id))
                        .collect()
                };
                let path = format!("wenxiao-{}.json", cx.world.today);
                let title = (text.export_title)(chosen.len());
                vec![prompt(Prompt::new(
                    title,
                    "",
                    &path,
                    Ask::ExportPath(chosen),
                ))]
            }
            Action::Delete => self.ask_delete(text, cx),
            _ => Vec::new(),
        }
    }

    fn step(&mut self, step: Step, cx: &Cx<'_>) -> Vec<Request> {
        self.table.step(step, self.lines.len(), page(cx));
        self.off_head(match step {
            Step::Up | Step::PageUp => -1,
            _ => 1,
        });
        Vec::new()
    }

    fn open(&self, screen: Screen, cx: &Cx<'_>) -> Vec<Request> {
        self.current(cx)
            .map(|row| Request::OpenProject(row.id(), screen))
            .into_iter()
            .collect()
    }

    fn mark(&mut self, cx: &Cx<'_>) -> Vec<Request> {
        let Some(row) = self.current(cx) else {
            return Vec::new();
        };
        let mut marks = cx.marks.clone();
        if !marks.remove(&row.id()) {
            marks.insert(row.id());
        }
        self.step(Step::Down, cx);
        vec![Request::Marks(marks)]
    }

    fn mark_all(&mut self, cx: &Cx<'_>) -> Vec<Request> {
        let shown: BTreeSet<ProjectId> = self.shown(cx).into_iter().collect();
        let all = shown.is_subset(cx.marks);
        let marks = if all {
            cx.marks.difference(&shown).copied().collect()
        } else {
            cx.marks.union(&shown).copied().collect()
        };
        vec![Request::Marks(marks)]
    }

    fn ask_delete(&self, text: &ProjectsText, cx: &Cx<'_>) -> Vec<Request> {
        let Some(row) = self.current(cx) else {
            return Vec::new();
        };
        let lines = vec![
            format!("{}  {}", row.code(), row.name()),
            text.delete_note.to_owned(),
        ];
        let command = Command::Delete { project: row.id() };
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
            Action::Bulk if cx.marks.is_empty() => Some(Off::NoMarks),
            Action::Enter
            | Action::Link(1 | 3 | 4)
            | Action::Why
            | Action::History
            | Action::Delete
            | Action::Mark
                if self.current(cx).is_none() =>
            {
                Some(Off::NoProject)
            }
            _ => None,
        }
    }

    /// A key for the filter line.
    pub fn take_key(&mut self, key: Key, cx: &Cx<'_>) -> bool {
        if !self.filtering {
            return false;
        }
        match key.code {
            KeyCode::Enter | KeyCode::Tab => self.filtering = false,
            KeyCode::Esc => {
                self.filtering = false;
                if !self.filter.is_empty() {
                    self.filter = Line::new("");
                    self.recompute(cx);
                }
            }
            KeyCode::Up | KeyCode::Down | KeyCode::PageUp | KeyCode::PageDown => {
                // Moving in the list is what one does next: the filter stays, the line closes.
                self.filtering = false;
                return false;
            }
            _ => match self.filter.input(key) {
                Outcome::Changed => self.narrow(cx),
                Outcome::Kept => {}
                Outcome::Ignored => return false,
            },
        }
        true
    }

    /// Pasted text for the filter line.
    pub fn take_paste(&mut self, pasted: &str, cx: &Cx<'_>) -> bool {
        if self.filtering {
            self.filter.insert(pasted);
            self.narrow(cx);
        }
        self.filtering
    }

    fn narrow(&mut self, cx: &Cx<'_>) {
        let keep = self.current(cx).map(|row| row.id());
        self.compute(cx);
        self.put_cursor_on(keep, cx);
    }

    /// A line of one of this screen's menus.
    pub fn picked(&mut self, pick: &Pick, cx: &Cx<'_>) -> Vec<Request> {
        match pick {
            Pick::Sort(column) => {
                // The same column again turns the order round.
                self.descending = self.sort == Some(*column) && !self.descending;
                self.sort = (*column != Column::Code).then_some(*column);
            }
            Pick::Group(group) => self.group = *group,
            Pick::Year(year) => self.year = *year,
            _ => return Vec::new(),
        }
        self.recompute(cx);
        Vec::new()
    }

    fn sort_menu(&self, text: &ProjectsText) -> Menu {
        let items: Vec<Item> = Column::ALL
            .iter()
            .filter(|column| **column != Column::Time)
            .map(|column| item(column.word(text), Pick::Sort(*column)))
            .collect();
        let now = self.sort.unwrap_or(Column::Code);
        let at = items
            .iter()
            .position(|item| item.pick == Pick::Sort(now))
            .unwrap_or(0);
        Menu::new(text.sort_title, items).at(at)
    }

    fn group_menu(&self, text: &ProjectsText) -> Menu {
        let all = [Group::None, Group::Department, Group::Stage];
        let items = all
            .iter()
            .map(|group| item(group.word(text), Pick::Group(*group)))
            .collect();
        let at = all
            .iter()
            .position(|group| *group == self.group)
            .unwrap_or(0);
        Menu::new(text.group_title, items).at(at)
    }

    fn year_menu(&self, text: &ProjectsText, cx: &Cx<'_>) -> Menu {
        let years: BTreeSet<Option<i32>> =
            cx.world.store.rows.iter().map(|row| row.year()).collect();
        let mut items: Vec<Item> = years
            .into_iter()
            .rev()
            .map(|year| {
                item(
                    terms::year(year, cx.language()),
                    Pick::Year(YearShown::One(year)),
                )
            })
            .collect();
        items.push(item(text.all_years, Pick::Year(YearShown::All)));
        let now = self.year(cx);
        let at = items
            .iter()
            .position(|item| item.pick == Pick::Year(now))
            .unwrap_or(0);
        Menu::new(text.year_title, items).at(at)
    }

    /// The titled rule.
    pub fn title(&self, cx: &Cx<'_>) -> Vec<String> {
        let text = ProjectsText::of(cx.language());
        let summary = &self.summary;
        let mut parts = vec![text.title.to_owned()];
        parts.push(match self.in_year {
            YearShown::One(year) => terms::year(year, cx.language()),
            YearShown::Current | YearShown::All => text.all_years.to_owned(),
        });
        if self.filtering || !self.filter.is_empty() {
            let caret = if self.filtering { "_" } else { "" };
            parts.push(format!("{}: {}{caret}", text.filter, self.filter.text()));
        }
        parts.push((text.count)(summary.shown, summary.of));
        parts.push(format!(
            "{} {} {}",
            text.budget,
            money(summary.budget),
            text.money_unit
        ));
        if let Some(rate) = summary.rate() {
            parts.push(format!("{} {}", text.execution, percent(rate)));
        }
        parts
    }

    /// Draws the list.
    pub fn view(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let text = ProjectsText::of(cx.language());
        let look = &cx.me.look;
        let (body, foot) = split_foot(area);
        if self.lines.is_empty() {
            let (what, first) = if self.filter.is_empty() && cx.world.store.rows.is_empty() {
                (text.empty, text.empty_first)
            } else {
                (text.none, text.none_first)
            };
            list::empty(body, buffer, look, what, first);
            self.view_foot(cx, foot, buffer);
            return self.caret(cx, area);
        }
        let columns = columns(text, cx.language());
        let table = Table {
            columns: &columns,
            rows: self.lines.len(),
            name: 1,
            focus: table::Focus::Here,
        };
        let drawn = table.view(body, buffer, look, &self.table, |line, column| {
            self.cell(cx, line, column)
        });
        self.view_foot(cx, foot, buffer);
        self.caret(cx, area).or(drawn.focus)
    }

    /// While filtering the caret stands behind what was typed, in the titled rule above.
    fn caret(&self, cx: &Cx<'_>, area: Rect) -> Option<Position> {
        if !self.filtering {
            return None;
        }
        let text = ProjectsText::of(cx.language());
        let parts = self.title(cx);
        let before: usize = parts
            .iter()
            .take(2)
            .map(|part| crate::text::width(part) + 2)
            .sum();
        let typed = crate::text::width(text.filter) + 2 + crate::text::width(self.filter.text());
        let x = area.x + draw::cells(3 + before + typed);
        Some(Position::new(
            x.min(area.right().saturating_sub(1)),
            area.y.saturating_sub(1),
        ))
    }

    fn cell<'a>(&self, cx: &Cx<'a>, line: usize, column: usize) -> Cell<'a> {
        match self.lines.get(line) {
            Some(Shown::Head(group)) if column == 0 => {
                let Some((name, summary)) = self.groups.get(*group) else {
                    return Cell::new("");
                };
                let text = ProjectsText::of(cx.language());
                let rate = summary.rate().map(percent).unwrap_or_default();
                let head = (text.group_head)(name, summary.shown, &money(summary.budget), &rate);
                Cell::styled(head, cx.me.look.theme.title).spanning(Span::Rest)
            }
            Some(Shown::Row(at)) => match (
                cx.world.store.rows.get(*at as usize),
                Column::ALL.get(column),
            ) {
                (Some(row), Some(column)) => row_cell(&row, *column, cx),
                _ => Cell::new(""),
            },
            _ => Cell::new(""),
        }
    }

    fn view_foot(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) {
        let text = ProjectsText::of(cx.language());
        let look = &cx.me.look;
        let language = cx.language();
        let mut x = area.x + 2;
        for light in crate::domain::monitoring::Light::ALL {
            x = draw::put(
                buffer,
                area,
                x,
                area.y,
                terms::light(light, language),
                light_style(Some(light), &look.theme),
            );
            x += 2;
        }
        let order = if self.descending {
            look.borders.down
        } else {
            look.borders.up
        };
        let choices = format!(
            "{}: {} {order}  {}: {}  {} {}",
            text.sort,
            self.sort.unwrap_or(Column::Code).word(text),
            text.grouped,
            self.group.word(text),
            text.marked,
            cx.marks.len()
        );
        draw::put(buffer, area, x + 1, area.y, &choices, look.theme.dim);
    }
}

fn split_foot(area: Rect) -> (Rect, Rect) {
    let foot = Rect {
        y: area.bottom().saturating_sub(1),
        height: area.height.min(1),
        ..area
    };
    (
        Rect {
            height: area.height.saturating_sub(1),
            ..area
        },
        foot,
    )
}

/// Rows of data that fit; the frame takes four lines, the head of the table and the foot one each.
fn page(cx: &Cx<'_>) -> usize {
    let zones = crate::widgets::frame::zones(Rect::new(0, 0, cx.size.0, cx.size.1));
    table::page(split_foot(zones.work).0).max(1)
}

fn item(label: impl Into<String>, pick: Pick) -> Item {
    Item {
        label: label.into(),
        detail: String::new(),
        off: None,
        pick,
    }
}

fn menu(menu: Menu) -> Request {
    Request::Overlay(Box::new(Overlay::Menu(menu)))
}

fn prompt(prompt: Prompt) -> Request {
    Request::Overlay(Box::new(Overlay::Prompt(prompt)))
}

fn bulk_menu(text: &ProjectsText, cx: &Cx<'_>) -> Menu {
    let language = cx.language();
    let steps = [
        (DocumentKind::Goal, Act::Submit),
        (DocumentKind::Goal, Act::Pass),
        (DocumentKind::Goal, Act::Return),
        (DocumentKind::Goal, Act::Approve),
        (DocumentKind::SelfEvaluation, Act::Submit),
        (DocumentKind::SelfEvaluation, Act::Pass),
        (DocumentKind::SelfEvaluation, Act::Return),
    ];
    let mut items: Vec<Item> = steps
        .iter()
        .map(|(kind, act)| {
            let label = format!(
                "{} · {}",
                terms::act(*act, language),
                terms::document(*kind, language)
            );
            item(label, Pick::BulkStep(*kind, *act))
        })
        .collect();
    items.push(item(text.bulk_export, Pick::Action(Action::Export)));
    Menu::new((text.bulk_title)(cx.marks.len()), items)
}

fn columns(text: &ProjectsText, language: Language) -> Vec<table::Column<'static>> {
    use table::Column as C;
    let lights = crate::domain::monitoring::Light::ALL
        .map(|light| draw::columns(terms::light(light, language)))
        .into_iter()
        .max()
        .unwrap_or(0);
    Column::ALL
        .iter()
        .map(|column| {
            let title = column.word(text);
            match column {
                Column::Code => C::name(title, 10, 24).hides(4),
                Column::Name => C::name(title, 16, 48),
                Column::Unit => C::name(title, 18, 32).hides(5),
                Column::Stage => C::text(title, draw::columns(title).max(4)).hides(3),
                Column::Budget => C::decimal(title, 9),
                Column::Rate => C::decimal(title, 6),
                Column::Time => C::decimal(title, 6).hides(7),
                Column::Light => C::text(title, lights.max(draw::columns(title))),
                Column::Score => C::decimal(title, 6).hides(1),
                Column::Grade => C::text(title, 2).hides(2),
                Column::Findings => C::text(title, 8).hides(8),
            }
        })
        .collect()
}

/// Nothing read and nothing spent is not 0 %: nobody has looked yet.
fn is_read(row: &RowRef<'_>) -> bool {
    row.month().is_some() || !row.executed().is_zero()
}

fn row_cell<'a>(row: &RowRef<'a>, column: Column, cx: &Cx<'_>) -> Cell<'a> {
    let theme = &cx.me.look.theme;
    let language = cx.language();
    match column {
        Column::Code => {
            let mark = if cx.marks.contains(&row.id()) {
                "*"
            } else {
                ""
            };
            Cell::new(row.code()).led_by(mark)
        }
        Column::Name => Cell::new(row.name()),
        Column::Unit => Cell::new(row.unit()),
        Column::Stage => Cell::new(terms::stage(row.stage(), language)),
        Column::Budget => Cell::new(money(row.budget())),
        Column::Rate => {
            let rate = row.rate().filter(|_| is_read(row)).map(percent);
            Cell::new(rate.unwrap_or_else(|| "-".to_owned()))
        }
        Column::Time => {
            let time = row
                .month()
                .map(|month| percent(Decimal::from(month) / Decimal::from(12)));
            Cell::new(time.unwrap_or_else(|| "-".to_owned()))
        }
        Column::Light => {
            let light = row.light();
            match light {
                Some(at) => Cell::styled(terms::light(at, language), light_style(light, theme)),
                None => Cell::new("-"),
            }
        }
        // A score that there is not yet stays blank: most rows of a year have none, and a styled dash in
        // each of them is what a page costs on a slow line.
        Column::Score => Cell::new(
            row.score()
                .map(|score| round2(score).to_string())
                .unwrap_or_default(),
        ),
        Column::Grade => Cell::new(
            row.grade()
                .map_or("", |grade| terms::grade_code(grade, language)),
        ),
        Column::Findings => findings_cell(row, theme),
    }
}

/// How many errors and warnings the checks found: `E3 W5`.
pub fn findings_cell<'a>(row: &RowRef<'_>, theme: &Theme) -> Cell<'a> {
    let (errors, warnings) = (row.errors(), row.warnings());
    let word = match (errors, warnings) {
        (0, 0) => String::new(),
        (0, warnings) => format!("W{warnings}"),
        (errors, 0) => format!("E{errors}"),
        (errors, warnings) => format!("E{errors} W{warnings}"),
    };
    // Only what stops a document is coloured; a colour in every row is what a page costs on a slow line.
    if errors > 0 {
        Cell::styled(word, theme.error)
    } else {
        Cell::new(word)
    }
}

/// The style of a light; the letter and the word stand beside it.
pub fn light_style(light: Option<crate::domain::monitoring::Light>, theme: &Theme) -> Style {
    use crate::domain::monitoring::Light;
    match light {
        Some(Light::Red) => theme.light_red,
        Some(Light::Yellow) => theme.light_yellow,
        Some(Light::Green) => theme.light_green,
        Some(Light::Blue) => theme.light_blue,
        None => theme.dim,
    }
}

/// What a column sorts by.
#[derive(Debug)]
enum SortKey<'a> {
    Text(&'a str),
    Number(Option<Decimal>),
    Rank(Option<u32>),
}

impl<'a> SortKey<'a> {
    fn of(row: &RowRef<'a>, column: Column) -> Self {
        match column {
            Column::Code => Self::Text(row.code()),
            Column::Name => Self::Text(row.name()),
            Column::Unit => Self::Text(row.unit()),
            Column::Stage => Self::Rank(
                Stage::ALL
                    .iter()
                    .position(|stage| *stage == row.stage())
                    .map(|at| at as u32),
            ),
            Column::Budget => Self::Number(Some(row.budget())),
            Column::Rate | Column::Time => Self::Number(row.rate()),
            Column::Light => Self::Rank(row.light().map(|light| light as u32)),
            Column::Score | Column::Grade => Self::Number(row.score()),
            Column::Findings => Self::Rank(Some(
                u32::from(row.errors()) * 100_000 + u32::from(row.warnings()),
            )),
        }
    }

    fn compare(&self, other: &Self, descending: bool) -> Ordering {
        fn missing_last<T: Ord>(a: Option<&T>, b: Option<&T>, descending: bool) -> Ordering {
            match (a, b) {
                (Some(a), Some(b)) if descending => b.cmp(a),
                (Some(a), Some(b)) => a.cmp(b),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => Ordering::Equal,
            }
        }
        match (self, other) {
            (Self::Text(a), Self::Text(b)) if descending => b.cmp(a),
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            (Self::Number(a), Self::Number(b)) => missing_last(a.as_ref(), b.as_ref(), descending),
            (Self::Rank(a), Self::Rank(b)) => missing_last(a.as_ref(), b.as_ref(), descending),
            _ => Ordering::Equal,
        }
    }
}

/// Remembers the last few answers about a name, because neighbours in a list share unit and
/// department.
#[derive(Default)]
struct Memory {
    known: std::collections::HashMap<String, bool>,
    last: Option<(String, bool)>,
}

impl Memory {
    fn of(&mut self, name: &str, ask: impl FnOnce(&str) -> bool) -> bool {
        if let Some((last, answer)) = &self.last
            && last == name
        {
            return *answer;
        }
        let answer = if let Some(answer) = self.known.get(name) {
            *answer
        } else {
            let answer = ask(name);
            self.known.insert(name.to_owned(), answer);
            answer
        };
        self.last = Some((name.to_owned(), answer));
        answer
    }

    fn pair(&mut self, (a, b): (&str, &str), ask: impl FnOnce((&str, &str)) -> bool) -> bool {
        // The two names of a row are asked for together; the unit alone decides the cache line.
        if let Some((last, answer)) = &self.last
            && last
                .strip_suffix(b)
                .and_then(|rest| rest.strip_suffix('\n'))
                == Some(a)
        {
            return *answer;
        }
        let key = format!("{a}\n{b}");
        self.of(&key, |_| ask((a, b)))
    }
}

#[cfg(test)]
mod tests;
