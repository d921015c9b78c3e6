//! The rows of all projects as one shared value, small enough to be held whole.
//!
//! The store makes it and lists read it. A row is kept in a fixed binary layout and read where it lies: a list that shows forty rows
//! decodes forty. Rows are kept in chunks in the order of year and code; a commit replaces the one
//! chunk that it touches, so that every session holds its own unchanging snapshot at no cost.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::monitoring::Light;
use super::project::ProjectId;
use super::role::{Actor, Role};
use super::row::{Row, Stage, Waiting};
use super::status::{DocumentKind, Status};

/// Number of the layout below. Stages, statuses, lights and roles stand in it as their places in their
/// `ALL`: another order there is another layout.
pub const LAYOUT: u8 = 3;

const SIGN: u32 = 0x8000_0000;

/// The key of a row: no year first, then years in their order, in a year by code.
pub fn key(year: Option<i32>, code: &str) -> Vec<u8> {
    let mut key = Vec::with_capacity(5 + code.len());
    match year {
        None => key.extend_from_slice(&[0; 5]),
        Some(year) => {
            key.push(1);
            key.extend_from_slice(&(year.cast_unsigned() ^ SIGN).to_be_bytes());
        }
    }
    key.extend_from_slice(code.as_bytes());
    key
}

/// A key as people name it: year and code.
pub fn key_text(key: &[u8]) -> String {
    let (year, code) = key.split_at_checked(5).unwrap_or((&[], key));
    let year = match year {
        [1, rest @ ..] => <[u8; 4]>::try_from(rest)
            .map(|bytes| (u32::from_be_bytes(bytes) ^ SIGN).cast_signed().to_string())
            .unwrap_or_default(),
        _ => String::new(),
    };
    format!("{year}/{}", String::from_utf8_lossy(code))
}

const CHUNK: usize = 1024;
const FIXED: usize = 72;
/// Bytes of a document that waits: kind, month, role, minutes since 1970.
const WAITING_BYTES: usize = 7;
const MINUTE: i64 = 60_000;

const HAS_YEAR: u8 = 1;
const HAS_RATE: u8 = 2;
const HAS_SCORE: u8 = 4;
const HAS_GRADE: u8 = 8;
const HAS_BUDGET: u8 = 16;
const HAS_EXECUTED: u8 = 32;

/// The payload of a row.
pub fn encode(row: &Row) -> Vec<u8> {
    let place = |found: Option<usize>| found.and_then(|at| u8::try_from(at).ok()).unwrap_or(0);
    let status = |status| place(Status::ALL.iter().position(|other| *other == status));
    let stage = place(Stage::ALL.iter().position(|other| *other == row.stage));
    let light = row
        .light
        .and_then(|light| Light::ALL.iter().position(|other| *other == light));
    let grade = row.grade.as_deref().map_or("", |grade| short(grade, 255));
    let texts = [&row.code, &row.name, &row.unit, &row.department]
        .map(|text| short(text, usize::from(u16::MAX)));
    let waiting = row.waiting.get(..row.waiting.len().min(255)).unwrap_or(&[]);
    let flags = [
        (row.year.is_some(), HAS_YEAR),
        (row.rate.is_some(), HAS_RATE),
        (row.score.is_some(), HAS_SCORE),
        (row.grade.is_some(), HAS_GRADE),
        (row.budget.is_some(), HAS_BUDGET),
        (row.executed.is_some(), HAS_EXECUTED),
    ];

    let mut bytes = Vec::with_capacity(256);
    bytes.extend_from_slice(&row.id.0.to_le_bytes());
    bytes.extend_from_slice(&row.revision.to_le_bytes());
    bytes.extend_from_slice(&row.budget.unwrap_or_default().serialize());
    bytes.extend_from_slice(&row.executed.unwrap_or_default().serialize());
    bytes.extend_from_slice(&row.year.unwrap_or(0).to_le_bytes());
    bytes.extend_from_slice(&row.errors.to_le_bytes());
    bytes.extend_from_slice(&row.warnings.to_le_bytes());
    bytes.extend_from_slice(&[
        stage,
        status(row.goal_status),
        status(row.self_status),
        row.month.unwrap_or(0),
        light.map_or(0, |light| place(Some(light)) + 1),
        flags
            .iter()
            .filter(|(set, _)| *set)
            .map(|(_, flag)| flag)
            .sum(),
    ]);
    for text in texts {
        bytes.extend_from_slice(&length(text).to_le_bytes());
    }
    bytes.push(u8::try_from(grade.len()).unwrap_or(0));
    bytes.push(u8::try_from(waiting.len()).unwrap_or(0));
    for value in [row.rate, row.score].into_iter().flatten() {
        bytes.extend_from_slice(&value.serialize());
    }
    for one in waiting {
        let kind = match one.document {
            DocumentKind::Goal => [0, 0],
            DocumentKind::Monitoring(month) => [1, month],
            DocumentKind::SelfEvaluation => [2, 0],
        };
        let minutes = one
            .since
            .and_then(|since| u32::try_from(since / MINUTE).ok());
        bytes.extend_from_slice(&kind);
        bytes.push(place(Role::ALL.iter().position(|other| *other == one.role)));
        bytes.extend_from_slice(&minutes.unwrap_or(0).to_le_bytes());
    }
    for text in texts.into_iter().chain([grade]) {
        bytes.extend_from_slice(text.as_bytes());
    }
    bytes
}

