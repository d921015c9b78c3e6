//! What a person sees when the disk fails: a reading that fails is told as what it is (B6), a save that
//! fails keeps the draft and offers the way back (B1), and what was lost is taken over again.

use wenxiao::app::Msg;
use wenxiao::domain::command::{Command, CommandId, Envelope};
use wenxiao::domain::fault::Fault;
use wenxiao::domain::journal::Outcome;
use wenxiao::domain::project::Project;
use wenxiao::lang::Language;
use wenxiao::store::verify::verify;

use crate::harness::Robot;

const DRAFT: &str = "26-应-1003";

/// At the goal of the draft, with something typed that is not saved.
fn typing() -> Robot {
    let mut robot = Robot::new().as_person("元春燕");
    robot.open(DRAFT).press("1 g").type_text("不少于三百架次");
    robot
}

#[test]
fn b6_a_project_that_cannot_be_read_is_not_said_to_be_missing() {
    for language in [Language::Zh, Language::En] {
        let mut robot = Robot::new().speaking(language);
        robot.find("26-水-0402");
        robot.store().close().unwrap();
        robot.press("Enter");
        robot
            .sees(language.pick("读取出错", "It could not be read"))
            .sees(language.pick("数据文件已关闭", "The store is closed"))
            .does_not_see(language.pick("没有这个项目", "No such project"));
        robot.press("Esc").sees("26-水-0402");
    }
}

#[test]
fn b6_a_history_that_cannot_be_read_is_not_said_to_be_empty() {
    for language in [Language::Zh, Language::En] {
        let mut robot = Robot::new().speaking(language);
        robot.open("26-水-0402");
        robot.store().close().unwrap();
        robot.press("h");
        robot.sees(language.pick("数据文件已关闭", "The store is closed"));
        robot
            .press("Esc")
            .does_not_see(language.pick("变更记录  0 条", "History  0 entries"));
    }
}

#[test]
fn b6_a_reading_that_fails_while_somebody_types_throws_nothing_away() {
    let mut robot = typing();
    let id = robot.project().id;
    robot
        .app
        .update(Msg::NotRead(id, Fault::Io { code: Some(5) }));
    robot.sees("读写磁盘出错").sees("不少于三百架次");
    robot.press("Ctrl-S").sees("已保存");
    assert!(robot.stored(DRAFT).goal.contains("不少于三百架次"));
}

#[test]
fn b1_a_save_that_fails_keeps_the_draft_and_saving_again_opens_the_store_again() {
    let mut robot = typing();
    let (store, aside) = (
        robot.folder().join("store.redb"),
        robot.folder().join("moved away"),
    );
    std::fs::rename(&store, &aside).unwrap();
    robot.press("Ctrl-S").sees("没有保存").sees("移走或替换");
    // The harmless answer: the draft stands, and why nothing is written stands above it.
    robot.answer("以后再说");
    robot.sees("不少于三百架次").sees("数据文件被移走或替换了");
    robot.press("Ctrl-S").answer("再保存一次");
    robot.sees("没有保存").sees("移走或替换");
    std::fs::rename(&aside, &store).unwrap();
    robot.answer("再保存一次");
    robot.sees("已保存").does_not_see("移走或替换");
    assert!(robot.stored(DRAFT).goal.contains("不少于三百架次"));
    assert!(robot.store().verify(None).unwrap().is_clean());
}

#[test]
fn b1_a_store_that_only_reads_offers_the_way_back_to_whoever_wants_to_write() {
    for language in [Language::Zh, Language::En] {
        let mut robot = Robot::new().as_person("元春燕").speaking(language);
        robot.store().distrust(Fault::Full);
        robot.sees(language.pick("磁盘已满", "The disk is full"));
        robot
            .press("a")
            .answer(language.pick("重新打开", "Open again"));
        robot
            .sees(language.pick("可以写入", "it takes writes"))
            .does_not_see(language.pick("磁盘已满", "The disk is full"));
        robot.press("a").type_text("防汛物资").press("Enter");
        assert_eq!(robot.project().name, "防汛物资");
    }
}

#[test]
fn b6_damage_that_the_background_found_is_told_and_nothing_is_written_over_it() {
    let mut robot = Robot::new().as_person("元春燕");
    robot
        .store()
        .distrust(Fault::Damaged(wenxiao::domain::fault::Damage::Engine));
    robot.sees("数据文件损坏");
    robot.press("a").sees("数据文件现在只能读");
    assert!(robot.app.overlay.is_none(), "{}", robot.screen());
}

#[test]
fn c15_entries_that_the_store_lost_are_offered_and_taken_over() {
    let mut robot = typing();
    robot.press("Ctrl-S").sees("已保存");
    let mut robot = robot.set_back().as_person("元春燕");
    robot.sees("少 1 条");
    assert!(!robot.stored(DRAFT).goal.contains("不少于三百架次"));
    robot.press("a").answer("补回 1 条记录");
    robot.does_not_see("少 1 条");
    assert!(robot.stored(DRAFT).goal.contains("不少于三百架次"));
}

/// Fifty programs on one store, each on a thread of its own, and a backup in the middle of it.
#[test]
fn k1_fifty_programs_write_while_a_backup_is_made() {
    const PROGRAMS: usize = 50;
    let first = Robot::new().as_person("元春燕");
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
                robot.paste(code).press("Ctrl-S").sees("已保存");
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
