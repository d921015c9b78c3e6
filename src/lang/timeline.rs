//! 绩效运行监控 in words: variances, warnings, duties, projections, and why a light is what it is.
//!
//! The screen of the month and the explanation box ask here. Every number of an explanation is
//! taken from the timeline or computed again from it in plain sight; nothing is decided here.

use rust_decimal::Decimal;

use super::numbers::{grouped, money};
use super::{Language, policy as clauses, terms};
use crate::domain::monitoring::{
    Cell, Demand, Due, FaultKind, Light, Measure, Method, PlanBasis, Projection, Timeline,
    TimelineRow, Variance, VarianceUnit, Warning, projection as project_ahead,
};
use crate::domain::number::round_to;
use crate::domain::policy::{Clause, LightScale, Policy};
use crate::domain::project::{MoneyUnit, RowKey};

/// One line of an explanation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// How deep it stands.
    pub depth: usize,
    /// What it says.
    pub text: String,
    /// Where it comes from.
    pub note: String,
}

/// A number with at most so many decimals, trailing zeros dropped.
pub fn number(value: Decimal, places: u32) -> String {
    let rounded = round_to(value, places);
    grouped(rounded, rounded.scale())
}

/// A rate in per cent with at most one decimal: `12.4%`.
pub fn rate(value: Decimal) -> String {
    format!("{}%", number(value, 1))
}

/// A number in the unit of a row: `16 座`, `12.4%`.
pub fn quantity(value: Decimal, row: &TimelineRow) -> String {
    let places = if row.is_money() { 1 } else { 2 };
    with_unit(&number(value, places), row.measure.unit())
}

fn with_unit(number: &str, unit: &str) -> String {
    match unit {
        "" => number.to_owned(),
        "%" | "‰" | "‱" | "℃" => format!("{number}{unit}"),
        _ => format!("{number} {unit}"),
    }
}

/// How far from the plan, with sign and unit: `-32.6点`, `-75%`, `+5天`.
pub fn variance(variance: &Variance, language: Language) -> String {
    let value = number(variance.value, 1);
    let sign = if value.starts_with('-') || value == "0" {
        ""
    } else {
        "+"
    };
    let unit = match variance.unit {
        VarianceUnit::Points => language.pick("点", "pt"),
        VarianceUnit::Percent => "%",
        VarianceUnit::Days => language.pick("天", "d"),
    };
    format!("{sign}{value}{unit}")
}

/// A warning about the project, with its number in the field's list of rules.
pub fn warning(warning: &Warning, language: Language) -> String {
    match warning {
        Warning::Milestone {
            month,
            demanded,
            reached,
        } => match language {
            Language::Zh => format!(
                "W9 到{}累计执行应达 {}, 实际 {}",
                terms::month(*month, language),
                rate(*demanded),
                rate(*reached)
            ),
            Language::En => format!(
                "W9 execution by {} should be {}, is {}",
                terms::month(*month, language),
                rate(*demanded),
                rate(*reached)
            ),
        },
        Warning::Gap { points, allowed } => match language {
            Language::Zh => format!(
                "W10 目标与资金进度相差 {} 点, 超过 {} 点",
                number(*points, 1),
                number(*allowed, 1)
            ),
            Language::En => format!(
                "W10 goal and money are {} points apart, over {}",
                number(*points, 1),
                number(*allowed, 1)
            ),
        },
        Warning::Idle { month } => match language {
            Language::Zh => format!("M-13 截至{}没有支出", terms::month(*month, language)),
            Language::En => format!("M-13 nothing spent by {}", terms::month(*month, language)),
        },
        Warning::Repeated { forms } => match language {
            Language::Zh => format!("M-14 连续 {forms} 次预警, 转线下核查"),
            Language::En => format!("M-14 {forms} warnings in a row: goes to an offline check"),
        },
    }
}

/// What is wrong with a month.
pub fn fault(kind: FaultKind, language: Language) -> &'static str {
    match kind {
        FaultKind::Missing => language.pick("漏报", "not reported"),
        FaultKind::Twice => language.pick("同一行填了两次", "a row is read twice"),
        FaultKind::Future => language.pick("月份未到就已填报", "read before the month began"),
        FaultKind::Revised => language.pick("终审后改过", "revised after the final review"),
        FaultKind::OldGoal => language.pick(
            "按旧版目标填报, 目标已调整",
            "filled in against an older version of the goal",
        ),
        FaultKind::Fell => language.pick("累计数比上月小", "lower than the month before"),
        FaultKind::NoMonth => language.pick("没有这个月份", "no month of a year"),
    }
}

