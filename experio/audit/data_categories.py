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
_describe(
    "audit.LogReview",
    links=("opened_by", "closed_by"),
    left_out={
        "summary": "may speak of several people; disclosed after an assessment",
    },
    data_protection=(
        "subproject",
        "month",
        "rows_in_month",
        "opened_by",
        "opened_at",
        "closed_by",
        "closed_at",
        "summary",
    ),
    technical=("id", "seed", "rules"),
)
_describe(
    "audit.LogReviewRow",
    links=("found_by",),
    left_out={
        "note": "may speak of somebody else; disclosed after an assessment",
    },
    data_protection=(
        "subproject",
        "reading",
        "reading_at",
        "reasons",
        "finding",
        "note",
        "found_by",
        "found_at",
    ),
    technical=("id", "review"),
)
_describe(
    "audit.ReadingCut",
    links=("ordered_by",),
    left_out={"heads": "holds the chain together, and means nothing outside"},
    log=("before", "rows", "heads", "ordered_by", "decision_reference", "made_at"),
    technical=("id",),
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
