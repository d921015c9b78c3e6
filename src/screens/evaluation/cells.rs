//! The columns of the sheet and what stands in each cell.
//!
//! Asked by the table for the cells that are seen and for no others. The column under the cursor
//! never hides, so that every cell can be reached at any width; money is never cut.

use chrono::Datelike;
use ratatui::style::Style;
use rust_decimal::Decimal;

use super::sheet::{self, Entry, Line, Missing};
use crate::app::Cx;
use crate::app::open::Open;
use crate::domain::policy::Level1;
use crate::domain::project::Indicator;
use crate::domain::row::lacks_adjusted;
use crate::domain::scoring::{Over, RowScore, Scored, Task};
use crate::domain::why::fixed;
use crate::lang::evaluation::EvaluationText;
use crate::lang::numbers::{grouped, percent};
use crate::lang::{Language, policy, terms};
use crate::text;
use crate::theme::Theme;
use crate::widgets::draw;
use crate::widgets::table::{self, Cell, Span};

/// A column of the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Column {
    /// 三级指标, or the name of the line.
    Name,
    /// 二级指标
    Kind,
    /// 指标值; 全年预算数 of money.
    Target,
    /// 实际完成值; 全年执行数 of money.
    #[default]
    Actual,
    /// 档次, or the word that stands instead.
    Band,
    /// 分值
    Weight,
    /// 得分
    Score,
    /// The score that a paper form printed.
    Printed,
    /// Our score less the printed one.
    Difference,
    /// 扣减分数
    Deduction,
    /// Errors and warnings of the checks.
    Marks,
    /// 偏差原因及改进措施
    Reason,
    /// 佐证资料
    Evidence,
}

/// Columns of the table from which on reason and evidence show their texts.
const ROOM_FOR_TEXTS: u16 = 130;

/// How reason and evidence are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Texts {
    /// By their first line.
    Line,
    /// By a word that tells whether there is one.
    Word,
}

impl Texts {
    /// How they are shown in a table so wide.
    pub fn of(width: u16) -> Self {
        if width >= ROOM_FOR_TEXTS {
            Self::Line
        } else {
            Self::Word
        }
    }
}

impl Column {
    /// All columns, from left to right.
    pub const ALL: [Self; 13] = [
        Self::Name,
        Self::Kind,
        Self::Target,
        Self::Actual,
        Self::Band,
        Self::Weight,
        Self::Score,
        Self::Printed,
        Self::Difference,
        Self::Deduction,
        Self::Marks,
        Self::Reason,
        Self::Evidence,
    ];

    /// The columns that the cursor reaches.
    pub const REACHED: [Self; 7] = [
        Self::Target,
        Self::Actual,
        Self::Band,
        Self::Score,
        Self::Deduction,
        Self::Reason,
        Self::Evidence,
    ];
}

/// The amounts of the sheet as they are printed, all of one width.
#[derive(Debug, Clone)]
pub struct Money {
    total: (String, String),
    funds: Vec<(String, String)>,
    widest: u16,
}

impl Money {
    /// The amounts of the open project, in its own unit.
    pub fn of(open: &Open) -> Self {
        let total = |amount: Option<Decimal>| amount.map(|amount| grouped(amount, 2));
        let pair = |adjusted: &str, executed: &str| {
            let shown = |written: &str| match crate::domain::number::decimal(written) {
                Some(amount) => grouped(amount, 2),
                None => written.trim().to_owned(),
            };
            (shown(adjusted), shown(executed))
        };
        let funds = open.project.funds.iter();
        let funds = funds.map(|fund| pair(fund.adjusted.as_str(), fund.executed.as_str()));
        let mut money = Self {
            total: (
                total(open.project.total(|fund| &fund.adjusted)).unwrap_or_default(),
                total(open.project.total(|fund| &fund.executed)).unwrap_or_default(),
            ),
            funds: funds.collect(),
            widest: 0,
        };
        let all = money.funds.iter().chain([&money.total]);
        money.widest = all
            .map(|(adjusted, executed)| draw::columns(adjusted).max(draw::columns(executed)))
            .max()
            .unwrap_or(0);
        money
    }

