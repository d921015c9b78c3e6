//! Deadlines in a cell: a date means the last day of what it names, a span means its end.
//!
//! Called by the cell reader before numbers. What names a time but is no deadline (月初, 次年, 起,
//! a day that does not exist, a date beside a number) is told apart from a text without any date.

use chrono::{Datelike, NaiveDate};

use super::Deadline;
use super::measure::unit_at;
use super::sign::{Found, Place, leads_to};
use super::text::{after_joiners, digits_at, find, is, is_sign, longest_at, stands_at};
use super::{Expects, Sign};

/// What the text says of dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dated {
    /// Nothing.
    No,
    /// One deadline.
    By(Deadline),
    /// A time that is no deadline.
    Unclear,
}

/// How much of a date was named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    Year,
    Part,
    Month,
    Day,
}

/// A named stretch of time.
#[derive(Debug, Clone, Copy)]
struct Period {
    year: Option<i32>,
    month: Option<u32>,
    from: (u32, u32),
    to: (u32, u32),
    month_end: bool,
    level: Level,
    /// Named by digits and separators alone, so that its span may go on with `12.31`.
    separator: Option<char>,
}

/// The deadline of the text.
pub(super) fn read(chars: &[char], signs: &[Found], expects: Expects) -> Dated {
    if whole_year(chars) {
        return Dated::By(Deadline::Yearless {
            month: 12,
            day: 31,
            month_end: false,
        });
    }
    if let Some(deadline) = printed(chars) {
        return Dated::By(deadline);
    }
    let mut found: Option<Deadline> = None;
    let mut rest = Vec::with_capacity(chars.len());
    let mut unclear = false;
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let Some((deadline, end)) = span_at(chars, at, signs, expects) else {
            rest.push(c);
            at += 1;
            continue;
        };
        unclear |= found.is_some() || deadline.is_none() || is_no_deadline(chars, signs, at, end);
        found = found.or(deadline).or(Some(Deadline::Day(NaiveDate::MIN)));
        at = end;
    }
    match found {
        None => Dated::No,
        Some(_) if unclear || says_more(&rest) => Dated::Unclear,
        Some(deadline) => Dated::By(deadline),
    }
}

fn whole_year(chars: &[char]) -> bool {
    ["全年", "全年内", "全年度", "全年完成", "全年内完成"]
        .iter()
        .any(|word| is(chars, word))
}

/// `--12-31`, as a deadline without a year is printed.
fn printed(chars: &[char]) -> Option<Deadline> {
    let rest = chars.strip_prefix(&['-', '-'])?;
    let (month, end) = digits_at(rest, 0)?;
    let (day, last) = digits_at(rest, end + 1)?;
    if end != 2 || last != 5 || rest.len() != 5 || rest.get(2) != Some(&'-') {
        return None;
    }
    let month_end = (month, day) == (2, 28);
    is_day(None, month, day).then_some(Deadline::Yearless {
        month,
        day,
        month_end,
    })
}

/// Seasons, and what a year is named for when no day of it is meant: 与2024年持平, 2024年版.
const SEASONS: [&str; 7] = ["春", "夏", "秋", "冬", "暑期", "暑假", "寒假"];
const COMPARED: [&str; 8] = [
    "持平",
    "基本持平",
    "相当",
    "水平",
    "版",
    "标准",
    "目标",
    "目标值",
];

/// What a deadline may go on with behind its 前.
const DONE: [&str; 12] = [
    "完成", "完工", "竣工", "建成", "到位", "投入", "交付", "发放", "拨付", "结束", "实现", "验收",
];

/// `2025年春节前`: the day that is meant is not the last one of what was read.
fn names_another_day(chars: &[char], end: usize) -> bool {
    let rest = chars.get(end..).unwrap_or_default();
    let goes_on = |at: usize| at == rest.len() || longest_at(rest, at, &DONE).is_some();
    let word = |at: usize| match at.checked_sub(1).and_then(|at| rest.get(at)) {
        Some('之' | '以') => at - 1,
        _ => at,
    };
    longest_at(rest, 0, &SEASONS).is_some()
        || longest_at(rest, 0, &COMPARED).is_some_and(|length| length == rest.len())
        || (0..rest.len()).any(|at| rest.get(at) == Some(&'前') && word(at) > 0 && goes_on(at + 1))
}

