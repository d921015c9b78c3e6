//! What a light and the findings of a project look like, wherever a row shows them.

use ratatui::style::Style;

use crate::domain::monitoring::Light;
use crate::domain::rows::RowRef;
use crate::theme::Theme;
use crate::widgets::table::Cell;

/// How many errors and warnings the checks found: `E3 W5`.
pub fn findings_cell<'a>(row: &RowRef<'_>, theme: &Theme) -> Cell<'a> {
    let (errors, warnings) = (row.errors(), row.warnings());
    let word = match (errors, warnings) {
        (0, 0) => String::new(),
        (0, warnings) => format!("W{warnings}"),
        (errors, 0) => format!("E{errors}"),
        (errors, warnings) => format!("E{errors} W{warnings}"),
    };
    // Only what stops a document is coloured; a colour in every row is what a page costs on a slow line.
    if errors > 0 {
        Cell::styled(word, theme.error)
    } else {
        Cell::new(word)
    }
}

/// The style of a light; the letter and the word stand beside it.
pub fn light_style(light: Option<Light>, theme: &Theme) -> Style {
    match light {
        Some(Light::Red) => theme.light_red,
        Some(Light::Yellow) => theme.light_yellow,
        Some(Light::Green) => theme.light_green,
        Some(Light::Blue) => theme.light_blue,
        None => theme.dim,
    }
}
