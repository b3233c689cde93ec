"""What the data must never say, whatever wrote it: PostgreSQL has the last word."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from cases.models import ExtentPeriod, LegalThreshold, SickLeaveEpisode
from cases.rules.legal_numbers import LEGAL_NUMBERS
from experio.accounts.models import User
from subprojects.models import StaffMember, Subproject
from tests.factories import (
    CaseFactory,
    DelegationFactory,
    ExtentPeriodFactory,
    SickLeaveEpisodeFactory,
    StaffMemberFactory,
    sick_leave,
)

FIRST = date(2021, 3, 1)
LAST = date(2021, 3, 31)


@pytest.mark.parametrize(
    ("first_day", "last_day"),
    [
        (LAST, None),
        (FIRST - timedelta(days=9), FIRST),
        (FIRST + timedelta(days=3), FIRST + timedelta(days=4)),
        (FIRST - timedelta(days=9), None),
    ],
)
def test_episodes_of_one_person_share_no_day(
    nurse: StaffMember, first_day: date, last_day: date | None
) -> None:
    sick_leave(nurse, FIRST, LAST)

    with pytest.raises(IntegrityError), transaction.atomic():
        SickLeaveEpisodeFactory(staff_member=nurse, first_day=first_day, last_day=last_day)
    with pytest.raises(ValidationError, match="överlappar|overlaps"):
        SickLeaveEpisode(
            staff_member=nurse, subproject=nurse.subproject, first_day=first_day, last_day=last_day
        ).full_clean()


def test_episodes_may_touch_and_others_may_be_away_at_once(nurse: StaffMember, teacher: StaffMember) -> None:
    sick_leave(nurse, FIRST, LAST)
    sick_leave(nurse, LAST + timedelta(days=1))
    sick_leave(teacher, FIRST, LAST)

    assert SickLeaveEpisode.objects.count() == 3


def test_extents_of_one_episode_share_no_day(nurse: StaffMember) -> None:
    episode = sick_leave(nurse, FIRST, LAST)

    with pytest.raises(IntegrityError):
        ExtentPeriodFactory(episode=episode, first_day=LAST, last_day=None)


@pytest.mark.parametrize("extent", [0, 101])
def test_an_extent_lies_between_one_and_a_hundred(nurse: StaffMember, extent: int) -> None:
    with pytest.raises(IntegrityError):
        ExtentPeriodFactory(episode__staff_member=nurse, extent=extent)


def test_an_episode_ends_on_or_after_its_first_day(nurse: StaffMember) -> None:
    SickLeaveEpisodeFactory(staff_member=nurse, first_day=FIRST, last_day=FIRST)

    with pytest.raises(IntegrityError):
        SickLeaveEpisodeFactory(staff_member=nurse, first_day=LAST, last_day=FIRST)


@pytest.mark.parametrize(("status", "code"), [("shared", ""), ("not_shared", "F43")])
def test_a_diagnosis_code_stands_only_when_it_was_shared(nurse: StaffMember, status: str, code: str) -> None:
    with pytest.raises(IntegrityError):
        SickLeaveEpisodeFactory(staff_member=nurse, diagnosis_status=status, diagnosis_code=code)


@pytest.mark.parametrize(
    ("code", "group"),
    [
        ("", "not_shared"),
        ("F438A", "psychiatric"),
        ("M545", "musculoskeletal"),
        ("J06", "other"),
        ("Z56", "other"),
    ],
)
def test_the_database_groups_diagnoses_as_the_rule_does(nurse: StaffMember, code: str, group: str) -> None:
    from cases.rules.diagnosis_group import diagnosis_group

    episode = sick_leave(nurse, FIRST, diagnosis_code=code)
    episode.refresh_from_db()

    assert episode.diagnosis_group == group
    assert diagnosis_group(code or None) == group


def test_a_person_has_one_open_case(nurse: StaffMember, hr_north: User) -> None:
    CaseFactory(
        staff_member=nurse, responsible_officer=hr_north, closed_on=LAST, opened_on=FIRST, outcome="own_job"
    )
    CaseFactory(staff_member=nurse, responsible_officer=hr_north)

    with pytest.raises(IntegrityError):
        CaseFactory(staff_member=nurse, responsible_officer=hr_north)


def test_a_closed_case_has_an_outcome(nurse: StaffMember) -> None:
    with pytest.raises(IntegrityError):
        CaseFactory(staff_member=nurse, closed_on=date(2021, 11, 20))


def test_nobody_is_a_superuser(hr_north: User) -> None:
    hr_north.is_superuser = True

    with pytest.raises(IntegrityError):
        hr_north.save()


@pytest.mark.parametrize("scope", [{}, {"unit": "unit"}])
def test_an_hr_officer_role_belongs_to_a_subproject(
    hr_north: User, ward: object, scope: dict[str, str]
) -> None:
    from tests.factories import MembershipFactory

    with pytest.raises(IntegrityError):
        MembershipFactory(user=hr_north, role="hr_officer", **({"unit": ward} if scope else {}))


def write_row_of_another_employer(
    what: str, nurse: StaffMember, south: Subproject, hr: User, other: User
) -> None:
    if what == "episode":
        SickLeaveEpisodeFactory(staff_member=nurse, subproject=south)
    elif what == "extent":
        ExtentPeriodFactory(
            episode=sick_leave(nurse, FIRST, FIRST), subproject=south, first_day=LAST, last_day=LAST
        )
    elif what == "case":
        CaseFactory(staff_member=nurse, subproject=south, responsible_officer=hr)
    else:
        case = CaseFactory(staff_member=nurse, responsible_officer=hr)
        DelegationFactory(case=case, subproject=south, to_user=other)
    # Deferred constraints speak at commit; a test asks them now.
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("what", ["episode", "extent", "case", "delegation"])
def test_a_row_names_the_same_employer_as_what_it_hangs_on(
    what: str, nurse: StaffMember, south: Subproject, hr_north: User, hr_south: User
) -> None:
    with pytest.raises(IntegrityError, match="same_employer"), transaction.atomic():
        write_row_of_another_employer(what, nurse, south, hr_north, hr_south)


def test_an_employee_number_is_the_key_within_the_employer_only(
    nurse: StaffMember, south: Subproject
) -> None:
    StaffMemberFactory(subproject=south, employee_number=nurse.employee_number)

    with pytest.raises(IntegrityError):
        StaffMemberFactory(subproject=nurse.subproject, employee_number=nurse.employee_number)


def test_every_legal_number_stands_in_the_database() -> None:
    assert LegalThreshold.objects.count() == len(LEGAL_NUMBERS)


@pytest.mark.parametrize("change", ["save", "bulk", "sql"])
def test_every_change_is_kept_however_it_was_made(nurse: StaffMember, change: str) -> None:
    episode = sick_leave(nurse, FIRST)
    if change == "save":
        episode.last_day = LAST
        episode.save()
    elif change == "bulk":
        SickLeaveEpisode.objects.filter(pk=episode.pk).update(last_day=LAST)
    else:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE cases_sickleaveepisode SET last_day = %s WHERE id = %s", [LAST, episode.pk]
            )

    kept = list(
        episode.events.order_by("pgh_id").values_list("pgh_label", "last_day")  # type: ignore[attr-defined]
    )
    assert kept == [("insert", None), ("update", LAST)]


def test_a_deleted_row_stays_in_the_history(nurse: StaffMember) -> None:
    episode = sick_leave(nurse, FIRST)
    history = type(episode).events.rel.related_model  # type: ignore[attr-defined]
    ExtentPeriod.objects.all().delete()
    episode.delete()

    assert list(history.objects.order_by("pgh_id").values_list("pgh_label", flat=True)) == [
        "insert",
        "delete",
    ]


def test_the_history_cannot_be_rewritten(nurse: StaffMember) -> None:
    from django.db import ProgrammingError

    episode = sick_leave(nurse, FIRST)

    with (
        pytest.raises(ProgrammingError, match="permission denied|Cannot update or delete"),
        transaction.atomic(),
    ):
        episode.events.update(first_day=LAST)  # type: ignore[attr-defined]
