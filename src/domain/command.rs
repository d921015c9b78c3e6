//! Every write that there is, and what it does to a project.
//!
//! The app applies a command for instant feedback; the store applies it again inside its
//! transaction, which is what counts. Both call the functions here, so they cannot differ.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::notation::Band;
use super::number::{Written, decimal, round2};
use super::project::{
    Attribute, Category, Cause, Disposal, Fund, Indicator, MoneyUnit, MonthReading, Nature,
    Outlook, Period, PlanLine, Project, ProjectId, RowKey,
};
use super::refusal::{BadValue, Refusal};
use super::role::{Actor, Person};
use super::status::{Act, Chain, Document, DocumentKind, Signature};

/// A random name of a command: giving the same command twice has one effect.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CommandId(pub String);

/// A command with who gives it, when, and on which revision it rests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// Idempotency name.
    pub id: CommandId,
    /// Who acts.
    pub actor: Actor,
    /// UTC milliseconds of the giver's clock.
    pub at: i64,
    /// Revision of the project that the giver saw; `None` for commands about no project.
    pub based_on: Option<u64>,
    /// What to do.
    pub command: Command,
}

/// Every write there is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// A new project; its id is given by the store.
    Create(Box<Project>),
    /// One or more edits of one project, all or none.
    Edit {
        /// Which project.
        project: ProjectId,
        /// In this order.
        edits: Vec<Edit>,
    },
    /// Takes away a project that never left the draft.
    Delete {
        /// Which project.
        project: ProjectId,
    },
    /// A step of the status machine.
    Move {
        /// Which project.
        project: ProjectId,
        /// Which of its documents.
        document: DocumentKind,
        /// Which step.
        act: Act,
        /// Reason of a return; otherwise a remark.
        comment: String,
    },
    /// Projects from a file: all or none; an open draft of the same code and year is replaced.
    Import {
        /// In the order of the file.
        projects: Vec<Project>,
        /// SHA-256 of the file, hexadecimal.
        digest: String,
    },
    /// Takes back the newest change of a project.
    Undo {
        /// Which project.
        project: ProjectId,
    },
    /// Takes back the newest undo of a project.
    Redo {
        /// Which project.
        project: ProjectId,
    },
    /// Adds or changes a person.
    SavePerson(Person),
    /// Moves the store's own date (samples), ISO; empty returns to the real date.
    SetClock {
        /// The date.
        date: String,
    },
    /// Sets the default policy of the store.
    SetPolicy {
        /// Its name.
        name: String,
    },
    /// Written by `restore`: the store goes on from a backup.
    Restored {
        /// Sequence number of the head that was left behind.
        lost_from: u64,
        /// Its hash, hexadecimal.
        head: String,
    },
}

impl Command {
    /// The project that the command is about, if it is about exactly one that exists.
    pub fn project(&self) -> Option<ProjectId> {
        match self {
            Self::Edit { project, .. }
            | Self::Delete { project }
            | Self::Move { project, .. }
            | Self::Undo { project }
            | Self::Redo { project } => Some(*project),
            _ => None,
        }
    }

    /// The short name that the journal keeps.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Create(_) => "create",
            Self::Edit { .. } => "edit",
            Self::Delete { .. } => "delete",
            Self::Move { .. } => "move",
            Self::Import { .. } => "import",
            Self::Undo { .. } => "undo",
            Self::Redo { .. } => "redo",
            Self::SavePerson(_) => "save_person",
            Self::SetClock { .. } => "set_clock",
            Self::SetPolicy { .. } => "set_policy",
            Self::Restored { .. } => "restored",
        }
    }
}

/// Which block of indicators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// 年度指标
    Annual,
    /// 中期指标
    MultiYear,
}

/// One edit of a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Edit {
    /// Writes `value` at a place; an empty value clears it.
    Set {
        /// Where.
        at: At,
        /// As a person writes it.
        value: String,
    },
    /// A new indicator; its id must be free.
    AddIndicator {
        /// Where.
        block: Block,
        /// The row.
        indicator: Box<Indicator>,
        /// Its place, from 0; beyond the end is the end.
        position: usize,
    },
    /// Takes an indicator away, with its plan and readings.
    RemoveIndicator {
        /// Where.
        block: Block,
        /// Which.
        id: String,
    },
    /// Moves an indicator to a place, from 0.
    MoveIndicator {
        /// Where.
        block: Block,
        /// Which.
        id: String,
        /// Its new place.
        position: usize,
    },
    /// A new source of money; its id must be free.
    AddFund(Fund),
    /// Takes a source away, with its plan and readings.
    RemoveFund {
        /// Which.
        id: String,
    },
}

