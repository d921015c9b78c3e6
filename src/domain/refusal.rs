//! Why a command is not carried out, as data; `lang` turns each into a sentence with its mend.

use serde::{Deserialize, Serialize};

use super::command::At;
use super::role::Role;
use super::status::{Act, DocumentKind, Status};

/// A refusal: nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// There is no such project, or the actor may not know of it.
    NoSuchProject,
    /// The acting role may not do this; `needed` may.
    Role {
        /// Who tried.
        acting: Role,
        /// Who may.
        needed: Vec<Role>,
    },
    /// A project of the call lies outside the actor's scope.
    Scope {
        /// Its code.
        code: String,
    },
    /// The document is not in a status in which it can be edited.
    NotEditable {
        /// Which document.
        document: DocumentKind,
        /// Its status.
        status: Status,
    },
    /// A document of the project left the draft, so the project can't be replaced or deleted.
    PastDraft {
        /// Which document.
        document: DocumentKind,
    },
    /// The status machine has no such step from here.
    NoSuchStep {
        /// Which document.
        document: DocumentKind,
        /// Its status.
        status: Status,
        /// What was tried.
        act: Act,
    },
    /// Only the person who made the last step takes it back.
    NotTheSender {
        /// The sender's id.
        person: String,
    },
    /// The same person already signed this round in another part.
    SamePerson {
        /// What the person did.
        act: Act,
        /// In which role.
        role: Role,
    },
    /// A return needs a reason.
    ReasonNeeded,
    /// Monitoring and self-evaluation are sent only after the goal was approved.
    GoalNotApproved,
    /// Errors of the checks block sending; their number.
    Errors {
        /// How many.
        count: usize,
        /// The first few checks, each once, with how often it speaks.
        checks: Vec<String>,
    },
    /// Nobody changes the own grants.
    OwnRoles,
    /// The row was withdrawn by an adjustment.
    Withdrawn {
        /// Its id.
        indicator: String,
    },
    /// The value does not fit its place.
    BadValue {
        /// Where.
        at: At,
        /// What was written.
        value: String,
        /// What is wrong with it.
        why: BadValue,
    },
    /// A row, source or month that is not there.
    NoSuchPlace {
        /// Its id.
        id: String,
    },
    /// Code and year belong to another project already.
    CodeTaken {
        /// The code.
        code: String,
        /// The year.
        year: Option<i32>,
    },
    /// The project was changed by someone else since it was loaded.
    Conflict {
        /// Revision that the command was based on.
        based_on: u64,
        /// Revision now.
        current: u64,
        /// Who changed it last.
        person: String,
        /// When, UTC milliseconds.
        at: i64,
        /// Which changed places are the same as those of the command.
        places: Vec<String>,
    },
    /// There is nothing to undo.
    NothingToUndo,
    /// Nothing was undone that could be done again.
    NothingToRedo,
    /// The change is not the newest of its record any more.
    UndoNotNewest {
        /// Who changed it since.
        person: String,
        /// When, UTC milliseconds.
        at: i64,
    },
    /// Undo is for one's own changes.
    UndoNotOwn {
        /// Whose it is.
        person: String,
    },
    /// Status steps go back by 撤销, not by undo.
    UndoStatusStep,
    /// Some projects of an import lie outside the actor's scope; nothing was imported.
    ImportScope {
        /// Their codes with years.
        rows: Vec<(String, Option<i32>)>,
    },
    /// Some projects of an import are past draft; nothing was imported.
    ImportPastDraft {
        /// Their codes with years.
        rows: Vec<(String, Option<i32>)>,
    },
    /// The same code and year twice in one import.
    ImportTwice {
        /// Their codes with years.
        rows: Vec<(String, Option<i32>)>,
    },
    /// The person is not known, not active, or holds no such grant.
    UnknownActor {
        /// The id.
        person: String,
    },
    /// The command has no name of its own: given twice, it could be carried out twice.
    Unnamed,
    /// A person needs an id and a name.
    BadPerson,
    /// The last administrator stays.
    LastAdmin,
    /// Who has acted is not taken away: the name stands in the journal.
    HasActed {
        /// The person's id.
        person: String,
    },
    /// No policy has this name.
    UnknownPolicy {
        /// The name.
        name: String,
    },
    /// The store only reads: damaged, locked, or ahead of its journal.
    ReadOnly,
}

/// How many checks a refusal names.
const NAMED_CHECKS: usize = 5;

impl Refusal {
    /// Errors that keep a document from being sent, by the ids of their checks; `None` without any.
    pub fn errors(ids: &[String]) -> Option<Self> {
        let mut checks: Vec<(&String, usize)> = Vec::new();
        for id in ids {
            match checks.iter_mut().find(|(other, _)| *other == id) {
                Some((_, times)) => *times += 1,
                None => checks.push((id, 1)),
            }
        }
        let named = checks.iter().take(NAMED_CHECKS);
        let checks = named.map(|(id, times)| match times {
            1 => (*id).clone(),
            times => format!("{id} x{times}"),
        });
        (!ids.is_empty()).then(|| Self::Errors {
            count: ids.len(),
            checks: checks.collect(),
        })
    }
}

/// What is wrong with a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BadValue {
    /// A decimal number is wanted here.
    NotANumber,
    /// Not below zero.
    Negative,
    /// Longer than the form allows, in bytes of the form (ASCII 1, other 2).
    TooLong {
        /// How many bytes it has.
        bytes: usize,
        /// How many it may have.
        limit: usize,
    },
    /// Not a date like 2026-07-31.
    NotADate,
    /// Not one of the words of this field.
    NotAChoice,
    /// The points lie outside the chosen band.
    OutsideBand {
        /// Lowest points of the band.
        low: String,
        /// Highest points, or the bound that is not reached.
        high: String,
        /// True where the highest points belong to the band.
        closed: bool,
    },
    /// Points without a band.
    NoBand,
    /// More than two decimals.
    TooFine,
    /// May not be empty.
    Empty,
    /// A control or invisible character; its place, counted from 1.
    Invisible {
        /// Which character.
        position: usize,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_named_once_with_how_often_they_speak() {
        let ids = ["G-01", "G-04", "G-04", "G-10"].map(str::to_owned);
        let Some(Refusal::Errors { count, checks }) = Refusal::errors(&ids) else {
            panic!("four errors");
        };
        assert_eq!(count, 4);
        assert_eq!(checks, ["G-01", "G-04 x2", "G-10"]);
        assert_eq!(Refusal::errors(&[]), None);
    }
}
