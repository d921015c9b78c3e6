//! 项目: the loop of one project at a glance.
//!
//! One cursor runs through everything that is said: the next thing to do, the five links, the
//! money, the goal, the lights, the score, and what the checks found. `Enter` goes to the place of
//! the line, `w` explains its number, `m` acts on its document. Nothing is edited here.

use std::collections::BTreeSet;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::app::action::Action;
use crate::app::open::Open;
use crate::app::overlay::{Ask, Item, Menu, Overlay, Pick, Prompt, WhyBox};
use crate::app::{Cx, Off, Request};
use crate::domain::check::{self, Check, Finding, Severity};
use crate::domain::command::At;
use crate::domain::monitoring::why as light_why;
use crate::domain::next::{self, Next};
use crate::domain::number::{Written, round2};
use crate::domain::project::Fund;
use crate::domain::row;
use crate::domain::status::{Act, DocumentKind, Signature, Status};
use crate::domain::why;
use crate::lang::numbers::{money, percent};
use crate::lang::project::ProjectText;
use crate::lang::{self, policy, project as words, terms};
use crate::screens::marks::light_style;
use crate::screens::{
    Screen, evaluation, funds_form, goals, head_form, history, monitoring, screen_for,
};
use crate::text;
use crate::widgets::draw::{self, put};
use crate::widgets::frame;
use crate::widgets::gauge::Gauge;
use crate::widgets::table::Step;

/// Columns from which on the findings stand beside the rest.
const WIDE: u16 = 110;

/// Rows from which on the sections stand apart.
const ROOMY: u16 = 24;

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
    /// The titled rule over the findings.
    FindingsRule,
    /// An empty row.
    Blank,
}

impl Block {
    fn height(self) -> u16 {
        match self {
            Self::On(_, height) => height,
            Self::MoneyHead | Self::FindingsRule | Self::Blank => 1,
        }
    }
}

/// A finding as it is shown.
#[derive(Debug, Clone)]
struct Found {
    check: Check,
    severity: Severity,
    place: At,
    /// The sentence, wrapped to the room that it has.
    lines: Vec<String>,
    rank: Rank,
}

/// Findings of one check stand together, so that one fault in every month is one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rank {
    /// The only one of its check.
    Alone,
    /// The head of several; true where they are shown.
    Head(Fold),
    /// One of several.
    Member,
}

/// Whether the findings of a check are shown one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fold {
    Folded,
    Open,
}

/// What happens once the screen is in front.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Arrival {
    /// Explains the light or the score.
    Why,
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
    /// Checks whose findings are shown one by one.
    unfolded: BTreeSet<Check>,
}

