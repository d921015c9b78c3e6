//! What the screen of a project says: its sections, the next thing to do, where its light comes from.

use rust_decimal::Decimal;

use super::numbers::{counted, money};
use super::{Language, Line, terms};
use crate::domain::monitoring::{Light, Timeline, TimelineRow};
use crate::domain::next::Next;
use crate::domain::policy::LinkageEffect;
use crate::domain::role::Role;
use crate::domain::row::Spent;
use crate::domain::scoring::NoTotal;
use crate::domain::status::{Act, Document};

/// The fixed texts of the screen.
pub struct ProjectText {
    /// The screen.
    pub title: &'static str,
    /// 下一步
    pub next: &'static str,
    /// 申报, 批复, 监控, 自评, 应用
    pub links: [&'static str; 5],
    /// The document waits for: role.
    pub waits_for: fn(&str) -> String,
    /// A second, third … version of the goal.
    pub version: fn(u32) -> String,
    /// Months read, out of twelve.
    pub months_read: fn(u8) -> String,
    /// Nothing was begun.
    pub not_begun: &'static str,
    /// The result of the year: grade and what follows.
    pub result: fn(&str, &str) -> String,
    /// 资金
    pub money: &'static str,
    /// 年初预算, 全年预算, 执行数
    pub amounts: [&'static str; 3],
    /// 合计
    pub total: &'static str,
    /// 执行率
    pub rate: &'static str,
    /// 序时
    pub time: &'static str,
    /// 目标
    pub goal: &'static str,
    /// The goal is not written.
    pub no_goal: &'static str,
    /// 灯
    pub light: &'static str,
    /// 资金灯, 目标灯, 项目灯
    pub lights: [&'static str; 3],
    /// The worst indicator.
    pub worst: &'static str,
    /// Nothing was read yet.
    pub nothing_read: &'static str,
    /// 得分
    pub score: &'static str,
    /// Points: `91.10 分`.
    pub points: fn(&str) -> String,
    /// The self-evaluation was not begun.
    pub no_score: &'static str,
    /// 指标
    pub indicators: &'static str,
    /// Heads: target, what was reached, and what is made of it while the goal is set, while months are
    /// read, and once points are given.
    pub indicator_heads: [&'static str; 5],
    /// A row that does not apply.
    pub not_applicable: &'static str,
    /// Title of the explanation of an indicator, by its name.
    pub why_indicator: fn(&str) -> String,
    /// 检查发现
    pub findings: &'static str,
    /// So many findings are about documents that hold.
    pub settled: fn(usize) -> String,
    /// There is none.
    pub no_findings: &'static str,
    /// Several findings of one check.
    pub several: fn(&str, usize) -> String,
    /// Title of the explanation of a light.
    pub why_light: &'static str,
    /// Title of the explanation of the score.
    pub why_score: &'static str,
    /// Title of the explanation of the execution rate.
    pub why_rate: &'static str,
    /// Title of the explanation of a row of the list.
    pub why_row: &'static str,
    /// Title of the signatures under a document.
    pub why_document: fn(&str) -> String,
    /// Nobody signed the document yet.
    pub unsigned: &'static str,
    /// Title of the menu of documents.
    pub documents: &'static str,
    /// Title of the export prompt.
    pub export_title: &'static str,
    /// Nothing to go to.
    pub nothing_to_do: &'static str,
}

impl ProjectText {
    /// The texts of a language.
    pub fn of(language: Language) -> &'static Self {
        language.pick(&ZH, &EN)
    }
}

const ZH: ProjectText = ProjectText {
    title: "项目",
    next: "下一步",
    links: ["申报", "批复", "监控", "自评", "应用"],
    waits_for: |role| format!("等待 {role}"),
    version: |version| format!("第 {version} 版"),
    months_read: |month| format!("已填至 {month}月"),
    not_begun: "未开始",
    result: |grade, effect| format!("{grade}: {effect}"),
    money: "资金",
    amounts: ["年初预算", "全年预算", "执行数"],
    total: "合计",
    rate: "执行率",
    time: "序时",
    goal: "目标",
    no_goal: "年度总体目标未写",
    light: "预警",
    lights: ["资金", "目标", "项目"],
    worst: "最差",
    nothing_read: "还没有填报完成值",
    score: "得分",
    points: |points| format!("{points} 分"),
    no_score: "自评未开始",
    indicators: "指标",
    indicator_heads: ["指标值", "完成值", "分值", "预警 偏差", "得分 / 分值"],
    not_applicable: "不适用",
    why_indicator: |name| format!("{name}: 这些数从哪里来"),
    findings: "检查发现",
    settled: |count| format!("已定文书中 {count} 条"),
    no_findings: "没有发现问题",
    several: |title, count| format!("{title}: {count} 处"),
    why_light: "这盏灯为什么这样亮",
    why_score: "得分从哪里来",
    why_rate: "执行率从哪里来",
    why_row: "这一行的数从哪里来",
    why_document: |document| format!("{document}走到哪一步"),
    unsigned: "还没有送审",
    documents: "办理哪一份文书",
    export_title: "导出这个项目到文件",
    nothing_to_do: "这一条没有要去的地方",
};

const EN: ProjectText = ProjectText {
    title: "Project",
    next: "Next",
    links: ["Declare", "Approve", "Monitor", "Evaluate", "Result"],
    waits_for: |role| format!("waits: {role}"),
    version: |version| format!("version {version}"),
    months_read: |month| format!("read to {}", terms::month(month, Language::En)),
    not_begun: "not begun",
    result: |grade, effect| format!("{grade}: {effect}"),
    money: "Money",
    amounts: ["Initial", "Adjusted", "Executed"],
    total: "Total",
    rate: "Rate",
    time: "Time",
    goal: "Goal",
    no_goal: "The annual goal is not written",
    light: "Lights",
    lights: ["money", "goal", "project"],
    worst: "worst",
    nothing_read: "Nothing was read yet",
    score: "Score",
    points: |points| format!("{points} points"),
    no_score: "The self-evaluation was not begun",
    indicators: "Indicators",
    indicator_heads: [
        "Target",
        "Reached",
        "Weight",
        "Light, variance",
        "Score / weight",
    ],
    not_applicable: "n/a",
    why_indicator: |name| format!("{name}: where these numbers come from"),
    findings: "Findings",
    settled: |count| format!("{count} in settled documents"),
    no_findings: "The checks find nothing",
    several: |title, count| format!("{title}: {count} times"),
    why_light: "Why this light",
    why_score: "Where the score comes from",
    why_rate: "Where the execution rate comes from",
    why_row: "Where the numbers of this row come from",
    why_document: |document| format!("Where the {document} stands"),
    unsigned: "Not yet sent for review",
    documents: "Which document",
    export_title: "Export this project to a file",
    nothing_to_do: "There is no place to go to from here",
};

/// Why a document stands where it stands: its signatures, the newest first, with all that was said.
pub fn signed(
    document: &Document,
    language: Language,
    name_of: &dyn Fn(&str) -> String,
) -> Vec<Line> {
    let mut lines = vec![Line::new(0, terms::status(document.status, language))];
    if document.signatures.is_empty() {
        lines.push(Line::new(1, ProjectText::of(language).unsigned));
    }
    for signature in document.signatures.iter().rev() {
        let (when, who) = (super::time(signature.at), name_of(&signature.person));
        let role = terms::role(signature.role, language);
        let act = terms::act(signature.act, language);
        lines.push(Line::new(
            1,
            language.pick(
                format!("{when}  {who}（{role}）{act}"),
                format!("{when}  {who} ({role}): {act}"),
            ),
        ));
        if !signature.comment.is_empty() {
            lines.push(Line::new(2, signature.comment.as_str()));
        }
    }
    lines
}

/// What is to be done next, as one sentence to who acts in this role.
pub fn next(next: &Next, acting: Role, language: Language) -> String {
    let document = |kind| terms::document(kind, language);
    let zh = language == Language::Zh;
    match next {
        Next::Mend {
            document: kind,
            errors,
        } => {
            let document = document(*kind);
            if zh {
                format!("改正 {errors} 个错误后送审{document}")
            } else {
                let errors = counted(*errors, "", ("error", "errors"), language);
                format!("Correct {errors}, then send the {document}")
            }
        }
        Next::Submit { document: kind } => {
            let document = document(*kind);
            language.pick(format!("送审{document}"), format!("Send the {document}"))
        }
        Next::Wait {
            document: kind,
            role,
            act,
        } => {
            let mine = *role == acting;
            let (document, role) = (document(*kind), terms::role(*role, language));
            match (act, language) {
                (Act::Approve, Language::Zh) if mine => format!("请批复{document} (m)"),
                (_, Language::Zh) if mine => format!("请审核{document} (m)"),
                (Act::Approve, Language::En) if mine => format!("Approve the {document} (m)"),
                (_, Language::En) if mine => format!("Review the {document} (m)"),
                (Act::Approve, Language::Zh) => format!("等待「{role}」批复{document}"),
                (_, Language::Zh) => format!("等待「{role}」审核{document}"),
                (Act::Approve, Language::En) => {
                    format!("The {document} waits for approval by: {role}")
                }
                (_, Language::En) => format!("The {document} waits for review by: {role}"),
            }
        }
        Next::Read { month } => {
            let month = terms::month(*month, language);
            language.pick(
                format!("填报 {month}监控"),
                format!("Fill in the monitoring of {month}"),
            )
        }
        Next::SelfEvaluate => language
            .pick("填写自评表", "Fill in the self-evaluation sheet")
            .to_owned(),
        Next::Rest { month } => {
            let month = terms::month(*month, language);
            language.pick(
                format!("暂无要办的; 下次填报 {month}监控"),
                format!("Nothing now; the next monitoring is that of {month}"),
            )
        }
        Next::Done => language
            .pick(
                "自评已终审, 结果供下年预算应用",
                "The self-evaluation is final; its result goes into next year's budget",
            )
            .to_owned(),
    }
}

/// What a grade means for next year's money.
pub fn linkage(effect: LinkageEffect, language: Language) -> &'static str {
    match effect {
        LinkageEffect::KeepFirst => language.pick("下年预算优先保障", "funded first next year"),
        LinkageEffect::Keep => language.pick("下年预算予以保障", "funded next year"),
        LinkageEffect::Reduce => language.pick("下年预算压减", "cut next year"),
        LinkageEffect::CancelOrRepurpose => {
            language.pick("取消或调整用途", "cancelled or repurposed")
        }
    }
}

/// Why there is no total.
pub fn no_total(why: NoTotal, language: Language) -> &'static str {
    match why {
        NoTotal::WeightMissing => language.pick("有指标没有分值", "an indicator has no weight"),
        NoTotal::NothingApplies => language.pick("没有适用的分值", "no weight applies"),
        NoTotal::TooLong => language.pick("数字太长, 无法相加", "the numbers are too long to add"),
        NoTotal::NotBegun => language.pick("自评未开始", "nothing is filled in yet"),
    }
}

/// An amount beside its budget, in 万元.
#[derive(Debug, Clone, Copy)]
pub struct Rate<'a> {
    /// The source; `None` is all money.
    pub name: Option<&'a str>,
    /// What was spent, where that is known.
    pub executed: Option<Decimal>,
    /// What it is held against.
    pub budget: Decimal,
    /// Where the spent amount comes from.
    pub spent: Spent,
    /// True where the budget is the adjusted one.
    pub adjusted: bool,
}

