use crate::app::Effect;
use crate::domain::command::{At, Command, IndicatorField, ProjectField, ReadingField};
use crate::domain::project::{MonthReading, Project, ProjectId, RowKey};
use crate::domain::status::{Act, DocumentKind};
use crate::screens::desk::{Desk, at_indicator, read_to, reservoir};
use crate::screens::{Screen, screen_for};

fn desk() -> Desk {
    let mut desk = Desk::with(vec![reservoir("26-水-0021", "小型水库除险加固")]);
    desk.keys("Enter");
    desk
}

/// Approved, read to June, far behind.
fn behind() -> Desk {
    let project = read_to(reservoir("26-水-0021", "小型水库除险加固"), 6, 286, 2);
    let mut desk = Desk::with(vec![project]);
    desk.approve(1);
    desk.keys("Enter");
    desk
}

fn place(desk: &Desk) -> Option<crate::app::keys::Place> {
    desk.app.screen().map(Screen::place)
}

#[test]
fn a_draft_is_to_be_mended_or_sent() {
    let mut desk = desk();
    desk.sit("li");
    assert!(
        desk.line("下一步").contains("送审绩效目标申报表"),
        "{}",
        desk.screen()
    );
    desk.set(1, at_indicator("1", IndicatorField::Target), "");
    let next = desk.line("下一步");
    assert!(
        next.contains("改正") && next.contains("个错误后送审"),
        "{next}"
    );
}

#[test]
fn each_step_says_for_whom_it_waits_since_when_and_by_whom() {
    let mut desk = desk();
    desk.step("li", 1, DocumentKind::Goal, Act::Submit);
    let line = desk.line("申报 ");
    assert!(
        line.contains("单位审核") && line.contains("2026-07-20"),
        "{line}"
    );
    assert!(
        line.contains("李强 送审") && line.contains("等待 单位审核"),
        "{line}"
    );
    assert!(
        desk.line("下一步")
            .contains("等待「单位审核」审核绩效目标申报表")
    );
    desk.step("wu", 1, DocumentKind::Goal, Act::Return);
    let next = desk.line("下一步");
    assert!(next.contains("退回: 指标值没有依据"), "{next}");
    assert!(desk.line("申报 ").contains("被退回"));
}

#[test]
fn the_reason_of_a_return_is_read_whole() {
    let mut desk = desk();
    let reason = "年度目标没有数量、完成时间和质量标准，请对照指标写明加固座数、\
                  完工时间和验收合格率，并补上三家水管单位的书面意见；\
                  另附上年同类项目的验收资料，以便核对单位成本。";
    desk.step("li", 1, DocumentKind::Goal, Act::Submit);
    desk.give(
        "wu",
        Command::Move {
            project: ProjectId(1),
            document: DocumentKind::Goal,
            act: Act::Return,
            comment: reason.into(),
        },
    );
    let screen = desk.screen();
    assert!(screen.contains("退回: 年度目标没有数量"), "{screen}");
    assert!(screen.contains("书面意"), "it goes on below: {screen}");
    desk.keys("w");
    let screen: String = desk.screen().split_whitespace().collect();
    let said = |text: &str| screen.contains(text);
    assert!(said("绩效目标申报表走到哪一步"), "{screen}");
    assert!(
        said("（单位审核）退回") && said("（单位填报）送审"),
        "{screen}"
    );
    assert!(said("以便核对单位成本。"), "to its end: {screen}");
}

#[test]
fn money_is_shown_by_source_with_its_rate_beside_the_time() {
    let desk = behind();
    let total = desk.line("合计");
    assert!(
        total.contains("2,310.00") && total.contains("286.00"),
        "{total}"
    );
    assert!(total.contains("12.4%") && total.contains('#'), "{total}");
    assert!(desk.line("执行率").contains("50.0%"), "{}", desk.screen());
    assert!(
        !desk.screen().contains("上年结转"),
        "a source without money is not shown"
    );
}

#[test]
fn lights_name_the_worst_indicator_and_w_explains_them() {
    let mut desk = behind();
    let line = desk.line("预警");
    assert!(
        line.contains("R 滞后") && line.contains("最差 加固水库座数"),
        "{line}"
    );
    while !desk.focus().contains("预警") {
        desk.keys("Down");
    }
    desk.keys("w");
    let why = desk.screen();
    assert!(why.contains("这盏灯为什么这样亮"), "{why}");
    assert!(
        why.contains("24.76   286 / 2310 / (6 / 12) * 100 = 24.76"),
        "{why}"
    );
    assert!(why.contains("25.00   2 / (16 * 6 / 12) * 100 ="), "{why}");
}

