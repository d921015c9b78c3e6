//! Why a file is not read, in words: the place, what is wrong there, and how to mend it.
//!
//! The command line prints it after exit code 2 was decided, the import screen shows it in a box.
//! It never shows more of a file than the value that is wrong.

use super::Language;
use crate::exchange::json::{Expected, FORMAT, Fault, Kind, List, Place, ReadError};

/// One sentence for an error of reading.
pub fn read_error(error: &ReadError, language: Language) -> String {
    match language {
        Language::Zh => chinese(error),
        Language::En => english(error),
    }
}

fn chinese(error: &ReadError) -> String {
    match error {
        ReadError::Input(kind) => format!("文件读不出来（{kind}）：请检查路径和权限。"),
        ReadError::TooLarge { limit } => {
            format!("文件超过 {} MB：请分成几个文件导入。", limit / 1_048_576)
        }
        ReadError::NotUtf8 { byte } => {
            format!("第 {byte} 字节起不是 UTF-8 文本：请把文件另存为 UTF-8 编码。")
        }
        ReadError::Syntax {
            fault,
            byte,
            line,
            column,
        } => {
            let what = match fault {
                Fault::EndsEarly => "文件没有写完".to_owned(),
                Fault::Unexpected(character) => format!("这里不该有“{}”", shown(*character)),
                Fault::NoValue => "这里不是 JSON 的值".to_owned(),
                Fault::BadString => "引号内有控制字符或错误的转义".to_owned(),
                Fault::TooDeep => "嵌套太深".to_owned(),
                Fault::RepeatedKey => "同一个键写了两次，留下一个".to_owned(),
                Fault::Trailing => "结尾之后还有内容".to_owned(),
            };
            format!("第 {line} 行第 {column} 列（第 {byte} 字节）：{what}，请改正后再导入。")
        }
        ReadError::NoObject => format!(
            "文件不是一个 JSON 对象：应以 {{\"format\": \"{FORMAT}\", \"projects\": [ 开头。"
        ),
        ReadError::WrongFormat { found: Some(found) } => {
            format!("format 是“{found}”：这里只读“{FORMAT}”。")
        }
        ReadError::WrongFormat { found: None } => {
            format!("缺少 format：请在文件开头写 \"format\": \"{FORMAT}\"。")
        }
        ReadError::NoProjects => "缺少项目列表：请写 \"projects\": [ … ]。".to_owned(),
        ReadError::Shape {
            place,
            expected,
            found,
        } => format!(
            "{}：应为{}，文件中是{}。",
            place_chinese(place),
            expected_chinese(*expected),
            kind_chinese(*found)
        ),
        ReadError::Value {
            place,
            expected,
            found,
        } => format!(
            "{}：应为{}，文件中是“{found}”。",
            place_chinese(place),
            expected_chinese(*expected)
        ),
        ReadError::DuplicateId { place, id, rows } => format!(
            "{}：第 {} 行和第 {} 行的 id 都是“{id}”，请改其中一个。",
            place_chinese(place),
            rows.0,
            rows.1
        ),
    }
}

fn english(error: &ReadError) -> String {
    match error {
        ReadError::Input(kind) => {
            format!("The file cannot be read ({kind}): check the path and its rights.")
        }
        ReadError::TooLarge { limit } => format!(
            "The file is larger than {} MB: import it in parts.",
            limit / 1_048_576
        ),
        ReadError::NotUtf8 { byte } => {
            format!("Not UTF-8 from byte {byte} on: save the file in UTF-8.")
        }
        ReadError::Syntax {
            fault,
            byte,
            line,
            column,
        } => {
            let what = match fault {
                Fault::EndsEarly => "the file ends too early".to_owned(),
                Fault::Unexpected(character) => {
                    format!("“{}” does not belong here", shown(*character))
                }
                Fault::NoValue => "this is no JSON value".to_owned(),
                Fault::BadString => {
                    "a control character or a broken escape inside the quotes".to_owned()
                }
                Fault::TooDeep => "too many lists and objects inside each other".to_owned(),
                Fault::RepeatedKey => "the same key twice; keep one".to_owned(),
                Fault::Trailing => "something follows the end".to_owned(),
            };
            format!("Line {line}, column {column} (byte {byte}): {what}. Mend it and import again.")
        }
        ReadError::NoObject => format!(
            "The file is no JSON object: it begins with {{\"format\": \"{FORMAT}\", \"projects\": [."
        ),
        ReadError::WrongFormat { found: Some(found) } => {
            format!("The format is “{found}”: only “{FORMAT}” is read here.")
        }
        ReadError::WrongFormat { found: None } => {
            format!("There is no format: write \"format\": \"{FORMAT}\" at the top of the file.")
        }
        ReadError::NoProjects => {
            "There is no list of projects: write \"projects\": [ … ].".to_owned()
        }
        ReadError::Shape {
            place,
            expected,
            found,
        } => format!(
            "{}: {} is expected, the file has {}.",
            place_english(place),
            expected_english(*expected),
            kind_english(*found)
        ),
        ReadError::Value {
            place,
            expected,
            found,
        } => format!(
            "{}: {} is expected, the file has “{found}”.",
            place_english(place),
            expected_english(*expected)
        ),
        ReadError::DuplicateId { place, id, rows } => format!(
            "{}: rows {} and {} both have the id “{id}”; change one of them.",
            place_english(place),
            rows.0,
            rows.1
        ),
    }
}

