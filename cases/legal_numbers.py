"""The legal numbers as they stand in the database, read by the day they applied."""

from datetime import date

from cases.models import LegalThreshold
from cases.rules.legal_numbers import LEGAL_NUMBERS
from cases.thresholds import Thresholds, thresholds_on


def legal_numbers() -> tuple[LegalThreshold, ...]:
    """All rows: one query. Hand them to `thresholds_on` for each day that is judged."""
    return tuple(LegalThreshold.objects.all())


def thresholds_for(day: date) -> Thresholds:
    """The numbers that applied on `day`: one query. Raises ThresholdMissing when one has no row."""
    return thresholds_on(day, legal_numbers())


def seed_legal_numbers(*, using: str = "default") -> None:
    """Add the known legal numbers that are missing; what an administrator has changed is left alone."""
    known = set(LegalThreshold.objects.using(using).values_list("name", "valid_from"))
    LegalThreshold.objects.using(using).bulk_create(
        LegalThreshold(
            name=number.name,
            value=number.value,
            unit=number.unit,
            valid_from=number.valid_from,
            valid_to=number.valid_to,
            source=number.source,
            is_confirmed=number.is_confirmed,
        )
        for number in LEGAL_NUMBERS
        if (number.name, number.valid_from) not in known
    )
