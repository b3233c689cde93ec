"""
The walls around sick leave and cases: the employer's HR officers, managers, the person, whom a case is
lent to. The same reasons as `visible_to`, kept by the database itself.
"""

from experio.walls import Condition, Function, Wall, among, condition, kept_by
from subprojects.walls import ADMINISTRATOR, IN_REACH, MY_OWN, OWN_EMPLOYER, in_own_extract, near

_OFFICER = (
    "SELECT FROM public.subprojects_membership role JOIN public.subprojects_subproject employer "
    "ON employer.id = role.subproject_id WHERE role.user_id = who AND role.role = 'hr_officer' "
    "AND role.first_day <= on_day AND (role.last_day IS NULL OR role.last_day >= on_day)"
)

FUNCTIONS = (
    # Cases lent to the person on the day: accepted, within their dates, and only while the person is an HR
    # officer. The insurer neither lends nor borrows.
    Function(
        "lent_cases",
        "bigint[]",
        declares="found bigint[];",
        body=f"""
            SELECT coalesce(array_agg(DISTINCT lent.content_object_id), '{{}}') INTO found
            FROM public.cases_caseuserobjectpermission lent
            JOIN public.auth_permission allowed ON allowed.id = lent.permission_id
            JOIN public.cases_case lent_case ON lent_case.id = lent.content_object_id
            JOIN public.subprojects_subproject lender ON lender.id = lent_case.subproject_id
            WHERE lent.user_id = who AND allowed.codename = 'view_case'
              AND lent.first_day <= on_day AND lent.last_day >= on_day AND NOT lender.is_insurer;
            IF cardinality(found) > 0 AND (NOT EXISTS ({_OFFICER})
                OR EXISTS ({_OFFICER} AND employer.is_insurer)) THEN RETURN '{{}}'; END IF;
            RETURN found;
        """,
    ),
    # The persons of the lent cases: their episodes are read with the case.
    Function(
        "lent_staff",
        "bigint[]",
        declares="found bigint[]; lent bigint[] := walls.lent_cases();",
        body="""
            IF cardinality(lent) = 0 THEN RETURN '{}'; END IF;
            SELECT array_agg(DISTINCT staff_member_id) INTO found
            FROM public.cases_case WHERE id = ANY (lent);
            RETURN found;
        """,
    ),
    Function(
        "lent_employers",
        "bigint[]",
        declares="found bigint[]; lent bigint[] := walls.lent_cases();",
        body="""
            IF cardinality(lent) = 0 THEN RETURN '{}'; END IF;
            SELECT array_agg(DISTINCT subproject_id) INTO found FROM public.cases_case WHERE id = ANY (lent);
            RETURN found;
        """,
    ),
    # Everybody whose sick leave is read without working for the employer.
    Function("followed_staff", "bigint[]", body="RETURN walls.near_staff() || walls.lent_staff();"),
    Function(
        "followed_episodes",
        "bigint[]",
        declares="found bigint[]; staff bigint[] := walls.followed_staff();",
        body="""
            IF cardinality(staff) = 0 THEN RETURN '{}'; END IF;
            SELECT coalesce(array_agg(id), '{}') INTO found FROM public.cases_sickleaveepisode
            WHERE staff_member_id = ANY (staff);
            RETURN found;
        """,
    ),
    # The person's own cases while the own register extract is made.
    Function(
        "extract_cases",
        "bigint[]",
        declares="found bigint[]; staff bigint[] := walls.extract_staff();",
        body="""
            IF cardinality(staff) = 0 THEN RETURN '{}'; END IF;
            SELECT coalesce(array_agg(id), '{}') INTO found FROM public.cases_case
            WHERE staff_member_id = ANY (staff);
            RETURN found;
        """,
    ),
    # Cases of managed staff, but not one's own case: its notes are not read by its person.
    Function(
        "managed_cases",
        "bigint[]",
        declares="found bigint[]; staff bigint[] := walls.managed_staff();",
        body="""
            IF cardinality(staff) = 0 THEN RETURN '{}'; END IF;
            SELECT coalesce(array_agg(id), '{}') INTO found FROM public.cases_case
            WHERE staff_member_id = ANY (staff) AND NOT staff_member_id = ANY (walls.own_staff());
            RETURN found;
        """,
    ),
    # The cases that are followed: own, managed and lent.
    Function(
        "followed_cases",
        "bigint[]",
        declares="found bigint[]; staff bigint[] := walls.near_staff();",
        body="""
            IF cardinality(staff) = 0 THEN RETURN walls.lent_cases(); END IF;
            SELECT coalesce(array_agg(id), '{}') INTO found FROM public.cases_case
            WHERE staff_member_id = ANY (staff);
            RETURN found || walls.lent_cases();
        """,
    ),
    # Who is asked to take a case learns whether it is still open, and nothing else, before accepting.
    Function(
        "asked_case_is_open",
        "boolean",
        arguments="delegation bigint",
        body="""
            RETURN EXISTS (
                SELECT FROM public.cases_delegation asked
                JOIN public.cases_case asked_case ON asked_case.id = asked.case_id
                WHERE asked.id = delegation AND asked_case.closed_on IS NULL
                  AND (asked.to_user_id = who OR asked.subproject_id = ANY (walls.command_employers())));
        """,
    ),
    # Whose case it is that somebody is asked to take: a key for the reading log, nothing about the person.
    Function(
        "person_of_delegation",
        "bigint",
        arguments="delegation bigint",
        body="""
            RETURN (
                SELECT asked_case.staff_member_id FROM public.cases_delegation asked
                JOIN public.cases_case asked_case ON asked_case.id = asked.case_id
                WHERE asked.id = delegation
                  AND (asked.to_user_id = who OR asked.subproject_id = ANY (walls.employers())));
        """,
    ),
    # Uploads that nobody confirmed hold health data: whoever comes by throws them away, and reads nothing.
    Function(
        "forget_old_uploads",
        "bigint",
        arguments="uploaded_before timestamptz",
        declares="forgotten bigint;",
        changes=True,
        body="""
            DELETE FROM public.cases_absenceimport WHERE confirmed_at IS NULL
              AND uploaded_at < least(uploaded_before, now() - interval '12 hours');
            GET DIAGNOSTICS forgotten = ROW_COUNT;
            RETURN forgotten;
        """,
    ),
)

