"""Disposal: proposed by one person, approved by another, carried out wholly or not at all."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pgtrigger
from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import (
    AbsenceImport,
    DataRequest,
    Disposal,
    DisposalKind,
    DisposalRow,
    RecordKind,
    RequestKind,
    RetentionRule,
    SickLeaveEpisode,
)
from cases.questions.disposal_list import MODEL_OF, dry_run, reasons_to_keep
from experio.accounts.models import User
from experio.data_protection.classification import Retention, classification_of
from experio.data_protection.persons_rows import RowKeys, rows_about
from subprojects.models import Membership, Role

BATCH = 2_000
_STAY = {Retention.LOG, Retention.DECISION, Retention.UPLOAD}  # what no disposal deletes row by row
_ACCOUNT = "accounts.User"


class DisposalRefused(ValidationError):
    """What was proposed may not be carried out as it is."""


@transaction.atomic
def propose_disposal(*, rule: RetentionRule, proposed_by: User, today: date) -> Disposal:
    """
    Propose what the rule lets go today (föreslå gallring), row by row. Nothing is deleted.

    Raises DisposalRefused when nothing would go, or a proposal by the same rule already waits.
    """
    if not rule.holds_on(today):
        raise DisposalRefused(_("The rule does not hold today."))
    waiting = Disposal.objects.filter(rule=rule, carried_out_at=None, withdrawn_at=None)
    if waiting.exists():
        raise DisposalRefused(_("A proposal by this rule already waits for approval."))
    going = [one.row for one in dry_run(rule, today).going]
    if not going:
        raise DisposalRefused(_("Nothing would go by this rule today."))
    disposal = Disposal(
        subproject_id=rule.subproject_id,
        kind=DisposalKind.RETENTION,
        rule=rule,
        record_kind=rule.record_kind,
        decision_reference=rule.decision_reference,
        proposed_by=proposed_by,
    )
    return _named(disposal, going)


@transaction.atomic
def propose_erasure(*, request: DataRequest, proposed_by: User, today: date) -> Disposal:
    """
    Propose to erase the person of an erasure request (radering, GDPR 17), through the same machinery.

    Raises DisposalRefused with every reason when a hold, what still runs, or archive law requires keeping.
    """
    if request.kind != RequestKind.ERASURE or not request.is_open:
        raise DisposalRefused(_("There is no open request for erasure."))
    reasons = reasons_to_keep(request.staff_member, today)
    if reasons:
        raise DisposalRefused([_("It must be kept: %(reason)s.") % {"reason": reason} for reason in reasons])
    if Disposal.objects.filter(request_number=request.pk, carried_out_at=None, withdrawn_at=None).exists():
        raise DisposalRefused(_("A proposal for this request already waits for approval."))
    rule = RetentionRule.objects.filter(
        subproject=request.subproject_id, record_kind=RecordKind.PERSON, valid_to=None
    ).first()
    disposal = Disposal(
        subproject_id=request.subproject_id,
        kind=DisposalKind.ERASURE,
        rule=rule,
        record_kind=RecordKind.PERSON,
        decision_reference=rule.decision_reference if rule else "",
        request_number=request.pk,
        proposed_by=proposed_by,
    )
    return _named(disposal, [request.staff_member_id])


@transaction.atomic
def withdraw_disposal(*, disposal: Disposal, withdrawn_by: User) -> Disposal:
    """Take a proposal back (återkalla); what it named is forgotten. Twice is once."""
    locked = Disposal.objects.select_for_update().get(pk=disposal.pk)
    if locked.withdrawn_at is not None:
        return locked
    if not locked.is_waiting:
        raise DisposalRefused(_("The disposal has been carried out."))
    locked.withdrawn_by, locked.withdrawn_at = withdrawn_by, timezone.now()
    locked.full_clean()
    locked.save()
    DisposalRow.objects.filter(disposal=locked).delete()
    return locked


@transaction.atomic
def approve_disposal(*, disposal: Disposal, approved_by: User, today: date) -> Disposal:
    """
    Approve and carry out (godkänn och genomför gallring) in one transaction: rows, their history, what was
    derived from them, accounts and sessions of people who are gone. The record keeps counts by table.

    Raises DisposalRefused when it is one's own proposal, or when anything has changed since: the approver
    approves exactly the rows that were named. Twice is once.
    """
    locked = Disposal.objects.select_for_update().get(pk=disposal.pk)
    if locked.carried_out_at is not None and locked.approved_by_id == approved_by.pk:
        return locked
    if not locked.is_waiting:
        raise DisposalRefused(_("The disposal has been carried out or withdrawn."))
    if locked.proposed_by_id == approved_by.pk:
        raise DisposalRefused(_("Somebody else than the proposer approves a disposal."))
    records = set(_records_of(locked))
    _may_still_go(locked, records, today)
    found = _found(locked.record_kind, records)
    if _keys(found) != _named_keys(locked):
        raise DisposalRefused(_("The data has changed since the proposal. Withdraw it and propose again."))
    locked.approved_by, locked.approved_at = approved_by, timezone.now()
    locked.full_clean()
    locked.save()
    locked.counts = _carry_out(locked, found)
    locked.carried_out_at = timezone.now()
    locked.save()
    DisposalRow.objects.filter(disposal=locked).delete()
    return locked


def _named(disposal: Disposal, records: list[int]) -> Disposal:
    """Save the proposal and name every row that it reaches."""
    found = _found(disposal.record_kind, records)
    disposal.records = len(records)
    disposal.full_clean()
    disposal.save()
    table = MODEL_OF[disposal.record_kind]._meta.db_table
    going = set(records)
    DisposalRow.objects.bulk_create(
        (
            DisposalRow(disposal=disposal, table=name, row=row, is_record=name == table and row in going)
            for name, row in sorted(_keys(found))
        ),
        batch_size=BATCH,
    )
    return disposal


def _records_of(disposal: Disposal) -> Iterable[int]:
    return DisposalRow.objects.filter(disposal=disposal, is_record=True).values_list("row", flat=True)


def _may_still_go(disposal: Disposal, records: set[int], today: date) -> None:
    """What was set since the proposal (a hold, a restriction, a request) stops it."""
    if disposal.kind == DisposalKind.RETENTION:
        if disposal.rule is None or not disposal.rule.holds_on(today):
            raise DisposalRefused(_("The rule does not hold today."))
        if not records <= {one.row for one in dry_run(disposal.rule, today).going}:
            raise DisposalRefused(
                _("Something of the list is held back by now. Withdraw it and propose again.")
            )
        return
    for person in MODEL_OF[RecordKind.PERSON].objects.filter(pk__in=records):
        reasons = reasons_to_keep(person, today)
        if reasons:
            raise DisposalRefused([_("It must be kept: %(reason)s.") % {"reason": one} for one in reasons])


def _found(record_kind: str, records: Iterable[int]) -> dict[str, RowKeys]:
    """
    Every row that goes, parents first. With a person go the account that was only that person's, and
    what hangs on it; logs and other people's accounts stay.
    """
    records = list(records)
    roots: dict[str, Iterable[int]] = {MODEL_OF[record_kind]._meta.label: records}
    if record_kind == RecordKind.PERSON:
        roots[_ACCOUNT] = _accounts_only_of(records)
    found = rows_about(roots)
    return {label: rows for label, rows in found.items() if classification_of(label).retention not in _STAY}


def _accounts_only_of(staff: list[int]) -> set[int]:
    """Accounts whose every role, ever, was that of these employees; nobody else's case is named by them."""
    theirs = set(Membership.objects.filter(staff_member__in=staff).values_list("user", flat=True))
    others = Membership.objects.filter(user__in=theirs).exclude(role=Role.EMPLOYEE, staff_member__in=staff)
    return theirs - set(others.values_list("user", flat=True))


