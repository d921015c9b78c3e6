//! What a person sees when the disk fails: a reading that fails is told as what it is (B6), a save that
//! fails keeps the draft and offers the way back (B1), and what was lost is taken over again.

use wenxiao::app::Msg;
use wenxiao::domain::command::{Command, CommandId, Envelope};
use wenxiao::domain::fault::Fault;
use wenxiao::domain::journal::Outcome;
use wenxiao::domain::project::Project;
use wenxiao::store::verify::verify;

use crate::harness::{DRAFT, READ_ONLY, Robot, SAVED, both, clerk};

/// The clerk in each language at the goal of the draft, with something typed that is not saved.
fn typing() -> impl Iterator<Item = Robot> {
    both(clerk).map(|mut robot| {
        robot.open(DRAFT).press("1 g").type_text("不少于三百架次");
        robot
    })
}

/// Why a store whose file is gone takes no writes.
const REPLACED: (&str, &str) = (
    "数据文件被移走或替换了",
    "The store's file was moved or replaced",
);

#[test]
fn b6_a_project_that_cannot_be_read_is_not_said_to_be_missing() {
    for mut robot in both(Robot::new) {
        robot.find("26-水-0402");
        robot.store().close().unwrap();
        robot.press("Enter");
        robot
            .sees(("读取出错", "It could not be read"))
            .sees(("数据文件已关闭", "The store is closed"))
            .does_not_see(("没有这个项目", "No such project"));
        robot.press("Esc").sees("26-水-0402");
    }
}

#[test]
fn b6_a_history_that_cannot_be_read_is_not_said_to_be_empty() {
    for mut robot in both(Robot::new) {
        robot.open("26-水-0402");
        robot.store().close().unwrap();
        robot.press("h");
        robot.sees(("数据文件已关闭", "The store is closed"));
        robot
            .press("Esc")
            .does_not_see(("变更记录  0 条", "History  0 entries"));
    }
}

#[test]
fn b6_a_reading_that_fails_while_somebody_types_throws_nothing_away() {
    for mut robot in typing() {
        let id = robot.project().id;
        robot
            .app
            .update(Msg::NotRead(Some(id), Fault::Io { code: Some(5) }));
        robot
            .sees(("读写磁盘出错", "The disk failed"))
            .sees("不少于三百架次");
        robot.press("Ctrl-S").sees(SAVED);
        assert!(robot.stored(DRAFT).goal.contains("不少于三百架次"));
    }
}

#[test]
fn b1_a_save_that_fails_keeps_the_draft_and_saving_again_opens_the_store_again() {
    const NOT_SAVED: (&str, &str) = ("没有保存", "Not saved");
    const SAVE_AGAIN: (&str, &str) = ("再保存一次", "Save again");
    for mut robot in typing() {
        let (store, aside) = (
            robot.folder().join("store.redb"),
            robot.folder().join("moved away"),
        );
        std::fs::rename(&store, &aside).unwrap();
        robot.press("Ctrl-S").sees(NOT_SAVED).sees(REPLACED);
        // The harmless answer: the draft stands, and why nothing is written stands above it.
        robot.answer(("以后再说", "Later"));
        robot.sees("不少于三百架次").sees(REPLACED);
        robot.press("Ctrl-S").answer(SAVE_AGAIN);
        robot.sees(NOT_SAVED).sees(REPLACED);
        std::fs::rename(&aside, &store).unwrap();
        robot.answer(SAVE_AGAIN).sees(SAVED).does_not_see(REPLACED);
        assert!(robot.stored(DRAFT).goal.contains("不少于三百架次"));
        assert!(robot.store().verify(None).unwrap().is_clean());
    }
}

#[test]
fn b1_a_store_that_only_reads_offers_the_way_back_to_whoever_wants_to_write() {
    for mut robot in both(clerk) {
        robot.store().distrust(Fault::Full);
        robot.sees(("磁盘已满", "The disk is full"));
        robot.press("a").answer(("重新打开", "Open again"));
        robot
            .sees(("可以写入", "it takes writes"))
            .does_not_see(("磁盘已满", "The disk is full"));
        robot.press("a").type_text("防汛物资").press("Enter");
        assert_eq!(robot.project().name, "防汛物资");
    }
}

#[test]
fn b6_damage_that_the_background_found_is_told_and_nothing_is_written_over_it() {
    for mut robot in both(clerk) {
        robot
            .store()
            .distrust(Fault::Damaged(wenxiao::domain::fault::Damage::Engine));
        robot.sees(("数据文件损坏", "The file is damaged"));
        robot.press("a").is_told(READ_ONLY);
        assert!(robot.app.overlay.is_none(), "{}", robot.screen());
    }
}

#[test]
fn c15_entries_that_the_store_lost_are_offered_and_taken_over() {
    const LOST: (&str, &str) = ("库比它的记录少 1 条", "the store lacks 1 entr");
    for mut robot in typing() {
        robot.press("Ctrl-S").sees(SAVED);
        let mut robot = robot.set_back().as_person("元春燕");
        robot.sees(LOST);
        assert!(!robot.stored(DRAFT).goal.contains("不少于三百架次"));
        robot
            .press("a")
            .answer(("补回 1 条记录", "Take over 1 entry"));
        robot.does_not_see(LOST);
        assert!(robot.stored(DRAFT).goal.contains("不少于三百架次"));
    }
}

/// Fifty programs on one store, each on a thread of its own, and a backup in the middle of it.
#[test]
fn k1_fifty_programs_write_while_a_backup_is_made() {
    const PROGRAMS: usize = 50;
    let first = clerk();
    let store = std::sync::Arc::clone(first.store());
    let codes: Vec<String> = (0..PROGRAMS)
        .map(|number| {
            let project = Project {
                code: format!("26-应-9{number:03}"),
                goal: String::new(),
                ..first.stored(DRAFT)
            };
            let code = project.code.clone();
            let outcome = store.apply(&Envelope {
                id: CommandId(format!("k1-{number}")),
                actor: first.app.me.actor(),
                at: 1_784_516_400_000,
                based_on: None,
                command: Command::Create(Box::new(project)),
            });
            assert!(matches!(outcome, Outcome::Saved(_)), "{outcome:?}");
            code
        })
        .collect();
    let before = store.head().seq;
    let backup = first.folder().join("backup");
    std::thread::scope(|scope| {
        for code in &codes {
            let mut robot = Robot::beside(&first).as_person("元春燕");
            scope.spawn(move || {
                robot.press("/").paste(code).press("Enter Enter 1 g");
                robot.paste(code).press("Ctrl-S").sees(SAVED);
            });
        }
        while store.head().seq < before + 10 {
            std::thread::yield_now();
        }
        store.backup(&backup).unwrap();
    });
    assert_eq!(store.head().seq, before + PROGRAMS as u64);
    for code in &codes {
        assert_eq!(first.stored(code).goal, *code);
    }
    assert!(store.verify(None).unwrap().is_clean());
    let report = verify(&backup, None).unwrap();
    assert!(report.is_clean());
    assert!((before + 10..=before + PROGRAMS as u64).contains(&report.entries));
}
