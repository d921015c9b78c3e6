//! What holds on every screen: help, palette, persons, language, theme, the date of the samples,
//! pastes, leaving.

use wenxiao::app::key::{Input, Mouse, MouseKind, Reply};
use wenxiao::domain::role::Role;
use wenxiao::lang::Language;

use crate::harness::{
    APPROVE, DISCARD, DISCARD_ASKED, DRAFT, PASS, READ_ONLY, Robot, Words, both, clerk,
};

/// Why nothing is done to many projects at once while none is marked.
const NO_MARKS: (&str, &str) = ("先用空格标记项目", "Mark projects with Space first");

#[test]
fn help_lists_the_keys_of_this_place_and_why_one_is_off() {
    let off = (
        "不可用: 先用空格标记项目",
        "off: Mark projects with Space first",
    );
    for mut robot in both(|| Robot::reading().size(120, 60)) {
        robot
            .press("?")
            .sees(("帮助", "Help"))
            .sees(("打开项目", "Open the project"))
            .sees(off);
        robot.press("Esc").does_not_see(("不可用", "off:"));
        robot.press("Space ？").does_not_see(NO_MARKS);
        robot.press("Esc F1").sees(("打开项目", "Open the project"));
    }
}

#[test]
fn help_is_read_to_its_end_in_a_small_window() {
    for mut robot in both(|| Robot::reading().size(60, 20)) {
        robot.press("?").does_not_see("Ctrl-Q");
        for _ in 0..12 {
            robot.press("PgDn");
        }
        robot.sees("Ctrl-Q");
    }
}

#[test]
fn the_palette_gives_the_reason_of_what_is_off() {
    for mut robot in both(Robot::reading) {
        robot
            .press("Ctrl-P")
            .type_text(("一起办理", "all marked"))
            .sees(NO_MARKS);
        robot
            .press("Enter")
            .sees(("对标记的行一起办理", "all marked rows"))
            .is_told(NO_MARKS);
    }
}

#[test]
fn the_language_changes_everywhere_at_once() {
    let mut robot = Robot::reading();
    robot
        .sees("项目库")
        .press("F9")
        .sees("Projects")
        .does_not_see("项目库");
    robot
        .press("s")
        .sees("Sort by which column")
        .press("F9")
        .press("Esc");
    robot.sees("项目库").press("F9").sees("Projects");
}

#[test]
fn the_language_changes_over_a_box_and_nothing_typed_or_asked_is_lost() {
    for mut robot in both(clerk) {
        robot.press("a").type_text("林火视频监控").press("Esc");
        robot.sees(DISCARD_ASKED).press("F9 Esc");
        robot.sees("林火视频监控").press("Enter");
        assert_eq!(robot.project().name, "林火视频监控");
    }
    for mut robot in both(Robot::reading) {
        // What one key opens again closes, and with it the way that led to it.
        let list = robot.screen();
        robot
            .press("w")
            .sees(("这一行的数从哪里来", "Where the numbers of this row"));
        robot.press("F9 F9");
        assert_eq!(robot.screen(), list);
    }
}

#[test]
fn the_palette_changes_the_language_and_back() {
    for mut robot in both(Robot::reading) {
        let (here, there) = (("项目库", "Projects"), ("Projects", "项目库"));
        robot
            .sees(here)
            .press("Ctrl-P")
            .type_text(("切换中文", "switch"))
            .press("Enter")
            .sees(here)
            .does_not_see(there);
        robot
            .press("Ctrl-P")
            .type_text(("qhzw", "switch"))
            .press("Enter")
            .sees(here)
            .does_not_see(there);
    }
}

#[test]
fn the_theme_goes_round_and_comes_back() {
    for mut robot in both(Robot::reading) {
        let first = robot.app.me.theme;
        let mut themes = 0;
        loop {
            robot.press("F7").sees(("主题: ", "Theme: "));
            themes += 1;
            if robot.app.me.theme == first {
                break;
            }
            assert!(themes < 10);
        }
        assert!(themes >= 4, "dark, light, 16 colours, mono, high contrast");
    }
}

#[test]
fn the_acting_person_is_chosen_by_name_and_stands_on_line_one() {
    for mut robot in both(Robot::reading) {
        robot
            .press("F8")
            .sees(("当前办理人", "Acting person"))
            .type_text("hzh")
            .sees("华志恒");
        robot
            .press("Enter")
            .sees(("华志恒 主管部门", "华志恒 dept."));
        assert_eq!(robot.app.me.grant.role, Role::Department);
        robot.press("Enter").sees("华志恒");
    }
}

