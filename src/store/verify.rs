//! Verification: is the store what its journal says, and does the journal hang together?
//!
//! Read from one consistent state: every record against its checksum, every entry against the one
//! before, every project against the fold of its entries, persons and settings likewise, rows
//! against projects, and the files beside the store against the chain. What is wrong is named, one
//! problem each; nothing is ever repaired here.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use super::beside::{self, HeadLine};
use super::engine::{self, Check, Engine, Redb, Table, View};
use super::entry::{self, Entry, Hash, Head, StoreId, hash};
use super::fault::{Damage, Fault, OpenError};
use super::open::{checked_sentinel, open_file};
use super::read::{Scan, fold, scan_slice};
use super::{Store, backup, blocks, tables};
use crate::domain::project::{Project, ProjectId};
use crate::domain::rows;

/// At most this many problems are listed.
const LISTED: usize = 1000;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// The engine's own check or a record's checksum failed.
    Fault(Fault),
    /// The entry is not there, can't be read, or is not the one that the next one names.
    Chain {
        /// The entry.
        seq: u64,
    },
    /// The head that the store notes is not that of its last entry.
    Head {
        /// What it notes.
        noted: u64,
        /// The last entry.
        last: u64,
    },
    /// The index of the journal does not name the entry.
    Index {
        /// The entry.
        seq: u64,
    },
    /// A project is not what its entries make of it.
    Project {
        /// The project.
        id: ProjectId,
        /// Its code as the store has it.
        code: String,
    },
    /// A person is not what the entries say.
    Person {
        /// The person's id.
        id: String,
    },
    /// A setting is not what the entries say.
    Setting {
        /// Its name.
        name: String,
    },
    /// A row is missing, is another project's, or is of another revision.
    Row {
        /// The project.
        id: ProjectId,
        /// Its code.
        code: String,
    },
    /// A file of a backup is not what the backup's manifest noted.
    NotAsNoted {
        /// The file.
        file: String,
    },
    /// A line of a text copy contradicts those before it.
    BadText {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
    },
    /// `PATH.heads` says otherwise in this line (from 1).
    Heads {
        /// The line.
        line: usize,
        /// The entry that it is about.
        seq: u64,
    },
    /// `PATH.journal` says otherwise in this line (from 1).
    Mirror {
        /// The line.
        line: usize,
    },
    /// Heads or mirror know more than the store holds.
    Lost {
        /// The last entry that they know.
        known: u64,
        /// The last entry that the store holds.
        held: u64,
    },
    /// The head that was given does not belong to this store's history.
    GivenHead {
        /// Its sequence number.
        seq: u64,
    },
}

/// What a verification found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VerifyReport {
    /// The store's name.
    pub store: StoreId,
    /// Where the journal stands.
    pub head: Head,
    /// Entries that were read.
    pub entries: u64,
    /// Projects that were folded and compared.
    pub projects: u64,
    /// What is wrong; at most the first thousand.
    pub problems: Vec<Problem>,
    /// Users of the operating system who acted as several persons, with those persons. No fault by
    /// itself: a trainer plays all parts.
    pub several: Vec<(String, Vec<String>)>,
    /// Entries that were written under a clock that ran backwards.
    pub clock_regressions: u64,
}

impl VerifyReport {
    /// True where nothing is wrong.
    pub fn is_clean(&self) -> bool {
        self.problems.is_empty()
    }

    /// A report of one problem, where nothing else could be looked at.
    pub fn of(problem: Problem) -> Self {
        Self {
            problems: vec![problem],
            ..Self::default()
        }
    }

    pub(super) fn add(&mut self, problem: Problem) {
        if self.problems.len() < LISTED {
            self.problems.push(problem);
        }
    }
}

/// A head that somebody wrote down.
pub type GivenHead = (u64, Hash);

/// Verifies a closed store, with the engine's check of its whole file. A backup with its manifest
/// is only read, so that its checksum stays what it was.
pub fn verify(path: &Path, given: Option<GivenHead>) -> Result<VerifyReport, OpenError> {
    let opened = match backup::agrees_with_manifest(path) {
        None => open_file(path, Check::Full),
        Some(true) => Redb::open_read_only(path).map(|engine| Box::new(engine) as Box<dyn Engine>),
        Some(false) => return Ok(VerifyReport::of(backup::not_as_noted(path))),
    };
    let engine = match opened {
        Err(OpenError::Failed(fault @ Fault::Damaged(_))) => {
            return Ok(VerifyReport::of(Problem::Fault(fault)));
        }
        Err(OpenError::Failed(Fault::NotPermitted)) => {
            Box::new(Redb::open_read_only(path)?) as Box<dyn Engine>
        }
        other => other?,
    };
    let sentinel = checked_sentinel(engine.as_ref())?;
    let mut report = engine::view(engine.as_ref(), |view| {
        audit(view, sentinel.store, Some(path), given)
    })?;
    if backup::noted_head(path).is_some_and(|noted| noted != report.head) {
        report.add(backup::not_as_noted(path));
    }
    engine.close()?;
    Ok(report)
}

