//! What a person does on the self-evaluation sheet, key by key, against a store in memory that
//! applies every command at once.

use std::sync::Arc;

use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::*;
use crate::app::key::{Input, Key, KeyCode};
use crate::app::{App, Effect, Me, Msg, Start, StoreState};
use crate::data;
use crate::domain::command;
use crate::domain::journal::{Head, Outcome, Receipt};
use crate::domain::library::Library;
use crate::domain::policy::{DEFAULT, Policies};
use crate::domain::project::{Fund, Indicator, Project, ProjectId};
use crate::domain::refusal::Refusal;
use crate::domain::role::{Grant, Person, Role, Scope};
use crate::domain::row::{self, Judgement};
use crate::domain::rows::Rows;
use crate::lang::Language;
use crate::theme::{Borders, Colours, Look, ThemeName};
use crate::widgets::testing::{picture, reversed};

fn indicator(id: &str, levels: (&str, &str), name: &str, target: &str, weight: &str) -> Indicator {
    Indicator {
        id: id.into(),
        level1: levels.0.into(),
        level2: levels.1.into(),
        name: name.into(),
        target: target.into(),
        weight: weight.into(),
        ..Indicator::default()
    }
}

const QUANTITY: (&str, &str) = ("产出指标", "数量指标");
const QUALITY: (&str, &str) = ("产出指标", "质量指标");
const TIME: (&str, &str) = ("产出指标", "时效指标");
const COST: (&str, &str) = ("成本指标", "经济成本指标");
const SOCIAL: (&str, &str) = ("效益指标", "社会效益指标");
const SATISFIED: (&str, &str) = ("满意度指标", "服务对象满意度指标");

/// A year of dam repairs, filled in by and large.
fn dams() -> Project {
    let filled = |mut row: Indicator, actual: &str| {
        row.actual = actual.into();
        row
    };
    let mut safety = indicator("7", SOCIAL, "下游群众安全感", "明显提升", "20");
    safety.band = Some(crate::domain::notation::Band::Partial);
    safety.band_score = "15".into();
    safety.reason = "两座水库仍在施工, 群众感受不明显".into();
    let mut dams = filled(
        indicator("2", QUANTITY, "加固水库座数", "≥16座", "15"),
        "14座",
    );
    dams.reason = "流标延误, 已重新招标, 2026年6月底前完成".into();
    let over = filled(indicator("3", QUANTITY, "巡查次数", "≥120次", "5"), "180次");
    Project {
        id: ProjectId(1),
        revision: 3,
        code: "26-水-0021".into(),
        year: Some(2026),
        name: "小型水库除险加固".into(),
        unit: "县水利局".into(),
        department: "县水利局".into(),
        funds: vec![
            Fund {
                id: "f1".into(),
                source: "财政拨款".into(),
                initial: "2000".into(),
                adjusted: "2000".into(),
                executed: "1800".into(),
            },
            Fund {
                id: "f2".into(),
                source: "上年结转".into(),
                initial: "310".into(),
                adjusted: "310".into(),
                executed: "186.6".into(),
            },
        ],
        goal: "2026年完成16座小型水库除险加固".into(),
        achieved: "完成14座, 其余2座主体完工".into(),
        indicators: vec![
            filled(
                indicator("1", COST, "单座加固成本", "≤150万元", "20"),
                "141.9万元",
            ),
            dams,
            over,
            filled(
                indicator("4", QUALITY, "工程验收合格率", "≥95%", "10"),
                "100%",
            ),
            filled(
                indicator("5", TIME, "按期完工", "2026年12月15日前", "10"),
                "2026年12月31日",
            ),
            safety,
            indicator("6", SATISFIED, "受益群众满意度", "≥90%", "10"),
        ],
        ..Project::default()
    }
}

/// A program with a store in memory.
struct Desk {
    app: App,
    project: Arc<Project>,
    commands: Vec<Command>,
    refuse_next: Option<Refusal>,
}

