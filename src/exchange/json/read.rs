//! Reading `wenxiao/1`: bytes to projects, or the first place that is wrong.
//!
//! Called through [`super::read`]. What the file does not say stays empty; what it says in a shape
//! that the format does not have is an error that names project, row and key. Hidden characters
//! are dropped here, before anything is stored. It never guesses and never panics.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::Read;

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization;

use super::FORMAT;
use super::node::{FaultAt, Node, Scanner};
use crate::domain::number::Written;
use crate::domain::project::{
    About, Evaluation, Fund, Indicator, MoneyUnit, Monitoring, MonthForm, MonthReading, MultiYear,
    Period, PlanLine, Printed, Project, RowKey,
};
use crate::domain::status::Documents;
use crate::text::{Lines, clean};

pub use super::node::Fault;

/// The most bytes that are read of one file.
pub const INPUT_LIMIT: u64 = 2 * 1024 * 1024 * 1024;

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct File {
    /// The policy that the file names.
    pub policy: Option<String>,
    /// In the order of the file.
    pub projects: Vec<Project>,
}

/// How projects come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Arrival {
    /// As drafts: status, versions and signatures of the file are left behind.
    #[default]
    Draft,
    /// With their documents as written: a text backup or the samples.
    AsWritten,
}

/// Why a file is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadError {
    /// The bytes could not be fetched.
    Input(std::io::ErrorKind),
    /// More bytes than [`INPUT_LIMIT`].
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// Not UTF-8 from this byte on.
    NotUtf8 {
        /// From 0.
        byte: usize,
    },
    /// Not JSON.
    Syntax {
        /// What is wrong.
        fault: Fault,
        /// From 0.
        byte: usize,
        /// From 1.
        line: usize,
        /// Characters from 1.
        column: usize,
    },
    /// The file is no object.
    NoObject,
    /// `format` is something else, or is not there.
    WrongFormat {
        /// What it says.
        found: Option<String>,
    },
    /// There is no list `projects`.
    NoProjects,
    /// A value has a shape that its place does not take.
    Shape {
        /// Where.
        place: Box<Place>,
        /// What the place takes.
        expected: Expected,
        /// What is there.
        found: Kind,
    },
    /// A text is none of what its place takes.
    Value {
        /// Where.
        place: Box<Place>,
        /// What the place takes.
        expected: Expected,
        /// What is written there.
        found: String,
    },
    /// Two rows of one list have the same id.
    DuplicateId {
        /// The second row.
        place: Box<Place>,
        /// The id.
        id: String,
        /// Places of both in the list, from 1.
        rows: (usize, usize),
    },
    /// Several projects are wrong; what is wrong first in each.
    Several(Vec<Self>),
}

/// Where in a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// Which project, from 1; `None` for the head of the file.
    pub project: Option<usize>,
    /// Its code, where it was read before.
    pub code: String,
    /// Which row of a list.
    pub row: Option<Row>,
    /// The key, with the keys around it: `about.attribute`.
    pub key: String,
}

/// A row of a list of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Which list.
    pub list: List,
    /// From 1.
    pub number: usize,
    /// The id, where it has one.
    pub id: String,
}

/// The lists of a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// `funds`
    Funds,
    /// `indicators`
    Indicators,
    /// `multi_year.indicators`
    MultiYear,
    /// `monitoring.plan`
    Plan,
    /// `monitoring.months.….readings`
    Readings,
}

/// What a place takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// A text or a number.
    Cell,
    /// An object.
    Object,
    /// A list.
    List,
    /// `true` or `false`.
    Flag,
    /// A year, 1900 to 2200.
    Year,
    /// A day, `2025-12-31`.
    Date,
    /// A month, 1 to 12.
    Month,
    /// A whole number from 0.
    Count,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// What an export wrote for the documents.
    Documents,
}

/// The shape of a JSON value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // named as in JSON
pub enum Kind {
    Null,
    Flag,
    Number,
    Text,
    List,
    Object,
}

