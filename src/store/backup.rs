//! Backup, text copy, and the way back.
//!
//! A backup is one read transaction written into a new file, checked and verified before it gets
//! its name; copying the live file is not one. The text copy is the form for the day on which the
//! engine's file can't be read: it holds the journal byte for byte and imports into an empty store
//! to the same head. A restore never touches what it replaces: that is set aside, and the journal
//! tells of it.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::beside::{self, beside};
use super::engine::{self, Check, Engine, Finish, Redb, Span, Table, Update, View};
use super::entry::{self, Entry, Hash, Head, Hex, LeftBehind, PROGRAM, StoreId, hash};
use super::fault::{Damage, Fault, OpenError};
use super::open::{
    build_aside, build_at, checked_sentinel, open_file, system_envelope, write_fault,
};
use super::rules::Rules;
use super::tables::{self, SCHEMA, Sentinel};
use super::verify::{Problem, VerifyReport, audit};
use super::write::{Cause, Context, Transaction};
use super::{Store, disk};

/// What lies beside a backup and says what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// `wenxiao-backup/1` or `wenxiao-text/1`.
    pub format: String,
    /// The store's name.
    pub store: StoreId,
    /// When the store was made, UTC milliseconds.
    pub created: i64,
    /// Its layout.
    pub schema: u32,
    /// Where its journal stands.
    pub head: Head,
    /// How many records each table has.
    pub counts: BTreeMap<String, u64>,
    /// Size in bytes of each file.
    pub sizes: BTreeMap<String, u64>,
    /// SHA-256 of each file.
    pub sha256: BTreeMap<String, String>,
    /// The program that wrote it.
    pub program: String,
}

const BACKUP: &str = "wenxiao-backup/1";
const TEXT: &str = "wenxiao-text/1";
const ENTRIES: &str = "entries.ndjson";
const PROJECTS: &str = "projects.ndjson";
const PERSONS: &str = "persons.ndjson";
const SETTINGS: &str = "settings.ndjson";
const MANIFEST: &str = "manifest.json";

/// The manifest of a backup.
pub fn manifest_path(path: &Path) -> PathBuf {
    beside(path, MANIFEST)
}

/// Why a backup is not made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BackupError {
    /// The target can't be written or is there already.
    Target(OpenError),
    /// The store itself can't be read.
    Source(Fault),
    /// What was written does not verify; it was taken away again.
    NotWhole(Box<VerifyReport>),
}

impl From<OpenError> for BackupError {
    fn from(error: OpenError) -> Self {
        Self::Target(error)
    }
}

impl From<std::io::Error> for BackupError {
    fn from(error: std::io::Error) -> Self {
        Self::Target(OpenError::Failed(error.into()))
    }
}

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

/// Copies every table of a consistent state into a new file, and checks it before it gets its name.
pub fn copy(source: &dyn Engine, to: &Path) -> Result<(), OpenError> {
    match engine::view(source, |view| Ok(copy_view(view, to)))? {
        Ok(_) => Ok(()),
        Err(BackupError::Target(error)) => Err(error),
        Err(BackupError::Source(fault)) => Err(OpenError::Failed(fault)),
        Err(BackupError::NotWhole(_)) => Err(OpenError::Failed(Fault::Damaged(Damage::Engine))),
    }
}

fn copy_view(view: &dyn View, to: &Path) -> Result<Manifest, BackupError> {
    if to.exists() {
        return Err(BackupError::Target(OpenError::Exists));
    }
    let sentinel = tables::sentinel(view).map_err(BackupError::Source)?;
    let aside = beside(to, "partial");
    build_at(&aside, |target| {
        target
            .update(&mut |update| {
                Table::ALL
                    .iter()
                    .try_for_each(|table| copy_table(view, update, *table))?;
                Ok(Finish::Commit)
            })
            .map_err(write_fault)
    })?;
    let checked = check_copy(&aside, sentinel.store).and_then(|()| {
        let manifest = manifest(view, &sentinel, BACKUP, &[(to, &aside)])?;
        disk::publish(&aside, to)?;
        write_manifest(&manifest_path(to), &manifest)?;
        Ok(manifest)
    });
    if checked.is_err() {
        drop(std::fs::remove_file(&aside));
    }
    checked
}

fn copy_table(view: &dyn View, update: &mut dyn Update, table: Table) -> Result<(), Fault> {
    view.scan(table, Span::ALL, &mut |key, value| {
        update.put(table, key, value)?;
        Ok(ControlFlow::Continue(()))
    })
}

fn check_copy(path: &Path, store: StoreId) -> Result<(), BackupError> {
    let engine = Redb::open(path, Check::Full)?;
    let report = engine::view(&engine, |view| audit(view, store, None, None))
        .map_err(|fault| BackupError::Target(OpenError::Failed(fault)))?;
    Box::new(engine)
        .close()
        .map_err(|fault| BackupError::Target(OpenError::Failed(fault)))?;
    if report.is_clean() {
        Ok(())
    } else {
        Err(BackupError::NotWhole(Box::new(report)))
    }
}

