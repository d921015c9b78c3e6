//! The robot: the program as a value, a store of its own or shared, a clock that stands still unless it
//! is moved, and the screen as text.
//!
//! It does what the session does and nothing else: keys go in, effects are performed, revisions of the
//! store are told, one frame is drawn and its bytes are counted.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, OnceLock};

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use wenxiao::app::key::{Input, Key, KeyCode};
use wenxiao::app::overlay::{Overlay, Question};
use wenxiao::app::{App, Effect, Me, Msg, Start};
use wenxiao::domain::journal::KeptBackups;
use wenxiao::domain::project::{Project, ProjectId};
use wenxiao::domain::role::{Actor, Person, Role};
use wenxiao::lang::{Language, terms};
use wenxiao::session::perform::{Access, Asker, Backups, Performer};
use wenxiao::session::writer::{AmbiguousWidth, ColorDepth, Options, Synchronized, Writer};
use wenxiao::setup::{self, Shipped};
use wenxiao::store::{InitOptions, NetworkFiles, OpenOptions, Store};
use wenxiao::text;
use wenxiao::theme::{Borders, Colours, Look, ThemeName};

/// The moment at which every robot begins: 2026-07-20 11:00 in China.
const MORNING: i64 = 1_784_516_400_000;

/// What the program ships, read once.
pub fn shipped() -> &'static Shipped {
    static SHIPPED: OnceLock<Shipped> = OnceLock::new();
    SHIPPED.get_or_init(|| Shipped::load().unwrap())
}

/// The sample store's file and what lies beside it, made once and copied for each robot.
fn samples() -> &'static Path {
    static SAMPLES: OnceLock<tempfile::TempDir> = OnceLock::new();
    let folder = SAMPLES.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        setup::init_samples(&folder.path().join(STORE), shipped(), "robot").unwrap();
        folder
    });
    folder.path()
}

const STORE: &str = "store.redb";

/// A word of its own for each session: two that name their commands alike would be taken for one.
fn next_session() -> String {
    static COUNT: AtomicI64 = AtomicI64::new(0);
    format!("robot{}", COUNT.fetch_add(1, Ordering::SeqCst))
}

fn open(path: &Path) -> Arc<Store> {
    let options = OpenOptions {
        os_user: "robot".to_owned(),
        network: NetworkFiles::Allow,
    };
    Store::open(path, Arc::new(shipped().judge()), &options)
        .unwrap()
        .store
}

/// What a store tells its sessions of: a new revision, that it only reads, how its backups stand.
type Told = (u64, bool, Option<KeptBackups>);

fn state_of(store: &Store) -> Told {
    (store.revision(), store.latch().is_some(), store.kept())
}

/// Words that a robot reads, types or chooses: the same in every language, or `(Chinese, English)`.
pub trait Words {
    /// The words of a language.
    fn in_language(&self, language: Language) -> &str;
}

impl Words for str {
    fn in_language(&self, _: Language) -> &str {
        self
    }
}

impl Words for String {
    fn in_language(&self, _: Language) -> &str {
        self
    }
}

impl<Zh: AsRef<str>, En: AsRef<str>> Words for (Zh, En) {
    fn in_language(&self, language: Language) -> &str {
        language.pick(self.0.as_ref(), self.1.as_ref())
    }
}

impl Words for Role {
    fn in_language(&self, language: Language) -> &str {
        terms::role(*self, language)
    }
}

impl<W: Words + ?Sized> Words for &W {
    fn in_language(&self, language: Language) -> &str {
        (**self).in_language(language)
    }
}

/// A draft with its people: 元春燕 fills in, 卜振邦 leads the unit, 顾雨桐 sits in the department,
/// 柏慧敏 in the finance bureau, 章秋实 approves.
pub const DRAFT: &str = "26-应-1003";

/// Who fills in the draft, the only project of the unit.
pub fn clerk() -> Robot {
    Robot::new().as_person("元春燕")
}

