//! Who may do what (domain.md 7.1, 7.2): one table, asked by the key table and enforced by the store.
//!
//! A person holds grants: a role with a scope. A command is judged by the acting person's grant, by
//! the document's status, and by who signed the document before: the same person never passes what
//! the same person submitted. Every answer is data.

use serde::{Deserialize, Serialize};

use super::command::{At, Command, Edit, Place, Record};
use super::project::Project;
use super::refusal::Refusal;
use super::status::{Act, Chain, DocumentKind, Status};

/// The roles of the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// 项目单位·填报
    Unit,
    /// 单位审核
    UnitLead,
    /// 主管部门
    Department,
    /// 财政业务处室
    Finance,
    /// 财政绩效处
    Performance,
    /// 财政预算处
    Budget,
    /// 第三方机构
    ThirdParty,
    /// 专家
    Expert,
    /// 审计
    Auditor,
    /// 系统管理员
    Admin,
    /// 公众
    Public,
}

impl Role {
    /// All roles, in the order of the loop.
    pub const ALL: [Self; 11] = [
        Self::Unit,
        Self::UnitLead,
        Self::Department,
        Self::Finance,
        Self::Performance,
        Self::Budget,
        Self::ThirdParty,
        Self::Expert,
        Self::Auditor,
        Self::Admin,
        Self::Public,
    ];

    /// The name used in commands, files and code.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::UnitLead => "unit-lead",
            Self::Department => "department",
            Self::Finance => "finance",
            Self::Performance => "performance",
            Self::Budget => "budget",
            Self::ThirdParty => "third-party",
            Self::Expert => "expert",
            Self::Auditor => "auditor",
            Self::Admin => "admin",
            Self::Public => "public",
        }
    }
}

/// Which projects a grant covers.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// The whole store.
    All,
    /// One 主管部门 and everything under it.
    Department(String),
    /// One 实施单位.
    Unit(String),
}

impl Scope {
    /// True where a project of this unit and department lies in the scope.
    pub fn covers(&self, department: &str, unit: &str) -> bool {
        match self {
            Self::All => true,
            Self::Department(name) => name == department,
            Self::Unit(name) => name == unit,
        }
    }
}

/// A role with its scope.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// Where it holds.
    pub scope: Scope,
}

/// A person of the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Unique in the store.
    pub id: String,
    /// 姓名
    pub name: String,
    /// What the person may be.
    pub grants: Vec<Grant>,
    /// False after the person left; the name stays in the journal.
    pub active: bool,
}

/// Who acts: a person in one of the person's grants, under a user of the operating system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The person's id.
    pub person: String,
    /// The acting role.
    pub role: Role,
    /// Where the role holds.
    pub scope: Scope,
    /// The user of the operating system.
    pub os_user: String,
}

impl Actor {
    /// True where the actor may see this project: administrators see no business data.
    pub fn sees(&self, department: &str, unit: &str) -> bool {
        self.role != Role::Admin && self.scope.covers(department, unit)
    }
}

/// A write as the table below knows it. The steps of documents are not among them: who takes a step
/// is said by the approval chain of the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    /// A new project.
    Create,
    /// Projects from a file.
    Import,
    /// A project goes.
    Delete,
    /// The words and numbers of a project's documents.
    Edit,
    /// Persons and what they may be.
    Persons,
    /// The date and the policies of the store.
    Settings,
}

/// Who may do a deed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Doer {
    /// The role that fills in documents, by the approval chain.
    Filler,
    /// One role.
    Of(Role),
}

/// Who may do what (domain.md 7.2), a row for each deed.
const TABLE: [(Deed, &[Doer]); 6] = [
    (Deed::Create, &[Doer::Filler]),
    (
        Deed::Import,
        &[
            Doer::Filler,
            Doer::Of(Role::Department),
            Doer::Of(Role::Budget),
            Doer::Of(Role::Performance),
        ],
    ),
    (Deed::Delete, &[Doer::Filler]),
    (Deed::Edit, &[Doer::Filler]),
    (Deed::Persons, &[Doer::Of(Role::Admin)]),
    (
        Deed::Settings,
        &[
            Doer::Of(Role::Admin),
            Doer::Of(Role::Performance),
            Doer::Of(Role::Budget),
        ],
    ),
];

