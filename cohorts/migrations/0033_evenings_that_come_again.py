from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cohorts', '0032_how_it_was_for_them'),
    ]

    operations = [
        migrations.AddField(
            model_name='evaluation',
            name='shut',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='reply',
            name='about_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
