"""Where sealed values and tokens stand in the database, and how each place is sealed anew."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from django.apps import apps
from django.db import connection
from django.utils.module_loading import autodiscover_modules
from psycopg import sql

from experio.sealing.envelope import VERSION, key_id_of, ring, seal, unseal
from experio.sealing.fields import SealedBinaryField, sealed_fields, token_fields
from experio.sealing.values import Place


class Store(Protocol):
    """One table (or column of documents) that holds sealed values."""

    name: str

    def keys_in_use(self) -> Counter[str]:
        """How many values are sealed, and tokens made, under each key."""

    def waiting(self) -> int:
        """How many rows are not wholly under the newest key."""

    def reseal(self, after: Any, limit: int) -> tuple[Any, int]:
        """
        Seal at most so many rows anew, those with a key above `after`. Returns (last key, rows); no key when
        there is nothing more. In the caller's transaction. Raises CannotUnseal.
        """

    def any_value(self, key_id: str) -> Callable[[], Any] | None:
        """What opens one of the values under a key; None where there is none."""


@dataclass(frozen=True, slots=True)
class _Column:
    """A sealed column: its place in the table of `place`, in the row that `row` names."""

    name: str
    place: str
    row: str
    is_binary: bool = False
    seal: Callable[[Any, Place], Any] = lambda plain, place: seal(plain, **place.as_dict())
    unseal: Callable[[Any, Place], Any] = lambda stored, place: unseal(stored, **place.as_dict())

    def key_of(self) -> Any:
        """The id of the key, in SQL; empty where a text is not sealed, whatever colons stand in it."""
        # Of bytes only the head is text: up to the second colon.
        head = (
            "convert_from(substring({0} from 1 for "
            "position('\\x3a'::bytea in substring({0} from 4)) + 2), 'UTF8')"
        )
        text = sql.SQL(head if self.is_binary else "{0}").format(sql.Identifier(self.name))
        key = sql.SQL("split_part({}, ':', 2)").format(text)
        if self.is_binary:
            return key
        return sql.SQL("CASE WHEN left({0}, 3) = {1} THEN {2} ELSE '' END").format(
            sql.Identifier(self.name), sql.Literal(f"{VERSION}:"), key
        )


@dataclass(frozen=True, slots=True)
class _Token:
    """A token column: of which sealed column, made how."""

    name: str
    of: str
    make: Callable[[int, str], str | None]

    def key_of(self) -> Any:
        return sql.SQL("split_part({}, ':', 1)").format(sql.Identifier(self.name))


class TableStore:
    """The sealed columns and tokens of one table."""

    def __init__(self, table: str, key: str, columns: list[_Column], tokens: list[_Token]) -> None:
        self.name = table
        self.key, self.columns, self.tokens = key, columns, tokens

    @classmethod
    def of_model(cls, model: Any) -> "TableStore":
        """The store of a model with sealed fields; a history's values stand in the rows of its table."""
        is_history = hasattr(model, "pgh_tracked_model")
        row = "pgh_obj_id" if is_history else model._meta.pk.column
        columns = [
            _Column(
                field.column,
                field.place(None).table,
                row,
                isinstance(field, SealedBinaryField),
                field.sealed,
                field.unsealed,
            )
            for field in sealed_fields(model)
        ]
        tokens = [_Token(str(field.column), field.of, field.token) for field in token_fields(model)]
        return cls(model._meta.db_table, model._meta.pk.column, columns, tokens)

    def keys_in_use(self) -> Counter[str]:
        found: Counter[str] = Counter()
        with connection.cursor() as cursor:
            for column in self._all():
                cursor.execute(
                    sql.SQL(
                        "SELECT {key_of}, count(*) FROM {table} WHERE {column} IS NOT NULL GROUP BY 1"
                    ).format(key_of=column.key_of(), table=self._table, column=sql.Identifier(column.name))
                )
                found.update(dict(cursor.fetchall()))
        return found

    def waiting(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("SELECT count(*) FROM {} WHERE {}").format(self._table, self._is_old()))
            return int(cursor.fetchone()[0])

    def reseal(self, after: Any, limit: int) -> tuple[Any, int]:
        names = [self.key, *dict.fromkeys(column.row for column in self.columns)]
        names += [column.name for column in self.columns] + (["subproject_id"] if self.tokens else [])
        names = list(dict.fromkeys(names))
        with connection.cursor() as cursor:
            cursor.execute(
                # Rows that somebody is changing are left for the next round: nobody waits for them here.
                sql.SQL(
                    "SELECT {names} FROM {table} WHERE {key} > %s AND ({old}) "
                    "ORDER BY {key} LIMIT %s FOR NO KEY UPDATE SKIP LOCKED"
                ).format(
                    names=sql.SQL(", ").join(map(sql.Identifier, names)),
                    table=self._table,
                    key=sql.Identifier(self.key),
                    old=self._is_old(),
                ),
                [after or 0, limit],
            )
            rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
            if not rows:
                return None, 0
            self._write(cursor, [(row[self.key], self._anew(row)) for row in rows])
        return rows[-1][self.key], len(rows)

    def any_value(self, key_id: str) -> Callable[[], Any] | None:
        with connection.cursor() as cursor:
            for column in self.columns:
                cursor.execute(
                    sql.SQL(
                        "SELECT {row}, {column} FROM {table} "
                        "WHERE {column} IS NOT NULL AND {key_of} = %s LIMIT 1"
                    ).format(
                        row=sql.Identifier(column.row),
                        column=sql.Identifier(column.name),
                        table=self._table,
                        key_of=column.key_of(),
                    ),
                    [key_id],
                )
                if row := cursor.fetchone():
                    place = Place(column.place, column.name, row[0])
                    return partial(column.unseal, row[1], place)
        return None

    @property
    def _table(self) -> Any:
        return sql.Identifier(self.name)

    def _all(self) -> list[Any]:
        return [*self.columns, *self.tokens]

    def _is_old(self) -> Any:
        return sql.SQL(" OR ").join(
            sql.SQL("({column} IS NOT NULL AND {key_of} <> {newest})").format(
                column=sql.Identifier(column.name),
                key_of=column.key_of(),
                newest=sql.Literal(ring().newest.id),
            )
            for column in self._all()
        )

    def _anew(self, row: dict[str, Any]) -> dict[str, Any]:
        """The row's sealed columns and tokens under the newest key."""
        plain, values = {}, {}
        for column in self.columns:
            stored = row[column.name]
            place = Place(column.place, column.name, row[column.row])
            plain[column.name] = None if stored is None else column.unseal(stored, place)
            values[column.name] = None if stored is None else column.seal(plain[column.name], place)
        for token in self.tokens:
            text = plain[token.of]
            values[token.name] = token.make(row["subproject_id"], text) if text else None
        return values

    def _write(self, cursor: Any, changes: list[tuple[Any, dict[str, Any]]]) -> None:
        columns = {
            **{column.name: "bytea" if column.is_binary else "text" for column in self.columns},
            **{token.name: "text" for token in self.tokens},
        }
        cursor.execute(
            sql.SQL(
                "UPDATE {table} SET {sets} FROM unnest(%s::bigint[], {arrays}) AS new({names}) WHERE {on}"
            ).format(
                table=self._table,
                sets=sql.SQL(", ").join(
                    sql.SQL("{0} = new.{0}").format(sql.Identifier(name)) for name in columns
                ),
                arrays=sql.SQL(", ").join(sql.SQL(f"%s::{kind}[]") for kind in columns.values()),
                names=sql.SQL(", ").join(map(sql.Identifier, ("row_key", *columns))),
                on=sql.SQL("{}.{} = new.row_key").format(self._table, sql.Identifier(self.key)),
            ),
            [[key for key, _ in changes], *([values[name] for _, values in changes] for name in columns)],
        )


