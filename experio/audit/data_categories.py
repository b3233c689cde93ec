"""What the logs hold about people."""

from functools import partial

from experio.data_protection.classification import Purpose, Retention, Subject, about_nobody, describe

_describe = partial(describe, subject=Subject.USER, purpose=Purpose.ACCOUNTABILITY, retention=Retention.LOG)

_describe(
    "audit.Denial",
    links=("user",),
    log=("user", "at", "method", "route", "path", "status"),
    technical=("id",),
)
_describe(
    "admin.LogEntry",
    links=("user",),
    left_out={
        "object_id": "names reference data or another user",
        "object_repr": "names reference data or another user",
        "change_message": "names reference data or another user",
    },
    log=("action_time", "user", "content_type", "object_id", "object_repr", "action_flag", "change_message"),
    technical=("id",),
)
about_nobody(
    "pghistory.Context",
    because="who changed something and why; stands in the extract beside each change, and goes with it",
)
about_nobody(
    "pghistory.Events",
    "pghistory.MiddlewareEvents",
    because="views over the history tables without rows of their own",
)
