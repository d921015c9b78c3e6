//! The findings of the checks, in words: the place, what is wrong there, and how to mend it.
//!
//! Screens, `check` and reports call [`sentence`]. Every check has its own pair of phrases in both
//! languages, so that a check without words does not compile.

use super::policy::{level1, level2};
use super::{Language, terms};
use crate::domain::check::smart::Weakness;
use crate::domain::check::{Check, Detail, Finding, Severity, Subject};
use crate::domain::command::{At, IndicatorField};

/// What is wrong, and how to mend it, in one language.
struct Phrase {
    wrong: &'static str,
    mend: &'static str,
}

/// A short name of a check, for lists and filters.
pub fn title(check: Check, language: Language) -> &'static str {
    let (zh, en) = phrases(check);
    language.pick(zh, en).wrong
}

/// The word for a severity.
pub fn severity(severity: Severity, language: Language) -> &'static str {
    match severity {
        Severity::Error => language.pick("错误", "error"),
        Severity::Warning => language.pick("警告", "warning"),
        Severity::Info => language.pick("提示", "note"),
    }
}

/// What is weak in a goal's text, while it is typed.
pub fn weakness(weakness: Weakness, language: Language) -> &'static str {
    match weakness {
        Weakness::TooShort => language.pick(
            "目标太短，写明做什么、做多少、做到什么程度",
            "Too short: say what, how much, and to which standard",
        ),
        Weakness::NoNumber => language.pick(
            "没有数字，补充可衡量的数量或比率",
            "No number: add a quantity or a rate that can be measured",
        ),
        Weakness::Vague => language.pick(
            "表述笼统，改为数量、标准或清单",
            "Vague: give a quantity, a standard or a list instead",
        ),
        Weakness::Absolute => language.pick(
            "承诺过满，写能达到并能核实的程度",
            "Promises too much: write what can be reached and verified",
        ),
        Weakness::NoTime => language.pick(
            "没有时间，写明完成的年度或日期",
            "No time: name the year or the date of completion",
        ),
        Weakness::OtherYear => language.pick(
            "年份与项目年度不同，核对后改正",
            "Another year than the project's: check and correct it",
        ),
    }
}

/// One sentence: the place, what is wrong, what is there and should be, and the mend.
pub fn sentence(finding: &Finding, language: Language) -> String {
    let mut place = subject(&finding.subject, language);
    if let At::Fund(_, field) = finding.place {
        let column = terms::fund_field(field, language);
        place = match language {
            Language::Zh => format!("{place}{column}"),
            Language::En => format!("{place}, {}", column.to_lowercase()),
        };
    }
    let said = said(finding, language);
    match language {
        Language::Zh => format!("{place}：{said}"),
        Language::En => format!("{place}: {said}"),
    }
}

/// The same sentence without its place, where the place is seen.
pub fn said(finding: &Finding, language: Language) -> String {
    let (zh, en) = phrases(finding.check);
    let phrase = language.pick(zh, en);
    let (wrong, mend) = special(finding, language)
        .unwrap_or_else(|| (phrase.wrong.to_owned(), phrase.mend.to_owned()));
    let values = values(finding, language);
    if finding.on_paper {
        return match language {
            Language::Zh => format!("原表{wrong}{values}。本表已按规则计分，不影响送审。"),
            Language::En => format!(
                "on the paper form, {wrong}{values}. This sheet is scored by the rules and can be sent."
            ),
        };
    }
    match language {
        Language::Zh => format!("{wrong}{values}。{mend}。"),
        Language::En => format!("{wrong}{values}. {mend}."),
    }
}

/// At most so many characters, in one line.
fn cut(text: &str, most: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= most {
        return text;
    }
    let kept: String = text.chars().take(most).collect();
    format!("{kept}…")
}

fn values(finding: &Finding, language: Language) -> String {
    if let Detail::Beside(one, other) = &finding.detail {
        return beside(finding.check, &cut(one, 60), &cut(other, 60), language);
    }
    let unit = match finding.check {
        Check::G26 => language.pick("万元", " 10k yuan"),
        _ => "",
    };
    let shown = |text: &Option<String>| text.as_deref().map(|text| cut(text, 60) + unit);
    match (shown(&finding.expected), shown(&finding.found), language) {
        (Some(expected), Some(found), Language::Zh) => format!("（应为 {expected}，现为 {found}）"),
        (Some(expected), None, Language::Zh) => format!("（应为 {expected}）"),
        (None, Some(found), Language::Zh) => format!("（现为 {found}）"),
        (Some(expected), Some(found), Language::En) => {
            format!(" (expected {expected}, found {found})")
        }
        (Some(expected), None, Language::En) => format!(" (expected {expected})"),
        (None, Some(found), Language::En) => format!(" (found {found})"),
        (None, None, _) => String::new(),
    }
}

