"""No page holds a script, style or event handler of its own."""

from tests.database.matrix.asking import Asked
from tests.database.outside.header_rules import INLINE


def judge(asked: Asked) -> list[str]:
    return [f"holds {found}" for found in INLINE.findall(asked.body)] if asked.is_page else []
