//! The writer against terminals: the `vt100` model after every frame, and a real tmux where there is one.
//! Random screens of Chinese, mixed and styled text, scrolled and overlaid, must look on the terminal
//! exactly as they were drawn; and the everyday key presses must stay within their bytes.

#![allow(clippy::unwrap_used)] // what goes wrong here is a failed test

mod scene;

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::Duration;

use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier, Style};
use scene::list;
use wenxiao::session::writer::{
    AmbiguousWidth, ColorDepth, Options, Scrolling, Synchronized, Writer, enter, leave,
};

/// A small generator: the same screens in every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn byte(&mut self) -> u8 {
        self.next().to_be_bytes()[3]
    }

    fn below(&mut self, limit: u16) -> u16 {
        u16::try_from(self.next() % u64::from(limit)).unwrap()
    }

    fn chance(&mut self, percent: u16) -> bool {
        self.below(100) < percent
    }

    fn text(&mut self, characters: u16) -> String {
        let pieces = [
            "预",
            "算",
            "绩",
            "效",
            "，",
            "《",
            "a",
            "B",
            "7",
            " ",
            " ",
            "-",
            "①",
            "“",
            "─",
            "ｶ",
            "．",
            "é",
            "───────",
        ];
        (0..characters)
            .map(|_| pieces[usize::from(self.below(19))])
            .collect()
    }

    fn color(&mut self) -> Color {
        match self.below(7) {
            0 | 1 => Color::Reset,
            2 => Color::Red,
            3 => Color::LightBlue,
            4 => Color::Indexed(self.byte()),
            5 => Color::Gray,
            _ => Color::Rgb(self.byte(), 40, 90),
        }
    }

    fn style(&mut self) -> Style {
        let mut style = Style::new().fg(self.color()).bg(self.color());
        for modifier in [
            Modifier::BOLD,
            Modifier::REVERSED,
            Modifier::UNDERLINED,
            Modifier::ITALIC,
            Modifier::DIM,
        ] {
            if self.chance(15) {
                style = style.add_modifier(modifier);
            }
        }
        style
    }

    /// Changes a screen the way a program does: texts, row styles, scrolls, popups, whole pages.
    fn change(&mut self, buffer: &mut Buffer) {
        let area = buffer.area;
        match self.below(10) {
            0 => self.page(buffer),
            1 | 2 => self.scroll(buffer),
            3 => {
                let row = Rect::new(0, self.below(area.height), area.width, 1);
                buffer.set_style(row, self.style());
            }
            4 => self.popup(buffer),
            5 => {
                let (from, y) = (self.below(area.width), self.below(area.height));
                for x in from..area.width {
                    buffer[(x, y)].reset();
                }
            }
            _ => {
                for _ in 0..=self.below(4) {
                    let (x, y) = (self.below(area.width), self.below(area.height));
                    let length = self.below(12);
                    let (text, style) = (self.text(length), self.style());
                    buffer.set_string(x, y, text, style);
                }
            }
        }
    }

    fn page(&mut self, buffer: &mut Buffer) {
        buffer.reset();
        for y in 0..buffer.area.height {
            let length = self.below(40);
            let text = self.text(length);
            let style = if self.chance(30) {
                self.style()
            } else {
                Style::new()
            };
            buffer.set_string(0, y, text, style);
        }
    }

    fn scroll(&mut self, buffer: &mut Buffer) {
        let area = buffer.area;
        let top = self.below(area.height / 2);
        let bottom = area.height - self.below(area.height / 2);
        let by = 1 + self.below(3);
        let old = buffer.clone();
        let up = self.chance(50);
        for y in top..bottom {
            let from = if up { y + by } else { y.wrapping_sub(by) };
            let kept = (top..bottom).contains(&from);
            for x in 0..area.width {
                buffer[(x, y)] = if kept {
                    old[(x, from)].clone()
                } else {
                    Cell::EMPTY
                };
            }
        }
    }

    fn popup(&mut self, buffer: &mut Buffer) {
        let area = buffer.area;
        let (x, y) = (self.below(area.width - 8), self.below(area.height - 3));
        let style = self.style();
        for y in y..y + 2 + self.below(2) {
            for x in x..x + 7 {
                buffer[(x, y)].reset();
                buffer[(x, y)].set_symbol("x").set_style(style);
            }
        }
    }
}

