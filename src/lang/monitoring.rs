//! The monitoring timeline in words: methods, duties, warnings, faults, and why a number is so.
//!
//! The timeline's screen, the list and reports print these. The numbers are those of the domain;
//! this module only says what they mean.

use rust_decimal::Decimal;

use crate::domain::monitoring::why::{Fact, Missing, Subject, Value, Why};
use crate::domain::monitoring::{
    Because, Demand, FaultKind, Light, Method, PlanBasis, Variance, VarianceUnit, Warning,
};
use crate::domain::number::round_to;

use super::numbers::{grouped, number};
use super::{Language, Line, policy, terms};

/// What a projection was made with.
pub fn method(method: Method, language: Language) -> &'static str {
    match method {
        Method::ThreeMonthTrend => language.pick("按近三个月趋势推算", "three-month trend"),
        Method::Linear => language.pick("按累计进度线性推算", "mean pace since January"),
        Method::Plan => language.pick("按计划走势推算", "course of the plan"),
    }
}

/// What a plan rests on.
pub fn basis(basis: PlanBasis, language: Language) -> &'static str {
    match basis {
        PlanBasis::Plan => language.pick("分月计划", "plan by month"),
        PlanBasis::Time => language.pick("无分月计划，按序时进度", "no plan by month: time"),
        PlanBasis::Target => language.pick("年度指标值", "the year's target"),
    }
}

/// What is demanded.
pub fn demand(demand: Demand, language: Language) -> &'static str {
    match demand {
        Demand::Actual => language.pick("累计完成值", "cumulative actual"),
        Demand::Cause => language.pick("偏差原因", "cause of deviation"),
        Demand::CauseText => language.pick("原因说明", "explanation of the cause"),
        Demand::Forecast => language.pick("全年预计完成", "forecast of the year"),
        Demand::Measures => language.pick("改进措施", "measures"),
        Demand::Disposal => language.pick("处置意见", "disposal"),
    }
}

/// Why it is demanded.
pub fn because(because: Because, language: Language) -> String {
    match because {
        Because::Due => language.pick("本期应填报", "due this month").to_owned(),
        Because::Light(light) => match language {
            Language::Zh => format!("亮{}灯", colour(light, language)),
            Language::En => format!("the light is {}", colour(light, language)),
        },
        Because::CauseChosen => language
            .pick(
                "已选原因类别，须写明具体情况",
                "a class of causes was chosen",
            )
            .to_owned(),
        Because::Outlook(outlook) => {
            let outlook = terms::outlook(outlook, language);
            match language {
                Language::Zh => format!("完成目标可能性为“{outlook}”"),
                Language::En => format!("the outlook is “{outlook}”"),
            }
        }
    }
}

/// A light by its colour alone, for sentences.
pub fn colour(light: Light, language: Language) -> &'static str {
    match light {
        Light::Red => language.pick("红", "red"),
        Light::Yellow => language.pick("黄", "yellow"),
        Light::Green => language.pick("绿", "green"),
        Light::Blue => language.pick("蓝", "blue"),
    }
}

/// A warning about the project as a whole.
pub fn warning(warning: &Warning, language: Language) -> String {
    match (warning, language) {
        (
            Warning::Milestone {
                month,
                demanded,
                reached,
            },
            Language::Zh,
        ) => format!(
            "累计执行率{}，低于1至{month}月应达到的{}",
            short_percent(*reached),
            short_percent(*demanded)
        ),
        (
            Warning::Milestone {
                month,
                demanded,
                reached,
            },
            Language::En,
        ) => format!(
            "Execution is {}; by the end of {} it had to be {}",
            short_percent(*reached),
            terms::month(*month, language),
            short_percent(*demanded)
        ),
        (Warning::Gap { points, allowed }, Language::Zh) => format!(
            "目标进度与资金进度相差{}个百分点，超过{}个百分点",
            number(*points, 1),
            number(*allowed, 1)
        ),
        (Warning::Gap { points, allowed }, Language::En) => format!(
            "Goal and money are {} points apart, more than {}",
            number(*points, 1),
            number(*allowed, 1)
        ),
        (Warning::Idle { month }, Language::Zh) => format!("至{month}月底资金尚未支出"),
        (Warning::Idle { month }, Language::En) => {
            format!(
                "Nothing was spent by the end of {}",
                terms::month(*month, language)
            )
        }
        (Warning::Repeated { forms }, Language::Zh) => {
            format!("连续{forms}期预警，应转线下核查")
        }
        (Warning::Repeated { forms }, Language::En) => {
            format!("{forms} warned forms in a row: to be examined on the spot")
        }
    }
}

