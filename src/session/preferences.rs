//! What a person chose and wants again at the next start: language, theme, acting person.
//!
//! A small file beside the settings of other programs; without it, or with a damaged one, the
//! program starts with what the terminal and the store say.

use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::app::Me;
use crate::domain::role::Grant;
use crate::lang::Language;
use crate::theme::ThemeName;

/// What is kept.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// Language of the interface.
    pub language: Option<Language>,
    /// Key of the theme.
    pub theme: Option<String>,
    /// Id of the acting person.
    pub person: Option<String>,
    /// The grant in which the person acts.
    pub grant: Option<Grant>,
}

impl Preferences {
    /// What this person looks like now.
    pub fn of(me: &Me) -> Self {
        Self {
            language: Some(me.language),
            theme: Some(me.theme.key().to_owned()),
            person: Some(me.person.clone()),
            grant: Some(me.grant.clone()),
        }
    }

    /// Reads the file; what is not there or not readable is not chosen.
    pub fn load(path: &Path) -> Self {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        toml::from_str(&text).unwrap_or_default()
    }

    /// Writes the file, whole or not at all.
    pub fn save(&self, path: &Path) -> io::Result<()> {
        let text = toml::to_string(self).map_err(io::Error::other)?;
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let aside = path.with_extension("partial");
        std::fs::write(&aside, text)?;
        std::fs::rename(&aside, path)
    }

    /// The theme that was chosen.
    pub fn theme(&self) -> Option<ThemeName> {
        self.theme.as_deref().and_then(ThemeName::from_key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_chosen_comes_back_and_a_damaged_file_is_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("wenxiao/preferences.toml");
        let chosen = Preferences {
            language: Some(Language::En),
            theme: Some("light".into()),
            person: Some("wang".into()),
            grant: None,
        };
        chosen.save(&path).unwrap();
        assert_eq!(Preferences::load(&path), chosen);
        std::fs::write(&path, "language = 7").unwrap();
        assert_eq!(Preferences::load(&path), Preferences::default());
    }
}
