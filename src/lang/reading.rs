//! How a typed value is read, and what a typed text lacks: said while one types.

use super::{Language, terms};
use crate::domain::check::smart::Weakness;
use crate::domain::notation::{Actual, Doubt, Quantity, Target};

/// How a target is read: `读作: ≥ 95 %`.
pub fn target(target: &Target, doubts: &[Doubt], cost: bool, language: Language) -> String {
    let number = |sign: &str, quantity: &Quantity| {
        format!("{sign} {} {}", quantity.value, quantity.unit)
            .trim()
            .to_owned()
    };
    let read = match target {
        Target::AtLeast(quantity) => number("≥", quantity),
        Target::MoreThan(quantity) => number(">", quantity),
        Target::Equal(quantity) => number("=", quantity),
        Target::LessThan(quantity) => number("<", quantity),
        Target::AtMost(quantity) => number("≤", quantity),
        Target::Plain(quantity) => {
            let sign = match (cost, quantity.value.is_zero()) {
                (true, _) => "≤",
                (false, true) => "=",
                (false, false) => "≥",
            };
            let rule = language.pick("没写符号, 按", "no sign, scored as");
            format!("{} ({rule} {sign})", number("", quantity))
        }
        Target::Range { low, high, unit } => format!("{low} ~ {high} {unit}").trim().to_owned(),
        Target::ByDate(deadline) => {
            let day = terms::deadline(*deadline, language);
            language.pick(format!("不晚于 {day}"), format!("by {day}"))
        }
        Target::YesNo(true) => language.pick("是", "yes").to_owned(),
        Target::YesNo(false) => language.pick("否", "no").to_owned(),
        Target::Qualitative(text) => {
            language.pick(format!("定性: {text}"), format!("qualitative: {text}"))
        }
        Target::None => language.pick("没有指标值", "no target").to_owned(),
    };
    said(&read, doubts, language)
}

/// How an actual is read.
pub fn actual(actual: &Actual, doubts: &[Doubt], language: Language) -> String {
    let read = match actual {
        Actual::Number { quantity, .. } => format!("{} {}", quantity.value, quantity.unit)
            .trim()
            .to_owned(),
        Actual::Date(deadline) => terms::deadline(*deadline, language),
        Actual::YesNo(true) => language.pick("是", "yes").to_owned(),
        Actual::YesNo(false) => language.pick("否", "no").to_owned(),
        Actual::Band(band) => terms::band(*band, language).to_owned(),
        Actual::Text(text) => language.pick(format!("文字: {text}"), format!("text: {text}")),
        Actual::None => language.pick("没有填", "not filled in").to_owned(),
    };
    said(&read, doubts, language)
}

fn said(read: &str, doubts: &[Doubt], language: Language) -> String {
    let mut line = format!("{}: {read}", language.pick("读作", "Read as"));
    for doubt in doubts {
        line.push_str(language.pick(" · ", " · "));
        line.push_str(self::doubt(*doubt, language));
    }
    line
}

/// What is doubtful in a cell.
pub fn doubt(doubt: Doubt, language: Language) -> &'static str {
    match doubt {
        Doubt::SignLost => language.pick("符号可能丢了或写错", "a sign may be lost or wrong"),
        Doubt::LeakedCode => language.pick("前面的编号已忽略", "a code in front was left out"),
        Doubt::Placeholder => language.pick("还是模板里的占位", "still a placeholder"),
        Doubt::Scale => language.pick("这是量表, 不是指标值", "a scale, not a target"),
        Doubt::Denied => language.pick("文字否定了这个数, 请核对", "its words deny it: check"),
    }
}

/// What a goal's text lacks.
pub fn weakness(weakness: Weakness, language: Language) -> &'static str {
    match weakness {
        Weakness::TooShort => language.pick(
            "具体: 太短, 写明做什么、做多少、给谁",
            "Specific: too short; say what, how much and for whom",
        ),
        Weakness::NoNumber => language.pick("可衡量: 没有数字", "Measurable: no number"),
        Weakness::Vague => language.pick(
            "可衡量: 标出的词太笼统, 补上数字、清单或标准",
            "Measurable: the marked words are vague; add a number, a list or a standard",
        ),
        Weakness::Absolute => language.pick(
            "可实现: 标出的承诺没有边界",
            "Achievable: the marked promise has no limits",
        ),
        Weakness::NoTime => language.pick("有时限: 没有写时间", "Time-bound: no time is named"),
        Weakness::OtherYear => language.pick(
            "有时限: 写的是别的年度",
            "Time-bound: another year is named",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::notation::target as read;

    #[test]
    fn a_day_without_a_year_is_read_as_people_write_it() {
        let by = |text: &str, language| {
            let value = read(text).value;
            target(&value, &[], false, language)
        };
        assert_eq!(by("12月20日前", Language::Zh), "读作: 不晚于 12月20日");
        assert_eq!(by("12月20日前", Language::En), "Read as: by 20 Dec");
        assert_eq!(
            by("2026年12月20日前", Language::Zh),
            "读作: 不晚于 2026-12-20"
        );
    }
}
