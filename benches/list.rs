//! Key press to finished frame over 100,000 projects, in process, at 120x40: what the person waits
//! for. Prints p50, p99 and the worst of each kind of key, with the bytes that the frame sends.
//!
//! `cargo bench --bench list`. The machine's noise is the spread between p50 and the worst; an empty
//! frame (nothing changed) is measured beside it.

#![allow(clippy::expect_used, clippy::cast_possible_wrap)] // a tool: it stops where something is wrong

use std::sync::Arc;
use std::time::{Duration, Instant};

use rust_decimal::Decimal;
use wenxiao::app::key::{Input, Key, KeyCode};
use wenxiao::app::{App, Me, Msg, Start, StoreState};
use wenxiao::domain::policy;
use wenxiao::domain::project::ProjectId;
use wenxiao::domain::role::{Grant, Person, Role, Scope};
use wenxiao::domain::row::{Row, Stage};
use wenxiao::domain::rows::Rows;
use wenxiao::lang::Language;
use wenxiao::session::frame;
use wenxiao::session::writer::{Options, Writer};
use wenxiao::setup::Shipped;
use wenxiao::theme::{Borders, Colours, Look, ThemeName};

const ROWS: u64 = 100_000;
const SIZE: (u16, u16) = (120, 40);

/// Words from which names are made; 12 × 12 × 12 names and a number keep them apart.
const FIRST: [&str; 12] = [
    "农村",
    "城区",
    "小型水库",
    "义务教育",
    "高标准农田",
    "基层医疗",
    "公共文化",
    "养老服务",
    "污水处理",
    "森林防火",
    "职业技能",
    "食品安全",
];
const SECOND: [&str; 12] = [
    "公路",
    "学校",
    "除险加固",
    "营养改善",
    "建设",
    "设备",
    "设施",
    "补贴",
    "管网",
    "巡护",
    "培训",
    "抽检",
];
const THIRD: [&str; 12] = [
    "改造工程",
    "维修养护",
    "专项资金",
    "购置项目",
    "运行经费",
    "提升行动",
    "补助",
    "试点",
    "二期",
    "配套",
    "服务采购",
    "示范",
];

fn row(number: u64) -> Row {
    let word = |words: &[&'static str; 12], step: u64| words[(number / step % 12) as usize];
    Row {
        id: ProjectId(number),
        revision: 1,
        year: Some(2026),
        code: format!("26-{number:06}"),
        name: format!(
            "{}{}{}{number}",
            word(&FIRST, 1),
            word(&SECOND, 12),
            word(&THIRD, 144)
        ),
        unit: format!("青溪县第{}中心", number % 900),
        department: format!("青溪县第{}局", number % 60),
        stage: Stage::ALL[(number % 6) as usize],
        budget: Some(Decimal::new((number * 7919 % 1_000_000) as i64, 2)),
        executed: Some(Decimal::new((number * 104_729 % 500_000) as i64, 2)),
        month: Some((number % 12 + 1) as u8),
        rate: Some(Decimal::new((number % 1000) as i64, 3)),
        score: Some(Decimal::new((number % 10_000) as i64, 2)),
        ..Row::default()
    }
}

fn app() -> App {
    let shipped = Shipped::load().expect("what ships");
    let grant = Grant {
        role: Role::Performance,
        scope: Scope::All,
    };
    let person = Person {
        id: "w".into(),
        name: "王敏".into(),
        grants: vec![grant.clone()],
        active: true,
    };
    let store = StoreState {
        rows: Rows::from_rows((1..=ROWS).map(row).collect()),
        persons: Arc::new(vec![person]),
        name: "青溪县".into(),
        policy: policy::DEFAULT.into(),
        today: "2026-07-20".parse().expect("a date"),
        clock: None,
        read_only: None,
        kept: None,
    };
    let me = Me {
        person: "w".into(),
        grant,
        os_user: "bench".into(),
        language: Language::Zh,
        theme: ThemeName::Dark,
        colours: Colours::Many,
        look: Look::new(ThemeName::Dark, Borders::THIN),
        mouse: false,
    };
    App::new(Start {
        store,
        policies: shipped.policies,
        policy: shipped.policy,
        library: shipped.library,
        me,
        size: SIZE,
        session: "bench".into(),
    })
}

struct Bench {
    app: App,
    writer: Writer,
    out: Vec<u8>,
}

impl Bench {
    /// One key: update, view, bytes. Returns how long it took and how many bytes it sends.
    fn press(&mut self, key: Key) -> (Duration, usize) {
        self.out.clear();
        let start = Instant::now();
        let effects = self.app.update(Msg::Input(Input::Key(key)));
        frame(&self.app, &mut self.writer, &mut self.out);
        let took = start.elapsed();
        assert!(effects.is_empty(), "a key of the list needs no store");
        (took, self.out.len())
    }

    /// The same keys again and again, and how long each of them takes at the median.
    fn measure_each(&mut self, keys: &[(&str, Key)], rounds: usize) {
        let mut taken = vec![Vec::new(); keys.len()];
        for _ in 0..rounds {
            for (times, (_, key)) in taken.iter_mut().zip(keys) {
                times.push(self.press(*key).0);
            }
        }
        for (times, (name, _)) in taken.iter_mut().zip(keys) {
            times.sort();
            print!("  {name} {:.3?}", times[times.len() / 2]);
        }
        println!();
    }

    fn measure(&mut self, name: &str, keys: &[Key], rounds: usize) {
        let mut taken: Vec<(Duration, usize)> = Vec::new();
        for _ in 0..rounds {
            taken.extend(keys.iter().map(|key| self.press(*key)));
        }
        taken.sort();
        let at = |share: usize| taken[(taken.len() * share / 100).min(taken.len() - 1)].0;
        let bytes = taken.iter().map(|(_, bytes)| *bytes).max().unwrap_or(0);
        let worst = taken[taken.len() - 1].0;
        println!(
            "{name:<28} {:>6} keys   p50 {:>9.3?}   p99 {:>9.3?}   worst {worst:>9.3?}   at most {bytes} bytes",
            taken.len(),
            at(50),
            at(99),
        );
    }
}

fn main() {
    let start = Instant::now();
    let mut bench = Bench {
        app: app(),
        writer: Writer::new(Options::default()),
        out: Vec::new(),
    };
    println!("{ROWS} rows made and listed in {:.3?}", start.elapsed());
    frame(&bench.app, &mut bench.writer, &mut bench.out);
    println!("first screen {} bytes", bench.out.len());
    let nothing = Key::new(KeyCode::F(11));
    bench.measure("nothing changes", &[nothing], 2_000);
    bench.measure(
        "arrow",
        &[Key::new(KeyCode::Down), Key::new(KeyCode::Up)],
        1_000,
    );
    bench.measure("arrow, scrolling", &[Key::new(KeyCode::Down)], 2_000);
    bench.measure("page", &[Key::new(KeyCode::PageDown)], 1_000);
    bench.measure(
        "end and home",
        &[Key::new(KeyCode::End), Key::new(KeyCode::Home)],
        200,
    );
    for query in ["jxgc", "gaobiaozhun", "水库", "26-0999"] {
        let mut keys = vec![Key::char('/')];
        keys.extend(query.chars().map(Key::char));
        keys.push(Key::new(KeyCode::Esc));
        bench.measure(&format!("filter {query}"), &keys, 20);
        let names: Vec<String> = keys
            .iter()
            .map(|key| wenxiao::app::keys::label(*key))
            .collect();
        let named: Vec<(&str, Key)> = names.iter().map(String::as_str).zip(keys).collect();
        bench.measure_each(&named, 9);
    }
}
