//! The records that are no projects: persons, and what belongs to the store as a whole.

use std::ops::ControlFlow;

use serde_json::Value;

use super::{Cause, Transaction, plain_value, points_back};
use crate::domain::change::Change;
use crate::domain::command::{At, Envelope, ProjectField, Record, Setting};
use crate::domain::journal::Receipt;
use crate::domain::refusal::{BadValue, Refusal};
use crate::domain::role::{self, Person};
use crate::store::engine::Table;
use crate::store::fault::Fault;
use crate::store::record::damaged;
use crate::store::undo::{self, Way};
use crate::store::{entry, tables};

impl Transaction<'_> {
    pub(super) fn save_person(
        &mut self,
        envelope: &Envelope,
        person: &Person,
    ) -> Result<Receipt, Cause> {
        self.may(envelope, None)?;
        let value = plain_value(person)?;
        self.put_other(
            envelope,
            &Record::Person(person.id.clone()),
            Some(&value),
            None,
        )?;
        Ok(Receipt::default())
    }

    pub(super) fn set(
        &mut self,
        envelope: &Envelope,
        setting: Setting,
        value: &str,
    ) -> Result<Receipt, Cause> {
        self.may(envelope, None)?;
        let record = Record::Setting(setting);
        self.put_other(envelope, &record, Some(&Value::from(value)), None)?;
        Ok(Receipt::default())
    }

    /// Gives a record that is no project its value, or takes it away, with the entry of that.
    pub(super) fn put_other(
        &mut self,
        envelope: &Envelope,
        record: &Record,
        new: Option<&Value>,
        way: Option<Way>,
    ) -> Result<(), Cause> {
        let old = self.other(record)?;
        if old.as_ref() == new {
            return Ok(());
        }
        self.may_become(envelope, record, new)?;
        let mut entry = self.entry(envelope);
        entry.changes = vec![Change {
            path: record.path(),
            old,
            new: new.cloned(),
        }];
        points_back(&mut entry, way);
        self.append(&entry)?;
        self.write_other(&record.path(), new)?;
        Ok(())
    }

    /// What a record that is no project is now.
    fn other(&self, record: &Record) -> Result<Option<Value>, Fault> {
        let view = self.update.view();
        match record {
            Record::Person(id) => tables::person(view, id)?
                .as_ref()
                .map(plain_value)
                .transpose(),
            Record::Setting(setting) => {
                Ok(Some(tables::setting_value(view, setting.name())?.into()))
            }
            Record::Project(_) => Ok(None),
        }
    }

    /// Whether the record may become this.
    fn may_become(
        &self,
        envelope: &Envelope,
        record: &Record,
        new: Option<&Value>,
    ) -> Result<(), Cause> {
        match record {
            Record::Person(id) => {
                let new = new
                    .cloned()
                    .map(|value| person_from(id, value))
                    .transpose()?;
                let persons = tables::persons(self.update.view())?;
                role::may_become(&envelope.actor, id, new.as_ref(), &persons)?;
                if new.is_none() && self.has_acted(id)? {
                    let person = id.clone();
                    return Err(Cause::Refused(Refusal::HasActed { person }));
                }
            }
            Record::Setting(Setting::Clock) => {
                let date = text_of(new);
                if !date.is_empty() && date.parse::<chrono::NaiveDate>().is_err() {
                    return Err(Cause::Refused(Refusal::BadValue {
                        at: At::Project(ProjectField::PeriodStart),
                        value: date.to_owned(),
                        why: BadValue::NotADate,
                    }));
                }
            }
            Record::Setting(Setting::Policy) => {
                self.context.rules.chain(text_of(new))?;
            }
            Record::Setting(Setting::Name) | Record::Project(_) => {}
        }
        Ok(())
    }

    /// Whether an entry names the person as who acted; nobody acts before there is an entry about them.
    fn has_acted(&self, id: &str) -> Result<bool, Fault> {
        let view = self.update.view();
        let from = undo::first(view, &Record::Person(id.to_owned()))?;
        let mut acted = false;
        tables::each_event(view, from, &mut |seq, bytes| {
            let entry =
                entry::read(bytes).ok_or_else(|| damaged(Table::Event, &seq.to_be_bytes()))?;
            acted = entry.actor.person == id;
            Ok(if acted {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            })
        })?;
        Ok(acted)
    }

    /// Writes what a record that is no project became; `None` takes it away. False where it can't be that.
    pub(super) fn write_other(
        &mut self,
        path: &[String],
        new: Option<&Value>,
    ) -> Result<bool, Fault> {
        let [kind, name] = path else {
            return Ok(false);
        };
        match (kind.as_str(), new) {
            ("person", None) => tables::remove_person(self.update, name)?,
            ("person", Some(value)) => {
                let Ok(person) = serde_json::from_value(value.clone()) else {
                    return Ok(false);
                };
                tables::put_person(self.update, &person)?;
            }
            ("setting", Some(Value::String(value))) => {
                tables::put_setting(self.update, name, value)?;
                self.settings = tables::settings(self.update.view())?;
                // Default policy and date are in what the rows say.
                self.rebuild_rows();
            }
            _ => return Ok(false),
        }
        Ok(true)
    }
}

fn text_of(value: Option<&Value>) -> &str {
    value.and_then(Value::as_str).unwrap_or_default()
}

fn person_from(id: &str, value: Value) -> Result<Person, Fault> {
    serde_json::from_value(value).map_err(|_| damaged(Table::Person, id.as_bytes()))
}
