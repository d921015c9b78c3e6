//! Why a number of the timeline is what it is: explanations as data.
//!
//! Each is a tree: a value, one line of arithmetic that any reader can follow, where the rule comes
//! from, what else bears on it, and the same for each number that it rests on. Words belong to
//! `lang`; this module writes numbers and signs only.

use rust_decimal::Decimal;

use super::super::number::{round_to, round2};
use super::super::policy::{Clause, Policy};
use super::super::project::RowKey;
use super::{
    Cell, Due, Light, Measure, Method, PlanBasis, Projection, Timeline, TimelineRow, VarianceUnit,
    Warning,
};

/// One explanation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    /// What is explained.
    pub subject: Subject,
    /// Its value.
    pub value: Value,
    /// Where the rule comes from.
    pub clause: Option<Clause>,
    /// Numbers and signs only; empty where there is none.
    pub arithmetic: String,
    /// What else bears on it.
    pub facts: Vec<Fact>,
    /// What it rests on.
    pub parts: Vec<Self>,
}

/// What is explained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// The light of a row: its name, empty for the money as a whole.
    RowLight(String),
    /// The light of the project.
    ProjectLight,
    /// The light of the goal.
    GoalLight,
    /// 执行率 of a month.
    Rate,
    /// 完成率 of an indicator in a month.
    Completion,
    /// The same of one among others: its name and weight.
    CompletionOf(String, Decimal),
    /// 预算进度指数 B
    BudgetIndex,
    /// 指标进度指数 K
    IndicatorIndex,
    /// The plan up to a month.
    Planned,
    /// The variance of a row.
    Variance,
    /// How far the goal is.
    GoalRate,
    /// 目标-资金差异
    Gap,
    /// A value in December.
    Projection,
}

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A light.
    Light(Light),
    /// Per cent.
    Percent(Decimal),
    /// Percentage points.
    Points(Decimal),
    /// Days.
    Days(Decimal),
    /// An index; 100 is on plan.
    Index(Decimal),
    /// A number with its unit.
    Number(Decimal, String),
    /// There is none.
    Nothing(Missing),
}

/// Why there is no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Missing {
    /// Nothing was filled in.
    Reading,
    /// 未到期
    NotDue,
    /// There is no budget.
    Budget,
    /// Nothing was planned up to the month.
    Plan,
    /// The target can't be measured, or the reading says nothing of it.
    Measure,
    /// No row has a light.
    Lights,
    /// Too few months were read.
    Readings,
    /// The year is over: there is nothing left to project.
    YearOver,
}

/// Something that bears on a value beside its arithmetic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// The target as written.
    Target(String),
    /// The reading as written.
    Written(String),
    /// What the plan rests on.
    Basis(PlanBasis),
    /// The bounds of the light.
    Bounds {
        /// The light.
        light: Light,
        /// From this index on.
        from: Option<Decimal>,
        /// Below this index.
        below: Option<Decimal>,
    },
    /// Inside an upper limit or a deadline is green, outside red.
    InsideOutside,
    /// The light follows the completion word.
    Words,
    /// The row that decided: the worst of all.
    Worst(String),
    /// The method of a projection.
    Method(Method),
    /// What a projection lies between.
    Between {
        /// At the slowest pace.
        low: Decimal,
        /// At the quickest pace.
        high: Decimal,
    },
    /// It ends at its bound: nobody spends more than the budget, and what was done is not undone.
    Bounded,
    /// A month in which the value fell counts as one without progress.
    Corrected,
    /// More than this warns.
    Allowed(Decimal),
}

