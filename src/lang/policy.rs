//! Clauses, grades, lights and the faults of policy files, in words.
//!
//! Explanations, screens and the command line ask it. A clause is printed as it is known: a
//! document with its number, or plainly that there is none.

use crate::domain::policy::{Clause, Grade, Level1, Level2, Light, PolicyError, PolicyFault};

use super::Language;

/// Where a rule comes from.
pub fn clause(clause: &Clause, language: Language) -> String {
    match (clause, language) {
        (Clause::Document { number, article }, Language::Zh) => match article {
            Some(article) => format!("{number}第{}条", chinese_number(*article)),
            None => number.clone(),
        },
        (Clause::Document { number, article }, Language::En) => match article {
            Some(article) => format!("{number}, article {article}"),
            None => number.clone(),
        },
        (Clause::LocalPractice, _) => language
            .pick("地方通行做法，无文号", "local practice, no document")
            .to_owned(),
        (Clause::Convention, _) => language
            .pick(
                "本软件约定，无文号",
                "convention of this program, no document",
            )
            .to_owned(),
    }
}

/// 1–999 in Chinese numerals, as articles are counted.
fn chinese_number(number: u16) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |value: u16| DIGITS.get(usize::from(value)).copied().unwrap_or_default();
    let (hundreds, tens, ones) = (number / 100, number / 10 % 10, number % 10);
    let mut text = String::new();
    if hundreds > 0 {
        text.push_str(digit(hundreds));
        text.push('百');
    }
    match (hundreds, tens, ones) {
        (0, 1, _) => text.push('十'),
        (_, 0, 0) | (0, 0, _) => {}
        (_, 0, _) => text.push('零'),
        (_, tens, _) => {
            text.push_str(digit(tens));
            text.push('十');
        }
    }
    if ones > 0 || number == 0 {
        text.push_str(digit(ones));
    }
    text
}

/// A grade.
pub fn grade(grade: Grade, language: Language) -> &'static str {
    match (grade, language) {
        (grade, Language::Zh) => grade.code(),
        (Grade::Excellent, Language::En) => "excellent",
        (Grade::Good, Language::En) => "good",
        (Grade::Medium, Language::En) => "medium",
        (Grade::Poor, Language::En) => "poor",
    }
}

/// A light, as a word: never told by its colour alone.
pub fn light(light: Light, language: Language) -> &'static str {
    match light {
        Light::Red => language.pick("红灯", "red"),
        Light::Yellow => language.pick("黄灯", "yellow"),
        Light::Green => language.pick("绿灯", "green"),
        Light::Blue => language.pick("蓝灯", "blue"),
    }
}

/// 一级指标
pub fn level1(level: Level1, language: Language) -> &'static str {
    match level {
        Level1::Cost => language.pick("成本指标", "cost"),
        Level1::Output => language.pick("产出指标", "output"),
        Level1::Benefit => language.pick("效益指标", "benefit"),
        Level1::Satisfaction => language.pick("满意度指标", "satisfaction"),
        Level1::Other => language.pick("其他指标", "other"),
    }
}

/// 二级指标
pub fn level2(level: Level2, language: Language) -> &'static str {
    match level {
        Level2::Quantity => language.pick("数量指标", "quantity"),
        Level2::Quality => language.pick("质量指标", "quality"),
        Level2::Timeliness => language.pick("时效指标", "timeliness"),
        Level2::Cost => language.pick("成本指标", "cost"),
        Level2::EconomicCost => language.pick("经济成本指标", "economic cost"),
        Level2::SocialCost => language.pick("社会成本指标", "social cost"),
        Level2::EcologicalCost => language.pick("生态环境成本指标", "ecological cost"),
        Level2::EconomicBenefit => language.pick("经济效益指标", "economic benefit"),
        Level2::SocialBenefit => language.pick("社会效益指标", "social benefit"),
        Level2::EcologicalBenefit => language.pick("生态效益指标", "ecological benefit"),
        Level2::SustainableImpact => language.pick("可持续影响指标", "sustainable impact"),
        Level2::ServiceSatisfaction => {
            language.pick("服务对象满意度指标", "satisfaction of those served")
        }
        Level2::Other => language.pick("其他指标", "other"),
    }
}

/// A level as the form writes it, without the 指标 that all of them end in.
pub fn short(level: &str) -> &str {
    let level = level.trim();
    match level.strip_suffix("指标") {
        Some(rest) if !rest.is_empty() => rest,
        _ => level,
    }
}

/// A level 2 where there is little room: what the form writes without 指标, and the longest names of
/// the frame in the words that tell them apart.
pub fn level2_short(written: &str, level: Level2, language: Language) -> &str {
    match (level, language) {
        (Level2::EcologicalCost, Language::Zh) => "生态成本",
        (Level2::SustainableImpact, Language::Zh) => "可持续",
        (Level2::ServiceSatisfaction, Language::Zh) => "满意度",
        (Level2::EconomicCost, Language::En) => "econ. cost",
        (Level2::SocialCost, Language::En) => "social cost",
        (Level2::EcologicalCost, Language::En) => "eco. cost",
        (Level2::EconomicBenefit, Language::En) => "economic",
        (Level2::SocialBenefit, Language::En) => "social",
        (Level2::EcologicalBenefit, Language::En) => "ecological",
        (Level2::SustainableImpact, Language::En) => "lasting",
        (Level2::ServiceSatisfaction, Language::En) => "satisfied",
        _ => level2_written(short(written), level, language),
    }
}

