//! The shape of the program, read from its source: who may use whom, what appears only where it
//! belongs, that nothing is global, and that every module says what it is.

// What a helper of a test unwraps is what the test is about.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What is named in few places only: a word of the source, and the files that may hold it.
const ONLY: &[(&str, &[&str])] = &[
    ("redb::", &["src/store/"]),
    ("crossterm", &["src/term.rs"]),
    (
        "std::fs",
        &[
            "src/store/",
            "src/session/",
            "src/term.rs",
            "src/cli/",
            "src/setup.rs",
        ],
    ),
    (
        "SystemTime::now",
        &["src/store/", "src/session/", "src/term.rs", "src/cli/"],
    ),
    (
        "Instant::now",
        &["src/session/", "src/term.rs", "src/cli/", "src/store/"],
    ),
    ("Utc::now", &["src/session/", "src/cli/"]),
    ("Local::now", &["src/session/", "src/cli/"]),
];

/// What is nowhere: state that two sessions would share, and ways round the borrow checker.
const NOWHERE: &[&str] = &[
    "thread_local!",
    "lazy_static",
    "OnceLock",
    "LazyLock",
    "OnceCell",
    "RefCell",
    "static mut ",
    "todo!(",
    "unimplemented!(",
    "dbg!(",
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files_under(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files_under(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

/// Every file of the program with its path from the root and its text without its unit tests.
fn sources() -> BTreeMap<String, String> {
    let mut files = Vec::new();
    files_under(&root().join("src"), &mut files);
    files
        .into_iter()
        .map(|path| {
            let name = path
                .strip_prefix(root())
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned();
            let text = std::fs::read_to_string(&path).unwrap();
            (name, text)
        })
        .collect()
}

/// Modules that are compiled for tests alone, by the names under which they are declared.
fn for_tests(sources: &BTreeMap<String, String>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for text in sources.values() {
        for (at, mark) in text.match_indices("#[cfg(test)]\n") {
            let line = text
                .split_at(at + mark.len())
                .1
                .lines()
                .next()
                .unwrap_or("");
            let name = line
                .trim()
                .trim_start_matches("pub(crate) ")
                .trim_start_matches("pub(super) ")
                .strip_prefix("mod ")
                .and_then(|rest| rest.strip_suffix(';'));
            found.extend(name.map(str::to_owned));
        }
    }
    found
}

/// The program without its unit tests: a file of tests is left out, others end where theirs begin.
fn programs() -> BTreeMap<String, String> {
    let sources = sources();
    let modules = for_tests(&sources);
    sources
        .into_iter()
        .filter(|(name, _)| {
            let mut parts = name.trim_end_matches(".rs").split('/').skip(1);
            !parts.any(|part| modules.contains(part))
        })
        .map(|(name, text)| {
            let end = text.find("#[cfg(test)]\nmod tests {").unwrap_or(text.len());
            (name, text.split_at(end).0.to_owned())
        })
        .collect()
}

fn module_of(name: &str) -> String {
    let rest = name.strip_prefix("src/").unwrap();
    rest.split(['/', '.']).next().unwrap().to_owned()
}

/// The modules that a file uses: `app::key` where only that is named.
fn used(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = text.split_at(at + "crate::".len()).1;
        let path: String = rest
            .chars()
            .take_while(|c| c.is_alphanumeric() || matches!(c, '_' | ':'))
            .collect();
        if let Some(list) = rest.strip_prefix('{') {
            let inside = list.split('}').next().unwrap();
            found.extend(inside.split(',').map(|name| name.trim().to_owned()));
        } else {
            found.push(path);
        }
    }
    found
}

/// Who may use whom, as the table of ARCHITECTURE.md says: `None` may use everything.
fn house() -> BTreeMap<String, Option<Vec<String>>> {
    let page = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let (_, rest) = page
        .split_once("| module | what it is | may use |")
        .unwrap();
    let (table, _) = rest.split_once("\n\n").unwrap();
    let words = |cell: &str| -> Vec<String> {
        cell.split('`')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .collect()
    };
    table
        .lines()
        .filter_map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split('|').collect();
            let [module, _, may] = cells.as_slice() else {
                return None;
            };
            let module = words(module).pop()?;
            let everything = may.trim() == "everything";
            Some((module, (!everything).then(|| words(may))))
        })
        .collect()
}

