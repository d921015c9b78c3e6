//! The one loop that joins a terminal, the program and the store.
//!
//! It waits for an input or a new revision of the store, hands it to the program, performs the
//! effects, and draws once all that has arrived is dealt with. Between two inputs it sleeps: no
//! tick, no byte, no work. At the start the terminal is asked about itself and not waited for: what
//! it answers is heard when it comes, or never. The local terminal and the tests drive it through the same pieces.

pub mod input;
pub mod perform;
pub mod preferences;
mod scan;
pub mod whole_file;
pub mod writer;

use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver};

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use self::perform::{Asker, Performer};
use self::writer::Writer;
use crate::app::key::{Input, Reply};
use crate::app::{App, Effect, Msg, Shortcoming, Start};
use crate::store;
use crate::term::{Listening, Probe, Terminal, TerminalError};

/// What a local session needs.
pub struct Local {
    /// What the program starts with; its size is taken from the terminal.
    pub start: Start,
    /// The store and the clock.
    pub performer: Performer,
    /// What the terminal can do.
    pub capabilities: crate::term::Capabilities,
    /// How frames are written, as far as is known before the terminal is asked.
    pub options: writer::Options,
    /// Whether the width of ambiguous characters is for the terminal to say.
    pub widths: Widths,
    /// Where language, theme and acting person are kept; `None` keeps nothing.
    pub preferences: Option<PathBuf>,
    /// Where a crash is reported.
    pub crash_report: PathBuf,
    /// The first effects: opening a project that the command line named.
    pub first: Vec<Effect>,
}

/// Who says how wide ambiguous characters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Widths {
    /// The terminal, when it answers.
    Asked,
    /// The person did, on the command line.
    Told,
}

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// By the key of the person.
    Left,
    /// The line is gone, or the system ended it: there is no time for more than the end itself.
    CutOff,
}

/// What wakes the loop.
enum Event {
    Input(Input),
    Revision,
}

/// What became of the effects that the loop itself carries out.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Carried {
    quit: bool,
    redraw: bool,
}

/// Runs the program on the local terminal until it is left.
pub fn run_local(local: Local) -> Result<Ending, TerminalError> {
    let Local {
        mut start,
        performer,
        capabilities,
        options,
        widths,
        preferences,
        crash_report,
        first,
    } = local;
    let mut terminal = Terminal::open(&capabilities)?;
    let heading = format!(
        "wenxiao {} {}",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS
    );
    terminal.report_panics(crash_report, heading, store::catches_panics_of)?;
    terminal.ask()?;
    start.size = terminal.size();
    let (sender, events) = mpsc::channel();
    let keys = sender.clone();
    terminal.listen(move |input| match keys.send(Event::Input(input)) {
        Ok(()) => Listening::On,
        Err(_) => Listening::Over,
    })?;
    // Whoever writes tells all sessions; the sender is the only thing they share.
    let _told = performer.store.subscribe(Box::new(move |_| {
        let _ = sender.send(Event::Revision);
    }));
    scan::begin(&performer)?;
    let mut session = Session {
        app: App::new(start),
        performer,
        terminal,
        writer: Writer::new(options),
        probe: Probe::default(),
        widths,
        front: Vec::new(),
        preferences,
        ending: Ending::Left,
    };
    session.carry_out(first)?;
    session.run(&events)
}

struct Session {
    app: App,
    performer: Performer,
    terminal: Terminal,
    writer: Writer,
    probe: Probe,
    widths: Widths,
    front: Vec<u8>,
    preferences: Option<PathBuf>,
    ending: Ending,
}

impl Session {
    fn run(&mut self, events: &Receiver<Event>) -> Result<Ending, TerminalError> {
        self.draw()?;
        loop {
            let Ok(event) = events.recv() else {
                return Ok(Ending::CutOff);
            };
            let mut next = Some(event);
            while let Some(event) = next {
                if self.take(event)?.quit {
                    return Ok(self.ending);
                }
                // All that has arrived is dealt with before one frame is drawn.
                next = events.try_recv().ok();
            }
            self.draw()?;
        }
    }

