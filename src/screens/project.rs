//! 项目: the loop of one project at a glance.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::action::Action;
use crate::app::{Cx, Off, Request};

/// 项目: the loop of one project at a glance.
#[derive(Debug, Clone, Default)]
pub struct ProjectScreen {}

impl ProjectScreen {
    /// Carries out an action.
    pub fn act(&mut self, _action: Action, _cx: &Cx<'_>) -> Vec<Request> {
        Vec::new()
    }

    /// Why an action is off.
    pub fn off(&self, _action: Action, _cx: &Cx<'_>) -> Option<Off> {
        None
    }

    /// The titled rule.
    pub fn title(&self, _cx: &Cx<'_>) -> Vec<String> {
        Vec::new()
    }

    /// Draws the screen.
    pub fn view(&self, _cx: &Cx<'_>, _area: Rect, _buffer: &mut Buffer) -> Option<Position> {
        None
    }

    /// The store or the project has changed.
    pub fn refresh(&mut self, _cx: &Cx<'_>) {}

    /// The screen that opens with the explanation of the project's light or score.
    pub fn asking_why() -> Self {
        Self::default()
    }
}
