//! How things look: about twenty roles, a style for each, and the glyphs of lines and marks.
//!
//! Screens and widgets name a role (`look.theme.dim`), never a colour. A [`Look`] belongs to one
//! session and is chosen from what its terminal can show; it is a value and may change at any key.
//! Nothing here may carry meaning alone: a light always stands beside its letter or word, and the
//! mono theme must stay as readable as the others.

use std::borrow::Cow;

use ratatui::style::{Color, Modifier, Style};

use crate::text;

/// The themes a person can choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ThemeName {
    /// Light text on dark paper, 256 colours.
    #[default]
    Dark,
    /// Dark text on light paper, 256 colours.
    Light,
    /// The terminal's own sixteen colours on its own paper.
    Sixteen,
    /// No colour: bold, underlined, reversed.
    Mono,
    /// White and a few pure colours on black, nothing dimmed.
    HighContrast,
}

impl ThemeName {
    /// All themes in the order in which one key walks through them.
    pub const ALL: [Self; 5] = [
        Self::Dark,
        Self::Light,
        Self::Sixteen,
        Self::Mono,
        Self::HighContrast,
    ];

    /// The word for settings and options.
    pub fn key(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light => "light",
            Self::Sixteen => "16",
            Self::Mono => "mono",
            Self::HighContrast => "contrast",
        }
    }

    /// The theme of a setting or an option.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|name| name.key() == key)
    }

    /// The theme after this one, among those this terminal can show.
    #[must_use]
    pub fn next(self, colours: Colours) -> Self {
        let at = Self::ALL.iter().position(|name| *name == self).unwrap_or(0);
        let after = Self::ALL
            .into_iter()
            .cycle()
            .skip(at + 1)
            .take(Self::ALL.len());
        after
            .into_iter()
            .find(|name| name.possible(colours))
            .unwrap_or(Self::Mono)
    }

    /// This theme where the terminal can show it, else the nearest it can.
    #[must_use]
    pub fn within(self, colours: Colours) -> Self {
        match colours {
            _ if self.possible(colours) => self,
            Colours::Sixteen => Self::Sixteen,
            _ => Self::Mono,
        }
    }

    fn possible(self, colours: Colours) -> bool {
        match self {
            Self::Mono => true,
            Self::Sixteen => colours != Colours::None,
            Self::Dark | Self::Light | Self::HighContrast => colours == Colours::Many,
        }
    }
}

/// What a terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Colours {
    /// None, or `NO_COLOR` asks for none.
    None,
    /// Sixteen, of the terminal's choosing.
    Sixteen,
    /// 256 or more.
    #[default]
    Many,
}

impl Colours {
    /// What is left of a terminal's colours when the environment says `NO_COLOR` (any text but an
    /// empty one).
    #[must_use]
    pub fn unless_forbidden(self, no_color: Option<&str>) -> Self {
        match no_color {
            Some(word) if !word.is_empty() => Self::None,
            _ => self,
        }
    }
}

/// A style for every role. All but `normal` are laid over it and leave open what they do not change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// Text and paper.
    pub normal: Style,
    /// What may be overlooked: units, heads of columns, notes.
    pub dim: Style,
    /// Names of panes and boxes.
    pub title: Style,
    /// Lines between zones.
    pub rule: Style,
    /// A key that can be pressed.
    pub key: Style,
    /// A key that cannot be pressed now, and its word.
    pub key_off: Style,
    /// The mark in front of the focused row.
    pub marker: Style,
    /// The focused thing; the only reversed thing on a screen.
    pub focus: Style,
    /// The link of the loop one is in.
    pub link_on: Style,
    /// 滞后.
    pub light_red: Style,
    /// 关注.
    pub light_yellow: Style,
    /// 正常.
    pub light_green: Style,
    /// 超额.
    pub light_blue: Style,
    /// What is wrong.
    pub error: Style,
    /// What may be wrong.
    pub warning: Style,
    /// What is worth knowing.
    pub info: Style,
    /// What is done well.
    pub good: Style,
    /// Numbers that matter: totals, scores.
    pub number: Style,
    /// An open field.
    pub input: Style,
    /// What an empty field asks for.
    pub placeholder: Style,
    /// Selected text.
    pub selection: Style,
    /// A short message over the screen.
    pub toast: Style,
    /// A state that holds for all that is shown: as of a date, read only, a sample.
    pub banner: Style,
}