    fn take(&mut self, event: Event) -> Result<Carried, TerminalError> {
        let msg = match event {
            Event::Revision => Msg::Store(Box::new(self.performer.state(self.app.me.language))),
            Event::Input(Input::Reply(reply)) => {
                self.hear(reply);
                return Ok(Carried::default());
            }
            Event::Input(input) => {
                #[cfg(debug_assertions)]
                crash_if_asked(&input);
                match input {
                    Input::Resize(..) => self.writer.invalidate(),
                    Input::HangUp | Input::Terminate => self.ending = Ending::CutOff,
                    _ => {}
                }
                Msg::Input(input)
            }
        };
        let effects = self.app.update(msg);
        self.carry_out(effects)
    }

    /// An answer of the terminal: it changes how frames are drawn and written, never what is typed.
    fn hear(&mut self, reply: Reply) {
        let Reply::Cursor { column, .. } = reply else {
            return;
        };
        if !self.probe.hear(column) {
            return;
        }
        if self.widths == Widths::Asked {
            self.writer.set_options(writer::Options {
                ambiguous: self.probe.ambiguous_width(),
                ..self.writer.options()
            });
            if self.probe.ambiguous == Some(2) {
                self.app.update(Msg::Terminal(Shortcoming::WideLines));
            }
        }
        if self.probe.utf8 == Some(false) {
            self.app.update(Msg::Terminal(Shortcoming::NotUtf8));
        }
    }

    fn carry_out(&mut self, effects: Vec<Effect>) -> Result<Carried, TerminalError> {
        let mut carried = Carried::default();
        let mut waiting: std::collections::VecDeque<Effect> = effects.into();
        while let Some(effect) = waiting.pop_front() {
            match effect {
                Effect::Quit => carried.quit = true,
                Effect::Redraw => {
                    carried.redraw = true;
                    self.writer.invalidate();
                }
                Effect::Mouse(on) => self.terminal.write_all(writer::mouse(on).as_bytes())?,
                Effect::Remember => self.remember(),
                effect => {
                    let asker = Asker {
                        actor: self.app.me.actor(),
                        language: self.app.me.language,
                    };
                    if let Some(msg) = self.performer.perform(effect, &asker) {
                        waiting.extend(self.app.update(msg));
                    }
                }
            }
        }
        Ok(carried)
    }

    fn remember(&self) {
        if let Some(path) = &self.preferences {
            // Preferences that can't be kept are no reason to disturb the work.
            let _ = preferences::Preferences::of(&self.app.me).save(path);
        }
    }

    fn draw(&mut self) -> Result<(), TerminalError> {
        if self.terminal.was_interrupted() {
            self.terminal.resume()?;
            self.writer.invalidate();
        }
        self.front.clear();
        frame(&self.app, &mut self.writer, &mut self.front);
        if self.front.is_empty() {
            Ok(())
        } else {
            gone_is_over(self.terminal.write_all(&self.front))
        }
    }
}

/// In debug builds a test may ask for a crash in the middle of a session, to see what becomes of the
/// terminal: it pastes what this variable holds.
#[cfg(debug_assertions)]
fn crash_if_asked(input: &Input) {
    const ASKED: &str = "WENXIAO_TEST_CRASH";
    if let (Input::Paste(pasted), Ok(word)) = (input, std::env::var(ASKED))
        && *pasted == word
    {
        std::panic::panic_any(ASKED);
    }
}

/// A line that is gone is no error: the reader says so next, and the loop ends.
fn gone_is_over(result: io::Result<()>) -> Result<(), TerminalError> {
    match result {
        Err(error)
            if error.kind() != io::ErrorKind::BrokenPipe && error.raw_os_error() != Some(5) =>
        {
            Err(TerminalError::Io(error))
        }
        _ => Ok(()),
    }
}

/// Draws the program as it is now and appends the bytes that lead there; none where nothing changed.
pub fn frame(app: &App, writer: &mut Writer, out: &mut Vec<u8>) {
    let area = Rect::new(0, 0, app.size.0, app.size.1);
    let mut buffer = Buffer::empty(area);
    let caret = app.view(area, &mut buffer);
    writer.frame(&buffer, caret, out);
}
