use super::harness::{Desk, indicator, reservoirs, thirty};
use super::*;
use crate::app::key::Key;
use crate::app::key::KeyCode as K;
use crate::app::overlay::Overlay;

fn desk(project: Project) -> Desk {
    Desk::new(project, Screen::Goals(Goals::default()))
}

fn names(desk: &Desk) -> Vec<&str> {
    let rows = desk.stored.indicators.iter();
    rows.map(|row| row.name.as_str()).collect()
}

fn menu(desk: &Desk) -> &crate::app::overlay::Menu {
    match &desk.app.overlay {
        Some(Overlay::Menu(menu)) => menu,
        other => panic!("no menu: {other:?}"),
    }
}

#[test]
fn pictures() {
    for (columns, rows) in [(80, 24), (120, 40), (60, 20)] {
        let mut desk = desk(reservoirs());
        desk.size(columns, rows);
        insta::assert_snapshot!(format!("zh_{columns}"), desk.picture());
        desk.english();
        insta::assert_snapshot!(format!("en_{columns}"), desk.picture());
    }
    let mut empty = reservoirs();
    empty.indicators.clear();
    empty.goal.clear();
    let mut desk = desk(empty);
    insta::assert_snapshot!("zh_empty", desk.picture());
    desk.english();
    insta::assert_snapshot!("en_empty", desk.picture());
    let mut desk = self::desk(thirty());
    insta::assert_snapshot!("zh_thirty_80", desk.picture());
    desk.size(120, 40);
    insta::assert_snapshot!("zh_thirty_120", desk.picture());
}

#[test]
fn it_can_be_drawn_at_any_size() {
    for project in [reservoirs(), thirty(), Project::default()] {
        let mut desk = desk(Project {
            unit: reservoirs().unit,
            ..project
        });
        for (columns, rows) in [(40, 8), (41, 9), (60, 20), (80, 24), (110, 30), (300, 100)] {
            desk.size(columns, rows);
            desk.picture();
            for _ in 0..40 {
                desk.key(K::Down);
            }
            desk.key(K::Enter).picture();
            desk.key(K::Esc).key(K::Home).picture();
        }
    }
}

#[test]
fn the_sums_say_what_is_missing() {
    let desk = desk(reservoirs());
    let picture = desk.picture();
    assert!(picture.contains("产出指标  38/40 ! 差 2"), "{picture}");
    assert!(picture.contains("成本指标  20/20 符合"), "{picture}");
    assert!(picture.contains("合计 88/90 ! 差 2"), "{picture}");
}

#[test]
fn the_sum_follows_while_a_weight_is_typed() {
    let mut desk = desk(reservoirs());
    desk.key(K::Right).key(K::Right).key(K::Enter);
    desk.keys("16");
    let picture = desk.picture();
    assert!(picture.contains("产出指标  40/40 符合"), "{picture}");
    assert!(picture.contains("合计 90/90 符合"), "{picture}");
    assert_eq!(desk.stored.indicators[0].weight.as_str(), "14");
    desk.key(K::Enter);
    assert_eq!(desk.stored.indicators[0].weight.as_str(), "16");
}

#[test]
fn a_target_is_edited_where_it_stands_and_read_while_typing() {
    let mut desk = desk(reservoirs());
    desk.key(K::Right).key(K::Enter);
    desk.keys("≥18座");
    let picture = desk.picture();
    assert!(picture.contains("读作: ≥ 18 座"), "{picture}");
    let row = picture.lines().find(|line| line.contains("≥18座"));
    assert!(
        row.is_some_and(|row| row.contains("加固水库座数")),
        "{picture}"
    );
    desk.key(K::Enter);
    assert_eq!(desk.stored.indicators[0].target, "≥18座");
}

#[test]
fn tab_saves_and_goes_on_to_the_next_cell_and_the_next_row() {
    let mut desk = desk(reservoirs());
    desk.key(K::Enter).keys("加固小型水库座数").key(K::Tab);
    desk.keys("≥17座").key(K::Tab);
    desk.keys("15").key(K::Tab);
    desk.keys("灌溉面积").key(K::Enter);
    let [first, second, ..] = desk.stored.indicators.as_slice() else {
        panic!("rows")
    };
    assert_eq!(
        (
            first.name.as_str(),
            first.target.as_str(),
            first.weight.as_str()
        ),
        ("加固小型水库座数", "≥17座", "15")
    );
    assert_eq!(second.name, "灌溉面积");
}

