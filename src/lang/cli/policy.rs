//! A policy rule by rule, as `policies NAME` shows it: the rule, its setting, its clause.

use rust_decimal::Decimal;

use super::super::Language;
use super::super::policy::{clause, grade, level1, light};
use super::super::terms::role;
use crate::domain::policy::{
    Clause, EqualFormula, ExecutionFormula, LateRule, LightScale, Policy, ReverseFormula,
    SatisfactionFormula, ZeroBudget,
};

/// A rule of a policy, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleLine {
    /// Which rule.
    pub rule: &'static str,
    /// What the policy sets.
    pub setting: String,
    /// Where it comes from.
    pub clause: String,
}

/// The weights of the levels in one line: `成本指标 20 · 产出指标 40`.
pub fn weights(policy: &Policy, language: Language) -> String {
    let levels = policy.frame.levels.iter().map(|frame| {
        let name = level1(frame.level, language);
        match frame.weight {
            Some(weight) => format!("{name} {}", weight.normalize()),
            None => name.to_owned(),
        }
    });
    levels.collect::<Vec<_>>().join(" · ")
}

/// All rules of a policy.
pub fn rules(policy: &Policy, language: Language) -> Vec<RuleLine> {
    let zh = language == Language::Zh;
    let mut lines = Vec::new();
    let mut add = |zh: &'static str, en: &'static str, setting: String, of: &Clause| {
        lines.push(RuleLine {
            rule: language.pick(zh, en),
            setting,
            clause: clause(of, language),
        });
    };
    let pick = |zh: &str, en: &str| language.pick(zh, en).to_owned();
    let total = policy.frame.total.normalize();
    let frame = format!("{} = {total}", weights(policy, language));
    add("指标体系", "Frame", frame, &policy.frame.clause);
    let execution = &policy.execution;
    let points = format!(
        "{} {}",
        execution.points.normalize(),
        language.pick("分", "points")
    );
    add("预算执行率", "Execution rate", points, &execution.clause);
    add(
        "预算执行率计分",
        "Execution formula",
        execution_formula(&execution.formula, language),
        &execution.formula_clause,
    );
    let zero = match execution.zero_budget {
        ZeroBudget::NotApplicable => pick(
            "不适用，其余折回100分",
            "not applicable, the rest brought back to 100",
        ),
        ZeroBudget::Zero => pick("得0分", "0 points"),
    };
    add(
        "全年预算数为0",
        "Budget of 0",
        zero,
        &execution.zero_budget_clause,
    );
    let strict = if policy.positive.strict_gt {
        pick(
            "完成值÷指标值；> 恰好等于不算完成",
            "actual ÷ target; an equal value misses >",
        )
    } else {
        pick(
            "完成值÷指标值，最高为满分；> 恰好等于算完成",
            "actual ÷ target, at most full; an equal value meets >",
        )
    };
    add("正向指标 ≥", "At least ≥", strict, &policy.positive.clause);
    let reverse = match policy.reverse.formula {
        ReverseFormula::Lin2t => pick(
            "超出部分按比例扣，达两倍为0（LIN2T）",
            "loses the part above, 0 at twice the target (LIN2T)",
        ),
        ReverseFormula::Ratio => pick("指标值÷完成值（RATIO）", "target ÷ actual (RATIO)"),
        ReverseFormula::Strict => pick("超出即为0（STRICT）", "0 when above (STRICT)"),
    };
    add("反向指标 ≤", "At most ≤", reverse, &policy.reverse.clause);
    let equal = match policy.equal.formula {
        EqualFormula::Pos => pick("按正向计分（POS）", "as at least (POS)"),
        EqualFormula::Sym => pick("偏离按比例扣（SYM）", "loses by distance (SYM)"),
        EqualFormula::Flag => pick(
            "不等的由人判定（FLAG）",
            "a difference is judged by a person (FLAG)",
        ),
    };
    add("等于 =", "Equal =", equal, &policy.equal.clause);
    let range = pick(
        "区间内满分，低于下限按正向，高于上限按反向",
        "full inside; below as at least, above as at most",
    );
    add("区间", "Range", range, &policy.range.clause);
    add(
        "时限",
        "Deadline",
        late(policy.date.late, language),
        &policy.date.clause,
    );
    let yes_no = pick("相符满分，不符0分", "full or nothing");
    add("是否", "Yes or no", yes_no, &policy.yes_no.clause);
    let qualitative = &policy.qualitative;
    let bands = format!(
        "{} ≥{} · {} ≥{} · {} <{}",
        language.pick("达成", "met"),
        percent(qualitative.met_from),
        language.pick("部分达成", "partly"),
        percent(qualitative.partial_from),
        language.pick("未达成", "unmet"),
        percent(qualitative.partial_from)
    );
    add("定性三档", "Bands", bands, &qualitative.clause);
    let defaults = [
        qualitative.met_default,
        qualitative.partial_default,
        qualitative.unmet_default,
    ];
    add(
        "定性缺省得分",
        "Default points of bands",
        defaults.map(percent).join(" · "),
        &qualitative.defaults_clause,
    );
    let satisfaction = match &policy.satisfaction.formula {
        SatisfactionFormula::Linear => pick("按正向计分", "as at least"),
        SatisfactionFormula::Banded(bands) => bands
            .iter()
            .map(|band| format!("≥{}% → {}", band.from.normalize(), percent(band.part)))
            .collect::<Vec<_>>()
            .join(" · "),
    };
    add(
        "满意度",
        "Satisfaction",
        satisfaction,
        &policy.satisfaction.clause,
    );
    let explained = percent(policy.over.explain_at);
    let over = match policy.over.deduct_from {
        Some(from) if zh => format!(
            "达 {explained} 须说明，达 {} 每行扣 {} 分",
            percent(from),
            policy.over.deduct_points.normalize()
        ),
        Some(from) => format!(
            "a reason from {explained}, {} points off from {}",
            policy.over.deduct_points.normalize(),
            percent(from)
        ),
        None if zh => format!("达 {explained} 须说明，不扣分"),
        None => format!("a reason from {explained}, no deduction"),
    };
    add("超额完成", "Over-achievement", over, &policy.over.clause);
    if let Some(caps) = &policy.caps {
        let bands = caps.bands.iter().map(|cap| {
            let below = percent(cap.below);
            let most = cap.at_most.normalize();
            match cap.from {
                Some(from) => format!("[{}, {below}) ≤{most}", percent(from)),
                None => format!("<{below} ≤{most}"),
            }
        });
        let bands = bands.collect::<Vec<_>>().join(" · ");
        add("执行率封顶", "Caps by execution", bands, &caps.clause);
    }
    let left_out = pick("其余折回100分", "the rest is brought back to 100");
    add(
        "不适用",
        "Not applicable",
        left_out,
        &policy.not_applicable.clause,
    );
    let deduction = pick("由人填写扣减分数", "points taken off by a person");
    add("扣减", "Deduction", deduction, &policy.deduction.clause);
    let grades = policy.grades.bands.iter();
    let grades =
        grades.map(|band| format!("{} ≥{}", grade(band.grade, language), band.from.normalize()));
    let grades = grades.collect::<Vec<_>>().join(" · ");
    add("等级", "Grades", grades, &policy.grades.clause);
    let rounding = pick("四舍五入，保留两位小数", "half up, two decimals");
    add("修约", "Rounding", rounding, &policy.rounding.clause);
    let (budget, indicator) = (&policy.lights.budget, &policy.lights.indicator);
    add(
        "预算预警",
        "Lights of money",
        lights(budget, language),
        &budget.clause,
    );
    add(
        "指标预警",
        "Lights of indicators",
        lights(indicator, language),
        &indicator.clause,
    );
    let chain = policy.chain();
    let mut steps = vec![role(chain.fill, language)];
    steps.extend(chain.steps.iter().map(|step| role(step.role, language)));
    steps.push(role(chain.approve, language));
    add(
        "审批流程",
        "Approval chain",
        steps.join(" → "),
        &policy.approval.clause,
    );
    lines
}

