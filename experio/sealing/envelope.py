"""Sealed values: `s1:<key id>:<base64url of nonce and ciphertext>`, AES-256-GCM."""

import base64
import binascii
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from django.conf import settings

from experio.sealing.keys import KeyRing, SealingKey

VERSION = "s1"
NONCE_BYTES = 12
# Texts are filled up to whole blocks, so that a code and a number of any length look alike.
BLOCK = 16


class CannotUnseal(Exception):
    """
    A sealed value does not open: its key is missing or another one, it was moved or changed.

    The message names the place and the key's id, never the value. Nothing may be shown or saved instead.
    """


def ring() -> KeyRing:
    """The key ring of this process."""
    found: KeyRing = settings.SEALING_KEYS
    return found


def seal(text: str, *, table: str, column: str, row: Any) -> str:
    """The text sealed under the newest key for this place alone: no other table, column or row opens it."""
    key = ring().newest
    sealed = _encrypt(key, text.encode(), (table, column, row))
    return f"{VERSION}:{key.id}:{base64.urlsafe_b64encode(sealed).decode().rstrip('=')}"


def unseal(sealed: str, *, table: str, column: str, row: Any) -> str:
    """The text again. Raises CannotUnseal."""
    place = (table, column, row)
    version, _, rest = sealed.partition(":")
    key_id, colon, encoded = rest.partition(":")
    if version != VERSION or not colon:
        raise CannotUnseal(f"{_named(place)} holds a value that is not sealed.")
    try:
        data = base64.b64decode(encoded + "=" * (-len(encoded) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise CannotUnseal(f"{_named(place)} holds a value that is damaged.") from None
    return _decrypt(key_id, data, place).decode()


def seal_bytes(data: bytes, *, table: str, column: str, row: Any) -> bytes:
    """Bytes sealed like a text, without the detour by base64: for documents."""
    key = ring().newest
    return f"{VERSION}:{key.id}:".encode() + _encrypt(key, data, (table, column, row))


def unseal_bytes(sealed: bytes, *, table: str, column: str, row: Any) -> bytes:
    """The bytes again. Raises CannotUnseal."""
    place = (table, column, row)
    version, _, rest = bytes(sealed).partition(b":")
    key_id, colon, data = rest.partition(b":")
    if version != VERSION.encode() or not colon:
        raise CannotUnseal(f"{_named(place)} holds a value that is not sealed.")
    return _decrypt(key_id.decode("ascii", "replace"), data, place)


def key_id_of(sealed: str | bytes) -> str:
    """Which key a sealed value was sealed under."""
    head = bytes(sealed[:32], "ascii", "replace") if isinstance(sealed, str) else bytes(sealed[:32])
    return head.split(b":", 2)[1].decode("ascii", "replace") if head.count(b":") >= 2 else ""


def _encrypt(key: SealingKey, data: bytes, place: tuple[str, str, Any]) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + key.cipher().encrypt(nonce, _padded(data), _bound_to(key.id, place))


def _decrypt(key_id: str, data: bytes, place: tuple[str, str, Any]) -> bytes:
    key = ring().get(key_id)
    if key is None:
        raise CannotUnseal(f"{_named(place)} is sealed under a key that is not in the ring.")
    try:
        opened = key.cipher().decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], _bound_to(key_id, place))
    except (InvalidTag, ValueError):  # ValueError: too short to be anything
        raise CannotUnseal(f"{_named(place)} does not open with the key {key_id}.") from None
    return opened[: opened.rindex(b"\x80")]


def _padded(data: bytes) -> bytes:
    """ISO/IEC 7816-4: one set bit, then zeros up to a whole block."""
    return data + b"\x80" + bytes(-(len(data) + 1) % BLOCK)


def _bound_to(key_id: str, place: tuple[str, str, Any]) -> bytes:
    """What is authenticated with the text; every part with its length, so that no two places read alike."""
    parts = [part.encode() for part in (VERSION, key_id, place[0], place[1], str(place[2]))]
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def _named(place: tuple[str, str, Any]) -> str:
    return f"{place[0]}.{place[1]} of row {place[2]}"
