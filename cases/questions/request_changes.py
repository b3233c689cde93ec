"""What has been changed for a request: the history lines whose page was opened from it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import DataRequest
from experio.accounts.models import User

# The models that the pages of a person change, with the way from their history to the person.
CHANGED = (
    ("subprojects.StaffMember", "pgh_obj"),
    ("subprojects.Employment", "staff_member"),
    ("cases.SickLeaveEpisode", "staff_member"),
    ("cases.Case", "staff_member"),
)


@dataclass(frozen=True, slots=True)
class RequestChange:
    """One line of history: when, by whom, what kind of row, and what was done to it."""

    at: datetime
    by: str
    subject: str
    verb: str


def changes_for(request: DataRequest) -> tuple[RequestChange, ...]:
    """Changes of the person's rows that were made for this request, oldest first. Five queries at most."""
    verbs = {"insert": _("recorded"), "update": _("changed"), "delete": _("deleted")}
    lines = sorted(_lines(request), key=lambda line: line[0])
    names = {
        user.pk: str(user) for user in User.objects.filter(pk__in={line[1] for line in lines if line[1]})
    }
    return tuple(
        RequestChange(timezone.localtime(at), names.get(user, _("The system")), subject, verbs[label])
        for at, user, subject, label in lines
    )


def _lines(request: DataRequest) -> Iterator[tuple[datetime, Any, str, str]]:
    for label, way in CHANGED:
        model = apps.get_model(label)
        events: Any = model.pgh_event_model
        rows = events.objects.filter(
            **{way: request.staff_member_id}, pgh_context__metadata__for_request=request.pk
        )
        for at, metadata, what in rows.values_list("pgh_created_at", "pgh_context__metadata", "pgh_label"):
            yield at, (metadata or {}).get("user"), str(model._meta.verbose_name), what
