//! Why a store does not open, as data, and how errors of the system become faults.
//!
//! Every module of the store answers with these or with the faults of the domain. No type of the
//! engine is named, so that a caller can match on what happened and not on who said it.

use std::path::PathBuf;

pub use crate::domain::fault::{Damage, Fault, Space};

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind as Kind;
        match error.kind() {
            Kind::StorageFull | Kind::QuotaExceeded | Kind::FileTooLarge => Self::Full,
            Kind::ReadOnlyFilesystem | Kind::PermissionDenied => Self::NotPermitted,
            Kind::InvalidData => Self::Damaged(Damage::Engine),
            _ => Self::Io {
                code: error.raw_os_error(),
            },
        }
    }
}

/// Why a store does not open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpenError {
    /// There is no file.
    Missing,
    /// `init` never writes over a file.
    Exists,
    /// The file is not a store of this program.
    NotAStore,
    /// Somebody has it open.
    InUse(Option<Holder>),
    /// Written by a newer program.
    Newer {
        /// Its schema.
        schema: u32,
        /// The program version that can read it.
        needs: String,
    },
    /// Opened for reading only, but an interrupted write has to be finished first.
    NeedsWriting,
    /// On a network file system locks do not hold; only on demand.
    NetworkFiles(NetworkFileSystem),
    /// A text copy that contradicts itself: the file and the line, from 1.
    BadText {
        /// The file.
        file: String,
        /// The line.
        line: usize,
    },
    /// A file of a backup is not what the backup's manifest noted.
    NotAsNoted {
        /// The file.
        file: String,
    },
    /// The medium failed, or the file is damaged.
    Failed(Fault),
    /// A file beside the store could not be used.
    Beside {
        /// Which file.
        path: PathBuf,
        /// What happened.
        fault: Fault,
    },
}

impl From<Fault> for OpenError {
    fn from(fault: Fault) -> Self {
        Self::Failed(fault)
    }
}

/// Who has a store open, as its note beside the store says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// Process number.
    pub pid: u32,
    /// User of the operating system.
    pub os_user: String,
}

/// File systems on which a lock may hold on one machine only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NetworkFileSystem {
    /// NFS
    Nfs,
    /// SMB, CIFS
    Smb,
    /// 9p of virtual machines
    NineP,
    /// Anything in user space
    Fuse,
}
