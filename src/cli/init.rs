//! `wenxiao init`: a new store, empty or with the samples.

use std::path::Path;

use super::args::InitArguments;
use super::console::{Answer, Console, Exit, Trouble};
use super::environment::Environment;
use super::input::{self, shown};
use super::paths::StorePath;
use super::{person, storage, store_words};
use crate::domain::policy::DEFAULT;
use crate::domain::role::{Person, Role};
use crate::lang::cli as words;
use crate::setup::{self, Shipped};
use crate::store::fault::OpenError;
use crate::store::{InitOptions, Store};

/// Carries the command out.
pub fn run(
    arguments: &InitArguments,
    place: &StorePath,
    environment: &Environment,
    console: &mut Console<'_>,
) -> Answer {
    let shipped = storage::shipped()?;
    place.make_folder(console)?;
    if arguments.samples {
        samples(&place.path, &shipped, environment, console)?;
    } else {
        empty(arguments, &place.path, &shipped, environment, console)?;
    }
    let path = std::fs::canonicalize(&place.path).unwrap_or_else(|_| place.path.clone());
    let path = shown(&path);
    if console.json {
        let answer = serde_json::json!({
            "format": "wenxiao-init/1",
            "store": path,
            "samples": arguments.samples,
        });
        console.answer(&answer)?;
    } else {
        console.line(&words::made(&path, arguments.samples, console.language))?;
    }
    Ok(Exit::Done)
}

/// A store with the samples; what was begun is taken away again where it can't be finished.
pub fn samples(
    path: &Path,
    shipped: &Shipped,
    environment: &Environment,
    console: &Console<'_>,
) -> Result<(), Trouble> {
    let fresh = !path.exists();
    setup::init_samples(path, shipped, &environment.os_user()).map_err(|error| {
        if fresh {
            remove(path);
        }
        storage::setup_trouble(&error, path, console)
    })
}

/// A store and the files beside it, gone; what is not there is no trouble.
pub fn remove(path: &Path) {
    use crate::store::files_of;
    for file in files_of(path) {
        drop(std::fs::remove_file(file));
    }
}

/// An empty store.
pub fn empty(
    arguments: &InitArguments,
    path: &Path,
    shipped: &Shipped,
    environment: &Environment,
    console: &mut Console<'_>,
) -> Result<(), Trouble> {
    let os_user = environment.os_user();
    let name = arguments.policy.as_deref().unwrap_or(DEFAULT);
    let policy = input::policy(&shipped.policies, name, console)?;
    let mut persons: Vec<Person> = Vec::new();
    for text in &arguments.persons {
        person::add(text, &mut persons, console)?;
    }
    if persons.is_empty() {
        persons = person::founders(&os_user, policy, console.language);
    }
    let administrated = persons
        .iter()
        .any(|person| person.grants.iter().any(|grant| grant.role == Role::Admin));
    if path.exists() {
        return Err(store_words::open(&OpenError::Exists, path, console));
    }
    let named = arguments.name.clone();
    let options = InitOptions {
        id: None,
        name: named.unwrap_or_else(|| words::store_name(console.language).to_owned()),
        persons,
        policy: policy.name.clone(),
        clock: String::new(),
        at: storage::now(),
        os_user,
    };
    Store::init(path, &shipped.judge(), &options)
        .map_err(|error| store_words::unwritten(&error, path, console))?;
    if !administrated {
        console.note(words::no_administrator(console.language));
    }
    Ok(())
}