    fn cell(&self, amount: &str, language: Language) -> String {
        let shown = if amount.is_empty() {
            EvaluationText::of(language).empty_cell
        } else {
            amount
        };
        text::pad_left(shown, usize::from(self.widest))
    }
}

/// How wide the columns of target and actual have to be: for what is written in them as far as
/// that is sensible, and for the money without a limit.
fn values(open: &Open, money: &Money) -> [u16; 2] {
    let widest = |pick: fn(&Indicator) -> &str| {
        let rows = open.project.live_indicators();
        rows.map(|row| draw::columns(pick(row))).max().unwrap_or(0)
    };
    let columns = [widest(|row| &row.target), widest(|row| &row.actual)];
    // The printed scores of a paper form need room too; its days are shown short.
    let most = if sheet::has_printed(&open.project) {
        9
    } else {
        16
    };
    columns.map(|wide| wide.clamp(8, most).max(money.widest.min(40)))
}

/// The columns that this sheet has, in their order; the one under the cursor always stays.
pub fn columns(
    open: &Open,
    focus: Column,
    money: &Money,
    shown: Texts,
    language: Language,
) -> Vec<(Column, table::Column<'static>)> {
    use table::Column as C;
    let paper = sheet::has_printed(&open.project);
    let texts = EvaluationText::of(language);
    let [target, actual] = values(open, money);
    // What says nothing on this sheet hides first; what explains a score stays.
    let rows = || open.project.live_indicators();
    let banded = rows().any(|row| row.band.is_some() || row.not_applicable);
    let deducted = rows().any(|row| !row.deduction.is_blank());
    Column::ALL
        .into_iter()
        .zip(texts.columns)
        .filter(|(column, _)| paper || !matches!(column, Column::Printed | Column::Difference))
        .map(|(column, title)| {
            let head = match column {
                Column::Name => C::name(title, 16, 60),
                Column::Kind => C::name(title, language.pick(8, 11), 16).hides(7),
                Column::Target => C::name(title, target, target.max(24)),
                Column::Actual => C::name(title, actual, actual.max(24)),
                Column::Band => C::text(title, 6).hides(if banded { 2 } else { 10 }),
                Column::Weight => C::decimal(title, 5).hides(1),
                Column::Score => C::decimal(title, 6),
                Column::Printed => C::decimal(title, 6).hides(3),
                Column::Difference => C::decimal(title, 5).hides(3),
                Column::Deduction => C::decimal(title, 4).hides(if deducted { 2 } else { 8 }),
                Column::Marks => C::text(title, language.pick(5, 6)).hides(4),
                Column::Reason if shown == Texts::Line => C::name(title, 12, 60).hides(5),
                Column::Evidence if shown == Texts::Line => C::name(title, 10, 24).hides(9),
                Column::Reason => C::text(texts.narrow[0], language.pick(4, 6)).hides(5),
                Column::Evidence => C::text(texts.narrow[1], language.pick(4, 8)).hides(9),
            };
            let head = if column == focus { head.hides(0) } else { head };
            (column, head)
        })
        .collect()
}

/// What the cells are made of.
pub struct Cells<'s, 'a> {
    /// The open project.
    pub open: &'a Open,
    /// The score that is shown.
    pub scored: &'s Scored,
    /// Its amounts.
    pub money: &'s Money,
    /// How reason and evidence are shown.
    pub texts: Texts,
    /// What the screen sees.
    pub cx: &'s Cx<'a>,
}

