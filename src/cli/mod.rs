//! The command line: what the arguments ask for, done and answered.
//!
//! `main` hands over the process's arguments; [`run`] reads them, chooses the language, carries the
//! command out and gives the exit code: 0 done, 1 findings, 2 refused or unreadable. What a command
//! needs lives in the libraries; here is only reading arguments, opening files and writing answers.

pub mod args;
mod backup;
mod check;
mod clock;
pub mod command;
pub mod console;
mod demo;
pub mod environment;
mod export;
mod first;
mod generate;
mod import;
mod init;
mod input;
mod keys;
mod paths;
mod person;
mod persons;
mod policies;
mod score;
mod scratch;
mod storage;
mod store_words;
mod table;
mod tui;

use std::ffi::OsString;
use std::io::{self, BufWriter};
use std::process::ExitCode;

use self::args::{Arguments, Task};
use self::command::Unparsed;
use self::console::{Answer, Console, Exit, Trouble};
use self::environment::Environment;
use self::paths::StorePath;
use self::tui::Asked;
use crate::lang::cli as words;
use crate::session::perform::Backups;

/// The whole program: arguments, environment and streams of this process.
pub fn run() -> ExitCode {
    keep_engine_quiet();
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let environment = Environment::of_process();
    // Not locked: a thread of the screen that panics has to be able to say so.
    let mut output = BufWriter::new(io::stdout());
    let mut console = Console {
        language: environment.language(&arguments),
        json: asks_json(&arguments),
        input: &mut io::stdin(),
        output: &mut output,
        error: &mut io::stderr(),
    };
    ExitCode::from(carried_out(&arguments, &environment, &mut console).code())
}

/// The storage engine panics on some damaged files; the store catches that and tells it as damage,
/// so that its own words are of no use to anybody. All other panics are told as ever.
fn keep_engine_quiet() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let of_engine = panic
            .location()
            .is_some_and(|place| crate::store::catches_panics_of(place.file()));
        if !of_engine {
            usual(panic);
        }
    }));
}

/// Carries one command line out on the given streams.
pub fn carried_out(
    arguments: &[OsString],
    environment: &Environment,
    console: &mut Console<'_>,
) -> Exit {
    let answer = match command::parse(arguments, console.language) {
        Ok(arguments) => act(&arguments, environment, console),
        Err(Unparsed::Told(text)) if console.json => {
            let answer = serde_json::json!({"format": "wenxiao-help/1", "text": text});
            console.answer(&answer).map(|()| Exit::Done)
        }
        Err(Unparsed::Told(text)) => console.raw(text.as_bytes()).map(|()| Exit::Done),
        Err(Unparsed::Wrong(misuse, help)) => {
            let language = console.language;
            let sentence = words::misuse(&misuse, language);
            let see = words::see_help(&help, language);
            let stop = if sentence.ends_with(['？', '?']) {
                console.say("", " ")
            } else {
                console.say("。", ". ")
            };
            Err(Trouble::new("usage", format!("{sentence}{stop}{see}")))
        }
    };
    let flushed = console.flush();
    match answer.and_then(|exit| flushed.map(|()| exit)) {
        Ok(exit) => exit,
        Err(trouble) => console.refuse(&trouble),
    }
}

/// JSON is asked for even where the rest can't be read, so that the error is JSON too.
fn asks_json(arguments: &[OsString]) -> bool {
    let mut words = arguments.iter().skip(1).take_while(|word| *word != "--");
    words.any(|word| word == "--json")
}

fn act(arguments: &Arguments, environment: &Environment, console: &mut Console<'_>) -> Answer {
    if let Some(name) = environment.unknown_language() {
        console.note(&words::unknown_language(&name, console.language));
    }
    let option = arguments.common.store.as_deref();
    let place = |console: &Console<'_>| StorePath::choose(option, environment, console);
    let language = arguments
        .common
        .lang
        .or_else(|| environment.named_language());
    let asked = |screen, acting| Asked {
        screen,
        acting,
        language,
        backups: Backups::Kept,
    };
    match &arguments.task {
        None => {
            let asked = asked(&arguments.screen, &arguments.acting);
            tui::run(asked, &place(console)?, environment, console)
        }
        Some(Task::Demo(task)) => {
            demo::run(asked(&task.screen, &task.acting), environment, console)
        }
        Some(Task::Init(task)) => init::run(task, &place(console)?, environment, console),
        Some(Task::Score(task)) => score::run(task, console),
        Some(Task::Check(task)) => check::run(task, console),
        Some(Task::Import(task)) => import::run(task, &place(console)?, environment, console),
        Some(Task::Export(task)) => export::run(task, &place(console)?, environment, console),
        Some(Task::Backup(task)) => backup::back_up(task, &place(console)?, environment, console),
        Some(Task::Verify(task)) => {
            // A path of its own needs no home.
            let place = match &task.path {
                Some(path) => StorePath {
                    path: path.clone(),
                    named: true,
                },
                None => place(console)?,
            };
            backup::verify(task, &place.path, console)
        }
        Some(Task::Restore(task)) => backup::restore(task, &place(console)?, environment, console),
        Some(Task::Policies(task)) => policies::run(task, console),
        Some(Task::Keys(task)) => keys::run(task, console),
        Some(Task::Clock(task)) => clock::run(task, &place(console)?, environment, console),
        Some(Task::Person(task)) => persons::run(task, &place(console)?, environment, console),
        Some(Task::Schema) => generate::schema(console),
        Some(Task::Completions(task)) => generate::completions(task.shell, console),
        Some(Task::Man(task)) => generate::manual(task.folder.as_deref(), console),
    }
}