/// What a row demands.
pub fn demand(demand: Demand, language: Language) -> &'static str {
    match demand {
        Demand::Actual => language.pick("累计完成值", "cumulative actual"),
        Demand::Cause => language.pick("偏差原因", "cause"),
        Demand::CauseText => language.pick("原因说明", "cause in words"),
        Demand::Forecast => language.pick("全年预计完成", "year's forecast"),
        Demand::Measures => language.pick("措施", "measures"),
        Demand::Disposal => language.pick("处置", "disposal"),
    }
}

/// How a projection was made.
pub fn method(method: Method, language: Language) -> &'static str {
    match method {
        Method::ThreeMonthTrend => language.pick("按三个月趋势", "three-month trend"),
        Method::Linear => language.pick("按累计进度线性", "linear from January"),
        Method::Plan => language.pick("按计划走势", "in proportion to the plan"),
    }
}

/// A projection as a sentence: its method, December, the interval and the year's value.
pub fn projection(projection: &Projection, row: &TimelineRow, language: Language) -> String {
    let places = if row.is_money() { 1 } else { 2 };
    let december = quantity(projection.december, row);
    let (low, high) = (
        number(projection.low, places),
        number(projection.high, places),
    );
    let method = method(projection.method, language);
    let target = projection
        .target
        .filter(|_| !row.is_money())
        .map(|target| match language {
            Language::Zh => format!(", 全年 {}", number(target, places)),
            Language::En => format!(", year {}", number(target, places)),
        })
        .unwrap_or_default();
    match language {
        Language::Zh => format!("{method}推算到12月: {december} ({low}~{high}){target}"),
        Language::En => format!("Dec by {method}: {december} ({low}~{high}){target}"),
    }
}

/// What is asked about: one row in one month.
#[derive(Debug, Clone, Copy)]
pub struct Ask<'a> {
    /// The timeline of the month.
    pub timeline: &'a Timeline,
    /// The row.
    pub row: &'a TimelineRow,
    /// Its name as shown.
    pub name: &'a str,
    /// The unit of the project's amounts.
    pub money_unit: MoneyUnit,
    /// The rules.
    pub policy: &'a Policy,
}

/// Where the numbers and the light of a row come from.
pub fn why(ask: &Ask<'_>, language: Language) -> Vec<Line> {
    let mut lines = Lines {
        language,
        lines: Vec::new(),
    };
    let Some(cell) = ask.row.cell(ask.timeline.month) else {
        return lines.lines;
    };
    head(ask, cell, &mut lines);
    variance_of(ask, cell, &mut lines);
    light_of(ask, cell, &mut lines);
    plan_of(ask, cell, &mut lines);
    completion_of(ask, cell, &mut lines);
    ahead(ask, &mut lines);
    project_of(ask, &mut lines);
    lines.lines
}

struct Lines {
    language: Language,
    lines: Vec<Line>,
}

impl Lines {
    fn say(&mut self, depth: usize, zh: impl Into<String>, en: impl Into<String>) {
        self.lines.push(Line {
            depth,
            text: self.language.pick(zh.into(), en.into()),
            note: String::new(),
        });
    }

    /// The same with where it comes from.
    fn cite(&mut self, depth: usize, zh: String, en: String, clause: &Clause) {
        self.lines.push(Line {
            depth,
            text: self.language.pick(zh, en),
            note: clauses::clause(clause, self.language),
        });
    }
}

