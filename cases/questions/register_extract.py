"""Everything that is held about one person (registerutdrag, GDPR 15), and who has read it."""

from collections import Counter
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import ControllerDetails, ExtractRelease, Withholding
from cases.questions.readings_of_person import readings_of
from experio.accounts.models import User
from experio.audit.models import Reading
from experio.data_protection.classification import FieldClass, Purpose, classification_of, classified
from experio.data_protection.contents import Section, contents_of
from experio.data_protection.persons_rows import rows_about
from experio.scope import reading_all_about_oneself
from subprojects.models import Membership, Role, StaffMember

# The person's rights and what was weighed about others' requests, the account, who did what: the person's.
_FOR_THE_PERSON_ALONE = {Purpose.RIGHTS, Purpose.ACCOUNTABILITY, Purpose.ACCESS}
AWAITS_REVIEW = "awaits_review"
"""Why a text is not in an own extract: HR goes through it first. A request to HR asks for it."""


@dataclass(frozen=True, slots=True)
class Reader:
    """One line of the reading log about the person."""

    at: datetime
    who: str
    capacity: str
    act: str
    act_name: str
    purpose: str
    page: str


@dataclass(frozen=True, slots=True)
class Extract:
    """
    All rows about a person at one moment, from every table, with their history; who read them; what is
    withheld and why; and how often the person, as an official, stands in rows about others.
    """

    person: StaffMember
    controller: ControllerDetails | None
    made_at: datetime
    made_by: str
    is_own: bool
    sections: tuple[Section, ...]
    readers: tuple[Reader, ...]
    deeds: dict[str, int]
    assessment: str = ""
    """The number of the disclosure assessment when it is for somebody else than the person."""

    @property
    def is_for_others(self) -> bool:
        return bool(self.assessment)

    @property
    def rows(self) -> int:
        return sum(len(section.rows) for section in self.sections)

    @property
    def withheld(self) -> tuple[str, ...]:
        """The distinct reasons, as they are told; AWAITS_REVIEW among them."""
        reasons = [
            value.withheld
            for section in self.sections
            for row in section.rows
            for value in (*row.fields, *(one for change in row.history for one in change.fields))
            if value.withheld
        ]
        return tuple(dict.fromkeys(reasons))

    @property
    def awaits_review(self) -> bool:
        return AWAITS_REVIEW in self.withheld


def register_extract(person: StaffMember, *, made_by: User, is_own: bool, now: datetime) -> Extract:
    """
    Collect the extract. Nothing is left out but secrets and technical columns (`*/data_categories.py`), and
    texts that a recorded decision withholds. In an own extract, free text by others waits for HR's review
    unless the employer hands it out at once.
    """
    with reading_all_about_oneself() if is_own else nullcontext():
        return _collected(person, made_by, now, is_own=is_own)


def _collected(person: StaffMember, made_by: User, now: datetime, *, is_own: bool) -> Extract:
    controller = ControllerDetails.objects.filter(subproject=person.subproject_id).first()
    reviews = is_own and not (controller is not None and controller.hands_out_unreviewed_text)
    accounts = _accounts_of(person)
    found = rows_about({"subprojects.StaffMember": [person.pk], "accounts.User": accounts})
    return Extract(
        person=person,
        controller=controller,
        made_at=now,
        made_by=str(made_by),
        is_own=is_own,
        sections=contents_of(found, _Withheld(person, reviews)),
        readers=readers_of(person),
        deeds=_deeds_of(accounts),
    )


def extract_of_release(release: ExtractRelease, *, now: datetime) -> Extract:
    """
    The extract that has been handed out. For somebody else than the person it holds neither the person's own
    rights (requests, assessments, restrictions) nor the account nor who has read what, and it names what the
    assessment masks instead of showing it.
    """
    person = release.staff_member
    if release.assessment is None:
        return register_extract(person, made_by=release.made_by, is_own=False, now=now)
    found = {
        label: keys
        for label, keys in rows_about({"subprojects.StaffMember": [person.pk]}).items()
        if classification_of(label).purpose not in _FOR_THE_PERSON_ALONE
    }
    number = str(release.assessment)
    ground = _("disclosure assessment %(number)s") % {"number": number}
    return Extract(
        person=person,
        controller=ControllerDetails.objects.filter(subproject=person.subproject_id).first(),
        made_at=now,
        made_by=str(release.made_by),
        is_own=False,
        sections=contents_of(found, _Withheld(person, False, dict.fromkeys(release.left_out, ground))),
        readers=(),
        deeds={},
        assessment=number,
    )


def readers_of(person: StaffMember, since: date | None = None) -> tuple[Reader, ...]:
    """Who was shown, searched, printed, exported or changed something about the person, newest first."""
    rows = readings_of([person.pk])
    if since is not None:
        rows = rows.filter(at__date__gte=since)
    lines = list(rows.values("at", "actor_id", "capacity", "act", "purpose", "route"))
    names = {user.pk: str(user) for user in User.objects.filter(pk__in={line["actor_id"] for line in lines})}
    acts = dict(Reading._meta.get_field("act").flatchoices)
    return tuple(
        Reader(
            at=timezone.localtime(line["at"]),
            who=names.get(line["actor_id"], "–"),
            capacity=line["capacity"],
            act=line["act"],
            act_name=str(acts.get(line["act"], line["act"])),
            purpose=line["purpose"],
            page=line["route"],
        )
        for line in lines
    )


class _Withheld:
    """
    What does not go out: categories that an assessment masks, texts by a decision on the case or the note, or
    because HR goes through them.
    """

    def __init__(self, person: StaffMember, reviews: bool, masked: Mapping[str, str] | None = None) -> None:
        self.reviews, self.masked = reviews, masked or {}
        decisions = Withholding.objects.filter(staff_member=person, lifted_on=None)
        self.of_case = {one.case_id: one.ground for one in decisions if one.note_id is None}
        self.of_note = {one.note_id: one.ground for one in decisions if one.note_id is not None}

    def __call__(self, model: str, key: int, field: FieldClass, row: Any) -> str:
        if masked := self.masked.get(field.category):
            return masked
        if not field.is_reviewed:
            return ""
        if model == "cases.JournalNote":
            ground = self.of_note.get(key) or self.of_case.get(row.case_id, "")
        else:
            ground = self.of_case.get(key, "")
        return ground or (AWAITS_REVIEW if self.reviews else "")


def _accounts_of(person: StaffMember) -> list[int]:
    held = Membership.objects.filter(role=Role.EMPLOYEE, staff_member=person)
    return list(held.values_list("user", flat=True).distinct())


def _deeds_of(accounts: list[int]) -> dict[str, int]:
    """
    In how many rows about others the person's account stands as the one who recorded, wrote or decided. Those
    rows are others' data; the number is the person's.
    """
    others = Membership.objects.filter(user__in=accounts).exclude(role=Role.EMPLOYEE)
    if not accounts or not others.exists():
        return {}
    counts: Counter[str] = Counter()
    for described in classified():
        for field in described.model._meta.concrete_fields:
            is_deed = isinstance(field, models.ForeignKey) and field.related_model is User
            if is_deed and field.name not in described.links:
                number = described.model._default_manager.filter(**{f"{field.name}__in": accounts}).count()
                counts[str(described.model._meta.verbose_name_plural)] += number
    return {name: number for name, number in counts.items() if number}