class DocumentStore:
    """Sealed texts inside JSON documents: whatever text in them looks sealed, at any depth."""

    def __init__(self, table: str, document: str, *, key: str, place: Callable[[Any], Place]) -> None:
        self.name, self.document, self.key, self.place = table, document, key, place

    def keys_in_use(self) -> Counter[str]:
        return Counter(key_id_of(text) for _, document in self._rows() for text in _sealed_in(document))

    def waiting(self) -> int:
        return sum(1 for _, document in self._rows() if _is_old(document))

    def reseal(self, after: Any, limit: int) -> tuple[Any, int]:
        rows = [
            (key, document)
            for key, document in self._rows()
            if _is_old(document) and (after is None or str(key) > str(after))
        ]
        rows = sorted(rows, key=lambda row: str(row[0]))[:limit]
        with connection.cursor() as cursor:
            for key, document in rows:
                place = self.place(key)
                cursor.execute(
                    sql.SQL("UPDATE {} SET {} = %s::jsonb WHERE {} = %s AND {} = %s::jsonb").format(
                        *map(sql.Identifier, (self.name, self.document, self.key, self.document))
                    ),
                    [json.dumps(_anew(document, place)), key, json.dumps(document)],
                )
        return (rows[-1][0], len(rows)) if rows else (None, 0)

    def any_value(self, key_id: str) -> Callable[[], Any] | None:
        for key, document in self._rows():
            for text in _sealed_in(document):
                if key_id_of(text) == key_id:
                    return partial(unseal, text, **self.place(key).as_dict())
        return None

    def _rows(self) -> list[tuple[Any, Any]]:
        with connection.cursor() as cursor:
            cursor.execute(
                sql.SQL("SELECT {}, {}::text FROM {} WHERE {}::text LIKE %s").format(
                    *map(sql.Identifier, (self.key, self.document, self.name, self.document))
                ),
                [f'%"{VERSION}:%'],
            )
            return [(key, json.loads(document)) for key, document in cursor.fetchall()]


_others: list[Store] = []


def also_sealed(store: Store) -> None:
    """An app's `sealed.py` names what it seals in other ways than by a sealed field."""
    if store.name not in {other.name for other in _others}:
        _others.append(store)


def stores() -> list[Store]:
    """Every place in the database that holds sealed values."""
    autodiscover_modules("sealed")
    of_models = [TableStore.of_model(model) for model in apps.get_models() if sealed_fields(model)]
    return [*of_models, *_others]


def _sealed_in(document: Any) -> Iterator[str]:
    if isinstance(document, str) and document.startswith(f"{VERSION}:"):
        yield document
    elif isinstance(document, dict):
        for value in document.values():
            yield from _sealed_in(value)
    elif isinstance(document, list):
        for value in document:
            yield from _sealed_in(value)


def _is_old(document: Any) -> bool:
    return any(key_id_of(text) != ring().newest.id for text in _sealed_in(document))


def _anew(document: Any, place: Place) -> Any:
    if isinstance(document, str) and document.startswith(f"{VERSION}:"):
        return seal(unseal(document, **place.as_dict()), **place.as_dict())
    if isinstance(document, dict):
        return {name: _anew(value, place) for name, value in document.items()}
    if isinstance(document, list):
        return [_anew(value, place) for value in document]
    return document
