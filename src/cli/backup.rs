//! `wenxiao backup`, `verify` and `restore`: the way out, the proof, and the way back.
//!
//! All of it is the store's work; here its reports become sentences or JSON. Whoever notes the head
//! that a backup prints can hand it to `verify --head` later.

use std::collections::BTreeSet;
use std::path::Path;

use chrono::TimeDelta;

use super::args::{BackupArguments, RestoreArguments, VerifyArguments};
use super::console::{Answer, Console, Exit, Trouble};
use super::environment::Environment;
use super::input::shown;
use super::paths::StorePath;
use super::{storage, store_words};
use crate::domain::journal::Hash;
use crate::domain::moment::day_of;
use crate::lang::cli as words;
use crate::setup::Shipped;
use crate::store::Store;
use crate::store::backup::{
    self, BackupError, Manifest, RestoreError, RestoreOptions, RestoreReport, Restoring,
};
use crate::store::fault::OpenError;
use crate::store::keep::{self, KeepReport};
use crate::store::verify::{self, GivenHead, Problem, VerifyReport};

/// Makes a backup.
pub fn back_up(
    arguments: &BackupArguments,
    place: &StorePath,
    environment: &Environment,
    console: &mut Console<'_>,
) -> Answer {
    let shipped = storage::shipped()?;
    let store = storage::open(&place.path, &shipped, environment, console)?;
    if arguments.keep {
        let kept = store.keep_backup(storage::now());
        let closed = store.close();
        let report = kept.map_err(|error| not_made(&error, &keep::folder(&place.path), console))?;
        closed.map_err(|fault| store_words::failed(&fault, console))?;
        return kept_answer(&report, place, console);
    }
    let target = arguments.text.as_deref().or(arguments.path.as_deref());
    let target = target.unwrap_or(Path::new("")).to_owned();
    let made = if arguments.text.is_some() {
        store.backup_text(&target)
    } else {
        store.backup(&target)
    };
    let closed = store.close();
    let manifest = made.map_err(|error| not_made(&error, &target, console))?;
    closed.map_err(|fault| store_words::failed(&fault, console))?;
    made_answer(&manifest, &target, arguments.text.is_some(), console)?;
    Ok(Exit::Done)
}

fn kept_answer(report: &KeepReport, place: &StorePath, console: &mut Console<'_>) -> Answer {
    let language = console.language;
    let exit = match report.damaged {
        Some(_) => Exit::Findings,
        None => Exit::Done,
    };
    if console.json {
        let made = report.made.as_ref();
        let answer = serde_json::json!({
            "format": "wenxiao-backup/1",
            "form": "kept",
            "path": made.map(|(path, _)| shown(path)),
            "head": made.map(|(_, manifest)| storage::head_json(manifest.head)),
            "removed": report.removed,
            "damaged": report.damaged.as_deref().map(shown),
        });
        console.answer(&answer)?;
        return Ok(exit);
    }
    if let Some((path, manifest)) = &report.made {
        let head = storage::head_text(manifest.head);
        console.lines(words::backed_up(&shown(path), &head, language))?;
    } else {
        let folder = shown(&keep::folder(&place.path));
        console.line(&words::nothing_to_keep(&folder, language))?;
    }
    if report.removed > 0 {
        console.line(&words::thinned_out(report.removed, language))?;
    }
    if let Some(damaged) = &report.damaged {
        console.note(&words::kept_damaged(&shown(damaged), language));
    }
    Ok(exit)
}

/// Keeps the backup that a store gets without being asked; what went wrong is said and stops nothing.
pub fn keep_by_itself(store: &Store, path: &Path, console: &mut Console<'_>) {
    let language = console.language;
    let now = storage::now();
    match store.keep_by_itself(now) {
        Ok(Some(KeepReport {
            damaged: Some(damaged),
            ..
        })) => console.note(&words::kept_damaged(&shown(&damaged), language)),
        Ok(Some(_)) => {}
        Ok(None) => {
            let newest = store.kept().and_then(|kept| kept.newest);
            let week_ago = day_of(now) - TimeDelta::days(7);
            let takes_writes = store.latch().is_none();
            if takes_writes && newest.is_none_or(|(day, _)| day < week_ago) {
                console.note(words::too_large_to_keep(language));
            }
        }
        Err(error) => {
            let why = not_made(&error, &keep::folder(path), console);
            console.note(&words::not_kept(why.sentence(), language));
        }
    }
}

