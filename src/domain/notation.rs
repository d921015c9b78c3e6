//! How people write a target or an actual value, and what the program reads in it.
//!
//! A cell keeps the text as it was typed; this module turns the text into a [`Target`] or an
//! [`Actual`] and lists its [`Doubt`]s. It never fails and never guesses: what carries a condition
//! that a number cannot carry is [`Target::Qualitative`].

use chrono::NaiveDate;
use rust_decimal::Decimal;

/// A number with the unit that was written beside it (`""` where none was).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// The decimal as written: scale kept, no thousands separators, no `%`.
    pub value: Decimal,
    /// As written, blanks removed; `百分比`, `％`, `percent` are `%`; magnitudes stay (`亿元`).
    pub unit: String,
}

/// The last day that a deadline allows. Without a year it means the project's year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deadline {
    /// A full date.
    Day(NaiveDate),
    /// Month and day of the project's year; February 28 stands for the last day of February
    /// when `month_end` is set.
    Yearless {
        month: u32,
        day: u32,
        month_end: bool,
    },
}

/// What a target cell says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// `≥`
    AtLeast(Quantity),
    /// `>`
    MoreThan(Quantity),
    /// `=`
    Equal(Quantity),
    /// `<`
    LessThan(Quantity),
    /// `≤`
    AtMost(Quantity),
    /// A number without a sign: its direction depends on the level of the indicator.
    Plain(Quantity),
    /// Two bounds, `low ≤ high`.
    Range {
        low: Decimal,
        high: Decimal,
        unit: String,
    },
    /// A deadline.
    ByDate(Deadline),
    /// 是 or 否.
    YesNo(bool),
    /// Anything with a condition that a number does not carry; the text as scored.
    Qualitative(String),
    /// Empty, `/`, 无, a placeholder, or a scale printed instead of a value.
    None,
}

/// A completion band of a qualitative row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// 达成年度指标
    Met,
    /// 部分达成年度指标并具有一定效果
    Partial,
    /// 未达成年度指标且效果较差
    Unmet,
}

/// A comparison sign as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// `≥`
    AtLeast,
    /// `>`
    MoreThan,
    /// `=`
    Equal,
    /// `<`
    LessThan,
    /// `≤`
    AtMost,
}

/// What a cell with an actual value says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actual {
    /// A number; `sign` where the target's sign was repeated (`≥95%`).
    Number {
        quantity: Quantity,
        sign: Option<Sign>,
    },
    /// A day (a month means its last day), possibly without its year.
    Date(Deadline),
    /// 是 or 否.
    YesNo(bool),
    /// One of the fixed completion words.
    Band(Band),
    /// Any other text.
    Text(String),
    /// Empty, `/`, 无, `-`.
    None,
}

/// What was doubtful in the reading of a cell; `check` turns these into findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// A sign was lost or misread (`%=99`, `二100`). S-31
    SignLost,
    /// A code stood before the sign and was dropped (`004 >= 20`). S-32
    LeakedCode,
    /// A placeholder or template text (`≥**个`, `20xx`). S-34
    Placeholder,
    /// A scale printed instead of a value (`优良中低差`, `是/否`). S-34
    Scale,
}

/// A reading with its doubts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading<T> {
    /// What was read.
    pub value: T,
    /// What was doubtful in it.
    pub doubts: Vec<Doubt>,
}
