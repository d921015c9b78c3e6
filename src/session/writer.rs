//! The difference of two frames as bytes for a terminal.
//!
//! A session draws every frame into a ratatui [`Buffer`] and hands it to its [`Writer`], which knows
//! what the terminal shows, where its cursor stands and which colours are set, and appends the fewest
//! bytes that lead from there to the new frame. The local terminal, SSH and the tests use the same
//! writer. It does no input or output of its own, sends nothing when nothing changed, and never trusts
//! a terminal further than its terminal can be trusted: after a character of uncertain width it says
//! where it is, both halves of a wide character are sent together, and lines are erased only on the
//! default background.

use std::hash::{Hash, Hasher};
use std::io::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};

use crate::text;

/// Takes a terminal over: alternate screen, plain keys, no mouse, bracketed paste, no automatic line
/// break, a steady block for a cursor, hidden until a frame shows it.
pub const fn enter() -> &'static str {
    "\x1b[?1049h\x1b[?1l\x1b>\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?2004h\x1b[?7l\x1b[2 q\x1b[?25l"
}

/// Gives a terminal back as it was, whatever state the last frame left it in.
pub const fn leave() -> &'static str {
    "\x1b[m\x1b[r\x1b[?7h\x1b[?2004l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[0 q\x1b[?25h\x1b[?1049l"
}

