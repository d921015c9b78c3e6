//! What every place of the program withstands: any window size (H2), no colour (H3), the nastiest text
//! in every field (H4), and a slow line (H10).

use ratatui::style::Color;
use wenxiao::app::Msg;
use wenxiao::lang::Language;
use wenxiao::session::writer::{self, AmbiguousWidth};
use wenxiao::term;
use wenxiao::text;
use wenxiao::theme::{Borders, ThemeName};

use crate::harness::{Robot, both, picture};
use crate::scenes::{SCENES, Scene, named};

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) % end
    }

    fn cells(&mut self, end: u64) -> u16 {
        u16::try_from(self.below(end)).unwrap()
    }
}

#[test]
fn h2_every_place_at_every_size() {
    for (at, scene) in SCENES.iter().enumerate() {
        let language = Language::ALL[at % 2];
        let mut robot = scene.reach(language);
        for (columns, rows) in [
            (0, 0),
            (1, 1),
            (20, 6),
            (39, 8),
            (40, 8),
            (60, 20),
            (80, 24),
            (109, 30),
            (110, 30),
            (200, 60),
            (300, 100),
            (500, 200),
        ] {
            robot.resize(columns, rows);
            for line in robot.screen().lines() {
                assert!(
                    text::width(line) <= usize::from(columns),
                    "{} at {columns}x{rows}: {line}",
                    scene.name
                );
            }
            if let Some((x, y)) = robot.caret() {
                assert!(x < columns && y < rows, "{}: caret {x},{y}", scene.name);
            }
        }
    }
}

#[test]
fn h2_a_window_that_is_too_small_says_so_in_one_line() {
    for mut robot in both(|| Robot::reading().size(30, 6)) {
        robot.sees(("窗口太小", "The window is too small"));
        assert_eq!(robot.screen().trim_end().lines().count(), 1);
        robot.resize(80, 24).sees("26-交-0601");
    }
}

#[test]
fn h2_a_storm_of_resizes_with_keys_in_between() {
    let keys = [
        "Down", "PgDn", "Up", "End", "Home", "Tab", "Left", "Right", "w", "Esc", "?", "n", "]",
    ];
    let mut dice = Dice(7);
    for scene in SCENES {
        let mut robot = scene.reach(Language::Zh);
        for _ in 0..25 {
            let (columns, rows) = (dice.cells(180), dice.cells(60));
            robot.resize(columns, rows);
            let key = keys[usize::try_from(dice.below(13)).unwrap()];
            robot.press(key);
        }
        robot.resize(80, 24);
        assert!(!robot.has_left());
    }
}

#[test]
fn h2_the_designed_sizes_never_cut_a_number() {
    for (columns, rows) in [(60, 20), (80, 24), (120, 40), (200, 60)] {
        let robot = Robot::reading().size(columns, rows);
        // The sum of the summary line and the largest amount of the list stand whole wherever they stand.
        let rule = robot.row_with("项目库");
        assert!(
            !rule.contains("预算") || rule.contains("预算 19,513.00 万元"),
            "{rule}"
        );
        for row in robot
            .screen()
            .lines()
            .filter(|row| row.contains("26-交-0603"))
        {
            assert!(row.contains(" 940.00"), "{row}");
        }
    }
}

/// What a person without colours sees: the characters, and where the cursor stands.
fn in_words(robot: &Robot) -> (String, Option<(u16, u16)>) {
    (robot.screen(), robot.caret())
}

#[test]
fn h3_without_colour_every_state_is_told_apart_by_text() {
    let mono = || Robot::reading().looking(ThemeName::Mono, &Borders::ASCII);
    let pairs: [(&str, &str); 8] = [
        ("Down", "Down Down"),
        ("Down", "Space"),
        ("/", "Down"),
        ("s", "s Down"),
        ("s Down Enter", "s Down Enter S"),
        ("g Down Enter", "g Down Down Enter"),
        ("Del", "Del Tab"),
        ("Ctrl-P", "Ctrl-P Down"),
    ];
    for (one, other) in pairs {
        let (mut a, mut b) = (mono(), mono());
        a.press(one);
        b.press(other);
        assert_ne!(in_words(&a), in_words(&b), "{one} and {other}");
    }
}

