//! What lies over a screen: questions, choices, messages, one field, a short word.
//!
//! A box is cleared and drawn last, over the screen it belongs to, and fits screens from the smallest
//! to the largest. A question never stands on a destructive button when it opens and never answers
//! itself; what the buttons do, and which keys open a box, is the caller's.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::key::{Key, KeyCode};
use crate::text;
use crate::theme::Look;

use super::draw::{below, cells, clear, columns, put, put_over, row, rule};
use super::line::{Line, Outcome};
use super::list::{self, Item};
use super::table::{Focus, Step, TableState};

/// Columns and rows that the edge of a box takes.
const EDGE: (u16, u16) = (6, 2);

/// Columns of text that are easily read.
const READABLE: u16 = 72;

/// Where a box of so many columns and rows lies: in the middle, a little above it, inside a margin
/// as long as there is room for one.
pub fn popup(screen: Rect, width: u16, height: u16) -> Rect {
    let margin = |room: u16, least: u16, margin: u16| if room > least { margin } else { 0 };
    let most_width = screen.width - margin(screen.width, 40, 4);
    let most_height = screen.height - margin(screen.height, 12, 2);
    let (width, height) = (width.min(most_width), height.min(most_height));
    Rect {
        x: screen.x + (screen.width - width) / 2,
        y: screen.y + (screen.height - height) * 2 / 5,
        width,
        height,
    }
}

/// Clears an area, draws a box around it with a title, and returns what is inside.
pub fn boxed(area: Rect, buf: &mut Buffer, look: &Look, title: &str) -> Rect {
    let area = area.intersection(buf.area);
    clear(buf, area, look);
    if area.width < 2 || area.height < 2 {
        return Rect::default();
    }
    let (borders, style) = (&look.borders, look.theme.rule);
    let (right, bottom) = (area.right() - 1, area.bottom() - 1);
    for y in [area.y, bottom] {
        rule(buf, y, area.x + 1, right, borders.horizontal, style);
    }
    for y in area.y + 1..bottom {
        put(buf, area, area.x, y, borders.vertical, style);
        put(buf, area, right, y, borders.vertical, style);
    }
    for (x, y, corner) in [
        (area.x, area.y, borders.top_left),
        (right, area.y, borders.top_right),
        (area.x, bottom, borders.bottom_left),
        (right, bottom, borders.bottom_right),
    ] {
        put(buf, area, x, y, corner, style);
    }
    let room = usize::from(area.width).saturating_sub(6);
    if room > 1 && !title.is_empty() {
        let title = format!(" {} ", text::fit_middle(title, room));
        put_over(
            buf,
            area,
            area.x + 2,
            area.y,
            &title,
            look,
            look.theme.title,
        );
    }
    let side = if area.width > EDGE.0 { EDGE.0 / 2 } else { 1 };
    Rect {
        x: area.x + side,
        y: area.y + 1,
        width: area.width - 2 * side,
        height: area.height - EDGE.1,
    }
}

/// Columns of text beyond which a line is too long to be followed.
const MOST_COLUMNS: u16 = 120;

/// Says on the edges of a box how many lines there are above and below those it shows.
pub fn beyond(
    area: Rect,
    buf: &mut Buffer,
    look: &Look,
    (above, below): (usize, usize),
    more: fn(usize) -> String,
) {
    if area.width < 20 || area.height < 3 {
        return;
    }
    let signs = [
        (area.y, look.borders.up, above),
        (area.bottom() - 1, look.borders.down, below),
    ];
    for (y, sign, lines) in signs {
        if lines > 0 {
            let mark = format!(" {sign} {} ", more(lines));
            let x = area.right().saturating_sub(columns(&mark) + 2);
            put_over(buf, area, x, y, &mark, look, look.theme.key);
        }
    }
}

/// Columns of text in a box to read on this screen: as many as its longest line needs.
fn reading_width(screen: Rect, wanted: usize) -> u16 {
    let most = popup(screen, MOST_COLUMNS + EDGE.0, 1)
        .width
        .saturating_sub(EDGE.0);
    cells(wanted).min(most).max(most.min(28))
}

