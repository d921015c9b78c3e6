//! What an actual would have to be for a row to earn so many points: the rules read backwards.
//!
//! Asked by the way to the next grade. Every answer is rounded to the side on which the points are
//! earned, so that scoring it gives at least what was wanted; where a rule gives all or nothing, the
//! answer is what gives all. It only computes and says nothing in words.

use chrono::{Days, NaiveDate};
use rust_decimal::{Decimal, RoundingStrategy};

use super::notation::Band;
use super::policy::{EqualFormula, ExecutionFormula, LateRule, Policy, ReverseFormula};
use super::scoring::{Execution, Over, Pair, RowScore, Rule, Task, band_interval};

/// What the actual would have to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// At least this, in the target's unit.
    AtLeast(Decimal),
    /// At most this, in the target's unit.
    AtMost(Decimal),
    /// Done on this day at the latest.
    ByDate(NaiveDate),
    /// 是 or 否.
    YesNo(bool),
    /// A band, with at least so many points in it.
    Band(Band, Decimal),
    /// Something that can be scored at all: nothing was filled in, or nothing could be read.
    Filled,
}

/// What a row's actual would have to be for the row to earn `wanted` points, as far as its weight
/// allows; `None` where it can earn none.
pub fn row(score: &RowScore, wanted: Decimal, policy: &Policy) -> Option<Reach> {
    let weight = score.weight();
    let points = wanted.checked_add(taken_off(score))?.min(weight);
    if weight <= Decimal::ZERO {
        return None;
    }
    match score.row.task {
        Task::NotApplicable => None,
        Task::Empty(_) | Task::Unreadable => Some(Reach::Filled),
        Task::Positive(pair, _) if score.row.satisfaction => {
            satisfaction(pair, points, weight, policy).or_else(|| part(pair, points, weight))
        }
        Task::Positive(pair, _) => part(pair, points, weight),
        Task::Reverse(pair, _) => limit(pair, points, weight, policy),
        Task::Equal(pair) if policy.equal.formula != EqualFormula::Sym => {
            part(pair, points, weight)
        }
        Task::Equal(pair) => Some(if pair.actual > pair.target {
            Reach::AtMost(pair.target)
        } else {
            Reach::AtLeast(pair.target)
        }),
        Task::Range { low, .. } if low.actual < low.target => part(low, points, weight),
        Task::Range { high, .. } => limit(high, points, weight, policy),
        Task::Date {
            deadline, start, ..
        } => Some(Reach::ByDate(day(deadline, start, points, weight, policy))),
        Task::YesNo { expected, .. } => Some(Reach::YesNo(expected)),
        Task::Qualitative { .. } => band(points, weight, policy),
    }
}

/// What was taken off the points of the rule, and would be again.
fn taken_off(score: &RowScore) -> Decimal {
    let over = match score.over {
        Over::Deduct(less) if score.rule != Rule::Positive => less,
        _ => Decimal::ZERO,
    };
    over.checked_add(score.row.deduction).unwrap_or(over)
}

/// `actual ÷ target × weight ≥ points`
fn part(pair: Pair, points: Decimal, weight: Decimal) -> Option<Reach> {
    if points >= weight || pair.target <= Decimal::ZERO {
        return Some(Reach::AtLeast(pair.target));
    }
    let wanted = pair.target.checked_mul(points)?.checked_div(weight)?;
    Some(Reach::AtLeast(up(wanted).min(pair.target)))
}

/// An upper limit, by the policy's formula.
fn limit(pair: Pair, points: Decimal, weight: Decimal, policy: &Policy) -> Option<Reach> {
    let target = pair.target;
    if points >= weight || target <= Decimal::ZERO {
        return Some(Reach::AtMost(target));
    }
    let wanted = match policy.reverse.formula {
        ReverseFormula::Strict => target,
        ReverseFormula::Ratio => target.checked_mul(weight)?.checked_div(points)?,
        ReverseFormula::Lin2t => {
            let share = points.checked_div(weight)?;
            target.checked_mul(Decimal::TWO.checked_sub(share)?)?
        }
    };
    Some(Reach::AtMost(down(wanted).max(target)))
}

fn day(
    deadline: NaiveDate,
    start: NaiveDate,
    points: Decimal,
    weight: Decimal,
    policy: &Policy,
) -> NaiveDate {
    let planned = deadline.signed_duration_since(start).num_days();
    if policy.date.late != LateRule::Days || points >= weight || planned <= 0 {
        return deadline;
    }
    let lost = weight.checked_sub(points).unwrap_or_default();
    let days = lost
        .checked_mul(Decimal::from(planned))
        .and_then(|days| days.checked_div(weight))
        .and_then(|days| u64::try_from(days.trunc()).ok())
        .unwrap_or(0);
    deadline
        .checked_add_days(Days::new(days))
        .unwrap_or(deadline)
}

fn band(points: Decimal, weight: Decimal, policy: &Policy) -> Option<Reach> {
    [Band::Unmet, Band::Partial, Band::Met]
        .into_iter()
        .find_map(|band| {
            let (low, high, closed) = band_interval(band, weight, policy);
            let inside = points < high || (closed && points <= high);
            inside.then(|| Reach::Band(band, up(points.max(low))))
        })
}

/// The lowest rate whose band gives the points, where the policy scores satisfaction by bands.
fn satisfaction(pair: Pair, points: Decimal, weight: Decimal, policy: &Policy) -> Option<Reach> {
    policy.satisfaction.banded(pair.actual)?;
    let rates = (0..=100_u32).map(Decimal::from);
    let enough = |rate: &Decimal| {
        let part = policy.satisfaction.banded(*rate).unwrap_or_default();
        part.checked_mul(weight)
            .is_some_and(|earned| earned >= points)
    };
    rates.into_iter().find(enough).map(Reach::AtLeast)
}

