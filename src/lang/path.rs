//! Names of changed fields, as the history shows them: `指标 加固座数 · 指标值`.
//!
//! A change names its field by the path in the stored record; this module turns the path into the
//! field's term. A path that no term knows is shown as it stands, so that nothing is hidden.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Language, people, terms};
use crate::domain::command::{FundField, IndicatorField, ProjectField, ReadingField};
use crate::domain::project::RowKey;
use crate::domain::role::Grant;
use crate::domain::status::{DocumentKind, Status};

/// What a row is called where its name is known: the indicator's name, the source of money.
pub type Names<'a> = &'a dyn Fn(&RowKey) -> Option<String>;

/// The place of a changed field, rows by their ids.
pub fn place(path: &[String], language: Language) -> String {
    place_named(path, language, &|_| None)
}

/// The place of a changed field, rows by their names where `names` knows them.
pub fn place_named(path: &[String], language: Language, names: Names<'_>) -> String {
    let parts: Vec<&str> = path.iter().map(String::as_str).collect();
    let known = match parts.as_slice() {
        [] => Some(language.pick("整个项目", "the whole project").to_owned()),
        ["monitoring", "plan"] => Some(language.pick("监控计划", "monitoring plan").to_owned()),
        ["monitoring", "months"] => Some(
            language
                .pick("各月监控表", "monthly monitoring forms")
                .to_owned(),
        ),
        ["indicators", "#order"] => Some(
            language
                .pick("指标顺序", "order of the indicators")
                .to_owned(),
        ),
        ["indicators", id] => Some(indicator(id, None, language, names)),
        ["indicators", id, field] => Some(indicator(id, Some(field), language, names)),
        ["multi_year", "indicators", id] => Some(format!(
            "{} {}",
            language.pick("中期", "multi-year"),
            indicator(id, None, language, &|_| None)
        )),
        ["multi_year", "indicators", id, field] => Some(format!(
            "{} {}",
            language.pick("中期", "multi-year"),
            indicator(id, Some(field), language, &|_| None)
        )),
        ["funds", id] => Some(row_named(&RowKey::Fund((*id).to_owned()), language, names)),
        ["funds", id, field] => named::<FundField>(field).map(|field| {
            format!(
                "{} · {}",
                row_named(&RowKey::Fund((*id).to_owned()), language, names),
                terms::fund_field(field, language)
            )
        }),
        ["monitoring", "plan", key, "months", month] => Some(format!(
            "{} · {} · {}",
            row(key, language, names),
            month_of(month, language),
            language.pick("计划", "plan")
        )),
        ["monitoring", "plan", key] => Some(format!(
            "{} · {}",
            row(key, language, names),
            language.pick("计划", "plan")
        )),
        ["monitoring", "months", month, "readings", key] => Some(format!(
            "{} · {}",
            row(key, language, names),
            month_of(month, language)
        )),
        ["monitoring", "months", month, "readings", key, field] => named::<ReadingField>(field)
            .map(|field| {
                format!(
                    "{} · {} · {}",
                    row(key, language, names),
                    month_of(month, language),
                    terms::reading_field(field, language)
                )
            }),
        ["monitoring", "months", month, "disposal"] => Some(format!(
            "{} · {}",
            month_of(month, language),
            language.pick("处置", "disposal")
        )),
        ["monitoring", "months", month, "goal_version"] => Some(format!(
            "{} · {}",
            month_of(month, language),
            language.pick("依据的目标版本", "version of the goal")
        )),
        ["monitoring", "months", month, ..] => Some(format!(
            "{} {}",
            month_of(month, language),
            language.pick("监控表", "monitoring form")
        )),
        ["documents", "monitoring", month, rest @ ..] => {
            let kind = DocumentKind::Monitoring(month.parse().unwrap_or(0));
            Some(document(kind, rest, language))
        }
        ["documents", "goal", rest @ ..] => Some(document(DocumentKind::Goal, rest, language)),
        ["documents", "self_evaluation", rest @ ..] => {
            Some(document(DocumentKind::SelfEvaluation, rest, language))
        }
        ["person", _] => Some(language.pick("人员", "person").to_owned()),
        ["person", _, "name"] => Some(language.pick("姓名", "name").to_owned()),
        ["person", _, "grants"] => Some(language.pick("角色", "roles").to_owned()),
        ["person", _, "active"] => Some(language.pick("在用", "active").to_owned()),
        ["setting", "name"] => Some(language.pick("库的名称", "name of the store").to_owned()),
        ["setting", "policy"] => Some(language.pick("库的政策", "policy of the store").to_owned()),
        ["setting", "clock"] => Some(
            language
                .pick("样例的日期", "date of the samples")
                .to_owned(),
        ),
        ["period", "start"] => {
            Some(terms::project_field(ProjectField::PeriodStart, language).to_owned())
        }
        ["period", "end"] => {
            Some(terms::project_field(ProjectField::PeriodEnd, language).to_owned())
        }
        ["period", ..] => Some(language.pick("起止时间", "period").to_owned()),
        ["multi_year", "total"] => Some(project(ProjectField::MultiYearTotal, language)),
        ["multi_year", "fiscal"] => Some(project(ProjectField::MultiYearFiscal, language)),
        ["multi_year", "other"] => Some(project(ProjectField::MultiYearOther, language)),
        ["multi_year", "goal"] => Some(project(ProjectField::MultiYearGoal, language)),
        ["about" | "evaluation", field] | [field] => named::<ProjectField>(field)
            .map(|field| project(field, language))
            .or_else(|| group(field, language)),
        _ => None,
    };
    known.unwrap_or_else(|| path.join(" / "))
}

