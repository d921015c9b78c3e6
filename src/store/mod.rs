//! The embedded store: commands become durable transactions, and every change has its journal entry.
//!
//! [`Store`] is shared by all sessions of a process. A write is an
//! [`Envelope`] given to [`Store::apply`] and ends in one of three
//! [`Outcome`]s: saved, not saved, not confirmed. Reads answer from one consistent state and hold
//! nothing open afterwards. The face names no type of the engine; `engine` alone knows redb.
//!
//! | module | what it is |
//! |---|---|
//! | [`engine`] | the seam: closure transactions over byte keys, the tables, redb |
//! | `record` | version byte and checksum of every value |
//! | `tables` | keys and values of each table |
//! | [`entry`] | the chain of the journal |
//! | [`write`](mod@write) | what a command does inside a transaction |
//! | [`undo`] | what an undo takes back |
//! | `beside` | heads, text mirror and note beside the store |
//! | `open` | init, open, reopen |
//! | `read` | reading |
//! | [`verify`] | chain, fold, checksums, agreement |
//! | [`backup`] | backup, text copy, restore |
//! | [`keep`] | the backups that are kept beside a store, thinned out by age |
//! | `migrations` | layouts of earlier versions |
//! | [`fault`] | what can go wrong |

pub mod backup;
mod beside;
mod blocks;
mod disk;
pub mod engine;
pub mod entry;
pub mod fault;
pub mod keep;
mod migrations;
mod open;
mod read;
mod record;
mod rules;
mod tables;
pub mod undo;
pub mod verify;
pub mod write;

#[cfg(test)]
mod trial;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock, Weak};

use beside::{Agreement, Beside};
use engine::{Engine, Failed, Finish};
use entry::{Entry, Head, StoreId};
use fault::{Fault, OpenError, Space};
use write::{Context, Transaction};

pub use open::{InitOptions, NetworkFiles, Notice, OpenOptions, Opening};
pub use read::Scan;
pub use rules::Rules;
pub use tables::{SCHEMA, Settings};
pub use undo::Preview;
pub use write::{Cause, Turn};

use crate::domain::command::{Command, Envelope};
use crate::domain::journal::{KeptBackups, Outcome, Receipt};
use crate::domain::refusal::Refusal;
use crate::domain::role::Person;
use crate::domain::rows::{RowChange, Rows};

/// How several commands that stand and fall together ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcomes {
    /// All are durable.
    Saved(Vec<Receipt>),
    /// Nothing was changed, because of one of them.
    NotSaved {
        /// Its place, from 0.
        at: usize,
        /// Why.
        cause: Cause,
    },
    /// The medium failed in the middle, and whether it was written can't be told now. The same
    /// commands given again after [`Store::reopen`] have their effect once.
    NotConfirmed(Fault),
}

/// True for source files whose panics the store catches and tells as a fault: the engine meets a
/// damaged page with a panic.
pub fn catches_panics_of(source_file: &str) -> bool {
    source_file.contains("redb")
}

/// Why a store only reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Latch {
    /// The medium failed; [`Store::reopen`] tries again.
    Failed(Fault),
    /// The files beside the store know entries that it does not hold: commits were lost.
    Ahead {
        /// The last entry that they know.
        seq: u64,
        /// What can be taken over again by [`Store::replay`], oldest first.
        lost: Vec<Entry>,
    },
    /// The files beside the store tell of another history from this entry on.
    Diverged {
        /// The first entry that is known to differ.
        seq: u64,
    },
    /// The file may not be written.
    NotPermitted,
}

/// What all sessions see.
#[derive(Clone)]
struct Shared {
    head: Head,
    rows: Rows,
    settings: Arc<Settings>,
    persons: Arc<Vec<Person>>,
    latch: Option<Latch>,
}

type Source = Box<dyn Fn(engine::Check) -> Result<Box<dyn Engine>, OpenError> + Send + Sync>;

/// Where the file of a store is; a store in memory has none.
#[derive(Debug, Clone)]
struct Place {
    path: PathBuf,
    identity: Option<disk::Identity>,
}

type Listener = Box<dyn Fn(u64) + Send>;

