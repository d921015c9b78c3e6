//! What the checks look at, read once: rows with their readings and scores, sums, and what a paper
//! form printed.
//!
//! Built for one audit and thrown away. It computes no rule of its own; scores come from
//! [`crate::domain::scoring`].

use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization;

use super::Subject;
use crate::domain::command::FundField;
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

    /// 偏差原因; 无 and / are none.
    pub fn reason(&self) -> &str {
        let said = self.indicator.reason.trim();
        let short = said.len() <= 12;
        if short && target(said).value == Target::None && !is_template(said) {
            return "";
        }
        said
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
        // Most rows carry a weight: their texts need not be read for this.
        self.weight().is_none_or(|weight| weight.is_zero())
            && self.printed.is_none_or(|score| score.is_zero())
            && nothing(&self.indicator.target)
            && nothing(&self.indicator.actual)
    }
}

/// Text of a form's template that nobody replaced.
pub(super) fn is_template(text: &str) -> bool {
    ["**", "＊＊", "××", "20xx", "20XX", "○○"]
        .iter()
        .any(|mark| text.contains(mark))
}

/// A text without what does not distinguish it.
pub(super) fn folded(text: &str) -> String {
    text.nfkc().filter(|c| !c.is_whitespace()).collect()
}

/// What the sum of a money table is called.
const TOTALS: [&str; 8] = [
    "合计",
    "总计",
    "共计",
    "总额",
    "资金总额",
    "资金合计",
    "年度资金总额",
    "项目资金总额",
];

/// A row of the money table that is the sum of the others.
pub(super) fn total_row(funds: &[Fund]) -> Option<&Fund> {
    let is_total = |fund: &&Fund| {
        let source = folded(&fund.source);
        let source = source.split(['(', ':']).next().unwrap_or_default();
        TOTALS.contains(&source)
    };
    funds.iter().find(is_total).filter(|_| funds.len() > 1)
}

/// One column of the money table.
pub(super) type Column = (FundField, fn(&Fund) -> &Written);

/// The three columns of the money table.
pub(super) const COLUMNS: [Column; 3] = [
    (FundField::Initial, |fund| &fund.initial),
    (FundField::Adjusted, |fund| &fund.adjusted),
    (FundField::Executed, |fund| &fund.executed),
];

/// Something was written in a cell of money, and it is no number.
pub(super) fn is_no_number(cell: &Written) -> bool {
    !cell.is_blank() && cell.decimal().is_none()
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

    /// The level 1 of a row; where it is not written, the one that its level 2 belongs to.
    pub fn belongs(&self, row: &Row<'_>) -> Level1 {
        if row.indicator.level1.trim().is_empty() {
            self.policy.frame.parent(row.level2()).unwrap_or_default()
        } else {
            row.level1()
        }
    }

    /// The row asks those who are served; a rate in percent or not.
    pub fn asks_satisfaction(&self, row: &Row<'_>) -> bool {
        let indicator = row.indicator;
        self.policy
            .is_satisfaction(&indicator.level1, &indicator.level2)
    }

    /// The form shows a column of money, and every cell of it is a number.
    fn shows(&self, pick: fn(&Fund) -> &Written) -> bool {
        let mut cells = self.project.funds.iter().map(pick);
        let unread = cells.clone().any(is_no_number);
        !unread && cells.any(|cell| !cell.is_blank())
    }

    /// The true execution rate, where the form shows budget and execution.
    pub fn execution_rate(&self) -> Option<Decimal> {
        let shown = self.shows(|fund| &fund.adjusted) && self.shows(|fund| &fund.executed);
        self.scored.execution.rate.filter(|_| shown)
    }

    /// The form shows a budget, and it is nothing: there is no rate.
    pub fn has_no_budget(&self) -> bool {
        self.shows(|fund| &fund.adjusted) && self.scored.execution.adjusted <= Decimal::ZERO
    }

    /// Σ of a column over the sources; a printed total beside them is not counted again.
    pub fn money(&self, pick: fn(&Fund) -> &Written) -> Decimal {
        let funds = &self.project.funds;
        let total = total_row(funds).map(|fund| &fund.id);
        let parts = funds.iter().filter(|fund| Some(&fund.id) != total);
        sum(parts.map(|fund| pick(fund).or_zero()))
    }

    /// The year's amount: as adjusted, or as first approved while nothing was adjusted.
    pub fn annual_amount(&self) -> Option<Decimal> {
        let columns: [fn(&Fund) -> &Written; 2] = [|fund| &fund.adjusted, |fund| &fund.initial];
        let shown = columns.into_iter().find(|pick| {
            let mut cells = self.project.funds.iter().map(pick);
            cells.any(|cell| !cell.is_blank())
        });
        shown.map(|pick| self.money(pick))
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
