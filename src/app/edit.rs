//! A field that is being edited: its text, what it was, and what the store said of it.
//!
//! What is typed lives here until it is saved or thrown away by an answer to a question; a refusal
//! or a conflict keeps it. The same editor serves a cell of a table, a field of a form and a text.

use serde::de::DeserializeOwned;

use super::key::{Key, KeyCode};
use crate::domain::command::{
    At, Block, CommandId, Edit, Envelope, FundField, IndicatorField, ProjectField, ReadingField,
};
use crate::domain::notation::Band;
use crate::domain::project::{
    Attribute, Category, Cause, Disposal, Indicator, MoneyUnit, Nature, Outlook, Project, RowKey,
};
use crate::domain::refusal::Refusal;
use crate::lang::{Language, terms};
use crate::widgets::area::Area;
use crate::widgets::line::Line;

/// How a place is edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One line of text, a number or a date.
    Line,
    /// A text of several lines.
    Text,
    /// One of a few words.
    Choice,
}

/// The editor of a field.
#[derive(Debug, Clone)]
pub enum Editor {
    /// One line.
    Line(Line),
    /// Several lines.
    Text(Box<Area>),
}

/// A field that is being edited.
#[derive(Debug, Clone)]
pub struct Editing {
    /// Where its value goes.
    pub at: At,
    /// Its value when editing began.
    pub original: String,
    /// Revision of the project when editing began.
    pub based_on: u64,
    /// What is typed.
    pub editor: Editor,
    /// Why it was not saved.
    pub refusal: Option<Refusal>,
    /// What somebody else wrote here meanwhile, if a save met it.
    pub theirs: Option<String>,
    /// Where the cursor goes after it is saved.
    pub then: Then,
    /// The command that was given to save it, while its outcome is not known.
    pub given: Option<CommandId>,
}

/// Where to go after a field was saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// Stay.
    Close,
    /// Edit the next place.
    Next,
    /// Edit the place before.
    Previous,
}

/// What a key did to the editor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typed {
    /// It was typing or moving.
    Taken,
    /// It belongs to the key table.
    Command,
}

impl Editing {
    /// Begins to edit a place of a project. `selected` marks the old text so that typing replaces it.
    pub fn begin(at: At, project: &Project, based_on: u64) -> Self {
        let original = value(project, &at);
        let editor = match kind(&at) {
            Kind::Text => Editor::Text(Box::new(Area::new(&original))),
            Kind::Line | Kind::Choice => Editor::Line(Line::selected(&original)),
        };
        Self {
            at,
            original,
            based_on,
            editor,
            refusal: None,
            theirs: None,
            then: Then::Close,
            given: None,
        }
    }

    /// True where the command was given to save this field.
    pub fn gave(&self, envelope: &Envelope) -> bool {
        self.given.as_ref() == Some(&envelope.id)
    }

    /// What is typed now.
    pub fn text(&self) -> String {
        match &self.editor {
            Editor::Line(line) => line.text().to_owned(),
            Editor::Text(area) => area.text(),
        }
    }

    /// Puts a text into the editor, as if it had been typed; a text of several lines into no single one.
    pub fn put(&mut self, text: &str) {
        match &mut self.editor {
            Editor::Line(line) if !text.contains('\n') => line.set(text),
            Editor::Line(_) => {}
            Editor::Text(area) => **area = Area::new(text),
        }
    }

    /// True where something was typed that is not saved.
    pub fn is_dirty(&self) -> bool {
        self.text() != self.original
    }

    /// The edit that saving gives.
    pub fn edit(&self) -> Edit {
        Edit::Set {
            at: self.at.clone(),
            value: self.text(),
        }
    }

