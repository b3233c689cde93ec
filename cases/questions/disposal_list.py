"""What a retention rule would dispose of on a day, why, and what holds it back: the dry run of a disposal."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _

from cases.models import (
    Case,
    CountedFrom,
    DataRequest,
    RecordKind,
    Restriction,
    RetentionHold,
    RetentionRule,
    SickLeaveEpisode,
)
from cases.rules.answer_time import months_after
from subprojects.models import Employment, Participation, StaffMember

MODEL_OF: dict[str, type[Any]] = {
    RecordKind.SICK_LEAVE: SickLeaveEpisode,
    RecordKind.CASE: Case,
    RecordKind.PARTICIPATION: Participation,
    RecordKind.PERSON: StaffMember,
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """
    One record whose time has run out: since which event, due on which day, and what holds it back (in words,
    empty when nothing does).
    """

    row: int
    person: StaffMember
    what: str
    since: date
    due_on: date
    held_by: tuple[str, ...]

    @property
    def may_go(self) -> bool:
        return not self.held_by


@dataclass(frozen=True, slots=True)
class DryRun:
    """The list of a rule on a day. Nothing has been changed by making it."""

    rule: RetentionRule
    day: date
    candidates: tuple[Candidate, ...]

    @property
    def going(self) -> tuple[Candidate, ...]:
        return tuple(one for one in self.candidates if one.may_go)

    @property
    def held(self) -> tuple[Candidate, ...]:
        return tuple(one for one in self.candidates if not one.may_go)


def dry_run(rule: RetentionRule, day: date) -> DryRun:
    """What would go by the rule on `day`. At most twelve queries, whatever the size of the employer."""
    found = [
        (row, person, what, since)
        for row, person, what, since in _ended(rule)
        if months_after(since, rule.months) < day
    ]
    reasons = _Reasons(rule.record_kind, rule.subproject_id, day, [person.pk for _row, person, *_ in found])
    candidates = [
        Candidate(
            row=row,
            person=person,
            what=what,
            since=since,
            due_on=months_after(since, rule.months),
            held_by=reasons.of(row, person, counted=True),
        )
        for row, person, what, since in found
    ]
    # What is held back stands first: it is what a reader has to look at.
    return DryRun(rule, day, tuple(sorted(candidates, key=lambda one: (one.may_go, one.since, one.row))))


def reasons_to_keep(person: StaffMember, day: date) -> tuple[str, ...]:
    """Why one person cannot be erased on request: holds, what runs, and what archive law wants kept."""
    reasons = _Reasons(RecordKind.PERSON, person.subproject_id, day, [person.pk], ignores_erasure=True)
    return (*reasons.of(person.pk, person, counted=False), *_not_run_out(person, day))


def _ended(rule: RetentionRule) -> Iterable[tuple[int, StaffMember, str, date]]:
    """(key, person, what it is in words, day of the event) of every record whose event has come."""
    left = _last_employment_days(rule.subproject_id)
    of_employer = {"subproject": rule.subproject_id}
    by_event = rule.counted_from != CountedFrom.EMPLOYMENT_ENDED
    if rule.record_kind == RecordKind.PERSON:
        for person in StaffMember.objects.filter(**of_employer):
            if person.pk in left:
                yield person.pk, person, _("person"), left[person.pk]
        return
    rows: Any
    if rule.record_kind == RecordKind.SICK_LEAVE:
        rows = SickLeaveEpisode.objects.filter(last_day__isnull=False, **of_employer).without_health()
        end, words = "last_day", lambda row: f"{row.first_day} – {row.last_day}"
    elif rule.record_kind == RecordKind.CASE:
        rows = Case.objects.closed().filter(**of_employer).without_health()
        end, words = "closed_on", lambda row: row.number
    else:
        rows = Participation.objects.filter(left_on__isnull=False, **of_employer)
        end, words = "left_on", lambda row: f"{row.entered_on} – {row.left_on}"
    for row in rows.select_related("staff_member"):
        since = getattr(row, end) if by_event else left.get(row.staff_member_id)
        if since is not None:
            yield row.pk, row.staff_member, words(row), since


def _last_employment_days(subproject: int) -> dict[int, date]:
    """The last day of the last employment of everybody who has left."""
    found = (
        Employment.objects.filter(subproject=subproject)
        .values("staff_member")
        .annotate(last=Max("last_day"), open=Count("pk", filter=Q(last_day=None)))
        .filter(open=0)
        .values_list("staff_member", "last")
    )
    return dict(found)


class _Reasons:
    """What holds records of one kind back: read once for the whole list."""

    def __init__(
        self, kind: str, subproject: int, day: date, staff: list[int], *, ignores_erasure: bool = False
    ) -> None:
        self.kind = kind
        about = {"staff_member__in": staff}
        self.holds = _by_person(RetentionHold.objects.in_force().filter(**about))
        self.restrictions = _by_person(Restriction.objects.in_force().filter(**about))
        requests = DataRequest.objects.filter(answered_on=None, **about)
        if ignores_erasure:
            requests = requests.exclude(kind="erasure")
        self.requests = _by_person(requests)
        self.open_cases = _by_person(Case.objects.open().filter(**about).without_health())
        self.running = set(
            SickLeaveEpisode.objects.filter(last_day=None, **about).values_list("staff_member", flat=True)
        )
        self.kept = _kept_longer(subproject, day, staff) if kind == RecordKind.PERSON else {}
        self.working = set(
            Employment.objects.filter(Q(last_day=None) | Q(last_day__gte=day), **about).values_list(
                "staff_member", flat=True
            )
        )

    def of(self, row: int, person: StaffMember, *, counted: bool) -> tuple[str, ...]:
        """The reasons in words. `counted` adds records of the person whose own time has not run out."""
        key = person.pk
        found = [
            _("hold: %(reason)s") % {"reason": one.reason} for one in self._reaching(self.holds, row, key)
        ]
        found += [_("restricted") for _one in self._reaching(self.restrictions, row, key)]
        found += [
            _("open request: %(kind)s") % {"kind": one.get_kind_display()} for one in self.requests[key]
        ]
        if self.kind == RecordKind.SICK_LEAVE:
            found += [
                _("belongs to the open case %(number)s") % {"number": case.number}
                for case in self.open_cases[key]
                if case.episode_id == row
            ]
        if self.kind == RecordKind.PERSON:
            found += [_("open case %(number)s") % {"number": case.number} for case in self.open_cases[key]]
            found += [_("ongoing sick leave")] if key in self.running else []
            found += [_("is employed")] if key in self.working else []
            found += self.kept.get(key, []) if counted else []
        return tuple(found)

    def _reaching(self, rows: dict[int, list[Any]], row: int, person: int) -> Iterable[Any]:
        """A hold on one case reaches that case, its sick leave, and the person as a whole."""
        for one in rows[person]:
            reaches_case = self.kind == RecordKind.CASE and one.case_id == row
            reaches_episode = (
                self.kind == RecordKind.SICK_LEAVE and one.case is not None and one.case.episode_id == row
            )
            if one.case_id is None or self.kind == RecordKind.PERSON or reaches_case or reaches_episode:
                yield one


def _by_person(rows: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    if any(field.name == "case" for field in rows.model._meta.fields):
        rows = rows.select_related("case")
    for row in rows:
        found[row.staff_member_id].append(row)
    return found


def _kept_longer(subproject: int, day: date, staff: list[int]) -> dict[int, list[str]]:
    """Records that another rule keeps longer, or that no rule lets go: the person waits for them."""
    found: dict[int, list[str]] = defaultdict(list)
    rules = {rule.record_kind: rule for rule in rules_on(subproject, day)}
    for kind in (RecordKind.SICK_LEAVE, RecordKind.CASE, RecordKind.PARTICIPATION):
        rule = rules.get(kind)
        due: dict[int, bool] = {}
        if rule is not None:
            due = {row: months_after(since, rule.months) < day for row, _person, _what, since in _ended(rule)}
        rows = MODEL_OF[kind].objects.filter(staff_member__in=staff).values_list("pk", "staff_member")
        for row, person in rows:
            text = (_("kept by the rule for %(kind)s") if rule else _("no rule lets this go: %(kind)s")) % {
                "kind": kind.label
            }
            if not due.get(row) and text not in found[person]:
                found[person].append(text)
    return found


def _not_run_out(person: StaffMember, day: date) -> list[str]:
    """What archive law keeps: a record may only go by a disposal decision, and when its time has run out."""
    found = list(_kept_longer(person.subproject_id, day, [person.pk]).get(person.pk, []))
    rule = next(
        (one for one in rules_on(person.subproject_id, day) if one.record_kind == RecordKind.PERSON), None
    )
    if rule is None:
        return [*found, _("no rule lets this go: %(kind)s") % {"kind": RecordKind.PERSON.label}]
    since = _last_employment_days(person.subproject_id).get(person.pk)
    if since is not None and months_after(since, rule.months) >= day:
        last = months_after(since, rule.months)
        found.append(
            _("kept until %(day)s by the decision %(reference)s")
            % {"day": last, "reference": rule.decision_reference}
        )
    return found


def rules_on(subproject: int, day: date) -> list[RetentionRule]:
    """The employer's rules that hold on a day."""
    rules = RetentionRule.objects.filter(subproject=subproject, valid_from__lte=day)
    return list(rules.filter(Q(valid_to=None) | Q(valid_to__gte=day)))
