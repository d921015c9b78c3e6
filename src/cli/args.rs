//! What can be asked on the command line: the shape of the arguments, without a word of help.
//!
//! `command` gives every part its help in the chosen language and parses; the other modules of
//! `cli` carry out what is asked. Nothing here reads the environment or the disk.

// A comment here would become a help text in one language; the texts are in `lang::cli`.
#![allow(missing_docs)]

use std::num::ParseIntError;
use std::path::PathBuf;
use std::str::FromStr;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

use crate::lang::Language;
use crate::session::writer::AmbiguousWidth;
use crate::theme::ThemeName;

// Everything on the command line.
#[derive(Debug, Clone, Parser)]
#[command(name = "wenxiao", version)]
#[command(
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true
)]
pub struct Arguments {
    #[command(flatten)]
    pub common: Common,
    #[command(flatten)]
    pub screen: ScreenArguments,
    #[command(flatten)]
    pub acting: Acting,
    #[arg(short = 'V', long, action = ArgAction::Version)]
    version: Option<bool>,
    #[command(subcommand)]
    pub task: Option<Task>,
}

// What every command takes.
#[derive(Debug, Clone, Args)]
pub struct Common {
    #[arg(long, global = true, value_name = "PATH")]
    pub store: Option<PathBuf>,
    #[arg(long, global = true, value_name = "LANG", value_parser = languages(), ignore_case = true)]
    pub lang: Option<Language>,
    #[arg(long, global = true)]
    pub json: bool,
    #[arg(short, long, global = true, action = ArgAction::Help)]
    help: Option<bool>,
}

impl Arguments {
    /// Carries what was written before the command into the command. `Err` names an option that has
    /// no meaning there: what is asked for is done or refused, never dropped.
    pub fn gathered(mut self) -> Result<Self, String> {
        let (screen, acting) = match &mut self.task {
            None => return Ok(self),
            Some(Task::Demo(task)) => (Some(&mut task.screen), Some(&mut task.acting)),
            Some(Task::Import(task)) => (None, Some(&mut task.acting)),
            Some(Task::Export(task)) => (None, Some(&mut task.acting)),
            Some(Task::Clock(task)) => (None, Some(&mut task.acting)),
            Some(Task::Person(task)) => (None, task.acting()),
            Some(_) => (None, None),
        };
        self.acting.carried_into(acting)?;
        self.screen.carried_into(screen)?;
        if self.common.store.is_some() && self.task.as_ref().is_some_and(Task::needs_no_store) {
            return Err("--store".to_owned());
        }
        Ok(self)
    }
}

// How the screen looks.
#[derive(Debug, Clone, Default, Args)]
pub struct ScreenArguments {
    #[arg(long, value_name = "THEME", value_parser = themes())]
    pub theme: Option<ThemeName>,
    #[arg(long)]
    pub ascii: bool,
    #[arg(long, value_name = "COLUMNS", value_parser = widths())]
    pub ambiguous: Option<AmbiguousWidth>,
    #[arg(long)]
    pub read_only: bool,
}

impl ScreenArguments {
    fn carried_into(&self, own: Option<&mut Self>) -> Result<(), String> {
        let Some(own) = own else {
            return match self {
                Self {
                    read_only: true, ..
                } => Err("--read-only".to_owned()),
                Self { ascii: true, .. } => Err("--ascii".to_owned()),
                Self { theme: Some(_), .. } => Err("--theme".to_owned()),
                Self {
                    ambiguous: Some(_), ..
                } => Err("--ambiguous".to_owned()),
                _ => Ok(()),
            };
        };
        own.theme = own.theme.or(self.theme);
        own.ambiguous = own.ambiguous.or(self.ambiguous);
        own.ascii |= self.ascii;
        own.read_only |= self.read_only;
        Ok(())
    }
}

// Who acts.
#[derive(Debug, Clone, Default, Args)]
pub struct Acting {
    #[arg(long, value_name = "PERSON")]
    pub person: Option<String>,
}

impl Acting {
    fn carried_into(&self, own: Option<&mut Self>) -> Result<(), String> {
        match (own, &self.person) {
            (Some(own), Some(person)) => {
                own.person.get_or_insert_with(|| person.clone());
            }
            (None, Some(_)) => return Err("--person".to_owned()),
            (_, None) => {}
        }
        Ok(())
    }
}

