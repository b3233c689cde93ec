"""Diagnosis codes (ICD-10-SE) and the two levels of groups that figures use (diagnosgrupper).

The employee decides whether the employer learns the diagnosis. "Not shared" (ej delgiven) is therefore a
value of its own and never guessed. The groups are kept as disjoint ranges of three-character categories, so
that the database can be given the same table.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

CODE_SHAPE = r"[A-Z][0-9]{2}[0-9A-Z]{0,2}"
_CODE = re.compile(CODE_SHAPE)


class DiagnosisGroup(StrEnum):
    """The first level: chapter F, chapter M, all other chapters, not shared."""

    PSYCHIATRIC = "psychiatric"
    MUSCULOSKELETAL = "musculoskeletal"
    OTHER = "other"
    NOT_SHARED = "not_shared"


class DiagnosisSubgroup(StrEnum):
    """The second level. Each belongs to one group; F43 lies inside chapter F and is never added to it."""

    MOOD_DISORDERS = "mood_disorders"  # F30–F39, förstämningssyndrom
    STRESS_REACTIONS = "stress_reactions"  # F43, reaktion på svår stress och anpassningsstörningar
    OTHER_NEUROTIC = "other_neurotic"  # F40–F48 other than F43
    OTHER_PSYCHIATRIC = "other_psychiatric"
    BACK_PAIN = "back_pain"  # M54, ryggvärk
    OTHER_MUSCULOSKELETAL = "other_musculoskeletal"
    OTHER = "other"
    NOT_SHARED = "not_shared"


@dataclass(frozen=True, slots=True)
class GroupRange:
    """Categories from `first` to `last`, both included, compared by their first three characters."""

    first: str
    last: str
    group: DiagnosisGroup
    subgroup: DiagnosisSubgroup


_P, _M, _O = DiagnosisGroup.PSYCHIATRIC, DiagnosisGroup.MUSCULOSKELETAL, DiagnosisGroup.OTHER

GROUP_RANGES: tuple[GroupRange, ...] = (
    GroupRange("A00", "E99", _O, DiagnosisSubgroup.OTHER),
    GroupRange("F00", "F29", _P, DiagnosisSubgroup.OTHER_PSYCHIATRIC),
    GroupRange("F30", "F39", _P, DiagnosisSubgroup.MOOD_DISORDERS),
    GroupRange("F40", "F42", _P, DiagnosisSubgroup.OTHER_NEUROTIC),
    GroupRange("F43", "F43", _P, DiagnosisSubgroup.STRESS_REACTIONS),
    GroupRange("F44", "F48", _P, DiagnosisSubgroup.OTHER_NEUROTIC),
    GroupRange("F49", "F99", _P, DiagnosisSubgroup.OTHER_PSYCHIATRIC),
    GroupRange("G00", "L99", _O, DiagnosisSubgroup.OTHER),
    GroupRange("M00", "M53", _M, DiagnosisSubgroup.OTHER_MUSCULOSKELETAL),
    GroupRange("M54", "M54", _M, DiagnosisSubgroup.BACK_PAIN),
    GroupRange("M55", "M99", _M, DiagnosisSubgroup.OTHER_MUSCULOSKELETAL),
    GroupRange("N00", "Z99", _O, DiagnosisSubgroup.OTHER),
)
"""Every category from A00 to Z99 lies in exactly one range; `left(code, 3) BETWEEN first AND last` in SQL."""


class InvalidDiagnosisCode(ValueError):
    """The text does not have the shape of an ICD-10-SE code. The message does not repeat the text."""


def normalised_code(text: str) -> str:
    """The code in capitals, without dot and spaces: “f43.8a” gives F438A.

    Checks the shape only: a letter, two digits and up to two more characters. Whether the code exists is a
    question for the official list of the year. Raises InvalidDiagnosisCode.
    """
    code = text.strip().upper().replace(".", "", 1).replace(" ", "")
    if _CODE.fullmatch(code) is None:
        raise InvalidDiagnosisCode(
            "A diagnosis code is a letter, two digits and up to two more characters, for example F43.8A."
        )
    return code


def group_range_of(code: str) -> GroupRange:
    """The range that holds the code. Raises InvalidDiagnosisCode."""
    category = normalised_code(code)[:3]
    return next(entry for entry in GROUP_RANGES if entry.first <= category <= entry.last)


def diagnosis_group(code: str | None) -> DiagnosisGroup:
    """The first-level group; None or empty means that the employee has not shared the diagnosis."""
    return group_range_of(code).group if code else DiagnosisGroup.NOT_SHARED


def diagnosis_subgroup(code: str | None) -> DiagnosisSubgroup:
    """The second-level group; None or empty means that the employee has not shared the diagnosis."""
    return group_range_of(code).subgroup if code else DiagnosisSubgroup.NOT_SHARED


def subgroups_of(group: DiagnosisGroup) -> tuple[DiagnosisSubgroup, ...]:
    """The subgroups of a group, in the order pages list them."""
    if group is DiagnosisGroup.NOT_SHARED:
        return (DiagnosisSubgroup.NOT_SHARED,)
    within = {entry.subgroup for entry in GROUP_RANGES if entry.group is group}
    return tuple(subgroup for subgroup in DiagnosisSubgroup if subgroup in within)
