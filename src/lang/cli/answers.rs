//! What the answers of the commands say: headings, summaries, one line for what was done.

use super::super::Language;
use crate::lang::numbers::{counted, projects};

macro_rules! texts {
    ($(#[$doc:meta])* $name:ident { $($field:ident: $zh:literal, $en:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        #[allow(missing_docs)] // named as what they say
        pub struct $name { $(pub $field: &'static str,)* }

        impl $name {
            /// The texts of a language.
            pub fn of(language: Language) -> &'static Self {
                match language {
                    Language::Zh => &Self { $($field: $zh,)* },
                    Language::En => &Self { $($field: $en,)* },
                }
            }
        }
    };
}

texts! {
    /// `score`
    ScoreText {
        id: "序号", "Id";
        indicator: "指标", "Indicator";
        target: "指标值", "Target";
        actual: "完成值", "Actual";
        weight: "分值", "Weight";
        score: "得分", "Score";
        arithmetic: "计算", "How";
        execution: "预算执行率", "Execution rate";
        not_applicable: "不适用", "not applicable";
        total: "总分", "Total";
        raw: "得分合计", "Sum";
        policy: "政策", "Policy";
        no_project: "文件中没有项目", "The file holds no project";
    }
}

texts! {
    /// `keys`
    KeysText {
        keys: "按键", "Keys";
        word: "简称", "Word";
        does: "作用", "Does";
        full_width: "输入法打开时，全角的 ？：／０-９ 与半角同效。",
            "Full-width ？：／０-９ of an input method count as their plain twins.";
    }
}

texts! {
    /// `policies`
    PoliciesText {
        name: "名称", "Name";
        title: "标题", "Title";
        region: "适用范围", "Region";
        from: "施行", "From";
        frame: "指标分值", "Weights";
        rule: "规则", "Rule";
        setting: "取值", "Setting";
        clause: "依据", "Clause";
        default: "缺省", "default";
    }
}

texts! {
    /// `person list`
    PersonsText {
        id: "代号", "Id";
        name: "姓名", "Name";
        state: "状态", "State";
        roles: "角色和范围", "Roles and scope";
        off: "停用", "not active";
    }
}

/// The last line of `check`.
pub fn check_summary(
    count: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    language: Language,
) -> String {
    let of = projects(count, language);
    match language {
        Language::Zh if errors + warnings + notes == 0 => format!("{of}，没有发现问题"),
        Language::Zh => format!("{of}：错误 {errors}，警告 {warnings}，提示 {notes}"),
        Language::En if errors + warnings + notes == 0 => format!("{of}, nothing found"),
        Language::En => format!(
            "{of}: {}, {}, {}",
            counted(errors, "", ("error", "errors"), language),
            counted(warnings, "", ("warning", "warnings"), language),
            counted(notes, "", ("note", "notes"), language),
        ),
    }
}

/// After `man DIR`.
pub fn pages_written(count: usize, folder: &str, language: Language) -> String {
    match language {
        Language::Zh => format!("已把 {count} 个手册页写入 {folder}"),
        Language::En => format!(
            "Wrote {} to {folder}",
            counted(count, "", ("page", "pages"), language)
        ),
    }
}
