"""The reading log: partitioned by month, chained by a trigger; the denials become rows of it."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

CREATE = """
CREATE SEQUENCE audit_reading_id_seq AS bigint;

CREATE TABLE audit_reading (
    id bigint NOT NULL DEFAULT nextval('audit_reading_id_seq'),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor_id bigint NOT NULL,
    on_behalf_of_id bigint,
    capacity text NOT NULL,
    act varchar(10) NOT NULL,
    people bigint[] NOT NULL,
    employers bigint[] NOT NULL,
    case_id bigint,
    purpose varchar(300) NOT NULL,
    route varchar(100) NOT NULL,
    method varchar(10) NOT NULL,
    path varchar(300) NOT NULL,
    status smallint NOT NULL,
    address varchar(45) NOT NULL,
    session varchar(32) NOT NULL,
    lane smallint NOT NULL,
    position bigint NOT NULL,
    hash bytea NOT NULL,
    -- PostgreSQL wants the month's column in the key; the sequence alone keeps the numbers apart.
    PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);

ALTER SEQUENCE audit_reading_id_seq OWNED BY audit_reading.id;

CREATE TABLE audit_reading_other PARTITION OF audit_reading DEFAULT;

CREATE INDEX readings_of_people ON audit_reading USING gin (people) WITH (fastupdate = off);
CREATE INDEX readings_by_actor ON audit_reading (actor_id, at);
CREATE INDEX readings_of_case ON audit_reading (case_id, at);
CREATE INDEX readings_in_chain ON audit_reading (lane, position);

-- Sixteen rows that change all the time: room for their versions on the page.
CREATE TABLE audit_readinghead (
    lane smallint PRIMARY KEY CHECK (lane >= 0),
    position bigint NOT NULL,
    hash bytea NOT NULL
) WITH (fillfactor = 20);

CREATE FUNCTION audit_chain_reading() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $function$
DECLARE
    head public.audit_readinghead;
BEGIN
    -- Any lane that nobody is writing in; only when all are busy does one wait.
    SELECT * INTO head FROM public.audit_readinghead LIMIT 1 FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        INSERT INTO public.audit_readinghead (lane, position, hash)
        SELECT lane, 0, decode(repeat('00', 32), 'hex') FROM generate_series(0, 15) AS lane
        ON CONFLICT DO NOTHING;
        SELECT * INTO head FROM public.audit_readinghead WHERE lane = NEW.id %% 16 FOR UPDATE;
    END IF;
    NEW.lane := head.lane;
    NEW.position := head.position + 1;
    NEW.hash := sha256(head.hash || convert_to(
        %(text)s, 'UTF8'));
    UPDATE public.audit_readinghead SET position = NEW.position, hash = NEW.hash WHERE lane = head.lane;
    RETURN NEW;
END
$function$;

REVOKE ALL ON FUNCTION audit_chain_reading() FROM PUBLIC;

CREATE TRIGGER chain BEFORE INSERT ON audit_reading
    FOR EACH ROW EXECUTE FUNCTION audit_chain_reading();

CREATE FUNCTION audit_refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $function$
BEGIN
    RAISE EXCEPTION 'Cannot change or delete what was read: rows are only ever added.';
END
$function$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_reading
    FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
"""

DROP = """
DROP TABLE audit_reading;
DROP TABLE audit_readinghead;
DROP FUNCTION audit_chain_reading();
DROP FUNCTION audit_refuse_change();
"""

# What the hash covers: every column, its length before it. Never to be changed for rows that exist:
# `experio.audit.chain` states the same text, and verification compares.
TEXT = " ||\n        ".join(
    f"coalesce(octet_length({value}) || ':' || {value}, '-')"
    for value in (
        "NEW.lane::text",
        "NEW.position::text",
        "NEW.id::text",
        "(extract(epoch FROM NEW.at) * 1000000)::bigint::text",
        "NEW.actor_id::text",
        "NEW.on_behalf_of_id::text",
        "NEW.capacity",
        "NEW.act",
        "array_to_string(NEW.people, ',')",
        "array_to_string(NEW.employers, ',')",
        "NEW.case_id::text",
        "NEW.purpose",
        "NEW.route",
        "NEW.method",
        "NEW.path",
        "NEW.status::text",
        "NEW.address",
        "NEW.session",
    )
)

FOLD = """
INSERT INTO audit_reading (at, actor_id, capacity, act, people, employers, purpose, route, method, path, status,
                           address, session)
SELECT at, user_id, '', 'denied', '{}', '{}', '', route, method, path, status, '', ''
FROM audit_denial WHERE user_id IS NOT NULL ORDER BY at, id;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0002_append_only'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(CREATE % {"text": TEXT}, DROP)],
            state_operations=[
                migrations.CreateModel(
                    name='Reading',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('at', models.DateTimeField(editable=False, verbose_name='at')),
                        ('capacity', models.TextField(verbose_name='roles at the time')),
                        ('act', models.CharField(choices=[('read', 'read'), ('list', 'listed'), ('search', 'searched'), ('print', 'printed'), ('export', 'exported'), ('changed', 'changed'), ('denied', 'refused')], max_length=10, verbose_name='act')),
                        ('people', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None, verbose_name='people')),
                        ('employers', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None, verbose_name='employers')),
                        ('case', models.BigIntegerField(db_column='case_id', null=True, verbose_name='case')),
                        ('purpose', models.CharField(max_length=300, verbose_name='purpose')),
                        ('route', models.CharField(max_length=100, verbose_name='page')),
                        ('method', models.CharField(max_length=10, verbose_name='method')),
                        ('path', models.CharField(max_length=300, verbose_name='address')),
                        ('status', models.PositiveSmallIntegerField(verbose_name='answer')),
                        ('address', models.CharField(max_length=45, verbose_name='network address')),
                        ('session', models.CharField(max_length=32, verbose_name='session')),
                        ('lane', models.PositiveSmallIntegerField(editable=False)),
                        ('position', models.BigIntegerField(editable=False)),
                        ('hash', models.BinaryField(editable=False)),
                        ('actor', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                        ('on_behalf_of', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='on behalf of')),
                    ],
                    options={
                        'verbose_name': 'reading',
                        'verbose_name_plural': 'readings',
                        'ordering': ['-at', '-id'],
                        'indexes': [
                            django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['people'], name='readings_of_people'),
                            models.Index(fields=['actor', 'at'], name='readings_by_actor'),
                            models.Index(fields=['case', 'at'], name='readings_of_case'),
                            models.Index(fields=['lane', 'position'], name='readings_in_chain'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='ReadingHead',
                    fields=[
                        ('lane', models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                        ('position', models.BigIntegerField()),
                        ('hash', models.BinaryField()),
                    ],
                    options={
                        'verbose_name': 'end of a lane',
                        'verbose_name_plural': 'ends of the lanes',
                        'ordering': ['lane'],
                    },
                ),
            ],
        ),
        migrations.RunSQL(FOLD, migrations.RunSQL.noop),
        migrations.DeleteModel(name='Denial'),
    ]
