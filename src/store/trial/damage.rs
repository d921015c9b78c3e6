//! Files that are not what they were, and journals that somebody touched.

use std::path::PathBuf;

use tempfile::TempDir;

use super::*;
use crate::domain::fault::{Damage, Fault};
use crate::domain::journal::{Head, StoreId};
use crate::store::beside::{heads_path, mirror_path};
use crate::store::engine::{self, Check, Engine, Redb, Table, Update};
use crate::store::fault::OpenError;
use crate::store::verify::{Problem, verify};
use crate::store::{Latch, entry, tables};

fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("store");
    (folder, path)
}

fn attempt(path: &Path) -> Result<Arc<Store>, OpenError> {
    Store::open(path, Arc::new(Bureau), &open_options()).map(|opening| opening.store)
}

fn bytes() -> Vec<u8> {
    let (_folder, path) = folder();
    small_file(&path);
    std::fs::read(&path).expect("read")
}

/// Refused, or everything there as it was: never wrong data.
fn refused_or_whole(path: &Path, bytes: &[u8], what: &str) -> bool {
    std::fs::write(path, bytes).expect("written");
    let Ok(store) = attempt(path) else {
        return false;
    };
    let user = User::new(zhang());
    assert_eq!(store.revision(), 6, "{what}");
    assert_eq!(
        user.see(&store, ProjectId(1)).expect("there").goal,
        "目标 3",
        "{what}"
    );
    clean(&store.verify(None).expect("verified"));
    true
}

#[test]
fn c1_an_empty_file_is_refused_and_never_made_into_a_store() {
    let (_folder, path) = folder();
    std::fs::write(&path, "").expect("written");
    assert!(attempt(&path).is_err());
    assert_eq!(
        Store::init(&path, &Bureau, &init_options()),
        Err(OpenError::Exists)
    );
    assert_eq!(std::fs::metadata(&path).expect("there").len(), 0);
}

#[test]
fn c2_a_truncated_file_is_refused() {
    let bytes = bytes();
    let length = bytes.len();
    let (_folder, path) = folder();
    for end in [
        1,
        64,
        320,
        4095,
        length / 4,
        length / 2,
        length - 4096,
        length - 1,
    ] {
        assert!(
            !refused_or_whole(&path, &bytes[..end], "truncated"),
            "{end} of {length}"
        );
    }
}

#[test]
fn c3_something_behind_the_file_is_refused_or_cut_off_and_never_read() {
    let bytes = bytes();
    let (_folder, path) = folder();
    // Whole empty pages are what a crash leaves of a file that was about to grow, so those open.
    for (extra, fill) in [(1 << 20, 0), (1 << 20, 0xA5)] {
        let mut longer = bytes.clone();
        longer.resize(bytes.len() + extra, fill);
        refused_or_whole(&path, &longer, "extended by pages");
    }
    for extra in [1, 4095, (1 << 20) + 1] {
        let mut longer = bytes.clone();
        longer.resize(bytes.len() + extra, 0xA5);
        assert!(!refused_or_whole(&path, &longer, "extended"), "{extra}");
    }
}

#[test]
fn c4_what_never_was_a_store_is_said_to_be_none() {
    let (_folder, path) = folder();
    let noise: Vec<u8> = (0..200_000_u32)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect();
    for content in [b"project,code\n1,2\n".to_vec(), noise, vec![0; 100_000]] {
        std::fs::write(&path, content).expect("written");
        assert_eq!(attempt(&path).err(), Some(OpenError::NotAStore));
    }
}

#[test]
fn c5_one_flipped_bit_is_refused_or_harmless() {
    let bytes = bytes();
    let (_folder, path) = folder();
    let mut seed = 0x5eed_u64;
    let mut whole = 0;
    for _ in 0..500 {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let bit = usize::try_from(seed >> 16).expect("64 bits") % (bytes.len() * 8);
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        whole += usize::from(refused_or_whole(&path, &flipped, &format!("bit {bit}")));
    }
    println!("{whole} of 500 were harmless");
}

