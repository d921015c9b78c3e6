//! The bytes of control sequences, the shortest for each end.

use std::io::Write as _;

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

use super::color::{ColorDepth, Ground, color_code, is_dark, reduce};
use super::{Pen, SENT, is_invisible};

/// What sending a row over another costs, roughly.
pub(super) fn cost(shown: &[Cell], wanted: &[Cell]) -> i64 {
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

pub(super) fn control(out: &mut Vec<u8>, number: u64, letter: u8) {
    if number == 1 {
        out.extend_from_slice(b"\x1b[");
        out.push(letter);
    } else {
        let _ = write!(out, "\x1b[{number}{}", char::from(letter));
    }
}

pub(super) fn absolute(x: u16, y: u16) -> Vec<u8> {
    match (x, y) {
        (0, 0) => b"\x1b[H".to_vec(),
        (0, _) => format!("\x1b[{}H", y + 1).into_bytes(),
        _ => format!("\x1b[{};{}H", y + 1, x + 1).into_bytes(),
    }
}

pub(super) fn relative((from_x, from_y): (u16, u16), (x, y): (u16, u16)) -> Vec<u8> {
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

pub(super) fn styled(cell: &Cell, symbol: &str, depth: ColorDepth) -> Cell {
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

// --- colours ------------------------------------------------------------------------------------------

/// The codes of `CSI … m` that lead from one pen to another.
pub(super) fn changes(from: Pen, to: Pen) -> String {
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
