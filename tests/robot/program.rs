//! What holds on every screen: help, palette, persons, language, theme, the date of the samples,
//! pastes, leaving.

use wenxiao::app::key::{Input, Mouse, MouseKind, Reply};
use wenxiao::lang::Language;

use crate::harness::Robot;

#[test]
fn help_lists_the_keys_of_this_place_and_why_one_is_off() {
    let mut robot = Robot::new().size(120, 60);
    robot.press("?").sees("帮助").sees("打开项目");
    robot.sees("不可用: 先用空格标记项目");
    robot.press("Esc").does_not_see("不可用");
    robot.press("Space ？").does_not_see("先用空格标记项目");
    let mut robot = Robot::new().english().size(120, 60);
    robot.press("F1").sees("Open the project");
    robot.sees("(off: Mark").sees("first)");
}

#[test]
fn help_is_read_to_its_end_in_a_small_window() {
    let mut robot = Robot::new().size(60, 20);
    robot.press("?").does_not_see("Ctrl-Q");
    for _ in 0..12 {
        robot.press("PgDn");
    }
    robot.sees("Ctrl-Q");
}

#[test]
fn the_palette_finds_a_command_by_name_pinyin_and_initials() {
    for typed in ["切换中文", "yuyan", "qhzw"] {
        let mut robot = Robot::new();
        robot.press("Ctrl-P").type_text(typed);
        if typed == "yuyan" {
            // The sentence names the languages, not the word.
            continue;
        }
        robot.press("Enter").sees("Projects");
    }
    let mut robot = Robot::new().english();
    robot
        .press("Ctrl-P")
        .type_text("switch")
        .press("Enter")
        .sees("项目库");
}

#[test]
fn the_palette_gives_the_reason_of_what_is_off() {
    let mut robot = Robot::new();
    robot
        .press("Ctrl-P")
        .type_text("一起办理")
        .sees("先用空格标记项目");
    robot.press("Enter").sees("对标记的行一起办理");
    assert_eq!(robot.toast(), "先用空格标记项目");
}

