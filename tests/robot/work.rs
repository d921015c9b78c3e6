//! The work itself, from a draft to an approved goal, through the months to the self-evaluation: what
//! is written, who may write it, what is undone, and what two people do to each other.

use wenxiao::domain::command::{
    At, Command, CommandId, Edit, Envelope, IndicatorField, ProjectField,
};
use wenxiao::domain::journal::Outcome;
use wenxiao::domain::refusal::Refusal;
use wenxiao::domain::role::{Actor, Grant, Role, Scope};
use wenxiao::lang::Language;

use crate::harness::{
    APPROVE, DISCARD, DISCARD_ASKED, DRAFT, PASS, READ_ONLY, RETURN, Robot, SAVED, SEND, WITHDRAW,
    both, clerk,
};

/// The clerk in each language, with the draft in front.
fn clerks() -> impl Iterator<Item = Robot> {
    both(clerk).map(|mut robot| {
        robot.open(DRAFT);
        robot
    })
}

/// How many documents line one says are waiting.
fn inbox(robot: &Robot) -> usize {
    let screen = robot.screen();
    let words = screen.split_whitespace();
    let mut words = words.skip_while(|word| !matches!(*word, "待办" | "Inbox"));
    words.nth(1).unwrap().parse().unwrap()
}

// ---- head and money ----------------------------------------------------------------------------

#[test]
fn the_head_is_edited_where_it_stands() {
    for mut robot in clerks() {
        robot
            .press("e")
            .sees(("基本信息", "Basics and texts"))
            .press("Down*2 Enter");
        robot.retype("森林防火巡护").press("Enter").sees(SAVED);
        assert_eq!(robot.stored(DRAFT).name, "森林防火巡护");
        robot.press("0").sees("森林防火巡护");
    }
}

#[test]
fn a_paste_with_line_breaks_stays_one_line_in_a_line_and_lines_in_a_text() {
    for mut robot in clerks() {
        let seq = robot.store().head().seq;
        robot
            .press("e Down*2 Enter Ctrl-U")
            .paste("森林防火\r\n巡护\n");
        assert_eq!(robot.store().head().seq, seq, "a line break saves nothing");
        robot.press("Enter").sees(SAVED);
        assert_eq!(robot.stored(DRAFT).name, "森林防火 巡护");
        robot.press("Esc 1 g").paste("第一条\r\n第二条\n");
        robot.press("Ctrl-S");
        let goal = robot.stored(DRAFT).goal;
        assert!(goal.contains("第一条\n第二条"), "{goal}");
    }
}

#[test]
fn a_session_that_only_reads_refuses_to_save_and_keeps_what_was_typed() {
    for mut robot in clerks() {
        let before = robot.stored(DRAFT);
        robot
            .press("e Down*2 Enter")
            .retype("写好的名字")
            .only_reads();
        robot.press("Enter").sees("写好的名字");
        assert!(robot.app.editing.is_some(), "{}", robot.screen());
        assert_eq!(robot.stored(DRAFT), before);
        // Begun like that, no field opens.
        robot.press("Esc").answer(DISCARD);
        robot.hears().press("Enter");
        assert!(robot.app.editing.is_none());
        robot.is_told(READ_ONLY);
    }
}

#[test]
fn esc_asks_before_it_throws_typed_text_away() {
    for mut robot in clerks() {
        robot.press("e Down*2 Enter").retype("写了一半");
        robot
            .press("Esc")
            .sees(DISCARD_ASKED)
            .press("Enter")
            .sees("写了一半");
        robot
            .press("Ctrl-Q")
            .sees((
                "还有没保存的内容, 退出?",
                "Something typed is not saved. Leave?",
            ))
            .press("Esc");
        assert!(!robot.has_left());
        robot.press("Esc").answer(DISCARD).does_not_see("写了一半");
        // An untouched field closes without a question.
        robot
            .press("Enter Esc")
            .sees(("基本信息", "Basics and texts"));
        assert!(robot.app.editing.is_none() && robot.app.overlay.is_none());
    }
}

