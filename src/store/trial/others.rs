//! What is about no project: a person or the date that is changed can be taken back like anything else.

use super::*;
use crate::domain::command::Setting;
use crate::store::Turn;
use crate::store::backup::from_text;

fn school() -> Person {
    person("school", Role::Unit)
}

fn saved_person(admin: &mut User, store: &Store, person: Person) {
    saved(admin.give(store, None, Command::SavePerson(person)));
}

fn undo(user: &mut User, store: &Store, record: &Record) -> Outcome {
    let record = record.clone();
    user.give(store, None, Command::Undo { record })
}

fn redo(user: &mut User, store: &Store, record: &Record) -> Outcome {
    let record = record.clone();
    user.give(store, None, Command::Redo { record })
}

fn named(store: &Store, id: &str) -> Option<String> {
    let persons = store.persons();
    let person = persons.iter().find(|person| person.id == id)?;
    Some(person.name.clone())
}

#[test]
fn a_person_that_was_changed_is_what_it_was_and_one_that_was_added_is_gone() {
    let store = memory();
    let mut admin = User::new(admin());
    let before = store.persons();
    saved_person(&mut admin, &store, school());
    let married = Person {
        name: "李四 新姓".into(),
        ..school()
    };
    saved_person(&mut admin, &store, married);
    let record = Record::Person("school".into());
    let preview = store
        .undo_preview(&record, &admin.actor, Turn::Undo)
        .expect("possible");
    assert_eq!((preview.seq, preview.revision), (3, 3));
    assert_eq!(
        preview.changes[0].new,
        serde_json::to_value(school()).ok(),
        "{preview:?}"
    );
    saved(undo(&mut admin, &store, &record));
    assert_eq!(named(&store, "school"), Some("school 姓名".into()));
    saved(undo(&mut admin, &store, &record));
    assert_eq!(store.persons(), before);
    assert_eq!(
        refused(undo(&mut admin, &store, &record)),
        Refusal::NothingToUndo
    );
    saved(redo(&mut admin, &store, &record));
    saved(redo(&mut admin, &store, &record));
    assert_eq!(named(&store, "school"), Some("李四 新姓".into()));
    clean(&store.verify(None).expect("verified"));
}

#[test]
fn a_date_that_was_moved_moves_back_with_every_row() {
    let store = memory();
    let mut admin = User::new(admin());
    let record = Record::Setting(Setting::Clock);
    let clock = |store: &Store| store.settings().clock.map(|day| day.to_string());
    let began = clock(&store);
    let date = "2026-09-01".to_owned();
    saved(admin.give(&store, None, Command::SetClock { date }));
    assert_eq!(clock(&store), Some("2026-09-01".into()));
    saved(undo(&mut admin, &store, &record));
    assert_eq!(clock(&store), began);
    saved(redo(&mut admin, &store, &record));
    assert_eq!(clock(&store), Some("2026-09-01".into()));
    clean(&store.verify(None).expect("verified"));
}

#[test]
fn d9_only_ones_own_newest_change_of_a_person_goes_back_and_what_the_store_began_with_stays() {
    let store = memory();
    let mut admin = User::new(admin());
    let first = Record::Person("zhang".into());
    assert_eq!(
        refused(undo(&mut admin, &store, &first)),
        Refusal::NothingToUndo
    );
    let mut clerk = User::new(zhang());
    assert!(matches!(
        refused(undo(&mut clerk, &store, &first)),
        Refusal::Role { .. }
    ));
    saved_person(&mut admin, &store, person("second", Role::Admin));
    saved_person(&mut admin, &store, school());
    let record = Record::Person("school".into());
    let mut second = User::new(actor("second", Role::Admin));
    let own = Refusal::UndoNotOwn {
        person: "admin".into(),
    };
    assert_eq!(refused(undo(&mut second, &store, &record)), own);
    let off = Person {
        active: false,
        ..school()
    };
    saved_person(&mut second, &store, off);
    assert!(matches!(
        refused(undo(&mut admin, &store, &record)),
        Refusal::UndoNotNewest { .. }
    ));
    // What was shown is not what is there any more.
    let stale = second.give(
        &store,
        Some(3),
        Command::Undo {
            record: record.clone(),
        },
    );
    assert!(matches!(refused(stale), Refusal::UndoNotNewest { .. }));
    saved(undo(&mut second, &store, &record));
    clean(&store.verify(None).expect("verified"));
}

#[test]
fn who_has_acted_stays_and_so_does_the_last_administrator() {
    let store = memory();
    let mut admin = User::new(admin());
    saved_person(&mut admin, &store, school());
    let mut teacher = User::new(actor("school", Role::Unit));
    teacher.create(&store, "P1");
    let record = Record::Person("school".into());
    assert_eq!(
        refused(undo(&mut admin, &store, &record)),
        Refusal::HasActed {
            person: "school".into()
        }
    );
    // The one who was made administrator took the role from the other: that can't be undone over
    // nobody being left.
    let promoted = Person {
        grants: vec![
            Grant {
                role: Role::Unit,
                scope: Scope::All,
            },
            Grant {
                role: Role::Admin,
                scope: Scope::All,
            },
        ],
        ..school()
    };
    saved_person(&mut admin, &store, promoted);
    let mut promoted = User::new(actor("school", Role::Admin));
    saved_person(&mut promoted, &store, person("admin", Role::Auditor));
    let last = Person {
        active: false,
        ..person("school", Role::Admin)
    };
    assert_eq!(
        refused(promoted.give(&store, None, Command::SavePerson(last))),
        Refusal::OwnRoles
    );
    clean(&store.verify(None).expect("verified"));
}

#[test]
fn one_changes_the_own_name_and_nothing_else_of_oneself() {
    let store = memory();
    let mut admin = User::new(admin());
    let renamed = Person {
        name: "王管理".into(),
        ..person("admin", Role::Admin)
    };
    saved_person(&mut admin, &store, renamed.clone());
    assert_eq!(named(&store, "admin"), Some("王管理".into()));
    let off = Person {
        active: false,
        ..renamed
    };
    assert_eq!(
        refused(admin.give(&store, None, Command::SavePerson(off))),
        Refusal::OwnRoles
    );
    saved(undo(&mut admin, &store, &Record::Person("admin".into())));
    assert_eq!(named(&store, "admin"), Some("admin 姓名".into()));
    clean(&store.verify(None).expect("verified"));
}

#[test]
fn d8_the_text_copy_and_the_mirror_know_a_person_that_was_taken_back() {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("store");
    small_file(&path);
    let store = open(&path);
    let mut admin = User::new(admin());
    saved_person(&mut admin, &store, school());
    saved(undo(&mut admin, &store, &Record::Person("school".into())));
    let text = folder.path().join("text");
    store.backup_text(&text).expect("written");
    let head = store.head();
    let copy = folder.path().join("copy");
    assert_eq!(from_text(&text, &copy, &Bureau).expect("made"), head);
    let copy = open(&copy);
    assert_eq!(copy.persons(), store.persons());
    clean(&copy.verify(None).expect("verified"));
}
