"""manage.py import_absence: what it saves, refuses and says."""

import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from cases.models import AbsenceImport, Case, Certificate, ExtentPeriod, SickLeaveEpisode
from subprojects.models import Employment, StaffMember
from tests.factories import CaseFactory, CertificateFactory, StaffMemberFactory, sick_leave
from tests.unit.imports.files import csv, paxml, sick_day, sick_days, xlsx


@pytest.fixture
def import_file(north, tmp_path):
    """Runs the command with --json; returns its document, with what it said when it refused."""

    def run(content, *arguments, subproject="north"):
        path = tmp_path / "absence.dat"
        path.write_bytes(content)
        out = io.StringIO()
        try:
            call_command("import_absence", str(path), "--json", *arguments, subproject=subproject, stdout=out)
        except CommandError as refusal:
            return json.loads(out.getvalue()) | {"said": str(refusal)}
        return json.loads(out.getvalue())

    return run


def counts(document):
    return {key: document[key] for key in ("new", "changed", "unchanged", "refused", "skipped")}


def stored(staff_member):
    return [
        (
            episode.first_day,
            episode.last_day,
            list(episode.extents.order_by("first_day").values_list("first_day", "last_day", "extent")),
        )
        for episode in SickLeaveEpisode.objects.filter(staff_member=staff_member).order_by("first_day")
    ]


def november(day):
    return date(2021, 11, day)


def test_a_payroll_file_becomes_episodes_with_extents(import_file, nurse):
    content = paxml(
        sick_days("2021-11-01", "2021-11-07", who="N100"),
        sick_days("2021-11-08", "2021-11-14", who="N100", omfattning="50"),
        sick_day("2021-11-16", who="N100", code="VAB"),
    )
    document = import_file(content)
    assert counts(document) == {"new": 1, "changed": 0, "unchanged": 0, "refused": 0, "skipped": 1}
    assert document["skipped_codes"] == {"VAB": 1}
    assert document["saved"] is True
    assert stored(nurse) == [
        (
            november(1),
            november(14),
            [(november(1), november(7), 100), (november(8), november(14), 50)],
        )
    ]
    episode = SickLeaveEpisode.objects.get()
    assert (episode.source, episode.recorded_by, episode.diagnosis_status) == ("file", None, "not_shared")


@pytest.mark.parametrize("kind", ["paxml days", "paxml intervals", "csv", "xlsx"])
def test_a_second_import_of_the_same_file_changes_nothing(import_file, nurse, teacher, kind):
    content = {
        "paxml days": paxml(
            *(sick_day(f"2021-11-{day:02}", who="N100") for day in (3, 4, 5, 8, 9)),
            sick_day("2021-11-09", who="N200", timmar="4"),
        ),
        "paxml intervals": paxml(
            sick_days("2021-10-11", "2021-10-31", who="N100"),
            sick_days("2021-11-01", "2021-11-30", who="N100", omfattning="50"),
            sick_days("2021-11-01", "2021-11-02", who="N200"),
        ),
        "csv": csv("N100;2021-11-01;;50 %;F43.9", "N200;2021-10-01;2021-10-03;100;delas ej"),
        "xlsx": xlsx(["N100", november(1), "", 0.5, "F43"], ["N200", november(2), november(3), 1, ""]),
    }[kind]
    first = import_file(content)
    before = stored(nurse), stored(teacher)
    second = import_file(content)
    assert (first["new"], first["changed"]) == (2, 0)
    assert counts(second) | {"skipped": 0} == {
        "new": 0,
        "changed": 0,
        "unchanged": 2,
        "refused": 0,
        "skipped": 0,
    }
    assert (stored(nurse), stored(teacher)) == before


def test_the_next_month_continues_the_sick_leave(import_file, nurse):
    import_file(paxml(sick_days("2021-10-11", "2021-10-31", who="N100")))
    document = import_file(paxml(sick_days("2021-11-01", "2021-11-12", who="N100")))
    assert counts(document)["changed"] == 1
    assert [(first, last) for first, last, _ in stored(nurse)] == [(date(2021, 10, 11), november(12))]


def test_daily_rows_continue_over_the_weekend_between_two_months(import_file, nurse):
    import_file(paxml(*(sick_day(f"2021-10-{day}", who="N100") for day in (27, 28, 29))))
    # The month turns within a weekend: 30 October is a Saturday.
    document = import_file(paxml(sick_day("2021-11-01", who="N100"), sick_day("2021-11-02", who="N100")))
    assert counts(document)["changed"] == 1
    assert [(first, last) for first, last, _ in stored(nurse)] == [(date(2021, 10, 27), november(2))]


def test_an_older_file_again_takes_no_later_day_away(import_file, nurse):
    october = paxml(sick_days("2021-10-11", "2021-10-31", who="N100"))
    import_file(october)
    import_file(paxml(sick_days("2021-11-01", "2021-11-12", who="N100")))
    assert counts(import_file(october))["unchanged"] == 1
    assert [last for _, last, _ in stored(nurse)] == [november(12)]


