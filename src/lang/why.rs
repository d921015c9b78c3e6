//! Explanations in words: each tree of [`Why`] as lines with their depth.
//!
//! Screens, reports and the command line print these lines as they are. The numbers are those of
//! the explanation; this module only says which rule they follow and what else bears on them.

use rust_decimal::Decimal;

use crate::domain::notation::{Band, Doubt};
use crate::domain::number::round_to;
use crate::domain::policy::{EqualFormula, LateRule, ReverseFormula};
use crate::domain::scoring::{How, NoTotal, Note, Rule};
use crate::domain::why::{Fact, Method, NextGrade, Subject, Value, Why, fixed};

use super::policy;
use super::{Language, Line};

/// The lines of an explanation, the clause at the side of the rule that rests on it.
pub fn tree(why: &Why, language: Language) -> Vec<Line> {
    let mut lines = Vec::new();
    branch(why, 0, language, &mut lines);
    lines
}

fn branch(why: &Why, depth: usize, language: Language, lines: &mut Vec<Line>) {
    let line = |depth, text, note| Line { depth, text, note };
    let clause = why.clause.as_ref().map(|one| policy::clause(one, language));
    lines.push(line(depth, head(why, language), String::new()));
    let rule = method(why.method, language);
    lines.push(line(depth + 1, rule, clause.unwrap_or_default()));
    for one in &why.facts {
        lines.push(line(depth + 1, fact(one, language), String::new()));
    }
    for part in &why.parts {
        branch(part, depth + 1, language, lines);
    }
}

fn head(why: &Why, language: Language) -> String {
    let subject = subject(&why.subject, language);
    let value = value(&why.value, language);
    let colon = language.pick("：", ": ");
    if why.arithmetic == "—" {
        format!("{subject}{colon}{value}")
    } else {
        format!("{subject}{colon}{value}   {}", why.arithmetic)
    }
}

/// What is explained.
pub fn subject(subject: &Subject, language: Language) -> String {
    match subject {
        Subject::Row { id, name } if name.is_empty() => match language {
            Language::Zh => format!("指标 {id}"),
            Language::En => format!("Indicator {id}"),
        },
        Subject::Row { name, .. } => name.clone(),
        Subject::Execution => language.pick("预算执行率得分", "Execution score").into(),
        Subject::Rate => language.pick("预算执行率", "Execution rate").into(),
        Subject::Raw => language.pick("得分合计", "Sum of scores").into(),
        Subject::Total => language.pick("总分", "Total").into(),
        Subject::Grade => language.pick("等级", "Grade").into(),
    }
}

fn value(value: &Value, language: Language) -> String {
    match (value, language) {
        (Value::Points { points, of }, Language::Zh) => match of {
            Some(of) => format!("{}分（满分{}分）", fixed(*points), of.normalize()),
            None => format!("{}分", fixed(*points)),
        },
        (Value::Points { points, of }, Language::En) => match of {
            Some(of) => format!("{} of {}", fixed(*points), of.normalize()),
            None => fixed(*points),
        },
        (Value::Rate(rate), _) => percent(*rate),
        (Value::Grade(grade), _) => policy::grade(*grade, language).to_owned(),
        (Value::Nothing, _) => language.pick("无", "none").to_owned(),
    }
}

/// A rate as a percentage, with the few decimals that a reader can use.
fn percent(rate: Decimal) -> String {
    let percent = rate.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(rate);
    format!("{}%", round_to(percent, 4))
}

fn method(method: Method, language: Language) -> String {
    let text = match method {
        Method::Row(rule, how) => row_method(rule, how, language),
        Method::Reverse(formula, how) => reverse_method(formula, how, language),
        Method::Equal(formula, how) => equal_method(formula, how, language),
        Method::Late(rule, how) => return late_method(rule, how, language),
        Method::Execution => language.pick(
            "按全年执行数÷全年预算数计分，最高为满分",
            "points by executed ÷ adjusted budget, at most the full points",
        ),
        Method::Rate => language.pick(
            "全年执行数÷全年预算数，计分用未修约的比率",
            "executed ÷ adjusted budget; scores use the unrounded rate",
        ),
        Method::Sum => language.pick(
            "预算执行率得分与各指标得分之和",
            "execution score and all indicator scores added up",
        ),
        Method::Plain => language.pick("总分即得分合计", "the total is the sum of scores"),
        Method::Renormalised => language.pick(
            "有不适用项：得分合计÷适用项满分×100",
            "something does not apply: sum ÷ points that apply × 100",
        ),
        Method::Grade => {
            language.pick("按总分落入的档次定级", "the band that the total falls into")
        }
    };
    text.to_owned()
}

