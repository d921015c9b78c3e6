use super::*;
use crate::app::overlay::Pick;
use crate::domain::row::{Row, Waiting};
use crate::domain::rows::Rows;
use crate::domain::status::Act;
use crate::screens::desk::{Desk, reservoir};

/// Two goals wait for the unit lead, one was returned to the filler.
fn desk() -> Desk {
    let mut desk = Desk::with(vec![
        reservoir("26-水-0001", "小型水库除险加固"),
        reservoir("26-水-0002", "农村饮水工程维修养护"),
        reservoir("26-水-0003", "青溪河清淤疏浚"),
    ]);
    for project in 1..=3 {
        desk.step("li", project, DocumentKind::Goal, Act::Submit);
    }
    desk.step("wu", 3, DocumentKind::Goal, Act::Return);
    desk.sit("wu");
    desk.keys("t");
    desk
}

fn shown(desk: &Desk) -> usize {
    let screen = desk.screen();
    screen
        .lines()
        .filter(|line| line.contains("26-水-"))
        .count()
}

#[test]
fn the_header_counts_what_waits_for_the_acting_role() {
    let mut desk = desk();
    assert!(desk.line("吴敏").contains("待办 2"), "{}", desk.screen());
    desk.sit("li");
    assert!(desk.line("李强").contains("待办 1"), "{}", desk.screen());
}

#[test]
fn only_what_waits_for_this_role_is_listed() {
    let mut desk = desk();
    assert_eq!(shown(&desk), 2, "{}", desk.screen());
    let line = desk.line("小型水库");
    assert!(
        line.contains("绩效目标申报表") && line.contains("单位审核"),
        "{line}"
    );
    desk.sit("li");
    assert_eq!(shown(&desk), 1, "{}", desk.screen());
    assert!(desk.line("青溪河").contains("被退回"), "{}", desk.screen());
}

#[test]
fn enter_opens_the_document_and_esc_comes_back() {
    let mut desk = desk();
    desk.keys("Enter");
    let place = desk.app.screen().map(Screen::place);
    assert_eq!(place, Some(crate::app::keys::Place::Goals));
    desk.keys("Esc");
    assert_eq!(shown(&desk), 2, "{}", desk.screen());
}

#[test]
fn m_opens_the_project_with_the_steps_of_the_document() {
    let mut desk = desk();
    desk.keys("m");
    assert!(desk.screen().contains("审核通过"), "{}", desk.screen());
    desk.keys("Enter Right Enter");
    // What was done is done with: the next document is open.
    assert!(
        desk.line("绩效目标  年度指标").contains("26-水-0002"),
        "{}",
        desk.screen()
    );
    assert!(desk.toast().contains("已打开下一份"), "{}", desk.toast());
    desk.keys("Esc");
    assert_eq!(shown(&desk), 1, "{}", desk.screen());
}

#[test]
fn marked_projects_are_passed_together() {
    let mut desk = desk();
    desk.keys("b");
    assert_eq!(desk.toast(), "先用空格标记项目");
    desk.keys("*");
    assert!(desk.line("份文书").contains("标记 2"), "{}", desk.screen());
    desk.keys("b Enter Right Enter");
    assert!(
        desk.screen().contains("没有等待「单位审核」办理的文书"),
        "{}",
        desk.screen()
    );
}

#[test]
fn a_bulk_step_reaches_the_marked_documents_of_its_kind_alone() {
    let desk = desk();
    let (goal, sheet) = (DocumentKind::Goal, DocumentKind::SelfEvaluation);
    let marked = [(ProjectId(1), goal), (ProjectId(2), sheet)];
    let menu = bulk::menu_of_documents(String::new(), &marked, &desk.app.cx());
    assert!(!menu.items.is_empty());
    for item in &menu.items {
        let Pick::BulkStep(kind, _, projects) = &item.pick else {
            panic!("{:?}", item.pick);
        };
        let only = if *kind == goal { 1 } else { 2 };
        assert_eq!(projects[..], [ProjectId(only)]);
    }
}

#[test]
fn an_empty_inbox_says_whom_else_one_could_be() {
    let mut desk = desk();
    desk.sit("wang");
    let screen = desk.screen();
    assert!(
        screen.contains("没有等待「财政绩效」办理的文书"),
        "{screen}"
    );
    assert!(desk.line("吴敏").contains("2 份"), "{screen}");
    let empty = Desk::with(Vec::new());
    let mut empty = empty;
    empty.keys("t");
    assert!(
        empty.screen().contains("现在没有任何文书等待办理"),
        "{}",
        empty.screen()
    );
}

#[test]
fn another_project_on_screen_gives_way() {
    let mut desk = desk();
    desk.keys("Esc Enter t Down Enter Esc Esc");
    assert!(desk.screen().contains("项目库"), "{}", desk.screen());
}

#[test]
fn counting_again_happens_only_when_rows_or_person_change() {
    let mut desk = Desk::with(Vec::new());
    let row = |number: u64| Row {
        id: ProjectId(number),
        code: format!("{number:06}"),
        waiting: vec![Waiting {
            document: DocumentKind::Goal,
            role: Role::Performance,
            since: None,
        }],
        ..Row::default()
    };
    let waiting = |count| Rows::from_rows((0..count).map(row).collect());
    desk.app.world.store.rows = waiting(100);
    let mut count = Count::default();
    assert!(count.renew(&desk.app.cx()));
    assert_eq!(count.get(), 100);
    assert!(!count.renew(&desk.app.cx()));
    // A commit brings other rows.
    desk.app.world.store.rows = waiting(101);
    assert!(count.renew(&desk.app.cx()));
    assert_eq!(count.get(), 101);
    // Another person waits for other documents.
    desk.app.me.grant.role = Role::Department;
    assert!(count.renew(&desk.app.cx()));
    assert_eq!(count.get(), 0);
    assert!(!count.renew(&desk.app.cx()));
}

#[test]
fn the_inbox_at_its_sizes() {
    let mut desk = desk();
    insta::assert_snapshot!("inbox_80", desk.screen());
    desk.resize(120, 30);
    insta::assert_snapshot!("inbox_120", desk.screen());
    desk.keys("F9");
    desk.resize(80, 24);
    insta::assert_snapshot!("inbox_80_en", desk.screen());
    desk.at_all_sizes();
}
