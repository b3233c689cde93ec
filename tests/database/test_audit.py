"""The change history of reference data, and every command's refusal to work as a superuser."""

import json
from io import StringIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.backends.signals import connection_created

from experio import env
from subprojects.models import Occupation


def test_reference_data_is_remembered_too() -> None:
    occupation = Occupation.objects.create(ssyk_code="5330", name="Vårdbiträden")
    Occupation.objects.filter(pk=occupation.pk).update(is_confirmed=True)

    labels = occupation.events.order_by("pgh_id").values_list("pgh_label", flat=True)  # type: ignore[attr-defined]
    assert list(labels) == ["insert", "update"]


class SuperuserConnection:
    """What the server tells of itself at a superuser's connection."""

    class connection:  # noqa: N801
        class info:  # noqa: N801
            @staticmethod
            def parameter_status(name: str) -> str:
                return {"is_superuser": "on"}[name]

    @staticmethod
    def close() -> None:
        pass


def test_nothing_is_done_as_a_superuser() -> None:
    with pytest.raises(ImproperlyConfigured, match="superuser"):
        connection_created.send(sender=type(connection), connection=SuperuserConnection())
    assert connection.connection.info.parameter_status("is_superuser") == "off"


@pytest.mark.parametrize("value", ["hej", "02-30", "2-1", "13-01"])
def test_the_day_that_ages_are_counted_on_must_exist(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXPERIO_AGE_REFERENCE_DAY", value)

    with pytest.raises(ImproperlyConfigured, match="EXPERIO_AGE_REFERENCE_DAY"):
        env.day_of_year("EXPERIO_AGE_REFERENCE_DAY", default="12-31")


@pytest.mark.parametrize(
    "command",
    [
        ["absence_trend", "--from", "2021-13", "--to", "2021-12", "--json"],
        [
            "progress_report",
            "nowhere",
            "--from",
            "2021-01",
            "--to",
            "2021-02",
            "--output",
            "x.xlsx",
            "--json",
        ],
        ["import_absence", "/nowhere.csv", "--subproject", "eda", "--json"],
    ],
)
def test_a_refusal_is_one_document_too(command: list[str]) -> None:
    out = StringIO()

    with pytest.raises(CommandError):
        call_command(*command, stdout=out)

    assert json.loads(out.getvalue())["error"]["message"]
