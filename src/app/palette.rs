//! The menus of the whole program: the command palette, the acting persons, the steps of a document.

use super::App;
use super::action::Action;
use super::keys::{self, Place};
use super::overlay::{Item, Menu, Names, Pick};
use crate::domain::refusal::Refusal;
use crate::domain::status::{Act, DocumentKind};
use crate::domain::{check, role};
use crate::lang::{Language, terms};
use crate::text;

/// Actions that make no sense as a command of a menu.
fn is_motion(action: Action) -> bool {
    use Action as A;
    matches!(
        action,
        A::Step(_) | A::Left | A::Right | A::Next | A::Previous | A::Palette | A::Save
    )
}

/// Every command that holds here, with its key and, where it is off, the reason.
pub fn menu(app: &App) -> Menu {
    let language = app.me.language;
    let mut items = Vec::new();
    let mut names: Vec<Names> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for place in app.places() {
        for row in keys::bindings(place).filter(|row| !is_motion(row.action)) {
            if seen.insert(row.action) {
                let key = row
                    .keys
                    .first()
                    .map(|key| keys::label(*key))
                    .unwrap_or_default();
                let other = language.other();
                names.push([
                    row.words.short(language),
                    row.words.long(language),
                    row.words.short(other),
                    row.words.long(other),
                ]);
                items.push(Item {
                    label: called(&row.words, language),
                    detail: key,
                    off: app.off(row.action).map(|off| app.why_off(&off)),
                    pick: Pick::Action(row.action),
                });
            }
        }
    }
    Menu::new(language.pick("命令", "Commands"), items).named(names)
}

/// A command's word and its sentence.
fn called(words: &keys::Words, language: Language) -> String {
    let (short, long) = (words.short(language), words.long(language));
    let short = text::pad_right(short, language.pick(10, 14));
    format!("{short}  {long}")
}

/// Every person in each of the person's grants, and the way to persons who are not there yet.
pub fn persons(app: &App) -> Menu {
    let language = app.me.language;
    let mut items = Vec::new();
    let mut at = 0;
    for person in app
        .world
        .store
        .persons
        .iter()
        .filter(|person| person.active)
    {
        for (index, grant) in person.grants.iter().enumerate() {
            if person.id == app.me.person && *grant == app.me.grant {
                at = items.len();
            }
            items.push(Item {
                label: format!("{}  {}", person.name, terms::role(grant.role, language)),
                detail: terms::scope(&grant.scope, language),
                off: None,
                pick: Pick::Person(person.id.clone(), index),
            });
        }
    }
    items.extend(app.people_items());
    Menu::new(language.pick("当前办理人", "Acting person"), items).at(at)
}

/// The steps of a document of the open project, each with the reason why it can't be taken now.
pub fn documents(app: &App, kind: DocumentKind) -> Option<Menu> {
    let language = app.me.language;
    let open = app.open.as_ref()?;
    let status = open.project.documents.status(kind);
    let chain = open.policy.chain();
    let items: Vec<Item> = Act::ALL
        .into_iter()
        .filter(|act| chain.next(kind, status, *act).is_some())
        .map(|act| {
            // A return is refused without its reason, which is asked for next.
            let comment = if act == Act::Return { "-" } else { "" };
            let may = role::may_move(&app.me.actor(), &open.project, kind, act, comment, chain);
            // Errors are told before anybody confirms, not after.
            let refusal = may.err().or_else(|| {
                let errors = || check::blocking(&open.project, kind, &open.policy);
                (act == Act::Submit)
                    .then(errors)
                    .and_then(|ids| Refusal::errors(&ids))
            });
            let to = chain.next(kind, status, act).unwrap_or(status);
            Item {
                label: terms::act_title(act, language),
                detail: format!(
                    "{} > {}",
                    terms::status(status, language),
                    terms::status(to, language)
                ),
                off: refusal.map(|refusal| {
                    crate::lang::refusal::sentence(&refusal, language, &|id| app.world.name_of(id))
                }),
                pick: Pick::Step(kind, act),
            }
        })
        .collect();
    let title = format!(
        "{} · {}",
        terms::capital(&terms::document(kind, language)),
        terms::status(status, language)
    );
    Some(Menu::new(title, items))
}

/// All rows of the table that hold on this screen, for the help: its own first, then everywhere.
/// The box that shows the help is not the place that it explains.
pub fn help(app: &App) -> Vec<(Place, &'static keys::Binding, Option<String>)> {
    let own = app.screen().map(crate::screens::Screen::place);
    let taken = |key| own.is_some_and(|own| keys::action(&[own], key).is_some());
    own.into_iter()
        .chain([Place::Everywhere])
        .flat_map(|place| keys::bindings(place).map(move |row| (place, row)))
        // What the screen's own keys hide can't be pressed here.
        .filter(|(place, row)| {
            *place != Place::Everywhere || !row.keys.iter().all(|key| taken(*key))
        })
        .map(|(place, row)| (place, row, app.off(row.action).map(|off| app.why_off(&off))))
        .collect()
}
