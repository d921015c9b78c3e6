//! One thing done to many projects: each is saved or refused on its own, and one report says which.
//!
//! A toast holds one sentence; of fifty refusals it would show the last. So the answers are
//! collected, and told together when the last one has come.

use super::overlay::{Overlay, ReadingBox};
use super::{App, Effect, Request};
use crate::domain::command::{Command, CommandId, Envelope};
use crate::domain::journal::Outcome;
use crate::domain::project::ProjectId;
use crate::lang;

/// A bulk step under way.
#[derive(Debug, Clone, Default)]
pub(super) struct Bulk {
    /// The commands whose answers have not come yet.
    waiting: Vec<CommandId>,
    done: Vec<ProjectId>,
    /// One line for each project that was refused.
    refused: Vec<String>,
}

impl App {
    /// Gives a command about each of these projects.
    pub(super) fn give_each(&mut self, each: Vec<(ProjectId, Command)>) -> Vec<Effect> {
        let effects: Vec<Effect> = each
            .into_iter()
            .flat_map(|(_, command)| self.carry(Request::Command(command)))
            .collect();
        let waiting = effects.iter().filter_map(|effect| match effect {
            Effect::Save(envelope) => Some(envelope.id.clone()),
            _ => None,
        });
        self.bulk = Some(Bulk {
            waiting: waiting.collect(),
            ..Bulk::default()
        });
        effects
    }

    /// Takes the answer to a command of the bulk step under way; false where it is none of its.
    pub(super) fn bulk_answered(&mut self, envelope: &Envelope, outcome: &Outcome) -> bool {
        let Some(mut bulk) = self.bulk.take() else {
            return false;
        };
        let place = bulk.waiting.iter().position(|id| *id == envelope.id);
        if let Some(place) = place {
            bulk.waiting.remove(place);
            match self.refusal_of(envelope, outcome) {
                None => bulk.done.extend(envelope.command.project()),
                Some(line) => bulk.refused.push(line),
            }
        }
        if bulk.waiting.is_empty() {
            self.report(bulk);
        } else {
            self.bulk = Some(bulk);
        }
        place.is_some()
    }

    /// Which project, and why it was not done.
    fn refusal_of(&self, envelope: &Envelope, outcome: &Outcome) -> Option<String> {
        let why = match outcome {
            Outcome::Saved(_) => return None,
            Outcome::NotSaved(refusal) => self.sentence(refusal),
            Outcome::Failed { what, .. } => lang::fault::sentence(what, self.me.language),
        };
        let rows = &self.world.store.rows;
        let row = envelope.command.project().and_then(|id| rows.position(id));
        let project = row
            .and_then(|at| rows.get(at))
            .map_or_else(String::new, |row| format!("{} {}", row.code(), row.name()));
        Some(format!("{project}: {why}"))
    }

    fn report(&mut self, bulk: Bulk) {
        let language = self.me.language;
        let (done, refused) = (bulk.done.len(), bulk.refused.len());
        // What was taken is done with; what was refused stays marked, to be tried again.
        self.marks.retain(|id| !bulk.done.contains(id));
        self.refresh();
        let head = lang::app::bulk_report(done, refused, language);
        if refused == 0 {
            self.done(head);
            return;
        }
        let mut lines = vec![head, String::new()];
        lines.extend(bulk.refused);
        self.overlay = Some(Overlay::Reading(ReadingBox {
            title: language
                .pick("批量办理的结果", "What became of each")
                .to_owned(),
            lines,
            top: 0,
        }));
    }
}
