"""What is sealed about protected people is kept as other sealed columns are, so that keys can be rotated."""

import experio.sealing.fields
from django.db import migrations, models
from experio.scope import working_for_every_employer
from experio.sealing import blind_index
from experio.sealing.migrating import only_sealed, seal_column
from subprojects.identity import Identity

REASONS = {'reason': 'reason', 'lift_reason': 'reason for lifting'}
OF_REASONS = {'null': True, 'blank': True, 'max_length': 300}
TABLE = 'subprojects_identityprotection'


def seal_reasons(apps, schema_editor):
    for column in REASONS:
        seal_column(schema_editor, table=TABLE, column=column)


def seal_numbers(apps, schema_editor):
    identities = apps.get_model('subprojects', 'ProtectedIdentity')
    with working_for_every_employer():
        texts = {row.pk: row.sealed for row in identities.objects.all()}
        for row in apps.get_model('subprojects', 'ProtectedNumbers').objects.all():
            identity = Identity.from_text(texts[row.pk])
            row.employee_number = identity.employee_number
            row.personal_number = identity.personal_number
            row.employee_number_index = blind_index(row.subproject_id, identity.employee_number)
            if identity.personal_number:
                row.personal_number_index = blind_index(row.subproject_id, identity.personal_number)
            row.save()


def sealed(model):
    return [
        migrations.AlterField(
            model,
            'lift_reason',
            experio.sealing.fields.SealedTextField(
                editable=False, verbose_name='reason for lifting', **OF_REASONS
            ),
        ),
        migrations.AlterField(
            model, 'reason', experio.sealing.fields.SealedTextField(max_length=300, verbose_name='reason')
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [('subprojects', '0008_sealed_personal_numbers')]

    operations = [
        migrations.RemoveConstraint('identityprotection', 'protection_ends_after_it_begins'),
        *[
            migrations.AlterField(
                model, column, models.TextField(verbose_name=name, editable=column == 'reason', **OF_REASONS)
            )
            for model in ('identityprotection', 'identityprotectionevent')
            for column, name in REASONS.items()
        ],
        migrations.RunPython(seal_reasons, elidable=True),
        *sealed('identityprotection'),
        *sealed('identityprotectionevent'),
        *[only_sealed(table, column) for table in (TABLE, f'{TABLE}event') for column in REASONS],
        migrations.AddConstraint(
            model_name='identityprotection',
            constraint=models.CheckConstraint(
                condition=models.Q(lifted_on=None, lift_reason__isnull=True)
                | models.Q(lifted_on__gte=models.F('first_day')),
                name='protection_ends_after_it_begins',
                violation_error_message='The last day is before the first.',
            ),
        ),
        migrations.AlterField('protectedidentity', 'sealed', experio.sealing.fields.SealedTextField()),
        migrations.AlterField('protectedidentityevent', 'sealed', experio.sealing.fields.SealedTextField()),
        only_sealed('subprojects_protectedidentity', 'sealed'),
        only_sealed('subprojects_protectedidentityevent', 'sealed'),
        migrations.AddField(
            'protectednumbers',
            'employee_number',
            experio.sealing.fields.SealedTextField(max_length=30, null=True),
        ),
        migrations.AddField(
            'protectednumbers',
            'personal_number',
            experio.sealing.fields.SealedTextField(absent=None, max_length=12, null=True),
        ),
        *[
            migrations.AlterField(
                'protectednumbers', name, models.CharField(editable=False, max_length=43, null=True)
            )
            for name in ('employee_number_index', 'personal_number_index')
        ],
        migrations.RunPython(seal_numbers, elidable=True),
    ]