#[test]
fn money_by_source_is_written_and_nonsense_refused_under_the_field() {
    for mut robot in clerks() {
        robot.press("f").sees("财政拨款").press("Enter");
        assert!(robot.app.editing.is_some(), "{}", robot.screen());
        let before = robot.store().head().seq;
        robot.press("Esc");
        robot.press("Right Enter").retype("一百多").press("Enter");
        robot.sees(("不是数字", "is no number"));
        assert!(robot.app.editing.is_some(), "{}", robot.screen());
        assert_eq!(robot.store().head().seq, before);
        robot.retype("180.5").press("Enter").sees(SAVED);
        assert_eq!(robot.stored(DRAFT).funds[0].adjusted.as_str(), "180.5");
        robot
            .press("w")
            .sees(("这个数从哪里来", "Where this number comes from"));
    }
}

// ---- goals and indicators ----------------------------------------------------------------------

#[test]
fn the_goal_is_written_in_an_editor_that_marks_vague_words() {
    for mut robot in clerks() {
        robot.press("1 g Ctrl-A Del Ctrl-U Ctrl-K");
        for _ in 0..90 {
            robot.press("Backspace Del");
        }
        robot.type_text("大力推进，显著提高。");
        robot.sees(("标出的词太笼统", "the marked words are vague"));
        robot.press("Ctrl-S");
        assert_eq!(robot.stored(DRAFT).goal, "大力推进，显著提高。");
    }
}

#[test]
fn weights_are_summed_while_indicators_come_and_go() {
    for mut robot in clerks() {
        robot.press("1").sees(("合计 90/90 符合", "Total 90/90 ok"));
        let count = |robot: &Robot| robot.stored(DRAFT).indicators.len();
        assert_eq!(count(&robot), 7);
        robot.press("c");
        assert_eq!(count(&robot), 8, "{}", robot.screen());
        robot.sees(("合计 104/90 ! 超 14", "Total 104/90 ! 14 over"));
        robot.press("Del").answer(("删除", "Delete"));
        assert_eq!(count(&robot), 7, "{}", robot.screen());
        robot.sees(("合计 90/90 符合", "Total 90/90 ok"));
    }
}

#[test]
fn a_new_indicator_is_named_at_once() {
    for mut robot in clerks() {
        robot
            .press("1 a")
            .type_text("闸门启闭测试次数")
            .press("Enter");
        let rows = robot.stored(DRAFT).indicators;
        assert_eq!(rows.len(), 8, "{}", robot.screen());
        let named = rows.iter().position(|row| row.name == "闸门启闭测试次数");
        assert_eq!(named, Some(1), "{}", robot.screen());
    }
}

#[test]
fn indicators_move_up_and_down() {
    for mut robot in clerks() {
        let names = |robot: &Robot| -> Vec<String> {
            robot
                .stored(DRAFT)
                .indicators
                .iter()
                .map(|row| row.name.clone())
                .collect()
        };
        let before = names(&robot);
        robot.press("1 Down J");
        let down = names(&robot);
        assert_ne!(down, before, "{}", robot.screen());
        robot.press("K");
        let mut sorted = down.clone();
        sorted.sort();
        let mut known = before.clone();
        known.sort();
        assert_eq!(sorted, known);
        assert_eq!(names(&robot), before, "{}", robot.screen());
    }
}

#[test]
fn the_library_is_searched_by_initials_and_inserts_a_row() {
    for mut robot in clerks() {
        robot
            .press("1 i")
            .sees(("从指标库插入", "Insert from the library"))
            .type_text("slfh");
        let found = robot.screen();
        robot.press("Esc i").type_text("myd").press("Enter");
        let count = |robot: &Robot| robot.stored(DRAFT).indicators.len();
        assert_eq!(count(&robot), 8, "{found}\n{}", robot.screen());
        robot.press("u").answer(("撤回", "Undo"));
        assert_eq!(count(&robot), 7, "{}", robot.screen());
    }
}

#[test]
fn a_target_is_read_as_it_is_typed() {
    for mut robot in clerks() {
        robot
            .press("1 Down l Down*3 Enter")
            .retype("≥96.5%")
            .sees("≥ 96.5 %");
        robot.press("Enter");
        let rows = robot.stored(DRAFT).indicators;
        assert!(
            rows.iter().any(|row| row.target == "≥96.5%"),
            "{}",
            robot.screen()
        );
    }
}

#[test]
fn levels_that_a_form_takes_in_chinese_are_explained_to_who_reads_english() {
    for mut robot in clerks() {
        robot.press("1 Down l Left*9 Enter");
        let offered = robot.row_with("> 产出指标");
        let english = robot.app.me.language == Language::En;
        assert_eq!(offered.contains(" output "), english, "{offered}");
    }
}