/// Where the execution rate comes from.
pub fn why_rate(of: &Rate<'_>, language: Language) -> Vec<Line> {
    let text = ProjectText::of(language);
    let line = |depth, text: String, note: &str| Line::noted(depth, text, note);
    let unit = language.pick("万元", "10k yuan");
    let amount = |amount: Option<Decimal>| amount.map_or_else(|| "-".to_owned(), money);
    let rate = of
        .executed
        .and_then(|executed| executed.checked_div(of.budget))
        .map_or_else(|| "-".to_owned(), super::numbers::percent);
    let [initial, adjusted, spent] = text.amounts;
    let head = match of.executed {
        Some(executed) => format!(
            "{} {rate} = {} ÷ {}",
            text.rate,
            money(executed),
            money(of.budget)
        ),
        None => format!("{} -", text.rate),
    };
    let origin = match of.spent {
        Spent::Nowhere => language.pick("还没有填", "not filled in yet").to_owned(),
        Spent::Year => language
            .pick("各来源的全年执行数", "the year's amounts of the sources")
            .to_owned(),
        Spent::Month(month) => {
            let month = terms::month(month, language);
            language.pick(format!("累计至 {month}"), format!("cumulative to {month}"))
        }
    };
    let (budget, note) = if of.adjusted {
        (adjusted, "")
    } else {
        let note = language.pick("还没有全年预算", "no adjusted budget yet");
        (initial, note)
    };
    let mut lines = vec![
        line(0, head, of.name.unwrap_or_default()),
        line(
            1,
            format!("{spent} {} {unit}", amount(of.executed)),
            &origin,
        ),
        line(1, format!("{budget} {} {unit}", money(of.budget)), note),
    ];
    if let Spent::Month(month) = of.spent {
        let time = super::numbers::percent(Decimal::from(month) / Decimal::from(12));
        lines.push(line(1, format!("{} {time} = {month} ÷ 12", text.time), ""));
    }
    lines
}

