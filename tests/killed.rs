//! The real program killed in the middle of a command: all of it is there afterwards, or nothing (I11).

#![allow(clippy::unwrap_used)] // what goes wrong here is a failed test

use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

fn wenxiao(home: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wenxiao"));
    command
        .args(arguments)
        .env("HOME", home)
        .env("WENXIAO_LANG", "en")
        .env("WENXIAO_STORE", home.join("store"))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn done(home: &Path, arguments: &[&str]) -> Output {
    let output = wenxiao(home, arguments).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {said}");
    output
}

/// A file of many small projects.
fn file(path: &Path, count: usize) {
    let projects: Vec<Value> = (0..count)
        .map(|number| {
            json!({
                "code": format!("I-{number:05}"),
                "year": 2026,
                "name": format!("项目 {number}"),
                "unit": "甲单位",
                "indicators": [
                    {"level1": "产出指标", "level2": "数量指标", "name": "数量", "target": "≥10个", "weight": "50"},
                    {"level1": "效益指标", "level2": "社会效益指标", "name": "覆盖率", "target": "≥95%", "weight": "30"},
                ],
            })
        })
        .collect();
    let file = json!({"format": "wenxiao/1", "projects": projects});
    std::fs::write(path, file.to_string()).unwrap();
}

fn count(home: &Path) -> usize {
    let exported = done(home, &["export"]);
    let file: Value = serde_json::from_slice(&exported.stdout).unwrap();
    file["projects"].as_array().unwrap().len()
}

#[test]
fn an_import_that_is_killed_is_there_whole_or_not_at_all() {
    const PROJECTS: usize = 120;
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    done(home, &["init"]);
    let path = home.join("many.json");
    file(&path, PROJECTS);
    let whole = {
        let start = std::time::Instant::now();
        done(home, &["import", "--dry-run", path.to_str().unwrap()]);
        start.elapsed()
    };
    let (mut none, mut all) = (0, 0);
    for step in 0_u32..10 {
        let mut child = wenxiao(home, &["import", path.to_str().unwrap()])
            .spawn()
            .unwrap();
        // From before it has read the file to after it is done.
        std::thread::sleep(whole * step / 5);
        child.kill().unwrap();
        child.wait().unwrap();
        match count(home) {
            0 => none += 1,
            PROJECTS => all += 1,
            some => panic!("{some} of {PROJECTS} projects came in"),
        }
        done(home, &["verify"]);
    }
    println!("{none} times nothing, {all} times all");
    assert!(none >= 1, "the first is killed before it has read the file");
    // The same file again has its effect once.
    done(home, &["import", path.to_str().unwrap()]);
    assert_eq!(count(home), PROJECTS);
}

#[test]
fn a_start_that_is_killed_leaves_no_store_or_a_whole_one() {
    for step in 0_u32..8 {
        let home = tempfile::tempdir().unwrap();
        let mut child = wenxiao(home.path(), &["init"]).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(u64::from(step) * 12));
        child.kill().unwrap();
        child.wait().unwrap();
        if home.path().join("store").exists() {
            done(home.path(), &["verify"]);
        } else {
            done(home.path(), &["init"]);
        }
    }
}

/// The kept backups of the store.
fn kept(home: &Path) -> Vec<std::path::PathBuf> {
    let Ok(files) = std::fs::read_dir(home.join("store.backups")) else {
        return Vec::new();
    };
    let paths = files.map(|file| file.unwrap().path());
    let mut kept: Vec<_> = paths
        .filter(|path| path.extension().is_some_and(|ending| ending == "wenxiao"))
        .collect();
    kept.sort();
    kept
}

#[test]
fn k3_a_backup_that_is_killed_leaves_the_kept_ones_and_the_store_whole() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    done(home, &["init"]);
    done(home, &["backup", "--keep"]);
    let first = kept(home);
    let old = std::fs::read(&first[0]).unwrap();
    let path = home.join("many.json");
    file(&path, 60);
    let whole = {
        let start = std::time::Instant::now();
        done(home, &["import", path.to_str().unwrap()]);
        start.elapsed()
    };
    let mut unfinished = 0;
    for step in 0_u32..10 {
        let mut child = wenxiao(home, &["backup", "--keep"]).spawn().unwrap();
        std::thread::sleep(whole * step / 8);
        child.kill().unwrap();
        child.wait().unwrap();
        let now = kept(home);
        unfinished += usize::from(now == first);
        assert_eq!(std::fs::read(&first[0]).unwrap(), old);
        // What has its name is whole; what was cut off has none.
        for backup in now {
            done(home, &["verify", backup.to_str().unwrap()]);
        }
    }
    assert!(unfinished >= 1, "the first is killed before it has begun");
    // Cut off between the manifest and the name of its copy.
    let orphan = "2026-01-01-00000009-0123abcd.wenxiao.manifest.json";
    std::fs::write(home.join("store.backups").join(orphan), "{}").unwrap();
    done(home, &["backup", "--keep"]);
    assert_eq!(kept(home).len(), 2);
    let left = std::fs::read_dir(home.join("store.backups"))
        .unwrap()
        .count();
    assert_eq!(left, 4, "two backups, two manifests");
    done(home, &["verify"]);
}
