//! The indicators of the project, those that need an eye first: what each is to reach, what it has
//! reached, and what the year makes of it so far.

use std::cmp::Reverse;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use rust_decimal::Decimal;

use super::GUTTER;
use super::view::Pen;
use crate::app::open::Open;
use crate::domain::command::{At, Block, IndicatorField, ReadingField};
use crate::domain::monitoring::{Cell, Due, Light, TimelineRow, VarianceUnit};
use crate::domain::number::round2;
use crate::domain::project::{Indicator, RowKey};
use crate::domain::{row, why};
use crate::lang::monitoring_screen::{self, MonitoringText, quantity};
use crate::lang::numbers::grouped;
use crate::lang::project::{ProjectText, worst_first};
use crate::lang::{self, Language, terms};
use crate::screens::marks::light_style;
use crate::text;
use crate::theme::Theme;
use crate::widgets::draw;
use crate::widgets::draw::put;

/// How far the year is, as far as the indicators are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// The goal is being set: weights.
    Goal,
    /// The months are read: lights.
    Months,
    /// The self-evaluation has begun: points.
    Points,
}

impl Phase {
    pub(super) fn of(open: &Open) -> Self {
        if row::self_evaluation_begun(&open.project) {
            Self::Points
        } else if open.project.last_reading_month().is_some() {
            Self::Months
        } else {
            Self::Goal
        }
    }
}

/// What the year makes of an indicator so far.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Mark {
    /// Its weight alone.
    Weight,
    /// Its light, if it has one.
    Light(Option<Light>),
    /// Points; true where some were lost.
    Points { lost: bool },
}

/// An indicator as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Standing {
    /// Its id.
    pub(super) id: String,
    /// Where `Enter` leads.
    pub(super) place: At,
    name: String,
    target: String,
    reached: String,
    said: String,
    mark: Mark,
}

impl Standing {
    /// Its name.
    pub(super) fn name(&self) -> &str {
        &self.name
    }
}

/// The indicators: the worst light, or the most points lost, first; else in the order of the form.
pub(super) fn standings(open: &Open, language: Language) -> Vec<Standing> {
    let all = open.project.indicators.iter();
    match Phase::of(open) {
        Phase::Goal => all.map(|one| weighed(one, language)).collect(),
        Phase::Months => {
            let worst: Vec<&RowKey> = worst_first(&open.timeline)
                .into_iter()
                .map(|row| &row.key)
                .collect();
            let rank = |one: &&Indicator| {
                let key = RowKey::Indicator(one.id.clone());
                worst
                    .iter()
                    .position(|other| **other == key)
                    .unwrap_or(usize::MAX)
            };
            let mut rows: Vec<&Indicator> = all.collect();
            rows.sort_by_key(rank);
            rows.into_iter()
                .map(|one| read(one, open, language))
                .collect()
        }
        Phase::Points => {
            let lost = |one: &&Indicator| Reverse(points_lost(one, open).unwrap_or_default());
            let mut rows: Vec<&Indicator> = all.collect();
            rows.sort_by_key(lost);
            rows.into_iter()
                .map(|one| scored(one, open, language))
                .collect()
        }
    }
}

fn bare(one: &Indicator, field: IndicatorField) -> Standing {
    Standing {
        id: one.id.clone(),
        place: At::Indicator(Block::Annual, one.id.clone(), field),
        name: one.name.clone(),
        target: one.target.clone(),
        reached: String::new(),
        said: String::new(),
        mark: Mark::Weight,
    }
}

fn weighed(one: &Indicator, language: Language) -> Standing {
    let text = ProjectText::of(language);
    Standing {
        said: match one.weight.as_str().trim() {
            "" => String::new(),
            weight => (text.points)(weight),
        },
        ..bare(one, IndicatorField::Target)
    }
}

/// How far a cell is from its plan, behind its light; empty where that is counted otherwise than in per cent.
pub(super) fn gap(cell: Option<&Cell>) -> String {
    cell.and_then(|cell| cell.variance)
        .filter(|gap| gap.unit == VarianceUnit::Percent)
        .map(|gap| format!(" {}%", grouped(gap.value, 1)))
        .unwrap_or_default()
}

/// A quantity with its unit; one that is too long for its column leaves it to the target beside it.
fn reached(sum: Decimal, line: &TimelineRow) -> String {
    let whole = quantity(sum, line);
    match whole.split_once(' ') {
        Some((number, _)) if text::width(&whole) > usize::from(REACHED - GAP) => number.to_owned(),
        _ => whole,
    }
}

fn read(one: &Indicator, open: &Open, language: Language) -> Standing {
    let timeline = &open.timeline;
    let key = RowKey::Indicator(one.id.clone());
    let line = timeline.row(&key);
    let cell = line.and_then(|line| line.cell(timeline.month));
    let light = cell.and_then(|cell| cell.light);
    let months = MonitoringText::of(language);
    let word = light.map_or_else(String::new, |light| {
        terms::light(light, language).to_owned()
    });
    let written = cell.map_or("", |cell| cell.written.as_str());
    let sum = line.zip(cell.and_then(|cell| cell.actual));
    Standing {
        place: At::Reading(timeline.month, key.clone(), ReadingField::Actual),
        reached: sum.map_or_else(|| written.to_owned(), |(line, sum)| reached(sum, line)),
        said: match (light, cell) {
            (Some(_), _) => word + &gap(cell),
            (None, Some(cell)) if cell.due == Due::NotYet => months.not_due.to_owned(),
            (None, Some(cell)) if cell.written.is_empty() => months.blank.to_owned(),
            (None, _) => "-".to_owned(),
        },
        mark: Mark::Light(light),
        ..bare(one, IndicatorField::Target)
    }
}

