//! Bytes of a terminal into [`Input`]s.
//!
//! The local terminal's reader thread and every SSH channel own one [`Decoder`] and feed it whatever
//! arrived, in whatever pieces. It finds the units (characters, escape sequences, pastes), keeps the
//! terminal's own answers apart from keys, and lets terminput name a single key sequence. It never
//! blocks, never panics, never holds more than one capped paste, and never turns a reply or a broken
//! sequence into letters.

use std::time::Duration;

use terminput::{Event, KeyEventKind, KeyModifiers};

use crate::app::key::{Input, Key, KeyCode, Mouse, MouseKind, Reply};

/// How much of one paste is taken.
pub const PASTE_LIMIT: usize = 256 * 1024;

/// How long a lone Esc waits for company on a local terminal.
pub const ESCAPE_WAIT: Duration = Duration::from_millis(30);

/// How long a sequence that has begun, or a paste that has stalled, is waited for.
const SEQUENCE_WAIT: Duration = Duration::from_secs(1);
const PASTE_WAIT: Duration = Duration::from_secs(5);

/// Longest control sequence that is looked at; what is longer is swallowed.
const SEQUENCE_LIMIT: usize = 64;

/// Longest terminal string (OSC, DCS) that is swallowed before giving up on its end.
const STRING_LIMIT: usize = 64 * 1024;

const PASTE_END: &[u8] = b"\x1b[201~";
const ESC: u8 = 0x1b;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
enum State {
    #[default]
    Ground,
    /// A character of `need` bytes has begun.
    Character {
        bytes: Vec<u8>,
        need: usize,
        alt: bool,
    },
    /// One ESC.
    Escape,
    /// Two: Alt-something, or Esc and then something.
    DoubleEscape,
    /// `ESC [` and what followed.
    Control { bytes: Vec<u8>, alt: bool },
    /// The Linux console's `ESC [ [`.
    Console,
    /// Coordinates of an old mouse report.
    OldMouse { left: u8 },
    /// `ESC O` and what followed.
    Shift3 { bytes: Vec<u8>, alt: bool },
    /// Inside OSC, DCS, APC, PM or SOS: its first byte, and how much was swallowed.
    Text { opener: u8, length: usize },
    /// The same, after an ESC that may begin its end.
    TextEscape,
    /// Inside a bracketed paste.
    Paste {
        bytes: Vec<u8>,
        cut: usize,
        matched: usize,
    },
}

/// Turns bytes into inputs, one terminal each.
#[derive(Debug, Clone)]
pub struct Decoder {
    state: State,
    escape_wait: Duration,
    expected_reports: u16,
    after_return: bool,
}

impl Default for Decoder {
    fn default() -> Self {
        Self::new(ESCAPE_WAIT)
    }
}

impl Decoder {
    /// A decoder that lets a lone Esc wait this long: [`ESCAPE_WAIT`] locally, longer on a slow line.
    pub fn new(escape_wait: Duration) -> Self {
        Self {
            state: State::Ground,
            escape_wait,
            expected_reports: 0,
            after_return: false,
        }
    }

    /// Says that a cursor position was asked for: without it `CSI 1;2R` is Shift-F3.
    pub fn expect_cursor_report(&mut self) {
        self.expected_reports = self.expected_reports.saturating_add(1);
    }

    /// Takes what arrived and appends what it means.
    pub fn feed(&mut self, bytes: &[u8], out: &mut Vec<Input>) {
        for &byte in bytes {
            self.step(byte, out);
        }
    }

    /// Whether an Esc waits to be told apart from the beginning of a sequence.
    pub fn pending_escape(&self) -> bool {
        match &self.state {
            State::Escape | State::DoubleEscape => true,
            State::Control { bytes, .. } | State::Shift3 { bytes, .. } => bytes.is_empty(),
            State::Text { length, .. } => *length == 0,
            _ => false,
        }
    }

    /// How long to wait for more bytes before [`Decoder::timeout`]; `None` when nothing is pending.
    pub fn wait(&self) -> Option<Duration> {
        match &self.state {
            State::Ground => None,
            State::Paste { .. } => Some(PASTE_WAIT),
            _ if self.pending_escape() => Some(self.escape_wait),
            _ => Some(SEQUENCE_WAIT),
        }
    }

