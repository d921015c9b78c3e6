//! 绩效监控: the year of a project, month by month: plan and actual, lights, and what a warning
//! demands.
//!
//! The screen keeps the month and the row that are looked at. What follows from them is computed
//! anew whenever the project or the month changes and is only drawn here; everything that is
//! written goes through commands.

mod draw;
mod seen;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use self::seen::{Amounts, Fill, Line, Seen};
use crate::app::action::Action;
use crate::app::open::Open;
use crate::app::overlay::{Item, Menu, Overlay, Pick, WhyBox};
use crate::app::{Cx, Off, Request};
use crate::domain::check::Finding;
use crate::domain::command::{At, Edit, ReadingField};
use crate::domain::monitoring::{Measure, present_month};
use crate::domain::notation::Band;
use crate::domain::project::RowKey;
use crate::domain::role;
use crate::domain::status::DocumentKind;
use crate::lang::goals::GoalsText;
use crate::lang::monitoring_screen::{self as words, MonitoringText};
use crate::lang::{Language, terms};
use crate::screens::form::{Form, FormOf};
use crate::screens::{Screen, history, notes, project};
use crate::widgets::frame;
use crate::widgets::table::{Step, TableState};

/// 绩效监控: the year of a project, month by month.
#[derive(Debug, Clone, Default)]
pub struct MonitoringScreen {
    /// The month looked at, once a project was seen.
    month: Option<u8>,
    rows: TableState,
    amounts: Amounts,
    /// The row to go to once the rows are known: a finding leads to it.
    wanted: Option<RowKey>,
    /// The finding that one came to with `n`.
    at_finding: Option<usize>,
    /// What follows from the project, the month and the language.
    seen: Option<Seen>,
}

impl MonitoringScreen {
    /// The screen on a month.
    pub fn at_month(month: u8) -> Self {
        Self {
            month: Some(month.clamp(1, 12)),
            ..Self::default()
        }
    }

    /// The screen on a place, so that a finding leads to where it is mended.
    pub fn on(at: &At) -> Self {
        let (month, key) = match at {
            At::Plan(key, month) | At::Reading(month, key, _) => (*month, key.clone()),
            At::Disposal(month) => (*month, RowKey::Execution),
            _ => return Self::default(),
        };
        Self {
            wanted: Some(key),
            ..Self::at_month(month)
        }
    }

    /// The store or the project has changed: everything is computed anew, the cursor stays on its
    /// row.
    pub fn refresh(&mut self, cx: &Cx<'_>) {
        let Some(open) = cx.open else {
            self.seen = None;
            return;
        };
        let month = self.month.unwrap_or_else(|| {
            let present = present_month(open.project.year, cx.world.today);
            let read = open.project.last_reading_month();
            read.unwrap_or(present).clamp(1, 12)
        });
        let keep = self
            .wanted
            .take()
            .or_else(|| self.line().map(|line| line.key.clone()));
        self.month = Some(month);
        let seen = Seen::of(open, month, self.amounts_shown(cx), cx);
        let place = keep.and_then(|key| seen.lines.iter().position(|line| line.key == key));
        let lines = seen.lines.len();
        let at = place.or_else(|| self.rows.cursor(lines)).unwrap_or(0);
        self.rows.go_to(at, lines, page(cx, lines));
        self.seen = Some(seen);
    }

    /// Money is written in amounts, so amounts are shown while it is.
    fn amounts_shown(&self, cx: &Cx<'_>) -> Amounts {
        let written = cx.editing.is_some_and(|editing| match &editing.at {
            At::Reading(_, key, ReadingField::Actual) => !matches!(key, RowKey::Indicator(_)),
            _ => false,
        });
        if written {
            Amounts::Money
        } else {
            self.amounts
        }
    }

    fn lines(&self) -> &[Line] {
        self.seen.as_ref().map_or(&[], |seen| seen.lines.as_slice())
    }

