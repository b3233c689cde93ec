"""How long an employer has to answer a data protection request."""

from calendar import monthrange
from datetime import date

ANSWER_MONTHS = 1  # GDPR 12.3, first sentence
EXTRA_MONTHS = 2  # GDPR 12.3, second sentence: complex or many requests, and the person is told why


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last day: 31 January and one month is 28 or 29 February."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def answer_due_on(received_on: date) -> date:
    """The last day for an answer: one month after the request came."""
    return months_after(received_on, ANSWER_MONTHS)


def latest_extension(received_on: date) -> date:
    """The last day that more time may reach: three months after the request came."""
    return months_after(received_on, ANSWER_MONTHS + EXTRA_MONTHS)
