//! The indicators of a block as lines of a tree, with what the policy's frame says of their weights.
//!
//! The goals screen makes it anew when the project, the policy or the language changes. Sums are
//! taken from the project itself when they are drawn, so that they follow what is being typed.

use rust_decimal::Decimal;

use crate::app::Cx;
use crate::app::open::Open;
use crate::domain::check::level_points;
use crate::domain::command::{At, Block, IndicatorField};
use crate::domain::notation::{self, Doubt, Target};
use crate::domain::number::decimal;
use crate::domain::policy::{Level1, Level2, Policy, Satisfaction};
use crate::domain::project::{Indicator, Project};
use crate::lang::{goals, reading};

/// A line of the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// The head of a level 1: its group, and whether it stands here again.
    Head(usize, Run),
    /// A level 1 that the frame wants and that has no row.
    Missing(usize),
    /// An indicator, by its place in the block.
    Row(usize),
}

/// Whether a level stands for the first time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Run {
    /// For the first time.
    First,
    /// It stood further up already.
    Again,
}

/// Rows under one text of level 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The text.
    pub text: String,
    /// What the policy understands by it.
    pub level: Level1,
    /// What its weights have to make.
    pub due: Option<Decimal>,
    /// The points stand in the text itself.
    pub own_points: bool,
    /// Its rows, by their place in the block.
    pub rows: Vec<usize>,
    /// Its rows by level 2.
    pub parts: Vec<Part>,
}

/// Rows under one text of level 2.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The text.
    pub text: String,
    /// What the policy understands by it.
    pub level: Level2,
    /// What its weights have to make, where that is fixed.
    pub due: Option<Decimal>,
    /// Its rows.
    pub rows: Vec<usize>,
}

/// A level 1 that no row stands under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing {
    /// Which.
    pub level: Level1,
    /// What its weights have to make.
    pub due: Option<Decimal>,
}

/// What is shown of a row, read once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The target as it is read.
    pub target: Target,
    /// What is doubtful in it.
    pub doubts: Vec<Doubt>,
    /// The target in a cell.
    pub cell: String,
    /// The target in a sentence.
    pub sentence: String,
    /// The row lies under 成本.
    pub cost: bool,
    /// The row asks for satisfaction.
    pub satisfaction: bool,
}

/// The tree of a block.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    /// The lines, from top to bottom.
    pub lines: Vec<Line>,
    /// The levels 1 that the form has.
    pub groups: Vec<Group>,
    /// The levels 1 that it has not.
    pub missing: Vec<Missing>,
    /// The rows of the block.
    pub rows: Vec<Shown>,
    /// What all weights have to make.
    pub due: Option<Decimal>,
    /// Rows whose target can be measured, of those that count.
    pub quantitative: (usize, usize),
}

/// The indicators of a block.
pub fn rows(project: &Project, block: Block) -> &[Indicator] {
    match block {
        Block::Annual => &project.indicators,
        Block::MultiYear => &project.multi_year.indicators,
    }
}

impl Tree {
    /// The tree of a block of the open project.
    pub fn of(open: &Open, block: Block, cx: &Cx<'_>) -> Self {
        let indicators = rows(&open.project, block);
        let policy = &open.policy;
        let mut tree = Self {
            due: (block == Block::Annual).then(|| policy.frame_total()),
            rows: indicators
                .iter()
                .map(|indicator| Shown::of(indicator, policy, cx))
                .collect(),
            ..Self::default()
        };
        tree.count(indicators);
        let satisfaction = if tree.rows.iter().any(|row| row.satisfaction) {
            Satisfaction::Present
        } else {
            Satisfaction::Absent
        };
        tree.group(indicators, policy, block, satisfaction);
        if block == Block::Annual {
            tree.miss(policy, satisfaction);
        }
        tree
    }

    fn count(&mut self, indicators: &[Indicator]) {
        let live = || {
            indicators
                .iter()
                .zip(&self.rows)
                .filter(|(indicator, _)| !indicator.withdrawn && !indicator.not_applicable)
        };
        let measurable = live()
            .filter(|(_, row)| !matches!(row.target, Target::Qualitative(_) | Target::None))
            .count();
        self.quantitative = (measurable, live().count());
    }

