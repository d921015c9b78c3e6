//! What the command line says: help, answers in columns, and why something was not done.
//!
//! Every text stands here in both languages, side by side; the modules of `cli` choose one and
//! fill in what belongs to the case. No text here decides anything.

mod answers;
mod help;
pub mod manual;
mod policy;
mod stores;

pub use answers::{KeysText, PersonsText, PoliciesText, ScoreText, check_summary, pages_written};
pub use help::{AFTER_HELP, HELP, HelpText, headings};
pub use policy::{RuleLine, rules as policy_rules, weights as policy_weights};
pub use stores::*;

use super::Language;
use super::numbers::counted;

/// Before an error, on standard error.
pub fn error_line(sentence: &str, language: Language) -> String {
    format!("{}{sentence}", language.pick("错误：", "Error: "))
}

/// Before a remark, on standard error.
pub fn note_line(sentence: &str, language: Language) -> String {
    format!("{}{sentence}", language.pick("提示：", "Note: "))
}

/// Why a path can't be read or written.
pub fn io(what: Io, path: &str, kind: std::io::ErrorKind, language: Language) -> String {
    use std::io::ErrorKind as Kind;
    let zh = language == Language::Zh;
    match (kind, what) {
        (Kind::NotFound, Io::Read) if zh => format!("找不到文件 {path}"),
        (Kind::NotFound, Io::Read) => format!("There is no file {path}"),
        (Kind::NotFound, Io::Write) if zh => format!("{path} 所在的目录不存在"),
        (Kind::NotFound, Io::Write) => format!("The folder of {path} does not exist"),
        (Kind::IsADirectory, _) if zh => format!("{path} 是目录，这里要一个文件"),
        (Kind::IsADirectory, _) => format!("{path} is a folder, a file is wanted here"),
        (Kind::NotADirectory, _) if zh => format!("{path} 的上级不是目录"),
        (Kind::NotADirectory, _) => format!("What should hold {path} is no folder"),
        (Kind::PermissionDenied, Io::Read) if zh => format!("没有读取 {path} 的权限"),
        (Kind::PermissionDenied, Io::Read) => format!("No right to read {path}"),
        (Kind::PermissionDenied, Io::Write) if zh => format!("没有写入 {path} 的权限"),
        (Kind::PermissionDenied, Io::Write) => format!("No right to write {path}"),
        (Kind::ReadOnlyFilesystem, _) if zh => format!("{path} 在只读的文件系统上"),
        (Kind::ReadOnlyFilesystem, _) => format!("{path} is on a read-only file system"),
        (Kind::AlreadyExists, _) if zh => format!("{path} 已经存在，不会覆盖；请换一个路径"),
        (Kind::AlreadyExists, _) => {
            format!("{path} is there already and is not written over; name another path")
        }
        (Kind::StorageFull | Kind::QuotaExceeded | Kind::FileTooLarge, _) if zh => {
            format!("没有空间写入 {path}")
        }
        (Kind::StorageFull | Kind::QuotaExceeded | Kind::FileTooLarge, _) => {
            format!("No room left to write {path}")
        }
        (Kind::InvalidFilename, _) if zh => format!("{path}：文件名太长或不合法"),
        (Kind::InvalidFilename, _) => format!("{path}: the name is too long or not allowed"),
        // What the system calls it is English.
        (_, Io::Read) if zh => format!("读不了 {path}"),
        (_, Io::Read) => format!("{path} can't be read ({kind})"),
        (_, Io::Write) if zh => format!("写不了 {path}"),
        (_, Io::Write) => format!("{path} can't be written ({kind})"),
    }
}

/// Reading or writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Io {
    /// Reading
    Read,
    /// Writing
    Write,
}

/// Before the places of a file that are wrong.
pub fn several_wrong(name: &str, count: usize, language: Language) -> String {
    match language {
        Language::Zh => format!("{name} 有 {count} 个项目要改"),
        Language::En => format!(
            "{name}: {} to be mended",
            counted(count, "", ("project has", "projects have"), language)
        ),
    }
}

/// Standard input, as a path is named.
pub fn standard_input(language: Language) -> &'static str {
    language.pick("标准输入", "standard input")
}

/// A policy that does not exist, with those that do.
pub fn unknown_policy(name: &str, known: &[&str], language: Language) -> String {
    match language {
        Language::Zh => format!("没有名为“{name}”的政策；现有：{}", known.join("、")),
        Language::En => format!("There is no policy “{name}”; known: {}", known.join(", ")),
    }
}

