//! wenxiao (问效): budget performance management in a terminal.
//!
//! The map, one line each; `ARCHITECTURE.md` has the walk-through.
//!
//! - [`data`]: what the program carries with it: the policies.
//! - [`domain`]: pure: projects, goals, indicators, scoring rules, checks, commands, roles.
//! - [`exchange`]: bytes to domain and back: the interchange format, and the answers that are JSON.
//! - [`lang`]: what the domain says as data, in Chinese and in English.

pub mod data;
pub mod domain;
pub mod exchange;
pub mod lang;
