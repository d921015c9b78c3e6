//! Commands of one and of several people: idempotency, rights, conflicts, imports, news.

use std::sync::mpsc;

use super::*;
use crate::domain::fault::Fault;
use crate::store::{Outcomes, engine, tables};

#[test]
fn a_saved_command_is_read_back_listed_and_told() {
    let store = memory();
    let (tell, told) = mpsc::channel();
    let subscription = store.subscribe(Box::new(move |revision| {
        tell.send(revision).expect("heard");
    }));
    let mut zhang = User::new(zhang());
    let id = zhang.create(&store, "P1");
    zhang.set(&store, id, ProjectField::Name, "新名称");
    let project = zhang.see(&store, id).expect("there");
    assert_eq!((project.name.as_str(), project.revision), ("新名称", 2));
    let rows = store.rows();
    let row = rows.find(Some(2026), "P1").expect("listed");
    assert_eq!((row.id(), row.name(), row.revision()), (id, "新名称", 2));
    assert_eq!(rows.stamp(), store.revision());
    assert_eq!(told.try_iter().collect::<Vec<_>>(), [2, 3]);
    drop(subscription);
    zhang.set(&store, id, ProjectField::Name, "再改");
    assert_eq!(told.try_iter().count(), 0);
    clean(&store.verify(None).expect("verified"));
}

#[test]
fn d7_the_same_command_twice_is_one_entry_and_the_same_receipt() {
    let store = memory();
    let mut zhang = User::new(zhang());
    let id = zhang.create(&store, "P1");
    let edits = vec![set(ProjectField::Goal, "目标")];
    let envelope = zhang.envelope(Some(1), Command::Edit { project: id, edits });
    let first = saved(store.apply(&envelope));
    let again = saved(store.apply(&envelope));
    assert!(again.repeated && !first.repeated);
    assert_eq!(
        (again.entries, again.projects, again.head),
        (first.entries, first.projects, first.head)
    );
    assert_eq!(store.revision(), 3);
}

#[test]
fn a_command_that_changes_nothing_leaves_no_entry() {
    let store = memory();
    let mut zhang = User::new(zhang());
    let id = zhang.create(&store, "P1");
    let receipt = saved(zhang.edit(&store, id, 1, vec![set(ProjectField::Name, "项目 P1")]));
    assert_eq!((receipt.entries, store.revision()), (None, 2));
}

#[test]
fn e3_the_same_field_is_a_conflict_with_who_when_and_where() {
    let store = memory();
    let (mut zhang, mut li) = (User::new(zhang()), User::new(li()));
    let id = zhang.create(&store, "P1");
    saved(zhang.edit(&store, id, 1, vec![set(ProjectField::Goal, "张的目标")]));
    let refusal = refused(li.edit(&store, id, 1, vec![set(ProjectField::Goal, "李的目标")]));
    assert_eq!(
        refusal,
        Refusal::Conflict {
            based_on: 1,
            current: 2,
            person: "zhang".into(),
            at: START + 2000,
            places: vec!["goal".into()],
        }
    );
    assert_eq!(zhang.see(&store, id).expect("there").goal, "张的目标");
}

#[test]
fn e4_other_fields_are_merged_and_both_entries_kept() {
    let store = memory();
    let (mut zhang, mut li) = (User::new(zhang()), User::new(li()));
    let id = zhang.create(&store, "P1");
    saved(zhang.edit(&store, id, 1, vec![actual("1", "5座")]));
    let receipt = saved(li.edit(&store, id, 1, vec![actual("2", "6座")]));
    assert!(receipt.merged);
    let project = li.see(&store, id).expect("there");
    assert_eq!(
        (
            project.indicators[0].actual.as_str(),
            project.indicators[1].actual.as_str()
        ),
        ("5座", "6座")
    );
    let history = store.history(id, &li.actor).expect("history");
    let names: Vec<_> = history
        .iter()
        .map(|entry| entry.actor.person.as_str())
        .collect();
    assert_eq!(names, ["zhang", "zhang", "li"]);
}