#[test]
fn arrows_and_tab_move_over_cells_and_rows() {
    let mut desk = desk(reservoirs());
    assert_eq!(desk.reversed(), "加固水库座数");
    desk.key(K::Left);
    assert_eq!(desk.reversed(), "数量");
    desk.key(K::Left);
    assert_eq!(desk.reversed(), "产出");
    desk.key(K::BackTab);
    assert!(
        desk.reversed().contains("年度总体目标"),
        "{}",
        desk.reversed()
    );
    desk.key(K::Down).key(K::End);
    assert!(desk.picture().contains("> 满意度"), "{}", desk.picture());
    desk.key(K::Home).key(K::Left).key(K::Left);
    assert_eq!(desk.reversed(), "加固水库座数");
    for _ in 0..3 {
        desk.key(K::Tab);
    }
    assert_eq!(desk.reversed(), "产出");
    desk.key(K::Tab).key(K::Tab);
    assert_eq!(desk.reversed(), "改善灌溉面积");
}

#[test]
fn levels_are_offered_from_the_frame_and_may_be_written_freely() {
    let mut desk = desk(reservoirs());
    desk.key(K::Left).key(K::Enter);
    let labels: Vec<&str> = menu(&desk)
        .items
        .iter()
        .map(|item| item.label.as_str())
        .collect();
    assert_eq!(labels[..3], ["数量指标", "质量指标", "时效指标"]);
    assert_eq!(labels.last(), Some(&"其他 (自己填写)"));
    desk.keys("zl").key(K::Enter);
    assert_eq!(desk.stored.indicators[0].level2, "质量指标");
    desk.key(K::Left).key(K::Enter).keys("其他").key(K::Enter);
    desk.keys("过程指标").key(K::Enter);
    assert_eq!(desk.stored.indicators[0].level1, "过程指标");
}

#[test]
fn g_edits_the_goal_text() {
    let mut desk = desk(reservoirs());
    desk.keys("g").keys("甲");
    desk.press(Key::ctrl('s'));
    assert!(desk.stored.goal.contains('甲'));
}

#[test]
fn a_adds_a_row_below_with_its_levels_and_stands_on_it() {
    let mut desk = desk(reservoirs());
    desk.key(K::Down).keys("a");
    let row = &desk.stored.indicators[2];
    assert_eq!((row.id.as_str(), row.level2.as_str()), ("i1", "数量指标"));
    // The editor is open on its name already.
    desk.keys("新指标").key(K::Enter);
    assert_eq!(names(&desk)[2], "新指标");
    assert_eq!(desk.reversed(), "新指标");
}

#[test]
fn a_new_row_without_a_name_stays_when_its_editor_is_left() {
    let mut desk = desk(reservoirs());
    desk.keys("a");
    assert!(desk.app.editing.is_some());
    desk.key(K::Esc);
    assert!(desk.app.editing.is_none() && desk.app.overlay.is_none());
    assert_eq!(desk.reversed(), "(未命名)");
}

#[test]
fn a_adds_a_row_under_a_level_that_is_missing() {
    let mut project = reservoirs();
    project.indicators.retain(|row| row.level1 != "成本指标");
    let mut desk = desk(project);
    assert!(
        desk.picture().contains("成本指标  0/20 ! 差 20   还没有"),
        "{}",
        desk.picture()
    );
    desk.key(K::End).keys("a");
    assert_eq!(desk.stored.indicators.last().unwrap().level1, "成本指标");
    desk.key(K::End).key(K::Enter);
}

#[test]
fn i_inserts_from_the_library_with_all_attributes_behind_its_kind() {
    let mut desk = desk(reservoirs());
    desk.keys("i");
    assert!(menu(&desk).items.len() > 100);
    desk.keys("灌区渠道衬砌");
    let picture = desk.picture();
    assert!(picture.contains("≥16.5公里"), "{picture}");
    desk.key(K::Enter);
    let at = names(&desk)
        .iter()
        .position(|name| *name == "灌区渠道衬砌长度");
    assert_eq!(at, Some(2));
    let row = &desk.stored.indicators[2];
    assert_eq!(row.target, "≥16.5公里");
    for text in [
        &row.explanation,
        &row.formula,
        &row.basis,
        &row.evidence_required,
        &row.method,
        &row.data_source,
    ] {
        assert!(!text.is_empty());
    }
    assert_eq!(row.id, "i1");
    // What is left to fill in is the weight.
    desk.key(K::Enter).keys("2").key(K::Enter);
    assert_eq!(desk.stored.indicators[2].weight.as_str(), "2");
}

#[test]
fn the_library_is_found_by_pinyin_initials() {
    let mut desk = desk(reservoirs());
    desk.keys("i").keys("gqqdcq");
    assert!(desk.picture().contains("灌区渠道衬砌长度"));
}

