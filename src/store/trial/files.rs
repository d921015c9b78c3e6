//! The files beside a store, a path that changes hands, backup, text copy and restore.

use std::path::PathBuf;

use tempfile::TempDir;

use super::*;
use crate::domain::fault::Fault;
use crate::store::backup::{
    BackupError, RestoreError, RestoreOptions, RestoreReport, Restoring, from_text, manifest_path,
    restore,
};
use crate::store::beside::{beside, heads_path, mirror_path};
use crate::store::engine::{Check, Redb};
use crate::store::fault::{Holder, OpenError};
use crate::store::keep;
use crate::store::verify::{Problem, verify};
use crate::store::{Latch, Outcomes};

fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("store");
    (folder, path)
}

fn lines(path: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(path).expect("text");
    text.lines().map(str::to_owned).collect()
}

#[test]
fn heads_and_mirror_follow_every_commit() {
    let (_folder, path) = folder();
    small_file(&path);
    let store = open(&path);
    let heads = lines(&heads_path(&path));
    assert_eq!(heads.len(), 6);
    let head = store.head();
    assert_eq!(heads[5], format!("{} {} {}", head.seq, head.hash, head.at));
    let mirror = lines(&mirror_path(&path));
    let entries: Vec<_> = (1..=6)
        .map(|seq| {
            store
                .entry(seq, &zhang())
                .expect("readable")
                .expect("there")
        })
        .collect();
    let read: Vec<_> = mirror
        .iter()
        .map(|line| serde_json::from_str(line).expect("an entry"))
        .collect();
    assert_eq!(entries, read);
}

#[test]
fn a_mirror_that_is_behind_torn_or_gone_is_written_on() {
    let (_folder, path) = folder();
    small_file(&path);
    let whole = std::fs::read(mirror_path(&path)).expect("read");
    let third = lines(&mirror_path(&path))
        .iter()
        .take(3)
        .map(|line| line.len() + 1)
        .sum();
    for length in [0, third, third + 10, whole.len() - 1] {
        std::fs::write(mirror_path(&path), &whole[..length]).expect("written");
        let store = open(&path);
        assert_eq!(store.latch(), None);
        clean(&store.verify(None).expect("verified"));
        assert_eq!(std::fs::read(mirror_path(&path)).expect("read"), whole);
    }
    std::fs::remove_file(mirror_path(&path)).expect("removed");
    std::fs::remove_file(heads_path(&path)).expect("removed");
    assert_eq!(open(&path).latch(), None);
    assert_eq!(std::fs::read(mirror_path(&path)).expect("read"), whole);
    assert_eq!(lines(&heads_path(&path)).len(), 1);
}

#[test]
fn c15_an_older_copy_put_back_by_hand_writes_nothing_and_offers_what_was_lost() {
    let (_folder, path) = folder();
    small_file(&path);
    let older = std::fs::read(&path).expect("read");
    let newest = {
        let store = open(&path);
        let mut li = User::new(li());
        li.set(&store, ProjectId(1), ProjectField::Goal, "丢失一");
        let id = li.create(&store, "P2");
        li.set(&store, id, ProjectField::Goal, "丢失二");
        let mut admin = User::new(admin());
        saved(admin.give(
            &store,
            None,
            Command::SavePerson(person("new", Role::Expert)),
        ));
        saved(admin.give(
            &store,
            None,
            Command::SetPolicy {
                name: "other".into(),
            },
        ));
        store.head()
    };
    std::fs::write(&path, older).expect("put back");
    let store = open(&path);
    let Some(Latch::Ahead { seq: 11, lost }) = store.latch() else {
        panic!("{:?}", store.latch());
    };
    assert_eq!(
        lost.iter().map(|entry| entry.seq).collect::<Vec<_>>(),
        [7, 8, 9, 10, 11]
    );
    let mut li = User::new(li());
    li.given = 100;
    let create = |code| Command::Create(Box::new(project(code)));
    assert_eq!(
        refused(li.give(&store, None, create("P3"))),
        Refusal::ReadOnly
    );
    // Taken over again, byte for byte: the same head.
    assert!(matches!(store.replay(), Outcomes::Saved(_)));
    assert_eq!((store.head(), store.latch()), (newest, None));
    assert_eq!(
        store
            .rows()
            .find(Some(2026), "P2")
            .map(|row| row.grade().map(str::to_owned)),
        Some(Some("other".into()))
    );
    saved(li.give(&store, None, create("P3")));
    clean(&store.verify(None).expect("verified"));
}

