//! 项目库: filter, order, groups, years, marks, bulk steps, new projects.

use wenxiao::domain::status::{DocumentKind, Status};

use crate::harness::{APPROVE, DRAFT, PASS, Robot, SEND, both, clerk};

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

/// How many projects of the current year are shown: all of them, or one.
const ALL_OF_2026: (&str, &str) = ("36/36 个", "36 of 36");
const ONE_OF_2026: (&str, &str) = ("1/36 个", "1 of 36");

/// The line of the bulk menu that sends the marked goals.
const SEND_GOAL: (&str, &str) = ("送审 · 绩效目标", "Send for review · goal");

#[test]
fn the_list_of_the_current_year_is_the_first_screen() {
    for mut robot in both(Robot::reading) {
        robot.sees(("项目库", "Projects"));
        robot.sees(ALL_OF_2026);
        robot.sees("2026-07-20").sees("王敏");
        assert!(codes(&robot).iter().all(|code| code.starts_with("26-")));
    }
}

#[test]
fn a_filter_understands_chinese_full_pinyin_and_initials() {
    for mut robot in both(Robot::reading) {
        for typed in ["义务教育", "yiwujiaoyu", "ywjy", "YWJY"] {
            robot.press("/").type_text(typed);
            robot.sees("义务教育").sees(ONE_OF_2026);
            assert_eq!(codes(&robot), ["26-教-0101"], "{typed}");
            robot.press("Esc").sees(ALL_OF_2026);
        }
    }
}

#[test]
fn a_filter_looks_into_codes_and_units_too() {
    for mut robot in both(Robot::reading) {
        robot.press("/").type_text("水-0402").sees(ONE_OF_2026);
        robot.press("Esc /").type_text("森林消防大队");
        assert_eq!(codes(&robot), [DRAFT]);
    }
}

#[test]
fn letters_of_a_filter_are_text_and_full_width_slash_opens_it() {
    for mut robot in both(Robot::reading) {
        robot
            .press("／")
            .type_text("q0")
            .sees(("筛选: q0_", "Filter: q0_"));
        assert!(!robot.has_left());
        robot.press("Esc").sees(ALL_OF_2026);
    }
}

#[test]
fn a_filter_that_fits_nothing_says_what_to_do() {
    for mut robot in both(Robot::reading) {
        robot.press("/").type_text("zzzzzz");
        robot
            .sees(("没有符合的项目", "No project fits"))
            .sees(("按 Esc 清除筛选", "Esc clears the filter"));
        // Nothing is there to open; the key says so.
        robot
            .press("Enter Enter")
            .is_told(("没有列出任何项目", "No project is listed"));
        robot.press("Esc").sees(ALL_OF_2026);
    }
}

#[test]
fn a_filter_is_pasted_and_the_cursor_stays_on_its_row() {
    for mut robot in both(Robot::reading) {
        robot.press("Down*3");
        let row = codes(&robot)[3].clone();
        robot.press("/").paste(&row).press("Enter Esc");
        assert!(robot.row_with(&row).trim_start().starts_with('>'));
    }
}

#[test]
fn the_summary_follows_the_filter() {
    for mut robot in both(Robot::reading) {
        let title = ("项目库", "Projects");
        let all = robot.row_with(title);
        robot.press("/").type_text("教育");
        let some = robot.row_with(title);
        assert_ne!(all, some);
        let language = robot.app.me.language;
        assert!(
            some.contains(language.pick(" 预算 1,", " Budget 1,")),
            "{some}"
        );
    }
}

#[test]
fn the_list_is_sorted_by_a_column_and_turned_round() {
    for mut robot in both(Robot::reading) {
        robot
            .press("s")
            .sees(("按哪一列排序", "Sort by which column"))
            .choose(("预算", "Budget"));
        robot.sees(("排序: 预算(万元)", "Sort: Budget/10k"));
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
        robot
            .press("s")
            .choose(("编码", "Code"))
            .sees(("排序: 编码", "Sort: Code"));
    }
}

#[test]
fn every_column_that_the_menu_offers_can_be_sorted_by() {
    for mut robot in both(Robot::reading) {
        robot.press("y").choose(("所有年度", "All years"));
        for at in 0..11 {
            robot.press(&format!("s Home Down*{at} Enter Home"));
            let screen = robot.screen();
            robot.press("S Home");
            assert_ne!(screen, robot.screen(), "column {at}");
        }
    }
}

