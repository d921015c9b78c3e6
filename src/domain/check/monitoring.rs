//! M-01 to M-14: the monitoring forms of the months.
//!
//! Called by [`super::audit`]. Only the month in question is asked to be complete: the last one
//! read, or the one about to be sent; the months before it are only asked not to contradict
//! themselves. Lights, rates and what is due are those of the timeline, so that a form is never
//! refused for something that its screen does not show.

use rust_decimal::Decimal;

use super::facts::{EPS, Facts, Row, differ};
use super::list::Check as C;
use super::{Context, Detail, Findings, Purpose, Stage, Subject};
use crate::domain::command::{At, ReadingField as R};
use crate::domain::monitoring::{Cell, Due, Measure, Timeline, Warning, timeline};
use crate::domain::notation::{Actual, Target, actual};
use crate::domain::number::round_to;
use crate::domain::policy::{Level2, Light};
use crate::domain::project::{Disposal, MonthForm, MonthReading, Outlook, Project, RowKey};
use crate::domain::status::{DocumentKind, Status};
use crate::domain::unit;

pub(super) fn check(facts: &Facts<'_>, context: &Context<'_>, found: &mut Findings<'_>) {
    let Some(month) = month_in_question(facts.project, context) else {
        return;
    };
    let timeline = &timeline(facts.project, facts.policy, month);
    let empty = MonthForm::default();
    let months = &facts.project.monitoring.months;
    let wanted = |other: u8| context.month.is_none_or(|only| only == other);
    let forms = months.iter().filter(|(other, _)| wanted(**other));
    let forms = forms.map(|(other, form)| (*other, form));
    let begun = months.contains_key(&month);
    for (other, form) in forms.chain((!begun).then_some((month, &empty))) {
        let sheet = Sheet {
            facts,
            timeline,
            month: other,
            form,
        };
        sheet.contradictions(found);
        if other == month {
            sheet.complete(found);
            sheet.warnings(found);
        }
    }
}

/// The month whose form is to be complete: the one that is asked about, otherwise the last one
/// that somebody read. A month without a form is missed only where it is about to be sent.
fn month_in_question(project: &Project, context: &Context<'_>) -> Option<u8> {
    let months = &project.monitoring.months;
    let sending = context.purpose == Purpose::Send && context.stage == Some(Stage::Monitoring);
    match context.month {
        Some(month) => (sending || months.contains_key(&month)).then_some(month),
        None => project
            .last_reading_month()
            .or_else(|| months.keys().next_back().copied()),
    }
}

struct Sheet<'f, 'a> {
    facts: &'f Facts<'a>,
    timeline: &'f Timeline,
    month: u8,
    form: &'f MonthForm,
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

    /// The month of a row, as its timeline has it.
    fn cell(&self, key: &RowKey) -> Option<&Cell> {
        self.timeline.row(key)?.cell(self.month)
    }

    fn light(&self, key: &RowKey) -> Option<Light> {
        self.cell(key)?.light
    }

    /// The rows that are in use, each with its key and its reading, a blank one where there is none.
    fn rows(&self) -> impl Iterator<Item = (&Row<'_>, RowKey, MonthReading)> {
        let used = self.facts.applicable().filter(|row| !row.is_unused());
        used.map(|row| {
            let key = RowKey::Indicator(row.indicator.id.clone());
            let reading = self.reading(&key).cloned().unwrap_or_default();
            (row, key, reading)
        })
    }

    fn money_reading(&self) -> MonthReading {
        self.reading(&RowKey::Execution)
            .cloned()
            .unwrap_or_default()
    }

    /// The cumulative execution: the sum of the sources, or the money as a whole.
    fn executed(&self) -> Option<Decimal> {
        self.cell(&RowKey::Execution)?.amount
    }

    fn budget(&self) -> Option<Decimal> {
        self.facts
            .annual_amount()
            .filter(|amount| *amount > Decimal::ZERO)
    }

