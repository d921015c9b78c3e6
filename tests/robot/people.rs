//! The persons of a store: an administrator adds them, gives them roles and switches them off, and the
//! loop closes through them.

use wenxiao::domain::role::{Person, Role, Scope};
use wenxiao::domain::status::{DocumentKind, Status};

use crate::harness::{APPROVE, DRAFT, PASS, Robot, SEND, both, clerk};

/// The lines of the menu of persons that an administrator uses.
const ADD: (&str, &str) = ("新增人员", "Add a person");
const MANAGE: (&str, &str) = ("管理人员", "Manage persons");

/// Adds a person with a role over everything, through the last lines of the menu of persons.
fn add(robot: &mut Robot, name: &str, role: Role) {
    robot.press("F8").choose(ADD);
    robot.press("Enter").sees(("不能为空", "must not be empty"));
    robot.type_text(name).press("Enter").sees(("角色", "Role"));
    robot.choose(role).sees(("范围", "Scope"));
    robot.choose(("全部", "everything")).sees(name);
}

#[test]
fn the_owner_of_an_empty_store_adds_persons_and_a_goal_is_approved_by_them() {
    for mut robot in both(Robot::on_an_empty_store) {
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
        let file = file.to_str().unwrap();
        clerk().press("x").retype(file).press("Enter");
        robot.press("i").type_text(file).press("Enter");
        robot.answer(("导入", "Import")).open(DRAFT);
        let id = robot.project().id;
        let kind = DocumentKind::Goal;
        let chain = robot.app.world.policy.chain().clone();
        let status = |robot: &Robot| robot.project().documents.status(kind);
        robot.step(SEND);
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
            let last = status(&robot) == Status::Final;
            robot.step(if last { APPROVE } else { PASS });
        }
        assert_eq!(status(&robot), Status::Approved, "{}", robot.screen());
    }
}

#[test]
fn a_person_is_renamed_given_a_role_and_switched_off() {
    let found = |robot: &Robot, name: &str| -> Option<Person> {
        let persons = robot.store().persons();
        persons.iter().find(|person| person.name == name).cloned()
    };
    for mut robot in both(|| Robot::new().as_person("苏思齐")) {
        robot.press("F8").choose(MANAGE).choose("元春燕");
        robot.choose(("改姓名", "Change the name"));
        robot.retype("元小燕").press("Enter");
        assert!(found(&robot, "元春燕").is_none());
        robot.press("F8").choose(MANAGE).choose("元小燕");
        robot
            .choose(("增加角色", "Add a role"))
            .choose(Role::UnitLead)
            .choose(("另写一个实施单位", "Write another unit"));
        robot.type_text("青溪县林场").press("Enter");
        let grants = found(&robot, "元小燕").unwrap().grants;
        assert_eq!(grants.len(), 2);
        assert_eq!(grants[1].scope, Scope::Unit("青溪县林场".to_owned()));
        robot.press("F8").type_text("元小燕");
        robot.sees("青溪县林场").press("Esc");
        robot.press("F8").choose(MANAGE).choose("元小燕");
        robot.choose(("停用", "Switch off"));
        assert!(!found(&robot, "元小燕").unwrap().active);
        robot
            .press("F8")
            .type_text("元小燕")
            .does_not_see("青溪县林场");
    }
}

#[test]
fn who_does_not_administer_sees_why_and_nobody_changes_the_own_roles() {
    for mut robot in both(Robot::reading) {
        let before = robot.store().head().seq;
        robot.press("F8").choose(ADD).is_told((
            "当前角色「财政绩效」不能这样做, 应由「系统管理员」办理; 按 F8 换办理人",
            "The acting role (performance division) may not do this; it is for: administrator. F8 chooses the person",
        ));
        let mut admin = Robot::beside(&robot).as_person("苏思齐");
        admin.press("F8").choose(MANAGE);
        admin.choose("苏思齐").choose(("停用", "Switch off"));
        admin.is_told((
            "不能修改自己的角色, 也不能停用自己; 请另一名系统管理员办理",
            "Nobody changes the own roles or switches themselves off; another administrator does it",
        ));
        assert_eq!(robot.store().head().seq, before);
        // The name is one's own to change.
        admin.press("Esc*4 F8").choose(MANAGE).choose("苏思齐");
        admin.choose(("改姓名", "Change the name"));
        admin.retype("苏思奇").press("Enter").sees("苏思奇");
        admin.press("u").answer(("撤回", "Undo")).sees("苏思齐");
    }
}

