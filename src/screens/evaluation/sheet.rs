//! The sheet as a list of lines, and its score while one types.
//!
//! The lines follow from the open project alone (money, indicators by level, totals) and are laid
//! out again when it changes; a frame only looks them up. The score shown is the open project's, or
//! that of a copy with what is typed in it, computed once a frame; nothing is ever written here.

use std::borrow::Cow;

use rust_decimal::Decimal;

use crate::app::Cx;
use crate::app::edit::Editing;
use crate::app::open::Open;
use crate::domain::check::{Severity, Stage, Subject};
use crate::domain::command::{self, At, Block, Edit, FundField, IndicatorField, ProjectField};
use crate::domain::number;
use crate::domain::policy::Level1;
use crate::domain::project::Project;
use crate::domain::refusal::Refusal;
use crate::domain::row::shown_score;
use crate::domain::scoring::{NoTotal, RowScore, Rule, Scored, Task};
use crate::screens::goals::refused;

/// What a line of the sheet is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// 目标完成情况
    Goal,
    /// 预算执行率, the year's money as a whole.
    Execution,
    /// One source of money, by id.
    Fund(String),
    /// The head of a level 1 with its subtotal.
    Level(String),
    /// One indicator, by id.
    Row(String),
    /// The sum as scored, where the total is not the sum.
    Raw,
    /// The total.
    Total,
    /// 改进措施说明
    Improvement,
    /// 填报人
    FilledBy,
}

/// A line with where its data lies in the open project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is.
    pub line: Line,
    /// Its number among the funds or the indicators of the project.
    pub at: usize,
    /// The numbers of the scored rows that it shows: its own, or those of its level.
    pub scored: Vec<usize>,
    /// The numbers of its findings, errors first.
    pub findings: Vec<usize>,
}

/// The lines of the sheet, from top to bottom.
pub fn lines(open: &Open) -> Vec<Entry> {
    let project = &open.project;
    let entry = |line: Line, at: usize, scored: Vec<usize>| Entry {
        line,
        at,
        scored,
        findings: Vec::new(),
    };
    let mut lines = vec![
        entry(Line::Goal, 0, Vec::new()),
        entry(Line::Execution, 0, Vec::new()),
    ];
    if project.funds.len() > 1 {
        let funds = project.funds.iter().enumerate();
        lines.extend(funds.map(|(at, fund)| entry(Line::Fund(fund.id.clone()), at, Vec::new())));
    }
    for (name, members) in levels(open) {
        let numbers = members.iter().map(|(scored, _)| *scored).collect();
        lines.push(entry(Line::Level(name), 0, numbers));
        lines.extend(members.into_iter().filter_map(|(scored, at)| {
            let id = project.indicators.get(at)?.id.clone();
            Some(entry(Line::Row(id), at, vec![scored]))
        }));
    }
    let everything: Vec<usize> = (0..open.scored.rows.len()).collect();
    if open.scored.renormalised || open.scored.cap.is_some() {
        lines.push(entry(Line::Raw, 0, everything.clone()));
    }
    lines.push(entry(Line::Total, 0, everything));
    lines.push(entry(Line::Improvement, 0, Vec::new()));
    lines.push(entry(Line::FilledBy, 0, Vec::new()));
    attach_findings(&mut lines, open);
    lines
}

/// An indicator by its number among the scored rows and its number in the project.
type Member = (usize, usize);

/// The levels in the order in which the form names them first, each with its rows grouped by their
/// level 2.
fn levels(open: &Open) -> Vec<(String, Vec<Member>)> {
    let mut levels: Vec<(Level1, String, Vec<Member>)> = Vec::new();
    let live = open.project.indicators.iter().enumerate();
    let live = live.filter(|(_, indicator)| !indicator.withdrawn);
    for (scored, (at, indicator)) in live.enumerate() {
        let written = indicator.level1.trim();
        let level = open
            .scored
            .rows
            .get(scored)
            .map_or(Level1::Other, |row| row.row.level1);
        let same = levels.iter().position(|(known, name, _)| {
            *known == level && (level != Level1::Other || name == written)
        });
        match same.and_then(|place| levels.get_mut(place)) {
            Some((_, _, members)) => members.push((scored, at)),
            None => levels.push((level, written.to_owned(), vec![(scored, at)])),
        }
    }
    levels
        .into_iter()
        .map(|(_, name, members)| (name, by_level2(members, &open.project)))
        .collect()
}

