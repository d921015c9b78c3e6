//! What `w` says on the goals screen: where the weights stand against the policy's frame, how a
//! target is read and by which rule it will be scored, and what a goal's text lacks.

use crate::app::Cx;
use crate::app::overlay::WhyBox;
use crate::domain::check::smart::Weak;
use crate::domain::command::{Block, IndicatorField};
use crate::domain::notation::{self, Target};
use crate::domain::policy::{Clause, Level1, Policy};
use crate::domain::project::Indicator;
use crate::lang::goals::{self, GoalsText};
use crate::lang::numbers;
use crate::lang::policy::{clause, level1, level1_written, level2_written};
use crate::lang::{Language, Line, reading, terms};

use super::tree::{self, Group, Tree};

/// Where the weights of a block stand.
pub(in crate::screens) fn weights(block: Block, cx: &Cx<'_>) -> Option<WhyBox> {
    let open = cx.open?;
    let language = cx.language();
    let words = GoalsText::of(language);
    let why = &words.why;
    let tree = Tree::of(open, block, cx);
    let indicators = tree::rows(&open.project, block);
    let total = tree::total(indicators, block, cx);
    let mut lines = vec![Line::noted(
        0,
        format!("{} {}", words.total, goals::sum(total, tree.due, language)),
        "",
    )];
    if block == Block::MultiYear {
        lines.push(Line::noted(1, why.multi_year, ""));
    } else {
        frame_lines(&open.policy, &tree, language, &mut lines);
    }
    for group in &tree.groups {
        group_lines(group, indicators, block, cx, &mut lines);
    }
    for missing in &tree.missing {
        let due = missing.due.unwrap_or_default();
        let sum = goals::sum(rust_decimal::Decimal::ZERO, Some(due), language);
        let name = level1(missing.level, language);
        lines.push(Line::noted(1, (why.level)(name, &sum), words.missing));
    }
    Some(WhyBox::new(why.weights, lines))
}

fn frame_lines(policy: &Policy, tree: &Tree, language: Language, lines: &mut Vec<Line>) {
    let why = &GoalsText::of(language).why;
    let due = policy.frame_total().normalize().to_string();
    let note = clause(&policy.frame.clause, language);
    lines.push(Line::noted(1, (why.frame)(&due), note));
    let points = policy.execution.points.normalize().to_string();
    let note = clause(&policy.execution.clause, language);
    lines.push(Line::noted(2, (why.execution)(&points), note));
    let absent = !tree.rows.iter().any(|row| row.satisfaction);
    if let (true, Some(to)) = (absent, policy.frame.without_satisfaction) {
        let moved = policy
            .frame
            .level(Level1::Satisfaction)
            .and_then(|frame| frame.weight)
            .unwrap_or_default()
            .normalize()
            .to_string();
        let to = level1(to, language);
        let note = clause(&policy.frame.clause, language);
        lines.push(Line::noted(2, (why.moved)(&moved, to), note));
    }
}

fn group_lines(
    group: &Group,
    indicators: &[Indicator],
    block: Block,
    cx: &Cx<'_>,
    lines: &mut Vec<Line>,
) {
    let language = cx.language();
    let words = GoalsText::of(language);
    let why = &words.why;
    let sum = |rows: &[usize]| tree::sum(indicators, rows, block, cx);
    let name = if group.text.is_empty() {
        words.no_level
    } else {
        level1_written(&group.text, group.level, language)
    };
    let own = goals::sum(sum(&group.rows), group.due, language);
    let note = match (group.due, group.own_points, block) {
        (Some(_), true, _) => why.own_points,
        (None, _, Block::Annual) => why.free,
        _ => "",
    };
    lines.push(Line::noted(1, (why.level)(name, &own), note));
    for part in &group.parts {
        let own = goals::sum(sum(&part.rows), part.due, language);
        let name = level2_written(&part.text, part.level, language);
        lines.push(Line::noted(2, (why.level)(name, &own), ""));
        for row in part.rows.iter().filter_map(|at| indicators.get(*at)) {
            let note = match tree::weight(row, block, cx) {
                Some(_) => "",
                None if row.withdrawn => words.withdrawn,
                None => why.no_weight,
            };
            let weight = tree::weight(row, block, cx)
                .map_or_else(|| "-".to_owned(), |weight| weight.normalize().to_string());
            lines.push(Line::noted(3, (why.level)(&row.name, &weight), note));
        }
    }
}

