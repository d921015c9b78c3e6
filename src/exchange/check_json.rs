//! The answer of `check --json`: `wenxiao-check/1`.
//!
//! The command line prints it. Keys and their order never change; a key that says nothing is null.

use std::io::{self, Write};

use serde::Serialize;

use crate::domain::check::Finding;
use crate::lang::{Language, check};

/// The value of `format` in the answer.
pub const FORMAT: &str = "wenxiao-check/1";

#[derive(Serialize)]
struct Answer<'a> {
    format: &'static str,
    findings: Vec<Line<'a>>,
}

#[derive(Serialize)]
struct Line<'a> {
    check: &'static str,
    severity: &'static str,
    project: &'a str,
    indicator: Option<&'a str>,
    message: String,
    expected: Option<&'a str>,
    found: Option<&'a str>,
}

/// Writes the findings as one JSON object, with a line break at its end.
pub fn write(findings: &[Finding], language: Language, out: &mut impl Write) -> io::Result<()> {
    let answer = Answer {
        format: FORMAT,
        findings: findings
            .iter()
            .map(|finding| Line {
                check: finding.check.id(),
                severity: finding.severity.name(),
                project: &finding.project,
                indicator: finding.indicator.as_deref(),
                message: check::sentence(finding, language),
                expected: finding.expected.as_deref(),
                found: finding.found.as_deref(),
            })
            .collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &answer)?;
    out.write_all(b"\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::check::{Check, Detail, Subject};
    use crate::domain::command::{At, Block, IndicatorField};

    #[test]
    fn the_answer_has_the_keys_of_the_contract() {
        let finding = Finding {
            check: Check::S03,
            severity: Check::S03.severity(),
            project: "K1".into(),
            indicator: Some("1".into()),
            place: At::Indicator(Block::Annual, "1".into(), IndicatorField::Actual),
            subject: Subject::Row {
                number: 1,
                name: "培训人次".into(),
            },
            detail: Detail::Plain,
            expected: Some("9.20".into()),
            found: None,
            on_paper: false,
        };
        let mut bytes = Vec::new();
        write(&[finding], Language::En, &mut bytes).unwrap();
        let answer: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(answer["format"], "wenxiao-check/1");
        let line = answer["findings"][0].as_object().unwrap();
        let keys: Vec<&str> = line.keys().map(String::as_str).collect();
        assert_eq!(
            keys,
            [
                "check",
                "severity",
                "project",
                "indicator",
                "message",
                "expected",
                "found"
            ]
        );
        assert_eq!(line["check"], "S-03");
        assert_eq!(line["severity"], "error");
        assert_eq!(line["expected"], "9.20");
        assert!(line["found"].is_null());
    }
}
