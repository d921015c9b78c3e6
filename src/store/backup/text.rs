//! The text copy: a folder of lines that any program can read, and the store made from it again.
//!
//! The journal is copied byte for byte and is enough to make the store; projects, persons and
//! settings lie beside it for whoever has no wenxiao at hand.

use std::io::{BufWriter, Write};
use std::ops::ControlFlow;
use std::path::Path;

use serde::Serialize;

use super::BackupError;
use super::manifest::{MANIFEST, Manifest, digest, manifest, read_manifest, write_manifest};
use crate::domain::command::Setting;
use crate::store::beside::{self, beside};
use crate::store::disk;
use crate::store::engine::{Engine, Finish, View};
use crate::store::entry::Head;
use crate::store::fault::{Fault, OpenError};
use crate::store::open::{build_aside, write_fault};
use crate::store::rules::Rules;
use crate::store::tables::{self, SCHEMA, Sentinel};
use crate::store::write::{Cause, Context, Transaction};

const TEXT: &str = "wenxiao-text/1";
const ENTRIES: &str = "entries.ndjson";
const PROJECTS: &str = "projects.ndjson";
const PERSONS: &str = "persons.ndjson";
const SETTINGS: &str = "settings.ndjson";

pub(super) fn write_text(view: &dyn View, folder: &Path) -> Result<Manifest, BackupError> {
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
        Setting::ALL
            .map(Setting::name)
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

pub(super) fn text_manifest(folder: &Path) -> Result<Manifest, OpenError> {
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

pub(super) fn fill_from_text(
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
