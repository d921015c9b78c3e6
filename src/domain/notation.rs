//! How people write a target or an actual value, and what the program reads in it.
//!
//! A cell keeps the text as it was typed; this module turns the text into a [`Target`] or an
//! [`Actual`] and lists its [`Doubt`]s. It never fails and never guesses: what carries a condition
//! that a number cannot carry is [`Target::Qualitative`].

mod cell;
mod date;
mod measure;
mod number;
mod sign;
mod simple;
mod text;

use std::fmt;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde_json::{Map, Value};

/// A number with the unit that was written beside it (`""` where none was).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// The decimal as written: scale kept, no thousands separators, no `%`.
    pub value: Decimal,
    /// As written, blanks removed; `百分比`, `％`, `percent` are `%`; magnitudes stay (`亿元`).
    pub unit: String,
}

/// The last day that a deadline allows. Without a year it means the project's year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deadline {
    /// A full date.
    Day(NaiveDate),
    /// Month and day of the project's year; February 28 stands for the last day of February
    /// when `month_end` is set.
    Yearless {
        /// 1 to 12.
        month: u32,
        /// 1 to 31.
        day: u32,
        /// Whether the last day of February is meant, leap year or not.
        month_end: bool,
    },
}

/// What a target cell says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// `≥`
    AtLeast(Quantity),
    /// `>`
    MoreThan(Quantity),
    /// `=`
    Equal(Quantity),
    /// `<`
    LessThan(Quantity),
    /// `≤`
    AtMost(Quantity),
    /// A number without a sign: its direction depends on the level of the indicator.
    Plain(Quantity),
    /// Two bounds, `low ≤ high`.
    Range {
        /// The lower bound, itself allowed.
        low: Decimal,
        /// The upper bound, itself allowed.
        high: Decimal,
        /// The one unit of both.
        unit: String,
    },
    /// A deadline.
    ByDate(Deadline),
    /// 是 or 否.
    YesNo(bool),
    /// Anything with a condition that a number does not carry; the text as scored.
    Qualitative(String),
    /// Empty, `/`, 无, a placeholder, or a scale printed instead of a value.
    None,
}

/// A completion band of a qualitative row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// 达成年度指标
    Met,
    /// 部分达成年度指标并具有一定效果
    Partial,
    /// 未达成年度指标且效果较差
    Unmet,
}

/// A comparison sign as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// `≥`
    AtLeast,
    /// `>`
    MoreThan,
    /// `=`
    Equal,
    /// `<`
    LessThan,
    /// `≤`
    AtMost,
}

/// What a cell with an actual value says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actual {
    /// A number; `sign` where the target's sign was repeated (`≥95%`).
    Number {
        /// What was reached.
        quantity: Quantity,
        /// The sign that was repeated from the target, if one was.
        sign: Option<Sign>,
    },
    /// A day (a month means its last day), possibly without its year.
    Date(Deadline),
    /// 是 or 否.
    YesNo(bool),
    /// One of the fixed completion words.
    Band(Band),
    /// Any other text.
    Text(String),
    /// Empty, `/`, 无, `-`.
    None,
}

/// What was doubtful in the reading of a cell; `check` turns these into findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// A sign was lost or misread (`%=99`, `二100`). S-31
    SignLost,
    /// A code stood before the sign and was dropped (`004 >= 20`). S-32
    LeakedCode,
    /// A placeholder or template text (`≥**个`, `20xx`). S-34
    Placeholder,
    /// A scale printed instead of a value (`优良中低差`, `是/否`). S-34
    Scale,
    /// An actual whose words deny or limit the number or day that was read (`12期未完成`). S-31
    Denied,
}

/// A reading with its doubts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading<T> {
    /// What was read.
    pub value: T,
    /// What was doubtful in it.
    pub doubts: Vec<Doubt>,
}

/// What the reader of an actual knows of its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expects {
    /// Nothing that matters.
    Anything,
    /// A number: eight digits are one.
    Number,
    /// A number of months: `12月` is one.
    Months,
}

impl Expects {
    fn of(target: &Target) -> Self {
        match target.unit() {
            None => Self::Anything,
            Some("月" | "个月") => Self::Months,
            Some(_) => Self::Number,
        }
    }
}

/// Reads a target cell.
pub fn target(text: &str) -> Reading<Target> {
    if let Some((sign, quantity)) = simple::read(text) {
        return Reading {
            value: number::signed(sign, quantity),
            doubts: Vec::new(),
        };
    }
    cell::read(text, Expects::Anything)
}