/// Why a row has its light in a month, with index and variance below it.
pub fn row_light(row: &TimelineRow, month: u8, policy: &Policy) -> Why {
    let subject = Subject::RowLight(row.name.clone());
    let Some(cell) = row.cell(month) else {
        return nothing(subject, Missing::Reading);
    };
    let Some(light) = cell.light else {
        return Why {
            facts: cell_facts(row, cell),
            ..nothing(subject, missing(row, cell))
        };
    };
    let lights = &policy.lights;
    let mut facts = cell_facts(row, cell);
    let scale = match (&row.measure, cell.index) {
        (Measure::Money, Some(_)) => Some(&lights.budget),
        (_, Some(_)) => Some(&lights.indicator),
        (_, None) => None,
    };
    let clause = if let Some(scale) = scale {
        let mut from = None;
        for band in &scale.bands {
            if band.light == light {
                let below = band.below;
                facts.push(Fact::Bounds { light, from, below });
            }
            from = band.below;
        }
        scale.clause.clone()
    } else {
        facts.push(match row.measure {
            Measure::Ceiling(_) | Measure::Zero(_) | Measure::Date(_) | Measure::Range { .. } => {
                Fact::InsideOutside
            }
            _ => Fact::Words,
        });
        lights.reverse_clause.clone()
    };
    let parts = [index(row, month, policy), variance(row, month)];
    Why {
        subject,
        value: Value::Light(light),
        clause: Some(clause),
        arithmetic: limit_arithmetic(row, cell),
        facts,
        parts: parts
            .into_iter()
            .filter(|part| !matches!(part.value, Value::Nothing(_)))
            .collect(),
    }
}

/// Why the index of a row is what it is: B of money, K of an indicator.
pub fn index(row: &TimelineRow, month: u8, policy: &Policy) -> Why {
    let money = row.is_money();
    let subject = if money {
        Subject::BudgetIndex
    } else {
        Subject::IndicatorIndex
    };
    let Some((cell, value)) = row.cell(month).and_then(|cell| Some((cell, cell.index?))) else {
        let missing = row
            .cell(month)
            .map_or(Missing::Reading, |cell| missing(row, cell));
        return nothing(subject, missing);
    };
    let scale = if money {
        &policy.lights.budget
    } else {
        &policy.lights.indicator
    };
    let actual = plain(cell.actual.unwrap_or_default());
    let result = fixed(value);
    let arithmetic = match (money, cell.amount, row.budget, row.basis) {
        (true, Some(amount), Some(budget), _) => format!(
            "{} ÷ {} ÷ ({month} ÷ 12) × 100 = {result}",
            plain(amount),
            plain(budget)
        ),
        (_, _, _, PlanBasis::Time) => format!(
            "{actual} ÷ ({} × {month} ÷ 12) × 100 = {result}",
            plain(row.year.unwrap_or_default())
        ),
        _ => match cell.planned {
            Some(planned) => format!("{actual} ÷ {} × 100 = {result}", plain(planned)),
            None => String::new(),
        },
    };
    Why {
        subject,
        value: Value::Index(value),
        clause: Some(scale.clause.clone()),
        arithmetic,
        // The index of the money goes by the time even where a plan by month was written.
        facts: (!money)
            .then_some(Fact::Basis(row.basis))
            .into_iter()
            .collect(),
        parts: Vec::new(),
    }
}

/// Why the variance of a row is what it is.
pub fn variance(row: &TimelineRow, month: u8) -> Why {
    let found = row
        .cell(month)
        .and_then(|cell| Some((cell, cell.variance?)));
    let Some((cell, variance)) = found else {
        let missing = row
            .cell(month)
            .map_or(Missing::Reading, |cell| missing(row, cell));
        return nothing(Subject::Variance, missing);
    };
    let actual = cell.actual.unwrap_or_default();
    let against = match &row.measure {
        Measure::Ceiling(bound) => bound.value,
        _ => cell.planned.unwrap_or_default(),
    };
    let result = fixed(variance.value);
    let (value, arithmetic) = match variance.unit {
        VarianceUnit::Points => (
            Value::Points(variance.value),
            format!("{} − {} = {result}", fixed(actual), fixed(against)),
        ),
        VarianceUnit::Percent => (
            Value::Percent(variance.value),
            format!(
                "({} − {against}) ÷ {against} × 100 = {result}",
                plain(actual),
                against = plain(against)
            ),
        ),
        VarianceUnit::Days => (Value::Days(variance.value), String::new()),
    };
    Why {
        subject: Subject::Variance,
        value,
        clause: None,
        arithmetic,
        facts: vec![Fact::Basis(row.basis)],
        parts: Vec::new(),
    }
}

