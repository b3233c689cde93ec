"""The reading log, partitioned by month, and the review of it. `guards.sql` chains its rows."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import experio.sealing.fields
from django.conf import settings
from django.db import migrations, models

from experio.folding import AtOnce

LOG = """
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
"""

AWAY = """
DROP TABLE audit_reading;
DROP TABLE audit_readinghead;
"""

# What one person has been shown in the last hour, as two numbers: the app role need not read the rows. Found by
# the index and in its month alone: `clock_timestamp()` would let neither be used.
LAST_HOUR = """
CREATE FUNCTION audit_last_hour(who bigint, and_these bigint[]) RETURNS TABLE (people bigint, files bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $function$
    WITH lately AS MATERIALIZED (
        SELECT reading.people, reading.act FROM public.audit_reading reading
        WHERE reading.actor_id = who AND reading.at > statement_timestamp() - interval '1 hour'
          AND reading.act IN ('read', 'list', 'search', 'print', 'export')
    )
    SELECT (SELECT count(*) FROM (SELECT unnest(lately.people) FROM lately UNION SELECT unnest(and_these)) each),
           (SELECT count(*) FROM lately WHERE act = 'export')
$function$;
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('pghistory', '0007_auto_20250421_0444'),
        ('subprojects', '0001_tables'),
    ]

    operations = [
        AtOnce(
            steps=[
                migrations.CreateModel(
                    name='LogReview',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('subproject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='subprojects.subproject', verbose_name='employer')),
                        ('month', models.DateField(help_text='Its first day.', verbose_name='month')),
                        ('seed', models.CharField(max_length=32, verbose_name='seed of chance')),
                        ('rules', models.JSONField(verbose_name='limits')),
                        ('rows_in_month', models.PositiveIntegerField(verbose_name='rows in the month')),
                        ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('opened_at', models.DateTimeField(auto_now_add=True, verbose_name='drawn')),
                        ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed')),
                        ('summary', experio.sealing.fields.SealedTextField(blank=True, max_length=4000, null=True, verbose_name='summary')),
                    ],
                    options={
                        'verbose_name': 'log review',
                        'verbose_name_plural': 'log reviews',
                        'ordering': ['-month', 'subproject'],
                        'constraints': [models.UniqueConstraint(fields=('subproject', 'month'), name='one_log_review_a_month', violation_error_message='The sample of this month has already been drawn.'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('closed_by', None)), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='log_review_closed_by_somebody')],
                    },
                ),
                migrations.CreateModel(
                    name='LogReviewEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='audit.logreview')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('subproject', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='subprojects.subproject', verbose_name='employer')),
                        ('month', models.DateField(help_text='Its first day.', verbose_name='month')),
                        ('seed', models.CharField(max_length=32, verbose_name='seed of chance')),
                        ('rules', models.JSONField(verbose_name='limits')),
                        ('rows_in_month', models.PositiveIntegerField(verbose_name='rows in the month')),
                        ('opened_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('opened_at', models.DateTimeField(auto_now_add=True, verbose_name='drawn')),
                        ('closed_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed')),
                        ('summary', experio.sealing.fields.SealedTextField(blank=True, max_length=4000, null=True, verbose_name='summary')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='LogReviewRow',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sample', to='audit.logreview')),
                        ('subproject', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='subprojects.subproject')),
                        ('reading', models.BigIntegerField(verbose_name='reading')),
                        ('reading_at', models.DateTimeField(verbose_name='at')),
                        ('reasons', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=None, verbose_name='why it was drawn')),
                        ('finding', models.CharField(blank=True, choices=[('ok', 'in order'), ('note', 'in order, with a note'), ('follow_up', 'to follow up'), ('breach', 'unauthorised')], max_length=10, verbose_name='finding')),
                        ('note', experio.sealing.fields.SealedTextField(blank=True, help_text='What was asked and answered. Write nothing about health.', max_length=500, null=True, verbose_name='note')),
                        ('found_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('found_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'verbose_name': 'row of a log review',
                        'verbose_name_plural': 'rows of a log review',
                        'ordering': ['reading_at', 'reading'],
                        'constraints': [models.UniqueConstraint(fields=('review', 'reading'), name='reviewed_once_a_month'), models.CheckConstraint(condition=models.Q(('finding', ''), models.Q(('found_at__isnull', False), ('found_by__isnull', False)), _connector='OR'), name='finding_by_somebody'), models.CheckConstraint(condition=models.Q(('finding__in', ['', 'ok']), ('note__isnull', False), _connector='OR'), name='finding_is_explained', violation_error_message='Write what was asked and answered.')],
                    },
                ),
                migrations.CreateModel(
                    name='LogReviewRowEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='audit.logreviewrow')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('review', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='audit.logreview')),
                        ('subproject', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='subprojects.subproject')),
                        ('reading', models.BigIntegerField(verbose_name='reading')),
                        ('reading_at', models.DateTimeField(verbose_name='at')),
                        ('reasons', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=None, verbose_name='why it was drawn')),
                        ('finding', models.CharField(blank=True, choices=[('ok', 'in order'), ('note', 'in order, with a note'), ('follow_up', 'to follow up'), ('breach', 'unauthorised')], max_length=10, verbose_name='finding')),
                        ('note', experio.sealing.fields.SealedTextField(blank=True, help_text='What was asked and answered. Write nothing about health.', max_length=500, null=True, verbose_name='note')),
                        ('found_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('found_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='ReadingCut',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('before', models.DateField(unique=True, verbose_name='kept from')),
                        ('rows', models.PositiveBigIntegerField(verbose_name='rows')),
                        ('heads', models.JSONField(verbose_name='where the lanes stood')),
                        ('ordered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ordered by')),
                        ('decision_reference', models.CharField(max_length=200, verbose_name='decision')),
                        ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='at')),
                    ],
                    options={
                        'verbose_name': 'cut of the reading log',
                        'verbose_name_plural': 'cuts of the reading log',
                        'ordering': ['before'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('decision_reference', ''), _negated=True), name='cut_names_its_decision')],
                    },
                ),
                migrations.SeparateDatabaseAndState(
                    database_operations=[migrations.RunSQL(LOG, AWAY)],
                    state_operations=[
                        migrations.CreateModel(
                            name='Reading',
                            fields=[
                                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                                ('at', models.DateTimeField(editable=False, verbose_name='at')),
                                ('actor', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                                ('on_behalf_of', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='on behalf of')),
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
                                ('hash', models.BinaryField()),
                            ],
                            options={
                                'verbose_name': 'reading',
                                'verbose_name_plural': 'readings',
                                'ordering': ['-at', '-id'],
                                'indexes': [django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['people'], name='readings_of_people'), models.Index(fields=['actor', 'at'], name='readings_by_actor'), models.Index(fields=['case', 'at'], name='readings_of_case'), models.Index(fields=['lane', 'position'], name='readings_in_chain')],
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
            ],
        ),
        migrations.RunSQL(LAST_HOUR, 'DROP FUNCTION audit_last_hour(bigint, bigint[])'),
    ]
