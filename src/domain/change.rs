//! What a command changed, field by field: the difference of two records, and the way back.
//!
//! A record is seen as a tree of named values. Lists whose items carry an `id` are compared by id,
//! so that moving a row is one change and not a rewrite of the list. Folding a journal applies
//! these changes and never runs a command again.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::project::RowKey;

/// The segment under which the order of a list with ids is kept.
const ORDER: &str = "#order";

/// One field that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Names from the record down to the field; an item of a list stands by its id.
    pub path: Vec<String>,
    /// Value before; `None` where there was none.
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    pub old: Option<Value>,
    /// Value after; `None` where it was taken away.
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    pub new: Option<Value>,
}

/// A value that is there is there, also where it is null.
fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

impl Change {
    /// The same change the other way.
    #[must_use]
    pub fn reversed(&self) -> Self {
        Self {
            path: self.path.clone(),
            old: self.new.clone(),
            new: self.old.clone(),
        }
    }

    /// True where the change is about the order of a list only.
    pub fn is_order(&self) -> bool {
        self.path.last().is_some_and(|last| last == ORDER)
    }
}

/// What a row of the project was called, by what was written of it: for a row that is gone. The last
/// of the changes that names it counts.
pub fn row_name(changes: &[Change], key: &RowKey) -> Option<String> {
    let (list, id, field) = match key {
        RowKey::Execution => return None,
        RowKey::Fund(id) => ("funds", id, "source"),
        RowKey::Indicator(id) => ("indicators", id, "name"),
    };
    let said = |value: &Value| {
        let name = value.as_str().unwrap_or_default().trim();
        (!name.is_empty()).then(|| name.to_owned())
    };
    changes.iter().rev().find_map(|change| {
        let path: Vec<&str> = change.path.iter().map(String::as_str).collect();
        // The indicators of the multi-year block stand one deeper.
        let path = path.strip_prefix(&["multi_year"]).unwrap_or(&path);
        let sides = [&change.new, &change.old].into_iter().flatten();
        let mut sides = sides.filter_map(|value| match path {
            [one, of, name] if *one == list && of == id && *name == field => said(value),
            [one, of] if *one == list && of == id => said(value.get(field)?),
            [one] if *one == list => {
                let mut rows = value.as_array()?.iter();
                said(
                    rows.find(|row| row.get("id").and_then(Value::as_str) == Some(id))?
                        .get(field)?,
                )
            }
            _ => None,
        });
        sides.next()
    })
}

/// A change of a whole record as the changes of its single values, empty ones left out: what is
/// shown to people. Any other change is itself.
pub fn leaves(change: &Change) -> Vec<Change> {
    let mut found = Vec::new();
    let mut path = change.path.clone();
    match (&change.old, &change.new) {
        (Some(old @ Value::Object(_)), Some(new @ Value::Object(_))) => {
            compare(Some(old), Some(new), &mut path, &mut found);
        }
        (None | Some(Value::Null), Some(new)) => {
            each_leaf(new, &mut path, &mut |path, value| {
                found.push(Change {
                    path: path.to_vec(),
                    old: None,
                    new: Some(value.clone()),
                });
            });
        }
        (Some(old), None | Some(Value::Null)) => {
            each_leaf(old, &mut path, &mut |path, value| {
                found.push(Change {
                    path: path.to_vec(),
                    old: Some(value.clone()),
                    new: None,
                });
            });
        }
        _ => {}
    }
    if found.is_empty() {
        found.push(change.clone());
    }
    found
}

/// How many [`leaves`] a change has; those of a record that came or went are not made for it.
pub fn leaf_count(change: &Change) -> usize {
    if let (Some(Value::Object(_)), Some(Value::Object(_))) = (&change.old, &change.new) {
        return leaves(change).len();
    }
    let ((None | Some(Value::Null), Some(value)) | (Some(value), None | Some(Value::Null))) =
        (&change.old, &change.new)
    else {
        return 1;
    };
    let mut count = 0;
    each_leaf(value, &mut Vec::new(), &mut |_, _| count += 1);
    count.max(1)
}

fn each_leaf(value: &Value, path: &mut Vec<String>, visit: &mut dyn FnMut(&[String], &Value)) {
    match value {
        Value::Null | Value::Bool(false) => {}
        Value::String(text) if text.is_empty() => {}
        Value::Object(map) => {
            for (name, value) in map.iter().filter(|(name, _)| *name != "id") {
                path.push(name.clone());
                each_leaf(value, path, visit);
                path.pop();
            }
        }
        Value::Array(list) if list.is_empty() => {}
        Value::Array(list) if has_ids(list) => {
            for item in list {
                path.push(id_of(item).unwrap_or_default().to_owned());
                each_leaf(item, path, visit);
                path.pop();
            }
        }
        leaf => visit(path, leaf),
    }
}

