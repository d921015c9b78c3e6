//! Colours as the terminal can show them, from 24 bits down to none.

use std::hash::Hash;

use ratatui::style::Color;

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

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Ground {
    Fore,
    Back,
}

pub(super) fn color_code(color: Color, ground: Ground) -> String {
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
pub(super) fn reduce(color: Color, depth: ColorDepth) -> Color {
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

pub(super) fn is_dark(color: Color) -> bool {
    let (r, g, b) = match color {
        Color::Rgb(r, g, b) => (r, g, b),
        Color::Indexed(index) => index_rgb(index),
        named => index_rgb(named_index(named)),
    };
    3 * u32::from(r) + 6 * u32::from(g) + u32::from(b) < 1280
}
