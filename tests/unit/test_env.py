"""The strict readers of the environment."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from experio import env
from experio.embedded import EmbeddedDatabaseError, ensure_running
from experio.which_database import used_database


def test_origins_are_scheme_host_and_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORIGINS", "https://idp.example.org, https://other.example.org:8443")

    assert env.origins("ORIGINS") == ["https://idp.example.org", "https://other.example.org:8443"]


@pytest.mark.parametrize(
    "value", ["idp.example.org", "https://idp.example.org/path", "https://idp.example.org; script-src *", "*"]
)
def test_what_could_widen_the_policy_is_no_origin(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("ORIGINS", value)

    with pytest.raises(ImproperlyConfigured, match="is not an origin"):
        env.origins("ORIGINS")


@pytest.fixture
def others_url(monkeypatch: pytest.MonkeyPatch) -> str:
    """The shell holds the address of a database, perhaps of another project."""
    url = "postgresql://shop:secret@db.example.org/shop"
    for name in ("EXPERIO_DEMO", "EXPERIO_USE_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL", url)
    return url


def test_an_installation_takes_the_database_that_is_named(others_url: str) -> None:
    assert env.database_url() == others_url


def test_a_demo_takes_no_database_unless_it_is_told_to(
    monkeypatch: pytest.MonkeyPatch, others_url: str
) -> None:
    monkeypatch.setenv("EXPERIO_DEMO", "true")
    assert env.database_url() == ""
    monkeypatch.setenv("EXPERIO_USE_DATABASE_URL", "true")
    assert env.database_url() == others_url
    monkeypatch.delenv("DATABASE_URL")
    with pytest.raises(ImproperlyConfigured, match="but DATABASE_URL is not set"):
        env.database_url()


def test_the_database_in_use_is_said_in_a_line_without_passwords(
    monkeypatch: pytest.MonkeyPatch, others_url: str
) -> None:
    monkeypatch.setenv("EXPERIO_DEMO", "true")
    ignored = used_database()
    assert ignored.startswith("Database: Experio's own, in ")
    assert ignored.endswith("DATABASE_URL is set, but not used; EXPERIO_USE_DATABASE_URL=true uses it.")
    monkeypatch.setenv("EXPERIO_USE_DATABASE_URL", "true")
    monkeypatch.setitem(connections["default"].settings_dict, "HOST", "db.example.org")
    used = used_database()
    assert "on db.example.org, from DATABASE_URL" in used
    assert not {line for line in (ignored, used) if "secret" in line or "\n" in line}


def test_a_data_folder_that_cannot_be_used_is_said_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("EXPERIO_HOME", str(tmp_path / "file" / "home"))
    with pytest.raises(ImproperlyConfigured, match="set EXPERIO_HOME to a folder"):
        env.kept_secret("secret-key")
    with pytest.raises(EmbeddedDatabaseError, match="set EXPERIO_HOME to a folder"):
        ensure_running(tmp_path / "file" / "home")
