//! The field's standard terms: statuses, stages, roles, documents, acts, fields.

use super::Language;
use super::path::Names;
use crate::domain::command::{At, Block, FundField, IndicatorField, ProjectField, ReadingField};
use crate::domain::monitoring::Light;
use crate::domain::notation::{Band, Deadline};
use crate::domain::policy::Grade;
use crate::domain::project::{
    Attribute, Category, Cause, Disposal, MoneyUnit, Nature, Outlook, RowKey,
};
use crate::domain::role::Role;
use crate::domain::row::Stage;
use crate::domain::status::{Act, Document, DocumentKind, Status};

/// A status of a document.
pub fn status(status: Status, language: Language) -> &'static str {
    match status {
        Status::Draft => language.pick("草稿", "draft"),
        Status::UnitAudit => language.pick("单位审核", "unit review"),
        Status::DepartmentAudit => language.pick("主管部门审核", "department review"),
        Status::FinanceAudit => language.pick("财政审核", "finance review"),
        Status::Final => language.pick("终审", "final"),
        Status::Approved => language.pick("已批复", "approved"),
        Status::Returned => language.pick("被退回", "returned"),
    }
}

/// A stage of the loop.
pub fn stage(stage: Stage, language: Language) -> &'static str {
    match stage {
        Stage::Goal => language.pick("申报", "goal"),
        Stage::Review => language.pick("审核", "review"),
        Stage::Approved => language.pick("批复", "approved"),
        Stage::Monitoring => language.pick("监控", "monitor"),
        Stage::Evaluation => language.pick("自评", "evaluate"),
        Stage::Result => language.pick("应用", "results"),
    }
}

/// A light with its letter: the colour is never alone.
pub fn light(light: Light, language: Language) -> &'static str {
    match light {
        Light::Red => language.pick("R 滞后", "R behind"),
        Light::Yellow => language.pick("Y 关注", "Y watch"),
        Light::Green => language.pick("G 正常", "G normal"),
        Light::Blue => language.pick("B 超额", "B over"),
    }
}

/// A role.
pub fn role(role: Role, language: Language) -> &'static str {
    match role {
        Role::Unit => language.pick("单位填报", "unit officer"),
        Role::UnitLead => language.pick("单位审核", "unit lead"),
        Role::Department => language.pick("主管部门", "department"),
        Role::Finance => language.pick("财政业务", "finance division"),
        Role::Performance => language.pick("财政绩效", "performance division"),
        Role::Budget => language.pick("财政预算", "budget division"),
        Role::ThirdParty => language.pick("第三方机构", "third party"),
        Role::Expert => language.pick("专家", "expert"),
        Role::Auditor => language.pick("审计", "auditor"),
        Role::Admin => language.pick("系统管理员", "administrator"),
        Role::Public => language.pick("公众", "public"),
    }
}

/// A document.
pub fn document(kind: DocumentKind, language: Language) -> String {
    match kind {
        DocumentKind::Goal => language
            .pick("绩效目标申报表", "goal declaration")
            .to_owned(),
        DocumentKind::Monitoring(month) => match language {
            Language::Zh => format!("{month}月监控表"),
            Language::En => format!("monitoring form of {}", month_name(month)),
        },
        DocumentKind::SelfEvaluation => language.pick("自评表", "self-evaluation sheet").to_owned(),
    }
}

/// A role where there is little room: the line of the frame.
pub fn role_short(role: Role, language: Language) -> &'static str {
    let short = match role {
        Role::Unit => "unit",
        Role::Department => "dept.",
        Role::Finance => "finance",
        Role::Performance => "perf.",
        Role::Budget => "budget",
        Role::Admin => "admin",
        Role::UnitLead | Role::ThirdParty | Role::Expert | Role::Auditor | Role::Public => {
            self::role(role, Language::En)
        }
    };
    language.pick(self::role(role, Language::Zh), short)
}

/// A month, short: `7月`, `Jul`.
pub fn month(month: u8, language: Language) -> String {
    match language {
        Language::Zh => format!("{month}月"),
        Language::En => month_name(month).to_owned(),
    }
}

/// A deadline: `2026-12-20`, and without a year `12月20日`, `20 Dec`.
pub fn deadline(deadline: Deadline, language: Language) -> String {
    match (deadline, language) {
        (Deadline::Day(_), _) => deadline.to_string(),
        (Deadline::Yearless { month, day, .. }, Language::Zh) => format!("{month}月{day}日"),
        (Deadline::Yearless { month, day, .. }, Language::En) => {
            let month = u8::try_from(month).map_or("?", month_name);
            format!("{day} {month}")
        }
    }
}

fn month_name(month: u8) -> &'static str {
    const NAMES: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    NAMES
        .get(usize::from(month).wrapping_sub(1))
        .copied()
        .unwrap_or("?")
}

