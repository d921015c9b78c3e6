//! What arrives from the person's terminal: keys, paste, mouse, and the field that is being edited.
//!
//! The order of precedence is one expression: box, open field, a screen's own text, the key table.
//! Pasted text is never taken for commands.

use super::action::Action;
use super::edit::{self, Editing, Kind, Then, Typed};
use super::key::{Input, Key, KeyCode};
use super::keys::{self, Place};
use super::overlay::{Answer, Item, Menu, Overlay, Pick, Question};
use super::{App, Effect, Off, Toast, ToastKind};
use crate::domain::command::{At, Command, Edit};
use crate::domain::role;
use crate::lang::{app as text, terms};
use crate::screens::Screen;
use crate::widgets::table::Step;

impl App {
    pub(super) fn input(&mut self, input: Input) -> Vec<Effect> {
        match input {
            Input::Key(key) => self.key(key),
            Input::Paste(pasted) => {
                self.paste(&crate::text::clean(&pasted, crate::text::Lines::Many));
                Vec::new()
            }
            Input::PasteCut(bytes) => {
                self.refuse(text::paste_cut(bytes, self.me.language));
                Vec::new()
            }
            Input::Resize(columns, rows) => {
                self.size = (columns, rows);
                self.refresh();
                Vec::new()
            }
            Input::Mouse(mouse) => self.mouse(mouse),
            Input::Focus(_) | Input::Reply(_) => Vec::new(),
            Input::HangUp | Input::Terminate => vec![Effect::Quit],
        }
    }

    pub(super) fn mouse(&mut self, mouse: super::key::Mouse) -> Vec<Effect> {
        use super::key::MouseKind;
        let action = match mouse.kind {
            MouseKind::ScrollUp => Action::Step(Step::Up),
            MouseKind::ScrollDown => Action::Step(Step::Down),
            MouseKind::Press => {
                if self.overlay.is_none() && self.editing.is_none() {
                    self.toast = None;
                    self.with_screen(|screen, cx| screen.click(mouse.row, cx));
                }
                return Vec::new();
            }
            MouseKind::Release | MouseKind::Move => return Vec::new(),
        };
        if self.overlay.is_none() && self.editing.is_none() {
            self.act(action)
        } else {
            Vec::new()
        }
    }

    fn paste(&mut self, pasted: &str) {
        if let Some(overlay) = &mut self.overlay {
            overlay.paste(pasted);
        } else if let Some(editing) = &mut self.editing {
            editing.paste(pasted);
        } else {
            // Outside a field pasted text is never taken for commands.
            let taken = self.with_screen(|screen, cx| screen.take_paste(pasted, cx));
            if taken != Some(true) {
                let note = self
                    .me
                    .language
                    .pick("粘贴只在编辑时有效", "Pasting works inside a field only");
                self.toast = Some(Toast {
                    kind: ToastKind::Note,
                    text: note.to_owned(),
                });
            }
        }
    }

    fn key(&mut self, key: Key) -> Vec<Effect> {
        let place = |app: &Self| app.editing.as_ref().map(|editing| editing.at.clone());
        let before = place(self);
        let effects = self.pressed(key);
        // A row may show its cells otherwise while one of them is open.
        if place(self) != before {
            self.refresh();
        }
        effects
    }

    fn pressed(&mut self, key: Key) -> Vec<Effect> {
        self.toast = None;
        // Whoever goes on is not called back to a row that arrives later.
        self.next_edit = None;
        let writes = matches!(key.code, KeyCode::Char('0'..='9' | '.')) && !key.ctrl && !key.alt;
        if std::mem::take(&mut self.refused_to_open) && writes {
            self.refused_to_open = true;
            let said = text::AppText::of(self.me.language).not_written;
            self.refuse(said.to_owned());
            return Vec::new();
        }
        if let Some(mut overlay) = self.overlay.take() {
            let (page, beyond) = self.room_of(&overlay);
            let done = overlay.input(key, page, beyond);
            return self.overlay_done(overlay, done, key);
        }
        if let Some(editing) = &mut self.editing {
            return match editing.input(key) {
                Typed::Taken => Vec::new(),
                Typed::Command => self.edit_key(key),
            };
        }
        if self.with_screen(|screen, cx| screen.take_key(key, cx)) == Some(true) {
            return Vec::new();
        }
        match keys::action(&self.places(), key) {
            Some(action) => self.act(action),
            // A letter was meant for something; what else comes (a function key, a word of an input
            // method) is let pass without a byte.
            None if !matches!(key.code, KeyCode::Char(c) if c.is_ascii_alphanumeric())
                || key.ctrl
                || key.alt =>
            {
                Vec::new()
            }
            None => {
                let unbound = text::AppText::of(self.me.language).unbound;
                self.refuse(unbound(&keys::label(key)));
                Vec::new()
            }
        }
    }

    /// The places whose keys hold now, the nearest first.
    pub fn places(&self) -> Vec<Place> {
        let mut places = Vec::with_capacity(2);
        if let Some(overlay) = &self.overlay {
            places.push(overlay.place());
        } else if let Some(editing) = &self.editing {
            places.push(match editing.editor {
                edit::Editor::Line(_) => Place::Field,
                edit::Editor::Text(_) => Place::Text,
            });
        } else {
            places.extend(self.screen().map(Screen::place));
        }
        places.push(Place::Everywhere);
        places
    }

