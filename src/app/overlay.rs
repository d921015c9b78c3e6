//! Boxes in front of a screen: menus, questions, prompts, the why-tree, the help.
//!
//! A box owns its keys while it is open. What choosing means is data ([`Pick`], [`Answer`],
//! [`Ask`]), carried out by the program; a box changes nothing itself.

use std::sync::Arc;

use super::Direction;
use super::key::{Key, KeyCode};
use super::keys::Place;
use crate::domain::command::{At, Command, Edit, Envelope, Record};
use crate::domain::pinyin::Pattern;
use crate::domain::project::ProjectId;
use crate::domain::status::{Act, DocumentKind};
use crate::lang;
use crate::widgets::dialog::{self, Button, MenuState, QuestionState, Weight};
use crate::widgets::line::Line;

/// A box.
#[derive(Debug, Clone)]
pub enum Overlay {
    /// A list to choose from, filtered as one types.
    Menu(Menu),
    /// A question with buttons.
    Question(Question),
    /// A question whose answer is typed.
    Prompt(Prompt),
    /// Where a number comes from.
    Why(WhyBox),
    /// The keys of this place.
    Help(HelpBox),
    /// A text to read.
    Reading(ReadingBox),
}

/// One line of a menu.
#[derive(Debug, Clone)]
pub struct Item {
    /// What it is called.
    pub label: String,
    /// What stands beside it: a key, a detail.
    pub detail: String,
    /// Why it can't be chosen now.
    pub off: Option<String>,
    /// What choosing it means.
    pub pick: Pick,
}

/// Projects that something is done to, in the order in which they are shown.
pub type Projects = Arc<[ProjectId]>;

/// What choosing a line means.
#[derive(Debug, Clone, PartialEq)]
pub enum Pick {
    /// Does an action, as if its key were pressed.
    Action(super::action::Action),
    /// Sorts the list by a column.
    Sort(crate::screens::projects::Column),
    /// Groups the list.
    Group(crate::screens::projects::Group),
    /// Shows a year of the list.
    Year(crate::screens::projects::YearShown),
    /// Acts as a person in one of the person's grants.
    Person(String, usize),
    /// Takes a step on a document of the open project.
    Step(DocumentKind, Act),
    /// Takes a step on the same kind of document of these projects.
    BulkStep(DocumentKind, Act, Projects),
    /// Writes these projects to a file.
    Export(Projects),
    /// A choice on the way to a person of the store.
    People(super::people::Choice),
    /// Writes a stored word at a place.
    Word(At, String),
    /// Edits a place freely where its words were offered.
    Free(At),
    /// Inserts an entry of the indicator library.
    Entry(String),
    /// Scores under another policy, for this view only.
    Policy(Option<String>),
    /// Opens a project.
    Project(ProjectId),
    /// Offers the steps of a document of the open project.
    Document(DocumentKind),
}

/// A command's names: its word and its sentence, in the language of the interface and in the other.
pub type Names = [&'static str; 4];

/// A list to choose from.
#[derive(Debug, Clone)]
pub struct Menu {
    /// Its title.
    pub title: String,
    /// All lines.
    pub items: Vec<Item>,
    /// Further names by which each line is found, the best first; a menu without them has none.
    names: Vec<Names>,
    /// Indices of the lines that fit what is typed, best first.
    pub shown: Vec<usize>,
    /// What is typed, and the line under the cursor.
    pub state: MenuState,
}

/// A question with buttons; the cursor stands on the harmless one.
#[derive(Debug, Clone)]
pub struct Question {
    /// What is asked.
    pub title: String,
    /// What follows from each answer, one line each.
    pub lines: Vec<String>,
    /// The buttons: the harmless one first.
    pub buttons: Vec<(String, Answer)>,
    /// The chosen button.
    pub state: QuestionState,
    /// The box that the question stands in front of; cancelling leads back to it.
    pub behind: Option<Box<Overlay>>,
}

/// What a button means.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// Nothing; the box closes.
    Cancel,
    /// Throws away what was typed into the open field.
    Discard,
    /// Gives a command.
    Command(Box<Command>),
    /// Gives a command about each of these projects.
    EachCommand(Vec<(ProjectId, Command)>),
    /// Undo or redo of a record, at the revision that the preview saw.
    Undo(Record, Direction, u64),
    /// Keeps what was typed over what somebody else wrote meanwhile.
    KeepMine,
    /// Takes what somebody else wrote meanwhile.
    TakeTheirs,
    /// Opens the store again, so that it takes writes.
    Reopen,
    /// Gives a command once more: its number is the same, so it has its effect once.
    Again(Box<Envelope>),
    /// Leaves the program though something is being typed.
    Quit,
}

/// A question whose answer is typed.
#[derive(Debug, Clone)]
pub struct Prompt {
    /// What is asked.
    pub title: String,
    /// A hint for the empty line.
    pub hint: String,
    /// What is typed.
    pub line: Line,
    /// What stood there first.
    pub original: String,
    /// What the answer is for.
    pub ask: Ask,
    /// Why the answer was not taken.
    pub refusal: Option<String>,
}