/// A change that does not fit the record that it is applied to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// Where.
    pub path: Vec<String>,
}

/// The changes that lead from `old` to `new`, in an order in which they can be applied.
pub fn diff(old: &Value, new: &Value) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut path = Vec::new();
    compare(Some(old), Some(new), &mut path, &mut changes);
    changes
}

/// The changes that take `changes` back.
pub fn reverse(changes: &[Change]) -> Vec<Change> {
    changes.iter().rev().map(Change::reversed).collect()
}

/// Applies `changes` to `record`; an error leaves the record in an undefined state, so apply to a
/// copy. Orders come last, when all rows are there: this holds forwards and backwards.
pub fn apply(record: &mut Value, changes: &[Change]) -> Result<(), Misfit> {
    let rows = changes.iter().filter(|change| !change.is_order());
    let orders = changes.iter().filter(|change| change.is_order());
    rows.chain(orders).try_for_each(|change| {
        put(record, &change.path, change.new.as_ref()).ok_or_else(|| Misfit {
            path: change.path.clone(),
        })
    })
}

fn compare(
    old: Option<&Value>,
    new: Option<&Value>,
    path: &mut Vec<String>,
    changes: &mut Vec<Change>,
) {
    if old == new {
        return;
    }
    match (old, new) {
        (Some(Value::Object(old)), Some(Value::Object(new))) => {
            compare_maps(old, new, path, changes);
        }
        (Some(Value::Array(old)), Some(Value::Array(new))) if has_ids(old) && has_ids(new) => {
            compare_lists(old, new, path, changes);
        }
        _ => changes.push(Change {
            path: path.clone(),
            old: old.cloned(),
            new: new.cloned(),
        }),
    }
}

fn compare_maps(
    old: &Map<String, Value>,
    new: &Map<String, Value>,
    path: &mut Vec<String>,
    changes: &mut Vec<Change>,
) {
    for (name, value) in old {
        path.push(name.clone());
        compare(Some(value), new.get(name), path, changes);
        path.pop();
    }
    for (name, value) in new.iter().filter(|(name, _)| !old.contains_key(*name)) {
        path.push(name.clone());
        compare(None, Some(value), path, changes);
        path.pop();
    }
}

fn compare_lists(old: &[Value], new: &[Value], path: &mut Vec<String>, changes: &mut Vec<Change>) {
    let find = |list: &[Value], id: &str| list.iter().find(|item| id_of(item) == Some(id)).cloned();
    for item in old {
        let id = id_of(item).unwrap_or_default();
        path.push(id.to_owned());
        compare(Some(item), find(new, id).as_ref(), path, changes);
        path.pop();
    }
    for item in new
        .iter()
        .filter(|item| find(old, id_of(item).unwrap_or_default()).is_none())
    {
        path.push(id_of(item).unwrap_or_default().to_owned());
        compare(None, Some(item), path, changes);
        path.pop();
    }
    let order = |list: &[Value]| -> Value {
        list.iter()
            .filter_map(|item| id_of(item).map(Value::from))
            .collect()
    };
    // Rows added at the end need no order: they arrive there, and going back takes them away.
    let (old, new) = (order(old), order(new));
    let appended = match (old.as_array(), new.as_array()) {
        (Some(old), Some(new)) => new.starts_with(old),
        _ => false,
    };
    if !appended {
        let mut path = path.clone();
        path.push(ORDER.to_owned());
        changes.push(Change {
            path,
            old: Some(old),
            new: Some(new),
        });
    }
}

fn has_ids(list: &[Value]) -> bool {
    let mut seen = std::collections::BTreeSet::new();
    list.iter()
        .all(|item| id_of(item).is_some_and(|id| id != ORDER && seen.insert(id)))
}

fn id_of(item: &Value) -> Option<&str> {
    item.get("id").and_then(Value::as_str)
}

fn put(node: &mut Value, path: &[String], value: Option<&Value>) -> Option<()> {
    let Some((name, rest)) = path.split_first() else {
        *node = value.cloned().unwrap_or(Value::Null);
        return Some(());
    };
    match node {
        Value::Object(map) if rest.is_empty() => {
            match value {
                Some(value) => {
                    map.insert(name.clone(), value.clone());
                }
                None => {
                    map.shift_remove(name);
                }
            }
            Some(())
        }
        Value::Object(map) => put(map.get_mut(name)?, rest, value),
        Value::Array(list) if name == ORDER => sort_by_ids(list, value?),
        Value::Array(list) => {
            let at = list.iter().position(|item| id_of(item) == Some(name));
            match (at, rest.is_empty(), value) {
                (Some(at), false, value) => put(list.get_mut(at)?, rest, value),
                (Some(at), true, Some(value)) => {
                    *list.get_mut(at)? = value.clone();
                    Some(())
                }
                (Some(at), true, None) => {
                    list.remove(at);
                    Some(())
                }
                (None, true, Some(value)) => {
                    list.push(value.clone());
                    Some(())
                }
                (None, _, _) => None,
            }
        }
        _ => None,
    }
}

