"""What a person reads about the own absence and the own case. No journal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cases.case_outlines import CaseOutline, case_outline, with_outline
from cases.models import Case, Delegation, SickLeaveEpisode
from cases.outlines import EpisodeWithDiagnosis, episodes_with_diagnosis
from cases.questions.absence_status import AbsenceStatus, current_episode, status_among
from cases.questions.units import unit_names
from subprojects.models import StaffMember


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPage:
    """One employment of the person: where the absence stands, the own sick leave, the own cases."""

    person: StaffMember
    unit: str
    status: AbsenceStatus
    episodes: tuple[EpisodeWithDiagnosis, ...]
    cases: tuple[CaseOutline, ...]
    substitutes: tuple[Delegation, ...]

    @property
    def open_case(self) -> CaseOutline | None:
        return next((case for case in self.cases if case.is_open), None)


def own_pages(own_rows: Iterable[int], today: date) -> tuple[OwnPage, ...]:
    """One page for each employer where the person is employed."""
    people = StaffMember.objects.filter(pk__in=list(own_rows)).select_related("subproject")
    return tuple(_own_page(person, today) for person in people)


def _own_page(person: StaffMember, today: date) -> OwnPage:
    episodes = episodes_with_diagnosis(SickLeaveEpisode.objects.filter(staff_member=person))
    cases = with_outline(Case.objects.filter(staff_member=person)).order_by("-opened_on", "-pk")
    return OwnPage(
        person=person,
        unit=unit_names([person.pk], today, also_protected=True).get(person.pk, ""),
        status=status_among(episodes, current_episode(episodes, today), today),
        episodes=episodes,
        cases=tuple(case_outline(case) for case in cases),
        substitutes=tuple(
            Delegation.objects.active_on(today)
            .filter(case__staff_member=person, case__closed_on=None)
            .select_related("to_user")
        ),
    )
