//! The commands about the store itself: persons, date, policy.

use serde_json::Value;

use super::{Cause, Transaction, plain_value};
use crate::domain::change::Change;
use crate::domain::command::Envelope;
use crate::domain::journal::Receipt;
use crate::domain::refusal::Refusal;
use crate::domain::role::{Person, Role};
use crate::store::fault::Fault;
use crate::store::tables;

impl Transaction<'_> {
    pub(super) fn save_person(
        &mut self,
        envelope: &Envelope,
        person: &Person,
    ) -> Result<Receipt, Cause> {
        self.may(envelope, None)?;
        if person.id.trim().is_empty() || person.name.trim().is_empty() {
            return Err(Cause::Refused(Refusal::BadPerson));
        }
        let administers = |person: &Person| {
            person.active && person.grants.iter().any(|grant| grant.role == Role::Admin)
        };
        let others = tables::persons(self.update.view())?;
        let stays = others
            .iter()
            .any(|other| other.id != person.id && administers(other));
        if !stays && !administers(person) {
            return Err(Cause::Refused(Refusal::BadPerson));
        }
        let old = tables::person(self.update.view(), &person.id)?;
        let old = old.as_ref().map(plain_value).transpose()?;
        self.change_other(envelope, "person", &person.id, old, plain_value(person)?)?;
        tables::put_person(self.update, person)?;
        Ok(Receipt::default())
    }

    pub(super) fn set(
        &mut self,
        envelope: &Envelope,
        name: &str,
        value: &str,
    ) -> Result<Receipt, Cause> {
        self.may(envelope, None)?;
        let old = Some(Value::from(tables::setting_value(
            self.update.view(),
            name,
        )?));
        self.change_other(envelope, "setting", name, old, Value::from(value))?;
        tables::put_setting(self.update, name, value)?;
        self.settings = tables::settings(self.update.view())?;
        // Default policy and date are in what the rows say.
        self.rebuild_rows();
        Ok(Receipt::default())
    }

    fn change_other(
        &mut self,
        envelope: &Envelope,
        kind: &str,
        name: &str,
        old: Option<Value>,
        new: Value,
    ) -> Result<(), Fault> {
        if old.as_ref() == Some(&new) {
            return Ok(());
        }
        let mut entry = self.entry(envelope);
        entry.changes = vec![Change {
            path: vec![kind.to_owned(), name.to_owned()],
            old,
            new: Some(new),
        }];
        self.append(&entry)
    }
}