/// What is said of a change that is saved.
pub const SAVED: (&str, &str) = ("已保存", "Saved");
/// What is said where a store can't be written to.
pub const READ_ONLY: (&str, &str) = ("数据文件现在只能读", "The store can only be read now");
/// What is asked before typed text is thrown away, and the button that does it.
pub const DISCARD_ASKED: (&str, &str) = ("放弃写的内容?", "Throw away what was typed?");
pub const DISCARD: (&str, &str) = ("放弃", "Throw away");

/// The steps of a document, as menus and buttons call them.
pub const SEND: (&str, &str) = ("送审", "Send for review");
pub const PASS: (&str, &str) = ("审核通过", "Pass");
pub const RETURN: (&str, &str) = ("退回", "Return");
pub const WITHDRAW: (&str, &str) = ("撤销", "Withdraw");
pub const APPROVE: (&str, &str) = ("批复", "Approve");

/// Two robots of one making, one after the other: the first speaks Chinese, the second English. Each
/// plays the flow of a test from its beginning.
pub fn both(make: impl Fn() -> Robot) -> impl Iterator<Item = Robot> {
    let speaks = move |language| make().speaking(language);
    Language::ALL.into_iter().map(speaks)
}

/// A person at the keyboard of the program.
pub struct Robot {
    /// The program.
    pub app: App,
    performer: Performer,
    clock: Arc<AtomicI64>,
    writer: Writer,
    sent: Vec<u8>,
    /// All bytes of every frame so far, for a terminal to read.
    pub everything: Vec<u8>,
    seen: Told,
    listens: bool,
    left: bool,
    redraws: usize,
    folder: Arc<tempfile::TempDir>,
}

