//! Every write that there is, and what it does to a project.
//!
//! The app applies a command for instant feedback; the store applies it again inside its
//! transaction, which is what counts. Both call the functions here, so they cannot differ.

mod apply;
mod value;

use serde::{Deserialize, Serialize};

use super::project::{Fund, Indicator, Project, ProjectId, RowKey};
use super::role::{Actor, Person};
use super::status::{Act, DocumentKind};

pub use apply::{EditRules, edit, step};
pub use value::{form_bytes, is_invisible};

/// A random name of a command: giving the same command twice has one effect.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CommandId(pub String);

/// What a change is about, and what an undo takes a change of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Record {
    /// A project.
    Project(ProjectId),
    /// A person, by id.
    Person(String),
    /// What belongs to the store as a whole.
    Setting(Setting),
}

impl Record {
    /// The names under which the journal keeps what changed of it: those of a project begin at its
    /// fields.
    pub fn path(&self) -> Vec<String> {
        match self {
            Self::Project(_) => Vec::new(),
            Self::Person(id) => vec!["person".to_owned(), id.clone()],
            Self::Setting(setting) => vec!["setting".to_owned(), setting.name().to_owned()],
        }
    }

    /// The record whose [`Record::path`] this is; projects have none of their own.
    pub fn at(path: &[String]) -> Option<Self> {
        let [kind, name] = path else { return None };
        let setting = |setting: &Setting| setting.name() == name;
        match kind.as_str() {
            "person" => Some(Self::Person(name.clone())),
            "setting" => Setting::ALL.into_iter().find(setting).map(Self::Setting),
            _ => None,
        }
    }

    /// The project, if it is one.
    pub fn project(&self) -> Option<ProjectId> {
        match self {
            Self::Project(project) => Some(*project),
            Self::Person(_) | Self::Setting(_) => None,
        }
    }
}

/// What belongs to the store as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Setting {
    /// Its name, as people call it.
    Name,
    /// Policy of projects that name none.
    Policy,
    /// Its own date, where it has one.
    Clock,
}

impl Setting {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Name, Self::Policy, Self::Clock];

    /// The name under which tables and journal know it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Policy => "policy",
            Self::Clock => "clock",
        }
    }
}

/// A command with who gives it, when, and on which revision it rests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// Idempotency name.
    pub id: CommandId,
    /// Who acts.
    pub actor: Actor,
    /// UTC milliseconds of the giver's clock.
    pub at: i64,
    /// Revision of the record that the giver saw; `None` for commands about none that is there.
    pub based_on: Option<u64>,
    /// What to do.
    pub command: Command,
}

/// Every write there is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// A new project; its id is given by the store.
    Create(Box<Project>),
    /// One or more edits of one project, all or none.
    Edit {
        /// Which project.
        project: ProjectId,
        /// In this order.
        edits: Vec<Edit>,
    },
    /// Takes away a project that never left the draft.
    Delete {
        /// Which project.
        project: ProjectId,
    },
    /// A step of the status machine.
    Move {
        /// Which project.
        project: ProjectId,
        /// Which of its documents.
        document: DocumentKind,
        /// Which step.
        act: Act,
        /// Reason of a return; otherwise a remark.
        comment: String,
    },
    /// Projects from a file: all or none; an open draft of the same code and year is replaced.
    Import {
        /// In the order of the file.
        projects: Vec<Project>,
        /// SHA-256 of the file, hexadecimal.
        digest: String,
    },
    /// Takes back the newest change of a record.
    Undo {
        /// Which record.
        record: Record,
    },
    /// Takes back the newest undo of a record.
    Redo {
        /// Which record.
        record: Record,
    },
    /// Adds or changes a person.
    SavePerson(Person),
    /// Moves the store's own date (samples), ISO; empty returns to the real date.
    SetClock {
        /// The date.
        date: String,
    },
    /// Sets the default policy of the store.
    SetPolicy {
        /// Its name.
        name: String,
    },
    /// Written by `restore`: the store goes on from a backup.
    Restored {
        /// Sequence number of the head that was left behind.
        lost_from: u64,
        /// Its hash, hexadecimal.
        head: String,
    },
}

impl Command {
    /// The project that the command is about, if it is about exactly one that exists.
    pub fn project(&self) -> Option<ProjectId> {
        match self {
            Self::Edit { project, .. } | Self::Delete { project } | Self::Move { project, .. } => {
                Some(*project)
            }
            Self::Undo { record } | Self::Redo { record } => record.project(),
            _ => None,
        }
    }

    /// The short name that the journal keeps.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Create(_) => "create",
            Self::Edit { .. } => "edit",
            Self::Delete { .. } => "delete",
            Self::Move { .. } => "move",
            Self::Import { .. } => "import",
            Self::Undo { .. } => "undo",
            Self::Redo { .. } => "redo",
            Self::SavePerson(_) => "save_person",
            Self::SetClock { .. } => "set_clock",
            Self::SetPolicy { .. } => "set_policy",
            Self::Restored { .. } => "restored",
        }
    }
}

/// Which block of indicators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// 年度指标
    Annual,
    /// 中期指标
    MultiYear,
}

