//! The rules as data: which frame, which formula, which threshold, and the clause each comes from.
//!
//! A policy is read from a TOML file, may rest on another one (`base = "…"`), and is asked by
//! scoring, checks, lights and the approval chain. Nothing here decides a rule in code that a place
//! may set differently, and no document is cited that is not known for certain: what is only local
//! practice or a decision of this product says so.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use toml::{Table, Value};
use unicode_normalization::UnicodeNormalization;

use super::command::EditRules;
use super::number::round2;
use super::status::Chain;

/// The policy that scores where nothing else is said.
pub const DEFAULT: &str = "national-2021-cost";

/// Where a rule comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Clause {
    /// A published document.
    Document {
        /// 文号
        number: String,
        /// 第几条, where it is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        article: Option<u16>,
    },
    /// Done so in several places, without a document that could be cited.
    LocalPractice,
    /// A decision of this product where no rule exists.
    Convention,
}

/// A text of a policy in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Title {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// First and last day on which a policy holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Validity {
    /// First day.
    pub from: NaiveDate,
    /// Last day; `None` while it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}

impl Validity {
    /// True where the policy holds on this day.
    pub fn covers(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// 一级指标, as the policy understands its text.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Level1 {
    /// 成本指标
    Cost,
    /// 产出指标
    Output,
    /// 效益指标
    Benefit,
    /// 满意度指标
    Satisfaction,
    /// Any other text.
    #[default]
    Other,
}

/// 二级指标, as the policy understands its text.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Level2 {
    /// 数量指标
    Quantity,
    /// 质量指标
    Quality,
    /// 时效指标
    Timeliness,
    /// 成本指标 inside 产出, the layout before 2021
    Cost,
    /// 经济成本指标
    EconomicCost,
    /// 社会成本指标
    SocialCost,
    /// 生态环境成本指标
    EcologicalCost,
    /// 经济效益指标
    EconomicBenefit,
    /// 社会效益指标
    SocialBenefit,
    /// 生态效益指标
    EcologicalBenefit,
    /// 可持续影响指标
    SustainableImpact,
    /// 服务对象满意度指标
    ServiceSatisfaction,
    /// Any other text.
    #[default]
    Other,
}

/// One level 2 of the frame.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Which.
    pub level2: Level2,
    /// True where every form needs a row under it.
    #[serde(default)]
    pub required: bool,
    /// Its own weight where the policy fixes one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<Decimal>,
}

/// One level 1 of the frame.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelFrame {
    /// Which.
    pub level: Level1,
    /// Σ of the weights under it; `None` where the form chooses freely.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<Decimal>,
    /// True where every form needs a row under it.
    #[serde(default)]
    pub required: bool,
    /// Its level 2.
    pub parts: Vec<Part>,
}

/// Whether a form has a satisfaction indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Satisfaction {
    /// It has at least one.
    Present,
    /// It has none, so that its weight goes elsewhere.
    Absent,
}

/// The frame: levels, weights and what is required.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Frame {
    /// Where it comes from.
    pub clause: Clause,
    /// Σ of all weights on the goal form.
    pub total: Decimal,
    /// Which level takes the weight of 满意度 where a form has no such row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub without_satisfaction: Option<Level1>,
    /// The levels in the order of the form.
    pub levels: Vec<LevelFrame>,
}

impl Frame {
    /// The frame of one level.
    pub fn level(&self, level: Level1) -> Option<&LevelFrame> {
        self.levels.iter().find(|frame| frame.level == level)
    }

    /// What the weights under `level` must make; `None` where the policy leaves it free.
    pub fn weight(&self, level: Level1, satisfaction: Satisfaction) -> Option<Decimal> {
        let weight = self.level(level)?.weight?;
        if satisfaction == Satisfaction::Present || self.without_satisfaction.is_none() {
            return Some(weight);
        }
        let moved = self
            .level(Level1::Satisfaction)
            .and_then(|frame| frame.weight)
            .unwrap_or_default();
        if level == Level1::Satisfaction {
            Some(Decimal::ZERO)
        } else if self.without_satisfaction == Some(level) {
            weight.checked_add(moved)
        } else {
            Some(weight)
        }
    }

    /// Every level with what its weights must make.
    pub fn weights(&self, satisfaction: Satisfaction) -> Vec<(Level1, Option<Decimal>)> {
        self.levels
            .iter()
            .map(|frame| (frame.level, self.weight(frame.level, satisfaction)))
            .collect()
    }

    /// The level 1 that a level 2 belongs to.
    pub fn parent(&self, level2: Level2) -> Option<Level1> {
        self.levels
            .iter()
            .find(|frame| frame.parts.iter().any(|part| part.level2 == level2))
            .map(|frame| frame.level)
    }
}

/// How the execution rate becomes points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ExecutionFormula {
    /// points × min(rate, 1)
    LinearCap,
    /// Full from a rate on, below it so many points less for each missing percentage point.
    Banded {
        /// From this rate on the points are full.
        full_from: Decimal,
        /// Points lost for each percentage point below.
        lost_per_point: Decimal,
    },
    /// As `LinearCap`, but nothing below a floor.
    Floor {
        /// Below this rate there are no points.
        pass: Decimal,
    },
}

/// What a year without a budget means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ZeroBudget {
    /// 不适用, the rest is brought back to 100.
    NotApplicable,
    /// Rate and points are 0.
    Zero,
}

/// 预算执行率
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExecutionRule {
    /// Where the points come from.
    pub clause: Clause,
    /// Points of the execution rate.
    pub points: Decimal,
    /// Rate to points.
    pub formula: ExecutionFormula,
    /// Where the formula comes from.
    pub formula_clause: Clause,
    /// Budget 0.
    pub zero_budget: ZeroBudget,
    /// Where that comes from.
    pub zero_budget_clause: Clause,
}

/// A target that is reached by more (`≥`, `>`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PositiveRule {
    /// Where it comes from.
    pub clause: Clause,
    /// True where `>` and `<` are missed by a value that equals the target.
    pub strict_gt: bool,
}

/// How a value above an upper limit is scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReverseFormula {
    /// Falls to 0 at twice the target.
    Lin2t,
    /// target ÷ actual
    Ratio,
    /// Nothing.
    Strict,
}

/// A target that is an upper limit (`≤`, `<`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReverseRule {
    /// Where it comes from.
    pub clause: Clause,
    /// Above the limit.
    pub formula: ReverseFormula,
}

/// How a value that is not the target of an equality is scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EqualFormula {
    /// As a positive target.
    Pos,
    /// By the distance on either side.
    Sym,
    /// As a positive target, and every difference is flagged for a person.
    Flag,
}

