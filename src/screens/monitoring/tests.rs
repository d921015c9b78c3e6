//! The screen as a person uses it: keys in, pictures out, saves done by the rules of the store.

use std::sync::Arc;

use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::*;
use crate::app::key::{Input, Key, KeyCode};
use crate::app::{App, Effect, Me, Msg, Start, StoreState};
use crate::domain::command::{self, Command};
use crate::domain::journal::{Head, Outcome, Receipt};
use crate::domain::library::Library;
use crate::domain::policy::{DEFAULT, Policies};
use crate::domain::project::{
    Cause, Fund, Indicator, MonthReading, Outlook, PlanLine, Project, ProjectId,
};
use crate::domain::refusal::Refusal;
use crate::domain::role::{Grant, Person, Role, Scope};
use crate::domain::row::{self, Judgement};
use crate::domain::rows::Rows;
use crate::domain::status::Status;
use crate::lang::Language;
use crate::theme::{Borders, Colours, Look, ThemeName};
use crate::widgets::testing::{picture, reversed};

fn fund(id: &str, source: &str, amount: &str) -> Fund {
    Fund {
        id: id.into(),
        source: source.into(),
        initial: amount.into(),
        adjusted: amount.into(),
        executed: "".into(),
    }
}

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

fn plan(key: RowKey, values: &[(u8, &str)]) -> PlanLine {
    PlanLine {
        id: key,
        months: values
            .iter()
            .map(|(month, value)| (*month, (*value).into()))
            .collect(),
    }
}

fn read(project: &mut Project, month: u8, key: RowKey, actual: &str) {
    let form = project.monitoring.months.entry(month).or_default();
    form.readings.push(MonthReading {
        id: key,
        actual: actual.into(),
        ..MonthReading::default()
    });
}

fn of(id: &str) -> RowKey {
    RowKey::Indicator(id.into())
}

/// The reservoirs of the sketch: the money late, the works later.
fn reservoirs() -> Project {
    let mut project = Project {
        id: ProjectId(7),
        revision: 3,
        code: "26-水-0021".into(),
        year: Some(2026),
        name: "小型水库除险加固".into(),
        unit: "县水利局".into(),
        department: "县水利局".into(),
        funds: vec![fund("f1", "财政拨款", "2310.00")],
        indicators: vec![
            indicator("1", ("产出指标", "数量指标"), "加固水库座数", "≥16座", "20"),
            indicator("2", ("产出指标", "质量指标"), "验收合格率", "100%", "10"),
            indicator(
                "3",
                ("成本指标", "经济成本指标"),
                "单座平均成本",
                "≤144.4万元",
                "10",
            ),
            indicator(
                "4",
                ("产出指标", "时效指标"),
                "主体工程完工时间",
                "2026年11月30日前",
                "10",
            ),
            indicator(
                "5",
                ("效益指标", "社会效益指标"),
                "群众安全感",
                "明显提升",
                "20",
            ),
        ],
        ..Project::default()
    };
    project.monitoring.plan = vec![
        plan(
            RowKey::Fund("f1".into()),
            &[
                (1, "46.2"),
                (2, "115.5"),
                (3, "231"),
                (4, "415.8"),
                (5, "600.6"),
                (6, "808.5"),
                (7, "1039.5"),
                (8, "1293.6"),
                (9, "1570.8"),
                (10, "1848"),
                (11, "2125.2"),
                (12, "2310"),
            ],
        ),
        plan(
            of("1"),
            &[
                (3, "1"),
                (4, "2"),
                (5, "4"),
                (6, "6"),
                (7, "8"),
                (8, "10"),
                (9, "12"),
                (10, "14"),
                (11, "16"),
            ],
        ),
        plan(of("2"), &[(11, "100")]),
    ];
    let money = ["0", "23.1", "46.2", "92.4", "161.7", "231", "286.44"];
    for (month, amount) in (1..).zip(money) {
        read(&mut project, month, RowKey::Fund("f1".into()), amount);
    }
    for (month, count) in (1..).zip(["0", "0", "0", "1", "2", "2", "2"]) {
        read(&mut project, month, of("1"), count);
    }
    read(&mut project, 7, of("3"), "151");
    read(&mut project, 7, of("5"), "部分达成");
    let reading = project.monitoring.months.get_mut(&7).and_then(|form| {
        form.readings
            .iter_mut()
            .find(|reading| reading.id == of("1"))
    });
    if let Some(reading) = reading {
        reading.cause = Some(Cause::Funding);
        reading.cause_text = "招标流标, 7 月 2 日重新挂网".into();
        reading.outlook = Some(Outlook::Possible);
        reading.measures = "7 月底前完成重新招标\n8 月起倒排工期".into();
    }
    project
}

