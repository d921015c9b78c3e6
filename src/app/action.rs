//! What a person can do, one word each: the key table gives keys and words to these, screens carry
//! them out.

use crate::widgets::table::Step;

/// A thing that can be done from the keyboard, the palette or a lesson.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Moves the cursor through rows.
    Step(Step),
    /// Moves left one column.
    Left,
    /// Moves right one column.
    Right,
    /// To the next field or column.
    Next,
    /// To the field or column before.
    Previous,
    /// Goes in, or edits what is under the cursor.
    Enter,
    /// Goes back to where one came from.
    Back,
    /// Leaves the program.
    Quit,
    /// Shows all keys of this place.
    Help,
    /// Finds any command by name.
    Palette,
    /// Switches the theme.
    Theme,
    /// Chooses the acting person.
    Person,
    /// Switches the language.
    Language,
    /// Draws the screen anew.
    Redraw,
    /// Does the last thing again.
    Repeat,
    /// One of the links of the loop, 0–5.
    Link(u8),
    /// Shows where a number comes from.
    Why,
    /// Shows who changed what.
    History,
    /// Takes back the newest change.
    Undo,
    /// Does again what was taken back.
    Redo,
    /// Filters what is in front.
    Filter,
    /// Exports what is in front.
    Export,
    /// Sorts by the next column.
    Sort,
    /// Turns the order round.
    SortReverse,
    /// Groups the rows.
    Group,
    /// Shows another year.
    Year,
    /// Marks the row.
    Mark,
    /// Marks all rows shown, or none.
    MarkAll,
    /// A new project.
    New,
    /// Does one thing to all marked rows.
    Bulk,
    /// Shows what waits for the acting role.
    Inbox,
    /// Imports a file.
    Import,
    /// Takes a project or a row away, after a question.
    Delete,
    /// Sends, withdraws, passes, returns or approves a document.
    Move,
    /// Edits the head of the project.
    Head,
    /// Edits the money by source.
    Funds,
    /// Edits the text of the goal.
    GoalText,
    /// Adds a row.
    Add,
    /// Inserts a row from the indicator library.
    Library,
    /// Copies the row.
    Copy,
    /// Moves the row up.
    RowUp,
    /// Moves the row down.
    RowDown,
    /// Shows every attribute of the row.
    Details,
    /// Changes between annual and multi-year indicators.
    Block,
    /// Writes the plan of a month.
    Plan,
    /// Writes cause, outlook, forecast and measures.
    Cause,
    /// Chooses what follows from a warning.
    Disposal,
    /// Shows money as amounts or in per cent.
    Amounts,
    /// The month before.
    MonthBefore,
    /// The month after.
    MonthAfter,
    /// Marks a row as not applicable.
    NotApplicable,
    /// Writes the reason of a loss and the measures.
    Reason,
    /// Shows what would change the grade.
    Grade,
    /// Scores under another policy, to compare.
    Policy,
    /// Moves the date of the samples.
    Clock,
    /// Switches the mouse on or off.
    Mouse,
    /// Saves what is being edited.
    Save,
    /// Jumps to the next finding.
    NextFinding,
    /// Jumps to the finding before.
    PreviousFinding,
}
