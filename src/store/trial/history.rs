//! History, undo and redo, the project as it was; and that the journal folds to the state.

use proptest::prelude::*;

use super::*;
use crate::store::Turn;

#[test]
fn undo_and_redo_walk_a_line_and_a_new_edit_ends_it() {
    let store = memory();
    let mut zhang = User::new(zhang());
    let id = zhang.create(&store, "P1");
    zhang.set(&store, id, ProjectField::Goal, "一");
    zhang.set(&store, id, ProjectField::Goal, "二");
    let goal = |user: &User| user.see(&store, id).expect("there").goal.clone();
    let preview = store
        .undo_preview(&Record::Project(id), &zhang.actor, Turn::Undo)
        .expect("possible");
    assert_eq!((preview.seq, preview.projects), (4, 1));
    assert_eq!(preview.changes[0].new, Some("一".into()));
    saved(zhang.undo(&store, id));
    assert_eq!(goal(&zhang), "一");
    saved(zhang.undo(&store, id));
    assert_eq!(goal(&zhang), "完成除险加固");
    saved(zhang.redo(&store, id));
    assert_eq!(goal(&zhang), "一");
    saved(zhang.redo(&store, id));
    assert_eq!(goal(&zhang), "二");
    assert_eq!(refused(zhang.redo(&store, id)), Refusal::NothingToRedo);
    saved(zhang.undo(&store, id));
    zhang.set(&store, id, ProjectField::Name, "新");
    assert_eq!(refused(zhang.redo(&store, id)), Refusal::NothingToRedo);
    clean(&store.verify(None).expect("verified"));
}

#[test]
fn creation_and_deletion_are_undone_like_anything_else() {
    let store = memory();
    let mut zhang = User::new(zhang());
    let id = zhang.create(&store, "P1");
    saved(zhang.undo(&store, id));
    assert_eq!((zhang.see(&store, id), store.rows().len()), (None, 0));
    assert_eq!(store.history(id, &zhang.actor).expect("history").len(), 2);
    assert_eq!(refused(zhang.undo(&store, id)), Refusal::NothingToUndo);
    saved(zhang.redo(&store, id));
    saved(zhang.give(&store, None, Command::Delete { project: id }));
    assert_eq!(zhang.see(&store, id), None);
    saved(zhang.undo(&store, id));
    let back = zhang.see(&store, id).expect("back");
    assert_eq!((back.id, back.revision, back.code.as_str()), (id, 5, "P1"));
    // An id is never given twice.
    assert!(zhang.create(&store, "P2") > id);
    clean(&store.verify(None).expect("verified"));
}

#[test]
fn a_deletion_is_not_undone_over_a_new_project_of_the_same_code() {
    let store = memory();
    let mut zhang = User::new(zhang());
    let id = zhang.create(&store, "P1");
    saved(zhang.give(&store, None, Command::Delete { project: id }));
    zhang.create(&store, "P1");
    assert!(matches!(
        refused(zhang.undo(&store, id)),
        Refusal::CodeTaken { .. }
    ));
}

#[test]
fn d9_undo_is_refused_after_others_after_steps_and_for_others() {
    let store = memory();
    let (mut zhang, mut li) = (User::new(zhang()), User::new(li()));
    let id = zhang.create(&store, "P1");
    saved(li.edit(&store, id, 1, vec![actual("1", "5座")]));
    assert_eq!(
        refused(zhang.undo(&store, id)),
        Refusal::UndoNotNewest {
            person: "li".into(),
            at: START + 1000
        }
    );
    let mut wang = User::new(wang());
    assert_eq!(
        refused(wang.undo(&store, id)),
        Refusal::UndoNotOwn {
            person: "li".into()
        }
    );
    saved(li.undo(&store, id));
    assert_eq!(
        refused(li.undo(&store, id)),
        Refusal::UndoNotOwn {
            person: "zhang".into()
        }
    );
    saved(zhang.step(&store, id, Act::Submit, ""));
    assert_eq!(refused(zhang.undo(&store, id)), Refusal::UndoStatusStep);
    assert_eq!(refused(li.redo(&store, id)), Refusal::NothingToRedo);
    saved(wang.step(&store, id, Act::Return, "请补充"));
    assert_eq!(refused(wang.undo(&store, id)), Refusal::UndoStatusStep);
}

