//! The seam under the store: closure transactions over byte keys, and redb behind it.
//!
//! This is the only file that names redb. A closure of [`Engine::update`] may run more than once
//! (an engine with optimistic transactions repeats it), so it must have no effect but its writes.
//! Read transactions end with the call; there are no savepoints; every commit is durable in two
//! phases with a saved allocator state, so that a crash costs milliseconds and never a commit.

use std::ops::{Bound, ControlFlow};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use redb::{
    Builder, CommitError, Database, DatabaseError, Durability, ReadOnlyDatabase, ReadableDatabase,
    ReadableTable, ReadableTableMetadata, StorageBackend, StorageError, TableDefinition,
    TableError, TransactionError,
};

use super::fault::{Damage, Fault, OpenError};

/// The engine keeps at most this much of the file in memory.
const CACHE: usize = 8 << 20;

/// The tables of a store: the schema on one page. All keys and values are bytes, integers are
/// big-endian, and every value is sealed by `record`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// name → value: store id, schema, created, head, next project id, layout of the rows
    Meta,
    /// project id → project (`MessagePack`, named fields)
    Project,
    /// (year, code) of the first → a block of rows (`blocks`); the unique index of year and code, too
    Row,
    /// seq → canonical bytes of an entry
    Event,
    /// (project id, revision) → seq
    ByRecord,
    /// command id → (first seq, last seq)
    ByCommand,
    /// person id → person
    Person,
    /// name → value
    Setting,
}

impl Table {
    /// All tables, in a fixed order.
    pub const ALL: [Self; 8] = [
        Self::Meta,
        Self::Project,
        Self::Row,
        Self::Event,
        Self::ByRecord,
        Self::ByCommand,
        Self::Person,
        Self::Setting,
    ];

    /// The name in the file and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Meta => "meta",
            Self::Project => "project",
            Self::Row => "row",
            Self::Event => "event",
            Self::ByRecord => "by_record",
            Self::ByCommand => "by_command",
            Self::Person => "person",
            Self::Setting => "setting",
        }
    }

    fn definition(self) -> TableDefinition<'static, &'static [u8], &'static [u8]> {
        TableDefinition::new(self.name())
    }
}

/// Which keys of a table, and from which end.
#[derive(Debug, Clone, Copy)]
pub struct Span<'a> {
    /// From here.
    pub from: Bound<&'a [u8]>,
    /// To here.
    pub to: Bound<&'a [u8]>,
    /// From which end.
    pub direction: Direction,
}

/// From which end a span is walked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Smallest key first.
    Forward,
    /// Largest key first.
    Backward,
}

impl Span<'_> {
    /// The whole table.
    pub const ALL: Span<'static> = Span {
        from: Bound::Unbounded,
        to: Bound::Unbounded,
        direction: Direction::Forward,
    };

    fn is_empty(&self) -> bool {
        // The engine once read a turned-round range as an open one.
        match (self.from, self.to) {
            (Bound::Included(from), Bound::Included(to)) => from > to,
            (Bound::Included(from) | Bound::Excluded(from), Bound::Excluded(to))
            | (Bound::Excluded(from), Bound::Included(to)) => from >= to,
            _ => false,
        }
    }
}

/// Called with each key and value; `Break` ends the walk.
pub type Visit<'a> = dyn FnMut(&[u8], &[u8]) -> Result<ControlFlow<()>, Fault> + 'a;

/// Reading inside a transaction.
pub trait View {
    /// The value of a key.
    fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, Fault>;
    /// Walks a span of a table; an error ends the whole walk and is never passed over.
    fn scan(&self, table: Table, span: Span<'_>, visit: &mut Visit<'_>) -> Result<(), Fault>;
    /// How many keys a table has.
    fn count(&self, table: Table) -> Result<u64, Fault>;
}

