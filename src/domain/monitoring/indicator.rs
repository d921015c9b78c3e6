//! The row of an indicator: in each month its plan, what was read, and the light on it.
//!
//! What counts as planned, as due and as good depends on how the indicator is measured; all of it
//! is judged here, one month at a time.

use rust_decimal::Decimal;

use super::super::notation::{self, Band, Target};
use super::super::number::Written;
use super::super::policy::Policy;
use super::super::project::{Indicator, Project, RowKey};
use super::plan::{Course, line};
use super::{
    Cell, Due, Light, Measure, PlanBasis, Read, Standing, TimelineRow, Variance, VarianceUnit,
    percent, variance,
};

pub(super) fn indicator_row(
    project: &Project,
    indicator: &Indicator,
    policy: &Policy,
) -> TimelineRow {
    let key = RowKey::Indicator(indicator.id.clone());
    let target = notation::target(&indicator.target).value;
    let measure = Measure::of(indicator, &target, project, policy);
    let course = line(project, &key).map(Course::of);
    let view = View {
        measure: &measure,
        due_from: course
            .as_ref()
            .filter(|_| !matches!(measure, Measure::Date(_)))
            .map_or_else(|| measure.due_from(project), Course::first),
        course: course.as_ref(),
        target: &target,
        policy,
    };
    let months = (1..=12)
        .map(|month| {
            let written = project
                .reading(month, &key)
                .map(|reading| reading.actual.clone())
                .unwrap_or_default();
            view.cell(month, &written, project.year)
        })
        .collect();
    let basis = match measure {
        Measure::Cumulative(_) | Measure::State(_) if course.is_some() => PlanBasis::Plan,
        Measure::Cumulative(_) => PlanBasis::Time,
        _ => PlanBasis::Target,
    };
    TimelineRow {
        key,
        name: indicator.name.clone(),
        levels: (indicator.level1.clone(), indicator.level2.clone()),
        target: indicator.target.clone(),
        weight: indicator.weight.or_zero(),
        year: measure.year(),
        budget: None,
        basis,
        months,
        measure,
    }
}

/// What is needed to judge one indicator month by month.
struct View<'a> {
    measure: &'a Measure,
    course: Option<&'a Course>,
    due_from: u8,
    target: &'a Target,
    policy: &'a Policy,
}

