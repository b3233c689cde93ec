"""`python3 -m experio.setup`: everything that Experio needs, from a bare checkout. Starts nothing.

With `--runtime` only what running it needs: no tools for tests and checks.
"""

import signal
import sys

OLDEST_PYTHON = (3, 11)


def main() -> int:
    # Before anything else is imported: the other modules cannot be read by an older Python.
    if sys.version_info < OLDEST_PYTHON:
        found = ".".join(str(part) for part in sys.version_info[:2])
        text = f"Experio needs Python 3.11 or newer; this is {found}. Set PYTHON=/path/to/python3."
        print(text, file=sys.stderr)
        return 1
    for sign in (signal.SIGTERM, signal.SIGHUP):
        # What is ignored (nohup) stays ignored.
        if signal.getsignal(sign) is signal.SIG_DFL:
            signal.signal(sign, _leave)
    try:
        return _set_up()
    except KeyboardInterrupt:
        return 130


def _set_up() -> int:
    from experio.setup.everything import ROOT, set_up
    from experio.setup.kinds import DEVELOPMENT, RUNTIME
    from experio.setup.terminal import SetupError

    try:
        set_up(ROOT, RUNTIME if "--runtime" in sys.argv[1:] else DEVELOPMENT)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _leave(number: int, frame: object) -> None:
    sys.exit(128 + number)


if __name__ == "__main__":
    sys.exit(main())