#[test]
fn h3_the_mono_theme_says_the_same_words_and_has_no_colour() {
    for scene in SCENES {
        // Once round all themes: what a key says at the foot is gone in both.
        let mut colourful = scene.reach(Language::Zh);
        colourful.press("F7*5");
        let mut mono = scene.reach(Language::Zh);
        mono.press("F7 F7 F7");
        if mono.app.me.theme != ThemeName::Mono {
            continue;
        }
        // Each of them says which theme it is now; that word goes with the next key.
        colourful.app.toast = None;
        mono.app.toast = None;
        assert_eq!(colourful.screen(), mono.screen(), "{}", scene.name);
        for cell in mono.buffer().content() {
            assert_eq!(
                (cell.fg, cell.bg),
                (Color::Reset, Color::Reset),
                "{}",
                scene.name
            );
        }
    }
}

#[test]
fn h3_lights_have_letters_and_words() {
    for mut robot in both(|| Robot::reading().looking(ThemeName::Mono, &Borders::ASCII)) {
        robot
            .sees(("R 滞后", "R behind"))
            .sees(("Y 关注", "Y watch"))
            .sees(("G 正常", "G normal"))
            .sees(("B 超额", "B over"));
    }
}

#[test]
fn h6_with_ascii_borders_the_program_itself_draws_ascii_only() {
    for scene in SCENES {
        let mut robot = scene.reach(Language::En);
        robot = robot.looking(ThemeName::Dark, &Borders::ASCII);
        for letter in robot.screen().chars() {
            let frame = matches!(
                letter,
                '\u{2500}'..='\u{25ff}' | '→' | '÷' | '∈' | '∅' | '…'
            );
            assert!(!frame, "{}: {letter:?} in\n{}", scene.name, robot.screen());
        }
    }
}

#[test]
fn h6_with_ascii_borders_an_explanation_is_ascii_arithmetic() {
    let mut robot = Robot::reading().looking(ThemeName::Dark, &Borders::ASCII);
    robot.open("25-卫-0201").press("4 w");
    robot
        .sees("24310 / 25000")
        .does_not_see("÷")
        .does_not_see("→");
}

// ---- H4 ----------------------------------------------------------------------------------------

/// One of everything that should never reach a terminal, and of what is hard to draw.
const NASTY: &str = "甲\u{1b}]0;x\u{7}\u{1b}[2J\u{9b}31m\u{0}\u{8}\r\n\u{85}\u{2028}\u{2029}\t乙\u{202e}\u{2066}\u{200f}\u{200b}\u{200d}\u{feff}e\u{301}\u{301}\u{301}\u{301}\u{e000}👩\u{200d}👩\u{200d}👧\u{e0041}“①”";

/// The sample project as a file whose every text is nasty.
fn nasty_file(robot: &mut Robot) -> std::path::PathBuf {
    let path = robot.folder().join("plain.json");
    robot
        .find("25-卫-0201")
        .press("x")
        .retype(path.to_str().unwrap())
        .press("Enter");
    robot.sees("已导出 1 个项目");
    let mut file: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    spoil(&mut file["projects"], "");
    file["projects"][0]["year"] = serde_json::json!(2026);
    file["projects"][0]["code"] = serde_json::json!("26-坏-0001");
    let path = robot.folder().join("nasty.json");
    std::fs::write(&path, serde_json::to_string(&file).unwrap()).unwrap();
    path
}

/// Texts that people write; the others are words of the format.
const FREE: &[&str] = &[
    "name",
    "unit",
    "department",
    "leader",
    "phone",
    "overview",
    "basis",
    "necessity",
    "feasibility",
    "schedule",
    "safeguards",
    "ex_ante",
    "goal",
    "achieved",
    "level2",
    "target",
    "actual",
    "explanation",
    "standard",
    "formula",
    "origin",
    "method",
    "data_source",
    "evidence_required",
    "goal_link",
    "reason",
    "evidence",
    "source",
    "measures",
    "text",
    "cause_text",
    "improvement",
    "filled_by",
    "execution_reason",
    "last_year",
    "year_before",
];

fn spoil(value: &mut serde_json::Value, key: &str) {
    match value {
        serde_json::Value::Object(fields) => {
            for (key, value) in fields.iter_mut() {
                spoil(value, key);
            }
        }
        serde_json::Value::Array(all) => all.iter_mut().for_each(|one| spoil(one, key)),
        serde_json::Value::String(text) if FREE.contains(&key) => {
            *text = format!("{text}{NASTY}");
        }
        _ => {}
    }
}

