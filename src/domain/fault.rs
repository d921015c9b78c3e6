//! What can go wrong below the domain, as data: the disk, the file, a record in it.
//!
//! The store answers with these and screens show them; `lang` turns them into sentences. Nothing
//! here holds text in a language or names a type of an engine.

/// A failure of the medium or of what is stored on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// No room: disk full, quota used up, or the largest file size reached.
    Full,
    /// Less room than a large write may need; nothing was begun.
    LowSpace(Space),
    /// The medium is read-only or the operating system refused.
    NotPermitted,
    /// Any other error of the operating system, with its number where it has one.
    Io {
        /// The number of the operating system.
        code: Option<i32>,
    },
    /// An earlier error latched the engine: it has to be closed and opened again.
    Latched,
    /// What was read is not what was written.
    Damaged(Damage),
    /// The path of the store names another file now, or none: what is written would be lost.
    Replaced,
    /// The store was closed.
    Closed,
}

/// Room on the medium, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Space {
    /// What is free.
    pub free: u64,
    /// What a safe write wants.
    pub wanted: u64,
}

/// Where a store is damaged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Damage {
    /// The engine's own check of its file failed.
    Engine,
    /// A record fails its checksum or can't be read.
    Record {
        /// The table.
        table: &'static str,
        /// The key, as numbers or text.
        key: String,
    },
    /// The record that says whose store this is, is not there.
    Sentinel,
    /// A record that another one names is not there.
    Missing {
        /// The table.
        table: &'static str,
        /// The key, as numbers or text.
        key: String,
    },
    /// An entry of the journal does not continue the one before it.
    Chain {
        /// The entry.
        seq: u64,
    },
}
