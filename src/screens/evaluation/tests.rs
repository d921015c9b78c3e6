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
            today,
            clock: Some(today),
            read_only: None,
            kept: None,
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
        desk.press(KeyCode::Enter);
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
                        ..Head::default()
                    },
                    projects: vec![(project.id, project.revision)],
                    ..Receipt::default()
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

// ---- filling in ------------------------------------------------------------------------------------

#[test]
fn the_score_follows_what_is_typed_before_it_is_saved() {
    let mut desk = Desk::filler(dams());
    desk.go("6", Column::Actual);
    assert!(desk.line("总分").contains("81.27"));
    desk.press(KeyCode::Enter);
    desk.type_text("95%");
    let row = desk.line("受益群众满意度  ");
    assert!(row.contains("10.00"), "{row}");
    assert!(desk.line("未保存").contains("81.27 良 > 91.27 优"));
    assert!(desk.line("为什么是").contains("10.00"));
    assert!(desk.commands.is_empty());
    assert_eq!(
        desk.project.indicator("6").map(|row| row.actual.as_str()),
        Some("")
    );

    desk.press(KeyCode::Enter);
    assert_eq!(
        desk.project.indicator("6").map(|row| row.actual.as_str()),
        Some("95%")
    );
    assert!(!desk.seen().contains("未保存"));
    assert!(desk.line("总分 91.27").contains('优'));
}

#[test]
fn a_sheet_that_nobody_began_is_not_graded_for_being_empty() {
    let mut empty = dams();
    empty.achieved = String::new();
    for row in &mut empty.indicators {
        row.actual = String::new();
        row.band = None;
        row.band_score = "".into();
    }
    let mut desk = Desk::filler(empty);
    assert!(desk.line("总分").contains("无总分"), "{}", desk.seen());
    assert!(!desk.line("总分").contains('差'));
    desk.key(Key::char('p'));
    let Some(Overlay::Menu(menu)) = &desk.app.overlay else {
        panic!("no menu");
    };
    assert!(menu.items.iter().all(|item| !item.detail.contains('差')));
    desk.press(KeyCode::Esc);
    desk.go("6", Column::Actual);
    desk.press(KeyCode::Enter);
    desk.type_text("95%");
    desk.press(KeyCode::Enter);
    assert!(desk.line("总分").contains("18.60"), "{}", desk.seen());
}

#[test]
fn before_the_money_is_known_the_points_of_a_sheet_nobody_began_are_all_of_them() {
    let mut empty = dams();
    empty.achieved = String::new();
    for fund in &mut empty.funds {
        fund.executed = "".into();
    }
    for row in &mut empty.indicators {
        row.actual = String::new();
        row.band = None;
        row.band_score = "".into();
    }
    let desk = Desk::new(empty, Role::Unit, Language::Zh, (120, 40));
    let total = desk.line("总分   ");
    assert!(total.contains(" 100 "), "{total}");
}

#[test]
fn what_was_typed_and_thrown_away_leaves_no_trace() {
    let mut desk = Desk::filler(dams());
    let before = desk.seen();
    desk.press(KeyCode::Enter);
    desk.type_text("300");
    desk.press(KeyCode::Esc);
    desk.press(KeyCode::Right);
    desk.press(KeyCode::Enter);
    assert!(desk.app.editing.is_none(), "thrown away after the question");
    assert_eq!(desk.seen(), before);
}

#[test]
fn tab_saves_and_goes_to_the_next_cell_that_waits() {
    let mut project = dams();
    project.indicators[3].actual = String::new();
    let mut desk = Desk::filler(project);
    desk.go("1", Column::Actual);
    desk.press(KeyCode::Enter);
    desk.type_text("140万元");
    desk.press(KeyCode::Tab);
    // Filled rows are passed over; the quality row waits.
    let at = desk.app.editing.as_ref().map(|editing| editing.at.clone());
    assert_eq!(at, Some(result("4", IndicatorField::Actual)));
    desk.type_text("98%");
    desk.press(KeyCode::Tab);
    let at = desk.app.editing.as_ref().map(|editing| editing.at.clone());
    assert_eq!(at, Some(result("6", IndicatorField::Actual)));
    assert_eq!(desk.commands.len(), 2);
    assert_eq!(
        desk.screen().current().map(|entry| &entry.line),
        Some(&Line::Row("6".into()))
    );
}

