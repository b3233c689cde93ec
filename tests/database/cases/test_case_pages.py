"""The case pages: who reaches them, what they show, and what they never show."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from cases.actions.delegation import accept_delegation, delegate_case
from cases.actions.protection import protect_identity
from cases.models import Case, Delegation, JournalNote
from experio.accounts.models import User
from experio.queries import is_framing
from subprojects.models import Role, StaffMember, Subproject, Unit
from tests.cast import holding
from tests.factories import (
    TODAY,
    CaseFactory,
    EmploymentFactory,
    JournalNoteFactory,
    StaffMemberFactory,
    sick_leave,
)

BACKGROUND = "Kanariebakgrund"
HR_NOTE = "Kanariejournal"
SHARED_NOTE = "Anpassade uppgifter från måndag."
DIAGNOSIS = "F438"


@pytest.fixture
def case(nurse: StaffMember, hr_north: User, manager_ward: User) -> Case:
    episode = sick_leave(nurse, date(2021, 10, 4), diagnosis_code=DIAGNOSIS)
    case = CaseFactory(
        staff_member=nurse,
        responsible_officer=hr_north,
        manager=manager_ward,
        episode=episode,
        background=BACKGROUND,
    )
    JournalNoteFactory(case=case, text=HR_NOTE, written_by=hr_north)
    JournalNoteFactory(case=case, text=SHARED_NOTE, visibility="hr_and_manager", written_by=hr_north)
    return case


def page(case: Case, name: str = "case_detail", *more: Any) -> str:
    return reverse(f"cases:{name}", args=[case.number, *more])


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def queries_of(client: Client, url: str) -> int:
    """Queries of a page, the test's own savepoints left out."""
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(url).status_code == 200
    return sum(not is_framing(query["sql"]) for query in seen.captured_queries)


# --- who reaches what ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("hr_north", 200),
        ("manager_ward", 200),
        ("employee", 302),
        ("hr_south", 404),
        ("lead_north", 404),
        ("office", 404),
        ("evaluator", 404),
        ("administrator", 404),
        ("nobody", 404),
    ],
)
def test_the_case_page_is_for_those_who_work_with_the_case(
    who: str, status: int, case: Case, request: pytest.FixtureRequest
) -> None:
    assert signed_in(request.getfixturevalue(who)).get(page(case)).status_code == status


@pytest.mark.parametrize("name", ["case_edit", "case_plan", "case_hand_over", "case_close", "case_delegate"])
@pytest.mark.parametrize(
    ("who", "status"), [("hr_north", 200), ("manager_ward", 403), ("employee", 403), ("hr_south", 404)]
)
def test_changing_a_case_is_the_officers(
    name: str, who: str, status: int, case: Case, request: pytest.FixtureRequest
) -> None:
    client = signed_in(request.getfixturevalue(who))

    assert client.get(page(case, name)).status_code == status


@pytest.mark.parametrize(
    ("who", "status"),
    [("hr_north", 200), ("manager_ward", 200), ("employee", 403), ("office", 403), ("nobody", 403)],
)
def test_the_list_of_cases_is_for_officers_and_managers(
    who: str, status: int, case: Case, request: pytest.FixtureRequest
) -> None:
    assert signed_in(request.getfixturevalue(who)).get(reverse("cases:case_list")).status_code == status


def test_a_case_of_another_employer_is_in_no_list(case: Case, hr_south: User) -> None:
    client = signed_in(hr_south)
    for view in ("mine", "all", "closed", "delegated"):
        for file_format in ("", "csv", "xlsx"):
            answer = client.get(
                reverse("cases:case_list"), {"view": view, "format": file_format, "q": case.number}
            )
            assert answer.status_code == 200
            if file_format == "xlsx":
                book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
                assert "Nordin" not in str(book.get_sheet_by_index(0).to_python())
            else:
                assert "Nordin" not in answer.content.decode()
                assert f"/cases/{case.number}/" not in answer.content.decode()


# --- what a manager never gets ---------------------------------------------------------------

CANARIES = (BACKGROUND, HR_NOTE, DIAGNOSIS, "F43.8")


