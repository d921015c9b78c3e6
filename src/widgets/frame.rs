//! The three quiet zones of every screen: where am I, the work, what can I press.
//!
//! A screen fills a [`Frame`] with words and draws its work into the area it gets back. There is no
//! box around it: two header lines, a titled rule, the work, a rule and a line of keys. What does
//! not fit is left out by its worth, never wrapped; the frame knows no key and no link by itself.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::text;
use crate::theme::Look;

use super::draw::{clear, columns, inset, put, put_over, put_right, row, rule, tint};

/// Rows of a screen that are not work.
const ROWS_AROUND: u16 = 5;

/// Rows below which the rule over the keys is given to the work.
const LOW: u16 = 12;

/// Columns below which a part of the first line is left out rather than cut.
const LEAST_PART: usize = 8;

/// One of the digits of the second line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link<'a> {
    /// The digit that goes there.
    pub digit: char,
    /// Its name.
    pub name: &'a str,
    /// Whether one is there, can go there, or cannot.
    pub place: Place,
}

/// Where a link stands to the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// One is here.
    Here,
    /// Its digit goes there.
    Open,
    /// Its digit is off.
    Closed,
}

/// One step of the progress of a project through the loop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step<'a> {
    /// Its name and state in a word or a number.
    pub text: &'a str,
    /// Whether the project is at this step now.
    pub current: bool,
}

/// A key of the last line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyHint<'a> {
    /// The key as printed on it.
    pub key: &'a str,
    /// What it does, in a word.
    pub word: &'a str,
    /// Whether it can be pressed now.
    pub on: bool,
}

/// The words around the work of a screen.
#[derive(Debug, Clone, Default)]
pub struct Frame<'a> {
    /// First line, left: the program, the year, the organisation. The last may be cut.
    pub left: &'a [&'a str],
    /// First line, right: who acts, what waits, the date, the language; the first may be cut.
    pub right: &'a [&'a str],
    /// Second line, left: the digits.
    pub links: &'a [Link<'a>],
    /// Second line, right: how far the project has come.
    pub progress: &'a [Step<'a>],
    /// The title of the work, its most important part first.
    pub title: &'a [&'a str],
    /// The part of the title that is being typed in: which one, and the columns from its end back to
    /// the caret.
    pub typed: Option<(usize, usize)>,
    /// What holds for all that is shown (as of a date, read only); empty when nothing does.
    pub banner: &'a str,
    /// The keys, the most useful first; the last one (help) stays whatever is left out.
    pub keys: &'a [KeyHint<'a>],
}

/// Where the parts of a drawn frame are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Zones {
    /// The area for the work.
    pub work: Rect,
    /// The row a toast may cover: the rule over the keys.
    pub toast: Rect,
    /// The caret in the title, while something is typed there.
    pub caret: Option<Position>,
}

/// Where the work will be on a screen of a size; for moving by pages before anything is drawn.
pub fn zones(area: Rect) -> Zones {
    let around = if area.height < LOW {
        ROWS_AROUND - 1
    } else {
        ROWS_AROUND
    };
    let work = Rect {
        y: area.y + area.height.min(3),
        height: area.height.saturating_sub(around),
        ..inset(area, 1)
    };
    let toast_row = area.height.saturating_sub(2).max(area.height.min(3));
    Zones {
        work,
        toast: row(area, toast_row),
        caret: None,
    }
}

