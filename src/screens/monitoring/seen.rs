//! What follows from the open project and the month looked at: the lines as they are written.
//!
//! The screen computes it when the project, the month or the language changes and draws from it,
//! so that a frame reads no cell and parses no target. It is a derived copy and never a source.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use crate::app::Cx;
use crate::app::open::Open;
use crate::domain::command::At;
use crate::domain::monitoring::{
    self, Cell, Due, Fault, Light, Measure, PlanBasis, Read, Standing, Timeline, TimelineRow,
};
use crate::domain::notation::{self, Band};
use crate::domain::number::round_to;
use crate::domain::project::{Project, RowKey};
use crate::domain::row;
use crate::domain::status::DocumentKind;
use crate::lang::monitoring as field;
use crate::lang::monitoring_screen::{self as words, MonitoringText};
use crate::lang::numbers::number;
use crate::lang::numbers::{grouped, money};
use crate::lang::{Language, terms};
use crate::screens::notes::{self, Note};
use crate::text;

/// How the money is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Amounts {
    /// Cumulative per cent of the budget.
    #[default]
    Percent,
    /// Cumulative amounts in the project's unit.
    Money,
}

/// Where the actual of a row is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fill {
    /// At this row.
    At(RowKey),
    /// In the rows of these sources: the row is their sum.
    Sources(Vec<String>),
    /// There is no source of money yet.
    NoSources,
}

/// A cell as it is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Shown {
    /// The text.
    pub text: String,
    /// True where it is free text, which alone may be cut.
    pub free: bool,
}

/// A row of the timeline as it is written.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// Its place in the timeline.
    pub row: usize,
    /// Which row.
    pub key: RowKey,
    /// Where its actual is written.
    pub fill: Fill,
    /// Its name, indented for a source.
    pub name: String,
    /// What the upper line is.
    pub label: &'static str,
    /// The upper line.
    pub planned: Vec<Shown>,
    /// The lower line.
    pub actual: Vec<Shown>,
    /// What the year is to reach.
    pub year: String,
    /// How far from the plan in the month looked at, or why not.
    pub variance: String,
    /// What the variance means.
    pub standing: Option<Standing>,
    /// Its light in the month looked at.
    pub light: Option<Light>,
}

impl Line {
    /// The rows whose duties and findings belong to it: a single source stands for the total.
    pub fn keys(&self) -> Vec<&RowKey> {
        let mut keys = vec![&self.key];
        if let Fill::At(key) = &self.fill
            && *key != self.key
        {
            keys.push(key);
        }
        keys
    }
}

/// Columns that the texts take.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Widths {
    /// Longest name.
    pub name: usize,
    /// The labels.
    pub label: usize,
    /// A month.
    pub month: usize,
    /// The year's value.
    pub year: usize,
    /// The variance.
    pub variance: usize,
    /// A column for both.
    pub shared: usize,
    /// The light's word.
    pub light: usize,
}

/// The days until the form of the month is due; below zero it is late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Deadline {
    /// Month and day.
    pub day: NaiveDate,
    /// Days from today.
    pub left: i64,
}

/// All of it.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    /// The timeline of the month.
    pub timeline: Timeline,
    /// Its rows as written.
    pub lines: Vec<Line>,
    /// What the checks found in the month's form.
    pub notes: Vec<Note>,
    /// What is wrong with the months.
    pub faults: Vec<Fault>,
    /// The month that runs; later ones have not begun.
    pub present: u8,
    /// Columns.
    pub widths: Widths,
    /// The last day of the month.
    pub month_end: Option<NaiveDate>,
    /// When its form is due.
    pub deadline: Option<Deadline>,
}

impl Seen {
    /// Computes it for a month.
    pub fn of(open: &Open, month: u8, amounts: Amounts, cx: &Cx<'_>) -> Self {
        let project = &open.project;
        let timeline = monitoring::timeline(project, &open.policy, month);
        let present = monitoring::present_month(project.year, cx.world.today);
        let writer = Writer {
            project,
            month,
            amounts,
            language: cx.language(),
            future: month > present,
        };
        let lines = writer.lines(&timeline);
        Self {
            widths: widths(&lines, cx.language()),
            notes: notes::of(open, cx.language(), |finding| match &finding.place {
                At::Reading(of, ..) | At::Disposal(of) => *of == month,
                _ => false,
            }),
            faults: monitoring::faults(project, present),
            month_end: project.year.and_then(|year| row::month_end(year, month)),
            deadline: deadline(open, month, cx.world.today),
            present,
            timeline,
            lines,
        }
    }

