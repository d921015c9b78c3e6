//! The checks (domain.md 9.2): what is wrong with a project, as data.
//!
//! Screens show the findings with a jump to the place, the store refuses to send a document with
//! errors, and `check` prints them for a file. Every parameter comes from the policy. An audit
//! never fails, never changes anything and never says a word: sentences are made in `lang`.

mod evaluation;
mod facts;
mod goal;
mod list;
mod monitoring;
mod open;
mod self_evaluation;
pub mod smart;

pub use facts::level_points;
pub use list::Check;
pub use open::{audit_open_first, open_findings};

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::command::{At, Block, IndicatorField, ProjectField};
use super::number::Written;
use super::policy::Policy;
use super::project::{Printed, Project};
use super::status::DocumentKind;
use facts::Facts;
use goal::MissingWeights;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Blocks sending.
    Error,
    /// Should be looked at.
    Warning,
    /// Worth knowing.
    Info,
}

impl Severity {
    /// The name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// Which document a check looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// 绩效目标申报表: G
    Goal,
    /// 监控表: M
    Monitoring,
    /// 自评表: S
    SelfEvaluation,
    /// 部门、财政评价: V
    Evaluation,
}

impl Stage {
    /// The stage that a word of the command line means.
    pub fn of(name: &str) -> Option<Self> {
        match name {
            "goal" => Some(Self::Goal),
            "monitor" => Some(Self::Monitoring),
            "self" => Some(Self::SelfEvaluation),
            "evaluation" => Some(Self::Evaluation),
            _ => None,
        }
    }
}

/// What an audit knows beside the project itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context<'a> {
    /// Other projects of the same unit and year: G-31, S-12.
    pub siblings: &'a [&'a Project],
    /// The project as its goal was approved: S-11.
    pub approved: Option<&'a Project>,
    /// Only this stage; otherwise all that the data allows.
    pub stage: Option<Stage>,
    /// Only this month of the monitoring; otherwise all that have a form.
    pub month: Option<u8>,
    /// Whether the document is only looked at or about to be sent.
    pub purpose: Purpose,
}

/// Why an audit is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Purpose {
    /// What was not begun yet is not missed.
    #[default]
    Look,
    /// It is worked on: what a begun document leaves empty is told.
    Work,
    /// 送审: what is not there is missing.
    Send,
}

/// What a finding is about, so that it can be named without the project.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// The form as a whole.
    Form,
    /// An indicator: its number on the form and its name.
    Row {
        /// From 1.
        number: usize,
        /// 三级指标
        name: String,
    },
    /// An indicator of the multi-year block.
    MultiYearRow {
        /// From 1.
        number: usize,
        /// 三级指标
        name: String,
    },
    /// A level, as the form writes it.
    Level(String),
    /// A source of money.
    Fund(String),
    /// The money as a whole.
    Money,
    /// A month's form.
    Month(u8),
    /// The money in a month's form.
    MonthMoney(u8),
    /// A row in a month's form.
    MonthRow {
        /// 1 to 12.
        month: u8,
        /// From 1.
        number: usize,
        /// 三级指标
        name: String,
    },
}

