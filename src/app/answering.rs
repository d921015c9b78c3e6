//! What the person chose, confirmed or told in a box: persons, steps, bulk steps, files, dates.
//!
//! A box only asks; what follows from its answer is here, as commands or further boxes.

use std::path::PathBuf;

use super::edit::Then;
use super::key::Key;
use super::keys::{self, Place};
use super::overlay::{Answer, Ask, Done, Overlay, Pick, Projects, Prompt, Question};
use super::{App, Direction, Effect, Request};
use crate::domain::command::{Command, Edit, Record};
use crate::domain::project::ProjectId;
use crate::domain::status::{Act, DocumentKind};
use crate::lang::projects::ProjectsText;
use crate::lang::{app as text, terms};
use crate::screens::Screen;

impl App {
    pub(super) fn overlay_done(&mut self, overlay: Overlay, done: Done, key: Key) -> Vec<Effect> {
        match done {
            Done::Stay => {
                self.overlay = Some(overlay);
                Vec::new()
            }
            Done::Close => {
                match overlay {
                    Overlay::Question(question) => {
                        self.overlay = question.behind.map(|behind| *behind);
                    }
                    Overlay::Why(why) if why.leaves => self.back(),
                    _ => {}
                }
                Vec::new()
            }
            Done::Leave => {
                self.ask_to_leave(overlay);
                Vec::new()
            }
            Done::Picked(pick) => self.picked(pick),
            Done::Off(reason) => {
                self.overlay = Some(overlay);
                self.refuse(reason);
                Vec::new()
            }
            Done::Answered(answer) => self.answered(answer),
            Done::Told(ask, answer) => self.told(&overlay, ask, &answer),
            Done::Command => {
                self.overlay = Some(overlay);
                match keys::action(&[Place::Everywhere], key) {
                    Some(action) => self.act(action),
                    None => Vec::new(),
                }
            }
        }
    }

