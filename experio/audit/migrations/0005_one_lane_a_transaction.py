"""A transaction that writes several rows stays in its lane instead of taking one after another."""

from importlib import import_module

from django.db import migrations

TEXT = import_module("experio.audit.migrations.0003_reading").TEXT

_FUNCTION = """
CREATE OR REPLACE FUNCTION audit_chain_reading() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $function$
DECLARE
    head public.audit_readinghead;
BEGIN
    -- The first lane that nobody else is writing in; only when all are busy does one wait.
    SELECT * INTO head FROM public.audit_readinghead ORDER BY lane LIMIT 1 FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        INSERT INTO public.audit_readinghead (lane, position, hash)
        SELECT lane, 0, decode(repeat('00', 32), 'hex') FROM generate_series(0, 15) AS lane
        ON CONFLICT DO NOTHING;
        SELECT * INTO head FROM public.audit_readinghead WHERE lane = NEW.id % 16 FOR UPDATE;
    END IF;
    NEW.lane := head.lane;
    NEW.position := head.position + 1;
    NEW.hash := sha256(head.hash || convert_to(
        {text}, 'UTF8'));
    UPDATE public.audit_readinghead SET position = NEW.position, hash = NEW.hash WHERE lane = head.lane;
    RETURN NEW;
END
$function$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0004_last_hour'),
    ]

    operations = [
        migrations.RunSQL(_FUNCTION.replace("{text}", TEXT), migrations.RunSQL.noop),
    ]
