//! The help of every command and option, in both languages.
//!
//! A test holds the table against the commands that there are: a text that is missing, and one
//! that nothing needs, are both found.

use super::super::Language;

/// The help of one command or option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HelpText {
    /// The command; `""` is the program itself, `"*"` any command that has the option.
    pub command: &'static str,
    /// The option or argument; `""` is the command itself.
    pub argument: &'static str,
    /// Its value is called.
    pub value: (&'static str, &'static str),
    /// What it does.
    pub text: (&'static str, &'static str),
}

impl HelpText {
    /// The text in a language.
    pub fn text(&self, language: Language) -> &'static str {
        language.pick(self.text.0, self.text.1)
    }

    /// What its value is called.
    pub fn value(&self, language: Language) -> &'static str {
        language.pick(self.value.0, self.value.1)
    }
}

const fn of(
    command: &'static str,
    argument: &'static str,
    value: (&'static str, &'static str),
    zh: &'static str,
    en: &'static str,
) -> HelpText {
    HelpText {
        command,
        argument,
        value,
        text: (zh, en),
    }
}

const NONE: (&str, &str) = ("", "");
const FILE: (&str, &str) = ("文件", "FILE");
const PATH: (&str, &str) = ("路径", "PATH");
const FOLDER: (&str, &str) = ("目录", "FOLDER");
const NAME: (&str, &str) = ("名称", "NAME");

