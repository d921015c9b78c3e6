//! What a frame costs between the drawn buffer and the bytes, for everyday key presses at 120x40; the
//! second number divan prints is the bytes of the frame. `cargo bench --bench writer`.

#[path = "../tests/scene/mod.rs"]
mod scene;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use ratatui::buffer::Buffer;
use scene::list;
use wenxiao::session::writer::{Options, Writer};

fn main() {
    divan::main();
}

/// A writer that has shown `before`, and the bytes that `after` takes.
fn step(bencher: Bencher, before: &Buffer, after: &Buffer) {
    let mut shown = Writer::new(Options::default());
    shown.frame(before, None, &mut Vec::new());
    let mut bytes = Vec::new();
    shown.clone().frame(after, None, &mut bytes);
    bencher
        .counter(BytesCount::new(bytes.len()))
        .with_inputs(|| shown.clone())
        .bench_local_values(|mut writer| {
            bytes.clear();
            writer.frame(black_box(after), None, &mut bytes);
            writer
        });
}

#[divan::bench]
fn nothing_changed(bencher: Bencher) {
    step(bencher, &list(0, 0), &list(0, 0));
}

#[divan::bench]
fn arrow_key(bencher: Bencher) {
    step(bencher, &list(0, 0), &list(0, 1));
}

#[divan::bench]
fn scroll_by_a_line(bencher: Bencher) {
    step(bencher, &list(0, 33), &list(1, 34));
}

#[divan::bench]
fn page(bencher: Bencher) {
    step(bencher, &list(0, 0), &list(34, 34));
}

#[divan::bench]
fn first_screen(bencher: Bencher) {
    let list = list(0, 0);
    bencher.bench_local(|| {
        let mut bytes = Vec::new();
        Writer::new(Options::default()).frame(black_box(&list), None, &mut bytes);
        bytes
    });
}
