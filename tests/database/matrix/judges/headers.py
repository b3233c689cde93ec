"""Every answer carries every security header."""

from tests.database.matrix.asking import Asked
from tests.database.outside.header_rules import faults


def judge(asked: Asked) -> list[str]:
    return faults(asked.response)
