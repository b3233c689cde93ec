from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("subprojects", "0005_seal_protected_identities")]

    operations = [
        migrations.AddConstraint(
            model_name='staffmember',
            constraint=models.CheckConstraint(condition=models.Q(('has_protected_identity', False), models.Q(('birth_date__day', 1), ('birth_date__month', 7), ('employee_number__startswith', 'SK-'), ('first_name', 'Skyddad'), ('last_name', 'identitet'), ('personal_number', None)), _connector='OR'), name='protected_identity_tells_nothing', violation_error_message='The identity is protected and is not kept in plain words.'),
        ),
    ]
