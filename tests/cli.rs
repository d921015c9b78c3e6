//! The real binary on the command line: every command, in both languages, with its exit codes.

// What a helper of a test unwraps is what the test is about.
#![allow(clippy::unwrap_used)]

use std::ffi::OsStr;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

const BINARY: &str = env!("CARGO_BIN_EXE_wenxiao");

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(name)
}

/// A user with a home of their own and nothing in the environment that speaks of a language.
struct User {
    home: tempfile::TempDir,
}

/// What a command said and how it ended.
#[derive(Debug)]
struct Said {
    code: i32,
    out: String,
    err: String,
}

impl Said {
    fn of(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    fn error(&self) -> Value {
        assert_eq!(self.code, 2, "{self:?}");
        assert_eq!(self.out, "");
        let answer: Value = serde_json::from_str(&self.err).unwrap();
        assert_eq!(answer["format"], "wenxiao-error/1");
        answer
    }

    #[track_caller]
    fn done(self) -> Self {
        assert_eq!(self.code, 0, "{self:?}");
        self
    }

    #[track_caller]
    fn refused(self) -> Self {
        assert_eq!(self.code, 2, "{self:?}");
        assert_eq!(self.err.lines().count(), 1, "one clear line: {self:?}");
        self
    }
}

impl User {
    fn new() -> Self {
        Self {
            home: tempfile::tempdir().unwrap(),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    fn command<S: AsRef<OsStr>>(&self, words: &[S]) -> Command {
        let mut command = Command::new(BINARY);
        command
            .args(words)
            .env_clear()
            .env("HOME", self.home.path());
        command.current_dir(self.home.path()).stdin(Stdio::null());
        command
    }

    fn run<S: AsRef<OsStr>>(&self, words: &[S]) -> Said {
        Said::of(self.command(words).output().unwrap())
    }

    /// The words of a line; `{name}` is a file of `tests/data`.
    fn line(&self, line: &str) -> Said {
        let words = line.split(' ').map(|word| {
            match word
                .strip_prefix('{')
                .and_then(|word| word.strip_suffix('}'))
            {
                Some(name) => data(name).into_os_string(),
                None => word.into(),
            }
        });
        self.run(&words.collect::<Vec<_>>())
    }

    fn typed(&self, line: &str, input: &[u8]) -> Said {
        let words: Vec<&str> = line.split(' ').collect();
        let mut command = self.command(&words);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        Said::of(child.wait_with_output().unwrap())
    }
}

fn has_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

#[test]
fn the_worked_example_scores_94_67_key_by_key() {
    let said = User::new().line("score {training.json} --json").done();
    let rows = [
        (
            "1", "reverse", "20.00", "20", "at_most", "200", "万元", "187.35",
        ),
        ("2", "positive", "10.00", "10", "at_least", "12", "期", "12"),
        (
            "3", "positive", "9.20", "10", "at_least", "600", "人次", "552",
        ),
        ("4", "positive", "9.80", "10", "at_least", "95", "%", "93.1"),
        ("7", "positive", "8.00", "8", "at_least", "10", "个", "14"),
        (
            "8", "positive", "9.90", "10", "at_least", "90", "%", "89.10",
        ),
    ];
    let answer = said.json();
    let project = &answer["projects"][0];
    for (id, rule, score, weight, kind, value, unit, actual) in rows {
        let indicators = project["indicators"].as_array().unwrap();
        let mut row = indicators
            .iter()
            .find(|row| row["id"] == id)
            .unwrap()
            .clone();
        assert!(row["explain"].as_str().unwrap().contains(score), "{row}");
        row.as_object_mut().unwrap().remove("explain");
        assert_eq!(
            row,
            json!({
                "id": id, "rule": rule, "score": score, "weight": weight,
                "target": {"kind": kind, "value": value, "unit": unit},
                "actual": {"kind": "number", "value": actual, "unit": unit},
            })
        );
    }
    assert_eq!(project["indicators"][2]["explain"], "552 ÷ 600 × 10 = 9.20");
    assert_eq!(
        project["indicators"][4]["target"],
        json!({"kind": "by_date", "date": "2025-11-30"})
    );
    assert_eq!(project["indicators"][5]["rule"], "qualitative");
    assert_eq!(
        project["execution"],
        json!({"rate": "0.93675", "weight": "10", "score": "9.37", "applicable": true})
    );
    assert_eq!(answer["format"], "wenxiao-score/1");
    assert_eq!(answer["policy"], "national-2021-cost");
    assert_eq!(
        (&project["raw"], &project["total"], &project["grade"]),
        (&json!("94.67"), &json!("94.67"), &json!("优"))
    );
    let keys: Vec<&String> = project.as_object().unwrap().keys().collect();
    assert_eq!(
        keys,
        [
            "code",
            "name",
            "execution",
            "indicators",
            "raw",
            "total",
            "grade"
        ]
    );
}

#[test]
fn a_score_is_a_table_in_both_languages() {
    let user = User::new();
    let chinese = user.line("score {training.json}").done().out;
    assert!(chinese.contains("培训人次"), "{chinese}");
    assert!(chinese.contains("总分 94.67  优"), "{chinese}");
    let english = user.line("score {training.json} --lang en").done().out;
    assert!(english.contains("Total 94.67  excellent"), "{english}");
    assert!(english.contains("552 ÷ 600 × 10 = 9.20"), "{english}");
}

#[test]
fn a_file_comes_by_standard_input_and_the_policy_by_option() {
    let bytes = std::fs::read(data("training.json")).unwrap();
    let user = User::new();
    let said = user
        .typed("score - --json --policy local-20-80", &bytes)
        .done();
    assert_eq!(said.json()["policy"], "local-20-80");
    assert_eq!(said.json()["projects"][0]["execution"]["weight"], "20");
    let check = user.typed("check - --json --stage goal", &bytes);
    assert_eq!(check.json()["format"], "wenxiao-check/1");
    let findings = check.json()["findings"].as_array().unwrap().clone();
    assert!(
        findings
            .iter()
            .all(|one| one["check"].as_str().unwrap().starts_with("G-"))
    );
}

#[test]
fn an_unknown_policy_is_refused_with_the_known_ones() {
    let user = User::new();
    for command in ["score", "check"] {
        let said = user
            .line(&format!(
                "{command} {{training.json}} --policy national-1999 --lang en"
            ))
            .refused();
        assert!(said.err.contains("national-1999"), "{said:?}");
        assert!(
            said.err
                .contains("national-2021-cost, national-2021-nocost"),
            "{said:?}"
        );
    }
    let named = user.typed(
        "score - --json",
        br#"{"format":"wenxiao/1","policy":"nobody","projects":[]}"#,
    );
    assert_eq!(named.error()["error"], "unknown_policy");
    // A policy that is asked for wins over one in the file that nobody knows.
    let asked = user.typed(
        "score - --json --policy strict",
        br#"{"format":"wenxiao/1","policy":"nobody","projects":[]}"#,
    );
    assert_eq!(asked.done().json()["policy"], "strict");
}

#[test]
fn check_names_place_and_mend_and_its_exit_code_says_what_it_found() {
    let user = User::new();
    let said = user.line("check {training.json}");
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.out.contains("基层干部培训"), "{said:?}");
    assert!(
        said.out.contains("警告  S-16  第 8 行“学员满意度”"),
        "{said:?}"
    );
    let said = user.line("check {training.json} --lang en --stage self");
    assert!(said.out.contains("warning  S-16  Row 8"), "{said:?}");
    assert!(
        said.out.contains("1 project: 0 errors, 1 warning"),
        "{said:?}"
    );
    let nothing = user.typed(
        "check - --lang en",
        br#"{"format":"wenxiao/1","projects":[]}"#,
    );
    assert_eq!(nothing.done().out, "0 projects, nothing found\n");
}

#[test]
fn a_file_that_cannot_be_read_is_one_clear_line() {
    let user = User::new();
    std::fs::write(
        user.path("latin.json"),
        b"{\"format\": \"wenxiao/1\", \"x\": \"\xff\"}",
    )
    .unwrap();
    std::fs::write(user.path("text.json"), "not json").unwrap();
    std::fs::write(user.path("list.json"), "[]").unwrap();
    std::fs::write(
        user.path("other.json"),
        r#"{"format": "other/2", "projects": []}"#,
    )
    .unwrap();
    std::fs::write(user.path("none.json"), r#"{"format": "wenxiao/1"}"#).unwrap();
    let cell = r#"{"format": "wenxiao/1", "projects": [{"code": "K7",
        "indicators": [{"id": "b", "target": {"value": 5}}]}]}"#;
    std::fs::write(user.path("cell.json"), cell).unwrap();
    std::fs::create_dir(user.path("folder")).unwrap();
    let cases = [
        ("missing.json", "not_found"),
        ("folder", "not_a_file"),
        ("latin.json", "not_utf8"),
        ("text.json", "not_json"),
        ("list.json", "wrong_format"),
        ("other.json", "wrong_format"),
        ("none.json", "no_projects"),
        ("cell.json", "wrong_shape"),
    ];
    user.line("init --store s").done();
    for (file, code) in cases {
        for command in ["score", "check", "import --store s"] {
            let said = user.line(&format!("{command} {file}")).refused();
            assert!(
                said.err.starts_with("错误：") && said.err.contains(file),
                "{said:?}"
            );
            let said = user.line(&format!("{command} {file} --json --lang en"));
            let error = said.error();
            assert_eq!(error["error"], code, "{said:?}");
            assert!(!has_chinese(error["message"].as_str().unwrap()), "{said:?}");
        }
    }
    let said = user.line("score cell.json --lang en");
    assert!(
        said.err.contains("Project 1 (K7), indicator 1 (b), target"),
        "{said:?}"
    );
}

