//! Faults with real processes and real media: kill, full disk, read-only mounts, system calls that
//! fail. A tool or right that is absent makes a printed skip, never a silent one.
//!
//! The test binary runs itself again as the process that is harmed: a test named `child` does what
//! its environment says and nothing without it.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::io::{BufRead, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command as Process, Stdio};
use std::sync::Arc;
use std::time::Duration;

use wenxiao::domain::command::{
    At, Block, Command, CommandId, Edit, EditRules, Envelope, IndicatorField, Record,
};
use wenxiao::domain::fault::Fault;
use wenxiao::domain::journal::Outcome;
use wenxiao::domain::project::{Indicator, Project, ProjectId};
use wenxiao::domain::refusal::Refusal;
use wenxiao::domain::role::{Actor, Grant, Person, Role, Scope};
use wenxiao::domain::row::{self, Judgement, Row};
use wenxiao::domain::status::{Chain, DocumentKind, ReturnTo, Status, Step};
use wenxiao::store::backup::{RestoreOptions, Restoring, restore};
use wenxiao::store::fault::OpenError;
use wenxiao::store::verify::verify;
use wenxiao::store::{InitOptions, Latch, NetworkFiles, OpenOptions, Rules, Settings, Store};

struct Plain;

impl Rules for Plain {
    fn chain(&self, _: &str) -> Result<Chain, Refusal> {
        Ok(Chain {
            fill: Role::Unit,
            steps: vec![Step {
                status: Status::UnitAudit,
                role: Role::UnitLead,
            }],
            approve: Role::Budget,
            reopen: Role::Finance,
            return_to: ReturnTo::Filler,
        })
    }

    fn edit_rules(&self, _: &str) -> Result<EditRules, Refusal> {
        Ok(EditRules {
            met_from: rust_decimal::Decimal::new(8, 1),
            partial_from: rust_decimal::Decimal::new(6, 1),
        })
    }

    fn row(&self, project: &Project, _: &Settings) -> Row {
        row::of(project, &self.chain("").unwrap(), Judgement::default())
    }

    fn blocking(&self, _: &Project, _: DocumentKind, _: &Settings) -> Vec<String> {
        Vec::new()
    }
}

fn clerk() -> Actor {
    Actor {
        person: "zhang".into(),
        role: Role::Unit,
        scope: Scope::All,
        os_user: "clerk".into(),
    }
}

fn options() -> InitOptions {
    InitOptions {
        id: None,
        name: "清河县".into(),
        persons: vec![Person {
            id: "zhang".into(),
            name: "张三".into(),
            grants: vec![Grant {
                role: Role::Unit,
                scope: Scope::All,
            }],
            active: true,
        }],
        policy: "bureau".into(),
        clock: "2026-07-20".into(),
        at: 1_784_505_600_000,
        os_user: "clerk".into(),
    }
}

fn try_open(path: &Path) -> Result<Arc<Store>, OpenError> {
    let options = OpenOptions {
        os_user: "clerk".into(),
        network: NetworkFiles::Allow,
    };
    Store::open(path, Arc::new(Plain), &options).map(|opening| opening.store)
}

fn give(store: &Store, name: &str, command: Command) -> Outcome {
    store.apply(&Envelope {
        id: CommandId(name.to_owned()),
        actor: clerk(),
        at: 1_784_505_700_000,
        based_on: None,
        command,
    })
}

fn create(code: &str) -> Command {
    Command::Create(Box::new(Project {
        code: code.to_owned(),
        year: Some(2026),
        name: "水库除险加固".into(),
        indicators: vec![Indicator {
            id: "1".into(),
            target: "≥5座".into(),
            ..Indicator::default()
        }],
        ..Project::default()
    }))
}

fn edit(project: ProjectId, value: u64) -> Command {
    Command::Edit {
        project,
        edits: vec![Edit::Set {
            at: At::Indicator(Block::Annual, "1".into(), IndicatorField::Actual),
            value: format!("{value}座"),
        }],
    }
}