    /// What was typed is not thrown away without a question; no leads back to it.
    fn ask_to_leave(&mut self, overlay: Overlay) {
        let language = self.me.language;
        let Overlay::Prompt(prompt) = &overlay else {
            return;
        };
        let typed = vec![prompt.title.clone(), prompt.line.text().to_owned()];
        let mut question = Question::new(
            text::discard_title(language),
            typed,
            text::go_on_editing(language),
            vec![(text::discard(language).to_owned(), Answer::Discard)],
        );
        question.behind = Some(Box::new(overlay));
        self.overlay = Some(Overlay::Question(question));
    }

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
            Pick::BulkStep(kind, act, projects) => self.begin_bulk(kind, act, projects),
            Pick::Export(projects) => {
                self.ask_export(projects.to_vec());
                Vec::new()
            }
            Pick::People(choice) => self.person_chosen(choice),
            Pick::Word(at, value) => {
                let Some(open) = &self.open else {
                    return Vec::new();
                };
                let (project, revision) = (open.id(), open.revision());
                let edits = vec![Edit::Set { at, value }];
                vec![self.save(Command::Edit { project, edits }, Some(revision))]
            }
            Pick::Free(at) => {
                self.edit_freely(at);
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

    pub(super) fn ask_export(&mut self, projects: Vec<ProjectId>) {
        let title = (ProjectsText::of(self.me.language).export_title)(projects.len());
        let path = format!("wenxiao-{}.json", self.world.today);
        let ask = Ask::ExportPath(projects);
        self.overlay = Some(Overlay::Prompt(Prompt::new(title, "", &path, ask)));
    }

    fn begin_step(&mut self, kind: DocumentKind, act: Act) -> Vec<Effect> {
        let language = self.me.language;
        let Some(open) = &self.open else {
            return Vec::new();
        };
        let document = terms::document(kind, language);
        if act == Act::Return {
            self.overlay = Some(Overlay::Prompt(Prompt::new(
                format!("{} · {document}", terms::act_title(act, language)),
                language.pick("退回原因 (必填)", "Reason of the return (required)"),
                "",
                Ask::StepComment(kind, act),
            )));
            return Vec::new();
        }
        let lines = text::step_lines(&open.project, kind, act, open.policy.chain(), language);
        let command = Command::Move {
            project: open.id(),
            document: kind,
            act,
            comment: String::new(),
        };
        self.overlay = Some(Overlay::Question(Question::new(
            format!("{} · {document}", terms::act_title(act, language)),
            lines,
            language.pick("取消", "Cancel"),
            vec![(
                terms::act_title(act, language),
                Answer::Command(Box::new(command)),
            )],
        )));
        Vec::new()
    }

    fn begin_bulk(&mut self, kind: DocumentKind, act: Act, projects: Projects) -> Vec<Effect> {
        let language = self.me.language;
        if act == Act::Return {
            self.overlay = Some(Overlay::Prompt(Prompt::new(
                terms::act_title(act, language),
                language.pick("退回原因 (必填)", "Reason of the return (required)"),
                "",
                Ask::BulkComment(kind, act, projects),
            )));
            return Vec::new();
        }
        self.ask_bulk(kind, act, &projects, "");
        Vec::new()
    }

    fn ask_bulk(&mut self, kind: DocumentKind, act: Act, projects: &[ProjectId], comment: &str) {
        let language = self.me.language;
        let each: Vec<(ProjectId, Command)> = projects
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
                terms::act_title(act, language),
                terms::document(kind, language)
            ),
            lines,
            language.pick("取消", "Cancel"),
            vec![(terms::act_title(act, language), Answer::EachCommand(each))],
        )));
    }

    fn answered(&mut self, answer: Answer) -> Vec<Effect> {
        match answer {
            Answer::Cancel => Vec::new(),
            // What somebody else wrote is shown already; only what was typed goes.
            Answer::Discard | Answer::TakeTheirs => {
                self.editing = None;
                Vec::new()
            }
            Answer::Quit => vec![Effect::Quit],
            Answer::Reopen => vec![Effect::Reopen],
            Answer::Again(envelope) => vec![Effect::Reopen, Effect::Save(*envelope)],
            Answer::Command(command) => self.carry(Request::Command(*command)),
            Answer::EachCommand(each) => self.give_each(each),
            Answer::Undo(record, direction, revision) => self.turn(record, direction, revision),
            Answer::KeepMine => {
                let then = self
                    .editing
                    .as_ref()
                    .map_or(Then::Close, |editing| editing.then);
                self.save_field(then)
            }
        }
    }

    fn turn(&mut self, record: Record, direction: Direction, revision: u64) -> Vec<Effect> {
        let actor = self.actor_for(&record);
        let command = match direction {
            Direction::Undo => Command::Undo { record },
            Direction::Redo => Command::Redo { record },
        };
        self.or_refuse(actor, |app, actor| {
            app.save_as(actor, command, Some(revision))
        })
    }

    fn told(&mut self, overlay: &Overlay, ask: Ask, answer: &str) -> Vec<Effect> {
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
            Ask::StepComment(..)
            | Ask::BulkComment(..)
            | Ask::ProjectName
            | Ask::ImportPath
            | Ask::People(_)
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
            Ask::People(told) => self.person_told(told, answer),
            Ask::BulkComment(kind, act, projects) => {
                self.ask_bulk(kind, act, &projects, answer);
                Vec::new()
            }
            Ask::ExportPath(_) | Ask::HistoryPath(..) if answer.is_empty() => again(self, empty()),
            Ask::HistoryPath(project, entries) => {
                vec![Effect::ExportHistory {
                    project,
                    entries,
                    path: PathBuf::from(answer),
                }]
            }
            Ask::ExportPath(projects) => {
                vec![Effect::Export {
                    projects,
                    // What is written is what is looked at.
                    as_of: self.open.as_ref().and_then(|open| open.as_of),
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
}
