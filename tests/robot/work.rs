//! The work itself, from a draft to an approved goal, through the months to the self-evaluation: what
//! is written, who may write it, what is undone, and what two people do to each other.

use wenxiao::domain::command::{
    At, Command, CommandId, Edit, Envelope, IndicatorField, ProjectField,
};
use wenxiao::domain::journal::Outcome;
use wenxiao::domain::refusal::Refusal;
use wenxiao::domain::role::{Actor, Grant, Role, Scope};
use wenxiao::lang::Language;

use crate::harness::Robot;

/// A draft with its people: 元春燕 fills in, 卜振邦 leads the unit, 顾雨桐 sits in the department,
/// 柏慧敏 in the finance bureau, 章秋实 approves.
const DRAFT: &str = "26-应-1003";

fn clerk() -> Robot {
    let mut robot = Robot::new().as_person("元春燕");
    robot.open(DRAFT);
    robot
}

/// Takes a step on the goal of the open project.
fn step(robot: &mut Robot, act: &str) {
    robot.press("m").choose(act).answer(act);
}

/// How many documents line one says are waiting.
fn inbox(robot: &Robot) -> usize {
    let first = robot.row_with("待办 ");
    let count = first.split("待办 ").nth(1).unwrap();
    count.split_whitespace().next().unwrap().parse().unwrap()
}

// ---- head and money ----------------------------------------------------------------------------

#[test]
fn the_head_is_edited_where_it_stands() {
    let mut robot = clerk();
    robot.press("e").sees("基本信息").press("Down*2 Enter");
    robot.retype("森林防火巡护").press("Enter").sees("已保存");
    assert_eq!(robot.stored(DRAFT).name, "森林防火巡护");
    robot.press("0").sees("森林防火巡护");
}

#[test]
fn a_paste_with_line_breaks_stays_one_line_in_a_line_and_lines_in_a_text() {
    let mut robot = clerk();
    let seq = robot.store().head().seq;
    robot
        .press("e Down*2 Enter Ctrl-U")
        .paste("森林防火\r\n巡护\n");
    assert_eq!(robot.store().head().seq, seq, "a line break saves nothing");
    robot.press("Enter").sees("已保存");
    assert_eq!(robot.stored(DRAFT).name, "森林防火 巡护");
    robot.press("Esc 1 g").paste("第一条\r\n第二条\n");
    robot.press("Ctrl-S");
    let goal = robot.stored(DRAFT).goal;
    assert!(goal.contains("第一条\n第二条"), "{goal}");
}

#[test]
fn a_session_that_only_reads_refuses_to_save_and_keeps_what_was_typed() {
    let mut robot = clerk();
    let before = robot.stored(DRAFT);
    robot
        .press("e Down*2 Enter")
        .retype("写好的名字")
        .only_reads();
    robot.press("Enter").sees("写好的名字");
    assert!(robot.app.editing.is_some(), "{}", robot.screen());
    assert_eq!(robot.stored(DRAFT), before);
    // Begun like that, no field opens.
    robot.press("Esc").answer("放弃");
    robot.hears().press("Enter");
    assert!(robot.app.editing.is_none());
    assert_eq!(robot.toast(), "数据文件现在只能读");
}

#[test]
fn esc_asks_before_it_throws_typed_text_away() {
    let mut robot = clerk();
    robot.press("e Down*2 Enter").retype("写了一半");
    robot
        .press("Esc")
        .sees("放弃写的内容?")
        .press("Enter")
        .sees("写了一半");
    robot
        .press("Ctrl-Q")
        .sees("还有没保存的内容, 退出?")
        .press("Esc");
    assert!(!robot.has_left());
    robot.press("Esc").answer("放弃").does_not_see("写了一半");
    // An untouched field closes without a question.
    robot.press("Enter Esc").sees("基本信息");
    assert!(robot.app.editing.is_none() && robot.app.overlay.is_none());
}

#[test]
fn money_by_source_is_written_and_nonsense_refused_under_the_field() {
    let mut robot = clerk();
    robot.press("f").sees("财政拨款").press("Enter");
    assert!(robot.app.editing.is_some(), "{}", robot.screen());
    let before = robot.store().head().seq;
    robot.press("Esc");
    robot.press("Right Enter").retype("一百多").press("Enter");
    if robot.app.editing.is_some() {
        assert_eq!(robot.store().head().seq, before);
        robot.retype("180.5").press("Enter").sees("已保存");
    }
    let funds = robot.stored(DRAFT).funds;
    assert!(!funds.is_empty());
}

