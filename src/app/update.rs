//! What the program does with what happened: keys to actions, actions to requests, requests to
//! effects. The order of precedence is one expression: box, open field, a screen's own text, the
//! key table.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use super::action::Action;
use super::edit::{Editing, Kind, Then, Typed};
use super::key::{Input, Key};
use super::keys::{self, Place};
use super::open::Open;
use super::overlay::{
    Answer, Ask, Done, HelpBox, Item, Menu, Overlay, Pick, Prompt, Question, ReadingBox,
};
use super::{
    App, CommandNames, Cx, Direction, Effect, Msg, Off, Request, Start, StoreState, Toast,
    ToastKind, World, edit,
};
use crate::domain::command::{At, Command, CommandId, Edit, Envelope};
use crate::domain::journal::{Entry, Outcome};
use crate::domain::policy::{Policies, Policy};
use crate::domain::project::{Project, ProjectId};
use crate::domain::refusal::Refusal;
use crate::domain::role;
use crate::domain::status::{Act, DocumentKind};
use crate::lang::{self, app as text, terms};
use crate::screens::{Screen, projects::Projects};

impl App {
    /// The program at its start: the list.
    pub fn new(start: Start) -> Self {
        let today = start.store.clock.unwrap_or(start.store.today);
        let world = World {
            policy: policy_named(&start.policies, &start.store.policy, &start.policy),
            store: start.store,
            policies: start.policies,
            library: start.library,
            today,
        };
        let mut app = Self {
            world,
            me: start.me,
            size: start.size,
            nav: vec![Screen::Projects(Projects::default())],
            open: None,
            marks: BTreeSet::new(),
            editing: None,
            overlay: None,
            toast: None,
            last: None,
            inbox: crate::screens::inbox::Count::default(),
            waiting: None,
            next_edit: None,
            commands: CommandNames {
                prefix: start.session,
                given: 0,
            },
        };
        app.refresh();
        app
    }