/// How many colours a terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ColorDepth {
    /// None, or `NO_COLOR`: bold, underline and reverse alone.
    Mono,
    /// The sixteen named ones.
    Ansi16,
    /// The palette of 256.
    Indexed256,
    /// All.
    #[default]
    TrueColor,
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

    // --- scrolling -------------------------------------------------------------------------------

    /// Lets the terminal move rows that are wanted elsewhere than they are shown.
    fn scroll(&mut self, out: &mut Vec<u8>) {
        let Some(shift) = self.likely_shift() else {
            return;
        };
        let Some((top, bottom, gain)) = self.best_region(shift) else {
            return;
        };
        if gain < SCROLL_COST {
            return;
        }
        // New rows come in the current background on many terminals.
        self.set_pen(PLAIN, out);
        let (first, last, letter) = if shift > 0 {
            (top, bottom + shift.unsigned_abs(), b'S')
        } else {
            (top - shift.unsigned_abs(), bottom, b'T')
        };
        let _ = write!(out, "\x1b[{};{}r", first + 1, last + 1);
        control(out, shift.unsigned_abs(), letter);
        out.extend_from_slice(b"\x1b[r");
        self.place = Place::Lost;
        self.move_shown(first, last, shift);
    }

    /// The shift by which most rows could be reused: row `y` is wanted as row `y + shift` is shown.
    fn likely_shift(&self) -> Option<i64> {
        let rows = i64::from(self.rows);
        let mut best = (0, 0_i64);
        for shift in (1 - rows..rows).filter(|shift| *shift != 0) {
            let matches = (0..self.rows)
                .filter(|&y| {
                    let wanted = self.wanted_hashes.get(usize::from(y));
                    let from = shifted(y, shift, self.rows);
                    wanted != self.shown_hashes.get(usize::from(y))
                        && from
                            .is_some_and(|from| wanted == self.shown_hashes.get(usize::from(from)))
                        && self
                            .row(&self.wanted, y)
                            .iter()
                            .any(|cell| *cell != Cell::EMPTY)
                })
                .count();
            if matches > best.0 || (matches == best.0 && shift.abs() < best.1.abs()) {
                best = (matches, shift);
            }
        }
        (best.0 > 0).then_some(best.1)
    }

    /// The rows (first and last wanted row) for which the shift saves most, and how many bytes.
    fn best_region(&self, shift: i64) -> Option<(u64, u64, i64)> {
        let blank = vec![Cell::EMPTY; usize::from(self.columns)];
        let in_place: Vec<i64> = (0..self.rows)
            .map(|y| cost(self.row(&self.shown, y), self.row(&self.wanted, y)))
            .collect();
        // Rows that the shift empties are written anew: what that costs beyond writing them in place.
        let emptied: Vec<i64> = (0..self.rows)
            .zip(&in_place)
            .map(|(y, here)| cost(&blank, self.row(&self.wanted, y)) - here)
            .collect();
        let lost = |rows: std::ops::Range<usize>| -> i64 {
            emptied.get(rows).unwrap_or_default().iter().sum()
        };
        let count = usize::try_from(shift.unsigned_abs()).unwrap_or(usize::MAX);
        let mut best: Option<(u64, u64, i64)> = None;
        let mut run: Option<(u64, i64)> = None;
        for y in 0..self.rows {
            let Some(from) = shifted(y, shift, self.rows) else {
                run = None;
                continue;
            };
            let row = usize::from(y);
            let here = in_place.get(row).copied().unwrap_or(0);
            let gain = here - cost(self.row(&self.shown, from), self.row(&self.wanted, y));
            let begin = if shift < 0 {
                -lost(row.saturating_sub(count)..row)
            } else {
                0
            };
            let (start, before) = run
                .filter(|(_, sum)| *sum > begin)
                .unwrap_or((u64::from(y), begin));
            let sum = before + gain;
            run = Some((start, sum));
            let end = if shift > 0 {
                lost(row + 1..row.saturating_add(count).saturating_add(1))
            } else {
                0
            };
            if best.is_none_or(|(_, _, most)| sum - end > most) {
                best = Some((start, u64::from(y), sum - end));
            }
        }
        best
    }

    /// Does with the known screen what the terminal does with its own.
    fn move_shown(&mut self, first: u64, last: u64, shift: i64) {
        let width = usize::from(self.columns);
        let (first, last) = (first as usize, last as usize);
        let count = shift.unsigned_abs() as usize;
        let blank = row_hash(&vec![Cell::EMPTY; width]);
        let Some(hashes) = self.shown_hashes.get_mut(first..=last) else {
            return;
        };
        let Some(cells) = self.shown.get_mut(first * width..(last + 1) * width) else {
            return;
        };
        let kept = hashes.len() - count;
        if shift > 0 {
            hashes.rotate_left(count);
            cells.rotate_left(count * width);
            hashes.iter_mut().skip(kept).for_each(|hash| *hash = blank);
            cells
                .iter_mut()
                .skip(kept * width)
                .for_each(|cell| *cell = Cell::EMPTY);
        } else {
            hashes.rotate_right(count);
            cells.rotate_right(count * width);
            hashes.iter_mut().take(count).for_each(|hash| *hash = blank);
            cells
                .iter_mut()
                .take(count * width)
                .for_each(|cell| *cell = Cell::EMPTY);
        }
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

fn shifted(y: u16, shift: i64, rows: u16) -> Option<u16> {
    u16::try_from(i64::from(y) + shift)
        .ok()
        .filter(|from| *from < rows)
}

/// What sending a row over another costs, roughly.
fn cost(shown: &[Cell], wanted: &[Cell]) -> i64 {
    let mut bytes = 0_u32;
    let mut running = false;
    for (shown, wanted) in shown.iter().zip(wanted) {
        let differs = shown != wanted;
        if differs {
            bytes += wanted.symbol().len() as u32 + if running { 0 } else { 5 };
        }
        running = differs;
    }
    i64::from(bytes)
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

fn control(out: &mut Vec<u8>, number: u64, letter: u8) {
    if number == 1 {
        out.extend_from_slice(b"\x1b[");
        out.push(letter);
    } else {
        let _ = write!(out, "\x1b[{number}{}", char::from(letter));
    }
}

fn absolute(x: u16, y: u16) -> Vec<u8> {
    match (x, y) {
        (0, 0) => b"\x1b[H".to_vec(),
        (0, _) => format!("\x1b[{}H", y + 1).into_bytes(),
        _ => format!("\x1b[{};{}H", y + 1, x + 1).into_bytes(),
    }
}

fn relative((from_x, from_y): (u16, u16), (x, y): (u16, u16)) -> Vec<u8> {
    let mut way = Vec::new();
    if y > from_y {
        control(&mut way, u64::from(y - from_y), b'B');
    } else if y < from_y {
        control(&mut way, u64::from(from_y - y), b'A');
    }
    if x > from_x {
        control(&mut way, u64::from(x - from_x), b'C');
    } else if from_x - x <= 4 {
        way.extend(std::iter::repeat_n(8, usize::from(from_x - x)));
    } else {
        control(&mut way, u64::from(from_x - x), b'D');
    }
    way
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

fn styled(cell: &Cell, symbol: &str, depth: ColorDepth) -> Cell {
    let mut styled = Cell::EMPTY;
    if symbol != " " {
        styled.set_symbol(symbol);
    }
    styled.modifier = cell.modifier & SENT;
    styled.fg = reduce(cell.fg, depth);
    styled.bg = reduce(cell.bg, depth);
    if styled.fg == styled.bg && cell.fg != cell.bg && styled.bg != Color::Reset {
        styled.fg = if is_dark(styled.bg) {
            Color::White
        } else {
            Color::Black
        };
    }
    if is_invisible(&styled) {
        styled.fg = Color::Reset;
        styled.modifier = Modifier::empty();
    }
    styled
}

fn row_hash(row: &[Cell]) -> u64 {
    let mut hasher = RowHasher(0);
    row.hash(&mut hasher);
    hasher.finish()
}

/// A fast hash for finding rows again; a collision costs bytes, never correctness.
struct RowHasher(u64);

impl Hasher for RowHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let value = chunk
                .iter()
                .fold(0, |value, byte| value << 8 | u64::from(*byte));
            self.0 = (self.0.rotate_left(5) ^ value).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        }
    }
}

