//! What the screen of the monitoring says beside the words of the field: labels, numbers with their
//! units, the sentence of a projection, and everything that explains a row.
//!
//! The terms themselves are those of `lang::monitoring`; nothing is computed or decided here.

use rust_decimal::Decimal;

use super::monitoring::{method, tree, warning};
use super::numbers::number;
use super::{Language, Line, policy as clauses};
use crate::domain::monitoring::{Projection, Timeline, TimelineRow, why as reasons};
use crate::domain::policy::Policy;
use crate::domain::project::RowKey;

/// A rate in per cent with at most one decimal: `12.4%`.
pub fn rate(value: Decimal) -> String {
    format!("{}%", number(value, 1))
}

/// A number in the unit of a row: `16 座`, `12.4%`.
pub fn quantity(value: Decimal, row: &TimelineRow) -> String {
    let number = number(value, places(row));
    match row.measure.unit() {
        "" => number,
        unit @ ("%" | "‰" | "‱" | "℃") => format!("{number}{unit}"),
        unit => format!("{number} {unit}"),
    }
}

fn places(row: &TimelineRow) -> u32 {
    if row.is_money() { 1 } else { 2 }
}

/// A projection as a sentence, the longest first: its method and December, the interval, the year's
/// value; where there is little room the last of them is left out first.
pub fn projection(projection: &Projection, row: &TimelineRow, language: Language) -> [String; 3] {
    let places = places(row);
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
    let shortest = match language {
        Language::Zh => format!("{method}到12月: {december}"),
        Language::En => format!("Dec by {method}: {december}"),
    };
    let between = format!("{shortest} ({low}~{high})");
    [format!("{between}{target}"), between, shortest]
}

/// Where the numbers and the light of a row come from; the money as a whole also tells what the
/// project is warned of.
pub fn why(
    timeline: &Timeline,
    row: &TimelineRow,
    policy: &Policy,
    language: Language,
) -> Vec<Line> {
    let all = reasons::row(timeline, row, policy);
    let mut lines: Vec<Line> = all.iter().flat_map(|why| tree(why, language)).collect();
    if row.key == RowKey::Execution {
        lines.extend(timeline.warnings.iter().map(|found| Line {
            depth: 0,
            text: warning(found, language),
            note: clauses::clause(reasons::warning_clause(found, policy), language),
        }));
    }
    lines
}