/// All help texts.
pub const HELP: &[HelpText] = &[
    of(
        "",
        "",
        NONE,
        "问效：终端里的预算绩效管理。不带命令时打开界面。",
        "wenxiao: budget performance management in the terminal. Without a command the screen opens.",
    ),
    of(
        "*",
        "store",
        PATH,
        "数据文件；缺省取环境变量 WENXIAO_STORE，再缺省为用户数据目录下的 store.wenxiao；不用数据文件的命令不接受",
        "The store; else the environment's WENXIAO_STORE, else store.wenxiao in the user's data folder; refused where a command uses none",
    ),
    of(
        "*",
        "lang",
        ("语言", "LANG"),
        "zh 或 en；缺省取 WENXIAO_LANG，再看 LC_ALL、LC_MESSAGES、LANG，都没有则中文",
        "zh or en; else WENXIAO_LANG, else LC_ALL, LC_MESSAGES, LANG, else Chinese",
    ),
    of(
        "*",
        "json",
        NONE,
        "以 JSON 回答；每个回答带 format，出错时 JSON 写到标准错误",
        "Answer in JSON; every answer carries its format, an error goes to standard error as JSON",
    ),
    of("*", "help", NONE, "显示用法", "Show this help"),
    of("", "version", NONE, "显示版本", "Show the version"),
    of(
        "*",
        "theme",
        ("主题", "THEME"),
        "dark、light、16、mono 或 contrast；设了 NO_COLOR 时不用颜色",
        "dark, light, 16, mono or contrast; no colour where NO_COLOR is set",
    ),
    of(
        "*",
        "ascii",
        NONE,
        "边框只用 ASCII 字符",
        "Draw borders in ASCII only",
    ),
    of(
        "*",
        "ambiguous",
        ("列数", "COLUMNS"),
        "终端把“①”“─”这类字符画成 1 列还是 2 列；缺省按两者都可能来画",
        "Columns that the terminal gives to characters like ① and ─, 1 or 2; by default either is coped with",
    ),
    of(
        "*",
        "read_only",
        NONE,
        "只看不改",
        "Look only, change nothing",
    ),
    of(
        "*",
        "person",
        ("人员", "PERSON"),
        "以谁办理：人员代号，可加角色，如 lihua 或 lihua:unit",
        "Who acts: a person's id, with a role if wanted, as lihua or lihua:unit",
    ),
    of(
        "demo",
        "",
        NONE,
        "在样例数据的新副本上打开界面，随时可演示；退出后副本即删除",
        "Open the screen on a fresh copy of the sample county; it is removed afterwards",
    ),
    of(
        "init",
        "",
        NONE,
        "新建数据文件后退出；已有的文件不会覆盖",
        "Make a store and exit; an existing file is never written over",
    ),
    of(
        "init",
        "samples",
        NONE,
        "装入样例：虚构的青溪县，57 个项目，三个年度，自带日期",
        "Fill it with the samples: an invented county, 57 projects, three years, its own date",
    ),
    of(
        "init",
        "name",
        NAME,
        "数据文件的名称，如某局、某校、某公司",
        "What the store is called: a bureau, a school, a company",
    ),
    of(
        "init",
        "policy",
        NAME,
        "缺省政策，见 wenxiao policies",
        "The default policy, see wenxiao policies",
    ),
    of(
        "init",
        "persons",
        ("人员", "PERSON"),
        "人员及角色，可重复：姓名:角色[,角色][@部门或单位]；缺省每个角色一人，可用 F8 轮流办理",
        "A person with roles, repeatable: NAME:ROLE[,ROLE][@DEPARTMENT or UNIT]; else one person for each role, whom F8 changes between",
    ),
    of(
        "score",
        "",
        NONE,
        "给文件中每个项目打分，不用数据文件",
        "Score every project of a file; needs no store",
    ),
    of(
        "*",
        "file",
        FILE,
        "wenxiao/1 格式的 JSON 文件；- 为标准输入",
        "A JSON file in the format wenxiao/1; - is standard input",
    ),
    of(
        "*",
        "policy",
        NAME,
        "所用政策；缺省取文件写明的，再缺省为 national-2021-cost",
        "The policy; else that of the file, else national-2021-cost",
    ),
    of(
        "check",
        "",
        NONE,
        "检查文件中每个项目，指出位置和改法，不用数据文件",
        "Check every project of a file, naming place and mend; needs no store",
    ),
    of(
        "check",
        "stage",
        ("环节", "STAGE"),
        "只查一个环节：goal、monitor、self 或 evaluation；缺省查数据所及的全部",
        "One stage only: goal, monitor, self or evaluation; by default all that the data allows",
    ),
    of(
        "import",
        "",
        NONE,
        "把文件导入数据文件：一次全部导入，或一个也不导入",
        "Import files into the store: all of a call, or nothing",
    ),
    of(
        "import",
        "files",
        FILE,
        "wenxiao/1 格式的 JSON 文件，可多个；- 为标准输入",
        "JSON files in the format wenxiao/1; - is standard input",
    ),
    of(
        "import",
        "dry_run",
        NONE,
        "只说明会发生什么，不写入",
        "Say what would happen, write nothing",
    ),
    of(
        "export",
        "",
        NONE,
        "从数据文件导出项目",
        "Export projects out of the store",
    ),
    of(
        "export",
        "projects",
        ("代码", "CODE"),
        "只导出此代码的项目，可重复",
        "Only the project with this code, repeatable",
    ),
    of(
        "export",
        "year",
        ("年度", "YEAR"),
        "只导出此年度；none 或 未写：年度未写的",
        "Only this year; none: projects without a year",
    ),
    of(
        "export",
        "format",
        ("格式", "FORMAT"),
        "json（缺省）；xlsx、csv、md、html、docx 尚未提供",
        "json (the default); xlsx, csv, md, html, docx are not built yet",
    ),
    of(
        "export",
        "output",
        FILE,
        "写到此文件；缺省或 - 写到标准输出",
        "Write to this file; else, or for -, to standard output",
    ),
    of(
        "backup",
        "",
        NONE,
        "备份数据文件并核验副本；直接复制文件不是备份",
        "Back the store up and verify the copy; copying the file is no backup",
    ),
    of(
        "backup",
        "path",
        PATH,
        "备份写到这里",
        "Where the backup goes",
    ),
    of(
        "backup",
        "text",
        FOLDER,
        "改为文本备份，写入此目录；再导入得到同样的记录末尾",
        "Write text into this folder instead; read back, it gives the same head",
    ),
    of(
        "backup",
        "keep",
        NONE,
        "备份到数据文件旁的 *.backups 目录，并清理过期的：留最近 7 天、5 周、12 个月各自最后一份，每年最后一份；适合定时运行",
        "Back up into *.backups beside the store and thin out: what stays is the last of 7 days, 5 weeks, 12 months and every year; made for a timer",
    ),
    of(
        "verify",
        "",
        NONE,
        "核验数据文件或备份：记录链、内容、校验和",
        "Verify a store or a backup: the chain of entries, the contents, the checksums",
    ),
    of(
        "verify",
        "path",
        PATH,
        "核验这个文件；缺省为数据文件",
        "The file to verify; else the store",
    ),
    of(
        "verify",
        "head",
        ("序号:哈希", "SEQ:HASH"),
        "以前记下的记录末尾，必须在记录链中",
        "A head that was noted before; it has to be in the chain",
    ),
    of(
        "restore",
        "",
        NONE,
        "从备份恢复数据文件；原文件改名保留，不会覆盖",
        "Restore the store from a backup; the present file is renamed and kept",
    ),
    of(
        "restore",
        "from",
        PATH,
        "备份文件，或文本备份的目录",
        "A backup, or the folder of a text backup",
    ),
    of(
        "restore",
        "rehearse",
        NONE,
        "只演练：在一旁恢复并核验，不动数据文件",
        "Rehearse: restore aside and verify; the store stays as it is",
    ),
    of(
        "restore",
        "accept_loss",
        NONE,
        "备份之后的变更会丢失，仍然恢复",
        "Restore although later changes will be lost",
    ),
    of(
        "policies",
        "",
        NONE,
        "列出政策，或说明一个政策的规则及依据",
        "List the policies, or show the rules of one with their clauses",
    ),
    of("policies", "name", NAME, "只看这个政策", "Show this policy"),
    of("keys", "", NONE, "列出按键", "List the keys"),
    of(
        "keys",
        "markdown",
        NONE,
        "写成 Markdown 表格",
        "As Markdown tables",
    ),
    of(
        "clock",
        "",
        NONE,
        "移动样例数据的日期",
        "Move the date of a store that has its own (the samples)",
    ),
    of(
        "clock",
        "date",
        ("日期", "DATE"),
        "如 2026-07-31；缺省只显示当前日期",
        "As 2026-07-31; without it the present date is shown",
    ),
    of(
        "person",
        "",
        NONE,
        "管理人员：谁在这个数据文件中办理；不带命令时列出",
        "Who works in the store; without a command the persons are listed",
    ),
    of(
        "person list",
        "",
        NONE,
        "列出人员、角色和范围",
        "List the persons with roles and scope",
    ),
    of(
        "person add",
        "",
        NONE,
        "新增人员，由系统管理员办理",
        "Add a person; an administrator does it",
    ),
    of("person add", "name", ("姓名", "NAME"), "姓名", "The name"),
    of(
        "person add",
        "id",
        ("代号", "ID"),
        "代号，在数据文件中唯一；缺省同姓名",
        "The id, unique in the store; else the name",
    ),
    of(
        "person change",
        "",
        NONE,
        "改姓名或角色；给出的角色取代原有的",
        "Change name or roles; the roles given take the place of those held",
    ),
    of(
        "person change",
        "name",
        ("姓名", "NAME"),
        "新的姓名",
        "The new name",
    ),
    of(
        "person off",
        "",
        NONE,
        "停用人员；姓名留在变更记录里",
        "End a person's work in the store; the name stays in the journal",
    ),
    of(
        "person on",
        "",
        NONE,
        "恢复停用的人员",
        "Let a person work again",
    ),
    of(
        "*",
        "who",
        ("人员", "WHO"),
        "人员的代号或姓名",
        "The person's id or name",
    ),
    of(
        "*",
        "roles",
        ("角色[:范围]", "ROLE[:SCOPE]"),
        "角色，可重复：unit、unit-lead、department、finance、performance、budget、third-party、expert、auditor、admin、public；范围是单位或部门，不写为全部",
        "A role, repeatable: unit, unit-lead, department, finance, performance, budget, third-party, expert, auditor, admin, public; the scope is a unit or a department, all if left out",
    ),
    of(
        "schema",
        "",
        NONE,
        "输出 wenxiao/1 格式的 JSON Schema",
        "Print the JSON schema of the format wenxiao/1",
    ),
    of(
        "completions",
        "",
        NONE,
        "输出命令补全脚本",
        "Print a completion script for a shell",
    ),
    of(
        "completions",
        "shell",
        ("SHELL", "SHELL"),
        "bash、zsh、fish、elvish 或 powershell",
        "bash, zsh, fish, elvish or powershell",
    ),
    of(
        "man",
        "",
        NONE,
        "输出手册页，或把全部手册页（中英文）写入目录",
        "Print the manual page, or write all pages in both languages into a folder",
    ),
    of(
        "man",
        "folder",
        FOLDER,
        "写入此目录；缺省输出到标准输出",
        "Write into this folder; else the main page goes to standard output",
    ),
];