    /// Nothing more came: a lone Esc is the Esc key, a half sequence is dropped, a paste whose end got
    /// lost is delivered. Afterwards nothing is pending.
    pub fn timeout(&mut self, out: &mut Vec<Input>) {
        match std::mem::take(&mut self.state) {
            State::Escape => out.push(key(KeyCode::Esc)),
            State::DoubleEscape => out.extend([key(KeyCode::Esc), key(KeyCode::Esc)]),
            State::Control { bytes, .. } if bytes.is_empty() => out.push(Input::Key(Key::alt('['))),
            State::Shift3 { bytes, .. } if bytes.is_empty() => out.push(Input::Key(Key::alt('O'))),
            State::Text { opener, length: 0 } => {
                out.push(Input::Key(Key::alt(char::from(opener))));
            }
            State::Paste {
                mut bytes,
                cut,
                matched,
            } => {
                bytes.extend(PASTE_END.iter().take(matched));
                finish_paste(&bytes, cut, out);
            }
            _ => {}
        }
    }

    fn step(&mut self, byte: u8, out: &mut Vec<Input>) {
        match std::mem::take(&mut self.state) {
            State::Ground => self.ground(byte, false, out),
            State::Character { bytes, need, alt } => self.character(bytes, need, alt, byte, out),
            State::TextEscape if byte == b'\\' => out.push(Input::Reply(Reply::Other)),
            // An ESC that does not end a string abandons it, and something new begins.
            State::Escape | State::TextEscape => self.escape(byte, out),
            State::DoubleEscape => self.double_escape(byte, out),
            State::Control { bytes, alt } => self.control(bytes, alt, byte, out),
            State::Console => {
                if (b'A'..=b'E').contains(&byte) {
                    out.push(key(KeyCode::F(byte - b'A' + 1)));
                } else if byte < b' ' {
                    self.ground(byte, false, out);
                }
            }
            State::OldMouse { left } => {
                if left > 1 {
                    self.state = State::OldMouse { left: left - 1 };
                }
            }
            State::Shift3 { bytes, alt } => self.shift3(bytes, alt, byte, out),
            State::Text { opener, length } => self.text(opener, length, byte, out),
            State::Paste {
                bytes,
                cut,
                matched,
            } => self.paste(bytes, cut, matched, byte, out),
        }
    }

    fn ground(&mut self, byte: u8, alt: bool, out: &mut Vec<Input>) {
        let after_return = std::mem::replace(&mut self.after_return, byte == b'\r');
        let code = match byte {
            ESC => {
                self.state = State::Escape;
                return;
            }
            // A line feed is Return too, but CR LF is pressed once.
            b'\n' if after_return => return,
            b'\r' | b'\n' => KeyCode::Enter,
            b'\t' => KeyCode::Tab,
            // Ctrl-H is what many a Chinese terminal profile sends for the rub-out key.
            0x08 | 0x7f => KeyCode::Backspace,
            0 => {
                return out.push(Input::Key(Key {
                    alt,
                    ..Key::ctrl(' ')
                }));
            }
            0x01..=0x1a => {
                let letter = char::from(byte - 1 + b'a');
                return out.push(Input::Key(Key {
                    alt,
                    ..Key::ctrl(letter)
                }));
            }
            0x1c..=0x1f => {
                let sign = char::from(byte + 0x40);
                return out.push(Input::Key(Key {
                    alt,
                    ..Key::ctrl(sign)
                }));
            }
            b' '..=b'~' => KeyCode::Char(char::from(byte)),
            _ => {
                let need = match byte {
                    0xc2..=0xdf => 2,
                    0xe0..=0xef => 3,
                    0xf0..=0xf4 => 4,
                    // Not UTF-8: dropped, a wrong character would be worse than none.
                    _ => return,
                };
                self.state = State::Character {
                    bytes: vec![byte],
                    need,
                    alt,
                };
                return;
            }
        };
        out.push(Input::Key(Key {
            alt,
            ..Key::new(code)
        }));
    }

