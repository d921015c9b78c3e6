//! Pictures of screens: cells of a terminal become an SVG on a grid, and the SVG a PNG.
//!
//! Tests and examples hand it a `Buffer` or a `vt100::Screen`. Every cell stands exactly on the grid:
//! papers are painted before any glyph, lines and blocks are drawn as shapes, text is placed cell by
//! cell, so that Chinese and Latin stay aligned whatever the font does. It needs the font
//! `Noto Sans Mono CJK SC` (Debian: fonts-noto-cjk); without it there is no picture, only a line
//! that says so.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};
use resvg::{tiny_skia, usvg};
use wenxiao::text;

/// The font that pictures are set in: its Latin letters are half as wide as its Chinese ones.
pub const FONT: &str = "Noto Sans Mono CJK SC";

/// Pixels of a cell, and of the font in it.
const WIDTH: f32 = 10.0;
const HEIGHT: f32 = 24.0;
const SIZE: f32 = 20.0;
/// Where letters stand in a cell, from its top.
const BASELINE: f32 = 18.0;
/// Pixels of paper around the screen.
const PADDING: f32 = 14.0;

/// One cell of a screen as it is painted.
#[derive(Debug, Clone, PartialEq)]
struct Cell {
    symbol: String,
    wide: bool,
    ink: Rgb,
    paper: Rgb,
    bold: bool,
    underlined: bool,
}

type Rgb = (u8, u8, u8);

/// A screen that can be painted.
#[derive(Debug, Clone)]
pub struct Picture {
    cells: Vec<Vec<Option<Cell>>>,
    paper: Rgb,
}

/// What the terminal itself is coloured like.
#[derive(Debug, Clone, Copy)]
pub struct Terminal {
    /// Its text.
    pub ink: Rgb,
    /// Its paper.
    pub paper: Rgb,
}

impl Default for Terminal {
    fn default() -> Self {
        Self {
            ink: (0xd0, 0xd0, 0xd0),
            paper: (0x1c, 0x1c, 0x1c),
        }
    }
}

/// The colour of a cell before the terminal gave it one.
#[derive(Debug, Clone, Copy)]
enum Hue {
    Own,
    Indexed(u8),
    Rgb(Rgb),
}

/// How a cell is set apart.
#[derive(Debug, Clone, Copy)]
struct Weight {
    bold: bool,
    dim: bool,
    reversed: bool,
    underlined: bool,
}

impl Picture {
    /// What was drawn into a buffer.
    pub fn of_buffer(buf: &Buffer, terminal: Terminal) -> Self {
        let area = buf.area;
        let rows = (area.top()..area.bottom()).map(|y| {
            let mut row = Vec::new();
            let mut x = area.left();
            while x < area.right() {
                let cell = &buf[(x, y)];
                let weight = Weight {
                    bold: cell.modifier.contains(Modifier::BOLD),
                    dim: cell.modifier.contains(Modifier::DIM),
                    reversed: cell.modifier.contains(Modifier::REVERSED),
                    underlined: cell.modifier.contains(Modifier::UNDERLINED),
                };
                let wide = text::width(cell.symbol()) > 1;
                let symbol = cell.symbol().to_owned();
                row.push(Some(paint(
                    symbol,
                    wide,
                    hue(cell.fg),
                    hue(cell.bg),
                    weight,
                    terminal,
                )));
                if wide {
                    row.push(None);
                    x += 1;
                }
                x += 1;
            }
            row
        });
        Self::new(rows.collect(), terminal)
    }