LENT_CASE = among("case_id", "lent_cases")
FOLLOWED_STAFF = among("staff_member_id", "followed_staff")
FOLLOWED_EPISODE = among("episode_id", "followed_episodes")
SHARED = condition("{row}.visibility = 'hr_and_manager'")
MANAGED_CASE = among("case_id", "managed_cases")
_ASKED = condition("{row}.to_user_id = nullif(current_setting('experio.actor', true), '')::bigint")
# The rights of a lent case follow its delegation, whose employer owns them.
_LENT_BY_OWN_EMPLOYER = condition(
    "EXISTS (SELECT FROM public.cases_delegation lending WHERE lending.id = {row}.delegation_id "
    f"AND {OWN_EMPLOYER.of('lending')})"
)
# Who accepts opens exactly what was asked for: this case, to oneself, for these days.
_ACCEPTED = MY_OWN & condition(
    "EXISTS (SELECT FROM public.cases_delegation lending WHERE lending.id = {row}.delegation_id "
    "AND lending.to_user_id = {row}.user_id AND lending.case_id = {row}.content_object_id "
    "AND lending.first_day = {row}.first_day AND lending.last_day = {row}.last_day "
    "AND lending.accepted_at IS NOT NULL AND lending.taken_back_at IS NULL)"
)
_UPLOADED = OWN_EMPLOYER & condition(
    "{row}.uploaded_by_id = nullif(current_setting('experio.actor', true), '')::bigint"
)
_COMMANDS = among("subproject_id", "command_employers")

_ABOUT_ME = among("staff_member_id", "own_staff")
_OF_OWN_DISPOSAL = condition(
    "EXISTS (SELECT FROM public.cases_disposal disposal WHERE disposal.id = {row}.disposal_id "
    f"AND {OWN_EMPLOYER.of('disposal')})"
)


def _named_in_approved_disposal(key: str) -> Condition:
    return condition(
        "EXISTS (SELECT FROM public.cases_disposalrow named "
        "JOIN public.cases_disposal disposal ON disposal.id = named.disposal_id "
        f'WHERE named."table" = {{table}} AND named."row" = {{row}}.{key} '
        "AND disposal.approved_at IS NOT NULL AND disposal.withdrawn_at IS NULL "
        "AND disposal.carried_out_at IS NULL)"
    )


_NAMED_TO_GO = _named_in_approved_disposal("id")
_DISPOSED_OF = _named_in_approved_disposal("pgh_id")

