//! Tables: columns that give way by their worth, rows that are built only when they are seen.
//!
//! A screen keeps a [`TableState`] (which row, how far scrolled) and hands a closure that makes one
//! cell at a time. Numbers are never cut: a number column widens for what is seen, or hides; names
//! are cut in their middle. The focused row is told by a mark in front and its reversed name, not by
//! a whole reversed row, which would cost bytes on a slow line.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use crate::app::key::{Key, KeyCode};
use crate::text;
use crate::theme::Look;

use super::draw::{below, cells, columns, put, put_over, row, rule};

/// Columns in front of the first cell: the marker and a blank.
const GUTTER: u16 = 2;

/// Columns from which on cells stand two apart.
const ROOMY: u16 = 100;

/// What a key does to the focused row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// The row above.
    Up,
    /// The row below.
    Down,
    /// One page up.
    PageUp,
    /// One page down.
    PageDown,
    /// The first row.
    First,
    /// The last row.
    Last,
}

impl Step {
    /// The step of an arrow or page key without modifiers.
    pub fn of(key: Key) -> Option<Self> {
        if key.ctrl || key.alt {
            return None;
        }
        match key.code {
            KeyCode::Up => Some(Self::Up),
            KeyCode::Down => Some(Self::Down),
            KeyCode::PageUp => Some(Self::PageUp),
            KeyCode::PageDown => Some(Self::PageDown),
            KeyCode::Home => Some(Self::First),
            KeyCode::End => Some(Self::Last),
            _ => None,
        }
    }
}

/// Which row has the focus and which one is the first on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TableState {
    cursor: usize,
    offset: usize,
}

impl TableState {
    /// The focus on a row.
    pub fn at(cursor: usize) -> Self {
        Self { cursor, offset: 0 }
    }

    /// The focused row among so many; none when there are none.
    pub fn cursor(&self, rows: usize) -> Option<usize> {
        rows.checked_sub(1).map(|last| self.cursor.min(last))
    }

    /// Moves the focus; `page` is the number of rows that fit. The screen scrolls only when the
    /// focus would leave it. Returns whether anything moved.
    pub fn step(&mut self, step: Step, rows: usize, page: usize) -> bool {
        let Some(cursor) = self.cursor(rows) else {
            return false;
        };
        let far = page.saturating_sub(1).max(1);
        let wanted = match step {
            Step::Up => cursor.saturating_sub(1),
            Step::Down => cursor + 1,
            Step::PageUp => cursor.saturating_sub(far),
            Step::PageDown => cursor.saturating_add(far),
            Step::First => 0,
            Step::Last => rows,
        };
        self.go_to(wanted, rows, page);
        Some(self.cursor) != Some(cursor)
    }

    /// Puts the focus on a row, the last one when there are fewer.
    pub fn go_to(&mut self, wanted: usize, rows: usize, page: usize) {
        self.cursor = wanted.min(rows.saturating_sub(1));
        self.offset = self.offset(rows, page);
    }

    /// The row that a table in this area shows at this line of the screen.
    pub fn row_at(&self, y: u16, area: Rect, rows: usize) -> Option<usize> {
        let line = y.checked_sub(area.y + 1).filter(|_| y < area.bottom())?;
        let at = self.offset(rows, page(area)) + usize::from(line);
        (at < rows).then_some(at)
    }

    /// The first row to show where `page` rows fit.
    pub fn offset(&self, rows: usize, page: usize) -> usize {
        let Some(cursor) = self.cursor(rows) else {
            return 0;
        };
        let page = page.max(1);
        let lowest = (cursor + 1).saturating_sub(page);
        self.offset
            .clamp(lowest, cursor)
            .min(rows.saturating_sub(page))
    }
}

/// How wide a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// So many columns; text is cut to it.
    Fixed(u16),
    /// At least so many; widens for the widest value that is seen. For numbers: never cut.
    Whole(u16),
    /// From the first number to the second, as room allows. For names: cut in their middle.
    Name(u16, u16),
}

