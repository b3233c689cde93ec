from django.db import migrations


def seal_factors(apps, schema_editor):
    """Secrets of apps and recovery codes that were stored in the clear are sealed; sealed ones stay."""
    from experio.sealing import seal
    from experio.sealing.envelope import VERSION

    Authenticator = apps.get_model('mfa', 'Authenticator')
    for factor in Authenticator.objects.filter(type__in=('totp', 'recovery_codes')):
        for name in ('secret', 'seed'):
            text = factor.data.get(name)
            if text and not text.startswith(f'{VERSION}:'):
                factor.data[name] = seal(text, table='mfa_authenticator', column='data', row='')
                factor.save(update_fields=['data'])


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_sessions_and_attempts'),
        ('mfa', '0003_authenticator_type_uniq'),
        ('sessions', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(seal_factors, migrations.RunPython.noop),
        # Sessions have a table of their own now; what the former one holds opens nothing any more.
        migrations.RunSQL('DELETE FROM django_session', migrations.RunSQL.noop),
    ]