/// What a typed answer is for.
#[derive(Debug, Clone, PartialEq)]
pub enum Ask {
    /// The reason of a return, or the remark of another step.
    StepComment(DocumentKind, Act),
    /// The reason of a return of these projects.
    BulkComment(DocumentKind, Act, Projects),
    /// Path of a file to export to.
    ExportPath(Vec<ProjectId>),
    /// Path of the file that entries of a project's history are written to.
    HistoryPath(Option<ProjectId>, Vec<u64>),
    /// Path of a file to import.
    ImportPath,
    /// Name of a new project.
    ProjectName,
    /// The date of the samples.
    Clock,
    /// Something about a person of the store.
    People(super::people::Told),
}

/// Where a number comes from: the explanation as lines of a tree.
#[derive(Debug, Clone)]
pub struct WhyBox {
    /// Its title.
    pub title: String,
    /// The explanation, from the number down to the clause.
    pub lines: Vec<lang::Line>,
    /// First line shown.
    pub top: usize,
    /// True where the screen under it was opened for it alone, and is left with it.
    pub leaves: bool,
}

impl WhyBox {
    /// A box over the screen that asked for it, from its first line.
    pub fn new(title: impl Into<String>, lines: Vec<lang::Line>) -> Self {
        Self {
            title: title.into(),
            lines,
            top: 0,
            leaves: false,
        }
    }
}

/// The keys of a place.
#[derive(Debug, Clone)]
pub struct HelpBox {
    /// First line shown.
    pub top: usize,
}

/// A text to read.
#[derive(Debug, Clone)]
pub struct ReadingBox {
    /// Its title.
    pub title: String,
    /// Its lines.
    pub lines: Vec<String>,
    /// First line shown.
    pub top: usize,
}

/// What a key did to a box.
#[derive(Debug, Clone)]
pub enum Done {
    /// It was taken; the box stays.
    Stay,
    /// The box closes and nothing follows.
    Close,
    /// A line was chosen.
    Picked(Pick),
    /// A line that is off was chosen; its reason.
    Off(String),
    /// A button was chosen.
    Answered(Answer),
    /// An answer was typed.
    Told(Ask, String),
    /// It is to be left with something typed in it.
    Leave,
    /// It belongs to the key table: quitting, language, theme.
    Command,
}

impl Menu {
    /// A menu with the cursor on its first line that can be chosen.
    pub fn new(title: impl Into<String>, items: Vec<Item>) -> Self {
        let shown: Vec<usize> = (0..items.len()).collect();
        let first = items
            .iter()
            .position(|item| item.off.is_none())
            .unwrap_or(0);
        Self {
            title: title.into(),
            items,
            names: Vec::new(),
            shown,
            state: MenuState::at(first),
        }
    }

    /// The same menu, its lines found by these names too.
    #[must_use]
    pub fn named(mut self, names: Vec<Names>) -> Self {
        self.names = names;
        self
    }

    /// The same menu with the cursor on a line.
    #[must_use]
    pub fn at(mut self, index: usize) -> Self {
        self.state = MenuState::at(index);
        self
    }

    fn refilter(&mut self) {
        let pattern = Pattern::new(self.state.filter());
        let mut fits: Vec<(usize, _)> = self
            .items
            .iter()
            .enumerate()
            .filter_map(|(index, item)| {
                let names = self.names.get(index).into_iter().flatten();
                let named = names
                    .zip((1..=4_u8).rev())
                    .filter_map(|(name, rank)| Some((rank, pattern.matches(name)?)))
                    .max();
                let said = pattern
                    .matches(&item.label)
                    .max(pattern.matches(&item.detail));
                // Where there are names, the best of them counts, however well another one fits.
                named
                    .or_else(|| said.map(|score| (0, score)))
                    .map(|score| (index, score))
            })
            .collect();
        if !pattern.is_empty() {
            fits.sort_by_key(|(index, score)| (std::cmp::Reverse(*score), *index));
        }
        self.shown = fits.into_iter().map(|(index, _)| index).collect();
    }

    /// The line under the cursor.
    pub fn current(&self) -> Option<&Item> {
        let at = self.state.cursor(self.shown.len())?;
        self.items.get(*self.shown.get(at)?)
    }

    fn input(&mut self, key: Key, page: usize) -> Done {
        if is_program_key(key) {
            return Done::Command;
        }
        match self.state.input(key, self.shown.len(), page) {
            dialog::Answer::Cancelled => Done::Close,
            dialog::Answer::Chosen(_) => match self.current() {
                Some(Item {
                    off: Some(reason), ..
                }) => Done::Off(reason.clone()),
                Some(item) => Done::Picked(item.pick.clone()),
                None => Done::Stay,
            },
            dialog::Answer::Open => {
                self.refilter();
                Done::Stay
            }
        }
    }
}

