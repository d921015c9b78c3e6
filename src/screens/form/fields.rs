//! The lines of a form: which places it shows, what stands there, and what is demanded of them.
//!
//! Made when the project changes; drawing only looks them up. A line never holds more than what is
//! shown of a place; what is stored there is read where it lies when it is edited.

use super::FormOf;
use crate::app::Cx;
use crate::app::edit::{self, Kind};
use crate::app::open::Open;
use crate::domain::command::{
    At, Block, IndicatorField as I, ProjectField as P, ReadingField as R,
};
use crate::domain::monitoring::{self, Demand, Duty};
use crate::domain::project::{Project, RowKey};
use crate::lang::form::FormText;
use crate::lang::monitoring::because;
use crate::lang::policy::{level1_written, level2_written};
use crate::lang::{Language, terms};

/// A line of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Line {
    /// The head of a group.
    Group(&'static str),
    /// A place with its value.
    Field(Field),
    /// A source of money, by its place in the project.
    Fund(usize),
    /// The sum of the sources.
    Total,
}

/// A place with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    /// Where.
    pub at: At,
    /// What it is called.
    pub label: &'static str,
    /// What stands there, whole.
    pub value: String,
    /// Its first line.
    pub first: String,
    /// Characters of a long text.
    pub length: Option<usize>,
    /// What demands it, if anything does, and whether it is done.
    pub duty: Option<(String, bool)>,
    /// The value follows from others.
    pub computed: bool,
}

const HEAD: [&[P]; 6] = [
    &[
        P::Code,
        P::Year,
        P::Name,
        P::Unit,
        P::Department,
        P::Policy,
        P::MoneyUnit,
        P::PeriodStart,
        P::PeriodEnd,
    ],
    &[
        P::Attribute,
        P::Category,
        P::Nature,
        P::Leader,
        P::Phone,
        P::ExAnte,
    ],
    &[
        P::Overview,
        P::Basis,
        P::Necessity,
        P::Feasibility,
        P::Schedule,
        P::Safeguards,
    ],
    &[P::Goal],
    &[
        P::MultiYearTotal,
        P::MultiYearFiscal,
        P::MultiYearOther,
        P::MultiYearGoal,
    ],
    &[P::Achieved, P::ExecutionReason, P::Improvement, P::FilledBy],
];

const INDICATOR: [&[I]; 3] = [
    &[I::Level1, I::Level2, I::Name, I::Target, I::Weight],
    &[
        I::Explanation,
        I::Basis,
        I::Formula,
        I::Standard,
        I::EvidenceRequired,
        I::LastYear,
        I::YearBefore,
        I::Method,
        I::DataSource,
        I::Origin,
        I::GoalLink,
        I::GrowthRate,
    ],
    &[
        I::Actual,
        I::Band,
        I::BandScore,
        I::NotApplicable,
        I::Deduction,
        I::Reason,
        I::Evidence,
    ],
];

const READING: [R; 6] = [
    R::Actual,
    R::Cause,
    R::CauseText,
    R::Outlook,
    R::Forecast,
    R::Measures,
];

/// The lines of a form; none where its row is not there any more.
pub(super) fn lines(of: &FormOf, open: &Open, cx: &Cx<'_>) -> Vec<Line> {
    let language = cx.language();
    let text = FormText::of(language);
    let project = &open.project;
    match of {
        FormOf::Head => HEAD
            .iter()
            .zip(text.head_groups)
            .flat_map(|(fields, group)| {
                let places = fields.iter().map(|field| {
                    let label = terms::project_field(*field, language);
                    let mut shown = Field::of(At::Project(*field), label, project, language);
                    if *field == P::Policy {
                        shown.title(open, cx);
                    }
                    Line::Field(shown)
                });
                std::iter::once(Line::Group(group)).chain(places.collect::<Vec<_>>())
            })
            .collect(),
        FormOf::Funds => {
            let mut lines: Vec<Line> = (0..project.funds.len()).map(Line::Fund).collect();
            if !lines.is_empty() {
                lines.push(Line::Total);
            }
            lines
        }
        FormOf::Indicator(block, id) => indicator(*block, id, open, language),
        FormOf::Reading(month, key) => reading(*month, key, open, language),
    }
}

