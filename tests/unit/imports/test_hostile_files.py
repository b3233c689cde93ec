"""
Damaged and hostile files: each is read or refused in one line of words; nothing crashes or grows.

`make test` reads a part of the corpus; `make hostile` all of it (EXPERIO_HOSTILE_FILES says how many).
"""

import os
import resource
from datetime import date

import pytest

from cases.imports.reading import read_file, refuse_other_name, shown_name
from cases.imports.rows import FileRefused, ReadResult
from tests.unit.imports import hostile
from tests.unit.imports.files import TODAY

FILES = int(os.environ.get("EXPERIO_HOSTILE_FILES", "240"))
PARTS = 8
GROWTH_AT_MOST_KB = 600 * 1024

# Read in spite of what is in them: formulas and outside links are not followed, their last values count.
HARMLESS = {"formula", "external link", "formulas", "many attributes", "huge value"}


def taken(name: str, content: bytes, today: date = TODAY) -> str:
    """What becomes of a file: a word for "read", the message when it is refused."""
    try:
        read = read_file(content, today=today)
        refuse_other_name(name, read.format)
    except FileRefused as refusal:
        return refusal.message
    assert isinstance(read, ReadResult)
    return "read"


@pytest.mark.parametrize("attack", hostile.gallery())
def test_an_attack_is_refused(attack: str) -> None:
    said = taken(*hostile.gallery()[attack])

    if attack not in HARMLESS:
        assert said != "read"
    assert_one_line_of_words(said)


@pytest.mark.parametrize("part", range(PARTS))
def test_no_file_crashes_the_reader(part: int) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    read = refused = 0
    for number, (name, content) in enumerate(hostile.hostile_files(FILES)):
        if number % PARTS != part:
            continue
        said = taken(name, content)
        assert_one_line_of_words(said)
        read, refused = read + (said == "read"), refused + (said != "read")

    assert refused > 0
    assert read + refused == len(range(part, FILES, PARTS))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < GROWTH_AT_MOST_KB


def assert_one_line_of_words(said: str) -> None:
    assert said.isprintable()
    assert 3 < len(said) < 200
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("mars.csv", "mars.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\mars.csv", "mars.csv"),
        ("a\0b\n\u202ecsv.exe", "abcsv.exe"),
        ("nora 850228-2384.csv", "nora [refused: personal number].csv"),
        ("", "?"),
    ],
)
def test_the_name_of_a_file_is_cleaned(sent: str, shown: str) -> None:
    assert shown_name(sent) == shown


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("a.xlsx", "csv"),
        ("a.csv", "xlsx"),
        ("a.xlsm", "xlsx"),
        ("a.exe", "csv"),
        ("a.html", "paxml"),
        ("xlsx", "xlsx"),
    ],
)
def test_a_name_that_says_another_kind_is_refused(name: str, format: str) -> None:
    with pytest.raises(FileRefused):
        refuse_other_name(name, format)


@pytest.mark.parametrize(
    ("name", "format"),
    [("a.XLSX", "xlsx"), ("a.PAX", "paxml"), ("a.xml", "paxml"), ("a.txt", "csv"), ("a", "csv")],
)
def test_a_name_that_fits_is_taken(name: str, format: str) -> None:
    refuse_other_name(name, format)
