//! What the store asks of the operating system: room, kind of file system, which file a path is.
//!
//! Durable renames are made here, too: file first, then the folder. Nothing here knows what a file
//! holds.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use super::fault::{Fault, NetworkFileSystem, Space};

/// Below this much free room the user is warned, whatever the size of the store.
const LEAST: u64 = 64 << 20;

/// Which file a path names; stays the same while the file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity {
    device: u64,
    file: u64,
}

/// The identity of the file at a path; `None` where there is none, or where the system has no such
/// thing.
pub fn identity(path: &Path) -> Option<Identity> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let found = std::fs::metadata(path).ok()?;
        Some(Identity {
            device: found.dev(),
            file: found.ino(),
        })
    }
    #[cfg(not(unix))]
    {
        drop(path.metadata());
        None
    }
}

/// The folder of a path.
pub fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Makes the names in the folder of `path` durable.
pub fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(folder_of(path))?.sync_all()
}

/// Makes a file durable under its final name, which must be free.
pub fn publish(aside: &Path, path: &Path) -> io::Result<()> {
    File::open(aside)?.sync_all()?;
    // A link fails where the name is taken; a rename would take the place of what is there.
    match std::fs::hard_link(aside, path) {
        Ok(()) => std::fs::remove_file(aside)?,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(error),
        Err(_) if path.exists() => return Err(io::ErrorKind::AlreadyExists.into()),
        Err(_) => std::fs::rename(aside, path)?,
    }
    sync_folder(path)
}

/// What is free where `path` lies, and what a store of `size` bytes wants.
pub fn space(path: &Path, size: u64) -> Result<Space, Fault> {
    #[cfg(unix)]
    let free = {
        let found = rustix::fs::statvfs(folder_of(path)).map_err(io::Error::from)?;
        found.f_bavail.saturating_mul(found.f_frsize)
    };
    #[cfg(not(unix))]
    let free = u64::MAX;
    Ok(Space {
        free,
        wanted: wanted(size),
    })
}

/// How much room a store of `size` bytes wants: twice itself, and never less than 64 MB.
pub fn wanted(size: u64) -> u64 {
    size.saturating_mul(2).max(LEAST)
}

/// The network file system on which a path lies, if it lies on one.
pub fn network(path: &Path) -> Option<NetworkFileSystem> {
    #[cfg(target_os = "linux")]
    {
        let found = rustix::fs::statfs(folder_of(path)).ok()?;
        match found.f_type {
            0x6969 => Some(NetworkFileSystem::Nfs),
            0x517B | 0xFF53_4D42 | 0xFE53_4D42 => Some(NetworkFileSystem::Smb),
            0x0102_1997 => Some(NetworkFileSystem::NineP),
            0x6573_5546 => Some(NetworkFileSystem::Fuse),
            _ => None,
        }
    }
    #[cfg(not(target_os = "linux"))]
    {
        drop(path.metadata());
        None
    }
}

/// Forgets what the system keeps of a file in memory, so that the next read asks the disk: after a
/// failed flush memory may hold what the disk does not.
pub fn forget_cached(path: &Path) {
    #[cfg(target_os = "linux")]
    if let Ok(file) = File::open(path) {
        let _best_effort = rustix::fs::fadvise(&file, 0, None, rustix::fs::Advice::DontNeed);
    }
    #[cfg(not(target_os = "linux"))]
    drop(path.metadata());
}

/// A new file, or an empty one in the place of an old, that only the owner reads and writes.
pub fn create_private(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// A new folder that only the owner enters: what lies in it holds what the store holds.
pub fn create_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Only the owner reads and writes.
pub fn keep_private(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))
    }
    #[cfg(not(unix))]
    path.metadata().map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b3_a_store_wants_twice_its_size_and_at_least_64_megabytes() {
        assert_eq!(wanted(0), 64 << 20);
        assert_eq!(wanted(100 << 20), 200 << 20);
        assert_eq!(wanted(u64::MAX), u64::MAX);
    }

    #[test]
    fn a_name_that_is_taken_is_never_written_over() {
        let folder = tempfile::tempdir().expect("folder");
        let (aside, path) = (folder.path().join("a"), folder.path().join("b"));
        std::fs::write(&aside, "new").expect("written");
        std::fs::write(&path, "old").expect("written");
        assert!(publish(&aside, &path).is_err());
        assert_eq!(std::fs::read_to_string(&path).expect("read"), "old");
        std::fs::remove_file(&path).expect("removed");
        publish(&aside, &path).expect("published");
        assert_eq!(std::fs::read_to_string(&path).expect("read"), "new");
        assert!(!aside.exists());
    }
}