fn not_made(error: &BackupError, target: &Path, console: &Console<'_>) -> Trouble {
    match error {
        BackupError::Target(error) => store_words::unwritten(error, target, console),
        BackupError::Source(fault) => store_words::failed(fault, console),
        BackupError::NotWhole(report) => not_whole(report, target, console),
    }
}

fn not_whole(report: &VerifyReport, path: &Path, console: &Console<'_>) -> Trouble {
    let first = report.problems.first();
    let first = first.map(|problem| store_words::problem(problem, console.language).1);
    Trouble::new(
        "not_whole",
        words::not_whole(
            &shown(path),
            report.problems.len(),
            &first.unwrap_or_default(),
            console.language,
        ),
    )
}

fn made_answer(
    manifest: &Manifest,
    target: &Path,
    text: bool,
    console: &mut Console<'_>,
) -> Result<(), Trouble> {
    if console.json {
        let answer = serde_json::json!({
            "format": "wenxiao-backup/1",
            "path": shown(target),
            "form": if text { "text" } else { "store" },
            "store": manifest.store,
            "head": storage::head_json(manifest.head),
            "counts": manifest.counts,
            "sizes": manifest.sizes,
            "sha256": manifest.sha256,
        });
        return console.answer(&answer);
    }
    let head = storage::head_text(manifest.head);
    console.lines(words::backed_up(&shown(target), &head, console.language))
}

/// Verifies a store, a backup, or the folder of a text backup.
pub fn verify(arguments: &VerifyArguments, path: &Path, console: &mut Console<'_>) -> Answer {
    let given = arguments
        .head
        .as_deref()
        .map(|text| {
            given_head(text)
                .ok_or_else(|| Trouble::new("usage", words::bad_head(text, console.language)))
        })
        .transpose()?;
    let report = if path.is_dir() {
        verify_text(path, given, console)?
    } else {
        verify::verify(path, given).map_err(|error| store_words::open(&error, path, console))?
    };
    report_answer(&report, path, console)?;
    Ok(if report.is_clean() {
        Exit::Done
    } else {
        Exit::Findings
    })
}

fn given_head(text: &str) -> Option<GivenHead> {
    let (seq, hash) = text.split_once(':')?;
    Some((seq.parse().ok()?, hash.parse::<Hash>().ok()?))
}

/// A text backup is whole if a store can be made of it that verifies.
fn verify_text(
    folder: &Path,
    given: Option<GivenHead>,
    console: &Console<'_>,
) -> Result<VerifyReport, Trouble> {
    let shipped: Shipped = storage::shipped()?;
    let scratch = super::scratch::Folder::new("verify", console)?;
    let path = scratch.path().join("store.wenxiao");
    match backup::from_text(folder, &path, &shipped.judge()) {
        Ok(_) => {}
        Err(OpenError::NotAsNoted { file }) => {
            return Ok(VerifyReport::of(Problem::NotAsNoted { file }));
        }
        Err(OpenError::BadText { file, line }) => {
            return Ok(VerifyReport::of(Problem::BadText { file, line }));
        }
        Err(error) => return Err(store_words::open(&error, folder, console)),
    }
    verify::verify(&path, given).map_err(|error| store_words::open(&error, folder, console))
}

