//! The field, pure: no I/O, no clock, no randomness, no terminal, and no text in any language.

pub mod notation;
pub mod unit;
