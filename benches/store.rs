//! Figures of the store: `cargo bench --bench store`. Each is printed with what it is compared to,
//! measured side by side in the same run, because a disk has its moods.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::cast_precision_loss,
    clippy::cast_possible_wrap
)]

use std::fs::{File, OpenOptions as FileOptions};
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use redb::{Database, Durability, TableDefinition};
use wenxiao::domain::command::{At, Block, Command, CommandId, Edit, Envelope, IndicatorField};
use wenxiao::domain::journal::Outcome;
use wenxiao::domain::policy;
use wenxiao::domain::project::{Fund, Indicator, Project, ProjectId};
use wenxiao::domain::role::{Actor, Grant, Person, Role, Scope};
use wenxiao::judge::Judge;
use wenxiao::setup::Shipped;
use wenxiao::store::verify::verify;
use wenxiao::store::{InitOptions, NetworkFiles, OpenOptions, Store};

/// The rules that ship, as the program uses them: what is saved here is scored and checked, too.
fn rules() -> Judge {
    Shipped::load().unwrap().judge()
}

fn clerk() -> Actor {
    Actor {
        person: "zhang".into(),
        role: Role::Unit,
        scope: Scope::All,
        os_user: "clerk".into(),
    }
}

fn init(path: &Path) {
    let person = Person {
        id: "zhang".into(),
        name: "张三".into(),
        grants: vec![Grant {
            role: Role::Unit,
            scope: Scope::All,
        }],
        active: true,
    };
    let options = InitOptions {
        id: None,
        name: "清河县".into(),
        persons: vec![person],
        policy: policy::DEFAULT.into(),
        clock: String::new(),
        at: 1_784_505_600_000,
        os_user: "clerk".into(),
    };
    Store::init(path, &rules(), &options).unwrap();
}

fn open(path: &Path) -> Arc<Store> {
    let options = OpenOptions {
        os_user: "clerk".into(),
        network: NetworkFiles::Allow,
    };
    Store::open(path, Arc::new(rules()), &options)
        .unwrap()
        .store
}

fn project(number: usize) -> Project {
    Project {
        code: format!("51092324T{number:012}"),
        year: Some(2026),
        name: format!("农村饮水安全巩固提升工程第{number}标段"),
        unit: format!("水利工程站{}", number % 400),
        department: format!("水利局{}", number % 40),
        funds: vec![Fund {
            id: "1".into(),
            source: "财政拨款".into(),
            initial: "128.50".into(),
            adjusted: "128.50".into(),
            executed: "96.3".into(),
        }],
        goal: "完成饮水管网改造，保障农村居民饮水安全，提高供水保证率和水质达标率。".into(),
        indicators: (1..=15)
            .map(|row| Indicator {
                id: row.to_string(),
                level1: "产出指标".into(),
                level2: "数量指标".into(),
                name: format!("改造供水管网长度{row}"),
                target: "≥12.5公里".into(),
                actual: "12.8公里".into(),
                weight: "6".into(),
                ..Indicator::default()
            })
            .collect(),
        ..Project::default()
    }
}

fn envelope(number: usize, command: Command) -> Envelope {
    Envelope {
        id: CommandId(format!("bench-{number}")),
        actor: clerk(),
        at: 1_784_505_600_000 + number as i64,
        based_on: None,
        command,
    }
}

fn give(store: &Store, number: usize, command: Command) {
    match store.apply(&envelope(number, command)) {
        Outcome::Saved(_) => {}
        other => panic!("{other:?}"),
    }
}

/// The peer: the least that is durable in the same way.
struct Bare {
    database: Database,
    heads: File,
    mirror: Option<File>,
}

const TABLE: TableDefinition<&[u8], &[u8]> = TableDefinition::new("t");

impl Bare {
    fn new(folder: &Path, name: &str, mirrored: bool) -> Self {
        let file = |extension: &str| {
            let path = folder.join(format!("{name}.{extension}"));
            FileOptions::new()
                .append(true)
                .create(true)
                .open(path)
                .unwrap()
        };
        Self {
            database: Database::create(folder.join(name)).unwrap(),
            heads: file("heads"),
            mirror: mirrored.then(|| file("journal")),
        }
    }

    fn save(&mut self, number: usize, value: &[u8]) {
        let mut transaction = self.database.begin_write().unwrap();
        transaction.set_durability(Durability::Immediate).unwrap();
        transaction.set_two_phase_commit(true);
        {
            let mut table = transaction.open_table(TABLE).unwrap();
            table.insert(&number.to_be_bytes()[..], value).unwrap();
        }
        transaction.commit().unwrap();
        self.heads.write_all(&[b'x'; 96]).unwrap();
        self.heads.sync_data().unwrap();
        if let Some(mirror) = &mut self.mirror {
            mirror.write_all(value).unwrap();
            mirror.sync_data().unwrap();
        }
    }
}

fn percentile(times: &mut [Duration], percent: usize) -> f64 {
    times.sort_unstable();
    times[(times.len() - 1) * percent / 100].as_secs_f64() * 1e3
}

