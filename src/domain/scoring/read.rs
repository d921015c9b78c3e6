//! From the cells of a row to what there is to score: which rule, which pair, and every doubt.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization;

use super::{Chosen, Edge, Note, Pair, Row, Rule, Task};
use crate::domain::notation::{Actual, Band, Quantity, Sign, Target};
use crate::domain::policy::Policy;
use crate::domain::project::{Indicator, Project};
use crate::domain::unit::UnitRelation;
use crate::domain::{notation, unit};

pub(super) fn read_row(project: &Project, indicator: &Indicator, policy: &Policy) -> Row {
    let target = notation::target(&indicator.target);
    let actual = notation::actual(&indicator.actual, &target.value);
    let mut notes = Vec::new();
    notes.extend(target.doubts.iter().copied().map(Note::Target));
    notes.extend(actual.doubts.iter().copied().map(Note::Actual));
    let weight = indicator.weight.decimal();
    if weight.is_none() && !indicator.not_applicable {
        notes.push(if indicator.weight.is_blank() {
            Note::WeightMissing
        } else {
            Note::WeightUnreadable
        });
    }
    let levels = policy.levels_of(&indicator.level1, &indicator.level2);
    let (target, actual) = (target.value, actual.value);
    let percent = target
        .unit()
        .is_some_and(|unit| unit.is_empty() || unit == "%");
    let cells = Cells {
        project,
        indicator,
        target: &target,
        actual: &actual,
        cost: levels.cost,
    };
    let task = cells.task(&mut notes);
    Row {
        id: indicator.id.clone(),
        name: indicator.name.clone(),
        level1: levels.level1,
        level2: levels.level2,
        cost: levels.cost,
        satisfaction: percent && levels.satisfaction,
        weight_written: match indicator.weight.as_str().trim() {
            "" => "0".to_owned(),
            written => written.to_owned(),
        },
        weight,
        deduction: indicator.deduction.or_zero().max(Decimal::ZERO),
        target,
        actual,
        task,
        notes,
    }
}

/// The cells of one row while its task is settled.
struct Cells<'a> {
    project: &'a Project,
    indicator: &'a Indicator,
    target: &'a Target,
    actual: &'a Actual,
    cost: bool,
}

impl Cells<'_> {
    fn task(&self, notes: &mut Vec<Note>) -> Task {
        if self.indicator.not_applicable {
            return Task::NotApplicable;
        }
        let qualitative_target = matches!(self.target, Target::Qualitative(_));
        if *self.actual == Actual::None && !(qualitative_target && self.indicator.band.is_some()) {
            if self.indicator.band.is_some() {
                notes.push(Note::BandIgnored);
            }
            return Task::Empty(self.rule_of_target());
        }
        if let Some(band) = self.band(notes) {
            let chosen = self.chosen();
            return Task::Qualitative { band, chosen };
        }
        self.measured(notes).unwrap_or_else(|| {
            notes.push(Note::NoPair);
            Task::Unreadable
        })
    }

    /// The rule that the target alone asks for.
    fn rule_of_target(&self) -> Rule {
        match self.target {
            Target::Plain(_) if self.cost => Rule::Reverse,
            Target::Plain(quantity) if quantity.value.is_zero() => Rule::Equal,
            Target::AtLeast(_) | Target::MoreThan(_) | Target::Plain(_) => Rule::Positive,
            Target::AtMost(_) | Target::LessThan(_) => Rule::Reverse,
            Target::Equal(_) => Rule::Equal,
            Target::Range { .. } => Rule::Range,
            Target::ByDate(_) => Rule::Date,
            Target::YesNo(_) => Rule::YesNo,
            Target::Qualitative(_) => Rule::Qualitative,
            Target::None => Rule::Unreadable,
        }
    }

    /// The band of the row, if it is scored by one.
    fn band(&self, notes: &mut Vec<Note>) -> Option<Band> {
        let words = match self.actual {
            Actual::Band(band) => Some(*band),
            _ => None,
        };
        let measurable_target = !matches!(self.target, Target::Qualitative(_) | Target::None);
        let measurable_actual = matches!(
            self.actual,
            Actual::Number { .. } | Actual::Date(_) | Actual::YesNo(_)
        );
        let given = match self.indicator.band {
            Some(_) if measurable_target && measurable_actual => {
                notes.push(Note::BandIgnored);
                None
            }
            given => given,
        };
        if let (Some(given), Some(words)) = (given, words)
            && given != words
        {
            notes.push(Note::BandDiffers);
        }
        let band = given.or(words).or_else(|| self.band_of_text(notes))?;
        if measurable_target {
            notes.push(Note::WordsForNumber);
        }
        Some(band)
    }

    /// A qualitative target that is answered by its own text, by 是 or by 否.
    fn band_of_text(&self, notes: &mut Vec<Note>) -> Option<Band> {
        let Target::Qualitative(text) = self.target else {
            return None;
        };
        let actual = folded(&self.indicator.actual);
        if actual == folded(&self.indicator.target) || actual == folded(text) {
            notes.push(Note::TextRepeated);
            return Some(Band::Met);
        }
        match self.actual {
            Actual::YesNo(true) => Some(Band::Met),
            Actual::YesNo(false) => Some(Band::Unmet),
            _ => None,
        }
    }

    fn chosen(&self) -> Chosen {
        if self.indicator.band_score.is_blank() {
            return Chosen::Default;
        }
        match self.indicator.band_score.decimal() {
            Some(points) if points.normalize().scale() <= 2 => Chosen::Points(points),
            _ => Chosen::Unreadable,
        }
    }

    /// The task of a target and an actual that can be measured; `None` where they are no pair.
    fn measured(&self, notes: &mut Vec<Note>) -> Option<Task> {
        match (self.target, self.actual) {
            (Target::Range { low, high, unit }, Actual::Number { quantity, sign }) => {
                note_sign(*sign, notes);
                let bound = |value: &Decimal| Quantity {
                    value: *value,
                    unit: unit.clone(),
                };
                let low = align(&bound(low), quantity, notes);
                let high = align(&bound(high), quantity, &mut Vec::new());
                Some(Task::Range { low, high })
            }
            (target, Actual::Number { quantity, sign }) => {
                let wanted = target.quantity()?;
                note_sign(*sign, notes);
                let pair = align(wanted, quantity, notes);
                Some(self.numbers(pair))
            }
            (Target::ByDate(deadline), Actual::Date(done)) => {
                let year = self.project.year;
                let (Some(deadline), Some(done)) = (deadline.resolve(year), done.resolve(year))
                else {
                    if year.is_none() {
                        notes.push(Note::YearMissing);
                    }
                    return None;
                };
                let start = match self.project.start() {
                    Some(start) => start,
                    None => NaiveDate::from_ymd_opt(deadline.year(), 1, 1)?,
                };
                Some(Task::Date {
                    deadline,
                    start,
                    done,
                })
            }
            (Target::YesNo(expected), Actual::YesNo(actual)) => Some(Task::YesNo {
                expected: *expected,
                actual: *actual,
            }),
            _ => None,
        }
    }

    fn numbers(&self, pair: Pair) -> Task {
        let edge = match self.target {
            Target::MoreThan(_) | Target::LessThan(_) => Edge::Open,
            _ => Edge::Inclusive,
        };
        match self.rule_of_target() {
            Rule::Reverse => Task::Reverse(pair, edge),
            Rule::Equal => Task::Equal(pair),
            _ => Task::Positive(pair, edge),
        }
    }
}

