//! `wenxiao check`: what is wrong with the projects of a file, without a store.
//!
//! By project, each finding with its place and its mend, or as `wenxiao-check/1`. Exit code 1 where
//! an error or a warning was found. The checks are the domain's, the sentences those of `lang`.

use std::collections::BTreeMap;

use super::args::CheckArguments;
use super::console::{Answer, Console, Exit, Trouble};
use super::input::{self, Judges};
use super::score::title;
use crate::domain::check::{Context, Finding, Severity, Stage, audit};
use crate::domain::project::Project;
use crate::exchange::check_json;
use crate::lang::{check, cli as words};

/// Carries the command out.
pub fn run(arguments: &CheckArguments, console: &mut Console<'_>) -> Answer {
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
    let stage = arguments.stage.as_deref().and_then(Stage::of);
    let units = by_unit(&file.projects);
    let mut found: Vec<(&Project, Vec<Finding>)> = Vec::with_capacity(file.projects.len());
    for (at, project) in file.projects.iter().enumerate() {
        let policy = judges.of(project, console)?;
        let siblings: Vec<&Project> = units
            .get(&unit_of(project))
            .into_iter()
            .flatten()
            .filter(|(other, _)| *other != at)
            .map(|(_, sibling)| *sibling)
            .collect();
        let context = Context {
            siblings: &siblings,
            stage,
            ..Context::default()
        };
        found.push((project, audit(project, policy, &context)));
    }
    if console.json {
        let all: Vec<Finding> = found
            .iter()
            .flat_map(|(_, findings)| findings)
            .cloned()
            .collect();
        let mut answer = Vec::new();
        check_json::write(&all, console.language, &mut answer)
            .map_err(|error| Trouble::new("internal", error.to_string()))?;
        console.raw(&answer)?;
    } else {
        told(&found, console)?;
    }
    let clean = found
        .iter()
        .flat_map(|(_, findings)| findings)
        .all(|finding| finding.severity == Severity::Info);
    Ok(if clean { Exit::Done } else { Exit::Findings })
}

type Unit<'p> = (&'p str, &'p str, Option<i32>);

fn unit_of(project: &Project) -> Unit<'_> {
    (&project.department, &project.unit, project.year)
}

/// The projects of each unit and year, with their places in the file; a form that names no unit
/// belongs with no other.
fn by_unit(projects: &[Project]) -> BTreeMap<Unit<'_>, Vec<(usize, &Project)>> {
    let mut units: BTreeMap<Unit<'_>, Vec<(usize, &Project)>> = BTreeMap::new();
    for (at, project) in projects.iter().enumerate() {
        if !project.unit.is_empty() {
            units
                .entry(unit_of(project))
                .or_default()
                .push((at, project));
        }
    }
    units
}

fn told(found: &[(&Project, Vec<Finding>)], console: &mut Console<'_>) -> Result<(), Trouble> {
    let language = console.language;
    for (project, findings) in found.iter().filter(|(_, findings)| !findings.is_empty()) {
        console.line(&title(project, console))?;
        for finding in findings {
            console.line(&format!(
                "  {}  {}  {}",
                check::severity(finding.severity, language),
                finding.check.id(),
                check::sentence(finding, language)
            ))?;
        }
        console.line("")?;
    }
    let count = |severity| {
        let all = found.iter().flat_map(|(_, findings)| findings);
        all.filter(|finding| finding.severity == severity).count()
    };
    console.line(&words::check_summary(
        found.len(),
        count(Severity::Error),
        count(Severity::Warning),
        count(Severity::Info),
        language,
    ))
}
