//! The terminal this process runs in.
//!
//! `cli` opens one [`Terminal`] for the interactive program and hands its inputs and its writes to the
//! session's loop. It switches the terminal to raw mode and back (also when the program panics), reads
//! bytes and signals on threads of its own, and turns a lost line into [`Input::HangUp`] once instead of
//! spinning on it. It draws nothing, and it reads the environment only through a closure it is given.

use std::fs::File;
use std::io::{self, IsTerminal, PipeReader, PipeWriter, Write};
use std::os::fd::AsFd;
use std::panic::PanicHookInfo;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGWINCH};
use signal_hook::iterator::{Handle, Signals};

use crate::app::key::Input;
use crate::session::input::Decoder;
use crate::session::writer::{AmbiguousWidth, ColorDepth, Options, Scrolling, enter, leave};

/// Asks where the cursor stands after two characters of ambiguous width, and after two Chinese ones. Two of
/// each: their bytes are whole pairs to a terminal that reads GBK, which swallows the question otherwise.
pub const QUESTION: &str = "\x1b[H\u{2460}\u{2460}\x1b[6n\x1b[H\u{4e2d}\u{4e2d}\x1b[6n";

/// The largest screen that is drawn; a terminal may claim any size.
const LARGEST: (u16, u16) = (1000, 500);

/// What the environment says about a terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capabilities {
    /// Its name, `TERM`.
    pub name: String,
    /// How many colours it has.
    pub depth: ColorDepth,
    /// Whether its borders have to be ASCII.
    pub ascii: bool,
    /// Whether it shows UTF-8.
    pub utf8: bool,
    /// Whether it can show no screen at all, only lines.
    pub dumb: bool,
    /// Whether it scrolls regions.
    pub scrolling: Scrolling,
}

impl Capabilities {
    /// Reads `TERM`, `COLORTERM`, `NO_COLOR` and the locale through `get`: the process's environment
    /// locally, the client's over SSH, a table in tests.
    pub fn from_env(get: impl Fn(&str) -> Option<String>) -> Self {
        let value = |name: &str| get(name).filter(|value| !value.is_empty());
        let name = value("TERM").unwrap_or_default();
        let utf8 = ["LC_ALL", "LC_CTYPE", "LANG"]
            .into_iter()
            .find_map(value)
            .is_some_and(|locale| {
                let locale = locale.to_ascii_lowercase();
                locale.contains("utf-8") || locale.contains("utf8")
            });
        let dumb =
            matches!(name.as_str(), "" | "dumb" | "unknown") || name.contains(char::is_control);
        let old = is_old(&name);
        let depth = if dumb || value("NO_COLOR").is_some() {
            ColorDepth::Mono
        } else {
            depth(
                &name,
                value("COLORTERM").as_deref(),
                value("WT_SESSION").is_some(),
            )
        };
        let ascii = old || name == "linux" || !utf8;
        let scrolling = if old || name == "linux" {
            Scrolling::Never
        } else {
            Scrolling::Region
        };
        Self {
            name,
            depth,
            ascii,
            utf8,
            dumb,
            scrolling,
        }
    }

    /// What a writer may assume of this terminal.
    pub fn options(&self) -> Options {
        Options {
            depth: self.depth,
            scrolling: self.scrolling,
            ..Options::default()
        }
    }
}

fn is_old(name: &str) -> bool {
    [
        "vt52", "vt100", "vt102", "vt220", "ansi", "pcansi", "cons25",
    ]
    .iter()
    .any(|old| {
        name == *old
            || name
                .strip_prefix(old)
                .is_some_and(|rest| rest.starts_with('-'))
    })
}

fn depth(name: &str, colorterm: Option<&str>, windows_terminal: bool) -> ColorDepth {
    let has = |part: &str| name.contains(part);
    if is_old(name) || name.ends_with("-m") || name.ends_with("-mono") {
        ColorDepth::Mono
    } else if matches!(colorterm, Some("truecolor" | "24bit"))
        || windows_terminal
        || [
            "direct",
            "truecolor",
            "kitty",
            "alacritty",
            "ghostty",
            "wezterm",
            "foot",
        ]
        .into_iter()
        .any(has)
    {
        ColorDepth::TrueColor
    } else if has("256color") {
        ColorDepth::Indexed256
    } else {
        ColorDepth::Ansi16
    }
}