/// The manifest of files that hold this state; each with the name that it will have.
fn manifest(
    view: &dyn View,
    sentinel: &Sentinel,
    format: &str,
    files: &[(&Path, &Path)],
) -> Result<Manifest, BackupError> {
    let mut manifest = Manifest {
        format: format.to_owned(),
        store: sentinel.store,
        created: sentinel.created,
        schema: sentinel.schema,
        head: tables::head(view).map_err(BackupError::Source)?,
        counts: BTreeMap::new(),
        sizes: BTreeMap::new(),
        sha256: BTreeMap::new(),
        program: PROGRAM.to_owned(),
    };
    for table in Table::ALL {
        let count = view.count(table).map_err(BackupError::Source)?;
        manifest.counts.insert(table.name().to_owned(), count);
    }
    for (name, path) in files {
        let name = file_name(name);
        let (size, sum) = digest(path)?;
        manifest.sizes.insert(name.clone(), size);
        manifest.sha256.insert(name, sum);
    }
    Ok(manifest)
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

fn digest(path: &Path) -> std::io::Result<(u64, String)> {
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut block = vec![0; 1 << 16];
    let mut size = 0;
    loop {
        let length = file.read(&mut block)?;
        let Some(part) = block.get(..length).filter(|part| !part.is_empty()) else {
            return Ok((size, Hex::<32>(hasher.finalize().into()).to_string()));
        };
        hasher.update(part);
        size += u64::try_from(length).unwrap_or(0);
    }
}

fn write_manifest(path: &Path, manifest: &Manifest) -> std::io::Result<()> {
    let text = serde_json::to_vec_pretty(manifest).map_err(std::io::Error::other)?;
    let mut file = disk::create_private(path)?;
    file.write_all(&text)?;
    file.write_all(b"\n")?;
    file.sync_all()?;
    disk::sync_folder(path)
}

fn read_manifest(path: &Path) -> Option<Manifest> {
    serde_json::from_slice(&std::fs::read(path).ok()?).ok()
}

/// Does a backup still have the bytes that its manifest tells of? `None` without a manifest.
pub(super) fn agrees_with_manifest(path: &Path) -> Option<bool> {
    let manifest = read_manifest(&manifest_path(path))?;
    let (size, sum) = digest(path).ok()?;
    let name = file_name(path);
    // A backup may be renamed with its manifest; it holds one file.
    let noted_size = manifest
        .sizes
        .get(&name)
        .or_else(|| manifest.sizes.values().next());
    let noted_sum = manifest
        .sha256
        .get(&name)
        .or_else(|| manifest.sha256.values().next());
    Some(noted_size == Some(&size) && noted_sum == Some(&sum))
}

/// The head that the manifest of a backup notes.
pub(super) fn noted_head(path: &Path) -> Option<Head> {
    read_manifest(&manifest_path(path)).map(|manifest| manifest.head)
}

/// A backup that is not what its manifest noted.
pub(super) fn not_as_noted(path: &Path) -> Problem {
    Problem::NotAsNoted {
        file: file_name(path),
    }
}

impl Store {
    /// Writes a backup to a path where there is no file, verified before it gets its name.
    pub fn backup(&self, to: &Path) -> Result<Manifest, BackupError> {
        let mut made = Err(BackupError::Source(Fault::Closed));
        self.view(|view| {
            made = copy_view(view, to);
            Ok(())
        })
        .map_err(BackupError::Source)?;
        made
    }

    /// Writes the text copy into a folder that is not there yet.
    pub fn backup_text(&self, folder: &Path) -> Result<Manifest, BackupError> {
        let mut made = Err(BackupError::Source(Fault::Closed));
        self.view(|view| {
            made = write_text(view, folder);
            Ok(())
        })
        .map_err(BackupError::Source)?;
        made
    }
}

fn write_text(view: &dyn View, folder: &Path) -> Result<Manifest, BackupError> {
    if folder.exists() {
        return Err(BackupError::Target(OpenError::Exists));
    }
    let aside = beside(folder, "partial");
    drop(std::fs::remove_dir_all(&aside));
    disk::create_private_folder(&aside)?;
    let written = write_text_files(view, &aside).and_then(|manifest| {
        std::fs::rename(&aside, folder)?;
        disk::sync_folder(folder)?;
        Ok(manifest)
    });
    if written.is_err() {
        drop(std::fs::remove_dir_all(&aside));
    }
    written
}

fn write_text_files(view: &dyn View, folder: &Path) -> Result<Manifest, BackupError> {
    let sentinel = tables::sentinel(view).map_err(BackupError::Source)?;
    write_lines(&folder.join(ENTRIES), |put| {
        tables::each_event(view, 0, &mut |_, bytes| {
            put(bytes)?;
            Ok(ControlFlow::Continue(()))
        })
    })?;
    write_lines(&folder.join(PROJECTS), |put| {
        tables::each_project(view, None, &mut |project| {
            put(&json_line(&project)?)?;
            Ok(ControlFlow::Continue(()))
        })
    })?;
    write_lines(&folder.join(PERSONS), |put| {
        let persons = tables::persons(view)?;
        persons
            .iter()
            .try_for_each(|person| put(&json_line(person)?))
    })?;
    write_lines(&folder.join(SETTINGS), |put| {
        use tables::setting::{CLOCK, NAME, POLICY};
        [NAME, POLICY, CLOCK]
            .iter()
            .try_for_each(|name| put(&json_line(&(name, tables::setting_value(view, name)?))?))
    })?;
    let paths = [ENTRIES, PROJECTS, PERSONS, SETTINGS].map(|name| folder.join(name));
    let files: Vec<_> = paths
        .iter()
        .map(|path| (path.as_path(), path.as_path()))
        .collect();
    let manifest = manifest(view, &sentinel, TEXT, &files)?;
    write_manifest(&folder.join(MANIFEST), &manifest)?;
    Ok(manifest)
}

fn json_line<T: Serialize>(value: &T) -> Result<Vec<u8>, Fault> {
    serde_json::to_vec(value).map_err(|_| Fault::Io { code: None })
}

type PutLine<'a> = dyn FnMut(&[u8]) -> Result<(), Fault> + 'a;

fn write_lines(
    path: &Path,
    lines: impl FnOnce(&mut PutLine<'_>) -> Result<(), Fault>,
) -> Result<(), BackupError> {
    let target = |fault: Fault| BackupError::Target(OpenError::Failed(fault));
    let mut file = BufWriter::new(disk::create_private(path)?);
    lines(&mut |line| {
        file.write_all(line)?;
        file.write_all(b"\n")?;
        Ok(())
    })
    .map_err(target)?;
    let file = file
        .into_inner()
        .map_err(|error| target(error.into_error().into()))?;
    file.sync_all()?;
    Ok(())
}

/// Makes a store at `path` from a text copy; it has the same name and the same head.
pub fn from_text(folder: &Path, path: &Path, rules: &dyn Rules) -> Result<Head, OpenError> {
    let manifest = text_manifest(folder)?;
    build_aside(path, |engine| {
        fill_from_text(engine, folder, &manifest, rules)
    })?;
    Ok(manifest.head)
}

fn text_manifest(folder: &Path) -> Result<Manifest, OpenError> {
    let bad = |line| OpenError::BadText {
        file: MANIFEST.to_owned(),
        line,
    };
    if !folder.join(ENTRIES).exists() {
        return Err(OpenError::NotAStore);
    }
    let manifest = read_manifest(&folder.join(MANIFEST)).ok_or_else(|| bad(1))?;
    if manifest.schema > SCHEMA {
        return Err(OpenError::Newer {
            schema: manifest.schema,
            needs: manifest.program,
        });
    }
    if manifest.format == TEXT {
        Ok(manifest)
    } else {
        Err(bad(1))
    }
}

fn fill_from_text(
    engine: &dyn Engine,
    folder: &Path,
    manifest: &Manifest,
    rules: &dyn Rules,
) -> Result<(), OpenError> {
    let bad = |line| OpenError::BadText {
        file: ENTRIES.to_owned(),
        line,
    };
    let context = Context {
        rules,
        store: manifest.store,
    };
    let mut stopped = None;
    engine
        .update(&mut |update| {
            tables::put_sentinel(
                update,
                &Sentinel {
                    store: manifest.store,
                    schema: SCHEMA,
                    created: manifest.created,
                },
            )?;
            let mut transaction = Transaction::new(update, &context)?;
            let mut lines = 0;
            beside::each_line(&folder.join(ENTRIES), &mut |line, bytes| {
                lines = line;
                match transaction.take_over(bytes) {
                    Ok(Some(())) => Ok(ControlFlow::Continue(())),
                    Err(Cause::Failed(fault)) if !matches!(fault, Fault::Damaged(_)) => Err(fault),
                    _ => {
                        stopped = Some(bad(line));
                        Ok(ControlFlow::Break(()))
                    }
                }
            })?;
            if stopped.is_none() && transaction.head != manifest.head {
                stopped = Some(bad(lines));
            }
            if stopped.is_some() {
                return Ok(Finish::Abort);
            }
            transaction.rebuild_rows();
            transaction.finish()?;
            Ok(Finish::Commit)
        })
        .map_err(write_fault)?;
    stopped.map_or_else(|| as_noted(folder, manifest), Err)
}

/// Every file of a text copy has the bytes that the manifest notes; the journal alone makes the
/// store, but a copy with a hole in it is no backup.
fn as_noted(folder: &Path, manifest: &Manifest) -> Result<(), OpenError> {
    for name in [ENTRIES, PROJECTS, PERSONS, SETTINGS] {
        let found = digest(&folder.join(name)).ok();
        let noted = manifest.sizes.get(name).zip(manifest.sha256.get(name));
        if found.as_ref().map(|(size, sum)| (size, sum)) != noted {
            return Err(OpenError::NotAsNoted {
                file: name.to_owned(),
            });
        }
    }
    Ok(())
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