#[test]
fn h5_nothing_from_a_file_reaches_the_terminal_as_a_control() {
    let user = User::new();
    let nasty = "a\u{1b}]0;title\u{7}\u{9b}31m\u{202e}\u{200b}b\r\n";
    let file = json!({
        "format": "wenxiao/1",
        "projects": [{
            "code": nasty, "name": nasty, "unit": nasty,
            "indicators": [{"id": nasty, "name": nasty, "target": nasty, "actual": nasty, "weight": nasty}],
        }],
    });
    let wrong = json!({"format": nasty, "projects": []});
    std::fs::write(user.path("nasty.json"), file.to_string()).unwrap();
    std::fs::write(user.path("wrong.json"), wrong.to_string()).unwrap();
    let lines = [
        "score nasty.json".to_owned(),
        "score nasty.json --json".to_owned(),
        "check nasty.json --lang en".to_owned(),
        "score wrong.json".to_owned(),
        "score wrong.json --json".to_owned(),
        "score \u{1b}[31m.json".to_owned(),
        format!("score nasty.json --policy {}", "\u{1b}[2J"),
        "\u{1b}[2J".to_owned(),
        "--\u{202e}x".to_owned(),
    ];
    for line in lines {
        let said = user.line(&line);
        for text in [&said.out, &said.err] {
            let raw = text
                .chars()
                .find(|c| *c != '\n' && wenxiao::text::is_forbidden(*c));
            assert_eq!(raw, None, "{line:?}: {said:?}");
        }
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let user = User::new();
    let file = json!({
        "format": "wenxiao/1",
        "projects": (0..3000).map(|n| json!({"code": format!("K{n}"), "name": "项目"})).collect::<Vec<_>>(),
    });
    std::fs::write(user.path("many.json"), file.to_string()).unwrap();
    for words in [
        ["score", "many.json"],
        ["check", "many.json"],
        ["completions", "bash"],
    ] {
        let mut command = user.command(&words);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut start = [0; 1];
        let mut out = child.stdout.take().unwrap();
        out.read_exact(&mut start).unwrap();
        drop(out);
        let said = Said::of(child.wait_with_output().unwrap());
        assert_eq!(said.err, "", "{words:?}");
        // What fitted into the pipe was taken: then the command ended by itself.
        assert!(
            said.code == 0 || said.code == 1 && words[0] == "check",
            "{words:?}: {said:?}"
        );
    }
}

#[test]
fn help_is_in_the_language_of_option_variable_or_locale() {
    let user = User::new();
    assert!(user.line("--help").done().out.contains("用法：wenxiao"));
    assert!(
        user.line("score --help --lang en")
            .done()
            .out
            .contains("Usage: wenxiao score")
    );
    let by = |name: &str, value: &str| {
        let mut command = user.command(&["policies"]);
        let said = Said::of(command.env(name, value).output().unwrap());
        has_chinese(said.out.lines().next().unwrap())
    };
    assert!(!by("WENXIAO_LANG", "en"));
    assert!(!by("LANG", "en_US.UTF-8"));
    assert!(by("LANG", "zh_CN.UTF-8"));
    assert!(by("LC_ALL", "C"));
    for command in [
        "demo",
        "init",
        "score",
        "check",
        "import",
        "export",
        "backup",
        "verify",
        "restore",
        "policies",
        "keys",
        "clock",
        "schema",
        "completions",
        "man",
    ] {
        let english = user.line(&format!("{command} --help --lang en")).done().out;
        assert!(!has_chinese(&english), "{english}");
        assert!(english.contains("Exit codes:"), "{english}");
    }
    assert_eq!(
        user.line("--version").done().out,
        concat!("wenxiao ", env!("CARGO_PKG_VERSION"), "\n")
    );
}

#[test]
fn wrong_use_is_one_line_that_says_where_help_is() {
    let user = User::new();
    let said = user.line("scor x").refused();
    assert_eq!(
        said.err,
        "错误：没有“scor”这个命令；是不是“score”？用法见 wenxiao --help\n"
    );
    let said = user.line("check x --stage all --lang en").refused();
    assert!(
        said.err
            .contains("it takes: goal, monitor, self, evaluation"),
        "{said:?}"
    );
    assert!(said.err.contains("wenxiao check --help"), "{said:?}");
    assert_eq!(user.line("score --json").error()["error"], "usage");
    user.line("score a b").refused();
    user.line("--lang fr").refused();
    user.line("policies --lang EN").done();
    let said = user.line("keys --lang en --lang zh").refused();
    assert!(said.err.contains("twice"), "{said:?}");
    assert!(user.line("backup").refused().err.contains("--text"));
    assert!(
        user.line("export --json=x")
            .refused()
            .err
            .contains("不带值")
    );
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        let said = user.run(&[
            OsStr::new("score"),
            OsStr::from_bytes(b"--policy=\xff"),
            OsStr::new("x"),
        ]);
        assert!(said.refused().err.contains("UTF-8"));
    }
    for command in [
        "demo",
        "score x",
        "check x",
        "policies",
        "keys",
        "schema",
        "man",
        "completions bash",
    ] {
        let said = user.line(&format!("{command} --store s")).refused();
        assert!(said.err.contains("--store"), "{said:?}");
    }
    assert_eq!(
        user.line("help score").done().out,
        user.line("score --help").done().out
    );
    assert_eq!(user.line("help").done().out, user.line("--help").done().out);
    user.line("export --format pdf").refused();
}

