//! Who did what when: the story of the county, project by project, brought into one order.
//!
//! The calendar is that of a budget year: goals in November, approval in January, readings on the
//! first days of the next month, self-evaluation after the year. What was taken over from paper
//! comes in one import and stays the draft that it is, because its errors keep it from being sent.

use chrono::NaiveDate;
use rust_decimal::{Decimal, RoundingStrategy};
use sha2::{Digest, Sha256};

use crate::domain::command::{
    At, Block, Command, Edit, FundField, IndicatorField, ProjectField, ReadingField,
};
use crate::domain::monitoring::{Demand, Light, Measure, timeline};
use crate::domain::notation::{self, Actual, Band, Target};
use crate::domain::number::{Written, decimal};
use crate::domain::policy::{DEFAULT, Policies, Policy};
use crate::domain::project::{
    About, Attribute, Cause, Fund, Indicator, MonthForm, MonthReading, MultiYear, Outlook,
    PlanLine, Printed, Project, RowKey,
};
use crate::domain::role::{Actor, Role};
use crate::domain::status::{Act, DocumentKind};

use super::county::{County, Draft, Line, Reached, Source};
use super::life::{Life, cast, later, set};
use super::{Ready, Step, Unfit, moment};

/// Everything that was done in the county, in the order of time.
pub fn script(county: &County, policies: &Policies, ready: Ready<'_>) -> Result<Vec<Step>, Unfit> {
    let mut steps = persons(county)?;
    let (inherited, lived): (Vec<&Draft>, Vec<&Draft>) =
        county.projects.iter().partition(|draft| draft.inherited);
    for (turn, draft) in lived.into_iter().enumerate() {
        let policy = policy(policies, &draft.policy)?;
        let mut life = Life::new(county, policy, ready, head(draft));
        let mut story = Story {
            county,
            draft,
            policy,
            life: &mut life,
            turn,
        };
        story.tell()?;
        steps.append(&mut life.steps);
    }
    steps.push(import(county, &inherited)?);
    for draft in inherited.into_iter().filter(|draft| draft.year == 2026) {
        steps.append(&mut readings_of_inherited(county, policies, ready, draft)?);
    }
    for (at, trunk) in ["教-0101", "水-0401"].into_iter().enumerate() {
        let found = county
            .projects
            .iter()
            .find(|draft| draft.year == 2026 && draft.trunk() == trunk);
        if let Some(draft) = found {
            steps.append(&mut next_year(county, policies, ready, draft, at == 0)?);
        }
    }
    steps.push(clock(county)?);
    // A stable sort: what one person does at one time stays in its order.
    steps.sort_by_key(|step| step.at);
    Ok(steps)
}

fn policy<'a>(policies: &'a Policies, name: &str) -> Result<&'a Policy, Unfit> {
    policies
        .get(name)
        .ok_or_else(|| Unfit::Policy(name.to_owned()))
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

fn somebody(county: &County, role: Role) -> Result<Actor, Unfit> {
    cast(county, role, "", "")
}

fn persons(county: &County) -> Result<Vec<Step>, Unfit> {
    let admin = somebody(county, Role::Admin)?;
    Ok(county
        .persons
        .iter()
        .filter(|official| official.id != admin.person)
        .zip(0_i64..)
        .map(|(official, number)| Step {
            at: moment(day(2024, 10, 28), 9 * 60) + number * 90_000,
            actor: admin.clone(),
            code: None,
            based_on: None,
            command: Command::SavePerson(official.person()),
        })
        .collect())
}

fn clock(county: &County) -> Result<Step, Unfit> {
    Ok(Step {
        at: moment(county.county.today, 8 * 60 + 30),
        actor: somebody(county, Role::Performance)?,
        code: None,
        based_on: None,
        command: Command::SetClock {
            date: county.county.today.to_string(),
        },
    })
}

/// A project with nothing but its head.
fn head(draft: &Draft) -> Project {
    Project {
        code: draft.code.clone(),
        year: Some(draft.year),
        name: draft.name.clone(),
        unit: draft.unit.clone(),
        department: draft.department.clone(),
        policy: Some(draft.policy.clone()).filter(|name| name != DEFAULT),
        period: Some(draft.period()),
        about: About {
            attribute: Some(draft.attribute),
            category: Some(draft.category()),
            nature: Some(draft.nature),
            ..About::default()
        },
        ..Project::default()
    }
}

