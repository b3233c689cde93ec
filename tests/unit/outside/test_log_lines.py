"""Each event is one line of JSON; a library's values and an error's message are not in it."""

import io
import json
import logging
import warnings
from collections.abc import Callable, Iterator

import psycopg
import pytest
import structlog
from django.core.exceptions import DisallowedHost
from django.db import IntegrityError

from experio.outside.logs.configuration import logging_settings
from experio.outside.logs.formatting import formatter

CANARY = "CANARY-850228-2384"
Lines = Callable[[], list[dict[str, object]]]


@pytest.fixture
def lines() -> Iterator[Lines]:
    """What the root handler has written, parsed; every line must be JSON."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter(readable=False))
    root = logging.getLogger()
    root.addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)


def test_a_line_says_when_who_and_what(lines: Lines) -> None:
    with structlog.contextvars.bound_contextvars(request="ABC"):
        logging.getLogger("experio.x").warning("done %s times", 3, extra={"user": 7, "ms": 12})

    (line,) = lines()
    assert {key: line[key] for key in ("event", "level", "logger", "request", "user", "ms")} == {
        "event": "done 3 times",
        "level": "warning",
        "logger": "experio.x",
        "request": "ABC",
        "user": 7,
        "ms": 12,
    }
    assert str(line["timestamp"]).endswith("Z")
    assert "refused" not in line


def test_structlog_goes_the_same_way(lines: Lines) -> None:
    structlog.get_logger("experio.y").warning("read", number=CANARY, diagnosis_code="F43", people=3)

    (line,) = lines()
    assert line["people"] == 3
    assert line["refused"] == ["personal field", "personal number"]
    assert "2384" not in json.dumps(line)
    assert "F43" not in json.dumps(line)


def test_a_line_cannot_be_forged(lines: Lines) -> None:
    forged = 'x\n{"event": "signed in", "user": 1}\r\n\x1b[2K\u2028\u202e'
    logging.getLogger("experio.x").warning("%s", forged, extra={"more\nkeys": forged})

    (line,) = lines()
    assert line["event"] != "signed in"
    for value in [*line, *line.values()]:
        assert str(value).isprintable()


def test_the_readable_form_is_one_line_too() -> None:
    record = logging.makeLogRecord({"name": "experio.x", "msg": "a\nb %s", "args": ("c\nd",), "levelno": 30})

    assert "\n" not in formatter(readable=True).format(record)


def test_an_error_is_told_by_kind_and_place_without_its_message_or_variables(lines: Lines) -> None:
    local = CANARY
    try:
        try:
            raise psycopg.errors.UniqueViolation(f"Key (personal_number)=({local}) already exists.")
        except psycopg.Error as error:
            raise IntegrityError(str(error)) from error
    except IntegrityError:
        logging.getLogger("experio.x").exception("not saved")

    (line,) = lines()
    assert [one["kind"] for one in line["failure"]] == [  # type: ignore[index, attr-defined]
        "psycopg.errors.UniqueViolation",
        "django.db.utils.IntegrityError",
    ]
    assert line["failure"][0]["sqlstate"] == "23505"  # type: ignore[index]
    assert "test_log_lines.py" in line["failure"][0]["at"][-1]  # type: ignore[index]
    assert "CANARY" not in json.dumps(line)


@pytest.mark.parametrize(
    ("logger", "message", "arguments"),
    [
        ("django.security.DisallowedHost", f"Invalid HTTP_HOST header: '{CANARY}'.", ()),
        ("django.request", "%s: %s", ("Internal Server Error", f"/staff/{CANARY}/")),
        ("gunicorn.error", f"Invalid request from ip=127.0.0.1: Invalid Request Line '{CANARY}'", ()),
        ("gunicorn.error", "Error handling request %s %s", ("GET", f"/?q={CANARY}")),
        ("django.db.backends", "(%.3f) %s; args=%s", (0.1, f"SELECT '{CANARY}'", [CANARY])),
        ("psycopg", "error ignored in rollback on %s: %s", (object(), ValueError(CANARY))),
        ("some.library", "could not read %(what)s", ({"what": CANARY},)),
        ("some.library", DisallowedHost(CANARY), ()),
    ],
)
def test_what_a_library_says_holds_no_value(
    lines: Lines, logger: str, message: object, arguments: tuple[object, ...]
) -> None:
    logging.getLogger(logger).error(message, *arguments)

    (line,) = lines()
    assert "CANARY" not in json.dumps(line)
    assert line["event"]


def test_a_warning_tells_its_kind_and_place(lines: Lines) -> None:
    text = warnings.formatwarning(f"naive datetime {CANARY}", RuntimeWarning, "cases/x.py", 7)
    logging.getLogger("py.warnings").warning("%s", text)

    assert [line["event"] for line in lines()] == ["RuntimeWarning at cases/x.py:7"]


def test_no_handler_of_the_framework_is_left() -> None:
    settings = logging_settings(readable=False)

    assert list(settings["handlers"]) == ["console"]
    assert settings["loggers"]["django"]["handlers"] == []