def manager_urls(case: Case) -> list[str]:
    listing = reverse("cases:case_list")
    return [
        page(case),
        page(case, "case_history"),
        listing,
        f"{listing}?view=unit",
        f"{listing}?view=closed",
        f"{listing}?view=all",
        f"{listing}?q={BACKGROUND}",
        f"{listing}?format=csv",
        reverse("cases:start"),
    ]


def test_a_manager_finds_no_health_on_any_page_or_in_any_file(case: Case, manager_ward: User) -> None:
    client = signed_in(manager_ward)

    for url in manager_urls(case):
        answer = client.get(url)
        assert answer.status_code == 200, url
        text = answer.content.decode().replace(f"?q={BACKGROUND}", "").replace(f'value="{BACKGROUND}"', "")
        assert [canary for canary in CANARIES if canary in text] == [], url
    answer = client.get(reverse("cases:case_list"), {"format": "xlsx"})
    cells = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert any(case.number in row for row in cells)
    assert not any(canary in str(cells) for canary in CANARIES)


def test_the_managers_pages_never_even_ask_for_health(case: Case, manager_ward: User) -> None:
    client = signed_in(manager_ward)

    with CaptureQueriesContext(connection) as seen:
        for url in manager_urls(case):
            assert client.get(url).status_code == 200, url

    asked = " ".join(query["sql"] for query in seen.captured_queries)
    assert "diagnosis_code" not in asked
    assert '"background"' not in asked


def test_the_officer_reads_all_of_it(case: Case, hr_north: User) -> None:
    text = signed_in(hr_north).get(page(case)).content.decode()

    for words in (BACKGROUND, HR_NOTE, SHARED_NOTE, "F43.8"):
        assert words in text


def test_the_manager_reads_the_shared_note_and_the_dates(case: Case, manager_ward: User) -> None:
    text = signed_in(manager_ward).get(page(case)).content.decode()

    assert SHARED_NOTE in text
    assert "Nora Nordin" in text
    assert "100\N{NO-BREAK SPACE}%" in text


def test_the_person_is_led_to_the_own_page_which_has_no_notes(
    case: Case, employee: User, hr_north: User
) -> None:
    answer = signed_in(employee).get(page(case), follow=True)

    text = answer.content.decode()
    assert answer.request["PATH_INFO"] == reverse("cases:own_page")
    assert case.number in text
    assert str(hr_north) in text
    for words in (BACKGROUND, HR_NOTE, SHARED_NOTE):
        assert words not in text


@pytest.mark.parametrize("who", ["hr_north", "manager_ward", "office", "nobody"])
def test_the_own_page_is_for_employees(who: str, request: pytest.FixtureRequest) -> None:
    assert signed_in(request.getfixturevalue(who)).get(reverse("cases:own_page")).status_code == 403


# --- logging a case --------------------------------------------------------------------------


def new_case(person: StaffMember) -> str:
    return reverse("cases:case_add", args=[person.key])


def typed(officer: User, **more: Any) -> dict[str, Any]:
    return {
        "reason": "long_absence",
        "opened_on": TODAY.isoformat(),
        "responsible_officer": officer.pk,
        "background": "",
        **more,
    }


def test_an_officer_logs_a_case_from_an_episode(
    nurse: StaffMember, hr_north: User, manager_ward: User
) -> None:
    episode = sick_leave(nurse, date(2021, 10, 4))
    client = signed_in(hr_north)

    form = client.get(new_case(nurse), {"episode": episode.pk}).context["form"]
    assert form.initial == {
        "opened_on": TODAY,
        "responsible_officer": hr_north.pk,
        "manager": manager_ward.pk,
        "episode": episode.pk,
    }
    answer = client.post(new_case(nurse), typed(hr_north, episode=episode.pk, manager=manager_ward.pk))

    case = Case.objects.get()
    assert answer.headers["Location"] == page(case)
    assert (case.number, case.episode, case.manager) == ("north-2021-0001", episode, manager_ward)


