//! wenxiao (问效): budget performance management in a terminal.
//!
//! The map, one line each; `ARCHITECTURE.md` has the walk-through.
//!
//! - [`domain`]: pure: projects, goals, indicators, scoring rules, checks, commands, roles.
//! - [`judge`]: the rules of the domain as the store asks for them.
//! - [`store`]: commands become durable transactions; the journal; backup, verify, restore.
//! - [`app`]: the program as a value, and what a person can press.
//! - [`screens`]: one screen, one file.
//! - [`widgets`]: what is drawn on every screen and knows no domain.
//! - [`text`]: the only place that counts columns.
//! - [`theme`]: how things look: roles, themes, glyphs.
//! - [`difference`]: what changed between two texts, in words.
//! - [`lang`]: every sentence, in Chinese and English.
//! - [`exchange`]: bytes to domain and back: the interchange format, and the answers that are JSON.
//! - [`session`]: the one loop that joins a terminal, the program and the store.
//! - [`term`]: the terminal this process runs in.
//! - [`cli`]: the command line: what the arguments ask for, done and answered.
//! - [`samples`]: the county of the samples, as commands of persons in their roles.
//! - [`setup`]: new stores, empty or with the samples.
//! - [`data`]: the files of `data/`, embedded.

pub mod app;
pub mod cli;
pub mod data;
pub mod difference;
pub mod domain;
pub mod exchange;
pub mod judge;
pub mod lang;
pub mod samples;
pub mod screens;
pub mod session;
pub mod setup;
pub mod store;
pub mod term;
pub mod text;
pub mod theme;
pub mod widgets;
