"""
What reports may count in: the statistics views, read by the statistics role alone.

No name, no employee number, no birthday and no row's own key: persons bear a keyed pseudonym, which serves to
tell them apart and to put their rows together. Keys of projects, employers and units are no secrets.
"""

from django.conf import settings

from experio.walls import View
from experio.walls.statements import pseudonym

# Counted once a person and then joined: a pseudonym costs more than finding a row.
_PERSON = f"""
    (SELECT id, {pseudonym("id")} AS staff, gender,
            -- The year of birth as counted: who has the birthday after the reference day is a year younger.
            (date_part('year', birth_date)
             + (to_char(birth_date, 'MM-DD') > '{settings.AGE_REFERENCE_DAY}')::int)::int AS birth_year
     FROM public.subprojects_staffmember OFFSET 0) person
"""

# Every table whose rows enter the cube, with its history: what makes a kept cube stale.
COUNTED = (
    "subprojects_project",
    "subprojects_subproject",
    "subprojects_unit",
    "subprojects_staffmember",
    "subprojects_employment",
    "cases_sickleaveepisode",
    "cases_extentperiod",
)

STATISTICS = (
    View(
        "employer",
        """
        SELECT subproject.project_id AS project, subproject.id AS subproject, subproject.slug,
               unit.id AS unit, unit.code
        FROM public.subprojects_subproject subproject
        LEFT JOIN public.subprojects_unit unit ON unit.subproject_id = subproject.id
        """,
    ),
    View(
        "employment",
        f"""
        SELECT subproject.project_id AS project, employment.subproject_id AS subproject,
               employment.unit_id AS unit, person.staff, person.gender, person.birth_year,
               employment.weekly_hours, employment.first_day, employment.last_day
        FROM public.subprojects_employment employment
        JOIN public.subprojects_subproject subproject ON subproject.id = employment.subproject_id
        JOIN {_PERSON} ON person.id = employment.staff_member_id
        """,
    ),
    View(
        "episode",
        f"""
        SELECT subproject.project_id AS project, episode.subproject_id AS subproject, person.staff,
               episode.first_day, episode.last_day, episode.diagnosis_token
        FROM public.cases_sickleaveepisode episode
        JOIN public.subprojects_subproject subproject ON subproject.id = episode.subproject_id
        JOIN {_PERSON} ON person.id = episode.staff_member_id
        """,
    ),
    # An extent with the days of its episode.
    View(
        "extent",
        f"""
        SELECT subproject.project_id AS project, extent.subproject_id AS subproject, person.staff,
               extent.extent, extent.first_day, extent.last_day,
               episode.first_day AS episode_first_day, episode.last_day AS episode_last_day,
               episode.diagnosis_token
        FROM public.cases_extentperiod extent
        JOIN public.cases_sickleaveepisode episode ON episode.id = extent.episode_id
        JOIN public.subprojects_subproject subproject ON subproject.id = extent.subproject_id
        JOIN {_PERSON} ON person.id = episode.staff_member_id
        """,
    ),
    View(
        "participation",
        """
        SELECT participation.project_id AS project, participation.subproject_id AS subproject, member.gender,
               date_part('year', age(participation.entered_on, member.birth_date))::int AS age_on_entry,
               participation.entered_on, participation.left_on, participation.labour_status_on_entry,
               participation.education_on_entry, participation.was_in_education_on_entry,
               participation.labour_status_on_exit, participation.is_in_education_on_exit,
               participation.has_gained_qualification
        FROM public.subprojects_participation participation
        JOIN public.subprojects_staffmember member ON member.id = participation.staff_member_id
        """,
    ),
    # A number for each counted table and its history that grows with every change.
    View(
        "version",
        "SELECT "
        + ", ".join(
            f"(SELECT coalesce(max(pgh_id), 0) FROM public.{table}event) AS {table}_changes, "
            f"(SELECT coalesce(max(id), 0) FROM public.{table}) AS {table}_rows"
            for table in COUNTED
        )
        # A disposal takes rows and their history away, which no end of an index tells.
        + ", (SELECT count(*) FROM public.cases_disposal WHERE carried_out_at IS NOT NULL) AS disposals",
    ),
)
