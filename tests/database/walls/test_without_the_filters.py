"""
The application's own filter switched off: the database alone shows nobody what is foreign.

Every `visible_to` gives everything, every permission says yes, every role is held everywhere. What a
page then shows is what the walls let through. A row that is let through is shown whole here: which of
its columns a manager may read is the filter's and the sealed columns' matter, not that of the walls.
"""

import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command, get_commands
from django.db import transaction
from django.test import Client
from django.urls import reverse

from cases.models.absence_import import AbsenceImportQuerySet
from cases.querysets import (
    CaseQuerySet,
    DelegationQuerySet,
    JournalNoteQuerySet,
    SickLeaveEpisodeQuerySet,
)
from experio.accounts.models import User
from experio.scope import working_for
from subprojects.models import Project, StaffMember, Subproject, Unit
from subprojects.querysets import StaffMemberQuerySet, SubprojectQuerySet, UnitQuerySet
from subprojects.roles import Roles
from tests.counting import note
from tests.database.access_world import (
    BACKGROUND,
    DIAGNOSIS,
    HR_NOTE,
    PERSONAL_NUMBER,
    SHARED_NOTE,
    World,
)
from tests.database.signed_in import SignedIn, sessions_of
from tests.database.test_access_matrix import ACCESS, Route, address
from tests.factories import (
    CaseFactory,
    EmploymentFactory,
    JournalNoteFactory,
    StaffMemberFactory,
    UnitFactory,
    sick_leave,
)

# Rows of North's nurse, and who the walls let through to them, whatever the pages do.
NURSE = {"hr_own", "hr_lent", "manager_own", "employee_self"}
LET_THROUGH = {
    "Nordin": NURSE,
    DIAGNOSIS: NURSE,
    "F43.8A": NURSE,
    BACKGROUND: NURSE,
    PERSONAL_NUMBER: NURSE,
    HR_NOTE: {"hr_own", "hr_lent"},
    SHARED_NOTE: {"hr_own", "hr_lent", "manager_own"},
    # North's teacher, of another unit.
    "Törn": {"hr_own", "manager_sibling", "employee_other"},
    # South's nurse.
    "Söderkanin": {"hr_other", "hr_asked", "hr_lent", "hr_lent_before"},
    "CANARY-SOUTH-CASE": {"hr_other", "hr_asked", "hr_lent", "hr_lent_before"},
    "CANARY-SOUTH-NOTE": {"hr_other", "hr_asked", "hr_lent", "hr_lent_before"},
    "CANARY-SOUTH-UNIT": {
        "hr_other",
        "hr_asked",
        "hr_lent",
        "hr_lent_before",
        "office",
        "evaluator",
        "administrator",
    },
}

LISTS = ("cases:staff_list", "cases:sick_leave_list", "cases:case_list")


@pytest.fixture(scope="module")
def signed_in(world: World, django_db_blocker: Any) -> SignedIn:
    """Everybody's sessions, and a South that has a nurse of its own, on sick leave, with a case."""
    with django_db_blocker.unblock():
        _people_of_south(world)
    return SignedIn(sessions_of(world), world.people)


def _people_of_south(world: World) -> None:
    south = Subproject.objects.get(slug="south")
    unit = UnitFactory(subproject=south, code="south-ward", name="CANARY-SOUTH-UNIT")
    nurse = StaffMemberFactory(subproject=south, employee_number="S100", last_name="Söderkanin")
    EmploymentFactory(unit=unit, staff_member=nurse)
    episode = sick_leave(nurse, date(2021, 10, 4), diagnosis_code="M545")
    case = CaseFactory(
        staff_member=nurse,
        responsible_officer=world.people["hr_other"],
        background="CANARY-SOUTH-CASE",
        episode=episode,
    )
    JournalNoteFactory(case=case, text="CANARY-SOUTH-NOTE")


@pytest.fixture
def unfiltered(signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch) -> SignedIn:
    """Everything that the application asks before it shows a row says yes."""
    signed_in.still_signed_in()
    everything = {
        StaffMemberQuerySet: ("visible_to", "worked_by"),
        SubprojectQuerySet: ("visible_to", "worked_by"),
        UnitQuerySet: ("visible_to", "with_dashboard_for"),
        SickLeaveEpisodeQuerySet: ("visible_to", "with_health_for"),
        CaseQuerySet: ("visible_to", "worked_by"),
        DelegationQuerySet: ("visible_to",),
        AbsenceImportQuerySet: ("visible_to",),
    }
    for queryset, methods in everything.items():
        for method in methods:
            monkeypatch.setattr(queryset, method, lambda self, *args, **rest: self.all())
    # What is held back from managers is fetched too.
    for queryset in (SickLeaveEpisodeQuerySet, CaseQuerySet):
        monkeypatch.setattr(queryset, "without_health", lambda self: self.all())
    monkeypatch.setattr(JournalNoteQuerySet, "readable_by", lambda self, user, case: self.filter(case=case))
    monkeypatch.setattr(JournalNoteQuerySet, "shared", lambda self: self.all())
    monkeypatch.setattr(User, "has_perm", lambda self, perm, obj=None: True)
    projects = frozenset(Project.objects.values_list("pk", flat=True))
    everywhere = frozenset(Subproject.objects.values_list("pk", flat=True))
    units = frozenset(Unit.objects.values_list("pk", flat=True))
    monkeypatch.setattr(
        "subprojects.roles._read",
        lambda user, day: Roles(
            day=day,
            hr_subprojects=everywhere,
            led_subprojects=everywhere,
            managed_units=units,
            office_projects=projects,
            evaluated_projects=projects,
            is_administrator=True,
        ),
    )
    return signed_in


