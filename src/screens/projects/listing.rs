//! Which projects the list shows, in which order, and what they come to.
//!
//! A listing holds numbers of rows, never rows: what a year, a person's scope and an order leave is
//! chosen once, and each letter of the filter only narrows it.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use rust_decimal::Decimal;

use super::columns::Column;
use crate::domain::number::Sum;
use crate::domain::pinyin::{self, Pattern};
use crate::domain::role::Actor;
use crate::domain::row::Stage;
use crate::domain::rows::{RowRef, Rows};
use crate::domain::status::Status;
use crate::lang::projects::Sums;
use crate::lang::{Language, terms};

/// How the list is grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Group {
    /// Not at all.
    #[default]
    None,
    /// By 主管部门.
    Department,
    /// By stage of the loop.
    Stage,
}

/// Which years are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum YearShown {
    /// The year of the store's date.
    #[default]
    Current,
    /// One year; `None` is 年度未写.
    One(Option<i32>),
    /// All years.
    All,
}

impl YearShown {
    fn holds(self, year: Option<i32>) -> bool {
        match self {
            Self::One(one) => one == year,
            Self::Current | Self::All => true,
        }
    }
}

/// By what the list is ordered; without a column in the order of the store, year and code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Order {
    /// The column.
    pub by: Option<Column>,
    /// The greatest first.
    pub descending: bool,
}

/// A line of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// The head of a group: its place in [`Listing::group`].
    Head(usize),
    /// A row, by its number in the store's list.
    Row(u32),
}

/// What the list says of all rows that it shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Rows shown.
    pub shown: usize,
    /// Rows of the year that the person may see.
    pub of: usize,
    /// Rows shown that have a budget.
    budgets: usize,
    budget: Sum,
    executed: Sum,
    /// Rows shown of which an execution is known.
    read: usize,
    /// Rows shown that have a score.
    scored: usize,
}

impl Summary {
    fn over<'a>(rows: impl Iterator<Item = RowRef<'a>>) -> Self {
        let mut summary = Self::default();
        for row in rows {
            summary.shown += 1;
            summary.scored += usize::from(row.score().is_some());
            if let Some(budget) = row.budget() {
                summary.budgets += 1;
                summary.budget.add(budget);
            }
            if let Some(executed) = row.executed() {
                summary.read += 1;
                summary.executed.add(executed);
            }
        }
        summary
    }

    /// Adds what other rows come to.
    fn add(&mut self, other: &Self) {
        self.shown += other.shown;
        self.of += other.of;
        self.read += other.read;
        self.scored += other.scored;
        self.budgets += other.budgets;
        self.budget.add_sum(&other.budget);
        self.executed.add_sum(&other.executed);
    }

    /// Σ budget of those shown, 万元; `None` where none of them has one, or the sum is longer than a
    /// decimal.
    pub fn budget(&self) -> Option<Decimal> {
        self.budget.total().filter(|_| !self.budget.is_empty())
    }

    /// The sums, for their explanation; `None` without a budget.
    pub fn sums(&self) -> Option<Sums> {
        Some(Sums {
            budgets: self.budgets,
            read: self.read,
            budget: self.budget()?,
            executed: self.executed.total().filter(|_| self.read > 0),
        })
    }

    /// Σ executed ÷ Σ budget; `None` while nothing was read.
    pub fn rate(&self) -> Option<Decimal> {
        let rate = self.executed.total()?.checked_div(self.budget()?);
        rate.filter(|_| self.read > 0)
    }
}

/// The lines of the list.
#[derive(Debug, Clone, Default)]
pub struct Listing {
    /// The rows of the year that the person may see, in their order.
    chosen: Vec<u32>,
    /// What they come to.
    total: Summary,
    lines: Vec<Shown>,
    groups: Vec<(String, Summary)>,
    summary: Summary,
    /// The filter that `lines` was computed for.
    narrowed_to: Option<String>,
}

