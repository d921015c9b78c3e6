//! What the checks look at, read once: rows with their readings and scores, sums, and what a paper
//! form printed.
//!
//! Built for one audit and thrown away. It computes no rule of its own; scores come from
//! [`crate::domain::scoring`].

use rust_decimal::Decimal;

use super::Subject;
use crate::domain::notation::{Target, target};
use crate::domain::number::{Written, decimal};
use crate::domain::policy::{Level1, Level2, Policy};
use crate::domain::project::{Fund, Indicator, Project};
use crate::domain::scoring::{RowScore, Scored, score};

/// Two amounts or sums of points are equal within half a unit of their last decimal.
pub(super) const EPS: Decimal = Decimal::from_parts(5, 0, 0, false, 3);
/// A printed score may be rounded another way.
pub(super) const CENT: Decimal = Decimal::from_parts(1, 0, 0, false, 2);

/// One row of the annual indicators that was not withdrawn.
pub(super) struct Row<'a> {
    pub indicator: &'a Indicator,
    /// Its place on the form, from 1.
    pub number: usize,
    pub score: RowScore,
    /// The score that the paper prints.
    pub printed: Option<Decimal>,
}

impl Row<'_> {
    pub fn subject(&self) -> Subject {
        Subject::Row {
            number: self.number,
            name: self.indicator.name.clone(),
        }
    }

    pub fn target(&self) -> &Target {
        &self.score.row.target
    }

    pub fn level1(&self) -> Level1 {
        self.score.row.level1
    }

    pub fn level2(&self) -> Level2 {
        self.score.row.level2
    }

    pub fn weight(&self) -> Option<Decimal> {
        self.score.row.weight
    }

    /// The printed score, or on a form of the store the computed one.
    pub fn shown_score(&self, paper: bool) -> Option<Decimal> {
        if paper {
            self.printed
        } else {
            self.score.score
        }
    }

    /// A target with a number, a range, a day or 是/否.
    pub fn is_quantitative(&self) -> bool {
        !matches!(self.target(), Target::Qualitative(_) | Target::None)
    }

    /// A template line that was left in: nothing is asked of it.
    pub fn is_unused(&self) -> bool {
        let nothing = |text: &str| matches!(target(text).value, Target::None) && !is_template(text);
        nothing(&self.indicator.target)
            && nothing(&self.indicator.actual)
            && self.weight().is_none_or(|weight| weight.is_zero())
            && self.printed.is_none_or(|score| score.is_zero())
    }
}

/// Something is written, it is no number, and it does not say that there is none.
pub(super) fn is_no_amount(amount: &Written) -> bool {
    let nothing = matches!(amount.as_str().trim(), "" | "/" | "无" | "-" | "—" | "－");
    !nothing && amount.decimal().is_none()
}

/// Text of a form's template that nobody replaced.
pub(super) fn is_template(text: &str) -> bool {
    ["**", "＊＊", "××", "20xx", "20XX", "○○"]
        .iter()
        .any(|mark| text.contains(mark))
}

/// Everything an audit knows.
pub(super) struct Facts<'a> {
    pub project: &'a Project,
    pub policy: &'a Policy,
    pub scored: Scored,
    /// Rows that were not withdrawn, those marked 不适用 too.
    pub rows: Vec<Row<'a>>,
    /// The form prints scores of its own.
    pub paper: bool,
}

impl<'a> Facts<'a> {
    pub fn of(project: &'a Project, policy: &'a Policy) -> Self {
        let scored = score(project, policy);
        let rows: Vec<Row<'a>> = project
            .indicators
            .iter()
            .enumerate()
            .filter(|(_, indicator)| !indicator.withdrawn)
            .zip(&scored.rows)
            .map(|((at, indicator), score)| Row {
                indicator,
                number: at + 1,
                score: score.clone(),
                printed: points(indicator.printed_score.as_str()),
            })
            .collect();
        Self {
            project,
            policy,
            scored,
            rows,
            paper: is_paper(project),
        }
    }

    /// Rows that row checks look at.
    pub fn applicable(&self) -> impl Iterator<Item = &Row<'a>> {
        self.rows.iter().filter(|row| !row.indicator.not_applicable)
    }

    /// Some rows carry a weight.
    pub fn has_weights(&self) -> bool {
        self.rows.iter().any(|row| !row.indicator.weight.is_blank())
    }

    /// Points are given on this form: S-35 asks every row for a weight.
    pub fn scores(&self) -> bool {
        self.paper || self.has_weights()
    }

    /// Rows that should carry a weight and do not.
    pub fn without_weight(&self) -> impl Iterator<Item = &Row<'a>> {
        self.applicable().filter(|row| row.weight().is_none())
    }

    /// Σ of all weights, rows marked 不适用 included.
    pub fn weight_sum(&self) -> Decimal {
        sum(self.rows.iter().filter_map(Row::weight))
    }

    /// The true execution rate, where the form shows budget and execution.
    pub fn execution_rate(&self) -> Option<Decimal> {
        let shown = |pick: fn(&Fund) -> &Written| {
            self.project.funds.iter().any(|fund| !pick(fund).is_blank())
        };
        if !shown(|fund| &fund.adjusted) || !shown(|fund| &fund.executed) {
            return None;
        }
        self.scored.execution.rate
    }

    /// The year's amount: as adjusted, or as first approved while nothing was adjusted.
    pub fn annual_amount(&self) -> Option<Decimal> {
        let shown = |pick: fn(&Fund) -> &Written| {
            self.project.funds.iter().any(|fund| !pick(fund).is_blank())
        };
        let totals = self.project.totals();
        if shown(|fund| &fund.adjusted) {
            Some(totals.adjusted)
        } else if shown(|fund| &fund.initial) {
            Some(totals.initial)
        } else {
            None
        }
    }
}

/// True where a form prints scores of its own: it came from paper, or was published.
pub(super) fn is_paper(project: &Project) -> bool {
    let rows = project.indicators.iter().filter(|row| !row.withdrawn);
    let mut printed = rows.filter_map(|row| points(row.printed_score.as_str()));
    printed.next().is_some()
        || project.printed.total.is_some()
        || project.printed.execution_score.is_some()
}

/// A sum that stays at the last value that fits.
pub(super) fn sum(values: impl Iterator<Item = Decimal>) -> Decimal {
    values.fold(Decimal::ZERO, |total, value| {
        total.checked_add(value).unwrap_or(total)
    })
}

/// True where two values lie further apart than `tolerance`.
pub(super) fn differ(one: Decimal, other: Decimal, tolerance: Decimal) -> bool {
    one.checked_sub(other)
        .is_none_or(|gap| gap.abs() > tolerance)
}

/// Points as a paper form prints them: `10`, `10分`.
pub(super) fn points(text: &str) -> Option<Decimal> {
    let text = text.trim();
    decimal(text.strip_suffix('分').unwrap_or(text))
}

/// What the weights of a level make: the points that its text carries in brackets
/// (`产出指标(50分)`), else what the policy says; a range of points (`成本指标(0-20)分`) fixes none.
pub fn level_points(text: &str, by_policy: Option<Decimal>) -> Option<Decimal> {
    let bracket = text
        .rsplit_once(['(', '（', '[', '【'])
        .and_then(|(_, after)| after.split([')', '）', ']', '】']).next())
        .filter(|_| text.contains('分'));
    let Some(bracket) = bracket.map(str::trim) else {
        return by_policy;
    };
    if bracket.chars().any(|c| c.is_ascii_digit()) {
        decimal(bracket.strip_suffix('分').unwrap_or(bracket))
    } else {
        by_policy
    }
}