/// What more the sentence needs.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Detail {
    /// Nothing.
    Plain,
    /// The whole column is empty on this form; said once.
    WholeColumn,
    /// Two columns that the form leaves empty, said once.
    WholeColumns(Vec<IndicatorField>),
    /// The fields that are empty.
    Missing(Vec<IndicatorField>),
    /// The words that were found.
    Words(Vec<String>),
    /// Another row that has the same.
    SameAs {
        /// From 1.
        number: usize,
        /// Its name.
        name: String,
    },
    /// The rows concerned, from 1.
    Rows(Vec<usize>),
    /// Another project.
    Project {
        /// Its code.
        code: String,
        /// Its name.
        name: String,
    },
    /// A level or a kind of row that is not there.
    Level1(super::policy::Level1),
    /// A first level that the policy's frame does not know.
    UnknownLevel1,
    /// A second level that the policy's frame does not know, under this first one.
    UnknownLevel2(super::policy::Level1),
    /// A second level that is not there.
    Level2(super::policy::Level2),
    /// The printed weight of the execution rate, not its score.
    ExecutionWeight,
    /// A band was chosen beside two measurable cells and does not count.
    BandIgnored,
    /// The chosen band and the words of the actual differ.
    BandDiffers,
    /// 0.98 beside 95 % was taken as 0.98 %.
    FractionForPercent,
    /// 50000 beside 5万人 was taken as 50000万人.
    PrefixTaken,
    /// Words of the actual deny or limit what was read of it.
    Denied,
    /// A number or a day was answered in words, which score by their band.
    InWords,
    /// A day without a year, in a project without one.
    NoYear,
    /// The actual is not filled in.
    Empty,
    /// A cell of money that holds no number.
    NoNumber,
    /// There is no budget, and so no execution rate.
    NoBudget,
    /// The adjusted budget is not filled in, and so there is no execution rate.
    NoAdjusted,
    /// A limit of cost above last year's.
    Higher,
    /// Two values that do not go together; the check says what they are.
    Beside(String, String),
    /// The start of a period lies behind its end.
    Reversed,
    /// 事前评估 says that it should not be supported.
    NotSupported,
    /// Every project of the unit has the full total.
    WholeUnit,
    /// More was spent than score tells: the unspent part.
    Unspent,
    /// A day that differs from the last reading of the monitoring.
    DiffersFromMonitoring,
    /// In the name of the indicator.
    InName,
    /// The goal names a number that no target has.
    GoalNumbers(Vec<String>),
    /// Lights so many months in a row.
    Months(Vec<u8>),
    /// How far goal and money are, in per cent, and the points between them.
    Gap {
        /// 目标完成率
        goal: Decimal,
        /// 预算执行率
        money: Decimal,
        /// Percentage points.
        points: Decimal,
    },
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Finding {
    /// Which check.
    pub check: Check,
    /// How much it weighs.
    pub severity: Severity,
    /// Code of the project.
    pub project: String,
    /// Id of the indicator, if it is about one.
    pub indicator: Option<String>,
    /// Where to go to mend it.
    pub place: At,
    /// What it is about.
    pub subject: Subject,
    /// What more there is to say.
    pub detail: Detail,
    /// What should be there.
    pub expected: Option<String>,
    /// What is there.
    pub found: Option<String>,
    /// About what a paper form prints, on a form that is worked on: its sheet is scored by the rules all
    /// the same, and nothing is kept from being sent.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub on_paper: bool,
}

/// Checks that hold what a paper form prints against the rules.
const OF_PAPER: [Check; 14] = [
    Check::S02,
    Check::S03,
    Check::S04,
    Check::S05,
    Check::S06,
    Check::S07,
    Check::S09,
    Check::S12,
    Check::S18,
    Check::S19,
    Check::S23,
    Check::S26,
    Check::S27,
    Check::S28,
];

/// Everything that the checks find. Where a form that came from paper is worked on, what is sent is
/// the sheet as the rules score it: what the paper printed is told and is no part of that.
pub fn audit(project: &Project, policy: &Policy, context: &Context<'_>) -> Vec<Finding> {
    if context.purpose == Purpose::Look || !facts::is_paper(project) {
        return find(project, policy, context);
    }
    let sheet = find(&without_printed(project), policy, context);
    match context.purpose {
        Purpose::Send => sheet,
        _ => beside_paper(sheet, find(project, policy, context)),
    }
}

/// The project without what its paper form printed.
fn without_printed(project: &Project) -> Project {
    let mut project = project.clone();
    project.printed = Printed::default();
    for row in &mut project.indicators {
        row.printed_score = Written::default();
    }
    project
}

/// The findings of a sheet, among those of the same form with what its paper printed.
fn beside_paper(mut sheet: Vec<Finding>, of_both: Vec<Finding>) -> Vec<Finding> {
    let mut found = Vec::with_capacity(of_both.len());
    for mut finding in of_both {
        let same = |own: &Finding| (own.check, &own.place) == (finding.check, &finding.place);
        if let Some(at) = sheet.iter().position(same) {
            found.push(sheet.remove(at));
            continue;
        }
        if OF_PAPER.contains(&finding.check) {
            finding.on_paper = true;
            if finding.severity == Severity::Error {
                finding.severity = Severity::Warning;
            }
        }
        found.push(finding);
    }
    found.extend(sheet);
    found
}