/// Who wants to know of new revisions.
#[derive(Default)]
struct Listeners {
    next: u64,
    all: Vec<(u64, Listener)>,
}

/// Ends the telling when it is dropped.
pub struct Subscription {
    listeners: Weak<Mutex<Listeners>>,
    number: u64,
}

impl Drop for Subscription {
    fn drop(&mut self) {
        if let Some(listeners) = self.listeners.upgrade() {
            lock(&listeners)
                .all
                .retain(|(number, _)| *number != self.number);
        }
    }
}

/// An open store, shared by all sessions of a process.
pub struct Store {
    id: StoreId,
    rules: Arc<dyn Rules>,
    source: Source,
    place: Option<Place>,
    engine: RwLock<Option<Box<dyn Engine>>>,
    /// Held over a whole write, so that heads, mirror and rows follow in order.
    writer: Mutex<Option<Beside>>,
    shared: RwLock<Shared>,
    listeners: Arc<Mutex<Listeners>>,
    /// How the kept backups stood when somebody last looked.
    kept: Mutex<Option<KeptBackups>>,
    /// Held while a backup is kept; nobody who only asks how they stand waits for it.
    keeping: Mutex<()>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn read<T>(lock: &RwLock<T>) -> std::sync::RwLockReadGuard<'_, T> {
    lock.read().unwrap_or_else(PoisonError::into_inner)
}

fn written<T>(lock: &RwLock<T>) -> std::sync::RwLockWriteGuard<'_, T> {
    lock.write().unwrap_or_else(PoisonError::into_inner)
}

/// What an update left to be told.
#[derive(Default)]
struct Done {
    receipts: Vec<Receipt>,
    stopped: Option<(usize, Cause)>,
    head: Head,
    rows: Vec<RowChange>,
    all_rows: bool,
    written: bool,
}

impl Store {
    /// Carries out one command, durably.
    pub fn apply(&self, envelope: &Envelope) -> Outcome {
        match self.apply_all(std::slice::from_ref(envelope)) {
            Outcomes::Saved(mut receipts) => Outcome::Saved(receipts.pop().unwrap_or_default()),
            Outcomes::NotSaved { cause, .. } => match cause {
                Cause::Refused(refusal) => Outcome::NotSaved(refusal),
                Cause::Failed(what) => Outcome::Failed {
                    unknown: false,
                    what,
                },
            },
            Outcomes::NotConfirmed(what) => Outcome::Failed {
                unknown: true,
                what,
            },
        }
    }

    /// Carries out commands in one transaction: all or none.
    pub fn apply_all(&self, envelopes: &[Envelope]) -> Outcomes {
        let mut writer = lock(&self.writer);
        if self.latch().is_some() {
            return not_saved(Refusal::ReadOnly);
        }
        if let Err(fault) = self.room_for(envelopes).and_then(|()| self.in_place()) {
            if fault == Fault::Replaced {
                self.set_latch(Latch::Failed(fault.clone()));
            }
            return not_saved(fault);
        }
        let mut done = Done::default();
        let result = self.update(
            &mut |transaction| carry_out(transaction, envelopes),
            &mut done,
        );
        match result {
            Ok(()) => {}
            Err(Failed::Before(fault)) => {
                if !matches!(fault, Fault::Damaged(_)) {
                    self.set_latch(Latch::Failed(fault.clone()));
                }
                return not_saved(fault);
            }
            Err(Failed::AtCommit(fault)) => {
                return self.find_out(&mut writer, envelopes, &fault);
            }
        }
        if let Some((at, cause)) = done.stopped.take() {
            return Outcomes::NotSaved { at, cause };
        }
        if !done.written {
            return Outcomes::Saved(done.receipts);
        }
        // A commit into a file that is no longer at its path will not be found again.
        if let Err(fault) = self.in_place() {
            self.set_latch(Latch::Failed(fault.clone()));
            return Outcomes::NotConfirmed(fault);
        }
        self.follow(&mut writer, &mut done);
        drop(writer);
        self.tell(done.head.seq);
        Outcomes::Saved(done.receipts)
    }