fn indicator(block: Block, id: &str, open: &Open, language: Language) -> Vec<Line> {
    let project = &open.project;
    let text = FormText::of(language);
    let rows = match block {
        Block::Annual => &project.indicators,
        Block::MultiYear => &project.multi_year.indicators,
    };
    if !rows.iter().any(|row| row.id == id) {
        return Vec::new();
    }
    // What was reached is asked of annual indicators alone.
    let groups = match block {
        Block::Annual => 3,
        Block::MultiYear => 2,
    };
    let mut lines = Vec::new();
    for (fields, group) in INDICATOR.iter().zip(text.indicator_groups).take(groups) {
        lines.push(Line::Group(group));
        for field in *fields {
            let at = At::Indicator(block, id.to_owned(), *field);
            let label = terms::indicator_field(*field, language);
            let mut shown = Field::of(at, label, project, language);
            let written = shown.value.as_str();
            let meaning = match field {
                I::Level1 => level1_written(written, open.policy.level1(written), language),
                I::Level2 => level2_written(written, open.policy.level2(written), language),
                _ => terms::meaning(written, language),
            };
            shown.first = terms::explained(&shown.first, meaning);
            lines.push(Line::Field(shown));
        }
    }
    lines
}

fn reading(month: u8, key: &RowKey, open: &Open, language: Language) -> Vec<Line> {
    let project = &open.project;
    let known = match key {
        RowKey::Execution => true,
        RowKey::Fund(id) => project.funds.iter().any(|fund| fund.id == *id),
        RowKey::Indicator(id) => project.live_indicators().any(|row| row.id == *id),
    };
    if !known {
        return Vec::new();
    }
    // The timeline at hand looks from one month; another month demands what it demands itself.
    let other;
    let duties: &[Duty] = if open.timeline.month == month {
        &open.timeline.duties
    } else {
        other = monitoring::timeline(project, &open.policy, month);
        &other.duties
    };
    let duty = |demand: Demand| {
        duties
            .iter()
            .find(|duty| duty.row == *key && duty.demand == demand)
            .map(|duty| (because(duty.because, language), duty.done))
    };
    let mut lines: Vec<Line> = READING
        .iter()
        .map(|of| {
            let at = At::Reading(month, key.clone(), *of);
            let label = terms::reading_field(*of, language);
            let mut field = Field::of(at, label, project, language);
            field.duty = demand_of(*of).and_then(duty);
            if *of == R::Actual && *key == RowKey::Execution {
                field.sum(month, project);
            }
            Line::Field(field)
        })
        .collect();
    let disposal = duty(Demand::Disposal);
    let chosen = project
        .monitoring
        .months
        .get(&month)
        .is_some_and(|form| form.disposal.is_some());
    if disposal.is_some() || chosen {
        let label = language.pick("本月处置", "Disposal of the month");
        let mut field = Field::of(At::Disposal(month), label, project, language);
        field.duty = disposal;
        lines.push(Line::Field(field));
    }
    lines
}

fn demand_of(field: R) -> Option<Demand> {
    match field {
        R::Actual => Some(Demand::Actual),
        R::Cause => Some(Demand::Cause),
        R::CauseText => Some(Demand::CauseText),
        R::Forecast => Some(Demand::Forecast),
        R::Measures => Some(Demand::Measures),
        R::Outlook => None,
    }
}

impl Field {
    fn of(at: At, label: &'static str, project: &Project, language: Language) -> Self {
        let stored = edit::value(project, &at);
        let kind = edit::kind(&at);
        let value = match kind {
            Kind::Choice => edit::choices(&at, language)
                .into_iter()
                .find(|(name, _)| *name == stored && !name.is_empty())
                .map_or(stored, |(_, word)| word),
            Kind::Line | Kind::Text => stored,
        };
        let first = value.lines().next().unwrap_or_default().to_owned();
        // As on the goals: blanks and line breaks are no characters.
        let length = (kind == Kind::Text && !value.is_empty())
            .then(|| value.chars().filter(|c| !c.is_whitespace()).count());
        Self {
            at,
            label,
            value,
            first,
            length,
            duty: None,
            computed: false,
        }
    }

    /// A policy is shown by its title, and where none is named, the store's default is.
    fn title(&mut self, open: &Open, cx: &Cx<'_>) {
        let text = FormText::of(cx.language());
        let named = cx.world.policies.get(&self.value);
        let policy = named.unwrap_or(&cx.world.policy);
        let title = cx.say(&policy.title.zh, &policy.title.en);
        self.value = match (&open.project.policy, named) {
            (Some(_), Some(_)) => title.clone(),
            (Some(name), None) => (text.unknown_policy)(name, title),
            (None, _) => format!("{} {title}", text.default_policy),
        };
        self.first.clone_from(&self.value);
    }

    /// The money as a whole is the sum of its sources where one of them was read.
    fn sum(&mut self, month: u8, project: &Project) {
        let by_source = project.monitoring.months.get(&month).is_some_and(|form| {
            form.readings.iter().any(|reading| {
                matches!(reading.id, RowKey::Fund(_)) && reading.actual.decimal().is_some()
            })
        });
        if let (true, Some(sum)) = (by_source, crate::domain::row::executed_to(project, month)) {
            self.value = crate::lang::numbers::money(sum);
            self.first.clone_from(&self.value);
            self.computed = true;
        }
    }
}