const BOLD: Modifier = Modifier::BOLD;

fn ink(colour: u8) -> Style {
    Style::new().fg(Color::Indexed(colour))
}

fn on(colour: u8, paper: u8) -> Style {
    ink(colour).bg(Color::Indexed(paper))
}

impl Theme {
    /// The theme of a name.
    pub fn of(name: ThemeName) -> Self {
        match name {
            ThemeName::Dark => Self::dark(),
            ThemeName::Light => Self::light(),
            ThemeName::Sixteen => Self::sixteen(),
            ThemeName::Mono => Self::mono(),
            ThemeName::HighContrast => Self::high_contrast(),
        }
    }

    // Dark and light take the fixed part of the 256 colours: exact on every terminal that has them,
    // and half the bytes of 24-bit colour on a slow line.
    fn dark() -> Self {
        Self {
            normal: on(252, 234),
            dim: ink(246),
            title: ink(255).add_modifier(BOLD),
            rule: ink(242),
            key: ink(80),
            key_off: ink(245),
            marker: ink(80).add_modifier(BOLD),
            focus: Style::new().add_modifier(Modifier::REVERSED),
            link_on: ink(80).add_modifier(BOLD),
            light_red: ink(210).add_modifier(BOLD),
            light_yellow: ink(221),
            light_green: ink(114),
            light_blue: ink(111),
            error: ink(210).add_modifier(BOLD),
            warning: ink(221),
            info: ink(117),
            good: ink(114),
            number: ink(255).add_modifier(BOLD),
            input: on(255, 237),
            placeholder: on(248, 237),
            selection: on(231, 24),
            toast: on(231, 24),
            banner: on(234, 221),
        }
    }

    fn light() -> Self {
        Self {
            normal: on(236, 231),
            dim: ink(241),
            title: ink(232).add_modifier(BOLD),
            rule: ink(245),
            key: ink(24),
            key_off: ink(242),
            marker: ink(24).add_modifier(BOLD),
            focus: Style::new().add_modifier(Modifier::REVERSED),
            link_on: ink(24).add_modifier(BOLD),
            light_red: ink(124).add_modifier(BOLD),
            light_yellow: ink(94),
            light_green: ink(22),
            light_blue: ink(25),
            error: ink(124).add_modifier(BOLD),
            warning: ink(94),
            info: ink(25),
            good: ink(22),
            number: ink(232).add_modifier(BOLD),
            input: on(232, 254),
            placeholder: on(241, 254),
            selection: on(231, 24),
            toast: on(231, 24),
            banner: on(232, 222),
        }
    }

    // The paper is unknown, so nothing is set that some paper swallows: no blue, no grey, weight first.
    fn sixteen() -> Self {
        let colour = |colour: Color| Style::new().fg(colour);
        Self {
            normal: Style::new(),
            dim: Style::new().add_modifier(Modifier::DIM),
            title: Style::new().add_modifier(BOLD),
            rule: Style::new().add_modifier(Modifier::DIM),
            key: colour(Color::Cyan),
            key_off: Style::new().add_modifier(Modifier::DIM),
            marker: colour(Color::Cyan).add_modifier(BOLD),
            focus: Style::new().add_modifier(Modifier::REVERSED),
            link_on: colour(Color::Cyan).add_modifier(BOLD),
            light_red: colour(Color::Red).add_modifier(BOLD),
            light_yellow: colour(Color::Yellow),
            light_green: colour(Color::Green),
            light_blue: colour(Color::Cyan),
            error: colour(Color::Red).add_modifier(BOLD),
            warning: colour(Color::Yellow),
            info: colour(Color::Cyan),
            good: colour(Color::Green),
            number: Style::new().add_modifier(BOLD),
            input: Style::new().add_modifier(Modifier::UNDERLINED),
            placeholder: Style::new().add_modifier(Modifier::DIM | Modifier::UNDERLINED),
            selection: Style::new().add_modifier(Modifier::REVERSED),
            toast: Style::new().fg(Color::Black).bg(Color::Cyan),
            banner: Style::new().fg(Color::Black).bg(Color::Yellow),
        }
    }

