//! The commands about projects: made, changed, moved by a step, imported, taken away.

use super::turn::overlap;
use super::{Cause, Passage, Transaction, conflict, in_place_of, value_of};
use crate::domain::command::{Edit, Envelope};
use crate::domain::journal::{Counts, Receipt};
use crate::domain::project::{Project, ProjectId};
use crate::domain::refusal::Refusal;
use crate::domain::status::{Act, DocumentKind, Documents};
use crate::domain::{change, command, rows};
use crate::store::blocks;
use crate::store::engine::Table;
use crate::store::fault::Fault;
use crate::store::record::damaged;

impl Transaction<'_> {
    pub(super) fn create(
        &mut self,
        envelope: &Envelope,
        project: &Project,
    ) -> Result<Receipt, Cause> {
        self.may(envelope, None)?;
        let record = ProjectId(self.next_project);
        let after = Project {
            // Whatever it was elsewhere, here it begins as a draft.
            documents: Documents::default(),
            ..project.clone()
        };
        self.next_project += 1;
        self.pass(envelope, Passage::plain(record, None, Some(after)))
    }

    pub(super) fn edit(
        &mut self,
        envelope: &Envelope,
        id: ProjectId,
        edits: &[Edit],
    ) -> Result<Receipt, Cause> {
        let before = self.existing(envelope, id)?;
        // Whoever was overtaken by a step learns of that first, not of its consequences.
        let newer = self.newer_entries(envelope, &before)?;
        if newer.iter().any(|entry| entry.step.is_some()) {
            return Err(conflict(envelope, &before, &newer, Vec::new()));
        }
        self.may(envelope, Some(&before))?;
        let rules = self.edit_rules(&before)?;
        let after = match command::edit(&before, edits, &rules) {
            Ok(after) => after,
            // What was edited may be gone since: that is a conflict, too.
            Err(refusal) if newer.is_empty() => return Err(Cause::Refused(refusal)),
            Err(_) => return Err(conflict(envelope, &before, &newer, Vec::new())),
        };
        if after.policy != before.policy {
            self.context.rules.chain(self.settings.policy_of(&after))?;
        }
        if !envelope.actor.sees(&after.department, &after.unit) {
            return Err(Cause::Refused(Refusal::Scope {
                code: after.code.clone(),
            }));
        }
        let places = if newer.is_empty() {
            Vec::new()
        } else {
            let mine = change::diff(&value_of(&before)?, &value_of(&after)?);
            let theirs = newer.iter().flat_map(|entry| &entry.changes);
            overlap(&mine, theirs)
        };
        if !places.is_empty() {
            return Err(conflict(envelope, &before, &newer, places));
        }
        let merged = !newer.is_empty();
        let mut receipt = self.pass(envelope, Passage::plain(id, Some(before), Some(after)))?;
        if merged {
            receipt.merged = true;
        }
        Ok(receipt)
    }

    pub(super) fn delete(&mut self, envelope: &Envelope, id: ProjectId) -> Result<Receipt, Cause> {
        let before = self.existing(envelope, id)?;
        self.unchanged_since(envelope, &before)?;
        self.may(envelope, Some(&before))?;
        self.pass(envelope, Passage::plain(id, Some(before), None))
    }

    pub(super) fn step(
        &mut self,
        envelope: &Envelope,
        id: ProjectId,
        document: DocumentKind,
        act: Act,
        comment: &str,
    ) -> Result<Receipt, Cause> {
        let before = self.existing(envelope, id)?;
        self.unchanged_since(envelope, &before)?;
        let chain = self.may(envelope, Some(&before))?;
        if act == Act::Submit {
            let rules = self.context.rules;
            let checks = rules.blocking(&before, document, &self.settings);
            if let Some(refusal) = Refusal::errors(&checks) {
                return Err(Cause::Refused(refusal));
            }
        }
        let (actor, at) = (&envelope.actor, envelope.at);
        let after = command::step(&before, document, act, comment, actor, at, &chain)?;
        let mut passage = Passage::plain(id, Some(before), Some(after));
        passage.step = Some((document, act, comment.trim().to_owned()));
        self.pass(envelope, passage)
    }

    pub(super) fn import(
        &mut self,
        envelope: &Envelope,
        projects: &[Project],
        digest: &str,
    ) -> Result<Receipt, Cause> {
        self.may(envelope, None)?;
        let mut counts = Counts::default();
        let mut passages = Vec::new();
        let (mut past, mut twice, mut foreign) = (Vec::new(), Vec::new(), Vec::new());
        let mut seen = std::collections::HashSet::new();
        for project in projects {
            let name = (project.code.clone(), project.year);
            if !seen.insert(name.clone()) {
                twice.push(name);
                continue;
            }
            let existing = self.by_code(project.year, &project.code)?;
            let Some(before) = existing else {
                counts.created += 1;
                let after = Project {
                    documents: Documents::default(),
                    ..project.clone()
                };
                let record = ProjectId(self.next_project);
                self.next_project += 1;
                passages.push(Passage::plain(record, None, Some(after)));
                continue;
            };
            if !envelope.actor.sees(&before.department, &before.unit) {
                foreign.push(name);
                continue;
            }
            let after = in_place_of(&before, project);
            if after == before {
                counts.unchanged += 1;
            } else if before
                .documents
                .all()
                .all(|(_, document)| document.status.is_editable())
            {
                counts.replaced += 1;
                passages.push(Passage::plain(before.id, Some(before), Some(after)));
            } else {
                past.push(name);
            }
        }
        if !twice.is_empty() {
            return Err(Cause::Refused(Refusal::ImportTwice { rows: twice }));
        }
        if !foreign.is_empty() {
            return Err(Cause::Refused(Refusal::ImportScope { rows: foreign }));
        }
        if !past.is_empty() {
            return Err(Cause::Refused(Refusal::ImportPastDraft { rows: past }));
        }
        let mut receipt = self.pass_all(envelope, passages, digest)?;
        receipt.counts = counts;
        Ok(receipt)
    }

    fn by_code(&self, year: Option<i32>, code: &str) -> Result<Option<Project>, Fault> {
        match self.owner(&rows::key(year, code))? {
            Some(id) => self.project(id),
            None => Ok(None),
        }
    }

    /// The project whose row has this key.
    pub(super) fn owner(&self, key: &[u8]) -> Result<Option<ProjectId>, Fault> {
        if let Some(owner) = self.keys.get(key) {
            return Ok(*owner);
        }
        let Some(payload) = blocks::get(self.update.view(), key)? else {
            return Ok(None);
        };
        let id = payload
            .first_chunk::<8>()
            .map(|bytes| u64::from_le_bytes(*bytes));
        id.map(|id| Some(ProjectId(id)))
            .ok_or_else(|| damaged(Table::Row, key))
    }
}
