//! What results and appraisals do to the next budget, and until when faults are put right.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::points::Grade;
use super::watch::Span;
use super::{Clause, Title};
use crate::domain::number::round2;

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
