import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

VERBS = [
    ("look", "Look at the unit's report before it is submitted"),
    ("confirm", "Confirm that the unit's report is accepted"),
    ("approve", "Approve"),
    ("opinion", "Give an opinion"),
    ("examine", "Examine"),
    ("number", "Number and issue"),
    ("inform", "Read for information"),
]


def verb() -> models.CharField:
    return models.CharField(choices=VERBS, default="approve", max_length=8, verbose_name="what is asked")


class Migration(migrations.Migration):
    """Somebody may look at a unit's report before it is submitted, and a second person confirm that it is accepted."""

    dependencies = [("workflows", "0043_fields_at_a_point_of_time")]

    operations = [
        migrations.AlterField("step", "verb", verb()),
        migrations.AlterField("casestep", "verb", verb()),
        migrations.AddField(
            "unitreport",
            "looked",
            models.PositiveSmallIntegerField(
                choices=[
                    (0, "not asked for"),
                    (1, "still to be asked for"),
                    (2, "being looked at"),
                    (3, "looked at"),
                ],
                default=0,
            ),
        ),
        migrations.AddField("unitreport", "twice", models.BooleanField(default=False)),
        migrations.AddField(
            "unitreport",
            "proposed_by",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