#[test]
fn the_date_of_the_samples_is_moved_and_undated_text_is_refused() {
    for mut robot in both(Robot::new) {
        robot
            .press("F12")
            .sees(("样例的日期", "Date of the samples"))
            .retype("2026-02-30")
            .press("Enter");
        robot.sees((
            "请写成 2026-07-20 这样的日期",
            "Write a date such as 2026-07-20",
        ));
        robot
            .retype("2026-08-03")
            .press("Enter")
            .sees(("样例 2026-08-03", "Samples 2026-08-03"));
    }
}

#[test]
fn a_person_without_the_right_does_not_move_the_date() {
    for mut robot in both(|| Robot::reading().as_person("葛佳宁")) {
        robot.press("F12").is_told((
            "当前角色「单位填报」不能这样做, 应由「系统管理员、财政绩效、财政预算」办理; 按 F8 换办理人",
            "The acting role (unit officer) may not do this; it is for: administrator, performance division, budget division. F8 chooses the person",
        ));
        assert!(robot.app.overlay.is_none());
        robot.sees(("样例 2026-07-20", "Samples 2026-07-20"));
    }
}

#[test]
fn a_paste_outside_a_field_does_nothing_but_say_so() {
    const INSIDE_ONLY: (&str, &str) = ("粘贴只在编辑时有效", "Pasting works inside a field only");
    for mut robot in both(Robot::reading) {
        let seq = robot.store().head().seq;
        robot
            .paste("\u{11}q\nu\nDel\n0 1 3 a新项目\n")
            .is_told(INSIDE_ONLY);
        assert!(!robot.has_left() && robot.app.overlay.is_none());
        assert_eq!(robot.store().head().seq, seq);
        robot
            .press("?")
            .paste("q\nq\n")
            .press("Esc")
            .sees(("项目库", "Projects"));
    }
    for mut robot in both(clerk) {
        let seq = robot.store().head().seq;
        robot
            .press("Del")
            .paste("\n\n")
            .sees(("删除这个项目?", "Delete this project?"))
            .press("Esc");
        assert_eq!(robot.store().head().seq, seq);
    }
}

#[test]
fn a_paste_into_a_prompt_is_text_without_controls() {
    for mut robot in both(clerk) {
        robot
            .press("a")
            .paste("监\u{1b}[31m控\u{202e}\u{0}系统\u{7}")
            .press("Enter");
        assert_eq!(robot.project().name, "监[31m控系统");
    }
}

#[test]
fn keys_without_a_meaning_change_nothing() {
    for mut robot in both(Robot::reading) {
        let before = robot.screen();
        for key in ["F11", "Ctrl-G", "Alt-Q", "~", "中", "Left", "Right", "Esc"] {
            robot.press(key);
            assert_eq!(robot.screen(), before, "{key}");
            assert!(robot.bytes().len() < 40, "{key}: {:?}", robot.bytes());
        }
    }
}

#[test]
fn a_letter_without_a_meaning_says_so() {
    for mut robot in both(Robot::reading) {
        let seq = robot.store().head().seq;
        robot
            .press("q")
            .sees(("q 在这里没有用处", "q does nothing here"));
        robot.press("Down");
        robot.does_not_see(("没有用处", "does nothing"));
        assert_eq!(robot.store().head().seq, seq);
    }
}

#[test]
fn links_without_a_screen_say_so() {
    for mut robot in both(Robot::reading) {
        for key in ["2", "5", "２"] {
            robot.press(key).sees((
                "这一环节的屏幕还没有做",
                "This link of the loop has no screen yet",
            ));
        }
        robot.press("0").sees(("项目库", "Projects"));
    }
}

#[test]
fn dot_repeats_the_last_thing() {
    for mut robot in both(Robot::reading) {
        robot.press("Space . .").sees(("标记 3", "Marked 3"));
    }
}

#[test]
fn dot_puts_what_was_written_into_the_next_cell_and_saves_nothing_by_itself() {
    for mut robot in both(clerk) {
        robot.open(DRAFT).press("1 Down*2 Right Enter");
        robot.retype("≥97%").press("Enter");
        let targets = |robot: &Robot| -> Vec<String> {
            let rows = robot.stored(DRAFT).indicators;
            rows.iter().map(|row| row.target.clone()).collect()
        };
        let before = targets(&robot);
        assert_eq!(before.iter().filter(|target| *target == "≥97%").count(), 1);
        robot.press("Down .").sees("≥97%");
        assert_eq!(targets(&robot), before, "not before Enter");
        robot.press("Enter");
        let after = targets(&robot);
        assert_ne!(after, before, "{}", robot.screen());
        // Esc asks before it throws away what `.` wrote.
        robot.press("Down .");
        assert!(robot.app.editing.is_some(), "{}", robot.screen());
        robot.press("Esc").answer(DISCARD);
        assert_eq!(targets(&robot), after);
    }
}

