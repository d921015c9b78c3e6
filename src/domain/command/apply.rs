//! What a command does to a project: a new project, or the reason why not.

use super::value::Value;
use super::{At, Block, Edit, FundField, IndicatorField, ProjectField, ReadingField};
use crate::domain::notation::Band;
use crate::domain::number::{Written, round2};
use crate::domain::project::{
    Attribute, Category, Cause, Disposal, Indicator, MoneyUnit, MonthForm, MonthReading, Nature,
    Outlook, Period, PlanLine, Project, RowKey,
};
use crate::domain::refusal::{BadValue, Refusal};
use crate::domain::role::Actor;
use crate::domain::status::{Act, Chain, Document, DocumentKind, Signature};

/// What the store's policy says that an edit needs: the bounds of the bands.
#[derive(Debug, Clone, Copy)]
pub struct EditRules {
    /// Lower bound of 达成, as a fraction of the weight (0.8).
    pub met_from: rust_decimal::Decimal,
    /// Lower bound of 部分达成, as a fraction of the weight (0.6).
    pub partial_from: rust_decimal::Decimal,
}

/// `project` with `edits` carried out, or why not. All or none.
pub fn edit(project: &Project, edits: &[Edit], rules: &EditRules) -> Result<Project, Refusal> {
    let mut next = project.clone();
    for edit in edits {
        apply_edit(&mut next, edit, rules)?;
    }
    Ok(next)
}

/// `project` with one step of the status machine made by `actor`, or why not. Rights are asked in
/// [`crate::domain::role::may`]; this only takes the step.
pub fn step(
    project: &Project,
    kind: DocumentKind,
    act: Act,
    comment: &str,
    actor: &Actor,
    at: i64,
    chain: &Chain,
) -> Result<Project, Refusal> {
    let mut next = project.clone();
    let goal_version = next.documents.goal.version;
    let document: &mut Document = next.documents.get_mut(kind);
    let from = document.status;
    let Some(to) = chain.next(kind, from, act) else {
        return Err(Refusal::NoSuchStep {
            document: kind,
            status: from,
            act,
        });
    };
    document.status = to;
    if act == Act::Adjust {
        document.version += 1;
    }
    document.signatures.push(Signature {
        act,
        person: actor.person.clone(),
        role: actor.role,
        at,
        from,
        to,
        comment: comment.trim().to_owned(),
    });
    if let (DocumentKind::Monitoring(month), Act::Submit) = (kind, act) {
        next.monitoring
            .months
            .entry(month)
            .or_default()
            .goal_version = goal_version;
    }
    Ok(next)
}

fn apply_edit(project: &mut Project, edit: &Edit, rules: &EditRules) -> Result<(), Refusal> {
    match edit {
        Edit::Set { at, value } => set(project, at, value, rules),
        Edit::AddIndicator {
            block,
            indicator,
            position,
        } => {
            let list = block_mut(project, *block);
            if indicator.id.is_empty() || list.iter().any(|other| other.id == indicator.id) {
                return Err(Refusal::NoSuchPlace {
                    id: indicator.id.clone(),
                });
            }
            let position = (*position).min(list.len());
            list.insert(position, (**indicator).clone());
            Ok(())
        }
        Edit::RemoveIndicator { block, id } => {
            let list = block_mut(project, *block);
            let at = position(list, id)?;
            list.remove(at);
            if *block == Block::Annual {
                forget(project, &RowKey::Indicator(id.clone()));
            }
            Ok(())
        }
        Edit::MoveIndicator {
            block,
            id,
            position: to,
        } => {
            let list = block_mut(project, *block);
            let at = position(list, id)?;
            let indicator = list.remove(at);
            let to = (*to).min(list.len());
            list.insert(to, indicator);
            Ok(())
        }
        Edit::AddFund(fund) => {
            if fund.id.is_empty() || project.funds.iter().any(|other| other.id == fund.id) {
                return Err(Refusal::NoSuchPlace {
                    id: fund.id.clone(),
                });
            }
            project.funds.push(fund.clone());
            Ok(())
        }
        Edit::RemoveFund { id } => {
            let before = project.funds.len();
            project.funds.retain(|fund| &fund.id != id);
            if project.funds.len() == before {
                return Err(Refusal::NoSuchPlace { id: id.clone() });
            }
            forget(project, &RowKey::Fund(id.clone()));
            Ok(())
        }
    }
}

fn block_mut(project: &mut Project, block: Block) -> &mut Vec<Indicator> {
    match block {
        Block::Annual => &mut project.indicators,
        Block::MultiYear => &mut project.multi_year.indicators,
    }
}

fn position(list: &[Indicator], id: &str) -> Result<usize, Refusal> {
    list.iter()
        .position(|indicator| indicator.id == id)
        .ok_or_else(|| Refusal::NoSuchPlace { id: id.to_owned() })
}

