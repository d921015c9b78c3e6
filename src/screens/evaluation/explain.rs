//! Why the numbers of the sheet are what they are: the box, the pane below, the pane at the side.
//!
//! The explanation is the domain's; this lays it out. The pane shows the line under the cursor in
//! two or three lines at any time, the side pane the whole tree with the texts of the row.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use rust_decimal::{Decimal, RoundingStrategy};

use super::sheet::{self, Entry, Line, Missing, Shown};
use crate::app::Cx;
use crate::app::open::Open;
use crate::domain::check::{Finding, Severity};
use crate::domain::command::IndicatorField;
use crate::domain::reach;
use crate::domain::refusal::Refusal;
use crate::domain::scoring::Scored;
use crate::domain::why::{self, NextGrade, Subject, Why, fixed};
use crate::lang::Line as Said;
use crate::lang::evaluation::{self as words, EvaluationText};
use crate::lang::why::tree;
use crate::lang::{Language, check, policy, refusal, terms};
use crate::text;
use crate::widgets::draw;
use crate::widgets::frame;
use crate::widgets::tree::{self as branches, Reason};

/// The explanation of a line, from its number down to the clauses; empty where there is no number.
pub fn whole(entry: &Entry, open: &Open, scored: &Scored, language: Language) -> Vec<Said> {
    let policy = &open.policy;
    let mut lines = match &entry.line {
        Line::Goal | Line::Improvement | Line::FilledBy => return Vec::new(),
        Line::Execution | Line::Fund(_) => {
            said(&why::execution(&scored.execution, policy), 0, language)
        }
        Line::Row(_) => match sheet::row(entry, scored) {
            Some(row) => said(&why::row(row, policy), 0, language),
            None => return Vec::new(),
        },
        Line::Level(name) => {
            let mut lines = vec![level_head(name, entry, scored, language)];
            for row in sheet::members(entry, scored) {
                lines.extend(said(&why::row(row, policy), 1, language));
            }
            lines
        }
        Line::Raw => said(&why::raw(scored, policy), 0, language),
        Line::Total => said(&why::grade(scored, policy), 0, language),
    };
    if let Some(line) = printed_line(entry, open, scored, language) {
        lines.push(line);
    }
    lines
}

fn said(why: &Why, below: usize, language: Language) -> Vec<Said> {
    tree(why, language)
        .into_iter()
        .map(|line| Said {
            depth: line.depth + below,
            ..line
        })
        .collect()
}

fn level_head(name: &str, entry: &Entry, scored: &Scored, language: Language) -> Said {
    let points = sheet::score(entry, scored).map_or_else(|| "-".to_owned(), fixed);
    let of = sheet::weight(entry, scored).unwrap_or_default().normalize();
    let terms: Vec<String> = sheet::members(entry, scored)
        .filter_map(|row| row.score)
        .map(fixed)
        .collect();
    let head = words::level(name, &points, &of.to_string(), language);
    Said {
        depth: 0,
        text: format!("{head}   {} = {points}", terms.join(" + ")),
        note: String::new(),
    }
}

fn printed_line(entry: &Entry, open: &Open, scored: &Scored, language: Language) -> Option<Said> {
    let printed = sheet::printed(entry, &open.project)?;
    let difference = sheet::difference(entry, &open.project, scored);
    let difference = difference.map_or_else(|| "?".to_owned(), fixed);
    Some(Said {
        depth: 1,
        text: (EvaluationText::of(language).printed)(printed, &difference),
        note: String::new(),
    })
}

/// What would change the grade: what is missing, then where it could be won.
pub fn next_grade(next: &NextGrade, open: &Open, language: Language) -> Vec<Said> {
    let lines = crate::lang::why::next_grade_lines(next, language);
    let total = lines.len();
    lines
        .into_iter()
        .enumerate()
        .map(|(number, line)| {
            // The last lines are the improvements, in their order.
            let improvement = (number + next.improvements.len())
                .checked_sub(total)
                .and_then(|at| next.improvements.get(at));
            let note = improvement.and_then(|improvement| {
                needed(
                    &improvement.subject,
                    improvement.available,
                    next,
                    open,
                    language,
                )
            });
            Said {
                note: note.unwrap_or_default(),
                ..line
            }
        })
        .collect()
}

