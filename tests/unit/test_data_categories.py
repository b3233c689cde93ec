"""Every field of every model that holds people says what it is, what for, and how long it is kept."""

import pytest

from experio.data_protection import classification
from experio.data_protection.classification import (
    Category,
    Purpose,
    Retention,
    Subject,
    Unclassified,
    classification_of,
    classified,
    describe,
    unclassified,
)

MADE_UP = {
    "subject": Subject.EMPLOYEE,
    "purpose": Purpose.STAFF,
    "retention": Retention.PERSON,
}


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> dict[str, classification.ModelClass]:
    """A copy that a test may spoil."""
    classified()
    copy = dict(classification._described)
    monkeypatch.setattr(classification, "_described", copy)
    return copy


def test_nobody_has_forgotten_a_field() -> None:
    assert unclassified() == []


def test_a_model_that_nobody_has_classified_is_named(
    registry: dict[str, classification.ModelClass],
) -> None:
    del registry["cases.Certificate"]

    assert "cases.Certificate: neither classified nor said to be about nobody" in unclassified()


def test_a_field_that_nobody_has_classified_is_named(
    registry: dict[str, classification.ModelClass],
) -> None:
    del registry["cases.Certificate"]
    describe("cases.Certificate", **MADE_UP, links=("episode",), absence=("first_day", "gone"))  # type: ignore[arg-type]

    found = unclassified()

    assert "cases.Certificate.last_day: not classified" in found
    assert "cases.Certificate.gone: no such field" in found


@pytest.mark.parametrize(
    "fields",
    [
        {"identity": ("name",), "contact": ("name",)},
        {"nothing": ("name",)},
        {"identity": ("name",), "left_out": {"other": "because"}},
        {"identity": ("name",), "reviewed": ("other",)},
    ],
    ids=["twice", "unknown category", "left out but not there", "reviewed but not there"],
)
def test_a_classification_does_not_contradict_itself(
    fields: dict[str, object], registry: dict[str, classification.ModelClass]
) -> None:
    with pytest.raises(Unclassified):
        describe("made.Up", **MADE_UP, **fields)  # type: ignore[arg-type]


def test_a_model_is_classified_once(registry: dict[str, classification.ModelClass]) -> None:
    with pytest.raises(Unclassified, match="twice"):
        describe("cases.Case", **MADE_UP, identity=("name",))  # type: ignore[arg-type]


def test_health_is_called_health_and_belongs_in_the_extract() -> None:
    code = classification_of("cases.SickLeaveEpisode").fields["diagnosis_code"]

    assert code.category == Category.HEALTH
    assert code.in_extract


def test_what_stays_out_of_the_extract_says_why() -> None:
    """Secrets, uploads of many people, and what is technical: everything else goes to the person."""
    left_out = {
        f"{one.label}.{name}"
        for one in classified()
        for name, said in one.fields.items()
        if said.left_out and said.category != Category.TECHNICAL
    }

    assert {"accounts.User.password", "mfa.Authenticator.data", "cases.AbsenceImport.content"} <= left_out
    sealed = {
        "subprojects.ProtectedIdentity.sealed",
        "subprojects.ProtectedNumbers.employee_number",
        "subprojects.ProtectedNumbers.personal_number",
    }  # opened by the named few, who hand it over themselves
    assert not {name for name in left_out - sealed if name.startswith(("cases.Case.", "subprojects."))}