#[test]
fn findings_of_a_faulty_form_are_named_and_lead_to_their_place() {
    for mut robot in both(Robot::reading) {
        robot
            .open("26-环-0703")
            .sees("G-01")
            .sees(("应为 90，现为 95", "expected 90, found"));
        robot
            .press("Tab Enter")
            .sees(("[1 目标]", "[1 Goals]"))
            .sees("E G-01");
    }
}

#[test]
fn a_form_with_errors_is_not_sent() {
    for mut robot in both(|| Robot::reading().as_person("贺志恒")) {
        robot.open("26-环-0703");
        let before = robot.store().head().seq;
        // Said before anything is confirmed.
        robot.press("1 m").choose(SEND);
        robot
            .sees("G-01")
            .sees(("按 n 逐条", "n goes through them"));
        assert_eq!(robot.store().head().seq, before, "{}", robot.screen());
    }
}

#[test]
fn who_may_not_fill_in_is_told_why() {
    for mut robot in both(Robot::reading) {
        robot.open(DRAFT);
        let before = robot.store().head().seq;
        robot.press("1 g").is_told((
            "当前角色「财政绩效」不能这样做, 应由「单位填报」办理; 按 F8 换办理人",
            "The acting role (performance division) may not do this; it is for: unit officer. F8 chooses the person",
        ));
        assert!(robot.app.editing.is_none());
        robot.press("?").sees(("不可用", "off:"));
        assert_eq!(robot.store().head().seq, before);
    }
}

// ---- documents ---------------------------------------------------------------------------------

#[test]
fn a_goal_walks_from_draft_to_approval_through_five_persons() {
    for mut robot in clerks() {
        robot.step(SEND).sees(("已送审", "Sent"));
        for (person, act, said) in [
            ("卜振邦", PASS, ("已通过", "Passed")),
            ("顾雨桐", PASS, ("已通过", "Passed")),
            ("柏慧敏", PASS, ("已通过", "Passed")),
            ("章秋实", APPROVE, ("已批复", "Approved")),
        ] {
            let mut next = Robot::beside(&robot).as_person(person);
            let waiting = inbox(&next);
            assert!(waiting >= 1, "{}", next.screen());
            next.open(DRAFT).step(act).sees(said);
            assert_eq!(
                inbox(&next),
                waiting - 1,
                "{person}: {}",
                next.press("t").screen()
            );
        }
        // What was approved is no longer edited by the filler.
        robot.press("e Down*2 Enter").is_told((
            "绩效目标申报表处于「已批复」, 只有草稿和被退回的可以编辑; 按 m 看能办理什么",
            "The goal declaration has the status “approved”; only a draft or a returned one can be edited. m shows what can be done",
        ));
        assert!(robot.app.editing.is_none());
        assert_eq!(robot.stored(DRAFT).documents.goal.signatures.len(), 5);
    }
}

#[test]
fn nobody_passes_what_the_same_person_sent() {
    for mut robot in clerks() {
        let person = robot
            .store()
            .persons()
            .iter()
            .find(|person| person.name == "元春燕")
            .cloned()
            .map(|mut person| {
                person.grants.push(Grant {
                    role: Role::UnitLead,
                    scope: Scope::Unit("青溪县森林消防大队".to_owned()),
                });
                person
            })
            .unwrap();
        let persons = robot.store().persons();
        let admin = persons
            .iter()
            .find(|person| person.name == "苏思齐")
            .unwrap();
        let admin = admin.id.clone();
        let given = robot.store().apply(&Envelope {
            id: CommandId("grant".to_owned()),
            actor: Actor {
                person: admin,
                role: Role::Admin,
                scope: Scope::All,
                os_user: "robot".to_owned(),
            },
            at: 0,
            based_on: None,
            command: Command::SavePerson(person),
        });
        assert!(matches!(given, Outcome::Saved(_)), "{given:?}");
        robot.step(SEND);
        robot
            .press("F8")
            .choose(("元春燕 单位审核", "元春燕 unit lead"));
        robot.press("m").choose(PASS);
        robot.sees(("同一人不能审", "Nobody passes their own step"));
        assert_eq!(robot.stored(DRAFT).documents.goal.signatures.len(), 1);
    }
}