fn length(text: &str) -> u16 {
    u16::try_from(text.len()).unwrap_or(u16::MAX)
}

/// As much of `text` as fits into `limit` bytes.
fn short(text: &str, limit: usize) -> &str {
    let end = (0..=limit.min(text.len()))
        .rev()
        .find(|end| text.is_char_boundary(*end));
    end.and_then(|end| text.get(..end)).unwrap_or("")
}

/// One row, read where it lies.
#[derive(Debug, Clone, Copy)]
pub struct RowRef<'a> {
    fixed: &'a [u8],
    text: &'a str,
    names: NameNumbers,
}

impl<'a> RowRef<'a> {
    fn bytes<const N: usize>(&self, at: usize) -> [u8; N] {
        let found = self
            .fixed
            .get(at..at + N)
            .and_then(|bytes| bytes.try_into().ok());
        found.unwrap_or([0; N])
    }

    fn byte(&self, at: usize) -> u8 {
        self.fixed.get(at).copied().unwrap_or(0)
    }

    fn has(&self, flag: u8) -> bool {
        self.byte(61) & flag != 0
    }

    /// The text number `index` of code, name, unit, department, grade.
    fn text(&self, index: usize) -> &'a str {
        let length = |index: usize| match index {
            4 => usize::from(self.byte(70)),
            _ => usize::from(u16::from_le_bytes(self.bytes(62 + 2 * index))),
        };
        let start: usize = (0..index).map(length).sum();
        self.text.get(start..start + length(index)).unwrap_or("")
    }

    /// The store's name of the project.
    pub fn id(&self) -> ProjectId {
        ProjectId(u64::from_le_bytes(self.bytes(0)))
    }

    /// Its revision when the row was made.
    pub fn revision(&self) -> u64 {
        u64::from_le_bytes(self.bytes(8))
    }

    /// 年度
    pub fn year(&self) -> Option<i32> {
        self.has(HAS_YEAR)
            .then(|| i32::from_le_bytes(self.bytes(48)))
    }

    /// 项目代码
    pub fn code(&self) -> &'a str {
        self.text(0)
    }

    /// 项目名称
    pub fn name(&self) -> &'a str {
        self.text(1)
    }

    /// 实施单位
    pub fn unit(&self) -> &'a str {
        self.text(2)
    }

    /// 主管部门
    pub fn department(&self) -> &'a str {
        self.text(3)
    }

    /// The numbers of its unit's and department's names, below [`Rows::names`]: what is asked of a
    /// name need be asked only once, and not of each of its rows.
    pub fn name_numbers(&self) -> NameNumbers {
        self.names
    }

    /// How far it has come.
    pub fn stage(&self) -> Stage {
        Stage::ALL
            .get(usize::from(self.byte(56)))
            .copied()
            .unwrap_or_default()
    }

    /// Where the goal stands.
    pub fn goal_status(&self) -> Status {
        Status::ALL
            .get(usize::from(self.byte(57)))
            .copied()
            .unwrap_or_default()
    }

    /// Where the self-evaluation stands.
    pub fn self_status(&self) -> Status {
        Status::ALL
            .get(usize::from(self.byte(58)))
            .copied()
            .unwrap_or_default()
    }

    /// Budget in 万元; `None` where none is written.
    pub fn budget(&self) -> Option<Decimal> {
        self.has(HAS_BUDGET)
            .then(|| Decimal::deserialize(self.bytes(16)))
    }

    /// Execution in 万元; `None` while nothing was read.
    pub fn executed(&self) -> Option<Decimal> {
        self.has(HAS_EXECUTED)
            .then(|| Decimal::deserialize(self.bytes(32)))
    }

    /// The last month that was read.
    pub fn month(&self) -> Option<u8> {
        Some(self.byte(59)).filter(|month| *month > 0)
    }

    /// 执行率
    pub fn rate(&self) -> Option<Decimal> {
        self.has(HAS_RATE)
            .then(|| Decimal::deserialize(self.bytes(FIXED)))
    }

    /// The light.
    pub fn light(&self) -> Option<Light> {
        let place = usize::from(self.byte(60)).checked_sub(1)?;
        Light::ALL.get(place).copied()
    }

    /// Total of the self-evaluation.
    pub fn score(&self) -> Option<Decimal> {
        let at = FIXED + if self.has(HAS_RATE) { 16 } else { 0 };
        self.has(HAS_SCORE)
            .then(|| Decimal::deserialize(self.bytes(at)))
    }

    /// Its grade.
    pub fn grade(&self) -> Option<&'a str> {
        self.has(HAS_GRADE).then(|| self.text(4))
    }

    /// Findings that block sending.
    pub fn errors(&self) -> u16 {
        u16::from_le_bytes(self.bytes(52))
    }

    /// Findings that warn.
    pub fn warnings(&self) -> u16 {
        u16::from_le_bytes(self.bytes(54))
    }

    /// Which documents wait for which role.
    pub fn waiting(&self) -> impl Iterator<Item = Waiting> + use<'a> {
        let start = waiting_start(self.byte(61));
        let entries = self.fixed.get(start..).unwrap_or(&[]);
        entries.chunks_exact(WAITING_BYTES).filter_map(|entry| {
            let [kind, month, role, minutes @ ..] = <[u8; WAITING_BYTES]>::try_from(entry).ok()?;
            let minutes = i64::from(u32::from_le_bytes(minutes));
            Some(Waiting {
                document: match kind {
                    0 => DocumentKind::Goal,
                    1 => DocumentKind::Monitoring(month),
                    _ => DocumentKind::SelfEvaluation,
                },
                role: *Role::ALL.get(usize::from(role))?,
                since: (minutes > 0).then_some(minutes * MINUTE),
            })
        })
    }

    /// The row as a value of its own.
    pub fn to_row(&self) -> Row {
        Row {
            id: self.id(),
            revision: self.revision(),
            year: self.year(),
            code: self.code().to_owned(),
            name: self.name().to_owned(),
            unit: self.unit().to_owned(),
            department: self.department().to_owned(),
            stage: self.stage(),
            goal_status: self.goal_status(),
            self_status: self.self_status(),
            budget: self.budget(),
            executed: self.executed(),
            month: self.month(),
            rate: self.rate(),
            light: self.light(),
            score: self.score(),
            grade: self.grade().map(str::to_owned),
            errors: self.errors(),
            warnings: self.warnings(),
            waiting: self.waiting().collect(),
        }
    }

    /// Compares with a key, without making one.
    fn order(&self, key: &[u8]) -> Ordering {
        let mut own = [0; 5];
        if let (Some(year), [mark, rest @ ..]) = (self.year(), &mut own) {
            *mark = 1;
            *rest = (year.cast_unsigned() ^ SIGN).to_be_bytes();
        }
        let (year, code) = key.split_at_checked(5).unwrap_or((key, &[]));
        own.as_slice()
            .cmp(year)
            .then_with(|| self.code().as_bytes().cmp(code))
    }
}

