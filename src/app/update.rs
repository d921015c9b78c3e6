//! What the program does with what happened: its start, and what the store answers.
//!
//! [`App::update`] is the one way in. Keys go on to `typing`, actions to `acting`, requests to
//! `carrying`, answers of boxes to `answering`; none of them does I/O, effects are handed out.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::edit::Editing;
use super::open::Open;
use super::overlay::{Answer, Overlay, Question, ReadingBox};
use super::{
    App, CommandNames, Cx, Direction, Effect, ExportedWhat, Msg, Reversal, Shortcoming, Start,
    StoreState, Toast, ToastKind, WayBack, World,
};
use crate::domain::change;
use crate::domain::command::{Command, Envelope, Record, Setting};
use crate::domain::fault::Fault;
use crate::domain::journal::{Outcome, Receipt};
use crate::domain::policy::{Policies, Policy};
use crate::domain::project::{Project, ProjectId, RowKey};
use crate::domain::refusal::Refusal;
use crate::domain::status::Act;
use crate::lang::app::{self as text, AppText};
use crate::lang::{self, Language};
use crate::screens::history::History;
use crate::screens::project::document_screen;
use crate::screens::{Screen, projects::Projects};
use crate::theme::{Borders, Look};

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
            written: None,
            inbox: crate::screens::inbox::Count::default(),
            waiting: None,
            next_edit: None,
            refused_to_open: false,
            turned: None,
            bulk: None,
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
    pub(super) fn with_screen<T>(
        &mut self,
        body: impl FnOnce(&mut Screen, &Cx<'_>) -> T,
    ) -> Option<T> {
        let mut screen = self.nav.pop()?;
        let answer = body(&mut screen, &self.cx());
        self.nav.push(screen);
        Some(answer)
    }

    pub(super) fn refresh(&mut self) {
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
            Msg::StoreHistory(entries) => {
                match self.nav.last_mut() {
                    Some(Screen::History(history)) if history.is_of_the_store() => {
                        history.renew(entries);
                    }
                    _ => self.go(Screen::History(History::of_the_store(entries))),
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
            Msg::Preview(record, direction, preview) => {
                self.preview_came(record, direction, preview);
                Vec::new()
            }
            Msg::NotRead(project, fault) => {
                self.not_read(project, &fault);
                Vec::new()
            }
            Msg::Terminal(shortcoming) => {
                self.terminal_said(shortcoming);
                Vec::new()
            }
            Msg::Reopened(result) => {
                self.reopened(result);
                Vec::new()
            }
            Msg::Exported(Ok(exported)) => {
                let (path, count) = (exported.path.display().to_string(), exported.count);
                let said = match exported.what {
                    ExportedWhat::Projects => text::exported,
                    ExportedWhat::Entries => text::exported_entries,
                };
                self.done(said(&path, count, self.me.language));
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
        let super::ImportPlan {
            path,
            command,
            counts,
        } = plan;
        if counts.created + counts.replaced == 0 {
            self.done(text::nothing_to_import(counts.unchanged, language));
            return;
        }
        self.overlay = Some(Overlay::Question(Question::new(
            text::import_title(counts.created + counts.replaced, language),
            text::import_lines(&path.display().to_string(), counts, language),
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

    pub(super) fn done(&mut self, text: String) {
        self.toast = Some(Toast {
            kind: ToastKind::Done,
            text,
        });
    }

    pub(super) fn refuse(&mut self, text: impl Into<String>) {
        self.toast = Some(Toast {
            kind: ToastKind::Refused,
            text: text.into(),
        });
    }

    pub(super) fn sentence(&self, refusal: &Refusal) -> String {
        lang::refusal::sentence(refusal, self.me.language, &|id| self.world.name_of(id))
    }

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
        let mut effects: Vec<Effect> = stale.map(Effect::Load).into_iter().collect();
        if self.screen().and_then(Screen::store_history).is_some() {
            effects.push(Effect::LoadStoreHistory);
        }
        effects
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
            self.begin_untouched_anew();
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

    /// A field that opened on the project before it came, and in which nothing was typed yet, shows
    /// what is there now: a save of one's own is no conflict with oneself.
    fn begin_untouched_anew(&mut self) {
        let (Some(open), Some(editing)) = (&self.open, &self.editing) else {
            return;
        };
        let untouched = !editing.is_dirty() && editing.theirs.is_none();
        let now = super::edit::value(&open.project, &editing.at);
        if untouched && now != editing.original {
            let at = editing.at.clone();
            self.editing = Some(Editing::begin(at, &open.project, open.revision()));
        }
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
        if self.bulk_answered(envelope, &outcome) {
            return Vec::new();
        }
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
                self.follow(&envelope.command, &receipt);
                let mut said = text::saved(&envelope.command, &receipt, language);
                if let Some(next) = self.next_of_inbox(&envelope.command) {
                    if !next.is_empty() {
                        said = text::and_next(&said, language);
                    }
                    // What was just done is not shown again.
                    effects = next;
                }
                self.done(said);
                if let Some(editing) = next {
                    self.written = Some(editing.text());
                    self.edit_beside(&editing.at, editing.then);
                }
                effects
            }
            Outcome::NotSaved(refusal) => {
                self.forget_next_edit(envelope);
                if refusal == Refusal::ReadOnly
                    && let Some(barred) = &self.world.store.read_only
                    && barred.way_back.is_some()
                {
                    let why = barred.why.clone();
                    self.ask_to_save_again(envelope, text::save_failed(false, language), why);
                    return Vec::new();
                }
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
                let title = text::save_failed(unknown, language);
                let why = lang::fault::sentence(&what, language);
                if matches!(what, Fault::Damaged(_)) {
                    self.message(title, &why);
                } else {
                    self.ask_to_save_again(envelope, title, why);
                }
                Vec::new()
            }
        }
    }

    /// A save that failed: what was typed stays, and the same command can be given once more.
    fn ask_to_save_again(&mut self, envelope: &Envelope, title: &str, why: String) {
        let language = self.me.language;
        self.overlay = Some(Overlay::Question(Question::new(
            title,
            vec![why],
            text::later(language),
            vec![(
                text::save_again(language).to_owned(),
                Answer::Again(Box::new(envelope.clone())),
            )],
        )));
    }

    /// Whoever wants to write on a store that only reads is asked for the way back, if there is one.
    pub(super) fn ask_for_the_way_back(&mut self) -> bool {
        let Some(barred) = &self.world.store.read_only else {
            return false;
        };
        let language = self.me.language;
        let button = match barred.way_back {
            None => return false,
            Some(WayBack::Reopen) => text::open_again(language).to_owned(),
            Some(WayBack::Replay(entries)) => text::take_over(entries, language),
        };
        self.overlay = Some(Overlay::Question(Question::new(
            AppText::of(language).read_only,
            vec![barred.why.clone()],
            text::later(language),
            vec![(button, Answer::Reopen)],
        )));
        true
    }

    fn reopened(&mut self, result: Result<(), String>) {
        let language = self.me.language;
        match result {
            Ok(()) => self.done(text::reopened(language).to_owned()),
            Err(why) => self.message(AppText::of(language).read_only, &why),
        }
    }

    /// A reading failed: nothing on screen changes, nothing typed is lost, and it is said.
    fn not_read(&mut self, project: Option<ProjectId>, fault: &Fault) {
        let language = self.me.language;
        self.waiting
            .take_if(|(waiting, _)| Some(*waiting) == project);
        let sentence = lang::fault::sentence(fault, language);
        if self.editing.is_some() || self.overlay.is_some() {
            self.refuse(sentence);
        } else {
            self.message(text::not_read(language), &sentence);
        }
    }

    fn terminal_said(&mut self, shortcoming: Shortcoming) {
        self.me.look = Look::new(self.me.theme, Borders::ASCII);
        if shortcoming == Shortcoming::NotUtf8 {
            let language = self.me.language;
            // What such a terminal shows of Chinese can't be read.
            let mut lines = vec![text::not_utf8(Language::En).to_owned()];
            if language != Language::En {
                lines.push(text::not_utf8(language).to_owned());
            }
            self.message("UTF-8", &lines.join("\n"));
        }
    }

    /// Keeps in sight what a command made, took away or brought back.
    fn follow(&mut self, command: &Command, receipt: &Receipt) {
        self.turned = match command {
            Command::Delete { project } => Some(Record::Project(*project)),
            Command::Undo { record } | Command::Redo { record } => Some(record.clone()),
            Command::SavePerson(person) => Some(Record::Person(person.id.clone())),
            Command::SetClock { .. } => Some(Record::Setting(Setting::Clock)),
            Command::SetPolicy { .. } => Some(Record::Setting(Setting::Policy)),
            _ => None,
        };
        let id = match command {
            Command::Create(_) => receipt.projects.first().map(|(id, _)| *id),
            _ => self.turned.as_ref().and_then(Record::project),
        };
        if let (Some(id), Some(Screen::Projects(list))) = (id, self.nav.first_mut()) {
            list.seek(id);
        }
    }

    /// Who works through the inbox goes on to its next document, or back to it where that was the
    /// last; `None` where one did not come from there.
    fn next_of_inbox(&mut self, command: &Command) -> Option<Vec<Effect>> {
        let Command::Move {
            project,
            document,
            act: Act::Pass | Act::Approve | Act::Return,
            ..
        } = command
        else {
            return None;
        };
        let at = self
            .nav
            .iter()
            .position(|screen| matches!(screen, Screen::Inbox(_)))
            .filter(|at| at + 1 < self.nav.len())?;
        let next = match self.nav.get(at) {
            Some(Screen::Inbox(inbox)) => inbox.after((*project, *document), &self.cx()),
            _ => None,
        };
        self.nav.truncate(at + 1);
        self.open = None;
        self.refresh();
        let next = next.map(|(id, kind)| {
            self.waiting = Some((id, document_screen(kind)));
            Effect::Load(id)
        });
        Some(next.into_iter().collect())
    }

    fn forget_next_edit(&mut self, envelope: &Envelope) {
        self.next_edit.take_if(|(id, _)| *id == envelope.id);
    }

    fn preview_came(
        &mut self,
        record: Record,
        direction: Direction,
        preview: Result<Reversal, Refusal>,
    ) {
        let language = self.me.language;
        // Where this is not wanted, the next time is about what the screen shows.
        self.turned = None;
        let Reversal {
            entry,
            revision,
            projects,
        } = match preview {
            Err(refusal) => return self.refuse(self.sentence(&refusal)),
            Ok(reversal) => reversal,
        };
        let project = self.open.as_ref().map(|open| &open.project);
        let names = |key: &RowKey| {
            let now = project.and_then(|project| project.row_name(key));
            let now = now.map(str::to_owned);
            now.or_else(|| change::row_name(&entry.changes, key))
        };
        let person = |id: &str| self.world.name_of(id);
        let mut lines = text::preview_lines(&entry, language, &person, &names);
        let about = text::record(&record, language, &person)
            .or_else(|| (projects > 1).then(|| text::all_of_an_import(projects, language)));
        lines.splice(1..1, about);
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
            vec![(button.to_owned(), Answer::Undo(record, direction, revision))],
        )));
    }
}

/// The policy of a name, or the one that is there already.
fn policy_named(policies: &Policies, name: &str, otherwise: &Arc<Policy>) -> Arc<Policy> {
    policies
        .get(name)
        .map_or_else(|| Arc::clone(otherwise), |policy| Arc::new(policy.clone()))
}
