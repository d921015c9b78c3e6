//! Why a number is what it is: explanations as data.
//!
//! An explanation is a tree: a value with the rule that gave it, the clause of the rule, one line of
//! arithmetic that any reader can follow, what was taken off, capped or doubted, and the same for
//! each part that it rests on. The arithmetic is not decoration: [`recompute`] evaluates it and gets
//! the score. Words belong to `lang`; this module writes numbers and signs only.

mod arithmetic;
mod next_grade;
mod recompute;

use rust_decimal::Decimal;

use super::notation::{Actual, Band};
use super::policy::{Cap, Clause, EqualFormula, Grade, LateRule, Policy, ReverseFormula};
use super::scoring::{
    Execution, How, NoTotal, Note, Over, RowScore, Rule, Scored, Task, band_interval,
};
use arithmetic::{execution_arithmetic, grade_arithmetic, plain, total_arithmetic};

pub use arithmetic::{fixed, row_arithmetic};
pub use next_grade::{Improvement, NextGrade, to_next_grade};
pub use recompute::recompute;

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
            Note::UnitConverted | Note::UnitsDiffer | Note::FractionForPercent | Note::PrefixTaken
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

#[cfg(test)]
mod tests;