#[test]
fn another_history_beside_a_store_is_noticed() {
    let (_folder, path) = folder();
    small_file(&path);
    let text = std::fs::read_to_string(mirror_path(&path)).expect("read");
    std::fs::write(mirror_path(&path), text.replace("目标 3", "目标 4")).expect("written");
    assert_eq!(open(&path).latch(), Some(Latch::Diverged { seq: 6 }));
    let report = verify(&path, None).expect("verified");
    assert_eq!(report.problems, [Problem::Mirror { line: 6 }]);
}

#[test]
fn c11_another_store_moved_over_the_path_ends_the_acknowledgements() {
    let (folder, path) = folder();
    small_file(&path);
    let store = open(&path);
    let mut zhang = User::new(zhang());
    zhang.given = 100;
    zhang.set(&store, ProjectId(1), ProjectField::Goal, "之前");
    let other = folder.path().join("other");
    small_file(&other);
    std::fs::rename(&other, &path).expect("moved");
    let edit = |value: &str| Command::Edit {
        project: ProjectId(1),
        edits: vec![set(ProjectField::Goal, value)],
    };
    let outcome = zhang.give(&store, None, edit("之后"));
    let replaced = Outcome::Failed {
        unknown: false,
        what: Fault::Replaced,
    };
    assert_eq!(outcome, replaced);
    assert_eq!(store.latch(), Some(Latch::Failed(Fault::Replaced)));
    assert_eq!(
        refused(zhang.give(&store, None, edit("再后"))),
        Refusal::ReadOnly
    );
    assert_eq!(store.reopen(), Err(OpenError::Failed(Fault::Replaced)));
}

#[test]
fn c12_a_path_that_is_unlinked_ends_the_acknowledgements() {
    let (_folder, path) = folder();
    small_file(&path);
    let store = open(&path);
    std::fs::remove_file(&path).expect("unlinked");
    let outcome = User::new(li()).give(&store, None, Command::Create(Box::new(project("P2"))));
    assert!(
        matches!(
            outcome,
            Outcome::Failed {
                what: Fault::Replaced,
                ..
            }
        ),
        "{outcome:?}"
    );
}

#[test]
fn e1_a_second_start_is_told_who_has_the_store_and_e2_a_stale_note_is_no_lock() {
    let (_folder, path) = folder();
    small_file(&path);
    let store = open(&path);
    let holder = Holder {
        pid: std::process::id(),
        os_user: "clerk".into(),
    };
    let second = Store::open(&path, Arc::new(Bureau), &open_options());
    assert_eq!(second.err(), Some(OpenError::InUse(Some(holder.clone()))));
    assert_eq!(verify(&path, None), Err(OpenError::InUse(Some(holder))));
    store.close().expect("closed");
    std::fs::write(beside(&path, "lock"), "999999 nobody\n").expect("written");
    open(&path).close().expect("closed");
}

#[test]
fn a_missing_store_is_missing_and_a_link_leads_to_the_real_one() {
    let (folder, path) = folder();
    let missing = Store::open(&path, Arc::new(Bureau), &open_options());
    assert_eq!(missing.err(), Some(OpenError::Missing));
    small_file(&path);
    #[cfg(unix)]
    {
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(&path, &link).expect("linked");
        let store = open(&link);
        assert_eq!(store.path().and_then(Path::file_name), path.file_name());
        let second = Store::open(&path, Arc::new(Bureau), &open_options());
        assert!(matches!(second, Err(OpenError::InUse(_))));
    }
    drop(folder);
}

