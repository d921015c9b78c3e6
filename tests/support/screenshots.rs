//! Takes the pictures in screenshots/: what the real binary draws in a pseudo-terminal.
//!
//! `cargo build --release && cargo run --release --example screenshots` starts `wenxiao demo` for each
//! scene, presses its keys, and writes one PNG a scene. Needs the font of `picture.rs`.

#![allow(clippy::expect_used)] // a tool: it stops where something is wrong

#[allow(dead_code)]
#[path = "picture.rs"]
mod picture;

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use picture::{Picture, Terminal};
use portable_pty::{CommandBuilder, PtySize, native_pty_system};

/// The screen is done when nothing has arrived for this long.
const QUIET: Duration = Duration::from_millis(400);
/// No scene takes longer.
const LIMIT: Duration = Duration::from_secs(30);

/// One picture: its file, size, language and theme, and the keys that lead to it.
struct Scene {
    file: &'static str,
    size: (u16, u16),
    lang: &'static str,
    theme: &'static str,
    /// What is typed: words between blanks are keys (`Enter`, `Down`, `F8`), other words are text.
    keys: &'static str,
}

const fn scene(
    file: &'static str,
    size: (u16, u16),
    lang: &'static str,
    theme: &'static str,
    keys: &'static str,
) -> Scene {
    Scene {
        file,
        size,
        lang,
        theme,
        keys,
    }
}

const LARGE: (u16, u16) = (120, 40);
const SMALL: (u16, u16) = (80, 24);

/// Every screen, in both languages; the first is the README's.
const SCENES: &[Scene] = &[
    scene("projects-zh", LARGE, "zh", "dark", "Down Down"),
    scene("projects-en", LARGE, "en", "dark", "Down Down"),
    scene("projects-filter-zh", SMALL, "zh", "dark", "/ nc"),
    scene("projects-grouped-zh", LARGE, "zh", "light", "g Down Enter"),
    scene("project-zh", LARGE, "zh", "dark", "Down Enter"),
    scene("project-en", SMALL, "en", "dark", "Down Enter"),
    scene(
        "goals-zh",
        LARGE,
        "zh",
        "dark",
        "Down Enter 1 Down Down Down",
    ),
    scene("goals-en", LARGE, "en", "light", "Down Enter 1 Down Down"),
    scene(
        "goals-80x24-zh",
        SMALL,
        "zh",
        "dark",
        "Down Enter 1 Down Down",
    ),
    scene(
        "monitoring-zh",
        LARGE,
        "zh",
        "dark",
        "Down Enter 3 Down Down",
    ),
    scene(
        "monitoring-en",
        LARGE,
        "en",
        "dark",
        "Down Enter 3 Down Down",
    ),
    scene(
        "monitoring-80x24-zh",
        SMALL,
        "zh",
        "dark",
        "Down Enter 3 Down Down",
    ),
    scene(
        "evaluation-zh",
        LARGE,
        "zh",
        "dark",
        "y Down Enter / 0602 Enter Enter 4 Down Down",
    ),
    scene(
        "evaluation-en",
        LARGE,
        "en",
        "dark",
        "y Down Enter / 0602 Enter Enter 4 Down Down",
    ),
    scene(
        "evaluation-80x24-zh",
        SMALL,
        "zh",
        "light",
        "y Down Enter / 0602 Enter Enter 4 Down Down",
    ),
    scene(
        "why-zh",
        LARGE,
        "zh",
        "dark",
        "y Down Enter / 0602 Enter Enter 4 Down Down w",
    ),
    scene(
        "why-en",
        SMALL,
        "en",
        "dark",
        "y Down Enter / 0602 Enter Enter 4 Down Down w",
    ),
    scene("history-zh", LARGE, "zh", "dark", "Down Enter h"),
    scene("history-en", SMALL, "en", "dark", "Down Enter h"),
    scene("inbox-zh", SMALL, "zh", "dark", "t"),
    scene("palette-zh", SMALL, "zh", "dark", "Ctrl-P dr"),
    scene("help-zh", LARGE, "zh", "dark", "?"),
    scene("help-en", SMALL, "en", "contrast", "?"),
    scene("mono-ascii-zh", SMALL, "zh", "mono", "Down"),
];

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let binary = binary();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("screenshots");
    std::fs::create_dir_all(&folder).expect("the folder of the pictures");
    for scene in SCENES {
        if wanted.is_empty() || wanted.iter().any(|name| scene.file.contains(name.as_str())) {
            take(scene, &binary, &folder);
        }
    }
}

