"""`make test-fast` runs what a change touches, nearest first, and says what it leaves out."""

from tests.choosing.choice import choose
from tests.choosing.imports import Sources, read

FILES = {
    "cases/rules/due.py": "import datetime",
    "cases/questions/steps.py": "from cases.rules import due",
    "cases/views/start.py": "from cases.questions.steps import steps_of\nTEMPLATE = 'cases/start.html'",
    "cases/rules/other.py": "",
    "tests/unit/rules/test_due.py": "from cases.rules.due import DueStep",
    "tests/database/test_steps.py": "from cases.questions import steps",
    "tests/database/test_start.py": "import cases.views.start",
    "tests/database/test_other.py": "from cases.rules.other import x",
    "tests/browser/test_look.py": "from cases.views.start import start",
}
SOURCES = Sources({name: read(name, text) for name, text in FILES.items()})
QUICK = dict.fromkeys(FILES, 1.0)


def test_what_imports_the_change_runs_nearest_first() -> None:
    choice = choose(["cases/rules/due.py"], SOURCES, QUICK, budget=10)

    assert choice.run == ("tests/database/test_steps.py", "tests/database/test_start.py")
    assert choice.left_out == ()


def test_what_time_does_not_allow_is_named() -> None:
    choice = choose(["cases/rules/due.py"], SOURCES, QUICK, budget=1)

    assert choice.run == ("tests/database/test_steps.py",)
    assert choice.left_out == ("tests/database/test_start.py",)


def test_a_template_is_used_by_the_view_that_names_it() -> None:
    choice = choose(["templates/cases/start.html"], SOURCES, QUICK, budget=10)

    assert choice.run == ("tests/database/test_start.py",)


def test_a_changed_test_always_runs_also_in_a_browser() -> None:
    choice = choose(["tests/browser/test_look.py", "docs/index.md"], SOURCES, QUICK, budget=0)

    assert choice.run == ("tests/browser/test_look.py",)


def test_a_test_that_is_gone_is_not_asked_for() -> None:
    assert choose(["tests/database/test_gone.py"], SOURCES, QUICK, budget=10).run == ()


def test_a_file_without_a_time_is_not_taken_for_free() -> None:
    assert choose(["cases/rules/other.py"], SOURCES, {}, budget=1).left_out == (
        "tests/database/test_other.py",
    )
