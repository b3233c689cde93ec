"""The world of the access matrix with its nurse protected: what may never be found, and where to look."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse

from cases.actions.protection import protect_identity
from subprojects.models import IdentityReader, Role, StaffMember
from tests.cast import holding
from tests.database.access_world import PERSONAL_NUMBER, World
from tests.factories import TODAY

FIRST_NAME, LAST_NAME, NUMBER = "Zinaida", "Kvistlöv", "ZK4711"
BIRTH_DATE = date(1971, 3, 9)
UNIT = "Kanariehuset"
# Whatever case it is written in, and in every way a date or a number is written.
CANARIES = (
    FIRST_NAME, LAST_NAME, "Kvistl", NUMBER, PERSONAL_NUMBER, "19850228-2384", "850228-2384", "1971-03-09",
    "9 mars 1971", "March 9, 1971", "19710309",
)  # fmt: skip


@pytest.fixture(scope="module")
def hidden(world: World, django_db_blocker: Any) -> Iterator[World]:
    """The nurse's identity is protected; `reader` is the one who may open it, `hr_own` is not."""
    with django_db_blocker.unblock():
        StaffMember.objects.filter(pk=world.nurse.pk).update(
            first_name=FIRST_NAME, last_name=LAST_NAME, employee_number=NUMBER, birth_date=BIRTH_DATE
        )
        world.ward.name = UNIT
        world.ward.save()
        world.people["employee_self"].first_name = FIRST_NAME
        world.people["employee_self"].last_name = LAST_NAME
        world.people["employee_self"].save()
        protect_identity(
            staff_member=world.nurse,
            kind="secrecy_mark",
            reason="Beslut av Skatteverket",
            first_day=TODAY,
            set_by=world.people["hr_own"],
        )
        world.nurse.refresh_from_db()
        reader = holding(Role.HR_OFFICER, "reader", subproject=world.north)
        IdentityReader.objects.create(user=reader, subproject=world.north, first_day=TODAY)
        world.people["reader"] = reader
        world.client_of("reader")
        yield world


def told(response: HttpResponse) -> str:
    """Everything that an answer carries: body (a workbook's cells too), headers, cookies."""
    content = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    head = f"{dict(response.headers)} {response.cookies}"
    if content.startswith(b"PK"):
        from io import BytesIO

        from python_calamine import CalamineWorkbook

        book = CalamineWorkbook.from_filelike(BytesIO(content))
        return head + str([book.get_sheet_by_name(sheet).to_python() for sheet in book.sheet_names])
    return head + content.decode("utf-8-sig")


def found_in(text: str) -> list[str]:
    lowered = text.lower()
    return [canary for canary in CANARIES if canary.lower() in lowered]


def names_the_unit(text: str) -> bool:
    """Outside the lists to choose from, which name all units of the employer."""
    return UNIT in re.sub(r"<select.*?</select>", "", text, flags=re.DOTALL)