/// Two values that do not go together: neither of them is expected.
fn beside(check: Check, one: &str, other: &str, language: Language) -> String {
    match (check, language) {
        (Check::S13, Language::Zh) => format!("（执行率 {one}，完成值 {other}）"),
        (Check::S13, Language::En) => format!(" (execution rate {one}, actual {other})"),
        (Check::S14, Language::Zh) => format!("（执行率 {one}，产出得分率 {other}）"),
        (Check::S14, Language::En) => format!(" (execution rate {one}, output score {other})"),
        (Check::G30, Language::Zh) => format!("（年度资金 {one}万元，{other}万元起须评估）"),
        (Check::G30, Language::En) => {
            format!(" ({one} 10k yuan a year; needed from {other} 10k yuan on)")
        }
        (_, Language::Zh) => format!("（得分率 {one}，执行率 {other}）"),
        (_, Language::En) => format!(" (score {one}, execution rate {other})"),
    }
}

fn subject(subject: &Subject, language: Language) -> String {
    let row = |number: &usize, name: &str| {
        let name = cut(name, 24);
        match (language, name.is_empty()) {
            (Language::Zh, true) => format!("第 {number} 行"),
            (Language::Zh, false) => format!("第 {number} 行“{name}”"),
            (Language::En, true) => format!("Row {number}"),
            (Language::En, false) => format!("Row {number} “{name}”"),
        }
    };
    match subject {
        Subject::Form => language.pick("整表", "The form").to_owned(),
        Subject::Row { number, name } => row(number, name),
        Subject::MultiYearRow { number, name } => {
            format!(
                "{}{}",
                language.pick("中期指标", "Multi-year: "),
                row(number, name)
            )
        }
        Subject::Level(level) => match language {
            Language::Zh => format!("“{level}”"),
            Language::En => format!("Level “{level}”"),
        },
        Subject::Fund(source) => match language {
            Language::Zh => format!("资金“{source}”"),
            Language::En => format!("Fund “{source}”"),
        },
        Subject::Money => language.pick("项目资金", "The money").to_owned(),
        Subject::Month(month) => match language {
            Language::Zh => format!("{month} 月监控表"),
            Language::En => format!("Monitoring of {}", terms::month(*month, language)),
        },
        Subject::MonthMoney(month) => match language {
            Language::Zh => format!("{month} 月监控表预算执行"),
            Language::En => format!(
                "Monitoring of {}, budget execution",
                terms::month(*month, language)
            ),
        },
        Subject::MonthRow {
            month,
            number,
            name,
        } => match language {
            Language::Zh => format!("{month} 月监控表{}", row(number, name)),
            Language::En => format!(
                "Monitoring of {}, {}",
                terms::month(*month, language),
                row(number, name)
            ),
        },
    }
}

fn field(field: IndicatorField, language: Language) -> &'static str {
    match field {
        IndicatorField::Level1 => language.pick("一级指标", "level 1"),
        IndicatorField::Level2 => language.pick("二级指标", "level 2"),
        IndicatorField::Name => language.pick("三级指标", "indicator"),
        IndicatorField::Target => language.pick("指标值", "target"),
        IndicatorField::Weight => language.pick("分值", "weight"),
        IndicatorField::Explanation => language.pick("指标解释", "explanation"),
        IndicatorField::Standard => language.pick("评（扣）分标准", "scoring standard"),
        IndicatorField::Formula => language.pick("计算公式", "formula"),
        IndicatorField::Origin => language.pick("绩效指标来源", "origin"),
        IndicatorField::Basis => language.pick("指标值确定依据", "basis of the target"),
        IndicatorField::LastYear => language.pick("上年指标值", "last year's value"),
        IndicatorField::YearBefore => language.pick("前年指标值", "value of the year before last"),
        IndicatorField::Method => language.pick("完成值取值方式", "method"),
        IndicatorField::DataSource => language.pick("完成值数据来源", "data source"),
        IndicatorField::EvidenceRequired => language.pick("佐证资料要求", "required evidence"),
        IndicatorField::GoalLink => language.pick("关联目标", "linked goal"),
        IndicatorField::GrowthRate => language.pick("增长率", "growth rate"),
        IndicatorField::Actual => language.pick("实际完成值", "actual"),
        IndicatorField::Band => language.pick("达成档次", "band"),
        IndicatorField::BandScore => language.pick("档内得分", "points in the band"),
        IndicatorField::NotApplicable => language.pick("不适用", "not applicable"),
        IndicatorField::Deduction => language.pick("扣减分数", "deduction"),
        IndicatorField::Reason => language.pick("偏差原因", "reason"),
        IndicatorField::Evidence => language.pick("佐证资料", "evidence"),
    }
}

