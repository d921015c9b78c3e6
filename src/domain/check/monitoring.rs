//! M-01 to M-14: the monitoring forms of the months.
//!
//! Called by [`super::audit`]. Only months that have a form are looked at. Lights and indices are
//! those of the timeline, so that a form is never refused for a light that its screen does not show.

use rust_decimal::Decimal;

use super::facts::{EPS, Facts, Row, differ, sum};
use super::list::Check as C;
use super::{Context, Detail, Findings, Subject};
use crate::domain::command::{At, ReadingField as R};
use crate::domain::monitoring::{Timeline, timeline};
use crate::domain::notation::{Actual, Target, actual};
use crate::domain::policy::{Level2, Light};
use crate::domain::project::{Disposal, MonthForm, MonthReading, Outlook, RowKey};
use crate::domain::status::{DocumentKind, Status};
use crate::domain::unit;

pub(super) fn check(facts: &Facts<'_>, context: &Context<'_>, found: &mut Findings<'_>) {
    if facts.project.monitoring.months.is_empty() {
        return;
    }
    let timeline = &timeline(facts.project, facts.policy, 12);
    let mut warned: Vec<u8> = Vec::new();
    for (month, form) in &facts.project.monitoring.months {
        let (month, ordered) = (*month, context.month.is_none_or(|only| only == *month));
        let mut sheet = Sheet {
            facts,
            timeline,
            month,
            form,
        };
        let warning = sheet.budget_warning();
        if warning.is_some() {
            warned.push(month);
        } else {
            warned.clear();
        }
        if ordered {
            sheet.check(warning, found);
            strikes(facts, month, &warned, found);
        }
    }
}

/// M-14
fn strikes(facts: &Facts<'_>, month: u8, warned: &[u8], found: &mut Findings<'_>) {
    let strikes = usize::from(facts.policy.monitoring.strikes);
    if strikes > 0 && warned.len() >= strikes && warned.last() == Some(&month) {
        found
            .add(C::M14, At::Disposal(month), Subject::Month(month))
            .detail(Detail::Months(warned.to_vec()));
    }
}

struct Sheet<'f, 'a> {
    facts: &'f Facts<'a>,
    timeline: &'f Timeline,
    month: u8,
    form: &'a MonthForm,
}

/// What a reading says of its row.
struct Progress {
    light: Option<Light>,
    /// Actual ÷ the year's target, not above 1; `None` for what is no number.
    done: Option<Decimal>,
    /// The index K in percent.
    index: Option<Decimal>,
    /// Actual ÷ the year's target, as it is.
    ratio: Option<Decimal>,
}

impl Sheet<'_, '_> {
    fn at(&self, key: RowKey, field: R) -> At {
        At::Reading(self.month, key, field)
    }

    fn subject(&self, row: &Row<'_>) -> Subject {
        Subject::MonthRow {
            month: self.month,
            number: row.number,
            name: row.indicator.name.clone(),
        }
    }

    fn reading(&self, key: &RowKey) -> Option<&MonthReading> {
        self.form.readings.iter().find(|reading| reading.id == *key)
    }

    fn budget(&self) -> Option<Decimal> {
        self.facts
            .annual_amount()
            .filter(|amount| *amount > Decimal::ZERO)
    }

    /// The cumulative execution: the sum of the sources, or the money as a whole.
    fn executed(&self) -> Option<Decimal> {
        let sources: Vec<Decimal> = self
            .form
            .readings
            .iter()
            .filter(|reading| matches!(reading.id, RowKey::Fund(_)))
            .filter_map(|reading| reading.actual.decimal())
            .collect();
        if sources.is_empty() {
            self.reading(&RowKey::Execution)?.actual.decimal()
        } else {
            Some(sum(sources.into_iter()))
        }
    }

    fn rate(&self) -> Option<Decimal> {
        self.executed()?.checked_div(self.budget()?)
    }

    fn percent_of_time(&self, rate: Decimal) -> Option<Decimal> {
        rate.checked_mul(Decimal::from(1200))?
            .checked_div(Decimal::from(self.month))
    }