impl Frame<'_> {
    /// Draws the frame over the whole area and returns where the work goes.
    pub fn view(&self, area: Rect, buf: &mut Buffer, look: &Look) -> Zones {
        clear(buf, area, look);
        self.first_line(row(area, 0), buf, look);
        self.second_line(row(area, 1), buf, look);
        let title = row(area, 2);
        let caret = title_parts(title, buf, look, self.title, self.banner, self.typed);
        let zones = Zones {
            caret,
            ..zones(area)
        };
        if area.height >= LOW {
            let over = row(area, area.height - 2);
            rule(
                buf,
                over.y,
                over.x,
                over.right(),
                look.borders.horizontal,
                look.theme.rule,
            );
        }
        if area.height > 3 {
            key_line(row(area, area.height - 1), buf, look, self.keys);
        }
        zones
    }

    fn first_line(&self, line: Rect, buf: &mut Buffer, look: &Look) {
        if line.is_empty() {
            return;
        }
        let line = inset(line, 1);
        let left: usize = self.left.iter().map(|part| text::width(part) + 2).sum();
        let room = usize::from(line.width);
        let spare = room.saturating_sub(left);
        let right = joined_within(self.right, spare.max(room * 2 / 3));
        let x = put_right(buf, line, line.y, &right, look.theme.normal);
        let mut left = line;
        left.width = if right.is_empty() {
            line.width
        } else {
            (x - line.x).saturating_sub(2)
        };
        let mut at = left.x;
        for (index, part) in self.left.iter().enumerate() {
            let style = if index == 0 {
                look.theme.title
            } else {
                look.theme.normal
            };
            let room = usize::from(left.right().saturating_sub(at));
            if index > 0 && text::width(part).min(LEAST_PART) > room {
                break;
            }
            at = put(buf, left, at, left.y, &text::fit(part, room), style).saturating_add(2);
        }
    }

    fn second_line(&self, line: Rect, buf: &mut Buffer, look: &Look) {
        if line.is_empty() || self.links.is_empty() {
            return;
        }
        let room = usize::from(line.width);
        let full: usize = self
            .links
            .iter()
            .map(|link| text::width(link.name) + 5)
            .sum();
        // How far the project has come is told whatever the digits are called.
        let beside = room.saturating_sub(full).saturating_sub(2);
        let tells = self.progress.is_empty() || !progress_within(self.progress, beside).is_empty();
        let names = if full <= room + 1 && tells {
            Names::All
        } else {
            Names::Here
        };
        let mut x = line.x;
        for link in self.links {
            x = draw_link(link, names, line, x, buf, look);
        }
        let left = usize::from(line.right().saturating_sub(x)).saturating_sub(2);
        let steps = progress_within(self.progress, left);
        let width: usize = steps
            .iter()
            .map(|step| text::width(step.text))
            .sum::<usize>()
            + 3 * gaps(steps.len());
        let mut x = line.right().saturating_sub(super::draw::cells(width) + 1);
        for (index, step) in steps.iter().enumerate() {
            if index > 0 {
                x = put(buf, line, x, line.y, " > ", look.theme.dim);
            }
            let style = if step.current {
                look.theme.title
            } else {
                look.theme.dim
            };
            x = put(buf, line, x, line.y, step.text, style);
        }
    }
}

/// Columns kept for the part of a title that is being typed in.
const TYPED_ROOM: usize = 24;

/// Which links are shown with their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Names {
    All,
    Here,
}

fn draw_link(link: &Link, names: Names, line: Rect, x: u16, buf: &mut Buffer, look: &Look) -> u16 {
    let here = link.place == Place::Here;
    let (open, close) = if here { ("[", "]") } else { (" ", " ") };
    let (key, word) = match link.place {
        Place::Here => (look.theme.link_on, look.theme.link_on),
        Place::Open => (look.theme.key, look.theme.normal),
        Place::Closed => (look.theme.key_off, look.theme.key_off),
    };
    let mut x = put(buf, line, x, line.y, open, key);
    x = put(
        buf,
        line,
        x,
        line.y,
        link.digit.encode_utf8(&mut [0; 4]),
        key,
    );
    if here || names == Names::All {
        x = put(buf, line, x, line.y, " ", word);
        let room = usize::from(line.right().saturating_sub(x)).saturating_sub(1);
        x = put(buf, line, x, line.y, &text::fit(link.name, room), word);
    }
    x = put(buf, line, x, line.y, close, key);
    if names == Names::All {
        x.saturating_add(1)
    } else {
        x
    }
}

/// As many steps as fit, the current one always, those before it dropped first.
fn progress_within<'s, 'a>(steps: &'s [Step<'a>], room: usize) -> &'s [Step<'a>] {
    let width = |steps: &[Step]| {
        steps
            .iter()
            .map(|step| text::width(step.text))
            .sum::<usize>()
            + 3 * gaps(steps.len())
    };
    let mut shown = steps;
    while !shown.is_empty() && width(shown) > room {
        let [first, rest @ ..] = shown else { break };
        shown = match shown {
            [rest @ .., last] if first.current && !last.current => rest,
            _ => rest,
        };
    }
    shown
}

