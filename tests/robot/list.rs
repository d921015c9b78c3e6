//! 项目库: filter, order, groups, years, marks, bulk steps, new projects.

use wenxiao::domain::status::{DocumentKind, Status};
use wenxiao::lang::Language;

use crate::harness::Robot;

/// The codes on the screen, from top to bottom.
fn codes(robot: &Robot) -> Vec<String> {
    robot
        .screen()
        .lines()
        .filter_map(|line| {
            line.split_whitespace()
                .map(|word| word.trim_start_matches('*'))
                .find(|word| word.starts_with("26-") || word.starts_with("25-"))
                .map(str::to_owned)
        })
        .collect()
}

#[test]
fn the_list_of_the_current_year_is_the_first_screen() {
    for language in [Language::Zh, Language::En] {
        let mut robot = Robot::new().speaking(language);
        robot.sees(language.pick("项目库", "Projects"));
        robot.sees(language.pick("36/36 个", "36 of 36"));
        robot.sees("2026-07-20").sees("王敏");
        assert!(codes(&robot).iter().all(|code| code.starts_with("26-")));
    }
}

#[test]
fn a_filter_understands_chinese_full_pinyin_and_initials() {
    let mut robot = Robot::new();
    for typed in ["义务教育", "yiwujiaoyu", "ywjy", "YWJY"] {
        robot.press("/").type_text(typed);
        robot.sees("义务教育").sees("1/36 个");
        assert_eq!(codes(&robot), ["26-教-0101"], "{typed}");
        robot.press("Esc").sees("36/36 个");
    }
}

#[test]
fn a_filter_looks_into_codes_and_units_too() {
    let mut robot = Robot::new();
    robot.press("/").type_text("水-0402").sees("1/36 个");
    robot.press("Esc /").type_text("森林消防大队");
    assert_eq!(codes(&robot), ["26-应-1003"]);
}

#[test]
fn letters_of_a_filter_are_text_and_full_width_slash_opens_it() {
    let mut robot = Robot::new();
    robot.press("／").type_text("q0").sees("筛选: q0_");
    assert!(!robot.has_left());
    robot.press("Esc").sees("36/36 个");
}

#[test]
fn a_filter_that_fits_nothing_says_what_to_do() {
    let mut robot = Robot::new();
    robot.press("/").type_text("zzzzzz");
    robot.sees("没有符合的项目").sees("按 Esc 清除筛选");
    // Nothing is there to open; the key says so.
    robot.press("Enter Enter").sees("先打开一个项目");
    robot.press("Esc").sees("36/36 个");
}

#[test]
fn a_filter_is_pasted_and_the_cursor_stays_on_its_row() {
    let mut robot = Robot::new();
    robot.press("Down*3");
    let row = codes(&robot)[3].clone();
    robot.press("/").paste(&row).press("Enter Esc");
    assert!(robot.row_with(&row).trim_start().starts_with('>'));
}

#[test]
fn the_summary_follows_the_filter() {
    let mut robot = Robot::new();
    let all = robot.row_with("项目库");
    robot.press("/").type_text("教育");
    let some = robot.row_with("项目库");
    assert_ne!(all, some);
    assert!(some.contains("预算 1,"), "{some}");
}

#[test]
fn the_list_is_sorted_by_a_column_and_turned_round() {
    let mut robot = Robot::new();
    robot.press("s").sees("按哪一列排序").choose("预算");
    robot.sees("排序: 预算(万元)");
    let up = codes(&robot);
    robot.press("S Home");
    let down = codes(&robot);
    assert_ne!(up, down);
    assert_eq!(
        down[0],
        "26-建-0801",
        "3,100 is the most\n{}",
        robot.screen()
    );
    robot.press("s").choose("编码").sees("排序: 编码");
}

#[test]
fn every_column_that_the_menu_offers_can_be_sorted_by() {
    let mut robot = Robot::new();
    robot.press("y").choose("所有年度");
    for at in 0..10 {
        robot.press(&format!("s Home Down*{at} Enter Home"));
        let screen = robot.screen();
        robot.press("S Home");
        assert_ne!(screen, robot.screen(), "column {at}");
    }
}