#[test]
fn an_import_is_undone_as_one_or_not_at_all() {
    let store = memory();
    let (mut zhang, mut li) = (User::new(zhang()), User::new(li()));
    let old = zhang.create(&store, "P2");
    let import = |projects| Command::Import {
        projects,
        digest: "d".into(),
    };
    let changed = Project {
        goal: "导入的目标".into(),
        ..project("P2")
    };
    let receipt = saved(zhang.give(
        &store,
        None,
        import(vec![project("P1"), changed, project("P3")]),
    ));
    let new = receipt.projects[0].0;
    let preview = store
        .undo_preview(&Record::Project(old), &zhang.actor, Turn::Undo)
        .expect("possible");
    assert_eq!(preview.projects, 3);
    saved(zhang.undo(&store, old));
    assert_eq!(store.rows().len(), 1);
    assert_eq!(zhang.see(&store, old).expect("there").goal, "完成除险加固");
    saved(zhang.redo(&store, new));
    assert_eq!(store.rows().len(), 3);
    saved(li.give(
        &store,
        None,
        Command::Edit {
            project: new,
            edits: vec![actual("1", "5座")],
        },
    ));
    assert!(matches!(
        refused(zhang.undo(&store, old)),
        Refusal::UndoNotNewest { .. }
    ));
    assert_eq!(store.rows().len(), 3);
    clean(&store.verify(None).expect("verified"));
}

#[test]
fn a_project_is_seen_as_it_was_after_any_entry() {
    let store = memory();
    let mut zhang = User::new(zhang());
    let id = zhang.create(&store, "P1");
    zhang.set(&store, id, ProjectField::Goal, "一");
    saved(zhang.give(&store, None, Command::Delete { project: id }));
    let as_of = |seq| store.as_of(id, seq, &zhang.actor).expect("folded");
    assert_eq!(as_of(1), None);
    assert_eq!(
        as_of(2).map(|project| (project.goal, project.revision)),
        Some(("完成除险加固".into(), 1))
    );
    assert_eq!(
        as_of(3).map(|project| (project.goal, project.revision)),
        Some(("一".into(), 2))
    );
    assert_eq!(as_of(4), None);
}

/// What somebody may do next.
#[derive(Debug, Clone)]
enum Deed {
    Create(u8),
    Name(u8, String),
    Actual(u8, u8, String),
    Add(u8, u8, usize),
    Remove(u8, u8),
    Place(u8, u8, usize),
    Extra(u8, f64),
    Delete(u8),
    Submit(u8),
    Pass(u8),
    Return(u8),
    Undo(u8),
    Redo(u8),
    Person(u8),
}

fn deed() -> impl Strategy<Value = Deed> {
    let project = || 0..4_u8;
    prop_oneof![
        2 => project().prop_map(Deed::Create),
        3 => (project(), "[a-z中文 ]{1,6}").prop_map(|(project, name)| Deed::Name(project, name)),
        3 => (project(), 1..6_u8, "[0-9]{1,3}").prop_map(|(a, b, c)| Deed::Actual(a, b, c)),
        2 => (project(), 1..6_u8, 0..5_usize).prop_map(|(a, b, c)| Deed::Add(a, b, c)),
        2 => (project(), 1..6_u8).prop_map(|(a, b)| Deed::Remove(a, b)),
        2 => (project(), 1..6_u8, 0..5_usize).prop_map(|(a, b, c)| Deed::Place(a, b, c)),
        1 => (project(), any::<f64>()).prop_map(|(project, value)| Deed::Extra(project, value)),
        1 => project().prop_map(Deed::Delete),
        1 => project().prop_map(Deed::Submit),
        1 => project().prop_map(Deed::Pass),
        1 => project().prop_map(Deed::Return),
        4 => project().prop_map(Deed::Undo),
        3 => project().prop_map(Deed::Redo),
        1 => project().prop_map(Deed::Person),
    ]
}

