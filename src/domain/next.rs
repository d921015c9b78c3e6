//! What is to be done next with a project, as data: by whom, on which document.
//!
//! The screen of a project shows the first of these on top and goes to its place; words are made in
//! `lang`. Nothing is stored: it follows from documents, readings, checks, chain and the date.

use chrono::{Datelike, NaiveDate};

use super::monitoring::present_month;
use super::policy::Policy;
use super::project::Project;
use super::role::Role;
use super::row::self_evaluation_begun;
use super::status::{Act, DocumentKind, Status};

/// One thing to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// Errors keep the document from being sent.
    Mend {
        /// Which document.
        document: DocumentKind,
        /// How many errors.
        errors: usize,
    },
    /// The document can be sent.
    Submit {
        /// Which document.
        document: DocumentKind,
    },
    /// The document waits for somebody.
    Wait {
        /// Which document.
        document: DocumentKind,
        /// For whom.
        role: Role,
        /// What is waited for.
        act: Act,
    },
    /// The monitoring of a month is to be filled in.
    Read {
        /// 1–12
        month: u8,
    },
    /// The self-evaluation is to be filled in.
    SelfEvaluate,
    /// Nothing until this month is over.
    Rest {
        /// The month that will be read then.
        month: u8,
    },
    /// The loop of the year is closed.
    Done,
}

impl Next {
    /// Who does it; `None` where nobody has to do anything now.
    pub fn role(&self, policy: &Policy) -> Option<Role> {
        match self {
            Self::Wait { role, .. } => Some(*role),
            Self::Mend { .. } | Self::Submit { .. } | Self::Read { .. } | Self::SelfEvaluate => {
                Some(policy.chain().fill)
            }
            Self::Rest { .. } | Self::Done => None,
        }
    }

    /// The document that it is about.
    pub fn document(&self) -> Option<DocumentKind> {
        match self {
            Self::Mend { document, .. }
            | Self::Submit { document }
            | Self::Wait { document, .. } => Some(*document),
            Self::Read { month } => Some(DocumentKind::Monitoring(*month)),
            Self::SelfEvaluate => Some(DocumentKind::SelfEvaluation),
            Self::Rest { .. } | Self::Done => None,
        }
    }
}

/// What is to be done, the most urgent first; never empty. `errors` tells how many errors keep a
/// document from being sent.
pub fn next(
    project: &Project,
    policy: &Policy,
    today: NaiveDate,
    errors: &dyn Fn(DocumentKind) -> usize,
) -> Vec<Next> {
    let desk = Desk {
        project,
        policy,
        errors,
    };
    if project.documents.goal.status != Status::Approved {
        return desk.step(DocumentKind::Goal).into_iter().collect();
    }
    let mut found = Vec::new();
    found.extend(desk.returned());
    found.extend(desk.self_evaluation());
    found.extend(desk.waiting());
    if project.documents.self_evaluation.status == Status::Final {
        found.push(Next::Done);
        return found;
    }
    found.extend(desk.by_the_calendar(today));
    let mut once: Vec<Next> = Vec::new();
    for one in found {
        if !once.contains(&one) {
            once.push(one);
        }
    }
    once
}

struct Desk<'a> {
    project: &'a Project,
    policy: &'a Policy,
    errors: &'a dyn Fn(DocumentKind) -> usize,
}

