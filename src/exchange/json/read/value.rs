//! Single values: a line, a number, a day or a choice from a node, or the place where it is wrong.
//!
//! Everything that a project holds is read through [`Reader`], so that each kind of value is
//! cleaned, understood and refused in one way only.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization;

use super::error::{Expected, Got, Kind, Place, ReadError};
use crate::domain::number::Written;
use crate::domain::project::RowKey;
use crate::exchange::json::node::Node;
use crate::text::{Lines, clean};

pub(super) fn filled(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

pub(super) type Entries<'n, 'a> = &'n [(std::borrow::Cow<'a, str>, Node<'a>)];

/// Reads values and names the place where one is wrong.
pub(super) struct Reader<'p> {
    pub(super) place: &'p Place,
}

impl Reader<'_> {
    /// The place inside `key`.
    pub(super) fn inside(&self, key: &str) -> Place {
        let mut place = self.place.clone();
        place.key = match (place.key.as_str(), key) {
            ("", key) => key.to_owned(),
            (around, "") => around.to_owned(),
            (around, key) => format!("{around}.{key}"),
        };
        place
    }

    pub(super) fn shape<T>(&self, key: &str, expected: Expected, node: &Node<'_>) -> Got<T> {
        Err(ReadError::Shape {
            place: Box::new(self.inside(key)),
            expected,
            found: Kind::of(node),
        })
    }

    pub(super) fn value<T>(&self, key: &str, expected: Expected, found: &str) -> Got<T> {
        Err(ReadError::Value {
            place: Box::new(self.inside(key)),
            expected,
            found: found.chars().take(60).collect(),
        })
    }

    pub(super) fn object<'n, 'a>(&self, key: &str, node: &'n Node<'a>) -> Got<Entries<'n, 'a>> {
        match node {
            Node::Map(map) => Ok(map),
            Node::Null => Ok(&[]),
            _ => self.shape(key, Expected::Object, node),
        }
    }

    pub(super) fn list<'n, 'a>(&self, key: &str, node: &'n Node<'a>) -> Got<&'n [Node<'a>]> {
        match node {
            Node::List(list) => Ok(list),
            Node::Null => Ok(&[]),
            _ => self.shape(key, Expected::List, node),
        }
    }

    fn cell(&self, key: &str, node: &Node<'_>, lines: Lines) -> Got<String> {
        match node {
            Node::Text(text) => Ok(stored(text, lines)),
            Node::Number(text) => Ok(plain_number(text)),
            Node::Null => Ok(String::new()),
            _ => self.shape(key, Expected::Cell, node),
        }
    }

    /// One line.
    pub(super) fn line(&self, key: &str, node: &Node<'_>) -> Got<String> {
        self.cell(key, node, Lines::One)
    }

    /// Several lines.
    pub(super) fn text(&self, key: &str, node: &Node<'_>) -> Got<String> {
        self.cell(key, node, Lines::Many)
    }

    pub(super) fn written(&self, key: &str, node: &Node<'_>) -> Got<Written> {
        self.line(key, node).map(Written)
    }

    pub(super) fn flag(&self, key: &str, node: &Node<'_>) -> Got<Option<bool>> {
        match node {
            Node::Bool(flag) => Ok(Some(*flag)),
            Node::Null => Ok(None),
            Node::Text(text) => match text.trim() {
                "" => Ok(None),
                "true" | "是" => Ok(Some(true)),
                "false" | "否" => Ok(Some(false)),
                other => self.value(key, Expected::Flag, other),
            },
            _ => self.shape(key, Expected::Flag, node),
        }
    }

    pub(super) fn year(&self, key: &str, node: &Node<'_>) -> Got<Option<i32>> {
        let text: String = self.line(key, node)?.nfkc().collect();
        if text.is_empty() {
            return Ok(None);
        }
        let digits = text.trim_end_matches('年').trim();
        // 2025.0 is a whole number in JSON.
        let digits = digits.strip_suffix(".0").unwrap_or(digits);
        match digits.parse::<i32>() {
            Ok(year) if (1900..=2200).contains(&year) => Ok(Some(year)),
            _ => self.value(key, Expected::Year, &text),
        }
    }

    pub(super) fn count(&self, key: &str, node: &Node<'_>) -> Got<u32> {
        let text = self.line(key, node)?;
        if text.is_empty() {
            return Ok(0);
        }
        text.parse()
            .or_else(|_| self.value(key, Expected::Count, &text))
    }

    pub(super) fn month(&self, text: &str) -> Got<u8> {
        match text.parse() {
            // Written in one way only, so that no month is there twice.
            Ok(month @ 1..=12) if text == u8::to_string(&month) => Ok(month),
            _ => self.value(text, Expected::Month, text),
        }
    }

    /// A row of the monitoring form. Nothing is taken for the money row but its own word.
    pub(super) fn row_key(&self, key: &str, node: &Node<'_>) -> Got<RowKey> {
        const WORDS: &[&str] = &["execution", "fund:…", "indicator:…"];
        let text = self.line(key, node)?;
        let known = match text.split_once(':') {
            Some(("fund" | "indicator", id)) => !id.is_empty(),
            Some(_) => false,
            None => text == "execution",
        };
        if known {
            Ok(RowKey::from(text))
        } else {
            self.value(key, Expected::OneOf(WORDS), &text)
        }
    }

    /// One of the words under which a field's choices are stored; empty is none.
    pub(super) fn choice<T: serde::de::DeserializeOwned>(
        &self,
        key: &str,
        node: &Node<'_>,
        words: &'static [&'static str],
    ) -> Got<Option<T>> {
        let text = self.line(key, node)?;
        if text.is_empty() {
            return Ok(None);
        }
        let known = words.iter().any(|word| *word == text);
        match serde_json::from_value(serde_json::Value::from(text.as_str())) {
            Ok(choice) if known => Ok(Some(choice)),
            _ => self.value(key, Expected::OneOf(words), &text),
        }
    }

    pub(super) fn date(&self, key: &str, node: &Node<'_>) -> Got<Option<NaiveDate>> {
        let text: String = self.line(key, node)?.nfkc().collect();
        if text.is_empty() {
            return Ok(None);
        }
        let plain: String = text
            .trim_end_matches('日')
            .chars()
            .map(|c| if "年月./".contains(c) { '-' } else { c })
            .collect();
        match NaiveDate::parse_from_str(&plain, "%Y-%m-%d") {
            Ok(date) if (1900..=2200).contains(&date.year()) => Ok(Some(date)),
            _ => self.value(key, Expected::Date, &text),
        }
    }
}

/// Text from outside as it may be stored, without blanks around it.
pub(super) fn stored(text: &str, lines: Lines) -> String {
    let cleaned = clean(text, lines);
    match lines {
        Lines::One => cleaned.trim().to_owned(),
        Lines::Many => cleaned.trim_end().to_owned(),
    }
}

/// A JSON number as the decimal that it is; an exponent is written out.
fn plain_number(text: &str) -> String {
    if !text.contains(['e', 'E']) {
        return text.to_owned();
    }
    match Decimal::from_scientific(text) {
        Ok(value) => value.to_string(),
        Err(_) => text.to_owned(),
    }
}
