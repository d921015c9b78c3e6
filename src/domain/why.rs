//! Why a number is what it is: explanations as data.
//!
//! An explanation is a tree: a value with the rule that gave it, the clause of the rule, one line of
//! arithmetic that any reader can follow, what was taken off, capped or doubted, and the same for
//! each part that it rests on. The arithmetic is not decoration: [`recompute`] evaluates it and gets
//! the score. Words belong to `lang`; this module writes numbers and signs only.

use rust_decimal::Decimal;

use super::notation::{Actual, Band};
use super::number::round2;
use super::policy::{
    Cap, Clause, EqualFormula, ExecutionFormula, Grade, LateRule, Policy, ReverseFormula,
};
use super::scoring::{
    Chosen, Execution, How, NoTotal, Note, Over, Pair, RowScore, Rule, Scored, Task, band_interval,
};

/// What is explained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// The score of one indicator.
    Row {
        /// Its id.
        id: String,
        /// Its name.
        name: String,
    },
    /// The score of the execution rate.
    Execution,
    /// The execution rate itself.
    Rate,
    /// The sum as scored.
    Raw,
    /// The total.
    Total,
    /// The grade.
    Grade,
}

/// The value that is explained.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// Points, out of so many where there is a limit.
    Points {
        /// The points.
        points: Decimal,
        /// Out of.
        of: Option<Decimal>,
    },
    /// A rate, 1 = 100 %.
    Rate(Decimal),
    /// A grade.
    Grade(Grade),
    /// There is none.
    Nothing,
}

/// By which rule a value came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// A rule of a row, and how it came out.
    Row(Rule, How),
    /// Above a limit, with the policy's formula.
    Reverse(ReverseFormula, How),
    /// Off an equality, with the policy's formula.
    Equal(EqualFormula, How),
    /// After a deadline, with the policy's rule.
    Late(LateRule, How),
    /// Points for the execution rate.
    Execution,
    /// executed ÷ adjusted
    Rate,
    /// A sum.
    Sum,
    /// The sum is the total.
    Plain,
    /// Sum ÷ weights that apply × 100.
    Renormalised,
    /// The band of a total.
    Grade,
}

/// Something that bears on a value beside its rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// Noticed while the cells were read.
    Note(Note),
    /// What the two cells said, where their units had to be brought together.
    Units {
        /// The target as written.
        target: String,
        /// The actual as written.
        actual: String,
    },
    /// The interval of the chosen band.
    BandInterval {
        /// The band.
        band: Band,
        /// Lower bound.
        low: Decimal,
        /// Upper bound.
        high: Decimal,
        /// Whether the upper bound belongs to it.
        closed: bool,
    },
    /// No points were chosen inside the band.
    BandDefault {
        /// The part of the weight that stands instead.
        part: Decimal,
        /// Where it comes from.
        clause: Clause,
    },
    /// The chosen points lie outside the band.
    BandOutside,
    /// The planned days, and those that it was late.
    Days {
        /// Planned.
        planned: i64,
        /// Late.
        late: i64,
    },
    /// Far more than the target: a reason is needed.
    OverExplain {
        /// From this multiple on.
        at: Decimal,
        /// Where the multiple comes from.
        clause: Clause,
    },
    /// Far more than the target: points were taken off.
    OverDeducted {
        /// How many.
        points: Decimal,
        /// Where it comes from.
        clause: Clause,
    },
    /// A person took points off.
    Deducted {
        /// How many.
        points: Decimal,
        /// Where it comes from.
        clause: Clause,
    },
    /// The policy wants a person to look at every difference.
    Flagged,
    /// Points were lost, so that a reason is needed.
    ReasonNeeded,
    /// 不适用: the weight leaves the frame.
    NotApplicable {
        /// Where it comes from.
        clause: Clause,
    },
    /// The formula that turns the rate into points has a clause of its own.
    Formula {
        /// Where it comes from.
        clause: Clause,
    },
    /// No budget, so that the rate cannot be taken.
    ZeroBudget {
        /// Where the treatment comes from.
        clause: Clause,
    },
    /// The total is limited by the execution rate.
    Capped {
        /// The limit.
        cap: Cap,
        /// Where it comes from.
        clause: Clause,
    },
    /// Half up to 2 decimals.
    Rounding {
        /// Where it comes from.
        clause: Clause,
    },
    /// There is no total.
    NoTotal(NoTotal),
    /// What is missing for the next grade.
    NextGrade {
        /// The grade.
        grade: Grade,
        /// From this total on.
        from: Decimal,
        /// Points that are missing.
        missing: Decimal,
    },
}

/// One explanation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    /// What is explained.
    pub subject: Subject,
    /// Its value.
    pub value: Value,
    /// By which rule.
    pub method: Method,
    /// Where the rule comes from.
    pub clause: Option<Clause>,
    /// Numbers and signs only: `552 ÷ 600 × 10 = 9.20`.
    pub arithmetic: String,
    /// What else bears on it.
    pub facts: Vec<Fact>,
    /// What it rests on.
    pub parts: Vec<Self>,
}

// Rows --------------------------------------------------------------------------------------------

