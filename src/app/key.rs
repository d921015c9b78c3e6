//! What can arrive from a person at a terminal: keys, pasted text, sizes, the end of the line.
//!
//! `session::input` makes these values from bytes, the key table matches them, text fields consume
//! them. They are our own so that no terminal library shows through, and equal keys are equal values:
//! a letter carries its case in the character, never in `shift`.

/// A key of the keyboard, without its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyCode {
    /// A character, as typed: `A` is `Char('A')`.
    Char(char),
    /// Return.
    Enter,
    /// Escape.
    Esc,
    /// Tab forwards.
    Tab,
    /// Tab backwards (Shift-Tab).
    BackTab,
    /// Rub out to the left.
    Backspace,
    /// Rub out to the right.
    Delete,
    /// Insert.
    Insert,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// To the beginning.
    Home,
    /// To the end.
    End,
    /// One page up.
    PageUp,
    /// One page down.
    PageDown,
    /// A function key, from 1.
    F(u8),
}

/// One key press.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// Which key.
    pub code: KeyCode,
    /// Ctrl was held.
    pub ctrl: bool,
    /// Alt (or Meta) was held.
    pub alt: bool,
    /// Shift was held; false for plain characters, whose case tells.
    pub shift: bool,
}

impl Key {
    /// A key without modifiers.
    pub const fn new(code: KeyCode) -> Self {
        Self {
            code,
            ctrl: false,
            alt: false,
            shift: false,
        }
    }

    /// A typed character.
    pub const fn char(c: char) -> Self {
        Self::new(KeyCode::Char(c))
    }

    /// A character with Ctrl.
    pub const fn ctrl(c: char) -> Self {
        Self {
            ctrl: true,
            ..Self::char(c)
        }
    }

    /// A character with Alt.
    pub const fn alt(c: char) -> Self {
        Self {
            alt: true,
            ..Self::char(c)
        }
    }

    /// The same key with Shift.
    #[must_use]
    pub const fn with_shift(self) -> Self {
        Self {
            shift: true,
            ..self
        }
    }

    /// The key as a command: what a Chinese input method sends for a punctuation key or a full-width
    /// digit counts as its plain twin. For dispatch only; a text field takes the key as it came.
    #[must_use]
    pub fn plain(self) -> Self {
        match self.code {
            KeyCode::Char(c) => Self {
                code: KeyCode::Char(plain_char(c)),
                ..self
            },
            _ => self,
        }
    }

    /// The character to insert into a text field, if this key types one.
    pub fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }
}

impl From<KeyCode> for Key {
    fn from(code: KeyCode) -> Self {
        Self::new(code)
    }
}

fn plain_char(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => {
            // The full-width block repeats ASCII from `!` to `~` at a fixed distance.
            char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c)
        }
        '\u{3000}' => ' ',
        '。' => '.',
        '、' => '\\',
        '【' | '「' => '[',
        '】' | '」' => ']',
        '《' | '〈' => '<',
        '》' | '〉' => '>',
        '“' | '”' => '"',
        '‘' | '’' => '\'',
        '￥' => '$',
        '·' => '`',
        '…' => '^',
        '—' => '_',
        _ => c,
    }
}

impl From<Key> for tui_textarea::Input {
    fn from(key: Key) -> Self {
        use tui_textarea::Key as Target;
        let target = match key.code {
            KeyCode::Char(c) => Target::Char(c),
            KeyCode::Enter => Target::Enter,
            KeyCode::Esc => Target::Esc,
            KeyCode::Tab | KeyCode::BackTab => Target::Tab,
            KeyCode::Backspace => Target::Backspace,
            KeyCode::Delete => Target::Delete,
            KeyCode::Insert => Target::Null,
            KeyCode::Left => Target::Left,
            KeyCode::Right => Target::Right,
            KeyCode::Up => Target::Up,
            KeyCode::Down => Target::Down,
            KeyCode::Home => Target::Home,
            KeyCode::End => Target::End,
            KeyCode::PageUp => Target::PageUp,
            KeyCode::PageDown => Target::PageDown,
            KeyCode::F(number) => Target::F(number),
        };
        let upper = matches!(key.code, KeyCode::Char(c) if c.is_uppercase());
        let shift = key.shift || upper || key.code == KeyCode::BackTab;
        Self {
            key: target,
            ctrl: key.ctrl,
            alt: key.alt,
            shift,
        }
    }
}

/// What a mouse did; wenxiao never asks for a mouse, some terminals report one all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MouseKind {
    /// A button went down.
    Press,
    /// A button went up.
    Release,
    /// It moved, with or without a button.
    Move,
    /// The wheel, away from the person.
    ScrollUp,
    /// The wheel, towards the person.
    ScrollDown,
}

/// A mouse report, in cells from the top left, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Mouse {
    /// What it did.
    pub kind: MouseKind,
    /// The column.
    pub column: u16,
    /// The row.
    pub row: u16,
}

/// What a terminal answered to a question; never text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reply {
    /// Where the cursor is, from 1.
    Cursor {
        /// The row.
        row: u16,
        /// The column.
        column: u16,
    },
    /// How a private mode is set: 1 on, 2 off, 0 unknown, 3 and 4 for ever.
    Mode {
        /// The mode's number.
        mode: u16,
        /// Its setting.
        setting: u16,
    },
    /// Anything else a terminal says of itself.
    Other,
}

/// One thing that arrived.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Input {
    /// A key press.
    Key(Key),
    /// Pasted text, line ends as `\n`; not cleaned.
    Paste(String),
    /// The paste before this was longer than accepted; this many bytes were left out.
    PasteCut(usize),
    /// A mouse report.
    Mouse(Mouse),
    /// The terminal has this many columns and rows now, and has to be drawn afresh.
    Resize(u16, u16),
    /// The terminal's window got (true) or lost the focus.
    Focus(bool),
    /// The terminal answered.
    Reply(Reply),
    /// The line is gone; nothing can be drawn any more.
    HangUp,
    /// The system asks the program to end.
    Terminate,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_input_methods_punctuation_is_a_command_all_the_same() {
        for (typed, plain) in [
            ('？', '?'),
            ('：', ':'),
            ('／', '/'),
            ('０', '0'),
            ('９', '9'),
            ('。', '.'),
            ('　', ' '),
        ] {
            assert_eq!(Key::char(typed).plain(), Key::char(plain));
            assert_eq!(
                Key::char(typed).typed(),
                Some(typed),
                "a field takes it as it came"
            );
        }
        assert_eq!(Key::char('预').plain(), Key::char('预'));
        assert_eq!(Key::ctrl('p').plain(), Key::ctrl('p'));
    }

    #[test]
    fn only_characters_without_modifiers_are_typed() {
        assert_eq!(Key::char('算').typed(), Some('算'));
        assert_eq!(Key::ctrl('a').typed(), None);
        assert_eq!(Key::alt('a').typed(), None);
        assert_eq!(Key::new(KeyCode::Enter).typed(), None);
    }

    #[test]
    fn a_text_area_understands_every_key() {
        use tui_textarea::{Input as Target, Key as TargetKey};
        let target = Target::from(Key::new(KeyCode::BackTab));
        assert_eq!(
            target,
            Target {
                key: TargetKey::Tab,
                ctrl: false,
                alt: false,
                shift: true
            }
        );
        let target = Target::from(Key::ctrl('k'));
        assert_eq!(
            target,
            Target {
                key: TargetKey::Char('k'),
                ctrl: true,
                alt: false,
                shift: false
            }
        );
        assert_eq!(Target::from(Key::new(KeyCode::F(9))).key, TargetKey::F(9));
    }
}
