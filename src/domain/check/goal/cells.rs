//! G-05, G-25, G-29: cells that are empty, and texts that are too long for the form.

use crate::domain::check::facts::{Facts, Row, is_template};
use crate::domain::check::list::Check as C;
use crate::domain::check::{Detail, Findings, Subject};
use crate::domain::command::{At, Block, IndicatorField as F, ProjectField as P, form_bytes};
use crate::domain::notation::{Target, target};
use crate::domain::project::Indicator;

/// A column of the indicator table.
type TextColumn = (F, fn(&Indicator) -> &str);

/// Columns of a form with at least three rows that no row fills in.
pub(super) fn whole_columns(facts: &Facts<'_>) -> Vec<F> {
    let columns: [TextColumn; 3] = [
        (F::Level1, |indicator| &indicator.level1),
        (F::Level2, |indicator| &indicator.level2),
        (F::Name, |indicator| &indicator.name),
    ];
    if facts.applicable().count() < 3 {
        return Vec::new();
    }
    columns
        .iter()
        .filter(|(_, text)| {
            facts
                .applicable()
                .all(|row| text(row.indicator).trim().is_empty())
        })
        .map(|(field, _)| *field)
        .collect()
}

/// Which of the cells that every indicator must have are of this kind.
fn cells_that(indicator: &Indicator, is: impl Fn(F, &str) -> bool) -> Vec<F> {
    let cells = [
        (F::Level1, &indicator.level1),
        (F::Level2, &indicator.level2),
        (F::Name, &indicator.name),
        (F::Target, &indicator.target),
    ];
    let those = cells.into_iter().filter(|(field, text)| is(*field, text));
    those.map(|(field, _)| field).collect()
}

/// G-05
pub(super) fn presence(facts: &Facts<'_>, found: &mut Findings<'_>) {
    let whole = whole_columns(facts);
    if let (Some(field), Some(first)) = (whole.first(), facts.applicable().next()) {
        let place = At::Indicator(Block::Annual, first.indicator.id.clone(), *field);
        let said = found.add(C::G05, place, Subject::Form);
        said.detail(Detail::WholeColumns(whole.clone()));
    }
    for row in facts.applicable() {
        let missing = cells_that(row.indicator, |field, text| match field {
            F::Target => {
                matches!(row.target(), Target::None) && !is_template(text) && !has_doubt(text)
            }
            _ => text.trim().is_empty() && !whole.contains(&field),
        });
        if let Some(first) = missing.first().copied() {
            found
                .row(C::G05, row, first)
                .detail(Detail::Missing(missing));
        }
    }
}

/// G-05 for the indicators of the whole period: begun is to be finished.
pub(super) fn multi_year_presence(facts: &Facts<'_>, found: &mut Findings<'_>) {
    let rows = facts.project.multi_year.indicators.iter().enumerate();
    for (at, indicator) in rows.filter(|(_, indicator)| !indicator.withdrawn) {
        let missing = cells_that(indicator, |_, text| text.trim().is_empty());
        let Some(first) = missing.first().copied() else {
            continue;
        };
        let subject = Subject::MultiYearRow {
            number: at + 1,
            name: indicator.name.clone(),
        };
        let place = At::Indicator(Block::MultiYear, indicator.id.clone(), first);
        found
            .add(C::G05, place, subject)
            .detail(Detail::Missing(missing));
    }
}

fn has_doubt(text: &str) -> bool {
    !target(text).doubts.is_empty()
}

/// G-29
pub(super) fn sources(facts: &Facts<'_>, found: &mut Findings<'_>) {
    let rows: Vec<&Row<'_>> = facts.applicable().filter(|row| !row.is_unused()).collect();
    let Some(first) = rows.first() else { return };
    let columns: [TextColumn; 2] = [
        (F::Basis, |indicator| &indicator.basis),
        (F::EvidenceRequired, |indicator| {
            &indicator.evidence_required
        }),
    ];
    let whole: Vec<F> = columns
        .iter()
        .filter(|(_, text)| rows.iter().all(|row| text(row.indicator).trim().is_empty()))
        .map(|(field, _)| *field)
        .collect();
    if let Some(field) = whole.first().copied() {
        let place = At::Indicator(Block::Annual, first.indicator.id.clone(), field);
        let said = found.add(C::G29, place, Subject::Form);
        said.detail(Detail::WholeColumns(whole.clone()));
    }
    for row in rows {
        let missing: Vec<F> = columns
            .iter()
            .filter(|(field, text)| !whole.contains(field) && text(row.indicator).trim().is_empty())
            .map(|(field, _)| *field)
            .collect();
        if let Some(field) = missing.first().copied() {
            found
                .row(C::G29, row, field)
                .detail(Detail::Missing(missing));
        }
    }
}

/// G-25
pub(super) fn lengths(facts: &Facts<'_>, found: &mut Findings<'_>) {
    let project = facts.project;
    let limits = &facts.policy.checks.text;
    let about = &project.about;
    let texts = [
        (P::Name, &project.name, limits.name),
        (P::Code, &project.code, limits.code),
        (P::Goal, &project.goal, limits.goal),
        (
            P::MultiYearGoal,
            &project.multi_year.goal,
            limits.multi_year_goal,
        ),
        (P::Overview, &about.overview, limits.about),
        (P::Basis, &about.basis, limits.about),
        (P::Necessity, &about.necessity, limits.about),
        (P::Feasibility, &about.feasibility, limits.about),
        (P::Schedule, &about.schedule, limits.about),
        (P::Safeguards, &about.safeguards, limits.about),
    ];
    for (field, text, limit) in texts {
        let bytes = form_bytes(text);
        if bytes > limit {
            let said = found.form(C::G25, field);
            said.expected(format!("≤{limit}")).found(bytes);
        }
    }
    for row in &facts.rows {
        let indicator = row.indicator;
        let texts = [
            (F::Name, &indicator.name),
            (F::Explanation, &indicator.explanation),
            (F::Standard, &indicator.standard),
            (F::Formula, &indicator.formula),
        ];
        for (field, text) in texts {
            let bytes = form_bytes(text);
            if bytes > limits.indicator_text {
                let said = found.row(C::G25, row, field);
                said.expected(format!("≤{}", limits.indicator_text))
                    .found(bytes);
            }
        }
    }
}
