"""The import pages: upload, preview, confirm, cancel, result, and who may open them."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from cases.models import AbsenceImport, SickLeaveEpisode
from cases.models.absence_import import KEPT_FOR
from subprojects.models import Role
from tests.cast import holding
from tests.factories import StaffMemberFactory, sick_leave
from tests.unit.imports.files import csv, paxml, sick_day

NOVEMBER_1, NOVEMBER_10 = date(2021, 11, 1), date(2021, 11, 10)
GOOD = csv("N100;2021-11-01;2021-11-10;100;F43.9")


@pytest.fixture
def upload(client, hr_north, north):
    """Signs the officer in and sends a file; returns the response."""

    def send(content, *, by=None, **more):
        client.force_login(by or hr_north)
        file = SimpleUploadedFile("absence.csv", content)
        return client.post(reverse("cases:import_upload"), {"subproject": north.pk, "file": file, **more})

    return send


def address(name):
    return reverse(f"cases:import_{name}", args=[AbsenceImport.objects.get().key])


def test_an_officer_uploads_previews_confirms_and_sees_the_result(client, upload, nurse, hr_north):
    assert upload(GOOD).url == address("preview")
    assert not SickLeaveEpisode.objects.exists()
    page = client.get(address("preview")).content.decode()
    assert "Nordin" in page
    assert "F43.9" in page
    answer = client.post(address("confirm"))
    assert answer.url == address("result")
    episode = SickLeaveEpisode.objects.get()
    assert (episode.first_day, episode.last_day, episode.recorded_by) == (NOVEMBER_1, NOVEMBER_10, hr_north)
    done = AbsenceImport.objects.get()
    assert (done.content, done.preview, done.episodes_new) == (None, None, 1)
    assert client.get(address("result")).status_code == 200
    assert client.get(address("preview")).url == address("result")


def test_what_was_confirmed_once_is_not_saved_twice(client, upload, nurse):
    upload(GOOD)
    client.post(address("confirm"))
    assert SickLeaveEpisode.objects.count() == 1
    SickLeaveEpisode.objects.all().delete()
    client.post(address("confirm"))
    assert not SickLeaveEpisode.objects.exists()


def test_cancelling_forgets_the_content(client, upload, nurse):
    upload(GOOD)
    client.post(address("cancel"))
    staged = AbsenceImport.objects.get()
    assert (staged.content, staged.preview) == (None, None)
    client.post(address("confirm"))
    assert not SickLeaveEpisode.objects.exists()
    assert client.get(address("result")).status_code == 200


def test_a_file_that_cannot_be_read_gives_an_error_beside_the_field(upload, nurse):
    response = upload(b"\x00binary")
    assert response.status_code == 200
    assert response.context["form"].errors.as_data()["file"][0].code == "unknown_format"
    assert not AbsenceImport.objects.exists()


def test_an_empty_file_is_refused(upload, nurse):
    assert "file" in upload(b"").context["form"].errors


def test_refused_lines_are_shown_first_and_cannot_be_confirmed(client, upload, nurse):
    upload(csv("N100;2021-11-01;2021-11-10;100;", "N999;2021-11-01;2021-11-10;100;"))
    response = client.get(address("preview"))
    assert (response.context["show"], response.context["can_confirm"]) == ("refused", False)
    assert address("confirm") not in response.content.decode()
    assert "N999" in response.content.decode()
    client.post(address("confirm"))
    assert not SickLeaveEpisode.objects.exists()
    assert AbsenceImport.objects.get().confirmed_at is None


def test_skipped_codes_are_listed(client, upload, nurse):
    upload(paxml(sick_day("2021-11-01", who="N100", code="VAB"), sick_day("2021-11-02", who="N100")))
    page = client.get(address("preview"), {"show": "skipped"}).content.decode()
    assert "VAB" in page


@pytest.mark.parametrize("show", ["new", "changed", "unchanged", "refused", "skipped", "nonsense", ""])
def test_every_view_of_the_preview_opens(client, upload, nurse, teacher, show):
    sick_leave(nurse, NOVEMBER_1, date(2021, 11, 5))
    sick_leave(teacher, NOVEMBER_1, NOVEMBER_10)
    upload(csv("N100;2021-11-01;2021-11-10;50;", "N200;2021-11-01;2021-11-10;100;"))
    response = client.get(address("preview"), {"show": show, "page": "x"})
    assert response.status_code == 200
    assert (response.context["counts"]["changed"], response.context["counts"]["unchanged"]) == (1, 1)


def test_data_that_changes_after_the_preview_stops_the_import(client, upload, nurse):
    upload(GOOD)
    sick_leave(nurse, NOVEMBER_1, date(2021, 11, 3))
    answer = client.post(address("confirm"))
    assert answer.url == address("preview")
    assert SickLeaveEpisode.objects.get().last_day == date(2021, 11, 3)
    response = client.get(address("preview"))
    assert response.context["counts"]["changed"] == 1
    client.post(address("confirm"))
    assert SickLeaveEpisode.objects.get().last_day == NOVEMBER_10


def test_another_officers_upload_does_not_exist(client, upload, nurse, hr_north, north, hr_south):
    upload(GOOD)
    colleague = holding(Role.HR_OFFICER, "hr.colleague", subproject=north)
    for other in (colleague, hr_south):
        client.force_login(other)
        for name in ("preview", "result"):
            assert client.get(address(name)).status_code == 404
        for name in ("confirm", "cancel"):
            assert client.post(address(name)).status_code == 404
    assert not SickLeaveEpisode.objects.exists()


def test_an_officer_cannot_import_for_another_employer(upload, north, nurse, hr_south):
    response = upload(GOOD, by=hr_south)
    assert "subproject" in response.context["form"].errors
    assert not AbsenceImport.objects.exists()


def test_an_upload_ends_with_the_role_that_made_it(client, upload, nurse, hr_north):
    upload(GOOD)
    hr_north.memberships.update(last_day=date(2021, 11, 21))
    client.force_login(hr_north)  # the session has ended with the role
    assert client.post(address("confirm")).status_code == 404


@pytest.mark.parametrize(
    "who", ["manager_ward", "lead_north", "office", "evaluator", "employee", "administrator"]
)
def test_only_hr_officers_import(client, request, who, north, nurse):
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse("cases:import_upload")).status_code == 403
    file = SimpleUploadedFile("absence.csv", GOOD)
    assert (
        client.post(reverse("cases:import_upload"), {"subproject": north.pk, "file": file}).status_code == 403
    )


def test_uploads_that_nobody_confirms_are_forgotten(client, upload, nurse):
    upload(GOOD)
    assert AbsenceImport.objects.update(uploaded_at=timezone.now() - KEPT_FOR - timedelta(minutes=1)) == 1
    client.post(address("confirm"))
    assert not SickLeaveEpisode.objects.exists()
    client.get(reverse("cases:import_upload"))
    assert not AbsenceImport.objects.exists()


def test_the_preview_speaks_the_language_of_its_reader(client, upload, nurse):
    upload(csv("N999;2021-11-01;2021-11-10;100;"))
    assert "Nobody with this employee number" not in client.get(address("preview")).content.decode()
    client.cookies["django_language"] = "en"
    english = client.get(address("preview")).content.decode()
    assert "Nobody with this employee number" in english


def test_a_protected_identity_is_not_spelled_out(client, upload, north):
    hidden = StaffMemberFactory(
        subproject=north,
        employee_number="N100",
        first_name="Hemlig",
        last_name="Gömd",
        has_protected_identity=True,
    )
    upload(GOOD)
    page = client.get(address("preview")).content.decode()
    assert "Gömd" not in page
    assert "N100" not in page
    assert hidden.employee_number in page


@pytest.mark.parametrize("lines", [1, 30])
def test_the_preview_asks_the_database_equally_often(client, upload, north, lines, django_assert_num_queries):
    members = StaffMemberFactory.create_batch(lines, subproject=north)
    upload(csv(*(f"{member.employee_number};2021-11-01;2021-11-10;100;" for member in members)))
    key = address("preview")
    with django_assert_num_queries(5):
        client.get(key)