/// A project with its declaration.
fn declared(county: &County, draft: &Draft) -> Project {
    Project {
        funds: funds(draft),
        goal: draft.goal.clone(),
        indicators: indicators(county, draft),
        multi_year: MultiYear {
            total: Written::from(draft.total.as_str()),
            ..MultiYear::default()
        },
        ..head(draft)
    }
}

fn funds(draft: &Draft) -> Vec<Fund> {
    draft
        .funds
        .iter()
        .zip(1_u8..)
        .map(|(source, number)| Fund {
            id: number.to_string(),
            source: source.source.clone(),
            initial: Written::from(source.initial.as_str()),
            ..Fund::default()
        })
        .collect()
}

fn indicators(county: &County, draft: &Draft) -> Vec<Indicator> {
    // What a careful unit fills in and a hurried one leaves blank.
    let hurried = !draft.fault.is_empty() && draft.fault.len().is_multiple_of(3);
    draft
        .indicators
        .iter()
        .map(|line| {
            let mut row = Indicator {
                id: line.id.clone(),
                level1: line.level1.clone(),
                level2: line.level2.clone(),
                name: line.name.clone(),
                target: line.target.clone(),
                weight: Written::from(line.weight.as_str()),
                last_year: last_year(county, draft, line),
                ..Indicator::default()
            };
            if !hurried {
                fill_in(&mut row, &draft.goal);
            }
            row
        })
        .collect()
}

/// What the same indicator reached in the year before.
fn last_year(county: &County, draft: &Draft, line: &Line) -> String {
    county
        .projects
        .iter()
        .filter(|other| other.trunk() == draft.trunk() && other.year + 1 == draft.year)
        .flat_map(|other| &other.indicators)
        .find(|other| other.name == line.name)
        .map(|other| other.actual.clone())
        .unwrap_or_default()
}

/// Basis, source and evidence, as the kind of the indicator has them.
fn fill_in(row: &mut Indicator, goal: &str) {
    let [origin, basis, method, source, evidence] = match row.level2.as_str() {
        "数量指标" => [
            "部门自设",
            "计划标准",
            "直接证明法",
            "部门业务统计",
            "业务台账、验收单",
        ],
        "质量指标" => [
            "管理(考核)指标",
            "行业标准",
            "直接证明法",
            "部门业务记录",
            "检验或验收报告",
        ],
        "时效指标" => [
            "部门自设",
            "计划标准",
            "情况说明法",
            "部门业务记录",
            "完工或办结记录",
        ],
        "经济成本指标" | "社会成本指标" | "生态环境成本指标" => [
            "政策文件",
            "预算支出标准",
            "直接证明法",
            "部门业务记录",
            "结算单、支付凭证",
        ],
        "服务对象满意度指标" => [
            "管理(考核)指标",
            "历史标准",
            "问卷调查法",
            "问卷调查报告",
            "问卷汇总表",
        ],
        _ => [
            "统计指标",
            "历史标准",
            "情况统计法",
            "部门业务统计",
            "统计报表",
        ],
    };
    origin.clone_into(&mut row.origin);
    basis.clone_into(&mut row.basis);
    method.clone_into(&mut row.method);
    source.clone_into(&mut row.data_source);
    evidence.clone_into(&mut row.evidence_required);
    row.goal_link = clause_for(&row.name, goal);
}

/// The clause of the goal that shares the most characters with a name.
fn clause_for(name: &str, goal: &str) -> String {
    goal.split(['，', '；', '。', ','])
        .map(str::trim)
        .filter(|clause| !clause.is_empty())
        .max_by_key(|clause| {
            name.chars()
                .filter(|character| clause.contains(*character))
                .count()
        })
        .unwrap_or_default()
        .to_owned()
}

/// The story of one project that was lived in the store.
struct Story<'s, 'a> {
    county: &'s County,
    draft: &'s Draft,
    policy: &'s Policy,
    life: &'s mut Life<'a>,
    turn: usize,
}

