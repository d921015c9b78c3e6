//! The score of a self-evaluation sheet, rule by rule (domain.md R1–R15).
//!
//! A sheet is read once ([`Sheet::read`]: cells, units, dates, bands) and scored as often as wanted
//! ([`Sheet::score`]), without building a word of explanation; [`super::why`] explains a score
//! afterwards. Everything is decimal, a product is taken before a quotient so that an exact half
//! stays one, and no value, however long, makes it panic. Nothing here changes a project.

mod read;
mod rules;

use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::notation::{Actual, Band, Doubt, Target};
use super::number::{round_to, round2};
use super::policy::{Cap, ExecutionFormula, Grade, Level1, Level2, Policy, ZeroBudget};
use super::project::Project;
use read::read_row;
use rules::score_row;

pub use rules::band_interval;

/// Which rule a row is scored by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rule {
    /// More is better.
    Positive,
    /// An upper limit.
    Reverse,
    /// One value.
    Equal,
    /// Two bounds.
    Range,
    /// A deadline.
    Date,
    /// 是 or 否.
    YesNo,
    /// A band.
    Qualitative,
    /// 不适用
    NotApplicable,
    /// No pair of target and actual that could be scored.
    Unreadable,
}

impl Rule {
    /// The name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Positive => "positive",
            Self::Reverse => "reverse",
            Self::Equal => "equal",
            Self::Range => "range",
            Self::Date => "date",
            Self::YesNo => "yes_no",
            Self::Qualitative => "qualitative",
            Self::NotApplicable => "not_applicable",
            Self::Unreadable => "unreadable",
        }
    }
}

/// What was noticed while a row was read; the checks turn most of these into findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Note {
    /// No weight was written. S-35
    WeightMissing,
    /// The weight is no decimal.
    WeightUnreadable,
    /// A band is given beside two measurable cells and is ignored.
    BandIgnored,
    /// A given band wins over another band that the actual's words name.
    BandDiffers,
    /// A number, a date or 是/否 was answered in words. S-33
    WordsForNumber,
    /// The actual repeats the target's text. S-29
    TextRepeated,
    /// The actual repeats the target's sign. S-29
    SignRepeated,
    /// Target and actual have different units and are compared as written. S-30
    UnitsDiffer,
    /// The actual was brought to the magnitude of the target.
    UnitConverted,
    /// A missing unit took the other's.
    UnitTaken,
    /// A number from 0 to 1 without a unit stands beside a percentage and counts as that percentage.
    FractionForPercent,
    /// A number without a unit took 万 with the other's unit, and without it would lie nearer.
    PrefixTaken,
    /// A date without a year, and the project has none.
    YearMissing,
    /// Target and actual are no pair that could be scored. S-33
    NoPair,
    /// A doubt of the target's reading.
    Target(Doubt),
    /// A doubt of the actual's reading.
    Actual(Doubt),
}

/// Two numbers on one scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// The target.
    pub target: Decimal,
    /// The actual.
    pub actual: Decimal,
}

/// Whether a value that equals the target reaches it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// `≥`, `≤`, no sign.
    Inclusive,
    /// `>`, `<`: the policy decides.
    Open,
}

/// The points that a person chose inside a band.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chosen {
    /// None: the policy's default counts.
    Default,
    /// These, if they lie in the band.
    Points(Decimal),
    /// Something that is no decimal of at most 2 places.
    Unreadable,
}

/// What is to be computed for a row; everything that does not depend on a formula is settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// 不适用
    NotApplicable,
    /// Nothing was filled in.
    Empty(Rule),
    /// More is better.
    Positive(Pair, Edge),
    /// An upper limit.
    Reverse(Pair, Edge),
    /// One value.
    Equal(Pair),
    /// Two bounds, each on one scale with the actual.
    Range {
        /// The lower one.
        low: Pair,
        /// The upper one.
        high: Pair,
    },
    /// A deadline.
    Date {
        /// Last day.
        deadline: NaiveDate,
        /// First day, from which planned days count.
        start: NaiveDate,
        /// The day it was done.
        done: NaiveDate,
    },
    /// 是 or 否.
    YesNo {
        /// What was wanted.
        expected: bool,
        /// What is.
        actual: bool,
    },
    /// A band.
    Qualitative {
        /// Which.
        band: Band,
        /// The points in it.
        chosen: Chosen,
    },
    /// No pair that could be scored.
    Unreadable,
}

