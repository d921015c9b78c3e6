//! Every place of the program that a person can be in, each reached with keys: what is tried at all
//! sizes, in all themes and with all texts is tried here.

use wenxiao::lang::Language;

use crate::harness::Robot;

/// A place, and how one gets there from the list.
#[derive(Clone, Copy)]
pub struct Scene {
    /// Its name in a snapshot.
    pub name: &'static str,
    /// Who goes there.
    pub person: &'static str,
    /// The project that is opened first.
    pub project: Option<&'static str>,
    /// The keys.
    pub keys: &'static str,
}

const fn scene(
    name: &'static str,
    person: &'static str,
    project: Option<&'static str>,
    keys: &'static str,
) -> Scene {
    Scene {
        name,
        person,
        project,
        keys,
    }
}

/// 王敏 sees all and edits nothing; 元春燕 and 金春燕 fill in the forms of their own units.
pub const SCENES: &[Scene] = &[
    scene("list", "王敏", None, ""),
    scene("list_marked", "王敏", None, "Space Space Down"),
    scene("list_filter", "王敏", None, "/ s x"),
    scene("list_nothing", "王敏", None, "/ z z z"),
    scene("list_groups", "王敏", None, "g Down Enter"),
    scene("list_sort", "王敏", None, "s"),
    scene("list_bulk", "王敏", None, "Space b"),
    scene("list_year", "王敏", None, "y"),
    scene("list_new", "元春燕", None, "a"),
    scene("list_delete", "元春燕", None, "Del"),
    scene("help", "王敏", None, "?"),
    scene("palette", "王敏", None, "Ctrl-P"),
    scene("persons", "王敏", None, "F8"),
    scene("date", "王敏", None, "F12"),
    scene("inbox", "章秋实", None, "t"),
    scene("inbox_empty", "王敏", None, "t"),
    scene("project", "王敏", Some("26-环-0703"), ""),
    scene("project_monitored", "王敏", Some("26-水-0402"), ""),
    scene("project_steps", "元春燕", Some("26-应-1003"), "m"),
    scene("head", "元春燕", Some("26-应-1003"), "e"),
    scene("funds", "元春燕", Some("26-应-1003"), "f"),
    scene("goals", "元春燕", Some("26-应-1003"), "1"),
    scene("goals_text", "元春燕", Some("26-应-1003"), "1 g"),
    scene("goals_library", "元春燕", Some("26-应-1003"), "1 i"),
    scene("goals_details", "元春燕", Some("26-应-1003"), "1 Down*3 l"),
    scene("goals_cell", "元春燕", Some("26-应-1003"), "1 Down*3 Enter"),
    scene("goals_faulty", "王敏", Some("26-环-0703"), "1"),
    scene("goals_help", "王敏", Some("26-环-0703"), "1 ?"),
    scene("monitoring", "王敏", Some("26-水-0402"), "3"),
    scene("monitoring_row", "王敏", Some("26-教-0101"), "3 Down*3"),
    scene("monitoring_cell", "沈明远", Some("26-教-0101"), "3 ] Enter"),
    scene("monitoring_cause", "沈明远", Some("26-教-0101"), "3 c"),
    scene("monitoring_why", "王敏", Some("26-水-0402"), "3 w"),
    scene("evaluation", "王敏", Some("25-教-0101"), "4"),
    scene("evaluation_open", "金春燕", Some("25-卫-0201"), "4"),
    scene("evaluation_why", "王敏", Some("25-教-0101"), "4 Down*2 w"),
    scene("evaluation_grade", "王敏", Some("25-交-0602"), "4 g"),
    scene("evaluation_policy", "王敏", Some("25-交-0602"), "4 p"),
    scene("history", "王敏", Some("26-水-0402"), "h"),
    scene("history_as_of", "王敏", Some("26-水-0402"), "h Enter"),
];

impl Scene {
    /// The robot in this place.
    pub fn reach(&self, language: Language) -> Robot {
        let mut robot = Robot::reading().as_person(self.person).speaking(language);
        self.go(&mut robot);
        robot
    }

    /// Leads a robot there from the list.
    pub fn go(&self, robot: &mut Robot) {
        if let Some(code) = self.project {
            robot.open(code);
        }
        robot.press(self.keys);
    }
}

/// A place by its name.
pub fn named(name: &str) -> Scene {
    let found = SCENES.iter().find(|scene| scene.name == name);
    *found.unwrap_or_else(|| panic!("no scene {name}"))
}
