//! Finding Chinese text by what a keyboard can type: characters, full pinyin, initials, or a mix.
//!
//! Lists, the indicator library and the palette prepare one [`Pattern`] per query and ask it row by
//! row; a row costs no allocation. Every reading of a character counts (`cq` and `zq` both find
//! 重庆). It never looks at the meaning of a text and never changes it.

use pinyin::ToPinyinMulti;

/// The CJK block of which [`Pattern`] notes beforehand where a match may begin.
const HAN_FIRST: u32 = 0x4E00;
const HAN_COUNT: u32 = 0x9FFF - 0x4E00 + 1;
/// A term is read up to this many characters, so that its states fit one `u128`.
const TERM_LIMIT: usize = 127;

/// Characters whose second reading is in everyday use with another syllable. For all others only
/// the first reading counts: dictionaries know rare ones (青 as jing) that nobody types, and they
/// would find what was not meant.
const POLYPHONES: &str = "乐亲什仔会传似便俩六削剥劲单卡厦参句合吓和咳咽囤圈圩地埋堡塞壳大奇宿将尾尿屏属差巷幢度弄弹强得恶扎折拓择提曝曾朝术杉柏查校核模没泊涡溃炮爪率畜番的盛省着石秘稽粘系纤给绿色茄落蔓薄藏虹血行见角解识说调贾车轧还迫都重长陆降露";

/// The readings of a character that people type.
fn readings(c: char) -> impl Iterator<Item = pinyin::Pinyin> {
    let all = c.to_pinyin_multi();
    let count = match &all {
        None => 0,
        Some(_) if POLYPHONES.contains(c) => usize::MAX,
        Some(_) => 1,
    };
    all.into_iter().flatten().take(count)
}

/// How well a text fits a query: the greater, the better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Score(u32);

impl Score {
    const BEST: u32 = 10_000;