def test_a_form_sent_twice_opens_one_case(nurse: StaffMember, hr_north: User) -> None:
    client = signed_in(hr_north)
    client.post(new_case(nurse), typed(hr_north))

    again = client.post(new_case(nurse), typed(hr_north))

    assert again.status_code == 200
    assert again.context["form"].non_field_errors()
    assert Case.objects.count() == 1
    assert client.get(new_case(nurse)).headers["Location"] == page(Case.objects.get())


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"opened_on": (TODAY + timedelta(days=1)).isoformat()}, "opened_on"),
        ({"opened_on": "2021-13-01"}, "opened_on"),
        ({"reason": ""}, "reason"),
        ({"reason": "boredom"}, "reason"),
        ({"background": "x" * 10_001}, "background"),
    ],
)
def test_a_wrong_entry_is_told_beside_its_field(
    wrong: dict[str, Any], field: str, nurse: StaffMember, hr_north: User
) -> None:
    answer = signed_in(hr_north).post(new_case(nurse), typed(hr_north, **wrong))

    assert list(answer.context["form"].errors) == [field]
    assert not Case.objects.exists()


def test_another_employers_officer_or_episode_cannot_be_chosen(
    nurse: StaffMember, teacher: StaffMember, hr_north: User, hr_south: User
) -> None:
    other = sick_leave(teacher, date(2021, 10, 4))

    answer = signed_in(hr_north).post(new_case(nurse), typed(hr_south, episode=other.pk))

    assert set(answer.context["form"].errors) == {"responsible_officer", "episode"}


@pytest.mark.parametrize(("who", "status"), [("manager_ward", 403), ("hr_south", 404), ("office", 404)])
def test_only_the_employers_officers_log_cases(
    who: str, status: int, nurse: StaffMember, request: pytest.FixtureRequest
) -> None:
    client = signed_in(request.getfixturevalue(who))

    assert client.get(new_case(nurse)).status_code == status
    assert client.post(new_case(nurse), {}).status_code == status


# --- working a case --------------------------------------------------------------------------


def test_the_officer_corrects_plans_hands_over_and_closes(
    case: Case, hr_north: User, north: Subproject
) -> None:
    client = signed_in(hr_north)
    colleague = holding(Role.HR_OFFICER, "hr.north.2", subproject=north)

    client.post(
        page(case, "case_edit"),
        {
            "reason": "own_request",
            "opened_on": "2021-11-01",
            "background": "New.",
            "manager": "",
            "episode": "",
        },
    )
    client.post(page(case, "case_plan"), {"plan_made_on": "2021-11-02", "no_plan_reason": ""})
    client.post(page(case, "case_hand_over"), {"to_officer": colleague.pk})
    client.post(page(case, "case_close"), {"outcome": "own_job", "closed_on": "2021-11-20"})

    case = Case.objects.get()
    assert (case.reason, case.opened_on, case.background) == ("own_request", date(2021, 11, 1), "New.")
    assert case.plan_made_on == date(2021, 11, 2)
    assert case.responsible_officer == colleague
    assert (case.outcome, case.closed_on) == ("own_job", date(2021, 11, 20))
    history = client.get(page(case, "case_history")).content.decode()
    assert str(colleague) in history


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("case_plan", {"plan_made_on": "", "no_plan_reason": ""}),
        ("case_close", {}),
        ("case_plan", {"plan_made_on": "2021-11-02", "no_plan_reason": "back_within_60_days"}),
        ("case_close", {"outcome": "own_job", "closed_on": "2021-11-01"}),
        ("case_close", {"outcome": "", "closed_on": "2021-11-20"}),
        ("case_hand_over", {"to_officer": ""}),
        ("case_delegate", {"to_user": "", "first_day": "", "last_day": "", "reason": ""}),
    ],
)
def test_what_cannot_be_done_is_explained_and_nothing_is_saved(
    name: str, wrong: dict[str, Any], case: Case, hr_north: User
) -> None:
    before = Case.objects.values().get()

    answer = signed_in(hr_north).post(page(case, name), wrong)

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert Case.objects.values().get() == before


def test_a_closed_case_offers_no_deeds(case: Case, hr_north: User) -> None:
    Case.objects.update(closed_on=TODAY, outcome="own_job")
    client = signed_in(hr_north)

    assert client.get(page(case)).status_code == 200
    for name in ("case_edit", "case_plan", "case_hand_over", "case_close", "case_delegate"):
        assert client.get(page(case, name)).headers["Location"] == page(case)


# --- the journal -----------------------------------------------------------------------------


