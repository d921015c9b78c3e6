use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::domain::check::blocking;
use crate::domain::check::{Context, audit, errors, open_findings};
use crate::domain::command::{edit, step};
use crate::domain::monitoring::{Light, light, timeline};
use crate::domain::policy::{DEFAULT, Policy};
use crate::domain::role::may;
use crate::domain::row::{Stage, judge, stage};
use crate::domain::status::{Documents, Status};

/// A store of values: it obeys the domain and keeps nothing else.
#[derive(Default)]
struct Shelf {
    projects: BTreeMap<u64, Project>,
    persons: Vec<Person>,
    date: String,
}

impl Shelf {
    fn apply(&mut self, policies: &Policies, envelope: Envelope) {
        let told = envelope.clone();
        let id = envelope.command.project().map_or(0, |id| id.0);
        let project = self.projects.get(&id).cloned();
        let policy = policy_of(policies, project.as_ref());
        assert_eq!(
            envelope.based_on,
            project.as_ref().map(|project| project.revision),
            "{envelope:?}"
        );
        let chain = policy.chain();
        allowed(
            may(&envelope.actor, &envelope.command, project.as_ref(), chain),
            &told,
        );
        let mut next = match (envelope.command, project) {
            (Command::Edit { edits, .. }, Some(project)) => {
                allowed(edit(&project, &edits, &policy.edit_rules()), &told)
            }
            (
                Command::Move {
                    document,
                    act,
                    comment,
                    ..
                },
                Some(project),
            ) => {
                let (actor, at) = (&envelope.actor, envelope.at);
                allowed(
                    step(&project, document, act, &comment, actor, at, chain),
                    &told,
                )
            }
            (Command::Create(project), None) => return self.add(*project),
            (Command::Import { projects, .. }, None) => {
                return projects.into_iter().for_each(|project| self.add(project));
            }
            (Command::SavePerson(person), None) => return self.persons.push(person),
            (Command::SetClock { date }, None) => return self.date = date,
            other => panic!("{other:?}"),
        };
        next.revision += 1;
        self.projects.insert(id, next);
    }

    fn add(&mut self, mut project: Project) {
        let id = u64::try_from(self.projects.len()).unwrap() + 1;
        project.id = ProjectId(id);
        project.revision = 1;
        assert_eq!(project.documents, Documents::default());
        self.projects.insert(id, project);
    }

    fn of(&self, code: &str) -> &Project {
        self.projects
            .values()
            .find(|project| project.code == code)
            .unwrap()
    }
}

fn allowed<T>(result: Result<T, Refusal>, told: &Envelope) -> T {
    result.unwrap_or_else(|refusal| panic!("{refusal:?} of {told:?}"))
}

fn policies() -> Policies {
    Policies::parse(crate::data::policy_files()).unwrap()
}

fn policy_of<'a>(policies: &'a Policies, project: Option<&Project>) -> &'a Policy {
    let name = project.and_then(|project| project.policy.as_deref());
    policies.get(name.unwrap_or(DEFAULT)).unwrap()
}

fn qingxi() -> County {
    read(crate::data::county()).unwrap()
}

fn all_envelopes() -> Vec<Envelope> {
    let policies = policies();
    let ready = |project: &Project, document| {
        blocking(project, document, policy_of(&policies, Some(project))).is_empty()
    };
    build(&qingxi(), &policies, &ready, |envelopes| envelopes).unwrap()
}

fn shelf() -> Shelf {
    let policies = policies();
    let mut shelf = Shelf::default();
    for envelope in all_envelopes() {
        shelf.apply(&policies, envelope);
    }
    shelf
}