/// Reads an actual cell beside its target.
pub fn actual(text: &str, target: &Target) -> Reading<Actual> {
    if let Some((sign, quantity)) = simple::read(text) {
        return Reading {
            value: Actual::Number { quantity, sign },
            doubts: Vec::new(),
        };
    }
    let expects = Expects::of(target);
    let mut reading = cell::read(text, expects);
    if let Target::Qualitative(said) = &reading.value
        && let Some(rest) = beside_band_word(said)
    {
        let beside = cell::read(&rest, expects);
        if beside.value.quantity().is_some() || matches!(beside.value, Target::ByDate(_)) {
            reading = beside;
        }
    }
    // A day beside a word of failure is when it will be done, or was to be: a number counts, a day
    // does not.
    if matches!(reading.value, Target::ByDate(_))
        && let Some(band @ (Band::Partial | Band::Unmet)) = Band::of_open_words(&text::plain(text))
    {
        return Reading {
            value: Actual::Band(band),
            doubts: reading.doubts,
        };
    }
    let number = |quantity, sign| Actual::Number { quantity, sign };
    let value = match reading.value {
        Target::AtLeast(quantity) => number(quantity, Some(Sign::AtLeast)),
        Target::MoreThan(quantity) => number(quantity, Some(Sign::MoreThan)),
        Target::Equal(quantity) => number(quantity, Some(Sign::Equal)),
        Target::LessThan(quantity) => number(quantity, Some(Sign::LessThan)),
        Target::AtMost(quantity) => number(quantity, Some(Sign::AtMost)),
        Target::Plain(quantity) => number(quantity, None),
        Target::Range { .. } => words(text.trim()),
        Target::ByDate(deadline) => Actual::Date(deadline),
        Target::YesNo(expected) => Actual::YesNo(expected),
        Target::Qualitative(said) => words(&said),
        Target::None => Actual::None,
    };
    let mut doubts = reading.doubts;
    let counts = match &value {
        Actual::Number { quantity, .. } => !quantity.value.is_zero(),
        Actual::Date(_) => true,
        _ => false,
    };
    if counts && is_denied(text) {
        doubts.push(Doubt::Denied);
    }
    Reading { value, doubts }
}

/// True where words deny or limit what was reached: `不足12期`, `2025年11月无法完成`.
fn is_denied(text: &str) -> bool {
    const DENIALS: [&str; 9] = [
        "未",
        "没有",
        "没完成",
        "无法",
        "不足",
        "不到",
        "不能",
        "尚缺",
        "预计",
    ];
    const NOUNS: [&str; 4] = ["未成年", "未来", "未婚", "未利用"];
    let said = NOUNS
        .iter()
        .fold(text.to_owned(), |said, noun| said.replace(noun, ""));
    DENIALS.iter().any(|word| said.contains(word))
}

fn words(said: &str) -> Actual {
    Band::of_words(said).map_or_else(|| Actual::Text(said.to_owned()), Actual::Band)
}

const MET: [&str; 10] = [
    "达成",
    "已达成",
    "达成预期指标",
    "达成年度指标",
    "达成目标",
    "完成",
    "已完成",
    "全部完成",
    "按时完成",
    "按期完成",
];
const PARTIAL: [&str; 4] = ["基本达成", "基本完成", "基本达标", "基本达到"];
/// What begins a text of the bands that may go on with any words.
const OPEN: [&str; 4] = ["部分达成", "部分完成", "未达成", "未完成"];

/// The number or day beside a completion word: `未完成,仅50%`, `按期完成12期`, `11月底按时完成`.
fn beside_band_word(said: &str) -> Option<String> {
    let chars = text::plain(said);
    match behind_band_word(&chars).or_else(|| before_band_word(&chars)) {
        Some(rest) => Some(rest.iter().collect()),
        None => without_in_time(&chars),
    }
}

/// 按时完成 and 按期完成 carry no condition: they say 完成. Where that is denied nothing is said.
fn without_in_time(chars: &[char]) -> Option<String> {
    let at = (0..chars.len())
        .find(|&at| text::longest_at(chars, at, &["按时完成", "按期完成"]).is_some())?;
    let before = chars.get(..at)?;
    if before
        .iter()
        .any(|c| matches!(c, '未' | '没' | '不' | '无'))
    {
        return None;
    }
    let behind = chars.get(at + 2..)?;
    Some(before.iter().chain(behind).collect())
}

const fn is_pause(c: char) -> bool {
    matches!(c, ',' | ';' | ':' | '。' | '、')
}

fn begins_number(chars: &[char]) -> bool {
    let first = chars.first();
    first.is_some_and(|&c| c.is_ascii_digit() || text::is_sign(c))
}

/// What follows a completion word and its comma or bracket, if a number leads it.
fn behind_band_word(chars: &[char]) -> Option<&[char]> {
    const LEADS: [&str; 9] = [
        "仅",
        "只",
        "共",
        "实际",
        "已",
        "完成率",
        "完成",
        "达到",
        "为",
    ];
    let mut at = [&MET[..], &PARTIAL, &OPEN]
        .iter()
        .filter_map(|words| text::longest_at(chars, 0, words))
        .max()?;
    while chars.get(at).copied().is_some_and(is_pause) {
        at += 1;
    }
    let rest = chars.get(at..)?;
    let rest = match rest {
        [open, inner @ .., last] if text::opens(*open) == Some(*last) => inner,
        rest => rest,
    };
    let mut lead = 0;
    while let Some(length) = text::longest_at(rest, lead, &LEADS) {
        lead += length;
    }
    begins_number(rest.get(lead..)?).then_some(rest)
}

/// What stands before the completion word that ends a text in a bracket or after a comma, if a
/// number leads it.
fn before_band_word(chars: &[char]) -> Option<&[char]> {
    let said = text::without_final_punctuation(chars);
    let (said, bracket) = match said {
        [before @ .., ')'] => (before, true),
        said => (said, false),
    };
    let ending = |word: &&&str| {
        let start = said.len().checked_sub(word.chars().count());
        start.is_some_and(|start| text::stands_at(said, start, word))
    };
    // A word that denies behind a number (`12期,未完成`) contradicts it, and neither is taken.
    let longest = MET.iter().filter(ending);
    let length = longest.map(|word| word.chars().count()).max()?;
    let (before, last) = match said.get(..said.len() - length)? {
        [before @ .., last] => (before, *last),
        [] => return None,
    };
    let apart = if bracket { last == '(' } else { is_pause(last) };
    (apart && begins_number(before)).then_some(before)
}

