//! What a row of the monitoring form is measured by: what its target demands, and when.
//!
//! The timeline reads each target once here and then asks it month by month. A measure is never
//! guessed: what the notation reader could not read is [`Measure::Unreadable`] and shows no light.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use super::super::notation::{self, Actual, Band, Quantity, Target};
use super::super::policy::Policy;
use super::super::project::{Indicator, Project};
use super::super::unit::align;

/// How a row is measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Measure {
    /// Money against the year's budget, in per cent.
    Money,
    /// A quantity that grows through the year towards its target.
    Cumulative(Quantity),
    /// A rate, a satisfaction, a value per something: it counts once it is due.
    State(Quantity),
    /// An upper bound that is never to be left; the bound itself lies inside.
    Ceiling(Quantity),
    /// Nothing at all may happen.
    Zero(String),
    /// Two bounds, looked at once due.
    Range {
        /// Lower bound.
        low: Decimal,
        /// Upper bound.
        high: Decimal,
        /// Its unit.
        unit: String,
    },
    /// A deadline.
    Date(NaiveDate),
    /// 是 or 否.
    YesNo(bool),
    /// By the fixed completion words.
    Qualitative,
    /// A target that says nothing measurable.
    Unreadable,
}

impl Measure {
    /// The measure of an indicator.
    pub fn of(indicator: &Indicator, target: &Target, project: &Project, policy: &Policy) -> Self {
        let reverse = policy.is_cost(&indicator.level1, &indicator.level2);
        let satisfaction = policy.is_satisfaction(&indicator.level1, &indicator.level2);
        let upward = |quantity: Quantity| {
            if satisfaction || is_rate(&quantity.unit) {
                Self::State(quantity)
            } else {
                Self::Cumulative(quantity)
            }
        };
        match target.clone() {
            Target::Equal(quantity) | Target::Plain(quantity) if quantity.value.is_zero() => {
                Self::Zero(quantity.unit)
            }
            Target::Plain(bound) if reverse => Self::Ceiling(bound),
            Target::AtLeast(quantity)
            | Target::MoreThan(quantity)
            | Target::Equal(quantity)
            | Target::Plain(quantity) => upward(quantity),
            Target::LessThan(bound) | Target::AtMost(bound) => Self::Ceiling(bound),
            Target::Range { low, high, unit } => Self::Range { low, high, unit },
            Target::ByDate(deadline) => deadline
                .resolve(project.year)
                .map_or(Self::Unreadable, Self::Date),
            Target::YesNo(expected) => Self::YesNo(expected),
            Target::Qualitative(_) => Self::Qualitative,
            Target::None => Self::Unreadable,
        }
    }

    /// The unit of its numbers; per cent for money.
    pub fn unit(&self) -> &str {
        match self {
            Self::Money => "%",
            Self::Cumulative(quantity) | Self::State(quantity) | Self::Ceiling(quantity) => {
                &quantity.unit
            }
            Self::Zero(unit) | Self::Range { unit, .. } => unit,
            _ => "",
        }
    }

    /// The number that the whole year is to reach, where there is one.
    pub fn year(&self) -> Option<Decimal> {
        match self {
            Self::Money => Some(Decimal::ONE_HUNDRED),
            Self::Cumulative(quantity) | Self::State(quantity) | Self::Ceiling(quantity) => {
                Some(quantity.value)
            }
            Self::Zero(_) => Some(Decimal::ZERO),
            _ => None,
        }
    }

    /// The month from which on the row is looked at although nothing was planned; 1 is always.
    pub fn due_from(&self, project: &Project) -> u8 {
        match self {
            Self::State(_) | Self::Range { .. } | Self::YesNo(_) => last_month(project),
            Self::Date(day) if project.year == Some(day.year()) => month_of(*day),
            Self::Date(day) if project.year.is_some_and(|year| day.year() > year) => 13,
            _ => 1,
        }
    }
}

/// The last month of the project in its year.
fn last_month(project: &Project) -> u8 {
    project
        .end()
        .filter(|end| project.year == Some(end.year()))
        .map_or(12, month_of)
}

fn month_of(day: NaiveDate) -> u8 {
    u8::try_from(day.month()).unwrap_or(12)
}

/// Units that do not add up over the months.
fn is_rate(unit: &str) -> bool {
    unit.contains('/')
        || matches!(
            unit,
            "%" | "‰" | "‱" | "℃" | "分" | "级" | "星" | "倍" | "位" | "名次" | "分贝" | "个百分点"
        )
}

/// What a month's cell says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Read {
    /// Nothing was filled in.
    Blank,
    /// A number in the unit of the target.
    Number(Decimal),
    /// A day.
    Date(NaiveDate),
    /// 是 or 否.
    YesNo(bool),
    /// A completion word.
    Band(Band),
    /// Words that say no progress that could be measured.
    Text,
}

impl Read {
    /// Reads a cell against its target.
    pub fn of(written: &str, target: &Target, year: Option<i32>) -> Self {
        match notation::actual(written, target).value {
            Actual::Number { quantity, .. } => Self::Number(in_unit(&quantity, target)),
            Actual::Date(deadline) => deadline.resolve(year).map_or(Self::Text, Self::Date),
            Actual::YesNo(answer) => Self::YesNo(answer),
            Actual::Band(band) => Self::Band(band),
            Actual::Text(text) => match target {
                Target::Qualitative(wanted) if same_words(&text, wanted) => Self::Band(Band::Met),
                _ => Self::Text,
            },
            Actual::None => Self::Blank,
        }
    }

    /// The number, where it is one.
    pub fn number(&self) -> Option<Decimal> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }
}

/// The value in the target's unit; units that are no magnitudes of one are compared as written.
fn in_unit(quantity: &Quantity, target: &Target) -> Decimal {
    let wanted = match target {
        Target::Range { high, unit, .. } => Quantity {
            value: *high,
            unit: unit.clone(),
        },
        _ => match target.quantity() {
            Some(wanted) => wanted.clone(),
            None => return quantity.value,
        },
    };
    let aligned = align(&wanted, quantity);
    if aligned.target == wanted.value {
        return aligned.actual;
    }
    // Both were brought to a common scale; go back to the target's.
    aligned
        .actual
        .checked_mul(wanted.value)
        .and_then(|scaled| scaled.checked_div(aligned.target))
        .unwrap_or(quantity.value)
}

/// True where two texts differ in nothing but blanks and final punctuation.
fn same_words(one: &str, other: &str) -> bool {
    let bare = |text: &str| -> String {
        text.trim_end_matches(['。', '.', '；', ';', '！', '!'])
            .chars()
            .filter(|character| !character.is_whitespace())
            .collect()
    };
    bare(one) == bare(other)
}
