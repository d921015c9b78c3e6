//! 绩效运行监控: the year of a project as a timeline, its lights and what they demand.
//!
//! Screens, lists, checks and reports ask here; nothing here is stored. The month that is looked at
//! is handed in: this module never reads a clock, and it has no text in any language. Whatever can't
//! be computed (no budget, no plan, an unreadable target) is absent, never zero.
//!
//! Here stands what a timeline is and what its rows say together. A row of money is made in
//! `money`, that of an indicator in `indicator`, both by the plan that `plan` reads.

mod duty;
mod fault;
mod indicator;
mod light;
mod measure;
mod money;
mod plan;
mod projection;
pub mod why;

use rust_decimal::Decimal;

pub use duty::{Because, Demand, Duty};
pub use fault::{Fault, FaultKind, faults, present_month};
pub use light::Light;
pub use measure::{Measure, Read};
pub use projection::{Method, Projection, projection, projection_by};

use super::policy::Policy;
use super::project::{Project, RowKey};
use indicator::indicator_row;
use money::{execution_row, fund_row};

/// The year of a project, looked at from one month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    /// The month that is looked at, 1–12.
    pub month: u8,
    /// 序时进度 in per cent.
    pub time: Decimal,
    /// Money first, its sources, then the indicators in the order of the form.
    pub rows: Vec<TimelineRow>,
    /// Light of the money.
    pub money_light: Option<Light>,
    /// 目标灯: the worst of the indicators (W6).
    pub goal_light: Option<Light>,
    /// The light of the project: the worse of both.
    pub light: Option<Light>,
    /// How far the goal is, in per cent: the weighted mean of the completion rates.
    pub goal_rate: Option<Decimal>,
    /// 执行率 in per cent.
    pub execution_rate: Option<Decimal>,
    /// 目标-资金差异: percentage points between the two, without sign.
    pub gap: Option<Decimal>,
    /// What the policy warns of, beside the lights.
    pub warnings: Vec<Warning>,
    /// What the form of the month demands.
    pub duties: Vec<Duty>,
}

/// A warning about the project as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// The cumulative execution is behind what a month demands (W9).
    Milestone {
        /// The month that demanded it.
        month: u8,
        /// Per cent demanded.
        demanded: Decimal,
        /// Per cent reached.
        reached: Decimal,
    },
    /// Goal and money are too far apart (W10).
    Gap {
        /// Percentage points.
        points: Decimal,
        /// Points that are still allowed.
        allowed: Decimal,
    },
    /// Nothing was spent so far (M-13).
    Idle {
        /// The month looked at.
        month: u8,
    },
    /// Warned form after form (M-14).
    Repeated {
        /// How many in a row, the present one included.
        forms: u8,
    },
}

/// One row of the timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineRow {
    /// Which row.
    pub key: RowKey,
    /// Source of money or name of the indicator; empty for the money as a whole.
    pub name: String,
    /// 一级指标, 二级指标; empty for money.
    pub levels: (String, String),
    /// The target as written; empty for money.
    pub target: String,
    /// How it is measured.
    pub measure: Measure,
    /// Its weight; zero for money.
    pub weight: Decimal,
    /// What the whole year is to reach.
    pub year: Option<Decimal>,
    /// The year's budget in the project's money unit, for money.
    pub budget: Option<Decimal>,
    /// What its plan rests on.
    pub basis: PlanBasis,
    /// January to December.
    pub months: Vec<Cell>,
}

/// What the plan of a row rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanBasis {
    /// A plan by month was written.
    Plan,
    /// No plan: the year's value times m ÷ 12.
    Time,
    /// The target itself, from the month on in which it is due.
    Target,
}

/// One month of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// 1–12
    pub month: u8,
    /// Cumulative plan up to the month; per cent of the budget for money.
    pub planned: Option<Decimal>,
    /// Cumulative actual up to the month; per cent of the budget for money.
    pub actual: Option<Decimal>,
    /// The actual in the project's money unit, for money.
    pub amount: Option<Decimal>,
    /// The actual as written.
    pub written: String,
    /// Was the row due in this month?
    pub due: Due,
    /// B for money, K for indicators: 100 is on plan.
    pub index: Option<Decimal>,
    /// 完成率: actual ÷ year's value, in per cent.
    pub completion: Option<Decimal>,
    /// How far from the plan.
    pub variance: Option<Variance>,
    /// Its light; none where nothing was read or nothing is due.
    pub light: Option<Light>,
}

/// Is a row looked at in a month?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Yes.
    Due,
    /// 未到期
    NotYet,
}

