//! What the project list says.

use rust_decimal::Decimal;

use super::numbers::{money, percent, projects};
use super::{Language, Line};
use crate::domain::journal::KeptBackups;

/// The texts of the project list.
pub struct ProjectsText {
    /// Name of the screen.
    pub title: &'static str,
    /// Rows shown of rows there are.
    pub count: fn(usize, usize) -> String,
    /// Budget.
    pub budget: &'static str,
    /// Unit of amounts.
    pub money_unit: &'static str,
    /// Execution.
    pub execution: &'static str,
    /// Heads of the columns: code, name, unit, stage, goal, budget, executed, execution rate, month,
    /// time progress, light, self-evaluation, score, grade, findings,
    /// year.
    pub columns: [&'static str; 16],
    /// Ways of grouping: none, department, stage.
    pub groups: [&'static str; 3],
    /// Head of a group: name, rows, budget, rate.
    pub group_head: fn(&str, usize, &str, &str) -> String,
    /// Order.
    pub sort: &'static str,
    /// Title of the order menu.
    pub sort_title: &'static str,
    /// Grouping.
    pub grouped: &'static str,
    /// Title of the grouping menu.
    pub group_title: &'static str,
    /// Marked rows.
    pub marked: &'static str,
    /// Title of the year menu.
    pub year_title: &'static str,
    /// All years.
    pub all_years: &'static str,
    /// An empty store.
    pub empty: &'static str,
    /// What to do first in it.
    pub empty_first: &'static str,
    /// Nothing fits the filter.
    pub none: &'static str,
    /// What to do then.
    pub none_first: &'static str,
    /// The acting role sees no project at all.
    pub unseeing: &'static str,
    /// What to do then.
    pub unseeing_first: &'static str,
    /// Title of the new-project prompt.
    pub new_title: &'static str,
    /// Its hint.
    pub new_hint: &'static str,
    /// Title of the import prompt.
    pub import_title: &'static str,
    /// Its hint.
    pub import_hint: &'static str,
    /// Title of the export prompt.
    pub export_title: fn(usize) -> String,
    /// Title of the choice of what is exported.
    pub export_choice: &'static str,
    /// Export of the rows shown.
    pub export_shown: fn(usize) -> String,
    /// Export of the marked rows.
    pub export_marked: fn(usize) -> String,
    /// Title of the bulk menu.
    pub bulk_title: fn(usize) -> String,
    /// Marked rows that are not shown.
    pub unseen: fn(usize) -> String,
    /// Title of the question before a project is deleted.
    pub delete_title: &'static str,
    /// What follows.
    pub delete_note: &'static str,
    /// Its button.
    pub delete: &'static str,
    /// The harmless button.
    pub cancel: &'static str,
}

/// How many of the marked projects can take a step.
pub fn able(able: usize, of: usize, language: Language) -> String {
    match language {
        Language::Zh => format!("{able}/{of} 个可办"),
        Language::En => format!("{able} of {of} can"),
    }
}

/// How many projects a reason holds back.
pub fn held_back(count: usize, why: &str, language: Language) -> String {
    language.pick(format!("{count} 个: {why}"), format!("{count}: {why}"))
}

/// What the first line of the list, or a group of it, comes to.
#[derive(Debug, Clone, Copy)]
pub struct Sums {
    /// Projects shown that have a budget.
    pub budgets: usize,
    /// Of which an execution is known.
    pub read: usize,
    /// Σ budget, 万元.
    pub budget: Decimal,
    /// Σ executed, 万元; `None` while nothing was read.
    pub executed: Option<Decimal>,
}

/// Where the numbers come from that the list shows of a project beside its money, light and score,
/// and those of its first line.
pub fn why_list(
    (errors, warnings): (u16, u16),
    sums: Option<Sums>,
    language: Language,
) -> Vec<Line> {
    let checks = language.pick(
        format!("检查 E{errors} W{warnings} = 还能改的文书中的错误 {errors}、警告 {warnings}"),
        format!("Checks E{errors} W{warnings}: {errors} errors and {warnings} warnings in documents that can still be mended"),
    );
    let mut lines = vec![Line::new(0, checks)];
    let Some(sums) = sums else { return lines };
    let (count, budget) = (sums.budgets, money(sums.budget));
    lines.push(Line::new(
        0,
        language.pick(
            format!("列表合计: 预算 {budget} 万元 = {count} 个写有预算的项目之和"),
            format!(
                "The list: budget {budget} (10k yuan), the sum of the projects with one: {count}"
            ),
        ),
    ));
    if let Some(executed) = sums.executed
        && let Some(rate) = executed.checked_div(sums.budget)
    {
        let (rate, executed, read) = (percent(rate), money(executed), sums.read);
        lines.push(Line::noted(
            1,
            language.pick(
                format!("执行 {rate} = {executed} ÷ {budget}"),
                format!("executed {rate} = {executed} ÷ {budget}"),
            ),
            language.pick(
                format!("{read} 个项目已填执行数, 各计全年执行数或最近一月累计; 其余按 0 计"),
                format!("projects with an amount executed: {read}, each by its year or its last month; others count as 0"),
            ),
        ));
    }
    lines
}

impl ProjectsText {
    /// The texts of a language.
    pub fn of(language: Language) -> &'static Self {
        language.pick(&ZH, &EN)
    }
}

const ZH: ProjectsText = ProjectsText {
    title: "项目库",
    count: |shown, of| format!("{shown}/{of} 个"),
    budget: "预算",
    money_unit: "万元",
    execution: "执行",
    columns: [
        "编码",
        "项目",
        "单位",
        "阶段",
        "目标",
        "预算(万元)",
        "已执行",
        "执行",
        "截至",
        "序时",
        "灯",
        "自评",
        "得分",
        "级",
        "检查",
        "年度",
    ],
    groups: ["无", "主管部门", "阶段"],
    group_head: |name, count, budget, rate| {
        let name = if name.is_empty() {
            "(主管部门未写)"
        } else {
            name
        };
        format!("{name}  {count} 个  预算 {budget}  执行 {rate}")
    },
    sort: "排序",
    sort_title: "按哪一列排序 (再选一次即倒序)",
    grouped: "分组",
    group_title: "分组",
    marked: "标记",
    year_title: "年度",
    all_years: "所有年度",
    empty: "库里还没有项目",
    empty_first: "按 a 新建, 按 i 导入 wenxiao/1 文件; 退出后用 wenxiao demo 看样例",
    none: "没有符合的项目",
    none_first: "按 Esc 清除筛选, 按 y 换年度, 按 F8 换办理人",
    unseeing: "系统管理员不看项目的业务数据",
    unseeing_first: "按 F8 管理人员或换办理人",
    new_title: "新建项目",
    new_hint: "项目名称",
    import_title: "导入文件 (wenxiao/1 JSON)",
    import_hint: "文件路径",
    export_title: |count| format!("导出 {count} 个项目到文件"),
    export_choice: "导出到文件",
    export_shown: |count| format!("导出列出的 {count} 个项目"),
    export_marked: |count| format!("导出标记的 {count} 个项目"),
    bulk_title: |count| format!("对标记的 {count} 个项目"),
    unseen: |count| format!("(其中 {count} 个未列出)"),
    delete_title: "删除这个项目?",
    delete_note: "只能删除从未送审的草稿; 删除可以撤回, 记录会保留",
    delete: "删除",
    cancel: "取消",
};

const EN: ProjectsText = ProjectsText {
    title: "Projects",
    count: |shown, of| format!("{shown} of {of}"),
    budget: "Budget",
    money_unit: "10k yuan",
    execution: "Execution",
    columns: [
        "Code",
        "Project",
        "Unit",
        "Stage",
        "Goal",
        "Budget/10k",
        "Spent",
        "Exec.",
        "To",
        "Time",
        "Light",
        "Self-eval.",
        "Score",
        "Gr",
        "Checks",
        "Year",
    ],
    groups: ["none", "department", "stage"],
    group_head: |name, count, budget, rate| {
        let name = if name.is_empty() {
            "(no department)"
        } else {
            name
        };
        format!(
            "{name}  {}  budget {budget}  execution {rate}",
            projects(count, Language::En)
        )
    },
    sort: "Sort",
    sort_title: "Sort by which column (again turns it round)",
    grouped: "Group",
    group_title: "Group",
    marked: "Marked",
    year_title: "Year",
    all_years: "All years",
    empty: "There are no projects yet",
    empty_first: "a makes a new one, i imports a wenxiao/1 file; `wenxiao demo` shows samples",
    none: "No project fits",
    none_first: "Esc clears the filter, y changes the year, F8 the acting person",
    unseeing: "An administrator sees no business data of projects",
    unseeing_first: "F8 manages persons and changes the acting one",
    new_title: "New project",
    new_hint: "Name of the project",
    import_title: "Import a file (wenxiao/1 JSON)",
    import_hint: "Path of the file",
    export_title: |count| match count {
        1 => "Export 1 project to a file".to_owned(),
        _ => format!("Export {count} projects to a file"),
    },
    export_choice: "Export to a file",
    export_shown: |count| format!("Export what is listed: {count}"),
    export_marked: |count| format!("Export what is marked: {count}"),
    bulk_title: |count| format!("Marked projects: {count}"),
    unseen: |count| format!("({count} of them not listed)"),
    delete_title: "Delete this project?",
    delete_note: "Only drafts that were never sent can be deleted; it can be undone, the record stays",
    delete: "Delete",
    cancel: "Cancel",
};

/// How the backups beside the store stand; where nobody has looked yet, how to make one.
pub fn backups(kept: Option<KeptBackups>, language: Language) -> String {
    let newest = kept.and_then(|kept| Some((kept.newest?, kept.count, kept.damaged)));
    match (newest, language) {
        (Some((_, _, true)), Language::Zh) => {
            "备份: 最近一份曾损坏, 已停止清理旧备份; 用 wenxiao backup --keep 另做一份".to_owned()
        }
        (Some((_, _, true)), Language::En) => {
            "Backups: the newest was found damaged, no older one is taken away; make another \
             with wenxiao backup --keep"
                .to_owned()
        }
        (Some(((day, seq), count, false)), Language::Zh) => {
            format!("备份: 最近 {day} (到 #{seq}), 已核验, 共留 {count} 份")
        }
        (Some(((day, seq), count, false)), Language::En) => {
            format!("Backups: newest {day} (up to #{seq}), verified, {count} kept")
        }
        (None, Language::Zh) => {
            "备份: 还没有; wenxiao backup --keep 在数据文件旁留存一份".to_owned()
        }
        (None, Language::En) => {
            "Backups: none yet; wenxiao backup --keep keeps one beside the store".to_owned()
        }
    }
}
