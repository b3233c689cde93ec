"""Disposal: a dry run, two people, everything or nothing, and a record without a person in it."""

from collections.abc import Iterator
from datetime import date, timedelta

import pghistory
import pgtrigger
import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone, translation

from cases.actions.data_requests import answer_request, record_request
from cases.actions.delegation import accept_delegation, delegate_case
from cases.actions.disposal import (
    DisposalRefused,
    approve_disposal,
    propose_disposal,
    propose_erasure,
    withdraw_disposal,
)
from cases.actions.restrictions import hold, lift_hold, restrict
from cases.actions.retention import make_rule
from cases.actions.sick_leave import delete_sick_leave
from cases.models import (
    Case,
    Disposal,
    DisposalRow,
    JournalNote,
    RecordKind,
    RequestKind,
    RetentionRule,
    SickLeaveEpisode,
)
from cases.questions.disposal_list import dry_run
from experio.accounts.models import User
from experio.scope import acting_as
from reports.cube import data_version
from subprojects.models import Employment, Role, StaffMember, Subproject, Unit
from tests.cast import holding
from tests.factories import (
    TODAY,
    CaseFactory,
    CertificateFactory,
    EmploymentFactory,
    JournalNoteFactory,
    ParticipationFactory,
    StaffMemberFactory,
    sick_leave,
)
from tests.opened import opened_values

CANARY = "KANARIEFAGEL"
LONG_AGO = date(2017, 3, 1)


def next_request() -> None:
    """The history names one context a transaction: as if the next page were asked for now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pghistory.context_id', '', true)")


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """The refusals are asserted by their words."""
    with translation.override("en"):
        yield


@pytest.fixture
def hr_second(north: Subproject) -> User:
    return holding(Role.HR_OFFICER, "hr.second", subproject=north)


@pytest.fixture
def gone(ward: Unit, hr_north: User, hr_second: User, hr_south: User) -> StaffMember:
    """Left North long ago, with one of everything, each text of it a canary."""
    person = StaffMemberFactory(
        subproject=ward.subproject,
        employee_number=f"{CANARY}-1",
        first_name=f"{CANARY}Anna",
        last_name=f"{CANARY}Berg",
        personal_number="198502282384",
    )
    EmploymentFactory(
        unit=ward, staff_member=person, first_day=date(2010, 1, 1), last_day=LONG_AGO + timedelta(days=60)
    )
    episode = sick_leave(person, LONG_AGO, LONG_AGO + timedelta(days=20), diagnosis_code="F438A")
    CertificateFactory(episode=episode, last_day=LONG_AGO + timedelta(days=20))
    deleted = sick_leave(person, date(2016, 1, 4), date(2016, 1, 8), diagnosis_code="M545")
    delete_sick_leave(episode=deleted, reason=f"{CANARY} entered twice")
    next_request()
    case = CaseFactory(
        staff_member=person,
        episode=episode,
        opened_on=LONG_AGO,
        responsible_officer=hr_north,
        background=f"{CANARY} background",
    )
    note = JournalNoteFactory(case=case, text=f"{CANARY} first words", written_by=hr_north)
    note.text = f"{CANARY} corrected words"
    note.save()
    JournalNoteFactory(case=case, text=f"{CANARY} newest", written_by=hr_north, corrects=note)
    lent = delegate_case(
        case=case,
        to_user=hr_south,
        delegated_by=hr_north,
        first_day=TODAY,
        last_day=TODAY,
        reason=f"{CANARY} holiday",
        today=TODAY,
    )
    accept_delegation(delegation=lent, today=TODAY)
    Case.objects.filter(pk=case.pk).update(closed_on=LONG_AGO + timedelta(days=50), outcome="own_job")
    ParticipationFactory(staff_member=person, entered_on=date(2016, 6, 1), left_on=LONG_AGO)
    account = holding(Role.EMPLOYEE, f"{CANARY}.anna", staff_member=person)
    account.first_name, account.email = f"{CANARY}Anna", f"{CANARY}@example.org"
    account.save()
    request = record_request(
        staff_member=person,
        kind=RequestKind.CORRECTION,
        received_on=TODAY,
        text=f"{CANARY} is spelled wrong",
        recorded_by=account,
        today=TODAY,
    )
    answer_request(
        request=request, outcome="granted", answer=f"{CANARY} done", answered_by=hr_north, today=TODAY
    )
    held = hold(staff_member=person, reason=f"{CANARY} audit", first_day=TODAY, set_by=hr_north, today=TODAY)
    lift_hold(held=held, lifted_by=hr_north, today=TODAY)
    found: StaffMember = person
    return found


def rules(subproject: Subproject, by: User, months: int = 24) -> dict[str, RetentionRule]:
    """A rule for each kind, all of the same length."""
    counted = {
        "sick_leave": "episode_ended",
        "case": "case_closed",
        "participation": "left_project",
        "person": "employment_ended",
    }
    return {
        kind: make_rule(
            subproject=subproject,
            record_kind=kind,
            counted_from=event,
            months=months,
            decision_reference=f"KS 2021/{kind}",
            decided_on=date(2021, 1, 1),
            valid_from=date(2021, 1, 1),
            recorded_by=by,
            today=TODAY,
        )
        for kind, event in counted.items()
    }


def dispose(rule: RetentionRule, first: User, second: User) -> Disposal:
    with acting_as(first):
        disposal = propose_disposal(rule=rule, proposed_by=first, today=TODAY)
    with acting_as(second):
        return approve_disposal(disposal=disposal, approved_by=second, today=TODAY)


def text_dump() -> str:
    """Every row of every table as text, and what is sealed opened: what a thief of both would read."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        found = []
        for table in tables:
            cursor.execute(f'SELECT coalesce(string_agg(t::text, chr(10)), $$$$) FROM "{table}" t')  # noqa: S608
            found.append(f"{table}:\n{cursor.fetchone()[0]}")
    return "\n".join((*found, *opened_values()))


