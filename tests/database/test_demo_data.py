"""`manage.py demo_data`: in demo mode, into an empty database, all of it or nothing."""

import json
from collections.abc import Iterator
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.test import Client

from cases.models import (
    Case,
    CaseUserObjectPermission,
    Certificate,
    Delegation,
    ExtentPeriod,
    JournalNote,
    SickLeaveEpisode,
)
from experio.accounts.models import User
from experio.demo.checks import demo_accounts_only_in_demo
from experio.demo.signins import DEMO_PASSWORD, SIGN_INS
from subprojects.models import Membership, Participation, Project, StaffMember, Subproject, Unit
from tests.factories import UserFactory

TODAY = date(2021, 11, 22)
STAFF = 300

# Said here, not by the folder alone, so that these tests run in one go and share their world.
pytestmark = pytest.mark.django_db


def _call(*arguments: str) -> str:
    out = StringIO()
    call_command("demo_data", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """A small demo world, written once for this file and swept away afterwards."""
    with django_db_blocker.unblock():
        try:
            yield json.loads(_call("--staff", str(STAFF), "--json"))
        finally:
            call_command("flush", "--no-input", verbosity=0)


def test_the_world_has_the_projects_own_frame(world: dict[str, Any]) -> None:
    project = Project.objects.get()
    assert (project.slug, project.diarienummer) == ("experio-worklab", "2019/00035")
    assert project.total_budget == project.esf_support == 23_085_536
    assert project.cofinancing_share == 0
    assert project.planned_participants == 1380
    assert (Subproject.objects.count(), Unit.objects.count()) == (7, 49)
    assert StaffMember.objects.count() == STAFF


def test_the_command_says_how_much_it_wrote(world: dict[str, Any]) -> None:
    for name, model in (
        ("staff", StaffMember),
        ("episodes", SickLeaveEpisode),
        ("extents", ExtentPeriod),
        ("certificates", Certificate),
        ("cases", Case),
        ("notes", JournalNote),
        ("participations", Participation),
        ("users", User),
    ):
        assert world[name] == model._default_manager.count(), name


def test_every_row_has_its_history(world: dict[str, Any]) -> None:
    for model in (StaffMember, SickLeaveEpisode, ExtentPeriod, Case, JournalNote):
        history = model.pgh_event_model  # type: ignore[attr-defined]
        assert history.objects.filter(pgh_label="insert").count() == model._default_manager.count()


def test_every_listed_account_has_a_role_and_may_sign_in(world: dict[str, Any]) -> None:
    for account in SIGN_INS:
        user = authenticate(username=account.username, password=account.password)
        assert user is not None, account.username
        assert Membership.objects.held_on(TODAY).filter(user=user).exists(), account.username


def test_every_subproject_has_an_officer_and_every_unit_in_karlstad_a_manager(world: dict[str, Any]) -> None:
    officers = Membership.objects.filter(role="hr_officer").values_list("subproject__slug", flat=True)
    assert set(officers) == set(Subproject.objects.values_list("slug", flat=True))
    managed = Membership.objects.filter(role="manager").values("unit")
    assert not Unit.objects.filter(subproject__slug="karlstad").exclude(pk__in=managed).exists()


def test_karlstad_has_asked_eda_to_take_a_case_and_has_lent_another(world: dict[str, Any]) -> None:
    received = Delegation.objects.filter(to_user__username="hr.eda", delegated_by__username="hr.karlstad")
    assert received.waiting_on(TODAY).count() == 1
    assert received.active_on(TODAY).count() == 1
    assert received.filter(accepted_at__isnull=False, last_day__lt=TODAY).count() == 1
    lent = Case.objects.lent_to(User.objects.get(username="hr.eda"), TODAY)
    assert [case.delegations.active_on(TODAY).count() for case in lent] == [1]
    assert CaseUserObjectPermission.objects.filter(content_object__in=lent).exists()


def test_new_rows_get_keys_after_those_of_the_world(world: dict[str, Any]) -> None:
    user = UserFactory(username="new.person")
    assert user.pk > world["users"]


def test_a_second_world_is_refused_and_changes_nothing(world: dict[str, Any]) -> None:
    with pytest.raises(CommandError, match="not empty"):
        _call()
    assert StaffMember.objects.count() == STAFF
    assert _call("--if-empty") == ""


def test_outside_demo_mode_the_command_is_refused(settings: LazySettings) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="demo mode only"):
        _call()


def test_outside_demo_mode_the_accounts_are_not_let_in(world: dict[str, Any], settings: LazySettings) -> None:
    settings.DEMO = False
    settings.DEMO_TODAY = None
    for username in ("office", "OFFICE"):
        assert authenticate(username=username, password=DEMO_PASSWORD) is None
    assert not Client().login(username="hr.karlstad", password=DEMO_PASSWORD)


def test_outside_demo_mode_the_check_finds_a_database_with_the_demo_in_it(
    world: dict[str, Any], settings: LazySettings
) -> None:
    assert demo_accounts_only_in_demo(None, databases=["default"]) == []
    settings.DEMO = False
    (problem,) = demo_accounts_only_in_demo(None, databases=["default"])
    assert problem.id == "experio.E002"


def test_an_ordinary_account_is_let_in_outside_demo_mode(settings: LazySettings) -> None:
    user = UserFactory(username="real.person")
    user.set_password("something-else-entirely")
    user.save()
    settings.DEMO = False
    assert authenticate(username="real.person", password="something-else-entirely") == user
