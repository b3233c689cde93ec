"""From a log record, ours or a library's, to one line."""

import logging
import re
import traceback
from types import TracebackType
from typing import Any

import structlog
from django.core.exceptions import ImproperlyConfigured
from structlog.typing import EventDict, WrappedLogger

from experio.outside.logs.refusing import refuse, refuse_in_text, refuse_named

OURS = ("experio", "subprojects", "cases", "reports")
MOST_FRAMES = 12
# Its own fields of a record, which `extra` cannot overwrite.
_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_WARNING = re.compile(r"(?P<place>[^\n]*?:\d+): (?P<category>\w+): ")


class OneLine(structlog.stdlib.ProcessorFormatter):
    """For every handler. A library is believed as to its words, not as to the values it puts into them."""

    def format(self, record: logging.LogRecord) -> str:
        return super().format(without_values(record))


def without_values(record: logging.LogRecord) -> logging.LogRecord:
    """A copy whose message holds no value that somebody else has sent."""
    copy = logging.makeLogRecord(vars(record))
    copy.msg, copy.args = _words(record)
    return copy


def _words(record: logging.LogRecord) -> tuple[Any, Any]:
    name, message = record.name, record.msg
    if name.startswith("django.security"):
        return "suspicious request refused", ()  # the message quotes the request
    if name == "django.request":
        return "answered with an error", ()  # the message quotes the address
    if name == "py.warnings":
        match = _WARNING.match(str(record.args[0]) if isinstance(record.args, tuple) and record.args else "")
        return (f"{match['category']} at {match['place']}" if match else "warning"), ()
    if isinstance(message, BaseException):
        return type(message).__name__, ()
    if name.startswith("gunicorn") and str(message).startswith("Invalid request"):
        return "invalid request refused by the server", ()
    is_ours = name.split(".")[0] in OURS
    if isinstance(record.args, tuple):
        return message, tuple(_argument(one, is_ours) for one in record.args)
    if isinstance(record.args, dict):
        return message, {key: _argument(one, is_ours) for key, one in record.args.items()}
    return message, record.args


def _argument(value: Any, is_ours: bool) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str) and is_ours:
        return value
    return "…" if isinstance(value, str | bytes) else f"<{type(value).__name__}>"


def add_extra(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """What was given as `extra`; the shapes and names of it are judged later."""
    record = event.get("_record")
    if record is not None:
        for key, value in vars(record).items():
            if key not in _OWN and not key.startswith("_") and key not in event and key != "request":
                event[key] = value
    return event


def add_failure(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """
    The kinds of the errors and where they arose, from the first cause on. Never their messages, which
    quote values (a database names the row that broke a rule), and never local variables.
    """
    event.pop("failure", None)
    info = event.pop("exc_info", None)
    event.pop("stack_info", None)
    event.pop("exc_text", None)
    if info is True:
        record = event.get("_record")
        info = record.exc_info if record is not None else None
    error = info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event["failure"] = [_told(one) for one in _causes(error)]
    return event


def _causes(error: BaseException) -> list[BaseException]:
    found = [error]
    while len(found) < 5:
        before = found[0].__cause__ or (None if found[0].__suppress_context__ else found[0].__context__)
        if before is None or before in found:
            break
        found.insert(0, before)
    return found


def _told(error: BaseException) -> dict[str, Any]:
    told: dict[str, Any] = {"kind": f"{type(error).__module__}.{type(error).__qualname__}"}
    state = getattr(error, "sqlstate", None)
    if isinstance(state, str):
        told["sqlstate"] = state
    if isinstance(error, ImproperlyConfigured):
        told["says"] = refuse_in_text(str(error), set())
    told["at"] = _frames(error.__traceback__)
    return told


def _frames(where: TracebackType | None) -> list[str]:
    frames = [
        f"{frame.f_code.co_filename.rpartition('/site-packages/')[2]}:{line}"
        for frame, line in traceback.walk_tb(where)
    ]
    return frames[-MOST_FRAMES:]


def refuse_personal(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """The last step before the line is written: nothing passes unlooked at; what was refused is said."""
    found: set[str] = set()
    clean = {refuse_in_text(str(key), found): _judged(str(key), value, found) for key, value in event.items()}
    if found:
        clean["refused"] = sorted(found)
    return clean


# Written by ourselves, in this module: the formatter's own, and what holds kinds and places of errors.
_NOT_JUDGED = frozenset({"_record", "_from_structlog", "failure", "timestamp"})
# Words of the log itself, whatever a model may call its fields; their values are judged by shape.
_PLAIN = frozenset(
    {"event", "level", "logger", "request", "route", "status", "ms", "user", "method", "actor"}
)


def _judged(key: str, value: Any, found: set[str]) -> Any:
    if key in _NOT_JUDGED:
        return value
    return refuse(value, found) if key in _PLAIN else refuse_named(key, value, found)


# Every event, whoever made it, on its way to the renderer.
SHARED: tuple[Any, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    add_extra,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def formatter(*, readable: bool) -> OneLine:
    """For machines a line of JSON, for the person who watches a demo a readable one."""
    return OneLine(
        foreign_pre_chain=SHARED,
        processors=[
            add_failure,
            refuse_personal,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _readable if readable else structlog.processors.JSONRenderer(ensure_ascii=True),
        ],
    )


def _readable(logger: WrappedLogger, name: str, event: EventDict) -> str:
    first = [str(event.pop(key, "")) for key in ("timestamp", "level", "logger", "event")]
    return " ".join([*first, *(f"{key}={value}" for key, value in event.items())])