/// The roles that the table names for a deed, under an approval chain.
fn roles(deed: Deed, chain: &Chain) -> Vec<Role> {
    let rows = TABLE.iter().filter(|(row, _)| *row == deed);
    rows.flat_map(|(_, doers)| doers.iter())
        .map(|doer| match doer {
            Doer::Filler => chain.fill,
            Doer::Of(role) => *role,
        })
        .collect()
}

/// May the role of `actor` begin a new project, whatever it will be? Asked before its name is.
pub fn may_create(actor: &Actor, chain: &Chain) -> Result<(), Refusal> {
    need(actor, roles(Deed::Create, chain))
}

/// May the role of `actor` import files, whatever they hold? Asked before a file is.
pub fn may_import(actor: &Actor, chain: &Chain) -> Result<(), Refusal> {
    need(actor, roles(Deed::Import, chain))
}

/// May `actor` give `command`? `project` is the project that it is about, if it is about one.
/// `chain` is the approval chain of the project's policy.
pub fn may(
    actor: &Actor,
    command: &Command,
    project: Option<&Project>,
    chain: &Chain,
) -> Result<(), Refusal> {
    if let Some(project) = project
        && !actor.sees(&project.department, &project.unit)
    {
        // The same answer as for a project that is not there, so that nothing leaks.
        return Err(Refusal::NoSuchProject);
    }
    let its_project = || project.ok_or(Refusal::NoSuchProject);
    match command {
        Command::Create(new) => {
            need(actor, roles(Deed::Create, chain))?;
            in_scope(actor, new)
        }
        Command::Import { projects, .. } => {
            need(actor, roles(Deed::Import, chain))?;
            all_in_scope(actor, projects)
        }
        Command::Delete { .. } => {
            need(actor, roles(Deed::Delete, chain))?;
            all_open(its_project()?)
        }
        Command::Edit { edits, .. } => {
            let project = its_project()?;
            edits
                .iter()
                .try_for_each(|edit| may_edit(actor, edit, project, chain))
        }
        Command::Move {
            document,
            act,
            comment,
            ..
        } => may_move(actor, its_project()?, *document, *act, comment, chain),
        // Undo and redo are judged by the store against the change that they take back, too; a
        // restore was decided by whoever holds the files.
        Command::Undo { record } | Command::Redo { record } => match record {
            Record::Project(_) => Ok(()),
            Record::Person(_) => need(actor, roles(Deed::Persons, chain)),
            Record::Setting(_) => need(actor, roles(Deed::Settings, chain)),
        },
        Command::Restored { .. } => Ok(()),
        Command::SavePerson(_) => need(actor, roles(Deed::Persons, chain)),
        Command::SetClock { .. } | Command::SetPolicy { .. } => {
            need(actor, roles(Deed::Settings, chain))
        }
    }
}

/// May the person `id` become `new`, or go where there is none? `persons` are all there are. Nobody
/// changes the own roles, and somebody goes on administering.
pub fn may_become(
    actor: &Actor,
    id: &str,
    new: Option<&Person>,
    persons: &[Person],
) -> Result<(), Refusal> {
    let old = persons.iter().find(|person| person.id == id);
    let named = |person: &Person| !person.id.trim().is_empty() && !person.name.trim().is_empty();
    if !new.is_none_or(named) {
        return Err(Refusal::BadPerson);
    }
    let rights = |person: &Person| (person.active, person.grants.clone());
    if id == actor.person && old.map(rights) != new.map(rights) {
        return Err(Refusal::OwnRoles);
    }
    let administers = |person: &Person| {
        person.active && person.grants.iter().any(|grant| grant.role == Role::Admin)
    };
    let mut after = persons.iter().filter(|person| person.id != id).chain(new);
    if after.any(administers) {
        Ok(())
    } else {
        Err(Refusal::LastAdmin)
    }
}

