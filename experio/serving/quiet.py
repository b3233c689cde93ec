"""What gunicorn says by itself: in the log through our formatter, to the outside without a word too much."""

import logging
from http import HTTPStatus
from typing import Any

import gunicorn.http.wsgi
import gunicorn.util
from gunicorn.glogging import Logger

from experio.outside.headers import ALWAYS, NOT_KEPT, strict_transport
from experio.outside.number import HEADER, new_number

SERVER_NAME = "experio"

log = logging.getLogger("experio.serving")


class QuietLogger(Logger):
    """gunicorn's loggers without handlers of their own: what they say goes the way of all other lines."""

    def setup(self, cfg: Any) -> None:
        self.loglevel = self.LOG_LEVELS.get(cfg.loglevel.lower(), logging.WARNING)
        for logger in (self.error_log, self.access_log):
            logger.handlers.clear()
            logger.propagate = True
        self.error_log.setLevel(self.loglevel)
        self.access_log.setLevel(logging.CRITICAL)


def be_quiet() -> None:
    """
    Requests that are refused before the site sees them (a broken request line, headers too large) get a page
    like all others: every header, a number, nothing of what was sent. No answer names the server's make.
    """
    gunicorn.http.wsgi.SERVER = SERVER_NAME
    gunicorn.util.write_error = _write_refusal


def _write_refusal(sock: Any, status_int: int, reason: str, mesg: str) -> None:
    number = new_number()
    log.warning("refused before the site saw it", extra={"request": number, "status": status_int})
    gunicorn.util.write_nonblock(sock, refusal(status_int, number))


def refusal(status: int, number: str) -> bytes:
    """The whole answer, head and page; in both languages, since none has been chosen."""
    words = HTTPStatus(status).phrase
    page = (
        '<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>Experio</title></head><body>'
        f"<h1>Begäran kunde inte tolkas</h1><p>Nummer: {number}</p>"
        f'<p lang="en">The request could not be understood. Number: {number}</p></body></html>'
    ).encode()
    headers = {
        **ALWAYS,
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
        "Cache-Control": NOT_KEPT,
        HEADER: number,
        "Content-Type": "text/html; charset=utf-8",
        "Content-Length": str(len(page)),
        "Connection": "close",
        "Server": SERVER_NAME,
    }
    if transport := strict_transport():
        headers["Strict-Transport-Security"] = transport
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status} {words}\r\n{head}\r\n".encode() + page
