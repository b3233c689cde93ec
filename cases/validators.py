import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

CODE_SHAPE = re.compile(r"[A-Z]\d{2}(?:[0-9][0-9A-Z]?)?")


def validate_diagnosis_code(value: str) -> None:
    """The shape of an ICD-10-SE code without its dot: a letter, two digits and up to two more signs."""
    if not CODE_SHAPE.fullmatch(value):
        raise ValidationError(_("Write an ICD-10-SE code, for example F43 or F43.8A."))
