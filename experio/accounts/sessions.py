"""
Sessions: in a table of our own, so that a person can see and end them, and a copy of it opens nothing.

The cookie holds a random key. The row is found by the key's hash, and its data is encrypted under a key
derived from the cookie's: JSON, never pickles. A session ends after `SESSION_IDLE_SECONDS` without a request,
after `SESSION_COOKIE_AGE` in any case, and when its row is deleted: by the person, by an administrator, or
by the database itself when roles, password or the account change (`end_sessions_of_the_user` in the models).
"""

import base64
import binascii
import hashlib
import json
import os
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from experio.queries import FRAME

BEGAN = "_began"
ADDRESS, DEVICE = "_address", "_device"
# The last request is written down at most once a minute: a page is not a write.
SEEN_EVERY = timedelta(seconds=60)
_NONCE = 12


class SessionStore(DatabaseStore):
    """The framework's database store with our table: hash for key, sealed data, two ends."""

    @classmethod
    def get_model_class(cls) -> Any:
        from experio.accounts.models import Session

        return Session

    @classmethod
    def _rows(cls) -> Any:
        return cls.get_model_class().objects

    @classmethod
    def clear_expired(cls) -> None:
        now = timezone.now()
        sessions = cls._rows()
        sessions.filter(ends_at__lte=now).delete()
        sessions.filter(last_seen_at__lte=now - _idle()).delete()

    def exists(self, session_key: str) -> bool:
        return bool(self._rows().filter(key_hash=hashed(session_key)).exists())

    def save(self, must_create: bool = False) -> None:
        """
        Write the row. Raises CreateError when a new key is taken, UpdateError when the session was ended
        meanwhile: it does not come back to life.
        """
        if self.session_key is None:
            self.create()
            return
        mine: Any = self
        key, data = mine._get_or_create_session_key(), mine._get_session(no_load=must_create)
        columns = self._columns(key, data)
        if must_create:
            try:
                with transaction.atomic():
                    self._rows().create(key_hash=hashed(key), **columns)
            except IntegrityError:
                raise CreateError from None
        elif not self._rows().filter(key_hash=hashed(key)).update(**columns):
            raise UpdateError

    def _columns(self, key: str, data: dict[str, Any]) -> dict[str, Any]:
        now = timezone.now()
        began_at = datetime.fromtimestamp(data.setdefault(BEGAN, now.timestamp()), UTC)
        return {
            "data": _sealed(key, data),
            "user_id": data.get(SESSION_KEY),
            "began_at": began_at,
            "last_seen_at": now,
            "ends_at": began_at + timedelta(seconds=settings.SESSION_COOKIE_AGE),
            "address": data.get(ADDRESS),
            "device": data.get(DEVICE, ""),
        }

    def load(self) -> dict[str, Any]:
        now = timezone.now()
        with connection.cursor() as cursor:
            # In plain SQL, since every request begins with it.
            cursor.execute(
                "SELECT id, data, last_seen_at FROM accounts_session "
                "WHERE key_hash = %s AND ends_at > %s AND last_seen_at > %s",
                [hashed(self.session_key or ""), now, now - _idle()],
            )
            found = cursor.fetchone()
        data = _opened(self.session_key or "", found[1]) if found else None
        if found is None or data is None:
            self._session_key = None
            return {}
        if found[2] < now - SEEN_EVERY:
            with connection.cursor() as cursor:
                cursor.execute(
                    f"UPDATE {FRAME} accounts_session SET last_seen_at = %s WHERE id = %s",  # noqa: S608
                    [now, found[0]],
                )
        return data

    def delete(self, session_key: str | None = None) -> None:
        key = session_key if session_key is not None else self.session_key
        if key is not None:
            self._rows().filter(key_hash=hashed(key)).delete()

    def begin(self, *, address: str | None, device: str) -> None:
        """Somebody has signed in: the twelve hours begin now, from this place and device."""
        self[BEGAN] = timezone.now().timestamp()
        self[ADDRESS], self[DEVICE] = address, device[:200]


def hashed(session_key: str) -> str:
    """By which the row of a cookie's key is found; the key cannot be had back from it."""
    return hashlib.sha256(session_key.encode()).hexdigest()


def _cipher(session_key: str) -> AESGCM:
    return AESGCM(salted_hmac("experio.sessions", session_key, algorithm="sha256").digest())


def _sealed(session_key: str, data: dict[str, Any]) -> str:
    nonce = os.urandom(_NONCE)
    plain = json.dumps(data, separators=(",", ":")).encode()
    return base64.b64encode(nonce + _cipher(session_key).encrypt(nonce, plain, None)).decode()


def _opened(session_key: str, text: str) -> dict[str, Any] | None:
    """None when the row was written under another key or has been changed: nobody is signed in then."""
    try:
        sealed = base64.b64decode(text)
        plain = _cipher(session_key).decrypt(sealed[:_NONCE], sealed[_NONCE:], None)
    except (InvalidTag, binascii.Error, ValueError):
        return None
    data: dict[str, Any] = json.loads(plain)
    return data


def end_sessions(user_pk: int, *, but: str | None = None) -> int:
    """End the person's sessions, all or all but the one with this key; how many there were."""
    sessions = SessionStore._rows().filter(user_id=user_pk)
    if but:
        sessions = sessions.exclude(key_hash=hashed(but))
    ended, _by_model = sessions.delete()
    return int(ended)


def _idle() -> timedelta:
    return timedelta(seconds=settings.SESSION_IDLE_SECONDS)