#[test]
fn k1_a_backup_under_load_is_whole_and_stands_at_a_committed_entry() {
    let (folder, path) = folder();
    init(&path);
    let store = open(&path);
    std::thread::scope(|scope| {
        for number in 0..10 {
            let store = &store;
            scope.spawn(move || {
                let mut user = User::new(if number % 2 == 0 { zhang() } else { li() });
                user.given = i64::from(number) * 1000;
                let id = user.create(store, &format!("W{number}"));
                for round in 0..6 {
                    user.set(store, id, ProjectField::Goal, &round.to_string());
                }
            });
        }
        for number in 0..4 {
            let to = folder.path().join(format!("backup-{number}"));
            let manifest = store.backup(&to).expect("backed up");
            let head = manifest.head;
            let report = verify(&to, Some((head.seq, head.hash))).expect("verified");
            clean(&report);
            assert_eq!(
                (report.head, report.entries),
                (head, manifest.counts["event"])
            );
        }
    });
    clean(&store.verify(None).expect("verified"));
}

#[test]
fn k2_a_plain_copy_of_the_open_file_never_passes_for_another_state() {
    let (folder, path) = folder();
    small_file(&path);
    let store = open(&path);
    let mut zhang = User::new(zhang());
    zhang.given = 100;
    for round in 0..10 {
        zhang.set(
            &store,
            ProjectId(1),
            ProjectField::Goal,
            &format!("轮 {round}"),
        );
        let copy = folder.path().join(format!("cp-{round}"));
        std::fs::copy(&path, &copy).expect("copied");
        // Taken between two commits it may be whole; then it holds what was committed.
        match verify(&copy, None) {
            Ok(report) if report.is_clean() => assert_eq!(report.head, store.head()),
            Ok(report) => assert!(!report.problems.is_empty()),
            Err(error) => assert!(!matches!(error, OpenError::Missing)),
        }
    }
}

#[test]
fn k3_a_backup_that_can_not_be_written_leaves_nothing_and_harms_nothing() {
    let (folder, path) = folder();
    small_file(&path);
    let store = open(&path);
    let to = folder.path().join("backup");
    store.backup(&to).expect("backed up");
    let old = std::fs::read(&to).expect("read");
    assert_eq!(
        store.backup(&to),
        Err(BackupError::Target(OpenError::Exists))
    );
    assert_eq!(std::fs::read(&to).expect("read"), old);
    let nowhere = folder.path().join("no/such/folder/backup");
    assert!(matches!(
        store.backup(&nowhere),
        Err(BackupError::Target(_))
    ));
    assert!(matches!(
        store.backup_text(&nowhere),
        Err(BackupError::Target(_))
    ));
    let left: Vec<_> = std::fs::read_dir(folder.path())
        .expect("listed")
        .filter_map(|file| file.ok()?.file_name().into_string().ok())
        .filter(|name| name.contains("partial"))
        .collect();
    assert_eq!(left, [""; 0]);
    clean(&verify(&to, None).expect("verified"));
}

#[test]
fn k4_a_flipped_bit_in_a_backup_is_found() {
    let (folder, path) = folder();
    small_file(&path);
    let to = folder.path().join("backup");
    open(&path).backup(&to).expect("backed up");
    clean(&verify(&to, None).expect("verified"));
    // Verifying leaves a backup as it is.
    clean(&verify(&to, None).expect("verified"));
    let mut bytes = std::fs::read(&to).expect("read");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&to, bytes).expect("written");
    let report = verify(&to, None).expect("verified");
    assert!(!report.is_clean());
}

const A_DAY: i64 = 86_400_000;

/// What the folder of the kept backups holds, without the manifests.
fn kept_files(path: &Path) -> Vec<PathBuf> {
    let kept = keep::list(path).expect("listed");
    kept.into_iter().map(|kept| kept.path).collect()
}

