//! How the project is drawn: its blocks in their places, the focused one marked.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{Block, GUTTER, ProjectScreen, Spot, rows};
use crate::app::Cx;
use crate::app::open::Open;
use crate::domain::next::Next;
use crate::domain::number::round2;
use crate::domain::row;
use crate::domain::status::{Act, Document};
use crate::lang::project as words;
use crate::lang::project::ProjectText;
use crate::lang::{policy, terms};
use crate::screens::marks::light_style;
use crate::text;
use crate::widgets::draw;
use crate::widgets::draw::put;

/// What is to be done, and the reason of the return that it mends: beside it where it fits, else
/// below.
#[derive(Default)]
pub(super) struct NextLines {
    sentence: String,
    beside: String,
    below: Vec<String>,
}

impl NextLines {
    /// On columns that are `width` wide with the gutter, in `most` lines below at the most.
    pub(super) fn of(next: &Next, open: &Open, cx: &Cx<'_>, width: u16, most: usize) -> Self {
        let language = cx.language();
        let sentence = words::next(next, cx.me.grant.role, language);
        let document = next.document().map(|kind| open.project.documents.get(kind));
        let Some(reason) = document.as_ref().and_then(Document::return_reason) else {
            return Self {
                sentence,
                ..Self::default()
            };
        };
        let told = format!("{}: {reason}", terms::act(Act::Return, language));
        let beside = format!("  {told}");
        if text::width(&sentence) + text::width(&beside) <= section_room(width) {
            return Self {
                sentence,
                beside,
                ..Self::default()
            };
        }
        Self {
            sentence,
            below: wrapped(&told, width, most),
            ..Self::default()
        }
    }

    /// How many rows they are.
    pub(super) fn height(&self) -> u16 {
        draw::cells(self.below.len()).saturating_add(1)
    }
}

/// Columns of a section beside its word.
fn section_room(width: u16) -> usize {
    usize::from(width.saturating_sub(GUTTER + LABEL)).max(8)
}

pub(super) fn goal_lines(open: &Open, width: u16, most: usize) -> Vec<String> {
    let goal = open.project.goal.split_whitespace().collect::<Vec<_>>();
    wrapped(&goal.join(" "), width, most)
}

/// A text on `most` lines of a section; the end of the last one gives way where there is more.
fn wrapped(whole: &str, width: u16, most: usize) -> Vec<String> {
    let room = section_room(width);
    let mut lines = text::wrap(whole, room);
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            *last = cut_short(last, room);
        }
    }
    lines
}

/// A line that goes on where it is not shown: its end gives way to the mark of a cut.
pub(super) fn cut_short(line: &str, room: usize) -> String {
    format!("{}..", text::head(line, room.saturating_sub(2)))
}

/// Columns of the word in front of a section.
pub(super) const LABEL: u16 = 10;

/// Draws the blocks of one screen.
pub(super) struct Pen<'a> {
    pub(super) screen: &'a ProjectScreen,
    pub(super) cx: &'a Cx<'a>,
    pub(super) open: &'a Open,
}