fn need(actor: &Actor, roles: Vec<Role>) -> Result<(), Refusal> {
    if roles.contains(&actor.role) {
        Ok(())
    } else {
        Err(Refusal::Role {
            acting: actor.role,
            needed: roles,
        })
    }
}

/// A file is imported whole or not at all: one project outside the scope refuses it.
fn all_in_scope(actor: &Actor, projects: &[Project]) -> Result<(), Refusal> {
    let outside = projects
        .iter()
        .filter(|project| !actor.sees(&project.department, &project.unit));
    let rows: Vec<_> = outside
        .map(|project| (project.code.clone(), project.year))
        .collect();
    if rows.is_empty() {
        Ok(())
    } else {
        Err(Refusal::ImportScope { rows })
    }
}

/// A project goes only while nobody but its filler has to do with it.
fn all_open(project: &Project) -> Result<(), Refusal> {
    let mut documents = project.documents.all();
    if documents.all(|(_, document)| document.status.is_editable()) {
        Ok(())
    } else {
        Err(Refusal::PastDraft {
            document: DocumentKind::Goal,
        })
    }
}

fn in_scope(actor: &Actor, project: &Project) -> Result<(), Refusal> {
    if actor.sees(&project.department, &project.unit) {
        Ok(())
    } else {
        Err(Refusal::Scope {
            code: project.code.clone(),
        })
    }
}

/// May this actor change this place of this project now?
pub fn may_edit(
    actor: &Actor,
    edit: &Edit,
    project: &Project,
    chain: &Chain,
) -> Result<(), Refusal> {
    need(actor, roles(Deed::Edit, chain))?;
    match edit.place() {
        Place::Document(kind) => {
            let status = project.documents.status(kind);
            if status.is_editable() {
                Ok(())
            } else {
                Err(Refusal::NotEditable {
                    document: kind,
                    status,
                })
            }
        }
        Place::Locked => match edit {
            Edit::Set {
                at: At::Indicator(_, id, _),
                ..
            } => Err(Refusal::Withdrawn {
                indicator: id.clone(),
            }),
            _ => Err(Refusal::Role {
                acting: actor.role,
                needed: vec![],
            }),
        },
    }
}

/// May this actor do `act` to this document now?
pub fn may_move(
    actor: &Actor,
    project: &Project,
    kind: DocumentKind,
    act: Act,
    comment: &str,
    chain: &Chain,
) -> Result<(), Refusal> {
    let document = project.documents.get(kind);
    let status = document.status;
    if chain.next(kind, status, act).is_none() {
        return Err(Refusal::NoSuchStep {
            document: kind,
            status,
            act,
        });
    }
    if act == Act::Withdraw {
        return match document.last_forward() {
            Some(last) if last.person == actor.person => Ok(()),
            Some(last) => Err(Refusal::NotTheSender {
                person: last.person.clone(),
            }),
            None => Err(Refusal::NoSuchStep {
                document: kind,
                status,
                act,
            }),
        };
    }
    if let Some(role) = chain.actor(kind, status, act) {
        need(actor, vec![role])?;
    }
    if kind != DocumentKind::Goal
        && act == Act::Submit
        && project.documents.goal.status != Status::Approved
    {
        return Err(Refusal::GoalNotApproved);
    }
    if act == Act::Return && comment.trim().is_empty() {
        return Err(Refusal::ReasonNeeded);
    }
    if matches!(act, Act::Pass | Act::Approve) {
        // Rules by person hold across roles: nobody audits what the same person sent or audited.
        let own = document.present_round().iter().find(|signature| {
            matches!(signature.act, Act::Submit | Act::Pass) && signature.person == actor.person
        });
        if let Some(own) = own {
            return Err(Refusal::SamePerson {
                act: own.act,
                role: own.role,
            });
        }
    }
    Ok(())
}
