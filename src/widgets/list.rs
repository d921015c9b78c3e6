//! A list: one name a line, and a word about it at the right.
//!
//! Menus, the inbox and choices are lists; anything with more columns is a table. It moves with the
//! same [`TableState`] and asks for the items that are seen alone.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use crate::text;
use crate::theme::Look;

use super::draw::{cells, columns, inset, put, row};
use super::table::{Focus, TableState};

/// Columns of a name that a note leaves to it.
const LEAST_NAME: usize = 12;

/// Columns below which a cut note would say nothing.
const LEAST_NOTE: usize = 8;

/// Columns between a name and its note.
const GAP: usize = 2;

/// A line of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Item<'a> {
    /// Its name; cut in its middle.
    pub name: Cow<'a, str>,
    /// A word at the right: a key, a number, a reason; cut when there is little room.
    pub note: Cow<'a, str>,
    /// Laid over the normal style of the name.
    pub style: Style,
}

impl<'a> Item<'a> {
    /// A name alone.
    pub fn new(name: impl Into<Cow<'a, str>>) -> Self {
        Self {
            name: name.into(),
            ..Self::default()
        }
    }

    /// The same with a word at the right.
    #[must_use]
    pub fn noted(self, note: impl Into<Cow<'a, str>>) -> Self {
        Self {
            note: note.into(),
            ..self
        }
    }

    /// The same in a style.
    #[must_use]
    pub fn styled(self, style: Style) -> Self {
        Self { style, ..self }
    }
}

/// Draws the items that fit and returns where the focused one begins.
pub fn view<'i>(
    area: Rect,
    buf: &mut Buffer,
    look: &Look,
    state: &TableState,
    rows: usize,
    focus: Focus,
    mut item: impl FnMut(usize) -> Item<'i>,
) -> Option<Position> {
    let page = usize::from(area.height);
    if area.is_empty() {
        return None;
    }
    let first = state.offset(rows, page);
    let mut place = None;
    for (line, index) in (first..rows.min(first + page)).enumerate() {
        let line = row(area, cells(line));
        let focused = state.cursor(rows) == Some(index);
        let at = draw_item(line, buf, look, &item(index), focused, focus);
        if focused {
            place = Some(at);
        }
    }
    place
}

fn draw_item(
    line: Rect,
    buf: &mut Buffer,
    look: &Look,
    item: &Item,
    focused: bool,
    focus: Focus,
) -> Position {
    if focused {
        put(
            buf,
            line,
            line.x,
            line.y,
            look.borders.marker,
            look.theme.marker,
        );
    }
    let mut place = line;
    place.x += 2.min(line.width / 2);
    place.width = line.right() - place.x;
    let note = note_within(item, usize::from(place.width));
    if !note.is_empty() {
        let wide = columns(&note);
        let x = place.right() - wide;
        put(buf, place, x, line.y, &note, look.theme.dim);
        place.width -= wide + 2;
    }
    let style = if focused && focus == Focus::Here {
        item.style.patch(look.theme.focus)
    } else {
        item.style
    };
    let name = text::fit_middle(&item.name, usize::from(place.width));
    put(buf, place, place.x, line.y, &name, style);
    Position {
        x: place.x.min(line.right().saturating_sub(1)),
        y: line.y,
    }
}

/// The note as it fits beside its name: in full, cut, or not at all where a word of it would say
/// nothing. A name gives way down to half the line.
fn note_within<'n>(item: &'n Item, room: usize) -> Cow<'n, str> {
    let name = text::width(&item.name);
    let beside = |kept: usize| room.saturating_sub(kept + GAP);
    let left = beside(name.min((room / 2).max(LEAST_NAME)));
    if text::width(&item.note) <= left {
        return Cow::Borrowed(&item.note);
    }
    if left < LEAST_NOTE {
        return Cow::Borrowed("");
    }
    text::fit(&item.note, left)
}

/// What an empty list or screen says: what is missing in one line, what to do first in the next.
pub fn empty(area: Rect, buf: &mut Buffer, look: &Look, what: &str, first: &str) {
    let area = inset(area, 2);
    let mut line = area.height / 3;
    for (words, style) in [(what, look.theme.normal), (first, look.theme.dim)] {
        for wrapped in text::wrap(words, usize::from(area.width)) {
            let place = row(area, line);
            put(buf, place, place.x, place.y, &wrapped, style);
            line = line.saturating_add(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::widgets::testing::{at_all_sizes, drawn, look, picture, reversed, shown};

    const ITEMS: [(&str, &str); 4] = [
        ("打开 26-水-0021 小型水库除险加固", "Enter"),
        ("筛选", "/"),
        ("导出", "x"),
        ("Recompute every score of this year", "没有权限"),
    ];

    fn item(index: usize) -> Item<'static> {
        let (name, note) = ITEMS[index % ITEMS.len()];
        Item::new(name).noted(note)
    }

    #[test]
    fn names_and_notes() {
        for width in [24, 60, 300] {
            let (buf, caret) = drawn(width, 4, |area, buf| {
                view(area, buf, &look(), &TableState::at(1), 4, Focus::Here, item)
            });
            insta::assert_snapshot!(format!("items_{width}"), picture(&buf));
            assert_eq!(reversed(&buf), "筛选");
            assert_eq!(caret, Some(Position { x: 2, y: 1 }));
        }
    }

    #[test]
    fn a_long_reason_is_cut_rather_than_left_out() {
        let reason = "指标权重合计 95 分, 应为 90 分; 还有 3 个错误未改, 改正后才能送审";
        let text = shown(40, 1, |area, buf| {
            let item = |_| Item::new("绩效目标表: 送审").noted(reason);
            view(area, buf, &look(), &TableState::at(0), 1, Focus::Here, item);
        });
        assert!(text.contains("绩效目标表: 送审  指标权重合计"), "{text}");
        assert!(text.ends_with(".."), "{text}");
    }

    #[test]
    fn an_empty_list_says_what_to_do() {
        let text = shown(30, 6, |area, buf| {
            empty(
                area,
                buf,
                &look(),
                "还没有项目。",
                "按 a 新建一个项目，或用 wenxiao import 导入。",
            );
        });
        insta::assert_snapshot!(text);
    }

    #[test]
    fn a_list_of_any_size_can_be_drawn() {
        at_all_sizes(|area, buf| {
            view(
                area,
                buf,
                &look(),
                &TableState::at(100),
                1000,
                Focus::Here,
                item,
            )
        });
        at_all_sizes(|area, buf| {
            view(area, buf, &look(), &TableState::at(9), 0, Focus::Here, item)
        });
        at_all_sizes(|area, buf| empty(area, buf, &look(), "没有", "先做这个"));
    }
}