def note_saying(text: str) -> JournalNote:
    """The note with these words; the database cannot look for them, since they are sealed."""
    [found] = [note for note in JournalNote.objects.all() if note.text == text]
    return found


def note(**more: Any) -> dict[str, Any]:
    return {
        "kind": "contact",
        "happened_on": "2021-11-22",
        "visibility": "hr_only",
        "text": "Ringde.",
        **more,
    }


def test_a_note_is_added_with_and_without_script(case: Case, hr_north: User) -> None:
    client = signed_in(hr_north)

    plain = client.post(page(case, "note_add"), note())
    quick = client.post(page(case, "note_add"), note(text="Mötte."), headers={"HX-Request": "true"})

    assert plain.headers["Location"] == f"{page(case)}#journal"
    assert "Mötte." in quick.content.decode()
    assert "<html" not in quick.content.decode()


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_an_empty_note_is_told_where_it_is_written(
    headers: dict[str, str], case: Case, hr_north: User
) -> None:
    answer = signed_in(hr_north).post(page(case, "note_add"), note(text=" "), headers=headers)

    assert answer.context["note_form"].errors["text"]
    assert JournalNote.objects.count() == 2


def test_a_managers_note_is_always_shared(case: Case, manager_ward: User) -> None:
    signed_in(manager_ward).post(page(case, "note_add"), note(text="Pratade om arbetet."))

    assert note_saying("Pratade om arbetet.").visibility == "hr_and_manager"


def test_the_quick_answer_to_a_manager_holds_shared_notes_only(case: Case, manager_ward: User) -> None:
    answer = signed_in(manager_ward).post(page(case, "note_add"), note(), headers={"HX-Request": "true"})

    assert SHARED_NOTE in answer.content.decode()
    assert HR_NOTE not in answer.content.decode()


def test_a_corrected_note_is_struck_through(case: Case, hr_north: User) -> None:
    old = note_saying(SHARED_NOTE)
    client = signed_in(hr_north)

    client.post(page(case, "note_correct", old.pk), note(text="Från tisdag.", visibility="hr_and_manager"))

    assert f"<s>{SHARED_NOTE}</s>" in client.get(page(case)).content.decode()


def test_a_manager_corrects_own_notes_only(case: Case, manager_ward: User) -> None:
    own = JournalNoteFactory(case=case, visibility="hr_and_manager", written_by=manager_ward)
    shared, hidden = (note_saying(text) for text in (SHARED_NOTE, HR_NOTE))
    client = signed_in(manager_ward)

    assert client.get(page(case, "note_correct", own.pk)).status_code == 200
    assert client.get(page(case, "note_correct", shared.pk)).status_code == 403
    assert client.get(page(case, "note_correct", hidden.pk)).status_code == 404


def test_the_person_does_not_write_in_the_journal(case: Case, employee: User) -> None:
    assert signed_in(employee).post(page(case, "note_add"), note()).status_code == 403


def test_the_journal_is_narrowed_to_one_visibility(case: Case, hr_north: User, manager_ward: User) -> None:
    client = signed_in(hr_north)

    shared = client.get(page(case), {"notes": "hr_and_manager"}).content.decode()
    hidden = client.get(page(case), {"notes": "hr_only"}).content.decode()

    assert SHARED_NOTE in shared
    assert HR_NOTE not in shared
    assert HR_NOTE in hidden
    assert SHARED_NOTE not in hidden
    assert HR_NOTE not in signed_in(manager_ward).get(page(case), {"notes": "hr_only"}).content.decode()


# --- delegation ------------------------------------------------------------------------------


def lending(to: User, **more: Any) -> dict[str, Any]:
    return {
        "to_user": to.pk,
        "first_day": TODAY.isoformat(),
        "last_day": (TODAY + timedelta(days=5)).isoformat(),
        "reason": "Semester",
        **more,
    }