/// Where values stand in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Text.
    Left,
    /// Numbers of one form.
    Right,
    /// Numbers with their decimal points below each other.
    Decimal,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column<'a> {
    /// Its head, with the unit.
    pub title: Cow<'a, str>,
    /// Its width.
    pub width: Width,
    /// Where its values stand.
    pub align: Align,
    /// 0 stays always; the higher, the sooner it hides.
    pub priority: u8,
}

impl<'a> Column<'a> {
    /// A column of text with a fixed width.
    pub fn text(title: impl Into<Cow<'a, str>>, width: u16) -> Self {
        Self {
            title: title.into(),
            width: Width::Fixed(width),
            align: Align::Left,
            priority: 0,
        }
    }

    /// A column of names, from `least` columns to `most`.
    pub fn name(title: impl Into<Cow<'a, str>>, least: u16, most: u16) -> Self {
        let width = Width::Name(least, most.max(least));
        Self {
            title: title.into(),
            width,
            align: Align::Left,
            priority: 0,
        }
    }

    /// A column of numbers aligned on their points, at least so wide.
    pub fn decimal(title: impl Into<Cow<'a, str>>, least: u16) -> Self {
        Self {
            title: title.into(),
            width: Width::Whole(least),
            align: Align::Decimal,
            priority: 0,
        }
    }

    /// A column of numbers aligned at their ends, at least so wide.
    pub fn number(title: impl Into<Cow<'a, str>>, least: u16) -> Self {
        Self {
            title: title.into(),
            width: Width::Whole(least),
            align: Align::Right,
            priority: 0,
        }
    }

    /// The same column that may hide.
    #[must_use]
    pub fn hides(self, priority: u8) -> Self {
        Self { priority, ..self }
    }
}

/// What stands in a row at a column.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cell<'a> {
    /// Guides of a tree or a mark in front; never reversed, never cut.
    pub lead: Cow<'a, str>,
    /// The value.
    pub text: Cow<'a, str>,
    /// Laid over the normal style.
    pub style: Style,
    /// The row is marked; the mark stands in the margin, so that nothing moves.
    pub marked: bool,
    /// What the cell covers.
    pub span: Span,
}

/// What a cell covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Span {
    /// Its column.
    #[default]
    Column,
    /// From its column to the end of the row: the head of a group.
    Rest,
    /// From its column to the end of the row, in a double rule: a line that divides rows.
    Divider,
}

impl<'a> Cell<'a> {
    /// A plain value.
    pub fn new(text: impl Into<Cow<'a, str>>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// A value in a style.
    pub fn styled(text: impl Into<Cow<'a, str>>, style: Style) -> Self {
        Self {
            style,
            ..Self::new(text)
        }
    }

    /// True where nothing is written.
    fn is_blank(&self) -> bool {
        self.text.is_empty() && self.lead.is_empty()
    }

    /// The same value with something in front that is neither cut nor reversed.
    #[must_use]
    pub fn led_by(self, lead: impl Into<Cow<'a, str>>) -> Self {
        Self {
            lead: lead.into(),
            ..self
        }
    }

    /// The same value in a row that is marked, or not.
    #[must_use]
    pub fn marked(self, marked: bool) -> Self {
        Self { marked, ..self }
    }

    /// The same value over all columns from here on.
    #[must_use]
    pub fn spanning(self, span: Span) -> Self {
        Self { span, ..self }
    }
}

/// Whether the table has the focus of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    /// Keys move in it.
    Here,
    /// Another pane has the focus; the cursor row keeps its marker.
    Elsewhere,
    /// Another pane has the focus and the one marker.
    Away,
}

/// What a drawn table tells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drawn {
    /// Where the focused cell begins; the terminal's cursor belongs there.
    pub focus: Option<Position>,
    /// The whole of the focused cell, where its column is shown: an editor stands there.
    pub cell: Option<Rect>,
    /// Columns that found no room.
    pub hidden: Vec<usize>,
    /// The rows that are on the screen.
    pub first: usize,
    /// One after the last row on the screen.
    pub end: usize,
}