impl Band {
    /// The band that a completion word names, if it is exactly one of the fixed words.
    fn of_words(said: &str) -> Option<Self> {
        let chars = text::plain(said);
        let bare = text::without_final_punctuation(&chars);
        let is_one_of = |words: &[&str]| words.iter().any(|word| text::is(bare, word));
        if is_one_of(&MET) {
            Some(Self::Met)
        } else if is_one_of(&PARTIAL) {
            Some(Self::Partial)
        } else {
            Self::of_open_words(&chars)
        }
    }

    /// The band of a text that begins with its word and may go on with any others.
    fn of_open_words(chars: &[char]) -> Option<Self> {
        let starts = |words: &[&str]| words.iter().any(|word| text::stands_at(chars, 0, word));
        if starts(&["部分达成", "部分完成"]) {
            Some(Self::Partial)
        } else if starts(&["未达成", "未完成"]) {
            Some(Self::Unmet)
        } else {
            None
        }
    }

    /// `met`, `partial` or `unmet`, as the interchange format writes it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Partial => "partial",
            Self::Unmet => "unmet",
        }
    }
}

impl Sign {
    /// The sign as one symbol.
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::AtLeast => "≥",
            Self::MoreThan => ">",
            Self::Equal => "=",
            Self::LessThan => "<",
            Self::AtMost => "≤",
        }
    }
}

impl Quantity {
    /// The magnitude and the parts of the unit, for comparison.
    pub fn parts(&self) -> super::unit::Parts<'_> {
        super::unit::units_of(self)
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.value, self.unit)
    }
}

impl Target {
    /// The kind's key in the interchange format.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::AtLeast(_) => "at_least",
            Self::MoreThan(_) => "more_than",
            Self::Equal(_) => "equal",
            Self::LessThan(_) => "less_than",
            Self::AtMost(_) => "at_most",
            Self::Plain(_) => "plain",
            Self::Range { .. } => "range",
            Self::ByDate(_) => "by_date",
            Self::YesNo(_) => "yes_no",
            Self::Qualitative(_) => "qualitative",
            Self::None => "none",
        }
    }

    /// The one quantity of a signed or plain number.
    pub const fn quantity(&self) -> Option<&Quantity> {
        match self {
            Self::AtLeast(quantity)
            | Self::MoreThan(quantity)
            | Self::Equal(quantity)
            | Self::LessThan(quantity)
            | Self::AtMost(quantity)
            | Self::Plain(quantity) => Some(quantity),
            _ => None,
        }
    }

    /// The sign that was written, where the target is a number with one.
    pub const fn sign(&self) -> Option<Sign> {
        match self {
            Self::AtLeast(_) => Some(Sign::AtLeast),
            Self::MoreThan(_) => Some(Sign::MoreThan),
            Self::Equal(_) => Some(Sign::Equal),
            Self::LessThan(_) => Some(Sign::LessThan),
            Self::AtMost(_) => Some(Sign::AtMost),
            _ => None,
        }
    }

    /// The unit of a number or a range, `""` where none was written.
    pub fn unit(&self) -> Option<&str> {
        match self {
            Self::Range { unit, .. } => Some(unit),
            _ => self.quantity().map(|quantity| quantity.unit.as_str()),
        }
    }

    /// The reading as `score --json` prints it; `year` completes a date that has none.
    pub fn to_json(&self, year: Option<i32>) -> Value {
        let mut fields = kind_field(self.kind());
        match self {
            Self::Range { low, high, unit } => {
                put(&mut fields, "low", low.to_string());
                put(&mut fields, "high", high.to_string());
                put(&mut fields, "unit", unit.as_str());
            }
            Self::ByDate(deadline) => put(&mut fields, "date", deadline.printed(year)),
            Self::YesNo(expected) => put(&mut fields, "expected", *expected),
            Self::Qualitative(text) => put(&mut fields, "text", text.as_str()),
            _ => put_quantity(&mut fields, self.quantity()),
        }
        Value::Object(fields)
    }
}

impl Actual {
    /// The kind's key in the interchange format.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Number { .. } => "number",
            Self::Date(_) => "date",
            Self::YesNo(_) => "yes_no",
            Self::Band(_) => "band",
            Self::Text(_) => "text",
            Self::None => "none",
        }
    }

    /// The reading as `score --json` prints it; `year` completes a date that has none.
    pub fn to_json(&self, year: Option<i32>) -> Value {
        let mut fields = kind_field(self.kind());
        match self {
            Self::Number { quantity, sign } => {
                put_quantity(&mut fields, Some(quantity));
                if let Some(sign) = sign {
                    put(&mut fields, "sign", sign.symbol());
                }
            }
            Self::Date(deadline) => put(&mut fields, "date", deadline.printed(year)),
            Self::YesNo(expected) => put(&mut fields, "expected", *expected),
            Self::Band(band) => put(&mut fields, "band", band.key()),
            Self::Text(text) => put(&mut fields, "text", text.as_str()),
            Self::None => {}
        }
        Value::Object(fields)
    }
}

impl Deadline {
    /// The full date where `year` or the text gives one, else `--MM-DD`.
    pub fn printed(self, year: Option<i32>) -> String {
        self.resolve(year)
            .map_or_else(|| self.to_string(), |day| Self::Day(day).to_string())
    }
}

fn kind_field(kind: &str) -> Map<String, Value> {
    let mut fields = Map::new();
    put(&mut fields, "kind", kind);
    fields
}