    /// The timeline's row of a line.
    pub fn row(&self, line: &Line) -> Option<&TimelineRow> {
        self.timeline.rows.get(line.row)
    }

    /// The faults of a month.
    pub fn faults_of(&self, month: u8) -> impl Iterator<Item = &Fault> {
        self.faults.iter().filter(move |fault| fault.month == month)
    }

    /// True where this very cell is at fault.
    pub fn is_faulty(&self, line: &Line, month: u8) -> bool {
        let keys = line.keys();
        self.faults_of(month)
            .any(|fault| fault.row.as_ref().is_some_and(|key| keys.contains(&key)))
    }

    /// A fault in words, with its month and, where it has one, its row.
    pub fn fault_text(&self, fault: &Fault, language: Language) -> String {
        let month = terms::month(fault.month, language);
        let word = field::fault(fault.kind, language);
        let line = fault
            .row
            .as_ref()
            .and_then(|key| self.lines.iter().find(|line| line.keys().contains(&key)));
        match line {
            Some(line) => format!("{month} {}: {word}", line.name.trim()),
            None => format!("{month}: {word}"),
        }
    }
}

/// When the form of a month is due, while somebody still has to hand it in.
fn deadline(open: &Open, month: u8, today: NaiveDate) -> Option<Deadline> {
    let form = open
        .policy
        .monitoring
        .forms
        .iter()
        .find(|form| form.month == month)?;
    let status = open
        .project
        .documents
        .status(DocumentKind::Monitoring(month));
    if !status.is_editable() {
        return None;
    }
    // A form of the last months is due in the next year.
    let year = open.project.year? + i32::from(form.due_month < form.month);
    let day = NaiveDate::from_ymd_opt(year, u32::from(form.due_month), u32::from(form.due_day))?;
    Some(Deadline {
        day,
        left: day.signed_duration_since(today).num_days(),
    })
}

fn widths(lines: &[Line], language: Language) -> Widths {
    let said = MonitoringText::of(language);
    let longest = |of: &mut dyn Iterator<Item = usize>| of.max().unwrap_or(0);
    let light = Light::ALL
        .iter()
        .map(|light| text::width(terms::light(*light, language)));
    let year =
        longest(&mut lines.iter().map(|line| text::width(&line.year))).max(text::width(said.year));
    let variance = longest(&mut lines.iter().map(|line| text::width(&line.variance)))
        .max(text::width(said.not_due));
    let label = [said.plan, said.pace, said.target, said.actual].map(text::width);
    Widths {
        name: longest(&mut lines.iter().map(|line| text::width(&line.name))),
        label: longest(&mut label.into_iter()),
        month: longest(
            &mut lines
                .iter()
                .flat_map(|line| line.planned.iter().chain(&line.actual))
                .filter(|shown| !shown.free)
                .map(|shown| text::width(&shown.text)),
        )
        .max(4),
        year,
        variance,
        shared: year.max(variance).max(text::width(said.year_and_variance)),
        light: longest(&mut light.into_iter()),
    }
}

/// Writes the rows of a timeline.
struct Writer<'a> {
    project: &'a Project,
    month: u8,
    amounts: Amounts,
    language: Language,
    /// The month has not come yet.
    future: bool,
}

