//! The interchange format `wenxiao/1`: projects as JSON, read and written.
//!
//! `import`, `check` and `score` read it, `export` and the text backup write it. Every number is
//! carried as the decimal text that it was written as, never as a float, and what was not written
//! stays empty. Reading either gives all projects of a file or says the first place that is wrong.

mod node;
mod read;
mod write;

pub use read::{
    Arrival, Expected, Fault, File, INPUT_LIMIT, Kind, List, Place, ReadError, Row, read, read_as,
    read_from,
};
pub use write::{WriteOptions, write};

/// The value of `format` in a file of projects.
pub const FORMAT: &str = "wenxiao/1";
