"""
What a log line never holds, found by shape (a personal number looks like one anywhere) and by name.

What is refused is replaced by a marker that says of which kind it was. Refusing too much costs a detail of
a log line; refusing too little puts somebody's number into every copy of the log.
"""

import re
import unicodedata
from functools import cache
from typing import Any
from urllib.parse import unquote

PERSONAL_NUMBER, EMAIL, SEALED, SECRET, DIAGNOSIS, FIELD, LONG = (
    "personal number",
    "e-mail address",
    "sealed value",
    "secret",
    "diagnosis code",
    "personal field",
    "length",
)
LONGEST_TEXT = 2_000
DEEPEST = 4

_BETWEEN = r"[\s\-+./_:,]{0,3}"
# Two- or four-digit year, month, day (plus 60 for a coordination number), and four more, of which the first
# may be the letter of an interim number. No check digit is asked for: a mistyped number is somebody's too.
_PERSONAL_NUMBER = re.compile(
    rf"(?<!\d)(?:(?:18|19|20){_BETWEEN})?\d\d{_BETWEEN}(?:0[1-9]|1[0-2]){_BETWEEN}"
    rf"(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01]){_BETWEEN}[\dTRSUWXJKLMN]\d{{3}}(?!\d)",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[^\s@<>\"'(),;:]{1,64}@[^\s@<>\"'(),;:]{1,255}")
_SEALED = re.compile(r"\bs\d:[^:\s]{1,64}:[A-Za-z0-9_\-]{16,}")
_SECRET = re.compile(
    r"\b(?:eyJ[\w\-]+\.[\w\-]+\.[\w\-]*|[0-9a-f]{40,}|(?:Bearer|Basic)\s+[\w\-+/=.]{8,})", re.IGNORECASE
)
# With its decimals, as ICD-10-SE writes them: F43.8A, F438A, M54.5. A bare F43 could be anything.
_DIAGNOSIS = re.compile(r"\b[A-Z]\d\d(?:\.\d[0-9A-Z]?|\d[A-Z])\b")

_SHAPES = (
    (SEALED, _SEALED),
    (SECRET, _SECRET),
    (EMAIL, _EMAIL),
    (PERSONAL_NUMBER, _PERSONAL_NUMBER),
    (DIAGNOSIS, _DIAGNOSIS),
)

# Parts of names whose values are never written, whatever they look like; Swedish and English.
_NAME_PARTS = (
    "diagnos", "health", "halso", "hälso", "personnummer", "personal_number", "pnr", "ssn", "samordning",
    "background", "bakgrund", "journal", "anteckning", "certificate", "intyg", "password", "losenord",
    "lösenord", "secret", "token", "cookie", "authorization", "csrf", "email", "e_mail", "mail_address",
    "phone", "telefon", "first_name", "last_name", "birth", "sealed", "ciphertext",
)  # fmt: skip
_NAMES = {"text", "note", "notes", "body", "data", "post", "content", "params", "sql", "query", "name"}
_PERSONAL_CATEGORIES = {"identity", "contact", "health", "casework_text"}


def marker(kind: str) -> str:
    """What stands where something was refused."""
    return f"[refused: {kind}]"


def refuse(value: Any, found: set[str], depth: int = 0) -> Any:
    """The value as it may be written; the kinds that were refused are added to `found`."""
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        text = refuse_in_text(str(value), found)
        return value if text == str(value) else text
    if isinstance(value, str):
        return refuse_in_text(value, found)
    if depth >= DEEPEST:
        return f"<{type(value).__name__}>"
    if isinstance(value, dict):
        return {
            refuse_in_text(str(name), found): refuse_named(str(name), one, found, depth + 1)
            for name, one in value.items()
        }
    if isinstance(value, list | tuple | set | frozenset):
        return [refuse(one, found, depth + 1) for one in value]
    # An object's own words are not asked for: a model would name the person, an exception the value.
    return f"<{type(value).__name__}>"


def refuse_named(name: str, value: Any, found: set[str], depth: int = 0) -> Any:
    """As `refuse`; the value of a field that holds people is not looked at."""
    if is_personal(name) and value is not None:
        found.add(FIELD)
        return marker(FIELD)
    return refuse(value, found, depth)


def refuse_in_text(text: str, found: set[str]) -> str:
    """A text without what is refused, on one line, of bounded length."""
    if len(text) > LONGEST_TEXT:
        found.add(LONG)
        text = f"{text[:LONGEST_TEXT]} {marker(LONG)}"
    plain = plainly(text)
    refused = plain
    for kind, shape in _SHAPES:
        refused, times = shape.subn(marker(kind), refused)
        if times:
            found.add(kind)
    # Where nothing is refused the text stays as it was written.
    return on_one_line(refused if refused != plain else text)


def plainly(text: str) -> str:
    """As a reader sees it: percent signs decoded, digits and dashes of any script, nothing invisible."""
    decoded = unquote(unquote(text)) if "%" in text else text
    if decoded.isascii():
        return decoded
    return "".join(_plain(letter) for letter in unicodedata.normalize("NFKC", decoded))


@cache
def _plain(letter: str) -> str:
    category = unicodedata.category(letter)
    if category == "Cf":
        return ""
    if category == "Pd" or letter == "\u2212":
        return "-"
    if category == "Nd":
        return str(unicodedata.decimal(letter))
    return letter


def on_one_line(text: str) -> str:
    """Line breaks, other control characters and those that turn the writing round are shown, not obeyed."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in text)


def is_personal(name: str) -> bool:
    """Whether a value of this name may be about a person."""
    lower = name.lower().replace("-", "_")
    return lower in _NAMES or any(part in lower for part in _NAME_PARTS) or lower in classified_names()


def classified_names() -> frozenset[str]:
    """The fields that the classification of personal data calls identity, contact, health or free text."""
    from django.apps import apps

    return _classified_names() if apps.ready else frozenset()


@cache
def _classified_names() -> frozenset[str]:
    from experio.data_protection.classification import classified

    return frozenset(
        one.name
        for model in classified()
        for one in model.fields.values()
        if str(one.category) in _PERSONAL_CATEGORIES
    )