/// What a part of the project is called that was written as a whole.
fn group(name: &str, language: Language) -> Option<String> {
    let name = match name {
        "indicators" => language.pick("绩效指标", "indicators"),
        "funds" => language.pick("资金", "funds"),
        "about" => language.pick("基本信息", "basics"),
        "multi_year" => language.pick("实施期目标", "multi-year goal"),
        "monitoring" => language.pick("绩效监控", "monitoring"),
        "documents" => language.pick("文书状态", "status of the documents"),
        "evaluation" => return Some(terms::document(DocumentKind::SelfEvaluation, language)),
        "printed" => language.pick("纸质表内容", "what the paper form says"),
        _ => return None,
    };
    Some(name.to_owned())
}

/// A stored value as people read it, rows by their names where `names` knows them.
pub fn value_named(path: &[String], value: &Value, language: Language, names: Names<'_>) -> String {
    let in_order = path.last().is_some_and(|last| last == "#order");
    match value {
        Value::Array(ids) if in_order => {
            let ids = ids.iter().filter_map(Value::as_str);
            let named = |id: &str| {
                let name = names(&RowKey::Indicator(id.to_owned()));
                name.unwrap_or_else(|| id.to_owned())
            };
            ids.map(named)
                .collect::<Vec<_>>()
                .join(language.pick("、", ", "))
        }
        value => self::value(path, value, language),
    }
}

/// A stored value as people read it: a word instead of its stored name, a record in one line.
pub fn value(path: &[String], value: &Value, language: Language) -> String {
    match value {
        Value::String(text) if path.last().is_some_and(|last| last == "status") => {
            named::<Status>(text).map_or_else(
                || text.clone(),
                |status| terms::status(status, language).to_owned(),
            )
        }
        Value::String(text) => {
            word(path, text, language).map_or_else(|| text.clone(), str::to_owned)
        }
        Value::Bool(yes) => {
            let words = language.pick(("是", "否"), ("yes", "no"));
            let word = if *yes { words.0 } else { words.1 };
            word.to_owned()
        }
        Value::Null => String::new(),
        Value::Object(map) => {
            let name = ["name", "source", "actual"]
                .iter()
                .find_map(|key| map.get(*key)?.as_str());
            match name.filter(|name| !name.is_empty()) {
                Some(name) => name.to_owned(),
                None => fields(path, map, language),
            }
        }
        Value::Array(list) if path.last().is_some_and(|last| last == "grants") => {
            let grants = list.iter().filter_map(read::<Grant>);
            let told: Vec<String> = grants.map(|one| people::grant(&one, language)).collect();
            told.join("; ")
        }
        Value::Array(list) => {
            let ids: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
            if ids.is_empty() {
                language.pick(
                    format!("({} 项)", list.len()),
                    format!("({} items)", list.len()),
                )
            } else {
                ids.join(" ")
            }
        }
        Value::Number(number) => number.to_string(),
    }
}

/// A record without a name in one line: each field that holds something, with its value.
fn fields(at: &[String], map: &serde_json::Map<String, Value>, language: Language) -> String {
    let told: Vec<String> = map
        .iter()
        .filter(|(_, held)| !held.is_null() && held.as_str() != Some(""))
        .map(|(name, held)| {
            let path: Vec<String> = at.iter().chain([name]).cloned().collect();
            format!(
                "{}: {}",
                place(&path, language),
                value(&path, held, language)
            )
        })
        .collect();
    if told.is_empty() {
        language.pick("(空)", "(none)").to_owned()
    } else {
        told.join("; ")
    }
}

/// The word of a stored name: `funding` is 经费保障.
fn word(path: &[String], text: &str, language: Language) -> Option<&'static str> {
    match path.last()?.as_str() {
        "band" => named(text).map(|one| terms::band(one, language)),
        "cause" => named(text).map(|one| terms::cause(one, language)),
        "outlook" => named(text).map(|one| terms::outlook(one, language)),
        "disposal" => named(text).map(|one| terms::disposal(one, language)),
        "attribute" => named(text).map(|one| terms::attribute(one, language)),
        "category" => named(text).map(|one| terms::category(one, language)),
        "nature" => named(text).map(|one| terms::nature(one, language)),
        "money_unit" => named(text).map(|one| terms::money_unit(one, language)),
        _ => None,
    }
}

