//! What the tests of the widgets share: a buffer as text, and the sizes each widget is tried at.
//!
//! Only tests use it. A picture shows what stands on the screen without styles; `focus_marks`
//! shows what is reversed.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use crate::theme::{Borders, Look, ThemeName};

use super::draw::columns;

/// Sizes from nothing to very large.
pub const SIZES: [(u16, u16); 14] = [
    (0, 0),
    (1, 0),
    (0, 1),
    (1, 1),
    (2, 1),
    (3, 2),
    (5, 3),
    (9, 4),
    (20, 2),
    (40, 7),
    (60, 20),
    (80, 24),
    (300, 100),
    (500, 200),
];

/// The plain look of snapshots.
pub fn look() -> Look {
    Look::new(ThemeName::Dark, Borders::ASCII)
}

/// What stands in a buffer, without blanks at the ends of lines.
pub fn picture(buf: &Buffer) -> String {
    let mut lines = Vec::new();
    for y in buf.area.top()..buf.area.bottom() {
        let mut line = String::new();
        let mut x = buf.area.left();
        while x < buf.area.right() {
            let symbol = buf[(x, y)].symbol();
            line.push_str(symbol);
            x += columns(symbol).max(1);
        }
        lines.push(line.trim_end().to_owned());
    }
    lines.join("\n").trim_end_matches('\n').to_owned()
}

/// What is reversed in a buffer, row by row.
pub fn reversed(buf: &Buffer) -> String {
    let mut found = String::new();
    for y in buf.area.top()..buf.area.bottom() {
        let mut x = buf.area.left();
        while x < buf.area.right() {
            let cell = &buf[(x, y)];
            if cell.modifier.contains(Modifier::REVERSED) {
                found.push_str(cell.symbol());
            }
            x += columns(cell.symbol()).max(1);
        }
    }
    found
}

/// Draws into a fresh buffer of a size.
pub fn drawn<T>(width: u16, height: u16, draw: impl FnOnce(Rect, &mut Buffer) -> T) -> (Buffer, T) {
    let area = Rect::new(0, 0, width, height);
    let mut buf = Buffer::empty(area);
    let result = draw(area, &mut buf);
    (buf, result)
}

/// Draws and returns the picture.
pub fn shown<T>(width: u16, height: u16, draw: impl FnOnce(Rect, &mut Buffer) -> T) -> String {
    picture(&drawn(width, height, draw).0)
}

/// Tries a drawing at every size, inside a larger buffer so that a cell drawn outside is found.
pub fn at_all_sizes<T>(mut draw: impl FnMut(Rect, &mut Buffer) -> T) {
    for (width, height) in SIZES {
        let area = Rect::new(3, 2, width, height);
        let mut buf = Buffer::empty(Rect::new(0, 0, width + 8, height + 5));
        draw(area, &mut buf);
        for position in buf.area.positions() {
            if !area.contains(position) {
                assert_eq!(
                    buf[position].symbol(),
                    " ",
                    "{width}x{height}: drew at {position}"
                );
            }
        }
        // And in a buffer smaller than it was told.
        let mut small = Buffer::empty(Rect::new(0, 0, width / 2, height / 2));
        draw(Rect::new(0, 0, width, height), &mut small);
    }
}
