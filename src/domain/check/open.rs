//! Which findings are still somebody's work: those of documents that can still be written or returned.
//!
//! Lists count these, and the screens of a project show them before the others: whoever fills in mends
//! them, whoever reviews weighs them. A finding of a document that was approved or is final stays true and
//! is told, but nobody is sent to mend it.
//! A form that prints its scores was published as it is: all that is wrong with it counts.

use super::{Context, Finding, Purpose, Stage, audit, facts, has_begun};
use crate::domain::command::At;
use crate::domain::policy::Policy;
use crate::domain::project::Project;
use crate::domain::status::{DocumentKind, Status};

const WORK: Context<'static> = Context {
    siblings: &[],
    approved: None,
    stage: None,
    month: None,
    purpose: Purpose::Work,
};

/// The findings of the documents that are still to be worked on.
pub fn open_findings(project: &Project, policy: &Policy) -> Vec<Finding> {
    let mut findings = audit(project, policy, &WORK);
    let open = Open::of(project);
    findings.retain(|finding| open.has(finding));
    findings
}

/// Everything that the checks find, and how many of them, from the first, are still to be worked on.
pub fn audit_open_first(project: &Project, policy: &Policy) -> (Vec<Finding>, usize) {
    let mut findings = audit(project, policy, &WORK);
    let open = Open::of(project);
    // A stable sort: each half keeps the order of the checks.
    findings.sort_by_key(|finding| !open.has(finding));
    let to_mend = findings.partition_point(|finding| open.has(finding));
    (findings, to_mend)
}

/// The documents of a project that are still to be worked on.
struct Open<'a> {
    project: &'a Project,
    /// The last month that was read.
    month: Option<u8>,
    begun: bool,
    paper: bool,
}

impl<'a> Open<'a> {
    fn of(project: &'a Project) -> Self {
        Self {
            project,
            month: project.last_reading_month(),
            begun: has_begun(project, Purpose::Work),
            paper: facts::is_paper(project),
        }
    }

    fn has(&self, finding: &Finding) -> bool {
        self.paper || self.is_open(self.document(finding))
    }

    /// The document in which a finding is mended.
    fn document(&self, finding: &Finding) -> DocumentKind {
        match (finding.check.stage(), &finding.place) {
            (Stage::Monitoring, At::Reading(month, ..) | At::Disposal(month)) => {
                DocumentKind::Monitoring(*month)
            }
            (Stage::SelfEvaluation, _) if self.begun => DocumentKind::SelfEvaluation,
            // Before the self-evaluation begins only its targets are read, and those are the goal's.
            _ => DocumentKind::Goal,
        }
    }

    fn is_open(&self, document: DocumentKind) -> bool {
        let status = self.project.documents.status(document);
        match document {
            DocumentKind::Goal => status != Status::Approved,
            DocumentKind::Monitoring(month) => self.month == Some(month) && status != Status::Final,
            DocumentKind::SelfEvaluation => status != Status::Final,
        }
    }
}