#[test]
fn tab_on_a_qualitative_row_offers_its_bands() {
    let mut project = dams();
    project.indicators[5].band = None;
    project.indicators[5].band_score = "".into();
    let mut desk = Desk::filler(project);
    desk.go("5", Column::Actual);
    desk.press(KeyCode::Enter);
    desk.press(KeyCode::Tab);
    let Some(Overlay::Menu(menu)) = &desk.app.overlay else {
        panic!("no menu of bands");
    };
    assert!(menu.items.iter().any(|item| item.label == "达成年度指标"));
    desk.press(KeyCode::Down);
    desk.press(KeyCode::Enter);
    assert_eq!(
        desk.project.indicators[5].band,
        Some(crate::domain::notation::Band::Met)
    );
    assert!(desk.line("下游群众安全感  ").contains("20.00"));
}

#[test]
fn points_of_a_band_are_chosen_inside_its_interval() {
    let mut desk = Desk::filler(dams());
    desk.go("7", Column::Score);
    desk.press(KeyCode::Enter);
    assert!(desk.seen().contains("部分达成: 12 到 16 分 (不含 16)"));
    desk.type_text("16");
    let hint = "写 12.00 到 16.00 分 (不含 16.00)";
    assert!(desk.seen().contains(hint), "{}", desk.seen());
    desk.press(KeyCode::Enter);
    assert!(desk.app.editing.is_some(), "refused, and kept");
    assert!(desk.commands.is_empty());
    desk.press(KeyCode::Backspace);
    desk.type_text("5.5");
    desk.press(KeyCode::Enter);
    assert!(desk.app.editing.is_none());
    assert_eq!(desk.project.indicators[5].band_score.as_str(), "15.5");
    assert!(desk.line("下游群众安全感  ").contains("15.50"));
}

#[test]
fn the_score_of_a_measured_row_is_computed() {
    let mut desk = Desk::filler(dams());
    desk.go("2", Column::Score);
    desk.press(KeyCode::Enter);
    assert!(desk.app.editing.is_none());
    assert!(desk.seen().contains("这一栏是算出来的"));
}

#[test]
fn money_is_filled_in_where_it_stands() {
    let mut desk = Desk::filler(dams());
    desk.press(KeyCode::Home);
    for _ in 0..3 {
        desk.press(KeyCode::Down);
    }
    desk.press(KeyCode::Enter);
    let at = desk.app.editing.as_ref().map(|editing| editing.at.clone());
    assert_eq!(at, Some(At::Fund("f2".into(), FundField::Executed)));
    desk.type_text("310");
    assert!(desk.line("预算执行率").contains("91.3%"));
    desk.press(KeyCode::Enter);
    assert!(desk.line("预算执行率").contains("2,110.00"));
    // The sum of several sources is computed.
    desk.press(KeyCode::Up);
    desk.press(KeyCode::Up);
    desk.press(KeyCode::Enter);
    assert!(desk.app.editing.is_none());
}

#[test]
fn the_goal_opens_as_a_text() {
    let mut desk = Desk::filler(dams());
    desk.press(KeyCode::Home);
    desk.press(KeyCode::Enter);
    let editing = desk.app.editing.as_ref().expect("an open text");
    assert_eq!(editing.at, At::Project(ProjectField::Achieved));
    assert!(editing.text().contains("完成14座"));
}

// ---- the keys of the place -------------------------------------------------------------------------

#[test]
fn z_takes_a_row_out_and_puts_it_back() {
    let mut desk = Desk::filler(dams());
    desk.go("6", Column::Actual);
    desk.key(Key::char('z'));
    assert!(desk.project.indicators[6].not_applicable);
    let row = desk.line("受益群众满意度  ");
    assert!(row.contains("不适用") && row.contains('缺'), "{row}");
    // 81.27 of the 90 points that are left.
    assert!(desk.line("得分合计").contains("81.27"));
    let level = desk.line(" 满意度指标 ");
    assert!(
        !level.contains("10"),
        "a level counts what applies: {level}"
    );
    assert!(desk.line("总分 90.30").contains("折算 81.27/90"));
    assert!(desk.seen().contains("缺: 不适用的理由"));
    desk.key(Key::char('z'));
    assert!(!desk.project.indicators[6].not_applicable);
    assert!(!desk.seen().contains("得分合计"));
}

