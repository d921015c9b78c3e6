//! The aggregate: everything of one project in one year, in one value.
//!
//! A project is loaded whole and changed whole. It keeps what people wrote; what follows from it
//! (readings, scores, lights, findings) is computed when it is asked for and never stored here.
//! Optional parts are left out of the stored form when they are empty, so that a store and an
//! export hold no invented blanks.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::notation::Band;
use super::number::Written;
use super::status::Documents;

/// The store's name of a project: stays the same when code or year are corrected.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct ProjectId(pub u64);

/// One project in one year (项目 × 年度).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Project {
    /// The store's name of it.
    pub id: ProjectId,
    /// How many saved changes it has; a command carries the revision that it was based on.
    pub revision: u64,
    /// 项目代码
    pub code: String,
    /// 年度; `None` where the paper did not say (年度未写).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    /// 项目名称
    pub name: String,
    /// 实施单位
    #[serde(skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// 主管部门
    #[serde(skip_serializing_if = "String::is_empty")]
    pub department: String,
    /// Name of the policy that scores it; `None` is the store's default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// The unit of every amount of this project.
    #[serde(skip_serializing_if = "is_default")]
    pub money_unit: MoneyUnit,
    /// 起止时间; `None` is the whole year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// The descriptive part of the declaration form.
    #[serde(skip_serializing_if = "is_default")]
    pub about: About,
    /// Money by source.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub funds: Vec<Fund>,
    /// 年度总体目标
    #[serde(skip_serializing_if = "String::is_empty")]
    pub goal: String,
    /// 年度总体目标完成情况
    #[serde(skip_serializing_if = "String::is_empty")]
    pub achieved: String,
    /// 年度绩效指标, in the order of the form.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub indicators: Vec<Indicator>,
    /// 实施期 (中期) goal and indicators.
    #[serde(skip_serializing_if = "is_default")]
    pub multi_year: MultiYear,
    /// 绩效运行监控: plan and readings by month.
    #[serde(skip_serializing_if = "is_default")]
    pub monitoring: Monitoring,
    /// What the self-evaluation sheet says beside the rows.
    #[serde(skip_serializing_if = "is_default")]
    pub evaluation: Evaluation,
    /// What a paper form printed, as written.
    #[serde(skip_serializing_if = "is_default")]
    pub printed: Printed,
    /// The documents of this project with their status.
    #[serde(skip_serializing_if = "is_default")]
    pub documents: Documents,
    /// Keys of an import that the format does not define; carried along.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub extra: BTreeMap<String, serde_json::Value>,
}

/// 元 or 万元.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
pub enum MoneyUnit {
    /// 万元, the unit of the forms.
    #[default]
    #[serde(rename = "万元")]
    TenThousandYuan,
    /// 元
    #[serde(rename = "元")]
    Yuan,
}

impl MoneyUnit {
    /// An amount of this unit in 万元, exact.
    pub fn in_ten_thousand(self, amount: Decimal) -> Decimal {
        match self {
            Self::TenThousandYuan => amount,
            Self::Yuan => amount.checked_mul(Decimal::new(1, 4)).unwrap_or(amount),
        }
    }
}

/// First and last day of a project, as far as they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Period {
    /// 开始日期
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<NaiveDate>,
    /// 完成日期
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<NaiveDate>,
}

/// The descriptive part of 项目支出绩效目标申报表.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct About {
    /// 项目属性
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribute: Option<Attribute>,
    /// 项目类别
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    /// 项目性质
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nature: Option<Nature>,
    /// 项目负责人
    #[serde(skip_serializing_if = "String::is_empty")]
    pub leader: String,
    /// 联系电话
    #[serde(skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// 项目概况
    #[serde(skip_serializing_if = "String::is_empty")]
    pub overview: String,
    /// 立项依据
    #[serde(skip_serializing_if = "String::is_empty")]
    pub basis: String,
    /// 必要性
    #[serde(skip_serializing_if = "String::is_empty")]
    pub necessity: String,
    /// 可行性
    #[serde(skip_serializing_if = "String::is_empty")]
    pub feasibility: String,
    /// 实施方案与进度计划
    #[serde(skip_serializing_if = "String::is_empty")]
    pub schedule: String,
    /// 保障措施
    #[serde(skip_serializing_if = "String::is_empty")]
    pub safeguards: String,
    /// 事前绩效评估结论, as written; G-30.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub ex_ante: String,
}

