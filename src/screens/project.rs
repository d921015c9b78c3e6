//! 项目: the loop of one project at a glance.
//!
//! One cursor runs through everything that is said: the next thing to do, the five links, the
//! money, the goal, the lights, the score, and what the checks found. `Enter` goes to the place of
//! the line, `w` explains its number, `m` acts on its document. Nothing is edited here.

mod findings;
mod links;
mod money;
mod rows;
mod view;

use std::collections::BTreeSet;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::action::Action;
use crate::app::open::Open;
use crate::app::overlay::{Ask, Item, Menu, Overlay, Pick, Prompt, WhyBox};
use crate::app::{Cx, Off, Request};
use crate::domain::check::{Check, Severity};
use crate::domain::command::{self, At, FundField, IndicatorField, ProjectField};
use crate::domain::monitoring::why as light_why;
use crate::domain::next::Next;
use crate::domain::project::Fund;
use crate::domain::status::DocumentKind;
use crate::domain::{check, next, row, why};
use crate::lang;
use crate::lang::project as words;
use crate::lang::project::ProjectText;
use crate::lang::terms;
use crate::screens::{
    Screen, evaluation, funds_form, goals, head_form, history, monitoring, screen_for,
};
use crate::widgets::table::Step;
use crate::widgets::{draw, frame};
use findings::{Found, Rank, found};
use money::has_money;
use rows::{Standing, standings};
use view::{NextLines, Pen, goal_lines};

/// Columns from which on the findings stand beside the rest.
const WIDE: u16 = 110;

/// Rows from which on the sections stand apart.
const ROOMY: u16 = 24;

/// With fewer rows the indicators stay on their own screens.
const FEW: usize = 3;

/// Columns of severity and number of a check.
const FINDING: u16 = 9;

/// Columns in front of a line: the marker and a blank.
const GUTTER: u16 = 2;

/// What a line is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Spot {
    /// The next thing to do.
    #[default]
    Next,
    /// A link of the loop, 0–4.
    Link(usize),
    /// The money as a whole.
    Total,
    /// A source of money, by its place.
    Fund(usize),
    /// The text of the goal.
    Goal,
    /// The lights.
    Lights,
    /// The score and grade.
    Score,
    /// An indicator, by its place in [`ProjectScreen::rows`].
    Indicator(usize),
    /// A finding, by its place in [`ProjectScreen::findings`].
    Finding(usize),
}

/// A piece of the screen: some rows about one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Block {
    /// A line that the cursor can stand on.
    On(Spot, u16),
    /// The head of the money.
    MoneyHead,
    /// The head of the indicators.
    RowsHead,
    /// The titled rule over the findings.
    FindingsRule,
    /// An empty row.
    Blank,
}

impl Block {
    fn height(self) -> u16 {
        match self {
            Self::On(_, height) => height,
            Self::MoneyHead | Self::RowsHead | Self::FindingsRule | Self::Blank => 1,
        }
    }
}

/// Whether the findings of a check are shown one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fold {
    Folded,
    Open,
}

/// What happens once the screen is in front.
#[derive(Debug, Clone, PartialEq)]
enum Arrival {
    /// Explains the numbers of the project's row in the list, and behind them what is handed in.
    Why(Vec<lang::Line>),
    /// Offers the steps of a document.
    Documents(DocumentKind),
}

/// 项目: the loop of one project at a glance.
#[derive(Debug, Clone, Default)]
pub struct ProjectScreen {
    cursor: Spot,
    arrival: Option<Arrival>,
    /// What follows from the project: see [`ProjectScreen::refresh`].
    next: Vec<Next>,
    findings: Vec<Found>,
    rows: Vec<Standing>,
    /// Checks whose findings are shown one by one.
    unfolded: BTreeSet<Check>,
}

impl ProjectScreen {
    /// The screen that opens with the explanation of all numbers of the project's row in the list,
    /// and is left with it. `more` explains what else the list shows.
    pub fn asking_why(more: Vec<lang::Line>) -> Self {
        Self {
            arrival: Some(Arrival::Why(more)),
            ..Self::default()
        }
    }

    /// The screen that opens with the steps of a document.
    pub fn asking_documents(kind: DocumentKind) -> Self {
        Self {
            cursor: Spot::Link(link_of(kind)),
            arrival: Some(Arrival::Documents(kind)),
            ..Self::default()
        }
    }

