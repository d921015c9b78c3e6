//! 待办: what waits for the acting role.
//!
//! One line is one document of one project that waits for this role in its scope. It is read from
//! the rows of the list alone; opening a line loads its project. What is shown is computed when
//! rows or role change, never while drawing.

use std::collections::{BTreeMap, BTreeSet};

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use crate::app::action::Action;
use crate::app::key::Key;
use crate::app::overlay::Overlay;
use crate::app::{Cx, Off, Request};
use crate::domain::pinyin::Pattern;
use crate::domain::project::ProjectId;
use crate::domain::role::{Actor, Role, Scope};
use crate::domain::rows::RowRef;
use crate::domain::status::{DocumentKind, Status};
use crate::lang::inbox::{self as words, InboxText};
use crate::lang::terms;
use crate::screens::marks::findings_cell;
use crate::screens::project::{ProjectScreen, document_screen};
use crate::screens::{Screen, bulk, history};
use crate::text;
use crate::widgets::draw::{self, put};
use crate::widgets::filter::{Filter, Heard};
use crate::widgets::table::{self, Cell, Focus, Step, Table, TableState};
use crate::widgets::{frame, list};

/// A document that waits: the row's place in the store's list, and which document.
type Waiting = (usize, DocumentKind);

/// A role with its scope, and for how many documents it is waited.
type Other = (String, Role, Scope, usize);

/// 待办: what waits for the acting role.
#[derive(Debug, Clone, Default)]
pub struct Inbox {
    table: TableState,
    lines: Vec<Waiting>,
    /// The line under the cursor, kept while rows come and go.
    kept: Option<(ProjectId, DocumentKind)>,
    /// Who else is waited for; computed only where nothing waits here.
    others: Vec<Other>,
    filter: Filter,
    /// How many lines there are without the filter.
    all: usize,
}

impl Inbox {
    /// The store or the acting person has changed.
    pub fn refresh(&mut self, cx: &Cx<'_>) {
        let actor = cx.me.actor();
        self.lines = cx
            .world
            .store
            .rows
            .iter()
            .enumerate()
            .filter(|(_, row)| waits_at_all(row) && actor.sees(row.department(), row.unit()))
            .flat_map(|(at, row)| {
                row.waiting()
                    .filter(|waiting| waiting.role == actor.role)
                    .map(move |waiting| (at, waiting.document))
            })
            .collect();
        self.all = self.lines.len();
        self.narrow(cx);
        let same = |line: &Waiting| self.kept == key(line, cx);
        let kept = self.kept.and_then(|_| self.lines.iter().position(same));
        let rows = self.lines.len();
        let at = kept.unwrap_or_else(|| self.table.cursor(rows).unwrap_or(0));
        self.table.go_to(at, rows, page(cx));
        self.keep(cx);
        self.others = if self.all == 0 {
            others(cx)
        } else {
            Vec::new()
        };
    }

