//! A share as a bar with its number: how much is spent, how far a year has gone.
//!
//! The number always stands beside the bar and is never cut for it; without room for both the bar
//! goes. The caller says the number in words, so that the bar rounds nothing.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::theme::Look;

use super::draw::{columns, put_over, put_right, row, rule};

/// Columns below which a bar tells nothing.
const LEAST_BAR: u16 = 6;

/// A share and its number.
#[derive(Debug, Clone, Copy)]
pub struct Gauge<'a> {
    /// In thousandths; more than 1000 is drawn as a full bar with a mark.
    pub permille: u32,
    /// Where it should be, in thousandths: the time that has gone.
    pub due: Option<u32>,
    /// The number as it is written.
    pub label: &'a str,
    /// The style of the bar and the number.
    pub style: Style,
}

impl Gauge<'_> {
    /// Draws the bar and, at its right, the number, on the first row of an area.
    pub fn view(&self, area: Rect, buf: &mut Buffer, look: &Look) {
        let line = row(area, 0);
        if line.is_empty() {
            return;
        }
        let label = columns(self.label).saturating_add(1);
        put_right(buf, line, line.y, self.label, self.style);
        let width = line.width.saturating_sub(label);
        if width < LEAST_BAR {
            return;
        }
        let at = |permille: u32| {
            let done = u64::from(permille.min(1000)) * u64::from(width) / 1000;
            line.x + u16::try_from(done).unwrap_or(width).min(width)
        };
        let bar = Rect { width, ..line };
        let full = at(self.permille);
        rule(buf, bar.y, bar.x, full, look.borders.full, self.style);
        rule(
            buf,
            bar.y,
            full,
            bar.right(),
            look.borders.rest,
            look.theme.rule,
        );
        if self.permille > 1000 {
            put_over(
                buf,
                bar,
                bar.right() - 1,
                bar.y,
                look.borders.right,
                look,
                self.style,
            );
        }
        if let Some(due) = self.due {
            let x = at(due).min(bar.right() - 1);
            put_over(
                buf,
                bar,
                x,
                bar.y,
                look.borders.vertical,
                look,
                look.theme.title,
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::widgets::testing::{at_all_sizes, look, shown};

    fn bar(permille: u32, due: Option<u32>, label: &str, width: u16) -> String {
        let gauge = Gauge {
            permille,
            due,
            label,
            style: Style::new(),
        };
        shown(width, 1, |area, buf| gauge.view(area, buf, &look()))
    }

    #[test]
    fn the_bar_shows_the_share_and_what_is_due() {
        assert_eq!(
            bar(412, Some(583), "41.2%", 26),
            "########...|........ 41.2%"
        );
        assert_eq!(bar(0, None, "0%", 13), ".......... 0%");
        assert_eq!(bar(1000, None, "100%", 15), "########## 100%");
        assert_eq!(bar(1200, None, "120%", 15), "#########> 120%");
        assert_eq!(bar(0, Some(1000), "0%", 13), ".........| 0%");
    }

    #[test]
    fn without_room_the_number_stays() {
        assert_eq!(bar(412, None, "41.2%", 8), "   41.2%");
        assert_eq!(bar(u32::MAX, Some(u32::MAX), "41.2%", 5), "41.2%");
    }

    #[test]
    fn a_gauge_of_any_size_can_be_drawn() {
        let gauge = Gauge {
            permille: 999,
            due: Some(2000),
            label: "99.9%",
            style: Style::new(),
        };
        at_all_sizes(|area, buf| gauge.view(area, buf, &look()));
    }
}
