"""Run inside the scratch installation: employers with staff, officers, and a session for each officer."""

import json
import sys
from typing import Any

import django


def main(officers: int, people: int) -> None:
    django.setup()
    from django.conf import settings
    from django.test import Client

    from experio.scope import working_for_every_employer
    from subprojects.models import Role
    from tests.cast import holding
    from tests.confirming import confirmed
    from tests.factories import (
        EmploymentFactory,
        ProjectFactory,
        StaffMemberFactory,
        SubprojectFactory,
        UnitFactory,
    )

    world: dict[str, Any] = {"cookie": settings.SESSION_COOKIE_NAME, "officers": []}
    with working_for_every_employer():
        project = ProjectFactory(slug="crash", name="Crash")
        for number in range(officers):
            subproject = SubprojectFactory(
                project=project, slug=f"crash-{number % 2}{number}", name=f"C{number}"
            )
            unit = UnitFactory(subproject=subproject, code=f"crash-unit-{number}")
            user = holding(Role.HR_OFFICER, f"crash.officer.{number}", subproject=subproject)
            staff = []
            for place in range(people):
                member = StaffMemberFactory(
                    subproject=subproject, employee_number=f"C{number}-{place}", last_name=f"Krasch{place}"
                )
                EmploymentFactory(unit=unit, staff_member=member)
                staff.append({"key": str(member.key), "number": member.employee_number})
            client = Client()
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
            confirmed(client, user)
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            world["officers"].append(
                {"session": session, "staff": staff, "subproject": subproject.pk, "user": user.pk}
            )
    sys.stdout.write(json.dumps(world) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