#[test]
fn the_list_is_grouped_with_sums() {
    for mut robot in both(Robot::reading) {
        robot.press("g").choose(("主管部门", "department"));
        robot.sees(("青溪县交通运输局  3 个", "青溪县交通运输局  3 projects"));
        robot
            .press("g")
            .choose(("阶段", "stage"))
            .sees(("申报  ", "goal  "))
            .sees(("分组: 阶段", "Group: stage"));
        robot
            .press("g")
            .choose(("无", "none"))
            .sees(("分组: 无", "Group: none"));
    }
}

#[test]
fn another_year_and_all_years() {
    for mut robot in both(Robot::reading) {
        robot.press("y").choose("2025").sees(("2025年", " 2025 "));
        assert!(codes(&robot).iter().all(|code| code.starts_with("25-")));
        robot
            .press("y")
            .choose(("所有年度", "All years"))
            .sees(("所有年度  5", "All years  5"));
    }
}

#[test]
fn marks_are_set_counted_and_kept_under_another_filter() {
    for mut robot in both(Robot::reading) {
        robot.press("Space Space").sees(("标记 2", "Marked 2"));
        robot
            .press("/")
            .type_text("-水-")
            .press("Enter *")
            .sees(("标记 5", "Marked 5"));
        robot.press("Esc").sees(("标记 5", "Marked 5"));
        robot.press("Esc *").sees(("标记 36", "Marked 36"));
        robot.press("*").sees(("标记 0", "Marked 0"));
    }
}

#[test]
fn bulk_needs_marks_and_says_so() {
    for mut robot in both(Robot::reading) {
        robot
            .press("b")
            .is_told(("先用空格标记项目", "Mark projects with Space first"));
    }
}

#[test]
fn a_bulk_step_is_taken_by_each_project_on_its_own() {
    for mut robot in both(|| Robot::reading().as_person("齐晓岚")) {
        let code = codes(&robot).into_iter().next().unwrap();
        robot
            .press("* b")
            .sees(("对标记的 1 个项目", "Marked projects: 1"));
        // 齐晓岚's project is in monitoring: its goal is approved, and the step is greyed with its reason.
        let before = robot.store().head().seq;
        robot.choose(SEND_GOAL).is_told((
            "绩效目标申报表处于「已批复」, 此时不能送审",
            "“approved” allows no “send for review” of the goal declaration now",
        ));
        assert_eq!(robot.store().head().seq, before, "{code}");
    }
}

#[test]
fn several_drafts_are_sent_at_once() {
    for mut robot in both(clerk) {
        robot.press("*").sees(("标记 1", "Marked 1"));
        robot.press("b").choose(SEND_GOAL).answer(SEND);
        robot.sees(("已办理 1 个项目", "Done for 1 project"));
    }
}

#[test]
fn a_new_project_is_made_opened_undone_and_found_gone() {
    for mut robot in both(clerk) {
        robot
            .press("a")
            .sees(("新建项目", "New project"))
            .press("Enter")
            .sees(("不能为空", "must not be empty"));
        robot.type_text("林火视频监控").press("Enter");
        robot.sees(("已新建", "Created")).sees("林火视频监控");
        let project = robot.project().clone();
        assert_eq!(project.unit, "青溪县森林消防大队");
        assert_eq!(project.department, "青溪县应急管理局");
        assert_eq!(project.year, Some(2026));
        robot
            .press("0")
            .sees("林火视频监控")
            .sees(("2/2 个", "2 of 2"));
    }
}

#[test]
fn a_draft_is_deleted_after_a_question_that_stands_on_cancel() {
    for mut robot in both(clerk) {
        robot
            .press("Del")
            .sees(("删除这个项目?", "Delete this project?"))
            .press("Enter");
        robot.sees(DRAFT);
        robot
            .press("Del")
            .answer(("删除", "Delete"))
            .sees(("已删除", "Deleted"));
        robot.does_not_see(DRAFT);
    }
}

#[test]
fn what_was_sent_is_not_deleted_and_not_even_asked_about() {
    for mut robot in both(|| Robot::reading().as_person("齐晓岚")) {
        robot
            .press("Del")
            .does_not_see(("删除这个项目?", "Delete this project?"));
        robot
            .sees((
                "已离开草稿, 不能删除",
                "has left the draft and can't be deleted",
            ))
            .sees("26-应-1001");
    }
}

