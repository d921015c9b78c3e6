//! What a command does inside a transaction: judged, applied, journalled, all or nothing.
//!
//! [`Transaction`] is made anew for each attempt of an update; it has no effect but its writes, so
//! that an engine may repeat it. Rights are read here, at the commit, and nowhere else count.
//! Every change of a project goes through `Transaction::change_project`, which appends its journal
//! entry; the project as it then is waits, and is written with its row once, before the commit.

mod project;
mod restore;
mod settings;
mod turn;

use std::collections::btree_map::Entry as Slot;
use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::engine::{Table, Update};
use super::entry::{Batch, Entry, Head, PROGRAM, StoreId};
use super::fault::Fault;
use super::record::damaged;
use super::rules::Rules;
use super::tables::Settings;
use super::undo::Way;
use super::{blocks, entry, tables};
use crate::domain::change::Change;
use crate::domain::command::{At, Command, CommandId, EditRules, Envelope, ProjectField, Setting};
use crate::domain::journal::Receipt;
use crate::domain::project::{Project, ProjectId};
use crate::domain::refusal::{BadValue, Refusal};
use crate::domain::role::{Actor, Grant};
use crate::domain::rows::RowChange;
use crate::domain::status::{Act, Chain, DocumentKind};
use crate::domain::{change, role, rows};

pub use restore::{Beginning, project_from};
pub use turn::Turn;

/// So many changed projects are kept waiting in a transaction before they are written.
const WAITING: usize = 256;

/// Why a command was not carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// It may not be.
    Refused(Refusal),
    /// It could not be.
    Failed(Fault),
}

impl From<Refusal> for Cause {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Fault> for Cause {
    fn from(fault: Fault) -> Self {
        Self::Failed(fault)
    }
}

/// What a transaction needs to know from outside.
pub struct Context<'a> {
    /// The rules of the policies.
    pub rules: &'a dyn Rules,
    /// The store's name, part of every hash.
    pub store: StoreId,
}

/// One attempt at one update.
pub struct Transaction<'a> {
    update: &'a mut dyn Update,
    context: &'a Context<'a>,
    /// Where the journal stands now.
    pub head: Head,
    settings: Settings,
    next_project: u64,
    /// Projects that were changed and are not written yet.
    waiting: BTreeMap<ProjectId, Waiting>,
    /// Whose the keys of rows are that these changes took or gave up.
    keys: HashMap<Vec<u8>, Option<ProjectId>>,
    /// What happened to the rows.
    pub rows: Vec<RowChange>,
    /// Every row was written anew.
    pub all_rows: bool,
    head_before: u64,
    next_before: u64,
}

/// A project that waits to be written.
struct Waiting {
    /// The key of its row in the store.
    stored: Option<Vec<u8>>,
    /// What it is now; `None` is deleted.
    now: Option<Project>,
}

/// A project on its way from one state to another.
struct Passage {
    record: ProjectId,
    before: Option<Project>,
    after: Option<Project>,
    step: Option<(DocumentKind, Act, String)>,
    way: Option<Way>,
    batch: Option<Batch>,
}

impl Passage {
    fn plain(record: ProjectId, before: Option<Project>, after: Option<Project>) -> Self {
        Self {
            record,
            before,
            after,
            step: None,
            way: None,
            batch: None,
        }
    }
}

/// A project of a file in the place of the one that is there: what an import leaves behind (status,
/// versions, which version of the goal a month was sent under) stays the store's.
fn in_place_of(before: &Project, project: &Project) -> Project {
    let mut after = Project {
        id: before.id,
        revision: before.revision,
        documents: before.documents.clone(),
        ..project.clone()
    };
    for (month, form) in &mut after.monitoring.months {
        if let Some(was) = before.monitoring.months.get(month) {
            form.goal_version = was.goal_version;
        }
    }
    after
}

impl<'a> Transaction<'a> {
    /// Begins.
    pub fn new(update: &'a mut dyn Update, context: &'a Context<'a>) -> Result<Self, Fault> {
        let head = tables::head(update.view())?;
        let next_project = tables::next_project(update.view())?;
        Ok(Self {
            settings: tables::settings(update.view())?,
            head_before: head.seq,
            next_before: next_project,
            update,
            context,
            head,
            next_project,
            waiting: BTreeMap::new(),
            keys: HashMap::new(),
            rows: Vec::new(),
            all_rows: false,
        })
    }

    /// Writes what waits and what belongs to the whole; true where there is anything to commit.
    pub fn finish(&mut self) -> Result<bool, Fault> {
        self.write_waiting()?;
        if self.all_rows {
            rebuild_rows(self.update, self.context.rules, &self.settings)?;
        }
        if self.next_project != self.next_before {
            tables::put_next_project(self.update, self.next_project)?;
        }
        if self.head.seq == self.head_before {
            return Ok(false);
        }
        tables::put_head(self.update, &self.head)?;
        Ok(true)
    }

