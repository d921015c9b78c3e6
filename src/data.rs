//! The data that ships inside the program: what `data/` held when it was built.
//!
//! Nothing is read or checked here; the domain parses these texts, and the program says where a
//! file is wrong. A new file must be named here to be shipped.

/// The indicator library by sector: `(file name, text)`, in the order in which sectors are shown.
pub fn indicator_files() -> &'static [(&'static str, &'static str)] {
    &[
        (
            "education.toml",
            include_str!("../data/indicators/education.toml"),
        ),
        (
            "health.toml",
            include_str!("../data/indicators/health.toml"),
        ),
        (
            "civil_affairs.toml",
            include_str!("../data/indicators/civil_affairs.toml"),
        ),
        ("water.toml", include_str!("../data/indicators/water.toml")),
        (
            "agriculture.toml",
            include_str!("../data/indicators/agriculture.toml"),
        ),
        (
            "transport.toml",
            include_str!("../data/indicators/transport.toml"),
        ),
        (
            "environment.toml",
            include_str!("../data/indicators/environment.toml"),
        ),
        (
            "housing.toml",
            include_str!("../data/indicators/housing.toml"),
        ),
        (
            "culture.toml",
            include_str!("../data/indicators/culture.toml"),
        ),
        (
            "safety.toml",
            include_str!("../data/indicators/safety.toml"),
        ),
        (
            "science_digital.toml",
            include_str!("../data/indicators/science_digital.toml"),
        ),
        (
            "employment.toml",
            include_str!("../data/indicators/employment.toml"),
        ),
        (
            "natural_resources.toml",
            include_str!("../data/indicators/natural_resources.toml"),
        ),
        (
            "market.toml",
            include_str!("../data/indicators/market.toml"),
        ),
        (
            "administration.toml",
            include_str!("../data/indicators/administration.toml"),
        ),
        (
            "assets_it.toml",
            include_str!("../data/indicators/assets_it.toml"),
        ),
        (
            "general.toml",
            include_str!("../data/indicators/general.toml"),
        ),
    ]
}

/// The policy files, the default first: name of the file and its text.
pub fn policy_files() -> &'static [(&'static str, &'static str)] {
    macro_rules! files {
        ($($name:literal),* $(,)?) => {
            &[$(($name, include_str!(concat!("../data/policies/", $name)))),*]
        };
    }
    files![
        "national-2021-cost.toml",
        "national-2021-nocost.toml",
        "national-2020.toml",
        "ratio-reverse.toml",
        "strict.toml",
        "local-20-80.toml",
        "province-caps.toml",
        "school.toml",
        "company.toml",
    ]
}

/// The county of the samples.
pub fn county() -> &'static str {
    include_str!("../data/samples/county.toml")
}

/// The JSON schema of the interchange format.
pub fn schema() -> &'static str {
    include_str!("../data/schema/wenxiao-1.schema.json")
}
