//! Every screen as text, at 80x24 and 120x40, in both languages; every other place at 80x24.

use wenxiao::lang::Language;
use wenxiao::theme::{Borders, ThemeName};

use crate::scenes::SCENES;

/// The screens themselves; the others are boxes and states of them.
const SCREENS: &[&str] = &[
    "list",
    "project",
    "head",
    "funds",
    "goals",
    "goals_text",
    "monitoring",
    "evaluation",
    "history",
    "inbox",
    "help",
];

#[test]
fn every_place_looks_as_it_did() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for scene in SCENES {
            let all = SCREENS.contains(&scene.name);
            for language in Language::ALL {
                for (columns, rows) in [(80, 24), (120, 40)] {
                    let first = columns == 80 && language == Language::Zh;
                    if !all && !first {
                        continue;
                    }
                    let mut robot = scene.reach(language);
                    robot = robot.looking(ThemeName::Dark, &Borders::ASCII);
                    robot.resize(columns, rows);
                    let word = language.pick("zh", "en");
                    let name = format!("{}_{word}_{columns}", scene.name);
                    insta::assert_snapshot!(name, robot.screen());
                }
            }
        }
    });
}
