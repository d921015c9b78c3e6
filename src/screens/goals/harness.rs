//! A desk for the tests of the goals screen and the forms: the program with one project in a store
//! that is a value. Keys go in, effects are carried out at once, and the screen is read as text.

use std::sync::Arc;

use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::key::{Input, Key, KeyCode};
use crate::app::{App, Effect, Me, Msg, Start, StoreState};
use crate::data;
use crate::domain::command::{self, Command, Edit, Envelope};
use crate::domain::journal::{Head, Outcome, Receipt};
use crate::domain::library::Library;
use crate::domain::number::Written;
use crate::domain::policy::{DEFAULT, Policies, Policy};
use crate::domain::project::{Fund, Indicator, Project, ProjectId};
use crate::domain::refusal::Refusal;
use crate::domain::role::{self, Grant, Person, Role, Scope};
use crate::domain::row;
use crate::domain::rows::Rows;
use crate::lang::Language;
use crate::screens::Screen;
use crate::theme::{Borders, Colours, Look, ThemeName};
use crate::widgets::testing;

/// An annual indicator.
pub(in crate::screens) fn indicator(
    id: &str,
    level1: &str,
    level2: &str,
    name: &str,
    target: &str,
    weight: &str,
) -> Indicator {
    Indicator {
        id: id.into(),
        level1: level1.into(),
        level2: level2.into(),
        name: name.into(),
        target: target.into(),
        weight: Written::from(weight),
        ..Indicator::default()
    }
}

/// A reservoir project as units write them: two points are missing under 产出, one unit is missing.
pub(in crate::screens) fn reservoirs() -> Project {
    let row = indicator;
    let mut project = Project {
        id: ProjectId(7),
        revision: 3,
        code: "26-水-0021".into(),
        year: Some(2026),
        name: "小型水库除险加固".into(),
        unit: "青溪县水库运行管理所".into(),
        department: "青溪县水利局".into(),
        goal: "2026年12月底前完成16座小型水库除险加固，消除大坝渗漏隐患；改善灌溉面积1.2万亩，\
               有效提升下游1.8万群众的防洪安全；工程验收合格率达到100%，资金支付符合财政国库管理规定。"
            .into(),
        funds: ["财政拨款", "上年结转", "其他资金"]
            .iter()
            .zip([("1800", "1800", "900"), ("310", "310", "310"), ("200", "200", "")])
            .zip(1..)
            .map(|((source, (initial, adjusted, executed)), number)| Fund {
                id: format!("f{number}"),
                source: (*source).to_owned(),
                initial: initial.into(),
                adjusted: adjusted.into(),
                executed: executed.into(),
            })
            .collect(),
        indicators: vec![
            row("1", "产出指标", "数量指标", "加固水库座数", "≥16座", "14"),
            row("2", "产出指标", "数量指标", "改善灌溉面积", "≥1.2万亩", "8"),
            row("3", "产出指标", "质量指标", "工程验收合格率", "100", "8"),
            row("4", "产出指标", "时效指标", "完工时间", "2026年12月31日前", "8"),
            row("5", "成本指标", "经济成本指标", "单座加固成本", "≤145万元/座", "20"),
            row("6", "效益指标", "社会效益指标", "受益群众防洪安全感", "明显提升", "10"),
            row("7", "效益指标", "可持续影响指标", "管护责任人到位率", "≥100%", "10"),
            row("8", "满意度指标", "服务对象满意度指标", "受益群众满意度", "≥92%", "10"),
        ],
        ..Project::default()
    };
    if let Some(first) = project.indicators.first_mut() {
        first.explanation = "当年完成除险加固并通过蓄水验收的小型水库座数".into();
        first.basis = "计划标准".into();
        first.formula = "通过验收的水库座数".into();
        first.evidence_required = "验收鉴定书; 施工合同".into();
        first.last_year = "12座".into();
        first.year_before = "9座".into();
    }
    project
}

/// Thirty indicators with long names.
pub(in crate::screens) fn thirty() -> Project {
    let levels = [
        ("产出指标", "数量指标"),
        ("产出指标", "质量指标"),
        ("产出指标", "时效指标"),
        ("成本指标", "生态环境成本指标"),
        ("效益指标", "可持续影响指标"),
        ("满意度指标", "服务对象满意度指标"),
    ];
    let mut project = reservoirs();
    project.indicators = (0..30)
        .map(|at| {
            let (level1, level2) = levels[at / 5];
            let name = format!(
                "农村基层综合性文化服务中心设施设备更新改造与数字化提升工程第{at}批次完成数量"
            );
            indicator(
                &format!("r{at}"),
                level1,
                level2,
                &name,
                "≥1234.5万平方米",
                "3",
            )
        })
        .collect();
    project
}

/// The program, its store and who sits there.
pub(in crate::screens) struct Desk {
    pub app: App,
    pub stored: Project,
    policies: Arc<Policies>,
}