/// Why there is no terminal to draw on.
#[derive(Debug, thiserror::Error)]
pub enum TerminalError {
    /// Input or output is a file or a pipe.
    #[error("standard input and output have to be a terminal")]
    NotATerminal,
    /// It can show lines only.
    #[error("a terminal of the kind {0:?} can show no screen")]
    Dumb(String),
    /// The system refused.
    #[error("the terminal does not answer: {0}")]
    Io(#[from] io::Error),
}

/// What a terminal says of itself when it is asked at the start; `None` where it has not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Probe {
    /// Columns of a character of ambiguous width.
    pub ambiguous: Option<u16>,
    /// Whether it takes what is sent for UTF-8.
    pub utf8: Option<bool>,
    heard: u8,
}

impl Probe {
    /// Takes the column of an answer, from 1, early or late; true where it was the last that was awaited.
    pub fn hear(&mut self, column: u16) -> bool {
        self.heard = self.heard.saturating_add(1);
        match self.heard {
            1 => {
                self.ambiguous = match column {
                    3 => Some(1),
                    5 => Some(2),
                    _ => None,
                };
                false
            }
            2 => {
                self.utf8 = Some(column == 5);
                true
            }
            _ => false,
        }
    }

    /// What a writer may assume about ambiguous characters.
    pub fn ambiguous_width(self) -> AmbiguousWidth {
        if self.ambiguous == Some(1) {
            AmbiguousWidth::Narrow
        } else {
            AmbiguousWidth::Unknown
        }
    }
}

/// The local terminal in raw mode, on its alternate screen, until it is dropped.
#[derive(Debug)]
pub struct Terminal {
    input: File,
    output: File,
    decoder: Option<Decoder>,
    state: Arc<State>,
    wake: Option<PipeWriter>,
    signals: Option<Handle>,
}

/// What the guard and the panic hook share.
#[derive(Debug, Default)]
struct State {
    taken_over: AtomicBool,
    interrupted: AtomicBool,
}