#[test]
fn a_deleted_project_comes_back_with_u_on_the_list_after_a_preview() {
    for mut robot in both(clerk) {
        robot.press("Del").answer(("删除", "Delete"));
        robot.does_not_see(DRAFT).press("u");
        robot
            .sees(("撤回这次修改?", "Take this change back?"))
            .sees("森林防火无人机巡护系统")
            .answer(("撤回", "Undo"));
        assert!(robot.row_with(DRAFT).trim_start().starts_with('>'));
        robot.press("Ctrl-R").answer(("恢复", "Redo"));
        robot.does_not_see(DRAFT);
    }
}

#[test]
fn u_on_the_list_takes_back_the_newest_change_of_the_project_under_the_cursor() {
    for mut robot in both(clerk) {
        robot.open(DRAFT).press("e Down*2 Enter");
        robot.retype("新名").press("Enter Esc*4 0");
        robot.press("u").sees("新名").answer(("撤回", "Undo"));
        assert_eq!(robot.stored(DRAFT).name, "森林防火无人机巡护系统");
        robot.press("Ctrl-R").sees("新名").answer(("恢复", "Redo"));
        assert_eq!(robot.stored(DRAFT).name, "新名");
    }
    // Where nothing of one's own can be taken back, it says so.
    for mut robot in both(Robot::reading) {
        robot.press("u").is_told((
            "最近的修改是喻海峰的, 只能撤回自己的修改",
            "The newest change is 喻海峰's; only one's own can be undone",
        ));
    }
}

#[test]
fn x_exports_what_is_shown_and_offers_what_is_marked() {
    for mut robot in both(Robot::new) {
        robot
            .press("x")
            .sees(("导出 36 个项目", "Export 36 projects"));
        robot.press("Esc Space / ");
        robot.type_text("水库").press("Enter x");
        robot
            .sees(("导出列出的 1 个", "Export what is listed: 1"))
            .sees(("导出标记的 1 个", "Export what is marked: 1"));
        robot
            .press("Enter")
            .sees(("导出 1 个项目", "Export 1 project to"));
        let path = robot.folder().join("out.json");
        robot.retype(&path.display().to_string()).press("Enter");
        let text = std::fs::read_to_string(path).unwrap();
        assert!(text.contains("水库") && !text.contains("26-交-0601"));
    }
    for mut robot in both(Robot::reading) {
        robot.press("/").type_text("zzzz").press("Enter x");
        robot.is_told(("没有列出任何项目", "No project is listed"));
    }
}

#[test]
fn marks_that_are_not_shown_are_said() {
    for mut robot in both(Robot::reading) {
        robot
            .press("Space Space /")
            .type_text("水库")
            .press("Enter");
        robot.sees((
            "标记 2 (其中 2 个未列出)",
            "Marked 2 (2 of them not listed)",
        ));
        robot
            .press("b")
            .sees(("(其中 2 个未列出)", "(2 of them not listed)"));
        robot.press("Esc Esc").sees(("标记 2", "Marked 2"));
        robot.does_not_see(("未列出", "not listed"));
    }
}

#[test]
fn what_a_bulk_step_took_is_no_longer_marked() {
    for mut robot in both(clerk) {
        robot.press("* b").choose(SEND_GOAL).answer(SEND);
        robot.sees(("标记 0", "Marked 0"));
    }
}

#[test]
fn monitoring_forms_are_passed_at_once_and_a_step_that_nobody_can_take_is_greyed() {
    let kind = DocumentKind::Monitoring(6);
    let waiting = |robot: &Robot| {
        let list = codes(robot);
        let at = |code: &String| robot.stored(code).documents.status(kind);
        list.iter()
            .filter(|code| at(code) == Status::DepartmentAudit)
            .count()
    };
    for mut robot in both(|| Robot::new().as_person("顾雨桐")) {
        let before = waiting(&robot);
        assert!(before >= 1);
        robot
            .press("* b")
            .sees((format!("{before}/3 个可办"), format!("{before} of 3 can")));
        // Where none can, each reason says how many it holds back.
        let off = robot.row_with(("批复 · 绩效目标申报表", "Approve · goal declaration"));
        let language = robot.app.me.language;
        assert!(off.contains(language.pick(" 个: ", " 2: ")), "{off}");
        assert!(!off.contains(language.pick("个可办", "of 3 can")), "{off}");
        robot.sees(("撤销 · 自评表", "Withdraw · self-evaluation sheet"));
        robot
            .choose(("审核通过 · 6月监控表", "Pass · monitoring form of Jun"))
            .answer(PASS);
        robot
            .sees(("批量办理的结果", "What became of each"))
            .press("Esc");
        assert_eq!(waiting(&robot), 0);
        // What was refused stays marked, in the order of the list.
        let left = 3 - before;
        robot.sees((format!("标记 {left}"), format!("Marked {left}")));
    }
}