impl Kind {
    fn of(node: &Node<'_>) -> Self {
        match node {
            Node::Null => Self::Null,
            Node::Bool(_) => Self::Flag,
            Node::Number(_) => Self::Number,
            Node::Text(_) => Self::Text,
            Node::List(_) => Self::List,
            Node::Map(_) => Self::Object,
        }
    }
}

type Got<T> = Result<T, ReadError>;

/// Reads a whole file; every project arrives as a draft.
pub fn read(bytes: &[u8]) -> Got<File> {
    read_as(bytes, Arrival::Draft)
}

/// Reads a whole file from a source of bytes, up to [`INPUT_LIMIT`].
pub fn read_from(source: &mut impl Read, arrival: Arrival) -> Got<File> {
    let mut bytes = Vec::new();
    let mut limited = source.take(INPUT_LIMIT + 1);
    if let Err(error) = limited.read_to_end(&mut bytes) {
        return Err(ReadError::Input(error.kind()));
    }
    read_as(&bytes, arrival)
}

/// Reads a whole file and says how its projects arrive.
pub fn read_as(bytes: &[u8], arrival: Arrival) -> Got<File> {
    if bytes.len() as u64 > INPUT_LIMIT {
        return Err(ReadError::TooLarge { limit: INPUT_LIMIT });
    }
    let text = std::str::from_utf8(bytes).map_err(|error| ReadError::NotUtf8 {
        byte: error.valid_up_to(),
    })?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let offset = bytes.len() - text.len();
    let located = |at: FaultAt| syntax(text, at, offset);

    let mut scanner = Scanner::new(text);
    if scanner.peek().is_some_and(|byte| byte != b'{') {
        // What is no JSON at all is told as such, what is a list or a text as the wrong format.
        scanner.skip().map_err(located)?;
        return Err(ReadError::NoObject);
    }
    let mut head = Head::default();
    let mut seen = HashSet::new();
    let mut waiting = None;
    scanner.open(b'{').map_err(located)?;
    let mut first = true;
    while scanner.more(b'}', &mut first).map_err(located)? {
        let key = scanner.key().map_err(located)?;
        if !seen.insert(key.clone()) {
            return Err(located(scanner.fault(Fault::RepeatedKey)));
        }
        if key == "projects" {
            head.has_projects = true;
            if head.format.is_some() {
                head.check_format()?;
                head.file.projects = projects(&mut scanner, arrival, &located)?;
            } else {
                // The format is named after the projects: they wait until it is known.
                waiting = Some(scanner.clone());
                scanner.skip().map_err(located)?;
            }
        } else {
            let value = scanner.value().map_err(located)?;
            head.take(&key, &value)?;
        }
    }
    scanner.end().map_err(located)?;
    head.check_format()?;
    if !head.has_projects {
        return Err(ReadError::NoProjects);
    }
    if let Some(mut start) = waiting {
        head.file.projects = projects(&mut start, arrival, &located)?;
    }
    Ok(head.file)
}

fn syntax(text: &str, at: FaultAt, offset: usize) -> ReadError {
    let before = text.get(..at.byte).unwrap_or(text);
    let last_line = before.rsplit('\n').next().unwrap_or_default();
    ReadError::Syntax {
        fault: at.fault,
        byte: at.byte + offset,
        line: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
        column: last_line.chars().count() + 1,
    }
}

/// What stands beside the projects.
#[derive(Default)]
struct Head {
    format: Option<String>,
    has_projects: bool,
    file: File,
}

impl Head {
    fn take(&mut self, key: &str, value: &Node<'_>) -> Got<()> {
        let place = Place::default();
        let at = Reader { place: &place };
        match key {
            "format" => match value {
                Node::Text(_) | Node::Number(_) => self.format = Some(at.line(key, value)?),
                _ => self.format = Some(String::new()),
            },
            "policy" => self.file.policy = filled(at.line(key, value)?),
            _ => {}
        }
        Ok(())
    }

    fn check_format(&self) -> Got<()> {
        if self.format.as_deref() == Some(FORMAT) {
            Ok(())
        } else {
            Err(ReadError::WrongFormat {
                found: self.format.clone(),
            })
        }
    }
}

