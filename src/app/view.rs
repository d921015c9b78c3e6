//! How the program looks: the frame around the screen, the open field where it stands, the box in
//! front, the word at the foot.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::edit::{Editing, Editor};
use super::keys::{self, Place};
use super::overlay::{Menu, Overlay, Question, WhyBox};
use super::palette;
use super::{App, ToastKind};
use crate::domain::refusal::Refusal;
use crate::domain::row::Stage;
use crate::domain::status::DocumentKind;
use crate::lang::app::AppText;
use crate::lang::{policy, refusal, terms};
use crate::screens::Screen;
use crate::text;
use crate::widgets::area::Dressing;
use crate::widgets::dialog;
use crate::widgets::draw;
use crate::widgets::filter::Filter;
use crate::widgets::frame::{self, Frame, KeyHint, Link};
use crate::widgets::list::Item;
use crate::widgets::tree::{self, Reason};

/// Below this nothing can be used; the screen says so.
const LEAST: (u16, u16) = (40, 8);

/// Columns from which on a role is written out in the first line.
const ROOMY: u16 = 100;

/// Below so many columns line one says only what has to be said.
const NARROW: u16 = 70;

impl App {
    /// Draws everything and tells where the terminal's cursor belongs.
    pub fn view(&self, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        buffer.set_style(area, self.me.look.theme.normal);
        if area.width < LEAST.0 || area.height < LEAST.1 {
            let text = (AppText::of(self.me.language).too_small)(area.width, area.height);
            draw::put(
                buffer,
                area,
                area.x,
                area.y,
                &text,
                self.me.look.theme.normal,
            );
            return None;
        }
        let zones = self.view_frame(area, buffer);
        let cx = self.cx();
        let mut caret = self
            .screen()
            .and_then(|screen| screen.view(&cx, zones.work, buffer));
        caret = zones.caret.or(caret);
        if let Some(editing) = &self.editing {
            caret = self.view_editing(editing, zones.work, buffer);
        }
        if let Some(overlay) = &self.overlay {
            caret = self.view_overlay(overlay, area, buffer);
        }
        if let Some(toast) = &self.toast {
            let kind = match toast.kind {
                ToastKind::Refused => dialog::Kind::Refused,
                ToastKind::Done | ToastKind::Note => dialog::Kind::Done,
            };
            dialog::toast(zones.toast, buffer, &self.me.look, kind, &toast.text);
        }
        caret
    }

    fn view_frame(&self, area: Rect, buffer: &mut Buffer) -> frame::Zones {
        use chrono::Datelike;
        let language = self.me.language;
        let text = AppText::of(language);
        let year = match (&self.open, self.screen()) {
            (Some(open), _) => terms::year(open.project.year, language),
            (None, Some(Screen::Projects(list))) => list.year_word(language),
            _ => terms::year(Some(self.world.today.year()), language),
        };
        let left = [text.name, year.as_str(), self.world.store.name.as_str()];
        let person = format!(
            "{} {}",
            self.world.name_of(&self.me.person),
            if area.width < ROOMY {
                terms::role_short(self.me.grant.role, language)
            } else {
                terms::role(self.me.grant.role, language)
            }
        );
        let inbox = format!("{} {}", text.inbox, self.inbox.get());
        let date = self.world.store.clock.map(|date| match area.width {
            // Who acts is worth more than the word for the date.
            ..NARROW => date.to_string(),
            _ => format!("{} {date}", text.sample_date),
        });
        let mut right = vec![person.as_str(), inbox.as_str()];
        right.extend(date.as_deref());
        right.push(language.pick("中", "EN"));
        let here = self.screen().and_then(Screen::link);
        let links: Vec<Link<'_>> = text
            .links
            .iter()
            .zip(('0'..='9').zip(0_u8..))
            .map(|(name, (digit, link))| Link {
                digit,
                name,
                place: if here == Some(link) {
                    frame::Place::Here
                } else if self.off(super::action::Action::Link(link)).is_some() {
                    frame::Place::Closed
                } else {
                    frame::Place::Open
                },
            })
            .collect();
        let steps = self.progress();
        let progress: Vec<frame::Step<'_>> = steps
            .iter()
            .map(|(text, current)| frame::Step {
                text,
                current: *current,
            })
            .collect();
        let (title, typed) = self.title();
        let title: Vec<&str> = title.iter().map(String::as_str).collect();
        let banner = self.banner();
        let hints = self.hints();
        let keys: Vec<KeyHint<'_>> = hints
            .iter()
            .map(|(key, word, on)| KeyHint { key, word, on: *on })
            .collect();
        Frame {
            left: &left,
            right: &right,
            links: &links,
            progress: &progress,
            title: &title,
            typed,
            banner: &banner,
            keys: &keys,
        }
        .view(area, buffer, &self.me.look)
    }

