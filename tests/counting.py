"""What a run has looked at, said in one line at its end: cells of the matrix, requests of the fuzzing."""

from collections import Counter

import pytest

_COUNTED: Counter[str] = Counter()


def note(what: str, number: int) -> None:
    """Add to what the run counts."""
    _COUNTED[what] += number


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker hands its counts to the run that started it."""
    if (output := getattr(session.config, "workeroutput", None)) is not None:
        output["counted"] = dict(_COUNTED)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    _COUNTED.update(getattr(node, "workeroutput", {}).get("counted", {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for what, number in sorted(_COUNTED.items()):
        terminalreporter.write_line(f"{what}: {number}")
