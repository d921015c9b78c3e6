//! Tables of text: columns that stand under each other, Chinese or not.
//!
//! `score`, `policies` and `keys` print them. A cell that is longer than its column allows is cut
//! with a mark; the last column is never cut.

use crate::text;

/// Where the text of a column stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// A column: its heading, its side, and the most columns it takes.
#[derive(Debug, Clone, Copy)]
pub struct Column<'t> {
    /// Above it.
    pub heading: &'t str,
    /// Where its text stands.
    pub side: Side,
    /// The most columns of the terminal that it takes.
    pub most: usize,
}

/// A column of words.
pub fn words(heading: &str, most: usize) -> Column<'_> {
    Column {
        heading,
        side: Side::Left,
        most,
    }
}

/// A column of numbers.
pub fn numbers(heading: &str, most: usize) -> Column<'_> {
    Column {
        heading,
        side: Side::Right,
        most,
    }
}

/// The lines of a table, the headings first unless all are empty.
pub fn lines(columns: &[Column<'_>], rows: &[Vec<String>]) -> Vec<String> {
    // What is measured is what will be printed.
    let rows: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            row.iter()
                .map(|cell| text::shown(cell).into_owned())
                .collect()
        })
        .collect();
    let widths: Vec<usize> = columns
        .iter()
        .enumerate()
        .map(|(at, column)| {
            let cells = rows.iter().filter_map(|row| row.get(at));
            let widest = cells.map(|cell| text::width(cell)).max().unwrap_or(0);
            widest.min(column.most).max(text::width(column.heading))
        })
        .collect();
    let headings: Vec<String> = columns
        .iter()
        .map(|column| column.heading.to_owned())
        .collect();
    let with_headings = headings.iter().any(|heading| !heading.is_empty());
    with_headings
        .then_some(&headings)
        .into_iter()
        .chain(&rows)
        .map(|row| line(columns, &widths, row))
        .collect()
}

fn line(columns: &[Column<'_>], widths: &[usize], row: &[String]) -> String {
    let last = columns.len().saturating_sub(1);
    let cells = columns.iter().zip(widths).zip(row).enumerate();
    let cells: Vec<String> = cells
        .map(|(at, ((column, width), cell))| {
            if at == last && column.side == Side::Left {
                return cell.clone();
            }
            let cell = text::fit(cell, *width);
            match column.side {
                Side::Left => text::pad_right(&cell, *width),
                Side::Right => text::pad_left(&cell, *width),
            }
        })
        .collect();
    cells.join("  ").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_and_latin_columns_stand_under_each_other() {
        let columns = [words("指标", 8), numbers("得分", 6), words("", 1)];
        let rows = [
            vec![
                "培训".to_owned(),
                "9.20".to_owned(),
                "长的说明不截断".to_owned(),
            ],
            vec![
                "a very long name".to_owned(),
                "10.00".to_owned(),
                "b".to_owned(),
            ],
        ];
        let lines = lines(&columns, &rows);
        assert_eq!(lines[0], "指标       得分");
        assert_eq!(lines[1], "培训       9.20  长的说明不截断");
        assert_eq!(text::width(&text::fit("a very long name", 8)), 8);
        assert!(lines[2].ends_with("10.00  b"));
        assert_eq!(lines.len(), 3);
    }
}
