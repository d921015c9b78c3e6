//! The command line: what the arguments ask for, done and answered.
//!
//! `main` hands over the process's arguments; [`run`] reads them, chooses the language, carries the
//! command out and gives the exit code: 0 done, 1 findings, 2 refused or unreadable. What a command
//! needs lives in the libraries; here is only reading arguments, opening files and writing answers.

pub mod args;
pub mod command;
