//! What the self-evaluation sheet says.
//!
//! The screen of the sheet asks it, and the line under an open field. It turns data into words and
//! decides nothing: what is missing, capped or over the target was settled before.

use rust_decimal::Decimal;

use super::{Language, terms};
use crate::domain::notation::Band;
use crate::domain::reach::Reach;
use crate::lang::numbers::grouped;

/// The fixed texts of the sheet.
pub struct EvaluationText {
    /// Name of the screen.
    pub title: &'static str,
    /// Heads of the columns, in their order.
    pub columns: [&'static str; 13],
    /// Heads of reason and evidence where they are narrow.
    pub narrow: [&'static str; 2],
    /// Something is missing, in a narrow column.
    pub gap: &'static str,
    /// A text is there, in a narrow column.
    pub there: &'static str,
    /// The goal's row.
    pub goal: &'static str,
    /// It is empty.
    pub goal_missing: &'static str,
    /// The row of the execution rate: the rate, where there is one.
    pub execution: fn(Option<&str>) -> String,
    /// The kind of the execution row.
    pub execution_kind: &'static str,
    /// A source of money below it.
    pub source: fn(&str) -> String,
    /// The sum as scored.
    pub raw: &'static str,
    /// The total.
    pub total: &'static str,
    /// The row of measures.
    pub improvement: &'static str,
    /// The row of the person.
    pub filled_by: &'static str,
    /// A cell that is not filled in yet.
    pub empty_cell: &'static str,
    /// A band, in a narrow column.
    pub band: fn(Band) -> &'static str,
    /// Not applicable, in a narrow column.
    pub not_applicable: &'static str,
    /// No pair that could be scored, in a narrow column.
    pub unreadable: &'static str,
    /// Far more than the target, in a narrow column.
    pub over: &'static str,
    /// What is missing in a row: names of fields.
    pub missing: fn(&str) -> String,
    /// The reason of a loss, as a missing thing.
    pub reason: &'static str,
    /// The adjusted budget, as a missing thing.
    pub adjusted: &'static str,
    /// The actual, as a missing thing.
    pub actual: &'static str,
    /// A row is not applicable and says no reason.
    pub reason_not_applicable: &'static str,
    /// Heads of the texts in the side pane: reason, evidence.
    pub texts: [&'static str; 2],
    /// More findings than are shown.
    pub more: fn(usize) -> String,
    /// Rows that are not filled in.
    pub to_fill: fn(usize) -> String,
    /// Errors of the checks.
    pub errors: fn(usize) -> String,
    /// Warnings of the checks.
    pub warnings: fn(usize) -> String,
    /// The sum was brought back to 100: sum and weights.
    pub renormalised: fn(&str, &str) -> String,
    /// The total is capped: at most.
    pub capped: fn(&str) -> String,
    /// What is typed is not saved: total before and as typed.
    pub unsaved: fn(&str, &str) -> String,
    /// No total.
    pub no_total: &'static str,
    /// An empty sheet.
    pub empty: &'static str,
    /// What to do first in it.
    pub empty_first: &'static str,
    /// A sheet without indicators.
    pub no_indicators: &'static str,
    /// Nothing is filled in yet: what to do first.
    pub fill_first: &'static str,
    /// Title of the explanation: the number.
    pub why: fn(&str) -> String,
    /// The score that the paper form printed, and the difference.
    pub printed: fn(&str, &str) -> String,
    /// Title of what would change the grade.
    pub grade_title: &'static str,
    /// The best grade is reached.
    pub best: &'static str,
    /// Title of the menu of policies.
    pub policy_title: &'static str,
    /// The project's own policy in it: its name.
    pub own_policy: fn(&str) -> String,
    /// A level 1 without a name.
    pub no_level: &'static str,
    /// A source without a name.
    pub no_source: &'static str,
}

impl EvaluationText {
    /// The texts of a language.
    pub fn of(language: Language) -> &'static Self {
        language.pick(&ZH, &EN)
    }
}

const ZH: EvaluationText = EvaluationText {
    title: "自评表",
    columns: [
        "指标",
        "类",
        "指标值",
        "完成值",
        "档次",
        "分值",
        "得分",
        "原表",
        "差",
        "扣减",
        "问题",
        "偏差原因及改进措施",
        "佐证资料",
    ],
    narrow: ["原因", "佐证"],
    gap: "缺",
    there: "有",
    goal: "目标完成情况",
    goal_missing: "未填: 按 Enter 填写年度总体目标的实际完成情况",
    execution: |rate| match rate {
        Some(rate) => format!("预算执行率 {rate}"),
        None => "预算执行率".to_owned(),
    },
    execution_kind: "执行",
    source: |name| format!("其中: {name}"),
    raw: "得分合计",
    total: "总分",
    improvement: "改进措施说明",
    filled_by: "填报人",
    empty_cell: "未填",
    band: |band| match band {
        Band::Met => "达成",
        Band::Partial => "部分",
        Band::Unmet => "未达成",
    },
    not_applicable: "不适用",
    unreadable: "读不出",
    over: "超额",
    missing: |what| format!("缺: {what}"),
    reason: "偏差原因",
    adjusted: "全年预算数",
    actual: "实际完成值",
    reason_not_applicable: "不适用的理由",
    texts: ["偏差原因及改进措施", "佐证资料"],
    more: |count| format!("(另有 {count} 条)"),
    to_fill: |count| format!("未填 {count} 项"),
    errors: |count| format!("错误 {count}"),
    warnings: |count| format!("警告 {count}"),
    renormalised: |raw, weights| format!("折算 {raw}/{weights}"),
    capped: |limit| format!("封顶 {limit}"),
    unsaved: |before, now| format!("未保存  {before} > {now}"),
    no_total: "无总分",
    empty: "这张自评表还没有内容: 没有绩效指标, 也没有资金",
    empty_first: "按 1 到绩效目标添加指标, 按 f 填写资金",
    no_indicators: "还没有绩效指标: 按 1 到绩效目标添加",
    fill_first: "先按 Enter 填写完成值, Tab 保存并到下一个要填的格",
    why: |number| format!("为什么是 {number}"),
    printed: |score, difference| format!("原表得分 {score}, 差 {difference}"),
    grade_title: "怎样才到上一等级",
    best: "已经是最高等级",
    policy_title: "换一个政策试算 (不保存)",
    own_policy: |name| format!("{name} (本项目的政策)"),
    no_level: "(一级指标未写)",
    no_source: "(来源未写)",
};

const EN: EvaluationText = EvaluationText {
    title: "Self-evaluation",
    columns: [
        "Indicator",
        "Kind",
        "Target",
        "Actual",
        "Band",
        "Weight",
        "Score",
        "Paper",
        "Diff",
        "Less",
        "Flags",
        "Reason and measures",
        "Evidence",
    ],
    narrow: ["Reason", "Evidence"],
    gap: "gap",
    there: "yes",
    goal: "Goal achieved",
    goal_missing: "empty: Enter to say what became of the annual goal",
    execution: |rate| match rate {
        Some(rate) => format!("Exec. rate {rate}"),
        None => "Execution rate".to_owned(),
    },
    execution_kind: "money",
    source: str::to_owned,
    raw: "Sum",
    total: "Total",
    improvement: "Measures",
    filled_by: "Filled in by",
    empty_cell: "empty",
    band: |band| match band {
        Band::Met => "met",
        Band::Partial => "partly",
        Band::Unmet => "unmet",
    },
    not_applicable: "n/a",
    unreadable: "unread",
    over: "over",
    missing: |what| format!("Missing: {what}"),
    reason: "reason",
    adjusted: "adjusted budget",
    actual: "actual value",
    reason_not_applicable: "why it does not apply",
    texts: ["Reason and measures", "Evidence"],
    more: |count| format!("({count} more)"),
    to_fill: |count| format!("{count} to fill in"),
    errors: |count| format!("errors {count}"),
    warnings: |count| format!("warnings {count}"),
    renormalised: |raw, weights| format!("rescaled {raw}/{weights}"),
    capped: |limit| format!("capped at {limit}"),
    unsaved: |before, now| format!("not saved  {before} > {now}"),
    no_total: "no total",
    empty: "Nothing on this sheet yet: no indicators and no money",
    empty_first: "1 goes to the goals to add indicators, f fills in the money",
    no_indicators: "No indicators yet: 1 goes to the goals to add them",
    fill_first: "Enter fills in the actual, Tab saves and goes to the next cell to fill",
    why: |number| format!("Why {number}"),
    printed: |score, difference| format!("printed on paper {score}, difference {difference}"),
    grade_title: "What would change the grade",
    best: "The best grade is reached",
    policy_title: "Score under another policy (nothing is saved)",
    own_policy: |name| format!("{name} (of this project)"),
    no_level: "(no level 1)",
    no_source: "(unnamed source)",
};

/// A total with its grade: `91.10 良`.
pub fn total(total: Option<Decimal>, grade: &str, language: Language) -> String {
    match total {
        Some(total) => format!("{} {grade}", grouped(total, 2)).trim().to_owned(),
        None => EvaluationText::of(language).no_total.to_owned(),
    }
}

/// The points that a band allows: `达成: 8 ~ 10 分`.
pub fn interval(
    band: Band,
    low: Decimal,
    high: Decimal,
    closed: bool,
    language: Language,
) -> String {
    let name = terms::band_short(band, language);
    let (low, high) = (low.normalize(), high.normalize());
    match (language, closed) {
        (Language::Zh, true) => format!("{name}: {low} 到 {high} 分 (含)"),
        (Language::Zh, false) => format!("{name}: {low} 到 {high} 分 (不含 {high})"),
        (Language::En, true) => format!("{name}: {low} to {high} points"),
        (Language::En, false) => format!("{name}: {low} to below {high} points"),
    }
}

/// What an actual would have to be: `完成值 ≥ 15.5 座`.
pub fn reach(reach: Reach, unit: &str, language: Language) -> String {
    let value = |sign: &str, value: Decimal| {
        let value = value.normalize();
        match language {
            Language::Zh => format!("完成值 {sign} {value} {unit}")
                .trim_end()
                .to_owned(),
            Language::En => format!("actual {sign} {value} {unit}")
                .trim_end()
                .to_owned(),
        }
    };
    match (reach, language) {
        (Reach::AtLeast(least), _) => value("≥", least),
        (Reach::AtMost(most), _) => value("≤", most),
        (Reach::ByDate(day), Language::Zh) => format!("不晚于 {day}"),
        (Reach::ByDate(day), Language::En) => format!("done by {day}"),
        (Reach::YesNo(true), _) => language.pick("完成值为 是", "actual: yes").to_owned(),
        (Reach::YesNo(false), _) => language.pick("完成值为 否", "actual: no").to_owned(),
        (Reach::Band(band, points), _) => {
            let band = terms::band_short(band, language);
            let points = points.normalize();
            match language {
                Language::Zh => format!("档次 {band}, 得分 ≥ {points}"),
                Language::En => format!("band {band}, at least {points} points"),
            }
        }
        (Reach::Filled, _) => language
            .pick("先填写完成值", "fill in the actual first")
            .to_owned(),
    }
}

/// How much would have to be executed: amount with its unit.
pub fn executed(amount: Decimal, unit: &str, language: Language) -> String {
    let amount = grouped(amount, 2);
    match language {
        Language::Zh => format!("全年执行数 ≥ {amount} {unit}"),
        Language::En => format!("executed at least {amount} {unit}"),
    }
}

/// Whether the place alone reaches the grade, or how many points are missing still.
pub fn alone(needed: &str, still: Decimal, grade: &str, language: Language) -> String {
    let still_missing = still > Decimal::ZERO;
    let still = grouped(still, 2);
    match (language, still_missing) {
        (Language::Zh, false) => format!("{needed}: 单靠这一项即到{grade}"),
        (Language::Zh, true) => format!("{needed}: 之后还差 {still} 分"),
        (Language::En, false) => format!("{needed}: alone enough for {grade}"),
        (Language::En, true) => format!("{needed}: {still} points short still"),
    }
}

/// The subtotal of a level: name, points and out of.
pub fn level(name: &str, points: &str, of: &str, language: Language) -> String {
    match language {
        Language::Zh => format!("{name}：{points}分（满分{of}分）"),
        Language::En => format!("{name}: {points} of {of} points"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_texts_hold_no_chinese() {
        let english = [
            (EN.execution)(Some("86.0%")),
            (EN.source)("x"),
            (EN.missing)(EN.reason),
            (EN.to_fill)(1),
            (EN.unsaved)("1", "2"),
            (EN.printed)("1", "2"),
            (EN.own_policy)("x"),
            interval(Band::Met, Decimal::ONE, Decimal::TEN, true, Language::En),
            reach(Reach::YesNo(true), "", Language::En),
            reach(Reach::Band(Band::Met, Decimal::TEN), "", Language::En),
            executed(Decimal::TEN, "yuan", Language::En),
            alone("x", Decimal::ONE, "good", Language::En),
            level("x", "1", "2", Language::En),
        ];
        let fixed = EN.columns.iter().chain(&EN.narrow).chain(&EN.texts);
        let all = english.iter().map(String::as_str).chain(fixed.copied());
        for text in all {
            assert!(!text.is_empty());
            assert!(text.is_ascii(), "{text}");
        }
    }

    #[test]
    fn an_open_interval_says_that_its_end_is_not_in_it() {
        let of = |closed| interval(Band::Partial, 12.into(), 16.into(), closed, Language::Zh);
        assert_eq!(of(false), "部分达成: 12 到 16 分 (不含 16)");
        assert_eq!(of(true), "部分达成: 12 到 16 分 (含)");
    }
}
