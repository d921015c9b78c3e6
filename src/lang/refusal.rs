//! Refusals as sentences: what was refused, and the mend.

use super::{Language, terms};
use crate::domain::refusal::{BadValue, Refusal};

/// Where a refusal is read: the way out is a key on the screen, an option on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seat {
    Screen,
    CommandLine,
}

/// The sentence of a refusal on the screen. `name_of` turns a person's id into a name.
pub fn sentence(refusal: &Refusal, language: Language, name_of: &dyn Fn(&str) -> String) -> String {
    let what = told(refusal, language, Seat::Screen, name_of);
    match rows(refusal, language) {
        Some((_, rows)) => format!("{what}: {}", rows_of(rows, language)),
        None => what,
    }
}

/// The reason alone, where several stand beside each other under one step of one document.
pub fn brief(refusal: &Refusal, language: Language, name_of: &dyn Fn(&str) -> String) -> String {
    match refusal {
        Refusal::Role { needed, .. } => {
            let roles = needed.iter().map(|role| terms::role(*role, language));
            let roles = roles.collect::<Vec<_>>();
            language.pick(
                format!("应由「{}」办理", roles.join("、")),
                format!("for {}", roles.join(", ")),
            )
        }
        Refusal::NoSuchStep { status, .. } => {
            let status = terms::status(*status, language);
            language.pick(format!("处于「{status}」"), format!("“{status}”"))
        }
        other => sentence(other, language, name_of),
    }
}

/// The sentence on the command line, without the rows that [`rows`] gives.
pub fn at_command_line(
    refusal: &Refusal,
    language: Language,
    name_of: &dyn Fn(&str) -> String,
) -> String {
    let sentence = match rows(refusal, language) {
        Some((heading, _)) => heading.to_owned(),
        None => told(refusal, language, Seat::CommandLine, name_of),
    };
    match language {
        // The screen saves columns; in running text Chinese has its own marks.
        Language::Zh => sentence
            .replace(", ", "，")
            .replace("; ", "；")
            .replace(": ", "："),
        Language::En => sentence,
    }
}

/// A project of a list: its code and year.
type ListedRow = (String, Option<i32>);

/// What is said of the projects that a refusal lists, and those projects.
pub fn rows(refusal: &Refusal, language: Language) -> Option<(&'static str, &[ListedRow])> {
    let (heading, rows) = match refusal {
        Refusal::ImportScope { rows } => (
            language.pick(
                "这些项目不在当前角色的范围内, 全部未导入",
                "These projects lie outside the scope of the acting role; nothing was imported",
            ),
            rows,
        ),
        Refusal::ImportPastDraft { rows } => (
            language.pick(
                "这些项目已离开草稿, 不能覆盖, 全部未导入",
                "These projects are past draft and can't be replaced; nothing was imported",
            ),
            rows,
        ),
        Refusal::ImportTwice { rows } => (
            language.pick(
                "文件里有重复的代码和年度, 全部未导入",
                "The file holds the same code and year twice; nothing was imported",
            ),
            rows,
        ),
        _ => return None,
    };
    Some((heading, rows))
}

