//! Putting text and lines into a `Buffer`, safely.
//!
//! Every widget draws through these few functions. They clip to the area given and to the buffer,
//! never leave half of a wide character behind, give both halves of a wide character the same style,
//! and make visible what must not reach a terminal.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;

use crate::text;
use crate::theme::Look;

/// Rows and columns of a screen are `u16`; what is longer ends at its edge.
pub fn cells(columns: usize) -> u16 {
    u16::try_from(columns).unwrap_or(u16::MAX)
}

/// Columns of a text, as cells of a screen.
pub fn columns(text: &str) -> u16 {
    cells(text::width(text))
}

/// Puts `text` at `x`, `y`, cut at the right edge of `clip`; returns the column after it.
pub fn put(buf: &mut Buffer, clip: Rect, x: u16, y: u16, text: &str, style: Style) -> u16 {
    let clip = clip.intersection(buf.area);
    if y < clip.y || y >= clip.bottom() || x < clip.x || x >= clip.right() {
        return x;
    }
    let shown = text::shown(text);
    let mut at = x;
    for cluster in shown.graphemes(true) {
        let wide = cells(text::cluster_width(cluster));
        if wide == 0 {
            continue;
        }
        if wide > clip.right() - at {
            break;
        }
        if at == x {
            part_from_left(buf, at, y);
        }
        buf[(at, y)].set_symbol(cluster).set_style(style);
        let mut half = buf[(at, y)].clone();
        half.set_symbol(" ");
        for trailing in at + 1..at + wide {
            buf[(trailing, y)] = half.clone();
        }
        at += wide;
        if at >= clip.right() {
            break;
        }
    }
    at
}

/// Puts `text` on fresh paper, whatever was drawn there: a title in a rule takes nothing of the rule.
pub fn put_over(
    buf: &mut Buffer,
    clip: Rect,
    x: u16,
    y: u16,
    text: &str,
    look: &Look,
    style: Style,
) -> u16 {
    put(
        buf,
        clip,
        x,
        y,
        text,
        Style::reset().patch(look.theme.normal).patch(style),
    )
}

/// Puts `text` so that it ends at the right edge of `clip`, cut at its end when it is longer;
/// returns the column where it begins.
pub fn put_right(buf: &mut Buffer, clip: Rect, y: u16, text: &str, style: Style) -> u16 {
    let fitted = text::fit(text, usize::from(clip.width));
    let x = clip.right() - columns(&fitted).min(clip.width);
    put(buf, clip, x, y, &fitted, style);
    x
}

/// Fills a row from `x` to `end` with a glyph of one column.
pub fn rule(buf: &mut Buffer, y: u16, x: u16, end: u16, glyph: &str, style: Style) {
    let row = Rect {
        x,
        y,
        width: end.saturating_sub(x),
        height: 1,
    }
    .intersection(buf.area);
    for position in row.positions() {
        buf[position].set_symbol(glyph).set_style(style);
    }
}

/// Styles an area without changing what stands there.
pub fn tint(buf: &mut Buffer, area: Rect, style: Style) {
    let area = area.intersection(buf.area);
    buf.set_style(area, style);
}

/// Empties an area for something that lies over the screen. A wide character that reaches into it
/// from the left goes too, or it would swallow the first column.
pub fn clear(buf: &mut Buffer, area: Rect, look: &Look) {
    let area = area.intersection(buf.area);
    for y in area.top()..area.bottom() {
        part_from_left(buf, area.x, y);
    }
    for position in area.positions() {
        let cell = &mut buf[position];
        cell.reset();
        cell.set_style(look.theme.normal);
    }
}

/// Blanks a wide character left of `x` that reaches over it.
fn part_from_left(buf: &mut Buffer, x: u16, y: u16) {
    let Some(before) = x.checked_sub(1).filter(|before| *before >= buf.area.x) else {
        return;
    };
    let cell = &mut buf[(before, y)];
    if columns(cell.symbol()) > 1 {
        cell.set_symbol(" ");
    }
}

