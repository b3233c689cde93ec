"""Groups at the employer's identity provider become dated roles, and stop being them."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction

from experio.accounts.models import User
from experio.scope import working_for
from subprojects.models import GroupRole, IdentityProvider, Membership, Role
from subprojects.models.membership import INSURER_AND_EMPLOYER

log = logging.getLogger("experio.accounts.providers")


@dataclass(frozen=True)
class GivenRole:
    """A role as a group gives it; `unit` is None for roles of the whole employer."""

    role: str
    unit: int | None
    includes_subunits: bool


def roles_of_groups(provider: IdentityProvider, groups: Iterable[str]) -> frozenset[GivenRole]:
    """
    What the groups give, inside the provider's own employer and nowhere else.

    The units are asked once more for their employer: a row that slipped in beside the form gives nothing.
    """
    rows = GroupRole.objects.filter(
        identity_provider=provider, group__in=set(groups), role__in=GroupRole.PROVIDER_ROLES
    ).select_related("unit")
    return frozenset(
        GivenRole(row.role, row.unit_id, row.includes_subunits)
        for row in rows
        # A unit of another employer is not even seen here: its key stands there without its row.
        if row.unit_id is None or (row.unit and row.unit.subproject_id == provider.subproject_id)
    )


def apply_groups(*, provider: IdentityProvider, user: User, groups: Iterable[str], today: date) -> None:
    """
    Give the roles of the groups from today on, and end those that the groups gave before and no longer do.

    Only rows that this provider has given are ended; what an administrator gave stays. A role that was given
    today and is taken away today leaves no day, so its row is deleted (the history keeps it).
    """
    with transaction.atomic(), working_for(provider.subproject_id):
        wanted = roles_of_groups(provider, groups)
        held = Membership.objects.held_on(today).select_for_update().filter(user=user)
        given = {_key(row): row for row in held if row.identity_provider_id == provider.pk}
        # The same role at another employer is another role.
        by_hand = {
            _key(row)
            for row in held
            if row.identity_provider_id is None and row.subproject_id in (None, provider.subproject_id)
        }
        for key, row in given.items():
            if key not in wanted:
                _end(row, today)
        given_now = 0
        for key in sorted(wanted - given.keys() - by_hand, key=str):
            membership = Membership(
                user=user,
                role=key.role,
                subproject_id=None if key.role == Role.MANAGER else provider.subproject_id,
                unit_id=key.unit,
                includes_subunits=key.includes_subunits,
                first_day=today,
                identity_provider=provider,
            )
            given_now += _give(membership, provider)
        changed = len(given.keys() - wanted), given_now
    if any(changed):
        log.info("user %s: %s roles ended, %s given by provider %s", user.pk, *changed, provider.slug)


def _give(membership: Membership, provider: IdentityProvider) -> bool:
    """
    Whether the role has been given. One that would bring insurer and employer together is refused and logged,
    and the person signs in without it: an administrator ends the other role first.
    """
    try:
        with transaction.atomic():
            membership.full_clean()
            membership.save()
    except (ValidationError, IntegrityError) as error:
        if not _brings_both_together(error):
            raise
        log.warning(
            "user %s: role %s of provider %s refused, insurer and employer never meet",
            membership.user_id,
            membership.role,
            provider.slug,
        )
        return False
    return True


def _brings_both_together(error: ValidationError | IntegrityError) -> bool:
    """Said by the model, or by the database where the other employer's roles are not seen."""
    if isinstance(error, IntegrityError):
        return getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") == INSURER_AND_EMPLOYER
    found = getattr(error, "error_dict", {}).get(NON_FIELD_ERRORS, [])
    return any(one.code == INSURER_AND_EMPLOYER for one in found)


def end_roles_of_provider(*, provider: IdentityProvider, today: date) -> int:
    """End every role that the provider has given: it is no longer believed. How many there were."""
    with transaction.atomic(), working_for(provider.subproject_id):
        rows = list(Membership.objects.held_on(today).filter(identity_provider=provider))
        for row in rows:
            _end(row, today)
    return len(rows)


def _end(row: Membership, today: date) -> None:
    if row.first_day >= today:
        row.delete()
        return
    row.last_day = today - timedelta(days=1)
    row.save(update_fields=["last_day"])


def _key(row: Membership) -> GivenRole:
    return GivenRole(row.role, row.unit_id, row.includes_subunits)
