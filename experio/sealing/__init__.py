"""
Sealing (försegling): health text and personal numbers are stored encrypted under keys outside the database.

`seal` and `unseal` bind a text to its place (table, column, row), so that it opens nowhere else;
`blind_index` finds one exact text within an employer; `group_token` lets SQL count groups without naming
them. Models use `experio.sealing.fields`. Decision 0013 says why it is built so.
"""

from experio.sealing.envelope import CannotUnseal, seal, seal_bytes, unseal, unseal_bytes
from experio.sealing.tokens import blind_index, blind_indexes, group_token, group_tokens

__all__ = [
    "CannotUnseal",
    "blind_index",
    "blind_indexes",
    "group_token",
    "group_tokens",
    "seal",
    "seal_bytes",
    "unseal",
    "unseal_bytes",
]
