//! What can be wrong with a file of `wenxiao/1`, and the place where it is wrong.
//!
//! Only data: `lang` makes the sentences. Whoever mends the file finds a value by its project, row
//! and key, so every error about a value carries its [`Place`].

use super::Fault;
use crate::exchange::json::node::Node;

/// Why a file is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadError {
    /// The bytes could not be fetched.
    Input(std::io::ErrorKind),
    /// More bytes than [`INPUT_LIMIT`](super::INPUT_LIMIT).
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// Not UTF-8 from this byte on.
    NotUtf8 {
        /// From 0.
        byte: usize,
    },
    /// Not JSON.
    Syntax {
        /// What is wrong.
        fault: Fault,
        /// From 0.
        byte: usize,
        /// From 1.
        line: usize,
        /// Characters from 1.
        column: usize,
    },
    /// The file is no object.
    NoObject,
    /// `format` is something else, or is not there.
    WrongFormat {
        /// What it says.
        found: Option<String>,
    },
    /// There is no list `projects`.
    NoProjects,
    /// A value has a shape that its place does not take.
    Shape {
        /// Where.
        place: Box<Place>,
        /// What the place takes.
        expected: Expected,
        /// What is there.
        found: Kind,
    },
    /// A text is none of what its place takes.
    Value {
        /// Where.
        place: Box<Place>,
        /// What the place takes.
        expected: Expected,
        /// What is written there.
        found: String,
    },
    /// Two rows of one list have the same id.
    DuplicateId {
        /// The second row.
        place: Box<Place>,
        /// The id.
        id: String,
        /// Places of both in the list, from 1.
        rows: (usize, usize),
    },
    /// Several projects are wrong; what is wrong first in each.
    Several(Vec<Self>),
}

/// Where in a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// Which project, from 1; `None` for the head of the file.
    pub project: Option<usize>,
    /// Its code, where it was read before.
    pub code: String,
    /// Which row of a list.
    pub row: Option<Row>,
    /// The key, with the keys around it: `about.attribute`.
    pub key: String,
}

/// A row of a list of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Which list.
    pub list: List,
    /// From 1.
    pub number: usize,
    /// The id, where it has one.
    pub id: String,
}

/// The lists of a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// `funds`
    Funds,
    /// `indicators`
    Indicators,
    /// `multi_year.indicators`
    MultiYear,
    /// `monitoring.plan`
    Plan,
    /// `monitoring.months.….readings`
    Readings,
}

/// What a place takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// A text or a number.
    Cell,
    /// An object.
    Object,
    /// A list.
    List,
    /// `true` or `false`.
    Flag,
    /// A year, 1900 to 2200.
    Year,
    /// A day, `2025-12-31`.
    Date,
    /// A month, 1 to 12.
    Month,
    /// A whole number from 0.
    Count,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// What an export wrote for the documents.
    Documents,
}

/// The shape of a JSON value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // named as in JSON
pub enum Kind {
    Null,
    Flag,
    Number,
    Text,
    List,
    Object,
}

impl Kind {
    pub(super) fn of(node: &Node<'_>) -> Self {
        match node {
            Node::Null => Self::Null,
            Node::Bool(_) => Self::Flag,
            Node::Number(_) => Self::Number,
            Node::Text(_) => Self::Text,
            Node::List(_) => Self::List,
            Node::Map(_) => Self::Object,
        }
    }
}

pub(super) type Got<T> = Result<T, ReadError>;
