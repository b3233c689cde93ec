"""Hours by subtraction are hours counted day by day, for every period and every division into months."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from experio.periods import Period
from reports.working_time import WorkingDays, is_working_day

YEARS = Period(date(2018, 12, 31), date(2022, 12, 31))
CALENDAR = WorkingDays.of(YEARS)
days = st.dates(date(2019, 1, 1), date(2022, 12, 31))
periods = st.tuples(days, days).map(lambda pair: Period(min(pair), max(pair)))


@given(periods)
def test_working_days_between_are_those_counted_day_by_day(period):
    counted = sum(is_working_day(period.first_day + timedelta(days=n)) for n in range(period.days))

    assert CALENDAR.between(period) == counted


@given(periods)
def test_the_months_of_a_period_have_its_working_days(period):
    parts = [month.period.overlap(period) for month in period.months()]

    assert sum(CALENDAR.between(part) for part in parts if part) == CALENDAR.between(period)


@given(periods, periods)
def test_more_days_never_have_fewer_working_days(one, other):
    both = Period(min(one.first_day, other.first_day), max(one.last_day, other.last_day))

    assert CALENDAR.between(both) >= max(CALENDAR.between(one), CALENDAR.between(other))
