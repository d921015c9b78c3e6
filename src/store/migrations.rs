//! Layouts of earlier versions, and the way from each to the next.
//!
//! A step rewrites tables inside one transaction, and the schema is switched in that same
//! transaction, so that a crash leaves the old layout or the new one. Before the first step the
//! store is backed up beside itself. Schema 1 is the first layout, so there is no step yet; what
//! says less was not written by this program.

use std::path::Path;

use super::backup;
use super::beside::beside;
use super::engine::{self, Engine, Update};
use super::fault::{Fault, OpenError};
use super::open::write_fault;
use super::tables::{self, SCHEMA};

/// From one layout to the next.
type Step = fn(&mut dyn Update) -> Result<(), Fault>;

/// Step number n leads from schema n + 1 to n + 2.
const STEPS: &[Step] = &[];

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