    /// A key for the editor; what it does not take belongs to the key table.
    pub fn input(&mut self, key: Key) -> Typed {
        self.refusal = None;
        match &mut self.editor {
            Editor::Line(line) => match key.code {
                KeyCode::Enter | KeyCode::Esc | KeyCode::Tab | KeyCode::BackTab | KeyCode::F(_) => {
                    Typed::Command
                }
                _ if key == Key::ctrl('q') => Typed::Command,
                _ => {
                    line.input(key);
                    Typed::Taken
                }
            },
            Editor::Text(area) => match key.code {
                KeyCode::Esc | KeyCode::F(_) => Typed::Command,
                _ if key == Key::ctrl('q') || key == Key::ctrl('s') => Typed::Command,
                _ => {
                    area.input(key);
                    Typed::Taken
                }
            },
        }
    }

    /// Pasted text.
    pub fn paste(&mut self, text: &str) {
        self.refusal = None;
        match &mut self.editor {
            Editor::Line(line) => {
                line.insert(text);
            }
            Editor::Text(area) => {
                area.insert(text);
            }
        }
    }
}

/// How a place is edited.
pub fn kind(at: &At) -> Kind {
    use IndicatorField as I;
    use ProjectField as P;
    match at {
        At::Project(
            P::Overview
            | P::Basis
            | P::Necessity
            | P::Feasibility
            | P::Schedule
            | P::Safeguards
            | P::Goal
            | P::MultiYearGoal
            | P::Achieved
            | P::ExecutionReason
            | P::Improvement,
        )
        | At::Indicator(
            _,
            _,
            I::Explanation
            | I::Standard
            | I::Formula
            | I::EvidenceRequired
            | I::GoalLink
            | I::Reason
            | I::Evidence,
        )
        | At::Reading(_, _, ReadingField::CauseText | ReadingField::Measures) => Kind::Text,
        _ if !choices(at, Language::Zh).is_empty() => Kind::Choice,
        _ => Kind::Line,
    }
}

/// The words of a place that takes one of a few: stored name and shown word. Empty for others.
/// The empty name clears the place.
pub fn choices(at: &At, language: Language) -> Vec<(String, String)> {
    use crate::domain::library::{BASES, DATA_SOURCES, METHODS};
    let words = |words: &[&str]| {
        let clear = (String::new(), clear_word(language));
        let all = words
            .iter()
            .map(|word| ((*word).to_owned(), (*word).to_owned()));
        std::iter::once(clear).chain(all).collect::<Vec<_>>()
    };
    match at {
        At::Project(ProjectField::MoneyUnit) => stored(
            &[MoneyUnit::TenThousandYuan, MoneyUnit::Yuan],
            terms::money_unit,
            language,
        ),
        At::Project(ProjectField::Attribute) => clearable(
            stored(
                &[Attribute::New, Attribute::Continuing],
                terms::attribute,
                language,
            ),
            language,
        ),
        At::Project(ProjectField::Category) => clearable(
            stored(
                &[Category::Staff, Category::Operation, Category::Specific],
                terms::category,
                language,
            ),
            language,
        ),
        At::Project(ProjectField::Nature) => clearable(
            stored(
                &[Nature::Recurrent, Nature::OneOff, Nature::Staged],
                terms::nature,
                language,
            ),
            language,
        ),
        At::Indicator(_, _, IndicatorField::Band) => clearable(
            stored(
                &[Band::Met, Band::Partial, Band::Unmet],
                terms::band,
                language,
            ),
            language,
        ),
        At::Indicator(_, _, IndicatorField::Basis) => words(&BASES),
        At::Indicator(_, _, IndicatorField::Method) => words(&METHODS),
        At::Indicator(_, _, IndicatorField::DataSource) => words(&DATA_SOURCES),
        At::Indicator(_, _, IndicatorField::Origin) => {
            words(&["政策文件", "统计指标", "管理(考核)指标", "部门自设"])
        }
        At::Indicator(_, _, IndicatorField::NotApplicable | IndicatorField::GrowthRate) => vec![
            ("false".to_owned(), language.pick("否", "no").to_owned()),
            ("true".to_owned(), language.pick("是", "yes").to_owned()),
        ],
        At::Reading(_, _, ReadingField::Cause) => clearable(
            stored(
                &[
                    Cause::Funding,
                    Cause::Rules,
                    Cause::Staff,
                    Cause::Equipment,
                    Cause::Other,
                ],
                terms::cause,
                language,
            ),
            language,
        ),
        At::Reading(_, _, ReadingField::Outlook) => clearable(
            stored(
                &[Outlook::Certain, Outlook::Possible, Outlook::Impossible],
                terms::outlook,
                language,
            ),
            language,
        ),
        At::Disposal(_) => clearable(
            stored(
                &[
                    Disposal::Continue,
                    Disposal::Reallocate,
                    Disposal::AdjustGoal,
                    Disposal::Cancel,
                ],
                terms::disposal,
                language,
            ),
            language,
        ),
        _ => Vec::new(),
    }
}

