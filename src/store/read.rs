//! Reading: projects, rows, history, a project as it was, and the background check.
//!
//! Every call reads one consistent state and keeps nothing open. What is about a project asks who
//! wants to know: outside of the actor's scope a project is not there, and the rights of today hold
//! for the past, too.

use std::ops::{Bound, ControlFlow};
use std::sync::Arc;

use serde_json::Value;

use super::engine::{self, Span, Table, View};
use super::entry::{self, Entry, Head, StoreId};
use super::fault::Fault;
use super::record::unseal;
use super::tables::{self, Settings};
use super::undo::{self, Preview};
use super::write::{Cause, Turn, project_from};
use super::{Latch, Store, read};
use crate::domain::change;
use crate::domain::command::Record;
use crate::domain::project::{Project, ProjectId};
use crate::domain::refusal::Refusal;
use crate::domain::role::{Actor, Person};
use crate::domain::rows::Rows;

/// How far the background check of a store has come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scan {
    table: usize,
    after: Option<Vec<u8>>,
    /// Records that were read.
    pub records: u64,
    /// True once everything was read.
    pub finished: bool,
}

impl Store {
    /// Runs a reading on the open engine.
    pub(super) fn view<T>(
        &self,
        run: impl FnMut(&dyn View) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let engine = read(&self.engine);
        engine::view(engine.as_deref().ok_or(Fault::Closed)?, run)
    }

    /// The random name of the store.
    pub fn id(&self) -> StoreId {
        self.id
    }

    /// Where the journal stands.
    pub fn head(&self) -> Head {
        read(&self.shared).head
    }

    /// The revision of the store: the sequence number of the last entry. Sessions that hold
    /// something of an older revision look again.
    pub fn revision(&self) -> u64 {
        self.head().seq
    }

    /// The rows of all projects, as of now.
    pub fn rows(&self) -> Rows {
        read(&self.shared).rows.clone()
    }

    /// What belongs to the store as a whole.
    pub fn settings(&self) -> Arc<Settings> {
        read(&self.shared).settings.clone()
    }

    /// All persons, by id.
    pub fn persons(&self) -> Arc<Vec<Person>> {
        read(&self.shared).persons.clone()
    }

    /// Why the store only reads, if it does.
    pub fn latch(&self) -> Option<Latch> {
        read(&self.shared).latch.clone()
    }

    /// A project, if it is there and the actor may know of it.
    pub fn project(&self, id: ProjectId, actor: &Actor) -> Result<Option<Arc<Project>>, Fault> {
        let project = self.view(|view| tables::project(view, id))?;
        let seen = project.filter(|project| actor.sees(&project.department, &project.unit));
        Ok(seen.map(Arc::new))
    }

    /// Calls `visit` with every project that the actor may know of; `Break` ends it. The projects
    /// are read in slices, so that nothing is held open while `visit` works.
    pub fn each_project(
        &self,
        actor: &Actor,
        visit: &mut dyn FnMut(Project) -> ControlFlow<()>,
    ) -> Result<(), Fault> {
        const SLICE: usize = 256;
        let mut after = None;
        loop {
            let slice = self.view(|view| {
                let mut slice = Vec::with_capacity(SLICE);
                tables::each_project(view, after, &mut |project| {
                    slice.push(project);
                    Ok(if slice.len() < SLICE {
                        ControlFlow::Continue(())
                    } else {
                        ControlFlow::Break(())
                    })
                })?;
                Ok(slice)
            })?;
            let Some(last) = slice.last() else {
                return Ok(());
            };
            after = Some(last.id);
            for project in slice {
                if actor.sees(&project.department, &project.unit) && visit(project).is_break() {
                    return Ok(());
                }
            }
        }
    }

    /// The entries of a project, oldest first; empty where the actor may not know of it. Of a
    /// deleted project the last state counts.
    pub fn history(&self, id: ProjectId, actor: &Actor) -> Result<Vec<Entry>, Fault> {
        self.view(|view| {
            if !sees(view, id, actor)? {
                return Ok(Vec::new());
            }
            let seqs = tables::entries_of(view, id, 0)?;
            seqs.into_iter()
                .map(|seq| tables::entry(view, seq))
                .collect()
        })
    }

    /// The entries about no project, oldest first: persons, date, policy, and how the store began.
    pub fn own_history(&self) -> Result<Vec<Entry>, Fault> {
        self.view(|view| {
            let seqs = tables::entries_of_the_store(view)?;
            seqs.into_iter()
                .map(|seq| tables::entry(view, seq))
                .collect()
        })
    }