fn row_method(rule: Rule, how: How, language: Language) -> &'static str {
    match (rule, how) {
        (Rule::NotApplicable, _) | (_, How::NotApplicable) => language.pick(
            "不适用，不计分，其分值不进入满分",
            "not applicable: no score, and its weight leaves the frame",
        ),
        (Rule::Unreadable, _) | (_, How::Unreadable) => language.pick(
            "指标值与完成值无法对应计分，得0分",
            "target and actual are no pair that could be scored, so 0 points",
        ),
        (_, How::Empty) => language.pick(
            "未填完成值，得0分",
            "no actual value was filled in, so 0 points",
        ),
        (_, How::SatisfactionBand(_)) => {
            language.pick("满意度按档计分", "satisfaction scored by bands")
        }
        (Rule::Positive, How::Reached) => language.pick(
            "正向指标：完成值达到指标值，得满分，超额不加分",
            "more is better: the target is reached, full points and no bonus",
        ),
        (Rule::Positive, How::Part) => language.pick(
            "正向指标：完成值÷指标值×分值",
            "more is better: actual ÷ target × weight",
        ),
        (_, How::Negative) => language.pick(
            "正向指标：完成值为负，按0计",
            "more is better: a negative actual counts as 0",
        ),
        (Rule::Positive, _) => language.pick(
            "正向指标：未达到指标值，得0分",
            "more is better: the target is missed, 0 points",
        ),
        (Rule::Range, How::Reached) => language.pick(
            "区间指标：完成值在区间内，得满分",
            "range: inside the bounds, full points",
        ),
        (Rule::Range, How::BelowRange) => language.pick(
            "区间指标：低于下限，按完成值÷下限计分",
            "range: below the lower bound, actual ÷ bound × weight",
        ),
        (Rule::Range, _) => language.pick(
            "区间指标：超出上限，按反向指标计分",
            "range: outside the bounds, scored as an upper limit",
        ),
        (Rule::YesNo, How::Reached) => language.pick(
            "是否类指标：符合，得满分",
            "yes or no: as expected, full points",
        ),
        (Rule::YesNo, _) => language.pick(
            "是否类指标：不符，得0分",
            "yes or no: not as expected, 0 points",
        ),
        (Rule::Qualitative, How::BandOutside) => language.pick(
            "定性指标：所填得分不在所选档次区间内，得0分",
            "qualitative: the chosen points lie outside their band, 0 points",
        ),
        (Rule::Qualitative, _) => language.pick(
            "定性指标：按达成档次在区间内计分",
            "qualitative: points inside the band that was reached",
        ),
        (Rule::Reverse, _) => language.pick("反向指标", "an upper limit"),
        (Rule::Equal, _) => language.pick("等于类指标", "one value"),
        (Rule::Date, _) => language.pick("时限指标", "a deadline"),
    }
}

fn reverse_method(formula: ReverseFormula, how: How, language: Language) -> &'static str {
    match (how, formula) {
        (How::Reached, _) => language.pick(
            "反向指标：未超过指标值，得满分",
            "upper limit: not exceeded, full points",
        ),
        (_, ReverseFormula::Lin2t) => language.pick(
            "反向指标：超过部分按比例扣分，达到指标值2倍得0分",
            "upper limit: falls with the excess, 0 points at twice the target",
        ),
        (_, ReverseFormula::Ratio) => language.pick(
            "反向指标：指标值÷完成值×分值",
            "upper limit: target ÷ actual × weight",
        ),
        (_, ReverseFormula::Strict) => language.pick(
            "反向指标：超过指标值得0分",
            "upper limit: 0 points once exceeded",
        ),
    }
}