#[test]
fn a_return_needs_its_reason_and_the_filler_reads_it() {
    for mut robot in clerks() {
        robot.step(SEND);
        let mut lead = Robot::beside(&robot).as_person("卜振邦");
        lead.press("t").sees(("待办  ", "Inbox  ")).sees("森林防火");
        lead.press("Enter m")
            .choose(RETURN)
            .press("Enter")
            .sees(("不能为空", "must not be empty"));
        lead.type_text("巡护面积缺依据")
            .press("Enter")
            .sees(("已退回", "Returned"));
        robot
            .press("0")
            .sees(("待办 1", "Inbox 1"))
            .open(DRAFT)
            .sees("巡护面积缺依据");
        // Returned, it is edited and sent again.
        robot
            .press("e Down*2 Enter")
            .retype("森林防火无人机巡护")
            .press("Enter")
            .sees(SAVED);
        robot.press("Esc").step(SEND).sees(("已送审", "Sent"));
    }
}

#[test]
fn the_sender_takes_back_what_nobody_has_audited() {
    for mut robot in clerks() {
        robot
            .step(SEND)
            .step(WITHDRAW)
            .sees(("已撤销", "Withdrawn"))
            .press("e Down*2 Enter");
        assert!(robot.app.editing.is_some(), "{}", robot.screen());
    }
}

// ---- undo and history --------------------------------------------------------------------------

#[test]
fn undo_and_redo_show_first_what_goes_back() {
    for mut robot in clerks() {
        robot
            .press("e Down*2 Enter")
            .retype("新名")
            .press("Enter")
            .press("u")
            .sees(("撤回这次修改?", "Take this change back?"))
            .sees("新名")
            .press("Enter");
        assert_eq!(
            robot.stored(DRAFT).name,
            "新名",
            "the question stands on cancel"
        );
        robot.press("u").answer(("撤回", "Undo"));
        assert_eq!(robot.stored(DRAFT).name, "森林防火无人机巡护系统");
        robot
            .press("Ctrl-R")
            .sees(("恢复这次修改?", "Do this change again?"))
            .sees("新名")
            .answer(("恢复", "Redo"));
        assert_eq!(robot.stored(DRAFT).name, "新名");
        robot.press("Ctrl-R");
        assert!(!robot.toast().is_empty(), "there is nothing more to redo");
    }
}

#[test]
fn nothing_of_others_and_nothing_that_was_sent_is_undone() {
    for mut robot in clerks() {
        let mut lead = Robot::beside(&robot).as_person("卜振邦");
        lead.open(DRAFT).press("u").is_told((
            "最近的修改是元春燕的, 只能撤回自己的修改",
            "The newest change is 元春燕's; only one's own can be undone",
        ));
        robot.step(SEND);
        robot.press("u").is_told((
            "送审、审核这类步骤不能用撤回, 请用办理 (m) 里的撤销",
            "Steps of a document are not undone; use withdraw under m",
        ));
        assert_eq!(robot.stored(DRAFT).documents.goal.signatures.len(), 1);
    }
}

#[test]
fn history_says_who_changed_what_and_shows_the_project_as_it_was() {
    const ONLY_READS: (&str, &str) = (
        "历史视图只能看; 按 Esc 回到现在",
        "A historical view only reads; Esc returns to now",
    );
    for mut robot in clerks() {
        robot
            .press("e Down*2 Enter")
            .retype("新名")
            .press("Enter Esc h");
        robot.sees("元春燕").sees("新名");
        // The entry before the change shows the old name, clearly labelled, and only to look at.
        robot
            .press("Down Enter")
            .sees(("历史视图 #", "As of #"))
            .sees("森林防火无人机巡护系统")
            .does_not_see("新名");
        let before = robot.store().head().seq;
        robot.press("m").is_told(ONLY_READS);
        robot.press("1 g").is_told(ONLY_READS);
        assert!(robot.app.editing.is_none());
        assert_eq!(robot.store().head().seq, before);
        robot.press("0").open(DRAFT);
        robot.sees("新名").does_not_see(("历史视图", "As of #"));
    }
}

// ---- months ------------------------------------------------------------------------------------