fn report_answer(
    report: &VerifyReport,
    path: &Path,
    console: &mut Console<'_>,
) -> Result<(), Trouble> {
    let language = console.language;
    let problems: Vec<(&str, String)> = report
        .problems
        .iter()
        .map(|problem| store_words::problem(problem, language))
        .collect();
    if console.json {
        let problems: Vec<serde_json::Value> = problems
            .iter()
            .map(|(code, message)| serde_json::json!({"problem": code, "message": message}))
            .collect();
        let several: Vec<serde_json::Value> = report
            .several
            .iter()
            .map(|(os_user, persons)| serde_json::json!({"os_user": os_user, "persons": persons}))
            .collect();
        let answer = serde_json::json!({
            "format": "wenxiao-verify/1",
            "path": shown(path),
            "clean": report.is_clean(),
            "store": report.store,
            "head": storage::head_json(report.head),
            "entries": report.entries,
            "projects": report.projects,
            "problems": problems,
            "several_persons": several,
            "clock_regressions": report.clock_regressions,
        });
        return console.answer(&answer);
    }
    console.lines(problems.into_iter().map(|(_, sentence)| sentence))?;
    for (os_user, persons) in &report.several {
        console.line(&words::several(os_user, persons, language))?;
    }
    if report.clock_regressions > 0 {
        console.line(&words::clock_regressions(
            report.clock_regressions,
            language,
        ))?;
    }
    let head = storage::head_text(report.head);
    let line = if report.is_clean() {
        words::verified(
            &shown(path),
            report.entries,
            report.projects,
            &head,
            language,
        )
    } else {
        let is_backup = path.is_dir() || backup::manifest_path(path).exists();
        let said = words::problems(&shown(path), report.problems.len(), is_backup, language);
        match keep::newest_whole(path) {
            Some(kept) => said + &words::kept_backup(&shown(&kept.path), language),
            None => said,
        }
    };
    console.line(&line)
}

/// Restores, or rehearses it.
pub fn restore(
    arguments: &RestoreArguments,
    place: &StorePath,
    environment: &Environment,
    console: &mut Console<'_>,
) -> Answer {
    let shipped = storage::shipped()?;
    place.make_folder(console)?;
    let from = &arguments.from;
    let options = RestoreOptions {
        restoring: match (arguments.rehearse, arguments.accept_loss) {
            (true, _) => Restoring::Rehearse,
            (false, true) => Restoring::CarryOut,
            (false, false) => Restoring::IfNothingIsLost,
        },
        at: storage::now(),
        os_user: environment.os_user(),
    };
    let done = backup::restore(from, &place.path, &shipped.judge(), &options)
        .map_err(|error| not_restored(&error, from, &place.path, console))?;
    restored_answer(&done, arguments, place, console)?;
    Ok(Exit::Done)
}

/// The persons whose entries the backup has not.
fn losers(report: &RestoreReport) -> Vec<String> {
    let persons: BTreeSet<&str> = report
        .lost
        .iter()
        .map(|entry| match entry.actor.person.as_str() {
            "" => entry.actor.os_user.as_str(),
            person => person,
        })
        .collect();
    persons.into_iter().map(str::to_owned).collect()
}

fn not_restored(error: &RestoreError, from: &Path, to: &Path, console: &Console<'_>) -> Trouble {
    match error {
        RestoreError::Open(OpenError::Missing) => Trouble::new(
            "not_found",
            words::io(
                words::Io::Read,
                &shown(from),
                std::io::ErrorKind::NotFound,
                console.language,
            ),
        ),
        RestoreError::Target(error) => store_words::unwritten(error, to, console),
        RestoreError::WouldLose(report) => Trouble::new(
            "would_lose",
            words::would_lose(report.lost.len(), &losers(report), console.language),
        ),
        RestoreError::Open(error) => store_words::open(error, from, console),
        RestoreError::OtherStore { here, backup } => Trouble::new(
            "other_store",
            words::other_store(&here.to_string(), &backup.to_string(), console.language),
        ),
        RestoreError::NotWhole(report) => not_whole(report, from, console),
    }
}

fn restored_answer(
    report: &RestoreReport,
    arguments: &RestoreArguments,
    place: &StorePath,
    console: &mut Console<'_>,
) -> Result<(), Trouble> {
    let persons = losers(report);
    let set_aside = report.set_aside.as_deref().map(shown);
    if console.json {
        let answer = serde_json::json!({
            "format": "wenxiao-restore/1",
            "from": shown(&arguments.from),
            "store": shown(&place.path),
            "rehearsed": arguments.rehearse,
            "backup": storage::head_json(report.backup),
            "head": storage::head_json(report.head),
            "lost": report.lost.len(),
            "lost_by": persons,
            "set_aside": set_aside,
        });
        return console.answer(&answer);
    }
    let lines = words::restored(
        arguments.rehearse,
        &storage::head_text(report.head),
        report.lost.len(),
        &persons,
        set_aside.as_deref(),
        console.language,
    );
    console.lines(lines)
}
