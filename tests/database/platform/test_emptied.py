"""After a test that has committed, the tables are as after a migration."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection

from cases.models import LegalThreshold
from tests.factories import UnitFactory
from tests.flushing import empty_tables

Rows = dict[str, int]


def _rows() -> Rows:
    """Table → number of rows, without the empty ones."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True, include_views=False):
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            if number := cursor.fetchone()[0]:
                found[table] = number
    return found


def _guards() -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal")
        return set(cursor.fetchall())


@pytest.mark.django_db(transaction=True)
def test_emptying_leaves_what_the_frameworks_own_flush_leaves() -> None:
    call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=False)
    flushed, guards = _rows(), _guards()
    UnitFactory()
    LegalThreshold.objects.all().delete()
    assert _rows() != flushed

    empty_tables()

    assert _rows() == flushed
    assert _guards() == guards
    assert Permission.objects.exists()
    assert ContentType.objects.count() == len(apps.get_models(include_auto_created=False))
