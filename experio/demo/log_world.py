"""A reading log of a size: invented rows over a year, chained as the trigger does, loaded as the owner."""

import hashlib
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection

from experio.accounts.models import User
from experio.audit.chain import BEGINNING
from experio.audit.models import LANES
from experio.audit.partitions import TABLE, make_month, name_of, this_month
from experio.audit.rights import HEADS
from experio.database import as_owner
from experio.periods import Month
from experio.scope import working_for_every_employer
from subprojects.models import StaffMember

MONTHS = 12
COLUMNS = (
    "id, at, actor_id, on_behalf_of_id, capacity, act, people, employers, case_id, purpose, route, method, "
    "path, status, address, session, lane, position, hash"
)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
INDEXES = {
    "readings_of_people": "USING gin (people) WITH (fastupdate = off)",
    "readings_by_actor": "(actor_id, at)",
    "readings_of_case": "(case_id, at)",
    "readings_in_chain": "(lane, position)",
}


def fill_log(rows: int) -> None:
    """
    So many rows, spread evenly over the twelve months before this one, into an empty log of a demo.

    Nine of ten are pages of one person, the others lists of 25.
    """
    with working_for_every_employer():
        staff = list(StaffMember.objects.order_by("pk").values_list("pk", "subproject_id"))
        users = list(User.objects.order_by("pk").values_list("pk", flat=True))
    with as_owner(), connection.cursor() as cursor:
        months = [this_month().plus(step) for step in range(-MONTHS, 0)]
        for month in months:
            make_month(cursor, month)
        for name in INDEXES:
            cursor.execute(f"DROP INDEX {name}")
        cursor.execute(f"ALTER TABLE {TABLE} NO FORCE ROW LEVEL SECURITY, DISABLE TRIGGER chain")
        chain = _Chain()
        for month in months:
            cursor.execute(f"ALTER TABLE {name_of(month)} DISABLE TRIGGER chain")
            with cursor.copy(f"COPY {name_of(month)} ({COLUMNS}) FROM STDIN") as copy:
                for row in _rows(month, rows // MONTHS, staff, users, chain):
                    copy.write_row(row)
            cursor.execute(f"ALTER TABLE {name_of(month)} ENABLE TRIGGER chain")
        cursor.execute(f"ALTER TABLE {TABLE} ENABLE TRIGGER chain")
        cursor.execute(f"SELECT setval('{TABLE}_id_seq', %s)", [chain.number + 1])
        cursor.execute(f"DELETE FROM {HEADS}")  # noqa: S608 - a constant
        cursor.executemany(
            f"INSERT INTO {HEADS} (lane, position, hash) VALUES (%s, %s, %s)",  # noqa: S608 - a constant
            [(lane, chain.positions[lane], chain.hashes[lane]) for lane in range(LANES)],
        )
        for name, how in INDEXES.items():
            cursor.execute(f"CREATE INDEX {name} ON {TABLE} {how}")
        cursor.execute(
            "DO $do$ BEGIN IF (SELECT relrowsecurity FROM pg_class WHERE oid = 'audit_reading'::regclass) "
            "THEN ALTER TABLE audit_reading FORCE ROW LEVEL SECURITY; END IF; END $do$"
        )
        cursor.execute(f"ANALYZE {TABLE}")


class _Chain:
    def __init__(self) -> None:
        self.number = 0
        self.positions = [0] * LANES
        self.hashes = [BEGINNING] * LANES

    def linked(self, values: tuple[Any, ...], at: datetime) -> list[Any]:
        """The row with its number, place and hash; `values` are the columns from actor to session."""
        self.number += 1
        lane = self.number % LANES
        self.positions[lane] += 1
        texts = [lane, self.positions[lane], self.number, (at - EPOCH) // timedelta(microseconds=1)]
        text = "".join(map(_measured, (*texts, *values)))
        digest = hashlib.sha256(self.hashes[lane] + text.encode()).digest()
        self.hashes[lane] = digest
        return [self.number, at, *values, lane, self.positions[lane], digest]


def _measured(value: Any) -> str:
    if value is None:
        return "-"
    text = ",".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"{len(text.encode())}:{text}"


def _rows(
    month: Month, number: int, staff: list[tuple[int, int]], users: list[int], chain: _Chain
) -> Iterator[list[Any]]:
    chance = random.Random(f"{month}")  # noqa: S311 - invented rows that are the same every time
    first = datetime(month.year, month.number, 1, tzinfo=UTC)
    step = timedelta(days=month.days) / max(number, 1)
    for place in range(number):
        if place % 10:
            person, employer = staff[chance.randrange(len(staff))]
            people, employers, act, route, path = (
                [person],
                [employer],
                "read",
                "cases:staff_detail",
                "/staff/x/",
            )
        else:
            start = chance.randrange(max(1, len(staff) - 25))
            group = staff[start : start + 25]
            people, employers = sorted(pk for pk, _ in group), sorted({employer for _, employer in group})
            act, route, path = "list", "cases:staff_list", "/staff/"
        user = users[chance.randrange(len(users))]
        address = f"192.0.2.{user % 250}"
        case = place if place % 3 == 0 else None
        values = (user, None, "hr_officer:North", act, people, employers, case, "", route, "GET", path, 200)
        yield chain.linked((*values, address, f"{user:032d}"), first + step * place)
