//! The commands as `clap` knows them, in one language, and the arguments read by them.
//!
//! Help, manual pages and completions are all made from [`command`]. The texts are in `lang::cli`;
//! `clap`'s own English words are replaced, so that a Chinese help is Chinese throughout.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, CommandFactory, FromArgMatches};

use super::args::Arguments;
use crate::lang::Language;
use crate::lang::cli::{AFTER_HELP, HELP, HelpText, Misuse, headings};

/// Why there are no arguments to act on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unparsed {
    /// Help or version was asked for: this text.
    Told(String),
    /// Wrong use, with the command to ask for help.
    Wrong(Misuse, String),
}

/// The place of the first option that every command has; no command has so many of its own.
const EVERYWHERE: usize = 100;

/// The program's command with all texts in one language.
pub fn command(language: Language) -> Command {
    let command = dressed_tree(Arguments::command(), "", language);
    let mut built = command.clone();
    built.build();
    with_usage(command, &mut built, language)
}

/// A command and all below it with the texts of their levels; `path` is its name, after those of
/// the commands around it.
fn dressed_tree(command: Command, path: &str, language: Language) -> Command {
    let mut command = localised(command, path, language);
    for name in subcommands(&command) {
        let inner = format!("{path} {name}");
        command =
            command.mut_subcommand(&name, |sub| dressed_tree(sub, inner.trim_start(), language));
    }
    command
}

fn with_usage(command: Command, built: &mut Command, language: Language) -> Command {
    let mut command = command.override_usage(usage(built, language));
    for name in subcommands(&command) {
        if let Some(inner) = built.find_subcommand_mut(&name) {
            command = command.mut_subcommand(&name, |sub| with_usage(sub, inner, language));
        }
    }
    command
}

fn subcommands(command: &Command) -> Vec<String> {
    let names = command.get_subcommands().map(Command::get_name);
    names.map(str::to_owned).collect()
}

/// The usage line without `clap`'s English.
fn usage(command: &mut Command, language: Language) -> String {
    let line = command.render_usage().to_string();
    let line = line.strip_prefix("Usage: ").unwrap_or(&line);
    line.replace("[OPTIONS]", headings(language).any_options)
}

/// A command with the texts of its own level; options of every command are dressed at the root.
fn localised(command: Command, name: &str, language: Language) -> Command {
    let words = headings(language);
    let mut command = command
        .help_template(format!(
            "{{about}}\n\n{}{{usage}}\n\n{{all-args}}{{after-help}}\n",
            words.usage
        ))
        .subcommand_help_heading(words.commands)
        .subcommand_value_name(words.command)
        .after_help(language.pick(AFTER_HELP.0, AFTER_HELP.1));
    if let Some(text) = text(name, "") {
        command = command.about(text.text(language));
    }
    let ids: Vec<String> = command
        .get_arguments()
        .map(|argument| argument.get_id().to_string())
        .collect();
    // A command's own options stand before those of every command.
    let first = if name.is_empty() { EVERYWHERE } else { 0 };
    for (id, order) in ids.iter().zip(first..) {
        command = command.mut_arg(id, |argument| {
            dressed(argument, text(name, id), language).display_order(order)
        });
    }
    command
}

fn dressed(argument: Arg, text: Option<&HelpText>, language: Language) -> Arg {
    let words = headings(language);
    let heading = if argument.is_positional() {
        words.arguments
    } else {
        words.options
    };
    let argument = argument.help_heading(heading);
    let argument = if argument.get_action().takes_values() {
        argument.hide_possible_values(true).hide_default_value(true)
    } else {
        argument
    };
    let Some(text) = text else {
        return argument;
    };
    let argument = argument.help(text.text(language));
    if text.value(language).is_empty() {
        argument
    } else {
        argument.value_name(text.value(language))
    }
}

/// The text of a command's option: its own, else that of any command.
fn text(command: &str, argument: &str) -> Option<&'static HelpText> {
    let find = |of: &str| {
        HELP.iter()
            .find(|text| text.command == of && text.argument == argument)
    };
    find(command).or_else(|| if argument.is_empty() { None } else { find("*") })
}

/// Reads the arguments of the process.
pub fn parse(words: &[OsString], language: Language) -> Result<Arguments, Unparsed> {
    let words = &help_asked(words);
    let matches = command(language)
        .try_get_matches_from(words)
        .map_err(|error| unparsed(&error, words))?;
    let arguments =
        Arguments::from_arg_matches(&matches).map_err(|error| unparsed(&error, words))?;
    let task = matches.subcommand_name().unwrap_or_default().to_owned();
    arguments.gathered().map_err(|option| {
        let misuse = Misuse::Conflict {
            one: option,
            others: vec![task],
        };
        Unparsed::Wrong(misuse, help_command(words))
    })
}

/// `wenxiao help score` asks for what `wenxiao score --help` tells.
fn help_asked(words: &[OsString]) -> Vec<OsString> {
    let (program, rest) = words.split_at(words.len().min(1));
    match rest.split_first() {
        Some((first, rest)) if first == "help" => {
            let parts = [program, rest, &[OsString::from("--help")]];
            parts.concat()
        }
        _ => words.to_vec(),
    }
}