def _delete_all(table: str) -> None:
    """As somebody would who knows how to switch off the package's own trigger."""
    with pgtrigger.ignore(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608


def test_after_a_disposal_of_the_person_nothing_in_the_database_names_them(
    gone: StaffMember, hr_north: User, hr_second: User
) -> None:
    made = rules(gone.subproject, hr_north)
    assert text_dump().count(CANARY) > 20, "the canaries are there; they could have stayed"

    disposal = dispose(made["person"], hr_north, hr_second)

    dump = text_dump()
    assert [line for line in dump.splitlines() if CANARY in line or "198502282384" in line] == []
    assert "F438A" not in dump
    assert disposal.records == 1
    assert disposal.counts["cases_journalnote"] == 2
    assert disposal.counts["cases_journalnoteevent"] == 3
    assert disposal.counts["subprojects_staffmember"] == 1
    assert not DisposalRow.objects.exists()


def test_what_was_deleted_long_ago_goes_from_the_history_too(
    gone: StaffMember, hr_north: User, hr_second: User
) -> None:
    made = rules(gone.subproject, hr_north)
    events = apps.get_model("cases", "SickLeaveEpisodeEvent")
    assert events.objects.filter(staff_member_id=gone.pk, pgh_label="delete").exists()
    assert apps.get_model("cases", "ExtentPeriodEvent").objects.exists()

    dispose(made["person"], hr_north, hr_second)

    assert not events.objects.filter(staff_member_id=gone.pk).exists()
    assert not apps.get_model("cases", "ExtentPeriodEvent").objects.exists()


def test_others_keep_everything(
    gone: StaffMember, nurse: StaffMember, hr_north: User, hr_second: User
) -> None:
    kept = sick_leave(nurse, LONG_AGO, LONG_AGO + timedelta(days=5), diagnosis_code="M545")
    case = CaseFactory(staff_member=nurse, responsible_officer=hr_north, background="kept background")
    JournalNoteFactory(case=case, text="kept words")
    made = rules(gone.subproject, hr_north)

    dispose(made["person"], hr_north, hr_second)

    assert SickLeaveEpisode.objects.filter(pk=kept.pk).exists()
    assert "kept words" in text_dump()
    assert Employment.objects.filter(staff_member=nurse).count() == 1
    assert [event.text for event in apps.get_model("cases", "JournalNoteEvent").objects.all()] == [
        "kept words"
    ]
    assert User.objects.get(pk=hr_north.pk).username == "hr.north"


def test_a_rule_takes_only_its_own_kind(gone: StaffMember, hr_north: User, hr_second: User) -> None:
    made = rules(gone.subproject, hr_north)

    disposal = dispose(made["sick_leave"], hr_north, hr_second)

    assert not SickLeaveEpisode.objects.filter(staff_member=gone).exists()
    case = Case.objects.get(staff_member=gone)
    assert case.episode_id is None
    assert JournalNote.objects.filter(case=case).count() == 2
    assert "cases_case" not in disposal.counts


def test_the_figures_are_made_anew_after_a_disposal(
    gone: StaffMember, nurse: StaffMember, hr_north: User, hr_second: User
) -> None:
    sick_leave(nurse, date(2021, 10, 4))  # the newest rows are not the ones that go
    made = rules(gone.subproject, hr_north)
    before = data_version()

    dispose(made["sick_leave"], hr_north, hr_second)

    assert data_version() != before


def test_nobody_approves_the_own_proposal(gone: StaffMember, hr_north: User) -> None:
    made = rules(gone.subproject, hr_north)
    with acting_as(hr_north):
        disposal = propose_disposal(rule=made["person"], proposed_by=hr_north, today=TODAY)

        with pytest.raises(DisposalRefused, match="else"):
            approve_disposal(disposal=disposal, approved_by=hr_north, today=TODAY)

    assert StaffMember.objects.filter(pk=gone.pk).exists()


def test_the_database_wants_two_people_each_in_the_own_name(
    gone: StaffMember, hr_north: User, hr_second: User
) -> None:
    """What no Python path can go around."""
    made = rules(gone.subproject, hr_north)
    with acting_as(hr_north):
        disposal = propose_disposal(rule=made["person"], proposed_by=hr_north, today=TODAY)
        row = Disposal.objects.filter(pk=disposal.pk)
        for by in (hr_north, hr_second):  # oneself; and somebody else's name, used by oneself
            with pytest.raises(DatabaseError), transaction.atomic():
                row.update(approved_by=by, approved_at=timezone.now())
        with pytest.raises(DatabaseError, match="own name"), transaction.atomic():
            Disposal.objects.create(
                subproject=gone.subproject,
                kind="retention",
                rule=made["person"],
                record_kind="person",
                decision_reference="x",
                records=1,
                proposed_by=hr_second,
            )
    with acting_as(hr_second):
        row.update(approved_by=hr_second, approved_at=timezone.now())
        for change in ({"records": 99}, {"proposed_by": hr_second}, {"approved_by": hr_north}):
            with pytest.raises(DatabaseError), transaction.atomic():
                row.update(**change)
        with pytest.raises(DatabaseError, match="before it is approved"), transaction.atomic():
            DisposalRow.objects.create(disposal=disposal, table="cases_caseevent", row=1)
        with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
            DisposalRow.objects.filter(disposal=disposal).delete()


def test_history_goes_only_while_an_approved_disposal_names_it(
    gone: StaffMember, hr_north: User, hr_second: User
) -> None:
    events = apps.get_model("cases", "JournalNoteEvent")
    made = rules(gone.subproject, hr_north)
    with acting_as(hr_north):
        disposal = propose_disposal(rule=made["case"], proposed_by=hr_north, today=TODAY)
        _delete_all("cases_journalnoteevent")
    with acting_as(hr_second):
        Disposal.objects.filter(pk=disposal.pk).update(approved_by=hr_second, approved_at=timezone.now())
        other = apps.get_model("subprojects", "StaffMemberEvent")
        _delete_all("subprojects_staffmemberevent")
    # The walls let no row of the history go that no approved disposal names; behind them stands the trigger.
    assert events.objects.count() == 3
    assert other.objects.exists()


def test_the_record_of_a_disposal_is_never_deleted(
    gone: StaffMember, hr_north: User, hr_second: User
) -> None:
    disposal = dispose(rules(gone.subproject, hr_north)["person"], hr_north, hr_second)

    with acting_as(hr_second):
        with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic():
            Disposal.objects.filter(pk=disposal.pk).delete()
        with pytest.raises(DatabaseError, match="decided"), transaction.atomic():
            Disposal.objects.filter(pk=disposal.pk).update(counts={})


@pytest.mark.parametrize("stopper", ["hold", "restriction", "request", "case hold"])
def test_what_holds_back_is_said_and_stays(
    stopper: str, gone: StaffMember, hr_north: User, hr_second: User
) -> None:
    made = rules(gone.subproject, hr_north)
    case = Case.objects.get(staff_member=gone)
    about = {"staff_member": gone, "first_day": TODAY, "today": TODAY}
    if stopper == "restriction":
        restrict(**about, ground="claims", reason="dispute", decided_by=hr_north)
    elif stopper == "request":
        record_request(
            staff_member=gone, kind="access", received_on=TODAY, text="", recorded_by=hr_north, today=TODAY
        )
    else:
        hold(**about, reason="audit", set_by=hr_north, case=case if stopper == "case hold" else None)

    for kind in ("person", "case"):
        listed = dry_run(made[kind], TODAY)
        assert listed.going == ()
        assert len(listed.held) == 1
        assert listed.held[0].held_by
        with acting_as(hr_north), pytest.raises(DisposalRefused):
            propose_disposal(rule=made[kind], proposed_by=hr_north, today=TODAY)


def test_a_hold_set_after_the_proposal_stops_it(gone: StaffMember, hr_north: User, hr_second: User) -> None:
    made = rules(gone.subproject, hr_north)
    with acting_as(hr_north):
        disposal = propose_disposal(rule=made["case"], proposed_by=hr_north, today=TODAY)
        hold(staff_member=gone, reason="audit", first_day=TODAY, set_by=hr_north, today=TODAY)

    with acting_as(hr_second), pytest.raises(DisposalRefused, match="held back"):
        approve_disposal(disposal=disposal, approved_by=hr_second, today=TODAY)

    assert Case.objects.filter(staff_member=gone).exists()


def test_the_approver_approves_exactly_what_was_named(
    gone: StaffMember, hr_north: User, hr_second: User
) -> None:
    made = rules(gone.subproject, hr_north)
    with acting_as(hr_north):
        disposal = propose_disposal(rule=made["case"], proposed_by=hr_north, today=TODAY)
        JournalNoteFactory(case=Case.objects.get(staff_member=gone), text="new fact")

    with acting_as(hr_second), pytest.raises(DisposalRefused, match="changed since"):
        approve_disposal(disposal=disposal, approved_by=hr_second, today=TODAY)

    with acting_as(hr_north):
        withdraw_disposal(disposal=disposal, withdrawn_by=hr_north)
    assert dispose(made["case"], hr_north, hr_second).counts["cases_journalnote"] == 3


def test_a_person_waits_for_what_another_rule_keeps_longer(gone: StaffMember, hr_north: User) -> None:
    made = rules(gone.subproject, hr_north)
    RetentionRule.objects.filter(record_kind="case").update(months=120)

    listed = dry_run(made["person"], TODAY)

    assert listed.going == ()
    assert str(RecordKind.CASE.label) in listed.held[0].held_by[0]


@pytest.mark.parametrize(("months", "goes"), [(56, True), (57, False)])
def test_the_time_is_counted_from_the_event(
    months: int, goes: bool, gone: StaffMember, hr_north: User
) -> None:
    """The episode ended on 2017-03-21; today is 2021-11-22: 56 months have passed, 57 not."""
    rule = rules(gone.subproject, hr_north, months)["sick_leave"]

    assert bool(dry_run(rule, TODAY).going) is goes


def test_who_is_employed_is_not_on_the_list(nurse: StaffMember, hr_north: User) -> None:
    assert dry_run(rules(nurse.subproject, hr_north, 1)["person"], TODAY).candidates == ()


def test_erasure_is_refused_with_every_reason(nurse: StaffMember, hr_north: User) -> None:
    hold(staff_member=nurse, reason="audit", first_day=TODAY, set_by=hr_north, today=TODAY)
    sick_leave(nurse, date(2021, 10, 4))
    request = record_request(
        staff_member=nurse, kind="erasure", received_on=TODAY, text="All", recorded_by=hr_north, today=TODAY
    )

    with acting_as(hr_north), pytest.raises(DisposalRefused) as refused:
        propose_erasure(request=request, proposed_by=hr_north, today=TODAY)

    said = " ".join(refused.value.messages)
    assert "hold: audit" in said
    assert "is employed" in said
    assert "no rule lets this go" in said


def test_erasure_on_request_goes_the_same_way(gone: StaffMember, hr_north: User, hr_second: User) -> None:
    rules(gone.subproject, hr_north)
    request = record_request(
        staff_member=gone, kind="erasure", received_on=TODAY, text=CANARY, recorded_by=hr_north, today=TODAY
    )
    with acting_as(hr_north):
        disposal = propose_erasure(request=request, proposed_by=hr_north, today=TODAY)
    with acting_as(hr_second):
        done = approve_disposal(disposal=disposal, approved_by=hr_second, today=TODAY)

    assert CANARY not in text_dump()
    assert (done.kind, done.request_number, done.records) == ("erasure", request.pk, 1)


def test_a_rule_counts_from_its_own_event(north: Subproject, hr_north: User) -> None:
    with pytest.raises(ValidationError):
        make_rule(
            subproject=north,
            record_kind="person",
            counted_from="case_closed",
            months=1,
            decision_reference="x",
            decided_on=TODAY,
            valid_from=TODAY,
            recorded_by=hr_north,
            today=TODAY,
        )


def test_a_reason_in_the_history_goes_with_what_it_was_about(
    gone: StaffMember, nurse: StaffMember, hr_north: User, hr_second: User
) -> None:
    """A context that others share stays; one that was only about the person goes."""
    shared = sick_leave(nurse, date(2016, 2, 1), date(2016, 2, 3))
    with pghistory.context(reason="kept, for others were in it"):
        Case.objects.filter(staff_member=gone).update(plan_made_on=LONG_AGO)
        SickLeaveEpisode.objects.filter(pk=shared.pk).update(expected_last_day=date(2016, 2, 4))
    next_request()
    with pghistory.context(reason=f"{CANARY} alone"):
        Case.objects.filter(staff_member=gone).update(plan_made_on=None)
    next_request()

    dispose(rules(gone.subproject, hr_north)["person"], hr_north, hr_second)

    dump = text_dump()
    assert "kept, for others were in it" in dump
    assert CANARY not in dump
