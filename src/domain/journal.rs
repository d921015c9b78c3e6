//! What the journal keeps of a change, and what becomes of a command: shared by store and screens.
//!
//! An entry says who did what when, and each changed field with its old and new value. Entries are
//! never changed; their order is their sequence number and never the clock. The hashes are made by
//! the store; here they are only names.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::change::Change;
use super::command::CommandId;
use super::fault::Fault;
use super::project::ProjectId;
use super::refusal::Refusal;
use super::role::Actor;
use super::status::{Act, DocumentKind};

/// Bytes that are written as hexadecimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Hex<const N: usize>(pub [u8; N]);

/// SHA-256 of an entry.
pub type Hash = Hex<32>;

/// The random name of a store; it is part of every hash.
pub type StoreId = Hex<16>;

impl<const N: usize> Default for Hex<N> {
    fn default() -> Self {
        Self([0; N])
    }
}

impl<const N: usize> fmt::Display for Hex<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A text that is not hexadecimal of the wanted length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotHex;

impl<const N: usize> FromStr for Hex<N> {
    type Err = NotHex;

    fn from_str(text: &str) -> Result<Self, NotHex> {
        let mut digits = text.chars().map(|digit| {
            let value = digit.to_digit(16).ok_or(NotHex)?;
            u8::try_from(value).map_err(|_| NotHex)
        });
        let mut bytes = [0; N];
        for byte in &mut bytes {
            let high = digits.next().ok_or(NotHex)??;
            let low = digits.next().ok_or(NotHex)??;
            *byte = (high << 4) | low;
        }
        match digits.next() {
            None => Ok(Self(bytes)),
            Some(_) => Err(NotHex),
        }
    }
}

impl<const N: usize> Serialize for Hex<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, const N: usize> Deserialize<'de> for Hex<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse()
            .map_err(|NotHex| serde::de::Error::custom("not hexadecimal of this length"))
    }
}

/// One entry of the journal. The order of the fields is that of the canonical text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// 1, 2, 3 …
    pub seq: u64,
    /// Hash of the entry before; zeros for the first.
    pub previous: Hash,
    /// UTC milliseconds of the giver's clock.
    pub at: i64,
    /// The clock stood before that of the entry before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub clock_regress: bool,
    /// Who acted, in which role and scope, under which user of the operating system.
    pub actor: Actor,
    /// Idempotency name of the command.
    pub command: CommandId,
    /// Short name of the command, see [`super::command::Command::name`].
    pub name: String,
    /// Which project, for commands about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<ProjectId>,
    /// Revision of the project after the entry; 0 where it is about none.
    #[serde(default, skip_serializing_if = "is_zero")]
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
    /// Its batch, for commands that write several entries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch: Option<Batch>,
    /// The head that a restore left behind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_behind: Option<LeftBehind>,
    /// Version of the program.
    pub program: String,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde asks for a reference
fn is_zero(value: &u64) -> bool {
    *value == 0
}

/// Entries that stand and fall together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// First entry.
    pub first: u64,
    /// Last entry.
    pub last: u64,
    /// SHA-256 of the imported file, where there was one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub digest: String,
}

/// The head that a restore left behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftBehind {
    /// Its sequence number.
    pub seq: u64,
    /// Its hash.
    pub hash: Hash,
}

/// Where the journal ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Head {
    /// Sequence number of the last entry; 0 for an empty journal.
    pub seq: u64,
    /// Its hash.
    pub hash: Hash,
    /// Its time, UTC milliseconds.
    pub at: i64,
}

/// Proof of a saved command.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Receipt {
    /// The journal's end after it.
    pub head: Head,
    /// Its first and last entry; `None` where nothing had to change.
    pub entries: Option<(u64, u64)>,
    /// The projects that it wrote, with their revisions after it; a deleted one keeps its last.
    pub projects: Vec<(ProjectId, u64)>,
    /// True where the change was merged with somebody else's made meanwhile.
    pub merged: bool,
    /// True where the same command was saved before; it had its effect once.
    pub repeated: bool,
    /// What an import did.
    pub counts: Counts,
}

/// How many projects an import made, replaced, and found as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// New.
    pub created: usize,
    /// Open drafts that were replaced.
    pub replaced: usize,
    /// Equal to what was there.
    pub unchanged: usize,
}

/// What became of a command: there is no fourth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Durable, with its journal entry.
    Saved(Receipt),
    /// Refused by the rules; nothing was changed.
    NotSaved(Refusal),
    /// The medium failed and nothing was changed, or it can't be known yet. The same command given
    /// again has its effect once.
    Failed {
        /// True where it is not known whether the change is durable (not confirmed).
        unknown: bool,
        /// What happened.
        what: Fault,
    },
}

/// The backups that are kept beside a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeptBackups {
    /// How many there are.
    pub count: usize,
    /// The newest: its day in China, and the last entry that it holds.
    pub newest: Option<(NaiveDate, u64)>,
    /// The newest was not what its manifest notes when somebody last looked: no older one is taken away.
    pub damaged: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hexadecimal_goes_both_ways_and_nothing_else_is_read() {
        let id: Hex<3> = "00abFF".parse().expect("hexadecimal");
        assert_eq!((id.0, id.to_string()), ([0, 171, 255], "00abff".to_owned()));
        for bad in ["", "00abf", "00abff0", "00abff00", "00abfg", "00 abf"] {
            assert_eq!(bad.parse::<Hex<3>>(), Err(NotHex), "{bad}");
        }
    }
}
