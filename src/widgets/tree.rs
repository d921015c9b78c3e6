//! Trees as rows: what is indented, what is folded, and why a number is what it is.
//!
//! A tree comes as a list of rows in reading order, each with its depth; nothing here owns a node.
//! Indicator tables put [`indents`] in front of their names, explanations are drawn with guides by
//! [`view`]. A row's meaning never depends on a guide alone: its depth shows by its place.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::text;
use crate::theme::{Borders, Look};

use super::draw::{cells, columns, put, row};

/// Columns from which on notes stand at the right of their row, not below it.
const ROOM_FOR_NOTES: u16 = 72;

/// Columns beyond which a note would stand too far from its row to be read with it.
const MOST_COLUMNS: u16 = 120;

/// What a row of a foldable tree has below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Children {
    /// Nothing.
    None,
    /// Rows that are hidden.
    Folded,
    /// Rows that are shown.
    Open,
}

/// What stands in front of the name of a row of a foldable tree: its depth, then whether it is open.
pub fn indents(depth: usize, children: Children, borders: &Borders) -> String {
    let sign = match children {
        Children::None => " ",
        Children::Folded => borders.folded,
        Children::Open => borders.open,
    };
    format!("{}{sign} ", "  ".repeat(depth))
}

/// Which rows are seen when those for which `folded` holds hide what is below them.
pub fn visible(depths: &[usize], mut folded: impl FnMut(usize) -> bool) -> Vec<usize> {
    let mut seen = Vec::with_capacity(depths.len());
    let mut hidden_below = None;
    for (index, depth) in depths.iter().enumerate() {
        if hidden_below.is_some_and(|limit| *depth > limit) {
            continue;
        }
        seen.push(index);
        hidden_below = folded(index).then_some(*depth);
    }
    seen
}

/// What a row has below it, for a list of depths in reading order.
pub fn children(depths: &[usize], index: usize, folded: bool) -> Children {
    let has = match (depths.get(index), depths.get(index + 1)) {
        (Some(own), Some(next)) => next > own,
        _ => false,
    };
    match (has, folded) {
        (false, _) => Children::None,
        (true, true) => Children::Folded,
        (true, false) => Children::Open,
    }
}

/// The guides in front of each row: of its first line, and of the lines it wraps to.
pub fn guides(depths: &[usize], borders: &Borders) -> Vec<(String, String)> {
    // Read from the end: whether a sibling follows decides between a branch and a last branch.
    let mut open: Vec<bool> = Vec::new();
    let mut found = Vec::with_capacity(depths.len());
    for (index, depth) in depths.iter().enumerate().rev() {
        let depth = *depth;
        let below = depths.get(index + 1).is_some_and(|next| *next > depth);
        open.resize(depth.max(open.len()), false);
        let trunk = |level: usize| open.get(level).copied().unwrap_or(false);
        let mut above = String::new();
        for level in 0..depth.saturating_sub(1) {
            above.push_str(if trunk(level) { borders.vertical } else { " " });
            above.push_str("  ");
        }
        let mut first = above.clone();
        let mut wrapped = above;
        if depth > 0 {
            let last = !trunk(depth - 1);
            first.push_str(if last {
                borders.last_branch
            } else {
                borders.tee_right
            });
            first.push_str(borders.horizontal);
            first.push(' ');
            wrapped.push_str(if last { " " } else { borders.vertical });
            wrapped.push_str("  ");
        }
        if below {
            wrapped.push_str(borders.vertical);
            wrapped.push_str("  ");
        }
        open.truncate(depth);
        if let Some(level) = depth.checked_sub(1).and_then(|level| open.get_mut(level)) {
            *level = true;
        }
        found.push((first, wrapped));
    }
    found.reverse();
    found
}

/// A row of an explanation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reason<'a> {
    /// How deep it stands.
    pub depth: usize,
    /// What it says.
    pub text: Cow<'a, str>,
    /// Where it comes from: a clause, a person, an entry; at the right or in a line of its own.
    pub note: Cow<'a, str>,
    /// Laid over the normal style.
    pub style: Style,
}

/// A line of an explanation as it is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The row it belongs to.
    pub row: usize,
    guide: String,
    text: String,
    note: String,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Note,
}

/// The lines of an explanation in so many columns; their number tells how far one can scroll.
pub fn lines(reasons: &[Reason], width: u16, borders: &Borders) -> Vec<Line> {
    let depths: Vec<usize> = reasons.iter().map(|reason| reason.depth).collect();
    let width = width.min(MOST_COLUMNS);
    let mut lines = Vec::new();
    for (row, (reason, (first, rest))) in reasons.iter().zip(guides(&depths, borders)).enumerate() {
        let (said, source) = (borders.words(&reason.text), borders.words(&reason.note));
        let beside = width >= ROOM_FOR_NOTES
            && columns(&first) + columns(&said) + 2 + columns(&source) <= width;
        let room = usize::from(width.saturating_sub(columns(&rest).max(columns(&first)))).max(2);
        for (index, text) in text::wrap(&said, room).into_iter().enumerate() {
            let guide = if index == 0 {
                first.clone()
            } else {
                rest.clone()
            };
            let note = if beside && index == 0 {
                source.to_string()
            } else {
                String::new()
            };
            lines.push(Line {
                row,
                guide,
                text,
                note,
                kind: Kind::Text,
            });
        }
        if !beside && !source.is_empty() {
            for text in text::wrap(&source, room) {
                let note = String::new();
                lines.push(Line {
                    row,
                    guide: rest.clone(),
                    text,
                    note,
                    kind: Kind::Note,
                });
            }
        }
    }
    lines
}