#[test]
fn what_was_changed_of_a_person_is_taken_back_and_done_again() {
    let names = |robot: &Robot| -> Vec<String> {
        let persons = robot.store().persons();
        persons.iter().map(|person| person.name.clone()).collect()
    };
    for mut robot in both(|| Robot::new().as_person("苏思齐")) {
        let before = names(&robot);
        add(&mut robot, "新来的", Role::Expert);
        assert_ne!(names(&robot), before);
        // At once, by the key: what will go is shown first.
        robot
            .press("u")
            .sees(("人员「新来的」", "Person: 新来的"))
            .sees(("姓名: 新来的 -> (空)", "name: 新来的 -> (none)"))
            .sees((
                "角色: 专家 · 全部 -> (空)",
                "roles: expert · everything -> (none)",
            ));
        robot.answer(("撤回", "Undo")).sees(("已撤回", "Undone"));
        assert_eq!(names(&robot), before);
        robot.press("Ctrl-R").answer(("恢复", "Redo"));
        robot.sees(("已恢复", "Redone"));
        assert!(names(&robot).contains(&"新来的".to_owned()));
        // Later, from the person; who has acted stays.
        robot
            .press("F8")
            .choose("新来的")
            .press("F8")
            .choose("苏思齐");
        robot.press("F8").choose(MANAGE).choose("元春燕");
        robot.choose(("改姓名", "Change the name"));
        robot.retype("元小燕").press("Enter");
        robot.press("F8").choose(MANAGE).choose("元小燕");
        robot
            .choose(("撤回上一次修改", "Undo the last change"))
            .sees(("姓名: 元小燕 -> 元春燕", "name: 元小燕 -> 元春燕"));
        robot.answer(("撤回", "Undo"));
        assert!(names(&robot).contains(&"元春燕".to_owned()));
    }
}

#[test]
fn a_date_that_was_moved_is_taken_back_and_then_the_key_is_the_projects_again() {
    for mut robot in both(clerk) {
        robot.open(DRAFT).press("F8").choose("王敏");
        robot.press("F12").retype("2026-09-30").press("Enter");
        robot.sees("2026-09-30").press("u").sees((
            "样例的日期: 2026-09-30 -> 2026-07-20",
            "date of the samples: 2026-09-30 -> 2026-07-20",
        ));
        robot.answer(("撤回", "Undo")).sees("2026-07-20");
        robot.press("Ctrl-R").answer(("恢复", "Redo"));
        robot.sees("2026-09-30");
        // Not wanted after all: the next one is about the project that is shown.
        robot
            .press("u Esc u")
            .does_not_see(("样例的日期", "date of the samples"));
    }
}

#[test]
fn an_administrator_sees_how_the_backups_stand_and_an_import_keeps_one_first() {
    use wenxiao::store::keep;
    for mut robot in both(|| Robot::new().as_person("苏思齐")) {
        robot.sees(("备份: 还没有", "Backups: none yet"));
        let path = robot.store().path().unwrap().to_owned();
        let file = robot.folder().join("draft.json").display().to_string();
        let mut clerk = Robot::beside(&robot).as_person("元春燕");
        clerk.press("x").retype(&file).press("Enter");
        let text = std::fs::read_to_string(&file).unwrap();
        std::fs::write(&file, text.replace("无人机", "直升机")).unwrap();
        clerk.keeps_backups().press("i").retype(&file);
        clerk.press("Enter").answer(("导入", "Import"));
        let kept = keep::list(&path).unwrap();
        assert_eq!(kept.len(), 1);
        robot.sees("2026-07-20").sees(("已核验", "verified"));
        // A damaged one is said.
        std::fs::write(&kept[0].path, "garbage").unwrap();
        robot.store().look_at_kept().unwrap();
        robot.sees(("曾损坏", "damaged"));
    }
}

#[test]
fn the_store_has_a_history_of_its_own() {
    for mut robot in both(|| Robot::new().as_person("苏思齐")) {
        add(&mut robot, "新来的", Role::Expert);
        robot
            .press("F8")
            .choose(("库的变更记录", "History of the store"));
        robot
            .sees(("库的变更记录", "History of the store"))
            .sees(("人员 新来的", "person 新来的"))
            .sees(("新来的 · 姓名", "新来的 · name"))
            .sees(("专家 · 全部", "expert · everything"));
        // What comes in meanwhile stands there, too.
        robot.press("u").answer(("撤回", "Undo"));
        robot.sees(("撤回 #", "undo of #"));
        // Also what was taken back says about whom it was.
        robot.sees(("人员 新来的", "person 新来的"));
        robot.press("/").type_text("建库").press("Enter");
        robot.press("Esc Enter").is_told((
            "只有项目可以看当时的样子",
            "Only a project can be looked at as it was",
        ));
        let file = robot.folder().join("store-history.json");
        robot
            .press("x")
            .retype(file.to_str().unwrap())
            .press("Enter");
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(text.contains("wenxiao-history/1") && text.contains("save_person"));
        std::fs::remove_file(&file).unwrap();
        // The administrator, who sees no project, has it at the key of every history.
        robot
            .press("Esc*3 h")
            .sees(("库的变更记录", "History of the store"));
    }
}

#[test]
fn what_cannot_be_taken_back_is_told_before_anybody_is_asked() {
    for mut robot in both(|| Robot::new().as_person("苏思齐")) {
        robot.press("h /").type_text("元春燕").press("Enter u");
        robot.is_told((
            "元春燕已经办理过事项, 姓名留在记录里, 不能撤回; 请改为停用",
            "元春燕 has acted already and stays in the record; switch the person off instead",
        ));
    }
}
