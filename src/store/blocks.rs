//! The rows of the list, many to a value.
//!
//! Opening a store reads every row, and what that costs is the number of values and pages more than
//! their bytes. So a block holds neighbouring rows: those from its own key up to the key of the next
//! block. The first block has the empty key, so that every row has its block. A row stands in it as the
//! length of its key, the key, the length of its payload, the payload; lengths are little-endian.

use std::ops::{Bound, ControlFlow};
use std::panic::resume_unwind;
use std::sync::mpsc;

use super::engine::{Direction, Span, Table, Update, View};
use super::fault::Fault;
use super::record::{damaged, seal, unseal};
use crate::domain::rows::{LAYOUT, Loading, Rows};

/// A block has at most so many bytes, unless one row alone has more: with its key and its seal it
/// fits into four pages of the engine.
const FULL: usize = 15 << 10;

/// The key of a block, and the block with its seal.
type Sealed = (Vec<u8>, Vec<u8>);

/// A row in a block.
#[derive(Debug, Clone, Copy)]
struct Entry<'a> {
    key: &'a [u8],
    payload: &'a [u8],
}

impl Entry<'_> {
    fn size(&self) -> usize {
        8 + self.key.len() + self.payload.len()
    }
}

/// The rows of a block, in their order; an item is `None` where the block is not whole.
struct Entries<'a>(&'a [u8]);

impl<'a> Entries<'a> {
    fn part(&mut self) -> Option<&'a [u8]> {
        let (length, rest) = self.0.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
        let (part, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        Some(part)
    }
}

impl<'a> Iterator for Entries<'a> {
    type Item = Option<Entry<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let entry = (|| {
            let (key, payload) = (self.part()?, self.part()?);
            Some(Entry { key, payload })
        })();
        if entry.is_none() {
            self.0 = &[];
        }
        Some(entry)
    }
}

/// The rows of a sealed block.
fn entries<'a>(key: &[u8], sealed: &'a [u8]) -> Result<Entries<'a>, Fault> {
    match unseal(Table::Row, key, sealed)? {
        (LAYOUT, payload) => Ok(Entries(payload)),
        _ => Err(damaged(Table::Row, key)),
    }
}

/// The block in which a key is, or would be put: its own key, and what is in it.
fn block_of(view: &dyn View, key: &[u8]) -> Result<Option<Sealed>, Fault> {
    let span = Span {
        from: Bound::Unbounded,
        to: Bound::Included(key),
        direction: Direction::Backward,
    };
    let mut found = None;
    view.scan(Table::Row, span, &mut |key, sealed| {
        found = Some((key.to_vec(), sealed.to_vec()));
        Ok(ControlFlow::Break(()))
    })?;
    Ok(found)
}

/// The payload of a row.
pub fn get(view: &dyn View, key: &[u8]) -> Result<Option<Vec<u8>>, Fault> {
    let Some((block, sealed)) = block_of(view, key)? else {
        return Ok(None);
    };
    for entry in entries(&block, &sealed)? {
        let entry = entry.ok_or_else(|| damaged(Table::Row, &block))?;
        if entry.key == key {
            return Ok(Some(entry.payload.to_vec()));
        }
    }
    Ok(None)
}

/// Writes a row.
pub fn put(update: &mut dyn Update, key: &[u8], payload: &[u8]) -> Result<(), Fault> {
    replace(update, key, Some(payload))
}

/// Takes a row away; one that is not there is no error.
pub fn remove(update: &mut dyn Update, key: &[u8]) -> Result<(), Fault> {
    replace(update, key, None)
}

fn replace(update: &mut dyn Update, key: &[u8], payload: Option<&[u8]>) -> Result<(), Fault> {
    let (block, sealed) = match block_of(update.view(), key)? {
        Some(found) => found,
        None => (Vec::new(), seal(Table::Row, &[], LAYOUT, &[])),
    };
    let mut rows = entries(&block, &sealed)?
        .collect::<Option<Vec<_>>>()
        .ok_or_else(|| damaged(Table::Row, &block))?;
    let at = rows.partition_point(|row| row.key < key);
    if rows.get(at).is_some_and(|row| row.key == key) {
        rows.remove(at);
    }
    if let Some(payload) = payload {
        rows.insert(at, Entry { key, payload });
    }
    let at_end = at + 1 == rows.len();
    let (now, mut beyond) = rows.split_at(cut(&rows, at_end));
    write(update, &block, now)?;
    while let Some(first) = beyond.first() {
        let (now, rest) = beyond.split_at(cut(beyond, false));
        write(update, first.key, now)?;
        beyond = rest;
    }
    Ok(())
}