/// One edit of a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Edit {
    /// Writes `value` at a place; an empty value clears it.
    Set {
        /// Where.
        at: At,
        /// As a person writes it.
        value: String,
    },
    /// A new indicator; its id must be free.
    AddIndicator {
        /// Where.
        block: Block,
        /// The row.
        indicator: Box<Indicator>,
        /// Its place, from 0; beyond the end is the end.
        position: usize,
    },
    /// Takes an indicator away, with its plan and readings.
    RemoveIndicator {
        /// Where.
        block: Block,
        /// Which.
        id: String,
    },
    /// Moves an indicator to a place, from 0.
    MoveIndicator {
        /// Where.
        block: Block,
        /// Which.
        id: String,
        /// Its new place.
        position: usize,
    },
    /// A new source of money; its id must be free.
    AddFund(Fund),
    /// Takes a source away, with its plan and readings.
    RemoveFund {
        /// Which.
        id: String,
    },
}

/// A place in a project that holds one value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum At {
    /// The head and the texts.
    Project(ProjectField),
    /// A source of money, by id.
    Fund(String, FundField),
    /// An indicator, by id.
    Indicator(Block, String, IndicatorField),
    /// The cumulative plan of a row up to a month.
    Plan(RowKey, u8),
    /// The form of a month, one row.
    Reading(u8, RowKey, ReadingField),
    /// 处置 of a month.
    Disposal(u8),
}

impl At {
    /// Does the project have the row of this place? What is no row of its own is always there.
    pub fn is_in(&self, project: &Project) -> bool {
        match self {
            Self::Fund(id, _) => project.funds.iter().any(|fund| fund.id == *id),
            Self::Indicator(block, id, _) => {
                let rows = match block {
                    Block::Annual => &project.indicators,
                    Block::MultiYear => &project.multi_year.indicators,
                };
                rows.iter().any(|row| row.id == *id)
            }
            Self::Project(_) | Self::Plan(..) | Self::Reading(..) | Self::Disposal(_) => true,
        }
    }
}

/// Fields of the project itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // named as the fields of `Project`
pub enum ProjectField {
    Code,
    Year,
    Name,
    Unit,
    Department,
    Policy,
    MoneyUnit,
    PeriodStart,
    PeriodEnd,
    Attribute,
    Category,
    Nature,
    Leader,
    Phone,
    Overview,
    Basis,
    Necessity,
    Feasibility,
    Schedule,
    Safeguards,
    ExAnte,
    Goal,
    MultiYearTotal,
    MultiYearFiscal,
    MultiYearOther,
    MultiYearGoal,
    Achieved,
    ExecutionReason,
    Improvement,
    FilledBy,
}

/// Fields of a source of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // named as the fields of `Fund`
pub enum FundField {
    Source,
    Initial,
    Adjusted,
    Executed,
}

/// Fields of an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // named as the fields of `Indicator`
pub enum IndicatorField {
    Level1,
    Level2,
    Name,
    Target,
    Weight,
    Explanation,
    Standard,
    Formula,
    Origin,
    Basis,
    LastYear,
    YearBefore,
    Method,
    DataSource,
    EvidenceRequired,
    GoalLink,
    GrowthRate,
    Actual,
    Band,
    BandScore,
    NotApplicable,
    Deduction,
    Reason,
    Evidence,
}

impl IndicatorField {
    /// True for what is filled in after the year: the self-evaluation sheet's own columns.
    pub fn is_result(self) -> bool {
        matches!(
            self,
            Self::Actual
                | Self::Band
                | Self::BandScore
                | Self::NotApplicable
                | Self::Deduction
                | Self::Reason
                | Self::Evidence
        )
    }
}

/// Fields of a month's reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // named as the fields of `MonthReading`
pub enum ReadingField {
    Actual,
    Cause,
    CauseText,
    Outlook,
    Forecast,
    Measures,
}

/// Under which document's lock a place lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Editable while this document is a draft or returned.
    Document(DocumentKind),
    /// Never edited.
    Locked,
}

impl Edit {
    /// Under which document's lock this edit lies.
    pub fn place(&self) -> Place {
        match self {
            Self::Set { at, .. } => at.place(),
            _ => Place::Document(DocumentKind::Goal),
        }
    }
}

impl At {
    /// Under which document's lock this place lies.
    pub fn place(&self) -> Place {
        let result = Place::Document(DocumentKind::SelfEvaluation);
        match self {
            Self::Project(
                ProjectField::Achieved
                | ProjectField::ExecutionReason
                | ProjectField::Improvement
                | ProjectField::FilledBy,
            )
            | Self::Fund(_, FundField::Adjusted | FundField::Executed) => result,
            Self::Indicator(Block::Annual, _, field) if field.is_result() => result,
            Self::Indicator(Block::MultiYear, _, field) if field.is_result() => Place::Locked,
            Self::Reading(month, ..) | Self::Disposal(month) => {
                Place::Document(DocumentKind::Monitoring(*month))
            }
            _ => Place::Document(DocumentKind::Goal),
        }
    }
}

#[cfg(test)]
mod tests;
