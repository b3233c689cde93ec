"""The database frozen, killed, full or read-only: pages say 503 meanwhile, and come back by themselves."""

import json
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from experio.embedded import ensure_running, leave
from tests.database.platform.away import Visitor, are_stopped, prepared, processes_of_server, send
from tests.database.platform.conftest import ROOT
from tests.database.platform.test_serving import environment

# Whatever is asked, an unknown address too: nobody is let in or turned away undecided.
PAGES = [
    "/",
    "/account/login/",
    "/cases/",
    "/reports/absence/",
    "/import/",
    "/reference-data/",
    "/nowhere/",
]
END_SESSIONS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'experio_app'"
SIGN_IN = "login=nobody&password=throw-away-password"


@pytest.fixture(scope="module")
def away_home(made_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    copy = tmp_path_factory.mktemp("away") / "home"
    shutil.copytree(made_home, copy, ignore=shutil.ignore_patterns("run"))
    yield copy
    ensure_running(copy)
    leave(copy)


@pytest.fixture(scope="module")
def visitor(away_home: Path) -> Iterator[Visitor]:
    """Somebody who is signed in on a site of its own."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        free = int(trial.getsockname()[1])
    ours = environment(away_home, free) | {"BEHIND_TLS_PROXY": "true"}
    session = prepared(ours)
    log = away_home.parent / "log"
    with log.open("w") as errors:
        site = subprocess.Popen(
            [sys.executable, "manage.py", "serve"], cwd=ROOT, env=ours, stdout=subprocess.PIPE, stderr=errors
        )
        assert site.stdout is not None
        assert site.stdout.readline().startswith(b"Serving ")
        yield Visitor(free, session)
        site.send_signal(signal.SIGINT)
        site.communicate(timeout=60)


@contextmanager
def frozen(home: Path) -> Iterator[None]:
    """The server accepts connections and answers nothing; those that come meanwhile are thawed too."""
    processes = processes_of_server(home)
    send(processes, signal.SIGSTOP)
    try:
        yield
        assert are_stopped(processes), "every answer until here came while the server was stopped"
    finally:
        send(processes_of_server(home), signal.SIGCONT)


@contextmanager
def as_admin(home: Path, change: str, back: str) -> Iterator[None]:
    server = ensure_running(home)
    with psycopg.connect(server.url("admin", "postgres"), autocommit=True) as admin:
        admin.execute(change)  # type: ignore[arg-type]
        admin.execute(END_SESSIONS)
    try:
        yield
    finally:
        with psycopg.connect(server.url("admin", "postgres"), autocommit=True) as admin:
            admin.execute(back)  # type: ignore[arg-type]
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'experio_app'"
            )


def test_a_person_signs_in_at_a_site_as_in_production(visitor: Visitor) -> None:
    """What the tests' own settings leave out: Argon2, cookies for TLS alone, files named by their hashes."""
    page = visitor.ask("/account/login/", signed_in=False)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.body)
    styles = re.findall(r'<link rel="stylesheet" href="(/static/[^"]+)"', page.body)
    csrf = page.cookies["__Host-experio_session_csrf"]
    assert token
    answer = visitor.ask(
        "/account/login/",
        method="POST",
        body=f"{SIGN_IN}&csrfmiddlewaretoken={token[1]}",
        cookie=f"__Host-experio_session_csrf={csrf.value}",
    )
    session = answer.cookies["__Host-experio_session"]
    found = visitor.ask("/account/sessions/", cookie=f"__Host-experio_session={session.value}")
    plain = visitor.ask("/account/login/", signed_in=False, scheme="http")

    assert (page.status, answer.status, found.status) == (200, 302, 200)
    for cookie in (csrf, session):
        assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
    assert page.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert (plain.status, plain.headers["Location"][:8]) == (301, "https://")
    assert len(styles) >= 3
    for address in styles:
        assert re.search(r"\.[0-9a-f]{12}\.css$", address)
        assert visitor.ask(address, signed_in=False).status == 200


def test_while_the_database_is_frozen_every_page_answers_503(visitor: Visitor, away_home: Path) -> None:
    assert visitor.ask("/").status == 200

    with frozen(away_home):
        with ThreadPoolExecutor(24) as many:
            answers = list(many.map(visitor.ask, PAGES * 4))
        later = [visitor.ask(page) for page in PAGES]
        alive = visitor.ask("/livez")
        ready = visitor.ask("/readyz")

    assert {answer.status for answer in answers + later} == {503}
    for answer in answers + later:
        assert answer.headers["Retry-After"] == "10"
        assert answer.headers["X-Request-Id"] in answer.body
        assert "Set-Cookie" not in answer.headers
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert (alive.status, json.loads(alive.body)) == (200, {"alive": True})
    assert (ready.status, json.loads(ready.body)["checks"]["database"]) == (503, "failed")
    # The session is still there.
    visitor.wait_until_back("/")
    visitor.wait_until_back("/readyz")


def test_nobody_is_signed_in_by_a_database_that_does_not_answer(visitor: Visitor, away_home: Path) -> None:
    with frozen(away_home):
        answer = visitor.ask("/account/login/", method="POST", body=SIGN_IN, signed_in=False)

    # The form's token is asked for first: that refuses without the database, and is no way in either.
    assert answer.status in (403, 503)
    assert "experio_session" not in answer.headers.get("Set-Cookie", "")
    visitor.wait_until_back("/")


def test_after_the_server_was_killed_pages_come_back_by_themselves(visitor: Visitor, away_home: Path) -> None:
    send(processes_of_server(away_home)[:1], signal.SIGKILL)

    visitor.wait_until_back("/")


def test_too_many_connections_are_answered_503(visitor: Visitor, away_home: Path) -> None:
    with as_admin(
        away_home, "ALTER ROLE experio_app CONNECTION LIMIT 0", "ALTER ROLE experio_app CONNECTION LIMIT -1"
    ):
        assert [visitor.ask(page).status for page in PAGES] == [503] * len(PAGES)

    visitor.wait_until_back("/")


def test_a_read_only_database_is_answered_503_where_something_must_be_written(
    visitor: Visitor, away_home: Path
) -> None:
    with as_admin(
        away_home,
        "ALTER DATABASE experio SET default_transaction_read_only = on",
        "ALTER DATABASE experio RESET default_transaction_read_only",
    ):
        # Refused to this person, which must be logged and cannot be.
        assert visitor.ask("/import/").status == 503

    visitor.wait_until_back("/")
