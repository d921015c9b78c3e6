//! Everything the program says, in Chinese first and in English fully.
//!
//! One file a subject, both languages side by side, so that a missing text does not compile. The
//! domain hands over data; this module alone turns it into sentences.

pub mod app;
pub mod check;
pub mod cli;
pub mod evaluation;
pub mod exchange;
pub mod fault;
pub mod form;
pub mod goals;
pub mod history;
pub mod inbox;
pub mod monitoring;
pub mod monitoring_screen;
pub mod numbers;
pub mod path;
pub mod people;
pub mod policy;
pub mod project;
pub mod projects;
pub mod reading;
pub mod refusal;
pub mod terms;
pub mod why;

use crate::domain::moment::in_china;
use serde::{Deserialize, Serialize};

/// A language of the interface.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// 中文
    #[default]
    Zh,
    /// English
    En,
}

impl Language {
    /// Both languages, Chinese first.
    pub const ALL: [Self; 2] = [Self::Zh, Self::En];

    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Zh => Self::En,
            Self::En => Self::Zh,
        }
    }

    /// The text of this language.
    pub fn pick<T>(self, zh: T, en: T) -> T {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }

    /// The language that a name asks for: `zh`, `zh_CN.UTF-8`, `en`, `en-GB`, `C`.
    pub fn of(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        if name.starts_with("zh") || name == "中文" {
            Some(Self::Zh)
        } else if name.starts_with("en") {
            Some(Self::En)
        } else {
            None
        }
    }
}

/// A line of an explanation, for a tree that shows clauses at its side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// How deep it stands.
    pub depth: usize,
    /// What it says.
    pub text: String,
    /// The clause that it rests on; empty where it rests on its parts.
    pub note: String,
}

impl Line {
    /// A line that rests on its parts.
    pub fn new(depth: usize, text: impl Into<String>) -> Self {
        Self::noted(depth, text, "")
    }

    /// A line with what it rests on.
    pub fn noted(depth: usize, text: impl Into<String>, note: impl Into<String>) -> Self {
        Self {
            depth,
            text: text.into(),
            note: note.into(),
        }
    }
}

/// A moment as people in China read it: `2026-07-20 09:30` (Asia/Shanghai, no summer time).
pub fn time(utc_milliseconds: i64) -> String {
    in_china(utc_milliseconds).map_or_else(
        || utc_milliseconds.to_string(),
        |moment| moment.format("%Y-%m-%d %H:%M").to_string(),
    )
}
