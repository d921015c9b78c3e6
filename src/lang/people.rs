//! What is said where an administrator manages the persons of the store.

use super::{Language, terms};
use crate::domain::role::{Grant, Person};

/// The fixed texts.
pub struct PeopleText {
    /// A new person.
    pub add: &'static str,
    /// All persons.
    pub manage: &'static str,
    /// The hint of an empty name.
    pub name: &'static str,
    /// Title of the roles.
    pub role: &'static str,
    /// Title of the scopes.
    pub scope: &'static str,
    /// A department that no project names yet.
    pub write_department: &'static str,
    /// A unit that no project names yet.
    pub write_unit: &'static str,
    /// Another name.
    pub rename: &'static str,
    /// A further role.
    pub more_roles: &'static str,
    /// Takes a role away.
    pub take_away: fn(&str) -> String,
    /// The last role of a person.
    pub last_role: &'static str,
    /// Switches a person off.
    pub switch_off: &'static str,
    /// Switches a person on.
    pub switch_on: &'static str,
    /// Takes back the last change.
    pub undo: &'static str,
    /// The history of the store itself.
    pub history: &'static str,
    /// A person who is switched off.
    pub is_off: &'static str,
}

impl PeopleText {
    /// The texts of a language.
    pub fn of(language: Language) -> &'static Self {
        language.pick(&ZH, &EN)
    }
}

const ZH: PeopleText = PeopleText {
    add: "新增人员…",
    manage: "管理人员…",
    name: "姓名",
    role: "角色",
    scope: "范围",
    write_department: "另写一个主管部门…",
    write_unit: "另写一个实施单位…",
    rename: "改姓名",
    more_roles: "增加角色",
    take_away: |grant| format!("取消 {grant}"),
    last_role: "只剩这一个角色; 不再办理的人员请停用",
    switch_off: "停用",
    switch_on: "恢复使用",
    undo: "撤回上一次修改…",
    history: "库的变更记录 (人员、日期、政策)…",
    is_off: "已停用",
};

const EN: PeopleText = PeopleText {
    add: "Add a person...",
    manage: "Manage persons...",
    name: "Name",
    role: "Role",
    scope: "Scope",
    write_department: "Write another department...",
    write_unit: "Write another unit...",
    rename: "Change the name",
    more_roles: "Add a role",
    take_away: |grant| format!("Take away: {grant}"),
    last_role: "The only role; switch off a person who no longer acts",
    switch_off: "Switch off",
    switch_on: "Switch on again",
    undo: "Undo the last change...",
    history: "History of the store (persons, date, policy)...",
    is_off: "off",
};

/// A role and where it holds.
pub fn grant(grant: &Grant, language: Language) -> String {
    format!(
        "{} · {}",
        terms::role(grant.role, language),
        terms::scope(&grant.scope, language)
    )
}

/// A person was added, changed or switched off.
pub fn saved(person: &Person, language: Language) -> String {
    let name = &person.name;
    if person.active {
        language.pick(
            format!("已保存人员「{name}」; u 撤回, F8 换办理人"),
            format!("{name} is saved; u takes it back, F8 changes the acting person"),
        )
    } else {
        language.pick(
            format!("已停用「{name}」"),
            format!("{name} is switched off"),
        )
    }
}