#[test]
fn a_month_is_filled_in_where_it_stands() {
    for mut robot in both(|| Robot::new().as_person("沈明远")) {
        robot
            .open("26-教-0101")
            .press("3 ]")
            .sees(("监控 > 7月", "Monitoring > Jul"));
        // The total is computed: the first source opens, and why is said.
        robot
            .press("Enter")
            .sees(("合计由各来源相加", "The total is a sum"));
        assert!(robot.app.editing.is_some(), "{}", robot.screen());
        robot.type_text("420").press("Enter").sees(SAVED);
        let project = robot.stored("26-教-0101");
        assert!(project.monitoring.months.contains_key(&7));
        robot.press("w").sees("420");
        robot
            .press("Esc c")
            .sees(("偏差原因", "Cause"))
            .sees(("措施", "Measures"));
    }
}

#[test]
fn digits_typed_at_a_cell_that_refused_to_open_go_nowhere() {
    for mut robot in both(Robot::reading) {
        robot.open("26-水-0402").press("3 Enter");
        robot.type_text("400").is_told((
            "这一格没有打开, 数字没有写入; 要切换界面请先按 Esc",
            "The cell did not open and nothing was written; to change the screen press Esc first",
        ));
        robot.sees(("[3 监控]", "[3 Monitor]"));
        robot.press("Down 4").sees(("[4 评价]", "[4 Evaluate]"));
    }
}

#[test]
fn a_digit_is_a_link_where_enter_had_no_cell_to_open() {
    for mut robot in both(Robot::on_an_empty_store) {
        robot
            .press("Enter 4")
            .does_not_see(("这一格没有打开", "The cell did not open"));
        robot.sees(("[4 评价]", "[4 Evaluate]"));
    }
}

#[test]
fn what_is_exported_from_a_historical_view_is_what_is_looked_at() {
    for mut robot in both(clerk) {
        robot.open(DRAFT).press("e Enter").retype("现在的名称");
        robot.press("Enter").sees(SAVED);
        robot.press("h Down Enter").sees(("历史视图", "As of #"));
        let file = robot.folder().join("then.json");
        let path = file.to_str().unwrap();
        robot.press("x").retype(path).press("Enter");
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(!text.contains("现在的名称"), "{text}");
        std::fs::remove_file(&file).unwrap();
    }
}

#[test]
fn every_number_of_the_timeline_says_why() {
    for mut robot in both(Robot::reading) {
        robot
            .open("26-水-0402")
            .press("3 w")
            .sees(("指数 < 60", "index < 60"));
        robot.press("Esc").sees(("[3 监控]", "[3 Monitor]"));
    }
}

// ---- self-evaluation ---------------------------------------------------------------------------

#[test]
fn a_score_follows_what_is_typed_before_it_is_saved() {
    for mut robot in both(|| Robot::new().as_person("酆静怡")) {
        robot.open("25-交-0602").press("4");
        let before = robot.stored("25-交-0602");
        robot.press("Enter");
        if robot.app.editing.is_none() {
            robot.press("Right Enter");
        }
        assert!(robot.app.editing.is_some(), "{}", robot.screen());
        robot.retype("1").sees(("未保存", "not saved"));
        assert_eq!(robot.stored("25-交-0602"), before);
        robot
            .press("Esc")
            .answer(DISCARD)
            .does_not_see(("未保存", "not saved"));
    }
}

#[test]
fn a_row_that_does_not_apply_is_marked_and_taken_back() {
    for mut robot in both(|| Robot::new().as_person("酆静怡")) {
        robot
            .open("25-交-0602")
            .press("4 z")
            .sees(("不适用", "n/a"));
        let marked = robot.stored("25-交-0602");
        assert!(marked.indicators.iter().any(|row| row.not_applicable));
        robot.press("z");
        let back = robot.stored("25-交-0602");
        assert!(!back.indicators.iter().any(|row| row.not_applicable));
    }
}

#[test]
fn a_score_is_explained_down_to_its_clause() {
    for mut robot in both(Robot::reading) {
        robot
            .open("25-卫-0201")
            .press("4 w")
            .sees(("为什么是 9.72", "Why 9.72"))
            .sees("24310 ÷ 25000")
            .sees(("财预〔2020〕10号第十八条", "财预〔2020〕10号, article 18"));
    }
}

#[test]
fn points_outside_their_band_are_refused_with_the_interval() {
    let code = "25-交-0602";
    let points = |robot: &Robot| robot.stored(code).indicators[4].band_score.clone();
    for mut robot in both(|| Robot::new().as_person("酆静怡")) {
        robot.open(code).press("4 Down*6 Right Enter");
        robot.choose(("达成", "met"));
        robot.press("Right Enter");
        robot.sees(("达成: 16 到 20 分 (含)", "met: 16 to 20 points"));
        robot.retype("5").press("Enter").sees((
            "写 16.00 到 20.00 分, 或换档次",
            "write 16.00 to 20.00 points, or choose another band",
        ));
        assert!(robot.app.editing.is_some() && points(&robot).as_str().is_empty());
        robot.retype("18").press("Enter").sees(SAVED);
        assert_eq!(points(&robot).as_str(), "18");
    }
}

