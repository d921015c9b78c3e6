//! Actions: why one is off, what it does, and how the screens follow one another.
//!
//! Dispatch, palette and help ask the same [`App::off`]. What only one screen knows is left to that
//! screen; nothing is written here.

use super::action::Action;
use super::keys::Place;
use super::open::Open;
use super::overlay::{Answer, Ask, HelpBox, Overlay, Prompt, Question};
use super::{App, Direction, Effect, Off};
use crate::domain::command::{Command, Record};
use crate::domain::role::{self, Actor};
use crate::lang::app as text;
use crate::screens::Screen;
use crate::widgets::table::Step;

impl App {
    /// Why an action is off here and now, if it is.
    pub fn off(&self, action: Action) -> Option<Off> {
        let cx = self.cx();
        match action {
            Action::Link(2 | 5) => return Some(Off::NoScreenYet),
            Action::Clock if self.world.store.clock.is_none() => return Some(Off::NoClock),
            Action::Clock => {
                let date = String::new();
                let command = Command::SetClock { date };
                let chain = self.world.policy.chain();
                if let Err(refusal) = role::may(&self.me.actor(), &command, None, chain) {
                    return Some(Off::Refused(refusal));
                }
            }
            Action::Undo | Action::Redo if self.to_undo().is_none() => {
                return Some(Off::NoProject);
            }
            Action::Undo | Action::Redo
                if self
                    .to_undo()
                    .is_some_and(|record| record.project().is_some())
                    && self.open.as_ref().is_some_and(|open| open.as_of.is_some()) =>
            {
                return Some(Off::AsOf);
            }
            Action::Filter if self.screen().and_then(Screen::filter).is_none() => {
                return Some(Off::NoFilter);
            }
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

    /// Why it is off, as a sentence.
    pub(super) fn why_off(&self, off: &Off) -> String {
        super::off::sentence(off, self.me.language, &|id| self.world.name_of(id))
    }

    /// What has its newest change taken back: a person or the date that was just changed, or what stands
    /// under the cursor in the history of the store; else the open project; on a list the one that was just
    /// deleted there, else the one under the cursor.
    fn to_undo(&self) -> Option<Record> {
        let gone = |record: &Record| match (record.project(), &self.open) {
            (None, _) => true,
            (Some(id), None) => self.world.store.rows.position(id).is_none(),
            (Some(_), Some(_)) => false,
        };
        if let Some(record) = self.turned.as_ref().filter(|record| gone(record)) {
            return Some(record.clone());
        }
        if let Some(history) = self.screen().and_then(Screen::store_history) {
            return history.record(&self.cx());
        }
        let open = self.open.as_ref().map(Open::id);
        open.or_else(|| self.screen()?.project(&self.cx()))
            .map(Record::Project)
    }

    /// Asks what taking a change of a record back, or doing it again, would do.
    pub(super) fn ask_preview(&mut self, record: Record, direction: Direction) -> Vec<Effect> {
        let actor = self.actor_for(&record);
        self.or_refuse(actor, |_, actor| {
            Effect::LoadPreview(record, direction, actor)
        })
    }

    /// What somebody who may do a thing has done, or the reason why nobody does.
    pub(super) fn or_refuse(
        &mut self,
        actor: Result<Actor, Off>,
        effect: impl FnOnce(&mut Self, Actor) -> Effect,
    ) -> Vec<Effect> {
        match actor {
            Ok(actor) => vec![effect(self, actor)],
            Err(off) => {
                self.refuse(self.why_off(&off));
                Vec::new()
            }
        }
    }

    /// As whom changes of a record are taken back: persons by whoever administers the store.
    pub(super) fn actor_for(&self, record: &Record) -> Result<Actor, Off> {
        match record {
            Record::Person(_) => self.administrator(),
            Record::Project(_) | Record::Setting(_) => Ok(self.me.actor()),
        }
    }

    /// Does an action, or says why not.
    pub fn act(&mut self, action: Action) -> Vec<Effect> {
        if let Some(off) = self.off(action) {
            if off == Off::ReadOnly && self.ask_for_the_way_back() {
                return Vec::new();
            }
            self.refused_to_open =
                action == Action::Enter && self.screen().is_some_and(Screen::has_cells);
            self.refuse(self.why_off(&off));
            return Vec::new();
        }
        if !matches!(
            action,
            Action::Repeat | Action::Step(Step::Up | Step::Down) | Action::Left | Action::Right
        ) {
            self.last = Some(action);
            self.written = None;
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
                self.done(text::theme(self.me.theme, self.me.language));
                vec![Effect::Remember]
            }
            Action::Language => {
                self.me.language = self.me.language.other();
                // A box holds its words. What one key opens again closes; what was typed, asked or told stays.
                match self.overlay.take() {
                    Some(Overlay::Why(why)) if why.leaves => self.back(),
                    Some(Overlay::Menu(_) | Overlay::Why(_)) => {}
                    other => self.overlay = other,
                }
                self.refresh();
                vec![Effect::Remember]
            }
            Action::Mouse => {
                self.me.mouse = !self.me.mouse;
                self.done(text::mouse(self.me.mouse, self.me.language).to_owned());
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
            Action::Repeat => self.repeat(),
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
                let record = self.to_undo();
                record.map_or_else(Vec::new, |record| self.ask_preview(record, direction))
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

    /// Does the last thing again. Where that was to write something, the same stands in the field that opens
    /// here, and saving it is for the person to say.
    fn repeat(&mut self) -> Vec<Effect> {
        let Some(last) = self.last else {
            return Vec::new();
        };
        let written = self.written.take();
        let effects = self.act(last);
        if let (Some(editing), Some(written)) = (&mut self.editing, &written) {
            editing.put(written);
        }
        self.written = written;
        effects
    }

    fn is_trying(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.tried.is_some())
    }

    /// Judges the open project by another policy, for this view only.
    pub(super) fn try_policy(&mut self, name: Option<String>) {
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
                    vec![self.place_name(&editing.at), editing.text()],
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
        // Who has gone on means what is shown now.
        self.turned.take_if(|record| record.project().is_none());
        self.end_trial();
        self.refresh();
    }

    pub(super) fn back(&mut self) {
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
            self.show_all(0);
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
        self.show_all(link);
        Vec::new()
    }

    /// The list of all projects, at a link of the loop.
    fn show_all(&mut self, link: u8) {
        self.nav.truncate(1);
        self.open = None;
        if let Some(Screen::Projects(list)) = self.nav.last_mut() {
            list.show_link(link);
        }
        self.refresh();
    }
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
            | A::Clock
    )
}