impl Desk {
    /// A unit's officer with a project, on a screen.
    pub fn new(project: Project, screen: Screen) -> Self {
        let policies = Arc::new(Policies::parse(data::policy_files()).unwrap());
        let policy = Arc::new(policies.get(DEFAULT).unwrap().clone());
        let library = Arc::new(Library::parse(data::indicator_files()).unwrap());
        let person = Person {
            id: "p1".into(),
            name: "方晓".into(),
            grants: vec![
                Grant {
                    role: Role::Unit,
                    scope: Scope::Unit(project.unit.clone()),
                },
                Grant {
                    role: Role::Performance,
                    scope: Scope::All,
                },
            ],
            active: true,
        };
        let me = Me {
            person: "p1".into(),
            grant: person.grants[0].clone(),
            os_user: "fang".into(),
            language: Language::Zh,
            theme: ThemeName::Dark,
            colours: Colours::Many,
            look: Look::new(ThemeName::Dark, Borders::ASCII),
            mouse: false,
        };
        let app = App::new(Start {
            store: StoreState {
                rows: Self::rows(&project, &policy),
                persons: Arc::new(vec![person]),
                name: "青溪县财政局".into(),
                policy: DEFAULT.into(),
                today: NaiveDate::from_ymd_opt(2026, 7, 20).unwrap(),
                clock: NaiveDate::from_ymd_opt(2026, 7, 20),
                read_only: None,
                kept: None,
            },
            policies: Arc::clone(&policies),
            policy,
            library,
            me,
            size: (80, 24),
            session: "t".into(),
        });
        let mut desk = Self {
            app,
            stored: project,
            policies,
        };
        desk.come();
        desk.app.go(screen);
        desk
    }

    fn rows(project: &Project, policy: &Policy) -> Rows {
        Rows::from_rows(vec![row::of(
            project,
            policy.chain(),
            row::Judgement::default(),
        )])
    }

    fn come(&mut self) {
        let project = Some(Arc::new(self.stored.clone()));
        self.app.update(Msg::Project(self.stored.id, project));
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Load(_) => self.come(),
                Effect::Save(envelope) => {
                    let outcome = self.save(&envelope);
                    let next = self.app.update(Msg::Saved(envelope, outcome));
                    self.carry_out(next);
                }
                _ => {}
            }
        }
    }

    fn policy(&self) -> Policy {
        let name = self.stored.policy.as_deref().unwrap_or(DEFAULT);
        self.policies.get(name).unwrap().clone()
    }

    fn save(&mut self, envelope: &Envelope) -> Outcome {
        let policy = self.policy();
        let Command::Edit { edits, .. } = &envelope.command else {
            return Outcome::NotSaved(Refusal::NoSuchProject);
        };
        let may = role::may(
            &envelope.actor,
            &envelope.command,
            Some(&self.stored),
            policy.chain(),
        );
        let next = may.and_then(|()| command::edit(&self.stored, edits, &policy.edit_rules()));
        match next {
            Err(refusal) => Outcome::NotSaved(refusal),
            Ok(next) => {
                self.stored = Project {
                    revision: self.stored.revision + 1,
                    ..next
                };
                Outcome::Saved(Receipt {
                    head: Head {
                        seq: self.stored.revision,
                        ..Head::default()
                    },
                    projects: vec![(self.stored.id, self.stored.revision)],
                    ..Receipt::default()
                })
            }
        }
    }

    /// Somebody else saves an edit meanwhile.
    pub fn elsewhere(&mut self, edit: Edit) {
        let rules = self.policy().edit_rules();
        let next = command::edit(&self.stored, &[edit], &rules).unwrap();
        self.stored = Project {
            revision: self.stored.revision + 1,
            ..next
        };
        self.come();
    }

    /// One key.
    pub fn key(&mut self, code: KeyCode) -> &mut Self {
        self.press(Key::new(code))
    }

    /// One key with its modifiers.
    pub fn press(&mut self, key: Key) -> &mut Self {
        let effects = self.app.update(Msg::Input(Input::Key(key)));
        self.carry_out(effects);
        self
    }

    /// Letters, one after the other.
    pub fn keys(&mut self, letters: &str) -> &mut Self {
        for letter in letters.chars() {
            self.press(Key::char(letter));
        }
        self
    }

    /// Another size of the terminal.
    pub fn size(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.app.update(Msg::Input(Input::Resize(columns, rows)));
        self
    }

    pub fn english(&mut self) -> &mut Self {
        self.key(KeyCode::F(9))
    }

    fn buffer(&self) -> Buffer {
        let (columns, rows) = self.app.size;
        let area = Rect::new(0, 0, columns, rows);
        let mut buffer = Buffer::empty(area);
        self.app.view(area, &mut buffer);
        buffer
    }

    /// What stands on the screen.
    pub fn picture(&self) -> String {
        testing::picture(&self.buffer())
    }

    /// What is reversed.
    pub fn reversed(&self) -> String {
        testing::reversed(&self.buffer())
    }

    /// What is said at the foot.
    pub fn toast(&self) -> String {
        self.app
            .toast
            .as_ref()
            .map(|toast| toast.text.clone())
            .unwrap_or_default()
    }

    /// The project as it was, or as somebody else must not edit it.
    pub fn act_as_finance(&mut self) -> &mut Self {
        self.app.me.grant = Grant {
            role: Role::Performance,
            scope: Scope::All,
        };
        self
    }

    /// A look back.
    pub fn as_of(&mut self, project: Project, screen: Screen) {
        let id = self.stored.id;
        self.app.update(Msg::AsOf(id, 2, Some(Arc::new(project))));
        self.app.go(screen);
    }
}
