//! What can be done to many projects at once: every step with how many of them can take it, and where
//! none can, why.
//!
//! It is read from the rows of the list alone; the store judges each project by itself afterwards.

use std::collections::{BTreeMap, BTreeSet};

use crate::app::Cx;
use crate::app::overlay::{Item, Menu, Pick, Projects};
use crate::domain::project::ProjectId;
use crate::domain::refusal::Refusal;
use crate::domain::role::Role;
use crate::domain::rows::RowRef;
use crate::domain::status::{Act, Chain, DocumentKind, Status};
use crate::lang::{self, terms};

/// The steps that are offered, in the order of a document's life.
const ACTS: [Act; 5] = [
    Act::Submit,
    Act::Pass,
    Act::Approve,
    Act::Return,
    Act::Withdraw,
];

/// The menu of what can be done to these projects.
pub fn menu(title: String, ids: &[ProjectId], cx: &Cx<'_>) -> Menu {
    let (rows, projects) = (rows_of(ids, cx), Projects::from(ids));
    let kinds = kinds(&rows, cx).into_iter();
    let items = kinds.flat_map(|kind| steps(kind, &rows, &projects, cx));
    Menu::new(title, items.collect())
}

/// The menu of what can be done to these documents: a step reaches those of its kind and no other
/// document of the same project.
pub fn menu_of_documents(
    title: String,
    documents: &[(ProjectId, DocumentKind)],
    cx: &Cx<'_>,
) -> Menu {
    let mut by_kind: BTreeMap<DocumentKind, Vec<ProjectId>> = BTreeMap::new();
    for (id, kind) in documents {
        by_kind.entry(*kind).or_default().push(*id);
    }
    let items = by_kind
        .into_iter()
        .flat_map(|(kind, ids)| steps(kind, &rows_of(&ids, cx), &ids.into(), cx));
    Menu::new(title, items.collect())
}

/// The steps of a kind of document, for these projects.
fn steps(kind: DocumentKind, rows: &[RowRef<'_>], projects: &Projects, cx: &Cx<'_>) -> Vec<Item> {
    ACTS.into_iter()
        .filter(|act| *act != Act::Approve || kind == DocumentKind::Goal)
        .map(|act| step(kind, act, rows, projects, cx))
        .collect()
}

fn rows_of<'a>(ids: &[ProjectId], cx: &Cx<'a>) -> Vec<RowRef<'a>> {
    let rows = &cx.world.store.rows;
    let places = ids.iter().filter_map(|id| rows.position(*id));
    places.filter_map(|at| rows.get(at)).collect()
}

fn step(
    kind: DocumentKind,
    act: Act,
    rows: &[RowRef<'_>],
    projects: &Projects,
    cx: &Cx<'_>,
) -> Item {
    let language = cx.language();
    let refusals: Vec<Refusal> = rows
        .iter()
        .filter_map(|row| may(row, kind, act, cx).err())
        .collect();
    let able = rows.len() - refusals.len();
    Item {
        label: format!(
            "{} · {}",
            terms::act_title(act, language),
            terms::document(kind, language)
        ),
        detail: lang::projects::able(able, rows.len(), language),
        off: (able == 0).then(|| reasons(&refusals, cx)),
        pick: Pick::BulkStep(kind, act, Projects::clone(projects)),
    }
}

/// Why none of the projects can take a step: each reason with how many it holds back, most first.
fn reasons(refusals: &[Refusal], cx: &Cx<'_>) -> String {
    let language = cx.language();
    let mut counted: Vec<(usize, &Refusal)> = Vec::new();
    for why in refusals {
        match counted.iter_mut().find(|(_, other)| *other == why) {
            Some((count, _)) => *count += 1,
            None => counted.push((1, why)),
        }
    }
    counted.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    let name_of = |id: &str| cx.world.name_of(id);
    match counted.as_slice() {
        [(_, only)] => lang::refusal::sentence(only, language, &name_of),
        several => several
            .iter()
            .map(|(count, why)| {
                let why = lang::refusal::brief(why, language, &name_of);
                lang::projects::held_back(*count, &why, language)
            })
            .collect::<Vec<_>>()
            .join("; "),
    }
}

/// The documents that there are steps for: goal and self-evaluation always, and each month that
/// waits for somebody or was read last.
fn kinds(rows: &[RowRef<'_>], cx: &Cx<'_>) -> BTreeSet<DocumentKind> {
    let mut kinds = BTreeSet::from([DocumentKind::Goal, DocumentKind::SelfEvaluation]);
    let fills = cx.me.grant.role == cx.world.policy.chain().fill;
    for row in rows {
        kinds.extend(row.waiting().map(|waiting| waiting.document));
        if fills {
            kinds.extend(row.month().map(DocumentKind::Monitoring));
        }
    }
    kinds
}

/// Where a document stands, as far as a row tells: of a month only for whom it waits.
pub fn status(row: &RowRef<'_>, kind: DocumentKind, chain: &Chain) -> Status {
    match kind {
        DocumentKind::Goal => row.goal_status(),
        DocumentKind::SelfEvaluation => row.self_status(),
        DocumentKind::Monitoring(_) => {
            let waiting = row.waiting().find(|waiting| waiting.document == kind);
            match waiting.map(|waiting| waiting.role) {
                Some(role) if role == chain.fill => Status::Returned,
                Some(role) => {
                    let step = chain.steps.iter().find(|step| step.role == role);
                    step.map_or(Status::Final, |step| step.status)
                }
                None => Status::Draft,
            }
        }
    }
}

/// The role that sent a document on to where it stands.
fn sender(status: Status, chain: &Chain) -> Role {
    let at = chain.steps.iter().position(|step| step.status == status);
    let before = at.and_then(|at| chain.steps.get(at.checked_sub(1)?));
    before.map_or(chain.fill, |step| step.role)
}

fn may(row: &RowRef<'_>, kind: DocumentKind, act: Act, cx: &Cx<'_>) -> Result<(), Refusal> {
    let chain = cx.world.policy.chain();
    let status = status(row, kind, chain);
    if chain.next(kind, status, act).is_none() {
        return Err(Refusal::NoSuchStep {
            document: kind,
            status,
            act,
        });
    }
    let acting = cx.me.grant.role;
    let needed = match act {
        Act::Withdraw => Some(sender(status, chain)),
        _ => chain.actor(kind, status, act),
    };
    if let Some(needed) = needed.filter(|role| *role != acting) {
        return Err(Refusal::Role {
            acting,
            needed: vec![needed],
        });
    }
    if act == Act::Submit && kind != DocumentKind::Goal && row.goal_status() != Status::Approved {
        return Err(Refusal::GoalNotApproved);
    }
    Ok(())
}
