//! What the domain says, in words: Chinese first, and English fully.
//!
//! Each file turns one kind of data into text. Nothing here decides anything, and nothing that a
//! person reads is written anywhere else.

pub mod policy;
pub mod why;

/// A language of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// 中文
    #[default]
    Zh,
    /// English.
    En,
}

impl Language {
    /// The text of this language.
    pub fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
}
