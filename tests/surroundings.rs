//! What the program can't choose: the clock of the machine, and the crates that it is made of.

// What a helper of a test unwraps is what the test is about.
#![allow(clippy::unwrap_used)]

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

const BINARY: &str = env!("CARGO_BIN_EXE_wenxiao");

/// Whether a tool is there; if not, that is said where the output of a passing test is not hidden.
fn is_there(tool: &str, question: &str) -> bool {
    let found = Command::new(tool).arg(question).output().is_ok();
    if !found {
        let _ = writeln!(std::io::stderr(), "skipped: {tool} is not installed");
    }
    found
}

fn project(folder: &Path, code: &str) -> String {
    let file = folder.join(format!("{code}.json"));
    let text = format!(
        r#"{{"format":"wenxiao/1","projects":[{{"code":"{code}","name":"水库除险加固","year":2026}}]}}"#
    );
    std::fs::write(&file, text).unwrap();
    file.to_str().unwrap().to_owned()
}

#[track_caller]
fn done(output: Output) -> String {
    let out = String::from_utf8(output.stdout).unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{out}{err}");
    out
}

#[test]
fn d11_a_machine_whose_clock_jumps_back_keeps_the_order_and_says_so() {
    if !is_there("faketime", "--version") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    let arguments = |rest: &[&str]| -> Vec<String> {
        let rest = rest.iter().map(|word| (*word).to_owned());
        ["--store".to_owned(), store.to_str().unwrap().to_owned()]
            .into_iter()
            .chain(rest)
            .collect()
    };
    let run = |rest: &[&str]| {
        let mut command = Command::new(BINARY);
        command.args(arguments(rest)).env("HOME", folder.path());
        done(command.output().unwrap())
    };
    run(&["init"]);
    run(&["import", &project(folder.path(), "a")]);
    let mut past = Command::new("faketime");
    past.arg("2020-01-01 08:00:00").arg(BINARY);
    past.args(arguments(&["import", &project(folder.path(), "b")]));
    done(past.env("HOME", folder.path()).output().unwrap());
    run(&["import", &project(folder.path(), "c")]);

    let report: Value = serde_json::from_str(&run(&["verify", "--json"])).unwrap();
    assert_eq!(report["clock_regressions"], 1, "{report}");
    assert_eq!(report["problems"], Value::Array(Vec::new()), "{report}");
    let exported: Value = serde_json::from_str(&run(&["export"])).unwrap();
    assert_eq!(exported["projects"].as_array().unwrap().len(), 3);
}

#[test]
fn k12_every_crate_comes_from_the_one_registry_with_its_checksum() {
    let lock = include_str!("../Cargo.lock");
    let lock: toml::Table = lock.parse().unwrap();
    let packages = lock["package"].as_array().unwrap();
    let mut sources = std::collections::BTreeSet::new();
    for package in packages {
        let name = package["name"].as_str().unwrap();
        match package.get("source").and_then(toml::Value::as_str) {
            None => assert_eq!(name, "wenxiao"),
            Some(source) => {
                assert!(source.starts_with("registry+"), "{name}: {source}");
                assert!(package.get("checksum").is_some(), "{name}");
                sources.insert(source);
            }
        }
    }
    assert_eq!(sources.len(), 1, "{sources:?}");
}

#[test]
fn k12_what_ships_has_a_licence_that_is_allowed() {
    if !is_there("cargo-deny", "--version") {
        return;
    }
    let mut deny = Command::new("cargo-deny");
    deny.args(["check", "bans", "licenses", "sources"]);
    let output = deny.current_dir(env!("CARGO_MANIFEST_DIR")).output();
    let output = output.unwrap();
    if String::from_utf8_lossy(&output.stderr).contains("failed to fetch crates") {
        let _ = writeln!(std::io::stderr(), "skipped: the crates are out of reach");
        return;
    }
    done(output);
}