fn gaps(parts: usize) -> usize {
    parts.saturating_sub(1)
}

/// Parts joined by two blanks. Where they do not all fit the first is cut, and then left out from
/// the front: the last ones say in which language and on which day one works.
fn joined_within(parts: &[&str], room: usize) -> String {
    let parts: Vec<&str> = parts
        .iter()
        .copied()
        .filter(|part| !part.is_empty())
        .collect();
    let mut parts = parts.as_slice();
    while let [first, rest @ ..] = parts {
        let behind: usize = rest.iter().map(|part| text::width(part) + 2).sum();
        let left = room.saturating_sub(behind);
        if text::width(first).min(LEAST_PART) <= left {
            let mut joined = text::fit(first, left).into_owned();
            for part in rest {
                joined.push_str("  ");
                joined.push_str(part);
            }
            return joined;
        }
        parts = rest;
    }
    String::new()
}

/// A rule with a title: the head of the work or of a pane in it. The first part is the title and is
/// cut in its middle when it must; the others are left out from the end.
pub fn titled_rule(line: Rect, buf: &mut Buffer, look: &Look, parts: &[&str], banner: &str) {
    title_parts(line, buf, look, parts, banner, None);
}

/// A titled rule of which one part may be typed in: that one is never left out, and what stands at
/// its end is what stays.
fn title_parts(
    line: Rect,
    buf: &mut Buffer,
    look: &Look,
    parts: &[&str],
    banner: &str,
    typed: Option<(usize, usize)>,
) -> Option<Position> {
    let line = row(line, 0);
    if line.is_empty() {
        return None;
    }
    rule(
        buf,
        line.y,
        line.x,
        line.right(),
        look.borders.horizontal,
        look.theme.rule,
    );
    let mut end = line.right();
    if !banner.is_empty() && line.width > 20 {
        let words = format!(" {} ", text::fit(banner, usize::from(line.width) / 2));
        end = line.right() - columns(&words) - 1;
        put_over(buf, line, end, line.y, &words, look, look.theme.banner);
    }
    let mut at = line.x + 2.min(line.width);
    let mut caret = None;
    for (index, part) in parts
        .iter()
        .enumerate()
        .filter(|(_, part)| !part.is_empty())
    {
        let room = usize::from(end.saturating_sub(at)).saturating_sub(2);
        let here = typed.filter(|(typed, _)| *typed == index);
        // What is typed in needs room behind the title, however long that is.
        let kept = if typed.is_some_and(|(typed, _)| typed > index) {
            room.saturating_sub(TYPED_ROOM)
        } else {
            room
        };
        if kept < 2 || (index > 0 && here.is_none() && text::width(part) > kept) {
            if typed.is_some_and(|(typed, _)| typed > index) {
                continue;
            }
            break;
        }
        let style = if index == 0 {
            look.theme.title
        } else {
            look.theme.normal
        };
        let fitted = match here {
            Some(_) => text::tail(part, kept).into(),
            None => text::fit_middle(part, kept),
        };
        let words = format!(" {fitted} ");
        // Neighbours share a blank, so that they stand two apart.
        let from = if index == 0 {
            at - 1.min(at - line.x)
        } else {
            at
        };
        at = put_over(buf, line, from, line.y, &words, look, style);
        if let Some((_, from_end)) = here {
            let x = at
                .saturating_sub(1)
                .saturating_sub(super::draw::cells(from_end));
            caret = Some(Position::new(x.max(line.x), line.y));
        }
    }
    caret
}