    /// The parts of the titled rule, and which of them is being typed in: a list's filter stands
    /// behind its title.
    fn title(&self) -> (Vec<String>, Option<(usize, usize)>) {
        let Some(screen) = self.screen() else {
            return (Vec::new(), None);
        };
        let mut parts = screen.title(&self.cx());
        let mut typed = None;
        let word = AppText::of(self.me.language).filter_word;
        if let Some(shown) = screen.filter().and_then(|filter| filter.shown(word)) {
            let behind = 1.min(parts.len());
            parts.insert(behind, shown.text);
            typed = shown.caret_from_end.map(|columns| (behind, columns));
        }
        if let Some(open) = self.open.as_ref().filter(|_| screen.is_of_project()) {
            let project = &open.project;
            parts.insert(0, format!("{} {}", project.code, project.name));
            typed = typed.map(|(part, columns)| (part + 1, columns));
        }
        (parts, typed)
    }

    fn banner(&self) -> String {
        let text = AppText::of(self.me.language);
        if let Some(barred) = &self.world.store.read_only {
            return barred.why.clone();
        }
        match &self.open {
            Some(open) => match (open.as_of, &open.tried) {
                (Some(seq), _) => {
                    let mut entries = open.history.iter().flatten();
                    let entry = entries.find(|entry| entry.seq == seq);
                    let signed = entry.map(|entry| {
                        let person = self.world.name_of(&entry.actor.person);
                        let day = crate::domain::moment::day_of(entry.at);
                        format!("{day} {person}")
                    });
                    (text.history_view)(seq, &signed.unwrap_or_default())
                }
                (None, Some(_)) => {
                    let title = &open.policy.title;
                    (text.tried_policy)(self.me.language.pick(&title.zh, &title.en))
                }
                (None, None) => String::new(),
            },
            None => String::new(),
        }
    }

    /// How far the project has come: `目标 批复 > 监控 7/12 > 自评 91.10 > 应用 -`.
    fn progress(&self) -> Vec<(String, bool)> {
        let language = self.me.language;
        let text = AppText::of(language);
        let Some(open) = self
            .open
            .as_ref()
            .filter(|_| self.screen().is_some_and(Screen::is_of_project))
        else {
            return Vec::new();
        };
        let documents = &open.project.documents;
        let [_, goal, _, monitor, evaluate, results] = text.links;
        let stage = crate::domain::row::stage(&open.project);
        let goal_status = terms::status(documents.status(DocumentKind::Goal), language);
        let month = open
            .project
            .last_reading_month()
            .map_or_else(|| "-".to_owned(), |month| format!("{month}/12"));
        let score = open.total.map_or_else(
            || "-".to_owned(),
            |total| crate::domain::number::round2(total).to_string(),
        );
        // The result is the grade; what follows from it stands on the project.
        let result = open.scored.grade.filter(|_| stage == Stage::Result);
        let result = result.map_or("-", |grade| policy::grade(grade, language));
        vec![
            (
                format!("{goal} {goal_status}"),
                matches!(stage, Stage::Goal | Stage::Review | Stage::Approved),
            ),
            (format!("{monitor} {month}"), stage == Stage::Monitoring),
            (format!("{evaluate} {score}"), stage == Stage::Evaluation),
            (format!("{results} {result}"), stage == Stage::Result),
        ]
    }