/// Columns of text in a box on this screen.
fn text_width(screen: Rect, wanted: usize) -> u16 {
    let most = popup(screen, READABLE + EDGE.0, 1)
        .width
        .saturating_sub(EDGE.0);
    cells(wanted).min(most).max(most.min(28))
}

fn lines_of(text: &str, width: u16) -> Vec<String> {
    if text.is_empty() {
        Vec::new()
    } else {
        text::wrap(text, usize::from(width))
    }
}

fn longest(text: &str) -> usize {
    text.split('\n').map(text::width).max().unwrap_or(0)
}

fn draw_lines(area: Rect, buf: &mut Buffer, look: &Look, lines: &[String]) {
    for (index, line) in lines.iter().enumerate() {
        let place = row(area, cells(index));
        put(buf, place, place.x, place.y, line, look.theme.normal);
    }
}

fn draw_dim(area: Rect, buf: &mut Buffer, look: &Look, lines: &[String]) {
    for (index, line) in lines.iter().take(usize::from(area.height)).enumerate() {
        let place = row(area, cells(index));
        put(buf, place, place.x, place.y, line, look.theme.dim);
    }
}

/// What pressing a button would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Nothing: everything stays as it is.
    Cancel,
    /// Something that can be taken back.
    Plain,
    /// Something that loses work.
    Destructive,
}

/// A button of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Button<'a> {
    /// Its word.
    pub label: &'a str,
    /// What it would do.
    pub weight: Weight,
}

/// What a key made of an open box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It stays open.
    Open,
    /// The button or item of this index was chosen.
    Chosen(usize),
    /// It was left; nothing happens.
    Cancelled,
}

/// A question with buttons.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// What it is about.
    pub title: &'a str,
    /// What would happen, in full sentences.
    pub text: &'a str,
    /// The buttons, from left to right.
    pub buttons: &'a [Button<'a>],
}

/// On which button a question stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuestionState {
    chosen: Option<usize>,
}

impl QuestionState {
    /// A question that opens: on the button that changes nothing, else on one that can be taken
    /// back, else on none.
    pub fn new(buttons: &[Button]) -> Self {
        let first = |weight| buttons.iter().position(|button| button.weight == weight);
        Self {
            chosen: first(Weight::Cancel).or_else(|| first(Weight::Plain)),
        }
    }

    /// The button it stands on.
    pub fn chosen(self) -> Option<usize> {
        self.chosen
    }

    /// A key. Only Enter answers, and only with the button that can be seen chosen.
    pub fn input(&mut self, key: Key, buttons: &[Button]) -> Answer {
        let Some(last) = buttons.len().checked_sub(1) else {
            return match key.code {
                KeyCode::Esc | KeyCode::Enter => Answer::Cancelled,
                _ => Answer::Open,
            };
        };
        match key.code {
            KeyCode::Esc => return Answer::Cancelled,
            KeyCode::Enter => return self.chosen.map_or(Answer::Open, Answer::Chosen),
            KeyCode::Left | KeyCode::BackTab | KeyCode::Up => {
                let before = self.chosen.and_then(|chosen| chosen.checked_sub(1));
                self.chosen = Some(before.unwrap_or(last));
            }
            KeyCode::Right | KeyCode::Tab | KeyCode::Down => {
                let after = self.chosen.map_or(0, |chosen| chosen + 1);
                self.chosen = Some(if after > last { 0 } else { after });
            }
            _ => {}
        }
        Answer::Open
    }
}