/// Everything that explains a row in the month that is looked at: its light first, then plan,
/// completion and what is projected; the money as a whole also tells of the project.
pub fn row(timeline: &Timeline, row: &TimelineRow, policy: &Policy) -> Vec<Why> {
    let month = timeline.month;
    let done = if row.is_money() {
        rate(row, month)
    } else {
        completion(row, month)
    };
    let ahead = projection(row, super::projection(row, month).as_ref());
    let mut all = vec![planned(row, month), done, ahead];
    if row.key == RowKey::Execution {
        all.push(summary(project_light(timeline, policy)));
        all.push(gap(timeline, policy));
    }
    all.retain(|why| !matches!(why.value, Value::Nothing(_)));
    all.insert(0, row_light(row, month, policy));
    all
}

/// An explanation without what its parts rest on.
fn summary(mut why: Why) -> Why {
    for part in &mut why.parts {
        part.parts.clear();
        part.arithmetic.clear();
        part.facts.retain(|fact| matches!(fact, Fact::Worst(_)));
    }
    why
}

/// Where the rule of a warning comes from.
pub fn warning_clause<'p>(warning: &Warning, policy: &'p Policy) -> &'p Clause {
    match warning {
        Warning::Repeated { .. } => &policy.monitoring.deadlines_clause,
        Warning::Milestone { .. } | Warning::Gap { .. } | Warning::Idle { .. } => {
            &policy.lights.cumulative_clause
        }
    }
}

/// Why the plan up to a month is what it is.
pub fn planned(row: &TimelineRow, month: u8) -> Why {
    let Some(planned) = row.cell(month).and_then(|cell| cell.planned) else {
        return nothing(Subject::Planned, Missing::Plan);
    };
    let arithmetic = match (row.basis, row.year) {
        (PlanBasis::Time, Some(year)) => {
            format!("{} × {month} ÷ 12 = {}", plain(year), fixed(planned))
        }
        _ => String::new(),
    };
    Why {
        subject: Subject::Planned,
        value: Value::Number(planned, row.measure.unit().to_owned()),
        clause: None,
        arithmetic,
        facts: vec![Fact::Basis(row.basis)],
        parts: Vec::new(),
    }
}

/// Why an indicator is as far as it is: what is done of what the whole year is to reach.
pub fn completion(row: &TimelineRow, month: u8) -> Why {
    let found = row
        .cell(month)
        .and_then(|cell| Some((cell.completion?, cell.actual?, row.year?)));
    let Some((completion, actual, year)) = found else {
        return nothing(Subject::Completion, Missing::Measure);
    };
    Why {
        subject: Subject::Completion,
        value: Value::Percent(completion),
        clause: None,
        arithmetic: format!(
            "{} ÷ {} × 100 = {}",
            plain(actual),
            plain(year),
            fixed(completion)
        ),
        facts: Vec::new(),
        parts: Vec::new(),
    }
}

/// Why the execution rate of a month is what it is.
pub fn rate(row: &TimelineRow, month: u8) -> Why {
    let found = row
        .cell(month)
        .and_then(|cell| Some((cell.amount?, row.budget?, cell.actual?)));
    let Some((amount, budget, rate)) = found else {
        let missing = row
            .cell(month)
            .map_or(Missing::Reading, |cell| missing(row, cell));
        return nothing(Subject::Rate, missing);
    };
    Why {
        subject: Subject::Rate,
        value: Value::Percent(rate),
        clause: None,
        arithmetic: format!(
            "{} ÷ {} × 100 = {}",
            plain(amount),
            plain(budget),
            fixed(rate)
        ),
        facts: Vec::new(),
        parts: Vec::new(),
    }
}

/// Why the project has its light: the worse of money and goal, and which rows decided.
pub fn project_light(timeline: &Timeline, policy: &Policy) -> Why {
    let clause = Some(policy.lights.project_clause.clone());
    let month = timeline.month;
    let mut parts: Vec<Why> = timeline
        .row(&RowKey::Execution)
        .map(|row| row_light(row, month, policy))
        .into_iter()
        .collect();
    parts.push(goal_light(timeline, policy));
    Why {
        subject: Subject::ProjectLight,
        value: light_or_none(timeline.light),
        clause,
        arithmetic: String::new(),
        facts: Vec::new(),
        parts,
    }
}