/// Numbers, other times or a start beside the date.
fn says_more(rest: &[char]) -> bool {
    const OTHER: [&str; 13] = [
        "次年",
        "明年",
        "翌年",
        "下年",
        "上年",
        "去年",
        "来年",
        "下一年",
        "第二年",
        "次月",
        "下月",
        "以后",
        "之后",
    ];
    rest.iter().any(char::is_ascii_digit) || OTHER.iter().any(|word| find(rest, word).is_some())
}

/// What makes a time a beginning or a middle, and so no deadline.
const STARTS: [&str; 9] = [
    "初", "起", "开始", "以后", "之后", "后", "中", "年初", "年中",
];

/// Nouns that only begin like one of them.
const NO_STARTS: [&str; 9] = [
    "初步", "中央", "中小", "中心", "中医", "中药", "中级", "中标", "中型",
];

/// A start (月初, 起), or a sign that asks for later, not earlier.
fn is_no_deadline(chars: &[char], signs: &[Found], start: usize, end: usize) -> bool {
    let starts =
        longest_at(chars, end, &STARTS).is_some() && longest_at(chars, end, &NO_STARTS).is_none();
    let after = ["晚于", "迟于"].iter().any(|word| {
        start >= 2
            && stands_at(chars, start - 2, word)
            && !(start >= 3 && stands_at(chars, start - 3, "不"))
    });
    if starts || after {
        return true;
    }
    signs.iter().any(|sign| {
        let up = !matches!(sign.sign, Some(Sign::AtMost | Sign::LessThan | Sign::Equal));
        match sign.place {
            Place::Behind => sign.start == end && sign.end - sign.start > 1 && up,
            _ => up && sign.end <= start && leads_to(chars, sign.end, start, signs),
        }
    })
}

/// A period, or two that are joined, at `at`: the end of it (`None` if there is no such day).
fn span_at(
    chars: &[char],
    at: usize,
    signs: &[Found],
    expects: Expects,
) -> Option<(Option<Deadline>, usize)> {
    if continues_a_number(chars, at) {
        return None;
    }
    let (first, end) = period_at(chars, at, None, expects)?;
    let Some(first) = first else {
        return Some((None, end));
    };
    let opened = end + longest_at(chars, end, &["起"]).unwrap_or(0);
    let joined = after_joiners(chars, opened);
    if joined > opened
        && let Some((second, last)) = period_at(chars, joined, Some(&first), expects)
    {
        let clear = second.filter(|second| second.is_meant(chars, last));
        return Some((clear.and_then(|second| span(&first, &second)), last));
    }
    if first.is_only_a_number(chars, at, end, signs, expects) {
        return None;
    }
    let meant = first.is_meant(chars, end);
    Some((first.deadline(first.year).filter(|_| meant), end))
}

/// `1.12月`, `5/2022年`, 每3月: not the beginning of a date.
fn continues_a_number(chars: &[char], at: usize) -> bool {
    let Some(&before) = at.checked_sub(1).and_then(|at| chars.get(at)) else {
        return false;
    };
    let Some(&first) = chars.get(at) else {
        return false;
    };
    if first.is_ascii_digit() {
        return before.is_ascii_digit()
            || matches!(before, '.' | '/' | ',')
            || before.is_ascii_alphabetic();
    }
    matches!(
        before,
        '/' | '个' | '上' | '去' | '次' | '明' | '每' | '下' | '翌' | '来'
    ) || (before.is_ascii_digit() && first != '第')
}

fn span(first: &Period, second: &Period) -> Option<Deadline> {
    let from_year = first.year.or(second.year);
    let to_year = second.year.or(first.year);
    let starts = (from_year, first.from);
    let ends = (to_year, second.to);
    if ends < starts {
        return None;
    }
    second.deadline(to_year)
}

impl Period {
    fn deadline(&self, year: Option<i32>) -> Option<Deadline> {
        let (month, day) = self.to;
        if (self.from.0, self.from.1) > (month, day) {
            return None;
        }
        let Some(year) = year else {
            return Some(Deadline::Yearless {
                month,
                day,
                month_end: self.month_end,
            });
        };
        let day = if self.month_end {
            last_day(Some(year), month)
        } else {
            day
        };
        NaiveDate::from_ymd_opt(year, month, day).map(Deadline::Day)
    }