/// Why a row has its score.
pub fn row(score: &RowScore, policy: &Policy) -> Why {
    Why {
        subject: Subject::Row {
            id: score.row.id.clone(),
            name: score.row.name.clone(),
        },
        value: match score.score {
            Some(points) => Value::Points {
                points,
                of: Some(score.weight()),
            },
            None => Value::Nothing,
        },
        method: method(score, policy),
        clause: clause(score, policy),
        arithmetic: row_arithmetic(score, policy),
        facts: row_facts(score, policy),
        parts: Vec::new(),
    }
}

fn method(score: &RowScore, policy: &Policy) -> Method {
    match (score.rule, score.row.task) {
        (_, Task::Empty(_)) => Method::Row(score.rule, score.how),
        (Rule::Reverse, _) => Method::Reverse(policy.reverse.formula, score.how),
        (Rule::Equal, _) => Method::Equal(policy.equal.formula, score.how),
        (Rule::Date, _) => Method::Late(policy.date.late, score.how),
        (rule, _) => Method::Row(rule, score.how),
    }
}

fn clause(score: &RowScore, policy: &Policy) -> Option<Clause> {
    let clause = match score.rule {
        Rule::Positive if matches!(score.how, How::SatisfactionBand(_)) => {
            &policy.satisfaction.clause
        }
        Rule::Positive => &policy.positive.clause,
        Rule::Reverse => &policy.reverse.clause,
        Rule::Equal => &policy.equal.clause,
        Rule::Range => &policy.range.clause,
        Rule::Date => &policy.date.clause,
        Rule::YesNo => &policy.yes_no.clause,
        Rule::Qualitative => &policy.qualitative.clause,
        Rule::NotApplicable => &policy.not_applicable.clause,
        Rule::Unreadable => return None,
    };
    Some(clause.clone())
}

fn row_facts(score: &RowScore, policy: &Policy) -> Vec<Fact> {
    let row = &score.row;
    let mut facts: Vec<Fact> = Vec::new();
    if score.rule == Rule::NotApplicable {
        facts.push(Fact::NotApplicable {
            clause: policy.not_applicable.clause.clone(),
        });
        return facts;
    }
    for note in &row.notes {
        facts.push(Fact::Note(*note));
        if matches!(
            note,
            Note::UnitConverted | Note::UnitsDiffer | Note::FractionForPercent
        ) {
            facts.push(Fact::Units {
                target: row.target.to_string(),
                actual: match &row.actual {
                    Actual::Number { quantity, .. } => quantity.to_string(),
                    _ => String::new(),
                },
            });
        }
    }
    if let Task::Qualitative { band, .. } = row.task {
        let (low, high, closed) = band_interval(band, score.weight(), policy);
        facts.push(Fact::BandInterval {
            band,
            low,
            high,
            closed,
        });
        match score.how {
            How::BandDefault(part) => facts.push(Fact::BandDefault {
                part,
                clause: policy.qualitative.defaults_clause.clone(),
            }),
            How::BandOutside => facts.push(Fact::BandOutside),
            _ => {}
        }
    }
    if let How::Late { late, planned } = score.how {
        facts.push(Fact::Days { planned, late });
    }
    let explain = Fact::OverExplain {
        at: policy.over.explain_at,
        clause: policy.over.threshold_clause.clone(),
    };
    match score.over {
        Over::No => {}
        Over::Explain => facts.push(explain),
        Over::Deduct(points) => {
            facts.push(explain);
            facts.push(Fact::OverDeducted {
                points,
                clause: policy.over.clause.clone(),
            });
        }
    }
    if row.deduction > Decimal::ZERO {
        facts.push(Fact::Deducted {
            points: row.deduction,
            clause: policy.deduction.clause.clone(),
        });
    }
    if score.flagged {
        facts.push(Fact::Flagged);
    }
    if score.lost() {
        facts.push(Fact::ReasonNeeded);
    }
    facts
}

/// The arithmetic of a row, from its cells to its score; `—` where there is no score.
pub fn row_arithmetic(score: &RowScore, policy: &Policy) -> String {
    let (Some(by_rule), Some(result)) = (score.by_rule, score.score) else {
        return "—".to_owned();
    };
    let mut line = rule_arithmetic(score, by_rule, policy);
    let mut points = by_rule;
    if let Over::Deduct(less) = score.over {
        points = take_off(&mut line, points, less);
    }
    if score.row.deduction > Decimal::ZERO {
        points = take_off(&mut line, points, score.row.deduction);
    }
    debug_assert_eq!(points, result);
    line
}

fn take_off(line: &mut String, points: Decimal, less: Decimal) -> Decimal {
    if less <= Decimal::ZERO {
        return points;
    }
    let left = points.checked_sub(less).unwrap_or_default();
    let floored = round2(left.max(Decimal::ZERO));
    let (from, less) = (fixed(points), plain(less));
    line.push_str(&if left < Decimal::ZERO {
        format!("; {from} − {less} < 0 → {}", fixed(floored))
    } else {
        format!("; {from} − {less} = {}", fixed(floored))
    });
    floored
}