fn equal_method(formula: EqualFormula, how: How, language: Language) -> &'static str {
    match (how, formula) {
        (How::Reached, _) => language.pick(
            "等于类指标：达到指标值，得满分",
            "one value: reached, full points",
        ),
        (How::Missed, _) => language.pick(
            "等于类指标：指标值不大于0，不达即得0分",
            "one value: a target of 0 or less is all or nothing",
        ),
        (_, EqualFormula::Pos) => language.pick(
            "等于类指标：未达到的按完成值÷指标值×分值",
            "one value: below it actual ÷ target × weight",
        ),
        (_, EqualFormula::Sym) => language.pick(
            "等于类指标：按偏离指标值的幅度扣分",
            "one value: points fall with the distance on either side",
        ),
        (_, EqualFormula::Flag) => language.pick(
            "等于类指标：先按完成比例计分，不相等的由人工复核",
            "one value: scored as more-is-better, every difference looked at by a person",
        ),
    }
}

fn late_method(rule: LateRule, how: How, language: Language) -> String {
    let text = match (how, rule) {
        (How::Reached, _) => {
            language.pick("时限指标：按期完成，得满分", "deadline: kept, full points")
        }
        (How::Missed, LateRule::Days | LateRule::Part { .. } | LateRule::Period { .. }) => language
            .pick(
                "时限指标：没有计划天数，逾期得0分",
                "deadline: no planned days, 0 points when late",
            ),
        (_, LateRule::Zero) => language.pick("时限指标：逾期得0分", "deadline: 0 points when late"),
        (_, LateRule::Days) => language.pick(
            "时限指标：按逾期天数÷计划天数扣分",
            "deadline: points fall by late days ÷ planned days",
        ),
        (_, LateRule::Part { lost }) => {
            let lost = percent(lost);
            return match language {
                Language::Zh => format!("时限指标：逾期扣{lost}"),
                Language::En => format!("deadline: {lost} less when late"),
            };
        }
        (_, LateRule::Period { percent, days }) => {
            let percent = percent.normalize();
            return match language {
                Language::Zh => format!("时限指标：每逾期{days}天扣{percent}%，不足的按一期计"),
                Language::En => format!("deadline: {percent}% less for each {days} days begun"),
            };
        }
    };
    text.to_owned()
}

fn band(band: Band, language: Language) -> &'static str {
    match band {
        Band::Met => language.pick("达成年度指标", "met"),
        Band::Partial => language.pick("部分达成年度指标并具有一定效果", "partly met"),
        Band::Unmet => language.pick("未达成年度指标且效果较差", "not met"),
    }
}