impl Story<'_, '_> {
    fn tell(&mut self) -> Result<(), Unfit> {
        let approved = self.goal()?;
        if !approved || self.draft.stage < Reached::Monitoring {
            return Ok(());
        }
        if self.draft.year == 2025 {
            self.year_2025()?;
            self.self_evaluation()
        } else {
            self.year_2026()
        }
    }

    /// The day on which the goal is begun: the autumn before, or just before a project of the
    /// second half of the year.
    fn first_day(&self) -> NaiveDate {
        let turn = i64::try_from(self.turn % 9).unwrap_or(0);
        match self.draft.stage {
            Reached::Monitoring | Reached::SelfEvaluation | Reached::Result => {
                later(day(self.draft.year - 1, 11, 4), turn)
            }
            Reached::Approved => later(day(2026, 4, 7), turn),
            Reached::Final | Reached::FinanceAudit => later(day(2026, 6, 8), turn),
            _ => later(day(2026, 6, 24), turn),
        }
    }

    fn goal(&mut self) -> Result<bool, Unfit> {
        let first = self.first_day();
        self.life.create(first)?;
        self.declare(first)?;
        let kind = DocumentKind::Goal;
        let sent = later(first, 8);
        let passes = match self.draft.stage {
            Reached::Draft => return Ok(false),
            Reached::UnitAudit => 0,
            Reached::DepartmentAudit | Reached::Returned => 1,
            Reached::FinanceAudit => 2,
            _ => 3,
        };
        let again = passes == 3 && self.turn % 6 == 1;
        if again && !self.returned_and_mended(sent)? {
            return Ok(false);
        }
        if self.draft.stage == Reached::UnitAudit && self.turn.is_multiple_of(2) {
            // Sent too early, taken back, sent again.
            if self.life.act(sent, kind, Act::Submit, "")? {
                self.life
                    .act(sent, kind, Act::Withdraw, "补充佐证资料要求")?;
            }
        }
        let sent = later(sent, if again { 7 } else { 1 });
        if !self.life.send(sent, kind, passes)? {
            return Ok(false);
        }
        if self.draft.stage == Reached::Returned {
            let reason = self.draft.return_reason.clone();
            self.life.act(later(sent, 6), kind, Act::Return, &reason)?;
            return Ok(false);
        }
        if self.draft.stage < Reached::Approved {
            return Ok(false);
        }
        let approval = if self.draft.stage == Reached::Approved {
            later(sent, 14)
        } else {
            later(
                day(self.draft.year, 1, 13),
                i64::from(self.life.dice.below(5)),
            )
        };
        self.life.act(approval, kind, Act::Approve, "随预算批复")
    }

    /// A first round that came back with a reason.
    fn returned_and_mended(&mut self, sent: NaiveDate) -> Result<bool, Unfit> {
        let kind = DocumentKind::Goal;
        if !self.life.send(sent, kind, 1)? {
            return Ok(false);
        }
        let Some(line) = self.draft.indicators.first() else {
            return Ok(false);
        };
        let reason = format!("请说明“{}”的统计口径后重报。", line.name);
        self.life.act(later(sent, 4), kind, Act::Return, &reason)?;
        let explanation = format!("{}：以年末业务台账登记数为准，不重复计数。", line.name);
        let at = At::Indicator(Block::Annual, line.id.clone(), IndicatorField::Explanation);
        self.life
            .write(later(sent, 5), vec![set(at, explanation)])?;
        Ok(true)
    }