def test_a_corrected_last_day_and_extent_change_the_episode(import_file, nurse):
    import_file(csv("N100;2021-11-01;2021-11-19;100;"))
    document = import_file(csv("N100;2021-11-01;2021-11-10;50;M54.5"))
    assert counts(document)["changed"] == 1
    assert stored(nurse) == [(november(1), november(10), [(november(1), november(10), 50)])]
    assert SickLeaveEpisode.objects.get().diagnosis_code == "M545"


def test_a_file_ends_an_ongoing_episode(import_file, nurse):
    episode = sick_leave(nurse, november(1))
    import_file(csv("N100;2021-11-01;2021-11-10;100;"))
    episode.refresh_from_db()
    assert episode.last_day == november(10)


def test_days_that_the_file_does_not_mention_stay_and_are_remarked_on(import_file, nurse):
    sick_leave(nurse, november(1), november(20))
    document = import_file(csv("N100;2021-11-08;2021-11-10;100;"))
    assert counts(document)["unchanged"] == 1
    assert [warning["code"] for warning in document["warnings"]] == ["registered_longer"]


def test_a_file_that_tells_no_diagnosis_keeps_the_registered_one(import_file, nurse):
    registered = sick_leave(nurse, november(1), november(10), diagnosis_code="F432")
    SickLeaveEpisode.objects.filter(pk=registered.pk).update(cause="work_injury")
    import_file(paxml(sick_days("2021-11-01", "2021-11-12", who="N100")))
    episode = SickLeaveEpisode.objects.get()
    assert (episode.last_day, episode.diagnosis_code, episode.cause) == (november(12), "F432", "work_injury")
    assert episode.source == "form"


def test_episodes_that_prove_to_be_one_are_joined_with_their_certificates_and_cases(
    import_file, nurse, hr_north
):
    first = sick_leave(nurse, november(1), november(5))
    second = sick_leave(nurse, november(15), november(19))
    CertificateFactory(episode=second)
    CaseFactory(staff_member=nurse, episode=second, responsible_officer=hr_north)
    document = import_file(csv("N100;2021-11-01;2021-11-19;100;"))
    assert counts(document)["changed"] == 1
    assert SickLeaveEpisode.objects.get() == first
    assert Certificate.objects.get().episode == first
    assert Case.objects.get().episode == first
    assert ExtentPeriod.objects.count() == 1


def test_one_refused_line_stops_all_others(import_file, nurse):
    document = import_file(
        csv("N100;2021-11-01;2021-11-10;100;", "N999;2021-11-01;2021-11-10;100;", "N100;x;;100;")
    )
    assert document["saved"] is False
    assert [(line["line"], line["code"]) for line in document["refused_lines"]] == [
        (3, "unknown_employee"),
        (4, "date"),
    ]
    assert not SickLeaveEpisode.objects.exists()
    assert not AbsenceImport.objects.exists()


def test_staff_of_another_employer_are_strangers(import_file, nurse, southerner):
    document = import_file(csv("S100;2021-11-01;2021-11-10;100;"))
    assert [line["code"] for line in document["refused_lines"]] == ["unknown_employee"]


def test_people_are_found_by_personal_number(import_file, north):
    staff_member = StaffMemberFactory(subproject=north, personal_number="198001022386")
    document = import_file(
        csv("19800102-2386;2021-11-01;2021-11-10;100", heading="Personnummer;Från;Till;Omfattning")
    )
    assert document["new"] == 1
    assert [first for first, _, _ in stored(staff_member)] == [november(1)]


def test_numbers_of_two_people_on_one_line_are_refused(import_file, north, nurse):
    nurse.personal_number = "198001022386"
    nurse.save()
    heading = "Anst.nr;Personnummer;Från;Till;Omfattning"
    document = import_file(csv("N100;198001022394;2021-11-01;2021-11-10;100", heading=heading))
    assert [line["code"] for line in document["refused_lines"]] == ["person_mismatch"]


def test_a_dry_run_says_the_same_and_saves_nothing(import_file, nurse):
    document = import_file(csv("N100;2021-11-01;2021-11-10;100;"), "--dry-run")
    assert (document["new"], document["saved"], document["dry_run"]) == (1, False, True)
    assert not SickLeaveEpisode.objects.exists()
    assert not AbsenceImport.objects.exists()


STAFF_HEADING = (
    "Anst.nr;Från;Till;Omfattning;Förnamn;Efternamn;Kön;Födelsedatum;Enhet;Veckoarbetstid;Anställd fr.o.m."
)


