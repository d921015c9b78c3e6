//! Writing `wenxiao/1`: projects to JSON text, in one fixed order of keys.
//!
//! Called through [`super::write`]. Projects are taken one after the other, so that a store of any
//! size is written without holding it. What is empty and optional is left out; the same projects
//! always give the same bytes.

use std::borrow::Borrow;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::ser::{Error, SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

use super::FORMAT;
use super::read::PROJECT_KEYS;
use crate::domain::number::Written;
use crate::domain::project::{
    About, Evaluation, Fund, Indicator, Monitoring, MonthForm, MonthReading, MultiYear, Period,
    PlanLine, Printed, Project,
};
use crate::domain::status::Documents;

/// What a written file says beside its projects.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WriteOptions {
    /// Name of the policy of the file.
    pub policy: Option<String>,
}

/// Writes `projects` as one file, with a line break at its end.
pub fn write<P: Borrow<Project>>(
    projects: impl IntoIterator<Item = P>,
    options: &WriteOptions,
    out: &mut impl Write,
) -> io::Result<()> {
    let file = FileWire {
        policy: options.policy.as_deref(),
        projects: Cell::new(Some(projects.into_iter())),
    };
    let mut buffered = io::BufWriter::with_capacity(1 << 16, &mut *out);
    serde_json::to_writer_pretty(&mut buffered, &file)?;
    buffered.write_all(b"\n")?;
    buffered.flush()
}

struct FileWire<'a, I> {
    policy: Option<&'a str>,
    /// Taken when the file is written: an iterator is walked once.
    projects: Cell<Option<I>>,
}

impl<I: Iterator<Item: Borrow<Project>>> Serialize for FileWire<'_, I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("format", FORMAT)?;
        if let Some(policy) = self.policy {
            map.serialize_entry("policy", policy)?;
        }
        map.serialize_entry("projects", &ListWire(&self.projects))?;
        map.end()
    }
}

struct ListWire<'a, I>(&'a Cell<Option<I>>);

impl<I: Iterator<Item: Borrow<Project>>> Serialize for ListWire<'_, I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some(projects) = self.0.take() else {
            return Err(S::Error::custom("written twice"));
        };
        let mut list = serializer.serialize_seq(None)?;
        for project in projects {
            list.serialize_element(&Wire(project.borrow()))?;
        }
        list.end()
    }
}

/// A value in the shape of the format.
struct Wire<'a, T>(&'a T);

/// Writes entries, leaving out what is empty.
struct Entries<M> {
    map: M,
}

impl<M: SerializeMap> Entries<M> {
    fn always(&mut self, key: &str, text: &str) -> Result<(), M::Error> {
        self.map.serialize_entry(key, text)
    }

    fn text(&mut self, key: &str, text: &str) -> Result<(), M::Error> {
        if text.is_empty() {
            Ok(())
        } else {
            self.map.serialize_entry(key, text)
        }
    }

    fn written(&mut self, key: &str, cell: &Written) -> Result<(), M::Error> {
        self.text(key, cell.as_str())
    }

    fn option<T: Serialize>(&mut self, key: &str, value: Option<&T>) -> Result<(), M::Error> {
        match value {
            Some(value) => self.map.serialize_entry(key, value),
            None => Ok(()),
        }
    }

    fn flag(&mut self, key: &str, flag: bool) -> Result<(), M::Error> {
        if flag {
            self.map.serialize_entry(key, &true)
        } else {
            Ok(())
        }
    }

    /// An object, unless it is as if it had never been filled in.
    fn part<T: Default + PartialEq>(&mut self, key: &str, part: &T) -> Result<(), M::Error>
    where
        for<'a> Wire<'a, T>: Serialize,
    {
        if *part == T::default() {
            Ok(())
        } else {
            self.map.serialize_entry(key, &Wire(part))
        }
    }

    fn rows<T>(&mut self, key: &str, rows: &[T]) -> Result<(), M::Error>
    where
        for<'a> Wire<'a, T>: Serialize,
    {
        self.map.serialize_entry(key, &RowsWire(rows))
    }
}

struct RowsWire<'a, T>(&'a [T]);

impl<T> Serialize for RowsWire<'_, T>
where
    for<'a> Wire<'a, T>: Serialize,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(Wire))
    }
}

fn entries<S: Serializer>(serializer: S) -> Result<Entries<S::SerializeMap>, S::Error> {
    Ok(Entries {
        map: serializer.serialize_map(None)?,
    })
}

impl Serialize for Wire<'_, Project> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let project = self.0;
        let mut out = entries(serializer)?;
        out.always("code", &project.code)?;
        out.always("name", &project.name)?;
        out.option("year", project.year.as_ref())?;
        out.always("unit", &project.unit)?;
        out.always("department", &project.department)?;
        out.option("policy", project.policy.as_ref())?;
        out.map.serialize_entry("money_unit", &project.money_unit)?;
        out.option("period", project.period.as_ref().map(Wire).as_ref())?;
        out.part("about", &project.about)?;
        out.rows("funds", &project.funds)?;
        out.part("printed", &project.printed)?;
        out.always("goal", &project.goal)?;
        out.always("achieved", &project.achieved)?;
        out.rows("indicators", &project.indicators)?;
        out.part("multi_year", &project.multi_year)?;
        out.part("monitoring", &project.monitoring)?;
        out.part("evaluation", &project.evaluation)?;
        if project.documents != Documents::default() {
            out.map.serialize_entry("documents", &project.documents)?;
        }
        for (key, value) in &project.extra {
            if !PROJECT_KEYS.contains(&key.as_str()) {
                out.map.serialize_entry(key, value)?;
            }
        }
        out.map.end()
    }
}