    fn mono() -> Self {
        let plain = Style::new();
        let bold = Style::new().add_modifier(BOLD);
        Self {
            normal: plain,
            dim: plain,
            title: bold,
            rule: plain,
            key: bold,
            key_off: plain,
            marker: bold,
            focus: Style::new().add_modifier(Modifier::REVERSED),
            link_on: bold,
            light_red: bold,
            light_yellow: bold,
            light_green: plain,
            light_blue: plain,
            error: bold,
            warning: bold,
            info: plain,
            good: plain,
            number: bold,
            input: Style::new().add_modifier(Modifier::UNDERLINED),
            placeholder: Style::new().add_modifier(Modifier::UNDERLINED),
            selection: Style::new().add_modifier(Modifier::REVERSED),
            toast: bold,
            banner: bold,
        }
    }

    fn high_contrast() -> Self {
        let bold = ink(231).add_modifier(BOLD);
        Self {
            normal: on(231, 16),
            dim: ink(231),
            title: bold,
            rule: ink(231),
            key: ink(226).add_modifier(BOLD),
            key_off: ink(231),
            marker: ink(226).add_modifier(BOLD),
            focus: Style::new().add_modifier(Modifier::REVERSED | BOLD),
            link_on: ink(226).add_modifier(BOLD),
            light_red: ink(216).add_modifier(BOLD),
            light_yellow: ink(226).add_modifier(BOLD),
            light_green: ink(120).add_modifier(BOLD),
            light_blue: ink(123).add_modifier(BOLD),
            error: ink(216).add_modifier(BOLD),
            warning: ink(226).add_modifier(BOLD),
            info: ink(123).add_modifier(BOLD),
            good: ink(120).add_modifier(BOLD),
            number: bold,
            input: on(231, 16).add_modifier(Modifier::UNDERLINED),
            placeholder: on(231, 16).add_modifier(Modifier::UNDERLINED),
            selection: on(16, 231),
            toast: on(16, 231).add_modifier(BOLD),
            banner: on(16, 226).add_modifier(BOLD),
        }
    }
}

/// Glyphs of lines and marks; each takes one column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Borders {
    /// A line across.
    pub horizontal: &'static str,
    /// A line down.
    pub vertical: &'static str,
    /// Corner of a box.
    pub top_left: &'static str,
    /// Corner of a box.
    pub top_right: &'static str,
    /// Corner of a box.
    pub bottom_left: &'static str,
    /// Corner of a box.
    pub bottom_right: &'static str,
    /// A line down that a line to the right leaves: a branch of a tree, or a rule from a box's side.
    pub tee_right: &'static str,
    /// A line down that a line to the left leaves.
    pub tee_left: &'static str,
    /// The last branch of a tree.
    pub last_branch: &'static str,
    /// A rule that names a limit: the line of a ceiling.
    pub double: &'static str,
    /// In front of the focused row.
    pub marker: &'static str,
    /// In front of a row whose children are hidden.
    pub folded: &'static str,
    /// In front of a row whose children are shown.
    pub open: &'static str,
    /// Sorted upwards, or more above.
    pub up: &'static str,
    /// Sorted downwards, or more below.
    pub down: &'static str,
    /// More to the left.
    pub left: &'static str,
    /// More to the right.
    pub right: &'static str,
    /// The done part of a bar.
    pub full: &'static str,
    /// The open part of a bar.
    pub rest: &'static str,
}