#[test]
fn r_opens_the_reason_of_a_row_and_of_the_money() {
    let mut desk = Desk::filler(dams());
    desk.go("2", Column::Actual);
    desk.key(Key::char('r'));
    let at = desk.app.editing.as_ref().map(|editing| editing.at.clone());
    assert_eq!(at, Some(result("2", IndicatorField::Reason)));
    desk.press(KeyCode::Esc);
    desk.press(KeyCode::Home);
    desk.press(KeyCode::Down);
    desk.key(Key::char('r'));
    let at = desk.app.editing.as_ref().map(|editing| editing.at.clone());
    assert_eq!(at, Some(At::Project(ProjectField::ExecutionReason)));
}

#[test]
fn l_and_f_open_the_forms() {
    let mut desk = Desk::filler(dams());
    desk.go("3", Column::Actual);
    desk.key(Key::char('l'));
    let Some(Screen::Form(form)) = desk.app.nav.last() else {
        panic!("no form");
    };
    assert_eq!(*form.of(), FormOf::Indicator(Block::Annual, "3".into()));
    desk.press(KeyCode::Esc);
    assert_eq!(
        desk.screen().current().map(|entry| &entry.line),
        Some(&Line::Row("3".into()))
    );
    desk.key(Key::char('f'));
    let Some(Screen::Form(form)) = desk.app.nav.last() else {
        panic!("no form");
    };
    assert_eq!(*form.of(), FormOf::Funds);
}

#[test]
fn g_says_what_would_change_the_grade_and_what_each_row_would_need() {
    let mut desk = Desk::filler(dams());
    desk.key(Key::char('g'));
    let seen = desk.seen();
    assert!(seen.contains("还差8.73分"), "{seen}");
    assert!(seen.contains("先填写完成值"), "{seen}");
    assert!(
        seen.contains("档次 达成, 得分 >= 20: 之后还差 3.73 分"),
        "{seen}"
    );
    desk.press(KeyCode::Esc);
    assert!(desk.app.overlay.is_none());

    let mut best = dams();
    best.indicators[6].actual = "95%".into();
    let mut desk = Desk::filler(best);
    desk.key(Key::char('g'));
    assert!(desk.seen().contains("已经是最高等级"));
}

#[test]
fn p_scores_under_another_policy_for_this_view_only() {
    let mut desk = Desk::filler(dams());
    desk.key(Key::char('p'));
    let Some(Overlay::Menu(menu)) = &desk.app.overlay else {
        panic!("no menu");
    };
    assert!(menu.items[0].label.contains("本项目的政策"));
    assert_eq!(menu.items.len(), desk.app.world.policies.all().len());
    desk.type_text("指标80");
    desk.press(KeyCode::Enter);
    assert!(
        desk.seen().contains("试算: 地方规则：执行率20分"),
        "{}",
        desk.seen()
    );
    assert!(desk.line("预算执行率").contains("17.20"));
    desk.press(KeyCode::Enter);
    assert!(desk.app.editing.is_none(), "nothing is written on trial");
    assert!(desk.seen().contains("正在试算"));

    desk.press(KeyCode::Esc);
    assert!(!desk.seen().contains("试算"));
    assert!(desk.line("预算执行率").contains("8.60"));
    assert!(matches!(desk.app.nav.last(), Some(Screen::Evaluation(_))));
    assert!(desk.commands.is_empty());
}

#[test]
fn a_trial_ends_with_p_and_on_leaving_the_sheet() {
    let trial = || {
        let mut desk = Desk::filler(dams());
        desk.key(Key::char('p'));
        desk.type_text("20");
        desk.press(KeyCode::Enter);
        assert!(
            desk.app
                .open
                .as_ref()
                .is_some_and(|open| open.tried.is_some())
        );
        desk
    };
    let mut desk = trial();
    desk.key(Key::char('p'));
    assert!(desk.app.overlay.is_none());
    assert!(
        desk.app
            .open
            .as_ref()
            .is_some_and(|open| open.tried.is_none())
    );
    let mut desk = trial();
    desk.key(Key::char('1'));
    assert!(
        desk.app
            .open
            .as_ref()
            .is_some_and(|open| open.tried.is_none())
    );
}

