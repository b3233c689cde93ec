"""The harness sees every write: the counts by which it decides whether to look at all rows."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction

from subprojects.models import Unit
from tests.database.fuzz.invariants import fingerprint, touched
from tests.factories import UnitFactory


def _add(unit: Unit) -> None:
    UnitFactory(subproject=unit.subproject, code="another")


def _change(unit: Unit) -> None:
    Unit.objects.filter(pk=unit.pk).update(name="Changed")


def _remove(unit: Unit) -> None:
    Unit.objects.filter(pk=unit.pk).delete()


def _change_in_plain_sql(unit: Unit) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE subprojects_unit SET name = 'Changed' WHERE id = %s", [unit.pk])


@pytest.mark.parametrize("write", [_add, _change, _remove, _change_in_plain_sql])
def test_a_write_is_counted(write: Callable[[Unit], None]) -> None:
    unit = UnitFactory()
    before, rows = touched(), fingerprint()

    write(unit)

    assert touched() != before
    assert fingerprint() != rows


@pytest.mark.parametrize("write", [_add, _change, _remove, _change_in_plain_sql])
def test_a_write_that_a_savepoint_takes_back_is_counted_too(write: Callable[[Unit], None]) -> None:
    unit = UnitFactory()
    before, rows = touched(), fingerprint()

    with transaction.atomic():
        write(unit)
        transaction.set_rollback(True)

    assert touched() != before, "the counts only say that somebody wrote; the rows are then looked at"
    assert fingerprint() == rows


def test_reading_is_not_counted() -> None:
    unit = UnitFactory()
    before = touched()

    list(Unit.objects.filter(pk=unit.pk))
    Unit.objects.filter(pk=0).update(name="Changes no row")

    assert touched() == before
