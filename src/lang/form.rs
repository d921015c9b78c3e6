//! What the forms say: 基本信息, 资金, an indicator's attributes, a row of a month's form.

use super::Language;

/// The texts of the forms.
pub struct FormText {
    /// Head and declaration.
    pub head: &'static str,
    /// Money by source.
    pub funds: &'static str,
    /// An indicator.
    pub indicator: &'static str,
    /// A row of a month's form.
    pub reading: &'static str,
    /// The money as a whole.
    pub execution: &'static str,
    /// Groups of the head: basics, declaration, texts, goal, multi-year, self-evaluation.
    pub head_groups: [&'static str; 6],
    /// Groups of an indicator: definition, attributes, result.
    pub indicator_groups: [&'static str; 3],
    /// Heads of the columns: field, content, checks.
    pub columns: [&'static str; 3],
    /// All sources.
    pub total: &'static str,
    /// Execution rate.
    pub rate: &'static str,
    /// A source without a name.
    pub no_source: &'static str,
    /// How long a text is.
    pub length: fn(usize) -> String,
    /// A duty, and whether it is done.
    pub duty: [&'static str; 2],
    /// The mark of a computed value.
    pub computed: &'static str,
    /// The store's default policy.
    pub default_policy: &'static str,
    /// A policy that is not known here: its name, and the title of the one that judges instead.
    pub unknown_policy: fn(&str, &str) -> String,
    /// Title of the policy menu.
    pub policy_title: &'static str,
    /// The row is not there any more.
    pub gone: &'static str,
    /// What to do then.
    pub gone_first: &'static str,
    /// No source yet.
    pub no_funds: &'static str,
    /// What to do first.
    pub no_funds_first: &'static str,
    /// Target, plan, actual of a month.
    pub context: [&'static str; 3],
    /// Title of the question before a source is deleted.
    pub delete_title: &'static str,
    /// What follows.
    pub delete_note: &'static str,
    /// Its button.
    pub delete: &'static str,
    /// The harmless button.
    pub cancel: &'static str,
    /// Explanation of the money.
    pub why_title: &'static str,
    /// A cell that is no number counts as nothing.
    pub unreadable: &'static str,
    /// The total is the sum of the sources.
    pub sum_note: &'static str,
    /// The total where its parts do not add up to it as they are shown.
    pub total_differs: &'static str,
    /// What is missing between the two.
    pub gap: fn(&str) -> String,
    /// Why.
    pub gap_note: &'static str,
    /// Rate: executed ÷ adjusted.
    pub rate_note: &'static str,
    /// The total of a month is the sum of its sources.
    pub month_sum: &'static str,
    /// Checks.
    pub checks: &'static str,
}

impl FormText {
    /// The texts of a language.
    pub fn of(language: Language) -> &'static Self {
        language.pick(&ZH, &EN)
    }
}

const ZH: FormText = FormText {
    head: "基本信息",
    funds: "资金",
    indicator: "指标属性",
    reading: "监控填报",
    execution: "预算执行 (合计)",
    head_groups: ["项目", "申报", "申报文字", "年度目标", "实施期", "自评"],
    indicator_groups: ["指标", "属性", "自评结果"],
    columns: ["栏目", "内容", "检查"],
    total: "合计",
    rate: "执行率",
    no_source: "(资金来源未写)",
    length: |count| format!("({count} 字)"),
    duty: ["必填 缺", "必填 已填"],
    computed: "(计算)",
    default_policy: "(库的默认)",
    unknown_policy: |name, title| format!("{name}: 没有这个政策, 请另选; 暂按{title}"),
    policy_title: "适用政策",
    gone: "这一行已经不在了",
    gone_first: "按 Esc 返回; 按 h 看是谁在何时删除的",
    no_funds: "还没有资金来源",
    no_funds_first: "按 a 加一行",
    context: ["指标值", "累计计划", "累计完成"],
    delete_title: "删除这个资金来源?",
    delete_note: "它的月度计划和执行数会一起删除; 可以撤回, 记录会保留",
    delete: "删除",
    cancel: "取消",
    why_title: "这个数从哪里来",
    unreadable: "不是一个数, 按 0 计",
    sum_note: "各资金来源之和",
    total_differs: "合计 (有尾差)",
    gap: |gap| format!("尾差 {gap}"),
    gap_note: "各项显示时已四舍五入到两位小数; 合计按原数相加, 再四舍五入",
    rate_note: "全年执行数 ÷ 全年预算数",
    month_sum: "本月各资金来源累计执行数之和",
    checks: "检查",
};

const EN: FormText = FormText {
    head: "Basics and texts",
    funds: "Money",
    indicator: "Attributes",
    reading: "Reading",
    execution: "Execution (total)",
    head_groups: [
        "Project",
        "Declaration",
        "Texts",
        "Goal",
        "Multi-year",
        "Self-evaluation",
    ],
    indicator_groups: ["Definition", "Attributes", "Result"],
    columns: ["Field", "Content", "Checks"],
    total: "Total",
    rate: "execution rate",
    no_source: "(no source)",
    length: |count| format!("({count} characters)"),
    duty: ["required", "required, done"],
    computed: "(computed)",
    default_policy: "(default)",
    unknown_policy: |name, title| {
        format!("{name}: no such policy, choose another; judged by {title}")
    },
    policy_title: "Policy",
    gone: "This row is not there any more",
    gone_first: "Esc goes back; h shows who deleted it and when",
    no_funds: "There are no sources of money yet",
    no_funds_first: "a adds one",
    context: ["Target", "Planned so far", "Reached so far"],
    delete_title: "Delete this source of money?",
    delete_note: "Its monthly plan and readings go with it; it can be undone, the record stays",
    delete: "Delete",
    cancel: "Cancel",
    why_title: "Where this number comes from",
    unreadable: "no number, counts as 0",
    sum_note: "sum of the sources",
    total_differs: "Total (rounded)",
    gap: |gap| format!("Rounding difference {gap}"),
    gap_note: "each amount is shown to two decimals; the total adds what was written and is rounded then",
    rate_note: "executed ÷ adjusted budget",
    month_sum: "sum of the month's readings of the sources",
    checks: "Checks",
};