#[test]
fn what_would_change_the_grade_is_told() {
    for mut robot in both(Robot::reading) {
        robot.open("25-交-0602").press("4 g").sees((
            "距“良”（80分）还差3.31分",
            "3.31 points short of good (from 80)",
        ));
    }
}

#[test]
fn another_policy_is_tried_on_and_nothing_is_saved() {
    for mut robot in both(Robot::reading) {
        let before = robot.store().head().seq;
        robot.open("25-交-0602").press("4 p").choose("strict");
        robot.sees(("试算", "Trial"));
        assert_eq!(robot.store().head().seq, before);
    }
}

// ---- two people --------------------------------------------------------------------------------

/// Two programs of one clerk in each language, both with the name of the draft in front.
fn two() -> impl Iterator<Item = (Robot, Robot)> {
    clerks().map(|mut one| {
        one.press("e Down*2");
        let mut other = Robot::beside(&one).as_person("元春燕");
        other.open(DRAFT).press("e Down*2");
        (one, other)
    })
}

/// Over the two texts of one field.
const CHANGED_MEANWHILE: (&str, &str) = ("这里刚被别人改过", "Somebody has changed this meanwhile");

#[test]
fn e3_two_people_in_one_field_are_shown_to_each_other() {
    for (mut one, mut other) in two() {
        one.press("Enter").retype("我的名字");
        other
            .press("Enter")
            .retype("对方的名字")
            .press("Enter")
            .sees(SAVED);
        one.sees("我的名字").press("Enter");
        one.sees(CHANGED_MEANWHILE)
            .sees("对方的名字")
            .sees("我的名字");
        one.press("Enter").sees("我的名字");
        assert_eq!(one.stored(DRAFT).name, "对方的名字");
        // Who has seen the other's text and still saves means it.
        one.press("Enter").sees(SAVED);
        assert_eq!(one.stored(DRAFT).name, "我的名字");
        other.sees("我的名字");
    }
}

#[test]
fn e3_on_a_slow_line_the_store_finds_the_conflict_and_nothing_typed_is_lost() {
    for (mut one, mut other) in two() {
        one.deaf().press("Enter").retype("我的名字");
        other
            .press("Enter")
            .retype("对方的名字")
            .press("Enter")
            .sees(SAVED);
        one.press("Enter");
        assert_eq!(one.stored(DRAFT).name, "对方的名字");
        one.sees("我的名字");
        one.press("Enter");
        one.sees(CHANGED_MEANWHILE)
            .answer(("用对方的", "Take theirs"));
        one.hears().sees("对方的名字").does_not_see("我的名字");
    }
}

#[test]
fn e4_two_people_in_two_fields_are_merged_and_told() {
    for (mut one, mut other) in two() {
        one.deaf().press("Enter").retype("我的名字");
        other
            .press("Down*10 Enter")
            .retype("负责人甲")
            .press("Enter");
        let before = other.store().head().seq;
        one.press("Enter")
            .sees(("并与他人的修改合并", "merged with somebody's change"));
        assert_eq!(one.store().head().seq, before + 1);
        assert_eq!(one.stored(DRAFT).name, "我的名字");
        let project = one.stored(DRAFT);
        assert_eq!(project.about.leader, "负责人甲", "{}", other.screen());
    }
}

#[test]
fn e5_what_is_sent_while_somebody_types_keeps_the_draft() {
    for (mut one, mut other) in two() {
        one.deaf().press("Enter").retype("写到一半");
        other.press("Esc").step(SEND).sees(("已送审", "Sent"));
        one.press("Enter");
        assert!(one.app.editing.is_some(), "{}", one.screen());
        one.sees("写到一半");
        one.hears().press("Enter").sees("写到一半");
        assert_eq!(one.stored(DRAFT).name, "森林防火无人机巡护系统");
    }
}

