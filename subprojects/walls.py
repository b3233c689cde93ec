"""
The walls of the frame: whose staff, employments and roles a person at work may see in the database.

The functions read dated roles as `subprojects.roles` does, in SQL; `tests/database/walls` holds both
against each other.
"""

from experio.walls import EVERYBODY, Condition, Function, Wall, among, condition, holds, kept_by

_HELD = "user_id = who AND first_day <= on_day AND (last_day IS NULL OR last_day >= on_day)"
_WORKS_FOR_EVERY = "works_for = '*'"

FUNCTIONS = (
    # The employers whose rows are worked with: HR officer on the day, or a command's own.
    Function(
        "employers",
        "bigint[]",
        declares="found bigint[];",
        body=f"""
            IF works_for = '*' THEN
                SELECT coalesce(array_agg(id), '{{}}') INTO found FROM public.subprojects_subproject;
            ELSIF works_for <> '' THEN
                found := string_to_array(works_for, ',')::bigint[];
            ELSE
                SELECT coalesce(array_agg(DISTINCT subproject_id), '{{}}') INTO found
                FROM public.subprojects_membership WHERE role = 'hr_officer' AND {_HELD};
            END IF;
            RETURN found;
        """,
    ),
    # The employers of a command, and nobody's when a person is at work.
    Function(
        "command_employers",
        "bigint[]",
        body="IF works_for = '' THEN RETURN '{}'; END IF; RETURN walls.employers();",
    ),
    # The person's own rows as staff.
    Function(
        "own_staff",
        "bigint[]",
        declares="found bigint[];",
        body=f"""
            SELECT coalesce(array_agg(DISTINCT staff_member_id), '{{}}') INTO found
            FROM public.subprojects_membership WHERE role = 'employee' AND {_HELD};
            RETURN found;
        """,
    ),
    # The same while the person's own register extract is made: then also what no page shows the person.
    Function(
        "extract_staff",
        "bigint[]",
        body="""
            IF coalesce(current_setting('experio.whole_extract', true), '') <> 'yes' THEN RETURN '{}'; END IF;
            RETURN walls.own_staff();
        """,
    ),
    # The units that the person manages, with those below where the role says so.
    Function(
        "managed_units",
        "bigint[]",
        declares="found bigint[]; with_units_below bigint[];",
        body=f"""
            SELECT coalesce(array_agg(unit_id), '{{}}'),
                   coalesce(array_agg(unit_id) FILTER (WHERE includes_subunits), '{{}}')
            INTO found, with_units_below
            FROM public.subprojects_membership WHERE role = 'manager' AND {_HELD};
            IF cardinality(with_units_below) > 0 THEN
                WITH RECURSIVE below AS (
                    SELECT unnest(with_units_below) AS id
                    UNION
                    SELECT unit.id FROM public.subprojects_unit unit JOIN below ON unit.parent_id = below.id
                )
                SELECT found || array_agg(id) INTO found FROM below;
            END IF;
            RETURN found;
        """,
    ),
    # Who is employed in a managed unit on the day.
    Function(
        "managed_staff",
        "bigint[]",
        declares="found bigint[]; units bigint[] := walls.managed_units();",
        body="""
            IF cardinality(units) = 0 THEN RETURN '{}'; END IF;
            SELECT coalesce(array_agg(DISTINCT staff_member_id), '{}') INTO found
            FROM public.subprojects_employment
            WHERE unit_id = ANY (units) AND first_day <= on_day AND (last_day IS NULL OR last_day >= on_day);
            RETURN found;
        """,
    ),
    # The people whose rows are followed without being worked with: oneself, and who is managed.
    Function("near_staff", "bigint[]", body="RETURN walls.own_staff() || walls.managed_staff();"),
    # Changes users, roles and reference data.
    Function(
        "administers",
        "boolean",
        body=f"""
            RETURN works_for = '*' OR EXISTS (
                SELECT FROM public.subprojects_membership WHERE role = 'administrator' AND {_HELD});
        """,
    ),
    # A command is at work, or the sign-in on behalf of an employer's identity provider.
    Function("is_command", "boolean", body="RETURN works_for <> '';"),
    # Somebody or some command is at work.
    Function("is_anybody", "boolean", body="RETURN who IS NOT NULL OR works_for <> '';"),
    # The employers whose units may be named: worked with, led, managed in, employed by, followed.
    Function(
        "reachable_employers",
        "bigint[]",
        declares="found bigint[];",
        body=f"""
            IF works_for <> '' THEN RETURN walls.employers(); END IF;
            SELECT coalesce(array_agg(DISTINCT employer), '{{}}') INTO found FROM (
                SELECT subproject_id AS employer FROM public.subprojects_membership
                WHERE {_HELD} AND subproject_id IS NOT NULL
                UNION ALL
                SELECT unit.subproject_id FROM public.subprojects_membership
                JOIN public.subprojects_unit unit ON unit.id = unit_id WHERE {_HELD}
                UNION ALL
                SELECT member.subproject_id FROM public.subprojects_membership
                JOIN public.subprojects_staffmember member ON member.id = staff_member_id WHERE {_HELD}
                UNION ALL
                SELECT followed.id FROM public.subprojects_membership role
                JOIN public.subprojects_subproject followed
                ON followed.project_id = role.project_id OR role.role = 'administrator' WHERE {_HELD}
            ) each;
            RETURN found;
        """,
    ),
    # The administrator of roles names a person by employer and employee number, and sees no more of them.
    Function(
        "staff_numbered",
        "bigint",
        arguments="employer text, number text",
        body="""
            IF NOT walls.administers() THEN RETURN NULL; END IF;
            RETURN (SELECT member.id FROM public.subprojects_staffmember member
                    JOIN public.subprojects_subproject subproject ON subproject.id = member.subproject_id
                    WHERE subproject.slug = employer AND member.employee_number = number);
        """,
    ),
    Function(
        "staff_number",
        "text",
        arguments="staff bigint",
        body="""
            IF NOT walls.administers() THEN RETURN NULL; END IF;
            RETURN (SELECT subproject.slug || '/' || member.employee_number
                    FROM public.subprojects_staffmember member
                    JOIN public.subprojects_subproject subproject ON subproject.id = member.subproject_id
                    WHERE member.id = staff);
        """,
    ),
    # Whether a row of reference data may be deleted: the administrator sees not what hangs on it, but that.
    Function(
        "is_referred_to",
        "boolean",
        arguments="referred regclass, key bigint",
        declares="one record; found boolean;",
        body="""
            IF NOT walls.administers() THEN RETURN NULL; END IF;
            FOR one IN
                SELECT c.conrelid::regclass AS referring, a.attname FROM pg_constraint c
                JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
                WHERE c.contype = 'f' AND c.confrelid = referred AND cardinality(c.conkey) = 1
            LOOP
                EXECUTE format('SELECT EXISTS (SELECT FROM %s WHERE %I = $1)', one.referring, one.attname)
                INTO found USING key;
                IF found THEN RETURN true; END IF;
            END LOOP;
            RETURN false;
        """,
    ),
)

