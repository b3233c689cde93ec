"""Large loads take constraints and indexes away for a while."""

import pytest
from django.db import connection, transaction

from experio.database import as_owner
from experio.demo import rebuild
from experio.demo.load import PEOPLE_TABLES


@pytest.mark.django_db(transaction=True)
def test_what_a_large_load_sets_aside_comes_back_as_it_was() -> None:
    def shape() -> list[tuple[str, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
                "UNION ALL SELECT tablename, indexname, indexdef FROM pg_indexes "
                "WHERE schemaname = 'public' ORDER BY 1, 2, 3"
            )
            return cursor.fetchall()

    before = shape()
    with as_owner(), transaction.atomic():
        aside = rebuild.set_aside(PEOPLE_TABLES)
        assert any(thing.name == "sick_leave_episodes_do_not_overlap" for thing in aside)
        assert len(shape()) < len(before)
        for thing in aside:
            rebuild.bring_back(thing)
    assert shape() == before