/// What one place would have to be to reach the grade alone, or to give what it can.
fn needed(
    subject: &Subject,
    available: Decimal,
    next: &NextGrade,
    open: &Open,
    language: Language,
) -> Option<String> {
    let scored = &open.scored;
    let gain = available.min(next.missing);
    // A point of the total is a part of a point on a form that was brought back to 100.
    let points = match scored.applicable_weight {
        Some(weights) if scored.renormalised => gain
            .checked_mul(weights)?
            .checked_div(Decimal::ONE_HUNDRED)?,
        _ => gain,
    };
    let points = points.round_dp_with_strategy(2, RoundingStrategy::ToPositiveInfinity);
    let wanted = |now: Option<Decimal>| now?.checked_add(points);
    let needed = match subject {
        Subject::Execution => {
            let execution = &scored.execution;
            let amount = reach::execution(execution, wanted(execution.score)?, &open.policy)?;
            let unit = terms::money_unit(open.project.money_unit, language);
            words::executed(amount, unit, language)
        }
        Subject::Row { id, .. } => {
            let row = scored.row(id)?;
            let reach = reach::row(row, wanted(row.score)?, &open.policy)?;
            words::reach(reach, row.row.target.unit().unwrap_or(""), language)
        }
        _ => return None,
    };
    if next.held_by_cap {
        return Some(needed);
    }
    let still = next.missing.checked_sub(gain)?;
    let grade = policy::grade(next.grade, language);
    Some(words::alone(&needed, still, grade, language))
}

// ---- panes -----------------------------------------------------------------------------------------

/// A line of a pane with its style.
type Styled = (String, Style);

/// The pane below the table: the arithmetic, the rule with its clause, what is missing or wrong.
pub fn pane(
    entry: &Entry,
    open: &Open,
    shown: &Shown<'_>,
    cx: &Cx<'_>,
    area: Rect,
    buffer: &mut Buffer,
) {
    if area.is_empty() {
        return;
    }
    let look = &cx.me.look;
    let title = pane_title(entry, open, shown, cx);
    frame::titled_rule(draw::row(area, 0), buffer, look, &[&title], "");
    let body = draw::below(area, 1);
    let room = usize::from(body.height);
    let mut lines = notes(entry, open, shown, cx);
    let explained = whole(entry, open, &shown.scored, cx.language());
    let mut head: Vec<Styled> = Vec::new();
    for (number, line) in explained.iter().take(2).enumerate() {
        let style = if number == 0 {
            look.theme.number
        } else {
            Style::new()
        };
        let text = if line.note.is_empty() {
            line.text.clone()
        } else {
            format!("{}  {}", line.text, line.note)
        };
        head.push((text, style));
    }
    if room == 1 && !lines.is_empty() && !head.is_empty() {
        head.truncate(1);
    }
    head.append(&mut lines);
    for (line, _) in &mut head {
        *line = look.words(line).into_owned();
    }
    head.extend(texts(entry, open, cx).into_iter().map(|(name, body)| {
        let line = body.lines().next().unwrap_or("");
        let line = if name.is_empty() {
            line.to_owned()
        } else {
            format!("{name}: {line}")
        };
        (line, look.theme.dim)
    }));
    for (at, (text, style)) in head.iter().take(room).enumerate() {
        let row = draw::row(body, draw::cells(at));
        let fitted = text::fit(text, usize::from(row.width));
        draw::put(buffer, row, row.x, row.y, &fitted, *style);
    }
}

fn pane_title(entry: &Entry, open: &Open, shown: &Shown<'_>, cx: &Cx<'_>) -> String {
    let text = EvaluationText::of(cx.language());
    match &entry.line {
        Line::Goal => text.goal.to_owned(),
        Line::Improvement => text.improvement.to_owned(),
        Line::FilledBy => text.filled_by.to_owned(),
        _ => {
            let number = sheet::score(entry, &shown.scored);
            let why = (text.why)(&number.map_or_else(|| "-".to_owned(), fixed));
            let name = match &entry.line {
                Line::Row(_) => open
                    .project
                    .indicators
                    .get(entry.at)
                    .map(|row| row.name.as_str()),
                Line::Level(name) => Some(name.as_str()),
                _ => None,
            };
            match name {
                Some(name) if !name.is_empty() => format!("{why} · {name}"),
                _ => why,
            }
        }
    }
}

