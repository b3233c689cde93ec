"""What must be true of the data after whatever was sent: nothing half saved."""

from functools import lru_cache

import pghistory.models
from django.apps import apps
from django.db import connection

# Written by every request, refused or not: who came, and what was looked at.
_BOOKKEEPING = (
    "django_session",
    "accounts_session",
    "accounts_sharedvalue",
    "accounts_signinattempt",
    "audit_",
    "once_",
    "usersessions_",
    "account_",
    "mfa_",
)

HALF_SAVED = {
    "an episode without an extent": """
        SELECT count(*) FROM cases_sickleaveepisode e
        WHERE NOT EXISTS (SELECT FROM cases_extentperiod x WHERE x.episode_id = e.id)""",
    "an extent outside its episode": """
        SELECT count(*) FROM cases_extentperiod x JOIN cases_sickleaveepisode e ON e.id = x.episode_id
        WHERE x.first_day < e.first_day
        OR coalesce(x.last_day, 'infinity') > coalesce(e.last_day, 'infinity')""",
    "a case without a number": "SELECT count(*) FROM cases_case WHERE number = ''",
    "two cases with one number": """
        SELECT count(*) FROM (SELECT subproject_id, year, sequence FROM cases_case
        GROUP BY 1, 2, 3 HAVING count(*) > 1) twice""",
    "an accepted delegation without rights": """
        SELECT count(*) FROM cases_delegation d WHERE d.accepted_at IS NOT NULL AND d.taken_back_at IS NULL
        AND NOT EXISTS (SELECT FROM cases_caseuserobjectpermission p WHERE p.delegation_id = d.id)""",
    "rights of a delegation that nobody accepted": """
        SELECT count(*) FROM cases_caseuserobjectpermission p
        JOIN cases_delegation d ON d.id = p.delegation_id WHERE d.accepted_at IS NULL""",
    "a correction of a note of another case": """
        SELECT count(*) FROM cases_journalnote n JOIN cases_journalnote o ON o.id = n.corrects_id
        WHERE n.case_id <> o.case_id""",
    "a row of another employer than its person": """
        SELECT count(*) FROM cases_case c JOIN subprojects_staffmember s ON s.id = c.staff_member_id
        WHERE c.subproject_id <> s.subproject_id""",
}


@lru_cache(maxsize=1)
def _histories() -> dict[str, str]:
    """For each tracked table: how many of its rows no row of its history tells of."""
    found = {}
    for model in apps.get_models():
        tracked = getattr(model, "pgh_tracked_model", None)
        if tracked is None or not issubclass(model, pghistory.models.Event) or not _has(model, "pgh_obj"):
            continue
        key = tracked._meta.pk.column
        found[f"a row of {tracked._meta.db_table} without history"] = (
            f'SELECT count(*) FROM "{tracked._meta.db_table}" t WHERE NOT EXISTS '  # noqa: S608 - names of models
            f'(SELECT FROM "{model._meta.db_table}" h WHERE h.pgh_obj_id = t."{key}")'
        )
    return found


def _has(model: type, name: str) -> bool:
    return any(one.name == name for one in model._meta.get_fields())  # type: ignore[attr-defined]


def half_saved() -> dict[str, int]:
    """What is half saved, and how often; empty when all is well."""
    found = {}
    with connection.cursor() as cursor:
        for what, sql in {**HALF_SAVED, **_histories()}.items():
            cursor.execute(sql)
            if number := cursor.fetchone()[0]:
                found[what] = number
    return found


@lru_cache(maxsize=1)
def _fingerprint_sql() -> str:
    tables = sorted(
        {model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed}
    )
    present = set(connection.introspection.table_names())
    kept = [name for name in tables if name in present and not name.startswith(_BOOKKEEPING)]
    parts = [
        f"SELECT '{name}', count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM \"{name}\" t"  # noqa: S608
        for name in kept
    ]
    return " UNION ALL ".join(parts)


def fingerprint() -> dict[str, tuple[int, int]]:
    """Table → number of rows and a sum over all they hold: equal before and after means nothing was saved."""
    with connection.cursor() as cursor:
        cursor.execute(_fingerprint_sql())
        return {name: (rows, int(total)) for name, rows, total in cursor.fetchall()}


def touched() -> dict[str, tuple[int, int, int]]:
    """
    Table → rows added, changed and removed within the running transaction, also those taken back in it.

    Equal before and after means that no statement wrote anything to a table of the fingerprint: the server
    counts upwards only, and counts what a savepoint takes back (`test_written.py`).
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins, n_tup_upd, n_tup_del FROM pg_stat_xact_user_tables "
            "WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"
        )
        return {
            name: (added, changed, removed)
            for name, added, changed, removed in cursor.fetchall()
            if not name.startswith(_BOOKKEEPING)
        }