impl Question {
    /// A question whose cursor stands on `cancel`, the first button.
    pub fn new(
        title: impl Into<String>,
        lines: Vec<String>,
        cancel: impl Into<String>,
        others: Vec<(String, Answer)>,
    ) -> Self {
        let mut buttons = vec![(cancel.into(), Answer::Cancel)];
        buttons.extend(others);
        let state = QuestionState::new(&drawn(&buttons));
        Self {
            title: title.into(),
            lines,
            buttons,
            state,
            behind: None,
        }
    }

    /// The buttons as they are drawn.
    pub fn drawn(&self) -> Vec<Button<'_>> {
        drawn(&self.buttons)
    }

    fn input(&mut self, key: Key) -> Done {
        if is_program_key(key) {
            return Done::Command;
        }
        let mut state = self.state;
        let answer = state.input(key, &self.drawn());
        self.state = state;
        match answer {
            dialog::Answer::Open => Done::Stay,
            dialog::Answer::Cancelled => Done::Close,
            dialog::Answer::Chosen(at) => match self.buttons.get(at) {
                Some((_, Answer::Cancel)) | None => Done::Close,
                Some((_, answer)) => Done::Answered(answer.clone()),
            },
        }
    }
}

fn drawn(buttons: &[(String, Answer)]) -> Vec<Button<'_>> {
    buttons
        .iter()
        .map(|(label, answer)| Button {
            label,
            weight: answer.weight(),
        })
        .collect()
}

impl Answer {
    fn weight(&self) -> Weight {
        match self {
            Self::Cancel => Weight::Cancel,
            Self::Discard | Self::Quit | Self::TakeTheirs | Self::KeepMine => Weight::Destructive,
            Self::Command(command) if takes_away(command) => Weight::Destructive,
            _ => Weight::Plain,
        }
    }
}

/// True for commands that take a project or a row away.
fn takes_away(command: &Command) -> bool {
    match command {
        Command::Delete { .. } => true,
        Command::Edit { edits, .. } => edits
            .iter()
            .any(|edit| matches!(edit, Edit::RemoveIndicator { .. } | Edit::RemoveFund { .. })),
        _ => false,
    }
}

impl Prompt {
    /// A prompt with a text to begin from.
    pub fn new(title: impl Into<String>, hint: impl Into<String>, text: &str, ask: Ask) -> Self {
        Self {
            title: title.into(),
            hint: hint.into(),
            line: Line::selected(text),
            original: text.to_owned(),
            ask,
            refusal: None,
        }
    }

    fn input(&mut self, key: Key) -> Done {
        self.refusal = None;
        match key.code {
            KeyCode::Esc if self.line.text() != self.original => Done::Leave,
            KeyCode::Esc => Done::Close,
            KeyCode::Enter => Done::Told(self.ask.clone(), self.line.text().to_owned()),
            _ if is_program_key(key) => Done::Command,
            _ => {
                self.line.input(key);
                Done::Stay
            }
        }
    }
}

impl Overlay {
    /// Where its keys stand in the key table.
    pub fn place(&self) -> Place {
        match self {
            Self::Menu(_) => Place::Overlay,
            Self::Question(_) => Place::Question,
            Self::Prompt(_) => Place::Prompt,
            Self::Why(_) | Self::Help(_) | Self::Reading(_) => Place::Reading,
        }
    }

    /// A key for the box; `page` is how many lines it shows, `beyond` how many more there are.
    pub fn input(&mut self, key: Key, page: usize, beyond: usize) -> Done {
        match self {
            Self::Menu(menu) => menu.input(key, page),
            Self::Question(question) => question.input(key),
            Self::Prompt(prompt) => prompt.input(key),
            Self::Why(WhyBox { top, .. })
            | Self::Help(HelpBox { top })
            | Self::Reading(ReadingBox { top, .. }) => scroll(top, key, page, beyond),
        }
    }

    /// Pasted text, for boxes that take text.
    pub fn paste(&mut self, text: &str) {
        match self {
            Self::Menu(menu) => {
                menu.state.paste(text);
                menu.refilter();
            }
            Self::Prompt(prompt) => {
                prompt.line.insert(text);
            }
            _ => {}
        }
    }
}

fn scroll(top: &mut usize, key: Key, page: usize, beyond: usize) -> Done {
    match key.plain().code {
        KeyCode::Up | KeyCode::Char('k') => *top = top.saturating_sub(1),
        KeyCode::Down | KeyCode::Char('j') => *top = top.saturating_add(1),
        KeyCode::PageUp => *top = top.saturating_sub(page),
        KeyCode::PageDown | KeyCode::Char(' ') => *top = top.saturating_add(page),
        KeyCode::Home => *top = 0,
        KeyCode::End => *top = beyond,
        _ if is_program_key(key) => return Done::Command,
        KeyCode::Esc | KeyCode::Enter | KeyCode::Char('q' | 'w' | '?') | KeyCode::F(1 | 3) => {
            return Done::Close;
        }
        _ => {}
    }
    *top = (*top).min(beyond);
    Done::Stay
}

/// Keys that mean the same in front of everything.
fn is_program_key(key: Key) -> bool {
    matches!(key.code, KeyCode::F(7 | 9)) || key == Key::ctrl('q') || key == Key::ctrl('l')
}