    /// The screen came to the front for the first time.
    pub fn arrived(&mut self, cx: &Cx<'_>) -> Vec<Request> {
        match (self.arrival.take(), cx.open) {
            (Some(Arrival::Why(more)), Some(open)) => {
                let text = ProjectText::of(cx.language());
                let mut lines = Vec::new();
                for spot in [Spot::Total, Spot::Lights, Spot::Score] {
                    let said = self.explanation(spot, open, cx);
                    lines.extend(said.into_iter().flat_map(|(_, lines)| lines));
                }
                lines.extend(more);
                vec![Request::Overlay(Box::new(Overlay::Why(WhyBox {
                    leaves: true,
                    ..WhyBox::new(text.why_row, lines)
                })))]
            }
            (Some(Arrival::Documents(kind)), Some(_)) => vec![Request::Documents(kind)],
            _ => Vec::new(),
        }
    }

    /// The store or the project has changed.
    pub fn refresh(&mut self, cx: &Cx<'_>) {
        let Some(open) = cx.open else {
            return;
        };
        let errors = |kind| check::blocking(&open.project, kind, &open.policy).len();
        self.next = next::next(&open.project, &open.policy, cx.world.today, &errors);
        let kept = match self.cursor {
            Spot::Finding(at) => self.findings.get(at).cloned(),
            _ => None,
        };
        self.findings = found(open, &self.unfolded, cx);
        self.rows = standings(open, cx.language());
        if let Some(kept) = kept {
            let head = |one: &Found| matches!(one.rank, Rank::Head(_));
            let same = |one: &Found| {
                one.check == kept.check && one.place == kept.place && head(one) == head(&kept)
            };
            let near = |one: &Found| one.check == kept.check;
            let all = &self.findings;
            let at = all.iter().position(same).or(all.iter().position(near));
            self.cursor = at.map_or(self.cursor, Spot::Finding);
        }
        let spots = self.spots(cx);
        if !spots.contains(&self.cursor) {
            self.cursor = match self.cursor {
                Spot::Finding(_) => spots.last().copied().unwrap_or_default(),
                _ => Spot::Next,
            };
        }
    }

    /// The next thing to do: what the acting role can do itself, else the most urgent.
    fn next_step<'a>(&'a self, open: &Open, cx: &Cx<'_>) -> Option<&'a Next> {
        let mine = |one: &&Next| one.role(&open.policy) == Some(cx.me.grant.role);
        self.next.iter().find(mine).or(self.next.first())
    }

    // ---- moving and acting ---------------------------------------------------------------------

    fn spots(&self, cx: &Cx<'_>) -> Vec<Spot> {
        let Some(open) = cx.open else {
            return Vec::new();
        };
        self.blocks(open, work(cx), cx)
            .iter()
            .filter_map(|block| match block {
                Block::On(spot, _) => Some(*spot),
                _ => None,
            })
            .collect()
    }

    fn step(&mut self, step: Step, cx: &Cx<'_>) {
        let spots = self.spots(cx);
        let Some(at) = spots.iter().position(|spot| *spot == self.cursor) else {
            return;
        };
        let page = usize::from(work(cx).height.saturating_sub(2)).max(1);
        let to = match step {
            Step::Up => at.saturating_sub(1),
            Step::Down => at.saturating_add(1),
            Step::PageUp => at.saturating_sub(page),
            Step::PageDown => at.saturating_add(page),
            Step::First => 0,
            Step::Last => usize::MAX,
        };
        if let Some(spot) = spots.get(to.min(spots.len().saturating_sub(1))) {
            self.cursor = *spot;
        }
    }

    /// `Tab` leads from the loop to what the checks found, and back.
    fn jump(&mut self) {
        self.cursor = match self.cursor {
            Spot::Finding(_) => Spot::Next,
            _ if self.findings.is_empty() => self.cursor,
            _ => Spot::Finding(0),
        };
    }