impl Task {
    /// The rule of it.
    pub fn rule(self) -> Rule {
        match self {
            Self::NotApplicable => Rule::NotApplicable,
            Self::Empty(rule) => rule,
            Self::Positive(..) => Rule::Positive,
            Self::Reverse(..) => Rule::Reverse,
            Self::Equal(_) => Rule::Equal,
            Self::Range { .. } => Rule::Range,
            Self::Date { .. } => Rule::Date,
            Self::YesNo { .. } => Rule::YesNo,
            Self::Qualitative { .. } => Rule::Qualitative,
            Self::Unreadable => Rule::Unreadable,
        }
    }
}

/// One indicator of a sheet, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The indicator's id.
    pub id: String,
    /// 三级指标
    pub name: String,
    /// 一级, as the policy understands it.
    pub level1: Level1,
    /// 二级, as the policy understands it.
    pub level2: Level2,
    /// True under 成本.
    pub cost: bool,
    /// True where it asks for a satisfaction rate in percent.
    pub satisfaction: bool,
    /// The weight as given, "0" where none is.
    pub weight_written: String,
    /// The weight; `None` where it is missing or no decimal.
    pub weight: Option<Decimal>,
    /// The target as read.
    pub target: Target,
    /// The actual as read.
    pub actual: Actual,
    /// 扣减分数
    pub deduction: Decimal,
    /// What is to be computed.
    pub task: Task,
    /// What was noticed.
    pub notes: Vec<Note>,
}

/// A project's sheet, read once under a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// 年度
    pub year: Option<i32>,
    /// Σ 全年预算数
    pub adjusted: Decimal,
    /// Σ 全年执行数
    pub executed: Decimal,
    /// The rows that were not withdrawn, in the order of the form.
    pub rows: Vec<Arc<Row>>,
}

/// How a row's score came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// 不适用
    NotApplicable,
    /// Nothing was filled in.
    Empty,
    /// Nothing could be scored.
    Unreadable,
    /// Reached: the whole weight.
    Reached,
    /// Missed, and this rule gives nothing for a miss.
    Missed,
    /// A negative actual counts as 0.
    Negative,
    /// actual ÷ target
    Part,
    /// 1 − (actual − target) ÷ target
    Linear,
    /// target ÷ actual
    Inverse,
    /// At twice the target or beyond.
    Beyond,
    /// Below the lower bound of a range: actual ÷ low.
    BelowRange,
    /// 1 − |actual − target| ÷ target
    Distance,
    /// Late days of planned days.
    Late {
        /// Days late.
        late: i64,
        /// Days planned.
        planned: i64,
    },
    /// Late: a fixed part is left.
    LatePart(Decimal),
    /// A band's default.
    BandDefault(Decimal),
    /// Points chosen inside the band.
    BandChosen,
    /// Points chosen outside the band, or none that could be read.
    BandOutside,
    /// The part of a satisfaction band.
    SatisfactionBand(Decimal),
}

/// Reaching far more than the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// Not so.
    No,
    /// A reason is needed.
    Explain,
    /// A reason is needed and points are taken off.
    Deduct(Decimal),
}

/// The score of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowScore {
    /// The row as read: id, weight, target, actual, notes.
    pub row: Arc<Row>,
    /// The rule that was used.
    pub rule: Rule,
    /// By the rule alone, before anything is taken off; `None` where not applicable.
    pub by_rule: Option<Decimal>,
    /// The score; `None` where not applicable.
    pub score: Option<Decimal>,
    /// How it came about.
    pub how: How,
    /// Whether far more than the target was reached.
    pub over: Over,
    /// True where a policy wants every difference from an equality looked at by a person.
    pub flagged: bool,
}