#[test]
fn an_option_before_the_command_is_kept_or_refused_and_never_dropped() {
    let user = User::new();
    user.line("init --store s").done();
    for line in [
        "--read-only --store s import {training.json}",
        "--read-only --store new init",
        "--read-only --store s restore b --accept-loss",
        "--read-only --store s clock 2026-10-01",
        "--ascii score {training.json}",
        "--theme mono keys",
        "--ambiguous 2 check {training.json}",
        "--person root --store s verify",
        "--person nobodyhere --store s import {training.json}",
        "--person nobodyhere --store s export",
    ] {
        let said = user.line(line).refused();
        let option = line.split(' ').next().unwrap();
        assert!(
            said.err.contains(option) || said.err.contains("nobodyhere"),
            "{line}: {said:?}"
        );
    }
    assert!(!user.path("new").exists());
    let out = user.line("export --store s").done().json();
    assert_eq!(out["projects"], json!([]));
    user.line("--person budget --store s import {training.json}")
        .done();
}

#[test]
fn policies_keys_and_schema_answer_in_json() {
    let user = User::new();
    let list = user.line("policies --json").done().json();
    assert_eq!(list["format"], "wenxiao-policies/1");
    assert_eq!(list["default"], "national-2021-cost");
    let names: Vec<&str> = list["policies"]
        .as_array()
        .unwrap()
        .iter()
        .map(|policy| policy["name"].as_str().unwrap())
        .collect();
    for name in [
        "national-2021-cost",
        "national-2021-nocost",
        "national-2020",
        "ratio-reverse",
        "strict",
        "local-20-80",
        "province-caps",
    ] {
        assert!(names.contains(&name), "{name}");
        let one = user.line(&format!("policies {name} --json")).done().json();
        assert_eq!(one["policies"][0]["name"], name);
        assert!(
            one["policies"][0]["frame"]["clause"].is_object()
                || one["policies"][0]["frame"]["clause"].is_string()
        );
    }
    let one = user.line("policies province-caps --lang en").done().out;
    assert!(one.contains("local practice, no document"), "{one}");
    user.line("policies nobody").refused();

    let keys = user.line("keys --json").done().json();
    assert_eq!(keys["format"], "wenxiao-keys/1");
    assert!(keys["places"].as_array().unwrap().len() > 5);
    assert!(user.line("keys --lang en").done().out.contains("Ctrl-P"));
    assert!(
        user.line("keys --markdown")
            .done()
            .out
            .starts_with("### 通用\n\n| 按键 |")
    );

    for (line, format) in [
        ("schema --json", "wenxiao-schema/1"),
        ("completions bash --json", "wenxiao-completions/1"),
        ("man --json", "wenxiao-man/1"),
        ("--version --json", "wenxiao-help/1"),
        ("score --help --json", "wenxiao-help/1"),
    ] {
        assert_eq!(user.line(line).done().json()["format"], format, "{line}");
    }
    let schema = user.line("schema").done().json();
    assert_eq!(schema["title"], "wenxiao/1");
}

