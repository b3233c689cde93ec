"""The demo's protected identities: sealed as real ones are, with one person who may open Karlstad's."""

from collections.abc import Sequence
from typing import Any

from experio.demo.frame import FIRST_DAY
from experio.demo.frame_rows import FrameKeys
from experio.demo.world import DemoPerson
from subprojects.identity import Identity, hidden_columns
from subprojects.models import (
    Covers,
    IdentityProtection,
    IdentityReader,
    ProtectedIdentity,
    ProtectedNumbers,
    SecrecyGround,
)

# The one of the named few who signs in to the demo; hr2.karlstad works under the mask.
READER, READS_AT = "hr.karlstad", "karlstad"
REASON = "Beslut av Skatteverket (påhittat)"
# Which provision applies is each employer's decision; nobody has confirmed these.
GROUNDS = (
    (Covers.SICK_LEAVE, "39 kap. 2 § offentlighets- och sekretesslagen (2009:400)"),
    (Covers.CASES, "39 kap. 1 § offentlighets- och sekretesslagen (2009:400)"),
    (Covers.PROTECTED, "39 kap. 3 § offentlighets- och sekretesslagen (2009:400)"),
)


def identity_of(person: DemoPerson) -> Identity:
    return Identity(
        employee_number=person.employee_number,
        first_name=person.first_name,
        last_name=person.last_name,
        birth_date=person.birth_date,
        personal_number=person.personal_number,
    )


def shown_columns(person: DemoPerson) -> dict[str, Any]:
    """What the plain columns of a person's row hold."""
    if person.has_protected_identity:
        return hidden_columns(identity_of(person), person.key)
    return {
        "employee_number": person.employee_number,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "birth_date": person.birth_date,
        "personal_number": person.personal_number,
    }


def write_protected(people: Sequence[DemoPerson], keys: FrameKeys) -> None:
    """The marks, the sealed identities and the look-ups of those who are protected."""
    hidden = [(person, identity_of(person)) for person in people if person.has_protected_identity]
    employer = keys.subprojects
    IdentityProtection.objects.bulk_create(
        IdentityProtection(
            staff_member_id=person.number,
            subproject_id=employer[person.employer],
            kind="secrecy_mark",
            reason=REASON,
            first_day=person.jobs[0].first_day,
            set_by_id=keys.users[f"hr.{person.employer}"],
        )
        for person, _identity in hidden
    )
    for person, identity in hidden:
        facts = {"staff_member_id": person.number, "subproject_id": employer[person.employer]}
        ProtectedIdentity.objects.create(sealed=identity.as_text(), **facts)
        ProtectedNumbers.objects.create(
            employee_number=identity.employee_number, personal_number=identity.personal_number, **facts
        )


def write_readers_and_grounds(keys: FrameKeys) -> None:
    """Who may open Karlstad's identities, and the grounds that every employer names."""
    if READS_AT in keys.subprojects:
        IdentityReader.objects.create(
            user_id=keys.users[READER],
            subproject_id=keys.subprojects[READS_AT],
            first_day=FIRST_DAY,
            given_by_id=keys.users["admin"],
        )
    SecrecyGround.objects.bulk_create(
        SecrecyGround(
            subproject_id=employer,
            covers=covers,
            provision=provision,
            damage_test="Arbetsgivaren avgör vilket skaderekvisit som gäller.",
            first_day=FIRST_DAY,
        )
        for employer in keys.subprojects.values()
        for covers, provision in GROUNDS
    )
