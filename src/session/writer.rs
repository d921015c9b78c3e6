//! The difference of two frames as bytes for a terminal.
//!
//! A session draws every frame into a ratatui [`Buffer`] and hands it to its [`Writer`], which knows
//! what the terminal shows, where its cursor stands and which colours are set, and appends the fewest
//! bytes that lead from there to the new frame. The local terminal, SSH and the tests use the same
//! writer. It does no input or output of its own, sends nothing when nothing changed, and never trusts
//! a terminal further than its terminal can be trusted: after a character of uncertain width it says
//! where it is, both halves of a wide character are sent together, and lines are erased only on the
//! default background.

mod code;
mod color;
mod scroll;

use std::hash::Hash;
use std::io::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};

use crate::text;
use code::{absolute, changes, control, relative, styled};
use color::reduce;
use scroll::row_hash;

pub use color::ColorDepth;

/// Takes a terminal over: alternate screen, plain keys, no mouse, bracketed paste, no automatic line
/// break, a steady block for a cursor, hidden until a frame shows it.
pub const fn enter() -> &'static str {
    "\x1b[?1049h\x1b[?1l\x1b>\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?2004h\x1b[?7l\x1b[2 q\x1b[?25l"
}

/// Gives a terminal back as it was, whatever state the last frame left it in.
pub const fn leave() -> &'static str {
    "\x1b[m\x1b[r\x1b[?7h\x1b[?2004l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[0 q\x1b[?25h\x1b[?1049l"
}

/// How the terminal draws characters of ambiguous width (`①`, `“`, `─`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum AmbiguousWidth {
    /// Not known, or in two columns: the writer says where it is after each of them.
    #[default]
    Unknown,
    /// In one column, as the frames are laid out.
    Narrow,
}

/// Whether a scrolled area is moved by the terminal itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Scrolling {
    /// Rows that moved are moved with a scroll region.
    #[default]
    Region,
    /// Rows are always sent: for terminals that know no `CSI S`.
    Never,
}

/// Whether frames are wrapped in marks of synchronized output (mode 2026).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Synchronized {
    /// Plain bytes.
    #[default]
    Off,
    /// Wrapped; for terminals that said they know it.
    On,
}

/// What the writer may assume of a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Options {
    /// How many colours.
    pub depth: ColorDepth,
    /// How wide ambiguous characters are.
    pub ambiguous: AmbiguousWidth,
    /// Whether it scrolls regions.
    pub scrolling: Scrolling,
    /// Whether it knows synchronized output.
    pub synchronized: Synchronized,
}

/// Where the terminal's cursor stands, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    At(u16, u16),
    /// In this row, after its last column: a return is safe, a relative move is not.
    Margin(u16),
    /// In this row, in a column the terminal decided.
    Row(u16),
    Lost,
}

/// Asks the terminal to report the mouse's wheel and buttons, or no more.
pub fn mouse(on: bool) -> &'static str {
    if on {
        "\x1b[?1000h\x1b[?1006h"
    } else {
        "\x1b[?1006l\x1b[?1000l"
    }
}

/// The colours and attributes that are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Pen {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

const PLAIN: Pen = Pen {
    fg: Color::Reset,
    bg: Color::Reset,
    modifier: Modifier::empty(),
};

/// Attributes that are seen on a blank as well.
const SEEN_ON_BLANKS: Modifier = Modifier::UNDERLINED
    .union(Modifier::REVERSED)
    .union(Modifier::CROSSED_OUT);

/// Attributes that are sent; nothing blinks, and what is hidden is a blank.
const SENT: Modifier = Modifier::BOLD
    .union(Modifier::DIM)
    .union(Modifier::ITALIC)
    .union(SEEN_ON_BLANKS);

/// A scroll that saves fewer bytes than this is not worth its own.
const SCROLL_COST: i64 = 28;

/// Writes frames to one terminal.
#[derive(Debug, Clone)]
pub struct Writer {
    options: Options,
    columns: u16,
    rows: u16,
    /// What the terminal shows.
    shown: Vec<Cell>,
    /// What it shall show.
    wanted: Vec<Cell>,
    shown_hashes: Vec<u64>,
    wanted_hashes: Vec<u64>,
    scratch: Vec<Cell>,
    dirty: Vec<bool>,
    place: Place,
    pen: Pen,
    cursor_visible: bool,
    repaint: bool,
}