fn fact(fact: &Fact, language: Language) -> String {
    let zh = language == Language::Zh;
    let by = |clause| policy::clause(clause, language);
    match fact {
        Fact::Note(one) => note(*one, language).to_owned(),
        Fact::Units { target, actual } if zh => format!("指标值 {target}，完成值 {actual}"),
        Fact::Units { target, actual } => format!("target {target}, actual {actual}"),
        Fact::BandInterval {
            band: one,
            low,
            high,
            closed,
        } => {
            let end = if *closed { ']' } else { ')' };
            let label = language.pick("档次：", "Band: ");
            let name = band(*one, language);
            format!("{label}{name} [{}, {}{end}", low.normalize(), high.normalize())
        }
        Fact::BandDefault { part, clause } => {
            let (part, by) = (percent(*part), by(clause));
            if zh {
                format!("未填档内得分，默认按分值的{part}计（依据：{by}）")
            } else {
                format!("no points chosen in the band, so {part} of the weight (basis: {by})")
            }
        }
        Fact::BandOutside => language
            .pick(
                "所填得分不在档次区间内，或小数超过两位，请改到区间内",
                "the points lie outside the band or have more than 2 decimals: choose points inside",
            )
            .to_owned(),
        Fact::Days { planned, late } if zh => format!("计划{planned}天，逾期{late}天"),
        Fact::Days { planned, late } => format!("{planned} days planned, {late} days late"),
        Fact::OverExplain { at, clause } => {
            let (at, by) = (percent(*at), by(clause));
            if zh {
                format!("完成值达到指标值的{at}及以上，须说明原因（依据：{by}）")
            } else {
                format!("{at} of the target or more: a reason is needed (basis: {by})")
            }
        }
        Fact::OverDeducted { points, clause } => {
            let (points, by) = (points.normalize(), by(clause));
            if zh {
                format!("超额过多，扣{points}分（依据：{by}）")
            } else {
                format!("far above the target, {points} points off (basis: {by})")
            }
        }
        Fact::Deducted { points, clause } => {
            let (points, by) = (points.normalize(), by(clause));
            if zh {
                format!("人工扣减{points}分，最低0分（依据：{by}）")
            } else {
                format!("{points} points taken off by a person, not below 0 (basis: {by})")
            }
        }
        Fact::Flagged => language
            .pick(
                "与指标值不相等，须人工复核",
                "differs from the target: to be looked at by a person",
            )
            .to_owned(),
        Fact::ReasonNeeded => language
            .pick(
                "未得满分，须填写偏差原因及改进措施",
                "points were lost: give the reason and the measures",
            )
            .to_owned(),
        Fact::NotApplicable { clause } if zh => {
            format!("不适用项不计分，其余折算为百分制（依据：{}）", by(clause))
        }
        Fact::NotApplicable { clause } => format!(
            "what does not apply is not scored, the rest is brought to 100 (basis: {})",
            by(clause)
        ),
        Fact::Formula { clause } if zh => format!("计算公式依据：{}", by(clause)),
        Fact::Formula { clause } => format!("Basis of the formula: {}", by(clause)),
        Fact::ZeroBudget { clause } if zh => {
            format!("全年预算数不大于0，无法计算执行率（依据：{}）", by(clause))
        }
        Fact::ZeroBudget { clause } => {
            format!("no budget, so there is no rate (basis: {})", by(clause))
        }
        Fact::Capped { cap, clause } => {
            let (limit, by) = (cap.at_most.normalize(), by(clause));
            let below = percent(cap.below);
            match (cap.from.map(percent), zh) {
                (Some(from), true) => {
                    format!("执行率在[{from}, {below})内，总分不超过{limit}分（依据：{by}）")
                }
                (None, true) => format!("执行率低于{below}，总分不超过{limit}分（依据：{by}）"),
                (Some(from), false) => {
                    format!("execution in [{from}, {below}): total at most {limit} (basis: {by})")
                }
                (None, false) => {
                    format!("execution below {below}: total at most {limit} (basis: {by})")
                }
            }
        }
        Fact::Rounding { clause } if zh => {
            format!("四舍五入保留两位小数（依据：{}）", by(clause))
        }
        Fact::Rounding { clause } => {
            format!("rounded half up to 2 decimals (basis: {})", by(clause))
        }
        Fact::NoTotal(why) => no_total(*why, language).to_owned(),
        Fact::NextGrade {
            grade,
            from,
            missing,
        } => {
            let grade = policy::grade(*grade, language);
            let (from, missing) = (from.normalize(), fixed(*missing));
            if zh {
                format!("距“{grade}”（{from}分）还差{missing}分")
            } else {
                format!("{missing} points short of {grade} (from {from})")
            }
        }
    }
}

/// Why there is no total.
pub fn no_total(why: NoTotal, language: Language) -> &'static str {
    match why {
        NoTotal::WeightMissing => language.pick(
            "有适用的指标未填分值或分值不是数，无法得出总分，请补填分值",
            "a row that applies has no weight, so there is no total: fill in the weight",
        ),
        NoTotal::NothingApplies => language.pick(
            "没有可计分的分值，无法得出总分",
            "no weight applies, so there is no total",
        ),
        NoTotal::TooLong => language.pick(
            "数值过长，无法相加，请核对单位",
            "the numbers are too long to be added: check their units",
        ),
        NoTotal::NotBegun => language.pick(
            "自评表还没有填写，填入第一个完成值后给出总分",
            "nothing is filled in yet: the first actual gives a total",
        ),
    }
}

