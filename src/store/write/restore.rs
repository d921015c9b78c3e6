//! Entries of another store taken over as they are, and the first entry of a new one.

use serde_json::Value;

use super::{Cause, Transaction, changed, plain_value};
use crate::domain::change::Change;
use crate::domain::command::Envelope;
use crate::domain::project::{Project, ProjectId};
use crate::domain::role::Person;
use crate::domain::rows;
use crate::store::engine::Table;
use crate::store::entry::{Entry, LeftBehind};
use crate::store::fault::Fault;
use crate::store::record::damaged;
use crate::store::{entry, tables};

impl Transaction<'_> {
    /// The first entry: persons and settings that a store is made with.
    pub fn begin(&mut self, envelope: &Envelope, first: &Beginning<'_>) -> Result<(), Fault> {
        let mut entry = self.entry(envelope);
        "init".clone_into(&mut entry.name);
        let added = |kind: &str, name: &str, value| Change {
            path: vec![kind.to_owned(), name.to_owned()],
            old: None,
            new: Some(value),
        };
        for (name, value) in first.settings {
            tables::put_setting(self.update, name, value)?;
            entry
                .changes
                .push(added("setting", name, Value::from(*value)));
        }
        for person in first.persons {
            tables::put_person(self.update, person)?;
            entry
                .changes
                .push(added("person", &person.id, plain_value(person)?));
        }
        self.settings = tables::settings(self.update.view())?;
        tables::put_row_layout(self.update, u64::from(rows::LAYOUT))?;
        self.append_alone(&entry)
    }

    /// The entry that a restore leaves.
    pub fn restored(&mut self, envelope: &Envelope, left: LeftBehind) -> Result<(), Fault> {
        let mut entry = self.entry(envelope);
        entry.left_behind = Some(left);
        self.append_alone(&entry)
    }

    /// Appends the one entry of a command that is not judged.
    fn append_alone(&mut self, entry: &Entry) -> Result<(), Fault> {
        tables::put_by_command(self.update, &entry.command, (entry.seq, entry.seq))?;
        self.append(entry)
    }

    /// Takes over an entry of this very store from its mirror or a text copy, byte for byte.
    /// `None` where it does not continue the journal or does not fit the state.
    pub fn take_over(&mut self, bytes: &[u8]) -> Result<Option<()>, Cause> {
        let Some(entry) = entry::read(bytes) else {
            return Ok(None);
        };
        let continues = entry.seq == self.head.seq + 1 && entry.previous == self.head.hash;
        if !continues {
            return Ok(None);
        }
        if let Some(record) = entry.project {
            let before = self.project(record)?;
            let mut after = changed(record, before.as_ref(), &entry.changes)?;
            if let Some(project) = &mut after {
                project.revision = entry.revision;
            }
            self.put_project(record, before.as_ref(), after)?;
            self.next_project = self.next_project.max(record.0.saturating_add(1));
        } else {
            for change in &entry.changes {
                if !self.write_other(&change.path, change.new.as_ref())? {
                    return Ok(None);
                }
            }
        }
        // A command's entries follow one another.
        let first = tables::by_command(self.update.view(), &entry.command)?;
        let first = first.map_or(entry.seq, |(first, _)| first);
        tables::put_by_command(self.update, &entry.command, (first, entry.seq))?;
        self.append_bytes(&entry, bytes)?;
        Ok(Some(()))
    }
}

/// What a store begins with.
pub struct Beginning<'a> {
    /// Name and value.
    pub settings: &'a [(&'static str, &'a str)],
    /// The first persons.
    pub persons: &'a [Person],
}

/// A project from its folded value; `None` where it is no more.
pub fn project_from(
    record: ProjectId,
    revision: u64,
    value: Value,
) -> Result<Option<Project>, Fault> {
    if value.is_null() {
        return Ok(None);
    }
    let project: Project = serde_json::from_value(value)
        .map_err(|_| damaged(Table::Project, &record.0.to_be_bytes()))?;
    Ok(Some(Project {
        id: record,
        revision,
        ..project
    }))
}