#[test]
fn kept_backups_are_one_a_state_and_thinned_out_by_age() {
    let (_folder, path) = folder();
    small_file(&path);
    let store = open(&path);
    let mut li = User::new(li());
    for round in 0..12 {
        li.set(
            &store,
            ProjectId(1),
            ProjectField::Goal,
            &format!("轮 {round}"),
        );
        let report = store.keep_backup(START + round * A_DAY).expect("kept");
        let (to, manifest) = report.made.expect("a state of its own");
        assert_eq!(manifest.head, store.head());
        clean(&verify(&to, None).expect("verified"));
        // Nothing changed: nothing is made.
        let again = store.keep_backup(START + round * A_DAY).expect("kept");
        assert_eq!((again.made, again.removed), (None, 0));
    }
    // Seven days, and the last of the weeks before them.
    let left = kept_files(&path);
    assert!((7..12).contains(&left.len()), "{left:?}");
    for backup in &left {
        assert!(manifest_path(backup).exists());
        clean(&verify(backup, None).expect("verified"));
    }
    let folder = std::fs::read_dir(keep::folder(&path)).expect("listed");
    assert_eq!(
        folder.count(),
        2 * left.len(),
        "manifests go with their backups"
    );
    let kept = store.kept().expect("looked");
    assert_eq!((kept.count, kept.damaged), (left.len(), false));
    assert_eq!(kept.newest.map(|(_, seq)| seq), Some(store.head().seq));
}

#[test]
fn k4_a_flipped_bit_in_the_newest_kept_backup_stops_the_thinning_out() {
    let (_folder, path) = folder();
    small_file(&path);
    let store = open(&path);
    let mut li = User::new(li());
    let mut keep_on = |day: i64| {
        li.set(
            &store,
            ProjectId(1),
            ProjectField::Goal,
            &format!("日 {day}"),
        );
        store.keep_backup(START + day * A_DAY).expect("kept")
    };
    for day in 0..10 {
        keep_on(day);
    }
    let before = kept_files(&path);
    let newest = before.last().expect("kept").clone();
    let mut bytes = std::fs::read(&newest).expect("read");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&newest, bytes).expect("written");
    // The session that begins next sees it.
    store.look_at_kept().expect("looked");
    assert!(store.kept().expect("looked").damaged);
    let report = keep_on(60);
    assert_eq!((report.damaged, report.removed), (Some(newest), 0));
    assert_eq!(
        kept_files(&path).len(),
        before.len() + 1,
        "all are left, and a new one"
    );
    assert!(
        store.kept().expect("looked").damaged,
        "an administrator is told"
    );
    // With a newest one that is whole, age counts again.
    let report = keep_on(61);
    assert_eq!(report.damaged, None);
    assert!(!store.kept().expect("looked").damaged);
}

#[test]
fn k4_a_damaged_copy_of_the_present_state_is_made_again() {
    let (_folder, path) = folder();
    small_file(&path);
    let store = open(&path);
    let (first, _) = store.keep_backup(START).expect("kept").made.expect("made");
    std::fs::write(&first, "garbage").expect("written");
    let report = store.keep_backup(START).expect("kept");
    let (second, _) = report.made.expect("made again");
    assert_eq!(report.damaged, Some(first.clone()));
    assert_ne!(first, second);
    clean(&verify(&second, None).expect("verified"));
}

