"""The last hour found by the index and in its month alone: `clock_timestamp()` let neither be used."""

from importlib import import_module

from django.db import migrations

CREATE = (
    import_module("experio.audit.migrations.0004_last_hour")
    .CREATE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
    .replace("clock_timestamp()", "statement_timestamp()")
)


class Migration(migrations.Migration):

    dependencies = [("audit", "0006_log_review")]

    operations = [migrations.RunSQL(CREATE, migrations.RunSQL.noop)]
