//! Effects become real here: the store is asked, files are written and read. The same code serves
//! the terminal and the tests; it keeps no state of its own but the store.

use std::fs::File;
use std::io::{BufWriter, Read};
use std::path::Path;
use std::sync::Arc;

use super::whole_file;
use crate::app::{
    Barred, Direction, Effect, Exported, ExportedWhat, ImportPlan, Msg, Reversal, StoreState,
    WayBack,
};
use crate::domain::command::{Command, CommandId, Envelope, Record};
use crate::domain::fault::Fault;
use crate::domain::journal::{Entry, Hex, Outcome, Receipt};
use crate::domain::moment::day_of;
use crate::domain::project::{Project, ProjectId};
use crate::domain::refusal::Refusal;
use crate::domain::role::Actor;
use crate::exchange::{history_json, json};
use crate::lang::{self, Language};
use crate::store::fault::OpenError;
use crate::store::{Cause, Latch, Outcomes, Store, Turn};

/// Where time comes from: UTC milliseconds. Tests hand in their own.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// Performs effects on a store.
#[derive(Clone)]
pub struct Performer {
    /// The store.
    pub store: Arc<Store>,
    /// The clock.
    pub clock: Clock,
    /// Whether commands reach the store at all.
    pub access: Access,
    /// Whether backups are kept beside it.
    pub backups: Backups,
}

/// What a session may do with its store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Access {
    /// Read and write.
    #[default]
    Full,
    /// Only look; asked for at the start.
    ReadOnly,
}

/// Whether a session keeps backups beside its store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Backups {
    /// At its start, before an import, and when it is left.
    Kept,
    /// Never: a demonstration, a session that only reads.
    #[default]
    None,
}

/// Who asks, and in which language trouble is told.
#[derive(Debug, Clone)]
pub struct Asker {
    /// The acting person.
    pub actor: Actor,
    /// The language of the interface.
    pub language: Language,
}

impl Performer {
    /// What the store says to every session.
    pub fn state(&self, language: Language) -> StoreState {
        let settings = self.store.settings();
        StoreState {
            rows: self.store.rows(),
            persons: self.store.persons(),
            name: settings.name.clone(),
            policy: settings.policy.clone(),
            today: day_of((self.clock)()),
            clock: settings.clock,
            read_only: self.read_only(language),
            kept: self.store.kept(),
        }
    }

    /// Why nothing is written, if so: trouble first, then what was asked for.
    fn read_only(&self, language: Language) -> Option<Barred> {
        if let Some(latch) = self.store.latch() {
            return Some(Barred {
                why: latch_sentence(&latch, language),
                way_back: match self.access {
                    Access::Full => way_back(&latch),
                    Access::ReadOnly => None,
                },
            });
        }
        match self.access {
            Access::Full => None,
            Access::ReadOnly => Some(Barred {
                why: lang::cli::read_only(language).to_owned(),
                way_back: None,
            }),
        }
    }

    /// Performs one effect; the answer goes back into the program.
    pub fn perform(&self, effect: Effect, asker: &Asker) -> Option<Msg> {
        match effect {
            Effect::Load(id) => Some(match self.store.project(id, &asker.actor) {
                Ok(project) => Msg::Project(id, project),
                Err(fault) => Msg::NotRead(Some(id), fault),
            }),
            Effect::Save(mut envelope) => {
                envelope.at = self.store.settings().moment((self.clock)());
                let outcome = match self.access {
                    Access::Full => {
                        if matches!(envelope.command, Command::Import { .. }) {
                            self.keep_backup();
                        }
                        self.store.apply(&envelope)
                    }
                    Access::ReadOnly => Outcome::NotSaved(Refusal::ReadOnly),
                };
                Some(Msg::Saved(envelope, outcome))
            }
            Effect::LoadHistory(id) => Some(match self.store.history(id, &asker.actor) {
                Ok(entries) => Msg::History(id, entries),
                Err(fault) => Msg::NotRead(Some(id), fault),
            }),
            Effect::LoadStoreHistory => Some(match self.store.own_history() {
                Ok(entries) => Msg::StoreHistory(entries),
                Err(fault) => Msg::NotRead(None, fault),
            }),
            Effect::LoadAsOf(id, seq) => Some(match self.store.as_of(id, seq, &asker.actor) {
                Ok(project) => Msg::AsOf(id, seq, project.map(Arc::new)),
                Err(fault) => Msg::NotRead(Some(id), fault),
            }),
            Effect::LoadPreview(record, direction, actor) => {
                Some(match self.preview(&record, direction, &actor) {
                    Ok(reversal) => Msg::Preview(record, direction, Ok(reversal)),
                    Err(Cause::Refused(refusal)) => Msg::Preview(record, direction, Err(refusal)),
                    Err(Cause::Failed(fault)) => Msg::NotRead(record.project(), fault),
                })
            }
            Effect::Reopen => Some(Msg::Reopened(self.reopen(asker.language))),
            Effect::Export {
                projects,
                as_of,
                path,
            } => {
                // Where it lies is said in full: nobody sees in which folder a session runs.
                let path = std::path::absolute(&path).unwrap_or(path);
                let exported = self.export(&projects, as_of, &path, asker);
                Some(Msg::Exported(exported.map(|count| Exported {
                    path,
                    count,
                    what: ExportedWhat::Projects,
                })))
            }
            Effect::ExportHistory {
                project,
                entries,
                path,
            } => {
                let path = std::path::absolute(&path).unwrap_or(path);
                let exported = self.export_history(project, &entries, &path, asker);
                Some(Msg::Exported(exported.map(|count| Exported {
                    path,
                    count,
                    what: ExportedWhat::Entries,
                })))
            }
            Effect::ReadImport(path) => Some(Msg::ImportRead(self.plan_import(&path, asker))),
            Effect::Remember | Effect::Redraw | Effect::Mouse(_) | Effect::Quit => None,
        }
    }

