//! What a command does inside a transaction: judged, applied, journalled, all or nothing.
//!
//! [`Transaction`] is made anew for each attempt of an update; it has no effect but its writes, so
//! that an engine may repeat it. Rights are read here, at the commit, and nowhere else count.
//! Every change of a project goes through `Transaction::change_project`, which appends its journal
//! entry; the project as it then is waits, and is written with its row once, before the commit.

use std::collections::btree_map::Entry as Slot;
use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::blocks;
use super::engine::{Table, Update};
use super::entry::{self, Batch, Entry, Head, LeftBehind, PROGRAM, StoreId};
use super::fault::Fault;
use super::record::damaged;
use super::rules::Rules;
use super::tables::{self, Settings, setting};
use super::undo::{self, Way};
use crate::domain::change::{self, Change};
use crate::domain::command::{
    self, At, Command, CommandId, Edit, EditRules, Envelope, ProjectField,
};
use crate::domain::journal::{Counts, Receipt};
use crate::domain::project::{Project, ProjectId};
use crate::domain::refusal::{BadValue, Refusal};
use crate::domain::role::{self, Actor, Grant, Person, Role};
use crate::domain::rows::{self, RowChange};
use crate::domain::status::{Act, Chain, DocumentKind, Documents};

/// So many changed projects are kept waiting in a transaction before they are written.
const WAITING: usize = 256;

