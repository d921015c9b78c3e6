//! Bytes and the domain: what other programs and paper bring, and what they get.
//!
//! Everything here takes and gives values or streams and opens no files; the command line does.

pub mod score_json;
