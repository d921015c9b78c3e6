//! What the history says: what an entry did, and each changed field in words.

use serde_json::Value;

use super::path::{self, Names};
use super::{Language, terms};
use crate::domain::change::Change;
use crate::domain::command::{At, ProjectField};
use crate::domain::journal::Entry;
use crate::domain::project::RowKey;
use crate::domain::status::Signature;

/// The fixed texts of the screen.
pub struct HistoryText {
    /// The screen.
    pub title: &'static str,
    /// The screen, for the store itself.
    pub of_the_store: &'static str,
    /// Entries shown, of all.
    pub count: fn(usize, usize) -> String,
    /// Heads: number, time, person, role, what, changes.
    pub columns: [&'static str; 6],
    /// Least columns of role and step, so that neither is cut in its usual words.
    pub least: (u16, u16),
    /// Was taken back by an entry.
    pub undone_by: fn(u64) -> String,
    /// Changed fields of an entry.
    pub changes: fn(usize) -> String,
    /// An entry without changed fields.
    pub no_changes: &'static str,
    /// User of the operating system.
    pub os_user: fn(&str) -> String,
    /// The clock stood before that of the entry before.
    pub clock_regress: &'static str,
    /// The reason of a return, the remark of a step.
    pub comment: &'static str,
    /// There is no value.
    pub none: &'static str,
    /// The entries are being read.
    pub loading: &'static str,
    /// There is none.
    pub empty: &'static str,
    /// What to do then.
    pub empty_first: &'static str,
    /// Only what changed one thing.
    pub only: fn(&str) -> String,
    /// Nothing changed it.
    pub untouched: &'static str,
    /// What to do then.
    pub untouched_first: &'static str,
    /// Title of the prompt for the file that so many entries go to.
    pub export_title: fn(usize) -> String,
    /// Nothing fits the filter.
    pub no_match: &'static str,
    /// What to do then.
    pub no_match_first: &'static str,
}

impl HistoryText {
    /// The texts of a language.
    pub fn of(language: Language) -> &'static Self {
        language.pick(&ZH, &EN)
    }
}

const ZH: HistoryText = HistoryText {
    title: "变更记录",
    of_the_store: "库的变更记录",
    count: |shown, of| {
        if shown == of {
            format!("{of} 条")
        } else {
            format!("{shown}/{of} 条")
        }
    },
    columns: ["记录", "时间", "人员", "角色", "操作", "变更"],
    least: (8, 20),
    undone_by: |seq| format!("已撤回 #{seq}"),
    changes: |count| format!("{count} 处变更"),
    no_changes: "这一条没有改动字段",
    os_user: |user| format!("系统用户 {user}"),
    clock_regress: "时钟倒退: 这一条的时间早于上一条",
    comment: "意见",
    none: "(空)",
    loading: "正在读取记录",
    empty: "这个项目还没有记录",
    empty_first: "每次保存、送审、撤回都会留下一条",
    only: |thing| format!("只看: {thing} (Esc 看全部)"),
    untouched: "还没有人单独改过这一项",
    untouched_first: "按 Esc 看整个项目的记录",
    export_title: |count| format!("导出列出的 {count} 条记录到文件"),
    no_match: "没有符合的记录",
    no_match_first: "按 Esc 清除筛选",
};

const EN: HistoryText = HistoryText {
    title: "History",
    of_the_store: "History of the store",
    count: |shown, of| {
        if (shown, of) == (1, 1) {
            "1 entry".to_owned()
        } else if shown == of {
            format!("{of} entries")
        } else {
            format!("{shown} of {of}")
        }
    },
    columns: ["Entry", "Time", "Person", "Role", "What", "Changes"],
    least: (15, 30),
    undone_by: |seq| format!("undone by #{seq}"),
    changes: |count| match count {
        1 => "1 change".to_owned(),
        _ => format!("{count} changes"),
    },
    no_changes: "This entry changed no field",
    os_user: |user| format!("system user {user}"),
    clock_regress: "The clock went back: this entry is dated before the one before it",
    comment: "Comment",
    none: "(none)",
    loading: "Reading the entries",
    empty: "This project has no entries yet",
    empty_first: "Every save, step and undo leaves one",
    only: |thing| format!("Only: {thing} (Esc: all)"),
    untouched: "Nobody has changed this by itself yet",
    untouched_first: "Esc shows the history of the whole project",
    export_title: |count| match count {
        1 => "Export the entry shown to a file".to_owned(),
        _ => format!("Export the {count} entries shown to a file"),
    },
    no_match: "No entry fits",
    no_match_first: "Esc clears the filter",
};

/// What an entry did: `送审 绩效目标申报表`, `撤回 #12`.
pub fn what(entry: &Entry, language: Language) -> String {
    if let Some(of) = entry.undo_of {
        return language.pick(format!("撤回 #{of}"), format!("undo of #{of}"));
    }
    if let Some(of) = entry.redo_of {
        return language.pick(
            format!("恢复 (取消 #{of})"),
            format!("redo (of undo #{of})"),
        );
    }
    if let Some((kind, act, _)) = &entry.step {
        let (act, document) = (terms::act(*act, language), terms::document(*kind, language));
        return language.pick(format!("{act}{document}"), format!("{act}: {document}"));
    }
    match entry.name.as_str() {
        "create" => language.pick("新建", "create"),
        "edit" => language.pick("编辑", "edit"),
        "delete" => language.pick("删除", "delete"),
        "import" => language.pick("导入", "import"),
        "move" => language.pick("办理", "step"),
        "undo" => language.pick("撤回", "undo"),
        "redo" => language.pick("恢复", "redo"),
        "init" => language.pick("建库", "store made"),
        "save_person" => language.pick("人员", "person"),
        "set_clock" => language.pick("移动日期", "date moved"),
        "set_policy" => language.pick("换政策", "policy set"),
        "restored" => language.pick("从备份恢复", "restored from a backup"),
        other => other,
    }
    .to_owned()
}

