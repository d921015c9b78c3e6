//! Backup, text copy, and the way back.
//!
//! A backup is one read transaction written into a new file, checked and verified before it gets
//! its name; copying the live file is not one. The text copy is the form for the day on which the
//! engine's file can't be read: it holds the journal byte for byte and imports into an empty store
//! to the same head. A restore never touches what it replaces: that is set aside, and the journal
//! tells of it.
//!
//! Here the backup itself is made. The text copy, the restore, and the manifest that lies beside
//! every backup have files of their own.

mod manifest;
mod restore;
mod text;

use std::ops::ControlFlow;
use std::path::Path;

use super::beside::beside;
use super::engine::{self, Check, Engine, Finish, Redb, Span, Table, Update, View};
use super::entry::StoreId;
use super::fault::{Damage, Fault, OpenError};
use super::open::{build_at, write_fault};
use super::verify::{VerifyReport, audit};
use super::{Store, disk, tables};
use manifest::{manifest, write_manifest};
use text::write_text;

pub use manifest::{Manifest, manifest_path};
pub use restore::{RestoreError, RestoreOptions, RestoreReport, Restoring, restore};
pub use text::from_text;

pub(super) use manifest::{agrees_with_manifest, copy_of_manifest, not_as_noted, noted_head};

const BACKUP: &str = "wenxiao-backup/1";

/// Why a backup is not made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BackupError {
    /// The target can't be written or is there already.
    Target(OpenError),
    /// The store itself can't be read.
    Source(Fault),
    /// What was written does not verify; it was taken away again.
    NotWhole(Box<VerifyReport>),
}

impl From<OpenError> for BackupError {
    fn from(error: OpenError) -> Self {
        Self::Target(error)
    }
}

impl From<std::io::Error> for BackupError {
    fn from(error: std::io::Error) -> Self {
        Self::Target(OpenError::Failed(error.into()))
    }
}

/// Copies every table of a consistent state into a new file, and checks it before it gets its name.
pub fn copy(source: &dyn Engine, to: &Path) -> Result<(), OpenError> {
    match engine::view(source, |view| Ok(copy_view(view, to)))? {
        Ok(_) => Ok(()),
        Err(BackupError::Target(error)) => Err(error),
        Err(BackupError::Source(fault)) => Err(OpenError::Failed(fault)),
        Err(BackupError::NotWhole(_)) => Err(OpenError::Failed(Fault::Damaged(Damage::Engine))),
    }
}

fn copy_view(view: &dyn View, to: &Path) -> Result<Manifest, BackupError> {
    if to.exists() {
        return Err(BackupError::Target(OpenError::Exists));
    }
    let sentinel = tables::sentinel(view).map_err(BackupError::Source)?;
    let aside = beside(to, "partial");
    build_at(&aside, |target| {
        target
            .update(&mut |update| {
                Table::ALL
                    .iter()
                    .try_for_each(|table| copy_table(view, update, *table))?;
                Ok(Finish::Commit)
            })
            .map_err(write_fault)
    })?;
    let checked = check_copy(&aside, sentinel.store).and_then(|()| {
        let manifest = manifest(view, &sentinel, BACKUP, &[(to, &aside)])?;
        // Before the copy has its name: one without a manifest would look damaged for good.
        write_manifest(&manifest_path(to), &manifest)?;
        if let Err(error) = disk::publish(&aside, to) {
            drop(std::fs::remove_file(manifest_path(to)));
            return Err(error.into());
        }
        Ok(manifest)
    });
    if checked.is_err() {
        drop(std::fs::remove_file(&aside));
    }
    checked
}

fn copy_table(view: &dyn View, update: &mut dyn Update, table: Table) -> Result<(), Fault> {
    view.scan(table, Span::ALL, &mut |key, value| {
        update.put(table, key, value)?;
        Ok(ControlFlow::Continue(()))
    })
}

fn check_copy(path: &Path, store: StoreId) -> Result<(), BackupError> {
    let engine = Redb::open(path, Check::Full)?;
    let report = engine::view(&engine, |view| audit(view, store, None, None))
        .map_err(|fault| BackupError::Target(OpenError::Failed(fault)))?;
    Box::new(engine)
        .close()
        .map_err(|fault| BackupError::Target(OpenError::Failed(fault)))?;
    if report.is_clean() {
        Ok(())
    } else {
        Err(BackupError::NotWhole(Box::new(report)))
    }
}

impl Store {
    /// Writes a backup to a path where there is no file, verified before it gets its name.
    pub fn backup(&self, to: &Path) -> Result<Manifest, BackupError> {
        let mut made = Err(BackupError::Source(Fault::Closed));
        self.view(|view| {
            made = copy_view(view, to);
            Ok(())
        })
        .map_err(BackupError::Source)?;
        made
    }

    /// Writes the text copy into a folder that is not there yet.
    pub fn backup_text(&self, folder: &Path) -> Result<Manifest, BackupError> {
        let mut made = Err(BackupError::Source(Fault::Closed));
        self.view(|view| {
            made = write_text(view, folder);
            Ok(())
        })
        .map_err(BackupError::Source)?;
        made
    }
}
