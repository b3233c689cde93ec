"""Turns this database, which must be a copy, into a test copy; in one transaction, as its owner."""

from collections import Counter
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pgtrigger
from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from psycopg import sql

from cases.models import SickLeaveEpisode
from experio.accounts.models import User
from experio.data_protection.classification import classified
from experio.scope import working_for_every_employer
from experio.sealing.fields import SealedField
from experio.test_copies.invented import code_for, key_for, name_for, shifted
from experio.test_copies.rules import EMPTIED, NEUTRAL, is_emptied, neutralised
from subprojects.identity import Identity, hidden_columns
from subprojects.models import ProtectedIdentity, ProtectedNumbers, StaffMember

BATCH = 500

# Told how far the work has come: which table, how many of its rows.
Listener = Callable[[str, int], None]


def others_at_work() -> int:
    """How many other connections the database has: a copy that somebody works with is no copy."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])


def pseudonymise(*, seed: int, tell: Listener) -> dict[str, int]:
    """
    Empty what tells of single acts (history, logs, sign-ins, uploads), invent people, replace texts.

    Everything sealed is sealed anew under the newest key, which should be one of the copy alone; the caller
    rotates what is left. The same seed gives the same people. Returns rows changed or emptied by table.
    """
    done: Counter[str] = Counter()
    with transaction.atomic(), working_for_every_employer(), pgtrigger.ignore():
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            # The guard of restricted data stands aside for the owner of the tables.
            cursor.execute("SELECT set_config('experio.resealing', 'on', true)")
        _empty(done)
        for title, invent in (
            ("subprojects_staffmember", _people),
            ("cases_sickleaveepisode", _diagnoses),
            ("accounts_user", _accounts),
        ):
            done[title] += invent(seed)
            tell(title, done[title])
        for described in classified():
            if not is_emptied(described.model) and (fields := neutralised(described)):
                done[described.model._meta.db_table] += _neutral(described.model, fields)
                tell(described.model._meta.db_table, done[described.model._meta.db_table])
    return dict(done)


def _empty(done: Counter[str]) -> None:
    histories = [model._meta.db_table for model in apps.get_models() if hasattr(model, "pgh_tracked_model")]
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        tables = sorted({*EMPTIED, *histories} & present)
        cursor.execute(sql.SQL("TRUNCATE {} CASCADE").format(sql.SQL(", ").join(map(sql.Identifier, tables))))
    done.update(dict.fromkeys(tables, 0))


def _people(seed: int) -> int:
    """New names, numbers, days of birth and addresses of pages; protected people stay protected."""
    columns = ["employee_number", "first_name", "last_name", "birth_date", "personal_number", "key"]
    count = 0
    for rows in _batches(StaffMember):
        for person in rows:
            rng = Random(f"{seed}/{person.pk}")  # noqa: S311 - repeatable, not secret
            first, last = name_for(rng, person.gender)
            invented = Identity(
                employee_number=f"T{person.pk:07d}",
                first_name=first,
                last_name=last,
                birth_date=shifted(rng, person.birth_date),
            )
            person.key = key_for(rng)
            if person.has_protected_identity:
                _protected(person, invented)
                values = hidden_columns(invented, person.key)
            else:
                values = {name: getattr(invented, name) for name in columns[:-1]}
            for name, value in values.items():
                setattr(person, name, value)
        StaffMember.objects.bulk_update(rows, columns)
        count += len(rows)
    return count


def _protected(person: StaffMember, invented: Identity) -> None:
    for kept in ProtectedIdentity.objects.filter(pk=person.pk):
        kept.sealed = invented.as_text()
        kept.save()
    for numbers in ProtectedNumbers.objects.filter(pk=person.pk):
        numbers.employee_number, numbers.personal_number = invented.employee_number, None
        numbers.save()


def _diagnoses(seed: int) -> int:
    count = 0
    for rows in _batches(SickLeaveEpisode, diagnosis_code__isnull=False):
        for episode in rows:
            episode.diagnosis_code = code_for(episode.diagnosis_code)
        SickLeaveEpisode.objects.bulk_update(rows, ["diagnosis_code"])
        count += len(rows)
    return count


def _accounts(seed: int) -> int:
    """Nobody signs in to the copy with an old password; `create_administrator` lets the tester in."""
    users = list(User.objects.all())
    for user in users:
        rng = Random(f"{seed}/user/{user.pk}")  # noqa: S311 - repeatable, not secret
        user.first_name, user.last_name = name_for(rng, rng.choice(("woman", "man")))
        user.username, user.email = f"user{user.pk}", f"user{user.pk}@example.org"
        user.password = make_password(None)
    User.objects.bulk_update(users, ["first_name", "last_name", "username", "email", "password"])
    return len(users)


def _neutral(model: Any, fields: list[Any]) -> int:
    """A neutral text wherever there is one; what is empty stays empty."""
    sealed = [field for field in fields if isinstance(field, SealedField)]
    count = 0
    for rows in _batches(model) if sealed else ():
        for row in rows:
            for field in sealed:
                if not field.is_empty(getattr(row, field.attname)):
                    setattr(row, field.attname, NEUTRAL)
        model._default_manager.bulk_update(rows, [field.name for field in sealed])
        count += len(rows)
    for field in fields:
        if field not in sealed:
            full = model._default_manager.exclude(**{f"{field.name}__isnull": True})
            count += full.exclude(**{field.name: ""}).update(**{field.name: NEUTRAL})
    return count


def _batches(model: Any, **conditions: Any) -> Iterator[list[Any]]:
    after = 0
    while rows := list(model._default_manager.filter(pk__gt=after, **conditions).order_by("pk")[:BATCH]):
        after = rows[-1].pk
        yield rows
