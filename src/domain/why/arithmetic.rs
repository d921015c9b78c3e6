//! The line of arithmetic under a number, in signs alone, so that it can be computed again.

use rust_decimal::Decimal;

use crate::domain::number::round2;
use crate::domain::policy::{EqualFormula, ExecutionFormula, Policy};
use crate::domain::scoring::{
    Chosen, Execution, How, Over, Pair, RowScore, Rule, Scored, Task, band_interval,
};

/// The arithmetic of a row, from its cells to its score; `—` where there is no score.
pub fn row_arithmetic(score: &RowScore, policy: &Policy) -> String {
    let (Some(by_rule), Some(result)) = (score.by_rule, score.score) else {
        return "—".to_owned();
    };
    let mut line = rule_arithmetic(score, by_rule, policy);
    let mut points = by_rule;
    if let Over::Deduct(less) = score.over {
        points = take_off(&mut line, points, less);
    }
    if score.row.deduction > Decimal::ZERO {
        points = take_off(&mut line, points, score.row.deduction);
    }
    debug_assert_eq!(points, result);
    line
}

fn take_off(line: &mut String, points: Decimal, less: Decimal) -> Decimal {
    if less <= Decimal::ZERO {
        return points;
    }
    let left = points.checked_sub(less).unwrap_or_default();
    let floored = round2(left.max(Decimal::ZERO));
    let (from, less) = (fixed(points), plain(less));
    line.push_str(&if left < Decimal::ZERO {
        format!("; {from} − {less} < 0 → {}", fixed(floored))
    } else {
        format!("; {from} − {less} = {}", fixed(floored))
    });
    floored
}

fn rule_arithmetic(score: &RowScore, by_rule: Decimal, policy: &Policy) -> String {
    let weight = plain(score.weight());
    let result = fixed(by_rule);
    let quotient = |part: Decimal, whole: Decimal| {
        format!("{} ÷ {} × {weight} = {result}", plain(part), plain(whole))
    };
    let pair = pair_of(score.row.task);
    let Pair { target, actual } = pair;
    let (t, a) = (plain(target), plain(actual));
    match score.how {
        How::NotApplicable => "—".to_owned(),
        How::Empty => format!("∅ → {result}"),
        How::Unreadable => format!("? → {result}"),
        How::Reached => match reached(score.row.task, policy) {
            condition if score.weight() == by_rule => format!("{condition} → {result}"),
            condition => format!("{condition} → {weight} = {result}"),
        },
        How::Missed => format!("{} → {result}", missed(score.row.task)),
        How::Negative => format!("{a} < 0 → {result}"),
        How::Part | How::BelowRange => quotient(actual, target),
        How::Inverse => quotient(target, actual),
        How::Linear => format!("(1 − ({a} − {t}) ÷ {t}) × {weight} = {result}"),
        How::Distance => format!("(1 − |{a} − {t}| ÷ {t}) × {weight} = {result}"),
        How::Beyond if score.rule == Rule::Equal => format!("|{a} − {t}| ≥ {t} → {result}"),
        How::Beyond => format!("{a} ≥ 2 × {t} → {result}"),
        How::Late { late, planned } if late >= planned => {
            format!("{late} ≥ {planned} → {result}")
        }
        How::Late { late, planned } => {
            format!("(1 − {late} ÷ {planned}) × {weight} = {result}")
        }
        How::LatePart(part) | How::BandDefault(part) | How::SatisfactionBand(part) => {
            format!("{} × {weight} = {result}", plain(part))
        }
        How::BandChosen => format!("{} → {result}", interval(score, "∈", policy)),
        How::BandOutside => format!("{} → {result}", interval(score, "∉", policy)),
    }
}

/// The pair that a numeric task compared: of a range, the bound that decided.
fn pair_of(task: Task) -> Pair {
    match task {
        Task::Positive(pair, _) | Task::Reverse(pair, _) | Task::Equal(pair) => pair,
        Task::Range { low, .. } if low.actual < low.target => low,
        Task::Range { high, .. } => high,
        _ => Pair {
            target: Decimal::ZERO,
            actual: Decimal::ZERO,
        },
    }
}