impl Serialize for Wire<'_, Period> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = entries(serializer)?;
        out.option("start", self.0.start.as_ref())?;
        out.option("end", self.0.end.as_ref())?;
        out.map.end()
    }
}

impl Serialize for Wire<'_, About> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let about = self.0;
        let mut out = entries(serializer)?;
        out.option("attribute", about.attribute.as_ref())?;
        out.option("category", about.category.as_ref())?;
        out.option("nature", about.nature.as_ref())?;
        out.text("leader", &about.leader)?;
        out.text("phone", &about.phone)?;
        out.text("overview", &about.overview)?;
        out.text("basis", &about.basis)?;
        out.text("necessity", &about.necessity)?;
        out.text("feasibility", &about.feasibility)?;
        out.text("schedule", &about.schedule)?;
        out.text("safeguards", &about.safeguards)?;
        out.text("ex_ante", &about.ex_ante)?;
        out.map.end()
    }
}

impl Serialize for Wire<'_, Fund> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fund = self.0;
        let mut out = entries(serializer)?;
        out.text("id", &fund.id)?;
        out.always("source", &fund.source)?;
        out.always("initial", fund.initial.as_str())?;
        out.always("adjusted", fund.adjusted.as_str())?;
        out.always("executed", fund.executed.as_str())?;
        out.map.end()
    }
}

impl Serialize for Wire<'_, Printed> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let printed = self.0;
        let mut out = entries(serializer)?;
        out.option("execution_rate", printed.execution_rate.as_ref())?;
        out.option("execution_weight", printed.execution_weight.as_ref())?;
        out.option("execution_score", printed.execution_score.as_ref())?;
        out.option("total", printed.total.as_ref())?;
        out.option("grade", printed.grade.as_ref())?;
        out.map.end()
    }
}

impl Serialize for Wire<'_, Indicator> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let row = self.0;
        let mut out = entries(serializer)?;
        out.always("id", &row.id)?;
        out.always("level1", &row.level1)?;
        out.always("level2", &row.level2)?;
        out.always("name", &row.name)?;
        out.always("target", &row.target)?;
        out.always("actual", &row.actual)?;
        out.always("weight", row.weight.as_str())?;
        out.option("band", row.band.as_ref())?;
        out.written("band_score", &row.band_score)?;
        out.map
            .serialize_entry("applicable", &!row.not_applicable)?;
        out.written("deduction", &row.deduction)?;
        out.text("reason", &row.reason)?;
        out.text("evidence", &row.evidence)?;
        out.written("printed_score", &row.printed_score)?;
        out.flag("withdrawn", row.withdrawn)?;
        out.text("explanation", &row.explanation)?;
        out.text("standard", &row.standard)?;
        out.text("formula", &row.formula)?;
        out.text("origin", &row.origin)?;
        out.text("basis", &row.basis)?;
        out.text("last_year", &row.last_year)?;
        out.text("year_before", &row.year_before)?;
        out.text("method", &row.method)?;
        out.text("data_source", &row.data_source)?;
        out.text("evidence_required", &row.evidence_required)?;
        out.text("goal_link", &row.goal_link)?;
        out.flag("growth_rate", row.growth_rate)?;
        out.map.end()
    }
}

impl Serialize for Wire<'_, MultiYear> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let part = self.0;
        let mut out = entries(serializer)?;
        out.written("total", &part.total)?;
        out.written("fiscal", &part.fiscal)?;
        out.written("other", &part.other)?;
        out.text("goal", &part.goal)?;
        if !part.indicators.is_empty() {
            out.rows("indicators", &part.indicators)?;
        }
        out.map.end()
    }
}

impl Serialize for Wire<'_, Monitoring> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = entries(serializer)?;
        if !self.0.plan.is_empty() {
            out.rows("plan", &self.0.plan)?;
        }
        if !self.0.months.is_empty() {
            let months: BTreeMap<&u8, Wire<'_, MonthForm>> = self
                .0
                .months
                .iter()
                .map(|(month, form)| (month, Wire(form)))
                .collect();
            out.map.serialize_entry("months", &months)?;
        }
        out.map.end()
    }
}

impl Serialize for Wire<'_, PlanLine> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = entries(serializer)?;
        out.map.serialize_entry("row", &self.0.id)?;
        out.map.serialize_entry("months", &self.0.months)?;
        out.map.end()
    }
}

impl Serialize for Wire<'_, MonthForm> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let form = self.0;
        let mut out = entries(serializer)?;
        if !form.readings.is_empty() {
            out.rows("readings", &form.readings)?;
        }
        out.option("disposal", form.disposal.as_ref())?;
        if form.goal_version != 0 {
            out.map
                .serialize_entry("goal_version", &form.goal_version)?;
        }
        out.map.end()
    }
}

impl Serialize for Wire<'_, MonthReading> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let reading = self.0;
        let mut out = entries(serializer)?;
        out.map.serialize_entry("row", &reading.id)?;
        out.written("actual", &reading.actual)?;
        out.option("cause", reading.cause.as_ref())?;
        out.text("cause_text", &reading.cause_text)?;
        out.option("outlook", reading.outlook.as_ref())?;
        out.written("forecast", &reading.forecast)?;
        out.text("measures", &reading.measures)?;
        out.map.end()
    }
}

impl Serialize for Wire<'_, Evaluation> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = entries(serializer)?;
        out.text("execution_reason", &self.0.execution_reason)?;
        out.text("improvement", &self.0.improvement)?;
        out.text("filled_by", &self.0.filled_by)?;
        out.map.end()
    }
}
