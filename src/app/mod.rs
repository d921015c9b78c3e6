//! The program as a value: what the person presses, and what the program answers.

pub mod key;