/// Weight less score; `None` where the row has no score.
fn points_lost(one: &Indicator, open: &Open) -> Option<Decimal> {
    let score = open.scored.row(&one.id)?;
    score.weight().checked_sub(score.score?)
}

fn scored(one: &Indicator, open: &Open, language: Language) -> Standing {
    let text = ProjectText::of(language);
    let row = open.scored.row(&one.id);
    let points = row.and_then(|row| row.score.map(|score| (score, row.weight())));
    Standing {
        reached: one.actual.clone(),
        said: match points {
            Some((score, weight)) => {
                let score = round2(score).to_string();
                (text.points)(&format!("{score:>5} / {}", weight.normalize()))
            }
            None => text.not_applicable.to_owned(),
        },
        mark: Mark::Points {
            lost: row.is_some_and(crate::domain::scoring::RowScore::lost),
        },
        ..bare(one, IndicatorField::Actual)
    }
}

/// Where the mark of an indicator comes from; a weight is what somebody wrote.
pub(super) fn explanation(id: &str, open: &Open, language: Language) -> Option<Vec<lang::Line>> {
    match Phase::of(open) {
        Phase::Goal => None,
        Phase::Months => {
            let timeline = &open.timeline;
            let row = timeline.row(&RowKey::Indicator(id.to_owned()))?;
            Some(monitoring_screen::why(
                timeline,
                row,
                &open.policy,
                language,
            ))
        }
        Phase::Points => {
            let why = why::row(open.scored.row(id)?, &open.policy);
            Some(lang::why::tree(&why, language))
        }
    }
}

/// Columns of what was reached, with the gap behind it.
const REACHED: u16 = 16;
const GAP: u16 = 2;

/// The columns of a line: name, target, what was reached, what is made of it.
struct Columns {
    name: Rect,
    target: Rect,
    reached: Rect,
    said: Rect,
}

impl Columns {
    fn of(rest: Rect) -> Self {
        let said = 17.min(rest.width);
        let reached = REACHED.min(rest.width - said);
        // A full date with 前 is 16 columns.
        let target = 18.min(rest.width - said - reached);
        let name = rest.width - said - reached - target;
        let at = |x: u16, width: u16| Rect {
            x: rest.x + x,
            width,
            ..draw::row(rest, 0)
        };
        Self {
            name: at(0, name.saturating_sub(2)),
            target: at(name, target.saturating_sub(1)),
            reached: at(name + target, reached.saturating_sub(GAP)),
            said: at(name + target + reached, said),
        }
    }
}

impl Pen<'_> {
    pub(super) fn rows_head(&self, place: Rect, buffer: &mut Buffer) {
        let text = self.text();
        // The columns of the lines below, behind the marker.
        let rest = Rect {
            x: place.x + GUTTER.min(place.width),
            width: place.width.saturating_sub(GUTTER),
            ..place
        };
        self.label(text.indicators, rest, buffer);
        let columns = Columns::of(rest);
        let [target, reached, weight, light, points] = text.indicator_heads;
        let phase = Phase::of(self.open);
        let mark = match phase {
            Phase::Goal => weight,
            Phase::Months => light,
            Phase::Points => points,
        };
        let dim = self.theme().dim;
        put(
            buffer,
            columns.target,
            columns.target.x,
            rest.y,
            target,
            dim,
        );
        if phase != Phase::Goal {
            draw::put_right(buffer, columns.reached, rest.y, reached, dim);
        }
        put(buffer, columns.said, columns.said.x, rest.y, mark, dim);
    }

    pub(super) fn indicator(&self, at: usize, here: bool, place: Rect, buffer: &mut Buffer) -> u16 {
        let Some(one) = self.screen.rows.get(at) else {
            return place.x;
        };
        let columns = Columns::of(place);
        let cell = |area: Rect, word: &str, style: Style, buffer: &mut Buffer| {
            let shown = text::fit_middle(word, usize::from(area.width));
            put(buffer, area, area.x, area.y, &shown, style);
        };
        let name = self.focus(here, Style::new());
        cell(columns.name, &one.name, name, buffer);
        cell(columns.target, &one.target, self.theme().dim, buffer);
        let reached = text::fit(&one.reached, usize::from(columns.reached.width));
        draw::put_right(buffer, columns.reached, place.y, &reached, Style::new());
        cell(
            columns.said,
            &one.said,
            one.mark.style(self.theme()),
            buffer,
        );
        place.x
    }
}

impl Mark {
    fn style(&self, theme: &Theme) -> Style {
        match self {
            Self::Weight | Self::Points { lost: false } => Style::new(),
            Self::Light(light) => light_style(*light, theme),
            Self::Points { lost: true } => theme.warning,
        }
    }
}
