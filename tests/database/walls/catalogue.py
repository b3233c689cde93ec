"""What the database says of its own tables: which hold an employer's rows, and which of these are walled."""

from typing import Any

# Who takes part in a project is published, and where its people sign in is asked before they do.
OPEN_TO_ALL = {
    f"subprojects_{name}{event}"
    for name in ("subproject", "identityprovider", "grouprole")
    for event in ("", "event")
}

# A table with a column of such a name, or a foreign key to a walled table, holds rows of an employer.
TELLING = (
    "^(subproject|employers?|staff|people|person|case|episode|delegation|participation)(_id|_pk|_key)?$"
    "|^unit_id$"
)

HOLDING_ROWS = f"""
    WITH RECURSIVE own AS (
        SELECT oid, relname FROM pg_class
        -- A partition is asked through its table; the app role has no right to it (test_catalogue).
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
    ), holding AS (
        SELECT own.oid FROM own
        WHERE relname = 'subprojects_subproject' OR EXISTS (
            SELECT FROM pg_attribute a WHERE a.attrelid = own.oid AND a.attnum > 0 AND NOT a.attisdropped
            AND (a.attname ~ '{TELLING}' OR a.attname ~ '(staff_member|subproject|episode)')
        )
        UNION
        SELECT c.conrelid FROM pg_constraint c JOIN holding ON holding.oid = c.confrelid
        WHERE c.contype = 'f'
    )
    SELECT relname FROM own JOIN holding USING (oid) ORDER BY 1
"""

WALLED = """
    SELECT c.relname FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relrowsecurity AND c.relforcerowsecurity
      AND EXISTS (SELECT FROM pg_policies p WHERE p.schemaname = 'public' AND p.tablename = c.relname
                  AND starts_with(p.policyname, 'wall_') AND p.cmd = 'SELECT')
      AND EXISTS (SELECT FROM pg_policies p WHERE p.schemaname = 'public' AND p.tablename = c.relname
                  AND p.policyname = 'owner_sees_all')
    ORDER BY 1
"""


def names(cursor: Any, query: str) -> list[str]:
    """The names that a query of the catalogue gives; for Django's cursors and psycopg's."""
    cursor.execute(query)
    return [row[0] for row in cursor.fetchall()]
