"""
Cutting off the oldest months of the reading log (gallring), so that what is left can be proved whole.

A cut is a row of `audit_readingcut`: up to which month, where each lane stood, how many rows went, who
ordered it and on which decision. Verification takes each lane up where the last cut left it. The cut is told
in the log itself too, with a digest of the row, so that neither can be changed without the other.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from psycopg import sql

from experio.audit.chain import Head
from experio.audit.models import ReadingCut
from experio.audit.partitions import NET, TABLE, beginning, keep_months, name_of, partition_names, this_month
from experio.audit.readings import Act
from experio.audit.verification import as_document, verify_log
from experio.periods import Month
from experio.scope import working_for_every_employer


class CutRefused(ValueError):
    """Why nothing was cut, in a sentence."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a cut would take: the months, their rows, and where each lane would begin."""

    before: Month
    partitions: tuple[str, ...]
    rows: int
    heads: dict[int, Head]


def latest_month_to_cut() -> Month:
    """The log is kept from this month on: so many full months before the one that runs."""
    return this_month().plus(-settings.READING_LOG_KEPT_MONTHS)


def plan_cut(before: Month) -> Plan:
    """
    What lies before the month. Raises CutRefused when that is too young, nothing, or not to be parted: rows
    written across midnight may stand in another order in their lane than in time.
    """
    if before > latest_month_to_cut():
        raise CutRefused(
            f"The log is kept for {settings.READING_LOG_KEPT_MONTHS} full months: cut before "
            f"{latest_month_to_cut()} at the latest."
        )
    names = tuple(name for name in partition_names() if name != NET and name < name_of(before))
    moment = beginning(before)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT lane, count(*), max(position) FROM {TABLE} WHERE at < %s GROUP BY lane",  # noqa: S608
            [moment],
        )
        going = {lane: (count, last) for lane, count, last in cursor.fetchall()}
        if not going:
            raise CutRefused(f"There are no rows before {before}.")
        cursor.execute(
            f"SELECT lane, min(position) FROM {TABLE} WHERE at >= %s GROUP BY lane",  # noqa: S608
            [moment],
        )
        for lane, first in cursor.fetchall():
            if lane in going and first <= going[lane][1]:
                raise CutRefused(
                    f"Rows of lane {lane} were written across the beginning of {before}: "
                    "cut at another month."
                )
        heads = _last_heads() | {
            lane: Head(last, _hash(cursor, lane, last)) for lane, (_, last) in going.items()
        }
    return Plan(before, names, sum(count for count, _ in going.values()), heads)


def cut(before: Month, *, ordered_by: Any, decision_reference: str) -> ReadingCut:
    """
    Verify the whole log, then take off what lies before the month and say so, in one transaction. As the
    owner. Raises CutRefused; nothing has been cut then.
    """
    if not decision_reference.strip():
        raise CutRefused("A cut names the decision it rests on.")
    keep_months(ahead=0)  # what fell into the net comes into its month first
    with working_for_every_employer():
        if not verify_log().is_whole:
            raise CutRefused("The reading log is not what was written: look into that first.")
    with transaction.atomic(), working_for_every_employer(), connection.cursor() as cursor:
        # Nobody writes while the lanes are cut; who reads waits as long as a table is dropped.
        cursor.execute(f"LOCK TABLE {TABLE} IN ACCESS EXCLUSIVE MODE")
        plan = plan_cut(before)
        made = ReadingCut.objects.create(
            before=before.first_day,
            rows=plan.rows,
            heads=as_document(plan.heads),
            ordered_by=ordered_by,
            decision_reference=decision_reference.strip(),
        )
        for name in plan.partitions:
            cursor.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier(name)).as_string(cursor.connection))
        _tell(cursor, made)
    return made


def _tell(cursor: Any, made: ReadingCut) -> None:
    """One row of the log, written by the trigger like any other."""
    cursor.execute(
        f"INSERT INTO {TABLE} (actor_id, capacity, act, people, employers, purpose, route, method, path, "  # noqa: S608
        "status, address, session) VALUES (%s, '', %s, '{}', '{}', %s, %s, '', '', 200, '', '')",
        [made.ordered_by_id, Act.CHANGED.value, made.digest, ReadingCut.ROUTE],
    )


def _last_heads() -> dict[int, Head]:
    """Where the cut before this one left each lane: a lane that nobody has written in since stands there."""
    last = ReadingCut.objects.last_one()
    return last.as_heads() if last else {}


def _hash(cursor: Any, lane: int, position: int) -> bytes:
    cursor.execute(
        f"SELECT hash FROM {TABLE} WHERE lane = %s AND position = %s",  # noqa: S608
        [lane, position],
    )
    return bytes(cursor.fetchone()[0])
