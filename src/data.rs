//! Data that the program carries with it: policies, and whatever else it must have on a fresh
//! machine. Who needs them parses them; this module only hands out the texts and reads no file
//! when the program runs.

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
