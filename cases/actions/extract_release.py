"""Handing out a register extract: to the person by right, to somebody else on an assessment alone."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cases.models import DisclosureAssessment, DisclosureDecision, ExtractReceiver, ExtractRelease
from experio.accounts.models import User
from subprojects.models import StaffMember


@transaction.atomic
def release_extract(
    *,
    staff_member: StaffMember,
    receiver: str,
    assessment: DisclosureAssessment | None,
    left_out: Iterable[str],
    file_format: str,
    made_by: User,
    now: datetime,
) -> ExtractRelease:
    """
    Record that an extract is handed out (lämna ut registerutdrag); the file is made afterwards.

    Raises ValidationError, beside the field, when it is for somebody else and no assessment in force about
    this person allows the release, and when what is left out is not what the assessment says.
    """
    parts = list(dict.fromkeys(left_out))
    if receiver == ExtractReceiver.OTHER:
        _refuse_without_assessment(staff_member, assessment)
        _compare(assessment, parts)
    elif assessment is not None or parts:
        field = "assessment" if assessment is not None else "left_out"
        raise ValidationError({field: _("Only for somebody else than the person.")})
    release = ExtractRelease(
        subproject_id=staff_member.subproject_id,
        staff_member=staff_member,
        receiver=receiver,
        assessment=assessment,
        left_out=parts,
        file_format=file_format,
        made_by=made_by,
        made_at=now,
    )
    release.full_clean()
    release.save(force_insert=True)
    return release


def _refuse_without_assessment(person: StaffMember, chosen: DisclosureAssessment | None) -> None:
    """Say what is missing: nothing recorded, recorded about one case only, refused, or not chosen."""
    in_force = DisclosureAssessment.objects.about(person).in_force()
    may = in_force.that_release()
    if chosen is not None and may.filter(pk=chosen.pk).exists():
        return
    if chosen is not None:
        text = _("The assessment has been corrected meanwhile, is about something else, or refuses.")
    elif may.exists():
        text = _("Choose the assessment on which it is handed out.")
    elif refused := in_force.filter(case=None).first():
        text = _("%(assessment)s refuses: nothing is handed out on it.") % {"assessment": refused}
    elif of_case := in_force.exclude(case=None).first():
        text = _("%(assessment)s is about one case; the extract holds everything about the person.") % {
            "assessment": of_case
        }
    else:
        text = _("No disclosure assessment about this person has been recorded.")
    raise ValidationError({"assessment": text})


def _compare(assessment: DisclosureAssessment | None, left_out: list[str]) -> None:
    masks = assessment is not None and assessment.decision == DisclosureDecision.MASKED
    if masks and not left_out:
        raise ValidationError({"left_out": _("The assessment masks parts: choose what is left out.")})
    if left_out and not masks:
        raise ValidationError({"left_out": _("The assessment releases everything; it masks nothing.")})
