//! What would change the grade: the points that are missing, and the rows that could give them.

use rust_decimal::Decimal;

use super::Subject;
use crate::domain::number::round2;
use crate::domain::policy::{Grade, Policy};
use crate::domain::scoring::Scored;

/// Points that could still be won in one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Improvement {
    /// The row, or the execution rate.
    pub subject: Subject,
    /// So many points of the total are lost there.
    pub available: Decimal,
}

/// The way to the next grade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextGrade {
    /// The grade.
    pub grade: Grade,
    /// From this total on.
    pub from: Decimal,
    /// Points that are missing.
    pub missing: Decimal,
    /// Where points were lost, most first.
    pub improvements: Vec<Improvement>,
    /// True where the cap by execution rate stands in the way, whatever the rows earn.
    pub held_by_cap: bool,
}

/// What is missing for the next grade; `None` where there is no grade or none above it.
pub fn to_next_grade(scored: &Scored, policy: &Policy) -> Option<NextGrade> {
    let (total, grade) = (scored.total?, scored.grade?);
    let above = policy.grades.above(grade)?;
    let missing = above.from.checked_sub(total)?;
    let in_total = |points: Decimal| match scored.applicable_weight {
        Some(weights) if scored.renormalised && weights > Decimal::ZERO => points
            .checked_mul(Decimal::ONE_HUNDRED)
            .and_then(|points| points.checked_div(weights))
            .unwrap_or(points),
        _ => points,
    };
    let lost = |subject: Subject, weight: Decimal, score: Option<Decimal>| {
        let lost = weight.checked_sub(score?)?;
        (lost > Decimal::ZERO).then(|| Improvement {
            subject,
            available: round2(in_total(lost)),
        })
    };
    let execution = &scored.execution;
    let mut improvements: Vec<Improvement> =
        lost(Subject::Execution, execution.points, execution.score)
            .into_iter()
            .chain(scored.rows.iter().filter_map(|row| {
                let subject = Subject::Row {
                    id: row.row.id.clone(),
                    name: row.row.name.clone(),
                };
                lost(subject, row.weight(), row.score)
            }))
            .collect();
    improvements.sort_by_key(|improvement| std::cmp::Reverse(improvement.available));
    Some(NextGrade {
        grade: above.grade,
        from: above.from,
        missing,
        improvements,
        held_by_cap: scored
            .cap
            .as_ref()
            .is_some_and(|cap| cap.at_most < above.from),
    })
}