#[test]
fn a_new_project_belongs_to_the_year_that_is_listed_and_the_cursor_is_on_it() {
    for mut robot in both(clerk) {
        robot.press("y").choose("2025");
        robot.press("a").type_text("林火视频监控").press("Enter");
        assert_eq!(robot.project().year, Some(2025));
        robot.press("Esc*3");
        assert!(robot.row_with("林火视频监控").trim_start().starts_with('>'));
    }
}

#[test]
fn line_one_says_the_year_that_is_listed_and_all_years_have_a_column() {
    for mut robot in both(|| Robot::reading().size(120, 40)) {
        let language = robot.app.me.language;
        let first = |robot: &Robot| robot.screen().lines().next().unwrap().to_owned();
        robot.press("y").choose("2025");
        let line = first(&robot);
        assert!(line.contains(language.pick("2025年", " 2025 ")), "{line}");
        assert!(!line.contains(language.pick("2026年", " 2026 ")), "{line}");
        robot.press("y End Enter");
        let line = first(&robot);
        assert!(
            line.contains(language.pick("所有年度", "All years")),
            "{line}"
        );
        let head = robot.row_with(("编码", "Code"));
        assert!(head.contains(language.pick("年度", "Year")), "{head}");
        assert!(robot.row_with("25-水-0401").contains(" 2025 "));
    }
}

#[test]
fn names_and_units_are_sorted_by_their_pinyin() {
    let mut robot = Robot::reading();
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
    const ONE: (&str, &str) = ("1/1 个", "1 of 1");
    const NONE_OF_ONE: (&str, &str) = ("0/1 个", "0 of 1");
    for mut unit in both(|| Robot::reading().as_person("葛佳宁")) {
        unit.sees(ONE).does_not_see("26-教-0101");
        unit.press("/").type_text("jy").sees(NONE_OF_ONE);
    }
    for mut department in both(|| Robot::reading().as_person("昌春燕")) {
        department
            .sees(("3/3 个", "3 of 3"))
            .does_not_see("26-教-0101");
    }
    // A person who becomes another one leaves what may not be seen.
    for mut robot in both(Robot::reading) {
        robot.open("26-教-0101").become_person("葛佳宁");
        robot
            .sees(("项目库", "Projects"))
            .sees(NONE_OF_ONE)
            .press("Esc");
        robot.sees(ONE).does_not_see("26-教-0101");
    }
}

#[test]
fn esc_comes_back_to_the_same_row_under_the_same_filter() {
    for mut robot in both(Robot::reading) {
        robot.press("/").type_text("中心").press("Enter Down*4");
        let before = robot.screen();
        robot.press("Enter");
        assert_ne!(before, robot.screen());
        robot.press("Esc");
        assert_eq!(before, robot.screen());
    }
}

#[test]
fn two_people_see_each_others_new_projects() {
    for mut one in both(clerk) {
        let mut other = Robot::beside(&one);
        other
            .press("/")
            .type_text("lhsp")
            .does_not_see("林火视频监控");
        one.press("a").type_text("林火视频监控").press("Enter");
        other.sees("林火视频监控");
    }
}

#[test]
fn a_digit_shows_that_link_of_all_projects_and_enter_that_of_one() {
    for mut robot in both(Robot::reading) {
        robot.press("3").sees(("已执行", "Spent"));
        robot.sees(("[3 监控]", "[3 Monitor]"));
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
        robot.press("4").sees(("自评", "Self-eval."));
        robot.press("1").sees(("批复", "approved"));
        robot.press("0").sees(("阶段", "Stage"));
    }
}

