"""What the logs hold about people."""

from functools import partial

from experio.data_protection.classification import Purpose, Retention, Subject, about_nobody, describe

_describe = partial(describe, subject=Subject.USER, purpose=Purpose.ACCOUNTABILITY, retention=Retention.LOG)

_describe(
    "audit.Reading",
    links=("actor", "on_behalf_of"),
    left_out={
        "people": "names others; who was read about gets the row with the own name alone",
        "session": "tells sign-ins apart, and means nothing outside",
        "hash": "holds the chain together, and means nothing outside",
    },
    log=(
        "actor",
        "on_behalf_of",
        "capacity",
        "at",
        "act",
        "people",
        "employers",
        "case",
        "purpose",
        "route",
        "method",
        "path",
        "status",
        "address",
        "session",
    ),
    technical=("id", "lane", "position", "hash"),
)
about_nobody("audit.ReadingHead", because="where each lane of the log's chain ends: a number and a hash")
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
