"""The steps of set-up: what is done, what is left alone, what an interruption leaves behind."""

import os
import threading
from pathlib import Path
from typing import Any

import pytest

from experio.setup import python_packages
from experio.setup.browser import NAMES, shells_beside
from experio.setup.kinds import DEVELOPMENT, RUNTIME, Stamps
from experio.setup.node_packages import fetch_with_machine_npm
from experio.setup.processes import end_programs, run
from experio.setup.python_packages import entries
from experio.setup.terminal import SetupError

ROOT = Path(__file__).resolve().parents[3]
LOCKS = ("runtime", "development", "node")

# Says its number, which is that of its group too, and waits with a child of its own.
WAITS = ["/bin/sh", "-c", "echo $$; sleep 60; :"]


def lock(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")


def is_gone(group: int) -> bool:
    """Whether no process of the group runs; one that has ended and is not yet collected does not."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _parent, its_group = stat.read_text().rpartition(")")[2].split()[:3]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(its_group) == group and state != "Z":
            return False
    return True


def test_what_running_needs_is_locked_in_the_versions_that_are_tested() -> None:
    pinned = [{entry.split()[0] for entry in entries(lock(name))} for name in ("runtime", "development")]
    # Of no system that the tests know: a lock names it where something that runs asks for it.
    assert pinned[0] - pinned[1] <= {"tzdata==2026.6"}
    assert len(pinned[0]) > 40


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_is_read_whole(name: str) -> None:
    assert "".join(entries(lock(name))) == lock(name)
    assert all("==" in entry.splitlines()[0] and "--hash=sha256:" in entry for entry in entries(lock(name)))


def test_after_all_that_tests_need_the_demo_finds_everything_done(tmp_path: Path) -> None:
    stamps = Stamps(tmp_path, {RUNTIME: "r1", DEVELOPMENT: "d1"})
    assert not stamps.hold(RUNTIME)
    stamps.write(DEVELOPMENT)
    assert stamps.hold(RUNTIME)
    assert stamps.hold(DEVELOPMENT)


def test_after_what_running_needs_tests_find_something_to_do(tmp_path: Path) -> None:
    stamps = Stamps(tmp_path, {RUNTIME: "r1", DEVELOPMENT: "d1"})
    stamps.write(RUNTIME)
    assert stamps.hold(RUNTIME)
    assert not stamps.hold(DEVELOPMENT)


def test_another_lock_is_another_set_up(tmp_path: Path) -> None:
    Stamps(tmp_path, {RUNTIME: "r1", DEVELOPMENT: "d1"}).write(DEVELOPMENT)
    now = Stamps(tmp_path, {RUNTIME: "r1", DEVELOPMENT: "d2"})
    assert now.hold(RUNTIME)
    assert not now.hold(DEVELOPMENT)
    now.remove()
    assert not now.hold(RUNTIME)


def test_a_program_that_fails_is_told_with_its_last_lines(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"(?s)\| the reason.*In a sentence"):
        run(["/bin/sh", "-c", "echo the reason; exit 3"], folder=tmp_path, failure="In a sentence.")


def test_an_interrupted_step_leaves_no_program_running(tmp_path: Path) -> None:
    groups = []

    def interrupt(line: str) -> None:
        groups.append(int(line))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(WAITS, folder=tmp_path, failure="", hear=interrupt)
    assert is_gone(groups[0])


def test_what_runs_beside_an_interrupted_step_is_ended_too(tmp_path: Path) -> None:
    groups: list[int] = []
    says = threading.Event()
    errors: list[BaseException] = []

    def hear(line: str) -> None:
        groups.append(int(line))
        says.set()

    def beside() -> None:
        try:
            run(WAITS, folder=tmp_path, failure="ended", hear=hear)
        except SetupError as error:
            errors.append(error)

    thread = threading.Thread(target=beside)
    thread.start()
    assert says.wait(60)
    end_programs()
    thread.join(60)
    assert is_gone(groups[0])
    assert [str(error).splitlines()[-1] for error in errors] == ["ended"]


def test_a_package_at_which_pip_was_interrupted_is_not_taken_for_installed(tmp_path: Path) -> None:
    packages = tmp_path / "lib" / "python3.11" / "site-packages"
    for name, files in {"whole-1.0": ("METADATA", "RECORD"), "half-1.0": ("METADATA",)}.items():
        folder = packages / f"{name}.dist-info"
        folder.mkdir(parents=True)
        for file in files:
            (folder / file).touch()
    python_packages._forget_half_installed(tmp_path)
    assert [folder.name for folder in packages.iterdir()] == ["whole-1.0.dist-info"]


def a_machine_with_npm(folder: Path, monkeypatch: pytest.MonkeyPatch, *, status: int) -> Path:
    """npm that notes its words, and ends a fetch as it is told; a checkout beside it."""
    (folder / "bin").mkdir()
    npm = folder / "bin" / "npm"
    npm.write_text(f'#!/bin/sh\n[ "$1" = --version ] && exit 0\necho "$@" > words\nexit {status}\n')
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}")
    checkout = folder / "checkout"
    checkout.mkdir()
    for name in ("package.json", "package-lock.json"):
        (checkout / name).write_text("{}")
    return checkout


@pytest.mark.parametrize(("kind", "word"), [(RUNTIME, "--omit=dev"), (DEVELOPMENT, "--include=dev")])
def test_only_tests_fetch_what_tests_need(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: Any, word: str
) -> None:
    checkout = a_machine_with_npm(tmp_path, monkeypatch, status=0)
    assert fetch_with_machine_npm(checkout, kind) is None
    words = (checkout / "words").read_text().split()
    assert words[0] == "ci"
    assert word in words
    (checkout / "words").unlink()
    assert fetch_with_machine_npm(checkout, kind) is None
    assert not (checkout / "words").exists()


def test_an_npm_that_fails_is_told_of_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkout = a_machine_with_npm(tmp_path, monkeypatch, status=1)
    for _ in range(2):
        assert isinstance(fetch_with_machine_npm(checkout, RUNTIME), SetupError)


def test_a_headless_shell_is_preferred_to_a_whole_browser(tmp_path: Path) -> None:
    assert NAMES.index("chromium-headless-shell") < NAMES.index("chromium")
    full = tmp_path / "chromium-1234" / "chrome-linux" / "chrome"
    assert shells_beside(full) == []
    for number in (1233, 1234):
        shell = tmp_path / f"chromium_headless_shell-{number}" / "chrome-linux" / "headless_shell"
        shell.parent.mkdir(parents=True)
        shell.touch(mode=0o755)
    assert shells_beside(full) == [str(shell)]