fn waiting_start(flags: u8) -> usize {
    let decimals = [HAS_RATE, HAS_SCORE]
        .iter()
        .filter(|flag| flags & **flag != 0)
        .count();
    FIXED + 16 * decimals
}

/// Where the texts of a payload begin.
fn text_start(payload: &[u8]) -> Option<usize> {
    let start = waiting_start(*payload.get(61)?) + WAITING_BYTES * usize::from(*payload.get(71)?);
    (start <= payload.len()).then_some(start)
}

/// The numbers of two names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NameNumbers {
    /// 实施单位
    pub unit: usize,
    /// 主管部门
    pub department: usize,
}

/// Units and departments: few names in many rows, each with a number of its own.
#[derive(Debug, Clone, Default)]
struct Names(HashMap<Box<str>, u32, foldhash::fast::RandomState>);

impl Names {
    fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.0.get(name) {
            return *number;
        }
        let number = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        self.0.insert(name.into(), number);
        number
    }
}

/// Up to 1,024 rows: their fixed parts, and their texts, checked once.
#[derive(Debug, Default)]
struct Chunk {
    fixed: Vec<u8>,
    text: String,
    rows: Vec<Place>,
}

/// Where a row ends in the two parts of its chunk, and which names it has.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    fixed: u32,
    text: u32,
    unit: u32,
    department: u32,
}

