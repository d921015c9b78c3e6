//! What a screen asks for is carried out: requests to effects, commands with name and actor.
//!
//! Every command of a session leaves through one function here. Nothing is decided that the domain
//! decides; a new project gets its code and scope here, because both come from who acts.

use std::collections::BTreeSet;

use super::overlay::Overlay;
use super::{App, Effect, Request};
use crate::domain::command::{Command, CommandId, Envelope};
use crate::domain::project::{Project, ProjectId};
use crate::domain::role::Actor;
use crate::screens::Screen;
use crate::screens::projects::YearShown;

impl App {
    pub(super) fn carry_out(&mut self, requests: Vec<Request>) -> Vec<Effect> {
        requests
            .into_iter()
            .flat_map(|request| self.carry(request))
            .collect()
    }

    pub(super) fn carry(&mut self, request: Request) -> Vec<Effect> {
        match request {
            Request::Go(screen) => {
                let history = matches!(screen, Screen::History(_));
                self.go(screen);
                match &self.open {
                    Some(open) if history => vec![Effect::LoadHistory(open.id())],
                    _ => Vec::new(),
                }
            }
            Request::OpenProject(id, screen) => {
                self.waiting = Some((id, screen));
                vec![Effect::Load(id)]
            }
            Request::Back => {
                if self.nav.len() > 1 {
                    self.back();
                }
                Vec::new()
            }
            Request::Overlay(overlay) => {
                self.overlay = Some(*overlay);
                Vec::new()
            }
            Request::Edit(at) => {
                self.edit(at);
                Vec::new()
            }
            Request::Command(command) => {
                let based_on = command.project().and_then(|id| self.revision_of(id));
                vec![self.save(command, based_on)]
            }
            Request::CommandThenEdit(command, at) => {
                let effects = self.carry(Request::Command(command));
                self.next_edit = effects.iter().find_map(|effect| match effect {
                    Effect::Save(envelope) => Some((envelope.id.clone(), at.clone())),
                    _ => None,
                });
                effects
            }
            Request::Effect(effect) => vec![effect],
            Request::Toast(toast) => {
                self.toast = Some(toast);
                Vec::new()
            }
            Request::Documents(kind) => {
                if let Some(menu) = super::palette::documents(self, kind) {
                    self.overlay = Some(Overlay::Menu(menu));
                }
                Vec::new()
            }
            Request::Export(projects) => {
                self.ask_export(projects);
                Vec::new()
            }
            Request::Marks(marks) => {
                self.marks = marks;
                self.refresh();
                Vec::new()
            }
        }
    }

    pub(super) fn revision_of(&self, id: ProjectId) -> Option<u64> {
        if let Some(open) = self.open.as_ref().filter(|open| open.id() == id) {
            return Some(open.revision());
        }
        let rows = &self.world.store.rows;
        rows.position(id)
            .and_then(|at| rows.get(at))
            .map(|row| row.revision())
    }

    /// Gives a command the name and actor of this session.
    pub(super) fn save(&mut self, command: Command, based_on: Option<u64>) -> Effect {
        self.save_as(self.me.actor(), command, based_on)
    }

    /// Gives a command in another grant of the acting person.
    pub(super) fn save_as(
        &mut self,
        actor: Actor,
        command: Command,
        based_on: Option<u64>,
    ) -> Effect {
        self.commands.given += 1;
        let id = CommandId(format!("{}-{}", self.commands.prefix, self.commands.given));
        let envelope = Envelope {
            id,
            actor,
            at: 0,
            based_on,
            command,
        };
        if let Some(editing) = &mut self.editing {
            editing.given = Some(envelope.id.clone());
        }
        Effect::Save(envelope)
    }

    pub(super) fn create(&mut self, name: &str) -> Vec<Effect> {
        let (department, unit) = self.home();
        let project = Project {
            code: self.free_code(),
            name: name.to_owned(),
            year: Some(self.year_of_new()),
            department,
            unit,
            funds: ["财政拨款", "上年结转", "其他资金"]
                .iter()
                .zip(1..)
                .map(|(source, number)| crate::domain::project::Fund {
                    id: format!("f{number}"),
                    source: (*source).to_owned(),
                    ..Default::default()
                })
                .collect(),
            ..Project::default()
        };
        vec![self.save(Command::Create(Box::new(project)), None)]
    }

    /// A new project belongs to the year that the list shows, so that one finds it there.
    fn year_of_new(&self) -> i32 {
        use chrono::Datelike;
        let listed = match self.nav.first() {
            Some(Screen::Projects(list)) => list.listed_year(),
            _ => YearShown::All,
        };
        match listed {
            YearShown::One(Some(year)) => year,
            _ => self.world.today.year(),
        }
    }

    /// Department and unit of a new project: those of the acting person's scope, as far as known.
    fn home(&self) -> (String, String) {
        use crate::domain::role::Scope;
        match &self.me.grant.scope {
            Scope::All => (String::new(), String::new()),
            Scope::Department(department) => (department.clone(), String::new()),
            Scope::Unit(unit) => {
                let rows = &self.world.store.rows;
                let department = (0..rows.len())
                    .filter_map(|at| rows.get(at))
                    .find(|row| row.unit() == unit)
                    .map(|row| row.department().to_owned());
                (department.unwrap_or_default(), unit.clone())
            }
        }
    }

    fn free_code(&self) -> String {
        let rows = &self.world.store.rows;
        let taken: BTreeSet<&str> = (0..rows.len())
            .filter_map(|at| rows.get(at))
            .map(|row| row.code())
            .collect();
        (1_u32..=u32::MAX)
            .map(|number| format!("N{number:04}"))
            .find(|code| !taken.contains(code.as_str()))
            .unwrap_or_default()
    }
}