#[test]
fn a_letter_in_the_filter_stands_at_the_caret_of_the_terminal() {
    for mut robot in both(Robot::reading) {
        robot.press("/").type_text("水库").press("Left");
        let caret = robot.caret().expect("a caret");
        assert_eq!(caret.1, 2);
        assert_eq!(robot.buffer()[caret].symbol(), "库");
    }
}

#[test]
fn the_cursor_stays_on_its_project_when_somebody_takes_one_above_it_away() {
    for mut one in both(clerk) {
        let mut other = Robot::beside(&one);
        while !other.row_with("> ").contains("26-建-0801") {
            other.press("Down");
        }
        one.press("Del")
            .answer(("删除", "Delete"))
            .sees(("已删除", "Deleted"));
        other.does_not_see(DRAFT);
        assert!(
            other.row_with("> ").contains("26-建-0801"),
            "{}",
            other.screen()
        );
    }
}

#[test]
fn an_empty_store_says_what_to_do_first() {
    for mut robot in both(Robot::on_an_empty_store) {
        robot
            .sees(("库里还没有项目", "There are no projects yet"))
            .sees(("按 a 新建, 按 i 导入", "a makes a new one, i imports"));
        for key in ["Enter", "w", "h", "Space", "Del"] {
            robot
                .press(key)
                .is_told(("没有列出任何项目", "No project is listed"));
        }
        robot.press("F12").is_told((
            "只有样例库有自己的日期",
            "Only a sample store has a date of its own",
        ));
        robot
            .press("a")
            .type_text("第一个项目")
            .press("Enter")
            .press("0");
        robot.sees("第一个项目").sees(("1/1 个", "1 of 1"));
    }
}

#[test]
fn a_filter_looks_into_departments_too() {
    for mut robot in both(Robot::reading) {
        robot.press("/").type_text("青溪县交通运输局");
        robot.sees(("3/36 个", "3 of 36")).sees("26-交-0601");
        robot
            .press("Esc /")
            .type_text("qxxjtysj")
            .sees("26-交-0601");
    }
}

#[test]
fn what_is_marked_is_approved_at_once_and_what_cannot_be_stays() {
    let (waiting, running) = ("26-建-0803", "26-应-1001");
    let status = |robot: &Robot| robot.stored(waiting).documents.status(DocumentKind::Goal);
    for mut robot in both(|| Robot::new().as_person("章秋实")) {
        assert_eq!(status(&robot), Status::Final);
        let before = robot.stored(running);
        for code in [running, waiting] {
            robot.press("/").type_text(code).press("Enter Space Esc");
        }
        robot.sees(("标记 2", "Marked 2")).press("b");
        robot.choose(("批复 · 绩效目标", "Approve · goal"));
        robot
            .sees((
                "对标记的 2 个项目逐个办理",
                "Projects marked: 2. Each is done on its own",
            ))
            .answer(APPROVE);
        assert_eq!(status(&robot), Status::Approved, "{}", robot.screen());
        assert_eq!(robot.stored(running), before);
        robot.sees(("已批复", "approved"));
    }
}

#[test]
fn who_may_not_begin_a_project_is_told_before_a_name_or_a_file_is_asked_for() {
    for robot in both(Robot::reading) {
        let mut auditor = Robot::beside(&robot).as_person("云少华");
        let needed = auditor.app.me.language.pick("单位填报", "unit officer");
        for key in ["a", "i"] {
            auditor.press(key);
            assert!(auditor.app.overlay.is_none(), "{}", auditor.screen());
            assert!(auditor.toast().contains(needed), "{}", auditor.toast());
        }
        // What can't be done here stands in no footer; the help says why.
        let footer = auditor.screen().lines().last().unwrap().to_owned();
        assert!(
            !footer.contains(auditor.app.me.language.pick("新建", "New")),
            "{footer}"
        );
        auditor
            .press("?")
            .sees(("新建项目  (不可用", "A new project  (off"));
    }
}

#[test]
fn whoever_reviews_a_goal_sees_what_the_checks_find_in_it() {
    for mut robot in both(|| Robot::new().as_person("曹立群")) {
        let code = "26-教-0103";
        robot.open(code).press("1").step(SEND);
        let mut lead = Robot::beside(&robot).as_person("严丽娟").size(120, 40);
        assert!(lead.row_with(code).contains("W4"), "{}", lead.screen());
        lead.open(code).sees(("警告 4", "warning 4"));
    }
}
