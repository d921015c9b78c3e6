//! `wenxiao keys`: the one key table, as text, as Markdown, or as `wenxiao-keys/1`.

use serde::Serialize;

use super::args::KeysArguments;
use super::console::{Answer, Console, Exit};
use super::table::{self, words};
use crate::app::keys::{Binding, Place, bindings, label, place_name};
use crate::lang::Language;
use crate::lang::cli::KeysText;

#[derive(Serialize)]
struct Report {
    format: &'static str,
    places: Vec<PlaceReport>,
}

#[derive(Serialize)]
struct PlaceReport {
    name: Both,
    keys: Vec<KeyReport>,
}

#[derive(Serialize)]
struct KeyReport {
    keys: Vec<String>,
    word: Both,
    does: Both,
}

#[derive(Serialize)]
struct Both {
    zh: &'static str,
    en: &'static str,
}

fn both(pick: impl Fn(Language) -> &'static str) -> Both {
    Both {
        zh: pick(Language::Zh),
        en: pick(Language::En),
    }
}

/// Carries the command out.
pub fn run(arguments: &KeysArguments, console: &mut Console<'_>) -> Answer {
    if console.json {
        console.answer(&report())?;
    } else if arguments.markdown {
        console.lines(markdown(console.language))?;
    } else {
        console.lines(plain(console.language))?;
    }
    Ok(Exit::Done)
}

fn labels(binding: &Binding) -> Vec<String> {
    binding.keys.iter().map(|key| label(*key)).collect()
}

fn report() -> Report {
    let key = |binding: &'static Binding| KeyReport {
        keys: labels(binding),
        word: both(|language| binding.words.short(language)),
        does: both(|language| binding.words.long(language)),
    };
    Report {
        format: "wenxiao-keys/1",
        places: Place::ALL
            .into_iter()
            .map(|place| PlaceReport {
                name: both(|language| place_name(place, language)),
                keys: bindings(place).map(key).collect(),
            })
            .collect(),
    }
}

fn plain(language: Language) -> Vec<String> {
    let text = KeysText::of(language);
    let mut lines = Vec::new();
    for place in Place::ALL {
        let rows: Vec<Vec<String>> = bindings(place)
            .map(|binding| {
                vec![
                    format!("  {}", labels(binding).join("  ")),
                    binding.words.short(language).to_owned(),
                    binding.words.long(language).to_owned(),
                ]
            })
            .collect();
        if rows.is_empty() {
            continue;
        }
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.push(place_name(place, language).to_owned());
        let columns = [words("", 28), words("", 18), words("", usize::MAX)];
        lines.extend(table::lines(&columns, &rows));
    }
    lines.push(String::new());
    lines.push(text.full_width.to_owned());
    lines
}

fn markdown(language: Language) -> Vec<String> {
    let text = KeysText::of(language);
    let mut lines = Vec::new();
    for place in Place::ALL {
        let mut rows = bindings(place).peekable();
        if rows.peek().is_none() {
            continue;
        }
        lines.push(format!("### {}", place_name(place, language)));
        lines.push(String::new());
        lines.push(format!("| {} | {} | {} |", text.keys, text.word, text.does));
        lines.push("|---|---|---|".to_owned());
        for binding in rows {
            // A bar would end the cell.
            let keys: Vec<String> = labels(binding)
                .iter()
                .map(|key| format!("`{}`", key.replace('|', "\\|")))
                .collect();
            lines.push(format!(
                "| {} | {} | {} |",
                keys.join(" "),
                binding.words.short(language),
                binding.words.long(language)
            ));
        }
        lines.push(String::new());
    }
    lines
}
