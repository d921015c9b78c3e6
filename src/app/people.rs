//! The persons of the store: who administers it adds one, gives and takes roles, switches one off.
//!
//! Whoever holds the administrator's role uses it here without changing over to it first; the store
//! judges every command all the same. Each step is a menu or a prompt that carries the person as it
//! is to become, so nothing is kept between them.

use std::collections::BTreeSet;

use super::overlay::{Ask, Item, Menu, Overlay, Pick, Prompt};
use super::{App, Direction, Effect, Off};
use crate::domain::command::{Command, ProjectField, Record};
use crate::domain::refusal::Refusal;
use crate::domain::role::{self, Actor, Grant, Person, Role, Scope};
use crate::lang::people::{self as words, PeopleText};
use crate::lang::terms;

/// What is chosen on the way to a person that is saved.
#[derive(Debug, Clone, PartialEq)]
pub enum Choice {
    /// A new person: asks for the name.
    New,
    /// Lists all persons.
    Manage,
    /// What can be changed of a person.
    Change(Person),
    /// Another name.
    Rename(Person),
    /// A further role.
    Role(Person),
    /// Where that role is to hold.
    Scope(Person, Role),
    /// A department or unit that no project names yet.
    Write(Person, Role, Level),
    /// The person as it is to become.
    Save(Person),
    /// Takes back what was last changed of a person.
    Undo(String),
    /// Who changed what of persons, date and policy.
    History,
}

/// What an answer names.
#[derive(Debug, Clone, PartialEq)]
pub enum Told {
    /// A new person.
    Name,
    /// The same person.
    Rename(Person),
    /// Where a role is to hold.
    Scope(Person, Role, Level),
}

/// What a scope is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// 主管部门
    Department,
    /// 实施单位
    Unit,
}

impl Level {
    fn scope(self, name: String) -> Scope {
        match self {
            Self::Department => Scope::Department(name),
            Self::Unit => Scope::Unit(name),
        }
    }
}

impl App {
    /// The acting person as an administrator, or why not.
    pub(super) fn administrator(&self) -> Result<Actor, Off> {
        if self.world.store.read_only.is_some() {
            return Err(Off::ReadOnly);
        }
        let persons = &self.world.store.persons;
        let own = persons.iter().find(|person| person.id == self.me.person);
        let grant = own
            .into_iter()
            .flat_map(|person| &person.grants)
            .find(|grant| grant.role == Role::Admin)
            .ok_or_else(|| {
                Off::Refused(Refusal::Role {
                    acting: self.me.grant.role,
                    needed: vec![Role::Admin],
                })
            })?;
        Ok(Actor {
            role: grant.role,
            scope: grant.scope.clone(),
            ..self.me.actor()
        })
    }

    /// The lines that end the menu of acting persons.
    pub(super) fn people_items(&self) -> Vec<Item> {
        let text = PeopleText::of(self.me.language);
        let off = self.administrator().err().map(|off| self.why_off(&off));
        [(text.add, Choice::New), (text.manage, Choice::Manage)]
            .into_iter()
            .map(|(label, choice)| Item {
                off: off.clone(),
                ..item(label, choice)
            })
            .chain([item(text.history, Choice::History)])
            .collect()
    }

    pub(super) fn person_chosen(&mut self, choice: Choice) -> Vec<Effect> {
        let text = PeopleText::of(self.me.language);
        let overlay = match choice {
            Choice::New => ask(text.add, text.name, "", Told::Name),
            Choice::Rename(person) => {
                let name = person.name.clone();
                ask(text.rename, text.name, &name, Told::Rename(person))
            }
            Choice::Write(person, role, level) => {
                let title = match level {
                    Level::Department => text.write_department,
                    Level::Unit => text.write_unit,
                };
                ask(title, text.scope, "", Told::Scope(person, role, level))
            }
            Choice::Manage => Overlay::Menu(self.everybody()),
            Choice::Change(person) => Overlay::Menu(self.changes_of(person)),
            Choice::Role(person) => Overlay::Menu(self.roles_for(&person)),
            Choice::Scope(person, role) => Overlay::Menu(self.scopes_for(&person, role)),
            Choice::Save(person) => return self.save_person(person),
            Choice::History => return vec![Effect::LoadStoreHistory],
            Choice::Undo(id) => return self.ask_preview(Record::Person(id), Direction::Undo),
        };
        self.overlay = Some(overlay);
        Vec::new()
    }

    pub(super) fn person_told(&mut self, told: Told, answer: &str) -> Vec<Effect> {
        match told {
            Told::Name => self.person_chosen(Choice::Role(Person {
                id: self.free_person(),
                name: answer.to_owned(),
                grants: Vec::new(),
                active: true,
            })),
            Told::Rename(person) => self.save_person(Person {
                name: answer.to_owned(),
                ..person
            }),
            Told::Scope(person, role, level) => {
                let scope = level.scope(answer.to_owned());
                self.save_person(granted(&person, role, scope))
            }
        }
    }

    fn save_person(&mut self, person: Person) -> Vec<Effect> {
        let actor = self.administrator();
        self.or_refuse(actor, |app, actor| {
            app.save_as(actor, Command::SavePerson(person), None)
        })
    }

