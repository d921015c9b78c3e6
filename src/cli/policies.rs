//! `wenxiao policies`: the policies that ship, or the rules of one with their clauses.

use serde::Serialize;

use super::args::PoliciesArguments;
use super::console::{Answer, Console, Exit};
use super::input;
use super::table::{self, words};
use crate::domain::policy::{DEFAULT, Policies, Policy, Title, Validity};
use crate::lang::Language;
use crate::lang::cli::{PoliciesText, policy_rules, policy_weights};

#[derive(Serialize)]
struct Report<P> {
    format: &'static str,
    default: &'static str,
    policies: Vec<P>,
}

#[derive(Serialize)]
struct Summary<'p> {
    name: &'p str,
    title: &'p Title,
    region: &'p Title,
    valid: Validity,
}

/// Carries the command out.
pub fn run(arguments: &PoliciesArguments, console: &mut Console<'_>) -> Answer {
    let policies = input::policies(console)?;
    match arguments.name.as_deref() {
        None => list(&policies, console)?,
        Some(name) => one(input::policy(&policies, name, console)?, console)?,
    }
    Ok(Exit::Done)
}

fn title(title: &Title, language: Language) -> &str {
    language.pick(&title.zh, &title.en)
}

fn list(policies: &Policies, console: &mut Console<'_>) -> Result<(), super::console::Trouble> {
    if console.json {
        let summary = |policy: &'_ Policy| -> serde_json::Value {
            let summary = Summary {
                name: &policy.name,
                title: &policy.title,
                region: &policy.region,
                valid: policy.valid.clone(),
            };
            serde_json::to_value(summary).unwrap_or_default()
        };
        return console.answer(&Report {
            format: "wenxiao-policies/1",
            default: DEFAULT,
            policies: policies.all().iter().map(summary).collect(),
        });
    }
    let language = console.language;
    let text = PoliciesText::of(language);
    let rows: Vec<Vec<String>> = policies
        .all()
        .iter()
        .map(|policy| {
            let mark = if policy.name == DEFAULT {
                text.default
            } else {
                ""
            };
            vec![
                policy.name.clone(),
                mark.to_owned(),
                policy.valid.from.to_string(),
                title(&policy.title, language).to_owned(),
                policy_weights(policy, language),
            ]
        })
        .collect();
    let columns = [
        words(text.name, 24),
        words("", 8),
        words(text.from, 10),
        words(text.title, 64),
        words(text.frame, usize::MAX),
    ];
    console.lines(table::lines(&columns, &rows))
}

fn one(policy: &Policy, console: &mut Console<'_>) -> Result<(), super::console::Trouble> {
    if console.json {
        return console.answer(&Report {
            format: "wenxiao-policies/1",
            default: DEFAULT,
            policies: vec![policy],
        });
    }
    let language = console.language;
    let text = PoliciesText::of(language);
    console.line(&format!(
        "{}  {}",
        policy.name,
        title(&policy.title, language)
    ))?;
    let until = policy
        .valid
        .until
        .map(|day| day.to_string())
        .unwrap_or_default();
    console.line(&format!(
        "{} {}  {} {} – {until}",
        text.region,
        title(&policy.region, language),
        text.from,
        policy.valid.from
    ))?;
    console.line("")?;
    let rows: Vec<Vec<String>> = policy_rules(policy, language)
        .into_iter()
        .map(|line| vec![line.rule.to_owned(), line.setting, line.clause])
        .collect();
    let columns = [
        words(text.rule, 24),
        words(text.setting, 96),
        words(text.clause, usize::MAX),
    ];
    console.lines(table::lines(&columns, &rows))
}
