//! The real program in a real pseudo-terminal: the main flow, every way it can end, a second start on
//! an open store, odd environments, and that it does nothing while nobody does anything.

#![allow(clippy::unwrap_used)] // what goes wrong here is a failed test

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use wenxiao::domain::command::{Command, CommandId, Envelope};
use wenxiao::domain::journal::Outcome;
use wenxiao::domain::project::Project;
use wenxiao::domain::role::{Actor, Role, Scope};
use wenxiao::setup::{self, Shipped};
use wenxiao::store::{self, NetworkFiles, OpenOptions, Store};

/// Longer than anything takes on a busy machine.
const SOON: Duration = Duration::from_secs(30);

/// How long the program may take to end (A10).
const END: Duration = Duration::from_secs(2);

/// The sample store, made once and copied for each test.
fn samples() -> &'static Path {
    static SAMPLES: OnceLock<tempfile::TempDir> = OnceLock::new();
    let folder = SAMPLES.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let shipped = Shipped::load().unwrap();
        setup::init_samples(&folder.path().join("store"), &shipped, "pty").unwrap();
        folder
    });
    folder.path()
}

/// A folder with a sample store of its own and a home.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store");
        for (from, to) in store::files_of(&samples().join("store"))
            .iter()
            .zip(store::files_of(&path))
        {
            if from.exists() {
                std::fs::copy(from, to).unwrap();
            }
        }
        std::fs::create_dir(folder.path().join("home")).unwrap();
        Self { folder }
    }

    fn store(&self) -> PathBuf {
        self.folder.path().join("store")
    }

    fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// The program on this store, in Chinese, with nothing else in its environment.
    fn command(&self) -> CommandBuilder {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_wenxiao"));
        command.env_clear();
        command.env("TERM", "xterm-256color");
        command.env("LANG", "zh_CN.UTF-8");
        command.env("HOME", self.home());
        command.args(["--store", self.store().to_str().unwrap()]);
        command.cwd(self.folder.path());
        command
    }

    fn open(&self) -> Arc<Store> {
        let shipped = Shipped::load().unwrap();
        let options = OpenOptions {
            os_user: "pty".to_owned(),
            network: NetworkFiles::Allow,
        };
        Store::open(&self.store(), Arc::new(shipped.judge()), &options)
            .unwrap()
            .store
    }
}

/// The running program and the screen in front of it.
struct Session {
    child: Box<dyn Child + Send + Sync>,
    master: Option<Box<dyn MasterPty + Send>>,
    keyboard: Option<Box<dyn Write + Send>>,
    screen: Arc<Mutex<vt100::Parser>>,
    received: Arc<Mutex<usize>>,
    reader: Option<std::thread::JoinHandle<()>>,
    unplugged: Arc<AtomicBool>,
}

impl Session {
    fn start(command: CommandBuilder) -> Self {
        Self::start_at(command, 80, 24)
    }