/// What is wrong with a month.
pub fn fault(kind: FaultKind, language: Language) -> &'static str {
    match kind {
        FaultKind::Missing => language.pick(
            "缺报：后续月份已填报，本月未填",
            "not reported, though a later month is",
        ),
        FaultKind::Twice => language.pick("同一行重复填报", "one row is filled in twice"),
        FaultKind::Future => language.pick("月份未到已填报", "filled in before the month began"),
        FaultKind::Revised => language.pick("终审后又重新打开", "reopened after its final audit"),
        FaultKind::OldGoal => language.pick(
            "绩效目标已调整，本表按旧版本填报",
            "filled in against an older version of the goal",
        ),
        FaultKind::Fell => language.pick("累计数低于上期", "lower than the month before"),
        FaultKind::NoMonth => language.pick("不是1至12月", "no month of a year"),
    }
}

/// A variance with its sign and unit: `-32.6点`, `-75%`, `+5天`.
pub fn variance(variance: Variance, language: Language) -> String {
    let value = number(variance.value, 1);
    let sign = if value.starts_with('-') || value == "0" {
        ""
    } else {
        "+"
    };
    let unit = match variance.unit {
        VarianceUnit::Points => language.pick("点", "pt"),
        VarianceUnit::Percent => "%",
        VarianceUnit::Days => language.pick("天", "d"),
    };
    format!("{sign}{value}{unit}")
}

/// Not due yet, as a cell says it.
pub fn not_due(language: Language) -> &'static str {
    language.pick("未到期", "not due")
}

/// The lines of an explanation, the clause at the side of the value that rests on it.
pub fn tree(why: &Why, language: Language) -> Vec<Line> {
    let mut lines = Vec::new();
    branch(why, 0, language, &mut lines);
    lines
}

fn branch(why: &Why, depth: usize, language: Language, lines: &mut Vec<Line>) {
    let clause = why.clause.as_ref().map(|one| policy::clause(one, language));
    lines.push(Line {
        depth,
        text: head(why, language),
        note: clause.unwrap_or_default(),
    });
    lines.extend(why.facts.iter().map(|one| Line {
        depth: depth + 1,
        text: fact(one, language),
        note: String::new(),
    }));
    for part in &why.parts {
        branch(part, depth + 1, language, lines);
    }
}

fn head(why: &Why, language: Language) -> String {
    let colon = language.pick("：", ": ");
    let subject = subject(&why.subject, language);
    let value = value(&why.value, language);
    if why.arithmetic.is_empty() {
        format!("{subject}{colon}{value}")
    } else {
        format!("{subject}{colon}{value}   {}", why.arithmetic)
    }
}

