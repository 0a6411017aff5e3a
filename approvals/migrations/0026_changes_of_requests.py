from django.db import migrations, models


class Migration(migrations.Migration):
    """A request that is moved or withdrawn is told to whoever has taken it."""

    dependencies = [("approvals", "0025_outline_of_a_request")]

    operations = [
        migrations.AddField(
            "reportrequest",
            "change",
            models.CharField(
                blank=True,
                choices=[("", "Asked for"), ("moved", "Due on another day"), ("withdrawn", "Withdrawn")],
                default="",
                max_length=10,
            ),
        ),
        migrations.AddField("reportrequest", "reason", models.TextField(blank=True, verbose_name="reason")),
    ]
