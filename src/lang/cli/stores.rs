//! What the commands about a store say: made, imported, exported, backed up, verified, restored,
//! and who acts.

use super::super::{Language, terms};
use crate::domain::role::Role;
use crate::lang::numbers::{counted, projects};

/// Neither home nor store.
pub fn no_home(language: Language) -> &'static str {
    language.pick(
        "找不到用户目录；请用 --store 或环境变量 WENXIAO_STORE 指明数据文件",
        "There is no home folder; name the store with --store or WENXIAO_STORE",
    )
}

/// What a new store is called where nobody says.
pub fn store_name(language: Language) -> &'static str {
    language.pick("我的项目库", "My projects")
}

/// After `init`.
pub fn made(path: &str, samples: bool, language: Language) -> String {
    match (language, samples) {
        (Language::Zh, true) => format!("已新建带样例的数据文件 {path}"),
        (Language::Zh, false) => format!("已新建数据文件 {path}"),
        (Language::En, true) => format!("Made the store {path} with the samples"),
        (Language::En, false) => format!("Made the store {path}"),
    }
}

/// While the samples are built.
pub fn building_samples(language: Language) -> &'static str {
    language.pick("正在装入样例……", "Preparing the samples …")
}

/// Samples that ended without being taken.
pub fn samples_not_taken(language: Language) -> &'static str {
    language.pick("样例没有装入", "The samples were not taken")
}

/// A store whose persons hold no administrator.
pub fn no_administrator(language: Language) -> &'static str {
    language.pick(
        "没有系统管理员，以后无法增减人员；需要时新建并加上 --person 姓名:admin",
        "Nobody is an administrator, so nobody can add persons later; --person NAME:admin names one",
    )
}

/// A person as `init` can't take one.
pub fn bad_person(text: &str, language: Language) -> String {
    match language {
        Language::Zh => {
            format!("“{text}”不是人员；应如 李华:unit@培训中心 或 王明:department,admin")
        }
        Language::En => format!(
            "“{text}” is no person; as lihua:unit@Training Centre or wangming:department,admin"
        ),
    }
}

/// What the first person of a role is called until somebody gives the name.
pub fn founder(role: Role, language: Language) -> &'static str {
    match role {
        Role::Unit => language.pick("填报人", "Unit officer"),
        Role::UnitLead => language.pick("单位负责人", "Unit lead"),
        Role::Department => language.pick("主管部门", "Department"),
        Role::Finance => language.pick("财政业务", "Finance division"),
        Role::Performance => language.pick("财政绩效", "Performance division"),
        Role::Budget => language.pick("财政预算", "Budget division"),
        Role::Admin => language.pick("管理员", "Administrator"),
        other => terms::role(other, language),
    }
}

/// A name that is none.
pub fn bad_name(text: &str, language: Language) -> String {
    match language {
        Language::Zh => format!("“{text}”不能作姓名或代号：不能为空，也不能有冒号"),
        Language::En => format!("“{text}” is no name or id: it may not be empty or hold a colon"),
    }
}

/// A role with a colon and nothing behind it.
pub fn no_scope(role: &str, language: Language) -> String {
    match language {
        Language::Zh => {
            format!("“{role}:”缺少范围；写部门或单位，如 {role}:教育局，不写冒号则管全部")
        }
        Language::En => format!(
            "“{role}:” names no scope; give a department or unit, as {role}:Education, or leave the colon out for all"
        ),
    }
}

/// A person who is there already.
pub fn person_exists(id: &str, language: Language) -> String {
    match language {
        Language::Zh => {
            format!("已有人员“{id}”；改动用 wenxiao person change，同名的另一人加 --id 代号")
        }
        Language::En => format!(
            "“{id}” is there already; wenxiao person change alters a person, --id tells two of one name apart"
        ),
    }
}

/// More than one person of a name.
pub fn several_of_the_name(name: &str, ids: &[String], language: Language) -> String {
    match language {
        Language::Zh => format!("有几个“{name}”；请用代号：{}", ids.join("、")),
        Language::En => format!("There are several “{name}”; use the id: {}", ids.join(", ")),
    }
}

