"""What set-up says while it works: the step, the time it takes, and a bar where the end is known."""

import shutil
import sys
import threading
import time
from types import TracebackType

BAR_WIDTH = 24
TICK_SECONDS = 0.2


class SetupError(Exception):
    """Set-up cannot go on; the message says why and what to do, in a sentence or two."""


class Step:
    """One piece of work. On a terminal one line is redrawn; in a log a line is written now and then."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.done = 0
        self.total = 0
        self._began = 0.0
        self._told_quarter = 0
        self._live = sys.stdout.isatty()
        self._stop = threading.Event()
        self._ticker = threading.Thread(target=self._tick, daemon=True)

    def __enter__(self) -> "Step":
        self._began = time.monotonic()
        if self._live:
            self._ticker.start()
        else:
            print(f"{self.title} ...", flush=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live:
            self._stop.set()
            self._ticker.join()
            self._clear()
        if kind is None:
            print(f"{self.title}: done in {self._elapsed()}", flush=True)
        else:
            print(f"{self.title}: stopped after {self._elapsed()}", flush=True)

    def advance(self, done: int, total: int) -> None:
        """Tell how far the work has come."""
        self.done, self.total = min(done, total), total
        quarter = 4 * self.done // total if total else 0
        if not self._live and quarter > self._told_quarter:
            self._told_quarter = quarter
            print(f"  {self.done} of {total} after {self._elapsed()}", flush=True)

    def _elapsed(self) -> str:
        seconds = time.monotonic() - self._began
        return f"{seconds:.1f} s" if seconds < 60 else f"{int(seconds) // 60} min {int(seconds) % 60} s"

    def _tick(self) -> None:
        while not self._stop.wait(TICK_SECONDS):
            bar = ""
            if self.total:
                filled = BAR_WIDTH * self.done // self.total
                bar = f"  [{'#' * filled}{'.' * (BAR_WIDTH - filled)}] {self.done} of {self.total}"
            line = f"{self.title}{bar}  {self._elapsed()}"
            print(f"\r{line[: self._columns()]}\033[K", end="", flush=True)

    def _clear(self) -> None:
        print("\r\033[K", end="", flush=True)

    @staticmethod
    def _columns() -> int:
        return shutil.get_terminal_size().columns - 1
