//! The unit that stands after a number: one measure word, what is joined to it, and `/…`.
//!
//! The number reader asks where a unit ends and how it is written. Further nouns are left in the
//! text for the reader to drop; a word that is no measure word is a unit only when it is short.

use super::text::{is_bracket, is_sign, longest_at, stands_at};

/// A unit as written and the place where it ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Measure {
    pub(super) text: String,
    pub(super) end: usize,
}

/// Measure words of more than one character; the longest that fits is taken.
const LONG: [&str; 102] = [
    "月龄",
    "平方公里",
    "平方千米",
    "平方米",
    "平方厘米",
    "平方毫米",
    "平方分米",
    "立方米",
    "立方厘米",
    "立方分米",
    "平米",
    "平方",
    "立方",
    "公里",
    "千米",
    "厘米",
    "毫米",
    "分米",
    "微米",
    "纳米",
    "延长米",
    "延米",
    "公分",
    "公顷",
    "公斤",
    "千克",
    "毫克",
    "微克",
    "毫升",
    "美元",
    "欧元",
    "港元",
    "日元",
    "英镑",
    "小时",
    "学时",
    "课时",
    "工时",
    "台时",
    "机时",
    "分钟",
    "秒钟",
    "毫秒",
    "工作日",
    "自然日",
    "日历天",
    "交易日",
    "星期",
    "周年",
    "周岁",
    "周期",
    "年度",
    "季度",
    "月份",
    "学年",
    "学期",
    "世纪",
    "千瓦时",
    "兆瓦时",
    "千瓦",
    "兆瓦",
    "千伏安",
    "千伏",
    "千卡",
    "大卡",
    "焦耳",
    "千帕",
    "兆帕",
    "摄氏度",
    "百分点",
    "个百分点",
    "人份",
    "人员",
    "项目",
    "家庭",
    "海里",
    "英里",
    "英亩",
    "英寸",
    "分贝",
    "赫兹",
    "兆赫",
    "字节",
    "像素",
    "农户",
    "村民小组",
    "社区",
    "街道",
    "乡镇",
    "行政村",
    "自然村",
    "标准箱",
    "车皮",
    "标方",
    "工日",
    "班组",
    "学校",
    "床位",
    "车辆",
    "学分",
    "积分",
    "批次",
];

/// Measure words of one character.
const SHORT: &str = "个人名位户家所次场期批项件份套台辆只条处座幢栋间本册部篇张幅块株棵粒颗头匹羽尾对双组队班届节门科类种款例\
起宗单笔票站点段片口眼孔根支枝把盏架艘列轮回遍趟度级层盘桶瓶袋箱包盒车床面方米里亩顷吨克斤两升元角分秒天日周月年岁成倍折\
村镇乡县市区校园院馆厂店铺生师字页章集版期号路线井渠坝桥闸泵塔杆盆丛穴窝巢滴剂针副串卷匝刻时瓦伏安焦帕码丈尺寸";

const TIMES: [&str; 26] = [
    "工作日",
    "自然日",
    "日历天",
    "交易日",
    "小时",
    "学时",
    "课时",
    "工时",
    "分钟",
    "秒钟",
    "星期",
    "季度",
    "年度",
    "学期",
    "学年",
    "月份",
    "周年",
    "周岁",
    "工日",
    "日",
    "天",
    "周",
    "月",
    "年",
    "时",
    "班",
];

/// Words that tell what was done or what happened, and so are never a unit.
const NO_UNIT: [&str; 37] = [
    "完成",
    "覆盖",
    "达标",
    "达到",
    "到位",
    "发放",
    "合格",
    "满意",
    "之间",
    "为",
    "的",
    "是",
    "在",
    "和",
    "与",
    "及",
    "以",
    "全部",
    "落实",
    "执行",
    "保障",
    "兑现",
    "兑付",
    "通过",
    "开展",
    "实现",
    "以上",
    "以下",
    "以内",
    "之内",
    "前",
    "人民币",
    "发生",
    "投诉",
    "事故",
    "伤亡",
    "死亡",
];

