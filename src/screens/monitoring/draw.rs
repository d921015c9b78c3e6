//! Draws the monitoring screen: the table of months, the chart of the row, what the row says and
//! what is missing.
//!
//! Places are computed from the area alone, so that the field that is edited stands where its cell
//! is drawn. A number is never cut: where there is no room for a month, the months scroll.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::MonitoringScreen;
use super::seen::{Fill, Line, Seen, Shown, Widths};
use crate::app::Cx;
use crate::app::open::Open;
use crate::domain::check::{Check, Severity};
use crate::domain::command::{At, ReadingField};
use crate::domain::monitoring::{self, Demand, Duty, Measure, Standing, TimelineRow, Warning};
use crate::domain::project::MonthReading;
use crate::domain::status::DocumentKind;
use crate::lang::monitoring as field;
use crate::lang::monitoring_screen::{self as words, MonitoringText};
use crate::lang::numbers::number;
use crate::lang::terms;
use crate::screens::marks::light_style;
use crate::screens::notes::Note;
use crate::text;
use crate::theme::{Look, Theme};
use crate::widgets::chart::{Chart, Series, Stroke};
use crate::widgets::draw::{self, cells, columns, put, put_right};
use crate::widgets::frame::titled_rule;

/// Columns of the work from which on the side pane opens: 110 of the terminal.
const WIDE: u16 = 108;

/// Columns of the side pane.
const SIDE: u16 = 48;

/// Rows of a chart with its titled rule that tells something.
const CHART: u16 = 7;

/// Rows beyond which a chart tells no more.
const CHART_MOST: u16 = 18;

/// The names of the months.
const MONTHS: [&str; 12] = [
    "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12",
];

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

/// Where the columns of the table are.
#[derive(Debug, Clone, Copy)]
struct Grid {
    name: u16,
    label: u16,
    /// The first month shown, 1–12.
    first: u8,
    /// How many months.
    months: u8,
    /// Columns of a month.
    month: u16,
    /// Columns of the year's value; where it has none of its own it shares that of the variance.
    year: u16,
    variance: u16,
    light: u16,
}

impl Grid {
    fn of(width: u16, widths: &Widths, month: u8) -> Self {
        let label = cells(widths.label);
        let month_width = cells(widths.month);
        let pitch = month_width + 1;
        let (year, variance, light) = (
            cells(widths.year),
            cells(widths.variance),
            cells(widths.light),
        );
        let shared = cells(widths.shared);
        let apart = 3 + year + 1 + variance + 1 + light;
        let together = 3 + shared + 1 + light;
        // What is tried, the best first: columns of the name, of the right side, least months.
        let tries = [
            (16, apart, 12, year, variance, light),
            (14, together, 4, 0, shared, light),
            (10, together, 2, 0, shared, light),
            (8, together, 1, 0, shared, light),
            (8, 3 + light, 1, 0, 0, light),
            (4, 1, 1, 0, 0, 0),
        ];
        let room = |name: u16, right: u16| width.saturating_sub(2 + name + 1 + label + right);
        let found = tries
            .into_iter()
            .find(|(name, right, least, ..)| room(*name, *right) / pitch >= *least);
        let (name, right, _, year, variance, light) = found.unwrap_or((4, 1, 1, 0, 0, 0));
        let months = (room(name, right) / pitch).clamp(1, 12);
        let spare = room(name, right).saturating_sub(months * pitch);
        let longest = cells(widths.name).max(name);
        let months = u8::try_from(months).unwrap_or(12);
        // The month looked at has one month of the future beside it and the past before it.
        let future = u8::from(months > 1);
        let first = (month + 1 + future)
            .saturating_sub(months)
            .clamp(1, 13 - months);
        Self {
            name: (name + spare).min(longest),
            label,
            first,
            months,
            month: month_width,
            year,
            variance,
            light,
        }
    }

    /// The column at which the number of a month ends; the blank after it belongs to the month.
    fn end(&self, area: Rect, month: u8) -> Option<u16> {
        let index = month
            .checked_sub(self.first)
            .filter(|at| *at < self.months)?;
        let begin = area.x + 2 + self.name + 1 + self.label;
        Some(begin + (u16::from(index) + 1) * (self.month + 1))
    }

