//! The first start: there is no store yet, and a person is asked what to begin with.
//!
//! Plain lines on the terminal, before any screen: 1 the samples, 2 an empty store, 3 a file.

use std::path::Path;

use super::args::{ImportArguments, InitArguments};
use super::console::{Console, Trouble};
use super::environment::Environment;
use super::input::shown;
use super::paths::StorePath;
use super::{import, init};
use crate::lang::cli as words;
use crate::setup::Shipped;

/// What became of the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beginning {
    /// There is a store now.
    Made,
    /// The person left.
    Left,
}

/// Asks until there is a store, or the person leaves.
pub fn ask(
    place: &StorePath,
    shipped: &Shipped,
    environment: &Environment,
    console: &mut Console<'_>,
) -> Result<Beginning, Trouble> {
    console.lines(words::first_question(&shown(&place.path), console.language))?;
    loop {
        let Some(answer) = prompt("> ", console)? else {
            return Ok(Beginning::Left);
        };
        let made = match answer.trim() {
            "1" | "１" => samples(place, shipped, environment, console),
            "2" | "２" => empty(place, shipped, environment, console),
            "3" | "３" => match prompt(words::which_file(console.language), console)? {
                Some(file) => imported(file.trim(), place, shipped, environment, console),
                None => return Ok(Beginning::Left),
            },
            "q" | "Q" | "ｑ" => return Ok(Beginning::Left),
            _ => {
                console.line(words::one_two_three(console.language))?;
                continue;
            }
        };
        match made {
            Ok(()) => return Ok(Beginning::Made),
            Err(Trouble::ReaderGone) => return Err(Trouble::ReaderGone),
            // A wrong path or a full disk: say so, ask again.
            Err(trouble) => {
                console.refuse(&trouble);
                console.line(words::one_two_three(console.language))?;
            }
        }
    }
}

fn samples(
    place: &StorePath,
    shipped: &Shipped,
    environment: &Environment,
    console: &mut Console<'_>,
) -> Result<(), Trouble> {
    place.make_folder(console)?;
    console.note(words::building_samples(console.language));
    init::samples(&place.path, shipped, environment, console)
}

fn empty(
    place: &StorePath,
    shipped: &Shipped,
    environment: &Environment,
    console: &mut Console<'_>,
) -> Result<(), Trouble> {
    place.make_folder(console)?;
    init::empty(
        &InitArguments::default(),
        &place.path,
        shipped,
        environment,
        console,
    )
}

/// An empty store with the projects of a file; no store where the file can't be taken.
fn imported(
    file: &str,
    place: &StorePath,
    shipped: &Shipped,
    environment: &Environment,
    console: &mut Console<'_>,
) -> Result<(), Trouble> {
    // Read once before anything is made, so that a wrong path leaves nothing behind.
    super::input::read(Path::new(file), console)?;
    empty(place, shipped, environment, console)?;
    let arguments = ImportArguments::of(file);
    import::run(&arguments, place, environment, console)
        .map(drop)
        .inspect_err(|_| init::remove(&place.path))
}

/// One typed line; `None` where the input has ended.
fn prompt(text: &str, console: &mut Console<'_>) -> Result<Option<String>, Trouble> {
    console.raw(text.as_bytes())?;
    console.flush()?;
    let mut line = Vec::new();
    let mut byte = [0];
    loop {
        match console.input.read(&mut byte) {
            Ok(0) if line.is_empty() => return Ok(None),
            Ok(0) => break,
            Ok(_) if byte == *b"\n" => break,
            Ok(_) => line.extend(byte),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(_) => return Ok(None),
        }
    }
    Ok(Some(String::from_utf8_lossy(&line).into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Language;

    fn asked(typed: &str, place: &StorePath) -> (Beginning, String) {
        let (mut output, mut error) = (Vec::new(), Vec::new());
        let mut input = typed.as_bytes();
        let mut console = Console {
            language: Language::En,
            json: false,
            input: &mut input,
            output: &mut output,
            error: &mut error,
        };
        let shipped = Shipped::load().unwrap();
        let beginning = ask(place, &shipped, &Environment::default(), &mut console).unwrap();
        output.extend(error);
        (beginning, String::from_utf8(output).unwrap())
    }

    fn place(folder: &tempfile::TempDir) -> StorePath {
        StorePath {
            path: folder.path().join("store"),
            named: true,
        }
    }

    #[test]
    fn two_makes_an_empty_store() {
        let folder = tempfile::tempdir().unwrap();
        let (beginning, said) = asked("7\n2\n", &place(&folder));
        assert_eq!(beginning, Beginning::Made);
        assert!(said.contains("1, 2 or 3"), "{said}");
        assert!(folder.path().join("store").exists());
    }

    #[test]
    fn a_wrong_file_leaves_no_store_and_asks_again() {
        let folder = tempfile::tempdir().unwrap();
        let (beginning, said) = asked("3\n/nowhere.json\nq\n", &place(&folder));
        assert_eq!(beginning, Beginning::Left);
        assert!(said.contains("/nowhere.json"), "{said}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn the_end_of_the_input_leaves() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(asked("", &place(&folder)).0, Beginning::Left);
    }
}