#[test]
fn the_list_is_grouped_with_sums() {
    let mut robot = Robot::new();
    robot.press("g").choose("主管部门");
    robot.sees("青溪县交通运输局  3 个");
    robot
        .press("g")
        .choose("阶段")
        .sees("申报  ")
        .sees("分组: 阶段");
    robot.press("g").choose("无").sees("分组: 无");
}

#[test]
fn another_year_and_all_years() {
    let mut robot = Robot::new();
    robot.press("y").choose("2025").sees("2025年");
    assert!(codes(&robot).iter().all(|code| code.starts_with("25-")));
    robot.press("y").choose("所有年度").sees("所有年度  5");
}

#[test]
fn marks_are_set_counted_and_kept_under_another_filter() {
    let mut robot = Robot::new();
    robot.press("Space Space").sees("标记 2");
    robot
        .press("/")
        .type_text("-水-")
        .press("Enter *")
        .sees("标记 5");
    robot.press("Esc").sees("标记 5");
    robot.press("Esc *").sees("标记 36");
    robot.press("*").sees("标记 0");
}

#[test]
fn bulk_needs_marks_and_says_so() {
    let mut robot = Robot::new();
    robot.press("b").sees("先用空格标记项目");
    let mut robot = Robot::new().english();
    robot.press("b").sees("Mark projects with Space first");
}

#[test]
fn a_bulk_step_is_taken_by_each_project_on_its_own() {
    let mut robot = Robot::new().as_person("齐晓岚");
    let code = codes(&robot).into_iter().next().unwrap();
    robot.press("* b").sees("对标记的");
    robot.choose("送审 · 绩效目标");
    robot.answer("取消");
    let before = robot.store().head().seq;
    robot.press("b").choose("送审 · 绩效目标").answer("送审");
    // 齐晓岚's project is in monitoring: its goal is approved, and the step is refused with a reason.
    assert_eq!(robot.store().head().seq, before, "{code}");
    robot
        .sees("批量办理的结果")
        .sees(&code)
        .sees("处于「已批复」, 此时");
}

#[test]
fn several_drafts_are_sent_at_once() {
    let mut robot = Robot::new().as_person("元春燕");
    robot.press("*").sees("标记 1");
    robot.press("b").choose("送审 · 绩效目标").answer("送审");
    robot.sees("已办理 1 个项目");
}

#[test]
fn a_new_project_is_made_opened_undone_and_found_gone() {
    let mut robot = Robot::new().as_person("元春燕");
    robot
        .press("a")
        .sees("新建项目")
        .press("Enter")
        .sees("不能为空");
    robot.type_text("林火视频监控").press("Enter");
    robot.sees("已新建").sees("林火视频监控");
    let project = robot.project().clone();
    assert_eq!(project.unit, "青溪县森林消防大队");
    assert_eq!(project.department, "青溪县应急管理局");
    assert_eq!(project.year, Some(2026));
    robot.press("0").sees("林火视频监控").sees("2/2 个");
}

#[test]
fn a_draft_is_deleted_after_a_question_that_stands_on_cancel() {
    let mut robot = Robot::new().as_person("元春燕");
    robot.press("Del").sees("删除这个项目?").press("Enter");
    robot.sees("26-应-1003");
    robot.press("Del").answer("删除").sees("已删除");
    robot.does_not_see("26-应-1003");
}

#[test]
fn what_was_sent_is_not_deleted() {
    let mut robot = Robot::new().as_person("齐晓岚");
    robot.press("Del").answer("删除");
    robot.sees("26-应-1001");
    assert!(!robot.toast().is_empty());
}

#[test]
fn scopes_hold_in_the_list_and_in_its_counts() {
    let mut unit = Robot::new().as_person("葛佳宁");
    unit.sees("1/1 个").does_not_see("26-教-0101");
    unit.press("/").type_text("jy").sees("0/1 个");
    let mut department = Robot::new().as_person("昌春燕");
    department.sees("3/3 个").does_not_see("26-教-0101");
    // A person who becomes another one leaves what may not be seen.
    let mut robot = Robot::new();
    robot.open("26-教-0101").become_person("葛佳宁");
    robot.sees("项目库").sees("0/1 个").press("Esc");
    robot.sees("1/1 个").does_not_see("26-教-0101");
}