/// `=`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EqualRule {
    /// Where it comes from.
    pub clause: Clause,
    /// Off the target.
    pub formula: EqualFormula,
}

/// What being late costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", from = "WrittenLate")]
pub enum LateRule {
    /// Everything.
    Zero,
    /// By late days ÷ planned days.
    Days,
    /// A fixed part of the weight, however late.
    Part {
        /// 0 to 1.
        lost: Decimal,
    },
    /// So many percent for each begun span of days.
    Period {
        /// Percent of the weight.
        percent: Decimal,
        /// Length of a span.
        days: u32,
    },
}

/// As policy files write it: the usual part has a name of its own.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum WrittenLate {
    Zero,
    Days,
    Minus30,
    Part { lost: Decimal },
    Period { percent: Decimal, days: u32 },
}

impl From<WrittenLate> for LateRule {
    fn from(written: WrittenLate) -> Self {
        match written {
            WrittenLate::Zero => Self::Zero,
            WrittenLate::Days => Self::Days,
            WrittenLate::Minus30 => Self::Part {
                lost: Decimal::new(3, 1),
            },
            WrittenLate::Part { lost } => Self::Part { lost },
            WrittenLate::Period { percent, days } => Self::Period { percent, days },
        }
    }
}

/// A deadline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DateRule {
    /// Where it comes from.
    pub clause: Clause,
    /// After the deadline.
    pub late: LateRule,
}

/// A rule that has no setting beside where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlainRule {
    /// Where it comes from.
    pub clause: Clause,
}

/// 定性: the bands and the points where none are chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QualitativeRule {
    /// Where the bands come from.
    pub clause: Clause,
    /// 达成 begins at this part of the weight.
    pub met_from: Decimal,
    /// 部分达成 begins at this part of the weight.
    pub partial_from: Decimal,
    /// Part of the weight for 达成 where no points were chosen.
    pub met_default: Decimal,
    /// The same for 部分达成.
    pub partial_default: Decimal,
    /// The same for 未达成.
    pub unmet_default: Decimal,
    /// Where the defaults come from.
    pub defaults_clause: Clause,
}

/// From a percentage on, a part of the weight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SatisfactionBand {
    /// From this percentage on.
    pub from: Decimal,
    /// This part of the weight.
    pub part: Decimal,
}

/// How a satisfaction rate becomes points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SatisfactionFormula {
    /// As any other positive target.
    Linear,
    /// By bands, highest first; below the last there is nothing.
    Banded(Vec<SatisfactionBand>),
}

/// 满意度
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SatisfactionRule {
    /// Where it comes from.
    pub clause: Clause,
    /// Rate to points.
    pub formula: SatisfactionFormula,
    /// What each answer of a five-level question is worth, best first.
    pub likert: Vec<Decimal>,
}

impl SatisfactionRule {
    /// The part of the weight for a rate in percent under bands; `None` under the linear rule.
    pub fn banded(&self, rate: Decimal) -> Option<Decimal> {
        match &self.formula {
            SatisfactionFormula::Linear => None,
            SatisfactionFormula::Banded(bands) => Some(
                bands
                    .iter()
                    .find(|band| rate >= band.from)
                    .map_or(Decimal::ZERO, |band| band.part),
            ),
        }
    }

    /// The composite of counted answers, best first, unrounded; `None` without any answer or where
    /// the counts do not fit the levels.
    pub fn composite(&self, counts: &[u32]) -> Option<Decimal> {
        if counts.len() != self.likert.len() {
            return None;
        }
        let answers: u64 = counts.iter().map(|count| u64::from(*count)).sum();
        let points = counts
            .iter()
            .zip(&self.likert)
            .try_fold(Decimal::ZERO, |sum, (count, worth)| {
                sum.checked_add(worth.checked_mul(Decimal::from(*count))?)
            })?;
        points.checked_div(Decimal::from(answers))
    }
}

/// 超额完成
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OverRule {
    /// Where the duty to explain comes from.
    pub clause: Clause,
    /// From this multiple of the target on a reason is needed.
    pub explain_at: Decimal,
    /// From this value on where the target is 0.
    pub explain_zero_target_at: Decimal,
    /// Where the thresholds come from.
    pub threshold_clause: Clause,
    /// From this multiple on points are taken off; `None` where none are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deduct_from: Option<Decimal>,
    /// How many.
    #[serde(default)]
    pub deduct_points: Decimal,
}

/// Total at most `at_most` while the execution rate lies in `[from, below)`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cap {
    /// Lower bound of the rate; `None` is everything below.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Decimal>,
    /// Upper bound, not included.
    pub below: Decimal,
    /// The ceiling.
    pub at_most: Decimal,
}

/// Ceilings of the total by execution rate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CapRule {
    /// Where they come from.
    pub clause: Clause,
    /// The ceilings.
    pub bands: Vec<Cap>,
}

impl CapRule {
    /// The ceiling for an execution rate (1 = 100 %).
    pub fn at(&self, rate: Decimal) -> Option<&Cap> {
        self.bands
            .iter()
            .find(|cap| cap.from.is_none_or(|from| rate >= from) && rate < cap.below)
    }
}

/// 评价等级, poorest first so that a better grade is greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Grade {
    /// 差
    #[serde(rename = "差")]
    Poor,
    /// 中
    #[serde(rename = "中")]
    Medium,
    /// 良
    #[serde(rename = "良")]
    Good,
    /// 优
    #[serde(rename = "优")]
    Excellent,
}

impl Grade {
    /// The word of the forms, which is also its code in files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Poor => "差",
            Self::Medium => "中",
            Self::Good => "良",
            Self::Excellent => "优",
        }
    }
}

/// Lower bound of a grade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GradeBand {
    /// The grade.
    pub grade: Grade,
    /// From this total on.
    pub from: Decimal,
}

/// Which total is graded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GradeOn {
    /// The total rounded to 2 decimals.
    Rounded,
    /// The total before rounding.
    Raw,
}

/// What a re-check (复核) finds wrong with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewFault {
    /// 无佐证资料
    NoEvidence,
    /// 与项目无关
    Unrelated,
    /// 无法核实，硬伤
    SeverelyUnverifiable,
    /// 表述模糊，难以核实
    PartlyUnverifiable,
    /// 表述欠规范
    SlightlyUnverifiable,
    /// 满意度无调查资料
    NoSurvey,
    /// 多项任务中个别逾期
    PartlyLate,
    /// 产出与效益重复
    Duplicate,
    /// 三级与二级不符
    LevelMismatch,
}