/// What a cell has to look like: its text (none for the covered half of a wide character) and style.
struct Look {
    text: Option<String>,
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

fn looks(buffer: &Buffer, y: u16) -> Vec<Look> {
    let width = buffer.area.width;
    let mut looks = Vec::new();
    while let Some(x) = u16::try_from(looks.len()).ok().filter(|x| *x < width) {
        let cell = &buffer[(x, y)];
        let look = |text| Look {
            text,
            fg: cell.fg,
            bg: cell.bg,
            modifier: cell.modifier,
        };
        if cell.cell_width() < 2 {
            looks.push(look(Some(cell.symbol().to_owned())));
        } else if x + 1 < width && buffer[(x + 1, y)].symbol() == " " {
            looks.push(look(Some(cell.symbol().to_owned())));
            looks.push(look(None));
        } else {
            looks.push(look(Some(" ".to_owned())));
        }
    }
    looks
}

fn vt_color(color: Color) -> vt100::Color {
    match color {
        Color::Reset => vt100::Color::Default,
        Color::Rgb(r, g, b) => vt100::Color::Rgb(r, g, b),
        Color::Indexed(index) => vt100::Color::Idx(index),
        Color::Red => vt100::Color::Idx(1),
        Color::Gray => vt100::Color::Idx(7),
        Color::LightBlue => vt100::Color::Idx(12),
        other => panic!("{other:?} is not drawn here"),
    }
}

/// The first difference between what was drawn and what the terminal shows.
fn difference(buffer: &Buffer, screen: &vt100::Screen) -> Option<String> {
    let seen_on_blanks = Modifier::UNDERLINED | Modifier::REVERSED;
    for y in 0..buffer.area.height {
        for (x, look) in (0..).zip(looks(buffer, y)) {
            let Some(cell) = screen.cell(y, x) else {
                return Some(format!("{x},{y}: no cell"));
            };
            let Some(text) = look.text else {
                if !cell.is_wide_continuation() {
                    return Some(format!("{x},{y}: half a character is missing"));
                }
                continue;
            };
            let shown = if cell.has_contents() {
                cell.contents()
            } else {
                " "
            };
            let has = |modifier| look.modifier.contains(modifier);
            let blank = text == " " && !look.modifier.intersects(seen_on_blanks);
            // The model has one weight, bold or dim; real terminals may have both.
            let weight = has(Modifier::BOLD | Modifier::DIM)
                || (cell.bold() == has(Modifier::BOLD) && cell.dim() == has(Modifier::DIM));
            let same = shown == text
                && cell.bgcolor() == vt_color(look.bg)
                && cell.inverse() == has(Modifier::REVERSED)
                && cell.underline() == has(Modifier::UNDERLINED)
                && (blank
                    || (cell.fgcolor() == vt_color(look.fg)
                        && cell.italic() == has(Modifier::ITALIC)
                        && weight));
            if !same {
                let Look {
                    fg, bg, modifier, ..
                } = look;
                return Some(format!(
                    "{x},{y}: {text:?} {fg} {bg} {modifier:?} shown as {cell:?}"
                ));
            }
        }
    }
    None
}

fn terminal(width: u16, height: u16) -> vt100::Parser {
    vt100::Parser::new(height.try_into().unwrap(), width.try_into().unwrap(), 0)
}

#[test]
fn after_every_frame_the_terminal_shows_what_was_drawn() {
    let plain = Options::default();
    let narrow = AmbiguousWidth::Narrow;
    for (seed, options) in (1..).zip([
        plain,
        Options {
            scrolling: Scrolling::Never,
            ..plain
        },
        Options {
            ambiguous: narrow,
            synchronized: Synchronized::On,
            ..plain
        },
    ]) {
        let mut random = Random(0x9E37_79B9 * seed);
        for (width, height) in [(40, 12), (61, 23), (9, 5)] {
            let mut terminal = terminal(width, height);
            terminal.process(enter().as_bytes());
            let mut writer = Writer::new(options);
            let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
            for step in 0..250 {
                random.change(&mut buffer);
                let place = Position::new(random.below(width), random.below(height));
                let cursor = random.chance(70).then_some(place);
                let mut out = Vec::new();
                writer.frame(&buffer, cursor, &mut out);
                terminal.process(&out);
                let screen = terminal.screen();
                if let Some(difference) = difference(&buffer, screen) {
                    let bytes = String::from_utf8_lossy(&out);
                    panic!("{options:?} {width}x{height} {step}: {difference}\n{bytes:?}");
                }
                assert_eq!(screen.hide_cursor(), cursor.is_none());
                if let Some(cursor) = cursor {
                    assert_eq!(
                        screen.cursor_position(),
                        (cursor.y, cursor.x),
                        "step {step}"
                    );
                }
                let mut again = Vec::new();
                writer.frame(&buffer, cursor, &mut again);
                assert!(again.is_empty(), "an unchanged frame sent {again:?}");
            }
        }
    }
}

/// A terminal that draws ambiguous characters in two columns, as some Chinese ones do: to the model they
/// are sent as wide ones.
fn widened(bytes: &[u8]) -> String {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    text.replace(['①', '“', '─'], "全")
}

#[test]
fn a_wide_reading_of_ambiguous_characters_shifts_nothing_else() {
    let (width, height) = (50, 12);
    let mut random = Random(4242);
    let mut terminal = terminal(width, height);
    let mut writer = Writer::new(Options::default());
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
    for step in 0..200 {
        random.change(&mut buffer);
        for y in 0..height {
            // At the margin such a terminal breaks the line or not, as it likes.
            buffer[(width - 1, y)].reset();
        }
        let mut out = Vec::new();
        writer.frame(&buffer, None, &mut out);
        terminal.process(widened(&out).as_bytes());
        for y in 0..height {
            for (x, look) in (0..).zip(looks(&buffer, y)) {
                let cell = terminal.screen().cell(y, x).unwrap();
                let shown = if cell.has_contents() {
                    cell.contents()
                } else {
                    " "
                };
                let Some(text) = look.text.filter(|text| !"①“─".contains(text.as_str()))
                else {
                    continue;
                };
                let hidden = cell.is_wide_continuation() && text == " ";
                assert!(
                    shown == text || hidden,
                    "{step}: {x},{y} {text:?} is {shown:?}"
                );
            }
        }
    }
}

#[test]
fn a_resized_or_disturbed_terminal_is_painted_afresh() {
    let mut random = Random(77);
    let mut writer = Writer::new(Options::default());
    for (width, height) in [(30, 8), (50, 20), (20, 6), (2, 1), (200, 60)] {
        let mut terminal = terminal(width, height);
        terminal.process("乱码 \x1b[41mgarbage\x1b[2;3r".as_bytes());
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        for y in 0..height {
            let text = random.text(10);
            buffer.set_string(0, y, text, random.style());
        }
        let mut out = Vec::new();
        writer.frame(&buffer, None, &mut out);
        terminal.process(&out);
        assert_eq!(difference(&buffer, terminal.screen()), None);
        terminal.process(b"\x1b[H\x1b[44mtrash\x1b[2J");
        writer.invalidate();
        out.clear();
        writer.frame(&buffer, None, &mut out);
        terminal.process(&out);
        assert_eq!(difference(&buffer, terminal.screen()), None);
    }
}

/// All codes of all `CSI … m` in some bytes.
fn pen_codes(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes).into_owned();
    text.split("\x1b[")
        .filter_map(|part| part.split_once('m'))
        .filter(|(codes, _)| codes.chars().all(|c| c.is_ascii_digit() || c == ';'))
        .map(|(codes, _)| codes.to_owned())
        .collect()
}

