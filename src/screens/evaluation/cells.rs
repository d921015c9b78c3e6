//! The columns of the sheet and what stands in each cell.
//!
//! Asked by the table for the cells that are seen and for no others. The column under the cursor
//! never hides, so that every cell can be reached at any width; money is never cut.

use ratatui::style::Style;
use rust_decimal::Decimal;

use super::sheet::{self, Entry, Line, Missing};
use crate::app::Cx;
use crate::app::open::Open;
use crate::domain::policy::{Level1, Level2};
use crate::domain::project::Indicator;
use crate::domain::scoring::{Over, RowScore, Scored, Task};
use crate::domain::why::fixed;
use crate::lang::evaluation::EvaluationText;
use crate::lang::numbers::{grouped, percent};
use crate::lang::{Language, policy, terms};
use crate::text;
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
        let totals = open.project.totals();
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
            total: (grouped(totals.adjusted, 2), grouped(totals.executed, 2)),
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

/// The columns that this sheet has, in their order; the one under the cursor always stays.
pub fn columns(
    open: &Open,
    focus: Column,
    money: &Money,
    language: Language,
) -> Vec<(Column, table::Column<'static>)> {
    use table::Column as C;
    let paper = sheet::has_printed(&open.project);
    let titles = EvaluationText::of(language).columns;
    let value = money.widest.clamp(9, 40);
    Column::ALL
        .into_iter()
        .zip(titles)
        .filter(|(column, _)| paper || !matches!(column, Column::Printed | Column::Difference))
        .map(|(column, title)| {
            let head = match column {
                Column::Name => C::name(title, 14, 40),
                Column::Kind => C::name(title, 4, 10).hides(7),
                Column::Target | Column::Actual => C::name(title, value, value.max(18)),
                Column::Band => C::text(title, language.pick(8, 6)).hides(2),
                Column::Weight => C::decimal(title, 5).hides(1),
                Column::Score => C::decimal(title, 6),
                Column::Printed => C::decimal(title, 6).hides(3),
                Column::Difference => C::decimal(title, 5).hides(3),
                Column::Deduction => C::decimal(title, 4).hides(8),
                Column::Marks => C::text(title, 5).hides(4),
                Column::Reason => C::name(title, 8, 40).hides(5),
                Column::Evidence => C::name(title, 8, 24).hides(9),
            };
            let head = if column == focus { head.hides(0) } else { head };
            (column, head)
        })
        .collect()
}

/// What stands in a cell.
pub fn cell<'a>(
    entry: &Entry,
    column: Column,
    open: &'a Open,
    scored: &Scored,
    money: &Money,
    cx: &Cx<'a>,
) -> Cell<'a> {
    match column {
        Column::Score => return score_cell(entry, scored, cx),
        Column::Weight => return weight_cell(entry, scored, cx),
        Column::Printed => {
            let printed = sheet::printed(entry, &open.project).unwrap_or("");
            return Cell::styled(printed, cx.me.look.theme.dim);
        }
        Column::Difference => return difference_cell(entry, open, scored, cx),
        Column::Marks => return marks_cell(entry, open, cx),
        _ => {}
    }
    match &entry.line {
        Line::Row(_) => match (
            open.project.indicators.get(entry.at),
            sheet::row(entry, scored),
        ) {
            (Some(indicator), Some(row)) => row_cell(indicator, row, column, cx),
            _ => Cell::new(""),
        },
        Line::Goal | Line::Improvement | Line::FilledBy => text_cell(entry, column, open, cx),
        Line::Execution | Line::Fund(_) => money_cell(entry, column, open, scored, money, cx),
        Line::Level(_) | Line::Raw | Line::Total => sum_cell(entry, column, open, scored, cx),
    }
}

fn score_cell<'a>(entry: &Entry, scored: &Scored, cx: &Cx<'a>) -> Cell<'a> {
    let theme = &cx.me.look.theme;
    let Some(score) = sheet::score(entry, scored) else {
        let without = matches!(
            entry.line,
            Line::Row(_) | Line::Execution | Line::Total | Line::Raw
        );
        return Cell::styled(if without { "-" } else { "" }, theme.dim);
    };
    let style = match entry.line {
        Line::Total | Line::Raw => theme.number,
        Line::Level(_) => theme.dim,
        _ if sheet::weight(entry, scored).is_some_and(|weight| score < weight) => theme.warning,
        _ => Style::new(),
    };
    Cell::styled(fixed(score), style)
}

