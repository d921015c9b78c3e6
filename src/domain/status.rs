//! The one status machine for every document (domain.md 7.3).
//!
//! A document moves only by an [`Act`]; where it may go is the policy's [`Chain`], so that a
//! bureau, a school and a company each close the loop with their own steps. Who may act is asked
//! in [`super::role`]; this module only knows the way.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::role::Role;

/// Which document of a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// 项目支出绩效目标申报表
    Goal,
    /// 项目支出绩效目标执行监控表 of one month
    Monitoring(u8),
    /// 项目支出绩效自评表
    SelfEvaluation,
}

/// Where a document stands.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// 草稿
    #[default]
    Draft,
    /// 单位审核
    UnitAudit,
    /// 主管部门审核
    DepartmentAudit,
    /// 财政业务处室审核
    FinanceAudit,
    /// 终审
    Final,
    /// 批复
    Approved,
    /// 被退回
    Returned,
}

impl Status {
    /// All statuses, in the order of the way that a document goes.
    pub const ALL: [Self; 7] = [
        Self::Draft,
        Self::UnitAudit,
        Self::DepartmentAudit,
        Self::FinanceAudit,
        Self::Final,
        Self::Approved,
        Self::Returned,
    ];

    /// Only drafts and returned documents are edited by the filler.
    pub fn is_editable(self) -> bool {
        matches!(self, Self::Draft | Self::Returned)
    }
}

/// What is done to a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// 送审
    Submit,
    /// 审核通过
    Pass,
    /// 退回, with a reason
    Return,
    /// 撤销: the sender takes the last step back while nobody has audited it
    Withdraw,
    /// 撤销终审
    Reopen,
    /// 批复
    Approve,
    /// 调整: a new version as a draft
    Adjust,
}

impl Act {
    /// All acts, in the order of a document's life.
    pub const ALL: [Self; 7] = [
        Self::Submit,
        Self::Pass,
        Self::Return,
        Self::Withdraw,
        Self::Reopen,
        Self::Approve,
        Self::Adjust,
    ];
}

/// One audit step of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The status in which the document waits for this step.
    pub status: Status,
    /// Who passes or returns it.
    pub role: Role,
}

/// Where a returned document goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnTo {
    /// Back to the filler.
    #[default]
    Filler,
    /// Back to the step before.
    Previous,
}

/// The approval chain of a policy: which steps, by whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chain {
    /// Who fills in and submits.
    pub fill: Role,
    /// The audit steps in order; at least one.
    pub steps: Vec<Step>,
    /// Who approves a goal that passed the last step (批复).
    pub approve: Role,
    /// Who may reopen a final document (撤销终审).
    pub reopen: Role,
    /// Where a return goes.
    #[serde(default)]
    pub return_to: ReturnTo,
}

/// One signature under a document: every transition leaves one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// What was done.
    pub act: Act,
    /// The person's id.
    pub person: String,
    /// The role in which it was done.
    pub role: Role,
    /// UTC milliseconds.
    pub at: i64,
    /// Status before.
    pub from: Status,
    /// Status after.
    pub to: Status,
    /// Reason of a return, comment of any other act.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub comment: String,
}

/// A document: its status, version and signatures.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Document {
    /// Where it stands.
    pub status: Status,
    /// 0 for the first version, +1 by each adjustment.
    pub version: u32,
    /// Every transition, oldest first.
    pub signatures: Vec<Signature>,
}

impl Document {
    /// The last signature that moved the document forward in its present round and was not taken back.
    pub fn last_forward(&self) -> Option<&Signature> {
        self.signatures
            .last()
            .filter(|last| matches!(last.act, Act::Submit | Act::Pass))
    }

    /// The reason of the return that the document now rests in.
    pub fn return_reason(&self) -> Option<&str> {
        let last = self
            .signatures
            .last()
            .filter(|last| last.act == Act::Return)?;
        Some(last.comment.as_str())
    }

    /// Signatures since the document was last submitted, that submission first.
    pub fn present_round(&self) -> &[Signature] {
        let start = self
            .signatures
            .iter()
            .rposition(|signature| signature.act == Act::Submit);
        start
            .and_then(|start| self.signatures.get(start..))
            .unwrap_or(&[])
    }
}

/// The documents of a project.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Documents {
    /// 绩效目标申报表
    pub goal: Document,
    /// 监控表 by month
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub monitoring: BTreeMap<u8, Document>,
    /// 自评表
    pub self_evaluation: Document,
}

impl Documents {
    /// The document of this kind; a month without a form is a fresh draft.
    pub fn get(&self, kind: DocumentKind) -> Document {
        match kind {
            DocumentKind::Goal => self.goal.clone(),
            DocumentKind::Monitoring(month) => {
                self.monitoring.get(&month).cloned().unwrap_or_default()
            }
            DocumentKind::SelfEvaluation => self.self_evaluation.clone(),
        }
    }

    /// The status of the document of this kind, without copying it.
    pub fn status(&self, kind: DocumentKind) -> Status {
        match kind {
            DocumentKind::Goal => self.goal.status,
            DocumentKind::Monitoring(month) => self
                .monitoring
                .get(&month)
                .map_or(Status::Draft, |document| document.status),
            DocumentKind::SelfEvaluation => self.self_evaluation.status,
        }
    }