/// Brings `list` into the order of `ids`. Ids that are not there yet (or no more) are passed over,
/// so that the same change serves forwards and backwards.
fn sort_by_ids(list: &mut [Value], ids: &Value) -> Option<()> {
    let ids = ids.as_array()?;
    let place = |item: &Value| {
        let id = id_of(item).unwrap_or_default();
        ids.iter()
            .position(|other| other.as_str() == Some(id))
            .unwrap_or(usize::MAX)
    };
    list.sort_by_key(place);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_record_is_told_by_its_single_values() {
        let readings = serde_json::json!({
            "disposal": null,
            "readings": [{"id": "indicator:1", "actual": "2", "measures": ""}],
        });
        let change = Change {
            path: vec!["monitoring".into(), "months".into(), "7".into()],
            old: None,
            new: Some(readings),
        };
        let found = leaves(&change);
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].path.join("/"),
            "monitoring/months/7/readings/indicator:1/actual"
        );
        assert_eq!(
            (leaf_count(&change), leaf_count(&change.reversed())),
            (1, 1)
        );
        assert_eq!(leaves(&change.reversed())[0].old, found[0].new);
    }
    use serde_json::json;

    fn check(old: &Value, new: &Value) -> Vec<Change> {
        let changes = diff(old, new);
        let mut forward = old.clone();
        apply(&mut forward, &changes).expect("fits");
        assert_eq!(&forward, new);
        let mut back = new.clone();
        apply(&mut back, &reverse(&changes)).expect("fits");
        assert_eq!(&back, old);
        changes
    }

    #[test]
    fn one_edited_field_is_one_change() {
        let old = json!({"name": "a", "indicators": [{"id": "1", "target": "5"}, {"id": "2"}]});
        let new = json!({"name": "a", "indicators": [{"id": "1", "target": "6"}, {"id": "2"}]});
        let changes = check(&old, &new);
        assert_eq!(changes.len(), 1);
        assert_eq!(changes[0].path, ["indicators", "1", "target"]);
    }

    #[test]
    fn a_row_that_is_taken_away_comes_back_in_its_place() {
        let old = json!({"rows": [{"id": "1"}, {"id": "2"}, {"id": "3"}]});
        let new = json!({"rows": [{"id": "1"}, {"id": "3"}]});
        check(&old, &new);
        check(&new, &old);
    }

    #[test]
    fn a_moved_row_is_one_change_of_order() {
        let old = json!({"rows": [{"id": "1"}, {"id": "2"}, {"id": "3"}]});
        let new = json!({"rows": [{"id": "3"}, {"id": "1"}, {"id": "2"}]});
        let changes = check(&old, &new);
        assert_eq!(changes.len(), 1);
        assert!(changes[0].is_order());
    }

    #[test]
    fn rows_swapped_for_others_keep_their_places() {
        let old = json!({"rows": [{"id": "1"}, {"id": "2", "x": 1}, {"id": "3"}]});
        let new = json!({"rows": [{"id": "4"}, {"id": "3"}, {"id": "2", "x": 2}, {"id": "5"}]});
        check(&old, &new);
    }

    #[test]
    fn a_row_that_is_gone_keeps_the_name_it_was_written_with() {
        let rows = |name: &str| json!({"indicators": [{"id": "i2", "name": name, "weight": "10"}]});
        let indicator = RowKey::Indicator("i2".into());
        let renamed = diff(&rows("巡查次数"), &rows("巡河次数"));
        assert_eq!(row_name(&renamed, &indicator).unwrap(), "巡河次数");
        let gone = diff(&rows("巡河次数"), &json!({"indicators": []}));
        assert_eq!(row_name(&gone, &indicator).unwrap(), "巡河次数");
        let begun = diff(&json!({}), &rows("巡查次数"));
        assert_eq!(row_name(&begun, &indicator).unwrap(), "巡查次数");
        assert_eq!(row_name(&begun, &RowKey::Fund("i2".into())), None);
        assert_eq!(row_name(&begun, &RowKey::Execution), None);
    }

    #[test]
    fn a_field_that_appears_and_vanishes_is_undone() {
        let old = json!({"a": "1"});
        let new = json!({"a": "1", "extra": {"k": [1, 2]}, "months": {"7": {"v": "3"}}});
        check(&old, &new);
        check(&new, &old);
    }

    #[test]
    fn a_change_of_a_row_that_is_not_there_is_a_misfit() {
        let mut record = json!({"rows": []});
        let change = Change {
            path: vec!["rows".into(), "9".into(), "x".into()],
            old: None,
            new: Some(json!(1)),
        };
        assert!(apply(&mut record, &[change]).is_err());
    }
}