fn by_level2(mut members: Vec<Member>, project: &Project) -> Vec<Member> {
    let level2 = |at: usize| {
        let indicator = project.indicators.get(at);
        indicator.map_or("", |indicator| indicator.level2.trim())
    };
    let mut order: Vec<&str> = Vec::new();
    for (_, at) in &members {
        if !order.contains(&level2(*at)) {
            order.push(level2(*at));
        }
    }
    members.sort_by_key(|(_, at)| order.iter().position(|name| *name == level2(*at)));
    members
}

fn attach_findings(lines: &mut [Entry], open: &Open) {
    let mut found: Vec<(usize, &crate::domain::check::Finding)> = open
        .findings
        .iter()
        .enumerate()
        .filter(|(_, finding)| finding.check.stage() == Stage::SelfEvaluation)
        .collect();
    found.sort_by_key(|(_, finding)| finding.severity);
    for (number, finding) in found {
        let wanted = match (&finding.indicator, &finding.place, &finding.subject) {
            (Some(id), ..) => Line::Row(id.clone()),
            (None, At::Project(ProjectField::Improvement), _) => Line::Improvement,
            (None, At::Project(ProjectField::FilledBy), _) => Line::FilledBy,
            (None, At::Project(ProjectField::Achieved | ProjectField::Goal), _) => Line::Goal,
            (None, At::Fund(id, _), Subject::Fund(_)) => Line::Fund(id.clone()),
            (None, _, Subject::Money | Subject::Fund(_)) => Line::Execution,
            _ => Line::Total,
        };
        let place = lines
            .iter()
            .position(|entry| entry.line == wanted)
            .or_else(|| {
                let otherwise = match wanted {
                    Line::Fund(_) => Line::Execution,
                    _ => Line::Total,
                };
                lines.iter().position(|entry| entry.line == otherwise)
            });
        if let Some(entry) = place.and_then(|place| lines.get_mut(place)) {
            entry.findings.push(number);
        }
    }
}

/// Errors and warnings of a line.
pub fn severities(entry: &Entry, open: &Open) -> (usize, usize) {
    let of = |severity: Severity| {
        let found = entry
            .findings
            .iter()
            .filter_map(|at| open.findings.get(*at));
        found.filter(|finding| finding.severity == severity).count()
    };
    (of(Severity::Error), of(Severity::Warning))
}

/// The score as it is shown: the open project's, or that of what is typed.
#[derive(Debug, Clone)]
pub struct Shown<'a> {
    /// The score.
    pub scored: Cow<'a, Scored>,
    /// True where it is that of something typed and not saved.
    pub unsaved: bool,
    /// Why what is typed could not be saved.
    pub refusal: Option<Refusal>,
}

/// The score of what is typed, if something is typed that bears on it.
pub fn shown<'a>(open: &'a Open, cx: &Cx<'a>) -> Shown<'a> {
    let stored = Shown {
        scored: Cow::Borrowed(&open.scored),
        unsaved: false,
        refusal: None,
    };
    let Some(editing) = cx.editing.filter(|editing| bears_on_score(editing)) else {
        return stored;
    };
    let rules = open.policy.edit_rules();
    match command::edit(&open.project, &[editing.edit()], &rules) {
        Ok(project) => Shown {
            scored: Cow::Owned(shown_score(&project, &open.policy)),
            unsaved: true,
            refusal: None,
        },
        Err(refusal) => Shown {
            refusal: Some(refusal),
            ..stored
        },
    }
}

fn bears_on_score(editing: &Editing) -> bool {
    use IndicatorField as F;
    let place = matches!(
        editing.at,
        At::Fund(_, FundField::Adjusted | FundField::Executed)
            | At::Indicator(
                Block::Annual,
                _,
                F::Actual | F::BandScore | F::Deduction | F::Target | F::Weight
            )
    );
    place && editing.is_dirty()
}

/// True where the form was a paper form that printed scores.
pub fn has_printed(project: &Project) -> bool {
    let printed = &project.printed;
    printed.execution_score.is_some()
        || printed.total.is_some()
        || project
            .indicators
            .iter()
            .any(|indicator| !indicator.printed_score.is_blank())
}

