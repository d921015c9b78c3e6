//! `wenxiao demo`: the screen on a fresh copy of the samples, gone when it is left.
//!
//! Building the samples means giving hundreds of commands; that is done once a version, the built
//! store is kept in the cache, and every demo gets a copy of its own. Without a cache it is built
//! anew.

use std::path::{Path, PathBuf};
use std::time::Duration;

use sha2::{Digest, Sha256};

use super::console::{Answer, Console, Trouble};
use super::environment::Environment;
use super::input::{io_code, shown};
use super::scratch::Folder;
use super::tui::{self, Asked};
use super::{init, paths, storage};
use crate::domain::journal::Hex;
use crate::lang::cli as words;
use crate::session::perform::Backups;
use crate::setup::Shipped;
use crate::store::files_of;
use crate::term::TerminalError;

/// Carries the command out.
pub fn run(asked: Asked<'_>, environment: &Environment, console: &mut Console<'_>) -> Answer {
    if !tui::terminal_there() {
        return Err(tui::no_terminal(&TerminalError::NotATerminal, console));
    }
    let shipped = storage::shipped()?;
    let built = cached(&shipped, environment, console);
    let folder = Folder::new("demo", console)?;
    let path = folder.path().join("demo.wenxiao");
    fresh(&path, built, &shipped, environment, console)?;
    // A demo begins alike every time: nothing of it is remembered, nothing is left of it.
    let asked = Asked {
        backups: Backups::None,
        ..asked
    };
    tui::on(&path, asked, None, &shipped, environment, console)
}

/// A fresh store of the samples at a path: a copy of the built one, where there is one.
fn fresh(
    path: &Path,
    built: Option<PathBuf>,
    shipped: &Shipped,
    environment: &Environment,
    console: &Console<'_>,
) -> Result<(), Trouble> {
    let Some(built) = built else {
        return init::samples(path, shipped, environment, console);
    };
    for (from, to) in files_of(&built).iter().zip(files_of(path)) {
        if from.exists() {
            std::fs::copy(from, &to).map_err(|error| {
                let kind = error.kind();
                let sentence = words::io(words::Io::Write, &shown(&to), kind, console.language);
                Trouble::new(io_code(kind), sentence)
            })?;
        }
    }
    Ok(())
}

/// The built samples in the cache, made there if need be; `None` where there can be no cache.
fn cached(
    shipped: &Shipped,
    environment: &Environment,
    console: &mut Console<'_>,
) -> Option<PathBuf> {
    let folder = paths::cache()?;
    paths::private_folder(&folder).ok()?;
    let built = folder.join(name());
    if built.exists() {
        return Some(built);
    }
    console.note(words::building_samples(console.language));
    forget_old(&folder);
    // Built under a name of its own: two demos may start at the same time.
    let aside = folder.join(format!("{}.{}", name(), std::process::id()));
    init::remove(&aside);
    init::samples(&aside, shipped, environment, console).ok()?;
    let renamed = files_of(&aside)
        .iter()
        .zip(files_of(&built))
        .rev()
        .filter(|(from, _)| from.exists())
        .try_for_each(|(from, to)| std::fs::rename(from, to));
    // The store itself is renamed last: it is there only when all of it is.
    renamed.ok().map(|()| built)
}

/// Removes samples of earlier versions, and those that were never finished.
fn forget_old(folder: &Path) {
    const DAY: Duration = Duration::from_hours(24);
    let Ok(files) = std::fs::read_dir(folder) else {
        return;
    };
    for file in files.flatten() {
        let ours = file.file_name().to_string_lossy().starts_with("samples-");
        let age = file.metadata().and_then(|about| about.modified());
        let old = age.is_ok_and(|time| time.elapsed().is_ok_and(|age| age > DAY));
        if ours && old {
            drop(std::fs::remove_file(file.path()));
        }
    }
}

/// The name of the built samples: what they are made of is part of it.
fn name() -> String {
    let mut digest = Sha256::new();
    digest.update(crate::data::county());
    for (_, policy) in crate::data::policy_files() {
        digest.update(policy);
    }
    digest.update(crate::store::SCHEMA.to_le_bytes());
    let digest = Hex::<32>(digest.finalize().into()).to_string();
    let digest: String = digest.chars().take(12).collect();
    format!("samples-{}-{digest}.wenxiao", env!("CARGO_PKG_VERSION"))
}
