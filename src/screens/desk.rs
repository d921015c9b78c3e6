//! A desk for the tests of screens: the program over a store in memory, and keys pressed on it.
//!
//! Effects are performed as a session performs them, one after the other, so that what a test sees
//! is what a person would see. Only tests use it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::key::{Input, Key, KeyCode};
use crate::app::{App, Effect, Me, Msg, Start};
use crate::domain::command::{Block, Command, CommandId, Edit, Envelope};
use crate::domain::journal::Outcome;
use crate::domain::policy::DEFAULT;
use crate::domain::project::{
    Fund, Indicator, MonthForm, MonthReading, Project, ProjectId, RowKey,
};
use crate::domain::role::{Actor, Grant, Person, Role, Scope};
use crate::domain::status::{Act, DocumentKind};
use crate::lang::Language;
use crate::session::perform::{Access, Asker, Backups, Performer};
use crate::setup::Shipped;
use crate::store::{InitOptions, Store};
use crate::theme::{Borders, Colours, Look, ThemeName};
use crate::widgets::testing::{picture, reversed};

/// 2026-07-20 09:00 in China.
const NOW: i64 = 1_784_509_200_000;

/// The unit of the sample projects.
pub const UNIT: &str = "青溪县水利工程中心";

/// The department of the sample projects.
pub const DEPARTMENT: &str = "青溪县水利局";

/// The program in front of a person.
pub struct Desk {
    /// The program.
    pub app: App,
    /// What was exported, remembered or asked to quit.
    pub beyond: Vec<Effect>,
    performer: Performer,
    given: u64,
    now: Arc<AtomicI64>,
}

fn person(id: &str, name: &str, role: Role, scope: Scope) -> Person {
    Person {
        id: id.into(),
        name: name.into(),
        grants: vec![Grant { role, scope }],
        active: true,
    }
}

/// The persons of the desk: one of every role that the chain needs.
pub fn persons() -> Vec<Person> {
    let unit = || Scope::Unit(UNIT.into());
    vec![
        person("admin", "管理员", Role::Admin, Scope::All),
        person("li", "李强", Role::Unit, unit()),
        person("wu", "吴敏", Role::UnitLead, unit()),
        person(
            "zhao",
            "赵芳",
            Role::Department,
            Scope::Department(DEPARTMENT.into()),
        ),
        person("qian", "钱进", Role::Finance, Scope::All),
        person("sun", "孙悦", Role::Budget, Scope::All),
        person("wang", "王敏", Role::Performance, Scope::All),
    ]
}

/// A project with a name that says what it is.
pub fn reservoir(code: &str, name: &str) -> Project {
    let rows = [
        ("1", "产出指标", "数量指标", "加固水库座数", "≥16座", "15"),
        ("2", "产出指标", "质量指标", "验收合格率", "100%", "15"),
        (
            "3",
            "产出指标",
            "时效指标",
            "完工时间",
            "2026年11月30日",
            "10",
        ),
        (
            "4",
            "成本指标",
            "经济成本指标",
            "每座平均成本",
            "≤144万元",
            "20",
        ),
        (
            "5",
            "效益指标",
            "社会效益指标",
            "保护下游人口",
            "≥3.2万人",
            "20",
        ),
        (
            "6",
            "满意度指标",
            "服务对象满意度指标",
            "下游群众满意度",
            "≥90%",
            "10",
        ),
    ];
    Project {
        code: code.into(),
        name: name.into(),
        year: Some(2026),
        unit: UNIT.into(),
        department: DEPARTMENT.into(),
        goal: "到2026年底, 完成16座小型水库除险加固, 验收合格率100%, 保护下游3.2万人, 群众满意度90%以上。".into(),
        funds: vec![
            Fund {
                id: "f1".into(),
                source: "财政拨款".into(),
                initial: "2310".into(),
                ..Fund::default()
            },
            Fund {
                id: "f2".into(),
                source: "上年结转".into(),
                ..Fund::default()
            },
        ],
        indicators: rows
            .into_iter()
            .map(|(id, level1, level2, name, target, weight)| Indicator {
                id: id.into(),
                level1: level1.into(),
                level2: level2.into(),
                name: name.into(),
                target: target.into(),
                weight: weight.into(),
                basis: "计划标准".into(),
                evidence_required: "验收报告".into(),
                goal_link: "除险加固".into(),
                ..Indicator::default()
            })
            .collect(),
        ..Project::default()
    }
}

