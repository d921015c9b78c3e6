//! What the journal keeps of a change, and what becomes of a command: shared by store and screens.
//!
//! An entry says who did what when, and each changed field with its old and new value. Entries are
//! never changed; their order is their sequence number and never the clock.

use serde::{Deserialize, Serialize};

use super::change::Change;
use super::project::ProjectId;
use super::refusal::Refusal;
use super::role::Actor;
use super::status::{Act, DocumentKind};

/// One entry of the journal. The order of the fields is that of the canonical text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// 1, 2, 3 …
    pub seq: u64,
    /// Hash of the entry before, hexadecimal; that of the first is the hash of nothing.
    pub previous: String,
    /// UTC milliseconds of the giver's clock.
    pub at: i64,
    /// The clock stood before that of the entry before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub clock_regress: bool,
    /// Who.
    pub actor: Actor,
    /// Idempotency name of the command.
    pub command: String,
    /// Short name of the command, see [`super::command::Command::name`].
    pub name: String,
    /// Which project, for commands about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<ProjectId>,
    /// Revision of the project after the entry.
    #[serde(default)]
    pub revision: u64,
    /// Each changed field with its old and new value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
    /// For a step of a document: which, what, and the comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<(DocumentKind, Act, String)>,
    /// The entry that this one takes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undo_of: Option<u64>,
    /// The undo that this one takes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redo_of: Option<u64>,
    /// First entry of the batch, for commands that write several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch: Option<u64>,
    /// Version of the program.
    pub program: String,
}

/// Where the journal ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Sequence number of the last entry; 0 for an empty journal.
    pub seq: u64,
    /// Its hash, hexadecimal.
    pub hash: String,
}

/// Proof of a saved command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The journal's end after it.
    pub head: Head,
    /// The projects that it wrote, with their revisions after it.
    pub projects: Vec<(ProjectId, u64)>,
    /// True where the change was merged with somebody else's made meanwhile.
    pub merged: bool,
}

/// What became of a command: there is no fourth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Durable.
    Saved(Receipt),
    /// Refused by the rules; nothing was changed.
    NotSaved(Refusal),
    /// The medium failed and nothing was changed, or it can't be known yet; the sentence is for
    /// the banner.
    Failed {
        /// True where it is not known whether the change is durable (not confirmed).
        unknown: bool,
        /// What happened, in the words of the store's fault.
        what: String,
    },
}
