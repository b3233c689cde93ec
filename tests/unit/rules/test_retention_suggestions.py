"""Retention times to start from: each by its key, none of them confirmed."""

import pytest

from cases.models.retention import CountedFrom, RecordKind
from cases.rules.retention_suggestions import SUGGESTIONS, suggestion


@pytest.mark.parametrize(
    ("key", "record_kind", "counted_from", "months"),
    [
        ("sick-leave-2", "sick_leave", "episode_ended", 24),
        ("sick-leave-10", "sick_leave", "episode_ended", 120),
        ("case-2", "case", "case_closed", 24),
        ("participation-10", "participation", "left_project", 120),
        ("person-2", "person", "employment_ended", 24),
    ],
)
def test_each_key_gives_its_own_suggestion(
    key: str, record_kind: str, counted_from: str, months: int
) -> None:
    found = suggestion(key)

    assert found is not None
    assert (found.key, found.record_kind, found.counted_from, found.months) == (
        key,
        record_kind,
        counted_from,
        months,
    )
    assert not found.is_confirmed


@pytest.mark.parametrize("key", ["", "sick-leave", "case-10", "CASE-2"])
def test_another_key_gives_none(key: str) -> None:
    assert suggestion(key) is None


def test_keys_are_unique_and_what_they_name_exists() -> None:
    assert len({one.key for one in SUGGESTIONS}) == len(SUGGESTIONS) == 5
    for one in SUGGESTIONS:
        assert one.record_kind in RecordKind.values
        assert one.counted_from in CountedFrom.values