    fn budget_light(&self) -> Option<Light> {
        let index = self.percent_of_time(self.rate()?)?;
        self.facts.policy.lights.budget.light(index)
    }

    /// What M-06 tells: the rate and what it should be.
    fn budget_warning(&self) -> Option<(String, String)> {
        let rate = self.rate()?;
        let percent = rate.checked_mul(Decimal::ONE_HUNDRED)?;
        let shown = format!("{}%", percent.round_dp(2).normalize());
        if let Some(floor) = self.facts.policy.lights.cumulative_floor(self.month)
            && percent < floor
        {
            return Some((format!("≥{}%", floor.normalize()), shown));
        }
        if matches!(self.budget_light()?, Light::Red | Light::Yellow) {
            let scale = &self.facts.policy.lights.budget;
            let green = scale
                .bands
                .iter()
                .find(|band| band.light == Light::Yellow)?
                .below?;
            let due = green
                .checked_mul(Decimal::from(self.month))?
                .checked_div(Decimal::from(12))?;
            return Some((format!("≥{}%", due.round_dp(2).normalize()), shown));
        }
        None
    }

    fn check(&mut self, warning: Option<(String, String)>, found: &mut Findings<'_>) {
        self.money(warning, found);
        let mut done = Vec::new();
        for row in self.facts.applicable() {
            if row.is_unused() {
                continue;
            }
            let key = RowKey::Indicator(row.indicator.id.clone());
            let subject = self.subject(row);
            let reading = self.reading(&key).cloned().unwrap_or_default();
            if reading.actual.is_blank() {
                found.add(C::M01, self.at(key.clone(), R::Actual), subject.clone());
            }
            let progress = self.progress(row);
            if let (Some(part), Some(weight)) = (progress.done, row.weight()) {
                done.push((part, weight));
            }
            self.duties(&key, &subject, &reading, progress.light, found);
            self.outlook(&key, &subject, &reading, &progress, found);
            self.over_target(row, &key, &reading, &progress, found);
            self.monotone_row(row, &key, &reading, found);
        }
        self.gap(&done, found);
        self.version(found);
    }

    /// M-01, M-06, M-09, M-10, M-13 and the duties of the money row.
    fn money(&self, warning: Option<(String, String)>, found: &mut Findings<'_>) {
        let key = RowKey::Execution;
        let subject = Subject::MonthMoney(self.month);
        let reading = self.reading(&key).cloned().unwrap_or_default();
        match self.executed() {
            None if !self.facts.project.funds.is_empty() => {
                found.add(C::M01, self.at(key.clone(), R::Actual), subject.clone());
            }
            Some(executed)
                if executed <= Decimal::ZERO
                    && self.budget().is_some()
                    && self.month >= self.facts.policy.lights.zero_execution_month =>
            {
                found.add(C::M13, self.at(key.clone(), R::Actual), subject.clone());
            }
            _ => {}
        }
        if let Some((expected, shown)) = warning {
            found
                .add(C::M06, self.at(key.clone(), R::Actual), subject.clone())
                .expected(expected)
                .found(shown);
        }
        self.duties(&key, &subject, &reading, self.budget_light(), found);
        let progress = Progress {
            light: self.budget_light(),
            done: None,
            index: self.rate().and_then(|rate| self.percent_of_time(rate)),
            ratio: None,
        };
        self.outlook(&key, &subject, &reading, &progress, found);
        self.sources(found);
        self.forecast(&reading, found);
        if let (Some(executed), Some(before)) = (
            self.executed(),
            self.earlier().find_map(|sheet| sheet.executed()),
        ) && executed < before
        {
            found
                .add(C::M09, self.at(key, R::Actual), subject)
                .expected(format!("≥{}", before.normalize()))
                .found(executed.normalize());
        }
    }

    /// The months before this one that have a form, the last first.
    fn earlier(&self) -> impl Iterator<Item = Sheet<'_, '_>> {
        let months = &self.facts.project.monitoring.months;
        months.range(..self.month).rev().map(|(month, form)| Sheet {
            facts: self.facts,
            timeline: self.timeline,
            month: *month,
            form,
        })
    }