#[test]
fn the_language_changes_everywhere_at_once() {
    let mut robot = Robot::new();
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
fn the_theme_goes_round_and_comes_back() {
    let mut robot = Robot::new();
    let first = robot.app.me.theme;
    let mut themes = 0;
    loop {
        robot.press("F7").sees("主题: ");
        themes += 1;
        if robot.app.me.theme == first {
            break;
        }
        assert!(themes < 10);
    }
    assert!(themes >= 4, "dark, light, 16 colours, mono, high contrast");
}

#[test]
fn the_acting_person_is_chosen_by_name_and_stands_on_line_one() {
    let mut robot = Robot::new();
    robot
        .press("F8")
        .sees("当前办理人")
        .type_text("hzh")
        .sees("华志恒");
    robot.press("Enter").sees("华志恒 主管部门");
    assert_eq!(robot.role(), "主管部门");
    robot.press("Enter").sees("华志恒");
}

#[test]
fn the_date_of_the_samples_is_moved_and_undated_text_is_refused() {
    let mut robot = Robot::new();
    robot
        .press("F12")
        .sees("样例的日期")
        .retype("2026-02-30")
        .press("Enter");
    robot.sees("请写成 2026-07-20 这样的日期");
    robot
        .retype("2026-08-03")
        .press("Enter")
        .sees("样例 2026-08-03");
}

#[test]
fn a_person_without_the_right_does_not_move_the_date() {
    let mut robot = Robot::new().as_person("葛佳宁");
    robot.press("F12");
    assert!(robot.app.overlay.is_none());
    robot.sees("样例 2026-07-20");
    assert!(!robot.toast().is_empty());
}

#[test]
fn a_paste_outside_a_field_does_nothing_but_say_so() {
    let mut robot = Robot::new();
    let seq = robot.store().head().seq;
    robot.paste("\u{11}q\nu\nDel\n0 1 3 a新项目\n");
    assert_eq!(robot.toast(), "粘贴只在编辑时有效");
    assert!(!robot.has_left() && robot.app.overlay.is_none());
    assert_eq!(robot.store().head().seq, seq);
    robot.press("?").paste("q\nq\n").press("Esc").sees("项目库");
    let mut robot = Robot::new().as_person("元春燕");
    robot
        .press("Del")
        .paste("\n\n")
        .sees("删除这个项目?")
        .press("Esc");
    assert_eq!(robot.store().head().seq, seq);
}

#[test]
fn a_paste_into_a_prompt_is_text_without_controls() {
    let mut robot = Robot::new().as_person("元春燕");
    robot
        .press("a")
        .paste("监\u{1b}[31m控\u{202e}\u{0}系统\u{7}")
        .press("Enter");
    assert_eq!(robot.project().name, "监[31m控系统");
}

#[test]
fn keys_without_a_meaning_change_nothing() {
    let mut robot = Robot::new();
    let before = robot.screen();
    for key in ["F11", "Ctrl-G", "Alt-Q", "~", "中", "Left", "Right", "Esc"] {
        robot.press(key);
        assert_eq!(robot.screen(), before, "{key}");
        assert!(robot.bytes().len() < 40, "{key}: {:?}", robot.bytes());
    }
}

#[test]
fn a_letter_without_a_meaning_says_so() {
    for language in [Language::Zh, Language::En] {
        let mut robot = Robot::new().speaking(language);
        let seq = robot.store().head().seq;
        robot
            .press("q")
            .sees(language.pick("q 在这里没有用处", "q does nothing here"));
        robot.press("Down");
        robot.does_not_see(language.pick("没有用处", "does nothing"));
        assert_eq!(robot.store().head().seq, seq);
    }
}

#[test]
fn links_without_a_screen_say_so() {
    let mut robot = Robot::new();
    for key in ["2", "5", "２"] {
        robot.press(key).sees("这一环节的屏幕还没有做");
    }
    robot.press("0").sees("项目库");
}

#[test]
fn dot_repeats_the_last_thing() {
    let mut robot = Robot::new();
    robot.press("Space . .").sees("标记 3");
}

#[test]
fn dot_puts_what_was_written_into_the_next_cell_and_saves_nothing_by_itself() {
    for language in [Language::Zh, Language::En] {
        let mut robot = Robot::new().as_person("元春燕").speaking(language);
        robot.open("26-应-1003").press("1 Down*2 Right Enter");
        robot.retype("≥97%").press("Enter");
        let targets = |robot: &Robot| -> Vec<String> {
            let rows = robot.stored("26-应-1003").indicators;
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
        robot
            .press("Esc")
            .answer(language.pick("放弃", "Throw away"));
        assert_eq!(targets(&robot), after);
    }
}

#[test]
fn the_screen_is_drawn_anew_on_request_with_the_same_picture() {
    let mut robot = Robot::new();
    let before = robot.screen();
    robot.press("Ctrl-L");
    assert_eq!((robot.redraws(), robot.screen()), (1, before));
    assert!(robot.bytes().len() > 1000);
}

#[test]
fn the_mouse_is_off_until_it_is_wanted() {
    let mut robot = Robot::new();
    assert!(!robot.app.me.mouse);
    robot.press("F10").sees("鼠标已开");
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

#[test]
fn the_palette_finds_words_sentences_pinyin_initials_and_english() {
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
    ] {
        let mut robot = Robot::new();
        robot.press("Ctrl-P").type_text(typed);
        let first = robot.row_with("> ");
        assert!(first.contains(found), "{typed}: {}", robot.screen());
    }
    for (typed, found) in [("import", "Import"), ("mark all", "Mark all")] {
        let mut robot = Robot::new().english();
        robot.press("Ctrl-P").type_text(typed);
        let first = robot.row_with("> ");
        assert!(first.contains(found), "{typed}: {}", robot.screen());
    }
}

#[test]
fn boxes_say_how_much_more_there_is_and_the_footer_tells_their_keys() {
    for language in [Language::Zh, Language::En] {
        let mut robot = Robot::new().speaking(language);
        let more = language.pick("还有 ", " more ");
        robot
            .press("?")
            .sees(more)
            .sees(language.pick("Down 下翻", "Down Down"));
        let start = robot.screen();
        robot.press("End").sees("Ctrl-Q").press("Up");
        robot.press("End PgUp");
        assert_ne!(robot.screen(), start);
        robot.press("Home");
        assert_eq!(robot.screen(), start);
        robot
            .press("Esc F8")
            .sees(more)
            .sees(language.pick("Enter 选定", "Enter Choose"));
        robot
            .press("Esc x")
            .sees(language.pick("Enter 确定", "Enter Go on"));
        robot
            .press("Esc /")
            .sees(language.pick("Enter 留住筛选", "Enter Keep"));
    }
}

#[test]
fn what_is_typed_into_a_prompt_is_not_thrown_away_without_a_question() {
    for language in [Language::Zh, Language::En] {
        let mut robot = Robot::new().as_person("元春燕").speaking(language);
        robot.press("a").type_text("林火视频监控").press("Esc");
        robot
            .sees(language.pick("放弃写的内容?", "Throw away"))
            .press("Enter");
        robot.sees("林火视频监控").press("Esc");
        robot
            .answer(language.pick("放弃", "Throw away"))
            .does_not_see("林火视频监控");
        // Nothing typed, nothing asked.
        robot
            .press("a Esc")
            .sees(language.pick("1/1", "1 of 1"))
            .does_not_see(language.pick("放弃", "Throw"));
    }
}

#[test]
fn typing_replaces_what_a_prompt_offers() {
    let mut robot = Robot::new();
    robot.press("F12").type_text("2026-08-03").press("Enter");
    robot.sees("样例 2026-08-03");
}

#[test]
fn shift_tab_in_an_open_field_goes_back() {
    use wenxiao::domain::command::{At, ProjectField};
    let mut robot = Robot::new().as_person("元春燕");
    robot.open("26-应-1003").press("e Down*2 Enter");
    let at = |robot: &Robot| robot.app.editing.as_ref().map(|editing| editing.at.clone());
    assert_eq!(at(&robot), Some(At::Project(ProjectField::Name)));
    robot.retype("新名").press("Shift-Tab");
    assert_eq!(robot.stored("26-应-1003").name, "新名");
    assert_ne!(at(&robot), Some(At::Project(ProjectField::Name)));
    robot.press("Tab");
    assert_eq!(at(&robot), Some(At::Project(ProjectField::Name)));
}

#[test]
fn the_history_of_a_thing_shows_its_changes_alone_and_esc_all() {
    for language in [Language::Zh, Language::En] {
        let mut robot = Robot::new().as_person("元春燕").speaking(language);
        robot.open("26-应-1003").press("e Down*2 Enter");
        robot.retype("新名").press("Enter h");
        robot
            .sees(language.pick("只看: 项目名称", "Only: "))
            .sees("新名");
        let first = robot.row_with(language.pick("编辑 ", "edit "));
        assert!(first.contains(language.pick("项目名称", "Name")), "{first}");
        let some = robot.row_with(language.pick("变更记录", "History"));
        assert!(some.contains(language.pick("2/5", "2 of 5")), "{some}");
        robot
            .press("Esc")
            .does_not_see(language.pick("只看", "Only: "));
        robot.press("Esc").sees(language.pick("基本信息", "Basics"));
    }
}

#[test]
fn slash_filters_the_inbox() {
    let mut robot = Robot::new().as_person("章秋实");
    robot.press("t /").type_text("zzzz").sees("没有符合的文书");
    robot.press("Esc").does_not_see("没有符合的文书");
}

#[test]
fn slash_says_where_there_is_no_list_to_filter() {
    for link in ["1", "3", "4"] {
        let mut robot = Robot::new();
        robot.open("26-水-0402").press(link).press("/");
        robot.sees("这一屏不能筛选");
    }
    let mut robot = Robot::new().english();
    robot
        .open("26-水-0402")
        .press("1 /")
        .sees("Nothing to filter here");
}

#[test]
fn after_a_step_the_next_document_of_the_inbox_opens_by_itself() {
    let mut robot = Robot::new().as_person("章秋实");
    robot.press("t");
    let waiting = robot.row_with("待办  ");
    robot.press("m").choose("批复").answer("批复");
    robot.sees("已批复");
    if waiting.contains(" 1 份文书") {
        robot.sees("没有等待「财政预算」办理的文书");
    } else {
        robot.sees("已打开下一份");
        robot.press("Esc").sees("待办  ");
    }
}

#[test]
fn an_empty_inbox_names_everybody_for_whom_documents_wait() {
    for language in [Language::Zh, Language::En] {
        let mut robot = Robot::new().speaking(language).size(80, 12);
        robot.press("t").sees(language.pick("还有 ", "and "));
        robot.resize(120, 60);
        robot.does_not_see(language.pick("还有 ", "and "));
    }
}

#[test]
fn answers_of_a_terminal_and_focus_are_never_keys() {
    let mut robot = Robot::new();
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

#[test]
fn leaving_hanging_up_and_being_ended() {
    for input in [Input::HangUp, Input::Terminate] {
        let mut robot = Robot::new();
        robot.input(input);
        assert!(robot.has_left());
    }
    let mut robot = Robot::new();
    robot.press("q");
    assert!(!robot.has_left());
    robot.press("? Ctrl-Q");
    assert!(robot.has_left());
}

#[test]
fn a_store_that_only_reads_says_so_and_refuses_to_write() {
    use wenxiao::app::Msg;
    let mut robot = Robot::new().as_person("元春燕");
    let mut state = robot.app.world.store.clone();
    state.read_only = Some(wenxiao::app::Barred {
        why: "只读: 磁盘已满".to_owned(),
        way_back: None,
    });
    robot.app.update(Msg::Store(Box::new(state)));
    robot.sees("只读: 磁盘已满");
    for key in ["a", "i", "Del"] {
        robot.press(key);
        assert_eq!(robot.toast(), "数据文件现在只能读", "{key}");
        assert!(robot.app.overlay.is_none());
    }
}