    /// The keys of the footer, the most useful first, help last.
    fn hints(&self) -> Vec<(String, &'static str, bool)> {
        let language = self.me.language;
        let mut places = self.places();
        let filtering = self.screen().and_then(Screen::filter);
        if !places.iter().any(|place| place.is_box()) && filtering.is_some_and(Filter::is_open) {
            places = vec![Place::Filter];
        }
        let editing = places
            .first()
            .is_some_and(|place| place.takes_text() || place.is_box());
        let mut rows: Vec<&keys::Binding> = places
            .iter()
            .filter(|place| !editing || **place != Place::Everywhere)
            .flat_map(|place| keys::bindings(*place))
            .filter(|row| row.footer > 0)
            .filter(|row| {
                row.action != super::action::Action::Back || self.nav.len() > 1 || editing
            })
            .collect();
        rows.sort_by_key(|row| row.footer);
        let hint = |row: &keys::Binding| {
            let off = (!editing).then(|| self.off(row.action)).flatten();
            if off.as_ref().is_some_and(super::Off::is_of_the_screen) {
                return None;
            }
            let key = row.keys.first().map(|key| keys::label(*key));
            let word = row.words.short(language);
            Some((key.unwrap_or_default(), word, off.is_none()))
        };
        rows.into_iter().filter_map(hint).collect()
    }

    // ---- the open field ------------------------------------------------------------------------

    fn view_editing(&self, editing: &Editing, work: Rect, buffer: &mut Buffer) -> Option<Position> {
        let language = self.me.language;
        let look = &self.me.look;
        let problem = editing.refusal.as_ref().map(|why| match why {
            // The place is the field that is open.
            Refusal::BadValue { why, .. } => refusal::bad_value(why, language),
            why => refusal::sentence(why, language, &|id| self.world.name_of(id)),
        });
        match &editing.editor {
            Editor::Line(line) => {
                let place = self
                    .screen()
                    .and_then(|screen| screen.place_of(&editing.at, &self.cx(), work));
                let field = field_rect(place, text::width(line.text()), work);
                draw::clear(buffer, field, look);
                let caret = line.view(field, buffer, look, "");
                self.view_under_field(editing, problem.as_deref(), field, work, buffer);
                caret
            }
            Editor::Text(area) => {
                let height = (work.height * 3 / 4).clamp(5.min(work.height), work.height);
                let screen = Rect {
                    y: work.y,
                    height,
                    ..work
                };
                let title = self.place_name(&editing.at);
                let inside = dialog::boxed(screen, buffer, look, &title);
                let notes = self.text_notes(editing, problem.as_deref());
                let note_rows = draw::cells(notes.len()).min(inside.height / 2);
                let field = Rect {
                    height: inside.height - note_rows,
                    ..inside
                };
                let marked = self.marks_of(editing);
                let dressing = Dressing {
                    hint: "",
                    marked: &marked,
                    length: None,
                };
                let caret = area.view(field, buffer, look, &dressing);
                for (index, (note, style)) in notes.iter().take(usize::from(note_rows)).enumerate()
                {
                    let row = draw::row(draw::below(inside, field.height), draw::cells(index));
                    draw::put(
                        buffer,
                        row,
                        row.x,
                        row.y,
                        &text::fit(note, usize::from(row.width)),
                        *style,
                    );
                }
                caret
            }
        }
    }

    /// What is said under an open line: why it was refused, or how it will be read.
    fn view_under_field(
        &self,
        editing: &Editing,
        problem: Option<&str>,
        field: Rect,
        work: Rect,
        buffer: &mut Buffer,
    ) {
        let look = &self.me.look;
        let reading = super::live::reading(editing, &self.cx());
        let (note, style) = match (problem, &reading) {
            (Some(problem), _) => (problem, look.theme.error),
            (None, Some(reading)) => (reading.as_str(), look.theme.info),
            (None, None) => return,
        };
        let below = field.bottom() < work.bottom();
        let y = if below {
            field.bottom()
        } else {
            field.y.saturating_sub(1).max(work.y)
        };
        let wide = draw::columns(note).saturating_add(2).min(work.width);
        let x = field.x.min(work.right().saturating_sub(wide));
        // Nothing of the row beneath stands behind the note.
        let row = Rect {
            x,
            y,
            width: work.right().saturating_sub(x),
            height: 1,
        };
        draw::clear(buffer, row, look);
        let words = text::fit(note, usize::from(wide).saturating_sub(2));
        draw::put(buffer, row, row.x + 1, row.y, &words, style);
    }