/// What a fault costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReviewDeduction {
    /// The fault.
    pub fault: ReviewFault,
    /// The part of the weight that is taken off.
    pub part: Decimal,
}

/// 复核
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReviewRule {
    /// Where it comes from.
    pub clause: Clause,
    /// What each fault costs.
    pub deductions: Vec<ReviewDeduction>,
}

impl ReviewRule {
    /// The re-checked score of a row with this fault, not below 0; `None` where the policy does
    /// not know the fault.
    pub fn rescore(&self, score: Decimal, weight: Decimal, fault: ReviewFault) -> Option<Decimal> {
        let deduction = self.deductions.iter().find(|one| one.fault == fault)?;
        let lost = weight.checked_mul(deduction.part)?;
        Some(round2(score.checked_sub(lost)?.max(Decimal::ZERO)))
    }
}

/// 等级
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GradeRule {
    /// Where the bands come from.
    pub clause: Clause,
    /// Best first, half-open: no total falls between two.
    pub bands: Vec<GradeBand>,
    /// Which total counts.
    pub on: GradeOn,
    /// Where that comes from.
    pub on_clause: Clause,
}

impl GradeRule {
    /// The grade of a total; below all bands it is the last one.
    pub fn grade(&self, total: Decimal) -> Option<Grade> {
        let total = match self.on {
            GradeOn::Rounded => round2(total),
            GradeOn::Raw => total,
        };
        self.bands
            .iter()
            .find(|band| total >= band.from)
            .or(self.bands.last())
            .map(|band| band.grade)
    }

    /// The band of a grade.
    pub fn band(&self, grade: Grade) -> Option<&GradeBand> {
        self.bands.iter().find(|band| band.grade == grade)
    }

    /// The band next above a grade.
    pub fn above(&self, grade: Grade) -> Option<&GradeBand> {
        self.bands
            .iter()
            .filter(|band| band.grade > grade)
            .min_by_key(|band| band.grade)
    }
}

/// The one rounding of scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundingMode {
    /// Half up to 2 decimals.
    HalfUp2,
}

/// 四舍五入
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rounding {
    /// Where it comes from.
    pub clause: Clause,
    /// How.
    pub mode: RoundingMode,
}

/// A warning light, worst first as a project shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Light {
    /// 红灯
    Red,
    /// 黄灯
    Yellow,
    /// 绿灯
    Green,
    /// 蓝灯: far ahead
    Blue,
}

/// A light up to a bound.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LightBand {
    /// The light.
    pub light: Light,
    /// Below this value; `None` is everything above.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub below: Option<Decimal>,
}

/// Lights by the value of an index in percent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LightScale {
    /// Where it comes from.
    pub clause: Clause,
    /// Ascending.
    pub bands: Vec<LightBand>,
}

impl LightScale {
    /// The light of an index in percent, unrounded.
    pub fn light(&self, index: Decimal) -> Option<Light> {
        self.band(index).map(|band| band.light)
    }

    /// The band that an index falls into.
    pub fn band(&self, index: Decimal) -> Option<&LightBand> {
        self.bands
            .iter()
            .find(|band| band.below.is_none_or(|below| index < below))
    }
}

/// Light of an upper limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReverseLight {
    /// Inside green, outside red, no yellow.
    InOut,
}

/// Cumulative execution that a month must have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CumulativeThreshold {
    /// Month, 1–12.
    pub month: u8,
    /// Percent of the year's budget below which a warning follows.
    pub below: Decimal,
}

/// 预警
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lights {
    /// On B: execution rate ÷ time progress (W1).
    pub budget: LightScale,
    /// On K: actual ÷ plan (W2).
    pub indicator: LightScale,
    /// Upper limits (W3).
    pub reverse: ReverseLight,
    /// Where W3 to W6 come from.
    pub reverse_clause: Clause,
    /// Where "the worse of money and goal" comes from.
    pub project_clause: Clause,
    /// Cumulative execution (W9).
    pub cumulative: Vec<CumulativeThreshold>,
    /// Where W9 and W10 come from.
    pub cumulative_clause: Clause,
    /// Warn where goal and money are more percentage points apart (W10).
    pub goal_money_gap: Decimal,
    /// Without any execution from this month on, warn (M-13).
    pub zero_execution_month: u8,
    /// Score ahead of money by more than this part is red at self-evaluation (W12).
    pub consistency_gap: Decimal,
    /// More than this part unspent is yellow at self-evaluation (W12).
    pub unspent_part: Decimal,
}

/// What a span is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SpanUnit {
    /// 工作日
    WorkingDays,
    /// 日
    Days,
    /// 月
    Months,
}

/// A length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// How many.
    pub count: u16,
    /// Of what.
    pub of: SpanUnit,
}

/// A monitoring form that the policy asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MonitoringForm {
    /// It covers January to this month.
    pub month: u8,
    /// Due on this day of the year: month.
    pub due_month: u8,
    /// Due on this day of the year: day.
    pub due_day: u8,
}

/// 绩效运行监控: what must be handed in and explained.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MonitoringRule {
    /// Where the forms come from.
    pub clause: Clause,
    /// Which forms, by when.
    pub forms: Vec<MonitoringForm>,
    /// Lights that need a cause (M-02).
    pub explain_lights: Vec<Light>,
    /// Reached beyond target × (1 + this) needs a cause (M-11).
    pub explain_over: Decimal,
    /// Where the duties to explain come from.
    pub explain_clause: Clause,
    /// After a warning: choose how to go on.
    pub choose: Span,
    /// After the choice: measures.
    pub measures: Span,
    /// After the measures: apply for the change.
    pub apply: Span,
    /// So many warnings in a row go to an offline check.
    pub strikes: u8,
    /// Where the deadlines come from.
    pub deadlines_clause: Clause,
}

/// 整改
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RectificationRule {
    /// Where it comes from.
    pub clause: Clause,
    /// From the result to the unit.
    pub feedback_to_unit: Span,
    /// From receipt to measures.
    pub unit_measures: Span,
    /// To closure.
    pub closure: Span,
}

/// What a grade does to the next budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkageEffect {
    /// 优先保障
    KeepFirst,
    /// 予以保障
    Keep,
    /// 压减
    Reduce,
    /// 取消或调整用途
    CancelOrRepurpose,
}

/// One grade's consequence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Linkage {
    /// The grade.
    pub grade: Grade,
    /// What follows.
    pub effect: LinkageEffect,
    /// By how much (−0.2 = 20 % less); `None` is left to the people who decide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adjustment: Option<Decimal>,
}