impl ProjectScreen {
    /// The screen that opens with the explanation of the project's light or score.
    pub fn asking_why() -> Self {
        Self {
            arrival: Some(Arrival::Why),
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
            (Some(Arrival::Why), Some(open)) => {
                let scored = row::self_evaluation_begun(&open.project);
                self.cursor = if scored { Spot::Score } else { Spot::Lights };
                self.why(cx)
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
        self.blocks(open, work(cx))
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
            Action::Up => self.step(Step::Up, cx),
            Action::Down => self.step(Step::Down, cx),
            Action::PageUp => self.step(Step::PageUp, cx),
            Action::PageDown => self.step(Step::PageDown, cx),
            Action::First => self.step(Step::First, cx),
            Action::Last => self.step(Step::Last, cx),
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
                return vec![Request::Go(Screen::History(history::History::default()))];
            }
            Action::Export => return vec![export(open, cx)],
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
            Action::Why if self.explanation(open, cx).is_none() => Some(Off::NothingHere),
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
            Spot::Finding(at) => {
                let found = self.findings.get(at);
                found
                    .map(|found| Request::Go(screen_for(&found.place)))
                    .into_iter()
                    .collect()
            }
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
            Spot::Total | Spot::Fund(_) | Spot::Finding(_) => None,
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
        let explanation = cx.open.and_then(|open| self.explanation(open, cx));
        explanation
            .map(|(title, lines)| {
                Request::Overlay(Box::new(Overlay::Why(WhyBox {
                    title: title.to_owned(),
                    lines,
                    top: 0,
                })))
            })
            .into_iter()
            .collect()
    }

    fn explanation(&self, open: &Open, cx: &Cx<'_>) -> Option<(&'static str, Vec<lang::Line>)> {
        let language = cx.language();
        let text = ProjectText::of(language);
        match self.cursor {
            Spot::Total | Spot::Fund(_) => {
                let why = words::why_rate(&self.rate(open)?, language);
                Some((text.why_rate, why))
            }
            Spot::Lights | Spot::Link(2) => {
                open.project.last_reading_month()?;
                let why = light_why::project_light(&open.timeline, &open.policy);
                Some((text.why_light, lang::monitoring::tree(&why, language)))
            }
            Spot::Score | Spot::Link(3 | 4) if row::self_evaluation_begun(&open.project) => {
                let grade = why::grade(&open.scored, &open.policy);
                Some((text.why_score, lang::why::tree(&grade, language)))
            }
            _ => None,
        }
    }

    /// The money under the cursor, where there is a budget to hold it against.
    fn rate<'a>(&self, open: &'a Open) -> Option<words::Rate<'a>> {
        let project = &open.project;
        let whole = row::money(project);
        let (name, budget, executed) = match self.cursor {
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
    fn blocks(&self, open: &Open, area: Rect) -> Vec<Block> {
        let goal = if area.height >= ROOMY { 3 } else { 2 };
        let apart = area.height >= ROOMY;
        let mut blocks = vec![Block::On(Spot::Next, 1)];
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
        let width = overview(area).width;
        let lines = goal_lines(open, width, goal).len();
        blocks.push(Block::On(Spot::Goal, draw::cells(lines.max(1))));
        gap(&mut blocks);
        blocks.extend([Block::On(Spot::Lights, 1), Block::On(Spot::Score, 1)]);
        gap(&mut blocks);
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
        let blocks = self.blocks(open, area);
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

/// Columns for the text of a finding.
fn finding_width(area: Rect) -> usize {
    let room = if area.width >= WIDE {
        side(area).width
    } else {
        area.width
    };
    usize::from(room.saturating_sub(GUTTER + FINDING)).max(8)
}

/// What the checks found, errors first, those of one check together.
fn found(open: &Open, unfolded: &BTreeSet<Check>, cx: &Cx<'_>) -> Vec<Found> {
    let width = finding_width(work(cx));
    let language = cx.language();
    let mut all: Vec<&Finding> = open.findings.iter().collect();
    all.sort_by_key(|finding| (finding.severity, finding.check));
    let mut shown = Vec::new();
    for group in all.chunk_by(|a, b| (a.severity, a.check) == (b.severity, b.check)) {
        let one = |finding: &&Finding, rank| Found {
            check: finding.check,
            severity: finding.severity,
            place: finding.place.clone(),
            lines: text::wrap(&lang::check::sentence(finding, language), width),
            rank,
        };
        let [first, _, ..] = group else {
            shown.extend(group.iter().map(|finding| one(finding, Rank::Alone)));
            continue;
        };
        let open = unfolded.contains(&first.check);
        let title = lang::check::title(first.check, language);
        let head = (ProjectText::of(language).several)(title, group.len());
        shown.push(Found {
            lines: text::wrap(&head, width),
            ..one(
                first,
                Rank::Head(if open { Fold::Open } else { Fold::Folded }),
            )
        });
        if open {
            shown.extend(group.iter().map(|finding| one(finding, Rank::Member)));
        }
    }
    shown
}

fn has_money(fund: &Fund) -> bool {
    [&fund.initial, &fund.adjusted, &fund.executed]
        .iter()
        .any(|amount| !amount.is_blank() && amount.decimal().is_none_or(|value| !value.is_zero()))
}

fn goal_lines(open: &Open, width: u16, most: usize) -> Vec<String> {
    let goal = open.project.goal.split_whitespace().collect::<Vec<_>>();
    let room = usize::from(width.saturating_sub(GUTTER + LABEL)).max(8);
    let mut lines = text::wrap(&goal.join(" "), room);
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            *last = cut_short(last, room);
        }
    }
    lines
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

/// A line that goes on where it is not shown: its end gives way to the mark of a cut.
fn cut_short(line: &str, room: usize) -> String {
    format!("{}..", text::head(line, room.saturating_sub(2)))
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

fn export(open: &Open, cx: &Cx<'_>) -> Request {
    let text = ProjectText::of(cx.language());
    let path = format!("wenxiao-{}.json", open.project.code);
    let prompt = Prompt::new(
        text.export_title,
        "",
        &path,
        Ask::ExportPath(vec![open.id()]),
    );
    Request::Overlay(Box::new(Overlay::Prompt(prompt)))
}

/// Columns of the word in front of a section.
const LABEL: u16 = 10;

/// Draws the blocks of one screen.
struct Pen<'a> {
    screen: &'a ProjectScreen,
    cx: &'a Cx<'a>,
    open: &'a Open,
}

impl Pen<'_> {
    fn text(&self) -> &'static ProjectText {
        ProjectText::of(self.cx.language())
    }