/// What is missing or wrong in a line, the worst first.
fn notes(entry: &Entry, open: &Open, shown: &Shown<'_>, cx: &Cx<'_>) -> Vec<Styled> {
    let language = cx.language();
    let theme = &cx.me.look.theme;
    let words = EvaluationText::of(language);
    let mut notes: Vec<Styled> = Vec::new();
    if let Some(why) = &shown.refusal {
        let sentence = match why {
            // The place is the field that is open.
            Refusal::BadValue { why, .. } => refusal::bad_value(why, language),
            why => refusal::sentence(why, language, &|id| cx.world.name_of(id)),
        };
        notes.push((sentence, theme.error));
    }
    let indicator = open.project.indicators.get(entry.at);
    if let (Some(row), Some(indicator)) = (sheet::row(entry, &shown.scored), indicator) {
        let missing = Missing::of(row, &indicator.reason);
        if !missing.is_nothing() {
            let what = if missing.actual {
                words.actual
            } else {
                super::cells::reason_word(row, words)
            };
            notes.push(((words.missing)(what), theme.warning));
        }
    }
    if entry.line == Line::Execution && sheet::execution_unexplained(&open.project, &shown.scored) {
        notes.push(((words.missing)(words.reason), theme.warning));
    }
    if open.scored.rows.is_empty() {
        notes.push((words.no_indicators.to_owned(), theme.info));
    } else if sheet::to_fill(&shown.scored) == open.scored.rows.len() && sheet::may_fill(cx) {
        notes.push((words.fill_first.to_owned(), theme.info));
    }
    // What was found before says nothing of what is being typed.
    let still = findings(entry, open).filter(|_| !shown.unsaved);
    notes.extend(still.map(|finding| {
        let style = if finding.severity == Severity::Error {
            theme.error
        } else {
            theme.warning
        };
        let said = check::said(finding, language);
        (format!("{} {said}", finding.check.id()), style)
    }));
    notes
}

fn findings<'a>(entry: &'a Entry, open: &'a Open) -> impl Iterator<Item = &'a Finding> {
    let numbers = entry.findings.iter();
    numbers.filter_map(|number| open.findings.get(*number))
}

/// Columns that a target or an actual has on the sheet at the least.
const SHEET: usize = 12;

/// The texts of a line with their names: reason and evidence, or the text that it is.
fn texts<'a>(entry: &Entry, open: &'a Open, cx: &Cx<'_>) -> Vec<(&'static str, &'a str)> {
    let [reason, evidence] = EvaluationText::of(cx.language()).texts;
    let of = |field| terms::indicator_field(field, cx.language());
    // What a column of the sheet shows whole is not said again.
    let cut = |body: &'a str| {
        Some(body.trim())
            .filter(|body| text::width(body) > SHEET)
            .unwrap_or("")
    };
    let project = &open.project;
    let mut parts: Vec<(&str, &str)> = match &entry.line {
        Line::Row(_) => match project.indicators.get(entry.at) {
            Some(indicator) => vec![
                (of(IndicatorField::Target), cut(&indicator.target)),
                (of(IndicatorField::Actual), cut(&indicator.actual)),
                (reason, indicator.reason.trim()),
                (evidence, indicator.evidence.trim()),
            ],
            None => Vec::new(),
        },
        Line::Execution => vec![(reason, project.evaluation.execution_reason.trim())],
        Line::Goal => vec![("", project.achieved.trim())],
        Line::Improvement => vec![("", project.evaluation.improvement.trim())],
        _ => Vec::new(),
    };
    parts.retain(|(_, body)| !body.is_empty());
    parts
}