/// 与预算安排挂钩
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkageRule {
    /// Where it comes from.
    pub clause: Clause,
    /// By grade.
    pub grades: Vec<Linkage>,
    /// Kinds of spending that are never cut by it.
    pub exempt: Vec<String>,
}

impl LinkageRule {
    /// What a grade leads to.
    pub fn of(&self, grade: Grade) -> Option<&Linkage> {
        self.grades.iter().find(|linkage| linkage.grade == grade)
    }

    /// The next amount by the formula, not below 0; `None` where people decide.
    pub fn next_amount(&self, base: Decimal, grade: Grade) -> Option<Decimal> {
        let factor = Decimal::ONE.checked_add(self.of(grade)?.adjustment?)?;
        Some(round2(base.checked_mul(factor)?.max(Decimal::ZERO)))
    }
}

/// 事前绩效评估 conclusion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExAnteConclusion {
    /// 予以支持
    Support,
    /// 调整完善后予以支持
    Adjust,
    /// 不予支持
    Reject,
}

/// Lower bound of a conclusion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExAnteBand {
    /// The conclusion.
    pub conclusion: ExAnteConclusion,
    /// From this score on.
    pub from: Decimal,
}

/// One aspect of the ex-ante appraisal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Aspect {
    /// Its name.
    pub title: Title,
    /// Its points.
    pub points: Decimal,
}

/// 事前绩效评估
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExAnteRule {
    /// Where the aspects come from.
    pub clause: Clause,
    /// The aspects.
    pub aspects: Vec<Aspect>,
    /// Best first, half-open.
    pub bands: Vec<ExAnteBand>,
    /// Where points and bands come from.
    pub bands_clause: Clause,
}

impl ExAnteRule {
    /// The conclusion of a score.
    pub fn conclusion(&self, score: Decimal) -> Option<ExAnteConclusion> {
        self.bands
            .iter()
            .find(|band| score >= band.from)
            .or(self.bands.last())
            .map(|band| band.conclusion)
    }
}

/// Which texts mean which level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelNames {
    /// Where it comes from.
    pub clause: Clause,
    /// 一级: normalised texts, the first is the usual one.
    pub level1: BTreeMap<Level1, Vec<String>>,
    /// 二级: normalised texts, the first is the usual one.
    pub level2: BTreeMap<Level2, Vec<String>>,
}

/// Limits of text on the forms, in bytes as the forms count them (ASCII 1, other 2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextLimits {
    /// 项目名称
    pub name: usize,
    /// 项目代码
    pub code: usize,
    /// 年度总体目标
    pub goal: usize,
    /// 实施期总体目标
    pub multi_year_goal: usize,
    /// 指标解释, 评分标准
    pub indicator_text: usize,
    /// 项目概况, 立项依据 …
    pub about: usize,
}

/// Parameters of the checks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckRule {
    /// Where they come from.
    pub clause: Clause,
    /// G-16: part of the rows that must be quantitative.
    pub min_quantitative_share: Decimal,
    /// G-23: characters that a goal needs.
    pub goal_min_chars: usize,
    /// G-26: a cost target below this part of the budget is odd.
    pub cost_target_from: Decimal,
    /// G-27: a satisfaction target below this percentage is odd.
    pub satisfaction_target_from: Decimal,
    /// G-27: as is one from this percentage on.
    pub satisfaction_target_below: Decimal,
    /// G-30: from this amount (万元) on a new project needs an ex-ante appraisal.
    pub ex_ante_threshold: Decimal,
    /// G-31: part of equal names that makes a form a copy.
    pub copied_share: Decimal,
    /// S-13: hardly any money …
    pub tiny_execution: Decimal,
    /// S-14: … and nearly all of it,
    pub high_execution: Decimal,
    /// S-14: with less than this part of the output points.
    pub low_output_share: Decimal,
    /// S-20: part of rows whose actual equals the target.
    pub equal_actual_share: Decimal,
    /// S-24: below this rate a separate explanation is due.
    pub low_execution: Decimal,
    /// S-25: rows with the same reason.
    pub repeated_reasons: usize,
    /// S-26: percentage points between a remark and the deduction.
    pub deduction_note_gap: Decimal,
    /// V-01: part of the weights that output and benefit have at least.
    pub result_share: Decimal,
    /// V-03: spread of experts as a part of the weight.
    pub expert_spread: Decimal,
    /// G-25: limits of text.
    pub text: TextLimits,
    /// The words that the checks look for.
    pub words: CheckWords,
}

/// The words that the checks look for in what people write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckWords {
    /// G-15 and the text of the goal: they promise without saying how much.
    pub vague: Vec<String>,
    /// G-15: behind a vague word they name what is measured: 及时性, 有效率.
    pub measures: Vec<String>,
    /// The text of the goal: they promise what nobody can promise.
    pub absolute: Vec<String>,
    /// G-15 and the text of the goal: they bind a vague word to what can be looked up.
    pub standards: Vec<String>,
    /// The text of the goal: they name a time.
    pub times: Vec<String>,
    /// G-18, S-31: a rate of growth may lie outside 0 to 100 %.
    pub growth: Vec<String>,
    /// G-19: money …
    pub money: Vec<String>,
    /// G-19: … and what is done with it, which is no output.
    pub spending: Vec<String>,
    /// G-26: a cost of one, which is no part of the total.
    pub unit_cost: Vec<String>,
    /// S-16: complaints are no survey.
    pub complaints: Vec<String>,
    /// S-21: work that was not accepted.
    pub unfinished: Vec<String>,
}

/// 审批流程
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// Where it comes from.
    pub clause: Clause,
    /// The chain.
    pub chain: Chain,
}

/// One policy, complete.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Its name in files and commands.
    pub name: String,
    /// Its title.
    pub title: Title,
    /// Where it holds.
    pub region: Title,
    /// When it holds.
    pub valid: Validity,
    /// 指标体系与权重
    pub frame: Frame,
    /// 预算执行率
    pub execution: ExecutionRule,
    /// `≥`, `>`
    pub positive: PositiveRule,
    /// `≤`, `<`
    pub reverse: ReverseRule,
    /// `=`
    pub equal: EqualRule,
    /// Two bounds.
    pub range: PlainRule,
    /// Deadlines.
    pub date: DateRule,
    /// 是/否
    pub yes_no: PlainRule,
    /// 定性
    pub qualitative: QualitativeRule,
    /// 满意度
    pub satisfaction: SatisfactionRule,
    /// 超额完成
    pub over: OverRule,
    /// Ceilings by execution rate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caps: Option<CapRule>,
    /// 不适用: the rest is brought back to 100.
    pub not_applicable: PlainRule,
    /// 扣减分数 by a person.
    pub deduction: PlainRule,
    /// 复核
    pub review: ReviewRule,
    /// 等级
    pub grades: GradeRule,
    /// 四舍五入
    pub rounding: Rounding,
    /// 预警
    pub lights: Lights,
    /// 监控
    pub monitoring: MonitoringRule,
    /// 整改
    pub rectification: RectificationRule,
    /// 挂钩
    pub linkage: LinkageRule,
    /// 事前评估
    pub ex_ante: ExAnteRule,
    /// Names of the levels.
    pub levels: LevelNames,
    /// Parameters of the checks.
    pub checks: CheckRule,
    /// 审批流程
    pub approval: Approval,
}

