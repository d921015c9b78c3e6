//! A folder for the length of a command, that nobody else may enter, gone afterwards.

use std::path::{Path, PathBuf};

use super::console::{Console, Trouble};
use super::input::{io_code, shown};
use super::{paths, storage};
use crate::lang::cli as words;

/// The folder; dropping it removes it with all that is in it.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    /// A new one, named for its purpose.
    pub fn new(purpose: &str, console: &Console<'_>) -> Result<Self, Trouble> {
        let name = format!("wenxiao-{purpose}-{}", storage::random_word()?);
        let path = std::env::temp_dir().join(name);
        paths::private_folder(&path).map_err(|error| {
            let kind = error.kind();
            let sentence = words::io(words::Io::Write, &shown(&path), kind, console.language);
            Trouble::new(io_code(kind), sentence)
        })?;
        Ok(Self { path })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What can't be removed is only temporary.
        drop(std::fs::remove_dir_all(&self.path));
    }
}