impl Writer {
    /// A writer for a terminal of which nothing is known yet: its first frame paints everything.
    pub fn new(options: Options) -> Self {
        Self {
            options,
            columns: 0,
            rows: 0,
            shown: Vec::new(),
            wanted: Vec::new(),
            shown_hashes: Vec::new(),
            wanted_hashes: Vec::new(),
            scratch: Vec::new(),
            dirty: Vec::new(),
            place: Place::Lost,
            pen: PLAIN,
            cursor_visible: false,
            repaint: true,
        }
    }

    /// What the writer assumes.
    pub fn options(&self) -> Options {
        self.options
    }

    /// Assumes something else from now on (a theme of another depth, a terminal's answer). What is
    /// shown stays where no more is assumed than that ambiguous characters are narrow: every cell was
    /// sent to its place. Otherwise the next frame paints everything.
    pub fn set_options(&mut self, options: Options) {
        let narrower = Options {
            ambiguous: AmbiguousWidth::Narrow,
            ..self.options
        };
        if self.options != options && options != narrower {
            self.invalidate();
        }
        self.options = options;
    }

    /// The terminal shows something else than was written: the next frame paints everything.
    pub fn invalidate(&mut self) {
        self.repaint = true;
    }

    /// Appends the bytes that make the terminal show `next` with its cursor at `cursor` (`None`: hidden).
    pub fn frame(&mut self, next: &Buffer, cursor: Option<Position>, out: &mut Vec<u8>) {
        let start = out.len();
        let area = *next.area();
        let repaint = self.repaint || (area.width, area.height) != (self.columns, self.rows);
        let changed = self.take(next, repaint);
        if repaint {
            self.clear(out);
        }
        if changed || repaint {
            if self.options.scrolling == Scrolling::Region && !repaint {
                self.scroll(out);
            }
            let mut shown = std::mem::take(&mut self.shown);
            let wanted = std::mem::take(&mut self.wanted);
            let width = usize::from(self.columns).max(1);
            let rows = shown.chunks_mut(width).zip(wanted.chunks(width));
            for (y, (shown, wanted)) in (0..self.rows).zip(rows) {
                if shown != wanted {
                    self.write_row(y, shown, wanted, out);
                    shown.clone_from_slice(wanted);
                }
            }
            self.shown = shown;
            self.wanted = wanted;
            self.shown_hashes.clone_from(&self.wanted_hashes);
        }
        let cursor = cursor.map(|at| (at.x.saturating_sub(area.x), at.y.saturating_sub(area.y)));
        self.write_cursor(cursor, out);
        if self.options.synchronized == Synchronized::On && out.len() > start {
            out.splice(start..start, *b"\x1b[?2026h");
            out.extend_from_slice(b"\x1b[?2026l");
        }
    }

    /// Brings the frame into the form that is compared; says whether anything changed.
    fn take(&mut self, next: &Buffer, repaint: bool) -> bool {
        let area = next.area();
        if repaint {
            self.columns = area.width;
            self.rows = area.height;
            let cells = usize::from(area.width) * usize::from(area.height);
            for buffer in [&mut self.shown, &mut self.wanted] {
                buffer.clear();
                buffer.resize(cells, Cell::EMPTY);
            }
            self.wanted_hashes = vec![0; usize::from(area.height)];
        }
        let mut changed = false;
        let width = usize::from(self.columns).max(1);
        let mut scratch = std::mem::take(&mut self.scratch);
        let rows = next
            .content()
            .chunks(width)
            .zip(self.wanted.chunks_mut(width));
        for ((source, wanted), hash) in rows.zip(&mut self.wanted_hashes) {
            normalise(source, self.options.depth, &mut scratch);
            if repaint || scratch.as_slice() != wanted {
                changed = true;
                wanted.swap_with_slice(&mut scratch);
                *hash = row_hash(wanted);
            }
        }
        self.scratch = scratch;
        changed
    }

