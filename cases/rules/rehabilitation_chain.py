"""The rehabilitation chain (rehabiliteringskedjan): with what work the ability is compared, until when.

Socialförsäkringsbalken 27:46–49. Until day 90 the own work, until day 180 other work with the employer, until
day 365 a stated occupational group, unless Försäkringskassan finds an exception; day 550 since 2022. Experio
computes the dates and never the entitlement. All sick days count, and days of periods close to each other are
added; Försäkringskassan's own day number, where known, goes before the computed one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from experio.periods import ONE_DAY, Period, merge


@dataclass(frozen=True, slots=True)
class FkDayNumber:
    """The day number that Försäkringskassan has stated for a sick day."""

    day: date
    number: int


@dataclass(frozen=True, slots=True)
class ChainMilestone:
    """A day of the chain that means something, and its date if the person stays ill until then."""

    day_number: int
    falls_on: date


@dataclass(frozen=True, slots=True)
class Chain:
    """The spells whose days are added, in order, and what Försäkringskassan has said about them."""

    spells: tuple[Period, ...]
    fk: FkDayNumber | None = None

    def number_of(self, day: date) -> int | None:
        """The day's number in the chain; None on a day without sick leave, and for a day that
        Försäkringskassan's number puts before the chain began."""
        number = self._plain_number(day)
        if number is None:
            return None
        shifted = number + self._shift
        return shifted if shifted >= 1 else None

    def date_of(self, number: int) -> date | None:
        """The day with the number, or that will have it if the person stays ill; None when
        Försäkringskassan's number puts it before the first known day."""
        remaining = number - self._shift
        if remaining < 1:
            return None
        for spell in self.spells:
            if remaining <= spell.days:
                return spell.first_day + timedelta(days=remaining - 1)
            remaining -= spell.days
        return self.spells[-1].last_day + timedelta(days=remaining)

    def milestones(self, day_numbers: Sequence[int]) -> tuple[ChainMilestone, ...]:
        """The dates of these day numbers, 90, 180, 365 and so on, in order."""
        dates = ((number, self.date_of(number)) for number in sorted(day_numbers))
        return tuple(ChainMilestone(number, falls_on) for number, falls_on in dates if falls_on is not None)

    def next_milestone(self, day_numbers: Sequence[int], today: date) -> ChainMilestone | None:
        """The first one that is today or ahead."""
        ahead = (milestone for milestone in self.milestones(day_numbers) if milestone.falls_on >= today)
        return next(ahead, None)

    @property
    def _shift(self) -> int:
        """What to add to our count to get Försäkringskassan's."""
        if self.fk is None:
            return 0
        plain = self._plain_number(self.fk.day)
        return 0 if plain is None else self.fk.number - plain

    def _plain_number(self, day: date) -> int | None:
        before = 0
        for spell in self.spells:
            if day in spell:
                return before + (day - spell.first_day).days + 1
            before += spell.days
        return None


def chain_at(
    spells: Iterable[Period], day: date, *, join_days: int | None, fk: FkDayNumber | None = None
) -> Chain | None:
    """The chain that the last spell beginning on or before the day belongs to; None when there is none.

    Spells less than `join_days` days apart are added; None adds only spells that touch. Days after `day` are
    left out. A number from Försäkringskassan for a day outside the chain is not used.
    """
    known = merge(cut for spell in spells if (cut := Period.clipped(spell.first_day, spell.last_day, day)))
    if not known:
        return None
    run = [known[-1]]
    for earlier in reversed(known[:-1]):
        if join_days is None or earlier.gap_to(run[0]) >= join_days:
            break
        run.insert(0, earlier)
    return Chain(tuple(run), fk)


def day_after(milestone: ChainMilestone) -> date:
    """The first day on which the stronger comparison applies: day 91, 181, 366."""
    return milestone.falls_on + ONE_DAY
