//! `wenxiao person`: who works in the store, listed, added, changed, deactivated.
//!
//! Rights are the domain's: an administrator does it, never to the own roles, and one
//! administrator stays. Nobody is ever removed, because the journal names them.

use super::args::{Acting, PersonArguments, PersonTask};
use super::console::{Answer, Console, Exit, Trouble};
use super::environment::Environment;
use super::paths::StorePath;
use super::table::{self, words as column};
use super::{person, storage, store_words};
use crate::domain::command::Command;
use crate::domain::role::{Grant, Person};
use crate::lang::cli as words;
use crate::lang::terms;
use crate::setup::Shipped;
use crate::store::Store;
use crate::text::{Lines, clean};

/// Carries the command out.
pub fn run(
    arguments: &PersonArguments,
    place: &StorePath,
    environment: &Environment,
    console: &mut Console<'_>,
) -> Answer {
    let shipped = storage::shipped()?;
    let store = storage::open(&place.path, &shipped, environment, console)?;
    let done = match &arguments.task {
        None | Some(PersonTask::List) => Ok(None),
        Some(task) => asked_for(task, &store.persons(), console)
            .and_then(|(person, acting)| {
                save(&person, acting, &store, &shipped, environment, console)?;
                Ok(person)
            })
            .map(Some),
    };
    let persons = store.persons();
    let closed = store.close();
    let saved = done?;
    closed.map_err(|fault| store_words::failed(&fault, console))?;
    match saved {
        None => list(&persons, console)?,
        Some(person) => told(&person, console)?,
    }
    Ok(Exit::Done)
}

/// The person as it shall be, and who is to do it.
fn asked_for<'t>(
    task: &'t PersonTask,
    persons: &[Person],
    console: &Console<'_>,
) -> Result<(Person, &'t Acting), Trouble> {
    match task {
        PersonTask::List => Err(person::nobody(console)),
        PersonTask::Add(task) => {
            let id = name_of(task.id.as_deref().unwrap_or(&task.name), console)?;
            if persons.iter().any(|person| person.id == id) {
                let sentence = words::person_exists(&id, console.language);
                return Err(Trouble::new("exists", sentence));
            }
            let person = Person {
                id,
                name: name_of(&task.name, console)?,
                grants: grants(&task.roles, console)?,
                active: true,
            };
            Ok((person, &task.acting))
        }
        PersonTask::Change(task) => {
            let mut person = known(&task.who, persons, console)?;
            if let Some(name) = &task.name {
                person.name = name_of(name, console)?;
            }
            if !task.roles.is_empty() {
                person.grants = grants(&task.roles, console)?;
            }
            Ok((person, &task.acting))
        }
        PersonTask::Off(task) => {
            let mut person = known(&task.who, persons, console)?;
            person.active = false;
            Ok((person, &task.acting))
        }
        PersonTask::On(task) => {
            let mut person = known(&task.who, persons, console)?;
            person.active = true;
            Ok((person, &task.acting))
        }
    }
}

/// The person of this id, else the only one of this name, working or not.
fn known(asked: &str, persons: &[Person], console: &Console<'_>) -> Result<Person, Trouble> {
    if let Some(person) = persons.iter().find(|person| person.id == asked) {
        return Ok(person.clone());
    }
    let named: Vec<&Person> = persons.iter().filter(|one| one.name == asked).collect();
    let ids = |persons: Vec<&Person>| persons.iter().map(|one| one.id.clone()).collect::<Vec<_>>();
    match named.as_slice() {
        [person] => Ok((*person).clone()),
        [] => Err(Trouble::new(
            "unknown_person",
            words::unknown_person(asked, &ids(persons.iter().collect()), console.language),
        )),
        _ => Err(Trouble::new(
            "several_persons",
            words::several_of_the_name(asked, &ids(named), console.language),
        )),
    }
}

/// A name as it may be stored. The colon is what parts a person from a role elsewhere.
fn name_of(text: &str, console: &Console<'_>) -> Result<String, Trouble> {
    let name = clean(text, Lines::One).trim().to_owned();
    if name.is_empty() || name.contains([':', '：']) {
        let sentence = words::bad_name(text, console.language);
        return Err(Trouble::new("bad_person", sentence));
    }
    Ok(name)
}

/// Roles as `ROLE` or `ROLE:SCOPE`.
fn grants(texts: &[String], console: &Console<'_>) -> Result<Vec<Grant>, Trouble> {
    let mut grants: Vec<Grant> = Vec::new();
    for text in texts {
        let (role, place) = match text.split_once([':', '：']) {
            Some((role, place)) => (role, Some(clean(place, Lines::One).trim().to_owned())),
            None => (text.as_str(), None),
        };
        let grant = person::grant(role, place.as_deref(), console)?;
        if !grants.contains(&grant) {
            grants.push(grant);
        }
    }
    Ok(grants)
}

fn save(
    person: &Person,
    acting: &Acting,
    store: &Store,
    shipped: &Shipped,
    environment: &Environment,
    console: &Console<'_>,
) -> Result<(), Trouble> {
    let command = Command::SavePerson(person.clone());
    let actor = person::for_command(
        &command,
        acting.person.as_deref(),
        &store.persons(),
        storage::policy_of(store, shipped).chain(),
        &environment.os_user(),
        console,
    )?;
    storage::give(store, command, actor, console).map(drop)
}

fn list(persons: &[Person], console: &mut Console<'_>) -> Result<(), Trouble> {
    if console.json {
        return console.answer(&serde_json::json!({
            "format": "wenxiao-persons/1",
            "persons": persons,
        }));
    }
    let text = words::PersonsText::of(console.language);
    let rows: Vec<Vec<String>> = persons
        .iter()
        .map(|person| {
            let state = if person.active { "" } else { text.off };
            vec![
                person.id.clone(),
                person.name.clone(),
                state.to_owned(),
                roles(person, console),
            ]
        })
        .collect();
    let columns = [
        column(text.id, 24),
        column(text.name, 24),
        column(text.state, 12),
        column(text.roles, usize::MAX),
    ];
    console.lines(table::lines(&columns, &rows))
}

fn roles(person: &Person, console: &Console<'_>) -> String {
    let language = console.language;
    let roles = person.grants.iter().map(|grant| {
        let (role, scope) = (
            terms::role(grant.role, language),
            terms::scope(&grant.scope, language),
        );
        format!("{role}{}{scope}", console.say("：", ": "))
    });
    roles.collect::<Vec<_>>().join(console.say("；", "; "))
}

fn told(person: &Person, console: &mut Console<'_>) -> Result<(), Trouble> {
    if console.json {
        return console.answer(&serde_json::json!({
            "format": "wenxiao-person/1",
            "person": person,
        }));
    }
    let roles = roles(person, console);
    console.line(&words::person_saved(
        &person.name,
        &roles,
        person.active,
        console.language,
    ))
}
