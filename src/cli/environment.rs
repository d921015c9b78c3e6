//! The environment of the process as a value: variables, the language they ask for, the places
//! they name.
//!
//! Read once at the start and handed on, so that no other module reads a variable. An empty
//! variable counts as one that is not set.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use crate::lang::Language;

/// The variables of the process.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Environment {
    variables: BTreeMap<OsString, OsString>,
    /// The user's name as the operating system knows it.
    user: Option<String>,
}

impl Environment {
    /// Those of this process.
    pub fn of_process() -> Self {
        Self {
            variables: std::env::vars_os().collect(),
            user: user_of(
                &std::fs::read_to_string("/etc/passwd").unwrap_or_default(),
                rustix::process::getuid().as_raw(),
            ),
        }
    }

    fn get(&self, name: &str) -> Option<&OsString> {
        self.variables
            .get(OsStr::new(name))
            .filter(|value| !value.is_empty())
    }

    /// A variable that is a text.
    pub fn text(&self, name: &str) -> Option<String> {
        self.get(name)?.to_str().map(str::to_owned)
    }

    /// A variable that is a path.
    pub fn path(&self, name: &str) -> Option<PathBuf> {
        self.get(name).map(PathBuf::from)
    }

    /// The language that is asked for before anything is read: `--lang` among the words, else
    /// `WENXIAO_LANG`, else the locale, else Chinese.
    pub fn language(&self, words: &[OsString]) -> Language {
        let asked = asked_language(words);
        asked
            .or_else(|| self.named_language())
            .or_else(|| self.locale())
            .unwrap_or_default()
    }

    /// The language that `WENXIAO_LANG` names.
    pub fn named_language(&self) -> Option<Language> {
        Language::of(&self.text("WENXIAO_LANG")?)
    }

    /// What `WENXIAO_LANG` names where that is no language of the program.
    pub fn unknown_language(&self) -> Option<String> {
        let name = self.text("WENXIAO_LANG")?;
        Language::of(&name).is_none().then_some(name)
    }

    /// The first of the locale's variables that is set decides; one that names neither language
    /// (`C`, `POSIX`, `de_DE`) leaves it to Chinese.
    fn locale(&self) -> Option<Language> {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .find_map(|name| self.text(name))?;
        Language::of(&locale)
    }

    /// The user of the operating system, for the journal. A variable is believed only where the
    /// system itself has no name.
    pub fn os_user(&self) -> String {
        let variables = || {
            ["USER", "LOGNAME"]
                .into_iter()
                .find_map(|name| self.text(name))
        };
        let named = self.user.clone().or_else(variables);
        named.unwrap_or_else(|| format!("uid-{}", rustix::process::getuid().as_raw()))
    }
}

/// The name of a user in the text of the password file.
fn user_of(accounts: &str, uid: u32) -> Option<String> {
    let uid = uid.to_string();
    accounts.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next().filter(|name| !name.is_empty())?;
        (fields.nth(1) == Some(uid.as_str())).then(|| name.to_owned())
    })
}

/// The language of `--lang zh` or `--lang=zh`, wherever it stands.
fn asked_language(words: &[OsString]) -> Option<Language> {
    let mut words = words
        .iter()
        .skip(1)
        .map(|word| word.to_str().unwrap_or_default())
        .take_while(|word| *word != "--");
    while let Some(word) = words.next() {
        let value = if word == "--lang" {
            words.next()
        } else {
            word.strip_prefix("--lang=")
        };
        if let Some(language) = value.and_then(Language::of) {
            return Some(language);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(pairs: &[(&str, &str)]) -> Environment {
        Environment {
            variables: pairs
                .iter()
                .map(|(name, value)| (OsString::from(name), OsString::from(value)))
                .collect(),
            user: None,
        }
    }

    fn words(line: &str) -> Vec<OsString> {
        line.split(' ').map(OsString::from).collect()
    }

    #[test]
    fn the_option_wins_over_the_variable_and_the_variable_over_the_locale() {
        let both = environment(&[("WENXIAO_LANG", "zh"), ("LANG", "en_GB.UTF-8")]);
        assert_eq!(
            both.language(&words("wenxiao --lang en keys")),
            Language::En
        );
        assert_eq!(
            both.language(&words("wenxiao keys --lang=en")),
            Language::En
        );
        assert_eq!(both.language(&words("wenxiao keys")), Language::Zh);
        let locale = environment(&[
            ("LC_ALL", ""),
            ("LC_MESSAGES", "en_US.UTF-8"),
            ("LANG", "zh_CN"),
        ]);
        assert_eq!(locale.language(&words("wenxiao")), Language::En);
    }

    #[test]
    fn without_a_locale_and_under_c_it_is_chinese() {
        assert_eq!(environment(&[]).language(&words("wenxiao")), Language::Zh);
        let c = environment(&[("LC_ALL", "C"), ("LANG", "en_US")]);
        assert_eq!(c.language(&words("wenxiao")), Language::Zh);
    }

    #[test]
    fn somebody_is_always_named() {
        assert_eq!(environment(&[("USER", "lihua")]).os_user(), "lihua");
        let accounts = "root:x:0:0:root:/root:/bin/sh\nlihua:x:1000:1000::/home/lihua:/bin/sh\n";
        assert_eq!(user_of(accounts, 1000).as_deref(), Some("lihua"));
        assert_eq!(user_of(accounts, 7), None);
        assert!(environment(&[]).os_user().starts_with("uid-"));
    }
}