impl Question<'_> {
    /// Draws the question and returns where the chosen button is.
    pub fn view(
        &self,
        screen: Rect,
        buf: &mut Buffer,
        look: &Look,
        state: QuestionState,
    ) -> Option<Position> {
        let buttons: usize = self
            .buttons
            .iter()
            .map(|button| text::width(&label(button)) + 2)
            .sum();
        let buttons = buttons.saturating_sub(2);
        let wanted = longest(self.text).max(buttons).max(text::width(self.title));
        let width = text_width(screen, wanted);
        let lines = lines_of(self.text, width);
        // Buttons that do not fit beside each other stand below each other.
        let stacked = buttons > usize::from(width);
        let rows = if stacked {
            cells(self.buttons.len())
        } else {
            1
        };
        let height = cells(lines.len()).saturating_add(1 + rows + EDGE.1);
        let inside = boxed(popup(screen, width + EDGE.0, height), buf, look, self.title);
        // On a low screen the text gives way, never the buttons.
        let over = inside.height.saturating_sub(rows);
        draw_lines(
            Rect {
                height: over,
                ..inside
            },
            buf,
            look,
            &lines,
        );
        self.draw_buttons(below(inside, over), buf, look, state, stacked)
    }

    fn draw_buttons(
        &self,
        area: Rect,
        buf: &mut Buffer,
        look: &Look,
        state: QuestionState,
        stacked: bool,
    ) -> Option<Position> {
        let mut x = area.x;
        let mut focus = None;
        for (index, button) in self.buttons.iter().enumerate() {
            let line = if stacked {
                row(area, cells(index))
            } else {
                row(area, 0)
            };
            if line.is_empty() {
                break;
            }
            let plain = match button.weight {
                Weight::Destructive => look.theme.error,
                Weight::Cancel | Weight::Plain => look.theme.normal,
            };
            let chosen = state.chosen == Some(index);
            let style = if chosen {
                plain.patch(look.theme.focus)
            } else {
                plain
            };
            if chosen {
                focus = Some(Position {
                    x: x.min(line.right() - 1),
                    y: line.y,
                });
            }
            let end = put(buf, line, x, line.y, &label(button), style);
            x = if stacked {
                line.x
            } else {
                end.saturating_add(2)
            };
        }
        focus
    }
}

fn label(button: &Button) -> String {
    format!("[ {} ]", button.label)
}

/// A text to read, longer than the screen if it must be.
#[derive(Debug, Clone, Copy)]
pub struct Message<'a> {
    /// What it is about.
    pub title: &'a str,
    /// What it says.
    pub text: &'a str,
    /// The last line: how to go on.
    pub hint: &'a str,
    /// So many more lines.
    pub more: fn(usize) -> String,
}

impl Message<'_> {
    /// Rows of text that are seen at once on this screen.
    pub fn page(&self, screen: Rect) -> usize {
        let (_, area) = self.lay_out(screen);
        usize::from(area.height.saturating_sub(2 + EDGE.1)).max(1)
    }

    /// Rows that cannot be seen at once on this screen: how far one can scroll.
    pub fn beyond(&self, screen: Rect) -> usize {
        let (lines, inside) = self.lay_out(screen);
        lines
            .len()
            .saturating_sub(usize::from(inside.height.saturating_sub(2 + EDGE.1)))
    }

    fn lay_out(&self, screen: Rect) -> (Vec<String>, Rect) {
        let wanted = longest(self.text)
            .max(text::width(self.title))
            .max(text::width(self.hint));
        let width = reading_width(screen, wanted);
        let lines = lines_of(self.text, width);
        let height = cells(lines.len()).saturating_add(2 + EDGE.1);
        (lines, popup(screen, width + EDGE.0, height))
    }

    /// Draws the message from a row on.
    pub fn view(&self, screen: Rect, buf: &mut Buffer, look: &Look, from: usize) {
        let (lines, area) = self.lay_out(screen);
        let inside = boxed(area, buf, look, self.title);
        let from = from.min(self.beyond(screen));
        let text = Rect {
            height: inside.height.saturating_sub(2),
            ..inside
        };
        draw_lines(text, buf, look, lines.get(from..).unwrap_or_default());
        let below = self.beyond(screen) - from;
        beyond(area, buf, look, (from, below), self.more);
        let last = row(inside, inside.height.saturating_sub(1));
        let hint = text::fit(self.hint, usize::from(last.width));
        put(buf, last, last.x, last.y, &hint, look.theme.dim);
    }
}

/// A box with one field.
#[derive(Debug, Clone, Copy)]
pub struct Prompt<'a> {
    /// What it is about.
    pub title: &'a str,
    /// What to write.
    pub text: &'a str,
    /// What the empty field asks for.
    pub placeholder: &'a str,
    /// What is wrong with what stands there; empty when nothing is.
    pub problem: &'a str,
    /// The last line: how to go on.
    pub hint: &'a str,
}

