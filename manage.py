#!/usr/bin/env python
"""Experio's command line: `manage.py help` lists what it can do."""

import os
import signal
import sys
from typing import Any


def main() -> None:
    # Not only a default: the variable may still be set for another project. `--settings` overrules.
    os.environ["DJANGO_SETTINGS_MODULE"] = "experio.settings"
    for sign in (signal.SIGTERM, signal.SIGHUP):
        # Leaving in good order stops the embedded database. What is ignored (nohup) stays ignored.
        if signal.getsignal(sign) is signal.SIG_DFL:
            signal.signal(sign, _leave)
    try:
        _main()
    except KeyboardInterrupt:
        sys.exit(130)


def _leave(number: int, frame: Any) -> None:
    sys.exit(128 + number)


def _main() -> None:
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    from experio.embedded.errors import EmbeddedDatabaseError

    try:
        execute_from_command_line(sys.argv)
    except (ImproperlyConfigured, EmbeddedDatabaseError, OperationalError) as error:
        # A wrong setting or a database that cannot be reached is said in words, without a stack trace.
        sys.exit(f"{sys.argv[0]}: {str(error).strip()}")


if __name__ == "__main__":
    main()