impl<'a> Cells<'_, 'a> {
    fn words(&self) -> &'static EvaluationText {
        EvaluationText::of(self.cx.language())
    }

    fn theme(&self) -> &'a Theme {
        &self.cx.me.look.theme
    }

    /// What stands in a cell.
    pub fn cell(&self, entry: &Entry, column: Column) -> Cell<'a> {
        match column {
            Column::Score => return self.score(entry),
            Column::Weight => return self.weight(entry),
            Column::Printed => {
                let printed = sheet::printed(entry, &self.open.project).unwrap_or("");
                return Cell::styled(printed, self.theme().dim);
            }
            Column::Difference => return self.difference(entry),
            Column::Marks => return self.marks(entry),
            _ => {}
        }
        match &entry.line {
            Line::Row(_) => {
                let indicator = self.open.project.indicators.get(entry.at);
                match (indicator, sheet::row(entry, self.scored)) {
                    (Some(indicator), Some(row)) => self.row(indicator, row, column),
                    _ => Cell::new(""),
                }
            }
            Line::Goal | Line::Improvement | Line::FilledBy => self.text(entry, column),
            Line::Execution => self.execution(column),
            Line::Fund(_) => self.fund(entry, column),
            Line::Level(_) | Line::Raw | Line::Total => self.sum(entry, column),
        }
    }

    // ---- numbers ---------------------------------------------------------------------------------

    fn score(&self, entry: &Entry) -> Cell<'a> {
        let theme = self.theme();
        let Some(score) = sheet::score(entry, self.scored) else {
            let without = matches!(
                entry.line,
                Line::Row(_) | Line::Execution | Line::Total | Line::Raw
            );
            return Cell::styled(if without { "-" } else { "" }, theme.dim);
        };
        let full = sheet::weight(entry, self.scored).is_none_or(|weight| score >= weight);
        let style = match entry.line {
            Line::Total | Line::Raw => theme.number,
            Line::Level(_) => theme.dim,
            _ if full => Style::new(),
            _ => theme.warning,
        };
        Cell::styled(fixed(score), style)
    }

    fn weight(&self, entry: &Entry) -> Cell<'a> {
        let theme = self.theme();
        let row = sheet::row(entry, self.scored);
        let style = match entry.line {
            Line::Level(_) => theme.dim,
            _ if row.is_some_and(|row| row.row.task == Task::NotApplicable) => theme.dim,
            _ => Style::new(),
        };
        match (sheet::weight(entry, self.scored), row) {
            (Some(weight), _) => Cell::styled(weight.normalize().to_string(), style),
            // A weight that is no number is shown as it is written.
            (None, Some(row)) => Cell::styled(row.row.weight_written.clone(), theme.error),
            (None, None) => Cell::new(""),
        }
    }

    fn difference(&self, entry: &Entry) -> Cell<'a> {
        match sheet::difference(entry, &self.open.project, self.scored) {
            Some(difference) if !difference.is_zero() => {
                let sign = if difference > Decimal::ZERO { "+" } else { "" };
                Cell::styled(format!("{sign}{}", fixed(difference)), self.theme().warning)
            }
            _ => Cell::new(""),
        }
    }

    fn marks(&self, entry: &Entry) -> Cell<'a> {
        let theme = self.theme();
        let indicator = self.open.project.indicators.get(entry.at);
        let missing = match (sheet::row(entry, self.scored), indicator) {
            (Some(row), Some(indicator)) => !Missing::of(row, &indicator.reason).is_nothing(),
            _ => entry.line == Line::Execution && self.execution_unexplained(),
        };
        let gap = if missing { self.words().gap } else { "" };
        let (count, style) = match sheet::severities(entry, self.open) {
            (0, 0) => (String::new(), theme.warning),
            (0, warnings) => (format!("W{warnings} "), theme.warning),
            (errors, _) => (format!("E{errors} "), theme.error),
        };
        Cell::styled(format!("{count}{gap}").trim_end().to_owned(), style)
    }

    fn execution_unexplained(&self) -> bool {
        sheet::execution_unexplained(&self.open.project, self.scored)
    }

    // ---- texts -----------------------------------------------------------------------------------

    /// A text that is missing: what it is, or in a narrow column only that it is.
    fn lacking(&self, what: &str) -> Cell<'a> {
        let style = self.theme().warning;
        match self.texts {
            Texts::Line => Cell::styled((self.words().missing)(what), style),
            Texts::Word => Cell::styled(self.words().gap, style),
        }
    }

    /// A text that is there: its first line, or in a narrow column only that it is.
    fn held(&self, text: &'a str, style: Style) -> Cell<'a> {
        match self.texts {
            _ if text.trim().is_empty() => Cell::new(""),
            Texts::Line => Cell::styled(first_line(text), style),
            Texts::Word => Cell::styled(self.words().there, style),
        }
    }

    fn text(&self, entry: &Entry, column: Column) -> Cell<'a> {
        let words = self.words();
        let project = &self.open.project;
        let (name, value, missing) = match entry.line {
            Line::Goal if sheet::may_fill(self.cx) => {
                (words.goal, project.achieved.as_str(), words.goal_missing)
            }
            Line::Goal => (words.goal, project.achieved.as_str(), words.empty_cell),
            Line::Improvement => (
                words.improvement,
                project.evaluation.improvement.as_str(),
                words.empty_cell,
            ),
            _ => (
                words.filled_by,
                project.evaluation.filled_by.as_str(),
                words.empty_cell,
            ),
        };
        match column {
            Column::Name => Cell::new(name),
            Column::Kind => Cell::new(""),
            _ if value.trim().is_empty() && entry.findings.is_empty() => {
                Cell::styled(missing, self.theme().dim).spanning(Span::Rest)
            }
            _ if value.trim().is_empty() => {
                Cell::styled(missing, self.theme().warning).spanning(Span::Rest)
            }
            _ => Cell::new(first_line(value)).spanning(Span::Rest),
        }
    }

    // ---- indicators ------------------------------------------------------------------------------

    fn row(&self, indicator: &'a Indicator, row: &RowScore, column: Column) -> Cell<'a> {
        let theme = self.theme();
        let words = self.words();
        let off = row.row.task == Task::NotApplicable;
        let style = if off { theme.dim } else { Style::new() };
        match column {
            Column::Name => Cell::styled(indicator.name.as_str(), style).led_by(" "),
            Column::Kind => Cell::styled(kind(indicator, row, self.cx.language()), theme.dim),
            Column::Target | Column::Actual if self.short_day(row, column).is_some() => {
                Cell::styled(self.short_day(row, column).unwrap_or_default(), style)
            }
            Column::Target => Cell::styled(indicator.target.as_str(), style),
            Column::Actual if indicator.actual.trim().is_empty() => {
                let waits = matches!(row.row.task, Task::Empty(_));
                Cell::styled(if waits { words.empty_cell } else { "" }, theme.dim)
            }
            Column::Actual => Cell::styled(indicator.actual.as_str(), style),
            Column::Band => self.band(row),
            Column::Deduction => Cell::styled(indicator.deduction.as_str(), style),
            Column::Reason if Missing::of(row, &indicator.reason).reason => {
                self.lacking(reason_word(row, words))
            }
            Column::Reason => self.held(&indicator.reason, style),
            Column::Evidence => self.held(&indicator.evidence, style),
            _ => Cell::new(""),
        }
    }

    /// A day of the project's year without the year, where the printed scores take the room.
    fn short_day(&self, row: &RowScore, column: Column) -> Option<String> {
        let Task::Date { deadline, done, .. } = &row.row.task else {
            return None;
        };
        let project = &self.open.project;
        let day = if column == Column::Target {
            deadline
        } else {
            done
        };
        let short = sheet::has_printed(project) && project.year == Some(day.year());
        let shown = day.format("%m-%d").to_string();
        let by = self.cx.language().pick("前", "");
        short.then(|| match column {
            Column::Target => format!("{shown}{by}"),
            _ => shown,
        })
    }

    fn band(&self, row: &RowScore) -> Cell<'a> {
        let theme = self.theme();
        let words = self.words();
        match (row.row.task, row.over) {
            (Task::NotApplicable, _) => Cell::styled(words.not_applicable, theme.dim),
            (Task::Unreadable, _) => Cell::styled(words.unreadable, theme.error),
            (Task::Qualitative { band, .. }, _) => Cell::new((words.band)(band)),
            (_, Over::Explain | Over::Deduct(_)) => Cell::styled(words.over, theme.light_blue),
            _ => Cell::new(""),
        }
    }

    // ---- money and sums --------------------------------------------------------------------------

    fn execution(&self, column: Column) -> Cell<'a> {
        let language = self.cx.language();
        let words = self.words();
        let project = &self.open.project;
        let (adjusted, executed) = &self.money.total;
        match column {
            Column::Name => {
                let rate = self.scored.execution.rate.map(percent);
                Cell::new((words.execution)(rate.as_deref()))
            }
            Column::Kind => {
                let unit = terms::money_unit(project.money_unit, language);
                Cell::styled(unit, self.theme().dim)
            }
            Column::Target if lacks_adjusted(project) => self.lacking(words.adjusted),
            Column::Target => Cell::new(self.money.cell(adjusted, language)),
            Column::Actual => Cell::new(self.money.cell(executed, language)),
            Column::Reason if self.execution_unexplained() => self.lacking(words.reason),
            Column::Reason => self.held(&project.evaluation.execution_reason, Style::new()),
            _ => Cell::new(""),
        }
    }

    fn fund(&self, entry: &Entry, column: Column) -> Cell<'a> {
        let language = self.cx.language();
        let words = self.words();
        let fund = self.open.project.funds.get(entry.at);
        match (column, self.money.funds.get(entry.at)) {
            (Column::Name, _) => {
                let name = fund.map_or("", |fund| fund.source.trim());
                let name = if name.is_empty() {
                    words.no_source
                } else {
                    name
                };
                let name = terms::source(name, language);
                Cell::styled((words.source)(name), self.theme().dim).led_by("  ")
            }
            (Column::Target, Some((adjusted, _))) => Cell::new(self.money.cell(adjusted, language)),
            (Column::Actual, Some((_, executed))) => Cell::new(self.money.cell(executed, language)),
            _ => Cell::new(""),
        }
    }

    fn sum(&self, entry: &Entry, column: Column) -> Cell<'a> {
        let language = self.cx.language();
        let words = self.words();
        let theme = self.theme();
        match (&entry.line, column) {
            (Line::Level(name), Column::Name) => {
                let level = sheet::members(entry, self.scored).next();
                let level = level.map_or(Level1::Other, |row| row.row.level1);
                Cell::styled(level_name(name, level, language), theme.title)
            }
            (Line::Raw, Column::Name) => Cell::styled(words.raw, theme.title),
            (Line::Total, Column::Name) => Cell::styled(words.total, theme.title),
            (Line::Total, Column::Band) => {
                let grade = self.scored.grade;
                let grade = grade.map(|grade| policy::grade(grade, language));
                Cell::styled(grade.unwrap_or(""), theme.number)
            }
            _ => Cell::new(""),
        }
    }
}

/// The name of a level 1: as the form writes it, in English the term of the frame.
fn level_name(written: &str, level: Level1, language: Language) -> String {
    match (level, language) {
        (Level1::Other, _) if written.is_empty() => {
            EvaluationText::of(language).no_level.to_owned()
        }
        (level, language) => policy::level1_written(written, level, language).to_owned(),
    }
}

/// What the missing reason is to explain.
pub fn reason_word(row: &RowScore, words: &EvaluationText) -> &'static str {
    if row.row.task == Task::NotApplicable {
        words.reason_not_applicable
    } else {
        words.reason
    }
}

fn first_line(text: &str) -> &str {
    text.trim().lines().next().unwrap_or("")
}

/// The level 2 in a word: without the 指标 that all of them end in.
fn kind(indicator: &Indicator, row: &RowScore, language: Language) -> String {
    policy::level2_short(&indicator.level2, row.row.level2, language).to_owned()
}
