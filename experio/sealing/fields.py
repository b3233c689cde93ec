"""
Model fields whose columns hold sealed values. They belong on a `SealedModel`.

An instance reads and writes plain values: opened on first access with the row's key, sealed when saved.
Nothing else does: a query gives `Sealed` values, a condition other than `isnull` and a write past the model
are refused, and a check of the table lets nothing in that does not look sealed.
"""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import FieldDoesNotExist
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from experio.sealing.envelope import VERSION, seal, seal_bytes, unseal, unseal_bytes
from experio.sealing.tokens import blind_index, group_token
from experio.sealing.values import NotThroughTheModel, OpenedText, Place, Sealed, Stored

if TYPE_CHECKING:
    _Base = models.Field[Any, Any]
else:
    _Base = object

ONE_LINE = 300
# `df` and `ndf` (is distinct from) compare a column before and after a change, in the history's triggers.
LOOKUPS = ("isnull", "df", "ndf")
TOKEN_LENGTH = 43


class SealedAttribute(DeferredAttribute):
    """The plain value on an instance: opened when it is first asked for."""

    field: Any

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        value = instance.__dict__.get(self.field.attname, self)
        if value is self:
            value = super().__get__(instance, cls)
        if isinstance(value, Sealed):
            value = instance.__dict__[self.field.attname] = self.field.opened_on(instance, value)
        return self.field.absent if value is None else value

    def __set__(self, instance: Any, value: Any) -> None:
        held = instance.__dict__.get(self.field.attname)
        if isinstance(value, str) and not isinstance(value, OpenedText) and held is not None:
            plain = getattr(instance, self.field.attname)
            if isinstance(plain, OpenedText) and str(plain) == value:
                return
        instance.__dict__[self.field.attname] = value


class SealedField(_Base):
    """What the sealed fields share. `absent` is what an instance has where the column is NULL."""

    descriptor_class = SealedAttribute
    absent: Any = None

    def place(self, row: Any) -> Place:
        """The place of this column's value in a row; the history of a table holds its table's values."""
        model = getattr(self.model, "pgh_tracked_model", self.model)
        return Place(model._meta.db_table, str(self.column), row)

    def row_of(self, instance: Any) -> Any:
        """The key of the row that an instance stands for."""
        return instance.pgh_obj_id if hasattr(type(instance), "pgh_tracked_model") else instance.pk

    def unsealed(self, stored: Any, place: Place) -> Any:
        """The plain value of what a column holds. Raises CannotUnseal."""
        raise NotImplementedError

    def sealed(self, value: Any, place: Place) -> Any:
        """What the column is to hold for a plain value."""
        raise NotImplementedError

    def opened_on(self, instance: Any, value: Sealed) -> Any:
        return self.unsealed(value.stored, self.place(self.row_of(instance)))

    def is_empty(self, value: Any) -> bool:
        """Whether the value is none: the column is NULL then, so that it says so to everybody alike."""
        return value is None

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Sealed | None:
        return None if value is None else Sealed(self, value)

    def pre_save(self, instance: Any, add: bool) -> Stored | None:
        held = instance.__dict__.get(self.attname)
        value = getattr(instance, self.attname)
        if self.is_empty(value):
            return None
        row = self.row_of(instance)
        if row is None:
            raise NotThroughTheModel(
                f"{self.model.__name__} needs its key before {self.name} is sealed: use a SealedModel."
            )
        return Stored(self.kept_or_sealed(instance, value, held, self.place(row)))

    def kept_or_sealed(self, instance: Any, value: Any, held: Any, place: Place) -> Any:
        return self.sealed(value, place)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is None:
            return None
        if isinstance(value, Stored):
            return value.sealed
        raise NotThroughTheModel(
            f"{self.name} is sealed: set it on an instance and save that, or use the model's bulk methods."
        )

    def get_prep_value(self, value: Any) -> Any:
        return value

    def get_lookup(self, lookup_name: str) -> Any:
        # Equal texts are sealed unequally: only a blind index can be searched.
        return super().get_lookup(lookup_name) if lookup_name in LOOKUPS else None

    def get_transform(self, lookup_name: str) -> Any:
        return None