    /// M-10 by source.
    fn sources(&self, found: &mut Findings<'_>) {
        for fund in &self.facts.project.funds {
            let key = RowKey::Fund(fund.id.clone());
            let budget = if fund.adjusted.is_blank() {
                &fund.initial
            } else {
                &fund.adjusted
            };
            let executed = self
                .reading(&key)
                .and_then(|reading| reading.actual.decimal());
            if let (Some(executed), Some(budget)) = (executed, budget.decimal())
                && executed > budget
                && differ(executed, budget, EPS)
            {
                let place = self.at(key, R::Actual);
                found
                    .add(C::M10, place, Subject::Fund(fund.source.clone()))
                    .expected(format!("≤{}", budget.normalize()))
                    .found(executed.normalize());
            }
        }
    }

    /// M-10 on the forecast of the money.
    fn forecast(&self, reading: &MonthReading, found: &mut Findings<'_>) {
        let Some(forecast) = reading.forecast.decimal() else {
            return;
        };
        let changes = matches!(
            self.form.disposal,
            Some(Disposal::AdjustGoal | Disposal::Reallocate)
        );
        let too_low = self.executed().filter(|executed| forecast < *executed);
        let too_high = self
            .budget()
            .filter(|budget| forecast > *budget && differ(forecast, *budget, EPS) && !changes);
        let bound = too_low
            .map(|executed| format!("≥{}", executed.normalize()))
            .or_else(|| too_high.map(|budget| format!("≤{}", budget.normalize())));
        if let Some(bound) = bound {
            let place = self.at(RowKey::Execution, R::Forecast);
            found
                .add(C::M10, place, Subject::MonthMoney(self.month))
                .expected(bound)
                .found(forecast.normalize());
        }
    }

    /// M-02, M-03, M-04, M-05
    fn duties(
        &self,
        key: &RowKey,
        subject: &Subject,
        reading: &MonthReading,
        light: Option<Light>,
        found: &mut Findings<'_>,
    ) {
        let explain = &self.facts.policy.monitoring.explain_lights;
        if light.is_some_and(|light| explain.contains(&light)) && reading.cause.is_none() {
            found.add(C::M02, self.at(key.clone(), R::Cause), subject.clone());
        }
        if reading.cause.is_some() && reading.cause_text.trim().is_empty() {
            found.add(C::M03, self.at(key.clone(), R::CauseText), subject.clone());
        }
        let doubtful = matches!(
            reading.outlook,
            Some(Outlook::Possible | Outlook::Impossible)
        );
        if doubtful && (reading.cause.is_none() || reading.forecast.is_blank()) {
            let field = if reading.cause.is_none() {
                R::Cause
            } else {
                R::Forecast
            };
            found.add(C::M04, self.at(key.clone(), field), subject.clone());
        }
        if reading.outlook == Some(Outlook::Impossible) {
            if reading.measures.trim().is_empty() {
                found.add(C::M05, self.at(key.clone(), R::Measures), subject.clone());
            } else if self.form.disposal.is_none() {
                found.add(C::M05, At::Disposal(self.month), subject.clone());
            }
        }
    }

    /// M-08
    fn outlook(
        &self,
        key: &RowKey,
        subject: &Subject,
        reading: &MonthReading,
        progress: &Progress,
        found: &mut Findings<'_>,
    ) {
        let rosy = progress.light == Some(Light::Red) && reading.outlook == Some(Outlook::Certain);
        let gloomy = progress
            .index
            .is_some_and(|index| index >= Decimal::ONE_HUNDRED)
            && reading.outlook == Some(Outlook::Impossible);
        if rosy || gloomy {
            found.add(C::M08, self.at(key.clone(), R::Outlook), subject.clone());
        }
    }

