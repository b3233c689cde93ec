"""Strict readers of the environment: a typing error stops the start instead of the service."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from experio.setup import secrets

_env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent


def text(name: str, *, default: str = "") -> str:
    """The variable as text, stripped; `default` when it is unset."""
    return str(_env.str(name, default=default)).strip()


def required(name: str) -> str:
    """The variable as text; the start is refused when it is unset or empty."""
    value = text(name)
    if not value:
        raise ImproperlyConfigured(f"{name} must be set.")
    return value


def flag(name: str, *, default: bool) -> bool:
    """`true` or `false`, nothing else: `yes` and `1` are typing errors here."""
    value = text(name, default=str(default)).lower()
    if value not in ("true", "false"):
        raise ImproperlyConfigured(f"{name}={value!r} is neither true nor false.")
    return value == "true"


def integer(name: str, *, default: int, at_least: int | None = None, at_most: int | None = None) -> int:
    """A whole number within its bounds; anything else stops the start."""
    raw = text(name, default=str(default))
    try:
        value = int(raw)
    except ValueError:
        raise ImproperlyConfigured(f"{name}={raw!r} is not a whole number.") from None
    if at_least is not None and value < at_least:
        raise ImproperlyConfigured(f"{name}={value} is below its floor of {at_least}.")
    if at_most is not None and value > at_most:
        raise ImproperlyConfigured(f"{name}={value} is above its ceiling of {at_most}.")
    return value


def day_of_year(name: str, *, default: str) -> str:
    """A month and a day, MM-DD, that exist in every year."""
    value = text(name, default=default)
    try:
        if len(value) != 5:
            raise ValueError(value)
        date.fromisoformat(f"2001-{value}")
    except ValueError:
        raise ImproperlyConfigured(f"{name}={value!r} is not a month and a day (MM-DD).") from None
    return value


def names(name: str, *, default: tuple[str, ...] = ()) -> list[str]:
    """A list written with commas."""
    raw = text(name)
    return [part.strip() for part in raw.split(",") if part.strip()] if raw else list(default)


def origins(name: str) -> list[str]:
    """Origins written with commas: scheme, host and port, nothing after them."""
    values = names(name)
    for value in values:
        if not re.fullmatch(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?", value):
            raise ImproperlyConfigured(f"{name}: {value!r} is not an origin such as https://idp.example.org.")
    return values


def home() -> Path:
    """The data folder: database, keys and uploads live below it."""
    return Path(text("EXPERIO_HOME") or BASE_DIR / ".experio").expanduser().absolute()


def database_url() -> str:
    """
    The address of the database, or empty for the embedded server.

    A demo and the tests do not take a DATABASE_URL that happens to be set: it may well be another project's.
    EXPERIO_USE_DATABASE_URL=true says that it is meant for them.
    """
    if not flag("EXPERIO_DEMO", default=False):
        return text("DATABASE_URL")
    if not flag("EXPERIO_USE_DATABASE_URL", default=False):
        return ""
    if not text("DATABASE_URL"):
        raise ImproperlyConfigured("EXPERIO_USE_DATABASE_URL is true, but DATABASE_URL is not set.")
    return text("DATABASE_URL")


def kept_secret(name: str, **choices: Callable[[], str]) -> str:
    """The secret of that name in the data folder, made once. A folder that cannot be used stops the start."""
    path = home() / name
    try:
        return secrets.kept_secret(path, **choices)
    except OSError as error:
        raise ImproperlyConfigured(
            f"{error.filename or path} cannot be used ({error.strerror}): set EXPERIO_HOME to a folder that "
            "this account may write to."
        ) from error
