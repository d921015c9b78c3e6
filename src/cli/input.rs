//! Files that are handed in: read whole, or told in one sentence why not.
//!
//! `score`, `check` and `import` read through here; `-` is standard input. Which policy judges a
//! file is decided here too, so that all three agree.

use std::fs::File;
use std::path::Path;

use super::console::{Console, Trouble};
use crate::data::policy_files;
use crate::domain::policy::{DEFAULT, Policies, Policy};
use crate::exchange::json::{self, Arrival, Place, ReadError};
use crate::lang::cli as words;
use crate::lang::{exchange, policy};

/// A path as it is shown.
pub fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// True where the path means standard input.
pub fn is_standard(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// What an input is called in a sentence.
pub fn name_of(path: &Path, console: &Console<'_>) -> String {
    if is_standard(path) {
        words::standard_input(console.language).to_owned()
    } else {
        shown(path)
    }
}

/// Reads a file of projects.
pub fn read(path: &Path, console: &mut Console<'_>) -> Result<json::File, Trouble> {
    let name = name_of(path, console);
    let result = if is_standard(path) {
        json::read_from(&mut console.input, Arrival::Draft)
    } else {
        let opened = File::open(path).map_err(|error| ReadError::Input(error.kind()));
        opened.and_then(|mut file| json::read_from(&mut file, Arrival::Draft))
    };
    result.map_err(|error| unreadable(&error, &name, console))
}

/// Why a file of this name was not read.
pub fn unreadable(error: &ReadError, name: &str, console: &Console<'_>) -> Trouble {
    let language = console.language;
    if let ReadError::Several(errors) = error {
        let rows = errors.iter().map(|error| {
            let sentence = exchange::read_error(error, language);
            let row = serde_json::json!({"error": read_code(error), "message": sentence});
            (sentence, row)
        });
        let sentence = words::several_wrong(name, errors.len(), language);
        return Trouble::new(read_code(error), sentence).with_rows(rows);
    }
    let sentence = match error {
        ReadError::Input(kind) => words::io(words::Io::Read, name, *kind, language),
        other => format!(
            "{name}{}{}",
            console.say("：", ": "),
            exchange::read_error(other, language)
        ),
    };
    Trouble::new(read_code(error), sentence)
}

/// The short name of an error of the operating system.
pub fn io_code(kind: std::io::ErrorKind) -> &'static str {
    use std::io::ErrorKind as Kind;
    match kind {
        Kind::NotFound => "not_found",
        Kind::IsADirectory | Kind::NotADirectory => "not_a_file",
        Kind::PermissionDenied | Kind::ReadOnlyFilesystem => "not_permitted",
        Kind::AlreadyExists => "exists",
        Kind::StorageFull | Kind::QuotaExceeded | Kind::FileTooLarge => "no_room",
        _ => "io",
    }
}

fn read_code(error: &ReadError) -> &'static str {
    match error {
        ReadError::Input(kind) => io_code(*kind),
        ReadError::TooLarge { .. } => "too_large",
        ReadError::NotUtf8 { .. } => "not_utf8",
        ReadError::Syntax { .. } => "not_json",
        ReadError::NoObject | ReadError::WrongFormat { .. } => "wrong_format",
        ReadError::NoProjects => "no_projects",
        ReadError::Shape { .. } => "wrong_shape",
        ReadError::Value { .. } => "wrong_value",
        ReadError::DuplicateId { .. } => "duplicate_id",
        ReadError::Several(_) => "several",
    }
}

/// The policies that ship.
pub fn policies(console: &Console<'_>) -> Result<Policies, Trouble> {
    Policies::parse(policy_files())
        .map_err(|error| Trouble::new("internal", policy::policy_error(&error, console.language)))
}

/// The policy of this name, else one sentence that names those there are.
pub fn policy<'p>(
    policies: &'p Policies,
    name: &str,
    console: &Console<'_>,
) -> Result<&'p Policy, Trouble> {
    policies.get(name).ok_or_else(|| {
        let known: Vec<&str> = policies.names().collect();
        Trouble::new(
            "unknown_policy",
            words::unknown_policy(name, &known, console.language),
        )
    })
}

/// Every policy that a file names is known; else one sentence that says where it is named.
pub fn policies_known(
    file: &json::File,
    name: &str,
    policies: &Policies,
    console: &Console<'_>,
) -> Result<(), Trouble> {
    let head = (Place::default(), file.policy.as_deref());
    let projects = file.projects.iter().enumerate().map(|(at, project)| {
        let place = Place {
            project: Some(at + 1),
            code: project.code.clone(),
            ..Place::default()
        };
        (place, project.policy.as_deref())
    });
    for (place, named) in std::iter::once(head).chain(projects) {
        let Some(Err(Trouble::Said { code, sentence, .. })) =
            named.map(|named| policy(policies, named, console))
        else {
            continue;
        };
        let colon = console.say("：", ": ");
        let place = exchange::place(&place, console.language);
        let sentence = format!("{name}{colon}{place}{colon}{sentence}");
        return Err(Trouble::new(code, sentence));
    }
    Ok(())
}

/// Which policies judge the projects of a file.
#[derive(Debug, Clone, Copy)]
pub struct Judges<'p> {
    policies: &'p Policies,
    /// The one that was asked for; it judges everything.
    asked: Option<&'p Policy>,
    /// That of the file as a whole.
    pub of_file: &'p Policy,
}

impl<'p> Judges<'p> {
    /// The policy asked for, else the file's, else the default.
    pub fn choose(
        policies: &'p Policies,
        asked: Option<&str>,
        file: &json::File,
        path: &Path,
        console: &Console<'_>,
    ) -> Result<Self, Trouble> {
        if asked.is_none() {
            policies_known(file, &name_of(path, console), policies, console)?;
        }
        let asked = asked
            .map(|name| policy(policies, name, console))
            .transpose()?;
        let named = file.policy.as_deref().unwrap_or(DEFAULT);
        let of_file = match asked {
            Some(asked) => asked,
            None => policy(policies, named, console)?,
        };
        Ok(Self {
            policies,
            asked,
            of_file,
        })
    }

    /// The policy of one project: its own where nothing was asked for and it names one.
    pub fn of(
        &self,
        project: &crate::domain::project::Project,
        console: &Console<'_>,
    ) -> Result<&'p Policy, Trouble> {
        match (self.asked, project.policy.as_deref()) {
            (None, Some(name)) => policy(self.policies, name, console),
            _ => Ok(self.of_file),
        }
    }
}