/// Other words where the finding is a special case of its check.
fn special(finding: &Finding, language: Language) -> Option<(String, String)> {
    let (zh, en) = phrases(finding.check);
    let (wrong, mend) = {
        let phrase = language.pick(zh, en);
        (phrase.wrong, phrase.mend.to_owned())
    };
    let fields = |list: &[IndicatorField]| {
        let names: Vec<&str> = list.iter().map(|name| field(*name, language)).collect();
        names.join(language.pick("、", ", "))
    };
    let pair = |zh: String, en: String| Some((language.pick(zh, en), mend.clone()));
    let both = |zh: (&str, &str), en: (&str, &str)| {
        let (wrong, mend) = language.pick(zh, en);
        Some((wrong.to_owned(), mend.to_owned()))
    };
    match &finding.detail {
        Detail::Plain if finding.check == Check::G25 => {
            let name = match &finding.place {
                At::Project(field) => terms::project_field(*field, language),
                At::Indicator(_, _, name) => field(*name, language),
                _ => return None,
            };
            pair(
                format!("{name}超长（汉字计 2）"),
                format!(
                    "{} is too long (Chinese characters count 2)",
                    name.to_lowercase()
                ),
            )
        }
        Detail::Plain | Detail::Beside(..) => None,
        Detail::Missing(_) if finding.check == Check::S33 => both(
            ("缺少指标值，无法计分", "填写指标值"),
            ("there is no target to score by", "Fill in the target"),
        ),
        Detail::Missing(list) => pair(
            format!("缺少{}", fields(list)),
            format!("{} not filled in", fields(list)),
        ),
        Detail::WholeColumns(list) => pair(
            format!("各行都没有填写{}", fields(list)),
            format!("not filled in on any row: {}", fields(list)),
        ),
        Detail::NoNumber => both(
            ("不是数字", "只写数字，单位按表头"),
            (
                "this is no number",
                "Write the number alone; its unit stands above the table",
            ),
        ),
        Detail::NoAdjusted => both(
            (
                "没有填写全年预算数，算不出预算执行率",
                "填写全年预算数；没有调整的照填年初预算数",
            ),
            (
                "the adjusted budget is not filled in, so there is no execution rate",
                "Fill it in; where nothing was adjusted it is the initial budget",
            ),
        ),
        Detail::NoBudget if finding.check == Check::S15 => both(
            ("全年预算为 0，没有执行率", "核对全年预算，或说明原因"),
            (
                "the budget is 0, so there is no execution rate",
                "Check the budget, or explain",
            ),
        ),
        Detail::NoBudget => both(
            (
                "全年预算为 0，不计执行率，也不计得分",
                "核对全年预算，或删去此项",
            ),
            (
                "the budget is 0, so there is neither a rate nor a score for it",
                "Check the budget, or take it away",
            ),
        ),
        Detail::Higher => both(
            ("指标值高于上年", "说明理由，或降低指标值"),
            (
                "the limit is above last year's value",
                "Explain it, or set a lower one",
            ),
        ),
        Detail::Empty if finding.check == Check::G04 => both(
            ("没有分值", "填写大于 0 的分值，或删去本行"),
            (
                "the row has no weight",
                "Give it a weight, or remove the row",
            ),
        ),
        Detail::Words(_) if finding.check == Check::S16 => both(
            ("满意度涉及投诉", "核实投诉，据实填写满意度"),
            (
                "there are complaints beside the satisfaction",
                "Look into them, and tell the satisfaction as it is",
            ),
        ),
        Detail::WholeColumn => both(
            ("各行都没有关联目标", "逐行选择它所支撑的目标任务"),
            (
                "no row is linked to the goal",
                "Link each row to the task that it serves",
            ),
        ),
        Detail::Words(words) => pair(
            format!("{wrong}：{}", words.join("、")),
            format!("{wrong}: {}", words.join(", ")),
        ),
        Detail::SameAs { number, name } => pair(
            format!("与第 {number} 行“{name}”重复"),
            format!("the same as row {number} “{name}”"),
        ),
        Detail::Rows(rows) => {
            let rows: Vec<String> = rows.iter().map(ToString::to_string).collect();
            pair(
                format!("第 {} 行的偏差原因完全相同", rows.join("、")),
                format!("rows {} give exactly the same reason", rows.join(", ")),
            )
        }
        Detail::Project { code, name } => pair(
            format!("三级指标与项目 {code}“{name}”大量相同"),
            format!("most indicators are those of project {code} “{name}”"),
        ),
        Detail::Level1(level) if finding.check == Check::G06 => pair(
            format!("二级指标应归在“{}”下", level1(*level, language)),
            format!("this level 2 belongs under {}", level1(*level, language)),
        ),
        Detail::Level1(level) => pair(
            format!("没有{}", level1(*level, language)),
            format!("there is no {} indicator", level1(*level, language)),
        ),
        Detail::UnknownLevel1 => both(
            ("指标框架里没有这个一级指标", "改为框架里的一级指标"),
            (
                "the policy's frame has no such level 1",
                "Choose one that the frame has",
            ),
        ),
        Detail::UnknownLevel2(level) => pair(
            format!("“{}”下没有这个二级指标", level1(*level, language)),
            format!("{} has no such level 2", level1(*level, language)),
        ),
        Detail::Level2(level) => pair(
            format!("没有{}", level2(*level, language)),
            format!("there is no {} indicator", level2(*level, language)),
        ),
        Detail::ExecutionWeight => both(
            ("预算执行率的分值与规则不同", "核对所用规则，或改正分值"),
            (
                "the weight printed for the execution rate is not that of the rules",
                "Check which rules apply, or correct the weight",
            ),
        ),
        Detail::BandIgnored => both(
            (
                "指标值和完成值都可计量，所选档次不计分",
                "删去档次，按完成值计分",
            ),
            (
                "target and actual can be measured, so the chosen band does not count",
                "Take the band away; the actual is scored",
            ),
        ),
        Detail::BandDiffers => both(
            (
                "所选档次与完成值的文字不一致，按所选档次计分",
                "统一档次和完成值",
            ),
            (
                "the chosen band and the words of the actual differ; the band counts",
                "Make them agree",
            ),
        ),
        Detail::Denied => both(
            (
                "完成值里有「未」「不足」这样的字，只读出了数",
                "只写实际完成的数或日期，原因写在偏差原因里",
            ),
            (
                "the actual says that it was not reached, and only its number was read",
                "Write what was reached and nothing else; the reason has a column of its own",
            ),
        ),
        Detail::InWords => both(
            ("用文字回答数量或日期，按档次计分", "写实际完成的数或日期"),
            (
                "a number or a day is answered in words and scored by a band",
                "Write the number or the day",
            ),
        ),
        Detail::NoYear => both(
            ("日期没有年份，项目也没有年度，无法计分", "填写项目的年度"),
            (
                "the day has no year and neither has the project, so it can't be scored",
                "Fill in the year of the project",
            ),
        ),
        Detail::FractionForPercent => both(
            ("一方没有单位，按百分数计", "写明 %，如 98%"),
            (
                "one side has no unit and is taken as a percentage",
                "Write the % sign, such as 98%",
            ),
        ),
        Detail::PrefixTaken => both(
            (
                "一方没有单位，连同量级按另一方的单位计",
                "两边都写明单位，如 5万人、50000人",
            ),
            (
                "one side has no unit and is taken in the other's, magnitude included",
                "Write the unit on both sides, such as 5万人 and 50000人",
            ),
        ),
        Detail::Empty if finding.check == Check::S03 => both(
            ("没有填写完成值，却有得分", "填写实际完成值"),
            (
                "points are given and no actual is filled in",
                "Fill in what was reached",
            ),
        ),
        Detail::Empty if finding.check == Check::S10 => both(
            ("没有填写实际完成值", "填写完成值"),
            ("the actual is not filled in", "Fill in what was reached"),
        ),
        Detail::Empty if finding.check == Check::S23 => both(
            ("标为不适用但没有说明原因", "写明不适用的原因"),
            (
                "marked as not applicable without a reason",
                "Say why it does not apply",
            ),
        ),
        Detail::Empty => both(
            ("没有填写年度总体目标", "写明做什么、做多少、做到什么程度"),
            (
                "the annual goal is not filled in",
                "Say what, how much, and to which standard",
            ),
        ),
        Detail::Reversed => both(
            ("完成日期早于开始日期", "改正起止日期"),
            ("the project ends before it starts", "Correct the dates"),
        ),
        Detail::NotSupported => both(
            ("事前绩效评估结论为不予支持", "不得申报，或重新评估后再报"),
            (
                "the ex-ante appraisal does not support the project",
                "Do not declare it, or appraise it anew",
            ),
        ),
        Detail::WholeUnit => both(
            ("本单位所有项目都是满分", "逐个复核评分是否真实"),
            (
                "every project of the unit has the full total",
                "Review each score against the evidence",
            ),
        ),
        Detail::Unspent => both(
            ("未执行的预算过多", "说明结余原因和改进措施"),
            (
                "much of the budget was not spent",
                "Explain what is left and what will be done",
            ),
        ),
        Detail::DiffersFromMonitoring => both(
            ("完成日期与监控填报的日期不同", "核对后改正其中一处"),
            (
                "the day differs from the last monitoring reading",
                "Check, and correct one of them",
            ),
        ),
        Detail::InName => both(
            ("指标名称里留有模板文字", "删去模板文字，写实际的指标名称"),
            (
                "text of the template is left in the name",
                "Write the name of the indicator instead",
            ),
        ),
        Detail::GoalNumbers(numbers) => {
            let (wrong, mend) = match language {
                Language::Zh => (
                    format!("目标中的数字没有对应的指标：{}", numbers.join("、")),
                    "为它设指标，或改正目标".to_owned(),
                ),
                Language::En => (
                    format!(
                        "numbers of the goal have no indicator: {}",
                        numbers.join(", ")
                    ),
                    "Add an indicator for them, or correct the goal".to_owned(),
                ),
            };
            Some((wrong, mend))
        }
        Detail::Gap {
            goal,
            money,
            points,
        } => pair(
            format!("目标完成率 {goal}% 与预算执行率 {money}% 相差 {points} 个百分点"),
            format!(
                "the goal is {goal}% complete and {money}% of the money is spent, {points} points apart"
            ),
        ),
        Detail::Months(months) => {
            let months: Vec<String> = months.iter().map(ToString::to_string).collect();
            pair(
                format!("连续预警（{} 月）", months.join("、")),
                format!("warned in months {}", months.join(", ")),
            )
        }
    }
}