impl Desk {
    /// A desk with these projects, given by the filler, and the performance officer in front.
    pub fn with(projects: Vec<Project>) -> Self {
        let shipped = Shipped::load().expect("what ships");
        let options = InitOptions {
            id: None,
            name: "青溪县财政局".into(),
            persons: persons(),
            policy: DEFAULT.into(),
            clock: "2026-07-20".into(),
            at: NOW,
            os_user: "test".into(),
        };
        let store = Store::in_memory(Arc::new(shipped.judge()), &options).expect("a store");
        let now = Arc::new(AtomicI64::new(NOW));
        let clock = Arc::clone(&now);
        let performer = Performer {
            store,
            clock: Arc::new(move || clock.load(Ordering::Relaxed)),
            access: Access::default(),
            backups: Backups::None,
        };
        let state = performer.state(Language::Zh);
        let me = Me {
            person: "wang".into(),
            grant: Grant {
                role: Role::Performance,
                scope: Scope::All,
            },
            os_user: "test".into(),
            language: Language::Zh,
            theme: ThemeName::Dark,
            colours: Colours::Many,
            look: Look::new(ThemeName::Dark, Borders::ASCII),
            mouse: false,
        };
        let app = App::new(Start {
            store: state,
            policies: shipped.policies,
            policy: shipped.policy,
            library: shipped.library,
            me,
            size: (80, 24),
            session: "desk".into(),
        });
        let mut desk = Self {
            app,
            beyond: Vec::new(),
            performer,
            given: 0,
            now,
        };
        for project in projects {
            desk.give("li", Command::Create(Box::new(project)));
        }
        desk
    }

    fn actor(id: &str) -> Actor {
        let all = persons();
        let person = all.iter().find(|person| person.id == id).expect("a person");
        let grant = person.grants.first().expect("a grant").clone();
        Actor {
            person: id.into(),
            role: grant.role,
            scope: grant.scope,
            os_user: "test".into(),
        }
    }

    /// Somebody gives a command on another terminal.
    pub fn give(&mut self, person: &str, command: Command) {
        self.given += 1;
        let based_on = command.project().and_then(|id| {
            let project = self.performer.store.project(id, &Self::actor(person));
            project.ok().flatten().map(|project| project.revision)
        });
        let envelope = Envelope {
            id: CommandId(format!("given-{}", self.given)),
            actor: Self::actor(person),
            at: self.now.fetch_add(60_000, Ordering::Relaxed),
            based_on,
            command,
        };
        let outcome = self.performer.store.apply(&envelope);
        assert!(matches!(outcome, Outcome::Saved(_)), "{outcome:?}");
        self.told();
    }

    /// Somebody takes a step on a document.
    pub fn step(&mut self, person: &str, project: u64, document: DocumentKind, act: Act) {
        self.give(
            person,
            Command::Move {
                project: ProjectId(project),
                document,
                act,
                comment: if act == Act::Return {
                    "指标值没有依据".into()
                } else {
                    String::new()
                },
            },
        );
    }

    /// The goal goes through its whole chain.
    pub fn approve(&mut self, project: u64) {
        let goal = DocumentKind::Goal;
        self.step("li", project, goal, Act::Submit);
        self.step("wu", project, goal, Act::Pass);
        self.step("zhao", project, goal, Act::Pass);
        self.step("qian", project, goal, Act::Pass);
        self.step("sun", project, goal, Act::Approve);
    }

    /// The filler edits a place.
    pub fn set(&mut self, project: u64, at: crate::domain::command::At, value: &str) {
        let edits = vec![Edit::Set {
            at,
            value: value.into(),
        }];
        self.give(
            "li",
            Command::Edit {
                project: ProjectId(project),
                edits,
            },
        );
    }

    fn told(&mut self) {
        let state = self.performer.state(self.app.me.language);
        let effects = self.app.update(Msg::Store(Box::new(state)));
        self.perform(effects);
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        let mut waiting: std::collections::VecDeque<Effect> = effects.into();
        while let Some(effect) = waiting.pop_front() {
            let saves = matches!(effect, Effect::Save(_));
            if matches!(effect, Effect::Save(_)) {
                self.now.fetch_add(60_000, Ordering::Relaxed);
            }
            let asker = Asker {
                actor: self.app.me.actor(),
                language: self.app.me.language,
            };
            match self.performer.perform(effect.clone(), &asker) {
                Some(msg) => waiting.extend(self.app.update(msg)),
                None => self.beyond.push(effect),
            }
            if saves {
                self.told();
            }
        }
    }

