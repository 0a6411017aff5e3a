from django.db import migrations, models

CHANGES = [
    ("returned", "returned to this step"),
    ("skipped", "skipped"),
    ("added", "added on the way"),
    ("handed", "handed over"),
    ("untaken", "not taken by what was filled in"),
]
FILLS = ("fills", models.JSONField("fields that are filled", default=list, blank=True))


class Migration(migrations.Migration):
    """A step has fields that whoever decides it fills, on which later steps may depend."""

    dependencies = [("workflows", "0056_webhooks")]

    operations = [
        migrations.AddField("step", *FILLS),
        migrations.AddField("casestep", *FILLS),
        migrations.AddField("casestep", "filled", models.JSONField(default=dict)),
        migrations.AddField("casestep", "pending", models.JSONField(null=True)),
        migrations.AlterField("casestep", "change", models.CharField(blank=True, choices=CHANGES, max_length=8)),
    ]
