//! What a list knows of a project: one small value beside each aggregate.
//!
//! The store writes a row with every change and lists, filters, rankings and dashboards read rows
//! alone, so that a hundred thousand projects are browsed without decoding one. A row is derived:
//! it is never edited, and it is rebuilt whenever it does not agree with its project.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::monitoring::{Light, light};
use super::policy::Policy;
use super::project::{Fund, Project, ProjectId, RowKey};
use super::role::Role;
use super::scoring::{Scored, score};
use super::status::{Chain, DocumentKind, Status};

/// How far a project has come in the loop of its year.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// 申报: the goal is being written
    #[default]
    Goal,
    /// 审核: the goal is in the audits
    Review,
    /// 批复: the goal holds, nothing was read yet
    Approved,
    /// 监控: readings of the year come in
    Monitoring,
    /// 自评: the self-evaluation is being written or audited
    Evaluation,
    /// 应用: the self-evaluation is final
    Result,
}

impl Stage {
    /// All stages, in the order of the loop.
    pub const ALL: [Self; 6] = [
        Self::Goal,
        Self::Review,
        Self::Approved,
        Self::Monitoring,
        Self::Evaluation,
        Self::Result,
    ];
}

/// What a list knows of a project. Amounts are in 万元.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Row {
    /// The store's name of the project.
    pub id: ProjectId,
    /// Its revision when the row was made.
    pub revision: u64,
    /// 年度
    pub year: Option<i32>,
    /// 项目代码
    pub code: String,
    /// 项目名称
    pub name: String,
    /// 实施单位
    pub unit: String,
    /// 主管部门
    pub department: String,
    /// How far it has come.
    pub stage: Stage,
    /// Where the goal stands.
    pub goal_status: Status,
    /// Where the self-evaluation stands.
    pub self_status: Status,
    /// 全年预算数; 年初预算数 while no source says an adjusted amount; `None` where none is written.
    pub budget: Option<Decimal>,
    /// 全年执行数 where it was filled in, otherwise the cumulative amount of the last month read;
    /// `None` while nothing was read.
    pub executed: Option<Decimal>,
    /// The last month that was read, 1–12.
    pub month: Option<u8>,
    /// 执行率: executed ÷ budget; `None` without a budget.
    pub rate: Option<Decimal>,
    /// The worse of the money's and the goal's light.
    pub light: Option<Light>,
    /// Total of the self-evaluation, two decimals; `None` while nothing was filled in.
    pub score: Option<Decimal>,
    /// Its grade, by the policy's name of it.
    pub grade: Option<String>,
    /// Findings that block sending.
    pub errors: u16,
    /// Findings that warn.
    pub warnings: u16,
    /// Which documents wait for which role.
    pub waiting: Vec<Waiting>,
}

/// A document that waits for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// Which.
    pub document: DocumentKind,
    /// For whom.
    pub role: Role,
    /// Since when: UTC milliseconds of its last signature, to the minute.
    pub since: Option<i64>,
}

/// What the rules of a policy say of a project; computed by their own modules and handed in here,
/// so that a row can be made by whoever has them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Judgement {
    /// See [`Row::light`].
    pub light: Option<Light>,
    /// See [`Row::score`].
    pub score: Option<Decimal>,
    /// See [`Row::grade`].
    pub grade: Option<String>,
    /// See [`Row::errors`].
    pub errors: usize,
    /// See [`Row::warnings`].
    pub warnings: usize,
}

/// What a policy says of a project; the findings are counted by whoever ran the checks.
pub fn judge(project: &Project, policy: &Policy) -> Judgement {
    let scored = self_evaluation_begun(project).then(|| score(project, policy));
    Judgement {
        light: light(project, policy),
        score: scored.as_ref().and_then(|scored| scored.total),
        grade: scored
            .and_then(|scored| scored.grade)
            .map(|grade| grade.code().to_owned()),
        ..Judgement::default()
    }
}

/// The score as screens show it: without total and grade while nothing of the sheet was filled in.
pub fn shown_score(project: &Project, policy: &Policy) -> Scored {
    let scored = score(project, policy);
    if self_evaluation_begun(project) {
        scored
    } else {
        scored.not_begun()
    }
}