fn told(
    refusal: &Refusal,
    language: Language,
    seat: Seat,
    name_of: &dyn Fn(&str) -> String,
) -> String {
    let seated = |screen: (&'static str, &'static str), line: (&'static str, &'static str)| {
        let (zh, en) = match seat {
            Seat::Screen => screen,
            Seat::CommandLine => line,
        };
        language.pick(zh, en)
    };
    let other_person = seated(
        ("按 F8 换办理人", "F8 chooses the person"),
        ("用 --person 换办理人", "--person names another"),
    );
    let zh = language == Language::Zh;
    match refusal {
        Refusal::NoSuchProject => language
            .pick(
                "没有这个项目, 或不在当前角色的范围内",
                "No such project, or outside the scope of the acting role",
            )
            .to_owned(),
        Refusal::Role { acting, needed } => {
            let needed: Vec<_> = needed
                .iter()
                .map(|role| terms::role(*role, language))
                .collect();
            if zh {
                format!(
                    "当前角色「{}」不能这样做, 应由「{}」办理; {other_person}",
                    terms::role(*acting, language),
                    needed.join("、")
                )
            } else {
                format!(
                    "The acting role ({}) may not do this; it is for: {}. {other_person}",
                    terms::role(*acting, language),
                    needed.join(", ")
                )
            }
        }
        Refusal::Scope { code } => {
            if zh {
                format!("项目 {code} 不在当前角色的范围内")
            } else {
                format!("Project {code} lies outside the scope of the acting role")
            }
        }
        Refusal::NotEditable { document, status } => {
            let (document, status) = (
                terms::document(*document, language),
                terms::status(*status, language),
            );
            if zh {
                format!("{document}处于「{status}」, 只有草稿和被退回的可以编辑; 按 m 看能办理什么")
            } else {
                format!(
                    "The {document} has the status “{status}”; only a draft or a returned one can be edited. m shows what can be done"
                )
            }
        }
        Refusal::PastDraft { document } => {
            let document = terms::document(*document, language);
            if zh {
                format!("{document}已离开草稿, 不能删除或覆盖")
            } else {
                format!("The {document} has left the draft and can't be deleted or replaced")
            }
        }
        Refusal::NoSuchStep {
            document,
            status,
            act,
        } => {
            let document = terms::document(*document, language);
            let (status, act) = (terms::status(*status, language), terms::act(*act, language));
            if zh {
                format!("{document}处于「{status}」, 此时不能{act}")
            } else {
                format!(
                    "“{status}” allows no “{act}” of the {document} now"
                )
            }
        }
        Refusal::NotTheSender { person } => {
            let name = name_of(person);
            if zh {
                format!("上一步是{name}送出的, 只有本人可以撤销")
            } else {
                format!("{name} made the last step; only the sender takes it back")
            }
        }
        Refusal::SamePerson { act, role } => {
            let (act, role) = (terms::act(*act, language), terms::role(*role, language));
            if zh {
                format!(
                    "同一人不能审自己办理的文书: 请换人办理 (F8, 没有人时在其中新增); 本轮已以「{role}」{act}"
                )
            } else {
                format!(
                    "Nobody passes their own step; choose another person (F8, which also adds one). In this round you already did “{act}” as {role}"
                )
            }
        }
        Refusal::ReasonNeeded => language
            .pick("退回必须写明原因", "A return needs a reason")
            .to_owned(),
        Refusal::GoalNotApproved => language
            .pick(
                "绩效目标批复以后才能送审监控表和自评表",
                "Monitoring and self-evaluation can be sent only after the goal was approved",
            )
            .to_owned(),
        Refusal::Errors { count, checks } => {
            let checks = checks.join(", ");
            if zh {
                format!("还有 {count} 个错误未改 ({checks}), 改正后才能送审; 在项目中按 n 逐条查看")
            } else {
                let errors = if *count == 1 { "error blocks" } else { "errors block" };
                format!("{count} {errors} sending ({checks}); in the project n goes through them")
            }
        }
        Refusal::OwnRoles => language
            .pick(
                "不能修改自己的角色, 也不能停用自己; 请另一名系统管理员办理",
                "Nobody changes the own roles or switches themselves off; another administrator does it",
            )
            .to_owned(),
        Refusal::Withdrawn { indicator } => {
            if zh {
                format!("指标 {indicator} 已随调整撤下, 不再填写")
            } else {
                format!("Indicator {indicator} was withdrawn by an adjustment and is locked")
            }
        }
        Refusal::BadValue { at, value, why } => {
            let (place, why) = (terms::at(at, language), bad_value(why, language));
            if value.is_empty() || value.chars().count() > 30 {
                format!("{place}: {why}")
            } else {
                match language {
                    Language::Zh => format!("{place}: 「{value}」{why}"),
                    Language::En => format!("{place}: \"{value}\" {why}"),
                }
            }
        }
        Refusal::NoSuchPlace { id } => {
            if zh {
                format!("没有「{id}」这一行")
            } else {
                format!("There is no row {id}")
            }
        }
        Refusal::CodeTaken { code, year } => {
            let year = terms::year(*year, language);
            if zh {
                format!("{year}已有代码为 {code} 的项目, 请换一个代码")
            } else {
                format!("A project with code {code} exists in {year}; choose another code")
            }
        }
        Refusal::Conflict { person, .. } => {
            let name = name_of(person);
            if zh {
                format!("{name}刚改过这个项目, 您写的内容还在, 请比较后再存")
            } else {
                format!(
                    "{name} has changed this project meanwhile; what you typed is kept, compare and save again"
                )
            }
        }
        Refusal::NothingToUndo => language
            .pick("没有可撤回的修改", "There is nothing to take back")
            .to_owned(),
        Refusal::NothingToRedo => language
            .pick("没有可恢复的修改", "There is nothing to do again")
            .to_owned(),
        Refusal::UndoNotNewest { person, .. } => {
            let name = name_of(person);
            if zh {
                format!("{name}之后又改过这个项目, 不能再撤回; 可以直接改回")
            } else {
                format!("{name} has changed this project since; edit it instead of undoing")
            }
        }
        Refusal::UndoNotOwn { person } => {
            let name = name_of(person);
            if zh {
                format!("最近的修改是{name}的, 只能撤回自己的修改")
            } else {
                format!("The newest change is {name}'s; only one's own can be undone")
            }
        }
        Refusal::UndoStatusStep => language
            .pick(
                "送审、审核这类步骤不能用撤回, 请用办理 (m) 里的撤销",
                "Steps of a document are not undone; use withdraw under m",
            )
            .to_owned(),
        Refusal::Unnamed => language
            .pick(
                "这条命令没有自己的编号, 重复时认不出来; 没有保存",
                "The command has no name of its own, so a repeat could not be told; nothing was saved",
            )
            .to_owned(),
        Refusal::ImportScope { .. } => {
            let (heading, _) = rows(refusal, language).unwrap_or_default();
            format!("{heading} ({other_person})")
        }
        Refusal::ImportPastDraft { .. } | Refusal::ImportTwice { .. } => rows(refusal, language)
            .map_or("", |(heading, _)| heading)
            .to_owned(),
        Refusal::UnknownActor { person } => {
            let name = name_of(person);
            if zh {
                format!("「{name}」没有这个角色, 或已停用; {other_person}")
            } else {
                format!("{name} holds no such role or is not active. {other_person}")
            }
        }
        Refusal::BadPerson => language
            .pick(
                "人员要有代号和姓名; 请写上姓名",
                "A person needs an id and a name; write the name",
            )
            .to_owned(),
        Refusal::LastAdmin => language
            .pick(
                "至少要有一名在用的系统管理员; 请先把这个角色交给别人",
                "Somebody has to administer the store; give that role to another person first",
            )
            .to_owned(),
        Refusal::HasActed { person } => {
            let name = name_of(person);
            if zh {
                format!("{name}已经办理过事项, 姓名留在记录里, 不能撤回; 请改为停用")
            } else {
                format!("{name} has acted already and stays in the record; switch the person off instead")
            }
        }
        Refusal::UnknownPolicy { name } => {
            if zh {
                format!("没有名为「{name}」的政策; wenxiao policies 列出全部")
            } else {
                format!("There is no policy \"{name}\"; `wenxiao policies` lists them")
            }
        }
        Refusal::ReadOnly => seated(
            (
                "数据文件现在只能读, 未保存; 您写的内容还在",
                "The store can only be read now; nothing was saved, what you typed is kept",
            ),
            (
                "数据文件现在只能读, 没有写入; 检查文件权限, 或用 wenxiao verify 核对",
                "The store can only be read now, nothing was written; check its rights, or run wenxiao verify",
            ),
        )
        .to_owned(),
    }
}

