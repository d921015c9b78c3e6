//! A screen as the program draws it, without the program: what byte counts and benches are taken from.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};

const NAMES: [&str; 10] = [
    "城区学校食堂改造工程",
    "义务教育营养改善计划",
    "小型水库除险加固",
    "高龄老人津贴",
    "农村文化建设配套",
    "县域医疗共同体信息平台",
    "高标准农田建设补助",
    "城乡居民基本医疗保险补助",
    "公共租赁住房维修养护",
    "智慧城管二期",
];

/// The project list at 120x40: a row a project, the marker and the name of the selected one reversed.
pub fn list(first: usize, selected: usize) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 120, 40));
    let plain = Style::new();
    let dim = plain.add_modifier(Modifier::DIM);
    let links = "0 总览   1 目标   2 预算  [3 监控]  4 评价   5 应用";
    let heads =
        "编码          项目                           单位         阶段   预算(万元)    执行";
    buffer.set_string(
        1,
        0,
        "问效  2026年  青溪县财政局",
        plain.add_modifier(Modifier::BOLD),
    );
    buffer.set_string(90, 0, "王敏 财政绩效   待办 3   中", plain);
    buffer.set_string(1, 1, links, plain);
    buffer.set_string(0, 2, "-".repeat(120), dim);
    buffer.set_string(1, 3, heads, dim);
    for (y, index) in (4_u16..38).zip(first..) {
        let selected = index == selected;
        let style = if selected {
            plain.add_modifier(Modifier::REVERSED)
        } else {
            plain
        };
        let late = index % 3 == 0;
        let (light, color) = if late {
            ("R 滞后", Color::Red)
        } else {
            ("G 正常", Color::Green)
        };
        let amount = format!("{:>10}.{:02}", index * 7919 % 9000, index % 100);
        buffer.set_string(1, y, format!("26-教-{index:05}"), plain);
        buffer.set_string(14, y, if selected { ">" } else { " " }, style);
        buffer.set_string(16, y, NAMES[index * 7 % NAMES.len()], style);
        buffer.set_string(46, y, "县教育局", plain);
        buffer.set_string(60, y, "监控", plain);
        buffer.set_string(68, y, amount, plain);
        buffer.set_string(
            84,
            y,
            format!("{:>5}.{}%", index * 31 % 100, index % 10),
            plain,
        );
        buffer.set_string(94, y, "58.3%", dim);
        buffer.set_string(102, y, light, plain.fg(color));
    }
    buffer.set_string(0, 38, "-".repeat(120), dim);
    buffer.set_string(
        1,
        39,
        "Enter 打开  / 筛选  s 排序  g 分组  Space 标记  ? 帮助",
        dim,
    );
    buffer
}