impl Terminal {
    /// Takes the terminal over.
    pub fn open(capabilities: &Capabilities) -> Result<Self, TerminalError> {
        if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
            return Err(TerminalError::NotATerminal);
        }
        if capabilities.dumb {
            return Err(TerminalError::Dumb(capabilities.name.clone()));
        }
        let mut terminal = Self {
            input: File::from(io::stdin().as_fd().try_clone_to_owned()?),
            output: File::from(io::stdout().as_fd().try_clone_to_owned()?),
            decoder: Some(Decoder::default()),
            state: Arc::default(),
            wake: None,
            signals: None,
        };
        terminal.resume()?;
        Ok(terminal)
    }

    /// Columns and rows.
    pub fn size(&self) -> (u16, u16) {
        size_of(&self.output)
    }

    /// Sends one frame with as few writes as the system allows.
    pub fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        write_fully(&mut self.output, bytes)
    }

    /// Whether a panic that was caught gave the terminal back in the meantime: then the caller resumes
    /// it and paints afresh.
    pub fn was_interrupted(&self) -> bool {
        self.state.interrupted.load(Ordering::SeqCst)
    }

    /// Takes the terminal over again after [`Terminal::suspend`] or an interruption.
    pub fn resume(&mut self) -> io::Result<()> {
        crossterm::terminal::enable_raw_mode()?;
        self.state.taken_over.store(true, Ordering::SeqCst);
        self.state.interrupted.store(false, Ordering::SeqCst);
        self.write_all(enter().as_bytes())
    }

    /// Gives the terminal back for a while.
    pub fn suspend(&mut self) {
        if self.state.taken_over.swap(false, Ordering::SeqCst) {
            // A line that is gone cannot be tidied; there is nobody to tell.
            let _ = write_fully(&mut self.output, leave().as_bytes());
            let _ = crossterm::terminal::disable_raw_mode();
        }
    }

    /// Asks the terminal how wide it draws `①` and `中`, and does not wait: the answers arrive among the
    /// inputs, for a [`Probe`]; before, after or never. Only before [`Terminal::listen`].
    pub fn ask(&mut self) -> io::Result<()> {
        if let Some(decoder) = &mut self.decoder {
            decoder.expect_cursor_report();
            decoder.expect_cursor_report();
            self.write_all(QUESTION.as_bytes())?;
        }
        Ok(())
    }

    /// Starts to read: everything that arrives goes to `sink` until it answers [`Listening::Over`].
    pub fn listen<S>(&mut self, sink: S) -> io::Result<()>
    where
        S: Fn(Input) -> Listening + Send + Clone + 'static,
    {
        let Some(decoder) = self.decoder.take() else {
            return Ok(());
        };
        let (asleep, wake) = io::pipe()?;
        let mut signals = Signals::new([SIGWINCH, SIGTERM, SIGHUP, SIGINT, SIGCONT])?;
        self.wake = Some(wake);
        self.signals = Some(signals.handle());
        let input = self.input.try_clone()?;
        let reader_sink = sink.clone();
        std::thread::Builder::new()
            .name("terminal-input".into())
            .spawn(move || read(&input, &asleep, decoder, reader_sink))?;
        let output = self.output.try_clone()?;
        std::thread::Builder::new()
            .name("terminal-signals".into())
            .spawn(move || {
                for signal in signals.forever() {
                    if sink(meaning(signal, &output)) == Listening::Over {
                        break;
                    }
                }
            })?;
        Ok(())
    }

    /// From now on a panic first gives the terminal back, then writes a report to `path` and says where
    /// it is. `heading` opens the report: the version, what was open. A panic that begins in a source
    /// file for which `caught` answers true is caught by whoever called that code, and told there.
    pub fn report_panics(
        &self,
        path: PathBuf,
        heading: String,
        caught: fn(&str) -> bool,
    ) -> io::Result<()> {
        let state = Arc::clone(&self.state);
        let output = self.output.try_clone()?;
        std::panic::set_hook(Box::new(move |panic| {
            if panic.location().is_some_and(|place| caught(place.file())) {
                return;
            }
            if state.taken_over.swap(false, Ordering::SeqCst) {
                state.interrupted.store(true, Ordering::SeqCst);
                if let Ok(mut output) = output.try_clone() {
                    let _ = write_fully(&mut output, leave().as_bytes());
                }
                let _ = crossterm::terminal::disable_raw_mode();
            }
            let report = crash_report(&heading, panic);
            let place = match save_report(&path, &report) {
                Ok(()) => path.display().to_string(),
                Err(error) => format!("{}: {error}\n{report}", path.display()),
            };
            let _ = writeln!(io::stderr(), "wenxiao: {panic}\n{place}");
        }));
        Ok(())
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // The reader wakes up when the other end of its pipe closes.
        self.wake.take();
        if let Some(signals) = self.signals.take() {
            signals.close();
        }
        self.suspend();
    }
}

/// Whether whoever takes the inputs wants more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listening {
    /// It does.
    On,
    /// It is gone.
    Over,
}

fn size_of(output: &File) -> (u16, u16) {
    let (columns, rows) =
        rustix::termios::tcgetwinsize(output).map_or((0, 0), |size| (size.ws_col, size.ws_row));
    // A serial line or a bare pty says 0.
    let (columns, rows) = (
        if columns == 0 { 80 } else { columns },
        if rows == 0 { 24 } else { rows },
    );
    (columns.min(LARGEST.0), rows.min(LARGEST.1))
}

fn meaning(signal: i32, output: &File) -> Input {
    match signal {
        SIGHUP => Input::HangUp,
        SIGTERM | SIGINT => Input::Terminate,
        _ => {
            if signal == SIGCONT {
                // The shell had the terminal while we were stopped, in its own mode.
                let _ = crossterm::terminal::disable_raw_mode();
                let _ = crossterm::terminal::enable_raw_mode();
            }
            let (columns, rows) = size_of(output);
            Input::Resize(columns, rows)
        }
    }
}