#[test]
fn c6_a_page_zeroed_filled_or_swapped_is_refused_or_harmless() {
    const PAGE: usize = 4096;
    let bytes = bytes();
    let (_folder, path) = folder();
    let pages = bytes.len() / PAGE;
    for page in 0..pages {
        let range = page * PAGE..(page + 1) * PAGE;
        for fill in [0, 0xFF] {
            let mut damaged = bytes.clone();
            damaged[range.clone()].fill(fill);
            refused_or_whole(&path, &damaged, &format!("page {page} filled with {fill}"));
        }
        let other = (page * 7 + 3) % pages;
        let mut swapped = bytes.clone();
        swapped.copy_within(other * PAGE..(other + 1) * PAGE, page * PAGE);
        swapped[other * PAGE..(other + 1) * PAGE].copy_from_slice(&bytes[range]);
        refused_or_whole(
            &path,
            &swapped,
            &format!("pages {page} and {other} swapped"),
        );
    }
}

#[test]
fn c7_every_bit_of_the_header_is_refused_or_harmless() {
    let bytes = bytes();
    let (_folder, path) = folder();
    for bit in (0..320 * 8).step_by(11) {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        refused_or_whole(&path, &flipped, &format!("header bit {bit}"));
    }
}

#[test]
fn c8_another_version_of_the_engine_is_refused() {
    let bytes = bytes();
    let (_folder, path) = folder();
    for version in [1, 2, 4, 255] {
        let mut other = bytes.clone();
        // Both commit slots of the header begin with the version.
        other[64] = version;
        other[192] = version;
        assert!(!refused_or_whole(&path, &other, "version"), "{version}");
    }
}

fn tamper(path: &Path, change: impl FnMut(&mut dyn Update) -> Result<(), Fault>) {
    let engine = Redb::open(path, Check::Full).expect("opened");
    engine::write(&engine, change).expect("written");
    Box::new(engine).close().expect("closed");
}

#[test]
fn c9_a_newer_schema_is_refused_with_the_version_that_it_needs() {
    let (_folder, path) = folder();
    small_file(&path);
    tamper(&path, |update| {
        let sentinel = tables::sentinel(update.view())?;
        let schema = tables::SCHEMA + 1;
        tables::put_sentinel(update, &tables::Sentinel { schema, ..sentinel })
    });
    let newer = OpenError::Newer {
        schema: tables::SCHEMA + 1,
        needs: entry::PROGRAM.to_owned(),
    };
    assert_eq!(attempt(&path).err(), Some(newer.clone()));
    assert_eq!(verify(&path, None).err(), Some(newer));
}

#[test]
fn c14_without_its_sentinel_a_store_is_not_opened() {
    let (_folder, path) = folder();
    small_file(&path);
    tamper(&path, |update| update.remove(Table::Meta, b"store_id"));
    let gone = OpenError::Failed(Fault::Damaged(Damage::Sentinel));
    assert_eq!(attempt(&path).err(), Some(gone));
}

#[test]
fn c14_a_file_of_the_engine_that_is_no_store_is_not_opened() {
    let (_folder, path) = folder();
    let engine = Redb::create(&path).expect("made");
    Box::new(engine).close().expect("closed");
    assert!(matches!(
        attempt(&path),
        Err(OpenError::Failed(Fault::Damaged(Damage::Sentinel)))
    ));
}

#[test]
fn d1_a_changed_byte_of_an_entry_is_named() {
    let (_folder, path) = folder();
    small_file(&path);
    for k in 1..=6_u64 {
        let copy = path.with_extension("copy");
        std::fs::copy(&path, &copy).expect("copied");
        tamper(&copy, |update| {
            let bytes = tables::event(update.view(), k)?.expect("there");
            let text = String::from_utf8(bytes)
                .expect("text")
                .replace("clerk", "klerc");
            tables::put_event(update, k, text.as_bytes())
        });
        let problems = verify(&copy, None).expect("verified").problems;
        let named = if k == 6 {
            Problem::Head { noted: 6, last: 6 }
        } else {
            Problem::Chain { seq: k }
        };
        assert_eq!(problems, [named]);
    }
}

#[test]
fn d1_an_entry_with_a_broken_seal_is_named() {
    let (_folder, path) = folder();
    small_file(&path);
    tamper(&path, |update| {
        let key = 3_u64.to_be_bytes();
        let mut sealed = update.get(Table::Event, &key)?.expect("there");
        sealed[40] ^= 4;
        update.put(Table::Event, &key, &sealed)
    });
    let problems = verify(&path, None).expect("verified").problems;
    let damage = Damage::Record {
        table: "event",
        key: "3".into(),
    };
    assert_eq!(problems, [Problem::Fault(Fault::Damaged(damage))]);
}