/// A table as it is to be drawn.
#[derive(Debug, Clone, Copy)]
pub struct Table<'a> {
    /// The columns, from left to right.
    pub columns: &'a [Column<'a>],
    /// How many rows there are.
    pub rows: usize,
    /// The column that is reversed in the focused row; the name, or the cell being edited.
    pub name: usize,
    /// Whether it has the focus.
    pub focus: Focus,
}

/// Rows of an area that show data: all but the head.
pub fn page(area: Rect) -> usize {
    usize::from(area.height.saturating_sub(1))
}

impl Table<'_> {
    /// Draws the head and the rows that fit; `cell(row, column)` is asked for those alone.
    pub fn view<'c>(
        &self,
        area: Rect,
        buf: &mut Buffer,
        look: &Look,
        state: &TableState,
        mut cell: impl FnMut(usize, usize) -> Cell<'c>,
    ) -> Drawn {
        let page = page(area);
        let first = state.offset(self.rows, page);
        let end = (first + page).min(self.rows);
        if area.is_empty() {
            return Drawn {
                first,
                end: first,
                ..Drawn::default()
            };
        }
        let mut rows: Vec<Vec<Cell>> = Vec::with_capacity(end - first);
        for index in first..end {
            rows.push(self.build(index, &mut cell));
        }
        align_points(self.columns, &mut rows);
        let wanted = self.wanted(&rows);
        let slots = lay_out(self.columns, &wanted, area);
        self.head(row(area, 0), buf, look, &slots);
        if first > 0 {
            // More rows lie above.
            put(buf, row(area, 0), area.x, area.y, "^", look.theme.dim);
        }
        let body = below(area, 1);
        let cursor = state.cursor(self.rows);
        let mut drawn = Drawn {
            first,
            end,
            ..Drawn::default()
        };
        for (line, (index, cells)) in (first..end).zip(&rows).enumerate() {
            let line = row(body, super::draw::cells(line));
            let focused = cursor == Some(index);
            if focused && self.focus != Focus::Away {
                put(
                    buf,
                    line,
                    line.x,
                    line.y,
                    look.borders.marker,
                    look.theme.marker,
                );
            }
            let marked = cells.iter().any(|cell| cell.marked);
            if line.width > GUTTER && marked {
                put(buf, line, line.x + 1, line.y, "*", look.theme.marker);
            }
            // More rows lie below the last one that is shown: in front of it, beside the cursor.
            if index + 1 == end && end < self.rows && !(focused && marked) {
                let x = line.x + u16::from(focused);
                put(buf, line, x, line.y, "v", look.theme.dim);
            }
            let at = self.draw_row(line, buf, look, &slots, cells, focused);
            if focused {
                drawn.focus = at.or(Some(line.as_position()));
                let slot = slots.iter().find(|slot| slot.column == self.name);
                drawn.cell = slot.map(|slot| Rect {
                    x: slot.x,
                    width: slot.width,
                    ..line
                });
            }
        }
        drawn.hidden = (0..self.columns.len())
            .filter(|c| slots.iter().all(|s| s.column != *c))
            .collect();
        drawn
    }

    fn build<'c>(
        &self,
        row: usize,
        cell: &mut impl FnMut(usize, usize) -> Cell<'c>,
    ) -> Vec<Cell<'c>> {
        let mut cells = Vec::with_capacity(self.columns.len());
        for column in 0..self.columns.len() {
            let built = cell(row, column);
            let last = built.span != Span::Column;
            cells.push(built);
            if last {
                break;
            }
        }
        cells
    }

    /// How wide each column has to be for the values that are seen.
    fn wanted(&self, rows: &[Vec<Cell>]) -> Vec<u16> {
        let widest = |index: usize| {
            let values = rows.iter().filter_map(|cells| cells.get(index));
            let own = values.filter(|cell| cell.span == Span::Column);
            own.map(|cell| columns(&cell.lead) + columns(&cell.text))
                .max()
                .unwrap_or(0)
        };
        let wanted = |(index, column): (usize, &Column)| match column.width {
            Width::Fixed(width) => width,
            Width::Whole(least) => least.max(columns(&column.title)).max(widest(index)),
            // Not the widest that is seen: columns must not move while one scrolls.
            Width::Name(_, most) => most,
        };
        self.columns.iter().enumerate().map(wanted).collect()
    }

    fn head(&self, line: Rect, buf: &mut Buffer, look: &Look, slots: &[Slot]) {
        for slot in slots {
            let Some(column) = self.columns.get(slot.column) else {
                continue;
            };
            let title = text::fit(&column.title, usize::from(slot.width));
            let x = match column.align {
                Align::Left => slot.x,
                Align::Right | Align::Decimal => slot.x + slot.width - columns(&title),
            };
            put(buf, line, x, line.y, &title, look.theme.dim);
        }
    }

    fn draw_row(
        &self,
        line: Rect,
        buf: &mut Buffer,
        look: &Look,
        slots: &[Slot],
        cells: &[Cell],
        focused: bool,
    ) -> Option<Position> {
        let reversed = focused && self.focus == Focus::Here;
        let spanning = cells.iter().position(|cell| cell.span != Span::Column);
        let mut focus = None;
        for slot in slots {
            // A hidden column may be the one that spans: its text moves into the next that is shown.
            let index = spanning.map_or(slot.column, |spanning| spanning.min(slot.column));
            let Some(cell) = cells.get(index) else {
                continue;
            };
            let name = slot.column == self.name || cell.span != Span::Column;
            let look_of = |style: Style| {
                if reversed && name {
                    style.patch(look.theme.focus)
                } else {
                    style
                }
            };
            let at = match cell.span {
                // What is in focus is seen where nothing is written, too.
                Span::Column if reversed && name && cell.is_blank() => {
                    let column = self.columns.get(slot.column)?;
                    let blank = Cell::new("  ");
                    draw_cell(slot, column, &blank, line, buf, look.theme.focus)
                }
                Span::Column => {
                    let column = self.columns.get(slot.column)?;
                    draw_cell(slot, column, cell, line, buf, look_of(cell.style))
                }
                Span::Rest | Span::Divider => {
                    draw_span(slot.x, cell, line, buf, look, look_of(cell.style))
                }
            };
            if name {
                focus = Some(Position { x: at, y: line.y });
            }
            if cell.span != Span::Column {
                break;
            }
        }
        focus
    }
}