fn rule_arithmetic(score: &RowScore, by_rule: Decimal, policy: &Policy) -> String {
    let weight = plain(score.weight());
    let result = fixed(by_rule);
    let quotient = |part: Decimal, whole: Decimal| {
        format!("{} ÷ {} × {weight} = {result}", plain(part), plain(whole))
    };
    let pair = pair_of(score.row.task);
    let Pair { target, actual } = pair;
    let (t, a) = (plain(target), plain(actual));
    match score.how {
        How::NotApplicable => "—".to_owned(),
        How::Empty => format!("∅ → {result}"),
        How::Unreadable => format!("? → {result}"),
        How::Reached => match reached(score.row.task, policy) {
            condition if score.weight() == by_rule => format!("{condition} → {result}"),
            condition => format!("{condition} → {weight} = {result}"),
        },
        How::Missed => format!("{} → {result}", missed(score.row.task)),
        How::Negative => format!("{a} < 0 → {result}"),
        How::Part | How::BelowRange => quotient(actual, target),
        How::Inverse => quotient(target, actual),
        How::Linear => format!("(1 − ({a} − {t}) ÷ {t}) × {weight} = {result}"),
        How::Distance => format!("(1 − |{a} − {t}| ÷ {t}) × {weight} = {result}"),
        How::Beyond if score.rule == Rule::Equal => format!("|{a} − {t}| ≥ {t} → {result}"),
        How::Beyond => format!("{a} ≥ 2 × {t} → {result}"),
        How::Late { late, planned } if late >= planned => {
            format!("{late} ≥ {planned} → {result}")
        }
        How::Late { late, planned } => {
            format!("(1 − {late} ÷ {planned}) × {weight} = {result}")
        }
        How::LatePart(part) | How::BandDefault(part) | How::SatisfactionBand(part) => {
            format!("{} × {weight} = {result}", plain(part))
        }
        How::BandChosen => format!("{} → {result}", interval(score, "∈", policy)),
        How::BandOutside => format!("{} → {result}", interval(score, "∉", policy)),
    }
}

/// The pair that a numeric task compared: of a range, the bound that decided.
fn pair_of(task: Task) -> Pair {
    match task {
        Task::Positive(pair, _) | Task::Reverse(pair, _) | Task::Equal(pair) => pair,
        Task::Range { low, .. } if low.actual < low.target => low,
        Task::Range { high, .. } => high,
        _ => Pair {
            target: Decimal::ZERO,
            actual: Decimal::ZERO,
        },
    }
}

fn reached(task: Task, policy: &Policy) -> String {
    let Pair { target, actual } = pair_of(task);
    let (t, a) = (plain(target), plain(actual));
    let symmetric = policy.equal.formula == EqualFormula::Sym;
    match task {
        Task::Equal(_) if target < Decimal::ZERO || symmetric => format!("{a} = {t}"),
        Task::Equal(_) if target.is_zero() => format!("{a} ≤ {t}"),
        Task::Range { low, high } if low.actual == high.actual => {
            format!("{} ≤ {a} ≤ {t}", plain(low.target))
        }
        Task::Reverse(..) | Task::Range { .. } => format!("{a} ≤ {t}"),
        Task::Date { deadline, done, .. } => format!("{done} ≤ {deadline}"),
        Task::YesNo { .. } => "1 = 1".to_owned(),
        _ => format!("{a} ≥ {t}"),
    }
}

fn missed(task: Task) -> String {
    let Pair { target, actual } = pair_of(task);
    let (t, a) = (plain(target), plain(actual));
    match task {
        Task::Date { deadline, done, .. } => format!("{done} > {deadline}"),
        Task::YesNo { .. } => "0 ≠ 1".to_owned(),
        _ if actual == target => format!("{a} = {t}"),
        _ if actual < target => format!("{a} < {t}"),
        _ => format!("{a} > {t}"),
    }
}

fn interval(score: &RowScore, sign: &str, policy: &Policy) -> String {
    let Task::Qualitative { band, chosen } = score.row.task else {
        return String::new();
    };
    let points = match chosen {
        Chosen::Points(points) => plain(points),
        Chosen::Default | Chosen::Unreadable => "?".to_owned(),
    };
    let (low, high, closed) = band_interval(band, score.weight(), policy);
    let end = if closed { ']' } else { ')' };
    format!("{points} {sign} [{}, {}{end}", plain(low), plain(high))
}

// Sheet -------------------------------------------------------------------------------------------

/// Why the execution rate has its points.
pub fn execution(execution: &Execution, policy: &Policy) -> Why {
    let rule = &policy.execution;
    let mut facts = vec![Fact::Formula {
        clause: rule.formula_clause.clone(),
    }];
    if execution.adjusted <= Decimal::ZERO {
        facts.push(Fact::ZeroBudget {
            clause: rule.zero_budget_clause.clone(),
        });
    }
    if execution
        .score
        .is_some_and(|score| score < execution.points)
    {
        facts.push(Fact::ReasonNeeded);
    }
    Why {
        subject: Subject::Execution,
        value: match execution.score {
            Some(points) => Value::Points {
                points,
                of: Some(execution.points),
            },
            None => Value::Nothing,
        },
        method: Method::Execution,
        clause: Some(rule.clause.clone()),
        arithmetic: execution_arithmetic(execution, policy),
        facts,
        parts: vec![rate(execution)],
    }
}

fn rate(execution: &Execution) -> Why {
    let (value, arithmetic) = match execution.printed_rate() {
        Some(rate) if execution.adjusted > Decimal::ZERO => (
            Value::Rate(rate),
            format!(
                "{} ÷ {} = {rate}",
                plain(execution.executed),
                plain(execution.adjusted)
            ),
        ),
        Some(rate) => (Value::Rate(rate), format!("∅ → {rate}")),
        None => (Value::Nothing, "—".to_owned()),
    };
    Why {
        subject: Subject::Rate,
        value,
        method: Method::Rate,
        clause: None,
        arithmetic,
        facts: Vec::new(),
        parts: Vec::new(),
    }
}

