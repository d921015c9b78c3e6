//! Trials of the store, named by the faults that they provoke; and what they have in common.

mod commands;
mod damage;
mod files;
mod history;
mod media;
mod others;
mod power;

use std::path::Path;
use std::sync::Arc;

use super::verify::VerifyReport;
use super::{InitOptions, NetworkFiles, OpenOptions, Rules, Settings, Store};
use crate::domain::command::{
    At, Block, Command, CommandId, Edit, EditRules, Envelope, IndicatorField, ProjectField, Record,
};
use crate::domain::journal::{Outcome, Receipt};
use crate::domain::project::{Fund, Indicator, Project, ProjectId};
use crate::domain::refusal::Refusal;
use crate::domain::role::{Actor, Grant, Person, Role, Scope};
use crate::domain::row::{self, Judgement, Row};
use crate::domain::status::{Act, Chain, DocumentKind, ReturnTo, Status, Step};

/// The chain of a bureau; a goal without a text is an error of the checks.
pub struct Bureau;

impl Rules for Bureau {
    fn chain(&self, policy: &str) -> Result<Chain, Refusal> {
        if policy != "bureau" && policy != "other" {
            return Err(Refusal::UnknownPolicy {
                name: policy.to_owned(),
            });
        }
        Ok(Chain {
            fill: Role::Unit,
            steps: vec![Step {
                status: Status::UnitAudit,
                role: Role::UnitLead,
            }],
            approve: Role::Budget,
            reopen: Role::Finance,
            return_to: ReturnTo::Filler,
        })
    }

    fn edit_rules(&self, _: &str) -> Result<EditRules, Refusal> {
        Ok(EditRules {
            met_from: rust_decimal::Decimal::new(8, 1),
            partial_from: rust_decimal::Decimal::new(6, 1),
        })
    }

    fn row(&self, project: &Project, settings: &Settings) -> Row {
        let judgement = Judgement {
            // Shows which policy the row was made under.
            grade: Some(settings.policy_of(project).to_owned()),
            ..Judgement::default()
        };
        let chain = self.chain("bureau").expect("known");
        row::of(project, &chain, judgement)
    }

    fn blocking(&self, project: &Project, _: DocumentKind, _: &Settings) -> Vec<String> {
        if project.goal.is_empty() {
            vec!["G-01".to_owned()]
        } else {
            Vec::new()
        }
    }
}

pub const START: i64 = 1_784_505_600_000;

pub fn person(id: &str, role: Role) -> Person {
    Person {
        id: id.to_owned(),
        name: format!("{id} 姓名"),
        grants: vec![Grant {
            role,
            scope: Scope::All,
        }],
        active: true,
    }
}

pub fn actor(id: &str, role: Role) -> Actor {
    Actor {
        person: id.to_owned(),
        role,
        scope: Scope::All,
        os_user: "clerk".to_owned(),
    }
}

/// 张三 fills in.
pub fn zhang() -> Actor {
    actor("zhang", Role::Unit)
}

/// 李四 fills in, too.
pub fn li() -> Actor {
    actor("li", Role::Unit)
}

/// 王五 leads the unit.
pub fn wang() -> Actor {
    actor("wang", Role::UnitLead)
}

pub fn admin() -> Actor {
    actor("admin", Role::Admin)
}

pub fn init_options() -> InitOptions {
    InitOptions {
        name: "清河县".into(),
        persons: vec![
            person("zhang", Role::Unit),
            person("li", Role::Unit),
            person("wang", Role::UnitLead),
            person("zhao", Role::Budget),
            person("admin", Role::Admin),
            person("auditor", Role::Auditor),
        ],
        policy: "bureau".into(),
        clock: "2026-07-20".into(),
        at: START,
        os_user: "clerk".into(),
        id: None,
    }
}

pub fn open_options() -> OpenOptions {
    OpenOptions {
        os_user: "clerk".into(),
        network: NetworkFiles::Refuse,
    }
}

pub fn memory() -> Arc<Store> {
    Store::in_memory(Arc::new(Bureau), &init_options()).expect("a store")
}

pub fn init(path: &Path) {
    Store::init(path, &Bureau, &init_options()).expect("made");
}

pub fn open(path: &Path) -> Arc<Store> {
    Store::open(path, Arc::new(Bureau), &open_options())
        .expect("opened")
        .store
}