    fn theme(&self) -> &crate::theme::Theme {
        &self.cx.me.look.theme
    }

    /// Draws blocks from the top, rolled so far that the cursor is in sight.
    fn flow(&self, blocks: &[Block], area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let mut top = 0_u16;
        let mut wanted = 0_u16;
        let mut total = 0_u16;
        for block in blocks {
            if matches!(block, Block::On(spot, _) if *spot == self.screen.cursor) {
                let middle = total.saturating_add(block.height() / 2);
                wanted = middle.saturating_sub(area.height / 2);
            }
            total = total.saturating_add(block.height());
        }
        top = top.max(wanted.min(total.saturating_sub(area.height)));
        let mut caret = None;
        let mut y = 0_u16;
        for block in blocks {
            let height = block.height();
            if y >= top && y - top < area.height {
                let from = y - top;
                let place = Rect {
                    y: area.y + from,
                    height: height.min(area.height - from),
                    ..area
                };
                caret = caret.or(self.block(*block, place, buffer));
            }
            y = y.saturating_add(height);
        }
        caret
    }

    /// The same with the first block pinned to the top.
    fn flow_pinned(&self, blocks: &[Block], area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let (first, rest) = blocks.split_first()?;
        self.block(*first, draw::row(area, 0), buffer);
        let body = draw::below(area, first.height());
        if rest.is_empty() {
            let place = draw::inset(draw::row(body, 0), GUTTER);
            put(
                buffer,
                place,
                place.x,
                place.y,
                self.text().no_findings,
                self.theme().good,
            );
        }
        self.flow(rest, body, buffer)
    }

    fn block(&self, block: Block, place: Rect, buffer: &mut Buffer) -> Option<Position> {
        if place.is_empty() {
            return None;
        }
        match block {
            Block::Blank => None,
            Block::MoneyHead => {
                self.money_head(place, buffer);
                None
            }
            Block::FindingsRule => {
                self.findings_rule(place, buffer);
                None
            }
            Block::On(spot, _) => {
                let here = self.screen.cursor == spot;
                if here {
                    let look = &self.cx.me.look;
                    put(
                        buffer,
                        place,
                        place.x,
                        place.y,
                        look.borders.marker,
                        look.theme.marker,
                    );
                }
                let inside = Rect {
                    x: place.x + GUTTER.min(place.width),
                    width: place.width.saturating_sub(GUTTER),
                    ..place
                };
                let at = self.spot(spot, here, inside, buffer);
                here.then_some(Position::new(
                    at.min(place.right().saturating_sub(1)),
                    place.y,
                ))
            }
        }
    }

    /// Draws a line; the answer is the column of what is in focus.
    fn spot(&self, spot: Spot, here: bool, place: Rect, buffer: &mut Buffer) -> u16 {
        match spot {
            Spot::Next => self.next(here, place, buffer),
            Spot::Link(link) => self.link(link, here, place, buffer),
            Spot::Total => self.total(here, place, buffer),
            Spot::Fund(at) => self.fund(at, here, place, buffer),
            Spot::Goal => self.goal(here, place, buffer),
            Spot::Lights => self.lights(here, place, buffer),
            Spot::Score => self.score(here, place, buffer),
            Spot::Finding(at) => self.finding(at, here, place, buffer),
        }
    }

