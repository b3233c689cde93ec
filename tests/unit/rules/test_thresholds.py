"""Dated legal numbers."""

from datetime import date

import pytest

from cases.rules.legal_numbers import LEGAL_NUMBERS, LegalNumber
from cases.thresholds import (
    OPTIONAL_NAMES,
    THRESHOLD_NAMES,
    ThresholdConflict,
    ThresholdMissing,
    thresholds_on,
)
from tests.unit.rules.numbers import day


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2018-06-30", {"plan_day": None, "plan_min_length_days": None, "karens_max_in_12_months": None}),
        ("2018-07-01", {"plan_day": 30, "plan_min_length_days": 60, "karens_max_in_12_months": None}),
        ("2019-01-01", {"karens_max_in_12_months": 10, "chain_late_day": None}),
        ("2022-02-01", {"chain_late_day": 550, "chain_days": (90, 180, 365, 550)}),
        ("2026-02-28", {"work_trial_max_days": None}),
        ("2026-03-01", {"work_trial_max_days": 14, "work_trial_max_periods": 2}),
    ],
)
def test_a_number_applies_from_its_first_day(on: str, expected: dict[str, object]) -> None:
    numbers = thresholds_on(day(on), LEGAL_NUMBERS)

    assert {name: getattr(numbers, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("on", "certificate_day"),
    [
        ("2020-03-12", 8),
        ("2020-03-13", 15),
        ("2021-09-30", 15),
        ("2021-10-01", 8),
        ("2021-11-22", 8),
        ("2022-01-18", 8),
        ("2022-01-19", 15),
        ("2022-03-31", 15),
        ("2022-04-01", 8),
    ],
)
def test_no_certificate_was_asked_for_in_the_sick_pay_period_during_the_pandemic(
    on: str, certificate_day: int
) -> None:
    assert thresholds_on(day(on), LEGAL_NUMBERS).certificate_day == certificate_day


def test_numbers_without_a_row_are_named() -> None:
    rows = [row for row in LEGAL_NUMBERS if row.name not in ("relapse_days", "plan_day")]

    with pytest.raises(ThresholdMissing, match="2021-11-22 for: plan_day, relapse_days") as caught:
        thresholds_on(day("2021-11-22"), rows)

    assert caught.value.names == ("plan_day", "relapse_days")


def test_a_number_as_old_as_our_data_may_not_be_missing_on_the_day() -> None:
    with pytest.raises(ThresholdMissing, match="sick_pay_days"):
        thresholds_on(day("2004-12-31"), LEGAL_NUMBERS)


def test_two_rows_for_one_day_are_a_conflict() -> None:
    extra = LegalNumber("relapse_days", 4, "days", date(2021, 1, 1), None, "another source")

    with pytest.raises(ThresholdConflict, match="relapse_days"):
        thresholds_on(day("2021-11-22"), [*LEGAL_NUMBERS, extra])


def test_rows_of_other_names_are_left_alone() -> None:
    own = LegalNumber("repeated_short_absences", 6, "occasions", date(2021, 1, 1), None, "the employer")

    assert thresholds_on(day("2021-11-22"), [*LEGAL_NUMBERS, own]).relapse_days == 5


def test_every_row_has_a_name_the_rules_know_a_source_and_a_unit() -> None:
    assert {row.name for row in LEGAL_NUMBERS} == set(THRESHOLD_NAMES)
    assert set(THRESHOLD_NAMES) >= OPTIONAL_NAMES
    assert all(row.source and row.unit and row.value > 0 for row in LEGAL_NUMBERS)


def test_rows_of_one_name_follow_each_other_without_hole_or_overlap() -> None:
    for name in THRESHOLD_NAMES:
        rows = sorted((row for row in LEGAL_NUMBERS if row.name == name), key=lambda row: row.valid_from)
        for earlier, later in zip(rows, rows[1:], strict=False):
            assert earlier.valid_to is not None
            assert (later.valid_from - earlier.valid_to).days == 1
        assert rows[-1].valid_to is None