#[test]
fn k3_a_backup_that_is_not_kept_harms_none_that_is() {
    let (_folder, path) = folder();
    small_file(&path);
    let store = open(&path);
    store.keep_backup(START).expect("kept");
    let kept = kept_files(&path);
    let bytes = std::fs::read(&kept[0]).expect("read");
    // What an interrupted backup left is in nobody's way.
    let leftover = keep::folder(&path).join("2026-07-20-00000009-aaaaaaaa.wenxiao.partial");
    std::fs::write(&leftover, "half").expect("written");
    let mut li = User::new(li());
    li.set(&store, ProjectId(1), ProjectField::Goal, "又一日");
    store.keep_backup(START + A_DAY).expect("kept");
    assert!(!leftover.exists());
    // A folder that takes no file.
    let folder = keep::folder(&path);
    let aside = folder.with_extension("aside");
    std::fs::rename(&folder, &aside).expect("moved");
    std::fs::write(&folder, "a file").expect("written");
    assert!(store.keep_backup(START + 2 * A_DAY).is_err());
    std::fs::remove_file(&folder).expect("removed");
    std::fs::rename(&aside, &folder).expect("moved");
    assert_eq!(std::fs::read(&kept[0]).expect("read"), bytes);
    let report = store.keep_backup(START + 2 * A_DAY).expect("kept");
    assert_eq!(report.made, None, "the state of yesterday is kept already");
}

fn options(restoring: Restoring) -> RestoreOptions {
    RestoreOptions {
        restoring,
        at: START + 1_000_000,
        os_user: "clerk".into(),
    }
}

fn put_back(from: &Path, to: &Path, restoring: Restoring) -> Result<RestoreReport, RestoreError> {
    restore(from, to, &Bureau, &options(restoring))
}

#[test]
fn k5_a_restore_lists_what_is_lost_sets_the_old_aside_and_is_in_the_journal() {
    let (folder, path) = folder();
    small_file(&path);
    let backup = folder.path().join("backup");
    let text = folder.path().join("text");
    let left = {
        let store = open(&path);
        store.backup(&backup).expect("backed up");
        store.backup_text(&text).expect("backed up");
        let mut li = User::new(li());
        li.set(&store, ProjectId(1), ProjectField::Goal, "会丢失");
        store.head()
    };
    let before = std::fs::read(&path).expect("read");
    for from in [&backup, &text] {
        let rehearsed = put_back(from, &path, Restoring::Rehearse).expect("rehearsed");
        assert_eq!((rehearsed.lost.len(), rehearsed.set_aside), (1, None));
    }
    assert_eq!(open(&path).head(), left);
    drop(before);
    let report = put_back(&backup, &path, Restoring::CarryOut).expect("restored");
    assert_eq!(report.lost[0].actor.person, "li");
    assert_eq!((report.backup.seq, report.head.seq), (6, 7));
    let store = open(&path);
    assert_eq!((store.latch(), store.head()), (None, report.head));
    assert_eq!(
        User::new(zhang())
            .see(&store, ProjectId(1))
            .expect("there")
            .goal,
        "目标 3"
    );
    let entry = store.entry(7, &zhang()).expect("readable").expect("there");
    let behind = entry.left_behind.expect("said");
    assert_eq!(
        (entry.name.as_str(), behind.seq, behind.hash),
        ("restored", left.seq, left.hash)
    );
    clean(&store.verify(None).expect("verified"));
    // What was replaced is whole, under its own name with its own files.
    let aside = report.set_aside.expect("kept");
    let old = verify(&aside, Some((left.seq, left.hash))).expect("verified");
    clean(&old);
    clean(&verify(&backup, None).expect("verified"));
}

#[test]
fn k5_what_would_be_lost_stops_a_restore_in_the_same_breath() {
    let (folder, path) = folder();
    small_file(&path);
    let backup = folder.path().join("backup");
    {
        let store = open(&path);
        store.backup(&backup).expect("backed up");
        User::new(li()).set(&store, ProjectId(1), ProjectField::Goal, "会丢失");
    }
    match put_back(&backup, &path, Restoring::IfNothingIsLost) {
        Err(RestoreError::WouldLose(report)) => assert_eq!(report.lost.len(), 1),
        other => panic!("{other:?}"),
    }
    assert_eq!(open(&path).head().seq, 7);
    assert!(!beside(&path, "restoring").exists());
}

