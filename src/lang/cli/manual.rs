//! What the manual page says beyond the help of the commands.

use crate::lang::Language;

/// A section: its heading, and what is explained with its explanation.
pub type Section = (&'static str, &'static [(&'static str, &'static str)]);

/// The sections that follow the generated ones on the main page.
pub fn sections(language: Language) -> &'static [Section] {
    match language {
        Language::Zh => &[
            (
                "环境变量",
                &[
                    ("WENXIAO_STORE", "数据文件；选项 --store 优先"),
                    ("WENXIAO_LANG", "zh 或 en；选项 --lang 优先"),
                    (
                        "LC_ALL, LC_MESSAGES, LANG",
                        "没有指定语言时由其中第一个有值的决定；既不是中文也不是英文时用中文",
                    ),
                    ("TERM, COLORTERM", "终端能显示多少颜色"),
                    ("NO_COLOR", "有值时不用颜色"),
                    (
                        "XDG_DATA_HOME, XDG_CONFIG_HOME, XDG_STATE_HOME, XDG_CACHE_HOME",
                        "数据文件、偏好、崩溃报告、示例库各自所在目录的上级",
                    ),
                ],
            ),
            (
                "文件",
                &[
                    (
                        "~/.local/share/wenxiao/store.wenxiao",
                        "缺省的数据文件；下面四个在同一目录，名字以它开头",
                    ),
                    (
                        "*.heads",
                        "最近各条记录的序号和摘要，用来发现数据文件被换成旧的；与数据文件一起保存",
                    ),
                    (
                        "*.journal",
                        "变更记录的文本，每行一条，数据文件坏了也读得出",
                    ),
                    ("*.lock", "谁打开了数据文件；不必保存"),
                    (
                        "*.backups",
                        "自动留存的备份，按时间清理；用 wenxiao restore 恢复其中任何一份",
                    ),
                    (
                        "~/.config/wenxiao/preferences.toml",
                        "上次的语言、主题和办理人",
                    ),
                    ("~/.local/state/wenxiao/crash.txt", "崩溃报告"),
                ],
            ),
            (
                "示例",
                &[
                    ("wenxiao demo", "打开示例县的界面"),
                    (
                        "wenxiao score 报表.json",
                        "给文件里的每个项目打分，不需要数据文件",
                    ),
                    (
                        "wenxiao check --json 报表.json",
                        "检查文件，问题以 JSON 给出",
                    ),
                    (
                        "wenxiao import 报表.json --dry-run",
                        "先看导入会改变什么，什么也不写",
                    ),
                    (
                        "wenxiao backup 备份.wenxiao",
                        "把数据文件备份成一个核对过的文件",
                    ),
                ],
            ),
        ],
        Language::En => &[
            (
                "ENVIRONMENT",
                &[
                    ("WENXIAO_STORE", "The store; --store goes before it"),
                    ("WENXIAO_LANG", "zh or en; --lang goes before it"),
                    (
                        "LC_ALL, LC_MESSAGES, LANG",
                        "Where no language is asked for the first of them that is set decides; one that is neither Chinese nor English leaves it to Chinese",
                    ),
                    ("TERM, COLORTERM", "How many colours the terminal can show"),
                    ("NO_COLOR", "No colours where it is set"),
                    (
                        "XDG_DATA_HOME, XDG_CONFIG_HOME, XDG_STATE_HOME, XDG_CACHE_HOME",
                        "The folders above those of the store, the preferences, the report of a crash, the sample county",
                    ),
                ],
            ),
            (
                "FILES",
                &[
                    (
                        "~/.local/share/wenxiao/store.wenxiao",
                        "The store by default; the four below stand beside it and begin with its name",
                    ),
                    (
                        "*.heads",
                        "Numbers and hashes of the newest entries, by which a store that was replaced by an older one is found out; to be kept with the store",
                    ),
                    (
                        "*.journal",
                        "The journal as text, an entry a line, readable even where the store is damaged",
                    ),
                    ("*.lock", "Who has the store open; need not be kept"),
                    (
                        "*.backups",
                        "Backups that are kept by themselves and thinned out by age; wenxiao restore brings any of them back",
                    ),
                    (
                        "~/.config/wenxiao/preferences.toml",
                        "Language, theme and acting person of last time",
                    ),
                    ("~/.local/state/wenxiao/crash.txt", "The report of a crash"),
                ],
            ),
            (
                "EXAMPLES",
                &[
                    ("wenxiao demo", "Open the screen on the sample county"),
                    (
                        "wenxiao score forms.json",
                        "Score every project of a file; needs no store",
                    ),
                    (
                        "wenxiao check --json forms.json",
                        "Check a file and get the findings as JSON",
                    ),
                    (
                        "wenxiao import forms.json --dry-run",
                        "See what an import would change; writes nothing",
                    ),
                    (
                        "wenxiao backup copy.wenxiao",
                        "Back the store up into one verified file",
                    ),
                ],
            ),
        ],
    }
}