impl Prompt<'_> {
    /// Draws the box and returns where the caret stands.
    pub fn view(
        &self,
        screen: Rect,
        buf: &mut Buffer,
        look: &Look,
        line: &Line,
    ) -> Option<Position> {
        let width = text_width(screen, usize::from(READABLE.min(60)));
        let lines = lines_of(self.text, width);
        let height = cells(lines.len()).saturating_add(4 + EDGE.1);
        let inside = boxed(popup(screen, width + EDGE.0, height), buf, look, self.title);
        // The field is what the box is for: on a low screen the text above it gives way.
        let over = cells(lines.len()).min(inside.height.saturating_sub(3));
        draw_lines(
            Rect {
                height: over,
                ..inside
            },
            buf,
            look,
            &lines,
        );
        let rest = below(inside, over);
        let caret = line.view(row(rest, 0), buf, look, self.placeholder);
        let room = usize::from(rest.width);
        let words = [
            (1, self.problem, look.theme.error),
            (3, self.hint, look.theme.dim),
        ];
        for (index, words, style) in words {
            let place = row(rest, index);
            put(buf, place, place.x, place.y, &text::fit(words, room), style);
        }
        caret
    }
}

/// Items to choose from, with a filter that is typed.
#[derive(Debug, Clone, Copy)]
pub struct Menu<'a> {
    /// What is chosen.
    pub title: &'a str,
    /// What the empty filter asks for.
    pub placeholder: &'a str,
    /// What stands there when nothing matches.
    pub empty: &'a str,
    /// How many items there are without a filter; the box keeps this size while one filters.
    pub all: usize,
    /// Columns that its longest item needs.
    pub wanted: usize,
    /// Why the item one stands on can't be chosen, in full; empty where it can.
    pub reason: &'a str,
    /// Rows that are kept for such a reason.
    pub reasons: u16,
    /// So many more items.
    pub more: fn(usize) -> String,
}

/// The filter of a menu and the item one stands on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MenuState {
    filter: Line,
    table: TableState,
}

impl MenuState {
    /// A menu that opens on an item.
    pub fn at(item: usize) -> Self {
        Self {
            table: TableState::at(item),
            ..Self::default()
        }
    }

    /// What is typed; which items match it is the caller's.
    pub fn filter(&self) -> &str {
        self.filter.text()
    }

    /// The item one stands on, of so many that match.
    pub fn cursor(&self, items: usize) -> Option<usize> {
        self.table.cursor(items)
    }

    /// Pasted text goes into the filter.
    pub fn paste(&mut self, pasted: &str) {
        if self.filter.insert(pasted) == Outcome::Changed {
            self.table = TableState::default();
        }
    }

    /// A key; `items` match now and `page` of them fit.
    pub fn input(&mut self, key: Key, items: usize, page: usize) -> Answer {
        match key.code {
            KeyCode::Esc => return Answer::Cancelled,
            KeyCode::Enter => return self.cursor(items).map_or(Answer::Open, Answer::Chosen),
            KeyCode::Tab => self.turn(Step::Down, items, page),
            KeyCode::BackTab => self.turn(Step::Up, items, page),
            // Home and End belong to the filter as soon as there is one.
            KeyCode::Home | KeyCode::End if !self.filter.is_empty() => {
                self.filter.input(key);
            }
            _ => match Step::of(key) {
                Some(step) => self.turn(step, items, page),
                None => {
                    if self.filter.input(key) == Outcome::Changed {
                        self.table = TableState::default();
                    }
                }
            },
        }
        Answer::Open
    }

    fn turn(&mut self, step: Step, items: usize, page: usize) {
        self.table.step(step, items, page);
    }
}

/// Rows of a menu that are not items: its edge, the filter, a blank.
const AROUND_ITEMS: u16 = EDGE.1 + 2;

/// Items that a menu shows at once at most.
const MOST_ITEMS: u16 = 18;

