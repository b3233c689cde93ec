"""`python3 -m experio.setup`: everything that Experio needs, from a bare checkout. Starts nothing."""

import fcntl
import sys
from pathlib import Path

from experio.setup.built_files import collect_static_files, compile_catalogs
from experio.setup.fonts import prepare_fonts
from experio.setup.node_packages import install_node_packages
from experio.setup.python_packages import check_python, install_python_packages
from experio.setup.terminal import SetupError

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    try:
        check_python()
        (ROOT / "build").mkdir(exist_ok=True)
        with (ROOT / "build" / "setup.lock").open("w") as lock:
            # Two that start at once in one checkout: the second waits and finds all done.
            fcntl.flock(lock, fcntl.LOCK_EX)
            install_python_packages(ROOT)
            install_node_packages(ROOT)
            prepare_fonts(ROOT)
            compile_catalogs(ROOT)
            collect_static_files(ROOT)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