impl Policy {
    /// The approval chain.
    pub fn chain(&self) -> &Chain {
        &self.approval.chain
    }

    /// What an edit needs to know: the bounds of the bands.
    pub fn edit_rules(&self) -> EditRules {
        EditRules {
            met_from: self.qualitative.met_from,
            partial_from: self.qualitative.partial_from,
        }
    }

    /// Σ of all weights on the goal form.
    pub fn frame_total(&self) -> Decimal {
        self.frame.total
    }

    /// The level 1 that a text means.
    pub fn level1(&self, text: &str) -> Level1 {
        self.named_level1(&level_name(text))
    }

    /// The level 2 that a text means.
    pub fn level2(&self, text: &str) -> Level2 {
        self.named_level2(&level_name(text))
    }

    /// What both level texts of a row mean, together.
    pub fn levels_of(&self, level1: &str, level2: &str) -> Levels {
        let (first, second) = (level_name(level1), level_name(level2));
        let level1 = self.named_level1(&first);
        let level2 = self.named_level2(&second);
        Levels {
            level1,
            level2,
            cost: level1 == Level1::Cost || [first, second].iter().any(|name| name.ends_with(COST)),
            satisfaction: level1 == Level1::Satisfaction || level2 == Level2::ServiceSatisfaction,
        }
    }

    /// True where a row with these levels lies under 成本: either is 成本 or ends in it.
    pub fn is_cost(&self, level1: &str, level2: &str) -> bool {
        self.levels_of(level1, level2).cost
    }

    /// True where a row with these levels asks for satisfaction.
    pub fn is_satisfaction(&self, level1: &str, level2: &str) -> bool {
        self.levels_of(level1, level2).satisfaction
    }

    fn named_level1(&self, name: &str) -> Level1 {
        match find_name(&self.levels.level1, name) {
            Some(level) => level,
            None if name.ends_with(COST) => Level1::Cost,
            None if name.ends_with(SATISFACTION) => Level1::Satisfaction,
            None => Level1::Other,
        }
    }

    fn named_level2(&self, name: &str) -> Level2 {
        match find_name(&self.levels.level2, name) {
            Some(level) => level,
            None if name.ends_with(COST) => Level2::Cost,
            None if name.ends_with(SATISFACTION) => Level2::ServiceSatisfaction,
            None => Level2::Other,
        }
    }
}

/// A level's name ends in this under 成本, whatever stands before it.
const COST: &str = "成本";
/// The same for satisfaction.
const SATISFACTION: &str = "满意度";

/// What the two level texts of a row mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Levels {
    /// 一级
    pub level1: Level1,
    /// 二级
    pub level2: Level2,
    /// True under 成本.
    pub cost: bool,
    /// True where it asks for satisfaction.
    pub satisfaction: bool,
}

fn find_name<L: Copy>(names: &BTreeMap<L, Vec<String>>, name: &str) -> Option<L> {
    names
        .iter()
        .find(|(_, texts)| texts.iter().any(|text| text == name))
        .map(|(level, _)| *level)
}

/// A level's text without blanks, brackets with their points, 指标 and a leading 项目.
pub fn level_name(text: &str) -> Cow<'_, str> {
    let ideograph = |character: char| ('\u{4e00}'..='\u{9fff}').contains(&character);
    if text.chars().all(ideograph) {
        return Cow::Borrowed(bare_level(text));
    }
    let mut name = String::with_capacity(text.len());
    let mut depth = 0_usize;
    let mut bracketed = false;
    for character in text.nfkc().filter(|character| !character.is_whitespace()) {
        match character {
            '(' | '[' | '【' | '〔' => depth += 1,
            ')' | ']' | '】' | '〕' if depth > 0 => {
                depth -= 1;
                bracketed = true;
            }
            _ if depth == 0 => name.push(character),
            _ => {}
        }
    }
    let name = match name.strip_suffix('分') {
        Some(rest) if bracketed => rest,
        _ => name.as_str(),
    };
    Cow::Owned(bare_level(name).to_owned())
}

fn bare_level(name: &str) -> &str {
    let name = without_number(name);
    let name = name.strip_suffix("指标").unwrap_or(name);
    match name.strip_prefix("项目") {
        Some(rest) if !rest.is_empty() => rest,
        _ => name,
    }
}

/// `一、产出指标`, `1.数量指标`: the number of a list is no part of the name.
fn without_number(name: &str) -> &str {
    let numeral = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let rest = name.trim_start_matches(numeral);
    match rest.strip_prefix(['、', '.']) {
        Some(title) if !title.is_empty() && rest != name => title,
        _ => name,
    }
}

/// What is wrong with a policy file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyError {
    /// The file.
    pub file: String,
    /// The key in it, dotted; empty for the file as a whole.
    pub key: String,
    /// What is wrong, from which the mend follows.
    pub fault: PolicyFault,
}

/// What is wrong at a key of a policy file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PolicyFault {
    /// No TOML: the parser's own words name line and place.
    Syntax(String),
    /// A key is missing, unknown or of another kind: the reader's own words.
    Value(String),
    /// `name` is missing or empty.
    NoName,
    /// Two files carry one name; the other file.
    Twice(String),
    /// `base` names a policy that is not there.
    NoBase(String),
    /// `base` leads back to itself.
    BaseCycle,
    /// A number with a point that is not written in quotes.
    Float,
    /// Weights do not make the frame's total.
    WeightSum {
        /// Their sum.
        sum: Decimal,
        /// What it should be.
        total: Decimal,
    },
    /// Bounds are not in order.
    Order,
    /// A fraction outside 0–1.
    Fraction,
    /// A list that must not be empty.
    Empty,
    /// A multiple or a number that must be above 0.
    NotPositive,
}

/// All policies of a program, by name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Policies {
    list: Vec<Policy>,
}