/// A place in a project that holds one value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum At {
    /// The head and the texts.
    Project(ProjectField),
    /// A source of money, by id.
    Fund(String, FundField),
    /// An indicator, by id.
    Indicator(Block, String, IndicatorField),
    /// The cumulative plan of a row up to a month.
    Plan(RowKey, u8),
    /// The form of a month, one row.
    Reading(u8, RowKey, ReadingField),
    /// 处置 of a month.
    Disposal(u8),
}

impl At {
    /// Does the project have the row of this place? What is no row of its own is always there.
    pub fn is_in(&self, project: &Project) -> bool {
        match self {
            Self::Fund(id, _) => project.funds.iter().any(|fund| fund.id == *id),
            Self::Indicator(block, id, _) => {
                let rows = match block {
                    Block::Annual => &project.indicators,
                    Block::MultiYear => &project.multi_year.indicators,
                };
                rows.iter().any(|row| row.id == *id)
            }
            Self::Project(_) | Self::Plan(..) | Self::Reading(..) | Self::Disposal(_) => true,
        }
    }
}

/// Fields of the project itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // named as the fields of `Project`
pub enum ProjectField {
    Code,
    Year,
    Name,
    Unit,
    Department,
    Policy,
    MoneyUnit,
    PeriodStart,
    PeriodEnd,
    Attribute,
    Category,
    Nature,
    Leader,
    Phone,
    Overview,
    Basis,
    Necessity,
    Feasibility,
    Schedule,
    Safeguards,
    ExAnte,
    Goal,
    MultiYearTotal,
    MultiYearFiscal,
    MultiYearOther,
    MultiYearGoal,
    Achieved,
    ExecutionReason,
    Improvement,
    FilledBy,
}

/// Fields of a source of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // named as the fields of `Fund`
pub enum FundField {
    Source,
    Initial,
    Adjusted,
    Executed,
}

/// Fields of an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // named as the fields of `Indicator`
pub enum IndicatorField {
    Level1,
    Level2,
    Name,
    Target,
    Weight,
    Explanation,
    Standard,
    Formula,
    Origin,
    Basis,
    LastYear,
    YearBefore,
    Method,
    DataSource,
    EvidenceRequired,
    GoalLink,
    GrowthRate,
    Actual,
    Band,
    BandScore,
    NotApplicable,
    Deduction,
    Reason,
    Evidence,
}

impl IndicatorField {
    /// True for what is filled in after the year: the self-evaluation sheet's own columns.
    pub fn is_result(self) -> bool {
        matches!(
            self,
            Self::Actual
                | Self::Band
                | Self::BandScore
                | Self::NotApplicable
                | Self::Deduction
                | Self::Reason
                | Self::Evidence
        )
    }
}

/// Fields of a month's reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // named as the fields of `MonthReading`
pub enum ReadingField {
    Actual,
    Cause,
    CauseText,
    Outlook,
    Forecast,
    Measures,
}

/// Under which document's lock a place lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Editable while this document is a draft or returned.
    Document(DocumentKind),
    /// Never edited.
    Locked,
}

impl Edit {
    /// Under which document's lock this edit lies.
    pub fn place(&self) -> Place {
        match self {
            Self::Set { at, .. } => at.place(),
            _ => Place::Document(DocumentKind::Goal),
        }
    }
}

impl At {
    /// Under which document's lock this place lies.
    pub fn place(&self) -> Place {
        let result = Place::Document(DocumentKind::SelfEvaluation);
        match self {
            Self::Project(
                ProjectField::Achieved
                | ProjectField::ExecutionReason
                | ProjectField::Improvement
                | ProjectField::FilledBy,
            )
            | Self::Fund(_, FundField::Adjusted | FundField::Executed) => result,
            Self::Indicator(Block::Annual, _, field) if field.is_result() => result,
            Self::Indicator(Block::MultiYear, _, field) if field.is_result() => Place::Locked,
            Self::Reading(month, ..) | Self::Disposal(month) => {
                Place::Document(DocumentKind::Monitoring(*month))
            }
            _ => Place::Document(DocumentKind::Goal),
        }
    }
}

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
/// [`super::role::may`]; this only takes the step.
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
    if *form == super::project::MonthForm::default() {
        project.monitoring.months.remove(&month);
    }
    Ok(())
}

