"""Diagnosis codes and their groups."""

import pytest

from cases.rules.diagnosis_group import (
    GROUP_RANGES,
    DiagnosisGroup,
    DiagnosisSubgroup,
    InvalidDiagnosisCode,
    diagnosis_group,
    diagnosis_subgroup,
    normalised_code,
    subgroups_of,
)


@pytest.mark.parametrize(
    ("typed", "code"),
    [("F43.8A", "F438A"), ("f438a", "F438A"), (" m54 ", "M54"), ("F32.1", "F321"), ("F43 8A", "F438A")],
)
def test_a_code_is_kept_in_capitals_without_dot(typed: str, code: str) -> None:
    assert normalised_code(typed) == code


@pytest.mark.parametrize(
    "typed", ["", "F", "F4", "43F", "F4A", "F43.8AB", "FF43", "F43..8", "Å43", "F43-8", "F４3", "utmattning"]
)
def test_what_has_another_shape_is_refused_without_repeating_it(typed: str) -> None:
    with pytest.raises(InvalidDiagnosisCode) as caught:
        normalised_code(typed)

    assert str(caught.value).startswith("A diagnosis code is a letter")
    assert len(typed) < 3 or typed not in str(caught.value)


@pytest.mark.parametrize(
    ("code", "group", "subgroup"),
    [
        ("A00", "other", "other"),
        ("E90", "other", "other"),
        ("F00", "psychiatric", "other_psychiatric"),
        ("F29", "psychiatric", "other_psychiatric"),
        ("F30", "psychiatric", "mood_disorders"),
        ("F32.9", "psychiatric", "mood_disorders"),
        ("F39", "psychiatric", "mood_disorders"),
        ("F40", "psychiatric", "other_neurotic"),
        ("F42.9", "psychiatric", "other_neurotic"),
        ("F43", "psychiatric", "stress_reactions"),
        ("F438A", "psychiatric", "stress_reactions"),
        ("F439", "psychiatric", "stress_reactions"),
        ("F44", "psychiatric", "other_neurotic"),
        ("F48.9", "psychiatric", "other_neurotic"),
        ("F50", "psychiatric", "other_psychiatric"),
        ("F99", "psychiatric", "other_psychiatric"),
        ("G00", "other", "other"),
        ("L99", "other", "other"),
        ("M00", "musculoskeletal", "other_musculoskeletal"),
        ("M53.9", "musculoskeletal", "other_musculoskeletal"),
        ("M54.5", "musculoskeletal", "back_pain"),
        ("M55", "musculoskeletal", "other_musculoskeletal"),
        ("M99", "musculoskeletal", "other_musculoskeletal"),
        ("N00", "other", "other"),
        ("R52", "other", "other"),
        ("Z99", "other", "other"),
        (None, "not_shared", "not_shared"),
        ("", "not_shared", "not_shared"),
    ],
)
def test_a_code_belongs_to_one_group_and_subgroup(code: str | None, group: str, subgroup: str) -> None:
    assert diagnosis_group(code) == group
    assert diagnosis_subgroup(code) == subgroup


def test_the_ranges_hold_every_category_exactly_once() -> None:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    for category in (f"{letter}{number:02d}" for letter in letters for number in range(100)):
        assert sum(entry.first <= category <= entry.last for entry in GROUP_RANGES) == 1


def test_every_subgroup_belongs_to_one_group() -> None:
    listed = [subgroup for group in DiagnosisGroup for subgroup in subgroups_of(group)]

    assert sorted(listed) == sorted(DiagnosisSubgroup)
    assert subgroups_of(DiagnosisGroup.MUSCULOSKELETAL) == (
        DiagnosisSubgroup.BACK_PAIN,
        DiagnosisSubgroup.OTHER_MUSCULOSKELETAL,
    )
