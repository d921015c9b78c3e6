//! The project on screen, with what its rules say of it: the score, the findings, the lights.
//!
//! All of it follows from the project and its policy; it is computed once when the project or the
//! policy changes, and every screen of the project reads it here.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::World;
use crate::domain::check::{self, Finding};
use crate::domain::command::At;
use crate::domain::journal::Entry;
use crate::domain::monitoring::{self, Timeline};
use crate::domain::policy::Policy;
use crate::domain::project::{Project, ProjectId, RowKey};
use crate::domain::row;
use crate::domain::scoring::Scored;
use crate::lang::{Language, terms};

/// The project on screen.
#[derive(Debug, Clone)]
pub struct Open {
    /// What is shown: the project as it is, or as it was.
    pub project: Arc<Project>,
    /// The project as it is.
    now: Arc<Project>,
    /// The policy that it is judged by.
    pub policy: Arc<Policy>,
    /// A policy that is tried on for this view only.
    pub tried: Option<String>,
    /// The score, by the policy that is tried on where one is.
    pub scored: Scored,
    /// The total by the project's own policy.
    pub total: Option<Decimal>,
    /// What the checks found: first what is still to be worked on, each part in its order.
    pub findings: Vec<Finding>,
    /// How many of the findings, from the first, are still to be worked on: what the list counts,
    /// as long as no other policy is tried on.
    pub to_mend: usize,
    /// The monitoring timeline up to the last month read.
    pub timeline: Timeline,
    /// The journal entry that is looked back to; `None` is now.
    pub as_of: Option<u64>,
    /// The journal entries of the project, oldest first, once they were asked for.
    pub history: Option<Vec<Entry>>,
}

impl Open {
    /// Opens a project.
    pub fn new(project: Arc<Project>, world: &World) -> Self {
        let policy = policy_of(&project, None, world);
        let scored = row::shown_score(&project, &policy);
        let (findings, to_mend) = check::audit_open_first(&project, &policy);
        let timeline = monitoring::timeline(&project, &policy, month(&project));
        Self {
            now: Arc::clone(&project),
            project,
            policy,
            tried: None,
            total: scored.total,
            scored,
            findings,
            to_mend,
            timeline,
            as_of: None,
            history: None,
        }
    }

    /// The store's name of the project.
    pub fn id(&self) -> ProjectId {
        self.now.id
    }

    /// What a place is called, rows by their names.
    pub fn place_name(&self, at: &At, language: Language) -> String {
        let number = |key: &RowKey| match key {
            RowKey::Indicator(id) => {
                let number = self
                    .project
                    .indicators
                    .iter()
                    .position(|row| row.id == *id)?
                    + 1;
                Some(language.pick(
                    format!("第 {number} 条指标"),
                    format!("indicator no. {number}"),
                ))
            }
            _ => None,
        };
        let names = |key: &RowKey| {
            let written = self.project.row_name(key).map(str::to_owned);
            written.or_else(|| number(key))
        };
        terms::at_named(at, language, &names)
    }

    /// The revision of the project as it is.
    pub fn revision(&self) -> u64 {
        self.now.revision
    }

    /// The project has changed. A historical view stays what it is.
    pub fn renew(&mut self, project: Arc<Project>, world: &World) {
        self.now = project;
        if self.as_of.is_none() {
            self.show_now(world);
        }
    }

    /// Looks back to the project as it was after an entry.
    pub fn show_as_of(&mut self, seq: u64, project: Arc<Project>, world: &World) {
        self.as_of = Some(seq);
        self.show(project, world);
    }

    /// Looks at the project as it is.
    pub fn show_now(&mut self, world: &World) {
        self.as_of = None;
        self.show(Arc::clone(&self.now), world);
    }

    /// Judges by another policy, for this view only; `None` is the project's own.
    pub fn try_policy(&mut self, name: Option<String>, world: &World) {
        self.tried = name;
        self.show(Arc::clone(&self.project), world);
    }

    fn show(&mut self, project: Arc<Project>, world: &World) {
        self.policy = policy_of(&project, self.tried.as_deref(), world);
        self.scored = row::shown_score(&project, &self.policy);
        self.total = if self.tried.is_some() {
            row::shown_score(&project, &policy_of(&project, None, world)).total
        } else {
            self.scored.total
        };
        (self.findings, self.to_mend) = check::audit_open_first(&project, &self.policy);
        self.timeline = monitoring::timeline(&project, &self.policy, month(&project));
        self.project = project;
    }
}

/// The last month read, or the first of the year.
fn month(project: &Project) -> u8 {
    project.last_reading_month().unwrap_or(1)
}

/// The policy tried on, else the project's own, else the store's default.
fn policy_of(project: &Project, tried: Option<&str>, world: &World) -> Arc<Policy> {
    let names = [tried, project.policy.as_deref()];
    let found = names
        .into_iter()
        .flatten()
        .find_map(|name| world.policies.get(name));
    found.map_or_else(
        || Arc::clone(&world.policy),
        |policy| Arc::new(policy.clone()),
    )
}