    fn of(start: usize, kind: Spelling, text: &str) -> Self {
        let spelled = match kind {
            Spelling::Literal => 0,
            Spelling::Pinyin => 2_000,
        };
        let late = start.min(30).saturating_mul(100);
        let long = (text.len() / 3).min(900);
        let lost = late.saturating_add(long).saturating_add(spelled);
        Self(Self::BEST.saturating_sub(u32::try_from(lost).unwrap_or(Self::BEST)))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spelling {
    Literal,
    Pinyin,
}

/// A query made ready to be asked of many texts.
///
/// Blanks part a query into terms, and a text must hold them all, in any order.
#[derive(Debug, Clone)]
pub struct Pattern {
    terms: Vec<Term>,
    initials: Initials,
}

impl Pattern {
    /// Makes `query` ready. An empty query fits every text.
    pub fn new(query: &str) -> Self {
        let folded: Vec<char> = query.chars().map(fold).collect();
        let initials = if folded.iter().any(char::is_ascii_alphabetic) {
            Initials::of_all()
        } else {
            Initials::default()
        };
        let terms = folded
            .split(|c| c.is_whitespace())
            .filter_map(|letters| Term::new(letters, &initials))
            .collect();
        Self { terms, initials }
    }

    /// True if the query holds nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// How well `text` fits, or `None` if it does not.
    pub fn matches(&self, text: &str) -> Option<Score> {
        let mut worst = Score(Score::BEST);
        for term in &self.terms {
            worst = worst.min(term.find(text, &self.initials)?);
        }
        Some(worst)
    }
}

/// How well `text` fits `query`: for a single question. Many rows want one [`Pattern`].
pub fn matches(query: &str, text: &str) -> Option<Score> {
    Pattern::new(query).matches(text)
}

/// What Chinese text is ordered by: its pinyin, character by character, homophones together; what is
/// not Chinese stands before it.
pub fn sound(text: &str) -> Vec<u8> {
    const CHINESE: u8 = 0xFE;
    let mut key = Vec::with_capacity(text.len() * 3);
    for c in text.chars().map(fold) {
        if let Some(reading) = readings(c).next() {
            key.push(CHINESE);
            key.extend_from_slice(reading.plain().as_bytes());
            key.push(0);
        }
        key.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
    }
    key
}

/// The first letters of all readings of each character of the main block, one bit a letter, so
/// that most characters are passed over without looking at their readings.
#[derive(Debug, Clone, Default)]
struct Initials(Vec<u32>);

impl Initials {
    fn of_all() -> Self {
        let block = HAN_FIRST..HAN_FIRST + HAN_COUNT;
        Self(
            block
                .map(|code| char::from_u32(code).map_or(0, initials))
                .collect(),
        )
    }

    fn of(&self, c: char) -> u32 {
        let place = u32::from(c).checked_sub(HAN_FIRST);
        match place.and_then(|place| self.0.get(place as usize)) {
            Some(letters) => *letters,
            None if c.is_ascii() => 0,
            None => initials(c),
        }
    }
}

fn initials(c: char) -> u32 {
    let first = readings(c).filter_map(|reading| reading.plain().chars().next());
    first.fold(0, |letters, letter| letters | letter_bit(letter))
}

/// The bit of a small letter; 0 for anything else.
fn letter_bit(c: char) -> u32 {
    if c.is_ascii_lowercase() {
        1 << (u32::from(c) - u32::from('a'))
    } else {
        0
    }
}

#[derive(Debug, Clone)]
struct Term {
    letters: Vec<char>,
    opener: Opener,
    /// A term of digits and signs alone (a code, a year), which nothing spells.
    plain: Option<String>,
}

/// Where a term may begin. Nearly all characters of nearly all texts are asked only this, so it is
/// worked out once.
#[derive(Debug, Clone)]
enum Opener {
    /// With this one character, which has no other form and no spelling.
    Character(char),
    /// The states after each character of the two blocks that texts are made of.
    Spelled {
        ascii: Box<[u8; 128]>,
        han: Box<[u8]>,
    },
}

impl Term {
    /// `None` for a term without letters.
    fn new(letters: &[char], initials: &Initials) -> Option<Self> {
        let letters = letters.iter().copied().skip_while(|c| *c == '\'');
        let letters: Vec<char> = letters.take(TERM_LIMIT).collect();
        let first = letters.first().copied()?;
        if is_han(first) {
            return Some(Self {
                letters,
                opener: Opener::Character(first),
                plain: None,
            });
        }
        let mut ascii = Box::new([0; 128]);
        for (code, states) in (0_u8..).zip(ascii.iter_mut()) {
            *states = states_of(&letters, 0, fold(char::from(code)), initials) as u8;
        }
        let block = (HAN_FIRST..HAN_FIRST + HAN_COUNT).filter_map(char::from_u32);
        let han = if first.is_ascii_lowercase() {
            block
                .map(|c| states_of(&letters, 0, c, initials) as u8)
                .collect()
        } else {
            Box::default()
        };
        let unspelled = |c: &char| c.is_ascii() && !c.is_ascii_alphabetic() && *c != '\'';
        let plain = letters.iter().all(unspelled);
        Some(Self {
            plain: plain.then(|| letters.iter().collect()),
            letters,
            opener: Opener::Spelled { ascii, han },
        })
    }

    /// A term that nothing spells, to be looked for as it stands; `None` where the text has to be
    /// looked through character by character, since a full-width one may stand for a plain one.
    fn plain_for(&self, text: &str) -> Option<&str> {
        /// The first byte of every full-width character.
        const WIDE: u8 = 0xEF;
        let plain = self.plain.as_deref();
        plain.filter(|_| !text.as_bytes().contains(&WIDE))
    }

    fn find(&self, text: &str, initials: &Initials) -> Option<Score> {
        if let Some(plain) = self.plain_for(text) {
            let (before, _) = text.split_once(plain)?;
            return Some(Score::of(before.chars().count(), Spelling::Literal, text));
        }
        match &self.opener {
            Opener::Character(first) => text.match_indices(*first).find_map(|(at, _)| {
                let (before, from) = text.split_at_checked(at)?;
                let mut rest = from.chars();
                rest.next();
                let kind = self.spelling(1 << 1, rest, true, initials)?;
                Some(Score::of(before.chars().count(), kind, text))
            }),
            Opener::Spelled { ascii, han } => {
                let mut rest = text.chars();
                let mut start = 0;
                loop {
                    let c = rest.next()?;
                    // A syllable has at most six letters, so the states fit the eight bits that are kept.
                    let states = if c.is_ascii() {
                        u128::from(ascii.get(c as usize).copied().unwrap_or(0))
                    } else if is_han(c) {
                        let place = (u32::from(c) - HAN_FIRST) as usize;
                        u128::from(han.get(place).copied().unwrap_or(0))
                    } else {
                        states_of(&self.letters, 0, fold(c), initials)
                    };
                    if states != 0 {
                        let literal = self.letters.first() == Some(&fold(c));
                        if let Some(kind) = self.spelling(states, rest.clone(), literal, initials) {
                            return Some(Score::of(start, kind, text));
                        }
                    }
                    start += 1;
                }
            }
        }
    }

    /// How the term is read where its first character led to these states.
    fn spelling(
        &self,
        states: u128,
        rest: std::str::Chars<'_>,
        literal: bool,
        initials: &Initials,
    ) -> Option<Spelling> {
        if literal && self.is_literal_after(rest.clone()) {
            return Some(Spelling::Literal);
        }
        self.is_spelled_after(states, rest, initials)
            .then_some(Spelling::Pinyin)
    }

    fn is_literal_after(&self, mut text: std::str::Chars<'_>) -> bool {
        self.letters
            .iter()
            .skip(1)
            .all(|want| text.next().is_some_and(|have| fold(have) == *want))
    }

    /// Walks the text once with the set of all ways to have read the query so far: bit `i` set
    /// means that its first `i` letters are used up. So no spelling can make it slow.
    fn is_spelled_after(
        &self,
        mut states: u128,
        mut text: std::str::Chars<'_>,
        initials: &Initials,
    ) -> bool {
        let all = 1_u128 << self.letters.len();
        loop {
            if states & all != 0 {
                return true;
            }
            let Some(c) = text.next().filter(|_| states != 0) else {
                return false;
            };
            let c = fold(c);
            let mut next = 0;
            while states != 0 {
                let used = states.trailing_zeros() as usize;
                states &= states - 1;
                next |= states_of(&self.letters, used, c, initials);
            }
            states = next;
        }
    }
}

/// The states after character `c`, if `used` of the letters were used up before it.
fn states_of(letters: &[char], used: usize, c: char, initials: &Initials) -> u128 {
    let mut used = used;
    if used > 0 && letters.get(used) == Some(&'\'') && c != '\'' {
        used += 1;
    }
    let left = letters.get(used..).unwrap_or_default();
    let Some(first) = left.first() else {
        return 0;
    };
    let one = 1_u128 << used << 1;
    let mut next = if *first == c { one } else { 0 };
    let bit = letter_bit(*first);
    if bit == 0 || initials.of(c) & bit == 0 {
        return next;
    }
    next |= one;
    if !left.get(1).is_some_and(|c| may_be_second(*c)) {
        return next;
    }
    for reading in readings(c) {
        for length in lengths(reading.plain(), left) {
            next |= 1_u128 << used << length;
        }
    }
    next
}

/// The letters that stand second in a syllable; after any other only the initial was typed.
fn may_be_second(c: char) -> bool {
    matches!(
        c,
        'a' | 'e' | 'i' | 'o' | 'u' | 'v' | 'h' | 'n' | 'm' | 'g' | 'r'
    )
}

/// How many letters of `left` one syllable may use up beside its initial: its double initial (zh,
/// ch, sh), all of it, or as much as was typed where the query ends within it.
fn lengths(syllable: &str, left: &[char]) -> impl Iterator<Item = usize> {
    let common = syllable
        .chars()
        .zip(left)
        .take_while(|(have, want)| same_sound(*have, **want))
        .count();
    let double = common >= 2 && syllable.chars().nth(1) == Some('h');
    let whole = common == syllable.chars().count() || common == left.len();
    [
        double.then_some(2),
        (common >= 1 && whole).then_some(common),
    ]
    .into_iter()
    .flatten()
}

/// `lü` is typed as `lv` by input methods and as `lu` by others.
fn same_sound(have: char, want: char) -> bool {
    have == want || (have == 'ü' && matches!(want, 'v' | 'u'))
}

fn is_han(c: char) -> bool {
    (HAN_FIRST..HAN_FIRST + HAN_COUNT).contains(&u32::from(c))
}

/// Full-width letters, digits and signs count as their plain twins, capitals as small letters.
fn fold(c: char) -> char {
    if is_han(c) {
        return c;
    }
    let plain = match c {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{2019}' => '\'',
        _ => c,
    };
    plain.to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn finds(query: &str, text: &str) -> bool {
        matches(query, text).is_some()
    }

    #[test]
    fn text_is_ordered_by_its_sound_homophones_together_and_latin_first() {
        let mut names = [
            "义务教育",
            "人才公寓",
            "5G 基站",
            "安全生产",
            "人民医院",
            "农村公路",
        ];
        names.sort_by_key(|name| sound(name));
        assert_eq!(
            names,
            [
                "5G 基站",
                "安全生产",
                "农村公路",
                "人才公寓",
                "人民医院",
                "义务教育"
            ]
        );
    }

    #[test]
    fn a_goal_is_found_by_characters_pinyin_initials_and_any_mix() {
        for query in [
            "绩效",
            "绩效目标",
            "jxmb",
            "jixiaomubiao",
            "jixiaomb",
            "jxiaomubiao",
            "绩xiao",
            "绩xm",
            "jx目标",
            "JXMB",
            "ｊｘｍｂ",
            "jixiaomubi",
            "xiaomu",
            "mb",
            "j",
        ] {
            assert!(finds(query, "年度绩效目标管理"), "{query}");
        }
    }

    #[test]
    fn what_is_not_there_is_not_found() {
        for query in [
            "jxmd",
            "目绩",
            "jixaomb",
            "绩效目标库",
            "zq",
            "jmb",
            "iao",
            "jixiaomubiaoz",
        ] {
            assert!(!finds(query, "绩效目标"), "{query}");
        }
    }

    #[test]
    fn every_reading_of_a_character_counts() {
        for query in ["cq", "zq", "chongqing", "zhongqing", "chq", "zhqing"] {
            assert!(finds(query, "重庆路小学"), "{query}");
        }
        assert!(finds("xiaozhang", "校长培训") && finds("xiaochang", "校长培训"));
        assert!(finds("xc", "校长培训") && finds("xz", "校长培训"));
    }

    #[test]
    fn a_syllable_may_be_read_two_ways_and_an_apostrophe_decides() {
        assert!(finds("xian", "西安") && finds("xian", "先进"));
        assert!(finds("xi'an", "西安"));
        assert!(!finds("xi'an", "先进"));
        assert!(finds("xi’an", "西安"));
    }

    #[test]
    fn the_letter_u_with_dots_is_typed_as_v_or_u() {
        assert!(finds("lvhua", "绿化工程") && finds("luhua", "绿化工程"));
        assert!(finds("nvtong", "女童保护") && finds("nt", "女童保护"));
    }

    #[test]
    fn codes_and_blanks() {
        assert!(finds("26-教-0103", "26-教-0103 校舍维修"));
        assert!(finds("26-j-01", "26-教-0103"));
        assert!(finds("教育 xs", "教育局校舍维修"));
        assert!(finds("xs 教育", "教育局校舍维修"));
        assert!(!finds("教育 yl", "教育局校舍维修"));
        assert!(finds("", "任何文字") && finds("  　", "") && finds("'", "甲"));
        assert!(!finds("j", ""));
    }

    #[test]
    fn characters_beat_pinyin_and_the_beginning_beats_the_middle() {
        let literal = matches("目标", "绩效目标").unwrap();
        let spelled = matches("mb", "绩效目标").unwrap();
        assert!(literal > spelled);
        assert!(matches("jx", "绩效目标").unwrap() > matches("jx", "年度绩效").unwrap());
        assert!(matches("jx", "绩效").unwrap() > matches("jx", "绩效目标管理").unwrap());
    }

    #[test]
    fn a_hostile_query_is_answered_at_once() {
        let query = "a".repeat(400);
        let text = "阿".repeat(5_000);
        assert!(finds(&query, &text));
        let query = format!("{}z", "a".repeat(100));
        assert!(!finds(&query, &text));
    }

    /// The same question asked in the slow and obvious way.
    fn obvious(letters: &[char], text: &[char]) -> bool {
        let Some(first) = letters.first() else {
            return true;
        };
        let Some((c, rest)) = text.split_first() else {
            return false;
        };
        if first == c && obvious(&letters[1..], rest) {
            return true;
        }
        readings(*c).any(|reading| {
            let syllable: Vec<char> = reading.plain().chars().collect();
            let whole = letters.starts_with(&syllable) && obvious(&letters[syllable.len()..], rest);
            let within = syllable.starts_with(letters);
            let one = syllable[0] == *first && obvious(&letters[1..], rest);
            let two = syllable.get(1) == Some(&'h')
                && letters.starts_with(&syllable[..2])
                && obvious(&letters[2..], rest);
            whole || within || one || two
        })
    }

    #[test]
    fn a_reading_that_nobody_types_finds_nothing() {
        // Dictionaries read 青 as jing, too; every name of the county would answer to jx.
        assert!(!finds("jx", "青溪县水利管理站"));
        assert!(finds("qx", "青溪县水利管理站"));
        assert!(finds("cq", "重庆") && finds("zy", "重要"));
    }

    proptest! {
        #[test]
        fn the_quick_way_answers_as_the_obvious_way(
            query in "[jxmbhzcsiaouen绩目]{1,6}",
            text in "[绩效目标重庆长行西安资金社会教育]{0,8}",
        ) {
            let letters: Vec<char> = query.chars().collect();
            let chars: Vec<char> = text.chars().collect();
            let slow = (0..=chars.len()).any(|from| obvious(&letters, &chars[from..]));
            prop_assert_eq!(finds(&query, &text), slow);
        }

        #[test]
        fn any_query_and_any_text_get_an_answer(query in ".*", text in ".*") {
            let _ = matches(&query, &text);
            prop_assert!(text.trim().is_empty() || text.chars().any(char::is_whitespace)
                || text.contains(['\'', '’']) || text.chars().count() > TERM_LIMIT || finds(&text, &text));
        }
    }

    #[test]
    fn a_code_is_found_by_its_digits_in_both_widths() {
        for text in ["26-0999", "２６-0999", "项目26-0999号", "2626-0999"] {
            let whole = Pattern::new("26-09");
            let letter_by_letter = {
                let mut slow = whole.clone();
                slow.terms.iter_mut().for_each(|term| term.plain = None);
                slow
            };
            assert!(whole.matches(text).is_some(), "{text}");
            assert_eq!(
                whole.matches(text),
                letter_by_letter.matches(text),
                "{text}"
            );
        }
        assert_eq!(Pattern::new("26-09").matches("26-1099"), None);
    }
}