fn execution_arithmetic(execution: &Execution, policy: &Policy) -> String {
    let Some(score) = execution.score else {
        return "—".to_owned();
    };
    let result = fixed(score);
    let (executed, adjusted) = (plain(execution.executed), plain(execution.adjusted));
    let points = plain(execution.points);
    if execution.adjusted <= Decimal::ZERO {
        return format!("{adjusted} ≤ 0 → {result}");
    }
    match &policy.execution.formula {
        ExecutionFormula::Banded {
            full_from,
            lost_per_point,
        } => {
            let full = plain(*full_from);
            if execution.rate.is_some_and(|rate| rate >= *full_from) {
                format!("{executed} ÷ {adjusted} ≥ {full} → {result}")
            } else if score.is_zero() {
                format!("{executed} ÷ {adjusted} < {full} → {result}")
            } else {
                let lost = plain(*lost_per_point);
                format!("{points} − ({full} − {executed} ÷ {adjusted}) × 100 × {lost} = {result}")
            }
        }
        ExecutionFormula::Floor { pass } if execution.rate.is_some_and(|rate| rate < *pass) => {
            format!("{executed} ÷ {adjusted} < {} → {result}", plain(*pass))
        }
        _ if execution.executed <= Decimal::ZERO => format!("{executed} ≤ 0 → {result}"),
        _ if execution.executed >= execution.adjusted => {
            format!("{executed} ≥ {adjusted} → {result}")
        }
        _ => format!("{executed} ÷ {adjusted} × {points} = {result}"),
    }
}

/// Why the sum is what it is.
pub fn raw(scored: &Scored, policy: &Policy) -> Why {
    let terms: Vec<String> = scored
        .execution
        .score
        .into_iter()
        .chain(scored.rows.iter().filter_map(|row| row.score))
        .map(fixed)
        .collect();
    let arithmetic = match scored.raw {
        Some(raw) if terms.is_empty() => format!("∅ → {}", fixed(raw)),
        Some(raw) => format!("{} = {}", terms.join(" + "), fixed(raw)),
        None => "—".to_owned(),
    };
    let mut parts = vec![execution(&scored.execution, policy)];
    parts.extend(scored.rows.iter().map(|score| row(score, policy)));
    Why {
        subject: Subject::Raw,
        value: match scored.raw {
            Some(points) => Value::Points { points, of: None },
            None => Value::Nothing,
        },
        method: Method::Sum,
        clause: None,
        arithmetic,
        facts: Vec::new(),
        parts,
    }
}

/// Why the total is what it is.
pub fn total(scored: &Scored, policy: &Policy) -> Why {
    let mut facts = Vec::new();
    if scored.renormalised {
        facts.push(Fact::NotApplicable {
            clause: policy.not_applicable.clause.clone(),
        });
    }
    if let (Some(cap), Some(rule)) = (&scored.cap, &policy.caps) {
        facts.push(Fact::Capped {
            cap: cap.clone(),
            clause: rule.clause.clone(),
        });
    }
    facts.extend(scored.no_total.map(Fact::NoTotal));
    facts.push(Fact::Rounding {
        clause: policy.rounding.clause.clone(),
    });
    let (method, clause) = if scored.renormalised {
        let clause = Some(policy.not_applicable.clause.clone());
        (Method::Renormalised, clause)
    } else {
        (Method::Plain, None)
    };
    Why {
        subject: Subject::Total,
        value: match scored.total {
            Some(points) => Value::Points { points, of: None },
            None => Value::Nothing,
        },
        method,
        clause,
        arithmetic: total_arithmetic(scored),
        facts,
        parts: vec![raw(scored, policy)],
    }
}

fn total_arithmetic(scored: &Scored) -> String {
    let (Some(raw), Some(uncapped), Some(total)) = (scored.raw, scored.uncapped, scored.total)
    else {
        return "—".to_owned();
    };
    let mut line = match scored.applicable_weight {
        Some(weights) if scored.renormalised => format!(
            "{} ÷ {} × 100 = {}",
            fixed(raw),
            plain(weights),
            fixed(uncapped)
        ),
        _ => format!("{} = {}", fixed(raw), fixed(uncapped)),
    };
    if let Some(cap) = &scored.cap {
        let limit = plain(cap.at_most);
        line.push_str(&format!(
            "; {} > {limit} → {}",
            fixed(uncapped),
            fixed(total)
        ));
    }
    line
}

/// Why the grade is what it is, and what would change it.
pub fn grade(scored: &Scored, policy: &Policy) -> Why {
    let mut facts = Vec::new();
    if let Some(next) = to_next_grade(scored, policy) {
        facts.push(Fact::NextGrade {
            grade: next.grade,
            from: next.from,
            missing: next.missing,
        });
    }
    Why {
        subject: Subject::Grade,
        value: scored.grade.map_or(Value::Nothing, Value::Grade),
        method: Method::Grade,
        clause: Some(policy.grades.clause.clone()),
        arithmetic: grade_arithmetic(scored, policy).unwrap_or_else(|| "—".to_owned()),
        facts,
        parts: vec![total(scored, policy)],
    }
}