#[test]
fn a_project_that_somebody_deletes_leaves_the_screen_in_words() {
    for mut one in clerks() {
        let mut other = Robot::beside(&one).as_person("元春燕");
        other
            .press("Del")
            .answer(("删除", "Delete"))
            .sees(("已删除", "Deleted"));
        one.press("Down").sees(("项目库", "Projects"));
        assert!(one.app.open.is_none());
    }
}

// ---- one grammar of fields ----------------------------------------------------------------------

/// Gives the store a command of the clerk, as another program would.
fn give(robot: &Robot, name: &str, command: Command) -> Outcome {
    robot.store().apply(&Envelope {
        id: CommandId(name.to_owned()),
        actor: robot.app.me.actor(),
        at: 0,
        based_on: None,
        command,
    })
}

#[test]
fn tab_opens_the_same_list_of_policies_as_enter() {
    for mut robot in clerks() {
        robot.press("e Down*4 Enter Tab");
        assert!(robot.app.editing.is_none(), "{}", robot.screen());
        assert!(robot.app.overlay.is_some(), "{}", robot.screen());
        robot.sees(("地方规则", "Local rules"));
    }
}

#[test]
fn an_unknown_policy_is_refused_and_one_that_came_with_a_file_can_be_mended() {
    for robot in clerks() {
        let at = At::Project(ProjectField::Policy);
        let edit = Edit::Set {
            at,
            value: "abc".to_owned(),
        };
        let project = robot.project().id;
        let edits = vec![edit];
        let outcome = give(&robot, "unknown", Command::Edit { project, edits });
        assert!(matches!(
            outcome,
            Outcome::NotSaved(Refusal::UnknownPolicy { .. })
        ));
        let mut stray = robot.stored(DRAFT);
        stray.policy = Some("abc".to_owned());
        let import = Command::Import {
            projects: vec![stray],
            digest: String::new(),
        };
        assert!(matches!(give(&robot, "stray", import), Outcome::Saved(_)));
        let mut robot = Robot::beside(&robot).as_person("元春燕");
        robot
            .open(DRAFT)
            .press("e Down*5")
            .sees(("abc: 没有这个政策", "abc: no such policy"));
        robot
            .press("Enter")
            .choose(("地方规则", "Local rules"))
            .sees(SAVED);
        assert_eq!(robot.stored(DRAFT).policy.as_deref(), Some("local-20-80"));
        robot
            .press("u")
            .answer(("撤回", "Undo"))
            .sees(("已撤回", "Undone"));
        assert_eq!(robot.stored(DRAFT).policy.as_deref(), Some("abc"));
    }
}

#[test]
fn each_day_of_the_period_is_written_by_itself() {
    for robot in clerks() {
        let mut bare = robot.stored(DRAFT);
        bare.period = None;
        let import = Command::Import {
            projects: vec![bare],
            digest: String::new(),
        };
        assert!(matches!(give(&robot, "bare", import), Outcome::Saved(_)));
        let mut robot = Robot::beside(&robot).as_person("元春燕");
        robot.open(DRAFT).press("e Down*7 Enter");
        robot.type_text("2026-03-01").press("Tab");
        assert_eq!(robot.stored(DRAFT).end(), None);
        robot.type_text("2026-11-30").press("Enter").sees(SAVED);
        let day = |text: &str| text.parse().ok();
        assert_eq!(robot.stored(DRAFT).start(), day("2026-03-01"));
        assert_eq!(robot.stored(DRAFT).end(), day("2026-11-30"));
        // Emptying one leaves the other.
        robot.press("Up Enter").retype("").press("Enter");
        assert_eq!(robot.stored(DRAFT).start(), None);
        assert_eq!(robot.stored(DRAFT).end(), day("2026-11-30"));
    }
}

#[test]
fn shift_tab_in_an_open_field_goes_to_the_one_before() {
    for mut robot in clerks() {
        robot
            .press("e Down*2 Enter")
            .retype("新名")
            .press("Shift-Tab");
        assert_eq!(robot.stored(DRAFT).name, "新名");
        let at = robot.app.editing.as_ref().map(|editing| editing.at.clone());
        assert_eq!(at, Some(At::Project(ProjectField::Year)));
        robot.press("Esc*2 1 Down Enter Shift-Tab");
        let at = robot.app.editing.as_ref().map(|editing| editing.at.clone());
        assert!(at.is_none() || !matches!(at, Some(At::Indicator(_, _, IndicatorField::Weight))));
    }
}