    /// Judges and carries out one command.
    pub fn apply(&mut self, envelope: &Envelope) -> Result<Receipt, Cause> {
        if envelope.id.0.trim().is_empty() {
            return Err(Cause::Refused(Refusal::Unnamed));
        }
        if let Some(receipt) = self.repeated(&envelope.id)? {
            return Ok(receipt);
        }
        self.known_actor(&envelope.actor)?;
        let first = self.head.seq + 1;
        let mut receipt = self.carry_out(envelope)?;
        if self.head.seq >= first {
            receipt.entries = Some((first, self.head.seq));
            tables::put_by_command(self.update, &envelope.id, (first, self.head.seq))?;
        }
        receipt.head = self.head;
        Ok(receipt)
    }

    /// The receipt of a command that was saved before.
    fn repeated(&self, id: &CommandId) -> Result<Option<Receipt>, Fault> {
        let view = self.update.view();
        let Some((first, last)) = tables::by_command(view, id)? else {
            return Ok(None);
        };
        let mut projects = Vec::new();
        for seq in first..=last {
            let entry = tables::entry(view, seq)?;
            projects.extend(entry.project.map(|project| (project, entry.revision)));
        }
        Ok(Some(Receipt {
            entries: Some((first, last)),
            head: self.head,
            projects,
            repeated: true,
            ..Receipt::default()
        }))
    }

    /// Rights are read at the commit: a grant that was taken away meanwhile counts no more.
    fn known_actor(&self, actor: &Actor) -> Result<(), Cause> {
        let grant = Grant {
            role: actor.role,
            scope: actor.scope.clone(),
        };
        let known = tables::person(self.update.view(), &actor.person)?
            .is_some_and(|person| person.active && person.grants.contains(&grant));
        if known {
            Ok(())
        } else {
            Err(Cause::Refused(Refusal::UnknownActor {
                person: actor.person.clone(),
            }))
        }
    }

    fn carry_out(&mut self, envelope: &Envelope) -> Result<Receipt, Cause> {
        match &envelope.command {
            Command::Create(project) => self.create(envelope, project),
            Command::Edit { project, edits } => self.edit(envelope, *project, edits),
            Command::Delete { project } => self.delete(envelope, *project),
            Command::Move {
                project,
                document,
                act,
                comment,
            } => self.step(envelope, *project, *document, *act, comment),
            Command::Import { projects, digest } => self.import(envelope, projects, digest),
            Command::Undo { record } => self.undo(envelope, record, Turn::Undo),
            Command::Redo { record } => self.undo(envelope, record, Turn::Redo),
            Command::SavePerson(person) => self.save_person(envelope, person),
            Command::SetClock { date } => self.set(envelope, Setting::Clock, date),
            Command::SetPolicy { name } => self.set(envelope, Setting::Policy, name),
            // Only a restore writes this, by itself.
            Command::Restored { .. } => Err(Cause::Refused(Refusal::Role {
                acting: envelope.actor.role,
                needed: vec![],
            })),
        }
    }

    /// The chain of a project's policy. One whose policy is unknown here is judged by that of the
    /// store, as its row is: otherwise nobody could give it a valid one.
    fn chain(&self, project: Option<&Project>) -> Result<Chain, Refusal> {
        let own = project.map(|project| self.settings.policy_of(project));
        let own = own.map(|policy| self.context.rules.chain(policy));
        match own {
            Some(Ok(chain)) => Ok(chain),
            _ => self.context.rules.chain(&self.settings.policy),
        }
    }

    /// The bounds of a project's policy, or of the store's where it is unknown here.
    fn edit_rules(&self, project: &Project) -> Result<EditRules, Refusal> {
        let rules = self.context.rules;
        let own = rules.edit_rules(self.settings.policy_of(project));
        own.or_else(|_| rules.edit_rules(&self.settings.policy))
    }

    fn may(&self, envelope: &Envelope, project: Option<&Project>) -> Result<Chain, Refusal> {
        let chain = self.chain(project)?;
        role::may(&envelope.actor, &envelope.command, project, &chain)?;
        Ok(chain)
    }

    /// The project that a command is about, which the actor may know of.
    fn existing(&self, envelope: &Envelope, id: ProjectId) -> Result<Project, Cause> {
        let project = self.project(id)?;
        project
            .filter(|project| envelope.actor.sees(&project.department, &project.unit))
            .ok_or(Cause::Refused(Refusal::NoSuchProject))
    }