    /// The style of the cell that the cursor stands on.
    fn focus(&self, here: bool, style: Style) -> Style {
        if here {
            style.patch(self.theme().focus)
        } else {
            style
        }
    }

    /// Puts the word of a section in front; the answer is where the rest begins.
    fn label(&self, word: &str, place: Rect, buffer: &mut Buffer) -> Rect {
        put(buffer, place, place.x, place.y, word, self.theme().title);
        let taken = LABEL.min(place.width);
        Rect {
            x: place.x + taken,
            width: place.width - taken,
            ..place
        }
    }

    fn next(&self, here: bool, place: Rect, buffer: &mut Buffer) -> u16 {
        let rest = self.label(self.text().next, place, buffer);
        let Some(next) = self.screen.next_step(self.open, self.cx) else {
            return rest.x;
        };
        let mine = next.role(&self.open.policy) == Some(self.cx.me.grant.role);
        let style = match next {
            Next::Mend { .. } if mine => self.theme().error,
            _ if mine => self.theme().number,
            _ => Style::new(),
        };
        let sentence = words::next(next, self.cx.language());
        let shown = text::fit(&sentence, usize::from(rest.width));
        let end = put(
            buffer,
            rest,
            rest.x,
            rest.y,
            &shown,
            self.focus(here, style),
        );
        // The reason of a return belongs to what is to be mended.
        let reason = next
            .document()
            .map(|kind| self.open.project.documents.get(kind))
            .and_then(|document| document.return_reason().map(str::to_owned));
        if let Some(reason) = reason {
            let language = self.cx.language();
            let word = terms::act(Act::Return, language);
            let told = format!("  {word}: {reason}");
            let room = usize::from(rest.right().saturating_sub(end));
            let told = text::fit(&told, room);
            put(buffer, rest, end, rest.y, &told, self.theme().warning);
        }
        rest.x
    }

    fn link(&self, link: usize, here: bool, place: Rect, buffer: &mut Buffer) -> u16 {
        let word = self.text().links.get(link).copied().unwrap_or_default();
        let rest = self.label(word, place, buffer);
        let state = self.state(link);
        let style = self.focus(here, state.style);
        if state.signature.is_none() && state.waits.is_empty() {
            let shown = text::fit(&state.word, usize::from(rest.width));
            put(buffer, rest, rest.x, rest.y, &shown, style);
            return rest.x;
        }
        let widths = link_columns(rest.width);
        let signed = state.signature.map(|signature| {
            let date: String = lang::time(signature.at).chars().take(10).collect();
            let who = self.cx.world.name_of(&signature.person);
            let act = terms::act(signature.act, self.cx.language());
            (date, format!("{who} {act}"))
        });
        let (date, who) = signed.unwrap_or_default();
        let cells: [(u16, &str, Style); 4] = [
            (widths[0], &state.word, style),
            (widths[1], &date, self.theme().dim),
            (widths[2], &who, Style::new()),
            (widths[3], &state.waits, self.theme().warning),
        ];
        let mut x = rest.x;
        for (width, word, style) in cells {
            let shown = text::fit(word, usize::from(width.saturating_sub(2)));
            put(buffer, rest, x, rest.y, &shown, style);
            x = x.saturating_add(width).min(rest.right());
        }
        rest.x
    }

