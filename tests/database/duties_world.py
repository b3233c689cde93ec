"""The data protection part of the access world: a request, a restriction, a hold, a rule, a disposal."""

from dataclasses import dataclass
from datetime import date

from cases.actions.data_requests import record_request, withhold
from cases.actions.disposal import propose_disposal
from cases.actions.restrictions import hold, restrict
from cases.actions.retention import make_rule
from cases.models import Case, DataRequest, Disposal, Restriction, RetentionHold, RetentionRule, Withholding
from experio.accounts.models import User
from experio.scope import acting_as
from subprojects.models import StaffMember, Unit
from tests.factories import TODAY, EmploymentFactory, StaffMemberFactory, sick_leave

REQUEST_TEXT = "CANARY-REQUEST-TEXT"


@dataclass
class Duties:
    """What the addresses of the data protection pages are made of; all of it North's."""

    request: DataRequest
    withholding: Withholding
    restriction: Restriction
    hold: RetentionHold
    rule: RetentionRule
    disposal: Disposal


def build_duties(nurse: StaffMember, case: Case, ward: Unit, officer: User, second: User) -> Duties:
    """The nurse asks; somebody quiet is restricted; somebody else has left long ago."""
    quiet = _employed(ward, "N810")
    gone = _employed(ward, "N820", last_day=date(2016, 12, 31))
    sick_leave(gone, date(2016, 3, 1), date(2016, 3, 4))
    about = {"first_day": TODAY, "today": TODAY}
    rule = make_rule(
        subproject=ward.subproject,
        record_kind="sick_leave",
        counted_from="episode_ended",
        months=24,
        decision_reference="KS 2021/7",
        decided_on=TODAY,
        valid_from=TODAY,
        recorded_by=officer,
        today=TODAY,
    )
    with acting_as(second):
        disposal = propose_disposal(rule=rule, proposed_by=second, today=TODAY)
    return Duties(
        request=record_request(
            staff_member=nurse,
            kind="correction",
            received_on=TODAY,
            text=REQUEST_TEXT,
            recorded_by=officer,
            today=TODAY,
        ),
        withholding=withhold(case=case, note=None, ground="OSL 25:6", decided_by=officer, today=TODAY),
        restriction=restrict(
            staff_member=quiet, ground="accuracy", reason="dispute", decided_by=officer, **about
        ),
        hold=hold(staff_member=quiet, reason="audit", set_by=officer, **about),
        rule=rule,
        disposal=disposal,
    )


def _employed(unit: Unit, number: str, last_day: date | None = None) -> StaffMember:
    member: StaffMember = StaffMemberFactory(subproject=unit.subproject, employee_number=number)
    EmploymentFactory(unit=unit, staff_member=member, last_day=last_day)
    return member
