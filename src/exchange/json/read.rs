//! Reading `wenxiao/1`: bytes to projects, or the first place that is wrong.
//!
//! Called through [`super::read`]. What the file does not say stays empty; what it says in a shape
//! that the format does not have is an error that names project, row and key. Hidden characters
//! are dropped here, before anything is stored. It never guesses and never panics.
//!
//! Here a file is walked: its head, and its projects one by one. What a project holds is read in
//! `project`, rows of lists in `rows`, single values in `value`; `error` says what can be wrong.

mod error;
mod project;
mod rows;
mod value;

use std::collections::HashSet;
use std::io::Read;

use super::FORMAT;
use super::node::{FaultAt, Node, Scanner};
use crate::domain::project::Project;
use error::Got;
use project::project;
use value::{Reader, filled};

pub use super::node::Fault;
pub use error::{Expected, Kind, List, Place, ReadError, Row};

pub(super) use project::PROJECT_KEYS;

/// The most bytes that are read of one file.
pub const INPUT_LIMIT: u64 = 2 * 1024 * 1024 * 1024;

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct File {
    /// The policy that the file names.
    pub policy: Option<String>,
    /// In the order of the file.
    pub projects: Vec<Project>,
}

/// How projects come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Arrival {
    /// As drafts: status, versions and signatures of the file are left behind.
    #[default]
    Draft,
    /// With their documents as written: a text backup or the samples.
    AsWritten,
}

/// Reads a whole file; every project arrives as a draft.
pub fn read(bytes: &[u8]) -> Got<File> {
    read_as(bytes, Arrival::Draft)
}

/// Reads a whole file from a source of bytes, up to [`INPUT_LIMIT`].
pub fn read_from(source: &mut impl Read, arrival: Arrival) -> Got<File> {
    let mut bytes = Vec::new();
    let mut limited = source.take(INPUT_LIMIT + 1);
    if let Err(error) = limited.read_to_end(&mut bytes) {
        return Err(ReadError::Input(error.kind()));
    }
    read_as(&bytes, arrival)
}

/// Reads a whole file and says how its projects arrive.
pub fn read_as(bytes: &[u8], arrival: Arrival) -> Got<File> {
    if bytes.len() as u64 > INPUT_LIMIT {
        return Err(ReadError::TooLarge { limit: INPUT_LIMIT });
    }
    let text = std::str::from_utf8(bytes).map_err(|error| ReadError::NotUtf8 {
        byte: error.valid_up_to(),
    })?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let offset = bytes.len() - text.len();
    let located = |at: FaultAt| syntax(text, at, offset);

    let mut scanner = Scanner::new(text);
    if scanner.peek().is_some_and(|byte| byte != b'{') {
        // What is no JSON at all is told as such, what is a list or a text as the wrong format.
        scanner.skip().map_err(located)?;
        return Err(ReadError::NoObject);
    }
    let mut head = Head::default();
    let mut seen = HashSet::new();
    let mut waiting = None;
    scanner.open(b'{').map_err(located)?;
    let mut first = true;
    while scanner.more(b'}', &mut first).map_err(located)? {
        let key = scanner.key().map_err(located)?;
        if !seen.insert(key.clone()) {
            return Err(located(scanner.fault(Fault::RepeatedKey)));
        }
        if key == "projects" {
            head.has_projects = true;
            if head.format.is_some() {
                head.check_format()?;
                head.file.projects = projects(&mut scanner, arrival, &located)?;
            } else {
                // The format is named after the projects: they wait until it is known.
                waiting = Some(scanner.clone());
                scanner.skip().map_err(located)?;
            }
        } else {
            let value = scanner.value().map_err(located)?;
            head.take(&key, &value)?;
        }
    }
    scanner.end().map_err(located)?;
    head.check_format()?;
    if !head.has_projects {
        return Err(ReadError::NoProjects);
    }
    if let Some(mut start) = waiting {
        head.file.projects = projects(&mut start, arrival, &located)?;
    }
    Ok(head.file)
}

fn syntax(text: &str, at: FaultAt, offset: usize) -> ReadError {
    let before = text.get(..at.byte).unwrap_or(text);
    let last_line = before.rsplit('\n').next().unwrap_or_default();
    ReadError::Syntax {
        fault: at.fault,
        byte: at.byte + offset,
        line: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
        column: last_line.chars().count() + 1,
    }
}

/// What stands beside the projects.
#[derive(Default)]
struct Head {
    format: Option<String>,
    has_projects: bool,
    file: File,
}

impl Head {
    fn take(&mut self, key: &str, value: &Node<'_>) -> Got<()> {
        let place = Place::default();
        let at = Reader { place: &place };
        match key {
            "format" => match value {
                Node::Text(_) | Node::Number(_) => self.format = Some(at.line(key, value)?),
                _ => self.format = Some(String::new()),
            },
            "policy" => self.file.policy = filled(at.line(key, value)?),
            _ => {}
        }
        Ok(())
    }

    fn check_format(&self) -> Got<()> {
        if self.format.as_deref() == Some(FORMAT) {
            Ok(())
        } else {
            Err(ReadError::WrongFormat {
                found: self.format.clone(),
            })
        }
    }
}

fn projects(
    scanner: &mut Scanner<'_>,
    arrival: Arrival,
    located: &impl Fn(FaultAt) -> ReadError,
) -> Got<Vec<Project>> {
    if scanner.peek() != Some(b'[') {
        return Err(ReadError::NoProjects);
    }
    scanner.open(b'[').map_err(located)?;
    let (mut list, mut wrong, mut first) = (Vec::new(), Vec::new(), true);
    while scanner.more(b']', &mut first).map_err(located)? {
        let node = scanner.value().map_err(located)?;
        match project(list.len() + wrong.len() + 1, &node, arrival) {
            Ok(project) => list.push(project),
            // Read on: whoever mends a file wants to know of all that is wrong with it.
            Err(error) => wrong.push(error),
        }
    }
    match wrong.pop() {
        None => Ok(list),
        Some(only) if wrong.is_empty() => Err(only),
        Some(last) => {
            wrong.push(last);
            Err(ReadError::Several(wrong))
        }
    }
}