/// What was noticed while a row was read.
pub fn note(note: Note, language: Language) -> &'static str {
    match note {
        Note::WeightMissing => language.pick("未填分值，按0分计", "no weight, scored as 0"),
        Note::WeightUnreadable => language.pick(
            "分值不是数，按0分计",
            "the weight is no number, scored as 0",
        ),
        Note::BandIgnored => language.pick(
            "所选档次不采用：该行按填写的值计分",
            "the chosen band is ignored: the row is scored by its cells",
        ),
        Note::BandDiffers => language.pick(
            "所选档次与完成值文字不一致，以所选档次为准",
            "the chosen band differs from the words and counts",
        ),
        Note::WordsForNumber => language.pick(
            "可计量的指标用文字作答，按档次计分",
            "a measurable target answered in words, scored by band",
        ),
        Note::TextRepeated => language.pick(
            "完成值照抄指标值文字，按达成计",
            "the actual repeats the target's text and counts as met",
        ),
        Note::SignRepeated => language.pick(
            "完成值照抄了指标值的符号，按数值计",
            "the actual repeats the target's sign; the number counts",
        ),
        Note::UnitsDiffer => language.pick(
            "两个单位不同，按填写的数值比较，请核对",
            "different units, compared as written: please check",
        ),
        Note::UnitConverted => language.pick(
            "单位已换算到同一量级",
            "brought to one magnitude of the unit",
        ),
        Note::UnitTaken => language.pick(
            "一方未写单位，按另一方的单位计",
            "a missing unit takes the other's",
        ),
        Note::FractionForPercent => language.pick(
            "一方未写%，按百分数计，请核对是否应为其100倍",
            "one side has no % and counts as percent: should it be 100 times as much?",
        ),
        Note::PrefixTaken => language.pick(
            "一方未写单位，连同量级（如万）一并按另一方的单位计，请核对",
            "a missing unit takes the other's with its magnitude (such as 万): please check",
        ),
        Note::YearMissing => language.pick(
            "日期未写年份，项目也没有年度，无法判断",
            "a date without a year in a project without a year",
        ),
        Note::NoPair => language.pick(
            "指标值与完成值的类型对不上，请改写其中一个",
            "target and actual do not fit each other: rewrite one of them",
        ),
        Note::Target(one) => target_doubt(one, language),
        Note::Actual(one) => actual_doubt(one, language),
    }
}

fn target_doubt(doubt: Doubt, language: Language) -> &'static str {
    match doubt {
        Doubt::SignLost => language.pick(
            "指标值的符号可能丢失或误读，请核对原件",
            "the target's sign may be lost or misread: check the original",
        ),
        Doubt::LeakedCode => language.pick(
            "指标值前带有代码，已略去",
            "a code before the target was dropped",
        ),
        Doubt::Placeholder => language.pick(
            "指标值是模板占位，请填写实际目标",
            "the target is a placeholder: fill it in",
        ),
        Doubt::Scale => language.pick(
            "指标值是等级量表而非目标，请选定一个",
            "the target is a scale, not a value: choose one",
        ),
        Doubt::Denied => language.pick(
            "指标值里有否定的字，请核对",
            "words of the target deny it: check it",
        ),
    }
}

fn actual_doubt(doubt: Doubt, language: Language) -> &'static str {
    match doubt {
        Doubt::SignLost => language.pick(
            "完成值的符号可能丢失或误读，请核对原件",
            "the actual's sign may be lost or misread: check the original",
        ),
        Doubt::LeakedCode => language.pick(
            "完成值前带有代码，已略去",
            "a code before the actual was dropped",
        ),
        Doubt::Placeholder => language.pick(
            "完成值是模板占位，请填写实际完成情况",
            "the actual is a placeholder: fill it in",
        ),
        Doubt::Scale => language.pick(
            "完成值是等级量表而非结果，请选定一个",
            "the actual is a scale, not a result: choose one",
        ),
        Doubt::Denied => language.pick(
            "完成值里有「未」「不足」这样的字，只读出了数，请核对",
            "words of the actual deny what was read of it: check it",
        ),
    }
}