/// Takes plan and readings of a row away with the row.
fn forget(project: &mut Project, key: &RowKey) {
    project.monitoring.plan.retain(|line| &line.id != key);
    for form in project.monitoring.months.values_mut() {
        form.readings.retain(|reading| &reading.id != key);
    }
}

fn set(project: &mut Project, at: &At, value: &str, rules: &EditRules) -> Result<(), Refusal> {
    let checked = Value { at, text: value };
    match at {
        At::Project(field) => set_project(project, *field, &checked),
        At::Fund(id, field) => {
            let fund = project
                .funds
                .iter_mut()
                .find(|fund| &fund.id == id)
                .ok_or_else(|| Refusal::NoSuchPlace { id: id.clone() })?;
            match field {
                FundField::Source => fund.source = checked.line(120)?,
                FundField::Initial => fund.initial = checked.amount()?,
                FundField::Adjusted => fund.adjusted = checked.amount()?,
                FundField::Executed => fund.executed = checked.amount()?,
            }
            Ok(())
        }
        At::Indicator(block, id, field) => {
            let list = block_mut(project, *block);
            let at = position(list, id)?;
            let Some(indicator) = list.get_mut(at) else {
                return Err(Refusal::NoSuchPlace { id: id.clone() });
            };
            if indicator.withdrawn {
                return Err(Refusal::Withdrawn {
                    indicator: id.clone(),
                });
            }
            set_indicator(indicator, *field, &checked, rules)
        }
        At::Plan(key, month) => {
            known_row(project, key)?;
            let written = checked.decimal()?;
            let month = checked.month(*month)?;
            let plan = &mut project.monitoring.plan;
            let known = plan.iter().position(|line| &line.id == key);
            let line = known.unwrap_or_else(|| {
                plan.push(PlanLine {
                    id: key.clone(),
                    ..PlanLine::default()
                });
                plan.len() - 1
            });
            if let Some(line) = project.monitoring.plan.get_mut(line) {
                if written.is_blank() {
                    line.months.remove(&month);
                } else {
                    line.months.insert(month, written);
                }
            }
            project
                .monitoring
                .plan
                .retain(|line| !line.months.is_empty());
            Ok(())
        }
        At::Reading(month, key, field) => set_reading(project, *month, key, *field, &checked),
        At::Disposal(month) => {
            let month = checked.month(*month)?;
            let disposal = checked.choice::<Disposal>()?;
            project.monitoring.months.entry(month).or_default().disposal = disposal;
            Ok(())
        }
    }
}

fn set_project(
    project: &mut Project,
    field: ProjectField,
    value: &Value<'_>,
) -> Result<(), Refusal> {
    use ProjectField as F;
    match field {
        F::Code => project.code = value.code()?,
        F::Year => project.year = value.year()?,
        F::Name => project.name = value.required(180)?,
        F::Unit => project.unit = value.line(180)?,
        F::Department => project.department = value.line(180)?,
        F::Policy => project.policy = Some(value.line(80)?).filter(|name| !name.is_empty()),
        F::MoneyUnit => project.money_unit = value.choice::<MoneyUnit>()?.unwrap_or_default(),
        F::PeriodStart | F::PeriodEnd => {
            let date = value.date()?;
            let mut period = project.period.unwrap_or_default();
            match field {
                F::PeriodStart => period.start = date,
                _ => period.end = date,
            }
            project.period = Some(period).filter(|period| *period != Period::default());
        }
        F::Attribute => project.about.attribute = value.choice::<Attribute>()?,
        F::Category => project.about.category = value.choice::<Category>()?,
        F::Nature => project.about.nature = value.choice::<Nature>()?,
        F::Leader => project.about.leader = value.line(60)?,
        F::Phone => project.about.phone = value.line(60)?,
        F::Overview => project.about.overview = value.text(4000)?,
        F::Basis => project.about.basis = value.text(4000)?,
        F::Necessity => project.about.necessity = value.text(4000)?,
        F::Feasibility => project.about.feasibility = value.text(4000)?,
        F::Schedule => project.about.schedule = value.text(4000)?,
        F::Safeguards => project.about.safeguards = value.text(4000)?,
        F::ExAnte => project.about.ex_ante = value.line(180)?,
        F::Goal => project.goal = value.text(8000)?,
        F::MultiYearTotal => project.multi_year.total = value.amount()?,
        F::MultiYearFiscal => project.multi_year.fiscal = value.amount()?,
        F::MultiYearOther => project.multi_year.other = value.amount()?,
        F::MultiYearGoal => project.multi_year.goal = value.text(8000)?,
        F::Achieved => project.achieved = value.text(8000)?,
        F::ExecutionReason => project.evaluation.execution_reason = value.text(4000)?,
        F::Improvement => project.evaluation.improvement = value.text(4000)?,
        F::FilledBy => project.evaluation.filled_by = value.line(60)?,
    }
    Ok(())
}