/// After a person was added or changed.
pub fn person_saved(name: &str, roles: &str, active: bool, language: Language) -> String {
    match (language, active) {
        (Language::Zh, true) => format!("已保存：{name}（{roles}）"),
        (Language::Zh, false) => format!("已停用：{name}（{roles}）"),
        (Language::En, true) => format!("Saved: {name} ({roles})"),
        (Language::En, false) => format!("No longer active: {name} ({roles})"),
    }
}

/// A role that is not known, or not held.
pub fn unknown_role(name: &str, known: &[&str], language: Language) -> String {
    match language {
        Language::Zh => format!("没有角色“{name}”；可用：{}", known.join("、")),
        Language::En => format!("There is no role “{name}”; it can be: {}", known.join(", ")),
    }
}

/// A person that is not known.
pub fn unknown_person(id: &str, known: &[String], language: Language) -> String {
    match language {
        Language::Zh => format!("没有人员“{id}”；现有：{}", known.join("、")),
        Language::En => format!("There is no person “{id}”; known: {}", known.join(", ")),
    }
}

/// A store in which nobody can act.
pub fn nobody(language: Language) -> &'static str {
    language.pick("数据文件中没有可办理的人员", "Nobody in this store can act")
}

/// After `import`.
pub fn imported(created: usize, replaced: usize, unchanged: usize, language: Language) -> String {
    match language {
        Language::Zh => format!("新增 {created}，替换草稿 {replaced}，没有变化 {unchanged}"),
        Language::En => format!("{created} new, {replaced} drafts replaced, {unchanged} unchanged"),
    }
}

/// A language of the environment that the program does not speak.
pub fn unknown_language(name: &str, language: Language) -> String {
    match language {
        Language::Zh => format!("WENXIAO_LANG 应为 zh 或 en，“{name}”不起作用"),
        Language::En => format!("WENXIAO_LANG takes zh or en; “{name}” is passed over"),
    }
}

/// Who imported, where that was not said.
pub fn acted(name: &str, role: Role, language: Language) -> String {
    let role = terms::role(role, language);
    match language {
        Language::Zh => format!("以{name}（{role}）的名义办理；换人用 --person"),
        Language::En => format!("Done in the name of {name} ({role}); --person names another"),
    }
}

/// Projects that came without a code.
pub fn codes_made(count: usize, language: Language) -> String {
    match language {
        Language::Zh => format!(
            "{count} 个项目没有代码，按在文件中的位置编为 #1、#2……；另一个没有代码的文件会替换它们"
        ),
        Language::En => format!(
            "{} no code and got one by the place in the file (#1, #2 …); another file without codes replaces them",
            counted(count, "", ("project has", "projects have"), language)
        ),
    }
}

/// A project as a row of an error names it.
pub fn project_of_year(code: &str, year: Option<i32>, language: Language) -> String {
    let year = terms::year(year, language);
    match language {
        Language::Zh => format!("{code}（{year}）"),
        Language::En => format!("{code} ({year})"),
    }
}

/// The same code and year in two places.
pub fn twice(language: Language) -> &'static str {
    language.pick(
        "同一代码和年度出现两次，全部未导入",
        "The same code and year stand in two places; nothing was imported",
    )
}

/// The two places of one code and year.
pub fn both_places(
    project: &str,
    first: (&str, usize),
    second: (&str, usize),
    language: Language,
) -> String {
    let ((one, n), (other, m)) = (first, second);
    match language {
        Language::Zh => format!("{project}：{one} 第 {n} 个项目，{other} 第 {m} 个项目"),
        Language::En => format!("{project}: project {n} of {one}, project {m} of {other}"),
    }
}

/// Before the answer of `import --dry-run`.
pub fn dry_run(language: Language) -> &'static str {
    language.pick("只是预演，没有写入", "A dry run: nothing was written")
}

