"""Twelve months that end with a month: the example of docs/statistics/unit-dashboard.md, number by number."""

import numpy as np
import pytest

from experio.periods import Month, months_between
from reports.disclosure import Figure, ProtectedCube
from reports.disclosure.figures import EMPTY, HIDDEN, UNKNOWN
from reports.disclosure.published import STAFF_MEASURES

NOVEMBER_2020, OCTOBER, NOVEMBER = Month(2020, 11), Month(2021, 10), Month(2021, 11)
MONTHS = months_between(NOVEMBER_2020, NOVEMBER)
NORTH, SOUTH, EAST = 41, 17, 23
WARD, SCHOOL = 402, 401

# (month, organisation, gender, age, diagnosis): project, North, South, East by all, women, men.
SHAPE = (13, 4, 3, 4, 5)
SICK = [[550, 240, 310], [100, 40, 60], [150, 80, 70], [300, 120, 180]]
ORDINARY = [[6000, 3300, 2700], [2000, 800, 1200], [2000, 1000, 1000], [2000, 1500, 500]]


@pytest.fixture
def cube() -> ProtectedCube:
    """
    Thirteen months of three employers. North had 340 sick hours in the first month and 100 in each later one;
    South's May is hidden; East's first month is hidden.
    """
    sick, ordinary, started = np.full(SHAPE, 9e6), np.full(SHAPE, 7e6), np.full(SHAPE, 5e6)
    sick[..., 0, 0], ordinary[..., 0, 0] = SICK, ORDINARY
    sick[0, 1, 0, 0, 0] = 340
    started[:, 1, 0, 0, 0] = range(10, 23)
    hidden, staff_hidden = np.zeros(SHAPE, dtype=bool), np.zeros(SHAPE, dtype=bool)
    hidden[MONTHS.index(Month(2021, 5)), 2, 0, 0, 0] = True
    hidden[0, 3, 0, 0, 0] = True
    # Where age or diagnosis is asked for everything is hidden, and no year looks there.
    hidden[..., 1:, :] = staff_hidden[..., 1:, :] = True
    hidden[..., 1:] = staff_hidden[..., 1:] = True
    years = np.arange(26, dtype=float).reshape(13, 2)
    years[12, 0] = np.nan
    years_hidden = np.zeros((13, 2), dtype=bool)
    years_hidden[11, 1] = True
    return ProtectedCube(
        months=MONTHS,
        subprojects=(NORTH, SOUTH, EAST),
        units=(WARD, SCHOOL),
        tables={
            "sick_hours": np.where(hidden, np.nan, sick),
            "ordinary_hours": np.where(staff_hidden, np.nan, ordinary),
            "started": started,
        },
        hidden={"sick_hours": hidden, "ordinary_hours": staff_hidden, "started": hidden},
        unit_tables={"started": np.arange(78, dtype=float).reshape(13, 2, 3)},
        unit_hidden={"started": np.zeros((13, 2, 3), dtype=bool)},
        unit_years={"started": years},
        unit_years_hidden={"started": years_hidden},
    )


@pytest.mark.parametrize(
    ("month", "subproject", "gender", "percent"),
    [
        (NOVEMBER, NORTH, "", 5.0),  # 1 200 / 24 000
        (OCTOBER, NORTH, "", 6.0),  # (340 + 11 × 100) / 24 000
        (NOVEMBER, NORTH, "woman", 5.0),  # 480 / 9 600
        (NOVEMBER, SOUTH, "woman", 8.0),  # 960 / 12 000
        (NOVEMBER, SOUTH, "man", 7.0),  # 840 / 12 000
        (NOVEMBER, EAST, "", 15.0),  # 3 600 / 24 000
        (NOVEMBER, EAST, "man", 36.0),  # 2 160 / 6 000
        (NOVEMBER, None, "", 9.2),  # 6 600 / 72 000 = 9.17
        (NOVEMBER, None, "man", 11.5),  # 3 720 / 32 400 = 11.48
    ],
)
def test_the_sick_hours_of_twelve_months_over_the_ordinary_hours_of_the_same(
    cube, month, subproject, gender, percent
):
    figure = cube.year("absence_percent", month, subproject=subproject, gender=gender)

    assert figure == Figure(percent)


def test_a_count_of_twelve_months_is_their_sum(cube):
    assert cube.year("started", OCTOBER, subproject=NORTH) == Figure(sum(range(10, 22)))
    assert cube.year("started", NOVEMBER, subproject=NORTH) == Figure(sum(range(11, 23)))