/// The same with two sources of money.
fn two_sources() -> Project {
    let mut project = reservoirs();
    project.funds.push(fund("f2", "上年结转", "200"));
    project
}

/// Thirty indicators with very long names.
fn thirty() -> Project {
    let mut project = reservoirs();
    project.indicators = (1..=30)
        .map(|number| {
            let name = format!("第{number}项农村饮水安全巩固提升工程新建改建供水管网长度与入户率");
            indicator(
                &number.to_string(),
                ("产出指标", "数量指标"),
                &name,
                "≥1280000元",
                "2",
            )
        })
        .collect();
    project.monitoring.plan.clear();
    for form in project.monitoring.months.values_mut() {
        form.readings
            .retain(|reading| !matches!(reading.id, RowKey::Indicator(_)));
    }
    for number in 1..=30 {
        read(&mut project, 7, of(&number.to_string()), "1000000");
    }
    project
}

struct Robot {
    app: App,
    project: Project,
}

impl Robot {
    fn new(project: Project) -> Self {
        Self::at(project, 80, 24)
    }

    fn at(project: Project, width: u16, height: u16) -> Self {
        let policies = Arc::new(Policies::parse(crate::data::policy_files()).expect("policies"));
        let policy = Arc::new(policies.get(DEFAULT).expect("the default").clone());
        let grant = Grant {
            role: Role::Unit,
            scope: Scope::All,
        };
        let person = Person {
            id: "p1".into(),
            name: "李强".into(),
            grants: vec![grant.clone()],
            active: true,
        };
        let row = row::of(&project, policy.chain(), Judgement::default());
        let store = StoreState {
            rows: Rows::from_rows(vec![row]),
            persons: Arc::new(vec![person]),
            name: "青溪县财政局".into(),
            policy: DEFAULT.into(),
            today: NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day"),
            clock: NaiveDate::from_ymd_opt(2026, 7, 20),
            read_only: None,
            kept: None,
        };
        let app = App::new(Start {
            store,
            policies,
            policy,
            library: Arc::new(Library::parse(&[]).expect("an empty library")),
            me: Me {
                person: "p1".into(),
                grant,
                os_user: "li".into(),
                language: Language::Zh,
                theme: ThemeName::Dark,
                colours: Colours::Many,
                look: Look::new(ThemeName::Dark, Borders::ASCII),
                mouse: false,
            },
            size: (width, height),
            session: "s".into(),
        });
        let mut robot = Self { app, project };
        robot.press("3 Enter");
        assert!(matches!(robot.app.screen(), Some(Screen::Monitoring(_))));
        robot
    }

    /// Keys: a word of letters, or the name of one key.
    fn press(&mut self, keys: &str) {
        for word in keys.split(' ') {
            let named = match word {
                "Enter" => Some(KeyCode::Enter),
                "Esc" => Some(KeyCode::Esc),
                "Tab" => Some(KeyCode::Tab),
                "Up" => Some(KeyCode::Up),
                "Down" => Some(KeyCode::Down),
                "Left" => Some(KeyCode::Left),
                "Right" => Some(KeyCode::Right),
                "Home" => Some(KeyCode::Home),
                "End" => Some(KeyCode::End),
                "PgDn" => Some(KeyCode::PageDown),
                "F9" => Some(KeyCode::F(9)),
                _ => None,
            };
            match named {
                Some(code) => self.key(Key::new(code)),
                None => word.chars().for_each(|letter| self.key(Key::char(letter))),
            }
        }
    }