impl View<'_> {
    fn cell(&self, month: u8, written: &Written, year: Option<i32>) -> Cell {
        let read = Read::of(written.as_str(), self.target, year);
        let planned = self.planned(month);
        let due = self.due(month, planned);
        let actual = read.number();
        let index = self.index(month, actual, planned);
        let light = match due {
            Due::Due => self.light(&read, index),
            Due::NotYet => self.early_light(&read),
        };
        let completion = actual.and_then(|actual| match self.measure {
            Measure::Cumulative(target) | Measure::State(target) => percent(actual, target.value),
            _ => None,
        });
        Cell {
            month,
            planned,
            actual,
            amount: None,
            written: written.as_str().to_owned(),
            due,
            index: index.filter(|_| due == Due::Due),
            completion,
            variance: self.variance(&read, planned).filter(|_| due == Due::Due),
            light,
        }
    }

    fn planned(&self, month: u8) -> Option<Decimal> {
        match self.measure {
            Measure::Cumulative(target) => match self.course {
                Some(course) => course.to(month),
                None => target
                    .value
                    .checked_mul(Decimal::from(month))?
                    .checked_div(Decimal::from(12)),
            },
            Measure::State(target) if month >= self.due_from => self
                .course
                .and_then(|course| course.to(month))
                .or(Some(target.value)),
            _ => None,
        }
    }

    fn due(&self, month: u8, planned: Option<Decimal>) -> Due {
        let due = match self.measure {
            // Seasonal work is not due before its plan begins.
            Measure::Cumulative(_) => planned.is_some_and(|planned| planned > Decimal::ZERO),
            Measure::State(_) | Measure::Range { .. } | Measure::Date(_) | Measure::YesNo(_) => {
                month >= self.due_from
            }
            _ => true,
        };
        if due { Due::Due } else { Due::NotYet }
    }

    fn index(
        &self,
        month: u8,
        actual: Option<Decimal>,
        planned: Option<Decimal>,
    ) -> Option<Decimal> {
        let actual = actual?;
        match self.measure {
            // Without a plan K is computed from the target, so that a threshold is met exactly.
            Measure::Cumulative(target) if self.course.is_none() => {
                let divisor = target.value.checked_mul(Decimal::from(month));
                match (actual.checked_mul(Decimal::from(1200)), divisor) {
                    (Some(scaled), Some(divisor)) => scaled.checked_div(divisor),
                    _ => percent(actual, planned?),
                }
            }
            Measure::Cumulative(_) | Measure::State(_) => percent(actual, planned?),
            Measure::Range { low, .. } if actual < *low => percent(actual, *low),
            // A progress in per cent stands for a deadline that has come.
            Measure::Date(_) => Some(actual),
            _ => None,
        }
    }

    /// The light of a row that is due (W2 to W5).
    fn light(&self, read: &Read, index: Option<Decimal>) -> Option<Light> {
        if let Read::Band(band) = read {
            return Some(band_light(*band));
        }
        match (self.measure, read) {
            (Measure::Ceiling(bound), Read::Number(actual)) => Some(inside(*actual <= bound.value)),
            (Measure::Zero(_), Read::Number(actual)) => Some(inside(actual.is_zero())),
            (Measure::Range { high, low, .. }, Read::Number(actual)) if *actual >= *low => {
                Some(inside(actual <= high))
            }
            (Measure::Date(deadline), Read::Date(day)) => Some(inside(day <= deadline)),
            (Measure::Date(_), Read::YesNo(done)) => Some(inside(*done)),
            (Measure::YesNo(expected), Read::YesNo(answer)) => Some(inside(answer == expected)),
            (Measure::Qualitative, Read::YesNo(answer)) => Some(inside(*answer)),
            (_, Read::Number(_)) => {
                index.and_then(|index| self.policy.lights.indicator.light(index))
            }
            _ => None,
        }
    }

    /// Before a row is due only what is finished already shows a light.
    fn early_light(&self, read: &Read) -> Option<Light> {
        match (self.measure, read) {
            (_, Read::Band(Band::Met)) => Some(Light::Green),
            (Measure::Date(deadline), Read::Date(day)) => Some(inside(day <= deadline)),
            (Measure::YesNo(expected), Read::YesNo(answer)) if answer == expected => {
                Some(Light::Green)
            }
            _ => None,
        }
    }

    fn variance(&self, read: &Read, planned: Option<Decimal>) -> Option<Variance> {
        match (self.measure, read) {
            (Measure::Cumulative(_) | Measure::State(_), Read::Number(actual)) => {
                variance(Some(*actual), planned, VarianceUnit::Percent)
            }
            (Measure::Ceiling(bound), Read::Number(actual)) => {
                let above = variance(Some(*actual), Some(bound.value), VarianceUnit::Percent)?;
                Some(Variance {
                    standing: above.standing.reversed(),
                    ..above
                })
            }
            (Measure::Date(deadline), Read::Date(day)) => {
                let days = Decimal::from(day.signed_duration_since(*deadline).num_days());
                Some(Variance {
                    value: days,
                    unit: VarianceUnit::Days,
                    standing: Standing::of(days).reversed(),
                })
            }
            _ => None,
        }
    }
}

fn inside(inside: bool) -> Light {
    if inside { Light::Green } else { Light::Red }
}

fn band_light(band: Band) -> Light {
    match band {
        Band::Met => Light::Green,
        Band::Partial => Light::Yellow,
        Band::Unmet => Light::Red,
    }
}
