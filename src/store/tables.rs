//! What each table holds, typed: the one place that turns keys and sealed bytes into values.
//!
//! Everything here works inside a transaction of the engine seam. Reading a value that fails its
//! checksum or its layout is a fault that names the table and the key.

use std::ops::{Bound, ControlFlow};

use chrono::NaiveDate;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::blocks;
use super::engine::{Direction, Span, Table, Update, View};
use super::entry::{self, Entry, Head, Hex};
use super::fault::{Damage, Fault};
use super::record::{damaged, record_key, seal, unseal};
use crate::domain::command::{CommandId, Setting};
use crate::domain::journal::StoreId;
use crate::domain::moment::day_of;
use crate::domain::project::{Project, ProjectId};
use crate::domain::role::Person;
use crate::domain::rows::Rows;

/// The layout that this program writes.
pub const SCHEMA: u32 = 2;
/// Version byte of every payload but rows.
const PAYLOAD: u8 = 1;

/// Whose store this is: without it nothing is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentinel {
    /// Random name.
    pub store: StoreId,
    /// Layout.
    pub schema: u32,
    /// UTC milliseconds.
    pub created: i64,
}

/// What belongs to the store as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// The store's name, as people call it.
    pub name: String,
    /// Policy of projects that name none.
    pub policy: String,
    /// The store's own date, if it has one (samples).
    pub clock: Option<NaiveDate>,
}

impl Settings {
    /// The time that a command given at `now` (UTC milliseconds) bears: in a store with a date of its
    /// own, that day at this hour, so that what is signed bears the date on the first line.
    pub fn moment(&self, now: i64) -> i64 {
        let days = |own: NaiveDate| own.signed_duration_since(day_of(now)).num_milliseconds();
        self.clock.map_or(now, |own| now.saturating_add(days(own)))
    }

    /// The policy that holds for a project.
    pub fn policy_of<'a>(&'a self, project: &'a Project) -> &'a str {
        project.policy.as_deref().unwrap_or(&self.policy)
    }
}

/// Under this record stand the entries about no project; ids of projects begin at 1.
const THE_STORE: ProjectId = ProjectId(0);

const HEAD: &[u8] = b"head";
const NEXT: &[u8] = b"next_project";
const ROWS: &[u8] = b"row_layout";
const STORE: &[u8] = b"store_id";
const SCHEMA_KEY: &[u8] = b"schema";
const CREATED: &[u8] = b"created";