// --- colours ------------------------------------------------------------------------------------------

/// The codes of `CSI … m` that lead from one pen to another.
fn changes(from: Pen, to: Pen) -> String {
    let mut codes: Vec<String> = Vec::new();
    let mut kept = from.modifier;
    let weight = Modifier::BOLD | Modifier::DIM;
    let gone = from.modifier - to.modifier;
    if gone.intersects(weight) {
        codes.push("22".into());
        kept -= weight;
    }
    for (modifier, off) in [
        (Modifier::ITALIC, "23"),
        (Modifier::UNDERLINED, "24"),
        (Modifier::REVERSED, "27"),
        (Modifier::CROSSED_OUT, "29"),
    ] {
        if gone.contains(modifier) {
            codes.push(off.into());
        }
    }
    for (modifier, on) in [
        (Modifier::BOLD, "1"),
        (Modifier::DIM, "2"),
        (Modifier::ITALIC, "3"),
        (Modifier::UNDERLINED, "4"),
        (Modifier::REVERSED, "7"),
        (Modifier::CROSSED_OUT, "9"),
    ] {
        if (to.modifier - kept).contains(modifier) {
            codes.push(on.into());
        }
    }
    if from.fg != to.fg {
        codes.push(color_code(to.fg, Ground::Fore));
    }
    if from.bg != to.bg {
        codes.push(color_code(to.bg, Ground::Back));
    }
    codes.join(";")
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Ground {
    Fore,
    Back,
}

fn color_code(color: Color, ground: Ground) -> String {
    let base = if ground == Ground::Back { 10 } else { 0 };
    match color {
        Color::Reset => (39 + base).to_string(),
        Color::Rgb(r, g, b) => format!("{};2;{r};{g};{b}", 38 + base),
        Color::Indexed(index) => format!("{};5;{index}", 38 + base),
        named => match named_index(named) {
            index @ 0..=7 => (30 + base + u16::from(index)).to_string(),
            index => (90 + base + u16::from(index) - 8).to_string(),
        },
    }
}

const NAMED: [Color; 16] = [
    Color::Black,
    Color::Red,
    Color::Green,
    Color::Yellow,
    Color::Blue,
    Color::Magenta,
    Color::Cyan,
    Color::Gray,
    Color::DarkGray,
    Color::LightRed,
    Color::LightGreen,
    Color::LightYellow,
    Color::LightBlue,
    Color::LightMagenta,
    Color::LightCyan,
    Color::White,
];

/// The sixteen as xterm shows them.
const NAMED_RGB: [(u8, u8, u8); 16] = [
    (0, 0, 0),
    (205, 0, 0),
    (0, 205, 0),
    (205, 205, 0),
    (0, 0, 238),
    (205, 0, 205),
    (0, 205, 205),
    (229, 229, 229),
    (127, 127, 127),
    (255, 0, 0),
    (0, 255, 0),
    (255, 255, 0),
    (92, 92, 255),
    (255, 0, 255),
    (0, 255, 255),
    (255, 255, 255),
];

const CUBE: [u8; 6] = [0, 95, 135, 175, 215, 255];

fn named_index(color: Color) -> u8 {
    NAMED
        .iter()
        .position(|named| *named == color)
        .map_or(7, |index| index as u8)
}

/// A color in the depth of the terminal.
fn reduce(color: Color, depth: ColorDepth) -> Color {
    match (depth, color) {
        (ColorDepth::Mono, _) => Color::Reset,
        (ColorDepth::Indexed256, Color::Rgb(r, g, b)) => Color::Indexed(nearest_index((r, g, b))),
        (ColorDepth::Ansi16, Color::Rgb(r, g, b)) => nearest_named((r, g, b)),
        (ColorDepth::Ansi16, Color::Indexed(index)) => nearest_named(index_rgb(index)),
        _ => color,
    }
}

fn index_rgb(index: u8) -> (u8, u8, u8) {
    let level = |digit: u8| CUBE.get(usize::from(digit % 6)).copied().unwrap_or(0);
    match index {
        0..=15 => NAMED_RGB
            .get(usize::from(index))
            .copied()
            .unwrap_or_default(),
        16..=231 => {
            let cube = index - 16;
            (level(cube / 36), level(cube / 6), level(cube))
        }
        _ => {
            let gray = 8 + 10 * (index - 232);
            (gray, gray, gray)
        }
    }
}

fn nearest_index((r, g, b): (u8, u8, u8)) -> u8 {
    let digit = |level: u8| {
        (0..6_u8)
            .min_by_key(|d| index_rgb(16 + d).2.abs_diff(level))
            .unwrap_or_default()
    };
    let cube = 16 + 36 * digit(r) + 6 * digit(g) + digit(b);
    let mean = (u16::from(r) + u16::from(g) + u16::from(b)) / 3;
    let gray = 232 + (mean.saturating_sub(3) / 10).min(23) as u8;
    if distance(index_rgb(gray), (r, g, b)) < distance(index_rgb(cube), (r, g, b)) {
        gray
    } else {
        cube
    }
}

fn nearest_named(rgb: (u8, u8, u8)) -> Color {
    NAMED
        .into_iter()
        .zip(NAMED_RGB)
        .min_by_key(|(_, named)| distance(*named, rgb))
        .map_or(Color::Reset, |(color, _)| color)
}

/// Distance of two colors as the eye weighs them.
fn distance(a: (u8, u8, u8), b: (u8, u8, u8)) -> u32 {
    let square = |a: u8, b: u8| u32::from(a.abs_diff(b)).pow(2);
    3 * square(a.0, b.0) + 6 * square(a.1, b.1) + square(a.2, b.2)
}

fn is_dark(color: Color) -> bool {
    let (r, g, b) = match color {
        Color::Rgb(r, g, b) => (r, g, b),
        Color::Indexed(index) => index_rgb(index),
        named => index_rgb(named_index(named)),
    };
    3 * u32::from(r) + 6 * u32::from(g) + u32::from(b) < 1280
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    fn written(writer: &mut Writer, next: &Buffer) -> String {
        let mut out = Vec::new();
        writer.frame(next, None, &mut out);
        String::from_utf8(out).unwrap()
    }

    fn screen(lines: &[&str]) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 20, 4));
        for (y, line) in (0..).zip(lines) {
            buffer.set_string(0, y, line, Style::new());
        }
        buffer
    }

    #[test]
    fn an_unchanged_frame_is_not_a_byte() {
        let mut writer = Writer::new(Options::default());
        let frame = screen(&["预算绩效", "管理"]);
        assert!(written(&mut writer, &frame).contains("预算绩效\r\n管理"));
        assert_eq!(written(&mut writer, &frame), "");
        writer.invalidate();
        assert!(written(&mut writer, &frame).contains("预算绩效"));
    }

    #[test]
    fn one_typed_character_costs_only_itself() {
        let mut writer = Writer::new(Options::default());
        let mut out = Vec::new();
        writer.frame(&screen(&["预算"]), Some(Position::new(4, 0)), &mut out);
        out.clear();
        writer.frame(&screen(&["预算绩"]), Some(Position::new(6, 0)), &mut out);
        assert_eq!(String::from_utf8(out).unwrap(), "绩");
    }

    #[test]
    fn after_an_ambiguous_character_the_column_is_said() {
        let mut writer = Writer::new(Options::default());
        assert!(written(&mut writer, &screen(&["a①b"])).contains("a①\x1b[3Gb"));
        let narrow = Options {
            ambiguous: AmbiguousWidth::Narrow,
            ..Options::default()
        };
        let mut writer = Writer::new(narrow);
        assert!(written(&mut writer, &screen(&["a①b"])).contains("a①b"));
    }

    #[test]
    fn a_rule_of_ambiguous_glyphs_says_its_column_a_few_times() {
        let mut writer = Writer::new(Options::default());
        let bytes = written(&mut writer, &screen(&["a────────b"]));
        assert!(
            bytes.contains("a────\x1b[6G──\x1b[8G─\x1b[9G─\r\x1b[9Cb"),
            "{bytes:?}"
        );
        let bytes = written(&mut writer, &screen(&["a────────b", "①①①①"]));
        assert!(bytes.contains("①\x1b[3G①\x1b[4G①"), "{bytes:?}");
    }

    #[test]
    fn a_terminal_that_says_it_is_narrow_is_not_painted_again() {
        let mut writer = Writer::new(Options::default());
        let frame = screen(&["a①b"]);
        written(&mut writer, &frame);
        let narrow = Options {
            ambiguous: AmbiguousWidth::Narrow,
            ..Options::default()
        };
        writer.set_options(narrow);
        assert_eq!(written(&mut writer, &frame), "");
        assert!(written(&mut writer, &screen(&["a②b"])).ends_with("②"));
        writer.set_options(Options::default());
        assert!(written(&mut writer, &frame).contains("\x1b[2J"));
    }

    #[test]
    fn a_command_hidden_in_a_cell_is_never_sent() {
        let mut writer = Writer::new(Options::default());
        let mut frame = screen(&[]);
        frame[(0, 0)].set_symbol("\x1b]0;x\x07");
        frame[(1, 0)].set_symbol("\u{9b}");
        frame[(2, 0)].set_symbol("a\u{202e}");
        frame[(3, 0)].set_symbol("z");
        let bytes = written(&mut writer, &frame);
        assert!(bytes.ends_with("\x1b[2J   z"), "{bytes:?}");
    }

    #[test]
    fn synchronized_output_wraps_a_frame_but_never_nothing() {
        let options = Options {
            synchronized: Synchronized::On,
            ..Options::default()
        };
        let mut writer = Writer::new(options);
        let frame = screen(&["问效"]);
        let bytes = written(&mut writer, &frame);
        assert!(bytes.starts_with("\x1b[?2026h") && bytes.ends_with("\x1b[?2026l"));
        assert_eq!(written(&mut writer, &frame), "");
    }

    #[test]
    fn colors_come_down_to_the_depth_of_the_terminal() {
        let red = Color::Rgb(250, 10, 10);
        assert_eq!(reduce(red, ColorDepth::TrueColor), red);
        assert_eq!(reduce(red, ColorDepth::Indexed256), Color::Indexed(196));
        assert_eq!(
            reduce(Color::Rgb(120, 121, 119), ColorDepth::Indexed256),
            Color::Indexed(243)
        );
        assert_eq!(reduce(red, ColorDepth::Ansi16), Color::LightRed);
        assert_eq!(
            reduce(Color::Indexed(196), ColorDepth::Ansi16),
            Color::LightRed
        );
        assert_eq!(reduce(Color::Green, ColorDepth::Ansi16), Color::Green);
        assert_eq!(reduce(Color::Green, ColorDepth::Mono), Color::Reset);
    }

    #[test]
    fn text_stays_readable_when_two_colors_become_one() {
        let mut cell = Cell::new("x");
        cell.fg = Color::Rgb(10, 10, 10);
        cell.bg = Color::Rgb(30, 30, 30);
        let reduced = styled(&cell, "x", ColorDepth::Ansi16);
        assert_eq!((reduced.fg, reduced.bg), (Color::White, Color::Black));
    }

    #[test]
    fn the_shorter_way_to_a_pen_is_taken() {
        let bold_red = Pen {
            fg: Color::Red,
            modifier: Modifier::BOLD,
            ..PLAIN
        };
        assert_eq!(changes(PLAIN, bold_red), "1;31");
        assert_eq!(
            changes(
                bold_red,
                Pen {
                    fg: Color::Blue,
                    ..bold_red
                }
            ),
            "34"
        );
        let mut writer = Writer::new(Options::default());
        let mut out = Vec::new();
        writer.set_pen(bold_red, &mut out);
        writer.set_pen(PLAIN, &mut out);
        assert_eq!(out, b"\x1b[1;31m\x1b[m");
    }

    #[test]
    fn a_popup_over_half_a_character_keeps_its_border() {
        let mut writer = Writer::new(Options::default());
        let mut frame = screen(&["预算绩效"]);
        frame[(3, 0)].set_symbol("|");
        assert!(written(&mut writer, &frame).contains("预 |绩效"));
    }
}
