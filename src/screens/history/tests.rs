use crate::domain::command::{At, IndicatorField, ProjectField};
use crate::domain::status::{Act, DocumentKind};
use crate::screens::desk::{Desk, at_indicator, reservoir};

/// Created, edited twice, sent and returned; the filler looks.
fn desk() -> Desk {
    let mut desk = Desk::with(vec![reservoir("26-水-0021", "小型水库除险加固")]);
    desk.set(1, at_indicator("1", IndicatorField::Target), "≥18座");
    let goal = "到2026年底, 完成18座小型水库除险加固, 验收合格率100%, 保护下游3.2万人, 群众满意度90%以上。";
    desk.set(1, At::Project(ProjectField::Goal), goal);
    desk.step("li", 1, DocumentKind::Goal, Act::Submit);
    desk.step("wu", 1, DocumentKind::Goal, Act::Return);
    desk.sit("li");
    desk.keys("h");
    desk
}

fn rows(desk: &Desk) -> Vec<String> {
    let screen = desk.screen();
    let rows = screen.lines().filter(|line| line.contains("2026-07-20 09"));
    rows.map(str::to_owned).collect()
}

#[test]
fn entries_stand_newest_first_with_person_role_and_step() {
    let desk = desk();
    let rows = rows(&desk);
    assert_eq!(rows.len(), 5, "{}", desk.screen());
    assert!(
        rows[0].contains("吴敏") && rows[0].contains("退回绩效目标申报表"),
        "{}",
        rows[0]
    );
    assert!(
        rows[1].contains("李强") && rows[1].contains("送审"),
        "{}",
        rows[1]
    );
    assert!(rows[4].contains("新建"), "{}", rows[4]);
    assert!(
        desk.screen().contains("意见: 指标值没有依据"),
        "{}",
        desk.screen()
    );
}

#[test]
fn a_change_is_told_by_names_and_a_long_text_by_its_difference() {
    let mut desk = desk();
    desk.keys("Down Down");
    assert!(
        desk.line("[-16-]")
            .contains("完成[-16-][+18+]座小型水库除险加.."),
        "{}",
        desk.screen()
    );
    desk.keys("Down");
    let line = desk.line("≥16座 -> ≥18座");
    assert!(line.contains("加固水库座数 · 指标值"), "{line}");
}

#[test]
fn a_whole_record_is_told_field_by_field_and_can_be_scrolled() {
    let mut desk = desk();
    desk.keys("End Tab");
    let before = desk.screen();
    desk.keys("PgDn");
    assert_ne!(desk.screen(), before);
    assert!(!desk.screen().contains("(一组内容)"), "{}", desk.screen());
}

#[test]
fn what_was_undone_is_marked_by_whom_and_the_undo_names_it() {
    let mut desk = Desk::with(vec![reservoir("26-水-0021", "小型水库除险加固")]);
    desk.set(1, at_indicator("1", IndicatorField::Target), "≥18座");
    desk.sit("li");
    desk.keys("h u");
    assert!(desk.screen().contains("撤回这次修改?"), "{}", desk.screen());
    desk.keys("Right Enter");
    let rows = rows(&desk);
    assert!(rows[0].contains("撤回 #"), "{}", desk.screen());
    assert!(rows[1].contains("编辑 (已撤回 #"), "{}", desk.screen());
    desk.keys("Ctrl-R Right Enter");
    let rows = self::rows(&desk);
    assert!(rows[0].contains("恢复"), "{}", desk.screen());
    assert!(!desk.screen().contains("已撤回 #"), "{}", desk.screen());
}

#[test]
fn the_filter_finds_persons_steps_fields_and_values() {
    let mut desk = desk();
    for (typed, fits) in [
        ("wm", 1),
        ("指标值", 1),
        ("songshen", 1),
        ("18座", 2),
        ("没有这个", 0),
    ] {
        desk.keys("/");
        desk.keys(typed);
        let found = rows(&desk).len();
        assert!(found >= fits, "{typed}: {}", desk.screen());
        assert!(found < 5, "{typed}: {}", desk.screen());
        desk.keys("Esc");
        assert_eq!(rows(&desk).len(), 5, "{typed}");
    }
}

#[test]
fn a_filter_that_was_closed_with_enter_goes_with_the_first_esc() {
    let mut desk = desk();
    desk.keys("/ wm Enter Esc");
    assert_eq!(rows(&desk).len(), 5);
    desk.keys("Esc");
    assert!(desk.screen().contains("项目库"));
}

#[test]
fn enter_shows_the_project_as_it_was() {
    let mut desk = desk();
    desk.keys("End Enter");
    assert!(desk.screen().contains("历史视图 #"), "{}", desk.screen());
    assert!(desk.screen().contains("完成16座"), "{}", desk.screen());
    desk.keys("Esc");
    assert!(desk.line("变更记录").contains("5 条"), "{}", desk.screen());
}

#[test]
fn the_cursor_stays_on_its_entry_when_another_comes_in() {
    let mut desk = desk();
    desk.keys("Down");
    assert!(desk.focus().contains("送审"), "{}", desk.focus());
    desk.set(1, at_indicator("2", IndicatorField::Target), "≥99%");
    assert_eq!(rows(&desk).len(), 6, "{}", desk.screen());
    assert!(desk.focus().contains("送审"), "{}", desk.focus());
}

#[test]
fn the_history_at_its_sizes() {
    let mut desk = desk();
    desk.keys("Down Down");
    insta::assert_snapshot!("history_80", desk.screen());
    desk.resize(120, 40);
    insta::assert_snapshot!("history_120", desk.screen());
    desk.keys("F9");
    desk.resize(80, 24);
    insta::assert_snapshot!("history_80_en", desk.screen());
    desk.at_all_sizes();
}