fn one_edit(folder: &Path) {
    const ROUNDS: usize = 400;
    let path = folder.join("edits");
    init(&path);
    let store = open(&path);
    give(&store, 0, Command::Create(Box::new(project(1))));
    let mut heads = Bare::new(folder, "bare", false);
    let mut mirrored = Bare::new(folder, "bare-mirrored", true);
    let mut times = [Vec::new(), Vec::new(), Vec::new()];
    for round in 1..=ROUNDS {
        let start = Instant::now();
        heads.save(round, &[7; 400]);
        times[0].push(start.elapsed());
        let start = Instant::now();
        mirrored.save(round, &[7; 400]);
        times[1].push(start.elapsed());
        let edit = Edit::Set {
            at: At::Indicator(Block::Annual, "3".into(), IndicatorField::Actual),
            value: format!("{round}公里"),
        };
        let command = Command::Edit {
            project: ProjectId(1),
            edits: vec![edit],
        };
        let start = Instant::now();
        give(&store, round, command);
        times[2].push(start.elapsed());
    }
    let names = [
        "bare redb two-phase commit + heads fsync",
        "the same + mirror fsync",
        "one saved edit (heads and mirror fsync)",
    ];
    let base = [percentile(&mut times[0], 50), percentile(&mut times[1], 50)];
    for (name, times) in names.iter().zip(&mut times) {
        let (p50, p99) = (percentile(times, 50), percentile(times, 99));
        println!(
            "{name:<46} p50 {p50:7.3} ms  p99 {p99:7.3} ms  = {:.2} x heads, {:.2} x mirrored",
            p50 / base[0],
            p50 / base[1]
        );
    }
}

fn memory_mib() -> f64 {
    let status = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages: f64 = status
        .split(' ')
        .nth(1)
        .and_then(|pages| pages.parse().ok())
        .unwrap_or(0.0);
    pages * 4096.0 / f64::from(1 << 20)
}

fn size_mb(path: &Path) -> f64 {
    std::fs::metadata(path).map_or(0.0, |found| found.len() as f64 / 1e6)
}

fn large(folder: &Path) {
    const STEP: usize = 20_000;
    let path = folder.join("large");
    init(&path);
    for part in 0..5 {
        let store = open(&path);
        let projects = (part * STEP..(part + 1) * STEP).map(project).collect();
        let digest = format!("{part}");
        let start = Instant::now();
        give(&store, part, Command::Import { projects, digest });
        let taken = start.elapsed();
        println!(
            "import of 20,000 projects x 15 indicators onto {:>6}: {taken:.2?}",
            part * STEP
        );
        store.close().unwrap();
        drop(store);
        if part == 0 || part == 4 {
            let mut times = Vec::new();
            for _ in 0..7 {
                let start = Instant::now();
                let store = open(&path);
                times.push(start.elapsed());
                assert_eq!(store.rows().len(), (part + 1) * STEP);
            }
            println!(
                "open with {:>6} projects ({:.0} MB): p50 {:.1} ms",
                (part + 1) * STEP,
                size_mb(&path),
                percentile(&mut times, 50)
            );
        }
    }
    let store = open(&path);
    let mut times = Vec::new();
    for number in 0..200_u64 {
        let start = Instant::now();
        store
            .project(ProjectId(1 + number * 499), &clerk())
            .unwrap()
            .unwrap();
        times.push(start.elapsed());
    }
    println!(
        "read one project of 100,000: p50 {:.3} ms",
        percentile(&mut times, 50)
    );
    let mut times = Vec::new();
    for number in 0..50 {
        let edit = Edit::Set {
            at: At::Indicator(Block::Annual, "3".into(), IndicatorField::Actual),
            value: format!("{number}公里"),
        };
        let command = Command::Edit {
            project: ProjectId(1 + number * 1999),
            edits: vec![edit],
        };
        let start = Instant::now();
        give(&store, 100 + number as usize, command);
        times.push(start.elapsed());
    }
    println!(
        "one saved edit among 100,000: p50 {:.3} ms",
        percentile(&mut times, 50)
    );
    store.close().unwrap();
    drop(store);
    let start = Instant::now();
    let report = verify(&path, None).unwrap();
    assert!(report.is_clean());
    println!(
        "verify {} entries and {} projects: {:.1?}",
        report.entries,
        report.projects,
        start.elapsed()
    );
}

fn memory(folder: &Path) {
    // In a process of its own, since memory that was used once does not shrink.
    let me = std::env::current_exe().unwrap();
    let status = std::process::Command::new(me)
        .env("WENXIAO_BENCH_MEMORY", folder.join("large"))
        .status()
        .unwrap();
    assert!(status.success());
}

fn main() {
    if let Some(path) = std::env::var_os("WENXIAO_BENCH_MEMORY") {
        let before = memory_mib();
        let store = open(Path::new(&path));
        let rows = store.rows().len();
        println!(
            "memory with {rows} rows open: {:.1} MiB ({before:.1} before)",
            memory_mib()
        );
        return;
    }
    let folder = tempfile::tempdir_in(
        std::env::var_os("WENXIAO_BENCH_DIR").unwrap_or(env!("CARGO_TARGET_TMPDIR").into()),
    );
    let folder = folder.unwrap();
    one_edit(folder.path());
    large(folder.path());
    memory(folder.path());
}
