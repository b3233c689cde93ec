"""All steps of set-up, in order; what does not hang on another step is done beside it."""

import fcntl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from experio.setup.built_files import collect_static_files, compile_catalogs
from experio.setup.fonts import prepare_fonts
from experio.setup.kinds import Kind
from experio.setup.node_packages import fetch_with_machine_npm, install_node_packages
from experio.setup.processes import end_programs
from experio.setup.python_packages import install_python_packages

ROOT = Path(__file__).resolve().parents[2]


def set_up(root: Path, kind: Kind) -> None:
    """Do what is not done yet. Raises SetupError."""
    (root / "build").mkdir(exist_ok=True)
    with _one_at_a_time(root / "build" / "setup.lock"), ThreadPoolExecutor() as pool:
        try:
            fetching = pool.submit(fetch_with_machine_npm, root, kind)
            install_python_packages(root, kind)
            install_node_packages(root, kind, fetching)
            prepare_fonts(root)
            compiling = pool.submit(compile_catalogs, root)
            collect_static_files(root)
            compiling.result()
        except BaseException:
            # Leaving waits for the pool's threads, and they wait for their programs.
            end_programs()
            raise


@contextmanager
def _one_at_a_time(path: Path) -> Iterator[None]:
    """Two that start at once in one checkout: the second waits and finds all done."""
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another set-up of this checkout is under way; waiting until it is done.", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