    fn declare(&mut self, first: NaiveDate) -> Result<(), Unfit> {
        let declared = declared(self.county, self.draft);
        let mut money: Vec<Edit> = declared.funds.into_iter().map(Edit::AddFund).collect();
        let text = |field, value: &str| set(At::Project(field), value);
        money.push(text(ProjectField::Goal, &self.draft.goal));
        money.push(text(ProjectField::MultiYearTotal, &self.draft.total));
        let leader = self.life.actor(Role::Unit)?.person;
        let leader = self
            .county
            .persons
            .iter()
            .find(|official| official.id == leader)
            .map(|official| official.name.clone())
            .unwrap_or_default();
        money.push(text(ProjectField::Leader, &leader));
        let large = self.draft.sum(|source| &source.initial) >= Decimal::from(100);
        if self.draft.attribute == Attribute::New && large && self.turn % 4 != 3 {
            money.push(text(ProjectField::ExAnte, "予以支持"));
        }
        self.life.write(later(first, 1), money)?;
        let rows = declared
            .indicators
            .into_iter()
            .map(|indicator| Edit::AddIndicator {
                block: Block::Annual,
                indicator: Box::new(indicator),
                position: usize::MAX,
            })
            .collect();
        self.life.write(later(first, 3), rows)?;
        let plan = plan(self.draft, &self.life.project, self.policy);
        let plan = plan
            .into_iter()
            .flat_map(|line| {
                let key = line.id;
                line.months
                    .into_iter()
                    .map(move |(month, value)| set(At::Plan(key.clone(), month), value.as_str()))
            })
            .collect();
        self.life.write(later(first, 5), plan)
    }

    /// A whole year of readings; the forms of July and December are sent and pass.
    fn year_2025(&mut self) -> Result<(), Unfit> {
        for month in 1..=12_u8 {
            let form = past_month(self.draft, month);
            let first = after(self.draft.year, month, 4);
            self.life.write(first, edits_of(month, &form))?;
            if matches!(month, 7 | 12) {
                self.complete(month, first)?;
                self.explain(month, later(first, 1))?;
                self.life
                    .send(later(first, 2), DocumentKind::Monitoring(month), 3)?;
            }
        }
        Ok(())
    }

    /// Readings to June, of some projects a first part of July. Large projects report every month,
    /// the others every quarter; what is not reported stays a draft of the unit's own.
    fn year_2026(&mut self) -> Result<(), Unfit> {
        let monthly = self.draft.sum(|source| &source.initial) >= Decimal::from(1000);
        for month in 1..=6_u8 {
            let form = present_month(self.draft, month);
            let first = after(2026, month, 3);
            self.life.write(first, edits_of(month, &form))?;
            let reported = monthly || matches!(month, 3 | 6);
            if reported {
                self.complete(month, first)?;
            }
            // Some never say why they are behind, which their form then demands.
            if month == 6 && self.turn % 7 == 3 {
                continue;
            }
            self.explain(month, later(first, 1))?;
            if reported && month != 6 {
                self.life
                    .send(later(first, 2), DocumentKind::Monitoring(month), 3)?;
            }
        }
        if self.draft.sum(|source| &source.adjusted) != self.draft.sum(|source| &source.initial) {
            self.life.write(day(2026, 5, 20), adjusted(self.draft))?;
        }
        self.june()?;
        if self.turn.is_multiple_of(5) {
            let money = money(self.draft, self.draft.paid(6) + part_of_july(self.draft));
            self.life.write(day(2026, 7, 17), edits_of(7, &money))?;
        }
        if self.draft.fault == "over-target" {
            self.adjust()?;
        }
        Ok(())
    }

    /// The half-year form is final for most, and stands at every step of the chain.
    fn june(&mut self) -> Result<(), Unfit> {
        let kind = DocumentKind::Monitoring(6);
        let first = day(2026, 7, 6);
        let passes = match self.turn % 10 {
            0 => return Ok(()),
            4 => return self.june_returned(first),
            7 => 0,
            5 => 1,
            8 => 2,
            _ => 3,
        };
        self.life.send(first, kind, passes).map(|_| ())
    }

    /// Sent back by the department, or one step later by the finance bureau.
    fn june_returned(&mut self, first: NaiveDate) -> Result<(), Unfit> {
        let (passes, reason) = if self.turn.is_multiple_of(4) {
            (2, "累计执行数与国库支付数不一致，请核对后重新填报。")
        } else {
            (1, "偏差原因与上月相同，请补充本月采取的措施和时间节点。")
        };
        let kind = DocumentKind::Monitoring(6);
        if self.life.send(first, kind, passes)? {
            self.life.act(later(first, 8), kind, Act::Return, reason)?;
        }
        Ok(())
    }