    /// The row under the cursor.
    fn line(&self) -> Option<&Line> {
        self.lines().get(self.rows.cursor(self.lines().len())?)
    }

    fn month(&self) -> u8 {
        self.month.unwrap_or(1)
    }

    fn go_to_month(&mut self, month: u8, cx: &Cx<'_>) {
        let month = month.clamp(1, 12);
        if self.month != Some(month) {
            self.month = Some(month);
            self.refresh(cx);
        }
    }

    fn step(&mut self, step: Step, cx: &Cx<'_>) {
        let lines = self.lines().len();
        self.rows.step(step, lines, page(cx, lines));
    }

    /// Where cause, outlook and measures of the row are written: the money is explained as a whole.
    fn explained(&self) -> Option<RowKey> {
        self.line().map(|line| match &line.key {
            RowKey::Fund(_) => RowKey::Execution,
            key => key.clone(),
        })
    }

    /// The place that an action would edit.
    fn place(&self, action: Action) -> Option<At> {
        let month = self.month();
        match action {
            Action::Enter => match &self.line()?.fill {
                Fill::At(key) => Some(At::Reading(month, key.clone(), ReadingField::Actual)),
                _ => None,
            },
            Action::Plan => Some(At::Plan(self.line()?.key.clone(), month)),
            Action::Disposal => Some(At::Disposal(month)),
            _ => None,
        }
    }

    /// Carries out an action.
    pub fn act(&mut self, action: Action, cx: &Cx<'_>) -> Vec<Request> {
        let text = MonitoringText::of(cx.language());
        let month = self.month();
        match action {
            Action::Step(step) => self.step(step, cx),
            Action::Left | Action::MonthBefore | Action::Previous => {
                self.go_to_month(month.saturating_sub(1), cx);
            }
            Action::Right | Action::MonthAfter | Action::Next => {
                self.go_to_month(month.saturating_add(1), cx);
            }
            Action::Amounts => {
                self.amounts = match self.amounts {
                    Amounts::Percent => Amounts::Money,
                    Amounts::Money => Amounts::Percent,
                };
                self.refresh(cx);
            }
            Action::Enter => return self.enter(text, cx),
            Action::Cause => {
                let of = self.explained().map(|key| FormOf::Reading(month, key));
                return of.map(form).into_iter().collect();
            }
            Action::NextFinding => return self.next_finding(true, cx),
            Action::PreviousFinding => return self.next_finding(false, cx),
            Action::Funds => return vec![form(FormOf::Funds)],
            Action::Plan | Action::Disposal => {
                return self.place(action).map(Request::Edit).into_iter().collect();
            }
            Action::Move => return vec![Request::Documents(DocumentKind::Monitoring(month))],
            Action::Why => return self.why(cx),
            Action::History => {
                return vec![Request::Go(Screen::History(history::History::of(
                    self.place(Action::Enter),
                )))];
            }
            Action::Export => return project::export(cx),
            _ => {}
        }
        Vec::new()
    }