    fn start_at(command: CommandBuilder, cols: u16, rows: u16) -> Self {
        let size = PtySize {
            rows,
            cols,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut output = pair.master.try_clone_reader().unwrap();
        let keyboard = pair.master.take_writer().unwrap();
        let parser = vt100::Parser::new(rows.try_into().unwrap(), cols.try_into().unwrap(), 0);
        let screen = Arc::new(Mutex::new(parser));
        let received = Arc::new(Mutex::new(0));
        let (shown, count) = (Arc::clone(&screen), Arc::clone(&received));
        let unplugged = Arc::new(AtomicBool::new(false));
        let unplug = Arc::clone(&unplugged);
        let reader = std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(length) = output.read(&mut bytes) {
                if length == 0 || unplug.load(Ordering::SeqCst) {
                    return;
                }
                shown.lock().unwrap().process(bytes.get(..length).unwrap());
                *count.lock().unwrap() += length;
            }
        });
        Self {
            child,
            master: Some(pair.master),
            keyboard: Some(keyboard),
            screen,
            received,
            reader: Some(reader),
            unplugged,
        }
    }

    /// Started and showing the list.
    fn at_the_list(place: &Place) -> Self {
        let mut command = place.command();
        command.args(["--person", "王敏"]);
        let session = Self::start(command);
        session.wait_for("项目库");
        session.wait_for("26-交-0601");
        session.wait_for("? 帮助");
        session
    }

    fn contents(&self) -> String {
        self.screen.lock().unwrap().screen().contents()
    }

    #[track_caller]
    fn wait_for(&self, text: &str) {
        let start = Instant::now();
        while !self.contents().contains(text) {
            let contents = self.contents();
            assert!(start.elapsed() < SOON, "waiting for {text:?}:\n{contents}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn type_in(&mut self, keys: &str) {
        let keyboard = self.keyboard.as_mut().unwrap();
        // A program that is ending takes no more keys.
        let _ = keyboard.write_all(keys.as_bytes());
        let _ = keyboard.flush();
    }

    fn received(&self) -> usize {
        *self.received.lock().unwrap()
    }

    /// How many bytes have come once nothing more has come for a while.
    fn settled(&self) -> usize {
        loop {
            let before = self.received();
            std::thread::sleep(Duration::from_millis(400));
            if self.received() == before {
                return before;
            }
        }
    }

    /// Every end of the line on this side is closed; nothing is sent.
    fn unplug(&mut self) {
        self.unplugged.store(true, Ordering::SeqCst);
        // The reader's end goes with the next thing it reads.
        self.type_in("?");
        self.reader.take().unwrap().join().unwrap();
        drop(self.keyboard.take());
        drop(self.master.take());
    }

    fn pid(&self) -> Pid {
        let id = self.child.process_id().unwrap();
        Pid::from_raw(i32::try_from(id).unwrap()).unwrap()
    }

    fn send(&self, signal: Signal) {
        // It may have ended by itself just now.
        let _ = kill_process(self.pid(), signal);
    }

    /// Waits for the end, however it comes about.
    #[track_caller]
    fn ended(&mut self, within: Duration) -> ExitStatus {
        let start = Instant::now();
        loop {
            if let Ok(Some(status)) = self.child.try_wait() {
                return status;
            }
            if start.elapsed() > within {
                let _ = self.child.kill();
                panic!("still running after {within:?}:\n{}", self.contents());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Every mode of the terminal is as it was before.
    #[track_caller]
    fn is_tidy(&self) {
        let start = Instant::now();
        loop {
            let screen = self.screen.lock().unwrap().screen().clone();
            let tidy = !screen.alternate_screen()
                && !screen.bracketed_paste()
                && !screen.hide_cursor()
                && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None;
            if tidy {
                break;
            }
            assert!(start.elapsed() < SOON, "the terminal was left in a mode");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn resize(&self, columns: u16, rows: u16) {
        let size = PtySize {
            rows,
            cols: columns,
            pixel_width: 0,
            pixel_height: 0,
        };
        self.master.as_ref().unwrap().resize(size).unwrap();
        let (rows, columns) = (rows.try_into().unwrap(), columns.try_into().unwrap());
        self.screen
            .lock()
            .unwrap()
            .screen_mut()
            .set_size(rows, columns);
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_clerk_looks_opens_edits_saves_and_leaves() {
    let place = Place::new();
    let mut command = place.command();
    command.args(["--person", "元春燕"]);
    let mut session = Session::start(command);
    session.wait_for("26-应-1003");
    session.type_in("\r");
    session.wait_for("森林防火无人机巡护系统");
    session.type_in("1");
    session.wait_for("[1 目标]");
    session.type_in("g");
    session.wait_for("Ctrl-S 保存");
    session.type_in("年内巡护不少于三百架次。");
    session.wait_for("三百架次");
    session.type_in("\x13");
    session.wait_for("已保存");
    session.type_in("\x11");
    assert!(session.ended(SOON).success());
    session.is_tidy();
    let store = place.open();
    let actor = Actor {
        person: "auditor".to_owned(),
        role: Role::Performance,
        scope: Scope::All,
        os_user: "pty".to_owned(),
    };
    let rows = store.rows();
    let row = rows.iter().find(|row| row.code() == "26-应-1003").unwrap();
    let project = store.project(row.id(), &actor).unwrap().unwrap();
    assert!(project.goal.contains("三百架次"), "{}", project.goal);
}

/// A person's session with the project of this code open.
fn opened(place: &Place, person: &str, code: &str) -> Session {
    let mut command = place.command();
    command.args(["--person", person]);
    let mut session = Session::start(command);
    session.wait_for("项目库");
    session.type_in("y\x1b[F\r");
    session.wait_for("所有年度");
    session.type_in("/");
    session.wait_for("筛选: _");
    session.type_in(code);
    session.wait_for("1/");
    session.type_in("\r\r");
    session.wait_for("下一步");
    session
}

/// Presses keys one by one, each a word of `keys`, with the sequences of xterm.
fn press(session: &mut Session, keys: &str) {
    for key in keys.split(' ') {
        session.type_in(match key {
            "Down" => "\x1b[B",
            "Right" => "\x1b[C",
            "Enter" => "\r",
            "Ctrl-U" => "\x15",
            letters => letters,
        });
    }
}

fn leave(mut session: Session) {
    session.type_in("\x11");
    assert!(session.ended(SOON).success());
    session.is_tidy();
}

#[test]
fn from_a_target_over_a_month_to_a_score_and_why_it_is_what_it_is() {
    let place = Place::new();
    let mut session = opened(&place, "元春燕", "26-应-1003");
    press(&mut session, "1");
    session.wait_for("[1 目标]");
    press(&mut session, "Down l Down Down Down Enter Ctrl-U ≥96.5%");
    session.wait_for("≥ 96.5 %");
    press(&mut session, "Enter");
    session.wait_for("已保存");
    leave(session);

    let mut session = opened(&place, "沈明远", "26-教-0101");
    press(&mut session, "3 ]");
    session.wait_for("7月");
    press(&mut session, "Down Enter 420 Enter");
    session.wait_for("已保存");
    leave(session);

    let mut session = opened(&place, "酆静怡", "25-交-0602");
    press(&mut session, "4");
    session.wait_for("[4 评价]");
    press(&mut session, "Down Down Down Down Down Down Right Enter");
    session.wait_for("部分达成");
    press(&mut session, "达成 Enter Right Enter");
    session.wait_for("16 到 20 分");
    press(&mut session, "Ctrl-U 18 Enter");
    session.wait_for("已保存");
    // The value can be measured, so the level that was chosen gives no points: the explanation says so.
    press(&mut session, "w");
    session.wait_for("为什么是 20.00");
    session.wait_for("1.5 ≥ 1.5 → 20.00");
    leave(session);

    let store = place.open();
    let actor = Actor {
        person: "auditor".to_owned(),
        role: Role::Performance,
        scope: Scope::All,
        os_user: "pty".to_owned(),
    };
    let project = |code: &str| {
        let rows = store.rows();
        let row = rows.iter().find(|row| row.code() == code).unwrap();
        store.project(row.id(), &actor).unwrap().unwrap()
    };
    let targets = &project("26-应-1003").indicators;
    assert!(targets.iter().any(|row| row.target == "≥96.5%"));
    assert!(project("26-教-0101").monitoring.months.contains_key(&7));
    let scored = &project("25-交-0602").indicators[4];
    assert_eq!(scored.band_score.as_str(), "18");
}

/// The program where there is no store yet.
fn first_start(place: &Place) -> Session {
    for file in store::files_of(&place.store()) {
        if file.exists() {
            std::fs::remove_file(file).unwrap();
        }
    }
    let session = Session::start(place.command());
    session.wait_for("请输入 1、2 或 3");
    session
}

#[test]
fn a_first_start_answered_with_1_shows_the_samples() {
    let place = Place::new();
    let mut session = first_start(&place);
    session.type_in("1\n");
    session.wait_for("正在装入样例");
    session.wait_for("26-交-0601");
    session.wait_for("36/36 个");
    session.type_in("\x11");
    assert!(session.ended(SOON).success());
    session.is_tidy();
    assert!(place.open().verify(None).unwrap().is_clean());
}

#[test]
fn a_first_start_answered_with_3_imports_a_file_and_asks_again_for_a_wrong_one() {
    let place = Place::new();
    let file = place.folder.path().join("一个项目.json");
    std::fs::write(
        &file,
        r#"{"format": "wenxiao/1", "projects": [{"code": "Z-1", "year": 2026, "name": "危桥改造"}]}"#,
    )
    .unwrap();
    let mut session = first_start(&place);
    session.type_in("3\n/没有.json\n");
    session.wait_for("/没有.json");
    assert!(!place.store().exists());
    session.type_in("3\n");
    session.type_in(file.to_str().unwrap());
    session.type_in("\n");
    session.wait_for("Z-1");
    session.wait_for("危桥改造");
    session.type_in("\x11");
    assert!(session.ended(SOON).success());
    session.is_tidy();
    assert_eq!(place.open().rows().len(), 1);
}

#[test]
fn arrow_keys_move_and_a_paste_outside_a_field_does_nothing() {
    let place = Place::new();
    let mut session = Session::at_the_list(&place);
    let before = session.contents();
    session.type_in("\x1b[B\x1b[B");
    session.wait_for("> 26-交-0603");
    session.type_in("\x1b[A\x1b[A");
    session.wait_for("> 26-交-0601");
    session.wait_for(&before);
    session.type_in("\x1b[200~\x11q\r\x1b[201~");
    session.wait_for("粘贴只在编辑时有效");
    session.type_in("/");
    session.wait_for("筛选: _");
    // Chinese arrives in pieces, as a slow line cuts it.
    for byte in "危桥".bytes() {
        session
            .keyboard
            .as_mut()
            .unwrap()
            .write_all(&[byte])
            .unwrap();
        std::thread::sleep(Duration::from_millis(3));
    }
    session.wait_for("1/36 个");
    session.type_in("\x1b");
    session.wait_for("36/36 个");
    session.type_in("\x11");
    assert!(session.ended(SOON).success());
    session.is_tidy();
}

#[test]
fn another_window_size_is_another_layout() {
    let place = Place::new();
    let session = Session::at_the_list(&place);
    session.resize(120, 40);
    session.wait_for("检查");
    session.resize(30, 6);
    session.wait_for("窗口太小");
    session.resize(60, 20);
    session.wait_for("农村公路日常养护");
}

/// Numbers that look random; the seed is printed, so that a failure can be replayed.
struct Dice(u64);

impl Dice {
    fn rolled() -> Self {
        let named = std::env::var("WENXIAO_SEED")
            .ok()
            .and_then(|seed| seed.parse().ok());
        let seed = named.unwrap_or_else(|| u64::from(std::process::id()));
        println!("WENXIAO_SEED={seed}");
        Self(seed)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) % end
    }
}

/// How often something random is tried: few times here, as often as the catalogue asks in `.ci/run`.
fn times(few: u64) -> u64 {
    let asked = std::env::var("WENXIAO_TIMES")
        .ok()
        .and_then(|times| times.parse().ok());
    asked.unwrap_or(few)
}

#[test]
fn a10_ended_by_signals_at_random_points_the_terminal_is_given_back() {
    let place = Place::new();
    let mut dice = Dice::rolled();
    let keys = [
        "\x1b[B", "\x1b[A", "\r", "\x1b", "/ab", "1", "3", "4", "?", "w", "g", "\t",
    ];
    for time in 0..times(15) {
        let mut session = Session::at_the_list(&place);
        let pause = Duration::from_millis(dice.below(60));
        for _ in 0..dice.below(12) {
            session.type_in(keys.get(usize::try_from(dice.below(12)).unwrap()).unwrap());
        }
        std::thread::sleep(pause);
        let signal = [Signal::TERM, Signal::HUP, Signal::INT][usize::try_from(time % 3).unwrap()];
        session.send(signal);
        session.ended(END);
        session.is_tidy();
    }
    // Whatever happened, nothing is damaged.
    let report = place.open().verify(None).unwrap();
    assert!(report.is_clean());
}

#[test]
fn a10_ended_while_it_starts_it_leaves_no_mode_behind() {
    let place = Place::new();
    let mut dice = Dice::rolled();
    for signal in [
        Signal::TERM,
        Signal::HUP,
        Signal::INT,
        Signal::TERM,
        Signal::HUP,
    ] {
        let mut session = Session::start(place.command());
        std::thread::sleep(Duration::from_millis(dice.below(500)));
        session.send(signal);
        session.ended(END);
        session.is_tidy();
    }
}

#[test]
fn a_lost_line_ends_the_program() {
    let place = Place::new();
    let mut session = Session::at_the_list(&place);
    session.unplug();
    session.ended(END);
    assert!(place.open().verify(None).unwrap().is_clean());
}

#[cfg(debug_assertions)]
#[test]
fn h13_a_crash_gives_the_terminal_back_and_says_where_its_report_is() {
    let place = Place::new();
    let mut command = place.command();
    command.env("WENXIAO_TEST_CRASH", "break");
    command.args(["--person", "王敏"]);
    let mut session = Session::start(command);
    session.wait_for("26-交-0601");
    session.type_in("\x1b[200~break\x1b[201~");
    assert!(!session.ended(SOON).success());
    session.is_tidy();
    session.wait_for("crash.txt");
    let report = place.home().join(".local/state/wenxiao/crash.txt");
    let report = std::fs::read_to_string(report).unwrap();
    assert!(report.starts_with("wenxiao ") && report.contains("WENXIAO_TEST_CRASH"));
    assert!(place.open().verify(None).unwrap().is_clean());
}

// ---- what the terminal answers -----------------------------------------------------------------

#[test]
fn h6_a_terminal_with_wide_lines_gets_ascii() {
    let place = Place::new();
    let mut session = Session::at_the_list(&place);
    assert!(session.contents().contains('─'));
    session.type_in("\x1b[1;5R\x1b[1;5R");
    let start = Instant::now();
    while session.contents().contains('─') {
        assert!(start.elapsed() < SOON, "{}", session.contents());
        std::thread::sleep(Duration::from_millis(5));
    }
    session.wait_for("-----");
    // Said on the command line, it is not for the terminal to say.
    let place = Place::new();
    let mut command = place.command();
    command.args(["--person", "王敏", "--ambiguous", "1"]);
    let mut session = Session::start(command);
    session.wait_for("26-交-0601");
    session.type_in("\x1b[1;5R\x1b[1;5R");
    session.settled();
    assert!(session.contents().contains('─'));
}

#[test]
fn h6_a_terminal_that_reads_gbk_is_told_to_read_utf_8() {
    let place = Place::new();
    let mut session = Session::at_the_list(&place);
    session.type_in("\x1b[1;7R\x1b[1;7R");
    session.wait_for("The terminal does not read UTF-8");
    session.wait_for("请把终端的字符编码设为 UTF-8");
    assert!(!session.contents().contains('─'));
    session.type_in("\x1b");
    session.wait_for("26-交-0601");
}

#[test]
fn h7_answers_early_late_in_pieces_or_never_are_no_keys() {
    let place = Place::new();
    let mut command = place.command();
    command.args(["--person", "王敏"]);
    let mut session = Session::start(command);
    // Before it has drawn anything; some of it may be lost with the old mode of the line.
    session.type_in("\x1b[1;3R");
    session.wait_for("26-交-0601");
    session.type_in("/");
    session.wait_for("筛选: _");
    for piece in ["\x1b", "[1;", "5", "R", "危", "\x1b[1;5R", "桥"] {
        session.type_in(piece);
        std::thread::sleep(Duration::from_millis(8));
    }
    session.wait_for("筛选: 危桥_");
    session.wait_for("1/36 个");
    session.type_in("\x1b");
    session.wait_for("36/36 个");
    session.type_in("\x11");
    assert!(session.ended(SOON).success());
}

#[test]
fn h10_the_first_screen_of_the_program_itself_costs_at_most_8_kb() {
    for theme in ["dark", "light", "16", "mono", "contrast"] {
        let place = Place::new();
        let mut command = place.command();
        command.env("COLORTERM", "truecolor");
        command.args(["--person", "王敏", "--theme", theme]);
        let mut session = Session::start_at(command, 120, 40);
        session.wait_for("26-交-0601");
        let first = session.settled();
        assert!((2000..=8 * 1024).contains(&first), "{theme}: {first}");
        // A terminal that says its lines are narrow is not painted again.
        session.type_in("\x1b[1;3R\x1b[1;5R");
        assert_eq!(session.settled(), first, "{theme}");
        session.type_in("\x1b[B");
        let arrow = session.settled() - first;
        assert!((1..=300).contains(&arrow), "{theme}: {arrow}");
    }
}

/// Ticks of processor time that a process has used.
fn ticks(pid: Pid) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero())).unwrap();
    let after = stat.rsplit_once(')').unwrap().1;
    let fields: Vec<&str> = after.split_whitespace().collect();
    fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()
}

#[test]
fn nothing_is_sent_and_nothing_computed_while_nobody_does_anything() {
    let place = Place::new();
    let session = Session::at_the_list(&place);
    // What follows the first frame (answers to the probe, the backup of a start) has to pass.
    std::thread::sleep(Duration::from_millis(700));
    wait_for_checks(session.pid());
    let (bytes, used) = (session.received(), ticks(session.pid()));
    std::thread::sleep(Duration::from_secs(2));
    assert_eq!(session.received(), bytes, "bytes were sent");
    assert!(ticks(session.pid()) - used <= 1, "processor time was used");
}

/// The backups that are kept beside the store.
fn kept(place: &Place) -> Vec<PathBuf> {
    let kept = store::keep::list(&place.store()).unwrap();
    kept.into_iter().map(|kept| kept.path).collect()
}

#[test]
fn leaving_keeps_a_backup_of_what_was_changed_and_being_cut_off_leaves_it_to_the_next_start() {
    let place = Place::new();
    let start = || {
        let mut command = place.command();
        command.args(["--person", "元春燕"]);
        let session = Session::start(command);
        session.wait_for("26-应-1003");
        session
    };
    let change = |session: &mut Session, name: &str| {
        press(session, "Enter e Down Down Enter Ctrl-U");
        session.type_in(name);
        session.wait_for(name);
        session.type_in("\r");
        session.wait_for("已保存");
    };
    let mut session = start();
    wait_for_checks(session.pid());
    assert_eq!(kept(&place).len(), 1, "what the start found");
    change(&mut session, "第一次");
    leave(session);
    assert_eq!(kept(&place).len(), 2, "what was changed");
    let session = start();
    wait_for_checks(session.pid());
    leave(session);
    assert_eq!(kept(&place).len(), 2, "nothing was changed");
    let mut session = start();
    change(&mut session, "第二次");
    kill_process(session.pid(), Signal::TERM).unwrap();
    session.ended(SOON);
    assert_eq!(kept(&place).len(), 2, "an end in a hurry waits for nothing");
    let session = start();
    wait_for_checks(session.pid());
    assert_eq!(kept(&place).len(), 3);
    drop(session);
    for backup in kept(&place) {
        assert!(store::verify::verify(&backup, None).unwrap().is_clean());
    }
}

/// A store larger than opening checks: sixty projects with long goals, the sixth ending with a word of
/// its own.
fn large(place: &Place) {
    let projects = (0..60).map(|number| Project {
        code: format!("L-{number:02}"),
        year: Some(2026),
        name: "长文".to_owned(),
        goal: format!("{}第{number}尾", "绩效".repeat(30_000)),
        ..Project::default()
    });
    let store = place.open();
    let persons = store.persons();
    let (person, grant) = persons
        .iter()
        .flat_map(|person| person.grants.iter().map(move |grant| (person, grant)))
        .find(|(_, grant)| grant.role == Role::Performance && grant.scope == Scope::All)
        .unwrap();
    let outcome = store.apply(&Envelope {
        id: CommandId("large".to_owned()),
        actor: Actor {
            person: person.id.clone(),
            role: grant.role,
            scope: grant.scope.clone(),
            os_user: "pty".to_owned(),
        },
        at: 1_784_516_400_000,
        based_on: None,
        command: Command::Import {
            projects: projects.collect(),
            digest: "large".to_owned(),
        },
    });
    assert!(matches!(outcome, Outcome::Saved(_)), "{outcome:?}");
    store.close().unwrap();
    assert!(std::fs::metadata(place.store()).unwrap().len() > 16 << 20);
}

/// Whether the program still has the thread that checks its store.
fn checks(pid: Pid) -> bool {
    let tasks = std::fs::read_dir(format!("/proc/{}/task", pid.as_raw_nonzero())).unwrap();
    tasks.flatten().any(|task| {
        std::fs::read_to_string(task.path().join("comm"))
            .is_ok_and(|name| name.trim() == "store-check")
    })
}

/// Waits until that thread has ended.
fn wait_for_checks(pid: Pid) {
    let start = Instant::now();
    while checks(pid) {
        assert!(start.elapsed() < SOON, "the check does not end");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_large_store_is_checked_once_behind_the_session_and_damage_is_told() {
    let place = Place::new();
    large(&place);
    let session = Session::at_the_list(&place);
    wait_for_checks(session.pid());
    assert!(!session.contents().contains("损坏"));
    let used = ticks(session.pid());
    std::thread::sleep(Duration::from_secs(1));
    assert!(ticks(session.pid()) - used <= 1, "processor time was used");
    leave(session);

    let mut bytes = std::fs::read(place.store()).unwrap();
    let word = "第5尾".as_bytes();
    let found = bytes.windows(word.len()).rposition(|part| part == word);
    bytes[found.unwrap()] ^= 1;
    std::fs::write(place.store(), bytes).unwrap();
    let mut session = Session::at_the_list(&place);
    session.wait_for("损坏");
    // Nothing is written over it.
    session.type_in("a");
    session.wait_for("数据文件现在只能读");
}

#[test]
fn e1_a_second_start_on_an_open_store_gets_a_plain_sentence() {
    let place = Place::new();
    let session = Session::at_the_list(&place);
    for (language, words) in [("zh_CN.UTF-8", "使用"), ("en_GB.UTF-8", "is in use by")] {
        let mut command = place.command();
        command.env("LANG", language);
        let mut second = Session::start(command);
        let status = second.ended(SOON);
        assert!(!status.success());
        second.wait_for(words);
        // A long path breaks the line; who has it is told by process number.
        let text: String = second.contents().split_whitespace().collect();
        assert!(
            text.contains(&session.pid().as_raw_nonzero().to_string()),
            "{text}"
        );
        second.is_tidy();
        for ugly in ["DatabaseAlreadyOpen", "redb", "os error", "panicked"] {
            assert!(!text.contains(ugly), "{text}");
        }
    }
}

#[test]
fn e2_after_a_kill_the_store_opens_at_once() {
    let place = Place::new();
    for _ in 0..3 {
        let mut session = Session::at_the_list(&place);
        session.send(Signal::KILL);
        session.ended(SOON);
    }
    let session = Session::at_the_list(&place);
    assert!(session.contents().contains("36/36 个"));
}

#[test]
fn a_person_who_kills_it_while_typing_loses_nothing_that_was_saved() {
    let place = Place::new();
    let mut command = place.command();
    command.args(["--person", "元春燕"]);
    let mut session = Session::start(command);
    session.wait_for("26-应-1003");
    session.type_in("a");
    session.wait_for("新建项目");
    session.type_in("保住了\r");
    session.wait_for("已新建");
    session.send(Signal::KILL);
    session.ended(SOON);
    let store = place.open();
    assert!(store.rows().iter().any(|row| row.name() == "保住了"));
    assert!(store.verify(None).unwrap().is_clean());
}

// ---- K11 ---------------------------------------------------------------------------------------

/// The program runs, or says in one line why not; it never panics and leaves no mode behind.
#[track_caller]
fn runs_or_says_why(command: CommandBuilder) {
    let mut session = Session::start(command);
    let start = Instant::now();
    loop {
        if session.contents().contains("26-") {
            session.type_in("\x11");
            session.ended(SOON);
            session.is_tidy();
            return;
        }
        if let Ok(Some(_)) = session.child.try_wait() {
            std::thread::sleep(Duration::from_millis(100));
            let said = session.contents();
            assert!(!said.trim().is_empty(), "it ended without a word");
            assert!(
                !said.contains("panicked") && !said.contains("RUST_BACKTRACE"),
                "{said}"
            );
            session.is_tidy();
            return;
        }
        assert!(start.elapsed() < SOON, "{}", session.contents());
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn k11_without_a_home_a_locale_or_a_user() {
    let place = Place::new();
    let mut command = place.command();
    command.env_remove("HOME");
    command.env_remove("LANG");
    runs_or_says_why(command);
}

#[test]
fn k11_with_odd_time_zones_locales_and_terminals() {
    let place = Place::new();
    for (name, value) in [
        ("TZ", ":/no/such/zone"),
        ("TZ", "XXX-99:99"),
        ("LC_ALL", "zh_CN.GBK"),
        ("LC_ALL", "不.存在"),
        ("TERM", "vt100"),
        ("TERM", "dumb"),
        ("TERM", ""),
        ("COLUMNS", "0"),
        ("NO_COLOR", "1"),
        ("WENXIAO_LANG", "xx"),
    ] {
        let mut command = place.command();
        command.env(name, value);
        runs_or_says_why(command);
    }
}

#[cfg(unix)]
#[test]
fn k11_with_a_home_that_only_reads_and_without_one() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    std::fs::set_permissions(place.home(), std::fs::Permissions::from_mode(0o500)).unwrap();
    runs_or_says_why(place.command());
    std::fs::set_permissions(place.home(), std::fs::Permissions::from_mode(0o700)).unwrap();
    for home in ["/nonexistent", "/proc/self", "/dev/null"] {
        let mut command = place.command();
        command.env("HOME", home);
        runs_or_says_why(command);
    }
}

#[cfg(unix)]
#[test]
fn k11_whatever_the_umask_the_store_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    use std::process::Command;
    let folder = tempfile::tempdir().unwrap();
    let made = Command::new("sh")
        .args(["-c", "umask 000; exec \"$0\" init --store \"$1\" --lang en"])
        .arg(env!("CARGO_BIN_EXE_wenxiao"))
        .arg(folder.path().join("store"))
        .env("HOME", folder.path())
        .output()
        .unwrap();
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    let mut files = 0;
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let file = file.unwrap();
        let mode = file.metadata().unwrap().permissions().mode() & 0o077;
        assert_eq!(mode, 0, "{:?} may be read by others", file.path());
        files += 1;
    }
    assert!(files >= 1);
}

#[test]
fn k11_without_a_terminal_it_says_so_in_one_line() {
    use std::process::{Command, Stdio};
    let place = Place::new();
    for arguments in [
        vec!["--store", place.store().to_str().unwrap()],
        vec!["demo"],
    ] {
        let ended = Command::new(env!("CARGO_BIN_EXE_wenxiao"))
            .args(&arguments)
            .env("HOME", place.home())
            .env("LANG", "en_GB.UTF-8")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert!(!ended.status.success());
        let said = String::from_utf8(ended.stderr).unwrap();
        assert_eq!(said.trim().lines().count(), 1, "{said}");
        assert!(said.contains("terminal"), "{said}");
        assert!(!ended.stdout.contains(&0x1b));
    }
}