/// 项目属性
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Attribute {
    /// 新增项目
    #[serde(rename = "新增项目")]
    New,
    /// 延续项目
    #[serde(rename = "延续项目")]
    Continuing,
}

/// 项目类别
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Category {
    /// 人员类
    #[serde(rename = "人员类")]
    Staff,
    /// 运转类
    #[serde(rename = "运转类")]
    Operation,
    /// 特定目标类
    #[serde(rename = "特定目标类")]
    Specific,
}

/// 项目性质
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Nature {
    /// 经常性
    #[serde(rename = "经常性")]
    Recurrent,
    /// 一次性
    #[serde(rename = "一次性")]
    OneOff,
    /// 阶段性
    #[serde(rename = "阶段性")]
    Staged,
}

/// Money of one source; the year's total is the sum of the sources.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Fund {
    /// Unique in the project.
    pub id: String,
    /// 资金来源: 财政拨款, 上年结转, 其他资金, 合计 …
    pub source: String,
    /// 年初预算数
    pub initial: Written,
    /// 全年预算数
    pub adjusted: Written,
    /// 全年执行数
    pub executed: Written,
}

/// Sums over the sources of a project, in its own money unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FundTotals {
    /// Σ 年初预算数
    pub initial: Decimal,
    /// Σ 全年预算数
    pub adjusted: Decimal,
    /// Σ 全年执行数
    pub executed: Decimal,
}

/// A three-level indicator (绩效指标): the definition, and on the self-evaluation sheet its result.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Indicator {
    /// Unique in its block of the project.
    pub id: String,
    /// 一级指标
    pub level1: String,
    /// 二级指标
    pub level2: String,
    /// 三级指标
    pub name: String,
    /// 年度指标值 with sign and unit, as written.
    pub target: String,
    /// 分值
    pub weight: Written,
    /// 实际完成值, as written.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub actual: String,
    /// The chosen band of a qualitative row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub band: Option<Band>,
    /// The points chosen inside the band.
    #[serde(skip_serializing_if = "is_default")]
    pub band_score: Written,
    /// 不适用 where set.
    #[serde(skip_serializing_if = "is_default")]
    pub not_applicable: bool,
    /// 扣减分数 (R13).
    #[serde(skip_serializing_if = "is_default")]
    pub deduction: Written,
    /// 偏差原因分析及改进措施
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// 佐证资料 that was handed in.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub evidence: String,
    /// The score that a paper form printed.
    #[serde(skip_serializing_if = "is_default")]
    pub printed_score: Written,
    /// Withdrawn by an adjustment: locked and skipped.
    #[serde(skip_serializing_if = "is_default")]
    pub withdrawn: bool,
    /// 指标解释
    #[serde(skip_serializing_if = "String::is_empty")]
    pub explanation: String,
    /// 评(扣)分标准
    #[serde(skip_serializing_if = "String::is_empty")]
    pub standard: String,
    /// 计算公式
    #[serde(skip_serializing_if = "String::is_empty")]
    pub formula: String,
    /// 绩效指标来源: 政策文件, 统计指标, 管理(考核)指标, 部门自设.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub origin: String,
    /// 指标值确定依据: 计划标准, 行业标准, 历史标准, 预算支出标准, 其他标准.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub basis: String,
    /// 上年指标值
    #[serde(skip_serializing_if = "String::is_empty")]
    pub last_year: String,
    /// 前年指标值
    #[serde(skip_serializing_if = "String::is_empty")]
    pub year_before: String,
    /// 完成值取值方式
    #[serde(skip_serializing_if = "String::is_empty")]
    pub method: String,
    /// 指标完成值数据来源
    #[serde(skip_serializing_if = "String::is_empty")]
    pub data_source: String,
    /// 佐证资料要求
    #[serde(skip_serializing_if = "String::is_empty")]
    pub evidence_required: String,
    /// 关联目标: the sentence or task of the goal that it serves.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub goal_link: String,
    /// 增长率: a growth rate may lie outside 0–100 %.
    #[serde(skip_serializing_if = "is_default")]
    pub growth_rate: bool,
}