#[test]
fn no_more_colors_are_sent_than_the_terminal_has() {
    for depth in [ColorDepth::Indexed256, ColorDepth::Ansi16, ColorDepth::Mono] {
        let mut random = Random(5);
        let mut writer = Writer::new(Options {
            depth,
            ..Options::default()
        });
        let mut buffer = Buffer::empty(Rect::new(0, 0, 40, 12));
        let mut bytes = Vec::new();
        for _ in 0..60 {
            random.change(&mut buffer);
            writer.frame(&buffer, None, &mut bytes);
        }
        let codes = pen_codes(&bytes);
        assert!(codes.len() > 20);
        for codes in codes {
            let numbers: Vec<u16> = codes.split(';').filter_map(|n| n.parse().ok()).collect();
            match depth {
                ColorDepth::Mono => assert!(numbers.iter().all(|n| *n < 30), "{codes}"),
                ColorDepth::Ansi16 => {
                    assert!(!numbers.contains(&38) && !numbers.contains(&48), "{codes}");
                }
                _ => assert!(
                    !codes.contains("38;2;") && !codes.contains("48;2;"),
                    "{codes}"
                ),
            }
        }
    }
}

#[test]
fn entering_and_leaving_restores_every_mode() {
    let mut terminal = terminal(40, 10);
    terminal.process("$ wenxiao\r\n".as_bytes());
    terminal.process(enter().as_bytes());
    let screen = terminal.screen();
    assert!(screen.alternate_screen() && screen.bracketed_paste() && screen.hide_cursor());
    let mut buffer = Buffer::empty(Rect::new(0, 0, 40, 10));
    let style = Style::new().fg(Color::Red).add_modifier(Modifier::REVERSED);
    buffer.set_string(0, 0, "预算", style);
    let mut out = Vec::new();
    Writer::new(Options::default()).frame(&buffer, None, &mut out);
    terminal.process(&out);
    terminal.process(leave().as_bytes());
    let screen = terminal.screen();
    assert!(!screen.alternate_screen() && !screen.bracketed_paste() && !screen.hide_cursor());
    assert!(!screen.inverse() && screen.fgcolor() == vt100::Color::Default);
    assert!(screen.contents().starts_with("$ wenxiao"));
}

