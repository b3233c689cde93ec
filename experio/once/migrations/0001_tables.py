import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from experio.folding import AtOnce


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce(
            steps=[
                migrations.CreateModel(
                    name='SentForm',
                    fields=[
                        ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('sent_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='at')),
                        ('leads_to', models.TextField(blank=True, verbose_name='leads to')),
                    ],
                    options={
                        'verbose_name': 'sent form',
                        'verbose_name_plural': 'sent forms',
                    },
                ),
            ],
        ),
    ]