fn write_fully(output: &mut File, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match output.write(bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => bytes = bytes.get(written..).unwrap_or_default(),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                // A parent left the terminal in non-blocking mode.
                let mut ready = [PollFd::new(output, PollFlags::OUT)];
                poll(&mut ready, None)?;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// What a wait for bytes ended with.
enum Arrival {
    Bytes(usize),
    Nothing,
    Gone,
}

/// Waits for bytes on `input`, at most so long; a close of `asleep` counts as gone.
fn arrival(
    input: &File,
    asleep: Option<&PipeReader>,
    wait: Option<Duration>,
    bytes: &mut [u8],
) -> io::Result<Arrival> {
    let wait = wait.and_then(|wait| Timespec::try_from(wait).ok());
    let mut watched = vec![PollFd::new(input, PollFlags::IN)];
    watched.extend(asleep.map(|asleep| PollFd::new(asleep, PollFlags::IN)));
    match poll(&mut watched, wait.as_ref()) {
        Ok(0) => return Ok(Arrival::Nothing),
        Ok(_) => {}
        Err(rustix::io::Errno::INTR) => return Ok(Arrival::Bytes(0)),
        Err(error) => return Err(error.into()),
    }
    let events = |index: usize| {
        watched
            .get(index)
            .map_or(PollFlags::empty(), PollFd::revents)
    };
    if !events(1).is_empty() {
        return Ok(Arrival::Gone);
    }
    if events(0).contains(PollFlags::IN) {
        return match io::Read::read(&mut &*input, bytes) {
            Ok(0) => Ok(Arrival::Gone),
            Ok(count) => Ok(Arrival::Bytes(count)),
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::Interrupted | io::ErrorKind::WouldBlock
                ) =>
            {
                Ok(Arrival::Bytes(0))
            }
            Err(error) => Err(error),
        };
    }
    // Hang-up or error with nothing left to read: reading on would spin.
    Ok(if events(0).is_empty() {
        Arrival::Bytes(0)
    } else {
        Arrival::Gone
    })
}

/// Reads until the line or the program ends.
fn read(
    input: &File,
    asleep: &PipeReader,
    mut decoder: Decoder,
    sink: impl Fn(Input) -> Listening,
) {
    let mut bytes = [0; 4096];
    let mut inputs = Vec::new();
    loop {
        match arrival(input, Some(asleep), decoder.wait(), &mut bytes) {
            Ok(Arrival::Bytes(count)) => {
                decoder.feed(bytes.get(..count).unwrap_or_default(), &mut inputs);
            }
            Ok(Arrival::Nothing) => decoder.timeout(&mut inputs),
            Ok(Arrival::Gone) | Err(_) => {
                sink(Input::HangUp);
                return;
            }
        }
        for input in inputs.drain(..) {
            if sink(input) == Listening::Over {
                return;
            }
        }
    }
}

fn crash_report(heading: &str, panic: &PanicHookInfo<'_>) -> String {
    let thread = std::thread::current();
    let name = thread.name().unwrap_or("unnamed");
    let trace = std::backtrace::Backtrace::force_capture();
    format!("{heading}\nthread {name}: {panic}\n\n{trace}\n")
}

fn save_report(path: &Path, report: &str) -> io::Result<()> {
    if let Some(directory) = path.parent() {
        std::fs::create_dir_all(directory)?;
    }
    std::fs::write(path, report)
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;
    use crate::app::key::{Key, KeyCode, Reply};

    fn capabilities(environment: &[(&str, &str)]) -> Capabilities {
        Capabilities::from_env(|name| {
            let found = environment.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn colors_follow_term_colorterm_and_no_color() {
        for (environment, depth) in [
            (vec![("TERM", "xterm-256color")], ColorDepth::Indexed256),
            (
                vec![("TERM", "xterm-256color"), ("COLORTERM", "truecolor")],
                ColorDepth::TrueColor,
            ),
            (vec![("TERM", "xterm-kitty")], ColorDepth::TrueColor),
            (vec![("TERM", "xterm")], ColorDepth::Ansi16),
            (vec![("TERM", "screen")], ColorDepth::Ansi16),
            (vec![("TERM", "linux")], ColorDepth::Ansi16),
            (vec![("TERM", "vt100")], ColorDepth::Mono),
            (
                vec![("TERM", "xterm-256color"), ("NO_COLOR", "1")],
                ColorDepth::Mono,
            ),
            (
                vec![("TERM", "xterm-256color"), ("NO_COLOR", "")],
                ColorDepth::Indexed256,
            ),
        ] {
            assert_eq!(capabilities(&environment).depth, depth, "{environment:?}");
        }
    }

    #[test]
    fn borders_are_ascii_where_others_would_not_be_shown() {
        let utf8 = ("LANG", "zh_CN.UTF-8");
        assert!(!capabilities(&[("TERM", "xterm"), utf8]).ascii);
        assert!(capabilities(&[("TERM", "linux"), utf8]).ascii);
        assert!(capabilities(&[("TERM", "vt100"), utf8]).ascii);
        assert!(capabilities(&[("TERM", "xterm"), ("LANG", "zh_CN.GB18030")]).ascii);
        assert!(capabilities(&[("TERM", "xterm"), utf8, ("LC_ALL", "C")]).ascii);
        assert!(capabilities(&[("TERM", "xterm")]).ascii);
    }

    #[test]
    fn a_terminal_without_a_screen_is_said_to_be_dumb() {
        for name in ["dumb", "", "unknown", "xterm\u{1b}[31m"] {
            assert!(capabilities(&[("TERM", name)]).dumb, "{name:?}");
        }
        assert!(capabilities(&[]).dumb);
        assert!(!capabilities(&[("TERM", "xterm")]).dumb);
    }

    /// A reader on a pipe in place of a terminal.
    fn reader() -> (PipeWriter, PipeWriter, mpsc::Receiver<Input>) {
        let (input, keyboard) = io::pipe().unwrap();
        let (asleep, wake) = io::pipe().unwrap();
        let (sender, receiver) = mpsc::channel();
        std::thread::spawn(move || {
            let input = File::from(std::os::fd::OwnedFd::from(input));
            read(&input, &asleep, Decoder::default(), |input| {
                match sender.send(input) {
                    Ok(()) => Listening::On,
                    Err(_) => Listening::Over,
                }
            });
        });
        (keyboard, wake, receiver)
    }

    const SOON: Duration = Duration::from_secs(5);

    #[test]
    fn a_lone_escape_arrives_by_itself() {
        let (mut keyboard, _wake, inputs) = reader();
        keyboard.write_all(b"\x1b").unwrap();
        let escape = Input::Key(Key::new(KeyCode::Esc));
        assert_eq!(inputs.recv_timeout(SOON), Ok(escape));
        keyboard.write_all("\x1b[A预".as_bytes()).unwrap();
        assert_eq!(
            inputs.recv_timeout(SOON),
            Ok(Input::Key(Key::new(KeyCode::Up)))
        );
        assert_eq!(inputs.recv_timeout(SOON), Ok(Input::Key(Key::char('预'))));
    }

    #[test]
    fn a_hang_up_is_told_once_and_ends_the_reader() {
        let (keyboard, _wake, inputs) = reader();
        drop(keyboard);
        assert_eq!(inputs.recv_timeout(SOON), Ok(Input::HangUp));
        assert_eq!(
            inputs.recv_timeout(SOON),
            Err(mpsc::RecvTimeoutError::Disconnected)
        );
    }

    #[test]
    fn the_reader_ends_with_the_terminal() {
        let (_keyboard, wake, inputs) = reader();
        drop(wake);
        assert_eq!(inputs.recv_timeout(SOON), Ok(Input::HangUp));
        assert_eq!(
            inputs.recv_timeout(SOON),
            Err(mpsc::RecvTimeoutError::Disconnected)
        );
    }

    #[test]
    fn the_answers_say_how_wide_lines_are_and_whether_utf_8_is_read() {
        for (answers, ambiguous, utf8) in [
            ([3, 5], Some(1), true),
            ([5, 5], Some(2), true),
            // GBK: three characters of two columns each; Latin-1: six of one.
            ([7, 7], None, false),
            ([1, 1], None, false),
        ] {
            let mut probe = Probe::default();
            assert!(!probe.hear(answers[0]) && probe.hear(answers[1]));
            assert_eq!((probe.ambiguous, probe.utf8), (ambiguous, Some(utf8)));
            assert!(!probe.hear(9), "a third answer is nobody's");
            assert_eq!(probe.utf8, Some(utf8));
        }
        assert_eq!(Probe::default().ambiguous_width(), AmbiguousWidth::Unknown);
    }

    #[test]
    fn an_answer_in_pieces_and_among_keys_is_told_apart_from_them() {
        let mut decoder = Decoder::default();
        decoder.expect_cursor_report();
        let mut inputs = Vec::new();
        for piece in [&b"j\x1b"[..], b"[1;", b"3Rk"] {
            decoder.feed(piece, &mut inputs);
        }
        assert_eq!(
            inputs,
            [
                Input::Key(Key::char('j')),
                Input::Reply(Reply::Cursor { row: 1, column: 3 }),
                Input::Key(Key::char('k'))
            ]
        );
    }
}