impl Robot {
    /// At 80x24, in Chinese, on a fresh copy of the sample county, as its performance officer 王敏.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for file in std::fs::read_dir(samples()).unwrap() {
            let file = file.unwrap();
            std::fs::copy(file.path(), folder.path().join(file.file_name())).unwrap();
        }
        let store = open(&folder.path().join(STORE));
        Self::on(store, Arc::new(folder)).as_person("王敏")
    }

    /// As [`Robot::new`], on one sample county that all robots share who only look: nothing is to be
    /// written by them.
    pub fn reading() -> Self {
        static SHARED: OnceLock<(Arc<Store>, Arc<tempfile::TempDir>)> = OnceLock::new();
        let (store, folder) = SHARED.get_or_init(|| {
            let robot = Self::new();
            (Arc::clone(robot.store()), robot.folder)
        });
        Self::on(Arc::clone(store), Arc::clone(folder)).as_person("王敏")
    }

    /// On an empty store, as its only person.
    pub fn on_an_empty_store() -> Self {
        let person = Person {
            id: "one".to_owned(),
            name: "林一".to_owned(),
            grants: Role::ALL
                .into_iter()
                .map(|role| wenxiao::domain::role::Grant {
                    role,
                    scope: wenxiao::domain::role::Scope::All,
                })
                .collect(),
            active: true,
        };
        let options = InitOptions {
            id: None,
            name: "空库".to_owned(),
            persons: vec![person],
            policy: wenxiao::domain::policy::DEFAULT.to_owned(),
            clock: String::new(),
            at: MORNING,
            os_user: "robot".to_owned(),
        };
        let store = Store::in_memory(Arc::new(shipped().judge()), &options).unwrap();
        Self::on(store, Arc::new(tempfile::tempdir().unwrap()))
    }

    /// Another person's program on the same store, in the same language.
    pub fn beside(other: &Self) -> Self {
        let mut robot = Self::on(
            Arc::clone(&other.performer.store),
            Arc::clone(&other.folder),
        );
        robot.clock = Arc::clone(&other.clock);
        robot.performer = other.performer.clone();
        robot.app.me.language = other.app.me.language;
        robot.as_person("王敏")
    }

    /// The store as the samples had it and the files beside it as they are: as if a medium had lost every
    /// commit since.
    pub fn set_back(self) -> Self {
        let language = self.app.me.language;
        let path = self.folder.path().join(STORE);
        self.store().close().unwrap();
        std::fs::copy(samples().join(STORE), &path).unwrap();
        Self::on(open(&path), self.folder).speaking(language)
    }

    fn on(store: Arc<Store>, folder: Arc<tempfile::TempDir>) -> Self {
        let clock = Arc::new(AtomicI64::new(MORNING));
        let time = Arc::clone(&clock);
        let seen = state_of(&store);
        let performer = Performer {
            store,
            clock: Arc::new(move || time.load(Ordering::SeqCst)),
            access: Access::default(),
            backups: Backups::None,
        };
        let language = Language::Zh;
        let state = performer.state(language);
        let person = state.persons.first().unwrap().clone();
        let me = Me {
            person: person.id,
            grant: person.grants.first().unwrap().clone(),
            os_user: "robot".to_owned(),
            language,
            theme: ThemeName::Dark,
            colours: Colours::Many,
            look: Look::new(ThemeName::Dark, Borders::THIN),
            mouse: false,
        };
        let start = Start {
            store: state,
            policies: Arc::clone(&shipped().policies),
            policy: Arc::clone(&shipped().policy),
            library: Arc::clone(&shipped().library),
            me,
            size: (80, 24),
            session: next_session(),
        };
        let options = Options {
            depth: ColorDepth::TrueColor,
            ambiguous: AmbiguousWidth::Narrow,
            synchronized: Synchronized::Off,
            ..Options::default()
        };
        let mut robot = Self {
            app: App::new(start),
            performer,
            clock,
            writer: Writer::new(options),
            sent: Vec::new(),
            everything: Vec::new(),
            seen,
            listens: true,
            left: false,
            redraws: 0,
            folder,
        };
        robot.draw();
        robot
    }

    // ---- who and how ---------------------------------------------------------------------------

    /// Acts as this person from the start, in the person's first grant.
    pub fn as_person(self, name: &str) -> Self {
        self.acting(name, None)
    }

    /// Acts as this person in a role.
    pub fn acting(mut self, name: &str, role: Option<Role>) -> Self {
        let person = self.person(name);
        let grant = person
            .grants
            .iter()
            .find(|grant| role.is_none_or(|role| grant.role == role))
            .unwrap_or_else(|| panic!("{name} has no such grant"));
        self.app.me.person.clone_from(&person.id);
        self.app.me.grant = grant.clone();
        // The list begins anew: its cursor stood on a row of somebody else.
        let list = wenxiao::screens::projects::Projects::default();
        self.app.nav = vec![wenxiao::screens::Screen::Projects(list)];
        self.tell();
        self.draw();
        self
    }

    fn person(&self, name: &str) -> Person {
        let persons = self.performer.store.persons();
        let found = persons.iter().find(|person| person.name == name);
        found
            .unwrap_or_else(|| panic!("there is no {name}"))
            .clone()
    }

    /// With a window of this size from the start.
    pub fn size(mut self, columns: u16, rows: u16) -> Self {
        self.resize(columns, rows);
        self
    }

    /// In a language from the start.
    pub fn speaking(mut self, language: Language) -> Self {
        if self.app.me.language != language {
            self.app.me.language = language;
            self.tell();
            self.draw();
        }
        self
    }

    /// With another theme and another border set from the start.
    pub fn looking(mut self, theme: ThemeName, borders: &Borders) -> Self {
        self.app.me.theme = theme;
        self.app.me.look = Look::new(theme, *borders);
        self.writer.invalidate();
        self.draw();
        self
    }

    /// From now on the store's revisions do not reach this person: a slow line.
    pub fn deaf(&mut self) -> &mut Self {
        self.listens = false;
        self
    }

    /// From now on the session only reads, as one that was begun with `--read-only`; the screen hears of
    /// it with the next word from the store.
    pub fn only_reads(&mut self) -> &mut Self {
        self.performer.access = Access::ReadOnly;
        self.seen = (0, false, None);
        self.listens = false;
        self
    }

    /// From now on backups are kept beside the store, as a session of the real program keeps them.
    pub fn keeps_backups(&mut self) -> &mut Self {
        self.performer.backups = Backups::Kept;
        self
    }

    /// The line is quick again.
    pub fn hears(&mut self) -> &mut Self {
        self.listens = true;
        self.catch_up();
        self.draw();
        self
    }

    /// On a terminal of which the writer may assume this.
    pub fn on_terminal(mut self, ambiguous: AmbiguousWidth) -> Self {
        self.writer = Writer::new(Options {
            ambiguous,
            ..self.writer.options()
        });
        self.everything.clear();
        self.draw();
        self
    }

    // ---- what the person does ------------------------------------------------------------------

    /// Presses keys, written as the program prints them and parted by blanks: `Enter / j Ctrl-P F8 Down*3`.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        for key in parse(keys) {
            self.input(Input::Key(key));
        }
        self
    }

    /// Types text, character by character.
    pub fn type_text(&mut self, typed: impl Words) -> &mut Self {
        for letter in typed.in_language(self.app.me.language).chars() {
            self.input(Input::Key(Key::char(letter)));
        }
        self
    }

    /// Empties the line that is being edited and types this instead.
    pub fn retype(&mut self, typed: &str) -> &mut Self {
        self.press("Ctrl-U").type_text(typed)
    }

    /// Pastes text as a terminal does.
    pub fn paste(&mut self, pasted: impl Words) -> &mut Self {
        let pasted = pasted.in_language(self.app.me.language).to_owned();
        self.input(Input::Paste(pasted));
        self
    }

    /// Another window size.
    pub fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.writer.invalidate();
        self.input(Input::Resize(columns, rows));
        self
    }

    /// Finds a project in the list by its code, all years, and puts the cursor on it.
    pub fn find(&mut self, code: &str) -> &mut Self {
        self.press("Esc*6 0");
        if !self.row_of(code).1 {
            self.press("y End Enter");
        }
        self.press("/").paste(code).press("Enter");
        self.sees(code)
    }

    /// Opens a project by its code.
    pub fn open(&mut self, code: &str) -> &mut Self {
        self.find(code).press("Enter");
        assert!(
            self.app.open.is_some(),
            "{code} did not open:\n{}",
            self.screen()
        );
        self
    }

    fn row_of(&self, code: &str) -> (ProjectId, bool) {
        use chrono::Datelike;
        let rows = self.performer.store.rows();
        let row = rows
            .iter()
            .find(|row| row.code() == code)
            .unwrap_or_else(|| panic!("there is no {code}"));
        (row.id(), row.year() == Some(self.app.world.today.year()))
    }

    /// Chooses a line of the menu in front by words of it; pasted, they are one input.
    #[track_caller]
    pub fn choose(&mut self, words: impl Words) -> &mut Self {
        assert!(
            matches!(self.app.overlay, Some(Overlay::Menu(_))),
            "no menu is open:\n{}",
            self.screen()
        );
        self.paste(words).press("Enter")
    }

    /// Answers the question in front with the button of this name.
    #[track_caller]
    pub fn answer(&mut self, button: impl Words) -> &mut Self {
        let button = button.in_language(self.app.me.language);
        for _ in 0..8 {
            let Some(Overlay::Question(question)) = &self.app.overlay else {
                panic!("no question is asked:\n{}", self.screen());
            };
            if chosen(question) == button {
                return self.press("Enter");
            }
            self.press("Tab");
        }
        panic!("no button {button}:\n{}", self.screen());
    }

    /// Takes a step on the document of the screen in front.
    #[track_caller]
    pub fn step(&mut self, act: (&str, &str)) -> &mut Self {
        self.press("m").choose(act).answer(act)
    }

    /// Becomes another person by the key that the program has for it.
    pub fn become_person(&mut self, name: &str) -> &mut Self {
        self.press("F8").choose(name);
        assert_eq!(
            self.app.world.name_of(&self.app.me.person),
            name,
            "{}",
            self.screen()
        );
        self
    }

    /// One input, what follows from it, and the frame.
    pub fn input(&mut self, input: Input) {
        self.catch_up();
        let effects = self.app.update(Msg::Input(input));
        self.perform(effects);
        self.catch_up();
        self.draw();
    }

    // ---- what the session does -----------------------------------------------------------------

    fn perform(&mut self, effects: Vec<Effect>) {
        let mut waiting: VecDeque<Effect> = effects.into();
        while let Some(effect) = waiting.pop_front() {
            match effect {
                Effect::Quit => self.left = true,
                Effect::Redraw => {
                    self.redraws += 1;
                    self.writer.invalidate();
                }
                effect => {
                    let asker = Asker {
                        actor: self.app.me.actor(),
                        language: self.app.me.language,
                    };
                    if let Some(msg) = self.performer.perform(effect, &asker) {
                        waiting.extend(self.app.update(msg));
                    }
                }
            }
        }
    }

    fn catch_up(&mut self) {
        if self.listens && state_of(&self.performer.store) != self.seen {
            self.tell();
        }
    }

    fn tell(&mut self) {
        self.seen = state_of(&self.performer.store);
        let state = self.performer.state(self.app.me.language);
        let effects = self.app.update(Msg::Store(Box::new(state)));
        self.perform(effects);
    }

    fn draw(&mut self) {
        self.sent.clear();
        wenxiao::session::frame(&self.app, &mut self.writer, &mut self.sent);
        self.everything.extend_from_slice(&self.sent);
    }

    // ---- what is seen --------------------------------------------------------------------------

    fn frame(&self) -> (Buffer, Option<Position>) {
        let area = Rect::new(0, 0, self.app.size.0, self.app.size.1);
        let mut buffer = Buffer::empty(area);
        let caret = self.app.view(area, &mut buffer);
        (buffer, caret)
    }

    /// The screen as text, without blanks at the ends of its lines.
    pub fn screen(&self) -> String {
        picture(&self.frame().0)
    }

    /// The characters, styles included.
    pub fn buffer(&self) -> Buffer {
        self.frame().0
    }

    /// Where the terminal's cursor stands.
    pub fn caret(&self) -> Option<(u16, u16)> {
        self.frame().1.map(|place| (place.x, place.y))
    }

    /// The bytes that the last input sent to the terminal.
    pub fn bytes(&self) -> &[u8] {
        &self.sent
    }

    /// The text is on the screen.
    #[track_caller]
    pub fn sees(&mut self, words: impl Words) -> &mut Self {
        self.catch_up();
        let words = words.in_language(self.app.me.language);
        let screen = self.screen();
        assert!(screen.contains(words), "{words:?} is not on\n{screen}");
        self
    }

    /// The text is not on the screen.
    #[track_caller]
    pub fn does_not_see(&mut self, words: impl Words) -> &mut Self {
        self.catch_up();
        let words = words.in_language(self.app.me.language);
        let screen = self.screen();
        assert!(!screen.contains(words), "{words:?} is on\n{screen}");
        self
    }

    /// The first line of the screen with this text.
    #[track_caller]
    pub fn row_with(&self, words: impl Words) -> String {
        let words = words.in_language(self.app.me.language);
        let screen = self.screen();
        screen
            .lines()
            .find(|line| line.contains(words))
            .unwrap_or_else(|| panic!("no line with {words:?} on\n{screen}"))
            .to_owned()
    }

    /// The foot of the screen says this, and nothing more.
    #[track_caller]
    pub fn is_told(&mut self, words: impl Words) -> &mut Self {
        self.catch_up();
        let words = words.in_language(self.app.me.language);
        assert_eq!(self.toast(), words, "at the foot of\n{}", self.screen());
        self
    }

    /// The word at the foot of the screen.
    pub fn toast(&self) -> String {
        self.app
            .toast
            .as_ref()
            .map(|toast| toast.text.clone())
            .unwrap_or_default()
    }

    /// True once the program was left.
    pub fn has_left(&self) -> bool {
        self.left
    }

    /// How often everything was drawn anew because it was asked for.
    pub fn redraws(&self) -> usize {
        self.redraws
    }

    // ---- behind the screen ---------------------------------------------------------------------

    /// The store.
    pub fn store(&self) -> &Arc<Store> {
        &self.performer.store
    }

    /// A folder for files of this test.
    pub fn folder(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    /// A project as the store has it.
    pub fn stored(&self, code: &str) -> Project {
        let (id, _) = self.row_of(code);
        let actor = Actor {
            person: "auditor".to_owned(),
            role: Role::Performance,
            scope: wenxiao::domain::role::Scope::All,
            os_user: "robot".to_owned(),
        };
        let project = self.performer.store.project(id, &actor).unwrap().unwrap();
        Project::clone(&project)
    }

    /// The project that is open.
    pub fn project(&self) -> &Project {
        &self.app.open.as_ref().expect("no project is open").project
    }
}

