//! The program as a value: [`App::update`] takes what happened and says what to do about it,
//! [`App::view`] draws. Nothing else happens here: no I/O, no clock, no store.
//!
//! The session feeds it [`Msg`]s and performs its [`Effect`]s; tests do the same with a robot.

mod acting;
pub mod action;
mod answering;
mod bulk;
mod carrying;
pub mod edit;
pub mod key;
pub mod keys;
pub mod live;
pub mod off;
pub mod open;
pub mod overlay;
pub mod palette;
pub mod people;
mod typing;
mod update;
mod view;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;

use self::action::Action;
use self::edit::Editing;
use self::key::Input;
use self::open::Open;
use self::overlay::Overlay;
use crate::domain::command::{At, Command, CommandId, Envelope, Record};
use crate::domain::fault::Fault;
use crate::domain::journal::{Counts, Entry, KeptBackups, Outcome};
use crate::domain::library::Library;
use crate::domain::policy::{Policies, Policy};
use crate::domain::project::{Project, ProjectId};
use crate::domain::refusal::Refusal;
use crate::domain::role::{Actor, Grant, Person};
use crate::domain::rows::Rows;
use crate::domain::status::{Act, DocumentKind};
use crate::lang::Language;
use crate::screens::Screen;
use crate::theme::{Colours, Look, Theme, ThemeName};

/// What happened.
#[derive(Debug, Clone)]
pub enum Msg {
    /// Something arrived from the person's terminal.
    Input(Input),
    /// The store has a new revision: the list as it is now, with persons and settings.
    Store(Box<StoreState>),
    /// A project that was asked for; `None` where it is gone or not to be seen.
    Project(ProjectId, Option<Arc<Project>>),
    /// What became of a command.
    Saved(Envelope, Outcome),
    /// The journal entries of a project, oldest first.
    History(ProjectId, Vec<Entry>),
    /// The journal entries about no project, oldest first.
    StoreHistory(Vec<Entry>),
    /// A project as it was after an entry.
    AsOf(ProjectId, u64, Option<Arc<Project>>),
    /// What an undo or redo would do.
    Preview(Record, Direction, Result<Reversal, Refusal>),
    /// A project, something of it, or what is about none could not be read: of what was asked for
    /// nothing is known.
    NotRead(Option<ProjectId>, Fault),
    /// The terminal said of itself what it can't do.
    Terminal(Shortcoming),
    /// The store was opened again so that it takes writes, or why not.
    Reopened(Result<(), String>),
    /// A file was written, or why not.
    Exported(Result<Exported, String>),
    /// A file was read and checked for import, or why not.
    ImportRead(Result<ImportPlan, String>),
}

/// What a terminal can't do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shortcoming {
    /// It draws lines in two columns: frames would be torn.
    WideLines,
    /// It does not read what is sent as UTF-8.
    NotUtf8,
}

/// What a file would bring in.
#[derive(Debug, Clone)]
pub struct ImportPlan {
    /// Its path.
    pub path: PathBuf,
    /// The command that brings it in.
    pub command: Command,
    /// What that would do.
    pub counts: Counts,
}

/// An entry as an undo or redo would turn it round.
#[derive(Debug, Clone, PartialEq)]
pub struct Reversal {
    /// The entry, with the changes that would be made.
    pub entry: Entry,
    /// The revision of the record at which that was found.
    pub revision: u64,
    /// How many projects go together; 1 but for an import.
    pub projects: usize,
}

/// Undo or redo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Takes back.
    Undo,
    /// Does again.
    Redo,
}

/// What the program wants done by its session.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Load a project; answered by [`Msg::Project`].
    Load(ProjectId),
    /// Give a command to the store; answered by [`Msg::Saved`].
    Save(Envelope),
    /// Load the journal entries of a project; answered by [`Msg::History`].
    LoadHistory(ProjectId),
    /// Load the journal entries about no project; answered by [`Msg::StoreHistory`].
    LoadStoreHistory,
    /// Fold the journal of a project up to an entry; answered by [`Msg::AsOf`].
    LoadAsOf(ProjectId, u64),
    /// What would undo or redo by this actor do; answered by [`Msg::Preview`].
    LoadPreview(Record, Direction, Actor),
    /// Write projects to a file in this order; answered by [`Msg::Exported`].
    Export {
        /// Which projects.
        projects: Vec<ProjectId>,
        /// As they were after this entry; `None` is as they are.
        as_of: Option<u64>,
        /// Where to.
        path: PathBuf,
    },
    /// Write entries of a project's history to a file; answered by [`Msg::Exported`].
    ExportHistory {
        /// Whose.
        project: Option<ProjectId>,
        /// Which entries.
        entries: Vec<u64>,
        /// Where to.
        path: PathBuf,
    },
    /// Read a file for import; answered by [`Msg::ImportRead`].
    ReadImport(PathBuf),
    /// Open the store again, which only reads since something failed; answered by [`Msg::Reopened`].
    Reopen,
    /// Keep language, theme and acting person for the next start.
    Remember,
    /// Draw everything anew.
    Redraw,
    /// Turn mouse reports on or off.
    Mouse(bool),
    /// Leave.
    Quit,
}

