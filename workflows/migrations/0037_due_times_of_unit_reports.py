from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def judged_by_their_period(apps, schema_editor):
    """No due time has moved so far: what was submitted was so under the period's."""
    reports = apps.get_model("workflows", "UnitReport").objects.filter(submitted_at__isnull=False)
    periods = apps.get_model("workflows", "ReportingPeriod").objects.filter(pk=OuterRef("period"))
    reports.update(due_at_submission=Subquery(periods.values("unit_due_at")[:1]))


class Migration(migrations.Migration):
    """A unit's own due time where it was given more, and the one in force when it submitted."""

    dependencies = [("workflows", "0036_links_stand_once")]

    operations = [
        migrations.AddField("unitreport", "extended_to", models.DateTimeField(null=True, verbose_name="extended to")),
        migrations.AddField("unitreport", "due_at_submission", models.DateTimeField(null=True)),
        migrations.RunPython(judged_by_their_period, migrations.RunPython.noop),
    ]