impl Listing {
    /// Chooses the rows of a year that a person may see, in an order: what a filter looks through.
    pub fn choose(&mut self, rows: &Rows, actor: &Actor, year: YearShown, order: Order) {
        let all: Vec<u32> = (0..u32::try_from(rows.len()).unwrap_or(u32::MAX)).collect();
        let (chosen, total) = look_through(&all, |part| {
            let own = |row: &RowRef<'_>| {
                year.holds(row.year()) && actor.sees(row.department(), row.unit())
            };
            found(rows, part, own)
        });
        self.chosen = sorted(chosen, rows, order);
        self.total = Summary {
            of: self.chosen.len(),
            ..total
        };
        self.narrowed_to = None;
    }

    /// Lays out those that fit a filter. One more letter looks only through what is shown.
    pub fn narrow(&mut self, rows: &Rows, query: &str, group: Group, language: Language) {
        let narrower = self
            .narrowed_to
            .as_deref()
            .is_some_and(|before| !before.is_empty() && query.starts_with(before));
        let shown: Vec<u32>;
        let among: &[u32] = if narrower {
            shown = self.numbers().collect();
            &shown
        } else {
            &self.chosen
        };
        let pattern = Pattern::new(query);
        let (found, summary) = if pattern.is_empty() {
            (among.to_vec(), self.total.clone())
        } else {
            look_through(among, |part| {
                let mut fit = Fit::of(&pattern, rows);
                found(rows, part, |row| fit.row(row))
            })
        };
        self.summary = Summary {
            of: self.chosen.len(),
            ..summary
        };
        self.lay_out(found, rows, group, language);
        self.narrowed_to = Some(query.to_owned());
    }

    fn lay_out(&mut self, found: Vec<u32>, rows: &Rows, group: Group, language: Language) {
        self.groups.clear();
        if group == Group::None {
            self.lines = found.into_iter().map(Shown::Row).collect();
            return;
        }
        let mut sounds = Sounds::default();
        let mut by_group: BTreeMap<(Rc<[u8]>, String), Vec<u32>> = BTreeMap::new();
        for (at, row) in rows.pick(&found) {
            let key = if group == Group::Stage {
                let stage = row.stage();
                let order = Stage::ALL.iter().position(|other| *other == stage);
                let order = u8::try_from(order.unwrap_or(0)).unwrap_or(u8::MAX);
                (
                    Rc::from([order].as_slice()),
                    terms::stage(stage, language).to_owned(),
                )
            } else {
                (sounds.of(row.department()), row.department().to_owned())
            };
            by_group.entry(key).or_default().push(at);
        }
        self.lines = Vec::with_capacity(found.len() + by_group.len());
        for ((_, name), members) in by_group {
            let summary = Summary::over(rows.pick(&members).map(|(_, row)| row));
            self.lines.push(Shown::Head(self.groups.len()));
            self.groups.push((name, summary));
            self.lines.extend(members.into_iter().map(Shown::Row));
        }
    }

    /// True where a project of the year has a score.
    pub fn is_scored(&self) -> bool {
        self.total.scored > 0
    }

    /// Lines there are, heads of groups among them.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// True where nothing is shown.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The line at a place.
    pub fn line(&self, at: usize) -> Option<Shown> {
        self.lines.get(at).copied()
    }

    /// The name and the sums of a group.
    pub fn group(&self, at: usize) -> Option<&(String, Summary)> {
        self.groups.get(at)
    }

    /// What all rows shown come to.
    pub fn summary(&self) -> &Summary {
        &self.summary
    }

    /// The numbers of the rows shown, in the order of the list.
    pub fn numbers(&self) -> impl Iterator<Item = u32> {
        self.lines.iter().filter_map(|line| match line {
            Shown::Row(at) => Some(*at),
            Shown::Head(_) => None,
        })
    }

    /// The line of a row, by its number.
    pub fn line_of(&self, number: u32) -> Option<usize> {
        let line = Shown::Row(number);
        self.lines.iter().position(|other| *other == line)
    }
}

/// From so many rows on, two threads look through them.
const MANY: usize = 20_000;

/// Looks through rows, many of them in two halves at once.
fn look_through(
    among: &[u32],
    look: impl Fn(&[u32]) -> (Vec<u32>, Summary) + Sync,
) -> (Vec<u32>, Summary) {
    if among.len() < MANY {
        return look(among);
    }
    let (first, second) = among.split_at(among.len() / 2);
    let ((mut found, mut summary), second) = std::thread::scope(|scope| {
        let second = scope.spawn(|| look(second));
        (look(first), second.join())
    });
    let (more, its) = second.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    found.extend(more);
    summary.add(&its);
    (found, summary)
}

