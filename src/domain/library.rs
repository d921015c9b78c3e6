//! The indicator library (指标库): well-formed indicators by sector, to be copied into a goal form.
//!
//! The program parses the shipped files once and asks [`Library::find`] while the user types. The
//! entries are offers: nothing here judges a project, and a form never points back into the
//! library. A file that breaks the rules below is refused with the place, never repaired.

use std::collections::HashSet;

use toml::{Table, Value};

use super::pinyin::{Pattern, Score};

/// The closed frame: each level 2 term with its level 1 term.
pub const FRAME: [(&str, &str); 11] = [
    ("产出指标", "数量指标"),
    ("产出指标", "质量指标"),
    ("产出指标", "时效指标"),
    ("成本指标", "经济成本指标"),
    ("成本指标", "社会成本指标"),
    ("成本指标", "生态环境成本指标"),
    ("效益指标", "经济效益指标"),
    ("效益指标", "社会效益指标"),
    ("效益指标", "生态效益指标"),
    ("效益指标", "可持续影响指标"),
    ("满意度指标", "服务对象满意度指标"),
];

/// 指标值确定依据.
pub const BASES: [&str; 5] = [
    "计划标准",
    "行业标准",
    "历史标准",
    "预算支出标准",
    "其他标准",
];

/// 完成值取值方式.
pub const METHODS: [&str; 5] = [
    "直接证明法",
    "情况统计法",
    "情况说明法",
    "问卷调查法",
    "趋势判断法",
];

/// 指标完成值数据来源.
pub const DATA_SOURCES: [&str; 9] = [
    "统计部门数据",
    "权威机构调查数据",
    "部门统计年鉴",
    "部门业务统计",
    "部门业务记录",
    "部门业务评判",
    "问卷调查报告",
    "媒体舆论",
    "其他",
];

/// All sectors, in the order of their files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Library {
    /// The sectors.
    pub sectors: Vec<Sector>,
}

/// One sector with its indicators.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sector {
    /// Stable short code, also the beginning of its entries' ids (`edu`).
    pub code: String,
    /// Chinese name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// One Chinese sentence: what the sector's indicators are for.
    pub summary: String,
    /// The indicators, in the order of the file.
    pub entries: Vec<Entry>,
}

/// One indicator of the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Stable id: sector code, hyphen, three digits (`edu-001`).
    pub id: String,
    /// 一级指标.
    pub level1: String,
    /// 二级指标.
    pub level2: String,
    /// 三级指标.
    pub name: String,
    /// The name in English.
    pub name_en: String,
    /// 指标值 as people write it (`≥95%`).
    pub target: String,
    /// 计量单位; empty for a date and for words.
    pub unit: String,
    /// Which way is better.
    pub direction: Direction,
    /// 指标值确定依据, one of [`BASES`].
    pub basis: String,
    /// 佐证资料: the documents that usually prove the value.
    pub evidence: String,
    /// 完成值取值方式, one of [`METHODS`].
    pub method: String,
    /// 指标完成值数据来源, one of [`DATA_SOURCES`].
    pub data_source: String,
    /// 计算公式.
    pub formula: String,
    /// 指标解释.
    pub explanation: String,
    /// The usual trap, where there is one.
    pub note: Option<String>,
}

/// Which way an indicator counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// 正向: more is better.
    Positive,
    /// 反向: less is better.
    Reverse,
    /// 等于: the value itself.
    Equal,
    /// 定性: a stated result.
    Qualitative,
    /// A deadline.
    Date,
}

impl Direction {
    /// The word used in the files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Positive => "positive",
            Self::Reverse => "reverse",
            Self::Equal => "equal",
            Self::Qualitative => "qualitative",
            Self::Date => "date",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        [
            Self::Positive,
            Self::Reverse,
            Self::Equal,
            Self::Qualitative,
            Self::Date,
        ]
        .into_iter()
        .find(|direction| direction.code() == code)
    }

    /// True where the target is a number and so needs a unit.
    pub const fn is_counted(self) -> bool {
        matches!(self, Self::Positive | Self::Reverse | Self::Equal)
    }
}

