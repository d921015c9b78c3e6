//! The money of a project in its form: cells, totals, the execution rate, and where each comes from.
//!
//! Amounts stay in the project's own unit; what is no number counts as nothing and is said to.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::FUND;
use super::fields::Field;
use crate::app::Cx;
use crate::app::overlay::WhyBox;
use crate::domain::command::FundField;
use crate::domain::number::{Sum, Written};
use crate::domain::project::{Fund, Project, RowKey};
use crate::lang::form::FormText;
use crate::lang::numbers::{money, percent, rounding_gap};
use crate::lang::policy::clause;
use crate::lang::{Line, terms};
use crate::widgets::table::{self, Cell};

pub(super) fn amount(fund: &Fund, field: FundField) -> &Written {
    match field {
        FundField::Adjusted => &fund.adjusted,
        FundField::Executed => &fund.executed,
        FundField::Source | FundField::Initial => &fund.initial,
    }
}

pub(super) fn amount_cell<'a>(written: &'a Written, cx: &Cx<'_>) -> Cell<'a> {
    let theme = &cx.me.look.theme;
    match written.decimal() {
        Some(amount) => Cell::new(money(amount)),
        None if written.is_blank() => Cell::styled("-", theme.dim),
        None => Cell::styled(written.as_str(), theme.error),
    }
}

fn total_of(project: &Project, column: usize) -> Option<Decimal> {
    match FUND.get(column)? {
        FundField::Source => None,
        FundField::Initial => project.total(|fund| &fund.initial),
        FundField::Adjusted => project.total(|fund| &fund.adjusted),
        FundField::Executed => project.total(|fund| &fund.executed),
    }
}

/// How far the amounts of a column, as they are shown, are from their total as it is shown.
fn fund_gap(project: &Project, column: usize) -> Option<Decimal> {
    let field = *FUND.get(column)?;
    let parts = project
        .funds
        .iter()
        .filter_map(|fund| amount(fund, field).decimal());
    rounding_gap(parts, total_of(project, column)?)
}

/// The line that tells of such a gap, so that nobody who adds up what is shown finds a wrong total.
fn gap_line(depth: usize, gap: Option<Decimal>, text: &FormText) -> Option<Line> {
    gap.map(|gap| Line {
        depth,
        text: (text.gap)(&money(gap)),
        note: text.gap_note.to_owned(),
    })
}

/// Executed ÷ adjusted, where anything was adjusted.
pub(super) fn rate(project: &Project) -> Option<Decimal> {
    let totals = project.totals();
    let filled = project.funds.iter().any(|fund| !fund.executed.is_blank());
    totals
        .executed
        .checked_div(totals.adjusted)
        .filter(|_| filled)
}

pub(super) fn total_cell<'a>(cx: &Cx<'_>, column: usize) -> Cell<'a> {
    let text = FormText::of(cx.language());
    let theme = &cx.me.look.theme;
    let Some(open) = cx.open else {
        return Cell::new("");
    };
    if column == 0 {
        let differs = |column| fund_gap(&open.project, column).is_some();
        let label = if (1..FUND.len()).any(differs) {
            text.total_differs
        } else {
            text.total
        };
        return Cell::styled(label, theme.number);
    }
    match total_of(&open.project, column) {
        Some(total) => Cell::styled(money(total), theme.number),
        None if column < FUND.len() => Cell::styled("-", theme.dim),
        None => match rate(&open.project) {
            Some(rate) => Cell::styled(percent(rate), theme.number),
            None => Cell::new(""),
        },
    }
}

pub(super) fn fund_columns(cx: &Cx<'_>) -> Vec<table::Column<'static>> {
    use table::Column as C;
    let language = cx.language();
    let unit = cx
        .open
        .map(|open| terms::money_unit(open.project.money_unit, language))
        .unwrap_or_default();
    let [_, _, checks] = FormText::of(language).columns;
    let head = |field| Cow::Owned(format!("{}({unit})", terms::fund_field(field, language)));
    let mut columns = vec![C::name(
        terms::fund_field(FundField::Source, language),
        10,
        24,
    )];
    for field in FUND.iter().skip(1) {
        let title: Cow<'static, str> = match language {
            crate::lang::Language::Zh => head(*field),
            crate::lang::Language::En => terms::fund_field(*field, language).into(),
        };
        columns.push(C::decimal(title, 12));
    }
    columns.push(C::text(checks, 9).hides(1));
    columns
}

pub(super) fn why_money(
    project: &Project,
    fund: Option<usize>,
    column: usize,
    cx: &Cx<'_>,
) -> Option<WhyBox> {
    let text = FormText::of(cx.language());
    let language = cx.language();
    let field = *FUND.get(column)?;
    let total = total_of(project, column);
    let shown_or_dash = |amount: Option<Decimal>| amount.map_or_else(|| "-".to_owned(), money);
    let unit = terms::money_unit(project.money_unit, language);
    let line = |depth, text: String, note: String| Line { depth, text, note };
    let mut lines = Vec::new();
    let shown = fund.and_then(|at| project.funds.get(at));
    let depth = usize::from(shown.is_some());
    if let Some(fund) = shown {
        let written = amount(fund, field);
        let note = unread(written, text);
        let words = format!("{}: {}", fund.source, shown_or_dash(written.decimal()));
        lines.push(line(0, words, note));
    }
    lines.push(line(
        depth,
        format!(
            "{} {} = {} {unit}",
            text.total,
            terms::fund_field(field, language),
            shown_or_dash(total)
        ),
        text.sum_note.to_owned(),
    ));
    for fund in &project.funds {
        let written = amount(fund, field);
        let words = format!("{}: {}", fund.source, shown_or_dash(written.decimal()));
        lines.push(line(depth + 1, words, unread(written, text)));
    }
    lines.extend(gap_line(depth + 1, fund_gap(project, column), text));
    if field == FundField::Executed
        && let (Some(rate), Some(open)) = (rate(project), cx.open)
    {
        let totals = project.totals();
        let words = format!(
            "{} {} = {} ÷ {}",
            text.rate,
            percent(rate),
            money(totals.executed),
            money(totals.adjusted)
        );
        lines.push(line(
            depth,
            words,
            clause(&open.policy.execution.clause, language),
        ));
    }
    Some(WhyBox::new(text.why_title, lines))
}

fn unread(written: &Written, text: &FormText) -> String {
    let unreadable = written.decimal().is_none() && !written.is_blank();
    if unreadable {
        format!("{} ({})", text.unreadable, written.as_str())
    } else {
        String::new()
    }
}

pub(super) fn why_month(month: u8, field: &Field, cx: &Cx<'_>) -> WhyBox {
    let text = FormText::of(cx.language());
    let line = |depth, text: String, note: &str| Line {
        depth,
        text,
        note: note.to_owned(),
    };
    let mut lines = vec![line(
        0,
        format!("{} {}", field.label, field.value),
        text.month_sum,
    )];
    if let Some(open) = cx.open {
        let mut parts = Vec::new();
        for fund in &open.project.funds {
            let key = RowKey::Fund(fund.id.clone());
            let read = open.project.reading(month, &key);
            let amount = read.and_then(|reading| reading.actual.decimal());
            let shown = amount.map_or_else(|| "-".to_owned(), money);
            lines.push(line(1, format!("{}: {shown}", fund.source), ""));
            parts.extend(amount);
        }
        let mut sum = Sum::default();
        for part in &parts {
            sum.add(*part);
        }
        let gap = sum
            .total()
            .and_then(|total| rounding_gap(parts.iter().copied(), total));
        lines.extend(gap_line(1, gap, text));
    }
    WhyBox::new(text.why_title, lines)
}
