//! The persons of a store: an administrator adds them, gives them roles and switches them off, and the
//! loop closes through them.

use wenxiao::domain::role::{Role, Scope};
use wenxiao::domain::status::{Act, DocumentKind, Status};
use wenxiao::lang::{Language, terms};

use crate::harness::Robot;

/// Adds a person with a role over everything, through the last lines of the menu of persons.
fn add(robot: &mut Robot, name: &str, role: Role) {
    let language = robot.app.me.language;
    robot
        .press("F8")
        .choose(language.pick("新增人员", "Add a person"));
    robot
        .press("Enter")
        .sees(language.pick("不能为空", "must not be empty"));
    robot
        .type_text(name)
        .press("Enter")
        .sees(language.pick("角色", "Role"));
    robot.choose(terms::role(role, language));
    robot.sees(language.pick("范围", "Scope"));
    robot.choose(language.pick("全部", "everything"));
    robot.sees(name);
}

#[test]
fn the_owner_of_an_empty_store_adds_persons_and_a_goal_is_approved_by_them() {
    for language in [Language::Zh, Language::En] {
        let mut robot = Robot::on_an_empty_store().speaking(language);
        for (name, role) in [
            ("张审核", Role::UnitLead),
            ("李主管", Role::Department),
            ("周业务", Role::Finance),
            ("吴绩效", Role::Performance),
            ("郑预算", Role::Budget),
        ] {
            add(&mut robot, name, role);
        }
        let file = robot.folder().join("draft.json");
        let mut clerk = Robot::new().as_person("元春燕");
        clerk.press("x").retype(&file.display().to_string());
        clerk.press("Enter");
        robot.press("i").type_text(&file.display().to_string());
        robot.press("Enter").answer(language.pick("导入", "Import"));
        robot.open("26-应-1003");
        let id = robot.project().id;
        let kind = DocumentKind::Goal;
        let chain = robot.app.world.policy.chain().clone();
        let status = |robot: &Robot| robot.project().documents.status(kind);
        let step = |robot: &mut Robot, act: Act| {
            let act = terms::act(act, language);
            robot.press("m").choose(act).answer(act);
        };
        step(&mut robot, Act::Submit);
        while let Some(role) = chain.waits_for(kind, status(&robot)) {
            let person = robot
                .store()
                .persons()
                .iter()
                .find(|person| {
                    person.name != "林一" && person.grants.iter().any(|grant| grant.role == role)
                })
                .cloned()
                .unwrap_or_else(|| panic!("nobody is {role:?}"));
            robot.press("F8").choose(&person.name);
            assert_eq!(robot.project().id, id);
            let act = if status(&robot) == Status::Final {
                Act::Approve
            } else {
                Act::Pass
            };
            step(&mut robot, act);
        }
        assert_eq!(status(&robot), Status::Approved, "{}", robot.screen());
    }
}

#[test]
fn a_person_is_renamed_given_a_role_and_switched_off() {
    for language in [Language::Zh, Language::En] {
        let mut robot = Robot::new().as_person("苏思齐").speaking(language);
        let manage = language.pick("管理人员", "Manage persons");
        let found = |robot: &Robot, name: &str| {
            robot
                .store()
                .persons()
                .iter()
                .find(|person| person.name == name)
                .cloned()
        };
        robot.press("F8").choose(manage).choose("元春燕");
        robot.choose(language.pick("改姓名", "Change the name"));
        robot.retype("元小燕").press("Enter");
        assert!(found(&robot, "元春燕").is_none());
        robot.press("F8").choose(manage).choose("元小燕");
        robot.choose(language.pick("增加角色", "Add a role"));
        robot.choose(terms::role(Role::UnitLead, language));
        robot.choose(language.pick("另写一个实施单位", "Write another unit"));
        robot.type_text("青溪县林场").press("Enter");
        let grants = found(&robot, "元小燕").unwrap().grants;
        assert_eq!(grants.len(), 2);
        assert_eq!(grants[1].scope, Scope::Unit("青溪县林场".to_owned()));
        robot.press("F8").type_text("元小燕");
        robot.sees("青溪县林场").press("Esc");
        robot.press("F8").choose(manage).choose("元小燕");
        robot.choose(language.pick("停用", "Switch off"));
        assert!(!found(&robot, "元小燕").unwrap().active);
        robot
            .press("F8")
            .type_text("元小燕")
            .does_not_see("青溪县林场");
    }
}

#[test]
fn who_does_not_administer_sees_why_and_nobody_changes_the_own_roles() {
    for language in [Language::Zh, Language::En] {
        let mut robot = Robot::new().speaking(language);
        let before = robot.store().head().seq;
        robot
            .press("F8")
            .choose(language.pick("新增人员", "Add a person"));
        assert!(robot.toast().contains(terms::role(Role::Admin, language)));
        let mut robot = Robot::new().as_person("苏思齐").speaking(language);
        robot
            .press("F8")
            .choose(language.pick("管理人员", "Manage persons"));
        robot.choose("苏思齐");
        assert!(
            robot
                .toast()
                .contains(language.pick("自己的姓名和角色", "own name or roles"))
        );
        assert_eq!(robot.store().head().seq, before);
    }
}

#[test]
fn an_administrator_sees_how_the_backups_stand_and_an_import_keeps_one_first() {
    use wenxiao::store::keep;
    for language in [Language::Zh, Language::En] {
        let mut robot = Robot::new().as_person("苏思齐").speaking(language);
        robot.sees(language.pick("备份: 还没有", "Backups: none yet"));
        let path = robot.store().path().unwrap().to_owned();
        let file = robot.folder().join("draft.json");
        let mut clerk = Robot::beside(&robot).as_person("元春燕").speaking(language);
        clerk
            .press("x")
            .retype(&file.display().to_string())
            .press("Enter");
        clerk
            .keeps_backups()
            .press("i")
            .retype(&file.display().to_string());
        clerk.press("Enter").answer(language.pick("导入", "Import"));
        let kept = keep::list(&path).unwrap();
        assert_eq!(kept.len(), 1);
        robot
            .sees("2026-07-20")
            .sees(language.pick("已核验", "verified"));
        // A damaged one is said.
        std::fs::write(&kept[0].path, "garbage").unwrap();
        robot.store().look_at_kept().unwrap();
        robot.sees(language.pick("曾损坏", "damaged"));
    }
}
