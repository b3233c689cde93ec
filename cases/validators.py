from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.rules.diagnosis_group import InvalidDiagnosisCode, normalised_code


def validate_diagnosis_code(value: str) -> None:
    """The form that is stored: an ICD-10-SE code in capitals without its dot."""
    try:
        stored_form = normalised_code(value)
    except InvalidDiagnosisCode:
        stored_form = ""
    if stored_form != value:
        raise ValidationError(_("Write an ICD-10-SE code, for example F43 or F43.8A."))
