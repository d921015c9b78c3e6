//! `wenxiao import`: files into the store, all of a call or nothing.
//!
//! All files become one command, so that the store takes them in one transaction. A dry run asks
//! the store's present state and writes nothing.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::args::ImportArguments;
use super::console::{Answer, Console, Exit, Trouble};
use super::environment::Environment;
use super::input::{self, shown};
use super::paths::StorePath;
use super::{person, storage, store_words};
use crate::domain::command::Command;
use crate::domain::journal::{Counts, Head, Hex};
use crate::domain::project::Project;
use crate::domain::refusal::Refusal;
use crate::domain::role::Actor;
use crate::exchange::json::{self, Arrival, ReadError};
use crate::lang::cli as words;
use crate::setup::Shipped;
use crate::store::{Cause, Store};

/// Carries the command out.
pub fn run(
    arguments: &ImportArguments,
    place: &StorePath,
    environment: &Environment,
    console: &mut Console<'_>,
) -> Answer {
    let shipped = storage::shipped()?;
    let mut projects = Vec::new();
    let mut digest = Sha256::new();
    for path in &arguments.files {
        projects.extend(read(path, &mut digest, console)?);
    }
    let digest = Hex::<32>(digest.finalize().into()).to_string();
    let store = storage::open(&place.path, &shipped, environment, console)?;
    let done = into_store(
        projects,
        digest,
        &store,
        arguments,
        &shipped,
        environment,
        console,
    );
    // The note beside the store is taken away by closing it.
    let closed = store.close();
    let (counts, head) = done?;
    if arguments.dry_run {
        console.note(words::dry_run(console.language));
    }
    closed.map_err(|fault| store_words::failed(&fault, console))?;
    told(counts, head, arguments, console)?;
    Ok(Exit::Done)
}

/// The projects of a file, each under the policy that the file names; the bytes go into `digest`.
fn read(
    path: &Path,
    digest: &mut Sha256,
    console: &mut Console<'_>,
) -> Result<Vec<Project>, Trouble> {
    let (name, result) = if input::is_standard(path) {
        let name = words::standard_input(console.language).to_owned();
        let mut source = Digesting {
            source: &mut *console.input,
            digest,
        };
        (name, json::read_from(&mut source, Arrival::Draft))
    } else {
        let opened = File::open(path).map_err(|error| ReadError::Input(error.kind()));
        let result = opened.and_then(|mut source| {
            let mut source = Digesting {
                source: &mut source,
                digest,
            };
            json::read_from(&mut source, Arrival::Draft)
        });
        (shown(path), result)
    };
    let mut file = result.map_err(|error| input::unreadable(&error, &name, console))?;
    if let Some(policy) = file.policy.take() {
        for project in &mut file.projects {
            project.policy.get_or_insert_with(|| policy.clone());
        }
    }
    Ok(file.projects)
}

/// A source whose bytes are hashed as they are read.
struct Digesting<'a> {
    source: &'a mut dyn Read,
    digest: &'a mut Sha256,
}

impl Read for Digesting<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = self.source.read(buffer)?;
        self.digest.update(buffer.get(..length).unwrap_or_default());
        Ok(length)
    }
}

fn into_store(
    mut projects: Vec<Project>,
    digest: String,
    store: &Store,
    arguments: &ImportArguments,
    shipped: &Shipped,
    environment: &Environment,
    console: &Console<'_>,
) -> Result<(Counts, Head), Trouble> {
    let of_store = store.settings().policy.clone();
    for project in &mut projects {
        if let Some(name) = project.policy.as_deref() {
            input::policy(&shipped.policies, name, console)?;
        }
        // What the store holds anyway is not said again of every project.
        project.policy.take_if(|name| *name == of_store);
    }
    let command = Command::Import { projects, digest };
    let policy = storage::policy_of(store, shipped);
    let actor = person::for_command(
        &command,
        arguments.acting.person.as_deref(),
        &store.persons(),
        policy.chain(),
        &environment.os_user(),
        console,
    )?;
    if arguments.dry_run {
        let Command::Import { projects, .. } = &command else {
            return Ok((Counts::default(), store.head()));
        };
        let counts = foretold(projects, store, &actor)
            .map_err(|cause| store_words::not_saved(&cause, console, &str::to_owned))?;
        return Ok((counts, store.head()));
    }
    let receipt = storage::give(store, command, actor, console)?;
    Ok((receipt.counts, receipt.head))
}

/// What the store would do with these projects.
fn foretold(projects: &[Project], store: &Store, actor: &Actor) -> Result<Counts, Cause> {
    let rows = store.rows();
    let mut counts = Counts::default();
    let (mut past, mut twice) = (Vec::new(), Vec::new());
    let mut seen = std::collections::HashSet::new();
    for project in projects {
        let name = (project.code.clone(), project.year);
        if !actor.sees(&project.department, &project.unit) {
            let code = project.code.clone();
            return Err(Refusal::Scope { code }.into());
        }
        if !seen.insert(name.clone()) {
            twice.push(name);
            continue;
        }
        let Some(row) = rows.find(project.year, &project.code) else {
            counts.created += 1;
            continue;
        };
        let Some(before) = store.project(row.id(), actor)? else {
            let code = project.code.clone();
            return Err(Refusal::Scope { code }.into());
        };
        let after = Project {
            id: before.id,
            revision: before.revision,
            documents: before.documents.clone(),
            ..project.clone()
        };
        let editable =
            |(_, document): (_, &crate::domain::status::Document)| document.status.is_editable();
        if after == *before {
            counts.unchanged += 1;
        } else if before.documents.all().all(editable) {
            counts.replaced += 1;
        } else {
            past.push(name);
        }
    }
    if !twice.is_empty() {
        return Err(Refusal::ImportTwice { rows: twice }.into());
    }
    if !past.is_empty() {
        return Err(Refusal::ImportPastDraft { rows: past }.into());
    }
    Ok(counts)
}

fn told(
    counts: Counts,
    head: Head,
    arguments: &ImportArguments,
    console: &mut Console<'_>,
) -> Result<(), Trouble> {
    if console.json {
        let files: Vec<String> = arguments.files.iter().map(|path| shown(path)).collect();
        let answer = serde_json::json!({
            "format": "wenxiao-import/1",
            "dry_run": arguments.dry_run,
            "files": files,
            "created": counts.created,
            "replaced": counts.replaced,
            "unchanged": counts.unchanged,
            "head": storage::head_json(head),
        });
        return console.answer(&answer);
    }
    let line = words::imported(
        counts.created,
        counts.replaced,
        counts.unchanged,
        console.language,
    );
    console.line(&line)
}