    /// Presses one key.
    pub fn key(&mut self, key: Key) {
        let effects = self.app.update(Msg::Input(Input::Key(key)));
        self.perform(effects);
    }

    /// Presses keys by name, blanks between them: `/ n c Enter`; a word types its letters.
    pub fn keys(&mut self, keys: &str) {
        for name in keys.split(' ').filter(|name| !name.is_empty()) {
            let code = match name {
                "Enter" => KeyCode::Enter,
                "Esc" => KeyCode::Esc,
                "Up" => KeyCode::Up,
                "Down" => KeyCode::Down,
                "Left" => KeyCode::Left,
                "Right" => KeyCode::Right,
                "Home" => KeyCode::Home,
                "End" => KeyCode::End,
                "PgUp" => KeyCode::PageUp,
                "PgDn" => KeyCode::PageDown,
                "Tab" => KeyCode::Tab,
                "F8" => KeyCode::F(8),
                "F9" => KeyCode::F(9),
                "Space" => KeyCode::Char(' '),
                "Ctrl-R" => {
                    self.key(Key::ctrl('r'));
                    continue;
                }
                letters => {
                    for letter in letters.chars() {
                        self.key(Key::char(letter));
                    }
                    continue;
                }
            };
            self.key(Key::new(code));
        }
    }

    /// Another person sits down.
    pub fn sit(&mut self, person: &str) {
        let actor = Self::actor(person);
        self.app.me.person = actor.person;
        self.app.me.grant = Grant {
            role: actor.role,
            scope: actor.scope,
        };
        self.told();
    }

    /// The terminal gets another size.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        let effects = self.app.update(Msg::Input(Input::Resize(columns, rows)));
        self.perform(effects);
    }

    fn drawn(&self) -> Buffer {
        let (columns, rows) = self.app.size;
        let area = Rect::new(0, 0, columns, rows);
        let mut buffer = Buffer::empty(area);
        self.app.view(area, &mut buffer);
        buffer
    }

    /// What stands on the screen.
    pub fn screen(&self) -> String {
        picture(&self.drawn())
    }

    /// What is reversed on the screen.
    pub fn focus(&self) -> String {
        reversed(&self.drawn())
    }

    /// The line of the screen that has these words.
    pub fn line(&self, words: &str) -> String {
        let screen = self.screen();
        let line = screen.lines().find(|line| line.contains(words));
        line.unwrap_or_else(|| panic!("no {words:?} in\n{screen}"))
            .to_owned()
    }

    /// The word at the foot.
    pub fn toast(&self) -> String {
        let toast = self.app.toast.as_ref();
        toast.map(|toast| toast.text.clone()).unwrap_or_default()
    }

    /// Draws at every size, so that none panics.
    pub fn at_all_sizes(&mut self) {
        for size in [
            (1, 1),
            (40, 8),
            (60, 20),
            (80, 24),
            (110, 30),
            (120, 40),
            (300, 100),
        ] {
            self.resize(size.0, size.1);
            self.screen();
            self.keys("End");
            self.screen();
            self.keys("Home");
        }
        self.resize(80, 24);
    }
}

/// A reading of a month.
pub fn reading(id: RowKey, actual: &str) -> MonthReading {
    MonthReading {
        id,
        actual: actual.into(),
        ..MonthReading::default()
    }
}

/// A project with readings of January to a month: money and the first indicator.
pub fn read_to(mut project: Project, month: u8, money: u32, count: u32) -> Project {
    for at in 1..=month {
        let part = |value: u32| (value * u32::from(at) / u32::from(month)).to_string();
        let readings = vec![
            reading(RowKey::Fund("f1".into()), &part(money)),
            reading(RowKey::Indicator("1".into()), &part(count)),
        ];
        let form = MonthForm {
            readings,
            ..MonthForm::default()
        };
        project.monitoring.months.insert(at, form);
    }
    project
}

/// A place of an indicator.
pub fn at_indicator(
    id: &str,
    field: crate::domain::command::IndicatorField,
) -> crate::domain::command::At {
    crate::domain::command::At::Indicator(Block::Annual, id.into(), field)
}