/// After `export -o`.
pub fn exported(count: usize, path: &str, language: Language) -> String {
    let of = projects(count, language);
    match language {
        Language::Zh => format!("已导出 {of}到 {path}"),
        Language::En => format!("Exported {of} to {path}"),
    }
}

/// A code that `export` does not find.
pub fn no_such_project(code: &str, year: Option<Option<i32>>, language: Language) -> String {
    match (language, year) {
        (Language::Zh, Some(Some(year))) => format!("{year} 年没有项目 {code}"),
        (Language::Zh, Some(None)) => format!("年度未写的项目里没有 {code}"),
        (Language::Zh, None) => format!("没有项目 {code}"),
        (Language::En, Some(Some(year))) => format!("There is no project {code} of {year}"),
        (Language::En, Some(None)) => format!("There is no project {code} without a year"),
        (Language::En, None) => format!("There is no project {code}"),
    }
}

/// After `backup`.
pub fn backed_up(path: &str, head: &str, language: Language) -> [String; 2] {
    match language {
        Language::Zh => [
            format!("已备份并核验：{path}"),
            format!("记录末尾 {head}（记下来，日后用 wenxiao verify --head 核对）"),
        ],
        Language::En => [
            format!("Backed up and verified: {path}"),
            format!("Head {head} (note it: wenxiao verify --head proves it later)"),
        ],
    }
}

/// After `backup --keep` where the newest kept backup holds all there is.
pub fn nothing_to_keep(path: &str, language: Language) -> String {
    match language {
        Language::Zh => format!("上次留存备份之后没有变更：{path}"),
        Language::En => format!("Nothing changed since the last kept backup: {path}"),
    }
}

/// Behind the reason why a store does not open: the kept backup that it can be restored from.
pub fn kept_backup(path: &str, language: Language) -> String {
    match language {
        Language::Zh => format!("；最近留存的完好备份是 {path}，用 wenxiao restore 恢复"),
        Language::En => {
            format!(
                "; the newest whole backup that was kept is {path}, wenxiao restore brings it back"
            )
        }
    }
}

/// Kept backups that had outlived their use are gone.
pub fn thinned_out(count: usize, language: Language) -> String {
    match language {
        Language::Zh => format!("清理了 {count} 份过期的备份"),
        Language::En => format!(
            "{} taken away that had outlived its use",
            counted(count, "", ("backup", "backups"), language)
        ),
    }
}

/// The newest kept backup has changed since it was made.
pub fn kept_damaged(path: &str, language: Language) -> String {
    match language {
        Language::Zh => format!(
            "之前最新的备份 {path} 已损坏（与清单不符），所以没有清理旧备份；请检查存放备份的磁盘"
        ),
        Language::En => format!(
            "The newest backup before this one, {path}, is damaged (not as its manifest notes it), so no older one was taken away; look at the disk that holds it"
        ),
    }
}

/// No backup was kept when the program was left; what was saved is safe.
pub fn not_kept(why: &str, language: Language) -> String {
    match language {
        Language::Zh => format!("变更都已保存，但没有留存备份：{why}"),
        Language::En => format!("All changes are saved, but no backup was kept: {why}"),
    }
}

/// A store that is too large to be backed up each time the program is left.
pub fn too_large_to_keep(language: Language) -> &'static str {
    language.pick(
        "数据文件较大，退出时不自动备份；请定时运行 wenxiao backup --keep",
        "The store is too large to be backed up on leaving; let a timer run wenxiao backup --keep",
    )
}

/// A backup that does not verify.
pub fn not_whole(path: &str, count: usize, first: &str, language: Language) -> String {
    match language {
        Language::Zh => format!("{path} 未通过核验，有 {count} 个问题：{first}"),
        Language::En => format!(
            "{path} does not verify, {}: {first}",
            counted(count, "", ("problem", "problems"), language)
        ),
    }
}