    /// The goal was set too low: a new version is begun.
    fn adjust(&mut self) -> Result<(), Unfit> {
        let day = day(2026, 7, 13);
        self.life
            .act(day, DocumentKind::Goal, Act::Adjust, "上半年已超全年目标")?;
        let Some(line) = self.draft.indicators.first() else {
            return Ok(());
        };
        let Some(target) = notation::target(&line.target).value.quantity().cloned() else {
            return Ok(());
        };
        let more = (target.value * Decimal::new(15, 1)).normalize();
        let at = At::Indicator(Block::Annual, line.id.clone(), IndicatorField::Target);
        let value = format!("≥{more}{}", target.unit);
        self.life.write(later(day, 1), vec![set(at, value)])
    }

    /// A form that is sent has no blank cell in a row that is due: what has no value yet says so.
    fn complete(&mut self, month: u8, when: NaiveDate) -> Result<(), Unfit> {
        let timeline = timeline(&self.life.project, self.policy, month);
        let open = timeline.duties.iter().filter(|duty| {
            let indicator = matches!(duty.row, RowKey::Indicator(_));
            indicator && duty.demand == Demand::Actual && !duty.done
        });
        let edits: Vec<Edit> = open
            .map(|duty| {
                let at = At::Reading(month, duty.row.clone(), ReadingField::Actual);
                set(at, "按年度统计，尚无数据")
            })
            .collect();
        if edits.is_empty() {
            return Ok(());
        }
        self.life.write(when, edits)
    }

    /// Cause, words, outlook, forecast and measures where the form demands them.
    fn explain(&mut self, month: u8, when: NaiveDate) -> Result<(), Unfit> {
        let mut edits = Vec::new();
        let timeline = timeline(&self.life.project, self.policy, month);
        let (cause, text, outlook) = match &self.draft.deviation {
            Some(deviation) => (
                deviation.cause(),
                deviation.text.clone(),
                deviation.outlook(),
            ),
            None => (
                Cause::Other,
                "按工作安排集中在后几个月实施，前期为方案审定和采购阶段。".to_owned(),
                Outlook::Certain,
            ),
        };
        for row in &timeline.rows {
            let light = row.cell(month).and_then(|cell| cell.light);
            let asked = timeline
                .duties
                .iter()
                .any(|duty| duty.row == row.key && duty.demand == Demand::Cause && !duty.done);
            if !asked {
                continue;
            }
            let mut write = |field, value: String| {
                edits.push(set(At::Reading(month, row.key.clone(), field), value));
            };
            write(ReadingField::Cause, stored(&cause));
            write(ReadingField::CauseText, text.clone());
            write(ReadingField::Outlook, stored(&outlook));
            if outlook != Outlook::Certain {
                let year = row
                    .year
                    .map(|year| format!("{}{}", year.normalize(), row.measure.unit()));
                write(ReadingField::Forecast, year.unwrap_or_default());
            }
            if light == Some(Light::Red) {
                write(
                    ReadingField::Measures,
                    "倒排工期，每周调度一次；对照分月计划逐项销号。".to_owned(),
                );
            }
        }
        if edits.is_empty() {
            return Ok(());
        }
        self.life.write(when, edits)
    }

    fn self_evaluation(&mut self) -> Result<(), Unfit> {
        let first = later(day(2026, 1, 26), i64::from(self.life.dice.below(8)));
        let mut money = adjusted(self.draft);
        money.extend(self.draft.funds.iter().zip(1_u8..).map(|(source, number)| {
            set(
                At::Fund(number.to_string(), FundField::Executed),
                source.executed.as_str(),
            )
        }));
        self.life.write(first, money)?;
        let results = self.results();
        self.life.write(later(first, 2), results)?;
        if self.draft.stage == Reached::SelfEvaluation && self.turn.is_multiple_of(2) {
            return Ok(());
        }
        let kind = DocumentKind::SelfEvaluation;
        let sent = later(first, 5);
        match (self.draft.stage, self.turn % 5) {
            (Reached::SelfEvaluation, _) => self.life.send(sent, kind, 1).map(|_| ()),
            (_, 3) => self.life.send(sent, kind, 2).map(|_| ()),
            (_, 4) => {
                if self.life.send(sent, kind, 1)? {
                    let reason = "满意度请附问卷汇总表，完成值请与12月监控表核对一致。";
                    self.life.act(later(sent, 6), kind, Act::Return, reason)?;
                }
                Ok(())
            }
            _ => self.life.send(sent, kind, 3).map(|_| ()),
        }
    }

