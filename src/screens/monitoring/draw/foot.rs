//! The lines at the foot: what the row explains, how the form of the month stands, and its
//! warnings where no side pane shows them.
//!
//! A line is made of parts, and each says whether it may be cut so that the others stay.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::Pen;
use crate::domain::monitoring::Demand;
use crate::domain::project::MonthReading;
use crate::domain::status::DocumentKind;
use crate::lang::monitoring as field;
use crate::lang::terms;
use crate::screens::marks::light_style;
use crate::screens::monitoring::seen::Line;
use crate::text;
use crate::widgets::draw::{self, put};

impl Pen<'_> {
    pub(super) fn foot(&self, line: &Line, area: Rect, side: bool, buffer: &mut Buffer) {
        let mut rows = vec![self.reading_line(line), self.status_line()];
        if !side {
            rows.push(self.warning_line());
        }
        for (index, words) in (0..area.height).zip(rows) {
            run(&words, draw::row(area, index), buffer);
        }
    }

    /// Cause, outlook, forecast and measures of the row, with what is demanded and missing.
    fn reading_line(&self, line: &Line) -> Vec<Words> {
        let (theme, said, language) = (self.theme(), self.said, self.cx.language());
        let empty = MonthReading::default();
        let month = self.screen.month();
        let reading = self
            .screen
            .explained()
            .and_then(|key| self.open.project.reading(month, &key))
            .unwrap_or(&empty);
        let duties = self.duties(line);
        let demanded = |demand: Demand| duties.iter().any(|duty| duty.demand == demand);
        let part = |name: &str, demand: Option<Demand>, value: String, words: &mut Vec<Words>| {
            let needed = demand.is_some_and(demanded);
            if value.is_empty() && !needed {
                return;
            }
            words.push(Words::fixed(format!("{name}: "), theme.dim));
            if value.is_empty() {
                words.push(Words::fixed(format!("({})", said.required), theme.error));
            } else {
                words.push(Words::fixed(value, theme.normal));
            }
            words.push(Words::fixed("  ", theme.normal));
        };
        let mut words = Vec::new();
        let cause = reading
            .cause
            .map(|cause| terms::cause(cause, language).to_owned())
            .unwrap_or_default();
        part(said.cause, Some(Demand::Cause), cause, &mut words);
        let explanation = text::clean(&reading.cause_text, text::Lines::One);
        if !explanation.trim().is_empty() {
            words.pop();
            words.push(Words::fixed(" / ", theme.dim));
            words.push(Words::elastic(explanation.trim(), theme.normal));
            words.push(Words::fixed("  ", theme.normal));
        } else if demanded(Demand::CauseText) {
            words.pop();
            words.push(Words::fixed(format!(" / ({})", said.required), theme.error));
            words.push(Words::fixed("  ", theme.normal));
        }
        let outlook = reading
            .outlook
            .map(|outlook| terms::outlook(outlook, language).to_owned())
            .unwrap_or_default();
        part(said.outlook, None, outlook, &mut words);
        let forecast = reading.forecast.as_str().trim().to_owned();
        part(said.forecast, Some(Demand::Forecast), forecast, &mut words);
        let count = reading
            .measures
            .lines()
            .filter(|line| !line.trim().is_empty())
            .count();
        let measures = if count == 0 {
            String::new()
        } else {
            (said.measure_count)(count)
        };
        part(said.measures, Some(Demand::Measures), measures, &mut words);
        if words.is_empty() {
            words.push(Words::fixed(format!("{}: -", said.cause), theme.dim));
        }
        words
    }

    /// The form of the month: where it stands, what waits, what is missing; the lights.
    fn status_line(&self) -> Vec<Words> {
        let (theme, said, language) = (self.theme(), self.said, self.cx.language());
        let kind = DocumentKind::Monitoring(self.screen.month());
        let document = self.open.project.documents.get(kind);
        let status = document.status;
        let mut words = vec![
            Words::fixed(format!("{}: ", terms::document(kind, language)), theme.dim),
            Words::fixed(terms::status(status, language), theme.title),
            Words::fixed("  ", theme.normal),
        ];
        if let Some(role) = self.open.policy.chain().waits_for(kind, status) {
            let waits = (said.waits_for)(terms::role(role, language));
            words.push(Words::fixed(format!("{waits}  "), theme.normal));
        }
        let open = self
            .seen
            .timeline
            .duties
            .iter()
            .filter(|duty| !duty.done)
            .count();
        if open > 0 {
            let text = format!("{}  ", (said.open_duties)(open));
            words.push(Words::fixed(text, theme.error));
        }
        let form = self
            .open
            .project
            .monitoring
            .months
            .get(&self.screen.month());
        if let Some(disposal) = form.and_then(|form| form.disposal) {
            let text = format!(
                "{}: {}  ",
                said.disposal,
                terms::disposal(disposal, language)
            );
            words.push(Words::fixed(text, theme.normal));
        }
        for (name, light) in [
            (said.money_light, self.seen.timeline.money_light),
            (said.goal_light, self.seen.timeline.goal_light),
        ] {
            let word = light.map_or("-", |light| terms::light(light, language));
            words.push(Words::fixed(format!("{name} "), theme.dim));
            words.push(Words::fixed(word, light_style(light, theme)));
            words.push(Words::fixed("  ", theme.normal));
        }
        if let Some(reason) = document.return_reason().filter(|why| !why.is_empty()) {
            let reason = text::clean(reason, text::Lines::One);
            words.push(Words::elastic(&(said.returned)(&reason), theme.warning));
        }
        words
    }

    /// The warnings and faults of the month, where no side pane shows them.
    fn warning_line(&self) -> Vec<Words> {
        let language = self.cx.language();
        let theme = self.theme();
        let month = self.screen.month();
        let warnings = self
            .seen
            .timeline
            .warnings
            .iter()
            .map(|warning| field::warning(warning, language));
        let faults = self
            .seen
            .faults_of(month)
            .map(|fault| self.seen.fault_text(fault, language));
        let all: Vec<String> = faults.chain(warnings).collect();
        vec![Words::elastic(&all.join("  "), theme.warning)]
    }
}

/// A part of a line at the foot.
struct Words {
    text: String,
    style: Style,
    /// True where it may be cut so that the others stay.
    elastic: bool,
}

impl Words {
    fn fixed(text: impl Into<String>, style: Style) -> Self {
        Self {
            text: text.into(),
            style,
            elastic: false,
        }
    }

    fn elastic(text: &str, style: Style) -> Self {
        Self {
            text: text.to_owned(),
            style,
            elastic: true,
        }
    }
}

/// Draws the parts of a line; what is elastic gives way first.
fn run(words: &[Words], area: Rect, buffer: &mut Buffer) {
    if area.is_empty() {
        return;
    }
    let blank = |part: &Words| part.text.trim().is_empty();
    let end = words
        .iter()
        .rposition(|part| !blank(part))
        .map_or(0, |at| at + 1);
    let words = words.get(..end).unwrap_or(words);
    let all: usize = words.iter().map(|part| text::width(&part.text)).sum();
    let fixed: usize = words
        .iter()
        .filter(|part| !part.elastic)
        .map(|part| text::width(&part.text))
        .sum();
    let room = usize::from(area.width);
    let mut x = area.x;
    for part in words {
        let fitted = if part.elastic && all > room {
            text::fit(&part.text, room.saturating_sub(fixed).max(6))
        } else {
            part.text.as_str().into()
        };
        let left = usize::from(area.right().saturating_sub(x));
        let fitted = text::fit(&fitted, left).into_owned();
        x = put(buffer, area, x, area.y, &fitted, part.style);
    }
}