#[test]
fn the_screen_is_drawn_anew_on_request_with_the_same_picture() {
    for mut robot in both(Robot::reading) {
        let before = robot.screen();
        robot.press("Ctrl-L");
        assert_eq!((robot.redraws(), robot.screen()), (1, before));
        assert!(robot.bytes().len() > 1000);
    }
}

#[test]
fn the_mouse_is_off_until_it_is_wanted() {
    for mut robot in both(Robot::reading) {
        assert!(!robot.app.me.mouse);
        robot.press("F10").sees(("鼠标已开", "Mouse on"));
        assert!(robot.app.me.mouse);
        robot.press("Left");
        let wheel = |kind| {
            Input::Mouse(Mouse {
                kind,
                column: 5,
                row: 5,
            })
        };
        let before = robot.screen();
        robot.input(wheel(MouseKind::ScrollDown));
        assert_ne!(robot.screen(), before);
        robot.input(wheel(MouseKind::ScrollUp));
        assert_eq!(robot.screen(), before);
        // A click puts the cursor on a row; beside the rows it does nothing.
        robot.input(wheel(MouseKind::Press));
        let row = robot.screen().lines().nth(5).unwrap().to_owned();
        assert!(row.trim_start().starts_with('>'), "{row}");
        let before = robot.screen();
        for row in [0, 3, 22, 23] {
            robot.input(Input::Mouse(Mouse {
                kind: MouseKind::Press,
                column: 5,
                row,
            }));
            assert_eq!(robot.screen(), before, "line {row}");
        }
    }
}

/// What the palette puts first for what is typed.
fn palette_finds(robot: &mut Robot, typed: &str, found: &str) {
    robot.press("Ctrl-P").type_text(typed);
    let first = robot.row_with("> ");
    assert!(first.contains(found), "{typed}: {}", robot.screen());
    robot.press("Esc*2");
}

#[test]
fn the_palette_finds_words_sentences_pinyin_initials_and_english() {
    let mut robot = Robot::reading();
    for (typed, found) in [
        ("筛选", "筛选"),
        ("批量", "批量"),
        ("pl", "批量"),
        ("帮助", "帮助"),
        ("倒序", "倒序"),
        ("dr", "导入"),
        ("daoru", "导入"),
        ("import", "导入"),
        ("wenxiao/1", "导入"),
        ("一起办理", "批量"),
        ("切换中文", "语言"),
        ("qhzw", "语言"),
    ] {
        palette_finds(&mut robot, typed, found);
    }
    let mut robot = Robot::reading().speaking(Language::En);
    for (typed, found) in [
        ("import", "Import"),
        ("mark all", "Mark all"),
        ("all marked", "Bulk"),
        ("wenxiao/1", "Import"),
        ("switch", "Language"),
        ("order", "Reverse"),
        ("help", "Help"),
    ] {
        palette_finds(&mut robot, typed, found);
    }
}

#[test]
fn boxes_say_how_much_more_there_is_and_the_footer_tells_their_keys() {
    for mut robot in both(Robot::reading) {
        let more = ("还有 ", " more ");
        robot.press("?").sees(more).sees(("Down 下翻", "Down Down"));
        let start = robot.screen();
        robot.press("End").sees("Ctrl-Q").press("Up");
        robot.press("End PgUp");
        assert_ne!(robot.screen(), start);
        robot.press("Home");
        assert_eq!(robot.screen(), start);
        robot
            .press("Esc F8")
            .sees(more)
            .sees(("Enter 选定", "Enter Choose"));
        robot.press("Esc x").sees(("Enter 确定", "Enter Go on"));
        robot.press("Esc /").sees(("Enter 留住筛选", "Enter Keep"));
    }
}

#[test]
fn what_is_typed_into_a_prompt_is_not_thrown_away_without_a_question() {
    for mut robot in both(clerk) {
        robot.press("a").type_text("林火视频监控").press("Esc");
        robot.sees(DISCARD_ASKED).press("Enter");
        robot.sees("林火视频监控").press("Esc");
        robot.answer(DISCARD).does_not_see("林火视频监控");
        // Nothing typed, nothing asked.
        robot
            .press("a Esc")
            .sees(("1/1", "1 of 1"))
            .does_not_see(("放弃", "Throw"));
    }
}

#[test]
fn typing_replaces_what_a_prompt_offers() {
    for mut robot in both(Robot::new) {
        robot.press("F12").type_text("2026-08-03").press("Enter");
        robot.sees(("样例 2026-08-03", "Samples 2026-08-03"));
    }
}

