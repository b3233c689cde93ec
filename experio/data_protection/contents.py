"""What the rows about somebody say, field by field, living and past: what a register extract is made of."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from experio.data_protection.classification import FieldClass, ModelClass, classification_of
from experio.data_protection.persons_rows import RowKeys
from experio.history import reason_of

Withheld = Callable[[str, int, FieldClass, Any], str]
"""(model, key of the row, field, the row itself) -> why this text is not handed out; empty when it is."""


@dataclass(frozen=True, slots=True)
class FieldValue:
    """One field of one row: name, what it is called, the value for machines, the value in words."""

    name: str
    label: str
    value: Any
    shown: str
    withheld: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a row's history: when, what, by whom, why, and the fields that it set."""

    at: datetime
    what: str
    by: str
    reason: str
    fields: tuple[FieldValue, ...]

    @property
    def verb(self) -> str:
        verbs = {"insert": _("recorded"), "update": _("changed"), "delete": _("deleted")}
        return verbs[self.what]


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it stands (without fields when it has been deleted), and its history, oldest first."""

    key: str
    fields: tuple[FieldValue, ...]
    history: tuple[Change, ...]

    @property
    def is_deleted(self) -> bool:
        return not self.fields


@dataclass(frozen=True, slots=True)
class Section:
    """All rows of one model."""

    model: str
    title: str
    category_names: tuple[str, ...]
    rows: tuple[Row, ...]


def contents_of(found: Mapping[str, RowKeys], withheld: Withheld) -> tuple[Section, ...]:
    """
    Every classified field of these rows that goes into an extract, with its history. At most two queries a
    model, and one for each kind of thing that the rows point at.
    """
    loaded = [
        (classification_of(label), *_loaded(classification_of(label), keys)) for label, keys in found.items()
    ]
    names = _names(loaded)
    return tuple(
        _section(described, rows, events, names, withheld)
        for described, rows, events in loaded
        if rows or events
    )


Names = dict[type[models.Model], dict[Any, str]]
Loaded = tuple[ModelClass, list[Any], list[Any]]


def _loaded(described: ModelClass, keys: RowKeys) -> tuple[list[Any], list[Any]]:
    rows = list(described.model._default_manager.filter(pk__in=keys.living).order_by("pk"))
    if described.event_model is None:
        return rows, []
    events = described.event_model._default_manager.filter(pk__in=keys.events)
    return rows, list(events.select_related("pgh_context").order_by("pk"))


def _names(loaded: Iterable[Loaded]) -> Names:
    """What the foreign keys of all rows point at, in words: one query for each model."""
    wanted: dict[type[models.Model], set[Any]] = {get_user_model(): set()}
    for described, rows, events in loaded:
        for name in described.fields:
            field: Any = described.model._meta.get_field(name)
            if field.is_relation and field.related_model:
                keys = {getattr(row, field.attname, None) for row in (*rows, *events)} - {None}
                wanted.setdefault(field.related_model, set()).update(keys)
        for event in events:
            if (user := _metadata(event).get("user")) is not None:
                wanted[get_user_model()].add(user)
    return {
        model: {key: str(one) for key, one in model._default_manager.in_bulk(list(keys)).items()}
        for model, keys in wanted.items()
    }


def _section(
    described: ModelClass, rows: list[Any], events: list[Any], names: Names, withheld: Withheld
) -> Section:
    history: dict[Any, list[Any]] = {}
    for event in events:
        history.setdefault(event.pgh_obj_id, []).append(event)
    living = {row.pk: row for row in rows}
    categories = dict.fromkeys(
        str(said.category.label) for said in described.fields.values() if said.in_extract
    )
    return Section(
        model=described.label,
        title=str(described.model._meta.verbose_name_plural),
        category_names=tuple(categories),
        rows=tuple(
            Row(
                key=str(key),
                fields=_values(described, living[key], names, withheld) if key in living else (),
                history=_history(described, history.get(key, []), names, withheld),
            )
            for key in dict.fromkeys([*living, *history])
        ),
    )


def _history(
    described: ModelClass, events: list[Any], names: Names, withheld: Withheld
) -> tuple[Change, ...]:
    changes = []
    before: dict[str, FieldValue] = {}
    for event in events:
        values = {one.name: one for one in _values(described, event, names, withheld)}
        changed = tuple(one for name, one in values.items() if before.get(name) != one)
        before = values
        said = _metadata(event)
        changes.append(
            Change(
                at=timezone.localtime(event.pgh_created_at),
                what=event.pgh_label,
                by=names[get_user_model()].get(said.get("user"), _("The system")),
                reason=reason_of(said, event.pgh_context_id),
                fields=changed,
            )
        )
    return tuple(changes)


def _values(described: ModelClass, row: Any, names: Names, withheld: Withheld) -> tuple[FieldValue, ...]:
    found = []
    key = getattr(row, "pgh_obj_id", row.pk)
    for name, said in described.fields.items():
        # What is derived and what the history does not keep has no column there.
        field: Any = described.model._meta.get_field(name)
        if not said.in_extract or not hasattr(row, field.attname):
            continue
        raw = getattr(row, field.attname)
        why = withheld(described.label, key, said, row) if raw not in (None, "") else ""
        value = "" if why else _plain(field, raw, names)
        found.append(
            FieldValue(name, str(field.verbose_name), value, "" if why else _words(field, raw, value), why)
        )
    return tuple(found)


def _plain(field: Any, raw: Any, names: Names) -> Any:
    """For machines: ISO dates, numbers, codes; what a key points at, in words."""
    if raw is None:
        return None
    if field.is_relation and field.related_model:
        return names.get(field.related_model, {}).get(raw, str(raw))
    if isinstance(raw, datetime):
        return timezone.localtime(raw).isoformat(timespec="seconds")
    if isinstance(raw, date):
        return raw.isoformat()
    if isinstance(raw, Decimal | UUID):
        return str(raw)
    if isinstance(raw, (list, tuple)):
        return [str(one) for one in raw]
    return raw if isinstance(raw, bool | int | str) else str(raw)


def _words(field: Any, raw: Any, value: Any) -> str:
    """For people: what stands on the pages."""
    if raw is None or raw == "":
        return "–"
    if isinstance(raw, bool):
        return _("yes") if raw else _("no")
    if isinstance(raw, datetime):
        return date_format(timezone.localtime(raw), "Y-m-d H:i")
    if isinstance(raw, date):
        return raw.isoformat()
    if isinstance(raw, Decimal):
        return str(number_format(raw.normalize()))
    if isinstance(raw, (list, tuple)):
        names = dict(field.base_field.flatchoices)
        return ", ".join(str(names.get(one, one)) for one in raw) or "–"
    return str(dict(field.flatchoices).get(raw, value))


def _metadata(event: Any) -> dict[str, Any]:
    return (event.pgh_context.metadata if event.pgh_context else None) or {}
