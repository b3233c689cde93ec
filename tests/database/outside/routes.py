"""Every address of the site, the framework's own included, filled with rows of the access world."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.database.access_world import World


def addresses(world: World) -> list[str]:
    """One address for each route that has a name; without a row of its own it leads nowhere."""
    fillings = {
        "number": world.case.number,
        "slug": world.project.slug,
        "code": world.ward.code,
        "app_label": "subprojects",
        "content_type_id": 1,
        "object_id": world.ward.pk,
        "url": "nowhere/",
    }
    keys = {"staff": world.nurse.key, "import": world.upload.key, "sick": world.nurse.key}
    rows = {"note": world.note.pk, "delegation": world.asked.pk}
    found = []
    for name, parameters in _named(get_resolver()):
        kind = name.split(":")[-1].split("_")[0]
        special = {"key": keys.get(kind, world.nurse.key), "pk": rows.get(kind, world.episode.pk)}
        values: dict[str, Any] = {**fillings, **special}
        kwargs = {parameter: values.get(parameter, "1") for parameter in parameters}
        found.append(reverse(name, kwargs=kwargs))
    return sorted(set(found))


def _named(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            for name, parameters in _named(pattern, inner):
                yield name, _places(pattern) + parameters
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{namespace}{pattern.name}", _places(pattern)


def _places(pattern: Any) -> tuple[str, ...]:
    """What is to be filled in, whether the route is written plainly or as a regular expression."""
    return tuple(pattern.pattern.regex.groupindex)
