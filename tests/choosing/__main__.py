"""`python -m tests.choosing`: what `make test-fast` runs, one path a line; says on stderr what it leaves."""

import os
import subprocess
import sys
from pathlib import Path

from tests.choosing.choice import ALWAYS, choose
from tests.choosing.imports import Sources
from tests.choosing.times import last_times

ROOT = Path(__file__).resolve().parents[2]
# What is left of two cores in forty seconds beside starting, a migration and the tests that always run.
BUDGET_SECONDS = 10.0
NAMED = 8


def main() -> int:
    base = os.environ.get("BASE", "")
    changed = _changed(base)
    choice = choose(changed, Sources.below(ROOT), last_times(), budget=BUDGET_SECONDS)
    sys.stdout.write("\n".join([*ALWAYS, *choice.run]) + "\n")
    _say(f"{len(changed)} changed files; beside {' and '.join(ALWAYS)}: {len(choice.run)} test files.")
    if choice.left_out:
        more = f" and {len(choice.left_out) - NAMED} more" if len(choice.left_out) > NAMED else ""
        _say(f"Left to `make test` for their time: {', '.join(choice.left_out[:NAMED])}{more}.")
    return 0


def _changed(base: str) -> list[str]:
    """Since `base` (BASE=main, say); without one since the last commit, or in it when nothing has changed."""
    new = _git("ls-files", "--others", "--exclude-standard")
    since = _git("diff", "--name-only", base or "HEAD") + new
    return since or _git("diff", "--name-only", "HEAD~1", "HEAD")


def _git(*words: str) -> list[str]:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return [line for line in done.stdout.splitlines() if line]


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


if __name__ == "__main__":
    raise SystemExit(main())