/// What stands below every help: the exit codes.
pub const AFTER_HELP: (&str, &str) = (
    "退出码：\n  0  完成\n  1  check 查出错误或警告，verify 查出问题\n  2  拒绝执行，或读不了",
    "Exit codes:\n  0  done\n  1  check found an error or a warning, verify found a problem\n  2  refused, or not readable",
);

/// The headings of a help and of a manual page.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)] // named as what they head
pub struct Headings {
    pub usage: &'static str,
    pub commands: &'static str,
    pub command: &'static str,
    pub arguments: &'static str,
    pub options: &'static str,
    pub any_options: &'static str,
    /// Headings of a manual page: as the generator writes them, and as they shall read.
    pub manual: &'static [(&'static str, &'static str)],
}

/// The headings in a language.
pub fn headings(language: Language) -> Headings {
    match language {
        Language::Zh => Headings {
            usage: "用法：",
            commands: "命令",
            command: "命令",
            arguments: "参数",
            options: "选项",
            any_options: "[选项]",
            manual: &[
                ("NAME", "名称"),
                ("SYNOPSIS", "用法"),
                ("DESCRIPTION", "说明"),
                ("OPTIONS", "选项"),
                ("SUBCOMMANDS", "命令"),
                ("EXTRA", "退出码"),
                ("VERSION", "版本"),
                ("AUTHORS", "作者"),
            ],
        },
        Language::En => Headings {
            usage: "Usage: ",
            commands: "Commands",
            command: "COMMAND",
            arguments: "Arguments",
            options: "Options",
            any_options: "[OPTIONS]",
            manual: &[("EXTRA", "EXIT STATUS")],
        },
    }
}
