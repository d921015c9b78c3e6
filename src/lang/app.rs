//! What the program says around the screens: notes, questions, banners, the frame.

use super::numbers::{entries, projects};
use super::path::Names;
use super::{Language, terms};
use crate::domain::change::{self, Change};
use crate::domain::command::{Command, Record};
use crate::domain::journal::{Counts, Entry, Receipt};
use crate::domain::project::Project;
use crate::domain::status::{Act, Chain, DocumentKind};
use crate::theme::ThemeName;

/// The fixed texts around the screens.
pub struct AppText {
    /// The program.
    pub name: &'static str,
    /// The links of the loop, 0–5.
    pub links: [&'static str; 6],
    /// Waiting documents.
    pub inbox: &'static str,
    /// A link without a screen.
    pub no_screen_yet: &'static str,
    /// No project is open.
    pub no_project: &'static str,
    /// Nothing under the cursor that could be explained.
    pub nothing_here: &'static str,
    /// The screen has no numbers.
    pub no_numbers: &'static str,
    /// A key that does nothing here.
    pub unbound: fn(&str) -> String,
    /// No document waits.
    pub nothing_waits: &'static str,
    /// No entry under the cursor.
    pub no_entry: &'static str,
    /// A historical view.
    pub as_of: &'static str,
    /// The store only reads.
    pub read_only: &'static str,
    /// No row under the cursor.
    pub no_row: &'static str,
    /// No project is listed.
    pub nothing_listed: &'static str,
    /// Nothing is marked.
    pub no_marks: &'static str,
    /// No list that could be filtered.
    pub no_filter: &'static str,
    /// Only a sample store has a date.
    pub no_clock: &'static str,
    /// What was typed after a cell refused to open.
    pub not_written: &'static str,
    /// A list of fields has no rows to add or take away.
    pub no_rows: &'static str,
    /// Only projects are looked at as they were.
    pub no_past: &'static str,
    /// The screen is that of the action.
    pub shown: &'static str,
    /// A computed cell.
    pub computed: &'static str,
    /// Another policy is tried on.
    pub tried: &'static str,
    /// The date of the samples.
    pub sample_date: &'static str,
    /// Title of the help.
    pub help: &'static str,
    /// A key that is off.
    pub off: &'static str,
    /// Filter of a menu.
    pub filter: &'static str,
    /// The filter of a list, in its title.
    pub filter_word: &'static str,
    /// So many more lines.
    pub more: fn(usize) -> String,
    /// A terminal that is too small: columns, rows.
    pub too_small: fn(u16, u16) -> String,
    /// The historical banner: entry, its day and person.
    pub history_view: fn(u64, &str) -> String,
    /// A policy that is tried on.
    pub tried_policy: fn(&str) -> String,
}

impl AppText {
    /// The texts of a language.
    pub fn of(language: Language) -> &'static Self {
        language.pick(&ZH, &EN)
    }
}

const ZH: AppText = AppText {
    name: "问效",
    links: ["总览", "目标", "预算", "监控", "评价", "应用"],
    inbox: "待办",
    no_screen_yet: "这一环节的屏幕还没有做",
    no_project: "先打开一个项目",
    nothing_here: "这里没有可以解释的数",
    no_numbers: "这一屏没有要解释的数",
    unbound: |key| format!("{key} 在这里没有用处; 按 ? 看全部按键"),
    nothing_waits: "没有等待办理的文书",
    no_entry: "光标不在任何一条记录上",
    as_of: "历史视图只能看; 按 Esc 回到现在",
    read_only: "数据文件现在只能读",
    no_row: "光标下没有可以这样办理的行",
    nothing_listed: "没有列出任何项目",
    no_marks: "先用空格标记项目",
    no_filter: "这一屏不能筛选; 项目库、待办、变更记录和菜单里可以",
    no_clock: "只有样例库有自己的日期",
    not_written: "这一格没有打开, 数字没有写入; 要切换界面请先按 Esc",
    no_rows: "这里的各项是固定的, 不能加减",
    no_past: "只有项目可以看当时的样子",
    shown: "已经在这里",
    computed: "这一栏是算出来的, 按 w 看怎么算",
    tried: "正在试算别的政策, 不能填写; 按 Esc 回到本项目的政策",
    sample_date: "样例",
    help: "帮助",
    off: "不可用",
    filter: "输入即筛选",
    filter_word: "筛选",
    more: |lines| format!("还有 {lines} 行"),
    too_small: |columns, rows| format!("窗口太小 ({columns}x{rows}), 请至少 40x8"),
    history_view: |seq, signed| format!("历史视图 #{seq} {signed}"),
    tried_policy: |name| format!("试算: {name}"),
};