fn grade_arithmetic(scored: &Scored, policy: &Policy) -> Option<String> {
    let (total, grade) = (scored.total?, scored.grade?);
    let band = policy.grades.band(grade)?;
    let total = fixed(total);
    let lowest = policy.grades.bands.last()?.grade;
    Some(match policy.grades.above(grade) {
        Some(above) if grade == lowest => format!("{total} < {}", plain(above.from)),
        Some(above) => format!("{} ≤ {total} < {}", plain(band.from), plain(above.from)),
        None => format!("{total} ≥ {}", plain(band.from)),
    })
}

// What would change the grade ---------------------------------------------------------------------

/// Points that could still be won in one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Improvement {
    /// The row, or the execution rate.
    pub subject: Subject,
    /// So many points of the total are lost there.
    pub available: Decimal,
}

/// The way to the next grade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextGrade {
    /// The grade.
    pub grade: Grade,
    /// From this total on.
    pub from: Decimal,
    /// Points that are missing.
    pub missing: Decimal,
    /// Where points were lost, most first.
    pub improvements: Vec<Improvement>,
    /// True where the cap by execution rate stands in the way, whatever the rows earn.
    pub held_by_cap: bool,
}

/// What is missing for the next grade; `None` where there is no grade or none above it.
pub fn to_next_grade(scored: &Scored, policy: &Policy) -> Option<NextGrade> {
    let (total, grade) = (scored.total?, scored.grade?);
    let above = policy.grades.above(grade)?;
    let missing = above.from.checked_sub(total)?;
    let in_total = |points: Decimal| match scored.applicable_weight {
        Some(weights) if scored.renormalised && weights > Decimal::ZERO => points
            .checked_mul(Decimal::ONE_HUNDRED)
            .and_then(|points| points.checked_div(weights))
            .unwrap_or(points),
        _ => points,
    };
    let lost = |subject: Subject, weight: Decimal, score: Option<Decimal>| {
        let lost = weight.checked_sub(score?)?;
        (lost > Decimal::ZERO).then(|| Improvement {
            subject,
            available: round2(in_total(lost)),
        })
    };
    let execution = &scored.execution;
    let mut improvements: Vec<Improvement> =
        lost(Subject::Execution, execution.points, execution.score)
            .into_iter()
            .chain(scored.rows.iter().filter_map(|row| {
                let subject = Subject::Row {
                    id: row.row.id.clone(),
                    name: row.row.name.clone(),
                };
                lost(subject, row.weight(), row.score)
            }))
            .collect();
    improvements.sort_by_key(|improvement| std::cmp::Reverse(improvement.available));
    Some(NextGrade {
        grade: above.grade,
        from: above.from,
        missing,
        improvements,
        held_by_cap: scored
            .cap
            .as_ref()
            .is_some_and(|cap| cap.at_most < above.from),
    })
}

// Numbers -----------------------------------------------------------------------------------------

fn plain(value: Decimal) -> String {
    value.normalize().to_string()
}

/// A score: always two decimals.
pub fn fixed(value: Decimal) -> String {
    format!("{:.2}", round2(value))
}

// Recomputing -------------------------------------------------------------------------------------

/// The value that the arithmetic of an explanation gives, rounded as it is printed; `None` where
/// there is none, where a condition in it does not hold, or where a step does not give what it says.
pub fn recompute(why: &Why) -> Option<Decimal> {
    let mut last = None;
    for step in why.arithmetic.split("; ") {
        last = Some(step_value(step)?);
    }
    last
}

fn step_value(step: &str) -> Option<Decimal> {
    let (condition, formula) = match step.rsplit_once(" → ") {
        Some((condition, formula)) => (Some(condition), formula),
        None => (None, step),
    };
    if !condition.is_none_or(holds) {
        return None;
    }
    let (expression, printed) = match formula.rsplit_once(" = ") {
        Some((expression, printed)) => (expression, printed),
        None if condition.is_some() => (formula, formula),
        None => return None,
    };
    let printed: Decimal = printed.parse().ok()?;
    let value = Reader::new(expression).whole()?.rounded(printed.scale())?;
    (value == printed).then_some(value)
}

fn holds(condition: &str) -> bool {
    if matches!(condition, "∅" | "?") {
        return true;
    }
    if condition.contains('∈') || condition.contains('∉') {
        return interval_holds(condition).unwrap_or(false);
    }
    let signs = ["≤", "≥", "≠", "<", ">", "="];
    let mut words = condition.split(' ');
    let mut side = String::new();
    let mut left: Option<(String, &str)> = None;
    loop {
        let word = words.next();
        if let Some(word) = word.filter(|word| !signs.contains(word)) {
            side.push_str(word);
            side.push(' ');
            continue;
        }
        if let Some((left, sign)) = &left
            && !compares(left, sign, &side).unwrap_or(false)
        {
            return false;
        }
        match word {
            Some(sign) => left = Some((std::mem::take(&mut side), sign)),
            None => return left.is_some(),
        }
    }
}

