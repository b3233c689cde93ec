"""What the data-protection duties say in words is sealed where it stands, in the history too."""

from django.db import migrations, models

import experio.sealing.fields
from experio.sealing.migrating import only_sealed, seal_column

MAY_BE_EMPTY = {'null': True, 'blank': True}
TEXTS = (
    ('datarequest', 'text', {
        **MAY_BE_EMPTY,
        'max_length': 4000,
        'verbose_name': 'what the person writes',
        'help_text': 'What is wrong and what should stand there instead; which data it is about.',
    }),
    ('datarequest', 'extension_reason', {
        **MAY_BE_EMPTY, 'max_length': 300, 'verbose_name': 'why more time is needed',
    }),
    ('datarequest', 'answer', {
        **MAY_BE_EMPTY,
        'max_length': 4000,
        'verbose_name': 'answer and reasons',
        'help_text': 'The person reads this.',
    }),
    ('withholding', 'ground', {
        'max_length': 300,
        'verbose_name': 'legal ground',
        'help_text': 'The paragraph that forbids or excuses handing it out; the person reads it.',
    }),
    ('restriction', 'reason', {
        'max_length': 300,
        'verbose_name': 'reason',
        'help_text': 'What is in dispute. Write nothing about health.',
    }),
    ('restriction', 'lift_reason', {**MAY_BE_EMPTY, 'max_length': 300, 'verbose_name': 'why it is lifted'}),
    ('retentionhold', 'reason', {
        'max_length': 300,
        'verbose_name': 'reason',
        'help_text': 'For example an audit, a dispute or a pension matter. Write nothing about health.',
    }),
    ('disclosureassessment', 'correction_reason', {
        **MAY_BE_EMPTY, 'max_length': 300, 'verbose_name': 'why it is corrected',
    }),
    ('disclosureassessment', 'ground', {'max_length': 200, 'verbose_name': 'legal ground'}),
)
FILE_NAME = {'max_length': 200, 'verbose_name': 'file name'}


def seal_texts(apps, schema_editor):
    for model, column, _ in TEXTS:
        seal_column(schema_editor, table=f'cases_{model}', column=column)
    seal_column(schema_editor, table='cases_absenceimport', column='file_name', history=False)


def altered(field):
    return [
        *(
            migrations.AlterField(f'{model}{suffix}', column, field(**options))
            for model, column, options in TEXTS
            for suffix in ('', 'event')
        ),
        migrations.AlterField('absenceimport', 'file_name', field(**FILE_NAME)),
    ]


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0009_extract_release'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='datarequest', name='more_time_has_a_reason'),
        migrations.RemoveConstraint(
            model_name='disclosureassessment', name='disclosure_correction_has_a_reason'
        ),
        *altered(models.TextField),
        migrations.RunPython(seal_texts, elidable=True),
        *altered(experio.sealing.fields.SealedTextField),
        *(only_sealed(f'cases_{model}{suffix}', column) for model, column, _ in TEXTS for suffix in ('', 'event')),
        only_sealed('cases_absenceimport', 'file_name'),
        migrations.AddConstraint(
            model_name='datarequest',
            constraint=models.CheckConstraint(condition=models.Q(('extended_to', None), ('extension_reason__isnull', False), _connector='OR'), name='more_time_has_a_reason', violation_error_message='Say why more time is needed.'),
        ),
        migrations.AddConstraint(
            model_name='disclosureassessment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('correction_reason__isnull', True), ('corrects', None), ('version', 1)), models.Q(('correction_reason__isnull', False), ('corrects__isnull', False), ('version__gt', 1)), _connector='OR'), name='disclosure_correction_has_a_reason', violation_error_message='Say why it is corrected.'),
        ),
    ]
