"""
The chain that makes a changed, missing or slipped-in row of the reading log show.

Each row's hash is SHA-256 over the hash of the row before it in its lane and the row's text. The database
computes it as it inserts (`guards.sql`); here it is recomputed from the columns, by a statement
of our own, so that not even a changed function of the database's owner can hide a change.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

BEGINNING = bytes(32)
"""What stands before the first row of a lane."""

# Every column but the hash, each as text, in the order in which the trigger joins them.
COLUMNS = (
    "lane::text",
    "position::text",
    "id::text",
    "(extract(epoch FROM at) * 1000000)::bigint::text",
    "actor_id::text",
    "on_behalf_of_id::text",
    "capacity",
    "act",
    "array_to_string(people, ',')",
    "array_to_string(employers, ',')",
    "case_id::text",
    "purpose",
    "route",
    "method",
    "path",
    "status::text",
    "address",
    "session",
)


def text_expression(row: str = "") -> str:
    """SQL for the text of a row: every value with its length before it, `-` where there is none."""
    prefix = f"{row}." if row else ""
    values = [_of_row(column, prefix) for column in COLUMNS]
    return " || ".join(f"coalesce(octet_length({value}) || ':' || {value}, '-')" for value in values)


def _of_row(column: str, prefix: str) -> str:
    for name in ("(extract(epoch FROM ", "array_to_string("):
        if column.startswith(name):
            return f"{name}{prefix}{column.removeprefix(name)}"
    return f"{prefix}{column}"


def next_hash(before: bytes, text: str) -> bytes:
    """The hash of a row after the row whose hash is `before`."""
    return hashlib.sha256(before + text.encode()).digest()


class Break(StrEnum):
    """What is wrong at a place of the chain."""

    CHANGED = "changed"  # its text or its hash is not what was written
    DELETED = "deleted"  # rows are missing before it
    INSERTED = "inserted"  # it stands where another row stands, or after the end
    TAIL = "tail"  # rows are missing at the end of the lane
    ANCHOR = "anchor"  # the chain was written anew since the heads were kept elsewhere
    CUT = "cut"  # the record of a cut is not the one that the log tells of


@dataclass(frozen=True, slots=True)
class Link:
    """A row as the chain sees it."""

    lane: int
    position: int
    hash: bytes
    text: str
    id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Head:
    """Where a lane ends, or ended."""

    position: int = 0
    hash: bytes = BEGINNING


@dataclass(frozen=True, slots=True)
class Fault:
    """One broken place; `id` and `at` are empty where the row itself is missing."""

    kind: Break
    lane: int
    position: int
    id: int | None = None
    at: datetime | None = None


@dataclass(slots=True)
class Verdict:
    """What a verification found."""

    rows: int = 0
    faults: list[Fault] = field(default_factory=list)
    ends: dict[int, Head] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        return not self.faults

    @property
    def first(self) -> Fault | None:
        """The earliest broken place, by time where it is known, else by lane and position."""
        timed = [fault for fault in self.faults if fault.at is not None]
        if timed:
            return min(timed, key=lambda fault: (fault.at, fault.id))
        return self.faults[0] if self.faults else None


def verify(
    links: Iterable[Link],
    *,
    before: dict[int, Head],
    after: dict[int, Head],
    anchors: dict[int, Head],
    starts: dict[int, Head] | None = None,
) -> Verdict:
    """
    Follow every lane. `links` come by lane and position; `before` and `after` are the heads read before and
    after them (rows are written meanwhile); `anchors` are heads that were kept elsewhere. `starts` says
    where each lane is taken up when its beginning is not read again.
    """
    verdict = Verdict()
    starts = starts or {}
    expected = {**{lane: [("head", head)] for lane, head in before.items()}}
    for lane, head in anchors.items():
        expected.setdefault(lane, []).append(("anchor", head))
    for lane, start in starts.items():
        for name, head in expected.get(lane, ()):
            if head.position == start.position and head.hash != start.hash:
                verdict.faults.append(Fault(_kind_at(name), lane, start.position))
    for link in _followed(links, verdict, starts):
        for name, head in expected.get(link.lane, ()):
            if head.position == link.position and head.hash != link.hash:
                verdict.faults.append(Fault(_kind_at(name), link.lane, link.position, link.id, link.at))
    for lane in sorted({*before, *after, *anchors, *verdict.ends}):
        _judge_end(lane, verdict, before, after, anchors, starts.get(lane, Head()))
    return verdict


def _kind_at(name: str) -> Break:
    return Break.ANCHOR if name == "anchor" else Break.CHANGED


def _followed(links: Iterable[Link], verdict: Verdict, starts: dict[int, Head]) -> Iterator[Link]:
    lane, last = -1, Head()
    for link in links:
        if link.lane != lane:
            lane, last = link.lane, starts.get(link.lane, Head())
        verdict.rows += 1
        place = (link.lane, link.position, link.id, link.at)
        if link.position <= last.position:
            verdict.faults.append(Fault(Break.INSERTED, *place))
        elif link.position > last.position + 1:
            verdict.faults.append(Fault(Break.DELETED, *place))
        elif next_hash(last.hash, link.text) != link.hash:
            verdict.faults.append(Fault(Break.CHANGED, *place))
        last = verdict.ends[lane] = Head(max(link.position, last.position), link.hash)
        yield link


def _judge_end(
    lane: int,
    verdict: Verdict,
    before: dict[int, Head],
    after: dict[int, Head],
    anchors: dict[int, Head],
    start: Head,
) -> None:
    end = verdict.ends.setdefault(lane, start)
    least = max((heads[lane].position for heads in (before,) if lane in heads), default=0)
    if end.position < least:
        verdict.faults.append(Fault(Break.TAIL, lane, end.position + 1))
    elif lane in anchors and end.position < anchors[lane].position:
        # The heads were shortened with the rows; what was kept elsewhere knows better.
        verdict.faults.append(Fault(Break.TAIL, lane, end.position + 1))
    most = after[lane].position if lane in after else 0
    if end.position > most:
        verdict.faults.append(Fault(Break.INSERTED, lane, end.position))