/// How far an actual lies from its plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Variance {
    /// Actual less plan; above zero is more (or later) than planned.
    pub value: Decimal,
    /// In what it is counted.
    pub unit: VarianceUnit,
    /// What it means.
    pub standing: Standing,
}

/// In what a variance is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VarianceUnit {
    /// Percentage points, for money.
    Points,
    /// Per cent of the plan, for quantities.
    Percent,
    /// Days, for deadlines.
    Days,
}

/// What a variance means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Behind the plan, beyond the bound, too late.
    Worse,
    /// As planned.
    Even,
    /// Ahead of the plan, inside the bound, early.
    Better,
}

impl TimelineRow {
    /// The cell of a month.
    pub fn cell(&self, month: u8) -> Option<&Cell> {
        self.months.get(usize::from(month.checked_sub(1)?))
    }

    /// True for the money as a whole and its sources.
    pub fn is_money(&self) -> bool {
        self.measure == Measure::Money
    }

    /// Weight and completion (0 to 100 per cent) of a row that tells how far the goal is: one that
    /// adds up, and in December also a rate, which says nothing of progress before.
    pub fn progress(&self, month: u8) -> Option<(Decimal, Decimal)> {
        let tells = matches!(self.measure, Measure::Cumulative(_))
            || (month == 12 && matches!(self.measure, Measure::State(_)));
        let cell = self
            .cell(month)
            .filter(|cell| tells && cell.due == Due::Due)?;
        let completion = cell.completion?.clamp(Decimal::ZERO, Decimal::ONE_HUNDRED);
        (self.weight > Decimal::ZERO).then_some((self.weight, completion))
    }

    /// True where the months add up to the year's value.
    pub fn adds_up(&self) -> bool {
        matches!(self.measure, Measure::Money | Measure::Cumulative(_))
    }
}

impl Timeline {
    /// The row with this key.
    pub fn row(&self, key: &RowKey) -> Option<&TimelineRow> {
        self.rows.iter().find(|row| &row.key == key)
    }

    /// The forms in a row that warned, back from the month that is looked at, the first of them
    /// first; months without a form are passed over.
    pub fn warned_months(&self) -> Vec<u8> {
        warned_months(&self.rows, self.month)
    }
}

/// The timeline of a project, looked at from a month (1–12; others are brought inside).
pub fn timeline(project: &Project, policy: &Policy, month: u8) -> Timeline {
    let month = month.clamp(1, 12);
    let rows = rows(project, policy);
    let lights = lights_at(&rows, month);
    let execution_rate = rows
        .first()
        .and_then(|row| row.cell(month))
        .and_then(|cell| cell.actual);
    let goal_rate = goal_rate(&rows, month);
    let gap = match (goal_rate, execution_rate) {
        (Some(goal), Some(money)) => goal.checked_sub(money).map(|gap| gap.abs()),
        _ => None,
    };
    let warnings = warnings(&rows, policy, month, execution_rate, gap);
    let duties = duty::duties(project, &rows, policy, month);
    Timeline {
        month,
        time: time_progress(month),
        money_light: lights.money,
        goal_light: lights.goal,
        light: Light::worse(lights.money, lights.goal),
        goal_rate,
        execution_rate,
        gap,
        warnings,
        duties,
        rows,
    }
}

/// The light that a list shows: that of the last month read.
pub fn light(project: &Project, policy: &Policy) -> Option<Light> {
    let month = project.last_reading_month()?;
    let lights = lights_at(&rows(project, policy), month);
    Light::worse(lights.money, lights.goal)
}

/// 序时进度: m ÷ 12 in per cent.
pub fn time_progress(month: u8) -> Decimal {
    percent(Decimal::from(month), Decimal::from(12)).unwrap_or_default()
}

/// Percentage points between the goal's and the money's progress that warn, if they do (W10).
pub fn gap_warning(goal: Decimal, money: Decimal, policy: &Policy) -> Option<Warning> {
    let points = goal.checked_sub(money)?.abs();
    (points > policy.lights.goal_money_gap).then_some(Warning::Gap {
        points,
        allowed: policy.lights.goal_money_gap,
    })
}

/// The milestone that an execution misses in a month, if it does (W9): the last one that has come.
pub fn milestone_warning(reached: Decimal, policy: &Policy, month: u8) -> Option<Warning> {
    let milestone = policy
        .lights
        .cumulative
        .iter()
        .filter(|milestone| milestone.month <= month)
        .max_by_key(|milestone| milestone.month)?;
    (reached < milestone.below).then_some(Warning::Milestone {
        month: milestone.month,
        demanded: milestone.below,
        reached,
    })
}

