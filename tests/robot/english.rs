//! The same work in English from end to end: whoever reads no Chinese finds every word that the work
//! needs, from the list to the score.

use crate::harness::Robot;

/// A draft and its people, as in `work`.
const DRAFT: &str = "26-应-1003";

fn clerk() -> Robot {
    let mut robot = Robot::new().as_person("元春燕").english();
    robot.open(DRAFT);
    robot
}

/// Takes a step on the document of the screen in front.
fn step(robot: &mut Robot, act: &str) {
    robot.press("m").choose(act).answer(act);
}

#[test]
fn the_list_is_filtered_sorted_grouped_and_turned_to_another_year() {
    let mut robot = Robot::new().english();
    robot.press("/").type_text("ywjy");
    robot.sees("1 of 36").press("Esc").sees("36 of 36");
    robot.press("/").type_text("zzzzzz").sees("No project fits");
    robot.press("Esc").sees("36 of 36");
    robot.press("s").sees("Sort by which column");
    robot.choose("Budget").sees("Sort: Budget");
    robot
        .press("g")
        .choose("department")
        .sees("projects  budget");
    robot.press("g").choose("none");
    robot.press("y").choose("All years").sees("All years");
    robot.press("Space").sees("Marked 1");
    robot.press("Esc").sees("Marked 1");
}

#[test]
fn the_head_and_the_money_are_written_and_nonsense_is_refused() {
    let mut robot = clerk();
    robot
        .press("e")
        .sees("Basics and texts")
        .press("Down*2 Enter");
    robot.retype("Forest patrol").press("Enter").sees("Saved");
    assert_eq!(robot.stored(DRAFT).name, "Forest patrol");
    robot.press("Down*2").press("Up*2 Enter").retype("half");
    robot.press("Esc").sees("Throw away what was typed?");
    robot.answer("Throw away");
    robot.press("Esc f").sees("Money");
    robot
        .press("Right Enter")
        .retype("a hundred")
        .press("Enter");
    assert!(robot.app.editing.is_some(), "{}", robot.screen());
    robot.retype("180.5").press("Enter").sees("Saved");
    robot.press("w").sees("Where this number comes from");
}

#[test]
fn indicators_come_and_go_and_their_weights_are_summed() {
    let mut robot = clerk();
    let count = |robot: &Robot| robot.stored(DRAFT).indicators.len();
    robot.press("1").sees("90/90 ok");
    robot.press("c").sees("104/90 ! 14 over");
    robot.press("Del").answer("Delete").sees("90/90 ok");
    assert_eq!(count(&robot), 7);
    robot.press("a").type_text("Gates tested").press("Enter");
    assert_eq!(count(&robot), 8);
    robot.press("i").sees("library");
    robot.type_text("myd").press("Enter");
    assert_eq!(count(&robot), 9, "{}", robot.screen());
    robot.press("u").answer("Undo");
    assert_eq!(count(&robot), 8, "{}", robot.screen());
}

#[test]
fn levels_and_bases_that_a_form_takes_in_chinese_are_explained() {
    let mut robot = clerk();
    robot.press("1 Down l Left*9 Enter");
    robot.sees("产出指标  ").sees("output");
}

#[test]
fn a_goal_walks_from_draft_to_approval() {
    let mut robot = clerk();
    step(&mut robot, "send for review");
    robot.sees("Sent");
    for (person, act, said) in [
        ("卜振邦", "pass", "Passed"),
        ("顾雨桐", "pass", "Passed"),
        ("柏慧敏", "pass", "Passed"),
        ("章秋实", "approve", "Approved"),
    ] {
        let mut next = Robot::beside(&robot).as_person(person).english();
        next.press("t").sees("Inbox").open(DRAFT);
        step(&mut next, act);
        next.sees(said);
    }
    robot.press("e Down*2 Enter");
    assert!(robot.app.editing.is_none() && !robot.toast().is_empty());
    assert_eq!(robot.stored(DRAFT).documents.goal.signatures.len(), 5);
}

#[test]
fn a_return_needs_its_reason_and_the_sender_may_withdraw() {
    let mut robot = clerk();
    step(&mut robot, "send for review");
    step(&mut robot, "withdraw");
    robot.sees("Withdrawn");
    step(&mut robot, "send for review");
    let mut lead = Robot::beside(&robot).as_person("卜振邦").english();
    lead.open(DRAFT).press("m").choose("return");
    lead.press("Enter").sees("must not be empty");
    lead.type_text("No basis for the area").press("Enter");
    lead.sees("Returned");
    robot.open(DRAFT).sees("No basis for the area");
}

#[test]
fn a_month_is_filled_in_and_every_number_of_it_says_why() {
    let mut robot = Robot::new().as_person("沈明远").english();
    robot.open("26-教-0101").press("3 ]").sees("Jul");
    robot.press("Enter").sees("The total is a sum");
    robot.press("Down Enter").type_text("420").press("Enter");
    robot.sees("Saved");
    let project = robot.stored("26-教-0101");
    assert!(project.monitoring.months.contains_key(&7));
    robot.press("w").sees("420");
    robot.press("Esc c").sees("Measures");
}

#[test]
fn a_score_follows_what_is_typed_and_a_row_that_does_not_apply_is_marked() {
    let code = "25-交-0602";
    let mut robot = Robot::new().as_person("酆静怡").english();
    robot.open(code).press("4 Enter");
    assert!(robot.app.editing.is_some(), "{}", robot.screen());
    robot.retype("1").sees("not saved");
    robot
        .press("Esc")
        .answer("Throw away")
        .does_not_see("not saved");
    robot.press("z").sees("n/a");
    let marked = robot.stored(code);
    assert!(marked.indicators.iter().any(|row| row.not_applicable));
    robot.press("z").press("w").sees("Why");
}
