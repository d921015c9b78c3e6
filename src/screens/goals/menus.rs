//! The menus of the goals screen: levels from the policy's frame, and the indicator library.
//!
//! A form of an indicator offers the same levels. What a menu offers is a help and no fence: levels
//! may be written freely, and an inserted row is the form's own from then on.

use crate::app::overlay::{Item, Menu, Overlay, Pick};
use crate::app::{Cx, Request};
use crate::domain::command::{At, IndicatorField};
use crate::domain::library::Entry;
use crate::domain::policy::{Level2, Policy};
use crate::domain::project::Indicator;
use crate::lang::Language;
use crate::lang::goals::GoalsText;
use crate::lang::policy::{level1, level2};
use crate::text;

use super::tree;

/// The levels that the policy's frame offers at a place; none for other places.
pub(in crate::screens) fn levels(at: &At, cx: &Cx<'_>) -> Option<Menu> {
    let At::Indicator(block, id, field) = at else {
        return None;
    };
    let open = cx.open?;
    let words = GoalsText::of(cx.language());
    let row = tree::rows(&open.project, *block)
        .iter()
        .find(|row| row.id == *id)?;
    let [first, second] = words.level_titles;
    let (title, now, mut items) = match field {
        IndicatorField::Level1 => (
            first,
            &row.level1,
            first_levels(at, &open.policy, cx.language()),
        ),
        IndicatorField::Level2 => (
            second,
            &row.level2,
            second_levels(at, row, &open.policy, cx.language()),
        ),
        _ => return None,
    };
    items.push(Item {
        label: words.free.to_owned(),
        detail: now.clone(),
        off: None,
        pick: Pick::Free(at.clone()),
    });
    let current = items
        .iter()
        .position(|item| item.label == *now)
        .unwrap_or(if now.is_empty() { 0 } else { items.len() - 1 });
    Some(Menu::new(title, items).at(current))
}

fn item(at: &At, name: &str, detail: String) -> Item {
    Item {
        label: name.to_owned(),
        detail,
        off: None,
        pick: Pick::Word(at.clone(), name.to_owned()),
    }
}

/// A word that the form takes in Chinese is explained where the screen speaks another language.
fn explained(meaning: &str, more: String, language: Language) -> String {
    match language {
        Language::Zh => more,
        Language::En if more.is_empty() => meaning.to_owned(),
        Language::En => format!("{meaning}  {more}"),
    }
}

fn first_levels(at: &At, policy: &Policy, language: Language) -> Vec<Item> {
    policy
        .frame
        .levels
        .iter()
        .map(|frame| {
            let points = frame.weight.map(|weight| weight.normalize().to_string());
            let meaning = level1(frame.level, language);
            let detail = explained(meaning, points.unwrap_or_default(), language);
            item(at, level1(frame.level, Language::Zh), detail)
        })
        .collect()
}

/// Those of the row's own level 1 first.
fn second_levels(at: &At, row: &Indicator, policy: &Policy, language: Language) -> Vec<Item> {
    let words = GoalsText::of(language);
    let own = policy.level1(&row.level1);
    let mut levels: Vec<_> = policy.frame.levels.iter().collect();
    levels.sort_by_key(|frame| frame.level != own);
    levels
        .into_iter()
        .flat_map(|frame| frame.parts.iter().map(move |part| (frame.level, part)))
        .map(|(level, part)| {
            let belongs = if level == own {
                String::new()
            } else {
                (words.belongs)(level1(level, language))
            };
            let detail = explained(level2(part.level2, language), belongs, language);
            item(at, level2(part.level2, Language::Zh), detail)
        })
        .collect()
}

/// The indicator library, sector by sector, with target and basis.
pub(super) fn library(cx: &Cx<'_>, rows: &[Indicator], words: &GoalsText) -> Request {
    let mut items = Vec::new();
    for sector in &cx.world.library.sectors {
        let name = cx.say(sector.name.as_str(), sector.name_en.as_str());
        let head = text::pad_right(&text::fit(name, 12), 12);
        for entry in &sector.entries {
            let used = rows.iter().any(|row| row.name == entry.name);
            let mut detail = format!("{}  {}", entry.target, entry.basis);
            if used {
                detail = format!("{}  {detail}", words.used);
            }
            items.push(Item {
                label: format!("{head}  {}", entry.name),
                detail,
                off: None,
                pick: Pick::Entry(entry.id.clone()),
            });
        }
    }
    Request::Overlay(Box::new(Overlay::Menu(Menu::new(
        words.library_title,
        items,
    ))))
}

/// A row made of an entry, with all its attributes; its levels are those that the policy knows.
pub(super) fn indicator(entry: &Entry, policy: &Policy) -> Indicator {
    let (level1, level2) = fitted(entry, policy);
    Indicator {
        level1,
        level2,
        name: entry.name.clone(),
        target: entry.target.clone(),
        explanation: entry.explanation.clone(),
        formula: entry.formula.clone(),
        basis: entry.basis.clone(),
        method: entry.method.clone(),
        data_source: entry.data_source.clone(),
        evidence_required: entry.evidence.clone(),
        ..Indicator::default()
    }
}

/// The levels of an entry in this policy's frame: a frame without a cost level of its own has 成本
/// under 产出.
fn fitted(entry: &Entry, policy: &Policy) -> (String, String) {
    let own = (entry.level1.clone(), entry.level2.clone());
    let kind = policy.level2(&entry.level2);
    let known = policy.frame.parent(kind);
    match known {
        Some(parent) if parent == policy.level1(&entry.level1) => own,
        Some(parent) => (level1(parent, Language::Zh).to_owned(), own.1),
        None => match policy.frame.parent(Level2::Cost) {
            Some(parent) if policy.is_cost(&entry.level1, &entry.level2) => (
                level1(parent, Language::Zh).to_owned(),
                level2(Level2::Cost, Language::Zh).to_owned(),
            ),
            _ => own,
        },
    }
}

/// Behind the last row of the same levels, else of the same level 1, else at the end.
pub(super) fn position(row: &Indicator, rows: &[Indicator]) -> usize {
    let same = |other: &&Indicator| other.level1.trim() == row.level1;
    let last = |fits: &dyn Fn(&Indicator) -> bool| rows.iter().rposition(fits);
    last(&|other| same(&other) && other.level2.trim() == row.level2)
        .or_else(|| last(&|other| same(&other)))
        .map_or(rows.len(), |at| at + 1)
}
