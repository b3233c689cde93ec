"""Who would have to wait too long for others in the database is told so, and nothing of it is saved."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from cases.models import JournalNote
from experio.accounts.models import User
from experio.audit.models import Reading
from experio.database import owner_session
from experio.outside import patience
from experio.outside.patience import Limits
from subprojects.models import Role, StaffMember
from tests.cast import holding
from tests.factories import CaseFactory, EmploymentFactory, UnitFactory

pytestmark = pytest.mark.usefixtures("transactional_db")


@pytest.fixture(autouse=True)
def little_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "PAGE", Limits(statement=0.6, lock=0.2, silence=20.0))


@pytest.fixture
def person(transactional_db: None) -> StaffMember:
    return EmploymentFactory(unit=UnitFactory(), staff_member__last_name="Before").staff_member


@pytest.fixture
def officer(person: StaffMember) -> User:
    return holding(Role.HR_OFFICER, "hr.waiting", subproject=person.subproject)


@pytest.fixture
def client(officer: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@contextmanager
def somebody_else(statement: str, parameters: Any = ()) -> Iterator[None]:
    """Another transaction that has done this and does not end before the block does."""
    with owner_session() as other:
        other.execute(statement, parameters)  # type: ignore[arg-type]
        yield
        other.rollback()


def is_put_off(answer: Any) -> bool:
    """503, when to come again, and the number to tell."""
    number = answer.headers.get("X-Request-ID", "")
    return (
        answer.status_code == 503
        and int(answer.headers["Retry-After"]) > 0
        and len(number) == 10
        and number in answer.content.decode()
    )


def edit(client: Client, person: StaffMember) -> Any:
    page = reverse("cases:staff_edit", args=[person.key])
    form = client.get(page).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    rows = {"employments-TOTAL_FORMS": 0, "employments-INITIAL_FORMS": 0}
    return client.post(page, {**typed, **rows, "last_name": "After"})


def test_a_row_that_somebody_holds(client: Client, person: StaffMember) -> None:
    lock = "SELECT 1 FROM subprojects_staffmember WHERE id = %s FOR UPDATE"
    with somebody_else(lock, [person.pk]):
        answer = edit(client, person)

    assert is_put_off(answer)
    person.refresh_from_db()
    assert person.last_name == "Before"
    assert not Reading.objects.filter(act="changed").exists()

    assert edit(client, person).status_code == 302
    person.refresh_from_db()
    assert person.last_name == "After"


def test_a_table_that_is_being_rebuilt(client: Client, person: StaffMember, officer: User) -> None:
    case = CaseFactory(staff_member=person, responsible_officer=officer)
    page = reverse("cases:case_detail", args=[case.number])
    with somebody_else(f"LOCK TABLE {JournalNote._meta.db_table} IN ACCESS EXCLUSIVE MODE"):
        answer = client.get(page)

    assert is_put_off(answer)
    assert client.get(page).status_code == 200


def test_the_server_is_told_how_long_a_page_waits(
    client: Client, person: StaffMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a slow machine cannot blur: the limits that hold on the server while a page is made."""
    told: list[str] = []

    def ask(*args: Any) -> None:
        with connection.cursor() as cursor:
            for name in ("statement_timeout", "lock_timeout"):
                cursor.execute(f"SHOW {name}")
                told.append(cursor.fetchone()[0])

    with monkeypatch.context() as watched:
        watched.setattr("cases.views.staff.note_person", ask)
        watched.setattr(patience, "PAGE", Limits(statement=3.5, lock=3.0, silence=20.0))
        client.get(person.get_absolute_url())

    assert told == ["3500ms", "3s"]


def test_a_question_without_end(client: Client, person: StaffMember, monkeypatch: pytest.MonkeyPatch) -> None:
    def ask(*args: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(3600)")

    with monkeypatch.context() as slow:
        slow.setattr("cases.views.staff.note_person", ask)
        answer = client.get(person.get_absolute_url())

    assert is_put_off(answer)
    assert client.get(person.get_absolute_url()).status_code == 200
