"""A partition a month, made ahead; without one, a row falls into the net and no page is refused."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from experio.audit.models import Reading
from experio.audit.partitions import AHEAD, months_left, name_of, partition_names, rows_in_net, this_month
from experio.database import as_owner
from tests.database.audit.log_rows import verdict, write
from tests.factories import UserFactory

pytestmark = pytest.mark.usefixtures("transactional_db")


def test_a_year_lies_ready() -> None:
    assert months_left() == AHEAD + 1
    assert name_of(this_month().plus(AHEAD)) in partition_names()


def test_a_row_of_a_missing_month_is_kept_and_moves_when_the_month_is_made() -> None:
    user = UserFactory()
    month = name_of(this_month())
    try:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE {month}")
        assert months_left() == 0

        write(user, 3)
        assert (Reading.objects.count(), rows_in_net()) == (3, 3)
    finally:
        out = StringIO()
        call_command("reading_log_months", "--json", stdout=out)

    told = json.loads(out.getvalue())
    assert (told["made"], told["months_left"], told["rows_in_net"]) == ([month], AHEAD + 1, 0)
    assert Reading.objects.count() == 3
    assert verdict().is_whole, "moved, not changed"
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(current_user, %s, 'INSERT')", [month])
        assert cursor.fetchone() == (False,), "a new month gives no right that the log does not"
    write(user, 2)
    assert verdict().rows == 5
    with as_owner(), connection.cursor() as cursor:
        from django.db import DatabaseError

        with pytest.raises(DatabaseError, match="only ever added"):
            cursor.execute(f"DELETE FROM {month}")


def test_making_them_again_changes_nothing() -> None:
    out = StringIO()
    call_command("reading_log_months", stdout=out)

    assert out.getvalue() == f"{AHEAD + 1} months are ready; 0 rows lie in the net.\n"