/// Writing inside a transaction.
pub trait Update: View {
    /// Writes a value.
    fn put(&mut self, table: Table, key: &[u8], value: &[u8]) -> Result<(), Fault>;
    /// Takes a key away; one that is not there is no error.
    fn remove(&mut self, table: Table, key: &[u8]) -> Result<(), Fault>;
    /// How to read while writing.
    fn view(&self) -> &dyn View;
}

/// How an update ends that met no fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finish {
    /// Make it durable.
    Commit,
    /// Leave everything as it was.
    Abort,
}

/// Where an update failed: what that says about the file differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failed {
    /// Before the commit: nothing was written.
    Before(Fault),
    /// In the commit: it may have been written all the same.
    AtCommit(Fault),
}

/// A closure of [`Engine::view`].
pub type Reading<'a> = dyn FnMut(&dyn View) -> Result<(), Fault> + 'a;
/// A closure of [`Engine::update`].
pub type Writing<'a> = dyn FnMut(&mut dyn Update) -> Result<Finish, Fault> + 'a;

/// A store of byte keys with serializable transactions.
pub trait Engine: Send + Sync {
    /// Reads one consistent state.
    fn view(&self, read: &mut Reading<'_>) -> Result<(), Fault>;
    /// Reads and writes; all or nothing, durable when it returns.
    fn update(&self, write: &mut Writing<'_>) -> Result<(), Failed>;
    /// Closes and tells what went wrong with it.
    fn close(self: Box<Self>) -> Result<(), Fault>;
}

/// Reads with an answer.
pub fn view<T>(
    engine: &dyn Engine,
    mut read: impl FnMut(&dyn View) -> Result<T, Fault>,
) -> Result<T, Fault> {
    let mut answer = None;
    engine.view(&mut |view| {
        answer = Some(read(view)?);
        Ok(())
    })?;
    answer.ok_or(Fault::Closed)
}

/// Writes with an answer; always commits.
pub fn write<T>(
    engine: &dyn Engine,
    mut write: impl FnMut(&mut dyn Update) -> Result<T, Fault>,
) -> Result<T, Failed> {
    let mut answer = None;
    engine.update(&mut |update| {
        answer = Some(write(update)?);
        Ok(Finish::Commit)
    })?;
    answer.ok_or(Failed::Before(Fault::Closed))
}

/// Whether the engine reads its whole file before it trusts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// Every page is read and compared with its checksum.
    Full,
    /// Only the way to the roots.
    Quick,
}

/// redb, open for reading and writing, or for reading only.
pub struct Redb {
    handle: Handle,
}

enum Handle {
    Write(Database),
    Read(ReadOnlyDatabase),
}

fn builder(check: Check) -> Builder {
    let mut builder = Builder::new();
    builder
        .set_cache_size(CACHE)
        .set_check_integrity_on_open(check == Check::Full);
    builder
}

impl Redb {
    /// Makes a new file; only for building a store aside.
    pub fn create(path: &Path) -> Result<Self, OpenError> {
        guarded(|| builder(Check::Quick).create(path).map_err(open_error)).map(Self::writing)
    }

    /// Opens a file for writing; never makes one.
    pub fn open(path: &Path, check: Check) -> Result<Self, OpenError> {
        guarded(|| builder(check).open(path).map_err(open_error)).map(Self::writing)
    }

    /// Opens a file for reading only.
    pub fn open_read_only(path: &Path) -> Result<Self, OpenError> {
        guarded(|| {
            builder(Check::Quick)
                .open_read_only(path)
                .map_err(open_error)
        })
        .map(|database| Self {
            handle: Handle::Read(database),
        })
    }

    /// A store in memory, gone with the value.
    pub fn in_memory() -> Result<Self, OpenError> {
        Self::on(redb::backends::InMemoryBackend::new(), Check::Quick)
    }

    /// Opens or makes a store on a medium of the caller's.
    pub fn on(medium: impl StorageBackend, check: Check) -> Result<Self, OpenError> {
        guarded(|| {
            builder(check)
                .create_with_backend(medium)
                .map_err(open_error)
        })
        .map(Self::writing)
    }

