"""Sick leave that is written to a file comes back the same, and whatever bytes end in rows or a refusal."""

from datetime import date, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from cases.imports.free_days import is_free_by_calendar
from cases.imports.reading import read_file
from cases.imports.rows import FileRefused, ReadResult
from cases.imports.spells import ExtentSpan, join_spells
from tests.unit.imports.files import TODAY, csv, paxml, sick_day, sick_days, xlsx

ONE_DAY = timedelta(days=1)
FIRST_POSSIBLE = date(2019, 5, 1)
# Six days in a row always hold a working day, so that two sick leaves are never the same one.
SHORTEST_GAP = 6


@st.composite
def sick_leaves(draw):
    """Sick leaves of one person: each a list of extents that follow each other, the last perhaps ongoing."""
    day = FIRST_POSSIBLE + timedelta(days=draw(st.integers(0, 60)))
    episodes = []
    for number in range(count := draw(st.integers(1, 4))):
        spans = []
        for extent in draw(st.lists(st.sampled_from([25, 50, 75, 100, 33]), min_size=1, max_size=3)):
            if spans and spans[-1].extent == extent:
                continue
            last_day = day + timedelta(days=draw(st.integers(0, 75)))
            spans.append(ExtentSpan(day, last_day, extent))
            day = last_day + ONE_DAY
        if number + 1 == count and draw(st.booleans()):
            spans[-1] = ExtentSpan(spans[-1].first_day, None, spans[-1].extent)
        episodes.append(tuple(spans))
        day += timedelta(days=SHORTEST_GAP + draw(st.integers(0, 40)))
    return episodes


world = st.dictionaries(st.sampled_from(["7001", "7002", "Å-3"]), sick_leaves(), min_size=1)


def read_back(content):
    joined = join_spells(read_file(content, today=TODAY))
    assert not joined.refused
    found = {}
    for spell in joined.spells:
        found.setdefault(spell.person.employee_number, []).append(spell.spans)
    return found


def cut_at_months(span):
    """The span as one row a month, as payroll systems export it."""
    first_day = span.first_day
    while True:
        month_end = (first_day.replace(day=28) + timedelta(days=4)).replace(day=1) - ONE_DAY
        if span.last_day <= month_end:
            yield first_day, span.last_day
            return
        yield first_day, month_end
        first_day = month_end + ONE_DAY


@settings(deadline=None)
@given(world)
def test_tables_give_back_the_same_sick_leave(people):
    lines = [
        f"{who};{span.first_day};{span.last_day or ''};{span.extent};"
        for who, episodes in people.items()
        for spans in episodes
        for span in spans
    ]
    assert read_back(csv(*lines)) == people


@settings(deadline=None, max_examples=25)
@given(world)
def test_workbooks_give_back_the_same_sick_leave(people):
    rows = [
        [who, span.first_day, span.last_day or "", span.extent, ""]
        for who, episodes in people.items()
        for spans in episodes
        for span in spans
    ]
    assert read_back(xlsx(*rows)) == people


@settings(deadline=None)
@given(world)
def test_intervals_cut_at_month_ends_give_back_the_same_sick_leave(people):
    rows = [
        sick_days(str(first), str(last), who=who, omfattning=str(span.extent))
        if last
        else sick_days(str(first), "9999-12-31", who=who, omfattning=str(span.extent))
        for who, episodes in people.items()
        for spans in episodes
        for span in spans
        for first, last in (cut_at_months(span) if span.last_day else [(span.first_day, None)])
    ]
    assert read_back(paxml(*rows, encoding="iso-8859-1")) == people


def on_working_days(spans):
    """The same extents from the first to the last working day; None when there is no working day."""
    moved = []
    for span in spans:
        first, last = span.first_day, span.last_day or span.first_day
        while first <= last and is_free_by_calendar(first):
            first += ONE_DAY
        if first <= last:
            moved.append((first, last, span.extent))
    if not moved:
        return None
    last = moved[-1][1]
    while is_free_by_calendar(last):
        last -= ONE_DAY
    whole = []
    for place, (first, _last, extent) in enumerate(moved):
        until = moved[place + 1][0] - ONE_DAY if place + 1 < len(moved) else last
        if whole and whole[-1].extent == extent:
            whole[-1] = ExtentSpan(whole[-1].first_day, until, extent)
        else:
            whole.append(ExtentSpan(first, until, extent))
    return tuple(whole)


@settings(deadline=None)
@given(world)
def test_rows_for_working_days_alone_give_back_the_same_sick_leave(people):
    expected = {}
    rows = []
    for who, episodes in people.items():
        for spans in episodes:
            moved = on_working_days(spans)
            if moved is None:
                continue
            expected.setdefault(who, []).append(moved)
            for span in moved:
                day = span.first_day
                while day <= span.last_day:
                    if not is_free_by_calendar(day):
                        rows.append(sick_day(str(day), who=who, omfattning=str(span.extent)))
                    day += ONE_DAY
    assert read_back(paxml(*rows)) == expected


SEEDS = (
    paxml(sick_day("2021-11-01", timmar="4"), schedule={"7001": {"2021-11-01": "8"}}),
    paxml(sick_days("2021-11-01", "2021-11-14"), encoding="iso-8859-1"),
    csv("7001;2021-11-01;2021-11-14;0,5;F43"),
    xlsx(["7001", date(2021, 11, 1), "", 50, "F43"]),
)


def outcome(content):
    try:
        return read_file(content, today=TODAY)
    except FileRefused as refusal:
        return refusal


@settings(deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
@example(b"PK\x03\x04")
@example(b"\xff\xfe<\x00p\x00")
@example(b'"\r')
def test_no_bytes_crash_the_reader(content):
    assert isinstance(outcome(content), ReadResult | FileRefused)


@settings(deadline=None)
@given(st.sampled_from(SEEDS), st.data())
def test_no_damage_to_a_good_file_crashes_the_reader(content, data):
    damaged = bytearray(content)
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(damaged)))
        kind = data.draw(st.sampled_from(["replace", "insert", "cut", "repeat"]))
        some = data.draw(st.binary(min_size=1, max_size=6))
        if kind == "replace":
            damaged[place : place + len(some)] = some
        elif kind == "insert":
            damaged[place:place] = some
        elif kind == "cut":
            del damaged[place:]
        else:
            damaged += damaged[place:]
    read = outcome(bytes(damaged))
    assert isinstance(read, ReadResult | FileRefused)
    if isinstance(read, ReadResult):
        join_spells(read)
