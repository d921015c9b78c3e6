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
    // 齐晓岚's project is in monitoring: its goal is approved, and the step is greyed with its reason.
    let before = robot.store().head().seq;
    robot.choose("送审 · 绩效目标");
    assert!(robot.toast().contains("处于「已批复」, 此时不能送审"));
    assert_eq!(robot.store().head().seq, before, "{code}");
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
fn what_was_sent_is_not_deleted_and_not_even_asked_about() {
    let mut robot = Robot::new().as_person("齐晓岚");
    robot.press("Del").does_not_see("删除这个项目?");
    robot.sees("已离开草稿, 不能删除").sees("26-应-1001");
}

#[test]
fn a_deleted_project_comes_back_with_u_on_the_list_after_a_preview() {
    for language in [Language::Zh, Language::En] {
        let mut robot = Robot::new().as_person("元春燕").speaking(language);
        let name = "森林防火无人机巡护系统";
        robot.press("Del").answer(language.pick("删除", "Delete"));
        robot.does_not_see("26-应-1003").press("u");
        robot.sees(language.pick("撤回这次修改?", "Take this change back?"));
        robot.sees(name).answer(language.pick("撤回", "Undo"));
        assert!(robot.row_with("26-应-1003").trim_start().starts_with('>'));
        robot.press("Ctrl-R").answer(language.pick("恢复", "Redo"));
        robot.does_not_see("26-应-1003");
    }
}

#[test]
fn u_on_the_list_takes_back_the_newest_change_of_the_project_under_the_cursor() {
    let mut robot = Robot::new().as_person("元春燕");
    robot.open("26-应-1003").press("e Down*2 Enter");
    robot.retype("新名").press("Enter Esc*4 0");
    robot.press("u").sees("新名").answer("撤回");
    assert_eq!(robot.stored("26-应-1003").name, "森林防火无人机巡护系统");
    robot.press("Ctrl-R").sees("新名").answer("恢复");
    assert_eq!(robot.stored("26-应-1003").name, "新名");
    // Where nothing of one's own can be taken back, it says so.
    let mut other = Robot::new();
    other.press("u");
    assert!(!other.toast().is_empty() && !other.toast().contains("先打开"));
}

#[test]
fn x_exports_what_is_shown_and_offers_what_is_marked() {
    for language in [Language::Zh, Language::En] {
        let mut robot = Robot::new().speaking(language);
        robot
            .press("x")
            .sees(language.pick("导出 36 个项目", "Export 36 projects"));
        robot.press("Esc Space / ");
        robot.type_text("水库").press("Enter x");
        robot.sees(language.pick("导出列出的 1 个", "Export what is listed: 1"));
        robot.sees(language.pick("导出标记的 1 个", "Export what is marked: 1"));
        robot
            .press("Enter")
            .sees(language.pick("导出 1 个项目", "Export 1 project"));
        let path = robot.folder().join("out.json");
        robot.retype(&path.display().to_string()).press("Enter");
        let text = std::fs::read_to_string(path).unwrap();
        assert!(text.contains("水库") && !text.contains("26-交-0601"));
    }
    let mut robot = Robot::new();
    robot.press("/").type_text("zzzz").press("Enter x");
    assert_eq!(robot.toast(), "没有列出任何项目");
}

#[test]
fn marks_that_are_not_shown_are_said() {
    for language in [Language::Zh, Language::En] {
        let mut robot = Robot::new().speaking(language);
        robot
            .press("Space Space /")
            .type_text("水库")
            .press("Enter");
        let said = language.pick(
            "标记 2 (其中 2 个未列出)",
            "Marked 2 (2 of them not listed)",
        );
        robot
            .sees(said)
            .press("b")
            .sees(language.pick("(其中 2 个未列出)", "(2 of them not listed)"));
        robot
            .press("Esc Esc")
            .sees(language.pick("标记 2", "Marked 2"));
        robot.does_not_see(language.pick("未列出", "not listed"));
    }
}

#[test]
fn what_a_bulk_step_took_is_no_longer_marked() {
    let mut robot = Robot::new().as_person("元春燕");
    robot.press("* b").choose("送审 · 绩效目标").answer("送审");
    robot.sees("标记 0");
}

#[test]
fn monitoring_forms_are_passed_at_once_and_a_step_that_nobody_can_take_is_greyed() {
    let mut robot = Robot::new().as_person("顾雨桐");
    let kind = DocumentKind::Monitoring(6);
    let waiting = |robot: &Robot| {
        let list = codes(robot);
        let at = |code: &String| robot.stored(code).documents.status(kind);
        list.iter()
            .filter(|code| at(code) == Status::DepartmentAudit)
            .count()
    };
    let before = waiting(&robot);
    assert!(before >= 1);
    robot.press("* b").sees(&format!("{before}/3 个可办"));
    let off = robot.row_with("批复 · 绩效目标申报表");
    assert!(!off.contains("个可办"), "{off}");
    // Where none can, each reason says how many it holds back.
    assert!(off.contains(" 个: "), "{off}");
    robot.sees("撤销 · 自评表");
    robot.choose("审核通过 · 6月监控表").answer("审核通过");
    robot.sees("批量办理的结果").press("Esc");
    assert_eq!(waiting(&robot), 0);
    // What was refused stays marked, in the order of the list.
    robot.sees(&format!("标记 {}", 3 - before));
}

#[test]
fn a_new_project_belongs_to_the_year_that_is_listed_and_the_cursor_is_on_it() {
    let mut robot = Robot::new().as_person("元春燕");
    robot.press("y").choose("2025");
    robot.press("a").type_text("林火视频监控").press("Enter");
    assert_eq!(robot.project().year, Some(2025));
    robot.press("Esc*3");
    assert!(robot.row_with("林火视频监控").trim_start().starts_with('>'));
}

#[test]
fn line_one_says_the_year_that_is_listed_and_all_years_have_a_column() {
    for language in [Language::Zh, Language::En] {
        let mut robot = Robot::new().speaking(language).size(120, 40);
        let first = |robot: &Robot| robot.screen().lines().next().unwrap().to_owned();
        robot.press("y").choose("2025");
        assert!(
            first(&robot).contains(language.pick("2025年", "2025")),
            "{}",
            first(&robot)
        );
        assert!(
            !first(&robot).contains(language.pick("2026年", " 2026 ")),
            "{}",
            first(&robot)
        );
        robot.press("y End Enter");
        assert!(first(&robot).contains(language.pick("所有年度", "All years")));
        let head = robot.row_with(language.pick("编码", "Code"));
        assert!(head.contains(language.pick("年度", "Year")), "{head}");
        assert!(robot.row_with("25-水-0401").contains(" 2025 "));
    }
}

#[test]
fn names_and_units_are_sorted_by_their_pinyin() {
    let mut robot = Robot::new();
    robot.press("s").choose("项目").press("Home");
    let first = codes(&robot);
    let name = |code: &String| robot.stored(code).name;
    let names: Vec<String> = first.iter().map(name).collect();
    let mut sounds: Vec<_> = names
        .iter()
        .map(|name| wenxiao::domain::pinyin::sound(name))
        .collect();
    assert!(sounds.is_sorted(), "{names:?}");
    sounds.dedup();
    assert!(sounds.len() > 10);
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