/// The row of an area at a distance from its top, empty when it has none.
pub fn row(area: Rect, index: u16) -> Rect {
    if index >= area.height {
        return Rect { height: 0, ..area };
    }
    Rect {
        y: area.y + index,
        height: 1,
        ..area
    }
}

/// An area without columns on its left and right.
pub fn inset(area: Rect, columns: u16) -> Rect {
    let taken = columns.min(area.width / 2);
    Rect {
        x: area.x + taken,
        width: area.width - 2 * taken,
        ..area
    }
}

/// An area without rows at its top.
pub fn below(area: Rect, rows: u16) -> Rect {
    let taken = rows.min(area.height);
    Rect {
        y: area.y + taken,
        height: area.height - taken,
        ..area
    }
}

#[cfg(test)]
mod tests {
    use ratatui::style::{Color, Modifier};

    use super::*;
    use crate::theme::{Borders, ThemeName};
    use crate::widgets::testing::picture;

    const BLUE: Style = Style::new().bg(Color::Blue);

    fn buffer(width: u16) -> Buffer {
        Buffer::empty(Rect::new(0, 0, width, 1))
    }

    #[test]
    fn both_halves_of_a_wide_character_have_its_style() {
        let mut buf = buffer(6);
        buf.set_style(buf.area, BLUE);
        put(
            &mut buf,
            Rect::new(0, 0, 6, 1),
            0,
            0,
            "预算",
            Style::new().add_modifier(Modifier::BOLD),
        );
        for x in 0..4 {
            assert_eq!(buf[(x, 0)].bg, Color::Blue);
            assert!(buf[(x, 0)].modifier.contains(Modifier::BOLD));
        }
    }

    #[test]
    fn a_wide_character_that_does_not_fit_is_left_out() {
        let mut buf = buffer(5);
        let end = put(
            &mut buf,
            Rect::new(0, 0, 5, 1),
            0,
            0,
            "预算绩",
            Style::new(),
        );
        assert_eq!(end, 4);
        assert_eq!(picture(&buf), "预算");
    }

    #[test]
    fn writing_over_half_a_wide_character_removes_all_of_it() {
        let mut buf = buffer(6);
        let all = Rect::new(0, 0, 6, 1);
        put(&mut buf, all, 0, 0, "预算绩", Style::new());
        put(&mut buf, all, 3, 0, "x", Style::new());
        assert_eq!(picture(&buf), "预 x绩");
    }

    #[test]
    fn a_box_swallows_the_wide_character_on_its_left_edge() {
        let mut buf = buffer(6);
        put(
            &mut buf,
            Rect::new(0, 0, 6, 1),
            0,
            0,
            "预算绩",
            Style::new(),
        );
        let look = Look::new(ThemeName::Mono, Borders::ASCII);
        clear(&mut buf, Rect::new(1, 0, 2, 1), &look);
        assert_eq!(buf[(0, 0)].symbol(), " ");
        assert_eq!(buf[(3, 0)].symbol(), " ");
        assert_eq!(buf[(4, 0)].symbol(), "绩");
    }

    #[test]
    fn nothing_is_drawn_outside_of_the_buffer() {
        let mut buf = buffer(3);
        let look = Look::new(ThemeName::Mono, Borders::ASCII);
        let far = Rect::new(100, 100, 500, 200);
        put(&mut buf, far, 120, 120, "abc", Style::new());
        put_right(&mut buf, far, 120, "abc", Style::new());
        rule(&mut buf, 120, 0, 500, "-", Style::new());
        clear(&mut buf, far, &look);
        tint(&mut buf, far, BLUE);
        put(
            &mut buf,
            Rect::new(0, 0, 500, 200),
            1,
            0,
            "abc",
            Style::new(),
        );
        assert_eq!(picture(&buf), " ab");
    }

    #[test]
    fn what_could_deceive_a_terminal_is_made_visible() {
        let mut buf = buffer(12);
        put(
            &mut buf,
            Rect::new(0, 0, 12, 1),
            0,
            0,
            "a\u{1b}[0mb",
            Style::new(),
        );
        assert_eq!(picture(&buf), "a\\x1b[0mb");
    }
}
