//! The rules as data: which frame, which formula, which threshold, and the clause each comes from.
//!
//! A policy is read from a TOML file, may rest on another one (`base = "…"`), and is asked by
//! scoring, checks, lights and the approval chain. Nothing here decides a rule in code that a place
//! may set differently, and no document is cited that is not known for certain: what is only local
//! practice or a decision of this product says so.

mod checks;
mod frame;
mod load;
mod outcome;
mod points;
mod watch;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::command::EditRules;
use super::status::Chain;
use frame::{COST, SATISFACTION, find_name, is_same};

pub use checks::{CheckRule, CheckWords, TextLimits};
pub use frame::{
    Frame, Level1, Level2, LevelFrame, LevelNames, Levels, Part, Satisfaction, level_name,
};
pub use load::{Policies, PolicyError, PolicyFault};
pub use outcome::{
    Aspect, ExAnteBand, ExAnteConclusion, ExAnteRule, Linkage, LinkageEffect, LinkageRule,
    RectificationRule,
};
pub use points::{
    Cap, CapRule, DateRule, EqualFormula, EqualRule, ExecutionFormula, ExecutionRule, Grade,
    GradeBand, GradeOn, GradeRule, LateRule, OverRule, PlainRule, PositiveRule, QualitativeRule,
    ReverseFormula, ReverseRule, ReviewDeduction, ReviewFault, ReviewRule, Rounding, RoundingMode,
    SatisfactionBand, SatisfactionFormula, SatisfactionRule, ZeroBudget,
};
pub use watch::{
    CumulativeThreshold, Light, LightBand, LightScale, Lights, MonitoringForm, MonitoringRule,
    ReverseLight, Span, SpanUnit,
};

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

    /// True where both texts are names of one level 1; 学生满意度 and 家长满意度 are two of their own.
    pub fn same_level1(&self, one: &str, other: &str) -> bool {
        one == other || is_same(&self.levels.level1, one, other)
    }

    /// True where both texts are names of one level 2.
    pub fn same_level2(&self, one: &str, other: &str) -> bool {
        one == other || is_same(&self.levels.level2, one, other)
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

#[cfg(test)]
mod tests;