// ---- goals and indicators ----------------------------------------------------------------------

#[test]
fn the_goal_is_written_in_an_editor_that_marks_vague_words() {
    for language in [Language::Zh, Language::En] {
        let mut robot = Robot::new().as_person("元春燕").speaking(language);
        robot
            .open(DRAFT)
            .press("1 g Ctrl-A Del")
            .press("Ctrl-U Ctrl-K");
        for _ in 0..90 {
            robot.press("Backspace Del");
        }
        robot.type_text("大力推进，显著提高。");
        robot.sees(language.pick("标出的词太笼统", "the marked words are vague"));
        robot.press("Ctrl-S");
        assert_eq!(robot.stored(DRAFT).goal, "大力推进，显著提高。");
    }
}

#[test]
fn weights_are_summed_while_indicators_come_and_go() {
    let mut robot = clerk();
    robot.press("1").sees("合计 90/90 符合");
    let count = |robot: &Robot| robot.stored(DRAFT).indicators.len();
    assert_eq!(count(&robot), 7);
    robot.press("c");
    assert_eq!(count(&robot), 8, "{}", robot.screen());
    robot.sees("合计 104/90 ! 超 14");
    robot.press("Del").answer("删除");
    assert_eq!(count(&robot), 7, "{}", robot.screen());
    robot.sees("合计 90/90 符合");
}

#[test]
fn a_new_indicator_is_named_at_once() {
    let mut robot = clerk();
    robot
        .press("1 a")
        .type_text("闸门启闭测试次数")
        .press("Enter");
    let rows = robot.stored(DRAFT).indicators;
    assert_eq!(rows.len(), 8, "{}", robot.screen());
    let named = rows.iter().position(|row| row.name == "闸门启闭测试次数");
    assert_eq!(named, Some(1), "{}", robot.screen());
}

#[test]
fn indicators_move_up_and_down() {
    let mut robot = clerk();
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
    robot.press("K");
    let mut sorted = down.clone();
    sorted.sort();
    let mut known = before.clone();
    known.sort();
    assert_eq!(sorted, known);
    assert_eq!(names(&robot), before, "{}", robot.screen());
}

#[test]
fn the_library_is_searched_by_initials_and_inserts_a_row() {
    let mut robot = clerk();
    robot.press("1 i").sees("从指标库插入").type_text("slfh");
    let found = robot.screen();
    robot.press("Esc i").type_text("myd").press("Enter");
    assert_eq!(
        robot.stored(DRAFT).indicators.len(),
        8,
        "{found}\n{}",
        robot.screen()
    );
}