impl Chunk {
    fn get(&self, index: usize) -> Option<RowRef<'_>> {
        let end = self.rows.get(index)?;
        let start = match index.checked_sub(1) {
            None => Place::default(),
            Some(before) => *self.rows.get(before)?,
        };
        Some(RowRef {
            fixed: self.fixed.get(start.fixed as usize..end.fixed as usize)?,
            text: self.text.get(start.text as usize..end.text as usize)?,
            names: NameNumbers {
                unit: end.unit as usize,
                department: end.department as usize,
            },
        })
    }

    fn iter(&self) -> impl Iterator<Item = RowRef<'_>> {
        (0..self.rows.len()).filter_map(|index| self.get(index))
    }

    fn push(&mut self, row: &RowRef<'_>) {
        self.fixed.extend_from_slice(row.fixed);
        self.text.push_str(row.text);
        let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        self.rows.push(Place {
            fixed: small(self.fixed.len()),
            text: small(self.text.len()),
            unit: small(row.names.unit),
            department: small(row.names.department),
        });
    }

    /// Gives the names of its rows their numbers.
    fn number(&mut self, names: &mut Names) {
        let numbers: Vec<(u32, u32)> = self
            .iter()
            .map(|row| (names.number(row.unit()), names.number(row.department())))
            .collect();
        for (row, (unit, department)) in self.rows.iter_mut().zip(numbers) {
            (row.unit, row.department) = (unit, department);
        }
    }
}

/// All rows at one revision of the store, in the order of year and code. A copy is cheap.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    chunks: Arc<[Arc<Chunk>]>,
    /// Number of rows up to the end of each chunk.
    ends: Arc<[usize]>,
    names: Arc<Names>,
    stamp: u64,
}

/// What a commit did to the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowChange {
    /// The key that it had.
    pub before: Option<Vec<u8>>,
    /// The key and payload that it has.
    pub after: Option<(Vec<u8>, Vec<u8>)>,
}