fn command(deed: Deed, ids: &[ProjectId]) -> (Role, Command) {
    let id = |number: u8| {
        let at = usize::from(number) % ids.len().max(1);
        ids.get(at).copied().unwrap_or(ProjectId(99))
    };
    let edit = |number, edit| Command::Edit {
        project: id(number),
        edits: vec![edit],
    };
    let step = |number, act| Command::Move {
        project: id(number),
        document: DocumentKind::Goal,
        act,
        comment: "意见".into(),
    };
    match deed {
        Deed::Create(number) => (
            Role::Unit,
            Command::Create(Box::new(project(&number.to_string()))),
        ),
        Deed::Name(number, name) => (Role::Unit, edit(number, set(ProjectField::Name, &name))),
        Deed::Actual(number, row, value) => {
            (Role::Unit, edit(number, actual(&row.to_string(), &value)))
        }
        Deed::Add(number, row, position) => {
            let indicator = Box::new(Indicator {
                id: row.to_string(),
                ..Indicator::default()
            });
            let add = Edit::AddIndicator {
                block: Block::Annual,
                indicator,
                position,
            };
            (Role::Unit, edit(number, add))
        }
        Deed::Remove(number, row) => {
            let remove = Edit::RemoveIndicator {
                block: Block::Annual,
                id: row.to_string(),
            };
            (Role::Unit, edit(number, remove))
        }
        Deed::Place(number, row, position) => {
            let place = Edit::MoveIndicator {
                block: Block::Annual,
                id: row.to_string(),
                position,
            };
            (Role::Unit, edit(number, place))
        }
        Deed::Extra(number, value) => {
            let mut imported = project(&number.to_string());
            imported
                .extra
                .insert("numbers".into(), serde_json::json!([value, null]));
            imported
                .extra
                .insert("nothing".into(), serde_json::Value::Null);
            let projects = vec![imported, project("others")];
            let digest = String::new();
            (Role::Unit, Command::Import { projects, digest })
        }
        Deed::Delete(number) => (
            Role::Unit,
            Command::Delete {
                project: id(number),
            },
        ),
        Deed::Submit(number) => (Role::Unit, step(number, Act::Submit)),
        Deed::Pass(number) => (Role::UnitLead, step(number, Act::Pass)),
        Deed::Return(number) => (Role::UnitLead, step(number, Act::Return)),
        Deed::Undo(number) => (
            Role::Unit,
            Command::Undo {
                record: Record::Project(id(number)),
            },
        ),
        Deed::Redo(number) => (
            Role::Unit,
            Command::Redo {
                record: Record::Project(id(number)),
            },
        ),
        Deed::Person(number) => (
            Role::Admin,
            Command::SavePerson(person(&format!("p{number}"), Role::Expert)),
        ),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// D6, D8: whatever is done, the journal folds to the state, the text copy imports to the same
    /// head, every entry has its actor, and undo gives back exactly what was.
    #[test]
    fn d6_the_journal_folds_to_the_state(deeds in prop::collection::vec(deed(), 1..30)) {
        let store = memory();
        let mut users = [User::new(zhang()), User::new(wang()), User::new(admin())];
        let mut ids = Vec::new();
        for deed in deeds {
            let (role, command) = command(deed, &ids);
            let about = command.project();
            let undo = matches!(command, Command::Undo { .. });
            let user = users.iter_mut().find(|user| user.actor.role == role).expect("somebody");
            let before = about.and_then(|id| user.see(&store, id));
            if let Outcome::Saved(receipt) = user.give(&store, None, command) {
                ids.extend(receipt.projects.iter().map(|(id, _)| *id));
                ids.sort();
                ids.dedup();
                // Taking an undo back is as if nothing had been.
                if let (true, Some(id)) = (undo, about) {
                    saved(user.redo(&store, id));
                    let after = user.see(&store, id);
                    let plain = |project: Option<Arc<Project>>| project.map(|project| Project {
                        revision: 0,
                        ..Project::clone(&project)
                    });
                    prop_assert_eq!(plain(before), plain(after));
                    saved(user.undo(&store, id));
                }
            }
        }
        let report = store.verify(None).expect("verified");
        prop_assert_eq!(&report.problems, &[]);
        for seq in 2..=store.revision() {
            let entry = store.entry(seq, &users[0].actor).expect("readable");
            prop_assert!(entry.is_none_or(|entry| !entry.actor.person.is_empty()));
        }
        let folder = tempfile::tempdir().expect("folder");
        let text = folder.path().join("text");
        store.backup_text(&text).expect("written");
        let copy = folder.path().join("copy");
        let head = crate::store::backup::from_text(&text, &copy, &Bureau).expect("imported");
        prop_assert_eq!(head, store.head());
        let report = crate::store::verify::verify(&copy, Some((head.seq, head.hash))).expect("verified");
        prop_assert_eq!(&report.problems, &[]);
    }
}