/// The program beside this example.
fn binary() -> PathBuf {
    let example = std::env::current_exe().expect("the path of this program");
    let folder = example
        .parent()
        .and_then(Path::parent)
        .expect("the build folder");
    folder.join("wenxiao")
}

fn take(scene: &Scene, binary: &Path, folder: &Path) {
    let (columns, rows) = scene.size;
    let size = PtySize {
        rows,
        cols: columns,
        pixel_width: 0,
        pixel_height: 0,
    };
    let pair = native_pty_system()
        .openpty(size)
        .expect("a pseudo-terminal");
    let mut command = CommandBuilder::new(binary);
    command.args(["demo", "--lang", scene.lang, "--theme", scene.theme]);
    if scene.file.contains("ascii") {
        command.arg("--ascii");
    }
    if scene.file.contains("inbox") {
        // The finance bureau has documents to deal with.
        command.args(["--person", "p91"]);
    }
    command.env("TERM", "xterm-256color");
    command.env("COLORTERM", "truecolor");
    command.env("LC_ALL", "C.UTF-8");
    let mut child = pair.slave.spawn_command(command).expect("the program");
    drop(pair.slave);
    let bytes = read(pair.master.try_clone_reader().expect("its output"));
    let mut keyboard = pair.master.take_writer().expect("its input");
    let mut screen = vt100::Parser::new(nonzero(rows), nonzero(columns), 0);
    settle(&bytes, &mut screen);
    for word in scene.keys.split_whitespace() {
        keyboard.write_all(&key(word)).expect("a key");
        settle(&bytes, &mut screen);
    }
    let terminal = if scene.theme == "light" {
        Terminal {
            ink: (0x1c, 0x1c, 0x1c),
            paper: (0xff, 0xff, 0xff),
        }
    } else {
        Terminal::default()
    };
    let path = folder.join(format!("{}.png", scene.file));
    let picture = Picture::of_screen(screen.screen(), terminal);
    picture.save(&path, 1.0).expect("the picture is written");
    println!("{}", path.display());
    // Ctrl-Q leaves; a child that stays is ended so that the next scene has its store.
    let _ = keyboard.write_all(&[0x11]);
    settle(&bytes, &mut screen);
    let _ = child.kill();
    let _ = child.wait();
}

fn nonzero(cells: u16) -> std::num::NonZeroU16 {
    std::num::NonZeroU16::new(cells).expect("a size")
}

fn read(mut source: Box<dyn Read + Send>) -> Receiver<Vec<u8>> {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let mut buffer = [0; 8192];
        while let Ok(count) = source.read(&mut buffer) {
            if count == 0 || sender.send(buffer[..count].to_vec()).is_err() {
                break;
            }
        }
    });
    receiver
}

/// Feeds the screen until the program is quiet; the first frame may take its time.
fn settle(bytes: &Receiver<Vec<u8>>, screen: &mut vt100::Parser) {
    let start = Instant::now();
    let empty = screen.screen().contents().trim().is_empty();
    let mut wait = if empty { LIMIT } else { QUIET };
    while start.elapsed() < LIMIT {
        match bytes.recv_timeout(wait) {
            Ok(part) => {
                screen.process(&part);
                wait = QUIET;
            }
            Err(_) => return,
        }
    }
}

/// The bytes of a key by its name, or of a text.
fn key(word: &str) -> Vec<u8> {
    let sequence: &[u8] = match word {
        "Enter" => b"\r",
        "Esc" => b"\x1b",
        "Tab" => b"\t",
        "Space" => b" ",
        "Up" => b"\x1b[A",
        "Down" => b"\x1b[B",
        "Right" => b"\x1b[C",
        "Left" => b"\x1b[D",
        "Ctrl-P" => &[0x10],
        "F8" => b"\x1b[19~",
        text => return text.as_bytes().to_vec(),
    };
    sequence.to_vec()
}
