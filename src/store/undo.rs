//! Which change an undo takes back, and whether it may.
//!
//! Nothing is ever deleted from the journal: an undo is an entry that turns another one round.
//! Read oldest first, the entries of a record make a stack; an undo takes the top off, a redo puts
//! it back, anything else empties the redo side. Only one's own top is undone, never a step of the
//! status machine, and the entries of a batch only together.

use super::engine::View;
use super::entry::{Batch, Entry};
use super::fault::Fault;
use super::tables;
use super::write::{Cause, Turn};
use crate::domain::change::Change;
use crate::domain::command::Record;
use crate::domain::project::ProjectId;
use crate::domain::refusal::Refusal;
use crate::domain::role::Actor;

/// What a compensating entry points back at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// The entry that is taken back.
    UndoOf(u64),
    /// The undo that is taken back.
    RedoOf(u64),
}

/// What an undo or redo would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// The entry that is taken back or done again.
    pub seq: u64,
    /// The changes that would be made to the record.
    pub changes: Vec<Change>,
    /// The revision of the record that this was found at.
    pub revision: u64,
    /// How many projects go together; 1 but for an import.
    pub projects: usize,
}

/// The entries to turn round, in the order in which that is done.
pub struct Plan {
    /// Each entry with what the new one points at.
    pub entries: Vec<(Entry, Way)>,
    /// The revision of the record: a project counts its own, of any other it is the number of the
    /// newest entry.
    pub revision: u64,
}

#[derive(Default)]
struct Stack {
    done: Vec<Entry>,
    /// Entry and the undo that took it back.
    undone: Vec<(Entry, u64)>,
    revision: u64,
}

/// The entries about a record, oldest first. What a store began with is nobody's change.
fn entries(view: &dyn View, record: &Record) -> Result<Vec<Entry>, Fault> {
    if let Record::Project(id) = record {
        let seqs = tables::entries_of(view, *id, 0)?;
        return seqs
            .into_iter()
            .map(|seq| tables::entry(view, seq))
            .collect();
    }
    let path = record.path();
    let mut entries = Vec::new();
    for seq in tables::entries_of_the_store(view)? {
        let entry = tables::entry(view, seq)?;
        let about = entry.changes.iter().any(|change| change.path == path);
        if about && !entry.actor.person.is_empty() {
            entries.push(entry);
        }
    }
    Ok(entries)
}

/// The number of the first entry about a record; 0 where there is none.
pub fn first(view: &dyn View, record: &Record) -> Result<u64, Fault> {
    Ok(entries(view, record)?.first().map_or(0, |entry| entry.seq))
}

fn stack(view: &dyn View, record: &Record) -> Result<Stack, Cause> {
    let mut stack = Stack::default();
    for entry in entries(view, record)? {
        let seq = entry.seq;
        stack.revision = entry.project.map_or(seq, |_| entry.revision);
        if entry.undo_of.is_some() {
            if let Some(top) = stack.done.pop() {
                stack.undone.push((top, seq));
            }
        } else if entry.redo_of.is_some() {
            if let Some((top, _)) = stack.undone.pop() {
                stack.done.push(top);
            }
        } else {
            stack.undone.clear();
            stack.done.push(entry);
        }
    }
    Ok(stack)
}

/// What an undo or redo of a record by `actor` turns round, or why it may not.
pub fn plan(view: &dyn View, record: &Record, actor: &Actor, turn: Turn) -> Result<Plan, Cause> {
    let stack = stack(view, record)?;
    let revision = stack.revision;
    let (entry, way) = top(stack, actor, turn)?;
    let Some(batch) = entry.batch.clone() else {
        return Ok(Plan {
            entries: vec![(entry, way)],
            revision,
        });
    };
    let mut entries = Vec::new();
    for seq in batch.first..=batch.last {
        let member = tables::entry(view, seq)?;
        let record = member.project.ok_or(Refusal::NothingToUndo)?;
        // The batch goes back as one or not at all.
        entries.push(top_of_batch(view, record, actor, turn, &batch)?);
    }
    if turn == Turn::Undo {
        entries.reverse();
    }
    Ok(Plan { entries, revision })
}

fn top_of_batch(
    view: &dyn View,
    record: ProjectId,
    actor: &Actor,
    turn: Turn,
    batch: &Batch,
) -> Result<(Entry, Way), Cause> {
    let (entry, way) = top(stack(view, &Record::Project(record))?, actor, turn)?;
    if entry.batch.as_ref() == Some(batch) {
        Ok((entry, way))
    } else {
        Err(Cause::Refused(Refusal::UndoNotNewest {
            person: entry.actor.person,
            at: entry.at,
        }))
    }
}

fn top(mut stack: Stack, actor: &Actor, turn: Turn) -> Result<(Entry, Way), Cause> {
    let (entry, way) = match turn {
        Turn::Undo => {
            let top = stack.done.pop().ok_or(Refusal::NothingToUndo)?;
            let way = Way::UndoOf(top.seq);
            (top, way)
        }
        Turn::Redo => {
            let (top, undo) = stack.undone.pop().ok_or(Refusal::NothingToRedo)?;
            (top, Way::RedoOf(undo))
        }
    };
    if entry.actor.person != actor.person {
        let person = entry.actor.person;
        let own_below = stack
            .done
            .iter()
            .any(|other| other.actor.person == actor.person);
        return Err(Cause::Refused(if own_below {
            Refusal::UndoNotNewest {
                person,
                at: entry.at,
            }
        } else {
            Refusal::UndoNotOwn { person }
        }));
    }
    if entry.step.is_some() {
        return Err(Cause::Refused(Refusal::UndoStatusStep));
    }
    if entry.actor.role != actor.role {
        return Err(Cause::Refused(Refusal::Role {
            acting: actor.role,
            needed: vec![entry.actor.role],
        }));
    }
    Ok((entry, way))
}

/// What an undo or redo would change.
pub fn preview(
    view: &dyn View,
    record: &Record,
    actor: &Actor,
    turn: Turn,
) -> Result<Preview, Cause> {
    let plan = plan(view, record, actor, turn)?;
    let projects = plan.entries.len();
    let found = plan
        .entries
        .into_iter()
        .find(|(entry, _)| entry.project == record.project());
    let (entry, _) = found.ok_or(Refusal::NothingToUndo)?;
    Ok(Preview {
        seq: entry.seq,
        changes: turn.of(entry.changes),
        revision: plan.revision,
        projects,
    })
}