    fn free_person(&self) -> String {
        let persons = &self.world.store.persons;
        (persons.len() + 1..=usize::MAX)
            .map(|number| format!("p{number}"))
            .find(|id| persons.iter().all(|person| person.id != *id))
            .unwrap_or_default()
    }

    fn everybody(&self) -> Menu {
        let language = self.me.language;
        let text = PeopleText::of(language);
        let items = self.world.store.persons.iter().map(|person| {
            let roles: Vec<String> = person
                .grants
                .iter()
                .map(|grant| words::grant(grant, language))
                .collect();
            Item {
                detail: if person.active {
                    roles.join("; ")
                } else {
                    text.is_off.to_owned()
                },
                ..item(&person.name, Choice::Change(person.clone()))
            }
        });
        Menu::new(text.manage, items.collect())
    }

    fn changes_of(&self, person: Person) -> Menu {
        let text = PeopleText::of(self.me.language);
        let own = self.why_off(&Off::Refused(Refusal::OwnRoles));
        let mut items = vec![
            item(text.rename, Choice::Rename(person.clone())),
            Item {
                off: (person.id == self.me.person).then_some(own),
                ..item(text.more_roles, Choice::Role(person.clone()))
            },
        ];
        for (at, grant) in person.grants.iter().enumerate() {
            let mut without = person.clone();
            without.grants.remove(at);
            let last = without.grants.is_empty().then(|| text.last_role.to_owned());
            let label = (text.take_away)(terms::role(grant.role, self.me.language));
            items.push(Item {
                detail: terms::scope(&grant.scope, self.me.language),
                off: last.or_else(|| self.why_not_become(&without)),
                ..item(&label, Choice::Save(without))
            });
        }
        let switch = if person.active {
            text.switch_off
        } else {
            text.switch_on
        };
        let switched = Person {
            active: !person.active,
            ..person.clone()
        };
        items.push(Item {
            off: self.why_not_become(&switched),
            ..item(switch, Choice::Save(switched))
        });
        items.push(item(text.undo, Choice::Undo(person.id)));
        Menu::new(person.name, items)
    }

    /// Why a person can't become this, if it can't.
    fn why_not_become(&self, person: &Person) -> Option<String> {
        let persons = &self.world.store.persons;
        let refusal =
            role::may_become(&self.me.actor(), &person.id, Some(person), persons).err()?;
        Some(self.why_off(&Off::Refused(refusal)))
    }

    fn roles_for(&self, person: &Person) -> Menu {
        let language = self.me.language;
        let items = Role::ALL.iter().map(|role| {
            // Who keeps the store keeps all of it.
            let next = if *role == Role::Admin {
                Choice::Save(granted(person, *role, Scope::All))
            } else {
                Choice::Scope(person.clone(), *role)
            };
            item(terms::role(*role, language), next)
        });
        let title = format!("{} · {}", person.name, PeopleText::of(language).role);
        Menu::new(title, items.collect())
    }

    fn scopes_for(&self, person: &Person, role: Role) -> Menu {
        let language = self.me.language;
        let text = PeopleText::of(language);
        let rows = &self.world.store.rows;
        let departments: BTreeSet<&str> = rows.iter().map(|row| row.department()).collect();
        let units: BTreeSet<&str> = rows.iter().map(|row| row.unit()).collect();
        let named = |names: BTreeSet<&str>, level: Level| {
            let names = names.into_iter().filter(|name| !name.is_empty());
            names
                .map(|name| level.scope(name.to_owned()))
                .collect::<Vec<_>>()
        };
        let mut scopes = vec![Scope::All];
        scopes.extend(named(departments, Level::Department));
        scopes.extend(named(units, Level::Unit));
        let mut items: Vec<Item> = scopes
            .into_iter()
            .map(|scope| Item {
                detail: match &scope {
                    Scope::All => String::new(),
                    Scope::Department(_) => {
                        terms::project_field(ProjectField::Department, language).to_owned()
                    }
                    Scope::Unit(_) => terms::project_field(ProjectField::Unit, language).to_owned(),
                },
                ..item(
                    &terms::scope(&scope, language),
                    Choice::Save(granted(person, role, scope)),
                )
            })
            .collect();
        for (label, level) in [
            (text.write_department, Level::Department),
            (text.write_unit, Level::Unit),
        ] {
            items.push(item(label, Choice::Write(person.clone(), role, level)));
        }
        let title = format!(
            "{} · {} · {}",
            person.name,
            terms::role(role, language),
            text.scope
        );
        Menu::new(title, items)
    }
}

/// The person with one role more.
fn granted(person: &Person, role: Role, scope: Scope) -> Person {
    let mut person = person.clone();
    let grant = Grant { role, scope };
    if !person.grants.contains(&grant) {
        person.grants.push(grant);
    }
    person
}

fn item(label: &str, choice: Choice) -> Item {
    Item {
        label: label.to_owned(),
        detail: String::new(),
        off: None,
        pick: Pick::People(choice),
    }
}

fn ask(title: &str, hint: &str, text: &str, told: Told) -> Overlay {
    Overlay::Prompt(Prompt::new(title, hint, text, Ask::People(told)))
}