/// Draws the lines of an explanation from one on.
pub fn view(area: Rect, buf: &mut Buffer, look: &Look, reasons: &[Reason], from: usize) {
    if area.is_empty() {
        return;
    }
    let area = Rect {
        width: area.width.min(MOST_COLUMNS),
        ..area
    };
    let all = lines(reasons, area.width, &look.borders);
    for (index, line) in all
        .iter()
        .skip(from)
        .take(usize::from(area.height))
        .enumerate()
    {
        let place = row(area, cells(index));
        let own = reasons
            .get(line.row)
            .map_or(Style::new(), |reason| reason.style);
        let style = if line.kind == Kind::Note {
            look.theme.dim
        } else {
            own
        };
        let x = put(buf, place, place.x, place.y, &line.guide, look.theme.rule);
        put(buf, place, x, place.y, &line.text, style);
        if !line.note.is_empty() {
            super::draw::put_right(buf, place, place.y, &line.note, look.theme.dim);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::widgets::testing::{at_all_sizes, look, shown};

    #[test]
    fn with_ascii_borders_the_arithmetic_is_ascii() {
        let reasons = [Reason {
            text: "14 ÷ 15 × 10 → 9.33".into(),
            ..Reason::default()
        }];
        let drawn = |borders| {
            let look = Look::new(crate::theme::ThemeName::Mono, borders);
            shown(40, 1, |area, buf| view(area, buf, &look, &reasons, 0))
        };
        assert_eq!(drawn(Borders::ASCII), "14 / 15 * 10 -> 9.33");
        assert_eq!(drawn(Borders::THIN), "14 ÷ 15 × 10 → 9.33");
    }

    fn why() -> Vec<Reason<'static>> {
        let reason = |depth, text: &'static str, note: &'static str| Reason {
            depth,
            text: text.into(),
            note: note.into(),
            style: Style::new(),
        };
        vec![
            reason(0, "10.50 分 = 15 x 0.70", ""),
            reason(
                1,
                "档次: 部分达成年度指标并具有一定效果, 区间 [9.00, 12.00)",
                "财预〔2020〕10号 第十八条",
            ),
            reason(2, "实际: \"部分达成\"", "李强 2027-01-18"),
            reason(2, "佐证: 问卷 212 份", ""),
            reason(1, "档内取值: 政策默认 0.70", "可由评价人改"),
            reason(
                1,
                "自评给满分 15.00: 超出区间, 核查改为 10.50",
                "变更记录 #1533",
            ),
            reason(2, "王敏 2027-02-03", ""),
        ]
    }

    #[test]
    fn a_score_is_explained() {
        for width in [20, 60, 100, 300] {
            let text = shown(width, 24, |area, buf| view(area, buf, &look(), &why(), 0));
            insta::assert_snapshot!(format!("why_{width}"), text);
        }
    }

    #[test]
    fn guides_of_thin_lines() {
        let guides = guides(&[0, 1, 2, 2, 1, 2], &Borders::THIN);
        let first: Vec<&str> = guides.iter().map(|(first, _)| first.as_str()).collect();
        assert_eq!(first, ["", "├─ ", "│  ├─ ", "│  └─ ", "└─ ", "   └─ "]);
        let rest: Vec<&str> = guides.iter().map(|(_, rest)| rest.as_str()).collect();
        assert_eq!(
            rest,
            ["│  ", "│  │  ", "│  │  ", "│     ", "   │  ", "      "]
        );
    }

    #[test]
    fn a_folded_row_hides_what_is_below_it() {
        let depths = [0, 1, 2, 2, 1, 0, 1];
        assert_eq!(visible(&depths, |index| index == 1), [0, 1, 4, 5, 6]);
        assert_eq!(visible(&depths, |index| index == 0), [0, 5, 6]);
        assert_eq!(visible(&depths, |_| false).len(), depths.len());
        assert_eq!(children(&depths, 1, true), Children::Folded);
        assert_eq!(children(&depths, 0, false), Children::Open);
        assert_eq!(children(&depths, 6, true), Children::None);
        assert_eq!(indents(1, Children::Folded, &Borders::ASCII), "  + ");
        assert_eq!(indents(2, Children::None, &Borders::ASCII), "      ");
    }

    #[test]
    fn an_explanation_of_any_size_can_be_drawn() {
        at_all_sizes(|area, buf| view(area, buf, &look(), &why(), 0));
        at_all_sizes(|area, buf| view(area, buf, &look(), &why(), 1000));
    }

    proptest! {
        #[test]
        fn any_list_of_depths_has_guides(depths in prop::collection::vec(0_usize..6, 0..20)) {
            let guides = guides(&depths, &Borders::ASCII);
            prop_assert_eq!(guides.len(), depths.len());
            for ((first, _), depth) in guides.iter().zip(&depths) {
                prop_assert_eq!(text::width(first), depth * 3);
            }
            prop_assert!(visible(&depths, |index| index % 3 == 0).len() <= depths.len());
        }
    }
}