    fn clear(&mut self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"\x1b[m\x1b[r\x1b[?25l\x1b[H\x1b[2J");
        self.pen = PLAIN;
        self.place = Place::At(0, 0);
        self.cursor_visible = false;
        self.repaint = false;
        let blank = vec![Cell::EMPTY; usize::from(self.columns)];
        self.shown_hashes = vec![row_hash(&blank); usize::from(self.rows)];
    }

    fn row<'a>(&self, cells: &'a [Cell], y: u16) -> &'a [Cell] {
        let width = usize::from(self.columns);
        let start = usize::from(y) * width;
        cells.get(start..start + width).unwrap_or_default()
    }

    // --- rows ------------------------------------------------------------------------------------

    fn write_row(&mut self, y: u16, shown: &[Cell], wanted: &[Cell], out: &mut Vec<u8>) {
        let mut dirty = std::mem::take(&mut self.dirty);
        self.mark_dirty(shown, wanted, &mut dirty);
        let text_end = wanted
            .iter()
            .rposition(|cell| *cell != Cell::EMPTY)
            .map_or(0, |x| x + 1);
        let first_erased = dirty
            .iter()
            .skip(text_end)
            .position(|d| *d)
            .map(|x| x + text_end);
        let last_dirty = dirty.iter().rposition(|d| *d).map_or(0, |x| x + 1);
        // `CSI K` may need a change of colours and a move before it.
        let erase = first_erased.filter(|first| last_dirty - first > 4);
        let end = if erase.is_some() {
            text_end
        } else {
            last_dirty
        };
        let mut x = 0;
        while x < end {
            if !dirty.get(x).copied().unwrap_or(false) || is_continuation(wanted, x) {
                x += 1;
                continue;
            }
            let blanks = blank_run(wanted, &dirty, x, end);
            self.move_to(x as u16, y, wanted, out);
            if blanks > 10 {
                self.set_pen_for_blank(&Cell::EMPTY, out);
                control(out, blanks as u64, b'X');
                x += blanks;
            } else {
                for _ in 0..together(wanted, &dirty, x) {
                    x += self.write_cell(wanted, x, y, out);
                }
            }
        }
        if let Some(first) = erase {
            if self.place != Place::At(text_end as u16, y) {
                self.move_to(first as u16, y, wanted, out);
            }
            self.set_pen_for_blank(&Cell::EMPTY, out);
            out.extend_from_slice(b"\x1b[K");
        }
        self.dirty = dirty;
    }

    /// Which cells have to be sent: those that differ, and the neighbour of every sent cluster that the
    /// terminal may draw wider than it was laid out. Where half a wide character differs, so does its
    /// beginning, and it is sent as a whole.
    fn mark_dirty(&self, shown: &[Cell], wanted: &[Cell], dirty: &mut Vec<bool>) {
        dirty.clear();
        dirty.extend(
            shown
                .iter()
                .zip(wanted)
                .map(|(shown, wanted)| shown != wanted),
        );
        for x in 0..dirty.len() {
            if dirty.get(x) != Some(&true) {
                continue;
            }
            for row in [shown, wanted] {
                if row
                    .get(x)
                    .is_some_and(|cell| self.is_uncertain(cell.symbol()))
                {
                    let next = x + extent(row, x);
                    if let Some(mark) = dirty.get_mut(next) {
                        *mark = true;
                    }
                }
            }
        }
    }

    fn is_uncertain(&self, symbol: &str) -> bool {
        !symbol.is_empty()
            && text::is_uncertain(symbol)
            && (self.options.ambiguous == AmbiguousWidth::Unknown || !text::is_ambiguous(symbol))
    }

    /// Sends the cluster at `x` and says how many columns it takes.
    fn write_cell(&mut self, row: &[Cell], x: usize, y: u16, out: &mut Vec<u8>) -> usize {
        let Some(cell) = row.get(x) else { return 1 };
        if is_invisible(cell) {
            self.set_pen_for_blank(cell, out);
        } else {
            self.set_pen(pen(cell), out);
        }
        out.extend_from_slice(cell.symbol().as_bytes());
        let columns = extent(row, x);
        let next = x + columns;
        self.place = if self.is_uncertain(cell.symbol()) {
            if next + 1 < row.len() {
                Place::Row(y)
            } else {
                Place::Lost
            }
        } else if next < row.len() {
            Place::At(next as u16, y)
        } else {
            Place::Margin(y)
        };
        columns
    }

    // --- the cursor ------------------------------------------------------------------------------

    /// The shortest way to a cell; short clean stretches are written again rather than jumped over.
    fn move_to(&mut self, x: u16, y: u16, row: &[Cell], out: &mut Vec<u8>) {
        if self.place == Place::At(x, y) {
            return;
        }
        let mut best = absolute(x, y);
        let mut offer = |candidate: Vec<u8>| {
            if candidate.len() < best.len() {
                best = candidate;
            }
        };
        let current_row = match self.place {
            Place::At(_, row) | Place::Margin(row) | Place::Row(row) => Some(row),
            Place::Lost => None,
        };
        if let Some(down) = current_row
            .and_then(|row| y.checked_sub(row))
            .filter(|down| *down < 4)
        {
            let mut way = vec![b'\r'];
            way.extend(std::iter::repeat_n(b'\n', usize::from(down)));
            if x > 0 {
                control(&mut way, u64::from(x), b'C');
            }
            offer(way);
        }
        if current_row == Some(y) && !matches!(self.place, Place::Margin(_)) {
            let mut way = Vec::new();
            control(&mut way, u64::from(x) + 1, b'G');
            offer(way);
        }
        if let Place::At(from_x, from_y) = self.place {
            offer(relative((from_x, from_y), (x, y)));
            if from_y == y
                && let Some(again) = self.text_between(row, from_x, x)
            {
                offer(again);
            }
        }
        out.extend_from_slice(&best);
        self.place = Place::At(x, y);
    }

    /// The clean text from one column to another, if the colours that are set are its own.
    fn text_between(&self, row: &[Cell], from: u16, to: u16) -> Option<Vec<u8>> {
        let cells = row
            .get(usize::from(from)..usize::from(to))
            .filter(|cells| cells.len() <= 8)?;
        let mut text = Vec::new();
        for cell in cells {
            let fits = if is_invisible(cell) {
                self.pen.bg == cell.bg && !self.pen.modifier.intersects(SEEN_ON_BLANKS)
            } else {
                self.pen == pen(cell)
            };
            if !fits || self.is_uncertain(cell.symbol()) {
                return None;
            }
            text.extend_from_slice(cell.symbol().as_bytes());
        }
        (!is_continuation(row, usize::from(from))).then_some(text)
    }

    fn write_cursor(&mut self, cursor: Option<(u16, u16)>, out: &mut Vec<u8>) {
        let Some((x, y)) = cursor.filter(|(x, y)| *x < self.columns && *y < self.rows) else {
            if self.cursor_visible {
                out.extend_from_slice(b"\x1b[?25l");
                self.cursor_visible = false;
            }
            return;
        };
        self.move_to(x, y, &[], out);
        if !self.cursor_visible {
            out.extend_from_slice(b"\x1b[?25h");
            self.cursor_visible = true;
        }
    }

    // --- colours ---------------------------------------------------------------------------------

    /// For a blank only what is seen on it counts; what is set for letters stays set.
    fn set_pen_for_blank(&mut self, cell: &Cell, out: &mut Vec<u8>) {
        if self.pen.bg == cell.bg && !self.pen.modifier.intersects(SEEN_ON_BLANKS) {
            return;
        }
        let to = if cell.bg == Color::Reset {
            PLAIN
        } else {
            Pen {
                bg: cell.bg,
                modifier: self.pen.modifier - SEEN_ON_BLANKS,
                ..self.pen
            }
        };
        self.set_pen(to, out);
    }

    fn set_pen(&mut self, to: Pen, out: &mut Vec<u8>) {
        if self.pen == to {
            return;
        }
        let step = changes(self.pen, to);
        let mut afresh = changes(PLAIN, to);
        if !afresh.is_empty() {
            afresh.insert_str(0, "0;");
        }
        let codes = if afresh.len() < step.len() {
            afresh
        } else {
            step
        };
        let _ = write!(out, "\x1b[{codes}m");
        self.pen = to;
    }
}

