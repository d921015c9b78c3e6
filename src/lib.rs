//! wenxiao (问效): budget performance management in a terminal.
//!
//! The map, one line each; `ARCHITECTURE.md` has the walk-through.
//!
//! - [`domain`]: pure: projects, goals, indicators, scoring rules, checks, commands, roles.
//! - [`data`]: the files of `data/`, embedded.
//! - [`exchange`]: bytes to domain and back: the interchange format, and the answers that are JSON.
//! - [`app`]: the program as a value, and what a person can press.
//! - [`store`]: commands as durable transactions with a journal; backup, verify, restore.
//! - [`session`]: from a terminal's bytes to inputs, from frames to a terminal's bytes.
//! - [`samples`]: the county of the samples, as commands.
//! - [`term`]: the terminal this process runs in.
//! - [`text`]: the only place that counts columns.

pub mod app;
pub mod data;
pub mod domain;
pub mod exchange;
pub mod samples;
pub mod session;
pub mod store;
pub mod term;
pub mod text;
