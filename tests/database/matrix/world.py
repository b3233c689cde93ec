"""
The access world made wide: four people instead of one, each with an own canary in every protected field.

`nurse` is the one of the access table. `teacher` works in a sibling unit, `southerner` for another employer,
`shielded` has a protected identity and works beside the nurse. Whoever stands in a relation to one of them
stands in another relation to the next: `SEATS` says whose place in the access table a person takes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import pytest

from cases.actions.data_requests import record_request, withhold
from cases.actions.delegation import delegate_case
from cases.actions.protection import protect_identity
from cases.imports.reading import read_file
from cases.imports.uploads import stage_import
from cases.models import AbsenceImport, Delegation, JournalNote
from experio.accounts.models import User
from subprojects.models import IdentityReader, Role, SecondFactorRule, StaffMember, Subproject, Unit
from tests.cast import holding
from tests.database.access_world import World, a_disclosure, lend, run_out
from tests.database.matrix.canaries import (
    BORN,
    CODES,
    HANDLE,
    NUMBERS,
    SHIELDED_KEY,
    SHIELDED_UNIT,
    case_number,
    employee_number,
    first_name,
    last_name,
    text,
)
from tests.database.signed_in import SignedIn, sessions_of
from tests.factories import (
    TODAY,
    CaseFactory,
    EmploymentFactory,
    JournalNoteFactory,
    MembershipFactory,
    StaffMemberFactory,
    UnitFactory,
    sick_leave,
)

# Two more than in the access table: who is named to read protected identities, and the protected person.
READER, SHIELDED_SELF = "reader", "employee_shielded"
MORE_PEOPLE = (SHIELDED_SELF, READER)
# Their places towards everybody else, and where no row is named.
_AS_OTHERS = {READER: "hr_own", SHIELDED_SELF: "employee_other"}
# Target → person → whose place in the access table that person takes. Who is not named keeps the own one.
_NO_LOAN = {"hr_lent": "hr_other", "hr_lent_before": "hr_other", "hr_asked": "hr_other"}
SEATS: dict[str, dict[str, str]] = {
    "nurse": {**_AS_OTHERS},
    "teacher": {
        **_AS_OTHERS,
        **_NO_LOAN,
        "manager_own": "manager_sibling",
        "manager_sibling": "manager_own",
        "employee_self": "employee_other",
        "employee_other": "employee_self",
    },
    "southerner": {
        **_AS_OTHERS,
        READER: "hr_other",
        "hr_own": "hr_other",
        "hr_other": "hr_own",
        "hr_asked": "hr_own",
        "hr_lent": "hr_own",
        "hr_lent_before": "hr_own",
        "manager_own": "manager_sibling",
        "employee_self": "employee_other",
    },
    "shielded": {**_AS_OTHERS, SHIELDED_SELF: "employee_self", "employee_self": "employee_other"},
    "-": {**_AS_OTHERS},
}


# Towards the southerner's own request and upload: who was asked, and who uploaded.
ROW_SEATS: dict[str, dict[str, str]] = {
    "asked": {**SEATS["southerner"], "hr_own": "hr_asked"},
    "upload": {**SEATS["southerner"], **_NO_LOAN},
}


def seat(target: str, person: str, row: str = "") -> str:
    """Whose place in the access table the person takes towards the target."""
    seats = ROW_SEATS[row] if target == "southerner" and row in ROW_SEATS else SEATS[target]
    return seats.get(person, person)


@dataclass
class WideWorld(SignedIn):
    """The access world once for each of the four, and everybody's session."""

    seen_from: dict[str, World] = field(default_factory=dict)


@pytest.fixture(scope="module")
def wide(world: World, django_db_blocker: Any) -> Iterator[WideWorld]:
    """Made once a module, inside the transaction of `world`."""
    with django_db_blocker.unblock():
        yield _widen(world)


def _widen(world: World) -> WideWorld:
    north = world.north
    south = Subproject.objects.get(slug="south")
    school = Unit.objects.get(code="north-school")
    home = UnitFactory(subproject=south, code="south-home", name="The home")
    officers = {"north": world.people["hr_own"], "south": world.people["hr_other"]}

    # Seeded by a migration, and gone where a test before has emptied all tables.
    SecondFactorRule.objects.get_or_create(
        role=Role.HR_OFFICER, defaults={"first_day": date(2019, 5, 1), "is_required": True}
    )
    shielded = _shielded(world)
    _mark(world.nurse, "nurse")
    world.case.number, world.case.background = case_number("nurse"), text("background", "nurse")
    world.case.save()
    # Another than the one that forms give as an example.
    world.episode.diagnosis_code = CODES["nurse"]
    world.episode.save()
    notes = JournalNote.objects.filter(case=world.case)
    for note in notes:
        note.text = text("hr-note" if note.visibility == "hr_only" else "shared-note", "nurse")
        note.save()
    for loan in Delegation.objects.filter(case=world.case):
        loan.reason, loan.case_number = text("reason", "nurse"), case_number("nurse")
        loan.save()
    nurse = replace(
        world,
        note=notes.get(visibility="hr_only"),
        asked=Delegation.objects.get(pk=world.asked.pk),
        upload=_upload(north, officers["north"], "nurse"),
    )
    teacher = StaffMember.objects.get(employee_number="N200")
    _mark(teacher, "teacher")
    seen = {
        "nurse": nurse,
        "teacher": _about(nurse, teacher, school, officers["north"], "teacher"),
        "southerner": _about(
            nurse,
            _employed(home, "southerner"),
            home,
            officers["south"],
            "southerner",
            asks=officers["north"],
        ),
        "shielded": shielded,
    }
    return WideWorld(sessions_of(world), world.people, seen_from=seen)


