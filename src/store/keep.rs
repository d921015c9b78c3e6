//! Backups that are kept beside a store: `PATH.backups/DAY-SEQ-HASH.wenxiao`, one a state, thinned out by age.
//!
//! A copy that did not change since it was made is what makes it safe to take older ones away. So
//! the newest is held against its manifest before a new one is made, and where it differs nothing is
//! taken away.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::{Datelike, NaiveDate};

use super::backup::{self, BackupError, Manifest};
use super::beside::beside;
use super::entry::Head;
use super::{Store, disk, lock};
use crate::domain::journal::KeptBackups;
use crate::domain::moment::day_of;

/// How many days, weeks and months keep their last backup; every year keeps it.
const DAYS: usize = 7;
const WEEKS: usize = 5;
const MONTHS: usize = 12;

const ENDING: &str = ".wenxiao";

/// One kept backup, as its name tells of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeptBackup {
    /// The day on which it was made, in China.
    pub day: NaiveDate,
    /// The last entry of the journal that it holds.
    pub seq: u64,
    /// The file.
    pub path: PathBuf,
}

impl KeptBackup {
    fn read(path: PathBuf) -> Option<Self> {
        let name = path.file_name()?.to_str()?.strip_suffix(ENDING)?;
        let (day, rest) = name.split_at_checked(10)?;
        let mut words = rest.strip_prefix('-')?.split('-');
        let seq = words.next()?.parse().ok()?;
        words.next()?;
        let day = NaiveDate::parse_from_str(day, "%Y-%m-%d").ok()?;
        Some(Self { day, seq, path })
    }

    fn remove(&self) -> std::io::Result<()> {
        std::fs::remove_file(&self.path)?;
        match std::fs::remove_file(backup::manifest_path(&self.path)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

/// What keeping a backup did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeepReport {
    /// The new backup; `None` where the newest holds this very state.
    pub made: Option<(PathBuf, Manifest)>,
    /// How many older ones were taken away.
    pub removed: usize,
    /// The newest before this one, if it was not what its manifest notes: then none was taken away.
    pub damaged: Option<PathBuf>,
}

/// The folder of a store's kept backups.
pub fn folder(path: &Path) -> PathBuf {
    beside(path, "backups")
}

/// The kept backups of a store, oldest first.
pub fn list(path: &Path) -> std::io::Result<Vec<KeptBackup>> {
    let files = match std::fs::read_dir(folder(path)) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        files => files?,
    };
    let paths = files.map(|file| file.map(|file| file.path()));
    let paths: Vec<PathBuf> = paths.collect::<std::io::Result<_>>()?;
    let mut kept: Vec<KeptBackup> = paths.into_iter().filter_map(KeptBackup::read).collect();
    kept.sort();
    Ok(kept)
}

/// The newest kept backup of a store that is as its manifest notes it; asked where the store itself
/// can't be opened.
pub fn newest_whole(path: &Path) -> Option<KeptBackup> {
    let mut kept = list(path).ok()?;
    kept.reverse();
    kept.into_iter().find(|backup| !is_damaged(backup))
}

/// Which of these days, in rising order, have outlived their use: what stays is all of the newest day,
/// and the last of seven days, five weeks, twelve months and every year.
pub fn outlived(days: &[NaiveDate]) -> Vec<usize> {
    let newest = days.last();
    let (mut by_day, mut by_week) = (BTreeSet::new(), BTreeSet::new());
    let (mut by_month, mut by_year) = (BTreeSet::new(), BTreeSet::new());
    let mut gone = Vec::new();
    for (at, day) in days.iter().enumerate().rev() {
        let week = day.iso_week();
        // Each is asked: what a day keeps is also the last of its week.
        let last_of = [
            by_day.len() < DAYS && by_day.insert(*day),
            by_week.len() < WEEKS && by_week.insert((week.year(), week.week())),
            by_month.len() < MONTHS && by_month.insert((day.year(), day.month())),
            by_year.insert(day.year()),
        ];
        if newest != Some(day) && !last_of.contains(&true) {
            gone.push(at);
        }
    }
    gone
}

/// The backup is not as its manifest notes it.
fn is_damaged(kept: &KeptBackup) -> bool {
    backup::agrees_with_manifest(&kept.path) != Some(true)
}

impl Store {
    /// Keeps a backup of what the store holds at this moment (UTC milliseconds), if none does, and takes
    /// away those that have outlived their use. Nothing at all for a store without a file.
    pub fn keep_backup(&self, at: i64) -> Result<KeepReport, BackupError> {
        let mut report = KeepReport {
            made: None,
            removed: 0,
            damaged: None,
        };
        let Some(path) = self.path() else {
            return Ok(report);
        };
        // One at a time: two would give their copies one name.
        let _keeping = lock(&self.keeping);
        make_room(path)?;
        let mut kept = list(path)?;
        let damaged = kept.last().filter(|newest| is_damaged(newest));
        report.damaged = damaged.map(|newest| newest.path.clone());
        let head = self.head();
        // The newest was looked at already.
        let whole = |one: &KeptBackup| match kept.last() {
            Some(newest) if newest == one => report.damaged.is_none(),
            _ => !is_damaged(one),
        };
        let holds = |one: &KeptBackup| backup::noted_head(&one.path) == Some(head) && whole(one);
        if !kept.iter().any(holds) {
            let to = free_name(path, day_of(at), head);
            let manifest = self.backup(&to)?;
            report.made = Some((to, manifest));
            kept = list(path)?;
        }
        if report.damaged.is_none() {
            report.removed = thin_out(&mut kept)?;
        }
        self.tell_kept(&kept, report.damaged.is_some());
        Ok(report)
    }