#[test]
fn e4_a_row_that_was_removed_meanwhile_is_a_conflict() {
    let store = memory();
    let (mut zhang, mut li) = (User::new(zhang()), User::new(li()));
    let id = zhang.create(&store, "P1");
    let remove = Edit::RemoveIndicator {
        block: Block::Annual,
        id: "2".into(),
    };
    saved(zhang.edit(&store, id, 1, vec![remove]));
    let refusal = refused(li.edit(&store, id, 1, vec![actual("2", "6座")]));
    assert!(matches!(refusal, Refusal::Conflict { .. }), "{refusal:?}");
}

#[test]
fn e5_a_step_meanwhile_is_always_a_conflict() {
    let store = memory();
    let (mut zhang, mut li) = (User::new(zhang()), User::new(li()));
    let id = zhang.create(&store, "P1");
    saved(zhang.step(&store, id, Act::Submit, ""));
    // The actual belongs to another document, which is still a draft.
    let refusal = refused(li.edit(&store, id, 1, vec![actual("1", "5座")]));
    assert!(matches!(refusal, Refusal::Conflict { ref person, .. } if person == "zhang"));
    saved(li.edit(&store, id, 2, vec![actual("1", "5座")]));
}

#[test]
fn e6_rights_are_read_at_the_commit() {
    let store = memory();
    let (mut zhang, mut admin) = (User::new(zhang()), User::new(admin()));
    let id = zhang.create(&store, "P1");
    let gone = Person {
        active: false,
        ..person("zhang", Role::Unit)
    };
    saved(admin.give(&store, None, Command::SavePerson(gone)));
    let refusal = refused(zhang.edit(&store, id, 1, vec![actual("1", "5座")]));
    assert_eq!(
        refusal,
        Refusal::UnknownActor {
            person: "zhang".into()
        }
    );
    // A role that was never granted does not act either.
    let mut forged = User::new(actor("li", Role::Budget));
    let refusal = refused(forged.give(&store, None, Command::Create(Box::new(project("P2")))));
    assert!(matches!(refusal, Refusal::UnknownActor { .. }));
    clean(&store.verify(None).expect("verified"));
}

#[test]
fn the_last_administrator_stays_and_nobody_changes_the_own_grants() {
    let store = memory();
    let mut admin = User::new(admin());
    let own = person("admin", Role::Budget);
    assert_eq!(
        refused(admin.give(&store, None, Command::SavePerson(own))),
        Refusal::OwnRoles
    );
    let second = person("second", Role::Admin);
    saved(admin.give(&store, None, Command::SavePerson(second)));
    assert_eq!(store.persons().len(), 7);
    let mut second = User::new(actor("second", Role::Admin));
    let first = person("admin", Role::Auditor);
    saved(second.give(&store, None, Command::SavePerson(first)));
    let nameless = Person {
        name: " ".into(),
        ..person("x", Role::Unit)
    };
    let refusal = refused(second.give(&store, None, Command::SavePerson(nameless)));
    assert_eq!(refusal, Refusal::BadPerson);
    clean(&store.verify(None).expect("verified"));
}

#[test]
fn outside_of_the_scope_a_project_is_not_there() {
    let store = memory();
    let mut admin = User::new(admin());
    let school = Grant {
        role: Role::Unit,
        scope: Scope::Unit("中心学校".into()),
    };
    let teacher = Person {
        grants: vec![school.clone()],
        ..person("teacher", Role::Unit)
    };
    saved(admin.give(&store, None, Command::SavePerson(teacher)));
    let mut zhang = User::new(zhang());
    let id = zhang.create(&store, "P1");
    let mut teacher = User::new(Actor {
        scope: school.scope,
        ..actor("teacher", Role::Unit)
    });
    assert_eq!(teacher.see(&store, id), None);
    assert_eq!(store.history(id, &teacher.actor), Ok(vec![]));
    assert_eq!(store.entry(3, &teacher.actor), Ok(None));
    assert_eq!(store.as_of(id, 2, &teacher.actor), Ok(None));
    assert_eq!(store.rows().seen_by(&teacher.actor).count(), 0);
    let refusal = refused(teacher.edit(&store, id, 1, vec![actual("1", "1")]));
    assert_eq!(refusal, Refusal::NoSuchProject);
    assert_eq!(refused(teacher.undo(&store, id)), Refusal::NoSuchProject);
    // Nor may a project be moved out of one's own sight.
    let mine = Project {
        unit: "中心学校".into(),
        ..project("P2")
    };
    let id = saved(teacher.give(&store, None, Command::Create(Box::new(mine)))).projects[0].0;
    let refusal = refused(teacher.edit(&store, id, 1, vec![set(ProjectField::Unit, "水利站")]));
    assert!(matches!(refusal, Refusal::Scope { .. }));
}