fn pen(cell: &Cell) -> Pen {
    Pen {
        fg: cell.fg,
        bg: cell.bg,
        modifier: cell.modifier,
    }
}

fn is_invisible(cell: &Cell) -> bool {
    cell.symbol() == " " && !cell.modifier.intersects(SEEN_ON_BLANKS)
}

/// The cells after a wide character's first have no text of their own.
fn is_continuation(row: &[Cell], x: usize) -> bool {
    row.get(x).is_some_and(|cell| cell.symbol().is_empty())
}

fn extent(row: &[Cell], x: usize) -> usize {
    1 + (x + 1..row.len())
        .take_while(|next| is_continuation(row, *next))
        .count()
}

/// How many default blanks begin at `x`, up to the last that has to be sent.
fn blank_run(row: &[Cell], dirty: &[bool], x: usize, end: usize) -> usize {
    let run = row
        .iter()
        .take(end)
        .skip(x)
        .take_while(|cell| **cell == Cell::EMPTY)
        .count();
    dirty
        .iter()
        .skip(x)
        .take(run)
        .rposition(|d| *d)
        .map_or(0, |last| last + 1)
}

/// How many cells from `x` on are sent without a word about the cursor: half of what is left of a rule
/// or a bar, which looks the same however many of its equal glyphs are seen, and however wide they are
/// drawn stays in its place; of everything else one.
fn together(row: &[Cell], dirty: &[bool], x: usize) -> usize {
    let Some(first) = row.get(x) else { return 1 };
    if !matches!(first.symbol().chars().next(), Some('\u{2500}'..='\u{259f}')) {
        return 1;
    }
    let run = row.iter().zip(dirty).skip(x);
    let run = run.take_while(|(cell, dirty)| **dirty && *cell == first);
    (run.count() / 2).max(1)
}