    /// What a terminal showed.
    pub fn of_screen(screen: &vt100::Screen, terminal: Terminal) -> Self {
        let (rows, columns) = screen.size();
        let rows = (0..rows.get()).map(|y| {
            let row = (0..columns.get()).map(|x| {
                let cell = screen.cell(y, x)?;
                if cell.is_wide_continuation() {
                    return None;
                }
                let weight = Weight {
                    bold: cell.bold(),
                    dim: cell.dim(),
                    reversed: cell.inverse(),
                    underlined: cell.underline(),
                };
                let symbol = cell.contents().to_owned();
                let (ink, paper) = (vt_hue(cell.fgcolor()), vt_hue(cell.bgcolor()));
                Some(paint(symbol, cell.is_wide(), ink, paper, weight, terminal))
            });
            row.collect()
        });
        Self::new(rows.collect(), terminal)
    }

    fn new(cells: Vec<Vec<Option<Cell>>>, terminal: Terminal) -> Self {
        // The margin continues the paper that most of the screen has.
        let mut papers: Vec<(Rgb, usize)> = Vec::new();
        for cell in cells.iter().flatten().flatten() {
            match papers.iter_mut().find(|(paper, _)| *paper == cell.paper) {
                Some((_, count)) => *count += 1,
                None => papers.push((cell.paper, 1)),
            }
        }
        let most = papers.into_iter().max_by_key(|(_, count)| *count);
        Self {
            cells,
            paper: most.map_or(terminal.paper, |(paper, _)| paper),
        }
    }

    fn size(&self) -> (f32, f32) {
        let columns = self.cells.iter().map(Vec::len).max().unwrap_or(0);
        let length = |cells: usize| f32::from(u16::try_from(cells).unwrap_or(u16::MAX));
        (
            length(columns) * WIDTH + 2.0 * PADDING,
            length(self.cells.len()) * HEIGHT + 2.0 * PADDING,
        )
    }

    /// The picture as SVG.
    pub fn svg(&self) -> String {
        let (width, height) = self.size();
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             font-family=\"{FONT}\" font-size=\"{SIZE}\" xml:space=\"preserve\">\n\
             <rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"{}\"/>\n",
            hex(self.paper)
        );
        // All papers first: a letter may reach a little into the next cell.
        for (x, y, cell) in self.placed() {
            if cell.paper != self.paper {
                let _ = writeln!(
                    svg,
                    "<rect x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{HEIGHT}\" fill=\"{}\" \
                     shape-rendering=\"crispEdges\"/>",
                    if cell.wide { 2.0 * WIDTH } else { WIDTH },
                    hex(cell.paper)
                );
            }
        }
        for (x, y, cell) in self.placed() {
            draw_cell(&mut svg, x, y, cell);
        }
        svg.push_str("</svg>\n");
        svg
    }

    fn placed(&self) -> impl Iterator<Item = (f32, f32, &Cell)> {
        self.cells.iter().zip(0_u16..).flat_map(|(row, y)| {
            row.iter().zip(0_u16..).filter_map(move |(cell, x)| {
                let place = |cells: u16, size: f32| PADDING + f32::from(cells) * size;
                cell.as_ref()
                    .map(|cell| (place(x, WIDTH), place(y, HEIGHT), cell))
            })
        })
    }

    /// The picture as PNG, `scale` times as large; none without the font.
    pub fn png(&self, scale: f32) -> Option<Vec<u8>> {
        let mut options = usvg::Options::default();
        options.fontdb_mut().load_system_fonts();
        let found = options
            .fontdb
            .faces()
            .any(|face| face.families.iter().any(|(family, _)| family == FONT));
        if !found {
            let why = "is not installed (Debian: fonts-noto-cjk)";
            let _ = writeln!(std::io::stderr(), "skipped: the font {FONT} {why}");
            return None;
        }
        let tree = usvg::Tree::from_str(&self.svg(), &options).ok()?;
        let size = tree.size().to_int_size().scale_by(scale)?;
        let mut pixels = tiny_skia::Pixmap::new(size.width(), size.height())?;
        let transform = tiny_skia::Transform::from_scale(scale, scale);
        resvg::render(&tree, transform, &mut pixels.as_mut());
        pixels.encode_png().ok()
    }

    /// Writes the PNG; false when there is none.
    pub fn save(&self, path: &Path, scale: f32) -> std::io::Result<bool> {
        let Some(png) = self.png(scale) else {
            return Ok(false);
        };
        std::fs::write(path, png)?;
        Ok(true)
    }
}