/// The indicators that have a light in the month looked at, the worst first.
pub fn worst_first(timeline: &Timeline) -> Vec<&TimelineRow> {
    let mut rows: Vec<(usize, Decimal, &TimelineRow)> = timeline
        .rows
        .iter()
        .filter(|row| !row.is_money())
        .filter_map(|row| {
            let cell = row.cell(timeline.month)?;
            let light = cell.light?;
            let rank = Light::ALL.iter().position(|one| *one == light)?;
            Some((rank, cell.index.unwrap_or(Decimal::MAX), row))
        })
        .collect();
    rows.sort_by_key(|(rank, index, _)| (*rank, *index));
    rows.into_iter().map(|(_, _, row)| row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::role::Role;
    use crate::domain::status::DocumentKind;

    #[test]
    fn the_next_thing_is_one_sentence_in_both_languages() {
        let document = DocumentKind::Monitoring(7);
        let wait = Next::Wait {
            document,
            role: Role::Department,
            act: Act::Pass,
        };
        assert_eq!(
            next(&wait, Role::Unit, Language::Zh),
            "等待「主管部门」审核7月监控表"
        );
        assert_eq!(
            next(&wait, Role::Unit, Language::En),
            "The monitoring form of Jul waits for review by: department"
        );
        let mend = Next::Mend {
            document: DocumentKind::Goal,
            errors: 3,
        };
        assert_eq!(
            next(&mend, Role::Unit, Language::Zh),
            "改正 3 个错误后送审绩效目标申报表"
        );
        assert_eq!(
            next(&Next::Read { month: 7 }, Role::Unit, Language::Zh),
            "填报 7月监控"
        );
    }
}
