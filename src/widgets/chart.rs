//! A small chart of a year: plan, actual, projection, month by month.
//!
//! Series are told apart by their glyphs and named in words in a legend, so the chart reads the same
//! without colour and on terminals that have nothing but ASCII. It draws what it is given: scales,
//! labels and projections are the caller's; a value that is no number is left out.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::text;
use crate::theme::Look;

use super::draw::{below, cells, columns, put, row, rule};

/// Columns of the plot below which it tells nothing.
const LEAST_WIDTH: u16 = 12;

/// Rows of the plot below which it tells nothing.
const LEAST_HEIGHT: u16 = 3;

/// How a series is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stroke {
    /// `. . .`: what was planned.
    Dotted,
    /// `*****`: what is.
    Solid,
    /// `- - -`: what may come.
    Dashed,
}

impl Stroke {
    fn glyph(self) -> &'static str {
        match self {
            Self::Dotted => ".",
            Self::Solid => "*",
            Self::Dashed => "-",
        }
    }

    fn every(self) -> u16 {
        match self {
            Self::Solid => 1,
            Self::Dotted | Self::Dashed => 2,
        }
    }
}

/// One line of a chart.
#[derive(Debug, Clone, Copy)]
pub struct Series<'a> {
    /// Its name in the legend.
    pub name: &'a str,
    /// How it is drawn.
    pub stroke: Stroke,
    /// Its style.
    pub style: Style,
    /// A value for each label, as far as there is one.
    pub points: &'a [Option<f64>],
}

/// A chart as it is to be drawn; later series lie over earlier ones.
#[derive(Debug, Clone, Copy)]
pub struct Chart<'a> {
    /// The lines.
    pub series: &'a [Series<'a>],
    /// Values at the left with their words; the scale reaches at least from the least to the greatest.
    pub ticks: &'a [(f64, &'a str)],
    /// What stands below, one for each point: the months.
    pub labels: &'a [&'a str],
}

/// The scale of a plot.
#[derive(Debug, Clone, Copy)]
struct Scale {
    plot: Rect,
    low: f64,
    high: f64,
    last: usize,
}

impl Scale {
    fn x(&self, index: usize) -> u16 {
        let room = usize::from(self.plot.width.saturating_sub(1));
        let part = index.min(self.last) * room / self.last.max(1);
        self.plot.x + cells(part)
    }

    fn y(&self, value: f64) -> u16 {
        let room = self.plot.height.saturating_sub(1);
        let share = (value - self.low) / (self.high - self.low);
        let up = (share * f64::from(room))
            .round()
            .clamp(0.0, f64::from(room));
        // `up` was clamped to a number of rows; a walk avoids a cast that could be wrong.
        let rows = (0..=room).find(|row| f64::from(*row) >= up).unwrap_or(room);
        self.plot.y + room - rows
    }
}

impl Chart<'_> {
    /// Draws the legend, the axes and the lines; only the legend where there is no room for more.
    pub fn view(&self, area: Rect, buf: &mut Buffer, look: &Look) {
        let area = area.intersection(buf.area);
        let legend = self.legend(area, buf, look);
        let axis = self
            .ticks
            .iter()
            .map(|(_, word)| columns(word))
            .max()
            .unwrap_or(0)
            + 1;
        let rest = below(area, legend);
        let plot = Rect {
            x: rest.x.saturating_add(axis + 1),
            width: rest.width.saturating_sub(axis + 2),
            height: rest.height.saturating_sub(1),
            ..rest
        };
        let Some(scale) = self.scale(plot) else {
            return;
        };
        if plot.width < LEAST_WIDTH || plot.height < LEAST_HEIGHT {
            return;
        }
        self.axes(rest, buf, look, &scale);
        for series in self.series {
            draw_series(series, buf, &scale);
        }
    }

    fn scale(&self, plot: Rect) -> Option<Scale> {
        let points = self
            .series
            .iter()
            .flat_map(|series| series.points.iter().copied().flatten());
        let values = self.ticks.iter().map(|(value, _)| *value).chain(points);
        let (low, high) = values
            .filter(|value| value.is_finite())
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| {
                (low.min(v), high.max(v))
            });
        let longest = self
            .series
            .iter()
            .map(|series| series.points.len())
            .max()
            .unwrap_or(0);
        let last = longest.max(self.labels.len()).checked_sub(1)?;
        if !(high - low).is_finite() {
            return None;
        }
        // A flat line lies at the bottom.
        let high = if high > low { high } else { low + 1.0 };
        Some(Scale {
            plot,
            low,
            high,
            last,
        })
    }

    /// Names the series, in as many rows as it takes, and returns how many.
    fn legend(&self, area: Rect, buf: &mut Buffer, look: &Look) -> u16 {
        let mut line = row(area, 0);
        let mut rows = u16::from(!self.series.is_empty());
        let mut x = line.x;
        for series in self.series {
            let sample = series.stroke.glyph().repeat(3);
            let wanted = columns(series.name).saturating_add(4);
            if x > line.x && wanted > line.right().saturating_sub(x) {
                line = row(area, rows);
                rows += 1;
                x = line.x;
            }
            x = put(buf, line, x, line.y, &sample, series.style);
            x = put(buf, line, x, line.y, " ", look.theme.normal);
            let name = text::fit(series.name, usize::from(line.right().saturating_sub(x)));
            x = put(buf, line, x, line.y, &name, look.theme.normal).saturating_add(3);
        }
        rows
    }

    fn axes(&self, area: Rect, buf: &mut Buffer, look: &Look, scale: &Scale) {
        let plot = scale.plot;
        let axis = plot.x - 1;
        for y in plot.top()..plot.bottom() {
            put(buf, area, axis, y, look.borders.vertical, look.theme.rule);
        }
        for (value, word) in self.ticks.iter().filter(|(value, _)| value.is_finite()) {
            let x = (axis - 1).saturating_sub(columns(word)).max(area.x);
            put(buf, area, x, scale.y(*value), word, look.theme.dim);
        }
        let bottom = plot.bottom();
        let mut free = area.x;
        for (index, label) in self.labels.iter().enumerate() {
            let width = columns(label);
            let centre = scale.x(index).saturating_sub(width / 2);
            let x = centre.min(area.right().saturating_sub(width));
            if x < free {
                continue;
            }
            free = put(buf, area, x, bottom, label, look.theme.dim).saturating_add(1);
        }
    }
}

