"""The key ring (nyckelring): which keys there are, and the keys derived from them for each use."""

import base64
import binascii
import re
import secrets
from collections.abc import Iterator

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,19}")


class InvalidKeys(ValueError):
    """The ring cannot be read; the message says which key and why, and never repeats any of its text."""


class SealingKey:
    """
    One key: an id that is written before everything it seals, and 256 secret bits.

    The secret itself encrypts nothing. Each use (sealing, look-up, groups) has a key of its own, derived by
    HKDF-SHA-256, so that what one use reveals tells nothing about another.
    """

    __slots__ = ("_cipher", "_derived", "_secret", "id")

    def __init__(self, key_id: str, secret: bytes) -> None:
        if not _ID.fullmatch(key_id):
            raise InvalidKeys("A key id has at most 20 small letters, digits and hyphens.")
        if len(secret) != KEY_BYTES:
            raise InvalidKeys(f"The key {key_id} is not {KEY_BYTES} bytes long.")
        self.id = key_id
        self._secret = secret
        self._derived: dict[str, bytes] = {}
        self._cipher: AESGCM | None = None

    def __repr__(self) -> str:
        return f"SealingKey({self.id})"

    def derived(self, use: str) -> bytes:
        """The key for one use, 32 bytes."""
        if use not in self._derived:
            info = f"experio/sealing/1/{use}".encode()
            self._derived[use] = HKDF(SHA256(), KEY_BYTES, salt=None, info=info).derive(self._secret)
        return self._derived[use]

    def cipher(self) -> AESGCM:
        """AES-256-GCM under the key for sealing."""
        if self._cipher is None:
            self._cipher = AESGCM(self.derived("seal"))
        return self._cipher

    def as_text(self) -> str:
        """The key as it stands in the environment. For `make_sealing_key` alone."""
        return f"{self.id}:{base64.urlsafe_b64encode(self._secret).decode().rstrip('=')}"


class KeyRing:
    """The keys in use, newest first: the first one seals, all of them open."""

    __slots__ = ("_by_id",)

    def __init__(self, *keys: SealingKey) -> None:
        if not keys:
            raise InvalidKeys("There is no key.")
        self._by_id = {key.id: key for key in keys}
        if len(self._by_id) != len(keys):
            raise InvalidKeys("Two keys have the same id.")
        if len({key.derived("seal") for key in keys}) != len(keys):
            raise InvalidKeys("Two ids name the same key.")

    def __repr__(self) -> str:
        return f"KeyRing({', '.join(self._by_id)})"

    def __iter__(self) -> Iterator[SealingKey]:
        return iter(self._by_id.values())

    @property
    def newest(self) -> SealingKey:
        return next(iter(self))

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(self._by_id)

    def get(self, key_id: str) -> SealingKey | None:
        return self._by_id.get(key_id)


def read_keys(text: str) -> KeyRing:
    """
    The ring as it stands in the environment: `id:base64url of 32 bytes`, newest first, separated by commas
    or line ends. Raises InvalidKeys.
    """
    keys = []
    for place, part in enumerate(filter(None, (part.strip() for part in re.split(r"[,\n]", text))), 1):
        key_id, colon, encoded = part.partition(":")
        if not colon or not _ID.fullmatch(key_id):
            raise InvalidKeys(
                f"Key number {place} is not written as id:key, with an id of at most 20 small letters, "
                "digits and hyphens."
            )
        keys.append(SealingKey(key_id, _decoded(key_id, encoded.strip())))
    return KeyRing(*keys)


def make_key(key_id: str) -> SealingKey:
    """A new key of 256 random bits."""
    return SealingKey(key_id, secrets.token_bytes(KEY_BYTES))


def _decoded(key_id: str, encoded: str) -> bytes:
    padded = encoded.rstrip("=") + "=" * (-len(encoded.rstrip("=")) % 4)
    try:
        return base64.b64decode(padded, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise InvalidKeys(f"The key {key_id} is not written in base64url.") from None