// --- rows in the form that is compared --------------------------------------------------------------

/// A row as the terminal will show it: colours of its depth, wide characters whole or not at all, the
/// cells they cover empty, blanks without what is not seen on them, and nothing that is a command.
fn normalise(source: &[Cell], depth: ColorDepth, row: &mut Vec<Cell>) {
    row.clear();
    while let Some(cell) = source.get(row.len()) {
        let symbol = cell.symbol();
        if symbol == " " && !cell.modifier.intersects(SEEN_ON_BLANKS) {
            let mut blank = Cell::EMPTY;
            blank.bg = reduce(cell.bg, depth);
            row.push(blank);
            continue;
        }
        let hidden = cell.modifier.contains(Modifier::HIDDEN);
        let columns = if hidden { 0 } else { columns_of(symbol) };
        let covered = source.get(row.len() + 1..row.len() + columns);
        // What was drawn over the covered half wins: the rest of the wide character is blank.
        let whole =
            covered.is_some_and(|cells| cells.iter().all(|c| matches!(c.symbol(), " " | "")));
        let symbol = match columns {
            0 => " ",
            1 => symbol,
            _ if !whole => " ",
            _ => symbol,
        };
        let styled = styled(cell, symbol, depth);
        if columns > 1 && whole {
            let mut continuation = styled.clone();
            continuation.set_symbol("");
            row.push(styled);
            row.extend(std::iter::repeat_n(continuation, columns - 1));
        } else {
            row.push(styled);
        }
    }
}

/// Columns of a symbol that may be sent; 0 when it is a blank or must not be sent.
fn columns_of(symbol: &str) -> usize {
    match symbol.as_bytes() {
        [byte] => usize::from((b'!'..=b'~').contains(byte)),
        // U+4E00 to U+9FFF, most of what is drawn.
        [0xe5..=0xe9, _, _] | [0xe4, 0xb8..=0xbf, _] => 2,
        _ if symbol.chars().any(text::is_forbidden) => 0,
        _ => text::cluster_width(symbol),
    }
}

#[cfg(test)]
mod tests;