/// What the store tells every session after each revision.
#[derive(Debug, Clone)]
pub struct StoreState {
    /// The list.
    pub rows: Rows,
    /// The persons.
    pub persons: Arc<Vec<Person>>,
    /// Name of the store: the bureau, school or company.
    pub name: String,
    /// Name of the default policy.
    pub policy: String,
    /// The real date.
    pub today: NaiveDate,
    /// The store's own date, where it has one (samples).
    pub clock: Option<NaiveDate>,
    /// Why the store only reads, if it does.
    pub read_only: Option<Barred>,
    /// The backups beside the store, as far as somebody has looked.
    pub kept: Option<KeptBackups>,
}

/// Why a store only reads, and whether somebody at the screen can change that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Barred {
    /// A sentence for the banner.
    pub why: String,
    /// The way back to writing.
    pub way_back: Option<WayBack>,
}

/// How a store that only reads may take writes again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WayBack {
    /// Opening it again, with its full check, once the disk is well.
    Reopen,
    /// Taking over so many entries that the files beside the store have and the store lost.
    Replay(usize),
}

/// Everything that the screens look at and that is not about who looks.
#[derive(Debug, Clone)]
pub struct World {
    /// What the store said last.
    pub store: StoreState,
    /// All policies.
    pub policies: Arc<Policies>,
    /// The store's default policy.
    pub policy: Arc<Policy>,
    /// The indicator library.
    pub library: Arc<Library>,
    /// The date: the store's own, else the real one.
    pub today: NaiveDate,
}

impl World {
    /// The name of a person, or the id where the person is not known.
    pub fn name_of(&self, id: &str) -> String {
        let person = self.store.persons.iter().find(|person| person.id == id);
        person.map_or_else(|| id.to_owned(), |person| person.name.clone())
    }
}

/// Who is looking, and how.
#[derive(Debug, Clone)]
pub struct Me {
    /// The acting person's id.
    pub person: String,
    /// The grant in which the person acts.
    pub grant: Grant,
    /// The user of the operating system.
    pub os_user: String,
    /// Language of the interface.
    pub language: Language,
    /// Name of the theme.
    pub theme: ThemeName,
    /// How many colours the terminal has.
    pub colours: Colours,
    /// Styles and glyphs.
    pub look: Look,
    /// Mouse reports are wanted.
    pub mouse: bool,
}

impl Me {
    /// Takes the next theme that the terminal can show.
    pub fn next_theme(&mut self) {
        self.theme = self.theme.next(self.colours);
        self.look.theme = Theme::of(self.theme);
    }

    /// The actor that a command carries.
    pub fn actor(&self) -> Actor {
        Actor {
            person: self.person.clone(),
            role: self.grant.role,
            scope: self.grant.scope.clone(),
            os_user: self.os_user.clone(),
        }
    }
}

/// A short word at the foot of the screen; the next key takes it away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    /// Good news, or a refusal.
    pub kind: ToastKind,
    /// One sentence.
    pub text: String,
}

/// What a toast says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToastKind {
    /// Done.
    Done,
    /// Worth knowing.
    Note,
    /// Refused, and why.
    Refused,
}

/// What a screen sees while it acts and draws.
#[derive(Clone, Copy)]
pub struct Cx<'a> {
    /// The store and what belongs to it.
    pub world: &'a World,
    /// Who looks.
    pub me: &'a Me,
    /// The project on screen, if one is.
    pub open: Option<&'a Open>,
    /// Marked rows of the list.
    pub marks: &'a BTreeSet<ProjectId>,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// The field that is being edited, for sums that follow what is typed.
    pub editing: Option<&'a Editing>,
}

impl Cx<'_> {
    /// The language of the interface.
    pub fn language(&self) -> Language {
        self.me.language
    }

    /// One of two texts, by language.
    pub fn say<T>(&self, zh: T, en: T) -> T {
        self.me.language.pick(zh, en)
    }
}

/// What a screen asks the program to do; screens change nothing but their own choices.
#[derive(Debug)]
pub enum Request {
    /// Goes to a screen; `Esc` comes back.
    Go(Screen),
    /// Opens a project on a screen once it is loaded.
    OpenProject(ProjectId, Screen),
    /// Goes back.
    Back,
    /// Opens a box.
    Overlay(Box<Overlay>),
    /// Edits a place of the open project.
    Edit(At),
    /// Gives a command about the open project, or about none.
    Command(crate::domain::command::Command),
    /// Gives a command and edits a place of the project that it leads to.
    CommandThenEdit(crate::domain::command::Command, At),
    /// Has something done by the session.
    Effect(Effect),
    /// Says something at the foot of the screen.
    Toast(Toast),
    /// Acts on a document: opens the menu of what can be done.
    Documents(DocumentKind),
    /// Asks for the file that projects are written to.
    Export(Vec<ProjectId>),
    /// Marks or unmarks projects.
    Marks(BTreeSet<ProjectId>),
}