def _mark(staff: StaffMember, target: str) -> None:
    staff.first_name, staff.last_name = first_name(target), last_name(target)
    staff.employee_number, staff.birth_date = employee_number(target), BORN[target]
    staff.personal_number = NUMBERS[target]
    staff.save()


def _employed(unit: Unit, target: str, **staff: Any) -> StaffMember:
    member: StaffMember = StaffMemberFactory(
        subproject=unit.subproject,
        first_name=first_name(target),
        last_name=last_name(target),
        employee_number=employee_number(target),
        birth_date=BORN[target],
        personal_number=NUMBERS[target],
        **staff,
    )
    EmploymentFactory(unit=unit, staff_member=member)
    return member


def _about(
    nurse: World, staff: StaffMember, unit: Unit, officer: User, target: str, *, asks: User | None = None
) -> World:
    """The same rows, about another person."""
    episode = sick_leave(staff, date(2021, 10, 11), diagnosis_code=CODES[target])
    case = CaseFactory(
        staff_member=staff,
        number=case_number(target),
        responsible_officer=officer,
        background=text("background", target),
        episode=episode,
    )
    note = JournalNoteFactory(case=case, text=text("hr-note", target))
    JournalNoteFactory(case=case, text=text("shared-note", target), visibility="hr_and_manager")
    changes: dict[str, Any] = {}
    if asks is not None:
        changes["asked"] = delegate_case(
            case=case,
            to_user=asks,
            delegated_by=officer,
            first_day=TODAY,
            last_day=TODAY + timedelta(days=3),
            reason=text("reason", target),
            today=TODAY,
        )
    if target == "southerner":
        changes["upload"] = _upload(unit.subproject, officer, target)
    return replace(
        nurse, north=unit.subproject, ward=unit, nurse=staff, episode=episode, case=case, note=note, **changes
    )


def _shielded(world: World) -> World:
    """
    Somebody with the rows and loans that the nurse has, whose identity is protected last of all.

    Files that wait are taken back when an identity is protected, so the nurse's is made after this.
    """
    people, officer = world.people, world.people["hr_own"]
    home = UnitFactory(subproject=world.north, code="north-hidden", name=SHIELDED_UNIT)
    MembershipFactory(user=people["manager_own"], role=Role.MANAGER, unit=home)
    staff = _employed(home, "shielded")
    about = _about(world, staff, home, officer, "shielded", asks=people["hr_asked"])
    for borrower in ("hr_lent", "hr_lent_before"):
        lend(about.case, officer, people[borrower], reason=text("reason", "shielded"))
    run_out(people["hr_lent_before"])
    request = record_request(
        staff_member=staff,
        kind="correction",
        received_on=TODAY,
        text=text("request", "shielded"),
        recorded_by=officer,
        today=TODAY,
    )
    withholding = withhold(case=about.case, note=None, ground="OSL 25:6", decided_by=officer, today=TODAY)
    disclosure = a_disclosure(about.case, officer, text("refusal", "shielded"))

    people[SHIELDED_SELF] = holding(Role.EMPLOYEE, "employee.shielded", staff_member=staff)
    User.objects.filter(pk=people[SHIELDED_SELF].pk).update(
        first_name=first_name("shielded"), last_name=last_name("shielded")
    )
    people[READER] = holding(Role.HR_OFFICER, "reader", subproject=world.north)
    IdentityReader.objects.create(user=people[READER], subproject=world.north, first_day=TODAY)
    protect_identity(
        staff_member=staff,
        kind="secrecy_mark",
        reason="A decision of the tax agency",
        first_day=TODAY,
        set_by=officer,
    )
    StaffMember.objects.filter(pk=staff.pk).update(key=SHIELDED_KEY, employee_number=HANDLE)
    staff.refresh_from_db()
    for person in MORE_PEOPLE:
        people[person].refresh_from_db()
        world.client_of(person)
    # Another role ends the sessions.
    del world.clients["manager_own"]
    world.client_of("manager_own")
    return replace(
        about,
        duties=replace(world.duties, request=request, withholding=withholding),
        disclosure=disclosure,
    )


def _upload(subproject: Subproject, by: User, target: str) -> AbsenceImport:
    lines = [
        "anställningsnummer;från;till;omfattning;anmärkning",
        f"{employee_number(target)};2021-03-01;2021-03-05;100;{text('content', target)}",
    ]
    content = "\n".join(lines).encode()
    return stage_import(
        read=read_file(content, today=TODAY),
        content=content,
        file_name=f"{text('file', target)}.csv",
        subproject=subproject,
        create_staff=False,
        uploaded_by=by,
        today=TODAY,
    )
