//! The material of the samples: `data/samples/county.toml`, read into values.
//!
//! Only [`super`] reads it. The file's head says what each key means; nothing is checked here that
//! the domain would check anyway.

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::domain::number::decimal;
use crate::domain::project::{Attribute, Category, Cause, Nature, Outlook, Period};
use crate::domain::role::{Grant, Person, Role, Scope};

use super::Unfit;

/// The county with everything in it.
#[derive(Debug, Clone, Deserialize)]
pub struct County {
    /// Its head.
    pub county: Head,
    /// 主管部门
    #[serde(rename = "department")]
    pub departments: Vec<Department>,
    /// Who works there.
    #[serde(rename = "person")]
    pub persons: Vec<Official>,
    /// The projects of two years.
    #[serde(rename = "project")]
    pub projects: Vec<Draft>,
}

/// Name and date of the county.
#[derive(Debug, Clone, Deserialize)]
pub struct Head {
    /// 县名
    pub name: String,
    /// The same in English.
    pub name_en: String,
    /// The samples' own date.
    pub today: chrono::NaiveDate,
}

/// A department with its units.
#[derive(Debug, Clone, Deserialize)]
pub struct Department {
    /// As it stands in codes.
    pub initial: String,
    /// 主管部门
    pub name: String,
    /// The finance bureau's section in charge.
    pub section: String,
    /// 实施单位
    pub units: Vec<String>,
}

/// A person as the file writes it.
#[derive(Debug, Clone, Deserialize)]
pub struct Official {
    /// Unique.
    pub id: String,
    /// 姓名
    pub name: String,
    /// The one role.
    pub role: Role,
    /// A unit, departments parted by 、, or empty for the whole county.
    pub scope: String,
}

/// A project as the file writes it.
#[derive(Debug, Clone, Deserialize)]
pub struct Draft {
    /// 项目代码
    pub code: String,
    /// 年度
    pub year: i32,
    /// 项目名称
    pub name: String,
    /// 实施单位
    pub unit: String,
    /// 主管部门
    pub department: String,
    /// 项目类别
    pub kind: String,
    /// 项目性质
    pub nature: Nature,
    /// 项目属性
    pub attribute: Attribute,
    /// 开始日期
    pub period_start: chrono::NaiveDate,
    /// 完成日期
    pub period_end: chrono::NaiveDate,
    /// Which policy scores it.
    pub policy: String,
    /// How far it has come.
    pub stage: Reached,
    /// Why it was returned.
    #[serde(default)]
    pub return_reason: String,
    /// Taken over from paper, with an error in it.
    #[serde(default)]
    pub inherited: bool,
    /// Money by source.
    pub funds: Vec<Source>,
    /// Money of the whole period.
    pub total: String,
    /// 年度总体目标
    pub goal: String,
    /// What became of it.
    #[serde(default)]
    pub achieved: String,
    /// Money planned a month.
    pub plan: Vec<String>,
    /// Money paid a month, January to June.
    #[serde(default)]
    pub paid: Vec<String>,
    /// The course of the year.
    #[serde(default)]
    pub intention: String,
    /// What the lights ask for.
    #[serde(default)]
    pub deviation: Option<Deviation>,
    /// What the paper said.
    #[serde(default)]
    pub printed: Option<Paper>,
    /// The defect that it was given.
    #[serde(default)]
    pub fault: String,
    /// The rows.
    #[serde(rename = "indicator")]
    pub indicators: Vec<Line>,
}

/// How far a project of the file has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reached {
    /// 草稿
    Draft,
    /// 被退回
    Returned,
    /// 单位审核
    UnitAudit,
    /// 主管部门审核
    DepartmentAudit,
    /// 财政业务处室审核
    FinanceAudit,
    /// 终审
    Final,
    /// 批复
    Approved,
    /// 监控
    Monitoring,
    /// 自评
    SelfEvaluation,
    /// 应用
    Result,
}

/// A source of money.
#[derive(Debug, Clone, Deserialize)]
pub struct Source {
    /// 资金来源
    pub source: String,
    /// 年初预算数
    pub initial: String,
    /// 全年预算数
    pub adjusted: String,
    /// 执行数
    pub executed: String,
}