    /// Keeps the lines that fit the filter.
    fn narrow(&mut self, cx: &Cx<'_>) {
        let pattern = Pattern::new(self.filter.text());
        if pattern.is_empty() {
            return;
        }
        let language = cx.language();
        let rows = &cx.world.store.rows;
        self.lines.retain(|(at, kind)| {
            rows.get(*at).is_some_and(|row| {
                [row.code(), row.name(), row.unit(), row.department()]
                    .into_iter()
                    .any(|text| pattern.matches(text).is_some())
                    || pattern.matches(&terms::document(*kind, language)).is_some()
            })
        });
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
            self.refresh(cx);
        }
        heard != Heard::Passed
    }

    /// The project under the cursor.
    pub fn project(&self, cx: &Cx<'_>) -> Option<ProjectId> {
        self.current(cx).map(|(id, _)| id)
    }

    /// The document that is next once this one is done: the one below it, else the one above.
    pub fn after(
        &self,
        done: (ProjectId, DocumentKind),
        cx: &Cx<'_>,
    ) -> Option<(ProjectId, DocumentKind)> {
        let keys: Vec<_> = self.lines.iter().filter_map(|line| key(line, cx)).collect();
        let at = keys.iter().position(|key| *key == done)?;
        let before = at.checked_sub(1);
        keys.get(at + 1).or_else(|| keys.get(before?)).copied()
    }

    /// The marked projects among those shown, in their order.
    fn marked(&self, cx: &Cx<'_>) -> Vec<ProjectId> {
        let mut marked = self.projects(cx);
        marked.retain(|id| cx.marks.contains(id));
        marked
    }

    fn keep(&mut self, cx: &Cx<'_>) {
        self.kept = self.line().and_then(|line| key(&line, cx));
    }

    fn line(&self) -> Option<Waiting> {
        let at = self.table.cursor(self.lines.len())?;
        self.lines.get(at).copied()
    }

    /// The project and document under the cursor.
    fn current(&self, cx: &Cx<'_>) -> Option<(ProjectId, DocumentKind)> {
        self.line().and_then(|line| key(&line, cx))
    }

    /// The projects shown, each once.
    fn projects(&self, cx: &Cx<'_>) -> Vec<ProjectId> {
        let mut seen = BTreeSet::new();
        self.lines
            .iter()
            .filter_map(|line| key(line, cx))
            .map(|(id, _)| id)
            .filter(|id| seen.insert(*id))
            .collect()
    }

    /// Carries out an action.
    pub fn act(&mut self, action: Action, cx: &Cx<'_>) -> Vec<Request> {
        let open = |screen: fn(DocumentKind) -> Screen| {
            self.current(cx)
                .map(|(id, kind)| Request::OpenProject(id, screen(kind)))
                .into_iter()
                .collect()
        };
        match action {
            Action::Step(step) => self.step(step, cx),
            Action::Enter => return open(document_screen),
            Action::Link(1) => return open(|_| document_screen(DocumentKind::Goal)),
            Action::Link(3) => return open(|_| document_screen(DocumentKind::Monitoring(1))),
            Action::Link(4) => return open(|_| document_screen(DocumentKind::SelfEvaluation)),
            Action::Move => {
                return open(|kind| Screen::Project(ProjectScreen::asking_documents(kind)));
            }
            Action::History => return open(|_| Screen::History(history::History::default())),
            Action::Mark => return self.mark(cx),
            Action::MarkAll => return self.mark_all(cx),
            Action::Bulk => return vec![self.bulk(cx)],
            Action::Export => return vec![Request::Export(self.projects(cx))],
            Action::Filter => self.filter.open(),
            _ => {}
        }
        Vec::new()
    }

    /// Puts the cursor on the row at a line of the screen.
    pub fn click(&mut self, y: u16, cx: &Cx<'_>) -> bool {
        let area = frame::zones(Rect::new(0, 0, cx.size.0, cx.size.1)).work;
        let rows = self.lines.len();
        let Some(at) = self.table.row_at(y, area, rows) else {
            return false;
        };
        self.table.go_to(at, rows, page(cx));
        self.keep(cx);
        true
    }

    fn step(&mut self, step: Step, cx: &Cx<'_>) {
        self.table.step(step, self.lines.len(), page(cx));
        self.keep(cx);
    }

    fn mark(&mut self, cx: &Cx<'_>) -> Vec<Request> {
        let Some((id, _)) = self.current(cx) else {
            return Vec::new();
        };
        let mut marks = cx.marks.clone();
        if !marks.remove(&id) {
            marks.insert(id);
        }
        self.step(Step::Down, cx);
        vec![Request::Marks(marks)]
    }

    fn mark_all(&self, cx: &Cx<'_>) -> Vec<Request> {
        let shown: BTreeSet<ProjectId> = self.projects(cx).into_iter().collect();
        let marks = if shown.is_subset(cx.marks) {
            cx.marks.difference(&shown).copied().collect()
        } else {
            cx.marks.union(&shown).copied().collect()
        };
        vec![Request::Marks(marks)]
    }

    /// What can be done to the marked projects among those shown.
    fn bulk(&self, cx: &Cx<'_>) -> Request {
        let marked = self.marked(cx);
        let title = (InboxText::of(cx.language()).bulk_title)(marked.len());
        let lines = self.lines.iter().filter_map(|line| key(line, cx));
        let documents: Vec<_> = lines.filter(|(id, _)| marked.contains(id)).collect();
        let menu = bulk::menu_of_documents(title, &documents, cx);
        Request::Overlay(Box::new(Overlay::Menu(menu)))
    }

    /// Why an action is off.
    pub fn off(&self, action: Action, cx: &Cx<'_>) -> Option<Off> {
        match action {
            Action::Why => Some(Off::NoNumbers),
            Action::Bulk if self.lines.is_empty() && self.all == 0 => Some(Off::NothingWaits),
            Action::Bulk if self.marked(cx).is_empty() => Some(Off::NoMarks),
            Action::Enter
            | Action::Link(1 | 3 | 4)
            | Action::Move
            | Action::History
            | Action::Mark
            | Action::MarkAll
            | Action::Export
                if self.lines.is_empty() =>
            {
                Some(if self.all == 0 {
                    Off::NothingWaits
                } else {
                    Off::NoRow
                })
            }
            _ => None,
        }
    }

    /// The titled rule.
    pub fn title(&self, cx: &Cx<'_>) -> Vec<String> {
        let text = InboxText::of(cx.language());
        let role = terms::role(cx.me.grant.role, cx.language());
        let mut parts = vec![
            text.title.to_owned(),
            role.to_owned(),
            terms::scope(&cx.me.grant.scope, cx.language()),
            (text.count)(self.lines.len()),
        ];
        let marked = self.marked(cx).len();
        if marked > 0 {
            parts.push((text.marked)(marked));
        }
        parts
    }

    /// Draws the screen.
    pub fn view(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        if self.lines.is_empty() {
            let text = InboxText::of(cx.language());
            if self.all > 0 {
                list::empty(
                    area,
                    buffer,
                    &cx.me.look,
                    text.no_match,
                    text.no_match_first,
                );
            } else {
                self.view_empty(cx, area, buffer);
            }
            return None;
        }
        let columns = columns(InboxText::of(cx.language()));
        let table = Table {
            columns: &columns,
            rows: self.lines.len(),
            name: 1,
            focus: Focus::Here,
        };
        let drawn = table.view(area, buffer, &cx.me.look, &self.table, |line, column| {
            let waiting = self.lines.get(line).copied();
            let row = waiting.and_then(|(at, kind)| Some((cx.world.store.rows.get(at)?, kind)));
            row.map_or_else(Cell::default, |(row, kind)| cell(&row, kind, column, cx))
        });
        drawn.focus
    }

    fn view_empty(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) {
        let language = cx.language();
        let text = InboxText::of(language);
        let look = &cx.me.look;
        let what = (text.empty)(terms::role(cx.me.grant.role, language));
        if self.others.is_empty() {
            list::empty(area, buffer, look, &what, text.nobody);
            return;
        }
        let body = draw::inset(area, 2);
        let mut y = (body.height / 6).min(2);
        for (line, style) in [(what.as_str(), Style::new()), (text.others, look.theme.dim)] {
            let row = draw::row(body, y);
            let shown = text::fit(line, usize::from(row.width));
            put(buffer, row, row.x, row.y, &shown, style);
            y += 1;
        }
        y += 1;
        let room = usize::from(body.height.saturating_sub(y));
        // Where not all of them have room, the last line says how many more there are.
        let shown = if self.others.len() > room {
            room.saturating_sub(1)
        } else {
            self.others.len()
        };
        for (name, role, scope, count) in self.others.iter().take(shown) {
            let row = draw::row(body, y);
            let words = [
                text::pad_right(name, 10),
                text::pad_right(terms::role(*role, language), language.pick(10, 22)),
                (text.waiting)(*count),
                terms::scope(scope, language),
            ];
            let line = words.join("  ");
            let shown = text::fit(&line, usize::from(row.width));
            put(buffer, row, row.x, row.y, &shown, Style::new());
            y += 1;
        }
        if shown < self.others.len() {
            let row = draw::row(body, y);
            let more = (text.more_persons)(self.others.len() - shown);
            put(buffer, row, row.x, row.y, &more, look.theme.dim);
        }
    }
}

