"""What the sent forms hold about people."""

from experio.data_protection.classification import Purpose, Retention, Subject, describe

describe(
    "once.SentForm",
    subject=Subject.USER,
    purpose=Purpose.ACCESS,
    retention=Retention.ACCOUNT,
    links=("user",),
    left_out={
        "key": "tells one form from another, and means nothing outside",
        "leads_to": "an address that the person has been sent to; gone within twelve hours",
    },
    technical=("key", "user", "sent_at", "leads_to"),
)
