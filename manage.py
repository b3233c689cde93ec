#!/usr/bin/env python
"""Experio's command line: `manage.py help` lists what it can do."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "experio.settings")
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