    /// M-11
    fn over_target(
        &self,
        row: &Row<'_>,
        key: &RowKey,
        reading: &MonthReading,
        progress: &Progress,
        found: &mut Findings<'_>,
    ) {
        let Some(ratio) = progress.ratio.filter(|_| reading.cause.is_none()) else {
            return;
        };
        let far = Decimal::ONE
            .checked_add(self.facts.policy.monitoring.explain_over)
            .unwrap_or(Decimal::ONE);
        let over = match row.target() {
            Target::AtLeast(_) | Target::MoreThan(_) => ratio > far,
            Target::Equal(_) => ratio > Decimal::ONE,
            _ => false,
        };
        if over {
            found
                .add(C::M11, self.at(key.clone(), R::Cause), self.subject(row))
                .expected(row.indicator.target.trim())
                .found(reading.actual.as_str().trim());
        }
    }

    /// M-09 on what can only grow: counted output.
    fn monotone_row(
        &self,
        row: &Row<'_>,
        key: &RowKey,
        reading: &MonthReading,
        found: &mut Findings<'_>,
    ) {
        if row.level2() != Level2::Quantity || !is_counted(row.target()) {
            return;
        }
        let number = |text: &str| match actual(text, row.target()).value {
            Actual::Number { quantity, .. } => Some(quantity),
            _ => None,
        };
        let before = self
            .earlier()
            .find_map(|sheet| number(sheet.reading(key)?.actual.as_str()));
        let (Some(now), Some(before)) = (number(reading.actual.as_str()), before) else {
            return;
        };
        let aligned = unit::align(&before, &now);
        if aligned.actual < aligned.target {
            found
                .add(C::M09, self.at(key.clone(), R::Actual), self.subject(row))
                .expected(format!("≥{before}"))
                .found(reading.actual.as_str().trim());
        }
    }

    /// M-07
    fn gap(&self, done: &[(Decimal, Decimal)], found: &mut Findings<'_>) {
        let weights = sum(done.iter().map(|(_, weight)| *weight));
        let points = sum(done
            .iter()
            .filter_map(|(part, weight)| part.checked_mul(*weight)));
        let (Some(goal), Some(rate)) = (points.checked_div(weights), self.rate()) else {
            return;
        };
        let Some(gap) = goal
            .checked_sub(rate)
            .and_then(|gap| gap.checked_mul(Decimal::ONE_HUNDRED))
        else {
            return;
        };
        if gap.abs() > self.facts.policy.lights.goal_money_gap {
            let percent = |part: Decimal| {
                let part = part.checked_mul(Decimal::ONE_HUNDRED).unwrap_or_default();
                format!("{}%", part.round_dp(2).normalize())
            };
            found
                .add(
                    C::M07,
                    self.at(RowKey::Execution, R::Actual),
                    Subject::Month(self.month),
                )
                .expected(percent(goal))
                .found(percent(rate));
        }
    }

    /// M-12
    fn version(&self, found: &mut Findings<'_>) {
        let documents = &self.facts.project.documents;
        let document = documents.get(DocumentKind::Monitoring(self.month));
        let waits = !document.status.is_editable()
            && !matches!(document.status, Status::Final | Status::Approved);
        if waits && self.form.goal_version != documents.goal.version {
            found
                .add(C::M12, At::Disposal(self.month), Subject::Month(self.month))
                .expected(documents.goal.version)
                .found(self.form.goal_version);
        }
    }

    /// How far a row is in this month, as its timeline has it.
    fn progress(&self, row: &Row<'_>) -> Progress {
        let key = RowKey::Indicator(row.indicator.id.clone());
        let line = self.timeline.row(&key);
        let cell = line.and_then(|line| line.cell(self.month));
        let share = |percent: Decimal| percent.checked_div(Decimal::ONE_HUNDRED);
        Progress {
            light: cell.and_then(|cell| cell.light),
            done: line
                .and_then(|line| line.progress(self.month))
                .and_then(|(_, completion)| share(completion)),
            index: cell.and_then(|cell| cell.index),
            ratio: cell.and_then(|cell| cell.completion).and_then(share),
        }
    }
}

/// A number that adds up over the year; a share does not.
fn is_counted(target: &Target) -> bool {
    target
        .quantity()
        .is_some_and(|quantity| !matches!(quantity.unit.as_str(), "%" | "‰" | "℃"))
}