/// The row of a project under an approval chain, with what the rules say of it.
pub fn of(project: &Project, chain: &Chain, judgement: Judgement) -> Row {
    let money = money(project);
    Row {
        id: project.id,
        revision: project.revision,
        year: project.year,
        code: project.code.clone(),
        name: project.name.clone(),
        unit: project.unit.clone(),
        department: project.department.clone(),
        stage: stage(project),
        goal_status: project.documents.goal.status,
        self_status: project.documents.self_evaluation.status,
        budget: money.budget,
        executed: money.executed,
        month: money.month,
        rate: money.rate(),
        light: judgement.light,
        score: judgement.score,
        grade: judgement.grade,
        errors: count(judgement.errors),
        warnings: count(judgement.warnings),
        waiting: waiting(project, chain),
    }
}

fn count(findings: usize) -> u16 {
    u16::try_from(findings).unwrap_or(u16::MAX)
}

/// How far the project has come, by its documents and readings.
pub fn stage(project: &Project) -> Stage {
    let documents = &project.documents;
    match documents.self_evaluation.status {
        Status::Final | Status::Approved => return Stage::Result,
        Status::Draft if !self_evaluation_begun(project) => {}
        _ => return Stage::Evaluation,
    }
    if !documents.monitoring.is_empty() || project.last_reading_month().is_some() {
        return Stage::Monitoring;
    }
    match documents.goal.status {
        Status::Draft | Status::Returned => Stage::Goal,
        Status::UnitAudit | Status::DepartmentAudit | Status::FinanceAudit | Status::Final => {
            Stage::Review
        }
        Status::Approved => Stage::Approved,
    }
}

/// True once anything of the self-evaluation sheet was filled in. Executed money is no such thing:
/// it is written all year, and a goal that nobody approved is not evaluated for it.
pub fn self_evaluation_begun(project: &Project) -> bool {
    !project.documents.self_evaluation.signatures.is_empty()
        || !project.achieved.is_empty()
        || project
            .live_indicators()
            .any(|row| !row.actual.is_empty() || row.band.is_some())
}

/// Where the executed amounts of a project come from; all its sources are read from the same place,
/// so that they add up to the total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Spent {
    /// Nothing was written yet.
    #[default]
    Nowhere,
    /// The readings of a month, cumulative.
    Month(u8),
    /// 全年执行数 of the sources.
    Year,
}

/// The money of a project as lists and lights see it, in 万元.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Money {
    /// See [`Row::budget`].
    pub budget: Option<Decimal>,
    /// See [`Row::executed`].
    pub executed: Option<Decimal>,
    /// Where the executed amount comes from.
    pub spent: Spent,
    /// See [`Row::month`].
    pub month: Option<u8>,
}

impl Money {
    /// executed ÷ budget; `None` where either is not known.
    pub fn rate(&self) -> Option<Decimal> {
        self.executed?.checked_div(self.budget?)
    }
}

/// Budget, execution and last month read of a project.
pub fn money(project: &Project) -> Money {
    let month = project.last_reading_month();
    let budget = budget(project);
    let spent = spent(project);
    let executed = match spent {
        Spent::Nowhere => None,
        Spent::Month(month) => executed_to(project, month),
        Spent::Year => project.total(|fund| &fund.executed),
    };
    Money {
        budget: in_ten_thousand(project, budget),
        executed: in_ten_thousand(project, executed),
        spent,
        month,
    }
}

/// Where the executed amounts come from: the year's once one of them is written, else the last
/// month read.
fn spent(project: &Project) -> Spent {
    if project.total(|fund| &fund.executed).is_some() {
        return Spent::Year;
    }
    project
        .last_reading_month()
        .map_or(Spent::Nowhere, Spent::Month)
}

/// The budget of one source, read from where that of the whole is; in the project's unit.
pub fn budget_of(project: &Project, fund: &Fund) -> Option<Decimal> {
    if has_adjusted(project) {
        fund.adjusted.decimal()
    } else {
        fund.initial.decimal()
    }
}

