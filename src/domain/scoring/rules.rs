//! The points of one row: each rule with its formula, as the policy has it.

use std::cmp::Ordering;
use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{Chosen, Edge, How, Over, Pair, Row, RowScore, Task, share};
use crate::domain::notation::Band;
use crate::domain::number::round2;
use crate::domain::policy::{EqualFormula, LateRule, Policy, ReverseFormula};

pub(super) fn score_row(row: &Arc<Row>, policy: &Policy) -> RowScore {
    let weight = row.weight.unwrap_or_default();
    let (points, how) = outcome(row, weight, policy);
    let by_rule = points.map(round2);
    let over = over(&row.task, policy);
    let score = by_rule.map(|points| {
        let points = match over {
            Over::Deduct(less) => less_not_below_zero(points, less),
            Over::No | Over::Explain => points,
        };
        less_not_below_zero(points, row.deduction)
    });
    RowScore {
        row: Arc::clone(row),
        rule: row.task.rule(),
        by_rule,
        score,
        how,
        over,
        flagged: flagged(&row.task, policy),
    }
}

fn flagged(task: &Task, policy: &Policy) -> bool {
    match task {
        Task::Equal(pair) => {
            policy.equal.formula == EqualFormula::Flag && pair.actual != pair.target
        }
        _ => false,
    }
}

fn less_not_below_zero(points: Decimal, less: Decimal) -> Decimal {
    if less <= Decimal::ZERO {
        return points;
    }
    round2(
        points
            .checked_sub(less)
            .unwrap_or_default()
            .max(Decimal::ZERO),
    )
}

fn over(task: &Task, policy: &Policy) -> Over {
    let Task::Positive(Pair { target, actual }, _) = *task else {
        return Over::No;
    };
    let rule = &policy.over;
    if target <= Decimal::ZERO {
        let far = target.is_zero() && actual >= rule.explain_zero_target_at;
        return if far { Over::Explain } else { Over::No };
    }
    let beyond = |multiple: Decimal| match target.checked_mul(multiple) {
        Some(bound) => actual >= bound,
        None => actual
            .checked_div(multiple)
            .is_some_and(|actual| actual >= target),
    };
    if rule.deduct_from.is_some_and(beyond) {
        Over::Deduct(rule.deduct_points)
    } else if beyond(rule.explain_at) {
        Over::Explain
    } else {
        Over::No
    }
}

type Outcome = (Option<Decimal>, How);

fn outcome(row: &Row, weight: Decimal, policy: &Policy) -> Outcome {
    match row.task {
        Task::NotApplicable => (None, How::NotApplicable),
        Task::Empty(_) => (Some(Decimal::ZERO), How::Empty),
        Task::Unreadable => (Some(Decimal::ZERO), How::Unreadable),
        Task::Positive(pair, edge) => {
            if row.satisfaction
                && let Some(part) = policy.satisfaction.banded(pair.actual)
            {
                let points = weight.checked_mul(part).unwrap_or_default();
                return (Some(points), How::SatisfactionBand(part));
            }
            positive(pair, edge, weight, policy)
        }
        Task::Reverse(pair, edge) => reverse(pair, edge, weight, policy),
        Task::Equal(pair) => equal(pair, weight, policy),
        Task::Range { low, high } => {
            if low.actual < low.target {
                match positive(low, Edge::Inclusive, weight, policy) {
                    (points, How::Part) => (points, How::BelowRange),
                    other => other,
                }
            } else {
                reverse(high, Edge::Inclusive, weight, policy)
            }
        }
        Task::Date {
            deadline,
            start,
            done,
        } => date(deadline, start, done, weight, policy),
        Task::YesNo { expected, actual } if expected == actual => (Some(weight), How::Reached),
        Task::YesNo { .. } => (Some(Decimal::ZERO), How::Missed),
        Task::Qualitative { band, chosen } => qualitative(band, chosen, weight, policy),
    }
}

fn positive(pair: Pair, edge: Edge, weight: Decimal, policy: &Policy) -> Outcome {
    let Pair { target, actual } = pair;
    let reached = match actual.cmp(&target) {
        Ordering::Greater => true,
        Ordering::Equal => edge == Edge::Inclusive || !policy.positive.strict_gt,
        Ordering::Less => false,
    };
    if reached {
        (Some(weight), How::Reached)
    } else if target <= Decimal::ZERO || actual == target {
        (Some(Decimal::ZERO), How::Missed)
    } else if actual < Decimal::ZERO {
        (Some(Decimal::ZERO), How::Negative)
    } else {
        (Some(share(actual, weight, target)), How::Part)
    }
}