fn head(ask: &Ask<'_>, cell: &Cell, lines: &mut Lines) {
    let language = lines.language;
    let light = cell
        .light
        .map_or("-", |light| terms::light(light, language));
    let deviation = cell
        .variance
        .as_ref()
        .map(|deviation| format!(", {}", variance(deviation, language)))
        .unwrap_or_default();
    let month = terms::month(cell.month, language);
    let name = ask.name;
    let actual = match (cell.amount, cell.actual, cell.written.trim()) {
        (Some(amount), Some(share), _) => {
            let unit = terms::money_unit(ask.money_unit, language);
            format!("{} {unit} = {}", money(amount), rate(share))
        }
        (None, Some(actual), _) => quantity(actual, ask.row),
        (_, None, "") => {
            lines.say(
                0,
                format!("{name} {month}: 没有填报, 所以没有偏差和灯"),
                format!("{name}, {month}: nothing was filled in, so there is no variance"),
            );
            return;
        }
        (_, None, written) => written.to_owned(),
    };
    lines.say(
        0,
        format!("{name} {month}: {actual}{deviation}, {light}"),
        format!("{name}, {month}: {actual}{deviation}, {light}"),
    );
    if cell.due == Due::NotYet {
        lines.say(
            1,
            "未到期: 计划或期限还没有要求这一行, 不判灯",
            "Not yet due: neither plan nor deadline asks for this row, so it has no light",
        );
    }
}

fn variance_of(ask: &Ask<'_>, cell: &Cell, lines: &mut Lines) {
    let Some(deviation) = &cell.variance else {
        return;
    };
    let shown = variance(deviation, lines.language);
    let planned = cell.planned.or(ask.row.year);
    match (deviation.unit, cell.actual, planned) {
        (VarianceUnit::Points, Some(actual), Some(planned)) => lines.say(
            1,
            format!("偏差 {shown} = {} - {}", rate(actual), rate(planned)),
            format!("Variance {shown} = {} - {}", rate(actual), rate(planned)),
        ),
        (VarianceUnit::Percent, Some(actual), Some(planned)) => {
            let (a, p) = (number(actual, 4), number(planned, 4));
            lines.say(
                1,
                format!("偏差 {shown} = ({a} - {p}) / {p}"),
                format!("Variance {shown} = ({a} - {p}) / {p}"),
            );
        }
        _ => {
            let (written, target) = (cell.written.trim(), ask.row.target.trim());
            lines.say(
                1,
                format!("偏差 {shown}: 完成 {written}, 期限 {target}"),
                format!("Variance {shown}: done {written}, deadline {target}"),
            );
        }
    }
}

fn light_of(ask: &Ask<'_>, cell: &Cell, lines: &mut Lines) {
    let lights = &ask.policy.lights;
    let month = cell.month;
    if let Some(index) = cell.index {
        let shown = number(index, 2);
        let actual = cell.actual.unwrap_or_default();
        if ask.row.is_money() {
            let text = format!("B {shown} = {} / ({month} / 12) x 100", rate(actual));
            let text = text.replace("% / (", " / (").replace("x 100", "");
            lines.say(
                1,
                format!("预算进度指数 {}", text.trim()),
                format!("Budget index {}", text.trim()),
            );
            scale(&lights.budget, "B", lines);
            return;
        }
        let a = number(actual, 4);
        let (zh, en) = match &ask.row.measure {
            Measure::Cumulative(target) if ask.row.basis == PlanBasis::Time => {
                let t = number(target.value, 4);
                let text = format!("{shown} = {a} / ({t} x {month} / 12) x 100");
                (format!("完成指数 K {text}"), format!("Index K {text}"))
            }
            Measure::Date(_) => (
                format!("期限已到, 按进度 K {shown}"),
                format!("The deadline has come; K {shown} is the progress"),
            ),
            Measure::Range { low, .. } => {
                let text = format!("{shown} = {a} / {} x 100", number(*low, 4));
                (
                    format!("低于下限, K {text}"),
                    format!("Below the range, K {text}"),
                )
            }
            _ => {
                let planned = cell.planned.unwrap_or_default();
                let text = format!("{shown} = {a} / {} x 100", number(planned, 4));
                (format!("完成指数 K {text}"), format!("Index K {text}"))
            }
        };
        lines.say(1, zh, en);
        if !matches!(ask.row.measure, Measure::Range { .. }) || cell.light != Some(Light::Green) {
            scale(&lights.indicator, "K", lines);
        }
        return;
    }
    let (zh, en) = match &ask.row.measure {
        Measure::Ceiling(bound) => {
            let bound = with_unit(&number(bound.value, 4), &bound.unit);
            (
                format!("上限 {bound}: 不超过为正常, 超过为滞后, 没有黄灯"),
                format!("Ceiling {bound}: inside is green, beyond is red, there is no yellow"),
            )
        }
        Measure::Zero(_) => (
            "目标为 0: 等于 0 为正常, 否则为滞后".to_owned(),
            "The target is 0: green at 0, else red".to_owned(),
        ),
        Measure::Range { low, high, unit } => {
            let range = with_unit(&format!("{}~{}", number(*low, 4), number(*high, 4)), unit);
            (
                format!("区间 {range}: 在内为正常, 高于上限为滞后"),
                format!("Range {range}: green inside, red above"),
            )
        }
        Measure::Date(day) => (
            format!("期限 {day}: 按期为正常, 逾期为滞后"),
            format!("Deadline {day}: green in time, red after it"),
        ),
        Measure::YesNo(_) => (
            "是否类: 与指标值一致为正常, 否则为滞后".to_owned(),
            "Yes or no: green where it is as the target says, else red".to_owned(),
        ),
        Measure::Qualitative => (
            "定性: 达成为正常, 部分达成为关注, 未达成为滞后".to_owned(),
            "Qualitative: met is green, partly met yellow, not met red".to_owned(),
        ),
        Measure::Unreadable => (
            format!("指标值“{}”读不出数量、期限或档次, 不判灯", ask.row.target),
            format!(
                "The target “{}” says nothing measurable: no light",
                ask.row.target
            ),
        ),
        Measure::Money if ask.row.budget.is_none_or(|budget| budget.is_zero()) => (
            "没有预算数, 算不出执行率".to_owned(),
            "There is no budget, so there is no rate".to_owned(),
        ),
        _ => return,
    };
    lines.cite(1, zh, en, &lights.reverse_clause);
}

