//! The files beside a store: the heads of its journal, the text mirror, and the note of who has it.
//!
//! `PATH.heads` keeps one line a commit, `PATH.journal` the canonical bytes of every entry, one a
//! line; both are only ever appended to, and made durable before a command is acknowledged. They
//! witness what was committed: where the store knows less than they do, commits were lost. The
//! store is always right about what it holds; these files never change it.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::engine::View;
use super::entry::{self, Entry, Hash, Head, StoreId, hash};
use super::fault::{Fault, Holder};
use super::tables;

/// `PATH` + `.` + `name`.
pub fn beside(path: &Path, name: &str) -> PathBuf {
    let mut text = path.as_os_str().to_owned();
    text.push(".");
    text.push(name);
    PathBuf::from(text)
}

/// The heads of the journal.
pub fn heads_path(path: &Path) -> PathBuf {
    beside(path, "heads")
}

/// The text mirror.
pub fn mirror_path(path: &Path) -> PathBuf {
    beside(path, "journal")
}

/// The note of who has the store open.
pub fn note_path(path: &Path) -> PathBuf {
    beside(path, "lock")
}

/// How the files beside a store stand to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Agreement {
    /// They say the same, or less: what is missing is written.
    Agrees,
    /// They know entries that the store does not hold. Those of the mirror are given whole.
    Ahead {
        /// The last entry that they know.
        seq: u64,
        /// What the mirror has of them, oldest first.
        lost: Vec<Entry>,
    },
    /// They tell of another history from this entry on.
    Diverged {
        /// The first entry that is known to differ.
        seq: u64,
    },
}

/// Both files, open for appending.
pub struct Beside {
    heads: File,
    mirror: File,
    /// The last entry in the mirror.
    mirrored: u64,
}

/// One line of the heads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeadLine {
    /// Sequence number.
    pub seq: u64,
    /// Hash of that entry.
    pub hash: Hash,
}

impl HeadLine {
    /// Reads `seq hash time`.
    pub fn read(line: &str) -> Option<Self> {
        let mut words = line.split(' ');
        let seq = words.next()?.parse().ok()?;
        let hash = words.next()?.parse().ok()?;
        words.next()?.parse::<i64>().ok()?;
        Some(Self { seq, hash })
    }
}