#[test]
fn h4_nasty_text_in_every_field_of_every_screen_sends_no_control() {
    let mut robot = Robot::new().size(300, 100);
    let path = nasty_file(&mut robot);
    robot
        .press("Esc*6 0 Esc i")
        .retype(path.to_str().unwrap())
        .press("Enter");
    robot.answer("导入").sees("已导入");
    robot.everything.clear();
    for keys in [
        "",
        "s",
        "Esc g Down Enter",
        "g Home Enter",
        "Enter",
        "e",
        "Esc f",
        "Esc 1",
        "Down*4",
        "l",
        "Down*9",
        "Esc g",
        "Esc v",
        "3",
        "Down*3",
        "w",
        "Esc c",
        "Esc 4",
        "Down*3",
        "w",
        "Esc g",
        "Esc r",
        "Esc h",
        "Enter",
        "Esc Esc ?",
        "Esc Ctrl-P",
        "Esc t",
        "Esc x",
        "Esc F9",
    ] {
        if keys.is_empty() {
            robot.find("26-坏-0001");
        }
        robot.press(keys);
    }
    for size in [(120, 40), (80, 24), (60, 20)] {
        robot.resize(size.0, size.1);
    }
    only_our_sequences(&robot.everything);
    let project = robot.stored("26-坏-0001");
    assert!(!project.name.chars().any(text::is_forbidden));
}

#[test]
fn h4_nasty_text_pasted_into_a_filter_a_prompt_and_a_field() {
    let mut robot = Robot::new().as_person("元春燕");
    robot
        .press("/")
        .paste(NASTY)
        .press("Esc a")
        .paste(NASTY)
        .press("Enter");
    let name = robot.project().name.clone();
    assert!(!name.is_empty());
    robot.press("1 g").paste(NASTY);
    only_our_sequences(&robot.everything);
}

/// Every byte is UTF-8 text without controls, or part of a sequence that the writer knows.
fn only_our_sequences(bytes: &[u8]) {
    let sent = std::str::from_utf8(bytes).expect("the terminal is sent UTF-8");
    let mut letters = sent.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\u{1b}' => {
                assert_eq!(letters.next(), Some('['), "only CSI is sent");
                let last = letters
                    .by_ref()
                    .find(|c| !matches!(c, '0'..='9' | ';' | '?' | ' ' | ':'))
                    .unwrap();
                assert!("mHJKABCDGdSTrhlqXEFf".contains(last), "CSI … {last}");
            }
            '\r' | '\n' | '\u{8}' => {}
            letter => assert!(
                !letter.is_control() && !text::is_forbidden(letter),
                "{letter:?} was sent"
            ),
        }
    }
}

#[test]
fn what_a_terminal_shows_is_what_was_drawn() {
    for scene in SCENES {
        let robot = scene.reach(Language::Zh);
        let mut terminal = vt100::Parser::new(24.try_into().unwrap(), 80.try_into().unwrap(), 0);
        terminal.process(writer::enter().as_bytes());
        terminal.process(&robot.everything);
        let shown: Vec<String> = terminal
            .screen()
            .contents()
            .lines()
            .map(|line| line.trim_end().to_owned())
            .collect();
        let drawn: Vec<String> = picture(&robot.buffer())
            .trim_end()
            .lines()
            .map(|line| line.trim_end().to_owned())
            .collect();
        assert_eq!(shown, drawn, "{}", scene.name);
        let (row, column) = terminal.screen().cursor_position();
        if let Some(caret) = robot.caret() {
            assert_eq!((column, row), caret, "{}", scene.name);
            assert!(!terminal.screen().hide_cursor());
        }
    }
}

// ---- H10 ---------------------------------------------------------------------------------------

/// What the writer knows of the terminal: nothing before it has answered, or that lines are narrow.
const KNOWN: [AmbiguousWidth; 2] = [AmbiguousWidth::Unknown, AmbiguousWidth::Narrow];

/// The list of all years at 120x40.
fn wide(ambiguous: AmbiguousWidth) -> Robot {
    let mut robot = Robot::reading().size(120, 40).on_terminal(ambiguous);
    robot.press("y End Enter Home");
    robot
}

/// The last input cost no more than this.
#[track_caller]
fn cost_at_most(robot: &Robot, limit: usize, what: &str) {
    let bytes = robot.bytes().len();
    let sent = String::from_utf8_lossy(robot.bytes());
    assert!(bytes <= limit, "{what}: {bytes} of {limit}: {sent:?}");
}

