"""
What the tests switch off is known, and proved elsewhere.

`tests.settings` differs from a production installation in the settings below and in no other. Shortcuts that
are no settings are named where they are taken: `tests/conftest.py` and `tests/confirming.py`.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders

from experio.sealing.making import new_key_line

ROOT = Path(__file__).resolve().parents[2]

AWAY = "tests/database/platform/test_database_away.py"  # asks a site that is served as in production
BY_HAND = "set for each installation"

# Setting → where it is proved with the value that production has.
DIFFERENCES = {
    "ALLOWED_HOSTS": BY_HAND,
    "SECRET_KEY": BY_HAND,
    "SEALING_KEYS": "tests/unit/sealing/test_keys.py",
    "EXPERIO_HOME": BY_HAND,
    "DATABASES": "tests/database/platform/test_embedded_roles.py",
    "DATABASE_OWNER": "tests/database/platform/test_embedded_roles.py",
    "DATABASE_APP_ROLE": "tests/database/platform/test_embedded_roles.py",
    "DEMO": "tests/database/test_demo_data.py",
    "DEMO_TODAY": "tests/unit/test_shortcuts.py",
    "SECOND_FACTOR_REQUIRED": "tests/database/accounts/test_second_factor_required.py",
    "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": "tests/unit/test_shortcuts.py",
    "PASSWORD_HASHERS": AWAY,
    "SESSION_COOKIE_NAME": AWAY,
    "CSRF_COOKIE_NAME": AWAY,
    "SESSION_COOKIE_SECURE": AWAY,
    "CSRF_COOKIE_SECURE": AWAY,
    "LANGUAGE_COOKIE_SECURE": AWAY,
    "SECURE_SSL_REDIRECT": AWAY,
    "SECURE_HSTS_SECONDS": AWAY,
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": AWAY,
    "SECURE_HSTS_PRELOAD": AWAY,
    "STORAGES": AWAY,
    "WHITENOISE_AUTOREFRESH": AWAY,
    "EMAIL_BACKEND": BY_HAND,  # Experio sends no mail of its own
    "EMAIL_FILE_PATH": BY_HAND,
    "LOGGING": "tests/unit/outside/test_log_lines.py",
}

PRINT = """
import importlib, json, re, sys
from django.utils.functional import Promise
def plain(value):
    if isinstance(value, Promise):
        return "words"
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, (set, frozenset)):
        return sorted(repr(one) for one in value)
    return re.sub(" at 0x[0-9a-f]+", "", repr(value))
module = importlib.import_module(sys.argv[1])
print(json.dumps({name: plain(getattr(module, name)) for name in dir(module) if name.isupper()}))
"""

NO_DATABASE = {
    "DATABASE_URL": "postgresql://nobody@localhost/nothing",
    "EXPERIO_USE_DATABASE_URL": "true",
}


def settings_of(module: str, **environment: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", PRINT, module],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **NO_DATABASE, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def production() -> dict[str, Any]:
    return settings_of(
        "experio.settings",
        SECRET_KEY="for this test alone",
        EXPERIO_SEALING_KEYS=new_key_line("test"),
        ALLOWED_HOSTS="experio.example.org",
    )


def test_the_tests_differ_from_production_in_these_settings_alone(
    production: dict[str, Any], tmp_path: Path
) -> None:
    ours = settings_of("tests.settings", EXPERIO_HOME=str(tmp_path))

    different = {name for name in ours.keys() | production.keys() if ours.get(name) != production.get(name)}

    assert {"PASSWORD_HASHERS", "SECOND_FACTOR_REQUIRED", "STORAGES"} <= different
    assert different - DIFFERENCES.keys() == set()


def test_what_is_said_to_prove_them_exists() -> None:
    for proof in set(DIFFERENCES.values()) - {BY_HAND}:
        assert (ROOT / proof).is_file(), proof


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEMO", "False"),
        ("DEMO_TODAY", "None"),
        ("DEBUG", "False"),
        ("SECOND_FACTOR_REQUIRED", "True"),
        ("MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN", "False"),
        ("SESSION_COOKIE_NAME", "'__Host-experio_session'"),
        ("SESSION_COOKIE_SECURE", "True"),
        ("CSRF_COOKIE_SECURE", "True"),
        ("LANGUAGE_COOKIE_SECURE", "True"),
        ("SECURE_SSL_REDIRECT", "True"),
        ("SECURE_HSTS_SECONDS", "31536000"),
        ("ACCOUNT_REAUTHENTICATION_TIMEOUT", "900"),
        ("SESSION_IDLE_SECONDS", "1800"),
    ],
)
def test_production_is_the_default(production: dict[str, Any], name: str, value: str) -> None:
    assert production[name] == value


def test_production_hashes_with_argon2_and_names_files_by_their_content(production: dict[str, Any]) -> None:
    assert production["PASSWORD_HASHERS"][0] == "'experio.accounts.hashing.GatedArgon2'"
    assert not any("MD5" in hasher for hasher in production["PASSWORD_HASHERS"])
    assert "Manifest" in production["STORAGES"]["staticfiles"]["BACKEND"]


def test_without_a_demo_the_clock_is_the_real_one(settings: Any) -> None:
    from django.utils import timezone

    from experio import clock

    settings.DEMO_TODAY = None
    before = timezone.localtime()

    assert before <= clock.now() <= timezone.localtime()
    assert clock.today() in (before.date(), timezone.localdate())


def test_every_static_file_that_a_template_names_exists() -> None:
    """The tests' storage gives any name an address; that of production fails the page of an unknown one."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.html"))
    names = set(re.findall(r"{% static ['\"]([^'\"]+)['\"] %}", text))

    assert len(names) >= 10
    assert {name for name in names if finders.find(name) is None} == set()