const EN: AppText = AppText {
    name: "wenxiao",
    links: [
        "Overview", "Goals", "Budget", "Monitor", "Evaluate", "Results",
    ],
    inbox: "Inbox",
    no_screen_yet: "This link of the loop has no screen yet",
    no_project: "Open a project first",
    nothing_here: "There is no number here that could be explained",
    no_numbers: "This screen has no numbers to explain",
    unbound: |key| format!("{key} does nothing here; ? shows all keys"),
    nothing_waits: "No document waits here",
    no_entry: "The cursor is on no entry",
    as_of: "A historical view only reads; Esc returns to now",
    read_only: "The store can only be read now",
    no_row: "There is no row under the cursor for this",
    nothing_listed: "No project is listed",
    no_marks: "Mark projects with Space first",
    no_filter: "Nothing to filter here; the list, the inbox, the history and menus can be",
    no_clock: "Only a sample store has a date of its own",
    not_written: "The cell did not open and nothing was written; to change the screen press Esc first",
    no_rows: "These fields are given; none is added or taken away",
    no_past: "Only a project can be looked at as it was",
    shown: "This is it",
    computed: "This cell is computed; w shows how",
    tried: "Another policy is tried on, so nothing is written; Esc returns",
    sample_date: "Samples",
    help: "Help",
    off: "off",
    filter: "Type to filter",
    filter_word: "Filter",
    more: |lines| format!("{lines} more"),
    too_small: |columns, rows| format!("The window is too small ({columns}x{rows}); 40x8 at least"),
    history_view: |seq, signed| format!("As of #{seq} {signed}"),
    tried_policy: |name| format!("Trial: {name}"),
};

/// Mouse reports were turned on or off.
pub fn mouse(on: bool, language: Language) -> &'static str {
    if on {
        language.pick(
            "鼠标已开: 点一行移光标, 滚轮翻看; 再按 F10 关",
            "Mouse on: a click moves the cursor, the wheel scrolls; F10 again turns it off",
        )
    } else {
        language.pick(
            "鼠标已关: 终端可以选取文字",
            "Mouse off: the terminal selects text",
        )
    }
}

/// Another theme is shown.
pub fn theme(theme: ThemeName, language: Language) -> String {
    let name = match theme {
        ThemeName::Dark => language.pick("深色", "dark"),
        ThemeName::Light => language.pick("浅色", "light"),
        ThemeName::HighContrast => language.pick("高对比", "high contrast"),
        ThemeName::Sixteen => language.pick("16 色", "16 colours"),
        ThemeName::Mono => language.pick("单色", "no colours"),
    };
    language.pick(format!("主题: {name}"), format!("Theme: {name}"))
}

/// A step was taken, and the next document of the inbox is open.
pub fn and_next(said: &str, language: Language) -> String {
    language.pick(
        format!("{said}; 已打开下一份, 按 Esc 回待办"),
        format!("{said}; the next one is open, Esc leads to the inbox"),
    )
}

/// Whether what was typed is thrown away.
pub fn discard_title(language: Language) -> &'static str {
    language.pick("放弃写的内容?", "Throw away what was typed?")
}

/// The button that throws it away.
pub fn discard(language: Language) -> &'static str {
    language.pick("放弃", "Throw away")
}

/// The button that leads back to it.
pub fn go_on_editing(language: Language) -> &'static str {
    language.pick("继续编辑", "Go on editing")
}

/// A file was written.
pub fn exported(path: &str, count: usize, language: Language) -> String {
    match language {
        Language::Zh => format!("已导出 {}到 {path}", projects(count, language)),
        Language::En => format!("{} exported to {path}", projects(count, language)),
    }
}

/// Entries of a history were written to a file.
pub fn exported_entries(path: &str, count: usize, language: Language) -> String {
    match language {
        Language::Zh => format!("已导出 {}到 {path}", entries(count, language)),
        Language::En => format!("{} exported to {path}", entries(count, language)),
    }
}

/// The button that opens a store again.
pub fn open_again(language: Language) -> &'static str {
    language.pick("重新打开", "Open again")
}

/// The button that takes over what the files beside a store have and the store lost.
pub fn take_over(count: usize, language: Language) -> String {
    let verb = language.pick("补回", "Take over");
    format!("{verb} {}", entries(count, language))
}

/// The button that gives a command once more.
pub fn save_again(language: Language) -> &'static str {
    language.pick("再保存一次", "Save again")
}

/// The button that puts a question off.
pub fn later(language: Language) -> &'static str {
    language.pick("以后再说", "Later")
}