fn weight_cell<'a>(entry: &Entry, scored: &Scored, cx: &Cx<'a>) -> Cell<'a> {
    let theme = &cx.me.look.theme;
    let row = sheet::row(entry, scored);
    let style = match entry.line {
        Line::Level(_) => theme.dim,
        _ if row.is_some_and(|row| row.row.task == Task::NotApplicable) => theme.dim,
        _ => Style::new(),
    };
    let weight = sheet::weight(entry, scored).map(plain);
    match (weight, row) {
        (Some(weight), _) => Cell::styled(weight, style),
        // A weight that is no number is shown as it is written.
        (None, Some(row)) => Cell::styled(row.row.weight_written.clone(), theme.error),
        (None, None) => Cell::new(""),
    }
}

fn plain(value: Decimal) -> String {
    value.normalize().to_string()
}

fn difference_cell<'a>(entry: &Entry, open: &Open, scored: &Scored, cx: &Cx<'a>) -> Cell<'a> {
    match sheet::difference(entry, &open.project, scored) {
        Some(difference) if !difference.is_zero() => {
            let sign = if difference > Decimal::ZERO { "+" } else { "" };
            let shown = format!("{sign}{}", fixed(difference));
            Cell::styled(shown, cx.me.look.theme.warning)
        }
        _ => Cell::new(""),
    }
}

fn marks_cell<'a>(entry: &Entry, open: &Open, cx: &Cx<'a>) -> Cell<'a> {
    let theme = &cx.me.look.theme;
    match sheet::severities(entry, open) {
        (0, 0) => Cell::new(""),
        (0, warnings) => Cell::styled(format!("W{warnings}"), theme.warning),
        (errors, 0) => Cell::styled(format!("E{errors}"), theme.error),
        (errors, warnings) => Cell::styled(format!("E{errors} W{warnings}"), theme.error),
    }
}

// ---- indicators ------------------------------------------------------------------------------------

fn row_cell<'a>(indicator: &'a Indicator, row: &RowScore, column: Column, cx: &Cx<'a>) -> Cell<'a> {
    let theme = &cx.me.look.theme;
    let language = cx.language();
    let words = EvaluationText::of(language);
    let off = row.row.task == Task::NotApplicable;
    let style = if off { theme.dim } else { Style::new() };
    match column {
        Column::Name => Cell::styled(indicator.name.as_str(), style).led_by(" "),
        Column::Kind => Cell::styled(kind(indicator, row, language), theme.dim),
        Column::Target => Cell::styled(indicator.target.as_str(), style),
        Column::Actual if indicator.actual.trim().is_empty() => {
            let waits = matches!(row.row.task, Task::Empty(_));
            Cell::styled(if waits { words.empty_cell } else { "" }, theme.dim)
        }
        Column::Actual => Cell::styled(indicator.actual.as_str(), style),
        Column::Band => band_cell(row, cx),
        Column::Deduction => Cell::styled(indicator.deduction.as_str(), style),
        Column::Reason => {
            let missing = Missing::of(row, &indicator.reason);
            if missing.reason {
                Cell::styled((words.missing)(reason_word(row, words)), theme.warning)
            } else {
                Cell::styled(first_line(&indicator.reason), style)
            }
        }
        Column::Evidence => Cell::styled(first_line(&indicator.evidence), style),
        _ => Cell::new(""),
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

fn band_cell<'a>(row: &RowScore, cx: &Cx<'a>) -> Cell<'a> {
    let theme = &cx.me.look.theme;
    let language = cx.language();
    let words = EvaluationText::of(language);
    match (row.row.task, row.over) {
        (Task::NotApplicable, _) => Cell::styled(words.not_applicable, theme.dim),
        (Task::Unreadable, _) => Cell::styled(words.unreadable, theme.error),
        (Task::Qualitative { band, .. }, _) => Cell::new(terms::band_short(band, language)),
        (_, Over::Explain | Over::Deduct(_)) => Cell::styled(words.over, theme.light_blue),
        _ => Cell::new(""),
    }
}