fn paint(
    symbol: String,
    wide: bool,
    ink: Hue,
    paper: Hue,
    weight: Weight,
    terminal: Terminal,
) -> Cell {
    let mut ink = resolve(ink, terminal.ink);
    let mut paper = resolve(paper, terminal.paper);
    if weight.reversed {
        std::mem::swap(&mut ink, &mut paper);
    }
    if weight.dim {
        ink = (
            half(ink.0, paper.0),
            half(ink.1, paper.1),
            half(ink.2, paper.2),
        );
    }
    Cell {
        symbol,
        wide,
        ink,
        paper,
        bold: weight.bold,
        underlined: weight.underlined,
    }
}

/// Two thirds of the way from the paper to the ink.
fn half(ink: u8, paper: u8) -> u8 {
    let mixed = (u16::from(ink) * 2 + u16::from(paper)) / 3;
    u8::try_from(mixed).unwrap_or(ink)
}

fn resolve(hue: Hue, own: Rgb) -> Rgb {
    match hue {
        Hue::Own => own,
        Hue::Rgb(rgb) => rgb,
        Hue::Indexed(index) => palette(index),
    }
}

fn hue(colour: Color) -> Hue {
    match colour {
        Color::Reset => Hue::Own,
        Color::Rgb(r, g, b) => Hue::Rgb((r, g, b)),
        Color::Indexed(index) => Hue::Indexed(index),
        Color::Black => Hue::Indexed(0),
        Color::Red => Hue::Indexed(1),
        Color::Green => Hue::Indexed(2),
        Color::Yellow => Hue::Indexed(3),
        Color::Blue => Hue::Indexed(4),
        Color::Magenta => Hue::Indexed(5),
        Color::Cyan => Hue::Indexed(6),
        Color::Gray => Hue::Indexed(7),
        Color::DarkGray => Hue::Indexed(8),
        Color::LightRed => Hue::Indexed(9),
        Color::LightGreen => Hue::Indexed(10),
        Color::LightYellow => Hue::Indexed(11),
        Color::LightBlue => Hue::Indexed(12),
        Color::LightMagenta => Hue::Indexed(13),
        Color::LightCyan => Hue::Indexed(14),
        Color::White => Hue::Indexed(15),
    }
}

fn vt_hue(colour: vt100::Color) -> Hue {
    match colour {
        vt100::Color::Default => Hue::Own,
        vt100::Color::Idx(index) => Hue::Indexed(index),
        vt100::Color::Rgb(r, g, b) => Hue::Rgb((r, g, b)),
    }
}

/// Sixteen quiet colours, then the cube and the greys that all terminals share.
fn palette(index: u8) -> Rgb {
    const NAMED: [Rgb; 16] = [
        (0x1c, 0x1c, 0x1c),
        (0xe0, 0x6c, 0x6c),
        (0x7c, 0xc4, 0x7c),
        (0xe0, 0xc0, 0x60),
        (0x6c, 0x9c, 0xe8),
        (0xc4, 0x8c, 0xd8),
        (0x5c, 0xc8, 0xc8),
        (0xd0, 0xd0, 0xd0),
        (0x80, 0x80, 0x80),
        (0xff, 0x87, 0x87),
        (0x98, 0xe0, 0x98),
        (0xff, 0xd7, 0x7a),
        (0x8c, 0xb4, 0xff),
        (0xdc, 0xa8, 0xf0),
        (0x80, 0xe4, 0xe4),
        (0xff, 0xff, 0xff),
    ];
    if let Some(rgb) = NAMED.get(usize::from(index)) {
        return *rgb;
    }
    if index >= 232 {
        let grey = 8 + 10 * (index - 232);
        return (grey, grey, grey);
    }
    let step = |n: u8| if n == 0 { 0 } else { 55 + 40 * n };
    let cube = index - 16;
    (step(cube / 36), step(cube / 6 % 6), step(cube % 6))
}