    fn character(
        &mut self,
        mut bytes: Vec<u8>,
        need: usize,
        alt: bool,
        byte: u8,
        out: &mut Vec<Input>,
    ) {
        if !(0x80..=0xbf).contains(&byte) {
            return self.ground(byte, false, out);
        }
        bytes.push(byte);
        if bytes.len() < need {
            self.state = State::Character { bytes, need, alt };
            return;
        }
        let typed = std::str::from_utf8(&bytes)
            .ok()
            .and_then(|text| text.chars().next());
        // C1 controls are not typed by anyone; 0x9b would begin a sequence elsewhere.
        if let Some(c) = typed.filter(|c| !c.is_control()) {
            out.push(Input::Key(Key {
                alt,
                ..Key::char(c)
            }));
        }
    }

    fn escape(&mut self, byte: u8, out: &mut Vec<Input>) {
        self.after_return = false;
        self.state = match byte {
            ESC => State::DoubleEscape,
            b'[' => State::Control {
                bytes: Vec::new(),
                alt: false,
            },
            b'O' => State::Shift3 {
                bytes: Vec::new(),
                alt: false,
            },
            b']' | b'P' | b'_' | b'^' | b'X' => State::Text {
                opener: byte,
                length: 0,
            },
            _ => return self.ground(byte, true, out),
        };
    }

    fn double_escape(&mut self, byte: u8, out: &mut Vec<Input>) {
        match byte {
            b'[' => {
                self.state = State::Control {
                    bytes: Vec::new(),
                    alt: true,
                }
            }
            b'O' => {
                self.state = State::Shift3 {
                    bytes: Vec::new(),
                    alt: true,
                }
            }
            ESC => {
                out.push(key(KeyCode::Esc));
                self.state = State::DoubleEscape;
            }
            _ => {
                out.push(key(KeyCode::Esc));
                self.escape(byte, out);
            }
        }
    }

    fn control(&mut self, mut bytes: Vec<u8>, alt: bool, byte: u8, out: &mut Vec<Input>) {
        let too_long = bytes.len() >= SEQUENCE_LIMIT;
        match byte {
            b'[' if bytes.is_empty() => self.state = State::Console,
            // rxvt ends a shifted key with `$`, which elsewhere comes before the end.
            b'$' if !bytes.is_empty() && bytes.iter().all(u8::is_ascii_digit) => {
                self.finish_control(&bytes, byte, alt, out);
            }
            b' '..=b'?' => {
                if !too_long {
                    bytes.push(byte);
                }
                self.state = State::Control { bytes, alt };
            }
            b'@'..=b'~' if too_long => {}
            b'M' if bytes.is_empty() => self.state = State::OldMouse { left: 3 },
            b'@'..=b'~' => self.finish_control(&bytes, byte, alt, out),
            0x7f => self.state = State::Control { bytes, alt },
            // CAN and SUB end a sequence and are no keys then.
            0x18 | 0x1a => {}
            _ => self.ground(byte, false, out),
        }
    }

    fn finish_control(&mut self, bytes: &[u8], last: u8, alt: bool, out: &mut Vec<Input>) {
        if (bytes, last) == (b"200", b'~') {
            self.state = State::Paste {
                bytes: Vec::new(),
                cut: 0,
                matched: 0,
            };
            return;
        }
        if let Some(reply) = self.reply(bytes, last) {
            out.push(Input::Reply(reply));
        } else if let Some(input) = sequence(bytes, last, alt) {
            out.push(input);
        }
    }

    /// Whether the sequence is an answer of the terminal's.
    fn reply(&mut self, bytes: &[u8], last: u8) -> Option<Reply> {
        let numbers = numbers(bytes);
        match (bytes.first(), last) {
            (Some(b'0'..=b'9'), b'R') => {
                let &[row, column] = numbers.as_slice() else {
                    return None;
                };
                if self.expected_reports == 0 && row == 1 && (2..=16).contains(&column) {
                    return None;
                }
                self.expected_reports = self.expected_reports.saturating_sub(1);
                Some(Reply::Cursor { row, column })
            }
            (_, b'y') if bytes.last() == Some(&b'$') => match numbers.as_slice() {
                &[mode, setting] => Some(Reply::Mode { mode, setting }),
                _ => Some(Reply::Other),
            },
            (_, b'c' | b'n' | b't' | b'x' | b'y') if !bytes.is_empty() => Some(Reply::Other),
            (Some(b'?' | b'>' | b'='), _) => Some(Reply::Other),
            _ => None,
        }
    }

