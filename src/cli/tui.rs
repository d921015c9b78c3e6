//! The screen: everything prepared for a session, which then runs until it is left.
//!
//! What a person chose last time (language, theme, acting person) holds unless the command line or
//! the environment says otherwise. Where there is no store yet, `first` asks what to begin with.

use std::path::PathBuf;
use std::sync::Arc;

use super::args::{Acting, ScreenArguments};
use super::console::{Answer, Console, Exit, Trouble};
use super::environment::Environment;
use super::first::{self, Beginning};
use super::paths::{self, StorePath};
use super::{backup, person, storage, store_words};
use crate::app::{Me, Start};
use crate::domain::role::{Grant, Person};
use crate::lang::{Language, cli as words};
use crate::session::perform::{Access, Backups, Performer};
use crate::session::preferences::Preferences;
use crate::session::writer::{AmbiguousWidth, ColorDepth};
use crate::session::{self, Ending, Local, Widths};
use crate::setup::Shipped;
use crate::store::Store;
use crate::store::fault::OpenError;
use crate::term::{Capabilities, TerminalError};
use crate::theme::{Borders, Colours, Look};

/// What the command line says about the screen.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// How it looks.
    pub screen: &'a ScreenArguments,
    /// Who acts.
    pub acting: &'a Acting,
    /// The language, if the command line or the environment names one.
    pub language: Option<Language>,
    /// Whether the store is one that backups are kept of.
    pub backups: Backups,
}

impl Asked<'_> {
    /// Who only looks leaves nothing beside the store.
    fn backups(self) -> Backups {
        if self.screen.read_only {
            Backups::None
        } else {
            self.backups
        }
    }
}

/// Opens the screen on a store of the user's.
pub fn run(
    asked: Asked<'_>,
    place: &StorePath,
    environment: &Environment,
    console: &mut Console<'_>,
) -> Answer {
    let preferences = paths::preferences();
    speak(asked, preferences.as_ref(), console);
    if !place.path.exists() {
        if !terminal_there() {
            return Err(store_words::open(&OpenError::Missing, &place.path, console));
        }
        let shipped = storage::shipped()?;
        if first::ask(place, &shipped, environment, console)? == Beginning::Left {
            return Ok(Exit::Done);
        }
        return on(
            &place.path.clone(),
            asked,
            preferences,
            &shipped,
            environment,
            console,
        );
    }
    if !terminal_there() {
        return Err(no_terminal(&TerminalError::NotATerminal, console));
    }
    let shipped = storage::shipped()?;
    on(
        &place.path,
        asked,
        preferences,
        &shipped,
        environment,
        console,
    )
}

/// True where a person sits at both ends.
pub fn terminal_there() -> bool {
    use std::io::IsTerminal;
    std::io::stdin().is_terminal() && std::io::stdout().is_terminal()
}

/// The language that is asked for, else that of last time, else that of the console.
fn speak(asked: Asked<'_>, preferences: Option<&PathBuf>, console: &mut Console<'_>) {
    let last = preferences.and_then(|path| Preferences::load(path).language);
    if let Some(language) = asked.language.or(last) {
        console.language = language;
    }
}

/// Opens the screen on the store at a path.
pub fn on(
    path: &std::path::Path,
    asked: Asked<'_>,
    preferences: Option<PathBuf>,
    shipped: &Shipped,
    environment: &Environment,
    console: &mut Console<'_>,
) -> Answer {
    let capabilities = Capabilities::from_env(|name| environment.text(name));
    let store = storage::open(path, shipped, environment, console)?;
    let local = local(
        &store,
        asked,
        preferences,
        capabilities,
        shipped,
        environment,
        console,
    );
    let ran = local.and_then(|local| {
        console.flush()?;
        session::run_local(local).map_err(|error| no_terminal(&error, console))
    });
    // Who was cut off has the backup made at the next start.
    if matches!(ran, Ok(Ending::Left)) && asked.backups() == Backups::Kept {
        backup::keep_by_itself(&store, path, console);
    }
    let closed = store.close();
    ran?;
    closed.map_err(|fault| store_words::failed(&fault, console))?;
    Ok(Exit::Done)
}

fn local(
    store: &Arc<Store>,
    asked: Asked<'_>,
    preferences: Option<PathBuf>,
    capabilities: Capabilities,
    shipped: &Shipped,
    environment: &Environment,
    console: &Console<'_>,
) -> Result<Local, Trouble> {
    let kept = preferences
        .as_deref()
        .map(Preferences::load)
        .unwrap_or_default();
    let remembered = kept.person.as_deref().map(|id| (id, kept.grant.as_ref()));
    let (person, grant) = person::at_screen(
        asked.acting.person.as_deref(),
        remembered,
        &store.persons(),
        &environment.os_user(),
        console,
    )?;
    let me = me(
        &person,
        grant,
        asked,
        &kept,
        &capabilities,
        environment,
        console.language,
    );
    let performer = Performer {
        store: Arc::clone(store),
        clock: Arc::new(storage::now),
        access: if asked.screen.read_only {
            Access::ReadOnly
        } else {
            Access::Full
        },
        backups: asked.backups(),
    };
    let state = performer.state(console.language);
    let mut options = capabilities.options();
    options.ambiguous = asked.screen.ambiguous.unwrap_or_default();
    let crash_report = paths::crash_report();
    if let Some(folder) = crash_report.parent() {
        // Without it a crash is told on the terminal alone.
        drop(paths::private_folder(folder));
    }
    Ok(Local {
        start: Start {
            store: state,
            policies: Arc::clone(&shipped.policies),
            policy: Arc::clone(&shipped.policy),
            library: Arc::clone(&shipped.library),
            me,
            size: (80, 24),
            session: storage::random_word()?,
        },
        performer,
        capabilities,
        options,
        widths: match asked.screen.ambiguous {
            Some(_) => Widths::Told,
            None => Widths::Asked,
        },
        preferences,
        crash_report,
        first: Vec::new(),
    })
}

fn me(
    person: &Person,
    grant: Grant,
    asked: Asked<'_>,
    kept: &Preferences,
    capabilities: &Capabilities,
    environment: &Environment,
    language: Language,
) -> Me {
    let colours = match capabilities.depth {
        ColorDepth::Mono => Colours::None,
        ColorDepth::Ansi16 => Colours::Sixteen,
        ColorDepth::Indexed256 | ColorDepth::TrueColor => Colours::Many,
    };
    let theme = asked
        .screen
        .theme
        .or_else(|| kept.theme())
        .unwrap_or_default();
    let theme = theme.within(colours);
    // Lines of two columns would tear every frame apart.
    let wide = asked.screen.ambiguous == Some(AmbiguousWidth::Unknown);
    let borders = if asked.screen.ascii || capabilities.ascii || wide {
        Borders::ASCII
    } else {
        Borders::THIN
    };
    Me {
        person: person.id.clone(),
        grant,
        os_user: environment.os_user(),
        language,
        theme,
        colours,
        look: Look::new(theme, borders),
        mouse: false,
    }
}

/// Why there is no screen.
pub fn no_terminal(error: &TerminalError, console: &Console<'_>) -> Trouble {
    let language = console.language;
    let sentence = match error {
        TerminalError::NotATerminal => words::no_terminal(language).to_owned(),
        TerminalError::Dumb(name) => words::dumb_terminal(name, language),
        TerminalError::Io(error) => words::terminal_failed(&error.to_string(), language),
    };
    Trouble::new("no_terminal", sentence)
}