impl Menu<'_> {
    fn area(&self, screen: Rect) -> Rect {
        let most = MOST_ITEMS.max(screen.height * 2 / 3);
        let items = cells(self.all).clamp(1, most);
        let width = reading_width(screen, self.wanted).max(READABLE);
        popup(screen, width + EDGE.0, items + AROUND_ITEMS + self.reasons)
    }

    /// Items that fit on a screen.
    pub fn page(&self, screen: Rect) -> usize {
        let around = AROUND_ITEMS + self.reasons;
        usize::from(self.area(screen).height.saturating_sub(around)).max(1)
    }

    /// Draws the filter and the items that fit, and returns where the caret stands: in the filter.
    pub fn view<'i>(
        &self,
        screen: Rect,
        buf: &mut Buffer,
        look: &Look,
        state: &MenuState,
        items: usize,
        item: impl FnMut(usize) -> Item<'i>,
    ) -> Option<Position> {
        let area = self.area(screen);
        let inside = boxed(area, buf, look, self.title);
        let caret = state
            .filter
            .view(row(inside, 0), buf, look, self.placeholder);
        let mut rest = below(inside, 2);
        let kept = self.reasons.min(rest.height.saturating_sub(1));
        rest.height -= kept;
        let reason = lines_of(self.reason, inside.width);
        draw_dim(below(inside, 2 + rest.height), buf, look, &reason);
        if items == 0 {
            let words = text::fit(self.empty, usize::from(rest.width));
            put(buf, row(rest, 0), rest.x, rest.y, &words, look.theme.dim);
        } else {
            list::view(rest, buf, look, &state.table, items, Focus::Here, item);
            let page = usize::from(rest.height);
            let above = state.table.offset(items, page);
            let under = items.saturating_sub(above + page);
            beyond(area, buf, look, (above, under), self.more);
        }
        caret
    }
}

/// What a short message tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Something was done.
    Done,
    /// Something was refused, and why.
    Refused,
}