/// The texts of the monitoring screen.
pub struct MonitoringText {
    /// Name of the screen.
    pub title: &'static str,
    /// The last day that a month covers.
    pub until: fn(&str) -> String,
    /// The month has begun and is not over.
    pub running: &'static str,
    /// Until when the form is to be handed in (month and day), and the days that are left; below
    /// zero it is late.
    pub hand_in: fn(&str, i64) -> String,
    /// The month has not begun.
    pub future: &'static str,
    /// Head of the names.
    pub name: &'static str,
    /// Head of the year's value.
    pub year: &'static str,
    /// Head of the variance.
    pub variance: &'static str,
    /// Head of a column that holds both.
    pub year_and_variance: &'static str,
    /// Head of the light.
    pub light: &'static str,
    /// The money as a whole, with its unit.
    pub execution: fn(&str) -> String,
    /// Label of a plan that was written.
    pub plan: &'static str,
    /// Label of a plan that follows from the time.
    pub pace: &'static str,
    /// Label of a target.
    pub target: &'static str,
    /// Label of what was read.
    pub actual: &'static str,
    /// Not due yet.
    pub not_due: &'static str,
    /// Takes a completion word away.
    pub clear: &'static str,
    /// Due, and nothing filled in.
    pub blank: &'static str,
    /// A qualitative target.
    pub qualitative: &'static str,
    /// A target that says nothing measurable.
    pub unreadable: &'static str,
    /// Yes and no.
    pub yes_no: [&'static str; 2],
    /// Met, partly met, not met, short.
    pub bands: [&'static str; 3],
    /// A deadline in the year's column.
    pub by: fn(&str) -> String,
    /// Name of the projection in the legend.
    pub projected: &'static str,
    /// Too few readings to project.
    pub no_projection: &'static str,
    /// The year is read to its end.
    pub year_over: &'static str,
    /// The row has nothing that could be drawn.
    pub no_chart: &'static str,
    /// Nothing was read so far.
    pub nothing_read: &'static str,
    /// Required and missing.
    pub required: &'static str,
    /// Cause.
    pub cause: &'static str,
    /// Outlook.
    pub outlook: &'static str,
    /// Forecast of the year.
    pub forecast: &'static str,
    /// Measures.
    pub measures: &'static str,
    /// How many measures there are.
    pub measure_count: fn(usize) -> String,
    /// Waits for a role.
    pub waits_for: fn(&str) -> String,
    /// Reason of the return.
    pub returned: fn(&str) -> String,
    /// Duties that are open.
    pub open_duties: fn(usize) -> String,
    /// Disposal.
    pub disposal: &'static str,
    /// Money's light.
    pub money_light: &'static str,
    /// Goal's light.
    pub goal_light: &'static str,
    /// Head of the side pane's part about the row.
    pub side_row: &'static str,
    /// Head of the duties.
    pub side_duties: &'static str,
    /// Head of the findings.
    pub side_findings: &'static str,
    /// Head of the project's part.
    pub side_project: &'static str,
    /// Weight of an indicator.
    pub weight: &'static str,
    /// A duty that is done, and one that is open.
    pub duty_marks: [&'static str; 2],
    /// Goal, money and the points between them.
    pub gap: fn(&str, &str, &str) -> String,
    /// When the form of a month is due.
    pub form_due: fn(u8, u8) -> String,
    /// The policy asks for no form of this month.
    pub no_form: &'static str,
    /// Which rows make up the total.
    pub fill_sources: fn(&str) -> String,
    /// There is no source of money.
    pub no_sources: &'static str,
    /// The project has no indicators.
    pub no_indicators: &'static str,
    /// Title of the explanation.
    pub why_title: fn(&str, &str) -> String,
}

impl MonitoringText {
    /// The texts of a language.
    pub fn of(language: Language) -> &'static Self {
        language.pick(&ZH, &EN)
    }
}

const ZH: MonitoringText = MonitoringText {
    title: "监控",
    until: |day| format!("截至 {day}"),
    running: "本月未完",
    hand_in: |day, left| match left {
        0 => format!("填报截止 {day} 今天"),
        1.. => format!("填报截止 {day} 余 {left} 天"),
        _ => format!("填报截止 {day} 逾期 {} 天", left.unsigned_abs()),
    },
    future: "月份未到",
    name: "指标 / 月",
    year: "全年",
    variance: "偏差",
    year_and_variance: "全年/偏差",
    light: "灯",
    execution: |unit| format!("预算执行({unit})"),
    plan: "计划",
    pace: "序时",
    target: "目标",
    actual: "实际",
    not_due: "未到期",
    clear: "(清除)",
    blank: "未填",
    qualitative: "定性",
    unreadable: "读不出",
    yes_no: ["是", "否"],
    bands: ["达成", "部分", "未达"],
    by: |day| format!("{day} 前"),
    projected: "推算",
    no_projection: "读数不足, 不推算",
    year_over: "全年已填完",
    no_chart: "这一行没有可画的数",
    nothing_read: "还没有填报",
    required: "必填",
    cause: "原因",
    outlook: "可能性",
    forecast: "全年预计",
    measures: "措施",
    measure_count: |count| format!("{count} 条"),
    waits_for: |role| format!("等待 {role}"),
    returned: |reason| format!("退回原因: {reason}"),
    open_duties: |count| format!("必填未填 {count} 项"),
    disposal: "处置",
    money_light: "资金",
    goal_light: "目标",
    side_row: "这一行",
    side_duties: "本月要求",
    side_findings: "检查",
    side_project: "项目",
    weight: "分值",
    duty_marks: ["已填", "必填"],
    gap: |goal, money, gap| format!("目标 {goal}  资金 {money}  相差 {gap} 点"),
    form_due: |month, day| format!("监控表 {month} 月 {day} 日前报送"),
    no_form: "政策没有规定这个月监控表的报送期限",
    fill_sources: |sources| format!("合计由各来源相加, 请填下面的: {sources}"),
    no_sources: "还没有资金来源; 按 f 填写资金",
    no_indicators: "还没有绩效指标; 按 1 到绩效目标填写",
    why_title: |name, month| format!("为什么: {name} · {month}"),
};

const EN: MonitoringText = MonitoringText {
    title: "Monitoring",
    until: |day| format!("to {day}"),
    running: "not over",
    hand_in: |day, left| match left {
        0 => format!("due {day} (today)"),
        1.. => format!("due {day} ({left} d)"),
        _ => format!("due {day} ({} d late)", left.unsigned_abs()),
    },
    future: "not begun",
    name: "Row / month",
    year: "Year",
    variance: "Var.",
    year_and_variance: "Year/Var.",
    light: "Light",
    execution: |unit| format!("Spent ({unit})"),
    plan: "plan",
    pace: "time",
    target: "goal",
    actual: "act.",
    not_due: "not due",
    clear: "(clear)",
    blank: "blank",
    qualitative: "words",
    unreadable: "unclear",
    yes_no: ["yes", "no"],
    bands: ["met", "part", "not"],
    by: |day| format!("by {day}"),
    projected: "projection",
    no_projection: "too few readings to project",
    year_over: "read to the year's end",
    no_chart: "This row has no numbers to draw",
    nothing_read: "Nothing filled in so far",
    required: "required",
    cause: "Cause",
    outlook: "Outlook",
    forecast: "Forecast",
    measures: "Measures",
    measure_count: |count| count.to_string(),
    waits_for: |role| format!("waits for {role}"),
    returned: |reason| format!("returned: {reason}"),
    open_duties: |count| format!("{count} required open"),
    disposal: "Disposal",
    money_light: "money",
    goal_light: "goal",
    side_row: "This row",
    side_duties: "Required this month",
    side_findings: "Checks",
    side_project: "Project",
    weight: "Weight",
    duty_marks: ["done", "open"],
    gap: |goal, money, gap| format!("Goal {goal}, money {money}: {gap} points apart"),
    form_due: |month, day| format!("The form is due on {month}/{day}"),
    no_form: "The policy sets no day for the form of this month",
    fill_sources: |sources| format!("The total is a sum; fill in the rows below: {sources}"),
    no_sources: "There is no source of money yet; f adds one",
    no_indicators: "There are no indicators yet; 1 goes to the goals",
    why_title: |name, month| format!("Why: {name}, {month}"),
};