/// What a harmed process does: saves one edit after the other and tells each on a line.
#[test]
fn child() {
    let Some(path) = std::env::var_os("WENXIAO_FAULT_STORE").map(PathBuf::from) else {
        return;
    };
    if std::env::var_os("WENXIAO_FAULT_INIT").is_some() {
        let made = Store::init(&path, &Plain, &options());
        println!("told {made:?}");
        return;
    }
    let store = try_open(&path).expect("opened");
    let salt = store.revision();
    for round in 0..u64::MAX {
        let name = format!("{salt}-{round}");
        match give(&store, &name, edit(ProjectId(1), salt * 1000 + round)) {
            Outcome::Saved(receipt) => println!("saved {} {name}", receipt.head.seq),
            Outcome::Failed { unknown, .. } => {
                println!("{} {name}", if unknown { "unknown" } else { "failed" });
                return;
            }
            Outcome::NotSaved(refusal) => panic!("{refusal:?}"),
        }
        let rounds = std::env::var("WENXIAO_FAULT_ROUNDS")
            .ok()
            .and_then(|text| text.parse().ok());
        if rounds.is_some_and(|rounds: u64| round + 1 >= rounds) {
            return;
        }
    }
}

/// The child test of this binary, under `prefix` (a tracer) if there is one.
fn harm(path: &Path, prefix: &[String]) -> Process {
    let me = std::env::current_exe().unwrap();
    let me = me.to_str().unwrap().to_owned();
    let arguments = ["child", "--exact", "--nocapture", "--test-threads=1"].map(str::to_owned);
    let mut all = prefix.to_vec();
    all.push(me);
    all.extend(arguments);
    let mut process = Process::new(&all[0]);
    process
        .args(&all[1..])
        .env("WENXIAO_FAULT_STORE", path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    process
}

/// Lines that a child told, as far as it came.
fn told(child: &mut Child) -> Vec<String> {
    let output = BufReader::new(child.stdout.take().unwrap());
    output.lines().map_while(Result::ok).collect()
}

fn last_saved(lines: &[String]) -> Option<u64> {
    lines.iter().rev().find_map(|line| {
        // The first line of a test may stand behind its name.
        let (_, rest) = line.split_once("saved ")?;
        rest.split(' ').next()?.parse().ok()
    })
}

fn fresh() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    Store::init(&path, &Plain, &options()).unwrap();
    let store = try_open(&path).unwrap();
    assert!(matches!(
        give(&store, "create", create("P1")),
        Outcome::Saved(_)
    ));
    store.close().unwrap();
    (folder, path)
}

fn present(tool: &str) -> bool {
    let found = Process::new("sh")
        .args(["-c", &format!("command -v {tool}")])
        .output();
    let found = found.is_ok_and(|output| output.status.success());
    if !found {
        skip(&format!("{tool} is absent"));
    }
    found
}

/// Says that something was not tried; `println!` of a test that passes is kept from the reader.
fn skip(why: &str) {
    let _ = writeln!(std::io::stderr(), "skipped: {why}");
}

#[test]
fn a1_kill_at_any_time_loses_nothing_that_was_told() {
    let rounds = std::env::var("WENXIAO_KILLS")
        .ok()
        .and_then(|text| text.parse().ok());
    let (_folder, path) = fresh();
    for round in 0..rounds.unwrap_or(20_u64) {
        let mut child = harm(&path, &[]).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(30 + round * 37 % 170));
        child.kill().unwrap();
        let lines = told(&mut child);
        child.wait().unwrap();
        // E2: the lock died with its holder, whatever its note says.
        let store = try_open(&path).expect("opened at once");
        assert_eq!(store.latch(), None);
        let head = store.revision();
        if let Some(last) = last_saved(&lines) {
            assert!(
                (last..=last + 1).contains(&head),
                "told {last}, found {head}"
            );
        }
        assert_eq!(store.verify(None).unwrap().problems, []);
    }
}

