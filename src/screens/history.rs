//! 变更记录: who changed what from what to what, and when.
//!
//! Entries stand newest first; what the one under the cursor changed stands below, or beside it on
//! a wide screen. Long texts show their difference only. `Enter` shows the project as it was after
//! the entry. Nothing here changes anything.
//!
//! The store has a history of its own, too: its persons, its date, its policy.

use std::collections::BTreeMap;
use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use serde_json::Value;

use crate::app::action::Action;
use crate::app::key::{Key, KeyCode};
use crate::app::open::Open;
use crate::app::overlay::{Ask, Overlay, Prompt};
use crate::app::{Cx, Effect, Off, Request};
use crate::difference::{self, Piece};
use crate::domain::change::{self, Change};
use crate::domain::command::{At, Record};
use crate::domain::journal::Entry;
use crate::domain::pinyin::Pattern;
use crate::domain::project::RowKey;
use crate::lang::history::{self as words, HistoryText};
use crate::lang::{self, terms};
use crate::text;
use crate::theme::Look;
use crate::widgets::draw::{self, put};
use crate::widgets::filter::{Filter, Heard};
use crate::widgets::table::{self, Cell, Focus, Step, Table, TableState};
use crate::widgets::{frame, list};

/// Columns from which on the changes stand beside the entries.
const WIDE: u16 = 110;

/// Texts of more characters than this on either side are shown as their difference.
const LONG: usize = 24;

/// Which pane the arrows move in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Pane {
    /// The entries.
    #[default]
    Entries,
    /// What the entry changed.
    Changes,
}

/// A piece of a line of changes, and what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tone {
    Place,
    Plain,
    Old,
    New,
    Warning,
}

/// Below so many columns the table has no room for the time of an entry.
const NARROW: u16 = 70;

/// A line of what an entry changed.
type Told = Vec<(Tone, String)>;

/// 变更记录: who changed what.
#[derive(Debug, Clone, Default)]
pub struct History {
    /// The entries of the store itself; `None` where those of the open project are looked at.
    own: Option<Arc<Vec<Entry>>>,
    table: TableState,
    pane: Pane,
    /// First line of the changes.
    top: usize,
    filter: Filter,
    /// The thing whose changes alone are shown.
    only: Option<At>,
    /// The entry that the cursor keeps while entries come in above it.
    seq: Option<u64>,
    /// What follows from entries and filter: places in the list of entries, newest first.
    shown: Vec<usize>,
    /// Which entry was taken back by which.
    undone: BTreeMap<u64, u64>,
    /// What the entry under the cursor changed, wrapped to its pane.
    told: Vec<Told>,
}

impl History {
    /// The history of one thing: an indicator, a source of money, a month of a row, a field. Esc
    /// leads on to that of the whole project.
    pub fn of(only: Option<At>) -> Self {
        Self {
            only,
            ..Self::default()
        }
    }

    /// The history of the store itself.
    pub fn of_the_store(entries: Vec<Entry>) -> Self {
        Self {
            own: Some(Arc::new(entries)),
            ..Self::default()
        }
    }

    /// Whether it is that of the store itself.
    pub fn is_of_the_store(&self) -> bool {
        self.own.is_some()
    }

    /// What the entry under the cursor is about, in the history of the store itself.
    pub fn record(&self, cx: &Cx<'_>) -> Option<Record> {
        self.own.as_ref()?;
        let entry = self.current(cx)?;
        match entry.changes.as_slice() {
            [one] => Record::at(&one.path),
            _ => None,
        }
    }

    /// Further entries of the store itself.
    pub fn renew(&mut self, entries: Vec<Entry>) {
        self.own = Some(Arc::new(entries));
    }