#[test]
fn k6_where_nothing_was_a_restore_gives_the_very_head_of_the_backup() {
    let (folder, path) = folder();
    small_file(&path);
    let (backup, text) = (folder.path().join("backup"), folder.path().join("text"));
    let head = {
        let store = open(&path);
        store.backup(&backup).expect("backed up");
        store.backup_text(&text).expect("backed up");
        store.head()
    };
    for from in [&backup, &text] {
        let new = from.with_extension("new");
        let report = put_back(from, &new, Restoring::IfNothingIsLost).expect("restored");
        assert_eq!((report.backup, report.head), (head, head));
        assert_eq!(open(&new).head(), head);
        clean(&verify(&new, Some((head.seq, head.hash))).expect("verified"));
    }
}

#[test]
fn k4_a_text_copy_with_a_hole_in_it_is_no_backup() {
    let (folder, path) = folder();
    small_file(&path);
    let store = open(&path);
    for name in ["persons.ndjson", "projects.ndjson", "settings.ndjson"] {
        let text = folder.path().join(name).with_extension("text");
        store.backup_text(&text).expect("written");
        let copy = folder.path().join(name).with_extension("copy");
        let wanted = Err(OpenError::NotAsNoted { file: name.into() });
        std::fs::write(text.join(name), "garbage").expect("written");
        assert_eq!(from_text(&text, &copy, &Bureau), wanted);
        std::fs::remove_file(text.join(name)).expect("removed");
        assert_eq!(from_text(&text, &copy, &Bureau), wanted);
        assert!(!copy.exists());
        assert_eq!(
            put_back(&text, &copy, Restoring::CarryOut).map(drop),
            wanted.map(drop).map_err(RestoreError::Open)
        );
    }
}

#[test]
fn k5_restores_that_are_refused() {
    let (folder, path) = folder();
    small_file(&path);
    let backup = folder.path().join("backup");
    let store = open(&path);
    store.backup(&backup).expect("backed up");
    let carry = Restoring::CarryOut;
    let running = put_back(&backup, &path, carry);
    assert!(
        matches!(
            running,
            Err(RestoreError::Target(OpenError::InUse(Some(_))))
        ),
        "{running:?}"
    );
    store.close().expect("closed");
    let foreign = folder.path().join("foreign");
    small_file(&foreign);
    let other = put_back(&backup, &foreign, carry);
    assert!(
        matches!(other, Err(RestoreError::OtherStore { .. })),
        "{other:?}"
    );
    let missing = put_back(&folder.path().join("none"), &path, carry);
    assert_eq!(missing, Err(RestoreError::Open(OpenError::Missing)));
    let newer = folder.path().join("newer");
    std::fs::copy(&backup, &newer).expect("copied");
    let engine = Redb::open(&newer, Check::Full).expect("opened");
    crate::store::engine::write(&engine, |update| {
        let sentinel = crate::store::tables::sentinel(update.view())?;
        let newer = crate::store::tables::Sentinel {
            schema: crate::store::SCHEMA + 1,
            ..sentinel
        };
        crate::store::tables::put_sentinel(update, &newer)
    })
    .expect("written");
    drop(engine);
    let newer = put_back(&newer, &path, carry);
    assert!(
        matches!(newer, Err(RestoreError::Open(OpenError::Newer { .. }))),
        "{newer:?}"
    );
    let junk = folder.path().join("junk");
    std::fs::write(&junk, "not a backup").expect("written");
    assert!(put_back(&junk, &path, carry).is_err());
    let swapped = folder.path().join("swapped");
    std::fs::copy(&path, &swapped).expect("copied");
    std::fs::copy(manifest_path(&backup), manifest_path(&swapped)).expect("copied");
    let swapped = put_back(&swapped, &path, carry);
    assert!(
        matches!(swapped, Err(RestoreError::NotWhole(_))),
        "{swapped:?}"
    );
    // Some other file is not moved out of the way.
    let letter = folder.path().join("letter.txt");
    std::fs::write(&letter, "precious").expect("written");
    assert_eq!(
        put_back(&backup, &letter, carry),
        Err(RestoreError::Target(OpenError::NotAStore))
    );
    assert_eq!(std::fs::read(&letter).expect("read"), b"precious");
    // Nothing of all this touched the store.
    clean(&verify(&path, None).expect("verified"));
    assert!(!beside(&path, "restoring").exists());
}

