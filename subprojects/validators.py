from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from experio.clock import today
from experio.personal_number import InvalidPersonalNumber, NumberFault, NumberKind, parse_personal_number

_MESSAGES = {
    NumberFault.SHAPE: _("Write twelve digits: YYYYMMDDNNNC."),
    NumberFault.CHECK_DIGIT: _("The check digit is wrong."),
    NumberFault.DATE: _("The date in the number does not exist."),
    NumberFault.NOT_BORN_YET: _("The date of birth in the number has not come yet."),
}


def validate_personal_number(value: str) -> None:
    """The form that is stored: twelve digits whose day and check digit are right."""
    try:
        number = parse_personal_number(value, today=today())
    except InvalidPersonalNumber as error:
        raise ValidationError(_MESSAGES[error.fault]) from None
    if number.kind is NumberKind.INTERIM or number.digits != value:
        raise ValidationError(_MESSAGES[NumberFault.SHAPE])
