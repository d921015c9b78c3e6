//! The levels of the indicator system: their names, their weights, and what a form must have.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::Clause;

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

/// A level's name ends in this under 成本, whatever stands before it.
pub(super) const COST: &str = "成本";

/// The same for satisfaction.
pub(super) const SATISFACTION: &str = "满意度";

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

pub(super) fn find_name<L: Copy>(names: &BTreeMap<L, Vec<String>>, name: &str) -> Option<L> {
    names
        .iter()
        .find(|(_, texts)| texts.iter().any(|text| text == name))
        .map(|(level, _)| *level)
}

/// True where the names of a policy know both texts, as one level.
pub(super) fn is_same<L: Copy + PartialEq>(
    names: &BTreeMap<L, Vec<String>>,
    one: &str,
    other: &str,
) -> bool {
    let known = |text: &str| find_name(names, &level_name(text));
    known(one).is_some_and(|level| known(other) == Some(level))
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