impl RowScore {
    /// The indicator's id.
    pub fn id(&self) -> &str {
        &self.row.id
    }

    /// The weight, 0 where it is missing.
    pub fn weight(&self) -> Decimal {
        self.row.weight.unwrap_or_default()
    }

    /// True where points were lost.
    pub fn lost(&self) -> bool {
        self.score.is_some_and(|score| score < self.weight())
    }

    /// True where the chosen points lie outside their band. S-09
    pub fn outside_band(&self) -> bool {
        self.how == How::BandOutside
    }
}

/// The score of the execution rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Execution {
    /// Σ 全年预算数
    pub adjusted: Decimal,
    /// Σ 全年执行数
    pub executed: Decimal,
    /// executed ÷ adjusted, unrounded; `None` where not applicable.
    pub rate: Option<Decimal>,
    /// The policy's points for it.
    pub points: Decimal,
    /// The score; `None` where not applicable.
    pub score: Option<Decimal>,
}

impl Execution {
    /// True where it is scored.
    pub fn applicable(&self) -> bool {
        self.score.is_some()
    }

    /// The score, where points were lost.
    pub fn lost(&self) -> Option<Decimal> {
        self.score.filter(|score| *score < self.points)
    }

    /// The rate as it is printed: at most 6 decimals, half up.
    pub fn printed_rate(&self) -> Option<Decimal> {
        self.rate.map(|rate| round_to(rate, 6))
    }
}

/// Why there is no total.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoTotal {
    /// A row that applies has no weight, or one that is no decimal.
    WeightMissing,
    /// The weights that apply make nothing.
    NothingApplies,
    /// The numbers are longer than can be added.
    TooLong,
    /// Nothing of the sheet was filled in yet.
    NotBegun,
}

/// The score of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scored {
    /// 预算执行率
    pub execution: Execution,
    /// The rows, in the order of the form.
    pub rows: Vec<RowScore>,
    /// The sum as scored; `None` where it is longer than can be added.
    pub raw: Option<Decimal>,
    /// The weights that apply, execution's points included.
    pub applicable_weight: Option<Decimal>,
    /// True where something was not applicable and the rest was brought back to 100.
    pub renormalised: bool,
    /// The total before the cap by execution rate.
    pub uncapped: Option<Decimal>,
    /// The cap that lowered the total.
    pub cap: Option<Cap>,
    /// The total.
    pub total: Option<Decimal>,
    /// Why there is none.
    pub no_total: Option<NoTotal>,
    /// The grade of the total.
    pub grade: Option<Grade>,
}

impl Scored {
    /// The same rows without a total: a sheet that nobody began is not graded for being empty.
    #[must_use]
    pub fn not_begun(self) -> Self {
        Self {
            total: None,
            no_total: Some(NoTotal::NotBegun),
            grade: None,
            renormalised: false,
            uncapped: None,
            cap: None,
            ..self
        }
    }

    /// The score of the row with this id.
    pub fn row(&self, id: &str) -> Option<&RowScore> {
        self.rows.iter().find(|row| row.id() == id)
    }
}

/// Reads and scores a project under a policy.
pub fn score(project: &Project, policy: &Policy) -> Scored {
    Sheet::read(project, policy).score(policy)
}

impl Sheet {
    /// Reads every cell that the score needs.
    pub fn read(project: &Project, policy: &Policy) -> Self {
        let totals = project.totals();
        Self {
            year: project.year,
            adjusted: totals.adjusted,
            executed: totals.executed,
            rows: project
                .live_indicators()
                .map(|indicator| Arc::new(read_row(project, indicator, policy)))
                .collect(),
        }
    }

    /// The score under a policy.
    pub fn score(&self, policy: &Policy) -> Scored {
        let execution = self.execution(policy);
        let rows: Vec<RowScore> = self.rows.iter().map(|row| score_row(row, policy)).collect();
        total(execution, rows, policy)
    }

