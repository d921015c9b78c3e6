//! 变更记录: who changed what.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::action::Action;
use crate::app::{Cx, Off, Request};

/// 变更记录: who changed what.
#[derive(Debug, Clone, Default)]
pub struct History {}

impl History {
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
}
