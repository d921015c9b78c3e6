//! Making and opening a store.
//!
//! `init` builds a store aside and gives it its name when it is whole and durable; nothing else
//! ever makes one. `open` checks before it trusts: the lock, the file system, the engine's file,
//! the sentinel, the layout, the files beside it.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, RwLock};

use super::beside;
use super::engine::{self, Check, Engine, Failed, Redb, Table, Update, View};
use super::entry::{Head, Hex, StoreId};
use super::fault::{Fault, OpenError};
use super::rules::Rules;
use super::tables::{self, SCHEMA, Sentinel};
use super::write::{self, Beginning, Context, Transaction};
use super::{Latch, Place, Shared, Source, Store, disk, migrations};
use crate::domain::command::{Command, CommandId, Envelope, Setting};
use crate::domain::role::{Actor, Person, Role, Scope};
use crate::domain::rows::{self, Rows};

/// Up to this size the engine's full check is made at every opening.
pub(super) const CHECKED_AT_OPEN: u64 = 16 << 20;

/// What a new store begins with.
#[derive(Debug, Clone)]
pub struct InitOptions {
    /// Its name, as people call it.
    pub name: String,
    /// The first persons; one should be an administrator.
    pub persons: Vec<Person>,
    /// Policy of projects that name none.
    pub policy: String,
    /// The store's own date, ISO; empty for the real date.
    pub clock: String,
    /// UTC milliseconds.
    pub at: i64,
    /// User of the operating system.
    pub os_user: String,
    /// The store's name in every hash; a random one where none is given. Only a store whose every
    /// entry is known beforehand (samples, tests) may be given one: two stores of one name can't be
    /// told apart.
    pub id: Option<StoreId>,
}

/// How a store is opened.
#[derive(Debug, Clone)]
pub struct OpenOptions {
    /// User of the operating system, for the note beside the store.
    pub os_user: String,
    /// What to do on a network file system.
    pub network: NetworkFiles,
}

/// Locks of network file systems may hold on one machine only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NetworkFiles {
    /// Don't open.
    #[default]
    Refuse,
    /// Whoever asks for it knows that nobody else opens it.
    Allow,
}

/// What opening found that somebody should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// The layout was brought up to date.
    Migrated {
        /// From this schema.
        from: u32,
    },
    /// The engine's check was left to the background and to `verify`, because the file is large.
    CheckLater,
    /// Too little room for safe work.
    LowSpace(super::fault::Space),
}

/// An open store with what opening found.
#[derive(Debug)]
pub struct Opening {
    /// The store; see [`Store::latch`] whether it takes writes.
    pub store: Arc<Store>,
    /// What was found.
    pub notices: Vec<Notice>,
}

/// The store's id: the given one, or a random one.
fn id_of(options: &InitOptions) -> Result<StoreId, OpenError> {
    if let Some(id) = options.id {
        return Ok(id);
    }
    let mut id = [0; 16];
    getrandom::fill(&mut id).map_err(|_| OpenError::Failed(Fault::Io { code: None }))?;
    Ok(Hex(id))
}

fn known_rules(rules: &dyn Rules, options: &InitOptions) -> Result<(), OpenError> {
    rules
        .chain(&options.policy)
        .map(drop)
        .map_err(|_| OpenError::Failed(Fault::Closed))
}

/// Writes sentinel and first entry.
fn begin(
    update: &mut dyn Update,
    rules: &dyn Rules,
    id: StoreId,
    options: &InitOptions,
) -> Result<(), Fault> {
    tables::put_sentinel(
        update,
        &Sentinel {
            store: id,
            schema: SCHEMA,
            created: options.at,
        },
    )?;
    let context = Context { rules, store: id };
    let mut transaction = Transaction::new(update, &context)?;
    let settings = [
        (Setting::Name.name(), options.name.as_str()),
        (Setting::Policy.name(), options.policy.as_str()),
        (Setting::Clock.name(), options.clock.as_str()),
    ];
    transaction.begin(
        &system_envelope("init", id, options.at, &options.os_user),
        &Beginning {
            settings: &settings,
            persons: &options.persons,
        },
    )?;
    transaction.finish().map(drop)
}

/// What the program itself writes: it acts as nobody, under the user of the operating system.
pub(super) fn system_envelope(name: &str, id: StoreId, at: i64, os_user: &str) -> Envelope {
    Envelope {
        id: CommandId(format!("{name}-{id}-{at}")),
        actor: Actor {
            person: String::new(),
            role: Role::Admin,
            scope: Scope::All,
            os_user: os_user.to_owned(),
        },
        at,
        based_on: None,
        command: Command::Restored {
            lost_from: 0,
            head: String::new(),
        },
    }
}

pub(super) fn write_fault(failed: Failed) -> OpenError {
    match failed {
        Failed::Before(fault) | Failed::AtCommit(fault) => OpenError::Failed(fault),
    }
}

