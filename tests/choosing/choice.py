"""From the files that changed to the test files that are worth running now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from tests.choosing.imports import Sources

# Pure tests, no database: always.
ALWAYS = ("tests/unit", "tests/properties")
# What a file without a time of its own is taken to last, in seconds on one core.
UNKNOWN_SECONDS = 3.0
FARTHEST = 4


@dataclass(frozen=True)
class Choice:
    """What is run, nearest first, and what the change may touch too but time does not allow."""

    run: tuple[str, ...]
    left_out: tuple[str, ...]


def choose(
    changed: Iterable[str], sources: Sources, seconds: Mapping[str, float], *, budget: float
) -> Choice:
    """
    The test files that changed, then those that import what changed, by ever longer ways, until `budget`
    (seconds on one core) is spent. Tests in a browser run only when they themselves changed.
    """
    changed = sorted(set(changed))
    own = [path for path in changed if is_test(path) and path in sources.files]
    own = [path for path in own if not path.startswith(ALWAYS)]
    found = [path for path in _nearest_first(changed, sources) if path not in own]
    found = [path for path in found if not path.startswith(("tests/browser/", *ALWAYS))]
    run, left_out, spent = list(own), [], 0.0
    for path in found:
        cost = seconds.get(path, UNKNOWN_SECONDS)
        if spent + cost <= budget:
            run.append(path)
            spent += cost
        else:
            left_out.append(path)
    return Choice(tuple(run), tuple(left_out))


def is_test(path: str) -> bool:
    name = PurePosixPath(path).name
    return path.startswith("tests/") and name.startswith("test_") and name.endswith(".py")


def _nearest_first(changed: list[str], sources: Sources) -> list[str]:
    """Test files by how many imports lie between them and a changed file; those that bear its name first."""
    stems = {PurePosixPath(path).stem for path in changed if not is_test(path)}
    ordered = sorted(path for path in sources.files if is_test(path) and _subject(path) in stems)
    seen, front = set(changed), list(changed)
    for _step in range(FARTHEST):
        front = sorted({user for path in front for user in sources.users_of(path)} - seen)
        seen |= set(front)
        ordered += [path for path in front if is_test(path) and path not in ordered]
    return ordered


def _subject(path: str) -> str:
    """`tests/database/cases/test_delegation.py` → `delegation`, as the module under test is called."""
    return PurePosixPath(path).stem.removeprefix("test_")
