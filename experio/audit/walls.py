"""
The walls of the reading log: everybody at work adds rows, in the own name alone, and reads what was noted
about the own employers' people or about oneself.

Which of these rows a page may show is asked by `cases.questions`; reviews are the employer's.
"""

from experio.walls import Function, Wall, among, condition, holds, kept_by

_OWN = condition("{row}.actor_id = nullif(current_setting('experio.actor', true), '')::bigint")
_OWN_EMPLOYER = among("subproject_id", "employers")

# `&&` and not `= ANY`, since a row speaks of several; a page about nobody is read by maintenance alone.
_ABOUT_THE_EMPLOYER = condition("{row}.employers && ((SELECT walls.employers())::bigint[])")
_ABOUT_ONESELF = condition("{row}.people && ((SELECT walls.own_staff())::bigint[])")

FUNCTIONS = (
    # A maintenance command over all employers is at work.
    Function("is_for_every_employer", "boolean", body="RETURN works_for = '*';"),
    # Where people stand in the log, by the index over them, which PostgreSQL does not use behind a wall (an
    # operator on arrays is not trusted to keep what it sees). Places only: the rows are read behind it.
    Function(
        "readings_of",
        "TABLE (id bigint, at timestamptz)",
        arguments="persons bigint[]",
        body="""
            RETURN QUERY SELECT reading.id, reading.at FROM public.audit_reading reading
            WHERE reading.people && persons;
        """,
    ),
)

WALLS = (
    Wall(
        "audit.Reading",
        read=holds("is_for_every_employer") | _ABOUT_THE_EMPLOYER | _ABOUT_ONESELF,
        add=_OWN | holds("administers"),
        append_only=True,
    ),
    kept_by(_OWN_EMPLOYER, "audit.LogReview"),
    kept_by(_OWN_EMPLOYER, "audit.LogReviewRow"),
)
