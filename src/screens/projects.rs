//! 项目库: the list of projects, through a hundred thousand rows without a pause.
//!
//! It keeps the person's choices: link of the loop, year, filter, order, grouping, cursor. What is
//! listed follows from them (`listing`); rows themselves are read where they lie, only those on
//! the screen.

mod columns;
mod listing;

use std::collections::BTreeSet;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

pub use self::columns::Column;
pub use self::listing::{Group, Summary, YearShown};
use self::listing::{Listing, Order, Shown};
use crate::app::action::Action;
use crate::app::key::Key;
use crate::app::overlay::{Answer, Ask, Item, Menu, Overlay, Pick, Prompt, Question};
use crate::app::{Cx, Effect, Off, Request};
use crate::domain::command::Command;
use crate::domain::monitoring::Light;
use crate::domain::project::ProjectId;
use crate::domain::refusal::Refusal;
use crate::domain::role::{self, Role, Scope};
use crate::domain::rows::RowRef;
use crate::domain::status::DocumentKind;
use crate::lang::numbers::{money, percent};
use crate::lang::projects::{ProjectsText, backups, why_list};
use crate::lang::{Language, terms};
use crate::screens::marks::light_style;
use crate::screens::{Screen, bulk, evaluation, goals, history, monitoring, project};
use crate::widgets::filter::{Filter, Heard};
use crate::widgets::table::{self, Cell, Span, Step, Table, TableState};
use crate::widgets::{draw, list};

impl Group {
    fn word(self, text: &ProjectsText) -> &'static str {
        text.groups.get(self as usize).copied().unwrap_or("")
    }
}