    fn shown(&self) -> std::ops::Range<u8> {
        self.first..self.first + self.months
    }

    /// Where the right side begins: after the last month, the mark of more months and a blank.
    fn right(&self, area: Rect) -> u16 {
        self.end(area, self.first + self.months - 1)
            .unwrap_or(area.x)
            .saturating_add(3)
    }
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
    // The brackets of the cell under the cursor give way, too.
    (y < layout.table.bottom()).then_some(Rect {
        x: (end - grid.month).saturating_sub(1),
        y,
        width: grid.month + 2,
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

    // ---- the table -----------------------------------------------------------------------------

    fn table(&self, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        if area.is_empty() {
            return None;
        }
        let grid = Grid::of(area.width, &self.seen.widths, self.screen.month());
        self.head(&grid, area, buffer);
        let lines = &self.seen.lines;
        let cursor = self.screen.rows.cursor(lines.len())?;
        let page = usize::from(area.height.saturating_sub(1) / 2).max(1);
        let top = self.screen.rows.offset(lines.len(), page);
        let mut caret = None;
        let mut y = area.y + 1;
        for (index, line) in lines.iter().enumerate().skip(top) {
            if y >= area.bottom() {
                break;
            }
            let found = self.row(line, index == cursor, &grid, area, y, buffer);
            caret = caret.or(found);
            y += 2;
        }
        let none = self.open.project.live_indicators().next().is_none();
        if none && y < area.bottom() {
            put(
                buffer,
                area,
                area.x + 2,
                y,
                self.said.no_indicators,
                self.theme().dim,
            );
        }
        self.more(top, lines.len(), page, area, buffer);
        caret
    }

    /// Marks at the edge where rows lie above or below.
    fn more(&self, top: usize, lines: usize, page: usize, area: Rect, buffer: &mut Buffer) {
        let (dim, borders) = (self.theme().dim, &self.look.borders);
        if top > 0 {
            put(buffer, area, area.x, area.y, borders.up, dim);
        }
        if top + page < lines {
            let last = area.y + cells(page).saturating_mul(2);
            put(buffer, area, area.x, last, borders.down, dim);
        }
    }

    fn head(&self, grid: &Grid, area: Rect, buffer: &mut Buffer) {
        let (y, dim, said) = (area.y, self.theme().dim, self.said);
        let name = text::fit(said.name, usize::from(grid.name + 1 + grid.label));
        put(buffer, area, area.x + 2, y, &name, dim);
        for month in grid.shown() {
            let Some(end) = grid.end(area, month) else {
                continue;
            };
            let fault = self.seen.faults_of(month).next().is_some();
            let mut word = if month > self.seen.present {
                format!("({month})")
            } else {
                month.to_string()
            };
            if fault {
                word = format!("!{word}");
            }
            let style = match (month == self.screen.month(), fault) {
                (true, _) => self.theme().title,
                (false, true) => self.theme().warning,
                (false, false) => dim,
            };
            // The bracket of a month to come stands in the blank after the number.
            let end = if word.ends_with(')') { end + 1 } else { end };
            put(
                buffer,
                area,
                end.saturating_sub(columns(&word)),
                y,
                &word,
                style,
            );
        }
        let begin = grid.end(area, grid.first).unwrap_or(area.x) - grid.month - 1;
        if grid.first > 1 {
            put(buffer, area, begin, y, self.look.borders.left, dim);
        }
        let right = grid.right(area);
        if grid.first + grid.months <= 12 {
            put(buffer, area, right - 2, y, self.look.borders.right, dim);
        }
        let mut x = right;
        if grid.year > 0 {
            Self::right_word(said.year, x, grid.year, dim, area, y, buffer);
            x += grid.year + 1;
        }
        if grid.variance > 0 {
            let word = if grid.year > 0 {
                said.variance
            } else {
                said.year_and_variance
            };
            Self::right_word(word, x, grid.variance, dim, area, y, buffer);
            x += grid.variance + 1;
        }
        if grid.light > 0 {
            put(buffer, area, x, y, said.light, dim);
        }
    }

    /// A text that ends where its column ends.
    fn right_word(
        word: &str,
        x: u16,
        width: u16,
        style: Style,
        area: Rect,
        y: u16,
        buffer: &mut Buffer,
    ) {
        let column = Rect { x, width, ..area }.intersection(area);
        if !column.is_empty() && y < area.bottom() {
            put_right(buffer, column, y, word, style);
        }
    }

    fn row(
        &self,
        line: &Line,
        focused: bool,
        grid: &Grid,
        area: Rect,
        y: u16,
        buffer: &mut Buffer,
    ) -> Option<Position> {
        let theme = self.theme();
        if focused {
            put(
                buffer,
                area,
                area.x,
                y,
                self.look.borders.marker,
                theme.marker,
            );
        }
        let style = if focused { theme.title } else { theme.normal };
        let name = text::fit_middle(&line.name, usize::from(grid.name));
        put(buffer, area, area.x + 2, y, &name, style);
        let label = area.x + 2 + grid.name + 1;
        put(buffer, area, label, y, line.label, theme.dim);
        put(buffer, area, label, y + 1, self.said.actual, theme.dim);
        let mut caret = None;
        for month in grid.shown() {
            let (Some(end), Some(index)) = (grid.end(area, month), month.checked_sub(1)) else {
                continue;
            };
            let index = usize::from(index);
            if let Some(shown) = line.planned.get(index) {
                Self::cell(shown, end, grid, theme.dim, area, y, buffer);
            }
            let Some(shown) = line.actual.get(index) else {
                continue;
            };
            let here = focused && month == self.screen.month();
            if here {
                caret = self.focus(shown, end, grid, area, y + 1, buffer);
            } else {
                let style = if month > self.seen.present {
                    theme.warning
                } else {
                    theme.normal
                };
                Self::cell(shown, end, grid, style, area, y + 1, buffer);
            }
            if !here && self.seen.is_faulty(line, month) {
                let before = end.saturating_sub(columns(&shown.text) + 1);
                put(buffer, area, before, y + 1, "!", theme.warning);
            }
        }
        self.right_side(line, grid, area, y, buffer);
        caret
    }

    fn cell(
        shown: &Shown,
        end: u16,
        grid: &Grid,
        style: Style,
        area: Rect,
        y: u16,
        buffer: &mut Buffer,
    ) {
        let x = end.saturating_sub(grid.month);
        Self::right_word(&shown.text, x, grid.month, style, area, y, buffer);
    }

    /// The cell under the cursor: `[2]`, reversed.
    fn focus(
        &self,
        shown: &Shown,
        end: u16,
        grid: &Grid,
        area: Rect,
        y: u16,
        buffer: &mut Buffer,
    ) -> Option<Position> {
        let inside = text::fit(&shown.text, usize::from(grid.month));
        let inside = if inside.is_empty() { " " } else { &inside };
        let word = format!("[{inside}]");
        let x = (end + 1).saturating_sub(columns(&word));
        put(buffer, area, x, y, &word, self.theme().focus);
        (y < area.bottom()).then_some(Position::new(x, y))
    }

    fn right_side(&self, line: &Line, grid: &Grid, area: Rect, y: u16, buffer: &mut Buffer) {
        let theme = self.theme();
        let mut x = grid.right(area);
        if grid.year > 0 {
            Self::right_word(&line.year, x, grid.year, theme.normal, area, y, buffer);
            x += grid.year + 1;
        } else if grid.variance > 0 {
            Self::right_word(&line.year, x, grid.variance, theme.normal, area, y, buffer);
        }
        if grid.variance > 0 {
            let style = match line.standing {
                Some(Standing::Worse) => light_style(line.light, theme),
                Some(_) => theme.normal,
                None => theme.dim,
            };
            Self::right_word(&line.variance, x, grid.variance, style, area, y + 1, buffer);
            x += grid.variance + 1;
        }
        if grid.light > 0 {
            let word = line
                .light
                .map_or("-", |light| terms::light(light, self.cx.language()));
            put(buffer, area, x, y + 1, word, light_style(line.light, theme));
        }
    }

    // ---- the chart -----------------------------------------------------------------------------

    fn chart(&self, line: &Line, area: Rect, buffer: &mut Buffer) {
        if area.is_empty() {
            return;
        }
        let Some(row) = self.seen.row(line) else {
            return;
        };
        let language = self.cx.language();
        let ahead = monitoring::projection(row, self.screen.month());
        let sentence = match &ahead {
            Some(found) => words::projection(found, row, language),
            None if row.adds_up() => self.said.no_projection.to_owned(),
            None => String::new(),
        };
        // The method and the interval stay; the name of the row gives way.
        let room = usize::from(area.width).saturating_sub(text::width(&sentence) + 8);
        let name = text::fit_middle(line.name.trim(), room.max(6));
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

    // ---- the side pane -------------------------------------------------------------------------

    fn side(&self, line: &Line, area: Rect, buffer: &mut Buffer) {
        if area.is_empty() {
            return;
        }
        titled_rule(area, buffer, self.look, &[self.said.side_row], "");
        let inside = draw::inset(draw::below(area, 1), 1);
        let mut y = inside.y;
        for (text, style) in self.side_lines(line) {
            for wrapped in text::wrap(&text, usize::from(inside.width)) {
                if y >= inside.bottom() {
                    return;
                }
                put(buffer, inside, inside.x, y, &wrapped, style);
                y += 1;
            }
        }
    }

    fn side_lines(&self, line: &Line) -> Vec<(String, Style)> {
        let (theme, said, language) = (self.theme(), self.said, self.cx.language());
        let mut lines = Vec::new();
        if let Some(row) = self.seen.row(line).filter(|row| !row.is_money()) {
            let (one, two) = &row.levels;
            let weight = number(row.weight, 2);
            lines.push((
                format!("{one} > {two}   {} {weight}   {}", said.weight, row.target),
                theme.dim,
            ));
        }
        let duties = self.duties(line);
        if !duties.is_empty() {
            lines.push((said.side_duties.to_owned(), theme.title));
        }
        for duty in duties {
            let [done, open] = said.duty_marks;
            let (mark, style) = if duty.done {
                (done, theme.dim)
            } else {
                (open, theme.error)
            };
            let because = field::because(duty.because, language);
            let demand = field::demand(duty.demand, language);
            lines.push((format!("{mark} {demand} ({because})"), style));
        }
        let notes: Vec<&Note> = self.notes(line).collect();
        if !notes.is_empty() {
            lines.push((said.side_findings.to_owned(), theme.title));
        }
        for note in &notes {
            let style = match note.severity {
                Severity::Error => theme.error,
                Severity::Warning => theme.warning,
                Severity::Info => theme.info,
            };
            lines.push((note.line(), style));
        }
        lines.push((said.side_project.to_owned(), theme.title));
        lines.extend(self.project_lines(&notes));
        lines
    }

    /// The duties of a row.
    fn duties(&self, line: &Line) -> Vec<&Duty> {
        let keys = line.keys();
        let all = self.seen.timeline.duties.iter();
        all.filter(|duty| keys.contains(&&duty.row)).collect()
    }

    /// What the checks found in the row and in the month as a whole.
    fn notes<'a>(&'a self, line: &'a Line) -> impl Iterator<Item = &'a Note> {
        let keys = line.keys();
        self.seen
            .notes
            .iter()
            .filter(move |note| match &note.place {
                At::Reading(_, key, _) => keys.contains(&key),
                _ => true,
            })
    }

    /// Goal and money, the warnings that no finding tells already, the faults, the deadline.
    fn project_lines(&self, notes: &[&Note]) -> Vec<(String, Style)> {
        let (theme, said, language) = (self.theme(), self.said, self.cx.language());
        let timeline = &self.seen.timeline;
        let mut lines = Vec::new();
        if let (Some(goal), Some(cash), Some(gap)) =
            (timeline.goal_rate, timeline.execution_rate, timeline.gap)
        {
            let text = (said.gap)(&words::rate(goal), &words::rate(cash), &number(gap, 1));
            lines.push((text, theme.normal));
        }
        let told = |warning: &Warning| {
            let check = match warning {
                Warning::Idle { .. } => Check::M13,
                Warning::Repeated { .. } => Check::M14,
                Warning::Milestone { .. } | Warning::Gap { .. } => return false,
            };
            notes.iter().any(|note| note.check == check.id())
        };
        for warning in timeline.warnings.iter().filter(|warning| !told(warning)) {
            lines.push((field::warning(warning, language), theme.warning));
        }
        let month = self.screen.month();
        for fault in self.seen.faults_of(month) {
            let text = self.seen.fault_text(fault, language);
            lines.push((text, theme.warning));
        }
        let forms = &self.open.policy.monitoring.forms;
        match forms.iter().find(|form| form.month == month) {
            Some(form) => lines.push(((said.form_due)(form.due_month, form.due_day), theme.dim)),
            None => lines.push((said.no_form.to_owned(), theme.dim)),
        }
        lines
    }

    // ---- the foot ------------------------------------------------------------------------------

    fn foot(&self, line: &Line, area: Rect, side: bool, buffer: &mut Buffer) {
        let mut rows = vec![self.reading_line(line), self.status_line()];
        if !side {
            rows.push(self.warning_line());
        }
        for (index, words) in (0..area.height).zip(rows) {
            run(&words, draw::row(area, index), buffer);
        }
    }

    /// Cause, outlook, forecast and measures of the row, with what is demanded and missing.
    fn reading_line(&self, line: &Line) -> Vec<Words> {
        let (theme, said, language) = (self.theme(), self.said, self.cx.language());
        let empty = MonthReading::default();
        let month = self.screen.month();
        let reading = self
            .screen
            .explained()
            .and_then(|key| self.open.project.reading(month, &key))
            .unwrap_or(&empty);
        let duties = self.duties(line);
        let demanded = |demand: Demand| duties.iter().any(|duty| duty.demand == demand);
        let part = |name: &str, demand: Option<Demand>, value: String, words: &mut Vec<Words>| {
            let needed = demand.is_some_and(demanded);
            if value.is_empty() && !needed {
                return;
            }
            words.push(Words::fixed(format!("{name}: "), theme.dim));
            if value.is_empty() {
                words.push(Words::fixed(format!("({})", said.required), theme.error));
            } else {
                words.push(Words::fixed(value, theme.normal));
            }
            words.push(Words::fixed("  ", theme.normal));
        };
        let mut words = Vec::new();
        let cause = reading
            .cause
            .map(|cause| terms::cause(cause, language).to_owned())
            .unwrap_or_default();
        part(said.cause, Some(Demand::Cause), cause, &mut words);
        let explanation = text::clean(&reading.cause_text, text::Lines::One);
        if !explanation.trim().is_empty() {
            words.pop();
            words.push(Words::fixed(" / ", theme.dim));
            words.push(Words::elastic(explanation.trim(), theme.normal));
            words.push(Words::fixed("  ", theme.normal));
        } else if demanded(Demand::CauseText) {
            words.pop();
            words.push(Words::fixed(format!(" / ({})", said.required), theme.error));
            words.push(Words::fixed("  ", theme.normal));
        }
        let outlook = reading
            .outlook
            .map(|outlook| terms::outlook(outlook, language).to_owned())
            .unwrap_or_default();
        part(said.outlook, None, outlook, &mut words);
        let forecast = reading.forecast.as_str().trim().to_owned();
        part(said.forecast, Some(Demand::Forecast), forecast, &mut words);
        let count = reading
            .measures
            .lines()
            .filter(|line| !line.trim().is_empty())
            .count();
        let measures = if count == 0 {
            String::new()
        } else {
            (said.measure_count)(count)
        };
        part(said.measures, Some(Demand::Measures), measures, &mut words);
        if words.is_empty() {
            words.push(Words::fixed(format!("{}: -", said.cause), theme.dim));
        }
        words
    }

    /// The form of the month: where it stands, what waits, what is missing; the lights.
    fn status_line(&self) -> Vec<Words> {
        let (theme, said, language) = (self.theme(), self.said, self.cx.language());
        let kind = DocumentKind::Monitoring(self.screen.month());
        let document = self.open.project.documents.get(kind);
        let status = document.status;
        let mut words = vec![
            Words::fixed(format!("{}: ", terms::document(kind, language)), theme.dim),
            Words::fixed(terms::status(status, language), theme.title),
            Words::fixed("  ", theme.normal),
        ];
        if let Some(role) = self.open.policy.chain().waits_for(kind, status) {
            let waits = (said.waits_for)(terms::role(role, language));
            words.push(Words::fixed(format!("{waits}  "), theme.normal));
        }
        let open = self
            .seen
            .timeline
            .duties
            .iter()
            .filter(|duty| !duty.done)
            .count();
        if open > 0 {
            let text = format!("{}  ", (said.open_duties)(open));
            words.push(Words::fixed(text, theme.error));
        }
        let form = self
            .open
            .project
            .monitoring
            .months
            .get(&self.screen.month());
        if let Some(disposal) = form.and_then(|form| form.disposal) {
            let text = format!(
                "{}: {}  ",
                said.disposal,
                terms::disposal(disposal, language)
            );
            words.push(Words::fixed(text, theme.normal));
        }
        for (name, light) in [
            (said.money_light, self.seen.timeline.money_light),
            (said.goal_light, self.seen.timeline.goal_light),
        ] {
            let word = light.map_or("-", |light| terms::light(light, language));
            words.push(Words::fixed(format!("{name} "), theme.dim));
            words.push(Words::fixed(word, light_style(light, theme)));
            words.push(Words::fixed("  ", theme.normal));
        }
        if let Some(reason) = document.return_reason().filter(|why| !why.is_empty()) {
            let reason = text::clean(reason, text::Lines::One);
            words.push(Words::elastic(&(said.returned)(&reason), theme.warning));
        }
        words
    }

    /// The warnings and faults of the month, where no side pane shows them.
    fn warning_line(&self) -> Vec<Words> {
        let language = self.cx.language();
        let theme = self.theme();
        let month = self.screen.month();
        let warnings = self
            .seen
            .timeline
            .warnings
            .iter()
            .map(|warning| field::warning(warning, language));
        let faults = self
            .seen
            .faults_of(month)
            .map(|fault| self.seen.fault_text(fault, language));
        let all: Vec<String> = faults.chain(warnings).collect();
        vec![Words::elastic(&all.join("  "), theme.warning)]
    }
}

/// A part of a line at the foot.
struct Words {
    text: String,
    style: Style,
    /// True where it may be cut so that the others stay.
    elastic: bool,
}

impl Words {
    fn fixed(text: impl Into<String>, style: Style) -> Self {
        Self {
            text: text.into(),
            style,
            elastic: false,
        }
    }

    fn elastic(text: &str, style: Style) -> Self {
        Self {
            text: text.to_owned(),
            style,
            elastic: true,
        }
    }
}

/// Draws the parts of a line; what is elastic gives way first.
fn run(words: &[Words], area: Rect, buffer: &mut Buffer) {
    if area.is_empty() {
        return;
    }
    let blank = |part: &Words| part.text.trim().is_empty();
    let end = words
        .iter()
        .rposition(|part| !blank(part))
        .map_or(0, |at| at + 1);
    let words = words.get(..end).unwrap_or(words);
    let all: usize = words.iter().map(|part| text::width(&part.text)).sum();
    let fixed: usize = words
        .iter()
        .filter(|part| !part.elastic)
        .map(|part| text::width(&part.text))
        .sum();
    let room = usize::from(area.width);
    let mut x = area.x;
    for part in words {
        let fitted = if part.elastic && all > room {
            text::fit(&part.text, room.saturating_sub(fixed).max(6))
        } else {
            part.text.as_str().into()
        };
        let left = usize::from(area.right().saturating_sub(x));
        let fitted = text::fit(&fitted, left).into_owned();
        x = put(buffer, area, x, area.y, &fitted, part.style);
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