/// The thresholds of a scale: `B < 60 R 滞后, 60 ≤ B < 80 Y 关注, B ≥ 80 G 正常`.
fn scale(scale: &LightScale, letter: &str, lines: &mut Lines) {
    let mut from: Option<Decimal> = None;
    let mut parts = Vec::new();
    for band in &scale.bands {
        let light = terms::light(band.light, lines.language);
        let range = match (from, band.below) {
            (None, Some(below)) => format!("{letter} < {}", number(below, 2)),
            (Some(from), Some(below)) => {
                format!("{} <= {letter} < {}", number(from, 2), number(below, 2))
            }
            (Some(from), None) => format!("{letter} >= {}", number(from, 2)),
            (None, None) => letter.to_owned(),
        };
        parts.push(format!("{range} {light}"));
        from = band.below;
    }
    let text = parts.join(", ");
    lines.cite(
        2,
        format!("阈值: {text}"),
        format!("Thresholds: {text}"),
        &scale.clause,
    );
}

fn plan_of(ask: &Ask<'_>, cell: &Cell, lines: &mut Lines) {
    let Some(planned) = cell.planned else {
        return;
    };
    let (month, shown) = (cell.month, quantity(planned, ask.row));
    match ask.row.basis {
        PlanBasis::Plan => lines.say(
            1,
            format!("计划 {shown}: 填写的按月累计计划"),
            format!("Plan {shown}: the cumulative plan by month as written"),
        ),
        PlanBasis::Time => {
            let year = ask
                .row
                .year
                .map(|year| quantity(year, ask.row))
                .unwrap_or_default();
            lines.say(
                1,
                format!("计划 {shown} = 全年 {year} x {month} / 12: 没有按月计划, 按序时进度"),
                format!("Plan {shown} = year {year} x {month} / 12: no plan by month, so by time"),
            );
        }
        PlanBasis::Target => lines.say(
            1,
            format!("目标 {shown}: 到期后按年度指标值"),
            format!("Target {shown}: the year's target once it is due"),
        ),
    }
}

