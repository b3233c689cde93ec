"""
The cache that all processes share: a table, with JSON instead of pickles.

Rate limits and used codes must count for every worker alike. The framework's own database cache unpickles
what it reads; whoever can write a row could then run code, so values are JSON here. Keys are hashed: they
hold user keys and codes.
"""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection
from django.utils import timezone


class SharedCache(BaseCache):
    """Set, get, add, delete, touch and clear, each one statement in the request's own transaction."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        found = _values().filter(key_hash=self._hashed(key, version)).values_list("value", "ends_at").first()
        if found is None or (found[1] is not None and found[1] <= timezone.now()):
            return default
        return found[0]

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        ends_at = self._ends_at(timeout)
        if ends_at is not None and ends_at <= timezone.now():
            self.delete(key, version)
            return
        _values().update_or_create(
            key_hash=self._hashed(key, version), defaults={"value": value, "ends_at": ends_at}
        )
        _forget_what_has_ended()

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """True for exactly one of those who try at the same time: the database decides."""
        import json

        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO accounts_sharedvalue AS kept (key_hash, value, ends_at) VALUES (%s, %s, %s) "
                "ON CONFLICT (key_hash) DO UPDATE SET value = EXCLUDED.value, ends_at = EXCLUDED.ends_at "
                "WHERE kept.ends_at <= %s",
                [self._hashed(key, version), json.dumps(value), self._ends_at(timeout), timezone.now()],
            )
            return cursor.rowcount == 1

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        changed = _values().filter(key_hash=self._hashed(key, version)).update(ends_at=self._ends_at(timeout))
        return bool(changed)

    def delete(self, key: str, version: int | None = None) -> bool:
        deleted, _by_model = _values().filter(key_hash=self._hashed(key, version)).delete()
        return bool(deleted)

    def clear(self) -> None:
        _values().all().delete()

    def _hashed(self, key: str, version: int | None) -> str:
        return hashlib.sha256(self.make_key(key, version).encode()).hexdigest()

    def _ends_at(self, timeout: Any) -> datetime | None:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return None if seconds is None else timezone.now() + timedelta(seconds=float(seconds))


def _values() -> Any:
    from experio.accounts.models import SharedValue

    return SharedValue.objects


def _forget_what_has_ended() -> None:
    """Rows that another request is deleting too are left to it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM accounts_sharedvalue WHERE key_hash IN (SELECT key_hash FROM accounts_sharedvalue "
            "WHERE ends_at <= %s LIMIT 100 FOR UPDATE SKIP LOCKED)",
            [timezone.now()],
        )