/// A level 1 as the form writes it; in English the term of the frame, where it knows the text.
pub fn level1_written(written: &str, level: Level1, language: Language) -> &str {
    match (level, language) {
        (Level1::Other, _) | (_, Language::Zh) => written,
        (known, Language::En) => level1(known, Language::En),
    }
}

/// A level 2 as the form writes it; in English the term of the frame, where it knows the text.
pub fn level2_written(written: &str, level: Level2, language: Language) -> &str {
    match (level, language) {
        (Level2::Other, _) | (_, Language::Zh) => written,
        (known, Language::En) => level2(known, Language::En),
    }
}

/// What is wrong with a policy file, where, and how it is mended.
pub fn policy_error(error: &PolicyError, language: Language) -> String {
    let PolicyError { file, key, fault } = error;
    let words = fault_words(fault, language);
    match (language, key.as_str()) {
        (Language::Zh, "") => format!("规则文件 {file}：{words}"),
        (Language::Zh, key) => format!("规则文件 {file} 的 {key}：{words}"),
        (Language::En, "") => format!("policy file {file}: {words}"),
        (Language::En, key) => format!("policy file {file}, key {key}: {words}"),
    }
}

fn fault_words(fault: &PolicyFault, language: Language) -> String {
    let zh = language == Language::Zh;
    match fault {
        PolicyFault::Syntax(words) if zh => format!("不是有效的 TOML，请按提示改正：{words}"),
        PolicyFault::Syntax(words) => format!("is no TOML; mend it as the reader says: {words}"),
        PolicyFault::Value(words) if zh => {
            format!("缺少此项或写法不认识，请对照 national-2021-cost.toml 改正：{words}")
        }
        PolicyFault::Value(words) => {
            format!("is missing or not understood; compare national-2021-cost.toml: {words}")
        }
        PolicyFault::NoName if zh => "缺少规则名称，请写 name = \"…\"".to_owned(),
        PolicyFault::NoName => "has no name; write name = \"…\"".to_owned(),
        PolicyFault::Twice(other) if zh => format!("与 {other} 重名，请换一个名称"),
        PolicyFault::Twice(other) => format!("{other} has the same name; choose another"),
        PolicyFault::NoBase(base) if zh => {
            format!("找不到基础规则 {base}，请写一个已有规则的名称")
        }
        PolicyFault::NoBase(base) => format!("there is no policy {base}; name one that exists"),
        PolicyFault::BaseCycle if zh => "base 绕回了自身，请去掉其中一处 base".to_owned(),
        PolicyFault::BaseCycle => "base leads back to itself; take one base away".to_owned(),
        PolicyFault::Float if zh => "带小数点的数要加引号，例如 \"0.8\"".to_owned(),
        PolicyFault::Float => {
            "a number with a point stands in quotes, for example \"0.8\"".to_owned()
        }
        PolicyFault::WeightSum { sum, total } if zh => {
            format!("各级权重合计 {sum}，应为 {total}，请调整其中一级的权重或 total")
        }
        PolicyFault::WeightSum { sum, total } => {
            format!("the weights make {sum}, not {total}; change one of them or the total")
        }
        PolicyFault::Order if zh => "界限次序不对，请按顺序排列且不重叠".to_owned(),
        PolicyFault::Order => "bounds are out of order; sort them without overlap".to_owned(),
        PolicyFault::Fraction if zh => "应在 0 与 1 之间，例如 \"0.8\"".to_owned(),
        PolicyFault::Fraction => "must lie between 0 and 1, for example \"0.8\"".to_owned(),
        PolicyFault::Empty if zh => "不能为空，请至少写一项".to_owned(),
        PolicyFault::Empty => "must not be empty; write at least one".to_owned(),
        PolicyFault::NotPositive if zh => "应大于 0".to_owned(),
        PolicyFault::NotPositive => "must be above 0".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clause_is_cited_as_the_field_does() {
        let document = Clause::Document {
            number: "财预〔2020〕10号".into(),
            article: Some(18),
        };
        assert_eq!(clause(&document, Language::Zh), "财预〔2020〕10号第十八条");
        assert_eq!(
            clause(&document, Language::En),
            "财预〔2020〕10号, article 18"
        );
        assert!(clause(&Clause::LocalPractice, Language::Zh).contains("无文号"));
    }

    #[test]
    fn articles_are_counted_in_chinese() {
        for (number, text) in [
            (2, "二"),
            (10, "十"),
            (18, "十八"),
            (27, "二十七"),
            (50, "五十"),
            (100, "一百"),
            (105, "一百零五"),
            (110, "一百一十"),
        ] {
            assert_eq!(chinese_number(number), text);
        }
    }

    #[test]
    fn a_fault_names_file_key_and_mend() {
        let error = PolicyError {
            file: "ours.toml".into(),
            key: "qualitative.met_from".into(),
            fault: PolicyFault::Float,
        };
        for language in [Language::Zh, Language::En] {
            let text = policy_error(&error, language);
            assert!(text.contains("ours.toml") && text.contains("qualitative.met_from"));
            assert!(text.contains("\"0.8\""));
        }
    }
}
