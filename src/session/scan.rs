//! What happens to a store behind a session that has just begun: a backup of yesterday's work is kept, should
//! the program have been cut off then; and a large store is checked, its records read in slices, each against its
//! checksum, with long pauses, until all were read. Then nothing of it is left.
//!
//! Damage makes the store read only; every session hears of it as of a new revision.

use std::io;
use std::time::{Duration, Instant};

use super::perform::{Backups, Performer};
use crate::domain::fault::Fault;
use crate::store::{Scan, Store};

/// How long the start of a session is left alone.
const BEFORE: Duration = Duration::from_secs(1);

/// How many records one slice reads.
const SLICE: u64 = 512;

/// A slice is followed by a pause of so many times its length.
const PAUSE: u32 = 4;

/// Begins to keep a backup, where backups are kept, and to check a store that opening did not check;
/// ends by itself, or soon after the store closes.
pub fn begin(performer: &Performer) -> io::Result<()> {
    let check = performer.store.is_large();
    if check || performer.backups == Backups::Kept {
        let performer = performer.clone();
        std::thread::Builder::new()
            .name("store-check".into())
            .spawn(move || {
                std::thread::sleep(BEFORE);
                performer.keep_backup();
                if check {
                    // What is too large to be waited for is looked at here, where nobody waits.
                    drop(performer.store.look_at_kept());
                    run(&performer.store);
                }
            })?;
    }
    Ok(())
}

fn run(store: &Store) {
    let mut scan = Scan::default();
    while !scan.finished {
        let start = Instant::now();
        match store.scan_slice(&scan, SLICE) {
            Ok(next) => scan = next,
            Err(Fault::Closed) => return,
            Err(fault) => return store.distrust(fault),
        }
        std::thread::sleep(start.elapsed() * PAUSE);
    }
}
