//! `wenxiao import`: files into the store, all of a call or nothing.
//!
//! All files become one command, so that the store takes them in one transaction. A dry run goes the
//! same way and is not kept, so that it promises nothing that the import refuses.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::args::ImportArguments;
use super::console::{Answer, Console, Exit, Trouble};
use super::environment::Environment;
use super::input::{self, shown};
use super::paths::StorePath;
use super::{backup, person, storage, store_words};
use crate::domain::command::Command;
use crate::domain::journal::{Counts, Head, Hex};
use crate::domain::project::Project;
use crate::domain::role::Actor;
use crate::exchange::json::{self, Arrival, ReadError};
use crate::lang::cli as words;
use crate::setup::Shipped;
use crate::store::Store;

/// Carries the command out.
pub fn run(
    arguments: &ImportArguments,
    place: &StorePath,
    environment: &Environment,
    console: &mut Console<'_>,
) -> Answer {
    let shipped = storage::shipped()?;
    let mut projects = Vec::new();
    let mut origins = Vec::new();
    let mut digest = Sha256::new();
    for path in &arguments.files {
        let (name, of_file) = read(path, &mut digest, &shipped, console)?;
        origins.extend((1..=of_file.len()).map(|number| (name.clone(), number)));
        projects.extend(of_file);
    }
    none_twice(&projects, &origins, console)?;
    let made = projects.iter().zip(&origins);
    let made = made.filter(|(project, (_, number))| project.code == format!("#{number}"));
    let made = made.count();
    let digest = Hex::<32>(digest.finalize().into()).to_string();
    let store = storage::open(&place.path, &shipped, environment, console)?;
    if !arguments.dry_run && !store.rows().is_empty() {
        backup::keep_by_itself(&store, &place.path, console);
    }
    let done = into_store(
        projects,
        digest,
        &store,
        arguments,
        &shipped,
        environment,
        console,
    );
    let persons = store.persons();
    // The note beside the store is taken away by closing it.
    let closed = store.close();
    let done = done?;
    if arguments.dry_run {
        console.note(words::dry_run(console.language));
    }
    if made > 0 {
        console.note(&words::codes_made(made, console.language));
    }
    let own = done.actor.person == environment.os_user();
    if arguments.acting.person.is_none() && persons.len() > 1 && !own {
        let name = persons.iter().find(|person| person.id == done.actor.person);
        let name = name.map_or(done.actor.person.as_str(), |person| person.name.as_str());
        console.note(&words::acted(name, done.actor.role, console.language));
    }
    closed.map_err(|fault| store_words::failed(&fault, console))?;
    told(&done, arguments, console)?;
    Ok(Exit::Done)
}

/// What an import did, or would do.
struct Imported {
    counts: Counts,
    head: Head,
    actor: Actor,
}

/// The name of a file and its projects, each under the policy that the file names; the bytes go
/// into `digest`.
fn read(
    path: &Path,
    digest: &mut Sha256,
    shipped: &Shipped,
    console: &mut Console<'_>,
) -> Result<(String, Vec<Project>), Trouble> {
    let name = input::name_of(path, console);
    let result = if input::is_standard(path) {
        let mut source = Digesting {
            source: &mut *console.input,
            digest,
        };
        json::read_from(&mut source, Arrival::Draft)
    } else {
        let opened = File::open(path).map_err(|error| ReadError::Input(error.kind()));
        opened.and_then(|mut source| {
            let mut source = Digesting {
                source: &mut source,
                digest,
            };
            json::read_from(&mut source, Arrival::Draft)
        })
    };
    let mut file = result.map_err(|error| input::unreadable(&error, &name, console))?;
    input::policies_known(&file, &name, &shipped.policies, console)?;
    if let Some(policy) = file.policy.take() {
        for project in &mut file.projects {
            project.policy.get_or_insert_with(|| policy.clone());
        }
    }
    Ok((name, file.projects))
}

/// Of one code and year there is one project in a call; both places are told.
fn none_twice(
    projects: &[Project],
    origins: &[(String, usize)],
    console: &Console<'_>,
) -> Result<(), Trouble> {
    let language = console.language;
    let mut seen = std::collections::HashMap::new();
    let mut rows = Vec::new();
    for (project, (file, number)) in projects.iter().zip(origins) {
        let here = (file.as_str(), *number);
        let (code, year) = (&project.code, project.year);
        let Some(before) = seen.insert((code, year), here) else {
            continue;
        };
        let name = words::project_of_year(code, year, language);
        let place = |(file, number)| serde_json::json!({"file": file, "project": number});
        rows.push((
            words::both_places(&name, before, here, language),
            serde_json::json!({
                "code": code, "year": year, "places": [place(before), place(here)],
            }),
        ));
    }
    if rows.is_empty() {
        return Ok(());
    }
    Err(Trouble::new("refused", words::twice(language)).with_rows(rows))
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
) -> Result<Imported, Trouble> {
    let of_store = store.settings().policy.clone();
    for project in &mut projects {
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
    let (by, head) = (actor.clone(), store.head());
    let (counts, head) = if arguments.dry_run {
        let receipt = storage::rehearse(store, command, actor, console)?;
        (receipt.counts, head)
    } else {
        let receipt = storage::give(store, command, actor, console)?;
        (receipt.counts, receipt.head)
    };
    Ok(Imported {
        counts,
        head,
        actor: by,
    })
}

fn told(
    done: &Imported,
    arguments: &ImportArguments,
    console: &mut Console<'_>,
) -> Result<(), Trouble> {
    let counts = done.counts;
    if console.json {
        let files: Vec<String> = arguments.files.iter().map(|path| shown(path)).collect();
        let answer = serde_json::json!({
            "format": "wenxiao-import/1",
            "dry_run": arguments.dry_run,
            "files": files,
            "created": counts.created,
            "replaced": counts.replaced,
            "unchanged": counts.unchanged,
            "person": done.actor.person,
            "role": done.actor.role,
            "head": storage::head_json(done.head),
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