    /// The entries or the project have changed.
    pub fn refresh(&mut self, cx: &Cx<'_>) {
        let own = self.own.clone();
        let entries = loaded(own.as_deref(), cx).unwrap_or_default();
        self.undone = undone(entries);
        let pattern = Pattern::new(self.filter.text());
        let only = self.only.as_ref();
        let fits = |entry: &Entry| {
            only.is_none_or(|at| touches(entry, at))
                && (pattern.is_empty() || matches(entry, &pattern, cx))
        };
        self.shown = entries
            .iter()
            .enumerate()
            .rev()
            .filter(|(_, entry)| fits(entry))
            .map(|(at, _)| at)
            .collect();
        let same = |at: &usize| entries.get(*at).map(|entry| entry.seq) == self.seq;
        let kept = self.seq.and_then(|_| self.shown.iter().position(same));
        let rows = self.shown.len();
        let at = kept.unwrap_or_else(|| self.table.cursor(rows).unwrap_or(0));
        self.table.go_to(at, rows, page(cx));
        self.look(cx);
    }

    /// The cursor stands on another entry.
    fn look(&mut self, cx: &Cx<'_>) {
        let (_, changes) = panes(work(cx));
        let width = usize::from(changes.width.saturating_sub(2)).max(10);
        let entry = self.current(cx);
        let seq = entry.map(|entry| entry.seq);
        let lines = entry.map(|entry| told(entry, cx)).unwrap_or_default();
        let lines = lines.into_iter().flat_map(|line| wrap(line, width));
        let lines = lines.collect();
        if seq != self.seq {
            self.top = 0;
        }
        self.told = lines;
        self.seq = seq;
    }

    /// Asks for the file that the entries shown are written to.
    fn export(&self, cx: &Cx<'_>) -> Request {
        let open = cx.open.filter(|_| self.own.is_none());
        let of = open.map_or("store", |open| open.project.code.as_str());
        let entries = self.entries(cx);
        let shown = self.shown.iter().filter_map(|at| entries.get(*at));
        let shown: Vec<u64> = shown.map(|entry| entry.seq).collect();
        let title = (HistoryText::of(cx.language()).export_title)(shown.len());
        let path = format!("wenxiao-{of}-history.json");
        let ask = Ask::HistoryPath(open.map(Open::id), shown);
        let prompt = Prompt::new(&title, "", &path, ask);
        Request::Overlay(Box::new(Overlay::Prompt(prompt)))
    }

    /// The entry under the cursor.
    fn current<'a>(&'a self, cx: &Cx<'a>) -> Option<&'a Entry> {
        let at = self.table.cursor(self.shown.len())?;
        self.entries(cx).get(*self.shown.get(at)?)
    }

    fn entries<'a>(&'a self, cx: &Cx<'a>) -> &'a [Entry] {
        loaded(self.own.as_deref(), cx).unwrap_or_default()
    }

    /// Carries out an action.
    pub fn act(&mut self, action: Action, cx: &Cx<'_>) -> Vec<Request> {
        match action {
            Action::Step(step) => self.step(step, cx),
            Action::Next | Action::Previous => {
                self.pane = match self.pane {
                    Pane::Entries => Pane::Changes,
                    Pane::Changes => Pane::Entries,
                };
            }
            Action::Filter => self.filter.open(),
            Action::Enter => {
                let effect = cx
                    .open
                    .zip(self.current(cx))
                    .map(|(open, entry)| Request::Effect(Effect::LoadAsOf(open.id(), entry.seq)));
                return effect.into_iter().collect();
            }
            Action::Export => return vec![self.export(cx)],
            _ => {}
        }
        Vec::new()
    }

    /// Puts the cursor on the entry at a line of the screen.
    pub fn click(&mut self, y: u16, cx: &Cx<'_>) -> bool {
        let rows = self.shown.len();
        let Some(at) = self.table.row_at(y, panes(work(cx)).0, rows) else {
            return false;
        };
        self.pane = Pane::Entries;
        self.table.go_to(at, rows, page(cx));
        self.look(cx);
        true
    }

    fn step(&mut self, step: Step, cx: &Cx<'_>) {
        if self.pane == Pane::Changes {
            self.scroll(step, cx);
            return;
        }
        self.table.step(step, self.shown.len(), page(cx));
        self.look(cx);
    }

    fn scroll(&mut self, step: Step, cx: &Cx<'_>) {
        let (_, changes) = panes(work(cx));
        let page = usize::from(changes.height.saturating_sub(1)).max(1);
        let last = self.told.len().saturating_sub(page);
        self.top = match step {
            Step::Up => self.top.saturating_sub(1),
            Step::Down => self.top.saturating_add(1),
            Step::PageUp => self.top.saturating_sub(page),
            Step::PageDown => self.top.saturating_add(page),
            Step::First => 0,
            Step::Last => last,
        }
        .min(last);
    }