/// A character as it can be shown on one line.
fn shown(character: char) -> String {
    if character.is_control() {
        character.escape_default().to_string()
    } else {
        character.to_string()
    }
}

fn place_chinese(place: &Place) -> String {
    let mut text = match place.project {
        Some(number) if place.code.is_empty() => format!("第 {number} 个项目"),
        Some(number) => format!("第 {number} 个项目（{}）", place.code),
        None => "文件头".to_owned(),
    };
    if let Some(row) = &place.row {
        let list = match row.list {
            List::Funds => "资金",
            List::Indicators => "指标",
            List::MultiYear => "中期指标",
            List::Plan => "监控计划",
            List::Readings => "监控填报",
        };
        text.push_str(&format!("，{list}第 {} 行", row.number));
        if !row.id.is_empty() {
            text.push_str(&format!("（{}）", row.id));
        }
    }
    if !place.key.is_empty() {
        text.push_str(&format!("，{}", place.key));
    }
    text
}

fn place_english(place: &Place) -> String {
    let mut text = match place.project {
        Some(number) if place.code.is_empty() => format!("Project {number}"),
        Some(number) => format!("Project {number} ({})", place.code),
        None => "Head of the file".to_owned(),
    };
    if let Some(row) = &place.row {
        let list = match row.list {
            List::Funds => "fund",
            List::Indicators => "indicator",
            List::MultiYear => "multi-year indicator",
            List::Plan => "monitoring plan, row",
            List::Readings => "monitoring reading",
        };
        text.push_str(&format!(", {list} {}", row.number));
        if !row.id.is_empty() {
            text.push_str(&format!(" ({})", row.id));
        }
    }
    if !place.key.is_empty() {
        text.push_str(&format!(", {}", place.key));
    }
    text
}

fn expected_chinese(expected: Expected) -> String {
    match expected {
        Expected::Cell => "文字或数字".to_owned(),
        Expected::Object => "对象 { … }".to_owned(),
        Expected::List => "列表 [ … ]".to_owned(),
        Expected::Flag => "true 或 false".to_owned(),
        Expected::Year => "年度，如 2025".to_owned(),
        Expected::Date => "日期，如 2025-12-31".to_owned(),
        Expected::Month => "月份 1 至 12".to_owned(),
        Expected::Count => "从 0 起的整数".to_owned(),
        Expected::OneOf(words) => format!("{} 之一", words.join("、")),
        Expected::Documents => "导出时写下的文书状态".to_owned(),
    }
}

fn expected_english(expected: Expected) -> String {
    match expected {
        Expected::Cell => "a text or a number".to_owned(),
        Expected::Object => "an object { … }".to_owned(),
        Expected::List => "a list [ … ]".to_owned(),
        Expected::Flag => "true or false".to_owned(),
        Expected::Year => "a year such as 2025".to_owned(),
        Expected::Date => "a day such as 2025-12-31".to_owned(),
        Expected::Month => "a month from 1 to 12".to_owned(),
        Expected::Count => "a whole number from 0".to_owned(),
        Expected::OneOf(words) => format!("one of {}", words.join(", ")),
        Expected::Documents => "the document status that an export writes".to_owned(),
    }
}

fn kind_chinese(kind: Kind) -> &'static str {
    match kind {
        Kind::Null => "空值",
        Kind::Flag => "true/false",
        Kind::Number => "数字",
        Kind::Text => "文字",
        Kind::List => "列表",
        Kind::Object => "对象",
    }
}

fn kind_english(kind: Kind) -> &'static str {
    match kind {
        Kind::Null => "null",
        Kind::Flag => "true/false",
        Kind::Number => "a number",
        Kind::Text => "a text",
        Kind::List => "a list",
        Kind::Object => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::json::read;

    #[test]
    fn an_error_names_project_row_key_and_the_mend_in_both_languages() {
        let text = r#"{"format": "wenxiao/1", "projects": [
            {"code": "K7", "indicators": [{"id": "b", "target": {"value": 5}}]}]}"#;
        let error = read(text.as_bytes()).unwrap_err();
        assert_eq!(
            read_error(&error, Language::Zh),
            "第 1 个项目（K7），指标第 1 行（b），target：应为文字或数字，文件中是对象。"
        );
        assert_eq!(
            read_error(&error, Language::En),
            "Project 1 (K7), indicator 1 (b), target: a text or a number is expected, the file has an object."
        );
    }

    #[test]
    fn a_word_that_is_no_choice_gets_the_choices() {
        let text = r#"{"format": "wenxiao/1", "projects": [{"indicators": [{"band": "good"}]}]}"#;
        let error = read(text.as_bytes()).unwrap_err();
        assert!(read_error(&error, Language::En).contains("one of met, partial, unmet"));
        assert!(read_error(&error, Language::Zh).contains("“good”"));
    }
}
