"""
What becomes of every text about people in a test copy. The classification of personal data says which fields
there are; a test fails on a text that nobody has decided about.
"""

from collections.abc import Iterator
from typing import Any

from django.db import models

from experio.data_protection.classification import Category, ModelClass, classified
from experio.sealing.fields import SealedField, TokenField

NEUTRAL = "–"

# Tables that a test copy does without, beside every table of history: who read, signed in or was written
# about, uploads that wait, and what was decided about single people.
EMPTIED = (
    "pghistory_context",
    "django_session",
    "django_admin_log",
    "audit_logreviewrow",
    "audit_logreview",
    "audit_reading",
    "audit_readinghead",
    "audit_readingcut",
    "accounts_session",
    "accounts_sharedvalue",
    "accounts_signinattempt",
    "account_emailconfirmation",
    "account_emailaddress",
    "mfa_authenticator",
    "socialaccount_socialtoken",
    "socialaccount_socialaccount",
    "cases_absenceimport",
    "once_sentform",
)
# People's own columns, which the copy invents anew.
INVENTED = {
    "subprojects.StaffMember": (
        "employee_number",
        "first_name",
        "last_name",
        "birth_date",
        "personal_number",
        "key",
    ),
    "subprojects.ProtectedIdentity": ("sealed",),
    "subprojects.ProtectedNumbers": ("employee_number", "personal_number"),
    "accounts.User": ("username", "first_name", "last_name", "email", "password"),
    "cases.SickLeaveEpisode": ("diagnosis_code",),
}
# Texts that tell of nobody: numbers that the product made, codes of its own.
KEPT = {
    "cases.Case": ("number",),
    "cases.Delegation": ("case_number",),
    "cases.DisclosureAssessment": ("number",),
    "subprojects.StaffMember": ("sort_key", "first_name_key"),  # generated
}
_NEUTRAL_CATEGORIES = frozenset(Category) - {Category.TECHNICAL, Category.RIGHTS, Category.EMPLOYMENT}


def is_emptied(model: type[models.Model]) -> bool:
    return model._meta.db_table in EMPTIED or hasattr(model, "pgh_tracked_model")


def is_text(field: Any) -> bool:
    """Whether a field can hold words, bytes or documents that somebody wrote."""
    if isinstance(field, SealedField):
        return True
    if isinstance(field, TokenField) or getattr(field, "choices", None):
        return False
    return isinstance(
        field,
        models.CharField
        | models.TextField
        | models.BinaryField
        | models.JSONField
        | models.GenericIPAddressField,
    )


def neutralised(described: ModelClass) -> list[Any]:
    """The fields of a model whose text is replaced by a neutral one."""
    decided = (*INVENTED.get(described.label, ()), *KEPT.get(described.label, ()))
    return [
        field
        for field in described.model._meta.concrete_fields
        if is_text(field)
        and field.name not in decided
        and described.fields[field.name].category in _NEUTRAL_CATEGORIES
    ]


def undecided() -> Iterator[str]:
    """Texts in models with people that no rule speaks of: lines for people."""
    for described in classified():
        if is_emptied(described.model):
            continue
        decided = {
            *INVENTED.get(described.label, ()),
            *KEPT.get(described.label, ()),
            *(field.name for field in neutralised(described)),
        }
        for field in described.model._meta.concrete_fields:
            if is_text(field) and field.name not in decided:
                yield f"{described.label}.{field.name}"
