//! Media that fail: a disk in memory that records what is written and refuses on demand. Every
//! place of a script of commands is made to fail once, and the truth is told every time.

use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::*;
use crate::domain::fault::Fault;
use crate::store::engine::{Check, Engine, Redb};
use crate::store::{Latch, Outcomes, engine, tables};

/// What the engine did to the medium.
#[derive(Debug, Clone)]
pub enum Operation {
    Write(u64, Vec<u8>),
    Length(u64),
    Sync,
    /// Not the engine: the user was told that the journal stands here.
    Acknowledged(u64),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Read,
    Write,
    Length,
    Sync,
}

/// The failure that a medium will have.
#[derive(Debug, Clone, Copy)]
pub struct Failure {
    pub kind: Kind,
    /// How many operations of the kind go well before.
    pub after: usize,
    /// The number of the operating system.
    pub code: i32,
    /// It goes on failing.
    pub lasting: bool,
}

#[derive(Debug, Default)]
pub struct Disk {
    pub bytes: Vec<u8>,
    pub record: Vec<Operation>,
    pub failure: Option<Failure>,
    pub failed: bool,
}

/// A disk that outlives the engine on it.
#[derive(Debug, Clone, Default)]
pub struct Medium(Arc<Mutex<Disk>>);

impl Medium {
    pub fn of(bytes: Vec<u8>) -> Self {
        let medium = Self::default();
        medium.disk().bytes = bytes;
        medium
    }

    /// One that holds a new store.
    pub fn with_store() -> Self {
        let medium = Self::default();
        let engine = Redb::on(medium.clone(), Check::Quick).expect("made");
        Store::init_on(&engine, &Bureau, &init_options()).expect("begun");
        Box::new(engine).close().expect("closed");
        medium.disk().record.clear();
        medium
    }

    pub fn disk(&self) -> MutexGuard<'_, Disk> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn open(&self) -> Result<Arc<Store>, crate::store::fault::OpenError> {
        let medium = self.clone();
        let source = Box::new(move |check| {
            let engine = Redb::on(medium.clone(), check)?;
            Ok(Box::new(engine) as Box<dyn Engine>)
        });
        Store::on(source, Arc::new(Bureau)).map(|opening| opening.store)
    }

    fn meet(&self, kind: Kind) -> io::Result<MutexGuard<'_, Disk>> {
        let mut disk = self.disk();
        if let Some(failure) = &mut disk.failure
            && failure.kind == kind
        {
            if failure.after > 0 {
                failure.after -= 1;
            } else {
                let (code, lasting) = (failure.code, failure.lasting);
                disk.failed = true;
                if !lasting {
                    disk.failure = None;
                }
                return Err(io::Error::from_raw_os_error(code));
            }
        }
        Ok(disk)
    }
}

pub fn write_at(bytes: &mut Vec<u8>, offset: u64, data: &[u8]) {
    let start = usize::try_from(offset).expect("small");
    let end = start + data.len();
    if bytes.len() < end {
        bytes.resize(end, 0);
    }
    bytes[start..end].copy_from_slice(data);
}