/// Title over a save that failed.
pub fn save_failed(unknown: bool, language: Language) -> &'static str {
    if unknown {
        language.pick("尚未确认是否已保存", "Not confirmed whether it was saved")
    } else {
        language.pick("没有保存", "Not saved")
    }
}

/// The store takes writes again.
pub fn reopened(language: Language) -> &'static str {
    language.pick(
        "数据文件已重新打开并核对, 可以写入",
        "The store was opened again and checked; it takes writes",
    )
}

/// Title over the fault of a reading.
pub fn not_read(language: Language) -> &'static str {
    language.pick("读取出错", "It could not be read")
}

/// A terminal that reads another encoding.
pub fn not_utf8(language: Language) -> &'static str {
    language.pick(
        "终端不是按 UTF-8 显示, 汉字会成乱码; 请把终端的字符编码设为 UTF-8, 再按 Ctrl-L",
        "The terminal does not read UTF-8; set its encoding to UTF-8, then press Ctrl-L",
    )
}

/// A command is durable.
pub fn saved(command: &Command, receipt: &Receipt, language: Language) -> String {
    if receipt.entries.is_none() && !receipt.repeated {
        return language.pick("没有改动", "Nothing changed").to_owned();
    }
    let seq = receipt.head.seq;
    let merged = if receipt.merged {
        language.pick(", 并与他人的修改合并", ", merged with somebody's change")
    } else {
        ""
    };
    let what = match command {
        Command::Create(_) => language.pick("已新建", "Created"),
        Command::Delete { .. } => language.pick("已删除", "Deleted"),
        Command::Import { projects, .. } => {
            return imported(projects, receipt.counts, seq, language);
        }
        Command::Move { act, .. } => match act {
            Act::Submit => language.pick("已送审", "Sent"),
            Act::Pass => language.pick("已通过", "Passed"),
            Act::Return => language.pick("已退回", "Returned"),
            Act::Withdraw => language.pick("已撤销", "Withdrawn"),
            Act::Reopen => language.pick("已撤销终审", "Reopened"),
            Act::Approve => language.pick("已批复", "Approved"),
            Act::Adjust => language.pick("已开始调整", "Adjustment begun"),
        },
        Command::SavePerson(person) => return super::people::saved(person, language),
        Command::Undo { .. } => language.pick("已撤回", "Undone"),
        Command::Redo { .. } => language.pick("已恢复", "Redone"),
        _ => language.pick("已保存", "Saved"),
    };
    format!("{what} #{seq}{merged}")
}

/// What an import brought in, and of which years: the list shows one year.
fn imported(brought: &[Project], counts: Counts, seq: u64, language: Language) -> String {
    let count = projects(counts.created + counts.replaced, language);
    let years = || brought.iter().filter_map(|project| project.year);
    let years = match (years().min(), years().max()) {
        (Some(first), Some(last)) if first == last => first.to_string(),
        (Some(first), Some(last)) => format!("{first}–{last}"),
        _ => terms::year(None, language),
    };
    language.pick(
        format!("已导入 {count} ({years}), y 换年度查看 #{seq}"),
        format!("Imported {count} ({years}); y chooses the year #{seq}"),
    )
}

/// A paste that was cut.
pub fn paste_cut(bytes: usize, language: Language) -> String {
    match language {
        Language::Zh => format!("粘贴的内容太长, 后面 {bytes} 字节没有收下"),
        Language::En => format!("The pasted text was too long; {bytes} bytes were left out"),
    }
}

/// A typed date that is none.
pub fn bad_date(language: Language) -> String {
    language
        .pick(
            "请写成 2026-07-20 这样的日期",
            "Write a date such as 2026-07-20",
        )
        .to_owned()
}

/// What an undo is about, where the screen does not say it: a person, the date.
pub fn record(
    record: &Record,
    language: Language,
    name_of: &dyn Fn(&str) -> String,
) -> Option<String> {
    match record {
        Record::Project(_) => None,
        Record::Person(id) => {
            let name = name_of(id);
            Some(language.pick(format!("人员「{name}」"), format!("Person: {name}")))
        }
        Record::Setting(_) => {
            let path = record.path();
            Some(super::path::place(&path, language))
        }
    }
}

/// An import goes back, or comes back, with every project of it.
pub fn all_of_an_import(count: usize, language: Language) -> String {
    let count = projects(count, language);
    language.pick(
        format!("整批导入的 {count}一起; 下面是其中一个"),
        format!("All {count} of the import together; one of them:"),
    )
}