impl Request {
    /// A note at the foot of the screen.
    pub fn note(text: impl Into<String>) -> Self {
        Self::Toast(Toast {
            kind: ToastKind::Note,
            text: text.into(),
        })
    }

    /// A refusal at the foot of the screen.
    pub fn refused(text: impl Into<String>) -> Self {
        Self::Toast(Toast {
            kind: ToastKind::Refused,
            text: text.into(),
        })
    }
}

/// What an export wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// The file, in full.
    pub path: PathBuf,
    /// How many.
    pub count: usize,
    /// Of what.
    pub what: ExportedWhat,
}

/// What an export writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportedWhat {
    /// Projects.
    Projects,
    /// Entries of a history.
    Entries,
}

/// Why an action can't be done here and now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Off {
    /// This link of the loop has no screen yet.
    NoScreenYet,
    /// No project is open.
    NoProject,
    /// The row is no number that could be explained.
    NothingHere,
    /// The screen has no numbers to explain.
    NoNumbers,
    /// No document waits.
    NothingWaits,
    /// There is no entry under the cursor.
    NoEntry,
    /// A historical view only reads.
    AsOf,
    /// The store only reads.
    ReadOnly,
    /// The cursor stands on no row that this could be done to.
    NoRow,
    /// No project is listed.
    NothingListed,
    /// Nothing is marked.
    NoMarks,
    /// The screen has no list long enough to be filtered.
    NoFilter,
    /// Only a store with a date of its own has a date to move.
    NoClock,
    /// The list of fields has no rows to add or take away.
    NoRows,
    /// The screen is that of the action.
    Shown,
    /// Only projects are looked at as they were.
    NoPast,
    /// The rules refuse it.
    Refused(Refusal),
    /// This cell is computed.
    Computed,
    /// Another policy is tried on: nothing is written until the own one is back.
    Tried,
}

impl Off {
    /// True where it is off on the whole screen, not on the row under the cursor alone: such a key is no
    /// hint for the footer.
    pub fn is_of_the_screen(&self) -> bool {
        match self {
            Self::NoScreenYet
            | Self::NoProject
            | Self::NoNumbers
            | Self::NothingWaits
            | Self::NothingListed
            | Self::AsOf
            | Self::ReadOnly
            | Self::NoFilter
            | Self::NoClock
            | Self::NoRows
            | Self::Shown
            | Self::NoPast
            | Self::Refused(_)
            | Self::Tried => true,
            Self::NothingHere | Self::NoEntry | Self::NoRow | Self::NoMarks | Self::Computed => {
                false
            }
        }
    }
}

/// A step to take on a document, as offered in the menu.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    /// What.
    pub act: Act,
    /// Why not, if not.
    pub refusal: Option<Refusal>,
}

/// The whole program.
#[derive(Debug, Clone)]
pub struct App {
    /// The store and what belongs to it.
    pub world: World,
    /// Who looks, and how.
    pub me: Me,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// The screens one came through; the last is shown. Never empty.
    pub nav: Vec<Screen>,
    /// The project on screen.
    pub open: Option<Open>,
    /// Marked rows of the list.
    pub marks: BTreeSet<ProjectId>,
    /// The field that is being edited.
    pub editing: Option<Editing>,
    /// The box in front.
    pub overlay: Option<Overlay>,
    /// The word at the foot.
    pub toast: Option<Toast>,
    /// The last action that `.` repeats.
    pub last: Option<Action>,
    /// What was saved by the action that `.` repeats.
    pub written: Option<String>,
    /// How many documents wait for the acting role.
    inbox: crate::screens::inbox::Count,
    /// A screen that waits for its project to be loaded.
    waiting: Option<(ProjectId, Screen)>,
    /// A place that is edited once the project has it, and the command that makes it.
    next_edit: Option<(CommandId, At)>,
    /// A cell refused just now to open: digits that follow were meant for the field that did not open.
    refused_to_open: bool,
    /// What this session's last change was about, where the screen does not show it: a person, the date, a
    /// project that is gone.
    turned: Option<Record>,
    /// One thing that is being done to many projects.
    bulk: Option<bulk::Bulk>,
    /// Counter and random prefix of this session's command names.
    commands: CommandNames,
}

/// Names of commands: a random prefix of the session and a counter.
#[derive(Debug, Clone)]
struct CommandNames {
    prefix: String,
    given: u64,
}

/// What a session starts with.
#[derive(Debug, Clone)]
pub struct Start {
    /// The store's state.
    pub store: StoreState,
    /// All policies.
    pub policies: Arc<Policies>,
    /// The program's default policy, for a store whose own is not known.
    pub policy: Arc<Policy>,
    /// The indicator library.
    pub library: Arc<Library>,
    /// Who looks, and how.
    pub me: Me,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// A random word, so that no two sessions name a command alike.
    pub session: String,
}