fn projects(
    scanner: &mut Scanner<'_>,
    arrival: Arrival,
    located: &impl Fn(FaultAt) -> ReadError,
) -> Got<Vec<Project>> {
    if scanner.peek() != Some(b'[') {
        return Err(ReadError::NoProjects);
    }
    scanner.open(b'[').map_err(located)?;
    let (mut list, mut wrong, mut first) = (Vec::new(), Vec::new(), true);
    while scanner.more(b']', &mut first).map_err(located)? {
        let node = scanner.value().map_err(located)?;
        match project(list.len() + wrong.len() + 1, &node, arrival) {
            Ok(project) => list.push(project),
            // Read on: whoever mends a file wants to know of all that is wrong with it.
            Err(error) => wrong.push(error),
        }
    }
    match wrong.pop() {
        None => Ok(list),
        Some(only) if wrong.is_empty() => Err(only),
        Some(last) => {
            wrong.push(last);
            Err(ReadError::Several(wrong))
        }
    }
}

/// The keys of a project; all others are carried along.
pub(super) const PROJECT_KEYS: [&str; 18] = [
    "code",
    "name",
    "year",
    "unit",
    "department",
    "policy",
    "money_unit",
    "period",
    "about",
    "funds",
    "printed",
    "goal",
    "achieved",
    "indicators",
    "multi_year",
    "monitoring",
    "evaluation",
    "documents",
];

fn project(number: usize, node: &Node<'_>, arrival: Arrival) -> Got<Project> {
    let mut place = Place {
        project: Some(number),
        ..Place::default()
    };
    if matches!(node, Node::Null) {
        return Reader { place: &place }.shape("", Expected::Object, node);
    }
    let entries = Reader { place: &place }.object("", node)?;
    let mut project = Project::default();
    if let Some((key, value)) = entries.iter().find(|(key, _)| key == "code") {
        let code = Reader { place: &place }.line(key, value)?;
        project.code = code.nfkc().collect();
        place.code.clone_from(&project.code);
    }
    if project.code.is_empty() {
        project.code = format!("#{number}");
    }
    let at = Reader { place: &place };
    for (key, value) in entries {
        let key = key.as_ref();
        match key {
            "code" => {}
            "name" => project.name = at.line(key, value)?,
            "year" => project.year = at.year(key, value)?,
            "unit" => project.unit = at.line(key, value)?,
            "department" => project.department = at.line(key, value)?,
            "policy" => project.policy = filled(at.line(key, value)?),
            "money_unit" => {
                const WORDS: &[&str] = &["万元", "元"];
                project.money_unit = at
                    .choice::<MoneyUnit>(key, value, WORDS)?
                    .unwrap_or_default();
            }
            "period" => project.period = at.period(key, value)?,
            "about" => project.about = at.about(key, value)?,
            "funds" => project.funds = at.funds(key, value)?,
            "printed" => project.printed = at.printed(key, value)?,
            "goal" => project.goal = at.text(key, value)?,
            "achieved" => project.achieved = at.text(key, value)?,
            "indicators" => project.indicators = at.indicators(key, value, List::Indicators)?,
            "multi_year" => project.multi_year = at.multi_year(key, value)?,
            "monitoring" => project.monitoring = at.monitoring(key, value)?,
            "evaluation" => project.evaluation = at.evaluation(key, value)?,
            "documents" if arrival == Arrival::Draft => {}
            "documents" => project.documents = at.documents(key, value)?,
            _ => {
                project.extra.insert(key.to_owned(), value.carried());
            }
        }
    }
    if arrival == Arrival::Draft {
        for form in project.monitoring.months.values_mut() {
            form.goal_version = 0;
        }
    }
    Ok(project)
}

fn filled(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

type Entries<'n, 'a> = &'n [(std::borrow::Cow<'a, str>, Node<'a>)];

/// Reads values and names the place where one is wrong.
struct Reader<'p> {
    place: &'p Place,
}

