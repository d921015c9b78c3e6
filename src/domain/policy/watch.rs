//! The rules of the year: lights, and what a month's form asks for until when.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Clause;

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
