import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Who runs an installation, and codes that open a page once."""

    dependencies = [("units", "0010_more_ways_to_recur")]

    operations = [
        migrations.AddField(
            "person",
            "runs_installation",
            models.BooleanField("runs this installation", default=False, editable=False),
        ),
        migrations.CreateModel(
            "OneUseCode",
            [
                ("id", models.BigAutoField(primary_key=True, serialize=False, auto_created=True, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True, editable=False)),
                ("made_at", models.DateTimeField("made")),
                ("expires_at", models.DateTimeField("until")),
                ("used_at", models.DateTimeField("used", null=True)),
                (
                    "person",
                    models.ForeignKey(
                        settings.AUTH_USER_MODEL,
                        django.db.models.deletion.PROTECT,
                        null=True,
                        related_name="codes",
                        verbose_name="person",
                    ),
                ),
            ],
            options={"verbose_name": "one-use code", "verbose_name_plural": "one-use codes"},
        ),
    ]
