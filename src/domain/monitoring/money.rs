//! The rows of the money: the budget as a whole and each of its sources, month by month.

use rust_decimal::Decimal;

use super::super::policy::Policy;
use super::super::project::{Fund, Project, RowKey};
use super::super::row::{budget, executed_to};
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
        plan.as_ref(),
        reading,
        policy,
    )
}

pub(super) fn fund_row(project: &Project, fund: &Fund, policy: &Policy) -> TimelineRow {
    let adjusted = project.funds.iter().any(|fund| !fund.adjusted.is_blank());
    let total = if adjusted {
        fund.adjusted.or_zero()
    } else {
        fund.initial.or_zero()
    };
    let key = RowKey::Fund(fund.id.clone());
    let plan = line(project, &key).map(Course::of);
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
        plan.as_ref(),
        reading,
        policy,
    )
}

fn money_row(
    key: RowKey,
    name: String,
    total: Decimal,
    plan: Option<&Course>,
    reading: impl Fn(u8) -> (Option<Decimal>, String),
    policy: &Policy,
) -> TimelineRow {
    let basis = if plan.is_some() {
        PlanBasis::Plan
    } else {
        PlanBasis::Time
    };
    let months = (1..=12)
        .map(|month| {
            let planned = match plan {
                Some(course) => course.to(month).and_then(|amount| percent(amount, total)),
                None => Some(time_progress(month)),
            };
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
