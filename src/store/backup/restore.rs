//! The way back: a backup or a text copy in the place of a store.
//!
//! Everything is made and checked beside the store first. What the store has beyond the backup is
//! listed before anything is changed, and the store that is replaced is kept under another name.

use std::fs::File;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::manifest::{agrees_with_manifest, not_as_noted, noted_head};
use super::text::{fill_from_text, text_manifest};
use crate::store::beside::{self, beside};
use crate::store::engine::{self, Check, Engine, Redb, View};
use crate::store::entry::{self, Entry, Hash, Head, LeftBehind, StoreId, hash};
use crate::store::fault::{Fault, OpenError};
use crate::store::open::{build_at, checked_sentinel, open_file, system_envelope, write_fault};
use crate::store::rules::Rules;
use crate::store::verify::{VerifyReport, audit};
use crate::store::write::{Context, Transaction};
use crate::store::{SCHEMA, disk, migrations, tables};

/// Why a store is not restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RestoreError {
    /// The backup can't be used.
    Open(OpenError),
    /// The place of the store can't be used.
    Target(OpenError),
    /// Entries would be lost, and nobody agreed to that; nothing was changed.
    WouldLose(Box<RestoreReport>),
    /// The backup belongs to another store.
    OtherStore {
        /// The store that is there.
        here: StoreId,
        /// The store of the backup.
        backup: StoreId,
    },
    /// The backup does not verify.
    NotWhole(Box<VerifyReport>),
}

impl From<OpenError> for RestoreError {
    fn from(error: OpenError) -> Self {
        Self::Open(error)
    }
}

impl From<Fault> for RestoreError {
    fn from(fault: Fault) -> Self {
        Self::Open(OpenError::Failed(fault))
    }
}

/// The place of the store can't be used.
fn target(error: impl Into<Fault>) -> RestoreError {
    RestoreError::Target(OpenError::Failed(error.into()))
}

/// What a restore did, or would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestoreReport {
    /// The head of the backup.
    pub backup: Head,
    /// Where the journal stands after it; the backup's head in a rehearsal.
    pub head: Head,
    /// Entries that the present store has and the backup has not.
    pub lost: Vec<Entry>,
    /// Where the store that was replaced lies now.
    pub set_aside: Option<PathBuf>,
}

/// Whether a restore is carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Restoring {
    /// Everything but the last step; nothing is changed.
    Rehearse,
    /// For good, unless entries would be lost.
    IfNothingIsLost,
    /// For good.
    CarryOut,
}

/// Who restores, and when.
#[derive(Debug, Clone)]
pub struct RestoreOptions {
    /// Rehearsal or not.
    pub restoring: Restoring,
    /// UTC milliseconds.
    pub at: i64,
    /// User of the operating system.
    pub os_user: String,
}

/// Puts a backup (a file, or the folder of a text copy) in the place of the store at `to`.
pub fn restore(
    from: &Path,
    to: &Path,
    rules: &dyn Rules,
    options: &RestoreOptions,
) -> Result<RestoreReport, RestoreError> {
    let aside = beside(to, "restoring");
    let result = restore_by(from, to, &aside, rules, options);
    drop(std::fs::remove_file(&aside));
    result
}

fn restore_by(
    from: &Path,
    to: &Path,
    aside: &Path,
    rules: &dyn Rules,
    options: &RestoreOptions,
) -> Result<RestoreReport, RestoreError> {
    // Held until the end: nobody opens the old store meanwhile.
    let present = Present::open(to)?;
    bring_aside(from, aside, rules)?;
    let engine = Redb::open(aside, Check::Full)?;
    let sentinel = checked_sentinel(&engine)?;
    if let Some(here) = present.store.filter(|here| *here != sentinel.store) {
        return Err(RestoreError::OtherStore {
            here,
            backup: sentinel.store,
        });
    }
    let mut report = engine::view(&engine, |view| audit(view, sentinel.store, None, None))?;
    if noted_head(from).is_some_and(|noted| noted != report.head) {
        report.add(not_as_noted(from));
    }
    if !report.is_clean() {
        return Err(RestoreError::NotWhole(Box::new(report)));
    }
    let lost = engine::view(&engine, |view| present.beyond(view, sentinel.store))?;
    let mut done = RestoreReport {
        backup: report.head,
        head: report.head,
        lost,
        set_aside: None,
    };
    if options.restoring == Restoring::Rehearse {
        return Ok(done);
    }
    if options.restoring == Restoring::IfNothingIsLost && !done.lost.is_empty() {
        return Err(RestoreError::WouldLose(Box::new(done)));
    }
    if sentinel.schema < SCHEMA {
        migrations::run(&engine, sentinel.schema, None)?;
    }
    // Where nothing was, the copy is the store, with the very head of the backup; where something
    // is left behind, the journal tells of it.
    if to.exists() || !done.lost.is_empty() {
        let left = present.head(&done, sentinel.store);
        done.head = note_restore(&engine, rules, sentinel.store, options, left)?;
    }
    Box::new(engine).close().map_err(target)?;
    let flushed = File::open(aside).and_then(|file| file.sync_all());
    flushed.map_err(target)?;
    done.set_aside = set_aside(to, options.at).map_err(target)?;
    std::fs::rename(aside, to).map_err(target)?;
    disk::sync_folder(to).map_err(target)?;
    if let Some(engine) = present.engine {
        // It was only read; what closing says is about the file that was set aside.
        drop(engine.close());
    }
    Ok(done)
}

