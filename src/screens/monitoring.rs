//! 绩效监控: the year of a project, month by month.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::action::Action;
use crate::app::{Cx, Off, Request};
use crate::domain::command::At;

/// 绩效监控: the year of a project, month by month.
#[derive(Debug, Clone, Default)]
pub struct MonitoringScreen {}

impl MonitoringScreen {
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

    /// Where a place is drawn.
    pub fn place_of(&self, _at: &At, _cx: &Cx<'_>, _area: Rect) -> Option<Rect> {
        None
    }

    /// The place that is edited after this one.
    pub fn next_place(&mut self, _at: &At, _cx: &Cx<'_>) -> Option<At> {
        None
    }
}
