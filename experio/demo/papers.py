"""What comes with an absence: certificates, and the employer's report to Försäkringskassan."""

from datetime import date, timedelta
from random import Random

from experio.demo.world import DemoCertificate

# No certificate was asked for in the sick-pay period during the pandemic (unconfirmed dates, as in the
# table of legal numbers).
WITHOUT_CERTIFICATE = (date(2020, 3, 13), date(2021, 9, 30))

# Days after which nothing that is due early in an absence is still forgotten.
NEWLY_ONGOING = 60


def certificates_for(
    rng: Random, first_day: date, last_day: date, today: date, *, is_ongoing: bool = False
) -> tuple[DemoCertificate, ...]:
    """Certificates one after another over the days that need one; of an ongoing spell the last may be due."""
    is_eased = WITHOUT_CERTIFICATE[0] <= first_day <= WITHOUT_CERTIFICATE[1]
    needed_from = first_day + timedelta(days=14 if is_eased else 7)
    if last_day < needed_from:
        return ()
    if is_ongoing:
        # Most are certified some way ahead; a few certificates have run out, or have yet to come.
        ahead = rng.choice((-3, 2, 5, 8, 12, 16, 20, 25, 30, 40))
        last_day = last_day + timedelta(days=ahead)
        if last_day < needed_from:
            return ()
    begins = min(needed_from, first_day + timedelta(days=rng.choice((0, 4, 7))))
    papers: list[DemoCertificate] = []
    length = rng.choice((7, 14, 14, 21))
    while begins <= last_day:
        ends = min(last_day, begins + timedelta(days=length - 1))
        received_on = min(today, begins + timedelta(days=rng.randint(0, 3)))
        if begins > today:
            break
        papers.append(DemoCertificate(begins, ends, received_on))
        begins = ends + timedelta(days=1)
        length = rng.choice((21, 30, 30, 45, 60))
    return tuple(papers)


def fk_reported_on(
    rng: Random, first_day: date, shown_last: date, today: date, *, is_ongoing: bool
) -> date | None:
    """Day 15 to 21 as a rule; a few of the newly ongoing have been forgotten."""
    if (shown_last - first_day).days < 14:
        return None
    reported_on = first_day + timedelta(days=rng.choice((14, 14, 14, 15, 15, 16, 17, 18, 19)))
    is_new = is_ongoing and (today - first_day).days < NEWLY_ONGOING
    if reported_on > today or (is_new and rng.random() < 0.15):
        return None
    return reported_on