/// A step of the status machine.
pub fn act(act: Act, language: Language) -> &'static str {
    match act {
        Act::Submit => language.pick("送审", "send for review"),
        Act::Pass => language.pick("审核通过", "pass"),
        Act::Return => language.pick("退回", "return"),
        Act::Withdraw => language.pick("撤销", "withdraw"),
        Act::Reopen => language.pick("撤销终审", "reopen"),
        Act::Approve => language.pick("批复", "approve"),
        Act::Adjust => language.pick("调整", "adjust"),
    }
}

/// Where a document stands, with the reason where it was returned.
pub fn standing(document: &Document, language: Language) -> String {
    let status = self::status(document.status, language);
    match document.return_reason() {
        Some(reason) if document.status == Status::Returned => format!("{status}: {reason}"),
        _ => status.to_owned(),
    }
}

/// A step at the head of a title, on a button or in a menu.
pub fn act_title(act: Act, language: Language) -> String {
    capital(self::act(act, language))
}

/// The same text with a capital in front, where its script has them.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// A completion band.
pub fn band(band: Band, language: Language) -> &'static str {
    match band {
        Band::Met => language.pick("达成年度指标", "met"),
        Band::Partial => language.pick(
            "部分达成年度指标并具有一定效果",
            "partly met, with some effect",
        ),
        Band::Unmet => language.pick("未达成年度指标且效果较差", "not met, poor effect"),
    }
}

/// A completion band in two to four characters.
pub fn band_short(band: Band, language: Language) -> &'static str {
    match band {
        Band::Met => language.pick("达成", "met"),
        Band::Partial => language.pick("部分达成", "partly"),
        Band::Unmet => language.pick("未达成", "unmet"),
    }
}

/// A class of causes.
pub fn cause(cause: Cause, language: Language) -> &'static str {
    match cause {
        Cause::Funding => language.pick("经费保障", "funding"),
        Cause::Rules => language.pick("制度保障", "rules"),
        Cause::Staff => language.pick("人员保障", "staff"),
        Cause::Equipment => language.pick("硬件条件保障", "equipment"),
        Cause::Other => language.pick("其他", "other"),
    }
}

/// 完成目标可能性
pub fn outlook(outlook: Outlook, language: Language) -> &'static str {
    match outlook {
        Outlook::Certain => language.pick("确定能", "certain"),
        Outlook::Possible => language.pick("有可能", "possible"),
        Outlook::Impossible => language.pick("完全不可能", "impossible"),
    }
}

/// 处置
pub fn disposal(disposal: Disposal, language: Language) -> &'static str {
    match disposal {
        Disposal::Continue => language.pick("确定继续执行", "go on"),
        Disposal::Reallocate => language.pick("调剂预算", "reallocate budget"),
        Disposal::AdjustGoal => language.pick("调整目标", "adjust the goal"),
        Disposal::Cancel => language.pick("取消项目", "cancel the project"),
    }
}

/// What a word means that forms take in Chinese: of a basis, a method, a source of data or an origin.
/// Empty for a word of one's own, and where the screen speaks Chinese itself.
pub fn meaning(word: &str, language: Language) -> &'static str {
    if language == Language::Zh {
        return "";
    }
    match word {
        "计划标准" => "planned",
        "行业标准" => "of the sector",
        "历史标准" => "of earlier years",
        "预算支出标准" => "of budget spending",
        "其他标准" => "another standard",
        "直接证明法" => "proved by documents",
        "情况统计法" => "counted",
        "情况说明法" => "described",
        "问卷调查法" => "asked in a survey",
        "趋势判断法" => "judged by the trend",
        "统计部门数据" => "data of the statistical office",
        "权威机构调查数据" => "survey of a recognised body",
        "部门统计年鉴" => "the department's yearbook",
        "部门业务统计" => "the department's statistics",
        "部门业务记录" => "the department's records",
        "部门业务评判" => "the department's judgement",
        "问卷调查报告" => "report of a survey",
        "媒体舆论" => "the press",
        "其他" => "other",
        "财政拨款" => "fiscal",
        "上年结转" | "上年结转资金" => "carried over",
        "其他资金" => "other money",
        "政策文件" => "a policy document",
        "统计指标" => "a statistical indicator",
        "管理(考核)指标" => "an indicator of management",
        "部门自设" => "the department's own",
        _ => "",
    }
}

/// A word with what it means behind it, where that says more.
pub fn explained(word: &str, meaning: &str) -> String {
    match meaning {
        "" => word.to_owned(),
        same if same == word => word.to_owned(),
        meaning => format!("{word}  {meaning}"),
    }
}

/// A source of money where it is shown and not written: in English by what it means.
pub fn source(name: &str, language: Language) -> &str {
    match meaning(name, language) {
        "" => name,
        meaning => meaning,
    }
}

