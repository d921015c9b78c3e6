//! What the goals screen says: 绩效目标 with its indicators, weights and how a target is read.

use rust_decimal::Decimal;

use super::{Language, terms};
use crate::domain::command::Block;
use crate::domain::notation::{Quantity, Target};

/// How a sum of weights stands to what the policy's frame wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The frame leaves it free.
    Free,
    /// It is what the frame wants.
    Even,
    /// So much is missing.
    Short(Decimal),
    /// So much is too much.
    Over(Decimal),
}

impl Standing {
    /// A sum beside what is due.
    pub fn of(sum: Decimal, due: Option<Decimal>) -> Self {
        let Some(due) = due else { return Self::Free };
        match due.checked_sub(sum) {
            Some(gap) if gap.is_zero() => Self::Even,
            Some(gap) if gap > Decimal::ZERO => Self::Short(gap.normalize()),
            Some(gap) => Self::Over(gap.abs().normalize()),
            None => Self::Over(sum),
        }
    }

    /// True where it has to be mended.
    pub fn is_wrong(self) -> bool {
        matches!(self, Self::Short(_) | Self::Over(_))
    }
}

/// The texts of the goals screen.
pub struct GoalsText {
    /// Name of the screen.
    pub title: &'static str,
    /// Annual indicators, multi-year indicators.
    pub blocks: [&'static str; 2],
    /// How many indicators.
    pub count: fn(usize) -> String,
    /// Names of the two goals.
    pub goals: [&'static str; 2],
    /// Length of a text.
    pub length: fn(usize) -> String,
    /// How many things are weak in the goal.
    pub weak: fn(usize) -> String,
    /// The goal is specific, measurable and bound to a time.
    pub strong: &'static str,
    /// No goal yet.
    pub no_goal: &'static str,
    /// Lines of the goal that are not shown.
    pub more_lines: fn(usize) -> String,
    /// Heads of the columns: level 1, level 2, name, target, weight, last year, year before, checks.
    pub columns: [&'static str; 8],
    /// A level that is not written.
    pub no_level: &'static str,
    /// A name that is not written.
    pub no_name: &'static str,
    /// A target that is not written.
    pub no_target: &'static str,
    /// A level that stands here a second time.
    pub again: &'static str,
    /// A level that the frame wants and nobody filled.
    pub missing: &'static str,
    /// A row that an adjustment withdrew.
    pub withdrawn: &'static str,
    /// A row that does not apply.
    pub not_applicable: &'static str,
    /// All weights.
    pub total: &'static str,
    /// Share of rows that can be measured.
    pub quantitative: fn(usize, usize) -> String,
    /// Checks.
    pub checks: &'static str,
    /// No finding.
    pub no_findings: &'static str,
    /// An indicator list without rows.
    pub empty: &'static str,
    /// What to do first in it.
    pub empty_first: &'static str,
    /// A finding among how many.
    pub finding: fn(usize, usize, &str) -> String,
    /// Title of the side pane: the row's number.
    pub side: fn(usize) -> String,
    /// Attributes that are not filled in.
    pub unwritten: &'static str,
    /// Title of the library menu.
    pub library_title: &'static str,
    /// An entry that the form has already.
    pub used: &'static str,
    /// Title of the menu of levels.
    pub level_titles: [&'static str; 2],
    /// The line of that menu that is filled in freely.
    pub free: &'static str,
    /// A level that belongs to another first level.
    pub belongs: fn(&str) -> String,
    /// Title of the question before an indicator is deleted.
    pub delete_title: &'static str,
    /// What follows.
    pub delete_note: &'static str,
    /// Its button.
    pub delete: &'static str,
    /// The harmless button.
    pub cancel: &'static str,
    /// The row is the first or the last already.
    pub no_further: &'static str,
    /// Explanation of the weights.
    pub why: WhyText,
}

/// The texts of the explanations.
pub struct WhyText {
    /// Title of the weights.
    pub weights: &'static str,
    /// Title of a target.
    pub target: &'static str,
    /// Title of the goal's text.
    pub goal: &'static str,
    /// The frame wants a sum.
    pub frame: fn(&str) -> String,
    /// The points of the execution rate stand beside the frame.
    pub execution: fn(&str) -> String,
    /// A level: name, its sum.
    pub level: fn(&str, &str) -> String,
    /// A level that the frame leaves free.
    pub free: &'static str,
    /// No satisfaction row: its points go to another level.
    pub moved: fn(&str, &str) -> String,
    /// The level's own text carries its points.
    pub own_points: &'static str,
    /// A row without a readable weight.
    pub no_weight: &'static str,
    /// A value of an earlier year beside the target.
    pub to_compare: &'static str,
    /// What the multi-year block is not held to.
    pub multi_year: &'static str,
    /// As it is written.
    pub written: fn(&str) -> String,
    /// More is better.
    pub positive: &'static str,
    /// Less is better.
    pub reverse: &'static str,
    /// The value itself.
    pub equal: &'static str,
    /// Inside a range.
    pub range: &'static str,
    /// A deadline.
    pub date: &'static str,
    /// Yes or no.
    pub yes_no: &'static str,
    /// Words: bounds of the bands in per cent.
    pub qualitative: fn(&str, &str) -> String,
    /// Satisfaction.
    pub satisfaction: &'static str,
    /// A number without a sign.
    pub plain: fn(&str) -> String,
    /// No target.
    pub none: &'static str,
}

impl GoalsText {
    /// The texts of a language.
    pub fn of(language: Language) -> &'static Self {
        language.pick(&ZH, &EN)
    }

    /// The name of a block.
    pub fn block(&self, block: Block) -> &'static str {
        let [annual, multi_year] = self.blocks;
        match block {
            Block::Annual => annual,
            Block::MultiYear => multi_year,
        }
    }

    /// The name of the goal of a block.
    pub fn goal(&self, block: Block) -> &'static str {
        let [annual, multi_year] = self.goals;
        match block {
            Block::Annual => annual,
            Block::MultiYear => multi_year,
        }
    }
}

/// A sum beside what is due, with sign and word: `38/40 ! 差 2`.
pub fn sum(sum: Decimal, due: Option<Decimal>, language: Language) -> String {
    let shown = sum.normalize();
    let Some(due) = due.map(|due| due.normalize()) else {
        return shown.to_string();
    };
    let word = match (Standing::of(sum, Some(due)), language) {
        (Standing::Free | Standing::Even, Language::Zh) => "符合".to_owned(),
        (Standing::Free | Standing::Even, Language::En) => "ok".to_owned(),
        (Standing::Short(gap), Language::Zh) => format!("! 差 {gap}"),
        (Standing::Short(gap), Language::En) => format!("! {gap} short"),
        (Standing::Over(gap), Language::Zh) => format!("! 超 {gap}"),
        (Standing::Over(gap), Language::En) => format!("! {gap} over"),
    };
    format!("{shown}/{due} {word}")
}

/// A target as it is read, short enough for a cell: `≥ 95 %`; an implied sign stands in brackets.
pub fn target_cell(target: &Target, cost: bool, language: Language) -> String {
    let number = |sign: &str, quantity: &Quantity| {
        format!("{sign} {} {}", quantity.value, quantity.unit)
            .trim()
            .to_owned()
    };
    match target {
        Target::AtLeast(quantity) => number("≥", quantity),
        Target::MoreThan(quantity) => number(">", quantity),
        Target::Equal(quantity) => number("=", quantity),
        Target::LessThan(quantity) => number("<", quantity),
        Target::AtMost(quantity) => number("≤", quantity),
        Target::Plain(quantity) => {
            let sign = implied_sign(quantity, cost);
            number(&format!("({sign})"), quantity)
        }
        Target::Range { low, high, unit } => format!("{low} ~ {high} {unit}").trim().to_owned(),
        Target::ByDate(deadline) => {
            let day = terms::deadline(*deadline, language);
            language.pick(format!("{day}前"), format!("by {day}"))
        }
        Target::YesNo(true) => language.pick("是", "yes").to_owned(),
        Target::YesNo(false) => language.pick("否", "no").to_owned(),
        Target::Qualitative(text) => text.clone(),
        Target::None => String::new(),
    }
}

/// The sign that a number without one is scored by.
pub fn implied_sign(quantity: &Quantity, cost: bool) -> &'static str {
    match (cost, quantity.value.is_zero()) {
        (true, _) => "≤",
        (false, true) => "=",
        (false, false) => "≥",
    }
}