/// Why a project is off its plan.
#[derive(Debug, Clone, Deserialize)]
pub struct Deviation {
    /// The class, in the form's words.
    pub cause: String,
    /// 原因说明
    pub text: String,
    /// 完成目标可能性, in the form's words.
    pub outlook: String,
}

/// What a paper printed.
#[derive(Debug, Clone, Deserialize)]
pub struct Paper {
    /// 执行率
    pub execution_rate: String,
    /// 执行率分值
    pub execution_weight: String,
    /// 执行率得分
    pub execution_score: String,
    /// 总分
    pub total: String,
    /// 等级
    pub grade: String,
}

/// An indicator.
#[derive(Debug, Clone, Deserialize)]
pub struct Line {
    /// Unique in the project.
    pub id: String,
    /// 一级指标
    pub level1: String,
    /// 二级指标
    pub level2: String,
    /// 三级指标
    pub name: String,
    /// 指标值
    pub target: String,
    /// 分值
    pub weight: String,
    /// It grows over the year.
    #[serde(default)]
    pub accumulates: bool,
    /// January to June.
    #[serde(default)]
    pub readings: Vec<String>,
    /// 实际完成值
    #[serde(default)]
    pub actual: String,
    /// 偏差原因
    #[serde(default)]
    pub reason: String,
    /// The score on paper.
    #[serde(default)]
    pub printed_score: String,
}

/// Reads the file.
pub fn read(text: &str) -> Result<County, Unfit> {
    toml::from_str(text).map_err(|error| Unfit::File(error.to_string()))
}

impl Official {
    /// The person with its grants.
    pub fn person(&self) -> Person {
        Person {
            id: self.id.clone(),
            name: self.name.clone(),
            grants: self
                .scopes()
                .into_iter()
                .map(|scope| Grant {
                    role: self.role,
                    scope,
                })
                .collect(),
            active: true,
        }
    }

    /// Where the role holds.
    pub fn scopes(&self) -> Vec<Scope> {
        match self.role {
            _ if self.scope.is_empty() => vec![Scope::All],
            Role::Unit | Role::UnitLead => vec![Scope::Unit(self.scope.clone())],
            _ => self
                .scope
                .split('、')
                .map(|name| Scope::Department(name.to_owned()))
                .collect(),
        }
    }
}

impl Draft {
    /// 起止时间
    pub fn period(&self) -> Period {
        Period {
            start: Some(self.period_start),
            end: Some(self.period_end),
        }
    }

    /// 项目类别; the file tells two kinds of operation apart, the form does not.
    pub fn category(&self) -> Category {
        if self.kind.contains("运转") {
            Category::Operation
        } else if self.kind.contains("人员") {
            Category::Staff
        } else {
            Category::Specific
        }
    }

    /// Σ of one column.
    pub fn sum(&self, column: fn(&Source) -> &String) -> Decimal {
        self.funds
            .iter()
            .filter_map(|source| decimal(column(source)))
            .sum()
    }

    /// The cumulative plan of the money up to a month.
    pub fn planned(&self, month: usize) -> Decimal {
        cumulative(&self.plan, month)
    }

    /// The money paid up to a month.
    pub fn paid(&self, month: usize) -> Decimal {
        cumulative(&self.paid, month)
    }

    /// The code without its year.
    pub fn trunk(&self) -> &str {
        self.code.split_once('-').map_or("", |(_, trunk)| trunk)
    }
}

impl Deviation {
    /// The class as the store writes it.
    pub fn cause(&self) -> Cause {
        match self.cause.as_str() {
            "经费保障" => Cause::Funding,
            "制度保障" => Cause::Rules,
            "人员保障" => Cause::Staff,
            "硬件条件保障" => Cause::Equipment,
            _ => Cause::Other,
        }
    }

    /// The outlook as the store writes it.
    pub fn outlook(&self) -> Outlook {
        match self.outlook.as_str() {
            "有可能" => Outlook::Possible,
            "完全不可能" => Outlook::Impossible,
            _ => Outlook::Certain,
        }
    }
}

fn cumulative(amounts: &[String], months: usize) -> Decimal {
    amounts
        .iter()
        .take(months)
        .filter_map(|amount| decimal(amount))
        .sum()
}