/// The way to the next grade, as lines: what is missing, then where it could be won.
pub fn next_grade_lines(next: &NextGrade, language: Language) -> Vec<Line> {
    let line = |depth, text| Line {
        depth,
        text,
        note: String::new(),
    };
    let head = Fact::NextGrade {
        grade: next.grade,
        from: next.from,
        missing: next.missing,
    };
    let mut lines = vec![line(0, fact(&head, language))];
    if next.held_by_cap {
        let text = language.pick(
            "总分受执行率封顶，须先提高执行率",
            "the total is capped by the execution rate, which must rise first",
        );
        lines.push(line(1, text.to_owned()));
    }
    lines.extend(next.improvements.iter().map(|improvement| {
        let name = subject(&improvement.subject, language);
        let points = fixed(improvement.available);
        let text = match language {
            Language::Zh => format!("{name}：最多还可得{points}分"),
            Language::En => format!("{name}: at most {points} points to win"),
        };
        line(1, text)
    }));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::policy_files;
    use crate::domain::policy::{DEFAULT, Policies};
    use crate::domain::project::{Fund, Indicator, Project};
    use crate::domain::scoring::score;
    use crate::domain::why;

    fn sheet() -> Project {
        let row = |id: &str, name: &str, target: &str, actual: &str| Indicator {
            id: id.into(),
            level1: "产出指标".into(),
            name: name.into(),
            target: target.into(),
            actual: actual.into(),
            weight: "10".into(),
            ..Indicator::default()
        };
        Project {
            year: Some(2025),
            funds: vec![Fund {
                adjusted: "200".into(),
                executed: "187.35".into(),
                ..Fund::default()
            }],
            indicators: vec![
                row("1", "培训人次", "≥600人次", "552人次"),
                row("2", "办班期数", "≥10期", "14"),
                row("3", "群众反映", "效果明显", "部分达成"),
                row("4", "投诉", "≤5起", "6"),
            ],
            ..Project::default()
        }
    }

    fn text(name: &str, language: Language) -> String {
        let policies = Policies::parse(policy_files()).expect("policies");
        let policy = policies.get(name).expect("policy");
        let scored = score(&sheet(), policy);
        let mut text = String::new();
        for line in tree(&why::grade(&scored, policy), language) {
            text.push_str(&"  ".repeat(line.depth));
            text.push_str(&line.text);
            text.push_str(&line.note);
            text.push('\n');
        }
        text
    }

    #[test]
    fn a_score_is_explained_down_to_its_clause_in_chinese() {
        let text = text(DEFAULT, Language::Zh);
        for part in [
            "等级：差   43.57 < 60",
            "培训人次：9.20分（满分10分）   552 ÷ 600 × 10 = 9.20",
            "财预〔2020〕10号第十八条",
            "完成值达到指标值的130%及以上，须说明原因（依据：地方通行做法，无文号）",
            "档次：部分达成年度指标并具有一定效果 [6, 8)",
            "距“中”（60分）还差16.43分",
            "预算执行率：93.675%   187.35 ÷ 200 = 0.93675",
        ] {
            assert!(text.contains(part), "{part}\n{text}");
        }
    }

    #[test]
    fn the_english_text_has_no_chinese_but_names_and_numbers_of_documents() {
        for name in [DEFAULT, "ratio-reverse", "strict", "province-caps"] {
            let text = text(name, Language::En);
            assert!(text.contains("552 ÷ 600 × 10 = 9.20"));
            let names = ["培训人次", "办班期数", "群众反映", "投诉", "财预〔", "号"];
            let rest = names
                .iter()
                .fold(text.clone(), |rest, name| rest.replace(name, ""));
            let chinese = rest.chars().find(|c| ('\u{4e00}'..='\u{9fff}').contains(c));
            assert_eq!(chinese, None, "{text}");
        }
    }

    #[test]
    fn what_would_change_the_grade_is_listed_most_first() {
        let policies = Policies::parse(policy_files()).expect("policies");
        let policy = policies.get(DEFAULT).expect("policy");
        let scored = score(&sheet(), policy);
        let next = why::to_next_grade(&scored, policy).expect("a better grade");
        let lines = next_grade_lines(&next, Language::Zh);
        let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(texts[0], "距“中”（60分）还差16.43分");
        assert_eq!(texts[1], "群众反映：最多还可得3.00分");
        assert_eq!(lines.len(), 5);
    }
}