fn compares(left: &str, sign: &str, right: &str) -> Option<bool> {
    let day = |text: &str| text.trim().parse::<chrono::NaiveDate>().ok();
    let order = if let (Some(left), Some(right)) = (day(left), day(right)) {
        left.cmp(&right)
    } else {
        let (left, right) = (Reader::new(left).whole()?, Reader::new(right).whole()?);
        let across = left.over.checked_mul(right.under)?;
        across.cmp(&right.over.checked_mul(left.under)?)
    };
    Some(match sign {
        "≤" => order.is_le(),
        "≥" => order.is_ge(),
        "<" => order.is_lt(),
        ">" => order.is_gt(),
        "=" => order.is_eq(),
        "≠" => order.is_ne(),
        _ => return None,
    })
}

fn interval_holds(condition: &str) -> Option<bool> {
    let (points, wanted, interval) = match condition.split_once(" ∈ [") {
        Some((points, interval)) => (points, true, interval),
        None => condition
            .split_once(" ∉ [")
            .map(|(points, interval)| (points, false, interval))?,
    };
    if points == "?" {
        return Some(!wanted);
    }
    let points: Decimal = points.parse().ok()?;
    let (low, high) = interval.split_once(", ")?;
    let low: Decimal = low.parse().ok()?;
    let inside = match high.strip_suffix(']') {
        Some(high) => points >= low && points <= high.parse().ok()?,
        None => points >= low && points < high.strip_suffix(')')?.parse().ok()?,
    };
    Some(inside == wanted)
}

/// A fraction, so that no quotient is rounded before the end.
#[derive(Debug, Clone, Copy)]
struct Fraction {
    over: Decimal,
    under: Decimal,
}

impl Fraction {
    fn rounded(self, places: u32) -> Option<Decimal> {
        let value = self.over.checked_div(self.under)?;
        Some(
            value.round_dp_with_strategy(
                places,
                rust_decimal::RoundingStrategy::MidpointAwayFromZero,
            ),
        )
    }

    fn plus(self, other: Self, sign: Decimal) -> Option<Self> {
        let left = self.over.checked_mul(other.under)?;
        let right = other.over.checked_mul(self.under)?.checked_mul(sign)?;
        Some(Self {
            over: left.checked_add(right)?,
            under: self.under.checked_mul(other.under)?,
        })
    }
}