    /// The self-evaluation sheet's own columns.
    fn results(&self) -> Vec<Edit> {
        let mut edits = vec![set(
            At::Project(ProjectField::Achieved),
            &*self.draft.achieved,
        )];
        let executed = self.draft.sum(|source| &source.executed);
        let budget = self.draft.sum(|source| &source.adjusted);
        if executed < budget {
            edits.push(set(
                At::Project(ProjectField::ExecutionReason),
                "按合同约定的质保金和尾款在次年支付，结余资金按规定收回。",
            ));
        }
        for line in &self.draft.indicators {
            edits.extend(results_of(line, self.turn));
        }
        edits
    }
}

/// What the sheet says of one row.
fn results_of(line: &Line, turn: usize) -> Vec<Edit> {
    let at = |field| At::Indicator(Block::Annual, line.id.clone(), field);
    let mut edits = vec![set(at(IndicatorField::Actual), &*line.actual)];
    if let Some(band) = band_of(line) {
        edits.push(set(at(IndicatorField::Band), band.key()));
    }
    if !line.reason.is_empty() {
        edits.push(set(at(IndicatorField::Reason), &*line.reason));
    }
    let evidence = match line.level2.as_str() {
        "数量指标" => "业务台账",
        "质量指标" => "验收报告",
        "服务对象满意度指标" => "问卷汇总表（发放200份，有效192份）",
        _ => "部门业务记录",
    };
    // Some forget the evidence.
    if turn % 4 != 2 {
        edits.push(set(at(IndicatorField::Evidence), evidence));
    }
    edits
}

/// The band of a row that is answered in words.
fn band_of(line: &Line) -> Option<Band> {
    let target = notation::target(&line.target).value;
    match (notation::actual(&line.actual, &target).value, &target) {
        (Actual::Band(band), Target::Qualitative(_)) => Some(band),
        (Actual::Text(_), Target::Qualitative(_)) => Some(Band::Met),
        _ => None,
    }
}