#[test]
fn a7_init_killed_at_any_system_call_leaves_a_whole_store_or_none() {
    if !present("strace") {
        return;
    }
    let calls = [
        "pwrite64",
        "fdatasync",
        "fsync",
        "ftruncate",
        "linkat,link",
        "unlink,unlinkat",
    ];
    let mut killed = 0;
    for call in calls {
        for when in 1..=6 {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("store");
            let inject = format!("inject={call}:signal=KILL:when={when}");
            let prefix =
                ["strace", "-f", "-qq", "-o", "/dev/null", "-e", &inject].map(str::to_owned);
            let mut process = harm(&path, &prefix);
            let mut child = process.env("WENXIAO_FAULT_INIT", "1").spawn().unwrap();
            let lines = told(&mut child);
            child.wait().unwrap();
            let whole = lines.iter().any(|line| line.contains("told Ok"));
            killed += usize::from(!whole);
            match try_open(&path) {
                Ok(store) => assert_eq!(store.verify(None).unwrap().problems, []),
                Err(error) => {
                    assert_eq!(error, OpenError::Missing, "{call} {when}");
                    assert!(!whole);
                    Store::init(&path, &Plain, &options()).expect("made over what was left");
                }
            }
        }
    }
    if killed == 0 {
        skip("strace may not trace here");
    }
}

#[test]
fn b4_b5_system_calls_that_fail_are_told_truly() {
    if !present("strace") {
        return;
    }
    let mut met = 0;
    for (call, error) in [
        ("fdatasync", "EIO"),
        ("pwrite64", "EIO"),
        ("pwrite64", "ENOSPC"),
    ] {
        for when in [1, 2, 3, 5, 8, 13, 21, 34] {
            let (_folder, path) = fresh();
            let inject = format!("inject={call}:error={error}:when={when}");
            let prefix =
                ["strace", "-f", "-qq", "-o", "/dev/null", "-e", &inject].map(str::to_owned);
            let mut process = harm(&path, &prefix);
            let mut child = process.env("WENXIAO_FAULT_ROUNDS", "4").spawn().unwrap();
            let lines = told(&mut child);
            child.wait().unwrap();
            // What was being opened may have failed; then nothing was told.
            let store = try_open(&path).expect("opened");
            let head = store.revision();
            let last = last_saved(&lines).unwrap_or(2);
            let failed = lines.iter().any(|line| line.contains("failed "));
            let unknown = lines.iter().any(|line| line.contains("unknown "));
            met += usize::from(failed || unknown);
            if unknown {
                assert!(
                    (last..=last + 1).contains(&head),
                    "{call} {when}: {lines:?} {head}"
                );
            } else {
                assert_eq!(head, last, "{call} {error} {when}: {lines:?}");
            }
            assert_eq!(store.verify(None).unwrap().problems, []);
        }
    }
    if met == 0 {
        skip("strace may not trace here");
    }
}

