"""Diagnosis codes and health text are sealed where they stand, in the history too; groups become tokens."""

from django.db import migrations, models

import cases.validators
import experio.sealing.fields
from cases.rules.diagnosis_group import diagnosis_group
from experio.sealing import group_token
from experio.sealing.migrating import only_sealed, seal_column, seal_reasons

CODE = {
    'null': True,
    'blank': True,
    'max_length': 5,
    'verbose_name': 'diagnosis code (ICD-10-SE)',
    'validators': [cases.validators.validate_diagnosis_code],
}
BACKGROUND = {
    'null': True,
    'blank': True,
    'max_length': 10000,
    'verbose_name': 'background',
    'help_text': 'Read by HR only, never by the manager.',
}
REASON = {
    'max_length': 200,
    'verbose_name': 'reason',
    'help_text': 'For example holiday. Write nothing about health: the receiver reads it before accepting.',
}
TEXT = {'max_length': 10000, 'verbose_name': 'text', 'error_messages': {'blank': 'Write the note.'}}
TEXTS = (
    ('sickleaveepisode', 'diagnosis_code', CODE),
    ('case', 'background', BACKGROUND),
    ('delegation', 'reason', REASON),
    ('journalnote', 'text', TEXT),
)


def seal_health(apps, schema_editor):
    for model, column, _ in TEXTS:
        tokens = {}
        if column == 'diagnosis_code':
            tokens['diagnosis_token'] = lambda employer, code: group_token(employer, str(diagnosis_group(code)))
        seal_column(schema_editor, table=f'cases_{model}', column=column, tokens=tokens)
    for column in ('content', 'preview'):
        seal_column(schema_editor, table='cases_absenceimport', column=column, history=False)
    seal_reasons(schema_editor)


def altered(field):
    return [
        migrations.AlterField(f'{model}{suffix}', column, field(**options))
        for model, column, options in TEXTS
        for suffix in ('', 'event')
    ]


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0005_data_protection'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('subprojects', '0008_sealed_personal_numbers'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='absenceimport',
            name='absence_import_keeps_nothing_afterwards',
        ),
        migrations.RemoveConstraint(
            model_name='journalnote',
            name='note_has_text',
        ),
        migrations.RemoveConstraint(
            model_name='sickleaveepisode',
            name='diagnosis_code_only_when_shared',
        ),
        migrations.RemoveField(
            model_name='sickleaveepisode',
            name='diagnosis_group',
        ),
        migrations.AddField(
            model_name='sickleaveepisode',
            name='diagnosis_token',
            field=models.CharField(editable=False, max_length=43, null=True),
        ),
        *altered(models.TextField),
        migrations.RunSQL(
            'ALTER TABLE cases_absenceimport ALTER COLUMN preview TYPE bytea '
            "USING convert_to(preview::text, 'UTF8')",
            state_operations=[
                migrations.AlterField('absenceimport', 'preview', models.BinaryField(null=True)),
            ],
        ),
        migrations.RunPython(seal_health, elidable=True),
        *altered(experio.sealing.fields.SealedTextField),
        migrations.AlterField(
            model_name='absenceimport',
            name='content',
            field=experio.sealing.fields.SealedBinaryField(null=True),
        ),
        migrations.AlterField(
            model_name='absenceimport',
            name='preview',
            field=experio.sealing.fields.SealedJSONField(null=True),
        ),
        *(only_sealed(f'cases_{model}{suffix}', column) for model, column, _ in TEXTS for suffix in ('', 'event')),
        only_sealed('cases_absenceimport', 'content', is_binary=True),
        only_sealed('cases_absenceimport', 'preview', is_binary=True),
        migrations.AddConstraint(
            model_name='absenceimport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('content__isnull', True), ('preview__isnull', True)), models.Q(('cancelled_at', None), ('confirmed_at', None)), _connector='OR'), name='absence_import_keeps_nothing_afterwards'),
        ),
        migrations.AddConstraint(
            model_name='sickleaveepisode',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('diagnosis_code__isnull', False), ('diagnosis_status', 'shared'), ('diagnosis_token__isnull', False)), models.Q(('diagnosis_code__isnull', True), ('diagnosis_status', 'not_shared'), ('diagnosis_token__isnull', True)), _connector='OR'), name='diagnosis_code_only_when_shared', violation_error_message='Write a code, or say that the diagnosis was not shared.'),
        ),
    ]