fn append_to(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// The last line that is whole, and where it ends; what follows was torn by a crash.
fn last_line(file: &mut File) -> io::Result<(Vec<u8>, u64)> {
    const BLOCK: u64 = 64 << 10;
    let length = file.seek(SeekFrom::End(0))?;
    let mut tail = Vec::new();
    let mut start = length;
    loop {
        let from = start.saturating_sub(BLOCK);
        let mut block = vec![0; usize::try_from(start - from).unwrap_or(0)];
        file.seek(SeekFrom::Start(from))?;
        file.read_exact(&mut block)?;
        block.extend_from_slice(&tail);
        tail = block;
        start = from;
        let end = tail.iter().rposition(|byte| *byte == b'\n');
        let before = end.and_then(|end| {
            let body = tail.get(..end)?;
            body.iter()
                .rposition(|byte| *byte == b'\n')
                .map(|at| at + 1)
        });
        if let (Some(end), true) = (end, before.is_some() || start == 0) {
            let line = tail.get(before.unwrap_or(0)..end).unwrap_or(&[]).to_vec();
            let end = start + u64::try_from(end).unwrap_or(0) + 1;
            return Ok((line, end));
        }
        if start == 0 {
            return Ok((Vec::new(), 0));
        }
    }
}

/// Opens for appending, with a torn last line cut off.
fn open_whole(path: &Path) -> io::Result<(File, Vec<u8>)> {
    let mut file = append_to(path)?;
    let (line, end) = last_line(&mut file)?;
    if file.metadata()?.len() > end {
        file.set_len(end)?;
        file.sync_data()?;
    }
    Ok((file, line))
}

impl Beside {
    /// Opens both files, compares them with the store, and writes what they lack.
    pub fn open(
        path: &Path,
        view: &dyn View,
        store: StoreId,
        head: Head,
    ) -> Result<(Self, Agreement), Fault> {
        let (heads, heads_line) = open_whole(&heads_path(path))?;
        let (mirror, mirror_line) = open_whole(&mirror_path(path))?;
        let mut files = Self {
            heads,
            mirror,
            mirrored: 0,
        };
        let last_head = HeadLine::read(&String::from_utf8_lossy(&heads_line));
        let last_entry = entry::read(&mirror_line);
        if (last_head.is_none() && !heads_line.is_empty())
            || (last_entry.is_none() && !mirror_line.is_empty())
        {
            // A whole line that nobody wrote: this is not our history.
            return Ok((files, Agreement::Diverged { seq: head.seq }));
        }
        if let Some(entry) = &last_entry {
            files.mirrored = entry.seq;
            if entry.seq <= head.seq && tables::event(view, entry.seq)? != Some(mirror_line) {
                return Ok((files, Agreement::Diverged { seq: entry.seq }));
            }
        }
        if let Some(line) = last_head.filter(|line| line.seq <= head.seq && line.seq > 0) {
            let bytes = tables::event(view, line.seq)?.unwrap_or_default();
            if hash(store, &bytes) != line.hash {
                return Ok((files, Agreement::Diverged { seq: line.seq }));
            }
        }
        let known = last_head.map_or(0, |line| line.seq).max(files.mirrored);
        if known > head.seq {
            let lost = read_mirror_after(path, head.seq)?;
            return Ok((files, Agreement::Ahead { seq: known, lost }));
        }
        files.catch_up(view, head)?;
        if last_head.is_none_or(|line| line.seq < head.seq) {
            files.note_head(head)?;
        }
        Ok((files, Agreement::Agrees))
    }

    /// After a commit: the head, then the entries, each durable before this returns.
    pub fn follow(&mut self, view: &dyn View, head: Head) -> Result<(), Fault> {
        self.note_head(head)?;
        self.catch_up(view, head)
    }

    fn note_head(&mut self, head: Head) -> Result<(), Fault> {
        let line = format!("{} {} {}\n", head.seq, head.hash, head.at);
        self.heads.write_all(line.as_bytes())?;
        self.heads.sync_data()?;
        Ok(())
    }

    fn catch_up(&mut self, view: &dyn View, head: Head) -> Result<(), Fault> {
        const FLUSH: usize = 1 << 20;
        if self.mirrored >= head.seq {
            return Ok(());
        }
        let mut lines = Vec::new();
        let mirror = &mut self.mirror;
        tables::each_event(view, self.mirrored + 1, &mut |_, bytes| {
            lines.extend_from_slice(bytes);
            lines.push(b'\n');
            if lines.len() >= FLUSH {
                mirror.write_all(&lines)?;
                lines.clear();
            }
            Ok(ControlFlow::Continue(()))
        })?;
        self.mirror.write_all(&lines)?;
        self.mirror.sync_data()?;
        self.mirrored = head.seq;
        Ok(())
    }
}

/// The entries of the mirror after `seq`, as far as they can be read.
pub fn read_mirror_after(path: &Path, seq: u64) -> Result<Vec<Entry>, Fault> {
    let lines = mirror_lines_after(path, seq)?;
    Ok(lines.iter().filter_map(|line| entry::read(line)).collect())
}

/// The lines of the mirror after `seq`.
pub fn mirror_lines_after(path: &Path, seq: u64) -> Result<Vec<Vec<u8>>, Fault> {
    let mut lines = Vec::new();
    each_line(&mirror_path(path), &mut |_, line| {
        if sequence(line).is_some_and(|found| found > seq) {
            lines.push(line.to_vec());
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(lines)
}

/// The sequence number at the front of canonical bytes, without reading the rest.
fn sequence(line: &[u8]) -> Option<u64> {
    let digits = line.strip_prefix(b"{\"seq\":")?;
    let end = digits.iter().position(|byte| !byte.is_ascii_digit())?;
    std::str::from_utf8(digits.get(..end)?).ok()?.parse().ok()
}

/// Called with each line; `Break` ends the walk.
pub type VisitLine<'a> = dyn FnMut(usize, &[u8]) -> Result<ControlFlow<()>, Fault> + 'a;

/// Calls `visit` with the number (from 1) and the bytes of every whole line; no file is no line.
pub fn each_line(path: &Path, visit: &mut VisitLine<'_>) -> Result<(), Fault> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    let mut reader = BufReader::with_capacity(1 << 20, file);
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        reader.read_until(b'\n', &mut line)?;
        let Some(whole) = line.strip_suffix(b"\n") else {
            return Ok(());
        };
        if visit(number, whole)?.is_break() {
            return Ok(());
        }
    }
    Ok(())
}

/// Notes who has the store; a note that can't be written is no reason not to work.
pub fn write_note(path: &Path, os_user: &str) {
    let note = format!("{} {os_user}\n", std::process::id());
    drop(std::fs::write(note_path(path), note));
}

/// Takes the note away.
pub fn remove_note(path: &Path) {
    drop(std::fs::remove_file(note_path(path)));
}

/// Who has the store, as far as the note says.
pub fn read_note(path: &Path) -> Option<Holder> {
    let note = std::fs::read_to_string(note_path(path)).ok()?;
    let (pid, os_user) = note.trim_end().split_once(' ')?;
    Some(Holder {
        pid: pid.parse().ok()?,
        os_user: os_user.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_whole_line_is_found_over_block_borders_and_torn_ends() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("lines");
        let long = "x".repeat(200_000);
        for (content, expected) in [
            (String::new(), ""),
            ("torn".into(), ""),
            ("a\n".into(), "a"),
            ("a\nbc\ntorn".into(), "bc"),
            (format!("a\n{long}\n"), long.as_str()),
            (format!("{long}\nend\n{long}"), "end"),
        ] {
            std::fs::write(&path, &content).expect("written");
            let (_, line) = open_whole(&path).expect("opened");
            assert_eq!(String::from_utf8_lossy(&line), expected);
            let kept = std::fs::read_to_string(&path).expect("read");
            assert!(kept.is_empty() || kept.ends_with('\n'));
        }
    }
}