    /// What is wrong in any month: M-03, M-05, M-09, M-10, M-12.
    fn contradictions(&self, found: &mut Findings<'_>) {
        let money = self.money_reading();
        let subject = Subject::MonthMoney(self.month);
        self.unsaid(&RowKey::Execution, &subject, &money, found);
        self.sources(found);
        self.forecast(&money, found);
        self.falling_money(found);
        for (row, key, reading) in self.rows() {
            let subject = self.subject(row);
            self.unsaid(&key, &subject, &reading, found);
            self.monotone_row(row, &key, &reading, found);
        }
        self.version(found);
    }

    /// What the month in question lacks, and an outlook that later months have not yet overtaken:
    /// M-01, M-02, M-04, M-08, M-11.
    fn complete(&self, found: &mut Findings<'_>) {
        let key = RowKey::Execution;
        let subject = Subject::MonthMoney(self.month);
        if self.executed().is_none() && !self.facts.project.funds.is_empty() {
            found.add(C::M01, self.at(key.clone(), R::Actual), subject.clone());
        }
        let money = self.money_reading();
        self.cause(&key, &subject, &money, found);
        self.outlook(&key, &subject, &money, found);
        for (row, key, reading) in self.rows() {
            let subject = self.subject(row);
            if reading.actual.is_blank() && self.is_due(&key) {
                found.add(C::M01, self.at(key.clone(), R::Actual), subject.clone());
            }
            self.cause(&key, &subject, &reading, found);
            self.outlook(&key, &subject, &reading, found);
            self.over_target(row, &key, &reading, found);
        }
    }

    /// A rate that is due in December is not missing in March, and a target that can't be read is
    /// a fault of the goal.
    fn is_due(&self, key: &RowKey) -> bool {
        self.timeline.row(key).is_some_and(|row| {
            let due = row
                .cell(self.month)
                .is_some_and(|cell| cell.due == Due::Due);
            due && row.measure != Measure::Unreadable
        })
    }

    /// What the month in question warns of: M-06, M-07, M-13, M-14.
    fn warnings(&self, found: &mut Findings<'_>) {
        let place = || self.at(RowKey::Execution, R::Actual);
        let money = Subject::MonthMoney(self.month);
        if let Some((expected, shown)) = self.behind() {
            found
                .add(C::M06, place(), money.clone())
                .expected(expected)
                .found(shown);
        }
        let Timeline {
            goal_rate,
            execution_rate,
            ..
        } = *self.timeline;
        for warning in &self.timeline.warnings {
            match warning {
                Warning::Gap { points, .. } => {
                    if let (Some(goal), Some(money)) = (goal_rate, execution_rate) {
                        found
                            .add(C::M07, place(), Subject::Month(self.month))
                            .detail(Detail::Gap {
                                goal: round_to(goal, 2),
                                money: round_to(money, 2),
                                points: round_to(*points, 2),
                            });
                    }
                }
                Warning::Idle { .. } if self.budget().is_some() => {
                    found.add(C::M13, place(), money.clone());
                }
                Warning::Repeated { .. } => {
                    found
                        .add(C::M14, At::Disposal(self.month), Subject::Month(self.month))
                        .detail(Detail::Months(self.timeline.warned_months()));
                }
                Warning::Idle { .. } | Warning::Milestone { .. } => {}
            }
        }
    }

    /// What M-06 tells: the rate that should be there and the one that is.
    fn behind(&self) -> Option<(String, String)> {
        let rate = self.timeline.execution_rate?;
        let percent = |rate: Decimal| format!("{}%", round_to(rate, 2));
        let milestone = self
            .timeline
            .warnings
            .iter()
            .find_map(|warning| match warning {
                Warning::Milestone { demanded, .. } => Some(*demanded),
                _ => None,
            });
        let slow = matches!(self.timeline.money_light, Some(Light::Red | Light::Yellow));
        let green = slow.then(|| self.green_from()).flatten();
        // None is less than any rate.
        let demanded = milestone.max(green)?;
        Some((format!("≥{}", percent(demanded)), percent(rate)))
    }

