//! Policy files: read, laid on the one they rest on, and refused with the key that is wrong.

use rust_decimal::Decimal;
use toml::{Table, Value};

use super::Policy;
use super::frame::Frame;
use super::points::{Cap, LateRule, SatisfactionFormula};
use super::watch::{LightBand, Lights};

/// What is wrong with a policy file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyError {
    /// The file.
    pub file: String,
    /// The key in it, dotted; empty for the file as a whole.
    pub key: String,
    /// What is wrong, from which the mend follows.
    pub fault: PolicyFault,
}

/// What is wrong at a key of a policy file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PolicyFault {
    /// No TOML: the parser's own words name line and place.
    Syntax(String),
    /// A key is missing, unknown or of another kind: the reader's own words.
    Value(String),
    /// `name` is missing or empty.
    NoName,
    /// Two files carry one name; the other file.
    Twice(String),
    /// `base` names a policy that is not there.
    NoBase(String),
    /// `base` leads back to itself.
    BaseCycle,
    /// A number with a point that is not written in quotes.
    Float,
    /// Weights do not make the frame's total.
    WeightSum {
        /// Their sum.
        sum: Decimal,
        /// What it should be.
        total: Decimal,
    },
    /// Bounds are not in order.
    Order,
    /// A fraction outside 0–1.
    Fraction,
    /// A list that must not be empty.
    Empty,
    /// A multiple or a number that must be above 0.
    NotPositive,
}

/// All policies of a program, by name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Policies {
    list: Vec<Policy>,
}

impl Policies {
    /// Reads policy files (name of the file, its text), in this order.
    pub fn parse(files: &[(&str, &str)]) -> Result<Self, PolicyError> {
        let mut tables: Vec<(&str, String, Table)> = Vec::with_capacity(files.len());
        for (file, text) in files {
            let table: Table = text.parse().map_err(|error: toml::de::Error| PolicyError {
                file: (*file).to_owned(),
                key: String::new(),
                fault: PolicyFault::Syntax(error.to_string().trim().to_owned()),
            })?;
            let name = match table.get("name") {
                Some(Value::String(name)) if !name.trim().is_empty() => name.clone(),
                _ => return Err(fault(file, "name", PolicyFault::NoName)),
            };
            if let Some((other, ..)) = tables.iter().find(|(_, taken, _)| *taken == name) {
                let fault_ = PolicyFault::Twice((*other).to_owned());
                return Err(fault(file, "name", fault_));
            }
            if let Some(key) = float_key(&Value::Table(table.clone()), String::new()) {
                return Err(fault(file, &key, PolicyFault::Float));
            }
            tables.push((file, name, table));
        }
        let mut list = Vec::with_capacity(tables.len());
        for (file, name, _) in &tables {
            let table = resolve(&tables, name, &mut Vec::new())
                .map_err(|fault_| fault(file, "base", fault_))?;
            let policy: Policy = table.try_into().map_err(|error: toml::de::Error| {
                let (key, words) = place(&error.to_string());
                fault(file, &key, PolicyFault::Value(words))
            })?;
            validate(&policy).map_err(|(key, fault_)| fault(file, key, fault_))?;
            list.push(policy);
        }
        Ok(Self { list })
    }

    /// The policy of this name.
    pub fn get(&self, name: &str) -> Option<&Policy> {
        self.list.iter().find(|policy| policy.name == name)
    }

    /// The names, in the order of the files.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(|policy| policy.name.as_str())
    }

    /// All policies, in the order of the files.
    pub fn all(&self) -> &[Policy] {
        &self.list
    }
}

fn fault(file: &str, key: &str, fault: PolicyFault) -> PolicyError {
    PolicyError {
        file: file.to_owned(),
        key: key.to_owned(),
        fault,
    }
}

/// The merged table of a policy: its bases first, its own keys over them.
fn resolve(
    tables: &[(&str, String, Table)],
    name: &str,
    above: &mut Vec<String>,
) -> Result<Table, PolicyFault> {
    if above.iter().any(|other| other == name) {
        return Err(PolicyFault::BaseCycle);
    }
    let Some((_, _, own)) = tables.iter().find(|(_, other, _)| other == name) else {
        return Err(PolicyFault::NoBase(name.to_owned()));
    };
    let mut own = own.clone();
    let Some(base) = own.remove("base") else {
        return Ok(own);
    };
    let Value::String(base) = base else {
        return Err(PolicyFault::NoBase(base.to_string()));
    };
    above.push(name.to_owned());
    let mut merged = resolve(tables, &base, above)?;
    merge(&mut merged, own);
    Ok(merged)
}

/// Lays `own` over `base`: tables key by key; a clause and a formula are replaced whole, so that an
/// article never stays behind under another document.
fn merge(base: &mut Table, own: Table) {
    for (key, value) in own {
        let whole = key.ends_with("clause") || key == "formula" || key == "late";
        match (base.get_mut(&key), value) {
            (Some(Value::Table(base)), Value::Table(own)) if !whole => merge(base, own),
            (_, value) => {
                base.insert(key, value);
            }
        }
    }
}

fn float_key(value: &Value, path: String) -> Option<String> {
    let join = |name: &str| match path.as_str() {
        "" => name.to_owned(),
        path => format!("{path}.{name}"),
    };
    match value {
        Value::Float(_) => Some(path),
        Value::Table(table) => table
            .iter()
            .find_map(|(name, value)| float_key(value, join(name))),
        Value::Array(list) => list
            .iter()
            .enumerate()
            .find_map(|(at, value)| float_key(value, join(&at.to_string()))),
        _ => None,
    }
}