impl Store {
    /// Verifies this open store, all but the engine's check of its whole file.
    pub fn verify(&self, given: Option<GivenHead>) -> Result<VerifyReport, Fault> {
        // No commit may come between reading the store and reading the files beside it.
        let writer = super::lock(&self.writer);
        let report = self.view(|view| audit(view, self.id, self.path(), given));
        drop(writer);
        report
    }
}

/// Everything that can be read wrong, from one consistent state.
pub(super) fn audit(
    view: &dyn View,
    store: StoreId,
    path: Option<&Path>,
    given: Option<GivenHead>,
) -> Result<VerifyReport, Fault> {
    let mut report = VerifyReport {
        store,
        ..VerifyReport::default()
    };
    match checksums(view) {
        Ok(()) => {}
        Err(fault @ Fault::Damaged(_)) => report.add(Problem::Fault(fault)),
        Err(fault) => return Err(fault),
    }
    let chain = match chain(view, store, &mut report) {
        Ok(chain) => chain,
        // Named already by its checksum; what rests on it can't be judged.
        Err(Fault::Damaged(damage)) => {
            name_damage(&mut report, damage);
            return Ok(report);
        }
        Err(fault) => return Err(fault),
    };
    for result in [
        projects(view, &chain, &mut report),
        others(view, &chain, &mut report),
    ] {
        match result {
            Err(Fault::Damaged(damage)) => name_damage(&mut report, damage),
            other => other?,
        }
    }
    if let Some((seq, hash)) = given
        && chain.hash_of(seq) != Some(hash)
    {
        report.add(Problem::GivenHead { seq });
    }
    if let Some(path) = path {
        files(path, &chain, &mut report)?;
    }
    Ok(report)
}

fn name_damage(report: &mut VerifyReport, damage: Damage) {
    let problem = Problem::Fault(Fault::Damaged(damage));
    if !report.problems.contains(&problem) {
        report.add(problem);
    }
}

fn checksums(view: &dyn View) -> Result<(), Fault> {
    let mut scan = Scan::default();
    while !scan.finished {
        scan = scan_slice(view, &scan, u64::MAX)?;
    }
    Ok(())
}

/// What the walk along the journal remembers.
#[derive(Default)]
struct Chain {
    hashes: Vec<Hash>,
    /// Every project that was ever there.
    records: BTreeSet<ProjectId>,
    indexed: u64,
    persons: BTreeMap<String, Value>,
    settings: BTreeMap<String, Value>,
}

impl Chain {
    fn hash_of(&self, seq: u64) -> Option<Hash> {
        let at = usize::try_from(seq).ok()?.checked_sub(1)?;
        self.hashes.get(at).copied()
    }
}

/// What the walk along the chain needs of an entry: the values that changed are read by the fold.
#[derive(Deserialize)]
struct Outline {
    seq: u64,
    previous: Hash,
    at: i64,
    #[serde(default)]
    clock_regress: bool,
    actor: ActorOutline,
    project: Option<ProjectId>,
    #[serde(default)]
    revision: u64,
}

#[derive(Deserialize)]
struct ActorOutline {
    person: String,
    os_user: String,
}

fn chain(view: &dyn View, store: StoreId, report: &mut VerifyReport) -> Result<Chain, Fault> {
    let mut chain = Chain::default();
    let mut users: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut indexed = Vec::new();
    // The first layout had no index of what is about no project.
    let whole_index = tables::sentinel(view)?.schema >= 2;
    let mut last_at = i64::MIN;
    tables::each_event(view, 0, &mut |seq, bytes| {
        let expected = u64::try_from(chain.hashes.len()).unwrap_or(u64::MAX) + 1;
        let previous = chain.hashes.last().copied().unwrap_or_default();
        chain.hashes.push(hash(store, bytes));
        report.entries += 1;
        let Ok(entry) = serde_json::from_slice::<Outline>(bytes) else {
            report.add(Problem::Chain { seq });
            return Ok(ControlFlow::Continue(()));
        };
        if seq != expected || entry.seq != seq {
            report.add(Problem::Chain { seq: expected });
        } else if entry.previous != previous {
            // The entry before is not the one that this one was written after.
            report.add(Problem::Chain { seq: seq - 1 });
        }
        if entry.clock_regress {
            report.clock_regressions += 1;
        } else if entry.at < last_at {
            report.add(Problem::Chain { seq });
        }
        last_at = entry.at;
        if !entry.actor.person.is_empty() {
            let persons = users.entry(entry.actor.os_user).or_default();
            persons.insert(entry.actor.person);
        }
        if entry.project.is_some() || whole_index {
            indexed.push((seq, entry.project, entry.revision));
        }
        match entry.project {
            Some(project) => {
                chain.records.insert(project);
            }
            None => match entry::read(bytes) {
                Some(entry) => note_others(&mut chain, &entry),
                None => report.add(Problem::Chain { seq }),
            },
        }
        Ok(ControlFlow::Continue(()))
    })?;
    for (seq, project, revision) in &indexed {
        let (record, revision) = tables::place_in_index(*project, *revision, *seq);
        if tables::seq_of(view, record, revision)? != Some(*seq) {
            report.add(Problem::Index { seq: *seq });
        }
    }
    chain.indexed = u64::try_from(indexed.len()).unwrap_or(u64::MAX);
    let head = tables::head(view)?;
    if head.seq != report.entries || chain.hash_of(head.seq).unwrap_or_default() != head.hash {
        report.add(Problem::Head {
            noted: head.seq,
            last: report.entries,
        });
    }
    report.head = head;
    report.several = users
        .into_iter()
        .filter(|(_, persons)| persons.len() > 1)
        .map(|(user, persons)| (user, persons.into_iter().collect()))
        .collect();
    Ok(chain)
}