fn first_line(text: &str) -> &str {
    text.trim().lines().next().unwrap_or("")
}

/// The level 2 in a word: without the 指标 that all of them end in.
fn kind(indicator: &Indicator, row: &RowScore, language: Language) -> String {
    let written = indicator.level2.trim();
    match (row.row.level2, language) {
        (Level2::Other, _) | (_, Language::Zh) => {
            let short = written.strip_suffix("指标").unwrap_or(written);
            short.to_owned()
        }
        (known, Language::En) => policy::level2(known, language).to_owned(),
    }
}

// ---- money, texts, sums ----------------------------------------------------------------------------

fn money_cell<'a>(
    entry: &Entry,
    column: Column,
    open: &'a Open,
    scored: &Scored,
    money: &Money,
    cx: &Cx<'a>,
) -> Cell<'a> {
    let language = cx.language();
    let words = EvaluationText::of(language);
    let theme = &cx.me.look.theme;
    let execution = entry.line == Line::Execution;
    let amounts = if execution {
        Some(&money.total)
    } else {
        money.funds.get(entry.at)
    };
    match (column, amounts) {
        (Column::Name, _) if execution => {
            let rate = scored.execution.rate.map(percent);
            Cell::new((words.execution)(rate.as_deref()))
        }
        (Column::Name, _) => {
            let fund = open.project.funds.get(entry.at);
            let name = fund.map_or("", |fund| fund.source.trim());
            let name = if name.is_empty() {
                words.no_source
            } else {
                name
            };
            Cell::styled((words.source)(name), theme.dim).led_by("  ")
        }
        (Column::Kind, _) => {
            let word = if execution {
                terms::money_unit(open.project.money_unit, language)
            } else {
                ""
            };
            Cell::styled(word, theme.dim)
        }
        (Column::Target, Some((adjusted, _))) => Cell::new(money.cell(adjusted, language)),
        (Column::Actual, Some((_, executed))) => Cell::new(money.cell(executed, language)),
        (Column::Reason, _) if execution => {
            let reason = first_line(&open.project.evaluation.execution_reason);
            let lost = scored.execution.score < Some(scored.execution.points);
            if reason.is_empty() && lost && scored.execution.applicable() {
                Cell::styled((words.missing)(words.reason), theme.warning)
            } else {
                Cell::new(reason)
            }
        }
        _ => Cell::new(""),
    }
}

fn text_cell<'a>(entry: &Entry, column: Column, open: &'a Open, cx: &Cx<'a>) -> Cell<'a> {
    let words = EvaluationText::of(cx.language());
    let theme = &cx.me.look.theme;
    let project = &open.project;
    let (name, value, missing) = match entry.line {
        Line::Goal => (words.goal, project.achieved.as_str(), words.goal_missing),
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
        _ if value.trim().is_empty() => Cell::styled(missing, theme.dim).spanning(Span::Rest),
        _ => Cell::new(first_line(value)).spanning(Span::Rest),
    }
}

fn sum_cell<'a>(
    entry: &Entry,
    column: Column,
    open: &'a Open,
    scored: &Scored,
    cx: &Cx<'a>,
) -> Cell<'a> {
    let language = cx.language();
    let words = EvaluationText::of(language);
    let theme = &cx.me.look.theme;
    match (&entry.line, column) {
        (Line::Level(name), Column::Name) => {
            let level = sheet::members(entry, scored).next();
            let level = level.map_or(Level1::Other, |row| row.row.level1);
            let word = match (level, language) {
                (Level1::Other, _) | (_, Language::Zh) => name.clone(),
                (known, Language::En) => policy::level1(known, language).to_owned(),
            };
            Cell::styled(word, theme.title)
        }
        (Line::Raw, Column::Name) => Cell::styled(words.raw, theme.title),
        (Line::Total, Column::Name) => Cell::styled(words.total, theme.title),
        (Line::Total, Column::Band) => {
            let grade = scored.grade.map(|grade| policy::grade(grade, language));
            Cell::styled(grade.unwrap_or(""), theme.number)
        }
        (Line::Total, Column::Target) => {
            let printed = open.project.printed.grade.as_deref().unwrap_or("");
            Cell::styled(printed, theme.dim)
        }
        _ => Cell::new(""),
    }
}
