"""Everything an answer leaves behind: body, headers, files, mail, session and log."""

import io
import logging
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core import mail

ZIP, PDF = b"PK\x03\x04", b"%PDF"
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)


def text_of(content: bytes) -> str:
    """A body or file as text to search in: spreadsheets unpacked, streams of a PDF inflated."""
    if content.startswith(ZIP):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    if content.startswith(PDF):
        parts = [content]
        for stream in _STREAM.findall(content):
            try:
                parts.append(zlib.decompress(stream))
            except zlib.error:
                continue
        return b"\n".join(parts).decode("latin-1")
    return content.decode("utf-8", "replace")


def body_of(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return text_of(content)


def headers_of(response: Any) -> str:
    """Every header and cookie, redirect targets among them."""
    return "\n".join([f"{name}: {value}" for name, value in response.items()] + [response.cookies.output()])


def session_of(response: Any) -> str:
    """What the session holds after the request, when the request changed it."""
    session = getattr(getattr(response, "wsgi_request", None), "session", None)
    return repr(dict(session.items())) if session is not None and session.modified else ""


class _Keeper(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        extra = {name: value for name, value in vars(record).items() if name not in ("args", "msg")}
        self.lines.append(f"{record.name}: {record.getMessage()} {record.args!r} {extra!r}")


class Trail:
    """Log lines and mail since the last look."""

    def __init__(self, keeper: _Keeper) -> None:
        self._keeper = keeper

    def taken(self) -> str:
        lines, self._keeper.lines = self._keeper.lines, []
        letters = [message.message().as_string() for message in getattr(mail, "outbox", [])]
        if letters:
            mail.outbox.clear()
        return "\n".join(lines + letters)


@contextmanager
def watched() -> Iterator[Trail]:
    """Every logger speaks at DEBUG, and is heard."""
    keeper = _Keeper()
    named = [
        logger for logger in logging.Logger.manager.loggerDict.values() if isinstance(logger, logging.Logger)
    ]
    loggers = [logging.getLogger(), *named]
    before = [(logger, logger.level) for logger in loggers]
    deaf = [logger for logger in loggers if logger.parent is None or not logger.propagate]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    # At DEBUG the template engine writes its whole context for every name that it does not find. The settings
    # keep it at INFO, whatever the root says.
    logging.getLogger("django.template").setLevel(logging.INFO)
    for logger in deaf:
        logger.addHandler(keeper)
    try:
        yield Trail(keeper)
    finally:
        for logger in deaf:
            logger.removeHandler(keeper)
        for logger, level in before:
            logger.setLevel(level)