const ZH: GoalsText = GoalsText {
    title: "绩效目标",
    blocks: ["年度指标", "中期指标"],
    count: |count| format!("指标 {count} 条"),
    goals: ["年度总体目标", "实施期总体目标"],
    length: |count| format!("{count} 字"),
    weak: |count| format!("SMART: {count} 处待改"),
    strong: "SMART: 未见问题",
    no_goal: "还没有写; 按 g 写明做什么、做多少、何时完成",
    more_lines: |count| format!("还有 {count} 行"),
    columns: [
        "一级",
        "二级",
        "三级指标",
        "指标值",
        "分值",
        "上年",
        "前年",
        "检查",
    ],
    no_level: "(一级指标未写)",
    no_name: "(未命名)",
    no_target: "(未写)",
    again: "(续)",
    missing: "还没有, 按 a 加",
    withdrawn: "已撤下",
    not_applicable: "不适用",
    total: "合计",
    quantitative: |part, all| format!("定量 {part}/{all}"),
    checks: "检查",
    no_findings: "没有检查发现",
    empty: "还没有指标",
    empty_first: "按 i 从指标库插入, 或按 a 自己加一条",
    finding: |number, of, sentence| format!("{number}/{of} {sentence}"),
    side: |number| format!("第 {number} 条"),
    unwritten: "未写",
    library_title: "从指标库插入 (汉字、全拼或首字母)",
    used: "已在表中",
    level_titles: ["一级指标", "二级指标"],
    free: "其他 (自己填写)",
    belongs: |level| format!("属于{level}"),
    delete_title: "删除这条指标?",
    delete_note: "它的月度计划和监控填报会一起删除; 可以撤回, 记录会保留",
    delete: "删除",
    cancel: "取消",
    no_further: "已经到头了",
    why: WhyText {
        weights: "分值与政策框架对照",
        target: "这个指标值怎么读, 怎么计分",
        goal: "目标文字的检查 (SMART)",
        frame: |due| format!("绩效指标分值合计应为 {due}"),
        execution: |points| format!("另有预算执行率 {points} 分, 共 100 分"),
        level: |name, sum| format!("{name}: {sum}"),
        free: "分值不限",
        moved: |points, level| format!("没有满意度指标, 它的 {points} 分计入{level}"),
        own_points: "表上自己写明的分值",
        no_weight: "没有可读的分值",
        to_compare: "填报人填写, 供对照, 不参与计分",
        multi_year: "中期指标的分值不受年度框架约束",
        written: |text| format!("写作: {text}"),
        positive: "越高越好: 达到指标值得满分, 不足按完成比例计分",
        reverse: "越低越好: 不超过指标值得满分, 超过按规则扣分",
        equal: "等于指标值得满分, 有偏差按规则扣分",
        range: "落在区间内得满分",
        date: "按期完成得满分, 逾期按规则扣分",
        yes_no: "做到得满分, 没做到不得分",
        qualitative: |met, partial| {
            format!("定性, 分三档: 达成 100~{met}%, 部分达成 {met}~{partial}%, 未达成 {partial}~0%")
        },
        satisfaction: "满意度: 以调查结果计分",
        plain: |sign| format!("没有写符号, 按 {sign} 计分; 写明符号最稳妥"),
        none: "没有可读的指标值: 写明符号、数值和计量单位, 或写明要达到的状态",
    },
};

