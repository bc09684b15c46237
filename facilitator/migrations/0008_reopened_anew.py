from django.db import migrations


def nobody_has_what_was_opened_again(apps, schema_editor):
    """As records are read now: whoever had it before it was closed does not have it since."""
    entries = apps.get_model("facilitator", "RecordEntry").objects
    concerns = apps.get_model("facilitator", "Concern").objects
    reopened = entries.filter(part="reopened").values("concern")
    concerns.filter(pk__in=reopened).update(acknowledged_at=None, acknowledged_by=None)


class Migration(migrations.Migration):

    dependencies = [
        ('facilitator', '0007_alter_recordentry_about'),
    ]

    operations = [
        migrations.RunPython(nobody_has_what_was_opened_again, migrations.RunPython.noop),
    ]