    fn key(&mut self, key: Key) {
        let effects = self.app.update(Msg::Input(Input::Key(key)));
        self.perform(effects);
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            let answer = match effect {
                Effect::Load(id) => Msg::Project(id, Some(Arc::new(self.project.clone()))),
                Effect::Save(envelope) => {
                    let outcome = match &envelope.command {
                        Command::Edit { edits, .. } => self.save(edits),
                        _ => Err(Refusal::NoSuchProject),
                    };
                    Msg::Saved(
                        envelope,
                        outcome.map_or_else(Outcome::NotSaved, |()| {
                            Outcome::Saved(Receipt {
                                head: Head {
                                    seq: 1,
                                    ..Head::default()
                                },
                                projects: vec![(self.project.id, self.project.revision)],
                                ..Receipt::default()
                            })
                        }),
                    )
                }
                _ => continue,
            };
            let effects = self.app.update(answer);
            self.perform(effects);
        }
    }

    fn save(&mut self, edits: &[Edit]) -> Result<(), Refusal> {
        let rules = self.app.world.policy.edit_rules();
        let revision = self.project.revision + 1;
        self.project = command::edit(&self.project, edits, &rules)?;
        self.project.revision = revision;
        Ok(())
    }

    fn frame(&self) -> Buffer {
        let area = Rect::new(0, 0, self.app.size.0, self.app.size.1);
        let mut buffer = Buffer::empty(area);
        self.app.view(area, &mut buffer);
        buffer
    }

    fn shows(&self) -> String {
        picture(&self.frame())
    }

    fn toast(&self) -> String {
        self.app
            .toast
            .as_ref()
            .map(|toast| toast.text.clone())
            .unwrap_or_default()
    }

    fn actual(&self, month: u8, key: &RowKey) -> String {
        self.project
            .reading(month, key)
            .map(|reading| reading.actual.0.clone())
            .unwrap_or_default()
    }
}

#[test]
fn the_year_of_a_project_in_both_languages_and_two_sizes() {
    for (width, height) in [(80, 24), (120, 40)] {
        for (language, name) in [(Language::Zh, "zh"), (Language::En, "en")] {
            let mut robot = Robot::at(reservoirs(), width, height);
            if language == Language::En {
                robot.press("F9");
            }
            robot.press("Down");
            insta::assert_snapshot!(format!("{name}_{width}"), robot.shows());
        }
    }
}

#[test]
fn two_sources_and_amounts() {
    let mut robot = Robot::at(two_sources(), 120, 40);
    robot.press("v");
    insta::assert_snapshot!("amounts_120", robot.shows());
    let mut robot = Robot::new(two_sources());
    robot.press("v");
    insta::assert_snapshot!("amounts_80", robot.shows());
}

#[test]
fn a_project_without_anything_says_what_to_do_first() {
    let empty = Project {
        id: ProjectId(7),
        revision: 1,
        year: Some(2026),
        name: "新项目".into(),
        ..Project::default()
    };
    let mut robot = Robot::new(empty);
    insta::assert_snapshot!("empty_80", robot.shows());
    robot.press("Enter");
    assert_eq!(robot.toast(), "还没有资金来源; 按 f 填写资金");
}

fn reversed_of(robot: &Robot) -> String {
    reversed(&robot.frame())
}

#[test]
fn enter_fills_in_the_month_and_the_field_stands_where_its_cell_is() {
    let mut robot = Robot::new(reservoirs());
    robot.press("Down");
    assert_eq!(reversed_of(&robot), "[2]");
    robot.press("Enter");
    let at = At::Reading(7, of("1"), ReadingField::Actual);
    assert_eq!(
        robot.app.editing.as_ref().map(|field| field.at.clone()),
        Some(at.clone())
    );
    let work = frame::zones(Rect::new(0, 0, 80, 24)).work;
    let place = robot
        .app
        .screen()
        .and_then(|screen| screen.place_of(&at, &robot.app.cx(), work));
    let line = robot
        .shows()
        .lines()
        .position(|line| line.starts_with(" > 加固水库座数"));
    assert_eq!(
        place.map(|place| usize::from(place.y)),
        line.map(|line| line + 1)
    );
    robot.press("9 Enter");
    assert_eq!(robot.actual(7, &of("1")), "9");
    assert!(robot.shows().contains("[9]"));
    assert!(robot.shows().contains("+12.5%"), "{}", robot.shows());
}

#[test]
fn tab_saves_and_goes_to_the_next_row_of_the_month() {
    let mut robot = Robot::new(reservoirs());
    robot.press("] Enter 300 Tab");
    assert_eq!(robot.actual(8, &RowKey::Fund("f1".into())), "300");
    let next = At::Reading(8, of("1"), ReadingField::Actual);
    assert_eq!(
        robot.app.editing.as_ref().map(|field| field.at.clone()),
        Some(next)
    );
    robot.press("3 Tab");
    assert_eq!(robot.actual(8, &of("1")), "3");
    robot.press("Esc");
    assert!(robot.shows().contains("> 验收合格率"), "{}", robot.shows());
}

