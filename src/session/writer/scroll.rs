//! Rows that only moved: found by their hashes, and moved by the terminal itself.

use std::hash::{Hash, Hasher};
use std::io::Write as _;

use ratatui::buffer::Cell;

use super::code::{control, cost};
use super::{PLAIN, Place, SCROLL_COST, Writer};

impl Writer {
    // --- scrolling -------------------------------------------------------------------------------

    /// Lets the terminal move rows that are wanted elsewhere than they are shown.
    pub(super) fn scroll(&mut self, out: &mut Vec<u8>) {
        let Some(shift) = self.likely_shift() else {
            return;
        };
        let Some((top, bottom, gain)) = self.best_region(shift) else {
            return;
        };
        if gain < SCROLL_COST {
            return;
        }
        // New rows come in the current background on many terminals.
        self.set_pen(PLAIN, out);
        let (first, last, letter) = if shift > 0 {
            (top, bottom + shift.unsigned_abs(), b'S')
        } else {
            (top - shift.unsigned_abs(), bottom, b'T')
        };
        let _ = write!(out, "\x1b[{};{}r", first + 1, last + 1);
        control(out, shift.unsigned_abs(), letter);
        out.extend_from_slice(b"\x1b[r");
        self.place = Place::Lost;
        self.move_shown(first, last, shift);
    }

    /// The shift by which most rows could be reused: row `y` is wanted as row `y + shift` is shown.
    fn likely_shift(&self) -> Option<i64> {
        let rows = i64::from(self.rows);
        let mut best = (0, 0_i64);
        for shift in (1 - rows..rows).filter(|shift| *shift != 0) {
            let matches = (0..self.rows)
                .filter(|&y| {
                    let wanted = self.wanted_hashes.get(usize::from(y));
                    let from = shifted(y, shift, self.rows);
                    wanted != self.shown_hashes.get(usize::from(y))
                        && from
                            .is_some_and(|from| wanted == self.shown_hashes.get(usize::from(from)))
                        && self
                            .row(&self.wanted, y)
                            .iter()
                            .any(|cell| *cell != Cell::EMPTY)
                })
                .count();
            if matches > best.0 || (matches == best.0 && shift.abs() < best.1.abs()) {
                best = (matches, shift);
            }
        }
        (best.0 > 0).then_some(best.1)
    }

    /// The rows (first and last wanted row) for which the shift saves most, and how many bytes.
    fn best_region(&self, shift: i64) -> Option<(u64, u64, i64)> {
        let blank = vec![Cell::EMPTY; usize::from(self.columns)];
        let in_place: Vec<i64> = (0..self.rows)
            .map(|y| cost(self.row(&self.shown, y), self.row(&self.wanted, y)))
            .collect();
        // Rows that the shift empties are written anew: what that costs beyond writing them in place.
        let emptied: Vec<i64> = (0..self.rows)
            .zip(&in_place)
            .map(|(y, here)| cost(&blank, self.row(&self.wanted, y)) - here)
            .collect();
        let lost = |rows: std::ops::Range<usize>| -> i64 {
            emptied.get(rows).unwrap_or_default().iter().sum()
        };
        let count = usize::try_from(shift.unsigned_abs()).unwrap_or(usize::MAX);
        let mut best: Option<(u64, u64, i64)> = None;
        let mut run: Option<(u64, i64)> = None;
        for y in 0..self.rows {
            let Some(from) = shifted(y, shift, self.rows) else {
                run = None;
                continue;
            };
            let row = usize::from(y);
            let here = in_place.get(row).copied().unwrap_or(0);
            let gain = here - cost(self.row(&self.shown, from), self.row(&self.wanted, y));
            let begin = if shift < 0 {
                -lost(row.saturating_sub(count)..row)
            } else {
                0
            };
            let (start, before) = run
                .filter(|(_, sum)| *sum > begin)
                .unwrap_or((u64::from(y), begin));
            let sum = before + gain;
            run = Some((start, sum));
            let end = if shift > 0 {
                lost(row + 1..row.saturating_add(count).saturating_add(1))
            } else {
                0
            };
            if best.is_none_or(|(_, _, most)| sum - end > most) {
                best = Some((start, u64::from(y), sum - end));
            }
        }
        best
    }

    /// Does with the known screen what the terminal does with its own.
    fn move_shown(&mut self, first: u64, last: u64, shift: i64) {
        let width = usize::from(self.columns);
        let (first, last) = (first as usize, last as usize);
        let count = shift.unsigned_abs() as usize;
        let blank = row_hash(&vec![Cell::EMPTY; width]);
        let Some(hashes) = self.shown_hashes.get_mut(first..=last) else {
            return;
        };
        let Some(cells) = self.shown.get_mut(first * width..(last + 1) * width) else {
            return;
        };
        let kept = hashes.len() - count;
        if shift > 0 {
            hashes.rotate_left(count);
            cells.rotate_left(count * width);
            hashes.iter_mut().skip(kept).for_each(|hash| *hash = blank);
            cells
                .iter_mut()
                .skip(kept * width)
                .for_each(|cell| *cell = Cell::EMPTY);
        } else {
            hashes.rotate_right(count);
            cells.rotate_right(count * width);
            hashes.iter_mut().take(count).for_each(|hash| *hash = blank);
            cells
                .iter_mut()
                .take(count * width)
                .for_each(|cell| *cell = Cell::EMPTY);
        }
    }
}

fn shifted(y: u16, shift: i64, rows: u16) -> Option<u16> {
    u16::try_from(i64::from(y) + shift)
        .ok()
        .filter(|from| *from < rows)
}

pub(super) fn row_hash(row: &[Cell]) -> u64 {
    let mut hasher = RowHasher(0);
    row.hash(&mut hasher);
    hasher.finish()
}

/// A fast hash for finding rows again; a collision costs bytes, never correctness.
struct RowHasher(u64);

impl Hasher for RowHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let value = chunk
                .iter()
                .fold(0, |value, byte| value << 8 | u64::from(*byte));
            self.0 = (self.0.rotate_left(5) ^ value).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        }
    }
}
