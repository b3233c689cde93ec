"""What each role may do with sick leave and cases. What is lent is answered in `cases.delegated`."""

from typing import Any

from cases.models import Case, Delegation, SickLeaveEpisode
from experio.permissions import rule
from subprojects.models import Employment, StaffMember, Subproject
from subprojects.querysets import running_on
from subprojects.roles import roles_of


def _works_for(user: Any, thing: Any) -> bool:
    """The person is HR officer of the thing's employer (of any employer, when no thing is named)."""
    officer_of = roles_of(user).hr_subprojects
    if thing is None:
        return bool(officer_of)
    if isinstance(thing, Subproject):
        return thing.pk in officer_of
    return thing.subproject_id in officer_of


def _owns(user: Any, thing: Any) -> bool:
    """The thing is about the person's own absence."""
    own = roles_of(user).own_staff_rows
    if isinstance(thing, StaffMember):
        return thing.pk in own
    return thing is not None and thing.staff_member_id in own


@rule("cases.view_sickleaveepisode")
def can_view_sick_leave(user: Any, episode: SickLeaveEpisode | None) -> bool:
    """Without an object: may the person open lists of sick leave at all?"""
    roles = roles_of(user)
    if episode is None:
        return bool(roles.hr_subprojects or roles.managed_units)
    return SickLeaveEpisode.objects.visible_to(user).filter(pk=episode.pk).exists()


@rule("cases.view_health")
def can_view_health(user: Any, thing: SickLeaveEpisode | Case | StaffMember | None) -> bool:
    """Diagnosis and health text: HR officers of the employer and the person, never a manager."""
    return _works_for(user, thing) or _owns(user, thing)


@rule(
    "cases.add_sickleaveepisode",
    "cases.change_sickleaveepisode",
    "cases.delete_sickleaveepisode",
    "cases.import_absence",
    "cases.add_case",
    "cases.change_case",
    "cases.delegate_case",
    "cases.close_case",
    "cases.hand_over_case",
    "cases.work_data_protection",
)
def works_for_the_employer(user: Any, thing: Any) -> bool:
    """Registering, correcting, importing, opening, lending and closing are the HR officer's."""
    return _works_for(user, thing)


@rule("cases.release_extract")
def hands_out_extracts(user: Any, person: StaffMember) -> bool:
    """HR officers hand out their employer's extracts, but not their own: that one they fetch as employees."""
    return _works_for(user, person) and not _owns(user, person)


@rule("cases.assess_disclosure")
def assesses_disclosures(user: Any, thing: Any) -> bool:
    """What leaves on request is weighed and recorded by the employer's HR officers."""
    return _works_for(user, thing)


@rule("cases.view_case")
def can_view_case(user: Any, case: Case | None) -> bool:
    """Without an object: may the person open lists of cases at all?"""
    roles = roles_of(user)
    if case is None:
        return bool(roles.hr_subprojects or roles.managed_units)
    return Case.objects.visible_to(user).filter(pk=case.pk).exists()


@rule("cases.view_manager_notes", "cases.add_journalnote")
def follows_the_case(user: Any, case: Case | None) -> bool:
    """HR officers and the manager of the person's unit write in the journal and read shared notes."""
    if case is None:
        return False
    if _works_for(user, case):
        return True
    roles = roles_of(user)
    if not roles.managed_units:
        return False
    # One employment must be running and lie there, whatever else the person has been employed as.
    return Employment.objects.filter(
        running_on(roles.day), staff_member=case.staff_member_id, unit__in=roles.managed_units
    ).exists()


@rule("cases.answer_delegation")
def is_asked(user: Any, delegation: Delegation | None) -> bool:
    """Only the person who was asked accepts or declines."""
    return delegation is not None and delegation.to_user_id == user.pk


@rule("cases.take_back_delegation")
def may_take_back(user: Any, delegation: Delegation | None) -> bool:
    """Any HR officer of the employer that owns the case may end a delegation."""
    return delegation is not None and _works_for(user, delegation)


@rule("cases.review_readings")
def reviews_the_log(user: Any, thing: Any) -> bool:
    """Who looked at what is reviewed by the employer's HR lead; the person asks on the own page."""
    reviewed = roles_of(user).reviewed_subprojects
    if thing is None:
        return bool(reviewed)
    return (thing.pk if isinstance(thing, Subproject) else thing.subproject_id) in reviewed
