# ruff: noqa: E501  (attacks are read best on one line each)
"""
Files that are damaged by chance or made to do harm, the same ones for the same seed.

Good files of the three formats are mutated (bytes, chunks, structure); beside them stands a gallery of
attacks, each by itself and mutated again.
"""

import io
import random
import zipfile
from collections.abc import Callable, Iterator
from functools import cache

from tests.unit.imports import files

Mutation = Callable[[bytes, random.Random], bytes]

TROUBLE = [
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\n\n", b'"', b"'", b";;;;", b"\t", b"<![CDATA[", b"]]>", b"&#0;",
    b"&#x10FFFF;", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"=cmd|' /C calc'!A0", b"@SUM(1+1)*cmd", b"-9e999",
    b"99999999999999999999", b"2021-02-30", b"0001-01-01", b"9999-12-31", b"\xf0\x9f\x92\xa9", b"\xed\xa0\x80",
    b"NaN", b"1E309", "\u202e".encode(), b"../../etc/passwd", b"%s%n%x", b"{{7*7}}", b"PK\x03\x04", b"\x1a", b"\x7f",
]  # fmt: skip


def good_files() -> list[tuple[str, bytes]]:
    days = [files.sick_day(f"2021-03-{day:02}") for day in range(1, 20)]
    return [
        ("a.xml", files.paxml(*days)),
        ("b.xml", files.paxml(files.sick_days("2021-03-01", "2021-03-31"), encoding="iso-8859-1")),
        ("c.csv", files.csv(*(f"70{n:02};2021-03-{n:02};2021-03-{n + 1:02};50;F43.8" for n in range(1, 28)))),
        ("d.csv", files.csv("7001;2021-03-01;;100;", encoding="utf-16")),
        (
            "e.xlsx",
            files.xlsx(*(["7001", f"2021-03-{n:02}", f"2021-03-{n:02}", 50, "F43"] for n in range(1, 28))),
        ),
    ]


def flip(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice([1, 3, 20])):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def behead(content: bytes, chance: random.Random) -> bytes:
    return content[chance.randrange(len(content) + 1) :]


def repeat(content: bytes, chance: random.Random) -> bytes:
    first, last = sorted(chance.randrange(len(content) + 1) for _ in range(2))
    return content[:last] + content[first:last] * chance.choice([1, 2, 50]) + content[last:]


def insert(content: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(content) + 1)
    return content[:place] + chance.choice(TROUBLE) * chance.choice([1, 1, 40]) + content[place:]


def shuffle(content: bytes, chance: random.Random) -> bytes:
    lines = content.split(b"\n")
    chance.shuffle(lines)
    return b"\n".join(lines)


def swap_encoding(content: bytes, chance: random.Random) -> bytes:
    text = content.decode("latin-1")
    return text.encode(chance.choice(["utf-8", "utf-16", "utf-16-be", "utf-32", "utf-7"]))