#[test]
fn completions_and_manual_pages_are_made_from_the_commands() {
    let user = User::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = user.line(&format!("completions {shell}")).done().out;
        assert!(script.contains("restore"), "{shell}");
    }
    assert!(
        user.line("man --lang en")
            .done()
            .out
            .contains(".SH \"EXIT STATUS\"")
    );
    user.line("man pages").done();
    for page in [
        "pages/man1/wenxiao-score.1",
        "pages/zh_CN/man1/wenxiao-score.1",
    ] {
        let text = std::fs::read_to_string(user.path(page)).unwrap();
        assert_eq!(has_chinese(&text), page.contains("zh_CN"), "{text}");
    }
}

#[test]
fn a_store_is_made_filled_read_and_proved() {
    let user = User::new();
    let made = user.line("init --store s --json").done().json();
    assert_eq!(made["format"], "wenxiao-init/1");
    assert!(
        user.line("init --store s")
            .refused()
            .err
            .contains("已经存在")
    );

    let dry = user
        .line("import --store s {training.json} --dry-run --json")
        .done()
        .json();
    assert_eq!(
        (&dry["created"], &dry["dry_run"], &dry["head"]["seq"]),
        (&json!(1), &json!(true), &json!(1))
    );
    let first = user
        .line("import --store s {training.json} --json")
        .done()
        .json();
    assert_eq!(first["format"], "wenxiao-import/1");
    assert_eq!(
        (&first["created"], &first["head"]["seq"]),
        (&json!(1), &json!(2))
    );
    let again = user
        .line("import --store s {training.json} --json")
        .done()
        .json();
    assert_eq!(
        (&again["unchanged"], &again["head"]),
        (&json!(1), &first["head"])
    );

    // What comes out scores as what went in, and goes in again without a change.
    user.line("export --store s -o out.json").done();
    user.line("export --store s -o out.json").done();
    let scored = |file: &str| user.line(&format!("score {file} --json")).done().json();
    assert_eq!(scored("out.json"), scored("{training.json}"));
    let back = user.line("import --store s out.json --json").done().json();
    assert_eq!(back["unchanged"], 1);
    std::fs::write(user.path("mine.txt"), "precious").unwrap();
    let standard = user.line("export --store s -o -").done().json();
    assert_eq!(standard["format"], "wenxiao/1");
    assert!(!user.path("-").exists());
    user.line("export --store s -o /dev/null").done();
    user.line("export --store s -o mine.txt").refused();
    user.line("export --store s -o s").refused();
    assert_eq!(std::fs::read(user.path("mine.txt")).unwrap(), b"precious");

    let none = user.line("export --store s --year 1999").done().json();
    assert_eq!(none["projects"], json!([]));
    let undated =
        json!({"format": "wenxiao/1", "projects": [{"code": "X", "name": "年度未写的项目"}]});
    std::fs::write(user.path("undated.json"), undated.to_string()).unwrap();
    user.line("init --store u").done();
    user.line("import --store u undated.json").done();
    for none in ["none", "未写"] {
        let found = user.line(&format!("export --store u --year {none}")).done();
        assert_eq!(found.json()["projects"][0]["code"], "X");
    }
    let one = user
        .line("export --store s --project KS-2025-001 --year 2025")
        .done()
        .json();
    assert_eq!(one["projects"][0]["name"], "基层干部培训");
    user.line("export --store s --project KS-2025-001 --year 2024")
        .refused();
    for format in ["xlsx", "csv", "md", "html", "docx"] {
        let said = user
            .line(&format!("export --store s --format {format} --lang en"))
            .refused();
        assert!(
            said.err.contains(format) && said.err.contains("json"),
            "{said:?}"
        );
    }

    let report = user.line("verify --store s --json").done().json();
    assert_eq!(
        (&report["format"], &report["clean"]),
        (&json!("wenxiao-verify/1"), &json!(true))
    );
    assert_eq!(report["head"], first["head"]);
}

