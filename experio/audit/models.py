"""The reading log: who saw what, as rows to which rows can only be added."""

import hashlib
import json

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from experio.audit.chain import Head
from experio.audit.readings import Act
from experio.audit.review import Finding, LogReview, LogReviewRow

__all__ = ["LANES", "Finding", "LogReview", "LogReviewRow", "Reading", "ReadingCut", "ReadingHead"]

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


class ReadingCutQuerySet(models.QuerySet["ReadingCut"]):
    def last_one(self) -> "ReadingCut | None":
        """The cut at which the log begins now; None while nothing has been cut off."""
        return self.order_by("-before", "-pk").first()


class ReadingCut(models.Model):
    """
    That the oldest months of the log were taken off (gallring av åtkomstloggen): up to which month, where
    each lane stood, how many rows, by whose order and which decision. Verification begins at the last one.

    Added by the owner alone, with `manage.py cut_reading_log`, never changed or deleted. A row of the log
    itself carries the digest.
    """

    ROUTE = "cut_reading_log"
    """What stands as the page in that row of the log."""

    before = models.DateField(_("kept from"), unique=True)
    rows = models.PositiveBigIntegerField(_("rows"))
    heads = models.JSONField(_("where the lanes stood"))
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ordered by")
    )
    decision_reference = models.CharField(_("decision"), max_length=200)
    made_at = models.DateTimeField(_("at"), auto_now_add=True)

    objects = ReadingCutQuerySet.as_manager()

    class Meta:
        verbose_name = _("cut of the reading log")
        verbose_name_plural = _("cuts of the reading log")
        ordering = ["before"]
        constraints = [
            models.CheckConstraint(condition=~Q(decision_reference=""), name="cut_names_its_decision"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.before:%Y-%m}"

    def as_heads(self) -> dict[int, Head]:
        """The last row of each lane that went."""
        return {
            int(lane): Head(int(one["position"]), bytes.fromhex(one["hash"]))
            for lane, one in self.heads.items()
        }

    @property
    def digest(self) -> str:
        """SHA-256 over everything that the cut says."""
        lanes = sorted((int(lane), one["position"], one["hash"]) for lane, one in self.heads.items())
        said = [self.before.isoformat(), self.rows, self.ordered_by_id, self.decision_reference, lanes]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()