impl Rows {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.ends.last().copied().unwrap_or(0)
    }

    /// True where there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The row at a place.
    pub fn get(&self, index: usize) -> Option<RowRef<'_>> {
        let chunk = self.ends.partition_point(|end| *end <= index);
        let start = chunk
            .checked_sub(1)
            .and_then(|before| self.ends.get(before));
        self.chunks
            .get(chunk)?
            .get(index - start.copied().unwrap_or(0))
    }

    /// All rows, in order.
    pub fn iter(&self) -> impl Iterator<Item = RowRef<'_>> {
        self.chunks.iter().flat_map(|chunk| chunk.iter())
    }

    /// The rows with these numbers, quickest where they are in order.
    pub fn pick<'a>(
        &'a self,
        numbers: &'a [u32],
    ) -> impl Iterator<Item = (u32, RowRef<'a>)> + use<'a> {
        let mut chunk = 0;
        let mut within = 0..0;
        numbers.iter().filter_map(move |number| {
            let at = *number as usize;
            if !within.contains(&at) {
                chunk = self.ends.partition_point(|end| *end <= at);
                let start = chunk
                    .checked_sub(1)
                    .and_then(|before| self.ends.get(before));
                within = start.copied().unwrap_or(0)..*self.ends.get(chunk)?;
            }
            let row = self.chunks.get(chunk)?.get(at - within.start)?;
            Some((*number, row))
        })
    }

    /// The rows that an actor may know of, in order.
    pub fn seen_by<'a>(&'a self, actor: &'a Actor) -> impl Iterator<Item = RowRef<'a>> {
        self.iter()
            .filter(|row| actor.sees(row.department(), row.unit()))
    }

    /// The row of a year and code.
    pub fn find(&self, year: Option<i32>, code: &str) -> Option<RowRef<'_>> {
        let key = key(year, code);
        let chunk = self.chunks.get(self.chunk_of(&key))?;
        chunk.iter().find(|row| row.order(&key).is_eq())
    }

    /// How many names of units and departments there are.
    pub fn names(&self) -> usize {
        self.names.0.len()
    }

    /// The place of a project.
    pub fn position(&self, id: ProjectId) -> Option<usize> {
        self.iter().position(|row| row.id() == id)
    }

    /// The revision of the store that these rows belong to: what was computed from rows of the same
    /// stamp still holds.
    pub fn stamp(&self) -> u64 {
        self.stamp
    }

    /// These rows under another stamp.
    #[must_use]
    pub fn stamped(self, stamp: u64) -> Self {
        Self { stamp, ..self }
    }

    /// Rows of one's own, brought into their order; the stamp follows from what they say.
    pub fn from_rows(mut rows: Vec<Row>) -> Self {
        rows.sort_by_cached_key(|row| key(row.year, &row.code));
        let mut loading = Loading::default();
        let mut sum = crc32fast::Hasher::new();
        for row in &rows {
            let payload = encode(row);
            sum.update(&payload);
            // What was encoded here is whole.
            let _whole = loading.push(&payload);
        }
        let stamp = u64::from(sum.finalize());
        loading.finish().unwrap_or_default().stamped(stamp)
    }

    /// The chunk in which a key is, or would be put.
    fn chunk_of(&self, key: &[u8]) -> usize {
        let after = self
            .chunks
            .partition_point(|chunk| chunk.get(0).is_some_and(|first| first.order(key).is_le()));
        after.saturating_sub(1)
    }

    /// These rows after a change; the stamp is that of the old ones.
    #[must_use]
    pub fn patched(&self, changes: &[RowChange]) -> Self {
        let mut rows = self.clone();
        for change in changes {
            if let Some(key) = &change.before {
                rows = rows.replaced(key, None);
            }
            if let Some((key, payload)) = &change.after {
                rows = rows.replaced(key, Some(payload));
            }
        }
        rows
    }

    fn of(chunks: Vec<Arc<Chunk>>, names: Arc<Names>, stamp: u64) -> Self {
        let ends = chunks.iter().scan(0, |total, chunk| {
            *total += chunk.rows.len();
            Some(*total)
        });
        Self {
            ends: ends.collect(),
            chunks: chunks.into(),
            names,
            stamp,
        }
    }

    fn replaced(&self, key: &[u8], payload: Option<&[u8]>) -> Self {
        let at = self.chunk_of(key);
        let old = self.chunks.get(at).cloned().unwrap_or_default();
        let before = old.iter().filter(|row| row.order(key).is_lt());
        let after = old.iter().filter(|row| row.order(key).is_gt());
        let mut names = Arc::clone(&self.names);
        let new = payload.and_then(|payload| {
            let (fixed, text) = payload.split_at_checked(text_start(payload)?)?;
            let text = std::str::from_utf8(text).ok()?;
            let row = RowRef {
                fixed,
                text,
                names: NameNumbers::default(),
            };
            let mut number = |name| match names.0.get(name) {
                Some(number) => *number as usize,
                None => Arc::make_mut(&mut names).number(name) as usize,
            };
            Some(RowRef {
                names: NameNumbers {
                    unit: number(row.unit()),
                    department: number(row.department()),
                },
                ..row
            })
        });
        let rows: Vec<RowRef<'_>> = before.chain(new).chain(after).collect();
        let size = if rows.len() > CHUNK { CHUNK / 2 } else { CHUNK };
        let parts = rows.chunks(size).map(|part| {
            let mut chunk = Chunk::default();
            for row in part {
                chunk.push(row);
            }
            Arc::new(chunk)
        });
        let mut chunks = self.chunks.to_vec();
        let end = (at + 1).min(chunks.len());
        chunks.splice(at.min(end)..end, parts);
        Self::of(chunks, names, self.stamp)
    }
}