/// Calls of the C library that write and read a part of what they are asked to, and are interrupted.
const SHORT: &str = r"
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <unistd.h>
static int calls;
#define PART(name, buffer) \
    ssize_t name(int file, buffer bytes, size_t count, off64_t at) { \
        static ssize_t (*real)(int, buffer, size_t, off64_t); \
        if (!real) real = dlsym(RTLD_NEXT, #name); \
        int call = __sync_add_and_fetch(&calls, 1); \
        if (call % 5 == 0) { errno = EINTR; return -1; } \
        return real(file, bytes, count > 1 && call % 2 ? count / 2 : count, at); \
    }
PART(pwrite64, const void *)
PART(pread64, void *)
";

#[test]
fn b7_interrupted_and_short_writes_are_not_noticed() {
    if !present("cc") {
        return;
    }
    let (folder, path) = fresh();
    let source = folder.path().join("short.c");
    let library = folder.path().join("short.so");
    std::fs::write(&source, SHORT).unwrap();
    let built = Process::new("cc")
        .args(["-shared", "-fPIC", "-o"])
        .args([&library, &source])
        .arg("-ldl")
        .status()
        .unwrap();
    assert!(built.success());
    let mut child = harm(&path, &[])
        .env("LD_PRELOAD", &library)
        .env("WENXIAO_FAULT_ROUNDS", "4")
        .spawn()
        .unwrap();
    let lines = told(&mut child);
    child.wait().unwrap();
    let saved = lines.iter().filter(|line| line.contains("saved ")).count();
    assert_eq!(saved, 4, "{lines:?}");
    let store = try_open(&path).unwrap();
    assert_eq!(Some(store.revision()), last_saved(&lines));
    assert_eq!(store.verify(None).unwrap().problems, []);
}

#[test]
fn b7_interrupted_system_calls_are_not_noticed() {
    if !present("strace") {
        return;
    }
    for inject in [
        "inject=pwrite64:error=EINTR:when=3+5",
        "inject=fdatasync:error=EINTR:when=2+7",
    ] {
        let (_folder, path) = fresh();
        let prefix = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", inject].map(str::to_owned);
        let mut child = harm(&path, &prefix)
            .env("WENXIAO_FAULT_ROUNDS", "4")
            .spawn()
            .unwrap();
        let lines = told(&mut child);
        child.wait().unwrap();
        if lines.is_empty() {
            skip("strace may not trace here");
            return;
        }
        let saved = lines.iter().filter(|line| line.contains("saved ")).count();
        assert_eq!(saved, 4, "{inject}: {lines:?}");
        let store = try_open(&path).unwrap();
        assert_eq!(Some(store.revision()), last_saved(&lines));
        assert_eq!(store.verify(None).unwrap().problems, []);
    }
}

/// A mount that ends with the value.
struct Mount(PathBuf);

impl Mount {
    fn new(folder: &Path, options: &str) -> Option<Self> {
        let mounted = Process::new("mount")
            .args(["-t", "tmpfs", "-o", options, "tmpfs"])
            .arg(folder)
            .stderr(Stdio::null())
            .status();
        if mounted.is_ok_and(|status| status.success()) {
            Some(Self(folder.to_owned()))
        } else {
            skip("mounting needs root");
            None
        }
    }

    fn remount(&self, options: &str) {
        let options = format!("remount,{options}");
        let status = Process::new("mount")
            .args(["-o", &options])
            .arg(&self.0)
            .status()
            .unwrap();
        assert!(status.success());
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _gone = Process::new("umount").arg("-l").arg(&self.0).status();
    }
}

#[test]
fn b1_b3_a_full_disk_is_told_and_with_room_again_writing_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let Some(mount) = Mount::new(folder.path(), "size=2560k") else {
        return;
    };
    let path = folder.path().join("store");
    Store::init(&path, &Plain, &options()).unwrap();
    let store = try_open(&path).unwrap();
    // B3: little room is said beforehand, and an import does not begin.
    let space = store.space().unwrap().expect("a file");
    assert!(space.free < space.wanted);
    let import = Command::Import {
        projects: vec![Project {
            code: "I1".into(),
            ..Project::default()
        }],
        digest: String::new(),
    };
    let low = give(&store, "import", import);
    assert!(
        matches!(
            low,
            Outcome::Failed {
                unknown: false,
                what: Fault::LowSpace(_)
            }
        ),
        "{low:?}"
    );
    assert_eq!(store.latch(), None);
    let mut saved = 0;
    let what = loop {
        match give(&store, &format!("c{saved}"), create(&format!("P{saved}"))) {
            Outcome::Saved(_) if store.latch().is_none() => saved += 1,
            Outcome::Saved(_) => {
                // The store took it, the files beside it did not.
                saved += 1;
                break Fault::Full;
            }
            Outcome::Failed { what, .. } => break what,
            Outcome::NotSaved(refusal) => panic!("{refusal:?}"),
        }
    };
    assert_eq!(what, Fault::Full);
    assert_eq!(store.latch(), Some(Latch::Failed(Fault::Full)));
    assert!(store.rows().len() >= saved);
    mount.remount("size=32m");
    store.reopen().unwrap();
    assert_eq!(store.latch(), None);
    assert!(matches!(
        give(&store, "after", create("after")),
        Outcome::Saved(_)
    ));
    assert_eq!(store.verify(None).unwrap().problems, []);
    drop(store);
    drop(mount);
}

