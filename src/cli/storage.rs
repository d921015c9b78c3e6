//! Opening the store for a command, and giving it a command.
//!
//! `import`, `export`, `backup`, `clock` and the screen open through here, so that troubles and
//! remarks are told alike. What ships (policies, indicators) is read once and handed on.

use std::path::Path;
use std::sync::Arc;

use super::console::{Console, Trouble};
use super::environment::Environment;
use super::store_words;
use crate::domain::command::{Command, CommandId, Envelope};
use crate::domain::journal::{Head, Hex, Receipt};
use crate::domain::policy::Policy;
use crate::domain::role::Actor;
use crate::lang::cli as words;
use crate::session::perform::latch_sentence;
use crate::setup::{SetupError, Shipped};
use crate::store::{Cause, NetworkFiles, OpenOptions, Outcomes, Store};

/// What ships with the program.
pub fn shipped() -> Result<Shipped, Trouble> {
    Shipped::load().map_err(|error| Trouble::new("internal", error.to_string()))
}

/// Opens a store; what it has to say goes to standard error.
pub fn open(
    path: &Path,
    shipped: &Shipped,
    environment: &Environment,
    console: &mut Console<'_>,
) -> Result<Arc<Store>, Trouble> {
    let options = OpenOptions {
        os_user: environment.os_user(),
        network: NetworkFiles::default(),
    };
    let opening = Store::open(path, Arc::new(shipped.judge()), &options)
        .map_err(|error| store_words::open(&error, path, console))?;
    for notice in &opening.notices {
        if let Some(sentence) = store_words::notice(notice, console.language) {
            console.note(&sentence);
        }
    }
    if let Some(latch) = opening.store.latch() {
        let sentence = latch_sentence(&latch, console.language);
        console.note(&sentence);
    }
    Ok(opening.store)
}

/// The default policy of a store, else that of the program.
pub fn policy_of(store: &Store, shipped: &Shipped) -> Arc<Policy> {
    let settings = store.settings();
    let own = shipped.policies.get(&settings.policy);
    own.map_or_else(|| Arc::clone(&shipped.policy), |own| Arc::new(own.clone()))
}

/// UTC milliseconds of this machine's clock.
pub fn now() -> i64 {
    chrono::Utc::now().timestamp_millis()
}

/// A word that no other session or command has.
pub fn random_word() -> Result<String, Trouble> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).map_err(|error| Trouble::new("internal", error.to_string()))?;
    Ok(Hex(bytes).to_string())
}

/// Gives a command about no single project.
pub fn give(
    store: &Store,
    command: Command,
    actor: Actor,
    console: &Console<'_>,
) -> Result<Receipt, Trouble> {
    let envelope = envelope(store, command, actor)?;
    match store.apply_all(std::slice::from_ref(&envelope)) {
        Outcomes::Saved(receipts) => Ok(receipts.into_iter().next().unwrap_or_default()),
        Outcomes::NotSaved { cause, .. } => Err(not_saved(&cause, store, console)),
        Outcomes::NotConfirmed(fault) => Err(store_words::not_confirmed(&fault, console)),
    }
}

/// What a command would do.
pub fn rehearse(
    store: &Store,
    command: Command,
    actor: Actor,
    console: &Console<'_>,
) -> Result<Receipt, Trouble> {
    let rehearsed = store.rehearse(&envelope(store, command, actor)?);
    rehearsed.map_err(|cause| not_saved(&cause, store, console))
}

fn envelope(store: &Store, command: Command, actor: Actor) -> Result<Envelope, Trouble> {
    Ok(Envelope {
        id: CommandId(format!("cli-{}", random_word()?)),
        actor,
        at: store.settings().moment(now()),
        based_on: None,
        command,
    })
}

fn not_saved(cause: &Cause, store: &Store, console: &Console<'_>) -> Trouble {
    let persons = store.persons();
    store_words::not_saved(cause, console, &|id| {
        let person = persons.iter().find(|person| person.id == id);
        person.map_or_else(|| id.to_owned(), |person| person.name.clone())
    })
}

/// A head as people note it: `SEQ:HASH`.
pub fn head_text(head: Head) -> String {
    format!("{}:{}", head.seq, head.hash)
}

/// A head for programs.
pub fn head_json(head: Head) -> serde_json::Value {
    serde_json::json!({"seq": head.seq, "hash": head.hash.to_string()})
}

/// Why a new store was not made.
pub fn setup_trouble(error: &SetupError, path: &Path, console: &Console<'_>) -> Trouble {
    match error {
        SetupError::Data(bad) => Trouble::new("internal", bad.to_string()),
        SetupError::Open(error) => store_words::unwritten(error, path, console),
        SetupError::Samples(outcomes) => match outcomes.as_ref() {
            Outcomes::NotSaved { cause, .. } => {
                store_words::not_saved(cause, console, &str::to_owned)
            }
            Outcomes::NotConfirmed(fault) => store_words::not_confirmed(fault, console),
            Outcomes::Saved(_) => {
                Trouble::new("internal", words::samples_not_taken(console.language))
            }
        },
    }
}