#[test]
fn w_in_the_list_opens_with_the_explanation() {
    let project = read_to(reservoir("26-水-0021", "小型水库除险加固"), 6, 286, 2);
    let mut desk = Desk::with(vec![project]);
    desk.keys("w");
    let why = desk.screen();
    assert!(why.contains("这一行的数从哪里来"), "{why}");
    assert!(why.contains("执行率 12.4% = 286.00"), "{why}");
    desk.keys("End");
    let why = desk.screen();
    assert!(
        why.contains("2,310.00 万元 = 1 个写有预算的项目之和"),
        "{why}"
    );
    desk.keys("Esc");
    assert!(desk.screen().contains("项目库"), "the box leads back");
}

#[test]
fn where_nothing_is_explained_w_says_so() {
    let mut desk = desk();
    while !desk.focus().contains("预警") {
        desk.keys("Down");
    }
    desk.keys("w");
    assert_eq!(desk.toast(), "这里没有可以解释的数");
}

#[test]
fn the_execution_rate_and_the_score_are_explained() {
    let mut desk = behind();
    while !desk.focus().contains("合计") {
        desk.keys("Down");
    }
    desk.keys("w");
    assert!(
        desk.screen().contains("12.4% = 286.00 / 2,310.00"),
        "{}",
        desk.screen()
    );
    desk.keys("Esc");
    desk.set(1, at_indicator("1", IndicatorField::Actual), "14座");
    while !desk.focus().contains("得分") {
        desk.keys("Down");
    }
    assert!(desk.line("得分").contains('分'), "{}", desk.screen());
    desk.keys("w");
    assert!(desk.screen().contains("得分从哪里来"), "{}", desk.screen());
}

#[test]
fn findings_of_one_check_are_one_line_that_unfolds() {
    let mut desk = behind();
    let several = desk.line("没有填写当前完成值");
    assert!(several.contains('+') && several.contains("处"), "{several}");
    desk.keys("Tab");
    assert!(desk.focus().contains("M-01"), "{}", desk.focus());
    desk.keys("Enter");
    assert!(
        desk.screen().contains("“每座平均成本”"),
        "{}",
        desk.screen()
    );
    desk.keys("Down Left");
    assert!(
        !desk.screen().contains("“每座平均成本”"),
        "{}",
        desk.screen()
    );
    assert!(desk.focus().contains("M-01"), "{}", desk.focus());
}

#[test]
fn enter_on_a_finding_goes_to_its_place() {
    let mut desk = behind();
    desk.keys("Tab Enter Down Enter");
    assert_eq!(place(&desk), Some(crate::app::keys::Place::Monitoring));
    desk.keys("Esc");
    assert!(
        desk.focus().contains("M-01"),
        "the cursor stands where it was"
    );
}

#[test]
fn every_place_has_its_screen() {
    let cases = [
        (
            At::Project(ProjectField::Goal),
            crate::app::keys::Place::Goals,
        ),
        (
            at_indicator("1", IndicatorField::Weight),
            crate::app::keys::Place::Goals,
        ),
        (
            at_indicator("1", IndicatorField::Reason),
            crate::app::keys::Place::Evaluation,
        ),
        (
            At::Project(ProjectField::Improvement),
            crate::app::keys::Place::Evaluation,
        ),
        (
            At::Project(ProjectField::Leader),
            crate::app::keys::Place::Form,
        ),
        (
            At::Reading(7, RowKey::Execution, ReadingField::Cause),
            crate::app::keys::Place::Monitoring,
        ),
    ];
    for (at, place) in cases {
        assert_eq!(screen_for(&at).place(), place, "{at:?}");
    }
}

#[test]
fn m_offers_the_steps_of_the_document_under_the_cursor() {
    let mut desk = desk();
    desk.sit("li");
    desk.keys("m");
    assert!(desk.screen().contains("送审"), "{}", desk.screen());
    desk.keys("Enter");
    assert!(
        desk.screen().contains("之后由「单位审核」办理"),
        "{}",
        desk.screen()
    );
    desk.keys("Right Enter");
    assert!(desk.line("申报 ").contains("单位审核"), "{}", desk.screen());
}

