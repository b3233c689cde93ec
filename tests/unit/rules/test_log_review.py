"""The limits of a log review, and why a row is in its sample."""

from dataclasses import FrozenInstanceError

import pytest

from cases.rules.log_review import Reason, SampleRules

# No law names them: a change is a decision of the employer, not of a programmer.
USUAL = {
    "rows_per_rule": 10,
    "rows_by_chance": 20,
    "first_hour": 6,
    "last_hour": 19,
    "many_people": 20,
    "many_minutes": 10,
    "many_refusals": 5,
    "large_file": 50,
}


def test_the_usual_limits_are_kept_with_the_review_one_by_one() -> None:
    assert SampleRules().as_kept() == USUAL


@pytest.mark.parametrize("name", USUAL)
def test_what_was_kept_gives_the_same_limits_again(name: str) -> None:
    other = SampleRules(**{name: USUAL[name] + 1})

    assert other.as_kept() == {**USUAL, name: USUAL[name] + 1}
    assert SampleRules(**other.as_kept()) == other
    assert other != SampleRules()


def test_limits_do_not_change_under_a_review() -> None:
    with pytest.raises(FrozenInstanceError):
        SampleRules().many_people = 1  # type: ignore[misc]


def test_what_is_kept_is_a_copy() -> None:
    rules = SampleRules()
    rules.as_kept()["many_people"] = 1

    assert rules.many_people == 20


def test_reasons_stand_in_the_order_of_the_page() -> None:
    assert [str(reason) for reason in Reason] == [
        "own",
        "surname",
        "no_relation",
        "many",
        "hours",
        "protected",
        "role_ended",
        "lent",
        "denied",
        "files",
        "chance",
    ]