#[test]
fn a_backup_proves_its_head_and_brings_the_store_back() {
    let user = User::new();
    user.line("init --store s").done();
    user.line("import --store s {training.json}").done();
    let backup = user.line("backup b --store s --json").done().json();
    assert_eq!(backup["format"], "wenxiao-backup/1");
    let head = format!(
        "{}:{}",
        backup["head"]["seq"],
        backup["head"]["hash"].as_str().unwrap()
    );
    let text = user.line("backup --text t --store s --json").done().json();
    assert_eq!(text["head"], backup["head"]);
    user.line("backup b --store s").refused();
    for of in ["s", "b", "t"] {
        user.line(&format!("verify {of} --head {head}")).done();
    }
    let wrong = format!("1:{}", "0".repeat(64));
    let said = user.line(&format!("verify s --head {wrong} --json"));
    assert_eq!(
        (said.code, &said.json()["problems"][0]["problem"]),
        (1, &json!("given_head"))
    );
    user.line("verify s --head 1:xyz").refused();

    // One more change, which the backup has not.
    let text = std::fs::read_to_string(data("training.json")).unwrap();
    let changed = text.replace("552人次", "590人次");
    user.typed("import - --store s", changed.as_bytes()).done();
    let rehearsal = user
        .line("restore b --store s --rehearse --json")
        .done()
        .json();
    assert_eq!(
        (&rehearsal["format"], &rehearsal["lost"]),
        (&json!("wenxiao-restore/1"), &json!(1))
    );
    let said = user.line("restore b --store s --lang en").refused();
    assert!(
        said.err.contains("1 change") && said.err.contains("--accept-loss"),
        "{said:?}"
    );
    let done = user
        .line("restore b --store s --accept-loss --json")
        .done()
        .json();
    assert_eq!(
        (&done["rehearsed"], &done["lost"]),
        (&json!(false), &json!(1))
    );
    assert!(
        Path::new(done["set_aside"].as_str().unwrap())
            .file_name()
            .is_some()
    );
    let back = user.line("export --store s").done().json();
    assert_eq!(back["projects"][0]["indicators"][2]["actual"], "552人次");
    user.line("verify s").done();

    // The text copy makes a store where there is none, with the very same head.
    let new = user.line("restore t --store new --json").done().json();
    assert_eq!(new["head"], backup["head"]);
    user.line(&format!("verify new --head {head}")).done();
    assert_eq!(
        user.line("export --store new").done().out,
        user.line("export --store s").done().out
    );
    user.line("restore nothing --store s").refused();
    user.line("init --store other").done();
    assert!(
        user.line("restore b --store other --lang en")
            .refused()
            .err
            .contains("another store")
    );
}

#[test]
fn k4_a_backup_that_is_not_what_its_manifest_notes_is_told_and_not_restored() {
    let user = User::new();
    user.line("init --store s").done();
    user.line("backup --text t --store s").done();
    user.line("backup b --store s").done();
    user.line("import --store s {training.json}").done();
    user.line("backup newer --store s").done();
    std::fs::write(user.path("t/projects.ndjson"), "garbage").unwrap();
    let said = user.line("verify t --json");
    assert_eq!(said.code, 1, "{said:?}");
    assert_eq!(said.json()["problems"][0]["problem"], "damaged_file");
    let said = user.line("restore t --store new").refused();
    assert!(said.err.contains("projects.ndjson"), "{said:?}");
    // An older backup under the name, beside the manifest, of a newer one.
    std::fs::copy(user.path("b"), user.path("newer")).unwrap();
    let said = user.line("verify newer");
    assert_eq!(said.code, 1, "{said:?}");
    assert!(
        said.out.contains("清单") && said.out.contains("备份"),
        "{said:?}"
    );
    assert!(!said.out.contains("再从备份恢复"), "{said:?}");
    user.line("restore newer --store new").refused();
    assert!(!user.path("new").exists());
}