/// How the target of a row is read, and by which rule it will be scored.
pub(in crate::screens) fn target(row: &Indicator, cx: &Cx<'_>) -> Option<WhyBox> {
    let open = cx.open?;
    let language = cx.language();
    let why = &GoalsText::of(language).why;
    let policy = &open.policy;
    let read = notation::target(&row.target);
    let cost = policy.is_cost(&row.level1, &row.level2);
    let mut lines = vec![
        Line::noted(
            0,
            reading::target(&read.value, &read.doubts, cost, language),
            "",
        ),
        Line::noted(1, (why.written)(&row.target), ""),
    ];
    for doubt in &read.doubts {
        lines.push(Line::noted(1, reading::doubt(*doubt, language), ""));
    }
    let (rule, from) = rule(&read.value, row, cost, policy, language);
    let note = from.map(|from| clause(from, language)).unwrap_or_default();
    lines.push(Line::noted(1, rule, note));
    if let Target::Plain(quantity) = &read.value {
        let sign = goals::implied_sign(quantity, cost);
        let note = clause(&Clause::Convention, language);
        lines.push(Line::noted(1, (why.plain)(sign), note));
    }
    for (field, value) in [
        (IndicatorField::LastYear, &row.last_year),
        (IndicatorField::YearBefore, &row.year_before),
    ] {
        if !value.trim().is_empty() {
            let name = terms::indicator_field(field, language);
            lines.push(Line::noted(1, (why.level)(name, value), why.to_compare));
        }
    }
    Some(WhyBox::new(why.target, lines))
}

fn rule<'p>(
    target: &Target,
    row: &Indicator,
    cost: bool,
    policy: &'p Policy,
    language: Language,
) -> (String, Option<&'p Clause>) {
    let why = &GoalsText::of(language).why;
    let measured = |sign: &str| match sign {
        "≤" => (why.reverse.to_owned(), Some(&policy.reverse.clause)),
        "=" => (why.equal.to_owned(), Some(&policy.equal.clause)),
        _ if policy.is_satisfaction(&row.level1, &row.level2) => (
            why.satisfaction.to_owned(),
            Some(&policy.satisfaction.clause),
        ),
        _ => (why.positive.to_owned(), Some(&policy.positive.clause)),
    };
    match target {
        Target::AtLeast(_) | Target::MoreThan(_) => measured("≥"),
        Target::AtMost(_) | Target::LessThan(_) => measured("≤"),
        Target::Equal(_) => measured("="),
        Target::Plain(quantity) => measured(goals::implied_sign(quantity, cost)),
        Target::Range { .. } => (why.range.to_owned(), Some(&policy.range.clause)),
        Target::ByDate(_) => (why.date.to_owned(), Some(&policy.date.clause)),
        Target::YesNo(_) => (why.yes_no.to_owned(), Some(&policy.yes_no.clause)),
        Target::Qualitative(_) => {
            let share = |part| {
                let shown = numbers::percent(part);
                shown
                    .strip_suffix(".0%")
                    .or_else(|| shown.strip_suffix('%'))
                    .unwrap_or(&shown)
                    .to_owned()
            };
            let (met, partial) = (
                share(policy.qualitative.met_from),
                share(policy.qualitative.partial_from),
            );
            (
                (why.qualitative)(&met, &partial),
                Some(&policy.qualitative.clause),
            )
        }
        Target::None => (why.none.to_owned(), None),
    }
}

/// What the goal's text lacks.
pub(super) fn goal(block: Block, weak: &[Weak], cx: &Cx<'_>) -> Option<WhyBox> {
    let open = cx.open?;
    let words = GoalsText::of(cx.language());
    let goal: Vec<char> = match block {
        Block::Annual => &open.project.goal,
        Block::MultiYear => &open.project.multi_year.goal,
    }
    .chars()
    .collect();
    let head = if goal.is_empty() {
        words.no_goal.to_owned()
    } else if weak.is_empty() {
        words.strong.to_owned()
    } else {
        (words.weak)(weak.len())
    };
    let mut lines = vec![Line::noted(0, head, "")];
    for weak in weak {
        let found: String = goal
            .get(weak.start..weak.end)
            .unwrap_or_default()
            .iter()
            .collect();
        lines.push(Line::noted(
            1,
            reading::weakness(weak.weakness, cx.language()),
            found,
        ));
    }
    Some(WhyBox::new(words.why.goal, lines))
}