/// A head that is none.
pub fn bad_head(text: &str, language: Language) -> String {
    match language {
        Language::Zh => format!("“{text}”不是记录末尾；应为 序号:哈希，如 backup 所示"),
        Language::En => format!("“{text}” is no head; as SEQ:HASH, the way backup prints it"),
    }
}

/// Nothing wrong.
pub fn verified(
    path: &str,
    entries: u64,
    of_projects: u64,
    head: &str,
    language: Language,
) -> String {
    match language {
        Language::Zh => {
            format!("{path} 通过核验：{entries} 条记录，{of_projects} 个项目；记录末尾 {head}")
        }
        Language::En => {
            format!("{path} verifies: {entries} entries, {of_projects} projects; head {head}")
        }
    }
}

/// Something wrong, in a store or in a backup.
pub fn problems(path: &str, count: usize, is_backup: bool, language: Language) -> String {
    match (language, is_backup) {
        (Language::Zh, false) => format!("{path} 有 {count} 个问题；请先另存一份，再从备份恢复"),
        (Language::Zh, true) => {
            format!("这份备份（{path}）有 {count} 个问题，不能依靠它；请另做一份，或用更早的备份")
        }
        (Language::En, false) => format!(
            "{path} has {}; keep a copy, then restore a backup",
            counted(count, "", ("problem", "problems"), language)
        ),
        (Language::En, true) => format!(
            "The backup {path} has {} and can't be relied on; make another, or use an earlier one",
            counted(count, "", ("problem", "problems"), language)
        ),
    }
}

/// A folder that holds no text backup.
pub fn no_text_backup(path: &str, language: Language) -> String {
    match language {
        Language::Zh => format!("{path} 是目录，其中没有文本备份（entries.ndjson）"),
        Language::En => format!("{path} is a folder without a text backup (entries.ndjson) in it"),
    }
}

/// One user who acted as several persons; a long list is only counted.
pub fn several(os_user: &str, persons: &[String], language: Language) -> String {
    const NAMED: usize = 8;
    let count = persons.len();
    let names = if count <= NAMED {
        format!(
            "{}{}",
            language.pick("：", ": "),
            persons.join(language.pick("、", ", "))
        )
    } else {
        String::new()
    };
    match language {
        Language::Zh => format!("系统用户 {os_user} 曾以 {count} 人办理{names}"),
        Language::En => format!("The system's user {os_user} acted as {count} persons{names}"),
    }
}

/// Entries under a clock that ran backwards.
pub fn clock_regressions(count: u64, language: Language) -> String {
    match language {
        Language::Zh => format!("有 {count} 条记录的时间早于前一条（时钟倒退）"),
        Language::En => format!("Entries written under a clock that ran backwards: {count}"),
    }
}

/// A restore that would lose changes.
pub fn would_lose(count: usize, persons: &[String], language: Language) -> String {
    match language {
        Language::Zh => format!(
            "备份之后还有 {} 人的 {count} 条变更会丢失：{}。没有恢复；确要恢复请加 --accept-loss",
            persons.len(),
            persons.join("、")
        ),
        Language::En => format!(
            "{} made after the backup by {} would be lost. Nothing was restored; --accept-loss restores all the same",
            counted(count, "", ("change", "changes"), language),
            persons.join(", ")
        ),
    }
}

/// A backup of another store.
pub fn other_store(here: &str, backup: &str, language: Language) -> String {
    match language {
        Language::Zh => format!("备份属于另一个数据文件（备份 {backup}，现有 {here}），没有恢复"),
        Language::En => format!(
            "The backup is of another store (backup {backup}, here {here}); nothing was restored"
        ),
    }
}

