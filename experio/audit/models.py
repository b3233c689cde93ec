"""The reading log: who saw what, as rows to which rows can only be added."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from experio.audit.readings import Act
from experio.audit.review import Finding, LogReview, LogReviewRow

__all__ = ["LANES", "Finding", "LogReview", "LogReviewRow", "Reading", "ReadingHead"]

LANES = 16
"""Chains side by side, so that writers do not queue behind one another."""


class Reading(models.Model):
    """
    One page or file that somebody was shown or refused, or one change (loggpost i åtkomstloggen).

    Keys of people, employers and cases are plain numbers without foreign keys: the log outlives what it
    speaks of, and writing it locks no other row. `at` is real time, also where the demo clock stands still.
    Route and path carry, by house rule, neither personal number nor health data; the query string and what
    was posted are never kept. Number, time, lane, position and hash are the database's own; the app role
    cannot choose them. The table is partitioned by month of `at` (`experio.audit.partitions`).
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(_("at"), editable=False)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name=_("who"),
    )
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        null=True,
        related_name="+",
        verbose_name=_("on behalf of"),
    )
    capacity = models.TextField(_("roles at the time"))
    act = models.CharField(_("act"), max_length=10, choices=Act)
    people = ArrayField(models.BigIntegerField(), verbose_name=_("people"))
    employers = ArrayField(models.BigIntegerField(), verbose_name=_("employers"))
    case = models.BigIntegerField(_("case"), null=True, db_column="case_id")
    purpose = models.CharField(_("purpose"), max_length=300)
    route = models.CharField(_("page"), max_length=100)
    method = models.CharField(_("method"), max_length=10)
    path = models.CharField(_("address"), max_length=300)
    status = models.PositiveSmallIntegerField(_("answer"))
    address = models.CharField(_("network address"), max_length=45)
    session = models.CharField(_("session"), max_length=32)
    lane = models.PositiveSmallIntegerField(editable=False)
    position = models.BigIntegerField(editable=False)
    hash = models.BinaryField(editable=False)

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        ordering = ["-at", "-id"]
        indexes = [
            GinIndex(fields=["people"], name="readings_of_people", fastupdate=False),
            models.Index(fields=["actor", "at"], name="readings_by_actor"),
            models.Index(fields=["case", "at"], name="readings_of_case"),
            models.Index(fields=["lane", "position"], name="readings_in_chain"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.route}"


class ReadingHead(models.Model):
    """
    Where a lane of the chain ends: position and hash of its last row. Written by the trigger alone, so
    that rows missing at the end are noticed.
    """

    lane = models.PositiveSmallIntegerField(primary_key=True)
    position = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        verbose_name = _("end of a lane")
        verbose_name_plural = _("ends of the lanes")
        ordering = ["lane"]

    def __str__(self) -> str:
        return f"{self.lane}:{self.position}"