fn unparsed(error: &clap::Error, words: &[OsString]) -> Unparsed {
    use ErrorKind as Kind;
    // The parser sorts what may have been meant by likeness, the best at the end.
    let single = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(texts)) => texts.last().cloned(),
        _ => None,
    };
    let several = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        _ => Vec::new(),
    };
    let argument = || single(ContextKind::InvalidArg).unwrap_or_default();
    let misuse = match error.kind() {
        Kind::DisplayHelp | Kind::DisplayVersion => {
            return Unparsed::Told(error.render().to_string());
        }
        Kind::UnknownArgument => Misuse::Unknown {
            word: argument(),
            meant: single(ContextKind::SuggestedArg),
        },
        Kind::InvalidSubcommand => Misuse::UnknownCommand {
            word: single(ContextKind::InvalidSubcommand).unwrap_or_default(),
            meant: single(ContextKind::SuggestedSubcommand),
        },
        Kind::InvalidValue | Kind::ValueValidation => Misuse::Value {
            option: argument(),
            value: single(ContextKind::InvalidValue).unwrap_or_default(),
            takes: several(ContextKind::ValidValue),
        },
        Kind::MissingRequiredArgument => Misuse::Missing {
            wanted: several(ContextKind::InvalidArg),
        },
        Kind::ArgumentConflict => {
            let (one, others) = (argument(), several(ContextKind::PriorArg));
            if others.iter().all(|other| *other == one) {
                Misuse::Twice { option: one }
            } else {
                Misuse::Conflict { one, others }
            }
        }
        Kind::TooManyValues => Misuse::NoValue {
            option: argument(),
            value: single(ContextKind::InvalidValue).unwrap_or_default(),
        },
        Kind::InvalidUtf8 => Misuse::NotUtf8,
        _ => {
            let text = error.render().to_string();
            let first = text.lines().next().unwrap_or_default();
            Misuse::Other(first.trim_start_matches("error: ").to_owned())
        }
    };
    Unparsed::Wrong(misuse, help_command(words))
}

/// The command to ask for help: the program with the words that name a command.
fn help_command(words: &[OsString]) -> String {
    let (mut known, mut path) = (Arguments::command(), "wenxiao".to_owned());
    for word in words.iter().skip(1).filter_map(|word| word.to_str()) {
        if let Some(sub) = known.find_subcommand(word).cloned() {
            path = format!("{path} {word}");
            known = sub;
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// Every command and option that there is: `(command, option)`, `""` for the command itself.
    fn places() -> BTreeSet<(String, String)> {
        let root = Arguments::command();
        let mut places = BTreeSet::new();
        let mut add = |name: &str, command: &Command| {
            places.insert((name.to_owned(), String::new()));
            for argument in command.get_arguments() {
                places.insert((name.to_owned(), argument.get_id().to_string()));
            }
        };
        add("", &root);
        for sub in root.get_subcommands() {
            add(sub.get_name(), sub);
            for inner in sub.get_subcommands() {
                add(&format!("{} {}", sub.get_name(), inner.get_name()), inner);
            }
        }
        places
    }

    #[test]
    fn every_command_and_option_has_its_help_and_no_help_is_left_over() {
        let places = places();
        for (command, argument) in &places {
            assert!(text(command, argument).is_some(), "{command} {argument}");
        }
        for help in HELP {
            let used = places.iter().any(|(command, argument)| {
                argument == help.argument
                    && text(command, argument).is_some_and(|text| text == help)
            });
            assert!(used, "{} {}", help.command, help.argument);
        }
    }

    #[test]
    fn the_command_is_sound_in_both_languages() {
        for language in Language::ALL {
            command(language).debug_assert();
        }
    }

    #[test]
    fn a_chinese_help_has_no_english_sentence() {
        let mut root = command(Language::Zh);
        root.build();
        let mut helps = vec![root.render_long_help().to_string()];
        for sub in root.get_subcommands_mut() {
            helps.push(sub.render_long_help().to_string());
        }
        for help in helps {
            for word in [
                "Usage",
                "Options",
                "Commands",
                "Arguments",
                "OPTIONS",
                "Print",
                "possible",
            ] {
                assert!(!help.contains(word), "{word} in\n{help}");
            }
            assert!(help.contains("退出码"), "{help}");
        }
    }

    #[test]
    fn an_english_help_has_no_chinese() {
        let mut root = command(Language::En);
        root.build();
        for sub in root.get_subcommands_mut() {
            let help = sub.render_long_help().to_string();
            assert!(help.contains("Usage: wenxiao "), "{help}");
            assert!(
                !help.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)),
                "{help}"
            );
        }
    }

    #[test]
    fn wrong_use_is_told_with_what_may_have_been_meant() {
        let words = |line: &str| line.split(' ').map(OsString::from).collect::<Vec<_>>();
        let wrong = |line| match parse(&words(line), Language::Zh) {
            Err(Unparsed::Wrong(misuse, help)) => (misuse, help),
            other => panic!("{other:?}"),
        };
        let (misuse, help) = wrong("wenxiao scor a.json");
        assert_eq!(
            misuse,
            Misuse::UnknownCommand {
                word: "scor".into(),
                meant: Some("score".into())
            }
        );
        assert_eq!(help, "wenxiao");
        let (misuse, help) = wrong("wenxiao check a.json --stage all");
        assert!(
            matches!(&misuse, Misuse::Value { value, takes, .. } if value == "all" && takes.len() == 4)
        );
        assert_eq!(help, "wenxiao check");
        let (misuse, _) = wrong("wenxiao score");
        assert!(matches!(&misuse, Misuse::Missing { wanted } if wanted == &["<文件>"]));
        let (misuse, _) = wrong("wenxiao backup a --text b");
        assert!(matches!(misuse, Misuse::Conflict { .. }));
    }
}
