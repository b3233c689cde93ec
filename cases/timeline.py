"""A drawing of two years of sick leave: from days and extents to places in an SVG. No Django, no table.

Lengths across are per cent of the drawing's width, so that it fills any window without the text being
stretched; heights are pixels. The template turns the pieces into elements, the style sheet colours them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from experio.periods import Month, Period

MONTHS_SHOWN = 24
FULL_HEIGHT = 56
TOP = 8
THINNEST = 0.4
LEVELS = (25, 50, 75, 100)


@dataclass(frozen=True, slots=True)
class Span:
    """One extent of an episode; no last day while it goes on."""

    first_day: date
    last_day: date | None
    extent: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A span as a rectangle. `level` is the extent rounded up to 25, 50, 75 or 100, for its colour."""

    x: str
    width: str
    y: str
    height: str
    level: int
    is_ongoing: bool
    span: Span


@dataclass(frozen=True, slots=True)
class MonthLine:
    """Where a month begins; every third carries its name, January its year (and the first, given room)."""

    x: str
    first_day: date
    has_name: bool
    has_year: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """The drawing: what it covers and its pieces."""

    window: Period
    bars: tuple[Bar, ...]
    months: tuple[MonthLine, ...]
    today_x: str
    days_absent: int
    top: int = TOP
    track_height: int = FULL_HEIGHT
    base: int = TOP + FULL_HEIGHT
    months_y: int = TOP + FULL_HEIGHT + 18
    years_y: int = TOP + FULL_HEIGHT + 36
    height: int = TOP + FULL_HEIGHT + 44

    @property
    def is_empty(self) -> bool:
        return not self.bars


def timeline(spans: Iterable[Span], *, today: date, months: int = MONTHS_SHOWN) -> Timeline:
    """
    The months up to and with today's as a drawing. Spans outside are left out, others are cut.

    A span that goes on is drawn to today.
    """
    last = Month.of(today)
    first = last.plus(1 - months)
    window = Period(first.first_day, last.last_day)
    shown = tuple(bar for span in spans if (bar := _bar(span, window, today)) is not None)
    return Timeline(
        window=window,
        bars=shown,
        months=tuple(_line(first.plus(number), window) for number in range(months)),
        today_x=_percent(_share(today, window)),
        days_absent=sum(part.days for bar in shown if (part := _within(bar.span, window, today))),
    )


def _within(span: Span, window: Period, today: date) -> Period | None:
    end = span.last_day or max(today, span.first_day)
    return Period(span.first_day, max(span.first_day, end)).overlap(window)


def _bar(span: Span, window: Period, today: date) -> Bar | None:
    part = _within(span, window, today)
    if part is None:
        return None
    height = max(4.0, FULL_HEIGHT * span.extent / 100)
    return Bar(
        x=_percent(_share(part.first_day, window)),
        width=_percent(max(THINNEST, 100 * part.days / window.days)),
        y=_pixels(TOP + FULL_HEIGHT - height),
        height=_pixels(height),
        level=next(level for level in LEVELS if span.extent <= level),
        is_ongoing=span.last_day is None,
        span=span,
    )


def _line(month: Month, window: Period) -> MonthLine:
    return MonthLine(
        x=_percent(_share(month.first_day, window)),
        first_day=month.first_day,
        has_name=month.number % 3 == 1,
        has_year=month.number == 1 or (month.first_day == window.first_day and month.number <= 9),
    )


def _share(day: date, window: Period) -> float:
    return 100 * (day - window.first_day).days / window.days


def _percent(value: float) -> str:
    return f"{value:.2f}%"


def _pixels(value: float) -> str:
    return f"{value:.1f}"