    fn pass(&mut self, envelope: &Envelope, passage: Passage) -> Result<Receipt, Cause> {
        let revision = passage
            .before
            .as_ref()
            .map_or(0, |project| project.revision);
        let record = passage.record;
        let made = self.change_project(envelope, passage)?;
        Ok(Receipt {
            projects: vec![(record, made.unwrap_or(revision))],
            ..Receipt::default()
        })
    }

    /// Several passages as one batch.
    fn pass_all(
        &mut self,
        envelope: &Envelope,
        passages: Vec<Passage>,
        digest: &str,
    ) -> Result<Receipt, Cause> {
        let first = self.head.seq + 1;
        let count = u64::try_from(passages.len()).unwrap_or(u64::MAX);
        let batch = (count > 1 || !digest.is_empty()).then(|| Batch {
            first,
            last: self.head.seq.saturating_add(count),
            digest: digest.to_owned(),
        });
        let mut receipt = Receipt::default();
        for mut passage in passages {
            passage.batch.clone_from(&batch);
            let part = self.pass(envelope, passage)?;
            receipt.projects.extend(part.projects);
        }
        Ok(receipt)
    }

    /// Writes a project, its row and its entry; the new revision, or `None` where nothing changed.
    fn change_project(
        &mut self,
        envelope: &Envelope,
        passage: Passage,
    ) -> Result<Option<u64>, Cause> {
        let Passage {
            record,
            before,
            after,
            ..
        } = passage;
        let changes = changes_between(before.as_ref(), after.as_ref())?;
        if changes.is_empty() {
            return Ok(None);
        }
        let revision = match &before {
            Some(before) => before.revision,
            None => tables::last_revision(self.update.view(), record)?,
        } + 1;
        let after = after.map(|project| Project {
            id: record,
            revision,
            ..project
        });
        self.put_project(record, before.as_ref(), after)?;
        let mut entry = self.entry(envelope);
        entry.project = Some(record);
        entry.revision = revision;
        entry.changes = changes;
        entry.step = passage.step;
        entry.batch = passage.batch;
        points_back(&mut entry, passage.way);
        self.append(&entry)?;
        Ok(Some(revision))
    }

    /// Keeps year and code unique, and lets the project wait to be written.
    fn put_project(
        &mut self,
        record: ProjectId,
        before: Option<&Project>,
        after: Option<Project>,
    ) -> Result<(), Cause> {
        let old_key = before.map(key_of);
        let new_key = after.as_ref().map(key_of);
        if let Some(project) = &after {
            if project.code.trim().is_empty() {
                return Err(Cause::Refused(Refusal::BadValue {
                    at: At::Project(ProjectField::Code),
                    value: project.code.clone(),
                    why: BadValue::Empty,
                }));
            }
            if let Some(key) = &new_key
                && old_key != new_key
                && self.owner(key)?.is_some()
            {
                return Err(Cause::Refused(Refusal::CodeTaken {
                    code: project.code.clone(),
                    year: project.year,
                }));
            }
        }
        if old_key != new_key {
            self.keys.extend(old_key.clone().map(|key| (key, None)));
            self.keys.extend(new_key.map(|key| (key, Some(record))));
        }
        match self.waiting.entry(record) {
            Slot::Occupied(mut waiting) => waiting.get_mut().now = after,
            Slot::Vacant(slot) => {
                slot.insert(Waiting {
                    stored: old_key,
                    now: after,
                });
            }
        }
        if self.waiting.len() >= WAITING {
            self.write_waiting()?;
        }
        Ok(())
    }

    /// The project as the commands so far left it.
    fn project(&self, id: ProjectId) -> Result<Option<Project>, Fault> {
        match self.waiting.get(&id) {
            Some(waiting) => Ok(waiting.now.clone()),
            None => tables::project(self.update.view(), id),
        }
    }

    /// Writes every project that waits, with its row.
    fn write_waiting(&mut self) -> Result<(), Fault> {
        self.keys.clear();
        let waiting = std::mem::take(&mut self.waiting);
        // Keys are given up before they are taken, because projects may have changed theirs round.
        for waiting in waiting.values() {
            if let Some(stored) = &waiting.stored
                && waiting.now.as_ref().map(key_of).as_ref() != Some(stored)
            {
                blocks::remove(self.update, stored)?;
            }
        }
        for (record, Waiting { stored, now }) in waiting {
            let row = match &now {
                None => {
                    self.update
                        .remove(Table::Project, &record.0.to_be_bytes())?;
                    None
                }
                Some(project) => {
                    tables::put_project(self.update, project)?;
                    let row = self.context.rules.row(project, &self.settings);
                    Some((key_of(project), rows::encode(&row)))
                }
            };
            if let Some((key, payload)) = &row {
                blocks::put(self.update, key, payload)?;
            }
            self.rows.push(RowChange {
                before: stored,
                after: row,
            });
        }
        Ok(())
    }