fn draw_series(series: &Series, buf: &mut Buffer, scale: &Scale) {
    let finite = |value: &Option<f64>| value.filter(|value| value.is_finite());
    let mut before: Option<(u16, f64)> = None;
    for (index, value) in series.points.iter().enumerate() {
        let Some(value) = finite(value) else {
            before = None;
            continue;
        };
        let x = scale.x(index);
        if let Some((from, start)) = before {
            draw_stroke(series, buf, scale, (from, start), (x, value));
        }
        // Dots and dashes keep their rhythm; only a value without neighbours breaks it.
        let alone = before.is_none()
            && series
                .points
                .get(index + 1)
                .is_none_or(|next| finite(next).is_none());
        if alone || series.stroke == Stroke::Solid {
            dot(series, buf, scale, x, scale.y(value));
        }
        before = Some((x, value));
    }
}

fn draw_stroke(series: &Series, buf: &mut Buffer, scale: &Scale, from: (u16, f64), to: (u16, f64)) {
    let wide = f64::from(to.0.saturating_sub(from.0)).max(1.0);
    let mut above = scale.y(from.1);
    for x in from.0..=to.0 {
        let share = f64::from(x - from.0) / wide;
        let y = scale.y(from.1 + (to.1 - from.1) * share);
        if (x - scale.plot.x).is_multiple_of(series.stroke.every()) {
            dot(series, buf, scale, x, y);
        }
        if series.stroke == Stroke::Solid {
            // A steep line has no gaps.
            let (low, high) = (above.min(y), above.max(y));
            for between in low.saturating_add(1)..high {
                dot(series, buf, scale, x, between);
            }
        }
        above = y;
    }
}

fn dot(series: &Series, buf: &mut Buffer, scale: &Scale, x: u16, y: u16) {
    let glyph = series.stroke.glyph();
    if scale.plot.contains((x, y).into()) {
        rule(buf, y, x, x + 1, glyph, series.style);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::widgets::testing::{at_all_sizes, look, shown};

    const PLAN: [Option<f64>; 12] = {
        let mut points = [None; 12];
        let values = [
            0.0, 0.0, 1.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0, 14.0, 16.0, 16.0,
        ];
        let mut i = 0;
        while i < 12 {
            points[i] = Some(values[i]);
            i += 1;
        }
        points
    };

    const ACTUAL: [Option<f64>; 7] = [
        Some(0.0),
        Some(0.0),
        Some(0.0),
        Some(1.0),
        Some(2.0),
        Some(2.0),
        Some(2.0),
    ];

    const MONTHS: [&str; 12] = [
        "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12",
    ];

    fn chart<'a>(names: [&'a str; 3], draw: impl FnOnce(&Chart) -> String) -> String {
        let mut ahead = [None; 12];
        for (index, value) in [2.0, 2.6, 3.2, 3.8, 4.4, 5.0].into_iter().enumerate() {
            ahead[6 + index] = Some(value);
        }
        let series = |name: &'a str, stroke, points| Series {
            name,
            stroke,
            style: Style::new(),
            points,
        };
        draw(&Chart {
            series: &[
                series(names[0], Stroke::Dotted, PLAN.as_slice()),
                series(names[1], Stroke::Dashed, ahead.as_slice()),
                series(names[2], Stroke::Solid, ACTUAL.as_slice()),
            ],
            ticks: &[(0.0, "0"), (8.0, "8"), (16.0, "16 座")],
            labels: &MONTHS,
        })
    }

    #[test]
    fn a_year_at_several_widths() {
        for width in [30, 60, 100, 300] {
            let zh = ["计划", "推算到12月: 5 (3~8)", "实际"];
            let text = chart(zh, |c| {
                shown(width, 11, |area, buf| c.view(area, buf, &look()))
            });
            insta::assert_snapshot!(format!("zh_{width}"), text);
        }
        let en = ["plan", "projection to December: 5 (3 to 8)", "actual"];
        let text = chart(en, |c| shown(80, 9, |area, buf| c.view(area, buf, &look())));
        insta::assert_snapshot!("en_80", text);
    }

    #[test]
    fn what_is_no_number_is_left_out() {
        let points = [
            Some(f64::NAN),
            Some(1.0),
            Some(f64::INFINITY),
            None,
            Some(2.0),
        ];
        let series = [Series {
            name: "n",
            stroke: Stroke::Solid,
            style: Style::new(),
            points: &points,
        }];
        let chart = Chart {
            series: &series,
            ticks: &[],
            labels: &[],
        };
        let text = shown(20, 6, |area, buf| chart.view(area, buf, &look()));
        assert_eq!(text.matches('*').count(), 3 + 2, "{text}");
        let empty = Chart {
            series: &[],
            ticks: &[],
            labels: &[],
        };
        assert_eq!(shown(20, 6, |area, buf| empty.view(area, buf, &look())), "");
    }

    #[test]
    fn a_chart_of_any_size_can_be_drawn() {
        at_all_sizes(|area, buf| {
            chart(["计划", "推算", "实际"], |chart| {
                chart.view(area, buf, &look());
                String::new()
            })
        });
    }
}
