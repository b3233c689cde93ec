"""Set-up unpacks the fonts from their packages; what characters they hold is read from them."""

import struct
import zlib
from pathlib import Path

import pytest

from experio.documents.coverage import characters_of, covered
from experio.documents.families import FAMILIES
from experio.setup.fonts import font_sources, open_type, prepare_fonts
from experio.setup.terminal import SetupError

TABLES = {b"cmap": b"characters" * 20, b"head": b"a table of odd length", b"loca": b""}


def woff(tables: dict[bytes, bytes], signature: bytes = b"wOFF") -> bytes:
    """A font in WOFF 1.0 with these tables, compressed where that makes them smaller."""
    place = 44 + 20 * len(tables)
    entries, body = b"", b""
    for tag, table in tables.items():
        stored = min(zlib.compress(table), table, key=len)
        entries += struct.pack(">4sIIII", tag, place + len(body), len(stored), len(table), 7)
        body += stored + bytes(-len(stored) % 4)
    head = signature + b"\0\1\0\0" + struct.pack(">IHHIHHIIIII", 0, len(tables), 0, 0, 1, 0, 0, 0, 0, 0, 0)
    return head + entries + body


def checkout(root: Path) -> Path:
    """A folder with every package that carries a font, each font made of TABLES."""
    for source in (source for family in FAMILIES for source in family.sources):
        place = "node_modules" if source.endswith(".woff") else ".venv/lib/python3.11/site-packages"
        path = root / place / source
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(woff(TABLES) if source.endswith(".woff") else b"OTTO as it is")
    return root


def test_a_font_made_for_browsers_is_unpacked_table_by_table(tmp_path: Path) -> None:
    path = tmp_path / "a.woff"
    path.write_bytes(woff(TABLES))

    font = open_type(path)

    assert font[:12] == b"\0\1\0\0" + struct.pack(">HHHH", 3, 32, 1, 16)
    for number, (tag, table) in enumerate(TABLES.items()):
        found, checksum, place, length = struct.unpack_from(">4sIII", font, 12 + 16 * number)
        assert (found, checksum, place % 4) == (tag, 7, 0)
        assert font[place : place + length] == table


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"wOFF and no more",
        woff(TABLES, signature=b"wOF2"),
        woff(TABLES)[:-40],
        woff(TABLES).replace(zlib.compress(TABLES[b"cmap"])[:4], b"\0\0\0\0"),
    ],
)
def test_a_damaged_font_stops_set_up_in_words(tmp_path: Path, damaged: bytes) -> None:
    path = tmp_path / "a.woff"
    path.write_bytes(damaged)

    with pytest.raises(SetupError, match=r"a\.woff is not a font in WOFF 1\.0"):
        open_type(path)


def test_the_folder_is_filled_once_and_again_after_a_package_has_changed(tmp_path: Path) -> None:
    root = checkout(tmp_path)
    prepare_fonts(root)
    folder = root / "build" / "fonts"
    thai = folder / "noto-sans-thai-thai-400-normal.ttf"

    assert sorted(path.name for path in folder.iterdir()) == sorted(font_sources(root))
    assert thai.read_bytes()[:4] == b"\0\1\0\0"
    assert (folder / "NotoSansCJKjp-Regular.otf").read_bytes() == b"OTTO as it is"

    thai.write_bytes(b"kept")
    prepare_fonts(root)
    assert thai.read_bytes() == b"kept"

    font_sources(root)["NotoSansCJKjp-Regular.otf"].write_bytes(b"OTTO of a newer version")
    (folder / "left-over.ttf").touch()
    prepare_fonts(root)
    assert thai.read_bytes() != b"kept"
    assert not (folder / "left-over.ttf").exists()

    thai.unlink()
    prepare_fonts(root)
    assert thai.exists()


def test_a_package_without_its_font_is_named(tmp_path: Path) -> None:
    root = checkout(tmp_path)
    font_sources(root)["noto-sans-thai-thai-700-normal.ttf"].unlink()

    with pytest.raises(SetupError, match=r"noto-sans-thai-thai-700-normal\.woff is missing"):
        prepare_fonts(root)


def test_each_font_holds_its_script_and_not_those_of_others() -> None:
    fonts = covered()

    for name, letters in {
        "DejaVu Sans": "Aåж✓ქաעع�\u0301",
        "Noto Sans Thai": "กน้ำ",
        "Noto Sans Ethiopic": "ተጰ",
        "Noto Sans Devanagari": "कि",
        "Noto Sans Bengali": "কি",
        "Noto Sans Tamil": "தி",
        "Noto Sans Khmer": "ខា",
        "Noto Sans Myanmar": "အော",
        # The last stands outside the first 65 536, in a map of another format.
        "Noto Sans CJK JP": "王陳김さ\U00020b9f",
    }.items():
        assert set(letters) <= fonts[name]
    assert not fonts["Noto Sans Thai"] & set("Aተ王\ue000")


def test_a_character_that_leads_to_the_box_of_missing_ones_is_not_held(tmp_path: Path) -> None:
    # Format 4: by shift A and B, where A lands on glyph 0; by list C and D, where C's entry is 0; the end.
    short = struct.pack(
        ">7H 3H H 3H 3H 3H 2H",
        *(4, 46, 0, 6, 0, 0, 0),
        *(0x42, 0x44, 0xFFFF),
        0,
        *(0x41, 0x43, 0xFFFF),
        *(0x10000 - 0x41, 0, 1),
        *(0, 4, 0),
        *(0, 5),
    )
    # Format 12: three characters of another plane from glyph 0 on.
    long = struct.pack(">HHIII III", 12, 0, 28, 0, 1, 0x10000, 0x10002, 0)
    maps = struct.pack(">HH HHI HHI", 0, 2, 0, 3, 20, 0, 4, 20 + len(short))
    path = tmp_path / "a.ttf"
    path.write_bytes(
        struct.pack(">4sHHHH 4sIII", b"\0\1\0\0", 1, 0, 0, 0, b"cmap", 0, 28, 0) + maps + short + long
    )

    assert characters_of(path) == frozenset("BD\U00010001\U00010002")


def test_a_file_without_a_character_map_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.ttf"
    path.write_bytes(struct.pack(">4sHHHH", b"\0\1\0\0", 0, 0, 0, 0))

    with pytest.raises(ValueError, match="no character map"):
        characters_of(path)
