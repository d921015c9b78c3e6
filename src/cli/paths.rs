//! Where things are kept: the store, preferences, the report of a crash, the cache.
//!
//! The places are those of the XDG base directories. Where the user has none (no home at all) the
//! commands that need one say so in one line; the others run.

use std::path::{Path, PathBuf};

use directories::ProjectDirs;

use super::console::{Console, Trouble};
use super::environment::Environment;
use super::input::{io_code, shown};
use crate::lang::cli as words;

/// The name of the default store in the data folder.
const STORE: &str = "store.wenxiao";

/// The folders of this user; `None` where there is no home.
fn folders() -> Option<ProjectDirs> {
    ProjectDirs::from("", "", "wenxiao")
}

/// The store that a command is about, and whether it was named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StorePath {
    /// Where it is.
    pub path: PathBuf,
    /// False where nothing named it: the default place.
    pub named: bool,
}

impl StorePath {
    /// The option, else the variable, else the data folder.
    pub fn choose(
        option: Option<&Path>,
        environment: &Environment,
        console: &Console<'_>,
    ) -> Result<Self, Trouble> {
        let named = option
            .map(Path::to_owned)
            .or_else(|| environment.path("WENXIAO_STORE"));
        if let Some(path) = named {
            return Ok(Self { path, named: true });
        }
        let folders = folders()
            .ok_or_else(|| Trouble::new("no_home", words::no_home(console.language).to_owned()))?;
        Ok(Self {
            path: folders.data_dir().join(STORE),
            named: false,
        })
    }

    /// Makes the folder of the default place, for its owner alone; a named place is left to who
    /// named it.
    pub fn make_folder(&self, console: &Console<'_>) -> Result<(), Trouble> {
        let Some(folder) = self.path.parent().filter(|_| !self.named) else {
            return Ok(());
        };
        private_folder(folder).map_err(|error| {
            let kind = error.kind();
            let sentence = words::io(words::Io::Write, &shown(folder), kind, console.language);
            Trouble::new(io_code(kind), sentence)
        })
    }
}

/// Makes a folder and those above it that only the owner may enter, whatever the umask is.
pub fn private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(folder)
}

/// Where language, theme and acting person are kept.
pub fn preferences() -> Option<PathBuf> {
    folders().map(|folders| folders.config_dir().join("preferences.toml"))
}

/// Where a crash is reported.
pub fn crash_report() -> PathBuf {
    let folder = folders().map(|folders| {
        let state = folders.state_dir().map(Path::to_owned);
        state.unwrap_or_else(|| folders.data_local_dir().to_owned())
    });
    let folder = folder.unwrap_or_else(std::env::temp_dir);
    folder.join("crash.txt")
}

/// Where what can be made again is kept.
pub fn cache() -> Option<PathBuf> {
    folders().map(|folders| folders.cache_dir().to_owned())
}
