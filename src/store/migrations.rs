//! Layouts of earlier versions, and the way from each to the next.
//!
//! A step rewrites tables inside one transaction, and the schema is switched in that same
//! transaction, so that a crash leaves the old layout or the new one. Before the first step the
//! store is backed up beside itself. Schema 1 is the first layout; what says less was not written by
//! this program.

use std::ops::ControlFlow;
use std::path::Path;

use super::backup;
use super::beside::beside;
use super::engine::{self, Engine, Table, Update};
use super::entry;
use super::fault::{Fault, OpenError};
use super::open::write_fault;
use super::record::damaged;
use super::tables::{self, SCHEMA};

/// From one layout to the next.
type Step = fn(&mut dyn Update) -> Result<(), Fault>;

/// Step number n leads from schema n + 1 to n + 2.
const STEPS: &[Step] = &[index_the_entries_about_no_project];

/// Schema 2: persons and settings have a history, and what changed of them can be taken back.
fn index_the_entries_about_no_project(update: &mut dyn Update) -> Result<(), Fault> {
    let mut found = Vec::new();
    tables::each_event(update.view(), 0, &mut |seq, bytes| {
        let entry = entry::read(bytes).ok_or_else(|| damaged(Table::Event, &seq.to_be_bytes()))?;
        if entry.project.is_none() {
            found.push(seq);
        }
        Ok(ControlFlow::Continue(()))
    })?;
    found
        .into_iter()
        .try_for_each(|seq| tables::put_by_record(update, None, 0, seq))
}

/// Brings a store of an older schema up to date; `path` where it has a file.
pub fn run(engine: &dyn Engine, schema: u32, path: Option<&Path>) -> Result<(), OpenError> {
    let done = usize::try_from(schema)
        .ok()
        .and_then(|schema| schema.checked_sub(1));
    let steps = done
        .and_then(|done| STEPS.get(done..))
        .ok_or(OpenError::NotAStore)?;
    if let Some(path) = path {
        backup::copy(engine, &beside(path, &format!("schema-{schema}")))?;
    }
    engine::write(engine, |update| {
        for step in steps {
            step(update)?;
        }
        let sentinel = tables::sentinel(update.view())?;
        tables::put_sentinel(
            update,
            &tables::Sentinel {
                schema: SCHEMA,
                ..sentinel
            },
        )
    })
    .map_err(write_fault)
}