OWN_EMPLOYER = among("subproject_id", "employers")
IN_REACH = among("subproject_id", "reachable_employers")
ADMINISTRATOR = holds("administers")
ANYBODY_AT_WORK = holds("is_anybody")
MY_OWN = condition("{row}.user_id = nullif(current_setting('experio.actor', true), '')::bigint")


def in_own_extract(column: str = "staff_member_id") -> Condition:
    """About the person at work, while the own register extract is made."""
    return among(column, "extract_staff")


def near(column: str = "staff_member_id") -> Condition:
    """About oneself, or about somebody who is employed in a managed unit on the day."""
    return among(column, "near_staff")


_ABOUT_OWN_STAFF = condition(
    "EXISTS (SELECT FROM public.subprojects_staffmember member WHERE member.id = {row}.staff_member_id "
    f"AND {among('subproject_id', 'employers').of('member')})"
)

# An employer's identity provider gives and takes roles of that employer, and only those that it gave.
_GIVEN_BY_PROVIDER = condition(
    "{row}.identity_provider_id IS NOT NULL AND {row}.role IN ('hr_officer', 'subproject_lead', 'manager')"
) & (
    among("subproject_id", "command_employers")
    | condition(
        "EXISTS (SELECT FROM public.subprojects_unit managed WHERE managed.id = {row}.unit_id "
        f"AND {among('subproject_id', 'command_employers').of('managed')})"
    )
)

