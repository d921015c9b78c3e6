//! One project: which key goes into which field, block by block.
//!
//! Here stands what the format calls everything. A project carries keys that the format does not
//! know along; the blocks inside it drop them.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use super::Arrival;
use super::error::{Expected, Got, List, Place};
use super::rows::{Rows, unique_ids};
use super::value::{Reader, filled};
use crate::domain::project::{
    About, Evaluation, Fund, Indicator, MoneyUnit, Monitoring, MonthForm, MonthReading, MultiYear,
    Period, PlanLine, Printed, Project,
};
use crate::domain::status::Documents;
use crate::exchange::json::node::Node;

/// The keys of a project; all others are carried along.
pub(in crate::exchange::json) const PROJECT_KEYS: [&str; 18] = [
    "code",
    "name",
    "year",
    "unit",
    "department",
    "policy",
    "money_unit",
    "period",
    "about",
    "funds",
    "printed",
    "goal",
    "achieved",
    "indicators",
    "multi_year",
    "monitoring",
    "evaluation",
    "documents",
];

pub(super) fn project(number: usize, node: &Node<'_>, arrival: Arrival) -> Got<Project> {
    let mut place = Place {
        project: Some(number),
        ..Place::default()
    };
    if matches!(node, Node::Null) {
        return Reader { place: &place }.shape("", Expected::Object, node);
    }
    let entries = Reader { place: &place }.object("", node)?;
    let mut project = Project::default();
    if let Some((key, value)) = entries.iter().find(|(key, _)| key == "code") {
        let code = Reader { place: &place }.line(key, value)?;
        project.code = code.nfkc().collect();
        place.code.clone_from(&project.code);
    }
    if project.code.is_empty() {
        project.code = format!("#{number}");
    }
    let at = Reader { place: &place };
    for (key, value) in entries {
        let key = key.as_ref();
        match key {
            "code" => {}
            "name" => project.name = at.line(key, value)?,
            "year" => project.year = at.year(key, value)?,
            "unit" => project.unit = at.line(key, value)?,
            "department" => project.department = at.line(key, value)?,
            "policy" => project.policy = filled(at.line(key, value)?),
            "money_unit" => {
                const WORDS: &[&str] = &["万元", "元"];
                project.money_unit = at
                    .choice::<MoneyUnit>(key, value, WORDS)?
                    .unwrap_or_default();
            }
            "period" => project.period = at.period(key, value)?,
            "about" => project.about = at.about(key, value)?,
            "funds" => project.funds = at.funds(key, value)?,
            "printed" => project.printed = at.printed(key, value)?,
            "goal" => project.goal = at.text(key, value)?,
            "achieved" => project.achieved = at.text(key, value)?,
            "indicators" => project.indicators = at.indicators(key, value, List::Indicators)?,
            "multi_year" => project.multi_year = at.multi_year(key, value)?,
            "monitoring" => project.monitoring = at.monitoring(key, value)?,
            "evaluation" => project.evaluation = at.evaluation(key, value)?,
            "documents" if arrival == Arrival::Draft => {}
            "documents" => project.documents = at.documents(key, value)?,
            _ => {
                project.extra.insert(key.to_owned(), value.carried());
            }
        }
    }
    if arrival == Arrival::Draft {
        for form in project.monitoring.months.values_mut() {
            form.goal_version = 0;
        }
    }
    Ok(project)
}

