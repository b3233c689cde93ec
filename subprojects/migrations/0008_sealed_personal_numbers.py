"""Personal numbers are sealed where they stand, in the history too, and found by a keyed index."""

from django.db import migrations, models

import experio.sealing.fields
import subprojects.validators
from experio.sealing import blind_index
from experio.sealing.migrating import only_sealed, seal_column

NUMBER = {
    'null': True,
    'blank': True,
    'max_length': 12,
    'verbose_name': 'personal number',
    'help_text': 'Twelve digits without a hyphen. Leave empty if it is not needed.',
    'validators': [subprojects.validators.validate_personal_number],
}


def seal_numbers(apps, schema_editor):
    seal_column(
        schema_editor,
        table='subprojects_staffmember',
        column='personal_number',
        tokens={'personal_number_index': blind_index},
    )


class Migration(migrations.Migration):

    dependencies = [
        ('subprojects', '0007_how_people_sign_in'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='staffmember',
            name='protected_identity_tells_nothing',
        ),
        migrations.RemoveConstraint(
            model_name='staffmember',
            name='personal_number_once_an_employer',
        ),
        migrations.AddField(
            model_name='staffmember',
            name='personal_number_index',
            field=models.CharField(editable=False, max_length=43, null=True),
        ),
        migrations.AlterField('staffmember', 'personal_number', models.TextField(**NUMBER)),
        migrations.AlterField('staffmemberevent', 'personal_number', models.TextField(**NUMBER)),
        migrations.RunPython(seal_numbers, elidable=True),
        migrations.AlterField(
            'staffmember', 'personal_number', experio.sealing.fields.SealedTextField(absent=None, **NUMBER)
        ),
        migrations.AlterField(
            'staffmemberevent', 'personal_number', experio.sealing.fields.SealedTextField(absent=None, **NUMBER)
        ),
        only_sealed('subprojects_staffmember', 'personal_number'),
        only_sealed('subprojects_staffmemberevent', 'personal_number'),
        migrations.AddConstraint(
            model_name='staffmember',
            constraint=models.CheckConstraint(condition=models.Q(('has_protected_identity', False), models.Q(('birth_date__day', 1), ('birth_date__month', 7), ('employee_number__startswith', 'SK-'), ('first_name', 'Skyddad'), ('last_name', 'identitet'), ('personal_number__isnull', True)), _connector='OR'), name='protected_identity_tells_nothing', violation_error_message='The identity is protected and is not kept in plain words.'),
        ),
        migrations.AddConstraint(
            model_name='staffmember',
            constraint=models.UniqueConstraint(fields=('subproject', 'personal_number_index'), name='personal_number_once_an_employer', violation_error_message='Another staff member has this personal number.'),
        ),
        migrations.AddConstraint(
            model_name='staffmember',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('personal_number__isnull', True), ('personal_number_index', None)), models.Q(('personal_number__isnull', False), ('personal_number_index__isnull', False)), _connector='OR'), name='personal_number_has_its_index'),
        ),
    ]
