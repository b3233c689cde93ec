"""The official list of diagnosis codes (ICD-10-SE), read from files where an installation has them.

Experio does not carry the list: it changes every January. `EXPERIO_ICD10SE_DIR` names a folder with the
files of Socialstyrelsen, `digit3.txt` and `digit4.txt`: code, mark and text, separated by tabs, in UTF-8.
"""

from functools import lru_cache
from pathlib import Path

from experio import env

FILES = ("digit3.txt", "digit4.txt")


@lru_cache(maxsize=4)
def codes_in(folder: Path) -> dict[str, str]:
    """Every code of the folder's files with its text. Raises OSError when a file cannot be read."""
    codes: dict[str, str] = {}
    for name in FILES:
        for line in (folder / name).read_text(encoding="utf-8-sig").splitlines():
            code, _mark, text = ([*line.split("\t"), "", ""])[:3]
            if code and text:
                codes[code.strip().replace(".", "").upper()] = text.strip()
    return codes


def official_codes() -> dict[str, str] | None:
    """Code → text of the configured list; None when no list is configured."""
    folder = env.text("EXPERIO_ICD10SE_DIR")
    return codes_in(Path(folder)) if folder else None


def code_text(code: str) -> str:
    """What the official list says of the code; nothing without a list or for an unknown code."""
    codes = official_codes()
    return codes.get(code, "") if codes and code else ""


def is_unknown(code: str) -> bool:
    """Whether there is an official list and the code is not on it."""
    codes = official_codes()
    return codes is not None and code not in codes