/// The stored word of a choice.
fn stored<T: serde::Serialize>(choice: &T) -> String {
    match serde_json::to_value(choice) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

/// The adjusted budget of every source.
fn adjusted(draft: &Draft) -> Vec<Edit> {
    draft
        .funds
        .iter()
        .zip(1_u8..)
        .map(|(source, number)| {
            set(
                At::Fund(number.to_string(), FundField::Adjusted),
                source.adjusted.as_str(),
            )
        })
        .collect()
}

/// A day early in the month after `month`.
fn after(year: i32, month: u8, date: u32) -> NaiveDate {
    if month >= 12 {
        day(year + 1, 1, date)
    } else {
        day(year, u32::from(month) + 1, date)
    }
}

/// The plan by month of money and of what grows or begins later.
fn plan(draft: &Draft, project: &Project, policy: &Policy) -> Vec<PlanLine> {
    let total = draft.sum(|source| &source.initial);
    let mut lines = vec![PlanLine {
        id: RowKey::Execution,
        months: (1..=12_u8)
            .map(|month| (month, Written::from(draft.planned(usize::from(month)))))
            .collect(),
    }];
    for line in &draft.indicators {
        let Some(indicator) = project.indicator(&line.id) else {
            continue;
        };
        let target = notation::target(&line.target).value;
        let months: Vec<(u8, Decimal)> = match Measure::of(indicator, &target, project, policy) {
            // What is done all the year round is measured by time.
            Measure::Cumulative(_) if draft.shape_is_even() => Vec::new(),
            Measure::Cumulative(quantity) => (1..=12_u8)
                .filter_map(|month| {
                    let planned = draft.planned(usize::from(month));
                    let share = planned.checked_div(total)?;
                    Some((month, whole(quantity.value * share, quantity.value)))
                })
                .collect(),
            Measure::State(quantity) => line
                .readings
                .iter()
                .zip(1_u8..)
                .find(|(reading, _)| !reading.is_empty())
                .map(|(_, first)| (first, quantity.value))
                .into_iter()
                .collect(),
            _ => Vec::new(),
        };
        if !months.is_empty() {
            lines.push(PlanLine {
                id: RowKey::Indicator(line.id.clone()),
                months: months
                    .into_iter()
                    .map(|(month, value)| (month, Written::from(value)))
                    .collect(),
            });
        }
    }
    lines
}

impl Draft {
    fn shape_is_even(&self) -> bool {
        let first = self.plan.first();
        self.plan.iter().take(11).all(|month| Some(month) == first)
    }
}

/// The value with as many decimals as its pattern has, rounded down.
fn whole(value: Decimal, pattern: Decimal) -> Decimal {
    value.round_dp_with_strategy(pattern.normalize().scale(), RoundingStrategy::ToZero)
}

/// How much of a year's result was there at the end of a month: the plan, a little late until
/// December.
fn share(draft: &Draft, month: u8) -> Decimal {
    let total = draft.sum(|source| &source.initial);
    let planned = draft.planned(usize::from(month));
    let late = Decimal::new(88 + i64::from(month), 2);
    let share = planned.checked_div(total).unwrap_or(Decimal::ONE);
    (share * late).min(Decimal::ONE)
}

/// The form of a month of a year that is over.
fn past_month(draft: &Draft, month: u8) -> MonthForm {
    let share = share(draft, month);
    let executed = draft.sum(|source| &source.executed);
    let mut form = money(draft, (executed * share).round_dp(2));
    for line in &draft.indicators {
        let target = notation::target(&line.target).value;
        let actual = notation::actual(&line.actual, &target).value;
        let written = match (month, &actual) {
            (12, _) => line.actual.clone(),
            (_, Actual::Number { quantity, .. }) if line.accumulates => format!(
                "{}{}",
                whole(quantity.value * share, quantity.value),
                quantity.unit
            ),
            _ => continue,
        };
        form.readings.push(reading(line, written));
    }
    form
}

/// The form of a month of the present year, as the material has it.
fn present_month(draft: &Draft, month: u8) -> MonthForm {
    let mut form = money(draft, draft.paid(usize::from(month)));
    for line in &draft.indicators {
        let at = usize::from(month) - 1;
        if let Some(written) = line.readings.get(at).filter(|written| !written.is_empty()) {
            form.readings.push(reading(line, written.clone()));
        }
    }
    form
}

fn reading(line: &Line, written: String) -> MonthReading {
    MonthReading {
        id: RowKey::Indicator(line.id.clone()),
        actual: Written(written),
        ..MonthReading::default()
    }
}

/// The money of a month by source, in the proportion of the year's execution.
fn money(draft: &Draft, paid: Decimal) -> MonthForm {
    let executed = draft.sum(|source| &source.executed);
    let mut rest = paid;
    let mut readings = Vec::new();
    let numbered: Vec<(&Source, u8)> = draft.funds.iter().zip(1_u8..).collect();
    for (source, number) in numbered.into_iter().rev() {
        let own = decimal(&source.executed).unwrap_or_default();
        let part = (paid * own).checked_div(executed).unwrap_or_default();
        // The first source takes what the rounding of the others leaves.
        let part = if number == 1 { rest } else { part.round_dp(2) };
        rest -= part;
        readings.push(MonthReading {
            id: RowKey::Fund(number.to_string()),
            actual: Written::from(part.normalize()),
            ..MonthReading::default()
        });
    }
    readings.reverse();
    MonthForm {
        readings,
        ..MonthForm::default()
    }
}

/// What was paid in the first half of July.
fn part_of_july(draft: &Draft) -> Decimal {
    let planned = draft.planned(7) - draft.planned(6);
    (planned * Decimal::new(4, 1)).round_dp(2)
}

/// The edits that fill in a form.
fn edits_of(month: u8, form: &MonthForm) -> Vec<Edit> {
    form.readings
        .iter()
        .map(|reading| {
            set(
                At::Reading(month, reading.id.clone(), ReadingField::Actual),
                reading.actual.as_str(),
            )
        })
        .collect()
}

/// Everything that was taken over from paper, in one file.
fn import(county: &County, drafts: &[&Draft]) -> Result<Step, Unfit> {
    let projects: Vec<Project> = drafts
        .iter()
        .map(|draft| taken_over(county, draft))
        .collect();
    let text = serde_json::to_vec(&projects).map_err(|error| Unfit::File(error.to_string()))?;
    let digest = hexadecimal(&Sha256::digest(&text));
    Ok(Step {
        at: moment(day(2026, 1, 20), 10 * 60),
        actor: somebody(county, Role::Performance)?,
        code: None,
        based_on: None,
        command: Command::Import { projects, digest },
    })
}

fn hexadecimal(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits
        .filter_map(|digit| char::from_digit(u32::from(digit), 16))
        .collect()
}

/// A project as its paper had it.
fn taken_over(county: &County, draft: &Draft) -> Project {
    let mut project = declared(county, draft);
    if draft.year == 2026 {
        return project;
    }
    for (fund, source) in project.funds.iter_mut().zip(&draft.funds) {
        fund.adjusted = Written::from(source.adjusted.as_str());
        fund.executed = Written::from(source.executed.as_str());
    }
    for (row, line) in project.indicators.iter_mut().zip(&draft.indicators) {
        row.actual.clone_from(&line.actual);
        row.reason.clone_from(&line.reason);
        row.band = band_of(line);
        row.printed_score = Written::from(line.printed_score.as_str());
    }
    project.achieved.clone_from(&draft.achieved);
    if let Some(paper) = &draft.printed {
        project.printed = Printed {
            execution_rate: Some(paper.execution_rate.clone()),
            execution_weight: Some(paper.execution_weight.clone()),
            execution_score: Some(paper.execution_score.clone()),
            total: Some(paper.total.clone()),
            grade: Some(paper.grade.clone()),
        };
    }
    project
}

/// The months of a project of the present year that was taken over.
fn readings_of_inherited(
    county: &County,
    policies: &Policies,
    ready: Ready<'_>,
    draft: &Draft,
) -> Result<Vec<Step>, Unfit> {
    let policy = policy(policies, &draft.policy)?;
    let mut life = Life::new(county, policy, ready, taken_over(county, draft));
    life.project.revision = 1;
    for month in 1..=6_u8 {
        let form = present_month(draft, month);
        life.write(after(2026, month, 6), edits_of(month, &form))?;
    }
    Ok(life.steps)
}

/// A draft for the next year, made after the goal of this one; `complete` or just begun.
fn next_year(
    county: &County,
    policies: &Policies,
    ready: Ready<'_>,
    draft: &Draft,
    complete: bool,
) -> Result<Vec<Step>, Unfit> {
    let mut next = draft.clone();
    next.year = 2027;
    next.code = format!("27-{}", draft.trunk());
    next.period_start = next.period_start.max(day(2027, 1, 1));
    next.period_end = next.period_end.max(day(2027, 12, 31));
    next.attribute = Attribute::Continuing;
    next.stage = Reached::Draft;
    next.goal = draft.goal.replace("2026", "2027");
    if !complete {
        next.goal.clear();
        next.indicators.truncate(3);
    }
    let policy = policy(policies, &next.policy)?;
    let mut life = Life::new(county, policy, ready, head(&next));
    let first = day(2026, 7, 8);
    life.create(first)?;
    let declared = declared(county, &next);
    let mut edits: Vec<Edit> = declared.funds.into_iter().map(Edit::AddFund).collect();
    if complete {
        edits.push(set(At::Project(ProjectField::Goal), next.goal.as_str()));
        edits.push(set(
            At::Project(ProjectField::MultiYearTotal),
            next.total.as_str(),
        ));
    }
    edits.extend(
        declared
            .indicators
            .into_iter()
            .map(|indicator| Edit::AddIndicator {
                block: Block::Annual,
                indicator: Box::new(indicator),
                position: usize::MAX,
            }),
    );
    life.write(later(first, 2), edits)?;
    Ok(life.steps)
}
