import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

CHANGES = [
    ("returned", "returned to this step"),
    ("skipped", "skipped"),
    ("added", "added on the way"),
    ("handed", "handed over"),
]


class Migration(migrations.Migration):
    """What was done to a case's step on its way, by whom, when and why. Those that are there were not changed."""

    dependencies = [
        ("workflows", "0022_where_a_return_goes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("casestep", "change", models.CharField(max_length=8, choices=CHANGES, blank=True)),
        migrations.AddField(
            "casestep",
            "changed_by",
            models.ForeignKey(
                settings.AUTH_USER_MODEL,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                db_index=False,
            ),
        ),
        migrations.AddField("casestep", "changed_at", models.DateTimeField(null=True)),
        migrations.AddField("casestep", "change_reason", models.TextField(blank=True)),
    ]
