"""What make hands to the programs it starts, in folders and shells that make it hard."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

# Stands for every Python: notes with what it was called, where, and with which environment.
NOTES = """#!/bin/sh
{ printf 'WORDS=%s\\n' "$*"; printf 'HOME_OF_DATA=%s\\n' "$EXPERIO_HOME"; env; echo; } >> notes.txt
"""

OTHERS = {
    "ALLOWED_HOSTS": "shop.example.org",
    "DEBUG": "1",
    "DJANGO_SETTINGS_MODULE": "shop.settings",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONHOME": "/srv/shop",
    "PYTHONPATH": "/srv/shop",
    "PYTHONSAFEPATH": "1",
    "SECRET_KEY": "the shop's",
    "VIRTUAL_ENV": "/srv/shop/.venv",
}


def made(folder: Path, *words: str, **shell: str) -> list[list[str]]:
    """Run make in a folder; the lines that each Python noted."""
    (folder / ".venv" / "bin").mkdir(parents=True)
    shutil.copy(ROOT / "Makefile", folder)
    for place in (folder / ".venv" / "bin" / "python", folder / "python3"):
        place.write_text(NOTES, encoding="utf-8")
        place.chmod(0o755)
    ours = {name: text for name, text in os.environ.items() if not name.startswith(("EXPERIO_", "MAKE"))}
    subprocess.run(
        ["make", *words, "PYTHON=./python3"],
        cwd=folder,
        env=ours | shell,
        check=True,
        capture_output=True,
    )
    notes = (folder / "notes.txt").read_text(encoding="utf-8")
    return [note.splitlines() for note in notes.split("\n\n") if note]


@pytest.mark.parametrize("name", ["plain", "väg med å", "it's", 'say "yes"', "a $HOME", "`pwd`", "a;b & (c)"])
def test_any_folder_name_reaches_the_programs_whole(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    notes = made(folder, "test", "types", "migrations", "fuzz", "demo")

    homes = {note[1].removeprefix("HOME_OF_DATA=") for note in notes}
    assert homes == {f"{folder}/build/home", f"{folder}/build/fuzz", f"{folder}/.experio"}


def test_what_the_shell_holds_for_another_project_stays_outside(tmp_path: Path) -> None:
    notes = made(tmp_path, "demo", "test", "style", **OTHERS)

    assert len(notes) > 5
    for note in notes:
        assert [line for line in note if line.partition("=")[0] in OTHERS] == []


def test_the_demo_sets_up_what_running_needs_and_tests_set_up_all(tmp_path: Path) -> None:
    for name in ("demo", "test"):
        (tmp_path / name).mkdir()
    demo, test = (
        [note[0].removeprefix("WORDS=") for note in made(tmp_path / name, name)] for name in ("demo", "test")
    )

    assert demo == ["-m experio.setup --runtime", "manage.py serve"]
    assert test[0] == "-m experio.setup"
