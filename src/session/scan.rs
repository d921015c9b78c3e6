//! The check of a large store behind a session: its records are read in slices, each against its
//! checksum, with long pauses, until all were read. Then nothing of it is left.
//!
//! Damage makes the store read only; every session hears of it as of a new revision.

use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::domain::fault::Fault;
use crate::store::{Scan, Store};

/// How long the start of a session is left alone.
const BEFORE: Duration = Duration::from_secs(1);

/// How many records one slice reads.
const SLICE: u64 = 512;

/// A slice is followed by a pause of so many times its length.
const PAUSE: u32 = 4;

/// Begins to check a store that opening did not check; ends by itself, or soon after the store closes.
pub fn begin(store: &Arc<Store>) -> io::Result<()> {
    if store.is_large() {
        let store = Arc::clone(store);
        std::thread::Builder::new()
            .name("store-check".into())
            .spawn(move || {
                std::thread::sleep(BEFORE);
                run(&store);
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