fn set_indicator(
    indicator: &mut Indicator,
    field: IndicatorField,
    value: &Value<'_>,
    rules: &EditRules,
) -> Result<(), Refusal> {
    use IndicatorField as F;
    match field {
        F::Level1 => indicator.level1 = value.line(120)?,
        F::Level2 => indicator.level2 = value.line(120)?,
        F::Name => indicator.name = value.line(400)?,
        F::Target => indicator.target = value.line(400)?,
        F::Weight => indicator.weight = value.points()?,
        F::Explanation => indicator.explanation = value.text(4000)?,
        F::Standard => indicator.standard = value.text(4000)?,
        F::Formula => indicator.formula = value.text(2000)?,
        F::Origin => indicator.origin = value.line(120)?,
        F::Basis => indicator.basis = value.line(120)?,
        F::LastYear => indicator.last_year = value.line(400)?,
        F::YearBefore => indicator.year_before = value.line(400)?,
        F::Method => indicator.method = value.line(120)?,
        F::DataSource => indicator.data_source = value.line(120)?,
        F::EvidenceRequired => indicator.evidence_required = value.text(2000)?,
        F::GoalLink => indicator.goal_link = value.text(2000)?,
        F::GrowthRate => indicator.growth_rate = value.flag()?,
        F::Actual => indicator.actual = value.line(400)?,
        F::Band => {
            indicator.band = value.choice::<Band>()?;
            // Points of another band would be refused; they go with the band that they were of.
            indicator.band_score = Written::default();
        }
        F::BandScore => indicator.band_score = band_score(indicator, value, rules)?,
        F::NotApplicable => indicator.not_applicable = value.flag()?,
        F::Deduction => indicator.deduction = value.points()?,
        F::Reason => indicator.reason = value.text(4000)?,
        F::Evidence => indicator.evidence = value.text(2000)?,
    }
    Ok(())
}

/// Points inside the chosen band (domain.md R6); refused outside, never reset in silence.
fn band_score(
    indicator: &Indicator,
    value: &Value<'_>,
    rules: &EditRules,
) -> Result<Written, Refusal> {
    let written = value.points()?;
    let Some(points) = written.decimal() else {
        return Ok(written);
    };
    let Some(band) = indicator.band else {
        return Err(value.refuse(BadValue::NoBand));
    };
    let weight = indicator.weight.or_zero();
    let part =
        |fraction: rust_decimal::Decimal| round2(weight.checked_mul(fraction).unwrap_or_default());
    let (met, partial) = (part(rules.met_from), part(rules.partial_from));
    let (inside, low, high) = match band {
        Band::Met => (points >= met && points <= weight, met, round2(weight)),
        Band::Partial => (points >= partial && points < met, partial, met),
        Band::Unmet => (points < partial, rust_decimal::Decimal::ZERO, partial),
    };
    if inside {
        Ok(written)
    } else {
        Err(value.refuse(BadValue::OutsideBand {
            low: low.to_string(),
            high: high.to_string(),
            closed: band == Band::Met,
        }))
    }
}

fn known_row(project: &Project, key: &RowKey) -> Result<(), Refusal> {
    let known = match key {
        RowKey::Execution => true,
        RowKey::Fund(id) => project.funds.iter().any(|fund| &fund.id == id),
        RowKey::Indicator(id) => project.live_indicators().any(|row| &row.id == id),
    };
    if known {
        Ok(())
    } else {
        Err(Refusal::NoSuchPlace {
            id: String::from(key.clone()),
        })
    }
}

fn set_reading(
    project: &mut Project,
    month: u8,
    key: &RowKey,
    field: ReadingField,
    value: &Value<'_>,
) -> Result<(), Refusal> {
    known_row(project, key)?;
    let month = value.month(month)?;
    let form = project.monitoring.months.entry(month).or_default();
    let known = form.readings.iter().position(|reading| &reading.id == key);
    let at = known.unwrap_or_else(|| {
        form.readings.push(MonthReading {
            id: key.clone(),
            ..MonthReading::default()
        });
        form.readings.len() - 1
    });
    if let Some(reading) = form.readings.get_mut(at) {
        match field {
            // Money is a number; an indicator's value is read as it is written.
            ReadingField::Actual if matches!(key, RowKey::Indicator(_)) => {
                reading.actual = Written(value.line(400)?);
            }
            ReadingField::Actual => reading.actual = value.amount()?,
            ReadingField::Cause => reading.cause = value.choice::<Cause>()?,
            ReadingField::CauseText => reading.cause_text = value.text(2000)?,
            ReadingField::Outlook => reading.outlook = value.choice::<Outlook>()?,
            ReadingField::Forecast => reading.forecast = Written(value.line(400)?),
            ReadingField::Measures => reading.measures = value.text(4000)?,
        }
        let empty = MonthReading {
            id: key.clone(),
            ..MonthReading::default()
        };
        if *reading == empty {
            form.readings.remove(at);
        }
    }
    if *form == MonthForm::default() {
        project.monitoring.months.remove(&month);
    }
    Ok(())
}
