//! The money of the project, source by source, with the bar of its execution.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use rust_decimal::Decimal;

use super::GUTTER;
use super::view::{LABEL, Pen, permille};
use crate::domain::number::Written;
use crate::domain::project::Fund;
use crate::domain::row;
use crate::lang::numbers::{money, percent};
use crate::lang::terms;
use crate::screens::marks::light_style;
use crate::text;
use crate::widgets::draw;
use crate::widgets::draw::put;
use crate::widgets::gauge::Gauge;

pub(super) fn has_money(fund: &Fund) -> bool {
    [&fund.initial, &fund.adjusted, &fund.executed]
        .iter()
        .any(|amount| !amount.is_blank() && amount.decimal().is_none_or(|value| !value.is_zero()))
}

impl Pen<'_> {
    // ---- money ---------------------------------------------------------------------------------

    pub(super) fn money_head(&self, place: Rect, buffer: &mut Buffer) {
        let text = self.text();
        let language = self.cx.language();
        let inside = Rect {
            x: place.x + GUTTER.min(place.width),
            width: place.width.saturating_sub(GUTTER),
            ..place
        };
        let rest = self.label(text.money, inside, buffer);
        let columns = self.money_columns(rest);
        let unit = language.pick("万元", "10k yuan");
        put(buffer, rest, rest.x, rest.y, unit, self.theme().dim);
        for (column, word) in columns.amounts.iter().zip(text.amounts) {
            if let Some(area) = column {
                draw::put_right(buffer, *area, area.y, word, self.theme().dim);
            }
        }
        // The mark of the time in the gauges is explained where there is room.
        let time = self.open.project.last_reading_month().map(|month| {
            let share = percent(Decimal::from(month) / Decimal::from(12));
            (self.cx.me.look.borders.vertical, share)
        });
        let heads = match time {
            Some((mark, share)) => vec![
                format!("{mark}{} {share}  {}", text.time, text.rate),
                format!("{mark}{share} {}", text.rate),
                text.rate.to_owned(),
            ],
            None => vec![text.rate.to_owned()],
        };
        let room = usize::from(columns.gauge.width);
        let head = heads.iter().find(|head| text::width(head) <= room);
        if let Some(head) = head {
            draw::put_right(buffer, columns.gauge, rest.y, head, self.theme().dim);
        }
    }

    pub(super) fn total(&self, here: bool, place: Rect, buffer: &mut Buffer) -> u16 {
        let project = &self.open.project;
        let money = row::money(project);
        let total = |amount| row::in_ten_thousand(project, amount);
        let amounts = [
            total(project.total(|fund| &fund.initial)),
            total(project.total(|fund| &fund.adjusted)),
            money.executed,
        ];
        self.money(
            self.text().total,
            amounts,
            money.rate(),
            here,
            place,
            buffer,
        )
    }

    pub(super) fn fund(&self, at: usize, here: bool, place: Rect, buffer: &mut Buffer) -> u16 {
        let project = &self.open.project;
        let Some(fund) = project.funds.get(at) else {
            return place.x;
        };
        let (budget, executed) = row::money_of(project, fund);
        let rate = executed
            .zip(budget)
            .and_then(|(executed, budget)| executed.checked_div(budget));
        let scaled = |amount| row::in_ten_thousand(project, amount);
        let amounts = [
            scaled(fund.initial.decimal()),
            scaled(fund.adjusted.decimal()),
            executed,
        ];
        let name = terms::source(&fund.source, self.cx.language());
        self.money(name, amounts, rate, here, place, buffer)
    }

    fn money(
        &self,
        name: &str,
        amounts: [Option<Decimal>; 3],
        rate: Option<Decimal>,
        here: bool,
        place: Rect,
        buffer: &mut Buffer,
    ) -> u16 {
        let taken = LABEL.min(place.width);
        let rest = Rect {
            x: place.x + taken,
            width: place.width - taken,
            ..place
        };
        let columns = self.money_columns(rest);
        let shown = text::fit_middle(name, usize::from(columns.name));
        put(
            buffer,
            rest,
            rest.x,
            rest.y,
            &shown,
            self.focus(here, Style::new()),
        );
        for (area, amount) in columns.amounts.iter().zip(amounts) {
            if let Some(area) = area {
                let word = amount.map_or_else(|| "-".to_owned(), money);
                draw::put_right(buffer, *area, rest.y, &word, Style::new());
            }
        }
        let month = self.open.project.last_reading_month();
        let light = rate.zip(month).and_then(|(rate, month)| {
            let hundred = rate.checked_mul(Decimal::ONE_HUNDRED)?;
            let index = crate::domain::monitoring::budget_index(hundred, month)?;
            self.open.policy.lights.budget.light(index)
        });
        let label = rate.map_or_else(|| "-".to_owned(), percent);
        let gauge = Gauge {
            permille: rate.map_or(0, permille),
            due: month.map(|month| u32::from(month) * 1000 / 12),
            label: &label,
            style: light_style(light, self.theme()),
        };
        let area = draw::row(columns.gauge, 0);
        match rate {
            Some(_) => gauge.view(area, buffer, &self.cx.me.look),
            None => {
                draw::put_right(buffer, area, rest.y, "-", self.theme().dim);
            }
        }
        rest.x
    }

    /// Columns of the table of money: amounts are never cut, the first of them hides first.
    fn money_columns(&self, rest: Rect) -> MoneyColumns {
        let project = &self.open.project;
        let totals = project.totals();
        let longest = [totals.initial, totals.adjusted, totals.executed]
            .into_iter()
            .chain(project.funds.iter().flat_map(|fund| {
                [&fund.initial, &fund.adjusted, &fund.executed].map(Written::or_zero)
            }))
            .map(|amount| money(project.money_unit.in_ten_thousand(amount)).len())
            .chain(self.text().amounts.iter().map(|word| text::width(word)))
            .max()
            .unwrap_or(0);
        let amount = draw::cells(longest.max(9)).saturating_add(2);
        let name = if rest.width >= 60 { 16_u16 } else { 10 };
        let name = name.min(rest.width);
        let least = 8_u16;
        let free = rest.width.saturating_sub(name).saturating_sub(least);
        // What nobody has written hides first, then the budget of the beginning of the year.
        let order = if row::has_adjusted(project) {
            [0, 1, 2]
        } else {
            [1, 0, 2]
        };
        let hidden = 3_usize.saturating_sub(usize::from(free / amount));
        let mut x = rest.x + name;
        let mut amounts = [None; 3];
        for (at, place) in amounts.iter_mut().enumerate() {
            if !order.iter().take(hidden).any(|column| *column == at) {
                *place = Some(Rect {
                    x,
                    width: amount,
                    ..draw::row(rest, 0)
                });
                x += amount;
            }
        }
        let gauge = Rect {
            x: x.saturating_add(2).min(rest.right()),
            width: rest.right().saturating_sub(x.saturating_add(2)),
            ..draw::row(rest, 0)
        };
        MoneyColumns {
            name: name.saturating_sub(1),
            amounts,
            gauge: Rect {
                width: gauge.width.min(36),
                ..gauge
            },
        }
    }
}

struct MoneyColumns {
    name: u16,
    amounts: [Option<Rect>; 3],
    gauge: Rect,
}