#[test]
fn a_damaged_store_is_restored_with_what_its_mirror_says_was_lost() {
    let (folder, path) = folder();
    small_file(&path);
    let backup = folder.path().join("backup");
    {
        let store = open(&path);
        store.backup(&backup).expect("backed up");
        User::new(li()).set(&store, ProjectId(1), ProjectField::Goal, "会丢失");
    }
    std::fs::write(&path, vec![0; 70_000]).expect("damaged");
    let report = put_back(&backup, &path, Restoring::CarryOut).expect("restored");
    assert_eq!(
        report
            .lost
            .iter()
            .map(|entry| entry.seq)
            .collect::<Vec<_>>(),
        [7]
    );
    assert_eq!(open(&path).latch(), None);
}

#[test]
fn k6_the_text_copy_is_stable_and_imports_to_the_same_head() {
    let (folder, path) = folder();
    small_file(&path);
    let store = open(&path);
    let (one, two) = (folder.path().join("one"), folder.path().join("two"));
    let manifest = store.backup_text(&one).expect("written");
    store.backup_text(&two).expect("written");
    for name in [
        "entries.ndjson",
        "projects.ndjson",
        "persons.ndjson",
        "settings.ndjson",
        "manifest.json",
    ] {
        assert_eq!(
            std::fs::read(one.join(name)).expect("read"),
            std::fs::read(two.join(name)).expect("read")
        );
    }
    assert_eq!(
        std::fs::read(one.join("entries.ndjson")).expect("read"),
        std::fs::read(mirror_path(&path)).expect("read")
    );
    let copy = folder.path().join("copy");
    let head = from_text(&one, &copy, &Bureau).expect("imported");
    assert_eq!((head, manifest.head), (store.head(), store.head()));
    let copied = open(&copy);
    assert_eq!((copied.id(), copied.rows().len()), (store.id(), 1));
    assert_eq!(*copied.settings(), *store.settings());
    // One changed character is found, and nothing is left of the attempt.
    let text = std::fs::read_to_string(one.join("entries.ndjson")).expect("read");
    std::fs::write(one.join("entries.ndjson"), text.replace("目标 2", "目标 9")).expect("written");
    let bad = folder.path().join("bad");
    let error = from_text(&one, &bad, &Bureau).expect_err("found");
    assert_eq!(
        error,
        OpenError::BadText {
            file: "entries.ndjson".into(),
            line: 6
        }
    );
    assert!(!bad.exists() && !beside(&bad, "partial").exists());
    assert!(manifest_path(&bad).metadata().is_err());
}

#[cfg(unix)]
#[test]
fn only_the_owner_reads_a_store_and_what_lies_beside_it() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, path) = folder();
    small_file(&path);
    let backup = folder.path().join("backup");
    let text = folder.path().join("text");
    let store = open(&path);
    store.backup(&backup).expect("backed up");
    store.backup_text(&text).expect("backed up");
    for path in [
        &path,
        &heads_path(&path),
        &mirror_path(&path),
        &backup,
        &manifest_path(&backup),
        &text.join("manifest.json"),
        &text.join("entries.ndjson"),
    ] {
        let mode = std::fs::metadata(path).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{}", path.display());
    }
}

#[test]
fn nobody_who_asks_how_the_backups_stand_waits_for_one_that_is_made() {
    let (_folder, path) = folder();
    small_file(&path);
    let store = open(&path);
    let _making = crate::store::lock(&store.keeping);
    assert_eq!(store.kept(), None);
    store.look_at_kept().expect("looked");
    assert_eq!(store.kept().expect("looked").count, 0);
}