    /// Where a link of the loop stands.
    fn state(&self, link: usize) -> LinkState<'_> {
        let language = self.cx.language();
        let text = self.text();
        let project = &self.open.project;
        let documents = &project.documents;
        let quiet = |word: &str| LinkState {
            word: word.to_owned(),
            style: self.theme().dim,
            signature: None,
            waits: String::new(),
        };
        match link {
            0 => {
                let goal = &documents.goal;
                let mut status = goal.status;
                let mut waits = true;
                if matches!(status, Status::Final | Status::Approved) {
                    (status, waits) = (Status::Final, false);
                }
                let before = |one: &&Signature| one.act != Act::Approve;
                let mut state = self.document(DocumentKind::Goal, status, waits);
                state.signature = goal.signatures.iter().rev().find(before);
                if goal.version > 0 {
                    let version = (text.version)(goal.version.saturating_add(1));
                    state.word = format!("{} {version}", state.word);
                }
                state
            }
            1 => {
                let goal = &documents.goal;
                let approved = goal.signatures.iter().rev();
                let signature = approved.clone().find(|one| one.act == Act::Approve);
                match goal.status {
                    Status::Approved => LinkState {
                        word: terms::status(Status::Approved, language).to_owned(),
                        style: Style::new(),
                        signature,
                        waits: String::new(),
                    },
                    Status::Final => LinkState {
                        word: "-".to_owned(),
                        ..self.document(DocumentKind::Goal, Status::Final, true)
                    },
                    _ => quiet("-"),
                }
            }
            2 => match shown_month(self.open) {
                None => quiet(text.not_begun),
                Some(month) => {
                    let kind = DocumentKind::Monitoring(month);
                    let mut state = self.document(kind, documents.status(kind), true);
                    let filed = documents.monitoring.get(&month);
                    state.signature = filed.and_then(|document| document.signatures.last());
                    state.word = if filed.is_some() {
                        format!("{} {}", terms::month(month, language), state.word)
                    } else {
                        (text.months_read)(month)
                    };
                    state
                }
            },
            3 => {
                let kind = DocumentKind::SelfEvaluation;
                let own = &documents.self_evaluation;
                if own.signatures.is_empty() && !row::self_evaluation_begun(project) {
                    return quiet(text.not_begun);
                }
                let mut state = self.document(kind, own.status, true);
                state.signature = own.signatures.last();
                state
            }
            _ => match (documents.self_evaluation.status, self.open.scored.grade) {
                (Status::Final | Status::Approved, Some(grade)) => {
                    let effect = self.open.policy.linkage.of(grade);
                    let effect =
                        effect.map_or("-", |linkage| words::linkage(linkage.effect, language));
                    let word = (text.result)(policy::grade(grade, language), effect);
                    LinkState {
                        style: Style::new(),
                        ..quiet(&word)
                    }
                }
                _ => quiet("-"),
            },
        }
    }

    fn document(&self, kind: DocumentKind, status: Status, waits: bool) -> LinkState<'_> {
        let language = self.cx.language();
        let role = self.open.policy.chain().waits_for(kind, status);
        let style = match status {
            Status::Returned => self.theme().error,
            Status::Draft => self.theme().dim,
            _ => Style::new(),
        };
        LinkState {
            word: terms::status(status, language).to_owned(),
            style,
            signature: None,
            waits: role.filter(|_| waits).map_or_else(String::new, |role| {
                (self.text().waits_for)(terms::role(role, language))
            }),
        }
    }

    // ---- money ---------------------------------------------------------------------------------

    fn money_head(&self, place: Rect, buffer: &mut Buffer) {
        let text = self.text();
        let language = self.cx.language();
        let inside = Rect {
            x: place.x + GUTTER.min(place.width),
            width: place.width.saturating_sub(GUTTER),
            ..place
        };
        let rest = self.label(text.money, inside, buffer);
        let columns = self.money_columns(rest);
        let unit = language.pick("万元", "10k yuan");
        put(buffer, rest, rest.x, rest.y, unit, self.theme().dim);
        for (column, word) in columns.amounts.iter().zip(text.amounts) {
            if let Some(area) = column {
                draw::put_right(buffer, *area, area.y, word, self.theme().dim);
            }
        }
        // The mark of the time in the gauges is explained where there is room.
        let time = self.open.project.last_reading_month().map(|month| {
            let share = percent(Decimal::from(month) / Decimal::from(12));
            (self.cx.me.look.borders.vertical, share)
        });
        let heads = match time {
            Some((mark, share)) => vec![
                format!("{mark}{} {share}  {}", text.time, text.rate),
                format!("{mark}{share} {}", text.rate),
                text.rate.to_owned(),
            ],
            None => vec![text.rate.to_owned()],
        };
        let room = usize::from(columns.gauge.width);
        let head = heads.iter().find(|head| text::width(head) <= room);
        if let Some(head) = head {
            draw::put_right(buffer, columns.gauge, rest.y, head, self.theme().dim);
        }
    }

    fn total(&self, here: bool, place: Rect, buffer: &mut Buffer) -> u16 {
        let project = &self.open.project;
        let money = row::money(project);
        let total = |amount| row::in_ten_thousand(project, amount);
        let amounts = [
            total(project.total(|fund| &fund.initial)),
            total(project.total(|fund| &fund.adjusted)),
            money.executed,
        ];
        self.money(
            self.text().total,
            amounts,
            money.rate(),
            here,
            place,
            buffer,
        )
    }

    fn fund(&self, at: usize, here: bool, place: Rect, buffer: &mut Buffer) -> u16 {
        let project = &self.open.project;
        let Some(fund) = project.funds.get(at) else {
            return place.x;
        };
        let (budget, executed) = row::money_of(project, fund);
        let rate = executed
            .zip(budget)
            .and_then(|(executed, budget)| executed.checked_div(budget));
        let scaled = |amount| row::in_ten_thousand(project, amount);
        let amounts = [
            scaled(fund.initial.decimal()),
            scaled(fund.adjusted.decimal()),
            executed,
        ];
        self.money(&fund.source, amounts, rate, here, place, buffer)
    }

    fn money(
        &self,
        name: &str,
        amounts: [Option<Decimal>; 3],
        rate: Option<Decimal>,
        here: bool,
        place: Rect,
        buffer: &mut Buffer,
    ) -> u16 {
        let taken = LABEL.min(place.width);
        let rest = Rect {
            x: place.x + taken,
            width: place.width - taken,
            ..place
        };
        let columns = self.money_columns(rest);
        let shown = text::fit_middle(name, usize::from(columns.name));
        put(
            buffer,
            rest,
            rest.x,
            rest.y,
            &shown,
            self.focus(here, Style::new()),
        );
        for (area, amount) in columns.amounts.iter().zip(amounts) {
            if let Some(area) = area {
                let word = amount.map_or_else(|| "-".to_owned(), money);
                draw::put_right(buffer, *area, rest.y, &word, Style::new());
            }
        }
        let month = self.open.project.last_reading_month();
        let light = rate.zip(month).and_then(|(rate, month)| {
            let hundred = rate.checked_mul(Decimal::ONE_HUNDRED)?;
            let index = crate::domain::monitoring::budget_index(hundred, month)?;
            self.open.policy.lights.budget.light(index)
        });
        let label = rate.map_or_else(|| "-".to_owned(), percent);
        let gauge = Gauge {
            permille: rate.map_or(0, permille),
            due: month.map(|month| u32::from(month) * 1000 / 12),
            label: &label,
            style: light_style(light, self.theme()),
        };
        let area = draw::row(columns.gauge, 0);
        match rate {
            Some(_) => gauge.view(area, buffer, &self.cx.me.look),
            None => {
                draw::put_right(buffer, area, rest.y, "-", self.theme().dim);
            }
        }
        rest.x
    }

    /// Columns of the table of money: amounts are never cut, the first of them hides first.
    fn money_columns(&self, rest: Rect) -> MoneyColumns {
        let project = &self.open.project;
        let totals = project.totals();
        let longest = [totals.initial, totals.adjusted, totals.executed]
            .into_iter()
            .chain(project.funds.iter().flat_map(|fund| {
                [&fund.initial, &fund.adjusted, &fund.executed].map(Written::or_zero)
            }))
            .map(|amount| money(project.money_unit.in_ten_thousand(amount)).len())
            .chain(self.text().amounts.iter().map(|word| text::width(word)))
            .max()
            .unwrap_or(0);
        let amount = draw::cells(longest.max(9)).saturating_add(2);
        let name = if rest.width >= 60 { 16_u16 } else { 10 };
        let name = name.min(rest.width);
        let least = 8_u16;
        let free = rest.width.saturating_sub(name).saturating_sub(least);
        // What nobody has written hides first, then the budget of the beginning of the year.
        let unused = project.funds.iter().all(|fund| fund.adjusted.is_blank());
        let order = if unused { [1, 0, 2] } else { [0, 1, 2] };
        let hidden = 3_usize.saturating_sub(usize::from(free / amount));
        let mut x = rest.x + name;
        let mut amounts = [None; 3];
        for (at, place) in amounts.iter_mut().enumerate() {
            if !order.iter().take(hidden).any(|column| *column == at) {
                *place = Some(Rect {
                    x,
                    width: amount,
                    ..draw::row(rest, 0)
                });
                x += amount;
            }
        }
        let gauge = Rect {
            x: x.saturating_add(2).min(rest.right()),
            width: rest.right().saturating_sub(x.saturating_add(2)),
            ..draw::row(rest, 0)
        };
        MoneyColumns {
            name: name.saturating_sub(1),
            amounts,
            gauge: Rect {
                width: gauge.width.min(36),
                ..gauge
            },
        }
    }

    // ---- goal, lights, score, findings ---------------------------------------------------------

    fn goal(&self, here: bool, place: Rect, buffer: &mut Buffer) -> u16 {
        let text = self.text();
        let rest = self.label("", place, buffer);
        let style = self.focus(here, self.theme().title);
        put(buffer, place, place.x, place.y, text.goal, style);
        let lines = goal_lines(self.open, place.width + GUTTER, usize::from(place.height));
        if lines.iter().all(String::is_empty) {
            put(buffer, rest, rest.x, rest.y, text.no_goal, self.theme().dim);
        }
        for (at, line) in lines.iter().enumerate() {
            let row = draw::row(rest, draw::cells(at));
            put(buffer, row, row.x, row.y, line, Style::new());
        }
        place.x
    }

    fn lights(&self, here: bool, place: Rect, buffer: &mut Buffer) -> u16 {
        let text = self.text();
        let language = self.cx.language();
        let rest = self.label("", place, buffer);
        let style = self.focus(here, self.theme().title);
        put(buffer, place, place.x, place.y, text.light, style);
        if self.open.project.last_reading_month().is_none() {
            put(
                buffer,
                rest,
                rest.x,
                rest.y,
                text.nothing_read,
                self.theme().dim,
            );
            return place.x;
        }
        let timeline = &self.open.timeline;
        let all = [timeline.money_light, timeline.goal_light, timeline.light];
        let mut x = rest.x;
        for (word, light) in text.lights.iter().zip(all) {
            x = put(buffer, rest, x, rest.y, word, self.theme().dim) + 1;
            let shown = light.map_or("-", |light| terms::light(light, language));
            x = put(
                buffer,
                rest,
                x,
                rest.y,
                shown,
                light_style(light, self.theme()),
            ) + 3;
        }
        let worst = words::worst_first(timeline).into_iter().next();
        let behind = worst.filter(|row| {
            let light = row.cell(timeline.month).and_then(|cell| cell.light);
            light.is_some_and(crate::domain::monitoring::Light::warns)
        });
        if let Some(row) = behind {
            let gap = row.cell(timeline.month).and_then(|cell| cell.variance);
            let gap = gap
                .map(|gap| match gap.unit {
                    crate::domain::monitoring::VarianceUnit::Percent => {
                        format!(" {}%", lang::numbers::grouped(gap.value, 1))
                    }
                    _ => String::new(),
                })
                .unwrap_or_default();
            let told = format!("{} {}", text.worst, row.name);
            let room = usize::from(rest.right().saturating_sub(x));
            if room > text::width(text.worst) + gap.len() + 8 {
                let shown = text::fit_middle(&told, room.saturating_sub(gap.len()));
                x = put(buffer, rest, x, rest.y, &shown, Style::new());
                put(buffer, rest, x, rest.y, &gap, self.theme().dim);
            }
        }
        place.x
    }

    fn score(&self, here: bool, place: Rect, buffer: &mut Buffer) -> u16 {
        let text = self.text();
        let language = self.cx.language();
        let rest = self.label("", place, buffer);
        let style = self.focus(here, self.theme().title);
        put(buffer, place, place.x, place.y, text.score, style);
        if !row::self_evaluation_begun(&self.open.project) {
            put(
                buffer,
                rest,
                rest.x,
                rest.y,
                text.no_score,
                self.theme().dim,
            );
            return place.x;
        }
        let scored = &self.open.scored;
        match (scored.total, scored.no_total) {
            (Some(total), _) => {
                let points = (text.points)(&round2(total).to_string());
                let x = put(buffer, rest, rest.x, rest.y, &points, self.theme().number);
                if let Some(grade) = scored.grade {
                    let grade = policy::grade(grade, language);
                    put(buffer, rest, x + 3, rest.y, grade, self.theme().number);
                }
            }
            (None, why) => {
                let why = why.map_or("-", |why| words::no_total(why, language));
                put(buffer, rest, rest.x, rest.y, why, self.theme().warning);
            }
        }
        place.x
    }

    fn findings_rule(&self, place: Rect, buffer: &mut Buffer) {
        let look = &self.cx.me.look;
        let language = self.cx.language();
        let count = |severity| {
            let of = |found: &&Finding| found.severity == severity;
            self.open.findings.iter().filter(of).count()
        };
        let mut title = self.text().findings.to_owned();
        for severity in [Severity::Error, Severity::Warning, Severity::Info] {
            let found = count(severity);
            if found > 0 {
                title = format!(
                    "{title}  {} {found}",
                    lang::check::severity(severity, language)
                );
            }
        }
        draw::rule(
            buffer,
            place.y,
            place.x,
            place.right(),
            look.borders.horizontal,
            look.theme.rule,
        );
        let title = format!(" {title} ");
        draw::put_over(
            buffer,
            place,
            place.x + 1,
            place.y,
            &title,
            look,
            look.theme.title,
        );
    }

    fn finding(&self, at: usize, here: bool, place: Rect, buffer: &mut Buffer) -> u16 {
        let Some(found) = self.screen.findings.get(at) else {
            return place.x;
        };
        let style = match found.severity {
            Severity::Error => self.theme().error,
            Severity::Warning => self.theme().warning,
            Severity::Info => self.theme().info,
        };
        let letter = match found.severity {
            Severity::Error => 'E',
            Severity::Warning => 'W',
            Severity::Info => 'I',
        };
        let id = format!("{letter} {}", found.check.id());
        let borders = &self.cx.me.look.borders;
        let mark = match found.rank {
            Rank::Head(Fold::Folded) => borders.folded,
            Rank::Head(Fold::Open) => borders.open,
            Rank::Alone | Rank::Member => "",
        };
        put(
            buffer,
            place,
            place.x,
            place.y,
            &id,
            self.focus(here, style),
        );
        let taken = FINDING.min(place.width);
        let rest = Rect {
            x: place.x + taken,
            width: place.width - taken,
            ..place
        };
        put(
            buffer,
            place,
            rest.x.saturating_sub(2),
            place.y,
            mark,
            self.theme().dim,
        );
        let shown = usize::from(place.height).min(found.lines.len());
        let cut = shown < found.lines.len();
        for (row, line) in found.lines.iter().take(shown).enumerate() {
            let mut line = line.clone();
            if cut && row + 1 == shown {
                line = cut_short(&line, usize::from(rest.width));
            }
            let row = draw::row(rest, draw::cells(row));
            put(buffer, row, row.x, row.y, &line, Style::new());
        }
        place.x
    }
}

/// Where a link of the loop stands.
struct LinkState<'a> {
    word: String,
    style: Style,
    signature: Option<&'a Signature>,
    waits: String,
}

/// Widths of state, date, person and waiting; date and person give way first.
fn link_columns(room: u16) -> [u16; 4] {
    match room {
        0..36 => [room, 0, 0, 0],
        36..56 => [20, 0, 0, room - 20],
        56..80 => [18, 12, 18, room - 48],
        _ => [24, 12, 22, room - 58],
    }
}

struct MoneyColumns {
    name: u16,
    amounts: [Option<Rect>; 3],
    gauge: Rect,
}

fn permille(share: Decimal) -> u32 {
    share
        .checked_mul(Decimal::ONE_THOUSAND)
        .and_then(|value| value.to_u32())
        .unwrap_or(if share.is_sign_negative() {
            0
        } else {
            u32::MAX
        })
}

#[cfg(test)]
mod tests;