    /// The finding behind the cursor, or the one before it; round at the ends.
    fn next_finding(&mut self, forward: bool, cx: &Cx<'_>) -> Vec<Request> {
        let count = self.findings.len();
        if count == 0 {
            return vec![Request::note(ProjectText::of(cx.language()).no_findings)];
        }
        let next = match (self.cursor, forward) {
            (Spot::Finding(at), true) => (at + 1) % count,
            (Spot::Finding(at), false) => (at + count - 1) % count,
            (_, true) => 0,
            (_, false) => count - 1,
        };
        self.cursor = Spot::Finding(next);
        Vec::new()
    }

    /// The head of several findings, where the cursor stands on one.
    fn head(&self) -> Option<&Found> {
        let Spot::Finding(at) = self.cursor else {
            return None;
        };
        let found = self.findings.get(at)?;
        matches!(found.rank, Rank::Head(_)).then_some(found)
    }

    /// Shows the findings of the check under the cursor one by one, or as one line.
    fn fold(&mut self, to: Option<Fold>, cx: &Cx<'_>) {
        let Spot::Finding(at) = self.cursor else {
            return;
        };
        let Some(found) = self.findings.get(at).filter(|one| one.rank != Rank::Alone) else {
            return;
        };
        let check = found.check;
        let open = match to {
            Some(to) => to == Fold::Open,
            None => !self.unfolded.contains(&check),
        };
        if open {
            self.unfolded.insert(check);
        } else {
            self.unfolded.remove(&check);
        }
        self.refresh(cx);
    }

    /// Carries out an action.
    pub fn act(&mut self, action: Action, cx: &Cx<'_>) -> Vec<Request> {
        let Some(open) = cx.open else {
            return Vec::new();
        };
        match action {
            Action::Step(step) => self.step(step, cx),
            Action::Next | Action::Previous => self.jump(),
            Action::NextFinding => return self.next_finding(true, cx),
            Action::PreviousFinding => return self.next_finding(false, cx),
            Action::Enter if self.head().is_some() => self.fold(None, cx),
            Action::Right => self.fold(Some(Fold::Open), cx),
            Action::Left => self.fold(Some(Fold::Folded), cx),
            Action::Enter => return self.enter(open, cx),
            Action::Move => return self.documents(open, cx),
            Action::Head => return vec![Request::Go(head_form())],
            Action::Funds => return vec![Request::Go(funds_form())],
            Action::Why => return self.why(cx),
            Action::History => {
                let thing = self.thing(open);
                return vec![Request::Go(Screen::History(history::History::of(thing)))];
            }
            Action::Export => return export(cx),
            _ => {}
        }
        Vec::new()
    }

    /// Why an action is off.
    pub fn off(&self, action: Action, cx: &Cx<'_>) -> Option<Off> {
        let Some(open) = cx.open else {
            return Some(Off::NoProject);
        };
        match action {
            Action::Why if self.explanation(self.cursor, open, cx).is_none() => {
                Some(Off::NothingHere)
            }
            _ => None,
        }
    }

    fn enter(&self, open: &Open, cx: &Cx<'_>) -> Vec<Request> {
        match self.cursor {
            Spot::Next => self.follow(open, cx),
            Spot::Link(0 | 1) | Spot::Goal => vec![Request::Go(goal_screen())],
            Spot::Link(2) | Spot::Lights => vec![Request::Go(Screen::Monitoring(
                monitoring::MonitoringScreen::default(),
            ))],
            Spot::Link(_) | Spot::Score => vec![Request::Go(Screen::Evaluation(
                evaluation::EvaluationScreen::default(),
            ))],
            Spot::Total | Spot::Fund(_) => vec![Request::Go(funds_form())],
            Spot::Indicator(at) => {
                let row = self.rows.get(at);
                row.map(|row| Request::Go(screen_for(&row.place)))
                    .into_iter()
                    .collect()
            }
            Spot::Finding(at) => {
                let found = self.findings.get(at);
                found
                    .map(|found| Request::Go(screen_for(&found.place)))
                    .into_iter()
                    .collect()
            }
        }
    }

    /// The thing under the cursor, where it has a history of its own.
    fn thing(&self, open: &Open) -> Option<At> {
        match self.cursor {
            Spot::Goal => Some(At::Project(ProjectField::Goal)),
            Spot::Fund(at) => {
                let fund = open.project.funds.get(at)?;
                Some(At::Fund(fund.id.clone(), FundField::Executed))
            }
            Spot::Indicator(at) => {
                let id = self.rows.get(at)?.id.clone();
                let field = IndicatorField::Target;
                Some(At::Indicator(command::Block::Annual, id, field))
            }
            Spot::Finding(at) => Some(self.findings.get(at)?.place.clone()),
            _ => None,
        }
    }