#[test]
fn b9_a_read_only_medium_opens_to_read() {
    let folder = tempfile::tempdir().unwrap();
    let Some(mount) = Mount::new(folder.path(), "size=16m") else {
        return;
    };
    let path = folder.path().join("store");
    Store::init(&path, &Plain, &options()).unwrap();
    {
        let store = try_open(&path).unwrap();
        assert!(matches!(
            give(&store, "create", create("P1")),
            Outcome::Saved(_)
        ));
        store.close().unwrap();
    }
    mount.remount("ro");
    let store = try_open(&path).expect("opened to read");
    assert_eq!(
        (store.latch(), store.rows().len()),
        (Some(Latch::NotPermitted), 1)
    );
    assert_eq!(
        give(&store, "edit", edit(ProjectId(1), 1)),
        Outcome::NotSaved(Refusal::ReadOnly)
    );
    drop(store);
    assert_eq!(verify(&path, None).unwrap().problems, []);
    drop(mount);
}

/// A file that nobody may change, until the value ends.
struct Immutable(PathBuf);

impl Immutable {
    fn new(path: &Path) -> Option<Self> {
        let locked = Process::new("chattr").arg("+i").arg(path).output();
        if locked.is_ok_and(|done| done.status.success()) {
            return Some(Self(path.to_owned()));
        }
        skip("chattr needs root and a file system that knows it");
        None
    }
}

impl Drop for Immutable {
    fn drop(&mut self) {
        let _free = Process::new("chattr").arg("-i").arg(&self.0).status();
    }
}

#[test]
fn b9_a_file_that_nobody_may_change_opens_to_read() {
    let (_folder, path) = fresh();
    let head = {
        let store = try_open(&path).unwrap();
        store.close().unwrap();
        store.head()
    };
    let Some(_locked) = Immutable::new(&path) else {
        return;
    };
    let store = try_open(&path).expect("opened to read");
    assert_eq!(
        (store.latch(), store.head()),
        (Some(Latch::NotPermitted), head)
    );
    assert_eq!(
        give(&store, "edit", create("P2")),
        Outcome::NotSaved(Refusal::ReadOnly)
    );
}

#[test]
fn b9_somebody_who_may_only_read_the_file_reads_it_and_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, path) = fresh();
    try_open(&path).unwrap().close().unwrap();
    let binary = folder.path().join("wenxiao");
    std::fs::copy(env!("CARGO_BIN_EXE_wenxiao"), &binary).unwrap();
    let mode = |path: &Path, mode: u32| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    for file in std::fs::read_dir(folder.path()).unwrap() {
        mode(&file.unwrap().path(), 0o444);
    }
    mode(&binary, 0o755);
    mode(folder.path(), 0o555);
    // The mode is nothing to root.
    let nobody = ["--reuid=65534", "--regid=65534", "--clear-groups"];
    let mut process = if rustix::process::getuid().is_root() {
        if !present("setpriv") {
            return;
        }
        let mut process = Process::new("setpriv");
        process.args(nobody).arg(&binary);
        process
    } else {
        Process::new(&binary)
    };
    process.arg("export").arg("--store").arg(&path);
    let said = process
        .env("HOME", folder.path())
        .env("WENXIAO_LANG", "en")
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&said.stderr).into_owned();
    mode(folder.path(), 0o755);
    if told.contains("setpriv") {
        skip("setpriv may not change the user here");
        return;
    }
    assert!(said.status.success(), "{told}");
    assert!(told.to_lowercase().contains("read only"), "{told}");
    assert_eq!(told.lines().count(), 1, "{told}");
    let exported: serde_json::Value = serde_json::from_slice(&said.stdout).unwrap();
    assert_eq!(exported["format"], "wenxiao/1");
}