fn key(line: &Waiting, cx: &Cx<'_>) -> Option<(ProjectId, DocumentKind)> {
    let row = cx.world.store.rows.get(line.0)?;
    Some((row.id(), line.1))
}

fn page(cx: &Cx<'_>) -> usize {
    let zones = frame::zones(Rect::new(0, 0, cx.size.0, cx.size.1));
    table::page(zones.work).max(1)
}

fn waits_at_all(row: &RowRef<'_>) -> bool {
    row.waiting().next().is_some()
}

fn columns(text: &InboxText) -> Vec<table::Column<'static>> {
    use table::Column as C;
    let [code, name, unit, document, status, since, checks] = text.columns;
    vec![
        C::name(code, 10, 24).hides(2),
        C::name(name, 18, 40),
        C::name(unit, 18, 28).hides(4),
        C::name(document, 16, 24),
        C::name(status, 12, 18),
        C::text(since, 13).hides(1),
        C::text(checks, 8).hides(3),
    ]
}

fn cell<'a>(row: &RowRef<'a>, kind: DocumentKind, column: usize, cx: &Cx<'_>) -> Cell<'a> {
    let theme = &cx.me.look.theme;
    let language = cx.language();
    match column {
        0 => {
            let marked = cx.marks.contains(&row.id());
            Cell::styled(row.code(), theme.dim).marked(marked)
        }
        1 => Cell::new(row.name()),
        2 => Cell::styled(row.unit(), theme.dim),
        3 => Cell::new(terms::document(kind, language)),
        4 => {
            let status = bulk::status(row, kind, cx.world.policy.chain());
            let style = if status == Status::Returned {
                theme.error
            } else {
                Style::new()
            };
            Cell::styled(terms::status(status, language), style)
        }
        5 => {
            let waiting = row.waiting().find(|waiting| waiting.document == kind);
            let since = waiting.and_then(|waiting| waiting.since);
            let told = since.map(|since| words::since(since, cx.world.today, language));
            Cell::new(told.unwrap_or_default())
        }
        _ => findings_cell(row, theme),
    }
}