#[test]
fn esc_comes_back_to_the_same_row_under_the_same_filter() {
    let mut robot = Robot::new();
    robot.press("/").type_text("中心").press("Enter Down*4");
    let before = robot.screen();
    robot.press("Enter");
    assert_ne!(before, robot.screen());
    robot.press("Esc");
    assert_eq!(before, robot.screen());
}

#[test]
fn two_people_see_each_others_new_projects() {
    let mut one = Robot::new().as_person("元春燕");
    let mut other = Robot::beside(&one);
    other
        .press("/")
        .type_text("lhsp")
        .does_not_see("林火视频监控");
    one.press("a").type_text("林火视频监控").press("Enter");
    other.sees("林火视频监控");
}

#[test]
fn a_digit_shows_that_link_of_all_projects_and_enter_that_of_one() {
    for language in [Language::Zh, Language::En] {
        let mut robot = Robot::new().speaking(language);
        robot.press("3").sees(language.pick("已执行", "Spent"));
        robot.sees(language.pick("[3 监控]", "[3 "));
        robot.press("Down");
        let list = robot.screen();
        robot.press("Enter");
        assert_ne!(list, robot.screen());
        robot.press("Esc");
        assert_eq!(
            list,
            robot.screen(),
            "Esc comes back to the same row of the same link"
        );
        robot.press("4").sees(language.pick("自评", "Self-eval."));
        robot.press("1").sees(language.pick("批复", "approved"));
        robot.press("0").sees(language.pick("阶段", "Stage"));
    }
}

#[test]
fn a_letter_in_the_filter_stands_at_the_caret_of_the_terminal() {
    let mut robot = Robot::new();
    robot.press("/").type_text("水库").press("Left");
    let caret = robot.caret().expect("a caret");
    assert_eq!(caret.1, 2);
    assert_eq!(robot.buffer()[caret].symbol(), "库");
}

#[test]
fn the_cursor_stays_on_its_project_when_somebody_takes_one_above_it_away() {
    let mut one = Robot::new().as_person("元春燕");
    let mut other = Robot::beside(&one);
    while !other.row_with("> ").contains("26-建-0801") {
        other.press("Down");
    }
    one.press("Del").answer("删除").sees("已删除");
    other.does_not_see("26-应-1003");
    assert!(
        other.row_with("> ").contains("26-建-0801"),
        "{}",
        other.screen()
    );
}

#[test]
fn an_empty_store_says_what_to_do_first() {
    let mut robot = Robot::on_an_empty_store();
    robot.sees("库里还没有项目").sees("按 a 新建, 按 i 导入");
    for key in ["Enter", "w", "h", "Space", "Del"] {
        robot.press(key).sees("先打开一个项目");
    }
    robot.press("F12").sees("只有样例库有自己的日期");
    robot
        .press("a")
        .type_text("第一个项目")
        .press("Enter")
        .press("0");
    robot.sees("第一个项目").sees("1/1 个");
}

#[test]
fn a_filter_looks_into_departments_too() {
    let mut robot = Robot::new();
    robot.press("/").type_text("青溪县交通运输局");
    robot.sees("3/").sees("26-交-0601");
    robot
        .press("Esc /")
        .type_text("qxxjtysj")
        .sees("26-交-0601");
}

#[test]
fn what_is_marked_is_approved_at_once_and_what_cannot_be_stays() {
    let (waiting, running) = ("26-建-0803", "26-应-1001");
    let mut robot = Robot::new().as_person("章秋实");
    let status = |robot: &Robot| robot.stored(waiting).documents.status(DocumentKind::Goal);
    assert_eq!(status(&robot), Status::Final);
    let before = robot.stored(running);
    for code in [running, waiting] {
        robot.press("/").type_text(code).press("Enter Space Esc");
    }
    robot.sees("标记 2").press("b");
    robot.choose("批复 · 绩效目标");
    robot.sees("对标记的 2 个项目逐个办理").answer("批复");
    assert_eq!(status(&robot), Status::Approved, "{}", robot.screen());
    assert_eq!(robot.stored(running), before);
    robot.sees("已批复");
}