#[test]
fn k3_a_backup_onto_a_full_disk_fails_and_leaves_nothing() {
    let (_folder, path) = fresh();
    let store = try_open(&path).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let Some(mount) = Mount::new(folder.path(), "size=64k") else {
        return;
    };
    assert!(store.backup(&folder.path().join("backup")).is_err());
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
    assert_eq!(store.latch(), None);
    assert!(matches!(
        give(&store, "after", create("P9")),
        Outcome::Saved(_)
    ));
    drop(mount);
}

/// Where the store of a layout lies: that of 1 was written by version 0.1.0, none is ever made anew.
fn fixture(layout: u32) -> PathBuf {
    let name = format!("tests/fixtures/store-v{layout}/store");
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

#[test]
#[ignore = "writes the fixture of this layout; run once for a release, by name"]
fn write_fixture() {
    let path = fixture(wenxiao::store::SCHEMA);
    if path.exists() {
        return;
    }
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    Store::init(&path, &Plain, &options()).unwrap();
    let store = try_open(&path).unwrap();
    for (number, code) in ["P1", "P2"].iter().enumerate() {
        assert!(matches!(
            give(&store, code, create(code)),
            Outcome::Saved(_)
        ));
        let id = ProjectId(number as u64 + 1);
        assert!(matches!(
            give(&store, &format!("{code}e"), edit(id, 4)),
            Outcome::Saved(_)
        ));
    }
    let delete = Command::Delete {
        project: ProjectId(2),
    };
    assert!(matches!(give(&store, "d", delete), Outcome::Saved(_)));
    let undo = Command::Undo {
        record: Record::Project(ProjectId(2)),
    };
    assert!(matches!(give(&store, "u", undo), Outcome::Saved(_)));
    store.close().unwrap();
}

#[test]
fn c10_the_store_of_every_released_layout_opens_verifies_and_takes_writes() {
    for layout in 1..=wenxiao::store::SCHEMA {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store");
        for name in ["", ".heads", ".journal"] {
            let from = fixture(layout).with_file_name(format!("store{name}"));
            std::fs::copy(from, folder.path().join(format!("store{name}"))).unwrap();
        }
        let report = verify(&path, None).unwrap();
        assert_eq!(
            (report.problems.as_slice(), report.entries, report.projects),
            (&[][..], 7, 2)
        );
        let store = try_open(&path).unwrap();
        assert_eq!(store.latch(), None);
        let project = store
            .project(ProjectId(1), &clerk())
            .unwrap()
            .expect("there");
        assert_eq!(
            (project.code.as_str(), project.indicators[0].actual.as_str()),
            ("P1", "4座")
        );
        assert!(matches!(
            give(&store, "new", edit(ProjectId(1), 5)),
            Outcome::Saved(_)
        ));
        assert_eq!(store.verify(None).unwrap().problems, []);
        // A store of an older layout was put aside before it was brought up to date.
        let aside = folder.path().join(format!("store.schema-{layout}"));
        assert_eq!(aside.exists(), layout < wenxiao::store::SCHEMA);
        if aside.exists() {
            assert_eq!(verify(&aside, None).unwrap().problems, []);
            // And is a backup that comes back.
            let options = RestoreOptions {
                restoring: Restoring::CarryOut,
                at: 1_784_505_800_000,
                os_user: "clerk".into(),
            };
            store.close().unwrap();
            restore(&aside, &path, &Plain, &options).unwrap();
            let report = verify(&path, None).unwrap();
            assert_eq!((report.problems, report.entries), (vec![], 8));
        }
    }
}