/// For whom documents wait, those with the most first.
fn others(cx: &Cx<'_>) -> Vec<Other> {
    let mut by_place: BTreeMap<(Role, &str, &str), usize> = BTreeMap::new();
    for row in cx.world.store.rows.iter() {
        for waiting in row.waiting() {
            *by_place
                .entry((waiting.role, row.department(), row.unit()))
                .or_default() += 1;
        }
    }
    let persons = cx.world.store.persons.iter();
    let mut others: Vec<Other> = persons
        .filter(|person| person.active)
        .flat_map(|person| person.grants.iter().map(move |grant| (person, grant)))
        .filter_map(|(person, grant)| {
            let count: usize = by_place
                .iter()
                .filter(|((role, department, unit), _)| {
                    *role == grant.role && grant.scope.covers(department, unit)
                })
                .map(|(_, count)| count)
                .sum();
            (count > 0).then(|| (person.name.clone(), grant.role, grant.scope.clone(), count))
        })
        .collect();
    others.sort_by_key(|(_, role, _, count)| (std::cmp::Reverse(*count), *role));
    others
}

/// How many documents wait for an actor, and what that was counted from: the header of every frame
/// shows it, and rows are only counted again when they or the actor have changed.
#[derive(Debug, Clone, Default)]
pub struct Count {
    of: Option<(u64, Actor)>,
    count: usize,
}

impl Count {
    /// The number, as of the last [`Count::renew`].
    pub fn get(&self) -> usize {
        self.count
    }

    /// Counts again where rows or actor are others than before; true where it did.
    pub fn renew(&mut self, cx: &Cx<'_>) -> bool {
        let actor = cx.me.actor();
        let stamp = cx.world.store.rows.stamp();
        let holds = self
            .of
            .as_ref()
            .is_some_and(|(of, who)| *of == stamp && *who == actor);
        if !holds {
            self.count = count(cx);
            self.of = Some((stamp, actor));
        }
        !holds
    }
}

/// How many documents wait for the acting role in its scope.
pub fn count(cx: &Cx<'_>) -> usize {
    let actor = cx.me.actor();
    let own = |row: &RowRef<'_>| {
        row.waiting()
            .filter(|waiting| waiting.role == actor.role)
            .count()
    };
    cx.world
        .store
        .rows
        .iter()
        .map(|row| (own(&row), row))
        .filter(|(count, row)| *count > 0 && actor.sees(row.department(), row.unit()))
        .map(|(count, _)| count)
        .sum()
}

#[cfg(test)]
mod tests;
