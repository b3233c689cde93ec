import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
import subprojects.validators
import uuid
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='Occupation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ssyk_code', models.CharField(max_length=4, unique=True, validators=[django.core.validators.RegexValidator('^\\d{4}$', 'Four digits.')], verbose_name='SSYK code')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('is_confirmed', models.BooleanField(default=False, help_text='Whether code and name have been checked against the official list.', verbose_name='confirmed')),
            ],
            options={
                'verbose_name': 'occupation',
                'verbose_name_plural': 'occupations',
                'ordering': ['ssyk_code'],
            },
        ),
        migrations.CreateModel(
            name='Project',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(unique=True, verbose_name='short name')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('diarienummer', models.CharField(help_text="The ESF council's case id (diarienummer), for example 2019/00035.", max_length=10, unique=True, validators=[django.core.validators.RegexValidator('^\\d{4}/\\d{5}$', 'Write the case id as YYYY/NNNNN.')], verbose_name='case id')),
                ('programme_version', models.CharField(choices=[('ESF0713', 'ESF 2007–2013'), ('ESF1420', 'ESF 2014–2020'), ('ESFP2127', 'ESF+ 2021–2027')], max_length=10, verbose_name='programme')),
                ('objective', models.CharField(max_length=200, verbose_name='programme area and specific objective')),
                ('region', models.CharField(max_length=100, verbose_name='region')),
                ('owner_name', models.CharField(blank=True, max_length=200, verbose_name='project owner')),
                ('first_day', models.DateField(verbose_name='first day')),
                ('last_day', models.DateField(verbose_name='last day')),
                ('total_budget', models.DecimalField(decimal_places=2, max_digits=14, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='total budget, SEK')),
                ('esf_support', models.DecimalField(decimal_places=2, help_text='The rest is co-financing; support equal to the whole budget, 0 % co-financing, is valid.', max_digits=14, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='ESF support, SEK')),
                ('planned_participants', models.PositiveIntegerField(default=0, verbose_name='planned participants')),
            ],
            options={
                'verbose_name': 'project',
                'verbose_name_plural': 'projects',
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='project_ends_after_it_begins', violation_error_message='The last day is before the first.'), models.CheckConstraint(condition=models.Q(('esf_support__lte', models.F('total_budget')), ('esf_support__gte', 0)), name='project_support_within_budget', violation_error_message='The support is larger than the budget.')],
            },
        ),
        migrations.CreateModel(
            name='Activity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='activities', to='subprojects.project', verbose_name='project')),
            ],
            options={
                'verbose_name': 'activity',
                'verbose_name_plural': 'activities',
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(fields=('project', 'name'), name='activity_names_differ')],
            },
        ),
        migrations.CreateModel(
            name='ProjectEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('slug', models.SlugField(db_index=False, verbose_name='short name')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('diarienummer', models.CharField(help_text="The ESF council's case id (diarienummer), for example 2019/00035.", max_length=10, validators=[django.core.validators.RegexValidator('^\\d{4}/\\d{5}$', 'Write the case id as YYYY/NNNNN.')], verbose_name='case id')),
                ('programme_version', models.CharField(choices=[('ESF0713', 'ESF 2007–2013'), ('ESF1420', 'ESF 2014–2020'), ('ESFP2127', 'ESF+ 2021–2027')], max_length=10, verbose_name='programme')),
                ('objective', models.CharField(max_length=200, verbose_name='programme area and specific objective')),
                ('region', models.CharField(max_length=100, verbose_name='region')),
                ('owner_name', models.CharField(blank=True, max_length=200, verbose_name='project owner')),
                ('first_day', models.DateField(verbose_name='first day')),
                ('last_day', models.DateField(verbose_name='last day')),
                ('total_budget', models.DecimalField(decimal_places=2, max_digits=14, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='total budget, SEK')),
                ('esf_support', models.DecimalField(decimal_places=2, help_text='The rest is co-financing; support equal to the whole budget, 0 % co-financing, is valid.', max_digits=14, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='ESF support, SEK')),
                ('planned_participants', models.PositiveIntegerField(default=0, verbose_name='planned participants')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='subprojects.project')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProjectPhase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('method', 'method phase'), ('budget', 'budget phase')], default='method', max_length=10, verbose_name='kind')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('first_day', models.DateField(verbose_name='first day')),
                ('last_day', models.DateField(verbose_name='last day')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='phases', to='subprojects.project', verbose_name='project')),
            ],
            options={
                'verbose_name': 'phase',
                'verbose_name_plural': 'phases',
                'ordering': ['project', 'kind', 'first_day'],
                'constraints': [models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='phase_ends_after_it_begins', violation_error_message='The last day is before the first.'), models.UniqueConstraint(fields=('project', 'kind', 'name'), name='phase_names_differ')],
            },
        ),
        migrations.CreateModel(
            name='Subproject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(unique=True, verbose_name='short name')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('employer_name', models.CharField(max_length=200, verbose_name='employer')),
                ('employer_kind', models.CharField(choices=[('municipality', 'municipality'), ('region', 'region'), ('state', 'state authority')], max_length=20, verbose_name='kind of employer')),
                ('organisation_number', models.CharField(blank=True, max_length=11, verbose_name='organisation number')),
                ('sort_key', models.GeneratedField(db_persist=True, expression=models.Func(django.db.models.functions.text.Lower(models.F('name')), models.Value('åäæöøőáàâãāăąçćčĉċďđðéèêëēĕėęěğģĝġĥħíìîïīįıĵķłľļĺñńňņóòôõōœřŕśšşșŝťţțþúùûūůųŭŵüűýÿŷźžżÅÄÆÖØŐÁÀÂÃĀĂĄÇĆČĈĊĎĐÐÉÈÊËĒĔĖĘĚĞĢĜĠĤĦÍÌÎÏĪĮĴĶŁĽĻĹÑŃŇŅÓÒÔÕŌŒŘŔŚŠŞȘŜŤŢȚÞÚÙÛŪŮŲŬŴÜŰÝŸŶŹŽŻ'), models.Value('{||}}}aaaaaaacccccdddeeeeeeeeegggghhiiiiiiijkllllnnnnoooooorrsssssttttuuuuuuuwyyyyyzzz{||}}}aaaaaaacccccdddeeeeeeeeegggghhiiiiiijkllllnnnnoooooorrsssssttttuuuuuuuwyyyyyzzz'), function='translate'), output_field=models.CharField(db_collation='C', max_length=320))),
                ('hr_contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='HR contact')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='subprojects', to='subprojects.project', verbose_name='project')),
            ],
            options={
                'verbose_name': 'subproject',
                'verbose_name_plural': 'subprojects',
                'ordering': ['sort_key'],
            },
        ),
        migrations.CreateModel(
            name='StaffMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('employee_number', models.CharField(max_length=30, verbose_name='employee number')),
                ('first_name', models.CharField(max_length=100, verbose_name='first name')),
                ('last_name', models.CharField(max_length=100, verbose_name='last name')),
                ('birth_date', models.DateField(verbose_name='date of birth')),
                ('gender', models.CharField(choices=[('woman', 'woman'), ('man', 'man')], max_length=10, verbose_name='gender')),
                ('personal_number', models.CharField(blank=True, help_text='Twelve digits without a hyphen. Leave empty if it is not needed.', max_length=12, null=True, validators=[subprojects.validators.validate_personal_number], verbose_name='personal number')),
                ('has_protected_identity', models.BooleanField(default=False, verbose_name='protected identity')),
                ('recorded_at', models.DateTimeField(auto_now_add=True, verbose_name='recorded at')),
                ('sort_key', models.GeneratedField(db_persist=True, expression=models.Func(django.db.models.functions.text.Lower(django.db.models.functions.text.Concat(models.F('last_name'), models.Value(' '), models.F('first_name'))), models.Value('åäæöøőáàâãāăąçćčĉċďđðéèêëēĕėęěğģĝġĥħíìîïīįıĵķłľļĺñńňņóòôõōœřŕśšşșŝťţțþúùûūůųŭŵüűýÿŷźžżÅÄÆÖØŐÁÀÂÃĀĂĄÇĆČĈĊĎĐÐÉÈÊËĒĔĖĘĚĞĢĜĠĤĦÍÌÎÏĪĮĴĶŁĽĻĹÑŃŇŅÓÒÔÕŌŒŘŔŚŠŞȘŜŤŢȚÞÚÙÛŪŮŲŬŴÜŰÝŸŶŹŽŻ'), models.Value('{||}}}aaaaaaacccccdddeeeeeeeeegggghhiiiiiiijkllllnnnnoooooorrsssssttttuuuuuuuwyyyyyzzz{||}}}aaaaaaacccccdddeeeeeeeeegggghhiiiiiijkllllnnnnoooooorrsssssttttuuuuuuuwyyyyyzzz'), function='translate'), output_field=models.CharField(db_collation='C', max_length=320))),
                ('first_name_key', models.GeneratedField(db_persist=True, expression=models.Func(django.db.models.functions.text.Lower(models.F('first_name')), models.Value('åäæöøőáàâãāăąçćčĉċďđðéèêëēĕėęěğģĝġĥħíìîïīįıĵķłľļĺñńňņóòôõōœřŕśšşșŝťţțþúùûūůųŭŵüűýÿŷźžżÅÄÆÖØŐÁÀÂÃĀĂĄÇĆČĈĊĎĐÐÉÈÊËĒĔĖĘĚĞĢĜĠĤĦÍÌÎÏĪĮĴĶŁĽĻĹÑŃŇŅÓÒÔÕŌŒŘŔŚŠŞȘŜŤŢȚÞÚÙÛŪŮŲŬŴÜŰÝŸŶŹŽŻ'), models.Value('{||}}}aaaaaaacccccdddeeeeeeeeegggghhiiiiiiijkllllnnnnoooooorrsssssttttuuuuuuuwyyyyyzzz{||}}}aaaaaaacccccdddeeeeeeeeegggghhiiiiiijkllllnnnnoooooorrsssssttttuuuuuuuwyyyyyzzz'), function='translate'), output_field=models.CharField(db_collation='C', max_length=320))),
                ('subproject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='staff', to='subprojects.subproject', verbose_name='subproject')),
            ],
            options={
                'verbose_name': 'staff member',
                'verbose_name_plural': 'staff',
                'ordering': ['sort_key', 'pk'],
                'indexes': [models.Index(fields=['subproject', 'sort_key'], name='staff_by_name'), models.Index(fields=['subproject', 'first_name_key'], name='staff_by_first_name')],
                'constraints': [models.UniqueConstraint(fields=('subproject', 'employee_number'), name='employee_number_is_the_key', violation_error_message='Another staff member has this employee number.'), models.UniqueConstraint(fields=('subproject', 'personal_number'), name='personal_number_once_an_employer', violation_error_message='Another staff member has this personal number.'), models.UniqueConstraint(fields=('id', 'subproject'), name='staff_with_employer')],
            },
        ),
        migrations.CreateModel(
            name='ActivityEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='subprojects.activity')),
                ('project', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='subprojects.project', verbose_name='project')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProjectPhaseEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('method', 'method phase'), ('budget', 'budget phase')], default='method', max_length=10, verbose_name='kind')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('first_day', models.DateField(verbose_name='first day')),
                ('last_day', models.DateField(verbose_name='last day')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='subprojects.projectphase')),
                ('project', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='subprojects.project', verbose_name='project')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SubprojectEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('slug', models.SlugField(db_index=False, verbose_name='short name')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('employer_name', models.CharField(max_length=200, verbose_name='employer')),
                ('employer_kind', models.CharField(choices=[('municipality', 'municipality'), ('region', 'region'), ('state', 'state authority')], max_length=20, verbose_name='kind of employer')),
                ('organisation_number', models.CharField(blank=True, max_length=11, verbose_name='organisation number')),
                ('hr_contact', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='HR contact')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='subprojects.subproject')),
                ('project', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='subprojects.project', verbose_name='project')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(help_text='Used in files, addresses and on the command line.', max_length=40, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('sector', models.CharField(choices=[('care', 'care'), ('social_care', 'social care'), ('school', 'school'), ('other', 'other')], max_length=20, verbose_name='sector')),
                ('sort_key', models.GeneratedField(db_persist=True, expression=models.Func(django.db.models.functions.text.Lower(models.F('name')), models.Value('åäæöøőáàâãāăąçćčĉċďđðéèêëēĕėęěğģĝġĥħíìîïīįıĵķłľļĺñńňņóòôõōœřŕśšşșŝťţțþúùûūůųŭŵüűýÿŷźžżÅÄÆÖØŐÁÀÂÃĀĂĄÇĆČĈĊĎĐÐÉÈÊËĒĔĖĘĚĞĢĜĠĤĦÍÌÎÏĪĮĴĶŁĽĻĹÑŃŇŅÓÒÔÕŌŒŘŔŚŠŞȘŜŤŢȚÞÚÙÛŪŮŲŬŴÜŰÝŸŶŹŽŻ'), models.Value('{||}}}aaaaaaacccccdddeeeeeeeeegggghhiiiiiiijkllllnnnnoooooorrsssssttttuuuuuuuwyyyyyzzz{||}}}aaaaaaacccccdddeeeeeeeeegggghhiiiiiijkllllnnnnoooooorrsssssttttuuuuuuuwyyyyyzzz'), function='translate'), output_field=models.CharField(db_collation='C', max_length=320))),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='subprojects.unit', verbose_name='belongs to')),
                ('subproject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='subprojects.subproject', verbose_name='subproject')),
            ],
            options={
                'verbose_name': 'unit',
                'verbose_name_plural': 'units',
                'ordering': ['sort_key'],
                'constraints': [models.CheckConstraint(condition=models.Q(('parent', models.F('id')), _negated=True), name='unit_is_not_its_own_parent')],
            },
        ),
        migrations.CreateModel(
            name='Participation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entered_on', models.DateField(verbose_name='entry')),
                ('left_on', models.DateField(blank=True, null=True, verbose_name='exit')),
                ('labour_status_on_entry', models.CharField(blank=True, choices=[('employed', 'employed, also self-employed'), ('unemployed', 'unemployed'), ('long_term_unemployed', 'long-term unemployed'), ('inactive', 'inactive'), ('inactive_not_in_education', 'inactive, not in education or training')], max_length=30, null=True, verbose_name='labour status on entry')),
                ('education_on_entry', models.PositiveSmallIntegerField(blank=True, choices=[(0, 'less than primary (ISCED 0)'), (1, 'primary (ISCED 1)'), (2, 'lower secondary (ISCED 2)'), (3, 'upper secondary (ISCED 3)'), (4, 'post-secondary (ISCED 4)'), (5, 'short tertiary (ISCED 5)'), (6, "bachelor's (ISCED 6)"), (7, "master's (ISCED 7)"), (8, 'doctoral (ISCED 8)')], null=True, verbose_name='education on entry')),
                ('was_in_education_on_entry', models.BooleanField(null=True, verbose_name='in education or training on entry')),
                ('is_in_education_on_exit', models.BooleanField(null=True, verbose_name='in education or training on exit')),
                ('has_gained_qualification', models.BooleanField(null=True, verbose_name='gained a qualification')),
                ('labour_status_on_exit', models.CharField(blank=True, choices=[('employed', 'employed, also self-employed'), ('unemployed', 'unemployed'), ('long_term_unemployed', 'long-term unemployed'), ('inactive', 'inactive'), ('inactive_not_in_education', 'inactive, not in education or training')], max_length=30, null=True, verbose_name='labour status on exit')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participations', to='subprojects.project', verbose_name='project')),
                ('staff_member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participations', to='subprojects.staffmember', verbose_name='staff member')),
                ('subproject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participations', to='subprojects.subproject')),
            ],
            options={
                'verbose_name': 'participation',
                'verbose_name_plural': 'participations',
                'ordering': ['entered_on', 'pk'],
                'indexes': [models.Index(fields=['subproject', 'entered_on'], name='participation_by_entry')],
                'constraints': [models.UniqueConstraint(fields=('project', 'staff_member'), name='one_participation_a_person', violation_error_message='The person already takes part in the project.'), models.CheckConstraint(condition=models.Q(('left_on', None), ('left_on__gte', models.F('entered_on')), _connector='OR'), name='participation_ends_after_it_begins', violation_error_message='The exit is before the entry.')],
            },
        ),
        migrations.CreateModel(
            name='StaffMemberEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('employee_number', models.CharField(max_length=30, verbose_name='employee number')),
                ('first_name', models.CharField(max_length=100, verbose_name='first name')),
                ('last_name', models.CharField(max_length=100, verbose_name='last name')),
                ('birth_date', models.DateField(verbose_name='date of birth')),
                ('gender', models.CharField(choices=[('woman', 'woman'), ('man', 'man')], max_length=10, verbose_name='gender')),
                ('personal_number', models.CharField(blank=True, help_text='Twelve digits without a hyphen. Leave empty if it is not needed.', max_length=12, null=True, validators=[subprojects.validators.validate_personal_number], verbose_name='personal number')),
                ('has_protected_identity', models.BooleanField(default=False, verbose_name='protected identity')),
                ('recorded_at', models.DateTimeField(auto_now_add=True, verbose_name='recorded at')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='subprojects.staffmember')),
                ('subproject', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='subprojects.subproject', verbose_name='subproject')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('hr_officer', 'HR officer'), ('manager', 'manager'), ('project_office', 'project office'), ('subproject_lead', 'subproject lead'), ('evaluator', 'evaluator'), ('employee', 'employee'), ('administrator', 'administrator')], max_length=20, verbose_name='role')),
                ('includes_subunits', models.BooleanField(default=False, verbose_name='also the units below')),
                ('first_day', models.DateField(verbose_name='first day')),
                ('last_day', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL, verbose_name='user')),
                ('project', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='subprojects.project', verbose_name='project')),
                ('staff_member', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='subprojects.staffmember', verbose_name='staff member')),
                ('subproject', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='subprojects.subproject', verbose_name='subproject')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='subprojects.unit', verbose_name='unit')),
            ],
            options={
                'verbose_name': 'role of a user',
                'verbose_name_plural': 'roles of users',
                'ordering': ['user', 'role', 'first_day'],
                'indexes': [models.Index(fields=['user', 'first_day', 'last_day'], name='roles_of_a_user')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('role__in', ['project_office', 'evaluator']), ('project__isnull', False), ('subproject__isnull', True), ('unit__isnull', True), ('staff_member__isnull', True)), models.Q(('role__in', ['hr_officer', 'subproject_lead']), ('project__isnull', True), ('subproject__isnull', False), ('unit__isnull', True), ('staff_member__isnull', True)), models.Q(('role__in', ['manager']), ('project__isnull', True), ('subproject__isnull', True), ('unit__isnull', False), ('staff_member__isnull', True)), models.Q(('role__in', ['employee']), ('project__isnull', True), ('subproject__isnull', True), ('unit__isnull', True), ('staff_member__isnull', False)), models.Q(('role__in', ['administrator']), ('project__isnull', True), ('subproject__isnull', True), ('unit__isnull', True), ('staff_member__isnull', True)), _connector='OR'), name='role_has_its_scope', violation_error_message='HR officers and subproject leads belong to a subproject, managers to a unit, project office and evaluators to a project, employees to themselves, administrators to none.'), models.CheckConstraint(condition=models.Q(('last_day', None), ('last_day__gte', models.F('first_day')), _connector='OR'), name='role_ends_after_it_begins', violation_error_message='The last day is before the first.')],
            },
        ),
        migrations.CreateModel(
            name='Employment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekly_hours', models.DecimalField(decimal_places=2, max_digits=4, validators=[django.core.validators.MinValueValidator(Decimal('0.01')), django.core.validators.MaxValueValidator(Decimal('60'))], verbose_name='hours a week')),
                ('first_day', models.DateField(verbose_name='first day')),
                ('last_day', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('occupation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='subprojects.occupation', verbose_name='occupation')),
                ('staff_member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='employments', to='subprojects.staffmember', verbose_name='staff member')),
                ('subproject', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='subprojects.subproject')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='employments', to='subprojects.unit', verbose_name='unit')),
            ],
            options={
                'verbose_name': 'employment',
                'verbose_name_plural': 'employments',
                'ordering': ['first_day', 'pk'],
                'indexes': [models.Index(fields=['unit', 'first_day', 'last_day'], name='employment_by_unit'), models.Index(fields=['subproject', 'first_day', 'last_day'], name='employment_by_employer')],
                'constraints': [models.CheckConstraint(condition=models.Q(('last_day', None), ('last_day__gte', models.F('first_day')), _connector='OR'), name='employment_ends_after_it_begins', violation_error_message='The last day is before the first.'), models.CheckConstraint(condition=models.Q(('weekly_hours__gt', 0), ('weekly_hours__lte', 60)), name='employment_hours_are_possible', violation_error_message='Hours a week lie between 0.01 and 60.'), models.UniqueConstraint(fields=('staff_member', 'unit', 'first_day'), name='employment_once', violation_error_message='This employment is already recorded.')],
            },
        ),
        migrations.CreateModel(
            name='UnitEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('code', models.SlugField(db_index=False, help_text='Used in files, addresses and on the command line.', max_length=40, verbose_name='code')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('sector', models.CharField(choices=[('care', 'care'), ('social_care', 'social care'), ('school', 'school'), ('other', 'other')], max_length=20, verbose_name='sector')),
                ('parent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='subprojects.unit', verbose_name='belongs to')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='subprojects.unit')),
                ('subproject', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='subprojects.subproject', verbose_name='subproject')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ActivityHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('hours', models.DecimalField(decimal_places=2, max_digits=4, validators=[django.core.validators.MinValueValidator(Decimal('0.25')), django.core.validators.MaxValueValidator(Decimal('24'))], verbose_name='hours')),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hours', to='subprojects.activity')),
                ('participation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hours', to='subprojects.participation')),
                ('subproject', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='subprojects.subproject')),
            ],
            options={
                'verbose_name': 'activity hours',
                'verbose_name_plural': 'activity hours',
                'ordering': ['day', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('participation', 'activity', 'day'), name='hours_once_a_day'), models.CheckConstraint(condition=models.Q(('hours__gt', 0), ('hours__lte', 24)), name='hours_fit_in_a_day')],
            },
        ),
        migrations.CreateModel(
            name='ParticipationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('entered_on', models.DateField(verbose_name='entry')),
                ('left_on', models.DateField(blank=True, null=True, verbose_name='exit')),
                ('labour_status_on_entry', models.CharField(blank=True, choices=[('employed', 'employed, also self-employed'), ('unemployed', 'unemployed'), ('long_term_unemployed', 'long-term unemployed'), ('inactive', 'inactive'), ('inactive_not_in_education', 'inactive, not in education or training')], max_length=30, null=True, verbose_name='labour status on entry')),
                ('education_on_entry', models.PositiveSmallIntegerField(blank=True, choices=[(0, 'less than primary (ISCED 0)'), (1, 'primary (ISCED 1)'), (2, 'lower secondary (ISCED 2)'), (3, 'upper secondary (ISCED 3)'), (4, 'post-secondary (ISCED 4)'), (5, 'short tertiary (ISCED 5)'), (6, "bachelor's (ISCED 6)"), (7, "master's (ISCED 7)"), (8, 'doctoral (ISCED 8)')], null=True, verbose_name='education on entry')),
                ('was_in_education_on_entry', models.BooleanField(null=True, verbose_name='in education or training on entry')),
                ('is_in_education_on_exit', models.BooleanField(null=True, verbose_name='in education or training on exit')),
                ('has_gained_qualification', models.BooleanField(null=True, verbose_name='gained a qualification')),
                ('labour_status_on_exit', models.CharField(blank=True, choices=[('employed', 'employed, also self-employed'), ('unemployed', 'unemployed'), ('long_term_unemployed', 'long-term unemployed'), ('inactive', 'inactive'), ('inactive_not_in_education', 'inactive, not in education or training')], max_length=30, null=True, verbose_name='labour status on exit')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='subprojects.participation')),
                ('project', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='subprojects.project', verbose_name='project')),
                ('staff_member', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='subprojects.staffmember', verbose_name='staff member')),
                ('subproject', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='subprojects.subproject')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MembershipEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('role', models.CharField(choices=[('hr_officer', 'HR officer'), ('manager', 'manager'), ('project_office', 'project office'), ('subproject_lead', 'subproject lead'), ('evaluator', 'evaluator'), ('employee', 'employee'), ('administrator', 'administrator')], max_length=20, verbose_name='role')),
                ('includes_subunits', models.BooleanField(default=False, verbose_name='also the units below')),
                ('first_day', models.DateField(verbose_name='first day')),
                ('last_day', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='subprojects.membership')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='user')),
                ('project', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='subprojects.project', verbose_name='project')),
                ('staff_member', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='subprojects.staffmember', verbose_name='staff member')),
                ('subproject', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='subprojects.subproject', verbose_name='subproject')),
                ('unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='subprojects.unit', verbose_name='unit')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='EmploymentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('weekly_hours', models.DecimalField(decimal_places=2, max_digits=4, validators=[django.core.validators.MinValueValidator(Decimal('0.01')), django.core.validators.MaxValueValidator(Decimal('60'))], verbose_name='hours a week')),
                ('first_day', models.DateField(verbose_name='first day')),
                ('last_day', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='subprojects.employment')),
                ('occupation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='subprojects.occupation', verbose_name='occupation')),
                ('staff_member', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='subprojects.staffmember', verbose_name='staff member')),
                ('subproject', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='subprojects.subproject')),
                ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='subprojects.unit', verbose_name='unit')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ActivityHoursEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('day', models.DateField(verbose_name='day')),
                ('hours', models.DecimalField(decimal_places=2, max_digits=4, validators=[django.core.validators.MinValueValidator(Decimal('0.25')), django.core.validators.MaxValueValidator(Decimal('24'))], verbose_name='hours')),
                ('activity', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='subprojects.activity')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='subprojects.activityhours')),
                ('participation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='subprojects.participation')),
                ('subproject', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='subprojects.subproject')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='project',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "subprojects_projectevent" ("diarienummer", "esf_support", "first_day", "id", "last_day", "name", "objective", "owner_name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_participants", "programme_version", "region", "slug", "total_budget") SELECT new_values."diarienummer", new_values."esf_support", new_values."first_day", new_values."id", new_values."last_day", new_values."name", new_values."objective", new_values."owner_name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."planned_participants", new_values."programme_version", new_values."region", new_values."slug", new_values."total_budget" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='876a626d19dfe1b6a1a47b6393e5c28569cc38de', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_26588', referencing='REFERENCING NEW TABLE AS new_values ', table='subprojects_project', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='project',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "subprojects_projectevent" ("diarienummer", "esf_support", "first_day", "id", "last_day", "name", "objective", "owner_name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_participants", "programme_version", "region", "slug", "total_budget") SELECT new_values."diarienummer", new_values."esf_support", new_values."first_day", new_values."id", new_values."last_day", new_values."name", new_values."objective", new_values."owner_name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."planned_participants", new_values."programme_version", new_values."region", new_values."slug", new_values."total_budget" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='0eaede7abd51a012f4e725a00ec831638f4e3596', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_2369f', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='subprojects_project', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='project',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "subprojects_projectevent" ("diarienummer", "esf_support", "first_day", "id", "last_day", "name", "objective", "owner_name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_participants", "programme_version", "region", "slug", "total_budget") SELECT old_values."diarienummer", old_values."esf_support", old_values."first_day", old_values."id", old_values."last_day", old_values."name", old_values."objective", old_values."owner_name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."planned_participants", old_values."programme_version", old_values."region", old_values."slug", old_values."total_budget" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='97f3406b95cbc73e2c02e80d6b467c4845da00a7', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_b82f6', referencing='REFERENCING OLD TABLE AS old_values ', table='subprojects_project', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='activityevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f8e287e28ad59889480755650311e2b467188529', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5c815', table='subprojects_activityevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='activity',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "subprojects_activityevent" ("id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id") SELECT new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."project_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='5d0e860d0052c38a7abf99897a7aa2d65794cd81', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_a196d', referencing='REFERENCING NEW TABLE AS new_values ', table='subprojects_activity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='activity',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "subprojects_activityevent" ("id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id") SELECT new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."project_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='bab210df2a0b30ec02aeea303062349db41e523c', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_879ee', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='subprojects_activity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='activity',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "subprojects_activityevent" ("id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id") SELECT old_values."id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."project_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='855f94f0610a4d3c50353117f6331612a2d37ffa', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_5b261', referencing='REFERENCING OLD TABLE AS old_values ', table='subprojects_activity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='projectevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0de110e9f292b5ac7cea5a6f85470426b969abb2', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b1d52', table='subprojects_projectevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='projectphase',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "subprojects_projectphaseevent" ("first_day", "id", "kind", "last_day", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id") SELECT new_values."first_day", new_values."id", new_values."kind", new_values."last_day", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."project_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='0806b6e30824b02a4297b5b76c05bb3e15ff8e5e', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_5446b', referencing='REFERENCING NEW TABLE AS new_values ', table='subprojects_projectphase', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='projectphase',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "subprojects_projectphaseevent" ("first_day", "id", "kind", "last_day", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id") SELECT new_values."first_day", new_values."id", new_values."kind", new_values."last_day", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."project_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f6fa2faac76daca81647a777352dc1c7d3390105', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_54827', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='subprojects_projectphase', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='projectphase',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "subprojects_projectphaseevent" ("first_day", "id", "kind", "last_day", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id") SELECT old_values."first_day", old_values."id", old_values."kind", old_values."last_day", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."project_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='21c9764deb462cfbeefca42ab6beae165eafb503', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_ebe66', referencing='REFERENCING OLD TABLE AS old_values ', table='subprojects_projectphase', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='projectphaseevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='885403888fa7984afad6c956e0168bca1ccf1c14', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_7ccd5', table='subprojects_projectphaseevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='subproject',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "subprojects_subprojectevent" ("employer_kind", "employer_name", "hr_contact_id", "id", "name", "organisation_number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "slug") SELECT new_values."employer_kind", new_values."employer_name", new_values."hr_contact_id", new_values."id", new_values."name", new_values."organisation_number", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."project_id", new_values."slug" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='61f61461b4c4f542b15ce355160bd739c78d20fe', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_71cb4', referencing='REFERENCING NEW TABLE AS new_values ', table='subprojects_subproject', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='subproject',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "subprojects_subprojectevent" ("employer_kind", "employer_name", "hr_contact_id", "id", "name", "organisation_number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "slug") SELECT new_values."employer_kind", new_values."employer_name", new_values."hr_contact_id", new_values."id", new_values."name", new_values."organisation_number", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."project_id", new_values."slug" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."employer_kind" IS DISTINCT FROM (new_values."employer_kind") OR old_values."employer_name" IS DISTINCT FROM (new_values."employer_name") OR old_values."hr_contact_id" IS DISTINCT FROM (new_values."hr_contact_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."organisation_number" IS DISTINCT FROM (new_values."organisation_number") OR old_values."project_id" IS DISTINCT FROM (new_values."project_id") OR old_values."slug" IS DISTINCT FROM (new_values."slug")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='88e6806ba5cdfe2de40c35b5a0cc3b9c4b6c9610', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_e5d15', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='subprojects_subproject', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='subproject',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "subprojects_subprojectevent" ("employer_kind", "employer_name", "hr_contact_id", "id", "name", "organisation_number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "slug") SELECT old_values."employer_kind", old_values."employer_name", old_values."hr_contact_id", old_values."id", old_values."name", old_values."organisation_number", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."project_id", old_values."slug" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='1758c05801954e12e40ca690a6aa9d255350a857', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_b58b8', referencing='REFERENCING OLD TABLE AS old_values ', table='subprojects_subproject', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='staffmemberevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b58126daca729fecab8206b777b7960f4b9ec92b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_89e1b', table='subprojects_staffmemberevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='staffmember',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "subprojects_staffmemberevent" ("birth_date", "employee_number", "first_name", "gender", "has_protected_identity", "id", "key", "last_name", "personal_number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "subproject_id") SELECT new_values."birth_date", new_values."employee_number", new_values."first_name", new_values."gender", new_values."has_protected_identity", new_values."id", new_values."key", new_values."last_name", new_values."personal_number", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."recorded_at", new_values."subproject_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='879f606309ec0332f4604644fbabe9863973e950', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_f8c32', referencing='REFERENCING NEW TABLE AS new_values ', table='subprojects_staffmember', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='staffmember',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "subprojects_staffmemberevent" ("birth_date", "employee_number", "first_name", "gender", "has_protected_identity", "id", "key", "last_name", "personal_number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "subproject_id") SELECT new_values."birth_date", new_values."employee_number", new_values."first_name", new_values."gender", new_values."has_protected_identity", new_values."id", new_values."key", new_values."last_name", new_values."personal_number", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."recorded_at", new_values."subproject_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."birth_date" IS DISTINCT FROM (new_values."birth_date") OR old_values."employee_number" IS DISTINCT FROM (new_values."employee_number") OR old_values."first_name" IS DISTINCT FROM (new_values."first_name") OR old_values."gender" IS DISTINCT FROM (new_values."gender") OR old_values."has_protected_identity" IS DISTINCT FROM (new_values."has_protected_identity") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."key" IS DISTINCT FROM (new_values."key") OR old_values."last_name" IS DISTINCT FROM (new_values."last_name") OR old_values."personal_number" IS DISTINCT FROM (new_values."personal_number") OR old_values."recorded_at" IS DISTINCT FROM (new_values."recorded_at") OR old_values."subproject_id" IS DISTINCT FROM (new_values."subproject_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a348509e086a437fe846217a8eb87704e3c7a427', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_335be', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='subprojects_staffmember', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='staffmember',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "subprojects_staffmemberevent" ("birth_date", "employee_number", "first_name", "gender", "has_protected_identity", "id", "key", "last_name", "personal_number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "subproject_id") SELECT old_values."birth_date", old_values."employee_number", old_values."first_name", old_values."gender", old_values."has_protected_identity", old_values."id", old_values."key", old_values."last_name", old_values."personal_number", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."recorded_at", old_values."subproject_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='8bb82e28a905573c9d4241b2209f95652356bf95', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_a5085', referencing='REFERENCING OLD TABLE AS old_values ', table='subprojects_staffmember', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='participationevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7099cf0bb1ddfe7dd8c504aa135d8c0840189aa4', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_19ca7', table='subprojects_participationevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='participation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "subprojects_participationevent" ("education_on_entry", "entered_on", "has_gained_qualification", "id", "is_in_education_on_exit", "labour_status_on_entry", "labour_status_on_exit", "left_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "staff_member_id", "subproject_id", "was_in_education_on_entry") SELECT new_values."education_on_entry", new_values."entered_on", new_values."has_gained_qualification", new_values."id", new_values."is_in_education_on_exit", new_values."labour_status_on_entry", new_values."labour_status_on_exit", new_values."left_on", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."project_id", new_values."staff_member_id", new_values."subproject_id", new_values."was_in_education_on_entry" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='fb43899a71cc272571305faf7934f26d6611f5f1', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_84d14', referencing='REFERENCING NEW TABLE AS new_values ', table='subprojects_participation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='participation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "subprojects_participationevent" ("education_on_entry", "entered_on", "has_gained_qualification", "id", "is_in_education_on_exit", "labour_status_on_entry", "labour_status_on_exit", "left_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "staff_member_id", "subproject_id", "was_in_education_on_entry") SELECT new_values."education_on_entry", new_values."entered_on", new_values."has_gained_qualification", new_values."id", new_values."is_in_education_on_exit", new_values."labour_status_on_entry", new_values."labour_status_on_exit", new_values."left_on", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."project_id", new_values."staff_member_id", new_values."subproject_id", new_values."was_in_education_on_entry" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a20767a30e8712afc7966fd2dc073e460f2f86e7', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_d30ab', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='subprojects_participation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='participation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "subprojects_participationevent" ("education_on_entry", "entered_on", "has_gained_qualification", "id", "is_in_education_on_exit", "labour_status_on_entry", "labour_status_on_exit", "left_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "staff_member_id", "subproject_id", "was_in_education_on_entry") SELECT old_values."education_on_entry", old_values."entered_on", old_values."has_gained_qualification", old_values."id", old_values."is_in_education_on_exit", old_values."labour_status_on_entry", old_values."labour_status_on_exit", old_values."left_on", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."project_id", old_values."staff_member_id", old_values."subproject_id", old_values."was_in_education_on_entry" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='38a354a7bec4eb3d8c836db682a6a4e19b644a28', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_88119', referencing='REFERENCING OLD TABLE AS old_values ', table='subprojects_participation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='activityhoursevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c6d6204ee4ecf7912cd54be257d1662258bf4270', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1eadd', table='subprojects_activityhoursevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='activityhours',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "subprojects_activityhoursevent" ("activity_id", "day", "hours", "id", "participation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "subproject_id") SELECT new_values."activity_id", new_values."day", new_values."hours", new_values."id", new_values."participation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."subproject_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='8bc5c48a8629b4b5d6d55b6b8c5ef1261b1640f6', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_1bb9a', referencing='REFERENCING NEW TABLE AS new_values ', table='subprojects_activityhours', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='activityhours',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "subprojects_activityhoursevent" ("activity_id", "day", "hours", "id", "participation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "subproject_id") SELECT new_values."activity_id", new_values."day", new_values."hours", new_values."id", new_values."participation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."subproject_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='2dad8eeeac32d38fbb01afd36b96a40a83fa246f', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_06c41', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='subprojects_activityhours', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='activityhours',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "subprojects_activityhoursevent" ("activity_id", "day", "hours", "id", "participation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "subproject_id") SELECT old_values."activity_id", old_values."day", old_values."hours", old_values."id", old_values."participation_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."subproject_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='99f6cdf8540d735a1a00d058128c1f421f73e848', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_54f8e', referencing='REFERENCING OLD TABLE AS old_values ', table='subprojects_activityhours', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='subprojectevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='240422f3d4896e065ed031a2d00bebe4bc054797', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_27459', table='subprojects_subprojectevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='unit',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "subprojects_unitevent" ("code", "id", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sector", "subproject_id") SELECT new_values."code", new_values."id", new_values."name", new_values."parent_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."sector", new_values."subproject_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='521724863b1ed7ff67a8c33ad6cffe7a4cba399f', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_c281d', referencing='REFERENCING NEW TABLE AS new_values ', table='subprojects_unit', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='unit',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "subprojects_unitevent" ("code", "id", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sector", "subproject_id") SELECT new_values."code", new_values."id", new_values."name", new_values."parent_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."sector", new_values."subproject_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."code" IS DISTINCT FROM (new_values."code") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."parent_id" IS DISTINCT FROM (new_values."parent_id") OR old_values."sector" IS DISTINCT FROM (new_values."sector") OR old_values."subproject_id" IS DISTINCT FROM (new_values."subproject_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='cde13e0595ebf6ca733b0ceaf10bf0f6eeaa296a', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_46ed7', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='subprojects_unit', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='unit',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "subprojects_unitevent" ("code", "id", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sector", "subproject_id") SELECT old_values."code", old_values."id", old_values."name", old_values."parent_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."sector", old_values."subproject_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='9df06dade3bc0f61142a1c3a40d2a9541cacf12a', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_61ada', referencing='REFERENCING OLD TABLE AS old_values ', table='subprojects_unit', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membershipevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='87e8608bc86b2945312d025753858304986ba1a4', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d7f1c', table='subprojects_membershipevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "subprojects_membershipevent" ("first_day", "id", "includes_subunits", "last_day", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "role", "staff_member_id", "subproject_id", "unit_id", "user_id") SELECT new_values."first_day", new_values."id", new_values."includes_subunits", new_values."last_day", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."project_id", new_values."role", new_values."staff_member_id", new_values."subproject_id", new_values."unit_id", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='06c6fc4ce125b3ea433367dda3d90723e7e2cf12', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_1e19b', referencing='REFERENCING NEW TABLE AS new_values ', table='subprojects_membership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "subprojects_membershipevent" ("first_day", "id", "includes_subunits", "last_day", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "role", "staff_member_id", "subproject_id", "unit_id", "user_id") SELECT new_values."first_day", new_values."id", new_values."includes_subunits", new_values."last_day", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."project_id", new_values."role", new_values."staff_member_id", new_values."subproject_id", new_values."unit_id", new_values."user_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b36c9426307c31342d9eb355932628a6c6427bd0', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_62070', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='subprojects_membership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "subprojects_membershipevent" ("first_day", "id", "includes_subunits", "last_day", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "role", "staff_member_id", "subproject_id", "unit_id", "user_id") SELECT old_values."first_day", old_values."id", old_values."includes_subunits", old_values."last_day", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."project_id", old_values."role", old_values."staff_member_id", old_values."subproject_id", old_values."unit_id", old_values."user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='e558b850c13217230ba666780d7d68e1cef7df0d', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_1f0dc', referencing='REFERENCING OLD TABLE AS old_values ', table='subprojects_membership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='employmentevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0a377e658fc6646d33f94fa129316a7b4f56782c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c4ad1', table='subprojects_employmentevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='employment',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "subprojects_employmentevent" ("first_day", "id", "last_day", "occupation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "staff_member_id", "subproject_id", "unit_id", "weekly_hours") SELECT new_values."first_day", new_values."id", new_values."last_day", new_values."occupation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."staff_member_id", new_values."subproject_id", new_values."unit_id", new_values."weekly_hours" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='44b830ef91682f1d751cc40e311354003b808288', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_4d15d', referencing='REFERENCING NEW TABLE AS new_values ', table='subprojects_employment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='employment',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "subprojects_employmentevent" ("first_day", "id", "last_day", "occupation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "staff_member_id", "subproject_id", "unit_id", "weekly_hours") SELECT new_values."first_day", new_values."id", new_values."last_day", new_values."occupation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."staff_member_id", new_values."subproject_id", new_values."unit_id", new_values."weekly_hours" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e6a36f8333a3ad53d20c1b00b2952cd69d181cd8', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_bd0a9', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='subprojects_employment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='employment',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "subprojects_employmentevent" ("first_day", "id", "last_day", "occupation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "staff_member_id", "subproject_id", "unit_id", "weekly_hours") SELECT old_values."first_day", old_values."id", old_values."last_day", old_values."occupation_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."staff_member_id", old_values."subproject_id", old_values."unit_id", old_values."weekly_hours" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='983caf8abc658d285270074210a8d88e2b3dafa7', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_4c3eb', referencing='REFERENCING OLD TABLE AS old_values ', table='subprojects_employment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='unitevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9ff37bc33cf30d24f790bdfc3cc746964a596c91', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3962d', table='subprojects_unitevent', when='BEFORE')),
        ),
    ]
