from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.se import personnummer


def validate_personal_number(value: str) -> None:
    """Twelve digits whose day and check digit are right; co-ordination numbers (day + 60) too."""
    if not (value.isascii() and value.isdigit() and len(value) == 12):
        raise ValidationError(_("Write twelve digits: YYYYMMDDNNNC."))
    day = int(value[6:8])
    plain = f"{value[:6]}{day - 60:02d}{value[8:]}" if day > 60 else value
    ten = value[2:]
    if not personnummer.luhn.is_valid(ten):
        raise ValidationError(_("The check digit is wrong."))
    try:
        personnummer.get_birth_date(f"{plain[:8]}-{plain[8:]}")
    except Exception as error:
        raise ValidationError(_("The date in the number does not exist.")) from error
