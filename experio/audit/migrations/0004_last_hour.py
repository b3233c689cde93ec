"""What one person has been shown in the last hour, as two numbers: the app role need not read the rows."""

from django.db import migrations

CREATE = """
CREATE FUNCTION audit_last_hour(who bigint, and_these bigint[]) RETURNS TABLE (people bigint, files bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $function$
    WITH lately AS MATERIALIZED (
        SELECT reading.people, reading.act FROM public.audit_reading reading
        WHERE reading.actor_id = who AND reading.at > clock_timestamp() - interval '1 hour'
          AND reading.act IN ('read', 'list', 'search', 'print', 'export')
    )
    SELECT (SELECT count(*) FROM (SELECT unnest(lately.people) FROM lately UNION SELECT unnest(and_these)) each),
           (SELECT count(*) FROM lately WHERE act = 'export')
$function$;
"""


class Migration(migrations.Migration):

    dependencies = [("audit", "0003_reading")]

    operations = [migrations.RunSQL(CREATE, "DROP FUNCTION audit_last_hour(bigint, bigint[])")]