#[test]
fn modules_use_only_what_lies_below_them() {
    let house = house();
    assert!(house.len() > 10, "{house:?}");
    let mut wrong = Vec::new();
    for (name, text) in programs() {
        let module = module_of(&name);
        let Some(Some(allowed)) = house.get(&module) else {
            continue;
        };
        for path in used(&text) {
            let first = path.split("::").next().unwrap_or_default();
            let fits = first == module
                || first.is_empty()
                || allowed.iter().any(|one| {
                    *one == first || path == *one || path.starts_with(&format!("{one}::"))
                });
            if !fits {
                wrong.push(format!("{name} uses {path}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_belongs_to_few_places_is_in_no_other() {
    let mut wrong = Vec::new();
    for (name, text) in programs() {
        let text = without_comments(&text);
        for (word, places) in ONLY {
            if text.contains(word) && !places.iter().any(|place| name.starts_with(place)) {
                wrong.push(format!("{name} names {word}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_is_global() {
    let mut wrong = Vec::new();
    for (name, text) in programs() {
        let text = without_comments(&text);
        for word in NOWHERE {
            if text.contains(word) {
                wrong.push(format!("{name} has {word}"));
            }
        }
        for line in text.lines() {
            let line = line
                .trim_start()
                .trim_start_matches("pub ")
                .trim_start_matches("pub(crate) ");
            if line.starts_with("static ") {
                wrong.push(format!("{name}: {line}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn without_comments(text: &str) -> String {
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn every_file_says_what_it_is() {
    for (name, text) in programs() {
        assert!(
            text.starts_with("//!"),
            "{name} begins without a word about itself"
        );
    }
}

#[test]
fn the_map_names_every_module() {
    let map = std::fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let said = |name: &str| map.matches(&format!("//! - [`{name}`]")).count();
    let modules = map.lines().filter_map(|line| {
        let name = line.strip_prefix("pub mod ")?;
        name.strip_suffix(';')
    });
    let mut count = 0;
    for module in modules {
        assert_eq!(said(module), 1, "{module} on the map of lib.rs");
        count += 1;
    }
    assert!(count > 10);
}

#[test]
fn every_module_is_in_the_list_of_who_may_use_whom() {
    let house = house();
    for name in programs().keys() {
        let module = module_of(name);
        assert!(
            ["lib", "main"].contains(&module.as_str()) || house.contains_key(&module),
            "{module} may use nothing yet: give it its line in ARCHITECTURE.md"
        );
    }
}

#[test]
fn files_have_a_size_to_read() {
    for (name, text) in programs() {
        let lines = text.lines().count();
        // The key table and the policy's reader are long lists; what has two subjects is cut.
        assert!(lines <= 1600, "{name} has {lines} lines");
    }
}

#[test]
fn no_byte_of_a_text_is_taken_for_a_character() {
    let clippy = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    for lint in ["string_slice", "unwrap_used", "expect_used"] {
        assert!(clippy.contains(&format!("{lint} = \"warn\"")), "{lint}");
    }
    assert!(clippy.contains("unsafe_code = \"forbid\""));
}

/// The keys that the tour of README.md names between backticks.
fn keys_of_the_tour() -> Vec<String> {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let tour = readme.split_once("## The tour").unwrap().1;
    let tour = tour.split("\n## ").next().unwrap();
    let is_key = |word: &str| {
        let named = word
            .strip_prefix("Ctrl-")
            .or_else(|| word.strip_prefix("Alt-"));
        let number = word.strip_prefix('F').map(str::parse::<u8>);
        word.chars().count() == 1
            || named.is_some_and(|rest| rest.chars().count() == 1)
            || matches!(number, Some(Ok(_)))
            || matches!(word, "Enter" | "Esc" | "Space" | "Tab" | "Del")
    };
    // Fenced blocks hold commands, not keys; between the other backticks stand words.
    tour.split("```")
        .step_by(2)
        .flat_map(|prose| prose.split('`').skip(1).step_by(2))
        .filter(|word| is_key(word))
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_key_of_the_tour_is_in_the_table() {
    use wenxiao::app::keys;
    let table: BTreeSet<String> = keys::KEYS
        .iter()
        .flat_map(|row| row.keys)
        .map(|key| keys::label(*key))
        .collect();
    let tour = keys_of_the_tour();
    for key in ["Ctrl-P", "Ctrl-R", "F7", "F8", "F9", "F12", "w", "h", "u"] {
        assert!(
            tour.iter().any(|named| named == key),
            "no {key} in the tour"
        );
    }
    for key in tour {
        assert!(table.contains(&key), "{key} is in README.md and in no row");
    }
}
