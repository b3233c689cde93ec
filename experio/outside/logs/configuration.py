"""The value of LOGGING, and what a process does with errors that nobody caught."""

import logging
import sys
import threading
from types import TracebackType
from typing import Any

import structlog

from experio.outside.logs.formatting import SHARED, add_extra


def logging_settings(*, readable: bool) -> dict[str, Any]:
    """One handler for everything. The framework's own ones, which would mail a traceback, are taken away."""
    quiet = {"handlers": [], "propagate": True}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": "experio.outside.logs.formatting.formatter", "readable": readable}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            **{name: {"level": "INFO"} for name in ("experio", "subprojects", "cases", "reports")},
            "django": {**quiet, "level": "WARNING"},
            "django.server": {**quiet, "level": "ERROR"},
            # One line for each request is ours (experio.requests); here only what failed.
            "django.request": {**quiet, "level": "ERROR"},
            # Statements with their values, if somebody should switch them on.
            "django.db.backends": {**quiet, "level": "WARNING"},
        },
    }


def configure_structlog() -> None:
    """Let `structlog.get_logger()` write through the same handler and the same refusals."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *(one for one in SHARED if one is not add_extra),
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def log_what_nobody_caught() -> None:
    """Errors of threads and of the process itself, and warnings, go the same way as all else."""
    log = logging.getLogger("experio.process")

    def of_process(kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, where)
            return
        log.error("the process failed", exc_info=(kind, error, where))

    def of_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            log.error("a thread failed", exc_info=(args.exc_type, args.exc_value, args.exc_traceback))

    def of_nobody(args: Any) -> None:
        log.error("an error could not be raised", exc_info=args.exc_value)

    sys.excepthook, threading.excepthook, sys.unraisablehook = of_process, of_thread, of_nobody
    logging.captureWarnings(True)