/// After how many rows a block ends and the next one begins. One that outgrew itself at its end
/// stays full, because codes are mostly given in order; one that did so elsewhere is halved.
fn cut(rows: &[Entry<'_>], at_end: bool) -> usize {
    let size: usize = rows.iter().map(Entry::size).sum();
    if size <= FULL || rows.len() < 2 {
        return rows.len();
    }
    if at_end {
        return rows.len() - 1;
    }
    let mut left = 0;
    let half = rows.iter().take_while(|row| {
        left += row.size();
        left <= FULL.min(size / 2)
    });
    half.count().max(1)
}

fn write(update: &mut dyn Update, block: &[u8], rows: &[Entry<'_>]) -> Result<(), Fault> {
    if rows.is_empty() {
        return update.remove(Table::Row, block);
    }
    let mut bytes = Vec::with_capacity(FULL);
    for part in rows.iter().flat_map(|row| [row.key, row.payload]) {
        let length = u32::try_from(part.len()).map_err(|_| Fault::Full)?;
        bytes.extend_from_slice(&length.to_le_bytes());
        bytes.extend_from_slice(part);
    }
    let sealed = seal(Table::Row, block, LAYOUT, &bytes);
    update.put(Table::Row, block, &sealed)
}

/// Takes all rows away, in whatever layout they are.
pub fn clear(update: &mut dyn Update) -> Result<(), Fault> {
    let mut keys = Vec::new();
    update.scan(Table::Row, Span::ALL, &mut |key, _| {
        keys.push(key.to_vec());
        Ok(ControlFlow::Continue(()))
    })?;
    keys.iter()
        .try_for_each(|key| update.remove(Table::Row, key))
}

/// From so many blocks on, one thread reads them and another takes them apart.
const MANY: u64 = 64;

/// So many blocks may wait for the one that takes them apart.
const AHEAD: usize = 32;

/// All rows, in order, under no stamp yet.
pub fn all(view: &dyn View) -> Result<Rows, Fault> {
    let mut loading = Loading::default();
    if view.count(Table::Row)? < MANY {
        view.scan(Table::Row, Span::ALL, &mut |key, sealed| {
            load(&mut loading, key, sealed)?;
            Ok(ControlFlow::Continue(()))
        })?;
    } else {
        loading = std::thread::scope(|scope| {
            let (sender, blocks) = mpsc::sync_channel::<Sealed>(AHEAD);
            let apart = scope.spawn(move || {
                for (key, sealed) in blocks {
                    load(&mut loading, &key, &sealed)?;
                }
                Ok(loading)
            });
            let read = view.scan(Table::Row, Span::ALL, &mut |key, sealed| {
                // Nobody takes it where the other thread met damage: that is told below.
                Ok(match sender.send((key.to_vec(), sealed.to_vec())) {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(_) => ControlFlow::Break(()),
                })
            });
            drop(sender);
            let loaded = apart.join().unwrap_or_else(|panic| resume_unwind(panic));
            read.and(loaded)
        })?;
    }
    loading.finish().ok_or_else(|| damaged(Table::Row, b""))
}

/// Takes the rows of a block in.
fn load(loading: &mut Loading, key: &[u8], sealed: &[u8]) -> Result<(), Fault> {
    for entry in entries(key, sealed)? {
        entry
            .and_then(|entry| loading.push(entry.payload))
            .ok_or_else(|| damaged(Table::Row, key))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::engine::{self, Engine, Redb};
    use super::*;
    use crate::domain::project::ProjectId;
    use crate::domain::row::Row;
    use crate::domain::rows;

    /// What the blocks hold, read one after another, and that every row is in the block of its key.
    fn held(engine: &dyn Engine) -> Vec<(Vec<u8>, Vec<u8>)> {
        engine::view(engine, |view| {
            let mut held = Vec::new();
            view.scan(Table::Row, Span::ALL, &mut |block, sealed| {
                for entry in entries(block, sealed)? {
                    let entry = entry.expect("whole");
                    assert!(entry.key >= block);
                    assert!(sealed.len() < 16 << 10 || entries(block, sealed)?.count() == 1);
                    held.push((entry.key.to_vec(), entry.payload.to_vec()));
                }
                Ok(ControlFlow::Continue(()))
            })?;
            Ok(held)
        })
        .expect("read")
    }

    fn blocks(engine: &dyn Engine) -> u64 {
        engine::view(engine, |view| view.count(Table::Row)).expect("read")
    }

    #[test]
    fn rows_put_and_taken_away_in_any_order_are_held_as_a_map_holds_them() {
        let engine = Redb::in_memory().expect("memory");
        let mut map = BTreeMap::new();
        let mut random = 17_u32;
        for round in 0..30 {
            engine::write(&engine, |update| {
                for _ in 0..100 {
                    random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    let key = format!("P{:03}", (random >> 8) % 700).into_bytes();
                    if random >> 30 == 0 || round > 27 {
                        map.remove(&key);
                        remove(update, &key)?;
                    } else {
                        let length =
                            (random >> 12) as usize % if round == 20 { 20_000 } else { 400 };
                        let payload = vec![b'x'; length];
                        put(update, &key, &payload)?;
                        map.insert(key, payload);
                    }
                }
                Ok(())
            })
            .expect("written");
            let expected: Vec<_> = map.clone().into_iter().collect();
            assert_eq!(held(&engine), expected);
        }
        engine::view(&engine, |view| {
            for number in 0..700 {
                let key = format!("P{number:03}").into_bytes();
                assert_eq!(get(view, &key)?, map.get(&key).cloned());
            }
            Ok(())
        })
        .expect("read");
        engine::write(&engine, clear).expect("cleared");
        assert_eq!((held(&engine), blocks(&engine)), (Vec::new(), 0));
    }

    #[test]
    fn rows_that_come_in_order_fill_their_blocks() {
        let engine = Redb::in_memory().expect("memory");
        engine::write(&engine, |update| {
            (0..1000)
                .try_for_each(|number| put(update, format!("{number:06}").as_bytes(), &[b'x'; 200]))
        })
        .expect("written");
        // 214 bytes each, 71 to a block.
        assert_eq!((held(&engine).len(), blocks(&engine)), (1000, 15));
    }

    #[test]
    fn a_block_that_is_not_whole_is_damage_and_not_an_end() {
        let engine = Redb::in_memory().expect("memory");
        engine::write(&engine, |update| {
            put(update, b"P1", b"one")?;
            put(update, b"P2", b"two")
        })
        .expect("written");
        let cut_short = |update: &mut dyn Update| {
            let (block, sealed) = block_of(update.view(), b"P1")?.expect("there");
            let (_, payload) = unseal(Table::Row, &block, &sealed)?;
            let short = payload.get(..payload.len() - 1).expect("some");
            let sealed = seal(Table::Row, &block, LAYOUT, short);
            update.put(Table::Row, &block, &sealed)
        };
        engine::write(&engine, cut_short).expect("written");
        let damage = Err(damaged(Table::Row, b""));
        assert_eq!(engine::view(&engine, |view| get(view, b"P2")), damage);
        assert!(engine::view(&engine, all).is_err());
        let put_on_it = engine::write(&engine, |update| put(update, b"P3", b"three"));
        assert!(put_on_it.is_err());
    }

    #[test]
    fn many_blocks_are_read_by_two_threads_and_damage_in_one_of_them_is_told() {
        let engine = Redb::in_memory().expect("memory");
        let row = |number: u64| Row {
            id: ProjectId(number),
            code: format!("P{number:05}"),
            name: "水库除险加固".repeat(20),
            ..Row::default()
        };
        engine::write(&engine, |update| {
            (0..5000).try_for_each(|number| {
                let row = row(number);
                put(update, &rows::key(row.year, &row.code), &rows::encode(&row))
            })
        })
        .expect("written");
        assert!(blocks(&engine) > MANY);
        let read = engine::view(&engine, all).expect("read");
        let expected: Vec<Row> = (0..5000).map(row).collect();
        let read: Vec<Row> = read.iter().map(|row| row.to_row()).collect();
        assert_eq!(read, expected);
        let damage = |update: &mut dyn Update| {
            let key = rows::key(None, "P02500");
            let (block, mut sealed) = block_of(update.view(), &key)?.expect("there");
            let middle = sealed.len() / 2;
            sealed[middle] ^= 1;
            update.put(Table::Row, &block, &sealed)?;
            Ok(block)
        };
        let block = engine::write(&engine, damage).expect("written");
        let told = engine::view(&engine, all).expect_err("damaged");
        assert_eq!(told, damaged(Table::Row, &block));
    }
}
