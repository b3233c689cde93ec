"""
The wide world with the people and the rows that other pages and other links belong to.

A link often stands on a page for one state of a row or for one duty only: a closed case, an answered request,
a passkey, an officer who is employed by the same employer. What is here has at least one of each.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from cases.actions.case import close_case
from cases.actions.data_requests import answer_request, record_request
from cases.actions.disposal import propose_disposal, withdraw_disposal
from cases.actions.extract_release import release_extract
from cases.actions.journal import correct_note
from cases.actions.log_review import close_log_review
from cases.actions.restrictions import hold, lift_hold, lift_restriction, restrict
from cases.actions.retention import end_rule, make_rule
from cases.actions.sick_leave import add_certificate, end_sick_leave
from cases.imports.uploads import confirm_import
from cases.models import DataRequest, JournalNote
from experio import clock
from experio.accounts.models import User
from experio.audit.models import Reading
from experio.audit.review import LogReview, LogReviewRow
from experio.scope import acting_as
from subprojects.models import IdentityReader, Membership, Role, StaffMember, Subproject
from tests.cast import holding
from tests.database.access_world import World
from tests.database.matrix.canaries import last_name
from tests.database.matrix.cells import PEOPLE
from tests.database.matrix.world import WideWorld
from tests.factories import (
    TODAY,
    CaseFactory,
    EmploymentFactory,
    MembershipFactory,
    StaffMemberFactory,
    UnitFactory,
    sick_leave,
)

STRANGER = ""
# Beside the fifteen of the access table.
MORE = ("hr_lead", "hr_reader", "hr_employed", "manager_employed")
# Person → who holds the same role, and goes first.
SAME_ROLE = {
    "hr_lead": "hr_own",
    "hr_reader": "hr_own",
    "hr_employed": "hr_own",
    "hr_lent": "hr_own",
    "hr_asked": "hr_own",
    "hr_lent_before": "hr_own",
    "manager_employed": "manager_own",
    "manager_sibling": "manager_own",
    "employee_other": "employee_self",
    "hr_ended": "nobody",
}
# All of them but one who is another officer without anything of her own: `hr_asked` without the request.
CAST = sorted({*PEOPLE, *MORE, STRANGER} - {"hr_other"}, key=lambda person: (person in SAME_ROLE, person))


def first_pages(wide: WideWorld, person: str) -> list[str]:
    """What is looked at before the rows of its kind are enough: where a link depends on the row."""
    nurse, shielded = wide.seen_from["nurse"], wide.seen_from["shielded"].nurse
    match person:
        case "hr_own":
            asked = DataRequest.objects.get(staff_member=shielded, kind="correction")
            return [reverse("cases:request_detail", args=[asked.pk])]
        case "hr_lent":
            return [nurse.case.get_absolute_url()]
        case "hr_reader":
            return [shielded.get_absolute_url()]
        case "hr_lead":
            days = {"first": timezone.now().date() - timedelta(days=1), "end": timezone.now().date()}
            return [
                reverse("cases:log_review_row", args=[nurse.review.pk, nurse.sampled.pk]),
                f"{reverse('cases:affected')}?{urlencode(days)}",
            ]
        case "hr_employed" | "manager_employed":
            return [StaffMember.objects.get(memberships__user=nurse.people[person]).get_absolute_url()]
        case "administrator":
            own = Membership.objects.get(user=nurse.people[person])
            return [reverse("admin:subprojects_membership_change", args=[own.pk])]
    return []


@pytest.fixture(scope="module")
def peopled(wide: WideWorld, world: World, django_db_blocker: Any) -> Iterator[WideWorld]:
    """Made once a module, inside the transaction of `world`."""
    with django_db_blocker.unblock():
        _make_people(world)
        _make_rows(wide)
        for person in MORE:
            client = world.client_of(person)
            wide.sessions[person] = client.cookies[settings.SESSION_COOKIE_NAME].value
            wide.users[person] = world.people[person]
        _reviewed(world)
        yield wide


def _make_people(world: World) -> None:
    north = world.north
    people = world.people
    people["hr_lead"] = world.hr_lead
    # Works for both employers, and reviews the log of one.
    south = Subproject.objects.get(slug="south")
    MembershipFactory(user=world.hr_lead, role=Role.HR_OFFICER, subproject=south)
    people["hr_reader"] = holding(Role.HR_OFFICER, "hr.reader", subproject=north)
    IdentityReader.objects.create(user=people["hr_reader"], subproject=north, first_day=TODAY)
    people["hr_employed"] = holding(Role.HR_OFFICER, "hr.employed", subproject=north)
    people["manager_employed"] = holding(Role.MANAGER, "manager.employed", unit=world.ward)
    below = UnitFactory(subproject=north, code="north-ward-night", name="The night ward", parent=world.ward)
    Membership.objects.filter(user=people["manager_employed"]).update(includes_subunits=True)
    for person, number in (("hr_employed", "N901"), ("manager_employed", "N902")):
        staff = StaffMemberFactory(subproject=north, employee_number=number)
        EmploymentFactory(unit=below, staff_member=staff)
        MembershipFactory(user=people[person], role=Role.EMPLOYEE, staff_member=staff)
        episode = sick_leave(staff, TODAY - timedelta(days=40))
        CaseFactory(staff_member=staff, responsible_officer=people["hr_own"], episode=episode)
    TOTP.activate(world.hr_lead, "A" * 32)
    RecoveryCodes.activate(world.hr_lead)
    WebAuthn.add(world.hr_lead, "Key", _passkey())


def _passkey() -> dict[str, Any]:
    """What a browser would have sent when a passkey was added; nobody can sign in with it."""
    name = b"key-of-the-tests"
    public = {1: 2, 3: -7, -1: 1, -2: b"\1" * 32, -3: b"\2" * 32}
    key = AttestedCredentialData.create(Aaguid(b"\0" * 16), name, public)
    made = AttestationObject.create("none", AuthenticatorData.create(b"\0" * 32, 0x45, 0, key), {})
    said = CollectedClientData.create("webauthn.create", b"challenge", "https://example.org")
    return {
        "id": websafe_encode(name),
        "rawId": websafe_encode(name),
        "type": "public-key",
        "response": {"clientDataJSON": websafe_encode(said), "attestationObject": websafe_encode(made)},
        "clientExtensionResults": {},
    }


def _make_rows(wide: WideWorld) -> None:
    nurse, teacher = wide.seen_from["nurse"], wide.seen_from["teacher"]
    officer: User = nurse.people["hr_own"]
    _answered_requests(nurse.nurse, officer)
    _lifted(nurse.nurse, officer)
    _ended_rule(nurse, officer)
    release_extract(
        staff_member=nurse.nurse,
        receiver="person",
        assessment=None,
        left_out=[],
        file_format="pdf",
        made_by=officer,
        now=clock.now(),
    )
    note = JournalNote.objects.get(case=nurse.case, visibility="hr_and_manager")
    correct_note(
        note=note,
        kind=note.kind,
        visibility=note.visibility,
        happened_on=note.happened_on,
        text="Corrected.",
        written_by=officer,
        today=TODAY,
    )
    add_certificate(
        episode=nurse.episode, first_day=nurse.episode.first_day, last_day=TODAY, received_on=TODAY
    )
    end_sick_leave(episode=teacher.episode, last_day=TODAY - timedelta(days=2))
    close_case(case=teacher.case, outcome="own_job", closed_on=TODAY, today=TODAY)
    restrict(
        staff_member=teacher.nurse,
        ground="accuracy",
        reason="dispute",
        first_day=TODAY,
        decided_by=officer,
        today=TODAY,
    )
    confirm_import(wide.seen_from["southerner"].upload, confirmed_by=nurse.people["hr_other"], today=TODAY)


def _answered_requests(person: StaffMember, officer: User) -> None:
    for kind in ("access", "restriction", "erasure"):
        asked = _asked(person, kind, officer)
        if kind == "restriction":
            answer_request(request=asked, outcome="refused", answer="…", answered_by=officer, today=TODAY)


def _asked(person: StaffMember, kind: str, officer: User) -> DataRequest:
    return record_request(
        staff_member=person, kind=kind, received_on=TODAY, text="…", recorded_by=officer, today=TODAY
    )


def _lifted(person: StaffMember, officer: User) -> None:
    about = {"staff_member": person, "first_day": TODAY, "today": TODAY}
    restriction = restrict(ground="unlawful", reason="…", decided_by=officer, **about)
    lift_restriction(restriction=restriction, lift_reason="…", lifted_by=officer, today=TODAY)
    lift_hold(held=hold(reason="…", set_by=officer, **about), lifted_by=officer, today=TODAY)
    hold(reason="still held", set_by=officer, **about)


def _reviewed(nurse: World) -> None:
    """A month that has been closed; in the open one a row that names somebody of the other employer."""
    closed = LogReview.objects.create(
        subproject=nurse.north,
        month=TODAY.replace(month=9, day=1),
        seed="1",
        rules={"by_chance": 20},
        rows_in_month=0,
        opened_by=nurse.hr_lead,
    )
    close_log_review(review=closed, summary="In order.", closed_by=nurse.hr_lead)
    nurse.client_of("hr_lead").get(reverse("cases:staff_list"), {"q": last_name("southerner")})
    reading = Reading.objects.order_by("pk").last()
    LogReviewRow.objects.filter(pk=nurse.sampled.pk).update(reading=reading.pk, reading_at=reading.at)


def _ended_rule(nurse: World, officer: User) -> None:
    rule = make_rule(
        subproject=nurse.north,
        record_kind="case",
        counted_from="case_closed",
        months=36,
        decision_reference="KS 2021/8",
        decided_on=TODAY,
        valid_from=TODAY,
        recorded_by=officer,
        today=TODAY,
    )
    end_rule(rule=rule, valid_to=TODAY + timedelta(days=30))
    # One that has been withdrawn, and in its place another that waits.
    proposer = nurse.duties.disposal.proposed_by
    with acting_as(proposer):
        withdraw_disposal(disposal=nurse.duties.disposal, withdrawn_by=proposer)
        nurse.duties.disposal = propose_disposal(rule=nurse.duties.rule, proposed_by=proposer, today=TODAY)