    /// The finding behind the cell under the cursor, or the one before it; round at the ends.
    fn next_finding(&mut self, forward: bool, cx: &Cx<'_>) -> Vec<Request> {
        let language = cx.language();
        let Some(open) = cx.open else {
            return Vec::new();
        };
        let row_of = |key: &RowKey| {
            let at = |key: &RowKey| self.lines().iter().position(|line| line.key == *key);
            // A single source has no row of its own.
            at(key).or_else(|| at(&RowKey::Execution))
        };
        let mut all: Vec<((u8, usize), &Finding)> = open
            .findings
            .iter()
            .filter_map(|finding| {
                let place = match &finding.place {
                    At::Reading(month, key, _) | At::Plan(key, month) => (*month, row_of(key)?),
                    At::Disposal(month) => (*month, 0),
                    _ => return None,
                };
                Some((place, finding))
            })
            .collect();
        all.sort_by_key(|(place, _)| *place);
        let count = all.len();
        let here = (
            self.month(),
            self.rows.cursor(self.lines().len()).unwrap_or(0),
        );
        let standing = self
            .at_finding
            .filter(|at| all.get(*at).is_some_and(|(place, _)| *place == here));
        let next = match (standing, forward) {
            (_, _) if count == 0 => None,
            (Some(at), true) => Some((at + 1) % count),
            (Some(at), false) => Some((at + count - 1) % count),
            (None, true) => Some(all.iter().position(|(of, _)| *of >= here).unwrap_or(0)),
            (None, false) => all
                .iter()
                .rposition(|(of, _)| *of <= here)
                .or(Some(count - 1)),
        };
        let Some((number, ((month, row), finding))) =
            next.and_then(|next| Some((next, *all.get(next)?)))
        else {
            return vec![Request::note(GoalsText::of(language).no_findings)];
        };
        let said = notes::line(finding, language);
        let said = (GoalsText::of(language).finding)(number + 1, count, &said);
        self.at_finding = Some(number);
        self.wanted = self.lines().get(row).map(|line| line.key.clone());
        self.month = Some(month.clamp(1, 12));
        self.refresh(cx);
        vec![Request::note(said)]
    }

    /// Edits the actual of the month. A total is filled in by its sources: the first of them opens.
    fn enter(&mut self, text: &MonitoringText, cx: &Cx<'_>) -> Vec<Request> {
        match self.line().map(|line| &line.fill) {
            Some(Fill::Sources(names)) => {
                let said = Request::note((text.fill_sources)(&names.join(", ")));
                let count = self.lines().len();
                self.rows.go_to(
                    self.rows.cursor(count).unwrap_or(0) + 1,
                    count,
                    page(cx, count),
                );
                let first = self.place(Action::Enter).map(Request::Edit);
                first.into_iter().chain([said]).collect()
            }
            Some(Fill::NoSources) => vec![Request::note(text.no_sources)],
            _ => self
                .place(Action::Enter)
                .map(Request::Edit)
                .into_iter()
                .collect(),
        }
    }

    fn why(&self, cx: &Cx<'_>) -> Vec<Request> {
        let text = MonitoringText::of(cx.language());
        let (Some(seen), Some(line), Some(open)) = (&self.seen, self.line(), cx.open) else {
            return Vec::new();
        };
        let Some(row) = seen.row(line) else {
            return Vec::new();
        };
        let lines = words::why(&seen.timeline, row, &open.policy, cx.language());
        let month = terms::month(self.month(), cx.language());
        vec![Request::Overlay(Box::new(Overlay::Why(WhyBox::new(
            (text.why_title)(line.name.trim(), &month),
            lines,
        ))))]
    }

    /// Why an action is off.
    pub fn off(&self, action: Action, cx: &Cx<'_>) -> Option<Off> {
        let Some(open) = cx.open else {
            return Some(Off::NoProject);
        };
        match action {
            Action::Enter | Action::Plan | Action::Disposal => {
                if cx.world.store.read_only.is_some() {
                    return Some(Off::ReadOnly);
                }
                if open.as_of.is_some() {
                    return Some(Off::AsOf);
                }
                // A total is filled in by its sources: who may write one may write the others.
                let of_sources = || {
                    let actual = ReadingField::Actual;
                    At::Reading(self.month(), RowKey::Execution, actual)
                };
                let at = self.place(action).unwrap_or_else(of_sources);
                let value = crate::app::edit::value(&open.project, &at);
                let probe = Edit::Set { at, value };
                let actor = cx.me.actor();
                role::may_edit(&actor, &probe, &open.project, open.policy.chain())
                    .err()
                    .map(Off::Refused)
            }
            Action::Cause | Action::Why if self.line().is_none() => Some(Off::NothingHere),
            _ => None,
        }
    }

