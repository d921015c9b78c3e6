//! Pictures of screens are faithful: colours, grid, lines; the same from a buffer and a terminal.

#[path = "support/picture.rs"]
mod picture;

use picture::{Picture, Terminal};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};
use resvg::tiny_skia::Pixmap;
use wenxiao::theme::{Borders, Look, ThemeName};
use wenxiao::widgets::dialog::{Button, Question, QuestionState, Weight};
use wenxiao::widgets::frame::{Frame, KeyHint, Link, Place, Step};
use wenxiao::widgets::gauge::Gauge;
use wenxiao::widgets::table::{Cell, Column, Focus, Table, TableState};

fn screen(look: &Look, question: bool) -> Buffer {
    let area = Rect::new(0, 0, 100, 20);
    let mut buf = Buffer::empty(area);
    let link = |(digit, name): (char, &'static str)| Link {
        digit,
        name,
        place: if digit == '3' {
            Place::Here
        } else {
            Place::Open
        },
    };
    let links: Vec<Link> = [
        ('0', "总览"),
        ('1', "目标"),
        ('2', "预算"),
        ('3', "监控"),
        ('4', "评价"),
        ('5', "应用"),
    ]
    .map(link)
    .into();
    let key = |(key, word, on): (&'static str, &'static str, bool)| KeyHint { key, word, on };
    let keys = [
        ("Enter", "打开", true),
        ("/", "筛选", true),
        ("u", "撤销", false),
        ("?", "帮助", true),
    ]
    .map(key);
    let frame = Frame {
        left: &["问效", "2026年", "青溪县财政局"],
        right: &["王敏 财政绩效", "待办 3", "中"],
        links: &links,
        progress: &[
            Step {
                text: "批复",
                current: false,
            },
            Step {
                text: "监控 7/12",
                current: true,
            },
            Step {
                text: "自评 -",
                current: false,
            },
        ],
        typed: None,
        title: &["项目库", "筛选: 县_", "5/38 个"],
        banner: "截至 2026-06-30",
        keys: &keys,
    };
    let zones = frame.view(area, &mut buf, look);
    let columns = [
        Column::text("编码", 10),
        Column::name("项目", 12, 30),
        Column::decimal("预算(万元)", 10),
        Column::text("灯", 6),
    ];
    let table = Table {
        columns: &columns,
        rows: 4,
        name: 1,
        focus: Focus::Here,
    };
    let rows = [
        (
            "26-教-0103",
            "城区学校食堂改造工程",
            "1,280.00",
            "R 滞后",
            look.theme.light_red,
        ),
        (
            "26-教-0107",
            "义务教育营养改善计划",
            "864.50",
            "Y 关注",
            look.theme.light_yellow,
        ),
        (
            "26-水-0021",
            "小型水库除险加固",
            "2,310.00",
            "G 正常",
            look.theme.light_green,
        ),
        (
            "26-民-0009",
            "高龄老人津贴 gyq|",
            "312.00",
            "B 超额",
            look.theme.light_blue,
        ),
    ];
    table.view(
        zones.work,
        &mut buf,
        look,
        &TableState::at(2),
        |row, column| match column {
            0 => Cell::new(rows[row].0),
            1 => Cell::new(rows[row].1),
            2 => Cell::new(rows[row].2),
            _ => Cell::styled(rows[row].3, rows[row].4),
        },
    );
    let gauge = Gauge {
        permille: 412,
        due: Some(583),
        label: "41.2%",
        style: look.theme.light_red,
    };
    gauge.view(Rect::new(3, 10, 40, 1), &mut buf, look);
    if question {
        let buttons = [
            Button {
                label: "取消",
                weight: Weight::Cancel,
            },
            Button {
                label: "删除",
                weight: Weight::Destructive,
            },
        ];
        let question = Question {
            title: "删除项目",
            text: "将删除「小型水库除险加固」的全部指标和 12 条监控记录。",
            buttons: &buttons,
        };
        question.view(area, &mut buf, look, QuestionState::new(&buttons));
    }
    buf
}

fn pixels(picture: &Picture) -> Option<Pixmap> {
    Pixmap::decode_png(&picture.png(1.0)?).ok()
}

#[test]
fn every_cell_is_painted_in_its_colours_on_the_grid() {
    let mut buf = Buffer::empty(Rect::new(0, 0, 6, 2));
    buf.set_string(
        0,
        0,
        "预a█",
        Style::new().fg(Color::Indexed(196)).bg(Color::Indexed(21)),
    );
    buf[(1, 0)].set_bg(Color::Indexed(21));
    let Some(pixels) = pixels(&Picture::of_buffer(&buf, Terminal::default())) else {
        return;
    };
    assert_eq!(
        (pixels.width(), pixels.height()),
        (6 * 10 + 28, 2 * 24 + 28)
    );
    let at = |x: u32, y: u32| {
        let pixel = pixels.pixel(x, y).unwrap().demultiply();
        (pixel.red(), pixel.green(), pixel.blue())
    };
    assert_eq!(
        at(14, 14),
        (0, 0, 255),
        "the paper begins at the first cell"
    );
    assert_eq!(at(13, 14), (0x1c, 0x1c, 0x1c), "and not before");
    assert_eq!(at(14 + 35, 14 + 12), (255, 0, 0), "a block is drawn");
    assert_eq!(at(14 + 45, 14 + 12), (0x1c, 0x1c, 0x1c));
    let row = |y: u32| (0..20).any(|x| at(14 + x, y) == (255, 0, 0));
    assert!((14..38).any(row), "a Chinese letter is drawn in its ink");
}

#[test]
fn a_terminal_shows_the_same_picture_as_the_buffer() {
    let mut parser = vt100::Parser::new(
        std::num::NonZeroU16::new(2).unwrap(),
        std::num::NonZeroU16::new(12).unwrap(),
        0,
    );
    parser.process("\x1b[1;38;5;80;48;5;234m预算\x1b[m \x1b[7m水\x1b[m".as_bytes());
    let mut buf = Buffer::empty(Rect::new(0, 0, 12, 2));
    let key = Style::new()
        .fg(Color::Indexed(80))
        .bg(Color::Indexed(234))
        .bold();
    buf.set_string(0, 0, "预算", key);
    buf.set_string(5, 0, "水", Style::new().reversed());
    let terminal = Terminal::default();
    assert_eq!(
        Picture::of_screen(parser.screen(), terminal).svg(),
        Picture::of_buffer(&buf, terminal).svg()
    );
}

#[test]
fn a_screen_of_every_theme_becomes_a_picture() {
    for name in ThemeName::ALL {
        let buf = screen(&Look::new(name, Borders::THIN), name == ThemeName::Dark);
        let picture = Picture::of_buffer(&buf, Terminal::default());
        let Some(png) = picture.png(1.0) else { return };
        assert!(png.len() > 10_000, "{name:?}: {}", png.len());
        let Ok(folder) = std::env::var("WENXIAO_PICTURES") else {
            continue;
        };
        let path = std::path::Path::new(&folder).join(format!("theme-{}.png", name.key()));
        assert!(picture.save(&path, 1.5).unwrap());
    }
}
