//! The score of a self-evaluation sheet, rule by rule (domain.md R1–R15).
//!
//! A sheet is read once ([`Sheet::read`]: cells, units, dates, bands) and scored as often as wanted
//! ([`Sheet::score`]), without building a word of explanation; [`super::why`] explains a score
//! afterwards. Everything is decimal, a product is taken before a quotient so that an exact half
//! stays one, and no value, however long, makes it panic. Nothing here changes a project.

use std::cmp::Ordering;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization;

use super::notation::{self, Actual, Band, Doubt, Quantity, Sign, Target};
use super::number::{round_to, round2};
use super::policy::{
    Cap, EqualFormula, ExecutionFormula, Grade, LateRule, Level1, Level2, Policy, ReverseFormula,
    ZeroBudget,
};
use super::project::{Indicator, Project};
use super::unit::{self, UnitRelation};

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
    /// A number from 0 to 1 without a unit answers a percentage and counts as that percentage.
    FractionForPercent,
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

fn score_row(row: &Arc<Row>, policy: &Policy) -> RowScore {
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

// Reading -----------------------------------------------------------------------------------------

fn read_row(project: &Project, indicator: &Indicator, policy: &Policy) -> Row {
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
            let fraction = target.unit == "%"
                && target.value > Decimal::ONE
                && actual.value > Decimal::ZERO
                && actual.value <= Decimal::ONE;
            notes.push(if fraction {
                Note::FractionForPercent
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::policy_files;
    use crate::domain::number::Written;
    use crate::domain::policy::{
        DEFAULT, GradeOn, Policies, SatisfactionBand, SatisfactionFormula,
    };
    use crate::domain::project::{Fund, Period};
    use proptest::prelude::*;

    fn policy(name: &str) -> Policy {
        let policies = Policies::parse(policy_files()).expect("shipped policies");
        policies.get(name).expect("policy").clone()
    }

    fn decimal(text: &str) -> Decimal {
        text.parse().expect("decimal")
    }

    fn fund(adjusted: &str, executed: &str) -> Fund {
        Fund {
            id: "1".into(),
            source: "财政拨款".into(),
            initial: adjusted.into(),
            adjusted: adjusted.into(),
            executed: executed.into(),
        }
    }

    fn row(id: &str, level1: &str, target: &str, actual: &str, weight: &str) -> Indicator {
        Indicator {
            id: id.into(),
            level1: level1.into(),
            level2: "数量指标".into(),
            name: "指标".into(),
            target: target.into(),
            actual: actual.into(),
            weight: weight.into(),
            ..Indicator::default()
        }
    }

    fn project(indicators: Vec<Indicator>) -> Project {
        Project {
            year: Some(2025),
            funds: vec![fund("200", "200")],
            indicators,
            ..Project::default()
        }
    }

    fn scored_row(indicator: Indicator, policy: &Policy) -> RowScore {
        let scored = score(&project(vec![indicator]), policy);
        scored.rows.first().cloned().expect("a row")
    }

    fn points(target: &str, actual: &str, weight: &str, policy: &Policy) -> String {
        let row = scored_row(row("1", "产出指标", target, actual, weight), policy);
        row.score.map_or("-".into(), |score| score.to_string())
    }

    #[test]
    fn numbers_are_scored_as_worked_out_by_hand() {
        let default = policy(DEFAULT);
        for (example, target, actual, weight, expected) in [
            ("6 positive missed", "≥600人次", "552", "10", "9.20"),
            ("7 positive equal", "≥12期", "12", "10", "10.00"),
            ("8 a rate", "≥95%", "93.1%", "10", "9.80"),
            ("9 nothing done", "≥3个", "0", "8", "0.00"),
            ("10 far more is no bonus", "≥9个", "20", "8", "8.00"),
            ("11 at the threshold", "≥10", "13.0", "8", "8.00"),
            ("12 below the threshold", "≥10", "12.99", "8", "8.00"),
            ("13 reverse linear", "≤5次", "6", "10", "8.00"),
            ("14 reverse linear", "≤160万元", "172.5", "15", "13.83"),
            ("15 at twice the target", "≤160", "320", "15", "0.00"),
            ("16 beyond twice the target", "≤160", "386", "15", "0.00"),
            ("17 inside the limit", "≤800元", "745", "10", "10.00"),
            ("18 equality missed", "=3次", "2", "6", "4.00"),
            ("19 equality exceeded", "=3次", "4", "6", "6.00"),
            ("20 no accident", "=0起", "0", "10", "10.00"),
            ("20 one accident", "=0起", "1", "10", "0.00"),
            ("23 a no", "是", "否", "5", "0.00"),
            ("26 above the range", "800-1000", "1100", "10", "9.00"),
            ("27 inside the range", "800-1000", "900", "10", "10.00"),
            ("below the range", "800-1000", "400", "10", "5.00"),
            ("33 a negative growth", "≥5%", "-2%", "8", "0.00"),
            ("more than, equal", ">3", "3", "8", "8.00"),
            ("less than, equal", "<3", "3", "8", "8.00"),
            ("plain is a lower bound", "600", "552", "10", "9.20"),
            ("plain 0 is an equality", "0起", "1", "10", "0.00"),
            ("at least 0", "≥0", "0", "8", "8.00"),
            ("at least a negative", "≥-5", "-6", "8", "0.00"),
            ("at most 0, missed", "≤0", "1", "8", "0.00"),
            ("equal to a negative", "=-3", "-3", "8", "8.00"),
            ("magnitudes of money", "≥90万元", "855000元", "10", "9.50"),
            ("an exact half goes up", "≥3", "1", "0.015", "0.01"),
            ("half a cent goes up", "≥200", "1", "1", "0.01"),
        ] {
            assert_eq!(
                points(target, actual, weight, &default),
                expected,
                "{example}"
            );
        }
    }

    #[test]
    fn each_setting_of_the_rules_changes_what_it_is_for() {
        let ratio = policy("ratio-reverse");
        assert_eq!(points("≤5次", "6", "10", &ratio), "8.33", "13");
        assert_eq!(points("≤160", "172.5", "15", &ratio), "13.91", "14");
        assert_eq!(points("≤160", "386", "15", &ratio), "6.22", "16");
        let strict = policy("strict");
        assert_eq!(points("≤5次", "6", "10", &strict), "0.00");
        assert_eq!(points("=3次", "4", "6", &strict), "4.00", "19");
        assert_eq!(points("=3次", "2", "6", &strict), "4.00");
        assert_eq!(points("=3次", "7", "6", &strict), "0.00");
        assert_eq!(points("=0", "-1", "6", &strict), "0.00");
        assert_eq!(points("=0", "-1", "6", &policy(DEFAULT)), "6.00");
        let mut flag = policy(DEFAULT);
        flag.equal.formula = EqualFormula::Flag;
        let over = scored_row(row("1", "产出", "=3次", "4", "6"), &flag);
        assert_eq!((over.score, over.flagged), (Some(decimal("6.00")), true));
        let mut open = policy(DEFAULT);
        open.positive.strict_gt = true;
        assert_eq!(points(">3", "3", "8", &open), "0.00");
        assert_eq!(points("<3", "3", "8", &open), "0.00");
        assert_eq!(points("≥3", "3", "8", &open), "8.00");
    }

    #[test]
    fn a_number_without_a_sign_is_an_upper_limit_under_cost() {
        let default = policy(DEFAULT);
        let cost = Indicator {
            level2: "成本指标(10分)".into(),
            ..row("1", "产出指标", "5亿元", "60000万元", "10")
        };
        let scored = scored_row(cost, &default);
        assert_eq!(scored.rule, Rule::Reverse);
        assert_eq!(scored.score, Some(decimal("8.00")));
        assert!(scored.row.notes.contains(&Note::UnitConverted));
    }

    #[test]
    fn reaching_far_more_is_explained_and_may_cost_points() {
        let over = |actual: &str, name: &str| {
            let row = scored_row(row("1", "产出", "≥10", actual, "8"), &policy(name));
            (row.over, row.score.map(|score| score.to_string()))
        };
        assert_eq!(over("13.0", DEFAULT), (Over::Explain, Some("8.00".into())));
        assert_eq!(over("12.99", DEFAULT), (Over::No, Some("8.00".into())));
        let (less, score) = over("13", "province-caps");
        assert_eq!(less, Over::Deduct(Decimal::TWO));
        assert_eq!(score, Some("6.00".into()));
        let (_, score) = (over("13", "province-caps"), {
            let row = scored_row(
                row("1", "产出", "≥10", "13", "1.5"),
                &policy("province-caps"),
            );
            row.score
        });
        assert_eq!(score, Some(decimal("0.00")), "not below 0");
        let range = scored_row(row("1", "产出", "1-2", "9", "8"), &policy("province-caps"));
        assert_eq!(range.over, Over::No, "only for more-is-better");
    }

    #[test]
    fn a_late_day_costs_by_planned_days_or_as_the_policy_says() {
        let late = |done: &str, policy: &Policy| {
            let mut project = project(vec![row("1", "产出", "2025年8月31日前完成", done, "15")]);
            project.period = Some(Period {
                start: NaiveDate::from_ymd_opt(2025, 3, 1),
                end: NaiveDate::from_ymd_opt(2025, 12, 31),
            });
            let scored = score(&project, policy);
            scored.rows[0].score.map(|score| score.to_string())
        };
        let mut rule = policy(DEFAULT);
        assert_eq!(late("2025年9月20日", &rule).as_deref(), Some("13.36"), "24");
        assert_eq!(late("2026年1月16日", &rule).as_deref(), Some("3.69"), "25");
        assert_eq!(late("2025年8月31日", &rule).as_deref(), Some("15.00"));
        assert_eq!(late("2027年1月16日", &rule).as_deref(), Some("0.00"));
        rule.date.late = LateRule::Part {
            lost: decimal("0.3"),
        };
        assert_eq!(late("2026年1月16日", &rule).as_deref(), Some("10.50"), "25");
        rule.date.late = LateRule::Zero;
        assert_eq!(late("2026年1月16日", &rule).as_deref(), Some("0.00"), "25");
        rule.date.late = LateRule::Period {
            percent: Decimal::TEN,
            days: 30,
        };
        assert_eq!(late("2025年9月30日", &rule).as_deref(), Some("13.50"));
        assert_eq!(late("2025年10月1日", &rule).as_deref(), Some("12.00"));
    }

    #[test]
    fn a_day_without_a_year_is_of_the_projects_year_or_unreadable() {
        let default = policy(DEFAULT);
        let mut sheet = project(vec![row("1", "产出", "12月底前", "12月20日", "10")]);
        assert_eq!(score(&sheet, &default).rows[0].rule, Rule::Date);
        sheet.year = None;
        let scored = score(&sheet, &default);
        assert_eq!(scored.rows[0].rule, Rule::Unreadable);
        assert!(scored.rows[0].row.notes.contains(&Note::YearMissing));
        assert_eq!(scored.rows[0].score, Some(decimal("0.00")));
    }

    fn banded(target: &str, actual: &str, band: Option<Band>, points: &str) -> RowScore {
        let indicator = Indicator {
            band,
            band_score: points.into(),
            ..row("1", "效益指标", target, actual, "10")
        };
        scored_row(indicator, &policy(DEFAULT))
    }

    #[test]
    fn a_band_decides_and_points_outside_it_are_nothing() {
        let score = |row: RowScore| row.score.map(|score| score.to_string()).unwrap_or_default();
        let partial = Some(Band::Partial);
        let text = "效果明显";
        assert_eq!(score(banded(text, "", partial, "")), "7.00", "21 default");
        assert_eq!(score(banded(text, "", partial, "7.99")), "7.99", "21");
        let outside = banded(text, "", partial, "8.00");
        assert!(outside.outside_band(), "21");
        assert_eq!(score(outside), "0.00");
        assert_eq!(score(banded(text, "", partial, "6")), "6.00");
        assert_eq!(score(banded(text, "", Some(Band::Met), "10")), "10.00");
        assert_eq!(score(banded(text, "", Some(Band::Met), "7.99")), "0.00");
        assert_eq!(score(banded(text, "", Some(Band::Unmet), "5.99")), "5.99");
        assert_eq!(score(banded(text, "", Some(Band::Unmet), "6")), "0.00");
        assert_eq!(score(banded(text, "", partial, "7.123")), "0.00");
        assert_eq!(score(banded(text, "部分达成", None, "")), "7.00");
        assert_eq!(score(banded(text, "", None, "")), "0.00");
        assert_eq!(banded(text, "", None, "").rule, Rule::Qualitative);
    }

    #[test]
    fn the_bounds_of_an_odd_weight_are_rounded() {
        let default = policy(DEFAULT);
        let interval = |band| band_interval(band, decimal("5.5"), &default);
        assert_eq!(interval(Band::Met), (decimal("4.40"), decimal("5.5"), true));
        assert_eq!(
            interval(Band::Partial),
            (decimal("3.30"), decimal("4.40"), false)
        );
        assert_eq!(
            interval(Band::Unmet),
            (Decimal::ZERO, decimal("3.30"), false)
        );
    }

    #[test]
    fn words_numbers_and_bands_meet_as_the_contract_says() {
        let has = |row: &RowScore, note| row.row.notes.contains(&note);
        let repeated = banded("效果明显", " 效果明显。", None, "");
        assert_eq!(repeated.score, Some(decimal("10.00")));
        assert!(has(&repeated, Note::TextRepeated));
        let yes = banded("效果明显", "是", None, "");
        assert_eq!(yes.score, Some(decimal("10.00")));
        let no = banded("效果明显", "否", None, "");
        assert_eq!(no.score, Some(decimal("0.00")));
        assert_eq!(no.rule, Rule::Qualitative);
        let words = banded("≥50个", "基本完成", None, "");
        assert_eq!(words.rule, Rule::Qualitative);
        assert!(has(&words, Note::WordsForNumber));
        let ignored = banded("≥50个", "50个", Some(Band::Unmet), "");
        assert_eq!(ignored.score, Some(decimal("10.00")));
        assert!(has(&ignored, Note::BandIgnored));
        let differs = banded("效果明显", "部分达成", Some(Band::Met), "");
        assert_eq!(differs.score, Some(decimal("10.00")));
        assert!(has(&differs, Note::BandDiffers));
        for (target, actual) in [
            ("效果明显", "培训了很多人"),
            ("≥50个", "是"),
            ("/", "50"),
            ("是", "3次"),
            ("≥50个", "很多"),
        ] {
            let row = banded(target, actual, None, "");
            assert_eq!(row.rule, Rule::Unreadable, "{target} {actual}");
            assert_eq!(row.score, Some(decimal("0.00")));
        }
        for (target, rule) in [
            ("≥50个", Rule::Positive),
            ("≤50个", Rule::Reverse),
            ("0起", Rule::Equal),
            ("1-3次", Rule::Range),
            ("12月底前", Rule::Date),
            ("是", Rule::YesNo),
            ("", Rule::Unreadable),
        ] {
            for actual in ["", "/", "无", "-"] {
                let row = banded(target, actual, Some(Band::Met), "");
                assert_eq!(row.rule, rule, "{target} {actual}");
                assert_eq!(row.score, Some(decimal("0.00")));
            }
        }
        let fraction = banded("≥95%", "0.98", None, "");
        assert_eq!(fraction.score, Some(decimal("0.10")));
        assert!(has(&fraction, Note::FractionForPercent));
        assert!(has(&banded("≥5人", "5次", None, ""), Note::UnitsDiffer));
    }

    #[test]
    fn money_earns_ten_points_by_the_unrounded_rate() {
        let execution = |adjusted: &str, executed: &str, policy: &Policy| {
            let mut project = project(vec![]);
            project.funds = vec![fund(adjusted, executed)];
            score(&project, policy).execution
        };
        let default = policy(DEFAULT);
        let points = |adjusted: &str, executed: &str| {
            let score = execution(adjusted, executed, &default).score;
            score.map_or("n/a".into(), |score| score.to_string())
        };
        assert_eq!(points("200.00", "187.35"), "9.37", "1");
        assert_eq!(points("200", "203"), "10.00", "2");
        assert_eq!(points("0", "0"), "n/a", "3");
        assert_eq!(points("132.81", "0.10"), "0.01", "4");
        assert_eq!(points("90", "-3"), "0.00");
        let rate = execution("200", "187.35", &default).printed_rate();
        assert_eq!(
            rate.map(|rate| rate.to_string()).as_deref(),
            Some("0.93675")
        );
        let mut zero = policy(DEFAULT);
        zero.execution.zero_budget = ZeroBudget::Zero;
        assert_eq!(execution("0", "0", &zero).score, Some(decimal("0.00")), "3");
        let local = policy("local-20-80");
        assert_eq!(execution("100", "50", &local).score, Some(decimal("10.00")));
        let mut banded = policy(DEFAULT);
        banded.execution.formula = ExecutionFormula::Banded {
            full_from: decimal("0.9"),
            lost_per_point: Decimal::ONE,
        };
        assert_eq!(
            execution("100", "92", &banded).score,
            Some(decimal("10.00"))
        );
        assert_eq!(execution("100", "87", &banded).score, Some(decimal("7.00")));
        assert_eq!(execution("100", "7", &banded).score, Some(decimal("0.00")));
        banded.execution.formula = ExecutionFormula::Floor {
            pass: decimal("0.6"),
        };
        assert_eq!(execution("100", "59", &banded).score, Some(decimal("0.00")));
        assert_eq!(execution("100", "60", &banded).score, Some(decimal("6.00")));
    }

    #[test]
    fn the_sum_of_the_sources_counts_and_a_blank_cell_is_zero() {
        let mut project = project(vec![]);
        project.funds = vec![fund("90", "89.974"), fund("0", ""), fund("", "0")];
        let execution = score(&project, &policy(DEFAULT)).execution;
        assert_eq!(execution.score, Some(decimal("10.00")), "5");
        assert_eq!(execution.printed_rate(), Some(decimal("0.999711")));
    }

    #[test]
    fn satisfaction_is_scored_linear_or_by_bands() {
        let satisfied = |policy: &Policy, actual: &str| {
            let indicator = Indicator {
                level2: "服务对象满意度指标".into(),
                ..row("1", "满意度指标", "≥90%", actual, "10")
            };
            scored_row(indicator, policy).score
        };
        let mut rule = policy(DEFAULT);
        for (rate, expected) in [
            ("89.10", "9.90"),
            ("86.75", "9.64"),
            ("90.0", "10.00"),
            ("89.4", "9.93"),
        ] {
            assert_eq!(satisfied(&rule, rate), Some(decimal(expected)), "28");
        }
        let band = |from: &str, part: &str| SatisfactionBand {
            from: decimal(from),
            part: decimal(part),
        };
        rule.satisfaction.formula = SatisfactionFormula::Banded(vec![
            band("90", "1"),
            band("80", "0.8"),
            band("60", "0.5"),
        ]);
        for (rate, expected) in [("89.10", "8.00"), ("60", "5.00"), ("59.9", "0.00")] {
            assert_eq!(satisfied(&rule, rate), Some(decimal(expected)), "29");
        }
    }

    #[test]
    fn what_does_not_apply_leaves_the_frame_and_the_rest_makes_a_hundred() {
        let away = Indicator {
            not_applicable: true,
            ..row("na", "效益", "≥1", "1", "8")
        };
        let mut sheet = project(vec![
            row("1", "产出", "≥100", "100", "50"),
            row("2", "产出", "≥32", "23.2", "32"),
            away,
        ]);
        let scored = score(&sheet, &policy(DEFAULT));
        assert_eq!(scored.raw, Some(decimal("83.20")), "30");
        assert_eq!(scored.applicable_weight, Some(decimal("92")));
        assert_eq!(scored.total, Some(decimal("90.43")), "30");
        assert_eq!(scored.grade, Some(Grade::Excellent));
        assert_eq!(scored.rows[2].score, None);
        assert_eq!(scored.rows[2].rule, Rule::NotApplicable);
        sheet.funds.clear();
        let scored = score(&sheet, &policy(DEFAULT));
        assert_eq!(
            scored.total,
            Some(decimal("89.27")),
            "money does not apply either"
        );
        sheet.indicators[1].weight = Written::default();
        let scored = score(&sheet, &policy(DEFAULT));
        assert_eq!((scored.total, scored.grade), (None, None));
        assert_eq!(scored.no_total, Some(NoTotal::WeightMissing));
        assert_eq!(scored.raw, Some(decimal("50.00")));
        sheet.indicators.clear();
        let scored = score(&sheet, &policy(DEFAULT));
        assert_eq!(scored.no_total, Some(NoTotal::NothingApplies));
    }

    #[test]
    fn a_person_may_take_points_off_but_not_below_zero() {
        let off = |points: &str| {
            let indicator = Indicator {
                deduction: points.into(),
                ..row("1", "产出", "≥600", "552", "10")
            };
            scored_row(indicator, &policy(DEFAULT)).score
        };
        assert_eq!(off("1.50"), Some(decimal("7.70")), "31");
        assert_eq!(off("12"), Some(decimal("0.00")), "31");
        assert_eq!(off(""), Some(decimal("9.20")));
    }

    #[test]
    fn a_withdrawn_row_is_skipped() {
        let withdrawn = Indicator {
            withdrawn: true,
            ..row("1", "产出", "≥1", "0", "")
        };
        let scored = score(&project(vec![withdrawn]), &policy(DEFAULT));
        assert!(scored.rows.is_empty());
        assert_eq!(scored.total, Some(decimal("10.00")));
    }

    #[test]
    fn low_execution_caps_the_total_where_a_province_says_so() {
        let caps = policy("province-caps");
        let total = |executed: &str| {
            let mut sheet = project(vec![row("1", "产出", "≥1", "1", "90")]);
            sheet.funds = vec![fund("100", executed)];
            let scored = score(&sheet, &caps);
            (scored.total.map(|total| total.to_string()), scored.grade)
        };
        let expect = |total: &str, grade| (Some(total.to_owned()), Some(grade));
        assert_eq!(total("80"), expect("98.00", Grade::Excellent));
        assert_eq!(total("79.99"), expect("89.00", Grade::Good));
        assert_eq!(total("70"), expect("89.00", Grade::Good));
        assert_eq!(total("69.99"), expect("79.00", Grade::Medium));
        assert_eq!(total("50"), expect("69.00", Grade::Medium));
        assert_eq!(total("0"), expect("59.00", Grade::Poor));
    }

    #[test]
    fn the_whole_form_of_the_field_guide_makes_94_67() {
        let cost = Indicator {
            level2: "经济成本指标".into(),
            ..row("1", "成本指标", "≤200万元", "187.35", "20")
        };
        let partial = Indicator {
            band: Some(Band::Partial),
            ..row("6", "效益指标", "有效提升", "", "12")
        };
        let mut sheet = project(vec![
            cost,
            row("2", "产出指标", "≥12期", "12", "10"),
            row("3", "产出指标", "≥600人次", "552", "10"),
            row("4", "产出指标", "≥95%", "93.1", "10"),
            row("5", "产出指标", "11月30日前完成", "2025年11月20日", "10"),
            partial,
            row("7", "效益指标", "≥10", "14", "8"),
            row("8", "满意度指标", "≥90%", "89.10", "10"),
        ]);
        sheet.funds = vec![fund("200", "187.35")];
        let scored = score(&sheet, &policy(DEFAULT));
        let scores: Vec<String> = scored
            .rows
            .iter()
            .filter_map(|row| row.score.map(|score| score.to_string()))
            .collect();
        assert_eq!(
            scores,
            [
                "20.00", "10.00", "9.20", "9.80", "10.00", "8.40", "8.00", "9.90"
            ]
        );
        assert_eq!(scored.execution.score, Some(decimal("9.37")));
        assert_eq!(scored.raw, Some(decimal("94.67")));
        assert_eq!(scored.total, Some(decimal("94.67")));
        assert_eq!(scored.grade, Some(Grade::Excellent));
        assert_eq!(scored.rows[6].over, Over::Explain);
    }

    #[test]
    fn a_total_before_rounding_may_be_graded_where_a_policy_says_so() {
        let away = Indicator {
            not_applicable: true,
            ..row("na", "效益", "≥1", "1", "1")
        };
        // 10 + 72.00 of 90.001: 91.110098…, which is 91.11 rounded and a little less than 91.1101.
        let sheet = project(vec![row("1", "产出", "≥80001", "71996", "80.001"), away]);
        let mut rule = policy(DEFAULT);
        let scored = score(&sheet, &rule);
        assert_eq!(scored.total, Some(decimal("91.11")));
        rule.grades.bands[0].from = decimal("91.112");
        assert_eq!(score(&sheet, &rule).grade, Some(Grade::Good));
        rule.grades.bands[0].from = decimal("91.11005");
        assert_eq!(score(&sheet, &rule).grade, Some(Grade::Good), "rounded");
        rule.grades.on = GradeOn::Raw;
        let exact = score(&sheet, &rule);
        assert_eq!(exact.total, Some(decimal("91.11")));
        assert_eq!(exact.grade, Some(Grade::Excellent), "as it is");
    }

    #[test]
    fn j1_money_and_rates_at_their_edges_are_exact() {
        let rate = |adjusted: &str, executed: &str| {
            let mut sheet = project(vec![]);
            sheet.funds = vec![fund(adjusted, executed)];
            let execution = score(&sheet, &policy(DEFAULT)).execution;
            let shown = |value: Option<Decimal>| value.map_or("-".into(), |v| v.to_string());
            (shown(execution.printed_rate()), shown(execution.score))
        };
        for (adjusted, executed, printed, points) in [
            ("0", "5", "-", "-"),
            ("-0.01", "0", "-", "-"),
            ("100", "0", "0", "0.00"),
            ("100", "-0.01", "-0.0001", "0.00"),
            ("100", "100", "1", "10.00"),
            ("100", "100.01", "1.0001", "10.00"),
            ("1000000000000000", "1", "0", "0.00"),
            ("1000000000000000", "999999999999999.99", "1", "10.00"),
            ("0.01", "1000000000000000", "100000000000000000", "10.00"),
        ] {
            let expected = (printed.to_owned(), points.to_owned());
            assert_eq!(
                rate(adjusted, executed),
                expected,
                "{executed} of {adjusted}"
            );
        }
        for (target, actual, expected) in [
            ("=0", "0", "10.00"),
            ("≤0", "-0.01", "10.00"),
            ("≥0", "-0.01", "0.00"),
            ("≥100%", "100.01%", "10.00"),
            ("≤100%", "100.01%", "10.00"),
            ("≤100%", "100.1%", "9.99"),
        ] {
            let points = points(target, actual, "10", &policy(DEFAULT));
            assert_eq!(points, expected, "{actual} for {target}");
        }
    }

    #[test]
    fn j2_half_a_cent_goes_up_in_every_rule() {
        let default = policy(DEFAULT);
        for (level, target, actual, weight, expected) in [
            ("产出", "≥1000", "1", "5", "0.01"),
            ("产出", "≥1000", "1", "4.99", "0.00"),
            ("产出", "≤1000", "1001", "5", "5.00"),
            ("产出", "≤200", "201", "1", "1.00"),
            ("产出", "=2000", "1", "10", "0.01"),
            ("产出", "200-300", "1", "1", "0.01"),
            ("产出", "≥2", "1", "0.01", "0.01"),
            ("效益", "效果明显", "部分达成", "0.75", "0.53"),
        ] {
            let scored = scored_row(row("1", level, target, actual, weight), &default);
            let score = scored.score.map(|score| score.to_string());
            assert_eq!(score.as_deref(), Some(expected), "{actual} for {target}");
        }
        // 0.5 ÷ 1000 of 10 points is half a cent.
        let mut sheet = project(vec![]);
        sheet.funds = vec![fund("1000", "0.5")];
        let execution = score(&sheet, &default).execution;
        assert_eq!(execution.score, Some(decimal("0.01")));
    }

    #[test]
    fn j2_weights_that_do_not_make_a_hundred_are_added_as_they_are() {
        let total = |weights: [&str; 2]| {
            let rows = weights.iter().enumerate();
            let rows = rows.map(|(at, weight)| row(&at.to_string(), "产出", "≥1", "1", weight));
            score(&project(rows.collect()), &policy(DEFAULT))
                .total
                .map(|total| total.to_string())
        };
        assert_eq!(total(["50", "40"]).as_deref(), Some("100.00"));
        assert_eq!(total(["60", "40"]).as_deref(), Some("110.00"));
        assert_eq!(total(["50", "39.99"]).as_deref(), Some("99.99"));
        assert_eq!(total(["50", "1,5"]), None, "no decimal");
    }

    #[test]
    fn values_of_28_digits_are_scored_or_refused_and_never_a_panic() {
        let huge = "9999999999999999999999999999";
        for name in [DEFAULT, "ratio-reverse", "strict", "province-caps"] {
            let policy = policy(name);
            for target in ["≥", "≤", "=", ">", "<", "", "1-"] {
                for actual in [
                    huge,
                    "-9999999999999999999999999999",
                    "0.0000000000000000000000000001",
                ] {
                    for weight in ["10", huge, "-10", "0"] {
                        let target = format!("{target}{huge}");
                        let mut sheet = project(vec![
                            row("1", "产出", &target, actual, weight),
                            row(
                                "2",
                                "产出",
                                "≥0.0000000000000000000000000001",
                                actual,
                                weight,
                            ),
                            row("3", "成本", actual, huge, weight),
                            row(
                                "4",
                                "产出",
                                "=-9999999999999999999999999999",
                                actual,
                                weight,
                            ),
                        ]);
                        sheet.funds = vec![fund(huge, huge), fund(huge, actual)];
                        let scored = score(&sheet, &policy);
                        assert_eq!(scored.rows.len(), 4);
                        let why = crate::domain::why::grade(&scored, &policy);
                        assert_eq!(why.parts.len(), 1);
                    }
                }
            }
        }
    }

    fn number() -> impl Strategy<Value = Decimal> {
        (-2_000_000_i64..20_000_000, 0_u32..4).prop_map(|(n, scale)| Decimal::new(n, scale))
    }

    fn positive_number() -> impl Strategy<Value = Decimal> {
        (1_i64..20_000_000, 0_u32..4).prop_map(|(n, scale)| Decimal::new(n, scale))
    }

    fn any_policy() -> impl Strategy<Value = Policy> {
        prop::sample::select(
            Policies::parse(policy_files())
                .expect("policies")
                .all()
                .to_vec(),
        )
    }

    fn any_cells() -> impl Strategy<Value = (String, String)> {
        let sign = prop::sample::select(vec!["≥", ">", "=", "<", "≤", ""]);
        prop_oneof![
            (sign, number(), number())
                .prop_map(|(sign, t, a)| (format!("{sign}{t}"), a.to_string())),
            prop::sample::select(vec![
                ("效果明显", "部分达成"),
                ("效果明显", "已完成"),
                ("12月底前", "2026年2月1日"),
                ("是", "是"),
                ("3-5次", "9次"),
                ("≥3", ""),
                ("", "3"),
            ])
            .prop_map(|(t, a)| (t.to_owned(), a.to_owned())),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn a_total_stays_between_nothing_and_the_weights(
            rows in prop::collection::vec((any_cells(), 1_u32..3000), 1..12),
            adjusted in positive_number(),
            executed in number(),
            policy in any_policy(),
        ) {
            let rows = rows.iter().enumerate().map(|(at, ((target, actual), weight))| {
                let weight = Decimal::new(i64::from(*weight), 2).to_string();
                row(&at.to_string(), "产出指标", target, actual, &weight)
            });
            let mut sheet = project(rows.collect());
            sheet.funds = vec![fund(&adjusted.to_string(), &executed.to_string())];
            let scored = score(&sheet, &policy);
            let total = scored.total.expect("a total");
            prop_assert!(total >= Decimal::ZERO);
            prop_assert!(total <= scored.applicable_weight.expect("weights"));
            for row in &scored.rows {
                let score = row.score.expect("applies");
                prop_assert!(score >= Decimal::ZERO && score <= row.weight());
            }
        }

        #[test]
        fn more_is_never_worse_where_more_is_better(
            target in positive_number(), a in number(), b in number(), policy in any_policy(),
        ) {
            let (low, high) = (a.min(b), a.max(b));
            let points = |actual: Decimal| {
                let cells = row("1", "产出", &format!("≥{target}"), &actual.to_string(), "10");
                scored_row(cells, &policy).by_rule
            };
            prop_assert!(points(low) <= points(high));
        }

        #[test]
        fn less_is_never_worse_under_a_limit(
            target in positive_number(), a in number(), b in number(), policy in any_policy(),
        ) {
            let (low, high) = (a.min(b), a.max(b));
            let points = |actual: Decimal| {
                let cells = row("1", "产出", &format!("≤{target}"), &actual.to_string(), "10");
                scored_row(cells, &policy).score
            };
            prop_assert!(points(low) >= points(high));
        }

        #[test]
        fn a_row_that_does_not_apply_changes_nothing_when_all_else_is_full(
            weights in prop::collection::vec(1_u32..4000, 1..8), away in 1_u32..4000,
        ) {
            let weight = |weight: u32| Decimal::new(i64::from(weight), 2).to_string();
            let mut rows: Vec<Indicator> = weights
                .iter()
                .enumerate()
                .map(|(at, points)| row(&at.to_string(), "产出", "≥1", "1", &weight(*points)))
                .collect();
            rows.push(Indicator { not_applicable: true, ..row("na", "产出", "≥1", "0", &weight(away)) });
            let scored = score(&project(rows), &policy(DEFAULT));
            prop_assert_eq!(scored.total, Some(decimal("100.00")));
        }
    }
}