/// 项目属性
pub fn attribute(attribute: Attribute, language: Language) -> &'static str {
    match attribute {
        Attribute::New => language.pick("新增项目", "new"),
        Attribute::Continuing => language.pick("延续项目", "continuing"),
    }
}

/// 项目类别
pub fn category(category: Category, language: Language) -> &'static str {
    match category {
        Category::Staff => language.pick("人员类", "staff"),
        Category::Operation => language.pick("运转类", "operation"),
        Category::Specific => language.pick("特定目标类", "specific purpose"),
    }
}

/// 项目性质
pub fn nature(nature: Nature, language: Language) -> &'static str {
    match nature {
        Nature::Recurrent => language.pick("经常性", "recurrent"),
        Nature::OneOff => language.pick("一次性", "one-off"),
        Nature::Staged => language.pick("阶段性", "staged"),
    }
}

/// 元 or 万元; English keeps the amount and names the unit.
pub fn money_unit(unit: MoneyUnit, language: Language) -> &'static str {
    match unit {
        MoneyUnit::TenThousandYuan => language.pick("万元", "10k yuan"),
        MoneyUnit::Yuan => language.pick("元", "yuan"),
    }
}

/// A year, or 年度未写.
pub fn year(year: Option<i32>, language: Language) -> String {
    match (year, language) {
        (Some(year), Language::Zh) => format!("{year}年"),
        (Some(year), Language::En) => year.to_string(),
        (None, Language::Zh) => "年度未写".to_owned(),
        (None, Language::En) => "no year".to_owned(),
    }
}

/// A field of the project itself.
pub fn project_field(field: ProjectField, language: Language) -> &'static str {
    use ProjectField as F;
    match field {
        F::Code => language.pick("项目代码", "Code"),
        F::Year => language.pick("年度", "Year"),
        F::Name => language.pick("项目名称", "Name"),
        F::Unit => language.pick("实施单位", "Unit"),
        F::Department => language.pick("主管部门", "Department"),
        F::Policy => language.pick("适用政策", "Policy"),
        F::MoneyUnit => language.pick("金额单位", "Money unit"),
        F::PeriodStart => language.pick("开始日期", "Start"),
        F::PeriodEnd => language.pick("完成日期", "End"),
        F::Attribute => language.pick("项目属性", "New or continuing"),
        F::Category => language.pick("项目类别", "Category"),
        F::Nature => language.pick("项目性质", "Nature"),
        F::Leader => language.pick("项目负责人", "Person in charge"),
        F::Phone => language.pick("联系电话", "Phone"),
        F::Overview => language.pick("项目概况", "Overview"),
        F::Basis => language.pick("立项依据", "Basis"),
        F::Necessity => language.pick("必要性", "Necessity"),
        F::Feasibility => language.pick("可行性", "Feasibility"),
        F::Schedule => language.pick("实施方案与进度计划", "Plan and schedule"),
        F::Safeguards => language.pick("保障措施", "Safeguards"),
        F::ExAnte => language.pick("事前绩效评估结论", "Ex-ante appraisal"),
        F::Goal => language.pick("年度总体目标", "Annual goal"),
        F::MultiYearTotal => language.pick("实施期资金总额", "Multi-year total"),
        F::MultiYearFiscal => language.pick("实施期财政拨款", "Multi-year appropriation"),
        F::MultiYearOther => language.pick("实施期其他资金", "Multi-year other money"),
        F::MultiYearGoal => language.pick("实施期总体目标", "Multi-year goal"),
        F::Achieved => language.pick("目标完成情况", "Goal achieved"),
        F::ExecutionReason => language.pick(
            "预算执行偏差原因及措施",
            "Reason of the execution deviation",
        ),
        F::Improvement => language.pick("改进措施说明", "Explanation and measures"),
        F::FilledBy => language.pick("填报人", "Filled in by"),
    }
}

/// A column of the money table.
pub fn fund_field(field: FundField, language: Language) -> &'static str {
    match field {
        FundField::Source => language.pick("资金来源", "Source"),
        FundField::Initial => language.pick("年初预算数", "Initial budget"),
        FundField::Adjusted => language.pick("全年预算数", "Adjusted budget"),
        FundField::Executed => language.pick("全年执行数", "Executed"),
    }
}