def test_a_case_is_asked_accepted_worked_and_taken_back(case: Case, hr_north: User, hr_south: User) -> None:
    lender, receiver = signed_in(hr_north), signed_in(hr_south)

    lender.post(page(case, "case_delegate"), lending(hr_south))
    delegation = Delegation.objects.get()
    assert receiver.get(page(case)).status_code == 404

    accepted = receiver.post(reverse("cases:delegation_accept", args=[delegation.pk]))
    assert accepted.headers["Location"] == page(case)
    text = receiver.get(page(case)).content.decode()
    assert BACKGROUND in text
    assert "F43.8" in text
    assert f'href="{reverse("cases:staff_detail", args=[case.staff_member.key])}"' not in text
    assert case.number in receiver.get(reverse("cases:case_list"), {"view": "delegated"}).content.decode()
    episode = receiver.get(case.episode.get_absolute_url())
    assert episode.status_code == 200
    assert receiver.get(reverse("cases:staff_detail", args=[case.staff_member.key])).status_code == 404
    assert receiver.get(page(case, "case_delegate")).status_code == 403
    assert receiver.post(page(case, "note_add"), note(text="Som ersättare.")).status_code == 302
    assert receiver.post(reverse("cases:delegation_take_back", args=[delegation.pk])).status_code == 403

    taken = lender.post(reverse("cases:delegation_take_back", args=[delegation.pk]))
    assert taken.status_code == 302
    assert receiver.get(page(case)).status_code == 404


@pytest.mark.parametrize("where", ["start", "case_list"])
def test_a_request_names_neither_the_person_nor_health(
    where: str, case: Case, hr_north: User, hr_south: User
) -> None:
    asked(case, hr_north, hr_south)

    text = signed_in(hr_south).get(reverse(f"cases:{where}"), {"view": "delegated"}).content.decode()

    assert case.number in text
    assert "Semester" in text
    assert str(hr_north) in text
    for words in ("Nordin", "N100", *CANARIES):
        assert words not in text


def test_declining_is_told_to_the_lender(case: Case, hr_north: User, hr_south: User) -> None:
    delegation = asked(case, hr_north, hr_south)
    signed_in(hr_south).post(reverse("cases:delegation_decline", args=[delegation.pk]))

    assert "avböjd" in signed_in(hr_north).get(page(case)).content.decode()


def test_only_the_asked_person_answers(
    case: Case, hr_north: User, hr_south: User, manager_ward: User, nobody: User
) -> None:
    delegation = asked(case, hr_north, hr_south)

    for name in ("delegation_accept", "delegation_decline"):
        url = reverse(f"cases:{name}", args=[delegation.pk])
        assert signed_in(hr_north).post(url).status_code == 403
        assert signed_in(manager_ward).post(url).status_code == 404
        assert signed_in(nobody).post(url).status_code == 404
        assert signed_in(hr_south).get(url).status_code == 405


def test_an_answer_that_comes_too_late_is_explained(case: Case, hr_north: User, hr_south: User) -> None:
    delegation = asked(case, hr_north, hr_south)
    signed_in(hr_north).post(reverse("cases:delegation_take_back", args=[delegation.pk]))

    answer = signed_in(hr_south).post(reverse("cases:delegation_accept", args=[delegation.pk]))

    assert answer.headers["Location"] == reverse("cases:start")
    assert [message.level_tag for message in get_messages(answer.wsgi_request)] == ["error"]


def test_who_can_see_the_case_is_said_with_the_reason(
    case: Case, hr_north: User, hr_south: User, manager_ward: User, ward: Unit
) -> None:
    accept_delegation(delegation=asked(case, hr_north, hr_south), today=TODAY)

    readers = signed_in(hr_north).get(page(case)).context["story"].readers

    assert [(reader.name, reader.reads_health) for reader in readers] == [
        (str(hr_north), True),
        (str(manager_ward), False),
        (str(hr_south), True),
    ]


def asked(case: Case, by: User, to: User) -> Delegation:
    return delegate_case(
        case=case,
        to_user=to,
        first_day=TODAY,
        last_day=TODAY + timedelta(days=5),
        reason="Semester",
        delegated_by=by,
        today=TODAY,
    )


# --- the list --------------------------------------------------------------------------------