/// Rows on their way in, in their order; texts are checked a chunk at a time.
#[derive(Debug, Default)]
pub struct Loading {
    done: Vec<Arc<Chunk>>,
    fixed: Vec<u8>,
    text: Vec<u8>,
    rows: Vec<Place>,
    names: Names,
}

impl Loading {
    /// Takes the payload of the next row; `None` where it is not whole.
    pub fn push(&mut self, payload: &[u8]) -> Option<()> {
        let (fixed, text) = payload.split_at_checked(text_start(payload)?)?;
        self.fixed.extend_from_slice(fixed);
        self.text.extend_from_slice(text);
        self.rows.push(Place {
            fixed: u32::try_from(self.fixed.len()).ok()?,
            text: u32::try_from(self.text.len()).ok()?,
            ..Place::default()
        });
        if self.rows.len() == CHUNK {
            self.close()?;
        }
        Some(())
    }

    fn close(&mut self) -> Option<()> {
        let mut chunk = Chunk {
            fixed: self.fixed.clone(),
            text: simdutf8::basic::from_utf8(&self.text).ok()?.to_owned(),
            rows: std::mem::take(&mut self.rows),
        };
        chunk.number(&mut self.names);
        self.fixed.clear();
        self.text.clear();
        self.done.push(Arc::new(chunk));
        Some(())
    }

