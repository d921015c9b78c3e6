//! The rules that give points: money, each kind of target, ceilings, deductions and grades.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Clause;
use crate::domain::number::round2;

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
    /// All grades, the worst first.
    pub const ALL: [Self; 4] = [Self::Poor, Self::Medium, Self::Good, Self::Excellent];

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
