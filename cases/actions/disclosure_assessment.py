"""Verbs that record a disclosure assessment, and correct one by a new version."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cases.models import DisclosureAssessment
from subprojects.models import Subproject


@transaction.atomic
def record_disclosure(
    *, assessment: DisclosureAssessment, recorded_by: Any, today: date
) -> DisclosureAssessment:
    """Save a new assessment under the employer's next number of the year. Raises ValidationError."""
    employer = Subproject.objects.select_for_update().get(pk=assessment.subproject_id)
    assessment.year = assessment.received_on.year
    last = DisclosureAssessment.objects.filter(subproject=employer, year=assessment.year).aggregate(
        last=Max("sequence")
    )["last"]
    assessment.sequence = (last or 0) + 1
    assessment.number = f"{employer.slug}-U{assessment.year}-{assessment.sequence:03d}"
    assessment.version, assessment.corrects, assessment.correction_reason = 1, None, ""
    return _save(assessment, recorded_by, today)


@transaction.atomic
def correct_disclosure(
    *, assessment: DisclosureAssessment, corrects: DisclosureAssessment, recorded_by: Any, today: date
) -> DisclosureAssessment:
    """
    Save a new version; the one it corrects stays as it was. Raises ValidationError, also when somebody else
    has corrected it meanwhile.
    """
    latest = DisclosureAssessment.objects.select_for_update().get(pk=corrects.pk)
    if DisclosureAssessment.objects.filter(corrects=latest).exists():
        raise ValidationError(_("Somebody else has corrected it meanwhile. Look at the new version first."))
    for name in ("subproject_id", "number", "year", "sequence"):
        setattr(assessment, name, getattr(latest, name))
    assessment.pk, assessment.version, assessment.corrects = None, latest.version + 1, latest
    return _save(assessment, recorded_by, today)


def _save(assessment: DisclosureAssessment, recorded_by: Any, today: date) -> DisclosureAssessment:
    if assessment.decided_on > today:
        raise ValidationError({"decided_on": _("The day has not come yet.")})
    if assessment.case and assessment.staff_member is None:
        assessment.staff_member = assessment.case.staff_member
    person = assessment.staff_member
    if person is not None and person.subproject_id != assessment.subproject_id:
        raise ValidationError(_("The person is employed by another employer."))
    if assessment.case and assessment.case.staff_member_id != (person and person.pk):
        raise ValidationError({"case": _("The case is about somebody else.")})
    assessment.recorded_by = recorded_by
    assessment.full_clean()
    assessment.save(force_insert=True)
    return assessment