// --- bytes ------------------------------------------------------------------------------------------

#[test]
fn everyday_key_presses_stay_within_their_bytes() {
    let mut writer = Writer::new(Options::default());
    let mut out = Vec::new();
    let mut press = |first: usize, selected: usize| {
        out.clear();
        let caret = Position::new(14, u16::try_from(4 + selected - first).unwrap());
        writer.frame(&list(first, selected), Some(caret), &mut out);
        out.len()
    };
    let first_screen = press(0, 0);
    let idle = press(0, 0);
    let arrow = press(0, 1);
    press(0, 33);
    let down = press(1, 34);
    press(1, 1);
    let up = press(0, 0);
    let page = press(34, 34);
    println!("first {first_screen} idle {idle} arrow {arrow} scroll {down}/{up} page {page}");
    assert!(first_screen <= 8 * 1024, "first screen {first_screen}");
    assert_eq!(idle, 0);
    assert!(arrow <= 300, "arrow {arrow}");
    assert!(down <= 400 && up <= 400, "scroll {down} {up}");
    assert!(page <= 4 * 1024, "page {page}");
}

// --- a real terminal --------------------------------------------------------------------------------

/// Says that something was not tried; `println!` of a test that passes is kept from the reader.
fn skip(why: &str) {
    let _ = writeln!(std::io::stderr(), "skipped: {why}");
}

/// Runs tmux on a socket of its own.
fn tmux(socket: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new("tmux")
        .args(["-u", "-f", "/dev/null", "-L", socket])
        .args(arguments)
        .env_remove("TMUX")
        .env("LC_ALL", "C.UTF-8")
        .env("TERM", "xterm-256color")
        .stdin(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// What tmux shows after these bytes, as text with colours.
fn shown_by_tmux(socket: &str, bytes: &[u8], width: u16, height: u16) -> Option<String> {
    let directory = tempfile::tempdir().ok()?;
    let frames = directory.path().join("frames");
    let done = directory.path().join("done");
    std::fs::write(&frames, bytes).ok()?;
    let (from, to) = (frames.display(), done.display());
    // The pane may be a row short for a status line until it is switched off.
    let command = format!("sleep 0.3; stty raw -echo; cat '{from}'; touch '{to}'; sleep 60");
    let (columns, rows) = (width.to_string(), height.to_string());
    let session = ["new-session", "-d", "-x", &columns, "-y", &rows, &command];
    tmux(
        socket,
        &[&session[..], &[";", "set", "-g", "status", "off"]].concat(),
    )?;
    for _ in 0..200 {
        std::thread::sleep(Duration::from_millis(20));
        if done.exists() {
            std::thread::sleep(Duration::from_millis(100));
            return tmux(socket, &["capture-pane", "-p", "-e", "-N"]);
        }
    }
    None
}

#[test]
fn a_real_tmux_shows_what_was_drawn() {
    if Command::new("tmux").arg("-V").output().is_err() {
        skip("there is no tmux here");
        return;
    }
    let (width, height) = (60, 20);
    for run in 1..=4_u64 {
        let mut random = Random(0xA5A5_1234 * run);
        let mut writer = Writer::new(Options::default());
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        let mut bytes = Vec::new();
        for _ in 0..60 {
            random.change(&mut buffer);
            writer.frame(&buffer, None, &mut bytes);
        }
        let socket = format!("wenxiao-writer-{}-{run}", std::process::id());
        let shown = shown_by_tmux(&socket, &bytes, width, height);
        tmux(&socket, &["kill-server"]);
        let Some(shown) = shown else {
            skip("tmux does not start here");
            return;
        };
        let mut terminal = terminal(width, height);
        for (y, line) in (1..=height).zip(shown.lines()) {
            terminal.process(format!("\x1b[{y}H{line}").as_bytes());
        }
        assert_eq!(difference(&buffer, terminal.screen()), None, "run {run}");
    }
}