fn reached(task: Task, policy: &Policy) -> String {
    let Pair { target, actual } = pair_of(task);
    let (t, a) = (plain(target), plain(actual));
    let symmetric = policy.equal.formula == EqualFormula::Sym;
    match task {
        Task::Equal(_) if target < Decimal::ZERO || symmetric => format!("{a} = {t}"),
        Task::Equal(_) if target.is_zero() => format!("{a} ≤ {t}"),
        Task::Range { low, high } if low.actual == high.actual => {
            format!("{} ≤ {a} ≤ {t}", plain(low.target))
        }
        Task::Reverse(..) | Task::Range { .. } => format!("{a} ≤ {t}"),
        Task::Date { deadline, done, .. } => format!("{done} ≤ {deadline}"),
        Task::YesNo { .. } => "1 = 1".to_owned(),
        _ => format!("{a} ≥ {t}"),
    }
}

fn missed(task: Task) -> String {
    let Pair { target, actual } = pair_of(task);
    let (t, a) = (plain(target), plain(actual));
    match task {
        Task::Date { deadline, done, .. } => format!("{done} > {deadline}"),
        Task::YesNo { .. } => "0 ≠ 1".to_owned(),
        _ if actual == target => format!("{a} = {t}"),
        _ if actual < target => format!("{a} < {t}"),
        _ => format!("{a} > {t}"),
    }
}

fn interval(score: &RowScore, sign: &str, policy: &Policy) -> String {
    let Task::Qualitative { band, chosen } = score.row.task else {
        return String::new();
    };
    let points = match chosen {
        Chosen::Points(points) => plain(points),
        Chosen::Default | Chosen::Unreadable => "?".to_owned(),
    };
    let (low, high, closed) = band_interval(band, score.weight(), policy);
    let end = if closed { ']' } else { ')' };
    format!("{points} {sign} [{}, {}{end}", plain(low), plain(high))
}

pub(super) fn execution_arithmetic(execution: &Execution, policy: &Policy) -> String {
    let Some(score) = execution.score else {
        return "—".to_owned();
    };
    let result = fixed(score);
    let (executed, adjusted) = (plain(execution.executed), plain(execution.adjusted));
    let points = plain(execution.points);
    if execution.adjusted <= Decimal::ZERO {
        return format!("{adjusted} ≤ 0 → {result}");
    }
    match &policy.execution.formula {
        ExecutionFormula::Banded {
            full_from,
            lost_per_point,
        } => {
            let full = plain(*full_from);
            if execution.rate.is_some_and(|rate| rate >= *full_from) {
                format!("{executed} ÷ {adjusted} ≥ {full} → {result}")
            } else if score.is_zero() {
                format!("{executed} ÷ {adjusted} < {full} → {result}")
            } else {
                let lost = plain(*lost_per_point);
                format!("{points} − ({full} − {executed} ÷ {adjusted}) × 100 × {lost} = {result}")
            }
        }
        ExecutionFormula::Floor { pass } if execution.rate.is_some_and(|rate| rate < *pass) => {
            format!("{executed} ÷ {adjusted} < {} → {result}", plain(*pass))
        }
        _ if execution.executed < Decimal::ZERO => format!("{executed} < 0 → {result}"),
        _ if execution.executed >= execution.adjusted => {
            format!("{executed} ≥ {adjusted} → {result}")
        }
        _ => format!("{executed} ÷ {adjusted} × {points} = {result}"),
    }
}

pub(super) fn total_arithmetic(scored: &Scored) -> String {
    let (Some(raw), Some(uncapped), Some(total)) = (scored.raw, scored.uncapped, scored.total)
    else {
        return "—".to_owned();
    };
    let mut line = match scored.applicable_weight {
        Some(weights) if scored.renormalised => format!(
            "{} ÷ {} × 100 = {}",
            fixed(raw),
            plain(weights),
            fixed(uncapped)
        ),
        _ => format!("{} = {}", fixed(raw), fixed(uncapped)),
    };
    if let Some(cap) = &scored.cap {
        let limit = plain(cap.at_most);
        line.push_str(&format!(
            "; {} > {limit} → {}",
            fixed(uncapped),
            fixed(total)
        ));
    }
    line
}

pub(super) fn grade_arithmetic(scored: &Scored, policy: &Policy) -> Option<String> {
    let (total, grade) = (scored.total?, scored.grade?);
    let band = policy.grades.band(grade)?;
    let total = fixed(total);
    let lowest = policy.grades.bands.last()?.grade;
    Some(match policy.grades.above(grade) {
        Some(above) if grade == lowest => format!("{total} < {}", plain(above.from)),
        Some(above) => format!("{} ≤ {total} < {}", plain(band.from), plain(above.from)),
        None => format!("{total} ≥ {}", plain(band.from)),
    })
}

pub(super) fn plain(value: Decimal) -> String {
    value.normalize().to_string()
}

/// A score: always two decimals.
pub fn fixed(value: Decimal) -> String {
    format!("{:.2}", round2(value))
}
