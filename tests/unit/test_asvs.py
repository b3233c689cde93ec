"""docs/asvs.csv: what of OWASP ASVS 5.0.0 is met, and by which test or page that really exists."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROWS = list(csv.DictReader((ROOT / "docs" / "asvs.csv").read_text(encoding="utf-8").splitlines()))
STATUSES = {"met", "partly", "operator", "not applicable"}
# Levels 1 and 2 without WebRTC (17) and without the parts of OAuth (10) for servers and providers.
REQUIREMENTS_OF_LEVELS_1_AND_2 = 226


def names_in(path: Path) -> set[str]:
    """The tests of a file."""
    return set(re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE))


def missing(evidence: str) -> list[str]:
    """Which of the named tests and pages do not exist."""
    wrong = []
    for place in filter(None, (part.strip() for part in evidence.split(";"))):
        file, _, name = place.partition("::")
        path = ROOT / file.partition("#")[0]
        if not path.is_file() or (name and name not in names_in(path)):
            wrong.append(place)
    return wrong


def test_each_requirement_of_levels_1_and_2_stands_there_once() -> None:
    ids = Counter(row["requirement"] for row in ROWS)

    assert max(ids.values()) == 1
    assert sum(row["level"] in ("1", "2") for row in ROWS) == REQUIREMENTS_OF_LEVELS_1_AND_2
    assert all(re.fullmatch(r"V\d+\.\d+\.\d+", name) for name in ids)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["requirement"])
def test_what_is_said_is_shown_by_a_test_or_page_that_exists(row: dict[str, str]) -> None:
    assert row["status"] in STATUSES
    assert row["in_our_words"].endswith(".")
    assert missing(row["evidence"]) == []
    if row["status"] in ("met", "partly", "operator"):
        assert row["evidence"], "say which test or page shows it"
    if row["status"] in ("partly", "operator", "not applicable"):
        assert row["note"] or row["status"] == "not applicable", "say what is left"


def test_a_test_that_is_renamed_is_noticed() -> None:
    assert missing("tests/unit/test_asvs.py::test_that_never_was") == [
        "tests/unit/test_asvs.py::test_that_never_was"
    ]
    assert missing("docs/nowhere.md") == ["docs/nowhere.md"]
