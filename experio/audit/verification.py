"""Reading the log back, row by row, to see whether it is what was written."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection

from experio.audit.chain import Break, Fault, Head, Link, Verdict, text_expression, verify
from experio.audit.models import ReadingCut
from experio.audit.partitions import TABLE
from experio.audit.rights import HEADS

ROWS_AT_A_TIME = 5000


def verify_log(*, since: datetime | None = None, anchors: dict[int, Head] | None = None) -> Verdict:
    """
    Follow the chain through the whole log, or from `since` on. In a transaction that sees every row.

    The whole log begins where the last recorded cut left each lane. From `since` on, each lane is taken up
    at its last row before that moment, which is taken as right.
    """
    cut = ReadingCut.objects.last_one()
    starts = cut.as_heads() if cut else {}
    before = heads()
    reach: dict[int, int] = {}
    if since:
        starts |= _heads_before(since)
        reach = {lane: starts.get(lane, Head()).position for lane in before}
    # Without `since` every row is read: one from before the cut that still lies there was slipped in.
    links = _links(reach)
    # The heads are read again when the last row has been: what was written meanwhile is no fault.
    after: dict[int, Head] = {}

    def all_links() -> Iterator[Link]:
        yield from links
        after.update(heads())

    verdict = verify(all_links(), before=before, after=after, anchors=anchors or {}, starts=starts)
    if cut is not None and not _is_told(cut):
        lane, head = min(cut.as_heads().items(), default=(0, Head()))
        verdict.faults.append(Fault(Break.CUT, lane, head.position))
    return verdict


def _is_told(cut: ReadingCut) -> bool:
    """Whether the log itself tells of the cut as it stands in the record."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT EXISTS (SELECT FROM {TABLE} WHERE route = %s AND purpose = %s)",  # noqa: S608
            [ReadingCut.ROUTE, cut.digest],
        )
        return bool(cursor.fetchone()[0])


def heads() -> dict[int, Head]:
    """Where each lane ends now."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT lane, position, hash FROM {HEADS}")  # noqa: S608 - a constant
        return {lane: Head(position, bytes(digest)) for lane, position, digest in cursor.fetchall()}


def _heads_before(moment: datetime) -> dict[int, Head]:
    """The last row of each lane before the moment: where a shorter verification takes up the chain."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT ON (lane) lane, position, hash FROM {TABLE} WHERE at < %s "  # noqa: S608
            "ORDER BY lane, position DESC",
            [moment],
        )
        return {lane: Head(position, bytes(digest)) for lane, position, digest in cursor.fetchall()}


def _links(reach: dict[int, int]) -> Iterator[Link]:
    """
    Every row after the places in `reach`, by lane and position. The text is put together by the statement
    below, not by a function that lies in the database.
    """
    text = text_expression("reading")
    statement = f"SELECT lane, position, hash, id, at, {text} FROM {TABLE} reading "  # noqa: S608
    parameters: list[Any] = []
    if any(reach.values()):
        # A lane that no head knows is read too: its rows were slipped in.
        statement += (
            "LEFT JOIN unnest(%s::smallint[], %s::bigint[]) AS reach(of_lane, place) ON of_lane = lane "
            "WHERE position > coalesce(place, -1) "
        )
        lanes = sorted(reach)
        parameters = [lanes, [reach[lane] for lane in lanes]]
    with _server_side(statement + "ORDER BY lane, position, id", parameters) as rows:
        for lane, position, digest, id_, at, told in rows:
            yield Link(lane, position, bytes(digest), told, id_, at)


class _server_side:
    """A cursor that fetches a few thousand rows at a time, whatever the size of the log."""

    def __init__(self, statement: str, parameters: list[Any]) -> None:
        self.statement, self.parameters = statement, parameters

    def __enter__(self) -> Iterator[Any]:
        self.cursor = connection.chunked_cursor()
        self.cursor.execute(self.statement, self.parameters or None)
        return self._rows()

    def _rows(self) -> Iterator[Any]:
        while rows := self.cursor.fetchmany(ROWS_AT_A_TIME):
            yield from rows

    def __exit__(self, *error: object) -> None:
        self.cursor.close()


def as_document(kept: dict[int, Head]) -> dict[str, Any]:
    """Heads as they are written down elsewhere."""
    return {str(lane): {"position": head.position, "hash": head.hash.hex()} for lane, head in kept.items()}


def read_anchor(path: Path) -> dict[int, Head]:
    """Heads that were kept in a file. Raises ValueError with a sentence when it is none."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        lanes = document["heads"]
        return {
            int(lane): Head(int(one["position"]), bytes.fromhex(one["hash"])) for lane, one in lanes.items()
        }
    except (OSError, KeyError, TypeError, AttributeError, ValueError) as error:
        raise ValueError(f"{path.name} holds no heads of the reading log.") from error
