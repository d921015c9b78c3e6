//! Where answers go: the streams of a command, its exit code, and why something was not done.
//!
//! Every line for people passes [`text::shown`], so that nothing from a file reaches a terminal as
//! a control. A reader that has gone away (`| head`) ends a command quietly. The streams are handed
//! in, so that the same commands can one day answer over another channel.

use std::io::{self, Read, Write};

use crate::lang::Language;
use crate::lang::cli as words;
use crate::text;

/// How a command ended, as its exit code says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done,
    /// Something was found: `check` and `verify`.
    Findings,
    /// Refused, or not readable.
    Refused,
}

impl Exit {
    /// The exit code.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Findings => 1,
            Self::Refused => 2,
        }
    }
}

/// Why a command was not carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// A sentence, with a short name for programs.
    Said {
        /// For programs, in `snake_case`.
        code: &'static str,
        /// For people, in the language of the command.
        sentence: String,
        /// The rows that it is about, each in words and for programs.
        rows: Vec<(String, serde_json::Value)>,
    },
    /// Whoever read the answer has gone away.
    ReaderGone,
}

impl Trouble {
    /// With a sentence.
    pub fn new(code: &'static str, sentence: impl Into<String>) -> Self {
        Self::Said {
            code,
            sentence: sentence.into(),
            rows: Vec::new(),
        }
    }

    /// The same, saying more.
    #[must_use]
    pub fn and(self, more: &str) -> Self {
        match self {
            Self::Said {
                code,
                sentence,
                rows,
            } => Self::Said {
                code,
                sentence: sentence + more,
                rows,
            },
            Self::ReaderGone => self,
        }
    }

    /// What it says to people.
    pub fn sentence(&self) -> &str {
        match self {
            Self::Said { sentence, .. } => sentence,
            Self::ReaderGone => "",
        }
    }

    /// With the rows that it is about.
    #[must_use]
    pub fn with_rows(self, of: impl IntoIterator<Item = (String, serde_json::Value)>) -> Self {
        match self {
            Self::Said { code, sentence, .. } => Self::Said {
                code,
                sentence,
                rows: of.into_iter().collect(),
            },
            Self::ReaderGone => self,
        }
    }
}

/// What a command answers.
pub type Answer = Result<Exit, Trouble>;

/// The streams of a command, its language, and whether it answers in JSON.
pub struct Console<'a> {
    /// The language of the answer.
    pub language: Language,
    /// JSON instead of text.
    pub json: bool,
    /// Standard input.
    pub input: &'a mut dyn Read,
    /// Standard output.
    pub output: &'a mut dyn Write,
    /// Standard error.
    pub error: &'a mut dyn Write,
}

impl Console<'_> {
    /// One of two texts, by language.
    pub fn say<T>(&self, zh: T, en: T) -> T {
        self.language.pick(zh, en)
    }

    /// One line for people.
    pub fn line(&mut self, line: &str) -> Result<(), Trouble> {
        let shown = text::shown(line);
        self.raw(shown.trim_end().as_bytes())?;
        self.raw(b"\n")
    }

    /// Several lines for people.
    pub fn lines<S: AsRef<str>>(
        &mut self,
        lines: impl IntoIterator<Item = S>,
    ) -> Result<(), Trouble> {
        lines
            .into_iter()
            .try_for_each(|line| self.line(line.as_ref()))
    }

    /// A remark beside the answer, on standard error; that nobody reads it is no trouble.
    pub fn note(&mut self, sentence: &str) {
        let sentence = text::shown(sentence);
        let line = if self.json {
            serde_json::json!({"format": "wenxiao-note/1", "message": sentence}).to_string()
        } else {
            words::note_line(&sentence, self.language)
        };
        drop(writeln!(self.error, "{line}"));
    }

    /// An answer for programs.
    pub fn answer(&mut self, value: &impl serde::Serialize) -> Result<(), Trouble> {
        let mut text = serde_json::to_string_pretty(value)
            .map_err(|error| Trouble::new("internal", error.to_string()))?;
        text.push('\n');
        self.raw(text.as_bytes())
    }

    /// Bytes as they are: JSON, a script, a manual page.
    pub fn raw(&mut self, bytes: &[u8]) -> Result<(), Trouble> {
        let written = self.output.write_all(bytes);
        written.map_err(|error| self.not_written(&error))
    }

    /// Sends off what was written.
    pub fn flush(&mut self) -> Result<(), Trouble> {
        let flushed = self.output.flush();
        flushed.map_err(|error| self.not_written(&error))
    }

    /// What an error of standard output means.
    pub fn not_written(&self, error: &io::Error) -> Trouble {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Trouble::ReaderGone;
        }
        let output = self.say("标准输出", "standard output");
        Trouble::new(
            "not_written",
            words::io(words::Io::Write, output, error.kind(), self.language),
        )
    }

    /// Says on standard error why a command was not carried out; gives the exit code.
    pub fn refuse(&mut self, trouble: &Trouble) -> Exit {
        let Trouble::Said {
            code,
            sentence,
            rows,
        } = trouble
        else {
            return Exit::Done;
        };
        let sentence = text::shown(sentence);
        let line = if self.json {
            let mut answer = serde_json::json!({
                "format": "wenxiao-error/1",
                "error": code,
                "message": sentence,
            });
            if let (Some(object), false) = (answer.as_object_mut(), rows.is_empty()) {
                let rows = rows.iter().map(|(_, row)| row.clone()).collect();
                object.insert("rows".to_owned(), rows);
            }
            answer.to_string()
        } else {
            words::error_line(&sentence, self.language)
        };
        drop(writeln!(self.error, "{line}"));
        if !self.json {
            for (row, _) in rows {
                drop(writeln!(self.error, "  {}", text::shown(row)));
            }
        }
        Exit::Refused
    }
}