/// A column that is shown, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Slot {
    column: usize,
    x: u16,
    width: u16,
}

/// Hides columns by their priority until the rest fits, then gives what is left to the names.
fn lay_out(all: &[Column], wanted: &[u16], area: Rect) -> Vec<Slot> {
    let gutter = GUTTER.min(area.width / 4);
    let room = usize::from(area.width - gutter);
    let gap = if area.width >= ROOMY { 2 } else { 1 };
    let least = |index: &usize| {
        let width = match all[*index].width {
            Width::Name(least, _) => least.min(wanted[*index]),
            Width::Fixed(_) | Width::Whole(_) => wanted[*index],
        };
        usize::from(width)
    };
    let mut shown: Vec<usize> = (0..all.len()).collect();
    let taken = |shown: &[usize]| {
        shown.iter().map(least).sum::<usize>() + usize::from(gap) * shown.len().saturating_sub(1)
    };
    while taken(&shown) > room && shown.len() > 1 {
        // The last of those that hide first; when all are to stay, the last that is no name.
        let hides = |index: &usize| {
            let name = matches!(all[*index].width, Width::Name(..));
            (all[*index].priority, !name, *index)
        };
        let Some(leaving) = shown.iter().copied().max_by_key(hides) else {
            break;
        };
        shown.retain(|index| *index != leaving);
    }
    let mut widths: Vec<usize> = shown.iter().map(least).collect();
    let left = room.saturating_sub(taken(&shown));
    give(
        &mut widths,
        &shown
            .iter()
            .map(|i| usize::from(wanted[*i]))
            .collect::<Vec<_>>(),
        left,
    );
    let mut slots = Vec::with_capacity(shown.len());
    let mut x = area.x + gutter;
    for (index, width) in shown.into_iter().zip(widths) {
        let width = cells(width).min(area.right().saturating_sub(x));
        slots.push(Slot {
            column: index,
            x,
            width,
        });
        x = x
            .saturating_add(width)
            .saturating_add(gap)
            .min(area.right());
    }
    slots
}