    fn shift3(&mut self, mut bytes: Vec<u8>, alt: bool, byte: u8, out: &mut Vec<Input>) {
        match byte {
            b'0'..=b'9' | b';' if bytes.len() < SEQUENCE_LIMIT => {
                bytes.push(byte);
                self.state = State::Shift3 { bytes, alt };
            }
            b'@'..=b'~' => out.extend(keypad(&bytes, byte, alt)),
            0..=0x1f => self.ground(byte, false, out),
            _ => {}
        }
    }

    fn text(&mut self, opener: u8, length: usize, byte: u8, out: &mut Vec<Input>) {
        match byte {
            0x07 => out.push(Input::Reply(Reply::Other)),
            ESC => self.state = State::TextEscape,
            // No control character belongs in such a string, so a person is never locked out by a
            // string without an end.
            0..=0x1f => self.ground(byte, false, out),
            _ if length < STRING_LIMIT => {
                self.state = State::Text {
                    opener,
                    length: length + 1,
                }
            }
            _ => {}
        }
    }

    fn paste(
        &mut self,
        mut bytes: Vec<u8>,
        mut cut: usize,
        matched: usize,
        byte: u8,
        out: &mut Vec<Input>,
    ) {
        if PASTE_END.get(matched) == Some(&byte) {
            if matched + 1 == PASTE_END.len() {
                return finish_paste(&bytes, cut, out);
            }
            self.state = State::Paste {
                bytes,
                cut,
                matched: matched + 1,
            };
            return;
        }
        let restarts = byte == ESC;
        let pieces = PASTE_END
            .iter()
            .take(matched)
            .copied()
            .chain((!restarts).then_some(byte));
        for piece in pieces {
            if bytes.len() < PASTE_LIMIT {
                bytes.push(piece);
            } else {
                cut += 1;
            }
        }
        self.state = State::Paste {
            bytes,
            cut,
            matched: usize::from(restarts),
        };
    }
}

fn key(code: KeyCode) -> Input {
    Input::Key(Key::new(code))
}

fn finish_paste(bytes: &[u8], cut: usize, out: &mut Vec<Input>) {
    let whole = if cut > 0 {
        whole_characters(bytes)
    } else {
        bytes
    };
    let text = String::from_utf8_lossy(whole)
        .replace("\r\n", "\n")
        .replace('\r', "\n");
    out.push(Input::Paste(text));
    if cut > 0 {
        out.push(Input::PasteCut(cut + bytes.len() - whole.len()));
    }
}

/// The bytes without a character that the limit cut in half.
fn whole_characters(bytes: &[u8]) -> &[u8] {
    let tail = bytes
        .iter()
        .rev()
        .take(3)
        .take_while(|byte| **byte & 0xc0 == 0x80)
        .count();
    let lead = bytes.len().saturating_sub(tail + 1);
    let need = match bytes.get(lead) {
        Some(0xc0..=0xdf) => 2,
        Some(0xe0..=0xef) => 3,
        Some(0xf0..=0xff) => 4,
        _ => return bytes,
    };
    if tail + 1 < need {
        bytes.get(..lead).unwrap_or(bytes)
    } else {
        bytes
    }
}

fn numbers(bytes: &[u8]) -> Vec<u16> {
    bytes
        .split(|byte| *byte == b';')
        .filter_map(|part| {
            let digits: String = part
                .iter()
                .filter(|b| b.is_ascii_digit())
                .map(|b| char::from(*b))
                .collect();
            digits.parse().ok()
        })
        .collect()
}

/// One key sequence, named by terminput after the dialects it does not know are put into its words.
fn sequence(bytes: &[u8], last: u8, alt: bool) -> Option<Input> {
    match (bytes, last) {
        ([], b'I') => return Some(Input::Focus(true)),
        ([], b'O') => return Some(Input::Focus(false)),
        ([], b'a'..=b'd') => return unit(b"1;2", last.to_ascii_uppercase(), alt),
        (_, b'$') => return unit(&[bytes, b";2"].concat(), b'~', alt),
        (_, b'^') => return unit(&[bytes, b";5"].concat(), b'~', alt),
        (_, b'@') => return unit(&[bytes, b";6"].concat(), b'~', alt),
        ([b'2', b'7', b';', rest @ ..], b'~') => return other_keys(rest, alt),
        ([b'<', ..], b'M' | b'm') => return mouse(bytes, last),
        _ => {}
    }
    unit(bytes, last, alt)
}

