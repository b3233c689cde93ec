"""
Retention times that an employer can start from. None of them is confirmed: each is an example that some
authority uses, and becomes a rule only when the employer has decided it and names the decision.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What, counted from what, how many months, and where the example comes from (key of a sentence)."""

    key: str
    record_kind: str
    counted_from: str
    months: int
    is_confirmed: bool = False


SUGGESTIONS = (
    # A university's plan under RA-FS 2019:1: two years after the period when service records hold it too.
    Suggestion("sick-leave-2", "sick_leave", "episode_ended", 24),
    # The same plan: else ten years.
    Suggestion("sick-leave-10", "sick_leave", "episode_ended", 120),
    # No municipal schedule for rehabilitation files was found; two years after closing is a guess.
    Suggestion("case-2", "case", "case_closed", 24),
    # ESF: the funder's decision names the time; ten years after the exit is a cautious guess.
    Suggestion("participation-10", "participation", "left_project", 120),
    # Two years after the last employment, when nothing else is kept longer: a guess.
    Suggestion("person-2", "person", "employment_ended", 24),
)


def suggestion(key: str) -> Suggestion | None:
    """The suggestion of that key, or None."""
    return next((one for one in SUGGESTIONS if one.key == key), None)
