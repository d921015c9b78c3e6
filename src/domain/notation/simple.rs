//! The commonest cells without detour: `≥95%`, `600人次`, `100`.
//!
//! `target` and `actual` ask here first, because a list reads hundreds of thousands of cells. It
//! must give exactly what the full reader gives, or nothing.

use rust_decimal::Decimal;

use super::{Quantity, Sign};

/// More digits than this go the long way.
const MOST_DIGITS: usize = 15;

/// The sign and quantity of a cell of the plainest shape.
pub(super) fn read(text: &str) -> Option<(Option<Sign>, Quantity)> {
    let (sign, rest) = split_sign(text.trim_matches(' '));
    let rest = rest.trim_start_matches(' ');
    let mut number: i64 = 0;
    let mut digits = 0;
    let mut scale = None;
    let mut end = 0;
    for byte in rest.bytes() {
        match byte {
            b'0'..=b'9' => {
                digits += 1;
                number = number
                    .checked_mul(10)?
                    .checked_add(i64::from(byte - b'0'))?;
                scale = scale.map(|scale| scale + 1);
            }
            b'.' if scale.is_none() && digits > 0 => scale = Some(0),
            _ => break,
        }
        end += 1;
    }
    let unit = rest.get(end..)?.trim_start_matches(' ');
    let may_be_a_date = unit.is_empty() && digits == 8 && scale.is_none();
    if !(1..=MOST_DIGITS).contains(&digits) || scale == Some(0) || may_be_a_date {
        return None;
    }
    let unit = known_unit(unit)?;
    let value = Decimal::new(number, scale.unwrap_or(0));
    Some((
        sign,
        Quantity {
            value,
            unit: unit.to_owned(),
        },
    ))
}

fn split_sign(text: &str) -> (Option<Sign>, &str) {
    const SIGNS: [(&str, Sign); 7] = [
        ("≥", Sign::AtLeast),
        ("≤", Sign::AtMost),
        (">=", Sign::AtLeast),
        ("<=", Sign::AtMost),
        (">", Sign::MoreThan),
        ("<", Sign::LessThan),
        ("=", Sign::Equal),
    ];
    if text.as_bytes().first().is_none_or(u8::is_ascii_digit) {
        return (None, text);
    }
    SIGNS
        .iter()
        .find_map(|&(symbol, sign)| text.strip_prefix(symbol).map(|rest| (Some(sign), rest)))
        .unwrap_or((None, text))
}

/// Units that stand for themselves; 年, 月 and 日 can be dates.
fn known_unit(unit: &str) -> Option<&str> {
    matches!(
        unit,
        "" | "%"
            | "个"
            | "人"
            | "人次"
            | "次"
            | "万元"
            | "元"
            | "项"
            | "户"
            | "家"
            | "名"
            | "份"
            | "场"
            | "天"
            | "套"
            | "台"
            | "亩"
            | "公里"
            | "米"
            | "所"
            | "件"
            | "期"
            | "辆"
            | "只"
            | "处"
            | "批"
            | "吨"
            | "座"
            | "篇"
            | "元/人"
    )
    .then_some(unit)
}
