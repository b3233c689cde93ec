"""
What a password must be: long and not guessable. After NIST SP 800-63B-4 § 3.1.1.2.

No rules about capitals, digits or signs: they make passwords shorter and more alike. Anything up to a
thousand characters is taken, pasted too.
"""

import re
from itertools import pairwise
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

FEWEST_DIFFERENT = 5
LONGEST = 1000
# Words of this service, which a guesser of this service tries first.
OWN_WORDS = (
    "experio",
    "worklab",
    "experioworklab",
    "rehab",
    "rehabilitering",
    "sjukfrånvaro",
    "sjukskrivning",
    "personalavdelningen",
    "värmland",
    "karlstad",
    "kristinehamn",
    "filipstad",
    "säffle",
    "försäkringskassan",
)


class NotGuessable:
    """Refuses what a guesser tries early: common passwords with a tail, few different signs, our words."""

    def __init__(self) -> None:
        self._common = CommonPasswordValidator().passwords

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) > LONGEST:
            raise ValidationError(_("At most 1000 characters."), code="password_too_long")
        plain = password.casefold()
        if len(set(plain)) < FEWEST_DIFFERENT or _is_a_run(plain):
            raise ValidationError(
                _("The same few characters again and again are guessed early."), code="password_repeats"
            )
        core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain)
        letters = re.sub(r"[\W\d_]+", "", plain)
        if core in self._common or letters in OWN_WORDS:
            raise ValidationError(
                _("A common word with digits or signs around it is guessed early."),
                code="password_too_common",
            )

    def get_help_text(self) -> str:
        return _("Not a common password, not the same few characters again and again.")


def _is_a_run(password: str) -> bool:
    """1234567890123, 9876543210987, abcdefghijkl: each sign one step from the one before."""
    codes = [int(sign) if sign.isdecimal() else ord(sign) for sign in password]
    steps = {(after - before) % 10 for before, after in pairwise(codes)}
    return len(steps) == 1