    /// Keeps a backup, where backups are kept. The work goes on where that fails: leaving the program
    /// tries again and tells why.
    pub(super) fn keep_backup(&self) {
        if self.backups == Backups::Kept {
            drop(self.store.keep_by_itself((self.clock)()));
        }
    }

    fn preview(
        &self,
        record: &Record,
        direction: Direction,
        actor: &Actor,
    ) -> Result<Reversal, Cause> {
        let same = record.clone();
        let (turn, command) = match direction {
            Direction::Undo => (Turn::Undo, Command::Undo { record: same }),
            Direction::Redo => (Turn::Redo, Command::Redo { record: same }),
        };
        let preview = self.store.undo_preview(record, actor, turn)?;
        // What would be refused is told before anybody is asked.
        self.rehearse(&self.rehearsal(command, actor, Some(preview.revision)))?;
        let entry = self.store.entry(preview.seq, actor)?;
        let entry = entry.ok_or(Refusal::NothingToUndo)?;
        Ok(Reversal {
            entry: Entry {
                changes: preview.changes,
                ..entry
            },
            revision: preview.revision,
            projects: preview.projects,
        })
    }

    /// Makes a store that only reads take writes again: opens it anew with its full check, or takes
    /// over what the files beside it have beyond it.
    fn reopen(&self, language: Language) -> Result<(), String> {
        let fault = match self.store.latch() {
            None => return Ok(()),
            Some(Latch::Ahead { .. }) => match self.store.replay() {
                Outcomes::Saved(_) => return Ok(()),
                Outcomes::NotSaved {
                    cause: Cause::Failed(fault),
                    ..
                }
                | Outcomes::NotConfirmed(fault) => fault,
                Outcomes::NotSaved { .. } => Fault::Latched,
            },
            Some(_) => match self.store.reopen() {
                Ok(()) => return Ok(()),
                Err(OpenError::Failed(fault) | OpenError::Beside { fault, .. }) => fault,
                Err(_) => Fault::Replaced,
            },
        };
        Err(lang::fault::sentence(&fault, language))
    }

    /// A command as it is tried before anybody is asked about it.
    fn rehearsal(&self, command: Command, actor: &Actor, based_on: Option<u64>) -> Envelope {
        Envelope {
            id: CommandId("rehearsal".to_owned()),
            actor: actor.clone(),
            at: self.store.settings().moment((self.clock)()),
            based_on,
            command,
        }
    }

    fn rehearse(&self, envelope: &Envelope) -> Result<Receipt, Cause> {
        match self.access {
            Access::Full => self.store.rehearse(envelope),
            Access::ReadOnly => Err(Refusal::ReadOnly.into()),
        }
    }

    /// Reads a file and rehearses its import, so that the question tells what it would do; what would be
    /// refused is told at once.
    fn plan_import(&self, path: &Path, asker: &Asker) -> Result<ImportPlan, String> {
        let language = asker.language;
        let command = read_import(path, &self.store.settings().policy, language)?;
        let envelope = self.rehearsal(command, &asker.actor, None);
        let receipt = self.rehearse(&envelope).map_err(|cause| match cause {
            Cause::Failed(fault) => lang::fault::sentence(&fault, language),
            Cause::Refused(refusal) => {
                let persons = self.store.persons();
                lang::refusal::sentence(&refusal, language, &|id| {
                    let person = persons.iter().find(|person| person.id == id);
                    person.map_or_else(|| id.to_owned(), |person| person.name.clone())
                })
            }
        })?;
        Ok(ImportPlan {
            path: path.to_owned(),
            command: envelope.command,
            counts: receipt.counts,
        })
    }