#[test]
fn every_command_is_one_that_a_person_may_give_and_together_they_show_everything() {
    let (shelf, policies) = (shelf(), policies());
    assert_eq!(shelf.projects.len(), qingxi().projects.len() + 2);
    assert_eq!(shelf.persons.len() + 1, qingxi().persons.len());
    assert_eq!(shelf.date, "2026-07-20");
    assert!(founder(&qingxi()).is_some());
    there_is_a_project_in_every_stage_and_status_and_of_every_light(&shelf, &policies);
    there_is_a_sheet_of_every_grade(&shelf, &policies);
    documents_wait_for_every_role_of_the_chain(&shelf, &policies);
    half_year_forms_are_final_for_most_and_some_are_drafts_without_their_causes(&shelf, &policies);
    a_normal_project_has_few_findings_to_work_on(&shelf, &policies);
    the_last_reading_of_a_past_year_is_what_the_sheet_says(&shelf);
    the_checks_find_what_is_wrong_with_real_forms(&shelf, &policies);
    what_was_sent_had_no_error_and_a_form_without_its_cause_was_not_sent(&shelf, &policies);
}

#[test]
fn the_same_material_gives_the_same_commands_in_the_order_of_time() {
    let envelopes = all_envelopes();
    assert_eq!(envelopes, all_envelopes());
    assert!(envelopes.windows(2).all(|pair| pair[0].at <= pair[1].at));
    let last = envelopes.last().unwrap();
    assert!(matches!(last.command, Command::SetClock { .. }));
}

fn there_is_a_project_in_every_stage_and_status_and_of_every_light(
    shelf: &Shelf,
    policies: &Policies,
) {
    let stages: BTreeSet<Stage> = shelf.projects.values().map(stage).collect();
    assert_eq!(stages, Stage::ALL.into());
    let goals: BTreeSet<Status> = shelf
        .projects
        .values()
        .map(|project| project.documents.goal.status)
        .collect();
    assert_eq!(goals.len(), 7, "{goals:?}");
    let lights: BTreeSet<Light> = shelf
        .projects
        .values()
        .filter_map(|project| light(project, policy_of(policies, Some(project))))
        .collect();
    assert!(lights.len() >= 3, "{lights:?}");
    let rows: BTreeSet<Light> = shelf
        .projects
        .values()
        .flat_map(|project| timeline(project, policy_of(policies, Some(project)), 6).rows)
        .filter_map(|row| row.cell(6).and_then(|cell| cell.light))
        .collect();
    assert_eq!(rows, Light::ALL.into());
}

fn there_is_a_sheet_of_every_grade(shelf: &Shelf, policies: &Policies) {
    let grades: BTreeSet<String> = shelf
        .projects
        .values()
        .filter_map(|project| judge(project, policy_of(policies, Some(project))).grade)
        .collect();
    assert_eq!(grades.len(), 4, "{grades:?}");
}

fn documents_wait_for_every_role_of_the_chain(shelf: &Shelf, policies: &Policies) {
    let waiting: BTreeSet<Role> = shelf
        .projects
        .values()
        .flat_map(|project| {
            let chain = policy_of(policies, Some(project)).chain();
            crate::domain::row::waiting(project, chain)
        })
        .map(|waiting| waiting.role)
        .collect();
    let chain = [
        Role::Unit,
        Role::UnitLead,
        Role::Department,
        Role::Finance,
        Role::Budget,
    ];
    assert_eq!(waiting, chain.into());
}

fn half_year_forms_are_final_for_most_and_some_are_drafts_without_their_causes(
    shelf: &Shelf,
    policies: &Policies,
) {
    let reporting = shelf.projects.values().filter(|project| {
        project.year == Some(2026) && project.documents.monitoring.contains_key(&3)
    });
    let mut june: BTreeMap<Status, usize> = BTreeMap::new();
    let (mut without_cause, mut monthly) = (0, 0);
    for project in reporting {
        let documents = &project.documents;
        assert_eq!(documents.monitoring[&3].status, Status::Final);
        let status = documents.status(DocumentKind::Monitoring(6));
        *june.entry(status).or_default() += 1;
        monthly += usize::from(documents.monitoring.contains_key(&5));
        let duties = timeline(project, policy_of(policies, Some(project)), 6).duties;
        let unsaid = duties.iter().any(|duty| !duty.done);
        assert!(!unsaid || status == Status::Draft, "{}", project.code);
        without_cause += usize::from(unsaid);
    }
    let all: usize = june.values().sum();
    assert!(june[&Status::Final] * 2 >= all, "{june:?}");
    assert_eq!(june[&Status::Returned], 2);
    for audit in [
        Status::Draft,
        Status::UnitAudit,
        Status::DepartmentAudit,
        Status::FinanceAudit,
    ] {
        assert!(june[&audit] >= 2, "{june:?}");
    }
    assert!((2..=3).contains(&without_cause), "{without_cause}");
    assert!(monthly >= 4, "{monthly}");
}

