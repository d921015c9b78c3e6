//! Why an action can't be done here and now: asked by the footer, the help, the palette and the key
//! itself, so that all four give the same answer.

use super::Off;
use crate::lang::app::AppText;
use crate::lang::{Language, refusal};

/// The reason as a sentence.
pub fn sentence(off: &Off, language: Language, name_of: &dyn Fn(&str) -> String) -> String {
    let text = AppText::of(language);
    match off {
        Off::NoScreenYet => text.no_screen_yet,
        Off::NoProject => text.no_project,
        Off::NothingHere => text.nothing_here,
        Off::NoNumbers => text.no_numbers,
        Off::NothingWaits => text.nothing_waits,
        Off::NoEntry => text.no_entry,
        Off::AsOf => text.as_of,
        Off::ReadOnly => text.read_only,
        Off::NoRow => text.no_row,
        Off::NothingListed => text.nothing_listed,
        Off::NoMarks => text.no_marks,
        Off::NoFilter => text.no_filter,
        Off::NoClock => text.no_clock,
        Off::NoRows => text.no_rows,
        Off::Shown => text.shown,
        Off::NoPast => text.no_past,
        Off::Computed => text.computed,
        Off::Tried => text.tried,
        Off::Refused(why) => return refusal::sentence(why, language, name_of),
    }
    .to_owned()
}
