//! A file that appears whole or not at all: filled aside, made durable, and then given its name.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// Fills the file at `path`; whatever lay there before stays until the new one is whole.
pub fn write<E: From<io::Error>>(
    path: &Path,
    fill: impl FnOnce(&mut BufWriter<File>) -> Result<(), E>,
) -> Result<(), E> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.partial", std::process::id()));
    let aside = path.with_file_name(name);
    let fill_aside = || {
        let mut file = BufWriter::new(File::create(&aside)?);
        fill(&mut file)?;
        file.flush()?;
        file.get_ref().sync_all()?;
        std::fs::rename(&aside, path)?;
        Ok(())
    };
    let written = fill_aside();
    if written.is_err() {
        // What was begun is no file; a failure to clear it away changes nothing.
        drop(std::fs::remove_file(&aside));
    }
    written
}
