use ratatui::layout::Rect;
use ratatui::style::Style;

use super::*;

fn written(writer: &mut Writer, next: &Buffer) -> String {
    let mut out = Vec::new();
    writer.frame(next, None, &mut out);
    String::from_utf8(out).unwrap()
}

fn screen(lines: &[&str]) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 20, 4));
    for (y, line) in (0..).zip(lines) {
        buffer.set_string(0, y, line, Style::new());
    }
    buffer
}

#[test]
fn an_unchanged_frame_is_not_a_byte() {
    let mut writer = Writer::new(Options::default());
    let frame = screen(&["预算绩效", "管理"]);
    assert!(written(&mut writer, &frame).contains("预算绩效\r\n管理"));
    assert_eq!(written(&mut writer, &frame), "");
    writer.invalidate();
    assert!(written(&mut writer, &frame).contains("预算绩效"));
}

#[test]
fn one_typed_character_costs_only_itself() {
    let mut writer = Writer::new(Options::default());
    let mut out = Vec::new();
    writer.frame(&screen(&["预算"]), Some(Position::new(4, 0)), &mut out);
    out.clear();
    writer.frame(&screen(&["预算绩"]), Some(Position::new(6, 0)), &mut out);
    assert_eq!(String::from_utf8(out).unwrap(), "绩");
}

#[test]
fn after_an_ambiguous_character_the_column_is_said() {
    let mut writer = Writer::new(Options::default());
    assert!(written(&mut writer, &screen(&["a①b"])).contains("a①\x1b[3Gb"));
    let narrow = Options {
        ambiguous: AmbiguousWidth::Narrow,
        ..Options::default()
    };
    let mut writer = Writer::new(narrow);
    assert!(written(&mut writer, &screen(&["a①b"])).contains("a①b"));
}

#[test]
fn a_rule_of_ambiguous_glyphs_says_its_column_a_few_times() {
    let mut writer = Writer::new(Options::default());
    let bytes = written(&mut writer, &screen(&["a────────b"]));
    assert!(
        bytes.contains("a────\x1b[6G──\x1b[8G─\x1b[9G─\r\x1b[9Cb"),
        "{bytes:?}"
    );
    let bytes = written(&mut writer, &screen(&["a────────b", "①①①①"]));
    assert!(bytes.contains("①\x1b[3G①\x1b[4G①"), "{bytes:?}");
}

#[test]
fn a_terminal_that_says_it_is_narrow_is_not_painted_again() {
    let mut writer = Writer::new(Options::default());
    let frame = screen(&["a①b"]);
    written(&mut writer, &frame);
    let narrow = Options {
        ambiguous: AmbiguousWidth::Narrow,
        ..Options::default()
    };
    writer.set_options(narrow);
    assert_eq!(written(&mut writer, &frame), "");
    assert!(written(&mut writer, &screen(&["a②b"])).ends_with("②"));
    writer.set_options(Options::default());
    assert!(written(&mut writer, &frame).contains("\x1b[2J"));
}

#[test]
fn a_command_hidden_in_a_cell_is_never_sent() {
    let mut writer = Writer::new(Options::default());
    let mut frame = screen(&[]);
    frame[(0, 0)].set_symbol("\x1b]0;x\x07");
    frame[(1, 0)].set_symbol("\u{9b}");
    frame[(2, 0)].set_symbol("a\u{202e}");
    frame[(3, 0)].set_symbol("z");
    let bytes = written(&mut writer, &frame);
    assert!(bytes.ends_with("\x1b[2J   z"), "{bytes:?}");
}

#[test]
fn synchronized_output_wraps_a_frame_but_never_nothing() {
    let options = Options {
        synchronized: Synchronized::On,
        ..Options::default()
    };
    let mut writer = Writer::new(options);
    let frame = screen(&["问效"]);
    let bytes = written(&mut writer, &frame);
    assert!(bytes.starts_with("\x1b[?2026h") && bytes.ends_with("\x1b[?2026l"));
    assert_eq!(written(&mut writer, &frame), "");
}

#[test]
fn colors_come_down_to_the_depth_of_the_terminal() {
    let red = Color::Rgb(250, 10, 10);
    assert_eq!(reduce(red, ColorDepth::TrueColor), red);
    assert_eq!(reduce(red, ColorDepth::Indexed256), Color::Indexed(196));
    assert_eq!(
        reduce(Color::Rgb(120, 121, 119), ColorDepth::Indexed256),
        Color::Indexed(243)
    );
    assert_eq!(reduce(red, ColorDepth::Ansi16), Color::LightRed);
    assert_eq!(
        reduce(Color::Indexed(196), ColorDepth::Ansi16),
        Color::LightRed
    );
    assert_eq!(reduce(Color::Green, ColorDepth::Ansi16), Color::Green);
    assert_eq!(reduce(Color::Green, ColorDepth::Mono), Color::Reset);
}

#[test]
fn text_stays_readable_when_two_colors_become_one() {
    let mut cell = Cell::new("x");
    cell.fg = Color::Rgb(10, 10, 10);
    cell.bg = Color::Rgb(30, 30, 30);
    let reduced = styled(&cell, "x", ColorDepth::Ansi16);
    assert_eq!((reduced.fg, reduced.bg), (Color::White, Color::Black));
}

#[test]
fn the_shorter_way_to_a_pen_is_taken() {
    let bold_red = Pen {
        fg: Color::Red,
        modifier: Modifier::BOLD,
        ..PLAIN
    };
    assert_eq!(changes(PLAIN, bold_red), "1;31");
    assert_eq!(
        changes(
            bold_red,
            Pen {
                fg: Color::Blue,
                ..bold_red
            }
        ),
        "34"
    );
    let mut writer = Writer::new(Options::default());
    let mut out = Vec::new();
    writer.set_pen(bold_red, &mut out);
    writer.set_pen(PLAIN, &mut out);
    assert_eq!(out, b"\x1b[1;31m\x1b[m");
}

#[test]
fn a_popup_over_half_a_character_keeps_its_border() {
    let mut writer = Writer::new(Options::default());
    let mut frame = screen(&["预算绩效"]);
    frame[(3, 0)].set_symbol("|");
    assert!(written(&mut writer, &frame).contains("预 |绩效"));
}