    fn writing(database: Database) -> Self {
        Self {
            handle: Handle::Write(database),
        }
    }
}

/// The engine may panic on a damaged file: a panic inside it is damage, not a crash.
fn guarded<T, E: From<Fault>>(run: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or(Err(E::from(Fault::Damaged(Damage::Engine))))
}

impl Engine for Redb {
    fn view(&self, read: &mut Reading<'_>) -> Result<(), Fault> {
        guarded(|| {
            let transaction = match &self.handle {
                Handle::Write(database) => database.begin_read(),
                Handle::Read(database) => database.begin_read(),
            }
            .map_err(transaction_fault)?;
            read(&RedbView { transaction })
        })
    }

    fn update(&self, write: &mut Writing<'_>) -> Result<(), Failed> {
        let Handle::Write(database) = &self.handle else {
            return Err(Failed::Before(Fault::NotPermitted));
        };
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            let transaction = begin_write(database).map_err(Failed::Before)?;
            let finish = {
                let mut tables = Vec::with_capacity(Table::ALL.len());
                for table in Table::ALL {
                    let table = transaction.open_table(table.definition());
                    tables.push(table.map_err(table_fault).map_err(Failed::Before)?);
                }
                write(&mut RedbUpdate { tables }).map_err(Failed::Before)?
            };
            match finish {
                Finish::Commit => transaction
                    .commit()
                    .map_err(|error| Failed::AtCommit(commit_fault(error))),
                Finish::Abort => transaction
                    .abort()
                    .map_err(|error| Failed::Before(storage_fault(error))),
            }
        }));
        // Where a panic came from can't be told here, so it counts as one in the commit.
        outcome.unwrap_or(Err(Failed::AtCommit(Fault::Damaged(Damage::Engine))))
    }

    fn close(self: Box<Self>) -> Result<(), Fault> {
        guarded(|| match self.handle {
            Handle::Write(database) => database.close().map_err(database_fault),
            Handle::Read(database) => database.close().map_err(database_fault),
        })
    }
}

/// The only place where a write transaction begins.
fn begin_write(database: &Database) -> Result<redb::WriteTransaction, Fault> {
    let mut transaction = database.begin_write().map_err(transaction_fault)?;
    transaction
        .set_durability(Durability::Immediate)
        .map_err(|_| Fault::Io { code: None })?;
    // Implies the two-phase commit.
    transaction.set_quick_repair(true);
    Ok(transaction)
}

struct RedbView {
    transaction: redb::ReadTransaction,
}

impl RedbView {
    fn table(
        &self,
        table: Table,
    ) -> Result<redb::ReadOnlyTable<&'static [u8], &'static [u8]>, Fault> {
        self.transaction
            .open_table(table.definition())
            .map_err(table_fault)
    }
}

impl View for RedbView {
    fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, Fault> {
        get(&self.table(table)?, key)
    }

    fn scan(&self, table: Table, span: Span<'_>, visit: &mut Visit<'_>) -> Result<(), Fault> {
        scan(&self.table(table)?, span, visit)
    }

    fn count(&self, table: Table) -> Result<u64, Fault> {
        self.table(table)?.len().map_err(storage_fault)
    }
}

struct RedbUpdate<'t> {
    tables: Vec<redb::Table<'t, &'static [u8], &'static [u8]>>,
}

impl<'t> RedbUpdate<'t> {
    fn table(&self, table: Table) -> Result<&redb::Table<'t, &'static [u8], &'static [u8]>, Fault> {
        self.tables.get(table as usize).ok_or(Fault::Closed)
    }

    fn table_mut(
        &mut self,
        table: Table,
    ) -> Result<&mut redb::Table<'t, &'static [u8], &'static [u8]>, Fault> {
        self.tables.get_mut(table as usize).ok_or(Fault::Closed)
    }
}