class SealedTextField(SealedField, models.TextField):
    """
    A sealed text. Up to 300 characters long it is typed in one line.

    `absent=""` (the default) reads NULL as the empty text, `absent=None` as None.
    """

    def __init__(self, *args: Any, absent: str | None = "", **kwargs: Any) -> None:
        self.absent = absent
        super().__init__(*args, **kwargs)
        if self.max_length is not None:
            self.validators = [*self.validators, MaxLengthValidator(self.max_length)]

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        if self.absent != "":
            kwargs["absent"] = self.absent
        return name, path, args, kwargs

    def get_default(self) -> Any:
        return super().get_default() if self.has_default() else self.absent

    def db_check(self, connection: Any) -> str:
        return f"left({connection.ops.quote_name(self.column)}, 3) = '{VERSION}:'"

    def formfield(self, **kwargs: Any) -> Any:
        if self.max_length is not None and self.max_length <= ONE_LINE:
            kwargs.setdefault("widget", forms.TextInput)
        if self.absent is None:
            kwargs.setdefault("empty_value", None)
        return super().formfield(**kwargs)

    def is_empty(self, value: Any) -> bool:
        return value is None or value == ""

    def sealed(self, value: Any, place: Place) -> str:
        return seal(value, **place.as_dict())

    def unsealed(self, stored: Any, place: Place) -> OpenedText:
        return OpenedText.of(unseal(stored, **place.as_dict()), stored, place)

    def kept_or_sealed(self, instance: Any, value: Any, held: Any, place: Place) -> str:
        if isinstance(value, OpenedText) and value.is_current_at(place):
            return value.stored
        stored = self.sealed(value, place)
        instance.__dict__[self.attname] = OpenedText.of(value, stored, place)
        return stored


class SealedBinaryField(SealedField, models.BinaryField):
    """Sealed bytes, such as a document."""

    def db_check(self, connection: Any) -> str:
        return f"substring({connection.ops.quote_name(self.column)} from 1 for 3) = '{VERSION}:'::bytea"

    def sealed(self, value: Any, place: Place) -> bytes:
        return seal_bytes(bytes(value), **place.as_dict())

    def unsealed(self, stored: Any, place: Place) -> bytes:
        return unseal_bytes(stored, **place.as_dict())

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        data = super().get_db_prep_value(value, connection, prepared)
        return None if data is None else connection.Database.Binary(data)


class SealedJSONField(SealedBinaryField):
    """A sealed JSON document, kept as bytes."""

    def sealed(self, value: Any, place: Place) -> bytes:
        return super().sealed(json.dumps(value, ensure_ascii=False).encode(), place)

    def unsealed(self, stored: Any, place: Place) -> Any:
        return json.loads(super().unsealed(stored, place))

    def value_to_string(self, obj: Any) -> str:
        raise NotThroughTheModel(f"{self.name} is sealed and is not written out.")

    def to_python(self, value: Any) -> Any:
        return value


class TokenField(models.CharField):
    """
    A keyed token of a sealed text of the same row, set whenever that text is: what SQL may compare.

    The row's employer (`subproject`) takes part in the key. In migrations it is a plain text column.
    """

    def __init__(self, *args: Any, of: str = "", **kwargs: Any) -> None:
        self.of = of
        kwargs.setdefault("max_length", TOKEN_LENGTH)
        kwargs.update(null=True, editable=False)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def token(self, employer_pk: int, text: str) -> str:
        raise NotImplementedError

    def value_for(self, instance: Any) -> str | None:
        """The token that belongs to the instance's text now; None without text or employer."""
        text = getattr(instance, self.of)
        employer = instance.subproject_id
        return self.token(employer, text) if text and employer is not None else None

    def pre_save(self, instance: Any, add: bool) -> Any:
        if self.of not in instance.get_deferred_fields():
            setattr(instance, self.attname, self.value_for(instance))
        return getattr(instance, self.attname)


class BlindIndexField(TokenField):
    """Finds rows with exactly this text within an employer."""

    def token(self, employer_pk: int, text: str) -> str:
        return blind_index(employer_pk, text)


class GroupTokenField(TokenField):
    """Counts rows whose text belongs to one group within an employer; `by` tells the group of a text."""

    def __init__(self, *args: Any, by: Callable[[str], str] = str, **kwargs: Any) -> None:
        self.by = by
        super().__init__(*args, **kwargs)

    def token(self, employer_pk: int, text: str) -> str:
        return group_token(employer_pk, str(self.by(text)))


def sealed_fields(model: type[models.Model]) -> list[Any]:
    """The sealed fields of a model, in its order."""
    return [field for field in model._meta.concrete_fields if isinstance(field, SealedField)]


def token_fields(model: type[models.Model], of: str | None = None) -> list[TokenField]:
    """The token fields of a model; with `of` those of one sealed text."""
    fields = [field for field in model._meta.concrete_fields if isinstance(field, TokenField)]
    return fields if of is None else [field for field in fields if field.of == of]


def is_sealed(model: type[models.Model], name: str) -> bool:
    """Whether the model has a sealed field of this name."""
    try:
        return isinstance(model._meta.get_field(name), SealedField)
    except FieldDoesNotExist:
        return False