    /// Findings of a text while it is typed, the refusal first.
    fn text_notes(
        &self,
        editing: &Editing,
        problem: Option<&str>,
    ) -> Vec<(String, ratatui::style::Style)> {
        let theme = &self.me.look.theme;
        let mut notes: Vec<_> = problem
            .map(|problem| (problem.to_owned(), theme.error))
            .into_iter()
            .collect();
        notes.extend(
            super::live::notes(editing, &self.cx())
                .into_iter()
                .map(|note| (note, theme.warning)),
        );
        notes
    }

    fn marks_of(&self, editing: &Editing) -> Vec<(std::ops::Range<usize>, ratatui::style::Style)> {
        let style = self.me.look.theme.warning;
        super::live::marks(editing, &self.cx())
            .into_iter()
            .map(|range| (range, style))
            .collect()
    }

    // ---- boxes ---------------------------------------------------------------------------------

    fn view_overlay(&self, overlay: &Overlay, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let language = self.me.language;
        let look = &self.me.look;
        match overlay {
            Overlay::Menu(menu) => self.view_menu(menu, area, buffer),
            Overlay::Question(question) => Self::view_question(question, area, buffer, look),
            Overlay::Prompt(prompt) => dialog::Prompt {
                title: &prompt.title,
                text: "",
                placeholder: &prompt.hint,
                problem: prompt.refusal.as_deref().unwrap_or(""),
                hint: language.pick("Enter 确定   Esc 取消", "Enter: go on   Esc: cancel"),
            }
            .view(area, buffer, look, &prompt.line),
            Overlay::Why(why) => {
                let reasons = self.reasons(why);
                let (screen, lines) = self.why_area(&reasons, area);
                let inside = dialog::boxed(screen, buffer, look, &why.title);
                let beyond = lines.saturating_sub(usize::from(inside.height));
                let top = why.top.min(beyond);
                tree::view(inside, buffer, look, &reasons, top);
                let more = AppText::of(language).more;
                dialog::beyond(screen, buffer, look, (top, beyond - top), more);
                None
            }
            Overlay::Help(help) => {
                let text = self.help_text();
                self.reading(AppText::of(language).help, &text)
                    .view(area, buffer, look, help.top);
                None
            }
            Overlay::Reading(reading) => {
                let text = reading.lines.join("\n");
                let text = look.words(&text);
                self.reading(&reading.title, &text)
                    .view(area, buffer, look, reading.top);
                None
            }
        }
    }

    /// Lines that the box in front shows at once, and how many more it has.
    pub(super) fn room_of(&self, overlay: &Overlay) -> (usize, usize) {
        let area = Rect::new(0, 0, self.size.0, self.size.1);
        let look = &self.me.look;
        match overlay {
            Overlay::Menu(menu) => (self.menu(menu, "", area).page(area), 0),
            Overlay::Why(why) => {
                let (screen, lines) = self.why_area(&self.reasons(why), area);
                let page = usize::from(screen.height.saturating_sub(2)).max(1);
                (page, lines.saturating_sub(page))
            }
            Overlay::Help(_) => {
                let text = self.help_text();
                let message = self.reading("", &text);
                (message.page(area), message.beyond(area))
            }
            Overlay::Reading(reading) => {
                let text = reading.lines.join("\n");
                let text = look.words(&text);
                let message = self.reading(&reading.title, &text);
                (message.page(area), message.beyond(area))
            }
            Overlay::Question(_) | Overlay::Prompt(_) => (1, 0),
        }
    }

    fn reading<'a>(&self, title: &'a str, text: &'a str) -> dialog::Message<'a> {
        let language = self.me.language;
        dialog::Message {
            title,
            text,
            hint: language.pick("上下翻看   Esc 关闭", "Up and down to read   Esc closes"),
            more: AppText::of(language).more,
        }
    }