impl View for RedbUpdate<'_> {
    fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, Fault> {
        get(self.table(table)?, key)
    }

    fn scan(&self, table: Table, span: Span<'_>, visit: &mut Visit<'_>) -> Result<(), Fault> {
        scan(self.table(table)?, span, visit)
    }

    fn count(&self, table: Table) -> Result<u64, Fault> {
        self.table(table)?.len().map_err(storage_fault)
    }
}

impl Update for RedbUpdate<'_> {
    fn put(&mut self, table: Table, key: &[u8], value: &[u8]) -> Result<(), Fault> {
        let table = self.table_mut(table)?;
        table.insert(key, value).map(drop).map_err(storage_fault)
    }

    fn remove(&mut self, table: Table, key: &[u8]) -> Result<(), Fault> {
        let table = self.table_mut(table)?;
        table.remove(key).map(drop).map_err(storage_fault)
    }

    fn view(&self) -> &dyn View {
        self
    }
}

fn get(
    table: &impl ReadableTable<&'static [u8], &'static [u8]>,
    key: &[u8],
) -> Result<Option<Vec<u8>>, Fault> {
    let found = table.get(key).map_err(storage_fault)?;
    Ok(found.map(|value| value.value().to_vec()))
}

fn scan(
    table: &impl ReadableTable<&'static [u8], &'static [u8]>,
    span: Span<'_>,
    visit: &mut Visit<'_>,
) -> Result<(), Fault> {
    if span.is_empty() {
        return Ok(());
    }
    let mut range = table
        .range::<&[u8]>((span.from, span.to))
        .map_err(storage_fault)?;
    loop {
        let next = match span.direction {
            Direction::Forward => range.next(),
            Direction::Backward => range.next_back(),
        };
        let Some(found) = next else { return Ok(()) };
        let (key, value) = found.map_err(storage_fault)?;
        if visit(key.value(), value.value())?.is_break() {
            return Ok(());
        }
    }
}

fn storage_fault(error: StorageError) -> Fault {
    match error {
        StorageError::Io(error) => Fault::from(error),
        StorageError::PreviousIo | StorageError::LockPoisoned(_) => Fault::Latched,
        StorageError::DatabaseClosed => Fault::Closed,
        StorageError::ValueTooLarge(_) => Fault::Full,
        StorageError::Corrupted(_) => Fault::Damaged(Damage::Engine),
        _ => Fault::Io { code: None },
    }
}

fn table_fault(error: TableError) -> Fault {
    match error {
        TableError::Storage(error) => storage_fault(error),
        // A table of another shape or none at all: whoever wrote this file was not us.
        _ => Fault::Damaged(Damage::Sentinel),
    }
}

fn transaction_fault(error: TransactionError) -> Fault {
    match error {
        TransactionError::Storage(error) => storage_fault(error),
        _ => Fault::Latched,
    }
}

fn commit_fault(error: CommitError) -> Fault {
    match error {
        CommitError::Storage(error) => storage_fault(error),
        _ => Fault::Latched,
    }
}

fn database_fault(error: DatabaseError) -> Fault {
    match error {
        DatabaseError::Storage(error) => storage_fault(error),
        _ => Fault::Latched,
    }
}

fn open_error(error: DatabaseError) -> OpenError {
    match error {
        DatabaseError::DatabaseAlreadyOpen | DatabaseError::LockProtocolMismatch => {
            OpenError::InUse(None)
        }
        DatabaseError::RepairAborted => OpenError::NeedsWriting,
        DatabaseError::UpgradeRequired(_) => OpenError::NotAStore,
        DatabaseError::Storage(StorageError::Io(error)) => match error.kind() {
            std::io::ErrorKind::NotFound => OpenError::Missing,
            std::io::ErrorKind::InvalidData | std::io::ErrorKind::UnexpectedEof => {
                OpenError::NotAStore
            }
            _ => OpenError::Failed(Fault::from(error)),
        },
        DatabaseError::Storage(error) => OpenError::Failed(storage_fault(error)),
        _ => OpenError::Failed(Fault::Latched),
    }
}