#[test]
fn errors_of_the_checks_block_sending() {
    let store = memory();
    let mut zhang = User::new(zhang());
    let id = zhang.create(&store, "P1");
    zhang.set(&store, id, ProjectField::Goal, "");
    let refusal = refused(zhang.step(&store, id, Act::Submit, ""));
    assert_eq!(
        refusal,
        Refusal::Errors {
            count: 1,
            checks: vec!["G-01".into()]
        }
    );
}

#[test]
fn a_code_belongs_to_one_project_of_a_year() {
    let store = memory();
    let mut zhang = User::new(zhang());
    zhang.create(&store, "P1");
    let second = zhang.create(&store, "P2");
    let twice = refused(zhang.give(&store, None, Command::Create(Box::new(project("P1")))));
    let taken = Refusal::CodeTaken {
        code: "P1".into(),
        year: Some(2026),
    };
    assert_eq!(twice, taken);
    assert_eq!(
        refused(zhang.edit(&store, second, 1, vec![set(ProjectField::Code, "P1")])),
        taken
    );
    saved(zhang.edit(&store, second, 1, vec![set(ProjectField::Year, "2027")]));
    saved(zhang.edit(&store, second, 2, vec![set(ProjectField::Code, "P1")]));
    let rows = store.rows();
    let listed: Vec<_> = rows
        .iter()
        .map(|row| (row.year(), row.code().to_owned()))
        .collect();
    assert_eq!(
        listed,
        [(Some(2026), "P1".into()), (Some(2027), "P1".into())]
    );
    clean(&store.verify(None).expect("verified"));
}

#[test]
fn only_a_restore_writes_that_it_was_one() {
    let store = memory();
    let mut admin = User::new(admin());
    let command = Command::Restored {
        lost_from: 1,
        head: String::new(),
    };
    assert!(matches!(
        refused(admin.give(&store, None, command)),
        Refusal::Role { .. }
    ));
}

#[test]
fn a_policy_or_date_of_the_store_changes_what_rows_say() {
    let store = memory();
    let mut zhang = User::new(zhang());
    zhang.create(&store, "P1");
    let mut admin = User::new(admin());
    let unknown = Command::SetPolicy {
        name: "none".into(),
    };
    assert!(matches!(
        refused(admin.give(&store, None, unknown)),
        Refusal::UnknownPolicy { .. }
    ));
    let other = Command::SetPolicy {
        name: "other".into(),
    };
    saved(admin.give(&store, None, other));
    assert_eq!(store.rows().get(0).expect("listed").grade(), Some("other"));
    let date = |date: &str| Command::SetClock {
        date: date.to_owned(),
    };
    assert!(matches!(
        refused(admin.give(&store, None, date("20-7"))),
        Refusal::BadValue { .. }
    ));
    saved(admin.give(&store, None, date("2026-08-01")));
    assert_eq!(
        store.settings().clock.map(|day| day.to_string()),
        Some("2026-08-01".into())
    );
    saved(admin.give(&store, None, date("")));
    assert_eq!(store.settings().clock, None);
    clean(&store.verify(None).expect("verified"));
}

fn import(projects: Vec<Project>) -> Command {
    Command::Import {
        projects,
        digest: "d1".into(),
    }
}

#[test]
fn the_same_file_again_changes_nothing_and_an_open_draft_is_replaced() {
    let store = memory();
    let mut zhang = User::new(zhang());
    let file = vec![project("P1"), project("P2"), project("P3")];
    let first = saved(zhang.give(&store, None, import(file.clone())));
    assert_eq!((first.counts.created, first.projects.len()), (3, 3));
    let again = saved(zhang.give(&store, None, import(file.clone())));
    assert_eq!((again.counts.unchanged, again.entries), (3, None));
    let mut changed = file.clone();
    changed[1].goal = "另一个目标".into();
    let third = saved(zhang.give(&store, None, import(changed)));
    assert_eq!((third.counts.replaced, third.counts.unchanged), (1, 2));
    assert_eq!(third.projects, [(first.projects[1].0, 2)]);
    clean(&store.verify(None).expect("verified"));
}

