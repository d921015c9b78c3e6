use crate::domain::project::Project;
use crate::screens::desk::{Desk, read_to, reservoir};

fn projects() -> Vec<Project> {
    let named = |code: &str, name: &str| reservoir(code, name);
    vec![
        named("26-水-0001", "小型水库除险加固"),
        named("26-水-0002", "农村饮水工程维修养护"),
        named("26-教-0001", "义务教育营养改善计划"),
        Project {
            year: Some(2025),
            ..named("25-水-0009", "青溪河清淤疏浚")
        },
    ]
}

fn names(desk: &Desk) -> Vec<String> {
    desk.screen()
        .lines()
        .filter(|line| line.contains("2026-") || line.contains("26-") || line.contains("25-"))
        .filter(|line| line.contains("-水-") || line.contains("-教-"))
        .map(|line| line.trim_start_matches([' ', '>', '*']).to_owned())
        .collect()
}

#[test]
fn initials_and_full_pinyin_and_characters_all_filter() {
    let mut desk = Desk::with(projects());
    for typed in ["xxsk", "xiaoxingshuiku", "水库除险", "0001"] {
        desk.keys("/");
        desk.keys(typed);
        let shown = names(&desk);
        let found = shown.iter().any(|line| line.contains("小型水库除险加固"));
        assert!(found, "{typed}: {shown:?}");
        assert!(!desk.screen().contains("农村饮水"), "{typed}");
        desk.keys("Esc");
        assert_eq!(names(&desk).len(), 3, "{typed}");
    }
    desk.keys("/ yyjygs Enter");
    assert!(desk.line("筛选").contains("0/3 个"));
    assert!(desk.screen().contains("没有符合的项目"));
}

#[test]
fn the_department_of_a_project_finds_it_too() {
    let mut list = projects();
    list[2].department = "青溪县教育体育局".into();
    let mut desk = Desk::with(list);
    desk.keys("/");
    for typed in ["教育体育局", "jytyj"] {
        desk.keys(typed);
        let shown = names(&desk);
        assert!(
            shown.len() == 1 && shown[0].contains("营养改善"),
            "{shown:?}"
        );
        desk.keys("Esc /");
    }
}

#[test]
fn the_filter_stays_when_one_moves_on_and_esc_takes_it_away() {
    let mut desk = Desk::with(projects());
    desk.keys("/ sl Down");
    assert!(desk.line("项目库").contains("筛选: sl"));
    desk.keys("Esc");
    assert!(!desk.line("项目库").contains("筛选"));
}

#[test]
fn the_year_of_the_store_is_shown_and_all_years_on_demand() {
    let mut desk = Desk::with(projects());
    assert!(!desk.screen().contains("青溪河清淤"));
    desk.keys("y End Enter");
    assert!(desk.line("项目库").contains("所有年度"));
    assert!(desk.screen().contains("青溪河清淤"));
}

#[test]
fn a_column_sorts_and_again_turns_round() {
    let mut list = projects();
    list[1].funds[0].initial = "90".into();
    let mut desk = Desk::with(list);
    desk.keys("s 预算 Enter");
    assert!(names(&desk)[0].contains("农村饮水"), "{}", desk.screen());
    desk.keys("S");
    assert!(names(&desk)[2].contains("农村饮水"), "{}", desk.screen());
}

#[test]
fn groups_have_heads_with_sums_and_the_cursor_skips_them() {
    let mut desk = Desk::with(projects());
    desk.keys("g 主管 Enter");
    let head = desk.line("水利局  3 个");
    assert!(
        head.contains("青溪县水利局") && head.contains("6,930.00"),
        "{head}"
    );
    desk.keys("Home");
    assert!(desk.focus().contains("义务教育"), "{}", desk.focus());
    desk.keys("Up");
    assert!(desk.focus().contains("义务教育"), "{}", desk.focus());
}

#[test]
fn marks_stay_through_a_filter_and_are_counted() {
    let mut desk = Desk::with(projects());
    desk.keys("Home Space Space");
    assert!(desk.line("标记").contains("标记 2"), "{}", desk.screen());
    desk.keys("/ yy Enter *");
    assert!(desk.line("标记").contains("标记"), "{}", desk.screen());
    desk.keys("Esc *");
    assert!(desk.line("分组").contains("标记 3"), "{}", desk.screen());
    desk.keys("*");
    assert!(desk.line("分组").contains("标记 0"), "{}", desk.screen());
}

#[test]
fn a_project_that_nobody_has_read_has_no_rate() {
    let mut desk = Desk::with(vec![
        reservoir("26-水-0001", "小型水库除险加固"),
        read_to(reservoir("26-水-0002", "农村饮水工程维修养护"), 6, 231, 2),
    ]);
    let line = desk.line("小型水库");
    assert!(!line.contains('%'), "{line}");
    assert!(desk.line("农村饮水").contains("10.0%"), "{}", desk.screen());
    desk.resize(120, 40);
    assert!(desk.line("农村饮水").contains("50.0%"));
}

#[test]
fn an_empty_store_says_what_to_do_first() {
    let desk = Desk::with(Vec::new());
    assert!(desk.screen().contains("库里还没有项目"));
    assert!(desk.screen().contains("按 a 新建"));
}

#[test]
fn the_list_at_its_sizes() {
    let mut desk = Desk::with(projects());
    desk.keys("Home");
    insta::assert_snapshot!("list_80", desk.screen());
    desk.resize(120, 30);
    insta::assert_snapshot!("list_120", desk.screen());
    desk.resize(60, 20);
    insta::assert_snapshot!("list_60", desk.screen());
    desk.keys("F9");
    desk.resize(80, 24);
    insta::assert_snapshot!("list_80_en", desk.screen());
    desk.at_all_sizes();
}