    /// The execution rate from which on the light of the month is green.
    fn green_from(&self) -> Option<Decimal> {
        let bands = &self.facts.policy.lights.budget.bands;
        let yellow = bands.iter().find(|band| band.light == Light::Yellow)?;
        yellow
            .below?
            .checked_mul(Decimal::from(self.month))?
            .checked_div(Decimal::from(12))
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

    /// M-09 on the money.
    fn falling_money(&self, found: &mut Findings<'_>) {
        let before = self.earlier().find_map(|sheet| sheet.executed());
        if let (Some(executed), Some(before)) = (self.executed(), before)
            && executed < before
        {
            let place = self.at(RowKey::Execution, R::Actual);
            found
                .add(C::M09, place, Subject::MonthMoney(self.month))
                .expected(format!("≥{}", before.normalize()))
                .found(executed.normalize());
        }
    }

    /// M-10 by source, or on the money as a whole where no source tells it.
    fn sources(&self, found: &mut Findings<'_>) {
        let mut told = false;
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
            let subject = Subject::Fund(fund.source.clone());
            told |= self.exceeds(key, subject, executed, budget.decimal(), found);
        }
        if !told {
            let subject = Subject::MonthMoney(self.month);
            let (executed, budget) = (self.executed(), self.budget());
            self.exceeds(RowKey::Execution, subject, executed, budget, found);
        }
    }

    fn exceeds(
        &self,
        key: RowKey,
        subject: Subject,
        executed: Option<Decimal>,
        budget: Option<Decimal>,
        found: &mut Findings<'_>,
    ) -> bool {
        let (Some(executed), Some(budget)) = (executed, budget) else {
            return false;
        };
        let more = executed > budget && differ(executed, budget, EPS);
        if more {
            found
                .add(C::M10, self.at(key, R::Actual), subject)
                .expected(format!("≤{}", budget.normalize()))
                .found(executed.normalize());
        }
        more
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

    /// M-02, M-04
    fn cause(
        &self,
        key: &RowKey,
        subject: &Subject,
        reading: &MonthReading,
        found: &mut Findings<'_>,
    ) {
        let explain = &self.facts.policy.monitoring.explain_lights;
        let light = self.light(key);
        if light.is_some_and(|light| explain.contains(&light)) && reading.cause.is_none() {
            found.add(C::M02, self.at(key.clone(), R::Cause), subject.clone());
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
    }

    /// M-03, M-05
    fn unsaid(
        &self,
        key: &RowKey,
        subject: &Subject,
        reading: &MonthReading,
        found: &mut Findings<'_>,
    ) {
        if reading.cause.is_some() && reading.cause_text.trim().is_empty() {
            found.add(C::M03, self.at(key.clone(), R::CauseText), subject.clone());
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
        found: &mut Findings<'_>,
    ) {
        let cell = self.cell(key);
        let light = cell.and_then(|cell| cell.light);
        let index = cell.and_then(|cell| cell.index);
        let rosy = light == Some(Light::Red) && reading.outlook == Some(Outlook::Certain);
        let gloomy = index.is_some_and(|index| index >= Decimal::ONE_HUNDRED)
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
        found: &mut Findings<'_>,
    ) {
        let completion = self.cell(key).and_then(|cell| cell.completion);
        let Some(completion) = completion.filter(|_| reading.cause.is_none()) else {
            return;
        };
        let far = Decimal::ONE
            .checked_add(self.facts.policy.monitoring.explain_over)
            .and_then(|far| far.checked_mul(Decimal::ONE_HUNDRED))
            .unwrap_or(Decimal::ONE_HUNDRED);
        let over = match row.target() {
            Target::AtLeast(_) | Target::MoreThan(_) => completion > far,
            Target::Equal(_) => completion > Decimal::ONE_HUNDRED,
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
}

/// A number that adds up over the year; a share does not.
fn is_counted(target: &Target) -> bool {
    target
        .quantity()
        .is_some_and(|quantity| !matches!(quantity.unit.as_str(), "%" | "‰" | "℃"))
}