fn completion_of(ask: &Ask<'_>, cell: &Cell, lines: &mut Lines) {
    let (Some(completion), Some(actual), Some(year)) = (cell.completion, cell.actual, ask.row.year)
    else {
        return;
    };
    let (shown, arithmetic) = match (ask.row.budget, cell.amount) {
        (Some(budget), Some(amount)) => (
            rate(completion),
            format!("{} / {}", money(amount), money(budget)),
        ),
        _ => (
            rate(completion),
            format!("{} / {}", number(actual, 4), number(year, 4)),
        ),
    };
    let (zh, en) = if ask.row.is_money() {
        ("执行率", "Execution rate")
    } else {
        ("完成率", "Completion")
    };
    lines.say(
        1,
        format!("{zh} {shown} = {arithmetic}"),
        format!("{en} {shown} = {arithmetic}"),
    );
}

fn ahead(ask: &Ask<'_>, lines: &mut Lines) {
    let Some(found) = project_ahead(ask.row, ask.timeline.month) else {
        return;
    };
    let language = lines.language;
    let sentence = projection(&found, ask.row, language);
    lines.say(1, sentence.clone(), sentence);
    let months = Decimal::from(12_u8.saturating_sub(found.from));
    let n = |value: Decimal| number(value, 2);
    let (base, december) = (n(found.base), n(found.december));
    let pace = found
        .december
        .checked_sub(found.base)
        .and_then(|rest| rest.checked_div(months))
        .unwrap_or_default();
    let increases = found
        .increases
        .iter()
        .map(|increase| n(*increase))
        .collect::<Vec<_>>()
        .join(" + ");
    let step = format!("{base} + {} x {months} = {december}", n(pace));
    match found.method {
        Method::ThreeMonthTrend => lines.say(
            2,
            format!(
                "最近三个月平均 ({increases}) / 3 = {} 每月; {step}",
                n(pace)
            ),
            format!(
                "Mean of three months ({increases}) / 3 = {} a month; {step}",
                n(pace)
            ),
        ),
        Method::Linear => lines.say(
            2,
            format!("平均每月 {base} / {} = {}; {step}", found.from, n(pace)),
            format!("{base} / {} = {} a month; {step}", found.from, n(pace)),
        ),
        Method::Plan => {
            let at = |month| ask.row.cell(month).and_then(|cell| cell.planned);
            let (now, end) = (
                at(found.from).unwrap_or_default(),
                at(12).unwrap_or_default(),
            );
            let text = format!("{base} / {} x {} = {december}", n(now), n(end));
            lines.say(
                2,
                format!("已完成与计划之比乘全年计划: {text}"),
                format!("Reached part of the plan times its December: {text}"),
            );
        }
    }
    let interval = format!("{}~{}", n(found.low), n(found.high));
    lines.say(
        2,
        format!("区间 {interval}: 按读数中最慢和最快的进度"),
        format!("Interval {interval}: at the slowest and the quickest pace read"),
    );
}

/// The light of the project and the warnings beside it.
fn project_of(ask: &Ask<'_>, lines: &mut Lines) {
    let language = lines.language;
    let timeline = ask.timeline;
    let lights = &ask.policy.lights;
    let word = |light: Option<Light>| light.map_or("-", |light| terms::light(light, language));
    if let Some(light) = timeline.light {
        let (all, cash, goal) = (
            terms::light(light, language),
            word(timeline.money_light),
            word(timeline.goal_light),
        );
        lines.cite(
            1,
            format!("项目 {all}: 资金灯 {cash} 与目标灯 {goal} 取较差"),
            format!("Project {all}: the worse of money {cash} and goal {goal}"),
            &lights.project_clause,
        );
    }
    if ask.row.key != RowKey::Execution {
        return;
    }
    if let (Some(goal), Some(cash), Some(gap)) =
        (timeline.goal_rate, timeline.execution_rate, timeline.gap)
    {
        let allowed = number(lights.goal_money_gap, 1);
        let text = format!("|{} - {}| = {}", rate(goal), rate(cash), number(gap, 1));
        lines.cite(
            2,
            format!("目标进度与资金进度 {text} 点, 允许 {allowed} 点"),
            format!("Goal and money {text} points, {allowed} allowed"),
            &lights.cumulative_clause,
        );
    }
    for found in &timeline.warnings {
        let sentence = warning(found, language);
        let clause = match found {
            Warning::Repeated { .. } => &ask.policy.monitoring.deadlines_clause,
            _ => &lights.cumulative_clause,
        };
        lines.cite(2, sentence.clone(), sentence, clause);
    }
}