fn get_raw(view: &dyn View, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, Fault> {
    let Some(mut sealed) = view.get(table, key)? else {
        return Ok(None);
    };
    let (version, payload) = unseal(table, key, &sealed)?;
    if version != PAYLOAD {
        return Err(damaged(table, key));
    }
    let start = sealed.len() - payload.len();
    Ok(Some(sealed.split_off(start)))
}

fn put_raw(update: &mut dyn Update, table: Table, key: &[u8], payload: &[u8]) -> Result<(), Fault> {
    update.put(table, key, &seal(table, key, PAYLOAD, payload))
}

fn decode<T: DeserializeOwned>(table: Table, key: &[u8], payload: &[u8]) -> Result<T, Fault> {
    rmp_serde::from_slice(payload).map_err(|_| damaged(table, key))
}

fn encode<T: Serialize>(table: Table, key: &[u8], value: &T) -> Result<Vec<u8>, Fault> {
    rmp_serde::to_vec_named(value).map_err(|_| damaged(table, key))
}

fn get_u64(view: &dyn View, table: Table, key: &[u8]) -> Result<Option<u64>, Fault> {
    get_raw(view, table, key)?
        .map(|bytes| {
            <[u8; 8]>::try_from(bytes.as_slice())
                .map(u64::from_be_bytes)
                .map_err(|_| damaged(table, key))
        })
        .transpose()
}

/// The sentinel; an error where it is not whole.
pub fn sentinel(view: &dyn View) -> Result<Sentinel, Fault> {
    let gone = Fault::Damaged(Damage::Sentinel);
    let store = get_raw(view, Table::Meta, STORE)?.ok_or_else(|| gone.clone())?;
    let schema = get_u64(view, Table::Meta, SCHEMA_KEY)?.ok_or_else(|| gone.clone())?;
    let created = get_u64(view, Table::Meta, CREATED)?.ok_or_else(|| gone.clone())?;
    Ok(Sentinel {
        store: Hex(store.try_into().map_err(|_| gone.clone())?),
        schema: u32::try_from(schema).map_err(|_| gone)?,
        created: created.cast_signed(),
    })
}

/// Writes the sentinel.
pub fn put_sentinel(update: &mut dyn Update, sentinel: &Sentinel) -> Result<(), Fault> {
    let schema = u64::from(sentinel.schema).to_be_bytes();
    let created = sentinel.created.cast_unsigned().to_be_bytes();
    put_raw(update, Table::Meta, STORE, &sentinel.store.0)?;
    put_raw(update, Table::Meta, SCHEMA_KEY, &schema)?;
    put_raw(update, Table::Meta, CREATED, &created)
}

/// Where the journal stands.
pub fn head(view: &dyn View) -> Result<Head, Fault> {
    get_raw(view, Table::Meta, HEAD)?.map_or(Ok(Head::default()), |bytes| {
        decode(Table::Meta, HEAD, &bytes)
    })
}

/// Moves the head.
pub fn put_head(update: &mut dyn Update, head: &Head) -> Result<(), Fault> {
    let bytes = encode(Table::Meta, HEAD, head)?;
    put_raw(update, Table::Meta, HEAD, &bytes)
}

/// The next project id that was never used.
pub fn next_project(view: &dyn View) -> Result<u64, Fault> {
    Ok(get_u64(view, Table::Meta, NEXT)?.unwrap_or(1))
}

/// Sets the next project id.
pub fn put_next_project(update: &mut dyn Update, next: u64) -> Result<(), Fault> {
    put_raw(update, Table::Meta, NEXT, &next.to_be_bytes())
}

/// The layout of the rows; 0 where they were never written.
pub fn row_layout(view: &dyn View) -> Result<u64, Fault> {
    Ok(get_u64(view, Table::Meta, ROWS)?.unwrap_or(0))
}

/// Notes the layout of the rows.
pub fn put_row_layout(update: &mut dyn Update, layout: u64) -> Result<(), Fault> {
    put_raw(update, Table::Meta, ROWS, &layout.to_be_bytes())
}

/// A project.
pub fn project(view: &dyn View, id: ProjectId) -> Result<Option<Project>, Fault> {
    let key = id.0.to_be_bytes();
    get_raw(view, Table::Project, &key)?
        .map(|bytes| decode(Table::Project, &key, &bytes))
        .transpose()
}

/// Writes a project.
pub fn put_project(update: &mut dyn Update, project: &Project) -> Result<(), Fault> {
    let key = project.id.0.to_be_bytes();
    let bytes = encode(Table::Project, &key, project)?;
    put_raw(update, Table::Project, &key, &bytes)
}

/// Calls `visit` with every project after `after`, in the order of their ids.
pub fn each_project(
    view: &dyn View,
    after: Option<ProjectId>,
    visit: &mut dyn FnMut(Project) -> Result<ControlFlow<()>, Fault>,
) -> Result<(), Fault> {
    let after = after.map(|id| id.0.to_be_bytes());
    let span = Span {
        from: after
            .as_ref()
            .map_or(Bound::Unbounded, |key| Bound::Excluded(key)),
        ..Span::ALL
    };
    view.scan(Table::Project, span, &mut |key, sealed| {
        visit(read_project(key, sealed)?)
    })
}

/// Reads a sealed project.
pub fn read_project(key: &[u8], sealed: &[u8]) -> Result<Project, Fault> {
    match unseal(Table::Project, key, sealed)? {
        (PAYLOAD, payload) => decode(Table::Project, key, payload),
        _ => Err(damaged(Table::Project, key)),
    }
}

/// Canonical bytes of an entry.
pub fn event(view: &dyn View, seq: u64) -> Result<Option<Vec<u8>>, Fault> {
    get_raw(view, Table::Event, &seq.to_be_bytes())
}

/// An entry that has to be there.
pub fn entry(view: &dyn View, seq: u64) -> Result<Entry, Fault> {
    let bytes = event(view, seq)?.ok_or_else(|| missing_entry(seq))?;
    entry::read(&bytes).ok_or_else(|| damaged(Table::Event, &seq.to_be_bytes()))
}

fn missing_entry(seq: u64) -> Fault {
    Fault::Damaged(Damage::Missing {
        table: Table::Event.name(),
        key: seq.to_string(),
    })
}

/// Appends the canonical bytes of an entry.
pub fn put_event(update: &mut dyn Update, seq: u64, bytes: &[u8]) -> Result<(), Fault> {
    put_raw(update, Table::Event, &seq.to_be_bytes(), bytes)
}

/// Called with each entry; `Break` ends the walk.
pub type VisitEvent<'a> = dyn FnMut(u64, &[u8]) -> Result<ControlFlow<()>, Fault> + 'a;

/// Calls `visit` with the canonical bytes of every entry from `from` on.
pub fn each_event(view: &dyn View, from: u64, visit: &mut VisitEvent<'_>) -> Result<(), Fault> {
    let from = from.to_be_bytes();
    let span = Span {
        from: Bound::Included(&from),
        ..Span::ALL
    };
    view.scan(Table::Event, span, &mut |key, sealed| {
        let seq = <[u8; 8]>::try_from(key)
            .map(u64::from_be_bytes)
            .map_err(|_| damaged(Table::Event, key))?;
        match unseal(Table::Event, key, sealed)? {
            (PAYLOAD, bytes) => visit(seq, bytes),
            _ => Err(damaged(Table::Event, key)),
        }
    })
}

/// The sequence numbers of a project's entries after a revision, oldest first.
pub fn entries_of(view: &dyn View, id: ProjectId, after: u64) -> Result<Vec<u64>, Fault> {
    let (from, to) = (record_key(id.0, after), record_key(id.0, u64::MAX));
    let span = Span {
        from: Bound::Excluded(&from),
        to: Bound::Included(&to),
        direction: Direction::Forward,
    };
    let mut found = Vec::new();
    view.scan(Table::ByRecord, span, &mut |key, sealed| {
        found.push(read_seq(key, sealed)?);
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(found)
}

fn read_seq(key: &[u8], sealed: &[u8]) -> Result<u64, Fault> {
    let (_, payload) = unseal(Table::ByRecord, key, sealed)?;
    <[u8; 8]>::try_from(payload)
        .map(u64::from_be_bytes)
        .map_err(|_| damaged(Table::ByRecord, key))
}

/// The sequence numbers of the entries about no project, oldest first.
pub fn entries_of_the_store(view: &dyn View) -> Result<Vec<u64>, Fault> {
    entries_of(view, THE_STORE, 0)
}

/// The entry that made a revision of a project.
pub fn seq_of(view: &dyn View, id: ProjectId, revision: u64) -> Result<Option<u64>, Fault> {
    get_u64(view, Table::ByRecord, &record_key(id.0, revision))
}

/// The last revision of a project, also of one that was deleted; 0 where there never was one.
pub fn last_revision(view: &dyn View, id: ProjectId) -> Result<u64, Fault> {
    let (from, to) = (record_key(id.0, 0), record_key(id.0, u64::MAX));
    let span = Span {
        from: Bound::Included(&from),
        to: Bound::Included(&to),
        direction: Direction::Backward,
    };
    let mut last = 0;
    view.scan(Table::ByRecord, span, &mut |key, _| {
        let revision = key.get(8..).and_then(|key| <[u8; 8]>::try_from(key).ok());
        last = revision.map_or(0, u64::from_be_bytes);
        Ok(ControlFlow::Break(()))
    })?;
    Ok(last)
}

/// Where an entry stands in the index: under its project and the revision that it made, or under the
/// store and its own number.
pub fn place_in_index(project: Option<ProjectId>, revision: u64, seq: u64) -> (ProjectId, u64) {
    project.map_or((THE_STORE, seq), |project| (project, revision))
}

/// Notes in the index which record an entry is about.
pub fn put_by_record(
    update: &mut dyn Update,
    project: Option<ProjectId>,
    revision: u64,
    seq: u64,
) -> Result<(), Fault> {
    let (record, revision) = place_in_index(project, revision, seq);
    let key = record_key(record.0, revision);
    put_raw(update, Table::ByRecord, &key, &seq.to_be_bytes())
}

/// First and last entry of a command that was given before.
pub fn by_command(view: &dyn View, id: &CommandId) -> Result<Option<(u64, u64)>, Fault> {
    let key = id.0.as_bytes();
    get_raw(view, Table::ByCommand, key)?
        .map(|bytes| decode(Table::ByCommand, key, &bytes))
        .transpose()
}

/// Notes the entries of a command.
pub fn put_by_command(
    update: &mut dyn Update,
    id: &CommandId,
    entries: (u64, u64),
) -> Result<(), Fault> {
    let key = id.0.as_bytes();
    let bytes = encode(Table::ByCommand, key, &entries)?;
    put_raw(update, Table::ByCommand, key, &bytes)
}

/// A person.
pub fn person(view: &dyn View, id: &str) -> Result<Option<Person>, Fault> {
    let key = id.as_bytes();
    get_raw(view, Table::Person, key)?
        .map(|bytes| decode(Table::Person, key, &bytes))
        .transpose()
}

/// All persons, by id.
pub fn persons(view: &dyn View) -> Result<Vec<Person>, Fault> {
    let mut persons = Vec::new();
    view.scan(Table::Person, Span::ALL, &mut |key, sealed| {
        let (_, payload) = unseal(Table::Person, key, sealed)?;
        persons.push(decode(Table::Person, key, payload)?);
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(persons)
}

/// Writes a person.
pub fn put_person(update: &mut dyn Update, person: &Person) -> Result<(), Fault> {
    let key = person.id.as_bytes();
    let bytes = encode(Table::Person, key, person)?;
    put_raw(update, Table::Person, key, &bytes)
}

/// Takes a person away.
pub fn remove_person(update: &mut dyn Update, id: &str) -> Result<(), Fault> {
    update.remove(Table::Person, id.as_bytes())
}

/// The rows of all projects, under the stamp of the head.
pub fn rows(view: &dyn View) -> Result<Rows, Fault> {
    Ok(blocks::all(view)?.stamped(head(view)?.seq))
}

/// A setting by its name in table and journal; empty where it is not set.
pub fn setting_value(view: &dyn View, name: &str) -> Result<String, Fault> {
    let key = name.as_bytes();
    let bytes = get_raw(view, Table::Setting, key)?.unwrap_or_default();
    String::from_utf8(bytes).map_err(|_| damaged(Table::Setting, key))
}

/// All settings.
pub fn settings(view: &dyn View) -> Result<Settings, Fault> {
    Ok(Settings {
        name: setting_value(view, Setting::Name.name())?,
        policy: setting_value(view, Setting::Policy.name())?,
        clock: setting_value(view, Setting::Clock.name())?.parse().ok(),
    })
}

/// Writes a setting.
pub fn put_setting(update: &mut dyn Update, name: &str, value: &str) -> Result<(), Fault> {
    put_raw(update, Table::Setting, name.as_bytes(), value.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_signed_in_a_store_with_its_own_date_bears_that_day_at_this_hour() {
        // 2026-11-28 23:30 in China.
        let now = 1_795_879_800_000;
        let plain = Settings::default();
        assert_eq!(plain.moment(now), now);
        let own = NaiveDate::from_ymd_opt(2026, 7, 20).unwrap();
        let samples = Settings {
            clock: Some(own),
            ..Settings::default()
        };
        let signed = samples.moment(now);
        assert_eq!(day_of(signed), own);
        assert_eq!(signed.rem_euclid(86_400_000), now.rem_euclid(86_400_000));
    }
}
