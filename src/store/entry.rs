//! The chain of the journal: canonical bytes of an entry, and their hash.
//!
//! The canonical bytes are compact JSON in the order of the fields of
//! [`Entry`]; they are hashed, stored, mirrored and exported byte for byte, and never written anew.

use sha2::{Digest, Sha256};

pub use crate::domain::journal::{Batch, Entry, Hash, Head, Hex, LeftBehind, StoreId};

/// The program version that entries and manifests carry.
pub const PROGRAM: &str = env!("CARGO_PKG_VERSION");

/// The bytes that are hashed, stored and mirrored; one line, since JSON escapes line breaks.
pub fn canonical(entry: &Entry) -> Option<Vec<u8>> {
    serde_json::to_vec(entry).ok()
}

/// Reads canonical bytes.
pub fn read(bytes: &[u8]) -> Option<Entry> {
    serde_json::from_slice(bytes).ok()
}

/// The hash of an entry's canonical bytes in the chain of a store.
pub fn hash(store: StoreId, bytes: &[u8]) -> Hash {
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let mut hasher = Sha256::new();
    hasher.update(b"wenxiao-event-v1");
    hasher.update(store.0);
    hasher.update(length.to_be_bytes());
    hasher.update(bytes);
    Hex(hasher.finalize().into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::change::Change;
    use crate::domain::command::CommandId;
    use crate::domain::project::ProjectId;
    use crate::domain::role::{Actor, Role, Scope};

    #[test]
    fn an_entry_reads_back_to_the_same_bytes_and_hash() {
        let entry = Entry {
            seq: 3,
            previous: Hex([7; 32]),
            at: 1_784_505_600_000,
            clock_regress: false,
            actor: Actor {
                person: "li".into(),
                role: Role::Unit,
                scope: Scope::All,
                os_user: "root".into(),
            },
            command: CommandId("c1".into()),
            name: "edit".into(),
            project: Some(ProjectId(4)),
            revision: 2,
            changes: vec![Change {
                path: vec!["extra".into(), "note\n".into()],
                old: None,
                new: Some(serde_json::Value::Null),
            }],
            step: None,
            undo_of: None,
            redo_of: None,
            batch: None,
            left_behind: None,
            program: PROGRAM.into(),
        };
        let bytes = canonical(&entry).expect("bytes");
        assert!(!bytes.contains(&b'\n'));
        let back = read(&bytes).expect("entry");
        assert_eq!(back, entry);
        assert_eq!(canonical(&back), Some(bytes.clone()));
        assert_ne!(hash(Hex([1; 16]), &bytes), hash(Hex([2; 16]), &bytes));
    }
}