    /// Why an action is off.
    pub fn off(&self, action: Action, cx: &Cx<'_>) -> Option<Off> {
        match action {
            Action::Why => Some(Off::NoNumbers),
            Action::Enter if self.own.is_some() => Some(Off::NoPast),
            Action::History => Some(Off::Shown),
            Action::Enter | Action::Export if self.current(cx).is_none() => Some(Off::NoEntry),
            _ => None,
        }
    }

    /// The filter line.
    pub fn filter(&self) -> &Filter {
        &self.filter
    }

    /// A key for the filter line.
    pub fn take_key(&mut self, key: Key, cx: &Cx<'_>) -> bool {
        let free = self.filter.is_empty() && !self.filter.is_open();
        if key.code == KeyCode::Esc && free && self.only.take().is_some() {
            self.refresh(cx);
            return true;
        }
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

    /// The titled rule.
    pub fn title(&self, cx: &Cx<'_>) -> Vec<String> {
        let text = HistoryText::of(cx.language());
        let title = if self.own.is_some() {
            text.of_the_store
        } else {
            text.title
        };
        let mut parts = vec![title.to_owned()];
        if let Some(all) = loaded(self.own.as_deref(), cx) {
            parts.push((text.count)(self.shown.len(), all.len()));
        }
        if let Some((at, open)) = self.only.as_ref().zip(cx.open) {
            let names = |key: &RowKey| name_of(key, open);
            parts.insert(1, (text.only)(&words::thing(at, cx.language(), &names)));
        }
        parts
    }

    /// Draws the screen.
    pub fn view(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let text = HistoryText::of(cx.language());
        let look = &cx.me.look;
        if self.shown.is_empty() {
            let (what, first) = match loaded(self.own.as_deref(), cx) {
                None => (text.loading, ""),
                Some([]) => (text.empty, text.empty_first),
                Some(_) if self.only.is_some() && self.filter.is_empty() => {
                    (text.untouched, text.untouched_first)
                }
                Some(_) => (text.no_match, text.no_match_first),
            };
            list::empty(area, buffer, look, what, first);
            return None;
        }
        let (top, bottom) = panes(area);
        let columns = columns(text);
        let table = Table {
            columns: &columns,
            rows: self.shown.len(),
            name: 4,
            focus: match self.pane {
                Pane::Entries => Focus::Here,
                Pane::Changes => Focus::Elsewhere,
            },
        };
        let all = self.entries(cx);
        let drawn = table.view(top, buffer, look, &self.table, |line, column| {
            let entry = self.shown.get(line).and_then(|at| all.get(*at));
            entry.map_or_else(Cell::default, |entry| self.cell(entry, column, cx))
        });
        let caret = self.view_changes(cx, bottom, buffer);
        caret.or(drawn.focus)
    }

    fn cell(&self, entry: &Entry, column: usize, cx: &Cx<'_>) -> Cell<'static> {
        let language = cx.language();
        let theme = &cx.me.look.theme;
        let undone = self.undone.get(&entry.seq);
        let style = if undone.is_some() {
            theme.dim
        } else {
            Style::new()
        };
        match column {
            0 => Cell::styled(format!("#{}", entry.seq), theme.dim),
            1 if went_back(entry, cx) => {
                Cell::styled(format!("{} !", lang::time(entry.at)), theme.warning)
            }
            1 => Cell::styled(lang::time(entry.at), style),
            2 => Cell::styled(cx.world.name_of(&entry.actor.person), style),
            3 => Cell::styled(terms::role(entry.actor.role, language), theme.dim),
            4 => {
                let names = |key: &RowKey| cx.open.and_then(|open| name_of(key, open));
                let what = match (subject(entry, cx), undone) {
                    (Some(of), _) => format!("{} {of}", words::what(entry, language)),
                    (None, Some(_)) => words::what(entry, language),
                    (None, None) => words::told(entry, language, &names),
                };
                let undone_by = HistoryText::of(language).undone_by;
                let what = match undone {
                    Some(by) => format!("{what} ({})", undone_by(*by)),
                    None => what,
                };
                Cell::styled(what, style)
            }
            _ => Cell::styled(fields(entry).to_string(), theme.dim),
        }
    }

    fn view_changes(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let entry = self.current(cx)?;
        if area.is_empty() {
            return None;
        }
        let language = cx.language();
        let text = HistoryText::of(language);
        let look = &cx.me.look;
        draw::rule(
            buffer,
            area.y,
            area.x,
            area.right(),
            look.borders.horizontal,
            look.theme.rule,
        );
        let here = self.pane == Pane::Changes;
        let mut title = format!(" #{}", entry.seq);
        if cx.size.0 < NARROW {
            title = format!("{title}  {}", lang::time(entry.at));
        }
        title = format!("{title}  {}", (text.changes)(fields(entry)));
        if entry.actor.os_user != cx.me.os_user && !entry.actor.os_user.is_empty() {
            title = format!("{title}  {}", (text.os_user)(&entry.actor.os_user));
        }
        title.push(' ');
        let title = text::fit(&title, usize::from(area.width.saturating_sub(2)));
        let style = if here {
            look.theme.focus
        } else {
            look.theme.title
        };
        draw::put_over(buffer, area, area.x + 1, area.y, &title, look, style);
        let body = draw::inset(draw::below(area, 1), 1);
        let page = usize::from(body.height);
        let top = self.top.min(self.told.len().saturating_sub(page));
        for (at, line) in self.told.iter().skip(top).take(page).enumerate() {
            let row = draw::row(body, draw::cells(at));
            let mut x = row.x;
            for (tone, words) in line {
                x = put(buffer, row, x, row.y, words, style_of(*tone, look));
            }
        }
        let below = self.told.len().saturating_sub(top + page);
        if below > 0 && page > 0 {
            let more = format!(" {} {below} ", look.borders.down);
            let rule = draw::row(area, 0);
            let wide = draw::columns(&more);
            let x = rule.right().saturating_sub(wide + 1);
            if x > area.x + draw::columns(&title) + 2 {
                draw::put_over(buffer, rule, x, rule.y, &more, look, look.theme.dim);
            }
        }
        here.then_some(Position::new(area.x + 1, area.y))
    }
}

fn style_of(tone: Tone, look: &Look) -> Style {
    match tone {
        Tone::Place => look.theme.title,
        Tone::Plain => Style::new(),
        Tone::Old => look.theme.error,
        Tone::New => look.theme.good,
        Tone::Warning => look.theme.warning,
    }
}

fn work(cx: &Cx<'_>) -> Rect {
    frame::zones(Rect::new(0, 0, cx.size.0, cx.size.1)).work
}

/// Entries that fit.
fn page(cx: &Cx<'_>) -> usize {
    table::page(panes(work(cx)).0).max(1)
}

/// Where entries and changes stand: beside each other or one below the other. A very low screen
/// shows entries alone.
fn panes(area: Rect) -> (Rect, Rect) {
    if area.width >= WIDE {
        let left = area.width * 5 / 8;
        let entries = Rect {
            width: left,
            ..area
        };
        let changes = Rect {
            x: area.x + left + 1,
            width: area.width - left - 1,
            ..area
        };
        return (entries, changes);
    }
    if area.height < 8 {
        return (area, Rect { height: 0, ..area });
    }
    let above = area.height / 2;
    (
        Rect {
            height: above,
            ..area
        },
        draw::below(area, above),
    )
}

fn columns(text: &HistoryText) -> Vec<table::Column<'static>> {
    use table::Column as C;
    let [number, time, person, role, what, changes] = text.columns;
    vec![
        C::number(number, 5),
        C::text(time, 18).hides(2),
        C::name(person, 6, 12),
        C::name(role, text.least.0, 20).hides(3),
        C::name(what, text.least.1, 48),
        C::number(changes, 4).hides(1),
    ]
}

/// The entries, once they are there: those of the store, or of the open project.
fn loaded<'a>(own: Option<&'a Vec<Entry>>, cx: &Cx<'a>) -> Option<&'a [Entry]> {
    match own {
        Some(entries) => Some(entries),
        None => cx.open.and_then(|open| open.history.as_deref()),
    }
}

/// Whom an entry of the store itself is about, where it is about one person.
fn subject(entry: &Entry, cx: &Cx<'_>) -> Option<String> {
    match entry.changes.as_slice() {
        [one] => person_of(one, cx),
        _ => None,
    }
}

/// The person that a change is about: by the name of today, or the one that went with the person.
fn person_of(change: &Change, cx: &Cx<'_>) -> Option<String> {
    let [kind, id, ..] = change.path.as_slice() else {
        return None;
    };
    if kind != "person" {
        return None;
    }
    let name = cx.world.name_of(id);
    let sides = [&change.new, &change.old].into_iter().flatten();
    let mut written = sides.filter_map(|value| value.get("name")?.as_str());
    let known = name != *id;
    Some(match written.next() {
        Some(written) if !known => written.to_owned(),
        _ => name,
    })
}

/// How many fields an entry changed.
fn fields(entry: &Entry) -> usize {
    entry.changes.iter().map(change::leaf_count).sum()
}

/// Which entries are taken back now, each by the entry that did it.
fn undone(entries: &[Entry]) -> BTreeMap<u64, u64> {
    let mut undone = BTreeMap::new();
    for entry in entries {
        if let Some(of) = entry.undo_of {
            undone.insert(of, entry.seq);
        }
        if let Some(undo) = entry.redo_of {
            undone.retain(|_, by| *by != undo);
        }
    }
    undone
}

/// Does an entry fit what is typed: its number, person, step, or a field or value that it changed?
fn matches(entry: &Entry, pattern: &Pattern, cx: &Cx<'_>) -> bool {
    let language = cx.language();
    let fits = |text: &str| pattern.matches(text).is_some();
    if fits(&format!("#{}", entry.seq))
        || fits(&cx.world.name_of(&entry.actor.person))
        || fits(&words::what(entry, language))
    {
        return true;
    }
    if subject(entry, cx).is_some_and(|of| fits(&of)) {
        return true;
    }
    entry.changes.iter().any(|change| {
        let name = |key: &RowKey| name_of(key, cx.open?);
        let value = |side: &Option<Value>| match side {
            Some(Value::String(text)) => fits(text),
            _ => false,
        };
        fits(&words::place(change, language, &name)) || value(&change.old) || value(&change.new)
    })
}

/// Did an entry change this thing?
fn touches(entry: &Entry, at: &At) -> bool {
    let leaves = entry.changes.iter().flat_map(change::leaves);
    leaves.into_iter().any(|change| {
        let path: Vec<&str> = change.path.iter().map(String::as_str).collect();
        match at {
            At::Indicator(_, id, _) => is_of(&path, &RowKey::Indicator(id.clone())),
            At::Fund(id, _) => is_of(&path, &RowKey::Fund(id.clone())),
            At::Reading(month, key, _) | At::Plan(key, month) => {
                is_of(&path, key) && path.contains(&month.to_string().as_str())
            }
            At::Disposal(month) => {
                path.contains(&"months") && path.contains(&month.to_string().as_str())
            }
            At::Project(field) => words::is_field(&path, *field),
        }
    })
}

/// Does a path lead into this row, in the goal or in the months?
fn is_of(path: &[&str], key: &RowKey) -> bool {
    let stored = String::from(key.clone());
    let in_goal = match (path, key) {
        (
            ["indicators", own, ..] | ["multi_year", "indicators", own, ..],
            RowKey::Indicator(id),
        )
        | (["funds", own, ..], RowKey::Fund(id)) => own == id,
        _ => false,
    };
    in_goal || path.contains(&stored.as_str())
}

/// True where a clock went wrong. A store with a date of its own (samples) is moved back and forth on
/// purpose.
fn went_back(entry: &Entry, cx: &Cx<'_>) -> bool {
    entry.clock_regress && cx.world.store.clock.is_none()
}

/// What a row of the project is called, or was while it was there.
fn name_of(key: &RowKey, open: &Open) -> Option<String> {
    let now = open.project.row_name(key);
    now.map(str::to_owned).or_else(|| {
        let mut entries = open.history.iter().flatten().rev();
        entries.find_map(|entry| change::row_name(&entry.changes, key))
    })
}

/// What an entry changed, one line a field; long texts as their difference.
fn told(entry: &Entry, cx: &Cx<'_>) -> Vec<Told> {
    let text = HistoryText::of(cx.language());
    let mut lines = Vec::new();
    if went_back(entry, cx) {
        lines.push(vec![(Tone::Warning, text.clock_regress.to_owned())]);
    }
    if let Some((_, _, comment)) = &entry.step
        && !comment.trim().is_empty()
    {
        lines.push(vec![
            (Tone::Place, format!("{}: ", text.comment)),
            (Tone::Plain, comment.clone()),
        ]);
    }
    lines.extend(
        entry
            .changes
            .iter()
            .flat_map(change::leaves)
            .map(|change| change_line(&change, cx)),
    );
    if lines.is_empty() {
        lines.push(vec![(Tone::Plain, text.no_changes.to_owned())]);
    }
    lines
}

fn change_line(change: &Change, cx: &Cx<'_>) -> Told {
    let language = cx.language();
    let names = |key: &RowKey| name_of(key, cx.open?);
    let of = person_of(change, cx).map_or_else(String::new, |name| format!("{name} · "));
    let mut line = vec![(
        Tone::Place,
        format!("{of}{}  ", words::place(change, language, &names)),
    )];
    if let (Some(Value::String(old)), Some(Value::String(new))) = (&change.old, &change.new)
        && (old.chars().count() > LONG || new.chars().count() > LONG)
        && !old.is_empty()
        && !new.is_empty()
    {
        line.extend(difference::between(old, new).into_iter().map(piece));
        return line;
    }
    let person = |id: &str| cx.world.name_of(id);
    let side = |value: &Option<Value>| words::side(change, value.as_ref(), language, &person);
    line.push((Tone::Old, side(&change.old)));
    line.push((Tone::Plain, " -> ".to_owned()));
    line.push((Tone::New, side(&change.new)));
    line
}

/// A piece of a difference; marks stand beside the colours.
fn piece(piece: Piece) -> (Tone, String) {
    match piece {
        Piece::Same(text) => (Tone::Plain, text),
        Piece::Old(text) => (Tone::Old, format!("[-{text}-]")),
        Piece::New(text) => (Tone::New, format!("[+{text}+]")),
        Piece::Gap => (Tone::Plain, "..".to_owned()),
    }
}

/// Breaks a line into lines of a width; what follows is indented.
fn wrap(line: Told, width: usize) -> Vec<Told> {
    const INDENT: usize = 2;
    let mut lines: Vec<Told> = vec![Vec::new()];
    let mut used = 0;
    for (tone, words) in line {
        let words = words.replace('\n', " / ");
        for word in text::words(&words) {
            let mut rest = word;
            while !rest.is_empty() {
                let room = width.saturating_sub(used);
                // The blank behind a word that fills its line goes with it.
                if room == 0 && rest.trim().is_empty() {
                    break;
                }
                // A number stays whole: 700 cut behind its 7 would be another one.
                let next = text::width(rest.trim_end()) > room && used > INDENT;
                let head = if next { "" } else { text::head(rest, room) };
                if head.is_empty() && used > INDENT {
                    lines.push(vec![(Tone::Plain, " ".repeat(INDENT))]);
                    used = INDENT;
                    continue;
                }
                let Some(beyond) = rest.strip_prefix(head).filter(|_| !head.is_empty()) else {
                    break;
                };
                used += text::width(head);
                say(&mut lines, tone, head);
                rest = beyond;
            }
        }
    }
    lines
}

/// Words at the end of the last line, together with those of the same tone before them.
fn say(lines: &mut [Told], tone: Tone, words: &str) {
    let Some(line) = lines.last_mut() else { return };
    match line.last_mut() {
        Some((last, said)) if *last == tone => said.push_str(words),
        _ => line.push((tone, words.to_owned())),
    }
}

#[cfg(test)]
mod tests;
