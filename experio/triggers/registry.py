"""Every trigger of this version, as SQL."""

from functools import lru_cache
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec

import pgtrigger.registry
from django.apps import apps


@lru_cache(maxsize=1)
def every_statement() -> tuple[str, ...]:
    """The statements that make every function and trigger, on tables that have none."""
    statements = [
        trigger.compile(model).install_sql.strip().rstrip(";")
        for model, trigger in pgtrigger.registry.registered()
    ]
    for config in apps.get_app_configs():
        if find_spec(f"{config.name}.guards") is not None:
            statements += import_module(f"{config.name}.guards").guard_statements()
    return tuple(statements)


def watched_tables() -> list[str]:
    """The tables of the models that state triggers."""
    return sorted({model._meta.db_table for model, _trigger in pgtrigger.registry.registered()})


@lru_cache(maxsize=1)
def digest() -> str:
    """A short name for exactly these statements."""
    return sha256("\n".join(every_statement()).encode()).hexdigest()