    /// The document of this kind, to change it.
    pub fn get_mut(&mut self, kind: DocumentKind) -> &mut Document {
        match kind {
            DocumentKind::Goal => &mut self.goal,
            DocumentKind::Monitoring(month) => self.monitoring.entry(month).or_default(),
            DocumentKind::SelfEvaluation => &mut self.self_evaluation,
        }
    }

    /// Every document that exists, with its kind.
    pub fn all(&self) -> impl Iterator<Item = (DocumentKind, &Document)> {
        std::iter::once((DocumentKind::Goal, &self.goal))
            .chain(
                self.monitoring
                    .iter()
                    .map(|(month, document)| (DocumentKind::Monitoring(*month), document)),
            )
            .chain(std::iter::once((
                DocumentKind::SelfEvaluation,
                &self.self_evaluation,
            )))
    }
}

impl Chain {
    fn position(&self, status: Status) -> Option<usize> {
        self.steps.iter().position(|step| step.status == status)
    }

    /// Where `act` leads from `status`; `None` where the machine has no such way.
    pub fn next(&self, kind: DocumentKind, status: Status, act: Act) -> Option<Status> {
        let position = self.position(status);
        let step = |at: usize| self.steps.get(at).map(|step| step.status);
        match act {
            Act::Submit if status.is_editable() => Some(step(0).unwrap_or(Status::Final)),
            Act::Pass => Some(step(position? + 1).unwrap_or(Status::Final)),
            Act::Return => match (self.return_to, position?) {
                (ReturnTo::Previous, at) if at > 0 => step(at - 1),
                _ => Some(Status::Returned),
            },
            Act::Withdraw => match position? {
                0 => Some(Status::Draft),
                at => step(at - 1),
            },
            Act::Reopen if status == Status::Final => {
                Some(self.steps.last().map_or(Status::Draft, |last| last.status))
            }
            Act::Approve if status == Status::Final && kind == DocumentKind::Goal => {
                Some(Status::Approved)
            }
            Act::Adjust if status == Status::Approved => Some(Status::Draft),
            _ => None,
        }
    }

    /// The role for which a document in `status` waits; `None` where nobody is waited for.
    pub fn waits_for(&self, kind: DocumentKind, status: Status) -> Option<Role> {
        match status {
            Status::Returned => Some(self.fill),
            Status::Final if kind == DocumentKind::Goal => Some(self.approve),
            _ => self
                .position(status)
                .and_then(|at| self.steps.get(at))
                .map(|step| step.role),
        }
    }

    /// The role that may do `act` to a document in `status`; withdrawing belongs to the person
    /// who made the last step, whatever the role, so it has none here.
    pub fn actor(&self, kind: DocumentKind, status: Status, act: Act) -> Option<Role> {
        match act {
            Act::Submit | Act::Adjust => Some(self.fill),
            Act::Pass | Act::Return => self.waits_for(kind, status),
            Act::Withdraw => None,
            Act::Reopen => Some(self.reopen),
            Act::Approve => Some(self.approve),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bureau() -> Chain {
        Chain {
            fill: Role::Unit,
            steps: vec![
                Step {
                    status: Status::UnitAudit,
                    role: Role::UnitLead,
                },
                Step {
                    status: Status::DepartmentAudit,
                    role: Role::Department,
                },
                Step {
                    status: Status::FinanceAudit,
                    role: Role::Finance,
                },
            ],
            approve: Role::Budget,
            reopen: Role::Finance,
            return_to: ReturnTo::Filler,
        }
    }

    #[test]
    fn a_goal_walks_from_draft_to_approval() {
        let chain = bureau();
        let acts = [Act::Submit, Act::Pass, Act::Pass, Act::Pass, Act::Approve];
        let mut status = Status::Draft;
        for act in acts {
            status = chain.next(DocumentKind::Goal, status, act).expect("a way");
        }
        assert_eq!(status, Status::Approved);
        assert_eq!(
            chain.next(DocumentKind::Goal, status, Act::Adjust),
            Some(Status::Draft)
        );
    }

    #[test]
    fn a_monitoring_form_ends_at_final() {
        let kind = DocumentKind::Monitoring(7);
        assert_eq!(bureau().next(kind, Status::Final, Act::Approve), None);
        assert_eq!(bureau().waits_for(kind, Status::Final), None);
    }

    #[test]
    fn withdrawing_goes_one_step_back_and_not_from_final() {
        let chain = bureau();
        let back = |status| chain.next(DocumentKind::Goal, status, Act::Withdraw);
        assert_eq!(back(Status::UnitAudit), Some(Status::Draft));
        assert_eq!(back(Status::FinanceAudit), Some(Status::DepartmentAudit));
        assert_eq!(back(Status::Final), None);
        assert_eq!(back(Status::Draft), None);
    }

    #[test]
    fn a_company_with_one_step_closes_the_loop_too() {
        let chain = Chain {
            steps: vec![Step {
                status: Status::UnitAudit,
                role: Role::UnitLead,
            }],
            approve: Role::UnitLead,
            ..bureau()
        };
        assert_eq!(
            chain.next(DocumentKind::Goal, Status::UnitAudit, Act::Pass),
            Some(Status::Final)
        );
        assert_eq!(
            chain.waits_for(DocumentKind::Goal, Status::Final),
            Some(Role::UnitLead)
        );
    }
}