/// 实施期: the multi-year side of the declaration.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MultiYear {
    /// 实施期资金总额
    #[serde(skip_serializing_if = "is_default")]
    pub total: Written,
    /// 其中: 财政拨款
    #[serde(skip_serializing_if = "is_default")]
    pub fiscal: Written,
    /// 其中: 其他资金
    #[serde(skip_serializing_if = "is_default")]
    pub other: Written,
    /// 实施期总体目标
    #[serde(skip_serializing_if = "String::is_empty")]
    pub goal: String,
    /// 中期指标
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub indicators: Vec<Indicator>,
}

/// 绩效运行监控: what was planned and what was read, by month (1–12).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Monitoring {
    /// Cumulative plan of each row.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub plan: Vec<PlanLine>,
    /// The form of each month that has one.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub months: BTreeMap<u8, MonthForm>,
}

/// The cumulative plan of one row; an amount in the project's money unit, or the indicator's unit.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PlanLine {
    /// Which row.
    pub id: RowKey,
    /// Month → cumulative planned value.
    pub months: BTreeMap<u8, Written>,
}

/// 项目支出绩效目标执行监控表 of one month.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MonthForm {
    /// One reading a row that has one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub readings: Vec<MonthReading>,
    /// 处置: what follows from the month's form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disposal: Option<Disposal>,
    /// Version of the goal that the form was filled in against; M-12.
    #[serde(skip_serializing_if = "is_default")]
    pub goal_version: u32,
}

/// What one month's form says of one row.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MonthReading {
    /// Which row.
    pub id: RowKey,
    /// Cumulative value up to the end of the month, as written; a band word for qualitative rows.
    pub actual: Written,
    /// 偏差原因 class.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
    /// 原因说明
    #[serde(skip_serializing_if = "String::is_empty")]
    pub cause_text: String,
    /// 完成目标可能性
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outlook: Option<Outlook>,
    /// 全年预计完成
    #[serde(skip_serializing_if = "is_default")]
    pub forecast: Written,
    /// 措施
    #[serde(skip_serializing_if = "String::is_empty")]
    pub measures: String,
}

/// Which row of the monitoring form: the money as a whole, one source, or one indicator.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(into = "String", from = "String")]
pub enum RowKey {
    /// 预算执行, total: causes, outlook and forecast of the money as a whole.
    #[default]
    Execution,
    /// One source, by the id of its [`Fund`].
    Fund(String),
    /// One indicator, by its id.
    Indicator(String),
}

impl From<RowKey> for String {
    fn from(key: RowKey) -> Self {
        match key {
            RowKey::Execution => "execution".to_owned(),
            RowKey::Fund(id) => format!("fund:{id}"),
            RowKey::Indicator(id) => format!("indicator:{id}"),
        }
    }
}

impl From<String> for RowKey {
    fn from(text: String) -> Self {
        if let Some(id) = text.strip_prefix("fund:") {
            Self::Fund(id.to_owned())
        } else if let Some(id) = text.strip_prefix("indicator:") {
            Self::Indicator(id.to_owned())
        } else {
            Self::Execution
        }
    }
}

/// 偏差原因 classes of the monitoring form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// 经费保障
    Funding,
    /// 制度保障
    Rules,
    /// 人员保障
    Staff,
    /// 硬件条件保障
    Equipment,
    /// 其他
    Other,
}

/// 完成目标可能性
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outlook {
    /// 确定能
    Certain,
    /// 有可能
    Possible,
    /// 完全不可能
    Impossible,
}

/// 处置: what the unit chose after a warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Disposal {
    /// 确定继续执行
    Continue,
    /// 调剂预算
    Reallocate,
    /// 调整目标
    AdjustGoal,
    /// 取消项目
    Cancel,
}

/// The parts of the self-evaluation sheet that belong to no indicator.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Evaluation {
    /// 预算执行率 row: 偏差原因分析及改进措施.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub execution_reason: String,
    /// Separate explanation and measures where execution or result is poor; S-24.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub improvement: String,
    /// 填报人
    #[serde(skip_serializing_if = "String::is_empty")]
    pub filled_by: String,
}