fn percent(part: Decimal) -> String {
    let hundredfold = part.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(part);
    format!("{}%", hundredfold.normalize())
}

fn execution_formula(formula: &ExecutionFormula, language: Language) -> String {
    match (formula, language) {
        (ExecutionFormula::LinearCap, _) => language
            .pick(
                "按执行率计分，最高为满分",
                "points by the rate, at most full",
            )
            .to_owned(),
        (
            ExecutionFormula::Banded {
                full_from,
                lost_per_point,
            },
            Language::Zh,
        ) => format!(
            "达 {} 满分，每低1个百分点扣 {} 分",
            percent(*full_from),
            lost_per_point.normalize()
        ),
        (
            ExecutionFormula::Banded {
                full_from,
                lost_per_point,
            },
            Language::En,
        ) => format!(
            "full from {}, {} points less for each percentage point below",
            percent(*full_from),
            lost_per_point.normalize()
        ),
        (ExecutionFormula::Floor { pass }, Language::Zh) => {
            format!("低于 {} 为0分，以上按执行率计分", percent(*pass))
        }
        (ExecutionFormula::Floor { pass }, Language::En) => {
            format!("0 below {}, above it by the rate", percent(*pass))
        }
    }
}

fn late(rule: LateRule, language: Language) -> String {
    match (rule, language) {
        (LateRule::Zero, _) => language.pick("逾期为0", "0 when late").to_owned(),
        (LateRule::Days, _) => language
            .pick("按逾期天数占计划天数扣", "loses late days of planned days")
            .to_owned(),
        (LateRule::Part { lost }, Language::Zh) => format!("逾期扣{}", percent(lost)),
        (LateRule::Part { lost }, Language::En) => format!("{} less when late", percent(lost)),
        (LateRule::Period { percent, days }, Language::Zh) => {
            format!("每逾期 {days} 天扣 {}%", percent.normalize())
        }
        (LateRule::Period { percent, days }, Language::En) => {
            format!("{} % less for every {days} days late", percent.normalize())
        }
    }
}

fn lights(scale: &LightScale, language: Language) -> String {
    let bands = scale.bands.iter().map(|band| match band.below {
        Some(below) => format!("{} <{}", light(band.light, language), below.normalize()),
        None => light(band.light, language).to_owned(),
    });
    bands.collect::<Vec<_>>().join(" · ")
}