/// Gives what is left to those that want more, each by its part of all that is wanted.
fn give(widths: &mut [usize], wanted: &[usize], left: usize) {
    let missing: Vec<usize> = widths
        .iter()
        .zip(wanted)
        .map(|(width, wanted)| wanted.saturating_sub(*width))
        .collect();
    let all: usize = missing.iter().sum();
    if all == 0 {
        return;
    }
    let mut rest = left.min(all);
    for (width, missing) in widths.iter_mut().zip(&missing) {
        let part = (left.min(all) * missing).div_ceil(all).min(rest);
        *width += part;
        rest -= part;
    }
}

/// Gives the values of decimal columns one width, points below each other.
fn align_points(all: &[Column], rows: &mut [Vec<Cell>]) {
    for (index, column) in all.iter().enumerate() {
        if column.align != Align::Decimal {
            continue;
        }
        let own = |cell: &&mut Cell| cell.span == Span::Column && !cell.text.is_empty();
        let mut values: Vec<&mut Cell> = rows
            .iter_mut()
            .filter_map(|cells| cells.get_mut(index))
            .filter(own)
            .collect();
        let texts: Vec<&str> = values.iter().map(|cell| cell.text.as_ref()).collect();
        let aligned = text::align_decimals(&texts);
        for (cell, text) in values.iter_mut().zip(aligned) {
            cell.text = Cow::Owned(text);
        }
    }
}

/// Draws a cell and returns where its value begins.
fn draw_cell(
    slot: &Slot,
    column: &Column,
    cell: &Cell,
    line: Rect,
    buf: &mut Buffer,
    style: Style,
) -> u16 {
    let place = Rect {
        x: slot.x,
        width: slot.width,
        ..line
    };
    let lead_end = put(buf, place, slot.x, line.y, &cell.lead, Style::new());
    let room = usize::from(place.right().saturating_sub(lead_end));
    let value = match column.width {
        Width::Fixed(_) => text::fit(&cell.text, room),
        Width::Name(..) => text::fit_middle(&cell.text, room),
        // A number that is cut would be another number.
        Width::Whole(_) if text::width(cell.text.trim()) > room => Cow::Owned("#".repeat(room)),
        Width::Whole(_) => Cow::Borrowed(cell.text.as_ref()),
    };
    let x = match column.align {
        Align::Left => lead_end,
        Align::Right | Align::Decimal => {
            place.right().saturating_sub(columns(&value)).max(lead_end)
        }
    };
    put(buf, place, x, line.y, &value, style);
    x
}