const fn is_prefix(c: char) -> bool {
    matches!(c, '十' | '百' | '千' | '万' | '亿')
}

/// Where the magnitudes end that start at `from`; 百分比, 百分点, 千米 and 千克 contain none.
pub(super) fn after_prefixes(chars: &[char], from: usize) -> usize {
    let mut at = from;
    while chars.get(at).copied().is_some_and(is_prefix)
        && !stands_at(chars, at, "百分")
        && longest_at(chars, at, &LONG).is_none()
    {
        at += 1;
    }
    at
}

/// The unit that starts at `from`, `""` where there is none.
pub(super) fn unit_at(chars: &[char], from: usize) -> Measure {
    let from = skip_blank(chars, from);
    if let Some(end) = percent_end(chars, from) {
        let mut text = String::from("%");
        let end = per(chars, end, &mut text);
        return Measure { text, end };
    }
    let prefixed = after_prefixes(chars, from);
    let base = measure_end(chars, prefixed).or_else(|| unknown_end(chars, prefixed));
    let mut end = base.map_or(prefixed, |base| joined_end(chars, prefixed, base));
    let mut text: String = chars.get(from..end).unwrap_or_default().iter().collect();
    end = per(chars, end, &mut text);
    text.retain(|c| c != ' ');
    Measure { text, end }
}

fn skip_blank(chars: &[char], at: usize) -> usize {
    if chars.get(at) == Some(&' ') {
        at + 1
    } else {
        at
    }
}

fn percent_end(chars: &[char], from: usize) -> Option<usize> {
    if stands_at(chars, from, "%") {
        return Some(from + 1);
    }
    if stands_at(chars, from, "百分比") {
        return Some(from + 3);
    }
    let word = chars.get(from..from + 7)?;
    word.iter()
        .map(char::to_ascii_lowercase)
        .eq("percent".chars())
        .then_some(from + 7)
}

/// One measure word: symbols, Latin letters, or a known Chinese one.
fn measure_end(chars: &[char], from: usize) -> Option<usize> {
    let first = *chars.get(from)?;
    if stands_at(chars, from, "人民币") {
        return None;
    }
    if is_symbol_unit(first) || first.is_ascii_alphabetic() {
        return Some(latin_end(chars, from));
    }
    if let Some(length) = longest_at(chars, from, &LONG) {
        return Some(from + length);
    }
    SHORT.contains(first).then_some(from + 1)
}

const fn is_symbol_unit(c: char) -> bool {
    matches!(c, '%' | '‰' | '‱' | '°' | 'µ' | 'μ' | 'Ω' | '\u{2100}'..='\u{214F}' | '\u{3380}'..='\u{33DF}')
}

fn latin_end(chars: &[char], from: usize) -> usize {
    let mut at = from;
    while let Some(&c) = chars.get(at) {
        let power = matches!(c, '²' | '³') || is_power(chars, at);
        if !(c.is_ascii_alphabetic() || is_symbol_unit(c) || power) {
            break;
        }
        at += 1;
    }
    at
}

/// The 2 of `m2` and the 3 of `km3`: part of a unit, not a number.
pub(super) fn is_power(chars: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| chars.get(at));
    if !matches!(chars.get(at), Some('2' | '3')) || !matches!(before, Some('m' | 'M')) {
        return false;
    }
    let after = chars.get(at + 1);
    if after.is_some_and(|c| c.is_ascii_digit() || *c == '.') {
        return false;
    }
    let mut start = at;
    while start > 0 && chars.get(start - 1).is_some_and(char::is_ascii_alphabetic) {
        start -= 1;
    }
    let head = start.checked_sub(1).and_then(|at| chars.get(at));
    at - start <= 2 && head.is_some_and(|&c| c.is_ascii_digit() || c == '/' || is_prefix(c))
}