// The commands.
#[derive(Debug, Clone, Subcommand)]
pub enum Task {
    Demo(DemoArguments),
    Init(InitArguments),
    Score(ScoreArguments),
    Check(CheckArguments),
    Import(ImportArguments),
    Export(ExportArguments),
    Backup(BackupArguments),
    Verify(VerifyArguments),
    Restore(RestoreArguments),
    Policies(PoliciesArguments),
    Keys(KeysArguments),
    Clock(ClockArguments),
    Person(PersonArguments),
    Schema,
    Completions(CompletionsArguments),
    Man(ManArguments),
}

impl Task {
    /// These open no store of the user's.
    fn needs_no_store(&self) -> bool {
        matches!(
            self,
            Self::Demo(_)
                | Self::Score(_)
                | Self::Check(_)
                | Self::Policies(_)
                | Self::Keys(_)
                | Self::Schema
                | Self::Completions(_)
                | Self::Man(_)
        )
    }
}

#[derive(Debug, Clone, Args)]
pub struct DemoArguments {
    #[command(flatten)]
    pub screen: ScreenArguments,
    #[command(flatten)]
    pub acting: Acting,
}

#[derive(Debug, Clone, Default, Args)]
pub struct InitArguments {
    #[arg(long)]
    pub samples: bool,
    #[arg(long, value_name = "NAME", conflicts_with = "samples")]
    pub name: Option<String>,
    #[arg(long, value_name = "NAME", conflicts_with = "samples")]
    pub policy: Option<String>,
    #[arg(long = "person", value_name = "PERSON", conflicts_with = "samples")]
    pub persons: Vec<String>,
}

#[derive(Debug, Clone, Args)]
pub struct ScoreArguments {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[arg(long, value_name = "NAME")]
    pub policy: Option<String>,
}

#[derive(Debug, Clone, Args)]
pub struct CheckArguments {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[arg(long, value_name = "NAME")]
    pub policy: Option<String>,
    #[arg(long, value_name = "STAGE", value_parser = ["goal", "monitor", "self", "evaluation"])]
    pub stage: Option<String>,
}

#[derive(Debug, Clone, Args)]
pub struct ImportArguments {
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    #[arg(long)]
    pub dry_run: bool,
    #[command(flatten)]
    pub acting: Acting,
}

impl ImportArguments {
    /// The import of one file by whoever may.
    pub fn of(file: &str) -> Self {
        Self {
            files: vec![PathBuf::from(file)],
            dry_run: false,
            acting: Acting::default(),
        }
    }
}

/// A year of projects, or those that name none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OneYear(pub Option<i32>);

impl FromStr for OneYear {
    type Err = ParseIntError;

    fn from_str(text: &str) -> Result<Self, ParseIntError> {
        match text {
            "none" | "未写" | "年度未写" => Ok(Self(None)),
            year => year.parse().map(|year| Self(Some(year))),
        }
    }
}

#[derive(Debug, Clone, Args)]
pub struct ExportArguments {
    #[arg(long = "project", value_name = "CODE")]
    pub projects: Vec<String>,
    #[arg(long, value_name = "YEAR")]
    pub year: Option<OneYear>,
    #[arg(long, value_name = "FORMAT", default_value = "json")]
    pub format: ExportFormat,
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub acting: Acting,
}

/// The formats of the contract; those that are not built are refused in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    Json,
    Xlsx,
    Csv,
    Md,
    Html,
    Docx,
}

impl ExportFormat {
    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::Md => "md",
            Self::Html => "html",
            Self::Docx => "docx",
        }
    }
}

#[derive(Debug, Clone, Args)]
#[group(required = true, multiple = false)]
pub struct BackupArguments {
    #[arg(value_name = "PATH")]
    pub path: Option<PathBuf>,
    #[arg(long, value_name = "FOLDER")]
    pub text: Option<PathBuf>,
    #[arg(long)]
    pub keep: bool,
}

