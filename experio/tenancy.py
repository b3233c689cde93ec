"""Keeping every row with its employer: a row and what it hangs on name the same subproject."""

from django.db import migrations


def same_employer(table: str, column: str, parent: str) -> migrations.RunSQL:
    """
    A second foreign key over (parent row, subproject), which PostgreSQL checks at commit.

    Rows carry their subproject so that walls and sharding can stand on it; this makes a row
    that names another employer than its parent impossible, whatever wrote it.
    """
    name = f"{table}_{column}_same_employer"[:63]
    return migrations.RunSQL(
        sql=(
            f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" '
            f'FOREIGN KEY ("{column}", "subproject_id") REFERENCES "{parent}" ("id", "subproject_id") '
            "DEFERRABLE INITIALLY DEFERRED"
        ),
        reverse_sql=f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"',
    )