def text_of(response: Any) -> str:
    if response.streaming:
        return b"".join(response.streaming_content).decode("utf-8", "replace")
    return str(response.content.decode("utf-8", "replace"))


def foreign(text: str, person: str) -> list[str]:
    return [canary for canary, people in LET_THROUGH.items() if canary in text and person not in people]


def asked(client: Client, entry: Route, url: str) -> str:
    """What the answer holds. What the request did is taken back, so that each person meets the same rows."""
    with transaction.atomic():
        text = text_of(getattr(client, entry.method)(url, dict(entry.data)))
        transaction.set_rollback(True)
    return text


@pytest.mark.parametrize("entry", ACCESS, ids=lambda entry: entry.name)
def test_no_page_shows_what_is_foreign(entry: Route, world: World, unfiltered: SignedIn) -> None:
    url = address(entry, world)
    shown = {
        person: foreign(asked(unfiltered.client(person), entry, url), person)
        for person in sorted(world.people)
    }
    note("without the filters, requests", len(shown))

    assert shown == {person: [] for person in world.people}


@pytest.mark.parametrize("name", LISTS)
def test_no_list_and_no_file_of_a_list_holds_what_is_foreign(
    name: str, world: World, unfiltered: SignedIn
) -> None:
    found: dict[str, str] = {}
    for person in sorted(world.people):
        client = unfiltered.client(person)
        for query in ({"view": "all"}, {"view": "all", "format": "csv"}, {"q": "or"}):
            text = text_of(client.get(reverse(name), query))
            assert foreign(text, person) == [], query
            found[person] = found.get(person, "") + text

    assert "Nordin" in found["hr_own"], "the filter is off and the row is there: it could have leaked"
    assert "Söderkanin" in found["hr_other"]
    assert "Nordin" in found["manager_own"]


def test_with_the_filter_off_a_person_still_finds_the_own_rows(world: World, unfiltered: SignedIn) -> None:
    """The test would prove nothing if the pages only failed."""
    case = next(entry for entry in ACCESS if entry.name == "cases:case_detail")
    url = address(case, world)
    text = asked(unfiltered.client("hr_own"), case, url)

    assert BACKGROUND in text
    assert HR_NOTE in text
    assert "Nordin" in text
    assert unfiltered.client("hr_other").get(url).status_code == 404


# Commands that ask for nobody's rows: shape and accounts of the installation, catalogues, made-up worlds.
WITHOUT_ROWS = {
    "bench",
    "bench_log",
    "check_translations",
    "compile_catalogs",
    "create_administrator",
    "demo_data",
    "flush",
    "make_sealing_key",
    "measure_sign_in",
    "pseudonymise",
    "rotate_keys",
    "migrate",
    "provision_database",
    "cut_reading_log",
    "reading_log_months",
    "serve",
}
WITH_ROWS = {"absence_trend", "import_absence", "progress_report", "verify_reading_log", "affected_people"}


def test_every_command_is_known_here() -> None:
    ours = {
        name
        for name, app in get_commands().items()
        if isinstance(app, str) and app.split(".")[0] in {"experio", "subprojects", "cases", "reports"}
    }

    assert ours == WITHOUT_ROWS | WITH_ROWS


def run(*words: str) -> str:
    out = StringIO()
    try:
        call_command(*words, stdout=out, stderr=out)
    except (CommandError, SystemExit) as error:
        out.write(str(error))
    return out.getvalue()


def test_commands_show_no_person_of_another_employer(
    world: World, unfiltered: SignedIn, tmp_path: Path
) -> None:
    file = tmp_path / "absence.csv"
    file.write_text("anställningsnummer;från;till;omfattning\nN100;2021-03-01;2021-03-05;100\n")
    report = tmp_path / "report.json"
    said = [
        run("import_absence", str(file), "--subproject=south", "--dry-run", "--json"),
        run("import_absence", str(file), "--subproject=south", "--json"),
        run("absence_trend", "--from=2021-01", "--to=2021-11", "--project=worklab", "--json"),
        run("absence_trend", "--from=2021-01", "--to=2021-11", "--unit=north-ward", "--json"),
        run(
            "progress_report",
            "worklab",
            "--from=2021-01",
            "--to=2021-11",
            "--format=json",
            f"--output={report}",
        ),
        report.read_text(),
        run("verify_reading_log", "--json"),
    ]

    for text in said:
        assert not [canary for canary in LET_THROUGH if canary in text and canary != "CANARY-SOUTH-UNIT"]
    assert json.JSONDecoder().raw_decode(said[0])[0]["error"], "the number is unknown to South"
    with working_for(world.north.pk):
        assert not StaffMember.objects.get(employee_number="N100").sick_leave_episodes.filter(
            first_day="2021-03-01"
        )


CALLERS_FOR_EVERY_EMPLOYER = {
    "cases/management/commands/affected_people.py",
    "experio/accounts/management/commands/create_administrator.py",
    "experio/audit/cuts.py",
    "experio/demo/log_world.py",
    "experio/management/commands/bench_log.py",
    "experio/management/commands/cut_reading_log.py",
    "experio/management/commands/reading_log_months.py",
    "experio/management/commands/verify_reading_log.py",
    "experio/sealing/checks.py",
    "experio/sealing/migrating.py",
    "experio/sealing/rotation.py",
    "experio/test_copies/pseudonymise.py",
}


def test_only_these_work_for_every_employer() -> None:
    root = Path(__file__).resolve().parents[3]
    calling = {
        str(path.relative_to(root))
        for app in ("experio", "subprojects", "cases", "reports")
        for path in (root / app).rglob("*.py")
        if "working_for_every_employer" in path.read_text() and path.name != "scope.py"
    }

    assert calling == CALLERS_FOR_EVERY_EMPLOYER
