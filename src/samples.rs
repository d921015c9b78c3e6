//! The sample county 青溪县: a store full of real work, done by persons in their roles.
//!
//! A store of samples is built by the same commands that people give, at the times at which they
//! would have given them, so that history, signatures, inbox and lights are real. Nothing is random:
//! the same material gives the same commands, to the letter. This module knows no store: whoever
//! builds one hands the envelopes to it.

pub mod county;
mod life;
mod script;

use chrono::{Duration, NaiveDate, NaiveDateTime, NaiveTime};

use crate::domain::command::{Command, CommandId, Envelope};
use crate::domain::policy::Policies;
use crate::domain::project::{Project, ProjectId};
use crate::domain::refusal::Refusal;
use crate::domain::role::{Actor, Person, Role};
use crate::domain::status::DocumentKind;

pub use county::{County, read};
pub use script::script;

/// Why the material makes no samples.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// The file can't be read.
    #[error("{0}")]
    File(String),
    /// Nobody has this part.
    #[error("nobody is {role:?} of {unit}")]
    Nobody {
        /// The role.
        role: Role,
        /// Where.
        unit: String,
    },
    /// A policy that does not ship.
    #[error("no policy {0}")]
    Policy(String),
    /// The domain refuses a step.
    #[error("{code} {at}: {refusal:?}")]
    Refused {
        /// The project.
        code: String,
        /// When, UTC milliseconds.
        at: i64,
        /// Why.
        refusal: Box<Refusal>,
    },
}

/// One thing that one person does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// UTC milliseconds.
    pub at: i64,
    /// Who does it.
    pub actor: Actor,
    /// The project that it is about, by code; the id is the store's.
    pub code: Option<String>,
    /// Revision of the project that the person saw.
    pub based_on: Option<u64>,
    /// What is done; a project in it has no id yet.
    pub command: Command,
}

/// Whether a document may be sent: no error of the checks stands in it. The store asks the same.
pub type Ready<'a> = &'a dyn Fn(&Project, DocumentKind) -> bool;

/// The person who founds the store: it has to be there before the first command.
pub fn founder(county: &County) -> Option<Person> {
    county
        .persons
        .iter()
        .find(|official| official.role == Role::Admin)
        .map(county::Official::person)
}

/// The steps as commands for an empty store with [`founder`] in it: the projects get the numbers
/// 1, 2, 3 … in the order in which they come to be.
pub fn envelopes(steps: &[Step]) -> Vec<Envelope> {
    let mut known: Vec<String> = Vec::new();
    steps
        .iter()
        .zip(1_u32..)
        .map(|(step, number)| {
            match &step.command {
                Command::Create(project) => known.push(project.code.clone()),
                Command::Import { projects, .. } => {
                    known.extend(projects.iter().map(|project| project.code.clone()));
                }
                _ => {}
            }
            let id = step
                .code
                .as_ref()
                .and_then(|code| known.iter().position(|other| other == code))
                .and_then(|position| u64::try_from(position).ok())
                .map(|position| ProjectId(position + 1));
            Envelope {
                id: CommandId(format!("sample-{number:05}")),
                actor: step.actor.clone(),
                at: step.at,
                based_on: step.based_on,
                command: addressed(&step.command, id),
            }
        })
        .collect()
}

/// The command for the project with this id.
fn addressed(command: &Command, id: Option<ProjectId>) -> Command {
    let mut command = command.clone();
    if let (
        Some(id),
        Command::Edit { project, .. } | Command::Move { project, .. } | Command::Delete { project },
    ) = (id, &mut command)
    {
        *project = id;
    }
    command
}

/// Builds the samples: every command of the script, in the order of its time, given to `store` in
/// one batch. What `store` says of it is what it says.
pub fn build<T>(
    county: &County,
    policies: &Policies,
    ready: Ready<'_>,
    store: impl FnOnce(Vec<Envelope>) -> T,
) -> Result<T, Unfit> {
    let steps = script(county, policies, ready)?;
    Ok(store(envelopes(&steps)))
}

/// UTC milliseconds of a time of day in the county, eight hours ahead.
fn moment(day: NaiveDate, minutes: i64) -> i64 {
    let midnight = NaiveDateTime::new(day, NaiveTime::MIN);
    let local = midnight
        .checked_add_signed(Duration::minutes(minutes))
        .unwrap_or(midnight);
    local.and_utc().timestamp_millis() - 8 * 3_600_000
}

#[cfg(test)]
mod tests;