/// Where and why a library file is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {entry:?} {field:?}: {reason:?}")]
pub struct LibraryError {
    /// The file, as it was named to [`Library::parse`].
    pub file: String,
    /// The entry: its id, else its place in the file (`#3`); `None` for the head of the file.
    pub entry: Option<String>,
    /// The key; `None` where the whole file cannot be read.
    pub field: Option<String>,
    /// What is wrong there.
    pub reason: LibraryFault,
}

/// What is wrong at a place of a library file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LibraryFault {
    /// The text is no TOML; with the parser's own words.
    NotToml(String),
    /// The key is missing or blank.
    Missing,
    /// The value has another type than the key wants.
    WrongType,
    /// No such key is known; a misspelt one would be lost silently.
    UnknownKey,
    /// The value is none of the closed list.
    NotInList(String),
    /// The same value stands elsewhere already.
    Duplicate(String),
    /// The value does not go with another one of the entry.
    Mismatch(String),
}

/// What to look for; an empty query finds everything.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Query<'q> {
    /// The code of the sector.
    pub sector: Option<&'q str>,
    /// 一级指标.
    pub level1: Option<&'q str>,
    /// 二级指标.
    pub level2: Option<&'q str>,
    /// Text as typed: Chinese, pinyin, initials, English or an id.
    pub text: &'q str,
}

impl Library {
    /// Reads `(file name, text)` pairs.
    pub fn parse(files: &[(&str, &str)]) -> Result<Self, LibraryError> {
        let mut sectors = Vec::with_capacity(files.len());
        let mut taken = Taken::default();
        for (file, text) in files {
            sectors.push(read_sector(file, text, &mut taken)?);
        }
        Ok(Self { sectors })
    }

    /// All entries, sector by sector.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.sectors.iter().flat_map(|sector| &sector.entries)
    }

    /// The entry with this id.
    pub fn entry(&self, id: &str) -> Option<&Entry> {
        self.entries().find(|entry| entry.id == id)
    }

    /// What fits `query`: best first where there is text, else in the order of the files.
    pub fn find<'a>(&'a self, query: &Query<'_>) -> Vec<&'a Entry> {
        let pattern = Pattern::new(query.text);
        let mut found: Vec<(Rank, &Entry)> = self
            .sectors
            .iter()
            .filter(|sector| query.sector.is_none_or(|code| code == sector.code))
            .flat_map(|sector| sector.entries.iter().map(move |entry| (sector, entry)))
            .filter(|(_, entry)| query.level1.is_none_or(|level| level == entry.level1))
            .filter(|(_, entry)| query.level2.is_none_or(|level| level == entry.level2))
            .filter_map(|(sector, entry)| Some((rank(&pattern, sector, entry)?, entry)))
            .collect();
        if !pattern.is_empty() {
            found.sort_by_key(|(rank, _)| std::cmp::Reverse(*rank));
        }
        found.into_iter().map(|(_, entry)| entry).collect()
    }
}

/// A hit in the name stands above one in the English name or the id, that above one in the rest.
type Rank = (u8, Score);

fn rank(pattern: &Pattern, sector: &Sector, entry: &Entry) -> Option<Rank> {
    let places: [(u8, &str); 6] = [
        (3, &entry.name),
        (2, &entry.name_en),
        (2, &entry.id),
        (1, &sector.name),
        (1, &entry.level2),
        (0, &entry.explanation),
    ];
    places
        .into_iter()
        .filter_map(|(height, text)| Some((height, pattern.matches(text)?)))
        .max()
}

/// What must stand only once over all files.
#[derive(Default)]
struct Taken {
    codes: HashSet<String>,
    ids: HashSet<String>,
    names: HashSet<String>,
}

