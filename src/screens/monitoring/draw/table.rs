//! The table: a row of the timeline takes two lines, its plan above and what was read below.
//!
//! [`Grid`] says where the columns are; the table is drawn by it, and the field that is edited
//! finds its cell by it.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::Pen;
use crate::domain::monitoring::Standing;
use crate::lang::terms;
use crate::screens::marks::light_style;
use crate::screens::monitoring::seen::{Line, Shown, Widths};
use crate::text;
use crate::widgets::draw::{cells, columns, put, put_right};

/// Where the columns of the table are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Grid {
    name: u16,
    label: u16,
    /// The first month shown, 1–12.
    first: u8,
    /// How many months.
    months: u8,
    /// Columns of a month.
    pub(super) month: u16,
    /// Columns of the year's value; where it has none of its own it shares that of the variance.
    year: u16,
    variance: u16,
    light: u16,
}

impl Grid {
    pub(super) fn of(width: u16, widths: &Widths, month: u8) -> Self {
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
    pub(super) fn end(&self, area: Rect, month: u8) -> Option<u16> {
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

impl Pen<'_> {
    pub(super) fn table(&self, area: Rect, buffer: &mut Buffer) -> Option<Position> {
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
}