/// How many checks a refusal names.
const NAMED_CHECKS: usize = 5;

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
            Command::Undo { project } => self.undo(envelope, *project, Turn::Undo),
            Command::Redo { project } => self.undo(envelope, *project, Turn::Redo),
            Command::SavePerson(person) => self.save_person(envelope, person),
            Command::SetClock { date } => {
                if !date.is_empty() && date.parse::<chrono::NaiveDate>().is_err() {
                    return Err(Cause::Refused(Refusal::BadValue {
                        at: At::Project(ProjectField::PeriodStart),
                        value: date.clone(),
                        why: BadValue::NotADate,
                    }));
                }
                self.set(envelope, setting::CLOCK, date)
            }
            Command::SetPolicy { name } => {
                self.context.rules.chain(name)?;
                self.set(envelope, setting::POLICY, name)
            }
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

    fn create(&mut self, envelope: &Envelope, project: &Project) -> Result<Receipt, Cause> {
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

    fn edit(
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

    fn delete(&mut self, envelope: &Envelope, id: ProjectId) -> Result<Receipt, Cause> {
        let before = self.existing(envelope, id)?;
        self.unchanged_since(envelope, &before)?;
        self.may(envelope, Some(&before))?;
        self.pass(envelope, Passage::plain(id, Some(before), None))
    }

    fn step(
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
            let mut checks = self
                .context
                .rules
                .blocking(&before, document, &self.settings);
            if !checks.is_empty() {
                let count = checks.len();
                checks.truncate(NAMED_CHECKS);
                return Err(Cause::Refused(Refusal::Errors { count, checks }));
            }
        }
        let (actor, at) = (&envelope.actor, envelope.at);
        let after = command::step(&before, document, act, comment, actor, at, &chain)?;
        let mut passage = Passage::plain(id, Some(before), Some(after));
        passage.step = Some((document, act, comment.trim().to_owned()));
        self.pass(envelope, passage)
    }

    fn import(
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
    fn owner(&self, key: &[u8]) -> Result<Option<ProjectId>, Fault> {
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

    fn undo(&mut self, envelope: &Envelope, id: ProjectId, turn: Turn) -> Result<Receipt, Cause> {
        let project = self.project(id)?;
        if let Some(project) = &project {
            self.may(envelope, Some(project))?;
            self.unchanged_since(envelope, project)?;
        }
        let plan = undo::plan(self.update.view(), id, &envelope.actor, turn)?;
        let mut passages = Vec::with_capacity(plan.entries.len());
        for (entry, way) in plan.entries {
            let record = entry.project.ok_or(Refusal::NothingToUndo)?;
            let before = self.project(record)?;
            let changes = match turn {
                Turn::Undo => change::reverse(&entry.changes),
                Turn::Redo => entry.changes,
            };
            let after = changed(record, before.as_ref(), &changes)?;
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

    /// The entries since the revision on which the command rests.
    fn newer_entries(&self, envelope: &Envelope, now: &Project) -> Result<Vec<Entry>, Cause> {
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
    fn unchanged_since(&self, envelope: &Envelope, now: &Project) -> Result<(), Cause> {
        let newer = self.newer_entries(envelope, now)?;
        if newer.is_empty() {
            Ok(())
        } else {
            Err(conflict(envelope, now, &newer, Vec::new()))
        }
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
        match passage.way {
            Some(Way::UndoOf(seq)) => entry.undo_of = Some(seq),
            Some(Way::RedoOf(seq)) => entry.redo_of = Some(seq),
            None => {}
        }
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

    fn save_person(&mut self, envelope: &Envelope, person: &Person) -> Result<Receipt, Cause> {
        self.may(envelope, None)?;
        if person.id.trim().is_empty() || person.name.trim().is_empty() {
            return Err(Cause::Refused(Refusal::BadPerson));
        }
        let administers = |person: &Person| {
            person.active && person.grants.iter().any(|grant| grant.role == Role::Admin)
        };
        let others = tables::persons(self.update.view())?;
        let stays = others
            .iter()
            .any(|other| other.id != person.id && administers(other));
        if !stays && !administers(person) {
            return Err(Cause::Refused(Refusal::BadPerson));
        }
        let old = tables::person(self.update.view(), &person.id)?;
        let old = old.as_ref().map(plain_value).transpose()?;
        self.change_other(envelope, "person", &person.id, old, plain_value(person)?)?;
        tables::put_person(self.update, person)?;
        Ok(Receipt::default())
    }

    fn set(&mut self, envelope: &Envelope, name: &str, value: &str) -> Result<Receipt, Cause> {
        self.may(envelope, None)?;
        let old = Some(Value::from(tables::setting_value(
            self.update.view(),
            name,
        )?));
        self.change_other(envelope, "setting", name, old, Value::from(value))?;
        tables::put_setting(self.update, name, value)?;
        self.settings = tables::settings(self.update.view())?;
        // Default policy and date are in what the rows say.
        self.rebuild_rows();
        Ok(Receipt::default())
    }

    fn change_other(
        &mut self,
        envelope: &Envelope,
        kind: &str,
        name: &str,
        old: Option<Value>,
        new: Value,
    ) -> Result<(), Fault> {
        if old.as_ref() == Some(&new) {
            return Ok(());
        }
        let mut entry = self.entry(envelope);
        entry.changes = vec![Change {
            path: vec![kind.to_owned(), name.to_owned()],
            old,
            new: Some(new),
        }];
        self.append(&entry)
    }

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
                if self.take_over_other(change)?.is_none() {
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

    fn take_over_other(&mut self, change: &Change) -> Result<Option<()>, Fault> {
        let ([kind, name], Some(value)) = (change.path.as_slice(), &change.new) else {
            return Ok(None);
        };
        match (kind.as_str(), value) {
            ("person", value) => {
                let Ok(person) = serde_json::from_value::<Person>(value.clone()) else {
                    return Ok(None);
                };
                tables::put_person(self.update, &person)?;
            }
            ("setting", Value::String(value)) => {
                tables::put_setting(self.update, name, value)?;
                self.settings = tables::settings(self.update.view())?;
                self.rebuild_rows();
            }
            _ => return Ok(None),
        }
        Ok(Some(()))
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
        if let Some(project) = entry.project {
            tables::put_by_record(self.update, project, entry.revision, entry.seq)?;
        }
        self.head = Head {
            seq: entry.seq,
            hash: entry::hash(self.context.store, bytes),
            at: entry.at,
        };
        Ok(())
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

/// What a store begins with.
pub struct Beginning<'a> {
    /// Name and value.
    pub settings: &'a [(&'static str, &'a str)],
    /// The first persons.
    pub persons: &'a [Person],
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

/// The places that both sides changed.
fn overlap<'a>(mine: &[Change], theirs: impl Iterator<Item = &'a Change>) -> Vec<String> {
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