impl redb::StorageBackend for Medium {
    fn len(&self) -> io::Result<u64> {
        Ok(self.disk().bytes.len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let disk = self.meet(Kind::Read)?;
        let start = usize::try_from(offset).expect("small");
        let found = disk.bytes.get(start..start + out.len());
        out.copy_from_slice(found.ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        let mut disk = self.meet(Kind::Length)?;
        disk.record.push(Operation::Length(len));
        disk.bytes.resize(usize::try_from(len).expect("small"), 0);
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        self.meet(Kind::Sync)?.record.push(Operation::Sync);
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let mut disk = self.meet(Kind::Write)?;
        disk.record.push(Operation::Write(offset, data.to_vec()));
        write_at(&mut disk.bytes, offset, data);
        Ok(())
    }
}

/// Thirty commands of two people, each of which changes something.
pub fn script() -> Vec<Envelope> {
    let (mut zhang, mut wang) = (User::new(zhang()), User::new(wang()));
    let mut script = Vec::new();
    for number in 1..=3_u64 {
        let id = ProjectId(number);
        let code = format!("P{number}");
        let edit = |value: String| Command::Edit {
            project: id,
            edits: vec![set(ProjectField::Goal, &value), actual("1", &value)],
        };
        let step = |act| Command::Move {
            project: id,
            document: DocumentKind::Goal,
            act,
            comment: "意见".into(),
        };
        script.push(zhang.envelope(None, Command::Create(Box::new(project(&code)))));
        for round in 0..4 {
            script.push(zhang.envelope(None, edit(format!("{round} 座"))));
        }
        script.push(zhang.envelope(
            None,
            Command::Undo {
                record: Record::Project(id),
            },
        ));
        script.push(zhang.envelope(None, step(Act::Submit)));
        script.push(wang.envelope(None, step(Act::Return)));
        script.push(zhang.envelope(None, edit("9 座".into())));
        let import = Command::Import {
            projects: vec![
                project(&format!("I{number}a")),
                project(&format!("I{number}b")),
            ],
            digest: code,
        };
        script.push(zhang.envelope(None, import));
    }
    // Imports take the next ids: the second and third project of the script are 4 and 7.
    for (number, envelope) in script.iter_mut().enumerate() {
        let shift = u64::try_from(number / 10).expect("small") * 2;
        if let Command::Edit { project, .. }
        | Command::Move { project, .. }
        | Command::Undo {
            record: Record::Project(project),
        } = &mut envelope.command
        {
            project.0 += shift;
        }
    }
    script
}

/// The disk as it is before each command of the script, and how the journal stands there.
fn before_each() -> Vec<(Vec<u8>, u64)> {
    let medium = Medium::with_store();
    let store = medium.open().expect("opened");
    let script = script();
    let befores = script.iter().map(|envelope| {
        let before = (medium.disk().bytes.clone(), store.revision());
        saved(store.apply(envelope));
        before
    });
    befores.collect()
}

/// Gives a command over a medium that fails, and again after the medium is well. False where the
/// command was done before the failure came.
fn survive(base: &[u8], before: u64, envelope: &Envelope, failure: Failure) -> bool {
    let medium = Medium::of(base.to_vec());
    let store = medium.open().expect("opened");
    medium.disk().failure = Some(failure);
    let outcome = store.apply(envelope);
    if !medium.disk().failed {
        saved(outcome);
        return false;
    }
    let told = match outcome {
        Outcome::Saved(_) => Some(true),
        Outcome::Failed { unknown: false, .. } => Some(false),
        Outcome::Failed { unknown: true, .. } => None,
        Outcome::NotSaved(refusal) => panic!("{failure:?}: {refusal:?}"),
    };
    if store.latch().is_some() {
        // Nothing more is taken until somebody has looked.
        assert_eq!(refused(store.apply(envelope)), Refusal::ReadOnly);
    }
    medium.disk().failure = None;
    store.reopen().expect("well again");
    let head = store.revision();
    match told {
        Some(told) => assert_eq!(head > before, told, "{failure:?}: told {told}"),
        None => assert!(head >= before, "{failure:?}: lost"),
    }
    // The same command again has its effect once.
    let receipt = saved(store.apply(envelope));
    let (first, last) = receipt.entries.expect("written");
    assert_eq!((first, last), (before + 1, store.revision()), "{failure:?}");
    clean(&store.verify(None).expect("verified"));
    true
}

/// Lets every operation of a kind fail, in every `step`th command of the script.
fn every_place(kind: Kind, code: i32, lasting: bool, step: usize) {
    let script = script();
    let mut met = 0;
    for ((base, before), envelope) in before_each().iter().zip(&script).step_by(step) {
        for after in 0.. {
            let failure = Failure {
                kind,
                after,
                code,
                lasting,
            };
            if !survive(base, *before, envelope, failure) {
                break;
            }
            met += 1;
        }
    }
    println!("{kind:?} error {code}: {met} places");
    assert!(met * step > script.len(), "{met}");
}

const EIO: i32 = 5;
const ENOSPC: i32 = 28;

#[test]
fn b4_a_sync_that_fails_at_any_place_is_told_truly() {
    every_place(Kind::Sync, EIO, false, 1);
}

#[test]
fn b4_a_sync_that_goes_on_failing_is_told_truly() {
    every_place(Kind::Sync, EIO, true, 1);
}

#[test]
fn b5_a_write_that_fails_at_any_place_is_told_truly() {
    every_place(Kind::Write, EIO, false, 1);
}

#[test]
fn b1_a_full_disk_at_any_place_is_told_truly() {
    every_place(Kind::Write, ENOSPC, true, 3);
}

#[test]
fn b1_a_file_that_can_not_grow_is_told_as_full() {
    let medium = Medium::with_store();
    let store = medium.open().expect("opened");
    medium.disk().failure = Some(Failure {
        kind: Kind::Length,
        after: 0,
        code: ENOSPC,
        lasting: true,
    });
    let mut zhang = User::new(zhang());
    let mut full = None;
    for number in 0..400 {
        let command = Command::Create(Box::new(project(&format!("P{number}"))));
        let outcome = zhang.give(&store, None, command);
        if !matches!(outcome, Outcome::Saved(_)) {
            full = Some((number, outcome));
            break;
        }
    }
    let (number, outcome) = full.expect("full at some time");
    assert!(
        matches!(
            outcome,
            Outcome::Failed {
                what: Fault::Full,
                ..
            }
        ),
        "{outcome:?}"
    );
    assert_eq!(store.latch(), Some(Latch::Failed(Fault::Full)));
    // What was read before is still read.
    assert_eq!(store.rows().len(), number);
    medium.disk().failure = None;
    store.reopen().expect("room again");
    zhang.create(&store, "after");
    clean(&store.verify(None).expect("verified"));
}

#[test]
fn b6_a_read_that_fails_is_an_error_and_never_a_short_list() {
    let medium = Medium::with_store();
    {
        let store = medium.open().expect("opened");
        for envelope in script() {
            saved(store.apply(&envelope));
        }
        store.close().expect("closed");
    }
    let whole = medium.open().expect("opened").rows().len();
    assert_eq!(whole, 9);
    let (mut opened, mut refused) = (0, 0);
    for after in 0..400 {
        let copy = Medium::of(medium.disk().bytes.clone());
        copy.disk().failure = Some(Failure {
            kind: Kind::Read,
            after,
            code: EIO,
            lasting: true,
        });
        match copy.open() {
            Ok(store) => {
                opened += 1;
                assert_eq!(store.rows().len(), whole);
            }
            Err(_) => refused += 1,
        }
        if !copy.disk().failed {
            break;
        }
    }
    assert!(opened > 0 && refused > 10, "{opened} {refused}");
}

#[test]
fn b7_a_write_that_is_interrupted_for_good_is_told_truly() {
    const EINTR: i32 = 4;
    every_place(Kind::Write, EINTR, false, 10);
}

#[test]
fn an_import_that_fails_in_the_middle_leaves_nothing() {
    let medium = Medium::with_store();
    let store = medium.open().expect("opened");
    medium.disk().failure = Some(Failure {
        kind: Kind::Write,
        after: 60,
        code: ENOSPC,
        lasting: true,
    });
    let mut zhang = User::new(zhang());
    let projects = (0..300)
        .map(|number| project(&format!("P{number}")))
        .collect();
    let envelope = zhang.envelope(
        None,
        Command::Import {
            projects,
            digest: "d".into(),
        },
    );
    let outcome = store.apply_all(std::slice::from_ref(&envelope));
    assert!(!matches!(outcome, Outcomes::Saved(_)));
    medium.disk().failure = None;
    store.reopen().expect("well again");
    assert_eq!(store.rows().len(), 0);
    saved(store.apply(&envelope));
    assert_eq!(store.rows().len(), 300);
    clean(&store.verify(None).expect("verified"));
}

#[test]
fn a_record_damaged_in_the_table_is_named_where_it_is_read() {
    let store = memory();
    let id = User::new(zhang()).create(&store, "P1");
    let key = id.0.to_be_bytes();
    let engine = crate::store::read(&store.engine);
    let engine = engine.as_deref().expect("open");
    engine::write(engine, |update| {
        let mut sealed = update.get(engine::Table::Project, &key)?.expect("there");
        sealed[20] ^= 1;
        update.put(engine::Table::Project, &key, &sealed)
    })
    .expect("written");
    let fault = store.project(id, &zhang()).expect_err("damaged");
    assert_eq!(
        fault,
        crate::store::record::damaged(engine::Table::Project, &key)
    );
    assert!(engine::view(engine, tables::head).is_ok());
}