#[test]
fn tab_after_the_last_row_closes_the_field() {
    let mut robot = Robot::new(reservoirs());
    robot.press("End Enter");
    robot.key(Key::ctrl('u'));
    robot.press("达成 Tab");
    assert!(robot.app.editing.is_none());
}

#[test]
fn the_total_of_several_sources_is_filled_in_by_them() {
    let mut robot = Robot::new(two_sources());
    robot.press("Enter");
    assert_eq!(
        robot.toast(),
        "合计由各来源相加, 请填下面的: 财政拨款, 上年结转"
    );
    // The first of them is open already.
    let at = At::Reading(7, RowKey::Fund("f1".into()), ReadingField::Actual);
    assert_eq!(
        robot.app.editing.as_ref().map(|field| field.at.clone()),
        Some(at)
    );
}

#[test]
fn months_change_by_brackets_and_arrows_and_end_with_the_year() {
    let mut robot = Robot::new(reservoirs());
    robot.press("Down ]");
    assert!(robot.shows().contains("监控 > 8月"), "{}", robot.shows());
    assert!(robot.shows().contains("月份未到"));
    robot.press("[ Left");
    assert!(robot.shows().contains("监控 > 6月"));
    robot.press("Right Right Right Right Right Right Right Right");
    assert!(robot.shows().contains("监控 > 12月"), "{}", robot.shows());
    for _ in 0..15 {
        robot.press("[");
    }
    assert!(robot.shows().contains("监控 > 1月"));
    assert_eq!(reversed_of(&robot), "[0]");
}

#[test]
fn p_writes_the_plan_and_tab_goes_on_with_the_next_month() {
    let mut robot = Robot::new(reservoirs());
    robot.press("Down p 7 Tab");
    assert_eq!(
        robot
            .project
            .planned(7, &of("1"))
            .map(crate::domain::number::Written::as_str),
        Some("7")
    );
    let at = At::Plan(of("1"), 8);
    assert_eq!(
        robot.app.editing.as_ref().map(|field| field.at.clone()),
        Some(at)
    );
}

#[test]
fn c_opens_the_form_of_the_row_and_esc_comes_back_to_it() {
    let mut robot = Robot::new(reservoirs());
    robot.press("Down c");
    let opened = match robot.app.screen() {
        Some(Screen::Form(form)) => Some(form.of().clone()),
        _ => None,
    };
    assert_eq!(opened, Some(FormOf::Reading(7, of("1"))));
    robot.press("Esc");
    assert!(
        robot.shows().contains("> 加固水库座数"),
        "{}",
        robot.shows()
    );
}

#[test]
fn the_money_is_explained_as_a_whole() {
    let mut robot = Robot::new(two_sources());
    robot.press("Down c");
    assert!(matches!(
        robot.app.screen(),
        Some(Screen::Form(form)) if *form.of() == FormOf::Reading(7, RowKey::Execution)
    ));
}

#[test]
fn f_opens_the_money_by_source() {
    let mut robot = Robot::new(reservoirs());
    robot.press("f");
    assert!(matches!(
        robot.app.screen(),
        Some(Screen::Form(form)) if *form.of() == FormOf::Funds
    ));
}

#[test]
fn d_chooses_the_disposal_and_the_foot_says_it() {
    let mut robot = Robot::new(reservoirs());
    robot.press("d Down Enter");
    assert!(
        robot.shows().contains("处置: 确定继续执行"),
        "{}",
        robot.shows()
    );
}

#[test]
fn m_offers_the_steps_of_this_months_form() {
    let mut robot = Robot::new(reservoirs());
    robot.press("m");
    let shown = robot.shows();
    assert!(
        shown.contains("7月监控表 · 草稿") && shown.contains("送审"),
        "{shown}"
    );
}

#[test]
fn w_explains_every_kind_of_row() {
    let mut robot = Robot::at(reservoirs(), 120, 40);
    robot.press("w");
    insta::assert_snapshot!("why_money", robot.shows());
    robot.press("Esc Down w");
    insta::assert_snapshot!("why_quantity", robot.shows());
    for expected in ["未到期", "151 > 144.4", "未到期", "按完成档次"] {
        robot.press("Esc Down w");
        assert!(robot.shows().contains(expected), "{}", robot.shows());
    }
    robot.press("Esc F9 Home w");
    insta::assert_snapshot!("why_money_en", robot.shows());
}

#[test]
fn x_asks_for_the_file_and_h_goes_to_the_history() {
    let mut robot = Robot::new(reservoirs());
    robot.press("x");
    assert!(robot.shows().contains("wenxiao-26-"), "{}", robot.shows());
    robot.press("Esc h");
    assert!(matches!(robot.app.screen(), Some(Screen::History(_))));
}

