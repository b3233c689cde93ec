"""Who a protected person is: the one place where it is unsealed."""

from subprojects.identity import Identity
from subprojects.models import ProtectedIdentity, StaffMember


def identity_of(person: StaffMember) -> Identity:
    """
    The sealed identity of one protected person. The caller has asked `subprojects.open_identity`, or carries
    out a verb of `cases.actions.protection`; nothing else may call it (a test counts). Raises
    ProtectedIdentity.DoesNotExist, CannotUnseal.
    """
    return Identity.from_text(ProtectedIdentity.objects.get(pk=person.pk).sealed)


def account_count(person: StaffMember) -> int:
    """How many sign-ins are the person's own: their user names may tell who it is."""
    from subprojects.models import Membership, Role

    return (
        Membership.objects.filter(role=Role.EMPLOYEE, staff_member=person).values("user").distinct().count()
    )
