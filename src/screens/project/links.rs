//! The five links of the loop on the project: where each document stands.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::shown_month;
use super::view::Pen;
use crate::domain::moment::day_of;
use crate::domain::row;
use crate::domain::status::{Act, DocumentKind, Signature, Status};
use crate::lang::project as words;
use crate::lang::{policy, terms};
use crate::text;
use crate::widgets::draw::put;

impl Pen<'_> {
    pub(super) fn link(&self, link: usize, here: bool, place: Rect, buffer: &mut Buffer) -> u16 {
        let word = self.text().links.get(link).copied().unwrap_or_default();
        let rest = self.label(word, place, buffer);
        let state = self.state(link);
        let style = self.focus(here, state.style);
        if state.signature.is_none() && state.waits.is_empty() {
            let shown = text::fit(&state.word, usize::from(rest.width));
            put(buffer, rest, rest.x, rest.y, &shown, style);
            return rest.x;
        }
        let widths = link_columns(rest.width);
        let signed = state.signature.map(|signature| {
            let date = day_of(signature.at).to_string();
            let who = self.cx.world.name_of(&signature.person);
            let act = terms::act(signature.act, self.cx.language());
            (date, format!("{who} {act}"))
        });
        let (date, who) = signed.unwrap_or_default();
        let cells: [(u16, &str, Style); 4] = [
            (widths[0], &state.word, style),
            (widths[1], &date, self.theme().dim),
            (widths[2], &who, Style::new()),
            (widths[3], &state.waits, self.theme().warning),
        ];
        let mut x = rest.x;
        for (width, word, style) in cells {
            let shown = text::fit(word, usize::from(width.saturating_sub(2)));
            put(buffer, rest, x, rest.y, &shown, style);
            x = x.saturating_add(width).min(rest.right());
        }
        rest.x
    }

    /// Where a link of the loop stands.
    fn state(&self, link: usize) -> LinkState<'_> {
        let language = self.cx.language();
        let text = self.text();
        let project = &self.open.project;
        let documents = &project.documents;
        let quiet = |word: &str| LinkState {
            word: word.to_owned(),
            style: self.theme().dim,
            signature: None,
            waits: String::new(),
        };
        match link {
            0 => {
                let goal = &documents.goal;
                let mut status = goal.status;
                let mut waits = true;
                if matches!(status, Status::Final | Status::Approved) {
                    (status, waits) = (Status::Final, false);
                }
                let before = |one: &&Signature| one.act != Act::Approve;
                let mut state = self.document(DocumentKind::Goal, status, waits);
                state.signature = goal.signatures.iter().rev().find(before);
                if goal.version > 0 {
                    let version = (text.version)(goal.version.saturating_add(1));
                    state.word = format!("{} {version}", state.word);
                }
                state
            }
            1 => {
                let goal = &documents.goal;
                let approved = goal.signatures.iter().rev();
                let signature = approved.clone().find(|one| one.act == Act::Approve);
                match goal.status {
                    Status::Approved => LinkState {
                        word: terms::status(Status::Approved, language).to_owned(),
                        style: Style::new(),
                        signature,
                        waits: String::new(),
                    },
                    Status::Final => LinkState {
                        word: "-".to_owned(),
                        ..self.document(DocumentKind::Goal, Status::Final, true)
                    },
                    _ => quiet("-"),
                }
            }
            2 => match shown_month(self.open) {
                None => quiet(text.not_begun),
                Some(month) => {
                    let kind = DocumentKind::Monitoring(month);
                    let mut state = self.document(kind, documents.status(kind), true);
                    let filed = documents.monitoring.get(&month);
                    state.signature = filed.and_then(|document| document.signatures.last());
                    state.word = if filed.is_some() {
                        format!("{} {}", terms::month(month, language), state.word)
                    } else {
                        (text.months_read)(month)
                    };
                    state
                }
            },
            3 => {
                let kind = DocumentKind::SelfEvaluation;
                let own = &documents.self_evaluation;
                if own.signatures.is_empty() && !row::self_evaluation_begun(project) {
                    return quiet(text.not_begun);
                }
                let mut state = self.document(kind, own.status, true);
                state.signature = own.signatures.last();
                state
            }
            _ => match (documents.self_evaluation.status, self.open.scored.grade) {
                (Status::Final | Status::Approved, Some(grade)) => {
                    let effect = self.open.policy.linkage.of(grade);
                    let effect =
                        effect.map_or("-", |linkage| words::linkage(linkage.effect, language));
                    let word = (text.result)(policy::grade(grade, language), effect);
                    LinkState {
                        style: Style::new(),
                        ..quiet(&word)
                    }
                }
                _ => quiet("-"),
            },
        }
    }

    fn document(&self, kind: DocumentKind, status: Status, waits: bool) -> LinkState<'_> {
        let language = self.cx.language();
        let role = self.open.policy.chain().waits_for(kind, status);
        let style = match status {
            Status::Returned => self.theme().error,
            Status::Draft => self.theme().dim,
            _ => Style::new(),
        };
        LinkState {
            word: terms::status(status, language).to_owned(),
            style,
            signature: None,
            waits: role.filter(|_| waits).map_or_else(String::new, |role| {
                (self.text().waits_for)(terms::role(role, language))
            }),
        }
    }
}

/// Where a link of the loop stands.
struct LinkState<'a> {
    word: String,
    style: Style,
    signature: Option<&'a Signature>,
    waits: String,
}

/// Widths of state, date, person and waiting; date and person give way first.
fn link_columns(room: u16) -> [u16; 4] {
    match room {
        0..36 => [room, 0, 0, 0],
        36..56 => [20, 0, 0, room - 20],
        56..80 => [16, 12, 17, room - 45],
        _ => [24, 12, 22, room - 58],
    }
}