    /// An entry of the journal; entries about projects only for who may know of the project.
    pub fn entry(&self, seq: u64, actor: &Actor) -> Result<Option<Entry>, Fault> {
        self.view(|view| {
            let Some(bytes) = tables::event(view, seq)? else {
                return Ok(None);
            };
            let Some(entry) = entry::read(&bytes) else {
                return tables::entry(view, seq).map(Some);
            };
            match entry.project {
                Some(id) if !sees(view, id, actor)? => Ok(None),
                _ => Ok(Some(entry)),
            }
        })
    }

    /// A project as it was after an entry, read only; `None` where it was not there.
    pub fn as_of(&self, id: ProjectId, seq: u64, actor: &Actor) -> Result<Option<Project>, Fault> {
        self.view(|view| {
            if sees(view, id, actor)? {
                fold(view, id, seq)
            } else {
                Ok(None)
            }
        })
    }

    /// What an undo or redo of a record by this actor would change, or why it may not be.
    pub fn undo_preview(
        &self,
        record: &Record,
        actor: &Actor,
        turn: Turn,
    ) -> Result<Preview, Cause> {
        let mut preview = Err(Cause::Refused(Refusal::NothingToUndo));
        self.view(|view| {
            preview = match record.project() {
                Some(id) if !sees(view, id, actor)? => Err(Cause::Refused(Refusal::NoSuchProject)),
                _ => undo::preview(view, record, actor, turn),
            };
            Ok(())
        })?;
        preview
    }

    /// Whether the file is so large that opening left its full check to the background.
    pub fn is_large(&self) -> bool {
        self.path()
            .and_then(|path| std::fs::metadata(path).ok())
            .is_some_and(|file| file.len() > super::open::CHECKED_AT_OPEN)
    }

    /// Reads on with the background check: at most `records` records, each against its checksum.
    /// A session's thread calls this until it is finished.
    pub fn scan_slice(&self, scan: &Scan, records: u64) -> Result<Scan, Fault> {
        self.view(|view| scan_slice(view, scan, records))
    }
}

/// May the actor know of this project, or of what it was last?
fn sees(view: &dyn View, id: ProjectId, actor: &Actor) -> Result<bool, Fault> {
    let project = match tables::project(view, id)? {
        Some(project) => Some(project),
        None => last_state(view, id)?,
    };
    Ok(project.is_some_and(|project| actor.sees(&project.department, &project.unit)))
}

/// The last state of a project that was deleted.
fn last_state(view: &dyn View, id: ProjectId) -> Result<Option<Project>, Fault> {
    let revision = tables::last_revision(view, id)?;
    let Some(seq) = tables::seq_of(view, id, revision)? else {
        return Ok(None);
    };
    let entry = tables::entry(view, seq)?;
    let gone = entry
        .changes
        .into_iter()
        .find(|change| change.path.is_empty());
    match gone.and_then(|change| change.old) {
        Some(value) => project_from(id, revision, value),
        None => Ok(None),
    }
}

/// The state of a project after the entries up to `seq`: only the changes count, no command runs.
pub(super) fn fold(view: &dyn View, id: ProjectId, seq: u64) -> Result<Option<Project>, Fault> {
    let mut value = Value::Null;
    let mut revision = 0;
    for seq in tables::entries_of(view, id, 0)?
        .into_iter()
        .take_while(|other| *other <= seq)
    {
        let entry = tables::entry(view, seq)?;
        change::apply(&mut value, &entry.changes)
            .map_err(|_| super::record::damaged(Table::Event, &seq.to_be_bytes()))?;
        revision = entry.revision;
    }
    project_from(id, revision, value)
}

/// One slice of the background check.
pub(super) fn scan_slice(view: &dyn View, scan: &Scan, records: u64) -> Result<Scan, Fault> {
    let mut scan = scan.clone();
    let mut left = records;
    while let Some(table) = Table::ALL.get(scan.table).copied() {
        let after = scan.after.take();
        let span = Span {
            from: after.as_deref().map_or(Bound::Unbounded, Bound::Excluded),
            ..Span::ALL
        };
        let mut last = None;
        view.scan(table, span, &mut |key, sealed| {
            unseal(table, key, sealed)?;
            left = left.saturating_sub(1);
            scan.records += 1;
            if left > 0 {
                return Ok(ControlFlow::Continue(()));
            }
            last = Some(key.to_vec());
            Ok(ControlFlow::Break(()))
        })?;
        if last.is_some() {
            scan.after = last;
            return Ok(scan);
        }
        scan.table += 1;
    }
    // The total: every entry up to the head. Opening has counted the rows.
    let head = tables::head(view)?;
    if view.count(Table::Event)? != head.seq {
        return Err(Fault::Damaged(super::fault::Damage::Chain {
            seq: head.seq,
        }));
    }
    scan.finished = true;
    Ok(scan)
}