#[derive(Debug, Clone, Args)]
pub struct VerifyArguments {
    #[arg(value_name = "PATH")]
    pub path: Option<PathBuf>,
    #[arg(long, value_name = "SEQ:HASH")]
    pub head: Option<String>,
}

#[derive(Debug, Clone, Args)]
pub struct RestoreArguments {
    #[arg(value_name = "FROM")]
    pub from: PathBuf,
    #[arg(long)]
    pub rehearse: bool,
    #[arg(long)]
    pub accept_loss: bool,
}

#[derive(Debug, Clone, Args)]
pub struct PoliciesArguments {
    #[arg(value_name = "NAME")]
    pub name: Option<String>,
}

#[derive(Debug, Clone, Args)]
pub struct KeysArguments {
    #[arg(long, conflicts_with = "json")]
    pub markdown: bool,
}

#[derive(Debug, Clone, Args)]
pub struct ClockArguments {
    #[arg(value_name = "DATE")]
    pub date: Option<String>,
    #[command(flatten)]
    pub acting: Acting,
}

#[derive(Debug, Clone, Args)]
pub struct PersonArguments {
    #[command(subcommand)]
    pub task: Option<PersonTask>,
}

impl PersonArguments {
    /// Where the command keeps who acts; a list needs nobody.
    fn acting(&mut self) -> Option<&mut Acting> {
        match self.task.as_mut()? {
            PersonTask::List => None,
            PersonTask::Add(task) => Some(&mut task.acting),
            PersonTask::Change(task) => Some(&mut task.acting),
            PersonTask::Off(task) | PersonTask::On(task) => Some(&mut task.acting),
        }
    }
}

// What can be done about persons.
#[derive(Debug, Clone, Subcommand)]
pub enum PersonTask {
    List,
    Add(AddPersonArguments),
    Change(ChangePersonArguments),
    Off(WhichPersonArguments),
    On(WhichPersonArguments),
}

#[derive(Debug, Clone, Args)]
pub struct AddPersonArguments {
    #[arg(value_name = "NAME")]
    pub name: String,
    #[arg(long = "role", value_name = "ROLE[:SCOPE]", required = true)]
    pub roles: Vec<String>,
    #[arg(long, value_name = "ID")]
    pub id: Option<String>,
    #[command(flatten)]
    pub acting: Acting,
}

#[derive(Debug, Clone, Args)]
pub struct ChangePersonArguments {
    #[arg(value_name = "WHO")]
    pub who: String,
    #[arg(long, value_name = "NAME", required_unless_present = "roles")]
    pub name: Option<String>,
    #[arg(long = "role", value_name = "ROLE[:SCOPE]")]
    pub roles: Vec<String>,
    #[command(flatten)]
    pub acting: Acting,
}

#[derive(Debug, Clone, Args)]
pub struct WhichPersonArguments {
    #[arg(value_name = "WHO")]
    pub who: String,
    #[command(flatten)]
    pub acting: Acting,
}

#[derive(Debug, Clone, Args)]
pub struct CompletionsArguments {
    #[arg(value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

#[derive(Debug, Clone, Args)]
pub struct ManArguments {
    #[arg(value_name = "DIR")]
    pub folder: Option<PathBuf>,
}

/// A word of a few, as the value it means; the words show up in errors and completions.
fn choice<T: Clone + Send + Sync + 'static>(
    words: impl Into<PossibleValuesParser>,
    of: impl Fn(&str) -> Option<T> + Clone + Send + Sync + 'static,
) -> impl TypedValueParser<Value = T> {
    words
        .into()
        .try_map(move |word| of(&word).ok_or(std::fmt::Error))
}

fn languages() -> impl TypedValueParser<Value = Language> {
    choice(["zh", "en"], |word| {
        Language::of(&word.to_ascii_lowercase())
    })
}

fn themes() -> impl TypedValueParser<Value = ThemeName> {
    choice(ThemeName::ALL.map(ThemeName::key), ThemeName::from_key)
}

fn widths() -> impl TypedValueParser<Value = AmbiguousWidth> {
    choice(["1", "2"], |word| match word {
        "1" => Some(AmbiguousWidth::Narrow),
        _ => Some(AmbiguousWidth::Unknown),
    })
}
