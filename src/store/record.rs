//! How a value is sealed: one version byte, a checksum over table, key and payload, the payload.
//!
//! The checksum is tested on every read, so that damage is found where it is met and named with
//! its table and key. The version byte is that of the payload's layout; a layout never changes
//! under its number.

use super::engine::Table;
use super::fault::{Damage, Fault};
use crate::domain::rows;

const HEAD: usize = 5;

/// Seals a payload for its place.
pub fn seal(table: Table, key: &[u8], version: u8, payload: &[u8]) -> Vec<u8> {
    let mut sealed = Vec::with_capacity(HEAD + payload.len());
    sealed.push(version);
    sealed.extend_from_slice(&checksum(table, key, version, payload).to_le_bytes());
    sealed.extend_from_slice(payload);
    sealed
}

/// The version and payload of a sealed value, if it is what was sealed for this place.
pub fn unseal<'a>(table: Table, key: &[u8], sealed: &'a [u8]) -> Result<(u8, &'a [u8]), Fault> {
    let damaged = || damaged(table, key);
    let (head, payload) = sealed.split_at_checked(HEAD).ok_or_else(damaged)?;
    let (version, sum) = head.split_first().ok_or_else(damaged)?;
    if checksum(table, key, *version, payload).to_le_bytes() == *sum {
        Ok((*version, payload))
    } else {
        Err(damaged())
    }
}

/// The fault that a record of this place can't be read.
pub fn damaged(table: Table, key: &[u8]) -> Fault {
    Fault::Damaged(Damage::Record {
        table: table.name(),
        key: key_text(table, key),
    })
}

/// A key as people name it in a report.
pub fn key_text(table: Table, key: &[u8]) -> String {
    let number = |bytes: &[u8]| {
        <[u8; 8]>::try_from(bytes)
            .map(u64::from_be_bytes)
            .map_or_else(
                |_| String::from_utf8_lossy(bytes).into_owned(),
                |number| number.to_string(),
            )
    };
    match table {
        Table::Event | Table::Project => number(key),
        Table::ByRecord => match key.split_at_checked(8) {
            Some((record, revision)) => format!("{}/{}", number(record), number(revision)),
            None => String::from_utf8_lossy(key).into_owned(),
        },
        Table::Row => rows::key_text(key),
        _ => String::from_utf8_lossy(key).into_owned(),
    }
}

/// The key of a revision of a record.
pub fn record_key(record: u64, revision: u64) -> [u8; 16] {
    let mut key = [0; 16];
    let (left, right) = key.split_at_mut(8);
    left.copy_from_slice(&record.to_be_bytes());
    right.copy_from_slice(&revision.to_be_bytes());
    key
}

fn checksum(table: Table, key: &[u8], version: u8, payload: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(table.name().as_bytes());
    hasher.update(&[version]);
    hasher.update(&u32::try_from(key.len()).unwrap_or(u32::MAX).to_le_bytes());
    hasher.update(key);
    hasher.update(payload);
    hasher.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_in_another_place_or_with_one_other_bit_is_damage() {
        let sealed = seal(Table::Project, &7_u64.to_be_bytes(), 1, b"payload");
        assert_eq!(
            unseal(Table::Project, &7_u64.to_be_bytes(), &sealed).expect("whole"),
            (1, &b"payload"[..])
        );
        assert!(unseal(Table::Project, &8_u64.to_be_bytes(), &sealed).is_err());
        assert!(unseal(Table::Person, &7_u64.to_be_bytes(), &sealed).is_err());
        for at in 0..sealed.len() * 8 {
            let mut flipped = sealed.clone();
            flipped[at / 8] ^= 1 << (at % 8);
            assert!(
                unseal(Table::Project, &7_u64.to_be_bytes(), &flipped).is_err(),
                "bit {at}"
            );
        }
        for end in 0..sealed.len() {
            assert!(unseal(Table::Project, &7_u64.to_be_bytes(), &sealed[..end]).is_err());
        }
    }
}