    /// The titled rule.
    pub fn title(&self, cx: &Cx<'_>) -> Vec<String> {
        let text = MonitoringText::of(cx.language());
        let month = terms::month(self.month(), cx.language());
        let mut parts = vec![format!("{} > {month}", text.title)];
        let Some(seen) = &self.seen else {
            return parts;
        };
        let over = |end: &NaiveDate| *end < cx.world.today;
        if self.month() > seen.present {
            parts.push(text.future.to_owned());
        } else if let Some(end) = seen.month_end.filter(over) {
            parts.push((text.until)(&end.format("%m-%d").to_string()));
        } else {
            parts.push(text.running.to_owned());
        }
        if let Some(deadline) = seen.deadline {
            let day = deadline.day.format("%m-%d").to_string();
            parts.push((text.hand_in)(&day, deadline.left));
        }
        parts
    }

    /// Draws the screen.
    pub fn view(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        draw::view(self, cx, area, buffer)
    }

    /// Where a place is drawn.
    pub fn place_of(&self, at: &At, _cx: &Cx<'_>, area: Rect) -> Option<Rect> {
        draw::place_of(self, at, area)
    }

    /// The place that is edited after this one, or before it: the row beside it in the same month;
    /// a plan goes on with the month beside it in its row.
    pub fn next_place(&mut self, at: &At, forward: bool, cx: &Cx<'_>) -> Option<At> {
        match at {
            At::Reading(month, key, ReadingField::Actual) => {
                let is_here = |line: &Line| line.fill == Fill::At(key.clone());
                let here = self.lines().iter().position(is_here)?;
                let to_fill = |(at, line): (usize, &Line)| match &line.fill {
                    Fill::At(key) => Some((at, key.clone())),
                    _ => None,
                };
                let lines = self.lines().iter().enumerate();
                let (next, key) = if forward {
                    lines.skip(here + 1).find_map(to_fill)
                } else {
                    lines.take(here).rev().find_map(to_fill)
                }?;
                let count = self.lines().len();
                self.rows.go_to(next, count, page(cx, count));
                Some(At::Reading(*month, key, ReadingField::Actual))
            }
            At::Plan(key, month) => {
                let beside = if forward {
                    Some(month + 1).filter(|next| *next <= 12)
                } else {
                    month.checked_sub(1).filter(|before| *before > 0)
                }?;
                self.go_to_month(beside, cx);
                Some(At::Plan(key.clone(), beside))
            }
            _ => None,
        }
    }
}

/// Rows of the timeline that fit.
fn page(cx: &Cx<'_>, lines: usize) -> usize {
    let zones = frame::zones(Rect::new(0, 0, cx.size.0, cx.size.1));
    draw::page(zones.work, lines)
}

/// The fixed completion words, for an indicator that is measured by nothing else.
pub(super) fn bands(at: &At, id: &str, cx: &Cx<'_>) -> Option<Menu> {
    let open = cx.open?;
    let key = RowKey::Indicator(id.to_owned());
    let measure = &open.timeline.row(&key)?.measure;
    if *measure != Measure::Qualitative {
        return None;
    }
    let language = cx.language();
    let now = crate::app::edit::value(&open.project, at);
    let item = |label: &str, stored: &str| Item {
        label: label.to_owned(),
        detail: String::new(),
        off: None,
        pick: Pick::Word(at.clone(), stored.to_owned()),
    };
    let words = [Band::Met, Band::Partial, Band::Unmet]
        .map(|band| (terms::band(band, language), terms::band(band, Language::Zh)));
    let current = words.iter().position(|(_, stored)| *stored == now);
    let mut items: Vec<Item> = words.map(|(label, stored)| item(label, stored)).into();
    items.push(item(MonitoringText::of(language).clear, ""));
    Some(Menu::new(row_title(open, &key, language), items).at(current.unwrap_or(0)))
}

fn row_title(open: &Open, key: &RowKey, language: Language) -> String {
    let name = open.timeline.row(key).map(|row| row.name.clone());
    let of = terms::reading_field(ReadingField::Actual, language);
    format!("{} · {of}", name.unwrap_or_default())
}

fn form(of: FormOf) -> Request {
    Request::Go(Screen::Form(Form::new(of)))
}