/// Those that fit, and what they come to, in one way through.
fn found(
    rows: &Rows,
    among: &[u32],
    mut fits: impl FnMut(&RowRef<'_>) -> bool,
) -> (Vec<u32>, Summary) {
    let mut found = Vec::new();
    let fitting = rows.pick(among).filter(|(_, row)| fits(row));
    let summary = Summary::over(fitting.map(|(at, row)| {
        found.push(at);
        row
    }));
    (found, summary)
}

fn sorted(mut found: Vec<u32>, rows: &Rows, order: Order) -> Vec<u32> {
    let Some(column) = order.by else {
        if order.descending {
            found.reverse();
        }
        return found;
    };
    let mut sounds = Sounds::default();
    let mut keyed: Vec<(SortKey<'_>, u32)> = rows
        .pick(&found)
        .map(|(at, row)| (SortKey::of(&row, column, &mut sounds), at))
        .collect();
    // Rows without a value stay last in either direction.
    keyed.sort_by(|(a, x), (b, y)| {
        let by_value = a.compare(b, order.descending);
        by_value.then_with(|| x.cmp(y))
    });
    keyed.into_iter().map(|(_, at)| at).collect()
}

/// What a column sorts by.
#[derive(Debug)]
enum SortKey<'a> {
    Text(&'a str),
    Sound(Rc<[u8]>),
    Number(Option<Decimal>),
    Rank(Option<u32>),
}

impl<'a> SortKey<'a> {
    fn of(row: &RowRef<'a>, column: Column, sounds: &mut Sounds<'a>) -> Self {
        match column {
            Column::Code => Self::Text(row.code()),
            Column::Name => Self::Sound(sounds.of(row.name())),
            Column::Unit => Self::Sound(sounds.of(row.unit())),
            Column::Year => Self::Rank(row.year().and_then(|year| u32::try_from(year).ok())),
            Column::Stage => Self::Rank(place(&Stage::ALL, row.stage())),
            Column::Goal => Self::Rank(place(&Status::ALL, row.goal_status())),
            Column::SelfEvaluation => {
                Self::Rank(place(&Status::ALL, row.self_status()).filter(|_| row.score().is_some()))
            }
            Column::Budget => Self::Number(row.budget()),
            Column::Executed => Self::Number(row.executed()),
            Column::Rate => Self::Number(row.rate()),
            Column::Month | Column::Time => Self::Rank(row.month().map(u32::from)),
            Column::Light => Self::Rank(row.light().map(|light| light as u32)),
            Column::Score | Column::Grade => Self::Number(row.score()),
            Column::Findings => Self::Rank(Some(
                u32::from(row.errors()) * 100_000 + u32::from(row.warnings()),
            )),
        }
    }

    fn compare(&self, other: &Self, descending: bool) -> Ordering {
        fn missing_last<T: Ord>(a: Option<&T>, b: Option<&T>, descending: bool) -> Ordering {
            match (a, b) {
                (Some(a), Some(b)) if descending => b.cmp(a),
                (Some(a), Some(b)) => a.cmp(b),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => Ordering::Equal,
            }
        }
        match (self, other) {
            (Self::Text(a), Self::Text(b)) if descending => b.cmp(a),
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            (Self::Sound(a), Self::Sound(b)) if descending => b.cmp(a),
            (Self::Sound(a), Self::Sound(b)) => a.cmp(b),
            (Self::Number(a), Self::Number(b)) => missing_last(a.as_ref(), b.as_ref(), descending),
            (Self::Rank(a), Self::Rank(b)) => missing_last(a.as_ref(), b.as_ref(), descending),
            _ => Ordering::Equal,
        }
    }
}

/// How names sound, worked out once for each: many projects share a unit.
#[derive(Default)]
struct Sounds<'a>(HashMap<&'a str, Rc<[u8]>, foldhash::fast::RandomState>);

impl<'a> Sounds<'a> {
    fn of(&mut self, name: &'a str) -> Rc<[u8]> {
        let known = self.0.entry(name);
        Rc::clone(known.or_insert_with(|| pinyin::sound(name).into()))
    }
}

fn place<T: PartialEq + Copy>(all: &[T], value: T) -> Option<u32> {
    let place = all.iter().position(|other| *other == value)?;
    u32::try_from(place).ok()
}

/// Whether rows fit a filter. Units and departments are few: each is asked about once.
struct Fit<'p> {
    pattern: &'p Pattern,
    names: Vec<Option<bool>>,
}

impl<'p> Fit<'p> {
    fn of(pattern: &'p Pattern, rows: &Rows) -> Self {
        Self {
            pattern,
            names: vec![None; rows.names()],
        }
    }

    fn row(&mut self, row: &RowRef<'_>) -> bool {
        let numbers = row.name_numbers();
        self.name(numbers.department, || row.department())
            || self.name(numbers.unit, || row.unit())
            || self.pattern.matches(row.code()).is_some()
            || self.pattern.matches(row.name()).is_some()
    }

    fn name<'a>(&mut self, number: usize, name: impl Fn() -> &'a str) -> bool {
        let fits = || self.pattern.matches(name()).is_some();
        match self.names.get_mut(number) {
            Some(known) => *known.get_or_insert_with(fits),
            None => fits(),
        }
    }
}
