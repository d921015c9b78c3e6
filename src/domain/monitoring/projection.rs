//! What a row will have reached by December, with the method that says so.
//!
//! A projection is arithmetic on readings, never an opinion: its method is named beside it, and
//! where too few months were read there is none.

use rust_decimal::Decimal;

use super::{Cell, PlanBasis, TimelineRow};

/// How a projection was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// 按三个月趋势: the mean monthly increase of the last three months goes on.
    ThreeMonthTrend,
    /// 按累计进度线性: the pace from January goes on.
    Linear,
    /// 按计划走势: the rest comes as the plan says, in the proportion reached so far.
    Plan,
}

impl Method {
    /// All methods, the preferred first.
    pub const ALL: [Self; 3] = [Self::ThreeMonthTrend, Self::Plan, Self::Linear];
}

/// A row's way to December.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Projection {
    /// How it was made.
    pub method: Method,
    /// The last month that was read.
    pub from: u8,
    /// Its value.
    pub base: Decimal,
    /// The values of the months after it, up to December.
    pub path: Vec<(u8, Decimal)>,
    /// The value of December.
    pub december: Decimal,
    /// December at the slowest pace that was read.
    pub low: Decimal,
    /// December at the quickest pace that was read.
    pub high: Decimal,
    /// The year's target, to compare with.
    pub target: Option<Decimal>,
    /// The monthly increases that it rests on.
    pub increases: Vec<Decimal>,
}

/// The projection of a row by the first method that its readings allow.
pub fn projection(row: &TimelineRow, month: u8) -> Option<Projection> {
    Method::ALL
        .into_iter()
        .find_map(|method| projection_by(row, month, method))
}

/// The projection of a row by one method; `None` where there are too few readings for it, or where
/// the row is none that adds up over the year.
pub fn projection_by(row: &TimelineRow, month: u8, method: Method) -> Option<Projection> {
    if !row.adds_up() {
        return None;
    }
    let read: Vec<(u8, Decimal)> = row
        .months
        .iter()
        .filter(|cell| cell.month <= month)
        .filter_map(|cell| Some((cell.month, cell.actual?)))
        .collect();
    let (from, base) = *read.last()?;
    if from == 12 || read.len() < 2 {
        return None;
    }
    let course = match method {
        Method::ThreeMonthTrend => trend(&read)?,
        Method::Linear => linear(&read)?,
        Method::Plan => return by_plan(row, &read),
    };
    let reach = |pace: Decimal, to: u8| {
        let months = Decimal::from(to.saturating_sub(from));
        let value = pace
            .checked_mul(months)
            .and_then(|more| base.checked_add(more))?;
        Some(capped(row, value))
    };
    Some(Projection {
        method,
        from,
        base,
        path: (from + 1..=12)
            .map(|to| Some((to, reach(course.pace, to)?)))
            .collect::<Option<_>>()?,
        december: reach(course.pace, 12)?,
        low: reach(course.low, 12)?,
        high: reach(course.high, 12)?,
        target: row.year,
        increases: course.increases,
    })
}

struct Course {
    pace: Decimal,
    low: Decimal,
    high: Decimal,
    increases: Vec<Decimal>,
}

/// The mean of the last three monthly increases; needs four readings in four months running.
fn trend(read: &[(u8, Decimal)]) -> Option<Course> {
    let last = read.get(read.len().checked_sub(4)?..)?;
    let (first, value) = *last.first()?;
    let (end, reached) = *last.last()?;
    if end.checked_sub(first)? != 3 {
        return None;
    }
    let pace = reached.checked_sub(value)?.checked_div(Decimal::from(3))?;
    course(pace, increases(last)?)
}

/// The mean monthly increase since January.
fn linear(read: &[(u8, Decimal)]) -> Option<Course> {
    let (end, reached) = *read.last()?;
    let pace = reached.checked_div(Decimal::from(end))?;
    let (first, value) = *read.first()?;
    let mut paces = vec![value.checked_div(Decimal::from(first))?];
    paces.extend(increases(read)?);
    course(pace, paces)
}

/// The monthly increases between readings.
fn increases(read: &[(u8, Decimal)]) -> Option<Vec<Decimal>> {
    read.windows(2)
        .map(|pair| {
            let [(before, old), (after, new)] = pair else {
                return None;
            };
            new.checked_sub(*old)?
                .checked_div(Decimal::from(after.checked_sub(*before)?))
        })
        .collect()
}

/// A cumulative value that fell was corrected, it does not go on falling: no pace is below zero.
fn course(pace: Decimal, increases: Vec<Decimal>) -> Option<Course> {
    let pace = pace.max(Decimal::ZERO);
    let low = increases.iter().min()?.max(&Decimal::ZERO).min(&pace);
    let high = increases.iter().max()?.max(&pace);
    Some(Course {
        pace,
        low: *low,
        high: *high,
        increases,
    })
}

/// The plan's own course, scaled by what was reached of it so far.
fn by_plan(row: &TimelineRow, read: &[(u8, Decimal)]) -> Option<Projection> {
    if row.basis != PlanBasis::Plan {
        return None;
    }
    let (from, base) = *read.last()?;
    let planned = |month: u8| row.cell(month).and_then(|cell: &Cell| cell.planned);
    let share = |(month, value): &(u8, Decimal)| {
        let plan = planned(*month).filter(|plan| *plan > Decimal::ZERO)?;
        value.checked_div(plan)
    };
    let shares: Vec<Decimal> = read.iter().filter_map(share).collect();
    let now = share(&(from, base))?;
    let at = |share: Decimal, month: u8| {
        let value = planned(month)?.checked_mul(share)?;
        Some(capped(row, value.max(base)))
    };
    Some(Projection {
        method: Method::Plan,
        from,
        base,
        path: (from + 1..=12)
            .map(|to| Some((to, at(now, to)?)))
            .collect::<Option<_>>()?,
        december: at(now, 12)?,
        low: at(*shares.iter().min()?, 12)?,
        high: at(*shares.iter().max()?, 12)?,
        target: row.year,
        increases: increases(read)?,
    })
}

/// Money can't be spent beyond the budget; a quantity has no such ceiling.
fn capped(row: &TimelineRow, value: Decimal) -> Decimal {
    if row.is_money() {
        // What was overspent already stays what it is.
        let reached = row.months.iter().filter_map(|cell| cell.actual).max();
        value.min(Decimal::ONE_HUNDRED.max(reached.unwrap_or_default()))
    } else {
        value
    }
}
