//! The screens. One screen is one file: its choices, its `act`, its `view`. A screen keeps what the
//! person chose (cursor, filter, fold) and never a copy of what is shown, so that a change made by
//! somebody else just appears.

mod bulk;
#[cfg(test)]
mod desk;
pub mod evaluation;
pub mod form;
pub mod goals;
pub mod history;
pub mod inbox;
pub mod marks;
pub mod monitoring;
mod notes;
pub mod project;
pub mod projects;

use form::FormOf;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::action::Action;
use crate::app::key::Key;
use crate::app::keys::Place;
use crate::app::overlay::{Menu, Pick};
use crate::app::{Cx, Effect, Off, Request};
use crate::domain::command::{At, IndicatorField, ProjectField, ReadingField};
use crate::domain::project::{ProjectId, RowKey};
use crate::widgets::filter::Filter;

/// A screen with its choices.
#[derive(Debug, Clone)]
pub enum Screen {
    /// 项目库
    Projects(projects::Projects),
    /// 项目
    Project(project::ProjectScreen),
    /// 绩效目标
    Goals(goals::Goals),
    /// 绩效监控
    Monitoring(monitoring::MonitoringScreen),
    /// 绩效评价
    Evaluation(evaluation::EvaluationScreen),
    /// 变更记录
    History(history::History),
    /// 待办
    Inbox(inbox::Inbox),
    /// A list of fields.
    Form(form::Form),
}

macro_rules! each {
    ($screen:expr, $inner:ident => $body:expr) => {
        match $screen {
            Screen::Projects($inner) => $body,
            Screen::Project($inner) => $body,
            Screen::Goals($inner) => $body,
            Screen::Monitoring($inner) => $body,
            Screen::Evaluation($inner) => $body,
            Screen::History($inner) => $body,
            Screen::Inbox($inner) => $body,
            Screen::Form($inner) => $body,
        }
    };
}

impl Screen {
    /// Where its keys stand in the key table.
    pub fn place(&self) -> Place {
        match self {
            Self::Projects(_) => Place::Projects,
            Self::Project(_) => Place::Project,
            Self::Goals(_) => Place::Goals,
            Self::Monitoring(_) => Place::Monitoring,
            Self::Evaluation(_) => Place::Evaluation,
            Self::History(_) => Place::History,
            Self::Inbox(_) => Place::Inbox,
            Self::Form(_) => Place::Form,
        }
    }

    /// Which link of the loop it shows, 0–5.
    pub fn link(&self) -> Option<u8> {
        match self {
            Self::Projects(list) => Some(list.link()),
            Self::Goals(_) => Some(1),
            Self::Monitoring(_) => Some(3),
            Self::Evaluation(_) => Some(4),
            _ => None,
        }
    }

    /// The project under the cursor of a list of projects.
    pub fn project(&self, cx: &Cx<'_>) -> Option<ProjectId> {
        match self {
            Self::Projects(screen) => screen.current(cx).map(|row| row.id()),
            Self::Inbox(screen) => screen.project(cx),
            _ => None,
        }
    }

    /// Puts the cursor on the row at a line of the screen; false where there is none.
    pub fn click(&mut self, y: u16, cx: &Cx<'_>) -> bool {
        match self {
            Self::Projects(screen) => screen.click(y, cx),
            Self::Inbox(screen) => screen.click(y, cx),
            Self::History(screen) => screen.click(y, cx),
            _ => false,
        }
    }

    /// True for the screens inside a project.
    pub fn is_of_project(&self) -> bool {
        match self {
            Self::Projects(_) | Self::Inbox(_) => false,
            _ => self.store_history().is_none(),
        }
    }

    /// The history of the store itself, if it is that.
    pub fn store_history(&self) -> Option<&history::History> {
        match self {
            Self::History(history) if history.is_of_the_store() => Some(history),
            _ => None,
        }
    }

    /// True where Enter opens a cell to write in.
    pub fn has_cells(&self) -> bool {
        matches!(
            self,
            Self::Goals(_) | Self::Monitoring(_) | Self::Evaluation(_) | Self::Form(_)
        )
    }

    /// Carries out an action of its place.
    pub fn act(&mut self, action: Action, cx: &Cx<'_>) -> Vec<Request> {
        each!(self, screen => screen.act(action, cx))
    }

    /// Why an action is off here and now, if it is.
    pub fn off(&self, action: Action, cx: &Cx<'_>) -> Option<Off> {
        each!(self, screen => screen.off(action, cx))
    }

    /// The parts of the titled rule, the most important first: `项目库`, `筛选: 县_`, `5/38 个`.
    pub fn title(&self, cx: &Cx<'_>) -> Vec<String> {
        each!(self, screen => screen.title(cx))
    }

    /// Draws its work area; the answer is where the caret belongs while it takes text itself.
    pub fn view(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        each!(self, screen => screen.view(cx, area, buffer))
    }