fn hex((r, g, b): Rgb) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

fn draw_cell(svg: &mut String, x: f32, y: f32, cell: &Cell) {
    let width = if cell.wide { 2.0 * WIDTH } else { WIDTH };
    let ink = hex(cell.ink);
    if cell.underlined {
        let line = y + HEIGHT - 2.0;
        let _ = writeln!(
            svg,
            "<rect x=\"{x}\" y=\"{line}\" width=\"{width}\" height=\"1\" fill=\"{ink}\" \
             shape-rendering=\"crispEdges\"/>"
        );
    }
    let mut chars = cell.symbol.chars();
    match (chars.next(), chars.next()) {
        (None | Some(' '), None) => return,
        (Some(single), None) if draw_shape(svg, x, y, single, &ink) => return,
        _ => {}
    }
    let weight = if cell.bold {
        " font-weight=\"bold\""
    } else {
        ""
    };
    // A Chinese font draws characters of ambiguous width two cells wide: they are pressed into one.
    let pressed = if !cell.wide && text::is_uncertain(&cell.symbol) {
        format!(" textLength=\"{width}\" lengthAdjust=\"spacingAndGlyphs\"")
    } else {
        String::new()
    };
    let middle = x + width / 2.0;
    let base = y + BASELINE;
    let _ = writeln!(
        svg,
        "<text x=\"{middle}\" y=\"{base}\" text-anchor=\"middle\" fill=\"{ink}\"{weight}{pressed}>{}</text>",
        escaped(&cell.symbol)
    );
}

/// Draws a line or a block so that neighbours join; false for a character that is a letter.
fn draw_shape(svg: &mut String, x: f32, y: f32, c: char, ink: &str) -> bool {
    let mut rect = |left: f32, top: f32, width: f32, height: f32, opacity: f32| {
        let _ = writeln!(
            svg,
            "<rect x=\"{}\" y=\"{}\" width=\"{width}\" height=\"{height}\" fill=\"{ink}\" \
             fill-opacity=\"{opacity}\" shape-rendering=\"crispEdges\"/>",
            x + left,
            y + top
        );
    };
    // Which arms a line character has: left, right, up, down.
    let arms = match c {
        '─' => (true, true, false, false),
        '│' => (false, false, true, true),
        '┌' => (false, true, false, true),
        '┐' => (true, false, false, true),
        '└' => (false, true, true, false),
        '┘' => (true, false, true, false),
        '├' => (false, true, true, true),
        '┤' => (true, false, true, true),
        '┬' => (true, true, false, true),
        '┴' => (true, true, true, false),
        '┼' => (true, true, true, true),
        '═' => {
            rect(0.0, 9.0, WIDTH, 1.0, 1.0);
            rect(0.0, 13.0, WIDTH, 1.0, 1.0);
            return true;
        }
        '█' => {
            rect(0.0, 4.0, WIDTH, HEIGHT - 8.0, 1.0);
            return true;
        }
        '░' => {
            rect(0.0, 4.0, WIDTH, HEIGHT - 8.0, 0.35);
            return true;
        }
        _ => return false,
    };
    let (middle_x, middle_y) = (WIDTH / 2.0 - 1.0, HEIGHT / 2.0 - 1.0);
    let (left, right, up, down) = arms;
    if left {
        rect(0.0, middle_y, WIDTH / 2.0, 1.0, 1.0);
    }
    if right {
        rect(middle_x, middle_y, WIDTH - middle_x, 1.0, 1.0);
    }
    if up {
        rect(middle_x, 0.0, 1.0, HEIGHT / 2.0, 1.0);
    }
    if down {
        rect(middle_x, middle_y, 1.0, HEIGHT - middle_y, 1.0);
    }
    true
}

fn escaped(symbol: &str) -> String {
    symbol
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