/// What an entry did, and where an edit names no step, what it changed: `编辑 加固座数 · 指标值`.
pub fn told(entry: &Entry, language: Language, names: Names<'_>) -> String {
    let what = what(entry, language);
    if entry.name != "edit" || entry.step.is_some() {
        return what;
    }
    let Some(first) = entry.changes.first() else {
        return what;
    };
    let first = place(first, language, names);
    match entry.changes.len() {
        1 => format!("{what} {first}"),
        count => language.pick(
            format!("{what} {first} 等 {count} 项"),
            format!("{what} {first} and {} more", count - 1),
        ),
    }
}

/// What a thing is called whose history is shown.
pub fn thing(at: &At, language: Language, names: Names<'_>) -> String {
    let row = |key: RowKey| path::row_named(&key, language, names);
    match at {
        At::Indicator(_, id, _) => row(RowKey::Indicator(id.clone())),
        At::Fund(id, _) => row(RowKey::Fund(id.clone())),
        At::Reading(month, key, _) | At::Plan(key, month) => {
            format!("{} · {}", row(key.clone()), terms::month(*month, language))
        }
        At::Project(_) | At::Disposal(_) => terms::at(at, language),
    }
}

/// Is this the path of a field of the project?
pub fn is_field(path: &[&str], field: ProjectField) -> bool {
    let name = serde_json::to_value(field).unwrap_or_default();
    let name = name.as_str().unwrap_or_default();
    match path {
        [one] | ["about" | "evaluation", one] => *one == name,
        [] => false,
        _ => path.join("_") == name,
    }
}

/// A side of a change as people read it.
pub fn side(
    change: &Change,
    value: Option<&Value>,
    language: Language,
    name_of: &dyn Fn(&str) -> String,
) -> String {
    let Some(value) = value else {
        return HistoryText::of(language).none.to_owned();
    };
    if change.path.last().is_some_and(|last| last == "signatures") {
        return signatures(value, language, name_of);
    }
    let shown = path::value(&change.path, value, language);
    if shown.is_empty() {
        HistoryText::of(language).none.to_owned()
    } else {
        shown
    }
}

/// The last signature, after how many others: `3: 张伟 送审`.
fn signatures(value: &Value, language: Language, name_of: &dyn Fn(&str) -> String) -> String {
    let all: Vec<Signature> = serde_json::from_value(value.clone()).unwrap_or_default();
    all.last().map_or_else(
        || HistoryText::of(language).none.to_owned(),
        |last| {
            format!(
                "{} {} ({})",
                name_of(&last.person),
                terms::act(last.act, language),
                all.len()
            )
        },
    )
}

/// The field of a change.
pub fn place(change: &Change, language: Language, names: Names<'_>) -> String {
    path::place_named(&change.path, language, names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::command::CommandId;
    use crate::domain::journal::Hash;
    use crate::domain::role::{Actor, Role, Scope};
    use crate::domain::status::{Act, DocumentKind};

    fn entry(name: &str) -> Entry {
        Entry {
            seq: 7,
            previous: Hash::default(),
            at: 0,
            clock_regress: false,
            actor: Actor {
                person: "p1".into(),
                role: Role::Unit,
                scope: Scope::All,
                os_user: "me".into(),
            },
            command: CommandId("c".into()),
            name: name.into(),
            project: None,
            revision: 1,
            changes: Vec::new(),
            step: None,
            undo_of: None,
            redo_of: None,
            batch: None,
            left_behind: None,
            program: "0".into(),
        }
    }

    #[test]
    fn an_entry_says_what_it_did() {
        let cases = [
            (entry("edit"), "编辑", "edit"),
            (
                Entry {
                    undo_of: Some(5),
                    ..entry("undo")
                },
                "撤回 #5",
                "undo of #5",
            ),
            (
                Entry {
                    step: Some((DocumentKind::Goal, Act::Submit, String::new())),
                    ..entry("move")
                },
                "送审绩效目标申报表",
                "send for review: goal declaration",
            ),
        ];
        for (entry, zh, en) in cases {
            assert_eq!(what(&entry, Language::Zh), zh);
            assert_eq!(what(&entry, Language::En), en);
        }
    }

    #[test]
    fn a_signature_is_told_by_its_person_and_step() {
        let signature = Signature {
            act: Act::Pass,
            person: "p2".into(),
            role: Role::UnitLead,
            at: 0,
            from: crate::domain::status::Status::UnitAudit,
            to: crate::domain::status::Status::DepartmentAudit,
            comment: String::new(),
        };
        let value = serde_json::to_value(vec![signature]).unwrap();
        let change = Change {
            path: vec!["documents".into(), "goal".into(), "signatures".into()],
            old: None,
            new: Some(value),
        };
        let name = |id: &str| format!("<{id}>");
        let told = side(&change, change.new.as_ref(), Language::Zh, &name);
        assert_eq!(told, "<p2> 审核通过 (1)");
        assert_eq!(side(&change, None, Language::Zh, &name), "(空)");
    }
}
