//! One keystroke in the filter of a list: a query asked of 100,000 project names.

use divan::{Bencher, black_box};
use wenxiao::domain::pinyin::Pattern;

const ROWS: usize = 100_000;

fn main() {
    divan::main();
}

/// Names of about 12 characters, all different, as project lists have them.
fn names() -> Vec<String> {
    const PLACES: [&str; 8] = [
        "农村", "城区", "县级", "乡镇", "重点", "公共", "基层", "义务",
    ];
    const FIELDS: [&str; 8] = [
        "教育", "卫生", "水利", "交通", "环境", "养老", "文化", "就业",
    ];
    const OBJECTS: [&str; 8] = [
        "设施", "设备", "服务", "能力", "信息", "安全", "绩效", "质量",
    ];
    const KINDS: [&str; 6] = [
        "建设项目",
        "提升工程",
        "补助资金",
        "运维经费",
        "目标管理",
        "改造专项",
    ];
    const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    (0..ROWS)
        .map(|row| {
            let mut name = String::new();
            name.push_str(PLACES[row % 8]);
            name.push_str(FIELDS[row / 8 % 8]);
            name.push_str(OBJECTS[row / 64 % 8]);
            name.push_str(KINDS[row / 512 % 6]);
            let mut number = row / 3072;
            for _ in 0..2 {
                name.push(DIGITS[number % 10]);
                number /= 10;
            }
            name
        })
        .collect()
}

#[divan::bench(args = [
    "j", "jx", "jxmb", "jixiaomubiao", "jixiaomb", "绩效", "绩xiao", "cq", "z", "zxqzhj", "教育 jxmb",
])]
fn keystroke_over_100_000_names(bencher: Bencher<'_, '_>, query: &str) {
    let names = names();
    bencher.bench_local(|| {
        let pattern = Pattern::new(black_box(query));
        names
            .iter()
            .filter(|name| pattern.matches(name).is_some())
            .count()
    });
}

#[divan::bench(args = ["j", "绩效", "教育 jxmb"])]
fn preparing_a_query(query: &str) -> Pattern {
    Pattern::new(black_box(query))
}
