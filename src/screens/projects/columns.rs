//! The columns of the list: which of them each link of the loop shows, and what stands in them.

use rust_decimal::Decimal;

use crate::app::Cx;
use crate::domain::monitoring::Light;
use crate::domain::number::round2;
use crate::domain::policy::Grade;
use crate::domain::rows::RowRef;
use crate::lang::numbers::{money, percent};
use crate::lang::policy::grade;
use crate::lang::projects::ProjectsText;
use crate::lang::{Language, terms};
use crate::screens::marks::{findings_cell, light_style};
use crate::widgets::draw;
use crate::widgets::table::{self, Cell};

/// A column of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// 编码
    Code,
    /// 项目
    Name,
    /// 单位
    Unit,
    /// 阶段
    Stage,
    /// 目标状态
    Goal,
    /// 预算
    Budget,
    /// 已执行
    Executed,
    /// 执行率
    Rate,
    /// 截至
    Month,
    /// 序时
    Time,
    /// 灯
    Light,
    /// 自评状态
    SelfEvaluation,
    /// 得分
    Score,
    /// 等级
    Grade,
    /// 检查发现
    Findings,
    /// 年度
    Year,
}

use Column as C;

#[rustfmt::skip]
const WHOLE: &[Column] = &[
    C::Code, C::Name, C::Unit, C::Stage, C::Budget, C::Rate, C::Time, C::Light, C::Score, C::Grade,
    C::Findings,
];
#[rustfmt::skip]
const GOALS: &[Column] = &[C::Code, C::Name, C::Unit, C::Goal, C::Budget, C::Findings];
#[rustfmt::skip]
const MONITORING: &[Column] = &[
    C::Code, C::Name, C::Unit, C::Budget, C::Executed, C::Rate, C::Month, C::Time, C::Light,
];
#[rustfmt::skip]
const EVALUATION: &[Column] = &[
    C::Code, C::Name, C::Unit, C::SelfEvaluation, C::Rate, C::Score, C::Grade, C::Findings,
];

impl Column {
    /// The columns that a link of the loop shows of all projects, from left to right; 0 is the whole.
    pub fn of_link(link: u8) -> &'static [Self] {
        match link {
            1 => GOALS,
            3 => MONITORING,
            4 => EVALUATION,
            _ => WHOLE,
        }
    }

    /// True for what only a scored project has.
    pub fn is_of_score(self) -> bool {
        matches!(self, Self::Score | Self::Grade)
    }

    /// Its head.
    pub fn word(self, text: &ProjectsText) -> &'static str {
        text.columns.get(self as usize).copied().unwrap_or("")
    }

    /// How wide it is and when it gives way; where there is room a name has the first claim to it.
    pub fn shape(
        self,
        text: &ProjectsText,
        language: Language,
        roomy: bool,
    ) -> table::Column<'static> {
        use table::Column as C;
        let title = self.word(text);
        let widest = |words: &mut dyn Iterator<Item = &'static str>| {
            let words = words.map(draw::columns).max().unwrap_or(0);
            words.max(draw::columns(title))
        };
        let stages = &mut crate::domain::row::Stage::ALL
            .iter()
            .map(|stage| terms::stage(*stage, language));
        let lights = &mut Light::ALL
            .iter()
            .map(|light| terms::light(*light, language));
        let statuses = &mut crate::domain::status::Status::ALL
            .iter()
            .map(|status| terms::status(*status, language));
        let grades = &mut Grade::ALL.iter().map(|at| grade(*at, language));
        match self {
            Self::Code => C::name(title, 10, 24).hides(4),
            Self::Name if roomy => C::name(title, 30, 60),
            Self::Name => C::name(title, 24, 60),
            Self::Unit => C::name(title, 18, 32).hides(5),
            Self::Stage => C::text(title, widest(stages)).hides(3),
            Self::Goal | Self::SelfEvaluation => C::text(title, widest(statuses)),
            Self::Budget => C::decimal(title, 9),
            Self::Executed => C::decimal(title, 9).hides(3),
            Self::Rate => C::decimal(title, 6),
            Self::Month => C::text(title, 4).hides(6),
            Self::Time => C::decimal(title, 6).hides(7),
            Self::Light => C::text(title, widest(lights)),
            Self::Score => C::decimal(title, 6).hides(1),
            Self::Grade => C::text(title, widest(grades)).hides(2),
            Self::Findings => C::text(title, 8).hides(5),
            Self::Year => C::text(title, widest(&mut std::iter::empty())),
        }
    }

    /// What stands in it of a project.
    pub fn cell<'a>(self, row: &RowRef<'a>, cx: &Cx<'_>) -> Cell<'a> {
        let theme = &cx.me.look.theme;
        let language = cx.language();
        match self {
            Self::Code => Cell::new(row.code()).marked(cx.marks.contains(&row.id())),
            Self::Name => Cell::new(row.name()),
            Self::Unit => Cell::new(row.unit()),
            Self::Stage => Cell::new(terms::stage(row.stage(), language)),
            Self::Goal => Cell::new(terms::status(row.goal_status(), language)),
            Self::Budget => Cell::new(known(row.budget().map(money))),
            // What there is not yet stays blank: most rows of a year have none, and a styled dash in
            // each of them is what a page costs on a slow line.
            Self::Executed => Cell::new(row.executed().map(money).unwrap_or_default()),
            Self::Rate => Cell::new(known(row.rate().map(percent))),
            Self::Month => Cell::new(
                row.month()
                    .map(|month| terms::month(month, language))
                    .unwrap_or_default(),
            ),
            Self::Time => {
                let time = row
                    .month()
                    .map(|month| percent(Decimal::from(month) / Decimal::from(12)));
                Cell::new(known(time))
            }
            Self::Light => match row.light() {
                Some(at) => Cell::styled(terms::light(at, language), light_style(Some(at), theme)),
                None => Cell::new("-"),
            },
            Self::SelfEvaluation if row.score().is_some() => {
                Cell::new(terms::status(row.self_status(), language))
            }
            Self::SelfEvaluation => Cell::new(""),
            Self::Score => Cell::new(
                row.score()
                    .map(|score| round2(score).to_string())
                    .unwrap_or_default(),
            ),
            Self::Grade => Cell::new(
                row.grade()
                    .map_or("", |code| terms::grade_code(code, language)),
            ),
            Self::Findings => findings_cell(row, theme),
            Self::Year => Cell::new(
                row.year()
                    .map_or_else(|| "-".to_owned(), |year| year.to_string()),
            ),
        }
    }
}

/// A value, or the dash of what is not known.
fn known(value: Option<String>) -> String {
    value.unwrap_or_else(|| "-".to_owned())
}