/// Budget and executed amount of one source in 万元, read from where the whole is read.
pub fn money_of(project: &Project, fund: &Fund) -> (Option<Decimal>, Option<Decimal>) {
    let executed = match spent(project) {
        Spent::Nowhere => None,
        Spent::Year => fund.executed.decimal(),
        Spent::Month(month) => project
            .reading(month, &RowKey::Fund(fund.id.clone()))
            .and_then(|reading| reading.actual.decimal()),
    };
    (
        in_ten_thousand(project, budget_of(project, fund)),
        in_ten_thousand(project, executed),
    )
}

/// An amount of the project in 万元.
pub fn in_ten_thousand(project: &Project, amount: Option<Decimal>) -> Option<Decimal> {
    amount.map(|amount| project.money_unit.in_ten_thousand(amount))
}

/// True where a source says an adjusted amount: the budget is 全年预算数 then, 年初预算数 before.
pub fn has_adjusted(project: &Project) -> bool {
    project.funds.iter().any(|fund| !fund.adjusted.is_blank())
}

/// True where money is written, and no adjusted amount that a rate could be of.
pub fn lacks_adjusted(project: &Project) -> bool {
    let initial = project.total(|fund| &fund.initial);
    let any = initial.or_else(|| project.total(|fund| &fund.executed));
    any.is_some() && !has_adjusted(project)
}

/// Σ 全年预算数, or Σ 年初预算数 while no source says an adjusted amount; in the project's unit.
/// `None` where no source says either.
pub fn budget(project: &Project) -> Option<Decimal> {
    if has_adjusted(project) {
        project.total(|fund| &fund.adjusted)
    } else {
        project.total(|fund| &fund.initial)
    }
}

/// The cumulative execution up to the end of a month: the sum of the sources that were read, or
/// the reading of the money as a whole. `None` where nothing was read. In the project's unit.
pub fn executed_to(project: &Project, month: u8) -> Option<Decimal> {
    let form = project.monitoring.months.get(&month)?;
    let by_source = form
        .readings
        .iter()
        .filter(|reading| matches!(reading.id, RowKey::Fund(_)))
        .filter_map(|reading| reading.actual.decimal())
        .fold(None, |sum: Option<Decimal>, amount| {
            let sum = sum.unwrap_or_default();
            Some(sum.checked_add(amount).unwrap_or(sum))
        });
    by_source.or_else(|| {
        project
            .reading(month, &RowKey::Execution)
            .and_then(|reading| reading.actual.decimal())
    })
}

/// The documents of the project that wait for somebody, and for which role; a draft that was never
/// sent waits for nobody.
pub fn waiting(project: &Project, chain: &Chain) -> Vec<Waiting> {
    const MINUTE: i64 = 60_000;
    project
        .documents
        .all()
        .filter_map(|(kind, document)| {
            let signed = document.signatures.last();
            chain.waits_for(kind, document.status).map(|role| Waiting {
                document: kind,
                role,
                since: signed.map(|signed| signed.at - signed.at.rem_euclid(MINUTE)),
            })
        })
        .collect()
}

