"""
How long the database is waited for.

A server that has been stopped still accepts connections and never answers, and no timeout of the server's
own can end that: so the wait itself is bounded, here, on our side. A page gives up after four seconds of
silence and says so; a long job waits longer, as long as the server answers others.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from experio.outside import breaker

CONNECT_SECONDS = 2  # the driver's smallest


@dataclass(frozen=True)
class Limits:
    """
    All in seconds. `statement` and `lock` are told to the server, which ends what lasts longer; `silence` is
    counted here. With `look_after` a silence that long makes us ask on another connection whether the
    server answers at all.
    """

    statement: float
    lock: float
    silence: float
    look_after: float | None = None


# The server ends a statement before we stop waiting for it, so that nothing goes on unseen.
PAGE = Limits(statement=3.5, lock=3.0, silence=4.0)
# Reading a large file in, or counting all employers anew: half a minute at a million episodes is no fault.
LONG_JOB = Limits(statement=120.0, lock=30.0, silence=125.0, look_after=2.0)


@dataclass
class Request:
    """What one request has learnt: once the database has been given up, it is not tried again."""

    limits: Limits
    gave_up: bool = False


_now: ContextVar[Request | None] = ContextVar("patience", default=None)
# Of a web worker between requests; commands have none and wait as long as it takes.
_default: Limits | None = None


def serve_pages() -> None:
    """From now on this process serves pages: what it asks between requests is bounded too."""
    global _default
    _default = PAGE


def limits() -> Limits | None:
    """The limits that hold here and now; None in a command, which waits."""
    request = _now.get()
    return request.limits if request else _default


def is_page() -> bool:
    """Whether a request is being answered."""
    return _now.get() is not None


def is_given_up() -> bool:
    """Whether asking is of no use: this request has waited in vain already, or others just have."""
    request = _now.get()
    return bool(request and request.gave_up) or (limits() is not None and breaker.is_open())


def give_up(reason: str) -> None:
    """Remember for the rest of the request, and for those that come while the server is silent."""
    request = _now.get()
    if request:
        request.gave_up = True
    breaker.trip(reason)


@contextmanager
def page() -> Iterator[None]:
    """The patience of one request."""
    token = _now.set(Request(PAGE))
    try:
        yield
    finally:
        _now.reset(token)


@contextmanager
def patient_for(wanted: Limits) -> Iterator[None]:
    """Other limits for a while; in a command, which has none, nothing changes."""
    global _default
    request = _now.get()
    if request is None:
        token = _now.set(Request(wanted)) if _default is not None else None
        try:
            yield
        finally:
            if token is not None:
                _now.reset(token)
        return
    before, request.limits = request.limits, replace(wanted)
    try:
        yield
    finally:
        request.limits = before


class Watch:
    """The clock of one wait: from the last sign of life."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.heard()

    def heard(self) -> None:
        """The server said something."""
        self.since = self.looked = time.monotonic()

    def is_over(self) -> bool:
        """Whether to stop waiting. Asked a few times a second while nothing comes."""
        now = time.monotonic()
        if breaker.is_open() or now - self.since >= self.limits.silence:
            return True
        after = self.limits.look_after
        if after is not None and now - self.looked >= after:
            self.looked = now
            return not breaker.answers()
        return False


class Patience:
    """Each request has the patience of a page, unless its view asks for more."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with page():
            return self.get_response(request)
