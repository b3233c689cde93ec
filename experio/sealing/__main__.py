"""
`python -m experio.sealing [id]` prints a new key, as EXPERIO_SEALING_KEYS wants it.

The same as `manage.py make_sealing_key`, for a machine that has no settings yet.
"""

import sys

from experio.sealing.making import new_key_line

if __name__ == "__main__":
    try:
        sys.stdout.write(new_key_line(sys.argv[1] if len(sys.argv) > 1 else "") + "\n")
    except ValueError as error:
        sys.exit(str(error))
