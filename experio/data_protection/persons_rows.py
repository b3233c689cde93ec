"""Which rows are about a person: followed from the person along the classified links, history included."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import Q

from experio.data_protection.classification import ModelClass, classified


@dataclass(slots=True)
class RowKeys:
    """The rows of one model about somebody: keys of living rows, and of the history's rows."""

    living: set[int] = field(default_factory=set)
    events: set[int] = field(default_factory=set)
    past: set[int] = field(default_factory=set)  # keys of rows that only the history still knows

    @property
    def ever(self) -> set[int]:
        return self.living | self.past


def rows_about(roots: Mapping[str, Iterable[int]]) -> dict[str, RowKeys]:
    """
    Everything that hangs on the named rows (`{"subprojects.StaffMember": [7]}`), themselves included.

    A row that was deleted is found too, through its history, and so is what hung on it. At most two
    queries a model. Models are visited until nothing new turns up, whatever the order they are described in.
    """
    found: dict[str, RowKeys] = {}
    named = {label: set(keys) for label, keys in roots.items()}
    waiting = list(classified())
    while waiting:
        visited = [one for one in waiting if not _open_links(one, waiting)] or waiting[:1]
        for one in visited:
            rows = _rows_of(one, named.get(one.label, set()), found)
            if rows.ever or rows.events:
                found[one.label] = rows
            waiting.remove(one)
    return found


def _open_links(one: ModelClass, waiting: list[ModelClass]) -> set[str]:
    """Models that this one hangs on and that have not been visited yet."""
    labels = {other.label for other in waiting} - {one.label}
    return {target for target in (_target(one.model, link) for link in one.links) if target in labels}


def _target(model: type[models.Model], link: str) -> str:
    related: Any = model._meta.get_field(link).related_model
    return str(related._meta.label)


def _rows_of(one: ModelClass, named: set[int], found: Mapping[str, RowKeys]) -> RowKeys:
    keys = {link: _keys_at(one.model, link, found) for link in one.links}
    belongs, ever = Q(pk__in=named), Q(pgh_obj_id__in=named)
    for link, at in keys.items():
        belongs |= Q(**{f"{link}__in": at})
        ever |= Q(**{f"{link}__in": at})
    if not named and not any(keys.values()):
        return RowKeys()
    rows = RowKeys(living=set(one.model._default_manager.filter(belongs).values_list("pk", flat=True)))
    events = one.event_model
    if events is not None:
        ever |= Q(pgh_obj_id__in=rows.living)
        for event, key in events._default_manager.filter(ever).values_list("pgh_id", "pgh_obj_id"):
            rows.events.add(event)
            rows.past.add(key)
        rows.past -= rows.living
        # A row that changed hands: what was written about it before belongs here too.
        later = events._default_manager.filter(pgh_obj_id__in=rows.past).values_list("pgh_id", flat=True)
        rows.events |= set(later)
    return rows


def _keys_at(model: type[models.Model], link: str, found: Mapping[str, RowKeys]) -> set[int]:
    rows = found.get(_target(model, link))
    return rows.ever if rows else set()
