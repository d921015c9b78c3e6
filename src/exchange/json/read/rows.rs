//! Lists of rows: where each row stands, and that no two rows of a list are the same one.
//!
//! A row is named by its place and its id, so that an error finds it; a row without an id gets a
//! free one.

use std::collections::{HashMap, HashSet};

use super::error::{Expected, Got, List, Place, ReadError, Row};
use super::value::{Entries, Reader, stored};
use crate::domain::project::RowKey;
use crate::exchange::json::node::Node;
use crate::text::Lines;

/// Walks the rows of a list and keeps their places.
pub(super) struct Rows<'p> {
    around: &'p Place,
    key: String,
    list: List,
    count: usize,
    /// The rows of the monitoring form so far, with their places.
    keys: HashMap<RowKey, usize>,
}

impl<'p> Rows<'p> {
    pub(super) fn new(around: &'p Place, key: &str, list: List) -> Self {
        Self {
            around,
            key: key.to_owned(),
            list,
            count: 0,
            keys: HashMap::new(),
        }
    }

    /// Which row of the monitoring form this one is; each is there once.
    pub(super) fn row_key(&mut self, at: &Reader<'_>, entries: Entries<'_, '_>) -> Got<RowKey> {
        let written = entries.iter().find(|(key, _)| key == "row");
        let row = at.row_key("row", written.map_or(&Node::Null, |(_, value)| value))?;
        match self.keys.insert(row.clone(), self.count) {
            None => Ok(row),
            Some(earlier) => Err(ReadError::DuplicateId {
                place: Box::new(at.inside("row")),
                id: row.into(),
                rows: (earlier, self.count),
            }),
        }
    }

    fn place(&self, number: usize, id: String) -> Place {
        Place {
            row: Some(Row {
                list: self.list,
                number,
                id,
            }),
            ..self.around.clone()
        }
    }

    pub(super) fn next<'n, 'a>(
        &mut self,
        reader: &Reader<'_>,
        node: &'n Node<'a>,
    ) -> Got<(Place, Entries<'n, 'a>)> {
        self.count += 1;
        let Node::Map(entries) = node else {
            let mut place = self.place(self.count, String::new());
            place.key = reader.inside(&self.key).key;
            return Reader { place: &place }.shape("", Expected::Object, node);
        };
        let id = entries.iter().find_map(|(key, value)| match value {
            Node::Text(text) if key == "id" || key == "row" => Some(stored(text, Lines::One)),
            Node::Number(text) if key == "id" => Some((*text).to_owned()),
            _ => None,
        });
        Ok((self.place(self.count, id.unwrap_or_default()), entries))
    }
}

/// Gives rows without an id the next free one, and refuses an id that two rows have.
pub(super) fn unique_ids<T>(
    list: &mut [T],
    rows: &Rows<'_>,
    prefix: &str,
    id_of: fn(&mut T) -> &mut String,
) -> Got<()> {
    let mut taken: HashSet<String> = HashSet::with_capacity(list.len());
    for at in 0..list.len() {
        let Some(id) = list.get_mut(at).map(|row| id_of(row).clone()) else {
            continue;
        };
        if id.is_empty() || taken.insert(id.clone()) {
            continue;
        }
        let earlier = list.iter_mut().position(|row| *id_of(row) == id);
        let mut place = rows.place(at + 1, id.clone());
        "id".clone_into(&mut place.key);
        return Err(ReadError::DuplicateId {
            place: Box::new(place),
            id,
            rows: (earlier.unwrap_or_default() + 1, at + 1),
        });
    }
    let mut next = 0_usize;
    for row in list {
        let id = id_of(row);
        while id.is_empty() {
            next += 1;
            let free = format!("{prefix}{next}");
            if !taken.contains(&free) {
                *id = free;
            }
        }
    }
    Ok(())
}