fn subject(subject: &Subject, language: Language) -> String {
    let text = match subject {
        Subject::RowLight(name) if !name.is_empty() => return name.clone(),
        Subject::RowLight(_) => language.pick("预算执行", "Budget execution"),
        Subject::ProjectLight => language.pick(
            "项目灯（资金与目标取差）",
            "Light of the project, the worse of both",
        ),
        Subject::GoalLight => {
            language.pick("目标灯（各指标取最差）", "Light of the goal, the worst row")
        }
        Subject::Rate => language.pick("执行率", "Execution rate"),
        Subject::CompletionOf(name, weight) => {
            let weight = weight.normalize();
            return language.pick(
                format!("{name}（分值{weight}）完成率"),
                format!("{name} (weight {weight}), completion"),
            );
        }
        Subject::Completion => language.pick("完成率", "Completion"),
        Subject::BudgetIndex => language.pick("预算进度指数 B", "Budget index B"),
        Subject::IndicatorIndex => language.pick("指标进度指数 K", "Indicator index K"),
        Subject::Planned => language.pick("截至本月计划", "Plan up to the month"),
        Subject::Variance => language.pick("偏差（实际 − 计划）", "Variance, actual − plan"),
        Subject::GoalRate => language.pick("目标完成进度", "Progress of the goal"),
        Subject::Gap => language.pick("目标与资金差异", "Gap between goal and money"),
        Subject::Projection => language.pick("推算到12月", "Projected to December"),
    };
    text.to_owned()
}

fn value(value: &Value, language: Language) -> String {
    match value {
        Value::Light(light) => terms::light(*light, language).to_owned(),
        Value::Percent(number) => percent(*number),
        Value::Points(number) => {
            let unit = language.pick("个百分点", " percentage points");
            format!("{}{unit}", grouped(*number, 2))
        }
        Value::Days(number) => {
            let unit = language.pick("天", " days");
            format!("{}{unit}", grouped(*number, 0))
        }
        Value::Index(number) => grouped(*number, 2),
        Value::Number(number, unit) => format!("{}{unit}", round_to(*number, 2)),
        Value::Nothing(missing) => self::missing(*missing, language).to_owned(),
    }
}

/// Why there is no value.
pub fn missing(missing: Missing, language: Language) -> &'static str {
    match missing {
        Missing::Reading => language.pick("本月未填报", "nothing was filled in"),
        Missing::NotDue => not_due(language),
        Missing::Budget => language.pick("没有预算数", "there is no budget"),
        Missing::Plan => language.pick("截至本月没有计划数", "nothing was planned up to the month"),
        Missing::Measure => language.pick(
            "指标值或完成值无法比较",
            "target and actual can't be compared",
        ),
        Missing::Lights => language.pick("没有亮灯的指标", "no row has a light"),
        Missing::Readings => language.pick("填报月份太少，不作推算", "too few months were read"),
        Missing::YearOver => {
            language.pick("全年已填到12月，不必推算", "the year is read to its end")
        }
    }
}

fn fact(fact: &Fact, language: Language) -> String {
    match (fact, language) {
        (Fact::Target(text), Language::Zh) => format!("年度指标值：{text}"),
        (Fact::Target(text), Language::En) => format!("Target of the year: {text}"),
        (Fact::Written(text), Language::Zh) => format!("填报：{text}"),
        (Fact::Written(text), Language::En) => format!("Reading: {text}"),
        (Fact::Basis(one), Language::Zh) => format!("对照：{}", basis(*one, language)),
        (Fact::Basis(one), Language::En) => format!("Against: {}", basis(*one, language)),
        (Fact::Bounds { light, from, below }, _) => {
            let from = from.map(|from| format!("{} ≤ ", from.normalize()));
            let below = below.map(|below| format!(" < {}", below.normalize()));
            let index = language.pick("指数", "index");
            let colon = language.pick("：", ": ");
            format!(
                "{}{colon}{}{index}{}",
                terms::light(*light, language),
                from.unwrap_or_default(),
                below.unwrap_or_default()
            )
        }
        (Fact::InsideOutside, _) => language
            .pick(
                "在限内为绿灯，超出为红灯，无黄灯",
                "inside the limit is green, outside red, no yellow",
            )
            .to_owned(),
        (Fact::Words, _) => language
            .pick(
                "按完成档次：达成绿灯，部分达成黄灯，未达成红灯",
                "by the completion word: met green, partly met yellow, not met red",
            )
            .to_owned(),
        (Fact::Worst(name), Language::Zh) => format!("由“{name}”决定"),
        (Fact::Worst(name), Language::En) => format!("decided by “{name}”"),
        (Fact::Method(one), Language::Zh) => format!("方法：{}", method(*one, language)),
        (Fact::Method(one), Language::En) => format!("Method: {}", method(*one, language)),
        (Fact::Between { low, high }, Language::Zh) => format!(
            "按最慢和最快月进度：{} 至 {}",
            round_to(*low, 2),
            round_to(*high, 2)
        ),
        (Fact::Between { low, high }, Language::En) => format!(
            "at the slowest and the quickest month: {} to {}",
            round_to(*low, 2),
            round_to(*high, 2)
        ),
        (Fact::Corrected, _) => language
            .pick(
                "完成值减少的月份是更正，进度按 0 计",
                "a month in which the value fell was a correction and counts as no progress",
            )
            .to_owned(),
        (Fact::Bounded, _) => language
            .pick(
                "不超过全年预算，也不低于已完成的",
                "never above the budget, never below what is done",
            )
            .to_owned(),
        (Fact::Allowed(points), Language::Zh) => {
            format!("超过{}个百分点预警", points.normalize())
        }
        (Fact::Allowed(points), Language::En) => {
            format!("more than {} points warn", points.normalize())
        }
    }
}

