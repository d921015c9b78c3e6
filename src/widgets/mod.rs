//! What is drawn on every screen and knows nothing of budgets: frames, fields, tables, trees, boxes.
//!
//! A widget is a function or a small value that draws into a `Buffer` with a `Look`; what a person
//! can move in it (a caret, a cursor row) is a state of its own, changed by keys. Drawing takes
//! `&self`, works at any size from nothing to very large, and never measures text except through
//! `crate::text`. No widget may name a project, an indicator, a key binding of a screen or a language.

pub mod area;
pub mod chart;
pub mod dialog;
pub mod draw;
pub mod filter;
pub mod frame;
pub mod gauge;
pub mod line;
pub mod list;
pub mod table;
pub mod tree;
pub mod words;

#[cfg(test)]
pub(crate) mod testing;