impl Borders {
    /// Only ASCII: for terminals that draw ambiguous characters two columns wide, or none at all.
    pub const ASCII: Self = Self {
        horizontal: "-",
        vertical: "|",
        top_left: "+",
        top_right: "+",
        bottom_left: "+",
        bottom_right: "+",
        tee_right: "|",
        tee_left: "|",
        last_branch: "`",
        double: "=",
        marker: ">",
        folded: "+",
        open: "-",
        up: "^",
        down: "v",
        left: "<",
        right: ">",
        full: "#",
        rest: ".",
    };

    /// Thin lines. Marks that stand beside data stay ASCII, so that data is read alike everywhere.
    pub const THIN: Self = Self {
        horizontal: "─",
        vertical: "│",
        top_left: "┌",
        top_right: "┐",
        bottom_left: "└",
        bottom_right: "┘",
        tee_right: "├",
        tee_left: "┤",
        last_branch: "└",
        double: "═",
        full: "█",
        rest: "░",
        ..Self::ASCII
    };
}

/// A theme and a set of glyphs: all that a widget needs to know to draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// The styles.
    pub theme: Theme,
    /// The glyphs.
    pub borders: Borders,
}

impl Look {
    /// The look of a theme and a set of glyphs.
    pub fn new(name: ThemeName, borders: Borders) -> Self {
        Self {
            theme: Theme::of(name),
            borders,
        }
    }

    /// The program's own words as this look draws them: with ASCII borders, in ASCII glyphs.
    pub fn words<'t>(&self, words: &'t str) -> Cow<'t, str> {
        self.borders.words(words)
    }
}

impl Borders {
    /// Words in glyphs that stand beside these.
    pub fn words<'t>(&self, words: &'t str) -> Cow<'t, str> {
        if *self == Self::ASCII {
            text::plain_glyphs(words)
        } else {
            Cow::Borrowed(words)
        }
    }
}