fn draw_span(x: u16, cell: &Cell, line: Rect, buf: &mut Buffer, look: &Look, style: Style) -> u16 {
    if cell.span == Span::Rest {
        let at = put(buf, line, x, line.y, &cell.lead, Style::new());
        let room = usize::from(line.right().saturating_sub(at));
        put(buf, line, at, line.y, &text::fit(&cell.text, room), style);
        return at;
    }
    rule(
        buf,
        line.y,
        x,
        line.right(),
        look.borders.double,
        look.theme.rule,
    );
    let at = x.saturating_add(4).min(line.right());
    let begin = put_over(buf, line, at, line.y, " ", look, Style::new());
    let room = usize::from(line.right().saturating_sub(begin)).saturating_sub(1);
    let end = put_over(
        buf,
        line,
        begin,
        line.y,
        &text::fit(&cell.text, room),
        look,
        style,
    );
    put_over(buf, line, end, line.y, " ", look, Style::new());
    begin
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::widgets::testing::{at_all_sizes, drawn, look, picture, reversed};

    fn projects(english: bool) -> Vec<Column<'static>> {
        let title = |zh: &'static str, en: &'static str| if english { en } else { zh };
        vec![
            Column::text(title("编码", "code"), 10).hides(2),
            Column::name(title("项目", "project"), 10, 40),
            Column::name(title("单位", "unit"), 6, 20).hides(4),
            Column::text(title("阶段", "stage"), 5).hides(5),
            Column::decimal(title("预算(万元)", "budget"), 8).hides(1),
            Column::number(title("执行", "spent"), 6).hides(3),
            Column::number(title("序时", "time"), 6).hides(6),
            Column::text(title("灯", "light"), 6),
            Column::decimal(title("得分", "score"), 6).hides(7),
        ]
    }

    const ROWS: [[&str; 9]; 5] = [
        [
            "26-教-0103",
            "城区学校食堂改造工程",
            "县教育局",
            "监控",
            "1,280.00",
            "41.2%",
            "58.3%",
            "R 滞后",
            "",
        ],
        [
            "26-教-0107",
            "义务教育营养改善计划",
            "县教育局",
            "监控",
            "864.5",
            "57.9%",
            "58.3%",
            "G 正常",
            "",
        ],
        [
            "26-水-0021",
            "小型水库除险加固",
            "县水利局",
            "监控",
            "2,310.00",
            "12.4%",
            "58.3%",
            "R 滞后",
            "",
        ],
        [
            "26-民-0009",
            "高龄老人津贴",
            "县民政局",
            "监控",
            "312.00",
            "58.3%",
            "58.3%",
            "G 正常",
            "",
        ],
        [
            "25-文-0014",
            "农村文化建设配套",
            "县文旅局",
            "应用",
            "120.00",
            "98.9%",
            "100%",
            "-",
            "83.40 良",
        ],
    ];

    fn at(width: u16, height: u16, english: bool, cursor: usize) -> (Buffer, Drawn) {
        let columns = projects(english);
        let table = Table {
            columns: &columns,
            rows: ROWS.len(),
            name: 1,
            focus: Focus::Here,
        };
        let state = TableState::at(cursor);
        drawn(width, height, |area, buf| {
            table.view(area, buf, &look(), &state, |row, column| {
                Cell::new(ROWS[row][column])
            })
        })
    }

    #[test]
    fn the_portfolio_at_several_widths() {
        for width in [20, 40, 60, 80, 118, 300] {
            insta::assert_snapshot!(format!("zh_{width}"), picture(&at(width, 7, false, 2).0));
            insta::assert_snapshot!(format!("en_{width}"), picture(&at(width, 7, true, 2).0));
        }
    }

    #[test]
    fn only_the_name_is_reversed_and_the_cursor_stands_on_it() {
        let (buf, result) = at(118, 7, false, 2);
        assert_eq!(reversed(&buf), "小型水库除险加固");
        let place = result.focus.unwrap();
        assert_eq!(place.y, 3);
        assert_eq!(buf[place].symbol(), "小");
        assert_eq!(buf[(0, 3)].symbol(), ">");
    }

    #[test]
    fn a_number_is_whole_or_not_there() {
        for width in 0..140 {
            let (buf, _) = at(width, 7, false, 0);
            let picture = picture(&buf);
            for line in picture.lines().skip(1) {
                for word in line.split_whitespace().filter(|w| w.contains(['.', '%'])) {
                    let whole = ROWS
                        .iter()
                        .flatten()
                        .any(|v| *v == word || v.starts_with(word) && v.contains(' '));
                    assert!(
                        whole || word.contains("..") || word.contains('~'),
                        "{width}: {word}\n{picture}"
                    );
                }
            }
        }
        let columns = [Column::decimal("金额", 4)];
        let table = Table {
            columns: &columns,
            rows: 1,
            name: 0,
            focus: Focus::Elsewhere,
        };
        let (buf, _) = drawn(7, 2, |area, buf| {
            table.view(area, buf, &look(), &TableState::default(), |_, _| {
                Cell::new("123,456.00")
            })
        });
        assert_eq!(picture(&buf).lines().last(), Some(">######"));
    }

    #[test]
    fn only_rows_that_are_seen_are_built() {
        let columns = [Column::name("n", 5, 20), Column::number("v", 5)];
        let table = Table {
            columns: &columns,
            rows: 100_000,
            name: 0,
            focus: Focus::Here,
        };
        let mut asked = 0;
        let (_, result) = drawn(40, 21, |area, buf| {
            table.view(area, buf, &look(), &TableState::at(99_999), |row, _| {
                asked += 1;
                Cell::new(row.to_string())
            })
        });
        assert_eq!(asked, 40);
        assert_eq!((result.first, result.end), (99_980, 100_000));
    }

    #[test]
    fn the_screen_scrolls_only_when_the_cursor_would_leave_it() {
        let mut state = TableState::default();
        for _ in 0..9 {
            state.step(Step::Down, 30, 10);
        }
        assert_eq!((state.cursor(30), state.offset(30, 10)), (Some(9), 0));
        state.step(Step::Down, 30, 10);
        assert_eq!(state.offset(30, 10), 1);
        state.step(Step::Up, 30, 10);
        assert_eq!(state.offset(30, 10), 1);
        state.step(Step::PageDown, 30, 10);
        assert_eq!(state.cursor(30), Some(18));
        state.step(Step::Last, 30, 10);
        assert_eq!((state.cursor(30), state.offset(30, 10)), (Some(29), 20));
        assert!(!state.step(Step::Down, 30, 10));
        assert_eq!(state.cursor(3), Some(2), "rows may vanish");
        assert_eq!(state.offset(3, 10), 0);
        assert_eq!(state.cursor(0), None);
        assert!(!state.step(Step::Down, 0, 10));
    }

    #[test]
    fn a_row_may_span_and_divide() {
        let columns = [
            Column::text("序", 3),
            Column::name("项目", 8, 20),
            Column::decimal("申报", 9),
        ];
        let table = Table {
            columns: &columns,
            rows: 4,
            name: 1,
            focus: Focus::Here,
        };
        let (buf, result) = drawn(40, 5, |area, buf| {
            table.view(
                area,
                buf,
                &look(),
                &TableState::at(2),
                |row, column| match (row, column) {
                    (0, 0) => Cell::new("县教育局  2 个").spanning(Span::Rest),
                    (2, 0) => Cell::new("控制数 13,800.00 余 300.00").spanning(Span::Divider),
                    (_, 1) => Cell::new("教师工资保障").led_by("|- "),
                    (_, 2) => Cell::new("9,860.00"),
                    _ => Cell::new(row.to_string()),
                },
            )
        });
        insta::assert_snapshot!(picture(&buf));
        assert_eq!(reversed(&buf), "控制数 13,800.00 余 300.00");
        assert_eq!(result.focus.unwrap().y, 3);
    }

    #[test]
    fn a_table_of_any_size_can_be_drawn() {
        let columns = projects(false);
        at_all_sizes(|area, buf| {
            let table = Table {
                columns: &columns,
                rows: 200,
                name: 1,
                focus: Focus::Here,
            };
            table.view(area, buf, &look(), &TableState::at(150), |row, column| {
                Cell::new(ROWS[row % 5][column])
            })
        });
        at_all_sizes(|area, buf| {
            let table = Table {
                columns: &[],
                rows: 2,
                name: 3,
                focus: Focus::Here,
            };
            table.view(area, buf, &look(), &TableState::default(), |_, _| {
                Cell::new("x")
            })
        });
    }

    proptest! {
        #[test]
        fn the_cursor_is_always_on_the_screen(
            steps in prop::collection::vec(0_usize..6, 0..50),
            rows in 0_usize..60,
            page in 0_usize..20,
        ) {
            let all =
                [Step::Up, Step::Down, Step::PageUp, Step::PageDown, Step::First, Step::Last];
            let mut state = TableState::default();
            for step in steps {
                state.step(all[step], rows, page);
                let offset = state.offset(rows, page);
                if let Some(cursor) = state.cursor(rows) {
                    prop_assert!(offset <= cursor && cursor < offset + page.max(1));
                }
                prop_assert!(offset + page.max(1) <= rows.max(page.max(1)));
            }
        }
    }
}