#[test]
fn a_target_is_read_as_it_is_typed() {
    for (language, shown) in [(Language::Zh, "≥ 96.5 %"), (Language::En, "≥ 96.5 %")] {
        let mut robot = Robot::new().as_person("元春燕").speaking(language);
        robot
            .open(DRAFT)
            .press("1 Down l Down*3 Enter")
            .retype("≥96.5%")
            .sees(shown);
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
fn findings_of_a_faulty_form_are_named_and_lead_to_their_place() {
    let mut robot = Robot::new();
    robot
        .open("26-环-0703")
        .sees("G-01")
        .sees("应为 90，现为 95");
    robot.press("Tab Enter").sees("[1 目标]").sees("E G-01");
    let mut robot = Robot::new().english();
    robot.open("26-环-0703").sees("expected 90");
}

#[test]
fn a_form_with_errors_is_not_sent() {
    let mut robot = Robot::new().as_person("贺志恒");
    robot.open("26-环-0703");
    let before = robot.store().head().seq;
    // Said before anything is confirmed.
    robot.press("1 m").choose("送审");
    robot.sees("G-01").sees("按 n 逐条");
    assert_eq!(robot.store().head().seq, before, "{}", robot.screen());
}

#[test]
fn who_may_not_fill_in_is_told_why() {
    for language in [Language::Zh, Language::En] {
        let mut robot = Robot::new().speaking(language);
        robot.open(DRAFT);
        let before = robot.store().head().seq;
        robot.press("1 g");
        assert!(robot.app.editing.is_none());
        assert!(!robot.toast().is_empty());
        robot.press("?").sees(language.pick("不可用", "off:"));
        assert_eq!(robot.store().head().seq, before);
    }
}

// ---- documents ---------------------------------------------------------------------------------

#[test]
fn a_goal_walks_from_draft_to_approval_through_five_persons() {
    let mut robot = clerk();
    step(&mut robot, "送审");
    robot.sees("已送审");
    for (person, act, said) in [
        ("卜振邦", "审核通过", "已通过"),
        ("顾雨桐", "审核通过", "已通过"),
        ("柏慧敏", "审核通过", "已通过"),
        ("章秋实", "批复", "已批复"),
    ] {
        let mut next = Robot::beside(&robot).as_person(person);
        let waiting = inbox(&next);
        assert!(waiting >= 1, "{}", next.screen());
        next.open(DRAFT);
        step(&mut next, act);
        next.sees(said);
        assert_eq!(
            inbox(&next),
            waiting - 1,
            "{person}: {}",
            next.press("t").screen()
        );
    }
    // What was approved is no longer edited by the filler.
    robot.press("e Down*2 Enter");
    assert!(robot.app.editing.is_none());
    assert!(!robot.toast().is_empty());
    assert_eq!(robot.stored(DRAFT).documents.goal.signatures.len(), 5);
}

#[test]
fn nobody_passes_what_the_same_person_sent() {
    let mut robot = clerk();
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
    step(&mut robot, "送审");
    robot.press("F8").choose("元春燕 单位审核");
    robot.press("m").type_text("审核通过").press("Enter");
    robot.sees("同一人不能审");
    assert_eq!(robot.stored(DRAFT).documents.goal.signatures.len(), 1);
}

#[test]
fn a_return_needs_its_reason_and_the_filler_reads_it() {
    let mut robot = clerk();
    step(&mut robot, "送审");
    let mut lead = Robot::beside(&robot).as_person("卜振邦");
    lead.press("t").sees("森林防火");
    lead.press("Enter m")
        .choose("退回")
        .press("Enter")
        .sees("不能为空");
    lead.type_text("巡护面积缺依据")
        .press("Enter")
        .sees("已退回");
    robot
        .press("0")
        .sees("待办 1")
        .open(DRAFT)
        .sees("巡护面积缺依据");
    // Returned, it is edited and sent again.
    robot
        .press("e Down*2 Enter")
        .retype("森林防火无人机巡护")
        .press("Enter")
        .sees("已保存");
    robot.press("Esc");
    step(&mut robot, "送审");
    robot.sees("已送审");
}

#[test]
fn the_sender_takes_back_what_nobody_has_audited() {
    let mut robot = clerk();
    step(&mut robot, "送审");
    step(&mut robot, "撤销");
    robot.sees("已撤销").press("e Down*2 Enter");
    assert!(robot.app.editing.is_some());
}

// ---- undo and history --------------------------------------------------------------------------

#[test]
fn undo_and_redo_show_first_what_goes_back() {
    for language in [Language::Zh, Language::En] {
        let mut robot = Robot::new().as_person("元春燕").speaking(language);
        robot
            .open(DRAFT)
            .press("e Down*2 Enter")
            .retype("新名")
            .press("Enter");
        robot
            .press("u")
            .sees(language.pick("撤回这次修改?", "Take this change back?"));
        robot.sees("新名").press("Enter");
        assert_eq!(
            robot.stored(DRAFT).name,
            "新名",
            "the question stands on cancel"
        );
        robot.press("u").answer(language.pick("撤回", "Undo"));
        assert_eq!(robot.stored(DRAFT).name, "森林防火无人机巡护系统");
        robot
            .press("Ctrl-R")
            .sees("新名")
            .answer(language.pick("恢复", "Redo"));
        assert_eq!(robot.stored(DRAFT).name, "新名");
        robot.press("Ctrl-R");
        assert!(!robot.toast().is_empty(), "there is nothing more to redo");
    }
}

#[test]
fn nothing_of_others_and_nothing_that_was_sent_is_undone() {
    let mut robot = clerk();
    robot.press("u");
    let first = robot.toast();
    assert!(robot.app.overlay.is_some() || !first.is_empty());
    robot.press("Esc");
    step(&mut robot, "送审");
    robot.press("u");
    if robot.app.overlay.is_some() {
        robot.answer("撤回");
    }
    assert!(!robot.toast().is_empty());
    assert_eq!(robot.stored(DRAFT).documents.goal.signatures.len(), 1);
}

#[test]
fn history_says_who_changed_what_and_shows_the_project_as_it_was() {
    for language in [Language::Zh, Language::En] {
        let mut robot = Robot::new().as_person("元春燕").speaking(language);
        robot
            .open(DRAFT)
            .press("e Down*2 Enter")
            .retype("新名")
            .press("Enter Esc h");
        robot.sees("元春燕").sees("新名");
        // The entry before the change shows the old name, clearly labelled, and only to look at.
        robot
            .press("Down Enter")
            .sees(language.pick("历史视图 #", "As of #"));
        robot.sees("森林防火无人机巡护系统").does_not_see("新名");
        let before = robot.store().head().seq;
        robot.press("m");
        assert!(!robot.toast().is_empty(), "{}", robot.screen());
        robot.press("1 g");
        assert!(robot.app.editing.is_none());
        assert!(!robot.toast().is_empty());
        assert_eq!(robot.store().head().seq, before);
        robot.press("0").open(DRAFT);
        robot
            .sees("新名")
            .does_not_see(language.pick("历史视图", "As of entry"));
    }
}

// ---- months ------------------------------------------------------------------------------------

#[test]
fn a_month_is_filled_in_where_it_stands() {
    let mut robot = Robot::new().as_person("沈明远");
    robot.open("26-教-0101").press("3 ]").sees("7月");
    // The total is computed; the key says where to write instead.
    robot.press("Enter").sees("合计由各来源相加");
    robot.press("Down Enter");
    assert!(robot.app.editing.is_some(), "{}", robot.screen());
    robot.type_text("420").press("Enter").sees("已保存");
    let project = robot.stored("26-教-0101");
    assert!(project.monitoring.months.contains_key(&7));
    robot.press("c").sees("偏差原因").sees("措施");
}

#[test]
fn every_number_of_the_timeline_says_why() {
    for (language, words) in [(Language::Zh, "指数 < 60"), (Language::En, "index < 60")] {
        let mut robot = Robot::new().speaking(language);
        robot.open("26-水-0402").press("3 w").sees(words);
        robot
            .press("Esc")
            .sees(language.pick("[3 监控]", "[3 Monitor]"));
    }
}

// ---- self-evaluation ---------------------------------------------------------------------------

#[test]
fn a_score_follows_what_is_typed_before_it_is_saved() {
    let mut robot = Robot::new().as_person("酆静怡");
    robot.open("25-交-0602").press("4");
    let before = robot.stored("25-交-0602");
    robot.press("Enter");
    if robot.app.editing.is_none() {
        robot.press("Right Enter");
    }
    assert!(robot.app.editing.is_some(), "{}", robot.screen());
    robot.retype("1").sees("未保存");
    assert_eq!(robot.stored("25-交-0602"), before);
    robot.press("Esc").answer("放弃").does_not_see("未保存");
}

#[test]
fn a_row_that_does_not_apply_is_marked_and_taken_back() {
    let mut robot = Robot::new().as_person("酆静怡");
    robot.open("25-交-0602").press("4 z").sees("不适用");
    let marked = robot.stored("25-交-0602");
    assert!(marked.indicators.iter().any(|row| row.not_applicable));
    robot.press("z");
    let back = robot.stored("25-交-0602");
    assert!(!back.indicators.iter().any(|row| row.not_applicable));
}

#[test]
fn a_score_is_explained_down_to_its_clause() {
    let mut robot = Robot::new();
    robot.open("25-卫-0201").press("4 w");
    robot
        .sees("为什么是 9.72")
        .sees("24310 ÷ 25000")
        .sees("财预〔2020〕10号第十八条");
    let mut robot = Robot::new().english();
    robot
        .open("25-卫-0201")
        .press("4 w")
        .sees("9.72")
        .sees("article 18");
}

#[test]
fn points_outside_their_band_are_refused_with_the_interval() {
    let code = "25-交-0602";
    let mut robot = Robot::new().as_person("酆静怡");
    let points = |robot: &Robot| robot.stored(code).indicators[4].band_score.clone();
    robot.open(code).press("4 Down*6 Right Enter");
    robot.choose("达成");
    robot.press("Right Enter");
    robot.sees("达成: 16 到 20 分 (含)");
    robot
        .retype("5")
        .press("Enter")
        .sees("写 16.00 到 20.00 分, 或换档次");
    assert!(robot.app.editing.is_some() && points(&robot).as_str().is_empty());
    robot.retype("18").press("Enter").sees("已保存");
    assert_eq!(points(&robot).as_str(), "18");
}

#[test]
fn what_would_change_the_grade_is_told() {
    let mut robot = Robot::new();
    robot
        .open("25-交-0602")
        .press("4 g")
        .sees("距“良”（80分）还差3.31分");
    let mut robot = Robot::new().english();
    robot.open("25-交-0602").press("4 g").sees("3.31");
}

#[test]
fn another_policy_is_tried_on_and_nothing_is_saved() {
    let mut robot = Robot::new();
    let before = robot.store().head().seq;
    robot.open("25-交-0602").press("4 p").choose("strict");
    robot.sees("试算");
    assert_eq!(robot.store().head().seq, before);
}

// ---- two people --------------------------------------------------------------------------------

/// Two programs of one clerk, both with the name of the draft in front.
fn two() -> (Robot, Robot) {
    let mut one = clerk();
    one.press("e Down*2");
    let mut other = Robot::beside(&one).as_person("元春燕");
    other.open(DRAFT).press("e Down*2");
    (one, other)
}

#[test]
fn e3_two_people_in_one_field_are_shown_to_each_other() {
    let (mut one, mut other) = two();
    one.press("Enter").retype("我的名字");
    other
        .press("Enter")
        .retype("对方的名字")
        .press("Enter")
        .sees("已保存");
    one.sees("我的名字").press("Enter");
    one.sees("这里刚被别人改过")
        .sees("对方的名字")
        .sees("我的名字");
    one.press("Enter").sees("我的名字");
    assert_eq!(one.stored(DRAFT).name, "对方的名字");
    // Who has seen the other's text and still saves means it.
    one.press("Enter").sees("已保存");
    assert_eq!(one.stored(DRAFT).name, "我的名字");
    other.sees("我的名字");
}

#[test]
fn e3_on_a_slow_line_the_store_finds_the_conflict_and_nothing_typed_is_lost() {
    let (mut one, mut other) = two();
    one.deaf().press("Enter").retype("我的名字");
    other
        .press("Enter")
        .retype("对方的名字")
        .press("Enter")
        .sees("已保存");
    one.press("Enter");
    assert_eq!(one.stored(DRAFT).name, "对方的名字");
    one.sees("我的名字");
    one.press("Enter");
    one.sees("这里刚被别人改过").answer("用对方的");
    one.hears().sees("对方的名字").does_not_see("我的名字");
}

#[test]
fn e4_two_people_in_two_fields_are_merged_and_told() {
    let (mut one, mut other) = two();
    one.deaf().press("Enter").retype("我的名字");
    other
        .press("Down*10 Enter")
        .retype("负责人甲")
        .press("Enter");
    let before = other.store().head().seq;
    one.press("Enter").sees("并与他人的修改合并");
    assert_eq!(one.store().head().seq, before + 1);
    assert_eq!(one.stored(DRAFT).name, "我的名字");
    let project = one.stored(DRAFT);
    assert_eq!(project.about.leader, "负责人甲", "{}", other.screen());
}

#[test]
fn e5_what_is_sent_while_somebody_types_keeps_the_draft() {
    let (mut one, mut other) = two();
    one.deaf().press("Enter").retype("写到一半");
    other.press("Esc");
    step(&mut other, "送审");
    other.sees("已送审");
    one.press("Enter");
    assert!(one.app.editing.is_some(), "{}", one.screen());
    one.sees("写到一半");
    one.hears().press("Enter").sees("写到一半");
    assert_eq!(one.stored(DRAFT).name, "森林防火无人机巡护系统");
}

#[test]
fn a_project_that_somebody_deletes_leaves_the_screen_in_words() {
    let mut one = clerk();
    let mut other = Robot::beside(&one).as_person("元春燕");
    other.press("Del").answer("删除").sees("已删除");
    one.press("Down").sees("项目库");
    assert!(one.app.open.is_none());
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
    let mut robot = clerk();
    robot.press("e Down*4 Enter Tab");
    assert!(robot.app.editing.is_none(), "{}", robot.screen());
    assert!(robot.app.overlay.is_some(), "{}", robot.screen());
    robot.sees("地方规则");
}

#[test]
fn an_unknown_policy_is_refused_and_one_that_came_with_a_file_can_be_mended() {
    let robot = clerk();
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
    robot.open(DRAFT).press("e Down*5").sees("abc");
    robot.press("Enter").choose("地方规则").sees("已保存");
    assert_eq!(robot.stored(DRAFT).policy.as_deref(), Some("local-20-80"));
    robot.press("u").answer("撤回").sees("已撤回");
    assert_eq!(robot.stored(DRAFT).policy.as_deref(), Some("abc"));
}

#[test]
fn each_day_of_the_period_is_written_by_itself() {
    let mut robot = clerk();
    let mut bare = robot.stored(DRAFT);
    bare.period = None;
    let import = Command::Import {
        projects: vec![bare],
        digest: String::new(),
    };
    assert!(matches!(give(&robot, "bare", import), Outcome::Saved(_)));
    robot = Robot::beside(&robot).as_person("元春燕");
    robot.open(DRAFT).press("e Down*7 Enter");
    robot.type_text("2026-03-01").press("Tab");
    assert_eq!(robot.stored(DRAFT).end(), None);
    robot.type_text("2026-11-30").press("Enter").sees("已保存");
    let day = |text: &str| text.parse().ok();
    assert_eq!(robot.stored(DRAFT).start(), day("2026-03-01"));
    assert_eq!(robot.stored(DRAFT).end(), day("2026-11-30"));
    // Emptying one leaves the other.
    robot.press("Up Enter").retype("").press("Enter");
    assert_eq!(robot.stored(DRAFT).start(), None);
    assert_eq!(robot.stored(DRAFT).end(), day("2026-11-30"));
}

#[test]
fn shift_tab_in_an_open_field_goes_to_the_one_before() {
    let mut robot = clerk();
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

#[test]
fn executed_money_alone_begins_no_self_evaluation() {
    let mut robot = clerk();
    robot.press("f").press("Right*3 Enter");
    robot.retype("18").press("Enter").sees("已保存");
    robot.press("Esc").sees("目标 草稿");
    assert_eq!(
        wenxiao::domain::row::stage(&robot.stored(DRAFT)),
        wenxiao::domain::row::Stage::Goal
    );
    robot.does_not_see("评价 0");
}

#[test]
fn n_leads_from_finding_to_finding_and_writes_nothing() {
    let mut robot = Robot::new().as_person("酆静怡");
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

#[test]
fn a_source_of_money_is_explained_as_the_whole_is() {
    let mut robot = Robot::new();
    robot.open("26-交-0601").press("Down*7 w");
    robot.sees("执行率从哪里来").sees("财政拨款");
}

#[test]
fn what_was_typed_into_a_prompt_is_not_thrown_away_by_one_esc() {
    let mut robot = clerk();
    step(&mut robot, "送审");
    let mut lead = Robot::beside(&robot).as_person("卜振邦");
    lead.open(DRAFT).press("m").choose("退回");
    lead.type_text("缺依据").press("Esc").sees("放弃写的内容?");
    // The question stands on going on, and what was typed is still there.
    lead.press("Enter").sees("缺依据").type_text("和数据");
    lead.sees("缺依据和数据").press("Esc").answer("放弃");
    assert!(lead.app.overlay.is_none());
    assert_eq!(lead.stored(DRAFT).documents.goal.signatures.len(), 1);
}

#[test]
fn undo_names_the_field_and_the_row() {
    let mut robot = clerk();
    robot.press("4 End Enter").retype("元春燕").press("Enter");
    robot.press("u").sees("填报人: 元春燕 -> (空)").press("Esc");
    let row = robot.stored(DRAFT).indicators[0].clone();
    robot.press("1 J u").sees("指标顺序: ").sees(&row.name);
}

#[test]
fn an_absent_sum_is_no_zero() {
    let mut robot = clerk();
    robot.press("4");
    let row = robot.row_with("预算执行率");
    assert!(!row.contains("0.00 "), "{row}");
}

#[test]
fn money_is_written_in_amounts_where_it_is_shown_in_per_cent() {
    let mut robot = Robot::new().as_person("沈明远");
    robot.open("26-教-0101").press("3 ]").sees("预算执行(%)");
    robot.press("Down Enter").sees("预算执行(万元)");
    robot.press("Esc").sees("预算执行(%)");
}