impl Reader<'_> {
    /// The place inside `key`.
    fn inside(&self, key: &str) -> Place {
        let mut place = self.place.clone();
        place.key = match (place.key.as_str(), key) {
            ("", key) => key.to_owned(),
            (around, "") => around.to_owned(),
            (around, key) => format!("{around}.{key}"),
        };
        place
    }

    fn shape<T>(&self, key: &str, expected: Expected, node: &Node<'_>) -> Got<T> {
        Err(ReadError::Shape {
            place: Box::new(self.inside(key)),
            expected,
            found: Kind::of(node),
        })
    }

    fn value<T>(&self, key: &str, expected: Expected, found: &str) -> Got<T> {
        Err(ReadError::Value {
            place: Box::new(self.inside(key)),
            expected,
            found: found.chars().take(60).collect(),
        })
    }

    fn object<'n, 'a>(&self, key: &str, node: &'n Node<'a>) -> Got<Entries<'n, 'a>> {
        match node {
            Node::Map(map) => Ok(map),
            Node::Null => Ok(&[]),
            _ => self.shape(key, Expected::Object, node),
        }
    }

    fn list<'n, 'a>(&self, key: &str, node: &'n Node<'a>) -> Got<&'n [Node<'a>]> {
        match node {
            Node::List(list) => Ok(list),
            Node::Null => Ok(&[]),
            _ => self.shape(key, Expected::List, node),
        }
    }

    fn cell(&self, key: &str, node: &Node<'_>, lines: Lines) -> Got<String> {
        match node {
            Node::Text(text) => Ok(stored(text, lines)),
            Node::Number(text) => Ok(plain_number(text)),
            Node::Null => Ok(String::new()),
            _ => self.shape(key, Expected::Cell, node),
        }
    }

    /// One line.
    fn line(&self, key: &str, node: &Node<'_>) -> Got<String> {
        self.cell(key, node, Lines::One)
    }

    /// Several lines.
    fn text(&self, key: &str, node: &Node<'_>) -> Got<String> {
        self.cell(key, node, Lines::Many)
    }

    fn written(&self, key: &str, node: &Node<'_>) -> Got<Written> {
        self.line(key, node).map(Written)
    }

    fn flag(&self, key: &str, node: &Node<'_>) -> Got<Option<bool>> {
        match node {
            Node::Bool(flag) => Ok(Some(*flag)),
            Node::Null => Ok(None),
            Node::Text(text) => match text.trim() {
                "" => Ok(None),
                "true" | "是" => Ok(Some(true)),
                "false" | "否" => Ok(Some(false)),
                other => self.value(key, Expected::Flag, other),
            },
            _ => self.shape(key, Expected::Flag, node),
        }
    }

    fn year(&self, key: &str, node: &Node<'_>) -> Got<Option<i32>> {
        let text: String = self.line(key, node)?.nfkc().collect();
        if text.is_empty() {
            return Ok(None);
        }
        let digits = text.trim_end_matches('年').trim();
        // 2025.0 is a whole number in JSON.
        let digits = digits.strip_suffix(".0").unwrap_or(digits);
        match digits.parse::<i32>() {
            Ok(year) if (1900..=2200).contains(&year) => Ok(Some(year)),
            _ => self.value(key, Expected::Year, &text),
        }
    }

    fn count(&self, key: &str, node: &Node<'_>) -> Got<u32> {
        let text = self.line(key, node)?;
        if text.is_empty() {
            return Ok(0);
        }
        text.parse()
            .or_else(|_| self.value(key, Expected::Count, &text))
    }

    fn month(&self, text: &str) -> Got<u8> {
        match text.parse() {
            // Written in one way only, so that no month is there twice.
            Ok(month @ 1..=12) if text == u8::to_string(&month) => Ok(month),
            _ => self.value(text, Expected::Month, text),
        }
    }

    /// A row of the monitoring form. Nothing is taken for the money row but its own word.
    fn row_key(&self, key: &str, node: &Node<'_>) -> Got<RowKey> {
        const WORDS: &[&str] = &["execution", "fund:…", "indicator:…"];
        let text = self.line(key, node)?;
        let known = match text.split_once(':') {
            Some(("fund" | "indicator", id)) => !id.is_empty(),
            Some(_) => false,
            None => text == "execution",
        };
        if known {
            Ok(RowKey::from(text))
        } else {
            self.value(key, Expected::OneOf(WORDS), &text)
        }
    }

    /// One of the words under which a field's choices are stored; empty is none.
    fn choice<T: serde::de::DeserializeOwned>(
        &self,
        key: &str,
        node: &Node<'_>,
        words: &'static [&'static str],
    ) -> Got<Option<T>> {
        let text = self.line(key, node)?;
        if text.is_empty() {
            return Ok(None);
        }
        let known = words.iter().any(|word| *word == text);
        match serde_json::from_value(serde_json::Value::from(text.as_str())) {
            Ok(choice) if known => Ok(Some(choice)),
            _ => self.value(key, Expected::OneOf(words), &text),
        }
    }

    fn date(&self, key: &str, node: &Node<'_>) -> Got<Option<NaiveDate>> {
        let text: String = self.line(key, node)?.nfkc().collect();
        if text.is_empty() {
            return Ok(None);
        }
        let plain: String = text
            .trim_end_matches('日')
            .chars()
            .map(|c| if "年月./".contains(c) { '-' } else { c })
            .collect();
        match NaiveDate::parse_from_str(&plain, "%Y-%m-%d") {
            Ok(date) if (1900..=2200).contains(&date.year()) => Ok(Some(date)),
            _ => self.value(key, Expected::Date, &text),
        }
    }

    fn period(&self, key: &str, node: &Node<'_>) -> Got<Option<Period>> {
        let place = self.inside(key);
        let at = Reader { place: &place };
        let (mut start, mut end) = (None, None);
        for (key, value) in self.object(key, node)? {
            match key.as_ref() {
                "start" => start = at.date(key, value)?,
                "end" => end = at.date(key, value)?,
                _ => {}
            }
        }
        match (start, end) {
            (None, None) => Ok(None),
            (start, end) => Ok(Some(Period { start, end })),
        }
    }

    fn about(&self, key: &str, node: &Node<'_>) -> Got<About> {
        let place = self.inside(key);
        let at = Reader { place: &place };
        let mut about = About::default();
        for (key, value) in self.object(key, node)? {
            let key = key.as_ref();
            match key {
                "attribute" => {
                    about.attribute = at.choice(key, value, &["新增项目", "延续项目"])?;
                }
                "category" => {
                    about.category = at.choice(key, value, &["人员类", "运转类", "特定目标类"])?;
                }
                "nature" => {
                    about.nature = at.choice(key, value, &["经常性", "一次性", "阶段性"])?;
                }
                "leader" => about.leader = at.line(key, value)?,
                "phone" => about.phone = at.line(key, value)?,
                "overview" => about.overview = at.text(key, value)?,
                "basis" => about.basis = at.text(key, value)?,
                "necessity" => about.necessity = at.text(key, value)?,
                "feasibility" => about.feasibility = at.text(key, value)?,
                "schedule" => about.schedule = at.text(key, value)?,
                "safeguards" => about.safeguards = at.text(key, value)?,
                "ex_ante" => about.ex_ante = at.text(key, value)?,
                _ => {}
            }
        }
        Ok(about)
    }

    fn funds(&self, key: &str, node: &Node<'_>) -> Got<Vec<Fund>> {
        let mut rows = Rows::new(self.place, key, List::Funds);
        let mut funds = Vec::new();
        for node in self.list(key, node)? {
            let (place, entries) = rows.next(self, node)?;
            let at = Reader { place: &place };
            let mut fund = Fund::default();
            for (key, value) in entries {
                let key = key.as_ref();
                match key {
                    "id" => fund.id = at.line(key, value)?,
                    "source" => fund.source = at.line(key, value)?,
                    "initial" => fund.initial = at.written(key, value)?,
                    "adjusted" => fund.adjusted = at.written(key, value)?,
                    "executed" => fund.executed = at.written(key, value)?,
                    _ => {}
                }
            }
            funds.push(fund);
        }
        unique_ids(&mut funds, &rows, "f", |fund| &mut fund.id)?;
        Ok(funds)
    }

    fn printed(&self, key: &str, node: &Node<'_>) -> Got<Printed> {
        let place = self.inside(key);
        let at = Reader { place: &place };
        let mut printed = Printed::default();
        for (key, value) in self.object(key, node)? {
            let key = key.as_ref();
            match key {
                "execution_rate" => printed.execution_rate = filled(at.line(key, value)?),
                "execution_weight" => printed.execution_weight = filled(at.line(key, value)?),
                "execution_score" => printed.execution_score = filled(at.line(key, value)?),
                "total" => printed.total = filled(at.line(key, value)?),
                "grade" => printed.grade = filled(at.line(key, value)?),
                _ => {}
            }
        }
        Ok(printed)
    }

    fn indicators(&self, key: &str, node: &Node<'_>, list: List) -> Got<Vec<Indicator>> {
        let mut rows = Rows::new(self.place, key, list);
        let mut indicators = Vec::new();
        for node in self.list(key, node)? {
            let (place, entries) = rows.next(self, node)?;
            let at = Reader { place: &place };
            let mut indicator = Indicator::default();
            for (key, value) in entries {
                at.indicator(&mut indicator, key, value)?;
            }
            indicators.push(indicator);
        }
        unique_ids(&mut indicators, &rows, "", |row| &mut row.id)?;
        Ok(indicators)
    }

    fn indicator(&self, row: &mut Indicator, key: &str, value: &Node<'_>) -> Got<()> {
        match key {
            "id" => row.id = self.line(key, value)?,
            "level1" => row.level1 = self.line(key, value)?,
            "level2" => row.level2 = self.line(key, value)?,
            "name" => row.name = self.line(key, value)?,
            "target" => row.target = self.line(key, value)?,
            "actual" => row.actual = self.line(key, value)?,
            "weight" => row.weight = self.written(key, value)?,
            "band" => row.band = self.choice(key, value, &["met", "partial", "unmet"])?,
            "band_score" => row.band_score = self.written(key, value)?,
            "applicable" => row.not_applicable = self.flag(key, value)? == Some(false),
            "deduction" => row.deduction = self.written(key, value)?,
            "reason" => row.reason = self.text(key, value)?,
            "evidence" => row.evidence = self.text(key, value)?,
            "printed_score" => row.printed_score = self.written(key, value)?,
            "withdrawn" => row.withdrawn = self.flag(key, value)?.unwrap_or_default(),
            "explanation" => row.explanation = self.text(key, value)?,
            "standard" => row.standard = self.text(key, value)?,
            "formula" => row.formula = self.text(key, value)?,
            "origin" => row.origin = self.line(key, value)?,
            "basis" => row.basis = self.line(key, value)?,
            "last_year" => row.last_year = self.line(key, value)?,
            "year_before" => row.year_before = self.line(key, value)?,
            "method" => row.method = self.line(key, value)?,
            "data_source" => row.data_source = self.line(key, value)?,
            "evidence_required" => row.evidence_required = self.text(key, value)?,
            "goal_link" => row.goal_link = self.text(key, value)?,
            "growth_rate" => row.growth_rate = self.flag(key, value)?.unwrap_or_default(),
            _ => {}
        }
        Ok(())
    }

    fn multi_year(&self, key: &str, node: &Node<'_>) -> Got<MultiYear> {
        let place = self.inside(key);
        let at = Reader { place: &place };
        let mut multi_year = MultiYear::default();
        for (key, value) in self.object(key, node)? {
            let key = key.as_ref();
            match key {
                "total" => multi_year.total = at.written(key, value)?,
                "fiscal" => multi_year.fiscal = at.written(key, value)?,
                "other" => multi_year.other = at.written(key, value)?,
                "goal" => multi_year.goal = at.text(key, value)?,
                "indicators" => {
                    multi_year.indicators = at.indicators(key, value, List::MultiYear)?;
                }
                _ => {}
            }
        }
        Ok(multi_year)
    }

    fn monitoring(&self, key: &str, node: &Node<'_>) -> Got<Monitoring> {
        let place = self.inside(key);
        let at = Reader { place: &place };
        let mut monitoring = Monitoring::default();
        for (key, value) in self.object(key, node)? {
            let key = key.as_ref();
            match key {
                "plan" => monitoring.plan = at.plan(key, value)?,
                "months" => {
                    let place = at.inside(key);
                    let months = Reader { place: &place };
                    for (month, form) in at.object(key, value)? {
                        monitoring
                            .months
                            .insert(months.month(month)?, months.month_form(month, form)?);
                    }
                }
                _ => {}
            }
        }
        Ok(monitoring)
    }

    fn plan(&self, key: &str, node: &Node<'_>) -> Got<Vec<PlanLine>> {
        let mut rows = Rows::new(self.place, key, List::Plan);
        let mut plan = Vec::new();
        for node in self.list(key, node)? {
            let (place, entries) = rows.next(self, node)?;
            let at = Reader { place: &place };
            let mut line = PlanLine {
                id: rows.row_key(&at, entries)?,
                ..PlanLine::default()
            };
            for (key, value) in entries {
                if key.as_ref() == "months" {
                    let place = at.inside(key);
                    let months = Reader { place: &place };
                    let mut values = BTreeMap::new();
                    for (month, value) in at.object(key, value)? {
                        values.insert(months.month(month)?, months.written(month, value)?);
                    }
                    line.months = values;
                }
            }
            plan.push(line);
        }
        Ok(plan)
    }

    fn month_form(&self, key: &str, node: &Node<'_>) -> Got<MonthForm> {
        let place = self.inside(key);
        let at = Reader { place: &place };
        let mut form = MonthForm::default();
        for (key, value) in self.object(key, node)? {
            let key = key.as_ref();
            match key {
                "readings" => form.readings = at.readings(key, value)?,
                "disposal" => {
                    const WORDS: &[&str] = &["continue", "reallocate", "adjust_goal", "cancel"];
                    form.disposal = at.choice(key, value, WORDS)?;
                }
                "goal_version" => form.goal_version = at.count(key, value)?,
                _ => {}
            }
        }
        Ok(form)
    }

    fn readings(&self, key: &str, node: &Node<'_>) -> Got<Vec<MonthReading>> {
        const CAUSES: &[&str] = &["funding", "rules", "staff", "equipment", "other"];
        const OUTLOOKS: &[&str] = &["certain", "possible", "impossible"];
        let mut rows = Rows::new(self.place, key, List::Readings);
        let mut readings = Vec::new();
        for node in self.list(key, node)? {
            let (place, entries) = rows.next(self, node)?;
            let at = Reader { place: &place };
            let mut reading = MonthReading {
                id: rows.row_key(&at, entries)?,
                ..MonthReading::default()
            };
            for (key, value) in entries {
                let key = key.as_ref();
                match key {
                    "actual" => reading.actual = at.written(key, value)?,
                    "cause" => reading.cause = at.choice(key, value, CAUSES)?,
                    "cause_text" => reading.cause_text = at.text(key, value)?,
                    "outlook" => reading.outlook = at.choice(key, value, OUTLOOKS)?,
                    "forecast" => reading.forecast = at.written(key, value)?,
                    "measures" => reading.measures = at.text(key, value)?,
                    _ => {}
                }
            }
            readings.push(reading);
        }
        Ok(readings)
    }

    fn evaluation(&self, key: &str, node: &Node<'_>) -> Got<Evaluation> {
        let place = self.inside(key);
        let at = Reader { place: &place };
        let mut evaluation = Evaluation::default();
        for (key, value) in self.object(key, node)? {
            let key = key.as_ref();
            match key {
                "execution_reason" => evaluation.execution_reason = at.text(key, value)?,
                "improvement" => evaluation.improvement = at.text(key, value)?,
                "filled_by" => evaluation.filled_by = at.line(key, value)?,
                _ => {}
            }
        }
        Ok(evaluation)
    }

    fn documents(&self, key: &str, node: &Node<'_>) -> Got<Documents> {
        serde_json::from_value(node.carried())
            .or_else(|error| self.value(key, Expected::Documents, &error.to_string()))
    }
}