def test_the_tabs_hold_what_they_say(
    case: Case, teacher: StaffMember, hr_north: User, north: Subproject
) -> None:
    colleague = holding(Role.HR_OFFICER, "hr.north.2", subproject=north)
    other = CaseFactory(staff_member=teacher, responsible_officer=colleague)
    closed = CaseFactory(
        staff_member=teacher, responsible_officer=colleague, closed_on=TODAY, outcome="own_job"
    )
    client = signed_in(hr_north)

    def shown(view: str) -> set[str]:
        rows = client.get(reverse("cases:case_list"), {"view": view}).context["rows"]
        return {row.case.number for row in rows}

    assert shown("mine") == {case.number}
    assert shown("all") == {case.number, other.number}
    assert shown("closed") == {closed.number}
    assert shown("nonsense") == {case.number}


@pytest.mark.parametrize(
    ("asked_for", "found"),
    [
        ({"q": "nord"}, True),
        ({"q": "NORTH-2021"}, True),
        ({"q": "N100"}, True),
        ({"q": "Törn"}, False),
        ({"plan": "missing"}, True),
        ({"plan": "made"}, False),
        ({"reason": "long_absence"}, True),
        ({"reason": "other"}, False),
        ({"reason": "nonsense"}, True),
        ({"officer": "999999"}, True),
        ({"sort": "-name"}, True),
        ({"sort": "day"}, True),
        ({"sort": "'; drop"}, True),
        ({"page": "99"}, True),
    ],
)
def test_the_list_is_searched_filtered_and_sorted(
    asked_for: dict[str, str], found: bool, case: Case, hr_north: User
) -> None:
    client = signed_in(hr_north)

    answer = client.get(reverse("cases:case_list"), {"view": "all", **asked_for})
    file = client.get(reverse("cases:case_list"), {"view": "all", "format": "csv", **asked_for})

    assert bool(answer.context["rows"]) is found
    assert (case.number in file.content.decode()) is found


def test_a_line_says_day_extent_and_next_step(case: Case, hr_north: User) -> None:
    (row,) = signed_in(hr_north).get(reverse("cases:case_list")).context["rows"]

    assert (row.day_number, row.extent) == (50, 100)
    assert row.next_step is not None


def test_a_protected_identity_is_masked_and_not_found_by_name(
    case: Case, nurse: StaffMember, hr_north: User
) -> None:
    protect_identity(
        staff_member=nurse, kind="secrecy_mark", reason="Decision", first_day=TODAY, set_by=hr_north
    )
    client = signed_in(hr_north)

    for url in (reverse("cases:case_list"), page(case), reverse("cases:start")):
        answer = client.get(url)
        assert answer.status_code == 200, url
        assert "Nordin" not in answer.content.decode()
    assert not client.get(reverse("cases:case_list"), {"q": "Nordin"}).context["rows"]


# --- speed -----------------------------------------------------------------------------------


def many_cases(ward: Unit, officer: User, count: int) -> None:
    for _ in range(count):
        person = EmploymentFactory(
            unit=ward, staff_member=StaffMemberFactory(subproject=ward.subproject)
        ).staff_member
        sick_leave(person, date(2021, 10, 1))
        CaseFactory(staff_member=person, responsible_officer=officer)


@pytest.mark.parametrize("who", ["hr_north", "manager_ward"])
@pytest.mark.parametrize("url", ["case_list", "start"])
def test_lists_ask_as_much_for_one_row_as_for_thirty(
    url: str, who: str, ward: Unit, hr_north: User, manager_ward: User, request: pytest.FixtureRequest
) -> None:
    client = signed_in(request.getfixturevalue(who))
    many_cases(ward, hr_north, 9)
    few = queries_of(client, reverse(f"cases:{url}"))
    many_cases(ward, hr_north, 20)

    assert queries_of(client, reverse(f"cases:{url}")) == few
    assert few <= 15


@pytest.mark.parametrize("who", ["hr_north", "manager_ward", "hr_south"])
def test_the_case_page_asks_as_much_for_one_note_as_for_thirty(
    who: str, case: Case, hr_north: User, hr_south: User, request: pytest.FixtureRequest
) -> None:
    accept_delegation(delegation=asked(case, hr_north, hr_south), today=TODAY)
    client = signed_in(request.getfixturevalue(who))
    queries_of(client, page(case))  # what a process reads once, such as content types
    few = queries_of(client, page(case))
    JournalNoteFactory.create_batch(30, case=case, visibility="hr_and_manager", written_by=hr_north)

    assert queries_of(client, page(case)) == few
    assert few <= 15