/// A field of an indicator.
pub fn indicator_field(field: IndicatorField, language: Language) -> &'static str {
    use IndicatorField as F;
    match field {
        F::Level1 => language.pick("一级指标", "Level 1"),
        F::Level2 => language.pick("二级指标", "Level 2"),
        F::Name => language.pick("三级指标", "Indicator"),
        F::Target => language.pick("指标值", "Target"),
        F::Weight => language.pick("分值", "Weight"),
        F::Explanation => language.pick("指标解释", "Explanation"),
        F::Standard => language.pick("评(扣)分标准", "Scoring standard"),
        F::Formula => language.pick("计算公式", "Formula"),
        F::Origin => language.pick("指标来源", "Origin"),
        F::Basis => language.pick("指标值确定依据", "Basis of the target"),
        F::LastYear => language.pick("上年指标值", "Last year"),
        F::YearBefore => language.pick("前年指标值", "Year before"),
        F::Method => language.pick("完成值取值方式", "How the value is found"),
        F::DataSource => language.pick("完成值数据来源", "Data source"),
        F::EvidenceRequired => language.pick("佐证资料要求", "Evidence required"),
        F::GoalLink => language.pick("关联目标", "Goal that it serves"),
        F::GrowthRate => language.pick("增长率", "Growth rate"),
        F::Actual => language.pick("实际完成值", "Actual"),
        F::Band => language.pick("达成档次", "Band"),
        F::BandScore => language.pick("档内得分", "Points in band"),
        F::NotApplicable => language.pick("不适用", "Not applicable"),
        F::Deduction => language.pick("扣减分数", "Deduction"),
        F::Reason => language.pick("偏差原因分析及改进措施", "Reason and measures"),
        F::Evidence => language.pick("佐证资料", "Evidence"),
    }
}

/// A field of a month's reading.
pub fn reading_field(field: ReadingField, language: Language) -> &'static str {
    match field {
        ReadingField::Actual => language.pick("累计完成值", "Cumulative actual"),
        ReadingField::Cause => language.pick("偏差原因", "Cause"),
        ReadingField::CauseText => language.pick("原因说明", "Cause in words"),
        ReadingField::Outlook => language.pick("完成目标可能性", "Outlook"),
        ReadingField::Forecast => language.pick("全年预计完成", "Year's forecast"),
        ReadingField::Measures => language.pick("措施", "Measures"),
    }
}

/// A place of a project, with the row that it belongs to: `指标 1 · 指标值`.
pub fn at(at: &At, language: Language) -> String {
    at_named(at, language, &|_| None)
}

/// The same, rows by their names where `names` knows them.
pub fn at_named(at: &At, language: Language, names: Names<'_>) -> String {
    let row = |key: &RowKey| names(key).unwrap_or_else(|| row_id(key, language));
    match at {
        At::Project(field) => project_field(*field, language).to_owned(),
        At::Fund(id, field) => {
            let row = row(&RowKey::Fund(id.clone()));
            format!("{row} · {}", fund_field(*field, language))
        }
        At::Indicator(block, id, field) => {
            let row = row(&RowKey::Indicator(id.clone()));
            let block = match block {
                Block::Annual => "",
                Block::MultiYear => language.pick("中期 ", "multi-year "),
            };
            format!("{block}{row} · {}", indicator_field(*field, language))
        }
        At::Plan(key, of) => {
            let plan = language.pick("计划", "plan");
            format!("{} · {} · {plan}", row(key), month(*of, language))
        }
        At::Reading(of, key, field) => {
            let field = reading_field(*field, language);
            format!("{} · {} · {field}", row(key), month(*of, language))
        }
        At::Disposal(of) => {
            let disposal = language.pick("处置", "disposal");
            format!("{} · {disposal}", month(*of, language))
        }
    }
}

/// A row without a name: what it is, with its id.
fn row_id(key: &RowKey, language: Language) -> String {
    match key {
        RowKey::Execution => language.pick("预算执行", "execution").to_owned(),
        RowKey::Fund(id) => format!("{} {id}", language.pick("资金", "fund")),
        RowKey::Indicator(id) => format!("{} {id}", language.pick("指标", "indicator")),
    }
}

/// A grade by its code in a row of the list; empty for one that no policy gives.
pub fn grade_code(code: &str, language: Language) -> &'static str {
    let grade = Grade::ALL.into_iter().find(|grade| grade.code() == code);
    grade.map_or("", |grade| super::policy::grade(grade, language))
}

/// Where a grant holds.
pub fn scope(scope: &crate::domain::role::Scope, language: Language) -> String {
    use crate::domain::role::Scope;
    match scope {
        Scope::All => language.pick("全部", "everything").to_owned(),
        Scope::Department(name) | Scope::Unit(name) => name.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::library::{BASES, DATA_SOURCES, METHODS};

    #[test]
    fn every_word_that_a_form_offers_in_chinese_is_explained_in_english() {
        let words = BASES.iter().chain(&METHODS).chain(&DATA_SOURCES);
        for word in words {
            assert!(!meaning(word, Language::En).is_empty(), "{word}");
            assert_eq!(meaning(word, Language::Zh), "");
        }
    }
}