/// Takes entry `gone` out, renumbers what follows, and makes the chain anew.
fn forge(update: &mut dyn Update, store: StoreId, gone: u64) -> Result<(), Fault> {
    let head = tables::head(update.view())?;
    let mut new = Head::default();
    for seq in 1..=head.seq {
        let mut kept = tables::entry(update.view(), seq)?;
        update.remove(Table::Event, &seq.to_be_bytes())?;
        if seq == gone {
            continue;
        }
        kept.seq = new.seq + 1;
        kept.previous = new.hash;
        let bytes = entry::canonical(&kept).expect("bytes");
        tables::put_event(update, kept.seq, &bytes)?;
        new = Head {
            seq: kept.seq,
            hash: entry::hash(store, &bytes),
            at: kept.at,
        };
    }
    tables::put_head(update, &new)
}

fn forge_file(path: &Path, gone: u64) {
    tamper(path, |update| {
        let store = tables::sentinel(update.view())?.store;
        forge(update, store, gone)
    });
}

#[test]
fn d2_an_entry_taken_out_with_the_chain_made_anew_contradicts_the_heads() {
    let (_folder, path) = folder();
    small_file(&path);
    forge_file(&path, 4);
    let problems = verify(&path, None).expect("verified").problems;
    assert!(
        problems
            .iter()
            .any(|problem| matches!(problem, Problem::Heads { seq: 4, .. })),
        "{problems:?}"
    );
    assert!(
        problems.contains(&Problem::Mirror { line: 4 }),
        "{problems:?}"
    );
    let store = attempt(&path).expect("opened");
    assert!(store.latch().is_some());
}

#[test]
fn d3_a_journal_that_lost_its_end_is_noticed_at_opening_and_by_verify() {
    let (_folder, path) = folder();
    small_file(&path);
    let old = verify(&path, None).expect("verified").head;
    forge_file(&path, 6);
    let report = verify(&path, Some((old.seq, old.hash))).expect("verified");
    assert!(
        report
            .problems
            .contains(&Problem::Lost { known: 6, held: 5 })
    );
    assert!(report.problems.contains(&Problem::GivenHead { seq: 6 }));
    let store = attempt(&path).expect("opened");
    assert!(matches!(store.latch(), Some(Latch::Ahead { seq: 6, .. })));
    let mut zhang = User::new(zhang());
    let outcome = zhang.give(&store, None, Command::Create(Box::new(project("P2"))));
    assert_eq!(refused(outcome), Refusal::ReadOnly);
}

#[test]
fn d4_a_history_rewritten_with_its_files_contradicts_a_head_on_paper() {
    let (_folder, path) = folder();
    small_file(&path);
    let paper = verify(&path, None).expect("verified").head;
    clean(&verify(&path, Some((paper.seq, paper.hash))).expect("verified"));
    forge_file(&path, 4);
    std::fs::remove_file(heads_path(&path)).expect("removed");
    std::fs::remove_file(mirror_path(&path)).expect("removed");
    let report = verify(&path, Some((paper.seq, paper.hash))).expect("verified");
    assert!(
        report
            .problems
            .contains(&Problem::GivenHead { seq: paper.seq })
    );
}

#[test]
fn d5_a_project_changed_behind_the_journal_is_named() {
    let (_folder, path) = folder();
    small_file(&path);
    tamper(&path, |update| {
        let mut project = tables::project(update.view(), ProjectId(1))?.expect("there");
        project.goal = "改过的目标".into();
        tables::put_project(update, &project)?;
        let mut person = tables::person(update.view(), "zhang")?.expect("there");
        person.grants.clear();
        tables::put_person(update, &person)?;
        tables::put_setting(update, "policy", "other")
    });
    let problems = verify(&path, None).expect("verified").problems;
    let expected = [
        Problem::Project {
            id: ProjectId(1),
            code: "P1".into(),
        },
        Problem::Person { id: "zhang".into() },
        Problem::Setting {
            name: "policy".into(),
        },
    ];
    assert_eq!(problems, expected);
}

#[test]
fn d5_a_project_taken_away_behind_the_journal_is_named() {
    let (_folder, path) = folder();
    small_file(&path);
    tamper(&path, |update| {
        update.remove(Table::Project, &1_u64.to_be_bytes())
    });
    let problems = verify(&path, None).expect("verified").problems;
    let named = Problem::Project {
        id: ProjectId(1),
        code: "P1".into(),
    };
    assert!(problems.contains(&named), "{problems:?}");
}
