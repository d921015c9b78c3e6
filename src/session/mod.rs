//! Between bytes and the program: what arrives from a terminal, and what is sent to it. The local
//! terminal, an SSH channel and the tests all go through these two files.

pub mod input;
pub mod writer;
