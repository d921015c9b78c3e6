//! The store's troubles in words: why it does not open, what verification found, what was lost.
//!
//! Both languages side by side, with a short name for programs; what the medium did is told by
//! `lang::fault`.

use std::io::ErrorKind;
use std::path::Path;

use super::console::{Console, Trouble};
use super::input::{io_code, shown};
use crate::domain::fault::{Damage, Fault};
use crate::lang::cli::{self as words, Io};
use crate::lang::{Language, fault, refusal};
use crate::store::fault::{NetworkFileSystem, OpenError};
use crate::store::keep;
use crate::store::verify::Problem;
use crate::store::{Cause, Notice};

/// Why nothing was written at a path: the folder is missing, or what `open` says.
pub fn unwritten(error: &OpenError, path: &Path, console: &Console<'_>) -> Trouble {
    match error {
        OpenError::Missing => of_path(Io::Write, path, ErrorKind::NotFound, console),
        OpenError::Failed(Fault::Io { code: Some(code) }) if wrong_path(*code).is_some() => {
            let kind = wrong_path(*code).unwrap_or(ErrorKind::Other);
            of_path(Io::Write, path, kind, console)
        }
        // The sentence of the fault speaks of writing already.
        OpenError::Failed(failed @ Fault::NotPermitted) => Trouble::new(
            fault_code(failed),
            format!(
                "{}{}{}",
                shown(path),
                console.say("：", ": "),
                fault::sentence(failed, console.language)
            ),
        ),
        other => open(other, path, console),
    }
}

fn of_path(what: Io, path: &Path, kind: ErrorKind, console: &Console<'_>) -> Trouble {
    let sentence = words::io(what, &shown(path), kind, console.language);
    Trouble::new(io_code(kind), sentence)
}

/// What an error of the system says about the path, where the disk is well: a folder, a name that
/// is too long, links that go round.
fn wrong_path(code: i32) -> Option<ErrorKind> {
    use ErrorKind as Kind;
    let kind = std::io::Error::from_raw_os_error(code).kind();
    let round = code == rustix::io::Errno::LOOP.raw_os_error();
    let of_path = matches!(
        kind,
        Kind::NotFound | Kind::IsADirectory | Kind::NotADirectory | Kind::InvalidFilename
    );
    (of_path || round).then_some(kind)
}

/// Why a store does not open, and from what it can be restored.
pub fn open(error: &OpenError, path: &Path, console: &Console<'_>) -> Trouble {
    let trouble = not_opened(error, path, console);
    let lost = matches!(
        error,
        OpenError::Missing | OpenError::NotAStore | OpenError::Failed(Fault::Damaged(_))
    );
    match keep::newest_whole(path).filter(|_| lost) {
        Some(kept) => {
            let from = words::kept_backup(&shown(&kept.path), console.language);
            trouble.and(&from)
        }
        None => trouble,
    }
}