impl Theme {
    /// Each role with its name, in the order of the fields.
    pub fn roles(&self) -> [(&'static str, Style); 23] {
        [
            ("normal", self.normal),
            ("dim", self.dim),
            ("title", self.title),
            ("rule", self.rule),
            ("key", self.key),
            ("key_off", self.key_off),
            ("marker", self.marker),
            ("focus", self.focus),
            ("link_on", self.link_on),
            ("light_red", self.light_red),
            ("light_yellow", self.light_yellow),
            ("light_green", self.light_green),
            ("light_blue", self.light_blue),
            ("error", self.error),
            ("warning", self.warning),
            ("info", self.info),
            ("good", self.good),
            ("number", self.number),
            ("input", self.input),
            ("placeholder", self.placeholder),
            ("selection", self.selection),
            ("toast", self.toast),
            ("banner", self.banner),
        ]
    }
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::*;

    /// The published values of the fixed part of the 256 colours: a cube of six steps and 24 greys.
    fn red_green_blue(index: u8) -> [f64; 3] {
        assert!(
            index >= 16,
            "{index} is a colour of the terminal's choosing"
        );
        if index >= 232 {
            return [f64::from(8 + 10 * (index - 232)); 3];
        }
        let step = |n: u8| if n == 0 { 0.0 } else { f64::from(55 + 40 * n) };
        let cube = index - 16;
        [step(cube / 36), step(cube / 6 % 6), step(cube % 6)]
    }

    fn luminance(colour: Option<Color>) -> f64 {
        let Some(Color::Indexed(index)) = colour else {
            panic!("{colour:?} has no fixed value")
        };
        let linear = red_green_blue(index).map(|value| {
            let share = value / 255.0;
            if share <= 0.03928 {
                share / 12.92
            } else {
                ((share + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }

    fn contrast(style: Style) -> f64 {
        let (a, b) = (luminance(style.fg) + 0.05, luminance(style.bg) + 0.05);
        if a > b { a / b } else { b / a }
    }

    #[test]
    fn every_text_is_readable_on_its_paper() {
        for (name, least, least_rule) in [
            (ThemeName::Dark, 4.5, 3.0),
            (ThemeName::Light, 4.5, 3.0),
            (ThemeName::HighContrast, 7.0, 7.0),
        ] {
            let theme = Theme::of(name);
            for (role, style) in theme.roles() {
                let least = if role == "rule" { least_rule } else { least };
                let found = contrast(theme.normal.patch(style));
                assert!(found >= least, "{name:?} {role}: {found:.2}");
            }
        }
    }

    #[test]
    fn mono_has_no_colour_and_sixteen_only_the_terminals_own() {
        for (role, style) in Theme::of(ThemeName::Mono).roles() {
            assert!(style.fg.is_none() && style.bg.is_none(), "{role}");
        }
        for (role, style) in Theme::of(ThemeName::Sixteen).roles() {
            for colour in [style.fg, style.bg].into_iter().flatten() {
                assert!(
                    !matches!(colour, Color::Indexed(_) | Color::Rgb(..)),
                    "{role}"
                );
            }
        }
    }

    #[test]
    fn only_what_has_the_focus_is_reversed() {
        for name in ThemeName::ALL {
            for (role, style) in Theme::of(name).roles() {
                let reversed = style.add_modifier.contains(Modifier::REVERSED);
                let may = role == "focus" || role == "selection";
                assert!(!reversed || may, "{name:?} {role}");
            }
            assert!(
                Theme::of(name)
                    .focus
                    .add_modifier
                    .contains(Modifier::REVERSED)
            );
        }
    }

    #[test]
    fn a_terminal_gets_the_nearest_theme_it_can_show() {
        assert_eq!(ThemeName::Light.within(Colours::Many), ThemeName::Light);
        assert_eq!(
            ThemeName::Light.within(Colours::Sixteen),
            ThemeName::Sixteen
        );
        assert_eq!(ThemeName::Mono.within(Colours::Many), ThemeName::Mono);
        let forbidden = Colours::Many.unless_forbidden(Some("1"));
        assert_eq!(ThemeName::Dark.within(forbidden), ThemeName::Mono);
        assert_eq!(Colours::Many.unless_forbidden(Some("")), Colours::Many);
        assert_eq!(Colours::Many.unless_forbidden(None), Colours::Many);
    }

    #[test]
    fn one_key_walks_through_all_themes_that_can_be_shown() {
        let mut name = ThemeName::Dark;
        for expected in ThemeName::ALL.into_iter().cycle().skip(1).take(5) {
            name = name.next(Colours::Many);
            assert_eq!(name, expected);
        }
        assert_eq!(ThemeName::Sixteen.next(Colours::Sixteen), ThemeName::Mono);
        assert_eq!(ThemeName::Mono.next(Colours::Sixteen), ThemeName::Sixteen);
        assert_eq!(ThemeName::Dark.next(Colours::None), ThemeName::Mono);
    }

    #[test]
    fn a_setting_names_each_theme() {
        for name in ThemeName::ALL {
            assert_eq!(ThemeName::from_key(name.key()), Some(name));
        }
        assert_eq!(ThemeName::from_key("pink"), None);
    }

    #[test]
    fn every_glyph_takes_one_column_and_the_ascii_set_is_ascii() {
        let glyphs = |b: Borders| {
            [
                b.horizontal,
                b.vertical,
                b.top_left,
                b.top_right,
                b.bottom_left,
                b.bottom_right,
                b.tee_right,
                b.tee_left,
                b.last_branch,
                b.double,
                b.marker,
                b.folded,
                b.open,
                b.up,
                b.down,
                b.left,
                b.right,
                b.full,
                b.rest,
            ]
        };
        for glyph in glyphs(Borders::THIN) {
            assert_eq!(glyph.width(), 1, "{glyph}");
        }
        for glyph in glyphs(Borders::ASCII) {
            assert!(glyph.is_ascii() && glyph.len() == 1, "{glyph}");
        }
    }
}