    /// What screens see.
    pub fn cx(&self) -> Cx<'_> {
        Cx {
            world: &self.world,
            me: &self.me,
            open: self.open.as_ref(),
            marks: &self.marks,
            size: self.size,
            editing: self.editing.as_ref(),
        }
    }

    /// The screen in front.
    pub fn screen(&self) -> Option<&Screen> {
        self.nav.last()
    }

    /// Runs `body` with the screen in front and what it may see.
    fn with_screen<T>(&mut self, body: impl FnOnce(&mut Screen, &Cx<'_>) -> T) -> Option<T> {
        let mut screen = self.nav.pop()?;
        let answer = body(&mut screen, &self.cx());
        self.nav.push(screen);
        Some(answer)
    }

    fn refresh(&mut self) {
        let mut inbox = std::mem::take(&mut self.inbox);
        inbox.renew(&self.cx());
        self.inbox = inbox;
        let mut nav = std::mem::take(&mut self.nav);
        for screen in &mut nav {
            screen.refresh(&self.cx());
        }
        self.nav = nav;
    }

    /// Takes what happened and says what to do about it.
    pub fn update(&mut self, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::Input(input) => self.input(input),
            Msg::Store(state) => self.store_changed(*state),
            Msg::Project(id, project) => self.project_came(id, project),
            Msg::Saved(envelope, outcome) => self.saved(&envelope, outcome),
            Msg::History(id, entries) => {
                if let Some(open) = self.open.as_mut().filter(|open| open.id() == id) {
                    open.history = Some(entries);
                }
                self.refresh();
                Vec::new()
            }
            Msg::AsOf(id, seq, project) => {
                if let (Some(open), Some(project)) =
                    (self.open.as_mut().filter(|open| open.id() == id), project)
                {
                    open.show_as_of(seq, project, &self.world);
                    self.go(Screen::Project(
                        crate::screens::project::ProjectScreen::default(),
                    ));
                }
                Vec::new()
            }
            Msg::Preview(id, direction, preview) => {
                self.preview_came(id, direction, preview);
                Vec::new()
            }
            Msg::Exported(Ok((path, count))) => {
                self.done(text::exported(
                    &path.display().to_string(),
                    count,
                    self.me.language,
                ));
                Vec::new()
            }
            Msg::Exported(Err(what)) | Msg::ImportRead(Err(what)) => {
                self.message(self.me.language.pick("没有完成", "Not done"), &what);
                Vec::new()
            }
            Msg::ImportRead(Ok(plan)) => {
                self.ask_import(plan);
                Vec::new()
            }
        }
    }

    fn ask_import(&mut self, plan: super::ImportPlan) {
        let language = self.me.language;
        let rows = &self.world.store.rows;
        let known = plan
            .projects
            .iter()
            .filter(|project| rows.find(project.year, &project.code).is_some())
            .count();
        let count = plan.projects.len();
        let path = plan.path.display().to_string();
        let command = Command::Import {
            projects: plan.projects,
            digest: plan.digest,
        };
        self.overlay = Some(Overlay::Question(Question::new(
            text::import_title(count, language),
            text::import_lines(&path, count - known, known, language),
            language.pick("取消", "Cancel"),
            vec![(
                language.pick("导入", "Import").to_owned(),
                Answer::Command(Box::new(command)),
            )],
        )));
    }

    fn message(&mut self, title: &str, what: &str) {
        self.overlay = Some(Overlay::Reading(ReadingBox {
            title: title.to_owned(),
            lines: what.lines().map(str::to_owned).collect(),
            top: 0,
        }));
    }

    fn done(&mut self, text: String) {
        self.toast = Some(Toast {
            kind: ToastKind::Done,
            text,
        });
    }

    fn refuse(&mut self, text: impl Into<String>) {
        self.toast = Some(Toast {
            kind: ToastKind::Refused,
            text: text.into(),
        });
    }

    fn sentence(&self, refusal: &Refusal) -> String {
        lang::refusal::sentence(refusal, self.me.language, &|id| self.world.name_of(id))
    }

    // ---- what the store says -------------------------------------------------------------------

    fn store_changed(&mut self, state: StoreState) -> Vec<Effect> {
        self.world.policy = policy_named(&self.world.policies, &state.policy, &self.world.policy);
        self.world.store = state;
        self.world.today = self.world.store.clock.unwrap_or(self.world.store.today);
        let stale = self.open.as_ref().and_then(|open| {
            let row = self.world.store.rows.position(open.id());
            let revision = row
                .and_then(|at| self.world.store.rows.get(at))
                .map(|row| row.revision());
            (revision != Some(open.revision())).then(|| open.id())
        });
        self.refresh();
        stale.map(|id| vec![Effect::Load(id)]).unwrap_or_default()
    }

    fn project_came(&mut self, id: ProjectId, project: Option<Arc<Project>>) -> Vec<Effect> {
        let Some(project) = project else {
            if self.open.as_ref().is_some_and(|open| open.id() == id) {
                self.open = None;
                self.editing = None;
                self.nav.retain(|screen| !screen.is_of_project());
                self.waiting = None;
            }
            self.refuse(self.sentence(&Refusal::NoSuchProject));
            self.refresh();
            return Vec::new();
        };
        let history = self
            .open
            .as_ref()
            .is_some_and(|open| open.id() == id && open.history.is_some());
        if let Some(open) = self.open.as_mut().filter(|open| open.id() == id) {
            open.renew(project, &self.world);
        } else {
            // Screens of another project would show this one now.
            self.nav.retain(|screen| !screen.is_of_project());
            self.open = Some(Open::new(project, &self.world));
        }
        let arrived = self.waiting.take_if(|(waiting, _)| *waiting == id);
        let mut effects = Vec::new();
        if let Some((_, screen)) = arrived {
            self.go(screen);
            let requests = self.with_screen(Screen::arrived).unwrap_or_default();
            effects = self.carry_out(requests);
        }
        self.refresh();
        self.edit_what_was_made();
        if history {
            effects.push(Effect::LoadHistory(id));
        }
        effects
    }

    /// Opens the editor on a new row as soon as the open project has it.
    fn edit_what_was_made(&mut self) {
        let Some(open) = &self.open else { return };
        let project = &open.project;
        let made = self.next_edit.take_if(|(_, at)| at.is_in(project));
        if let Some((_, at)) = made.filter(|_| self.editing.is_none() && self.overlay.is_none()) {
            self.edit(at);
        }
    }

    fn saved(&mut self, envelope: &Envelope, outcome: Outcome) -> Vec<Effect> {
        let language = self.me.language;
        match outcome {
            Outcome::Saved(receipt) => {
                let mut effects = Vec::new();
                let mut next = None;
                if self
                    .editing
                    .as_ref()
                    .is_some_and(|editing| editing.gave(envelope))
                {
                    next = self.editing.take();
                }
                if let Command::Create(_) = envelope.command
                    && let Some((id, _)) = receipt.projects.first()
                {
                    self.waiting = Some((
                        *id,
                        Screen::Project(crate::screens::project::ProjectScreen::default()),
                    ));
                    effects.push(Effect::Load(*id));
                } else if let Some(open) = &self.open
                    && receipt.projects.iter().any(|(id, _)| *id == open.id())
                {
                    effects.push(Effect::Load(open.id()));
                }
                self.done(text::saved(&envelope.command, &receipt, language));
                if let Some(editing) = next.filter(|editing| editing.then == Then::Next) {
                    let at = self.with_screen(|screen, cx| screen.next_place(&editing.at, cx));
                    if let Some(at) = at.flatten() {
                        self.edit(at);
                    }
                }
                effects
            }
            Outcome::NotSaved(refusal) => {
                self.forget_next_edit(envelope);
                let sentence = self.sentence(&refusal);
                let conflict = matches!(refusal, Refusal::Conflict { .. });
                if let Some(editing) = self
                    .editing
                    .as_mut()
                    .filter(|editing| editing.gave(envelope))
                {
                    editing.refusal = Some(refusal);
                } else {
                    self.refuse(sentence);
                }
                // The open project is not what the store has; load it so that both can be compared.
                match (&self.open, conflict) {
                    (Some(open), true) => vec![Effect::Load(open.id())],
                    _ => Vec::new(),
                }
            }
            Outcome::Failed { unknown, what } => {
                self.forget_next_edit(envelope);
                let title = if unknown {
                    language.pick("尚未确认是否已保存", "Not confirmed whether it was saved")
                } else {
                    language.pick("没有保存", "Not saved")
                };
                self.message(title, &lang::fault::sentence(&what, language));
                Vec::new()
            }
        }
    }

    fn forget_next_edit(&mut self, envelope: &Envelope) {
        self.next_edit.take_if(|(id, _)| *id == envelope.id);
    }

    fn preview_came(
        &mut self,
        id: ProjectId,
        direction: Direction,
        preview: Result<Entry, Refusal>,
    ) {
        let language = self.me.language;
        match preview {
            Err(refusal) => self.refuse(self.sentence(&refusal)),
            Ok(entry) => {
                let lines = text::preview_lines(&entry, language, &|id| self.world.name_of(id));
                let (title, button) = match direction {
                    Direction::Undo => language.pick(
                        ("撤回这次修改?", "撤回"),
                        ("Take this change back?", "Undo"),
                    ),
                    Direction::Redo => {
                        language.pick(("恢复这次修改?", "恢复"), ("Do this change again?", "Redo"))
                    }
                };
                self.overlay = Some(Overlay::Question(Question::new(
                    title,
                    lines,
                    language.pick("取消", "Cancel"),
                    vec![(button.to_owned(), Answer::Undo(id, direction))],
                )));
            }
        }
    }

    // ---- what arrives from the person ----------------------------------------------------------

    fn input(&mut self, input: Input) -> Vec<Effect> {
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

    fn mouse(&mut self, mouse: super::key::Mouse) -> Vec<Effect> {
        use super::key::MouseKind;
        let action = match mouse.kind {
            MouseKind::ScrollUp => Action::Up,
            MouseKind::ScrollDown => Action::Down,
            _ => return Vec::new(),
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
        self.toast = None;
        // Whoever goes on is not called back to a row that arrives later.
        self.next_edit = None;
        let page = usize::from(self.size.1.saturating_sub(8)).max(1);
        if let Some(mut overlay) = self.overlay.take() {
            let done = overlay.input(key, page);
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
            None => Vec::new(),
        }
    }

    /// The places whose keys hold now, the nearest first.
    pub fn places(&self) -> Vec<Place> {
        let mut places = Vec::with_capacity(2);
        if self.overlay.is_some() {
            places.push(Place::Overlay);
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

    fn overlay_done(&mut self, overlay: Overlay, done: Done, key: Key) -> Vec<Effect> {
        match done {
            Done::Stay => {
                self.overlay = Some(overlay);
                Vec::new()
            }
            Done::Close => Vec::new(),
            Done::Picked(pick) => self.picked(pick),
            Done::Off(reason) => {
                self.overlay = Some(overlay);
                self.refuse(reason);
                Vec::new()
            }
            Done::Answered(answer) => self.answered(answer),
            Done::Told(ask, answer) => self.told(overlay, ask, &answer),
            Done::Command => {
                self.overlay = Some(overlay);
                match keys::action(&[Place::Everywhere], key) {
                    Some(action) => self.act(action),
                    None => Vec::new(),
                }
            }
        }
    }

    fn edit_key(&mut self, key: Key) -> Vec<Effect> {
        let place = self.places();
        match keys::action(&place, key) {
            Some(Action::Save) => self.save_field(Then::Close),
            Some(Action::Next | Action::Previous) => self.save_field(Then::Next),
            Some(Action::Back) => {
                self.leave_field();
                Vec::new()
            }
            Some(action @ (Action::Quit | Action::Theme | Action::Language)) => self.act(action),
            _ => Vec::new(),
        }
    }

    fn leave_field(&mut self) {
        let language = self.me.language;
        let Some(editing) = &self.editing else { return };
        if editing.is_dirty() {
            self.overlay = Some(Overlay::Question(Question::new(
                language.pick("放弃写的内容?", "Throw away what was typed?"),
                vec![terms::at(&editing.at, language), editing.text()],
                language.pick("继续编辑", "Go on editing"),
                vec![(
                    language.pick("放弃", "Throw away").to_owned(),
                    Answer::Discard,
                )],
            )));
        } else {
            self.editing = None;
        }
    }

    fn save_field(&mut self, then: Then) -> Vec<Effect> {
        let Some(open) = &self.open else {
            return Vec::new();
        };
        let Some(editing) = &mut self.editing else {
            return Vec::new();
        };
        if !editing.is_dirty() && editing.theirs.is_none() {
            let at = editing.at.clone();
            self.editing = None;
            if then == Then::Next {
                let next = self
                    .with_screen(|screen, cx| screen.next_place(&at, cx))
                    .flatten();
                if let Some(at) = next {
                    self.edit(at);
                }
            }
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
            &terms::at(&editing.at, language),
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

    // ---- actions -------------------------------------------------------------------------------

    /// Why an action is off here and now, if it is.
    pub fn off(&self, action: Action) -> Option<Off> {
        let cx = self.cx();
        match action {
            Action::Link(2 | 5) => return Some(Off::NoScreenYet),
            Action::Clock if self.world.store.clock.is_none() => return Some(Off::NoClock),
            Action::Undo | Action::Redo => match &self.open {
                None => return Some(Off::NoProject),
                Some(open) if open.as_of.is_some() => return Some(Off::AsOf),
                Some(_) => {}
            },
            _ => {}
        }
        if let Some(Some(_)) = self.open.as_ref().map(|open| open.as_of.as_ref())
            && self.screen().is_some_and(Screen::is_of_project)
            && writes(action)
        {
            return Some(Off::AsOf);
        }
        if self.world.store.read_only.is_some() && writes(action) {
            return Some(Off::ReadOnly);
        }
        self.screen().and_then(|screen| screen.off(action, &cx))
    }

    /// Does an action, or says why not.
    pub fn act(&mut self, action: Action) -> Vec<Effect> {
        if let Some(off) = self.off(action) {
            self.refuse(super::off::sentence(&off, self.me.language, &|id| {
                self.world.name_of(id)
            }));
            return Vec::new();
        }
        if !matches!(
            action,
            Action::Repeat | Action::Up | Action::Down | Action::Left | Action::Right
        ) {
            self.last = Some(action);
        }
        match action {
            Action::Quit => self.quit(),
            Action::Redraw => vec![Effect::Redraw],
            Action::Help => {
                self.overlay = Some(Overlay::Help(HelpBox { top: 0 }));
                Vec::new()
            }
            Action::Palette => {
                self.overlay = Some(Overlay::Menu(super::palette::menu(self)));
                Vec::new()
            }
            Action::Theme => {
                self.me.next_theme();
                vec![Effect::Remember]
            }
            Action::Language => {
                self.me.language = self.me.language.other();
                self.refresh();
                vec![Effect::Remember]
            }
            Action::Mouse => {
                self.me.mouse = !self.me.mouse;
                vec![Effect::Mouse(self.me.mouse)]
            }
            Action::Person => {
                self.overlay = Some(Overlay::Menu(super::palette::persons(self)));
                Vec::new()
            }
            Action::Clock => {
                let language = self.me.language;
                self.overlay = Some(Overlay::Prompt(Prompt::new(
                    language.pick("样例的日期", "Date of the samples"),
                    "2026-07-20",
                    &self.world.today.to_string(),
                    Ask::Clock,
                )));
                Vec::new()
            }
            Action::Repeat => match self.last {
                Some(last) => self.act(last),
                None => Vec::new(),
            },
            Action::Link(link) => self.link(link),
            Action::Inbox => {
                if !matches!(self.screen(), Some(Screen::Inbox(_))) {
                    self.go(Screen::Inbox(crate::screens::inbox::Inbox::default()));
                }
                Vec::new()
            }
            Action::Undo | Action::Redo => {
                let direction = if action == Action::Undo {
                    Direction::Undo
                } else {
                    Direction::Redo
                };
                match &self.open {
                    Some(open) => vec![Effect::LoadPreview(open.id(), direction)],
                    None => Vec::new(),
                }
            }
            // The key that tried another policy on, or Esc, takes it off again.
            Action::Back | Action::Policy if self.is_trying() => {
                self.try_policy(None);
                Vec::new()
            }
            Action::Back if self.nav.len() > 1 => {
                self.back();
                Vec::new()
            }
            other => {
                let requests = self
                    .with_screen(|screen, cx| screen.act(other, cx))
                    .unwrap_or_default();
                self.carry_out(requests)
            }
        }
    }

    fn is_trying(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.tried.is_some())
    }

    /// Judges the open project by another policy, for this view only.
    fn try_policy(&mut self, name: Option<String>) {
        if let Some(open) = &mut self.open {
            open.try_policy(name, &self.world);
            self.refresh();
        }
    }

    /// A policy is tried on for the sheet alone; other screens show what counts.
    fn end_trial(&mut self) {
        if self.is_trying() && !matches!(self.screen(), Some(Screen::Evaluation(_))) {
            self.try_policy(None);
        }
    }

    fn quit(&mut self) -> Vec<Effect> {
        let language = self.me.language;
        match &self.editing {
            Some(editing) if editing.is_dirty() => {
                self.overlay = Some(Overlay::Question(Question::new(
                    language.pick(
                        "还有没保存的内容, 退出?",
                        "Something typed is not saved. Leave?",
                    ),
                    vec![terms::at(&editing.at, language), editing.text()],
                    language.pick("继续编辑", "Go on editing"),
                    vec![(
                        language
                            .pick("放弃并退出", "Throw away and leave")
                            .to_owned(),
                        Answer::Quit,
                    )],
                )));
                Vec::new()
            }
            _ => vec![Effect::Quit],
        }
    }

    /// Goes to a screen; going to the kind of screen one is in replaces it.
    pub fn go(&mut self, screen: Screen) {
        let same = self
            .nav
            .last()
            .is_some_and(|front| front.place() == screen.place() && screen.place() != Place::Form);
        if same {
            self.nav.pop();
        }
        self.nav.push(screen);
        self.end_trial();
        self.refresh();
    }

    fn back(&mut self) {
        if let (Some(open), Some(Screen::Project(_))) = (self.open.as_mut(), self.nav.last())
            && open.as_of.is_some()
        {
            open.show_now(&self.world);
        }
        self.nav.pop();
        if !self.nav.iter().any(Screen::is_of_project) {
            self.open = None;
        }
        self.end_trial();
        self.refresh();
    }

    fn link(&mut self, link: u8) -> Vec<Effect> {
        use crate::screens::{evaluation, goals, monitoring};
        let current = self.screen().is_some_and(Screen::is_of_project);
        if link == 0 {
            if let Some(open) = self.open.as_mut().filter(|open| open.as_of.is_some()) {
                open.show_now(&self.world);
            }
            self.nav.truncate(1);
            self.open = None;
            self.refresh();
            return Vec::new();
        }
        if current && self.open.is_some() {
            // The links of a project lie side by side: Esc leads from each to the project.
            while self.nav.len() > 1
                && self.screen().is_some_and(|screen| {
                    screen.is_of_project() && !matches!(screen, Screen::Project(_))
                })
            {
                self.nav.pop();
            }
            self.go(match link {
                1 => Screen::Goals(goals::Goals::default()),
                3 => Screen::Monitoring(monitoring::MonitoringScreen::default()),
                _ => Screen::Evaluation(evaluation::EvaluationScreen::default()),
            });
            return Vec::new();
        }
        let requests = self
            .with_screen(|screen, cx| screen.act(Action::Link(link), cx))
            .unwrap_or_default();
        self.carry_out(requests)
    }

    // ---- requests ------------------------------------------------------------------------------

    fn carry_out(&mut self, requests: Vec<Request>) -> Vec<Effect> {
        requests
            .into_iter()
            .flat_map(|request| self.carry(request))
            .collect()
    }

    fn carry(&mut self, request: Request) -> Vec<Effect> {
        match request {
            Request::Go(screen) => {
                let history = matches!(screen, Screen::History(_));
                self.go(screen);
                match &self.open {
                    Some(open) if history => vec![Effect::LoadHistory(open.id())],
                    _ => Vec::new(),
                }
            }
            Request::OpenProject(id, screen) => {
                self.waiting = Some((id, screen));
                vec![Effect::Load(id)]
            }
            Request::Back => {
                if self.nav.len() > 1 {
                    self.back();
                }
                Vec::new()
            }
            Request::Overlay(overlay) => {
                self.overlay = Some(*overlay);
                Vec::new()
            }
            Request::Edit(at) => {
                self.edit(at);
                Vec::new()
            }
            Request::Command(command) => {
                let based_on = command.project().and_then(|id| self.revision_of(id));
                vec![self.save(command, based_on)]
            }
            Request::CommandThenEdit(command, at) => {
                let effects = self.carry(Request::Command(command));
                self.next_edit = effects.iter().find_map(|effect| match effect {
                    Effect::Save(envelope) => Some((envelope.id.clone(), at.clone())),
                    _ => None,
                });
                effects
            }
            Request::Effect(effect) => vec![effect],
            Request::Toast(toast) => {
                self.toast = Some(toast);
                Vec::new()
            }
            Request::Documents(kind) => {
                if let Some(menu) = super::palette::documents(self, kind) {
                    self.overlay = Some(Overlay::Menu(menu));
                }
                Vec::new()
            }
            Request::Marks(marks) => {
                self.marks = marks;
                self.refresh();
                Vec::new()
            }
        }
    }

    fn revision_of(&self, id: ProjectId) -> Option<u64> {
        if let Some(open) = self.open.as_ref().filter(|open| open.id() == id) {
            return Some(open.revision());
        }
        let rows = &self.world.store.rows;
        rows.position(id)
            .and_then(|at| rows.get(at))
            .map(|row| row.revision())
    }

    /// Opens the editor of a place, or says why it can't be edited.
    pub fn edit(&mut self, at: At) {
        let Some(open) = &self.open else { return };
        let language = self.me.language;
        let probe = Edit::Set {
            at: at.clone(),
            value: edit::value(&open.project, &at),
        };
        let may = if open.as_of.is_some() {
            Err(super::off::sentence(&Off::AsOf, language, &|id| {
                self.world.name_of(id)
            }))
        } else {
            role::may_edit(&self.me.actor(), &probe, &open.project, open.policy.chain())
                .map_err(|refusal| self.sentence(&refusal))
        };
        if let Err(reason) = may {
            self.refuse(reason);
            return;
        }
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
                    detail: String::new(),
                    off: None,
                    pick: Pick::Word(at.clone(), name),
                })
                .collect();
            self.overlay = Some(Overlay::Menu(
                Menu::new(terms::at(&at, language), items).at(current),
            ));
        } else {
            self.editing = Some(Editing::begin(at, &open.project, open.revision()));
        }
    }

    /// Gives a command the name and actor of this session.
    fn save(&mut self, command: Command, based_on: Option<u64>) -> Effect {
        self.commands.given += 1;
        let id = CommandId(format!("{}-{}", self.commands.prefix, self.commands.given));
        let envelope = Envelope {
            id,
            actor: self.me.actor(),
            at: 0,
            based_on,
            command,
        };
        if let Some(editing) = &mut self.editing {
            editing.given = Some(envelope.id.clone());
        }
        Effect::Save(envelope)
    }

    // ---- boxes ---------------------------------------------------------------------------------

    fn picked(&mut self, pick: Pick) -> Vec<Effect> {
        match pick {
            Pick::Action(action) => self.act(action),
            Pick::Person(person, grant) => {
                let found = self
                    .world
                    .store
                    .persons
                    .iter()
                    .find(|other| other.id == person);
                if let Some(grant) = found.and_then(|found| found.grants.get(grant)) {
                    self.me.grant = grant.clone();
                    self.me.person = person;
                    // Another person may not see what was on screen.
                    let hidden = self.open.as_ref().is_some_and(|open| {
                        !self
                            .me
                            .actor()
                            .sees(&open.project.department, &open.project.unit)
                    });
                    if hidden {
                        self.nav.truncate(1);
                        self.open = None;
                    }
                    self.marks.clear();
                    self.refresh();
                    let name = self.world.name_of(&self.me.person);
                    let role = terms::role(self.me.grant.role, self.me.language);
                    self.done(format!("{name} · {role}"));
                }
                vec![Effect::Remember]
            }
            Pick::Step(kind, act) => self.begin_step(kind, act),
            Pick::BulkStep(kind, act) => self.begin_bulk(kind, act),
            Pick::Word(at, value) => {
                let Some(open) = &self.open else {
                    return Vec::new();
                };
                let (project, revision) = (open.id(), open.revision());
                let edits = vec![Edit::Set { at, value }];
                vec![self.save(Command::Edit { project, edits }, Some(revision))]
            }
            Pick::Free(at) => {
                self.edit(at);
                Vec::new()
            }
            Pick::Policy(name) => {
                self.try_policy(name);
                Vec::new()
            }
            Pick::Project(id) => {
                let screen = Screen::Project(crate::screens::project::ProjectScreen::default());
                self.carry(Request::OpenProject(id, screen))
            }
            other => {
                let requests = self
                    .with_screen(|screen, cx| screen.picked(&other, cx))
                    .unwrap_or_default();
                self.refresh();
                self.carry_out(requests)
            }
        }
    }

    fn begin_step(&mut self, kind: DocumentKind, act: Act) -> Vec<Effect> {
        let language = self.me.language;
        let Some(open) = &self.open else {
            return Vec::new();
        };
        let document = terms::document(kind, language);
        match act {
            Act::Return => {
                self.overlay = Some(Overlay::Prompt(Prompt::new(
                    format!("{} · {document}", terms::act(act, language)),
                    language.pick("退回原因 (必填)", "Reason of the return (required)"),
                    "",
                    Ask::StepComment(kind, act),
                )));
                Vec::new()
            }
            Act::Submit | Act::Pass | Act::Approve | Act::Reopen | Act::Adjust => {
                let project = open.id();
                let lines =
                    text::step_lines(&open.project, kind, act, open.policy.chain(), language);
                let command = Command::Move {
                    project,
                    document: kind,
                    act,
                    comment: String::new(),
                };
                self.overlay = Some(Overlay::Question(Question::new(
                    format!("{} · {document}", terms::act(act, language)),
                    lines,
                    language.pick("取消", "Cancel"),
                    vec![(
                        terms::act(act, language).to_owned(),
                        Answer::Command(Box::new(command)),
                    )],
                )));
                Vec::new()
            }
            Act::Withdraw => {
                let (project, revision) = (open.id(), open.revision());
                let command = Command::Move {
                    project,
                    document: kind,
                    act,
                    comment: String::new(),
                };
                vec![self.save(command, Some(revision))]
            }
        }
    }

    fn begin_bulk(&mut self, kind: DocumentKind, act: Act) -> Vec<Effect> {
        let language = self.me.language;
        if act == Act::Return {
            self.overlay = Some(Overlay::Prompt(Prompt::new(
                terms::act(act, language),
                language.pick("退回原因 (必填)", "Reason of the return (required)"),
                "",
                Ask::BulkComment(kind, act),
            )));
            return Vec::new();
        }
        self.ask_bulk(kind, act, "");
        Vec::new()
    }

    fn ask_bulk(&mut self, kind: DocumentKind, act: Act, comment: &str) {
        let language = self.me.language;
        let each: Vec<(ProjectId, Command)> = self
            .marks
            .iter()
            .map(|id| {
                let comment = comment.to_owned();
                (
                    *id,
                    Command::Move {
                        project: *id,
                        document: kind,
                        act,
                        comment,
                    },
                )
            })
            .collect();
        let lines = text::bulk_lines(each.len(), language);
        self.overlay = Some(Overlay::Question(Question::new(
            format!(
                "{} · {}",
                terms::act(act, language),
                terms::document(kind, language)
            ),
            lines,
            language.pick("取消", "Cancel"),
            vec![(
                terms::act(act, language).to_owned(),
                Answer::EachCommand(each),
            )],
        )));
    }

    fn answered(&mut self, answer: Answer) -> Vec<Effect> {
        match answer {
            Answer::Cancel => Vec::new(),
            Answer::Discard => {
                self.editing = None;
                Vec::new()
            }
            Answer::Quit => vec![Effect::Quit],
            Answer::Command(command) => self.carry(Request::Command(*command)),
            Answer::EachCommand(each) => each
                .into_iter()
                .flat_map(|(_, command)| self.carry(Request::Command(command)))
                .collect(),
            Answer::Undo(project, direction) => {
                let based_on = self.revision_of(project);
                let command = match direction {
                    Direction::Undo => Command::Undo { project },
                    Direction::Redo => Command::Redo { project },
                };
                vec![self.save(command, based_on)]
            }
            Answer::KeepMine => {
                let then = self
                    .editing
                    .as_ref()
                    .map_or(Then::Close, |editing| editing.then);
                self.save_field(then)
            }
            Answer::TakeTheirs => {
                self.editing = None;
                Vec::new()
            }
        }
    }

    fn told(&mut self, overlay: Overlay, ask: Ask, answer: &str) -> Vec<Effect> {
        let answer = answer.trim();
        let again = |app: &mut Self, why: String| {
            app.overlay = Some(match overlay.clone() {
                Overlay::Prompt(mut prompt) => {
                    prompt.refusal = Some(why);
                    Overlay::Prompt(prompt)
                }
                other => other,
            });
            Vec::new()
        };
        let language = self.me.language;
        let empty = || language.pick("不能为空", "must not be empty").to_owned();
        match ask {
            Ask::StepComment(..) | Ask::BulkComment(..) | Ask::ProjectName | Ask::ImportPath
                if answer.is_empty() =>
            {
                again(self, empty())
            }
            Ask::StepComment(document, act) => {
                let Some(open) = &self.open else {
                    return Vec::new();
                };
                let (project, revision) = (open.id(), open.revision());
                let comment = answer.to_owned();
                vec![self.save(
                    Command::Move {
                        project,
                        document,
                        act,
                        comment,
                    },
                    Some(revision),
                )]
            }
            Ask::BulkComment(kind, act) => {
                self.ask_bulk(kind, act, answer);
                Vec::new()
            }
            Ask::ExportPath(_) if answer.is_empty() => again(self, empty()),
            Ask::ExportPath(projects) => {
                vec![Effect::Export {
                    projects,
                    path: PathBuf::from(answer),
                }]
            }
            Ask::ImportPath => vec![Effect::ReadImport(PathBuf::from(answer))],
            Ask::ProjectName => self.create(answer),
            Ask::Clock => {
                if answer.parse::<chrono::NaiveDate>().is_err() {
                    return again(self, text::bad_date(language));
                }
                let date = answer.to_owned();
                vec![self.save(Command::SetClock { date }, None)]
            }
        }
    }

    fn create(&mut self, name: &str) -> Vec<Effect> {
        use chrono::Datelike;
        let (department, unit) = self.home();
        let project = Project {
            code: self.free_code(),
            name: name.to_owned(),
            year: Some(self.world.today.year()),
            department,
            unit,
            funds: ["财政拨款", "上年结转", "其他资金"]
                .iter()
                .zip(1..)
                .map(|(source, number)| crate::domain::project::Fund {
                    id: format!("f{number}"),
                    source: (*source).to_owned(),
                    ..Default::default()
                })
                .collect(),
            ..Project::default()
        };
        vec![self.save(Command::Create(Box::new(project)), None)]
    }

    /// Department and unit of a new project: those of the acting person's scope, as far as known.
    fn home(&self) -> (String, String) {
        use crate::domain::role::Scope;
        match &self.me.grant.scope {
            Scope::All => (String::new(), String::new()),
            Scope::Department(department) => (department.clone(), String::new()),
            Scope::Unit(unit) => {
                let rows = &self.world.store.rows;
                let department = (0..rows.len())
                    .filter_map(|at| rows.get(at))
                    .find(|row| row.unit() == unit)
                    .map(|row| row.department().to_owned());
                (department.unwrap_or_default(), unit.clone())
            }
        }
    }

    fn free_code(&self) -> String {
        let rows = &self.world.store.rows;
        let taken: BTreeSet<&str> = (0..rows.len())
            .filter_map(|at| rows.get(at))
            .map(|row| row.code())
            .collect();
        (1_u32..=u32::MAX)
            .map(|number| format!("N{number:04}"))
            .find(|code| !taken.contains(code.as_str()))
            .unwrap_or_default()
    }
}

/// The policy of a name, or the one that is there already.
fn policy_named(policies: &Policies, name: &str, otherwise: &Arc<Policy>) -> Arc<Policy> {
    policies
        .get(name)
        .map_or_else(|| Arc::clone(otherwise), |policy| Arc::new(policy.clone()))
}

/// Actions that write; a historical view and a store that only reads refuse them.
fn writes(action: Action) -> bool {
    use Action as A;
    matches!(
        action,
        A::New
            | A::Bulk
            | A::Import
            | A::Delete
            | A::Move
            | A::GoalText
            | A::Add
            | A::Library
            | A::Copy
            | A::RowUp
            | A::RowDown
            | A::Plan
            | A::Disposal
            | A::NotApplicable
            | A::Reason
            | A::Undo
            | A::Redo
    )
}