fn read_sector(file: &str, text: &str, taken: &mut Taken) -> Result<Sector, LibraryError> {
    let table: Table = text
        .parse()
        .map_err(|error: toml::de::Error| LibraryError {
            file: file.to_owned(),
            entry: None,
            field: None,
            reason: LibraryFault::NotToml(error.message().to_owned()),
        })?;
    let head = Place {
        file,
        entry: None,
        table: &table,
    };
    head.only(&["code", "name", "name_en", "summary", "entry"])?;
    let code = head.text("code")?;
    head.once("code", &code, &mut taken.codes)?;
    let Some(Value::Array(rows)) = table.get("entry") else {
        return Err(head.fault("entry", LibraryFault::Missing));
    };
    let mut entries = Vec::with_capacity(rows.len());
    for (index, row) in rows.iter().enumerate() {
        let Value::Table(row) = row else {
            return Err(head.fault("entry", LibraryFault::WrongType));
        };
        let name = match row.get("id") {
            Some(Value::String(id)) => id.clone(),
            _ => format!("#{}", index + 1),
        };
        let place = Place {
            file,
            entry: Some(name),
            table: row,
        };
        entries.push(read_entry(&place, &code, taken)?);
    }
    Ok(Sector {
        name: head.text("name")?,
        name_en: head.text("name_en")?,
        summary: head.text("summary")?,
        code,
        entries,
    })
}

fn read_entry(place: &Place<'_>, code: &str, taken: &mut Taken) -> Result<Entry, LibraryError> {
    place.only(&[
        "id",
        "level1",
        "level2",
        "name",
        "name_en",
        "target",
        "unit",
        "direction",
        "basis",
        "evidence",
        "method",
        "data_source",
        "formula",
        "explanation",
        "note",
    ])?;
    let id = place.text("id")?;
    let number = id
        .strip_prefix(code)
        .and_then(|rest| rest.strip_prefix('-'));
    if !number.is_some_and(|n| n.len() == 3 && n.bytes().all(|b| b.is_ascii_digit())) {
        return Err(place.fault("id", LibraryFault::Mismatch(id)));
    }
    place.once("id", &id, &mut taken.ids)?;
    let name = place.text("name")?;
    place.once("name", &name, &mut taken.names)?;
    let level1 = place.text("level1")?;
    let level2 = place.text("level2")?;
    if !FRAME.contains(&(level1.as_str(), level2.as_str())) {
        return Err(place.fault("level2", LibraryFault::NotInList(level2)));
    }
    let word = place.text("direction")?;
    let Some(direction) = Direction::from_code(&word) else {
        return Err(place.fault("direction", LibraryFault::NotInList(word)));
    };
    let unit = place.optional("unit")?.unwrap_or_default();
    if direction.is_counted() == unit.is_empty() {
        return Err(place.fault("unit", LibraryFault::Mismatch(unit)));
    }
    Ok(Entry {
        name_en: place.text("name_en")?,
        target: place.text("target")?,
        basis: place.listed("basis", &BASES)?,
        evidence: place.text("evidence")?,
        method: place.listed("method", &METHODS)?,
        data_source: place.listed("data_source", &DATA_SOURCES)?,
        formula: place.text("formula")?,
        explanation: place.text("explanation")?,
        note: place.optional("note")?,
        id,
        level1,
        level2,
        name,
        unit,
        direction,
    })
}

/// A table of a file, and how to name it in an error.
struct Place<'t> {
    file: &'t str,
    entry: Option<String>,
    table: &'t Table,
}