#[test]
fn the_version_of_the_goal_that_a_month_was_sent_under_stays_in_the_store() {
    let store = memory();
    let mut zhang = User::new(zhang());
    let mut sent = project("P1");
    sent.monitoring.months.entry(7).or_default().goal_version = 1;
    let create = Command::Create(Box::new(sent));
    saved(zhang.give(&store, None, create));
    // A file knows nothing of versions: it arrives as a draft.
    let mut file = project("P1");
    file.monitoring.months.entry(7).or_default();
    let rehearsed = store.rehearse(&Envelope {
        id: CommandId("rehearsal".into()),
        actor: zhang.actor.clone(),
        at: START,
        based_on: None,
        command: import(vec![file.clone(), project("P2")]),
    });
    let counts = rehearsed.expect("judged").counts;
    assert_eq!((counts.created, counts.unchanged), (1, 1));
    assert_eq!(store.rows().len(), 1);
    let again = saved(zhang.give(&store, None, import(vec![file])));
    assert_eq!((again.counts.unchanged, again.entries), (1, None));
}

#[test]
fn an_import_past_draft_or_twice_is_refused_as_a_whole_with_its_rows() {
    let store = memory();
    let mut zhang = User::new(zhang());
    let id = zhang.create(&store, "P1");
    saved(zhang.step(&store, id, Act::Submit, ""));
    let changed = Project {
        goal: "别的".into(),
        ..project("P1")
    };
    let before = store.revision();
    let refusal = refused(zhang.give(&store, None, import(vec![project("P2"), changed])));
    let rows = vec![("P1".to_owned(), Some(2026))];
    assert_eq!(refusal, Refusal::ImportPastDraft { rows: rows.clone() });
    let refusal = refused(zhang.give(&store, None, import(vec![project("P1"), project("P1")])));
    assert_eq!(refusal, Refusal::ImportTwice { rows });
    assert_eq!((store.revision(), store.rows().len()), (before, 1));
}

#[test]
fn an_import_brings_drafts_whatever_it_claims() {
    let store = memory();
    let mut zhang = User::new(zhang());
    let mut forged = project("P1");
    forged.documents.goal.status = Status::Approved;
    let receipt = saved(zhang.give(&store, None, import(vec![forged])));
    let project = zhang.see(&store, receipt.projects[0].0).expect("there");
    assert_eq!(project.documents.goal.status, Status::Draft);
}

#[test]
fn commands_given_together_are_all_saved_or_none() {
    let store = memory();
    let (mut zhang, mut wang) = (User::new(zhang()), User::new(wang()));
    let create = zhang.envelope(None, Command::Create(Box::new(project("P1"))));
    let step = |act| Command::Move {
        project: ProjectId(1),
        document: DocumentKind::Goal,
        act,
        comment: String::new(),
    };
    let submit = zhang.envelope(Some(1), step(Act::Submit));
    let own = zhang.envelope(Some(2), step(Act::Pass));
    let pass = wang.envelope(Some(2), step(Act::Pass));
    let bad = store.apply_all(&[create.clone(), submit.clone(), own]);
    assert!(matches!(bad, Outcomes::NotSaved { at: 2, .. }), "{bad:?}");
    assert_eq!((store.revision(), store.rows().len()), (1, 0));
    let Outcomes::Saved(receipts) = store.apply_all(&[create, submit, pass]) else {
        panic!("not saved");
    };
    assert_eq!(
        receipts.last().map(|receipt| receipt.head),
        Some(store.head())
    );
    assert_eq!(store.revision(), 4);
    clean(&store.verify(None).expect("verified"));
}

#[test]
fn d11_a_clock_that_runs_back_is_flagged_and_order_stays() {
    let store = memory();
    let mut zhang = User::new(zhang());
    let id = zhang.create(&store, "P1");
    let edit = |value: &str| Command::Edit {
        project: id,
        edits: vec![set(ProjectField::Goal, value)],
    };
    let mut early = zhang.envelope(None, edit("a"));
    early.at = 1_577_836_800_000;
    saved(store.apply(&early));
    let mut late = zhang.envelope(None, edit("b"));
    late.at += 365 * 86_400_000;
    saved(store.apply(&late));
    let history = store.history(id, &zhang.actor).expect("history");
    let flags: Vec<_> = history
        .iter()
        .map(|entry| (entry.seq, entry.clock_regress))
        .collect();
    assert_eq!(flags, [(2, false), (3, true), (4, false)]);
    let report = store.verify(None).expect("verified");
    clean(&report);
    assert_eq!(report.clock_regressions, 1);
}

