//! The command line: what the arguments ask for, done and answered.
//!
//! `main` hands over the process's arguments; [`run`] reads them, chooses the language, carries the
//! command out and gives the exit code: 0 done, 1 findings, 2 refused or unreadable. What a command
//! needs lives in the libraries; here is only reading arguments, opening files and writing answers.

pub mod args;
mod check;
pub mod command;
pub mod console;
pub mod environment;
mod generate;
mod input;
mod keys;
mod policies;
mod score;
mod table;

use std::ffi::OsString;
use std::io::{self, BufWriter};
use std::process::ExitCode;

use self::args::{Arguments, Task};
use self::command::Unparsed;
use self::console::{Answer, Console, Exit, Trouble};
use self::environment::Environment;
use crate::lang::cli as words;

/// The whole program: arguments, environment and streams of this process.
pub fn run() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let environment = Environment::of_process();
    let mut output = BufWriter::new(io::stdout().lock());
    let mut console = Console {
        language: environment.language(&arguments),
        json: asks_json(&arguments),
        input: &mut io::stdin().lock(),
        output: &mut output,
        error: &mut io::stderr().lock(),
    };
    ExitCode::from(carried_out(&arguments, &environment, &mut console).code())
}

/// Carries one command line out on the given streams.
pub fn carried_out(
    arguments: &[OsString],
    environment: &Environment,
    console: &mut Console<'_>,
) -> Exit {
    let answer = match command::parse(arguments, console.language) {
        Ok(arguments) => act(&arguments, environment, console),
        Err(Unparsed::Told(text)) => console.raw(text.as_bytes()).map(|()| Exit::Done),
        Err(Unparsed::Wrong(misuse, help)) => {
            let language = console.language;
            let sentence = words::misuse(&misuse, language);
            let see = words::see_help(&help, language);
            Err(Trouble::new(
                "usage",
                format!("{sentence}{}{see}", console.say("。", ". ")),
            ))
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
    let _ = environment;
    match &arguments.task {
        Some(Task::Score(task)) => score::run(task, console),
        Some(Task::Check(task)) => check::run(task, console),
        Some(Task::Policies(task)) => policies::run(task, console),
        Some(Task::Keys(task)) => keys::run(task, console),
        Some(Task::Schema) => generate::schema(console),
        Some(Task::Completions(task)) => generate::completions(task.shell, console),
        Some(Task::Man(task)) => generate::manual(task.folder.as_deref(), console),
        _ => Ok(Exit::Refused),
    }
}