WALLS = (
    # Which employers take part in a project is no secret; which they are is the administrator's to say.
    kept_by(ADMINISTRATOR, "subprojects.Subproject", also_read=EVERYBODY),
    # Numbers are given out one after another, employer by employer: its officers hold the row meanwhile.
    Wall("subprojects.Subproject", lock=among("id", "employers")),
    kept_by(ADMINISTRATOR, "subprojects.Unit", also_read=IN_REACH),
    # Who works as what in a project is known to everybody in it; an employee's role is about a person.
    kept_by(
        ADMINISTRATOR,
        "subprojects.Membership",
        also_read=MY_OWN | (condition("{row}.staff_member_id IS NULL") & ANYBODY_AT_WORK) | _ABOUT_OWN_STAFF,
    ),
    Wall(
        "subprojects.Membership",
        add=_GIVEN_BY_PROVIDER,
        change=_GIVEN_BY_PROVIDER,
        remove=_GIVEN_BY_PROVIDER,
        # Held while the provider's groups are compared with what the person has from elsewhere.
        lock=holds("is_command"),
    ),
    # Asked before anybody has signed in; neither holds a secret or a person.
    kept_by(ADMINISTRATOR, "subprojects.IdentityProvider", also_read=EVERYBODY),
    kept_by(ADMINISTRATOR, "subprojects.GroupRole", also_read=EVERYBODY),
    kept_by(
        OWN_EMPLOYER,
        "subprojects.StaffMember",
        also_read=near("id"),
        # An identity that becomes protected goes out of its history, and comes back when that is lifted.
        rewrite=OWN_EMPLOYER,
        rewritable=("employee_number", "first_name", "last_name", "birth_date", "personal_number", "key"),
    ),
    kept_by(OWN_EMPLOYER, "subprojects.Employment", also_read=near()),
    # Managers do not follow who takes part in the project.
    kept_by(OWN_EMPLOYER, "subprojects.Participation", also_read=among("staff_member_id", "own_staff")),
    kept_by(
        OWN_EMPLOYER,
        "subprojects.ActivityHours",
        also_read=condition(
            "EXISTS (SELECT FROM public.subprojects_participation part "
            "WHERE part.id = {row}.participation_id "
            f"AND {in_own_extract().of('part')})"
        ),
    ),
    # Who a protected person is, is sealed besides; the named readers are chosen by the administrator.
    kept_by(OWN_EMPLOYER, "subprojects.IdentityProtection", also_read=in_own_extract()),
    kept_by(OWN_EMPLOYER, "subprojects.ProtectedIdentity", also_read=in_own_extract()),
    kept_by(OWN_EMPLOYER, "subprojects.ProtectedNumbers", also_read=in_own_extract()),
    kept_by(ADMINISTRATOR, "subprojects.IdentityReader", also_read=MY_OWN | OWN_EMPLOYER),
    # On which paragraph an employer's secrecy rests stands on what is handed out: no secret itself.
    kept_by(ADMINISTRATOR | OWN_EMPLOYER, "subprojects.SecrecyGround", also_read=ANYBODY_AT_WORK),
)