    /// Writes projects in the order given; the file appears whole or not at all.
    fn export(
        &self,
        projects: &[ProjectId],
        as_of: Option<u64>,
        path: &Path,
        asker: &Asker,
    ) -> Result<usize, String> {
        let language = asker.language;
        let mut found: Vec<Project> = Vec::with_capacity(projects.len());
        for id in projects {
            let project = if let Some(seq) = as_of {
                self.store.as_of(*id, seq, &asker.actor)
            } else {
                let project = self.store.project(*id, &asker.actor);
                project.map(|project| project.map(Arc::unwrap_or_clone))
            };
            match project {
                Ok(Some(project)) => found.push(project),
                Ok(None) => {}
                // A partial list must not look like a complete one.
                Err(fault) => return Err(lang::fault::sentence(&fault, language)),
            }
        }
        let options = json::WriteOptions {
            policy: Some(self.store.settings().policy.clone()),
        };
        write_whole(path, language, |file| json::write(&found, &options, file))?;
        Ok(found.len())
    }

    /// Writes the chosen entries of a project's history; the file appears whole or not at all.
    fn export_history(
        &self,
        id: Option<ProjectId>,
        chosen: &[u64],
        path: &Path,
        asker: &Asker,
    ) -> Result<usize, String> {
        let told = |fault: Fault| lang::fault::sentence(&fault, asker.language);
        let (project, mut entries) = match id {
            None => (None, self.store.own_history().map_err(told)?),
            Some(id) => {
                let project = self.store.project(id, &asker.actor).map_err(told)?;
                let Some(project) = project else {
                    let refusal = Refusal::NoSuchProject;
                    let name_of = |id: &str| id.to_owned();
                    return Err(lang::refusal::sentence(&refusal, asker.language, &name_of));
                };
                let entries = self.store.history(id, &asker.actor).map_err(told)?;
                (Some(project), entries)
            }
        };
        entries.retain(|entry| chosen.contains(&entry.seq));
        write_whole(path, asker.language, |file| {
            history_json::write(project.as_deref(), &entries, file)
        })?;
        Ok(entries.len())
    }
}

/// Writes a file whole or not at all; one that is there is not written over.
fn write_whole(
    path: &Path,
    language: Language,
    write: impl FnOnce(&mut BufWriter<File>) -> std::io::Result<()>,
) -> Result<(), String> {
    let name = path.display().to_string();
    if path.exists() {
        let exists = std::io::ErrorKind::AlreadyExists;
        return Err(lang::cli::io(lang::cli::Io::Write, &name, exists, language));
    }
    whole_file::write(path, write).map_err(|error| {
        let why = lang::cli::io(lang::cli::Io::Write, &name, error.kind(), language);
        language.pick(
            format!("没有导出：{why}"),
            format!("Nothing was exported: {why}"),
        )
    })
}

fn read_import(path: &Path, default_policy: &str, language: Language) -> Result<Command, String> {
    use sha2::{Digest, Sha256};
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|mut file| file.read_to_end(&mut bytes))
        .map_err(|error| {
            let name = path.display().to_string();
            lang::cli::io(lang::cli::Io::Read, &name, error.kind(), language)
        })?;
    let digest = Hex::<32>(Sha256::digest(&bytes).into()).to_string();
    let mut file =
        json::read(&bytes).map_err(|error| lang::exchange::read_error(&error, language))?;
    for project in &mut file.projects {
        // A project is judged by its own policy, else by that of its file, else by the store's.
        if project.policy.is_none() {
            project.policy.clone_from(&file.policy);
        }
        project.policy.take_if(|name| *name == default_policy);
    }
    Ok(Command::Import {
        projects: file.projects,
        digest,
    })
}

/// How a store with this latch may take writes again; what is damaged or differs is for `verify`.
fn way_back(latch: &Latch) -> Option<WayBack> {
    match latch {
        Latch::Failed(Fault::Damaged(_)) | Latch::Diverged { .. } | Latch::NotPermitted => None,
        Latch::Failed(_) => Some(WayBack::Reopen),
        Latch::Ahead { lost, .. } => Some(WayBack::Replay(lost.len())),
    }
}

/// Why the store only reads, for the banner.
pub fn latch_sentence(latch: &Latch, language: Language) -> String {
    match latch {
        Latch::Failed(fault) => lang::fault::sentence(fault, language),
        Latch::Ahead { seq, lost } => language.pick(
            format!(
                "只读: 库比它的记录少 {} 条 (到 #{seq}), 用 wenxiao verify 查看",
                lost.len()
            ),
            format!(
                "Read only: the store lacks {} up to #{seq}; run `wenxiao verify`",
                lang::numbers::entries(lost.len(), language)
            ),
        ),
        Latch::Diverged { seq } => language.pick(
            format!("只读: 从 #{seq} 起与旁边的记录不同, 用 wenxiao verify 查看"),
            format!(
                "Read only: differs from its records beside it since #{seq}; run `wenxiao verify`"
            ),
        ),
        Latch::NotPermitted => language
            .pick("只读: 没有写权限", "Read only: writing is not permitted")
            .to_owned(),
    }
}