impl Place<'_> {
    fn fault(&self, field: &str, reason: LibraryFault) -> LibraryError {
        LibraryError {
            file: self.file.to_owned(),
            entry: self.entry.clone(),
            field: Some(field.to_owned()),
            reason,
        }
    }

    fn optional(&self, field: &str) -> Result<Option<String>, LibraryError> {
        match self.table.get(field) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.trim().to_owned()).filter(|t| !t.is_empty())),
            Some(_) => Err(self.fault(field, LibraryFault::WrongType)),
        }
    }

    fn text(&self, field: &str) -> Result<String, LibraryError> {
        self.optional(field)?
            .ok_or_else(|| self.fault(field, LibraryFault::Missing))
    }

    fn listed(&self, field: &str, list: &[&str]) -> Result<String, LibraryError> {
        let text = self.text(field)?;
        if list.contains(&text.as_str()) {
            return Ok(text);
        }
        Err(self.fault(field, LibraryFault::NotInList(text)))
    }

    fn once(
        &self,
        field: &str,
        value: &str,
        taken: &mut HashSet<String>,
    ) -> Result<(), LibraryError> {
        if taken.insert(value.to_owned()) {
            return Ok(());
        }
        Err(self.fault(field, LibraryFault::Duplicate(value.to_owned())))
    }

    fn only(&self, known: &[&str]) -> Result<(), LibraryError> {
        match self.table.keys().find(|key| !known.contains(&key.as_str())) {
            Some(key) => Err(self.fault(key, LibraryFault::UnknownKey)),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::indicator_files;

    fn shipped() -> Library {
        Library::parse(indicator_files()).unwrap()
    }

    fn level_count(sector: &Sector, level1: &str) -> usize {
        sector
            .entries
            .iter()
            .filter(|entry| entry.level1 == level1)
            .count()
    }

    #[test]
    fn the_shipped_library_is_wide_enough() {
        let library = shipped();
        assert!(
            library.entries().count() >= 240,
            "{}",
            library.entries().count()
        );
        assert!(library.sectors.len() >= 14);
        for sector in &library.sectors {
            for (level1, level2) in FRAME {
                assert!(
                    sector
                        .entries
                        .iter()
                        .any(|e| e.level1 == level1 && e.level2 == level2),
                    "{} lacks {level2}",
                    sector.code
                );
            }
            assert!(level_count(sector, "产出指标") >= 4, "{}", sector.code);
        }
    }

    #[test]
    fn every_target_is_written_as_its_direction_says() {
        for entry in shipped().entries() {
            let target = entry.target.as_str();
            let written = match target.chars().next() {
                Some('≥') => Direction::Positive,
                Some('≤') => Direction::Reverse,
                Some('=') => Direction::Equal,
                _ if target.ends_with("日前") => Direction::Date,
                _ => Direction::Qualitative,
            };
            assert_eq!(written, entry.direction, "{} {target}", entry.id);
            if entry.direction.is_counted() {
                let body: String = target.chars().skip(1).collect();
                let number: String = body
                    .chars()
                    .take_while(|c| c.is_ascii_digit() || *c == '.')
                    .collect();
                let value: rust_decimal::Decimal = number.parse().unwrap();
                assert_eq!(body, format!("{number}{}", entry.unit), "{}", entry.id);
                assert!(
                    !entry.unit.chars().any(|c| c.is_ascii_digit()),
                    "{}",
                    entry.id
                );
                let share = rust_decimal::Decimal::ONE_HUNDRED;
                assert!(entry.unit != "%" || value <= share, "{}", entry.id);
                assert!(
                    entry.direction != Direction::Positive || !value.is_zero(),
                    "{}",
                    entry.id
                );
            }
        }
    }

    #[test]
    fn less_cost_is_better_in_every_cost_indicator() {
        for entry in shipped()
            .entries()
            .filter(|entry| entry.level1 == "成本指标")
        {
            assert!(
                matches!(entry.direction, Direction::Reverse | Direction::Equal),
                "{} {}",
                entry.id,
                entry.target
            );
        }
    }

    #[test]
    fn a_satisfaction_target_is_neither_easy_nor_complete() {
        for entry in shipped()
            .entries()
            .filter(|entry| entry.level1 == "满意度指标")
        {
            let digits: String = entry.target.chars().filter(char::is_ascii_digit).collect();
            let value: u32 = digits.parse().unwrap();
            assert!((80..100).contains(&value), "{} {}", entry.id, entry.target);
        }
    }

    #[test]
    fn no_name_leans_on_a_vague_word_or_on_money_spent() {
        const VAGUE: [&str; 9] = [
            "提升", "提高", "加强", "完善", "促进", "明显", "有效", "良好", "及时",
        ];
        for entry in shipped().entries() {
            let counted = entry.name.chars().any(|c| c.is_ascii_digit());
            let vague = VAGUE.iter().any(|word| entry.name.contains(word));
            assert!(counted || !vague, "{} {}", entry.id, entry.name);
            let input = ["支付率", "拨付率", "执行率", "到位率", "支出率"];
            assert!(
                entry.level2 != "数量指标" || !input.iter().any(|word| entry.name.contains(word)),
                "{} {}",
                entry.id,
                entry.name
            );
        }
    }

    #[test]
    fn a_clerk_finds_an_indicator_by_what_is_typed() {
        let library = shipped();
        let first = |text| {
            library.find(&Query {
                text,
                ..Query::default()
            })[0]
                .name
                .clone()
        };
        for text in ["大班额", "dabane", "dbe", "大ban额", "oversized"] {
            assert_eq!(first(text), "义务教育大班额比例", "{text}");
        }
        assert_eq!(first("edu-004"), "义务教育大班额比例");
        let none = Query {
            text: "qwzzqx",
            ..Query::default()
        };
        assert!(library.find(&none).is_empty());
    }

    #[test]
    fn sector_and_level_narrow_the_offer_in_the_order_of_the_file() {
        let library = shipped();
        let query = Query {
            sector: Some("wat"),
            level1: Some("成本指标"),
            level2: Some("经济成本指标"),
            text: "",
        };
        let found = library.find(&query);
        assert!(found.len() >= 2);
        assert!(
            found
                .iter()
                .all(|e| e.id.starts_with("wat-") && e.level2 == "经济成本指标")
        );
        assert!(found.is_sorted_by_key(|entry| &entry.id));
        assert_eq!(
            library.find(&Query::default()).len(),
            library.entries().count()
        );
        assert_eq!(library.entry("wat-001").unwrap().level2, "数量指标");
    }

    const GOOD: &str = r#"
        code = "tst"
        name = "试"
        name_en = "Test"
        summary = "一句。"
        [[entry]]
        id = "tst-001"
        level1 = "产出指标"
        level2 = "数量指标"
        name = "座数"
        name_en = "Number"
        target = "≥3座"
        unit = "座"
        direction = "positive"
        basis = "计划标准"
        evidence = "验收单"
        method = "直接证明法"
        data_source = "部门业务记录"
        formula = "座数合计"
        explanation = "验收座数。"
    "#;

    fn refused(text: &str) -> (Option<String>, Option<String>, LibraryFault) {
        let error = Library::parse(&[("t.toml", text)]).unwrap_err();
        assert_eq!(error.file, "t.toml");
        (error.entry, error.field, error.reason)
    }

    #[test]
    fn a_wrong_file_is_refused_with_the_place() {
        assert!(Library::parse(&[("t.toml", GOOD)]).is_ok());
        let at = |field: &str| (Some("tst-001".to_owned()), Some(field.to_owned()));

        let (entry, field, fault) = refused(&GOOD.replace("\"计划标准\"", "\"拍脑袋\""));
        assert_eq!((entry, field), at("basis"));
        assert_eq!(fault, LibraryFault::NotInList("拍脑袋".to_owned()));

        let (entry, field, fault) = refused(&GOOD.replace("evidence = \"验收单\"", ""));
        assert_eq!(
            (entry, field, fault),
            (at("evidence").0, at("evidence").1, LibraryFault::Missing)
        );

        let (entry, field, _) = refused(&GOOD.replace("数量指标", "满意度"));
        assert_eq!((entry, field), at("level2"));

        let (entry, field, fault) = refused(&GOOD.replace("unit = \"座\"", "unit = \"\""));
        assert_eq!((entry, field), at("unit"));
        assert_eq!(fault, LibraryFault::Mismatch(String::new()));

        let (entry, field, fault) = refused(&GOOD.replace("formula =", "formular ="));
        assert_eq!((entry, field), at("formular"));
        assert_eq!(fault, LibraryFault::UnknownKey);

        let (entry, field, fault) = refused(&GOOD.replace("id = \"tst-001\"", "id = 1"));
        assert_eq!(
            (entry.as_deref(), field.as_deref()),
            (Some("#1"), Some("id"))
        );
        assert_eq!(fault, LibraryFault::WrongType);

        let (entry, field, fault) = refused("code = ");
        assert_eq!((entry, field), (None, None));
        assert!(matches!(fault, LibraryFault::NotToml(_)));

        let other = GOOD.replace("tst", "oth");
        let error = Library::parse(&[("a.toml", GOOD), ("b.toml", &other)]).unwrap_err();
        assert_eq!(
            (error.file.as_str(), error.field.as_deref()),
            ("b.toml", Some("name"))
        );
        assert_eq!(error.reason, LibraryFault::Duplicate("座数".to_owned()));
    }
}