/// 预算进度指数 B of an execution rate in per cent: rate ÷ (m ÷ 12).
pub fn budget_index(rate: Decimal, month: u8) -> Option<Decimal> {
    rate.checked_mul(Decimal::from(12))?
        .checked_div(Decimal::from(month))
}

fn rows(project: &Project, policy: &Policy) -> Vec<TimelineRow> {
    let mut rows = vec![execution_row(project, policy)];
    rows.extend(
        project
            .funds
            .iter()
            .map(|fund| fund_row(project, fund, policy)),
    );
    rows.extend(
        project
            .live_indicators()
            .filter(|indicator| !indicator.not_applicable)
            .map(|indicator| indicator_row(project, indicator, policy)),
    );
    rows
}

impl Standing {
    fn of(difference: Decimal) -> Self {
        if difference.is_zero() {
            Self::Even
        } else if difference.is_sign_negative() {
            Self::Worse
        } else {
            Self::Better
        }
    }

    fn reversed(self) -> Self {
        match self {
            Self::Worse => Self::Better,
            Self::Even => Self::Even,
            Self::Better => Self::Worse,
        }
    }
}

fn variance(
    actual: Option<Decimal>,
    planned: Option<Decimal>,
    unit: VarianceUnit,
) -> Option<Variance> {
    let planned = planned?;
    let difference = actual?.checked_sub(planned)?;
    let value = match unit {
        VarianceUnit::Percent => percent(difference, planned)?,
        VarianceUnit::Points | VarianceUnit::Days => difference,
    };
    Some(Variance {
        value,
        unit,
        standing: Standing::of(difference),
    })
}

/// `part` of `whole` in per cent; `None` where the whole is zero or the numbers are too large.
fn percent(part: Decimal, whole: Decimal) -> Option<Decimal> {
    match part.checked_mul(Decimal::ONE_HUNDRED) {
        Some(scaled) => scaled.checked_div(whole),
        None => part.checked_div(whole)?.checked_mul(Decimal::ONE_HUNDRED),
    }
}

struct Lights {
    money: Option<Light>,
    goal: Option<Light>,
}

fn lights_at(rows: &[TimelineRow], month: u8) -> Lights {
    let mut lights = Lights {
        money: None,
        goal: None,
    };
    for row in rows {
        let light = row.cell(month).and_then(|cell| cell.light);
        match row.key {
            RowKey::Execution => lights.money = light,
            // A source alone is shown, but the money is judged as a whole (W1).
            RowKey::Fund(_) => {}
            RowKey::Indicator(_) => lights.goal = Light::worse(lights.goal, light),
        }
    }
    lights
}

/// Σ(w × min(completion, 1)) ÷ Σ w over the rows that tell how far the year is.
fn goal_rate(rows: &[TimelineRow], month: u8) -> Option<Decimal> {
    let mut reached = Decimal::ZERO;
    let mut weights = Decimal::ZERO;
    for (weight, completion) in rows.iter().filter_map(|row| row.progress(month)) {
        reached = reached.checked_add(weight.checked_mul(completion)?)?;
        weights = weights.checked_add(weight)?;
    }
    reached.checked_div(weights)
}

fn warnings(
    rows: &[TimelineRow],
    policy: &Policy,
    month: u8,
    execution: Option<Decimal>,
    gap: Option<Decimal>,
) -> Vec<Warning> {
    let mut warnings = Vec::new();
    if let Some(reached) = execution {
        warnings.extend(milestone_warning(reached, policy, month));
        if reached.is_zero() && month >= policy.lights.zero_execution_month {
            warnings.push(Warning::Idle { month });
        }
    }
    if let Some(points) = gap.filter(|points| *points > policy.lights.goal_money_gap) {
        warnings.push(Warning::Gap {
            points,
            allowed: policy.lights.goal_money_gap,
        });
    }
    let forms = u8::try_from(warned_months(rows, month).len()).unwrap_or(12);
    if policy.monitoring.strikes > 0 && forms >= policy.monitoring.strikes {
        warnings.push(Warning::Repeated { forms });
    }
    warnings
}

fn warned_months(rows: &[TimelineRow], month: u8) -> Vec<u8> {
    let mut warned = Vec::new();
    for month in (1..=month).rev() {
        let lights = lights_at(rows, month);
        match Light::worse(lights.money, lights.goal) {
            Some(light) if light.warns() => warned.push(month),
            Some(_) => break,
            None => {}
        }
    }
    warned.reverse();
    warned
}

#[cfg(test)]
mod tests;