/// What an undo or redo does, one line a field.
pub fn preview_lines(
    entry: &Entry,
    language: Language,
    name_of: &dyn Fn(&str) -> String,
    names: Names<'_>,
) -> Vec<String> {
    let mut lines = vec![format!(
        "#{}  {}  {}",
        entry.seq,
        name_of(&entry.actor.person),
        super::time(entry.at)
    )];
    let changes: Vec<Change> = entry.changes.iter().flat_map(change::leaves).collect();
    let shown = changes.iter().take(12);
    lines.extend(shown.map(|change| change_line(change, language, names)));
    if let Some(more) = changes.len().checked_sub(12).filter(|more| *more > 0) {
        lines.push(language.pick(format!("… 另有 {more} 处"), format!("... and {more} more")));
    }
    lines
}

/// One changed field: where, from what, to what.
pub fn change_line(change: &Change, language: Language, names: Names<'_>) -> String {
    let place = super::path::place_named(&change.path, language, names);
    let value = |value: &Option<serde_json::Value>| {
        value.as_ref().map_or_else(
            || language.pick("(空)", "(none)").to_owned(),
            |value| super::path::value_named(&change.path, value, language, names),
        )
    };
    format!("{place}: {} -> {}", value(&change.old), value(&change.new))
}

/// The three values of a conflict.
pub fn conflict_lines(
    place: &str,
    base: &str,
    theirs: &str,
    mine: &str,
    language: Language,
) -> Vec<String> {
    let words = language.pick(["原来", "对方", "我的"], ["Before", "Theirs", "Mine"]);
    let [before, their, my] = words;
    vec![
        place.to_owned(),
        format!("{before}: {base}"),
        format!("{their}: {theirs}"),
        format!("{my}: {mine}"),
    ]
}

/// What a step of a document leads to.
pub fn step_lines(
    project: &Project,
    kind: DocumentKind,
    act: Act,
    chain: &Chain,
    language: Language,
) -> Vec<String> {
    let status = project.documents.status(kind);
    let mut lines = vec![format!("{}  {}", project.code, project.name)];
    if let Some(to) = chain.next(kind, status, act) {
        lines.push(format!(
            "{} > {}",
            terms::status(status, language),
            terms::status(to, language)
        ));
        if let Some(role) = chain.waits_for(kind, to) {
            let role = terms::role(role, language);
            lines.push(language.pick(
                format!("之后由「{role}」办理"),
                format!("Then it waits for: {role}"),
            ));
        }
    }
    lines
}

/// What a bulk step does.
pub fn bulk_lines(count: usize, language: Language) -> Vec<String> {
    vec![language.pick(
        format!("对标记的 {count} 个项目逐个办理, 每个各记一条; 不能办理的会说明原因"),
        format!("Projects marked: {count}. Each is done on its own, with its own entry; what is refused says why"),
    )]
}

/// Title of the question before an import.
pub fn import_title(count: usize, language: Language) -> String {
    language.pick(
        format!("导入 {}?", projects(count, language)),
        format!("Import {}?", projects(count, language)),
    )
}

/// What an import does: new projects, replaced drafts, those that are there as they are.
pub fn import_lines(path: &str, counts: Counts, language: Language) -> Vec<String> {
    let Counts {
        created,
        replaced,
        unchanged,
    } = counts;
    let mut what = language.pick(
        format!("新增 {created} 个; 覆盖同代码同年度的草稿 {replaced} 个"),
        format!("{created} new; drafts of the same code and year replaced: {replaced}"),
    );
    if unchanged > 0 {
        what += &language.pick(
            format!("; 已在库中没有变化 {unchanged} 个"),
            format!("; there already, unchanged: {unchanged}"),
        );
    }
    vec![
        path.to_owned(),
        what,
        language
            .pick(
                "全部导入或全部不导入, 导入后可整批撤回",
                "All or none, and undone as one",
            )
            .to_owned(),
    ]
}

/// A file whose projects are all there as they are.
pub fn nothing_to_import(count: usize, language: Language) -> String {
    let what = projects(count, language);
    language.pick(
        format!("文件里的 {what}都已在库中, 没有变化"),
        format!("Nothing to import: {what} of the file, all there and unchanged"),
    )
}

/// What became of a bulk step.
pub fn bulk_report(done: usize, refused: usize, language: Language) -> String {
    match (refused, language) {
        (0, Language::Zh) => format!("已办理 {}", projects(done, language)),
        (0, Language::En) => format!("Done for {}", projects(done, language)),
        (_, Language::Zh) => format!("已办理 {done} 个, 没有办理 {refused} 个:"),
        (_, Language::En) => format!("Done for {done}, refused for {refused}:"),
    }
}