/// Builds a store aside with `build` and publishes it at `path`; leaves nothing half-made.
pub(super) fn build_aside(
    path: &Path,
    build: impl FnOnce(&dyn Engine) -> Result<(), OpenError>,
) -> Result<(), OpenError> {
    if path.exists() {
        return Err(OpenError::Exists);
    }
    let aside = beside::beside(path, "partial");
    build_at(&aside, build)?;
    disk::publish(&aside, path).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => OpenError::Exists,
        _ => OpenError::Failed(error.into()),
    })
}

/// Builds a store in a scratch file, closed and private, not yet durable under a name.
pub(super) fn build_at(
    aside: &Path,
    build: impl FnOnce(&dyn Engine) -> Result<(), OpenError>,
) -> Result<(), OpenError> {
    match std::fs::remove_file(aside) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(OpenError::Failed(error.into()));
        }
        _ => {}
    }
    let built = (|| {
        let engine: Box<dyn Engine> = Box::new(Redb::create(aside)?);
        disk::keep_private(aside).map_err(Fault::from)?;
        build(engine.as_ref())?;
        engine.close()?;
        Ok(())
    })();
    if built.is_err() {
        drop(std::fs::remove_file(aside));
    }
    built
}

impl Store {
    /// Makes a store at a path where there is no file.
    pub fn init(path: &Path, rules: &dyn Rules, options: &InitOptions) -> Result<(), OpenError> {
        known_rules(rules, options)?;
        let id = id_of(options)?;
        build_aside(path, |engine| {
            engine::write(engine, |update| begin(update, rules, id, options)).map_err(write_fault)
        })
    }

    /// Opens a store.
    pub fn open(
        path: &Path,
        rules: Arc<dyn Rules>,
        options: &OpenOptions,
    ) -> Result<Opening, OpenError> {
        let path = std::fs::canonicalize(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => OpenError::Missing,
            _ => OpenError::Failed(error.into()),
        })?;
        if options.network == NetworkFiles::Refuse
            && let Some(kind) = disk::network(&path)
        {
            return Err(OpenError::NetworkFiles(kind));
        }
        let size = std::fs::metadata(&path).map_err(Fault::from)?.len();
        let identity = disk::identity(&path);
        let check = if size <= CHECKED_AT_OPEN {
            Check::Full
        } else {
            Check::Quick
        };
        let engine = match open_file(&path, check) {
            Err(OpenError::Failed(Fault::NotPermitted)) => {
                return Self::open_to_read(path, rules);
            }
            other => other?,
        };
        let place = Place {
            path: path.clone(),
            identity,
        };
        let source: Source = Box::new(move |check| open_file(&path, check));
        let opening = Self::start(engine, source, Some(place), rules)?;
        let mut opening = opening;
        if let Some(path) = opening.store.path() {
            beside::write_note(path, &options.os_user);
        }
        if check == Check::Quick {
            opening.notices.push(Notice::CheckLater);
        }
        if let Ok(Some(space)) = opening.store.space()
            && space.free < space.wanted
        {
            opening.notices.push(Notice::LowSpace(space));
        }
        Ok(opening)
    }

    fn open_to_read(path: PathBuf, rules: Arc<dyn Rules>) -> Result<Opening, OpenError> {
        let engine: Box<dyn Engine> = Box::new(Redb::open_read_only(&path)?);
        let sentinel = checked_sentinel(engine.as_ref())?;
        if sentinel.schema < SCHEMA {
            return Err(OpenError::NeedsWriting);
        }
        // Rows of another layout can't be made anew in a file that takes no writes.
        let rows = engine::view(engine.as_ref(), right_rows)?.ok_or(OpenError::NeedsWriting)?;
        let shared = load(engine.as_ref(), &rows, Some(&Latch::NotPermitted))?;
        let place = Place {
            identity: disk::identity(&path),
            path: path.clone(),
        };
        let source: Source = Box::new(move |check| open_file(&path, check));
        let store = Self::assemble(sentinel.store, engine, source, Some(place), rules, shared);
        Ok(Opening {
            store: Arc::new(store),
            notices: Vec::new(),
        })
    }

    /// A new store in memory, gone with the value.
    pub fn in_memory(rules: Arc<dyn Rules>, options: &InitOptions) -> Result<Arc<Self>, OpenError> {
        known_rules(rules.as_ref(), options)?;
        let id = id_of(options)?;
        let engine: Box<dyn Engine> = Box::new(Redb::in_memory()?);
        engine::write(engine.as_ref(), |update| {
            begin(update, rules.as_ref(), id, options)
        })
        .map_err(write_fault)?;
        let source: Source = Box::new(|_| Err(OpenError::Missing));
        Ok(Self::start(engine, source, None, rules)?.store)
    }

    /// Opens a store on an engine of the caller's.
    #[cfg(test)]
    pub(super) fn on(source: Source, rules: Arc<dyn Rules>) -> Result<Opening, OpenError> {
        let engine = source(Check::Full)?;
        Self::start(engine, source, None, rules)
    }

    /// Makes a store on an engine of the caller's.
    #[cfg(test)]
    pub(super) fn init_on(
        engine: &dyn Engine,
        rules: &dyn Rules,
        options: &InitOptions,
    ) -> Result<(), OpenError> {
        engine::write(engine, |update| begin(update, rules, Hex([7; 16]), options))
            .map_err(write_fault)
    }

    /// From an open engine to a store that sessions can use.
    fn start(
        engine: Box<dyn Engine>,
        source: Source,
        place: Option<Place>,
        rules: Arc<dyn Rules>,
    ) -> Result<Opening, OpenError> {
        let sentinel = checked_sentinel(engine.as_ref())?;
        let mut notices = Vec::new();
        if sentinel.schema < SCHEMA {
            let path = place.as_ref().map(|place| place.path.as_path());
            migrations::run(engine.as_ref(), sentinel.schema, path)?;
            notices.push(Notice::Migrated {
                from: sentinel.schema,
            });
        }
        let rows = keep_rows(engine.as_ref(), rules.as_ref())?;
        let shared = load(engine.as_ref(), &rows, None)?;
        let store = Self::assemble(sentinel.store, engine, source, place, rules, shared);
        let mut writer = super::lock(&store.writer);
        store
            .agree(&mut writer)
            .map_err(|fault| match store.path() {
                Some(path) => OpenError::Beside {
                    path: path.to_owned(),
                    fault,
                },
                None => OpenError::Failed(fault),
            })?;
        drop(writer);
        Ok(Opening {
            store: Arc::new(store),
            notices,
        })
    }

    fn assemble(
        id: StoreId,
        engine: Box<dyn Engine>,
        source: Source,
        place: Option<Place>,
        rules: Arc<dyn Rules>,
        shared: Shared,
    ) -> Self {
        Self {
            id,
            rules,
            source,
            place,
            engine: RwLock::new(Some(engine)),
            writer: Mutex::new(None),
            shared: RwLock::new(shared),
            listeners: Arc::default(),
            kept: Mutex::default(),
            keeping: Mutex::default(),
        }
    }
}

