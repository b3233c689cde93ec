"""The query that sums everything gives what counting day by day gives."""

from datetime import date

import numpy as np
import pytest

from reports.cube import data_version, protected_cube
from reports.disclosure.cube import AGE_GROUPS, DIAGNOSIS_GROUPS, GENDERS
from reports.raw_cube import raw_cube
from tests.database.reports.oracle import count_day_by_day
from tests.database.reports.worlds import populate
from tests.factories import TODAY, EmploymentFactory, StaffMemberFactory, sick_leave


@pytest.mark.parametrize("seed", range(6))
def test_the_trend_is_counting_day_by_day(project, seed):
    populate(project, seed)
    raw = raw_cube(project, TODAY)

    expected = count_day_by_day(raw.months, TODAY)

    for name, values in {
        "staff": raw.staff[..., None],
        "ordinary_hours": raw.ordinary_hours[..., None],
        **raw.sums,
    }.items():
        counted = np.zeros_like(values)
        for (month, unit, gender, age, diagnosis), amount in expected[name].items():
            place = (
                [str(m) for m in raw.months].index(month),
                raw.units.index(unit),
                GENDERS.index(gender),
                AGE_GROUPS.index(age),
                DIAGNOSIS_GROUPS.index(diagnosis) if diagnosis else 0,
            )
            counted[place] = amount
        np.testing.assert_allclose(values, counted, atol=1e-6, err_msg=name)
        assert counted.sum() > 0


def test_half_sick_leave_of_a_hundred_days_takes_280_hours(project, ward):
    """Test vector 9: 70 working days of eight hours at 50 %."""
    member = EmploymentFactory(unit=ward, staff_member__subproject=ward.subproject).staff_member
    sick_leave(member, date(2021, 8, 7), date(2021, 11, 14), extent=50)

    raw = raw_cube(project, TODAY)

    assert raw.sums["sick_hours"].sum() == 280
    assert raw.sums["long_hours"].sum() == 280
    assert raw.sums["net_days"].sum() == 50


def test_two_days_at_half_are_one_net_day(project, ward):
    """Test vector 11."""
    member = EmploymentFactory(unit=ward, staff_member__subproject=ward.subproject).staff_member
    sick_leave(member, date(2021, 11, 1), date(2021, 11, 2), extent=50)

    assert raw_cube(project, TODAY).sums["net_days"].sum() == 1


def test_an_ongoing_episode_counts_up_to_today_and_no_further(project, ward):
    member = EmploymentFactory(unit=ward, staff_member__subproject=ward.subproject).staff_member
    sick_leave(member, date(2021, 11, 18))

    raw = raw_cube(project, TODAY)

    assert raw.sums["net_days"][-1].sum() == 5
    assert raw.sums["ongoing"][-1].sum() == 1
    assert str(raw.months[-1]) == "2021-11"


def test_a_person_who_is_away_in_two_groups_is_one_absent_person(project, ward):
    member = EmploymentFactory(unit=ward, staff_member__subproject=ward.subproject).staff_member
    sick_leave(member, date(2021, 11, 1), date(2021, 11, 3), diagnosis_code="F438")
    sick_leave(member, date(2021, 11, 8), date(2021, 11, 9))

    raw = raw_cube(project, TODAY)

    assert raw.absent[-1, ..., :-1].sum() == 2
    assert raw.absent[-1, ..., -1].sum() == 1


def test_distinct_persons_of_a_year_are_counted_once(project, ward):
    member = EmploymentFactory(unit=ward, staff_member__subproject=ward.subproject).staff_member
    sick_leave(member, date(2020, 1, 7), date(2020, 1, 8))
    sick_leave(member, date(2020, 6, 1), date(2020, 6, 2))

    year = raw_cube(project, TODAY).year_absent[:, 0]

    months = [str(month) for month in raw_cube(project, TODAY).months]
    assert year.max() == 1
    assert [months[i] for i in np.flatnonzero(year)] == months[
        months.index("2020-01") : months.index("2021-05") + 1
    ]


def test_the_cube_is_kept_until_something_in_it_changes(project, ward):
    populate(project, 1)
    first = protected_cube(project, TODAY)

    assert protected_cube(project, TODAY) is first
    assert protected_cube(project, date(2021, 11, 23)) is not first

    member = StaffMemberFactory(subproject=ward.subproject)
    version = data_version()
    sick_leave(member, date(2021, 11, 1)).delete()
    assert data_version() != version
    assert protected_cube(project, TODAY) is not first


def test_a_project_that_has_not_begun_has_an_empty_cube(project):
    assert protected_cube(project, date(2018, 1, 1)).months == ()
