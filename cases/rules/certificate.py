"""The medical certificate (läkarintyg, sjukintyg) to the employer.

Sjuklönelagen 8 § second paragraph: needed from day 8 of the sick period. Unlike the sick-pay period this
count is *not* merged after a relapse: each sick period counts on its own (the public employers'
organisation Sobona). After an agreed first-day certificate (förstadagsintyg, 10 a §) the number is 1.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from cases.rules.due import DueState, due_state
from experio.periods import ONE_DAY, Period, merge


@dataclass(frozen=True, slots=True)
class CertificateNeed:
    """From which day a certificate is missing (None: none is), and how that stands today."""

    needed_from: date | None
    state: DueState


def certificate_day_number(spell: Period, day: date) -> int | None:
    """The day's number in its own sick period; None when the day lies outside it."""
    return (day - spell.first_day).days + 1 if day in spell else None


def certificate_due_on(spell: Period, *, certificate_day: int) -> date | None:
    """The first day that needs a certificate, day 8; None when the period ends before it."""
    due_on = spell.first_day + timedelta(days=certificate_day - 1)
    return due_on if due_on in spell else None


def certificate_need(
    spell: Period, certificates: Iterable[Period], *, certificate_day: int, is_ongoing: bool, today: date
) -> CertificateNeed:
    """The first day from day 8 on that no certificate covers, and whether it is ahead or passed.

    `spell` is the sick period by itself; when it `is_ongoing`, its last day is only the last one known, and
    a certificate is also needed after it. A certificate is due on the first day it should cover and overdue
    after.
    """
    missing = spell.first_day + timedelta(days=certificate_day - 1)
    for certificate in merge(certificates):
        if missing in certificate:
            missing = certificate.last_day + ONE_DAY
    if not is_ongoing and missing > spell.last_day:
        return CertificateNeed(None, DueState.DONE)
    return CertificateNeed(missing, due_state(today, missing, missing))