/// xterm's "other keys": `CSI 27 ; modifiers ; character ~` in the words of `CSI u`.
fn other_keys(rest: &[u8], alt: bool) -> Option<Input> {
    let &[modifiers, character] = numbers(rest).as_slice() else {
        return None;
    };
    unit(format!("{character};{modifiers}").as_bytes(), b'u', alt)
}

fn unit(bytes: &[u8], last: u8, alt: bool) -> Option<Input> {
    let whole = [b"\x1b[", bytes, &[last]].concat();
    let Ok(Some(Event::Key(event))) = Event::parse_from(&whole) else {
        return None;
    };
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let shift = event.modifiers.contains(KeyModifiers::SHIFT);
    let ctrl = event.modifiers.contains(KeyModifiers::CTRL);
    let alt = alt
        || event
            .modifiers
            .intersects(KeyModifiers::ALT | KeyModifiers::META);
    let code = match event.code {
        terminput::KeyCode::Char(c) if !c.is_control() => KeyCode::Char(c),
        terminput::KeyCode::Enter => KeyCode::Enter,
        terminput::KeyCode::Esc => KeyCode::Esc,
        terminput::KeyCode::Tab if shift => KeyCode::BackTab,
        terminput::KeyCode::Tab => KeyCode::Tab,
        terminput::KeyCode::Backspace => KeyCode::Backspace,
        terminput::KeyCode::Delete => KeyCode::Delete,
        terminput::KeyCode::Insert => KeyCode::Insert,
        terminput::KeyCode::Left => KeyCode::Left,
        terminput::KeyCode::Right => KeyCode::Right,
        terminput::KeyCode::Up => KeyCode::Up,
        terminput::KeyCode::Down => KeyCode::Down,
        terminput::KeyCode::Home => KeyCode::Home,
        terminput::KeyCode::End => KeyCode::End,
        terminput::KeyCode::PageUp => KeyCode::PageUp,
        terminput::KeyCode::PageDown => KeyCode::PageDown,
        terminput::KeyCode::F(number) => KeyCode::F(number),
        _ => return None,
    };
    let shift = shift
        && match code {
            KeyCode::BackTab => false,
            KeyCode::Char(_) => ctrl || alt,
            _ => true,
        };
    Some(Input::Key(Key {
        code,
        ctrl,
        alt,
        shift,
    }))
}

/// `ESC O` keys: arrows and function keys with or without modifiers, the keypad, and what
/// single terminals made up.
fn keypad(bytes: &[u8], last: u8, alt: bool) -> Option<Input> {
    let plain = |code| {
        Some(Input::Key(Key {
            alt,
            ..Key::new(code)
        }))
    };
    match last {
        b'A'..=b'D' | b'F' | b'H' | b'P'..=b'S' => match numbers(bytes).as_slice() {
            [] => unit(b"", last, alt),
            [.., modifiers] => unit(format!("1;{modifiers}").as_bytes(), last, alt),
        },
        b'a'..=b'd' => unit(b"1;5", last.to_ascii_uppercase(), alt),
        b'I' => plain(KeyCode::Tab),
        b'M' => plain(KeyCode::Enter),
        b'X' => plain(KeyCode::Char('=')),
        // PuTTY in its rxvt manner sends this for End; the keypad's 7 would be the same.
        b'w' => plain(KeyCode::End),
        b'j'..=b'y' => plain(KeyCode::Char(char::from(last - b'j' + b'*'))),
        _ => None,
    }
}