#[test]
fn backups_are_kept_beside_the_store_and_before_an_import() {
    let user = User::new();
    user.line("init --store s").done();
    let kept = || {
        let files = std::fs::read_dir(user.path("s.backups")).unwrap();
        let mut names: Vec<PathBuf> = files
            .map(|file| file.unwrap().path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "wenxiao"))
            .collect();
        names.sort();
        names
    };
    let said = user.line("backup --keep --store s --json").done().json();
    assert_eq!(said["form"], "kept");
    let first = kept();
    assert_eq!(said["path"].as_str(), first[0].to_str());
    let said = user.line("backup --keep --store s").done();
    assert!(said.out.contains("没有变更"), "{said:?}");
    // The first import finds nothing to keep; the next one keeps what is there.
    user.line("import --store s {training.json}").done();
    assert_eq!(kept().len(), 1);
    user.line("import --store s --dry-run {training.json}")
        .done();
    assert_eq!(kept().len(), 1, "a rehearsal changes nothing");
    user.line("import --store s {training.json}").done();
    assert_eq!(kept().len(), 2);
    for backup in kept() {
        user.run(&[OsStr::new("verify"), backup.as_os_str()]).done();
    }
    // One that was changed is told, and nothing is thinned out.
    let newest = kept().pop().unwrap();
    std::fs::write(&newest, "garbage").unwrap();
    let said = user.line("backup --keep --store s --lang en");
    assert_eq!(said.code, 1, "{said:?}");
    assert!(
        said.err.contains("damaged") && !has_chinese(&said.err),
        "{said:?}"
    );
    user.line("backup --keep b --store s").refused();
    // A store that does not open names the newest one that is whole.
    let whole = kept()
        .into_iter()
        .rfind(|backup| user.run(&[OsStr::new("verify"), backup.as_os_str()]).code == 0);
    let whole = whole.unwrap();
    let whole = whole.file_name().unwrap().to_str().unwrap();
    let bytes = std::fs::read(user.path("s")).unwrap();
    std::fs::write(user.path("s"), "garbage").unwrap();
    for line in ["export --store s", "verify s", "verify s --lang en"] {
        let said = user.line(line);
        assert_eq!(said.code, 2, "{said:?}");
        assert!(said.err.contains(whole), "{line}: {said:?}");
    }
    std::fs::write(user.path("s"), bytes).unwrap();
    // Any of them is restored as another backup is.
    let oldest = first[0].to_str().unwrap().to_owned();
    user.line(&format!("restore {oldest} --store s --rehearse"))
        .done();
}

#[test]
fn a_path_that_can_hold_no_store_is_told_for_what_it_is() {
    let user = User::new();
    user.line("init --store s").done();
    user.line("backup b --store s").done();
    std::fs::create_dir(user.path("folder")).unwrap();
    let long = "x".repeat(300);
    for (line, path, why) in [
        ("export --store folder", "folder", "目录"),
        ("init --store nodir/x", "nodir/x", "所在的目录不存在"),
        ("init --store s/x", "s/x", "上级不是目录"),
        ("backup nodir/x --store s", "nodir/x", "所在的目录不存在"),
        (
            "backup --text nodir/x --store s",
            "nodir/x",
            "所在的目录不存在",
        ),
        ("restore b --store folder", "folder", "目录"),
        ("restore b --store nodir/x", "nodir/x", "所在的目录不存在"),
        ("verify folder", "folder", "没有文本备份"),
        ("restore folder --store new", "folder", "没有文本备份"),
        ("export --store nodir/x", "nodir/x", "wenxiao init"),
        (&format!("export --store {long}"), "xxx", "文件名太长"),
        (&format!("score {long}"), "xxx", "文件名太长"),
    ] {
        let said = user.line(line).refused();
        assert!(
            said.err.contains(path) && said.err.contains(why),
            "{line}: {said:?}"
        );
        let said = user.line(&format!("{line} --lang en --json"));
        assert!(
            !has_chinese(said.error()["message"].as_str().unwrap()),
            "{said:?}"
        );
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("loop", user.path("loop")).unwrap();
        for line in ["score loop", "export --store loop", "score /proc/self/mem"] {
            let said = user.line(line).refused();
            let english = |word: &str| word.chars().filter(char::is_ascii_alphabetic).count() > 4;
            let words = said
                .err
                .split(|c: char| !c.is_ascii_alphabetic())
                .filter(|word| english(word));
            assert_eq!(words.count(), 0, "{said:?}");
        }
    }
}

