//! Draws the monitoring screen: the table of months, the chart of the row, what the row says and
//! what is missing.
//!
//! Places are computed from the area alone, so that the field that is edited stands where its cell
//! is drawn. A number is never cut: where there is no room for a month, the months scroll.
//!
//! Here is decided which part gets which place; each part is drawn in a file of its own.

mod chart;
mod foot;
mod side;
mod table;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::MonitoringScreen;
use super::seen::{Fill, Line, Seen};
use crate::app::Cx;
use crate::app::open::Open;
use crate::domain::command::{At, ReadingField};
use crate::domain::monitoring::Duty;
use crate::lang::monitoring_screen::MonitoringText;
use crate::theme::{Look, Theme};
use crate::widgets::draw::cells;
use table::Grid;

/// Columns of the work from which on the side pane opens: 110 of the terminal.
const WIDE: u16 = 108;

/// Columns of the side pane.
const SIDE: u16 = 48;

/// Rows of a chart with its titled rule that tells something.
const CHART: u16 = 7;

/// Rows beyond which a chart tells no more.
const CHART_MOST: u16 = 18;

/// Where the parts of the screen are.
#[derive(Debug, Clone, Copy)]
struct Layout {
    table: Rect,
    chart: Rect,
    side: Rect,
    foot: Rect,
}

fn layout(area: Rect, lines: usize) -> Layout {
    let wide = area.width >= WIDE;
    let foot = match area.height {
        0..=4 => 0,
        5..=9 => 1,
        10..=17 => 2,
        _ if wide => 2,
        _ => 3,
    };
    let rest = area.height - foot;
    // An empty project has room for what to do first.
    let wanted = cells(lines.max(2)).saturating_mul(2).saturating_add(1);
    let chart = if rest >= CHART + 5 {
        // The table takes what it needs, the chart the rest, but neither starves the other.
        let least = CHART.max(rest * 2 / 5);
        rest.saturating_sub(wanted)
            .clamp(least, CHART_MOST.max(least))
    } else {
        u16::from(rest >= 6)
    };
    let part = |y: u16, height: u16| Rect {
        y: area.y + y,
        height,
        ..area
    };
    let table = part(0, rest - chart);
    let lower = part(rest - chart, chart);
    let side = if wide { SIDE } else { 0 };
    Layout {
        table,
        chart: Rect {
            width: lower.width - side - side.min(1),
            ..lower
        },
        side: Rect {
            x: lower.right() - side,
            width: side,
            ..lower
        },
        foot: part(rest, foot),
    }
}

/// Rows of the timeline that fit into an area.
pub(super) fn page(area: Rect, lines: usize) -> usize {
    usize::from(layout(area, lines).table.height.saturating_sub(1) / 2).max(1)
}

/// Draws the screen and returns where the cursor stands.
pub(super) fn view(
    screen: &MonitoringScreen,
    cx: &Cx<'_>,
    area: Rect,
    buffer: &mut Buffer,
) -> Option<Position> {
    let area = area.intersection(buffer.area);
    let (Some(seen), Some(open)) = (&screen.seen, cx.open) else {
        return None;
    };
    let layout = layout(area, seen.lines.len());
    let pen = Pen {
        screen,
        seen,
        open,
        cx,
        look: &cx.me.look,
        said: MonitoringText::of(cx.language()),
    };
    let caret = pen.table(layout.table, buffer);
    if let Some(line) = screen.line() {
        pen.chart(line, layout.chart, buffer);
        pen.side(line, layout.side, buffer);
        pen.foot(line, layout.foot, layout.side.width > 0, buffer);
    }
    caret
}

/// Where a place of the project is drawn.
pub(super) fn place_of(screen: &MonitoringScreen, at: &At, area: Rect) -> Option<Rect> {
    let seen = screen.seen.as_ref()?;
    let layout = layout(area, seen.lines.len());
    let (month, below) = match at {
        At::Reading(month, _, ReadingField::Actual) => (*month, 1),
        At::Plan(_, month) => (*month, 0),
        _ => return None,
    };
    let is_place = |line: &Line| match at {
        At::Reading(_, key, _) => line.fill == Fill::At(key.clone()),
        At::Plan(key, _) => line.key == *key,
        _ => false,
    };
    let index = seen.lines.iter().position(is_place)?;
    let top = screen
        .rows
        .offset(seen.lines.len(), page(area, seen.lines.len()));
    let y = layout.table.y + 1 + cells(index.checked_sub(top)?).saturating_mul(2) + below;
    let grid = Grid::of(layout.table.width, &seen.widths, screen.month());
    let end = grid.end(layout.table, month)?;
    // The left bracket of the cell under the cursor stays: it parts what is typed from the month before.
    (y < layout.table.bottom()).then_some(Rect {
        x: end - grid.month,
        y,
        width: grid.month + 1,
        height: 1,
    })
}

/// Everything that drawing looks at.
struct Pen<'a> {
    screen: &'a MonitoringScreen,
    seen: &'a Seen,
    open: &'a Open,
    cx: &'a Cx<'a>,
    look: &'a Look,
    said: &'static MonitoringText,
}

impl Pen<'_> {
    fn theme(&self) -> &Theme {
        &self.look.theme
    }

    /// The duties of a row.
    fn duties(&self, line: &Line) -> Vec<&Duty> {
        let keys = line.keys();
        let all = self.seen.timeline.duties.iter();
        all.filter(|duty| keys.contains(&&duty.row)).collect()
    }
}
