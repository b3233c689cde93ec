"""`manage.py`: which settings it takes, and how it ends."""

import os
import signal
from typing import Any

import pytest

import manage


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> Any:
    """What the command does can be chosen; the signals of the tests' own process stay as they are."""
    monkeypatch.setattr(signal, "signal", lambda number, handler: None)
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "shop.settings")

    def choose(action: Any) -> None:
        monkeypatch.setattr("django.core.management.execute_from_command_line", action)

    return choose


def test_the_settings_of_another_project_are_not_taken(command: Any) -> None:
    seen = []
    command(lambda words: seen.append(os.environ["DJANGO_SETTINGS_MODULE"]))
    manage.main()
    assert seen == ["experio.settings"]


def test_ctrl_c_ends_a_command_without_a_trace(command: Any) -> None:
    def interrupted(words: list[str]) -> None:
        raise KeyboardInterrupt

    command(interrupted)
    with pytest.raises(SystemExit) as ended:
        manage.main()
    assert ended.value.code == 130
