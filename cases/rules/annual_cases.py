"""Cases of a year seen through three counts (antal, startade, avslutade sjukfall).

From a person's number of cases touching the year, started in it and ended in it follows whether the first
came from the year before and whether the last goes on (SCB's longitudinal database LISA, appendix 5). The
counts may be added within a year but not across years.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from experio.periods import Period


@dataclass(frozen=True, slots=True)
class AnnualCases:
    """One person's cases of one year. Raises ValueError for counts that no life can give."""

    touching: int
    started: int
    ended: int

    def __post_init__(self) -> None:
        for name, count in (("started", self.started), ("ended", self.ended)):
            if not 0 <= count <= self.touching:
                raise ValueError(f"{count} cases {name} of {self.touching} touching the year.")
            if self.touching - count > 1:
                raise ValueError(
                    f"At most one case can lie across the turn of a year, not {self.touching - count}."
                )

    @property
    def is_carried_in(self) -> bool:
        """Whether the first case came from the year before."""
        return self.touching > self.started

    @property
    def is_carried_out(self) -> bool:
        """Whether the last case goes on into the next year."""
        return self.touching > self.ended


def annual_cases(cases: Iterable[Period], year: int) -> AnnualCases:
    """The three counts of one person's cases, which do not overlap, for a calendar year."""
    whole_year = Period.year(year)
    touching = [case for case in cases if case.overlaps(whole_year)]
    return AnnualCases(
        touching=len(touching),
        started=sum(case.first_day in whole_year for case in touching),
        ended=sum(case.last_day in whole_year for case in touching),
    )
