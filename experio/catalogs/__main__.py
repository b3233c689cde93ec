"""`python -m experio.catalogs`: compile the Swedish catalogs, without Django and so in a moment."""

import sys
from pathlib import Path

from experio.catalogs.fragments import CatalogError, compile_fragments

LOCALE = Path(__file__).resolve().parents[1] / "locale"


def main() -> int:
    try:
        compile_fragments(LOCALE)
    except CatalogError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