    /// Goes to where the next thing is done.
    fn follow(&self, open: &Open, cx: &Cx<'_>) -> Vec<Request> {
        let text = ProjectText::of(cx.language());
        match self.next_step(open, cx) {
            Some(Next::Mend { document, .. }) => {
                // The first error of this document is where one begins.
                let stage = stage_of(*document);
                let first = self.findings.iter().find(|found| {
                    found.severity == Severity::Error && found.check.stage() == stage
                });
                let screen = first.map_or_else(
                    || document_screen(*document),
                    |found| screen_for(&found.place),
                );
                vec![Request::Go(screen)]
            }
            Some(Next::Submit { document }) => vec![Request::Documents(*document)],
            Some(next @ Next::Wait { document, .. })
                if next.role(&open.policy) == Some(cx.me.grant.role) =>
            {
                vec![Request::Documents(*document)]
            }
            Some(next) => match next.document() {
                Some(document) => vec![Request::Go(document_screen(document))],
                None => vec![Request::note(text.nothing_to_do)],
            },
            None => Vec::new(),
        }
    }

    /// The steps of the document under the cursor; where it is no document, which one.
    fn documents(&self, open: &Open, cx: &Cx<'_>) -> Vec<Request> {
        let month = shown_month(open);
        let under = match self.cursor {
            Spot::Next => self.next_step(open, cx).and_then(Next::document),
            Spot::Link(0 | 1) | Spot::Goal => Some(DocumentKind::Goal),
            Spot::Link(2) | Spot::Lights => month.map(DocumentKind::Monitoring),
            Spot::Link(_) | Spot::Score => Some(DocumentKind::SelfEvaluation),
            Spot::Total | Spot::Fund(_) | Spot::Finding(_) | Spot::Indicator(_) => None,
        };
        if let Some(kind) = under {
            return vec![Request::Documents(kind)];
        }
        let mut kinds = vec![DocumentKind::Goal];
        kinds.extend(month.map(DocumentKind::Monitoring));
        kinds.push(DocumentKind::SelfEvaluation);
        let language = cx.language();
        let items = kinds
            .into_iter()
            .map(|kind| Item {
                label: terms::document(kind, language),
                detail: terms::status(open.project.documents.status(kind), language).to_owned(),
                off: None,
                pick: Pick::Document(kind),
            })
            .collect();
        let menu = Menu::new(ProjectText::of(language).documents, items);
        vec![Request::Overlay(Box::new(Overlay::Menu(menu)))]
    }

    /// A line of the menu of documents.
    pub fn picked(&mut self, pick: &Pick, _cx: &Cx<'_>) -> Vec<Request> {
        match pick {
            Pick::Document(kind) => vec![Request::Documents(*kind)],
            _ => Vec::new(),
        }
    }

    fn why(&self, cx: &Cx<'_>) -> Vec<Request> {
        let explanation = cx
            .open
            .and_then(|open| self.explanation(self.cursor, open, cx));
        explanation
            .map(|(title, lines)| {
                Request::Overlay(Box::new(Overlay::Why(WhyBox::new(title, lines))))
            })
            .into_iter()
            .collect()
    }

    fn explanation(
        &self,
        spot: Spot,
        open: &Open,
        cx: &Cx<'_>,
    ) -> Option<(String, Vec<lang::Line>)> {
        let language = cx.language();
        let text = ProjectText::of(language);
        match spot {
            Spot::Total | Spot::Fund(_) => {
                let why = words::why_rate(&rate(spot, open)?, language);
                Some((text.why_rate.to_owned(), why))
            }
            Spot::Lights | Spot::Link(2) => {
                open.project.last_reading_month()?;
                let why = light_why::project_light(&open.timeline, &open.policy);
                Some((
                    text.why_light.to_owned(),
                    lang::monitoring::tree(&why, language),
                ))
            }
            Spot::Score | Spot::Link(3 | 4) if row::self_evaluation_begun(&open.project) => {
                let grade = why::grade(&open.scored, &open.policy);
                Some((text.why_score.to_owned(), lang::why::tree(&grade, language)))
            }
            Spot::Indicator(at) => {
                let row = self.rows.get(at)?;
                let why = rows::explanation(&row.id, open, language)?;
                Some(((text.why_indicator)(row.name()), why))
            }
            Spot::Next => Some(signed(self.next_step(open, cx)?.document()?, open, cx)),
            Spot::Link(0 | 1) => Some(signed(DocumentKind::Goal, open, cx)),
            Spot::Link(3) => Some(signed(DocumentKind::SelfEvaluation, open, cx)),
            _ => None,
        }
    }

