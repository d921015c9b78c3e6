//! What the checks found, folded by check, and how it is drawn.

use std::collections::BTreeSet;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::view::{Pen, cut_short};
use super::{FINDING, Fold, GUTTER, WIDE, side, work};
use crate::app::Cx;
use crate::app::open::Open;
use crate::domain::check::{Check, Finding, Severity};
use crate::domain::command::At;
use crate::lang::project::ProjectText;
use crate::widgets::draw;
use crate::widgets::draw::put;
use crate::{lang, text};

/// A finding as it is shown.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) check: Check,
    pub(super) severity: Severity,
    /// True while its document can still be written.
    pub(super) to_mend: bool,
    pub(super) place: At,
    /// The sentence, wrapped to the room that it has.
    pub(super) lines: Vec<String>,
    pub(super) rank: Rank,
}

/// Findings of one check stand together, so that one fault in every month is one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rank {
    /// The only one of its check.
    Alone,
    /// The head of several; true where they are shown.
    Head(Fold),
    /// One of several.
    Member,
}

/// Columns for the text of a finding.
fn finding_width(area: Rect) -> usize {
    let room = if area.width >= WIDE {
        side(area).width
    } else {
        area.width
    };
    usize::from(room.saturating_sub(GUTTER + FINDING)).max(8)
}

/// What the checks found: first what is still to be mended, errors first, those of one check together.
pub(super) fn found(open: &Open, unfolded: &BTreeSet<Check>, cx: &Cx<'_>) -> Vec<Found> {
    let width = finding_width(work(cx));
    let language = cx.language();
    let all = open.findings.iter().enumerate();
    let mut all: Vec<(bool, &Finding)> = all
        .map(|(at, finding)| (at < open.to_mend, finding))
        .collect();
    let kind = |(to_mend, finding): &(bool, &Finding)| (!to_mend, finding.severity, finding.check);
    all.sort_by_key(kind);
    let mut shown = Vec::new();
    for group in all.chunk_by(|a, b| kind(a) == kind(b)) {
        let one = |(to_mend, finding): &(bool, &Finding), rank| Found {
            check: finding.check,
            severity: finding.severity,
            to_mend: *to_mend,
            place: finding.place.clone(),
            lines: text::wrap(&lang::check::sentence(finding, language), width),
            rank,
        };
        let [whole @ (_, first), _, ..] = group else {
            shown.extend(group.iter().map(|finding| one(finding, Rank::Alone)));
            continue;
        };
        let open = unfolded.contains(&first.check);
        let title = lang::check::title(first.check, language);
        let head = (ProjectText::of(language).several)(title, group.len());
        shown.push(Found {
            lines: text::wrap(&head, width),
            ..one(
                whole,
                Rank::Head(if open { Fold::Open } else { Fold::Folded }),
            )
        });
        if open {
            shown.extend(group.iter().map(|finding| one(finding, Rank::Member)));
        }
    }
    shown
}

impl Pen<'_> {
    pub(super) fn findings_rule(&self, place: Rect, buffer: &mut Buffer) {
        let look = &self.cx.me.look;
        let language = self.cx.language();
        let count = |severity| {
            let of = |found: &&Finding| found.severity == severity;
            let to_mend = self.open.findings.iter().take(self.open.to_mend);
            to_mend.filter(of).count()
        };
        let mut title = self.text().findings.to_owned();
        for severity in [Severity::Error, Severity::Warning, Severity::Info] {
            let found = count(severity);
            if found > 0 {
                title = format!(
                    "{title}  {} {found}",
                    lang::check::severity(severity, language)
                );
            }
        }
        let settled = self.open.findings.len() - self.open.to_mend;
        if settled > 0 {
            title = format!("{title}  {}", (self.text().settled)(settled));
        }
        draw::rule(
            buffer,
            place.y,
            place.x,
            place.right(),
            look.borders.horizontal,
            look.theme.rule,
        );
        let title = format!(" {title} ");
        draw::put_over(
            buffer,
            place,
            place.x + 1,
            place.y,
            &title,
            look,
            look.theme.title,
        );
    }

    pub(super) fn finding(&self, at: usize, here: bool, place: Rect, buffer: &mut Buffer) -> u16 {
        let Some(found) = self.screen.findings.get(at) else {
            return place.x;
        };
        let style = match found.severity {
            _ if !found.to_mend => self.theme().dim,
            Severity::Error => self.theme().error,
            Severity::Warning => self.theme().warning,
            Severity::Info => self.theme().info,
        };
        let letter = match found.severity {
            Severity::Error => 'E',
            Severity::Warning => 'W',
            Severity::Info => 'I',
        };
        let id = format!("{letter} {}", found.check.id());
        let borders = &self.cx.me.look.borders;
        let mark = match found.rank {
            Rank::Head(Fold::Folded) => borders.folded,
            Rank::Head(Fold::Open) => borders.open,
            Rank::Alone | Rank::Member => "",
        };
        put(
            buffer,
            place,
            place.x,
            place.y,
            &id,
            self.focus(here, style),
        );
        let taken = FINDING.min(place.width);
        let rest = Rect {
            x: place.x + taken,
            width: place.width - taken,
            ..place
        };
        put(
            buffer,
            place,
            rest.x.saturating_sub(2),
            place.y,
            mark,
            self.theme().dim,
        );
        let shown = usize::from(place.height).min(found.lines.len());
        let cut = shown < found.lines.len();
        for (row, line) in found.lines.iter().take(shown).enumerate() {
            let mut line = line.clone();
            if cut && row + 1 == shown {
                line = cut_short(&line, usize::from(rest.width));
            }
            let row = draw::row(rest, draw::cells(row));
            let style = if found.to_mend {
                Style::new()
            } else {
                self.theme().dim
            };
            put(buffer, row, row.x, row.y, &line, style);
        }
        place.x
    }
}