fn a_normal_project_has_few_findings_to_work_on(shelf: &Shelf, policies: &Policies) {
    for project in shelf.projects.values() {
        let findings = open_findings(project, policy_of(policies, Some(project)));
        let begun = project.monitoring.months.contains_key(&7);
        let errors = errors(&findings).count();
        assert!(
            errors <= if begun { 8 } else { 4 },
            "{} {errors}",
            project.code
        );
    }
}

fn the_last_reading_of_a_past_year_is_what_the_sheet_says(shelf: &Shelf) {
    for draft in qingxi()
        .projects
        .iter()
        .filter(|draft| draft.year == 2025 && !draft.inherited)
    {
        let project = shelf.of(&draft.code);
        assert_eq!(project.last_reading_month(), Some(12), "{}", draft.code);
        let december = crate::domain::row::executed_to(project, 12).unwrap();
        assert_eq!(
            december,
            draft.sum(|source| &source.executed),
            "{}",
            draft.code
        );
    }
}

fn the_checks_find_what_is_wrong_with_real_forms(shelf: &Shelf, policies: &Policies) {
    let mut found: BTreeSet<String> = BTreeSet::new();
    for project in shelf.projects.values() {
        let siblings: Vec<&Project> = shelf
            .projects
            .values()
            .filter(|other| {
                other.id != project.id && other.unit == project.unit && other.year == project.year
            })
            .collect();
        let context = Context {
            siblings: &siblings,
            ..Context::default()
        };
        let findings = audit(project, policy_of(policies, Some(project)), &context);
        found.extend(
            findings
                .iter()
                .map(|finding| format!("{:?}", finding.check)),
        );
    }
    assert!(found.len() >= 25, "{} {found:?}", found.len());
}

fn what_was_sent_had_no_error_and_a_form_without_its_cause_was_not_sent(
    shelf: &Shelf,
    policies: &Policies,
) {
    let quiet = shelf.of("26-教-0102");
    let june = quiet.documents.get(DocumentKind::Monitoring(6));
    assert_eq!(june.status, Status::Draft);
    let open = timeline(quiet, policy_of(policies, Some(quiet)), 6).duties;
    assert!(open.iter().any(|duty| !duty.done));
    let finished = shelf
        .projects
        .values()
        .filter(|project| stage(project) == Stage::Result);
    for project in finished {
        let kind = DocumentKind::SelfEvaluation;
        let errors = blocking(project, kind, policy_of(policies, Some(project)));
        assert_eq!(errors, [""; 0], "{}", project.code);
    }
}

#[test]
fn a_store_takes_every_command_and_holds_what_the_domain_made_of_them() {
    let shipped = crate::setup::Shipped::load().unwrap();
    let store = crate::setup::samples_in_memory(&shipped, "tester").unwrap();
    let shelf = shelf();
    assert_eq!(store.rows().len(), shelf.projects.len());
    let again = crate::setup::samples_in_memory(&shipped, "tester").unwrap();
    assert_eq!(store.head(), again.head());
    let auditor = life::cast(&qingxi(), Role::Auditor, "", "").unwrap();
    for (id, project) in &shelf.projects {
        let stored = store.project(ProjectId(*id), &auditor).unwrap().unwrap();
        assert_eq!(*stored, *project);
    }
}
