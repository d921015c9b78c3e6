//! The history of a project, or of the store itself, as a file, format `wenxiao-history/1`: the entries
//! of the journal as they were shown, each with who, when, what, and every changed field with its old
//! and its new value.

use std::io::{self, Write};

use serde::Serialize;

use crate::domain::journal::Entry;
use crate::domain::project::Project;

/// The format's name.
pub const FORMAT: &str = "wenxiao-history/1";

#[derive(Serialize)]
struct History<'a> {
    format: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    project: Option<Of<'a>>,
    entries: &'a [Entry],
}

#[derive(Serialize)]
struct Of<'a> {
    code: &'a str,
    year: Option<i32>,
    name: &'a str,
}

/// Writes the entries of a project, oldest first; `None` is the store itself.
pub fn write(project: Option<&Project>, entries: &[Entry], mut out: impl Write) -> io::Result<()> {
    let history = History {
        format: FORMAT,
        project: project.map(|project| Of {
            code: &project.code,
            year: project.year,
            name: &project.name,
        }),
        entries,
    };
    serde_json::to_writer_pretty(&mut out, &history)?;
    out.write_all(b"\n")
}