fn goal_light(timeline: &Timeline, policy: &Policy) -> Why {
    let month = timeline.month;
    let deciding: Vec<&TimelineRow> = timeline
        .rows
        .iter()
        .filter(|row| matches!(row.key, RowKey::Indicator(_)))
        .filter(|row| {
            let light = row.cell(month).and_then(|cell| cell.light);
            light.is_some() && light == timeline.goal_light
        })
        .collect();
    Why {
        subject: Subject::GoalLight,
        value: light_or_none(timeline.goal_light),
        clause: Some(policy.lights.reverse_clause.clone()),
        arithmetic: String::new(),
        facts: deciding
            .first()
            .map(|row| Fact::Worst(row.name.clone()))
            .into_iter()
            .collect(),
        parts: deciding
            .into_iter()
            .map(|row| row_light(row, month, policy))
            .collect(),
    }
}

/// Why goal and money are as far apart as they are.
pub fn gap(timeline: &Timeline, policy: &Policy) -> Why {
    let (Some(goal), Some(money), Some(gap)) =
        (timeline.goal_rate, timeline.execution_rate, timeline.gap)
    else {
        return nothing(Subject::Gap, Missing::Reading);
    };
    let rows = timeline.rows.iter();
    let counted = rows.filter(|row| row.progress(timeline.month).is_some());
    let mut parts = vec![Why {
        subject: Subject::GoalRate,
        value: Value::Percent(goal),
        clause: None,
        arithmetic: goal_arithmetic(timeline, goal),
        facts: Vec::new(),
        parts: counted
            .map(|row| {
                let mut why = completion(row, timeline.month);
                if let Value::Percent(done) = why.value
                    && done > Decimal::ONE_HUNDRED
                {
                    // More than the whole counts as the whole.
                    why.value = Value::Percent(Decimal::ONE_HUNDRED);
                    why.arithmetic.push_str(" > 100 → 100.00");
                }
                Why {
                    subject: Subject::CompletionOf(row.name.clone(), row.weight),
                    ..why
                }
            })
            .collect(),
    }];
    parts.extend(
        timeline
            .row(&RowKey::Execution)
            .map(|row| rate(row, timeline.month)),
    );
    Why {
        subject: Subject::Gap,
        value: Value::Points(gap),
        clause: Some(policy.lights.cumulative_clause.clone()),
        arithmetic: format!("|{} − {}| = {}", exact(goal), exact(money), fixed(gap)),
        facts: vec![Fact::Allowed(policy.lights.goal_money_gap)],
        parts,
    }
}

fn goal_arithmetic(timeline: &Timeline, goal: Decimal) -> String {
    let rows: Vec<(Decimal, Decimal)> = timeline
        .rows
        .iter()
        .filter_map(|row| row.progress(timeline.month))
        .collect();
    let over: Vec<String> = rows
        .iter()
        .map(|(weight, done)| format!("{} × {}", plain(*weight), exact(*done)))
        .collect();
    let under: Vec<String> = rows.iter().map(|(weight, _)| plain(*weight)).collect();
    format!(
        "({}) ÷ ({}) = {}",
        over.join(" + "),
        under.join(" + "),
        fixed(goal)
    )
}