fn chosen(question: &Question) -> String {
    let at = question.state.chosen();
    at.and_then(|at| question.buttons.get(at))
        .map(|(label, _)| label.clone())
        .unwrap_or_default()
}

/// What stands in a buffer; the cell behind a wide character is no character.
pub fn picture(buffer: &Buffer) -> String {
    let mut lines: Vec<String> = Vec::new();
    for y in buffer.area.top()..buffer.area.bottom() {
        let mut line = String::new();
        let mut x = buffer.area.left();
        while x < buffer.area.right() {
            let symbol = buffer[(x, y)].symbol();
            line.push_str(symbol);
            x += u16::try_from(text::width(symbol).max(1)).unwrap();
        }
        lines.push(line.trim_end().to_owned());
    }
    lines.join("\n")
}

/// Keys as the program prints them, parted by blanks; `Down*3` is three times the key.
pub fn parse(keys: &str) -> Vec<Key> {
    keys.split_whitespace()
        .flat_map(|word| {
            let (word, times) = match word.rsplit_once('*') {
                Some((word, times)) if !word.is_empty() && times.parse::<usize>().is_ok() => {
                    (word, times.parse().unwrap())
                }
                _ => (word, 1),
            };
            std::iter::repeat_n(parse_one(word), times)
        })
        .collect()
}

