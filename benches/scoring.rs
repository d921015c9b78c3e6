//! Indicators scored per second: the sheet already read, with explanations, and reading included.
//!
//! `cargo bench --bench scoring`. The sheets are of every kind that a form has, so that no branch
//! is measured alone. Wanted: 1,000,000 indicators a second on one core, explanations off.

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use wenxiao::data::policy_files;
use wenxiao::domain::policy::{DEFAULT, Policies, Policy};
use wenxiao::domain::project::{Fund, Indicator, Project};
use wenxiao::domain::scoring::Sheet;
use wenxiao::domain::why;

fn main() {
    divan::main();
}

/// Rows of a project.
const ROWS: usize = 15;
/// Projects of a round.
const PROJECTS: usize = 1000;

fn policy() -> Option<Policy> {
    let policies = Policies::parse(policy_files()).ok()?;
    policies.get(DEFAULT).cloned()
}

fn projects() -> Vec<Project> {
    let cells = [
        ("成本指标", "经济成本指标", "≤200万元", "187.35万元"),
        ("成本指标", "社会成本指标", "≤5起", "6起"),
        ("产出指标", "数量指标", "≥600人次", "552人次"),
        ("产出指标", "数量指标", "=12期", "11期"),
        ("产出指标", "数量指标", "≥9431个", "12260个"),
        ("产出指标", "质量指标", "≥95%", "93.1%"),
        ("产出指标", "质量指标", "100%", "100%"),
        (
            "产出指标",
            "时效指标",
            "2025年11月30日前完成",
            "2025年12月3日",
        ),
        ("产出指标", "时效指标", "12月底前", "12月20日"),
        ("产出指标", "数量指标", "800-1000平方米", "1100平方米"),
        ("效益指标", "社会效益指标", "有效提升", "部分达成"),
        ("效益指标", "经济效益指标", "≥10万元", "140000元"),
        ("效益指标", "生态效益指标", "是", "是"),
        ("效益指标", "社会效益指标", "=0起", "0起"),
        ("满意度指标", "服务对象满意度指标", "≥90%", "89.10%"),
    ];
    let project = |number: usize| Project {
        year: Some(2025),
        funds: vec![Fund {
            adjusted: "200".into(),
            executed: format!("{}.35", 100 + number % 100).into(),
            ..Fund::default()
        }],
        indicators: cells
            .iter()
            .cycle()
            .take(ROWS)
            .enumerate()
            .map(|(at, (level1, level2, target, actual))| Indicator {
                id: (at + 1).to_string(),
                level1: (*level1).into(),
                level2: (*level2).into(),
                name: "指标".into(),
                target: (*target).into(),
                actual: (*actual).into(),
                weight: "6".into(),
                ..Indicator::default()
            })
            .collect(),
        ..Project::default()
    };
    (0..PROJECTS).map(project).collect()
}

#[divan::bench]
fn explanations_off(bencher: Bencher) {
    let Some(policy) = policy() else { return };
    let sheets: Vec<Sheet> = projects()
        .iter()
        .map(|project| Sheet::read(project, &policy))
        .collect();
    bencher
        .counter(ItemsCount::new(ROWS * PROJECTS))
        .bench_local(|| {
            for sheet in &sheets {
                black_box(sheet.score(&policy));
            }
        });
}

#[divan::bench]
fn explanations_on(bencher: Bencher) {
    let Some(policy) = policy() else { return };
    let sheets: Vec<Sheet> = projects()
        .iter()
        .map(|project| Sheet::read(project, &policy))
        .collect();
    bencher
        .counter(ItemsCount::new(ROWS * PROJECTS))
        .bench_local(|| {
            for sheet in &sheets {
                let scored = sheet.score(&policy);
                black_box(why::grade(&scored, &policy));
            }
        });
}

#[divan::bench]
fn reading_included(bencher: Bencher) {
    let Some(policy) = policy() else { return };
    let projects = projects();
    bencher
        .counter(ItemsCount::new(ROWS * PROJECTS))
        .bench_local(|| {
            for project in &projects {
                black_box(Sheet::read(project, &policy).score(&policy));
            }
        });
}