#[test]
fn m_on_money_asks_which_document() {
    let mut desk = behind();
    while !desk.focus().contains("合计") {
        desk.keys("Down");
    }
    desk.keys("m");
    let menu = desk.screen();
    assert!(menu.contains("办理哪一份文书"), "{menu}");
    assert!(
        menu.contains("6月监控表") && menu.contains("自评表"),
        "{menu}"
    );
    desk.keys("Enter");
    assert!(
        desk.screen().contains("绩效目标申报表 · 已批复"),
        "{}",
        desk.screen()
    );
}

#[test]
fn enter_on_the_next_step_goes_there() {
    let mut desk = behind();
    assert!(
        desk.line("下一步").contains("填报 7月监控"),
        "{}",
        desk.screen()
    );
    desk.keys("Enter");
    assert_eq!(place(&desk), Some(crate::app::keys::Place::Monitoring));
}

#[test]
fn x_exports_this_project() {
    let mut desk = desk();
    desk.keys("x");
    assert!(
        desk.screen().contains("wenxiao-26-水-0021.json"),
        "{}",
        desk.screen()
    );
}

#[test]
fn the_project_of_an_earlier_day_only_reads() {
    let mut desk = behind();
    desk.keys("h End Enter");
    assert!(desk.screen().contains("历史视图 #"), "{}", desk.screen());
    assert!(desk.line("申报 ").contains("草稿"), "{}", desk.screen());
    desk.keys("m");
    assert_eq!(desk.toast(), "历史视图只能看; 按 Esc 回到现在");
    desk.keys("Esc Esc");
    assert!(desk.line("批复 ").contains("已批复"), "{}", desk.screen());
}

#[test]
fn a_project_without_anything_says_what_is_missing() {
    let mut desk = Desk::with(vec![Project {
        code: "N1".into(),
        name: "空".into(),
        year: Some(2026),
        unit: crate::screens::desk::UNIT.into(),
        department: crate::screens::desk::DEPARTMENT.into(),
        ..Project::default()
    }]);
    desk.keys("Enter");
    for words in ["年度总体目标未写", "还没有填报完成值", "自评未开始"] {
        assert!(desk.screen().contains(words), "{words}");
    }
    desk.at_all_sizes();
}

#[test]
fn thirty_indicators_and_very_long_names_fit_every_size() {
    let mut project = read_to(
        reservoir("26-水-0021", &"很长的项目名称".repeat(9)),
        6,
        286,
        2,
    );
    let model = project.indicators[0].clone();
    project
        .indicators
        .extend((7..=30).map(|number| crate::domain::project::Indicator {
            id: number.to_string(),
            name: format!("指标{number}{}", "很长的指标名称".repeat(6)),
            ..model.clone()
        }));
    project.funds[0].initial = "1234567890123.45".into();
    let mut desk = Desk::with(vec![project]);
    desk.keys("Enter");
    desk.resize(160, 40);
    assert!(
        desk.line("合计  ").contains("1,234,567,890,123.45"),
        "{}",
        desk.screen()
    );
    desk.at_all_sizes();
}

#[test]
fn a_project_that_is_gone_leads_back_to_the_list() {
    let mut desk = desk();
    let project = ProjectId(1);
    desk.give("li", crate::domain::command::Command::Delete { project });
    assert!(desk.screen().contains("项目库"), "{}", desk.screen());
    assert!(
        !desk
            .beyond
            .iter()
            .any(|effect| matches!(effect, Effect::Quit))
    );
}

#[test]
fn the_project_at_its_sizes() {
    let mut desk = behind();
    desk.keys("Esc Enter");
    insta::assert_snapshot!("project_80", desk.screen());
    desk.resize(120, 40);
    insta::assert_snapshot!("project_120", desk.screen());
    desk.resize(60, 20);
    insta::assert_snapshot!("project_60", desk.screen());
    desk.keys("F9");
    desk.resize(80, 24);
    insta::assert_snapshot!("project_80_en", desk.screen());
}

// ---- the indicators, where there is room --------------------------------------------------------

/// Puts the cursor on the line with these words.
fn stand_on(desk: &mut Desk, words: &str) {
    for _ in 0..60 {
        if desk.focus().contains(words) {
            return;
        }
        desk.keys("Down");
    }
    panic!("no line with {words}:\n{}", desk.screen());
}

