//! The local terminal in a pseudo-terminal of its own: however the program ends, the terminal is left as
//! it was; a lost line ends the program; answers to the start-up probe never become keys.

#![allow(clippy::unwrap_used)] // what goes wrong here is a failed test

use std::io::{Read, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use wenxiao::app::key::{Input, Key, KeyCode, Reply};
use wenxiao::term::{Capabilities, Listening, Probe, Terminal};

const REPORT: &str = "WENXIAO_TEST_REPORT";
const SOON: Duration = Duration::from_secs(20);

/// Not a test by itself: the program that the tests below start on a pseudo-terminal.
#[test]
#[ignore = "started by the other tests on a terminal of its own"]
fn child() {
    let Ok(report) = std::env::var(REPORT) else {
        return;
    };
    let capabilities = Capabilities::from_env(|name| std::env::var(name).ok());
    let mut terminal = Terminal::open(&capabilities).unwrap();
    terminal
        .report_panics(report.into(), "wenxiao under test".into(), |_| false)
        .unwrap();
    terminal.ask().unwrap();
    let (sender, inputs) = mpsc::channel();
    terminal
        .listen(move |input| match sender.send(input) {
            Ok(()) => Listening::On,
            Err(_) => Listening::Over,
        })
        .unwrap();
    let say = |terminal: &mut Terminal, text: String| {
        terminal
            .write_all(format!("\x1b[H\x1b[2K{text}").as_bytes())
            .unwrap();
    };
    let size = terminal.size();
    say(&mut terminal, format!("ready {size:?}"));
    let mut probe = Probe::default();
    for input in inputs {
        match input {
            Input::Reply(Reply::Cursor { column, .. }) => {
                if probe.hear(column) {
                    say(&mut terminal, format!("ready {size:?} {probe:?}"));
                }
            }
            Input::Key(Key {
                code: KeyCode::Char('q'),
                ..
            })
            | Input::HangUp
            | Input::Terminate => {
                return;
            }
            Input::Key(Key {
                code: KeyCode::Char('p'),
                ..
            }) => panic!("asked to"),
            Input::Key(Key {
                code: KeyCode::Char('c'),
                ..
            }) => {
                let caught = std::panic::catch_unwind(|| panic!("caught"));
                assert!(caught.is_err() && terminal.was_interrupted());
                terminal.resume().unwrap();
                say(&mut terminal, "back".into());
            }
            other => say(&mut terminal, format!("{other:?}")),
        }
    }
}

/// A running child and the screen in front of it.
struct Session {
    child: Box<dyn Child + Send + Sync>,
    master: Option<Box<dyn MasterPty + Send>>,
    keyboard: Option<Box<dyn Write + Send>>,
    screen: Arc<Mutex<vt100::Parser>>,
    directory: tempfile::TempDir,
    unplugged: Arc<AtomicBool>,
    reader: Option<JoinHandle<()>>,
}

/// Whether the terminal answers the question where its cursor is.
#[derive(Clone, Copy, PartialEq)]
enum Answers {
    AtOnce,
    Never,
}

impl Session {
    fn start(answers: Answers) -> Self {
        let size = PtySize {
            rows: 10,
            cols: 70,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let directory = tempfile::tempdir().unwrap();
        let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
        command.args([
            "--exact",
            "child",
            "--ignored",
            "--nocapture",
            "--test-threads",
            "1",
        ]);
        command.env(REPORT, directory.path().join("crash").join("report.txt"));
        command.env("TERM", "xterm-256color");
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut output = pair.master.try_clone_reader().unwrap();
        let mut keyboard = pair.master.take_writer().unwrap();
        let screen = Arc::new(Mutex::new(vt100::Parser::new(
            size.rows.try_into().unwrap(),
            size.cols.try_into().unwrap(),
            0,
        )));
        let shown = Arc::clone(&screen);
        let (answer, to_answer) = mpsc::channel::<String>();
        let unplugged = Arc::new(AtomicBool::new(false));
        let unplug = Arc::clone(&unplugged);
        let reader = std::thread::spawn(move || {
            let mut byte = [0];
            let mut last = [0; 4];
            while let Ok(1) = output.read(&mut byte) {
                last.rotate_left(1);
                last[3] = byte[0];
                let mut shown = shown.lock().unwrap();
                shown.process(&byte);
                if &last == b"\x1b[6n" {
                    let (row, column) = shown.screen().cursor_position();
                    let _ = answer.send(format!("\x1b[{};{}R", row + 1, column + 1));
                }
                if unplug.load(Ordering::SeqCst) {
                    return;
                }
            }
        });
        if answers == Answers::AtOnce {
            for report in to_answer.iter().take(2) {
                keyboard.write_all(report.as_bytes()).unwrap();
            }
        }
        let (master, keyboard) = (Some(pair.master), Some(keyboard));
        let reader = Some(reader);
        let session = Self {
            child,
            master,
            keyboard,
            screen,
            directory,
            unplugged,
            reader,
        };
        session.wait_for("ready");
        session
    }

    fn shows(&self, text: &str) -> bool {
        self.screen
            .lock()
            .unwrap()
            .screen()
            .contents()
            .contains(text)
    }

    fn wait_for(&self, text: &str) {
        let start = Instant::now();
        while !self.shows(text) {
            let contents = self.screen.lock().unwrap().screen().contents();
            assert!(start.elapsed() < SOON, "waiting for {text:?}:\n{contents}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn press(&mut self, keys: &str) {
        self.keyboard
            .as_mut()
            .unwrap()
            .write_all(keys.as_bytes())
            .unwrap();
    }

    fn ends(&mut self) -> bool {
        let start = Instant::now();
        while start.elapsed() < SOON {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                return true;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        let _ = self.child.kill();
        false
    }

    /// Waits for the end and checks that every mode is as it was before.
    fn ends_tidily(&mut self) {
        assert!(self.ends());
        let start = Instant::now();
        loop {
            let screen = self.screen.lock().unwrap().screen().clone();
            let tidy =
                !screen.alternate_screen() && !screen.bracketed_paste() && !screen.hide_cursor();
            if tidy {
                return;
            }
            assert!(start.elapsed() < SOON, "the terminal was left in a mode");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn report(&self) -> Option<String> {
        let path: &Path = self.directory.path();
        std::fs::read_to_string(path.join("crash").join("report.txt")).ok()
    }
}

#[test]
fn quitting_leaves_the_terminal_as_it_was() {
    let mut session = Session::start(Answers::AtOnce);
    assert!(session.screen.lock().unwrap().screen().alternate_screen());
    session.wait_for("ambiguous: Some(1), utf8: Some(true)");
    session.press("q");
    session.ends_tidily();
    assert_eq!(session.report(), None);
}

#[test]
fn a_terminal_that_does_not_answer_is_not_waited_for() {
    let mut session = Session::start(Answers::Never);
    assert!(session.shows("(70, 10)"));
    session.press("预");
    session.wait_for("Char('预')");
    // A late answer is one all the same, in pieces or not, and no key.
    for piece in ["\x1b[1", ";3R\x1b", "[1;5R"] {
        session.press(piece);
    }
    session.wait_for("ambiguous: Some(1), utf8: Some(true)");
    session.press("绩");
    session.wait_for("Char('绩')");
    session.press("q");
    session.ends_tidily();
}

#[test]
fn a_panic_gives_the_terminal_back_and_leaves_a_report() {
    let mut session = Session::start(Answers::Never);
    session.press("p");
    session.ends_tidily();
    let report = session.report().unwrap();
    assert!(
        report.starts_with("wenxiao under test") && report.contains("asked to"),
        "{report}"
    );
}

#[test]
fn after_a_caught_panic_the_program_takes_the_terminal_again() {
    let mut session = Session::start(Answers::Never);
    session.press("c");
    session.wait_for("back");
    assert!(session.screen.lock().unwrap().screen().alternate_screen());
    session.press("q");
    session.ends_tidily();
}

#[test]
fn a_request_to_end_is_followed_tidily() {
    let mut session = Session::start(Answers::Never);
    let id = i32::try_from(session.child.process_id().unwrap()).unwrap();
    let id = rustix::process::Pid::from_raw(id).unwrap();
    rustix::process::kill_process(id, rustix::process::Signal::TERM).unwrap();
    session.ends_tidily();
}

#[test]
fn a_new_size_is_told() {
    let mut session = Session::start(Answers::Never);
    let size = PtySize {
        rows: 9,
        cols: 60,
        pixel_width: 0,
        pixel_height: 0,
    };
    session.master.as_ref().unwrap().resize(size).unwrap();
    session.wait_for("Resize(60, 9)");
    session.press("q");
    session.ends_tidily();
}

#[test]
fn a_lost_line_ends_the_program() {
    let mut session = Session::start(Answers::Never);
    // Every end of the line has to go; the reader's goes with the next thing it reads.
    session.unplugged.store(true, Ordering::SeqCst);
    session.press("x");
    session.reader.take().unwrap().join().unwrap();
    session.keyboard = None;
    session.master = None;
    assert!(session.ends());
}