fn reverse(pair: Pair, edge: Edge, weight: Decimal, policy: &Policy) -> Outcome {
    let Pair { target, actual } = pair;
    let reached = match actual.cmp(&target) {
        Ordering::Less => true,
        Ordering::Equal => edge == Edge::Inclusive || !policy.positive.strict_gt,
        Ordering::Greater => false,
    };
    if reached {
        return (Some(weight), How::Reached);
    }
    if target <= Decimal::ZERO || actual == target {
        return (Some(Decimal::ZERO), How::Missed);
    }
    match policy.reverse.formula {
        ReverseFormula::Strict => (Some(Decimal::ZERO), How::Missed),
        ReverseFormula::Ratio => (Some(share(target, weight, actual)), How::Inverse),
        ReverseFormula::Lin2t => {
            // Both are positive, so their difference always fits.
            let left = target.checked_sub(actual - target).unwrap_or_default();
            if left <= Decimal::ZERO {
                (Some(Decimal::ZERO), How::Beyond)
            } else {
                (Some(share(left, weight, target)), How::Linear)
            }
        }
    }
}

fn equal(pair: Pair, weight: Decimal, policy: &Policy) -> Outcome {
    let Pair { target, actual } = pair;
    let all_or_nothing = |reached: bool| {
        if reached {
            (Some(weight), How::Reached)
        } else {
            (Some(Decimal::ZERO), How::Missed)
        }
    };
    let symmetric = policy.equal.formula == EqualFormula::Sym;
    match target.cmp(&Decimal::ZERO) {
        Ordering::Less => all_or_nothing(actual == target),
        Ordering::Equal if symmetric => all_or_nothing(actual.is_zero()),
        Ordering::Equal => all_or_nothing(actual <= Decimal::ZERO),
        Ordering::Greater if !symmetric => positive(pair, Edge::Inclusive, weight, policy),
        Ordering::Greater if actual == target => (Some(weight), How::Reached),
        Ordering::Greater => {
            let left = actual
                .checked_sub(target)
                .and_then(|distance| target.checked_sub(distance.abs()))
                .unwrap_or_default();
            if left <= Decimal::ZERO {
                (Some(Decimal::ZERO), How::Beyond)
            } else {
                (Some(share(left, weight, target)), How::Distance)
            }
        }
    }
}

fn date(
    deadline: NaiveDate,
    start: NaiveDate,
    done: NaiveDate,
    weight: Decimal,
    policy: &Policy,
) -> Outcome {
    if done <= deadline {
        return (Some(weight), How::Reached);
    }
    let planned = deadline.signed_duration_since(start).num_days();
    let late = done.signed_duration_since(deadline).num_days();
    if planned <= 0 {
        return (Some(Decimal::ZERO), How::Missed);
    }
    match policy.date.late {
        LateRule::Zero => (Some(Decimal::ZERO), How::Missed),
        LateRule::Days => {
            let left = Decimal::from((planned - late).max(0));
            let points = share(left, weight, Decimal::from(planned));
            (Some(points), How::Late { late, planned })
        }
        LateRule::Part { lost } => late_part(Decimal::ONE - lost, weight),
        LateRule::Period { percent, days } => {
            let days = i64::from(days.max(1));
            let spans = late / days + i64::from(late % days > 0);
            let part = percent
                .checked_mul(Decimal::from(spans))
                .and_then(|lost| Decimal::ONE_HUNDRED.checked_sub(lost))
                .and_then(|left| left.checked_div(Decimal::ONE_HUNDRED))
                .unwrap_or_default();
            late_part(part.max(Decimal::ZERO), weight)
        }
    }
}

fn late_part(part: Decimal, weight: Decimal) -> Outcome {
    let points = weight.checked_mul(part).unwrap_or_default();
    (Some(points), How::LatePart(part))
}

/// The interval of a band under a weight: lower bound, upper bound, and whether the upper bound
/// itself belongs to it.
pub fn band_interval(band: Band, weight: Decimal, policy: &Policy) -> (Decimal, Decimal, bool) {
    let bound = |part: Decimal| round2(weight.checked_mul(part).unwrap_or_default());
    let met = bound(policy.qualitative.met_from);
    let partial = bound(policy.qualitative.partial_from);
    match band {
        Band::Met => (met, weight, true),
        Band::Partial => (partial, met, false),
        Band::Unmet => (Decimal::ZERO, partial, false),
    }
}

fn qualitative(band: Band, chosen: Chosen, weight: Decimal, policy: &Policy) -> Outcome {
    let points = match chosen {
        Chosen::Unreadable => return (Some(Decimal::ZERO), How::BandOutside),
        Chosen::Default => {
            let rule = &policy.qualitative;
            let part = match band {
                Band::Met => rule.met_default,
                Band::Partial => rule.partial_default,
                Band::Unmet => rule.unmet_default,
            };
            let points = weight.checked_mul(part).unwrap_or_default();
            return (Some(points), How::BandDefault(part));
        }
        Chosen::Points(points) => points,
    };
    let (low, high, closed) = band_interval(band, weight, policy);
    if points >= low && (points < high || (closed && points == high)) {
        (Some(points), How::BandChosen)
    } else {
        (Some(Decimal::ZERO), How::BandOutside)
    }
}
