//! The rules of the domain as the store asks for them: chain, bands, rows and what blocks sending.
//!
//! The store knows no policy and no check; whoever opens it hands in a [`Judge`]. Screens ask the
//! same functions, so that what a person sees and what the store enforces can't differ.

use std::sync::Arc;

use crate::domain::check::{self, Severity};
use crate::domain::command::EditRules;
use crate::domain::policy::{Policies, Policy};
use crate::domain::project::Project;
use crate::domain::refusal::Refusal;
use crate::domain::row::{self, Judgement, Row};
use crate::domain::status::{Chain, DocumentKind};
use crate::store::{Rules, Settings};

/// Judges projects by the policies of the program.
#[derive(Debug, Clone)]
pub struct Judge {
    policies: Arc<Policies>,
}

impl Judge {
    /// A judge by these policies.
    pub fn new(policies: Arc<Policies>) -> Self {
        Self { policies }
    }

    fn policy(&self, name: &str) -> Result<&Policy, Refusal> {
        self.policies
            .get(name)
            .ok_or_else(|| Refusal::UnknownPolicy {
                name: name.to_owned(),
            })
    }

    fn policy_of(&self, project: &Project, settings: &Settings) -> Option<&Policy> {
        self.policy(settings.policy_of(project))
            .or_else(|_| self.policy(&settings.policy))
            .ok()
    }
}

impl Rules for Judge {
    fn chain(&self, policy: &str) -> Result<Chain, Refusal> {
        Ok(self.policy(policy)?.chain().clone())
    }

    fn edit_rules(&self, policy: &str) -> Result<EditRules, Refusal> {
        Ok(self.policy(policy)?.edit_rules())
    }

    fn row(&self, project: &Project, settings: &Settings) -> Row {
        let Some(policy) = self.policy_of(project, settings) else {
            return Row {
                id: project.id,
                code: project.code.clone(),
                year: project.year,
                ..Row::default()
            };
        };
        let findings = check::open_findings(project, policy);
        let count = |severity| {
            findings
                .iter()
                .filter(|finding| finding.severity == severity)
                .count()
        };
        let judgement = Judgement {
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            ..row::judge(project, policy)
        };
        row::of(project, policy.chain(), judgement)
    }

    fn blocking(
        &self,
        project: &Project,
        document: DocumentKind,
        settings: &Settings,
    ) -> Vec<String> {
        let Some(policy) = self.policy_of(project, settings) else {
            return Vec::new();
        };
        check::blocking(project, document, policy)
    }
}