/// Why a projection ends where it ends; `found` may be none.
pub fn projection(row: &TimelineRow, found: Option<&Projection>) -> Why {
    let Some(found) = found else {
        let over = row.cell(12).is_some_and(|cell| cell.actual.is_some());
        let missing = if over {
            Missing::YearOver
        } else {
            Missing::Readings
        };
        return nothing(Subject::Projection, missing);
    };
    let left = 12_u8.saturating_sub(found.from);
    let (base, months) = (exact(found.base), Decimal::from(left));
    let planned = |month| row.cell(month).and_then(|cell| cell.planned);
    let (sum, reached) = match found.method {
        Method::ThreeMonthTrend => {
            let increases: Vec<String> = found.increases.iter().map(|more| signed(*more)).collect();
            let pace = found
                .increases
                .iter()
                .try_fold(Decimal::ZERO, |sum, more| sum.checked_add(*more))
                .and_then(|sum| sum.checked_div(Decimal::from(3)));
            let reached = pace
                .and_then(|pace| pace.checked_mul(months))
                .and_then(|more| found.base.checked_add(more));
            let sum = format!("{base} + ({}) ÷ 3 × {left}", increases.join(" + "));
            (sum, reached)
        }
        Method::Linear => {
            let pace = found.base.checked_div(Decimal::from(found.from));
            let reached = pace.and_then(|pace| pace.checked_mul(Decimal::from(12)));
            (format!("{base} ÷ {} × 12", found.from), reached)
        }
        Method::Plan => {
            let (whole, so_far) = (planned(12), planned(found.from));
            let reached = whole
                .zip(so_far)
                .and_then(|(whole, so_far)| whole.checked_mul(found.base)?.checked_div(so_far));
            let shown = |planned: Option<Decimal>| planned.map(exact).unwrap_or_default();
            (
                format!("{} × {base} ÷ {}", shown(whole), shown(so_far)),
                reached,
            )
        }
    };
    let december = fixed(found.december);
    // Nobody spends more than the budget, and what was done is not undone.
    let bound = reached.map(fixed).filter(|reached| *reached != december);
    let arithmetic = match &bound {
        Some(reached) => format!("{sum} = {reached} → {december}"),
        None => format!("{sum} = {december}"),
    };
    let mut facts = vec![
        Fact::Method(found.method),
        Fact::Between {
            low: found.low,
            high: found.high,
        },
    ];
    if found.increases.iter().any(|one| *one < Decimal::ZERO) {
        facts.push(Fact::Corrected);
    }
    if bound.is_some() {
        facts.push(Fact::Bounded);
    }
    Why {
        subject: Subject::Projection,
        value: Value::Number(found.december, row.measure.unit().to_owned()),
        clause: None,
        arithmetic,
        facts,
        parts: Vec::new(),
    }
}

fn light_or_none(light: Option<Light>) -> Value {
    light.map_or(Value::Nothing(Missing::Lights), Value::Light)
}

fn cell_facts(row: &TimelineRow, cell: &Cell) -> Vec<Fact> {
    let mut facts = Vec::new();
    if !row.target.is_empty() {
        facts.push(Fact::Target(row.target.clone()));
    }
    if !cell.written.is_empty() {
        facts.push(Fact::Written(cell.written.clone()));
    }
    facts
}

/// Why a cell has no number.
fn missing(row: &TimelineRow, cell: &Cell) -> Missing {
    if row.measure == Measure::Unreadable {
        Missing::Measure
    } else if cell.due == Due::NotYet {
        Missing::NotDue
    } else if row.is_money() && row.budget.is_none_or(|budget| budget.is_zero()) {
        Missing::Budget
    } else if cell.written.trim().is_empty() {
        Missing::Reading
    } else if row.adds_up() && cell.planned.is_none_or(|planned| planned.is_zero()) {
        Missing::Plan
    } else {
        Missing::Measure
    }
}

/// The comparison of a value with its limit.
fn limit_arithmetic(row: &TimelineRow, cell: &Cell) -> String {
    let limit = match &row.measure {
        Measure::Ceiling(bound) => bound.value,
        Measure::Zero(_) => Decimal::ZERO,
        _ => return String::new(),
    };
    let Some(actual) = cell.actual else {
        return String::new();
    };
    let sign = if actual <= limit { "≤" } else { ">" };
    format!("{} {sign} {}", plain(actual), plain(limit))
}

fn nothing(subject: Subject, missing: Missing) -> Why {
    Why {
        subject,
        value: Value::Nothing(missing),
        clause: None,
        arithmetic: String::new(),
        facts: Vec::new(),
        parts: Vec::new(),
    }
}

fn plain(value: Decimal) -> String {
    value.normalize().to_string()
}

fn fixed(value: Decimal) -> String {
    round2(value).to_string()
}

/// An operand with so many places that the result can be had from what is shown.
fn exact(value: Decimal) -> String {
    plain(round_to(value, 4))
}

/// An operand that may follow a plus sign.
fn signed(value: Decimal) -> String {
    if value < Decimal::ZERO {
        format!("({})", exact(value))
    } else {
        exact(value)
    }
}
