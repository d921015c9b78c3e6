//! What the inbox says.

use chrono::NaiveDate;

use super::Language;
use crate::domain::moment::day_of;

/// The fixed texts of the screen.
pub struct InboxText {
    /// The screen.
    pub title: &'static str,
    /// Documents that wait for a role: how many.
    pub count: fn(usize) -> String,
    /// Heads: code, project, unit, document, status, since when, checks.
    pub columns: [&'static str; 7],
    /// Nothing waits for a role.
    pub empty: fn(&str) -> String,
    /// How to be somebody else.
    pub others: &'static str,
    /// Nothing waits for anybody.
    pub nobody: &'static str,
    /// So many documents wait.
    pub waiting: fn(usize) -> String,
    /// Marked rows.
    pub marked: fn(usize) -> String,
    /// Title of the menu of what is done to all marked projects.
    pub bulk_title: fn(usize) -> String,
    /// Nothing fits the filter.
    pub no_match: &'static str,
    /// What to do then.
    pub no_match_first: &'static str,
    /// Further persons for whom there is no room.
    pub more_persons: fn(usize) -> String,
}

impl InboxText {
    /// The texts of a language.
    pub fn of(language: Language) -> &'static Self {
        language.pick(&ZH, &EN)
    }
}

/// Since when a document waits, and how many days that is: `07-13 (7天)`.
pub fn since(moment: i64, today: NaiveDate, language: Language) -> String {
    let day = day_of(moment);
    let days = today.signed_duration_since(day).num_days().max(0);
    let day = day.format("%m-%d");
    language.pick(format!("{day} ({days}天)"), format!("{day} ({days} d)"))
}

const ZH: InboxText = InboxText {
    title: "待办",
    count: |count| format!("{count} 份文书"),
    columns: ["编码", "项目", "单位", "文书", "状态", "等待自", "检查"],
    empty: |role| format!("没有等待「{role}」办理的文书"),
    others: "按 F8 换办理人; 现在有待办的是",
    nobody: "现在没有任何文书等待办理; 按 0 回到项目库",
    waiting: |count| format!("{count} 份"),
    marked: |count| format!("标记 {count}"),
    bulk_title: |count| format!("对标记的 {count} 个项目"),
    no_match: "没有符合的文书",
    no_match_first: "按 Esc 清除筛选",
    more_persons: |count| format!("还有 {count} 人"),
};

const EN: InboxText = InboxText {
    title: "Inbox",
    count: |count| match count {
        1 => "1 document".to_owned(),
        _ => format!("{count} documents"),
    },
    columns: [
        "Code", "Project", "Unit", "Document", "Status", "Since", "Checks",
    ],
    empty: |role| format!("No document waits for: {role}"),
    others: "F8 changes the acting person; documents wait for",
    nobody: "No document waits for anybody; 0 leads back to the projects",
    waiting: |count| format!("{count}"),
    marked: |count| format!("marked {count}"),
    bulk_title: |count| format!("Marked projects: {count}"),
    no_match: "No document fits",
    no_match_first: "Esc clears the filter",
    more_persons: |count| format!("and {count} more"),
};