impl Desk {
    fn new(project: Project, role: Role, language: Language, size: (u16, u16)) -> Self {
        let policies = Arc::new(Policies::parse(data::policy_files()).expect("policies"));
        let policy = Arc::new(policies.get(DEFAULT).expect("default").clone());
        let library = Arc::new(Library::parse(data::indicator_files()).expect("library"));
        let row = row::of(&project, policy.chain(), Judgement::default());
        let today = NaiveDate::from_ymd_opt(2026, 7, 20).expect("a day");
        let grant = Grant {
            role,
            scope: Scope::All,
        };
        let store = StoreState {
            rows: Rows::from_rows(vec![row]),
            persons: Arc::new(vec![Person {
                id: "p1".into(),
                name: "李强".into(),
                grants: vec![grant.clone()],
                active: true,
            }]),
            name: "青溪县财政局".into(),
            policy: DEFAULT.into(),
            clock: Some(today),
            read_only: None,
        };
        let me = Me {
            person: "p1".into(),
            grant,
            os_user: "li".into(),
            language,
            theme: ThemeName::Dark,
            colours: Colours::Many,
            look: Look::new(ThemeName::Dark, Borders::ASCII),
            mouse: false,
        };
        let app = App::new(Start {
            store,
            policies,
            policy,
            library,
            today,
            me,
            size,
            session: "t".into(),
        });
        let mut desk = Self {
            app,
            project: Arc::new(project),
            commands: Vec::new(),
            refuse_next: None,
        };
        desk.key(Key::char('4'));
        desk
    }

    fn filler(project: Project) -> Self {
        Self::new(project, Role::Unit, Language::Zh, (80, 24))
    }

    fn tell(&mut self, msg: Msg) {
        for effect in self.app.update(msg) {
            match effect {
                Effect::Load(id) => {
                    let project = Some(Arc::clone(&self.project));
                    self.tell(Msg::Project(id, project));
                }
                Effect::Save(envelope) => {
                    let outcome = match self.refuse_next.take() {
                        Some(refusal) => Outcome::NotSaved(refusal),
                        None => self.save(&envelope.command),
                    };
                    self.commands.push(envelope.command.clone());
                    self.tell(Msg::Saved(envelope, outcome));
                }
                _ => {}
            }
        }
    }

    fn save(&mut self, command: &Command) -> Outcome {
        let Command::Edit { edits, .. } = command else {
            return Outcome::NotSaved(Refusal::NoSuchProject);
        };
        let rules = self.app.world.policy.edit_rules();
        match command::edit(&self.project, edits, &rules) {
            Err(refusal) => Outcome::NotSaved(refusal),
            Ok(mut project) => {
                project.revision += 1;
                let receipt = Receipt {
                    head: Head {
                        seq: project.revision,
                        hash: String::new(),
                    },
                    projects: vec![(project.id, project.revision)],
                    merged: false,
                };
                self.project = Arc::new(project);
                Outcome::Saved(receipt)
            }
        }
    }

    fn key(&mut self, key: Key) {
        self.tell(Msg::Input(Input::Key(key)));
    }

    fn press(&mut self, code: KeyCode) {
        self.key(Key::new(code));
    }

    fn type_text(&mut self, text: &str) {
        for letter in text.chars() {
            self.key(Key::char(letter));
        }
    }

    /// Puts the cursor on the line of an indicator and on a column.
    fn go(&mut self, id: &str, column: Column) {
        let Some(Screen::Evaluation(screen)) = self.app.nav.last_mut() else {
            panic!("not on the sheet");
        };
        let line = screen.line_of(&Line::Row(id.into())).expect("a line");
        screen.table.go_to(line, screen.lines.len(), 12);
        screen.column = column;
    }

    fn screen(&self) -> &EvaluationScreen {
        match self.app.nav.last() {
            Some(Screen::Evaluation(screen)) => screen,
            other => panic!("not on the sheet: {other:?}"),
        }
    }

    fn draw(&self) -> (Buffer, Option<Position>) {
        let area = Rect::new(0, 0, self.app.size.0, self.app.size.1);
        let mut buffer = Buffer::empty(area);
        let caret = self.app.view(area, &mut buffer);
        (buffer, caret)
    }

    fn seen(&self) -> String {
        picture(&self.draw().0)
    }

    fn line(&self, part: &str) -> String {
        let seen = self.seen();
        let line = seen.lines().find(|line| line.contains(part));
        line.unwrap_or_else(|| panic!("{part} is not in\n{seen}"))
            .to_owned()
    }
}

#[test]
fn look() {
    for (language, size) in [
        (Language::Zh, (80, 24)),
        (Language::Zh, (120, 40)),
        (Language::En, (80, 24)),
        (Language::En, (120, 40)),
        (Language::Zh, (60, 20)),
    ] {
        let mut desk = Desk::new(dams(), Role::Unit, language, size);
        println!("{}\n", desk.seen());
        desk.go("7", Column::Score);
        desk.press(KeyCode::Enter);
        println!("{}\n", desk.seen());
    }
}