    /// Whether its last day is what the text names.
    fn is_meant(&self, chars: &[char], end: usize) -> bool {
        self.level == Level::Day || !names_another_day(chars, end)
    }

    fn of_month(year: Option<i32>, month: u32) -> Option<Self> {
        (1..=12)
            .contains(&month)
            .then(|| Self::of_months(year, month, month))
    }

    fn of_months(year: Option<i32>, from: u32, to: u32) -> Self {
        Self {
            year,
            month: Some(to),
            from: (from, 1),
            to: (to, last_day(year, to)),
            month_end: to == 2,
            level: Level::Month,
            separator: None,
        }
    }

    fn of_day(year: Option<i32>, month: u32, day: u32) -> Option<Self> {
        is_day(year, month, day).then_some(Self {
            year,
            month: Some(month),
            from: (month, day),
            to: (month, day),
            month_end: false,
            level: Level::Day,
            separator: None,
        })
    }

    const fn of_year(year: Option<i32>) -> Self {
        Self {
            year,
            month: None,
            from: (1, 1),
            to: (12, 31),
            month_end: false,
            level: Level::Year,
            separator: None,
        }
    }

    fn of_part(year: Option<i32>, from: u32, to: u32) -> Self {
        Self {
            month: None,
            level: Level::Part,
            month_end: false,
            ..Self::of_months(year, from, to)
        }
    }

    /// `≥12月`, `6月以上`, or `12月` against a target in 月: a number of months.
    fn is_only_a_number(
        &self,
        chars: &[char],
        start: usize,
        end: usize,
        signs: &[Found],
        expects: Expects,
    ) -> bool {
        let bare = self.level == Level::Month
            && self.year.is_none()
            && self.from.0 == self.to.0
            && chars.get(end - 1) == Some(&'月');
        let signed = || {
            signs.iter().any(|sign| match sign.place {
                Place::Behind => sign.start == end && sign.end - sign.start > 1,
                _ => sign.end <= start && leads_to(chars, sign.end, start, signs),
            })
        };
        bare && (expects == Expects::Months || signed())
    }
}