/// The line of keys: as many as fit, the last one always.
pub fn key_line(line: Rect, buf: &mut Buffer, look: &Look, keys: &[KeyHint]) {
    let line = inset(row(line, 0), 1);
    let Some((help, others)) = keys.split_last() else {
        return;
    };
    if line.is_empty() {
        return;
    }
    tint(buf, line, look.theme.normal);
    let width = |hint: &KeyHint| text::width(hint.key) + text::width(hint.word) + 1;
    let room = usize::from(line.width).saturating_sub(width(help));
    let mut taken = 0;
    let mut x = line.x;
    for hint in others {
        let wanted = width(hint) + 2;
        if taken + wanted > room {
            continue;
        }
        taken += wanted;
        x = draw_hint(hint, line, x, buf, look).saturating_add(2);
    }
    draw_hint(help, line, x, buf, look);
}

fn draw_hint(hint: &KeyHint, line: Rect, x: u16, buf: &mut Buffer, look: &Look) -> u16 {
    let (key, word) = if hint.on {
        (look.theme.key, look.theme.normal)
    } else {
        (look.theme.key_off, look.theme.key_off)
    };
    let x = put(buf, line, x, line.y, hint.key, key);
    let x = put(buf, line, x, line.y, " ", word);
    put(buf, line, x, line.y, hint.word, word)
}

#[cfg(test)]
mod tests {
    use ratatui::style::Modifier;

    use super::*;
    use crate::theme::{Borders, ThemeName};
    use crate::widgets::testing::{at_all_sizes, drawn, look, shown};

