//! The whole program, played by a robot: it presses keys and reads the screen, in both languages, on
//! the sample county, without a terminal. One file a subject; `harness` is the robot itself.

// What goes wrong here is a failed test.
#![allow(clippy::unwrap_used, clippy::expect_used)]
// A test reads "as this person", not "of": the robot is made step by step.
#![allow(clippy::wrong_self_convention)]

mod harness;

mod faults;
mod files;
mod limits;
mod list;
mod people;
mod pictures;
mod program;
mod scenes;
mod work;
