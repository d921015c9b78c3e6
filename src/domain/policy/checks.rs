//! The thresholds, limits and words of the checks.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Clause;

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