    /// The titled rule.
    pub fn title(&self, cx: &Cx<'_>) -> Vec<String> {
        let text = ProjectText::of(cx.language());
        let mut parts = vec![text.title.to_owned()];
        if let Some(open) = cx.open {
            let names = [&open.project.unit, &open.project.department];
            parts.extend(names.into_iter().filter(|name| !name.is_empty()).cloned());
        }
        parts
    }

    // ---- drawing -------------------------------------------------------------------------------

    /// Everything that is said, from top to bottom.
    fn blocks(&self, open: &Open, area: Rect, cx: &Cx<'_>) -> Vec<Block> {
        let goal = if area.height >= ROOMY { 3 } else { 2 };
        let apart = area.height >= ROOMY;
        let width = overview(area).width;
        let next = self.next_step(open, cx);
        let next = next.map_or(1, |next| {
            NextLines::of(next, open, cx, width, goal).height()
        });
        let mut blocks = vec![Block::On(Spot::Next, next)];
        let gap = |blocks: &mut Vec<Block>| {
            if apart {
                blocks.push(Block::Blank);
            }
        };
        gap(&mut blocks);
        blocks.extend((0..5).map(|link| Block::On(Spot::Link(link), 1)));
        gap(&mut blocks);
        blocks.extend([Block::MoneyHead, Block::On(Spot::Total, 1)]);
        // A single source that is called the total says the same twice.
        let whole = |fund: &Fund| open.project.funds.len() == 1 && fund.source.trim() == "合计";
        let funds = open.project.funds.iter().enumerate();
        blocks.extend(
            funds
                .filter(|(_, fund)| has_money(fund) && !whole(fund))
                .map(|(at, _)| Block::On(Spot::Fund(at), 1)),
        );
        gap(&mut blocks);
        let lines = goal_lines(open, width, goal).len();
        blocks.push(Block::On(Spot::Goal, draw::cells(lines.max(1))));
        gap(&mut blocks);
        blocks.extend([Block::On(Spot::Lights, 1), Block::On(Spot::Score, 1)]);
        gap(&mut blocks);
        if area.width >= WIDE {
            // Beside the findings the indicators take what room is left, the worst of them first.
            let taken: u16 = blocks.iter().map(|block| block.height()).sum();
            let room = usize::from(area.height.saturating_sub(taken + 1));
            let shown = self.rows.len().min(room);
            if shown >= FEW {
                blocks.push(Block::RowsHead);
                blocks.extend((0..shown).map(|at| Block::On(Spot::Indicator(at), 1)));
            }
        }
        blocks.push(Block::FindingsRule);
        let wide = area.width >= WIDE;
        blocks.extend(self.findings.iter().enumerate().map(|(at, found)| {
            let spot = Spot::Finding(at);
            let height = if wide || self.cursor == spot {
                draw::cells(found.lines.len()).max(1)
            } else {
                1
            };
            Block::On(spot, height)
        }));
        blocks
    }

    /// Draws the screen.
    pub fn view(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let open = cx.open?;
        let blocks = self.blocks(open, area, cx);
        let split = blocks
            .iter()
            .position(|block| *block == Block::FindingsRule)
            .unwrap_or(blocks.len());
        let (about, findings) = blocks.split_at_checked(split)?;
        let pen = Pen {
            screen: self,
            cx,
            open,
        };
        if area.width >= WIDE {
            let left = overview(area);
            let right = side(area);
            let first = pen.flow(about, left, buffer);
            let second = pen.flow_pinned(findings, right, buffer);
            return first.or(second);
        }
        let tall: u16 = about.iter().map(|block| block.height()).sum();
        // What the project is stays in sight while the findings roll, unless the screen is low.
        if area.height >= tall.saturating_add(4) {
            let first = pen.flow(
                about,
                Rect {
                    height: tall,
                    ..area
                },
                buffer,
            );
            let second = pen.flow_pinned(findings, draw::below(area, tall), buffer);
            return first.or(second);
        }
        pen.flow(&blocks, area, buffer)
    }
}

