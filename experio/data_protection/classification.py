"""
The classification of personal data (informationsklassning): what every field of every model with people in
it holds, what for, and how long it is kept.

Each app says it beside its models, in `data_categories.py`. The record of processing, the register extract
and the disposal are made from it; a test fails on a field that nobody has classified. The history of a model
(its event table) inherits what the model says.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class Category(models.TextChoices):
    """What kind of data a field holds (kategori av personuppgifter, GDPR 30.1 c)."""

    IDENTITY = "identity", _("identity")
    CONTACT = "contact", _("contact details")
    EMPLOYMENT = "employment", _("employment")
    ABSENCE = "absence", _("sick leave: days and extent")
    HEALTH = "health", _("health")
    CASEWORK = "casework", _("casework")
    CASEWORK_TEXT = "casework_text", _("casework, free text")
    PARTICIPATION = "participation", _("part in the project")
    RIGHTS = "rights", _("roles and rights")
    SIGN_IN = "sign_in", _("sign-in")
    LOG = "log", _("logs")
    DATA_PROTECTION = "data_protection", _("data protection: requests and decisions")
    TECHNICAL = "technical", _("technical")


class Purpose(models.TextChoices):
    """What the data is processed for (ändamål, GDPR 5.1 b and 30.1 b)."""

    STAFF = "staff", _("know who is employed, where and how much")
    REHABILITATION = "rehabilitation", _("do the employer's part in return to work, step by step and in time")
    PROJECT = "project", _("account for the project to its funder")
    ACCESS = "access", _("let the right people in and nobody else")
    ACCOUNTABILITY = "accountability", _("show afterwards who did, read and decided what")
    RIGHTS = "rights", _("answer people who use their data protection rights")


class Retention(models.TextChoices):
    """Which clock decides how long a row is kept (bevarandetid): the employer's rules name the time."""

    SICK_LEAVE = "sick_leave", _("sick leave")
    CASE = "case", _("cases")
    PARTICIPATION = "participation", _("part in the project")
    PERSON = "person", _("the person, with everything that is left")
    ACCOUNT = "account", _("as long as the account; emptied with the person")
    UPLOAD = "upload", _("until confirmed, at most 12 hours")
    LOG = "log", _("logs: nothing is taken out of them, old months go by a recorded cut")
    DECISION = "decision", _("records of decisions, without personal content")


class Subject(models.TextChoices):
    """Whose data it is (kategori av registrerade, GDPR 30.1 c)."""

    EMPLOYEE = "employee", _("employees")
    USER = "user", _("people who sign in")


@dataclass(frozen=True, slots=True)
class FieldClass:
    """
    One field. `left_out` says why it does not stand in a register extract; empty means that it does.
    `is_reviewed`: free text by others, which the employer may go through before the person gets it.
    """

    name: str
    category: Category
    purpose: Purpose
    retention: Retention
    left_out: str = ""
    is_reviewed: bool = False

    @property
    def in_extract(self) -> bool:
        return not self.left_out


@dataclass(frozen=True, slots=True)
class ModelClass:
    """
    A model with people in it. `links` are the foreign keys that lead to whose row it is; a row belongs to a
    person when any of them does. Without links the model is the person (or the account) itself.
    """

    label: str
    subject: Subject
    purpose: Purpose
    retention: Retention
    links: tuple[str, ...]
    fields: Mapping[str, FieldClass] = field(repr=False)

    @property
    def model(self) -> type[models.Model]:
        return apps.get_model(self.label)

    @property
    def event_model(self) -> type[models.Model] | None:
        """The model of its history, where one is kept."""
        return getattr(self.model, "pgh_event_model", None)


class Unclassified(ValueError):
    """A classification that contradicts itself."""


_described: dict[str, ModelClass] = {}
_about_nobody: dict[str, str] = {}


def describe(
    label: str,
    *,
    subject: Subject,
    purpose: Purpose,
    retention: Retention,
    links: Iterable[str] = (),
    left_out: Mapping[str, str] | None = None,
    reviewed: Iterable[str] = (),
    **by_category: Iterable[str],
) -> None:
    """
    Classify a model: `identity=("first_name", "last_name"), technical=("id",)`, one argument a category.

    Technical fields are left out of the extract; `left_out` names others, each with its reason.
    Raises Unclassified for a field named twice, and for a name that is no category.
    """
    reasons, texts = dict(left_out or {}), set(reviewed)
    found: dict[str, FieldClass] = {}
    for category_name, names in by_category.items():
        try:
            category = Category(category_name)
        except ValueError as error:
            raise Unclassified(f"{label}: {category_name} is no category.") from error
        for name in names:
            if name in found:
                raise Unclassified(f"{label}.{name} is classified twice.")
            reason = reasons.pop(name, "") or ("technical" if category == Category.TECHNICAL else "")
            found[name] = FieldClass(name, category, purpose, retention, reason, name in texts)
    if reasons or not texts <= set(found):
        raise Unclassified(f"{label}: {sorted(set(reasons) | (texts - set(found)))} are no fields of it.")
    if label in _described:
        raise Unclassified(f"{label} is classified twice.")
    _described[label] = ModelClass(label, subject, purpose, retention, tuple(links), found)


def about_nobody(*labels: str, because: str) -> None:
    """Models that hold nobody: reference data, settings, figures. Each with the reason."""
    for label in labels:
        _about_nobody[label] = because


def classified() -> tuple[ModelClass, ...]:
    """Every model with people, in the order in which the apps describe them."""
    _load()
    return tuple(_described.values())


def classification_of(label: str) -> ModelClass:
    """What is said about one model. Raises KeyError for one without people."""
    _load()
    return _described[label]


def models_about_nobody() -> Mapping[str, str]:
    _load()
    return dict(_about_nobody)


def unclassified() -> list[str]:
    """What nobody has classified, and what is classified but does not exist: lines for people."""
    _load()
    wrong = []
    events = {one.event_model for one in _described.values() if one.event_model}
    for model in apps.get_models(include_auto_created=True):
        label = model._meta.label
        if model in events or label in _about_nobody or _is_history_of_nobody(model):
            continue
        if label not in _described:
            wrong.append(f"{label}: neither classified nor said to be about nobody")
            continue
        described = _described[label]
        present = {one.name for one in model._meta.concrete_fields}
        wrong += [f"{label}.{name}: not classified" for name in sorted(present - set(described.fields))]
        wrong += [f"{label}.{name}: no such field" for name in sorted(set(described.fields) - present)]
        wrong += [f"{label}.{name}: leads nowhere" for name in described.links if not _leads(model, name)]
    known = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    wrong += [f"{label}: no such model" for label in sorted((set(_described) | set(_about_nobody)) - known)]
    return wrong


def _is_history_of_nobody(model: type[models.Model]) -> bool:
    tracked: Any = getattr(model, "pgh_tracked_model", None)
    return tracked is not None and tracked._meta.label in _about_nobody


def _leads(model: type[models.Model], name: str) -> bool:
    related: Any = model._meta.get_field(name).related_model
    return related is not None and related._meta.label in _described


def _load() -> None:
    """The apps' modules are read once, when somebody first asks; each states its rows when imported."""
    autodiscover_modules("data_categories")