#[test]
fn w_explains_the_number_under_the_cursor_down_to_the_clause() {
    let mut desk = Desk::filler(dams());
    desk.go("2", Column::Score);
    desk.key(Key::char('w'));
    let seen = desk.seen();
    assert!(seen.contains("14 / 16 * 15 = 13.13"), "{seen}");
    assert!(seen.contains("财预〔2020〕10号第十八条"), "{seen}");
    desk.press(KeyCode::Esc);
    desk.press(KeyCode::Up);
    desk.key(Key::char('w'));
    assert!(
        desk.seen().contains("13.13 + 5.00 + 10.00 + 9.54 ="),
        "{}",
        desk.seen()
    );
    desk.press(KeyCode::Esc);
    desk.press(KeyCode::End);
    desk.press(KeyCode::Up);
    desk.press(KeyCode::Up);
    desk.key(Key::char('w'));
    let seen = desk.seen();
    assert!(seen.contains("80 <= 81.27 < 90"), "{seen}");
    desk.press(KeyCode::Esc);
    desk.press(KeyCode::Home);
    desk.key(Key::char('w'));
    assert!(desk.app.overlay.is_none());
    assert!(desk.seen().contains("这里没有可以解释的数"));
}

#[test]
fn m_x_and_h_act_as_everywhere() {
    let mut desk = Desk::filler(dams());
    desk.key(Key::char('m'));
    assert!(desk.seen().contains("送审"));
    desk.press(KeyCode::Esc);
    desk.key(Key::char('x'));
    assert!(desk.seen().contains("wenxiao-26-水-0021.json"));
    desk.press(KeyCode::Esc);
    desk.key(Key::char('h'));
    assert!(matches!(desk.app.nav.last(), Some(Screen::History(_))));
}

#[test]
fn the_cursor_goes_sideways_over_the_cells_that_a_line_has() {
    let mut desk = Desk::filler(dams());
    desk.go("2", Column::Actual);
    for _ in 0..9 {
        desk.press(KeyCode::Right);
    }
    let at = |desk: &Desk| {
        let screen = desk.screen();
        screen.current().map(|entry| screen.column_in(entry))
    };
    assert_eq!(at(&desk), Some(Column::Evidence));
    assert!(
        desk.seen().contains("佐证"),
        "the column under the cursor is shown"
    );
    for _ in 0..9 {
        desk.press(KeyCode::Left);
    }
    assert_eq!(at(&desk), Some(Column::Target));
    assert!(reversed(&desk.draw().0).contains("≥16座"));
}

// ---- what a row says -------------------------------------------------------------------------------

#[test]
fn rows_say_what_is_far_above_unreadable_missing_or_found() {
    let mut project = dams();
    project.indicators[3].actual = "较好".into();
    let mut desk = Desk::filler(project);
    assert!(desk.line("巡查次数").contains("超额"));
    assert!(desk.line("工程验收合格率").contains("读不出"));
    desk.go("3", Column::Actual);
    assert!(desk.seen().contains("缺: 偏差原因"));
    desk.go("6", Column::Actual);
    assert!(desk.seen().contains("缺: 实际完成值"));
}

#[test]
fn a_paper_form_shows_its_printed_scores_and_the_difference() {
    let mut project = dams();
    project.printed.total = Some("83.5".into());
    project.indicators[1].printed_score = "15".into();
    let mut desk = Desk::filler(project);
    assert!(desk.line("加固水库座数").contains("-1.87"));
    desk.press(KeyCode::End);
    let total = desk.line("总分  ");
    assert!(total.contains("83.5") && total.contains("-2.23"), "{total}");
    desk.go("2", Column::Score);
    desk.key(Key::char('w'));
    assert!(desk.seen().contains("原表得分 15, 差 -1.87"));
}

#[test]
fn a_withdrawn_row_is_not_on_the_sheet_and_shifts_no_other() {
    let mut project = dams();
    project.indicators[1].withdrawn = true;
    let mut desk = Desk::filler(project);
    assert!(!desk.seen().contains("加固水库座数"));
    let late = desk.line("按期完工");
    assert!(
        late.contains("9.54") && late.contains("2026年12月31日"),
        "{late}"
    );
    desk.go("5", Column::Score);
    desk.key(Key::char('w'));
    assert!(desk.seen().contains("按期完工：9.54分"));
}