/// Walks the rows of a list and keeps their places.
struct Rows<'p> {
    around: &'p Place,
    key: String,
    list: List,
    count: usize,
    /// The rows of the monitoring form so far, with their places.
    keys: HashMap<RowKey, usize>,
}

impl<'p> Rows<'p> {
    fn new(around: &'p Place, key: &str, list: List) -> Self {
        Self {
            around,
            key: key.to_owned(),
            list,
            count: 0,
            keys: HashMap::new(),
        }
    }

    /// Which row of the monitoring form this one is; each is there once.
    fn row_key(&mut self, at: &Reader<'_>, entries: Entries<'_, '_>) -> Got<RowKey> {
        let written = entries.iter().find(|(key, _)| key == "row");
        let row = at.row_key("row", written.map_or(&Node::Null, |(_, value)| value))?;
        match self.keys.insert(row.clone(), self.count) {
            None => Ok(row),
            Some(earlier) => Err(ReadError::DuplicateId {
                place: Box::new(at.inside("row")),
                id: row.into(),
                rows: (earlier, self.count),
            }),
        }
    }

    fn place(&self, number: usize, id: String) -> Place {
        Place {
            row: Some(Row {
                list: self.list,
                number,
                id,
            }),
            ..self.around.clone()
        }
    }

    fn next<'n, 'a>(
        &mut self,
        reader: &Reader<'_>,
        node: &'n Node<'a>,
    ) -> Got<(Place, Entries<'n, 'a>)> {
        self.count += 1;
        let Node::Map(entries) = node else {
            let mut place = self.place(self.count, String::new());
            place.key = reader.inside(&self.key).key;
            return Reader { place: &place }.shape("", Expected::Object, node);
        };
        let id = entries.iter().find_map(|(key, value)| match value {
            Node::Text(text) if key == "id" || key == "row" => Some(stored(text, Lines::One)),
            Node::Number(text) if key == "id" => Some((*text).to_owned()),
            _ => None,
        });
        Ok((self.place(self.count, id.unwrap_or_default()), entries))
    }
}