    /// Where a place of the project is drawn, so that it is edited where it stands.
    pub fn place_of(&self, at: &At, cx: &Cx<'_>, area: Rect) -> Option<Rect> {
        match self {
            Self::Goals(screen) => screen.place_of(at, cx, area),
            Self::Monitoring(screen) => screen.place_of(at, cx, area),
            Self::Evaluation(screen) => screen.place_of(at, cx, area),
            Self::Form(screen) => screen.place_of(at, cx, area),
            _ => None,
        }
    }

    /// The place that is edited after `at` when one saves with Tab, or before it with Shift-Tab.
    pub fn next_place(&mut self, at: &At, forward: bool, cx: &Cx<'_>) -> Option<At> {
        match self {
            Self::Goals(screen) => screen.next_place(at, forward, cx),
            Self::Monitoring(screen) => screen.next_place(at, forward, cx),
            Self::Evaluation(screen) => screen.next_place(at, forward, cx),
            Self::Form(screen) => screen.next_place(at, forward, cx),
            _ => None,
        }
    }

    /// The store or the project has changed: recompute what follows from the choices.
    pub fn refresh(&mut self, cx: &Cx<'_>) {
        each!(self, screen => screen.refresh(cx));
    }

    /// It came to the front for the first time, with its project loaded: what it wants at once.
    pub fn arrived(&mut self, cx: &Cx<'_>) -> Vec<Request> {
        match self {
            Self::Project(screen) => screen.arrived(cx),
            Self::History(_) => cx
                .open
                .map(|open| Request::Effect(Effect::LoadHistory(open.id())))
                .into_iter()
                .collect(),
            _ => Vec::new(),
        }
    }

    /// A line of a menu that this screen opened was chosen.
    pub fn picked(&mut self, pick: &Pick, cx: &Cx<'_>) -> Vec<Request> {
        match self {
            Self::Projects(screen) => screen.picked(pick, cx),
            Self::Project(screen) => screen.picked(pick, cx),
            Self::Goals(screen) => screen.picked(pick, cx),
            Self::Evaluation(screen) => screen.picked(pick, cx),
            _ => Vec::new(),
        }
    }

    /// A key before the key table sees it: a filter line takes text. True where it was taken.
    pub fn take_key(&mut self, key: Key, cx: &Cx<'_>) -> bool {
        match self {
            Self::Projects(screen) => screen.take_key(key, cx),
            Self::Inbox(screen) => screen.take_key(key, cx),
            Self::History(screen) => screen.take_key(key, cx),
            _ => false,
        }
    }

    /// The filter line of a list that has one.
    pub fn filter(&self) -> Option<&Filter> {
        match self {
            Self::Projects(screen) => Some(screen.filter()),
            Self::Inbox(screen) => Some(screen.filter()),
            Self::History(screen) => Some(screen.filter()),
            _ => None,
        }
    }

    /// Pasted text, where the screen takes text itself.
    pub fn take_paste(&mut self, text: &str, cx: &Cx<'_>) -> bool {
        match self {
            Self::Projects(screen) => screen.take_paste(text, cx),
            Self::Inbox(screen) => screen.take_paste(text, cx),
            Self::History(screen) => screen.take_paste(text, cx),
            _ => false,
        }
    }
}

/// The screen on which a place of the project is mended.
pub fn screen_for(at: &At) -> Screen {
    use IndicatorField as I;
    use ProjectField as P;
    match at {
        At::Project(P::Goal | P::MultiYearGoal)
        | At::Indicator(
            _,
            _,
            I::Level1
            | I::Level2
            | I::Name
            | I::Target
            | I::Weight
            | I::Explanation
            | I::Standard
            | I::Formula
            | I::Origin
            | I::Basis
            | I::LastYear
            | I::YearBefore
            | I::Method
            | I::DataSource
            | I::EvidenceRequired
            | I::GoalLink
            | I::GrowthRate,
        ) => Screen::Goals(goals::Goals::on(at)),
        At::Project(P::Achieved | P::ExecutionReason | P::Improvement | P::FilledBy)
        | At::Indicator(..) => Screen::Evaluation(evaluation::EvaluationScreen::on(at)),
        At::Project(_) => Screen::Form(form::Form::at(FormOf::Head, at.clone())),
        At::Fund(..) => Screen::Form(form::Form::at(FormOf::Funds, at.clone())),
        At::Plan(..) | At::Reading(..) | At::Disposal(_) => {
            Screen::Monitoring(monitoring::MonitoringScreen::on(at))
        }
    }
}

/// The words that a place is offered, where it is not simply typed or one of a few fixed ones.
pub fn menu(at: &At, cx: &Cx<'_>) -> Option<Menu> {
    match at {
        At::Project(ProjectField::Policy) => form::policies(at, cx),
        At::Reading(_, RowKey::Indicator(id), ReadingField::Actual) => {
            monitoring::bands(at, id, cx)
        }
        _ => goals::levels(at, cx),
    }
}

/// The fields of the head and the declaration.
pub fn head_form() -> Screen {
    Screen::Form(form::Form::new(FormOf::Head))
}

/// The money by source.
pub fn funds_form() -> Screen {
    Screen::Form(form::Form::new(FormOf::Funds))
}
