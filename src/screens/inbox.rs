//! 待办: what waits for the acting role.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::action::Action;
use crate::app::{Cx, Off, Request};

/// 待办: what waits for the acting role.
#[derive(Debug, Clone, Default)]
pub struct Inbox {}

impl Inbox {
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

/// How many documents wait for the acting role in its scope.
pub fn count(cx: &Cx<'_>) -> usize {
    let actor = cx.me.actor();
    cx.world
        .store
        .rows
        .iter()
        .filter(|row| actor.sees(row.department(), row.unit()))
        .map(|row| {
            row.waiting()
                .filter(|(_, role)| *role == actor.role)
                .count()
        })
        .sum()
}