impl Writer<'_> {
    fn lines(&self, timeline: &Timeline) -> Vec<Line> {
        let sources = sources(timeline);
        timeline
            .rows
            .iter()
            .enumerate()
            // A single source is the total.
            .filter(|(_, row)| !matches!(row.key, RowKey::Fund(_)) || sources.len() > 1)
            .filter(|(_, row)| match &row.key {
                RowKey::Fund(id) => sources.iter().any(|(source, _)| source == id),
                _ => true,
            })
            .map(|(at, row)| self.line(at, row, &sources))
            .collect()
    }

    fn line(&self, at: usize, row: &TimelineRow, sources: &[(String, String)]) -> Line {
        let said = MonitoringText::of(self.language);
        let cell = row.cell(self.month);
        let whole = row.key == RowKey::Execution && self.is_read_as_a_whole();
        let fill = match (&row.key, sources) {
            (key, _) if whole => Fill::At(key.clone()),
            (RowKey::Execution, []) => Fill::NoSources,
            (RowKey::Execution, [(id, _)]) => Fill::At(RowKey::Fund(id.clone())),
            (RowKey::Execution, many) => {
                Fill::Sources(many.iter().map(|(_, name)| name.clone()).collect())
            }
            (key, _) => Fill::At(key.clone()),
        };
        let name = match (&row.key, self.amounts_of(row)) {
            (RowKey::Execution, Amounts::Percent) => (said.execution)("%"),
            (RowKey::Execution, Amounts::Money) => {
                (said.execution)(terms::money_unit(self.project.money_unit, self.language))
            }
            (RowKey::Fund(_), _) => {
                format!("  {}", terms::source(&row.name, self.language))
            }
            (RowKey::Indicator(_), _) => row.name.clone(),
        };
        let label = match row.basis {
            // Amounts stand in a row of percentages, and there is no plan: its place tells the unit.
            _ if self.amounts_of(row) != self.amounts => {
                terms::money_unit(self.project.money_unit, self.language)
            }
            PlanBasis::Plan => said.plan,
            PlanBasis::Time => said.pace,
            PlanBasis::Target => said.target,
        };
        let places = self.places(row);
        Line {
            row: at,
            key: row.key.clone(),
            fill,
            name,
            label,
            planned: row
                .months
                .iter()
                .map(|cell| self.planned(row, cell, places))
                .collect(),
            actual: self.actuals(row, places),
            year: self.year(row),
            variance: cell
                .map(|cell| self.variance(row, cell))
                .unwrap_or_default(),
            standing: cell
                .and_then(|cell| cell.variance)
                .map(|variance| variance.standing),
            light: cell.and_then(|cell| cell.light),
        }
    }

    /// True where the month has one amount for all money and none by source.
    fn is_read_as_a_whole(&self) -> bool {
        let form = self.project.monitoring.months.get(&self.month);
        let read = |is_whole: bool| {
            form.is_some_and(|form| {
                form.readings.iter().any(|reading| {
                    let of_kind = match reading.id {
                        RowKey::Execution => is_whole,
                        RowKey::Fund(_) => !is_whole,
                        RowKey::Indicator(_) => false,
                    };
                    of_kind && !reading.actual.is_blank()
                })
            })
        };
        read(true) && !read(false)
    }

    /// How the money of a row is shown: of a source without a budget there is no share, only amounts.
    fn amounts_of(&self, row: &TimelineRow) -> Amounts {
        let has_budget = row.budget.is_some_and(|budget| budget > Decimal::ZERO);
        if !has_budget && row.months.iter().any(|cell| cell.amount.is_some()) {
            Amounts::Money
        } else {
            self.amounts
        }
    }

    /// Decimals of a row: as many as one of its numbers needs, so that their points stand below
    /// each other.
    fn places(&self, row: &TimelineRow) -> u32 {
        let most = match (row.is_money(), self.amounts_of(row)) {
            (true, Amounts::Money) => return 2,
            (true, Amounts::Percent) => 1,
            (false, _) => 2,
        };
        // A plan that follows from the time alone is no more exact than it is useful.
        let by_time = match row.year {
            Some(year) if year.abs() >= Decimal::ONE_THOUSAND => 0,
            Some(year) if year.abs() >= Decimal::TEN => 1,
            _ => most,
        };
        let planned = match row.basis {
            PlanBasis::Time => by_time.min(most),
            PlanBasis::Plan | PlanBasis::Target => most,
        };
        let scale =
            |value: Option<Decimal>, most| value.map_or(0, |value| round_to(value, most).scale());
        row.months
            .iter()
            .map(|cell| scale(cell.planned, planned).max(scale(cell.actual, most)))
            .max()
            .unwrap_or(0)
    }

    fn planned(&self, row: &TimelineRow, cell: &Cell, places: u32) -> Shown {
        let value = match (row.budget, self.amounts) {
            (Some(budget), Amounts::Money) => cell
                .planned
                .and_then(|share| share.checked_mul(budget)?.checked_div(Decimal::ONE_HUNDRED)),
            _ => cell.planned,
        };
        Shown {
            text: value
                .map(|value| grouped(value, places))
                .unwrap_or_default(),
            free: false,
        }
    }

    fn actuals(&self, row: &TimelineRow, places: u32) -> Vec<Shown> {
        let numeric = |value: Option<Decimal>| Shown {
            text: value
                .map(|value| grouped(value, places))
                .unwrap_or_default(),
            free: false,
        };
        if row.is_money() {
            let amounts = self.amounts_of(row);
            let pick = |cell: &Cell| match amounts {
                Amounts::Percent => cell.actual,
                Amounts::Money => cell.amount,
            };
            return row.months.iter().map(|cell| numeric(pick(cell))).collect();
        }
        let target = notation::target(&row.target).value;
        let said = MonitoringText::of(self.language);
        let word = |text: &str| Shown {
            text: text.to_owned(),
            free: false,
        };
        let [yes, no] = said.yes_no;
        let [met, partial, unmet] = said.bands;
        row.months
            .iter()
            .map(
                |cell| match Read::of(&cell.written, &target, self.project.year) {
                    Read::Blank => Shown::default(),
                    Read::Number(value) => numeric(Some(value)),
                    Read::Date(day) => word(&self.short_day(day)),
                    Read::YesNo(true) => word(yes),
                    Read::YesNo(false) => word(no),
                    Read::Band(Band::Met) => word(met),
                    Read::Band(Band::Partial) => word(partial),
                    Read::Band(Band::Unmet) => word(unmet),
                    Read::Text => Shown {
                        text: text::clean(&cell.written, text::Lines::One)
                            .trim()
                            .to_owned(),
                        free: true,
                    },
                },
            )
            .collect()
    }

    /// A day of the project's year without the year.
    fn day(&self, day: NaiveDate) -> String {
        if self.project.year == Some(day.year()) {
            day.format("%m-%d").to_string()
        } else {
            day.to_string()
        }
    }

    /// The same in the columns of a month.
    fn short_day(&self, day: NaiveDate) -> String {
        if self.project.year == Some(day.year()) {
            self.day(day)
        } else {
            day.format("%y-%m-%d").to_string()
        }
    }

    fn year(&self, row: &TimelineRow) -> String {
        let said = MonitoringText::of(self.language);
        let plain = |value: Decimal| words::quantity(value, row);
        match (&row.measure, row.budget, self.amounts_of(row)) {
            (Measure::Money, Some(budget), Amounts::Money) => money(budget),
            (Measure::Ceiling(bound), ..) => format!("<={}", plain(bound.value)),
            (Measure::Range { low, high, unit }, ..) => {
                format!("{}~{}{unit}", number(*low, 2), number(*high, 2))
            }
            (Measure::Date(day), ..) => (said.by)(&self.day(*day)),
            (Measure::YesNo(expected), ..) => {
                let [yes, no] = said.yes_no;
                if *expected { yes } else { no }.to_owned()
            }
            (Measure::Qualitative, ..) => said.qualitative.to_owned(),
            (Measure::Unreadable, ..) => said.unreadable.to_owned(),
            _ => row.year.map(plain).unwrap_or_default(),
        }
    }

    fn variance(&self, row: &TimelineRow, cell: &Cell) -> String {
        let said = MonitoringText::of(self.language);
        match (&cell.variance, cell.due) {
            (Some(variance), _) => field::variance(*variance, self.language),
            (None, Due::NotYet) => said.not_due.to_owned(),
            (None, Due::Due) if self.future => said.not_due.to_owned(),
            (None, Due::Due) if row.measure == Measure::Unreadable => String::new(),
            (None, Due::Due) if cell.written.trim().is_empty() => said.blank.to_owned(),
            (None, Due::Due) => String::new(),
        }
    }
}

/// The sources that have money or a reading; the first one where none has.
fn sources(timeline: &Timeline) -> Vec<(String, String)> {
    let funds = timeline.rows.iter().filter_map(|row| match &row.key {
        RowKey::Fund(id) => Some((id, row)),
        _ => None,
    });
    let in_use = |row: &TimelineRow| {
        row.budget.is_some_and(|budget| !budget.is_zero())
            || row
                .months
                .iter()
                .any(|cell| !cell.written.trim().is_empty())
    };
    let named = |(id, row): (&String, &TimelineRow)| (id.clone(), row.name.clone());
    let used: Vec<_> = funds
        .clone()
        .filter(|(_, row)| in_use(row))
        .map(named)
        .collect();
    if used.is_empty() {
        funds.take(1).map(named).collect()
    } else {
        used
    }
}