/// What is joined to a measure word: 次, 套, a noun of time, or `·` and another measure word.
fn joined_end(chars: &[char], start: usize, base: usize) -> usize {
    let word = chars.get(start..base).unwrap_or_default();
    if matches!(chars.get(base), Some('*' | '·' | '×' | '.')) {
        let joint = chars.get(base) != Some(&'.') || !followed_by_digit(chars, base);
        let joint = joint && !matches!(chars.get(base + 1), Some('x' | 'X' | '*' | '×'));
        if joint && let Some(end) = known_measure_end(chars, base + 1) {
            return end;
        }
    }
    let Some(&last) = word.last() else {
        return base;
    };
    if last.is_ascii_alphanumeric() || is_symbol_unit(last) {
        return base;
    }
    if stands_at(chars, base, "套")
        && last != '套'
        && longest_at(chars, base, &["套房", "套餐", "套装", "套间"]).is_none()
    {
        return base + 1;
    }
    if stands_at(chars, base, "次") && last != '次' && !stands_at(chars, base, "次品") {
        return base + 1;
    }
    if matches!(
        last,
        '个' | '人' | '台' | '床' | '工' | '机' | '头' | '车' | '辆' | '户'
    ) && let Some(length) = longest_at(chars, base, &TIMES)
        && !begins_another_noun(chars, base, length)
    {
        return base + length;
    }
    base
}

/// 年度报告, 日常, 月饼, 天然: the noun that follows is not one of time.
fn begins_another_noun(chars: &[char], at: usize, length: usize) -> bool {
    let Some(&next) = chars.get(at + length) else {
        return false;
    };
    if length == 1 {
        return "度常间期末初刊饼然文桥气候尚代级轻租品组光".contains(next);
    }
    matches!(chars.get(at + 1), Some('度')) && (next.is_alphabetic() && !"内以之完".contains(next))
}

fn followed_by_digit(chars: &[char], at: usize) -> bool {
    chars.get(at + 1).is_some_and(char::is_ascii_digit)
}

/// Where a known unit ends that starts at `from`.
pub(super) fn known_measure_end(chars: &[char], from: usize) -> Option<usize> {
    let prefixed = after_prefixes(chars, from);
    let known = measure_end(chars, prefixed).map(|base| joined_end(chars, prefixed, base));
    known.or((prefixed > from).then_some(prefixed))
}

/// `元/(人·年)`: brackets that hold the whole denominator.
fn bracketed_end(chars: &[char], from: usize) -> Option<usize> {
    let rest = chars.get(from..)?.strip_prefix(&['('])?;
    let length = rest.iter().position(|&c| c == ')')?;
    let inside = rest.get(..length)?;
    (length > 0 && !inside.iter().any(char::is_ascii_digit)).then_some(from + length + 2)
}

/// The `/…` of a per-unit, pushed as written; gives where it ends.
pub(super) fn per(chars: &[char], from: usize, text: &mut String) -> usize {
    let mut at = from;
    loop {
        let joint = chars.get(at).copied();
        let slash = joint == Some('/');
        let inside = at > from && matches!(joint, Some('.' | '·' | '*' | '×' | '、'));
        if !slash && !inside || followed_by_digit(chars, at) {
            return at;
        }
        let known = bracketed_end(chars, at + 1).or_else(|| known_measure_end(chars, at + 1));
        let Some(end) = known.or_else(|| slash.then(|| unknown_end(chars, at + 1)).flatten())
        else {
            return at;
        };
        text.extend(chars.get(at..end).unwrap_or_default());
        at = end;
    }
}

/// A short word that is no known measure word, such as 村民小组 or 学生.
fn unknown_end(chars: &[char], from: usize) -> Option<usize> {
    const LONGEST: usize = 4;
    if longest_at(chars, from, &NO_UNIT).is_some() {
        return None;
    }
    let mut at = from;
    while let Some(&c) = chars.get(at) {
        let bound =
            longest_at(chars, at, &["及以", "以上", "以下", "以内", "之内", "内"]).is_some();
        if bound || !c.is_alphabetic() || c.is_ascii() || is_sign(c) || is_bracket(c) {
            break;
        }
        if matches!(c, '至' | '到') && followed_by_digit(chars, at) {
            break;
        }
        at += 1;
    }
    (at > from && at - from <= LONGEST).then_some(at)
}
