"""Accounts: modern hashes, roles, locked after guessing; no service to other machines without them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from workbench.errors import UsageError
from workbench.review.errors import NotAllowed, NotFound
from workbench.review.people import (
    MOST_FAILURES,
    Person,
    Role,
    add_user,
    check_address,
    has_accounts,
    people,
    person_named,
    remove_user,
    set_password,
    set_role,
    sign_in,
)
from workbench.review.projects import (
    ProjectSettings,
    create_project,
    delete_project,
    get_project,
    list_projects,
    set_members,
)
from workbench.store.columns import now
from workbench.store.tables import User


def test_signing_in_needs_the_name_and_the_password(desk):
    add_user(desk.store, "Ann", "correct horse", Role.EDITOR)
    assert sign_in(desk.store, "Ann", "correct horse") == Person("Ann", Role.EDITOR)
    for name, password in (("Ann", "wrong horse"), ("Eve", "correct horse"), ("Ann", ""), ("", "correct horse")):
        assert sign_in(desk.store, name, password) is None


def test_passwords_are_stored_as_salted_scrypt_hashes(desk):
    add_user(desk.store, "Ann", "correct horse", Role.ADMIN)
    add_user(desk.store, "Bob", "correct horse", Role.ADMIN)
    with desk.store.read() as session:
        hashes = list(session.scalars(select(User.password_hash)))
    assert len(set(hashes)) == 2
    assert all(text.startswith("scrypt$32768$8$3$") and "horse" not in text for text in hashes)


def test_guessing_locks_the_account_for_a_while_and_the_right_password_does_not_help(desk):
    add_user(desk.store, "Ann", "correct horse", Role.ADMIN)
    for _ in range(MOST_FAILURES):
        assert sign_in(desk.store, "Ann", "guess") is None
    with pytest.raises(NotAllowed, match="too often"):
        sign_in(desk.store, "Ann", "correct horse")
    with desk.store.write() as session:
        session.scalars(select(User)).one().locked_until = now() - timedelta(seconds=1)
    assert sign_in(desk.store, "Ann", "correct horse") is not None
    assert sign_in(desk.store, "Ann", "guess") is None  # counted from the start again


def test_names_are_unique_and_passwords_not_short(desk):
    add_user(desk.store, "Ann", "correct horse", Role.ADMIN)
    for name, password, message in (
        ("Ann", "another one", "already"),
        ("Bob", "short", "at least"),
        (" ", "long enough", "name has"),
        ("a\nb", "long enough", "name has"),
    ):
        with pytest.raises(UsageError, match=message):
            add_user(desk.store, name, password, Role.ADMIN)
    assert people(desk.store) == [Person("Ann", Role.ADMIN)]


def test_the_last_administrator_stays(desk):
    add_user(desk.store, "Ann", "correct horse", Role.ADMIN)
    add_user(desk.store, "Bob", "correct horse", Role.TRANSLATOR)
    with pytest.raises(UsageError, match="last administrator"):
        set_role(desk.store, "Ann", Role.EDITOR)
    with pytest.raises(UsageError, match="last administrator"):
        remove_user(desk.store, "Ann")
    set_role(desk.store, "Bob", Role.ADMIN)
    remove_user(desk.store, "Ann")
    assert person_named(desk.store, "Ann") is None and sign_in(desk.store, "Ann", "correct horse") is None


def test_a_new_password_replaces_the_old_one(desk):
    add_user(desk.store, "Ann", "correct horse", Role.ADMIN)
    set_password(desk.store, "Ann", "battery staple")
    assert sign_in(desk.store, "Ann", "correct horse") is None
    assert sign_in(desk.store, "Ann", "battery staple") is not None


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "[::1]", "localhost"])
def test_loopback_is_served_without_accounts(desk, host):
    assert not has_accounts(desk.store)
    check_address(desk.store, host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.2", "example.org", "localhost.example.org", ""])
def test_other_addresses_are_refused_without_accounts(desk, host):
    with pytest.raises(UsageError, match="no accounts"):
        check_address(desk.store, host)
    add_user(desk.store, "Ann", "correct horse", Role.ADMIN)
    check_address(desk.store, host)


def test_people_see_the_projects_that_they_are_members_of(desk):
    ann, bob = Person("Ann", Role.EDITOR), Person("Bob", Role.TRANSLATOR)
    project = create_project(desk, ann, "Secret", ProjectSettings("none", "nl-en"))
    assert list_projects(desk, bob) == []
    with pytest.raises(NotFound) as absent:
        get_project(desk, bob, project.id + 1)
    with pytest.raises(NotFound) as hidden:
        get_project(desk, bob, project.id)
    assert str(hidden.value).replace(str(project.id), "N") == str(absent.value).replace(str(project.id + 1), "N")
    set_members(desk, ann, project.id, ["Ann", "Bob"])
    assert [item.name for item in list_projects(desk, bob)] == ["Secret"]
    assert list_projects(desk, Person("Cleo", Role.ADMIN)) == list_projects(desk, bob)


def test_roles_bound_what_people_may_do(desk):
    bob = Person("Bob", Role.TRANSLATOR)
    project = create_project(desk, bob, "Own", ProjectSettings("none", "nl-en"))
    for forbidden in (
        lambda: delete_project(desk, bob, project.id),
        lambda: set_members(desk, bob, project.id, ["Eve"]),
        lambda: create_project(desk, bob, "Files", ProjectSettings("/etc/passwd", "nl-en")),
        lambda: create_project(desk, bob, "Files", ProjectSettings("none", "nl-en", memory="workbench.toml")),
    ):
        with pytest.raises(NotAllowed):
            forbidden()
    assert [item.name for item in list_projects(desk, bob)] == ["Own"]