#[test]
fn j4_a_month_outside_of_the_year_is_refused() {
    use crate::domain::command::ReadingField;
    use crate::domain::project::RowKey;
    let store = memory();
    let mut zhang = User::new(zhang());
    let id = zhang.create(&store, "P1");
    for month in [0, 13] {
        let edit = Edit::Set {
            at: At::Reading(month, RowKey::Execution, ReadingField::Actual),
            value: "1".into(),
        };
        assert!(matches!(
            refused(zhang.edit(&store, id, 1, vec![edit])),
            Refusal::BadValue { .. }
        ));
    }
}

#[test]
fn verify_tells_that_one_user_acted_as_several_persons() {
    let store = memory();
    let (mut zhang, mut wang) = (User::new(zhang()), User::new(wang()));
    let id = zhang.create(&store, "P1");
    saved(zhang.step(&store, id, Act::Submit, ""));
    saved(wang.step(&store, id, Act::Return, "请补充"));
    let report = store.verify(None).expect("verified");
    clean(&report);
    assert_eq!(
        report.several,
        [(
            "clerk".to_owned(),
            vec!["wang".to_owned(), "zhang".to_owned()]
        )]
    );
}

#[test]
fn k1_fifty_writers_and_readers_lose_nothing() {
    let store = memory();
    std::thread::scope(|scope| {
        for number in 0..50 {
            let store = &store;
            scope.spawn(move || {
                let mut user = User::new(if number % 2 == 0 { zhang() } else { li() });
                user.given = i64::from(number) * 1000;
                let id = user.create(store, &format!("W{number:02}"));
                for round in 0..4 {
                    user.set(store, id, ProjectField::Goal, &format!("{number} {round}"));
                    let seen = user.see(store, id).expect("there");
                    assert_eq!(seen.goal, format!("{number} {round}"));
                }
            });
        }
    });
    assert_eq!((store.revision(), store.rows().len()), (1 + 50 * 5, 50));
    clean(&store.verify(None).expect("verified"));
}

#[test]
fn the_background_check_reads_everything_in_slices() {
    let store = memory();
    let mut zhang = User::new(zhang());
    for number in 0..20 {
        zhang.create(&store, &format!("P{number}"));
    }
    let mut scan = crate::store::Scan::default();
    let mut slices = 0;
    while !scan.finished {
        scan = store.scan_slice(&scan, 7).expect("sound");
        slices += 1;
    }
    assert!(slices > 10 && scan.records > 80, "{slices} {scan:?}");
    assert_eq!(store.close(), Ok(()));
    assert_eq!(store.scan_slice(&scan, 7), Err(Fault::Closed));
}

#[test]
fn rows_of_an_older_layout_are_made_anew() {
    let store = memory();
    let mut zhang = User::new(zhang());
    zhang.create(&store, "P1");
    let engine = crate::store::read(&store.engine);
    let engine = engine.as_deref().expect("open");
    engine::write(engine, |update| tables::put_row_layout(update, 0)).expect("written");
    crate::store::open::keep_rows(engine, &Bureau).expect("kept");
    let layout = engine::view(engine, tables::row_layout).expect("read");
    assert_eq!(layout, u64::from(crate::domain::rows::LAYOUT));
    assert_eq!(engine::view(engine, tables::rows).expect("read").len(), 1);
}

/// A store with a name that is known beforehand.
fn named() -> std::sync::Arc<Store> {
    let options = InitOptions {
        id: Some(crate::domain::journal::Hex(*b"a store of tests")),
        ..init_options()
    };
    Store::in_memory(std::sync::Arc::new(Bureau), &options).expect("a store")
}

fn code(project: u64, code: &str) -> Command {
    Command::Edit {
        project: ProjectId(project),
        edits: vec![set(ProjectField::Code, code)],
    }
}

fn create(code: &str) -> Command {
    Command::Create(Box::new(project(code)))
}

