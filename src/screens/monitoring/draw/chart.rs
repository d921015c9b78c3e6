//! The chart of the row under the cursor: its plan, what was read, and where that leads to.
//!
//! A row without numbers has its readings here, month by month.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::Pen;
use crate::domain::monitoring::{self, Measure, TimelineRow};
use crate::lang::monitoring_screen as words;
use crate::lang::numbers::number;
use crate::lang::terms;
use crate::screens::monitoring::seen::Line;
use crate::text;
use crate::widgets::chart::{Chart, Series, Stroke};
use crate::widgets::draw::{self, put};
use crate::widgets::frame::titled_rule;

/// The names of the months.
const MONTHS: [&str; 12] = [
    "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12",
];

/// Columns of the titled rule around name and sentence.
const RULE: usize = 8;

/// Columns that the name of the row keeps.
const LEAST_NAME: usize = 6;

impl Pen<'_> {
    pub(super) fn chart(&self, line: &Line, area: Rect, buffer: &mut Buffer) {
        if area.is_empty() {
            return;
        }
        let Some(row) = self.seen.row(line) else {
            return;
        };
        let language = self.cx.language();
        let ahead = monitoring::projection(row, self.screen.month());
        let over = row.cell(12).is_some_and(|cell| cell.actual.is_some());
        let sentences = match &ahead {
            Some(found) => words::projection(found, row, language).to_vec(),
            None if row.adds_up() && over => vec![self.said.year_over.to_owned()],
            None if row.adds_up() => vec![self.said.no_projection.to_owned()],
            None => vec![String::new()],
        };
        // The method stays; the name of the row gives way, then the year's value and the interval.
        let room =
            |sentence: &str| usize::from(area.width).saturating_sub(text::width(sentence) + RULE);
        let fits = sentences
            .iter()
            .find(|sentence| room(sentence) >= LEAST_NAME);
        let sentence = fits.or(sentences.last()).cloned().unwrap_or_default();
        let name = text::fit_middle(line.name.trim(), room(&sentence).max(LEAST_NAME));
        titled_rule(area, buffer, self.look, &[&name, &sentence], "");
        let inside = draw::below(area, 1);
        if row
            .months
            .iter()
            .all(|cell| cell.actual.is_none() && cell.planned.is_none())
        {
            self.readings(row, line, inside, buffer);
            return;
        }
        let point = |value: Option<Decimal>| value.and_then(|value| value.to_f64());
        let is_bound = matches!(row.measure, Measure::Ceiling(_) | Measure::Zero(_));
        let plan: Vec<Option<f64>> = row
            .months
            .iter()
            .map(|cell| point(cell.planned.or(row.year.filter(|_| is_bound))))
            .collect();
        let actual: Vec<Option<f64>> = row.months.iter().map(|cell| point(cell.actual)).collect();
        let mut path: Vec<Option<f64>> = vec![None; 12];
        if let Some(found) = &ahead {
            for (month, value) in std::iter::once(&(found.from, found.base)).chain(&found.path) {
                let slot = month
                    .checked_sub(1)
                    .and_then(|index| path.get_mut(usize::from(index)));
                if let Some(slot) = slot {
                    *slot = point(Some(*value));
                }
            }
        }
        let label = if is_bound {
            self.said.target
        } else {
            line.label
        };
        let projected = match &ahead {
            Some(found) => format!(
                "{} {}",
                self.said.projected,
                words::quantity(found.december, row)
            ),
            None => String::new(),
        };
        let theme = self.theme();
        let series = |name, stroke, style, points| Series {
            name,
            stroke,
            style,
            points,
        };
        let mut all = vec![series(label, Stroke::Dotted, theme.dim, plan.as_slice())];
        if ahead.is_some() {
            all.push(series(&projected, Stroke::Dashed, theme.info, &path));
        }
        all.push(series(
            self.said.actual,
            Stroke::Solid,
            theme.number,
            &actual,
        ));
        let ticks = ticks(row);
        let named: Vec<(f64, &str)> = ticks
            .iter()
            .map(|(value, word)| (*value, word.as_str()))
            .collect();
        Chart {
            series: &all,
            ticks: &named,
            labels: &MONTHS,
        }
        .view(inside, buffer, self.look);
    }

    /// The readings of a row that has no numbers, month by month.
    fn readings(&self, row: &TimelineRow, line: &Line, area: Rect, buffer: &mut Buffer) {
        let theme = self.theme();
        let mut y = area.y;
        put(buffer, area, area.x + 2, y, self.said.no_chart, theme.dim);
        let read: Vec<_> = row
            .months
            .iter()
            .zip(&line.actual)
            .filter(|(cell, _)| !cell.written.trim().is_empty())
            .collect();
        if read.is_empty() {
            put(
                buffer,
                area,
                area.x + 2,
                y + 1,
                self.said.nothing_read,
                theme.dim,
            );
        }
        let room = usize::from(area.height.saturating_sub(1));
        for (cell, shown) in read.iter().skip(read.len().saturating_sub(room)) {
            y += 1;
            let month = terms::month(cell.month, self.cx.language());
            let written = text::clean(&cell.written, text::Lines::One);
            let said = if shown.free || written.trim() == shown.text {
                format!("{}  {written}", text::pad_left(&month, 4))
            } else {
                format!("{}  {}  ({written})", text::pad_left(&month, 4), shown.text)
            };
            let said = text::fit(&said, usize::from(area.width.saturating_sub(2)));
            put(buffer, area, area.x + 2, y, &said, theme.normal);
        }
    }
}

/// Values at the left of a chart: nothing, half and all of the year.
fn ticks(row: &TimelineRow) -> Vec<(f64, String)> {
    let top = row.year.or_else(|| {
        row.months
            .iter()
            .flat_map(|cell| [cell.planned, cell.actual])
            .flatten()
            .max()
    });
    let Some(top) = top.filter(|top| !top.is_zero()) else {
        return vec![(0.0, "0".to_owned())];
    };
    let half = top.checked_div(Decimal::TWO).unwrap_or(top);
    [
        (Decimal::ZERO, "0".to_owned()),
        (half, number(half, 2)),
        (top, words::quantity(top, row)),
    ]
    .into_iter()
    .filter_map(|(value, word)| Some((value.to_f64()?, word)))
    .collect()
}
