"""`/livez` asks nobody, `/readyz` says one word for each thing that pages need; both tell nothing else."""

import json
import threading
from collections.abc import Iterator

import psycopg
import pytest
from django.test import Client, override_settings

from experio.outside.health import checks, readiness
from tests.database.outside.header_rules import faults


@pytest.fixture(autouse=True)
def anew() -> Iterator[None]:
    readiness.forget()
    yield
    readiness.forget()


def ready(client: Client) -> tuple[int, dict[str, str]]:
    answer = client.get("/readyz")
    return answer.status_code, json.loads(answer.content)["checks"]


def test_it_lives_without_a_database_host_name_or_sign_in() -> None:
    # This test may not use the database: pytest would refuse the first question.
    answer = Client(headers={"host": "10.0.0.7"}).get("/livez")

    assert (answer.status_code, json.loads(answer.content)) == (200, {"alive": True})
    assert faults(answer) == []
    assert answer.cookies == {}


def test_a_working_installation_is_ready(db: None, client: Client) -> None:
    status, found = ready(client)

    assert status == 200
    assert set(found) >= {"database", "disk", "migrations", "row_security", "sealing_keys", "triggers"}
    assert set(found.values()) == {"ok"}
    assert faults(client.get("/readyz")) == []


def test_the_answer_holds_words_alone(db: None, client: Client) -> None:
    answer = client.get("/readyz")

    assert set(json.loads(answer.content)) == {"ready", "checks"}
    assert {type(value) for value in json.loads(answer.content)["checks"].values()} == {str}
    assert len(answer.content) < 300


@pytest.mark.parametrize("address", ["/livez", "/readyz"])
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_only_reading_is_answered(client: Client, address: str, method: str) -> None:
    answer = getattr(client, method)(address)

    assert (answer.status_code, faults(answer)) == (405, [])


def test_a_migration_that_is_missing_makes_it_unready(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = checks.known_migrations() | {("cases", "9999_of_tomorrow")}
    monkeypatch.setattr(checks, "known_migrations", lambda: wanted)

    status, found = ready(client)

    assert (status, found["migrations"], found["database"]) == (503, "failed", "ok")


def test_a_full_disk_and_missing_keys_make_it_unready(db: None, client: Client) -> None:
    with override_settings(READY_MIN_FREE_BYTES=2**62, SEALING_KEYS=None):
        status, found = ready(client)

    assert (status, found["disk"], found["sealing_keys"]) == (503, "failed", "failed")


def test_a_database_that_is_gone_makes_it_unready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_anything: object, **_more: object) -> None:
        raise psycopg.OperationalError("password=secret host=database.example.org")

    monkeypatch.setattr("experio.outside.breaker._Brief.connect", refused)
    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert json.loads(answer.content)["checks"]["database"] == "failed"
    assert b"secret" not in answer.content


def test_asking_often_costs_one_look(db: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = []
    real = readiness.check_everything
    monkeypatch.setattr(readiness, "check_everything", lambda: looks.append(1) or real())
    monkeypatch.setattr(readiness, "KEPT_SECONDS", 3600.0)

    assert {client.get("/readyz").status_code for _ in range(20)} == {200}
    assert len(looks) == 1


def test_nobody_waits_for_the_look_of_another(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    looking, finish = threading.Event(), threading.Event()

    def slow() -> dict[str, str]:
        looking.set()
        finish.wait(30)
        return {"database": "ok"}

    monkeypatch.setattr(readiness, "check_everything", slow)
    first = threading.Thread(target=readiness.readiness)
    first.start()
    assert looking.wait(30)
    meanwhile = readiness.readiness()
    finish.set()
    first.join(30)

    assert meanwhile == readiness.NOT_YET
    assert readiness.readiness() == {"database": "ok"}