impl Policies {
    /// Reads policy files (name of the file, its text), in this order.
    pub fn parse(files: &[(&str, &str)]) -> Result<Self, PolicyError> {
        let mut tables: Vec<(&str, String, Table)> = Vec::with_capacity(files.len());
        for (file, text) in files {
            let table: Table = text.parse().map_err(|error: toml::de::Error| PolicyError {
                file: (*file).to_owned(),
                key: String::new(),
                fault: PolicyFault::Syntax(error.to_string().trim().to_owned()),
            })?;
            let name = match table.get("name") {
                Some(Value::String(name)) if !name.trim().is_empty() => name.clone(),
                _ => return Err(fault(file, "name", PolicyFault::NoName)),
            };
            if let Some((other, ..)) = tables.iter().find(|(_, taken, _)| *taken == name) {
                let fault_ = PolicyFault::Twice((*other).to_owned());
                return Err(fault(file, "name", fault_));
            }
            if let Some(key) = float_key(&Value::Table(table.clone()), String::new()) {
                return Err(fault(file, &key, PolicyFault::Float));
            }
            tables.push((file, name, table));
        }
        let mut list = Vec::with_capacity(tables.len());
        for (file, name, _) in &tables {
            let table = resolve(&tables, name, &mut Vec::new())
                .map_err(|fault_| fault(file, "base", fault_))?;
            let policy: Policy = table.try_into().map_err(|error: toml::de::Error| {
                let (key, words) = place(&error.to_string());
                fault(file, &key, PolicyFault::Value(words))
            })?;
            validate(&policy).map_err(|(key, fault_)| fault(file, key, fault_))?;
            list.push(policy);
        }
        Ok(Self { list })
    }

    /// The policy of this name.
    pub fn get(&self, name: &str) -> Option<&Policy> {
        self.list.iter().find(|policy| policy.name == name)
    }

    /// The names, in the order of the files.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(|policy| policy.name.as_str())
    }

    /// All policies, in the order of the files.
    pub fn all(&self) -> &[Policy] {
        &self.list
    }
}

fn fault(file: &str, key: &str, fault: PolicyFault) -> PolicyError {
    PolicyError {
        file: file.to_owned(),
        key: key.to_owned(),
        fault,
    }
}

/// The merged table of a policy: its bases first, its own keys over them.
fn resolve(
    tables: &[(&str, String, Table)],
    name: &str,
    above: &mut Vec<String>,
) -> Result<Table, PolicyFault> {
    if above.iter().any(|other| other == name) {
        return Err(PolicyFault::BaseCycle);
    }
    let Some((_, _, own)) = tables.iter().find(|(_, other, _)| other == name) else {
        return Err(PolicyFault::NoBase(name.to_owned()));
    };
    let mut own = own.clone();
    let Some(base) = own.remove("base") else {
        return Ok(own);
    };
    let Value::String(base) = base else {
        return Err(PolicyFault::NoBase(base.to_string()));
    };
    above.push(name.to_owned());
    let mut merged = resolve(tables, &base, above)?;
    merge(&mut merged, own);
    Ok(merged)
}

/// Lays `own` over `base`: tables key by key; a clause and a formula are replaced whole, so that an
/// article never stays behind under another document.
fn merge(base: &mut Table, own: Table) {
    for (key, value) in own {
        let whole = key.ends_with("clause") || key == "formula" || key == "late";
        match (base.get_mut(&key), value) {
            (Some(Value::Table(base)), Value::Table(own)) if !whole => merge(base, own),
            (_, value) => {
                base.insert(key, value);
            }
        }
    }
}

fn float_key(value: &Value, path: String) -> Option<String> {
    let join = |name: &str| match path.as_str() {
        "" => name.to_owned(),
        path => format!("{path}.{name}"),
    };
    match value {
        Value::Float(_) => Some(path),
        Value::Table(table) => table
            .iter()
            .find_map(|(name, value)| float_key(value, join(name))),
        Value::Array(list) => list
            .iter()
            .enumerate()
            .find_map(|(at, value)| float_key(value, join(&at.to_string()))),
        _ => None,
    }
}

/// The key and the words of a reading error: the reader writes "words\nin `key`".
fn place(error: &str) -> (String, String) {
    let error = error.trim();
    let (words, place) = error.rsplit_once("\nin ").unwrap_or((error, ""));
    let key = place.trim().trim_matches('`').to_owned();
    (key, words.trim().to_owned())
}

fn validate(policy: &Policy) -> Result<(), (&'static str, PolicyFault)> {
    validate_frame(&policy.frame)?;
    let qualitative = &policy.qualitative;
    let fractions = [
        ("qualitative.met_from", qualitative.met_from),
        ("qualitative.partial_from", qualitative.partial_from),
        ("qualitative.met_default", qualitative.met_default),
        ("qualitative.partial_default", qualitative.partial_default),
        ("qualitative.unmet_default", qualitative.unmet_default),
        (
            "checks.min_quantitative_share",
            policy.checks.min_quantitative_share,
        ),
    ];
    for (key, fraction) in fractions {
        if fraction < Decimal::ZERO || fraction > Decimal::ONE {
            return Err((key, PolicyFault::Fraction));
        }
    }
    if qualitative.partial_from > qualitative.met_from {
        return Err(("qualitative.partial_from", PolicyFault::Order));
    }
    if policy.execution.points < Decimal::ZERO {
        return Err(("execution.points", PolicyFault::NotPositive));
    }
    if policy.over.explain_at <= Decimal::ZERO {
        return Err(("over.explain_at", PolicyFault::NotPositive));
    }
    if policy
        .over
        .deduct_from
        .is_some_and(|from| from <= Decimal::ZERO)
    {
        return Err(("over.deduct_from", PolicyFault::NotPositive));
    }
    if let LateRule::Period { percent, days } = policy.date.late
        && (percent < Decimal::ZERO || days == 0)
    {
        return Err(("date.late", PolicyFault::NotPositive));
    }
    if let LateRule::Part { lost } = policy.date.late
        && (lost <= Decimal::ZERO || lost > Decimal::ONE)
    {
        return Err(("date.late", PolicyFault::NotPositive));
    }
    if policy
        .valid
        .until
        .is_some_and(|until| until < policy.valid.from)
    {
        return Err(("valid.until", PolicyFault::Order));
    }
    if policy.approval.chain.steps.is_empty() {
        return Err(("approval.chain.steps", PolicyFault::Empty));
    }
    descending("grades.bands", policy.grades.bands.iter().map(|b| b.from))?;
    descending("ex_ante.bands", policy.ex_ante.bands.iter().map(|b| b.from))?;
    if let SatisfactionFormula::Banded(bands) = &policy.satisfaction.formula {
        descending("satisfaction.formula", bands.iter().map(|b| b.from))?;
    }
    if let Some(caps) = &policy.caps {
        let backwards = |cap: &&Cap| cap.from.is_some_and(|from| from >= cap.below);
        if caps.bands.iter().any(|cap| backwards(&cap)) {
            return Err(("caps.bands", PolicyFault::Order));
        }
    }
    validate_lights(&policy.lights)
}

