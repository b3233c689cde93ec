"""What a review of the log came to, in words, is sealed where it stands, in the history too."""

from django.db import migrations, models

import experio.sealing.fields
from experio.sealing.migrating import only_sealed, seal_column

TEXTS = (
    ('logreview', 'summary', {
        'null': True, 'blank': True, 'max_length': 4000, 'verbose_name': 'summary',
    }),
    ('logreviewrow', 'note', {
        'null': True,
        'blank': True,
        'max_length': 500,
        'verbose_name': 'note',
        'help_text': 'What was asked and answered. Write nothing about health.',
    }),
)


def seal_texts(apps, schema_editor):
    for model, column, _ in TEXTS:
        seal_column(schema_editor, table=f'audit_{model}', column=column)


def altered(field):
    return [
        migrations.AlterField(f'{model}{suffix}', column, field(**options))
        for model, column, options in TEXTS
        for suffix in ('', 'event')
    ]


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0007_last_hour_by_index'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='logreviewrow', name='finding_is_explained'),
        *altered(models.TextField),
        migrations.RunPython(seal_texts, elidable=True),
        *altered(experio.sealing.fields.SealedTextField),
        *(only_sealed(f'audit_{model}{suffix}', column) for model, column, _ in TEXTS for suffix in ('', 'event')),
        migrations.AddConstraint(
            model_name='logreviewrow',
            constraint=models.CheckConstraint(condition=models.Q(('finding__in', ['', 'ok']), ('note__isnull', False), _connector='OR'), name='finding_is_explained', violation_error_message='Write what was asked and answered.'),
        ),
    ]