#[test]
fn shift_tab_in_an_open_field_goes_back() {
    use wenxiao::domain::command::{At, ProjectField};
    let at = |robot: &Robot| robot.app.editing.as_ref().map(|editing| editing.at.clone());
    for mut robot in both(clerk) {
        robot.open(DRAFT).press("e Down*2 Enter");
        assert_eq!(at(&robot), Some(At::Project(ProjectField::Name)));
        robot.retype("新名").press("Shift-Tab");
        assert_eq!(robot.stored(DRAFT).name, "新名");
        assert_ne!(at(&robot), Some(At::Project(ProjectField::Name)));
        robot.press("Tab");
        assert_eq!(at(&robot), Some(At::Project(ProjectField::Name)));
    }
}

#[test]
fn the_history_of_a_thing_shows_its_changes_alone_and_esc_all() {
    for mut robot in both(clerk) {
        robot.open(DRAFT).press("e Down*2 Enter");
        robot.retype("新名").press("Enter h");
        robot
            .sees(("变更记录  只看: 项目名称 ", "History  Only: Name "))
            .sees(("  2/5 条", "  2 of 5"))
            .sees(("编辑 项目名称", "edit Name"))
            .sees("新名");
        robot.press("Esc").does_not_see(("只看: ", "Only: "));
        robot.press("Esc").sees(("基本信息", "Basics and texts"));
    }
}

#[test]
fn slash_filters_the_inbox() {
    for mut robot in both(|| Robot::reading().as_person("章秋实")) {
        robot
            .press("t /")
            .type_text("zzzz")
            .sees(("没有符合的文书", "No document fits"));
        robot
            .press("Esc")
            .does_not_see(("没有符合的文书", "No document fits"));
    }
}

#[test]
fn slash_says_where_there_is_no_list_to_filter() {
    for mut robot in both(Robot::reading) {
        robot.open("26-水-0402");
        for link in ["1", "3", "4"] {
            robot.press(link).press("/").is_told((
                "这一屏不能筛选; 项目库、待办、变更记录和菜单里可以",
                "Nothing to filter here; the list, the inbox, the history and menus can be",
            ));
        }
    }
}

#[test]
fn after_a_step_the_next_document_of_the_inbox_opens_by_itself() {
    for mut robot in both(|| Robot::new().as_person("任少华")) {
        robot.press("t").sees(("2 份文书", "2 documents"));
        robot
            .step(PASS)
            .sees(("已通过", "Passed"))
            .sees(("已打开下一份", "the next one is open"));
        assert!(robot.app.open.is_some(), "{}", robot.screen());
        robot.press("Esc").sees(("1 份文书", "1 document"));
    }
}

#[test]
fn after_the_last_step_the_inbox_is_empty() {
    for mut robot in both(|| Robot::new().as_person("章秋实")) {
        robot.press("t").sees(("1 份文书", "1 document"));
        robot.step(APPROVE).sees(("已批复", "Approved")).sees((
            "没有等待「财政预算」办理的文书",
            "No document waits for: budget division",
        ));
    }
}

#[test]
fn an_empty_inbox_names_everybody_for_whom_documents_wait() {
    for mut robot in both(|| Robot::reading().size(80, 12)) {
        robot.press("t").sees(("还有 ", "and "));
        robot.resize(120, 60);
        robot.does_not_see(("还有 ", "and "));
    }
}

#[test]
fn answers_of_a_terminal_and_focus_are_never_keys() {
    for mut robot in both(Robot::reading) {
        let before = robot.screen();
        for input in [
            Input::Reply(Reply::Other),
            Input::Reply(Reply::Cursor { row: 1, column: 1 }),
            Input::Focus(false),
            Input::Focus(true),
        ] {
            robot.input(input);
            assert_eq!(robot.screen(), before);
            assert_eq!(robot.bytes(), b"");
        }
    }
}

#[test]
fn leaving_hanging_up_and_being_ended() {
    for input in [Input::HangUp, Input::Terminate] {
        let mut robot = Robot::reading();
        robot.input(input);
        assert!(robot.has_left());
    }
    let mut robot = Robot::reading();
    robot.press("q");
    assert!(!robot.has_left());
    robot.press("? Ctrl-Q");
    assert!(robot.has_left());
}

#[test]
fn a_store_that_only_reads_says_so_and_refuses_to_write() {
    use wenxiao::app::Msg;
    for mut robot in both(clerk) {
        let mut state = robot.app.world.store.clone();
        let why = ("只读: 磁盘已满", "Read only: the disk is full");
        state.read_only = Some(wenxiao::app::Barred {
            why: why.in_language(robot.app.me.language).to_owned(),
            way_back: None,
        });
        robot.app.update(Msg::Store(Box::new(state)));
        robot.sees(why);
        for key in ["a", "i", "Del"] {
            robot.press(key).is_told(READ_ONLY);
            assert!(robot.app.overlay.is_none(), "{key}");
        }
    }
}
