//! Bytes ⇄ domain: what people and other systems hand in, and what they take away.
//!
//! Called by the command line and by the session's effects. It takes bytes and writers and opens no
//! file itself; it never decides what a project may contain, it only says where a file cannot be
//! understood, and how to mend it.

pub mod check_json;
pub mod history_json;
pub mod json;
pub mod score_json;