/// Per cent with at most two decimals, so that a number just short of a limit is not rounded to it.
fn short_percent(value: Decimal) -> String {
    format!("{}%", number(value, 2))
}

/// A number that is per cent already.
fn percent(number: Decimal) -> String {
    format!("{}%", grouped(number, 2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::monitoring::{timeline, why};
    use crate::domain::policy::{DEFAULT, Policies};
    use crate::domain::project::{Fund, Project};

    #[test]
    fn the_light_of_the_money_is_explained_down_to_its_clause() {
        let policies = Policies::parse(crate::data::policy_files()).unwrap();
        let policy = policies.get(DEFAULT).unwrap();
        let mut project = Project {
            year: Some(2026),
            funds: vec![Fund {
                id: "1".into(),
                initial: "2310".into(),
                ..Fund::default()
            }],
            ..Project::default()
        };
        let form = project.monitoring.months.entry(7).or_default();
        form.readings.push(crate::domain::project::MonthReading {
            actual: "286.44".into(),
            ..Default::default()
        });
        let timeline = timeline(&project, policy, 7);
        let why = why::row_light(&timeline.rows[0], 7, policy);
        let chinese: Vec<String> = tree(&why, Language::Zh)
            .into_iter()
            .map(|line| format!("{}{} | {}", "  ".repeat(line.depth), line.text, line.note))
            .collect();
        assert_eq!(
            chinese,
            [
                "预算执行：R 滞后 | 地方通行做法，无文号",
                "  填报：286.44 | ",
                "  R 滞后：指数 < 60 | ",
                "  预算进度指数 B：21.26   286.44 ÷ 2310 ÷ (7 ÷ 12) × 100 = 21.26 | 地方通行做法，无文号",
                "  偏差（实际 − 计划）：-45.93个百分点   12.40 − 58.33 = -45.93 | ",
                "    对照：无分月计划，按序时进度 | ",
            ]
        );
        let english = tree(&why, Language::En);
        assert_eq!(english.len(), chinese.len());
        assert!(
            english
                .iter()
                .all(|line| line.text.is_ascii() || line.text.contains(['÷', '−', '×', '≤']))
        );
    }

    #[test]
    fn a_variance_is_number_sign_and_unit() {
        let variance_of = |value, scale, unit| Variance {
            value: Decimal::new(value, scale),
            unit,
            standing: crate::domain::monitoring::Standing::Worse,
        };
        let behind = variance_of(-3260, 2, VarianceUnit::Points);
        assert_eq!(variance(behind, Language::Zh), "-32.6点");
        assert_eq!(variance(behind, Language::En), "-32.6pt");
        let late = variance_of(5, 0, VarianceUnit::Days);
        assert_eq!(variance(late, Language::Zh), "+5天");
        let even = variance_of(0, 0, VarianceUnit::Percent);
        assert_eq!(variance(even, Language::Zh), "0%");
    }
}
