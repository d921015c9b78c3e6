//! The answer of `score --json`, format `wenxiao-score/1`.
//!
//! The command line prints it and other programs read it, so keys, their order and the writing of
//! numbers are a contract: scores always have 2 decimals, the rate at most 6, a weight stands as it
//! was given. Nothing is computed here.

use serde::Serialize;
use serde_json::Value;

use crate::domain::policy::{Grade, Policy};
use crate::domain::project::Project;
use crate::domain::scoring::{RowScore, Scored};
use crate::domain::why::{fixed, row_arithmetic};

/// The format's name.
pub const FORMAT: &str = "wenxiao-score/1";

/// The answer about every project of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ScoreReport {
    format: &'static str,
    policy: String,
    projects: Vec<ProjectReport>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct ProjectReport {
    code: String,
    name: String,
    /// Only where it is another than that of the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    policy: Option<String>,
    execution: ExecutionReport,
    indicators: Vec<IndicatorReport>,
    raw: Option<String>,
    total: Option<String>,
    grade: Option<&'static str>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct ExecutionReport {
    rate: Option<String>,
    weight: String,
    score: Option<String>,
    applicable: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct IndicatorReport {
    id: String,
    rule: &'static str,
    score: Option<String>,
    weight: String,
    target: Value,
    actual: Value,
    explain: String,
}

impl ScoreReport {
    /// An answer without projects yet.
    pub fn new(policy: &Policy) -> Self {
        Self {
            format: FORMAT,
            policy: policy.name.clone(),
            projects: Vec::new(),
        }
    }

    /// Adds a scored project.
    pub fn add(&mut self, project: &Project, scored: &Scored, policy: &Policy) {
        let execution = &scored.execution;
        self.projects.push(ProjectReport {
            code: project.code.clone(),
            name: project.name.clone(),
            policy: Some(policy.name.clone()).filter(|name| *name != self.policy),
            execution: ExecutionReport {
                rate: execution.printed_rate().map(|rate| rate.to_string()),
                weight: execution.points.normalize().to_string(),
                score: execution.score.map(fixed),
                applicable: execution.applicable(),
            },
            indicators: scored
                .rows
                .iter()
                .map(|row| indicator(row, project.year, policy))
                .collect(),
            raw: scored.raw.map(fixed),
            total: scored.total.map(fixed),
            grade: scored.grade.map(Grade::code),
        });
    }

    /// The answer as text, ending in a line break.
    pub fn to_text(&self) -> Result<String, serde_json::Error> {
        let mut text = serde_json::to_string_pretty(self)?;
        text.push('\n');
        Ok(text)
    }
}

fn indicator(score: &RowScore, year: Option<i32>, policy: &Policy) -> IndicatorReport {
    let row = &score.row;
    IndicatorReport {
        id: row.id.clone(),
        rule: score.rule.name(),
        score: score.score.map(fixed),
        weight: row.weight_written.clone(),
        target: row.target.to_json(year),
        actual: row.actual.to_json(year),
        explain: row_arithmetic(score, policy),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::policy_files;
    use crate::domain::policy::{DEFAULT, Policies};
    use crate::domain::project::{Fund, Indicator};
    use crate::domain::scoring::score;

    fn row(id: &str, target: &str, actual: &str, weight: &str) -> Indicator {
        Indicator {
            id: id.into(),
            level1: "产出指标".into(),
            target: target.into(),
            actual: actual.into(),
            weight: weight.into(),
            ..Indicator::default()
        }
    }

    fn answer(project: &Project) -> String {
        let policies = Policies::parse(policy_files()).expect("policies");
        let policy = policies.get(DEFAULT).expect("policy");
        let mut report = ScoreReport::new(policy);
        report.add(project, &score(project, policy), policy);
        serde_json::to_string(&report).expect("json")
    }

    #[test]
    fn the_answer_is_written_as_the_format_says() {
        let project = Project {
            code: "5109".into(),
            name: "培训".into(),
            year: Some(2025),
            funds: vec![Fund {
                adjusted: "200".into(),
                executed: "187.35".into(),
                ..Fund::default()
            }],
            indicators: vec![
                row("1", "≥600人次", "552人次", "10"),
                row("2", "12月底前", "12月20日", "5.0"),
            ],
            ..Project::default()
        };
        assert_eq!(
            answer(&project),
            concat!(
                r#"{"format":"wenxiao-score/1","policy":"national-2021-cost","projects":[{"#,
                r#""code":"5109","name":"培训","#,
                r#""execution":{"rate":"0.93675","weight":"10","score":"9.37","applicable":true},"#,
                r#""indicators":[{"id":"1","rule":"positive","score":"9.20","weight":"10","#,
                r#""target":{"kind":"at_least","value":"600","unit":"人次"},"#,
                r#""actual":{"kind":"number","value":"552","unit":"人次"},"#,
                r#""explain":"552 ÷ 600 × 10 = 9.20"},"#,
                r#"{"id":"2","rule":"date","score":"5.00","weight":"5.0","#,
                r#""target":{"kind":"by_date","date":"2025-12-31"},"#,
                r#""actual":{"kind":"date","date":"2025-12-20"},"#,
                r#""explain":"2025-12-20 ≤ 2025-12-31 → 5.00"}],"#,
                r#""raw":"23.57","total":"23.57","grade":"差"}]}"#,
            )
        );
    }

    #[test]
    fn what_cannot_be_scored_is_null_and_a_missing_weight_zero() {
        let project = Project {
            year: Some(2025),
            indicators: vec![
                row("1", "≥1", "1", ""),
                Indicator {
                    not_applicable: true,
                    ..row("2", "≥1", "1", "5")
                },
            ],
            ..Project::default()
        };
        let text = answer(&project);
        for part in [
            r#""execution":{"rate":null,"weight":"10","score":null,"applicable":false}"#,
            r#""rule":"positive","score":"0.00","weight":"0""#,
            r#""rule":"not_applicable","score":null,"weight":"5""#,
            r#""raw":"0.00","total":null,"grade":null"#,
        ] {
            assert!(text.contains(part), "{part}\n{text}");
        }
    }
}