    fn edit_key(&mut self, key: Key) -> Vec<Effect> {
        let place = self.places();
        match keys::action(&place, key) {
            Some(Action::Save) => self.save_field(Then::Close),
            Some(Action::Next) => self.save_field(Then::Next),
            Some(Action::Previous) => self.save_field(Then::Previous),
            Some(Action::Back) => {
                self.leave_field();
                Vec::new()
            }
            Some(action @ (Action::Quit | Action::Theme | Action::Language)) => self.act(action),
            _ => Vec::new(),
        }
    }

    /// What a place of the open project is called.
    pub(super) fn place_name(&self, at: &At) -> String {
        let language = self.me.language;
        let open = self.open.as_ref();
        open.map_or_else(
            || terms::at(at, language),
            |open| open.place_name(at, language),
        )
    }

    fn leave_field(&mut self) {
        let language = self.me.language;
        let Some(editing) = &self.editing else { return };
        if editing.is_dirty() {
            self.overlay = Some(Overlay::Question(Question::new(
                text::discard_title(language),
                vec![self.place_name(&editing.at), editing.text()],
                text::go_on_editing(language),
                vec![(text::discard(language).to_owned(), Answer::Discard)],
            )));
        } else {
            self.editing = None;
        }
    }

    pub(super) fn save_field(&mut self, then: Then) -> Vec<Effect> {
        let Some(open) = &self.open else {
            return Vec::new();
        };
        let Some(editing) = &mut self.editing else {
            return Vec::new();
        };
        if !editing.is_dirty() && editing.theirs.is_none() {
            let at = editing.at.clone();
            self.editing = None;
            self.edit_beside(&at, then);
            return Vec::new();
        }
        // What somebody else wrote at this very place since is shown before it is overwritten.
        let now = edit::value(&open.project, &editing.at);
        if now != editing.original && editing.theirs.as_ref() != Some(&now) {
            editing.theirs = Some(now);
            self.ask_conflict();
            return Vec::new();
        }
        editing.then = then;
        let edits = vec![editing.edit()];
        let rules = open.policy.edit_rules();
        if let Err(refusal) = crate::domain::command::edit(&open.project, &edits, &rules) {
            editing.refusal = Some(refusal);
            return Vec::new();
        }
        let command = Command::Edit {
            project: open.id(),
            edits,
        };
        let revision = open.revision();
        vec![self.save(command, Some(revision))]
    }

    fn ask_conflict(&mut self) {
        let language = self.me.language;
        let Some(editing) = &self.editing else { return };
        let Some(theirs) = &editing.theirs else {
            return;
        };
        let lines = text::conflict_lines(
            &self.place_name(&editing.at),
            &editing.original,
            theirs,
            &editing.text(),
            language,
        );
        self.overlay = Some(Overlay::Question(Question::new(
            language.pick("这里刚被别人改过", "Somebody has changed this meanwhile"),
            lines,
            language.pick("继续编辑", "Go on editing"),
            vec![
                (
                    language.pick("用对方的", "Take theirs").to_owned(),
                    Answer::TakeTheirs,
                ),
                (
                    language.pick("存我的", "Save mine").to_owned(),
                    Answer::KeepMine,
                ),
            ],
        )));
    }

    /// Opens the editor of the place that follows one that was left, or of the one before it.
    pub(super) fn edit_beside(&mut self, at: &At, then: Then) {
        let beside = match then {
            Then::Close => None,
            _ => self.with_screen(|screen, cx| screen.next_place(at, then == Then::Next, cx)),
        };
        if let Some(at) = beside.flatten() {
            self.edit(at);
        }
    }

    /// Opens the picker or the editor of a place, or says why it can't be edited. However one comes
    /// to a place, what opens is the same.
    pub fn edit(&mut self, at: At) {
        if !self.may_edit(&at) {
            return;
        }
        match crate::screens::menu(&at, &self.cx()) {
            Some(menu) => self.overlay = Some(Overlay::Menu(menu)),
            None => self.begin_editing(at),
        }
    }

    /// Opens the editor of a place whose words were offered, or says why it can't be edited.
    pub(super) fn edit_freely(&mut self, at: At) {
        if self.may_edit(&at) {
            self.begin_editing(at);
        }
    }

    fn may_edit(&mut self, at: &At) -> bool {
        let Some(open) = &self.open else { return false };
        let language = self.me.language;
        let probe = Edit::Set {
            at: at.clone(),
            value: edit::value(&open.project, at),
        };
        let may = if open.as_of.is_some() {
            Err(super::off::sentence(&Off::AsOf, language, &|id| {
                self.world.name_of(id)
            }))
        } else {
            role::may_edit(&self.me.actor(), &probe, &open.project, open.policy.chain())
                .map_err(|refusal| self.sentence(&refusal))
        };
        let refusal = may.err();
        let allowed = refusal.is_none();
        if let Some(reason) = refusal {
            self.refuse(reason);
        }
        allowed
    }

    fn begin_editing(&mut self, at: At) {
        let Some(open) = &self.open else { return };
        let language = self.me.language;
        if edit::kind(&at) == Kind::Choice {
            let now = edit::value(&open.project, &at);
            let choices = edit::choices(&at, language);
            let current = choices
                .iter()
                .position(|(name, _)| *name == now)
                .unwrap_or(0);
            let items = choices
                .into_iter()
                .map(|(name, word)| Item {
                    label: word,
                    detail: terms::meaning(&name, language).to_owned(),
                    off: None,
                    pick: Pick::Word(at.clone(), name),
                })
                .collect();
            self.overlay = Some(Overlay::Menu(
                Menu::new(self.place_name(&at), items).at(current),
            ));
        } else {
            self.editing = Some(Editing::begin(at, &open.project, open.revision()));
        }
    }
}