/// After `restore`.
pub fn restored(
    rehearsed: bool,
    head: &str,
    lost: usize,
    persons: &[String],
    set_aside: Option<&str>,
    language: Language,
) -> Vec<String> {
    let zh = language == Language::Zh;
    let mut lines = vec![match (zh, rehearsed) {
        (true, true) => format!("演练成功，备份可用；记录末尾 {head}；数据文件没有改动"),
        (true, false) => format!("已恢复；记录末尾 {head}"),
        (false, true) => {
            format!("The rehearsal went well, the backup is good; head {head}; nothing was changed")
        }
        (false, false) => format!("Restored; head {head}"),
    }];
    if lost > 0 {
        let persons = persons.join(language.pick("、", ", "));
        lines.push(match (zh, rehearsed) {
            (true, true) => format!("恢复将丢失 {lost} 条变更（{persons}）"),
            (true, false) => format!("丢失 {lost} 条变更（{persons}）"),
            (false, true) => format!("Restoring would lose {lost} changes ({persons})"),
            (false, false) => format!("Lost {lost} changes ({persons})"),
        });
    }
    if let Some(path) = set_aside {
        lines.push(if zh {
            format!("原数据文件改名为 {path}")
        } else {
            format!("The store that was replaced is kept as {path}")
        });
    }
    lines
}

/// A date that is none.
pub fn bad_date(text: &str, language: Language) -> String {
    match language {
        Language::Zh => format!("“{text}”不是日期；应如 2026-07-31"),
        Language::En => format!("“{text}” is no date; as 2026-07-31"),
    }
}

/// A store without a date of its own.
pub fn no_clock(language: Language) -> &'static str {
    language.pick(
        "这个数据文件用真实日期；只有样例自带日期",
        "This store lives by the real date; only the samples have a date of their own",
    )
}

/// The date of a store.
pub fn store_date(date: &str, language: Language) -> String {
    match language {
        Language::Zh => format!("数据文件的日期：{date}"),
        Language::En => format!("The date of the store: {date}"),
    }
}

/// The first question.
pub fn first_question(path: &str, language: Language) -> [String; 6] {
    match language {
        Language::Zh => [
            format!("还没有数据文件（{path}）。从哪里开始？"),
            "  1  装入样例：虚构的青溪县，可随意试用".to_owned(),
            "  2  新建空的数据文件".to_owned(),
            "  3  从文件导入（wenxiao/1 格式的 JSON）".to_owned(),
            "  q  退出".to_owned(),
            "请输入 1、2 或 3，然后回车。".to_owned(),
        ],
        Language::En => [
            format!("There is no store yet ({path}). What shall it begin with?"),
            "  1  the samples: an invented county to try things on".to_owned(),
            "  2  nothing: an empty store".to_owned(),
            "  3  a file to import (JSON in the format wenxiao/1)".to_owned(),
            "  q  leave".to_owned(),
            "Type 1, 2 or 3, then Enter.".to_owned(),
        ],
    }
}

/// Another answer than those offered.
pub fn one_two_three(language: Language) -> &'static str {
    language.pick("请输入 1、2 或 3；q 退出", "Type 1, 2 or 3; q leaves")
}

/// Which file to import.
pub fn which_file(language: Language) -> &'static str {
    language.pick("文件：", "File: ")
}

/// The banner of a screen that was asked to change nothing.
pub fn read_only(language: Language) -> &'static str {
    language.pick(
        "只读：以 --read-only 打开",
        "Read only: opened with --read-only",
    )
}

/// A screen without a terminal.
pub fn no_terminal(language: Language) -> &'static str {
    language.pick(
        "界面需要终端；在脚本里请用命令，见 wenxiao --help",
        "The screen needs a terminal; scripts use the commands, see wenxiao --help",
    )
}

/// A terminal that shows lines only.
pub fn dumb_terminal(name: &str, language: Language) -> String {
    match language {
        Language::Zh => {
            format!("终端类型“{name}”显示不了界面；请设置 TERM，或用命令，见 wenxiao --help")
        }
        Language::En => format!(
            "A terminal of the kind “{name}” can show no screen; set TERM, or use the commands, see wenxiao --help"
        ),
    }
}

/// A terminal that failed.
pub fn terminal_failed(error: &str, language: Language) -> String {
    match language {
        Language::Zh => format!("终端没有响应（{error}）"),
        Language::En => format!("The terminal does not answer ({error})"),
    }
}
