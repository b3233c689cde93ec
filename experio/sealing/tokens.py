"""What SQL may compare although it cannot read it: keyed tokens, different for every employer."""

import base64
import hashlib
import hmac

from experio.sealing.envelope import ring
from experio.sealing.keys import SealingKey

# 128 of HMAC-SHA-256's 256 bits: two texts of one employer meet by chance never.
TOKEN_BYTES = 16


def blind_index(employer_pk: int, text: str) -> str:
    """
    The look-up value of a text within one employer, under the newest key: `<key id>:<base64url>`.

    Equal texts of one employer have equal values, those of two employers do not.
    """
    return _token(ring().newest, "index", employer_pk, text)


def blind_indexes(employer_pk: int, text: str) -> tuple[str, ...]:
    """The look-up values under every key of the ring: what to search for while keys are rotated."""
    return tuple(_token(key, "index", employer_pk, text) for key in ring())


def group_token(employer_pk: int, group: str) -> str:
    """The token that a group's rows carry within one employer, under the newest key; in an index's form."""
    return _token(ring().newest, "group", employer_pk, group)


def group_tokens(employer_pk: int, group: str) -> tuple[str, ...]:
    """The group's tokens under every key of the ring: what to count while keys are rotated."""
    return tuple(_token(key, "group", employer_pk, group) for key in ring())


def _token(key: SealingKey, use: str, employer_pk: int, text: str) -> str:
    digest = hmac.digest(key.derived(f"{use}/{employer_pk}"), text.encode(), hashlib.sha256)
    return f"{key.id}:{base64.urlsafe_b64encode(digest[:TOKEN_BYTES]).decode().rstrip('=')}"
