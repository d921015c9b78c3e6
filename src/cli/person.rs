//! Who acts: a person of the store in one of the person's roles; and the persons of a new store.
//!
//! What is chosen here is only a proposal: the store judges every command itself.

use super::console::{Console, Trouble};
use crate::domain::command::Command;
use crate::domain::policy::Policy;
use crate::domain::role::{Actor, Grant, Person, Role, Scope, may};
use crate::domain::status::Chain;
use crate::lang::{Language, cli as words, terms};

/// The person and the role that `ID` or `ID:ROLE` names.
pub fn named(
    asked: &str,
    persons: &[Person],
    console: &Console<'_>,
) -> Result<(Person, Option<Grant>), Trouble> {
    let (id, role) = match asked.split_once([':', '：']) {
        Some((id, role)) => (id, Some(role)),
        None => (asked, None),
    };
    let person = persons
        .iter()
        .filter(|person| person.active)
        .find(|person| person.id == id || person.name == id)
        .ok_or_else(|| {
            let known: Vec<String> = persons
                .iter()
                .filter(|person| person.active)
                .map(|person| person.id.clone())
                .collect();
            Trouble::new(
                "unknown_person",
                words::unknown_person(id, &known, console.language),
            )
        })?;
    let grant = role
        .map(|name| {
            let wanted = role_named(name);
            let grant = person
                .grants
                .iter()
                .find(|grant| Some(grant.role) == wanted);
            grant.cloned().ok_or_else(|| {
                let roles = person.grants.iter().map(|grant| grant.role.name());
                let roles: Vec<&str> = roles.collect();
                Trouble::new(
                    "unknown_role",
                    words::unknown_role(name, &roles, console.language),
                )
            })
        })
        .transpose()?;
    Ok((person.clone(), grant))
}

/// A role by its name in commands, or by what it is called in either language.
pub fn role_named(name: &str) -> Option<Role> {
    Role::ALL.into_iter().find(|role| {
        role.name() == name
            || Language::ALL
                .iter()
                .any(|language| terms::role(*role, *language) == name)
    })
}

fn actor(person: &Person, grant: &Grant, os_user: &str) -> Actor {
    Actor {
        person: person.id.clone(),
        role: grant.role,
        scope: grant.scope.clone(),
        os_user: os_user.to_owned(),
    }
}

/// Who gives a command that is about no single project: the person asked for, else the user's own,
/// else the first who may.
pub fn for_command(
    command: &Command,
    asked: Option<&str>,
    persons: &[Person],
    chain: &Chain,
    os_user: &str,
    console: &Console<'_>,
) -> Result<Actor, Trouble> {
    let allowed = |person: &Person| {
        let actors = person
            .grants
            .iter()
            .map(|grant| actor(person, grant, os_user));
        let mut allowed = actors.filter(|actor| may(actor, command, None, chain).is_ok());
        allowed.next()
    };
    if let Some(asked) = asked {
        let (person, grant) = named(asked, persons, console)?;
        let first = grant.or_else(|| person.grants.first().cloned());
        let chosen = match (asked.contains([':', '：']), first) {
            (true, Some(grant)) => Some(actor(&person, &grant, os_user)),
            (_, first) => {
                allowed(&person).or_else(|| first.map(|grant| actor(&person, &grant, os_user)))
            }
        };
        return chosen.ok_or_else(|| nobody(console));
    }
    let active = || persons.iter().filter(|person| person.active);
    let own = active().filter(|person| person.id == os_user);
    own.chain(active())
        .find_map(allowed)
        .or_else(|| {
            active().find_map(|person| Some(actor(person, person.grants.first()?, os_user)))
        })
        .ok_or_else(|| nobody(console))
}

/// Nobody can act.
pub fn nobody(console: &Console<'_>) -> Trouble {
    Trouble::new("nobody", words::nobody(console.language).to_owned())
}