#[test]
fn executed_money_alone_begins_no_self_evaluation() {
    for mut robot in clerks() {
        robot.press("f").press("Right*3 Enter");
        robot.retype("18").press("Enter").sees(SAVED);
        robot.press("Esc").sees(("目标 草稿", "Goals draft"));
        assert_eq!(
            wenxiao::domain::row::stage(&robot.stored(DRAFT)),
            wenxiao::domain::row::Stage::Goal
        );
        robot.does_not_see(("评价 0", "Evaluate 0"));
    }
}

#[test]
fn n_leads_from_finding_to_finding_and_writes_nothing() {
    for mut robot in both(|| Robot::reading().as_person("酆静怡")) {
        robot.open("25-交-0602");
        let before = robot.stored("25-交-0602");
        robot.press("n N");
        for screen in ["1", "3", "4"] {
            robot.press(screen).press("n");
            assert!(!robot.toast().is_empty(), "{screen}: {}", robot.screen());
        }
        assert!(robot.toast().contains(" S-"), "{}", robot.toast());
        assert_eq!(robot.stored("25-交-0602"), before);
    }
}

#[test]
fn a_source_of_money_is_explained_as_the_whole_is() {
    for mut robot in both(Robot::reading) {
        robot.open("26-交-0601").press("Down*7 w");
        robot
            .sees(("执行率从哪里来", "Where the execution rate comes from"))
            .sees("财政拨款");
    }
}

#[test]
fn what_was_typed_into_a_prompt_is_not_thrown_away_by_one_esc() {
    for mut robot in clerks() {
        robot.step(SEND);
        let mut lead = Robot::beside(&robot).as_person("卜振邦");
        lead.open(DRAFT).press("m").choose(RETURN);
        lead.type_text("缺依据").press("Esc").sees(DISCARD_ASKED);
        // The question stands on going on, and what was typed is still there.
        lead.press("Enter").sees("缺依据").type_text("和数据");
        lead.sees("缺依据和数据").press("Esc").answer(DISCARD);
        assert!(lead.app.overlay.is_none());
        assert_eq!(lead.stored(DRAFT).documents.goal.signatures.len(), 1);
    }
}

#[test]
fn undo_names_the_field_and_the_row() {
    for mut robot in clerks() {
        robot.press("4 End Enter").retype("元春燕").press("Enter");
        robot
            .press("u")
            .sees(("填报人: 元春燕 -> (空)", "Filled in by: 元春燕 -> (none)"))
            .press("Esc");
        let row = robot.stored(DRAFT).indicators[0].clone();
        robot
            .press("1 J u")
            .sees(("指标顺序: ", "order of the indicators: "))
            .sees(&row.name);
    }
}

#[test]
fn an_absent_sum_is_no_zero() {
    for mut robot in clerks() {
        robot.press("4");
        let row = robot.row_with(("预算执行率", "Execution rate"));
        assert!(!row.contains("0.00 "), "{row}");
    }
}

#[test]
fn money_is_written_in_amounts_where_it_is_shown_in_per_cent() {
    for mut robot in both(|| Robot::new().as_person("沈明远")) {
        robot
            .open("26-教-0101")
            .press("3 ]")
            .sees(("预算执行(%)", "Spent (%)"));
        robot
            .press("Down Enter")
            .sees(("预算执行(万元)", "Spent (10k yuan)"));
        robot.press("Esc").sees(("预算执行(%)", "Spent (%)"));
    }
}

#[test]
fn a_returned_document_says_why_wherever_it_is_opened() {
    for mut robot in both(clerk) {
        robot.open(DRAFT).step(SEND);
        let mut lead = Robot::beside(&robot).as_person("卜振邦");
        lead.open(DRAFT).press("m").choose(RETURN);
        lead.type_text("巡护面积缺依据").press("Enter");
        robot.open(DRAFT).press("1");
        robot.sees(("被退回: 巡护面积缺依据", "returned: 巡护面积缺依据"));
    }
}

#[test]
fn dot_puts_a_long_text_into_the_next_one() {
    for mut robot in both(|| Robot::new().as_person("酆静怡")) {
        robot.open("25-交-0602").press("4 Home Down*6 r Ctrl-A");
        robot
            .paste("两处工点\n雨季停工")
            .press("Ctrl-S")
            .sees(SAVED);
        robot.press("Down .").sees("雨季停工");
        assert!(robot.app.editing.is_some(), "{}", robot.screen());
    }
}
