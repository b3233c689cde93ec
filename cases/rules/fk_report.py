"""The employer's report of a sick case to Försäkringskassan (sjukanmälan till Försäkringskassan).

Försäkringskassan asks for it from day 15 of the sick-pay period and at the latest on day 21, because
benefit is not paid for more than seven days before the report (socialförsäkringsbalken 27:17).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from cases.rules.due import DueState, due_state
from cases.rules.sick_pay_period import SickPayPeriod


@dataclass(frozen=True, slots=True)
class FkReport:
    """When the report may be made, the last day in time, and how it stands today."""

    from_day: date
    latest_day: date
    state: DueState


def fk_report(
    period: SickPayPeriod,
    *,
    from_day_number: int,
    latest_day_number: int,
    is_ongoing: bool,
    reported_on: date | None,
    today: date,
) -> FkReport | None:
    """The report that the sick-pay period calls for; None when it ended before day 15.

    Day 15 is the fifteenth *sick* day, relapses included. The days from there to the last day in time are
    days of the calendar, as the law counts back from the report. A report made before the period began
    belongs to another case and is not counted.
    """
    if not is_ongoing and not period.has_reached(from_day_number):
        return None
    from_day = period.date_of(from_day_number)
    latest_day = from_day + timedelta(days=latest_day_number - from_day_number)
    if reported_on is not None and reported_on >= period.first_day:
        state = DueState.DONE
    else:
        state = due_state(today, from_day, latest_day)
    return FkReport(from_day, latest_day, state)