fn validate_frame(frame: &Frame) -> Result<(), (&'static str, PolicyFault)> {
    if frame.levels.is_empty() {
        return Err(("frame.levels", PolicyFault::Empty));
    }
    let weights: Option<Vec<Decimal>> = frame.levels.iter().map(|level| level.weight).collect();
    if let Some(weights) = weights {
        let sum = weights
            .iter()
            .try_fold(Decimal::ZERO, |sum, weight| sum.checked_add(*weight));
        let sum = sum.unwrap_or(Decimal::MAX);
        if sum != frame.total {
            let total = frame.total;
            return Err(("frame.levels", PolicyFault::WeightSum { sum, total }));
        }
    }
    Ok(())
}

fn validate_lights(lights: &Lights) -> Result<(), (&'static str, PolicyFault)> {
    for (key, scale) in [
        ("lights.budget.bands", &lights.budget),
        ("lights.indicator.bands", &lights.indicator),
    ] {
        let open = |band: Option<&LightBand>| band.is_some_and(|band| band.below.is_none());
        let ascending = scale.bands.windows(2).all(|pair| match pair {
            [low, high] => match (low.below, high.below) {
                (Some(low), Some(high)) => low < high,
                (Some(_), None) => true,
                (None, _) => false,
            },
            _ => true,
        });
        if scale.bands.is_empty() {
            return Err((key, PolicyFault::Empty));
        }
        if !ascending || !open(scale.bands.last()) {
            return Err((key, PolicyFault::Order));
        }
    }
    Ok(())
}

