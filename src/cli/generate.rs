//! What is made from the commands themselves: completions, manual pages; and the schema that ships.

use std::io;
use std::path::Path;

use clap_complete::Shell;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::command::command;
use super::console::{Answer, Console, Exit, Trouble};
use super::input::{io_code, shown};
use crate::lang::Language;
use crate::lang::cli as words;

/// Prints a completion script.
pub fn completions(shell: Shell, console: &mut Console<'_>) -> Answer {
    let mut script = Vec::new();
    clap_complete::generate(
        shell,
        &mut command(console.language),
        "wenxiao",
        &mut script,
    );
    if console.json {
        console.answer(&serde_json::json!({
            "format": "wenxiao-completions/1",
            "shell": shell.to_string(),
            "script": String::from_utf8_lossy(&script),
        }))?;
    } else {
        console.raw(&script)?;
    }
    Ok(Exit::Done)
}

/// Prints the schema of the interchange format.
pub fn schema(console: &mut Console<'_>) -> Answer {
    if console.json {
        let schema: serde_json::Value = serde_json::from_str(crate::data::schema())
            .map_err(|error| Trouble::new("internal", error.to_string()))?;
        let answer = serde_json::json!({"format": "wenxiao-schema/1", "schema": schema});
        console.answer(&answer)?;
        return Ok(Exit::Done);
    }
    console.raw(crate::data::schema().as_bytes())?;
    Ok(Exit::Done)
}

/// Prints the main manual page, or writes all pages into a folder.
pub fn manual(folder: Option<&Path>, console: &mut Console<'_>) -> Answer {
    let Some(folder) = folder else {
        let page = main_page(&command(console.language), console.language);
        let page = page.map_err(|error| console.not_written(&error))?;
        if console.json {
            console.answer(&serde_json::json!({
                "format": "wenxiao-man/1",
                "page": String::from_utf8_lossy(&page),
            }))?;
        } else {
            console.raw(&page)?;
        }
        return Ok(Exit::Done);
    };
    let mut count = 0;
    for (language, section) in [(Language::En, "man1"), (Language::Zh, "zh_CN/man1")] {
        let section = folder.join(section);
        for (name, page) in pages(language).map_err(|error| unwritten(folder, &error, console))? {
            let path = section.join(name);
            std::fs::create_dir_all(&section)
                .and_then(|()| std::fs::write(&path, page))
                .map_err(|error| unwritten(&path, &error, console))?;
            count += 1;
        }
    }
    if console.json {
        let answer = serde_json::json!({
            "format": "wenxiao-man/1",
            "folder": shown(folder),
            "pages": count,
        });
        console.answer(&answer)?;
    } else {
        console.line(&words::pages_written(
            count,
            &shown(folder),
            console.language,
        ))?;
    }
    Ok(Exit::Done)
}

fn unwritten(path: &Path, error: &io::Error, console: &Console<'_>) -> Trouble {
    let kind = error.kind();
    Trouble::new(
        io_code(kind),
        words::io(words::Io::Write, &shown(path), kind, console.language),
    )
}

/// All pages of a language with their file names.
fn pages(language: Language) -> io::Result<Vec<(String, Vec<u8>)>> {
    let mut root = command(language);
    root.build();
    let mut pages = vec![("wenxiao.1".to_owned(), main_page(&root, language)?)];
    for sub in root.get_subcommands() {
        let name = format!("wenxiao-{}", sub.get_name());
        pages.push((format!("{name}.1"), page(sub, language)?));
        for inner in sub.get_subcommands() {
            let page = page(inner, language)?;
            pages.push((format!("{name}-{}.1", inner.get_name()), page));
        }
    }
    Ok(pages)
}

/// The page of the program: what the generator makes of its help, then what only the manual says.
fn main_page(root: &clap::Command, language: Language) -> io::Result<Vec<u8>> {
    let mut page = page(root, language)?;
    let mut more = Roff::new();
    for (heading, entries) in words::manual::sections(language) {
        more.control("SH", [*heading]);
        for (what, explained) in *entries {
            more.control("TP", []);
            more.text([bold(*what)]);
            more.text([roman(*explained)]);
        }
    }
    page.extend_from_slice(more.to_roff().as_bytes());
    Ok(page)
}

/// One page; the generator's English headings are put into the page's language.
fn page(command: &clap::Command, language: Language) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let version = command.get_version().unwrap_or(env!("CARGO_PKG_VERSION"));
    let man = Man::new(command.clone()).source(format!("wenxiao {version}"));
    man.render(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    let mut page = String::with_capacity(text.len());
    let codes = language.pick(words::AFTER_HELP.0, words::AFTER_HELP.1);
    let codes = codes.lines().next().unwrap_or_default();
    // Below its own heading the help's line would say it twice.
    for line in text.lines().filter(|line| *line != codes) {
        let heading = line.strip_prefix(".SH ").and_then(|heading| {
            let known = words::headings(language).manual.iter();
            let mut known = known.filter(|(generated, _)| *generated == heading.trim_matches('"'));
            known.next().map(|(_, own)| *own)
        });
        // The name is followed by what it is, which begins with the name on the screen.
        let named = format!("{} \\- wenxiao: ", command.get_name());
        let line = line.strip_prefix(&named).map_or_else(
            || line.to_owned(),
            |what| format!("{} \\- {what}", command.get_name()),
        );
        match heading {
            Some(heading) => page.push_str(&format!(".SH \"{heading}\"")),
            None => page.push_str(&line),
        }
        page.push('\n');
    }
    Ok(page.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_a_page_in_both_languages_under_its_own_headings() {
        let text = |language, name: &str| {
            let pages = pages(language).unwrap();
            let page = pages.into_iter().find(|(page, _)| page == name);
            String::from_utf8(page.unwrap().1).unwrap()
        };
        let english = text(Language::En, "wenxiao-score.1");
        assert!(
            english.contains(".SH OPTIONS") && english.contains("EXIT STATUS"),
            "{english}"
        );
        let main = text(Language::En, "wenxiao.1");
        assert!(main.contains("wenxiao \\- budget performance"), "{main}");
        for heading in ["EXIT STATUS", "ENVIRONMENT", "FILES", "EXAMPLES"] {
            let quoted = format!(".SH \"{heading}\"");
            let plain = format!(".SH {heading}\n");
            assert_eq!(
                main.matches(&quoted).count() + main.matches(&plain).count(),
                1,
                "{heading}: {main}"
            );
        }
        let main = text(Language::Zh, "wenxiao.1");
        assert!(
            main.contains("环境变量") && !main.contains("退出码："),
            "{main}"
        );
        let chinese = text(Language::Zh, "wenxiao-score.1");
        assert!(chinese.contains(".SH 选项"), "{chinese}");
        for heading in ["NAME", "SYNOPSIS", "OPTIONS", "DESCRIPTION", "EXTRA"] {
            assert!(!chinese.contains(&format!(".SH {heading}")), "{chinese}");
        }
        assert_eq!(pages(Language::Zh).unwrap().len(), 22);
    }
}