#[test]
fn a_damaged_file_is_a_finding_and_another_file_is_refused() {
    let user = User::new();
    user.line("init --store s").done();
    user.line("import --store s {training.json}").done();
    user.line("backup b --store s").done();
    let mut bytes = std::fs::read(user.path("b")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xFF;
    std::fs::write(user.path("b"), bytes).unwrap();
    let said = user.line("verify b");
    assert_eq!(said.code, 1, "{said:?}");
    user.line("restore b --store s").refused();
    std::fs::write(user.path("text"), "no store").unwrap();
    user.line("verify text").refused();
    user.line("verify nothing").refused();
    user.line("backup x --store text").refused();
}

#[test]
fn a_dry_run_promises_nothing_that_the_import_refuses() {
    let user = User::new();
    user.line("init --store s").done();
    for (store, who) in [("s", "admin"), ("s", "unit-lead")] {
        let line = format!("import --store {store} {{training.json}} --person {who} --lang en");
        let (real, dry) = (user.line(&line), user.line(&format!("{line} --dry-run")));
        assert_eq!((real.code, &real.err), (dry.code, &dry.err), "{who}");
    }
    user.run(&[
        "init",
        "--store",
        "p",
        "--person",
        "李华:unit@别的单位",
        "--person",
        "a:admin",
    ])
    .done();
    for tail in ["", " --dry-run"] {
        let said = user.line(&format!(
            "import --store p {{training.json}} --json --person 李华{tail}"
        ));
        assert_eq!(said.error()["rows"][0]["code"], "KS-2025-001", "{said:?}");
    }
    let dry = user
        .line("import --store s {training.json} --dry-run --json")
        .done();
    let note: Value = serde_json::from_str(dry.err.lines().next().unwrap()).unwrap();
    assert_eq!(note["format"], "wenxiao-note/1");
    assert_eq!(
        (&dry.json()["role"], &dry.json()["created"]),
        (&json!("unit"), &json!(1))
    );
}

#[test]
fn all_rows_that_are_past_draft_or_twice_are_named() {
    let user = User::new();
    user.line("init --samples --store s").done();
    let mut file = user.line("export --store s").done().json();
    for project in file["projects"].as_array_mut().unwrap() {
        project["name"] = json!("改过的名称");
    }
    std::fs::write(user.path("changed.json"), file.to_string()).unwrap();
    let said = user.line("import --store s changed.json --json");
    let rows = said.error()["rows"].as_array().unwrap().len();
    assert!(rows > 20, "{rows}");
    let said = user.line("import --store s changed.json");
    assert_eq!(said.err.lines().count(), rows + 1, "{said:?}");
    assert!(!said.err.contains(", "), "{said:?}");
    // The samples themselves go in again without a change, a goal version included.
    user.line("export --store s -o same.json").done();
    let same = user.line("import --store s same.json --json").done().json();
    assert_eq!(
        (&same["created"], &same["replaced"]),
        (&json!(0), &json!(0))
    );

    let one = r#"{"format": "wenxiao/1", "projects": [{"name": "甲", "year": 2025}]}"#;
    std::fs::write(user.path("a.json"), one).unwrap();
    std::fs::write(user.path("b.json"), one).unwrap();
    let said = user.line("import --store s a.json b.json --lang en --json");
    let row = said.error()["rows"][0].clone();
    assert_eq!(
        (&row["code"], &row["places"][1]["file"]),
        (&json!("#1"), &json!("b.json"))
    );
    let said = user.line("import --store s a.json").done();
    assert!(
        said.err.contains("#1") && said.err.contains("名义"),
        "{said:?}"
    );
    let nope = r#"{"format": "wenxiao/1", "projects": [{}, {"code": "K7", "policy": "nope"}]}"#;
    std::fs::write(user.path("nope.json"), nope).unwrap();
    for command in ["import --store s", "score", "check"] {
        let said = user.line(&format!("{command} nope.json")).refused();
        assert!(
            said.err.contains("nope.json") && said.err.contains("K7"),
            "{said:?}"
        );
    }
    let wrong = r#"{"format": "wenxiao/1", "projects": [{"year": "x"}, {"funds": 7}]}"#;
    std::fs::write(user.path("wrong.json"), wrong).unwrap();
    let said = user.line("import --store s wrong.json --json");
    assert_eq!(said.error()["rows"].as_array().unwrap().len(), 2);
}

#[test]
fn persons_of_a_new_store_act_within_their_roles() {
    let user = User::new();
    let said = user.run(&[
        "init",
        "--store",
        "s",
        "--name",
        "某局",
        "--person",
        "李华:unit@示例县培训中心",
        "--person",
        "王明:budget",
        "--person",
        "管理员:admin",
    ]);
    said.done();
    // Only who has the unit in scope brings its projects in.
    let other = user
        .line("import --store s {training.json} --person 管理员")
        .refused();
    assert!(other.err.contains("系统管理员"), "{other:?}");
    user.line("import --store s {training.json} --person 李华:budget")
        .refused();
    user.line("import --store s {training.json} --person 张三")
        .refused();
    user.line("import --store s {training.json} --person 李华")
        .done();
    assert_eq!(
        user.line("export --store s --person 管理员").done().json()["projects"],
        json!([])
    );
    user.run(&["init", "--store", "x", "--person", "李华"])
        .refused();
    user.run(&["init", "--store", "x", "--policy", "nobody"])
        .refused();
    assert!(!user.path("x").exists());
}

#[test]
fn a_store_of_ones_own_has_one_person_for_each_part_and_takes_more() {
    let user = User::new();
    user.line("init --store s --lang en").done();
    let listed = |line: &str| user.line(line).done().json()["persons"].clone();
    let persons = listed("person list --store s --json");
    let roles: Vec<&str> = persons
        .as_array()
        .unwrap()
        .iter()
        .map(|person| {
            assert_eq!(person["grants"].as_array().unwrap().len(), 1, "{person}");
            person["grants"][0]["role"].as_str().unwrap()
        })
        .collect();
    for role in [
        "unit",
        "unit-lead",
        "department",
        "finance",
        "budget",
        "admin",
    ] {
        assert_eq!(
            roles.iter().filter(|one| **one == role).count(),
            1,
            "{role}"
        );
    }

    let added = user
        .run(&[
            "person",
            "add",
            "李华",
            "--role",
            "unit:培训中心",
            "--role",
            "unit-lead:培训中心",
            "--store",
            "s",
            "--json",
        ])
        .done()
        .json();
    assert_eq!(added["format"], "wenxiao-person/1");
    assert_eq!(
        added["person"]["grants"][1],
        json!({"role": "unit-lead", "scope": {"unit": "培训中心"}})
    );
    user.line("person add 李华 --role unit --store s").refused();
    user.line("person add 李华 --id lihua2 --role 主管部门:教育局 --store s")
        .done();
    let both = user.line("person off 李华 --store s").done();
    assert!(
        both.out.contains("已停用"),
        "the id wins over the name: {both:?}"
    );
    user.line("person on 李华 --store s").done();
    user.line("person change budget --name 王明 --store s")
        .done();
    let shown = user.line("person --store s --lang en").done().out;
    assert!(
        shown.contains("王明") && shown.contains("budget division"),
        "{shown}"
    );

    // Rights are the domain's.
    let said = user
        .line("person add X --role unit --store s --person budget")
        .refused();
    assert!(said.err.contains("系统管理员"), "{said:?}");
    user.line("person off admin --store s").refused();
    user.line("person change nobody --name X --store s")
        .refused();
    for line in [
        "person add X --store s",
        "person add X --role chief --store s",
        "person add X --role unit: --store s",
        "person add a:b --role unit --store s",
        "person change budget --store s",
        "person fire X --store s",
    ] {
        user.line(line).refused();
        let said = user.line(&format!("{line} --json --lang en"));
        assert!(
            !has_chinese(said.error()["message"].as_str().unwrap()),
            "{said:?}"
        );
    }
    user.line("verify s").done();
}

#[test]
fn the_samples_have_their_own_date_that_a_command_moves() {
    let user = User::new();
    user.line("init --samples --store s").done();
    assert_eq!(
        user.line("clock --store s --json").done().json()["date"],
        "2026-07-20"
    );
    user.line("clock 2026-08-03 --store s").done();
    assert!(
        user.line("clock --store s --lang en")
            .done()
            .out
            .contains("2026-08-03")
    );
    user.line("clock 2026-02-30 --store s").refused();
    let projects = user.line("export --store s").done().json();
    assert!(projects["projects"].as_array().unwrap().len() >= 40);
    user.line("verify s").done();
    user.line("init --store real").done();
    user.line("clock 2026-08-03 --store real").refused();
}

#[test]
fn e2_a_store_in_use_is_told_in_words() {
    let user = User::new();
    user.line("init --store s").done();
    let lock = std::fs::File::options()
        .read(true)
        .write(true)
        .open(user.path("s"))
        .unwrap();
    lock.lock().unwrap();
    let said = user.line("export --store s --json --lang en");
    assert_eq!(said.error()["error"], "in_use", "{said:?}");
}

#[cfg(unix)]
#[test]
fn k11_odd_surroundings_run_or_give_one_clear_line() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    let user = User::new();

    // umask 000: the store is its owner's alone all the same.
    let script = format!("umask 000; exec {BINARY} init");
    let mut shell = Command::new("sh");
    shell
        .args(["-c", &script])
        .env_clear()
        .env("HOME", user.home.path());
    let said = Said::of(shell.output().unwrap()).done();
    let store = user.path(".local/share/wenxiao/store.wenxiao");
    assert!(said.out.contains("store.wenxiao"), "{said:?}");
    assert_eq!(mode(&store), 0o600);
    assert_eq!(mode(store.parent().unwrap()), 0o700);
    let text = format!(
        "umask 000; exec {BINARY} backup --text {}",
        user.path("t").display()
    );
    let mut shell = Command::new("sh");
    shell
        .args(["-c", &text])
        .env_clear()
        .env("HOME", user.home.path());
    Said::of(shell.output().unwrap()).done();
    assert_eq!(mode(&user.path("t")), 0o700);

    // No terminal: the screen says so, once with a store and once without.
    assert!(
        user.line("--lang en")
            .refused()
            .err
            .contains("needs a terminal")
    );
    assert!(user.line("demo").refused().err.contains("终端"));
    let nobody = User::new();
    assert!(
        nobody
            .run::<&str>(&[])
            .refused()
            .err
            .contains("wenxiao init")
    );

    // A home that can't be written.
    let mut command = nobody.command(&["init"]);
    Said::of(command.env("HOME", "/proc/none").output().unwrap()).refused();
    // No home, no locale, an odd time zone: what needs no store runs.
    let mut command = nobody.command(&[OsStr::new("score"), data("training.json").as_os_str()]);
    let output = command
        .env_remove("HOME")
        .env("TZ", "Mars/Olympus")
        .output()
        .unwrap();
    assert!(Said::of(output).done().out.contains("94.67"));
    let variable = nobody.path("v");
    let mut command = nobody.command(&["init"]);
    Said::of(
        command
            .env("WENXIAO_STORE", &variable)
            .env_remove("HOME")
            .output()
            .unwrap(),
    )
    .done();
    assert!(variable.exists());
}

/// Columns in front of what an option of a help does; `None` for any other line.
fn column_of_text(line: &str) -> Option<usize> {
    let option = line.trim_start();
    let indent = line.len() - option.len();
    if !option.starts_with('-') {
        return None;
    }
    let (names, text) = option.split_once("  ")?;
    let gap = text.len() - text.trim_start().len() + 2;
    Some(indent + wenxiao::text::width(names) + gap)
}

#[test]
fn options_stand_in_columns_whatever_the_script_and_a_commands_own_come_first() {
    let user = User::new();
    for command in ["demo", "export", "init", "restore", "person list"] {
        for language in ["zh", "en"] {
            let said = user
                .line(&format!("{command} --help --lang {language}"))
                .done();
            let columns: Vec<usize> = said.out.lines().filter_map(column_of_text).collect();
            assert!(columns.len() > 3, "{said:?}");
            assert!(
                columns.windows(2).all(|pair| pair[0] == pair[1]),
                "{}",
                said.out
            );
        }
    }
    let said = user.line("export --help").done();
    let at = |option: &str| said.out.find(option).unwrap();
    assert!(at("--output") < at("--store") && at("--lang") < at("--help"));
}