#[test]
fn a_batch_leaves_what_the_same_commands_leave_one_by_one() {
    let commands = [
        (None, create("P1")),
        (None, create("P2")),
        (Some(1), code(1, "P3")),
        (Some(1), code(2, "P1")),
        (Some(2), code(1, "P2")),
        (None, create("P4")),
        (
            Some(1),
            Command::Delete {
                project: ProjectId(3),
            },
        ),
        (None, create("P4")),
        (
            Some(3),
            Command::Edit {
                project: ProjectId(1),
                edits: vec![set(ProjectField::Goal, "新目标")],
            },
        ),
    ];
    let mut zhang = User::new(zhang());
    let envelopes: Vec<Envelope> = commands
        .into_iter()
        .map(|(based_on, command)| zhang.envelope(based_on, command))
        .collect();
    let (batch, single) = (named(), named());
    assert!(matches!(batch.apply_all(&envelopes), Outcomes::Saved(_)));
    for envelope in &envelopes {
        saved(single.apply(envelope));
    }
    assert_eq!(batch.head(), single.head());
    let listed = |store: &Store| {
        let rows = store.rows();
        rows.iter()
            .map(|row| (row.code().to_owned(), row.id(), row.revision()))
            .collect::<Vec<_>>()
    };
    assert_eq!(listed(&batch), listed(&single));
    assert_eq!(
        listed(&batch),
        [
            ("P1".to_owned(), ProjectId(2), 2),
            ("P2".to_owned(), ProjectId(1), 4),
            ("P4".to_owned(), ProjectId(4), 1),
        ]
    );
    clean(&batch.verify(None).expect("verified"));
}

#[test]
fn a_command_of_a_batch_is_judged_by_what_those_before_it_did() {
    let store = named();
    let before = store.head();
    let mut zhang = User::new(zhang());
    let taken = [
        zhang.envelope(None, create("P1")),
        zhang.envelope(None, create("P1")),
    ];
    let refusal = Refusal::CodeTaken {
        code: "P1".into(),
        year: Some(2026),
    };
    let cause = crate::store::Cause::Refused(refusal);
    assert_eq!(store.apply_all(&taken), Outcomes::NotSaved { at: 1, cause });
    let edit = |goal: &str| Command::Edit {
        project: ProjectId(1),
        edits: vec![set(ProjectField::Goal, goal)],
    };
    let stale = [
        zhang.envelope(None, create("P1")),
        zhang.envelope(Some(1), edit("一")),
        zhang.envelope(Some(1), edit("二")),
    ];
    let outcome = store.apply_all(&stale);
    assert!(
        matches!(
            &outcome,
            Outcomes::NotSaved {
                at: 2,
                cause: crate::store::Cause::Refused(Refusal::Conflict { current: 2, .. })
            }
        ),
        "{outcome:?}"
    );
    assert_eq!((store.head(), store.rows().len()), (before, 0));
}

#[test]
fn d8_without_a_person_a_name_or_a_reason_nothing_is_written() {
    let store = memory();
    let mut zhang = User::new(zhang());
    let mut wang = User::new(wang());
    let id = zhang.create(&store, "P1");
    saved(zhang.step(&store, id, Act::Submit, ""));
    let head = store.head();

    // Nobody, somebody unknown, and somebody known in a part that was not given to them.
    for (person, role) in [
        ("", Role::UnitLead),
        ("  ", Role::UnitLead),
        ("stranger", Role::UnitLead),
        ("wang", Role::Budget),
    ] {
        let mut nobody = User::new(actor(person, role));
        assert!(
            matches!(nobody.step(&store, id, Act::Pass, ""), Outcome::NotSaved(_)),
            "{person:?}"
        );
    }
    // A command without a name could be done twice.
    let mut unnamed = wang.envelope(
        None,
        Command::Move {
            project: id,
            document: DocumentKind::Goal,
            act: Act::Pass,
            comment: String::new(),
        },
    );
    unnamed.id = CommandId(String::new());
    assert_eq!(refused(store.apply(&unnamed)), Refusal::Unnamed);
    // A return says why.
    for reason in ["", " ", "　"] {
        assert_eq!(
            refused(wang.step(&store, id, Act::Return, reason)),
            Refusal::ReasonNeeded,
            "{reason:?}"
        );
    }
    assert_eq!(store.head(), head);
    saved(wang.step(&store, id, Act::Return, "指标值没有依据"));
    clean(&store.verify(None).expect("verified"));
}