fn note_sign(sign: Option<Sign>, notes: &mut Vec<Note>) {
    if sign.is_some() {
        notes.push(Note::SignRepeated);
    }
}

fn align(target: &Quantity, actual: &Quantity, notes: &mut Vec<Note>) -> Pair {
    let aligned = unit::align(target, actual);
    match aligned.relation {
        UnitRelation::Same => {}
        UnitRelation::Magnitude => notes.push(Note::UnitConverted),
        UnitRelation::Different => notes.push(Note::UnitsDiffer),
        UnitRelation::MissingOne => {
            let fraction = is_fraction_beside(actual, target) || is_fraction_beside(target, actual);
            notes.push(if fraction {
                Note::FractionForPercent
            } else if took_a_prefix(target, actual) {
                Note::PrefixTaken
            } else {
                Note::UnitTaken
            });
        }
    }
    Pair {
        target: aligned.target,
        actual: aligned.actual,
    }
}

/// `0.98` beside `95%`: hardly meant as 0.98 %.
fn is_fraction_beside(bare: &Quantity, percent: &Quantity) -> bool {
    percent.unit == "%"
        && percent.value > Decimal::ONE
        && bare.unit.is_empty()
        && bare.value > Decimal::ZERO
        && bare.value <= Decimal::ONE
}

/// True where one side has no unit, the other's carries a magnitude, and the two numbers are so far
/// apart that the magnitude was hardly meant for both: `≥5万人` beside `50000`. A magnitude alone
/// (`5万` beside `50000人`) was counted already.
fn took_a_prefix(target: &Quantity, actual: &Quantity) -> bool {
    if !target.unit.is_empty() && !actual.unit.is_empty() {
        return false;
    }
    let exponent = target.parts().exponent.max(actual.parts().exponent);
    let square = |quantity: &Quantity| quantity.value.checked_mul(quantity.value);
    let (Some(target), Some(actual)) = (square(target), square(actual)) else {
        return false;
    };
    let (less, more) = (target.min(actual), target.max(actual));
    let shift = 10_u64.checked_pow(exponent).map(Decimal::from);
    let far = shift.and_then(|shift| less.checked_mul(shift));
    exponent > 0 && !less.is_zero() && far.is_some_and(|far| more >= far)
}

/// A text for comparison: NFKC, without blanks and final punctuation.
fn folded(text: &str) -> String {
    let plain: String = text
        .nfkc()
        .filter(|character| !character.is_whitespace())
        .collect();
    plain
        .trim_end_matches(['.', '。', ',', '、', ';', '!', '?', ':', '…'])
        .to_owned()
}
