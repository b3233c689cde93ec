"""
Models with sealed columns.

A value is sealed for its row, so the row's key is taken from the sequence before the row is written, by
`save()` and by the bulk methods of `SealedRows` alike.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connections, models
from django.db.models import Value

from experio.sealing.fields import is_sealed, sealed_fields, token_fields
from experio.sealing.values import NotThroughTheModel


def next_keys(model: type[models.Model], count: int, *, using: str = "default") -> list[int]:
    """So many primary keys from the table's sequence. One query."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [model._meta.db_table, model._meta.pk.column, count],
        )
        return [row[0] for row in cursor.fetchall()]


class SealedRows(models.QuerySet[Any]):
    """A queryset whose bulk methods know sealed columns; others than these are refused, never wrong."""

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        objs = list(objs)
        waiting = [obj for obj in objs if obj.pk is None]
        if waiting:
            for obj, key in zip(waiting, next_keys(self.model, len(waiting), using=self.db), strict=True):
                obj.pk = key
        return super().bulk_create(objs, *args, **kwargs)

    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], batch_size: int | None = None) -> int:
        names = with_tokens(self.model, fields)
        stored: Any = [_ForDatabase(obj) for obj in objs]
        return super().bulk_update(stored, names, batch_size)

    def update(self, **kwargs: Any) -> int:
        """Clears sealed columns (with their tokens); another value has to be set on instances."""
        for name, value in list(kwargs.items()):
            if is_sealed(self.model, name) and not hasattr(value, "resolve_expression"):
                if value not in (None, ""):
                    raise NotThroughTheModel(f"{name} is sealed: set it on an instance and save that.")
                kwargs[name] = None
                kwargs |= {field.attname: None for field in token_fields(self.model, name)}
        return super().update(**kwargs)


class SealedModel(models.Model):
    """A model with sealed columns; its manager is made from a `SealedRows`."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = with_tokens(type(self), kwargs["update_fields"])
        if self.pk is not None:
            super().save(*args, **kwargs)
            return
        self.pk = next_keys(type(self), 1, using=kwargs.get("using") or "default")[0]
        try:
            super().save(*args, **{**kwargs, "force_insert": True})
        except BaseException:
            self.pk = None
            raise

    def validate_constraints(self, exclude: Any = None) -> None:
        for field in token_fields(type(self)):
            field.pre_save(self, add=self._state.adding)
        super().validate_constraints(exclude=exclude)

    def _get_field_expression_map(self, meta: Any, exclude: Any = None) -> dict[str, Any]:
        """Constraints are checked by a query: of a sealed text it tells whether there is one, no more."""
        sealed = {field.name for field in sealed_fields(type(self))}
        names: dict[str, Any] = super()._get_field_expression_map(  # type: ignore[misc]
            meta=meta, exclude={*(exclude or ()), *sealed}
        )
        for field in sealed_fields(type(self)):
            if field.name not in (exclude or ()):
                is_empty = field.is_empty(getattr(self, field.attname))
                names[field.name] = Value(None if is_empty else "sealed", output_field=models.TextField())
        return names


def with_tokens(model: type[models.Model], names: Iterable[str]) -> list[str]:
    """The names, and those of the tokens that hang on them."""
    names = list(names)
    tokens = [field.name for name in names for field in token_fields(model, name)]
    return list(dict.fromkeys([*names, *tokens]))


class _ForDatabase:
    """An instance as `bulk_update` reads it: sealed columns give what is to be stored."""

    def __init__(self, instance: Any) -> None:
        self._instance = instance
        model = type(instance)
        self._stored = {
            field.attname: Value(field.pre_save(instance, add=False), output_field=field)
            for field in sealed_fields(model)
            if field.attname not in instance.get_deferred_fields()
        }
        self._tokens = {field.attname: field for field in token_fields(model)}

    def __getattr__(self, name: str) -> Any:
        if name in self._stored:
            return self._stored[name]
        if name in self._tokens:
            return self._tokens[name].pre_save(self._instance, add=False)
        return getattr(self._instance, name)