def _keys(found: Mapping[str, RowKeys]) -> set[tuple[str, int]]:
    """What a proposal names. Of an account only the history: sessions come and go until the approval."""
    keys: set[tuple[str, int]] = set()
    for label, rows in found.items():
        described = classification_of(label)
        if described.retention != Retention.ACCOUNT:
            keys |= {(described.model._meta.db_table, row) for row in rows.living}
        if described.event_model is not None:
            keys |= {(described.event_model._meta.db_table, row) for row in rows.events}
    return keys


def _named_keys(disposal: Disposal) -> set[tuple[str, int]]:
    return set(DisposalRow.objects.filter(disposal=disposal).values_list("table", "row"))


def _carry_out(disposal: Disposal, found: dict[str, RowKeys]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    if disposal.record_kind == RecordKind.PERSON:
        # An upload that waits may hold the person; it is made again from the payroll file.
        waiting = AbsenceImport.objects.filter(
            subproject=disposal.subproject_id, confirmed_at=None, content__isnull=False
        )
        counts[AbsenceImport._meta.db_table] += waiting.delete()[0]
    if disposal.record_kind == RecordKind.SICK_LEAVE:
        from cases.models import Case

        gone = found.get(SickLeaveEpisode._meta.label, RowKeys()).living
        Case.objects.filter(episode__in=gone).update(episode=None)
    contexts = _contexts_of(found)
    # No trigger writes a history of the deletion: the history itself goes. `guards.sql` looks on.
    with pgtrigger.ignore(), connection.cursor() as cursor:
        for label in reversed(found):
            described, rows = classification_of(label), found[label]
            if described.event_model is not None:
                counts[described.event_model._meta.db_table] += _delete(
                    cursor, described.event_model._meta.db_table, "pgh_id", rows.events
                )
            if label == _ACCOUNT:
                counts[described.model._meta.db_table] += _empty_accounts(rows.living)
                continue
            table = described.model._meta
            counts[table.db_table] += _delete(cursor, table.db_table, str(table.pk.column), rows.living)
        counts["pghistory_context"] += _delete_contexts(cursor, contexts)
    return {table: number for table, number in sorted(counts.items()) if number}


def _delete(cursor: Any, table: str, column: str, keys: Iterable[int]) -> int:
    """Delete by key and see that every one of them went. Raises DisposalRefused when one did not."""
    wanted = sorted(keys)
    if not wanted:
        return 0
    cursor.execute(f'DELETE FROM "{table}" WHERE "{column}" = ANY(%s)', [wanted])  # noqa: S608 - own tables
    cursor.execute(f'SELECT count(*) FROM "{table}" WHERE "{column}" = ANY(%s)', [wanted])  # noqa: S608
    if cursor.fetchone()[0]:
        raise DisposalRefused(_("The database did not let every row go, so nothing was disposed of."))
    return len(wanted)


def _empty_accounts(users: set[int]) -> int:
    """
    Take everything personal out of an account that logs still point at: what stays is a key without a name
    that nobody can sign in with.
    """
    for user in User.objects.filter(pk__in=users):
        user.username = f"disposed-{hashlib.sha256(str(user.pk).encode()).hexdigest()[:12]}"
        user.first_name = user.last_name = user.email = ""
        user.is_active, user.last_login = False, None
        user.password = make_password(None)
        user.save()
    return len(users)


def _contexts_of(found: Mapping[str, RowKeys]) -> set[str]:
    """The history's contexts (who, why, on which page) of the rows that go."""
    contexts: set[str] = set()
    for label, rows in found.items():
        events = classification_of(label).event_model
        if events is not None and rows.events:
            named = events._default_manager.filter(pk__in=rows.events, pgh_context__isnull=False)
            contexts |= {str(key) for key in named.values_list("pgh_context_id", flat=True)}
    return contexts


def _delete_contexts(cursor: Any, contexts: set[str]) -> int:
    """Delete those contexts that no history row points at any more: their reasons were written about it."""
    used: set[str] = set()
    for model in apps.get_models():
        if hasattr(model, "pgh_tracked_model"):
            used |= _using(model, contexts)
    gone = sorted(contexts - used)
    if gone:
        cursor.execute("DELETE FROM pghistory_context WHERE id = ANY(%s::uuid[])", [gone])
    return len(gone)


def _using(events: type[models.Model], contexts: set[str]) -> set[str]:
    found = events._default_manager.filter(pgh_context_id__in=contexts)
    return {str(key) for key in found.values_list("pgh_context_id", flat=True).distinct()}