#[test]
fn the_title_tells_a_month_that_runs_from_one_that_is_over() {
    let mut robot = Robot::new(reservoirs());
    let title = |robot: &Robot| {
        let shown = robot.shows();
        let found = shown.lines().find(|line| line.contains("监控 >"));
        found.unwrap_or_default().to_owned()
    };
    // The day is 2026-07-20, and the form of July is due at the end of August.
    let july = title(&robot);
    assert!(july.contains("本月未完  填报截止 08-31 余 42 天"), "{july}");
    robot.press("[");
    let june = title(&robot);
    assert!(june.contains("截至 06-30"), "{june}");
    robot.press("] ]");
    let august = title(&robot);
    assert!(
        august.contains("月份未到") && !august.contains("截至"),
        "{august}"
    );
}

#[test]
fn another_role_reads_and_is_told_why_it_cannot_write() {
    let mut robot = Robot::new(reservoirs());
    robot.app.me.grant.role = Role::Performance;
    robot.press("Enter");
    assert!(robot.app.editing.is_none());
    assert!(robot.toast().contains("单位填报"), "{}", robot.toast());
}

#[test]
fn a_form_under_review_is_read_and_says_for_whom_it_waits() {
    let mut project = reservoirs();
    let document = project.documents.get_mut(DocumentKind::Monitoring(7));
    document.status = Status::UnitAudit;
    let mut robot = Robot::new(project);
    let shown = robot.shows();
    assert!(
        shown.contains("7月监控表: 单位审核") && shown.contains("等待 单位审核"),
        "{shown}"
    );
    assert!(!shown.contains("填报截止"), "{shown}");
    robot.press("Enter");
    assert!(robot.app.editing.is_none());
    assert!(!robot.toast().is_empty());
}

#[test]
fn a_historical_view_only_reads() {
    let mut robot = Robot::new(reservoirs());
    let past = Arc::new(two_sources());
    robot.app.update(Msg::AsOf(ProjectId(7), 12, Some(past)));
    robot.press("3");
    assert!(robot.shows().contains("上年结转"), "{}", robot.shows());
    for key in ["Down Enter", "p", "d"] {
        robot.press(key);
        assert!(
            robot.app.editing.is_none() && robot.app.overlay.is_none(),
            "{key}"
        );
        assert!(!robot.toast().is_empty(), "{key}");
    }
}

#[test]
fn causes_are_read_in_a_historical_view_and_not_written() {
    let mut robot = Robot::new(reservoirs());
    let past = Arc::new(two_sources());
    robot.app.update(Msg::AsOf(ProjectId(7), 12, Some(past)));
    robot.press("3 Down c");
    assert!(matches!(robot.app.screen(), Some(Screen::Form(_))));
    assert!(robot.shows().contains("偏差原因"), "{}", robot.shows());
    for _ in 0..4 {
        robot.press("Down Enter");
        assert!(robot.app.editing.is_none() && robot.app.overlay.is_none());
        assert!(robot.toast().contains("历史视图"), "{}", robot.toast());
    }
    robot.press("Esc");
    assert!(matches!(robot.app.screen(), Some(Screen::Monitoring(_))));
}

#[test]
fn what_somebody_else_wrote_meanwhile_is_shown_before_it_is_overwritten() {
    let mut robot = Robot::new(reservoirs());
    robot.press("Down Enter 5");
    let edits = [Edit::Set {
        at: At::Reading(7, of("1"), ReadingField::Actual),
        value: "4".into(),
    }];
    robot.save(&edits).expect("a good edit");
    let theirs = Arc::new(robot.project.clone());
    robot.app.update(Msg::Project(ProjectId(7), Some(theirs)));
    robot.press("Enter");
    let shown = robot.shows();
    assert!(shown.contains("这里刚被别人改过"), "{shown}");
    assert_eq!(robot.actual(7, &of("1")), "4");
}

#[test]
fn thirty_rows_with_long_names_and_large_numbers_scroll_and_cut_no_number() {
    let mut robot = Robot::new(thirty());
    robot.press("End");
    let shown = robot.shows();
    assert!(shown.contains("[1,000,000]"), "{shown}");
    assert!(shown.contains("第30项"), "{shown}");
    robot.press("PgDn Home");
    assert!(robot.shows().contains("第1项"), "{}", robot.shows());
    insta::assert_snapshot!("thirty_80", robot.shows());
}