/// Who sits at the screen: the person asked for, else the one of last time, else the user's own,
/// else whoever sees the whole store, the performance division before others.
pub fn at_screen(
    asked: Option<&str>,
    remembered: Option<(&str, Option<&Grant>)>,
    persons: &[Person],
    os_user: &str,
    console: &Console<'_>,
) -> Result<(Person, Grant), Trouble> {
    let working = |person: &Person| {
        let of_loop = person.grants.iter().find(|grant| grant.role != Role::Admin);
        of_loop.or(person.grants.first()).cloned()
    };
    if let Some(asked) = asked {
        let (person, grant) = named(asked, persons, console)?;
        let grant = grant.or_else(|| working(&person));
        return grant
            .map(|grant| (person, grant))
            .ok_or_else(|| nobody(console));
    }
    let active = || persons.iter().filter(|person| person.active);
    let of_last_time = remembered.and_then(|(id, grant)| {
        let person = active().find(|person| person.id == id)?;
        let kept = grant.filter(|grant| person.grants.contains(grant)).cloned();
        Some((person.clone(), kept.or_else(|| working(person))?))
    });
    let own = || {
        let person = active().find(|person| person.id == os_user)?;
        Some((person.clone(), working(person)?))
    };
    let widest = || {
        let seeing_all = active().filter_map(|person| {
            let mut grants = person.grants.iter();
            let grant = grants.find(|grant| grant.role != Role::Admin && grant.scope == Scope::All);
            Some((person.clone(), grant?.clone()))
        });
        seeing_all.min_by_key(|(_, grant)| grant.role != Role::Performance)
    };
    let anybody = || active().find_map(|person| Some((person.clone(), working(person)?)));
    of_last_time
        .or_else(own)
        .or_else(widest)
        .or_else(anybody)
        .ok_or_else(|| nobody(console))
}

/// The first persons of a new store: one for each role of the loop, because nobody audits what the
/// same person sent; a lone user acts all parts, and renames them once there are others. The one
/// who fills in goes by the user's own name in the system, so that the user begins as that one.
pub fn founders(os_user: &str, policy: &Policy, language: Language) -> Vec<Person> {
    let chain = policy.chain();
    let mut roles = vec![chain.fill];
    roles.extend(chain.steps.iter().map(|step| step.role));
    roles.extend([
        chain.approve,
        chain.reopen,
        Role::Performance,
        Role::Budget,
        Role::Admin,
    ]);
    let taken = Role::ALL.iter().any(|role| role.name() == os_user);
    let mut persons: Vec<Person> = Vec::new();
    for role in roles {
        let id = if role == chain.fill && !taken {
            os_user
        } else {
            role.name()
        };
        if persons.iter().any(|person| person.id == id) {
            continue;
        }
        persons.push(Person {
            id: id.to_owned(),
            name: words::founder(role, language).to_owned(),
            grants: vec![Grant {
                role,
                scope: Scope::All,
            }],
            active: true,
        });
    }
    persons
}

/// A role with its scope: that of the unit's own roles is a unit, of all others a department.
pub fn grant(role: &str, place: Option<&str>, console: &Console<'_>) -> Result<Grant, Trouble> {
    let role = role.trim();
    let role = role_named(role).ok_or_else(|| {
        let known: Vec<&str> = Role::ALL.iter().map(|role| role.name()).collect();
        Trouble::new(
            "unknown_role",
            words::unknown_role(role, &known, console.language),
        )
    })?;
    let scope = match (place, role) {
        (Some(""), _) => {
            let sentence = words::no_scope(role.name(), console.language);
            return Err(Trouble::new("bad_person", sentence));
        }
        (None, _) => Scope::All,
        (Some(place), Role::Unit | Role::UnitLead) => Scope::Unit(place.to_owned()),
        (Some(place), _) => Scope::Department(place.to_owned()),
    };
    Ok(Grant { role, scope })
}

