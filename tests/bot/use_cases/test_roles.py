"""Who may do what: admins, viewers of the whole, leaders, and what is refused."""

from datetime import timedelta

import pytest

from bot.services import open_services
from bot.use_cases import roles
from storage import journal
from storage import roles as stored_roles
from surveys.errors import VorbildError
from surveys.journal import Deed
from surveys.roles import Role
from surveys.roster import Member
from tests.builders import ADMIN, leader_of, stored


def member(id_, *, invitable=True):
    return Member(id_, id_, None, None, None, invitable=invitable)


def deeds(services):
    with services.database.reading() as session:
        return [entry.deed for entry in journal.newest(session, 10)]


def test_an_admin_of_the_settings_names_another_who_may_do_the_same(services_anywhere):
    roles.add_admin(services_anywhere, ADMIN, member("U2"))
    roles.add_admin(services_anywhere, "U2", member("U3"))
    roles.remove_admin(services_anywhere, "U3", ADMIN)
    assert [each.person_id for each in roles.appointments(services_anywhere, "U2")] == ["U2", "U3"]
    assert not roles.is_admin(services_anywhere, ADMIN)
    assert deeds(services_anywhere) == [Deed.ADMIN_REMOVED, Deed.ADMIN_ADDED, Deed.ADMIN_ADDED]


def test_the_last_admin_cannot_be_removed(services_anywhere):
    with pytest.raises(VorbildError, match="the last admin"):
        roles.remove_admin(services_anywhere, ADMIN, ADMIN)
    assert roles.is_admin(services_anywhere, ADMIN)


def test_a_removed_admin_does_not_come_back_with_the_settings_but_a_new_one_of_theirs_comes(services):
    roles.add_admin(services, ADMIN, member("U2"))
    roles.remove_admin(services, "U2", ADMIN)
    again = open_services(
        services.database, services.keys, admins=frozenset({ADMIN, "U9"}), time_zone="UTC", clock=services.clock
    )
    assert not roles.is_admin(again, ADMIN)
    assert roles.is_admin(again, "U9")


def test_a_removed_admin_can_be_named_again(services):
    roles.add_admin(services, ADMIN, member("U2"))
    roles.remove_admin(services, ADMIN, "U2")
    roles.add_admin(services, ADMIN, member("U2"))
    assert roles.is_admin(services, "U2")


def test_a_viewer_is_named_by_two_admins_of_whom_neither_is_the_viewer(services):
    roles.add_admin(services, ADMIN, member("U2"))
    with pytest.raises(VorbildError, match="name themselves"):
        roles.add_viewer(services, ADMIN, member(ADMIN))
    roles.add_viewer(services, ADMIN, member("UV"))
    assert Role.VIEWER not in roles.roles_of(services, "UV")
    with pytest.raises(VorbildError, match="another admin has to confirm"):
        roles.add_viewer(services, ADMIN, member("UV"))
    roles.add_viewer(services, "U2", member("UV"))
    assert Role.VIEWER in roles.roles_of(services, "UV")
    with pytest.raises(VorbildError, match="a viewer already"):
        roles.add_viewer(services, ADMIN, member("UV"))
    roles.remove_viewer(services, ADMIN, "UV")
    assert Role.VIEWER not in roles.roles_of(services, "UV")
    assert deeds(services)[:3] == [Deed.VIEWER_REMOVED, Deed.VIEWER_CONFIRMED, Deed.VIEWER_NAMED]


def test_a_viewer_who_is_named_again_after_removal_needs_two_admins_again(services):
    roles.add_admin(services, ADMIN, member("U2"))
    roles.add_viewer(services, ADMIN, member("UV"))
    roles.add_viewer(services, "U2", member("UV"))
    roles.remove_viewer(services, ADMIN, "UV")
    assert not roles.add_viewer(services, "U2", member("UV")).holds


@pytest.mark.parametrize("name", [roles.add_admin, roles.add_viewer])
def test_guests_bots_and_people_who_left_can_have_no_role(services, name):
    with pytest.raises(VorbildError, match="a guest, a bot or no longer here"):
        name(services, ADMIN, member("U2", invitable=False))


@pytest.mark.parametrize(
    "change",
    [
        lambda services, actor: roles.add_admin(services, actor, member("U2")),
        lambda services, actor: roles.remove_admin(services, actor, ADMIN),
        lambda services, actor: roles.add_viewer(services, actor, member("U2")),
        lambda services, actor: roles.remove_viewer(services, actor, "U2"),
    ],
)
def test_whoever_is_no_admin_is_refused_and_the_journal_says_so_once_a_day(services, clock, change):
    for _ in range(3):
        with pytest.raises(VorbildError, match="for Vorbild's admins"):
            change(services, "U7")
    assert deeds(services) == [Deed.REFUSED]
    clock.at += timedelta(days=2)
    with pytest.raises(VorbildError):
        change(services, "U7")
    assert deeds(services) == [Deed.REFUSED, Deed.REFUSED]


def test_leaders_are_read_off_the_roster_and_an_admin_is_none(services):
    stored(services)
    assert roles.roles_of(services, leader_of("alpha")) == {Role.EMPLOYEE, Role.LEADER}
    assert roles.roles_of(services, ADMIN) == {Role.EMPLOYEE, Role.ADMIN}
    assert roles.roles_of(services, "alpha-1") == {Role.EMPLOYEE}


def test_results_are_refused_to_a_mere_admin(services):
    stored(services)
    wanted = (Role.LEADER, Role.VIEWER)
    roles.need(services, leader_of("alpha"), wanted)
    with pytest.raises(VorbildError, match="Admins run pulses and see no results"):
        roles.need(services, ADMIN, wanted)


def test_nothing_is_left_of_the_first_admins_in_the_journal(services):
    with services.database.reading() as session:
        assert [each.person_id for each in stored_roles.of(session, Role.ADMIN)] == [ADMIN]
    assert deeds(services) == []
