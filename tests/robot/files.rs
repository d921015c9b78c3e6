//! Files in and out: an export is what is shown, an import is all or nothing.

use std::path::Path;

use serde_json::Value;

use crate::harness::{DRAFT, Robot, both, clerk};

/// What stands in a file of JSON.
fn read(path: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn codes_in(path: &Path) -> Vec<String> {
    let file = read(path);
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

/// Answers the prompt in front with a path.
fn give<'a>(robot: &'a mut Robot, path: &Path) -> &'a mut Robot {
    robot
        .press("Ctrl-U")
        .paste(path.to_str().unwrap())
        .press("Enter")
}

/// Asks for the import of a file.
fn import<'a>(robot: &'a mut Robot, path: &Path) -> &'a mut Robot {
    give(robot.press("i"), path)
}

/// Exports what is shown, where nothing is marked.
fn export<'a>(robot: &'a mut Robot, path: &Path) -> &'a mut Robot {
    give(robot.press("x"), path)
}

/// What an empty store says.
const EMPTY: (&str, &str) = ("库里还没有项目", "There are no projects yet");

/// The title over a file that is not read or written.
const NOT_DONE: (&str, &str) = ("没有完成", "Not done");

/// The button that imports.
const IMPORT: (&str, &str) = ("导入", "Import");

#[test]
fn an_export_is_what_is_shown_in_the_order_in_which_it_is_shown() {
    for mut robot in both(|| Robot::new().size(120, 60)) {
        let path = robot.folder().join("shown.json");
        robot
            .press("/")
            .type_text("zx")
            .press("Enter s")
            .choose(("预算", "Budget"))
            .press("S");
        let shown = codes_on(&robot);
        let count = shown.len();
        assert!(count > 5, "{}", robot.screen());
        export(&mut robot, &path).sees((
            format!("已导出 {count} 个项目到"),
            format!("{count} projects exported to"),
        ));
        assert_eq!(codes_in(&path), shown);
    }
}

#[test]
fn marked_projects_are_exported_alone() {
    for mut robot in both(Robot::new) {
        let path = robot.folder().join("marked.json");
        robot
            .press("Down Space Down Space x")
            .choose(("导出标记的 2 个项目", "Export what is marked: 2"));
        give(&mut robot, &path);
        assert_eq!(codes_in(&path).len(), 2);
    }
}

#[test]
fn x_on_the_history_exports_the_entries_that_are_shown() {
    for mut robot in both(clerk) {
        robot.open(DRAFT).press("e Down*2 Enter");
        robot.retype("新名").press("Enter Esc h");
        let path = robot.folder().join("history.json");
        // Only what the filter lets through.
        robot.press("/").paste("新名").press("Enter");
        export(&mut robot, &path).sees(("已导出 1 条记录", "1 entry exported"));
        let history = read(&path);
        assert_eq!(history["format"], "wenxiao-history/1");
        assert_eq!(history["project"]["code"], DRAFT);
        let [entry] = history["entries"].as_array().unwrap().as_slice() else {
            panic!("one entry: {history}");
        };
        assert_eq!(entry["changes"][0]["path"], serde_json::json!(["name"]));
        assert_eq!(entry["changes"][0]["new"], "新名");
        assert_eq!(entry["actor"]["role"], "unit");
    }
}

#[test]
fn an_export_never_overwrites_and_never_leaves_half_a_file() {
    for mut robot in both(Robot::new) {
        let path = robot.folder().join("there.json");
        std::fs::write(&path, "mine").unwrap();
        export(&mut robot, &path).sees(("不会覆盖", "not written over"));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
        let nowhere = robot.folder().join("no/such/folder.json");
        robot.press("Esc");
        export(&mut robot, &nowhere).sees(("所在的目录不存在", "The folder of"));
        robot.press("Esc");
        export(&mut robot, Path::new("")).sees(("不能为空", "must not be empty"));
    }
}