impl Reader<'_> {
    fn period(&self, key: &str, node: &Node<'_>) -> Got<Option<Period>> {
        let place = self.inside(key);
        let at = Reader { place: &place };
        let (mut start, mut end) = (None, None);
        for (key, value) in self.object(key, node)? {
            match key.as_ref() {
                "start" => start = at.date(key, value)?,
                "end" => end = at.date(key, value)?,
                _ => {}
            }
        }
        match (start, end) {
            (None, None) => Ok(None),
            (start, end) => Ok(Some(Period { start, end })),
        }
    }

    fn about(&self, key: &str, node: &Node<'_>) -> Got<About> {
        let place = self.inside(key);
        let at = Reader { place: &place };
        let mut about = About::default();
        for (key, value) in self.object(key, node)? {
            let key = key.as_ref();
            match key {
                "attribute" => {
                    about.attribute = at.choice(key, value, &["新增项目", "延续项目"])?;
                }
                "category" => {
                    about.category = at.choice(key, value, &["人员类", "运转类", "特定目标类"])?;
                }
                "nature" => {
                    about.nature = at.choice(key, value, &["经常性", "一次性", "阶段性"])?;
                }
                "leader" => about.leader = at.line(key, value)?,
                "phone" => about.phone = at.line(key, value)?,
                "overview" => about.overview = at.text(key, value)?,
                "basis" => about.basis = at.text(key, value)?,
                "necessity" => about.necessity = at.text(key, value)?,
                "feasibility" => about.feasibility = at.text(key, value)?,
                "schedule" => about.schedule = at.text(key, value)?,
                "safeguards" => about.safeguards = at.text(key, value)?,
                "ex_ante" => about.ex_ante = at.text(key, value)?,
                _ => {}
            }
        }
        Ok(about)
    }

    fn funds(&self, key: &str, node: &Node<'_>) -> Got<Vec<Fund>> {
        let mut rows = Rows::new(self.place, key, List::Funds);
        let mut funds = Vec::new();
        for node in self.list(key, node)? {
            let (place, entries) = rows.next(self, node)?;
            let at = Reader { place: &place };
            let mut fund = Fund::default();
            for (key, value) in entries {
                let key = key.as_ref();
                match key {
                    "id" => fund.id = at.line(key, value)?,
                    "source" => fund.source = at.line(key, value)?,
                    "initial" => fund.initial = at.written(key, value)?,
                    "adjusted" => fund.adjusted = at.written(key, value)?,
                    "executed" => fund.executed = at.written(key, value)?,
                    _ => {}
                }
            }
            funds.push(fund);
        }
        unique_ids(&mut funds, &rows, "f", |fund| &mut fund.id)?;
        Ok(funds)
    }

    fn printed(&self, key: &str, node: &Node<'_>) -> Got<Printed> {
        let place = self.inside(key);
        let at = Reader { place: &place };
        let mut printed = Printed::default();
        for (key, value) in self.object(key, node)? {
            let key = key.as_ref();
            match key {
                "execution_rate" => printed.execution_rate = filled(at.line(key, value)?),
                "execution_weight" => printed.execution_weight = filled(at.line(key, value)?),
                "execution_score" => printed.execution_score = filled(at.line(key, value)?),
                "total" => printed.total = filled(at.line(key, value)?),
                "grade" => printed.grade = filled(at.line(key, value)?),
                _ => {}
            }
        }
        Ok(printed)
    }

    fn indicators(&self, key: &str, node: &Node<'_>, list: List) -> Got<Vec<Indicator>> {
        let mut rows = Rows::new(self.place, key, list);
        let mut indicators = Vec::new();
        for node in self.list(key, node)? {
            let (place, entries) = rows.next(self, node)?;
            let at = Reader { place: &place };
            let mut indicator = Indicator::default();
            for (key, value) in entries {
                at.indicator(&mut indicator, key, value)?;
            }
            indicators.push(indicator);
        }
        unique_ids(&mut indicators, &rows, "", |row| &mut row.id)?;
        Ok(indicators)
    }

    fn indicator(&self, row: &mut Indicator, key: &str, value: &Node<'_>) -> Got<()> {
        match key {
            "id" => row.id = self.line(key, value)?,
            "level1" => row.level1 = self.line(key, value)?,
            "level2" => row.level2 = self.line(key, value)?,
            "name" => row.name = self.line(key, value)?,
            "target" => row.target = self.line(key, value)?,
            "actual" => row.actual = self.line(key, value)?,
            "weight" => row.weight = self.written(key, value)?,
            "band" => row.band = self.choice(key, value, &["met", "partial", "unmet"])?,
            "band_score" => row.band_score = self.written(key, value)?,
            "applicable" => row.not_applicable = self.flag(key, value)? == Some(false),
            "deduction" => row.deduction = self.written(key, value)?,
            "reason" => row.reason = self.text(key, value)?,
            "evidence" => row.evidence = self.text(key, value)?,
            "printed_score" => row.printed_score = self.written(key, value)?,
            "withdrawn" => row.withdrawn = self.flag(key, value)?.unwrap_or_default(),
            "explanation" => row.explanation = self.text(key, value)?,
            "standard" => row.standard = self.text(key, value)?,
            "formula" => row.formula = self.text(key, value)?,
            "origin" => row.origin = self.line(key, value)?,
            "basis" => row.basis = self.line(key, value)?,
            "last_year" => row.last_year = self.line(key, value)?,
            "year_before" => row.year_before = self.line(key, value)?,
            "method" => row.method = self.line(key, value)?,
            "data_source" => row.data_source = self.line(key, value)?,
            "evidence_required" => row.evidence_required = self.text(key, value)?,
            "goal_link" => row.goal_link = self.text(key, value)?,
            "growth_rate" => row.growth_rate = self.flag(key, value)?.unwrap_or_default(),
            _ => {}
        }
        Ok(())
    }

    fn multi_year(&self, key: &str, node: &Node<'_>) -> Got<MultiYear> {
        let place = self.inside(key);
        let at = Reader { place: &place };
        let mut multi_year = MultiYear::default();
        for (key, value) in self.object(key, node)? {
            let key = key.as_ref();
            match key {
                "total" => multi_year.total = at.written(key, value)?,
                "fiscal" => multi_year.fiscal = at.written(key, value)?,
                "other" => multi_year.other = at.written(key, value)?,
                "goal" => multi_year.goal = at.text(key, value)?,
                "indicators" => {
                    multi_year.indicators = at.indicators(key, value, List::MultiYear)?;
                }
                _ => {}
            }
        }
        Ok(multi_year)
    }

    fn monitoring(&self, key: &str, node: &Node<'_>) -> Got<Monitoring> {
        let place = self.inside(key);
        let at = Reader { place: &place };
        let mut monitoring = Monitoring::default();
        for (key, value) in self.object(key, node)? {
            let key = key.as_ref();
            match key {
                "plan" => monitoring.plan = at.plan(key, value)?,
                "months" => {
                    let place = at.inside(key);
                    let months = Reader { place: &place };
                    for (month, form) in at.object(key, value)? {
                        monitoring
                            .months
                            .insert(months.month(month)?, months.month_form(month, form)?);
                    }
                }
                _ => {}
            }
        }
        Ok(monitoring)
    }

    fn plan(&self, key: &str, node: &Node<'_>) -> Got<Vec<PlanLine>> {
        let mut rows = Rows::new(self.place, key, List::Plan);
        let mut plan = Vec::new();
        for node in self.list(key, node)? {
            let (place, entries) = rows.next(self, node)?;
            let at = Reader { place: &place };
            let mut line = PlanLine {
                id: rows.row_key(&at, entries)?,
                ..PlanLine::default()
            };
            for (key, value) in entries {
                if key.as_ref() == "months" {
                    let place = at.inside(key);
                    let months = Reader { place: &place };
                    let mut values = BTreeMap::new();
                    for (month, value) in at.object(key, value)? {
                        values.insert(months.month(month)?, months.written(month, value)?);
                    }
                    line.months = values;
                }
            }
            plan.push(line);
        }
        Ok(plan)
    }

    fn month_form(&self, key: &str, node: &Node<'_>) -> Got<MonthForm> {
        let place = self.inside(key);
        let at = Reader { place: &place };
        let mut form = MonthForm::default();
        for (key, value) in self.object(key, node)? {
            let key = key.as_ref();
            match key {
                "readings" => form.readings = at.readings(key, value)?,
                "disposal" => {
                    const WORDS: &[&str] = &["continue", "reallocate", "adjust_goal", "cancel"];
                    form.disposal = at.choice(key, value, WORDS)?;
                }
                "goal_version" => form.goal_version = at.count(key, value)?,
                _ => {}
            }
        }
        Ok(form)
    }

    fn readings(&self, key: &str, node: &Node<'_>) -> Got<Vec<MonthReading>> {
        const CAUSES: &[&str] = &["funding", "rules", "staff", "equipment", "other"];
        const OUTLOOKS: &[&str] = &["certain", "possible", "impossible"];
        let mut rows = Rows::new(self.place, key, List::Readings);
        let mut readings = Vec::new();
        for node in self.list(key, node)? {
            let (place, entries) = rows.next(self, node)?;
            let at = Reader { place: &place };
            let mut reading = MonthReading {
                id: rows.row_key(&at, entries)?,
                ..MonthReading::default()
            };
            for (key, value) in entries {
                let key = key.as_ref();
                match key {
                    "actual" => reading.actual = at.written(key, value)?,
                    "cause" => reading.cause = at.choice(key, value, CAUSES)?,
                    "cause_text" => reading.cause_text = at.text(key, value)?,
                    "outlook" => reading.outlook = at.choice(key, value, OUTLOOKS)?,
                    "forecast" => reading.forecast = at.written(key, value)?,
                    "measures" => reading.measures = at.text(key, value)?,
                    _ => {}
                }
            }
            readings.push(reading);
        }
        Ok(readings)
    }

    fn evaluation(&self, key: &str, node: &Node<'_>) -> Got<Evaluation> {
        let place = self.inside(key);
        let at = Reader { place: &place };
        let mut evaluation = Evaluation::default();
        for (key, value) in self.object(key, node)? {
            let key = key.as_ref();
            match key {
                "execution_reason" => evaluation.execution_reason = at.text(key, value)?,
                "improvement" => evaluation.improvement = at.text(key, value)?,
                "filled_by" => evaluation.filled_by = at.line(key, value)?,
                _ => {}
            }
        }
        Ok(evaluation)
    }

    fn documents(&self, key: &str, node: &Node<'_>) -> Got<Documents> {
        serde_json::from_value(node.carried())
            .or_else(|error| self.value(key, Expected::Documents, &error.to_string()))
    }
}