/// The score that the paper form printed for a line, as written.
pub fn printed<'a>(entry: &Entry, project: &'a Project) -> Option<&'a str> {
    let written = match entry.line {
        Line::Execution => project.printed.execution_score.as_deref(),
        Line::Total => project.printed.total.as_deref(),
        Line::Row(_) => project
            .indicators
            .get(entry.at)
            .map(|indicator| indicator.printed_score.as_str()),
        _ => None,
    };
    written.map(str::trim).filter(|written| !written.is_empty())
}

/// Our score less the printed one, where both are numbers.
pub fn difference(entry: &Entry, project: &Project, scored: &Scored) -> Option<Decimal> {
    let printed = number::decimal(printed(entry, project)?)?;
    score(entry, scored)?.checked_sub(printed)
}

/// The score of a line.
pub fn score(entry: &Entry, scored: &Scored) -> Option<Decimal> {
    match entry.line {
        Line::Execution => scored.execution.score,
        Line::Row(_) => row(entry, scored)?.score,
        Line::Level(_) => members(entry, scored)
            .filter_map(|row| row.score)
            .try_fold(Decimal::ZERO, Decimal::checked_add),
        Line::Raw => scored.raw,
        Line::Total => scored.total,
        _ => None,
    }
}

/// The weight of a line.
pub fn weight(entry: &Entry, scored: &Scored) -> Option<Decimal> {
    match entry.line {
        Line::Execution => Some(scored.execution.points),
        Line::Row(_) => row(entry, scored)?.row.weight,
        // What does not apply counts in no sum of points, so neither in that of the weights.
        Line::Level(_) => members(entry, scored)
            .filter(|row| row.rule != Rule::NotApplicable)
            .map(RowScore::weight)
            .try_fold(Decimal::ZERO, Decimal::checked_add),
        Line::Total if scored.renormalised => Some(Decimal::ONE_HUNDRED),
        // Nobody has said yet that the money does not apply.
        Line::Total
            if scored.no_total == Some(NoTotal::NotBegun) && !scored.execution.applicable() =>
        {
            let rows = scored.applicable_weight?;
            rows.checked_add(scored.execution.points)
        }
        Line::Total | Line::Raw => scored.applicable_weight,
        _ => None,
    }
}

/// The scored row of an indicator's line.
pub fn row<'a>(entry: &Entry, scored: &'a Scored) -> Option<&'a RowScore> {
    match entry.line {
        Line::Row(_) => scored.rows.get(*entry.scored.first()?),
        _ => None,
    }
}

/// The scored rows of a level.
pub fn members<'a>(entry: &'a Entry, scored: &'a Scored) -> impl Iterator<Item = &'a RowScore> {
    let rows = entry.scored.iter();
    rows.filter_map(|number| scored.rows.get(*number))
}

/// What has to be filled in still so that a row can be scored and its loss be understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Missing {
    /// The actual, or the band of a qualitative row.
    pub actual: bool,
    /// The reason of a loss, of far too much, or of not being applicable.
    pub reason: bool,
}

impl Missing {
    /// What a row lacks.
    pub fn of(row: &RowScore, reason: &str) -> Self {
        use crate::domain::scoring::Over;
        let empty = matches!(row.row.task, Task::Empty(_));
        let wants = row.lost() || row.over != Over::No || row.row.task == Task::NotApplicable;
        Self {
            actual: empty,
            reason: !empty && wants && reason.trim().is_empty(),
        }
    }

    /// True where nothing is missing.
    pub fn is_nothing(self) -> bool {
        !self.actual && !self.reason
    }
}

/// True where points of the execution rate were lost and nobody says why.
pub fn execution_unexplained(project: &Project, scored: &Scored) -> bool {
    scored.execution.lost().is_some() && project.evaluation.execution_reason.trim().is_empty()
}

/// True for who may fill the sheet in here and now: only they are told to.
pub fn may_fill(cx: &Cx<'_>) -> bool {
    let edit = Edit::Set {
        at: At::Project(ProjectField::Achieved),
        value: String::new(),
    };
    refused(&edit, cx).is_none()
}

/// How many rows are not filled in.
pub fn to_fill(scored: &Scored) -> usize {
    let empty = |row: &&RowScore| matches!(row.row.task, Task::Empty(_));
    scored.rows.iter().filter(empty).count()
}
