//! G-21, G-22, G-26, G-30: the money of the declaration and the years that it is for.
//!
//! Amounts against their parts, the years against each other, the cost targets against the budget,
//! and the opinion that a large new project needs.

use rust_decimal::Decimal;

use crate::domain::check::facts::{
    COLUMNS, Column, EPS, Facts, Row, differ, is_no_number, sum, total_row,
};
use crate::domain::check::list::Check as C;
use crate::domain::check::{Detail, Findings, Subject, smart};
use crate::domain::command::{At, IndicatorField as F, ProjectField as P};
use crate::domain::notation::Quantity;
use crate::domain::policy::Level2;
use crate::domain::project::Attribute;

/// Where a cell of money is no number, and where a printed total row is not the sum of its parts.
pub(in crate::domain::check) fn total_identity(
    facts: &Facts<'_>,
    check: C,
    columns: &[Column],
    found: &mut Findings<'_>,
) {
    let funds = &facts.project.funds;
    for (field, cell) in columns {
        let unread = funds.iter().filter(|fund| is_no_number(cell(fund)));
        let mut readable = true;
        for fund in unread {
            readable = false;
            let place = At::Fund(fund.id.clone(), *field);
            found
                .add(check, place, Subject::Fund(fund.source.clone()))
                .detail(Detail::NoNumber)
                .found(cell(fund).as_str());
        }
        let Some(total) = total_row(funds).filter(|_| readable) else {
            continue;
        };
        let (printed, parts) = (cell(total), facts.money(*cell));
        // Parts that are not shown are no zeros.
        let shown = funds
            .iter()
            .any(|fund| fund.id != total.id && !cell(fund).is_blank());
        if shown && !printed.is_blank() && differ(printed.or_zero(), parts, EPS) {
            let place = At::Fund(total.id.clone(), *field);
            found
                .add(check, place, Subject::Fund(total.source.clone()))
                .expected(parts.normalize())
                .found(printed.as_str());
        }
    }
}

/// G-21, G-22
pub(super) fn money(facts: &Facts<'_>, found: &mut Findings<'_>) {
    let project = facts.project;
    total_identity(facts, C::G21, COLUMNS.get(..2).unwrap_or_default(), found);
    let multi_year = &project.multi_year;
    let total = multi_year.total.decimal();
    if let Some(total) = total
        && !(multi_year.fiscal.is_blank() && multi_year.other.is_blank())
    {
        let parts = sum([multi_year.fiscal.or_zero(), multi_year.other.or_zero()].into_iter());
        if differ(total, parts, EPS) {
            found
                .add(C::G21, At::Project(P::MultiYearTotal), Subject::Money)
                .expected(parts.normalize())
                .found(multi_year.total.as_str());
        }
    }
    let days = project.start().zip(project.end());
    if let Some((start, end)) = days
        && start > end
    {
        found
            .form(C::G22, P::PeriodEnd)
            .detail(Detail::Reversed)
            .expected(format!("≥{start}"))
            .found(end);
    }
    let (Some(total), Some(annual)) = (total, facts.annual_amount()) else {
        return;
    };
    let one_year = days.is_some_and(|(start, end)| {
        use chrono::Datelike;
        start.year() == end.year()
    });
    let short = total < annual && differ(total, annual, EPS);
    if short || (one_year && differ(total, annual, EPS)) {
        let least = if one_year { "" } else { "≥" };
        found
            .add(C::G22, At::Project(P::MultiYearTotal), Subject::Money)
            .expected(format!("{least}{}", annual.normalize()))
            .found(multi_year.total.as_str());
    }
}

/// G-26
pub(super) fn cost_total(facts: &Facts<'_>, found: &mut Findings<'_>) {
    // A budget that was adjusted during the year is right before and after.
    let shown = [
        facts.money(|fund| &fund.initial),
        facts.money(|fund| &fund.adjusted),
    ];
    let shown = || shown.iter().filter(|amount| **amount > Decimal::ZERO);
    let (Some(most), Some(least)) = (shown().max(), shown().min()) else {
        return;
    };
    let annual = facts.project.money_unit.in_ten_thousand(*most);
    let lowest = facts.project.money_unit.in_ten_thousand(*least);
    let is_total = |row: &&Row<'_>| {
        matches!(row.level2(), Level2::EconomicCost | Level2::Cost)
            && !smart::names_one(&row.indicator.name, &facts.policy.checks.words.unit_cost)
    };
    let amounts: Vec<(&Row<'_>, Decimal)> = facts
        .applicable()
        .filter(is_total)
        .filter_map(|row| Some((row, in_ten_thousand(row.target().quantity()?)?)))
        .collect();
    let Some((first, _)) = amounts.first() else {
        return;
    };
    let total = sum(amounts.iter().map(|(_, amount)| *amount));
    let least = lowest
        .checked_mul(facts.policy.checks.cost_target_from)
        .unwrap_or_default();
    if (total > annual && differ(total, annual, EPS)) || total < least {
        found
            .row(C::G26, first, F::Target)
            .expected(format!("{}~{}", least.normalize(), annual.normalize()))
            .found(total.normalize());
    }
}

/// An amount of money in 万元; `None` for anything else, a price per something included.
fn in_ten_thousand(quantity: &Quantity) -> Option<Decimal> {
    let parts = quantity.parts();
    if !parts.per.is_empty() || parts.base != "元" || parts.exponent > 12 {
        return None;
    }
    let factor = Decimal::from(10_u64.checked_pow(parts.exponent)?);
    quantity
        .value
        .checked_mul(factor)?
        .checked_div(Decimal::from(10_000))
}

/// G-30
pub(super) fn ex_ante(facts: &Facts<'_>, found: &mut Findings<'_>) {
    let about = &facts.project.about;
    let conclusion = about.ex_ante.trim();
    if conclusion.contains("不予支持") {
        let said = found.form(C::G30, P::ExAnte);
        said.detail(Detail::NotSupported).found(conclusion);
        return;
    }
    let threshold = facts.policy.checks.ex_ante_threshold;
    let amount = facts
        .annual_amount()
        .map(|amount| facts.project.money_unit.in_ten_thousand(amount));
    let large = amount.is_some_and(|amount| amount >= threshold);
    if about.attribute == Some(Attribute::New) && large && conclusion.is_empty() {
        let said = found.form(C::G30, P::ExAnte);
        let amount = amount.unwrap_or_default().normalize().to_string();
        said.detail(Detail::Beside(
            amount.clone(),
            threshold.normalize().to_string(),
        ))
        .found(amount);
    }
}
