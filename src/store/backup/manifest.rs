//! The manifest: what lies beside a backup and says which state its files hold.
//!
//! Size and sum of every file are noted, so that a backup which is no longer what was written is
//! found out before anybody relies on it.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::BackupError;
use crate::store::beside::beside;
use crate::store::disk;
use crate::store::engine::{Table, View};
use crate::store::entry::{Head, Hex, PROGRAM, StoreId};
use crate::store::tables::{self, Sentinel};
use crate::store::verify::Problem;

/// What lies beside a backup and says what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// `wenxiao-backup/1` or `wenxiao-text/1`.
    pub format: String,
    /// The store's name.
    pub store: StoreId,
    /// When the store was made, UTC milliseconds.
    pub created: i64,
    /// Its layout.
    pub schema: u32,
    /// Where its journal stands.
    pub head: Head,
    /// How many records each table has.
    pub counts: BTreeMap<String, u64>,
    /// Size in bytes of each file.
    pub sizes: BTreeMap<String, u64>,
    /// SHA-256 of each file.
    pub sha256: BTreeMap<String, String>,
    /// The program that wrote it.
    pub program: String,
}

pub(super) const MANIFEST: &str = "manifest.json";

/// The manifest of a backup.
pub fn manifest_path(path: &Path) -> PathBuf {
    beside(path, MANIFEST)
}

/// The backup that a manifest beside it tells of; `None` for any other file.
pub(in crate::store) fn copy_of_manifest(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    let copy = name.strip_suffix(MANIFEST)?.strip_suffix('.')?;
    Some(path.with_file_name(copy))
}

/// The manifest of files that hold this state; each with the name that it will have.
pub(super) fn manifest(
    view: &dyn View,
    sentinel: &Sentinel,
    format: &str,
    files: &[(&Path, &Path)],
) -> Result<Manifest, BackupError> {
    let mut manifest = Manifest {
        format: format.to_owned(),
        store: sentinel.store,
        created: sentinel.created,
        schema: sentinel.schema,
        head: tables::head(view).map_err(BackupError::Source)?,
        counts: BTreeMap::new(),
        sizes: BTreeMap::new(),
        sha256: BTreeMap::new(),
        program: PROGRAM.to_owned(),
    };
    for table in Table::ALL {
        let count = view.count(table).map_err(BackupError::Source)?;
        manifest.counts.insert(table.name().to_owned(), count);
    }
    for (name, path) in files {
        let name = file_name(name);
        let (size, sum) = digest(path)?;
        manifest.sizes.insert(name.clone(), size);
        manifest.sha256.insert(name, sum);
    }
    Ok(manifest)
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

pub(super) fn digest(path: &Path) -> std::io::Result<(u64, String)> {
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut block = vec![0; 1 << 16];
    let mut size = 0;
    loop {
        let length = file.read(&mut block)?;
        let Some(part) = block.get(..length).filter(|part| !part.is_empty()) else {
            return Ok((size, Hex::<32>(hasher.finalize().into()).to_string()));
        };
        hasher.update(part);
        size += u64::try_from(length).unwrap_or(0);
    }
}

pub(super) fn write_manifest(path: &Path, manifest: &Manifest) -> std::io::Result<()> {
    let text = serde_json::to_vec_pretty(manifest).map_err(std::io::Error::other)?;
    let mut file = disk::create_private(path)?;
    file.write_all(&text)?;
    file.write_all(b"\n")?;
    file.sync_all()?;
    disk::sync_folder(path)
}

pub(super) fn read_manifest(path: &Path) -> Option<Manifest> {
    serde_json::from_slice(&std::fs::read(path).ok()?).ok()
}

/// Does a backup still have the bytes that its manifest tells of? `None` without a manifest.
pub(in crate::store) fn agrees_with_manifest(path: &Path) -> Option<bool> {
    let manifest = read_manifest(&manifest_path(path))?;
    let (size, sum) = digest(path).ok()?;
    let name = file_name(path);
    // A backup may be renamed with its manifest; it holds one file.
    let noted_size = manifest
        .sizes
        .get(&name)
        .or_else(|| manifest.sizes.values().next());
    let noted_sum = manifest
        .sha256
        .get(&name)
        .or_else(|| manifest.sha256.values().next());
    Some(noted_size == Some(&size) && noted_sum == Some(&sum))
}

/// The head that the manifest of a backup notes.
pub(in crate::store) fn noted_head(path: &Path) -> Option<Head> {
    read_manifest(&manifest_path(path)).map(|manifest| manifest.head)
}

/// A backup that is not what its manifest noted.
pub(in crate::store) fn not_as_noted(path: &Path) -> Problem {
    Problem::NotAsNoted {
        file: file_name(path),
    }
}
