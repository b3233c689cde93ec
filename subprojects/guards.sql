-- The owner's, for who gives a role need not see all roles of the person; no other role may ask.
CREATE OR REPLACE FUNCTION subprojects_meets_insurer(person bigint) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $function$
BEGIN
    RETURN EXISTS (
        WITH held AS (
            SELECT employer.is_insurer, role.first_day, coalesce(role.last_day, 'infinity'::date) AS last_day
            FROM public.subprojects_membership role
            LEFT JOIN public.subprojects_unit unit ON unit.id = role.unit_id
            JOIN public.subprojects_subproject employer
              ON employer.id = coalesce(role.subproject_id, unit.subproject_id)
            WHERE role.user_id = person AND role.role IN ('hr_officer', 'hr_lead', 'manager')
        )
        SELECT FROM held insurers JOIN held others ON insurers.is_insurer AND NOT others.is_insurer
            AND insurers.first_day <= others.last_day AND others.first_day <= insurers.last_day
    );
END
$function$;
REVOKE ALL ON FUNCTION subprojects_meets_insurer(bigint) FROM PUBLIC;

-- A deed that brings both together is refused, whichever of the three rows it changes.
CREATE FUNCTION subprojects_refuse_meeting() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $function$
DECLARE
    met boolean;
BEGIN
    IF TG_TABLE_NAME = 'subprojects_membership' THEN
        -- Two roles given to one person at the same moment: the second waits, and sees the first.
        PERFORM pg_advisory_xact_lock(hashtext('subprojects_meets_insurer'), NEW.user_id::integer);
        met := public.subprojects_meets_insurer(NEW.user_id);
    ELSE
        met := EXISTS (
            SELECT FROM (SELECT DISTINCT user_id FROM public.subprojects_membership) role
            WHERE public.subprojects_meets_insurer(role.user_id)
        );
    END IF;
    IF met THEN
        RAISE EXCEPTION 'Nobody works with people at the insurer and at an employer on the same day.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'insurer_and_employer_never_meet';
    END IF;
    RETURN NULL;
END
$function$;
REVOKE ALL ON FUNCTION subprojects_refuse_meeting() FROM PUBLIC;
-- As text: a condition over varchar reads differently after a dump is restored, and would pass for changed.
CREATE TRIGGER never_both AFTER INSERT OR UPDATE ON subprojects_membership FOR EACH ROW
    WHEN (NEW.role::text IN ('hr_officer', 'hr_lead', 'manager')) EXECUTE FUNCTION subprojects_refuse_meeting();
CREATE TRIGGER never_both AFTER UPDATE ON subprojects_subproject FOR EACH ROW
    WHEN (NEW.is_insurer IS DISTINCT FROM OLD.is_insurer) EXECUTE FUNCTION subprojects_refuse_meeting();
CREATE TRIGGER never_both AFTER UPDATE ON subprojects_unit FOR EACH ROW
    WHEN (NEW.subproject_id IS DISTINCT FROM OLD.subproject_id) EXECUTE FUNCTION subprojects_refuse_meeting();