    /// All rows that came in; `None` where a text of the last chunk is not whole.
    pub fn finish(mut self) -> Option<Rows> {
        if !self.rows.is_empty() {
            self.close()?;
        }
        Some(Rows::of(self.done, Arc::new(self.names), 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(number: u64) -> Row {
        Row {
            id: ProjectId(number),
            revision: 3,
            year: Some(2026),
            code: format!("P{number:05}"),
            name: "水库除险加固".into(),
            unit: "水利站".into(),
            department: "水利局".into(),
            stage: Stage::Monitoring,
            goal_status: Status::Approved,
            self_status: Status::Returned,
            budget: Some(Decimal::new(123_456, 2)),
            executed: Some(Decimal::new(-5, 1)),
            month: Some(7),
            rate: Some(Decimal::new(5, 1)),
            light: Some(Light::Blue),
            score: Some(Decimal::new(9467, 2)),
            grade: Some("优".into()),
            errors: 2,
            warnings: 70,
            waiting: vec![
                Waiting {
                    document: DocumentKind::Monitoring(7),
                    role: Role::UnitLead,
                    since: Some(1_783_300_020_000),
                },
                Waiting {
                    document: DocumentKind::SelfEvaluation,
                    role: Role::Unit,
                    since: None,
                },
            ],
        }
    }

    fn put(row: &Row) -> RowChange {
        RowChange {
            before: None,
            after: Some((key(row.year, &row.code), encode(row))),
        }
    }

    #[test]
    fn a_row_reads_back_as_it_was_written() {
        let full = row(9);
        let bare = Row {
            code: "Q".into(),
            ..Row::default()
        };
        let rows = Rows::default().patched(&[put(&full), put(&bare)]);
        assert_eq!(rows.len(), 2);
        // No year comes first.
        assert_eq!(rows.get(0).map(|row| row.to_row()), Some(bare));
        assert_eq!(rows.get(1).map(|row| row.to_row()), Some(full.clone()));
        assert_eq!(
            rows.find(Some(2026), "P00009").map(|row| row.id()),
            Some(full.id)
        );
        assert!(rows.find(Some(2025), "P00009").is_none());
    }

    #[test]
    fn patched_rows_stay_in_order_and_the_old_snapshot_stays_what_it_was() {
        let mut rows = Rows::default();
        // 7919 is prime to 3000, so this visits every number once, out of order.
        for step in 0..3000_u64 {
            rows = rows.patched(&[put(&row(step * 7919 % 3000))]);
        }
        let numbers: Vec<u64> = rows.iter().map(|row| row.id().0).collect();
        assert_eq!(numbers, (0..3000).collect::<Vec<_>>());
        let before = rows.clone();
        let gone = RowChange {
            before: Some(key(Some(2026), "P01500")),
            after: None,
        };
        let rows = rows.patched(&[gone]);
        assert_eq!((before.len(), rows.len()), (3000, 2999));
        assert_eq!(rows.get(1500).map(|row| row.id()), Some(ProjectId(1501)));
        assert!(rows.get(2999).is_none());
    }

    #[test]
    fn a_name_has_one_number_in_whichever_row_it_stands() {
        let at = |number, unit: &str| Row {
            unit: unit.into(),
            ..row(number)
        };
        let rows = Rows::from_rows(vec![at(1, "水利站"), at(2, "水利局"), at(3, "水利站")]);
        let numbers: Vec<NameNumbers> = rows.iter().map(|row| row.name_numbers()).collect();
        assert_eq!(numbers[0], numbers[2]);
        // 水利局 is the unit of one and the department of all.
        assert_eq!(numbers[1].unit, numbers[1].department);
        assert_eq!(rows.names(), 2);
        let more = rows.patched(&[put(&at(4, "河道所")), put(&at(5, "水利站"))]);
        let numbers: Vec<NameNumbers> = more.iter().map(|row| row.name_numbers()).collect();
        assert_eq!((numbers[4], more.names(), rows.names()), (numbers[0], 3, 2));
        assert_ne!(numbers[3].unit, numbers[0].unit);
    }

    #[test]
    fn a_text_beyond_the_layout_is_cut_between_characters() {
        let long = Row {
            name: "长".repeat(30_000),
            ..Row::default()
        };
        let rows = Rows::default().patched(&[put(&long)]);
        assert_eq!(
            rows.get(0).map(|row| row.name().chars().count()),
            Some(21_845)
        );
    }

    #[test]
    fn keys_are_ordered_by_year_then_code_and_named_so() {
        let keys = [
            key(None, "b"),
            key(Some(-1), "a"),
            key(Some(0), "a"),
            key(Some(2025), "a"),
            key(Some(2025), "b"),
            key(Some(2026), ""),
        ];
        assert!(keys.windows(2).all(|pair| pair[0] < pair[1]));
        assert_eq!(key_text(&key(Some(2026), "甲")), "2026/甲");
    }

    #[test]
    fn rows_of_ones_own_are_sorted_and_stamped_by_what_they_say() {
        let one = Rows::from_rows(vec![row(2), row(1)]);
        let other = Rows::from_rows(vec![row(1), row(2)]);
        assert_eq!(one.position(ProjectId(2)), Some(1));
        assert_eq!(one.stamp(), other.stamp());
        assert_ne!(one.stamp(), Rows::from_rows(vec![row(1)]).stamp());
    }
}
