//! JSON text as nodes, with every number kept as its own text.
//!
//! Only [`super::read`] uses it. A file is walked project by project, so that the nodes of one
//! project are all that is held beside the projects themselves. It never rounds a number, never
//! lets the second of two equal keys win in silence, and stops at a depth that no form needs.

use std::borrow::Cow;
use std::collections::HashSet;

/// Lists and objects inside each other; a form needs six.
const DEPTH_LIMIT: usize = 48;

/// Up to so many keys looking through them is quicker than a set.
const FEW_KEYS: usize = 16;

/// One JSON value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node<'a> {
    Null,
    Bool(bool),
    /// As written, grammar checked.
    Number(&'a str),
    Text(Cow<'a, str>),
    List(Vec<Self>),
    Map(Vec<(Cow<'a, str>, Self)>),
}

/// What is wrong with the text as JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The text ends inside a value.
    EndsEarly,
    /// A character that JSON does not have here.
    Unexpected(char),
    /// A word that is neither `true`, `false` nor `null`, or a malformed number.
    NoValue,
    /// A control character or a broken escape inside a string.
    BadString,
    /// More lists and objects inside each other than any form needs.
    TooDeep,
    /// The same key twice in one object.
    RepeatedKey,
    /// Something follows the end.
    Trailing,
}

/// A fault with its place in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FaultAt {
    pub fault: Fault,
    pub byte: usize,
}

type Parsed<T> = Result<T, FaultAt>;

/// A walk over JSON text.
#[derive(Debug, Clone)]
pub(super) struct Scanner<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl<'a> Scanner<'a> {
    pub fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            depth: 0,
        }
    }

    fn fail<T>(&self, fault: Fault) -> Parsed<T> {
        Err(self.fault(fault))
    }

    /// A fault at the present place.
    pub fn fault(&self, fault: Fault) -> FaultAt {
        FaultAt {
            fault,
            byte: self.at,
        }
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn since(&self, start: usize) -> &'a str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    fn blanks(&mut self) {
        while matches!(self.byte(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    /// The next byte that is no blank, without taking it.
    pub fn peek(&mut self) -> Option<u8> {
        self.blanks();
        self.byte()
    }

    fn unexpected<T>(&self) -> Parsed<T> {
        match self
            .text
            .get(self.at..)
            .and_then(|rest| rest.chars().next())
        {
            Some(character) => self.fail(Fault::Unexpected(character)),
            None => self.fail(Fault::EndsEarly),
        }
    }

    fn take(&mut self, wanted: u8) -> Parsed<()> {
        if self.peek() == Some(wanted) {
            self.at += 1;
            Ok(())
        } else {
            self.unexpected()
        }
    }

    /// After the last value there are only blanks.
    pub fn end(&mut self) -> Parsed<()> {
        if self.peek().is_none() {
            Ok(())
        } else {
            self.fail(Fault::Trailing)
        }
    }

    /// Enters a list or an object.
    pub fn open(&mut self, bracket: u8) -> Parsed<()> {
        self.take(bracket)?;
        self.depth += 1;
        if self.depth > DEPTH_LIMIT {
            return self.fail(Fault::TooDeep);
        }
        Ok(())
    }

    /// True where another member follows; false after the closing bracket, which is taken.
    /// `first` is true before the first member.
    pub fn more(&mut self, closing: u8, first: &mut bool) -> Parsed<bool> {
        let was_first = std::mem::replace(first, false);
        match self.peek() {
            Some(byte) if byte == closing => {
                self.at += 1;
                self.depth -= 1;
                Ok(false)
            }
            Some(b',') if !was_first => {
                self.at += 1;
                // A comma before the closing bracket is not JSON.
                if self.peek() == Some(closing) {
                    return self.unexpected();
                }
                Ok(true)
            }
            _ if was_first => Ok(true),
            _ => self.unexpected(),
        }
    }

    /// A key with its colon.
    pub fn key(&mut self) -> Parsed<Cow<'a, str>> {
        self.blanks();
        let key = self.string()?;
        self.take(b':')?;
        Ok(key)
    }

    /// One value with everything in it.
    pub fn value(&mut self) -> Parsed<Node<'a>> {
        match self.peek() {
            Some(b'"') => Ok(Node::Text(self.string()?)),
            Some(b'{') => self.map(),
            Some(b'[') => {
                self.open(b'[')?;
                let (mut list, mut first) = (Vec::new(), true);
                while self.more(b']', &mut first)? {
                    list.push(self.value()?);
                }
                Ok(Node::List(list))
            }
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b'a'..=b'z') => self.word(),
            _ => self.unexpected(),
        }
    }

    fn map(&mut self) -> Parsed<Node<'a>> {
        self.open(b'{')?;
        let (mut map, mut first) = (Vec::<(Cow<'a, str>, Node<'a>)>::new(), true);
        let mut many = HashSet::new();
        while self.more(b'}', &mut first)? {
            let key = self.key()?;
            let repeated = if map.len() < FEW_KEYS {
                map.iter().any(|(other, _)| *other == key)
            } else {
                if many.is_empty() {
                    many.extend(map.iter().map(|(other, _)| other.clone()));
                }
                !many.insert(key.clone())
            };
            if repeated {
                return self.fail(Fault::RepeatedKey);
            }
            let value = self.value()?;
            map.push((key, value));
        }
        Ok(Node::Map(map))
    }

    /// Passes over one value and checks nothing but that it ends.
    pub fn skip(&mut self) -> Parsed<()> {
        let mut open = 0_usize;
        loop {
            match self.peek() {
                Some(b'"') => drop(self.string()?),
                Some(b'{' | b'[') => {
                    open += 1;
                    self.at += 1;
                }
                Some(b'}' | b']') if open > 0 => {
                    open -= 1;
                    self.at += 1;
                }
                Some(b',' | b':') if open > 0 => {
                    self.at += 1;
                    continue;
                }
                Some(b'-' | b'0'..=b'9') => drop(self.number()?),
                Some(b'a'..=b'z') => drop(self.word()?),
                _ => return self.unexpected(),
            }
            if open == 0 {
                return Ok(());
            }
        }
    }

    fn string(&mut self) -> Parsed<Cow<'a, str>> {
        if self.byte() != Some(b'"') {
            return self.unexpected();
        }
        let start = self.at;
        self.at += 1;
        let mut escaped = false;
        loop {
            match self.byte() {
                Some(b'"') => break,
                Some(b'\\') => {
                    escaped = true;
                    self.at += 2;
                }
                Some(0..=0x1F) => return self.fail(Fault::BadString),
                Some(_) => self.at += 1,
                None => {
                    self.at = self.text.len();
                    return self.fail(Fault::EndsEarly);
                }
            }
        }
        self.at += 1;
        let quoted = self.since(start);
        if escaped {
            return serde_json::from_str::<String>(quoted)
                .map(Cow::Owned)
                .map_err(|_| FaultAt {
                    fault: Fault::BadString,
                    byte: start,
                });
        }
        let inner = quoted
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'));
        Ok(Cow::Borrowed(inner.unwrap_or_default()))
    }

    fn digits(&mut self) -> bool {
        let start = self.at;
        while matches!(self.byte(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        self.at > start
    }

    fn number(&mut self) -> Parsed<Node<'a>> {
        let start = self.at;
        if self.byte() == Some(b'-') {
            self.at += 1;
        }
        let leading_zero = self.byte() == Some(b'0');
        let first = self.at;
        if !self.digits() || (leading_zero && self.at - first > 1) {
            return self.fail(Fault::NoValue);
        }
        if self.byte() == Some(b'.') {
            self.at += 1;
            if !self.digits() {
                return self.fail(Fault::NoValue);
            }
        }
        if matches!(self.byte(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.byte(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            if !self.digits() {
                return self.fail(Fault::NoValue);
            }
        }
        Ok(Node::Number(self.since(start)))
    }

    fn word(&mut self) -> Parsed<Node<'a>> {
        let start = self.at;
        while matches!(self.byte(), Some(b'a'..=b'z')) {
            self.at += 1;
        }
        match self.since(start) {
            "null" => Ok(Node::Null),
            "true" => Ok(Node::Bool(true)),
            "false" => Ok(Node::Bool(false)),
            _ => Err(FaultAt {
                fault: Fault::NoValue,
                byte: start,
            }),
        }
    }
}

impl Node<'_> {
    /// The value for [`crate::domain::project::Project::extra`]: a number that a float would
    /// change is carried as its text.
    pub fn carried(&self) -> serde_json::Value {
        use serde_json::Value;
        match self {
            Node::Null => Value::Null,
            Node::Bool(flag) => Value::Bool(*flag),
            Node::Number(text) => match serde_json::from_str::<serde_json::Number>(text) {
                Ok(number) if number.to_string() == *text => Value::Number(number),
                _ => Value::String((*text).to_owned()),
            },
            Node::Text(text) => Value::String(text.clone().into_owned()),
            Node::List(list) => Value::Array(list.iter().map(Self::carried).collect()),
            Node::Map(map) => Value::Object(
                map.iter()
                    .map(|(key, value)| (key.clone().into_owned(), value.carried()))
                    .collect(),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Parsed<Node<'_>> {
        let mut scanner = Scanner::new(text);
        let node = scanner.value()?;
        scanner.end()?;
        Ok(node)
    }

    #[test]
    fn numbers_stay_the_text_that_they_were() {
        for text in [
            "0.1",
            "89.974",
            "12345678901234567890.12",
            "-0",
            "1e5",
            "2E-3",
        ] {
            assert_eq!(parse(text), Ok(Node::Number(text)));
        }
        for bad in ["01", "1.", ".5", "-", "1e", "+1", "NaN", "tru"] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_fault_is_named_with_its_byte() {
        let fault = |text| parse(text).unwrap_err();
        assert_eq!(fault("[1,]").fault, Fault::Unexpected(']'));
        assert_eq!(fault("[1 2]").byte, 3);
        assert_eq!(fault("{\"a\":1,\"a\":2}").fault, Fault::RepeatedKey);
        assert_eq!(fault("\"a\nb\"").fault, Fault::BadString);
        assert_eq!(fault("\"\\ud800\"").fault, Fault::BadString);
        assert_eq!(fault("\"\\").fault, Fault::EndsEarly);
        assert_eq!(fault("{} x").fault, Fault::Trailing);
        assert_eq!(fault("【").fault, Fault::Unexpected('【'));
        assert_eq!(fault(&"[".repeat(5000)).fault, Fault::TooDeep);
    }

    #[test]
    fn a_repeated_key_is_found_among_few_and_among_many() {
        for count in [1, 15, 16, 17, 40] {
            let keys: Vec<String> = (0..count).map(|n| format!("\"k{n}\":{n}")).collect();
            assert!(parse(&format!("{{{}}}", keys.join(","))).is_ok(), "{count}");
            for again in [0, count - 1] {
                let text = format!("{{{},\"k{again}\":0}}", keys.join(","));
                assert_eq!(parse(&text).unwrap_err().fault, Fault::RepeatedKey);
            }
        }
    }

    #[test]
    fn skipping_ends_where_reading_ends() {
        let text = r#" {"a": [1, {"b": "]}\""}], "c": null} , 7"#;
        let (mut reader, mut skipper) = (Scanner::new(text), Scanner::new(text));
        reader.value().unwrap();
        skipper.skip().unwrap();
        assert_eq!(reader.at, skipper.at);
    }
}