#[test]
fn a_wide_screen_lists_the_indicators_the_worst_light_first_with_its_why() {
    let mut desk = behind();
    assert!(!desk.screen().contains("指标值"), "80 columns have no room");
    desk.resize(120, 40);
    let row = desk.line("≥16座");
    assert!(row.contains("R 滞后") && row.contains("2 座"), "{row}");
    let screen = desk.screen();
    let at = |words: &str| {
        let found = screen.find(words);
        found.unwrap_or_else(|| panic!("{words}: {screen}"))
    };
    assert!(at("≥16座") < at("完工时间"), "{screen}");
    stand_on(&mut desk, "加固水库座数");
    desk.keys("w");
    let why = desk.screen();
    assert!(why.contains("这些数从哪里来"), "{why}");
    assert!(why.contains("2 / (16 * 6 / 12) * 100 ="), "{why}");
    desk.keys("Esc Enter");
    assert_eq!(place(&desk), Some(crate::app::keys::Place::Monitoring));
    assert!(
        desk.screen().contains("> 加固水库座数"),
        "{}",
        desk.screen()
    );
}

#[test]
fn a_quantity_too_long_for_its_column_keeps_its_number_whole() {
    let mut project = read_to(reservoir("26-水-0021", "小型水库除险加固"), 6, 286, 2);
    let cost = project
        .indicators
        .iter_mut()
        .find(|row| row.name == "每座平均成本")
        .expect("a row of cost");
    cost.target = "≤1444万元/平方公里".into();
    let reading = MonthReading {
        id: RowKey::Indicator(cost.id.clone()),
        actual: "1234.5".into(),
        ..MonthReading::default()
    };
    let june = project.monitoring.months.get_mut(&6).expect("read");
    june.readings.push(reading);
    let mut desk = Desk::with(vec![project]);
    desk.approve(1);
    desk.keys("Enter");
    desk.resize(120, 40);
    let row = desk.line("每座平均成本");
    assert!(row.contains(" 1,234.5  G 正常"), "{row}");
    // The short ones keep their unit.
    assert!(desk.screen().contains(" 2 座  R 滞后"));
}

#[test]
fn before_the_first_month_the_indicators_show_their_weights_and_lead_to_the_goals() {
    let mut desk = desk();
    desk.resize(120, 40);
    let row = desk.line("≥16座");
    assert!(row.contains(" 分"), "{row}");
    assert!(!desk.screen().contains("预警 偏差"), "nothing was read");
    stand_on(&mut desk, "加固水库座数");
    desk.keys("w");
    assert!(
        desk.app.overlay.is_none(),
        "a weight is what somebody wrote"
    );
    desk.keys("Enter");
    assert_eq!(place(&desk), Some(crate::app::keys::Place::Goals));
}

#[test]
fn a_self_evaluation_lists_first_where_the_most_points_were_lost() {
    let mut desk = desk();
    desk.resize(120, 40);
    desk.set(1, at_indicator("1", IndicatorField::Actual), "8座");
    let screen = desk.screen();
    assert!(screen.contains("得分 / 分值"), "{screen}");
    let lost = |line: &str| -> Option<f64> {
        // What a row is made of ends before the findings beside it.
        let (score, weight) = line.split_once(" 分")?.0.rsplit_once(" / ")?;
        let score = score.split_whitespace().next_back()?;
        Some(weight.parse::<f64>().ok()? - score.parse::<f64>().ok()?)
    };
    let rows: Vec<f64> = screen.lines().filter_map(lost).collect();
    assert!(rows.len() >= 2 && rows[0] > 0.0, "{rows:?}: {screen}");
    assert!(
        rows.is_sorted_by(|one, other| one >= other),
        "{rows:?}: {screen}"
    );
    stand_on(&mut desk, "加固水库座数");
    desk.keys("w");
    assert!(desk.screen().contains("这些数从哪里来"));
}

#[test]
fn h_shows_the_history_of_the_thing_under_the_cursor_alone() {
    let mut desk = behind();
    desk.resize(120, 40);
    desk.keys("h");
    let whole = desk.screen();
    assert!(!whole.contains("只看"), "{whole}");
    desk.keys("Esc");
    for (line, thing) in [
        ("目标", "只看: 年度总体目标"),
        ("加固水库座数", "加固水库座数"),
    ] {
        stand_on(&mut desk, line);
        desk.keys("h");
        let shown = desk.screen();
        assert!(shown.contains("只看") && shown.contains(thing), "{shown}");
        desk.keys("Esc Esc");
    }
}