/// A store in a file, with one project and some edits; closed.
pub fn small_file(path: &Path) {
    init(path);
    let store = open(path);
    let mut user = User::new(zhang());
    let id = user.create(&store, "P1");
    for round in 0..4 {
        user.set(&store, id, ProjectField::Goal, &format!("目标 {round}"));
    }
    store.close().expect("closed");
}

pub fn project(code: &str) -> Project {
    Project {
        code: code.to_owned(),
        year: Some(2026),
        name: format!("项目 {code}"),
        unit: "水利站".into(),
        department: "水利局".into(),
        funds: vec![Fund {
            id: "f1".into(),
            source: "财政拨款".into(),
            initial: "100".into(),
            adjusted: "100".into(),
            ..Fund::default()
        }],
        goal: "完成除险加固".into(),
        indicators: (1..=3)
            .map(|number| Indicator {
                id: number.to_string(),
                level1: "产出指标".into(),
                level2: "数量指标".into(),
                name: format!("加固水库 {number}"),
                target: "≥5座".into(),
                weight: "10".into(),
                ..Indicator::default()
            })
            .collect(),
        ..Project::default()
    }
}

pub fn set(field: ProjectField, value: &str) -> Edit {
    Edit::Set {
        at: At::Project(field),
        value: value.to_owned(),
    }
}

pub fn actual(indicator: &str, value: &str) -> Edit {
    Edit::Set {
        at: At::Indicator(Block::Annual, indicator.to_owned(), IndicatorField::Actual),
        value: value.to_owned(),
    }
}

pub fn saved(outcome: Outcome) -> Receipt {
    match outcome {
        Outcome::Saved(receipt) => receipt,
        other => panic!("not saved: {other:?}"),
    }
}

pub fn refused(outcome: Outcome) -> Refusal {
    match outcome {
        Outcome::NotSaved(refusal) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

pub fn clean(report: &VerifyReport) {
    assert_eq!(report.problems, []);
}

/// Somebody at a keyboard: gives commands under names of their own, a second apart.
pub struct User {
    pub actor: Actor,
    given: i64,
}

impl User {
    pub fn new(actor: Actor) -> Self {
        Self { actor, given: 0 }
    }

    pub fn envelope(&mut self, based_on: Option<u64>, command: Command) -> Envelope {
        self.given += 1;
        Envelope {
            id: CommandId(format!("{}-{}", self.actor.person, self.given)),
            actor: self.actor.clone(),
            at: START + self.given * 1000,
            based_on,
            command,
        }
    }

    pub fn give(&mut self, store: &Store, based_on: Option<u64>, command: Command) -> Outcome {
        let envelope = self.envelope(based_on, command);
        store.apply(&envelope)
    }

    pub fn create(&mut self, store: &Store, code: &str) -> ProjectId {
        let outcome = self.give(store, None, Command::Create(Box::new(project(code))));
        saved(outcome).projects[0].0
    }

    pub fn edit(
        &mut self,
        store: &Store,
        project: ProjectId,
        based_on: u64,
        edits: Vec<Edit>,
    ) -> Outcome {
        self.give(store, Some(based_on), Command::Edit { project, edits })
    }

    pub fn set(&mut self, store: &Store, project: ProjectId, field: ProjectField, value: &str) {
        let edits = vec![set(field, value)];
        saved(self.give(store, None, Command::Edit { project, edits }));
    }

    pub fn step(&mut self, store: &Store, project: ProjectId, act: Act, comment: &str) -> Outcome {
        let command = Command::Move {
            project,
            document: DocumentKind::Goal,
            act,
            comment: comment.to_owned(),
        };
        self.give(store, None, command)
    }

    pub fn undo(&mut self, store: &Store, project: ProjectId) -> Outcome {
        self.give(
            store,
            None,
            Command::Undo {
                record: Record::Project(project),
            },
        )
    }

    pub fn redo(&mut self, store: &Store, project: ProjectId) -> Outcome {
        self.give(
            store,
            None,
            Command::Redo {
                record: Record::Project(project),
            },
        )
    }

    pub fn see(&self, store: &Store, project: ProjectId) -> Option<Arc<Project>> {
        store.project(project, &self.actor).expect("readable")
    }
}