#[test]
fn rows_of_a_level_stand_together_however_the_form_mixes_them() {
    let mut project = dams();
    project.indicators.swap(1, 6);
    let desk = Desk::filler(project);
    let seen = desk.seen();
    let place = |part: &str| seen.lines().position(|line| line.contains(part));
    assert_eq!(seen.matches("产出指标").count(), 1);
    assert!(place("满意度指标") < place("受益群众满意度  "));
    assert!(place("产出指标") < place("巡查次数"));
    // Both quantity rows, though the form parts them.
    assert_eq!(
        place("加固水库座数")
            .zip(place("巡查次数"))
            .map(|(a, b)| a - b),
        Some(1)
    );
}

#[test]
fn a_cap_shows_the_sum_and_the_limit() {
    let mut project = dams();
    project.policy = Some("province-caps".into());
    project.funds[0].executed = "1000".into();
    project.indicators[6].actual = "95%".into();
    let desk = Desk::filler(project);
    assert!(
        desk.line("总分 69.00").contains("封顶 69"),
        "{}",
        desk.seen()
    );
}

// ---- states ----------------------------------------------------------------------------------------

#[test]
fn an_empty_sheet_says_what_to_do_first() {
    let empty = Project {
        id: ProjectId(1),
        code: "x".into(),
        name: "空".into(),
        ..Project::default()
    };
    let mut desk = Desk::filler(empty.clone());
    assert!(desk.seen().contains("按 1 到绩效目标添加指标"));
    for key in ['n', 'z', 'r', 'l', 'g', 'w', 'p'] {
        desk.key(Key::char(key));
        desk.press(KeyCode::Esc);
        if !matches!(desk.app.nav.last(), Some(Screen::Evaluation(_))) {
            desk.key(Key::char('4'));
            desk.press(KeyCode::Enter);
        }
    }
    let mut money = empty;
    money.funds = vec![Fund {
        id: "f1".into(),
        adjusted: "10".into(),
        ..Fund::default()
    }];
    let desk = Desk::filler(money);
    assert!(desk.seen().contains("还没有绩效指标"));
}

#[test]
fn another_role_reads_and_is_told_why_it_cannot_write() {
    let mut desk = Desk::new(dams(), Role::Performance, Language::Zh, (80, 24));
    desk.go("2", Column::Actual);
    desk.press(KeyCode::Enter);
    assert!(desk.app.editing.is_none());
    assert!(desk.seen().contains("单位填报"), "{}", desk.seen());
    desk.key(Key::char('z'));
    assert!(desk.commands.is_empty());
}

#[test]
fn a_historical_view_only_reads() {
    let mut desk = Desk::filler(dams());
    let mut old = dams();
    old.indicators[1].actual = "9座".into();
    desk.tell(Msg::AsOf(ProjectId(1), 7, Some(Arc::new(old))));
    desk.key(Key::char('4'));
    assert!(desk.seen().contains("历史视图 #7"));
    assert!(desk.line("加固水库座数").contains("9座"));
    desk.go("2", Column::Actual);
    for key in [
        Key::new(KeyCode::Enter),
        Key::char('z'),
        Key::char('r'),
        Key::char('m'),
    ] {
        desk.key(key);
        assert!(desk.app.editing.is_none() && desk.app.overlay.is_none());
        assert!(desk.seen().contains("历史视图只能看"));
    }
    assert!(desk.commands.is_empty());
}

#[test]
fn a_change_made_meanwhile_at_the_same_cell_is_shown_before_it_is_overwritten() {
    let mut desk = Desk::filler(dams());
    desk.go("2", Column::Actual);
    desk.press(KeyCode::Enter);
    desk.type_text("15座");
    let mut theirs = (*desk.project).clone();
    theirs.revision += 1;
    theirs.indicators[1].actual = "16座".into();
    desk.project = Arc::new(theirs);
    let news = Some(Arc::clone(&desk.project));
    desk.tell(Msg::Project(ProjectId(1), news));
    desk.press(KeyCode::Enter);
    let seen = desk.seen();
    assert!(seen.contains("16座") && seen.contains("15座"), "{seen}");
    assert!(desk.app.editing.is_some(), "nothing typed is lost");
    assert!(desk.commands.is_empty());
}