#[test]
fn a_library_row_takes_the_levels_of_the_policys_frame() {
    let mut project = reservoirs();
    project.policy = Some("national-2020".into());
    let mut desk = desk(project);
    let entry = desk
        .app
        .world
        .library
        .entries()
        .find(|entry| entry.level2 == "经济成本指标")
        .unwrap()
        .clone();
    desk.keys("i").keys(&entry.name).key(K::Enter);
    let row = desk
        .stored
        .indicators
        .iter()
        .find(|row| row.name == entry.name)
        .unwrap();
    let policy = &desk.app.open.as_ref().unwrap().policy;
    let level1 = policy.level1(&row.level1);
    assert!(
        policy.frame.level(level1).is_some(),
        "{} is no level of the frame",
        row.level1
    );
}

#[test]
fn c_copies_the_definition_and_not_the_result() {
    let mut project = reservoirs();
    project.indicators[0].actual = "14座".into();
    let mut desk = desk(project);
    desk.keys("c");
    let copy = &desk.stored.indicators[1];
    assert_eq!(
        (copy.name.as_str(), copy.target.as_str()),
        ("加固水库座数", "≥16座")
    );
    assert_eq!(copy.actual, "");
    assert_ne!(copy.id, "1");
}

#[test]
fn capital_k_and_j_move_the_row_and_the_cursor_with_it() {
    let mut desk = desk(reservoirs());
    desk.keys("J");
    assert_eq!(names(&desk)[..2], ["改善灌溉面积", "加固水库座数"]);
    assert_eq!(desk.reversed(), "加固水库座数");
    desk.keys("K");
    assert_eq!(names(&desk)[0], "加固水库座数");
    desk.keys("K");
    assert_eq!(desk.toast(), "已经到头了");
}

#[test]
fn l_opens_every_attribute_and_esc_comes_back_to_the_same_row() {
    let mut desk = desk(reservoirs());
    desk.key(K::Down).keys("l");
    assert!(matches!(desk.app.screen(), Some(Screen::Form(_))));
    assert!(desk.picture().contains("指标解释"));
    desk.key(K::Esc);
    assert_eq!(desk.reversed(), "改善灌溉面积");
}

#[test]
fn v_switches_to_the_multi_year_block_and_back() {
    let mut desk = desk(reservoirs());
    desk.keys("v");
    let picture = desk.picture();
    assert!(picture.contains("中期指标"), "{picture}");
    assert!(picture.contains("还没有指标"), "{picture}");
    desk.keys("a");
    assert_eq!(desk.stored.multi_year.indicators.len(), 1);
    desk.keys("中期产出").key(K::Enter);
    assert_eq!(desk.stored.multi_year.indicators[0].name, "中期产出");
    desk.keys("v");
    assert_eq!(desk.reversed(), "加固水库座数");
}

#[test]
fn deleting_asks_and_stands_on_cancel() {
    let mut desk = desk(reservoirs());
    desk.key(K::Delete);
    assert!(desk.picture().contains("删除这条指标?"));
    desk.key(K::Enter);
    assert_eq!(desk.stored.indicators.len(), 8);
    desk.key(K::Delete).key(K::Right).key(K::Enter);
    assert_eq!(desk.stored.indicators.len(), 7);
    assert_eq!(names(&desk)[0], "改善灌溉面积");
}

#[test]
fn n_goes_through_the_findings_and_says_each() {
    let mut desk = desk(reservoirs());
    let count = match desk.app.screen() {
        Some(Screen::Goals(goals)) => goals.found.len(),
        _ => 0,
    };
    assert!(count > 2);
    let mut said = Vec::new();
    for _ in 0..count {
        desk.keys("n");
        said.push(desk.toast());
    }
    let mut unique = said.clone();
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), count, "{said:#?}");
    assert!(said.iter().any(|said| said.contains("G-08")), "{said:#?}");
    desk.keys("N");
    assert_eq!(desk.toast(), said[count - 2]);
}

#[test]
fn a_finding_is_said_below_the_table() {
    let mut desk = desk(reservoirs());
    desk.key(K::Down).key(K::Down).key(K::Right);
    assert_eq!(desk.reversed(), "(≥) 100");
    let picture = desk.picture();
    assert!(picture.contains("E G-08"), "{picture}");
}

#[test]
fn m_opens_the_steps_of_the_declaration() {
    let mut desk = desk(reservoirs());
    desk.keys("m");
    assert!(desk.picture().contains("送审"), "{}", desk.picture());
}