/// The money of a place, where there is a budget to hold it against.
fn rate(spot: Spot, open: &Open) -> Option<words::Rate<'_>> {
    let project = &open.project;
    let whole = row::money(project);
    let (name, budget, executed) = match spot {
        Spot::Fund(at) => {
            let fund = project.funds.get(at)?;
            let (budget, executed) = row::money_of(project, fund);
            (Some(fund.source.as_str()), budget?, executed)
        }
        _ => (None, whole.budget?, whole.executed),
    };
    Some(words::Rate {
        name,
        executed,
        budget,
        spent: whole.spent,
        adjusted: row::has_adjusted(project),
    })
    .filter(|rate| !rate.budget.is_zero())
}

/// Who signed a document, and what was said.
fn signed(kind: DocumentKind, open: &Open, cx: &Cx<'_>) -> (String, Vec<lang::Line>) {
    let language = cx.language();
    let document = open.project.documents.get(kind);
    let name_of = |id: &str| cx.world.name_of(id);
    let title = (ProjectText::of(language).why_document)(&terms::document(kind, language));
    (title, words::signed(&document, language, &name_of))
}

/// The work area of the terminal as it is.
fn work(cx: &Cx<'_>) -> Rect {
    frame::zones(Rect::new(0, 0, cx.size.0, cx.size.1)).work
}

/// Where everything but the findings stands.
fn overview(area: Rect) -> Rect {
    if area.width < WIDE {
        return area;
    }
    Rect {
        width: (area.width * 5 / 8).clamp(78, 96),
        ..area
    }
}

/// Where the findings stand on a wide screen.
fn side(area: Rect) -> Rect {
    let taken = overview(area).width + 2;
    Rect {
        x: area.x + taken,
        width: area.width.saturating_sub(taken),
        ..area
    }
}

/// The month whose form the screen speaks of: the last one with a form or readings.
fn shown_month(open: &Open) -> Option<u8> {
    let form = open
        .project
        .documents
        .monitoring
        .keys()
        .next_back()
        .copied();
    form.max(open.project.last_reading_month())
}

fn link_of(kind: DocumentKind) -> usize {
    match kind {
        DocumentKind::Goal => 0,
        DocumentKind::Monitoring(_) => 2,
        DocumentKind::SelfEvaluation => 3,
    }
}

fn stage_of(kind: DocumentKind) -> crate::domain::check::Stage {
    use crate::domain::check::Stage;
    match kind {
        DocumentKind::Goal => Stage::Goal,
        DocumentKind::Monitoring(_) => Stage::Monitoring,
        DocumentKind::SelfEvaluation => Stage::SelfEvaluation,
    }
}

fn goal_screen() -> Screen {
    Screen::Goals(goals::Goals::default())
}

/// The screen of a document.
pub fn document_screen(kind: DocumentKind) -> Screen {
    match kind {
        DocumentKind::Goal => goal_screen(),
        DocumentKind::Monitoring(month) => {
            Screen::Monitoring(monitoring::MonitoringScreen::at_month(month))
        }
        DocumentKind::SelfEvaluation => Screen::Evaluation(evaluation::EvaluationScreen::default()),
    }
}

/// Asks where the open project is to be exported to, as it is looked at.
pub(super) fn export(cx: &Cx<'_>) -> Vec<Request> {
    let Some(open) = cx.open else {
        return Vec::new();
    };
    let text = ProjectText::of(cx.language());
    let then = open.as_of.map(|seq| format!("-{seq}")).unwrap_or_default();
    let path = format!("wenxiao-{}{then}.json", open.project.code);
    let prompt = Prompt::new(
        text.export_title,
        "",
        &path,
        Ask::ExportPath(vec![open.id()]),
    );
    vec![Request::Overlay(Box::new(Overlay::Prompt(prompt)))]
}

#[cfg(test)]
mod tests;