fn find(project: &Project, policy: &Policy, context: &Context<'_>) -> Vec<Finding> {
    let facts = Facts::of(project, policy);
    let wanted = |stage| context.stage.is_none_or(|only| only == stage);
    let sending = |stage| context.purpose == Purpose::Send && context.stage == Some(stage);
    let mut found = Findings::new(project);
    let begun = has_begun(project, context.purpose) || sending(Stage::SelfEvaluation);
    if wanted(Stage::Goal) {
        let missing = if wanted(Stage::SelfEvaluation) && begun && facts.scores() {
            MissingWeights::ToldElsewhere
        } else {
            MissingWeights::ToldHere
        };
        goal::check(&facts, context, missing, &mut found);
    }
    if wanted(Stage::Monitoring) {
        monitoring::check(&facts, context, &mut found);
    }
    if wanted(Stage::SelfEvaluation) && begun {
        self_evaluation::check(&facts, context, &mut found);
    } else if context.stage.is_none() {
        // What is doubtful in a target is doubtful before anything was reached.
        self_evaluation::check_targets(&facts, &mut found);
    }
    // Who fills a form in keeps the weights of the approved goal, whatever an evaluation would want.
    let looked_at = context.stage.is_none() && context.purpose == Purpose::Look;
    if context.stage == Some(Stage::Evaluation) || looked_at {
        evaluation::check(&facts, &mut found);
    }
    found.list
}

/// True where there is a self-evaluation to be checked: to a reader from the first amount that was
/// spent, to those who work on the project from the first word of the sheet, since money is spent
/// long before that.
fn has_begun(project: &Project, purpose: Purpose) -> bool {
    match purpose {
        Purpose::Look => self_evaluation::begun(project),
        Purpose::Work | Purpose::Send => {
            super::row::self_evaluation_begun(project) || facts::is_paper(project)
        }
    }
}

/// The errors among findings: what blocks sending.
pub fn errors(findings: &[Finding]) -> impl Iterator<Item = &Finding> {
    findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
}

/// Ids of the checks whose errors keep a document from being sent.
pub fn blocking(project: &Project, document: DocumentKind, policy: &Policy) -> Vec<String> {
    let (stage, month) = match document {
        DocumentKind::Goal => (Stage::Goal, None),
        DocumentKind::Monitoring(month) => (Stage::Monitoring, Some(month)),
        DocumentKind::SelfEvaluation => (Stage::SelfEvaluation, None),
    };
    let context = Context {
        stage: Some(stage),
        month,
        purpose: Purpose::Send,
        ..Context::default()
    };
    let findings = audit(project, policy, &context);
    errors(&findings)
        .map(|finding| finding.check.id().to_owned())
        .collect()
}

/// Collects findings of one project.
struct Findings<'a> {
    project: &'a Project,
    list: Vec<Finding>,
}

impl<'a> Findings<'a> {
    fn new(project: &'a Project) -> Self {
        Self {
            project,
            list: Vec::new(),
        }
    }

    /// A finding; what it says more is set on the returned value.
    fn add(&mut self, check: Check, place: At, subject: Subject) -> Said<'_> {
        let indicator = match &place {
            At::Indicator(_, id, _) | At::Reading(_, super::project::RowKey::Indicator(id), _) => {
                Some(id.clone())
            }
            _ => None,
        };
        self.list.push(Finding {
            check,
            severity: check.severity(),
            project: self.project.code.clone(),
            indicator: indicator
                .filter(|_| !matches!(subject, Subject::Form | Subject::Level(_) | Subject::Money)),
            place,
            subject,
            detail: Detail::Plain,
            expected: None,
            found: None,
            on_paper: false,
        });
        Said {
            finding: self.list.last_mut(),
        }
    }

    /// A finding about the form as a whole.
    fn form(&mut self, check: Check, field: ProjectField) -> Said<'_> {
        self.add(check, At::Project(field), Subject::Form)
    }

    /// A finding about an indicator.
    fn row(&mut self, check: Check, row: &facts::Row<'_>, field: IndicatorField) -> Said<'_> {
        let place = At::Indicator(Block::Annual, row.indicator.id.clone(), field);
        self.add(check, place, row.subject())
    }
}

/// The finding that was just added.
struct Said<'f> {
    finding: Option<&'f mut Finding>,
}

#[allow(clippy::needless_pass_by_value)] // a number is said as easily as a reference to a text
impl Said<'_> {
    fn detail(mut self, detail: Detail) -> Self {
        if let Some(finding) = &mut self.finding {
            finding.detail = detail;
        }
        self
    }

    fn expected(mut self, text: impl std::fmt::Display) -> Self {
        if let Some(finding) = &mut self.finding {
            finding.expected = something(&text);
        }
        self
    }

    fn found(mut self, text: impl std::fmt::Display) -> Self {
        if let Some(finding) = &mut self.finding {
            finding.found = something(&text);
        }
        self
    }
}

fn something(text: &impl std::fmt::Display) -> Option<String> {
    Some(text.to_string()).filter(|text| !text.trim().is_empty())
}