fn not_opened(error: &OpenError, path: &Path, console: &Console<'_>) -> Trouble {
    let language = console.language;
    match error {
        OpenError::Failed(Fault::Io { code: Some(code) }) => {
            if let Some(kind) = wrong_path(*code) {
                return of_path(Io::Read, path, kind, console);
            }
        }
        // A store that can't be written is read; what is refused here is the reading.
        OpenError::Failed(Fault::NotPermitted) => {
            return of_path(Io::Read, path, ErrorKind::PermissionDenied, console);
        }
        OpenError::NotAStore if path.is_dir() => {
            let sentence = words::no_text_backup(&shown(path), language);
            return Trouble::new("not_a_store", sentence);
        }
        _ => {}
    }
    let path = shown(path);
    let say = |zh: String, en: String| language.pick(zh, en);
    let (code, sentence) = match error {
        OpenError::Missing => (
            "no_store",
            say(
                format!(
                    "没有数据文件 {path}；先用 wenxiao init 新建，wenxiao init --samples 带样例"
                ),
                format!(
                    "There is no store {path}; make one with wenxiao init, or with the samples: wenxiao init --samples"
                ),
            ),
        ),
        OpenError::Exists => (
            "exists",
            say(
                format!("{path} 已经存在，不会覆盖；请换一个路径"),
                format!("{path} is there already and is not written over; name another path"),
            ),
        ),
        OpenError::NotAStore => (
            "not_a_store",
            say(
                format!("{path} 不是问效的数据文件"),
                format!("{path} is not a store of wenxiao"),
            ),
        ),
        OpenError::InUse(holder) => (
            "in_use",
            match holder {
                Some(holder) => say(
                    format!(
                        "{path} 正由 {}（进程 {}）使用；请等其退出后再试",
                        holder.os_user, holder.pid
                    ),
                    format!(
                        "{path} is in use by {} (process {}); try again once they have left",
                        holder.os_user, holder.pid
                    ),
                ),
                None => say(
                    format!("{path} 正在被另一个程序使用；请等其退出后再试"),
                    format!("{path} is in use by another program; try again once it has left"),
                ),
            },
        ),
        OpenError::Newer { schema, needs } => (
            "newer",
            say(
                format!("{path} 由更新的版本写成（格式 {schema}）；请用 {needs} 或更新的版本打开"),
                format!(
                    "{path} was written by a newer program (layout {schema}); open it with {needs} or later"
                ),
            ),
        ),
        OpenError::NeedsWriting => (
            "needs_writing",
            say(
                format!("{path} 上次写入被中断，需以可写方式打开一次"),
                format!(
                    "An interrupted write of {path} has to be finished: open it once with the right to write"
                ),
            ),
        ),
        OpenError::NetworkFiles(kind) => {
            let kind = network(*kind);
            (
                "network_files",
                say(
                    format!("{path} 在网络文件系统（{kind}）上，锁不可靠；请放到本机磁盘"),
                    format!(
                        "{path} is on a network file system ({kind}), where locks do not hold; keep it on a local disk"
                    ),
                ),
            )
        }
        OpenError::BadText { file, line } => (
            "bad_text",
            say(
                format!("文本备份 {path} 自相矛盾：{file} 第 {line} 行"),
                format!("The text backup {path} contradicts itself: {file}, line {line}"),
            ),
        ),
        OpenError::NotAsNoted { file } => ("damaged_file", not_as_noted(file, language)),
        OpenError::Failed(failed) => (
            fault_code(failed),
            format!(
                "{path}{}{}",
                console.say("：", ": "),
                fault::sentence(failed, language)
            ),
        ),
        OpenError::Beside {
            path,
            fault: failed,
        } => (
            fault_code(failed),
            format!(
                "{}{}{}",
                shown(path),
                console.say("：", ": "),
                fault::sentence(failed, language)
            ),
        ),
    };
    Trouble::new(code, sentence)
}

fn network(kind: NetworkFileSystem) -> &'static str {
    match kind {
        NetworkFileSystem::Nfs => "NFS",
        NetworkFileSystem::Smb => "SMB",
        NetworkFileSystem::NineP => "9p",
        NetworkFileSystem::Fuse => "FUSE",
    }
}

/// The medium failed.
pub fn failed(failed: &Fault, console: &Console<'_>) -> Trouble {
    Trouble::new(
        fault_code(failed),
        fault::sentence(failed, console.language),
    )
}

/// A command was not carried out.
pub fn not_saved(
    cause: &Cause,
    console: &Console<'_>,
    name_of: &dyn Fn(&str) -> String,
) -> Trouble {
    match cause {
        Cause::Refused(refused) => {
            let language = console.language;
            let sentence = refusal::at_command_line(refused, language, name_of);
            let rows = refusal::rows(refused, language).map_or(&[][..], |(_, rows)| rows);
            let rows = rows.iter().map(|(code, year)| {
                (
                    words::project_of_year(code, *year, language),
                    serde_json::json!({"code": code, "year": year}),
                )
            });
            Trouble::new("refused", sentence).with_rows(rows)
        }
        Cause::Failed(fault) => failed(fault, console),
    }
}

/// Whether a command was saved can't be told.
pub fn not_confirmed(fault: &Fault, console: &Console<'_>) -> Trouble {
    let what = fault::sentence(fault, console.language);
    Trouble::new(
        "not_confirmed",
        console.say(
            format!("不能确认是否已保存：{what}；请用 wenxiao verify 核验后再试"),
            format!("Not known whether it was saved: {what}; run wenxiao verify, then try again"),
        ),
    )
}

/// The short name of a fault.
fn fault_code(fault: &Fault) -> &'static str {
    match fault {
        Fault::Full | Fault::LowSpace(_) => "no_room",
        Fault::NotPermitted => "not_permitted",
        Fault::Io { .. } => "io",
        Fault::Latched | Fault::Closed => "closed",
        Fault::Damaged(_) => "damaged",
        Fault::Replaced => "replaced",
    }
}