fn parse_one(word: &str) -> Key {
    if let Some(letter) = word.strip_prefix("Ctrl-").filter(|rest| !rest.is_empty()) {
        return Key::ctrl(only(letter).to_ascii_lowercase());
    }
    if let Some(letter) = word.strip_prefix("Alt-Shift-") {
        return Key::alt(only(letter).to_ascii_uppercase());
    }
    if let Some(letter) = word.strip_prefix("Alt-").filter(|rest| !rest.is_empty()) {
        return Key::alt(only(letter).to_ascii_lowercase());
    }
    if let Some(number) = word.strip_prefix('F').and_then(|rest| rest.parse().ok()) {
        return Key::new(KeyCode::F(number));
    }
    Key::new(match word {
        "Space" => return Key::char(' '),
        "Enter" => KeyCode::Enter,
        "Esc" => KeyCode::Esc,
        "Tab" => KeyCode::Tab,
        "Shift-Tab" => KeyCode::BackTab,
        "Backspace" => KeyCode::Backspace,
        "Del" => KeyCode::Delete,
        "Ins" => KeyCode::Insert,
        "Left" => KeyCode::Left,
        "Right" => KeyCode::Right,
        "Up" => KeyCode::Up,
        "Down" => KeyCode::Down,
        "Home" => KeyCode::Home,
        "End" => KeyCode::End,
        "PgUp" => KeyCode::PageUp,
        "PgDn" => KeyCode::PageDown,
        letter => return Key::char(only(letter)),
    })
}

fn only(word: &str) -> char {
    let mut letters = word.chars();
    match (letters.next(), letters.next()) {
        (Some(letter), None) => letter,
        _ => panic!("no key is called {word:?}"),
    }
}

#[test]
fn keys_are_read_as_the_program_prints_them() {
    use wenxiao::app::keys;
    for row in keys::KEYS {
        for key in row.keys {
            let printed = keys::label(*key);
            assert_eq!(parse(&printed), [*key], "{printed}");
        }
    }
    assert_eq!(parse("Down*3").len(), 3);
    assert_eq!(parse("*"), [Key::char('*')]);
}

#[test]
fn two_robots_share_a_store_and_two_stores_share_nothing() {
    let mut one = Robot::new();
    let other = Robot::beside(&one);
    assert!(Arc::ptr_eq(one.store(), other.store()));
    let third = Robot::new();
    assert_eq!(one.screen(), third.screen());
    one.press("Ctrl-Q");
    assert!(one.has_left() && !third.has_left());
}
