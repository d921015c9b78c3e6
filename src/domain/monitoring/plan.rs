//! The plan of a row by month, cumulative, as far as it was written.
//!
//! What was last planned holds until the next month with a plan of its own; the money as a whole
//! takes the plans of its sources where it has none.

use rust_decimal::Decimal;

use super::super::project::{PlanLine, Project, RowKey};

/// The cumulative plan of a row, month by month as far as it was written.
pub(super) struct Course(Vec<(u8, Decimal)>);

impl Course {
    pub(super) fn of(line: &PlanLine) -> Self {
        Self(
            line.months
                .iter()
                .filter_map(|(month, written)| Some((*month, written.decimal()?)))
                .collect(),
        )
    }

    /// The plan up to the end of a month: what was last planned before it stays reached, and
    /// before the first planned month nothing is asked.
    pub(super) fn to(&self, month: u8) -> Option<Decimal> {
        let planned = self
            .0
            .iter()
            .rev()
            .find(|(planned, _)| *planned <= month)
            .map_or(Decimal::ZERO, |(_, value)| *value);
        (!self.0.is_empty()).then_some(planned)
    }

    pub(super) fn first(&self) -> u8 {
        self.0.first().map_or(13, |(month, _)| *month)
    }
}

pub(super) fn line<'a>(project: &'a Project, key: &RowKey) -> Option<&'a PlanLine> {
    project
        .monitoring
        .plan
        .iter()
        .find(|line| &line.id == key)
        .filter(|line| {
            line.months
                .values()
                .any(|written| written.decimal().is_some())
        })
}

/// The plan of the money as a whole from the plans of its sources.
pub(super) fn fund_plan(project: &Project) -> Option<Course> {
    let courses: Vec<Course> = project
        .funds
        .iter()
        .filter_map(|fund| line(project, &RowKey::Fund(fund.id.clone())))
        .map(Course::of)
        .collect();
    if courses.is_empty() {
        return None;
    }
    let sum = |month: u8| {
        courses.iter().fold(Decimal::ZERO, |sum, course| {
            let part = course.to(month).unwrap_or_default();
            sum.checked_add(part).unwrap_or(sum)
        })
    };
    Some(Course((1..=12).map(|month| (month, sum(month))).collect()))
}