    /// Has every row made anew once all commands are in.
    pub fn rebuild_rows(&mut self) {
        self.all_rows = true;
    }

    fn entry(&self, envelope: &Envelope) -> Entry {
        Entry {
            seq: self.head.seq + 1,
            previous: self.head.hash,
            at: envelope.at,
            clock_regress: envelope.at < self.head.at,
            actor: envelope.actor.clone(),
            command: envelope.id.clone(),
            name: envelope.command.name().to_owned(),
            project: None,
            revision: 0,
            changes: Vec::new(),
            step: None,
            undo_of: None,
            redo_of: None,
            batch: None,
            left_behind: None,
            program: PROGRAM.to_owned(),
        }
    }

    fn append(&mut self, entry: &Entry) -> Result<(), Fault> {
        let bytes = entry::canonical(entry)
            .ok_or_else(|| damaged(Table::Event, &entry.seq.to_be_bytes()))?;
        self.append_bytes(entry, &bytes)
    }

    fn append_bytes(&mut self, entry: &Entry, bytes: &[u8]) -> Result<(), Fault> {
        tables::put_event(self.update, entry.seq, bytes)?;
        tables::put_by_record(self.update, entry.project, entry.revision, entry.seq)?;
        self.head = Head {
            seq: entry.seq,
            hash: entry::hash(self.context.store, bytes),
            at: entry.at,
        };
        Ok(())
    }
}

/// Notes in an entry which other one it takes back.
fn points_back(entry: &mut Entry, way: Option<Way>) {
    match way {
        Some(Way::UndoOf(seq)) => entry.undo_of = Some(seq),
        Some(Way::RedoOf(seq)) => entry.redo_of = Some(seq),
        None => {}
    }
}

fn key_of(project: &Project) -> Vec<u8> {
    rows::key(project.year, &project.code)
}

/// Makes the rows of all projects anew.
pub fn rebuild_rows(
    update: &mut dyn Update,
    rules: &dyn Rules,
    settings: &Settings,
) -> Result<(), Fault> {
    let mut new = Vec::new();
    tables::each_project(update.view(), None, &mut |project| {
        let key = rows::key(project.year, &project.code);
        new.push((key, rows::encode(&rules.row(&project, settings))));
        Ok(std::ops::ControlFlow::Continue(()))
    })?;
    blocks::clear(update)?;
    for (key, payload) in new {
        blocks::put(update, &key, &payload)?;
    }
    tables::put_row_layout(update, u64::from(rows::LAYOUT))
}

/// The value that changes are about: all of the project but its id and revision.
pub fn value_of(project: &Project) -> Result<Value, Fault> {
    let mut value = plain_value(project)?;
    if let Value::Object(map) = &mut value {
        map.shift_remove("id");
        map.shift_remove("revision");
    }
    Ok(value)
}

fn plain_value<T: serde::Serialize>(value: &T) -> Result<Value, Fault> {
    serde_json::to_value(value).map_err(|_| Fault::Io { code: None })
}

fn changes_between(
    before: Option<&Project>,
    after: Option<&Project>,
) -> Result<Vec<Change>, Fault> {
    let (old, new) = (
        before.map(value_of).transpose()?,
        after.map(value_of).transpose()?,
    );
    match (old, new) {
        (Some(old), Some(new)) => Ok(change::diff(&old, &new)),
        (None, None) => Ok(Vec::new()),
        (old, new) => Ok(vec![Change {
            path: Vec::new(),
            old,
            new,
        }]),
    }
}

/// A project after changes; `None` where they take it away.
pub fn changed(
    record: ProjectId,
    before: Option<&Project>,
    changes: &[Change],
) -> Result<Option<Project>, Fault> {
    let mut value = before.map_or(Ok(Value::Null), value_of)?;
    let misfit = || damaged(Table::Project, &record.0.to_be_bytes());
    change::apply(&mut value, changes).map_err(|_| misfit())?;
    project_from(record, before.map_or(0, |project| project.revision), value)
}

fn conflict(envelope: &Envelope, now: &Project, newer: &[Entry], places: Vec<String>) -> Cause {
    let last = newer.last();
    Cause::Refused(Refusal::Conflict {
        based_on: envelope.based_on.unwrap_or(0),
        current: now.revision,
        person: last
            .map(|entry| entry.actor.person.clone())
            .unwrap_or_default(),
        at: last.map_or(0, |entry| entry.at),
        places,
    })
}