#[test]
fn what_was_exported_is_imported_into_an_empty_store_and_undone_as_one() {
    for mut robot in both(Robot::on_an_empty_store) {
        let mut from = Robot::new().speaking(robot.app.me.language);
        let path = from.folder().join("all.json");
        export(&mut from, &path).sees(("已导出 36 个项目", "36 projects exported"));
        import(&mut robot, &path)
            .sees(("导入 36 个项目?", "Import 36 projects?"))
            .sees((
                "新增 36 个; 覆盖同代码同年度的草稿 0 个",
                "36 new; drafts of the same code and year replaced: 0",
            ))
            .sees(("导入后可整批撤回", "undone as one"));
        // The question stands on cancel.
        robot.press("Enter").sees(EMPTY);
        import(&mut robot, &path).answer(IMPORT);
        robot
            .sees(("已导入", "Imported"))
            .sees(("36/36 个", "36 of 36"));
        let again = robot.folder().join("again.json");
        export(&mut robot, &again);
        assert_eq!(codes_in(&again), codes_in(&path));
        // One undo takes all of them back.
        robot.press("u").answer(("撤回", "Undo")).sees(EMPTY);
    }
}

#[test]
fn an_import_with_one_bad_project_brings_in_nothing_and_says_where() {
    for mut robot in both(Robot::on_an_empty_store) {
        let mut from = Robot::new();
        let path = from.folder().join("some.json");
        from.press("Space Space Space x")
            .choose("导出标记的 3 个项目");
        give(&mut from, &path);
        let mut file = read(&path);
        file["projects"][2]["indicators"] = Value::String("none".to_owned());
        std::fs::write(&path, file.to_string()).unwrap();
        import(&mut robot, &path)
            .sees(NOT_DONE)
            .sees(("第 3 个项目", "Project 3"))
            .sees("indicators");
        robot.press("Esc").sees(EMPTY);
        // Two projects of one code and year can't both come in.
        let projects = file["projects"].as_array_mut().unwrap();
        projects[2] = projects[0].clone();
        std::fs::write(&path, file.to_string()).unwrap();
        import(&mut robot, &path).sees(NOT_DONE).sees((
            "文件里有重复的代码和年度, 全部未导入",
            "The file holds the same code and year twice; nothing was imported",
        ));
        robot.press("Esc").sees(EMPTY);
    }
}

#[test]
fn what_is_no_file_of_ours_is_refused_in_words() {
    for mut robot in both(Robot::new) {
        let seq = robot.store().head().seq;
        let path = robot.folder().join("strange");
        for content in ["", "{}", "[1,2", "PK\u{3}\u{4}", "名称,金额\n一,2\n"] {
            std::fs::write(&path, content).unwrap();
            import(&mut robot, &path).sees(NOT_DONE).press("Esc");
        }
        import(&mut robot, Path::new("/no/such/file.json"))
            .sees(("找不到文件", "There is no file /no/such/file.json"));
        assert_eq!(robot.store().head().seq, seq);
    }
}

#[test]
fn an_import_over_what_was_sent_is_refused_whole() {
    for mut robot in both(Robot::new) {
        let path = robot.folder().join("mine.json");
        export(&mut robot, &path).sees(("已导出", "exported"));
        let seq = robot.store().head().seq;
        // What is there already is not written a second time.
        import(&mut robot, &path).is_told((
            "文件里的 36 个项目都已在库中, 没有变化",
            "Nothing to import: 36 projects of the file, all there and unchanged",
        ));
        assert_eq!(robot.store().head().seq, seq, "{}", robot.screen());
        // A draft could be replaced, but not together with what was sent.
        let mut file = read(&path);
        for project in file["projects"].as_array_mut().unwrap() {
            if project["code"] == DRAFT || project["code"] == "26-水-0402" {
                project["name"] = Value::String("新名".to_owned());
            }
        }
        std::fs::write(&path, file.to_string()).unwrap();
        import(&mut robot, &path).sees(NOT_DONE).sees((
            "这些项目已离开草稿, 不能覆盖, 全部未导入",
            "These projects are past draft and can't be replaced",
        ));
        robot.sees("26-水-0402");
        assert_eq!(robot.store().head().seq, seq, "{}", robot.screen());
    }
}