/// The last day of a month of a project's year.
pub fn month_end(year: i32, month: u8) -> Option<NaiveDate> {
    let first = NaiveDate::from_ymd_opt(year, u32::from(month), 1)?;
    let next = first.checked_add_months(chrono::Months::new(1))?;
    next.pred_opt().filter(|day| day.month() == first.month())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::project::{MoneyUnit, MonthForm, MonthReading};
    use crate::domain::status::{Act, Document, ReturnTo, Signature, Step};

    fn chain() -> Chain {
        Chain {
            fill: Role::Unit,
            steps: vec![Step {
                status: Status::UnitAudit,
                role: Role::UnitLead,
            }],
            approve: Role::Budget,
            reopen: Role::Finance,
            return_to: ReturnTo::Filler,
        }
    }

    fn project() -> Project {
        Project {
            funds: vec![
                Fund {
                    id: "1".into(),
                    initial: "200".into(),
                    ..Fund::default()
                },
                Fund {
                    id: "2".into(),
                    initial: "50".into(),
                    ..Fund::default()
                },
            ],
            ..Project::default()
        }
    }

    fn read(project: &mut Project, month: u8, key: RowKey, actual: &str) {
        let form = project.monitoring.months.entry(month).or_default();
        form.readings.push(MonthReading {
            id: key,
            actual: actual.into(),
            ..MonthReading::default()
        });
    }

    #[test]
    fn the_stage_follows_documents_and_readings() {
        let mut project = project();
        assert_eq!(stage(&project), Stage::Goal);
        project.documents.goal.status = Status::DepartmentAudit;
        assert_eq!(stage(&project), Stage::Review);
        project.documents.goal.status = Status::Approved;
        assert_eq!(stage(&project), Stage::Approved);
        read(&mut project, 3, RowKey::Execution, "20");
        assert_eq!(stage(&project), Stage::Monitoring);
        project.achieved = "完成".into();
        assert_eq!(stage(&project), Stage::Evaluation);
        project.documents.self_evaluation.status = Status::Final;
        assert_eq!(stage(&project), Stage::Result);
    }

    #[test]
    fn execution_is_the_sum_of_the_sources_of_the_last_month_read() {
        let mut project = project();
        read(&mut project, 5, RowKey::Fund("1".into()), "60");
        read(&mut project, 5, RowKey::Fund("2".into()), "40");
        project.monitoring.months.insert(6, MonthForm::default());
        let money = money(&project);
        assert_eq!(money.month, Some(5));
        assert_eq!(money.rate(), Some(Decimal::new(4, 1)));
    }

    #[test]
    fn the_sources_are_read_from_where_the_whole_is_read() {
        let mut project = project();
        read(&mut project, 7, RowKey::Fund("1".into()), "33");
        let executed = |project: &Project| -> Vec<_> {
            let funds = project.funds.iter();
            funds.map(|fund| money_of(project, fund).1).collect()
        };
        assert_eq!(money(&project).spent, Spent::Month(7));
        assert_eq!(executed(&project), [Some(Decimal::from(33)), None]);
        // The year's figure of one source takes the place of the month's reading of the other.
        project.funds[1].executed = "118".into();
        assert_eq!(money(&project).spent, Spent::Year);
        assert_eq!(money(&project).executed, Some(Decimal::from(118)));
        assert_eq!(executed(&project), [None, Some(Decimal::from(118))]);
    }

    #[test]
    fn an_amount_in_yuan_is_listed_in_ten_thousand() {
        let mut project = project();
        project.money_unit = MoneyUnit::Yuan;
        project.funds[0].adjusted = "1280000".into();
        project.funds[0].executed = "640000".into();
        let row = of(&project, &chain(), Judgement::default());
        assert_eq!(row.budget, Some(Decimal::from(128)));
        assert_eq!(row.executed, Some(Decimal::from(64)));
    }

    #[test]
    fn a_sheet_that_nobody_began_has_no_score_and_a_begun_one_has_its_grade() {
        let policies = crate::domain::policy::Policies::parse(crate::data::policy_files()).unwrap();
        let policy = policies.get(crate::domain::policy::DEFAULT).unwrap();
        let mut project = project();
        assert_eq!(judge(&project, policy), Judgement::default());
        project.indicators.push(crate::domain::project::Indicator {
            id: "1".into(),
            target: "≥10个".into(),
            weight: "90".into(),
            actual: "9".into(),
            ..Default::default()
        });
        project.funds[0].adjusted = "200".into();
        project.funds[0].executed = "200".into();
        let judged = judge(&project, policy);
        assert_eq!(judged.score, Some(Decimal::from(91)));
        assert_eq!(judged.grade.as_deref(), Some("优"));
    }

    #[test]
    fn a_returned_document_waits_for_the_filler_and_a_draft_for_nobody() {
        let mut project = project();
        project.documents.monitoring.insert(
            4,
            Document {
                status: Status::Returned,
                signatures: vec![Signature {
                    act: Act::Return,
                    person: "wu".into(),
                    role: Role::UnitLead,
                    at: 1_783_300_041_000,
                    from: Status::UnitAudit,
                    to: Status::Returned,
                    comment: "依据不足".into(),
                }],
                ..Document::default()
            },
        );
        let waits = Waiting {
            document: DocumentKind::Monitoring(4),
            role: Role::Unit,
            since: Some(1_783_300_020_000),
        };
        assert_eq!(waiting(&project, &chain()), [waits]);
    }

    #[test]
    fn february_ends_where_the_year_says() {
        assert_eq!(month_end(2028, 2), NaiveDate::from_ymd_opt(2028, 2, 29));
        assert_eq!(month_end(2026, 13), None);
    }
}