fn project(field: ProjectField, language: Language) -> String {
    terms::project_field(field, language).to_owned()
}

fn indicator(id: &str, field: Option<&str>, language: Language, names: Names<'_>) -> String {
    let head = row_named(&RowKey::Indicator(id.to_owned()), language, names);
    match field {
        None => head,
        Some(field) => {
            let name = named::<IndicatorField>(field)
                .map_or(field, |field| terms::indicator_field(field, language));
            format!("{head} · {name}")
        }
    }
}

fn row(key: &str, language: Language, names: Names<'_>) -> String {
    row_named(&RowKey::from(key.to_owned()), language, names)
}

/// What a row is called.
pub fn row_named(key: &RowKey, language: Language, names: Names<'_>) -> String {
    if let Some(name) = names(key).filter(|name| !name.trim().is_empty()) {
        return name;
    }
    match key {
        RowKey::Execution => language.pick("预算执行", "execution").to_owned(),
        RowKey::Fund(id) => format!("{} {id}", language.pick("资金", "fund")),
        RowKey::Indicator(id) => format!("{} {id}", language.pick("指标", "indicator")),
    }
}

fn month_of(month: &str, language: Language) -> String {
    month
        .parse()
        .map_or_else(|_| month.to_owned(), |month| terms::month(month, language))
}

fn document(kind: DocumentKind, rest: &[&str], language: Language) -> String {
    let name = terms::document(kind, language);
    let part = match rest.first() {
        Some(&"status") => language.pick("状态", "status"),
        Some(&"version") => language.pick("版本", "version"),
        Some(&"signatures") => language.pick("办理记录", "signatures"),
        _ => return name,
    };
    format!("{name} · {part}")
}

fn named<T: DeserializeOwned>(name: &str) -> Option<T> {
    read(&Value::from(name))
}

fn read<T: DeserializeOwned>(value: &Value) -> Option<T> {
    serde_json::from_value(value.clone()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> Vec<String> {
        text.split('/').map(str::to_owned).collect()
    }

    #[test]
    fn a_field_is_called_by_its_term() {
        let cases = [
            (
                "indicators/3/target",
                "指标 3 · 指标值",
                "indicator 3 · Target",
            ),
            ("indicators", "绩效指标", "indicators"),
            ("monitoring", "绩效监控", "monitoring"),
            ("monitoring/plan", "监控计划", "monitoring plan"),
            (
                "funds/f1/adjusted",
                "资金 f1 · 全年预算数",
                "fund f1 · Adjusted budget",
            ),
            (
                "monitoring/months/7/readings/indicator:3/actual",
                "指标 3 · 7月 · 累计完成值",
                "indicator 3 · Jul · Cumulative actual",
            ),
            (
                "documents/goal/status",
                "绩效目标申报表 · 状态",
                "goal declaration · status",
            ),
            ("about/leader", "项目负责人", "Person in charge"),
            ("goal", "年度总体目标", "Annual goal"),
            ("extra/kind", "extra / kind", "extra / kind"),
        ];
        for (stored, zh, en) in cases {
            assert_eq!(place(&path(stored), Language::Zh), zh);
            assert_eq!(place(&path(stored), Language::En), en);
        }
    }

    #[test]
    fn a_stored_name_is_shown_as_its_word() {
        let shown =
            |stored: &str, text: &str| value(&path(stored), &Value::from(text), Language::Zh);
        let reading = "monitoring/months/7/readings/indicator:3";
        assert_eq!(shown(&format!("{reading}/cause"), "funding"), "经费保障");
        assert_eq!(shown(&format!("{reading}/outlook"), "possible"), "有可能");
        assert_eq!(
            shown("indicators/3/band", "partial"),
            "部分达成年度指标并具有一定效果"
        );
        assert_eq!(shown("name", "funding"), "funding");
        let yes = value(
            &path("indicators/3/not_applicable"),
            &Value::Bool(true),
            Language::Zh,
        );
        assert_eq!(yes, "是");
    }

    #[test]
    fn a_row_is_called_by_its_name_where_it_is_known() {
        let names = |key: &RowKey| match key {
            RowKey::Indicator(id) if id == "3" => Some("加固水库座数".to_owned()),
            RowKey::Fund(id) if id == "f1" => Some("财政拨款".to_owned()),
            _ => None,
        };
        let named = |stored| place_named(&path(stored), Language::Zh, &names);
        assert_eq!(named("indicators/3/target"), "加固水库座数 · 指标值");
        assert_eq!(named("indicators/4/target"), "指标 4 · 指标值");
        assert_eq!(named("funds/f1/initial"), "财政拨款 · 年初预算数");
        assert_eq!(
            named("monitoring/months/7/readings/indicator:3/cause"),
            "加固水库座数 · 7月 · 偏差原因"
        );
    }
}