/// The pane at the side: the whole tree, what is missing or wrong, the texts.
pub fn side(
    entry: &Entry,
    open: &Open,
    shown: &Shown<'_>,
    cx: &Cx<'_>,
    area: Rect,
    buffer: &mut Buffer,
) {
    if area.is_empty() {
        return;
    }
    let look = &cx.me.look;
    let title = pane_title(entry, open, shown, cx);
    frame::titled_rule(draw::row(area, 0), buffer, look, &[&title], "");
    let mut rest = draw::below(area, 1);
    let lines = whole(entry, open, &shown.scored, cx.language());
    let reasons: Vec<Reason<'_>> = lines
        .iter()
        .map(|line| Reason {
            depth: line.depth,
            text: line.text.as_str().into(),
            note: line.note.as_str().into(),
            style: if line.depth == 0 {
                look.theme.number
            } else {
                Style::new()
            },
        })
        .collect();
    let mut written = notes(entry, open, shown, cx);
    for (line, _) in &mut written {
        *line = look.words(line).into_owned();
    }
    for (name, body) in texts(entry, open, cx) {
        if !written.is_empty() {
            written.push((String::new(), Style::new()));
        }
        if !name.is_empty() {
            written.push((name.to_owned(), look.theme.title));
        }
        written.extend(body.lines().map(|line| (line.to_owned(), Style::new())));
    }
    let wrapped: Vec<Styled> = written
        .into_iter()
        .flat_map(|(text, style)| wrap(&text, rest.width).map(move |line| (line, style)))
        .collect();
    let tall = draw::cells(branches::lines(&reasons, rest.width, &look.borders).len());
    // A long tree leaves room for what is missing; `w` shows it whole.
    let below = draw::cells(wrapped.len()).saturating_add(1);
    let most = rest
        .height
        .saturating_sub(below.min(rest.height / 2))
        .max(rest.height / 2);
    let tree_rows = tall.min(most);
    let top = Rect {
        height: tree_rows,
        ..rest
    };
    branches::view(top, buffer, look, &reasons, 0);
    let gap = u16::from(tree_rows > 0);
    rest = draw::below(rest, tree_rows + gap);
    for (at, (text, style)) in wrapped.iter().take(usize::from(rest.height)).enumerate() {
        let row = draw::row(rest, draw::cells(at));
        draw::put(buffer, row, row.x, row.y, text, *style);
    }
}

fn wrap(text: &str, width: u16) -> std::vec::IntoIter<String> {
    if text.is_empty() {
        vec![String::new()].into_iter()
    } else {
        text::wrap(text, usize::from(width)).into_iter()
    }
}

/// The last line: the total with its grade, always in view.
pub fn foot(open: &Open, shown: &Shown<'_>, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) {
    if area.is_empty() {
        return;
    }
    let language = cx.language();
    let theme = &cx.me.look.theme;
    let words = EvaluationText::of(language);
    let total = |scored: &Scored| {
        let grade = scored
            .grade
            .map_or("", |grade| policy::grade(grade, language));
        words::total(scored.total, grade, language)
    };
    let scored = &shown.scored;
    let mut parts: Vec<Styled> = vec![(format!("{} {}", words.total, total(scored)), theme.number)];
    if shown.unsaved {
        let change = (words.unsaved)(&total(&open.scored), &total(scored));
        parts.push((change, theme.warning));
    }
    if let (true, Some(raw), Some(weights)) =
        (scored.renormalised, scored.raw, scored.applicable_weight)
    {
        let weights = weights.normalize().to_string();
        parts.push(((words.renormalised)(&fixed(raw), &weights), theme.info));
    }
    if let Some(cap) = &scored.cap {
        let limit = cap.at_most.normalize().to_string();
        parts.push(((words.capped)(&limit), theme.warning));
    }
    let empty = sheet::to_fill(scored);
    if empty > 0 {
        parts.push(((words.to_fill)(empty), theme.info));
    }
    let (errors, warnings) = if shown.unsaved { (0, 0) } else { counts(open) };
    if errors > 0 {
        parts.push(((words.errors)(errors), theme.error));
    }
    if warnings > 0 {
        parts.push(((words.warnings)(warnings), theme.warning));
    }
    let mut x = area.x + 2.min(area.width);
    for (part, style) in &parts {
        if x.saturating_add(draw::columns(part)) > area.right() {
            break;
        }
        x = draw::put(buffer, area, x, area.y, part, *style).saturating_add(3);
    }
}

fn counts(open: &Open) -> (usize, usize) {
    let own = |severity: Severity| {
        let stage = crate::domain::check::Stage::SelfEvaluation;
        let found = open.findings.iter();
        let found = found.filter(|finding| finding.check.stage() == stage);
        found.filter(|finding| finding.severity == severity).count()
    };
    (own(Severity::Error), own(Severity::Warning))
}