    fn reasons<'a>(&self, why: &'a WhyBox) -> Vec<Reason<'a>> {
        let reason = |line: &'a crate::lang::Line| Reason {
            depth: line.depth,
            text: line.text.as_str().into(),
            note: line.note.as_str().into(),
            style: if line.depth == 0 {
                self.me.look.theme.number
            } else {
                ratatui::style::Style::new()
            },
        };
        why.lines.iter().map(reason).collect()
    }

    /// Where an explanation stands, and how many lines it has.
    fn why_area(&self, reasons: &[Reason<'_>], area: Rect) -> (Rect, usize) {
        let wide = area.width.saturating_sub(8).min(100);
        let borders = &self.me.look.borders;
        let lines = tree::lines(reasons, wide.saturating_sub(6), borders).len();
        let height = draw::cells(lines).saturating_add(2);
        (dialog::popup(area, wide, height), lines)
    }

    /// A menu as it is drawn: as wide as its longest line, with room for the longest reason why a
    /// line is off where it does not fit beside it.
    fn menu<'a>(&self, menu: &'a Menu, reason: &'a str, area: Rect) -> dialog::Menu<'a> {
        const MOST_REASON: u16 = 3;
        let language = self.me.language;
        let wanted = |item: &super::overlay::Item| {
            let note = item.off.as_ref().unwrap_or(&item.detail);
            text::width(&item.label) + text::width(note) + 4
        };
        let wanted = menu.items.iter().map(wanted).max().unwrap_or(0);
        let room = usize::from(area.width.saturating_sub(10)).clamp(1, 120);
        let longest = menu.items.iter().filter_map(|item| item.off.as_ref());
        let reasons = longest
            .map(|reason| text::width(reason).div_ceil(room))
            .max()
            .filter(|_| wanted > room)
            .map_or(0, |rows| draw::cells(rows + 1).min(MOST_REASON));
        dialog::Menu {
            title: &menu.title,
            placeholder: AppText::of(language).filter,
            empty: language.pick("没有符合的; 退格修改", "Nothing fits; backspace to change"),
            all: menu.items.len(),
            wanted,
            reason,
            reasons,
            more: AppText::of(language).more,
        }
    }

    fn view_menu(&self, menu: &Menu, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let look = &self.me.look;
        let reason = menu.current().and_then(|item| item.off.as_deref());
        let drawn = self.menu(menu, reason.unwrap_or_default(), area);
        drawn.view(area, buffer, look, &menu.state, menu.shown.len(), |index| {
            let Some(item) = menu.shown.get(index).and_then(|at| menu.items.get(*at)) else {
                return Item::new("");
            };
            match &item.off {
                None => Item::new(item.label.as_str()).noted(item.detail.as_str()),
                Some(reason) => Item::new(item.label.as_str())
                    .noted(reason.as_str())
                    .styled(look.theme.key_off),
            }
        })
    }

    fn view_question(
        question: &Question,
        area: Rect,
        buffer: &mut Buffer,
        look: &crate::theme::Look,
    ) -> Option<Position> {
        let text = question.lines.join("\n");
        let buttons = question.drawn();
        dialog::Question {
            title: &question.title,
            text: &text,
            buttons: &buttons,
        }
        .view(area, buffer, look, question.state)
    }

    /// All keys of this place, each with its word, and where it is off the reason.
    fn help_text(&self) -> String {
        let language = self.me.language;
        let off_word = AppText::of(language).off;
        let mut lines = Vec::new();
        let mut place = None;
        for (of, row, off) in palette::help(self) {
            if place != Some(of) {
                if place.is_some() {
                    lines.push(String::new());
                }
                lines.push(keys::place_name(of, language).to_owned());
                place = Some(of);
            }
            let keys: Vec<String> = row.keys.iter().map(|key| keys::label(*key)).collect();
            let keys = text::pad_right(&keys.join(" "), 18);
            let reason = off
                .map(|off| format!("  ({off_word}: {off})"))
                .unwrap_or_default();
            lines.push(format!("  {keys}{}{reason}", row.words.long(language)));
        }
        lines.join("\n")
    }
}

/// Where a line is edited: where it stands, widened so that what is typed has room. A screen that
/// tells the cell keeps its width, so that what stands beside it is seen while one types.
fn field_rect(place: Option<Rect>, typed: usize, work: Rect) -> Rect {
    let least = if place.is_some() { 1 } else { 20 };
    let place = place.unwrap_or(Rect {
        y: work.bottom().saturating_sub(2).max(work.y),
        height: 1,
        ..work
    });
    let wanted = draw::cells(typed)
        .saturating_add(2)
        .max(place.width)
        .max(least)
        .min(work.width);
    let x = place.x.min(work.right().saturating_sub(wanted)).max(work.x);
    Rect {
        x,
        y: place.y,
        width: wanted,
        height: 1,
    }
}