    fn group(
        &mut self,
        indicators: &[Indicator],
        policy: &Policy,
        block: Block,
        satisfaction: Satisfaction,
    ) {
        let framed = block == Block::Annual;
        let mut before = None;
        for (at, indicator) in indicators.iter().enumerate() {
            let text = indicator.level1.trim();
            let own = level_points(text, None).filter(|_| framed);
            let known = self.groups.iter().position(|group| {
                let apart = own.is_some() && group.own_points && group.due != own;
                policy.same_level1(&group.text, text) && !apart
            });
            let group = known.unwrap_or(self.groups.len());
            if let (Some(group), Some(_)) = (self.groups.get_mut(group), own) {
                (group.due, group.own_points) = (own, true);
            }
            if known.is_none() {
                let level = policy.level1(text);
                self.groups.push(Group {
                    text: text.to_owned(),
                    level,
                    due: own
                        .or_else(|| policy.frame.weight(level, satisfaction).filter(|_| framed)),
                    own_points: own.is_some(),
                    rows: Vec::new(),
                    parts: Vec::new(),
                });
            }
            if before != Some(group) {
                let run = if known.is_none() {
                    Run::First
                } else {
                    Run::Again
                };
                self.lines.push(Line::Head(group, run));
                before = Some(group);
            }
            self.lines.push(Line::Row(at));
            if let Some(group) = self.groups.get_mut(group) {
                group.add(at, indicator, policy, framed);
            }
        }
    }

    fn miss(&mut self, policy: &Policy, satisfaction: Satisfaction) {
        let dues = policy.frame.weights(satisfaction);
        for ((level, due), frame) in dues.into_iter().zip(&policy.frame.levels) {
            let wanted = frame.required || due.is_some_and(|due| due > Decimal::ZERO);
            let there = self.groups.iter().any(|group| group.level == level)
                || level == Level1::Satisfaction && satisfaction == Satisfaction::Present
                || level == Level1::Cost && self.rows.iter().any(|row| row.cost);
            // Without a satisfaction row its points may go elsewhere, but the row is still wanted.
            if !there && (wanted || level == Level1::Satisfaction) {
                self.lines.push(Line::Missing(self.missing.len()));
                self.missing.push(Missing { level, due });
            }
        }
    }
}

impl Group {
    fn add(&mut self, at: usize, indicator: &Indicator, policy: &Policy, framed: bool) {
        self.rows.push(at);
        let text = indicator.level2.trim();
        if let Some(part) = self
            .parts
            .iter_mut()
            .find(|part| policy.same_level2(&part.text, text))
        {
            part.rows.push(at);
            return;
        }
        let kind = policy.level2(text);
        let fixed = policy
            .frame
            .level(self.level)
            .and_then(|frame| frame.parts.iter().find(|part| part.level2 == kind)?.weight);
        self.parts.push(Part {
            text: text.to_owned(),
            level: kind,
            due: level_points(text, fixed).filter(|_| framed),
            rows: vec![at],
        });
    }
}

impl Shown {
    fn of(indicator: &Indicator, policy: &Policy, cx: &Cx<'_>) -> Self {
        let read = notation::target(&indicator.target);
        let cost = policy.is_cost(&indicator.level1, &indicator.level2);
        Self {
            cell: goals::target_cell(&read.value, cost, cx.language()),
            sentence: reading::target(&read.value, &read.doubts, cost, cx.language()),
            cost,
            satisfaction: policy.is_satisfaction(&indicator.level1, &indicator.level2)
                && !indicator.withdrawn,
            target: read.value,
            doubts: read.doubts,
        }
    }
}

/// The weight of a row, as it is typed or as it is stored; none where it does not count.
pub fn weight(indicator: &Indicator, block: Block, cx: &Cx<'_>) -> Option<Decimal> {
    if indicator.withdrawn {
        return None;
    }
    if let Some(editing) = cx.editing
        && let At::Indicator(of, id, IndicatorField::Weight) = &editing.at
        && *of == block
        && *id == indicator.id
    {
        return decimal(&editing.text());
    }
    indicator.weight.decimal()
}

/// Σ of the weights of some rows.
pub fn sum(indicators: &[Indicator], places: &[usize], block: Block, cx: &Cx<'_>) -> Decimal {
    places
        .iter()
        .filter_map(|at| weight(indicators.get(*at)?, block, cx))
        .fold(Decimal::ZERO, |sum, weight| {
            sum.checked_add(weight).unwrap_or(sum)
        })
}

/// Σ of all weights.
pub fn total(indicators: &[Indicator], block: Block, cx: &Cx<'_>) -> Decimal {
    indicators
        .iter()
        .filter_map(|indicator| weight(indicator, block, cx))
        .fold(Decimal::ZERO, |sum, weight| {
            sum.checked_add(weight).unwrap_or(sum)
        })
}
