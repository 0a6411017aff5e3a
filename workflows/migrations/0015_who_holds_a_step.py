from django.conf import settings
from django.db import migrations, models


def people_of(model: str) -> list[migrations.operations.base.Operation]:
    """Of the holders of the office, whom the step asks."""
    return [
        migrations.AddField(
            model, "position", models.CharField("title held", max_length=150, blank=True, default=""), False
        ),
        migrations.AddField(
            model,
            "person",
            models.ForeignKey(
                settings.AUTH_USER_MODEL,
                models.PROTECT,
                null=True,
                blank=True,
                related_name="+",
                db_index=False,
                verbose_name="this person alone",
            ),
        ),
    ]


class Migration(migrations.Migration):
    """A step asks for a title, a person, several units, or somebody who is found when a case is sent. Each step that is
    there asks for whoever holds its office, as before.
    """

    dependencies = [
        ("units", "0009_charges"),
        ("workflows", "0014_urgency"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *people_of("step"),
        *people_of("casestep"),
        migrations.AddField("step", "units", models.JSONField("also asked in", default=list, blank=True)),
        migrations.AddField(
            "step", "found", models.CharField("found", max_length=320, blank=True, default=""), preserve_default=False
        ),
        migrations.AddField(
            "casestep",
            "field",
            models.CharField("field", max_length=300, blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "casestep",
            "charged",
            models.ForeignKey("units.unit", models.PROTECT, null=True, related_name="+", db_index=False),
        ),
    ]