    /// What a command would do: judged and carried out like any other, and not kept.
    pub fn rehearse(&self, envelope: &Envelope) -> Result<Receipt, Cause> {
        let _writer = lock(&self.writer);
        if self.latch().is_some() {
            return Err(Refusal::ReadOnly.into());
        }
        self.room_for(std::slice::from_ref(envelope))?;
        let mut answer = Err(Cause::Failed(Fault::Closed));
        let context = Context {
            rules: self.rules.as_ref(),
            store: self.id,
        };
        let engine = read(&self.engine);
        let engine = engine.as_deref().ok_or(Fault::Closed)?;
        let run = engine.update(&mut |update| {
            answer = Transaction::new(update, &context)?.apply(envelope);
            Ok(Finish::Abort)
        });
        match run {
            Ok(()) => answer,
            Err(Failed::Before(fault) | Failed::AtCommit(fault)) => Err(fault.into()),
        }
    }

    /// Runs one update with a fresh transaction for each attempt.
    fn update(
        &self,
        run: &mut dyn FnMut(&mut Transaction<'_>) -> Result<Done, Fault>,
        done: &mut Done,
    ) -> Result<(), Failed> {
        let context = Context {
            rules: self.rules.as_ref(),
            store: self.id,
        };
        let engine = read(&self.engine);
        let engine = engine.as_deref().ok_or(Failed::Before(Fault::Closed))?;
        engine.update(&mut |update| {
            let mut transaction = Transaction::new(update, &context)?;
            *done = run(&mut transaction)?;
            if done.stopped.is_some() {
                return Ok(Finish::Abort);
            }
            done.written = transaction.finish()?;
            done.head = transaction.head;
            done.rows = std::mem::take(&mut transaction.rows);
            done.all_rows = transaction.all_rows;
            Ok(if done.written {
                Finish::Commit
            } else {
                Finish::Abort
            })
        })
    }

    /// After a commit: heads and mirror, then what sessions see.
    fn follow(&self, writer: &mut Option<Beside>, done: &mut Done) {
        if let Some(beside) = writer
            && let Err(fault) = self.view(|view| beside.follow(view, done.head))
        {
            // The command is saved all the same; nothing more is taken until this is mended.
            self.set_latch(Latch::Failed(fault));
        }
        if let Err(fault) = self.refresh(done) {
            self.set_latch(Latch::Failed(fault));
        }
    }

    /// Shows what a commit changed.
    fn refresh(&self, done: &Done) -> Result<(), Fault> {
        /// Beyond this, reading all rows is less work than patching.
        const PATCHES: usize = 256;
        let old = read(&self.shared).rows.clone();
        let rows = if done.all_rows || done.rows.len() > PATCHES {
            self.view(tables::rows)?
        } else if done.rows.is_empty() {
            old
        } else {
            old.patched(&done.rows)
        };
        let (settings, persons) =
            self.view(|view| Ok((tables::settings(view)?, tables::persons(view)?)))?;
        let mut shared = written(&self.shared);
        shared.rows = rows.stamped(done.head.seq);
        shared.head = done.head;
        shared.settings = Arc::new(settings);
        shared.persons = Arc::new(persons);
        Ok(())
    }

    /// After a commit that failed: closes, opens again with the full check, looks the command up.
    fn find_out(
        &self,
        writer: &mut Option<Beside>,
        envelopes: &[Envelope],
        fault: &Fault,
    ) -> Outcomes {
        *writer = None;
        let reopened = self.open_again();
        // Whatever is found, the medium has failed once: somebody has to look before more is written.
        self.set_latch(Latch::Failed(fault.clone()));
        if reopened.is_err() {
            return Outcomes::NotConfirmed(fault.clone());
        }
        let ids = envelopes.iter().map(|envelope| &envelope.id);
        let found = self.view(|view| {
            let head = tables::head(view)?;
            let receipt = |id| {
                Ok(tables::by_command(view, id)?.map(|entries| Receipt {
                    entries: Some(entries),
                    head,
                    ..Receipt::default()
                }))
            };
            ids.clone().map(receipt).collect::<Result<Vec<_>, Fault>>()
        });
        match found {
            Ok(found) if found.iter().any(Option::is_some) => {
                let receipts = found.into_iter().map(Option::unwrap_or_default).collect();
                let head = self.head();
                self.tell(head.seq);
                Outcomes::Saved(receipts)
            }
            Ok(_) => not_saved(fault.clone()),
            Err(_) => Outcomes::NotConfirmed(fault.clone()),
        }
    }

    /// Takes over what the mirror has beyond the store, and writes again.
    pub fn replay(&self) -> Outcomes {
        let mut writer = lock(&self.writer);
        let Some(place) = &self.place else {
            return not_saved(Refusal::ReadOnly);
        };
        if !matches!(self.latch(), Some(Latch::Ahead { .. })) {
            return not_saved(Refusal::ReadOnly);
        }
        let lines = match beside::mirror_lines_after(&place.path, self.head().seq) {
            Ok(lines) => lines,
            Err(fault) => return not_saved(fault),
        };
        let mut done = Done::default();
        let result = self.update(&mut |transaction| take_over(transaction, &lines), &mut done);
        match result {
            Ok(()) => {}
            Err(Failed::Before(fault)) => return not_saved(fault),
            Err(Failed::AtCommit(fault)) => return Outcomes::NotConfirmed(fault),
        }
        if let Some((at, cause)) = done.stopped.take() {
            return Outcomes::NotSaved { at, cause };
        }
        if let Err(fault) = self.refresh(&done) {
            return Outcomes::NotConfirmed(fault);
        }
        *writer = None;
        match self.agree(&mut writer) {
            Ok(()) => {
                drop(writer);
                self.tell(done.head.seq);
                Outcomes::Saved(Vec::new())
            }
            Err(fault) => Outcomes::NotConfirmed(fault),
        }
    }

    /// Closes and opens the store again with the full check; writes are taken again if all is well.
    pub fn reopen(&self) -> Result<(), OpenError> {
        let mut writer = lock(&self.writer);
        *writer = None;
        self.open_again()?;
        self.agree(&mut writer)?;
        let seq = self.head().seq;
        drop(writer);
        self.tell(seq);
        Ok(())
    }

    fn open_again(&self) -> Result<(), OpenError> {
        let mut engine = written(&self.engine);
        if let Some(old) = engine.take() {
            // What closing says adds nothing to the fault that led here.
            drop(old.close());
        }
        if let Some(place) = &self.place {
            disk::forget_cached(&place.path);
            if disk::identity(&place.path) != place.identity {
                return Err(OpenError::Failed(Fault::Replaced));
            }
        }
        *engine = Some((self.source)(engine::Check::Full)?);
        drop(engine);
        let sentinel = self.view(tables::sentinel)?;
        if sentinel.store != self.id {
            return Err(OpenError::Failed(Fault::Replaced));
        }
        let head = self.view(tables::head)?;
        let done = Done {
            head,
            all_rows: true,
            ..Done::default()
        };
        Ok(self.refresh(&done)?)
    }

    /// Compares the files beside the store with it, and latches or unlatches by what they say.
    fn agree(&self, writer: &mut Option<Beside>) -> Result<(), Fault> {
        let latch = match &self.place {
            None => None,
            Some(place) => {
                let head = self.head();
                let (beside, agreement) =
                    self.view(|view| Beside::open(&place.path, view, self.id, head))?;
                *writer = Some(beside);
                match agreement {
                    Agreement::Agrees => None,
                    Agreement::Ahead { seq, lost } => Some(Latch::Ahead { seq, lost }),
                    Agreement::Diverged { seq } => Some(Latch::Diverged { seq }),
                }
            }
        };
        written(&self.shared).latch = latch;
        Ok(())
    }

    /// An import may need much room; small edits are tried as long as there is any.
    fn room_for(&self, envelopes: &[Envelope]) -> Result<(), Fault> {
        let large = |envelope: &Envelope| matches!(envelope.command, Command::Import { .. });
        if !envelopes.iter().any(large) {
            return Ok(());
        }
        match self.space()? {
            Some(space) if space.free < space.wanted => Err(Fault::LowSpace(space)),
            _ => Ok(()),
        }
    }

    /// Room where the store lies and what it wants; `None` in memory. Below the wanted, warn.
    pub fn space(&self) -> Result<Option<Space>, Fault> {
        let Some(place) = &self.place else {
            return Ok(None);
        };
        let size = std::fs::metadata(&place.path)?.len();
        disk::space(&place.path, size).map(Some)
    }

    /// Is the open file still the one at the path of the store?
    fn in_place(&self) -> Result<(), Fault> {
        match &self.place {
            Some(place) if disk::identity(&place.path) != place.identity => Err(Fault::Replaced),
            _ => Ok(()),
        }
    }

    /// From now on the store only reads, and all sessions hear of it.
    fn set_latch(&self, latch: Latch) {
        written(&self.shared).latch = Some(latch);
        self.tell(self.revision());
    }

    /// Reading found a fault that nobody asked about: nothing more is written over it.
    pub fn distrust(&self, fault: Fault) {
        self.set_latch(Latch::Failed(fault));
    }

    /// Calls `listener` with every new revision, from the thread that wrote it; it must be quick.
    #[must_use = "the telling ends with the subscription"]
    pub fn subscribe(&self, listener: Box<dyn Fn(u64) + Send>) -> Subscription {
        let mut listeners = lock(&self.listeners);
        let number = listeners.next;
        listeners.next += 1;
        listeners.all.push((number, listener));
        Subscription {
            listeners: Arc::downgrade(&self.listeners),
            number,
        }
    }

    fn tell(&self, revision: u64) {
        for (_, listener) in &lock(&self.listeners).all {
            listener(revision);
        }
    }

    /// Closes the store and tells what went wrong with it.
    pub fn close(&self) -> Result<(), Fault> {
        let mut writer = lock(&self.writer);
        *writer = None;
        let engine = written(&self.engine).take();
        let closed = engine.map_or(Ok(()), |engine| {
            self.forget_note();
            engine.close()
        });
        drop(writer);
        closed
    }

    fn forget_note(&self) {
        if let Some(place) = &self.place {
            beside::remove_note(&place.path);
        }
    }

    /// Where the store lies; `None` in memory.
    pub fn path(&self) -> Option<&Path> {
        self.place.as_ref().map(|place| place.path.as_path())
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        // Errors of closing were asked for by `close`; here nobody is left to hear them.
        drop(self.close());
    }
}

/// The file of a store and those beside it, whether they are there or not.
pub fn files_of(path: &Path) -> [PathBuf; 4] {
    [
        path.to_owned(),
        beside::heads_path(path),
        beside::mirror_path(path),
        beside::note_path(path),
    ]
}

fn not_saved(cause: impl Into<Cause>) -> Outcomes {
    Outcomes::NotSaved {
        at: 0,
        cause: cause.into(),
    }
}

fn carry_out(transaction: &mut Transaction<'_>, envelopes: &[Envelope]) -> Result<Done, Fault> {
    let mut done = Done::default();
    for (at, envelope) in envelopes.iter().enumerate() {
        match transaction.apply(envelope) {
            Ok(receipt) => done.receipts.push(receipt),
            Err(Cause::Failed(fault)) => return Err(fault),
            Err(cause) => {
                done.stopped = Some((at, cause));
                break;
            }
        }
    }
    Ok(done)
}

/// Takes over canonical lines; stops at the first that does not fit.
fn take_over(transaction: &mut Transaction<'_>, lines: &[Vec<u8>]) -> Result<Done, Fault> {
    let mut done = Done::default();
    for (at, line) in lines.iter().enumerate() {
        match transaction.take_over(line) {
            Ok(Some(())) => {}
            Ok(None) => {
                let seq = transaction.head.seq + 1;
                let cause = Cause::Failed(Fault::Damaged(fault::Damage::Chain { seq }));
                done.stopped = Some((at, cause));
                return Ok(done);
            }
            Err(Cause::Failed(fault)) => return Err(fault),
            Err(cause) => {
                done.stopped = Some((at, cause));
                return Ok(done);
            }
        }
    }
    Ok(done)
}
