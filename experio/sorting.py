"""å ä ö sorted as Swedes expect on every PostgreSQL: a stored key that sorts by code point."""

from django.db import models
from django.db.models import F, Func, Value
from django.db.models.functions import Concat, Lower

from experio.swedish import SORT_FROM, SORT_TO


def sort_key_field(*names: str, max_length: int = 320) -> models.GeneratedField:
    """
    A stored column with the Swedish sort key of one or more text columns.

    Order and search by prefix on it: its collation is "C", so `LIKE 'x%'` uses the index.
    """
    text = F(names[0]) if len(names) == 1 else _joined(names)
    return models.GeneratedField(
        expression=Func(Lower(text), Value(SORT_FROM), Value(SORT_TO), function="translate"),
        output_field=models.CharField(max_length=max_length, db_collation="C"),
        db_persist=True,
    )


def _joined(names: tuple[str, ...]) -> Concat:
    parts: list[F | Value] = []
    for name in names:
        parts += [F(name), Value(" ")]
    return Concat(*parts[:-1])