/// A person as `init --person` names one: `NAME:ROLE[,ROLE][@SCOPE]`; the same name again adds roles.
pub fn add(text: &str, persons: &mut Vec<Person>, console: &Console<'_>) -> Result<(), Trouble> {
    let wrong = || Trouble::new("bad_person", words::bad_person(text, console.language));
    let (name, rest) = text.split_once([':', '：']).ok_or_else(wrong)?;
    let (roles, place) = match rest.split_once('@') {
        Some((roles, place)) => (roles, Some(place.trim())),
        None => (rest, None),
    };
    let name = name.trim();
    if name.is_empty() || place == Some("") {
        return Err(wrong());
    }
    let mut grants = Vec::new();
    for role in roles.split([',', '，', '、']) {
        grants.push(grant(role, place, console)?);
    }
    match persons.iter_mut().find(|person| person.id == name) {
        Some(person) => person.grants.extend(grants),
        None => persons.push(Person {
            id: name.to_owned(),
            name: name.to_owned(),
            grants,
            active: true,
        }),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::policy::Policies;

    fn with_console<T>(body: impl FnOnce(&Console<'_>) -> T) -> T {
        let (mut input, mut output, mut error) = (std::io::empty(), Vec::new(), Vec::new());
        body(&Console {
            language: Language::En,
            json: false,
            input: &mut input,
            output: &mut output,
            error: &mut error,
        })
    }

    fn persons(texts: &[&str]) -> Vec<Person> {
        let mut persons = Vec::new();
        with_console(|console| {
            for text in texts {
                add(text, &mut persons, console).unwrap();
            }
        });
        persons
    }

    #[test]
    fn a_person_is_named_with_roles_and_a_place() {
        let persons = persons(&[
            "李华:unit,unit-lead@培训中心",
            "王明:主管部门@教育局",
            "李华:admin",
        ]);
        assert_eq!(persons.len(), 2);
        let grant = |role, scope| Grant { role, scope };
        assert_eq!(
            persons[0].grants,
            [
                grant(Role::Unit, Scope::Unit("培训中心".into())),
                grant(Role::UnitLead, Scope::Unit("培训中心".into())),
                grant(Role::Admin, Scope::All),
            ]
        );
        assert_eq!(
            persons[1].grants,
            [grant(Role::Department, Scope::Department("教育局".into()))]
        );
    }

    #[test]
    fn a_new_store_has_a_person_for_every_step_of_every_chain() {
        let policies = Policies::parse(crate::data::policy_files()).unwrap();
        for policy in policies.all() {
            for (user, language) in [("lihua", Language::Zh), ("admin", Language::En)] {
                let persons = founders(user, policy, language);
                let chain = policy.chain();
                let holders = |role| {
                    let holds = |person: &&Person| person.grants.iter().any(|one| one.role == role);
                    persons.iter().filter(holds).collect::<Vec<_>>()
                };
                let mut roles = vec![chain.fill, chain.approve, chain.reopen, Role::Admin];
                roles.extend(chain.steps.iter().map(|step| step.role));
                for role in roles {
                    assert_eq!(holders(role).len(), 1, "{} {role:?}", policy.name);
                }
                assert!(persons.iter().all(|person| person.grants.len() == 1));
                let mut ids: Vec<_> = persons.iter().map(|person| &person.id).collect();
                ids.sort();
                ids.dedup();
                assert_eq!(ids.len(), persons.len());
            }
        }
    }

    #[test]
    fn the_user_begins_a_store_of_their_own_as_the_one_who_fills_in() {
        let policies = Policies::parse(crate::data::policy_files()).unwrap();
        let policy = policies.get(crate::domain::policy::DEFAULT).unwrap();
        let persons = founders("lihua", policy, Language::Zh);
        with_console(|console| {
            let (person, grant) = at_screen(None, None, &persons, "lihua", console).unwrap();
            assert_eq!((person.name.as_str(), grant.role), ("填报人", Role::Unit));
        });
    }

    #[test]
    fn a_person_without_a_role_is_refused() {
        with_console(|console| {
            for text in ["李华", ":unit", "李华:chief", "李华:unit@"] {
                assert!(add(text, &mut Vec::new(), console).is_err(), "{text}");
            }
        });
    }

    #[test]
    fn the_users_own_person_sits_at_the_screen_unless_another_is_asked_for() {
        let persons = persons(&["root:admin", "a:unit@x", "me:admin,budget", "p:performance"]);
        with_console(|console| {
            let who = |asked, last: Option<(&str, Option<&Grant>)>, user| {
                let (person, grant) = at_screen(asked, last, &persons, user, console).unwrap();
                (person.id, grant.role)
            };
            assert_eq!(who(None, None, "me"), ("me".into(), Role::Budget));
            assert_eq!(who(None, None, "nobody"), ("p".into(), Role::Performance));
            assert_eq!(who(None, Some(("a", None)), "me"), ("a".into(), Role::Unit));
            assert_eq!(who(Some("me:admin"), None, "a"), ("me".into(), Role::Admin));
            assert!(at_screen(Some("x"), None, &persons, "a", console).is_err());
            assert!(at_screen(Some("a:budget"), None, &persons, "a", console).is_err());
        });
    }
}