    /// Keeps a backup without being asked: of a store that is not too large to be waited for and takes
    /// writes; `None` for any other.
    pub fn keep_by_itself(&self, at: i64) -> Result<Option<KeepReport>, BackupError> {
        if self.latch().is_some() || self.is_large() {
            return Ok(None);
        }
        self.keep_backup(at).map(Some)
    }

    /// Looks at the kept backups without making one.
    pub fn look_at_kept(&self) -> std::io::Result<()> {
        let Some(path) = self.path() else {
            return Ok(());
        };
        let kept = list(path)?;
        self.tell_kept(&kept, kept.last().is_some_and(is_damaged));
        Ok(())
    }

    /// How the kept backups stand, as far as somebody has looked.
    pub fn kept(&self) -> Option<KeptBackups> {
        *lock(&self.kept)
    }

    fn tell_kept(&self, kept: &[KeptBackup], damaged: bool) {
        *lock(&self.kept) = Some(KeptBackups {
            count: kept.len(),
            newest: kept.last().map(|newest| (newest.day, newest.seq)),
            damaged,
        });
        self.tell(self.revision());
    }
}

/// The folder, without what an interrupted backup left in it.
fn make_room(path: &Path) -> Result<(), BackupError> {
    let folder = folder(path);
    if !folder.exists() {
        disk::create_private_folder(&folder)?;
    }
    for file in std::fs::read_dir(&folder)? {
        let file = file?.path();
        // The manifest comes first: one alone is of a copy that never got its name.
        let copy = backup::copy_of_manifest(&file);
        let unfinished = file.extension().is_some_and(|ending| ending == "partial")
            || copy.is_some_and(|copy| !copy.exists());
        if unfinished {
            std::fs::remove_file(file)?;
        }
    }
    Ok(())
}

/// A name that says day, entry and state. The state of a damaged backup is told apart by a number.
fn free_name(path: &Path, day: NaiveDate, head: Head) -> PathBuf {
    let hash: String = head.hash.to_string().chars().take(8).collect();
    let stem = format!("{day}-{:08}-{hash}", head.seq);
    let folder = folder(path);
    let mut name = folder.join(format!("{stem}{ENDING}"));
    let mut number = 2;
    while name.exists() {
        name = folder.join(format!("{stem}-{number}{ENDING}"));
        number += 1;
    }
    name
}

/// Takes away what has outlived its use; the answer is how many those were.
fn thin_out(kept: &mut Vec<KeptBackup>) -> Result<usize, BackupError> {
    let days: Vec<NaiveDate> = kept.iter().map(|kept| kept.day).collect();
    let gone = outlived(&days);
    // The newest first, so that the places of the others stay.
    for at in &gone {
        kept.remove(*at).remove()?;
    }
    if let (Some(newest), false) = (kept.last(), gone.is_empty()) {
        disk::sync_folder(&newest.path)?;
    }
    Ok(gone.len())
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveDate, TimeDelta};
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    /// What is left of one backup a day, thinned out each day.
    fn after(first: &str, days: i64, made_on: impl Fn(NaiveDate) -> bool) -> Vec<NaiveDate> {
        let mut kept: Vec<NaiveDate> = Vec::new();
        for number in 0..days {
            let today = day(first) + TimeDelta::days(number);
            if made_on(today) {
                kept.push(today);
                let gone: BTreeSet<usize> = outlived(&kept).into_iter().collect();
                let mut at = 0..;
                kept.retain(|_| !gone.contains(&at.next().unwrap_or_default()));
            }
        }
        kept
    }

