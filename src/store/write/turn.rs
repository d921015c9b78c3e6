//! Undo and redo: a change taken back where it is still the newest of what it touched.

use super::{Cause, Passage, Transaction, changed, conflict};
use crate::domain::change;
use crate::domain::change::Change;
use crate::domain::command::{Envelope, Record};
use crate::domain::journal::Receipt;
use crate::domain::project::{Project, ProjectId};
use crate::domain::refusal::Refusal;
use crate::store::entry::Entry;
use crate::store::{tables, undo};

impl Transaction<'_> {
    /// Takes the newest change of a record back, or does it again.
    pub(super) fn undo(
        &mut self,
        envelope: &Envelope,
        record: &Record,
        turn: Turn,
    ) -> Result<Receipt, Cause> {
        match record {
            Record::Project(id) => self.undo_of_project(envelope, *id, turn),
            Record::Person(_) | Record::Setting(_) => self.undo_of_other(envelope, record, turn),
        }
    }

    fn undo_of_project(
        &mut self,
        envelope: &Envelope,
        id: ProjectId,
        turn: Turn,
    ) -> Result<Receipt, Cause> {
        let project = self.project(id)?;
        if let Some(project) = &project {
            self.may(envelope, Some(project))?;
            self.unchanged_since(envelope, project)?;
        }
        let plan = undo::plan(
            self.update.view(),
            &Record::Project(id),
            &envelope.actor,
            turn,
        )?;
        let mut passages = Vec::with_capacity(plan.entries.len());
        for (entry, way) in plan.entries {
            let record = entry.project.ok_or(Refusal::NothingToUndo)?;
            let before = self.project(record)?;
            let after = changed(record, before.as_ref(), &turn.of(entry.changes))?;
            let shown = after.as_ref().or(before.as_ref());
            if !shown.is_some_and(|project| envelope.actor.sees(&project.department, &project.unit))
            {
                return Err(Cause::Refused(Refusal::NoSuchProject));
            }
            let mut passage = Passage::plain(record, before, after);
            passage.way = Some(way);
            passages.push(passage);
        }
        self.pass_all(envelope, passages, "")
    }

    fn undo_of_other(
        &mut self,
        envelope: &Envelope,
        record: &Record,
        turn: Turn,
    ) -> Result<Receipt, Cause> {
        self.may(envelope, None)?;
        let plan = undo::plan(self.update.view(), record, &envelope.actor, turn)?;
        for (entry, way) in plan.entries {
            // What is taken back is what was shown.
            if envelope.based_on.is_some_and(|seen| seen != plan.revision) {
                return Err(Cause::Refused(Refusal::UndoNotNewest {
                    person: entry.actor.person,
                    at: entry.at,
                }));
            }
            let mut changes = turn.of(entry.changes).into_iter();
            let value = changes.next().and_then(|change| change.new);
            self.put_other(envelope, record, value.as_ref(), Some(way))?;
        }
        Ok(Receipt::default())
    }

    /// The entries since the revision on which the command rests.
    pub(super) fn newer_entries(
        &self,
        envelope: &Envelope,
        now: &Project,
    ) -> Result<Vec<Entry>, Cause> {
        let Some(based_on) = envelope.based_on else {
            return Ok(Vec::new());
        };
        if based_on > now.revision {
            return Err(conflict(envelope, now, &[], Vec::new()));
        }
        let view = self.update.view();
        let seqs = tables::entries_of(view, now.id, based_on)?;
        let entries = seqs.into_iter().map(|seq| tables::entry(view, seq));
        Ok(entries.collect::<Result<_, _>>()?)
    }

    /// For commands that never merge.
    pub(super) fn unchanged_since(&self, envelope: &Envelope, now: &Project) -> Result<(), Cause> {
        let newer = self.newer_entries(envelope, now)?;
        if newer.is_empty() {
            Ok(())
        } else {
            Err(conflict(envelope, now, &newer, Vec::new()))
        }
    }
}

/// Undo or redo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// 撤销上一步
    Undo,
    /// 重做
    Redo,
}

impl Turn {
    /// What turning an entry of these changes round makes.
    pub fn of(self, changes: Vec<Change>) -> Vec<Change> {
        match self {
            Self::Undo => change::reverse(&changes),
            Self::Redo => changes,
        }
    }
}

/// The places that both sides changed.
pub(super) fn overlap<'a>(
    mine: &[Change],
    theirs: impl Iterator<Item = &'a Change>,
) -> Vec<String> {
    let mut places: Vec<String> = theirs
        .filter(|other| {
            mine.iter().any(|change| {
                change.path.starts_with(&other.path) || other.path.starts_with(&change.path)
            })
        })
        .map(|other| other.path.join("/"))
        .collect();
    places.sort();
    places.dedup();
    places
}
