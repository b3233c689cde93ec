"""What a row of the reading log says, and that rows can only be added."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse

from experio.addresses import client_address
from experio.audit.middleware import KeepReadingLog, NobodySaidWhoseDataThisIs, ReadingCannotBeKept
from experio.audit.models import Reading
from experio.audit.readings import Act, note_reading, noted_on
from experio.audit.rights import TOLD
from experio.audit.routes import ABOUT_NOBODY
from tests.database.test_access_matrix import names
from tests.factories import TODAY, CaseFactory, StaffMemberFactory, sick_leave


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def only_row() -> Reading:
    return Reading.objects.get()


def test_a_page_of_a_person_is_one_row_with_everything(hr_north, nurse, north) -> None:
    signed_in(hr_north).get(reverse("cases:staff_detail", args=[nurse.key]), {"q": "canary"})

    row = only_row()
    assert (row.actor, row.act, row.people, row.employers) == (hr_north, "read", [nurse.pk], [north.pk])
    assert (row.route, row.method, row.status) == ("cases:staff_detail", "GET", 200)
    assert row.path == f"/staff/{nurse.key}/", "never what was asked behind the question mark"
    assert row.capacity == "hr_officer:North"
    assert (row.address, len(row.session), row.on_behalf_of) == ("127.0.0.1", 32, None)


def test_a_list_holds_everybody_on_the_page_and_a_file_everybody_in_it(hr_north, nurse, teacher) -> None:
    client = signed_in(hr_north)

    client.get(reverse("cases:staff_list"))
    client.get(reverse("cases:staff_list"), {"q": nurse.last_name})
    client.get(reverse("cases:staff_list"), {"format": "csv"})

    everybody = sorted([nurse.pk, teacher.pk])
    rows = Reading.objects.order_by("pk").values_list("act", "people")
    assert list(rows) == [("list", everybody), ("search", [nurse.pk]), ("export", everybody)]


def test_a_page_of_the_list_is_about_those_on_it_alone(hr_north, ward, monkeypatch) -> None:
    from tests.factories import EmploymentFactory

    people = [
        EmploymentFactory(unit=ward, staff_member=StaffMemberFactory(subproject=ward.subproject)).staff_member
        for _ in range(4)
    ]
    monkeypatch.setattr("cases.views.staff.ROWS_A_PAGE", 3)

    signed_in(hr_north).get(reverse("cases:staff_list"), {"page": 2})

    row = only_row()
    assert len(row.people) == 1
    assert set(row.people) < {person.pk for person in people}


@pytest.mark.parametrize(
    ("address", "method", "htmx"),
    [
        ("cases:staff_search", "get", True),
        ("cases:staff_list", "get", True),
        ("cases:staff_list", "head", False),
    ],
)
def test_fragments_and_heads_are_pages_too(hr_north, nurse, address, method, htmx) -> None:
    headers = {"HX-Request": "true"} if htmx else {}

    getattr(signed_in(hr_north), method)(reverse(address), {"q": nurse.last_name}, headers=headers)

    assert only_row().people == [nurse.pk]


def test_a_change_is_told_with_its_person(hr_north, nurse) -> None:
    episode = sick_leave(nurse, TODAY)

    signed_in(hr_north).post(
        reverse("cases:sick_leave_end", args=[nurse.key, episode.pk]), {"last_day": TODAY.isoformat()}
    )

    row = only_row()
    assert (row.act, row.people, row.status) == ("changed", [nurse.pk], 302)


def test_a_form_that_comes_back_was_read_and_changed_nothing(hr_north, nurse) -> None:
    episode = sick_leave(nurse, TODAY)

    signed_in(hr_north).post(
        reverse("cases:sick_leave_end", args=[nurse.key, episode.pk]), {"last_day": "hello"}
    )

    assert (only_row().act, only_row().people) == ("read", [nurse.pk])


def test_a_refused_deed_keeps_its_row_and_nothing_else(manager_ward, nurse) -> None:
    episode = sick_leave(nurse, TODAY)

    answer = signed_in(manager_ward).post(
        reverse("cases:sick_leave_end", args=[nurse.key, episode.pk]), {"last_day": TODAY.isoformat()}
    )

    episode.refresh_from_db()
    assert (answer.status_code, episode.last_day) == (403, None)
    assert (only_row().act, only_row().people, only_row().status) == ("denied", [nurse.pk], 403)


def test_a_strangers_refusal_is_told_of_the_strangers_employer(hr_south, south, nurse) -> None:
    signed_in(hr_south).get(reverse("cases:staff_detail", args=[nurse.key]))

    row = only_row()
    assert (row.act, row.people, row.employers, row.status) == ("denied", [], [south.pk], 404)


def test_who_works_a_lent_case_reads_on_behalf_of_who_lent_it(world_of_lending) -> None:
    case, lender, receiver = world_of_lending

    signed_in(receiver).get(case.get_absolute_url())

    row = only_row()
    assert (row.actor, row.on_behalf_of, row.case) == (receiver, lender, case.pk)
    assert row.employers == [case.subproject_id]


@pytest.fixture
def world_of_lending(hr_north, hr_south, nurse):
    from datetime import timedelta

    from cases.actions.delegation import accept_delegation, delegate_case

    case = CaseFactory(staff_member=nurse, responsible_officer=hr_north)
    delegation = delegate_case(
        case=case,
        to_user=hr_south,
        delegated_by=hr_north,
        first_day=TODAY,
        last_day=TODAY + timedelta(days=3),
        reason="Holiday",
        today=TODAY,
    )
    accept_delegation(delegation=delegation, today=TODAY)
    return case, hr_north, hr_south


def test_a_stated_purpose_is_kept() -> None:
    request = RequestFactory().get("/")
    note_reading(request, Act.READ, people=[1], purpose="  Asked by the person ")
    note_reading(request, Act.EXPORT, people=[2], employer=7)

    noted = noted_on(request)
    assert (noted.act, noted.people, noted.employers) == (Act.EXPORT, {1, 2}, {7})
    assert noted.purpose == "Asked by the person"


def forgetful(change) -> KeepReadingLog:
    def view(request):
        change()
        return HttpResponse("somebody's page")

    return KeepReadingLog(view)


def request_of(user, route: str = "cases:staff_detail"):
    class Match:
        view_name = route

    request = RequestFactory().get("/staff/x/")
    request.user, request.resolver_match = user, Match()
    return request


def test_a_page_that_says_nothing_is_refused_with_everything_it_changed(hr_north, nurse) -> None:
    def change() -> None:
        type(nurse).objects.filter(pk=nurse.pk).update(last_name="Changed")

    with pytest.raises(NobodySaidWhoseDataThisIs), transaction.atomic():
        forgetful(change)(request_of(hr_north))

    nurse.refresh_from_db()
    assert (nurse.last_name, Reading.objects.count()) == ("Nordin", 0)


def test_a_page_about_nobody_may_say_nothing(hr_north) -> None:
    with transaction.atomic():
        answer = forgetful(lambda: None)(request_of(hr_north, "reports:absence_trend"))

    assert (answer.status_code, Reading.objects.count()) == (200, 0)


def test_a_page_whose_row_cannot_be_written_is_not_shown_and_changes_nothing(hr_north, nurse) -> None:
    def view(request):
        type(nurse).objects.filter(pk=nurse.pk).update(last_name="Changed")
        note_reading(request, Act.CHANGED, people=[2**70])
        return HttpResponse("done")

    with pytest.raises(ReadingCannotBeKept), transaction.atomic():
        KeepReadingLog(view)(request_of(hr_north))

    nurse.refresh_from_db()
    assert nurse.last_name == "Nordin"


def test_an_error_shows_nothing_and_leaves_no_row(hr_north, nurse, monkeypatch) -> None:
    def breaks(*args, **kwargs):
        raise RuntimeError("broken")

    monkeypatch.setattr("cases.views.staff.episodes_for_reader", breaks)
    client = signed_in(hr_north)
    client.raise_request_exception = False

    assert client.get(reverse("cases:staff_detail", args=[nurse.key])).status_code == 500
    assert Reading.objects.count() == 0


def test_every_route_about_nobody_exists() -> None:
    from django.urls import get_resolver

    assert set(ABOUT_NOBODY) - names(get_resolver()) == set()


CHANGES = [
    "UPDATE audit_reading SET act = 'read'",
    "DELETE FROM audit_reading",
    "TRUNCATE audit_reading",
    "INSERT INTO audit_reading (at) VALUES (now())",
    "INSERT INTO audit_reading (hash) VALUES ('')",
    "INSERT INTO audit_reading_other (actor_id) VALUES (1)",
    "UPDATE audit_readinghead SET position = 0",
    "INSERT INTO audit_readinghead VALUES (77, 0, '')",
    "DELETE FROM audit_readinghead",
    "ALTER TABLE audit_reading DISABLE TRIGGER ALL",
    "DROP TABLE audit_reading",
    "SELECT * FROM audit_reading_other",
]


@pytest.mark.parametrize("statement", CHANGES)
def test_the_app_role_may_add_and_nothing_else(statement: str, hr_north) -> None:
    signed_in(hr_north).get(reverse("cases:start"))
    before = list(Reading.objects.values_list())

    refused = pytest.raises(DatabaseError, match="permission denied|must be owner")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert list(Reading.objects.values_list()) == before


def test_what_the_app_role_may_tell_is_every_column_but_the_databases_own() -> None:
    columns = {field.column for field in Reading._meta.concrete_fields}

    assert columns - set(TOLD) == {"id", "at", "lane", "position", "hash"}


@pytest.mark.parametrize(
    ("trusted", "forwarded", "address"),
    [
        (0, "", "10.0.0.9"),
        (0, "203.0.113.7", "10.0.0.9"),
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        (2, "198.51.100.1, 203.0.113.7", "198.51.100.1"),
        (2, "203.0.113.7", "10.0.0.9"),
        (1, "<script>", ""),
        (1, "2001:db8::1", "2001:db8::1"),
    ],
)
def test_only_proxies_of_ones_own_are_believed(trusted: int, forwarded: str, address: str) -> None:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR="10.0.0.9")

    with override_settings(TRUSTED_PROXIES=trusted):
        assert client_address(request) == address


def test_nobody_can_tell_a_reading_without_who(db: None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO audit_reading (act) VALUES ('read')")
