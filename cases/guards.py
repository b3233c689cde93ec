"""
What the database itself refuses: disposal without two people, history deleted without a disposal, and changes
of restricted data: triggers that no Python path goes around, stated by `migrate` (`experio.triggers`).
"""

from collections.abc import Iterator
from pathlib import Path

from django.apps import apps

RESTRICTED = "EX018"  # GDPR 18: the SQLSTATE of a change of restricted data
NOT_APPROVED = "EX017"  # history deleted, or a disposal changed, outside a disposal that was approved

DISPOSAL = (Path(__file__).parent / "guards.sql").read_text()

# Table -> the persons and cases of the changed rows. `changed` are the rows a statement wrote or deleted.
_PERSON_OF = {
    # To protect an identity is never held up.
    "subprojects_staffmember": (
        "SELECT id, NULL::bigint FROM changed WHERE NOT changed.has_protected_identity"
    ),
    "subprojects_employment": "SELECT staff_member_id, NULL::bigint FROM changed",
    "subprojects_participation": "SELECT staff_member_id, NULL::bigint FROM changed",
    "cases_sickleaveepisode": "SELECT staff_member_id, NULL::bigint FROM changed",
    "cases_extentperiod": (
        "SELECT episode.staff_member_id, NULL::bigint FROM changed "
        "JOIN cases_sickleaveepisode episode ON episode.id = changed.episode_id"
    ),
    "cases_certificate": (
        "SELECT episode.staff_member_id, NULL::bigint FROM changed "
        "JOIN cases_sickleaveepisode episode ON episode.id = changed.episode_id"
    ),
    "cases_case": "SELECT staff_member_id, id FROM changed",
    "cases_journalnote": (
        "SELECT about.staff_member_id, about.id FROM changed "
        "JOIN cases_case about ON about.id = changed.case_id"
    ),
}
_REFERENCING = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"}


def restriction_statements() -> Iterator[str]:
    """A trigger a table and deed; one question a statement, so that bulk loads stay quick."""
    for table, person_of in _PERSON_OF.items():
        yield f"""
CREATE FUNCTION {table}_restricted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- To seal under another key is no change of the data; only the owner of the table does it.
    IF current_setting('experio.resealing', true) = 'on'
       AND pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER') THEN
        RETURN NULL;
    END IF;
    IF EXISTS (
        WITH written (person, about_case) AS ({person_of})
        SELECT FROM written JOIN cases_restriction restriction
            ON restriction.staff_member_id = written.person AND restriction.lifted_on IS NULL
            AND (restriction.case_id IS NULL OR restriction.case_id = written.about_case)
    ) THEN
        RAISE EXCEPTION 'The processing is restricted (GDPR 18).' USING ERRCODE = '{RESTRICTED}';
    END IF;
    RETURN NULL;
END $$"""  # noqa: S608 - own table names
        for deed, which in _REFERENCING.items():
            yield (
                f"CREATE TRIGGER restricted_{deed.lower()} AFTER {deed} ON {table} "
                f"REFERENCING {which} TABLE AS changed "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_restricted()"
            )


def history_tables() -> list[str]:
    """Every table that keeps the history of another."""
    return sorted(model._meta.db_table for model in apps.get_models() if hasattr(model, "pgh_tracked_model"))


def history_statements() -> Iterator[str]:
    for table in history_tables():
        yield (
            f'CREATE TRIGGER only_by_disposal BEFORE DELETE ON "{table}" '
            "FOR EACH ROW EXECUTE FUNCTION cases_only_by_disposal()"
        )


def guard_statements() -> list[str]:
    return [DISPOSAL, *restriction_statements(), *history_statements()]