fn clear_word(language: Language) -> String {
    language.pick("(空)", "(none)").to_owned()
}

fn clearable(mut list: Vec<(String, String)>, language: Language) -> Vec<(String, String)> {
    list.insert(0, (String::new(), clear_word(language)));
    list
}

fn stored<T: serde::Serialize + Copy>(
    all: &[T],
    word: fn(T, Language) -> &'static str,
    language: Language,
) -> Vec<(String, String)> {
    all.iter()
        .map(|one| (name_of(one), word(*one, language).to_owned()))
        .collect()
}

/// The stored name of a word.
fn name_of<T: serde::Serialize>(word: &T) -> String {
    serde_json::to_value(word)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// A stored name as the word it stands for; other text as it is.
pub fn shown(at: &At, stored: &str, language: Language) -> String {
    if stored.is_empty() {
        return String::new();
    }
    let word = choices(at, language)
        .into_iter()
        .find(|(name, _)| name == stored);
    word.map_or_else(|| stored.to_owned(), |(_, word)| word)
}

/// The value of a place, as it is stored.
pub fn value(project: &Project, at: &At) -> String {
    match at {
        At::Project(field) => project_value(project, *field),
        At::Fund(id, field) => project
            .funds
            .iter()
            .find(|fund| &fund.id == id)
            .map(|fund| match field {
                FundField::Source => fund.source.clone(),
                FundField::Initial => fund.initial.0.clone(),
                FundField::Adjusted => fund.adjusted.0.clone(),
                FundField::Executed => fund.executed.0.clone(),
            })
            .unwrap_or_default(),
        At::Indicator(block, id, field) => block_of(project, *block)
            .iter()
            .find(|indicator| &indicator.id == id)
            .map(|indicator| indicator_value(indicator, *field))
            .unwrap_or_default(),
        At::Plan(key, month) => project
            .planned(*month, key)
            .map(|written| written.0.clone())
            .unwrap_or_default(),
        At::Reading(month, key, field) => reading_value(project, *month, key, *field),
        At::Disposal(month) => project
            .monitoring
            .months
            .get(month)
            .and_then(|form| form.disposal)
            .map(|disposal| name_of(&disposal))
            .unwrap_or_default(),
    }
}

/// The indicators of a block.
pub fn block_of(project: &Project, block: Block) -> &[Indicator] {
    match block {
        Block::Annual => &project.indicators,
        Block::MultiYear => &project.multi_year.indicators,
    }
}

fn project_value(project: &Project, field: ProjectField) -> String {
    use ProjectField as F;
    let about = &project.about;
    match field {
        F::Code => project.code.clone(),
        F::Year => project
            .year
            .map(|year| year.to_string())
            .unwrap_or_default(),
        F::Name => project.name.clone(),
        F::Unit => project.unit.clone(),
        F::Department => project.department.clone(),
        F::Policy => project.policy.clone().unwrap_or_default(),
        F::MoneyUnit => name_of(&project.money_unit),
        F::PeriodStart => project
            .start()
            .map(|day| day.to_string())
            .unwrap_or_default(),
        F::PeriodEnd => project.end().map(|day| day.to_string()).unwrap_or_default(),
        F::Attribute => about
            .attribute
            .map(|word| name_of(&word))
            .unwrap_or_default(),
        F::Category => about
            .category
            .map(|word| name_of(&word))
            .unwrap_or_default(),
        F::Nature => about.nature.map(|word| name_of(&word)).unwrap_or_default(),
        F::Leader => about.leader.clone(),
        F::Phone => about.phone.clone(),
        F::Overview => about.overview.clone(),
        F::Basis => about.basis.clone(),
        F::Necessity => about.necessity.clone(),
        F::Feasibility => about.feasibility.clone(),
        F::Schedule => about.schedule.clone(),
        F::Safeguards => about.safeguards.clone(),
        F::ExAnte => about.ex_ante.clone(),
        F::Goal => project.goal.clone(),
        F::MultiYearTotal => project.multi_year.total.0.clone(),
        F::MultiYearFiscal => project.multi_year.fiscal.0.clone(),
        F::MultiYearOther => project.multi_year.other.0.clone(),
        F::MultiYearGoal => project.multi_year.goal.clone(),
        F::Achieved => project.achieved.clone(),
        F::ExecutionReason => project.evaluation.execution_reason.clone(),
        F::Improvement => project.evaluation.improvement.clone(),
        F::FilledBy => project.evaluation.filled_by.clone(),
    }
}

/// The value of a field of an indicator, as it is stored.
pub fn indicator_value(indicator: &Indicator, field: IndicatorField) -> String {
    use IndicatorField as F;
    match field {
        F::Level1 => indicator.level1.clone(),
        F::Level2 => indicator.level2.clone(),
        F::Name => indicator.name.clone(),
        F::Target => indicator.target.clone(),
        F::Weight => indicator.weight.0.clone(),
        F::Explanation => indicator.explanation.clone(),
        F::Standard => indicator.standard.clone(),
        F::Formula => indicator.formula.clone(),
        F::Origin => indicator.origin.clone(),
        F::Basis => indicator.basis.clone(),
        F::LastYear => indicator.last_year.clone(),
        F::YearBefore => indicator.year_before.clone(),
        F::Method => indicator.method.clone(),
        F::DataSource => indicator.data_source.clone(),
        F::EvidenceRequired => indicator.evidence_required.clone(),
        F::GoalLink => indicator.goal_link.clone(),
        F::GrowthRate => indicator.growth_rate.to_string(),
        F::Actual => indicator.actual.clone(),
        F::Band => indicator
            .band
            .map(|band| name_of(&band))
            .unwrap_or_default(),
        F::BandScore => indicator.band_score.0.clone(),
        F::NotApplicable => indicator.not_applicable.to_string(),
        F::Deduction => indicator.deduction.0.clone(),
        F::Reason => indicator.reason.clone(),
        F::Evidence => indicator.evidence.clone(),
    }
}

fn reading_value(project: &Project, month: u8, key: &RowKey, field: ReadingField) -> String {
    let Some(reading) = project.reading(month, key) else {
        return String::new();
    };
    match field {
        ReadingField::Actual => reading.actual.0.clone(),
        ReadingField::Cause => reading.cause.map(|word| name_of(&word)).unwrap_or_default(),
        ReadingField::CauseText => reading.cause_text.clone(),
        ReadingField::Outlook => reading
            .outlook
            .map(|word| name_of(&word))
            .unwrap_or_default(),
        ReadingField::Forecast => reading.forecast.0.clone(),
        ReadingField::Measures => reading.measures.clone(),
    }
}

/// Reads a stored name back into its word, for screens that branch on it.
pub fn word<T: DeserializeOwned>(stored: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::from(stored)).ok()
}
