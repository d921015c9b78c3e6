//! `wenxiao clock`: the date of a store that has its own (the samples).

use chrono::NaiveDate;

use super::args::ClockArguments;
use super::console::{Answer, Console, Exit, Trouble};
use super::environment::Environment;
use super::paths::StorePath;
use super::{person, storage, store_words};
use crate::domain::command::Command;
use crate::lang::cli as words;
use crate::setup::Shipped;
use crate::store::Store;

/// Carries the command out.
pub fn run(
    arguments: &ClockArguments,
    place: &StorePath,
    environment: &Environment,
    console: &mut Console<'_>,
) -> Answer {
    let date = arguments.date.as_deref();
    let date = date.map(|text| read(text, console)).transpose()?;
    let shipped = storage::shipped()?;
    let store = storage::open(&place.path, &shipped, environment, console)?;
    let done = moved(date, arguments, &store, &shipped, environment, console);
    let closed = store.close();
    let today = done?;
    closed.map_err(|fault| store_words::failed(&fault, console))?;
    if console.json {
        let answer = serde_json::json!({"format": "wenxiao-clock/1", "date": today.to_string()});
        console.answer(&answer)?;
    } else {
        console.line(&words::store_date(&today.to_string(), console.language))?;
    }
    Ok(Exit::Done)
}

fn read(text: &str, console: &Console<'_>) -> Result<NaiveDate, Trouble> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .map_err(|_| Trouble::new("usage", words::bad_date(text, console.language)))
}

fn moved(
    date: Option<NaiveDate>,
    arguments: &ClockArguments,
    store: &Store,
    shipped: &Shipped,
    environment: &Environment,
    console: &Console<'_>,
) -> Result<NaiveDate, Trouble> {
    let Some(own) = store.settings().clock else {
        return Err(Trouble::new(
            "no_clock",
            words::no_clock(console.language).to_owned(),
        ));
    };
    let Some(date) = date.filter(|date| *date != own) else {
        return Ok(own);
    };
    let command = Command::SetClock {
        date: date.to_string(),
    };
    let actor = person::for_command(
        &command,
        arguments.acting.person.as_deref(),
        &store.persons(),
        storage::policy_of(store, shipped).chain(),
        &environment.os_user(),
        console,
    )?;
    storage::give(store, command, actor, console)?;
    Ok(date)
}
