"""Session, mail and log hold no protected field."""

from tests.database.matrix.asking import Asked
from tests.database.matrix.canaries import found_in
from tests.database.matrix.judges.limits_of_fields import IN_ADDRESSES


def judge(asked: Asked) -> list[str]:
    found = sorted(found_in(asked.left_behind))
    return [f"leaves behind the {field} of the {target}" for target, field in found if field != IN_ADDRESSES]
