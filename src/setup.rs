//! New stores: empty, or with the samples; and what every session starts with.
//!
//! The command line and the tests call this, so that a demo, a test and a real start are made alike.

use std::panic::resume_unwind;
use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::domain::check;
use crate::domain::journal::{Hex, StoreId};
use crate::domain::library::Library;
use crate::domain::policy::{self, Policies, Policy};
use crate::domain::role::Person;
use crate::judge::Judge;
use crate::samples::{self, County};
use crate::store::{InitOptions, OpenOptions, Outcomes, Store};
use crate::{data, store};

/// The day on which the samples live.
pub const SAMPLE_DAY: &str = "2026-07-20";

/// What the program ships: policies, indicators, the county of the samples.
#[derive(Debug, Clone)]
pub struct Shipped {
    /// All policies.
    pub policies: Arc<Policies>,
    /// The default policy.
    pub policy: Arc<Policy>,
    /// The indicator library.
    pub library: Arc<Library>,
}

/// Why something that ships can't be used; a fault of the build, named with its file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadData(pub String);

impl Shipped {
    /// Reads what is embedded in the program.
    pub fn load() -> Result<Self, BadData> {
        let bad = |error: &dyn std::fmt::Debug| BadData(format!("{error:?}"));
        // Every start waits for both: they are read at once.
        let (policies, library) = std::thread::scope(|scope| {
            let library = scope.spawn(|| Library::parse(data::indicator_files()));
            let policies = Policies::parse(data::policy_files());
            let library = library.join();
            (
                policies,
                library.unwrap_or_else(|panic| resume_unwind(panic)),
            )
        });
        let policies = policies.map_err(|error| bad(&error))?;
        let library = library.map_err(|error| bad(&error))?;
        let policy = policies
            .get(policy::DEFAULT)
            .cloned()
            .ok_or_else(|| bad(&policy::DEFAULT))?;
        Ok(Self {
            policies: Arc::new(policies),
            policy: Arc::new(policy),
            library: Arc::new(library),
        })
    }

    /// The rules that a store asks.
    pub fn judge(&self) -> Judge {
        Judge::new(Arc::clone(&self.policies))
    }
}

/// Why a new store was not made.
#[derive(Debug)]
pub enum SetupError {
    /// What ships can't be used.
    Data(BadData),
    /// The store could not be made or opened.
    Open(store::fault::OpenError),
    /// The samples were not taken.
    Samples(Box<Outcomes>),
}

impl From<store::fault::OpenError> for SetupError {
    fn from(error: store::fault::OpenError) -> Self {
        Self::Open(error)
    }
}

fn county() -> Result<County, SetupError> {
    samples::read(data::county()).map_err(|error| SetupError::Data(BadData(error.to_string())))
}

/// What the sample store begins with.
fn sample_options(county: &County, os_user: &str, id: Option<StoreId>) -> InitOptions {
    let first: Vec<Person> = samples::founder(county).into_iter().collect();
    InitOptions {
        name: county.county.name.clone(),
        persons: first,
        policy: policy::DEFAULT.to_owned(),
        clock: SAMPLE_DAY.to_owned(),
        at: 0,
        os_user: os_user.to_owned(),
        id,
    }
}

/// Gives the samples to a store that has nothing but its founder.
fn fill(store: &Store, county: &County, shipped: &Shipped) -> Result<(), SetupError> {
    let ready = |project: &crate::domain::project::Project, document| {
        let name = project.policy.as_deref().unwrap_or(policy::DEFAULT);
        let policy = shipped.policies.get(name).unwrap_or(&shipped.policy);
        check::blocking(project, document, policy).is_empty()
    };
    let given = samples::build(county, &shipped.policies, &ready, |envelopes| {
        store.apply_all(&envelopes)
    })
    .map_err(|error| SetupError::Data(BadData(error.to_string())))?;
    match given {
        Outcomes::Saved(_) => Ok(()),
        other => Err(SetupError::Samples(Box::new(other))),
    }
}

/// Makes a store with the samples at a path where there is none.
pub fn init_samples(path: &Path, shipped: &Shipped, os_user: &str) -> Result<(), SetupError> {
    let county = county()?;
    Store::init(
        path,
        &shipped.judge(),
        &sample_options(&county, os_user, None),
    )?;
    let options = OpenOptions {
        os_user: os_user.to_owned(),
        network: store::NetworkFiles::default(),
    };
    let opening = Store::open(path, Arc::new(shipped.judge()), &options)?;
    fill(&opening.store, &county, shipped)
}

/// The name of the sample store in memory: two of them have the same entries and the same head.
const SAMPLE_STORE: StoreId = Hex(*b"wenxiao-sample-1");

/// The samples in memory: tests, benches, pictures.
pub fn samples_in_memory(shipped: &Shipped, os_user: &str) -> Result<Arc<Store>, SetupError> {
    let county = county()?;
    let options = sample_options(&county, os_user, Some(SAMPLE_STORE));
    let store = Store::in_memory(Arc::new(shipped.judge()), &options)?;
    fill(&store, &county, shipped)?;
    Ok(store)
}

/// The day of the samples.
pub fn sample_day() -> NaiveDate {
    SAMPLE_DAY.parse().unwrap_or_default()
}
