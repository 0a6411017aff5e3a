from django.db import migrations, models


class Migration(migrations.Migration):
    """A kind may be that of a practice month, whose periods count nowhere and are wiped."""

    dependencies = [("workflows", "0046_what_steps_are_about")]

    operations = [
        migrations.AddField("reportkind", "practice", models.BooleanField("a practice month", default=False)),
        migrations.AddConstraint(
            "reportkind",
            models.UniqueConstraint(
                fields=["ward"],
                condition=models.Q(practice=True, retired_at=None),
                name="kind_one_practice_a_ward",
            ),
        ),
    ]