impl Desk<'_> {
    /// The next step of a document in its chain.
    fn step(&self, document: DocumentKind) -> Option<Next> {
        let status = self.project.documents.status(document);
        if status.is_editable() {
            let errors = (self.errors)(document);
            return Some(if errors > 0 {
                Next::Mend { document, errors }
            } else {
                Next::Submit { document }
            });
        }
        let role = self.policy.chain().waits_for(document, status)?;
        let act = if status == Status::Final {
            Act::Approve
        } else {
            Act::Pass
        };
        Some(Next::Wait {
            document,
            role,
            act,
        })
    }

    fn returned(&self) -> Vec<Next> {
        let documents = self.project.documents.all();
        documents
            .filter(|(_, document)| document.status == Status::Returned)
            .filter_map(|(kind, _)| self.step(kind))
            .collect()
    }

    fn waiting(&self) -> Vec<Next> {
        let documents = self.project.documents.all();
        documents
            .filter(|(_, document)| !document.status.is_editable())
            .filter_map(|(kind, _)| self.step(kind))
            .collect()
    }

    /// A self-evaluation that was begun is finished before anything else.
    fn self_evaluation(&self) -> Option<Next> {
        let status = self.project.documents.self_evaluation.status;
        (status == Status::Draft && self_evaluation_begun(self.project))
            .then(|| self.step(DocumentKind::SelfEvaluation))
            .flatten()
    }

    fn by_the_calendar(&self, today: NaiveDate) -> Option<Next> {
        if self_evaluation_begun(self.project) {
            return None;
        }
        let year_is_over = self.project.year.is_none_or(|year| today.year() > year);
        let last = self.project.last_reading_month().unwrap_or(0);
        if year_is_over || last >= 12 {
            return Some(Next::SelfEvaluate);
        }
        let present = present_month(self.project.year, today);
        self.form_to_send(present).or(Some(if last < present {
            Next::Read {
                month: self.first_missing(present).unwrap_or(present),
            }
        } else {
            Next::Rest {
                month: last.saturating_add(1),
            }
        }))
    }

    /// A form that the policy wants, was filled in and was not sent.
    fn form_to_send(&self, present: u8) -> Option<Next> {
        let months = &self.project.monitoring.months;
        let mut forms = self.policy.monitoring.forms.iter();
        forms
            .find(|form| {
                let kind = DocumentKind::Monitoring(form.month);
                form.month <= present
                    && months
                        .get(&form.month)
                        .is_some_and(|month| !month.readings.is_empty())
                    && self.project.documents.status(kind).is_editable()
            })
            .and_then(|form| self.step(DocumentKind::Monitoring(form.month)))
    }

    /// The month after the last one that was read, not after the present one.
    fn first_missing(&self, present: u8) -> Option<u8> {
        let last = self.project.last_reading_month()?;
        Some(last.saturating_add(1).min(present))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::policy::{DEFAULT, Policies};
    use crate::domain::project::{MonthForm, MonthReading, RowKey};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn of(project: &Project, today: &str, errors: usize) -> Vec<Next> {
        let policies = Policies::parse(crate::data::policy_files()).unwrap();
        let policy = policies.get(DEFAULT).unwrap();
        next(project, policy, day(today), &|_| errors)
    }

    fn project() -> Project {
        Project {
            year: Some(2026),
            ..Project::default()
        }
    }

    fn approved() -> Project {
        let mut project = project();
        project.documents.goal.status = Status::Approved;
        project
    }

    fn read(project: &mut Project, month: u8) {
        let reading = MonthReading {
            id: RowKey::Execution,
            actual: "1".into(),
            ..MonthReading::default()
        };
        let form = MonthForm {
            readings: vec![reading],
            ..MonthForm::default()
        };
        project.monitoring.months.insert(month, form);
    }

    #[test]
    fn a_draft_is_mended_then_sent_then_waited_for() {
        let mut project = project();
        let document = DocumentKind::Goal;
        assert_eq!(
            of(&project, "2026-01-10", 3),
            [Next::Mend {
                document,
                errors: 3
            }]
        );
        assert_eq!(of(&project, "2026-01-10", 0), [Next::Submit { document }]);
        project.documents.goal.status = Status::DepartmentAudit;
        assert_eq!(
            of(&project, "2026-01-10", 0),
            [Next::Wait {
                document,
                role: Role::Department,
                act: Act::Pass
            }]
        );
        project.documents.goal.status = Status::Final;
        assert!(matches!(
            of(&project, "2026-01-10", 0)[..],
            [Next::Wait {
                act: Act::Approve,
                ..
            }]
        ));
    }

    #[test]
    fn after_the_approval_the_calendar_leads() {
        let mut project = approved();
        assert_eq!(of(&project, "2026-03-05", 0), [Next::Read { month: 3 }]);
        read(&mut project, 5);
        assert_eq!(of(&project, "2026-07-20", 0), [Next::Read { month: 6 }]);
        read(&mut project, 6);
        assert_eq!(of(&project, "2026-06-20", 0), [Next::Rest { month: 7 }]);
        read(&mut project, 7);
        let document = DocumentKind::Monitoring(7);
        assert_eq!(of(&project, "2026-07-25", 0), [Next::Submit { document }]);
        assert_eq!(of(&project, "2027-01-05", 0), [Next::SelfEvaluate]);
    }

    #[test]
    fn what_was_returned_comes_first_and_a_closed_year_is_done() {
        let mut project = approved();
        read(&mut project, 7);
        project
            .documents
            .get_mut(DocumentKind::Monitoring(7))
            .status = Status::Returned;
        assert_eq!(
            of(&project, "2026-07-25", 2)[0],
            Next::Mend {
                document: DocumentKind::Monitoring(7),
                errors: 2
            }
        );
        project.documents.monitoring.clear();
        project.documents.self_evaluation.status = Status::Final;
        assert_eq!(of(&project, "2027-02-01", 0), [Next::Done]);
    }
}
