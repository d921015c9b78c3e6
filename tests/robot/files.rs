//! Files in and out: an export is what is shown, an import is all or nothing.

use serde_json::Value;
use wenxiao::lang::Language;

use crate::harness::Robot;

fn codes_in(path: &std::path::Path) -> Vec<String> {
    let file: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let projects = file["projects"].as_array().unwrap();
    projects
        .iter()
        .map(|project| project["code"].as_str().unwrap().to_owned())
        .collect()
}

fn codes_on(robot: &Robot) -> Vec<String> {
    robot
        .screen()
        .lines()
        .filter_map(|line| {
            line.split_whitespace()
                .find(|word| word.starts_with("26-") || word.starts_with("25-"))
                .map(str::to_owned)
        })
        .collect()
}

#[test]
fn an_export_is_what_is_shown_in_the_order_in_which_it_is_shown() {
    let mut robot = Robot::new().size(120, 60);
    let path = robot.folder().join("shown.json");
    robot
        .press("/")
        .type_text("zx")
        .press("Enter s")
        .choose("预算")
        .press("S");
    let shown = codes_on(&robot);
    assert!(shown.len() > 5, "{}", robot.screen());
    robot
        .press("x")
        .retype(path.to_str().unwrap())
        .press("Enter");
    robot.sees("已导出").sees("个项目到");
    assert_eq!(codes_in(&path), shown);
}

#[test]
fn marked_projects_are_exported_alone() {
    let mut robot = Robot::new();
    let path = robot.folder().join("marked.json");
    robot
        .press("Down Space Down Space x")
        .choose("导出标记的 2 个项目");
    robot.retype(path.to_str().unwrap()).press("Enter");
    assert_eq!(codes_in(&path).len(), 2);
}

#[test]
fn x_on_the_history_exports_the_entries_that_are_shown() {
    for language in [Language::Zh, Language::En] {
        let mut robot = Robot::new().as_person("元春燕").speaking(language);
        robot.open("26-应-1003").press("e Down*2 Enter");
        robot.retype("新名").press("Enter Esc h");
        let path = robot.folder().join(language.pick("zh.json", "en.json"));
        // Only what the filter lets through.
        robot.press("/").paste("新名").press("Enter x");
        robot.retype(path.to_str().unwrap()).press("Enter");
        robot.sees(language.pick("已导出 1 条记录", "1 entry exported"));
        let text = std::fs::read_to_string(&path).unwrap();
        let history: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(history["format"], "wenxiao-history/1");
        assert_eq!(history["project"]["code"], "26-应-1003");
        let entries = history["entries"].as_array().unwrap();
        let [entry] = entries.as_slice() else {
            panic!("one entry: {text}");
        };
        assert_eq!(entry["changes"][0]["path"], serde_json::json!(["name"]));
        assert_eq!(entry["changes"][0]["new"], "新名");
        assert_eq!(entry["actor"]["role"], "unit");
    }
}

#[test]
fn an_export_never_overwrites_and_never_leaves_half_a_file() {
    for language in [Language::Zh, Language::En] {
        let mut robot = Robot::new().speaking(language);
        let path = robot.folder().join("there.json");
        std::fs::write(&path, "mine").unwrap();
        robot
            .press("x")
            .retype(path.to_str().unwrap())
            .press("Enter");
        robot.sees(language.pick("不会覆盖", "not written over"));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
        let nowhere = robot.folder().join("no/such/folder.json");
        robot
            .press("Esc x")
            .retype(nowhere.to_str().unwrap())
            .press("Enter");
        robot.sees(language.pick("所在的目录不存在", "The folder of"));
        robot.press("Esc x").retype("").press("Enter");
        robot.sees(language.pick("不能为空", "must not be empty"));
    }
}

#[test]
fn what_was_exported_is_imported_into_an_empty_store_and_undone_as_one() {
    let mut from = Robot::new();
    let path = from.folder().join("all.json");
    from.press("x")
        .retype(path.to_str().unwrap())
        .press("Enter")
        .sees("已导出 36 个");
    let mut robot = Robot::on_an_empty_store();
    robot
        .press("i")
        .retype(path.to_str().unwrap())
        .press("Enter");
    robot
        .sees("导入 36 个项目?")
        .sees("新增 36 个; 覆盖同代码同年度的草稿 0 个");
    robot.press("Enter").sees("库里还没有项目");
    robot
        .press("i")
        .retype(path.to_str().unwrap())
        .press("Enter")
        .answer("导入");
    robot.sees("已导入").sees("/36 个");
    let again = robot.folder().join("again.json");
    robot
        .press("x")
        .retype(again.to_str().unwrap())
        .press("Enter");
    assert_eq!(codes_in(&again), codes_in(&path));
}

#[test]
fn an_import_with_one_bad_project_brings_in_nothing_and_says_where() {
    let mut from = Robot::new();
    let path = from.folder().join("some.json");
    from.press("Space Space Space x")
        .choose("导出标记的 3 个项目")
        .retype(path.to_str().unwrap())
        .press("Enter");
    let mut file: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    file["projects"][2]["indicators"] = Value::String("none".to_owned());
    std::fs::write(&path, file.to_string()).unwrap();
    let mut robot = Robot::on_an_empty_store();
    robot
        .press("i")
        .retype(path.to_str().unwrap())
        .press("Enter");
    robot
        .sees("没有完成")
        .sees("第 3 个项目")
        .sees("indicators");
    robot.press("Esc").sees("库里还没有项目");
    // Two projects of one code and year can't both come in.
    file["projects"].as_array_mut().unwrap().truncate(2);
    let first = file["projects"][0].clone();
    file["projects"].as_array_mut().unwrap().push(first);
    std::fs::write(&path, file.to_string()).unwrap();
    robot
        .press("i")
        .retype(path.to_str().unwrap())
        .press("Enter");
    if robot.screen().contains("导入 3 个项目") {
        robot.answer("导入");
    }
    robot.press("Esc").sees("库里还没有项目");
}

#[test]
fn what_is_no_file_of_ours_is_refused_in_words() {
    let mut robot = Robot::new();
    let seq = robot.store().head().seq;
    let path = robot.folder().join("strange");
    for content in ["", "{}", "[1,2", "PK\u{3}\u{4}", "名称,金额\n一,2\n"] {
        std::fs::write(&path, content).unwrap();
        robot
            .press("i")
            .retype(path.to_str().unwrap())
            .press("Enter")
            .sees("没有完成");
        robot.press("Esc");
    }
    robot
        .press("i")
        .retype("/no/such/file.json")
        .press("Enter")
        .sees("找不到文件");
    assert_eq!(robot.store().head().seq, seq);
}

#[test]
fn an_import_over_what_was_sent_is_refused_whole() {
    let mut robot = Robot::new();
    let path = robot.folder().join("mine.json");
    robot
        .press("x")
        .retype(path.to_str().unwrap())
        .press("Enter")
        .sees("已导出");
    let seq = robot.store().head().seq;
    robot
        .press("i")
        .retype(path.to_str().unwrap())
        .press("Enter");
    robot.sees("覆盖同代码同年度的草稿 36 个").answer("导入");
    assert_eq!(robot.store().head().seq, seq, "{}", robot.screen());
    assert!(!robot.toast().is_empty());
}