    fn links(names: [&str; 6], here: usize) -> Vec<Link<'_>> {
        let mut links = Vec::new();
        for (index, name) in names.into_iter().enumerate() {
            let place = if index == here {
                Place::Here
            } else {
                Place::Open
            };
            let digit = char::from_digit(u32::try_from(index).unwrap(), 10).unwrap();
            links.push(Link { digit, name, place });
        }
        links
    }

    const ZH: [&str; 6] = ["总览", "目标", "预算", "监控", "评价", "应用"];
    const EN: [&str; 6] = [
        "Overview",
        "Goals",
        "Budget",
        "Monitoring",
        "Evaluation",
        "Use",
    ];

    fn steps<'a>(texts: &[&'a str], current: usize) -> Vec<Step<'a>> {
        let step = |(index, text): (usize, &&'a str)| Step {
            text,
            current: index == current,
        };
        texts.iter().enumerate().map(step).collect()
    }

    fn hints<'a>(keys: &[(&'a str, &'a str)]) -> Vec<KeyHint<'a>> {
        keys.iter()
            .map(|(key, word)| KeyHint {
                key,
                word,
                on: true,
            })
            .collect()
    }

    fn chinese(draw: impl FnOnce(&Frame) -> String) -> String {
        let links = links(ZH, 3);
        let progress = steps(&["目标 优", "批复", "监控 7/12", "自评 -", "应用 -"], 2);
        let keys = hints(&[
            ("Enter", "填报"),
            ("c", "原因"),
            ("m", "措施"),
            ("[ ]", "换月"),
            ("z", "季/年"),
            ("w", "为什么"),
            ("t", "处置"),
            ("Esc", "返回"),
            ("?", "帮助"),
        ]);
        draw(&Frame {
            left: &["问效", "2026年", "青溪县财政局"],
            right: &["王敏 财政绩效", "待办 3", "中"],
            links: &links,
            progress: &progress,
            title: &[
                "26-水-0021 小型水库除险加固 > 监控 > 7月",
                "截至 2026-07-31",
                "还有 4 个工作日",
            ],
            typed: None,
            banner: "",
            keys: &keys,
        })
    }

    fn english(draw: impl FnOnce(&Frame) -> String) -> String {
        let links = links(EN, 1);
        let keys = hints(&[
            ("Enter", "open"),
            ("/", "filter"),
            ("s", "sort"),
            ("g", "group"),
            ("Space", "mark"),
            ("a", "new"),
            ("x", "export"),
            ("Ctrl-P", "commands"),
            ("?", "help"),
        ]);
        draw(&Frame {
            left: &["Wenxiao", "2026", "Finance Bureau of Qingxi County"],
            right: &["Wang Min, reviewer", "3 waiting", "EN"],
            links: &links,
            progress: &[],
            title: &[
                "Projects",
                "filter: water",
                "5 of 38",
                "budget 48,865,000 yuan",
            ],
            typed: None,
            banner: "as of 2026-06-30",
            keys: &keys,
        })
    }

    fn at(width: u16, height: u16) -> impl Fn(&Frame) -> String {
        move |frame| shown(width, height, |area, buf| frame.view(area, buf, &look()))
    }

    #[test]
    fn a_project_in_chinese() {
        for width in [40, 60, 80, 118, 300] {
            insta::assert_snapshot!(format!("zh_{width}"), chinese(at(width, 12)));
        }
    }

    #[test]
    fn the_portfolio_in_english() {
        for width in [40, 60, 80, 118, 300] {
            insta::assert_snapshot!(format!("en_{width}"), english(at(width, 12)));
        }
    }

    #[test]
    fn day_and_language_stay_when_there_is_little_room() {
        for width in [60, 80] {
            let picture = shown(width, 12, |area, buf| {
                let frame = Frame {
                    left: &["Wenxiao", "2026", "Finance Bureau of Qingxi County"],
                    right: &[
                        "Wang Min performance division",
                        "Inbox 3",
                        "sample date 2026-07-20",
                        "EN",
                    ],
                    ..Frame::default()
                };
                frame.view(area, buf, &look());
            });
            let first = picture.lines().next().unwrap();
            assert!(first.ends_with("sample date 2026-07-20  EN"), "{first}");
            assert!(first.contains("Wenxiao"), "{first}");
        }
    }

    #[test]
    fn help_is_offered_however_narrow() {
        for width in 10..200 {
            let picture = chinese(at(width, 12));
            assert!(
                picture.lines().last().unwrap().contains("? 帮助"),
                "{width}: {picture}"
            );
            let told = picture.contains("监控 7/12");
            assert!(
                width < 36 || told,
                "how far it has come, {width}: {picture}"
            );
            // The digits in front of it take nine columns.
            assert!(
                width < 17 || picture.contains("[3 监控]"),
                "{width}: {picture}"
            );
        }
    }

    #[test]
    fn a_title_takes_nothing_of_the_rule_it_stands_in() {
        let sixteen = Look::new(ThemeName::Sixteen, Borders::THIN);
        let (buf, ()) = drawn(30, 1, |area, buf| {
            titled_rule(area, buf, &sixteen, &["项目库", "5 个"], "截至 6 月");
        });
        for cell in buf.content.iter().filter(|cell| cell.symbol() != "─") {
            assert!(!cell.modifier.contains(Modifier::DIM), "{cell:?}");
        }
    }

    #[test]
    fn what_is_typed_in_a_title_is_seen_to_its_end_and_the_caret_stands_in_it() {
        let filter = "filter: 城区学校食堂改造工程和营养改善_";
        for width in [40, 60, 80, 120] {
            let (buf, caret) = drawn(width, 12, |area, buf| {
                let frame = Frame {
                    title: &[
                        "26-教-0103 城区学校食堂改造工程",
                        "变更记录",
                        filter,
                        "5 个",
                    ],
                    typed: Some((2, 1)),
                    ..Frame::default()
                };
                frame.view(area, buf, &look()).caret
            });
            let caret = caret.unwrap();
            assert_eq!(buf[caret].symbol(), "_", "{width}");
            assert_eq!(buf[(caret.x - 2, caret.y)].symbol(), "善", "{width}");
        }
    }

    #[test]
    fn the_work_is_where_it_was_announced() {
        for (width, height) in [(80, 24), (60, 20), (40, 8), (20, 3)] {
            chinese(|frame| {
                shown(width, height, |area, buf| {
                    assert_eq!(frame.view(area, buf, &look()), zones(area));
                })
            });
        }
        assert_eq!(zones(Rect::new(0, 0, 80, 24)).work, Rect::new(1, 3, 78, 19));
        assert_eq!(
            zones(Rect::new(0, 0, 80, 24)).toast,
            Rect::new(0, 22, 80, 1)
        );
    }

    #[test]
    fn a_frame_of_any_size_can_be_drawn() {
        at_all_sizes(|area, buf| {
            chinese(|frame| {
                frame.view(area, buf, &look());
                String::new()
            })
        });
        at_all_sizes(|area, buf| titled_rule(area, buf, &look(), &["标题", "数"], "截至 6 月"));
    }
}