/// Reads an expression of decimals, `+ − × ÷`, brackets and bars of an absolute value.
struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        Self { rest: text.trim() }
    }

    fn whole(mut self) -> Option<Fraction> {
        let value = self.sum()?;
        self.rest.trim().is_empty().then_some(value)
    }

    fn take(&mut self, sign: &str) -> bool {
        match self.rest.trim_start().strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn sum(&mut self) -> Option<Fraction> {
        let mut value = self.product()?;
        loop {
            if self.take("+") {
                value = value.plus(self.product()?, Decimal::ONE)?;
            } else if self.take("−") {
                value = value.plus(self.product()?, Decimal::NEGATIVE_ONE)?;
            } else {
                return Some(value);
            }
        }
    }

    fn product(&mut self) -> Option<Fraction> {
        let mut value = self.term()?;
        loop {
            let (over, under) = if self.take("×") {
                let term = self.term()?;
                (term.over, term.under)
            } else if self.take("÷") {
                let term = self.term()?;
                (term.under, term.over)
            } else {
                return Some(value);
            };
            value = Fraction {
                over: value.over.checked_mul(over)?,
                under: value.under.checked_mul(under)?,
            };
        }
    }

    fn term(&mut self) -> Option<Fraction> {
        if self.take("(") {
            let value = self.sum()?;
            return self.take(")").then_some(value);
        }
        if self.take("|") {
            let value = self.sum()?;
            return self.take("|").then_some(Fraction {
                over: value.over.abs(),
                under: value.under.abs(),
            });
        }
        let text = self.rest.trim_start();
        let end = text
            .char_indices()
            .find(|(at, sign)| {
                !(sign.is_ascii_digit() || *sign == '.' || (*at == 0 && *sign == '-'))
            })
            .map_or(text.len(), |(at, _)| at);
        let (number, rest) = text.split_at_checked(end)?;
        self.rest = rest;
        Some(Fraction {
            over: number.parse().ok()?,
            under: Decimal::ONE,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::policy_files;
    use crate::domain::policy::{DEFAULT, Policies, SatisfactionBand, SatisfactionFormula};
    use crate::domain::project::{Fund, Indicator, Project};
    use crate::domain::scoring::score;
    use proptest::prelude::*;

    fn policies() -> Policies {
        Policies::parse(policy_files()).expect("shipped policies")
    }

    fn policy(name: &str) -> Policy {
        policies().get(name).expect("policy").clone()
    }

    fn decimal(text: &str) -> Decimal {
        text.parse().expect("decimal")
    }

    fn indicator(target: &str, actual: &str, weight: &str) -> Indicator {
        Indicator {
            id: "1".into(),
            level1: "产出指标".into(),
            name: "指标".into(),
            target: target.into(),
            actual: actual.into(),
            weight: weight.into(),
            ..Indicator::default()
        }
    }

    fn project(indicators: Vec<Indicator>, adjusted: &str, executed: &str) -> Project {
        Project {
            year: Some(2025),
            funds: vec![Fund {
                adjusted: adjusted.into(),
                executed: executed.into(),
                ..Fund::default()
            }],
            indicators,
            ..Project::default()
        }
    }

    fn line(indicator: Indicator, policy: &Policy) -> String {
        let scored = score(&project(vec![indicator], "1", "1"), policy);
        let why = row(&scored.rows[0], policy);
        assert_eq!(recompute(&why), scored.rows[0].score, "{}", why.arithmetic);
        why.arithmetic
    }

    #[test]
    fn a_row_is_explained_by_the_line_that_a_person_would_write() {
        let default = policy(DEFAULT);
        for (target, actual, weight, expected) in [
            ("≥600人次", "552", "10", "552 ÷ 600 × 10 = 9.20"),
            ("≥10", "14", "8", "14 ≥ 10 → 8.00"),
            ("≥5%", "-2%", "8", "-2 < 0 → 0.00"),
            ("≤800元", "745", "10", "745 ≤ 800 → 10.00"),
            ("≤5", "6", "10", "(1 − (6 − 5) ÷ 5) × 10 = 8.00"),
            ("≤160", "386", "15", "386 ≥ 2 × 160 → 0.00"),
            ("=0", "1", "10", "1 > 0 → 0.00"),
            ("800-1000", "900", "10", "800 ≤ 900 ≤ 1000 → 10.00"),
            ("800-1000", "400", "10", "400 ÷ 800 × 10 = 5.00"),
            ("是", "否", "5", "0 ≠ 1 → 0.00"),
            ("≥3", "", "5", "∅ → 0.00"),
            ("≥3", "很多", "5", "? → 0.00"),
            ("效果明显", "部分达成", "12", "0.7 × 12 = 8.40"),
            ("≥1", "1", "5.555", "1 ≥ 1 → 5.555 = 5.56"),
            (
                "2025年8月31日前",
                "2025年8月20日",
                "15",
                "2025-08-20 ≤ 2025-08-31 → 15.00",
            ),
            (
                "2025年8月31日前",
                "2025年9月20日",
                "15",
                "(1 − 20 ÷ 242) × 15 = 13.76",
            ),
        ] {
            assert_eq!(line(indicator(target, actual, weight), &default), expected);
        }
        let ratio = policy("ratio-reverse");
        assert_eq!(
            line(indicator("≤160", "386", "15"), &ratio),
            "160 ÷ 386 × 15 = 6.22"
        );
        let strict = policy("strict");
        assert_eq!(
            line(indicator("=3", "4", "6"), &strict),
            "(1 − |4 − 3| ÷ 3) × 6 = 4.00"
        );
        assert_eq!(line(indicator("≤5", "6", "10"), &strict), "6 > 5 → 0.00");
    }

    #[test]
    fn what_is_taken_off_stands_in_the_line_and_in_the_facts() {
        let caps = policy("province-caps");
        let taken = Indicator {
            deduction: "1.50".into(),
            ..indicator("≥10", "14", "8")
        };
        assert_eq!(
            line(taken.clone(), &caps),
            "14 ≥ 10 → 8.00; 8.00 − 2 = 6.00; 6.00 − 1.5 = 4.50"
        );
        let scored = score(&project(vec![taken], "1", "1"), &caps);
        let facts = row(&scored.rows[0], &caps).facts;
        assert!(
            facts
                .iter()
                .any(|fact| matches!(fact, Fact::OverDeducted { .. }))
        );
        assert!(
            facts
                .iter()
                .any(|fact| matches!(fact, Fact::Deducted { .. }))
        );
        assert!(facts.contains(&Fact::ReasonNeeded));
        let all = Indicator {
            deduction: "12".into(),
            ..indicator("≥600", "552", "10")
        };
        assert_eq!(
            line(all, &caps),
            "552 ÷ 600 × 10 = 9.20; 9.20 − 12 < 0 → 0.00"
        );
    }

    #[test]
    fn chosen_points_are_shown_in_their_interval() {
        let default = policy(DEFAULT);
        let chosen = |points: &str| Indicator {
            band: Some(Band::Partial),
            band_score: points.into(),
            ..indicator("效果明显", "", "10")
        };
        assert_eq!(line(chosen("7.99"), &default), "7.99 ∈ [6, 8) → 7.99");
        assert_eq!(line(chosen("8"), &default), "8 ∉ [6, 8) → 0.00");
        assert_eq!(line(chosen("多"), &default), "? ∉ [6, 8) → 0.00");
    }

    #[test]
    fn the_total_explains_what_did_not_apply_and_what_caps_it() {
        let caps = policy("province-caps");
        let away = Indicator {
            id: "2".into(),
            not_applicable: true,
            ..indicator("≥1", "1", "8")
        };
        let scored = score(
            &project(vec![indicator("≥1", "1", "82"), away], "100", "75"),
            &caps,
        );
        let why = total(&scored, &caps);
        assert_eq!(
            why.arithmetic,
            "89.50 ÷ 92 × 100 = 97.28; 97.28 > 89 → 89.00"
        );
        assert_eq!(recompute(&why), Some(decimal("89.00")));
        assert_eq!(why.parts[0].arithmetic, "7.50 + 82.00 = 89.50");
        let money = &why.parts[0].parts[0];
        assert_eq!(money.arithmetic, "75 ÷ 100 × 10 = 7.50");
        assert_eq!(money.parts[0].arithmetic, "75 ÷ 100 = 0.75");
        let grade = grade(&scored, &caps);
        assert_eq!(grade.arithmetic, "80 ≤ 89.00 < 90");
        let next = to_next_grade(&scored, &caps).expect("a better grade");
        assert!(next.held_by_cap);
        assert_eq!(next.missing, decimal("1.00"));
        assert_eq!(next.improvements.len(), 1);
        assert_eq!(next.improvements[0].subject, Subject::Execution);
        assert_eq!(next.improvements[0].available, decimal("2.72"));
    }

    #[test]
    fn nothing_is_above_the_best_grade() {
        let default = policy(DEFAULT);
        let scored = score(
            &project(vec![indicator("≥1", "1", "90")], "1", "1"),
            &default,
        );
        assert_eq!(to_next_grade(&scored, &default), None);
        assert_eq!(grade(&scored, &default).arithmetic, "100.00 ≥ 90");
    }

    #[test]
    fn a_line_that_lies_is_found_out() {
        let default = policy(DEFAULT);
        let scored = score(
            &project(vec![indicator("≥600", "552", "10")], "1", "1"),
            &default,
        );
        let honest = row(&scored.rows[0], &default);
        for lie in [
            "552 ÷ 600 × 10 = 9.21",
            "552 ≥ 600 → 10.00",
            "8 ∈ [6, 8) → 8.00",
            "552 ÷ 0 = 1",
            "552 ÷ 600",
            "",
        ] {
            let why = Why {
                arithmetic: lie.to_owned(),
                ..honest.clone()
            };
            assert_eq!(recompute(&why), None, "{lie}");
        }
    }

    fn number() -> impl Strategy<Value = Decimal> {
        (-2_000_000_i64..20_000_000, 0_u32..4).prop_map(|(n, scale)| Decimal::new(n, scale))
    }

    fn any_policy() -> impl Strategy<Value = Policy> {
        let mut all = policies().all().to_vec();
        let mut banded = policy(DEFAULT);
        banded.satisfaction.formula = SatisfactionFormula::Banded(vec![SatisfactionBand {
            from: Decimal::from(80),
            part: Decimal::new(8, 1),
        }]);
        banded.execution.formula = ExecutionFormula::Banded {
            full_from: Decimal::new(9, 1),
            lost_per_point: Decimal::ONE,
        };
        banded.date.late = LateRule::Period {
            percent: Decimal::TEN,
            days: 30,
        };
        all.push(banded.clone());
        banded.execution.formula = ExecutionFormula::Floor {
            pass: Decimal::new(6, 1),
        };
        banded.date.late = LateRule::Part {
            lost: Decimal::new(3, 1),
        };
        banded.equal.formula = EqualFormula::Flag;
        banded.positive.strict_gt = true;
        banded.execution.zero_budget = crate::domain::policy::ZeroBudget::Zero;
        all.push(banded);
        prop::sample::select(all)
    }

    fn any_row() -> impl Strategy<Value = Indicator> {
        let sign = prop::sample::select(vec!["≥", ">", "=", "<", "≤", ""]);
        let level = prop::sample::select(vec!["产出指标", "成本指标", "满意度指标"]);
        let numbers = (sign, number(), number(), any::<bool>()).prop_map(|(sign, t, a, same)| {
            let actual = if same { t } else { a };
            (format!("{sign}{t}%"), format!("{actual}%"))
        });
        let others = prop::sample::select(vec![
            ("效果明显", "部分达成"),
            ("效果明显", "已完成"),
            ("效果明显", "不好说"),
            ("12月底前", "2026年2月1日"),
            ("12月底前", "2027年2月1日"),
            ("3月底前", "3月1日"),
            ("是", "是"),
            ("否", "是"),
            ("3-5次", "9次"),
            ("3-5次", "2次"),
            ("3-5次", "4次"),
            ("3-5万元", "40000元"),
            ("≥3万元", "23333元"),
            ("≥3", ""),
            ("", "3"),
        ]);
        let cells = prop_oneof![
            3 => numbers,
            1 => others.prop_map(|(t, a)| (t.to_owned(), a.to_owned())),
        ];
        let points = prop_oneof![
            Just(String::new()),
            (0_u32..1500).prop_map(|n| Decimal::new(i64::from(n), 2).to_string())
        ];
        let weight = (0_i64..40_000, 0_u32..4).prop_map(|(n, scale)| Decimal::new(n, scale));
        (cells, level, weight, points.clone(), points, 0_u8..12).prop_map(
            |((target, actual), level, weight, band_score, deduction, dice)| Indicator {
                level1: level.into(),
                band_score: band_score.into(),
                deduction: if dice == 1 {
                    deduction.into()
                } else {
                    "".into()
                },
                not_applicable: dice == 0,
                ..indicator(&target, &actual, &weight.to_string())
            },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn every_explanation_recomputes_its_value(
            rows in prop::collection::vec(any_row(), 0..8),
            adjusted in number(),
            executed in number(),
            policy in any_policy(),
        ) {
            let project = project(rows, &adjusted.to_string(), &executed.to_string());
            let scored = score(&project, &policy);
            let mut open = vec![total(&scored, &policy)];
            while let Some(why) = open.pop() {
                let expected = match why.value {
                    Value::Points { points, .. } => Some(points),
                    Value::Rate(rate) => Some(rate),
                    Value::Grade(_) | Value::Nothing => None,
                };
                prop_assert_eq!(recompute(&why), expected, "{}", why.arithmetic);
                open.extend(why.parts);
            }
        }
    }
}