/// What a paper form printed, as written; each may be absent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Printed {
    /// 执行率
    #[serde(skip_serializing_if = "Option::is_none")]
    pub execution_rate: Option<String>,
    /// 执行率分值
    #[serde(skip_serializing_if = "Option::is_none")]
    pub execution_weight: Option<String>,
    /// 执行率得分
    #[serde(skip_serializing_if = "Option::is_none")]
    pub execution_score: Option<String>,
    /// 总分
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<String>,
    /// 等级
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grade: Option<String>,
}

impl Project {
    /// Sums over the sources, in the project's own money unit; a blank or unreadable cell is 0,
    /// a sum beyond 28 digits is left at the last sum that fits.
    pub fn totals(&self) -> FundTotals {
        let sum = |pick: fn(&Fund) -> &Written| {
            self.funds.iter().fold(Decimal::ZERO, |total, fund| {
                total.checked_add(pick(fund).or_zero()).unwrap_or(total)
            })
        };
        FundTotals {
            initial: sum(|fund| &fund.initial),
            adjusted: sum(|fund| &fund.adjusted),
            executed: sum(|fund| &fund.executed),
        }
    }

    /// The sum of one column of the sources; `None` where every source leaves it blank, because
    /// an absent number is not zero.
    pub fn total(&self, pick: fn(&Fund) -> &Written) -> Option<Decimal> {
        let written = self.funds.iter().map(pick);
        let mut written = written.filter(|amount| !amount.is_blank()).peekable();
        written.peek()?;
        Some(written.fold(Decimal::ZERO, |total, amount| {
            total.checked_add(amount.or_zero()).unwrap_or(total)
        }))
    }

    /// What a row is called: the source of the money, the name of the indicator. `None` where it
    /// has no name.
    pub fn row_name(&self, key: &RowKey) -> Option<&str> {
        let name = match key {
            RowKey::Execution => return None,
            RowKey::Fund(id) => &self.funds.iter().find(|fund| fund.id == *id)?.source,
            RowKey::Indicator(id) => {
                let mut all = self.indicators.iter().chain(&self.multi_year.indicators);
                &all.find(|row| row.id == *id)?.name
            }
        };
        Some(name.trim()).filter(|name| !name.is_empty())
    }

    /// 开始日期, where it is written.
    pub fn start(&self) -> Option<NaiveDate> {
        self.period?.start
    }

    /// 完成日期, where it is written.
    pub fn end(&self) -> Option<NaiveDate> {
        self.period?.end
    }

    /// The annual indicators that were not withdrawn by an adjustment.
    pub fn live_indicators(&self) -> impl Iterator<Item = &Indicator> {
        self.indicators
            .iter()
            .filter(|indicator| !indicator.withdrawn)
    }

    /// The annual indicator with this id.
    pub fn indicator(&self, id: &str) -> Option<&Indicator> {
        self.indicators.iter().find(|indicator| indicator.id == id)
    }

    /// The reading of a row in a month, if there is one.
    pub fn reading(&self, month: u8, key: &RowKey) -> Option<&MonthReading> {
        self.monitoring
            .months
            .get(&month)?
            .readings
            .iter()
            .find(|reading| &reading.id == key)
    }

    /// The cumulative plan of a row up to the end of a month, as written.
    pub fn planned(&self, month: u8, key: &RowKey) -> Option<&Written> {
        self.monitoring
            .plan
            .iter()
            .find(|line| &line.id == key)?
            .months
            .get(&month)
    }

    /// The last month for which anything was read, 1–12.
    pub fn last_reading_month(&self) -> Option<u8> {
        self.monitoring
            .months
            .iter()
            .rev()
            .find(|(_, form)| {
                form.readings
                    .iter()
                    .any(|reading| !reading.actual.is_blank())
            })
            .map(|(month, _)| *month)
    }

    /// The first id of the form `prefix` + number that `taken` does not hold.
    pub fn free_id<'a>(prefix: &str, taken: impl Iterator<Item = &'a str>) -> String {
        let taken: std::collections::BTreeSet<&str> = taken.collect();
        // One more number than there are ids is always enough.
        (1..=taken.len() + 1)
            .map(|number| format!("{prefix}{number}"))
            .find(|id| !taken.contains(id.as_str()))
            .unwrap_or_else(|| prefix.to_owned())
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