/// The key and the words of a reading error: the reader writes "words\nin `key`".
fn place(error: &str) -> (String, String) {
    let error = error.trim();
    let (words, place) = error.rsplit_once("\nin ").unwrap_or((error, ""));
    let key = place.trim().trim_matches('`').to_owned();
    (key, words.trim().to_owned())
}

fn validate(policy: &Policy) -> Result<(), (&'static str, PolicyFault)> {
    validate_frame(&policy.frame)?;
    let qualitative = &policy.qualitative;
    let fractions = [
        ("qualitative.met_from", qualitative.met_from),
        ("qualitative.partial_from", qualitative.partial_from),
        ("qualitative.met_default", qualitative.met_default),
        ("qualitative.partial_default", qualitative.partial_default),
        ("qualitative.unmet_default", qualitative.unmet_default),
        (
            "checks.min_quantitative_share",
            policy.checks.min_quantitative_share,
        ),
    ];
    for (key, fraction) in fractions {
        if fraction < Decimal::ZERO || fraction > Decimal::ONE {
            return Err((key, PolicyFault::Fraction));
        }
    }
    if qualitative.partial_from > qualitative.met_from {
        return Err(("qualitative.partial_from", PolicyFault::Order));
    }
    if policy.execution.points < Decimal::ZERO {
        return Err(("execution.points", PolicyFault::NotPositive));
    }
    if policy.over.explain_at <= Decimal::ZERO {
        return Err(("over.explain_at", PolicyFault::NotPositive));
    }
    if policy
        .over
        .deduct_from
        .is_some_and(|from| from <= Decimal::ZERO)
    {
        return Err(("over.deduct_from", PolicyFault::NotPositive));
    }
    if let LateRule::Period { percent, days } = policy.date.late
        && (percent < Decimal::ZERO || days == 0)
    {
        return Err(("date.late", PolicyFault::NotPositive));
    }
    if let LateRule::Part { lost } = policy.date.late
        && (lost <= Decimal::ZERO || lost > Decimal::ONE)
    {
        return Err(("date.late", PolicyFault::NotPositive));
    }
    if policy
        .valid
        .until
        .is_some_and(|until| until < policy.valid.from)
    {
        return Err(("valid.until", PolicyFault::Order));
    }
    if policy.approval.chain.steps.is_empty() {
        return Err(("approval.chain.steps", PolicyFault::Empty));
    }
    descending("grades.bands", policy.grades.bands.iter().map(|b| b.from))?;
    descending("ex_ante.bands", policy.ex_ante.bands.iter().map(|b| b.from))?;
    if let SatisfactionFormula::Banded(bands) = &policy.satisfaction.formula {
        descending("satisfaction.formula", bands.iter().map(|b| b.from))?;
    }
    if let Some(caps) = &policy.caps {
        let backwards = |cap: &&Cap| cap.from.is_some_and(|from| from >= cap.below);
        if caps.bands.iter().any(|cap| backwards(&cap)) {
            return Err(("caps.bands", PolicyFault::Order));
        }
    }
    validate_lights(&policy.lights)
}

fn validate_frame(frame: &Frame) -> Result<(), (&'static str, PolicyFault)> {
    if frame.levels.is_empty() {
        return Err(("frame.levels", PolicyFault::Empty));
    }
    let weights: Option<Vec<Decimal>> = frame.levels.iter().map(|level| level.weight).collect();
    if let Some(weights) = weights {
        let sum = weights
            .iter()
            .try_fold(Decimal::ZERO, |sum, weight| sum.checked_add(*weight));
        let sum = sum.unwrap_or(Decimal::MAX);
        if sum != frame.total {
            let total = frame.total;
            return Err(("frame.levels", PolicyFault::WeightSum { sum, total }));
        }
    }
    Ok(())
}

fn validate_lights(lights: &Lights) -> Result<(), (&'static str, PolicyFault)> {
    for (key, scale) in [
        ("lights.budget.bands", &lights.budget),
        ("lights.indicator.bands", &lights.indicator),
    ] {
        let open = |band: Option<&LightBand>| band.is_some_and(|band| band.below.is_none());
        let ascending = scale.bands.windows(2).all(|pair| match pair {
            [low, high] => match (low.below, high.below) {
                (Some(low), Some(high)) => low < high,
                (Some(_), None) => true,
                (None, _) => false,
            },
            _ => true,
        });
        if scale.bands.is_empty() {
            return Err((key, PolicyFault::Empty));
        }
        if !ascending || !open(scale.bands.last()) {
            return Err((key, PolicyFault::Order));
        }
    }
    Ok(())
}

fn descending(
    key: &'static str,
    bounds: impl Iterator<Item = Decimal>,
) -> Result<(), (&'static str, PolicyFault)> {
    let bounds: Vec<Decimal> = bounds.collect();
    if bounds.is_empty() {
        return Err((key, PolicyFault::Empty));
    }
    let ordered = bounds.windows(2).all(|pair| match pair {
        [high, low] => high > low,
        _ => true,
    });
    if ordered {
        Ok(())
    } else {
        Err((key, PolicyFault::Order))
    }
}
