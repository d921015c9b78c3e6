//! The rows of the money: the budget as a whole and each of its sources, month by month.

use rust_decimal::Decimal;

use super::super::policy::Policy;
use super::super::project::{Fund, Project, RowKey};
use super::super::row::{budget, budget_of, executed_to};
use super::plan::{Course, fund_plan, line};
use super::{
    Cell, Due, Measure, PlanBasis, TimelineRow, VarianceUnit, budget_index, percent, time_progress,
    variance,
};

pub(super) fn execution_row(project: &Project, policy: &Policy) -> TimelineRow {
    let total = budget(project).unwrap_or_default();
    let plan = line(project, &RowKey::Execution)
        .map_or_else(|| fund_plan(project), |line| Some(Course::of(line)));
    let reading = |month| {
        let amount = executed_to(project, month);
        let written = amount.map(|amount| amount.normalize().to_string());
        (amount, written.unwrap_or_default())
    };
    money_row(
        RowKey::Execution,
        String::new(),
        total,
        plan.as_ref().map(|plan| (plan, total)),
        reading,
        policy,
    )
}

/// A source goes by its own plan, else by the shares of the plan of all money.
pub(super) fn fund_row(project: &Project, fund: &Fund, policy: &Policy) -> TimelineRow {
    let total = budget_of(project, fund).unwrap_or_default();
    let key = RowKey::Fund(fund.id.clone());
    let own = line(project, &key).map(Course::of);
    let of_all = line(project, &RowKey::Execution).map(Course::of);
    let plan = match (&own, &of_all) {
        (Some(own), _) => Some((own, total)),
        (None, Some(all)) => budget(project).map(|budget| (all, budget)),
        (None, None) => None,
    };
    let reading = |month| {
        let written = project
            .reading(month, &key)
            .map(|reading| reading.actual.clone())
            .unwrap_or_default();
        (written.decimal(), written.0)
    };
    money_row(
        key.clone(),
        fund.source.clone(),
        total,
        plan,
        reading,
        policy,
    )
}

/// `plan` with the amount that its shares are of.
fn money_row(
    key: RowKey,
    name: String,
    total: Decimal,
    plan: Option<(&Course, Decimal)>,
    reading: impl Fn(u8) -> (Option<Decimal>, String),
    policy: &Policy,
) -> TimelineRow {
    let basis = if plan.is_some() {
        PlanBasis::Plan
    } else {
        PlanBasis::Time
    };
    let without_budget = total <= Decimal::ZERO && matches!(key, RowKey::Fund(_));
    let planned_by = |month| match plan {
        // Of nothing there is no share, whatever the time says.
        _ if without_budget => None,
        Some((course, of)) => course.to(month).and_then(|amount| percent(amount, of)),
        None => Some(time_progress(month)),
    };
    let months = (1..=12)
        .map(|month| {
            let planned = planned_by(month);
            let (amount, written) = reading(month);
            let actual = amount.and_then(|amount| percent(amount, total));
            // B is computed from the amounts, so that a threshold is met exactly.
            let index = amount.and_then(|amount| {
                let scaled = amount.checked_mul(Decimal::from(1200));
                let divisor = total.checked_mul(Decimal::from(month));
                match (scaled, divisor) {
                    (Some(scaled), Some(divisor)) => scaled.checked_div(divisor),
                    _ => budget_index(actual?, month),
                }
            });
            Cell {
                month,
                planned,
                actual,
                amount,
                written,
                due: Due::Due,
                index,
                completion: actual,
                variance: variance(actual, planned, VarianceUnit::Points),
                light: index.and_then(|index| policy.lights.budget.light(index)),
            }
        })
        .collect();
    TimelineRow {
        key,
        name,
        levels: Default::default(),
        target: String::new(),
        measure: Measure::Money,
        weight: Decimal::ZERO,
        year: Some(Decimal::ONE_HUNDRED),
        budget: Some(total),
        basis,
        months,
    }
}
