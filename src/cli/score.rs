//! `wenxiao score`: every project of a file scored, without a store.
//!
//! As a table per project, or as `wenxiao-score/1`. The scores, their arithmetic and the JSON come
//! from the domain and `exchange`; nothing is computed here.

use std::collections::HashMap;

use super::args::ScoreArguments;
use super::console::{Answer, Console, Exit, Trouble};
use super::input::{self, Judges};
use super::table::{self, numbers, words};
use crate::domain::number::Written;
use crate::domain::policy::Policy;
use crate::domain::project::{Fund, Indicator, Project};
use crate::domain::scoring::{RowScore, Scored, score};
use crate::domain::why::{fixed, row_arithmetic};
use crate::exchange::score_json::ScoreReport;
use crate::lang::Language;
use crate::lang::cli::ScoreText;
use crate::lang::{numbers as amounts, policy, terms, why};

/// Carries the command out.
pub fn run(arguments: &ScoreArguments, console: &mut Console<'_>) -> Answer {
    let policies = input::policies(console)?;
    if let Some(name) = arguments.policy.as_deref() {
        input::policy(&policies, name, console)?;
    }
    let file = input::read(&arguments.file, console)?;
    let judges = Judges::choose(
        &policies,
        arguments.policy.as_deref(),
        &file,
        &arguments.file,
        console,
    )?;
    let judged: Vec<(&Project, &Policy)> = file
        .projects
        .iter()
        .map(|project| Ok((project, judges.of(project, console)?)))
        .collect::<Result<_, Trouble>>()?;
    if console.json {
        let mut report = ScoreReport::new(judges.of_file);
        for (project, policy) in judged {
            report.add(project, &score(project, policy), policy);
        }
        console.answer(&report)?;
        return Ok(Exit::Done);
    }
    if judged.is_empty() {
        console.line(ScoreText::of(console.language).no_project)?;
    }
    for (at, (project, policy)) in judged.into_iter().enumerate() {
        if at > 0 {
            console.line("")?;
        }
        table_of(project, &score(project, policy), policy, console)?;
    }
    Ok(Exit::Done)
}

/// The name of a project above its lines: code, name, year.
pub fn title(project: &Project, console: &Console<'_>) -> String {
    let year = terms::year(project.year, console.language);
    let parts = [project.code.as_str(), project.name.as_str(), year.as_str()];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("  ")
}

fn table_of(
    project: &Project,
    scored: &Scored,
    policy: &Policy,
    console: &mut Console<'_>,
) -> Result<(), Trouble> {
    let language = console.language;
    let text = ScoreText::of(language);
    console.line(&title(project, console))?;
    let columns = [
        words(text.id, 8),
        words(text.indicator, 28),
        words(text.target, 18),
        words(text.actual, 18),
        numbers(text.weight, 8),
        numbers(text.score, 8),
        words(text.arithmetic, usize::MAX),
    ];
    let mut rows = vec![execution_row(project, scored, text)];
    let written: HashMap<&str, &Indicator> = project
        .indicators
        .iter()
        .map(|indicator| (indicator.id.as_str(), indicator))
        .collect();
    rows.extend(scored.rows.iter().map(|row| {
        let written = written.get(row.id()).copied();
        indicator_row(row, written, policy)
    }));
    console.lines(table::lines(&columns, &rows))?;
    for (remark, ids) in remarks(scored, language) {
        let ids = ids.join(language.pick("、", ", "));
        console.line(&format!("  {ids}{}{remark}", language.pick("：", ": ")))?;
    }
    console.line(&total_line(scored, policy, text, console))
}

/// What was noticed while reading, each remark once with the rows that it is about.
fn remarks(scored: &Scored, language: Language) -> Vec<(&'static str, Vec<&str>)> {
    let mut remarks: Vec<(&'static str, Vec<&str>)> = Vec::new();
    for row in &scored.rows {
        for note in &row.row.notes {
            let remark = why::note(*note, language);
            match remarks.iter_mut().find(|(known, _)| *known == remark) {
                Some((_, ids)) => ids.push(row.id()),
                None => remarks.push((remark, vec![row.id()])),
            }
        }
    }
    remarks
}

fn execution_row(project: &Project, scored: &Scored, text: &ScoreText) -> Vec<String> {
    let execution = &scored.execution;
    // An amount that is not written is no zero.
    let shown = |column: fn(&Fund) -> &Written| {
        let total = project.total(column);
        total.map_or_else(|| "-".to_owned(), |amount| amount.normalize().to_string())
    };
    let arithmetic = match (execution.rate, execution.score) {
        (Some(rate), Some(_)) => format!(
            "{} ÷ {} = {}",
            execution.executed.normalize(),
            execution.adjusted.normalize(),
            amounts::percent(rate)
        ),
        _ => text.not_applicable.to_owned(),
    };
    vec![
        "-".to_owned(),
        text.execution.to_owned(),
        shown(|fund| &fund.adjusted),
        shown(|fund| &fund.executed),
        execution.points.normalize().to_string(),
        execution.score.map_or_else(|| "-".to_owned(), fixed),
        arithmetic,
    ]
}

fn indicator_row(row: &RowScore, written: Option<&Indicator>, policy: &Policy) -> Vec<String> {
    let cell = |pick: fn(&Indicator) -> &String| written.map(pick).cloned().unwrap_or_default();
    vec![
        row.id().to_owned(),
        row.row.name.clone(),
        cell(|indicator| &indicator.target),
        cell(|indicator| &indicator.actual),
        row.row.weight_written.clone(),
        row.score.map_or_else(|| "-".to_owned(), fixed),
        row_arithmetic(row, policy),
    ]
}

fn total_line(
    scored: &Scored,
    judged_by: &Policy,
    text: &ScoreText,
    console: &Console<'_>,
) -> String {
    let language = console.language;
    let mut line = match (scored.total, scored.no_total) {
        (Some(total), _) => format!("{} {}", text.total, fixed(total)),
        (None, Some(reason)) => format!("{} -  {}", text.total, why::no_total(reason, language)),
        (None, None) => format!("{} -", text.total),
    };
    if let Some(grade) = scored.grade {
        line.push_str(&format!("  {}", policy::grade(grade, language)));
    }
    if let Some(raw) = scored.raw
        && scored.total.is_some_and(|total| total != raw)
    {
        line.push_str(&format!("  {} {}", text.raw, fixed(raw)));
    }
    line.push_str(&format!("  {} {}", text.policy, judged_by.name));
    line
}
