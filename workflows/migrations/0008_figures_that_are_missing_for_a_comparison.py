from django.db import migrations, models


def names(label: str) -> models.TextField:
    return models.TextField(label, blank=True, default="")


class Migration(migrations.Migration):
    """A figure keeps whose figures are missing where it cannot be compared with that of an earlier period."""

    dependencies = [("workflows", "0007_states_accepted_and_approved")]

    operations = [
        migrations.AddField(
            "indicatorfigure", "before_lacks", names("figures missing for the comparison with the period before"), False
        ),
        migrations.AddField(
            "indicatorfigure",
            "year_before_lacks",
            names("figures missing for the comparison with the year before"),
            False,
        ),
    ]