fn mouse(bytes: &[u8], last: u8) -> Option<Input> {
    let &[button, column, row] = numbers(bytes).as_slice() else {
        return None;
    };
    let kind = match button & 0b1110_0011 {
        64 => MouseKind::ScrollUp,
        65 => MouseKind::ScrollDown,
        32..=35 => MouseKind::Move,
        _ if last == b'm' => MouseKind::Release,
        _ => MouseKind::Press,
    };
    Some(Input::Mouse(Mouse {
        kind,
        column: column.saturating_sub(1),
        row: row.saturating_sub(1),
    }))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decode(bytes: &[u8]) -> Vec<Input> {
        let mut out = Vec::new();
        let mut decoder = Decoder::default();
        decoder.feed(bytes, &mut out);
        if decoder.wait().is_some() {
            decoder.timeout(&mut out);
        }
        assert_eq!(
            decoder.wait(),
            None,
            "nothing stays pending after a time-out"
        );
        out
    }

    fn keys(bytes: &[u8]) -> Vec<Key> {
        decode(bytes)
            .into_iter()
            .map(|input| match input {
                Input::Key(key) => key,
                other => panic!("not a key: {other:?}"),
            })
            .collect()
    }

    fn one(bytes: &[u8]) -> Key {
        let keys = keys(bytes);
        assert_eq!(
            keys.len(),
            1,
            "{:?}: {keys:?}",
            String::from_utf8_lossy(bytes)
        );
        keys[0]
    }

    #[test]
    fn every_dialect_of_home_and_end_is_understood() {
        for home in ["\x1b[H", "\x1bOH", "\x1b[1~", "\x1b[7~"] {
            assert_eq!(one(home.as_bytes()), Key::new(KeyCode::Home), "{home:?}");
        }
        for end in ["\x1b[F", "\x1bOF", "\x1b[4~", "\x1b[8~", "\x1bOw"] {
            assert_eq!(one(end.as_bytes()), Key::new(KeyCode::End), "{end:?}");
        }
        assert_eq!(one(b"\x1b[7$"), Key::new(KeyCode::Home).with_shift());
        assert_eq!(
            one(b"\x1b[8^"),
            Key {
                ctrl: true,
                ..Key::new(KeyCode::End)
            }
        );
    }

    #[test]
    fn arrows_pages_and_function_keys_come_with_their_modifiers() {
        assert_eq!(one(b"\x1b[A"), Key::new(KeyCode::Up));
        assert_eq!(one(b"\x1bOB"), Key::new(KeyCode::Down));
        assert_eq!(
            one(b"\x1b[1;5C"),
            Key {
                ctrl: true,
                ..Key::new(KeyCode::Right)
            }
        );
        assert_eq!(
            one(b"\x1bO5D"),
            Key {
                ctrl: true,
                ..Key::new(KeyCode::Left)
            }
        );
        assert_eq!(one(b"\x1b[a"), Key::new(KeyCode::Up).with_shift());
        assert_eq!(
            one(b"\x1bOd"),
            Key {
                ctrl: true,
                ..Key::new(KeyCode::Left)
            }
        );
        assert_eq!(
            one(b"\x1b\x1b[A"),
            Key {
                alt: true,
                ..Key::new(KeyCode::Up)
            }
        );
        assert_eq!(one(b"\x1b[5~"), Key::new(KeyCode::PageUp));
        assert_eq!(one(b"\x1b[3~"), Key::new(KeyCode::Delete));
        assert_eq!(one(b"\x1bOP"), Key::new(KeyCode::F(1)));
        assert_eq!(one(b"\x1b[[A"), Key::new(KeyCode::F(1)));
        assert_eq!(one(b"\x1b[11~"), Key::new(KeyCode::F(1)));
        assert_eq!(one(b"\x1b[20~"), Key::new(KeyCode::F(9)));
        assert_eq!(one(b"\x1b[1;2R"), Key::new(KeyCode::F(3)).with_shift());
        assert_eq!(one(b"\x1b[Z"), Key::new(KeyCode::BackTab));
        assert_eq!(
            one(b"\x1b[27;5;13~"),
            Key {
                ctrl: true,
                ..Key::new(KeyCode::Enter)
            }
        );
    }

    #[test]
    fn control_letters_rub_out_and_return() {
        assert_eq!(one(b"\x10"), Key::ctrl('p'));
        assert_eq!(one(b"\x11"), Key::ctrl('q'));
        assert_eq!(one(b"\x08"), Key::new(KeyCode::Backspace));
        assert_eq!(one(b"\x7f"), Key::new(KeyCode::Backspace));
        assert_eq!(one(b"\r"), Key::new(KeyCode::Enter));
        assert_eq!(one(b"\n"), Key::new(KeyCode::Enter));
        assert_eq!(one(b"\r\n"), Key::new(KeyCode::Enter));
        assert_eq!(one(b"\0"), Key::ctrl(' '));
        assert_eq!(one(b"\x1f"), Key::ctrl('_'));
    }

    #[test]
    fn capital_letters_carry_their_case_themselves() {
        assert_eq!(one(b"K"), Key::char('K'));
        assert_eq!(one(b"\x1bK"), Key::alt('K'));
    }

    #[test]
    fn alt_is_an_escape_before_the_key() {
        assert_eq!(one(b"\x1bx"), Key::alt('x'));
        assert_eq!(one("\x1b预".as_bytes()), Key::alt('预'));
        assert_eq!(
            one(b"\x1b\x7f"),
            Key {
                alt: true,
                ..Key::new(KeyCode::Backspace)
            }
        );
        assert_eq!(one(b"\x1b["), Key::alt('['));
        assert_eq!(one(b"\x1bO"), Key::alt('O'));
        assert_eq!(one(b"\x1b]"), Key::alt(']'));
    }

    #[test]
    fn a_lone_escape_waits_for_company_and_no_longer() {
        let mut out = Vec::new();
        let mut decoder = Decoder::default();
        decoder.feed(b"\x1b", &mut out);
        assert!(out.is_empty() && decoder.pending_escape());
        assert_eq!(decoder.wait(), Some(ESCAPE_WAIT));
        decoder.timeout(&mut out);
        assert_eq!(out, [key(KeyCode::Esc)]);
        assert!(!decoder.pending_escape());
        assert_eq!(keys(b"\x1b\x1b"), [Key::new(KeyCode::Esc); 2]);
        assert_eq!(keys(b"\x1b\x1b\x1b"), [Key::new(KeyCode::Esc); 3]);
    }

    #[test]
    fn an_input_methods_commit_arrives_whole_in_any_pieces() {
        let text = "推进绩效目标与预算安排衔接，确保五十个汉字一次提交也不丢一个字符。";
        let expected: Vec<Key> = text.chars().map(Key::char).collect();
        assert_eq!(keys(text.as_bytes()), expected);
        let mut out = Vec::new();
        let mut decoder = Decoder::default();
        for byte in text.as_bytes() {
            decoder.feed(&[*byte], &mut out);
        }
        assert_eq!(out.len(), expected.len());
    }

    #[test]
    fn what_is_not_utf8_is_dropped_and_what_follows_is_not() {
        assert_eq!(
            keys(b"\xff\x80a\xe9\xa2b"),
            [Key::char('a'), Key::char('b')]
        );
        assert_eq!(keys("\u{9b}A".as_bytes()), [Key::char('A')]);
    }

    #[test]
    fn a_terminals_answers_are_never_keys() {
        for answer in [
            "\x1b[?62;4c",
            "\x1b[>1;95;0c",
            "\x1b[0n",
            "\x1b[8;40;120t",
            "\x1b[?1u",
            "\x1b]11;rgb:0000/0000/0000\x07",
            "\x1b]11;rgb:0000/0000/0000\x1b\\",
            "\x1bP>|XTerm(380)\x1b\\",
            "\x1b_Gi=31;OK\x1b\\",
        ] {
            assert_eq!(
                decode(answer.as_bytes()),
                [Input::Reply(Reply::Other)],
                "{answer:?}"
            );
        }
        assert_eq!(
            decode(b"\x1b[?2026;2$y"),
            [Input::Reply(Reply::Mode {
                mode: 2026,
                setting: 2
            })]
        );
        assert_eq!(
            decode(b"\x1b[24;3R"),
            [Input::Reply(Reply::Cursor { row: 24, column: 3 })]
        );
    }

    #[test]
    fn a_cursor_report_that_was_asked_for_is_no_function_key() {
        let mut out = Vec::new();
        let mut decoder = Decoder::default();
        decoder.expect_cursor_report();
        decoder.feed(b"j\x1b[1;2Rk\x1b[1;2R", &mut out);
        assert_eq!(
            out,
            [
                Input::Key(Key::char('j')),
                Input::Reply(Reply::Cursor { row: 1, column: 2 }),
                Input::Key(Key::char('k')),
                Input::Key(Key::new(KeyCode::F(3)).with_shift()),
            ]
        );
    }

    #[test]
    fn an_answer_without_an_end_does_not_lock_the_keyboard() {
        assert_eq!(keys(b"\x1b]11;rgb\r"), [Key::new(KeyCode::Enter)]);
        assert_eq!(keys(b"\x1b]11;rgb\x1b[A"), [Key::new(KeyCode::Up)]);
        assert_eq!(keys(b"\x1b[12;\x03"), [Key::ctrl('c')]);
        assert_eq!(decode(b"\x1b[12;"), []);
    }

    #[test]
    fn a_paste_is_text_whatever_it_contains() {
        assert_eq!(
            decode("\x1b[200~第一行\r\n第二行\rq\x1b[A\x1b[201~x".as_bytes()),
            [
                Input::Paste("第一行\n第二行\nq\x1b[A".into()),
                Input::Key(Key::char('x'))
            ]
        );
        assert_eq!(
            decode(b"\x1b[200~\x1b[20\x1b[201~"),
            [Input::Paste("\x1b[20".into())]
        );
        assert_eq!(decode(b"\x1b[200~no end"), [Input::Paste("no end".into())]);
        assert_eq!(decode(b"\x1b[201~"), []);
    }

    #[test]
    fn a_huge_paste_is_cut_between_characters_and_says_so() {
        let text = "预".repeat(PASTE_LIMIT / 3 + 100);
        let inputs = decode(format!("\x1b[200~{text}\x1b[201~j").as_bytes());
        let [Input::Paste(taken), Input::PasteCut(cut), Input::Key(_)] = inputs.as_slice() else {
            panic!("{} inputs", inputs.len());
        };
        assert!(taken.len() <= PASTE_LIMIT && taken.chars().all(|c| c == '预'));
        assert_eq!(taken.len() + cut, text.len());
    }

    #[test]
    fn focus_and_mouse_are_reported_as_such() {
        assert_eq!(
            decode(b"\x1b[I\x1b[O"),
            [Input::Focus(true), Input::Focus(false)]
        );
        let press = Mouse {
            kind: MouseKind::Press,
            column: 4,
            row: 9,
        };
        assert_eq!(decode(b"\x1b[<0;5;10M"), [Input::Mouse(press)]);
        let wheel = Mouse {
            kind: MouseKind::ScrollDown,
            column: 0,
            row: 0,
        };
        assert_eq!(decode(b"\x1b[<65;1;1M"), [Input::Mouse(wheel)]);
        assert_eq!(decode(b"\x1b[M !!a"), [Input::Key(Key::char('a'))]);
    }

    /// Bytes that look like what terminals send, and bytes that do not.
    fn stream() -> impl Strategy<Value = Vec<u8>> {
        let piece = prop_oneof![
            any::<Vec<u8>>(),
            "\\PC{0,6}".prop_map(String::into_bytes),
            Just(b"\x1b".to_vec()),
            Just(b"\x1b[".to_vec()),
            Just(b"\x1bO".to_vec()),
            Just(b"\x1b]0;t".to_vec()),
            Just(b"\x1b\\".to_vec()),
            Just(b"\x1b[200~".to_vec()),
            Just(b"\x1b[201~".to_vec()),
            "\x1b\\[[<?>=]?[0-9;:]{0,8}[$ ]?[@-~]".prop_map(String::into_bytes),
        ];
        prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn any_bytes_in_any_pieces_mean_the_same(bytes in stream(), cuts in any::<[u8; 8]>()) {
            let whole = decode(&bytes);
            let mut pieces = Vec::new();
            let mut decoder = Decoder::default();
            let mut rest = bytes.as_slice();
            for cut in cuts {
                let (piece, left) = rest.split_at(usize::from(cut).min(rest.len()));
                decoder.feed(piece, &mut pieces);
                rest = left;
            }
            decoder.feed(rest, &mut pieces);
            decoder.timeout(&mut pieces);
            prop_assert_eq!(pieces, whole);
        }

        #[test]
        fn no_control_character_is_ever_typed(bytes in stream()) {
            for input in decode(&bytes) {
                if let Input::Key(Key { code: KeyCode::Char(c), .. }) = input {
                    prop_assert!(!c.is_control(), "{:?}", c);
                }
            }
        }
    }
}