WALLS = (
    # A lent case opens its person and the person's employments, read only.
    Wall("subprojects.StaffMember", read=among("id", "lent_staff")),
    Wall("subprojects.Employment", read=among("staff_member_id", "lent_staff")),
    Wall("subprojects.Unit", read=among("subproject_id", "lent_employers")),
    Wall("subprojects.Membership", read=among("staff_member_id", "lent_staff")),
    kept_by(OWN_EMPLOYER, "cases.SickLeaveEpisode", also_read=FOLLOWED_STAFF),
    kept_by(OWN_EMPLOYER, "cases.ExtentPeriod", also_read=FOLLOWED_EPISODE),
    kept_by(OWN_EMPLOYER, "cases.Certificate", also_read=FOLLOWED_EPISODE),
    Wall(
        "cases.Case",
        read=OWN_EMPLOYER | near() | among("id", "lent_cases"),
        add=OWN_EMPLOYER,
        change=OWN_EMPLOYER | among("id", "lent_cases"),
        remove=OWN_EMPLOYER,
        # A manager writes in the journal of a case that is held open meanwhile.
        lock=among("id", "managed_cases"),
    ),
    # A manager reads and writes what is shared with managers; the person of the case reads no notes.
    Wall(
        "cases.JournalNote",
        read=OWN_EMPLOYER | LENT_CASE | (SHARED & MANAGED_CASE) | among("case_id", "extract_cases"),
        add=OWN_EMPLOYER | LENT_CASE | (SHARED & MANAGED_CASE),
        change=OWN_EMPLOYER | LENT_CASE,
        remove=OWN_EMPLOYER,
    ),
    # Who is asked sees and answers the request, not the case. Who follows a case sees whom it is lent to.
    Wall(
        "cases.Delegation",
        read=OWN_EMPLOYER | _ASKED | among("case_id", "followed_cases"),
        add=OWN_EMPLOYER,
        change=OWN_EMPLOYER | _ASKED,
        remove=OWN_EMPLOYER,
    ),
    Wall(
        "cases.CaseUserObjectPermission",
        read=MY_OWN | _LENT_BY_OWN_EMPLOYER | among("content_object_id", "extract_cases"),
        add=_ACCEPTED | _LENT_BY_OWN_EMPLOYER,
        change=_LENT_BY_OWN_EMPLOYER,
        remove=_LENT_BY_OWN_EMPLOYER,
    ),
    # An uploaded file is its uploader's alone; a command has its employer's.
    kept_by(_UPLOADED | _COMMANDS, "cases.AbsenceImport"),
    # What was weighed before something left the employer.
    # Written once (a trigger refuses changes), and gone only by an approved disposal that names it.
    Wall(
        "cases.DisclosureAssessment",
        read=OWN_EMPLOYER | in_own_extract(),
        add=OWN_EMPLOYER,
        lock=OWN_EMPLOYER,
        remove=_NAMED_TO_GO,
    ),
    # That an extract was handed out is written once; it goes with the person.
    Wall(
        "cases.ExtractRelease",
        read=OWN_EMPLOYER | in_own_extract(),
        add=OWN_EMPLOYER,
        remove=_NAMED_TO_GO,
    ),
    # Data-protection duties: the employer's, and what concerns the person for the person.
    Wall(
        "cases.ControllerDetails",
        read=IN_REACH,
        add=OWN_EMPLOYER | ADMINISTRATOR,
        change=OWN_EMPLOYER | ADMINISTRATOR,
        remove=OWN_EMPLOYER,
    ),
    Wall(
        "cases.DataRequest",
        read=OWN_EMPLOYER | _ABOUT_ME,
        add=OWN_EMPLOYER | _ABOUT_ME,
        change=OWN_EMPLOYER,
        remove=OWN_EMPLOYER,
    ),
    kept_by(OWN_EMPLOYER, "cases.Withholding", also_read=_ABOUT_ME),
    # Whoever follows the person sees that the data is restricted; so does the guard that refuses changes.
    kept_by(OWN_EMPLOYER, "cases.Restriction", also_read=FOLLOWED_STAFF),
    kept_by(OWN_EMPLOYER, "cases.RetentionHold", also_read=in_own_extract()),
    kept_by(OWN_EMPLOYER, "cases.RetentionRule", also_read=IN_REACH),
    kept_by(OWN_EMPLOYER, "cases.Disposal"),
    Wall("cases.DisposalRow", read=_OF_OWN_DISPOSAL, add=_OF_OWN_DISPOSAL, remove=_OF_OWN_DISPOSAL),
    # Old words are sealed under a new key by a command; what they say stays.
    *(
        Wall(model, rewrite=_COMMANDS, rewritable=columns)
        for model, columns in (
            ("subprojects.StaffMember", ("personal_number",)),
            ("subprojects.IdentityProtection", ("reason", "lift_reason")),
            ("subprojects.ProtectedIdentity", ("sealed",)),
            ("cases.SickLeaveEpisode", ("diagnosis_code",)),
            ("cases.Case", ("background",)),
            ("cases.JournalNote", ("text",)),
            ("cases.Delegation", ("reason",)),
            (
                "cases.DisclosureAssessment",
                (
                    "correction_reason",
                    "asked_by",
                    "request_text",
                    "ground",
                    "damage_test",
                    "released",
                    "appeal_information",
                ),
            ),
            ("cases.DataRequest", ("text", "extension_reason", "answer")),
            ("cases.Withholding", ("ground",)),
            ("cases.Restriction", ("reason", "lift_reason")),
            ("cases.RetentionHold", ("reason",)),
            ("audit.LogReview", ("summary",)),
            ("audit.LogReviewRow", ("note",)),
        )
    ),
    # History goes only by an approved disposal that names the row, and so do the roles of an employee.
    Wall("subprojects.Membership", remove=_NAMED_TO_GO),
    *(
        Wall(model, forget=_DISPOSED_OF)
        for model in (
            "subprojects.StaffMember",
            "subprojects.Employment",
            "subprojects.Participation",
            "subprojects.ActivityHours",
            "subprojects.Membership",
            "subprojects.IdentityProtection",
            "subprojects.ProtectedIdentity",
            "cases.SickLeaveEpisode",
            "cases.ExtentPeriod",
            "cases.Certificate",
            "cases.Case",
            "cases.JournalNote",
            "cases.Delegation",
            "cases.CaseUserObjectPermission",
            "cases.DisclosureAssessment",
            "cases.ExtractRelease",
            "cases.DataRequest",
            "cases.Withholding",
            "cases.Restriction",
            "cases.RetentionHold",
        )
    ),
)