fn descending(
    key: &'static str,
    bounds: impl Iterator<Item = Decimal>,
) -> Result<(), (&'static str, PolicyFault)> {
    let bounds: Vec<Decimal> = bounds.collect();
    if bounds.is_empty() {
        return Err((key, PolicyFault::Empty));
    }
    let ordered = bounds.windows(2).all(|pair| match pair {
        [high, low] => high > low,
        _ => true,
    });
    if ordered {
        Ok(())
    } else {
        Err((key, PolicyFault::Order))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::policy_files;

    fn shipped() -> Policies {
        Policies::parse(policy_files()).expect("shipped policies")
    }

    fn decimal(text: &str) -> Decimal {
        text.parse().expect("decimal")
    }

    #[test]
    fn every_named_policy_is_shipped_and_says_what_it_must() {
        let policies = shipped();
        let names: Vec<&str> = policies.names().collect();
        assert_eq!(names.first(), Some(&DEFAULT));
        for name in [
            "national-2021-nocost",
            "national-2020",
            "ratio-reverse",
            "strict",
            "local-20-80",
            "province-caps",
            "school",
            "company",
        ] {
            assert!(names.contains(&name), "{name}");
        }
        let get = |name: &str| policies.get(name).expect("policy");
        assert_eq!(get("ratio-reverse").reverse.formula, ReverseFormula::Ratio);
        assert_eq!(get("strict").date.late, LateRule::Zero);
        assert_eq!(get("strict").equal.formula, EqualFormula::Sym);
        assert_eq!(get("local-20-80").execution.points, Decimal::from(20));
        assert_eq!(get("local-20-80").frame_total(), Decimal::from(80));
        assert_eq!(
            get("local-20-80").qualitative.partial_from,
            Decimal::new(5, 1)
        );
        assert_eq!(
            get("national-2020").frame.parent(Level2::Cost),
            Some(Level1::Output)
        );
        assert_eq!(get("school").chain().steps.len(), 2);
        assert_eq!(get("company").chain().steps.len(), 1);
    }

    #[test]
    fn without_satisfaction_its_ten_points_go_to_benefit() {
        let policies = shipped();
        let weights = |name: &str, satisfaction| -> Vec<String> {
            policies.get(name).map_or(vec![], |policy| {
                policy
                    .frame
                    .weights(satisfaction)
                    .into_iter()
                    .filter_map(|(_, weight)| weight.map(|weight| weight.to_string()))
                    .collect()
            })
        };
        let name = "national-2021-cost";
        assert_eq!(
            weights(name, Satisfaction::Present),
            ["20", "40", "20", "10"]
        );
        assert_eq!(weights(name, Satisfaction::Absent), ["20", "40", "30", "0"]);
        let name = "national-2021-nocost";
        assert_eq!(weights(name, Satisfaction::Absent), ["50", "40", "0"]);
        assert!(weights("local-20-80", Satisfaction::Present).is_empty());
    }

    #[test]
    fn level_texts_of_real_forms_are_understood() {
        let policies = shipped();
        let policy = policies.get(DEFAULT).expect("default");
        for (text, level) in [
            ("产出指标", Level1::Output),
            ("产出指标(40-50)分", Level1::Output),
            ("产出指标（50分）", Level1::Output),
            ("项目完成指标", Level1::Output),
            ("项目产出(30分)", Level1::Output),
            ("效果指标", Level1::Benefit),
            ("项目效益", Level1::Benefit),
            ("成本指标(0-20)分", Level1::Cost),
            ("满 意 度 指标", Level1::Satisfaction),
            ("项目决策(10分)", Level1::Other),
            ("", Level1::Other),
        ] {
            assert_eq!(policy.level1(text), level, "{text}");
        }
        for (text, level) in [
            ("数量指标(10分)", Level2::Quantity),
            ("产出数量", Level2::Quantity),
            ("可持续性发展影响指标", Level2::SustainableImpact),
            ("社会公众或服务对象满意度指标", Level2::ServiceSatisfaction),
            ("环境效益", Level2::EcologicalBenefit),
            ("生态环境成本指标", Level2::EcologicalCost),
            ("产出成本", Level2::Cost),
            ("具体指标", Level2::Other),
        ] {
            assert_eq!(policy.level2(text), level, "{text}");
        }
        assert!(policy.is_cost("产出指标", "成本指标(10分)"));
        assert!(policy.is_cost("项目成本指标", ""));
        assert!(policy.is_cost("", "运行维护成本指标"));
        assert!(!policy.is_cost("产出指标", "成本控制指标"));
    }

    #[test]
    fn edges_of_grades_and_conclusions_fall_into_one_band() {
        let policies = shipped();
        let policy = policies.get(DEFAULT).expect("default");
        let grade = |total: &str| policy.grades.grade(decimal(total)).map(Grade::code);
        assert_eq!(grade("89.995"), Some("优"));
        assert_eq!(grade("89.994"), Some("良"));
        assert_eq!(grade("59.99"), Some("差"));
        assert_eq!(grade("-3"), Some("差"));
        let conclusion = |score: &str| policy.ex_ante.conclusion(decimal(score));
        assert_eq!(conclusion("89.5"), Some(ExAnteConclusion::Adjust));
        assert_eq!(conclusion("69.99"), Some(ExAnteConclusion::Reject));
        let raw = GradeRule {
            on: GradeOn::Raw,
            ..policy.grades.clone()
        };
        assert_eq!(raw.grade(decimal("89.995")), Some(Grade::Good));
    }

    #[test]
    fn a_survey_becomes_a_rate_by_the_levels_of_the_policy() {
        let policies = shipped();
        let rule = &policies.get(DEFAULT).expect("default").satisfaction;
        let counts = [120, 60, 15, 4, 1];
        assert_eq!(rule.composite(&counts), Some(decimal("89.1")));
        let quarters = SatisfactionRule {
            likert: [100, 75, 50, 25, 0].map(Decimal::from).to_vec(),
            ..rule.clone()
        };
        assert_eq!(quarters.composite(&counts), Some(decimal("86.75")));
        assert_eq!(rule.composite(&[0; 5]), None);
        assert_eq!(rule.composite(&[1, 2]), None);
    }

    #[test]
    fn a_recheck_takes_off_a_part_of_the_weight() {
        let policies = shipped();
        let review = &policies.get(DEFAULT).expect("default").review;
        let rescore = |score: &str, fault| review.rescore(decimal(score), decimal("20"), fault);
        let medium = rescore("20", ReviewFault::PartlyUnverifiable);
        assert_eq!(medium, Some(decimal("8.00")), "32");
        let late = rescore("20", ReviewFault::PartlyLate);
        assert_eq!(late, Some(decimal("14.00")));
        let nothing = rescore("15", ReviewFault::NoEvidence);
        assert_eq!(nothing, Some(decimal("0.00")));
    }

    #[test]
    fn a_cut_of_twenty_percent_leaves_four_hundred_of_five() {
        let policies = shipped();
        let mut linkage = policies.get(DEFAULT).expect("default").linkage.clone();
        assert_eq!(linkage.next_amount(decimal("500"), Grade::Medium), None);
        linkage.grades[2].adjustment = Some(decimal("-0.2"));
        assert_eq!(
            linkage.next_amount(decimal("500"), Grade::Medium),
            Some(decimal("400.00"))
        );
    }

    #[test]
    fn a_document_is_cited_only_where_it_is_certain() {
        let sure = [
            ("财预〔2020〕10号", None),
            ("财预〔2020〕10号", Some(15)),
            ("财预〔2020〕10号", Some(18)),
            ("财预〔2020〕10号", Some(27)),
            ("财预〔2021〕101号", None),
            ("财预〔2019〕136号", None),
            ("中发〔2018〕34号", None),
        ];
        for policy in shipped().all() {
            let value = serde_json::to_value(policy).expect("json");
            let mut stack = vec![&value];
            while let Some(value) = stack.pop() {
                if let Some(document) = value.get("document") {
                    let number = document["number"].as_str().unwrap_or_default();
                    let article = document.get("article").and_then(serde_json::Value::as_u64);
                    assert!(
                        sure.contains(&(number, article.map(|article| article as u16))),
                        "{}: {number} {article:?}",
                        policy.name
                    );
                }
                match value {
                    serde_json::Value::Object(map) => stack.extend(map.values()),
                    serde_json::Value::Array(list) => stack.extend(list),
                    _ => {}
                }
            }
        }
    }

    fn broken(change: impl Fn(&str) -> String) -> PolicyError {
        let (name, text) = policy_files()[0];
        let text = change(text);
        Policies::parse(&[(name, &text)]).expect_err("refused")
    }

    #[test]
    fn what_being_late_costs_may_be_any_part_of_the_weight() {
        let (name, text) = policy_files()[0];
        for (late, lost) in [
            ("\"minus30\"", "0.3"),
            ("{ part = { lost = \"0.25\" } }", "0.25"),
        ] {
            let text = text.replace("late = \"days\"", &format!("late = {late}"));
            let policies = Policies::parse(&[(name, &text)]).expect("a policy");
            let lost = decimal(lost);
            assert_eq!(policies.all()[0].date.late, LateRule::Part { lost });
        }
        let error =
            broken(|text| text.replace("late = \"days\"", "late = { part = { lost = 30 } }"));
        assert_eq!(error.key, "date.late");
    }

    #[test]
    fn a_broken_file_is_refused_with_its_key() {
        let error = broken(|text| text.replace("partial_from = \"0.6\"\n", ""));
        assert_eq!(error.key, "qualitative");
        assert!(matches!(error.fault, PolicyFault::Value(_)), "{error:?}");
        let error = broken(|text| text.replace("\"lin2t\"", "\"lin3t\""));
        assert_eq!(error.key, "reverse.formula");
        let error = broken(|text| text.replace("\"0.6\"\nmet", "0.6\nmet"));
        assert_eq!(
            (error.key.as_str(), error.fault),
            ("qualitative.partial_from", PolicyFault::Float)
        );
        let error = broken(|text| text.replace("weight = 40", "weight = 45"));
        assert!(matches!(error.fault, PolicyFault::WeightSum { .. }));
        let error =
            broken(|text| text.replace("grade = \"优\", from = 90", "grade = \"优\", from = 70"));
        assert_eq!(error.key, "grades.bands");
        let error = broken(|text| text.replace("[frame]", "[frame"));
        assert!(matches!(error.fault, PolicyFault::Syntax(_)));
        assert_eq!(error.file, "national-2021-cost.toml");
    }

    #[test]
    fn a_base_that_is_missing_or_leads_back_is_refused() {
        let error = Policies::parse(&[("a.toml", "name = \"a\"\nbase = \"b\"")]).expect_err("no");
        assert_eq!(error.fault, PolicyFault::NoBase("b".into()));
        let error = Policies::parse(&[
            ("a.toml", "name = \"a\"\nbase = \"b\""),
            ("b.toml", "name = \"b\"\nbase = \"a\""),
        ])
        .expect_err("no");
        assert_eq!(error.fault, PolicyFault::BaseCycle);
    }
}