fn put(fields: &mut Map<String, Value>, key: &str, value: impl Into<Value>) {
    fields.insert(key.to_owned(), value.into());
}

fn put_quantity(fields: &mut Map<String, Value>, quantity: Option<&Quantity>) {
    if let Some(quantity) = quantity {
        put(fields, "value", quantity.value.to_string());
        put(fields, "unit", quantity.unit.as_str());
    }
}

/// The reading in the notation that reads the same again.
impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Range { low, high, unit } => write!(f, "{low}~{high}{unit}"),
            Self::ByDate(deadline) => write!(f, "{deadline}"),
            Self::YesNo(true) => f.write_str("是"),
            Self::YesNo(false) => f.write_str("否"),
            Self::Qualitative(text) => f.write_str(text),
            _ => {
                f.write_str(self.sign().map_or("", Sign::symbol))?;
                self.quantity()
                    .map_or(Ok(()), |quantity| write!(f, "{quantity}"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `kind value unit`, `range low high unit`, `by_date date`, `qualitative text` … in one line.
    fn line(text: &str) -> String {
        let value = target(text).value.to_json(None);
        let fields = value.as_object().unwrap().values();
        let words = fields.map(|field| field.as_str().map_or(field.to_string(), str::to_owned));
        words.collect::<Vec<_>>().join(" ").trim_end().to_owned()
    }

    fn actual_line(text: &str, beside: &str) -> String {
        let value = actual(text, &target(beside).value)
            .value
            .to_json(Some(2022));
        let fields = value.as_object().unwrap().values();
        let words = fields.map(|field| field.as_str().map_or(field.to_string(), str::to_owned));
        words.collect::<Vec<_>>().join(" ").trim_end().to_owned()
    }

    fn all(cases: &[(&str, &str)]) {
        for (text, expected) in cases {
            assert_eq!(line(text), *expected, "{text}");
        }
    }

    fn all_qualitative(texts: &[&str]) {
        for text in texts {
            assert_eq!(line(text), format!("qualitative {text}"), "{text}");
        }
    }

    fn all_none(texts: &[&str], doubts: &[Doubt]) {
        for text in texts {
            let reading = target(text);
            assert_eq!(
                (reading.value, reading.doubts.as_slice()),
                (Target::None, doubts),
                "{text}"
            );
        }
    }

    #[test]
    fn cells_of_published_forms_read_as_a_person_reads_them() {
        let cases = include_str!("../../tests/data/targets.jsonl");
        let mut read = 0;
        for case in cases.lines() {
            let case: Value = serde_json::from_str(case).unwrap();
            let text = case["text"].as_str().unwrap();
            let reading = target(text).value.to_json(None);
            for key in ["kind", "value", "unit", "low", "high", "date", "expected"] {
                if let Some(expected) = case.get(key) {
                    assert_eq!(reading.get(key), Some(expected), "{key} of {text}");
                }
            }
            read += 1;
        }
        assert_eq!(read, 230);
    }

    #[test]
    fn the_kinds_of_the_table() {
        all(&[
            ("≥50个", "at_least 50 个"),
            ("95%以上", "at_least 95 %"),
            ("≧ 735 人次", "at_least 735 人次"),
            ("≥735 人次", "at_least 735 人次"),
            (">/=90%", "at_least 90 %"),
            ("=>90%", "at_least 90 %"),
            ("> = 90%", "at_least 90 %"),
            ("达到95%", "at_least 95 %"),
            ("正向 大于等于 20 次", "at_least 20 次"),
            (">80%", "more_than 80 %"),
            ("大于3次", "more_than 3 次"),
            ("超过100人", "more_than 100 人"),
            ("═ 100 %", "equal 100 %"),
            ("等于3次", "equal 3 次"),
            ("<5%", "less_than 5 %"),
            ("小于5次", "less_than 5 次"),
            ("低于3起", "less_than 3 起"),
            ("不超过10次", "at_most 10 次"),
            ("20次以内", "at_most 20 次"),
            ("控制在5%以内", "at_most 5 %"),
            ("=<5%", "at_most 5 %"),
            ("5亿元", "plain 5 亿元"),
            ("2100", "plain 2100"),
            ("18-22℃", "range 18 22 ℃"),
            ("3~5次", "range 3 5 次"),
            ("是", "yes_no true"),
            ("否。", "yes_no false"),
        ]);
        all_qualitative(&[
            "效果明显",
            "达成预期指标",
            "符合相关规定",
            "不超过预算",
            "100%5个",
        ]);
        all_none(&["", "  ", "/", "无", "-", "——", "／"], &[]);
    }

    #[test]
    fn a_sign_counts_only_where_one_can_stand() {
        all(&[
            ("合格率≥95%", "at_least 95 %"),
            ("合格率: ≥95%", "at_least 95 %"),
            ("满意度(≥95%)", "at_least 95 %"),
            ("(≥)95%", "at_least 95 %"),
            ("%=99百分比", "plain 99 %"),
            ("二100百分比", "plain 100 %"),
            ("≮3次", "at_least 3 次"),
            ("≯3次", "at_most 3 次"),
            ("> - 1.9%", "more_than -1.9 %"),
        ]);
        for lost in ["%=99百分比", "二100百分比"] {
            assert_eq!(target(lost).doubts, [Doubt::SignLost], "{lost}");
        }
        assert_eq!(target("290%").doubts, []);
    }

    #[test]
    fn a_day_beside_a_completion_word() {
        let day = "2022年11月30日前";
        for (text, expected) in [
            ("11月底按时完成", "date 2022-11-30"),
            ("2022年11月20日按期完成", "date 2022-11-20"),
            ("已于2022年11月20日按时完成", "date 2022-11-20"),
            ("按时完成（11月20日）", "date 2022-11-20"),
            ("已完成（2022年11月）", "date 2022-11-30"),
            ("部分完成（2022年11月）", "band partial"),
            ("未达成2022年11月", "band unmet"),
            ("未完成（预计2023年3月）", "band unmet"),
            ("未完成，预计2022年11月30日", "band unmet"),
            ("未按时完成（11月20日）", "text 未按时完成（11月20日）"),
        ] {
            assert_eq!(actual_line(text, day), expected, "{text}");
        }
        assert_eq!(actual_line("已按时完成12期", "≥12期"), "number 12 期");
        assert_eq!(actual_line("全部按时完成12期", "≥12期"), "number 12 期");
    }

    #[test]
    fn words_that_deny_what_is_read_are_a_doubt() {
        let doubts = |text: &str, beside: &str| actual(text, &target(beside).value).doubts;
        for text in [
            "不足12期",
            "12期未完成",
            "没有完成12期",
            "未举办12期",
            "预计12期",
            "不到12期",
        ] {
            assert_eq!(doubts(text, "≥12期"), [Doubt::Denied], "{text}");
        }
        for text in ["2022年11月无法完成", "预计2022年11月完成"] {
            assert_eq!(doubts(text, "2022年11月30日前"), [Doubt::Denied], "{text}");
        }
        for text in ["未发生0起", "12期", "完成12期"] {
            assert_eq!(doubts(text, "≥12期"), [], "{text}");
        }
        assert_eq!(doubts("服务未成年人12人", "≥12人"), []);
    }

    #[test]
    fn marks_before_a_sign_and_marks_that_are_no_placeholder() {
        all(&[
            ("'≤5%", "at_most 5 %"),
            ("①≤5%", "at_most 5 %"),
            ("负5%", "plain -5 %"),
            ("增长率负5%", "plain -5 %"),
            ("企业自负5%", "plain 5 %"),
            ("1次以上/月", "at_least 1 次/月"),
        ]);
        assert_eq!(target("①≤5%").doubts, [Doubt::LeakedCode]);
        all_qualitative(&["90%≤x≤98%", "正负5%", "学年末", "2025学年末"]);
        all_none(&["≥x个", "x个"], &[Doubt::Placeholder]);
    }

    #[test]
    fn signs_in_words_before_and_after_the_number() {
        all(&[
            ("至少3次", "at_least 3 次"),
            ("最少3次", "at_least 3 次"),
            ("最低3次", "at_least 3 次"),
            ("覆盖率达90%", "at_least 90 %"),
            ("不小于3次", "at_least 3 次"),
            ("3次及以上", "at_least 3 次"),
            ("至多3次", "at_most 3 次"),
            ("最多3次", "at_most 3 次"),
            ("最高3次", "at_most 3 次"),
            ("不大于3次", "at_most 3 次"),
            ("不高于3次", "at_most 3 次"),
            ("3次以下", "at_most 3 次"),
            ("3次及以下", "at_most 3 次"),
            ("3天之内", "at_most 3 天"),
            ("3天内", "at_most 3 天"),
            ("3个工作日内办结", "at_most 3 个工作日"),
            ("20次(含)以上", "at_least 20 次"),
            ("不得超过5%", "at_most 5 %"),
            ("不得低于5%", "at_least 5 %"),
            ("控制在5%", "plain 5 %"),
            ("超过95%以上", "at_least 95 %"),
            ("至少全年完成2次宣传", "at_least 2 次"),
            ("不少于培训5次", "at_least 5 次"),
            ("不超过预算5万元", "at_most 5 万元"),
            ("达标率95%", "plain 95 %"),
            ("最高温度30℃", "plain 30 ℃"),
            ("新增5家规模以上企业", "plain 5 家"),
            ("新建5个内部系统", "plain 5 个"),
            ("正向 95%", "plain 95 %"),
            ("反向5次", "plain 5 次"),
        ]);
        all_qualitative(&["≥5次以下", "达到5%以下", "≥3≤5", "未达到95%"]);
    }

    #[test]
    fn dingxing_makes_anything_qualitative() {
        all(&[
            ("定性 长期", "qualitative 长期"),
            ("定性:≥95%", "qualitative ≥95%"),
            ("定性 是", "qualitative 是"),
            ("定性2022年底", "qualitative 2022年底"),
            ("定性 优良中低差", "none"),
        ]);
    }

    #[test]
    fn a_condition_makes_it_qualitative() {
        all_qualitative(&[
            "按计划完成100%",
            "依合同支付100%",
            "根据预算支付100%",
            "如需培训5次",
            "若干5次",
            "每月5次",
            "各5次",
            "≥3且公开5",
            "5次或更多",
            "培训5次并考核",
            "培训后100%",
            "约100人",
            "100人左右",
            "近100人",
            "100余人",
            "100多人",
            "较上年增长5%",
            "同比增长5%",
            "除雨天100%",
            "≥95%,持续提升",
            "≥95%;公开",
            "≥95%。持续提升",
            "≥95%(按月)",
        ]);
        all(&[
            ("≥95%。", "at_least 95 %"),
            ("1,437人", "plain 1437 人"),
            ("12,345,678.90元", "plain 12345678.90 元"),
            ("节约成本5万元", "plain 5 万元"),
            ("最多100人", "at_most 100 人"),
            ("培训人次达到600人次", "at_least 600 人次"),
            ("发放率100%", "plain 100 %"),
            ("比上年增长5%", "plain 5 %"),
        ]);
    }

    #[test]
    fn a_unit_is_one_measure_word_with_what_is_joined_to_it() {
        all(&[
            ("10台套", "plain 10 台套"),
            ("250个工作日", "plain 250 个工作日"),
            ("12个月", "plain 12 个月"),
            ("5个项目", "plain 5 个"),
            ("30名学生", "plain 30 名"),
            ("600人次培训", "plain 600 人次"),
            ("5个月度报告", "plain 5 个"),
            ("≥70村", "at_least 70 村"),
            ("530元/人*月", "plain 530 元/人*月"),
            ("20元/(人·年)", "plain 20 元/(人·年)"),
            ("400元/人、天", "plain 400 元/人、天"),
            ("500元/生.年", "plain 500 元/生.年"),
            ("80 mg / L", "plain 80 mg/L"),
            ("6000m2", "plain 6000 m2"),
            ("25TB", "plain 25 TB"),
            ("3百万元", "plain 3 百万元"),
            ("2千万", "plain 2 千万"),
            ("1万亿元", "plain 1 万亿元"),
            ("5百分点", "plain 5 百分点"),
            ("5个百分点", "plain 5 个百分点"),
            ("95percent", "plain 95 %"),
            ("95%(百分比)", "plain 95 %"),
            ("90万元(含税)", "plain 90 万元"),
            ("1亿 元", "plain 1 亿元"),
            ("0.9‰", "plain 0.9 ‰"),
            ("5000千瓦时", "plain 5000 千瓦时"),
            ("7万起", "plain 7 万起"),
            ("5万千瓦", "plain 5 万千瓦"),
            ("GDP500亿元", "plain 500 亿元"),
            ("100万人民币", "plain 100 万"),
            ("100元人民币", "plain 100 元"),
            ("95.%", "plain 95 %"),
            ("≥95.个", "at_least 95 个"),
            ("100元∕人", "plain 100 元/人"),
            ("100户家庭", "plain 100 户"),
            ("0投诉", "plain 0"),
            ("6月龄以上", "at_least 6 月龄"),
        ]);
    }

    #[test]
    fn a_range_has_two_joined_numbers_and_one_unit() {
        all(&[
            ("3到5次", "range 3 5 次"),
            ("3次至5次", "range 3 5 次"),
            ("18—54周岁", "range 18 54 周岁"),
            ("18–54周岁", "range 18 54 周岁"),
            ("18——54周岁", "range 18 54 周岁"),
            ("5%-10%", "range 5 10 %"),
            ("-5~5℃", "range -5 5 ℃"),
            ("-10--5℃", "range -10 -5 ℃"),
            ("控制在18-22℃", "range 18 22 ℃"),
            ("1-2个月", "range 1 2 个月"),
            ("1-6月龄", "range 1 6 月龄"),
            ("3批次至5批次", "range 3 5 批次"),
        ]);
        all_qualitative(&["由80提升至90", "平均分由80提高到90", "从18增至22"]);
        all_qualitative(&["5-3次", "3次-5个", "≥3-≤5次", "3、5次", "3次 5次"]);
    }

    #[test]
    fn a_date_is_the_last_day_of_what_it_names() {
        all(&[
            ("2021年12月完成", "by_date 2021-12-31"),
            ("12月底前", "by_date --12-31"),
            ("2022年6月30日前", "by_date 2022-06-30"),
            ("2022年底", "by_date 2022-12-31"),
            ("2025年年底前", "by_date 2025-12-31"),
            ("年底前完成", "by_date --12-31"),
            ("2022.6.30", "by_date 2022-06-30"),
            ("2022/06/30", "by_date 2022-06-30"),
            ("2022-06-30", "by_date 2022-06-30"),
            ("20220630", "by_date 2022-06-30"),
            ("20220630前完成", "by_date 2022-06-30"),
            ("2022.12", "plain 2022.12"),
            ("20221301", "plain 20221301"),
            ("21220630", "plain 21220630"),
            ("20220630元", "plain 20220630 元"),
            ("≥20220630", "at_least 20220630"),
            ("全年", "by_date --12-31"),
            ("全年内", "by_date --12-31"),
            ("全年完成", "by_date --12-31"),
            ("6月上旬", "by_date --06-10"),
            ("2022年6月中旬前", "by_date 2022-06-20"),
            ("6月下旬", "by_date --06-30"),
            ("2022年第三季度", "by_date 2022-09-30"),
            ("一季度末", "by_date --03-31"),
            ("4季度", "by_date --12-31"),
            ("上半年", "by_date --06-30"),
            ("2022年上半年完成", "by_date 2022-06-30"),
            ("2022年", "by_date 2022-12-31"),
            ("2022年度", "by_date 2022-12-31"),
            ("12月", "by_date --12-31"),
            ("≥12月", "at_least 12 月"),
            ("1年", "plain 1 年"),
            ("2月底", "by_date --02-28"),
            ("2024年2月底", "by_date 2024-02-29"),
            ("≤2022年12月31日", "by_date 2022-12-31"),
            ("12月底到位", "by_date --12-31"),
            ("--12-31", "by_date --12-31"),
        ]);
        all_qualitative(&[
            "2022年3月初",
            "次年3月",
            "每月5日",
            "2022年3月以后",
            "2022年3月起",
            "2022年3月后",
            "11月底完成100%",
            "2022年培训5次",
            "2022年2月30日",
            "2022.13.45",
            "2022年6月、12月",
            "≥2022年12月31日",
            "晚于2022年12月",
            "2022年年中",
            "2022年初",
            "5日前",
            "次月5日",
            "PM2.5达标",
            "2025年春节前",
            "2025年国庆节前完成",
            "2025年汛期之前",
            "2025年入冬前",
            "2025年7月汛期前",
            "2025年秋季",
            "与2024年持平",
            "2024年版",
            "达到2025年标准",
        ]);
        all(&[
            ("2025年12月以前", "by_date 2025-12-31"),
            ("2025年11月完成前期工作", "by_date 2025-11-30"),
            ("2025年标准厂房建成", "by_date 2025-12-31"),
            ("1月至6月底之前", "by_date --06-30"),
        ]);
    }

    #[test]
    fn a_span_is_the_deadline_of_its_end() {
        all(&[
            ("2021年1月-12月", "by_date 2021-12-31"),
            ("2021年1-12月", "by_date 2021-12-31"),
            ("2021.1.1-12.31", "by_date 2021-12-31"),
            ("2021/1/1-2021/12/31", "by_date 2021-12-31"),
            ("2021-01-01至2021-12-31", "by_date 2021-12-31"),
            ("20210101-20211231", "by_date 2021-12-31"),
            ("1-12月", "by_date --12-31"),
            ("6月1日-15日", "by_date --06-15"),
            ("2021年6月1-15日", "by_date 2021-06-15"),
            ("2021年6月至2022年5月", "by_date 2022-05-31"),
            ("2021-2023年", "by_date 2023-12-31"),
            ("2021年-2023年", "by_date 2023-12-31"),
            ("1月至年底", "by_date --12-31"),
            ("2022年1月1日起至12月31日止", "by_date 2022-12-31"),
        ]);
        all_qualitative(&["10月-次年3月", "2021年12月-3月", "12-3月", "2023-2021年"]);
    }

    #[test]
    fn what_is_not_read_stays_text() {
        all_qualitative(&[
            "三次",
            "五十人",
            "1/3",
            "3分之1",
            "1亿2千万",
            "1年半",
            "1万五",
            "三5次",
            "1.2.3",
            "千分之5",
            "#DIV/0!",
            "#N/A",
            "≥三次",
            "≥三",
            "≥十个",
            "≥一百",
            "≥九十座",
            "≤十万元",
            "≥优",
            "≥良好",
            "≥国标",
            "≥A",
            "≤预算",
            "≥去年",
            "=有",
            "≥若干",
        ]);
        all(&[
            ("百分之95", "plain 95 %"),
            ("达到百分之95以上", "at_least 95 %"),
        ]);
        let huge = "9".repeat(40);
        assert_eq!(line(&huge), format!("qualitative {huge}"));
    }

    #[test]
    fn placeholders_and_scales_are_no_target() {
        all_none(
            &[
                "**",
                "xx",
                "××",
                "__",
                "○",
                "≥**个",
                "20xx",
                "20xx年12月底前",
                "≥XX%",
                "达到××%",
                "≥__人次",
                "○个",
                "≥",
                "≤ ",
                "≥个",
                "≥ %",
                "≤万元",
                "≥平方米",
                "≥千米",
                "≥元/人",
                "大于等于",
                "正向 ≥",
                "≥x%",
                "20××年",
                "2022年xx月",
            ],
            &[Doubt::Placeholder],
        );
        all_none(
            &[
                "优良中低差",
                "优良中差",
                "好中差",
                "高 中 低",
                "是/否",
                "优/良/中/差",
                "优秀、良好、一般",
                "合格或不合格",
                "高,中,低",
                "达标/未达标",
            ],
            &[Doubt::Scale],
        );
        all_qualitative(&[
            "优良",
            "高",
            "优",
            "完成**项目建设",
            "X光机",
            "最高",
            "及时、完整",
        ]);
        all(&[("530元/人*月", "plain 530 元/人*月")]);
    }

    #[test]
    fn a_leaked_code_is_dropped() {
        all(&[
            ("004 >= 20 次", "at_least 20 次"),
            ("005<=33万元", "at_most 33 万元"),
        ]);
        assert_eq!(target("004 >= 20 次").doubts, [Doubt::LeakedCode]);
        assert_eq!(line("004 20 次"), "qualitative 004 20 次");
    }

    #[test]
    fn an_actual_is_read_the_same_way() {
        for (text, beside, expected) in [
            ("50", "≥50个", "number 50"),
            ("≥95%", "≥95%", "number 95 % ≥"),
            ("88.32%及以上", "95%及以上", "number 88.32 % ≥"),
            ("≦0%", "≤5%", "number 0 % ≤"),
            ("均为100%", "100%", "number 100 %"),
            ("已完成100%", "10万元", "number 100 %"),
            ("按期完成12期", "≥12期", "number 12 期"),
            ("按时完成100%", "100%", "number 100 %"),
            ("按时完成（12期）", "≥12期", "number 12 期"),
            ("12期，按时完成", "≥12期", "number 12 期"),
            ("≥95%（按期完成）", "≥95%", "number 95 % ≥"),
            ("12期，未完成", "≥12期", "text 12期，未完成"),
            ("按期完成3项中的2项", "3项", "text 按期完成3项中的2项"),
            ("部分完成80%", "100%", "number 80 %"),
            ("未完成2项", "5项", "number 2 项"),
            ("未完成，仅50%", "100%", "number 50 %"),
            ("未完成，完成率50%", "100%", "number 50 %"),
            ("部分完成，仅完成3场", "5场", "number 3 场"),
            ("已完成，共12场", "≥10场", "number 12 场"),
            ("未完成，因资金减少40%", "100%", "band unmet"),
            ("#DIV/0!", "=0起", "text #DIV/0!"),
            ("≥良好", "≥良好", "text ≥良好"),
            ("0投诉", "≤3起", "number 0"),
            ("2021年12月", "2021年12月", "date 2021-12-31"),
            ("6月", "12月底", "date 2022-06-30"),
            ("6月", "≥5月", "number 6 月"),
            ("20220630", "≥50个", "number 20220630"),
            ("20220630", "2022年底", "date 2022-06-30"),
            ("20220630", "效果明显", "date 2022-06-30"),
            ("是", "是", "yes_no true"),
            ("3-5次", "≥3次", "text 3-5次"),
            ("无上访", "小于5次", "text 无上访"),
            ("无", "≥5次", "none"),
            ("/", "≥5次", "none"),
            ("达成预期指标", "效果明显", "band met"),
            ("已完成。", "效果明显", "band met"),
            ("按期完成", "效果明显", "band met"),
            ("基本达标", "效果明显", "band partial"),
            ("基本达标了", "效果明显", "text 基本达标了"),
            ("部分达成年度指标并具有一定效果", "效果明显", "band partial"),
            ("未达成年度指标且效果较差", "效果明显", "band unmet"),
            ("完成较好", "效果明显", "text 完成较好"),
        ] {
            assert_eq!(
                actual_line(text, beside),
                expected,
                "{text} beside {beside}"
            );
        }
    }

    #[test]
    fn february_ends_when_the_year_says() {
        let Target::ByDate(end) = target("2月底").value else {
            panic!("no date")
        };
        assert_eq!(end.to_string(), "--02-28");
        assert_eq!(end.printed(Some(2024)), "2024-02-29");
        assert_eq!(end.printed(Some(2023)), "2023-02-28");
        assert_eq!(end.resolve(None), None);
        let Target::ByDate(leap) = target("2月29日").value else {
            panic!("no date")
        };
        assert_eq!(leap.resolve(Some(2023)), None);
        let Target::ByDate(day) = target("2月28日").value else {
            panic!("no date")
        };
        assert_eq!(day.printed(Some(2024)), "2024-02-28");
    }

    #[test]
    fn the_short_way_reads_what_the_long_way_reads() {
        for sign in ["", "≥", ">=", "≤", "<=", ">", "<", "="] {
            for number in ["0", "600", "0.00", "99.9", "1437", "20220630", "007"] {
                for unit in ["", "%", "人次", "万元", "元/人", "天", "个", "套", "期"] {
                    let text = format!(" {sign} {number} {unit}");
                    if let Some((sign, quantity)) = simple::read(&text) {
                        let short = number::signed(sign, quantity);
                        assert_eq!(cell::read(&text, Expects::Anything).value, short, "{text}");
                    }
                }
            }
        }
        assert!(simple::read("≥600人次").is_some());
    }

    fn full_width(text: &str) -> String {
        let wide = |c: char| match c {
            ' ' => '\u{3000}',
            '!'..='~' => char::from_u32(u32::from(c) + 0xFEE0).unwrap(),
            c => c,
        };
        text.chars().map(wide).collect()
    }

    prop_compose! {
        fn written()(
            sign in prop::sample::select(vec!["", "≥", ">", "=", "<", "≤", "不少于", "不超过", "大于等于"]),
            whole in 0u64..1_000_000_000,
            cents in 0u32..1000,
            unit in prop::sample::select(vec!["", "%", "人次", "个工作日", "亿元", "元/人*月", "℃", "台套", "m2", "百分点", "村"]),
        ) -> (String, String, String) {
            (sign.to_owned(), format!("{whole}.{cents}"), unit.to_owned())
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_is_read(text in any::<String>()) {
            let reading = target(&text);
            let _ = actual(&text, &reading.value);
        }

        #[test]
        fn any_text_of_the_field_is_read_and_reads_again(
            text in "[0-9.,%≥≤<>=/\\- ~至到年月日底前季度上半旬初起千百万亿人次元个以内不超过达第一二（）○xX*m2]{0,14}"
        ) {
            let reading = target(&text);
            let _ = actual(&text, &reading.value);
            // `5/1月` cannot be printed alone: `1月` is January.
            let month_or_year = matches!(&reading.value, Target::Plain(quantity)
                if quantity.unit.starts_with(['月', '年']) || quantity.unit.is_empty());
            if !month_or_year && !matches!(reading.value, Target::Qualitative(_) | Target::None) {
                let printed = reading.value.to_string();
                let again = target(&printed).value;
                prop_assert_eq!(again.to_json(None), reading.value.to_json(None), "{} printed {}", text, printed);
            }
        }

        #[test]
        fn a_printed_reading_reads_the_same((sign, number, unit) in written()) {
            let reading = target(&format!("{sign}{number}{unit}")).value;
            prop_assert!(reading.quantity().is_some());
            prop_assert_eq!(target(&reading.to_string()).value, reading);
        }

        #[test]
        fn blanks_and_full_width_do_not_change_the_reading((sign, number, unit) in written()) {
            let reading = target(&format!("{sign}{number}{unit}")).value;
            let spaced = format!(" {sign} {number}\t{unit} ");
            prop_assert_eq!(&target(&spaced).value, &reading);
            prop_assert_eq!(&target(&full_width(&spaced)).value, &reading);
        }
    }
}