fn bring_aside(from: &Path, aside: &Path, rules: &dyn Rules) -> Result<(), RestoreError> {
    if from.is_dir() {
        let manifest = text_manifest(from)?;
        let mut of_text = Ok(());
        let built = build_at(aside, |engine| {
            of_text = fill_from_text(engine, from, &manifest, rules);
            of_text.clone()
        });
        of_text?;
        return built.map_err(RestoreError::Target);
    }
    if !from.exists() {
        return Err(RestoreError::Open(OpenError::Missing));
    }
    File::open(from).map_err(Fault::from)?;
    if agrees_with_manifest(from) == Some(false) {
        let report = VerifyReport::of(not_as_noted(from));
        return Err(RestoreError::NotWhole(Box::new(report)));
    }
    // The backup itself is never opened for writing, so that its checksum stays what it was.
    let reader = Redb::open_read_only(from);
    if let Err(OpenError::InUse(_)) = reader {
        return Err(RestoreError::Open(OpenError::InUse(beside::read_note(
            from,
        ))));
    }
    std::fs::copy(from, aside).map_err(target)?;
    drop(reader);
    disk::keep_private(aside).map_err(target)
}

/// True where the files beside a path tell of a store.
fn witnessed(path: &Path) -> bool {
    beside::heads_path(path).exists() || beside::mirror_path(path).exists()
}

/// The store that a restore replaces, as far as it can be read.
struct Present {
    path: PathBuf,
    engine: Option<Box<dyn Engine>>,
    store: Option<StoreId>,
}

impl Present {
    fn open(path: &Path) -> Result<Self, RestoreError> {
        let mut present = Self {
            path: path.to_owned(),
            engine: None,
            store: None,
        };
        match open_file(path, Check::Quick) {
            Ok(engine) => {
                present.store = match checked_sentinel(engine.as_ref()) {
                    Ok(sentinel) => Some(sentinel.store),
                    Err(error @ OpenError::Newer { .. }) => {
                        return Err(RestoreError::Target(error));
                    }
                    Err(_) => None,
                };
                present.engine = Some(engine);
            }
            Err(error @ OpenError::InUse(_)) => return Err(RestoreError::Target(error)),
            Err(error) if path.is_dir() => return Err(RestoreError::Target(error)),
            // Some other file, of which no journal says that it was a store: it is not ours to move.
            Err(OpenError::NotAStore) if !witnessed(path) => {
                return Err(RestoreError::Target(OpenError::NotAStore));
            }
            // Not there, or the reason for the restore.
            Err(_) => {}
        }
        Ok(present)
    }

    /// What this store has beyond the journal of the backup.
    fn beyond(&self, backup: &dyn View, store: StoreId) -> Result<Vec<Entry>, Fault> {
        let lines = self.lines(backup)?;
        let mut lost = Vec::new();
        for (seq, bytes) in lines {
            let kept = tables::event(backup, seq)?;
            let differs = kept.is_none_or(|kept| hash(store, &kept) != hash(store, &bytes));
            if differs {
                lost.extend(entry::read(&bytes));
            }
        }
        Ok(lost)
    }

    /// Sequence number and bytes of its entries: from the store, or else from the mirror.
    fn lines(&self, backup: &dyn View) -> Result<Vec<(u64, Vec<u8>)>, Fault> {
        let head = tables::head(backup)?.seq;
        let mut lines = Vec::new();
        if let Some(engine) = &self.engine {
            let read = engine::view(engine.as_ref(), |view| {
                lines.clear();
                tables::each_event(view, 0, &mut |seq, bytes| {
                    let same = seq <= head && tables::event(backup, seq)?.as_deref() == Some(bytes);
                    if !same {
                        lines.push((seq, bytes.to_vec()));
                    }
                    Ok(ControlFlow::Continue(()))
                })
            });
            if read.is_ok() {
                return Ok(lines);
            }
        }
        let mirror = beside::mirror_lines_after(&self.path, 0)?;
        Ok((1..).zip(mirror).collect())
    }

    /// The head that is left behind.
    fn head(&self, report: &RestoreReport, store: StoreId) -> LeftBehind {
        let own = self
            .engine
            .as_ref()
            .and_then(|engine| engine::view(engine.as_ref(), tables::head).ok());
        let (seq, hash): (u64, Hash) = match (own, report.lost.last()) {
            (Some(head), _) => (head.seq, head.hash),
            (None, Some(last)) => {
                let bytes = entry::canonical(last).unwrap_or_default();
                (last.seq, hash(store, &bytes))
            }
            (None, None) => (report.backup.seq, report.backup.hash),
        };
        LeftBehind { seq, hash }
    }
}

fn note_restore(
    engine: &dyn Engine,
    rules: &dyn Rules,
    store: StoreId,
    options: &RestoreOptions,
    left: LeftBehind,
) -> Result<Head, RestoreError> {
    let context = Context { rules, store };
    let envelope = system_envelope("restored", store, options.at, &options.os_user);
    Ok(engine::write(engine, |update| {
        let mut transaction = Transaction::new(update, &context)?;
        transaction.restored(&envelope, left)?;
        transaction.finish()?;
        Ok(transaction.head)
    })
    .map_err(write_fault)?)
}

/// Gives the old store another name, its files first: should this stop in the middle, the old
/// store is still whole under its name.
fn set_aside(path: &Path, at: i64) -> std::io::Result<Option<PathBuf>> {
    if !path.exists() {
        return Ok(None);
    }
    let mut kept = beside(path, &format!("replaced-{at}"));
    while kept.exists() {
        kept = beside(&kept, "again");
    }
    for name in ["heads", "journal"] {
        let file = beside(path, name);
        if file.exists() {
            std::fs::rename(&file, beside(&kept, name))?;
        }
    }
    if std::fs::hard_link(path, &kept).is_err() {
        std::fs::copy(path, &kept)?;
    }
    Ok(Some(kept))
}
