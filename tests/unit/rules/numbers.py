"""The numbers as the law had them, for tests; dates short to write."""

from datetime import date
from functools import partial

from cases.rules.gap_rules import is_relapse, is_same_fk_case, is_same_inera_case
from cases.rules.legal_numbers import LEGAL_NUMBERS
from cases.rules.sick_pay_period import SickPayPeriod, sick_pay_periods
from cases.thresholds import Thresholds, thresholds_on
from experio.periods import Period

THRESHOLDS: Thresholds = thresholds_on(date(2021, 11, 22), LEGAL_NUMBERS)

sick_pay = partial(is_relapse, relapse_days=5)
fk_statistics = partial(is_same_fk_case, break_days=5)
inera = partial(is_same_inera_case, gap_days=5)


def days(first: str, last: str | None = None) -> Period:
    """`days("2021-11-01", "2021-11-04")`; one day when no last day is given."""
    return Period(date.fromisoformat(first), date.fromisoformat(last or first))


def day(text: str) -> date:
    return date.fromisoformat(text)


def periods_of(*spells: Period, earlier_karens: tuple[date, ...] = ()) -> tuple[SickPayPeriod, ...]:
    return sick_pay_periods(
        spells,
        relapse_days=THRESHOLDS.relapse_days,
        sick_pay_days=THRESHOLDS.sick_pay_days,
        karens_max_in_12_months=THRESHOLDS.karens_max_in_12_months,
        earlier_karens=earlier_karens,
    )
