"""
Seal the identities that are marked as protected, and put neutral words where their names stood: in the rows,
their history and the names of their own sign-ins. What stood there can be put back by lifting the protection.
"""

import uuid
from datetime import date
from typing import Any

import pgtrigger
from django.db import migrations

from experio.sealing import blind_index, seal
from subprojects.identity import HIDDEN_FIRST_NAME, HIDDEN_LAST_NAME, Identity, hidden_columns

REASON = "Skyddet var satt innan skäl antecknades."
EVENT_COLUMNS = ("employee_number", "first_name", "last_name", "birth_date", "personal_number", "key")
NAMES = {"first_name": HIDDEN_FIRST_NAME, "last_name": HIDDEN_LAST_NAME}


def seal_identities(apps: Any, schema_editor: Any) -> None:
    staff = apps.get_model("subprojects", "StaffMember")
    numbers = apps.get_model("subprojects", "ProtectedNumbers")
    for person in staff.objects.filter(has_protected_identity=True, protections=None):
        identity = Identity(
            employee_number=person.employee_number,
            first_name=person.first_name,
            last_name=person.last_name,
            birth_date=person.birth_date,
            personal_number=person.personal_number,
        )
        apps.get_model("subprojects", "IdentityProtection").objects.create(
            staff_member=person,
            subproject_id=person.subproject_id,
            kind="employer",
            reason=REASON,
            first_day=date.today(),  # noqa: DTZ011 - the day of the upgrade
        )
        person.key = uuid.uuid4()
        hidden = hidden_columns(identity, person.key) | {"key": person.key}
        staff.objects.filter(pk=person.pk).update(**hidden)
        identity.elsewhere.update(_hide_elsewhere(apps, person, hidden))
        apps.get_model("subprojects", "ProtectedIdentity").objects.create(
            staff_member=person,
            subproject_id=person.subproject_id,
            sealed=seal(
                identity.as_text(), table="subprojects_protectedidentity", column="sealed", row=person.pk
            ),
        )
        numbers.objects.create(
            staff_member=person,
            subproject_id=person.subproject_id,
            employee_number_index=blind_index(person.subproject_id, identity.employee_number),
            personal_number_index=blind_index(person.subproject_id, identity.personal_number)
            if identity.personal_number
            else None,
        )


def _hide_elsewhere(
    apps: Any, person: Any, hidden: dict[str, Any]
) -> dict[str, dict[int, dict[str, str | None]]]:
    roles = apps.get_model("subprojects", "Membership").objects
    accounts = list(roles.filter(role="employee", staff_member=person).values_list("user", flat=True))
    events = apps.get_model("subprojects", "StaffMemberEvent").objects.filter(pgh_obj=person.pk)
    user_events = apps.get_model("accounts", "UserEvent").objects.filter(pgh_obj__in=accounts)
    users = apps.get_model("accounts", "User").objects.filter(pk__in=accounts)
    with pgtrigger.ignore("subprojects.StaffMemberEvent:append_only", "accounts.UserEvent:append_only"):
        return {
            "accounts.User": _hide(users, tuple(NAMES), NAMES),
            "subprojects.StaffMemberEvent": _hide(events, EVENT_COLUMNS, hidden),
            "accounts.UserEvent": _hide(user_events, tuple(NAMES), NAMES),
        }


def _hide(
    rows: Any, columns: tuple[str, ...], instead: dict[str, Any]
) -> dict[int, dict[str, str | None]]:
    stood = {
        row["pk"]: {name: None if row[name] is None else str(row[name]) for name in columns}
        for row in rows.values("pk", *columns)
    }
    rows.update(**instead)
    return stood


class Migration(migrations.Migration):
    dependencies = [
        ("subprojects", "0004_protected_identity"),
        ("accounts", "0001_initial"),
    ]

    operations = [migrations.RunPython(seal_identities, migrations.RunPython.noop)]