    #[test]
    fn k7_after_three_years_of_days_the_last_of_days_weeks_months_and_years_are_left() {
        let kept = after("2024-01-01", 1_051, |_| true);
        let kept: Vec<String> = kept.iter().map(NaiveDate::to_string).collect();
        let years = ["2024-12-31"];
        let months = [
            "2025-12-31",
            "2026-01-31",
            "2026-02-28",
            "2026-03-31",
            "2026-04-30",
            "2026-05-31",
            "2026-06-30",
            "2026-07-31",
            "2026-08-31",
            "2026-09-30",
        ];
        // The 16th of November 2026 is a Monday; the weeks before it end on Sundays.
        let weeks = ["2026-10-25", "2026-10-31", "2026-11-01", "2026-11-08"];
        let days = [
            "2026-11-10",
            "2026-11-11",
            "2026-11-12",
            "2026-11-13",
            "2026-11-14",
            "2026-11-15",
            "2026-11-16",
        ];
        let expected = [&years[..], &months, &weeks, &days].concat();
        assert_eq!(kept, expected);
    }

    #[test]
    fn k7_days_without_work_do_not_age_what_was_kept() {
        // Somebody who works one day a month has twelve months and all years, not seven calendar days.
        let kept = after("2024-01-01", 1_096, |day| day.day() == 15);
        assert_eq!(kept.len(), 1 + 12 + 1, "{kept:?}");
        assert_eq!(kept[0], day("2024-12-15"));
    }

    proptest! {
        #[test]
        fn the_newest_day_stays_whole_and_what_stays_once_stays_again(
            mut numbers in proptest::collection::vec(0_i64..1_500, 1..80),
        ) {
            numbers.sort_unstable();
            let days: Vec<NaiveDate> =
                numbers.iter().map(|number| day("2023-01-01") + TimeDelta::days(*number)).collect();
            let gone = outlived(&days);
            let newest = days.last().copied();
            prop_assert!(gone.iter().all(|at| days.get(*at).copied() != newest));
            let mut at = 0..;
            let left: Vec<NaiveDate> = days
                .iter()
                .copied()
                .filter(|_| !gone.contains(&at.next().unwrap_or_default()))
                .collect();
            prop_assert!(outlived(&left).is_empty());
            let of_years: BTreeSet<i32> = days.iter().map(Datelike::year).collect();
            let left_years: BTreeSet<i32> = left.iter().map(Datelike::year).collect();
            prop_assert_eq!(&of_years, &left_years);
            let distinct: BTreeSet<NaiveDate> = left.iter().copied().collect();
            prop_assert!(distinct.len() <= DAYS + WEEKS + MONTHS + left_years.len());
        }
    }
}
