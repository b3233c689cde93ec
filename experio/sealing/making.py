"""A new key for the ring."""

from datetime import UTC, datetime

from experio.sealing.keys import make_key


def new_key_line(key_id: str = "") -> str:
    """
    A new key as EXPERIO_SEALING_KEYS wants it. Without an id it is called by the day, such as `k20260131`,
    so that keys can be told apart by age. Raises InvalidKeys for an id that cannot be one.
    """
    return make_key(key_id or f"k{datetime.now(UTC):%Y%m%d}").as_text()