def in_workbook(content: bytes, chance: random.Random) -> bytes:
    """Mutate one part inside the archive, so that sums and sizes are right."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {one.filename: archive.read(one) for one in archive.infolist()}
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
        return content
    except Exception as error:  # zlib's own, of an archive that was mutated before
        if type(error).__name__ != "error":
            raise
        return content
    if not parts:
        return content
    name = chance.choice(sorted(parts))
    parts[name] = chance.choice([flip, cut, repeat, insert])(parts[name], chance)
    if chance.random() < 0.1:
        del parts[name]
    return archived(parts)


MUTATIONS: list[Mutation] = [
    flip,
    cut,
    behead,
    repeat,
    insert,
    shuffle,
    swap_encoding,
    in_workbook,
    in_workbook,
]


def archived(parts: dict[str, bytes], **more: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in {**parts, **more}.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def parts_of_workbook() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(files.xlsx(["7001", "2021-03-01", "2021-03-02", 100, ""]))) as archive:
        return {one.filename: archive.read(one) for one in archive.infolist()}


SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY a%d "%s">' % (n, b"&a%s;" % (str(n - 1).encode() if n > 1 else b"") * 10) for n in range(1, 10)
)  # fmt: skip


@cache
def gallery() -> dict[str, tuple[str, bytes]]:
    """Each attack by its name, with the name the file is sent under."""
    parts = parts_of_workbook()
    sheet = parts[SHEET]
    flat = b"<sheetData>" + b"<row>" * 200_000
    wide = b'<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    far = b'<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="GA1048576"><v>1</v></c></row></sheetData>'
    formula = b'<sheetData><row r="1"><c r="A1"><f>WEBSERVICE("https://example.org")</f><v>7</v></c></row></sheetData>'

    def with_sheet(data: bytes) -> bytes:
        return archived({**parts, SHEET: sheet.replace(b"<sheetData>", data, 1)})

    def with_part(name: str, content: bytes = b"x") -> bytes:
        return archived({**parts, name: content})

    encrypted = bytearray(archived(parts))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = encrypted.find(mark)
        while place >= 0:
            encrypted[place + offset] |= 1
            place = encrypted.find(mark, place + 4)
    doctype = b'<?xml version="1.0"?>' + LAUGHS + b"]><paxml>&a9;</paxml>"
    outside = b'<?xml version="1.0"?><!DOCTYPE p [<!ENTITY f SYSTEM "file:///etc/passwd">]><paxml>&f;</paxml>'
    return {
        "bomb": ("a.xlsx", with_part("xl/media/bomb.xml", b"<a>" + b" " * 60_000_000)),
        "bomb of many parts": ("a.xlsx", archived({**parts, **{f"xl/p{n}.xml": b"<a/>" for n in range(3_000)}})),
        "laughs in a sheet": ("a.xlsx", archived({**parts, SHEET: LAUGHS + b"]>" + sheet})),
        "laughs in shared strings": ("a.xlsx", with_part("xl/sharedStrings.xml", LAUGHS + b"]><sst>&a9;</sst>")),
        "outside entity in a relation": ("a.xlsx", with_part("xl/_rels/x.xml.rels", outside)),
        "macros": ("a.xlsx", with_part("xl/vbaProject.bin")),
        "macros by type": (
            "a.xlsx",
            archived({**parts, "[Content_Types].xml": parts["[Content_Types].xml"].replace(b".sheet.main", b".sheet.macroEnabled.main")}),
        ),
        "active x": ("a.xlsx", with_part("xl/activeX/activeX1.bin")),
        "embedded program": ("a.xlsx", with_part("xl/embeddings/oleObject1.bin")),
        "macro sheet": ("a.xlsx", with_part("xl/macrosheets/sheet1.xml", b"<a/>")),
        "external link": ("a.xlsx", with_part("xl/externalLinks/externalLink1.xml", b"<externalLink/>")),
        "formula": ("a.xlsx", with_sheet(formula)),
        "path upwards": ("a.xlsx", with_part("../../evil.xml")),
        "absolute path": ("a.xlsx", with_part("/etc/evil.xml")),
        "drive path": ("a.xlsx", with_part("C:\\evil.xml")),
        "deep sheet": ("a.xlsx", with_sheet(flat)),
        "wide sheet": ("a.xlsx", with_sheet(wide)),
        "far cells": ("a.xlsx", with_sheet(far)),
        "huge attribute": ("a.xlsx", with_sheet(b'<sheetData a="' + b"A" * 5_000_000 + b'">')),
        "huge text": ("a.xlsx", with_sheet(b"<sheetData><row><c t=\"inlineStr\"><is><t>" + b"A" * 900_000)),
        "under a password": ("a.xlsx", bytes(encrypted)),
        "old Excel": ("a.xls", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4096)),
        "laughs": ("a.xml", doctype),
        "outside entity": ("a.xml", outside),
        "deep elements": ("a.xml", b"<paxml>" + b"<a>" * 100_000),
        "huge value": ("a.xml", b"<paxml><a b='" + b"A" * 5_000_000 + b"'/></paxml>"),
        "huge text in an element": ("a.xml", b"<paxml><a>" + b"A" * 5_000_000 + b"</a></paxml>"),
        "many attributes": ("a.xml", b"<paxml><a " + b" ".join(b'a%d="1"' % n for n in range(50_000)) + b"/></paxml>"),
        "page": ("a.csv", b"<html><script>alert(1)</script></html>"),
        "image": ("a.csv", b"GIF89a" + bytes(64) + b"anst.nr;fr.o.m."),
        "document and archive": ("a.xlsx", b"%PDF-1.7\n" + archived(parts)),
        "open quotation": ("a.csv", files.csv('"7001;2021-03-01;2021-03-02;100') + b";" * 1_000_000),
        "one long line": ("a.csv", files.csv("7" * 5_000_000)),
        "many columns": ("a.csv", b";".join(b"a" for _ in range(500_000))),
        "zero bytes": ("a.csv", files.csv("7001;2021-03-01;2021-03-02;100;\0")),
        "only zero bytes": ("a.csv", bytes(100_000)),
        "formulas": ("a.csv", files.csv("=HYPERLINK(1);=1+1;@SUM(A1);-1;+1")),
        "workbook named as text": ("a.csv", archived(parts)),
        "program": ("a.exe", files.csv("7001;2021-03-01;2021-03-02;100;")),
    }  # fmt: skip


def hostile_files(number: int, *, seed: int = 2021) -> Iterator[tuple[str, bytes]]:
    """`number` files: the gallery first, then mutations of good and bad ones."""
    chance = random.Random(seed)
    attacks = list(gallery().values())
    yield from attacks[:number]
    small = [one for one in attacks if len(one[1]) < 100_000]
    for _ in range(number - len(attacks)):
        name, content = chance.choice(good_files() if chance.random() < 0.8 else small)
        for _ in range(chance.choice([1, 1, 2, 4])):
            content = chance.choice(MUTATIONS)(content, chance)
        yield name, content