def test_unknown_staff_are_created_when_the_file_says_enough(import_file, ward, school):
    document = import_file(
        csv(
            "N300;2021-11-01;2021-11-10;100;Påhittad;Öberg;kvinna;1961-02-03;north-school;37,5;2010-08-01",
            "N300;2021-11-15;;50;Påhittad;Öberg;kvinna;1961-02-03;north-school;37,5;2010-08-01",
            heading=STAFF_HEADING,
        ),
        "--create-staff",
    )
    assert (document["new"], document["staff_created"]) == (2, 1)
    employment = Employment.objects.select_related("staff_member").get()
    assert employment.unit == school
    assert (employment.first_day, str(employment.weekly_hours)) == (date(2010, 8, 1), "37.50")
    assert employment.staff_member.last_name == "Öberg"
    assert len(stored(employment.staff_member)) == 2


def test_the_staff_section_of_a_payroll_file_is_enough_where_there_is_one_unit(import_file, ward):
    person = {
        "anstid": "N300",
        "persnr": "198001022386",
        "fornamn": "Påhittad",
        "efternamn": "Åberg",
        "anstdatum": "2015-03-01",
        "sysgrad": "75",
    }
    content = paxml(sick_days("2021-11-01", "2021-11-02", who="N300"), people=[person])
    document = import_file(content, "--create-staff")
    assert (document["new"], document["staff_created"]) == (1, 1)
    staff_member = StaffMember.objects.get()
    assert (staff_member.gender, staff_member.personal_number) == ("woman", "198001022386")
    assert str(staff_member.employments.get().weekly_hours) == "30.00"
    assert counts(import_file(content, "--create-staff"))["unchanged"] == 1


def test_what_is_missing_to_create_somebody_is_said(import_file, ward, school):
    document = import_file(
        csv(
            "N300;2021-11-01;;100;Påhittad;;;;;;",
            "N301;2021-11-01;;100;P;Ö;man;610203;north-kiosk;;",
            heading=STAFF_HEADING,
        ),
        "--create-staff",
    )
    assert [line["code"] for line in document["refused_lines"]] == ["staff_incomplete"] * 2
    assert not StaffMember.objects.exists()


def test_hours_are_measured_against_the_employment(import_file, nurse):
    import_file(paxml(sick_day("2021-11-01", who="N100", timmar="4")))
    assert stored(nurse) == [(november(1), november(1), [(november(1), november(1), 50)])]


def test_a_file_without_absence_imports_nothing_and_says_so(import_file, nurse):
    document = import_file(paxml(sick_day("2021-11-01", who="N100", code="SEM")))
    assert document["error"] is None
    assert [warning["code"] for warning in document["warnings"]] == ["nothing_to_import"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\0\1\2", "unknown_format"),
        (b"<paxml>", "truncated"),
        (b"PK\x03\x04", "damaged_workbook"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_line(import_file, content, code):
    document = import_file(content)
    assert document["error"]["code"] == code
    assert document["said"]
    assert "\n" not in document["said"]


def test_an_unknown_subproject_is_refused(import_file):
    assert (
        import_file(csv("N100;2021-11-01;;100;"), subproject="nowhere")["error"]["code"]
        == "unknown_subproject"
    )


def test_a_missing_file_or_a_folder_is_refused_in_one_line(north, tmp_path):
    for path in (tmp_path / "none.xml", tmp_path, tmp_path / "none" / "deeper.csv"):
        with pytest.raises(CommandError) as refusal:
            call_command("import_absence", str(path), subproject="north", stdout=io.StringIO())
        assert str(refusal.value)
        assert "\n" not in str(refusal.value)


def test_the_document_holds_no_names_numbers_or_diagnoses(import_file, nurse):
    document = import_file(csv("N100;2021-11-01;2021-11-10;100;F43.9", "N9;2021-11-01;;100;M54"))
    assert (document["new"], document["refused"]) == (1, 1)
    text = json.dumps(document)
    for secret in ("N100", "Nora", "Nordin", 'N9"', "F43", "M54"):
        assert secret not in text


def test_what_was_imported_is_remembered_without_its_content(import_file, nurse):
    import_file(csv("N100;2021-11-01;2021-11-10;100;"))
    done = AbsenceImport.objects.get()
    assert (done.file_name, done.file_format, done.episodes_new) == ("absence.dat", "csv", 1)
    assert done.content is None
    assert done.uploaded_by is None
    assert done.confirmed_at is not None


def test_the_import_asks_the_database_equally_often_for_one_and_for_many(
    import_file, north, ward, django_assert_max_num_queries
):
    members = StaffMemberFactory.create_batch(30, subproject=north)
    lines = [f"{member.employee_number};2021-11-01;2021-11-10;100;" for member in members]
    with django_assert_max_num_queries(30):
        import_file(csv(*lines))
    with django_assert_max_num_queries(30):
        import_file(csv(*(line.replace("11-10", "11-11") for line in lines)))