fn rows_of(rows: &[(String, Option<i32>)], language: Language) -> String {
    let shown: Vec<String> = rows
        .iter()
        .take(20)
        .map(|(code, year)| format!("{code} ({})", terms::year(*year, language)))
        .collect();
    let more = rows.len().saturating_sub(shown.len());
    let tail = match (more, language) {
        (0, _) => String::new(),
        (more, Language::Zh) => format!(" 等, 另有 {more} 个"),
        (more, Language::En) => format!(" and {more} more"),
    };
    format!("{}{tail}", shown.join(", "))
}

/// What is wrong with a value, and what is wanted.
pub fn bad_value(why: &BadValue, language: Language) -> String {
    let zh = language == Language::Zh;
    match why {
        BadValue::NotANumber => language
            .pick(
                "不是数字, 请写成 12.5 这样的十进制数",
                "is no number; write a decimal such as 12.5",
            )
            .to_owned(),
        BadValue::Negative => language
            .pick("不能小于 0", "must not be below 0")
            .to_owned(),
        BadValue::TooLong { bytes, limit } => {
            if zh {
                format!("太长: {bytes} 字节 (汉字算 2), 最多 {limit}")
            } else {
                format!(
                    "is too long: {bytes} bytes (a Chinese character counts 2) of at most {limit}"
                )
            }
        }
        BadValue::NotADate => language
            .pick(
                "不是日期, 请写成 2026-07-31",
                "is no date; write 2026-07-31",
            )
            .to_owned(),
        BadValue::NotAChoice => language
            .pick(
                "不在可选的内容里, 请从列表中选",
                "is none of the choices; choose from the list",
            )
            .to_owned(),
        BadValue::OutsideBand { low, high, closed } => match (zh, closed) {
            (true, true) => format!("写 {low} 到 {high} 分, 或换档次: 不在所选档次的区间内"),
            (true, false) => {
                format!("写 {low} 到 {high} 分 (不含 {high}), 或换档次: 不在所选档次的区间内")
            }
            (false, true) => {
                format!("write {low} to {high} points, or choose another band: outside this one")
            }
            (false, false) => {
                format!(
                    "write {low} to below {high} points, or choose another band: outside this one"
                )
            }
        },
        BadValue::NoBand => language
            .pick("先选达成档次, 再写档内得分", "needs a band first")
            .to_owned(),
        BadValue::TooFine => language
            .pick("最多两位小数", "may have two decimals at most")
            .to_owned(),
        BadValue::Empty => language.pick("不能为空", "must not be empty").to_owned(),
        BadValue::Invisible { position } => {
            if zh {
                format!("第 {position} 个字符是看不见的控制字符, 请删去")
            } else {
                format!("holds an invisible control character at position {position}; remove it")
            }
        }
    }
}
