//! The real program in a terminal of 120x40, Chinese, beside its peers: from its start to the last byte
//! of its first screen, from a key to the last byte of its answer, bytes, and memory.
//!
//! `cargo bench --bench terminal`. Peers are measured where they are installed (`csvlens`, `vd` of
//! the spreadsheet program, `hledger-ui`); one that is not is said to be missing. The machine's noise is the spread
//! of the runs, which is printed; a ratio is of two medians of the same minute.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::cast_precision_loss)] // a tool: it stops where something is wrong

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, MasterPty, PtySize, native_pty_system};
use wenxiao::domain::command::{Command, CommandId, Envelope};
use wenxiao::domain::journal::Outcome;
use wenxiao::domain::policy;
use wenxiao::domain::project::{Fund, Indicator, Project};
use wenxiao::domain::role::{Actor, Grant, Person, Role, Scope};
use wenxiao::setup::Shipped;
use wenxiao::store::{InitOptions, NetworkFiles, OpenOptions, Store};

const RUNS: usize = 7;

/// After so long without anything that is seen a screen is complete.
const QUIET: Duration = Duration::from_millis(400);

/// How long an answer to a key is waited for.
const PATIENCE: Duration = Duration::from_secs(2);

/// Shared by whoever presses keys and the terminal itself, which answers questions.
type Keyboard = Arc<Mutex<Box<dyn Write + Send>>>;

/// A program in a terminal.
struct Running {
    child: Box<dyn portable_pty::Child + Send + Sync>,
    keyboard: Keyboard,
    bytes: Receiver<(Instant, usize)>,
    // Closing it hangs the program up.
    _master: Box<dyn MasterPty + Send>,
}

/// How long an answer took and how many bytes it was.
#[derive(Clone, Copy)]
struct Answer {
    took: Duration,
    bytes: usize,
}

/// True where something of these bytes is seen: some programs send colours and the cursor four times a
/// second, whatever happens.
fn shows(bytes: &[u8]) -> bool {
    let mut bytes = bytes.iter().copied();
    while let Some(byte) = bytes.next() {
        match byte {
            0x1b => {
                let ends: fn(u8) -> bool = match bytes.next() {
                    Some(b'[') => |byte| (0x40..=0x7e).contains(&byte),
                    Some(b']') => |byte| byte == 7,
                    _ => continue,
                };
                bytes.by_ref().find(|byte| ends(*byte));
            }
            0..0x20 => {}
            _ => return true,
        }
    }
    false
}