fn phrases(check: Check) -> (Phrase, Phrase) {
    let (zh_wrong, zh_mend, en_wrong, en_mend) = words(check);
    (
        Phrase {
            wrong: zh_wrong,
            mend: zh_mend,
        },
        Phrase {
            wrong: en_wrong,
            mend: en_mend,
        },
    )
}

#[rustfmt::skip]
fn words(check: Check) -> (&'static str, &'static str, &'static str, &'static str) {
    use Check as C;
    match check {
        C::G01 => ("分值合计不对", "调整各行分值，使合计相符", "the weights do not make the total", "Adjust the weights"),
        C::G02 => ("一级指标分值合计不对", "调整本级各行分值", "the weights of this level 1 do not make its total", "Adjust the weights under it"),
        C::G03 => ("二级指标分值合计不对", "调整本级各行分值", "the weights of this level 2 do not make its total", "Adjust the weights under it"),
        C::G04 => ("分值不大于 0", "填写大于 0 的分值，或删去本行", "the weight is not above 0", "Give it a weight, or remove the row"),
        C::G05 => ("指标不完整", "补充完整，不用的行请删去或标为不适用", "the row is incomplete", "Complete it; remove a row that is not used, or mark it as not applicable"),
        C::G06 => ("二级指标与一级指标不匹配", "改正一级或二级指标", "level 2 does not belong to level 1", "Correct one of them"),
        C::G07 => ("定量指标值不是数字", "在符号后写一个数字", "the target has a sign but no number", "Write one number behind the sign"),
        C::G08 => ("定量指标值没有计量单位", "补充计量单位，如 个、人次、%", "the target has no unit", "Add the unit of measure, such as 个, 人次 or %"),
        C::G09 => ("定性指标值含空格、* _ - 或 null", "只写文字", "the qualitative target has blanks, * _ - or null", "Write plain words"),
        C::G10 => ("缺少必设的二级指标", "至少设一条", "a required level 2 is missing", "Add at least one row under it"),
        C::G11 => ("缺少必设的一级指标", "至少设一条", "a required level 1 is missing", "Add at least one row under it"),
        C::G12 => ("没有满意度指标", "有服务对象的，增设满意度指标", "there is no satisfaction indicator", "Add one if the project serves people"),
        C::G13 => ("没有成本指标", "增设成本指标，控制总成本或单位成本", "there is no cost indicator", "Add one that limits total or unit cost"),
        C::G14 => ("成本指标用了“≥”或“>”", "成本是上限，改用“≤”", "a cost indicator asks for more, not for less", "Cost is a limit: use ≤"),
        C::G15 => ("定性表述笼统", "改为数量、标准、清单或时间", "the wording is vague", "Give a number, a standard, a list or a date"),
        C::G16 => ("定量指标占比偏低", "把能量化的定性指标改为定量", "too few indicators are quantitative", "Turn qualitative rows into numbers where possible"),
        C::G17 => ("三级指标重复", "保留一条，或改写成不同的指标", "the indicator is there twice", "Keep one, or tell them apart"),
        C::G18 => ("指标值不可能或没有意义", "改正指标值；增长率请标明", "the target is impossible or means nothing", "Correct it; mark a growth rate as such"),
        C::G19 => ("把资金投入当作产出", "改为资金所完成的工作量", "money that goes in is told as output", "Measure what the money achieves"),
        C::G20 => ("指标值松于上年", "说明理由，或从严设定", "the target is easier than last year's value", "Explain it, or set a stricter one"),
        C::G21 => ("资金合计不等于各项之和", "核对各资金来源", "the total is not the sum of its parts", "Check the sources"),
        C::G22 => ("实施期资金与年度资金不符", "核对实施期资金总额和年度资金", "multi-year money and annual money do not agree", "Check both amounts"),
        C::G23 => ("年度总体目标没有数字或太短", "写明数量、质量、时限", "the annual goal has no number or is too short", "Say how much, how good and by when"),
        C::G24 => ("没有关联目标", "选择本行所支撑的目标任务", "the row is not linked to the goal", "Choose the task that it serves"),
        C::G25 => ("文字超长（汉字计 2）", "缩短文字", "the text is too long (Chinese characters count 2)", "Shorten it"),
        C::G26 => ("经济成本指标与年度资金不相称", "核对成本指标和预算", "the cost target does not fit the annual budget", "Check cost target and budget"),
        C::G27 => ("满意度指标值不合常理", "一般在 80% 以上、不到 100%", "the satisfaction target is unusual", "Usually it is 80% or more, and less than 100%"),
        C::G28 => ("完成时限不在项目期内", "改正时限或起止时间", "the deadline lies outside the project period", "Correct the deadline or the period"),
        C::G29 => ("没有填写依据", "补充指标值确定依据和佐证资料要求", "basis or evidence is not given", "Add the basis of the target and the required evidence"),
        C::G30 => ("新增大额项目没有事前绩效评估", "先作事前绩效评估，填写结论", "a new large project has no ex-ante appraisal", "Appraise it first and enter the conclusion"),
        C::G31 => ("与其他项目的指标大量相同", "按本项目的内容设指标", "the form looks copied from another project", "Set indicators of this project's own"),
        C::M01 => ("没有填写当前完成值", "填写，0 也要填", "the present value is not filled in", "Fill it in, 0 too"),
        C::M02 => ("亮红灯或黄灯但没有偏差原因", "选择偏差原因", "a red or yellow light without a cause", "Choose the cause of the deviation"),
        C::M03 => ("选了偏差原因但没有说明", "写明具体原因", "a cause without its explanation", "Explain it"),
        C::M04 => ("预计不能完成，但缺少偏差原因或全年预计", "补充偏差原因和全年预计", "the goal is in doubt, but cause or forecast is missing", "Add both"),
        C::M05 => ("预计完全不可能完成，但没有措施或处置", "写明措施并选择处置方式", "the goal cannot be met, but measures or disposal are missing", "Write the measures and choose how to go on"),
        C::M06 => ("预算执行滞后", "加快执行，或说明原因", "execution is behind", "Speed it up, or explain"),
        C::M07 => ("目标完成与资金执行差异过大", "核对两者，说明原因", "goal and money are too far apart", "Check both and explain"),
        C::M08 => ("完成可能性与进度矛盾", "核对进度和完成可能性", "the outlook contradicts the progress", "Check both"),
        C::M09 => ("累计值比上期小", "核对累计值", "the cumulative value is lower than before", "Check it"),
        C::M10 => ("累计执行或全年预计超出范围", "核对金额，或先调剂、调整", "execution or forecast is out of bounds", "Check the amount, or have the budget changed first"),
        C::M11 => ("完成值远超指标值但没有原因", "说明超额原因", "far above the target without a cause", "Explain it"),
        C::M12 => ("目标已调整，本表仍按旧目标填报", "退回后按新目标重新填报", "the goal was changed after this form", "Return it and fill it in against the new goal"),
        C::M13 => ("至今没有执行", "说明原因和用款计划", "nothing was spent so far", "Explain, and plan the spending"),
        C::M14 => ("连续预警", "转线下核查，确定处置意见", "warned several times in a row", "Check it on site and decide how to go on"),
        C::S01 => ("分值加预算执行率分值不等于 100", "调整分值", "weights and execution points do not make 100", "Adjust the weights"),
        C::S02 => ("得分超过分值", "得分不能高于分值", "the score is above the weight", "A score cannot exceed its weight"),
        C::S03 => ("得分与规则计算不符", "按规则重新计算得分", "the score is not what the rule gives", "Score it by the rule"),
        C::S04 => ("总分不等于各项得分之和", "重新加总", "the total is not the sum of the scores", "Add them up again"),
        C::S05 => ("预算执行率得分与规则计算不符", "按执行率重新计算", "the execution score is not what the rule gives", "Compute it from the rate"),
        C::S06 => ("资金合计与各项不符，或有执行却为 0", "核对资金各栏", "the money does not add up, or shows 0 although money was spent", "Check the columns of the money table"),
        C::S07 => ("扣了分但没有偏差原因", "填写偏差原因和改进措施", "points were lost without a reason", "Give the reason and the measures"),
        C::S08 => ("远超指标值但没有原因", "说明超额完成的原因", "far above the target without a reason", "Explain why so much more was reached"),
        C::S09 => ("得分不在所属档次范围内", "在档次范围内给分，最多两位小数", "the score lies outside its band", "Score inside the band, with at most 2 decimals"),
        C::S10 => ("定量指标的完成值不是数字", "填写数字和单位", "the actual should be a number, and is not", "Write the number with its unit"),
        C::S11 => ("指标值与批复不一致", "恢复批复的指标值，或先办理调整", "the target is not the approved one", "Restore it, or have the goal adjusted first"),
        C::S12 => ("预算没有执行完，指标却全部满分", "复核各行得分", "all rows have full marks though the budget was not spent", "Review the scores"),
        C::S13 => ("几乎没有支出，数量指标却完成", "核实完成值是否由本项目资金完成", "hardly any money, yet the quantity is reached", "Verify that this project's money did it"),
        C::S14 => ("资金基本用完，产出得分却低", "说明资金去向和未完成原因", "the money is spent, yet the output score is low", "Explain where the money went"),
        C::S15 => ("得分率明显高于预算执行率", "复核得分，或说明原因", "the score runs ahead of the execution rate", "Review the scores, or explain"),
        C::S16 => ("满意度没有调查依据，或涉及投诉", "附调查记录", "satisfaction without a survey, or with complaints", "Attach the record of the survey"),
        C::S17 => ("没有按要求提供佐证资料", "上传或写明佐证资料", "the required evidence is missing", "Hand it in"),
        C::S18 => ("等级与总分不符", "按总分确定等级", "the grade does not fit the total", "Put down the grade that belongs to the total"),
        C::S19 => ("成本超支仍得高分", "超出上限的，按规则扣分", "cost exceeds its limit, yet the score is high", "Deduct as the rule says"),
        C::S20 => ("多数完成值恰好等于指标值", "核对完成值是否照抄指标值", "most actuals equal their targets exactly", "Check whether targets were copied"),
        C::S21 => ("数量满分，但质量为 0 或尚未验收", "验收后再认定数量", "full quantity although quality is 0 or not accepted", "Count the quantity after acceptance"),
        C::S22 => ("完成日期不合理", "核对完成日期", "the day of completion is odd", "Check the day"),
        C::S23 => ("标为不适用的行有得分", "删去得分，或取消不适用", "a row that does not apply has a score", "Remove the score, or let the row apply"),
        C::S24 => ("预算执行率低，没有单独说明和改进措施", "填写说明和改进措施", "low execution without a separate explanation", "Add the explanation and the measures"),
        C::S25 => ("多行偏差原因完全相同", "逐行写明各自的原因", "several rows give the same reason", "Give each row its own"),
        C::S26 => ("说明的扣分比例与实际扣分不符", "统一扣分说明和得分", "the noted deduction is not the real one", "Make note and score agree"),
        C::S27 => ("执行率与执行数÷预算数不符", "按执行数重新计算执行率", "the printed rate is not executed ÷ budget", "Compute it again"),
        C::S28 => ("未完成的行，分值被改成了得分", "恢复原分值，再按规则计分", "the weight of a missed row was lowered to its score", "Restore the weight and score by the rule"),
        C::S29 => ("完成值照抄了指标值或符号", "填写实际的完成值", "the actual repeats the target", "Write what was really reached"),
        C::S30 => ("指标值与完成值单位不同", "统一计量单位", "target and actual have different units", "Use one unit"),
        C::S31 => ("符号丢失或误读，或比率超过 100%", "核对原表，改正数值", "a sign was lost or misread, or a rate exceeds 100%", "Check the original and correct it"),
        C::S32 => ("符号前有多余的编码", "删去编码", "a code stands before the sign", "Remove the code"),
        C::S33 => ("指标值与完成值无法对应计分", "用同一种方式写指标值和完成值", "target and actual cannot be scored as a pair", "Write both in the same kind"),
        C::S34 => ("留有模板文字或备选档次", "换成实际的指标值", "a placeholder or a scale was left in", "Write the real value instead"),
        C::S35 => ("没有分值", "填写分值", "the row has no weight", "Give it a weight"),
        C::S36 => ("执行数超过全年预算数", "核对执行数，或先调整预算", "more was spent than the adjusted budget", "Check the amount, or have the budget adjusted"),
        C::V01 => ("产出、效益指标权重合计偏低", "提高产出、效益指标的权重", "output and benefit carry too little of the weight", "Give output and benefit more weight"),
        C::V02 => ("评价等级的分数段有空档或重叠", "改正规则中的等级分数段", "the bands of the grades leave a gap or overlap", "Correct the bands of the policy"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::command::{At, Block};

    fn finding(check: Check, detail: Detail) -> Finding {
        Finding {
            check,
            severity: check.severity(),
            on_paper: false,
            project: "K1".into(),
            indicator: Some("2".into()),
            place: At::Indicator(Block::Annual, "2".into(), IndicatorField::Actual),
            subject: Subject::Row {
                number: 2,
                name: "培训人次".into(),
            },
            detail,
            expected: Some("9.20".into()),
            found: Some("10".into()),
        }
    }

    #[test]
    fn a_sentence_names_place_fault_values_and_mend() {
        let finding = finding(Check::S03, Detail::Plain);
        assert_eq!(
            sentence(&finding, Language::Zh),
            "第 2 行“培训人次”：得分与规则计算不符（应为 9.20，现为 10）。按规则重新计算得分。"
        );
        assert_eq!(
            sentence(&finding, Language::En),
            "Row 2 “培训人次”: the score is not what the rule gives (expected 9.20, found 10). Score it by the rule."
        );
    }

    #[test]
    fn every_check_has_its_own_words() {
        let mut seen = std::collections::HashSet::new();
        for check in Check::ALL {
            for language in [Language::Zh, Language::En] {
                assert!(seen.insert(title(*check, language)), "{}", check.id());
            }
        }
    }

    #[test]
    fn a_long_value_is_cut_and_stays_on_one_line() {
        let mut finding = finding(Check::S29, Detail::Plain);
        finding.found = Some("很长\n".repeat(60));
        let text = sentence(&finding, Language::Zh);
        assert!(text.contains('…') && !text.contains('\n'));
    }
}