#[test]
fn a_change_made_by_somebody_else_just_appears_and_the_cursor_stays() {
    let mut desk = Desk::filler(dams());
    desk.go("6", Column::Actual);
    let mut theirs = (*desk.project).clone();
    theirs.revision += 1;
    theirs.indicators.remove(1);
    theirs.indicators[5].actual = "92%".into();
    desk.project = Arc::new(theirs);
    let news = Some(Arc::clone(&desk.project));
    desk.tell(Msg::Project(ProjectId(1), news));
    assert_eq!(
        desk.screen().current().map(|entry| &entry.line),
        Some(&Line::Row("6".into()))
    );
    assert!(desk.line("受益群众满意度  ").contains("92%"));
    assert!(!desk.seen().contains("加固水库座数"));
}

// ---- how it looks ----------------------------------------------------------------------------------

/// Thirty indicators with names as long as real ones.
fn large() -> Project {
    let mut project = dams();
    project.indicators = (1..=30)
        .map(|number| {
            let levels = [COST, QUANTITY, QUALITY, SOCIAL, SATISFIED][(number - 1) / 6];
            let name =
                format!("第{number}项中央财政水利发展资金支持的小型水库除险加固和运行维护完成率");
            let mut row = indicator(&number.to_string(), levels, &name, "≥95%", "3");
            row.actual = format!("{}%", 70 + number);
            row
        })
        .collect();
    project
}

#[test]
fn thirty_indicators_scroll_and_the_total_stays_in_view() {
    let mut desk = Desk::filler(large());
    for _ in 0..40 {
        desk.press(KeyCode::Down);
        let seen = desk.seen();
        assert!(seen.contains("总分 "), "{seen}");
        let marked = seen.lines().any(|line| line.starts_with(" >"));
        assert!(marked, "the cursor is in view\n{seen}");
    }
    desk.press(KeyCode::Home);
    assert!(desk.seen().contains("目标完成情况"));
}

#[test]
fn it_draws_at_every_size() {
    for language in Language::ALL {
        for project in [
            dams(),
            large(),
            Project {
                id: ProjectId(1),
                ..Project::default()
            },
        ] {
            let mut desk = Desk::new(project, Role::Unit, language, (80, 24));
            for size in [
                (40, 8),
                (41, 9),
                (60, 20),
                (80, 24),
                (109, 30),
                (110, 12),
                (120, 40),
                (300, 100),
            ] {
                desk.tell(Msg::Input(Input::Resize(size.0, size.1)));
                desk.draw();
                desk.press(KeyCode::Enter);
                desk.draw();
                desk.press(KeyCode::Esc);
                desk.press(KeyCode::Down);
                desk.press(KeyCode::Right);
                desk.draw();
            }
        }
    }
}

#[test]
fn money_is_never_cut() {
    let mut project = dams();
    project.funds[0].adjusted = "123456789012345.67".into();
    for size in [(60, 20), (80, 24), (120, 40)] {
        let desk = Desk::new(project.clone(), Role::Unit, Language::Zh, size);
        assert!(
            desk.seen().contains("123,456,789,012,345.67"),
            "{}",
            desk.seen()
        );
    }
}

#[test]
fn pictures_of_the_sheet() {
    for (language, name) in [(Language::Zh, "zh"), (Language::En, "en")] {
        for size in [(80, 24), (120, 40)] {
            let mut desk = Desk::new(dams(), Role::Unit, language, size);
            desk.go("7", Column::Actual);
            insta::assert_snapshot!(format!("sheet_{name}_{}x{}", size.0, size.1), desk.seen());
        }
        let mut desk = Desk::new(dams(), Role::Unit, language, (80, 24));
        desk.key(Key::char('g'));
        insta::assert_snapshot!(format!("grade_{name}"), desk.seen());
        desk.press(KeyCode::Esc);
        desk.key(Key::char('p'));
        insta::assert_snapshot!(format!("policies_{name}"), desk.seen());
    }
    let mut desk = Desk::new(dams(), Role::Unit, Language::Zh, (60, 20));
    desk.go("6", Column::Actual);
    desk.press(KeyCode::Enter);
    desk.type_text("9");
    insta::assert_snapshot!("typing_zh_60x20", desk.seen());
    let mut paper = dams();
    paper.printed.total = Some("83.5".into());
    paper.indicators[1].printed_score = "15".into();
    let desk = Desk::new(paper, Role::Unit, Language::Zh, (80, 24));
    insta::assert_snapshot!("paper_zh_80x24", desk.seen());
    let desk = Desk::new(large(), Role::Unit, Language::Zh, (160, 40));
    insta::assert_snapshot!("large_zh_160x40", desk.seen());
}