/// Draws a short message over a row; it needs no answer and goes with the next key.
pub fn toast(line: Rect, buf: &mut Buffer, look: &Look, kind: Kind, words: &str) {
    let line = row(line, 0).intersection(buf.area);
    if line.width < 4 {
        return;
    }
    let sign = match kind {
        Kind::Done => "",
        Kind::Refused => "! ",
    };
    let words = look.words(words);
    let room = usize::from(line.width)
        .saturating_sub(4 + sign.len())
        .max(1);
    // The advice stands at the end of a refusal: what one row can't hold takes the row above, too.
    let most = if line.y > buf.area.y + 3 { 2 } else { 1 };
    let mut lines = text::wrap(&words, room);
    if lines.len() > most {
        let rest = lines.split_off(most - 1).join(" ");
        lines.push(text::fit(&rest, room).into_owned());
    }
    let style = match kind {
        Kind::Done => look.theme.toast,
        Kind::Refused => look.theme.banner,
    };
    let above = cells(lines.len()).saturating_sub(1);
    let indent = " ".repeat(sign.len());
    for (down, words) in lines.iter().enumerate() {
        let words = format!(" {}{words} ", if down == 0 { sign } else { &indent });
        let area = Rect {
            x: line.x + 1,
            y: line.y - above + cells(down),
            width: columns(&words).min(line.width - 1),
            height: 1,
        };
        clear(buf, area, look);
        put(buf, area, area.x, area.y, &words, style);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::{Borders, ThemeName};
    use crate::widgets::testing::{at_all_sizes, drawn, look, picture, reversed, shown};

    fn more(lines: usize) -> String {
        format!("还有 {lines} 行")
    }

    const BUTTONS: [Button; 3] = [
        Button {
            label: "删除",
            weight: Weight::Destructive,
        },
        Button {
            label: "取消",
            weight: Weight::Cancel,
        },
        Button {
            label: "先导出",
            weight: Weight::Plain,
        },
    ];

    const QUESTION: Question = Question {
        title: "删除项目",
        text: "将删除「小型水库除险加固」的全部指标和 12 条监控记录。可以用 u 撤销，直到有人再次修改它。",
        buttons: &BUTTONS,
    };

    const ENGLISH: Question = Question {
        title: "Leave without saving?",
        text: "The goal has changes that were not saved.",
        buttons: &[
            Button {
                label: "Stay",
                weight: Weight::Cancel,
            },
            Button {
                label: "Discard",
                weight: Weight::Destructive,
            },
        ],
    };

    const SCREENS: [(u16, u16); 4] = [(30, 8), (60, 20), (80, 24), (300, 100)];

    fn press(state: &mut QuestionState, code: KeyCode) -> Answer {
        state.input(Key::new(code), &BUTTONS)
    }

    #[test]
    fn a_question_opens_on_the_button_that_changes_nothing() {
        let mut state = QuestionState::new(&BUTTONS);
        assert_eq!(press(&mut state, KeyCode::Enter), Answer::Chosen(1));
        for _ in 0..3 {
            assert_eq!(press(&mut state, KeyCode::Left), Answer::Open);
        }
        assert_eq!(state.chosen(), Some(1));
        press(&mut state, KeyCode::BackTab);
        assert_eq!(press(&mut state, KeyCode::Enter), Answer::Chosen(0));
        assert_eq!(press(&mut state, KeyCode::Esc), Answer::Cancelled);
        assert_eq!(press(&mut state, KeyCode::Char('y')), Answer::Open);
    }

    #[test]
    fn where_all_buttons_lose_work_none_is_chosen() {
        let mut state = QuestionState::new(&BUTTONS[..1]);
        assert_eq!(
            state.input(Key::new(KeyCode::Enter), &BUTTONS[..1]),
            Answer::Open
        );
        state.input(Key::new(KeyCode::Tab), &BUTTONS[..1]);
        assert_eq!(
            state.input(Key::new(KeyCode::Enter), &BUTTONS[..1]),
            Answer::Chosen(0)
        );
    }

    #[test]
    fn questions_on_screens_of_all_sizes() {
        for (width, height) in SCREENS {
            let state = QuestionState::new(&BUTTONS);
            let (buf, focus) = drawn(width, height, |area, buf| {
                QUESTION.view(area, buf, &look(), state)
            });
            insta::assert_snapshot!(format!("question_zh_{width}"), picture(&buf));
            assert_eq!(reversed(&buf), "[ 取消 ]");
            assert_eq!(buf[focus.unwrap()].symbol(), "[");
            let state = QuestionState::new(ENGLISH.buttons);
            let text = shown(width, height, |area, buf| {
                ENGLISH.view(area, buf, &look(), state)
            });
            insta::assert_snapshot!(format!("question_en_{width}"), text);
        }
    }

    #[test]
    fn a_message_can_be_read_to_its_end() {
        let text = "第一条 为了规范财政支出绩效评价管理。\n".repeat(12);
        let message = Message {
            title: "依据",
            text: &text,
            hint: "上/下 翻看  Esc 关闭",
            more,
        };
        for (width, height) in SCREENS {
            let screen = Rect::new(0, 0, width, height);
            let beyond = message.beyond(screen);
            let text = shown(width, height, |area, buf| {
                message.view(area, buf, &look(), beyond);
            });
            insta::assert_snapshot!(format!("message_{width}"), text);
        }
        assert_eq!(message.beyond(Rect::new(0, 0, 300, 100)), 0);
    }

    #[test]
    fn a_prompt_says_what_is_wrong() {
        let prompt = Prompt {
            title: "截至日期",
            text: "显示项目在这一天的样子。",
            placeholder: "2026-07-20",
            problem: "没有这一天: 2026-02-30",
            hint: "Enter 确定  Esc 取消",
        };
        let line = Line::new("2026-02-30");
        for (width, height) in SCREENS {
            let (buf, caret) = drawn(width, height, |area, buf| {
                prompt.view(area, buf, &look(), &line)
            });
            insta::assert_snapshot!(
                format!("prompt_{width}"),
                format!("{}\ncaret {}", picture(&buf), caret.unwrap())
            );
        }
    }

    const COMMANDS: [(&str, &str); 5] = [
        ("打开", "Enter"),
        ("筛选", "/"),
        ("导出", "x"),
        ("评价", "4"),
        ("撤销", "u"),
    ];

    fn command(index: usize) -> Item<'static> {
        let (name, key) = COMMANDS[index];
        Item::new(name).noted(key)
    }

    #[test]
    fn a_menu_is_filtered_and_chosen_from() {
        let mut state = MenuState::at(2);
        assert_eq!(state.input(Key::new(KeyCode::Down), 5, 10), Answer::Open);
        assert_eq!(
            state.input(Key::new(KeyCode::Enter), 5, 10),
            Answer::Chosen(3)
        );
        state.input(Key::char('导'), 5, 10);
        assert_eq!(state.filter(), "导");
        assert_eq!(
            state.input(Key::new(KeyCode::Enter), 1, 10),
            Answer::Chosen(0)
        );
        assert_eq!(state.input(Key::new(KeyCode::Enter), 0, 10), Answer::Open);
        state.paste("出\n");
        assert_eq!(state.filter(), "导出");
        assert_eq!(
            state.input(Key::new(KeyCode::Esc), 1, 10),
            Answer::Cancelled
        );
    }

    #[test]
    fn menus_on_screens_of_all_sizes() {
        let menu = Menu {
            title: "命令",
            placeholder: "名称或拼音首字母",
            empty: "没有这样的命令",
            all: 5,
            wanted: 0,
            reason: "",
            reasons: 0,
            more,
        };
        let state = MenuState::at(1);
        for (width, height) in SCREENS {
            let text = shown(width, height, |area, buf| {
                menu.view(area, buf, &look(), &state, 5, command)
            });
            insta::assert_snapshot!(format!("menu_{width}"), text);
        }
        let text = shown(60, 20, |area, buf| {
            menu.view(area, buf, &look(), &state, 0, command)
        });
        assert!(text.contains("没有这样的命令"));
    }

    #[test]
    fn a_box_lies_over_chinese_text_without_losing_its_edge() {
        for shift in 0..2 {
            let (buf, ()) = drawn(60, 9, |area, buf| {
                for y in 0..9 {
                    put(
                        buf,
                        area,
                        shift,
                        y,
                        &"预算绩效".repeat(8),
                        look().theme.normal,
                    );
                }
                let thin = Look::new(ThemeName::Dark, Borders::THIN);
                boxed(Rect::new(11, 2, 20, 4), buf, &thin, "水库");
            });
            let text = picture(&buf);
            insta::assert_snapshot!(format!("over_{shift}"), text);
            assert_eq!(text.matches('│').count(), 4);
        }
    }

    #[test]
    fn a_short_message_says_what_was_refused() {
        let view = |width, kind| {
            shown(width, 1, |area, buf| {
                toast(area, buf, &look(), kind, "已送审，不能修改");
            })
        };
        assert_eq!(view(30, Kind::Done), "  已送审，不能修改");
        assert_eq!(view(30, Kind::Refused), "  ! 已送审，不能修改");
        assert_eq!(view(16, Kind::Refused), "  ! 已送审，..");
    }

    #[test]
    fn every_box_fits_its_screen() {
        for (width, height) in [(0, 0), (1, 1), (20, 5), (60, 20), (80, 24), (300, 100)] {
            let screen = Rect::new(0, 0, width, height);
            for (w, h) in [(10, 3), (78, 22), (500, 200)] {
                let area = popup(screen, w, h);
                assert_eq!(area.intersection(screen), area);
            }
        }
        assert_eq!(
            popup(Rect::new(0, 0, 60, 20), 500, 200),
            Rect::new(2, 0, 56, 18)
        );
    }

    #[test]
    fn boxes_of_any_size_can_be_drawn() {
        let state = QuestionState::new(&BUTTONS);
        let line = Line::new("2026-02-30");
        let message = Message {
            title: "题",
            text: QUESTION.text,
            hint: "Esc",
            more,
        };
        let prompt = Prompt {
            title: "题",
            text: QUESTION.text,
            placeholder: "",
            problem: "错",
            hint: "Esc",
        };
        let menu = Menu {
            title: "命令",
            placeholder: "名称",
            empty: "没有",
            all: 500,
            wanted: 200,
            reason: QUESTION.text,
            reasons: 2,
            more,
        };
        at_all_sizes(|area, buf| QUESTION.view(area, buf, &look(), state));
        at_all_sizes(|area, buf| message.view(area, buf, &look(), 3));
        at_all_sizes(|area, buf| prompt.view(area, buf, &look(), &line));
        at_all_sizes(|area, buf| menu.view(area, buf, &look(), &MenuState::at(4), 5, command));
        at_all_sizes(|area, buf| menu.view(area, buf, &look(), &MenuState::default(), 0, command));
        at_all_sizes(|area, buf| toast(area, buf, &look(), Kind::Done, "已保存"));
    }
}