fn last_day(year: Option<i32>, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_some_and(|year| NaiveDate::from_ymd_opt(year, 2, 29).is_some()) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Whether there is such a day; 29 February may be one where no year is given.
fn is_day(year: Option<i32>, month: u32, day: u32) -> bool {
    NaiveDate::from_ymd_opt(year.unwrap_or(2000), month, day).is_some()
}

/// The period named at `at` and where its name ends; the period is `None` where the text names
/// a day or month that does not exist.
fn period_at(
    chars: &[char],
    at: usize,
    start: Option<&Period>,
    expects: Expects,
) -> Option<(Option<Period>, usize)> {
    separated_at(chars, at)
        .or_else(|| eight_digits_at(chars, at).filter(|_| expects == Expects::Anything))
        .or_else(|| years_at(chars, at))
        .or_else(|| within_year_at(chars, at, None))
        .or_else(|| start.and_then(|start| rest_of_span_at(chars, at, start)))
}

/// `2022.6.30`, `2022/6/30`, `2022-06-30`.
fn separated_at(chars: &[char], at: usize) -> Option<(Option<Period>, usize)> {
    let (year, end) = year_at(chars, at)?;
    let separator = *chars.get(end)?;
    if !matches!(separator, '.' | '/' | '-') {
        return None;
    }
    let (month, end) = short_at(chars, end + 1)?;
    if chars.get(end) != Some(&separator) {
        return None;
    }
    let (day, end) = short_at(chars, end + 1)?;
    if chars.get(end) == Some(&separator) && separator != '-' && digits_at(chars, end + 1).is_some()
    {
        return None;
    }
    let period = Period::of_day(Some(year), month, day);
    let end = end + longest_at(chars, end, &["日", "号"]).unwrap_or(0);
    Some((
        period.map(|period| Period {
            separator: Some(separator),
            ..period
        }),
        end,
    ))
}

/// What may follow a date of eight digits without being its unit.
const AFTER_DIGITS: [&str; 12] = [
    "前", "之前", "以前", "止", "完成", "至", "到", "起", "后", "以后", "之后", "截止",
];

fn eight_digits_at(chars: &[char], at: usize) -> Option<(Option<Period>, usize)> {
    let (value, end) = digits_at(chars, at)?;
    let whole = end - at == 8 && !matches!(chars.get(end), Some('.' | ','));
    let before = at.checked_sub(1).and_then(|at| chars.get(at));
    if !whole || !matches!(value / 1_000_000, 19 | 20) || before.copied().is_some_and(is_sign) {
        return None;
    }
    let year = i32::try_from(value / 10_000).ok()?;
    let period = Period::of_day(Some(year), value / 100 % 100, value % 100)?;
    let named = longest_at(chars, end, &AFTER_DIGITS).is_some();
    (named || unit_at(chars, end).text.is_empty()).then_some((Some(period), end))
}

/// A year, 1900 to 2099, of exactly four digits.
fn year_at(chars: &[char], at: usize) -> Option<(i32, usize)> {
    let (value, end) = digits_at(chars, at)?;
    let year = i32::try_from(value).ok()?;
    (end - at == 4 && (1900..=2099).contains(&year)).then_some((year, end))
}

/// One or two digits.
fn short_at(chars: &[char], at: usize) -> Option<(u32, usize)> {
    digits_at(chars, at).filter(|&(_, end)| end - at <= 2)
}

/// `2022年…`, `2021-2023年`.
fn years_at(chars: &[char], at: usize) -> Option<(Option<Period>, usize)> {
    let (year, mut end) = year_at(chars, at)?;
    if !stands_at(chars, end, "年") {
        let joined = after_joiners(chars, end);
        let (last, last_end) = year_at(chars, joined).filter(|_| joined > end)?;
        if !stands_at(chars, last_end, "年") {
            return None;
        }
        let end = after_year_word(chars, last_end);
        return Some(((year <= last).then_some(Period::of_year(Some(last))), end));
    }
    end = after_year_word(chars, end);
    if let Some(within) = within_year_at(chars, end, Some(year)) {
        return Some(within);
    }
    let end = end + longest_at(chars, end, &["底", "末", "全年"]).unwrap_or(0);
    Some((Some(Period::of_year(Some(year))), end))
}

fn after_year_word(chars: &[char], at: usize) -> usize {
    at + longest_at(chars, at, &["年", "年度"]).unwrap_or(0)
}

/// A month, quarter, half or end of a year.
fn within_year_at(chars: &[char], at: usize, year: Option<i32>) -> Option<(Option<Period>, usize)> {
    let of_school = at.checked_sub(1).and_then(|at| chars.get(at)) == Some(&'学');
    if of_school && stands_at(chars, at, "年") {
        return Some((None, at + 1));
    }
    if let Some(length) = longest_at(chars, at, &["年底", "年末", "年度末", "年终"]) {
        return Some((
            Some(Period {
                level: Level::Part,
                ..Period::of_year(year)
            }),
            at + length,
        ));
    }
    if let Some(length) = longest_at(chars, at, &["上半年", "下半年"]) {
        let (from, to) = if stands_at(chars, at, "上") {
            (1, 6)
        } else {
            (7, 12)
        };
        let end = at + length + longest_at(chars, at + length, &["底", "末"]).unwrap_or(0);
        return Some((Some(Period::of_part(year, from, to)), end));
    }
    quarter_at(chars, at, year).or_else(|| month_at(chars, at, year))
}

fn quarter_at(chars: &[char], at: usize, year: Option<i32>) -> Option<(Option<Period>, usize)> {
    let number = at + longest_at(chars, at, &["第"]).unwrap_or(0);
    let quarter = match chars.get(number)? {
        '一' | '1' => 1,
        '二' | '2' => 2,
        '三' | '3' => 3,
        '四' | '4' => 4,
        _ => return None,
    };
    if !stands_at(chars, number + 1, "季度") {
        return None;
    }
    let end = number + 3;
    let end = end + longest_at(chars, end, &["底", "末"]).unwrap_or(0);
    Some((
        Some(Period::of_part(year, quarter * 3 - 2, quarter * 3)),
        end,
    ))
}

fn month_at(chars: &[char], at: usize, year: Option<i32>) -> Option<(Option<Period>, usize)> {
    let (month, end) = short_at(chars, at)?;
    let joined = after_joiners(chars, end);
    if joined > end
        && let Some((last, last_end)) = short_at(chars, joined)
        && is_month_word(chars, last_end)
    {
        let end = after_month_word(chars, last_end);
        let valid = month >= 1 && month <= last && last <= 12 && !stands_at(chars, end, "初");
        let end = end + longest_at(chars, end, &["底", "末"]).unwrap_or(0);
        return Some((valid.then(|| Period::of_months(year, month, last)), end));
    }
    if !is_month_word(chars, end) {
        return None;
    }
    let Some(period) = Period::of_month(year, month) else {
        return year.is_some().then_some((None, end + 1));
    };
    Some(day_at(chars, after_month_word(chars, end), period))
}

/// 月, but not the age in 月龄.
fn is_month_word(chars: &[char], at: usize) -> bool {
    stands_at(chars, at, "月") && !stands_at(chars, at, "月龄")
}

fn after_month_word(chars: &[char], at: usize) -> usize {
    at + longest_at(chars, at, &["月", "月份"]).unwrap_or(0)
}

/// What follows a month: its day, its days, its third, its end, or nothing.
fn day_at(chars: &[char], at: usize, month: Period) -> (Option<Period>, usize) {
    let number = month.to.0;
    if let Some(length) = longest_at(
        chars,
        at,
        &["上旬", "中旬", "下旬", "底", "末", "月底", "月末"],
    ) {
        let from = if stands_at(chars, at, "上旬") {
            Some((1, 10))
        } else if stands_at(chars, at, "中旬") {
            Some((11, 20))
        } else {
            None
        };
        let period = from.map_or(month, |(from, to)| Period {
            from: (number, from),
            to: (number, to),
            month_end: false,
            level: Level::Part,
            ..month
        });
        return (Some(period), at + length);
    }
    let Some((day, end)) = short_at(chars, at) else {
        return (Some(month), at);
    };
    if let Some(length) = longest_at(chars, end, &["日", "号"]) {
        return (Period::of_day(month.year, number, day), end + length);
    }
    let joined = after_joiners(chars, end);
    if joined > end
        && let Some((last, last_end)) = short_at(chars, joined)
        && let Some(length) = longest_at(chars, last_end, &["日", "号"])
    {
        let period = Period::of_day(month.year, number, last)
            .filter(|_| day >= 1 && day <= last)
            .map(|period| Period {
                from: (number, day),
                ..period
            });
        return (period, last_end + length);
    }
    let closes = end == chars.len()
        || longest_at(chars, end, &["前", "之前", "以前", "止", "完成"]).is_some();
    if closes || (joined > end && digits_at(chars, joined).is_some()) {
        return (Period::of_day(month.year, number, day), end);
    }
    (Some(month), at)
}

/// The end of a span that leaves out what its start has named: `31日`, `12.31`.
fn rest_of_span_at(chars: &[char], at: usize, start: &Period) -> Option<(Option<Period>, usize)> {
    let (value, end) = short_at(chars, at)?;
    if let Some(separator) = start.separator {
        let (day, end) = short_at(chars, end + 1).filter(|_| chars.get(end) == Some(&separator))?;
        let end = end + longest_at(chars, end, &["日", "号"]).unwrap_or(0);
        return Some((Period::of_day(start.year, value, day), end));
    }
    let length = longest_at(chars, end, &["日", "号"])?;
    let month = start.month.filter(|_| start.level == Level::Day)?;
    Some((Period::of_day(start.year, month, value), end + length))
}

impl Deadline {
    /// The day, with `year` where the text gave none; `None` where there is no such day.
    pub fn resolve(self, year: Option<i32>) -> Option<NaiveDate> {
        match self {
            Self::Day(day) => Some(day),
            Self::Yearless {
                month,
                day,
                month_end,
            } => {
                let year = year?;
                let day = if month_end {
                    last_day(Some(year), month)
                } else {
                    day
                };
                NaiveDate::from_ymd_opt(year, month, day)
            }
        }
    }
}

impl std::fmt::Display for Deadline {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{:04}-{:02}-{:02}", day.year(), day.month(), day.day()),
            Self::Yearless { month, day, .. } => write!(f, "--{month:02}-{day:02}"),
        }
    }
}
