"""What a sealed field says of itself: to forms, to migrations, to the table. No value is sealed here."""

from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import connection

from experio.sealing.fields import SealedBinaryField, SealedJSONField, SealedTextField, TokenField
from experio.sealing.values import NotThroughTheModel


def named(field: Any) -> Any:
    field.set_attributes_from_name("text")
    return field


def test_a_text_has_no_more_than_its_longest_length() -> None:
    short, free = named(SealedTextField(max_length=5)), named(SealedTextField())

    short.run_validators("12345")
    with pytest.raises(ValidationError):
        short.run_validators("123456")
    free.run_validators("1" * 100_000)


@pytest.mark.parametrize(
    ("longest", "widget"), [(None, forms.Textarea), (300, forms.TextInput), (301, forms.Textarea)]
)
def test_up_to_300_characters_are_typed_in_one_line(longest: int | None, widget: type) -> None:
    field = named(SealedTextField(max_length=longest)).formfield()

    assert type(field.widget) is widget


@pytest.mark.parametrize("absent", ["", None])
def test_an_absent_text_reads_as_the_field_says(absent: str | None) -> None:
    field = named(SealedTextField(absent=absent, blank=True))

    assert field.get_default() == absent
    assert field.formfield().clean("") == absent
    assert field.is_empty("")
    assert field.is_empty(None)
    assert not field.is_empty(" ")


def test_a_default_goes_before_what_an_absent_text_reads_as() -> None:
    assert SealedTextField(default="not asked").get_default() == "not asked"


@pytest.mark.parametrize(("given", "written"), [({}, {}), ({"absent": ""}, {}), ({"absent": None},) * 2])
def test_a_migration_holds_what_differs_from_the_usual(given: dict, written: dict) -> None:
    _name, path, args, kwargs = named(SealedTextField(**given)).deconstruct()

    assert (path, args, kwargs) == ("experio.sealing.fields.SealedTextField", [], written)


def test_a_token_is_a_plain_text_column_in_migrations() -> None:
    _name, path, _args, kwargs = named(TokenField(of="text")).deconstruct()

    assert (path, kwargs) == (
        "django.db.models.CharField",
        {"null": True, "editable": False, "max_length": 43},
    )


def test_the_table_lets_in_what_looks_sealed() -> None:
    assert named(SealedTextField()).db_check(connection) == "left(\"text\", 3) = 's1:'"
    assert named(SealedBinaryField()).db_check(connection) == (
        "substring(\"text\" from 1 for 3) = 's1:'::bytea"
    )


@pytest.mark.parametrize("kind", [SealedTextField, SealedBinaryField, SealedJSONField])
def test_a_value_that_no_model_has_sealed_goes_nowhere(kind: type) -> None:
    field = named(kind())

    assert field.get_db_prep_value(None, connection) is None
    with pytest.raises(NotThroughTheModel):
        field.get_db_prep_value("plain", connection)


def test_a_sealed_document_is_not_written_out() -> None:
    with pytest.raises(NotThroughTheModel):
        named(SealedJSONField()).value_to_string(object())
