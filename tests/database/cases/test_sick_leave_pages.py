"""The pages of sick leave: who gets what, and what registering through the form does."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from cases.actions.delegation import accept_delegation
from cases.models import Certificate, ExtentPeriod, SickLeaveEpisode
from experio.accounts.models import User
from subprojects.models import StaffMember, Unit
from tests.factories import (
    TODAY,
    CaseFactory,
    CertificateFactory,
    DelegationFactory,
    EmploymentFactory,
    MembershipFactory,
    StaffMemberFactory,
    sick_leave,
)

NEW = "cases:sick_leave_add"


def filled(**changes: str) -> dict[str, str]:
    """The form as an officer sends it."""
    form = {
        "first_day": "2021-11-22",
        "last_day": "",
        "expected_last_day": "",
        "extent": "100",
        "other_extent": "",
        "cause": "sickness",
        "diagnosis_status": "not_shared",
        "diagnosis_code": "",
        "changes-TOTAL_FORMS": "0",
        "changes-INITIAL_FORMS": "0",
    }
    return {**form, **changes}


def address(staff_member: StaffMember) -> str:
    return f"{reverse(NEW)}?staff={staff_member.key}"


def of_episode(name: str, episode: SickLeaveEpisode) -> str:
    return reverse(f"cases:{name}", args=[episode.staff_member.key, episode.pk])


@pytest.fixture
def hr(client: Client, hr_north: User) -> Client:
    client.force_login(hr_north)
    return client


@pytest.fixture
def manager(client: Client, manager_ward: User) -> Client:
    client.force_login(manager_ward)
    return client


def text_of(response: Any) -> str:
    return str(response.content.decode())


# --- Registering ------------------------------------------------------------------------------


def test_one_hit_of_the_search_goes_straight_to_the_form(hr: Client, nurse: StaffMember) -> None:
    response = hr.get(reverse(NEW), {"q": "nord"})
    assert response.status_code == 302
    assert response["Location"] == address(nurse)


def test_namesakes_are_told_apart_by_unit_and_employee_number(
    hr: Client, nurse: StaffMember, school: Unit
) -> None:
    other = StaffMemberFactory(
        subproject=school.subproject, first_name="Nora", last_name="Nordin", employee_number="N101"
    )
    EmploymentFactory(unit=school, staff_member=other)
    page = text_of(hr.get(reverse(NEW), {"q": "nora nord"}))
    assert "N100 · The ward" in page
    assert "N101 · The school" in page


def test_the_staff_of_another_employer_cannot_be_found(hr: Client, southerner: StaffMember) -> None:
    assert "Söder" not in text_of(hr.get(reverse(NEW), {"q": "sö"}))
    assert hr.get(address(southerner)).status_code == 404


def test_suggestions_are_a_piece_of_a_page_for_htmx(hr: Client, nurse: StaffMember) -> None:
    piece = text_of(hr.get(reverse("cases:staff_search"), {"q": "N1"}, headers={"HX-Request": "true"}))
    assert "Nora Nordin" in piece
    assert "<html" not in piece


def test_registering_shows_the_day_counters_and_what_falls_due(
    hr: Client, hr_north: User, nurse: StaffMember
) -> None:
    response = hr.post(address(nurse), filled(first_day="2021-11-08"), follow=True)
    episode = SickLeaveEpisode.objects.get()
    assert response.redirect_chain == [(episode.get_absolute_url(), 302)]
    assert response.context["status"].sick_pay_day == 15
    assert [step.kind for step in response.context["status"].steps_now] == ["certificate", "fk_report"]
    assert episode.recorded_by == hr_north
    assert list(ExtentPeriod.objects.values_list("first_day", "last_day", "extent")) == [
        (date(2021, 11, 8), None, 100)
    ]


def test_each_typed_word_claims_a_part_of_the_name_for_itself(hr: Client, nurse: StaffMember) -> None:
    """Nora Nordin is both words of "nora n", but "nora nora" asks for two."""
    assert hr.get(reverse(NEW), {"q": "nora n"}).status_code == 302
    assert hr.get(reverse(NEW), {"q": "n nordin"}).status_code == 302
    assert hr.get(reverse(NEW), {"q": "nordin nord"}).status_code == 200


@pytest.mark.parametrize("day", ["2021-11-30", "2021-11-10", "2021-11-01"])
def test_a_changed_extent_outside_the_sick_leave_is_refused_beside_its_day(
    hr: Client, nurse: StaffMember, day: str
) -> None:
    rows = {"changes-TOTAL_FORMS": "1", "changes-0-first_day": day, "changes-0-extent": "50"}
    response = hr.post(address(nurse), filled(first_day="2021-11-10", last_day="2021-11-18", **rows))
    assert "first_day" in response.context["changes"].forms[0].errors
    assert not response.context["form"].errors
    assert 'href="#id_changes-0-first_day"' in response.content.decode()
    assert not SickLeaveEpisode.objects.exists()


def test_an_extent_that_changes_is_registered_in_one_go(hr: Client, nurse: StaffMember) -> None:
    hr.post(
        address(nurse),
        filled(
            first_day="2021-11-01",
            **{
                "changes-TOTAL_FORMS": "2",
                "changes-0-first_day": "2021-11-15",
                "changes-0-extent": "50",
                "changes-1-first_day": "",
                "changes-1-extent": "",
            },
        ),
    )
    assert list(ExtentPeriod.objects.values_list("first_day", "last_day", "extent")) == [
        (date(2021, 11, 1), date(2021, 11, 14), 100),
        (date(2021, 11, 15), None, 50),
    ]


def test_another_row_keeps_what_was_typed_and_saves_nothing(hr: Client, nurse: StaffMember) -> None:
    response = hr.post(
        address(nurse),
        filled(
            first_day="2021-11-01",
            add_extent="1",
            **{"changes-TOTAL_FORMS": "1", "changes-0-first_day": "2021-11-15", "changes-0-extent": "50"},
        ),
    )
    page = text_of(response)
    assert 'name="changes-1-extent"' in page
    assert 'value="2021-11-15"' in page
    assert 'value="2021-11-01"' in page
    assert not SickLeaveEpisode.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"first_day": ""}, "first_day"),
        ({"first_day": "2021-02-30"}, "first_day"),
        ({"last_day": "2021-11-01"}, "last_day"),
        ({"expected_last_day": "2021-11-01"}, "expected_last_day"),
        ({"extent": "other"}, "other_extent"),
        ({"extent": "other", "other_extent": "101"}, "other_extent"),
        ({"diagnosis_status": "shared"}, "diagnosis_code"),
        ({"diagnosis_status": "shared", "diagnosis_code": "stress"}, "diagnosis_code"),
        ({"diagnosis_code": "F43"}, "diagnosis_code"),
        ({"cause": "holiday"}, "cause"),
    ],
)
def test_an_error_stands_beside_its_field_and_nothing_is_saved(
    hr: Client, nurse: StaffMember, changes: dict[str, str], field: str
) -> None:
    response = hr.post(address(nurse), filled(**changes))
    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert not SickLeaveEpisode.objects.exists()


def test_an_overlap_names_the_other_sick_leave_and_links_to_it(hr: Client, nurse: StaffMember) -> None:
    other = sick_leave(nurse, date(2021, 11, 1), date(2021, 11, 25))
    page = text_of(hr.post(address(nurse), filled()))
    assert "2021-11-01 – 2021-11-25" in page
    assert f'href="{other.get_absolute_url()}"' in page
    assert SickLeaveEpisode.objects.count() == 1


def test_a_shared_diagnosis_is_kept_without_its_dot(hr: Client, nurse: StaffMember) -> None:
    hr.post(address(nurse), filled(diagnosis_status="shared", diagnosis_code="f43.8a"))
    assert SickLeaveEpisode.objects.get().diagnosis_code == "F438A"


def test_a_relapse_is_pointed_at_once_and_saved_when_confirmed(hr: Client, nurse: StaffMember) -> None:
    sick_leave(nurse, date(2021, 11, 15), date(2021, 11, 18))
    response = hr.post(address(nurse), filled())
    assert response.context["form"].confirmed == "relapse"
    assert SickLeaveEpisode.objects.count() == 1
    hr.post(address(nurse), filled(confirmed="relapse"))
    assert SickLeaveEpisode.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"first_day": "2021-12-13"}, "far_ahead"),
        ({"first_day": "2020-11-09"}, "long_ago"),
        ({"first_day": "2014-12-01"}, "not_employed"),
        ({"first_day": "2021-11-20", "last_day": "2021-11-21"}, "weekend"),
        ({"extent": "other", "other_extent": "40"}, "extent"),
        ({"first_day": "2021-11-01", "expected_last_day": "2021-11-10"}, "expected_passed"),
    ],
)
def test_odd_but_legal_input_is_pointed_at_and_confirmed_by_saving_again(
    hr: Client, nurse: StaffMember, changes: dict[str, str], code: str
) -> None:
    response = hr.post(address(nurse), filled(**changes))
    shown = response.context["form"].confirmed
    assert code in shown.split(",")
    assert not SickLeaveEpisode.objects.exists()
    hr.post(address(nurse), filled(**changes, confirmed=shown))
    assert SickLeaveEpisode.objects.count() == 1


def test_a_new_oddity_is_shown_although_another_was_confirmed(hr: Client, nurse: StaffMember) -> None:
    response = hr.post(
        address(nurse), filled(extent="other", other_extent="40", confirmed="weekend,far_ahead")
    )
    assert response.context["form"].confirmed == "extent"
    assert not SickLeaveEpisode.objects.exists()


def test_a_form_sent_twice_acts_once_and_leads_to_the_same_page(hr: Client, nurse: StaffMember) -> None:
    first, second = (hr.post(address(nurse), filled())["Location"] for _attempt in range(2))
    assert first == second
    assert SickLeaveEpisode.objects.count() == 1


def test_an_unknown_code_is_pointed_at_where_the_official_list_is_installed(
    hr: Client, nurse: StaffMember, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "digit3.txt").write_text("F43\t\tA text\n", encoding="utf-8")
    (tmp_path / "digit4.txt").write_text("F438A\t\tAnother text\n", encoding="utf-8")
    monkeypatch.setenv("EXPERIO_ICD10SE_DIR", str(tmp_path))
    response = hr.post(address(nurse), filled(diagnosis_status="shared", diagnosis_code="F99"))
    assert response.context["form"].confirmed == "unknown_code"
    page = hr.post(address(nurse), filled(diagnosis_status="shared", diagnosis_code="F43.8A"), follow=True)
    assert "Another text" in text_of(page)


# --- Changing ---------------------------------------------------------------------------------


def test_an_episode_is_corrected_ended_and_deleted_on_its_pages(hr: Client, nurse: StaffMember) -> None:
    episode = sick_leave(nurse, date(2021, 11, 1))
    hr.post(of_episode("sick_leave_edit", episode), filled(first_day="2021-11-03", extent="75"))
    hr.post(of_episode("sick_leave_extent", episode), {"first_day": "2021-11-10", "extent": "50"})
    hr.post(of_episode("sick_leave_end", episode), {"last_day": "2021-11-21"})
    episode.refresh_from_db()
    assert (episode.first_day, episode.last_day) == (date(2021, 11, 3), date(2021, 11, 21))
    assert list(ExtentPeriod.objects.values_list("first_day", "last_day", "extent")) == [
        (date(2021, 11, 3), date(2021, 11, 9), 75),
        (date(2021, 11, 10), date(2021, 11, 21), 50),
    ]
    hr.post(of_episode("sick_leave_delete", episode), {"reason": "Wrong person"})
    assert not SickLeaveEpisode.objects.exists()
    history = text_of(hr.get(reverse("cases:staff_history", args=[nurse.key])))
    assert "Wrong person" in history
    assert "2021-11-01 → 2021-11-03" in history


def test_correcting_does_not_make_the_diagnosis_known_by_accident(hr: Client, nurse: StaffMember) -> None:
    episode = sick_leave(nurse, date(2021, 11, 1), diagnosis_code="M545")
    page = text_of(hr.get(of_episode("sick_leave_edit", episode)))
    assert 'value="M54.5"' in page
    hr.post(of_episode("sick_leave_edit", episode), filled(first_day="2021-11-01"))
    episode.refresh_from_db()
    assert episode.diagnosis_status == "not_shared"


def test_a_certificate_and_a_report_settle_their_steps(hr: Client, nurse: StaffMember) -> None:
    episode = sick_leave(nurse, date(2021, 11, 8))
    hr.post(
        of_episode("certificate_add", episode),
        {"first_day": "2021-11-08", "last_day": "2021-12-05", "received_on": "2021-11-15"},
    )
    page = hr.post(of_episode("fk_report_note", episode), {"reported_on": "2021-11-22"}, follow=True)
    done = {step.kind for step in page.context["status"].steps if step.state == "done"}
    assert {"certificate", "fk_report"} <= done
    assert Certificate.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"received_on": "2021-11-23"},
        {"last_day": "2021-10-31"},
        {"first_day": "2021-11-09", "last_day": "2021-11-08"},
    ],
)
def test_an_impossible_certificate_is_refused(
    hr: Client, nurse: StaffMember, changes: dict[str, str]
) -> None:
    episode = sick_leave(nurse, date(2021, 11, 1))
    form = {"first_day": "2021-10-01", "last_day": "2021-12-05", "received_on": "2021-11-15", **changes}
    assert hr.post(of_episode("certificate_add", episode), form).status_code == 200
    assert not Certificate.objects.exists()


# --- Who gets what ----------------------------------------------------------------------------

CANARY = "M72"


@pytest.mark.parametrize(
    "route",
    [
        "sick_leave_edit",
        "sick_leave_end",
        "sick_leave_extent",
        "sick_leave_delete",
        "certificate_add",
        "fk_report_note",
    ],
)
def test_a_manager_may_look_but_not_touch(manager: Client, nurse: StaffMember, route: str) -> None:
    episode = sick_leave(nurse, date(2021, 11, 1))
    assert manager.get(episode.get_absolute_url()).status_code == 200
    assert manager.post(of_episode(route, episode), filled()).status_code == 403


def test_strangers_get_404_for_another_employers_sick_leave(
    client: Client, hr_south: User, nurse: StaffMember
) -> None:
    episode = sick_leave(nurse, date(2021, 11, 1))
    client.force_login(hr_south)
    for route in ("sick_leave_detail", "sick_leave_edit", "sick_leave_end", "sick_leave_delete"):
        assert client.get(of_episode(route, episode)).status_code == 404
    assert client.get(reverse("cases:staff_detail", args=[nurse.key])).status_code == 404


def test_an_episode_is_reached_through_its_own_person_only(
    hr: Client, nurse: StaffMember, teacher: StaffMember
) -> None:
    episode = sick_leave(nurse, date(2021, 11, 1))
    address = reverse("cases:sick_leave_detail", args=[teacher.key, episode.pk])
    assert hr.get(address).status_code == 404


def test_an_employee_reads_the_own_sick_leave_and_its_diagnosis(
    client: Client, employee: User, nurse: StaffMember, teacher: StaffMember
) -> None:
    client.force_login(employee)
    own = sick_leave(nurse, date(2021, 11, 1), diagnosis_code=CANARY)
    page = client.get(own.get_absolute_url())
    assert CANARY in text_of(page)
    assert not page.context["can_change"]
    assert client.get(sick_leave(teacher, date(2021, 11, 1)).get_absolute_url()).status_code == 404
    assert client.get(reverse("cases:sick_leave_list")).status_code == 403
    assert client.post(of_episode("sick_leave_end", own), {"last_day": "2021-11-20"}).status_code == 403


def test_a_manager_never_receives_a_diagnosis(
    manager: Client, hr_north: User, nurse: StaffMember, django_assert_max_num_queries: Any
) -> None:
    episode = sick_leave(nurse, date(2021, 10, 1), diagnosis_code=CANARY)
    CertificateFactory(episode=episode)
    CaseFactory(staff_member=nurse, responsible_officer=hr_north, episode=episode)
    episode.diagnosis_code = "M721"
    episode.save()
    pages = [
        reverse("cases:staff_list"),
        reverse("cases:staff_detail", args=[nurse.key]),
        reverse("cases:staff_history", args=[nurse.key]),
        f"{reverse('cases:staff_history', args=[nurse.key])}?episode={episode.pk}",
        reverse("cases:sick_leave_list"),
        f"{reverse('cases:sick_leave_list')}?diagnosis_group=musculoskeletal",
        of_episode("sick_leave_detail", episode),
        f"{reverse('cases:staff_list')}?format=csv",
        f"{reverse('cases:sick_leave_list')}?format=csv",
    ]
    for language in ("sv", "en"):
        manager.cookies["django_language"] = language
        for page in pages:
            response = manager.get(page)
            assert response.status_code == 200, page
            body = text_of(response)
            assert CANARY not in body, page
            assert "M54" not in body
            assert not {"diagnos"} & set(body.lower().split())
    with django_assert_max_num_queries(15) as asked:
        assert manager.get(of_episode("sick_leave_detail", episode)).status_code == 200
        assert not any("diagnosis" in query["sql"] for query in asked.captured_queries)
    for page in ("cases:staff_list", "cases:sick_leave_list"):
        content = manager.get(f"{reverse(page)}?format=xlsx").content
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
        assert "Nora Nordin" in str(sheet)
        assert CANARY not in str(sheet)
        assert "iagnos" not in str(sheet)


@pytest.mark.parametrize(
    "route", ["cases:staff_list", "cases:sick_leave_list", "cases:staff_detail", "cases:staff_history"]
)
def test_no_query_of_a_manager_names_a_diagnosis(
    manager: Client, nurse: StaffMember, route: str, django_assert_max_num_queries: Any
) -> None:
    sick_leave(nurse, date(2021, 10, 1), diagnosis_code=CANARY)
    args = [nurse.key] if route.startswith("cases:staff_") and route != "cases:staff_list" else []
    with django_assert_max_num_queries(15) as asked:
        assert manager.get(reverse(route, args=args)).status_code == 200
    assert not [query["sql"] for query in asked.captured_queries if "diagnosis" in query["sql"]]


def test_an_officer_who_also_manages_elsewhere_reads_only_the_own_employers_diagnoses(
    hr: Client, hr_north: User, nurse: StaffMember, southerner: StaffMember, south_unit: Unit
) -> None:
    MembershipFactory(user=hr_north, role="manager", unit=south_unit)
    hr.force_login(hr_north)  # a changed role has ended the session
    sick_leave(nurse, date(2021, 10, 1), diagnosis_code="F32")
    hidden = sick_leave(southerner, date(2021, 10, 1), diagnosis_code=CANARY)
    body = text_of(hr.get(reverse("cases:sick_leave_list")))
    assert "F32" in body
    assert "Siri Söder" in body
    assert CANARY not in body
    narrowed = text_of(hr.get(reverse("cases:sick_leave_list"), {"diagnosis_group": "musculoskeletal"}))
    assert "Siri Söder" not in narrowed
    assert CANARY not in text_of(hr.get(hidden.get_absolute_url()))


# --- Lists ------------------------------------------------------------------------------------


def names_in(response: Any) -> list[str]:
    return [getattr(row, "staff_name", None) or row.name for row in response.context["rows"]]


def test_names_stand_in_swedish_order(hr: Client, ward: Unit) -> None:
    for last_name in ("Öberg", "Zetterlund", "Ärlig", "Åkesson", "Alm"):
        staff = StaffMemberFactory(subproject=ward.subproject, first_name="Eva", last_name=last_name)
        EmploymentFactory(unit=ward, staff_member=staff)
        sick_leave(staff, date(2021, 11, 1))
    expected = ["Eva Alm", "Eva Zetterlund", "Eva Åkesson", "Eva Ärlig", "Eva Öberg"]
    assert names_in(hr.get(reverse("cases:staff_list"))) == expected
    assert names_in(hr.get(reverse("cases:sick_leave_list"), {"sort": "name"})) == expected
    assert names_in(hr.get(reverse("cases:sick_leave_list"), {"sort": "-name"})) == expected[::-1]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, {"long", "short", "part"}),
        ({"state": "ongoing"}, {"long", "part"}),
        ({"state": "ended"}, {"short"}),
        ({"extent": "50"}, {"part"}),
        ({"extent": "other"}, set()),
        ({"length": "1-7"}, {"short"}),
        ({"length": "180-364"}, {"long"}),
        ({"first_day": "2021-10-01", "last_day": "2021-10-31"}, {"long", "short"}),
        ({"diagnosis_group": "psychiatric"}, {"long"}),
        ({"diagnosis_group": "not_shared"}, {"short", "part"}),
        ({"unit": "north-school"}, {"part"}),
        ({"q": "tage"}, {"part"}),
        ({"q": "N100"}, {"long", "short"}),
    ],
)
def test_the_list_of_sick_leave_is_narrowed(
    hr: Client, nurse: StaffMember, teacher: StaffMember, filters: dict[str, str], expected: set[str]
) -> None:
    kinds = {
        sick_leave(nurse, TODAY - timedelta(days=199), diagnosis_code="F32").pk: "long",
        sick_leave(teacher, date(2021, 11, 2), extent=50).pk: "part",
    }
    nurse_before = sick_leave(teacher, date(2021, 10, 4), date(2021, 10, 8))
    SickLeaveEpisode.objects.filter(pk=nurse_before.pk).delete()
    SickLeaveEpisode.objects.filter(staff_member=nurse).update(first_day=date(2021, 5, 8))
    short = sick_leave(nurse, date(2021, 3, 1), date(2021, 3, 5))
    kinds[short.pk] = "short"
    if "first_day" in filters:
        filters = {**filters, "first_day": "2021-03-01", "last_day": "2021-10-31"}
    rows = hr.get(reverse("cases:sick_leave_list"), filters).context["rows"]
    assert {kinds[row.pk] for row in rows} == expected


def test_a_protected_identity_is_masked_in_lists_and_files_and_found_by_handle_only(
    hr: Client, ward: Unit
) -> None:
    hidden = StaffMemberFactory(
        subproject=ward.subproject,
        first_name="Hemlig",
        last_name="Gömd",
        employee_number="HEMLIG-7",
        has_protected_identity=True,
    )
    EmploymentFactory(unit=ward, staff_member=hidden)
    sick_leave(hidden, date(2021, 11, 1))
    for route in ("cases:staff_list", "cases:sick_leave_list"):
        handle = hidden.employee_number
        for query in ({}, {"format": "csv"}, {"q": handle}):
            body = text_of(hr.get(reverse(route), query))
            assert handle in body
            assert "Gömd" not in body
            assert "HEMLIG-7" not in body
            assert "The ward" not in body.split("</form>")[-1]
        for query in ({"q": "gömd"}, {"q": "HEMLIG-7"}):
            assert handle not in text_of(hr.get(reverse(route), query))
    assert "Gömd" not in text_of(hr.get(reverse("cases:staff_detail", args=[hidden.key])))


def test_a_manager_is_not_told_the_name_of_a_protected_identity(manager: Client, ward: Unit) -> None:
    hidden = StaffMemberFactory(
        subproject=ward.subproject, last_name="Gömd", employee_number="HEMLIG-7", has_protected_identity=True
    )
    EmploymentFactory(unit=ward, staff_member=hidden)
    episode = sick_leave(hidden, date(2021, 11, 1))
    for page in (
        hidden.get_absolute_url(),
        episode.get_absolute_url(),
        reverse("cases:staff_history", args=[hidden.key]),
    ):
        answer = manager.get(page)
        assert answer.status_code == 200, page
        assert "Gömd" not in text_of(answer)


def test_a_file_holds_the_same_rows_as_the_page(hr: Client, nurse: StaffMember, teacher: StaffMember) -> None:
    sick_leave(nurse, date(2021, 11, 1))
    sick_leave(teacher, date(2021, 10, 1), date(2021, 10, 5))
    query = {"state": "ongoing", "format": "xlsx"}
    content = hr.get(reverse("cases:sick_leave_list"), query).content
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in sheet[1:-1]] == ["Nora Nordin"], "the last line is the marking"
    assert sheet[1][3] == date(2021, 11, 1)


@pytest.mark.parametrize(
    "address",
    [
        "staff_list",
        "staff_list?q=e",
        "staff_list?format=csv",
        "sick_leave_list",
        "sick_leave_list?sort=-length&extent=100",
        "sick_leave_list?format=csv",
        "sick_leave_add?q=maja",
    ],
)
def test_lists_ask_as_much_for_thirty_rows_as_for_two(
    client: Client, hr_north: User, ward: Unit, address: str, django_assert_max_num_queries: Any
) -> None:
    def person() -> None:
        staff = StaffMemberFactory(subproject=ward.subproject)
        EmploymentFactory(unit=ward, staff_member=staff)
        sick_leave(staff, date(2021, 10, 1), date(2021, 10, 5), diagnosis_code="F32")
        sick_leave(staff, date(2021, 11, 1), diagnosis_code="F32")
        CaseFactory(staff_member=staff, responsible_officer=hr_north)

    client.force_login(hr_north)
    route, _question, query = address.partition("?")
    page = f"{reverse(f'cases:{route}')}?{query}"
    counts = []
    for people in (2, 28):
        for _number in range(people):
            person()
        with django_assert_max_num_queries(15) as asked:
            assert client.get(page).status_code == 200
        counts.append(len(asked.captured_queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("episodes", [1, 12])
def test_the_pages_of_a_person_ask_at_most_fifteen_times(
    hr: Client, nurse: StaffMember, episodes: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(episodes):
        first = date(2020, 1, 1) + timedelta(days=30 * number)
        sick_leave(nurse, first, first + timedelta(days=10))
    latest = sick_leave(nurse, date(2021, 10, 1))
    for page in (
        nurse.get_absolute_url(),
        latest.get_absolute_url(),
        reverse("cases:staff_history", args=[nurse.key]),
        address(nurse),
        of_episode("sick_leave_edit", latest),
    ):
        with django_assert_max_num_queries(15):
            assert hr.get(page).status_code == 200


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_page_is_drawn_in_both_languages(
    hr: Client, hr_north: User, nurse: StaffMember, language: str
) -> None:
    sick_leave(nurse, date(2020, 1, 1), date(2020, 2, 1), extent=40)
    episode = sick_leave(nurse, date(2021, 8, 1), diagnosis_code="F32")
    CertificateFactory(episode=episode)
    CaseFactory(staff_member=nurse, responsible_officer=hr_north)
    pages = [
        reverse("cases:staff_list"),
        reverse("cases:staff_list") + "?q=ingen",
        reverse("cases:staff_add"),
        nurse.get_absolute_url(),
        reverse("cases:staff_edit", args=[nurse.key]),
        reverse("cases:staff_history", args=[nurse.key]),
        reverse("cases:sick_leave_list"),
        reverse(NEW),
        address(nurse),
        episode.get_absolute_url(),
        *(
            of_episode(name, episode)
            for name in (
                "sick_leave_edit",
                "sick_leave_end",
                "sick_leave_extent",
                "sick_leave_delete",
                "certificate_add",
                "fk_report_note",
            )
        ),
    ]
    hr.cookies["django_language"] = language
    for page in pages:
        response = hr.get(page)
        assert response.status_code == 200, page
        assert f'<html lang="{language}"' in text_of(response)


def test_whoever_has_been_lent_the_case_reads_the_sick_leave_and_changes_nothing(
    client: Client, hr_north: User, hr_south: User, nurse: StaffMember, teacher: StaffMember
) -> None:
    episode = sick_leave(nurse, date(2021, 10, 1), diagnosis_code=CANARY)
    other = sick_leave(teacher, date(2021, 10, 1))
    case = CaseFactory(staff_member=nurse, responsible_officer=hr_north)
    client.force_login(hr_south)
    assert client.get(episode.get_absolute_url()).status_code == 404
    asked = DelegationFactory(case=case, to_user=hr_south, delegated_by=hr_north)
    accept_delegation(delegation=asked, today=TODAY)
    page = client.get(episode.get_absolute_url())
    assert CANARY in text_of(page)
    assert not page.context["can_change"]
    assert not page.context["opens_person"]
    assert client.post(of_episode("sick_leave_end", episode), {"last_day": "2021-11-20"}).status_code == 403
    assert client.get(nurse.get_absolute_url()).status_code == 404
    assert client.get(other.get_absolute_url()).status_code == 404
    assert names_in(client.get(reverse("cases:sick_leave_list"))) == ["Nora Nordin"]
