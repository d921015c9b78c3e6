//! The `wenxiao` program.

fn main() {}
