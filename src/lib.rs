//! wenxiao (问效): budget performance management in a terminal.
//!
//! The map, one line each; `ARCHITECTURE.md` has the walk-through.
//!
//! - [`domain`]: pure: projects, goals, indicators, scoring rules, checks, commands, roles.
//! - [`data`]: the files of `data/`, embedded.

pub mod data;
pub mod domain;