/// Gives rows without an id the next free one, and refuses an id that two rows have.
fn unique_ids<T>(
    list: &mut [T],
    rows: &Rows<'_>,
    prefix: &str,
    id_of: fn(&mut T) -> &mut String,
) -> Got<()> {
    let mut taken: HashSet<String> = HashSet::with_capacity(list.len());
    for at in 0..list.len() {
        let Some(id) = list.get_mut(at).map(|row| id_of(row).clone()) else {
            continue;
        };
        if id.is_empty() || taken.insert(id.clone()) {
            continue;
        }
        let earlier = list.iter_mut().position(|row| *id_of(row) == id);
        let mut place = rows.place(at + 1, id.clone());
        "id".clone_into(&mut place.key);
        return Err(ReadError::DuplicateId {
            place: Box::new(place),
            id,
            rows: (earlier.unwrap_or_default() + 1, at + 1),
        });
    }
    let mut next = 0_usize;
    for row in list {
        let id = id_of(row);
        while id.is_empty() {
            next += 1;
            let free = format!("{prefix}{next}");
            if !taken.contains(&free) {
                *id = free;
            }
        }
    }
    Ok(())
}

/// Text from outside as it may be stored, without blanks around it.
fn stored(text: &str, lines: Lines) -> String {
    let cleaned = clean(text, lines);
    match lines {
        Lines::One => cleaned.trim().to_owned(),
        Lines::Many => cleaned.trim_end().to_owned(),
    }
}

/// A JSON number as the decimal that it is; an exponent is written out.
fn plain_number(text: &str) -> String {
    if !text.contains(['e', 'E']) {
        return text.to_owned();
    }
    match Decimal::from_scientific(text) {
        Ok(value) => value.to_string(),
        Err(_) => text.to_owned(),
    }
}