/// 项目库
#[derive(Debug, Clone, Default)]
pub struct Projects {
    /// Which link of the loop it shows of all projects; 0 is the whole.
    link: u8,
    year: YearShown,
    filter: Filter,
    order: Order,
    group: Group,
    table: TableState,
    /// The project under the cursor, which stays there when others come in above it.
    kept: Option<ProjectId>,
    listing: Listing,
    /// The columns of link and year.
    columns: Vec<Column>,
    /// How many marked projects are not shown.
    unseen: usize,
    /// A project that the cursor goes to as soon as it is listed.
    sought: Option<ProjectId>,
    /// The year that is listed: found once, not in every frame.
    in_year: YearShown,
    /// What the listing rested on beside the choices: moving between screens changes none of it,
    /// and a hundred thousand rows are not looked through again.
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
            self.put_cursor_on(self.number(), cx);
        } else {
            self.basis = Some(basis);
            self.recompute(cx);
        }
        let sought = self.sought.and_then(|id| number_of(id, cx));
        if sought.is_some_and(|number| self.listing.line_of(number).is_some()) {
            self.sought = None;
            self.put_cursor_on(sought, cx);
        }
        self.count_unseen(cx);
    }

    /// Lists anew what follows from the choices.
    fn recompute(&mut self, cx: &Cx<'_>) {
        let rows = &cx.world.store.rows;
        // Numbers of rows are others after somebody has added one: the project is what stays.
        let keep = self.kept.and_then(|id| number_of(id, cx));
        self.in_year = self.year(cx);
        self.listing
            .choose(rows, &cx.me.actor(), self.in_year, self.order);
        self.columns = self.columns();
        self.narrow(keep, cx);
    }

    /// Lists what fits the filter; the cursor stays on its project where that is still shown.
    fn narrow(&mut self, keep: Option<u32>, cx: &Cx<'_>) {
        let rows = &cx.world.store.rows;
        self.listing
            .narrow(rows, self.filter.text(), self.group, cx.language());
        self.put_cursor_on(keep, cx);
        self.count_unseen(cx);
    }

    /// Marks outlive a filter; how many of them one does not see is said.
    fn count_unseen(&mut self, cx: &Cx<'_>) {
        self.unseen = if cx.marks.is_empty() {
            0
        } else {
            let shown = self.shown(cx);
            let seen = shown.iter().filter(|id| cx.marks.contains(id)).count();
            cx.marks.len() - seen
        };
    }

    /// The columns of the link; over all years a row says its year, and while nothing has a score
    /// there is no column for it.
    fn columns(&self) -> Vec<Column> {
        let scored = self.listing.is_scored();
        let mut columns: Vec<Column> = Column::of_link(self.link)
            .iter()
            .copied()
            .filter(|column| scored || !column.is_of_score() || self.link != 0)
            .collect();
        if self.in_year == YearShown::All {
            columns.insert(2.min(columns.len()), Column::Year);
        }
        columns
    }

    /// The cursor goes to this project as soon as it is listed.
    pub fn seek(&mut self, id: ProjectId) {
        self.sought = Some(id);
    }

    /// The year that is listed.
    pub fn listed_year(&self) -> YearShown {
        self.in_year
    }

    /// The year that is listed, in words.
    pub fn year_word(&self, language: Language) -> String {
        match self.in_year {
            YearShown::One(year) => terms::year(year, language),
            YearShown::Current | YearShown::All => ProjectsText::of(language).all_years.to_owned(),
        }
    }

    /// The projects that are marked, those shown first and in their order.
    fn marked(&self, cx: &Cx<'_>) -> Vec<ProjectId> {
        let mut marked = self.shown(cx);
        marked.retain(|id| cx.marks.contains(id));
        let seen: BTreeSet<ProjectId> = marked.iter().copied().collect();
        marked.extend(cx.marks.difference(&seen));
        marked
    }

    fn put_cursor_on(&mut self, keep: Option<u32>, cx: &Cx<'_>) {
        let lines = self.listing.len();
        let place = keep.and_then(|number| self.listing.line_of(number));
        let at = place.unwrap_or_else(|| self.table.cursor(lines).unwrap_or(0));
        self.table.go_to(at, lines, page(cx));
        self.off_head(1);
        self.kept = self.current(cx).map(|row| row.id());
    }

    /// The cursor never rests on the head of a group.
    fn off_head(&mut self, direction: isize) {
        let lines = self.listing.len();
        let Some(at) = self.table.cursor(lines) else {
            return;
        };
        if matches!(self.listing.line(at), Some(Shown::Head(_))) {
            let next = if direction < 0 && at > 0 {
                at - 1
            } else {
                at + 1
            };
            self.table.go_to(next, lines, 1);
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
        cx.world.store.rows.get(self.number()? as usize)
    }

    /// The number of the row under the cursor.
    fn number(&self) -> Option<u32> {
        let at = self.table.cursor(self.listing.len())?;
        match self.listing.line(at)? {
            Shown::Row(number) => Some(number),
            Shown::Head(_) => None,
        }
    }

    /// The projects shown, in the order of the list.
    pub fn shown(&self, cx: &Cx<'_>) -> Vec<ProjectId> {
        let numbers: Vec<u32> = self.listing.numbers().collect();
        let rows = cx.world.store.rows.pick(&numbers);
        rows.map(|(_, row)| row.id()).collect()
    }

    /// Which link of the loop is shown of all projects.
    pub fn link(&self) -> u8 {
        self.link
    }

    /// Shows a link of the loop of all projects.
    pub fn show_link(&mut self, link: u8) {
        self.link = link;
        self.columns = self.columns();
    }

    /// What the list says of all rows shown.
    pub fn summary(&self) -> &Summary {
        self.listing.summary()
    }

    /// Carries out an action.
    pub fn act(&mut self, action: Action, cx: &Cx<'_>) -> Vec<Request> {
        let text = ProjectsText::of(cx.language());
        match action {
            Action::Step(step) => self.step(step, cx),
            Action::Enter => self.open(self.screen_of_link(), cx),
            Action::Why => {
                let counts = self.current(cx).map(|row| (row.errors(), row.warnings()));
                let sums = self.listing.summary().sums();
                let more = why_list(counts.unwrap_or_default(), sums, cx.language());
                let why = project::ProjectScreen::asking_why(more);
                self.open(Screen::Project(why), cx)
            }
            // Who sees no project looks after the store.
            Action::History if administers(cx) => {
                vec![Request::Effect(Effect::LoadStoreHistory)]
            }
            Action::History => self.open(Screen::History(history::History::default()), cx),
            Action::Filter => {
                self.filter.open();
                Vec::new()
            }
            Action::Sort => vec![menu(self.sort_menu(text))],
            Action::SortReverse => {
                self.order.descending = !self.order.descending;
                self.recompute(cx);
                Vec::new()
            }
            Action::Group => vec![menu(self.group_menu(text))],
            Action::Year => vec![menu(self.year_menu(text, cx))],
            Action::Mark => self.mark(cx),
            Action::MarkAll => self.mark_all(cx),
            Action::Bulk => vec![menu(self.bulk_menu(text, cx))],
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
                let shown = self.shown(cx);
                if cx.marks.is_empty() {
                    return vec![Request::Export(shown)];
                }
                let marked = self.marked(cx);
                let choices = [
                    ((text.export_shown)(shown.len()), shown),
                    ((text.export_marked)(marked.len()), marked),
                ];
                let items = choices
                    .into_iter()
                    .filter(|(_, projects)| !projects.is_empty())
                    .map(|(label, projects)| item(label, Pick::Export(projects.into())))
                    .collect();
                vec![menu(Menu::new(text.export_choice, items))]
            }
            Action::Delete => self.ask_delete(text, cx),
            _ => Vec::new(),
        }
    }

    fn step(&mut self, step: Step, cx: &Cx<'_>) -> Vec<Request> {
        self.sought = None;
        self.table.step(step, self.listing.len(), page(cx));
        self.off_head(match step {
            Step::Up | Step::PageUp => -1,
            _ => 1,
        });
        self.kept = self.current(cx).map(|row| row.id());
        Vec::new()
    }

    /// Puts the cursor on the row at a line of the screen.
    pub fn click(&mut self, y: u16, cx: &Cx<'_>) -> bool {
        let area = split_foot(work(cx)).0;
        let lines = self.listing.len();
        let Some(at) = self.table.row_at(y, area, lines) else {
            return false;
        };
        self.sought = None;
        self.table.go_to(at, lines, page(cx));
        self.off_head(1);
        true
    }

    /// Where Enter leads: the same link, of one project.
    fn screen_of_link(&self) -> Screen {
        match self.link {
            1 => Screen::Goals(goals::Goals::default()),
            3 => Screen::Monitoring(monitoring::MonitoringScreen::default()),
            4 => Screen::Evaluation(evaluation::EvaluationScreen::default()),
            _ => Screen::Project(project::ProjectScreen::default()),
        }
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
            Action::Export if self.listing.is_empty() && cx.marks.is_empty() => {
                Some(Off::NothingListed)
            }
            Action::History if administers(cx) => None,
            Action::Enter | Action::Why | Action::History | Action::Delete | Action::Mark
                if self.current(cx).is_none() =>
            {
                Some(Off::NothingListed)
            }
            Action::New => role::may_create(&cx.me.actor(), cx.world.policy.chain())
                .err()
                .map(Off::Refused),
            Action::Import => role::may_import(&cx.me.actor(), cx.world.policy.chain())
                .err()
                .map(Off::Refused),
            Action::Delete => self.undeletable(cx).map(Off::Refused),
            _ => None,
        }
    }

    /// Why the project under the cursor can't be deleted, as far as its row tells.
    fn undeletable(&self, cx: &Cx<'_>) -> Option<Refusal> {
        let row = self.current(cx)?;
        let command = Command::Delete { project: row.id() };
        match role::may(&cx.me.actor(), &command, None, cx.world.policy.chain()) {
            Err(refusal @ Refusal::Role { .. }) => Some(refusal),
            _ if row.goal_status().is_editable() => None,
            _ => Some(Refusal::PastDraft {
                document: DocumentKind::Goal,
            }),
        }
    }

    /// The filter line.
    pub fn filter(&self) -> &Filter {
        &self.filter
    }

    /// A key for the filter line.
    pub fn take_key(&mut self, key: Key, cx: &Cx<'_>) -> bool {
        let heard = self.filter.key(key);
        self.heard(heard, cx)
    }

    /// Pasted text for the filter line.
    pub fn take_paste(&mut self, pasted: &str, cx: &Cx<'_>) -> bool {
        let heard = self.filter.paste(pasted);
        self.heard(heard, cx)
    }

    fn heard(&mut self, heard: Heard, cx: &Cx<'_>) -> bool {
        if heard == Heard::Changed {
            self.narrow(self.number(), cx);
        }
        heard != Heard::Passed
    }

    /// A line of one of this screen's menus.
    pub fn picked(&mut self, pick: &Pick, cx: &Cx<'_>) -> Vec<Request> {
        match pick {
            Pick::Sort(column) => {
                // The same column again turns the order round.
                let by = (*column != self.natural()).then_some(*column);
                self.order = Order {
                    by,
                    descending: self.order.by == by && !self.order.descending,
                };
            }
            Pick::Group(group) => self.group = *group,
            Pick::Year(year) => self.year = *year,
            _ => return Vec::new(),
        }
        self.recompute(cx);
        Vec::new()
    }

    fn sort_menu(&self, text: &ProjectsText) -> Menu {
        let items: Vec<Item> = self
            .columns
            .iter()
            .map(|column| item(column.word(text), Pick::Sort(*column)))
            .collect();
        let now = self.order.by.unwrap_or(self.natural());
        let at = items
            .iter()
            .position(|item| item.pick == Pick::Sort(now))
            .unwrap_or(0);
        Menu::new(text.sort_title, items).at(at)
    }

    /// The column that the order of the store follows: year, then code.
    fn natural(&self) -> Column {
        if self.in_year == YearShown::All {
            Column::Year
        } else {
            Column::Code
        }
    }

    fn bulk_menu(&self, text: &ProjectsText, cx: &Cx<'_>) -> Menu {
        let mut title = (text.bulk_title)(cx.marks.len());
        if self.unseen > 0 {
            title = format!("{title} {}", (text.unseen)(self.unseen));
        }
        bulk::menu(title, &self.marked(cx), cx)
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
        let summary = self.listing.summary();
        let mut parts = vec![text.title.to_owned()];
        parts.push(self.year_word(cx.language()));
        parts.push((text.count)(summary.shown, summary.of));
        if let Some(budget) = summary.budget() {
            parts.push(format!(
                "{} {} {}",
                text.budget,
                money(budget),
                text.money_unit
            ));
        }
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
        if self.listing.is_empty() {
            let backups = backups(cx.world.store.kept, cx.language());
            let unseeing = [text.unseeing_first, &backups].join("\n");
            let (what, first) = if cx.me.grant.role == Role::Admin {
                (text.unseeing, unseeing.as_str())
            } else if self.filter.is_empty() && cx.world.store.rows.is_empty() {
                (text.empty, text.empty_first)
            } else {
                (text.none, text.none_first)
            };
            list::empty(body, buffer, look, what, first);
            self.view_foot(cx, foot, buffer);
            return None;
        }
        let roomy = body.width >= ROOMY && !self.columns.contains(&Column::Score);
        let columns: Vec<table::Column<'_>> = self
            .columns
            .iter()
            .map(|column| column.shape(text, cx.language(), roomy))
            .collect();
        let table = Table {
            columns: &columns,
            rows: self.listing.len(),
            name: 1,
            focus: table::Focus::Here,
        };
        let drawn = table.view(body, buffer, look, &self.table, |line, column| {
            self.cell(cx, line, column)
        });
        self.view_foot(cx, foot, buffer);
        drawn.focus
    }

    fn cell<'a>(&self, cx: &Cx<'a>, line: usize, column: usize) -> Cell<'a> {
        match self.listing.line(line) {
            Some(Shown::Head(group)) if column == 0 => self.head(group, cx),
            Some(Shown::Row(at)) => {
                let row = cx.world.store.rows.get(at as usize);
                let column = self.columns.get(column);
                row.zip(column)
                    .map_or_else(|| Cell::new(""), |(row, column)| column.cell(&row, cx))
            }
            _ => Cell::new(""),
        }
    }

    fn head<'a>(&self, group: usize, cx: &Cx<'_>) -> Cell<'a> {
        let Some((name, summary)) = self.listing.group(group) else {
            return Cell::new("");
        };
        let text = ProjectsText::of(cx.language());
        let budget = summary.budget().map_or_else(|| "-".to_owned(), money);
        let rate = summary.rate().map_or_else(|| "-".to_owned(), percent);
        let head = (text.group_head)(name, summary.shown, &budget, &rate);
        Cell::styled(head, cx.me.look.theme.title).spanning(Span::Rest)
    }

    fn view_foot(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) {
        let text = ProjectsText::of(cx.language());
        let look = &cx.me.look;
        let language = cx.language();
        let order = if self.order.descending {
            look.borders.down
        } else {
            look.borders.up
        };
        let unseen = if self.unseen > 0 {
            format!(" {}", (text.unseen)(self.unseen))
        } else {
            String::new()
        };
        let choices = format!(
            "{} {}{unseen}  {}: {} {order}  {}: {}",
            text.marked,
            cx.marks.len(),
            text.sort,
            self.order.by.unwrap_or(self.natural()).word(text),
            text.grouped,
            self.group.word(text),
        );
        // The choices are not told anywhere else; the words of the lights are.
        let end = area.right().saturating_sub(draw::columns(&choices) + 1);
        let mut x = area.x + 2;
        for light in Light::ALL {
            let word = terms::light(light, language);
            if x + draw::columns(word) + 2 > end {
                break;
            }
            let style = light_style(Some(light), &look.theme);
            x = draw::put(buffer, area, x, area.y, word, style) + 2;
        }
        draw::put(buffer, area, x + 1, area.y, &choices, look.theme.dim);
    }
}

/// The number of a project's row in the store's list.
fn number_of(id: ProjectId, cx: &Cx<'_>) -> Option<u32> {
    let place = cx.world.store.rows.position(id)?;
    u32::try_from(place).ok()
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

/// Columns from which on a name has room beside all that is told of its project.
const ROOMY: u16 = 110;

/// Rows of data that fit; the frame takes four lines, the head of the table and the foot one each.
fn page(cx: &Cx<'_>) -> usize {
    table::page(split_foot(work(cx)).0).max(1)
}

fn work(cx: &Cx<'_>) -> Rect {
    crate::widgets::frame::zones(Rect::new(0, 0, cx.size.0, cx.size.1)).work
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

fn administers(cx: &Cx<'_>) -> bool {
    cx.me.grant.role == Role::Admin
}

#[cfg(test)]
mod tests;
