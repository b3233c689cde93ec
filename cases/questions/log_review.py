"""The rows of a review as the reviewer sees them."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.questions.log_words import ReadingLine, in_words
from cases.questions.readings_of_person import staff_named
from cases.rules.log_review import Reason
from experio.audit.models import Reading
from experio.audit.review import Finding, LogReview, LogReviewRow
from subprojects.models import StaffMember

REASON_NAMES: dict[Reason, Promise] = {
    Reason.OWN: gettext_lazy("own person"),
    Reason.SURNAME: gettext_lazy("same surname"),
    Reason.NO_RELATION: gettext_lazy("no case and no work with the person"),
    Reason.MANY: gettext_lazy("many people in a short time"),
    Reason.HOURS: gettext_lazy("outside office hours"),
    Reason.PROTECTED: gettext_lazy("protected identity"),
    Reason.ROLE_ENDED: gettext_lazy("after the role had ended"),
    Reason.LENT: gettext_lazy("lent case"),
    Reason.DENIED: gettext_lazy("many refusals"),
    Reason.FILES: gettext_lazy("large file"),
    Reason.CHANCE: gettext_lazy("by chance"),
}

NAMED = 3
"""So many people of a row are named; more are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewLine:
    """A row of the sample with its row of the log; `line` is None when the log no longer has it."""

    pk: int
    reasons: tuple[str, ...]
    finding: str
    finding_name: str
    note: str
    found_by: int | None
    found_by_name: str
    actor: int
    line: ReadingLine | None
    people: tuple[StaffMember, ...]
    more: int

    @property
    def reason_names(self) -> tuple[str, ...]:
        return tuple(str(REASON_NAMES[Reason(reason)]) for reason in self.reasons)

    @property
    def named(self) -> tuple[int, ...]:
        """Whom the page of the review names."""
        return tuple(person.pk for person in self.people)

    @property
    def whom(self) -> str:
        """The people of the row in words."""
        names = ", ".join(person.shown_name for person in self.people)
        if self.more:
            rest = _("%(count)s more") % {"count": self.more}
            return f"{names} + {rest}" if names else rest
        return names or "–"


def review_lines(review: LogReview, *, only: LogReviewRow | None = None) -> tuple[ReviewLine, ...]:
    """The sample's rows in the order of time, or one of them: four queries, however many."""
    rows = list(review.sample.select_related("found_by")) if only is None else [only]
    times = [row.reading_at for row in rows]
    readings = (
        list(
            Reading.objects.filter(
                pk__in=[row.reading for row in rows], at__gte=min(times), at__lte=max(times)
            )
        )
        if rows
        else []
    )
    lines = {line.pk: line for line in in_words(readings)}
    actors = {reading.pk: reading.actor_id for reading in readings}
    staff = staff_named(pk for line in lines.values() for pk in line.people[:NAMED])
    return tuple(_line(row, lines.get(row.reading), actors.get(row.reading, 0), staff) for row in rows)


def _line(
    row: LogReviewRow, line: ReadingLine | None, actor: int, staff: dict[int, StaffMember]
) -> ReviewLine:
    people = tuple(staff[pk] for pk in (line.people[:NAMED] if line else ()) if pk in staff)
    return ReviewLine(
        pk=row.pk,
        reasons=tuple(row.reasons),
        finding=row.finding,
        finding_name=str(Finding(row.finding).label) if row.finding else "",
        note=row.note,
        found_by=row.found_by_id,
        found_by_name=str(row.found_by or ""),
        actor=actor,
        line=line,
        people=people,
        more=len(line.people) - len(people) if line else 0,
    )