const EN: GoalsText = GoalsText {
    title: "Goals",
    blocks: ["annual", "multi-year"],
    count: |count| format!("{count} indicators"),
    goals: ["Annual goal", "Multi-year goal"],
    length: |count| format!("{count} characters"),
    weak: |count| format!("SMART: {count} to mend"),
    strong: "SMART: nothing found",
    no_goal: "Not written yet; g writes it: what, how much, until when",
    more_lines: |count| format!("{count} more lines"),
    columns: [
        "L1",
        "L2",
        "Indicator",
        "Target",
        "Weight",
        "Last year",
        "Year before",
        "Checks",
    ],
    no_level: "(no level 1)",
    no_name: "(no name)",
    no_target: "(none)",
    again: "(again)",
    missing: "none yet, a adds one",
    withdrawn: "withdrawn",
    not_applicable: "n/a",
    total: "Total",
    quantitative: |part, all| format!("measurable {part}/{all}"),
    checks: "Checks",
    no_findings: "The checks found nothing",
    empty: "There are no indicators yet",
    empty_first: "i inserts one from the library, a adds an empty one",
    finding: |number, of, sentence| format!("{number}/{of} {sentence}"),
    side: |number| format!("No. {number}"),
    unwritten: "Not filled in",
    library_title: "Insert from the library (Chinese, pinyin or initials)",
    used: "in the form",
    level_titles: ["Level 1", "Level 2"],
    free: "Other (write it yourself)",
    belongs: |level| format!("under {level}"),
    delete_title: "Delete this indicator?",
    delete_note: "Its monthly plan and readings go with it; it can be undone, the record stays",
    delete: "Delete",
    cancel: "Cancel",
    no_further: "It is at the end already",
    why: WhyText {
        weights: "The weights against the policy's frame",
        target: "How this target is read and scored",
        goal: "What the goal's text lacks (SMART)",
        frame: |due| format!("All weights have to make {due}"),
        execution: |points| format!("The execution rate has {points} more, 100 in all"),
        level: |name, sum| format!("{name}: {sum}"),
        free: "free",
        moved: |points, level| {
            format!("There is no satisfaction row; its {points} points go to {level}")
        },
        own_points: "points that the form itself states",
        no_weight: "no weight that can be read",
        to_compare: "as filled in, to compare with; no part of the score",
        multi_year: "Multi-year weights are not held to the annual frame",
        written: |text| format!("Written: {text}"),
        positive: "More is better: full points from the target on, in proportion below",
        reverse: "Less is better: full points up to the target, less above by the rule",
        equal: "Full points at the target, less for a deviation by the rule",
        range: "Full points inside the range",
        date: "Full points in time, less when late by the rule",
        yes_no: "Full points when done, none when not",
        qualitative: |met, partial| {
            format!(
                "In words, three bands: met 100-{met}%, partly {met}-{partial}%, unmet {partial}-0%"
            )
        },
        satisfaction: "Satisfaction: scored by the survey",
        plain: |sign| format!("Without a sign it is scored as {sign}; better write the sign"),
        none: "No target that can be read: write sign, value and unit, or the state to reach",
    },
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::notation;

    #[test]
    fn a_sum_says_with_sign_and_word_how_it_stands() {
        let ten = |value: i64| Decimal::new(value, 1);
        let zh = |value, due| sum(ten(value), due, Language::Zh);
        assert_eq!(zh(380, Some(ten(400))), "38/40 ! 差 2");
        assert_eq!(zh(415, Some(ten(400))), "41.5/40 ! 超 1.5");
        assert_eq!(zh(400, Some(ten(400))), "40/40 符合");
        assert_eq!(zh(400, None), "40");
        assert_eq!(
            sum(ten(380), Some(ten(400)), Language::En),
            "38/40 ! 2 short"
        );
    }

    #[test]
    fn a_target_is_shown_as_it_is_read() {
        let cell =
            |text: &str, cost| target_cell(&notation::target(text).value, cost, Language::Zh);
        assert_eq!(cell("≥95%", false), "≥ 95 %");
        assert_eq!(cell("16座", false), "(≥) 16 座");
        assert_eq!(cell("16万元", true), "(≤) 16 万元");
        assert_eq!(cell("", false), "");
    }
}