/// A value on its way to a place, with the tests that places ask of it.
struct Value<'a> {
    at: &'a At,
    text: &'a str,
}

impl Value<'_> {
    fn refuse(&self, why: BadValue) -> Refusal {
        Refusal::BadValue {
            at: self.at.clone(),
            value: self.text.to_owned(),
            why,
        }
    }

    /// Several lines, normalised to NFC; at most `limit` bytes as the forms count them.
    fn text(&self, limit: usize) -> Result<String, Refusal> {
        let text: String = self.text.trim_end().nfc().collect();
        if let Some(position) = text.chars().position(|c| c != '\n' && is_invisible(c)) {
            return Err(self.refuse(BadValue::Invisible {
                position: position + 1,
            }));
        }
        let bytes = form_bytes(&text);
        if bytes > limit {
            return Err(self.refuse(BadValue::TooLong { bytes, limit }));
        }
        Ok(text)
    }

    /// One line without blanks around it.
    fn line(&self, limit: usize) -> Result<String, Refusal> {
        let text = self.text(limit)?;
        if let Some(position) = text.chars().position(|c| c == '\n') {
            return Err(self.refuse(BadValue::Invisible {
                position: position + 1,
            }));
        }
        Ok(text.trim().to_owned())
    }

    fn required(&self, limit: usize) -> Result<String, Refusal> {
        let text = self.line(limit)?;
        if text.is_empty() {
            Err(self.refuse(BadValue::Empty))
        } else {
            Ok(text)
        }
    }

    /// A code: compatibility forms folded, so that a full-width digit is the digit.
    fn code(&self) -> Result<String, Refusal> {
        let text: String = self.required(60)?.nfkc().collect();
        Ok(text)
    }

    fn decimal(&self) -> Result<Written, Refusal> {
        let text = self.line(60)?;
        if text.is_empty() {
            return Ok(Written::default());
        }
        // What was typed full-width or with separators is stored as the plain decimal that it is.
        match decimal(&text) {
            Some(value) => Ok(Written::from(value)),
            None => Err(self.refuse(BadValue::NotANumber)),
        }
    }

    fn amount(&self) -> Result<Written, Refusal> {
        let written = self.decimal()?;
        if written
            .decimal()
            .is_some_and(|value| value.is_sign_negative() && !value.is_zero())
        {
            return Err(self.refuse(BadValue::Negative));
        }
        Ok(written)
    }

    fn points(&self) -> Result<Written, Refusal> {
        let written = self.amount()?;
        if written
            .decimal()
            .is_some_and(|value| value.normalize().scale() > 2)
        {
            return Err(self.refuse(BadValue::TooFine));
        }
        Ok(written)
    }

    fn year(&self) -> Result<Option<i32>, Refusal> {
        let text = self.line(20)?;
        if text.is_empty() {
            return Ok(None);
        }
        let year = decimal(text.trim_end_matches('年')).and_then(|value| {
            i32::try_from(value)
                .ok()
                .filter(|year| (1900..=2200).contains(year))
        });
        year.map(Some)
            .ok_or_else(|| self.refuse(BadValue::NotADate))
    }

    fn date(&self) -> Result<Option<chrono::NaiveDate>, Refusal> {
        let text: String = self.line(40)?.nfkc().collect();
        if text.is_empty() {
            return Ok(None);
        }
        let plain: String = text
            .chars()
            .map(|c| {
                if matches!(c, '年' | '月' | '.' | '/') {
                    '-'
                } else {
                    c
                }
            })
            .collect();
        let plain = plain.trim_end_matches('日');
        chrono::NaiveDate::parse_from_str(plain, "%Y-%m-%d")
            .map(Some)
            .map_err(|_| self.refuse(BadValue::NotADate))
    }

    fn month(&self, month: u8) -> Result<u8, Refusal> {
        if (1..=12).contains(&month) {
            Ok(month)
        } else {
            Err(self.refuse(BadValue::NotADate))
        }
    }

    fn flag(&self) -> Result<bool, Refusal> {
        match self.text.trim() {
            "" | "false" | "0" | "否" => Ok(false),
            "true" | "1" | "是" => Ok(true),
            _ => Err(self.refuse(BadValue::NotAChoice)),
        }
    }

    /// One of the fixed words of a field, by its stored name; empty is none.
    fn choice<T: serde::de::DeserializeOwned>(&self) -> Result<Option<T>, Refusal> {
        let text = self.text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        serde_json::from_value(serde_json::Value::from(text))
            .map(Some)
            .map_err(|_| self.refuse(BadValue::NotAChoice))
    }
}