fn note_others(chain: &mut Chain, entry: &Entry) {
    for change in &entry.changes {
        if let [kind, name] = change.path.as_slice() {
            let notes = match kind.as_str() {
                "person" => &mut chain.persons,
                _ => &mut chain.settings,
            };
            match &change.new {
                Some(value) => notes.insert(name.clone(), value.clone()),
                None => notes.remove(name),
            };
        }
    }
}

fn projects(view: &dyn View, chain: &Chain, report: &mut VerifyReport) -> Result<(), Fault> {
    if view.count(Table::ByRecord)? != chain.indexed {
        report.add(Problem::Index { seq: 0 });
    }
    let mut missing: BTreeSet<ProjectId> = chain.records.clone();
    // Rows of another layout are made anew by whoever opens the store: nothing is asked of them.
    let rows_count = tables::row_layout(view)? == u64::from(rows::LAYOUT);
    tables::each_project(view, None, &mut |project| {
        report.projects += 1;
        missing.remove(&project.id);
        let folded = match fold(view, project.id, u64::MAX) {
            Ok(folded) => folded,
            Err(Fault::Damaged(_)) => None,
            Err(fault) => return Err(fault),
        };
        if folded.as_ref() != Some(&project) {
            report.add(Problem::Project {
                id: project.id,
                code: project.code.clone(),
            });
        }
        if rows_count && !row_agrees(view, &project)? {
            report.add(Problem::Row {
                id: project.id,
                code: project.code.clone(),
            });
        }
        Ok(ControlFlow::Continue(()))
    })?;
    // What is in the journal and not in the table has to be deleted there, too.
    for id in missing {
        if let Some(project) = fold(view, id, u64::MAX)? {
            report.add(Problem::Project {
                id,
                code: project.code,
            });
        }
    }
    Ok(())
}

fn row_agrees(view: &dyn View, project: &Project) -> Result<bool, Fault> {
    let key = rows::key(project.year, &project.code);
    let Some(payload) = blocks::get(view, &key)? else {
        return Ok(false);
    };
    let number = |at: usize| {
        let bytes = payload.get(at..at + 8)?;
        <[u8; 8]>::try_from(bytes).ok().map(u64::from_le_bytes)
    };
    Ok(number(0) == Some(project.id.0) && number(8) == Some(project.revision))
}

fn others(view: &dyn View, chain: &Chain, report: &mut VerifyReport) -> Result<(), Fault> {
    let persons = tables::persons(view)?;
    let mut noted: BTreeSet<&str> = chain.persons.keys().map(String::as_str).collect();
    for person in &persons {
        noted.remove(person.id.as_str());
        if serde_json::to_value(person).ok().as_ref() != chain.persons.get(&person.id) {
            report.add(Problem::Person {
                id: person.id.clone(),
            });
        }
    }
    for id in noted {
        report.add(Problem::Person { id: id.to_owned() });
    }
    for (name, value) in &chain.settings {
        if value.as_str() != Some(tables::setting_value(view, name)?.as_str()) {
            report.add(Problem::Setting { name: name.clone() });
        }
    }
    Ok(())
}

/// Heads and mirror against the chain.
fn files(path: &Path, chain: &Chain, report: &mut VerifyReport) -> Result<(), Fault> {
    let held = report.entries;
    let mut known = held;
    beside::each_line(&beside::heads_path(path), &mut |line, bytes| {
        let read = HeadLine::read(&String::from_utf8_lossy(bytes));
        match read {
            Some(head) if head.seq > held => known = known.max(head.seq),
            Some(head) if chain.hash_of(head.seq) == Some(head.hash) => {}
            other => report.add(Problem::Heads {
                line,
                seq: other.map_or(0, |head| head.seq),
            }),
        }
        Ok(ControlFlow::Continue(()))
    })?;
    let store = report.store;
    beside::each_line(&beside::mirror_path(path), &mut |line, bytes| {
        let seq = u64::try_from(line).unwrap_or(u64::MAX);
        if seq > held {
            known = known.max(seq);
        } else if chain.hash_of(seq) != Some(hash(store, bytes)) {
            report.add(Problem::Mirror { line });
        }
        Ok(ControlFlow::Continue(()))
    })?;
    if known > held {
        report.add(Problem::Lost { known, held });
    }
    Ok(())
}