/// Opens the engine's file, with the holder's name where somebody has it.
pub(super) fn open_file(path: &Path, check: Check) -> Result<Box<dyn Engine>, OpenError> {
    match Redb::open(path, check) {
        Ok(engine) => Ok(Box::new(engine)),
        Err(OpenError::InUse(_)) => Err(OpenError::InUse(beside::read_note(path))),
        Err(error) => Err(error),
    }
}

/// The sentinel of a store that this program can read.
pub(super) fn checked_sentinel(engine: &dyn Engine) -> Result<Sentinel, OpenError> {
    let sentinel = engine::view(engine, tables::sentinel)?;
    if sentinel.schema > SCHEMA {
        // The newest entry names the program that wrote it.
        let needs = engine::view(engine, |view| {
            let head = tables::head(view)?;
            Ok(tables::entry(view, head.seq)?.program)
        });
        return Err(OpenError::Newer {
            schema: sentinel.schema,
            needs: needs.unwrap_or_default(),
        });
    }
    Ok(sentinel)
}

/// The rows, which are derived: where their layout or number is not right, they are made anew.
pub(super) fn keep_rows(engine: &dyn Engine, rules: &dyn Rules) -> Result<Rows, OpenError> {
    if let Some(rows) = engine::view(engine, right_rows)? {
        return Ok(rows);
    }
    engine::write(engine, |update| {
        let settings = tables::settings(update.view())?;
        write::rebuild_rows(update, rules, &settings)
    })
    .map_err(write_fault)?;
    Ok(engine::view(engine, tables::rows)?)
}

/// The rows, where they are in this program's layout and there is one for every project.
fn right_rows(view: &dyn View) -> Result<Option<Rows>, Fault> {
    if tables::row_layout(view)? != u64::from(rows::LAYOUT) {
        return Ok(None);
    }
    let rows = tables::rows(view)?;
    let projects = view.count(Table::Project)?;
    Ok((usize::try_from(projects) == Ok(rows.len())).then_some(rows))
}

fn load(engine: &dyn Engine, rows: &Rows, latch: Option<&Latch>) -> Result<Shared, OpenError> {
    Ok(engine::view(engine, |view| {
        let head: Head = tables::head(view)?;
        Ok(Shared {
            head,
            rows: rows.clone(),
            settings: Arc::new(tables::settings(view)?),
            persons: Arc::new(tables::persons(view)?),
            latch: latch.cloned(),
        })
    })?)
}