#[test]
fn h10_the_first_screen_costs_at_most_8_kb_in_every_theme() {
    for language in Language::ALL {
        for theme in ThemeName::ALL {
            for ambiguous in KNOWN {
                let robot = Robot::reading()
                    .speaking(language)
                    .size(120, 40)
                    .looking(theme, &Borders::THIN)
                    .on_terminal(ambiguous);
                let start = writer::enter().len() + term::QUESTION.len();
                let what = format!("{language:?} {theme:?} {ambiguous:?}");
                cost_at_most(&robot, 8 * 1024 - start, &what);
            }
        }
    }
}

#[test]
fn h10_an_arrow_costs_at_most_300_bytes() {
    for ambiguous in KNOWN {
        let mut robot = wide(ambiguous);
        for key in ["Down", "Up"] {
            for step in 0..25 {
                robot.press(key);
                cost_at_most(&robot, 300, &format!("{ambiguous:?} {key} {step}"));
            }
        }
    }
}

/// The code in the first row of the list.
fn first_row(robot: &Robot) -> String {
    let screen = robot.screen();
    screen.lines().nth(4).unwrap().chars().skip(3).collect()
}

#[test]
fn h10_scrolling_by_a_line_costs_at_most_400_bytes() {
    for ambiguous in KNOWN {
        let mut robot = wide(ambiguous);
        let mut scrolled = 0;
        for key in ["Down", "Up"] {
            for step in 0..60 {
                let first = first_row(&robot);
                robot.press(key);
                scrolled += usize::from(first != first_row(&robot));
                cost_at_most(&robot, 400, &format!("{ambiguous:?} {key} {step}"));
            }
        }
        assert!(
            scrolled > 20,
            "the list is longer than the window: {scrolled}"
        );
    }
}

#[test]
fn h10_a_page_costs_at_most_4_kb() {
    for ambiguous in KNOWN {
        let mut robot = wide(ambiguous);
        for key in ["PgDn", "PgDn", "PgUp", "End", "Home"] {
            robot.press(key);
            cost_at_most(&robot, 4 * 1024, &format!("{ambiguous:?} {key}"));
        }
    }
}

const SCREENS: [&str; 7] = [
    "project",
    "goals",
    "monitoring",
    "evaluation",
    "history",
    "head",
    "inbox",
];

fn wide_scene(name: &str, ambiguous: AmbiguousWidth) -> Robot {
    let scene: Scene = named(name);
    let mut robot = Robot::reading()
        .size(120, 40)
        .as_person(scene.person)
        .on_terminal(ambiguous);
    scene.go(&mut robot);
    robot
}

#[test]
fn h10_every_screen_painted_afresh_costs_at_most_8_kb() {
    for name in SCREENS {
        for ambiguous in KNOWN {
            let mut robot = wide_scene(name, ambiguous);
            robot.press("Ctrl-L");
            cost_at_most(&robot, 8 * 1024, &format!("{name} {ambiguous:?}"));
        }
    }
}

#[test]
fn h10_an_arrow_on_a_screen_costs_300_bytes_and_what_is_shown_of_its_row() {
    for name in SCREENS {
        for ambiguous in KNOWN {
            let mut robot = wide_scene(name, ambiguous);
            for key in ["Down", "Down", "Up"] {
                robot.press(key);
                // A chart, an explanation or the whole text of the row under the cursor follows it;
                // elsewhere only the cursor moves.
                let limit = match name {
                    "monitoring" => 4 * 1024,
                    "evaluation" | "goals" | "history" => 1024,
                    "head" => 400,
                    _ => 300,
                };
                cost_at_most(&robot, limit, &format!("{name} {ambiguous:?} {key}"));
            }
        }
    }
}

#[test]
fn h10_nothing_happens_nothing_is_sent() {
    for scene in SCENES {
        let mut robot = scene.reach(Language::Zh);
        robot.input(wenxiao::app::key::Input::Focus(true));
        assert_eq!(robot.bytes(), b"", "{}", scene.name);
        // A revision that changes nothing of what is shown sends nothing.
        let state = robot.app.world.store.clone();
        robot.app.update(Msg::Store(Box::new(state)));
        robot.input(wenxiao::app::key::Input::Focus(true));
        assert_eq!(robot.bytes(), b"", "{}", scene.name);
    }
}

#[test]
fn a_small_window_says_who_acts_and_when_something_was_done() {
    for mut robot in both(Robot::reading) {
        robot.resize(60, 20);
        robot.sees("王敏 ");
        robot.open("26-水-0402").press("h").sees(" 2026-");
    }
}