#[test]
fn w_explains_the_weights_and_the_reading_of_a_target() {
    let mut desk = desk(reservoirs());
    desk.size(120, 40).keys("w");
    let picture = desk.picture();
    assert!(picture.contains("绩效指标分值合计应为 90"), "{picture}");
    assert!(picture.contains("财预〔2021〕101号"), "{picture}");
    assert!(picture.contains("产出指标: 38/40 ! 差 2"), "{picture}");
    insta::assert_snapshot!("zh_why_weights", picture);
    desk.key(K::Esc).key(K::Right).keys("w");
    let picture = desk.picture();
    assert!(picture.contains("读作: ≥ 16 座"), "{picture}");
    assert!(picture.contains("第十八条"), "{picture}");
    // The earlier years beside it, too: what somebody wrote, and no part of the score.
    assert!(picture.contains("上年指标值: 12座"), "{picture}");
    assert!(picture.contains("供对照"), "{picture}");
    desk.key(K::Esc).key(K::Up).keys("w");
    assert!(desk.picture().contains("SMART"), "{}", desk.picture());
}

#[test]
fn h_and_x_do_what_they_do_everywhere() {
    let mut desk = desk(reservoirs());
    desk.keys("x");
    assert!(matches!(&desk.app.overlay, Some(Overlay::Prompt(_))));
    desk.key(K::Esc).keys("h");
    assert!(matches!(desk.app.screen(), Some(Screen::History(_))));
}

#[test]
fn another_role_reads_and_is_told_why_it_may_not_write() {
    let mut desk = desk(reservoirs());
    desk.act_as_finance();
    for code in [
        K::Enter,
        K::Delete,
        K::Char('a'),
        K::Char('i'),
        K::Char('g'),
    ] {
        desk.key(code);
        assert!(desk.app.overlay.is_none() && desk.app.editing.is_none());
        assert!(desk.toast().contains("单位填报"), "{}", desk.toast());
    }
    desk.keys("w");
    assert!(desk.app.overlay.is_some());
    assert_eq!(desk.stored, reservoirs());
}

#[test]
fn a_look_back_only_reads() {
    let mut desk = desk(reservoirs());
    let mut before = reservoirs();
    before.indicators.truncate(1);
    desk.as_of(before, Screen::Goals(Goals::default()));
    let picture = desk.picture();
    assert!(picture.contains("历史视图"), "{picture}");
    assert!(!picture.contains("完工时间"), "{picture}");
    for code in [
        K::Enter,
        K::Delete,
        K::Char('a'),
        K::Char('g'),
        K::Char('c'),
    ] {
        desk.key(code);
        assert!(desk.toast().contains("历史视图"), "{}", desk.toast());
    }
    assert_eq!(desk.stored, reservoirs());
}

#[test]
fn what_somebody_else_wrote_meanwhile_is_shown_before_it_is_overwritten() {
    let mut desk = desk(reservoirs());
    desk.key(K::Enter).keys("我写的");
    desk.elsewhere(Edit::Set {
        at: At::Indicator(Block::Annual, "1".into(), IndicatorField::Name),
        value: "别人写的".into(),
    });
    desk.key(K::Enter);
    let picture = desk.picture();
    assert!(picture.contains("这里刚被别人改过"), "{picture}");
    assert!(
        picture.contains("别人写的") && picture.contains("我写的"),
        "{picture}"
    );
}

#[test]
fn the_cursor_stays_on_its_row_when_somebody_else_inserts_one_above() {
    let mut desk = desk(reservoirs());
    desk.key(K::Down);
    desk.elsewhere(Edit::AddIndicator {
        block: Block::Annual,
        indicator: Box::new(indicator(
            "x",
            "产出指标",
            "数量指标",
            "别人加的",
            "≥1座",
            "1",
        )),
        position: 0,
    });
    assert_eq!(desk.reversed(), "改善灌溉面积");
}

#[test]
fn a_withdrawn_row_is_locked_and_does_not_count() {
    let mut project = reservoirs();
    project.indicators[0].withdrawn = true;
    let mut desk = desk(project);
    assert!(
        desk.picture().contains("产出指标  24/40 ! 差 16"),
        "{}",
        desk.picture()
    );
    desk.key(K::Enter);
    assert!(desk.app.editing.is_none());
    assert!(!desk.toast().is_empty());
}

#[test]
fn a_level_that_stands_twice_is_summed_once() {
    let mut project = reservoirs();
    let row = project.indicators.remove(0);
    project.indicators.push(row);
    let desk = desk(project);
    let picture = desk.picture();
    assert!(picture.contains("产出指标  38/40"), "{picture}");
    let mut desk = desk;
    desk.key(K::End);
    assert!(
        desk.picture().contains("产出指标 (续)"),
        "{}",
        desk.picture()
    );
}

#[test]
fn a_finding_of_another_screen_leads_to_its_cell() {
    let at = At::Indicator(Block::Annual, "3".into(), IndicatorField::Target);
    let desk = Desk::new(reservoirs(), Screen::Goals(Goals::on(&at)));
    assert_eq!(desk.reversed(), "(≥) 100");
}
