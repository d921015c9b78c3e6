//! `wenxiao export`: projects out of the store, as a file that imports again.
//!
//! In the order of the list: year, then code. A file appears whole or not at all.

use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;

use super::args::{ExportArguments, ExportFormat};
use super::console::{Answer, Console, Exit, Trouble};
use super::environment::Environment;
use super::input::{io_code, shown};
use super::paths::StorePath;
use super::{person, storage, store_words};
use crate::domain::fault::Fault;
use crate::domain::project::{Project, ProjectId};
use crate::domain::role::{Actor, Role, Scope};
use crate::exchange::json;
use crate::lang::cli as words;
use crate::session::whole_file;
use crate::store::Store;

/// Carries the command out.
pub fn run(
    arguments: &ExportArguments,
    place: &StorePath,
    environment: &Environment,
    console: &mut Console<'_>,
) -> Answer {
    if arguments.format != ExportFormat::Json {
        let sentence = words::format_not_built(arguments.format.name(), console.language);
        return Err(Trouble::new("format_not_built", sentence));
    }
    let shipped = storage::shipped()?;
    let store = storage::open(&place.path, &shipped, environment, console)?;
    let actor = reader(arguments, &store, environment, console)?;
    let ids = chosen(arguments, &store, &actor, console)?;
    let file = arguments.output.as_deref();
    let written = match file.filter(|path| *path != Path::new("-")) {
        None => to_standard(&ids, &store, &actor, console),
        Some(path) => to_file(path, &ids, &store, &actor, console),
    };
    let closed = store.close();
    written?;
    closed.map_err(|fault| store_words::failed(&fault, console))?;
    Ok(Exit::Done)
}

/// Who reads: the person asked for, else whoever may read the file, which is all of it.
fn reader(
    arguments: &ExportArguments,
    store: &Store,
    environment: &Environment,
    console: &Console<'_>,
) -> Result<Actor, Trouble> {
    let os_user = environment.os_user();
    let Some(asked) = arguments.acting.person.as_deref() else {
        return Ok(Actor {
            person: String::new(),
            role: Role::Auditor,
            scope: Scope::All,
            os_user,
        });
    };
    let (person, grant) =
        person::at_screen(Some(asked), None, &store.persons(), &os_user, console)?;
    Ok(Actor {
        person: person.id,
        role: grant.role,
        scope: grant.scope,
        os_user,
    })
}

fn chosen(
    arguments: &ExportArguments,
    store: &Store,
    actor: &Actor,
    console: &Console<'_>,
) -> Result<Vec<ProjectId>, Trouble> {
    let rows = store.rows();
    let of_year = |year: Option<i32>| arguments.year.is_none_or(|asked| asked.0 == year);
    for code in &arguments.projects {
        let mut seen = rows.seen_by(actor);
        if !seen.any(|row| row.code() == code.as_str() && of_year(row.year())) {
            let sentence =
                words::no_such_project(code, arguments.year.map(|asked| asked.0), console.language);
            return Err(Trouble::new("no_such_project", sentence));
        }
    }
    let wanted = |code: &str| {
        arguments.projects.is_empty() || arguments.projects.iter().any(|asked| asked == code)
    };
    let rows = rows.seen_by(actor);
    Ok(rows
        .filter(|row| of_year(row.year()) && wanted(row.code()))
        .map(|row| row.id())
        .collect())
}

/// The projects one after the other; the first that can't be read ends them and is kept in `failed`.
fn stream<'a>(
    ids: &'a [ProjectId],
    store: &'a Store,
    actor: &'a Actor,
    failed: &'a mut Option<Fault>,
) -> impl Iterator<Item = Project> + 'a {
    ids.iter()
        .map_while(move |id| match store.project(*id, actor) {
            Ok(project) => Some(project),
            Err(fault) => {
                *failed = Some(fault);
                None
            }
        })
        .flatten()
        .map(std::sync::Arc::unwrap_or_clone)
}

fn write(
    ids: &[ProjectId],
    store: &Store,
    actor: &Actor,
    out: &mut impl Write,
) -> Result<(), Unwritten> {
    let options = json::WriteOptions {
        policy: Some(store.settings().policy.clone()),
    };
    let mut failed = None;
    let written = json::write(stream(ids, store, actor, &mut failed), &options, out);
    match failed {
        Some(fault) => Err(Unwritten::Source(fault)),
        None => written.map_err(Unwritten::Target),
    }
}

enum Unwritten {
    Source(Fault),
    Target(io::Error),
}

impl From<io::Error> for Unwritten {
    fn from(error: io::Error) -> Self {
        Self::Target(error)
    }
}

fn to_standard(
    ids: &[ProjectId],
    store: &Store,
    actor: &Actor,
    console: &mut Console<'_>,
) -> Result<(), Trouble> {
    let written = write(ids, store, actor, &mut console.output);
    written.map_err(|error| match error {
        // What went out so far must not look complete: the exit code says so.
        Unwritten::Source(fault) => store_words::failed(&fault, console),
        Unwritten::Target(error) => console.not_written(&error),
    })
}

fn to_file(
    path: &Path,
    ids: &[ProjectId],
    store: &Store,
    actor: &Actor,
    console: &mut Console<'_>,
) -> Result<(), Trouble> {
    let language = console.language;
    let trouble = |error: &io::Error| {
        let kind = error.kind();
        let sentence = words::io(words::Io::Write, &shown(path), kind, language);
        Trouble::new(io_code(kind), sentence)
    };
    let device = is_device(path);
    if !device && path.exists() && !is_export(path) {
        return Err(trouble(&io::ErrorKind::AlreadyExists.into()));
    }
    let written = if device {
        to_device(path, ids, store, actor)
    } else {
        whole_file::write(path, |out| write(ids, store, actor, out))
    };
    written.map_err(|error| match error {
        Unwritten::Source(fault) => store_words::failed(&fault, console),
        Unwritten::Target(error) => trouble(&error),
    })?;
    if device {
        return Ok(());
    }
    if console.json {
        let answer = serde_json::json!({
            "format": "wenxiao-export/1",
            "file": shown(path),
            "projects": ids.len(),
        });
        return console.answer(&answer);
    }
    console.line(&words::exported(ids.len(), &shown(path), console.language))
}

fn to_device(
    path: &Path,
    ids: &[ProjectId],
    store: &Store,
    actor: &Actor,
) -> Result<(), Unwritten> {
    let mut out = BufWriter::new(File::options().write(true).open(path)?);
    write(ids, store, actor, &mut out)?;
    Ok(out.flush()?)
}

/// A pipe or a device (`/dev/null`) takes what is written and can't be replaced by a file.
fn is_device(path: &Path) -> bool {
    path.metadata()
        .is_ok_and(|there| !there.is_file() && !there.is_dir())
}

/// An earlier export may be replaced; no other file is ever written over.
fn is_export(path: &Path) -> bool {
    let mut start = Vec::new();
    let read = File::open(path).and_then(|file| file.take(200).read_to_end(&mut start));
    let start = String::from_utf8_lossy(&start);
    read.is_ok() && start.trim_start().starts_with('{') && start.contains(json::FORMAT)
}