/// What opening found that somebody should know.
pub fn notice(notice: &Notice, language: Language) -> Option<String> {
    match notice {
        Notice::Migrated { from } => Some(language.pick(
            format!("数据文件已从格式 {from} 升级"),
            format!("The store was brought up from layout {from}"),
        )),
        // Screens check in the background; a short command has no time for it.
        Notice::CheckLater => None,
        Notice::LowSpace(space) => Some(fault::sentence(&Fault::LowSpace(*space), language)),
    }
}

fn not_as_noted(file: &str, language: Language) -> String {
    language.pick(
        format!("{file} 与备份清单（manifest.json）所记不符：文件缺失、被改动，或清单不是它的"),
        format!(
            "{file} is not what the manifest of the backup notes: it is missing or changed, or the manifest is another's"
        ),
    )
}

/// A problem that verification found: its short name and its sentence.
pub fn problem(problem: &Problem, language: Language) -> (&'static str, String) {
    let say = |zh: String, en: String| language.pick(zh, en);
    match problem {
        Problem::Fault(Fault::Damaged(damage)) => {
            (damage_code(damage), fault::damage(damage, language))
        }
        Problem::Fault(failed) => (fault_code(failed), fault::sentence(failed, language)),
        Problem::Chain { seq } => (
            "chain",
            say(
                format!("记录 #{seq} 缺失、读不了，或与前一条接不上"),
                format!("Entry #{seq} is missing, unreadable, or does not continue the one before"),
            ),
        ),
        Problem::Head { noted, last } => (
            "head",
            say(
                format!("记下的末尾是 #{noted}，实际末尾是 #{last}"),
                format!("The noted head is #{noted}, the last entry is #{last}"),
            ),
        ),
        Problem::Index { seq } => (
            "index",
            say(
                format!("记录 #{seq} 不在索引中"),
                format!("The index does not name entry #{seq}"),
            ),
        ),
        Problem::Project { code, .. } => (
            "project",
            say(
                format!("项目 {code} 与其变更记录不符"),
                format!("Project {code} is not what its entries make of it"),
            ),
        ),
        Problem::Person { id } => (
            "person",
            say(
                format!("人员 {id} 与变更记录不符"),
                format!("Person {id} is not what the entries say"),
            ),
        ),
        Problem::Setting { name } => (
            "setting",
            say(
                format!("设置 {name} 与变更记录不符"),
                format!("Setting {name} is not what the entries say"),
            ),
        ),
        Problem::Row { code, .. } => (
            "row",
            say(
                format!("项目 {code} 的列表行缺失或不符"),
                format!("The row of project {code} is missing or is another's"),
            ),
        ),
        Problem::NotAsNoted { file } => ("damaged_file", not_as_noted(file, language)),
        Problem::BadText { file, line } => (
            "bad_text",
            say(
                format!("{file} 第 {line} 行与前面的记录接不上"),
                format!("Line {line} of {file} contradicts the lines before it"),
            ),
        ),
        Problem::Heads { line, seq } => (
            "heads",
            say(
                format!(".heads 文件第 {line} 行（记录 #{seq}）与数据文件不符"),
                format!("Line {line} of the .heads file (entry #{seq}) differs from the store"),
            ),
        ),
        Problem::Mirror { line } => (
            "mirror",
            say(
                format!(".journal 文件第 {line} 行与数据文件不符"),
                format!("Line {line} of the .journal file differs from the store"),
            ),
        ),
        Problem::Lost { known, held } => (
            "lost",
            say(
                format!("旁边的文件记到 #{known}，数据文件只到 #{held}：有变更丢失"),
                format!(
                    "The files beside the store know entries up to #{known}, it holds up to #{held}: changes are lost"
                ),
            ),
        ),
        Problem::GivenHead { seq } => (
            "given_head",
            say(
                format!("给出的记录末尾 #{seq} 不在这个数据文件的记录链中"),
                format!("The given head #{seq} is not in this store's chain"),
            ),
        ),
    }
}

fn damage_code(damage: &Damage) -> &'static str {
    match damage {
        Damage::Engine => "damaged_file",
        Damage::Record { .. } => "damaged_record",
        Damage::Sentinel => "no_sentinel",
        Damage::Missing { .. } => "missing_record",
        Damage::Chain { .. } => "chain",
    }
}