/// Length as the forms count it: ASCII 1, everything else 2 (G-25).
pub fn form_bytes(text: &str) -> usize {
    text.chars()
        .map(|character| if character.is_ascii() { 1 } else { 2 })
        .sum()
}

/// Characters that would hide in a text: controls, bidi marks, zero widths, tags.
pub fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_decimal::Decimal;

    const RULES: EditRules = EditRules {
        met_from: Decimal::from_parts(8, 0, 0, false, 1),
        partial_from: Decimal::from_parts(6, 0, 0, false, 1),
    };

    fn project() -> Project {
        Project {
            name: "水库除险加固".into(),
            year: Some(2026),
            indicators: vec![Indicator {
                id: "1".into(),
                weight: "10".into(),
                ..Indicator::default()
            }],
            ..Project::default()
        }
    }

    fn set(field: IndicatorField, value: &str) -> Edit {
        Edit::Set {
            at: At::Indicator(Block::Annual, "1".into(), field),
            value: value.into(),
        }
    }

    #[test]
    fn points_outside_the_band_are_refused_and_at_its_edge_kept() {
        let banded = edit(&project(), &[set(IndicatorField::Band, "partial")], &RULES).unwrap();
        assert!(edit(&banded, &[set(IndicatorField::BandScore, "8.00")], &RULES).is_err());
        let kept = edit(&banded, &[set(IndicatorField::BandScore, "7.99")], &RULES).unwrap();
        assert_eq!(kept.indicators[0].band_score.as_str(), "7.99");
        assert!(edit(&kept, &[set(IndicatorField::BandScore, "6.005")], &RULES).is_err());
    }

    #[test]
    fn one_bad_edit_leaves_the_project_as_it_was() {
        let edits = [
            set(IndicatorField::Name, "座数"),
            set(IndicatorField::Weight, "十"),
        ];
        assert!(matches!(
            edit(&project(), &edits, &RULES),
            Err(Refusal::BadValue {
                why: BadValue::NotANumber,
                ..
            })
        ));
    }

    #[test]
    fn a_full_width_amount_is_stored_as_the_number_that_it_is() {
        let edits = [set(IndicatorField::Weight, "１２．５")];
        assert_eq!(
            edit(&project(), &edits, &RULES).unwrap().indicators[0]
                .weight
                .as_str(),
            "12.5"
        );
    }

    #[test]
    fn an_emptied_reading_leaves_no_trace() {
        let at = At::Reading(7, RowKey::Indicator("1".into()), ReadingField::Actual);
        let write = Edit::Set {
            at: at.clone(),
            value: "2 座".into(),
        };
        let clear = Edit::Set {
            at,
            value: String::new(),
        };
        let written = edit(&project(), &[write], &RULES).unwrap();
        assert_eq!(written.last_reading_month(), Some(7));
        assert_eq!(edit(&written, &[clear], &RULES).unwrap(), project());
    }

    #[test]
    fn a_row_that_goes_takes_its_plan_and_readings_with_it() {
        let key = RowKey::Indicator("1".into());
        let edits = [
            Edit::Set {
                at: At::Plan(key.clone(), 3),
                value: "4".into(),
            },
            Edit::Set {
                at: At::Reading(3, key, ReadingField::Actual),
                value: "3".into(),
            },
            Edit::RemoveIndicator {
                block: Block::Annual,
                id: "1".into(),
            },
        ];
        let next = edit(&project(), &edits, &RULES).unwrap();
        assert!(next.monitoring.plan.is_empty() && next.indicators.is_empty());
        assert!(
            next.monitoring
                .months
                .values()
                .all(|form| form.readings.is_empty())
        );
    }

    #[test]
    fn invisible_characters_are_refused_with_their_place() {
        let edits = [set(IndicatorField::Name, "座\u{202E}数")];
        assert!(matches!(
            edit(&project(), &edits, &RULES),
            Err(Refusal::BadValue {
                why: BadValue::Invisible { position: 2 },
                ..
            })
        ));
    }
}