/// How much would have to be executed for the execution rate to earn `wanted` points.
pub fn execution(execution: &Execution, wanted: Decimal, policy: &Policy) -> Option<Decimal> {
    let (adjusted, points) = (execution.adjusted, execution.points);
    if adjusted <= Decimal::ZERO || points <= Decimal::ZERO {
        return None;
    }
    let wanted = wanted.min(points);
    let rate = match &policy.execution.formula {
        ExecutionFormula::LinearCap => wanted.checked_div(points)?,
        ExecutionFormula::Floor { pass } => wanted.checked_div(points)?.max(*pass),
        ExecutionFormula::Banded {
            full_from,
            lost_per_point,
        } => {
            let lost = points.checked_sub(wanted)?;
            let each = lost_per_point.checked_mul(Decimal::ONE_HUNDRED)?;
            full_from.checked_sub(lost.checked_div(each)?)?
        }
    };
    Some(up(adjusted.checked_mul(rate)?))
}

fn up(value: Decimal) -> Decimal {
    value
        .round_dp_with_strategy(2, RoundingStrategy::ToPositiveInfinity)
        .normalize()
}

fn down(value: Decimal) -> Decimal {
    value
        .round_dp_with_strategy(2, RoundingStrategy::ToNegativeInfinity)
        .normalize()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::policy_files;
    use crate::domain::policy::{DEFAULT, Policies};
    use crate::domain::project::{Fund, Indicator, Project};
    use crate::domain::scoring::{Scored, score};

    fn policies() -> Policies {
        Policies::parse(policy_files()).expect("policies")
    }

    fn project(target: &str, actual: &str) -> Project {
        Project {
            year: Some(2026),
            indicators: vec![Indicator {
                id: "1".into(),
                level1: "产出指标".into(),
                level2: "数量指标".into(),
                target: target.into(),
                actual: actual.into(),
                weight: "20".into(),
                ..Indicator::default()
            }],
            ..Project::default()
        }
    }

    fn scored(target: &str, actual: &str, policy: &Policy) -> Scored {
        score(&project(target, actual), policy)
    }

    fn number(text: &str) -> Decimal {
        crate::domain::number::decimal(text).expect("a number")
    }

    #[test]
    fn what_is_asked_for_earns_the_points_under_every_policy() {
        let policies = policies();
        for policy in policies.all() {
            for (target, actual, unit) in [
                ("≥16座", "9座", "座"),
                ("≤90万元", "130万元", "万元"),
                ("=3次", "1次", "次"),
                ("18-22℃", "12℃", "℃"),
                ("18-22℃", "30℃", "℃"),
            ] {
                let now = scored(target, actual, policy);
                for wanted in ["13.37", "17", "20"] {
                    let wanted = number(wanted);
                    let reach = row(&now.rows[0], wanted, policy).expect("a way");
                    let (Reach::AtLeast(value) | Reach::AtMost(value)) = reach else {
                        panic!("{reach:?}");
                    };
                    let then = scored(target, &format!("{value}{unit}"), policy);
                    let earned = then.rows[0].score.expect("a score");
                    assert!(
                        earned >= wanted,
                        "{} {target}: {value} earns {earned}, wanted {wanted}",
                        policy.name
                    );
                }
            }
        }
    }

    #[test]
    fn a_late_row_is_told_the_last_day_that_is_early_enough() {
        let policies = policies();
        let policy = policies.get(DEFAULT).expect("policy");
        let now = scored("2026年12月15日前", "2027年3月31日", policy);
        let wanted = number("19");
        let Some(Reach::ByDate(day)) = row(&now.rows[0], wanted, policy) else {
            panic!("a day");
        };
        let then = scored("2026年12月15日前", &day.to_string(), policy);
        assert!(then.rows[0].score.expect("a score") >= wanted);
        let late = day.checked_add_days(Days::new(1)).expect("a day");
        let after = scored("2026年12月15日前", &late.to_string(), policy);
        assert!(after.rows[0].score.expect("a score") < wanted);
    }

    #[test]
    fn a_qualitative_row_is_told_its_band_and_the_points_in_it() {
        let policies = policies();
        let policy = policies.get(DEFAULT).expect("policy");
        let now = scored("明显提升", "未达成", policy);
        let of = |wanted: &str| row(&now.rows[0], number(wanted), policy);
        assert_eq!(of("13"), Some(Reach::Band(Band::Partial, number("13"))));
        assert_eq!(of("16"), Some(Reach::Band(Band::Met, number("16"))));
        assert_eq!(of("50"), Some(Reach::Band(Band::Met, number("20"))));
    }

    #[test]
    fn an_empty_row_has_to_be_filled_in_first() {
        let policies = policies();
        let policy = policies.get(DEFAULT).expect("policy");
        let now = scored("≥16座", "", policy);
        assert_eq!(row(&now.rows[0], number("5"), policy), Some(Reach::Filled));
    }

    #[test]
    fn the_money_that_is_asked_for_earns_its_points() {
        for policy in policies().all() {
            let with = |executed: &str| {
                let mut project = project("≥16座", "16座");
                project.funds = vec![Fund {
                    id: "f".into(),
                    adjusted: "2310".into(),
                    executed: executed.into(),
                    ..Fund::default()
                }];
                score(&project, policy).execution
            };
            let wanted = number("9.33");
            let amount = execution(&with("100"), wanted, policy).expect("an amount");
            let earned = with(&amount.to_string()).score.expect("a score");
            assert!(earned >= wanted, "{}: {amount} earns {earned}", policy.name);
        }
    }
}