    fn execution(&self, policy: &Policy) -> Execution {
        let (adjusted, executed) = (self.adjusted, self.executed);
        let points = policy.execution.points;
        let nothing = Execution {
            adjusted,
            executed,
            rate: None,
            points,
            score: None,
        };
        if adjusted <= Decimal::ZERO {
            return match policy.execution.zero_budget {
                ZeroBudget::NotApplicable => nothing,
                ZeroBudget::Zero => Execution {
                    rate: Some(Decimal::ZERO),
                    score: Some(round2(Decimal::ZERO)),
                    ..nothing
                },
            };
        }
        let Some(rate) = executed.checked_div(adjusted) else {
            return nothing;
        };
        let linear = || {
            if executed <= Decimal::ZERO {
                Decimal::ZERO
            } else if executed >= adjusted {
                points
            } else {
                share(executed, points, adjusted)
            }
        };
        let score = match &policy.execution.formula {
            ExecutionFormula::Banded {
                full_from,
                lost_per_point,
            } => (*full_from - rate.max(Decimal::ZERO))
                .max(Decimal::ZERO)
                .checked_mul(Decimal::ONE_HUNDRED)
                .and_then(|missing| missing.checked_mul(*lost_per_point))
                .and_then(|lost| points.checked_sub(lost))
                .unwrap_or_default()
                .max(Decimal::ZERO),
            ExecutionFormula::Floor { pass } if rate < *pass => Decimal::ZERO,
            ExecutionFormula::LinearCap | ExecutionFormula::Floor { .. } => linear(),
        };
        Execution {
            rate: Some(rate),
            score: Some(round2(score)),
            ..nothing
        }
    }
}

/// `part × weight ÷ whole`, the product first where it fits.
fn share(part: Decimal, weight: Decimal, whole: Decimal) -> Decimal {
    part.checked_mul(weight)
        .and_then(|product| product.checked_div(whole))
        .or_else(|| part.checked_div(whole)?.checked_mul(weight))
        .unwrap_or_default()
}

fn total(execution: Execution, rows: Vec<RowScore>, policy: &Policy) -> Scored {
    let mut raw = execution.score.or(Some(Decimal::ZERO));
    let mut weights = Some(match execution.score {
        Some(_) => execution.points,
        None => Decimal::ZERO,
    });
    let mut renormalised = !execution.applicable();
    let mut weight_missing = false;
    for row in &rows {
        let Some(score) = row.score else {
            renormalised = true;
            continue;
        };
        raw = raw.and_then(|sum| sum.checked_add(score));
        weight_missing |= row.row.weight.is_none();
        weights = weights.and_then(|sum| sum.checked_add(row.weight()));
    }
    let mut scored = Scored {
        execution,
        rows,
        raw: raw.map(round2),
        applicable_weight: weights,
        renormalised,
        uncapped: None,
        cap: None,
        total: None,
        no_total: None,
        grade: None,
    };
    let exact = if weight_missing {
        Err(NoTotal::WeightMissing)
    } else {
        match (raw, weights) {
            (Some(raw), Some(_)) if !renormalised => Ok(raw),
            (Some(_), Some(weights)) if weights <= Decimal::ZERO => Err(NoTotal::NothingApplies),
            (Some(raw), Some(weights)) => Ok(share(raw, Decimal::ONE_HUNDRED, weights)),
            _ => Err(NoTotal::TooLong),
        }
    };
    let exact = match exact {
        Ok(exact) => exact,
        Err(why) => {
            scored.no_total = Some(why);
            return scored;
        }
    };
    let cap = execution
        .rate
        .and_then(|rate| policy.caps.as_ref()?.at(rate))
        .filter(|cap| round2(exact) > cap.at_most);
    scored.uncapped = Some(round2(exact));
    let exact = cap.map_or(exact, |cap| cap.at_most);
    scored.cap = cap.cloned();
    scored.total = Some(round2(exact));
    scored.grade = policy.grades.grade(exact);
    scored
}

#[cfg(test)]
mod tests;