impl Pen<'_> {
    pub(super) fn text(&self) -> &'static ProjectText {
        ProjectText::of(self.cx.language())
    }

    pub(super) fn theme(&self) -> &crate::theme::Theme {
        &self.cx.me.look.theme
    }

    /// Draws blocks from the top, rolled so far that the cursor is in sight.
    pub(super) fn flow(
        &self,
        blocks: &[Block],
        area: Rect,
        buffer: &mut Buffer,
    ) -> Option<Position> {
        let mut top = 0_u16;
        let mut wanted = 0_u16;
        let mut total = 0_u16;
        for block in blocks {
            if matches!(block, Block::On(spot, _) if *spot == self.screen.cursor) {
                let middle = total.saturating_add(block.height() / 2);
                wanted = middle.saturating_sub(area.height / 2);
            }
            total = total.saturating_add(block.height());
        }
        top = top.max(wanted.min(total.saturating_sub(area.height)));
        let mut caret = None;
        let mut y = 0_u16;
        for block in blocks {
            let height = block.height();
            if y >= top && y - top < area.height {
                let from = y - top;
                let place = Rect {
                    y: area.y + from,
                    height: height.min(area.height - from),
                    ..area
                };
                caret = caret.or(self.block(*block, place, buffer));
            }
            y = y.saturating_add(height);
        }
        caret
    }

    /// The same with the first block pinned to the top.
    pub(super) fn flow_pinned(
        &self,
        blocks: &[Block],
        area: Rect,
        buffer: &mut Buffer,
    ) -> Option<Position> {
        let (first, rest) = blocks.split_first()?;
        self.block(*first, draw::row(area, 0), buffer);
        let body = draw::below(area, first.height());
        if rest.is_empty() {
            let place = draw::inset(draw::row(body, 0), GUTTER);
            put(
                buffer,
                place,
                place.x,
                place.y,
                self.text().no_findings,
                self.theme().good,
            );
        }
        self.flow(rest, body, buffer)
    }

    fn block(&self, block: Block, place: Rect, buffer: &mut Buffer) -> Option<Position> {
        if place.is_empty() {
            return None;
        }
        match block {
            Block::Blank => None,
            Block::MoneyHead => {
                self.money_head(place, buffer);
                None
            }
            Block::RowsHead => {
                self.rows_head(place, buffer);
                None
            }
            Block::FindingsRule => {
                self.findings_rule(place, buffer);
                None
            }
            Block::On(spot, _) => {
                let here = self.screen.cursor == spot;
                if here {
                    let look = &self.cx.me.look;
                    put(
                        buffer,
                        place,
                        place.x,
                        place.y,
                        look.borders.marker,
                        look.theme.marker,
                    );
                }
                let inside = Rect {
                    x: place.x + GUTTER.min(place.width),
                    width: place.width.saturating_sub(GUTTER),
                    ..place
                };
                let at = self.spot(spot, here, inside, buffer);
                here.then_some(Position::new(
                    at.min(place.right().saturating_sub(1)),
                    place.y,
                ))
            }
        }
    }

    /// Draws a line; the answer is the column of what is in focus.
    fn spot(&self, spot: Spot, here: bool, place: Rect, buffer: &mut Buffer) -> u16 {
        match spot {
            Spot::Next => self.next(here, place, buffer),
            Spot::Link(link) => self.link(link, here, place, buffer),
            Spot::Total => self.total(here, place, buffer),
            Spot::Fund(at) => self.fund(at, here, place, buffer),
            Spot::Goal => self.goal(here, place, buffer),
            Spot::Lights => self.lights(here, place, buffer),
            Spot::Score => self.score(here, place, buffer),
            Spot::Indicator(at) => self.indicator(at, here, place, buffer),
            Spot::Finding(at) => self.finding(at, here, place, buffer),
        }
    }

    /// The style of the cell that the cursor stands on.
    pub(super) fn focus(&self, here: bool, style: Style) -> Style {
        if here {
            style.patch(self.theme().focus)
        } else {
            style
        }
    }

    /// Puts the word of a section in front; the answer is where the rest begins.
    pub(super) fn label(&self, word: &str, place: Rect, buffer: &mut Buffer) -> Rect {
        put(buffer, place, place.x, place.y, word, self.theme().title);
        let taken = LABEL.min(place.width);
        Rect {
            x: place.x + taken,
            width: place.width - taken,
            ..place
        }
    }

    fn next(&self, here: bool, place: Rect, buffer: &mut Buffer) -> u16 {
        let rest = self.label(self.text().next, place, buffer);
        let Some(next) = self.screen.next_step(self.open, self.cx) else {
            return rest.x;
        };
        let mine = next.role(&self.open.policy) == Some(self.cx.me.grant.role);
        let style = match next {
            Next::Mend { .. } if mine => self.theme().error,
            _ if mine => self.theme().number,
            _ => Style::new(),
        };
        let most = usize::from(place.height.saturating_sub(1));
        let width = place.width + GUTTER;
        let lines = NextLines::of(next, self.open, self.cx, width, most);
        let shown = text::fit(&lines.sentence, usize::from(rest.width));
        let focus = self.focus(here, style);
        let end = put(buffer, rest, rest.x, rest.y, &shown, focus);
        let warning = self.theme().warning;
        put(buffer, rest, end, rest.y, &lines.beside, warning);
        for (line, y) in lines.below.iter().zip(rest.y.saturating_add(1)..) {
            put(buffer, rest, rest.x, y, line, warning);
        }
        rest.x
    }

    // ---- goal, lights, score, findings ---------------------------------------------------------

    fn goal(&self, here: bool, place: Rect, buffer: &mut Buffer) -> u16 {
        let text = self.text();
        let rest = self.label("", place, buffer);
        let style = self.focus(here, self.theme().title);
        put(buffer, place, place.x, place.y, text.goal, style);
        let lines = goal_lines(self.open, place.width + GUTTER, usize::from(place.height));
        if lines.iter().all(String::is_empty) {
            put(buffer, rest, rest.x, rest.y, text.no_goal, self.theme().dim);
        }
        for (at, line) in lines.iter().enumerate() {
            let row = draw::row(rest, draw::cells(at));
            put(buffer, row, row.x, row.y, line, Style::new());
        }
        place.x
    }

    fn lights(&self, here: bool, place: Rect, buffer: &mut Buffer) -> u16 {
        let text = self.text();
        let language = self.cx.language();
        let rest = self.label("", place, buffer);
        let style = self.focus(here, self.theme().title);
        put(buffer, place, place.x, place.y, text.light, style);
        if self.open.project.last_reading_month().is_none() {
            put(
                buffer,
                rest,
                rest.x,
                rest.y,
                text.nothing_read,
                self.theme().dim,
            );
            return place.x;
        }
        let timeline = &self.open.timeline;
        let all = [timeline.money_light, timeline.goal_light, timeline.light];
        let mut x = rest.x;
        for (word, light) in text.lights.iter().zip(all) {
            x = put(buffer, rest, x, rest.y, word, self.theme().dim) + 1;
            let shown = light.map_or("-", |light| terms::light(light, language));
            x = put(
                buffer,
                rest,
                x,
                rest.y,
                shown,
                light_style(light, self.theme()),
            ) + 3;
        }
        let worst = words::worst_first(timeline).into_iter().next();
        let behind = worst.filter(|row| {
            let light = row.cell(timeline.month).and_then(|cell| cell.light);
            light.is_some_and(crate::domain::monitoring::Light::warns)
        });
        if let Some(row) = behind {
            let gap = rows::gap(row.cell(timeline.month));
            let told = format!("{} {}", text.worst, row.name);
            let room = usize::from(rest.right().saturating_sub(x));
            if room > text::width(text.worst) + gap.len() + 8 {
                let shown = text::fit_middle(&told, room.saturating_sub(gap.len()));
                x = put(buffer, rest, x, rest.y, &shown, Style::new());
                put(buffer, rest, x, rest.y, &gap, self.theme().dim);
            }
        }
        place.x
    }

    fn score(&self, here: bool, place: Rect, buffer: &mut Buffer) -> u16 {
        let text = self.text();
        let language = self.cx.language();
        let rest = self.label("", place, buffer);
        let style = self.focus(here, self.theme().title);
        put(buffer, place, place.x, place.y, text.score, style);
        if !row::self_evaluation_begun(&self.open.project) {
            put(
                buffer,
                rest,
                rest.x,
                rest.y,
                text.no_score,
                self.theme().dim,
            );
            return place.x;
        }
        let scored = &self.open.scored;
        match (scored.total, scored.no_total) {
            (Some(total), _) => {
                let points = (text.points)(&round2(total).to_string());
                let x = put(buffer, rest, rest.x, rest.y, &points, self.theme().number);
                if let Some(grade) = scored.grade {
                    let grade = policy::grade(grade, language);
                    put(buffer, rest, x + 3, rest.y, grade, self.theme().number);
                }
            }
            (None, why) => {
                let why = why.map_or("-", |why| words::no_total(why, language));
                put(buffer, rest, rest.x, rest.y, why, self.theme().warning);
            }
        }
        place.x
    }
}

pub(super) fn permille(share: Decimal) -> u32 {
    share
        .checked_mul(Decimal::ONE_THOUSAND)
        .and_then(|value| value.to_u32())
        .unwrap_or(if share.is_sign_negative() {
            0
        } else {
            u32::MAX
        })
}
