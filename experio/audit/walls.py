"""
The walls of the reading log: everybody at work adds rows, in the own name alone.

Its rows hold keys of people, never names or health, and who may read which is asked by `cases.questions`. The
database lets the app role read them all: behind a wall PostgreSQL does not use the index over `people`,
without which nobody would learn who has looked (an operator on arrays is not trusted to keep what it sees).
Reviews are the employer's.
"""

from experio.walls import EVERYBODY, Wall, among, condition, holds, kept_by

_OWN = condition("{row}.actor_id = nullif(current_setting('experio.actor', true), '')::bigint")
_OWN_EMPLOYER = among("subproject_id", "employers")

WALLS = (
    Wall("audit.Reading", read=EVERYBODY, add=_OWN | holds("administers"), append_only=True),
    kept_by(_OWN_EMPLOYER, "audit.LogReview"),
    kept_by(_OWN_EMPLOYER, "audit.LogReviewRow"),
)
