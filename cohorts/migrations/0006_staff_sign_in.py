import cohorts.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

ROLES = [
    ('counsellor', 'counsellor'),
    ('volunteer', 'volunteer'),
    ('coordinator', 'coordinator'),
    ('lead', 'safeguarding lead'),
    ('administrator', 'administrator'),
]


class Migration(migrations.Migration):

    dependencies = [
        ('cohorts', '0005_planned_sessions'),
    ]

    # Those of the accounts read emails of staff.
    run_before = [
        ('account', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='staff',
            name='email',
            field=models.EmailField(blank=True, max_length=254, null=True, unique=True, verbose_name='email'),
        ),
        migrations.AddField(
            model_name='staff',
            name='last_login',
            field=models.DateTimeField(blank=True, null=True, verbose_name='last login'),
        ),
        migrations.AddField(
            model_name='staff',
            name='password',
            field=models.CharField(default='', max_length=128, verbose_name='password'),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='staff',
            name='name',
            field=models.CharField(max_length=30, verbose_name='name'),
        ),
        migrations.AlterField(
            model_name='staff',
            name='role',
            field=models.CharField(choices=ROLES, max_length=20, verbose_name='role'),
        ),
        migrations.AddField(
            model_name='signin',
            name='device',
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name='shift',
            name='ended_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RemoveConstraint(
            model_name='shift',
            name='shift_once',
        ),
        migrations.AddConstraint(
            model_name='shift',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('session', 'staff'), name='shift_standing_once'),
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=cohorts.ids.new, editable=False, max_length=12, unique=True)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('name', models.CharField(blank=True, max_length=30)),
                ('role', models.CharField(choices=ROLES, max_length=20)),
                ('token_digest', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('invited_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invited', to=settings.AUTH_USER_MODEL)),
                ('staff', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'cohorts_invitation',
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['counsellor', 'volunteer', 'coordinator', 'lead', 'administrator'])), name='invitation_role_known'), models.UniqueConstraint(condition=models.Q(('finished_at__isnull', True), ('withdrawn_at__isnull', True)), fields=('email',), name='invitation_waits_once')],
            },
        ),
    ]
