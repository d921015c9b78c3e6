//! An explanation's arithmetic, computed again: the proof that it explains the number.

use rust_decimal::Decimal;

use super::Why;

/// The value that the arithmetic of an explanation gives, rounded as it is printed; `None` where
/// there is none, where a condition in it does not hold, or where a step does not give what it says.
pub fn recompute(why: &Why) -> Option<Decimal> {
    let mut last = None;
    for step in why.arithmetic.split("; ") {
        last = Some(step_value(step)?);
    }
    last
}

fn step_value(step: &str) -> Option<Decimal> {
    let (condition, formula) = match step.rsplit_once(" → ") {
        Some((condition, formula)) => (Some(condition), formula),
        None => (None, step),
    };
    if !condition.is_none_or(holds) {
        return None;
    }
    let (expression, printed) = match formula.rsplit_once(" = ") {
        Some((expression, printed)) => (expression, printed),
        None if condition.is_some() => (formula, formula),
        None => return None,
    };
    let printed: Decimal = printed.parse().ok()?;
    let value = Reader::new(expression).whole()?.rounded(printed.scale())?;
    (value == printed).then_some(value)
}

fn holds(condition: &str) -> bool {
    if matches!(condition, "∅" | "?") {
        return true;
    }
    if condition.contains('∈') || condition.contains('∉') {
        return interval_holds(condition).unwrap_or(false);
    }
    let signs = ["≤", "≥", "≠", "<", ">", "="];
    let mut words = condition.split(' ');
    let mut side = String::new();
    let mut left: Option<(String, &str)> = None;
    loop {
        let word = words.next();
        if let Some(word) = word.filter(|word| !signs.contains(word)) {
            side.push_str(word);
            side.push(' ');
            continue;
        }
        if let Some((left, sign)) = &left
            && !compares(left, sign, &side).unwrap_or(false)
        {
            return false;
        }
        match word {
            Some(sign) => left = Some((std::mem::take(&mut side), sign)),
            None => return left.is_some(),
        }
    }
}

fn compares(left: &str, sign: &str, right: &str) -> Option<bool> {
    let day = |text: &str| text.trim().parse::<chrono::NaiveDate>().ok();
    let order = if let (Some(left), Some(right)) = (day(left), day(right)) {
        left.cmp(&right)
    } else {
        let (left, right) = (Reader::new(left).whole()?, Reader::new(right).whole()?);
        let across = left.over.checked_mul(right.under)?;
        across.cmp(&right.over.checked_mul(left.under)?)
    };
    Some(match sign {
        "≤" => order.is_le(),
        "≥" => order.is_ge(),
        "<" => order.is_lt(),
        ">" => order.is_gt(),
        "=" => order.is_eq(),
        "≠" => order.is_ne(),
        _ => return None,
    })
}

fn interval_holds(condition: &str) -> Option<bool> {
    let (points, wanted, interval) = match condition.split_once(" ∈ [") {
        Some((points, interval)) => (points, true, interval),
        None => condition
            .split_once(" ∉ [")
            .map(|(points, interval)| (points, false, interval))?,
    };
    if points == "?" {
        return Some(!wanted);
    }
    let points: Decimal = points.parse().ok()?;
    let (low, high) = interval.split_once(", ")?;
    let low: Decimal = low.parse().ok()?;
    let inside = match high.strip_suffix(']') {
        Some(high) => points >= low && points <= high.parse().ok()?,
        None => points >= low && points < high.strip_suffix(')')?.parse().ok()?,
    };
    Some(inside == wanted)
}

/// A fraction, so that no quotient is rounded before the end.
#[derive(Debug, Clone, Copy)]
struct Fraction {
    over: Decimal,
    under: Decimal,
}

impl Fraction {
    fn rounded(self, places: u32) -> Option<Decimal> {
        let value = self.over.checked_div(self.under)?;
        Some(
            value.round_dp_with_strategy(
                places,
                rust_decimal::RoundingStrategy::MidpointAwayFromZero,
            ),
        )
    }

    fn plus(self, other: Self, sign: Decimal) -> Option<Self> {
        let left = self.over.checked_mul(other.under)?;
        let right = other.over.checked_mul(self.under)?.checked_mul(sign)?;
        Some(Self {
            over: left.checked_add(right)?,
            under: self.under.checked_mul(other.under)?,
        })
    }
}

/// Reads an expression of decimals, `+ − × ÷`, brackets and bars of an absolute value.
struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        Self { rest: text.trim() }
    }

    fn whole(mut self) -> Option<Fraction> {
        let value = self.sum()?;
        self.rest.trim().is_empty().then_some(value)
    }

    fn take(&mut self, sign: &str) -> bool {
        match self.rest.trim_start().strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn sum(&mut self) -> Option<Fraction> {
        let mut value = self.product()?;
        loop {
            if self.take("+") {
                value = value.plus(self.product()?, Decimal::ONE)?;
            } else if self.take("−") {
                value = value.plus(self.product()?, Decimal::NEGATIVE_ONE)?;
            } else {
                return Some(value);
            }
        }
    }

    fn product(&mut self) -> Option<Fraction> {
        let mut value = self.term()?;
        loop {
            let (over, under) = if self.take("×") {
                let term = self.term()?;
                (term.over, term.under)
            } else if self.take("÷") {
                let term = self.term()?;
                (term.under, term.over)
            } else {
                return Some(value);
            };
            value = Fraction {
                over: value.over.checked_mul(over)?,
                under: value.under.checked_mul(under)?,
            };
        }
    }

    fn term(&mut self) -> Option<Fraction> {
        if self.take("(") {
            let value = self.sum()?;
            return self.take(")").then_some(value);
        }
        if self.take("|") {
            let value = self.sum()?;
            return self.take("|").then_some(Fraction {
                over: value.over.abs(),
                under: value.under.abs(),
            });
        }
        let text = self.rest.trim_start();
        let end = text
            .char_indices()
            .find(|(at, sign)| {
                !(sign.is_ascii_digit() || *sign == '.' || (*at == 0 && *sign == '-'))
            })
            .map_or(text.len(), |(at, _)| at);
        let (number, rest) = text.split_at_checked(end)?;
        self.rest = rest;
        Some(Fraction {
            over: number.parse().ok()?,
            under: Decimal::ONE,
        })
    }
}