impl Running {
    fn start(command: CommandBuilder) -> (Self, Answer) {
        let size = PtySize {
            rows: 40,
            cols: 120,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut output = pair.master.try_clone_reader().unwrap();
        let keyboard: Keyboard = Arc::new(Mutex::new(pair.master.take_writer().unwrap()));
        let (sender, bytes) = mpsc::channel();
        let answers = Arc::clone(&keyboard);
        std::thread::spawn(move || {
            let mut buffer = vec![0; 65_536];
            while let Ok(length @ 1..) = output.read(&mut buffer) {
                let read = Instant::now();
                let sent = buffer.get(..length).unwrap_or_default();
                if sent.windows(3).any(|part| part == b"\x1b[c") {
                    // Some wait a second for the kind of the terminal before they draw.
                    answers.lock().unwrap().write_all(b"\x1b[?62c").unwrap();
                }
                if shows(sent) && sender.send((read, length)).is_err() {
                    return;
                }
            }
        });
        let start = Instant::now();
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut running = Self {
            child,
            keyboard,
            bytes,
            _master: pair.master,
        };
        let first = running.answer(start, Duration::from_mins(1));
        (running, first)
    }

    /// What comes until nothing more comes.
    fn answer(&mut self, start: Instant, patience: Duration) -> Answer {
        let mut answer = Answer {
            took: Duration::ZERO,
            bytes: 0,
        };
        let mut wait = patience;
        while let Ok((at, length)) = self.bytes.recv_timeout(wait) {
            answer.took = at.saturating_duration_since(start);
            answer.bytes += length;
            wait = QUIET;
        }
        answer
    }

    fn press(&mut self, key: &str) -> Answer {
        let start = Instant::now();
        let mut keyboard = self.keyboard.lock().unwrap();
        keyboard.write_all(key.as_bytes()).unwrap();
        keyboard.flush().unwrap();
        drop(keyboard);
        self.answer(start, PATIENCE)
    }

    /// Resident memory now, in MiB.
    fn memory(&self) -> f64 {
        let pid = self.child.process_id().unwrap();
        let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
        kib.unwrap_or(0.0) / 1024.0
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(0.0)
}

fn spread(values: &[f64]) -> String {
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let most = values.iter().copied().fold(0.0, f64::max);
    format!("{:.1} ms ({least:.1}-{most:.1})", median(values))
}

/// One program over several runs.
struct Measured {
    start: Vec<f64>,
    down: Vec<f64>,
    page: Vec<f64>,
}

/// Starts a program again and again, moves down and a page, and prints what that took.
fn measure(name: &str, command: &CommandBuilder) -> Measured {
    let mut measured = Measured {
        start: Vec::new(),
        down: Vec::new(),
        page: Vec::new(),
    };
    let (mut bytes, mut memory) = ([0, 0, 0], 0.0_f64);
    for _ in 0..RUNS {
        let (mut running, first) = Running::start(command.clone());
        measured.start.push(first.took.as_secs_f64() * 1e3);
        bytes[0] = bytes[0].max(first.bytes);
        for (place, key, times) in [
            (1, "\x1b[B", &mut measured.down),
            (2, "\x1b[6~", &mut measured.page),
        ] {
            for _ in 0..3 {
                let answer = running.press(key);
                // At the end of a list a key shows nothing.
                if answer.bytes > 0 {
                    times.push(answer.took.as_secs_f64() * 1e3);
                }
                bytes[place] = bytes[place].max(answer.bytes);
            }
        }
        memory = memory.max(running.memory());
    }
    println!(
        "{name:<34} start {:<24} first screen {:>6} B   arrow {:<22} {:>6} B   page {:<22} {:>6} B   memory {memory:.1} MiB",
        spread(&measured.start),
        bytes[0],
        spread(&measured.down),
        bytes[1],
        spread(&measured.page),
        bytes[2],
    );
    measured
}

fn wenxiao(home: &Path, arguments: &[&str]) -> CommandBuilder {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_wenxiao"));
    command.env_clear();
    command.env("TERM", "xterm-256color");
    command.env("LANG", "zh_CN.UTF-8");
    command.env("HOME", home);
    command.args(arguments);
    command
}

fn peer(name: &str, arguments: &[&str], home: &Path) -> Option<CommandBuilder> {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&paths)
        .map(|folder| folder.join(name))
        .find(|path| path.is_file());
    let Some(path) = found else {
        println!("{name}: not installed, not measured");
        return None;
    };
    let mut command = CommandBuilder::new(path);
    command.env("TERM", "xterm-256color");
    command.env("LANG", "C.UTF-8");
    command.env("HOME", home);
    command.args(arguments);
    Some(command)
}

fn compare(what: &str, ours: &[f64], name: &str, theirs: &[f64]) {
    println!(
        "  {what}: {:.2} x {name}",
        median(ours) / median(theirs).max(0.001)
    );
}

fn project(number: usize) -> Project {
    let rows = [
        ("产出指标", "数量指标", "改造供水管网长度", "≥12.5公里"),
        ("产出指标", "质量指标", "工程验收合格率", "100%"),
        ("成本指标", "经济成本指标", "每公里造价", "≤10万元"),
        ("效益指标", "社会效益指标", "受益人口", "≥3200人"),
        ("满意度指标", "服务对象满意度指标", "群众满意度", "≥90%"),
    ];
    let indicators = rows.iter().cycle().zip(1..=15).map(|(row, at)| Indicator {
        id: at.to_string(),
        level1: row.0.into(),
        level2: row.1.into(),
        name: format!("{}{at}", row.2),
        target: row.3.into(),
        weight: "6".into(),
        ..Indicator::default()
    });
    Project {
        code: format!("26-{:02}-{number:06}", number % 60),
        year: Some(2026),
        name: format!("农村饮水安全巩固提升工程第{number}标段"),
        unit: format!("青溪县第{}中心", number % 900),
        department: format!("青溪县第{}局", number % 60),
        funds: vec![Fund {
            id: "1".into(),
            source: "财政拨款".into(),
            initial: "128.50".into(),
            adjusted: "128.50".into(),
            ..Fund::default()
        }],
        goal: "改造供水管网12.5公里，受益3200人，保障农村居民饮水安全。".into(),
        indicators: indicators.collect(),
        ..Project::default()
    }
}

/// Names the store that this program makes, and how many projects it gets, where it is started for
/// that alone.
const MAKE: &str = "WENXIAO_BENCH_MAKE";

/// A store of so many projects, made by a process of its own: the one that measures stays small,
/// because starting a program from a large one takes longer.
fn store(folder: &Path, count: usize) -> PathBuf {
    let path = folder.join(format!("store-{count}"));
    let made = std::process::Command::new(std::env::current_exe().unwrap())
        .env(MAKE, format!("{count}:{}", path.display()))
        .status();
    assert!(made.unwrap().success());
    path
}

/// Makes a store of so many projects with 15 indicators each, under the shipped rules.
fn make(path: &Path, count: usize) {
    let shipped = Shipped::load().unwrap();
    let grant = Grant {
        role: Role::Unit,
        scope: Scope::All,
    };
    let options = InitOptions {
        id: None,
        name: "青溪县".into(),
        persons: vec![Person {
            id: "zhang".into(),
            name: "张三".into(),
            grants: vec![grant.clone()],
            active: true,
        }],
        policy: policy::DEFAULT.into(),
        clock: "2026-07-20".into(),
        at: 1_784_505_600_000,
        os_user: "bench".into(),
    };
    Store::init(path, &shipped.judge(), &options).unwrap();
    let options = OpenOptions {
        os_user: "bench".into(),
        network: NetworkFiles::Allow,
    };
    let judge = std::sync::Arc::new(shipped.judge());
    let store = Store::open(path, judge, &options).unwrap().store;
    for start in (0..count).step_by(20_000) {
        let projects = (start..count.min(start + 20_000)).map(project).collect();
        let envelope = Envelope {
            id: CommandId(format!("bench-{start}")),
            actor: Actor {
                person: "zhang".into(),
                role: grant.role,
                scope: grant.scope.clone(),
                os_user: "bench".into(),
            },
            at: 1_784_505_600_000,
            based_on: None,
            command: Command::Import {
                projects,
                digest: start.to_string(),
            },
        };
        assert!(matches!(store.apply(&envelope), Outcome::Saved(_)));
    }
    store.close().unwrap();
}

fn csv(folder: &Path, count: usize) -> PathBuf {
    let mut text = String::from("code,name,unit,department,budget\n");
    for number in 0..count {
        let project = project(number);
        let _ = writeln!(
            text,
            "{},{},{},{},128.50",
            project.code, project.name, project.unit, project.department
        );
    }
    let path = folder.join(format!("projects-{count}.csv"));
    std::fs::write(&path, text).unwrap();
    path
}

fn journal(folder: &Path, count: usize) -> PathBuf {
    let mut text = String::new();
    for number in 0..count {
        let _ = writeln!(
            text,
            "2026-{:02}-{:02} project {number}\n  expenses:unit{}  128.50\n  assets:budget\n",
            number % 12 + 1,
            number % 28 + 1,
            number % 900
        );
    }
    let path = folder.join("projects.journal");
    std::fs::write(&path, text).unwrap();
    path
}

fn main() {
    if let Ok(asked) = std::env::var(MAKE) {
        let (count, path) = asked.split_once(':').unwrap();
        return make(Path::new(path), count.parse().unwrap());
    }
    let folder =
        std::env::var_os("WENXIAO_BENCH_DIR").unwrap_or(env!("CARGO_TARGET_TMPDIR").into());
    let folder = tempfile::tempdir_in(folder).unwrap();
    let home = folder.path().join("home");
    std::fs::create_dir(&home).unwrap();
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    println!("load of the machine before: {}", load.trim());

    // The very first demonstration also makes the county, and says so meanwhile.
    let (mut running, said) = Running::start(wenxiao(&home, &["demo"]));
    let made = running.answer(Instant::now(), Duration::from_secs(5));
    let took = match made.bytes {
        0 => said.took,
        _ => said.took + QUIET + made.took,
    };
    println!("the first demo of all: {:.0} ms", took.as_secs_f64() * 1e3);
    drop(running);
    let demo = measure("wenxiao demo", &wenxiao(&home, &["demo"]));
    let hledger = journal(folder.path(), 2_000);
    if let Some(command) = peer("hledger-ui", &["-f", hledger.to_str().unwrap()], &home) {
        let theirs = measure("hledger-ui, 2,000 transactions", &command);
        compare(
            "start of the demo",
            &demo.start,
            "hledger-ui",
            &theirs.start,
        );
    }
    for count in [20_000, 100_000] {
        let path = store(folder.path(), count);
        let name = format!("wenxiao, {count} projects x 15");
        let ours = measure(&name, &wenxiao(&home, &["--store", path.to_str().unwrap()]));
        let csv = csv(folder.path(), count);
        for name in ["csvlens", "vd"] {
            if let Some(command) = peer(name, &[csv.to_str().unwrap()], &home) {
                let theirs = measure(&format!("{name}, {count} lines"), &command);
                compare("start", &ours.start, name, &theirs.start);
                compare("arrow", &ours.down, name, &theirs.down);
                compare("page", &ours.page, name, &theirs.page);
            }
        }
    }
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    println!("load of the machine after: {}", load.trim());
}
