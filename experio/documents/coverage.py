"""Which characters each font can print, read from the font files themselves.

The character map of an OpenType font is its table `cmap`; formats 4 and 12 are those of Unicode
(OpenType 1.9).
"""

import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings

from experio.documents.families import EMBEDDED, FAMILIES

_TABLE = struct.Struct(">4sIII")
_ENCODING = struct.Struct(">HHI")
_GROUP = struct.Struct(">III")

_LATIN = (*range(0x20, 0x7F), *range(0xA0, 0x149), *range(0x14A, 0x180))
BASIC = frozenset(map(chr, _LATIN)) | frozenset("–—‘’“”„•…€")
"""What the embedded typeface is known to hold: the Latin alphabets of the European Union's languages."""


@cache
def covered() -> dict[str, frozenset[str]]:
    """Family → characters that each of its weights holds, in the order in which the families are tried.

    A family whose files are missing is left out: its characters are then replaced and listed like others.
    """
    found = {EMBEDDED: BASIC}
    for family in FAMILIES:
        files = [settings.FONTS_ROOT / name for name in family.files]
        if all(path.is_file() for path in files):
            found[family.name] = frozenset.intersection(*(characters_of(path) for path in files))
    return found


def missing_files() -> list[Path]:
    """Files that set-up provides and that are not there."""
    wanted = [settings.FONTS_ROOT / name for family in FAMILIES for name in family.files]
    return [path for path in wanted if not path.is_file()]


def characters_of(path: Path) -> frozenset[str]:
    """The characters for which an OpenType font has a glyph. Raises ValueError if it has no Unicode map."""
    font = path.read_bytes()
    (count,) = struct.unpack_from(">H", font, 4)
    tables = (_TABLE.unpack_from(font, 12 + number * _TABLE.size) for number in range(count))
    start = next((offset for tag, _sum, offset, _length in tables if tag == b"cmap"), None)
    if start is None:
        raise ValueError(f"{path} has no character map")
    (maps,) = struct.unpack_from(">H", font, start + 2)
    found: set[int] = set()
    for number in range(maps):
        _platform, _encoding, offset = _ENCODING.unpack_from(font, start + 4 + number * _ENCODING.size)
        (kind,) = struct.unpack_from(">H", font, start + offset)
        if kind == 4:
            found.update(_format_4(font, start + offset))
        elif kind == 12:
            found.update(_format_12(font, start + offset))
    if not found:
        raise ValueError(f"{path} has no Unicode character map")
    return frozenset(map(chr, found))


def _format_4(font: bytes, start: int) -> Iterator[int]:
    """Segments of the Basic Multilingual Plane, each with a shift or with a list of glyphs."""
    (doubled,) = struct.unpack_from(">H", font, start + 6)
    row = struct.Struct(f">{doubled // 2}H")
    ends_at = start + 14
    starts_at = ends_at + doubled + 2
    ranges_at = starts_at + 2 * doubled
    ends, starts = row.unpack_from(font, ends_at), row.unpack_from(font, starts_at)
    shifts, ranges = row.unpack_from(font, starts_at + doubled), row.unpack_from(font, ranges_at)
    for number, (first, last, shift, by_list) in enumerate(zip(starts, ends, shifts, ranges, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if by_list:
                place = ranges_at + 2 * number + by_list + 2 * (code - first)
                (glyph,) = struct.unpack_from(">H", font, place)
                if not glyph:
                    continue
            if (glyph + shift) & 0xFFFF:
                yield code


def _format_12(font: bytes, start: int) -> Iterator[int]:
    """Groups of any plane."""
    (count,) = struct.unpack_from(">I", font, start + 12)
    for number in range(count):
        first, last, glyph = _GROUP.unpack_from(font, start + 16 + number * _GROUP.size)
        # Glyph 0 is the box of a missing character.
        yield from range(first + (glyph == 0), last + 1)
