//! One project on its way: who does the next thing, when, and what the project then is.
//!
//! Every step is carried out with the domain's own functions before it is written down, so that the
//! script holds nothing that a store would refuse.

use chrono::{Datelike, Duration, NaiveDate, Weekday};

use crate::domain::command::{At, Command, Edit, EditRules, edit, step};
use crate::domain::policy::Policy;
use crate::domain::project::{Project, ProjectId};
use crate::domain::refusal::Refusal;
use crate::domain::role::{Actor, Role, Scope, may};
use crate::domain::status::{Act, DocumentKind};

use super::county::{County, Official};
use super::{Ready, Step, Unfit, moment};

/// A small generator of numbers: the same seed, the same numbers.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// Seeded by a text, so that a project keeps its numbers when others come and go.
    pub fn of(text: &str) -> Self {
        Self(text.chars().fold(0x9E37_79B9_7F4A_7C15, |seed, character| {
            (seed ^ u64::from(u32::from(character))).wrapping_mul(0x0100_0000_01B3)
        }))
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut value = self.0;
        value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        value ^= value >> 31;
        u32::try_from(value % u64::from(bound.max(1))).unwrap_or(0)
    }
}

/// A project on its way.
pub struct Life<'a> {
    county: &'a County,
    policy: &'a Policy,
    ready: Ready<'a>,
    /// What it is now.
    pub project: Project,
    /// What was done.
    pub steps: Vec<Step>,
    /// Its own numbers.
    pub dice: Dice,
    clock: i64,
}

impl<'a> Life<'a> {
    /// A project that is not there yet.
    pub fn new(county: &'a County, policy: &'a Policy, ready: Ready<'a>, project: Project) -> Self {
        Self {
            county,
            policy,
            ready,
            dice: Dice::of(&project.code),
            project,
            steps: Vec::new(),
            clock: 0,
        }
    }

    /// The person who has a part in this project, as the one who acts.
    pub fn actor(&self, role: Role) -> Result<Actor, Unfit> {
        cast(
            self.county,
            role,
            &self.project.department,
            &self.project.unit,
        )
    }

    /// A time on this day or the first working day after it, and after everything before.
    pub fn time(&mut self, day: NaiveDate) -> i64 {
        let minutes = 9 * 60 + i64::from(self.dice.below(8 * 60));
        let at = moment(working(day), minutes);
        let pause = 60_000 * i64::from(3 + self.dice.below(20));
        self.clock = at.max(self.clock + pause);
        self.clock
    }

    /// The project comes to be, as a draft with its head.
    pub fn create(&mut self, day: NaiveDate) -> Result<(), Unfit> {
        let actor = self.actor(Role::Unit)?;
        let at = self.time(day);
        let command = Command::Create(Box::new(self.project.clone()));
        may(&actor, &command, None, self.policy.chain())
            .map_err(|refusal| self.unfit(at, refusal))?;
        self.project.revision = 1;
        self.steps.push(Step {
            at,
            actor,
            code: None,
            based_on: None,
            command,
        });
        Ok(())
    }

    /// The filler writes.
    pub fn write(&mut self, day: NaiveDate, edits: Vec<Edit>) -> Result<(), Unfit> {
        let rules: EditRules = self.policy.edit_rules();
        let at = self.time(day);
        let next =
            edit(&self.project, &edits, &rules).map_err(|refusal| self.unfit(at, refusal))?;
        let command = Command::Edit {
            project: ProjectId::default(),
            edits,
        };
        self.take(at, Role::Unit, command, next)
    }

    /// Somebody moves a document; the role is the chain's. A document with errors is not sent:
    /// the answer says whether the step was taken.
    pub fn act(
        &mut self,
        day: NaiveDate,
        document: DocumentKind,
        act: Act,
        comment: &str,
    ) -> Result<bool, Unfit> {
        if act == Act::Submit && !(self.ready)(&self.project, document) {
            return Ok(false);
        }
        let status = self.project.documents.status(document);
        let chain = self.policy.chain();
        let role = chain.actor(document, status, act).unwrap_or(chain.fill);
        let actor = self.actor(role)?;
        let at = self.time(day);
        let next = step(&self.project, document, act, comment, &actor, at, chain)
            .map_err(|refusal| self.unfit(at, refusal))?;
        let command = Command::Move {
            project: ProjectId::default(),
            document,
            act,
            comment: comment.to_owned(),
        };
        self.take(at, role, command, next)?;
        Ok(true)
    }

    /// Sends a document and lets `passes` audits pass, a few days apart; false where it could not
    /// be sent.
    pub fn send(
        &mut self,
        day: NaiveDate,
        document: DocumentKind,
        passes: usize,
    ) -> Result<bool, Unfit> {
        if !self.act(day, document, Act::Submit, "")? {
            return Ok(false);
        }
        let mut day = day;
        let audits = self.policy.chain().steps.len();
        for _ in 0..passes.min(audits) {
            day = later(day, 1 + i64::from(self.dice.below(3)));
            self.act(day, document, Act::Pass, "")?;
        }
        Ok(true)
    }

    fn take(
        &mut self,
        at: i64,
        role: Role,
        command: Command,
        mut next: Project,
    ) -> Result<(), Unfit> {
        let actor = self.actor(role)?;
        may(&actor, &command, Some(&self.project), self.policy.chain())
            .map_err(|refusal| self.unfit(at, refusal))?;
        if next == self.project {
            return Ok(());
        }
        let based_on = Some(self.project.revision);
        next.revision = self.project.revision + 1;
        self.project = next;
        self.steps.push(Step {
            at,
            actor,
            code: Some(self.project.code.clone()),
            based_on,
            command,
        });
        Ok(())
    }

    fn unfit(&self, at: i64, refusal: Refusal) -> Unfit {
        Unfit::Refused {
            code: self.project.code.clone(),
            at,
            refusal: Box::new(refusal),
        }
    }
}

/// The person of the county who has a part in the projects of a unit.
pub fn cast(county: &County, role: Role, department: &str, unit: &str) -> Result<Actor, Unfit> {
    let found = county.persons.iter().find_map(|official: &Official| {
        let scope = official
            .scopes()
            .into_iter()
            .find(|scope: &Scope| scope.covers(department, unit))?;
        (official.role == role).then(|| Actor {
            person: official.id.clone(),
            role,
            scope,
            os_user: "demo".to_owned(),
        })
    });
    found.ok_or_else(|| Unfit::Nobody {
        role,
        unit: unit.to_owned(),
    })
}

/// An edit that writes one value.
pub fn set(at: At, value: impl Into<String>) -> Edit {
    Edit::Set {
        at,
        value: value.into(),
    }
}

/// The day so many days later.
pub fn later(day: NaiveDate, days: i64) -> NaiveDate {
    day.checked_add_signed(Duration::days(days)).unwrap_or(day)
}

/// The day, or the Monday after it.
fn working(day: NaiveDate) -> NaiveDate {
    match day.weekday() {
        Weekday::Sat => later(day, 2),
        Weekday::Sun => later(day, 1),
        _ => day,
    }
}