/// A format of export that is not built.
pub fn format_not_built(name: &str, language: Language) -> String {
    match language {
        Language::Zh => format!("还不能导出 {name}，目前只有 json；请用 --format json"),
        Language::En => {
            format!("Export to {name} is not built yet; json is the only format: --format json")
        }
    }
}

/// Wrong use of the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misuse {
    /// An option or argument that nobody knows.
    Unknown {
        /// As typed.
        word: String,
        /// What may have been meant.
        meant: Option<String>,
    },
    /// A command that nobody knows.
    UnknownCommand {
        /// As typed.
        word: String,
        /// What may have been meant.
        meant: Option<String>,
    },
    /// A value that an option does not take.
    Value {
        /// The option.
        option: String,
        /// As typed; empty where none was given.
        value: String,
        /// What it takes, if that is a list.
        takes: Vec<String>,
    },
    /// Something is missing.
    Missing {
        /// What.
        wanted: Vec<String>,
    },
    /// Two that don't go together.
    Conflict {
        /// The one.
        one: String,
        /// The others.
        others: Vec<String>,
    },
    /// The same option twice.
    Twice {
        /// Which.
        option: String,
    },
    /// A value for an option that takes none.
    NoValue {
        /// The option.
        option: String,
        /// As typed.
        value: String,
    },
    /// A word that is no text.
    NotUtf8,
    /// Anything else, in the words of the parser.
    Other(String),
}

/// The sentence for wrong use.
pub fn misuse(misuse: &Misuse, language: Language) -> String {
    let zh = language == Language::Zh;
    match misuse {
        Misuse::Unknown { word, meant } => match (zh, meant) {
            (true, Some(meant)) => format!("没有“{word}”这个参数；是不是“{meant}”？"),
            (true, None) => format!("没有“{word}”这个参数"),
            (false, Some(meant)) => format!("Unknown argument “{word}”; was “{meant}” meant?"),
            (false, None) => format!("Unknown argument “{word}”"),
        },
        Misuse::UnknownCommand { word, meant } => match (zh, meant) {
            (true, Some(meant)) => format!("没有“{word}”这个命令；是不是“{meant}”？"),
            (true, None) => format!("没有“{word}”这个命令"),
            (false, Some(meant)) => format!("Unknown command “{word}”; was “{meant}” meant?"),
            (false, None) => format!("Unknown command “{word}”"),
        },
        Misuse::Value {
            option,
            value,
            takes,
        } => {
            let takes = match (zh, takes.is_empty()) {
                (_, true) => String::new(),
                (true, false) => format!("；可用：{}", takes.join("、")),
                (false, false) => format!("; it takes: {}", takes.join(", ")),
            };
            match (zh, value.is_empty()) {
                (true, true) => format!("{option} 缺少值{takes}"),
                (true, false) => format!("{option} 不能是“{value}”{takes}"),
                (false, true) => format!("{option} needs a value{takes}"),
                (false, false) => format!("{option} can't be “{value}”{takes}"),
            }
        }
        Misuse::Missing { wanted } if zh => format!("缺少：{}", wanted.join("、")),
        Misuse::Missing { wanted } => format!("Missing: {}", wanted.join(", ")),
        Misuse::Conflict { one, others } if zh => {
            format!("{one} 不能和 {} 一起用", others.join("、"))
        }
        Misuse::Conflict { one, others } => {
            format!("{one} can't be used with {}", others.join(", "))
        }
        Misuse::Twice { option } if zh => format!("{option} 写了两次，留下一个"),
        Misuse::Twice { option } => format!("{option} is given twice; keep one"),
        Misuse::NoValue { option, value } if zh => format!("{option} 不带值，这里写了“{value}”"),
        Misuse::NoValue { option, value } => {
            format!("{option} takes no value, “{value}” was given")
        }
        Misuse::NotUtf8 if zh => "有一个参数不是 UTF-8 文字".to_owned(),
        Misuse::NotUtf8 => "One of the arguments is no UTF-8 text".to_owned(),
        // The parser speaks English only.
        Misuse::Other(_) if zh => "参数有误".to_owned(),
        Misuse::Other(words) => words.clone(),
    }
}

/// Where help is found after wrong use.
pub fn see_help(command: &str, language: Language) -> String {
    match language {
        Language::Zh => format!("用法见 {command} --help"),
        Language::En => format!("See {command} --help"),
    }
}