#[test]
fn a_reading_ahead_of_its_month_and_a_gap_are_marked() {
    let mut project = reservoirs();
    read(&mut project, 9, of("1"), "3");
    let mut robot = Robot::new(project);
    let shown = robot.shows();
    assert!(shown.contains("监控 > 9月"), "{shown}");
    assert!(shown.contains("!(9)") && shown.contains("!(8)"), "{shown}");
    assert!(shown.contains("月份未到已填报"), "{shown}");
    robot.press("[");
    assert!(robot.shows().contains("缺报"), "{}", robot.shows());
}

#[test]
fn the_cursor_stays_on_its_row_when_rows_come_above_it() {
    let mut robot = Robot::new(reservoirs());
    robot.press("Down Down");
    robot.project.funds.push(fund("f2", "上年结转", "200"));
    let next = Arc::new(robot.project.clone());
    robot.app.update(Msg::Project(ProjectId(7), Some(next)));
    assert!(robot.shows().contains("> 验收合格率"), "{}", robot.shows());
}

#[test]
fn every_size_can_be_drawn_and_shows_the_cell_under_the_cursor() {
    for (width, height) in [
        (40, 8),
        (60, 20),
        (80, 24),
        (99, 31),
        (110, 24),
        (160, 50),
        (300, 100),
    ] {
        for project in [reservoirs(), thirty(), Project::default()] {
            let robot = Robot::at(
                Project {
                    id: ProjectId(7),
                    ..project
                },
                width,
                height,
            );
            assert!(
                reversed_of(&robot).starts_with('['),
                "{width}x{height}\n{}",
                robot.shows()
            );
        }
    }
}

#[test]
fn a_total_read_as_a_whole_is_edited_as_a_whole() {
    let mut project = two_sources();
    let form = project.monitoring.months.entry(8).or_default();
    form.readings.clear();
    read(&mut project, 8, RowKey::Execution, "400");
    let mut robot = Robot::new(project);
    robot.press("Enter");
    let at = At::Reading(8, RowKey::Execution, ReadingField::Actual);
    let editing = robot.app.editing.as_ref();
    assert_eq!(editing.map(|field| field.at.clone()), Some(at));
}

#[test]
fn a_cumulative_value_that_fell_is_marked_where_it_stands() {
    let mut project = reservoirs();
    let form = project.monitoring.months.entry(6).or_default();
    for reading in &mut form.readings {
        if reading.id == RowKey::Fund("f1".into()) {
            reading.actual = "100".into();
        }
    }
    let mut robot = Robot::new(project);
    robot.press("Down");
    assert!(robot.shows().contains("!4.3"), "{}", robot.shows());
    robot.press("[");
    assert!(
        robot.shows().contains("6月 预算执行(%): 累计数低于上期"),
        "{}",
        robot.shows()
    );
}

#[test]
fn numbers_beyond_any_column_are_drawn_without_a_panic() {
    let mut project = reservoirs();
    let huge = "9999999999999999999999999999";
    read(&mut project, 8, RowKey::Fund("f1".into()), huge);
    read(&mut project, 8, of("1"), huge);
    for (width, height) in [(40, 8), (60, 20), (80, 24), (120, 40)] {
        let mut robot = Robot::at(project.clone(), width, height);
        robot.press("Down v w");
        robot.frame();
    }
}

#[test]
fn what_a_source_without_a_budget_spent_is_seen_as_an_amount() {
    let mut project = two_sources();
    for (fund, adjusted) in project.funds.iter_mut().zip(["100", "0"]) {
        fund.initial = adjusted.into();
        fund.adjusted = adjusted.into();
    }
    let form = project.monitoring.months.entry(6).or_default();
    form.readings.push(MonthReading {
        id: RowKey::Fund("f2".into()),
        actual: "5".into(),
        ..MonthReading::default()
    });
    let robot = Robot::new(project);
    let shows = robot.shows();
    let line = shows
        .lines()
        .position(|line| line.contains("上年结转") && line.contains("万元"));
    let below = shows
        .lines()
        .nth(line.expect("named") + 1)
        .unwrap_or_default();
    assert!(below.contains("5.00"), "{shows}");
}

#[test]
fn a_field_never_touches_the_month_before_it() {
    let mut robot = Robot::new(two_sources());
    robot.press("v Enter");
    assert!(robot.shows().contains("231.00 286.44"), "{}", robot.shows());
}