def test_a_hidden_month_in_the_middle_hides_every_year_that_holds_it_and_no_other_employers(cube):
    for month in (OCTOBER, NOVEMBER):
        assert cube.year("absence_percent", month, subproject=SOUTH) == HIDDEN
        assert cube.year("sick_hours", month, subproject=SOUTH) == HIDDEN
        assert cube.year("absence_percent", month, subproject=NORTH).value is not None


def test_a_hidden_month_hides_the_last_year_that_holds_it_and_not_the_next(cube):
    assert cube.year("absence_percent", OCTOBER, subproject=EAST) == HIDDEN
    assert cube.year("absence_percent", NOVEMBER, subproject=EAST).value is not None


@pytest.mark.parametrize("measure", ["sick_hours", "ordinary_hours"])
def test_a_percentage_is_hidden_when_either_half_of_it_is(cube, measure):
    cube.hidden[measure][12, 1, 0, 0, 0] = True

    assert cube.year("absence_percent", NOVEMBER, subproject=NORTH) == HIDDEN


def test_no_ordinary_hours_are_no_percentage(cube):
    cube.tables["ordinary_hours"][:, 1, 0, 0, 0] = 0

    assert cube.year("absence_percent", NOVEMBER, subproject=NORTH) == EMPTY


def test_fewer_than_twelve_months_are_no_year(cube):
    for month in MONTHS[:11]:
        assert cube.year("absence_percent", month, subproject=NORTH) == UNKNOWN
        assert cube.unit_year("started", month, WARD) == UNKNOWN
    assert cube.unit_year("started", OCTOBER, WARD) == Figure(22)


def test_a_month_that_the_cube_does_not_hold_is_unknown(cube):
    for month in (NOVEMBER.next(), NOVEMBER_2020.previous()):
        assert cube.year("absence_percent", month) == UNKNOWN
        assert cube.unit_year("started", month, WARD) == UNKNOWN
        assert cube.figure("started", month) == UNKNOWN
        assert cube.unit_figure("started", month, WARD) == UNKNOWN


def test_the_year_of_a_unit_is_its_own(cube):
    assert cube.unit_year("started", NOVEMBER, SCHOOL) == Figure(25)
    assert cube.unit_year("started", OCTOBER, SCHOOL) == HIDDEN
    assert cube.unit_year("started", NOVEMBER, WARD) == EMPTY


def test_a_figure_is_that_of_the_organisation_and_group_that_were_asked_for(cube):
    started = cube.tables["started"]
    started[...] = np.arange(started.size).reshape(SHAPE)
    cube.hidden["started"][...] = False

    shown = cube.figure(
        "started", OCTOBER, subproject=SOUTH, gender="man", age_group="30-49", diagnosis_group="not_shared"
    )

    assert shown == Figure(float(np.ravel_multi_index((11, 2, 2, 2, 4), SHAPE)))
    assert cube.figure("started", NOVEMBER) == Figure(float(np.ravel_multi_index((12, 0, 0, 0, 0), SHAPE)))
    assert cube.unit_figure("started", OCTOBER, SCHOOL, gender="woman") == Figure(11 * 6 + 3 + 1)
    assert cube.unit_figure("started", OCTOBER, WARD) == Figure(11 * 6)


@pytest.mark.parametrize("measure", sorted(STAFF_MEASURES))
def test_staff_have_no_diagnosis(cube, measure):
    cube.tables[measure] = np.arange(13 * 4 * 3 * 4, dtype=float).reshape(13, 4, 3, 4, 1)
    cube.hidden[measure] = np.zeros((13, 4, 3, 4, 1), dtype=bool)

    assert cube.figure(measure, OCTOBER, subproject=NORTH, diagnosis_group="other") == EMPTY
    assert cube.figure(measure, OCTOBER, subproject=NORTH, age_group="50") == Figure(
        float(np.ravel_multi_index((11, 1, 0, 3, 0), (13, 4, 3, 4, 1)))
    )


@pytest.mark.parametrize("by", [{"age_group": "50"}, {"diagnosis_group": "other"}])
def test_age_and_diagnosis_of_a_unit_are_never_published(cube, by):
    assert cube.unit_figure("started", NOVEMBER, WARD, **by) == HIDDEN
